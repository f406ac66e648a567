"""Papers in Word or WPS: handed out to be edited, taken back; and signed scans."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QStandardPaths, Qt
from PySide6.QtWidgets import QFileDialog

from workbench.desk import Progress
from workbench.listing import Tone
from workbench.rules.documents import PaperState
from workbench.services.documents import versions
from workbench.services.documents.paper_row import PaperRow
from workbench.views.documents import files
from workbench.views.output import FILE_KINDS
from workbench.views.pages import Action, PanelPage, Takes

FOLDER = "公文修改稿"
CHANGES, FILES = "修改", "文件"
"""The buttons in whose menus actions on the text, and on files, stand."""


def _documents() -> Path:
    return Path(
        QStandardPaths.writableLocation(
            QStandardPaths.StandardLocation.DocumentsLocation
        )
    )


def _key(paper_id: int) -> str:
    return f"papers/edited/{paper_id}"


def edit(page: PanelPage, row: PaperRow, folder: Path) -> None:
    """Write a paper where it can be edited, and open it.

    Args:
        page: Whose.
        row: The paper.
        folder: Where the file is written.
    """
    bench = page.bench

    def show(made: tuple[Path, int]) -> None:
        path, version = made
        bench.memory.keep(_key(row.id), {"path": str(path), "version": version})
        if bench.outside.open(path):
            bench.tell(
                f"已打开“{path}”。改好存盘、关闭后，点“取回”存成新的一版。",
                key="opened",
            )
            return
        kind = FILE_KINDS[path.suffix].replace(" ", "")
        bench.tell(
            f"已写到“{path}”，但这台电脑上没有能打开{kind}的程序。",
            Tone.CAUTION,
            ways=("复制到装有WPS或Office的电脑上修改，再取回。",),
            key="opened",
        )

    bench.run(
        lambda _progress: files.copy_to_edit(bench.desk, bench.outside, row.id, folder),
        show,
        owner=page,
        doing="正在打开",
    )


def take_back(page: PanelPage, row: PaperRow, path: Path, base: int | None) -> None:
    """Take an edited paper back as a new version.

    Args:
        page: Whose.
        row: The paper.
        path: The file.
        base: The version that was edited, where that is known.
    """
    bench = page.bench

    def call(_progress: Progress) -> int:
        return bench.desk.do(
            versions.take_back,
            paper_id=row.id,
            content=files.content_of(path),
            name=path.name,
            base=base,
        )

    def done(version: int) -> None:
        bench.memory.keep(_key(row.id), None)
        bench.tell(f"已取回“{path.name}”，存为第{version}版。")
        page.reveal(row.id)

    bench.run(call, done, owner=page, doing="正在取回")


def keep_scan(page: PanelPage, row: PaperRow, path: Path) -> None:
    """Keep a scan of a paper as it was signed and sealed.

    Args:
        page: Whose.
        row: The paper.
        path: The file.
    """
    bench = page.bench

    def call(_progress: Progress) -> int:
        content = files.content_of(path)
        return bench.desk.do(versions.add_scan, paper_id=row.id, content=content)

    def done(version: int) -> None:
        bench.tell(f"扫描件已存为第{version}版。")
        page.reveal(row.id)

    bench.run(call, done, owner=page, doing="正在上传扫描件")


def _pick(
    page: PanelPage, title: str, filters: str, chosen: Callable[[Path], Any]
) -> None:
    dialog = QFileDialog(page, title, str(_documents()))
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    dialog.setNameFilter(filters)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.fileSelected.connect(lambda path: chosen(Path(path)))
    dialog.open()


def _edit(page: PanelPage, rows: Sequence[PaperRow]) -> None:
    edit(page, rows[0], _documents() / FOLDER)


def _take_back(page: PanelPage, rows: Sequence[PaperRow]) -> None:
    row = rows[0]
    kept = page.bench.memory.get(_key(row.id))
    if isinstance(kept, dict) and Path(kept["path"]).exists():
        take_back(page, row, Path(kept["path"]), int(kept["version"]))
    else:
        _take_other(page, rows)


def _take_other(page: PanelPage, rows: Sequence[PaperRow]) -> None:
    """Take back whichever file the person picks; its own mark says what was edited."""
    _pick(
        page,
        "取回改好的文件",
        "Word 文档 (*.docx)",
        lambda path: take_back(page, rows[0], path, None),
    )


def _scan(page: PanelPage, rows: Sequence[PaperRow]) -> None:
    _pick(
        page,
        "上传盖章后的扫描件",
        "扫描件 (*.pdf *.jpg *.jpeg *.png)",
        partial(keep_scan, page, rows[0]),
    )


def _editable(row: PaperRow) -> bool:
    return row.suffix == "docx" and row.state in {PaperState.DRAFT, PaperState.REVIEW}


def _signed(row: PaperRow) -> bool:
    """Tell whether there may be a paper signed by hand; of a void one, too."""
    void = row.state is PaperState.VOID and row.issued_on is not None
    waits = row.state is PaperState.SIGNED and row.numbered
    return void or (row.state.issued and not waits)


EDIT = Action(
    "打开编辑",
    _edit,
    versions.take_back,
    Takes.ONE,
    "pencil",
    when=_editable,
    menu=CHANGES,
)
TAKE_BACK = Action(
    "取回",
    _take_back,
    versions.take_back,
    Takes.ONE,
    "file-up",
    when=_editable,
    menu=CHANGES,
)
TAKE_OTHER = Action(
    "取回别的文件",
    _take_other,
    versions.take_back,
    Takes.ONE,
    "file-up",
    when=_editable,
    menu=CHANGES,
)
SCAN = Action(
    "上传扫描件",
    _scan,
    versions.add_scan,
    Takes.ONE,
    "image",
    when=_signed,
    menu=FILES,
)
