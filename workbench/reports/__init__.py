"""Papers and sheets: frozen records that compose themselves, and what writes them.

A record holds plain values and knows how its paper reads (one room a context, such as
``roster``). It composes itself into a neutral model, which one module turns into Word
(``page``, ``layout``, ``charts``, ``package``) and one into a workbook (``sheets``).
The record is what is stored: as canonical JSON it rebuilds its paper at any later time.
"""

import json
from dataclasses import MISSING, dataclass, fields, is_dataclass
from datetime import date, datetime
from fractions import Fraction
from types import NoneType, UnionType
from typing import (
    TYPE_CHECKING,
    Any,
    Protocol,
    TypeVar,
    get_args,
    get_origin,
    get_type_hints,
)

from workbench.rules.roster.units import UnitKind

if TYPE_CHECKING:
    from workbench.reports.page import Document, Stamp
    from workbench.reports.sheets import Workbook

Rebuilt = TypeVar("Rebuilt")


class Record(Protocol):
    """What a paper is composed from: a frozen dataclass of plain values."""

    @property
    def title(self) -> str:
        """The paper's title, in one line."""

    def compose(self, stamp: "Stamp") -> "Document | Workbook":
        """Return the paper."""


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of paper.

    Attributes:
        key: Its name in the register of papers.
        label: What people call it.
        record: The record it is composed from.
        numbered: Whether it takes a number from a series when it is issued.
        suffix: Ending of its file, docx or xlsx.
        genre: Its kind as the rules name it (通知, 函 …), or the name of its form.
        outward: Whether it reaches an enterprise, the police or a court, so that only
            an enforcement authority may issue it.
        word: What stands behind the organ's 代字 in its numbers (移, 涉 …); often
            nothing.
        issuers: What organs may issue it; empty for any.
        blank: Whether it is a form that is printed empty too, to be filled in by pen.
    """

    key: str
    label: str
    record: type[Any]
    numbered: bool = True
    suffix: str = "docx"
    genre: str = ""
    outward: bool = False
    word: str = ""
    issuers: tuple[UnitKind, ...] = ()
    blank: bool = False


def paper_bytes(paper: "Document | Workbook") -> bytes:
    """Return a composed paper as the file that is stored and handed out.

    Args:
        paper: What a record's ``compose`` returned.
    """
    from workbench.reports.page import Document  # noqa: PLC0415 - heavy parts wait

    if isinstance(paper, Document):
        from workbench.reports.layout import docx_bytes  # noqa: PLC0415 - as above

        return docx_bytes(paper)
    from workbench.reports.sheets import xlsx_bytes  # noqa: PLC0415 - as above

    return xlsx_bytes(paper)


def record_json(record: Any) -> str:
    """Return a record as canonical JSON: equal records give equal text.

    Args:
        record: A frozen dataclass of plain values; it may hold others.
    """
    return json.dumps(
        _plain(record), ensure_ascii=False, sort_keys=True, separators=(",", ":")
    )


def rebuilt(kind: type[Rebuilt], text: str) -> Rebuilt:
    """Rebuild a record from what ``record_json`` wrote.

    Args:
        kind: The record's class.
        text: Canonical JSON.

    Raises:
        ValueError: The text is no such record.
    """
    try:
        record: Rebuilt = _typed(kind, json.loads(text))
    except (KeyError, TypeError) as error:
        raise ValueError(f"not a {kind.__name__}: {error!r}") from error
    return record


def emptied(kind: type[Rebuilt]) -> Rebuilt:
    """Return a record in which nothing is said yet, as a blank form has it.

    Args:
        kind: The record's class, one whose every place may stay open.

    Raises:
        TypeError: One of its places cannot.
    """
    record: Rebuilt = _empty(kind)
    return record


def _empty(kind: Any) -> Any:
    if isinstance(kind, UnionType):
        return None
    if get_origin(kind) is tuple:
        return ()
    if isinstance(kind, type) and is_dataclass(kind):
        hints = get_type_hints(kind)
        open_places = (
            one.name
            for one in fields(kind)
            if one.default is MISSING and one.default_factory is MISSING
        )
        return kind(**{name: _empty(hints[name]) for name in open_places})
    if kind in {str, int, bool}:
        return kind()
    raise TypeError(f"a {kind.__name__} cannot stay open")


def _plain(value: Any) -> Any:
    if is_dataclass(value):
        return {one.name: _plain(getattr(value, one.name)) for one in fields(value)}
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Fraction):
        return [value.numerator, value.denominator]
    if value is None or isinstance(value, str | int):
        return value
    raise TypeError(f"a record does not hold {type(value).__name__}")


def _typed(kind: Any, value: Any) -> Any:
    if isinstance(kind, type) and is_dataclass(kind):
        hints = get_type_hints(kind)
        # What was added to a record since has its default: old papers stay readable.
        held = {one: _typed(hints[one], value[one]) for one in hints if one in value}
        return kind(**held)
    if get_origin(kind) is tuple:
        inner = get_args(kind)[0]
        return tuple(_typed(inner, one) for one in value)
    if isinstance(kind, UnionType):
        (inner,) = (one for one in get_args(kind) if one is not NoneType)
        return None if value is None else _typed(inner, value)
    if kind is Fraction:
        return Fraction(*value)
    if kind in {date, datetime}:
        return kind.fromisoformat(value)
    if not isinstance(value, str | int):
        raise TypeError(f"{value!r} is no {kind.__name__}")
    return kind(value)
