"""The desktop: where its parts are put together.

The sign-in page is painted first. The database libraries, the tables and the services
are loaded right after, on a worker, while a person types.
"""

import contextlib
import gc
import sys
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QLibraryInfo, Qt, QTimer, QTranslator, Signal
from PySide6.QtGui import QCloseEvent, QGuiApplication, QIcon, QPaintEvent
from PySide6.QtWidgets import QApplication, QStackedWidget, QWidget
from typing_extensions import override

from workbench import home_folder, vault
from workbench.rules import Refusal, UnavailableError
from workbench.views import style
from workbench.views.actions import Tidying, finish_all, in_background
from workbench.views.sign_in import NAME, BusyPage, SignInPage, TroublePage

if TYPE_CHECKING:
    from workbench.database import Home
    from workbench.desk import Parts
    from workbench.services.platform.accounts import SignedIn
    from workbench.views.bench import Bench
    from workbench.views.first_run import FirstRunPage, Founding, RecoveryPage
    from workbench.views.main_window import MainWindow

_SMALL_SCREEN = 1440
_WINDOW = (1366, 768)
_LEAST = (1024, 600)


class Desktop(QStackedWidget):
    """The one top-level window: signing in, then the work.

    Args:
        folder: The home.

    Attributes:
        page: What is in sight.
        bench: The signed-in person's place; None before.
        window_of_work: What the signed-in person sees; None before.

    Signals:
        first_painted: The first page is on the screen.
        opened: The home is open and somebody may sign in.
        entered: Somebody was let in and sees the first page.
        gone: The window is closed for good.
    """

    first_painted = Signal()
    opened = Signal()
    entered = Signal()
    gone = Signal()

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.folder = folder
        self.bench: Bench | None = None
        self.window_of_work: MainWindow | None = None
        self.page: QWidget | None = None
        self._home: Home | None = None
        self._parts: Parts | None = None
        self._presence = contextlib.ExitStack()
        self._painted = False
        self._tidying: Tidying | None = None
        self._waiting: tuple[str, str] | None = None
        self._changed = False
        self._closing = False
        self._said = ""
        self._backups = QTimer(self)
        self._backups.timeout.connect(self._back_up)
        self.setWindowTitle(NAME)
        self.setMinimumSize(*_LEAST)
        self.first_painted.connect(self._load)
        self._begin()

    # ---- the first page ----

    def _begin(self) -> None:
        if not home_folder.is_home(self.folder):
            from workbench.views.first_run import FirstRunPage  # noqa: PLC0415

            first_run = FirstRunPage(self.folder)
            first_run.asked.connect(partial(self._found, first_run))
            first_run.entered.connect(self._enter_founded)
            first_run.recovered.connect(self._show_recovery)
            self._show(first_run)
            return
        try:
            seen = home_folder.peek(self.folder)
        except (Refusal, UnavailableError) as error:
            self._show_trouble(error)
            return
        page = self._show_sign_in(seen.title)
        if not seen.current:
            page.busy("正在备份并升级数据，请稍候…")

    def _show(self, page: QWidget) -> None:
        if self.page is not None:
            self.removeWidget(self.page)
            self.page.deleteLater()
        self.page = page
        self.addWidget(page)
        self.setCurrentWidget(page)
        page.setFocus()

    def _show_sign_in(self, title: str) -> SignInPage:
        page = SignInPage(title)
        page.given.connect(self._sign_in)
        page.say(self._said)
        self._said = ""
        if title:
            self.setWindowTitle(title)
        self._show(page)
        return page

    def _show_trouble(self, error: Exception) -> None:
        self._show(
            TroublePage(
                str(error),
                getattr(error, "ways", ()),
                (("重试", self._retry), ("退出", self.close)),
            )
        )

    def _retry(self) -> None:
        self._begin()
        self._load()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._painted:
            self._painted = True
            # The rest of the window is painted in the same turn.
            QTimer.singleShot(0, self, self.first_painted.emit)

    # ---- loading and opening ----

    def _load(self) -> None:
        if isinstance(self.page, SignInPage):
            self._in_background(lambda: open_home(self.folder), self._note_open)
        else:
            self._in_background(preload, lambda _none: None)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            speak_chinese(application)
            self.setWindowIcon(QIcon(style.picture("shield-check", "accent", 64)))

    def _in_background(
        self, call: Callable[[], Any], ready: Callable[[Any], object]
    ) -> None:
        in_background(call, ready=ready, failed=self._fail, owner=self)

    def _note_open(self, opened: "tuple[Home, Parts, str]") -> None:
        home, parts, title = opened
        self._home, self._parts = home, parts
        try:
            self._presence.enter_context(home_folder.present(self.folder))
        except UnavailableError as error:
            self._fail(error)
            return
        self._loaded()
        self.setWindowTitle(title)
        if isinstance(self.page, SignInPage):
            self.page.title.setText(title)
            if self._waiting is None:
                self.page.ready()
            else:
                self._sign_in(*self._waiting)
        self.opened.emit()

    def _loaded(self) -> None:
        """Leave what was loaded out of every later collection of garbage."""
        gc.freeze()
        if self._tidying is None:
            self._tidying = Tidying(self)

    def _fail(self, error: Exception) -> None:
        if not isinstance(error, (Refusal, UnavailableError)):
            raise error
        self._show_trouble(error)

    # ---- founding ----

    def _found(self, page: "FirstRunPage", founding: "Founding") -> None:
        def found() -> "tuple[Home, Parts, SignedIn]":
            from workbench import house  # noqa: PLC0415 - not before the first paint
            from workbench.access import SYSTEM  # noqa: PLC0415
            from workbench.desk import Desk  # noqa: PLC0415
            from workbench.services.platform import accounts, setup  # noqa: PLC0415

            home, parts = house.found(
                self.folder,
                title=founding.title,
                county=founding.county,
                county_code=founding.county_code,
            )
            Desk(parts, SYSTEM).do(
                setup.first_account,
                name=founding.name,
                person_name=founding.person_name,
                password=founding.password,
            )
            signed_in = house.visitor(parts).do(
                accounts.sign_in, name=founding.name, password=founding.password
            )
            preload()
            return home, parts, signed_in

        in_background(
            found,
            ready=partial(self._note_founded, page),
            failed=partial(_say_failed, page),
            owner=self,
        )

    def _note_founded(
        self, page: "FirstRunPage", founded: "tuple[Home, Parts, SignedIn]"
    ) -> None:
        self._home, self._parts, self._founder = founded
        self._presence.enter_context(home_folder.present(self.folder))
        page.finish(self._home.describe())

    def _enter_founded(self) -> None:
        self._loaded()
        self._gather(self._founder)

    def _show_recovery(self) -> None:
        from workbench.views.first_run import RecoveryPage  # noqa: PLC0415

        page = RecoveryPage(self.folder)
        page.asked.connect(partial(self._recover, page))
        page.left.connect(self._begin)
        self._show(page)

    def _recover(self, page: "RecoveryPage", file: Path, code: str) -> None:
        """Bring a backup back on a computer that has no home yet."""

        def recover() -> None:
            from workbench import database  # noqa: PLC0415

            database.restore(file, self.folder, vault.vault_from_code(code))

        def ready(_none: None) -> None:
            self._said = f"已从“{file.name}”恢复，请用原来的登录名和口令登录。"
            self._retry()

        in_background(
            recover, ready=ready, failed=partial(_say_failed, page), owner=self
        )

    # ---- signing in ----

    def _sign_in(self, name: str, password: str) -> None:
        if self._parts is None:
            self._waiting = name, password
            return
        self._waiting = None
        parts = self._parts

        def sign_in() -> "SignedIn":
            from workbench import house  # noqa: PLC0415
            from workbench.services.platform import accounts  # noqa: PLC0415

            return house.visitor(parts).do(
                accounts.sign_in, name=name, password=password
            )

        in_background(
            sign_in, ready=self._gather, failed=self._refuse_sign_in, owner=self
        )

    def _refuse_sign_in(self, error: Exception) -> None:
        if not isinstance(error, (Refusal, UnavailableError)):
            raise error
        if isinstance(self.page, SignInPage):
            self.page.refuse(str(error), getattr(error, "ways", ()))

    def _gather(self, signed_in: "SignedIn") -> None:
        """Ask what a person's pages need to begin with."""
        from workbench.desk import Desk  # noqa: PLC0415
        from workbench.services.platform import preferences, setup  # noqa: PLC0415

        assert self._parts is not None  # noqa: S101 - somebody was let in
        desk = Desk(self._parts, signed_in.actor)
        self._in_background(
            lambda: (
                desk,
                signed_in,
                desk.ask(preferences.remembered),
                desk.ask(setup.settings),
            ),
            lambda gathered: self._enter(*gathered),
        )

    def _enter(
        self,
        desk: Any,
        signed_in: "SignedIn",
        kept: dict[str, Any],
        settings: dict[str, Any],
    ) -> None:
        from workbench.views.bench import Bench, Outside  # noqa: PLC0415
        from workbench.views.password import PasswordPage  # noqa: PLC0415

        outside = Outside(
            write=home_folder.write_safely,
            restore=self._restore,
            restyle=lambda _large: QTimer.singleShot(0, self, self._restyle),
            leave=self.sign_out,
            logs=self.folder / "logs",
        )
        self.bench = Bench(
            desk, signed_in, kept=kept, settings=settings, outside=outside, parent=self
        )
        self.bench.changes.changed.connect(self._note_change)
        self.setWindowTitle(self.bench.title or NAME)
        self._dress(large=bool(kept.get("window/large")))
        if signed_in.must_change:
            page = PasswordPage(self.bench, must=True)
            page.done.connect(self._show_work)
            page.left.connect(self.sign_out)
            self._show(page)
            page.begin()
        else:
            self._show_work()

    def _dress(self, *, large: bool) -> None:
        application = QApplication.instance()
        if large != style.is_large() and isinstance(application, QApplication):
            style.dress(application, large=large)

    def _show_work(self) -> None:
        from workbench.rules.platform import Policy  # noqa: PLC0415
        from workbench.services.platform import policy  # noqa: PLC0415
        from workbench.views.main_window import MainWindow  # noqa: PLC0415

        assert self.bench is not None  # noqa: S101 - somebody was let in
        self.window_of_work = MainWindow(self.bench)
        self._show(self.window_of_work)
        self.bench.ask(
            policy.whole,
            {"policy": Policy.BACKUP_MINUTES},
            lambda minutes: self._backups.start(minutes * 60_000),
            owner=self,
        )
        self.entered.emit()

    def _restyle(self) -> None:
        assert self.bench is not None  # noqa: S101 - only its menu calls this
        if self.window_of_work is not None:
            self.window_of_work.keep_drafts()
        self._dress(large=bool(self.bench.memory.get("window/large")))
        self._show_work()

    def sign_out(self) -> None:
        """Go back to the sign-in page; what was typed is kept as drafts."""
        if self.bench is None:
            return
        self._let_go()
        self._dress(large=False)
        self._show_sign_in(self.windowTitle())

    def _let_go(self) -> None:
        """Take leave of the signed-in person."""
        self._backups.stop()
        if self.window_of_work is not None:
            self.window_of_work.keep_drafts()
        finish_all()
        if self.bench is not None:
            with contextlib.suppress(Refusal, UnavailableError):
                self.bench.memory.flush()
            self.bench.deleteLater()
        self.bench = self.window_of_work = None

    # ---- backups ----

    def _note_change(self, topics: frozenset[Any]) -> None:
        from workbench.desk import Topic  # noqa: PLC0415

        if topics - {Topic.AUDIT, Topic.BACKUPS}:
            self._changed = True

    def _back_up(self) -> None:
        if not self._changed or self.bench is None:
            return
        self._changed = False
        minutes = self._backups.interval() // 60_000
        in_background(
            lambda: self._make_backup(f"每{minutes}分钟"),
            ready=lambda _none: None,
            failed=self.bench.fail,
            owner=self,
        )

    def _make_backup(self, cause: str) -> None:
        from workbench.access import SYSTEM  # noqa: PLC0415
        from workbench.desk import Desk  # noqa: PLC0415
        from workbench.services.platform import backups  # noqa: PLC0415

        if self._parts is not None:
            Desk(self._parts, SYSTEM).do(backups.make_backup, cause=cause)

    def _restore(self, file: Path) -> None:
        """Make a backup the database that counts, and open it anew."""
        assert self.bench is not None  # noqa: S101 - only its page calls this
        actor = self.bench.desk.actor
        self._let_go()
        self._show(BusyPage("正在检查备份并恢复，请稍候…"))
        self._close_home()

        def restore() -> "tuple[Home, Parts, str]":
            from workbench.desk import Desk  # noqa: PLC0415
            from workbench.services.platform import backups  # noqa: PLC0415

            try:
                from workbench import database  # noqa: PLC0415

                database.restore(file, self.folder)
            except (Refusal, UnavailableError) as error:
                self._said = f"没有恢复：{error}原来的数据没有变。"
                return open_home(self.folder)
            home, parts, title = open_home(self.folder)
            Desk(parts, actor).do(
                backups.record_restore, file=file.name, made_at=made_at(file)
            )
            self._said = f"已从“{file.name}”恢复，请重新登录。"
            return home, parts, title

        def ready(opened: "tuple[Home, Parts, str]") -> None:
            self._show_sign_in(opened[2])
            self._note_open(opened)

        self._in_background(restore, ready)

    # ---- leaving ----

    def _close_home(self) -> None:
        self._presence.close()
        self._presence = contextlib.ExitStack()
        if self._home is not None:
            self._home.close()
        self._home = self._parts = None

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        if self._parts is None or self._closing:
            self._close_home()
            event.accept()
            self.gone.emit()
            return
        event.ignore()
        self._closing = True
        self._let_go()
        self._show(BusyPage("正在备份，完成后自动退出，请稍候…"))
        in_background(
            lambda: self._make_backup("退出时"),
            ready=lambda _none: self.close(),
            failed=self._ask_about_backup,
            owner=self,
        )

    def _ask_about_backup(self, error: Exception) -> None:
        self._closing = False

        def leave() -> None:
            self._closing = True
            self.close()

        self._show(
            TroublePage(
                f"退出前的备份没有完成：{error}",
                ("数据本身没有问题；排除原因后再退出，或先退出、下次再备份。",),
                (("再试一次", self.close), ("仍然退出", leave)),
            )
        )

    def show_fault(
        self,
        kind: type[BaseException],
        error: BaseException,
        trace: TracebackType | None,
    ) -> None:
        """Show what nobody caught; for ``sys.excepthook``."""
        sys.__excepthook__(kind, error, trace)
        if self.window_of_work is not None and isinstance(error, Exception):
            self.window_of_work.show_error(error)
            return
        from workbench.views.faults import save_report  # noqa: PLC0415

        report = save_report(error, self.folder / "logs")
        self._show(
            TroublePage(
                "程序出了错，没有完成。已保存的数据没有丢失。",
                (f"请把这个文件交给维护人员：{report}",),
                (("重试", self._retry), ("退出", self.close)),
            )
        )


def _say_failed(page: "FirstRunPage | RecoveryPage", error: Exception) -> None:
    """Say on a page why nothing was founded or recovered."""
    if not isinstance(error, (Refusal, UnavailableError)):
        raise error
    page.fail("".join((str(error), *getattr(error, "ways", ()))))


def made_at(file: Path) -> datetime:
    """Return when a backup was made, as its name says; else as its file does."""
    with contextlib.suppress(ValueError):
        stamp = file.stem.partition("-")[2]
        return datetime.strptime(stamp, "%Y%m%dT%H%M%S%fZ").replace(tzinfo=UTC)
    return datetime.fromtimestamp(file.stat().st_mtime, UTC)


def preload() -> None:
    """Load what signing in and the first page need; on a worker."""
    import argon2  # noqa: F401, PLC0415 - not before the first paint

    from workbench import house, search  # noqa: F401, PLC0415
    from workbench.views import (  # noqa: PLC0415
        home,  # noqa: F401
        main_window,  # noqa: F401
        rooms,
    )

    rooms.rooms()
    search.readings()


def open_home(folder: Path) -> "tuple[Home, Parts, str]":
    """Open a home and say whose it is; on a worker."""
    from workbench import database, house  # noqa: PLC0415
    from workbench.access import SYSTEM  # noqa: PLC0415
    from workbench.desk import Desk  # noqa: PLC0415
    from workbench.services.platform import setup  # noqa: PLC0415

    home = database.open_home(folder)
    parts = house.parts_of(home)
    title = str(Desk(parts, SYSTEM).ask(setup.settings).get("title", NAME))
    preload()
    return home, parts, title


def speak_chinese(application: QApplication) -> None:
    """Have Qt's own dialogs speak Chinese."""
    translator = QTranslator(application)
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    if translator.load("qtbase_zh_CN", folder):
        application.installTranslator(translator)


def application() -> QApplication:
    """Return the one application, dressed."""
    QGuiApplication.setHighDpiScaleFactorRoundingPolicy(
        Qt.HighDpiScaleFactorRoundingPolicy.PassThrough
    )
    made = QApplication.instance() or QApplication([NAME, "-style", "Fusion"])
    assert isinstance(made, QApplication)  # noqa: S101 - nobody makes another kind
    made.setApplicationName(NAME)
    style.dress(made)
    return made


def main(arguments: Sequence[str] | None = None) -> int:
    """Open the desktop; return when it is closed.

    Args:
        arguments: ``--home DIR``, or nothing; the command line's where None.
    """
    import argparse  # noqa: PLC0415 - every module counts before the first paint

    parser = argparse.ArgumentParser(prog="main.py", description=NAME)
    parser.add_argument("--home", type=Path, help="数据文件夹")
    given = parser.parse_args(arguments)
    gc.disable()  # until everything is loaded: it would only look on
    running = application()
    desktop = Desktop(given.home or home_folder.default_folder())
    sys.excepthook = desktop.show_fault
    screen = running.primaryScreen().availableSize()
    if screen.width() <= _SMALL_SCREEN:
        desktop.showMaximized()
    else:
        desktop.resize(*_WINDOW)
        desktop.show()
    return running.exec()
