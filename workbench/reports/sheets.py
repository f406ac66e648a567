"""Workbooks: sheets declared as data and written so that Excel and WPS both open them.

A cell is never taken for more than it is: text that begins with an equals sign stays
text, codes keep their zeros, and only a ``Formula`` counts. Totals are formulas that
also carry the figure they come to, for programs that show before they compute.
"""

import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from fractions import Fraction
from itertools import product
from math import ceil
from typing import Any

from workbench.reports.page import Stamp, ems, printable

_LONGEST = 32_767  # characters a cell may hold
_NAME_LENGTH = 31
_BAD_IN_NAMES = re.compile(r"[\[\]:*?/\\']")
_REFERENCE = re.compile(r"\{(?:([^{}.!]+)([.!]))?(\w+)\}")
_FORMULA_SIGNS = ("=", "+", "-", "@")
_NOBODY = "—"  # the share of nobody
_ROW, _LINE, _NOTE_ROW, _TITLE_ROW = 18, 14, 16, 34  # points
_FILLED = 0.95  # of a note's line, which breaks where it may and not where it must
_BODY, _HEAD, _TITLE = "宋体", "黑体", "方正小标宋简体"


class CellKind(StrEnum):
    """What a column holds."""

    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    CODE = "code"
    SHARE = "share"
    SCORE = "score"


@dataclass(frozen=True, slots=True)
class Formula:
    """A live formula.

    Attributes:
        text: Without the equals sign. ``{key}`` is the cell of that column in the same
            row, or in a row of totals all its cells above; ``{Sheet.key}`` is all cells
            of a column of a sheet, ``{Sheet!key}`` that in the row of the same place.
        value: What it comes to.
    """

    text: str
    value: int | Fraction | str | None


Cell = str | int | Fraction | date | Formula | None


@dataclass(frozen=True, slots=True)
class Column:
    """One column.

    Attributes:
        key: What formulas call it.
        title: What people read at its head.
        width: In characters; Chinese ones count twice.
        centred: Whether its texts stand in the middle, as short words should.
    """

    key: str
    title: str
    kind: CellKind = CellKind.TEXT
    width: float = 12
    centred: bool = False

    @property
    def look(self) -> str:
        """Name of the look of its cells."""
        return self.kind + " centred" * self.centred


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet, printed on A4 across, all columns on one page's width.

    Attributes:
        name: On its tab.
        rows: One cell a column. A share is a Fraction, shown as percent cut off after
            one decimal; None is an empty cell, or "—" for a share.
        subtitle: A line below the title.
        totals: Rows below the others, set off by weight.
        notes: Paragraphs below the table.
        names: How many columns stay in sight when one scrolls sideways.
    """

    name: str
    title: str
    columns: tuple[Column, ...]
    rows: Sequence[Sequence[Cell]]
    subtitle: str = ""
    totals: Sequence[Sequence[Cell]] = ()
    notes: tuple[str, ...] = ()
    names: int = 0

    @property
    def head_row(self) -> int:
        """Row of the column heads, counted from 0."""
        return 2 if self.subtitle else 1


@dataclass(frozen=True, slots=True)
class Workbook:
    """Sheets in one file.

    Attributes:
        category: What it is, for the file's properties.
        stamp: When it is made, and what its pages are marked with.
    """

    sheets: tuple[Sheet, ...]
    category: str
    stamp: Stamp


def table_bytes(
    title: str,
    columns: tuple[Column, ...],
    rows: Iterable[Sequence[Cell]],
    made_at: datetime,
    *,
    subtitle: str = "",
    sample: bool = False,
) -> bytes:
    """Return any list as a workbook of one sheet.

    Args:
        title: Of the list.
        columns: Its columns.
        rows: One cell a column.
        made_at: The moment of the export.
        subtitle: What was filtered, how many rows.
        sample: Whether it holds made-up data.
    """
    sheet = Sheet(title, title, columns, list(rows), subtitle)
    return xlsx_bytes(Workbook((sheet,), title, Stamp(made_at, sample=sample)))


def moment(made_at: datetime) -> datetime:
    """Return a moment as xlsxwriter writes it: in UTC, without saying so."""
    return made_at.astimezone(UTC).replace(tzinfo=None)


def xlsx_bytes(workbook: Workbook) -> bytes:
    """Return a workbook as a file. The same workbook gives the same bytes."""
    import xlsxwriter  # noqa: PLC0415 - start-up must not wait for it

    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        book.set_properties(
            {
                "title": printable(workbook.sheets[0].title),
                "category": printable(workbook.category),
                "keywords": printable(workbook.category),
                "created": moment(workbook.stamp.made_at),
            }
        )
        book.set_calc_mode("auto")
        formats = _formats(book)
        others = {sheet.name: sheet for sheet in workbook.sheets}
        for sheet in workbook.sheets:
            page = book.add_worksheet(_tab(sheet.name))
            _set_page(page, sheet, workbook.stamp.mark)
            _Pen(page, sheet, others, formats).write()
    return file.getvalue()


def _tab(name: str) -> str:
    return _BAD_IN_NAMES.sub(" ", printable(name))[:_NAME_LENGTH]


def _formats(book: Any) -> Mapping[str, Any]:
    """Return the looks of cells, by name."""
    base: dict[str, Any] = {"font_name": _BODY, "font_size": 10.5, "valign": "vcenter"}
    cell = {**base, "border": 1, "border_color": "#8A94A0"}
    kinds: dict[CellKind, dict[str, Any]] = {
        CellKind.TEXT: {"text_wrap": True},
        CellKind.NUMBER: {"num_format": "0"},
        CellKind.DATE: {"num_format": "yyyy-mm-dd", "align": "center"},
        CellKind.CODE: {"num_format": "@", "align": "center"},
        CellKind.SHARE: {"num_format": "0.0%", "align": "right"},
        CellKind.SCORE: {"num_format": "0.00", "align": "right"},
    }
    head = {"font_name": _HEAD, "align": "center", "text_wrap": True}
    looks = {
        "title": {**base, "font_name": _TITLE, "font_size": 18, "align": "center"},
        "subtitle": {**base, "align": "left"},
        "note": {**base, "align": "left", "valign": "top", "text_wrap": True},
        "head": {**cell, **head, "bg_color": "#EDF1F5"},
    }
    # what looks like a formula is marked as text, for whoever edits the cell later
    variants: dict[str, dict[str, Any]] = {
        "": {},
        " total": {"font_name": _HEAD},
        " quoted": {"quote_prefix": True},
    }
    for (kind, look), (name, more) in product(kinds.items(), variants.items()):
        looks[f"{kind}{name}"] = {**cell, **look, **more}
        looks[f"{kind} centred{name}"] = {**cell, **look, **more, "align": "center"}
    return {name: book.add_format(look) for name, look in looks.items()}


def _set_page(page: Any, sheet: Sheet, words: str) -> None:
    page.set_landscape()
    page.set_paper(9)  # A4
    page.set_margins(left=0.6, right=0.6, top=0.8, bottom=0.7)  # inches
    page.center_horizontally()
    page.fit_to_pages(1, 0)
    page.repeat_rows(sheet.head_row)
    page.freeze_panes(sheet.head_row + 1, sheet.names)
    page.hide_gridlines(2)
    if words:
        page.set_header(f'&R&"{_HEAD}"&12{words}')
    page.set_footer("&C第&P页 共&N页")
    for at, column in enumerate(sheet.columns):
        page.set_column(at, at, column.width)


@dataclass(frozen=True)
class _Pen:
    """Writes one sheet.

    Attributes:
        page: The sheet as xlsxwriter has it.
        sheet: What is to be written.
        others: Every sheet of the workbook by name, for formulas.
        formats: The looks of cells.
    """

    page: Any
    sheet: Sheet
    others: Mapping[str, Sheet]
    formats: Mapping[str, Any]

    def write(self) -> None:
        """Write title, heads, rows, totals and notes, from the top down."""
        sheet, page = self.sheet, self.page
        self.across(0, sheet.title, "title", _TITLE_ROW)
        if sheet.subtitle:
            self.across(1, sheet.subtitle, "subtitle", _ROW)
        for at, column in enumerate(sheet.columns):
            head = printable(column.title)
            page.write_string(sheet.head_row, at, head, self.formats["head"])
        self.height(sheet.head_row, [column.title for column in sheet.columns])
        row = sheet.head_row + 1
        # a list of nothing keeps an empty row, so that no total counts itself
        for cells in sheet.rows or [[None] * len(sheet.columns)]:
            self.row(row, cells, total=False)
            row += 1
        for cells in sheet.totals:
            self.row(row, cells, total=True)
            row += 1
        width = sum(column.width for column in sheet.columns) * _FILLED
        for note in sheet.notes:
            self.across(row, note, "note", _NOTE_ROW * ceil(2 * ems(note) / width))
            row += 1

    def across(self, row: int, text: str, look: str, height: float) -> None:
        """Write a text over the whole width."""
        last = len(self.sheet.columns) - 1
        if last:
            self.page.merge_range(row, 0, row, last, "", self.formats[look])
        text = printable(text)[:_LONGEST]
        self.page.write_string(row, 0, text, self.formats[look])
        self.page.set_row(row, height)

    def height(self, row: int, cells: Sequence[Cell]) -> None:
        """Make a row as high as its texts need; not every program does so itself."""
        lines = 1
        for column, cell in zip(self.sheet.columns, cells, strict=True):
            if isinstance(cell, str) and 2 * len(cell) > column.width:
                lines = max(lines, ceil(2 * ems(cell) / (column.width * _FILLED)))
        self.page.set_row(row, _ROW + (lines - 1) * _LINE)

    def row(self, row: int, cells: Sequence[Cell], *, total: bool) -> None:
        """Write one row."""
        page = self.page
        self.height(row, cells)
        for at, (column, cell) in enumerate(
            zip(self.sheet.columns, cells, strict=True)
        ):
            look = self.formats[column.look + " total" * total]
            match cell:
                case Formula(text, value):
                    text = f"={self.resolved(text, row, total=total)}"
                    page.write_formula(row, at, text, look, _shown(value))
                case None if column.kind is not CellKind.SHARE:
                    page.write_blank(row, at, None, look)
                case None:
                    page.write_string(row, at, _NOBODY, look)
                case str():
                    text = printable(cell)[:_LONGEST]
                    if text.startswith(_FORMULA_SIGNS):
                        look = self.formats[f"{column.look} quoted"]
                    page.write_string(row, at, text, look)
                case date():
                    page.write_datetime(row, at, cell, look)
                case _:
                    page.write_number(row, at, _shown(cell), look)

    def resolved(self, text: str, row: int, *, total: bool) -> str:
        """Return a formula with the columns it names as cells."""

        def cells(found: re.Match[str]) -> str:
            where, sort, key = found.groups()
            named = self.others[where] if where else self.sheet
            at = next(i for i, one in enumerate(named.columns) if one.key == key)
            letter = _letter(at)
            if not where and not total:
                return f"{letter}{row + 1}"
            if sort == "!":
                same = row - self.sheet.head_row + named.head_row + 1
                return f"'{_tab(where)}'!{letter}{same}"
            first = named.head_row + 2
            last = named.head_row + 1 + max(1, len(named.rows))
            place = f"'{_tab(where)}'!" if where else ""
            return f"{place}${letter}${first}:${letter}${last}"

        return _REFERENCE.sub(cells, text)


def _shown(value: int | Fraction | str | None) -> int | float | str:
    """Return what a cell shows; a share is cut off after one decimal of percent."""
    if value is None:
        return _NOBODY
    if isinstance(value, Fraction):
        return int(value * 1000) / 1000
    return value


def _letter(at: int) -> str:
    """Return a column's letters: A, Z, AA."""
    letters = ""
    at += 1
    while at:
        at, rest = divmod(at - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def cut_share(part: str, whole: str) -> str:
    """Return the formula of a share cut off after one decimal of percent.

    Args:
        part: What is counted, as a formula.
        whole: Out of what; nothing makes "—".
    """
    return f'IF({whole}=0,"—",INT({part}*1000/{whole})/1000)'
