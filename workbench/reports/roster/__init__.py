"""Papers of the roster: zones, command centres and the force."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any

from workbench.reports import Kind, Record, paper_bytes, rebuilt, record_json
from workbench.reports.page import Stamp
from workbench.reports.roster.deployment import FrontlineReport
from workbench.reports.roster.ledger import ForceLedger
from workbench.reports.roster.zones import CentreRoster, ZonePlanNotice

KINDS = {
    kind.key: kind
    for kind in (
        Kind("zone_plan", "片区设置方案", ZonePlanNotice),
        Kind("centre_roster", "指挥中心组成人员名单", CentreRoster),
        Kind("frontline_report", "力量下沉情况报告", FrontlineReport),
        Kind(
            "force_ledger", "月度力量台账", ForceLedger, numbered=False, suffix="xlsx"
        ),
    )
}


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
