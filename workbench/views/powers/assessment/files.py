"""Writing a month's files where the person wants them."""

from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QFileDialog

from workbench.services.powers.assessment import papers
from workbench.views.pages import PanelPage


def ask_where(page: PanelPage, affair_id: int) -> None:
    """Ask for a folder, and write a month's workbook and tables into it.

    Args:
        page: Whose.
        affair_id: The month.
    """
    dialog = QFileDialog(page, "把考核表放到哪个文件夹")
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    dialog.setOption(QFileDialog.Option.ShowDirsOnly)
    page.asked = dialog
    dialog.fileSelected.connect(
        lambda chosen: write_into(page, affair_id, Path(chosen))
    )
    dialog.open()


def write_into(page: PanelPage, affair_id: int, folder: Path) -> None:
    """Write a month's workbook and tables into a folder.

    Args:
        page: Whose.
        affair_id: The month.
        folder: Where to.
    """
    bench = page.bench

    def write(_progress: Any) -> tuple[papers.MonthFile, ...]:
        files = bench.desk.ask(papers.month_files, affair_id=affair_id)
        for one in files:
            bench.outside.write(folder / one.name, one.content)
        return files

    bench.run(write, partial(_told, page, folder), owner=page, doing="正在写考核表")


def _told(page: PanelPage, folder: Path, files: tuple[papers.MonthFile, ...]) -> None:
    drafts = "都是草稿，没有编号。" if files[0].draft else "数据已锁定。"
    page.bench.tell(f"已写出{len(files)}个文件到“{folder}”，{drafts}")
