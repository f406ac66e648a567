"""Dispatch orders: drafted, signed by another, answered by each receiver in time."""

from datetime import date, timedelta

import pytest

from tests.commanding import LAST, drafted, give_powers, order, seat, trail_of
from tests.conftest import NOON
from tests.county import enter_county
from workbench.access import Permission
from workbench.desk import DeniedError
from workbench.models.platform import Outcome
from workbench.rules import Refusal
from workbench.rules.powers.moves import AffairKind, Clock, Way
from workbench.services.documents import register
from workbench.services.powers import affairs, grants, moves, orders
from workbench.services.powers.said import said_of


@pytest.fixture
def county(desk):
    county = enter_county(desk)
    give_powers(desk, county)
    return county


@pytest.fixture
def staff(parts, county):
    return seat(parts, county)


@pytest.fixture
def signed(staff, county):
    """An order that was signed: its number, and its errands' by receiver."""
    number = drafted(staff, county)
    staff.clerk.do(moves.handle, affair_id=number, verb="submit")
    staff.commander.do(moves.decide, affair_id=number, verb="sign")
    file = staff.clerk.ask(affairs.affair_file, affair_id=number)
    return number, {one.parties[0]: one.id for one in file.children}


def state(desk, number):
    return desk.ask(affairs.affair_rows, ids=[number])[number].state.label


class TestServices:
    def test_a_signed_order_bears_a_number_and_sends_every_receiver_an_errand(
        self, staff, signed
    ):
        number, errands = signed
        file = staff.clerk.ask(affairs.affair_file, affair_id=number)
        assert file.row.state.label == "执行中"
        assert file.row.number.startswith("一片区")
        assert set(errands) == {"一队", "牛山局"}
        paper = staff.clerk.ask(register.paper_rows, ids=[file.row.paper_id])
        assert paper[file.row.paper_id].number_text == file.row.number
        (clocks,) = {
            tuple(
                (line.clock, line.due_at - NOON)
                for line in staff.clerk.ask(
                    affairs.affair_file, affair_id=errand
                ).clocks
            )
            for errand in errands.values()
        }
        assert clocks == (
            (Clock.SIGN, timedelta(hours=2)),
            (Clock.FINISH, timedelta(days=3)),
        )

    def test_who_drafted_it_does_not_sign_it(self, staff, county):
        number = staff.commander.do(orders.draft_order, **order(county))
        staff.commander.do(moves.handle, affair_id=number, verb="submit")
        with pytest.raises(Refusal, match="不能由本人签发") as refused:
            staff.commander.do(moves.decide, affair_id=number, verb="sign")
        assert refused.value.clause == "powers/three-hands"
        staff.deputy.do(moves.decide, affair_id=number, verb="sign")
        assert state(staff.clerk, number) == "执行中"

    def test_without_a_grant_in_force_nothing_is_ordered(
        self, staff, county, desk, clock
    ):
        clock.now = NOON.replace(year=2027)
        with pytest.raises(Refusal, match="不在有效期") as refused:
            drafted(staff, county, finish_by=clock.now + timedelta(days=1))
        assert refused.value.clause == "powers/grant"
        assert str(LAST.year) in str(refused.value)

    def test_a_clerk_cannot_sign_and_the_attempt_is_on_record(self, staff, county):
        number = drafted(staff, county)
        staff.clerk.do(moves.handle, affair_id=number, verb="submit")
        with pytest.raises(DeniedError):
            staff.clerk.do(moves.decide, affair_id=number, verb="sign")
        assert trail_of(staff.clerk)[-1] == ("powers.moves.decide", Outcome.DENIED)

    def test_what_a_receiver_did_is_recorded_on_its_behalf_with_both_moments(
        self, staff, signed, clock
    ):
        _number, errands = signed
        clock.now += timedelta(hours=3)
        errand = errands["一队"]
        with pytest.raises(Refusal, match="对方经办人") as refused:
            staff.clerk.do(moves.answer, affair_id=errand, verb="sign_for")
        assert refused.value.clause == "powers/on-behalf"
        at = NOON + timedelta(hours=1)
        staff.clerk.do(
            moves.answer,
            affair_id=errand,
            verb="sign_for",
            said=said_of(person="刘洋", way=Way.PHONE, at=at),
        )
        file = staff.clerk.ask(affairs.affair_file, affair_id=errand)
        assert (file.steps[-1].at, file.steps[-1].entered_at) == (at, clock.now)
        assert file.steps[-1].person == "刘洋"
        assert file.parties[0].signed_by == "刘洋"
        assert not file.clocks[0].late

    def test_signing_after_the_term_has_a_way_of_its_own(self, staff, signed, clock):
        _number, errands = signed
        clock.now += timedelta(hours=3)
        with pytest.raises(Refusal, match="签收时限已过") as refused:
            staff.liaison.do(moves.answer, affair_id=errands["牛山局"], verb="sign_for")
        assert "超期签收" in refused.value.ways[0]
        staff.liaison.do(
            moves.answer,
            affair_id=errands["牛山局"],
            verb="sign_late",
            said=said_of(reason="值班电话无人接听"),
        )
        file = staff.clerk.ask(affairs.affair_file, affair_id=errands["牛山局"])
        assert file.clocks[0].late
        assert file.row.state.label == "已签收"

    def test_the_order_ends_with_the_last_of_its_errands(self, staff, signed):
        number, errands = signed
        for errand in errands.values():
            for verb, said in (
                ("sign_for", {}),
                ("finish", {"result": "已疏导摊点38个。"}),
            ):
                staff.clerk.do(
                    moves.answer,
                    affair_id=errand,
                    verb=verb,
                    said=said_of(person="刘洋", way=Way.PHONE, **said),
                )
            assert state(staff.clerk, number) == "执行中"
            staff.clerk.do(
                moves.handle,
                affair_id=errand,
                verb="rate",
                said=said_of(ratings=(("办理情况", "满意"),)),
            )
        assert state(staff.clerk, number) == "已办结"
        staff.clerk.do(moves.handle, affair_id=number, verb="archive")
        assert state(staff.clerk, number) == "已归档"

    def test_a_withdrawn_order_calls_its_errands_off(self, staff, signed):
        number, errands = signed
        staff.commander.do(
            moves.decide,
            affair_id=number,
            verb="withdraw",
            said=said_of(reason="情况有变"),
        )
        assert {state(staff.clerk, one) for one in errands.values()} == {"已撤销"}
        assert staff.clerk.ask(affairs.find_affairs) == type(
            staff.clerk.ask(affairs.find_affairs)
        )("q")

    def test_the_rival_who_was_first_is_named(self, staff, county):
        number = drafted(staff, county)
        seen = staff.clerk.ask(affairs.affair_rows, ids=[number])[number].version
        staff.clerk.do(moves.handle, affair_id=number, verb="submit", seen=seen)
        with pytest.raises(Refusal, match="刚刚由王立办理了“送签”") as refused:
            staff.deputy.do(moves.handle, affair_id=number, verb="submit", seen=seen)
        assert refused.value.clause == "powers/rival"

    def test_a_move_the_state_does_not_allow_names_those_it_does(self, staff, signed):
        number, _errands = signed
        with pytest.raises(Refusal, match="执行中，不能归档") as refused:
            staff.clerk.do(moves.handle, affair_id=number, verb="archive")
        assert "“撤销”" in refused.value.ways[0]

    def test_the_board_shows_what_runs_soonest_first(self, staff, signed, clock):
        ids = staff.clerk.ask(affairs.find_affairs, kinds=[AffairKind.ERRAND])
        rows = staff.clerk.ask(affairs.affair_rows, ids=ids)
        assert [rows[one].countdown for one in ids] == ["签收 剩余2小时0分"] * 2
        clock.now += timedelta(hours=3)
        late = staff.clerk.ask(affairs.find_affairs, late=True)
        assert sorted(late) == sorted(signed[1].values())
        waits = staff.clerk.ask(affairs.waiting)
        assert [(one.label, one.count) for one in waits] == [("催办", 2)]

    def test_a_town_sees_what_reaches_it_and_nothing_else(self, staff, signed):
        _number, errands = signed
        ids = staff.liaison.ask(affairs.find_affairs, kinds=[AffairKind.ERRAND])
        assert list(ids) == [errands["牛山局"]]


class TestGrants:
    def test_one_power_is_granted_once_a_day(self, desk, county):
        from workbench.rules.powers.grants import Power

        with pytest.raises(Refusal):
            desk.do(
                grants.add_grant,
                zone_id=county.zones["示例第一片区"],
                power=Power.COMMAND,
                document="另一份",
                number="东政发〔2026〕1号",
                document_on=date(2026, 1, 1),
                first=date(2026, 1, 1),
            )

    def test_only_the_county_enters_grants(self, staff):
        for name, desk in staff:
            held = desk.actor.may(Permission.POWERS_GRANT_EDIT)
            assert held == (name == "county")
