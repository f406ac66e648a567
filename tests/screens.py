"""Pictures every page and every form, and fails on what a person could not read.

``python -m tests.screens OUT [--home DIR] [--page KEY]``: at 1366×768 (100 %), at
1920×1080 (150 %) and once in large type. Pages and forms are found through the rooms,
so a new one is pictured without a change here. Clipped text, missing glyphs and widgets
outside their window are named, and the exit code is 1.
"""

import argparse
import contextlib
import gc
import os
import shutil
import subprocess
import sys
import tempfile
from datetime import date
from pathlib import Path

VARIANTS = {
    "1366x768": ((1366, 768), "1", False),
    "1920x1080": ((1280, 720), "1.5", False),
    "large": ((1366, 768), "1", True),
}
_ROUNDS = 4
_SLACK = 1  # pixel: sizes are rounded


# ---- a home to look at ----


def make_home(out):
    """Build the sample county, with what it lacks: a changed rule, a failed sign-in."""
    from workbench import demo, house
    from workbench.access import SYSTEM
    from workbench.desk import Desk
    from workbench.rules import Refusal
    from workbench.rules.platform import Policy
    from workbench.services.platform import accounts, backups, policy

    home = demo.build(out, lambda _words: None)
    parts = house.parts_of(home)
    desk = Desk(parts, SYSTEM)
    desk.do(
        policy.change_value,
        policy=Policy.FRONTLINE_TARGET,
        value="86",
        valid_from=date(2027, 1, 1),
        source="东政办发〔2026〕3号第五条",
    )
    with contextlib.suppress(Refusal):
        house.visitor(parts).do(accounts.sign_in, name="neiqin", password="wrong")
    desk.do(backups.make_backup)
    home.close()


# ---- what a person could not read ----


class Reader:
    """Looks over everything in sight and notes what is amiss."""

    def __init__(self):
        self.faults = []
        self._known = {}

    def look(self, name, window):
        from PySide6.QtWidgets import QWidget

        widgets = [
            one
            for one in window.findChildren(QWidget)
            if one.isVisible() and one.window() is window
        ]
        for widget in widgets:
            self._place(name, widget, window)
            self._words(name, widget)

    def _note(self, name, what, text, widget):
        said = " ".join(str(text).split())
        self.faults.append(f"{name}: {what}: {said[:60]!r} ({type(widget).__name__})")

    def _place(self, name, widget, window):
        """Note a widget that lies outside the window, or outside its scroll area."""
        from PySide6.QtCore import QPoint
        from PySide6.QtWidgets import QAbstractScrollArea

        if not widget.width() or not widget.height():
            return
        area, one = None, widget.parentWidget()
        while one is not None and one is not window:
            if isinstance(one, QAbstractScrollArea):
                area = one
                break
            one = one.parentWidget()
        frame = window if area is None else area.viewport()
        if area is not None and not frame.isAncestorOf(widget):
            return  # a scroll bar, a corner
        at = widget.mapTo(frame, QPoint(0, 0))
        wide = at.x() < -_SLACK or at.x() + widget.width() > frame.width() + _SLACK
        high = area is None and (
            at.y() < -_SLACK or at.y() + widget.height() > frame.height() + _SLACK
        )
        if wide or high:
            self._note(name, "outside", widget.objectName() or at.toTuple(), widget)

    def _words(self, name, widget):
        from PySide6.QtWidgets import (
            QAbstractButton,
            QHeaderView,
            QLabel,
            QLineEdit,
            QListView,
            QTableView,
        )

        from workbench.views.parts import Elided

        match widget:
            case Elided():
                self._glyphs(name, widget.text(), widget)
            case QLabel() if widget.text():
                self._label(name, widget)
            case QAbstractButton() if widget.text():
                self._glyphs(name, widget.text(), widget)
                if widget.sizeHint().width() > widget.width() + _SLACK:
                    self._note(name, "clipped", widget.text(), widget)
            case QLineEdit():
                self._line(name, widget)
            case QHeaderView() if widget.orientation().name == "Horizontal":
                self._heads(name, widget)
            case QTableView():
                self._cells(name, widget)
            case QListView():
                self._items(name, widget)

    def _label(self, name, label):
        self._glyphs(name, label.text(), label)
        if label.wordWrap():
            needed = label.heightForWidth(label.width())
            longest = (
                max(
                    label.fontMetrics().horizontalAdvance(part)
                    for part in label.text().replace("，", " ").split() or [""]
                    if part.isascii() or len(part) < 2
                )
                if any(part.isascii() or len(part) < 2 for part in label.text().split())
                else 0
            )
            clipped = needed > label.height() + _SLACK or longest > label.width()
        else:
            needed = label.sizeHint()
            clipped = (
                needed.width() > label.width() + _SLACK
                or needed.height() > label.height() + 2 * _SLACK
            )
        if clipped:
            self._note(name, "clipped", label.text(), label)

    def _line(self, name, line):
        text = line.text() or line.placeholderText()
        self._glyphs(name, text, line)
        room = (
            line.width() - 18 - line.textMargins().left() - line.textMargins().right()
        )
        room -= 22 * len(line.actions())
        shown = line.placeholderText() if not line.text() else ""
        if line.fontMetrics().horizontalAdvance(shown) > room:
            self._note(name, "clipped", shown, line)

    def _heads(self, name, heads):
        from PySide6.QtGui import QFontMetrics

        from workbench.views import style

        metrics = QFontMetrics(style.font(strong=True))
        for section in range(heads.count()):
            if heads.isSectionHidden(section):
                continue
            text = str(heads.model().headerData(section, heads.orientation()) or "")
            self._glyphs(name, text, heads)
            room = heads.sectionSize(section) - 16
            if metrics.horizontalAdvance(text) > room:
                self._note(name, "clipped", text, heads)

    def _cells(self, name, table):
        from PySide6.QtGui import QFont, QFontMetrics

        from workbench.listing import Kind
        from workbench.views.tables import RowView

        model = table.model()
        last = table.rowAt(table.viewport().height() - 1)
        last = model.rowCount() - 1 if last < 0 else last
        for line in range(max(table.rowAt(0), 0), last + 1):
            for place in range(model.columnCount()):
                index = model.index(line, place)
                text = str(index.data() or "")
                self._glyphs(name, text, table)
                if table.isColumnHidden(place):
                    continue
                if isinstance(table, RowView):
                    kind = table.rows.columns[place].kind
                    if kind in {Kind.TEXT, Kind.CODE}:
                        continue  # cut short on purpose; the tooltip tells the whole
                font = index.data(6)  # FontRole
                metrics = QFontMetrics(
                    font if isinstance(font, QFont) else table.font()
                )
                if metrics.horizontalAdvance(text) > table.columnWidth(place) - 14:
                    self._note(name, "clipped", text, table)

    def _items(self, name, view):
        model = view.model()
        for line in range(model.rowCount() if model is not None else 0):
            index = model.index(line, 0)
            text = str(index.data() or "")
            self._glyphs(name, text, view)
            if (
                view.fontMetrics().horizontalAdvance(text)
                > view.viewport().width() - 16
            ):
                self._note(name, "clipped", text, view)

    def _glyphs(self, name, text, widget):
        from PySide6.QtGui import QFont, QRawFont

        from workbench.views import style

        for sign in text:
            if sign.isspace() or sign.isascii():
                continue
            if sign not in self._known:
                self._known[sign] = any(
                    QRawFont.fromFont(QFont(family)).supportsCharacter(ord(sign))
                    for family in style.families()
                )
            if not self._known[sign]:
                self._note(name, f"no glyph for {sign!r}", text, widget)


# ---- looking ----


class Tour:
    """Goes through everything that can be seen, and pictures it."""

    def __init__(self, out, size, large, only=()):
        self.out, self.size, self.large, self.only = out, size, large, only
        self.reader = Reader()
        self.count = 0
        out.mkdir(parents=True, exist_ok=True)

    def settle(self):
        """Wait until nothing is under way."""
        from PySide6.QtCore import QCoreApplication, QEventLoop, QThreadPool

        from workbench.views import actions

        quiet = 0
        while quiet < _ROUNDS:
            QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)
            QCoreApplication.sendPostedEvents(None, 52)  # DeferredDelete
            busy = actions._awaited or QThreadPool.globalInstance().activeThreadCount()
            quiet = 0 if busy else quiet + 1

    def picture(self, name, window):
        self.settle()
        self.count += 1
        window.grab().save(str(self.out / f"{self.count:02}-{name}.png"))
        self.reader.look(name, window)

    def run(self, folder):
        from workbench import app
        from workbench.views import style

        gc.disable()  # a worker's collection would destroy widgets
        running = app.application()
        style.dress(running, large=self.large)
        self.kept = []
        if not self.only:
            self.before_signing_in(folder)
        home, parts, title = app.open_home(folder)
        try:
            self.signed_in(parts, title)
        finally:
            self.settle()
            home.close()

    def before_signing_in(self, folder):
        from workbench.rules import UnavailableError
        from workbench.views.first_run import FirstRunPage, RecoveryPage
        from workbench.views.sign_in import BusyPage, SignInPage, TroublePage

        home = Path("D:/执法片区指挥工作台数据")
        first = FirstRunPage(home)
        self.alone("first-run-1", first)
        first.go_on()
        self.picture("first-run-1-amiss", first)
        first.boxes["county"].editor.put("other")
        self.picture("first-run-1-other", first)
        first.boxes["title"].editor.put("东海县综合行政执法指挥中心")
        first.boxes["county"].editor.put("320722")
        first.go_on()
        self.picture("first-run-2", first)
        password = first.boxes["password"].editor
        first.boxes["person_name"].editor.put("李明")
        first.boxes["name"].editor.put("liming")
        password.line.setText("Correct-Horse-7")
        password.again.setText("Correct-Horse-7")
        first.go_on()
        self.picture("first-run-3", first)
        first.fail("磁盘空间不足，未能保存。请清理磁盘后再试；原有数据未受影响。")
        self.picture("first-run-3-failed", first)
        self.alone("recovery", RecoveryPage(home))
        sign_in = SignInPage("东海县综合行政执法指挥中心")
        self.alone("sign-in", sign_in)
        sign_in.refuse("登录名或口令不正确，再错2次将锁定账号。")
        sign_in.caps.show()
        self.picture("sign-in-refused", sign_in)
        error = UnavailableError("数据文件与密钥不符，无法打开。")
        trouble = TroublePage(
            str(error),
            ("用建库时的用户登录，或用恢复单恢复。",),
            (("重试", None), ("退出", None)),
        )
        self.alone("trouble", trouble)
        self.alone("busy", BusyPage("正在备份，完成后自动退出，请稍候…"))

    def alone(self, name, window):
        window.resize(*self.size)
        window.show()
        self.picture(name, window)
        self.kept.append(window)

    def signed_in(self, parts, title):
        from workbench.access import Actor, Permission, Role
        from workbench.desk import Desk
        from workbench.services.platform import preferences, setup
        from workbench.services.platform.accounts import SignedIn
        from workbench.views.bench import Bench, Outside
        from workbench.views.main_window import MainWindow
        from workbench.views.password import PasswordPage

        for one in self.kept:
            one.hide()
        # nobody's account, so that no account's own roles narrow what it may
        actor = Actor(9999, "李明", frozenset(Permission))
        desk = Desk(parts, actor)
        roles = frozenset({Role.SYSTEM_ADMIN, Role.CLERK})
        outside = Outside(
            write=lambda path, content: path.write_bytes(content),
            restore=lambda path: None,
            restyle=lambda large: None,
            leave=lambda: None,
            logs=self.out / "logs",
        )
        self.bench = Bench(
            desk,
            SignedIn(actor, roles, False, 120, 90, 10, ()),
            kept=desk.ask(preferences.remembered),
            settings=desk.ask(setup.settings),
            outside=outside,
        )
        must = PasswordPage(self.bench, must=True)
        must.begin()
        self.alone("password-must", must)
        must.hide()
        window = MainWindow(self.bench)
        window.setWindowTitle(title)
        window.resize(*self.size)
        window.show()
        for info in window.infos:
            if self.only and info.key not in self.only:
                continue
            window.go(info.key)
            self.picture(info.key, window)
            if info.key == "person":
                self.a_person(window)
            self.on_page(window, info.key, window.pages[info.key])
        if not self.only:
            self.around(window)
            self.kit()

    def a_person(self, window):
        """Picture the file of somebody, where there is anybody."""
        from workbench.services.roster import people

        for number in self.bench.desk.ask(people.find_people)[:1]:
            window.go("person", number)
            self.picture("person-file", window)

    def on_page(self, window, key, page):
        """Picture what can be opened on a page: forms, panels, details, emptiness."""
        from workbench.views.pages import PanelPage, Takes

        if not isinstance(page, PanelPage):
            return
        for deed in page.deeds:
            if deed.form is None and not deed.shows:
                continue
            if deed.takes is not Takes.NOTHING:
                rows = getattr(page, "model", None)
                if rows is None or not rows.numbers():
                    continue
                page.table.selectRow(0)
                self.settle()
            page.act(deed)
            name = deed.form.key if deed.form else f"{key}-{deed.title}"
            self.picture(f"{name}", window)
            if deed.form is not None and page.panel.content is not None:
                page.panel.content.save()
                self.picture(f"{name}-amiss", window)
            page.panel.shut_now()
            window.go(key)  # a form that saved may have gone on to another page
        self.on_list(window, key, page)

    def on_list(self, window, key, page):
        from workbench.views.lists import ListPage

        if not isinstance(page, ListPage):
            return
        if page.plan.detail is not None and page.model.numbers():
            page.table.selectRow(0)
            page.open_row(page.model.number_at(0))
            self.picture(f"{key}-detail", window)
            page.panel.shut_now()
        if "text" in page.filters:
            page.filters["text"].put("查无此项")
            page.apply()
            self.picture(f"{key}-empty", window)
            page.reset()
            self.settle()

    def kit(self):
        """Picture every kind of field and chart, whether a page has it yet or not."""
        from datetime import timedelta
        from fractions import Fraction

        from workbench.services.platform import setup
        from workbench.services.platform.accounts import ACCOUNTS
        from workbench.views.charts import Bar, BarChart, Gauge, LineChart, Point
        from workbench.views.fields import Choice, Field, FieldKind
        from workbench.views.forms import Form, FormPanel
        from workbench.views.parts import column, holder, row

        choices = tuple(Choice(one, f"第{one}执法片区") for one in "一二三四五六")
        fields = tuple(
            Field(
                kind.value,
                title,
                kind,
                required=True,
                half=half,
                group=group,
                choices=choices,
                listing=ACCOUNTS,
                says=lambda one: one.person_name,
                twice=kind is FieldKind.PASSWORD,
            )
            for kind, title, half, group in (
                (FieldKind.TEXT, "事由", False, "基本情况"),
                (FieldKind.DATE, "签发日期", True, "基本情况"),
                (FieldKind.MOMENT, "到场时刻", True, "基本情况"),
                (FieldKind.WHOLE, "人数", True, "基本情况"),
                (FieldKind.CHOICE, "片区", True, "基本情况"),
                (FieldKind.ROW, "经办人", False, "办理"),
                (FieldKind.PROSE, "情况说明", False, "办理"),
                (FieldKind.MANY, "涉及片区", False, "办理"),
                (FieldKind.YES_NO, "代录", False, "办理"),
                (FieldKind.FILE, "扫描件", False, "附件"),
                (FieldKind.PASSWORD, "第二人口令", False, "附件"),
            )
        )
        form = Form("kit", "各种栏目", setup.rename_home, fields)
        panel = FormPanel(form, self.bench, subject=f"{self.size}{self.large}")
        panel.resize(self.size[0] // 2, self.size[1])
        panel.show()
        self.picture("kit-form", panel)
        panel.save()
        self.picture("kit-form-amiss", panel)
        chosen = panel.boxes["choice"].editor
        chosen.offer("")
        self.picture("kit-choice", chosen._list)
        chosen._list.hide()
        panel.boxes["date"].editor.pick()
        self.picture("kit-date", panel.boxes["date"].editor._popup)
        panel.boxes["date"].editor._popup.close()
        first = date(2025, 3, 1)
        line, bars = LineChart("%", "下沉比例"), BarChart("人", "变动原因")
        line.show_points(
            [
                Point(first + timedelta(days=n), 81 + n % 30 / 7 + n / 90, f"{n}/450")
                for n in range(400)
            ],
            target=85,
            target_text="目标 85%",
        )
        line.point_at((first + timedelta(days=200)).toordinal())
        bars.show_bars(
            [
                Bar("3月1日", 380, "380人"),
                Bar("新派驻", 12, "+12", step=True),
                Bar("证件到期", -5, "-5", step=True),
                Bar("长期病假", -2, "-2", step=True),
                Bar("4月1日", 385, "385人"),
            ]
        )
        gauges = [
            Gauge(*one, Fraction(85, 100)) for one in ((382, 450), (410, 450), (0, 0))
        ]
        charts = holder(column(row(*gauges), row(line, bars), margin=4), "card")
        charts.resize(*self.size)
        charts.show()
        self.picture("kit-charts", charts)
        for one in (panel, charts):
            one.close()

    def around(self, window):
        """Picture what is not a page: notices, work under way, help, locking."""
        from workbench.listing import Tone
        from workbench.rules import Refusal
        from workbench.views.actions import Job
        from workbench.views.notices import Decision

        window.go("home")
        refusal = Refusal(
            "这样将没有人担任安全管理员。",
            clause="platform/three-admins",
            ways=("先任命接替的人，再撤销。",),
        )
        window.show_error(refusal)
        self.picture("notice-refusal", window)
        window.notices._place.itemAt(0).widget().why.click()
        self.picture("notice-clause", window)
        self.bench.tell("已备份，并打开检查过，完好。")
        self.picture("notice-good", window)
        self.bench.tell("3项已超期，请今天办结。", Tone.OVERDUE)
        job = Job(print, print, window, "正在校验审计日志")
        window.jobs.watch(job)
        job.moved.emit(12_000, 50_000, "正在校验审计日志")
        self.picture("notice-overdue-and-work", window)
        job.ended.emit()
        window.toggle_help()
        self.picture("help", window)
        window.toggle_help()
        window.rail.set_narrow(True)
        self.picture("rail-narrow", window)
        window.rail.set_narrow(False)
        window.lock()
        self.picture("locked", window)
        window.unlock()
        window.change_password()
        self.picture("password", window)
        window.unlock()
        window.finder.open()
        window.finder.line.setText("zh")
        window.finder._ask()
        self.picture("finder", window.finder)
        window.finder.close()
        decision = Decision(
            window,
            "停用“王芳”的账号？",
            "停用后不能登录；账号和记录都保留，可以再启用。",
            (("停用", None), ("取消", None)),
        )
        decision.show()
        self.picture("decision", decision)
        decision.close()


def main():
    """Picture everything in every variant; return 1 if anything cannot be read."""
    parser = argparse.ArgumentParser(prog="python -m tests.screens")
    parser.add_argument("out", type=Path)
    parser.add_argument(
        "--home", type=Path, help="a home to look at; else the sample county"
    )
    parser.add_argument(
        "--page", action="append", default=[], help="only this page; may be repeated"
    )
    parser.add_argument("--variant", choices=VARIANTS, help=argparse.SUPPRESS)
    given = parser.parse_args()
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    os.environ["QT_LOGGING_RULES"] = "qt.qpa.*=false"
    os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.fail.Keyring"
    if given.variant:
        size, _scale, large = VARIANTS[given.variant]
        tour = Tour(given.out / given.variant, size, large, given.page)
        tour.run(given.home)
        for fault in tour.reader.faults:
            sys.stdout.write(f"{given.variant}: {fault}\n")
        sys.stdout.write(f"{given.variant}: {tour.count} pictures\n")
        return int(bool(tour.reader.faults))
    with tempfile.TemporaryDirectory() as scratch:
        source = given.home or Path(scratch) / "county" / "home"
        if given.home is None:
            source.parent.mkdir()
            make_home(source.parent)
        worst = 0
        for name, (_size, scale, _large) in VARIANTS.items():
            copy = Path(scratch) / name
            shutil.copytree(source, copy)
            done = subprocess.run(  # noqa: S603 - ourselves
                [
                    *(sys.executable, "-m", "tests.screens", str(given.out)),
                    *("--home", str(copy), "--variant", name),
                    *(word for key in given.page for word in ("--page", key)),
                ],
                env={**os.environ, "QT_SCALE_FACTOR": scale},
                check=False,
            )
            worst = max(worst, done.returncode)
    return worst


if __name__ == "__main__":
    sys.exit(main())
