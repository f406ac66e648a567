"""What every page of one signed-in person works with."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QTimer, QUrl, Signal

from workbench.desk import Desk, Progress
from workbench.listing import Tone
from workbench.services.platform import preferences
from workbench.services.platform.accounts import SignedIn
from workbench.views.actions import Changes, Job, in_background, start

_SETTLE_MS = 800


@dataclass(frozen=True)
class Notice:
    """Something said to the person, without a dialog.

    Attributes:
        text: One sentence.
        tone: Good ones fade; the others stay until they are closed.
        ways: Lawful ways out, one short sentence each.
        clause: Key of the clause that said no.
        act: What may be done about it: the button's word, and what it does.
        key: A later notice of the same key takes this one's place.
        stays: Whether it is about no page, and so outlasts going to another.
    """

    text: str
    tone: Tone = Tone.PLAIN
    ways: tuple[str, ...] = ()
    clause: str = ""
    act: tuple[str, Callable[[], object]] | None = None
    key: str = ""
    stays: bool = False


def open_file(path: Path) -> bool:
    """Open a file with the PC's own program; tell whether there is one for it."""
    from PySide6.QtGui import QDesktopServices  # noqa: PLC0415 - seldom needed

    return QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))


@dataclass(frozen=True)
class Outside:
    """What lies beyond the desk's door, handed in by whoever put the parts together.

    Attributes:
        write: Writes a file safely, or says in words why not.
        restore: Closes the window, makes a backup the one that counts, opens anew.
        restyle: Switches large type on or off and builds the window anew.
        leave: Signs the person out.
        logs: Folder for tracebacks.
        open: Opens a file with the PC's own program; tells whether there is one.
    """

    write: Callable[[Path, bytes], None]
    restore: Callable[[Path], None]
    restyle: Callable[[bool], None]
    leave: Callable[[], None]
    logs: Path
    open: Callable[[Path], bool] = open_file


class Memory(QObject):
    """What the person's pages remember: filters, columns, drafts.

    It is read once and kept in hand; changes are written down a moment later, one at
    a time and in order.

    Args:
        desk: The person's desk.
        kept: What is remembered already, by name.
        failed: Told when something could not be written down.
        parent: Owner.
    """

    def __init__(
        self,
        desk: Desk,
        kept: Mapping[str, Any],
        failed: Callable[[Exception], object],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._desk = desk
        self._kept = dict(kept)
        self._failed = failed
        self._unwritten: dict[str, Any] = {}
        self._writing = False
        self._timer = QTimer(self, interval=_SETTLE_MS, singleShot=True)
        self._timer.timeout.connect(self._write)

    def get(self, name: str, default: Any = None) -> Any:
        """Return what is remembered under a name."""
        return self._kept.get(name, default)

    def keep(self, name: str, value: Any) -> None:
        """Remember something; None forgets it.

        Args:
            name: Which page's which thing, as ``people/filter``.
            value: Anything JSON can say.
        """
        if self._kept.get(name) == value:
            return
        if value is None:
            self._kept.pop(name, None)
        else:
            self._kept[name] = value
        self._unwritten[name] = value
        self._timer.start()

    def flush(self) -> None:
        """Write down at once what is not written yet; before leaving."""
        self._timer.stop()
        unwritten, self._unwritten = self._unwritten, {}
        for name, value in unwritten.items():
            self._desk.do(preferences.remember, name=name, value=value)

    def _write(self) -> None:
        if self._writing or not self._unwritten:
            return
        name = next(iter(self._unwritten))
        value = self._unwritten.pop(name)
        self._writing = True
        in_background(
            lambda: self._desk.do(preferences.remember, name=name, value=value),
            ready=lambda _none: self._written(),
            failed=self._lost,
            owner=self,
        )

    def _written(self) -> None:
        self._writing = False
        self._write()

    def _lost(self, error: Exception) -> None:
        self._writing = False
        self._failed(error)


class Bench(QObject):
    """A signed-in person's place: the desk, what changed, whom to tell.

    Args:
        desk: The person's desk.
        signed_in: Who that is.
        kept: What the person's pages remember.
        settings: The home's settings.
        outside: What lies beyond the desk.
        parent: Owner.

    Attributes:
        held: What pages hold in hand while the person is signed in, by page; it
            outlives a window that is built anew.
        title: Whose home it is.
        sample: Whether all the data is made up, and to be marked so.

    Signals:
        told: There is something to say.
              notice: What.
        failed: Something asked for here could not be had.
                error: The exception.
        working: Work has begun that takes long enough to watch.
                 job: The work.
        wanted: A page is to be shown.
                page: Its key.
                target: What on it, as that page understands it; or None.
        escaped: Esc was pressed on a page that had nothing to close.
    """

    told = Signal(object)
    failed = Signal(object)
    working = Signal(object)
    wanted = Signal(str, object)
    escaped = Signal()

    def __init__(
        self,
        desk: Desk,
        signed_in: SignedIn,
        *,
        kept: Mapping[str, Any],
        settings: Mapping[str, Any],
        outside: Outside,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.desk = desk
        self.signed_in = signed_in
        self.outside = outside
        self.held: dict[str, Any] = {}
        self.title = str(settings.get("title", ""))
        self.sample = bool(settings.get("sample"))
        self.changes = Changes(desk, self)
        self.memory = Memory(desk, kept, self.fail, self)

    def ask(
        self,
        query: Callable[..., Any],
        arguments: Mapping[str, Any],
        ready: Callable[[Any], object],
        *,
        owner: QObject,
        failed: Callable[[Exception], object] | None = None,
    ) -> Job:
        """Run a query in the background.

        Args:
            query: A chartered service function.
            arguments: Its keywords.
            ready: Given the result.
            owner: Who asks.
            failed: Given the exception; the window shows it where None.
        """
        return in_background(
            lambda: self.desk.ask(query, **arguments),
            ready=ready,
            failed=failed or self.fail,
            owner=owner,
        )

    def do(
        self,
        command: Callable[..., Any],
        arguments: Mapping[str, Any],
        ready: Callable[[Any], object],
        *,
        owner: QObject,
        failed: Callable[[Exception], object] | None = None,
        doing: str = "",
    ) -> Job:
        """Run a command in the background; see ``ask``.

        Args:
            command: A chartered service function.
            arguments: Its keywords.
            ready: Given the result.
            owner: Who asks.
            failed: Given the exception; the window shows it where None.
            doing: What is going on, in words, where it takes long enough to watch
                and to stop.
        """
        job = Job(ready, failed or self.fail, owner, doing)
        return self._watch(job, lambda desk: desk.do(command, **arguments))

    def ask_long(
        self,
        query: Callable[..., Any],
        arguments: Mapping[str, Any],
        ready: Callable[[Any], object],
        *,
        owner: QObject,
        doing: str,
        failed: Callable[[Exception], object] | None = None,
    ) -> Job:
        """Run a query that takes long enough to watch and to stop; see ``do``."""
        job = Job(ready, failed or self.fail, owner, doing)
        return self._watch(job, lambda desk: desk.ask(query, **arguments))

    def run(
        self,
        call: Callable[[Progress], Any],
        ready: Callable[[Any], object],
        *,
        owner: QObject,
        doing: str,
        failed: Callable[[Exception], object] | None = None,
    ) -> Job:
        """Run long work of several questions in the background; see ``do``.

        Args:
            call: Given the job's progress, to be told how far it has come.
            ready: Given the result.
            owner: Who asks.
            doing: What is going on, in words.
            failed: Given the exception; the window shows it where None.
        """
        job = Job(ready, failed or self.fail, owner, doing)
        return self._watch(job, lambda _desk: call(job.progress))

    def _watch(self, job: Job, call: Callable[[Desk], Any]) -> Job:
        desk = self.desk.watched(job.progress)
        if job.doing:
            self.working.emit(job)
        start(lambda: call(desk), job)
        return job

    def tell(
        self, text: str, tone: Tone = Tone.GOOD, *, key: str = "", **more: Any
    ) -> None:
        """Say something in the notice bar; see ``Notice``."""
        self.told.emit(Notice(text, tone, key=key, **more))

    def fail(self, error: Exception) -> None:
        """Hand an error to the one function that shows them."""
        self.failed.emit(error)

    def go(self, page: str, target: object = None) -> None:
        """Show a page, and something on it."""
        self.wanted.emit(page, target)
