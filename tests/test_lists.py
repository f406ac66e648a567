"""The dress, the background, the tables and the list page."""

import ast
import inspect
import re
import threading
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QGuiApplication, QKeySequence
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from tests.conftest import NOON
from tests.on_screen import (
    ASKED,
    GATE,
    INFO,
    ON_SCREEN,
    THINGS,
    VIEWS,
    Thing,
    ThingsPage,
    bench_for,
    heard,
    keys,
)
from workbench import RESOURCES, app
from workbench.access import GRANTS, SYSTEM, Actor, Role
from workbench.desk import CancelledError, Desk, Topic
from workbench.listing import Column, Ordering, Tone
from workbench.rules import UnavailableError
from workbench.services.platform import (
    audit,
    preferences,
    setup,
)
from workbench.views import actions, style
from workbench.views.notices import (
    JobBar,
)
from workbench.views.row_model import RowModel
from workbench.views.tables import RowView

pytestmark = ON_SCREEN


def _light(colour):
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    parts = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


class TestStyle:
    @pytest.mark.parametrize(
        ("word", "ground"),
        [
            *(
                (word, ground)
                for word in ("text", "secondary", "accent", "good", "caution")
                for ground in ("page", "surface")
            ),
            ("secondary", "plain_soft"),
            ("accent", "accent_soft"),
            ("text", "accent_soft"),
            ("secondary", "accent_soft"),
            ("on_accent", "accent"),
            ("on_accent", "accent_hover"),
            ("good", "good_soft"),
            ("on_caution", "caution_soft"),
            ("overdue", "overdue_soft"),
            ("overdue", "surface"),
        ],
    )
    def test_words_stand_out_from_their_ground(self, word, ground):
        one, other = sorted(
            (_light(style.COLOURS[word]), _light(style.COLOURS[ground])), reverse=True
        )
        assert (one + 0.05) / (other + 0.05) >= 4.495

    def test_the_icons_that_ship_are_the_icons_that_are_used(self):
        shipped = {path.stem for path in (RESOURCES / "icons").glob("*.svg")}
        named = set()
        for path in (*VIEWS.rglob("*.py"), Path(inspect.getfile(app))):
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                if isinstance(node, ast.Constant) and isinstance(node.value, str):
                    named.add(node.value)
        assert shipped <= named

    def test_no_page_names_a_colour_or_a_font_size(self):
        strays = [
            (path.name, found)
            for path in VIEWS.rglob("*.py")
            if path.name != "style.py"
            for found in re.findall(
                r'"#[0-9A-Fa-f]{6}"|setPointSize|setStyleSheet', path.read_text("utf-8")
            )
        ]
        assert strays == []

    def test_large_type_is_a_quarter_larger_everywhere(self, qapp):
        normal = style.size("row"), style.font().pointSizeF()
        style.dress(qapp, large=True)
        assert style.is_large()
        assert (style.size("row"), style.font().pointSizeF()) == (40, 12.5)
        style.dress(qapp)
        assert (style.size("row"), style.font().pointSizeF()) == normal


class TestBackground:
    def test_an_answer_comes_on_the_thread_that_asked(self, qtbot):
        seen, owner = [], QObject()
        actions.in_background(
            lambda: threading.current_thread().name,
            ready=lambda name: seen.append((name, threading.current_thread().name)),
            failed=seen.append,
            owner=owner,
        )
        qtbot.waitUntil(lambda: bool(seen))
        worker, screen = seen[0]
        assert worker != screen == threading.current_thread().name

    def test_whoever_is_gone_is_not_answered(self, qtbot):
        seen, owner, go = [], QWidget(), threading.Event()
        job = actions.in_background(
            lambda: go.wait(5), ready=seen.append, failed=seen.append, owner=owner
        )
        owner.deleteLater()
        QApplication.sendPostedEvents(owner, QEvent.Type.DeferredDelete)
        with qtbot.waitSignal(job.ended):
            go.set()
        assert seen == []

    def test_long_work_tells_how_far_it_is_and_stops_when_asked(self, qtbot, bench):
        bar, begin, go, errors = JobBar(), threading.Event(), threading.Event(), []
        qtbot.addWidget(bar)
        bench.working.connect(bar.watch)

        def work(progress):
            begin.wait(5)
            progress(1, 3, "数一数")
            go.wait(5)
            progress(2, 3, "数一数")

        job = bench.run(work, print, owner=bench, doing="数数", failed=errors.append)
        with qtbot.waitSignal(job.moved) as moved:
            begin.set()
        assert moved.args == [1, 3, "数一数"]
        line = bar.layout().itemAt(0).widget()
        assert "1/3" in line._says.text()
        line.stop.click()
        with qtbot.waitSignal(job.ended):
            go.set()
        assert isinstance(errors[0], CancelledError)
        assert bar.isHidden()

    def test_what_other_desks_changed_is_heard_by_asking(self, qtbot, bench, lite):
        with qtbot.waitSignal(bench.changes.reached):
            bench.changes.poll()
        Desk(lite, SYSTEM).do(setup.rename_home, title="新名称")
        with qtbot.waitSignal(bench.changes.changed) as caught:
            bench.changes.poll()
        assert Topic.SETTINGS in caught.args[0]


class TestTables:
    def rows(self, qtbot, count=450):
        asked = []

        def fetch(ids):
            asked.append(list(ids))
            return {number: Thing(number) for number in ids}

        model = RowModel(THINGS.columns, fetch)
        view = RowView(model)
        qtbot.addWidget(view)
        view.resize(900, 400)
        model.show(list(range(1, count + 1)))
        with qtbot.waitSignal(model.came):
            view.show()
        return model, view, asked

    def test_rows_come_in_windows_when_they_come_into_view(self, qtbot):
        model, view, asked = self.rows(qtbot)
        assert [(one[0], len(one)) for one in asked] == [(1, 200)]
        assert model.index(0, 1).data() == "事项1"
        with qtbot.waitSignal(model.came):
            view.scrollToBottom()
            view.viewport().repaint()
        assert asked[-1][0] == 401
        assert model.index(449, 1).data() == "事项450"

    def test_what_scrolled_past_is_not_fetched(self, qtbot):
        model, _view, asked = self.rows(qtbot, 100_000)
        for line in range(0, 90_000, 3_000):
            model.index(line, 0).data()
        with qtbot.waitSignal(model.came):
            pass
        qtbot.waitUntil(lambda: not model._fetching)
        assert len(asked) <= 5

    def test_a_gone_database_leaves_blank_rows_and_one_notice(self, qtbot):
        def fetch(_ids):
            raise UnavailableError("连接不上")

        model = RowModel(THINGS.columns, fetch)
        lost = heard(model.lost)
        model.show(range(1, 1000))
        with qtbot.waitSignal(model.lost):
            model.index(0, 0).data()
        for line in range(0, 999, 100):
            assert model.index(line, 1).data() == ""
        qtbot.waitUntil(lambda: not model._fetching)
        assert len(lost) == 1

    def test_kinds_decide_side_and_signs(self, qtbot):
        model, _view, _asked = self.rows(qtbot)
        side = Qt.ItemDataRole.TextAlignmentRole
        right = Qt.AlignmentFlag.AlignRight
        assert model.index(0, 2).data(side) & right
        assert not model.index(0, 1).data(side) & right
        assert "Consolas" in model.index(0, 0).data(Qt.ItemDataRole.FontRole).families()
        assert model.index(0, 4).data(model.ToneRole) == Tone.OVERDUE
        assert model.index(1, 4).data(model.ToneRole) == Tone.GOOD

    def test_more_rows_keep_the_selection(self, qtbot):
        model, view, _asked = self.rows(qtbot, 200)
        view.selectRow(3)
        model.extend(list(range(1, 451)))
        assert view.chosen_numbers() == [4]
        view.keep_chosen(lambda: model.show(list(range(450, 0, -1))))
        assert view.chosen_numbers() == [4]

    def test_a_box_ticks_its_row_and_the_corner_all_of_them(self, qtbot):
        model, view, _asked = self.rows(qtbot)
        numbers = view.verticalHeader()
        for line in (1, 3):
            at = QPoint(10, view.rowViewportPosition(line) + 8)
            qtbot.mouseClick(numbers.viewport(), Qt.MouseButton.LeftButton, pos=at)
        assert view.chosen_numbers() == [2, 4]
        view.selectAll()
        assert view.chosen_count() == 450 == len(view.chosen_numbers())
        assert model.headerData(0, Qt.Orientation.Vertical) == 1

    def test_all_of_a_long_list_is_selected_without_asking_row_by_row(self, qtbot):
        asked = []

        class Counted(RowModel):
            def rowCount(self, *parent):  # noqa: N802 - as Qt calls it
                asked.append(1)
                return super().rowCount(*parent)

        columns = [Column(key, key, str) for key in "abc"]
        model = Counted(columns, lambda _numbers: {})
        view = RowView(model)
        qtbot.addWidget(view)
        view.show()
        model.show(list(range(20_000)))
        view.selectAll()
        view.grab()
        assert view.chosen_count() == 20_000
        assert len(asked) < 2_000

    def test_columns_of_text_share_the_room(self, qtbot):
        _model, view, _asked = self.rows(qtbot)
        shown = sum(view.columnWidth(place) for place in range(5))
        assert abs(shown - view.viewport().width()) <= 2
        assert view.columnWidth(2) == 80
        assert view.rowHeight(0) == 32
        view.set_compact(compact=True)
        assert view.rowHeight(0) == 26

    def test_where_room_is_short_text_stays_readable_and_is_scrolled_to(self, qtbot):
        columns = [
            Column(key, key, str, width=width)
            for key, width in (("title", 380), ("kind", 160), ("name", 92))
        ]
        view = RowView(RowModel(columns, lambda _numbers: {}))
        qtbot.addWidget(view)
        view.resize(500, 300)
        view.show()
        assert [view.columnWidth(place) for place in range(3)] == [266, 120, 83]
        assert view.horizontalScrollBar().maximum() > 0


class TestListPage:
    def test_the_first_rows_are_asked_first_then_all_of_them(self, listed):
        finds = [one for one in ASKED if one[0] == "find"]
        assert [one[2].limit for one in finds] == [200, None]
        assert len(listed.model.numbers()) == 450
        assert listed.counts.text() == "共 450 条"

    def test_a_click_on_a_head_asks_the_database(self, qtbot, listed):
        ASKED.clear()
        for wanted in (
            Ordering("name", limit=200),
            Ordering("name", descending=True, limit=200),
            Ordering(limit=200),
        ):
            with qtbot.waitSignal(listed.listed):
                listed.table.horizontalHeader().sectionClicked.emit(1)
            finds = [one[2] for one in ASKED if one[0] == "find"]
            assert finds[-2] == wanted
        head = listed.model.headerData
        with qtbot.waitSignal(listed.listed):
            listed.table.horizontalHeader().sectionClicked.emit(1)
        assert head(1, Qt.Orientation.Horizontal) == "名称 ↑"
        ASKED.clear()
        listed.table.horizontalHeader().sectionClicked.emit(3)
        assert ASKED == []

    def test_an_overtaken_answer_is_dropped(self, qtbot, listed):
        GATE.clear()
        listed.filters["text"].put("慢")
        listed.apply()
        with qtbot.waitSignal(listed.listed):
            listed.filters["text"].put("44")
            listed.apply()
        found = list(listed.model.numbers())
        assert found == [44, 144, 244, 344, *range(440, 450)]
        GATE.set()
        actions.finish_all()
        QApplication.processEvents()
        assert list(listed.model.numbers()) == found

    def test_waiting_longer_than_a_moment_can_be_stopped(self, qtbot, listed):
        GATE.clear()
        listed.filters["text"].put("慢")
        listed.apply()
        qtbot.waitUntil(listed.waiting.isVisible)
        listed.waiting.stopped.emit()
        assert listed.waiting.isHidden()
        GATE.set()
        actions.finish_all()
        QApplication.processEvents()
        assert len(listed.model.numbers()) == 450

    def test_filters_come_back_at_the_next_visit(self, qtbot, show, listed, bench):
        listed.filters["text"].put("事项9")
        listed.filters["state"].put("late")
        listed.filters["on"].put(NOON.date())
        with qtbot.waitSignal(listed.listed):
            listed.apply()
        bench.memory.flush()
        kept = bench.desk.ask(preferences.remembered)
        assert kept["things/filter"]["text"] == "事项9"
        assert "on" not in kept["things/filter"]
        again = ThingsPage(bench, INFO)
        with qtbot.waitSignal(again.listed):
            show(again)
        assert again.filters["text"].value() == "事项9"
        assert again.filters["state"].value() == "late"
        assert len(again.model.numbers()) == 11
        with qtbot.waitSignal(again.listed):
            again.reset()
        assert len(again.model.numbers()) == 450

    def test_typing_into_a_filter_asks_once_typing_stops(self, qtbot, listed):
        ASKED.clear()
        with qtbot.waitSignal(listed.listed):
            keys(qtbot, listed.filters["text"].line, "45")
        assert [one[1] for one in ASKED if one[0] == "find"] == ["45"]

    def test_a_date_that_is_none_is_said_and_not_asked(self, listed):
        ASKED.clear()
        listed.filters["on"].put("2026-02-30")
        listed.apply()
        assert ASKED == []
        assert "2026-02-30" in listed.amiss.text()

    def test_nothing_found_offers_the_way_out(self, qtbot, listed):
        listed.filters["text"].put("没有")
        with qtbot.waitSignal(listed.listed):
            listed.apply()
        assert "没有符合条件" in listed._nothing.text()
        with qtbot.waitSignal(listed.listed):
            listed._fill_first.click()
        assert len(listed.model.numbers()) == 450

    def test_only_what_the_person_may_do_is_shown(self, qtbot, show, lite, left):
        officer = Actor(3, "王芳", GRANTS[Role.OFFICER])
        page = ThingsPage(bench_for(lite, left, officer), INFO)
        with qtbot.waitSignal(page.listed):
            show(page)
        assert page.buttons == {}

    def test_an_action_on_rows_waits_for_rows_and_asks_before_it_hurts(
        self, qtbot, listed, bench
    ):
        drop = listed.buttons["删除"]
        assert not drop.isEnabled()
        listed.table.selectRow(0)
        assert drop.isEnabled()
        assert listed.counts.text() == "共 450 条 · 已选 1"
        listed.asked = None
        drop.click()
        qtbot.waitUntil(lambda: listed.asked is not None)
        assert "删除1条" in listed.asked.findChildren(QLabel)[0].text()
        told = heard(bench.told)
        with qtbot.waitSignal(bench.told):
            listed.asked.buttons[0].click()
        assert ("drop", (1,)) in ASKED
        assert told[0].tone is Tone.GOOD

    def test_a_page_in_sight_asks_again_after_a_change(self, qtbot, listed, bench):
        with qtbot.waitSignal(listed.listed):
            bench.desk.do(setup.rename_home, title="新名称")
        listed.hide()
        ASKED.clear()
        bench.desk.do(setup.rename_home, title="又一个")
        QApplication.processEvents()
        assert [one for one in ASKED if one[0] == "find"] == []
        with qtbot.waitSignal(listed.listed):
            listed.show()

    def test_enter_opens_the_row_and_esc_closes_it(self, qtbot, listed):
        listed.table.selectRow(4)
        listed.table.setCurrentIndex(listed.model.index(4, 0))
        qtbot.keyClick(listed.table, Qt.Key.Key_Return)
        qtbot.waitUntil(listed.panel.isVisible)
        assert listed.panel.content.sheet.title == "事项5"
        listed._escape()
        assert listed.panel.isHidden()

    def test_esc_and_ctrl_s_in_a_form_are_the_forms(self, qtbot, listed):
        saved = heard(listed.bench.told)
        listed.shortcut(QKeySequence.StandardKey.Save, lambda: saved.append("page"))
        listed.buttons["改名"].click()
        line = listed.panel.content.boxes["name"].editor.line
        qtbot.keyClick(line, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
        assert saved == []
        assert listed.panel.content.boxes["name"].amiss()
        qtbot.keyClick(line, Qt.Key.Key_Escape)
        assert listed.panel.isHidden()

    def test_rows_are_copied_as_a_spreadsheet_takes_them(self, qtbot, listed, bench):
        listed.table.selectRow(0)
        with qtbot.waitSignal(bench.told):
            listed.copy()
        copied = QGuiApplication.clipboard().mimeData()
        assert copied.text() == "000001\t事项1\t1\t2026-03-05\t超期"
        assert "mso-number-format" in copied.html()
        with qtbot.waitSignal(bench.told):
            listed.copy_text()
        assert (
            QGuiApplication.clipboard().text().startswith("编号：000001\n名称：事项1")
        )

    def test_columns_chosen_and_widened_come_back(self, qtbot, show, listed, bench):
        listed._show_column(3, False)
        listed.table._note_width(1, 200, 260)
        again = ThingsPage(bench, INFO)
        with qtbot.waitSignal(again.listed):
            show(again)
        assert [one.key for one in again.table.shown_columns()] == [
            *("id", "name", "count", "state")
        ]
        assert again.table.widened_columns() == {"name": 260}
        again._default_columns()
        assert len(again.table.shown_columns()) == 5

    @pytest.mark.parametrize(
        ("scope", "count"), [("当前结果", 11), ("勾选的行", 1), ("全部记录", 450)]
    )
    def test_a_list_is_exported_with_codes_as_text(  # noqa: PLR0917
        self, qtbot, listed, bench, tmp_path, scope, count
    ):
        listed.filters["text"].put("事项9")
        with qtbot.waitSignal(listed.listed):
            listed.apply()
        listed.table.selectRow(0)
        path = tmp_path / "事项.xlsx"
        with qtbot.waitSignal(bench.told):
            listed.export(scope, path)
        cells = [list(row) for row in openpyxl.load_workbook(path).active.values]
        heads = next(at for at, row in enumerate(cells) if "编号" in row)
        rows = [row for row in cells[heads + 1 :] if row[0]]
        assert len(rows) == count
        assert all(isinstance(row[0], str) and len(row[0]) == 6 for row in rows)
        trail = bench.desk.ask(audit.find_entries, text="导出或打印列表")
        row = bench.desk.ask(audit.entry_rows, ids=list(trail))[trail[0]]
        assert ("条数", str(count)) in audit.said(row)

    def test_a_printed_list_is_previewed_and_repeats_its_heads(self, qtbot, listed):
        from workbench.views.output import ListPrint

        listed.asked = None
        listed.print()
        qtbot.waitUntil(lambda: listed.asked is not None)
        assert listed.asked.windowTitle() == "打印预览：事项"
        listed.asked.close()
        painted = ListPrint("事项", THINGS.columns, [["1"] * 5] * 100, NOON, "李明")
        assert "2026-03-02 12:00" in painted.foot

    def test_a_failed_question_is_told_once(self, qtbot, listed, bench):
        failed = heard(bench.failed)
        listed.filters["text"].put("坏")
        with qtbot.waitSignal(bench.failed):
            listed.apply()
        assert isinstance(failed[0], UnavailableError)
        assert listed.waiting.isHidden()

    def test_a_page_can_be_opened_at_a_row(self, qtbot, listed):
        listed.reveal(7)
        qtbot.waitUntil(listed.panel.isVisible)
        assert listed.table.chosen_numbers() == [7]
        with qtbot.waitSignal(listed.listed):
            listed.reveal({"text": "事项45"})
        assert len(listed.model.numbers()) == 2
