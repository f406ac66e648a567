"""Lists, declared: which columns, how each is read off a row, how it is found.

The screen shows a list from its declaration, and so does an exported sheet.
"""

from array import array
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Generic, TypeVar

import sqlalchemy as sa
from sqlalchemy.orm import Session

Row = TypeVar("Row")

_FETCHED = 10_000


class Kind(StrEnum):
    """What a column holds; it decides alignment, font and cell format."""

    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    CODE = "code"
    STATE = "state"


class Tone(StrEnum):
    """How a state is coloured, beside its word."""

    PLAIN = "plain"
    GOOD = "good"
    CAUTION = "caution"
    OVERDUE = "overdue"


@dataclass(frozen=True)
class Column(Generic[Row]):
    """One column.

    Attributes:
        key: Its name; also what the list may be sorted by, where ``sortable``.
        title: What people read at its head.
        text: Reads it off a row.
        width: On screen, in pixels at 100 %.
        tone: Colours a state.
        shown: Whether it is shown until a person chooses otherwise.
    """

    key: str
    title: str
    text: Callable[[Row], str]
    kind: Kind = Kind.TEXT
    width: int = 120
    tone: Callable[[Row], Tone] | None = None
    sortable: bool = True
    shown: bool = True


@dataclass(frozen=True, slots=True)
class Ordering:
    """How a list is to be sorted, and how much of it is wanted.

    Attributes:
        key: Column key; the list's own order where empty.
        descending: Largest first.
        limit: How many rows at the most; None for all.
    """

    key: str = ""
    descending: bool = False
    limit: int | None = None


AS_IT_COMES = Ordering()


@dataclass(frozen=True)
class Listing(Generic[Row]):
    """One list.

    Attributes:
        key: Its name, as ``export KEY`` takes it.
        title: What people read.
        find: Query that returns the numbers of the matching rows. Takes ``ordering``
            besides filters of its own.
        rows: Query that returns the rows for some numbers.
        ordering: How it is sorted until a person chooses otherwise.
        empty: What to say when there is nothing.
    """

    key: str
    title: str
    find: Callable[..., Sequence[int]]
    rows: Callable[..., Mapping[int, Row]]
    columns: tuple[Column[Row], ...]
    ordering: Ordering = AS_IT_COMES
    empty: str = "没有符合条件的记录。"


AnyListing = Listing[Any]


def numbers(
    session: Session,
    found: "sa.Select[Any]",
    key: Any,
    orders: Mapping[str, Any],
    ordering: Ordering,
) -> Sequence[int]:
    """Run a list's select and return the keys of its rows, eight bytes each.

    Args:
        session: To run it in.
        found: Select of the key alone, filtered.
        key: The key; it settles ties, so that pages never overlap.
        orders: What to sort by, for each column key, or several things in turn; the
            first is the list's own.
        ordering: What is asked for.
    """
    by = orders.get(ordering.key, next(iter(orders.values())))
    ranked = [*by] if isinstance(by, tuple) else [by]
    if by is not key:
        ranked.append(key)
    if ordering.descending:
        ranked = [one.desc() for one in ranked]
    asked = found.order_by(*ranked).limit(ordering.limit)
    kept = array("q")
    # Half a million numbers come ten times faster straight from the driver's cursor
    # than as rows of their own.
    with session.connection().execute(asked) as found_numbers:
        cursor = found_numbers.cursor
        while part := cursor.fetchmany(_FETCHED):
            kept.extend([number for (number,) in part])
    return kept
