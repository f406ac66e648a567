"""Made-up papers: one of every kind whose facts no room keeps yet, marked 示例.

They go through the register as a clerk's own would: drafted, reviewed, signed off,
numbered, sealed and sent. Three stay on the way, so that every desk has one waiting.
"""

from collections.abc import Iterable, Mapping
from datetime import date

from workbench.demo_papers import casework, inspection, powers
from workbench.desk import Desk
from workbench.reports import Record, record_json
from workbench.reports.issuing import Issuing
from workbench.reports.kinds import KINDS
from workbench.rules.documents import Deed
from workbench.rules.roster.units import AuthorityKind, UnitKind
from workbench.services.documents import register, series, steps
from workbench.services.roster import units

COUNTY = "东海县"
BUREAU = "东海县综合行政执法局"

_WAITING = {
    "grade_letter": (),
    "reverse_veto": (Deed.SUBMIT,),
    "joint_action": (Deed.SUBMIT, Deed.REVIEW),
}
"""Papers that stay on the way, and how far they have come."""


_MINUTES = "东联席"
"""代字 of the joint meeting's minutes, which print none of their own."""


def samples() -> dict[str, Record]:
    """Return a record of each such kind, by key of its kind."""
    return {**powers.samples(), **inspection.samples(), **casework.samples()}


def leave(desk: Desk, since: date) -> int:
    """Register the organs and put every sample through the register.

    Args:
        desk: Whose; it must see and decide everything.
        since: First day of the organs.

    Returns:
        How many papers there are.
    """
    found = samples()
    organs = _organs(desk, found.values(), since)
    ready: list[int] = []
    # In the order of their days, so that numbers run as the days do.
    for key, record in sorted(
        found.items(), key=lambda one: _signed(one[1]) or desk.today()
    ):
        issuing: Issuing | None = getattr(record, "issuing", None)
        unit_id = organs[issuing.organ if issuing else BUREAU]
        signed = _signed(record) or desk.today()
        paper_id = desk.do(
            register.keep_draft,
            kind=key,
            record=record_json(record),
            about_on=signed,
            unit_id=unit_id,
        )
        deeds = _WAITING.get(key, (Deed.SUBMIT, Deed.REVIEW, Deed.ISSUE))
        if Deed.SUBMIT in deeds:
            desk.do(steps.submit_papers, ids=[paper_id])
        if Deed.REVIEW in deeds:
            desk.do(steps.review_papers, ids=[paper_id])
        if Deed.ISSUE in deeds:
            desk.do(
                register.issue_paper,
                paper_id=paper_id,
                series_id=_run(desk, key, unit_id, issuing),
                issued_on=signed,
                signer="示例局长",
            )
            ready.append(paper_id)
    rows = desk.ask(register.paper_rows, ids=ready)
    for deed in (Deed.SEAL, Deed.SEND):
        for paper_id in ready:
            if rows[paper_id].deed is deed:
                desk.do(
                    steps.dispatch_papers, ids=[paper_id], deed=deed, on=desk.today()
                )
        rows = desk.ask(register.paper_rows, ids=ready)
    return len(found)


def _signed(record: Record) -> date | None:
    issuing: Issuing | None = getattr(record, "issuing", None)
    return issuing.signed_on if issuing else None


def _organs(desk: Desk, records: Iterable[Record], since: date) -> Mapping[str, int]:
    """Return the number of every unit by its full name.

    Organs that issue a sample and are none of the county's units yet are added.
    """
    known = _known(desk)
    issuings = (getattr(record, "issuing", None) for record in records)
    for name in dict.fromkeys(one.organ for one in issuings if one):
        if name not in known:
            bureau = name.endswith("局")
            desk.do(
                units.add_unit,
                name=name,
                short_name=name.replace(COUNTY, "县", 1),
                kind=UnitKind.DEPARTMENT if bureau else UnitKind.OTHER,
                authority=(
                    AuthorityKind.ADMINISTRATIVE if bureau else AuthorityKind.NONE
                ),
                counts=False,
                valid_from=since,
                reason="示例数据",
            )
    return _known(desk)


def _known(desk: Desk) -> dict[str, int]:
    rows = desk.ask(units.unit_rows, ids=desk.ask(units.find_units))
    return {row.name: number for number, row in rows.items()}


def _run(desk: Desk, key: str, unit_id: int, issuing: Issuing | None) -> int | None:
    """Return the run a paper is numbered in, opened where there is none yet."""
    kind = KINDS[key]
    if not kind.numbered or issuing is None:
        return None
    head, _year, rest = issuing.number.replace("〕", "〔").split("〔")
    head = head or _MINUTES
    word = head.removesuffix(kind.word)
    rows = desk.ask(series.series_rows, ids=desk.ask(series.find_series))
    for number, row in rows.items():
        if row.whole == head:
            return number
    run = desk.do(series.add_series, issuer_id=unit_id, word=word, suffix=kind.word)
    last = int(rest.removesuffix("号")) - 1
    desk.do(series.set_last_number, series_id=run, year=desk.today().year, last=last)
    return run
