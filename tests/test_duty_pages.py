"""The pages of duty and of incoming letters, worked by a clerk."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from tests.commanding import (
    give_powers,
    man,
    rostered,
    seat,
    seat_officer,
    watches,
)
from tests.county import enter_county
from tests.on_screen import ON_SCREEN, bench_for, heard
from workbench.desk import Desk
from workbench.rules.powers.letters import LetterSort
from workbench.rules.powers.moves import AffairKind, Way
from workbench.services.powers import (
    affairs,
    duty_log,
    duty_month,
    hand_over,
    letters,
    on_duty,
)
from workbench.views import rooms
from workbench.views.pages import SheetView
from workbench.views.powers.duty import on_duty_card

pytestmark = ON_SCREEN
MARCH = date(2026, 3, 1)
PASSWORD = "Correct-Horse-7"


@pytest.fixture
def county(lite, everybody):
    desk = Desk(lite, everybody)
    county = enter_county(desk)
    give_powers(desk, county)
    man(desk, county)
    return county


@pytest.fixture
def staff(lite, county):
    staff = seat(lite, county)
    watches(staff, county)
    return staff


@pytest.fixture
def about(county):
    return {"unit_id": county.units["一中心"], "month": MARCH}


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


def sheet_of(staff, about):
    return staff.clerk.ask(duty_month.month_sheet, **about)


def names(staff, about, day, column):
    return sheet_of(staff, about).days[day - 1].cells[column].text


def choose(page, day, column):
    page.grid.setCurrentIndex(page.grid.rows.index(day - 1, column))


class TestDuty:
    def test_a_block_is_pasted_from_the_chosen_cell_on(
        self, qtbot, visit, staff, about
    ):
        page = visit("clerk", "duty")
        choose(page, 5, 1)
        QGuiApplication.clipboard().setText("周建国\t吴涛、马宁\n陈明\t孙强\n")
        with qtbot.waitSignal(page.listed):
            QTest.keyClick(page.grid, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
        assert names(staff, about, 5, 0) == "周建国"
        assert names(staff, about, 5, 1) == "吴涛、马宁"
        assert names(staff, about, 6, 1) == "孙强"
        assert page.grid.rows.index(5, 1).data() == "陈明"

    def test_an_unknown_name_pastes_nothing_and_says_so(
        self, qtbot, visit, staff, about
    ):
        page = visit("clerk", "duty")
        failed = heard(page.bench.failed)
        choose(page, 5, 2)
        QGuiApplication.clipboard().setText("吴涛\n张三丰\n")
        page.grid.paste()
        qtbot.waitUntil(lambda: bool(failed))
        assert "张三丰" in str(failed[0])
        assert names(staff, about, 5, 1) == ""

    def test_a_cell_is_typed_by_initials_copied_and_cleared(
        self, qtbot, visit, staff, about
    ):
        page = visit("clerk", "duty")
        choose(page, 5, 2)
        at = page.grid.currentIndex()
        with qtbot.waitSignal(page.listed):
            page.grid.put_text(at, "wt、马宁")
        assert names(staff, about, 5, 1) == "吴涛、马宁"
        choose(page, 5, 2)
        page.grid.copy()
        assert QGuiApplication.clipboard().text() == "吴涛、马宁"
        with qtbot.waitSignal(page.listed):
            QTest.keyClick(page.grid, Qt.Key.Key_Delete)
        assert names(staff, about, 5, 1) == ""

    def test_the_editor_offers_who_fits_and_takes_what_is_picked(
        self, qtbot, visit, staff, about
    ):
        page = visit("clerk", "duty")
        choose(page, 5, 2)
        QTest.keyClick(page.grid, Qt.Key.Key_Return)
        editor = page.grid.indexWidget(page.grid.currentIndex()) or (
            page.grid.viewport().focusWidget()
        )
        QTest.keyClicks(editor, "hj")
        assert editor._model.stringList() == ["何佳"]
        editor._take("何佳")
        with qtbot.waitSignal(page.listed):
            page.grid.commitData(editor)
        assert names(staff, about, 5, 1) == "何佳"

    def test_what_is_drawn_up_is_handed_in_and_settled_by_another(
        self, qtbot, visit, staff, about
    ):
        page = visit("clerk", "duty")
        assert page.panel.content.windowTitle() == "公平情况"
        assert not page.buttons["送审"].isEnabled()
        with qtbot.waitSignal(page.listed):
            page.buttons["拟排"].click()
        assert page.panel.content.table.rows()[0].tally.turns > 0
        with qtbot.waitSignal(page.listed):
            page.buttons["送审"].click()
        assert "排定" not in page.buttons
        other = visit("commander", "duty")
        other.buttons["排定"].click()
        with qtbot.waitSignal(other.listed):
            other.asked.buttons[0].click()
        assert sheet_of(staff, about).settled
        assert not other.buttons["拟排"].isEnabled()
        gone = heard(other.bench.wanted)
        other.buttons["打印值班表"].click()
        assert gone[0] == ("preview", sheet_of(staff, about).paper_id)

    def test_a_settled_cell_is_not_typed_into(self, visit, staff, county):
        rostered(staff, county, MARCH)
        page = visit("clerk", "duty")
        choose(page, 20, 2)
        index = page.grid.currentIndex()
        assert not page.grid.rows.flags(index) & Qt.ItemFlag.ItemIsEditable

    def test_months_are_turned_by_keys(self, qtbot, visit):
        page = visit("clerk", "duty")
        with qtbot.waitSignal(page.listed):
            page.forth()
        assert page.sheet.month == date(2026, 4, 1)
        with qtbot.waitSignal(page.listed):
            page.this_month()
        assert page.sheet.month == MARCH

    def test_a_swap_is_asked_for_consented_to_and_approved(
        self, qtbot, visit, staff, county, about
    ):
        rostered(staff, county, MARCH)
        sheet = sheet_of(staff, about)
        busy = {one.person_id for cell in sheet.days[19].cells for one in cell.turns}
        taker = next(
            one
            for one in sheet.people
            if one.id not in busy and one.name in "吴涛马宁何佳孙强钱丽郑凯"
        )
        page = visit("clerk", "duty")
        choose(page, 20, 3)
        page.buttons["申请换班"].click()
        form = page.panel.content
        form.boxes["taker_id"].editor.put(taker.id)
        form.boxes["reason"].editor.put("就医")
        qtbot.waitUntil(
            lambda: all(
                form.boxes[one].editor.line.text() for one in ("duty_id", "taker_id")
            )
        )
        with qtbot.waitSignal(form.saved) as saved:
            form.save()
        board = visit("clerk", "affairs")
        board.reveal(saved.args[0])
        qtbot.waitUntil(
            lambda: (
                isinstance(board.panel.content, SheetView)
                and bool(board.panel.content.sheet.way)
            )
        )
        shown = board.panel.content.sheet
        assert ("对方", taker.name) in {
            (line.label, line.text) for _title, lines in shown.groups for line in lines
        }
        agree = next(one for one in shown.actions if one.title == "同意换班（代录）")
        agree.run(board, (shown.row,))
        form = board.panel.content
        form.boxes["person"].editor.put(taker.name)
        form.boxes["way"].editor.put(Way.PHONE)
        with qtbot.waitSignal(form.saved):
            form.save()
        other = visit("commander", "affairs")
        other.reveal(saved.args[0])
        qtbot.waitUntil(
            lambda: (
                isinstance(other.panel.content, SheetView)
                and bool(other.panel.content.sheet.way)
            )
        )
        shown = other.panel.content.sheet
        approve = next(one for one in shown.actions if one.title == "批准换班")
        approve.run(other, (shown.row,))
        other.asked.buttons[0].click()
        qtbot.waitUntil(lambda: names(staff, about, 20, 2) == taker.name)
        ended = staff.clerk.ask(
            affairs.find_affairs, kinds=[AffairKind.SWAP], ended=True
        )
        assert list(ended) == [saved.args[0]]

    def test_the_first_page_says_who_is_on_with_the_number(
        self, qtbot, visit, staff, county
    ):
        rostered(staff, county, MARCH)
        page = visit("clerk", "duty")
        card = on_duty_card(page.bench, staff.clerk.ask(on_duty.on_duty))
        qtbot.addWidget(card)
        texts = "".join(one.text() for one in card.findChildren(type(page._title)))
        assert "值班电话" in texts
        assert "白班（8:30—17:30）" in texts
        assert on_duty_card(page.bench, ()) is None


class TestLog:
    @pytest.fixture
    def handed(self, lite, staff, county):
        seat_officer(lite, county, "吴涛", "wutao", PASSWORD)
        centre = {"unit_id": county.units["一中心"]}
        staff.clerk.do(
            duty_log.write_entry, **centre, text="油烟待查。", unfinished=True
        )
        return staff.clerk.do(hand_over.hand_over, **centre, text="钥匙一把。")

    def test_an_entry_is_written_and_corrected_by_another(self, qtbot, visit, staff):
        page = visit("clerk", "duty_log")
        page.buttons["记一条"].click()
        qtbot.waitUntil(lambda: page.panel.content is not None)
        form = page.panel.content
        form.boxes["text"].editor.put("到场3人，已疏导。")
        with qtbot.waitSignal(form.saved) as saved:
            form.save()
        qtbot.waitUntil(lambda: page.model.rowCount() == 1)
        page.reveal(saved.args[0])
        qtbot.waitUntil(lambda: isinstance(page.panel.content, SheetView))
        sheet = page.panel.content.sheet
        correct = next(one for one in sheet.actions if one.title == "更正")
        correct.run(page, (sheet.row,))
        form = page.panel.content
        form.boxes["text"].editor.put("到场5人，已疏导。")
        with qtbot.waitSignal(form.saved):
            form.save()
        ids = staff.clerk.ask(duty_log.find_entries)
        rows = staff.clerk.ask(duty_log.entry_rows, ids=ids)
        assert {one.text: one.state for one in rows.values()} == {
            "到场3人，已疏导。": "已续记",
            "到场5人，已疏导。": "更正",
        }

    def test_who_goes_sees_what_is_listed_by_itself(self, qtbot, visit, staff, county):
        staff.clerk.do(
            duty_log.write_entry,
            unit_id=county.units["一中心"],
            text="油烟待查。",
            unfinished=True,
        )
        page = visit("clerk", "duty_log")
        page.buttons["交班"].click()
        qtbot.waitUntil(lambda: page.panel.content is not None)
        form = page.panel.content
        assert "油烟待查。" in form.form.intro
        with qtbot.waitSignal(form.saved):
            form.save()
        (row,) = staff.clerk.ask(hand_over.hand_overs)
        assert (row.shift, row.state) == ("白班", "待接班")

    def take(self, qtbot, page, password):
        page.buttons["接班"].click()
        qtbot.waitUntil(lambda: page.panel.content is not None)
        form = page.panel.content
        form.boxes["vouched_by"].editor.put("wutao")
        form.boxes["password"].editor.line.setText(password)
        qtbot.waitUntil(lambda: bool(form.boxes["hand_over_id"].editor.line.text()))
        return form

    def test_the_right_password_takes_over(self, qtbot, visit, staff, handed):
        page = visit("clerk", "duty_log")
        form = self.take(qtbot, page, PASSWORD)
        with qtbot.waitSignal(form.saved):
            form.save()
        (row,) = staff.clerk.ask(hand_over.hand_overs)
        assert (row.taken_by, row.state) == ("吴涛", "本人口令接班")

    def test_a_wrong_password_is_said_in_the_form_and_takes_nothing(
        self, qtbot, visit, staff, handed
    ):
        page = visit("clerk", "duty_log")
        form = self.take(qtbot, page, "wrong")
        form.save()
        qtbot.waitUntil(lambda: form._notices.count() > 0)
        (row,) = staff.clerk.ask(hand_over.hand_overs)
        assert row.state == "待接班"

    def test_hand_overs_are_shown_in_the_panel(self, qtbot, visit, handed):
        page = visit("clerk", "duty_log")
        page.buttons["交接记录"].click()
        qtbot.waitUntil(lambda: isinstance(page.panel.content, SheetView))
        assert "钥匙一把。" in page.panel.content.sheet.text()


class TestLetters:
    def test_a_letter_is_registered_with_its_scan(
        self, qtbot, visit, staff, county, tmp_path
    ):
        scan = tmp_path / "来文.pdf"
        scan.write_bytes(b"%PDF")
        page = visit("clerk", "letters")
        page.buttons["登记收文"].click()
        form = page.panel.content
        values = {
            "unit_id": county.units["一中心"],
            "sender": "县生态环境局",
            "number": "函〔2026〕7号",
            "title": "关于开展油烟整治的函",
            "received_on": date(2026, 3, 2),
            "file": str(scan),
        }
        for name, value in values.items():
            form.boxes[name].editor.put(value)
        qtbot.waitUntil(lambda: bool(form.boxes["unit_id"].editor.line.text()))
        with qtbot.waitSignal(form.saved) as saved:
            form.save()
        page.reveal(saved.args[0])
        qtbot.waitUntil(
            lambda: (
                isinstance(page.panel.content, SheetView)
                and bool(page.panel.content.sheet.way)
            )
        )
        sheet = page.panel.content.sheet
        assert "收〔2026〕1号" in sheet.text()
        titles = [one.title for one in sheet.actions]
        assert titles[:2] == ["拟办", "退文"]
        assert "改类别" in titles

    def test_a_grant_leads_on_to_the_grants_with_what_it_says(
        self, qtbot, visit, staff, county
    ):
        number = staff.clerk.do(
            letters.register_letter,
            unit_id=county.units["一中心"],
            title="关于延长授权的通知",
            sender="县人民政府",
            number="东政发〔2026〕5号",
            sort=LetterSort.GRANT,
            written_on=date(2026, 2, 27),
            received_on=date(2026, 3, 2),
        )
        page = visit("county", "letters")
        page.reveal(number)
        qtbot.waitUntil(
            lambda: (
                isinstance(page.panel.content, SheetView)
                and bool(page.panel.content.sheet.way)
            )
        )
        sheet = page.panel.content.sheet
        onward = next(one for one in sheet.actions if one.title == "登记授权")
        gone = heard(page.bench.wanted)
        onward.run(page, (sheet.row,))
        assert gone[0] == ("grants", {"letter_id": number})
        other = visit("county", "grants")
        other.reveal(gone[0][1])
        qtbot.waitUntil(lambda: other.panel.content is not None)
        form = other.panel.content
        assert form.boxes["document"].editor.value() == "关于延长授权的通知"
        assert form.boxes["number"].editor.value() == "东政发〔2026〕5号"
        assert form.boxes["document_on"].editor.value() == date(2026, 2, 27)
