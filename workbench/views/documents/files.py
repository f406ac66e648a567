"""Files of papers on this PC: copies to read, and copies to keep."""

import stat
from functools import cache
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory, mkdtemp

from workbench.desk import CancelledError, Desk, Progress
from workbench.rules import UnavailableError
from workbench.services.documents import register, versions
from workbench.services.documents.blanks import BlankForm
from workbench.views.bench import Outside


@cache
def _folder() -> TemporaryDirectory[str]:
    """Return the folder of the copies to read; it goes when the program ends."""
    return TemporaryDirectory(prefix="workbench-", ignore_cleanup_errors=True)


def copy_to_read(
    desk: Desk, outside: Outside, paper_id: int, version: int | None = None
) -> Path:
    """Write a paper where another program can read it, and only read; for a worker.

    Args:
        desk: Whose desk.
        outside: Writes the file.
        paper_id: The paper.
        version: Which version; the latest text where None.
    """
    taken = desk.do(register.take_paper, paper_id=paper_id, way="打开", version=version)
    path = Path(mkdtemp(dir=_folder().name)) / taken.name
    outside.write(path, taken.content)
    # What is changed in a copy does not come back: let the other program say so.
    path.chmod(stat.S_IREAD)
    return path


def copy_of_blank(outside: Outside, blank: BlankForm) -> Path:
    """Write a blank form where another program can print it; for a worker."""
    path = Path(mkdtemp(dir=_folder().name)) / blank.name
    outside.write(path, blank.content)
    return path


def copy_to_edit(
    desk: Desk, outside: Outside, paper_id: int, folder: Path
) -> tuple[Path, int]:
    """Write a paper where it can be edited, and return its version; for a worker.

    The file bears unseen whose text it is, so that it is known when it comes back.

    Args:
        desk: Whose desk.
        outside: Writes the file.
        paper_id: The paper.
        folder: Where; made if it is not there.
    """
    desk.ask(versions.check_editable, paper_id=paper_id)
    taken = desk.do(register.take_paper, paper_id=paper_id, way="打开编辑")
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UnavailableError(f"建不了文件夹“{folder}”，请检查磁盘和权限。") from error
    from workbench.reports import edited  # noqa: PLC0415 - heavy, seldom needed

    path = free_path(folder / taken.name)
    mark = edited.Mark(paper_id, taken.version)
    outside.write(path, edited.marked(taken.content, mark))
    return path, taken.version


def content_of(path: Path) -> bytes:
    """Return a file from outside, or say in words why it cannot be read; for a worker.

    Raises:
        UnavailableError: It is gone, or another program holds it.
    """
    try:
        return path.read_bytes()
    except OSError as error:
        raise UnavailableError(
            f"读不到“{path.name}”：文件已移走，或正被别的程序占用。请存盘关闭后再试。"
        ) from error


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
        outside.write(free_path(folder / taken.name), taken.content)
    return len(ids)


def free_path(path: Path) -> Path:
    """Return a path at which nothing lies: the same, or with a number behind it."""
    if not path.exists():
        return path
    others = (path.with_stem(f"{path.stem}（{n}）") for n in count(2))
    return next(one for one in others if not one.exists())
