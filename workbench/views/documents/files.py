"""Files of papers on this PC: copies to read, and copies to keep."""

import stat
from functools import cache
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory, mkdtemp

from workbench.desk import CancelledError, Desk, Progress
from workbench.services.documents import register
from workbench.views.bench import Outside


@cache
def _folder() -> TemporaryDirectory[str]:
    """Return the folder of the copies to read; it goes when the program ends."""
    return TemporaryDirectory(prefix="workbench-", ignore_cleanup_errors=True)


def copy_to_read(desk: Desk, outside: Outside, paper_id: int) -> Path:
    """Write a paper where another program can read it, and only read; for a worker.

    Args:
        desk: Whose desk.
        outside: Writes the file.
        paper_id: The paper.
    """
    taken = desk.do(register.take_paper, paper_id=paper_id, way="打开")
    path = Path(mkdtemp(dir=_folder().name)) / taken.name
    outside.write(path, taken.content)
    # What is changed in a copy does not come back: let the other program say so.
    path.chmod(stat.S_IREAD)
    return path


def keep_copy(desk: Desk, outside: Outside, paper_id: int, path: Path) -> None:
    """Write a paper where the person says; for a worker."""
    taken = desk.do(register.take_paper, paper_id=paper_id, way="另存")
    outside.write(path, taken.content)


def keep_copies(
    desk: Desk,
    outside: Outside,
    ids: tuple[int, ...],
    folder: Path,
    progress: Progress,
) -> int:
    """Write papers into a folder, over nothing that is there; for a worker.

    Returns:
        How many were written; fewer than asked for if the person stopped it.
    """
    for done, paper_id in enumerate(ids):
        try:
            progress(done, len(ids), "正在另存公文")
        except CancelledError:
            return done
        taken = desk.do(register.take_paper, paper_id=paper_id, way="批量另存")
        outside.write(_free(folder / taken.name), taken.content)
    return len(ids)


def _free(path: Path) -> Path:
    """Return a path at which nothing lies: the same, or with a number behind it."""
    if not path.exists():
        return path
    others = (path.with_stem(f"{path.stem}（{n}）") for n in count(2))
    return next(one for one in others if not one.exists())
