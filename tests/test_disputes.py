"""Disputes: every side is heard and answers, or the county is asked."""

from datetime import timedelta

import pytest

from tests.commanding import give_powers, seat
from tests.county import enter_county
from tests.on_screen import ON_SCREEN, bench_for
from workbench.desk import Desk
from workbench.rules import Refusal
from workbench.rules.powers.moves import AffairKind, Clock, Way
from workbench.services.powers import affairs, disputes, moves
from workbench.services.powers.said import said_of
from workbench.views import rooms
from workbench.views.pages import SheetView


@pytest.fixture
def county(desk):
    county = enter_county(desk)
    give_powers(desk, county)
    return county


@pytest.fixture
def staff(parts, county):
    return seat(parts, county)


def registered(staff, county, **changed):
    values = {
        "unit_id": county.units["一中心"],
        "title": "河道违建由谁查处",
        "basis": "职责清单两处都有列入。",
        "disputants": (county.units["牛山局"], county.units["文旅局"]),
    }
    return staff.clerk.do(disputes.register_dispute, **(values | changed))


def answer(staff, county, number, verb, unit, **said):
    staff.clerk.do(
        moves.answer,
        affair_id=number,
        verb=verb,
        said=said_of(
            person="马骏", way=Way.IN_PERSON, party_id=county.units[unit], **said
        ),
    )


def advised(staff, county):
    number = registered(staff, county)
    staff.clerk.do(moves.handle, affair_id=number, verb="submit")
    answer(staff, county, number, "claim", "文旅局", remark="不属本局。")
    staff.commander.do(
        moves.decide,
        affair_id=number,
        verb="advise",
        said=said_of(result="由牛山局牵头，文旅局配合。"),
    )
    return number


def state(staff, number):
    return staff.clerk.ask(affairs.affair_rows, ids=[number])[number].state.label


class TestServices:
    def test_it_is_settled_once_every_side_accepts(self, staff, county):
        number = advised(staff, county)
        said = staff.clerk.ask(disputes.dispute_values, affair_id=number)
        assert said.claims == (("文旅局", "不属本局。"),)
        assert said.opinion.startswith("由牛山局牵头")
        answer(staff, county, number, "accept", "文旅局")
        assert state(staff, number) == "待各方答复"
        with pytest.raises(Refusal, match="已经接受过") as refused:
            answer(staff, county, number, "accept", "文旅局")
        assert refused.value.clause == "powers/once"
        staff.liaison.do(moves.answer, affair_id=number, verb="accept")
        assert state(staff, number) == "已协调"
        staff.clerk.do(moves.handle, affair_id=number, verb="archive")
        assert state(staff, number) == "已归档"

    def test_the_opinion_has_a_term_of_its_own(self, staff, county):
        number = registered(staff, county)
        staff.clerk.do(moves.handle, affair_id=number, verb="submit")
        (clock,) = staff.clerk.ask(affairs.affair_file, affair_id=number).clocks
        assert (clock.clock, clock.due_at - clock.started_at) == (
            Clock.DECIDE,
            timedelta(days=7, hours=12),  # five workdays, until midnight
        )

    def test_whoever_does_not_accept_brings_it_to_the_county(self, staff, county):
        number = advised(staff, county)
        answer(staff, county, number, "reject", "文旅局", reason="与三定方案不符")
        staff.commander.do(
            moves.decide,
            affair_id=number,
            verb="ask_county",
            said=said_of(reason="双方意见不一"),
        )
        clocks = staff.clerk.ask(affairs.affair_file, affair_id=number).clocks
        assert [one.clock for one in clocks if one.runs] == [Clock.COUNTY]
        staff.clerk.do(
            moves.answer,
            affair_id=number,
            verb="county_reply",
            said=said_of(person="县司法局", way=Way.PAPER, result="由牛山局查处。"),
        )
        assert state(staff, number) == "已协调"

    def test_a_clerk_says_for_which_side_he_records(self, staff, county):
        number = advised(staff, county)
        with pytest.raises(Refusal, match="请选明是哪个争议单位") as refused:
            staff.clerk.do(
                moves.answer,
                affair_id=number,
                verb="accept",
                said=said_of(person="马骏", way=Way.PHONE),
            )
        assert refused.value.clause == "powers/on-behalf"

    def test_who_registered_it_gives_no_opinion(self, staff, county):
        number = staff.commander.do(
            disputes.register_dispute,
            unit_id=county.units["一中心"],
            title="谁管",
            basis="清单",
            disputants=(county.units["牛山局"], county.units["文旅局"]),
        )
        staff.clerk.do(moves.handle, affair_id=number, verb="submit")
        with pytest.raises(Refusal, match="不能由本人") as refused:
            staff.commander.do(
                moves.decide,
                affair_id=number,
                verb="advise",
                said=said_of(result="归文旅局。"),
            )
        assert refused.value.clause == "powers/three-hands"

    def test_a_dispute_has_two_sides(self, staff, county):
        side = county.units["牛山局"]
        with pytest.raises(Refusal, match="至少两个") as refused:
            registered(staff, county, disputants=(side, side))
        assert refused.value.clause == "powers/disputants"
        with pytest.raises(Refusal, match="争议的事项"):
            registered(staff, county, basis=" ")


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
        info = next(one for one in rooms.pages() if one.key == "disputes")
        page = info.build(bench_for(lite, left, staff.clerk.actor))
        with qtbot.waitSignal(page.listed):
            show(page, (1166, 700))
        return page

    def test_a_sides_answer_is_recorded_with_its_unit_chosen(
        self, qtbot, page, staff, county
    ):
        number = advised(staff, county)
        page.refresh()
        page.reveal(number)
        qtbot.waitUntil(
            lambda: (
                isinstance(page.panel.content, SheetView)
                and bool(page.panel.content.sheet.way)
            )
        )
        sheet = page.panel.content.sheet
        accept = next(one for one in sheet.actions if one.title == "接受（代录）")
        accept.run(page, (sheet.row,))
        form = page.panel.content
        offered = [one.label for one in form.form.fields[1].choices]
        form.boxes["party_id"].editor.put(county.units["文旅局"])
        form.boxes["person"].editor.put("马骏")
        form.boxes["way"].editor.put(Way.PHONE)
        with qtbot.waitSignal(form.saved):
            form.save()
        assert set(offered) == {"牛山局", "文旅局"}
        steps = staff.clerk.ask(affairs.affair_file, affair_id=number).steps
        assert (steps[-1].label, steps[-1].party) == ("接受", "文旅局")
        kinds = staff.clerk.ask(affairs.find_affairs, kinds=[AffairKind.DISPUTE])
        assert list(kinds) == [number]
