"""The cells of working forms: twelve equal columns, words beside what they name."""

from dataclasses import replace
from datetime import datetime

from workbench.reports.issuing import Issuing
from workbench.reports.page import Align, Cell, Grid, GridRow
from workbench.rules.calendar import CHINA

COLUMNS = 12
_LABEL = 2  # columns that a name takes
_WIDTH_MM = 156
_NARROW_MM = 10


def sheet(*rows: GridRow) -> Grid:
    """Return a form's grid of twelve equal columns."""
    return Grid((_WIDTH_MM / COLUMNS,) * COLUMNS, rows)


def pairs(*held: tuple[str, str]) -> GridRow:
    """Return a row of what is named and what it is, two or three that share it."""
    span = COLUMNS // len(held) - _LABEL
    cells = []
    for name, text in held:
        cells.append(Cell(name, _LABEL, label=True))
        cells.append(Cell(text, span, align=Align.CENTER))
    return GridRow(tuple(cells), _NARROW_MM)


def whole(name: str, text: str, height_mm: float = 0, foot: str = "") -> GridRow:
    """Return a row that one text takes, beside its name."""
    return GridRow(
        (Cell(name, _LABEL, label=True), Cell(text, COLUMNS - _LABEL, foot=foot)),
        max(height_mm, _NARROW_MM),
    )


def heads(*names: tuple[str, int]) -> GridRow:
    """Return the row that names the columns below it.

    Args:
        names: Name and span of each.
    """
    return GridRow(
        tuple(Cell(name, span, label=True) for name, span in names), _NARROW_MM
    )


def entries(*texts: tuple[str, int]) -> GridRow:
    """Return a row below such names.

    Args:
        texts: Text and span of each.
    """
    return GridRow(
        tuple(Cell(text, span, align=Align.CENTER) for text, span in texts),
        _NARROW_MM,
    )


def minute(at: datetime | None, between: str = " ") -> str:
    """Return a moment of the form's year, or nothing: it is left to the pen.

    Args:
        at: An aware moment.
        between: What stands between the day and the time; a line break in a narrow
            cell.
    """
    if at is None:
        return ""
    there = at.astimezone(CHINA)
    day = f"{there.month}月{there.day}日"
    return f"{day}{between}{there.hour}:{there.minute:02}"


def unaddressed(issuing: Issuing) -> Issuing:
    """Return how a form goes out whose receivers stand in its cells."""
    return replace(issuing, addressee="")
