"""The screen: lists, forms, notices, the window, the platform's pages."""

import ast
import gc
import inspect
import re
import shutil
import subprocess
import sys
import threading
from datetime import date, datetime, timedelta
from fractions import Fraction
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import QDate, QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QGuiApplication, QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget

from tests.conftest import KEYS, NOON
from tests.screens import Reader
from workbench import RESOURCES, app, database, house
from workbench.access import GRANTS, SYSTEM, Actor, Permission, Role
from workbench.desk import CancelledError, DeniedError, Desk, Topic, chartered
from workbench.listing import AS_IT_COMES, Column, Kind, Listing, Ordering, Tone
from workbench.reports.codes import squares
from workbench.rules import Refusal, UnavailableError
from workbench.rules.calendar import CHINA, TermUnit
from workbench.rules.identifiers import check_id_number
from workbench.rules.roster.units import UnitKind
from workbench.services.platform import (
    accounts,
    audit,
    backups,
    exports,
    policy,
    preferences,
    setup,
)
from workbench.services.platform.accounts import SignedIn
from workbench.services.platform.picking import fits
from workbench.services.roster import units
from workbench.views import actions, rooms, style
from workbench.views.bench import Bench, Notice, Outside
from workbench.views.charts import Bar, BarChart, Gauge, LineChart, Point
from workbench.views.fields import AmissError, Choice, Field, FieldBox, FieldKind
from workbench.views.first_run import FirstRunPage, RecoveryPage
from workbench.views.forms import Form, FormPanel
from workbench.views.help import note_of, notes
from workbench.views.lists import ListPage, ListPlan
from workbench.views.lock import IdleWatch
from workbench.views.main_window import MainWindow
from workbench.views.notices import (
    JobBar,
    NoticeBar,
    clause_text,
    decide,
    notice_of,
)
from workbench.views.pages import Line, Sheet, Takes, does, fills
from workbench.views.password import PasswordPage
from workbench.views.rooms import PageInfo
from workbench.views.sign_in import SignInPage, TroublePage
from workbench.views.tables import RowModel, RowView

pytestmark = pytest.mark.qt_log_ignore(
    "propagateSizeHints", "does not support", extend=True
)

GOOD = "Correct-Horse-7"
VIEWS = Path(inspect.getfile(rooms)).parent


# ---- a small list of our own, so that every question can be watched ----

ASKED = []
GATE = threading.Event()
GATE.set()


class Thing:
    """A row of the test's list."""

    def __init__(self, number):
        self.id = number
        self.name = f"事项{number}"


@chartered(Permission.PLATFORM_DESK_USE)
def find_things(work, *, text="", state=None, on=None, ordering=AS_IT_COMES):
    ASKED.append(("find", text, ordering))
    if text == "慢":
        GATE.wait(10)
    if text == "坏":
        raise UnavailableError("连接不上数据库服务器，请检查网络后再试。")
    found = [number for number in range(1, 451) if text in f"事项{number}"]
    if text == "慢":
        found = [450]
    if ordering.descending:
        found.reverse()
    return found[: ordering.limit]


@chartered(Permission.PLATFORM_DESK_USE)
def thing_rows(work, *, ids):
    ASKED.append(("rows", len(ids), ids[0] if ids else None))
    if GONE:
        raise UnavailableError("数据库暂时不能使用，请稍候再试。")
    return {number: Thing(number) for number in ids}


GONE = []


@chartered(Permission.PLATFORM_SETUP_EDIT, title="改名", changes=(Topic.SETTINGS,))
def rename_thing(work, *, name, id_number="", on=None, password=""):
    ASKED.append(("rename", name, on))
    if name == "重名":
        raise Refusal(
            "已有同名的事项。",
            clause="platform/accounts",
            ways=("换一个名称。", "先改原来的。"),
        )
    if name == "坏":
        raise ValueError("a bug")
    return 7


@chartered(Permission.PLATFORM_POLICY_EDIT, title="删除", changes=(Topic.SETTINGS,))
def drop_things(work, *, ids):
    ASKED.append(("drop", tuple(ids)))


THINGS = Listing(
    "things",
    "事项",
    find_things,
    thing_rows,
    (
        Column("id", "编号", lambda row: f"{row.id:06}", Kind.CODE, width=80),
        Column("name", "名称", lambda row: row.name, width=200),
        Column("count", "次数", lambda row: str(row.id), Kind.NUMBER, width=80),
        Column("on", "日期", lambda row: "2026-03-05", Kind.DATE, sortable=False),
        Column(
            "state",
            "状态",
            lambda row: "超期" if row.id % 2 else "正常",
            Kind.STATE,
            tone=lambda row: Tone.OVERDUE if row.id % 2 else Tone.GOOD,
        ),
    ),
)
RENAME = Form(
    "things.rename",
    "改名",
    rename_thing,
    (
        Field("name", "名称", required=True),
        Field("id_number", "身份证号", check=check_id_number),
        Field("on", "日期", FieldKind.DATE),
        Field("password", "口令", FieldKind.PASSWORD),
    ),
    done=lambda number: f"已改名，编号{number}。",
)
PLAN = ListPlan(
    THINGS,
    frozenset({Topic.SETTINGS}),
    filters=(
        Field("text", "名称"),
        Field("on", "日期", FieldKind.DATE),
        Field(
            "state",
            "状态",
            FieldKind.CHOICE,
            choices=(Choice("late", "超期"), Choice("fine", "正常")),
        ),
    ),
    actions=(
        fills(RENAME, primary=True, icon="pencil"),
        does(
            "删除",
            drop_things,
            lambda rows: {"ids": [row.id for row in rows]},
            takes=Takes.SOME,
            hurts=True,
            question=lambda rows: (f"删除{len(rows)}条？", "不能恢复。"),
        ),
    ),
    detail=lambda _page, row: Sheet(row.name, (("", (Line("编号", str(row.id)),)),)),
)
INFO = PageInfo(
    "things",
    "test",
    "事项",
    "试一试。",
    "info",
    Permission.PLATFORM_DESK_USE,
    "tests.test_views:ThingsPage",
)


class ThingsPage(ListPage):
    def __init__(self, bench, info):
        super().__init__(bench, info, PLAN)


# ---- fixtures ----


@pytest.fixture(autouse=True)
def dressed(qapp):
    """Everything wears the workbench's own dress, at normal type."""
    if style.is_large() or not qapp.styleSheet():
        style.dress(qapp)
    gc.collect()
    gc.disable()  # a worker's collection would destroy widgets on the wrong thread
    ASKED.clear()
    GONE.clear()
    GATE.set()
    yield
    GATE.set()
    actions.finish_all()
    qapp.processEvents()
    gc.enable()


@pytest.fixture
def lite(lite_home, clock):
    return house.parts_of(lite_home, clock)


class Left:
    """Notes what left the views for the outside."""

    def __init__(self, folder):
        self.restored, self.styled, self.left = [], [], 0
        self.outside = Outside(
            write=database.write_safely,
            restore=self.restored.append,
            restyle=self.styled.append,
            leave=self.leave,
            logs=folder / "logs",
        )

    def leave(self):
        self.left += 1


@pytest.fixture
def left(tmp_path):
    return Left(tmp_path)


def bench_for(parts, left, actor, **more):
    desk = Desk(parts, actor)
    signed_in = SignedIn(
        actor, frozenset({Role.CLERK}), False, more.pop("age", 1), 90, 10, ()
    )
    return Bench(
        desk,
        signed_in,
        kept=desk.ask(preferences.remembered),
        settings=desk.ask(setup.settings),
        outside=left.outside,
    )


@pytest.fixture
def bench(lite, left, everybody):
    made = bench_for(lite, left, everybody)
    yield made
    actions.finish_all()


@pytest.fixture
def show(qtbot):
    """Show a widget and let it go at the end."""

    def show_it(widget, size=(1100, 640)):
        qtbot.addWidget(widget)
        widget.resize(*size)
        widget.show()
        qtbot.waitExposed(widget)
        return widget

    return show_it


@pytest.fixture
def listed(qtbot, show, bench):
    """The test's list, shown whole."""
    page = ThingsPage(bench, INFO)
    with qtbot.waitSignal(page.listed):
        show(page)
    return page


def keys(qtbot, widget, text):
    qtbot.keyClicks(widget, text)


def heard(signal):
    """Return a list that fills with what a signal says."""
    said = []
    signal.connect(lambda *what: said.append(what[0] if len(what) == 1 else what))
    return said


# ---- tests ----


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
        bar, go, errors = JobBar(), threading.Event(), []
        qtbot.addWidget(bar)
        bench.working.connect(bar.watch)

        def work(progress):
            progress(1, 3, "数一数")
            go.wait(5)
            progress(2, 3, "数一数")

        job = bench.run(work, print, owner=bench, doing="数数", failed=errors.append)
        with qtbot.waitSignal(job.moved) as moved:
            pass
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

    def test_columns_of_text_share_the_room(self, qtbot):
        _model, view, _asked = self.rows(qtbot)
        shown = sum(view.columnWidth(place) for place in range(5))
        assert abs(shown - view.viewport().width()) <= 2
        assert view.columnWidth(2) == 80
        assert view.rowHeight(0) == 32
        view.set_compact(compact=True)
        assert view.rowHeight(0) == 26


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
        with qtbot.waitSignal(listed.listed):
            listed.apply()
        bench.memory.flush()
        kept = bench.desk.ask(preferences.remembered)
        assert kept["things/filter"]["text"] == "事项9"
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


@pytest.fixture
def panel(qtbot, show, bench):
    return show(FormPanel(RENAME, bench))


class TestForms:
    def line(self, panel, name):
        return panel.boxes[name].editor.line

    def test_the_first_field_amiss_has_the_focus(self, panel):
        panel.save()
        assert panel.boxes["name"].amiss() == "请填写名称。"
        assert self.line(panel, "name").hasFocus()
        assert ASKED == []

    def test_a_rule_speaks_below_its_field_once_typing_stops(self, qtbot, panel):
        keys(qtbot, self.line(panel, "id_number"), "320722199001011234")
        box = panel.boxes["id_number"]
        assert not box.amiss()
        qtbot.waitUntil(lambda: bool(box.amiss()))
        assert "校验位不符" in box.amiss()
        self.line(panel, "id_number").clear()
        assert not box.amiss()

    def test_enter_goes_to_the_next_field_and_at_last_to_saving(self, qtbot, panel):
        self.line(panel, "name").setFocus()
        for name in ("id_number", "on", "password"):
            qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
            assert self.line(panel, name).hasFocus()
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
        assert panel.save_button.hasFocus()
        assert ASKED == []

    def test_enter_that_ends_a_composition_stays_in_the_field(self, qtbot, panel):
        line = self.line(panel, "name")
        line.setFocus()
        QApplication.sendEvent(line, QInputMethodEvent("zhong", []))
        qtbot.keyClick(line, Qt.Key.Key_Return)
        assert line.hasFocus()
        committed = QInputMethodEvent("", [])
        committed.setCommitString("中")
        QApplication.sendEvent(line, committed)
        qtbot.keyClick(line, Qt.Key.Key_Return)  # the same key, still on its way
        assert line.hasFocus()
        assert line.text() == "中"
        QApplication.processEvents()
        qtbot.keyClick(line, Qt.Key.Key_Return)
        assert self.line(panel, "id_number").hasFocus()

    def test_ctrl_s_saves_and_two_clicks_save_once(self, qtbot, panel, bench):
        self.line(panel, "name").setText("新名称")
        self.line(panel, "on").setText("20260305")
        told = heard(bench.told)
        with qtbot.waitSignal(panel.saved) as saved:
            qtbot.keyClick(
                self.line(panel, "name"),
                Qt.Key.Key_S,
                Qt.KeyboardModifier.ControlModifier,
            )
            qtbot.mouseDClick(panel.save_button, Qt.MouseButton.LeftButton)
            panel.save()
        assert saved.args == [7]
        assert [("rename", "新名称", date(2026, 3, 5))] == ASKED
        assert told[0].text == "已改名，编号7。"

    def test_a_refusal_stands_above_the_form_with_ways_and_clause(self, qtbot, panel):
        self.line(panel, "name").setText("重名")
        panel.save()
        qtbot.waitUntil(lambda: panel.notice() is not None)
        notice = panel.notice()
        assert notice.text == "已有同名的事项。"
        assert notice.ways == ("换一个名称。", "先改原来的。")
        assert "登录名用过不再给他人" in clause_text(notice.clause)
        assert panel.save_button.isEnabled()
        view = panel._notices.itemAt(0).widget()
        assert view.hasFocus()
        view.why.click()
        assert view._clause.isVisible()

    def test_a_fault_goes_to_the_window(self, qtbot, panel, bench):
        self.line(panel, "name").setText("坏")
        with qtbot.waitSignal(bench.failed) as failed:
            panel.save()
        assert isinstance(failed.args[0], ValueError)
        assert panel.notice() is None

    def test_a_draft_is_kept_without_the_password_and_restored(
        self, qtbot, show, panel, bench
    ):
        self.line(panel, "name").setText("半截")
        self.line(panel, "password").setText("Secret-Word-1")
        panel.keep_draft()
        bench.memory.flush()
        kept = bench.desk.ask(preferences.remembered)
        assert "Secret-Word-1" not in str(kept)
        again = show(FormPanel(RENAME, bench))
        assert again.boxes["name"].editor.value() == "半截"
        assert again.boxes["password"].editor.value() == ""
        assert "已恢复" in again.notice().text
        with qtbot.waitSignal(again.saved):
            again.save()
        assert show(FormPanel(RENAME, bench)).boxes["name"].editor.value() == ""

    def test_esc_asks_only_if_something_would_be_lost(self, qtbot, panel, bench):
        with qtbot.waitSignal(panel.closed):
            panel.leave()
        assert panel.asked is None
        self.line(panel, "name").setText("半截")
        panel.leave()
        stay, drop = panel.asked.buttons[2], panel.asked.buttons[1]
        stay.click()
        assert panel.boxes["name"].editor.value() == "半截"
        panel.leave()
        with qtbot.waitSignal(panel.closed):
            panel.asked.buttons[1].click()
        assert drop.text() == "不要了"
        assert bench.memory.get("draft/things.rename/") is None

    def test_a_typed_password_alone_is_something_to_lose(self, panel):
        assert not panel.dirty()
        self.line(panel, "password").setText("x")
        assert panel.dirty()

    @pytest.mark.parametrize(
        "form",
        [
            pytest.param(form, id=form.key)
            for path in VIEWS.rglob("*.py")
            for form in vars(
                __import__(
                    ".".join(path.relative_to(VIEWS.parents[1]).with_suffix("").parts),
                    fromlist=["_"],
                )
            ).values()
            if isinstance(form, Form)
        ],
    )
    def test_a_field_is_named_as_the_keyword_of_its_command(self, form):
        taken = set(inspect.signature(form.command).parameters)
        if form.shape is None:
            assert {one.name for one in form.fields} <= taken
        assert len({one.name for one in form.fields}) == len(form.fields)


class TestFields:
    def box(self, qtbot, *args, **more):
        box = FieldBox(Field(*args, **more))
        qtbot.addWidget(box)
        return box

    @pytest.mark.parametrize(
        "typed", ["20260305", "2026-3-5", "2026/3/5", "2026年3月5日"]
    )
    def test_a_day_is_typed_in_any_usual_way(self, qtbot, typed):
        box = self.box(qtbot, "on", "日期", FieldKind.DATE)
        box.editor.line.setText(typed)
        box.editor.line.editingFinished.emit()
        assert box.value() == date(2026, 3, 5)
        assert box.editor.line.text() == "2026-03-05"

    def test_a_day_that_is_none_is_said_in_words(self, qtbot):
        box = self.box(qtbot, "on", "日期", FieldKind.DATE)
        box.editor.line.setText("2026-02-30")
        assert "没有“2026-02-30”这一天" in box.examine()

    def test_a_day_is_picked(self, qtbot):
        box = self.box(qtbot, "on", "日期", FieldKind.DATE)
        box.show()
        box.editor.pick()
        box.editor._picked(QDate(2026, 3, 5))
        assert box.value() == date(2026, 3, 5)

    def test_a_moment_needs_its_time_of_day(self, qtbot):
        box = self.box(qtbot, "at", "时刻", FieldKind.MOMENT)
        box.editor.line.setText("20260305 0930")
        assert box.value() == datetime(2026, 3, 5, 9, 30, tzinfo=CHINA)
        box.editor.line.setText("20260305")
        assert "缺少时、分" in box.examine()

    def test_a_whole_number_is_digits(self, qtbot):
        box = self.box(qtbot, "n", "人数", FieldKind.WHOLE)
        box.editor.line.setText("12")
        assert box.value() == 12
        box.editor.line.setText("十二")
        assert "不是整数" in box.examine()

    def test_a_choice_is_found_by_fragment_and_initials(self, qtbot):
        choices = (Choice(1, "平明镇"), Choice(2, "白塔埠镇"), Choice(3, "牛山街道"))
        box = self.box(qtbot, "town", "镇街", FieldKind.CHOICE, choices=choices)
        box.show()
        for typed, found in (("塔", 1), ("btb", 1), ("镇", 2), ("", 3)):
            box.editor.offer(typed)
            assert len(box.editor._offered) == found
        box.editor.line.setText("nsjd")
        box.editor._list.hide()
        box.editor.line.editingFinished.emit()
        assert box.value() == 3
        box.editor.line.setText("不存在")
        assert "没有“不存在”这一项" in box.examine()

    def test_a_row_is_found_as_it_is_typed(self, qtbot, show, bench):
        field = Field(
            "thing", "事项", FieldKind.ROW, listing=THINGS, says=lambda row: row.name
        )
        box = show(FieldBox(field, bench), (400, 100))
        box.editor.line.setFocus()
        keys(qtbot, box.editor.line, "44")
        qtbot.waitUntil(lambda: len(box.editor._offered) == 14)
        box.editor._take("事项144")
        assert box.value() == 144
        box.editor.put(9)
        qtbot.waitUntil(lambda: box.editor.line.text() == "事项9")

    def test_a_password_is_typed_twice_or_made_up(self, qtbot):
        box = self.box(
            qtbot, "password", "口令", FieldKind.PASSWORD, twice=True, suggests=True
        )
        box.editor.line.setText("one")
        box.editor.again.setText("two")
        assert box.examine() == "两次输入的口令不一致。"
        box.editor.again.setText("one")
        assert box.value() == "one"
        box.editor.suggest()
        made = box.editor.line.text()
        assert len(made) == 12
        assert re.search("[A-Z]", made)
        assert re.search("[a-z]", made)
        assert re.search("[0-9]", made)
        assert box.editor.line.echoMode() == box.editor.line.EchoMode.Normal

    def test_caps_lock_is_noticed(self, qtbot):
        box = self.box(qtbot, "password", "口令", FieldKind.PASSWORD)
        said = heard(box.editor.caps)
        qtbot.keyClick(box.editor.line, "A")
        qtbot.keyClick(box.editor.line, "a")
        qtbot.keyClick(box.editor.line, Qt.Key.Key_A, Qt.KeyboardModifier.ShiftModifier)
        assert said[:2] == [True, False]

    def test_a_file_must_be_there(self, qtbot, tmp_path):
        box = self.box(qtbot, "file", "文件", FieldKind.FILE)
        box.editor.line.setText(str(tmp_path / "没有.csv"))
        assert "找不到文件" in box.examine()
        (tmp_path / "有.csv").write_text("x", "utf-8")
        box.editor.line.setText(str(tmp_path / "有.csv"))
        assert box.value() == tmp_path / "有.csv"

    def test_many_are_ticked(self, qtbot):
        choices = tuple(Choice(role, role.label) for role in Role)
        box = self.box(qtbot, "roles", "角色", FieldKind.MANY, choices=choices)
        box.editor.put(("clerk", Role.OFFICER))
        assert box.value() == (Role.CLERK, Role.OFFICER)

    def test_a_fault_below_a_field_goes_as_soon_as_it_is_mended(self, qtbot):
        box = self.box(qtbot, "name", "名称", required=True)
        assert box.examine() == "请填写名称。"
        box.editor.put("有了")
        assert box.amiss() == ""
        box.editor.put("")
        with pytest.raises(AmissError):
            box.value()

    def test_initials_may_be_any_reading(self):
        assert fits("重庆路", "cql")
        assert fits("重庆路", "zql")
        assert not fits("重庆路", "xql")


class TestNotices:
    def test_each_kind_of_error_has_its_words(self):
        refusal = notice_of(Refusal("不行。", clause="general/dates", ways=("改日。",)))
        assert (refusal.text, refusal.ways) == ("不行。", ("改日。",))
        assert refusal.clause == "general/dates"
        assert notice_of(DeniedError("您没有权限。")).text == "您没有权限。"
        assert "再试" in notice_of(UnavailableError("磁盘满。")).ways[0]
        assert notice_of(ValueError("x")) is None

    def test_good_news_fades_and_the_rest_stays(self, qtbot):
        bar = NoticeBar()
        qtbot.addWidget(bar)
        bar.add(Notice("磁盘空间不足。", Tone.CAUTION))
        bar.add(Notice("已保存。", Tone.GOOD))
        bar._timer.setInterval(1)
        bar._timer.start()
        qtbot.waitUntil(lambda: len(bar.notices) == 1)
        assert bar.notices[0].text == "磁盘空间不足。"
        bar._place.itemAt(0).widget().closed.emit()
        assert bar.isHidden()

    def test_the_same_thing_is_said_once(self, qtbot):
        bar = NoticeBar()
        qtbot.addWidget(bar)
        for text in ("连接不上。", "连接不上。", "还是连接不上。"):
            bar.add(Notice(text, Tone.CAUTION, key="unavailable"))
        assert [one.text for one in bar.notices] == ["还是连接不上。"]


@pytest.fixture
def window(qtbot, show, bench):
    made = MainWindow(bench)
    show(made, (1366, 768))
    yield made
    actions.finish_all()


class TestWindow:
    def test_the_rail_shows_only_what_the_person_may_open(
        self, qtbot, show, lite, left
    ):
        officer = Actor(3, "王芳", GRANTS[Role.OFFICER])
        window = show(MainWindow(bench_for(lite, left, officer)), (1366, 768))
        assert {"home", "policy", "calendar", "handbook", "about"} <= set(
            window.rail.entries
        )
        assert not {"accounts", "audit", "backups", "setup"} & set(window.rail.entries)
        window.go("audit")
        assert window.now_shown == "home"

    def test_a_page_is_built_on_its_first_visit(self, window):
        assert set(window.pages) == {"home"}
        window.rail.entries["calendar"].click()
        assert set(window.pages) == {"home", "calendar"}
        assert window.rail.entries["calendar"].isChecked()

    def test_a_page_that_cannot_be_built_does_not_end_the_day(
        self, window, monkeypatch
    ):
        def broken(_info, _bench):
            raise ValueError("broken")

        monkeypatch.setattr(PageInfo, "build", broken)
        window.go("about")
        assert window.now_shown == "home"
        assert window.fault is not None
        window.fault.buttons[0].click()

    def test_errors_are_shown_each_in_its_way(self, window, bench):
        bench.fail(Refusal("不行。", clause="general/dates"))
        bench.fail(DeniedError("您没有权限。"))
        bench.fail(UnavailableError("磁盘满。"))
        texts = [one.text for one in window.notices.notices]
        assert texts[-3:] == ["不行。", "您没有权限。", "磁盘满。"]
        bench.fail(CancelledError())
        assert "已取消" in window.notices.notices[-1].text
        assert window.fault is None

    def test_a_fault_is_saved_and_said_once(self, window, bench, left):
        for number in range(3):
            bench.fail(ValueError(f"fault {number}"))
        assert window.fault is not None
        said = " ".join(one.text() for one in window.fault.findChildren(QLabel))
        assert "已保存的数据没有丢失" in said
        reports = list(left.outside.logs.glob("*.txt"))
        text = "".join(path.read_text("utf-8") for path in reports)
        assert "fault 0" in text
        assert "fault 2" in text
        window.fault.buttons[0].click()
        assert window.fault is None

    def test_the_screen_locks_after_idle_minutes_and_opens_with_the_password(
        self, qtbot, show, lite, left
    ):
        number = Desk(lite, SYSTEM).do(
            setup.first_account, name="li", person_name="李明", password=GOOD
        )
        actor = Actor(number, "李明", frozenset(Permission))
        window = show(MainWindow(bench_for(lite, left, actor)), (1366, 768))
        window.idle.idle.emit()
        assert window.locked()
        page = window.lock_page
        page._editor.put("wrong")
        page.unlock()
        qtbot.waitUntil(lambda: bool(page.box.amiss()))
        assert "再错4次" in page.box.amiss()
        assert window.locked()
        page._editor.put(GOOD)
        with qtbot.waitSignal(page.opened):
            page.unlock()
        assert not window.locked()
        page.left.emit()
        assert left.left == 1

    def test_a_locked_screen_shows_no_dialog_past_its_cover(self, window):
        asked = decide(window, "停用？", "", (("停用", None), ("取消", None)))
        window.lock()
        assert not asked.isVisible()
        window.unlock()
        assert asked.isVisible()
        asked.buttons[-1].click()

    def test_idleness_is_measured_from_the_last_touch(self, qtbot):
        now, owner = [0.0], QObject()
        watch = IdleWatch(10, owner, clock=lambda: now[0])
        idle = heard(watch.idle)
        now[0] = 599
        watch.look()
        assert idle == []
        widget = QWidget()
        qtbot.addWidget(widget)
        watch.watch(widget)
        QTest.keyClick(widget, Qt.Key.Key_A)
        now[0] = 1198
        watch.look()
        assert idle == []
        now[0] = 1199
        watch.look()
        assert len(idle) == 1

    def test_the_banner_stays_until_overseers_are_named(self, qtbot, window, bench):
        qtbot.waitUntil(window.banner.isVisible)
        for role in (Role.SECURITY_ADMIN, Role.AUDIT_ADMIN):
            bench.desk.do(
                accounts.name_overseer,
                name=role.value,
                person_name=role.label,
                password=GOOD,
                role=role,
            )
        qtbot.waitUntil(window.banner.isHidden)

    def test_everything_is_searched(self, qtbot, window, bench):
        bench.desk.do(
            accounts.add_account, name="wang", person_name="王芳", password=GOOD
        )
        finder = window.finder
        finder.open()
        keys(qtbot, finder.line, "jjr")
        assert [one.page for one in finder.found] == ["calendar"]
        finder.line.clear()
        keys(qtbot, finder.line, "wf")
        qtbot.waitUntil(lambda: any(one.kind == "账号" for one in finder.found))
        qtbot.keyClick(finder.line, Qt.Key.Key_Return)
        assert window.now_shown == "accounts"
        finder.open()
        qtbot.keyClick(finder.line, Qt.Key.Key_Escape)
        assert finder.isHidden()

    def test_every_page_has_its_notes_and_the_handbook_finds_them(self, window):
        assert all(
            note_of(info.key).key == info.key
            for info in window.infos
            if (RESOURCES / "help" / f"{info.key}.md").is_file()
        )
        assert {"general", "home", "accounts", "audit", "calendar"} <= {
            one.key for one in notes()
        }
        window.toggle_help()
        assert "工作台" in window.drawer.reader.toPlainText()
        window.go("handbook", "backups")
        book = window.pages["handbook"]
        assert "恢复单" in book.reader.toPlainText()
        book.search.setText("恢复单 密封")
        assert 0 < book.list.count() < len(notes())
        book.search.setText("查无此词")
        assert not book.nothing.isHidden()

    def test_an_old_password_is_reminded_of(self, show, lite, left, everybody):
        bench = bench_for(lite, left, everybody, age=100)
        window = show(MainWindow(bench), (1366, 768))
        assert "100天" in window.notices.notices[0].text
        window.notices.notices[0].act[1]()
        assert window.covers.currentWidget() is window.password_page

    def test_switching_to_large_type_is_remembered(self, window, bench, left):
        window.large.setChecked(True)
        assert left.styled == [True]
        assert bench.memory.get("window/large") is True

    def test_the_rail_folds_to_icons_with_their_words_as_tips(self, window, bench):
        window.rail.set_narrow(True)
        assert window.rail.width() == 56
        assert window.rail.entries["audit"].toolTip() == "审计日志"
        assert bench.memory.get("window/narrow") is True

    def test_the_window_fits_a_small_screen(self, window):
        least = window.minimumSizeHint()
        assert least.width() <= 1024
        assert least.height() <= 600

    def test_the_database_out_of_reach_is_said_in_the_status_line(self, window):
        window.bench.changes.reached.emit(False)
        assert "连接不上" in window.status.database.text()

    def test_keys_reach_everything(self, qtbot, window):
        window.go("accounts")
        page = window.pages["accounts"]
        reached, start = set(), page.filters["text"].line
        start.setFocus()
        one = start
        while True:
            one = one.nextInFocusChain()
            if one is start:
                break
            if one.isVisible() and one.focusPolicy() & Qt.FocusPolicy.TabFocus:
                reached.add(one)
        assert page.table in reached
        assert page.buttons["新增账号"] in reached
        entry = window.rail.entries["accounts"]
        assert entry in reached  # the rail is one stop; the arrows go on from there
        entry.setFocus()
        qtbot.keyClick(entry, Qt.Key.Key_Down)
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Space)
        assert window.now_shown == "policy"


class TestHome:
    def test_todos_come_from_the_rooms_the_pressing_ones_first(self, qtbot, window):
        home = window.pages["home"]
        qtbot.waitUntil(lambda: len(home._found) == len(home.sources))
        found = home.todos()
        assert found[0].tone is Tone.CAUTION
        assert any(todo.page == "accounts" for todo in found)
        assert any(todo.page == "setup" for todo in found)

    def test_a_todo_opens_its_page(self, qtbot, window):
        home = window.pages["home"]
        qtbot.waitUntil(lambda: len(home._found) == len(home.sources))
        go = next(
            one
            for one in home.todo_card.findChildren(QPushButton)
            if one.text() == "去任命"
        )
        go.click()
        assert window.now_shown == "accounts"

    def test_next_years_calendar_is_asked_for_in_november(
        self, qtbot, show, bench, clock
    ):
        clock.now = NOON + timedelta(days=260)
        window = show(MainWindow(bench), (1366, 768))
        home = window.pages["home"]
        qtbot.waitUntil(lambda: len(home._found) == len(home.sources))
        todo = next(one for one in home.todos() if one.page == "calendar")
        assert "2027年" in todo.text
        window.go(todo.page, todo.target)
        assert window.pages["calendar"].year == 2027
        assert window.pages["calendar"].panel.isVisible()


class TestPlatformPages:
    def page(self, qtbot, window, key):
        window.go(key)
        page = window.pages[key]
        if isinstance(page, ListPage) and not page._complete:
            with qtbot.waitSignal(page.listed):
                pass
        return page

    def test_a_deadline_is_explained_day_by_day(self, qtbot, window):
        page = self.page(qtbot, window, "calendar")
        page.explain(date(2026, 2, 11))
        panel = page.panel.content
        with qtbot.waitSignal(panel.explained):
            pass
        assert panel.answer.text().startswith("2月24日") or panel.steps.steps
        last = panel.steps.steps[-1]
        assert last.number == 5
        assert any("春节" in one.remark for one in panel.steps.steps)
        panel.boxes["unit"].editor.put(TermUnit.HOURS)
        with qtbot.waitSignal(panel.explained):
            panel.ask()
        assert panel.boxes["at"].isVisible()
        panel.boxes["unit"].editor.put(TermUnit.WORKDAYS)
        panel.boxes["start"].editor.put(date(2026, 12, 30))
        with qtbot.waitSignal(panel.explained):
            panel.ask()
        assert panel.provisional.isVisible()

    def test_a_term_out_of_range_is_said_below_the_field(self, qtbot, window):
        page = self.page(qtbot, window, "calendar")
        page.explain(date(2026, 2, 11))
        panel = page.panel.content
        panel.boxes["amount"].editor.put("99999")
        panel.ask()
        qtbot.waitUntil(lambda: "3650" in panel.boxes["amount"].amiss())
        assert panel.boxes["amount"].amiss().startswith("期限应为")

    def test_a_year_is_entered_from_pasted_lines(self, qtbot, window, bench):
        page = self.page(qtbot, window, "calendar")
        page.reveal(2027)
        form = page.panel.content
        days = [date(2027, 1, 1) + timedelta(days=n) for n in range(12)]
        lines = "\n".join(f"{day}\t休\t元旦" for day in days)
        form.boxes["lines"].editor.put(lines)
        form.boxes["source"].editor.put("国办发明电〔2026〕9号")
        with qtbot.waitSignal(form.saved) as saved:
            form.save()
        assert saved.args == [12]
        page._turn(0)
        assert page.year == 2027

    def test_lines_that_are_no_calendar_are_refused_above_the_form(self, qtbot, window):
        page = self.page(qtbot, window, "calendar")
        page.reveal(2027)
        form = page.panel.content
        form.boxes["lines"].editor.put("2027-01-01,歇,元旦")
        form.boxes["source"].editor.put("某文")
        form.save()
        assert "第1行" in form.notice().text

    def test_a_day_of_the_year_can_be_clicked(self, qtbot, window):
        page = self.page(qtbot, window, "calendar")
        view = page.view
        at = view._place_of(date(2026, 5, 1)).center()
        assert view.day_at(at) == date(2026, 5, 1)
        with qtbot.waitSignal(view.picked) as picked:
            qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=at)
        assert picked.args == [date(2026, 5, 1)]

    def test_the_trail_is_verified_with_words_on_the_way(self, qtbot, window, bench):
        page = self.page(qtbot, window, "audit")
        working, told = heard(bench.working), heard(bench.told)
        with qtbot.waitSignal(bench.told):
            page.buttons["校验完整性"].click()
        assert working[0].doing == "正在校验审计日志"
        assert "没有缺失和改动" in told[0].text
        page.show_verdict(audit.Verdict(7, ("第4条内容与校验码不符。",)))
        assert "第4条" in page.panel.content.sheet.text()
        assert told[-1].tone is Tone.CAUTION

    def test_an_entry_reads_in_words_without_the_secret(self, qtbot, window, bench):
        bench.desk.do(
            accounts.add_account, name="wang", person_name="王芳", password=GOOD
        )
        page = self.page(qtbot, window, "audit")
        page.filters["text"].put("新增账号")
        with qtbot.waitSignal(page.listed):
            page.apply()
        page.open_row(page.model.number_at(0))
        qtbot.waitUntil(page.panel.isVisible)
        said = page.panel.content.sheet.text()
        assert "姓名：王芳" in said
        assert GOOD not in said

    def test_a_backup_is_made_and_listed(self, qtbot, window, bench, lite_home):
        page = self.page(qtbot, window, "backups")
        assert list(page.model.numbers()) == []
        with qtbot.waitSignals([bench.told, page.listed]):
            page.buttons["立即备份"].click()
        assert len(page.model.numbers()) == 1 == len(lite_home.backups())
        qtbot.waitUntil(lambda: "最近备份" in window.status.backup.text())
        page.open_row(page.model.number_at(0))
        qtbot.waitUntil(page.panel.isVisible)
        assert "完好" in page.panel.content.sheet.text()

    def test_a_backup_goes_to_a_stick(self, qtbot, window, bench, tmp_path):
        page = self.page(qtbot, window, "backups")
        page.buttons["备份到U盘"].click()
        form = page.panel.content
        form.boxes["folder"].editor.put(tmp_path)
        with qtbot.waitSignal(form.saved):
            form.save()
        assert len(list(tmp_path.glob("*.wbk"))) == 1

    def test_restoring_asks_first_and_hands_the_file_out(
        self, qtbot, window, bench, left
    ):
        made = bench.desk.do(backups.make_backup)
        page = self.page(qtbot, window, "backups")
        page.table.selectRow(0)
        page.asked = None
        page.buttons["恢复到此备份"].click()
        qtbot.waitUntil(lambda: page.asked is not None)
        assert left.restored == []
        page.asked.buttons[0].click()
        assert left.restored == [made.path]

    def test_the_recovery_sheet_is_previewed_with_its_code(
        self, qtbot, window, tmp_path
    ):
        from PySide6.QtPrintSupport import QPrinter

        from workbench.views.platform.backups import RecoverySheet

        page = self.page(qtbot, window, "backups")
        page.asked = None
        page.buttons["打印恢复单"].click()
        qtbot.waitUntil(lambda: page.asked is not None)
        page.asked.close()
        printer = QPrinter()
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        printer.setOutputFileName(str(tmp_path / "单.pdf"))
        sheet = RecoverySheet(KEYS.recovery_code(), "某中心", "2026年3月2日", "安")
        sheet.paint(printer)
        assert (tmp_path / "单.pdf").stat().st_size > 1000

    def test_an_account_is_opened_and_granted(self, qtbot, window, bench):
        page = self.page(qtbot, window, "accounts")
        page.buttons["新增账号"].click()
        form = page.panel.content
        form.boxes["person_name"].editor.put("王芳")
        form.boxes["name"].editor.put("wang")
        form.boxes["password"].editor.suggest()
        with qtbot.waitSignals([form.saved, page.listed]):
            form.save()
        assert page.panel.isHidden()
        number = page.model.number_at(0)
        assert page.table.choose(number)
        page.buttons["授予角色"].click()
        qtbot.waitUntil(lambda: isinstance(page.panel.content, FormPanel))
        form = page.panel.content
        form.boxes["roles"].editor.put((Role.SYSTEM_ADMIN, Role.AUDIT_ADMIN))
        form.save()
        qtbot.waitUntil(lambda: form.notice() is not None)
        assert "不同的人" in form.notice().text

    def test_one_filled_button_while_a_form_is_open(self, qtbot, window):
        page = self.page(qtbot, window, "accounts")
        made = page.buttons["新增账号"]
        assert made.property("look") == "primary"
        made.click()
        assert made.property("look") == ""
        page.panel.shut_now()
        assert made.property("look") == "primary"

    def test_a_parameter_shows_what_it_was_before(self, qtbot, window, bench):
        bench.desk.do(
            policy.change_value,
            policy=next(iter(policy.Policy)),
            value="86",
            valid_from=date(2026, 3, 1),
            source="某文",
        )
        page = self.page(qtbot, window, "policy")
        page.open_row(page.model.number_at(0))
        qtbot.waitUntil(page.panel.isVisible)
        shown = page.panel.content
        qtbot.waitUntil(lambda: len(shown.sheet.groups) == 2)
        assert "86" in shown.sheet.text()
        assert "85" in shown.sheet.text()

    def test_setting_up_lists_the_steps_with_their_counts(self, qtbot, window):
        page = self.page(qtbot, window, "setup")
        qtbot.waitUntil(lambda: len(page.steps) == 8)
        words = [one.text() for one in page.findChildren(QLabel)]
        assert any("现有 7" in one for one in words)

    def test_about_names_the_licences_and_where_the_data_is(self, qtbot, window):
        page = self.page(qtbot, window, "about")
        qtbot.waitUntil(
            lambda: any(
                "workbench.db" in one.text() for one in page.findChildren(QLabel)
            )
        )
        text = (RESOURCES / "THIRD_PARTY.md").read_text("utf-8")
        for name in ("PySide6", "shiboken6", "psycopg", "LGPL-3.0", "Lucide"):
            assert name in text


class TestPlatformQueries:
    """What the pages ask that nobody else does; on both databases."""

    def test_a_parameter_has_its_history_the_newest_first(self, desk):
        which = policy.Policy.LATE_ENTRY
        desk.do(
            policy.change_value,
            policy=which,
            value="3",
            valid_from=date(2026, 3, 1),
            source="某文",
        )
        found = desk.ask(policy.history, policy=which)
        assert [row.value for row in found] == ["3", "2"]
        assert [row.in_force for row in found] == [True, False]

    def test_backups_are_listed_sorted_and_found_by_cause(self, desk):
        for cause in ("手动", "退出时"):
            desk.do(backups.make_backup, cause=cause)
        newest = desk.ask(backups.find_backups)
        rows = desk.ask(backups.backup_rows, ids=newest)
        assert [rows[one].cause for one in newest] == ["退出时", "手动"]
        assert list(desk.ask(backups.find_backups, text="手动")) == [newest[1]]
        by_age = Ordering("made_at", limit=1)
        assert list(desk.ask(backups.find_backups, ordering=by_age)) == [newest[1]]

    def test_an_account_may_belong_to_any_unit_of_the_county(self, desk):
        assert desk.ask(accounts.units_to_choose) == ()
        number = desk.do(
            units.add_unit,
            kind=UnitKind.COUNTY_ENFORCEMENT,
            name="东海县综合行政执法局",
            short_name="县执法局",
            valid_from=date(2026, 3, 2),
        )
        assert desk.ask(accounts.units_to_choose) == ((number, "东海县综合行政执法局"),)

    def test_what_leaves_as_a_list_is_on_the_trail(self, desk):
        desk.do(exports.note_export, listing="人员", way="导出", count=12, scope="全部")
        found = desk.ask(audit.find_entries, text="导出或打印列表")
        row = desk.ask(audit.entry_rows, ids=found)[found[0]]
        assert ("条数", "12") in audit.said(row)

    def test_a_code_is_square_and_has_a_quiet_edge(self):
        matrix = squares("ABCD-EFGH")
        assert {len(line) for line in matrix} == {len(matrix)}
        assert not any(matrix[0])


class TestCharts:
    @pytest.mark.parametrize(
        ("n", "d", "text", "verdict"),
        [
            (382, 450, "84.8%", "未达标"),
            (85, 100, "85.0%", "达标"),
            (84_996, 100_000, "84.9%", "未达标"),
            (0, 0, "—", "无在编人员"),
        ],
    )
    def test_the_gauge_says_share_fraction_and_verdict(
        self, qtbot, n, d, text, verdict
    ):
        gauge = Gauge(n, d, Fraction(85, 100))
        qtbot.addWidget(gauge)
        gauge.show()
        assert (gauge.text, gauge.counts, gauge.verdict) == (text, f"{n}/{d}", verdict)
        assert not gauge.grab().isNull()

    def test_a_line_tells_the_day_and_its_exact_figures(self, qtbot, tmp_path):
        chart = LineChart("%", "下沉比例")
        qtbot.addWidget(chart)
        days = [date(2026, 3, 1) + timedelta(days=n) for n in range(31)]
        chart.show_points(
            [
                Point(day, None if n == 3 else 80 + n / 10, f"{n}/31")
                for n, day in enumerate(days)
            ],
            target=85,
            target_text="目标 85%",
        )
        chart.show()
        chart.point_at(days[10].toordinal())
        assert chart.tip.toPlainText() == "2026-03-11　10/31"
        chart.copy_figures()
        copied = QGuiApplication.clipboard().text().splitlines()
        assert copied[0] == "日期\t数值（%）\t说明"
        assert copied[4] == "2026-03-04\t\t3/31"
        assert chart.save(tmp_path / "图.png")
        chart.copy_picture()
        assert not QGuiApplication.clipboard().image().isNull()
        chart.show_points([])
        assert chart.tip is None

    def test_a_waterfall_steps_from_where_the_last_one_ended(self, qtbot):
        chart = BarChart("人", "变动原因")
        qtbot.addWidget(chart)
        chart.show_bars([Bar("月初", 380, "380人"), Bar("到期", -5, "-5", step=True)])
        chart.show()
        low, high = chart.plot.getViewBox().viewRange()[1]
        assert 370 < low < 375
        assert 380 < high < 390
        assert chart.figures()[2] == ["到期", "-5", "-5"]


@pytest.fixture
def folder(tmp_path, founded_folder):
    """A home with its first account, not open."""
    place = tmp_path / "home"
    shutil.copytree(founded_folder, place)
    home = database.open_home(place)
    parts = house.parts_of(home)
    Desk(parts, SYSTEM).do(
        setup.first_account, name="li", person_name="李明", password=GOOD
    )
    home.close()
    return place


@pytest.fixture
def desktop(qtbot):
    """Open the desktop on a folder; close it at the end."""
    opened = []

    def open_on(place):
        made = app.Desktop(place)
        opened.append(made)
        made.resize(1366, 768)
        made.show()
        return made

    yield open_on
    for one in opened:
        actions.finish_all()
        one._closing = True
        one.close()
        one.deleteLater()


def sign_in(qtbot, desktop, name="li", password=GOOD):
    desktop.page.name.editor.put(name)
    desktop.page.password.editor.put(password)
    with qtbot.waitSignal(desktop.entered):
        desktop.page.submit()


class TestDesktop:
    def test_nothing_heavy_is_loaded_before_the_first_paint(self, folder):
        code = f"""
import sys
from pathlib import Path
from workbench import app
running = app.application()
desktop = app.Desktop(Path({str(folder)!r}))
desktop.first_painted.disconnect()
def tell():
    heavy = ("sqlalchemy", "pyqtgraph", "alembic", "docx", "xlsxwriter", "keyring",
             "argon2", "numpy", "workbench.desk", "workbench.models")
    print([name for name in heavy if name in sys.modules], type(desktop.page).__name__)
    running.quit()
desktop.first_painted.connect(tell)
desktop.show()
running.exec()
"""
        done = subprocess.run(  # noqa: S603 - ourselves
            [sys.executable, "-c", code],
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=True,
            timeout=60,
            cwd=Path(__file__).parents[1],
        )
        assert done.stdout.split() == ["[]", "SignInPage"]

    def test_the_first_run_founds_a_home_and_lets_the_person_in(
        self, qtbot, desktop, tmp_path
    ):
        window = desktop(tmp_path / "新家")
        page = window.page
        assert isinstance(page, FirstRunPage)
        page.go_on()
        assert page.boxes["title"].amiss()
        page.boxes["title"].editor.put("赣榆区指挥中心")
        page.boxes["county"].editor.put("320707")
        page.go_on()
        for name, value in (("person_name", "李明"), ("name", "li")):
            page.boxes[name].editor.put(value)
        secret = page.boxes["password"].editor
        for one in (secret.line, secret.again):
            one.setText("weak")
        page.go_on()
        assert page.step == 1
        assert "至少10位" in page.boxes["password"].amiss()
        for one in (secret.line, secret.again):
            one.setText("Longer-Horse-77")
        page.go_on()
        assert page.step == 2
        page.go_on()
        qtbot.waitUntil(lambda: page.next.text() == "开始使用", timeout=30_000)
        with qtbot.waitSignal(window.entered):
            page.next.click()
        settings = window.bench.desk.ask(setup.settings)
        assert (settings["county"], settings["county_code"]) == ("赣榆区", "320707")
        assert window.windowTitle() == "赣榆区指挥中心"
        assert window.bench.signed_in.roles == {Role.SYSTEM_ADMIN, Role.CLERK}

    def test_a_county_may_be_typed(self, qtbot):
        page = FirstRunPage(Path("x"))
        qtbot.addWidget(page)
        page.boxes["title"].editor.put("某中心")
        page.boxes["county"].editor.put("other")
        page.boxes["county_name"].editor.put("某县")
        page.boxes["county_code"].editor.put("12")
        page.go_on()
        assert "6位数字" in page.boxes["county_code"].amiss()
        page.boxes["county_code"].editor.put("320999")
        page.go_on()
        assert page.step == 1
        assert page._founding().county == "某县"

    def test_a_wrong_password_is_said_below_and_the_right_one_enters(
        self, qtbot, desktop, folder
    ):
        window = desktop(folder)
        page = window.page
        assert isinstance(page, SignInPage)
        assert page.title.text() == "东海县综合行政执法指挥中心"
        page.submit()
        assert "请填写" in page.message.text()
        page.name.editor.put("li")
        page.password.editor.put("wrong")
        page.submit()  # before the home is open: it waits
        qtbot.waitUntil(lambda: "再错4次" in page.message.text())
        assert page.password.editor.value() == ""
        sign_in(qtbot, window)
        assert window.window_of_work.now_shown == "home"

    def test_too_many_failures_lock_with_a_way_out(self, qtbot, desktop, folder):
        window = desktop(folder)
        with qtbot.waitSignal(window.opened):
            pass
        page = window.page
        for _ in range(5):
            page.name.editor.put("li")
            page.password.editor.put("wrong")
            page.message.setText("")
            page.submit()
            qtbot.waitUntil(lambda: bool(page.message.text()))
        assert "锁定" in page.message.text()
        assert "安全管理员" in page.message.text()

    def test_a_password_set_by_somebody_else_is_changed_first(
        self, qtbot, desktop, folder
    ):
        home = database.open_home(folder)
        desk = Desk(house.parts_of(home), SYSTEM)
        number = desk.do(
            accounts.name_overseer,
            name="an",
            person_name="安全员",
            password=GOOD,
            role=Role.SECURITY_ADMIN,
        )
        home.close()
        window = desktop(folder)
        window.page.name.editor.put("an")
        window.page.password.editor.put(GOOD)
        window.page.submit()
        qtbot.waitUntil(lambda: isinstance(window.page, PasswordPage))
        panel = window.page.panel
        panel.boxes["old"].editor.put(GOOD)
        for one in panel.boxes["new"].editor.inputs:
            one.setText("Third-Horse-888")
        with qtbot.waitSignal(window.entered):
            panel.save()
        assert window.bench.desk.actor.account_id == number
        assert "audit" not in window.window_of_work.rail.entries

    def test_leaving_makes_a_backup_and_keeps_the_drafts(self, qtbot, desktop, folder):
        window = desktop(folder)
        sign_in(qtbot, window)
        window.bench.memory.keep("x/filter", {"text": "半截"})
        with qtbot.waitSignal(window.gone):
            window.close()
        home = database.open_home(folder)
        assert [one.cause for one in home.backups()] == ["退出时"]
        desk = Desk(house.parts_of(home), Actor(1, "李明", frozenset(Permission)))
        assert desk.ask(preferences.remembered)["x/filter"] == {"text": "半截"}
        home.close()

    def test_a_backup_that_fails_at_the_end_lets_the_person_choose(
        self, qtbot, desktop, folder, monkeypatch
    ):
        window = desktop(folder)
        sign_in(qtbot, window)

        def full(*_args):
            raise UnavailableError("磁盘空间不足。")

        monkeypatch.setattr(window, "_make_backup", full)
        window.close()
        qtbot.waitUntil(lambda: isinstance(window.page, TroublePage))
        with qtbot.waitSignal(window.gone):
            window.page.buttons[1].click()
        assert window._home is None

    def test_backups_run_on_the_clock_while_something_changes(
        self, qtbot, desktop, folder
    ):
        window = desktop(folder)
        sign_in(qtbot, window)
        qtbot.waitUntil(window._backups.isActive)
        assert window._backups.interval() == 30 * 60_000
        window._changed = False
        window._back_up()
        actions.finish_all()
        assert window._home.backups() == []
        window.bench.desk.do(setup.rename_home, title="改名")
        QApplication.processEvents()
        window._back_up()
        actions.finish_all()
        assert [one.cause for one in window._home.backups()] == ["每30分钟"]

    def test_restoring_closes_opens_and_asks_to_sign_in_again(
        self, qtbot, desktop, folder
    ):
        window = desktop(folder)
        sign_in(qtbot, window)
        made = window._home.back_up("手动")
        window.bench.desk.do(setup.rename_home, title="备份之后")
        with qtbot.waitSignal(window.opened):
            window.bench.outside.restore(made.path)
        assert isinstance(window.page, SignInPage)
        assert "已从" in window.page.message.text()
        sign_in(qtbot, window)
        assert window.bench.title == "东海县综合行政执法指挥中心"
        trail = window.bench.desk
        everyone = Desk(trail.parts, SYSTEM)
        assert len(everyone.ask(audit.find_entries, text="从备份恢复")) == 1
        assert everyone.ask(audit.verify).faults == ()

    def test_a_restore_that_fails_leaves_everything_as_it_was(
        self, qtbot, desktop, folder, tmp_path
    ):
        window = desktop(folder)
        sign_in(qtbot, window)
        (tmp_path / "坏.wbk").write_bytes(b"nothing")
        with qtbot.waitSignal(window.opened):
            window.bench.outside.restore(tmp_path / "坏.wbk")
        assert "没有恢复" in window.page.message.text()
        sign_in(qtbot, window)
        assert window.bench.title == "东海县综合行政执法指挥中心"

    def test_a_backup_is_brought_to_a_new_computer_with_the_code(
        self, qtbot, desktop, folder, tmp_path
    ):
        home = database.open_home(folder)
        made = home.back_up("手动")
        code = home.vault.recovery_code()
        home.close()
        window = desktop(tmp_path / "新电脑")
        window.page.recover.click()
        page = window.page
        assert isinstance(page, RecoveryPage)
        page.boxes["file"].editor.put(made.path)
        page.boxes["code"].editor.put("AAAA-BBBB")
        page.submit()
        qtbot.waitUntil(lambda: "恢复码有误" in page.message.text())
        page.boxes["code"].editor.put(code)
        with qtbot.waitSignal(window.opened, timeout=20_000):
            page.submit()
        sign_in(qtbot, window)
        assert window.bench.desk.actor.name == "李明"

    def test_what_stands_in_the_way_is_said_and_tried_again(
        self, qtbot, desktop, folder
    ):
        path = folder / database.read_identity(folder).database
        path.rename(folder / "elsewhere")
        window = desktop(folder)
        assert isinstance(window.page, TroublePage)
        (folder / "elsewhere").rename(path)
        with qtbot.waitSignal(window.opened):
            window.page.buttons[0].click()
        assert isinstance(window.page, SignInPage)

    def test_nobody_can_replace_the_database_while_the_window_is_open(
        self, qtbot, desktop, folder
    ):
        window = desktop(folder)
        with qtbot.waitSignal(window.opened):
            pass
        with (
            pytest.raises(UnavailableError, match="另一个工作台窗口"),
            database.present(folder, alone=True),
        ):
            pass
        assert window._home is not None

    def test_large_type_comes_back_with_the_person(self, qtbot, desktop, folder):
        window = desktop(folder)
        sign_in(qtbot, window)
        window.window_of_work.large.setChecked(True)
        qtbot.waitUntil(style.is_large)
        qtbot.waitUntil(window.window_of_work.large.isChecked)
        window.sign_out()
        assert not style.is_large()
        sign_in(qtbot, window)
        assert style.is_large()

    def test_what_stands_in_a_form_outlives_a_change_of_type(
        self, qtbot, desktop, folder
    ):
        window = desktop(folder)
        sign_in(qtbot, window)
        work = window.window_of_work
        work.go("accounts")
        work.pages["accounts"].buttons["新增账号"].click()
        work.pages["accounts"].panel.content.boxes["name"].editor.put("wang")
        work.large.setChecked(True)
        qtbot.waitUntil(style.is_large)
        qtbot.waitUntil(lambda: window.window_of_work is not work)
        again = window.window_of_work
        assert again.now_shown == "accounts"
        again.pages["accounts"].buttons["新增账号"].click()
        form = again.pages["accounts"].panel.content
        assert form.boxes["name"].editor.value() == "wang"

    def test_a_fault_before_signing_in_is_saved_and_said(
        self, qtbot, desktop, folder, capsys
    ):
        window = desktop(folder)
        with qtbot.waitSignal(window.opened):
            pass
        fault = ValueError("nobody expected this")
        window.show_fault(ValueError, fault, None)
        assert isinstance(window.page, TroublePage)
        assert "nobody expected" in capsys.readouterr().err
        reports = list((folder / "logs").glob("*.txt"))
        assert "nobody expected" in reports[0].read_text("utf-8")

    def test_signing_out_leads_back_to_the_door(self, qtbot, desktop, folder):
        window = desktop(folder)
        sign_in(qtbot, window)
        window.window_of_work.lock()
        window.window_of_work.lock_page.left.emit()
        assert isinstance(window.page, SignInPage)
        assert window.bench is None


class TestScreens:
    def test_the_tour_notices_what_a_person_could_not_read(self, qtbot, show):
        window = show(QWidget(), (300, 200))
        clipped = QLabel("这一行字放不下，会被截掉一半", window)
        clipped.setGeometry(10, 10, 60, 20)
        outside = QPushButton("外面", window)
        outside.setGeometry(280, 50, 90, 32)
        strange = QLabel("㎞②\u2588", window)
        strange.setGeometry(10, 100, 200, 30)
        for one in (clipped, outside, strange):
            one.show()
        reader = Reader()
        reader.look("x", window)
        found = "\n".join(reader.faults)
        assert "clipped: '这一行字" in found
        assert "outside" in found
        assert "no glyph for '█'" in found

    def test_every_page_of_the_platform_is_whole_at_the_smallest_size(
        self, qtbot, window
    ):
        reader = Reader()
        for info in window.infos:
            window.go(info.key)
            page = window.pages[info.key]
            assert isinstance(page, QWidget)
            for _round in range(3):
                qtbot.waitUntil(lambda: not actions._awaited)
                QApplication.processEvents()
            reader.look(info.key, window)
        assert reader.faults == []
