"""Work done off the screen's thread, and what changed behind the screen's back.

A page hands over a call; it runs on a worker thread and answers on the screen's
thread. Nothing else in ``views`` starts a thread or a child process. No database
library is imported here: the sign-in page uses this before any of them is loaded.
"""

import gc
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from PySide6.QtCore import QObject, QRunnable, QThreadPool, QTimer, Signal
from shiboken6 import isValid
from typing_extensions import override

if TYPE_CHECKING:
    from workbench.desk import Desk, Topic

R = TypeVar("R")

POLL_MS = 10_000
_PATIENCE_MS = 30_000
_TIDY_MS = 1_000
_MOST_CHILDREN = 4


class Job(QObject):
    """One piece of work under way.

    Args:
        ready: Given the result, on the thread that asked.
        failed: Given the exception, on the thread that asked.
        owner: Who asked. Once it is gone, the answer is dropped.
        doing: What is going on, in words, for work that takes long enough to watch.

    Attributes:
        doing: As above.

    Signals:
        moved: How far the work has come.
               done: Steps done.
               total: Steps in all; 0 where nobody knows.
               doing: What is going on.
        ended: The work is over, whichever way.
    """

    moved = Signal(int, int, str)
    ended = Signal()
    _came = Signal(object, object)

    def __init__(
        self,
        ready: Callable[[Any], object],
        failed: Callable[[Exception], object],
        owner: QObject,
        doing: str = "",
    ) -> None:
        super().__init__()
        self.doing = doing
        self._ready = ready
        self._failed = failed
        self._owner = owner
        self._stopped = False
        self._came.connect(self._deliver)

    def cancel(self) -> None:
        """Stop the work at its next step; nothing of it is kept."""
        self._stopped = True

    def progress(self, done: int, total: int, doing: str) -> None:
        """Note how far the work has come; called by the worker.

        Raises:
            CancelledError: Somebody stopped it.
        """
        if self._stopped:
            from workbench.desk import CancelledError  # noqa: PLC0415

            raise CancelledError
        self.moved.emit(done, total, doing)

    def _deliver(self, result: object, error: Exception | None) -> None:
        _awaited.discard(self)
        self.ended.emit()
        if not isValid(self._owner):
            return
        if error is None:
            self._ready(result)
        else:
            self._failed(error)

    def answer(self, result: object, error: Exception | None) -> None:
        """Bring the answer home; called by the worker."""
        self._came.emit(result, error)


# Without this the last reference would be the worker's, and Qt would drop the answer
# on its way.
_awaited: set[Job] = set()


class _Call(QRunnable, Generic[R]):
    def __init__(self, call: Callable[[], R], job: Job) -> None:
        super().__init__()
        self._call = call
        self._job = job

    @override
    def run(self) -> None:
        try:
            result = self._call()
        except Exception as error:  # noqa: BLE001 - handed over whole, not swallowed
            self._job.answer(None, error)
        else:
            self._job.answer(result, None)


def in_background(
    call: Callable[[], R],
    *,
    ready: Callable[[R], object],
    failed: Callable[[Exception], object],
    owner: QObject,
) -> Job:
    """Run ``call`` on a worker thread; answer on the thread that asked.

    Args:
        call: Must touch no widget.
        ready: Given the result.
        failed: Given the exception.
        owner: Who asked. Once it is gone, the answer is dropped.
    """
    job = Job(ready, failed, owner)
    start(call, job)
    return job


def start(call: Callable[[], Any], job: Job) -> None:
    """Begin a job whose watchers are already connected."""
    _awaited.add(job)
    QThreadPool.globalInstance().start(_Call(call, job))


class Children:
    """Child processes, for work that would hold up all threads.

    Args:
        begin: Called in each child before its first piece of work.
    """

    def __init__(self, begin: Callable[[], object]) -> None:
        # A second way to work, rarely taken, and slow to load.
        from concurrent.futures import ProcessPoolExecutor  # noqa: PLC0415
        from multiprocessing import get_context  # noqa: PLC0415

        self._pool = ProcessPoolExecutor(
            min(os.cpu_count() or 1, _MOST_CHILDREN),
            mp_context=get_context("spawn"),
            initializer=begin,
        )

    def map(self, call: Callable[..., R], *given: Sequence[Any]) -> Iterator[R]:
        """Return what a call gives for each of some arguments, in their order.

        Security software may forbid child processes; then it is done here, and takes
        longer.
        """
        from concurrent.futures import BrokenExecutor  # noqa: PLC0415

        with suppress(BrokenExecutor):
            return iter([*self._pool.map(call, *given)])
        return map(call, *given)

    def end(self) -> None:
        """Let the children go; what is still waiting is not begun."""
        self._pool.shutdown(wait=False, cancel_futures=True)


@contextmanager
def children(begin: Callable[[], object]) -> Iterator[Children]:
    """Yield child processes that end with the block.

    Args:
        begin: As of ``Children``.
    """
    made = Children(begin)
    try:
        yield made
    finally:
        made.end()


def finish_all() -> None:
    """Wait for the workers, before the program or its home is closed."""
    QThreadPool.globalInstance().waitForDone(_PATIENCE_MS)


class Tidying(QObject):
    """Collects Python's garbage on the screen's thread, and only there.

    A collection may let go of widgets. Were it to run on a worker, as it does when a
    worker happens to make the last object of a round, they would be destroyed on the
    wrong thread.

    Args:
        parent: Owner.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        gc.disable()
        self._timer = QTimer(self, interval=_TIDY_MS)
        self._timer.timeout.connect(self.tidy)
        self._timer.start()

    def tidy(self) -> None:
        """Collect the generations that are due."""
        for generation in reversed(range(len(gc.get_count()))):
            if gc.get_count()[generation] > gc.get_threshold()[generation]:
                gc.collect(generation)
                return


class Changes(QObject):
    """Passes on what changed, at this desk at once and at others by asking.

    Args:
        desk: The desk that is listened to.
        parent: Owner.

    Signals:
        changed: A command was carried out, at this desk or another.
                 topics: The topics it changed.
        reached: Whether the database answered when last asked.
    """

    changed = Signal(object)
    reached = Signal(bool)

    def __init__(self, desk: "Desk", parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._asking = False
        desk.listen(self._pass_on)
        self._timer = QTimer(self, interval=POLL_MS)
        self._timer.timeout.connect(self.poll)
        self._timer.start()

    def poll(self) -> None:
        """Ask what other desks have changed, unless the last question is still open."""
        if self._asking:
            return
        self._asking = True
        in_background(
            self._desk.changes_elsewhere,
            ready=self._heard,
            failed=self._missed,
            owner=self,
        )

    def _pass_on(self, topics: "frozenset[Topic]") -> None:
        if isValid(self):  # a command may outlive the window that gave it
            self.changed.emit(topics)

    def _heard(self, topics: "frozenset[Topic]") -> None:
        self._asking = False
        self.reached.emit(True)
        if topics:
            self.changed.emit(topics)

    def _missed(self, _error: Exception) -> None:
        self._asking = False
        self.reached.emit(False)
