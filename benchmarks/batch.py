"""Two hundred papers of the sample county bound and spread, the window free meanwhile.

Every paper goes the whole way: through the desk, noted in the trail, broken into pages,
painted. The window is free if its clock is never late by a quarter of a second.
"""

import itertools
import os
import tempfile
import time
from functools import partial
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEventLoop, QTimer

from benchmarks.figures import Figure, leave
from workbench import app, demo, home_folder, house
from workbench.access import SYSTEM
from workbench.desk import Desk
from workbench.services.documents import register
from workbench.views import actions, printing
from workbench.views.documents import preview_batch
from workbench.views.documents.preview_batch import Batch, Portion, Way

PAPERS, SECONDS, LATE_SECONDS = 200, 10, 0.25
BEAT_MS = 5


def carried_out(batch: Batch) -> tuple[float, float]:
    """Return how long a batch takes on a worker, and how late the clock was at most."""
    loop, late, last = QEventLoop(), [0.0], [time.perf_counter()]

    def beat() -> None:
        now = time.perf_counter()
        late.append(now - last[0] - BEAT_MS / 1000)
        last[0] = now

    clock = QTimer(interval=BEAT_MS)
    clock.timeout.connect(beat)
    clock.start()
    start = time.perf_counter()
    actions.in_background(
        lambda: batch.run(lambda _done, _total, _doing: None),
        ready=lambda _whole: loop.quit(),
        failed=lambda _error: loop.quit(),
        owner=loop,
    )
    loop.exec()
    taken = time.perf_counter() - start
    if not batch.whole:
        raise SystemExit("the batch failed")
    return taken, max(late)


def measure() -> list[Figure]:
    """Take the figures."""
    application = app.application()
    with tempfile.TemporaryDirectory(prefix="workbench-bench-") as name:
        out = Path(name)
        home = demo.build(out / "demo", lambda _words: None)
        desk = Desk(house.parts_of(home), SYSTEM)
        ids = desk.ask(register.find_papers)
        rows = desk.ask(register.paper_rows, ids=ids)
        papers = itertools.cycle([one for one in ids if rows[one].suffix == "docx"])
        portions = [Portion(one) for one in itertools.islice(papers, PAPERS)]
        (out / "folder").mkdir()
        figures = []
        for words, path in (
            ("合成一个PDF", out / "all.pdf"),
            ("存到文件夹", out / "folder"),
        ):
            opened = partial(
                preview_batch._pages,  # noqa: SLF001 - the desk's part of a batch
                desk,
                Way.BOUND,
                printing.Terms(""),
            )
            batch = Batch(portions, opened, home_folder.write_safely, path=path)
            taken, late = carried_out(batch)
            told = f"{PAPERS}份公文{words}（{batch.pages}页）"
            figures += [
                Figure(told, taken, 1, SECONDS, ("秒", 1)),
                Figure(f"{words}时窗口最长的等待", late, LATE_SECONDS, 1),
            ]
        home.close()
    application.processEvents()
    return figures


if __name__ == "__main__":
    leave(measure())
