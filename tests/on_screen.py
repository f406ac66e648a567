"""What tests on the screen share: a small list of their own, a bench, a window."""

import gc
import inspect
import threading
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from workbench import home_folder, house
from workbench.access import Permission, Role
from workbench.desk import Desk, Topic, chartered
from workbench.listing import AS_IT_COMES, Column, Kind, Listing, Tone
from workbench.rules import Refusal, UnavailableError
from workbench.rules.identifiers import check_id_number
from workbench.services.platform import (
    preferences,
    setup,
)
from workbench.services.platform.accounts import SignedIn
from workbench.views import actions, rooms, style
from workbench.views.bench import Bench, Outside
from workbench.views.documents import preview_work
from workbench.views.fields import Choice, Field, FieldKind
from workbench.views.forms import Form, FormPanel
from workbench.views.lists import ListPage, ListPlan
from workbench.views.main_window import MainWindow
from workbench.views.pages import Line, Sheet, Takes, does, fills
from workbench.views.rooms import PageInfo

ON_SCREEN = [
    pytest.mark.usefixtures("dressed"),
    pytest.mark.qt_log_ignore("propagateSizeHints", "does not support", extend=True),
]
"""What a module of tests on the screen is marked with."""

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
    "事项",
    "试一试。",
    "info",
    Permission.PLATFORM_DESK_USE,
    "tests.on_screen:ThingsPage",
)


class ThingsPage(ListPage):
    def __init__(self, bench, info):
        super().__init__(bench, info, PLAN)


# ---- fixtures ----


@pytest.fixture
def dressed(qapp, monkeypatch):
    """Everything wears the workbench's own dress, at normal type.

    No office suite is asked for the PDF of what a test issues: it is painted.
    """
    monkeypatch.setattr(preview_work, "keeper", lambda: None)
    if style.is_large() or not qapp.styleSheet():
        style.dress(qapp)
    if not gc.get_freeze_count():
        gc.collect()
        gc.freeze()  # what every test needs is not looked through again and again
    gc.disable()  # a worker's collection would destroy widgets on the wrong thread
    if QGuiApplication.keyboardModifiers() != Qt.KeyboardModifier.NoModifier:
        spare = QWidget()
        spare.show()
        QTest.keyRelease(spare, Qt.Key.Key_Control)  # a test left it held down
        spare.close()
    ASKED.clear()
    GONE.clear()
    GATE.set()
    yield
    GATE.set()
    actions.finish_all()
    qapp.processEvents()
    gc.collect()  # widgets go here, not wherever the next test happens to collect
    gc.enable()


@pytest.fixture
def lite(lite_home, clock):
    return house.parts_of(lite_home, clock)


class Left:
    """Notes what left the views for the outside."""

    def __init__(self, folder):
        self.restored, self.styled, self.left = [], [], 0
        self.outside = Outside(
            write=home_folder.write_safely,
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


def drag(widget, start, *stops, keys=Qt.KeyboardModifier.NoModifier):
    """Press, move over the stops, let go at the last one."""
    left = Qt.MouseButton.LeftButton
    QTest.mousePress(widget, left, keys, start)
    for stop in stops:
        move = QPoint(stop)
        QTest.mouseMove(widget, (start + move) / 2)
        QTest.mouseMove(widget, move)
    QTest.mouseRelease(widget, left, keys, stops[-1])


@pytest.fixture
def panel(qtbot, show, bench):
    return show(FormPanel(RENAME, bench))


@pytest.fixture
def window(qtbot, show, bench):
    made = MainWindow(bench)
    show(made, (1366, 768))
    yield made
    actions.finish_all()
