"""The window of a signed-in person: rail, strip, notices, page, status line."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import (
    QGuiApplication,
    QKeySequence,
    QShortcut,
    QShowEvent,
)
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QFrame,
    QMenu,
    QSizePolicy,
    QStackedLayout,
    QStackedWidget,
    QToolButton,
    QWidget,
)
from shiboken6 import isValid
from typing_extensions import override

from workbench.access import Role
from workbench.desk import Backup, CancelledError, Topic
from workbench.listing import Tone
from workbench.rules.calendar import CHINA
from workbench.rules.platform import Policy
from workbench.services.platform import accounts, backups, policy
from workbench.views import style
from workbench.views.bench import Bench, Notice
from workbench.views.faults import save_report
from workbench.views.finder import Finder
from workbench.views.forms import FormPanel
from workbench.views.help import HelpDrawer
from workbench.views.lock import IdleWatch, LockPage
from workbench.views.notices import (
    Decision,
    JobBar,
    NoticeBar,
    NoticeView,
    decide,
    notice_of,
)
from workbench.views.pages import Page
from workbench.views.parts import (
    Elided,
    button,
    clear,
    column,
    icon_button,
    inset,
    pill,
    row,
    words,
)
from workbench.views.password import PasswordPage
from workbench.views.rail import Rail
from workbench.views.rooms import PageInfo, pages

NAME = "执法片区指挥工作台"


class Strip(QFrame):
    """The top strip: what page this is, search everything, who am I.

    Signals:
        found: Search everything was asked for.
        helped: The notes were asked for.
        locked: The screen is to be locked.
    """

    found = Signal()
    helped = Signal()
    locked = Signal()

    def __init__(self, bench: Bench) -> None:
        super().__init__()
        self.setProperty("look", "strip")
        self.setFixedHeight(style.size("strip"))
        self._title = words("", "title")
        self._sentence = Elided("", "grey")
        search = button("查找一切　Ctrl+K", self.found.emit, look="search")
        search.setIcon(style.icon("search"))
        search.setIconSize(QSize(*[style.size("icon_small")] * 2))
        search.setMinimumWidth(style.size("field"))
        self.person = QToolButton()
        self.person.setText(bench.desk.actor.name)
        self.person.setIcon(style.icon("user-round"))
        self.person.setIconSize(QSize(*[style.size("icon_small")] * 2))
        self.person.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.person.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.person.setProperty("look", "person")
        self.person.setAccessibleName("我")
        self.person.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        line = row(
            self._title,
            self._sentence,
            search,
            icon_button("circle-help", "填写说明（F1）", self.helped.emit),
            icon_button("lock", "锁屏（Ctrl+L）", self.locked.emit),
            self.person,
            gap=2,
        )
        line.setStretch(1, 1)
        inset(line, 4, 0, 3, 0)
        self.setLayout(line)

    def name(self, info: PageInfo) -> None:
        """Say what page is in sight."""
        self._title.setText(info.title)
        self._sentence.setText(info.sentence)


class StatusLine(QFrame):
    """The line at the bottom: database, last backup, whether all is made up."""

    def __init__(self, bench: Bench) -> None:
        super().__init__()
        self.setProperty("look", "status")
        self.setFixedHeight(style.size("status"))
        self.database = words("", "quiet")
        self.backup = words("", "quiet")
        line = row(self.database, self.backup, None, gap=4)
        if bench.sample:
            mark = pill("示例", "caution")
            mark.setToolTip("这里的单位、人员和数据都是虚构的")
            line.addWidget(mark)
        self.roles = words(
            "、".join(role.label for role in Role if role in bench.signed_in.roles),
            "quiet",
        )
        line.addWidget(self.roles)
        inset(line, 4, 0, 4, 0)
        self.setLayout(line)
        self._where = ""

    def say_where(self, where: dict[str, str]) -> None:
        """Say which database is open."""
        self._where = f"数据库：{where['数据库']}"
        self.database.setText(self._where)
        self.database.setToolTip(where["数据文件夹"])

    def say_reached(self, reached: bool) -> None:  # noqa: FBT001 - a signal's slot
        """Say whether the database answers."""
        self.database.setText(
            self._where if reached else "数据库：暂时连接不上，正在重试"
        )
        style.look(self.database, "quiet" if reached else "amiss")

    def say_backup(self, made: Sequence[Backup]) -> None:
        """Say when the last backup was made."""
        if not made:
            self.backup.setText("还没有备份")
            return
        at = made[0].made_at.astimezone(CHINA)
        self.backup.setText(f"最近备份：{at:%Y-%m-%d %H:%M}")


class MainWindow(QWidget):
    """Everything a signed-in person sees.

    Args:
        bench: The person's place.
    """

    def __init__(self, bench: Bench) -> None:
        super().__init__()
        self.bench = bench
        self.setObjectName("main")
        may = bench.desk.actor.may
        self.infos = tuple(info for info in pages() if may(info.needs))
        self.pages: dict[str, Page] = {}
        self.fault: Decision | None = None
        self._put_away: list[QWidget] = []
        self.now_shown = ""
        narrow = bool(bench.memory.get("window/narrow", False))
        self.rail = Rail(NAME, self.infos, narrow=narrow)
        self.strip = Strip(bench)
        self.banner = QWidget()
        self.banner.setLayout(column(gap=0))
        self.notices = NoticeBar()
        self.jobs = JobBar()
        self.stack = QStackedWidget()
        self.drawer = HelpDrawer()
        self.status = StatusLine(bench)
        self.finder = Finder(bench, self.infos, self)
        self.lock_page = LockPage(bench)
        self.password_page = PasswordPage(bench)
        self._lay_out()
        self._menu()
        self._connect()
        self._keys()
        self.idle = IdleWatch(bench.signed_in.idle_minutes, self)
        self.idle.idle.connect(self.lock)
        self._ask_banner()
        self._ask_status(frozenset(Topic))
        self._remind()
        self.go(str(bench.memory.get("window/page", "home")))

    # ---- laying out ----

    def _lay_out(self) -> None:
        middle = row(self.stack, self.drawer, gap=0)
        middle.setStretch(0, 1)
        right = column(
            self.strip, self.banner, middle, self.jobs, self.notices, self.status, gap=0
        )
        right.setStretch(2, 1)
        desk = QWidget()
        desk.setLayout(row(self.rail, right, gap=0))
        self.covers = QStackedLayout(self)
        for cover in (desk, self.lock_page, self.password_page):
            self.covers.addWidget(cover)
        self._desk = desk
        self.stack.setSizePolicy(
            QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding
        )

    def _menu(self) -> None:
        menu = QMenu(self)
        for word, icon, deed in (
            ("修改口令", "key-round", self.change_password),
            ("锁屏（Ctrl+L）", "lock", self.lock),
        ):
            menu.addAction(style.icon(icon), word).triggered.connect(deed)
        self.large = menu.addAction(style.icon("a-large-small"), "大字")
        self.large.setCheckable(True)
        self.large.setChecked(style.is_large())
        self.large.toggled.connect(self._restyle)
        menu.addSeparator()
        leave = menu.addAction(style.icon("log-out"), "退出登录")
        leave.triggered.connect(self.bench.outside.leave)
        self.strip.person.setMenu(menu)

    def _connect(self) -> None:
        self.rail.chosen.connect(self.go)
        self.rail.narrowed.connect(
            lambda narrow: self.bench.memory.keep("window/narrow", narrow)
        )
        self.strip.found.connect(self.finder.open)
        self.strip.helped.connect(self.toggle_help)
        self.strip.locked.connect(self.lock)
        self.drawer.wanted.connect(self.go)
        self.drawer.shut.connect(self.drawer.hide)
        self.bench.told.connect(self.notices.add)
        self.bench.failed.connect(self.show_error)
        self.bench.working.connect(self.jobs.watch)
        self.bench.wanted.connect(self.go)
        self.bench.escaped.connect(self.drawer.hide)
        self.bench.changes.changed.connect(self._note_change)
        self.bench.changes.reached.connect(self.status.say_reached)
        self.lock_page.opened.connect(self.unlock)
        self.lock_page.left.connect(self.bench.outside.leave)
        self.password_page.done.connect(self.unlock)
        self.password_page.left.connect(self.unlock)

    def _keys(self) -> None:
        for key, deed in (
            ("Ctrl+K", self.finder.open),
            ("Ctrl+L", self.lock),
            ("F1", self.toggle_help),
        ):
            QShortcut(QKeySequence(key), self._desk).activated.connect(deed)

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        handle = self.window().windowHandle()
        if handle is not None:
            self.idle.watch(handle)

    # ---- pages ----

    def go(self, key: str, target: object = None) -> None:
        """Show a page, built on its first visit.

        Args:
            key: Its key; the first page's where the person may not open it.
            target: What on it, as the page understands it.
        """
        infos = {info.key: info for info in self.infos}
        info = infos.get(key, self.infos[0])
        if info.key not in self.pages:
            try:
                page = info.build(self.bench)
            except Exception as error:  # noqa: BLE001 - one page must not end the day
                self.show_error(error)
                return
            self.pages[info.key] = page
            self.stack.addWidget(page)
        if self.now_shown not in {"", info.key}:
            self.notices.leave_page()
        self.now_shown = info.key
        self.rail.mark(info.key)
        self.strip.name(info)
        page = self.pages[info.key]
        self.stack.setCurrentWidget(page)
        focus: QWidget | None = self.focusWidget()
        if focus is None or not page.isAncestorOf(focus):
            page.setFocus()  # so that its keys work: Ctrl+F, Ctrl+P, F5
        if self.drawer.isVisible():
            self.drawer.show_for(info.key)
        self.bench.memory.keep("window/page", info.key)
        if target is not None:
            self.pages[info.key].reveal(target)

    def toggle_help(self) -> None:
        """Open the drawer with the notes of this page, or shut it."""
        self.drawer.setVisible(not self.drawer.isVisible())
        if self.drawer.isVisible():
            self.drawer.show_for(self.now_shown)

    def keep_drafts(self) -> None:
        """Keep what stands in open forms; before the window goes."""
        for panel in self.findChildren(FormPanel):
            panel.keep_draft()

    # ---- locking ----

    def lock(self) -> None:
        """Cover the window until the password is typed."""
        if self.covers.currentWidget() is self._desk:
            self._hide_others()
            self.covers.setCurrentWidget(self.lock_page)
            self.lock_page.setFocus()

    def _hide_others(self) -> None:
        """Put away dialogs and previews, which would show past the cover."""
        self._put_away = [
            other
            for other in QApplication.topLevelWidgets()
            if other.isVisible() and other is not self.window()
        ]
        for other in self._put_away:
            other.hide()

    def unlock(self) -> None:
        """Take the cover away."""
        self.idle.touch()
        self.covers.setCurrentWidget(self._desk)
        for other in self._put_away:
            if isValid(other) and isinstance(other, QDialog):
                other.show()
        self._put_away = []

    def locked(self) -> bool:
        """Tell whether the window is covered."""
        return self.covers.currentWidget() is not self._desk

    def change_password(self) -> None:
        """Let the person change the password."""
        self.password_page.begin()
        self.covers.setCurrentWidget(self.password_page)

    def _restyle(self, large: bool) -> None:  # noqa: FBT001 - as Qt calls it
        self.bench.memory.keep("window/large", large)
        self.bench.outside.restyle(large)

    # ---- what is always in sight ----

    def _note_change(self, topics: frozenset[Topic]) -> None:
        if Topic.ACCOUNTS in topics:
            self._ask_banner()
        self._ask_status(topics)

    def _ask_banner(self) -> None:
        self.bench.ask(accounts.missing_overseers, {}, self._show_banner, owner=self)

    def _show_banner(self, missing: tuple[Role, ...]) -> None:
        layout = self.banner.layout()
        assert layout is not None  # noqa: S101 - set above
        clear(layout)
        self.banner.setVisible(bool(missing))
        if not missing:
            return
        named = "、".join(role.label for role in missing)
        may = self.bench.desk.may(accounts.name_overseer)
        view = NoticeView(
            Notice(
                f"尚未任命{named}，签发公文、采用方案、锁定月度等决定权暂不开放。",
                Tone.CAUTION,
                act=("去任命", lambda: self.go("accounts")) if may else None,
            ),
            closable=False,
        )
        inset(layout, 4, 2, 4, 0)
        layout.addWidget(view)

    def _ask_status(self, topics: frozenset[Topic]) -> None:
        if topics >= frozenset(Topic):
            self.bench.ask(
                backups.whereabouts, {}, self.status.say_where, owner=self.status
            )
        if Topic.BACKUPS in topics and self.bench.desk.may(backups.backups):
            self.bench.ask(
                backups.backups, {}, self.status.say_backup, owner=self.status
            )
        if Topic.POLICY in topics:
            self.bench.ask(
                policy.whole,
                {"policy": Policy.IDLE_MINUTES},
                self.idle.wait,
                owner=self,
            )

    def _remind(self) -> None:
        signed_in = self.bench.signed_in
        if signed_in.password_days > signed_in.remind_after:
            self.notices.add(
                Notice(
                    f"口令已使用{signed_in.password_days}天，建议更换。",
                    Tone.CAUTION,
                    act=("修改口令", self.change_password),
                    key="password",
                    stays=True,
                )
            )

    # ---- errors ----

    def show_error(self, error: Exception) -> None:
        """Show any error: the one place that does.

        A refusal, a missing right and a fault of the surroundings are notices. What
        was cancelled is nothing. Anything else is our fault: its traceback is saved
        and one dialog says so.
        """
        if isinstance(error, CancelledError):
            self.notices.add(Notice("已取消，没有作任何改动。", Tone.PLAIN, key="job"))
            return
        notice = notice_of(error)
        if notice is not None:
            self.notices.add(notice)
            return
        report = save_report(error, self.bench.outside.logs)
        if self.fault is None:
            self.fault = decide(
                self,
                "程序出了错，刚才这一步没有完成",
                "已保存的数据没有丢失，可以继续使用。"
                f"请把下面的文件交给维护人员：\n{report}",
                (("继续使用", None), ("复制文件位置", partial(_copy, report))),
            )
            self.fault.finished.connect(self._forget_fault)

    def _forget_fault(self, _result: int) -> None:
        self.fault = None


def _copy(text: Any) -> None:
    QGuiApplication.clipboard().setText(str(text))
