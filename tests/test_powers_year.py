"""A year of the four powers: figures, the brief drafted of them, and the page."""

from datetime import timedelta

import pytest

from tests.commanding import drafted, give_powers, seat
from tests.county import enter_county
from tests.on_screen import ON_SCREEN, bench_for
from workbench.access import Actor, Role, permissions_of
from workbench.desk import Desk
from workbench.rules import Refusal
from workbench.rules.powers.grants import Power
from workbench.rules.powers.moves import AffairKind, Way
from workbench.services.documents import register
from workbench.services.powers import affairs, brief, moves, yearly
from workbench.services.powers.said import said_of
from workbench.views import rooms


def worked(desk, parts):
    """Have an order signed for, once in time and once not, and one only drafted."""
    county = enter_county(desk)
    give_powers(desk, county)
    staff = seat(parts, county)
    number = drafted(staff, county)
    staff.clerk.do(moves.handle, affair_id=number, verb="submit")
    staff.commander.do(moves.decide, affair_id=number, verb="sign")
    drafted(staff, county)
    first = staff.clerk.ask(affairs.find_affairs, kinds=[AffairKind.ERRAND])[0]
    staff.clerk.do(
        moves.answer,
        affair_id=first,
        verb="sign_for",
        said=said_of(person="刘洋", way=Way.PHONE),
    )
    return staff


def lines(desk, year):
    said = desk.ask(yearly.year_of_powers, year=year)
    return {one.label: (one.part, one.whole) for one in said.lines}


class TestServices:
    def test_affairs_count_where_they_began_and_terms_where_they_ended(
        self, desk, parts, clock
    ):
        staff = worked(desk, parts)
        assert lines(staff.clerk, 2026)["受令单位签收及时"] == (1, 1)  # one still runs
        clock.now += timedelta(hours=3)
        told = lines(staff.clerk, 2026)
        assert told["调度指令"] == (2, None)
        assert told["受令单位签收及时"] == (1, 2)
        assert told["受令单位办结及时"] == (0, 0)
        said = staff.clerk.ask(yearly.year_of_powers, year=2026)
        assert [month.month.month for month in said.months] == [1, 2, 3]
        assert dict(said.months[2].begun) == {AffairKind.ORDER: 2}
        assert (said.months[2].met, said.months[2].ended) == (1, 2)

    def test_the_year_before_stands_beside_it(self, desk, parts, clock):
        staff = worked(desk, parts)
        clock.now += timedelta(days=365)
        said = staff.county.ask(yearly.year_of_powers, year=2027)
        orders = next(one for one in said.lines if one.label == "调度指令")
        assert (orders.part, orders.earlier_part) == (0, 2)

    def test_who_may_not_read_personnel_affairs_sees_no_figure_of_them(
        self, desk, parts
    ):
        staff = worked(desk, parts)
        seen = {
            power: {
                one.power for one in who.ask(yearly.year_of_powers, year=2026).lines
            }
            for power, who in (("clerk", staff.clerk), ("liaison", staff.liaison))
        }
        assert seen["clerk"] == set(Power)
        assert seen["liaison"] == {Power.COMMAND, Power.ASSESS}

    def test_a_brief_is_drafted_of_the_figures(self, desk, parts, clock):
        staff = worked(desk, parts)
        clock.now += timedelta(hours=3)
        number = staff.clerk.do(brief.draft_brief, year=2026, issue=3)
        content = staff.clerk.ask(register.paper_content, paper_id=number)
        row = staff.clerk.ask(register.paper_rows, ids=[number])[number]
        assert row.title.startswith("工作简报第3期")
        assert content.content[:2] == b"PK"

    def test_a_year_in_which_nothing_was_done_has_no_brief(self, desk, parts):
        staff = worked(desk, parts)
        with pytest.raises(Refusal, match="2020年还没有") as refused:
            staff.clerk.do(brief.draft_brief, year=2020, issue=1)
        assert refused.value.clause == "documents/draft"


class TestViews:
    pytestmark = ON_SCREEN

    def test_the_page_shows_figures_charts_and_another_year(
        self, qtbot, show, lite, left, everybody
    ):
        staff = worked(Desk(lite, everybody), lite)
        clerk = Actor(
            staff.clerk.actor.account_id,
            "王立",
            permissions_of({Role.CLERK}, overseen=True),
            staff.clerk.actor.unit_id,
            county_wide=False,
        )
        info = next(one for one in rooms.pages() if one.key == "powers_year")
        page = info.build(bench_for(lite, left, clerk))
        show(page, (1166, 700))
        qtbot.waitUntil(lambda: page.said is not None)
        shown = {one.label: one for one in page.table.rows()}
        assert shown["调度指令"].part == 2
        assert [bar.value for bar in page.begun.bars] == [0, 0, 2]
        page.years.put(2025)
        qtbot.waitUntil(lambda: page.said.year == 2025)
        assert [one.part for one in page.table.rows() if one.label == "调度指令"] == [0]
