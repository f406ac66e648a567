"""Whistles: a town calls, the centre sends on, departments answer, the town rates."""

from datetime import timedelta

import pytest

from tests.commanding import give_powers, seat
from tests.conftest import NOON
from tests.county import enter_county
from tests.on_screen import ON_SCREEN, bench_for
from workbench.desk import DeniedError, Desk
from workbench.rules import Refusal
from workbench.rules.powers.grants import Power
from workbench.rules.powers.moves import AffairKind, Clock, Part, Way
from workbench.rules.powers.whistles import (
    ASPECTS,
    Extension,
    WhistleLevel,
    check_extension,
)
from workbench.services.documents import register
from workbench.services.powers import affairs, moves, whistles
from workbench.services.powers.said import said_of
from workbench.views import rooms
from workbench.views.pages import SheetView

RATED = tuple((one, "满意") for one in ASPECTS)


def whistle(county, **changed):
    values = {
        "town_unit_id": county.units["牛山局"],
        "title": "餐饮油烟扰民",
        "level": WhistleLevel.ENFORCEMENT,
        "place": "牛山街道站前路12号",
        "reason": "居民多次反映，劝导无效。",
        "lead_id": county.units["文旅局"],
        "assistants": (county.units["一队"],),
    }
    return values | changed


@pytest.fixture
def county(desk):
    county = enter_county(desk)
    give_powers(desk, county)
    return county


@pytest.fixture
def staff(parts, county):
    return seat(parts, county)


def act(staff, number, verb, *, who="clerk", person="孙晓", **said):
    """Make a move at somebody's desk, telling what a clerk's record needs."""
    desk = getattr(staff, who)
    kind = AffairKind.WHISTLE
    move = next(one for one in whistles_machine().moves if one.verb == verb)
    if person and who != "liaison":
        said |= {"person": person, "way": Way.PHONE}
    desk.do(
        moves.command_for(kind, move.hand),
        affair_id=number,
        verb=verb,
        said=said_of(**said),
    )


def whistles_machine():
    from workbench.rules.powers.machines import MACHINES

    return MACHINES[AffairKind.WHISTLE]


def called(staff, county, **changed):
    """Have a town's whistle approved: it waits to be sent on."""
    number = staff.liaison.do(whistles.draft_whistle, **whistle(county, **changed))
    act(staff, number, "submit", who="liaison")
    act(staff, number, "approve", person="周镇长")
    return number


def sent(staff, county, **changed):
    number = called(staff, county, **changed)
    act(staff, number, "dispatch", who="commander", person="")
    return number


def file(staff, number):
    return staff.clerk.ask(affairs.affair_file, affair_id=number)


def terms(staff, number):
    return {
        one.clock: one.due_at - one.started_at for one in file(staff, number).clocks
    }


class TestRules:
    def test_only_a_hard_whistle_is_put_off_and_not_beyond_what_the_table_allows(self):
        runs = Extension(NOON, NOON + timedelta(days=14))
        later = NOON + timedelta(days=3)
        check_extension(WhistleLevel.HARD, runs, later)
        for level, known, until in (
            (WhistleLevel.URGENT, runs, later),
            (WhistleLevel.HARD, None, later),
            (WhistleLevel.HARD, runs, NOON),
            (WhistleLevel.HARD, runs, NOON + timedelta(days=15)),
        ):
            with pytest.raises(Refusal) as refused:
                check_extension(level, known, until)
            assert refused.value.clause == "powers/extension"


class TestServices:
    def test_a_towns_own_whistle_goes_the_whole_way(self, staff, county, clock):
        number = sent(staff, county)
        row = file(staff, number).row
        assert row.number.startswith("一片区")
        paper = staff.clerk.ask(register.paper_rows, ids=[row.paper_id])[row.paper_id]
        assert paper.number_text == row.number
        clock.now += timedelta(hours=1)
        act(staff, number, "sign_for", person="马骏")
        act(staff, number, "arrive", person="马骏", people="马骏 10070010023")
        act(staff, number, "treat", person="马骏", result="现场检测，责令停用旧设备。")
        act(staff, number, "report", person="马骏", result="已更换净化设备。")
        act(staff, number, "rate", who="liaison", ratings=RATED)
        act(staff, number, "archive")
        shown = file(staff, number)
        assert shown.row.state.label == "已归档"
        lead = next(one for one in shown.parties if one.part is Part.LEAD)
        assert (lead.signed_by, lead.arrivals) == ("马骏", "马骏 10070010023")
        assert not any(one.runs or one.late for one in shown.clocks)
        said = staff.clerk.ask(whistles.whistle_values, affair_id=number)
        assert said.handling == "现场检测，责令停用旧设备。"
        assert said.ratings == RATED

    @pytest.mark.parametrize(
        ("level", "expected"),
        [
            (
                WhistleLevel.URGENT,
                {
                    Clock.ARRIVE: timedelta(minutes=30),
                    Clock.REPORT: timedelta(hours=24),
                },
            ),
            (WhistleLevel.ENFORCEMENT, {Clock.ARRIVE, Clock.FINISH}),
            (WhistleLevel.HARD, {Clock.SIGN, Clock.FINISH}),
        ],
    )
    def test_each_class_has_its_own_terms(self, staff, county, level, expected):
        found = terms(staff, sent(staff, county, level=level))
        assert found == expected or found.keys() == expected

    def test_workdays_end_at_the_last_minute_of_the_day(self, staff, county):
        found = file(staff, sent(staff, county)).clocks
        ends = {one.clock: f"{one.due_at:%Y-%m-%d %H:%M}" for one in found}
        assert ends[Clock.ARRIVE] == "2026-03-03 16:00"  # midnight in China
        assert ends[Clock.FINISH] == "2026-03-09 16:00"

    def test_a_clerk_records_the_whole_of_it_for_a_town_without_account(
        self, staff, county, clock
    ):
        clock.now += timedelta(hours=2)
        asked = NOON + timedelta(minutes=10)
        number = staff.clerk.do(
            whistles.draft_whistle,
            **whistle(county),
            said=said_of(person="孙晓", way=Way.MESSAGE, at=asked),
        )
        act(staff, number, "submit", at=asked)
        act(staff, number, "approve", person="周镇长", at=asked + timedelta(minutes=5))
        steps = file(staff, number).steps
        assert [one.person for one in steps] == ["孙晓", "孙晓", "周镇长"]
        assert {one.entered_at for one in steps} == {clock.now}

    def test_who_drafted_it_does_not_approve_it(self, staff, county):
        number = staff.clerk.do(
            whistles.draft_whistle,
            **whistle(county),
            said=said_of(person="孙晓", way=Way.PHONE),
        )
        act(staff, number, "submit")
        with pytest.raises(Refusal, match="不能由本人审核") as refused:
            act(staff, number, "approve", person="孙晓")
        assert refused.value.clause == "powers/three-hands"

    def test_only_the_lead_answers_and_only_the_town_rates(self, staff, county):
        number = sent(staff, county)
        with pytest.raises(Refusal, match="由主办单位办理") as refused:
            act(staff, number, "sign_for", who="liaison")
        assert refused.value.clause == "powers/on-behalf"

    def test_nothing_is_sent_on_while_nobody_leads(self, staff, county):
        number = called(staff, county, lead_id=None, assistants=())
        with pytest.raises(Refusal, match="还没有主办单位"):
            act(staff, number, "dispatch", who="commander", person="")
        staff.clerk.do(
            whistles.assign_whistle,
            affair_id=number,
            lead_id=county.units["一队"],
            level=WhistleLevel.URGENT,
            dispatch="请立即到场。",
        )
        act(staff, number, "dispatch", who="commander", person="")
        assert terms(staff, number)[Clock.ARRIVE] == timedelta(minutes=30)

    def test_it_is_handed_back_once_and_sent_on_to_another(self, staff, county):
        number = sent(staff, county)
        act(staff, number, "ask_return", person="马骏", reason="不属本局职责")
        act(staff, number, "allow_return", who="deputy", person="")
        assert not any(one.runs for one in file(staff, number).clocks)
        staff.clerk.do(
            whistles.assign_whistle,
            affair_id=number,
            lead_id=county.units["一队"],
            level=WhistleLevel.ENFORCEMENT,
        )
        before = file(staff, number).row.number
        act(staff, number, "dispatch", who="commander", person="")
        assert file(staff, number).row.number == before  # it keeps its number
        with pytest.raises(Refusal, match="以一次为限") as refused:
            act(staff, number, "ask_return", person="刘洋", reason="人手不足")
        assert refused.value.clause == "powers/once"

    def test_a_refused_return_goes_on_with_its_clocks(self, staff, county):
        number = sent(staff, county)
        act(staff, number, "ask_return", person="马骏", reason="不属本局职责")
        act(
            staff,
            number,
            "refuse_return",
            who="deputy",
            person="",
            reason="职责清单第9项",
        )
        shown = file(staff, number)
        assert shown.row.state.label == "待签收"
        assert {one.clock for one in shown.clocks if one.runs} == {
            Clock.ARRIVE,
            Clock.FINISH,
        }

    def test_a_hard_whistle_is_put_off_once(self, staff, county, clock):
        number = sent(staff, county, level=WhistleLevel.HARD)
        act(staff, number, "sign_for", person="马骏")
        until = NOON + timedelta(days=20)
        act(
            staff,
            number,
            "extend",
            who="commander",
            person="",
            reason="需要检测",
            until=until,
        )
        finish = next(
            one for one in file(staff, number).clocks if one.clock is Clock.FINISH
        )
        assert finish.due_at == until
        assert finish.first_due_at < until
        with pytest.raises(Refusal, match="以一次为限"):
            act(
                staff,
                number,
                "extend",
                who="commander",
                person="",
                reason="还要检测",
                until=until + timedelta(days=1),
            )

    def test_signing_a_hard_whistle_late_has_a_way_of_its_own(
        self, staff, county, clock
    ):
        number = sent(staff, county, level=WhistleLevel.HARD)
        clock.now += timedelta(days=5)
        with pytest.raises(Refusal, match="签收时限已过") as refused:
            act(staff, number, "sign_for", person="马骏")
        assert refused.value.clause == "powers/in-time"
        act(staff, number, "sign_late", person="马骏", reason="出差")
        assert file(staff, number).clocks[0].late

    def test_every_aspect_is_rated(self, staff, county):
        number = sent(staff, county)
        for verb, said in (
            ("sign_for", {}),
            ("arrive", {"people": "马骏 1"}),
            ("treat", {"result": "处置"}),
            ("report", {"result": "办结"}),
        ):
            act(staff, number, verb, person="马骏", **said)
        with pytest.raises(Refusal, match="激励项"):
            act(staff, number, "rate", who="liaison", ratings=RATED[:3])
        assert file(staff, number).row.state.label == "待评价"

    def test_without_a_grant_no_town_whistles(self, desk, parts):
        county = enter_county(desk)
        give_powers(desk, county, Power.ASSESS)
        staff = seat(parts, county)
        with pytest.raises(Refusal, match="没有县里授予指挥协调权") as refused:
            staff.liaison.do(whistles.draft_whistle, **whistle(county))
        assert refused.value.clause == "powers/grant"

    def test_a_unit_that_is_no_towns_does_not_whistle(self, staff, county):
        with pytest.raises(Refusal, match="应当是片区内镇街的机构"):
            staff.clerk.do(
                whistles.draft_whistle,
                **whistle(county, town_unit_id=county.units["一队"], assistants=()),
            )
        with pytest.raises(Refusal, match="不能重复"):
            staff.clerk.do(
                whistles.draft_whistle,
                **whistle(county, assistants=(county.units["文旅局"],)),
            )
        with pytest.raises(DeniedError):
            staff.assessor.do(whistles.draft_whistle, **whistle(county))


class TestViews:
    pytestmark = ON_SCREEN

    @pytest.fixture
    def desk(self, lite, everybody):
        return Desk(lite, everybody)

    @pytest.fixture
    def parts(self, lite):
        return lite

    @pytest.fixture
    def page(self, qtbot, show, lite, left, staff):
        def go(who):
            bench = bench_for(lite, left, getattr(staff, who).actor)
            info = next(one for one in rooms.pages() if one.key == "whistles")
            page = info.build(bench)
            with qtbot.waitSignal(page.listed):
                show(page, (1166, 700))
            return page

        return go

    def test_a_clerk_enters_a_towns_whistle_on_its_behalf(
        self, qtbot, page, staff, county
    ):
        here = page("clerk")
        here.buttons["登记吹哨"].click()
        form = here.panel.content
        values = {
            "town_unit_id": county.units["牛山局"],
            "title": "餐饮油烟扰民",
            "place": "站前路",
            "reason": "多次劝导无效。",
            "longitude": "119.15",
            "latitude": "34.55",
            "lead_id": county.units["文旅局"],
            "assistant_0": county.units["一队"],
            "person": "孙晓",
            "way": Way.PHONE,
        }
        for name, value in values.items():
            form.boxes[name].editor.put(value)
        qtbot.waitUntil(lambda: all(form.boxes[name].editor.value() for name in values))
        with qtbot.waitSignal(form.saved) as saved:
            form.save()
        said = staff.clerk.ask(whistles.whistle_values, affair_id=saved.args[0])
        assert (said.longitude, said.latitude) == (119.15, 34.55)
        assert said.assistants == (county.units["一队"],)
        assert file(staff, saved.args[0]).steps[0].person == "孙晓"

    def test_the_town_rates_four_aspects_in_the_panel(self, qtbot, page, staff, county):
        number = sent(staff, county)
        for verb, said in (
            ("sign_for", {}),
            ("arrive", {"people": "马骏 1"}),
            ("treat", {"result": "处置"}),
            ("report", {"result": "办结"}),
        ):
            act(staff, number, verb, person="马骏", **said)
        here = page("liaison")
        here.reveal(number)
        qtbot.waitUntil(
            lambda: (
                isinstance(here.panel.content, SheetView)
                and bool(here.panel.content.sheet.way)
            )
        )
        sheet = here.panel.content.sheet
        rate = next(one for one in sheet.actions if one.title == "评价")
        rate.run(here, (sheet.row,))
        form = here.panel.content
        for place in range(len(ASPECTS)):
            form.boxes[f"rating_{place}"].editor.put("满意")
        with qtbot.waitSignal(form.saved):
            form.save()
        said = staff.clerk.ask(whistles.whistle_values, affair_id=number)
        assert said.ratings == RATED
