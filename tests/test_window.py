"""The window, the first page, the charts, and what a person could not read."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget

from tests.conftest import NOON
from tests.on_screen import GOOD, ON_SCREEN, bench_for, heard, keys
from tests.screens import Reader
from workbench import RESOURCES
from workbench.access import GRANTS, SYSTEM, Actor, Permission, Role
from workbench.desk import CancelledError, DeniedError, Desk
from workbench.listing import Tone
from workbench.rules import Refusal, UnavailableError
from workbench.services.platform import (
    accounts,
    setup,
)
from workbench.views import actions
from workbench.views.charts import Bar, BarChart, Gauge, LineChart, Point
from workbench.views.help import note_of, notes
from workbench.views.lock import IdleWatch
from workbench.views.main_window import MainWindow
from workbench.views.notices import (
    decide,
)
from workbench.views.rooms import PageInfo

pytestmark = ON_SCREEN


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

    def test_the_rail_shows_the_pages_of_the_room_one_is_in(self, window):
        rail = window.rail
        assert not rail.entries["calendar"].isVisible()
        rail.heads["系统"].click()
        assert window.now_shown == "setup"
        rail.entries["calendar"].click()
        window.go("home")
        assert not rail.entries["calendar"].isVisible()
        rail.heads["系统"].click()  # back to where one was
        assert window.now_shown == "calendar"

    def test_the_rail_is_walked_with_the_arrow_keys(self, qtbot, window):
        rail = window.rail
        window.activateWindow()
        window.go("about")
        rail.entries["about"].setFocus()
        QTest.keyClick(rail.entries["about"], Qt.Key.Key_Up)
        assert rail.entries["handbook"].hasFocus()
        QTest.keyClick(rail.entries["handbook"], Qt.Key.Key_Space)
        assert window.now_shown == "handbook"

    def test_a_page_that_was_gone_to_has_the_keys(self, qtbot, window):
        window.activateWindow()
        entry = window.rail.entries["home"]
        entry.setFocus()
        window.go("accounts")
        page = window.pages["accounts"]
        assert QApplication.focusWidget() is page
        qtbot.keyClick(page, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
        assert page.filters["text"].line.hasFocus()
        window.go("home")
        window.go("accounts")
        assert page.isAncestorOf(QApplication.focusWidget())

    def test_a_narrow_rail_says_in_words_what_its_icons_are(self, window):
        window.rail.set_narrow(True)
        entry = window.rail.heads["系统"]
        assert (entry.text(), entry.toolTip()) == ("", "系统")
        window.rail.set_narrow(False)
        assert (entry.text().strip(), entry.toolTip()) == ("系统", "")

    def test_a_notice_moves_nothing_a_hand_aims_at(self, qtbot, window, bench):
        window.go("accounts")
        page = window.pages["accounts"]
        qtbot.waitUntil(lambda: bool(page.model.numbers()) or page._complete)
        before = page.table.mapToGlobal(QPoint(0, 0))
        bench.fail(Refusal("不行。", clause="general/dates", ways=("换一天。",)))
        QApplication.processEvents()
        assert window.notices.isVisible()
        assert page.table.mapToGlobal(QPoint(0, 0)) == before

    def test_what_was_said_about_a_page_does_not_follow_to_the_next(
        self, window, bench, monkeypatch
    ):
        moment = [100.0]
        monkeypatch.setattr("workbench.views.notices.monotonic", lambda: moment[0])
        window.go("about")
        bench.tell("没有能打开Word文档的程序。", Tone.CAUTION)
        moment[0] += 1
        bench.tell("草稿已起草。")
        window.go("calendar")  # at once, as a command does that leads on
        assert len(window.notices.notices) == 2
        moment[0] += 30
        window.go("about")
        assert window.notices.notices == []
        assert not window.notices.isVisible()

    def test_esc_closes_the_notes(self, qtbot, window):
        window.activateWindow()
        window.go("about")
        window.toggle_help()
        assert window.drawer.isVisible()
        QTest.keyClick(window.pages["about"], Qt.Key.Key_Escape)
        assert not window.drawer.isVisible()

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

    def test_one_that_cannot_answer_does_not_hide_what_the_others_ask(
        self, qtbot, window
    ):
        home = window.pages["home"]
        qtbot.waitUntil(lambda: len(home._found) == len(home.sources))
        said = dict(home._found)
        home._found = {place: said[place] for place in said if place}
        home.todo_card.hold()
        home._miss(0, UnavailableError("连接不上数据库。"))
        words = [one.text() for one in home.todo_card.findChildren(QLabel)]
        assert all(todo.text in words for todo in home.todos())
        assert "连接不上" in window.notices.notices[-1].text

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
        told = heard(chart.told)
        assert chart.save(tmp_path / "图.png")
        assert not chart.save(tmp_path / "没有的文件夹" / "图.png")
        assert "已导出" in told[0][0]
        assert "不能写入" in told[1][0]
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
