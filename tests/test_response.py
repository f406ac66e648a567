"""How units answer: shares of what ended, median times, the load, the whistle rate."""

from datetime import date, timedelta
from fractions import Fraction

import pytest

from tests.commanding import drafted, give_powers, seat
from tests.conftest import NOON
from tests.county import enter_county
from tests.on_screen import ON_SCREEN, bench_for
from workbench.desk import Desk
from workbench.rules.powers.moves import AffairKind, Way
from workbench.rules.powers.whistles import WhistleLevel
from workbench.services.powers import affairs, moves, response, whistles
from workbench.services.powers.said import said_of
from workbench.views import rooms

SPAN = {"first": date(2026, 1, 1), "last": date(2026, 12, 31)}


def worked(desk, parts, clock):
    """Have two units get an order; one signs after 30 minutes, the other not at all."""
    county = enter_county(desk)
    give_powers(desk, county)
    staff = seat(parts, county)
    number = drafted(staff, county)
    staff.clerk.do(moves.handle, affair_id=number, verb="submit")
    staff.commander.do(moves.decide, affair_id=number, verb="sign")
    ids = staff.clerk.ask(affairs.find_affairs, kinds=[AffairKind.ERRAND])
    rows = staff.clerk.ask(affairs.affair_rows, ids=ids)
    errand = next(one.id for one in rows.values() if one.parties == ("一队",))
    clock.now += timedelta(minutes=30)
    staff.clerk.do(
        moves.answer,
        affair_id=errand,
        verb="sign_for",
        said=said_of(person="刘洋", way=Way.PHONE),
    )
    staff.liaison.do(
        whistles.draft_whistle,
        town_unit_id=county.units["牛山局"],
        title="油烟扰民",
        level=WhistleLevel.URGENT,
        place="站前路",
        reason="劝导无效",
    )
    clock.now += timedelta(hours=3)
    return staff


def by_unit(staff, **span):
    rows = staff.clerk.ask(response.response, **(span or SPAN))
    return {one.unit: one for one in rows}


class TestServices:
    def test_what_ended_is_shared_into_in_time_and_not(self, desk, parts, clock):
        found = by_unit(worked(desk, parts, clock))
        assert (found["一队"].signed.met, found["一队"].signed.ended) == (1, 1)
        assert (found["牛山局"].signed.met, found["牛山局"].signed.ended) == (0, 1)
        assert found["一队"].to_sign == timedelta(minutes=30)
        assert found["牛山局"].to_sign is None
        assert found["一队"].finished.share is None  # its term still runs
        assert [found[one].open for one in ("一队", "牛山局")] == [1, 1]

    def test_a_town_that_whistles_has_a_rate(self, desk, parts, clock):
        found = by_unit(worked(desk, parts, clock))
        assert found["牛山局"].whistle_rate == Fraction(1, 2)
        assert found["一队"].whistle_rate is None

    def test_what_began_on_other_days_counts_as_load_only(self, desk, parts, clock):
        staff = worked(desk, parts, clock)
        found = by_unit(staff, first=date(2026, 4, 1), last=date(2026, 4, 30))
        assert (found["一队"].orders, found["一队"].open) == (0, 1)
        assert found["一队"].affairs == ()


class TestViews:
    pytestmark = ON_SCREEN

    @pytest.fixture
    def page(self, show, lite, left, everybody, clock):
        staff = worked(Desk(lite, everybody), lite, clock)
        info = next(one for one in rooms.pages() if one.key == "response")
        page = info.build(bench_for(lite, left, staff.clerk.actor))
        show(page, (1166, 700))
        return page

    def test_a_unit_opens_onto_the_affairs_behind_its_figures(self, qtbot, page):
        qtbot.waitUntil(lambda: page.rows is not None)
        place = next(at for at, one in enumerate(page.rows) if one.unit == "一队")
        went = []
        page.bench.go = lambda *to: went.append(to)
        page.table.opened.emit(page.rows[place])
        sheet = page.panel.content.sheet
        assert sheet.title == "一队"
        said = {line.label: line.text for line in sheet.groups[0][1]}
        assert (said["签收及时"], said["签收用时"]) == ("100.0%（1/1）", "30分钟")
        sheet.groups[1][1][0].act[1]()
        assert went == [("affairs", page.rows[place].affairs[-1])]

    def test_days_in_the_wrong_order_are_told(self, qtbot, page):
        qtbot.waitUntil(lambda: page.rows is not None)
        page.first.put(NOON.date() + timedelta(days=400))
        page.refresh()
        assert "起日不能晚于止日" in page.amiss.text()
