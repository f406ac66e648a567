"""Tables of figures and ruled forms in Word.

Measures are twips unless a name says otherwise.
"""

from collections.abc import Iterator, Sequence
from itertools import accumulate, pairwise

from workbench.reports.layout_markup import indent, run, spacing
from workbench.reports.measures import (
    CELL_ROOF,
    CELL_SIDE,
    GRID_EM,
    GRID_FOOT,
    GRID_LINE,
    GRID_ROOF,
    GRID_SIDE,
    MILLIMETRE,
    TABLE_FRAME,
    TABLE_RULE,
)
from workbench.reports.package import border, paragraph
from workbench.reports.page import Cell, Grid, GridRow, Table, ems, lines_of

_CELL_END = "</w:p></w:tc>"
_RULES = "".join(
    border(side, TABLE_FRAME, 0) for side in ("top", "left", "bottom", "right")
) + "".join(border(side, TABLE_RULE, 0) for side in ("insideH", "insideV"))


def _opened(widths: Sequence[int], roof: int, side: int) -> str:
    """Return the beginning of a table.

    Args:
        widths: Of its columns.
        roof: From a rule to the text below it and back.
        side: From a rule to the text beside it.
    """
    margins = "".join(
        f'<w:{edge} w:w="{width}" w:type="dxa"/>'
        for edge, width in zip(
            ("top", "left", "bottom", "right"), (roof, side) * 2, strict=True
        )
    )
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
        f'<w:tblBorders>{_RULES}</w:tblBorders><w:tblLayout w:type="fixed"/>'
        f"<w:tblCellMar>{margins}</w:tblCellMar></w:tblPr>"
        f"<w:tblGrid>{columns}</w:tblGrid>"
    )


def _widths(shares: Sequence[float], area: int) -> list[int]:
    """Return whole widths that fill an area in the proportion of the shares."""
    whole = sum(shares)
    edges = [0, *accumulate(share / whole * area for share in shares)]
    return [round(right) - round(left) for left, right in pairwise(edges)]


# --- tables of figures ---------------------------------------------------------------


def table(mark: str, one: Table, area: int) -> str:
    """Return a table behind its caption.

    Args:
        mark: 表1, or nothing.
        one: What stands in it.
        area: Width of the text area.
    """
    return "".join(_table(mark, one, area))


def _table(mark: str, one: Table, area: int) -> Iterator[str]:
    if one.caption:
        caption = run(f"{mark}　{one.caption}")
        yield paragraph("Caption", caption, "<w:keepNext/>")
    widths = _widths([column.width_mm for column in one.columns], area)
    yield _opened(widths, CELL_ROOF, CELL_SIDE)
    yield "<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>"
    for column, width in zip(one.columns, widths, strict=True):
        yield f"{_cell(width, 'TableHead')}{run(column.title)}{_CELL_END}"
    yield "</w:tr>"
    opened = [
        _cell(width, "TableText", f'<w:jc w:val="{column.align.value}"/>')
        for column, width in zip(one.columns, widths, strict=True)
    ]
    for at, row in enumerate(one.rows, start=1):
        if one.note and at == len(one.rows):
            opened = [_kept(begin) for begin in opened]
        yield "<w:tr><w:trPr><w:cantSplit/></w:trPr>"
        for begin, text in zip(opened, row, strict=True):
            yield f"{begin}{run(text)}{_CELL_END}"
        yield "</w:tr>"
    yield "</w:tbl>"
    if one.note:
        yield paragraph("TableNote", run(f"注：{one.note}"))


def _kept(cell: str) -> str:
    """Return a cell whose row stays with what follows the table."""
    return cell.replace('"TableText"/>', '"TableText"/><w:keepNext/>')


def _cell(width: int, style: str, properties: str = "") -> str:
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/><w:vAlign w:val="center"/>'
        f'</w:tcPr><w:p><w:pPr><w:pStyle w:val="{style}"/>{properties}</w:pPr>'
    )


# --- ruled forms ---------------------------------------------------------------------


def grid(one: Grid, area: int) -> str:
    """Return a form of ruled cells, as wide as the text area.

    Raises:
        ValueError: The spans of a row do not add up to the number of columns.
    """
    return "".join(_grid(one, area))


def _grid(one: Grid, area: int) -> Iterator[str]:
    widths = _widths(one.widths_mm, area)
    yield _opened(widths, GRID_ROOF, GRID_SIDE)
    for at, row in enumerate(one.rows):
        if sum(cell.span for cell in row.cells) != len(widths):
            raise ValueError("the spans of a row do not add up to the columns")
        yield from _row(row, widths, head=one.headed and not at)
    yield "</w:tbl>"


def _row(row: GridRow, widths: Sequence[int], *, head: bool) -> Iterator[str]:
    height = round(row.height_mm * MILLIMETRE)
    least = f'<w:trHeight w:val="{height}" w:hRule="atLeast"/>' if height else ""
    repeated = "<w:tblHeader/>" * head
    yield f"<w:tr><w:trPr><w:cantSplit/>{least}{repeated}</w:trPr>"
    at = 0
    for cell in row.cells:
        width = sum(widths[at : at + cell.span])
        at += cell.span
        yield f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>'
        yield f'<w:gridSpan w:val="{cell.span}"/>' if cell.span > 1 else ""
        yield f'<w:vAlign w:val="{"top" if cell.foot else "center"}"/></w:tcPr>'
        yield from _held(cell, width, height)
        yield "</w:tc>"
    yield "</w:tr>"


def _held(cell: Cell, width: int, height: int) -> Iterator[str]:
    """Yield a cell's paragraphs; its foot is moved down as far as the height allows."""
    style = "GridLabel" if cell.label else "GridText"
    align = "" if cell.label else f'<w:jc w:val="{cell.align.value}"/>'
    for text in cell.text.split("\n"):
        yield paragraph(style, run(text), align)
    across = width - 2 * GRID_SIDE
    room = across / GRID_EM
    foot = cell.foot.split("\n") if cell.foot else []
    above = sum(lines_of(text, room) for text in cell.text.split("\n"))
    lines = above + sum(lines_of(text, room) for text in foot)
    down = max(0, height - lines * GRID_LINE - 2 * GRID_ROOF)
    # the widest line ends near the right edge, and all of them begin below each other
    left = max(0, across - GRID_FOOT - max(map(ems, foot), default=0) * GRID_EM)
    for place, text in enumerate(foot):
        space = spacing(0 if place else down)
        yield paragraph("GridFoot", run(text), space + indent(left))
