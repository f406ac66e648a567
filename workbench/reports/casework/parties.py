"""Who and what the papers of a case name alike: the case, its party, its opinions."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from workbench.reports.inspection.forms import PEN_DAY, PEN_MINUTE, day_parts
from workbench.reports.page import (
    Blank,
    Block,
    Document,
    FormHead,
    Paragraph,
    Part,
    Ruled,
    Stamp,
    ems,
    filled,
)
from workbench.reports.wording import PLACES, Worded, said
from workbench.rules.calendar import chinese_day, chinese_minute

_INDENTED = 24  # of the 26 characters behind an indent: as far from the other edge
_SIGNATURE = 15  # characters: a moment to the minute, and some room
_PLACE = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class Party:
    """当事人: a person, or a unit.

    Attributes:
        unit: Whether it is a unit (法人、其他组织、个体工商户).
        code: 公民身份号码, or a unit's 统一社会信用代码; in full, for the police.
        address: Where the person lives, or the unit has its seat.
        sex: Of a person.
        born_on: Of a person.
        head: Legal representative or person in charge of a unit.
    """

    name: str
    unit: bool = False
    code: str = ""
    address: str = ""
    phone: str = ""
    sex: str = ""
    born_on: date | None = None
    head: str = ""


@dataclass(frozen=True, slots=True)
class Handler:
    """承办人: an officer who handles the case and holds a valid certificate.

    Attributes:
        certificate: Number of the certificate (执法证号).
    """

    name: str
    certificate: str
    phone: str = ""

    @property
    def text(self) -> str:
        """Name and certificate in one go."""
        return f"{self.name}（执法证号：{self.certificate}）"


@dataclass(frozen=True, slots=True)
class Opinion:
    """What somebody wrote on an approval form.

    Attributes:
        by: Who signed; empty while nobody has.
        at: When, to the minute.
    """

    text: str = ""
    by: str = ""
    at: datetime | None = None

    @property
    def foot(self) -> str:
        """The lines of signature and moment, with room for the pen where open."""
        return f"{signature(self.by)}\n{moment_text(self.at)}"


NO_OPINION = Opinion()


def signature(name: str, label: str = "签名：") -> str:
    """Return the place of a signature, wide enough for the moment below it."""
    room = round(_SIGNATURE - ems(label) - ems(name))
    return f"{label}{name}{'　' * room}"


def moment_text(at: datetime | None) -> str:
    """Return a moment to the minute, or room for it."""
    return chinese_minute(at) if at else "　　　　年　　月　　日　　时　　分"


def handlers_text(handlers: tuple[Handler, ...]) -> str:
    """Return officers, one a line, with their certificates."""
    return "\n".join(one.text for one in handlers)


def named(form: str, case: str) -> str:
    """Return a form's name with the case it belongs to, as lists of papers show it."""
    return f"{form}（{case}）" if case else form


def phrase(record: Worded, name: str, **facts: Part) -> Ruled:
    """Return a standing phrase whose places are words or ruled blanks.

    Args:
        record: The paper's record.
        name: Name of the phrase.
        facts: What stands in its places, by their keys in ``PLACES``.
    """
    pieces = _PLACE.split(said(record, name))
    by_place = {PLACES[place]: fact for place, fact in facts.items()}
    parts: list[Part] = [
        by_place.get(piece, f"{{{piece}}}") if at % 2 else piece
        for at, piece in enumerate(pieces)
    ]
    return Ruled(tuple(part for part in parts if part))


def told(text: str, stamp: Stamp, lines: int) -> Iterator[Block]:
    """Yield an account of several sentences, or so many ruled lines for it.

    Args:
        text: Its paragraphs, parted by line breaks.
        stamp: A draft leaves open what is not known; a final form strikes it through.
        lines: How many lines the form leaves open.
    """
    if text:
        yield from map(Paragraph, text.split("\n"))
        return
    yield Ruled((filled("", stamp, _INDENTED),))
    if stamp.draft:
        for _more in range(lines - 1):
            yield Ruled((Blank("", _INDENTED),))


def open_rows(columns: int, stamp: Stamp, count: int) -> list[tuple[str, ...]]:
    """Return empty rows of a table for the pen, or one that is struck through.

    Args:
        columns: Of the table.
        stamp: As for ``told``.
        count: How many rows the form leaves open.
    """
    return [("",) * columns] * count if stamp.draft else [("／",) * columns]


def shared_line(
    *entries: tuple[str, str, float], stamp: Stamp, width: float = _INDENTED
) -> Ruled:
    """Return one line with several labels, a blank behind each.

    Args:
        entries: Label, what is known, and the share of the line's free room.
        stamp: As for ``told``.
        width: Of the line behind its indent, in characters.
    """
    taken = sum(ems(label) + _wide(value) for label, value, _share in entries)
    spare = max(0, width - taken) / sum(share for _label, _value, share in entries)
    parts: list[Part] = []
    for label, value, share in entries:
        parts += [label, filled(value, stamp, ems(value) + spare * share)]
    return Ruled(tuple(parts))


def _wide(value: str) -> float:
    """Return a value's width where capitals are wider than half a character."""
    return ems(value) + sum(sign.isupper() for sign in value) / 5


def entry(label: str, value: str, stamp: Stamp) -> Ruled:
    """Return one line with one label and a blank behind it."""
    return shared_line((label, value, 1), stamp=stamp)


def signing_line(*entries: tuple[str, str], width: float = _INDENTED) -> Ruled:
    """Return one line for names signed by hand; what is known of them stands there.

    Args:
        entries: Label, and the name where it is known.
        width: Of the line behind its indent, in characters.
    """
    room = width - sum(ems(label) for label, _name in entries)
    parts: list[Part] = []
    for label, name in entries:
        parts += [label, Blank(name, room / len(entries))]
    return Ruled(tuple(parts))


def signed_at(label: str, at: datetime | None) -> Ruled:
    """Return the line of a moment to the minute, left to the pen where it is open."""
    known: tuple[Part, ...] = PEN_MINUTE if at is None else (chinese_minute(at),)
    return Ruled((label, *known))


def signed_on(label: str, on: date | None) -> Ruled:
    """Return the line of a day, left to the pen where it is open."""
    known: tuple[Part, ...] = PEN_DAY if on is None else (chinese_day(on),)
    return Ruled((label, *known))


def party_lines(party: Party | None, stamp: Stamp) -> Iterator[Block]:
    """Yield the lines that name a party; both sorts where it is not known which."""
    if party is None or not party.unit:
        sort = "" if party else "（自然人）"
        yield from _person_lines(sort, party or Party(""), stamp)
    if party is None or party.unit:
        sort = "" if party else "（单位）"
        yield from _unit_lines(sort, party or Party("", unit=True), stamp)


def _person_lines(sort: str, party: Party, stamp: Stamp) -> Iterator[Block]:
    yield shared_line(
        (f"{sort}姓名：", party.name, 3), ("　性别：", party.sex, 1), stamp=stamp
    )
    yield Ruled(("出生日期：", *day_parts(party.born_on, stamp)))
    yield entry("公民身份号码：", party.code, stamp)
    yield entry("住址：", party.address, stamp)
    yield entry("联系电话：", party.phone, stamp)


def _unit_lines(sort: str, party: Party, stamp: Stamp) -> Iterator[Block]:
    yield entry(f"{sort}名称：", party.name, stamp)
    yield entry("统一社会信用代码：", party.code, stamp)
    yield entry("住所：", party.address, stamp)
    yield entry("法定代表人（负责人）：", party.head, stamp)
    yield entry("联系电话：", party.phone, stamp)


def plain_form(
    organ: str,
    name: str,
    blocks: Iterator[Block],
    stamp: Stamp,
    *,
    title: str = "",
    landscape: bool = False,
    remark: str = "",
) -> Document:
    """Return a form without number, which goes with another paper or stays inside.

    Args:
        organ: Whose form it is; empty where none is named.
        name: Its name.
        blocks: What stands on it.
        stamp: When it is made.
        title: What stands above it where that is not its name.
        landscape: Whether it is turned sideways.
        remark: Small print at the very end.
    """
    return Document(
        kind=name,
        stamp=stamp,
        title=(title or name,),
        blocks=tuple(blocks),
        head=FormHead(organ, "", numbered=False),
        landscape=landscape,
        remark=remark,
    )


def short_day(on: date | None) -> str:
    """Return a day as narrow cells print it, or nothing."""
    return chinese_day(on) if on else ""
