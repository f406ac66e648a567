"""Tables and ruled forms: rows as bands, heads repeated on every page they run over."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import accumulate, chain, pairwise

from workbench.reports.breaker.flow import Band, Ruling, Sheet, Text
from workbench.reports.breaker.galley import Galley, Place, items, look_of, style_of
from workbench.reports.breaker.lines import Column, Line, Look, Piece, Room, Run, Setter
from workbench.reports.faces import BLACK, ChartBox, Stroke
from workbench.reports.measures import (
    BASELINE,
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
from workbench.reports.page import Align, Cell, Grid, GridRow, Table, ems

_EIGHTH = 20 / 8  # twips
_KEPT_TABLES, _KEPT_ROWS = 8, 4000  # rows of as many tables are remembered
_FRAME, _RULE = TABLE_FRAME * _EIGHTH, TABLE_RULE * _EIGHTH


def table(mark: str, block: Table, galley: Galley) -> Iterator[Band]:
    """Yield a table: caption, head, rows, note.

    Args:
        mark: 表1, or nothing where it has no caption.
        block: The table.
        galley: Sets it, on the sheet it stands on.
    """
    if block.caption:
        text = f"{mark}　{block.caption}"
        yield from galley.paragraph("Caption", text, Place(keeps=True))
    columns = _edges([column.width_mm for column in block.columns], galley.sheet)
    ruling = Ruling(columns, _FRAME, _RULE)
    aligns = tuple(one.align for one in block.columns)
    head = _rows(galley.setter, "TableHead", columns, (Align.CENTER,) * len(aligns))
    rows = _rows(galley.setter, "TableText", columns, aligns)
    sheet = galley.sheet
    height, signs = head.row(tuple(one.title for one in block.columns), _FRAME)
    top = (Band(height, signs, sheet, 0, True, False, (), ruling),)
    yield from top
    room = sheet.down - height
    last = len(block.rows) - 1
    for at, row in enumerate(block.rows):
        height, signs = rows.row(row, _RULE)
        closing = _FRAME if at == last else 0
        keeps = at == last and bool(block.note)
        band = Band(
            height + closing, signs, sheet, 0, keeps, False, top, ruling, closing
        )
        if height < room:
            yield band
        else:
            yield from _sliced(band, room, rows.line)
    if block.note:
        yield from galley.paragraph("TableNote", f"注：{block.note}")


def _edges(shares: Sequence[float], sheet: Sheet) -> tuple[float, ...]:
    """Return where the columns of a table meet that fills the text area."""
    whole = sum(shares)
    return tuple(
        sheet.left + round(share / whole * sheet.across)
        for share in accumulate(shares, initial=0.0)
    )


def _sliced(band: Band, room: float, line: float) -> Iterator[Band]:
    """Yield a row that is too high for any page in slices of whole lines."""
    step = (room - 2 * line) // line * line
    at = 0.0
    while at < band.height:
        last = at + step >= band.height
        height = band.height - at if last else step
        parts: list[Text | Stroke | ChartBox] = []
        for item in band.items:
            if isinstance(item, Stroke):
                parts.append(replace(item, height=height))
            elif isinstance(item, tuple) and at <= item[2] < at + step:
                text, xs, down, font, size, colour = item
                parts.append((text, xs, down - at, font, size, colour))
        yield replace(
            band,
            height=height,
            items=tuple(parts),
            keeps=band.keeps and last,
            closing=band.closing if last else 0,
        )
        at += step


@lru_cache(_KEPT_TABLES)
def _rows(
    setter: Setter, key: str, columns: tuple[float, ...], aligns: tuple[Align, ...]
) -> "_Rows":
    """Return what sets the rows of such a table, and remembers those it set."""
    return _Rows(setter, key, columns, aligns)


_Row = tuple[float, tuple[Text | Stroke, ...]]


class _Rows:
    """Sets the rows of one table that are alike.

    Attributes:
        line: Height of a line.
        row: Returns height and signs of a row, from its texts and the rule above it.
    """

    def __init__(
        self,
        setter: Setter,
        key: str,
        columns: tuple[float, ...],
        aligns: tuple[Align, ...],
    ) -> None:
        self._style = style_of(key)
        self.line = self._style.line
        self.row = lru_cache(_KEPT_ROWS)(self._row)
        self._columns = [
            Column(
                setter,
                self._style.font,
                look_of(self._style, align),
                Room(left + CELL_SIDE, left + CELL_SIDE, right - CELL_SIDE),
            )
            for (left, right), align in zip(pairwise(columns), aligns, strict=True)
        ]

    def _row(self, texts: tuple[str, ...], rule: float) -> _Row:
        font, line = self._style.font, self.line
        cells = [
            column[text] for text, column in zip(texts, self._columns, strict=True)
        ]
        most = max(map(len, cells))
        by_level: dict[float, list[Piece]] = {}
        for cell in cells:
            level = (most - len(cell)) * line / 2
            for pieces in cell:
                by_level.setdefault(level, []).extend(pieces)
                level += line
        roof = rule + CELL_ROOF
        baseline = roof + BASELINE * line
        # all that stands on one level is one text: this is what makes long tables fast
        signs = tuple(
            (
                "".join([piece.text for piece in pieces]),
                tuple(chain.from_iterable([piece.xs for piece in pieces])),
                baseline + level,
                font,
                self._style.size * 10.0,
                BLACK,
            )
            for level, pieces in by_level.items()
            if pieces
        )
        return roof + most * line + CELL_ROOF, signs


# --- ruled forms ---------------------------------------------------------------------


def grid(one: Grid, galley: Galley) -> Iterator[Band]:
    """Yield the rows of a form of ruled cells.

    Raises:
        ValueError: The spans of a row do not add up to the number of columns.
    """
    sheet = galley.sheet
    columns = _edges(one.widths_mm, sheet)
    ruling = Ruling((columns[0], columns[-1]), _FRAME, _RULE)
    top: tuple[Band, ...] = ()
    for at, row in enumerate(one.rows):
        if sum(cell.span for cell in row.cells) != len(one.widths_mm):
            raise ValueError("the spans of a row do not add up to the columns")
        rule = _RULE if at else _FRAME
        closing = _FRAME if at == len(one.rows) - 1 else 0
        height, inside = _grid_row(row, columns, rule, galley)
        head = one.headed and not at
        band = Band(
            height + closing, inside, sheet, 0, head, False, top, ruling, closing
        )
        if head:
            top = (band,)
        if height < sheet.down:
            yield band
        else:
            yield from _sliced(band, sheet.down, GRID_LINE)


def _grid_row(
    row: GridRow, columns: tuple[float, ...], rule: float, galley: Galley
) -> _Row:
    """Return height and contents of a row, below the rule above it."""
    least = round(row.height_mm * MILLIMETRE)
    sets = []
    at = 0
    for cell in row.cells:
        sets.append((cell, _Cell(cell, columns[at], columns[at + cell.span], galley)))
        at += cell.span
    inner = max([held.height(least) for _cell, held in sets])
    height = max(rule + 2 * GRID_ROOF + inner, least)
    inside: list[Text | Stroke] = []
    for place, (cell, held) in enumerate(sets):
        if place:
            inside.append(Stroke(held.left - _RULE / 2, 0, _RULE, height))
        top = rule + GRID_ROOF
        if not cell.foot:
            top += (height - rule - 2 * GRID_ROOF - held.height(least)) / 2
        inside += held.items(top, least)
    return height, tuple(inside)


class _Cell:
    """The lines of one cell of a form.

    Attributes:
        left: Its left edge.
    """

    def __init__(self, cell: Cell, left: float, right: float, galley: Galley) -> None:
        self.left = left
        self._style = style = style_of("GridLabel" if cell.label else "GridText")
        start, end = left + GRID_SIDE, right - GRID_SIDE
        self._text = _set(
            cell.text,
            look_of(style, None if cell.label else cell.align),
            Room(start, start, end),
            galley,
        )
        # the widest line ends near the right edge, and all begin below each other
        widest = max(map(ems, cell.foot.split("\n"))) * GRID_EM
        aside = start + max(0, end - start - GRID_FOOT - widest)
        look = look_of(style_of("GridFoot"))
        room = Room(aside, aside, end)
        self._foot = _set(cell.foot, look, room, galley) if cell.foot else []

    def height(self, least: float) -> float:
        """Return how high its lines are in a row of at least such a height."""
        lines = len(self._text) + len(self._foot)
        return lines * GRID_LINE + self._down(least)

    def _down(self, least: float) -> float:
        """Return the room above its foot, which is moved down as far as it goes."""
        lines = len(self._text) + len(self._foot)
        return max(0, least - lines * GRID_LINE - 2 * GRID_ROOF) if self._foot else 0

    def items(self, top: float, least: float) -> Iterator[Text | Stroke]:
        """Yield its signs, from its first line's upper edge on."""
        for line in self._text:
            yield from items(line, self._style, top)
            top += GRID_LINE
        top += self._down(least)
        for line in self._foot:
            yield from items(line, self._style, top)
            top += GRID_LINE


def _set(text: str, look: Look, room: Room, galley: Galley) -> list[Line]:
    """Return the lines of a cell, in which a line break begins a new paragraph."""
    font = style_of("GridText").font
    return list(galley.setter.lines((Run(text, font),), look, room))
