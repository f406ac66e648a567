"""What the forms of an inspection share: ticks, lines to be filled, signatures.

A fact that is not known is a rule for the pen in a draft and struck through in a final
form. What is written by hand on the spot (signatures, their dates, opinions) is always
left open.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime

from workbench.reports.issuing import Issuing
from workbench.reports.page import (
    Align,
    Blank,
    Block,
    Cell,
    Document,
    GridRow,
    Part,
    Receipt,
    Ruled,
    Stamp,
    ems,
    filled,
)
from workbench.rules.calendar import CHINA, chinese_day, chinese_minute

LINE_EMS = 25.5  # of the 26 characters behind an indent, kept clear of the line's end
PEN_DAY: tuple[Part, ...] = (
    Blank("", 3),
    "年",
    Blank("", 2),
    "月",
    Blank("", 2),
    "日",
)
PEN_MINUTE: tuple[Part, ...] = (*PEN_DAY, Blank("", 2), "时", Blank("", 2), "分")
OPEN_SIGNATURE = "签名：　　　　　　　　　　年　　月　　日"
_TICK, _BOX = "■", "□"


def ticked_lines(options: Sequence[str], chosen: Sequence[str], count: int) -> str:
    """Return options as ``ticked`` does, so many a line.

    Args:
        options: In the order in which the form prints them.
        chosen: Those that hold; what is none of them stands last as 其他.
        count: How many stand in a line.
    """
    rows = [options[at : at + count] for at in range(0, len(options), count)]
    others = [one for one in chosen if one not in options]
    return "\n".join(
        ticked(row, [one for one in chosen if one in row] + others * (row is rows[-1]))
        for row in rows
    )


def ticked(options: Sequence[str], chosen: str | Sequence[str]) -> str:
    """Return options with a box each, those that hold ticked.

    Args:
        options: In the order in which the form prints them.
        chosen: One of them or several; what is none of them stands last as 其他.
    """
    held = [chosen] if isinstance(chosen, str) else list(chosen)
    boxes = [f"{_TICK if one in held else _BOX}{one}" for one in options]
    boxes += [f"{_TICK}其他（{one}）" for one in held if one and one not in options]
    return "　".join(boxes)


def line(label: str, value: str, stamp: Stamp) -> Ruled:
    """Return one line of a form: its label, and a blank as wide as the line."""
    # Latin signs are wider in some fonts than the half they are counted as
    spare = sum(sign.isascii() for sign in value) / 8
    return Ruled((label, filled(value, stamp, LINE_EMS - ems(label) - spare)))


def lines(label: str, value: str, stamp: Stamp, count: int) -> Iterator[Ruled]:
    """Yield a label and what stands behind it, or so many empty lines for the pen.

    Args:
        label: With its colon; a whole line of its own where it leaves too little room.
        value: What is known.
        stamp: As for ``filled``.
        count: How many lines the form leaves open.
    """
    yield line(label, value, stamp)
    if not value and stamp.draft:
        for _more in range(count - 1):
            yield Ruled((Blank("", LINE_EMS),))


def day_parts(on: date | None, stamp: Stamp) -> tuple[Part, ...]:
    """Return a day, or places for its parts."""
    if on is None and stamp.draft:
        return PEN_DAY
    return (filled(chinese_day(on) if on else "", stamp, 7),)


def period_text(start: datetime | None, end: datetime | None) -> str:
    """Return from when to when, to the minute; nothing where it is not known."""
    if start is None or end is None:
        return chinese_minute(start) if start else ""
    first, last = chinese_minute(start), chinese_minute(end)
    day = chinese_day(start.astimezone(CHINA).date())
    return f"{first}至{last.removeprefix(day)}"


def period_parts(
    start: datetime | None, end: datetime | None, stamp: Stamp
) -> tuple[Part, ...]:
    """Return from when to when, or places for it."""
    if start is None and stamp.draft:
        return _PEN_PERIOD
    return (filled(period_text(start, end), stamp, 17),)


def period_cell(
    start: datetime | None, end: datetime | None, stamp: Stamp, *, span: int
) -> Cell:
    """Return the cell that says from when to when, or has places for it."""
    if start is None and stamp.draft:
        return Cell(_PEN_PERIOD_TEXT, span=span)
    return cell(period_text(start, end), stamp, span=span)


_PEN_PERIOD_TEXT = "　　　　年　　月　　日　　时　　分至　　日　　时　　分"
_NARROW = Blank("", 2)
_PEN_PERIOD: tuple[Part, ...] = (
    _NARROW,
    "年",
    *(_NARROW, "月", _NARROW, "日", _NARROW, "时", _NARROW, "分至"),
    *(_NARROW, "时", _NARROW, "分"),
)


def count_blank(count: int | None, stamp: Stamp) -> Blank:
    """Return a narrow blank for a number."""
    return filled("" if count is None else str(count), stamp, 3)


def label(text: str) -> Cell:
    """Return the cell that names what stands beside it."""
    return Cell(text, label=True)


def cell(value: str, stamp: Stamp, *, span: int = 1, middle: bool = False) -> Cell:
    """Return the cell of a fact: filled, left to the pen, or struck through.

    Args:
        value: What is known.
        stamp: As for ``filled``.
        span: How many columns it takes.
        middle: Whether a short fact stands in the middle.
    """
    struck = not value and not stamp.draft
    align = Align.CENTER if middle or struck else Align.LEFT
    return Cell("／" if struck else value, span=span, align=align)


def opinion(name: str, text: str, foot: str, *, span: int, height: float) -> GridRow:
    """Return a row for an opinion that somebody signs by hand.

    Args:
        name: Whose opinion it is.
        text: What is already known of it; never struck through.
        foot: The line for signature and day.
        span: How many columns it takes beside its label.
        height: How high it is at least, millimetres.
    """
    return GridRow((label(name), Cell(text, span=span, foot=foot)), height)


def signatures(*labels: str) -> Ruled:
    """Return one line for signatures, its room shared out evenly."""
    room = LINE_EMS - sum(map(ems, labels)) - (len(labels) - 1)
    width = 2 * room // len(labels) / 2  # in whole half characters
    parts: list[Part] = []
    for at, text in enumerate(labels):
        parts += [f"　{text}" if at else text, Blank("", width)]
    return Ruled(tuple(parts))


def enforcement_form(
    issuing: Issuing,
    kind: str,
    blocks: Iterable[Block],
    stamp: Stamp,
    *,
    receipt: Receipt | None = None,
    remark: str = "",
    numbered: bool = True,
    signed: bool = True,
    counted: bool = False,
    signing: str = "",
) -> Document:
    """Return a form that names whom it is for in its own ruled line.

    Args:
        issuing: Who issues it.
        kind: Its name, which is its title.
        blocks: What stands on it.
        stamp: When it is made.
        receipt: What is cut off and sent back.
        remark: Small print at the very end.
        numbered: Whether it takes a number.
        signed: Whether the organ's name and the day stand below the text.
        counted: Whether its pages are numbered 第1页共3页.
        signing: Who signs every page, before that count.
    """
    return replace(issuing, addressee="").form(
        kind,
        blocks,
        stamp,
        receipt=receipt,
        remark=remark,
        numbered=numbered,
        signed=signed,
        counted=counted,
        signing=signing,
    )


def addressed(name: str, stamp: Stamp) -> Ruled:
    """Return the line that says whom a form is for."""
    return Ruled((filled(name, stamp, 16), "："), indented=False)
