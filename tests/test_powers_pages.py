"""The room of the powers: grants, orders and the board, worked by a clerk."""

from datetime import timedelta

import pytest

from tests.commanding import drafted, give_powers, seat
from tests.conftest import NOON
from tests.county import enter_county
from tests.on_screen import ON_SCREEN, bench_for, heard
from workbench.desk import Desk
from workbench.rules.powers.moves import AffairKind, Way
from workbench.services.powers import affairs, moves
from workbench.views import rooms
from workbench.views.pages import SheetView

pytestmark = ON_SCREEN


@pytest.fixture
def county(lite, everybody):
    desk = Desk(lite, everybody)
    county = enter_county(desk)
    give_powers(desk, county)
    return county


@pytest.fixture
def staff(lite, county):
    return seat(lite, county)


@pytest.fixture
def signed(staff, county):
    number = drafted(staff, county)
    staff.clerk.do(moves.handle, affair_id=number, verb="submit")
    staff.commander.do(moves.decide, affair_id=number, verb="sign")
    return number


@pytest.fixture
def visit(qtbot, show, lite, left, staff):
    """Visits a page as somebody of the staff."""

    def go(who, key):
        bench = bench_for(lite, left, getattr(staff, who).actor)
        info = next(one for one in rooms.pages() if one.key == key)
        page = info.build(bench)
        with qtbot.waitSignal(page.listed):
            show(page, (1166, 700))
        return page

    return go


def opened(qtbot, page, number):
    page.reveal(number)
    qtbot.waitUntil(
        lambda: (
            isinstance(page.panel.content, SheetView)
            and bool(page.panel.content.sheet.way)
        )
    )
    return page.panel.content.sheet


class TestOrders:
    def test_a_clerk_drafts_an_order_and_hands_it_in(self, qtbot, visit, staff, county):
        page = visit("clerk", "orders")
        page.buttons["草拟调度指令"].click()
        form = page.panel.content
        values = {
            "unit_id": county.units["一中心"],
            "title": "校园周边食品摊贩规范",
            "task": "放学时段到场劝导。",
            "finish_by": NOON + timedelta(days=2),
            "receiver_0": county.units["一队"],
            "people_0": 3,
        }
        for name, value in values.items():
            form.boxes[name].editor.put(value)
        qtbot.waitUntil(  # what may be chosen is asked for
            lambda: all(form.boxes[name].editor.value() for name in values)
        )
        with qtbot.waitSignal(form.saved) as saved:
            form.save()
        sheet = opened(qtbot, page, saved.args[0])
        assert [name for name, _tone in sheet.way][:2] == ["草拟", "待签发"]
        titles = [one.title for one in sheet.actions]
        assert titles[:2] == ["修改", "送签"]
        told = heard(page.bench.told)
        submit = next(one for one in sheet.actions if one.title == "送签")
        submit.run(page, (sheet.row,))
        rows = staff.clerk.ask(affairs.affair_rows, ids=[saved.args[0]])
        qtbot.waitUntil(
            lambda: (
                staff.clerk.ask(affairs.affair_rows, ids=list(rows))[
                    saved.args[0]
                ].state.key
                == "review"
            )
        )
        assert [one.text for one in told if "不能" in one.text] == []

    def test_who_decides_is_asked_once_more_before_signing(
        self, qtbot, visit, staff, county
    ):
        number = drafted(staff, county)
        staff.clerk.do(moves.handle, affair_id=number, verb="submit")
        page = visit("commander", "orders")
        sheet = opened(qtbot, page, number)
        sign = next(one for one in sheet.actions if one.title == "签发")
        sign.run(page, (sheet.row,))
        page.asked.buttons[0].click()
        qtbot.waitUntil(
            lambda: (
                staff.clerk.ask(affairs.affair_rows, ids=[number])[number].number != ""
            )
        )


class TestBoard:
    def test_an_errand_is_answered_on_behalf_of_its_unit(
        self, qtbot, visit, staff, signed
    ):
        page = visit("clerk", "affairs")
        errand = staff.clerk.ask(affairs.find_affairs, kinds=[AffairKind.ERRAND])[0]
        sheet = opened(qtbot, page, errand)
        titles = [one.title for one in sheet.actions]
        assert "签收（代录）" in titles
        assert "超期签收（代录）" not in titles
        sign = next(one for one in sheet.actions if one.title == "签收（代录）")
        sign.run(page, (sheet.row,))
        form = page.panel.content
        form.boxes["person"].editor.put("刘洋")
        form.boxes["way"].editor.put(Way.PHONE)
        with qtbot.waitSignal(form.saved):
            form.save()
        row = staff.clerk.ask(affairs.affair_rows, ids=[errand])[errand]
        assert row.state.label == "已签收"

    def test_what_is_late_can_only_be_signed_for_late(
        self, qtbot, visit, staff, signed, clock
    ):
        clock.now += timedelta(hours=3)
        page = visit("liaison", "affairs")
        (errand,) = staff.liaison.ask(affairs.find_affairs, kinds=[AffairKind.ERRAND])
        deeds = opened(qtbot, page, errand).actions
        titles = [one.title for one in deeds if one.open_to(page.bench)]
        assert titles == ["超期签收", "申请退回"]

    def test_what_waits_is_on_the_first_page(self, staff, signed, clock):
        waits = staff.liaison.ask(affairs.waiting)
        assert [(one.label, one.count) for one in waits] == [("签收", 1)]
        clock.now += timedelta(hours=3)
        waits = staff.clerk.ask(affairs.waiting)
        assert [(one.label, one.late) for one in waits] == [("催办", 2)]


class TestGrants:
    def test_the_county_enters_grants(self, visit, county):
        page = visit("county", "grants")
        assert page.model.rowCount() == 4
        assert page.buttons["登记授权"].isEnabled()

    def test_a_centre_only_reads_them(self, visit):
        page = visit("clerk", "grants")
        assert "登记授权" not in page.buttons
