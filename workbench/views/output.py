"""What leaves the workbench: lists as sheets and on paper."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QMarginsF, QPointF, QRectF, QSizeF, QStandardPaths, Qt
from PySide6.QtGui import (
    QFontMetricsF,
    QPageLayout,
    QPageSize,
    QPainter,
    QPen,
    QPixmap,
)
from PySide6.QtWidgets import QFileDialog, QWidget

from workbench.desk import Desk, Progress
from workbench.listing import AnyListing, Column, Kind
from workbench.rules.calendar import CHINA, chinese_day
from workbench.services.platform import exports
from workbench.views import style

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter, QPrintPreviewDialog

FILE_KINDS = {
    ".docx": "Word 文档",
    ".xlsx": "Excel 工作簿",
    ".pdf": "PDF 文档",
    ".png": "图片",
}
"""What files are called, by the end of their names."""

_BATCH = 1_000
_POINTS = 72
_MARGIN_MM = 12
_PADDING = 4  # points on either side of a cell
_ROW_POINTS = 18
_CHARACTER_PX = 7  # of a declared width: one character of a sheet's column


@dataclass(frozen=True)
class Extract:
    """Rows of a list that are to leave the workbench.

    Attributes:
        listing: The list.
        columns: Which columns.
        numbers: Which rows.
        scope: Which these are, in words.
        on: The day the rows are wanted as on; None for today, or where a list has
            no days.
    """

    listing: AnyListing
    columns: tuple[Column[Any], ...]
    numbers: Sequence[int]
    scope: str
    on: date | None = None

    @property
    def as_on(self) -> str:
        """The day as words that follow a title; empty for today."""
        return f"（截至{chinese_day(self.on)}）" if self.on else ""


def lines_of(
    desk: Desk, extract: Extract, progress: Progress, doing: str
) -> Iterator[list[str]]:
    """Yield the cells of each row, fetched batch by batch; for a worker."""
    total = len(extract.numbers)
    day = {} if extract.on is None else {"on": extract.on}
    for start in range(0, total, _BATCH):
        progress(start, total, doing)
        batch = list(extract.numbers[start : start + _BATCH])
        rows = desk.ask(extract.listing.rows, ids=batch, **day)
        for number in batch:
            if number in rows:
                yield [column.text(rows[number]) for column in extract.columns]


def sheet_of(
    desk: Desk, extract: Extract, progress: Progress, *, sample: bool = False
) -> bytes:
    """Return rows of a list as an Excel workbook; for a worker.

    Args:
        desk: Whose desk.
        extract: Which rows.
        progress: To be told how far it has come.
        sample: Whether the data is made up.
    """
    return workbook(
        desk,
        extract.listing.title,
        extract.columns,
        list(lines_of(desk, extract, progress, "正在导出")),
        extract.scope + extract.as_on,
        sample=sample,
    )


def workbook(
    desk: Desk,
    title: str,
    columns: Sequence[Column[Any]],
    lines: Sequence[Sequence[str]],
    scope: str,
    *,
    sample: bool = False,
) -> bytes:
    """Return lines of cells as an Excel workbook; for a worker.

    Args:
        desk: Whose desk.
        title: Of the table.
        columns: Its columns.
        lines: The cells of each row, as they read on the screen.
        scope: Which rows these are, in words.
        sample: Whether the data is made up.
    """
    from workbench.reports import sheets  # noqa: PLC0415 - only an export needs it

    kinds = {Kind.STATE: sheets.CellKind.TEXT}
    heads = tuple(
        sheets.Column(
            column.key,
            column.title,
            kinds.get(column.kind) or sheets.CellKind(column.kind.value),
            column.width / _CHARACTER_PX,
        )
        for column in columns
    )
    rows = [
        [_cell(column.kind, text) for column, text in zip(columns, line, strict=True)]
        for line in lines
    ]
    return sheets.table_bytes(
        title,
        heads,
        rows,
        desk.now(),
        subtitle=f"{scope}，共{len(rows)}条，"
        f"{desk.now().astimezone(CHINA):%Y-%m-%d %H:%M}导出，{desk.actor.name}",
        sample=sample,
    )


def _cell(kind: str, text: str) -> str | int | date:
    """Return a cell as a sheet should know it; what reads otherwise stays text."""
    if kind == Kind.NUMBER and text.isdecimal():
        return int(text)
    if kind == Kind.DATE:
        try:
            return date.fromisoformat(text)
        except ValueError:
            return text
    return text


def note(desk: Desk, extract: Extract, way: str) -> None:
    """Have the trail say what left, and how; for a worker."""
    desk.do(
        exports.note_export,
        listing=extract.listing.title,
        way=way,
        count=len(extract.numbers),
        scope=extract.scope + extract.as_on,
    )


class ListPrint:
    """A list on paper: A4 across, its heads repeated, pages numbered.

    Args:
        title: At the top of each page.
        columns: Its columns.
        lines: The cells of each row.
        printed_at: The moment, for the foot.
        by: Who prints it, for the foot.
    """

    def __init__(
        self,
        title: str,
        columns: Sequence[Column[Any]],
        lines: Sequence[Sequence[str]],
        printed_at: datetime,
        by: str,
    ) -> None:
        self.title = title
        self.columns = columns
        self.lines = lines
        self.foot = f"{printed_at.astimezone(CHINA):%Y-%m-%d %H:%M}　{by}"

    def paint(self, printer: "QPrinter") -> None:
        """Paint every page."""
        painter = QPainter(printer)
        scale = printer.resolution() / _POINTS
        painter.scale(scale, scale)
        page = printer.pageRect(printer.Unit.Point)
        area = QRectF(0, 0, page.width(), page.height())
        a_page = max(1, int((area.height() - 3 * _ROW_POINTS - 8) // _ROW_POINTS))
        count = max(1, -(-len(self.lines) // a_page))
        for number in range(count):
            if number:
                printer.newPage()
            self._paint_page(
                painter,
                area,
                self.lines[number * a_page : (number + 1) * a_page],
                (number * a_page, f"{self.foot}　第{number + 1}页，共{count}页"),
            )
        painter.end()

    def _paint_page(
        self,
        painter: QPainter,
        area: QRectF,
        lines: Sequence[Sequence[str]],
        about: tuple[int, str],
    ) -> None:
        first, foot = about
        painter.setPen(QPen(Qt.GlobalColor.black, 0.5))
        painter.setFont(style.paper_font(13, strong=True))
        painter.drawText(
            QRectF(0, 0, area.width(), 1.5 * _ROW_POINTS),
            Qt.AlignmentFlag.AlignCenter,
            self.title,
        )
        widths = self._widths(area.width())
        top = 1.5 * _ROW_POINTS
        heads = ["序号", *(column.title for column in self.columns)]
        self._paint_line(painter, heads, widths, top, strong=True)
        for place, cells in enumerate(lines):
            top += _ROW_POINTS
            numbered = [str(first + place + 1), *cells]
            self._paint_line(painter, numbered, widths, top, strong=False)
        painter.setFont(style.paper_font(8))
        painter.drawText(
            QRectF(0, area.height() - _ROW_POINTS, area.width(), _ROW_POINTS),
            Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter,
            foot,
        )

    def _widths(self, room: float) -> list[float]:
        serial = 34.0
        total = sum(column.width for column in self.columns)
        share = (room - serial) / total
        return [serial, *(column.width * share for column in self.columns)]

    def _paint_line(
        self,
        painter: QPainter,
        cells: Sequence[str],
        widths: Sequence[float],
        top: float,
        *,
        strong: bool,
    ) -> None:
        font = style.paper_font(9, strong=strong)
        painter.setFont(font)
        metrics = QFontMetricsF(font)
        left = 0.0
        for cell, width in zip(cells, widths, strict=True):
            place = QRectF(left, top, width, _ROW_POINTS)
            painter.drawRect(place)
            text = metrics.elidedText(
                cell, Qt.TextElideMode.ElideRight, width - 2 * _PADDING
            )
            painter.drawText(
                place.adjusted(_PADDING, 0, -_PADDING, 0),
                Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter,
                text,
            )
            left += width


def save_as(
    owner: QWidget,
    name: str,
    chosen: Callable[[Path], object],
    *,
    title: str = "导出到",
) -> None:
    """Ask where a file is to go, beginning in the person's documents.

    Args:
        owner: Over which window.
        name: What the file is called until the person says otherwise.
        chosen: Given the path.
        title: Of the dialog.
    """
    folder = QStandardPaths.writableLocation(
        QStandardPaths.StandardLocation.DocumentsLocation
    )
    suffix = Path(name).suffix
    dialog = QFileDialog(owner, title, str(Path(folder) / name))
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setNameFilter(f"{FILE_KINDS[suffix]} (*{suffix})")
    dialog.setDefaultSuffix(suffix[1:])
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.fileSelected.connect(lambda path: chosen(Path(path)))
    dialog.open()


class PicturePrint:
    """A picture on paper: its title, a sentence, the picture as wide as the page.

    Args:
        title: At the top.
        told: What it shows.
        picture: The picture.
    """

    def __init__(self, title: str, told: str, picture: QPixmap) -> None:
        self.title = title
        self.told = told
        self.picture = picture

    def paint(self, printer: "QPrinter") -> None:
        """Paint the one page."""
        painter = QPainter(printer)
        scale = printer.resolution() / _POINTS
        painter.scale(scale, scale)
        page = printer.pageRect(printer.Unit.Point)
        painter.setFont(style.paper_font(13, strong=True))
        head = QRectF(0, 0, page.width(), 2 * _ROW_POINTS)
        painter.drawText(head, Qt.AlignmentFlag.AlignCenter, self.title)
        painter.setFont(style.paper_font(10))
        told = head.translated(0, head.height())
        wrapped = Qt.AlignmentFlag.AlignHCenter | Qt.TextFlag.TextWordWrap
        painter.drawText(told, int(wrapped), self.told)
        shape = QSizeF(self.picture.size())
        room = QSizeF(page.width(), page.height() - told.bottom())
        shape.scale(room, Qt.AspectRatioMode.KeepAspectRatio)
        place = QRectF(QPointF(0, told.bottom()), shape)
        painter.drawPixmap(place, self.picture, QRectF(self.picture.rect()))
        painter.end()


def preview(
    owner: QWidget,
    title: str,
    paint: Callable[["QPrinter"], None],
    *,
    across: bool = False,
) -> "QPrintPreviewDialog":
    """Show what would be printed; the person prints it from there.

    Args:
        owner: Over which window.
        title: Name of the print job.
        paint: Paints every page onto the printer.
        across: Whether the paper lies across.
    """
    from PySide6.QtPrintSupport import (  # noqa: PLC0415 - only printing needs it
        QPrinter,
        QPrintPreviewDialog,
    )

    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setDocName(title)
    ways = QPageLayout.Orientation
    printer.setPageLayout(
        QPageLayout(
            QPageSize(QPageSize.PageSizeId.A4),
            ways.Landscape if across else ways.Portrait,
            QMarginsF(*[_MARGIN_MM] * 4),
            QPageLayout.Unit.Millimeter,
        )
    )
    dialog = QPrintPreviewDialog(printer, owner.window())
    dialog.setWindowTitle(f"打印预览：{title}")
    dialog.paintRequested.connect(paint)
    dialog.finished.connect(dialog.deleteLater)
    dialog.kept = printer  # type: ignore[attr-defined] # lives as long as the preview
    dialog.open()
    return dialog
