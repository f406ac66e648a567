"""Every kind of paper, and its records: rebuilt, issued, turned into files."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from typing import Any

from workbench.reports import (
    Kind,
    Record,
    casework,
    emptied,
    inspection,
    paper_bytes,
    powers,
    rebuilt,
    record_json,
    roster,
)
from workbench.reports.casework.parties import Party
from workbench.reports.inspection.parties import NOBODY, Inspected
from workbench.reports.page import Stamp

KINDS: dict[str, Kind] = {
    kind.key: kind
    for room in (roster, powers, inspection, casework)
    for kind in room.KINDS
}
"""By key, in the order in which people are offered them."""


@dataclass(frozen=True, slots=True)
class Known:
    """What is known before a form is filled in by pen (预填).

    Attributes:
        party: Who is inspected or proceeded against.
        grounds: The articles that allow it, as papers cite them.
    """

    party: Inspected = NOBODY
    grounds: str = ""

    def put_into(self, record: Any) -> Any:
        """Return a record of open places with these where it has a place for them."""
        places = {one.name: getattr(record, one.name) for one in fields(record)}
        known: dict[str, Any] = {
            name: self.party
            for name, value in places.items()
            if isinstance(value, Inspected)
        }
        if places.get("party") == "":
            known["party"] = self.party.name
        elif places.get("party", "") is None and self.party.name:
            known["party"] = Party(
                self.party.name,
                unit=bool(self.party.code or self.party.head),
                code=self.party.code,
                address=self.party.address,
                phone=self.party.phone,
                head=self.party.head,
            )
        if places.get("grounds") == "":
            known["grounds"] = self.grounds
        return replace(record, **known)


NOTHING_KNOWN = Known()


def blank_form(
    kind: str,
    organ: str,
    *,
    made_at: datetime,
    sample: bool,
    known: Known = NOTHING_KNOWN,
) -> tuple[str, bytes]:
    """Return the title and the Word file of a form that is to be filled in by pen.

    Args:
        kind: Key of its kind, one that is printed empty.
        organ: Whose form it is.
        made_at: The moment it is made.
        sample: Whether it is marked 示例.
        known: What is printed already; the rest is ruled.
    """
    record: Any = _in_name_of(emptied(KINDS[kind].record), organ)
    record = known.put_into(record)
    paper = record.compose(Stamp(made_at, draft=True, sample=sample, pen=True))
    return "".join(paper.title), paper_bytes(paper)


def _named(record: Any) -> str:
    """Return the organ a record prints; empty where it prints none."""
    issuing = getattr(record, "issuing", record)
    return str(getattr(issuing, "organ", "")).strip()


def _in_name_of(record: Any, organ: str) -> Any:
    """Return a record as it goes out in an organ's name."""
    if hasattr(record, "issuing"):
        issuing = record.issuing
        printer = organ if issuing.printer == issuing.organ else issuing.printer
        return replace(record, issuing=replace(issuing, organ=organ, printer=printer))
    return replace(record, organ=organ) if hasattr(record, "organ") else record


def from_json(kind: str, text: str) -> Record:
    """Rebuild a paper's record.

    Args:
        kind: Key of its kind.
        text: Canonical JSON, as ``record_json`` wrote it.

    Raises:
        ValueError: The text is no such record.
    """
    record: Record = rebuilt(KINDS[kind].record, text)
    return record


def signer_of(kind: str, text: str) -> str | None:
    """Return who signs a paper off as its record says; empty where nobody is named.

    Args:
        kind: Key of its kind.
        text: Its record.

    Returns:
        None for a paper that does not print it.
    """
    record: Any = from_json(kind, text)
    signer = record.issuing.signer if KINDS[kind].numbered else ""
    return signer.strip() if signer else None


def issued_json(
    kind: str, text: str, *, number: str, on: date, signer: str = ""
) -> str:
    """Return a record as it reads once its paper is issued.

    Args:
        kind: Key of its kind.
        text: The draft's record.
        number: The number it was given.
        on: The day it was signed off; also that of the imprint, where none is named.
        signer: Who signed it off; as the draft says where empty.
    """
    record: Any = from_json(kind, text)
    if KINDS[kind].numbered:
        record = replace(record, issuing=record.issuing.issued(number, on, signer))
    elif hasattr(record, "settled"):
        record = record.settled(on, signer)
    return record_json(record)


def file_bytes(
    kind: str, text: str, *, made_at: datetime, draft: bool, sample: bool
) -> bytes:
    """Return the file of a paper, rebuilt from its record.

    Args:
        kind: Key of its kind.
        text: Its record.
        made_at: The moment it is made; the same moment gives the same bytes.
        draft: Whether it is marked 草稿.
        sample: Whether it is marked 示例.
    """
    stamp = Stamp(made_at, draft=draft, sample=sample)
    return paper_bytes(from_json(kind, text).compose(stamp))


def drafted_json(
    kind: str, text: str, *, organ: str = "", own: Mapping[str, str] | None = None
) -> str:
    """Return a record as it reads while its paper is a draft: no number, no day.

    A kind without a number keeps its day: it is that of what was done on the spot.

    Args:
        kind: Key of its kind.
        text: Its record.
        organ: In whose name it goes out; as the record says where empty.
        own: What the office says its own way, by name of the phrase; what the record
            says already stays.
    """
    record: Any = from_json(kind, text)
    phrases = getattr(record, "phrases", None)
    if phrases is not None and own:
        known = {name: said for name, said in own.items() if name in record.PHRASES}
        said = tuple(sorted((known | dict(phrases)).items()))
        record = replace(record, phrases=said)
    if organ:
        record = _in_name_of(record, organ)
    if KINDS[kind].numbered:
        issuing = replace(record.issuing, number="", signed_on=None, printed_on=None)
        record = replace(record, issuing=issuing)
    return record_json(record)


def sealed(kind: str, text: str) -> bool:
    """Tell whether a seal is put on a paper; minutes and plain sheets have none.

    Args:
        kind: Key of its kind.
        text: Its record.
    """
    declared = KINDS[kind]
    if not declared.numbered or declared.genre == "纪要":
        return False
    record: Any = from_json(kind, text)
    return bool(record.issuing.sealed)


def organ_of(kind: str, text: str) -> str:
    """Return in whose name a paper goes out; empty where it names nobody.

    Args:
        kind: Key of its kind.
        text: Its record.
    """
    return _named(from_json(kind, text))


def printed_title(kind: str, text: str) -> str:
    """Return a paper's title as it stands on its page; empty for a workbook.

    Args:
        kind: Key of its kind.
        text: Its record.
    """
    if KINDS[kind].suffix != "docx":
        return ""
    stamp = Stamp(datetime.min)  # noqa: DTZ901 - no page shows it
    paper: Any = from_json(kind, text).compose(stamp)
    return "".join(paper.title)


NAMED_OTHERWISE = frozenset({"meeting_minutes", "nomination"})
"""Kinds of a body that keeps no series and seal of its own: 联席会议, 党组."""


ADDRESSED = frozenset({"通知", "函", "请示", "报告"})
"""Genres of papers that are always sent to somebody named (主送)."""


def missing(kind: str, text: str) -> tuple[str, ...]:
    """Return what a paper still lacks before it can be issued, as people call it.

    Args:
        kind: Key of its kind.
        text: Its record.
    """
    record: Any = from_json(kind, text)
    lacks = [] if record.title.strip() else ["标题"]
    declared = KINDS[kind]
    if declared.numbered or declared.outward:
        lacks += [] if _named(record) else ["发文机关"]
    if declared.numbered:
        addressed = declared.genre in ADDRESSED
        lacks += ["主送"] if addressed and not record.issuing.addressee.strip() else []
    return tuple(lacks)


def sent(kind: str, text: str) -> dict[str, str]:
    """Return to whom a paper goes and who answers for it, by name.

    Args:
        kind: Key of its kind.
        text: Its record.
    """
    if not KINDS[kind].numbered:
        return {}
    record: Any = from_json(kind, text)
    names = ("addressee", "copies", "signer", "contact")
    return {name: getattr(record.issuing, name).strip() for name in names}
