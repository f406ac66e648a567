"""Blank forms: an organ's enforcement forms, printed empty to be filled in by pen."""

from dataclasses import dataclass

import sqlalchemy as sa

from workbench.access import Permission
from workbench.desk import Work, chartered
from workbench.models.roster.units import Unit, UnitFact
from workbench.reports import kinds as reports
from workbench.rules import Refusal
from workbench.rules.roster.units import AuthorityKind
from workbench.services.documents import issuers
from workbench.services.platform import setup


@dataclass(frozen=True, slots=True)
class BlankForm:
    """A blank form as a Word file.

    Attributes:
        name: A file name for it.
    """

    name: str
    content: bytes


@chartered(Permission.DOCUMENTS_PAPER_READ)
def organs_to_choose(work: Work) -> tuple[tuple[int, str], ...]:
    """Return the organs whose forms may be printed: number and name."""
    found = work.session.execute(
        sa.select(UnitFact.unit_id, UnitFact.name)
        .where(UnitFact.holds_on(work.today), work.visible(UnitFact))
        .order_by(UnitFact.authority == AuthorityKind.NONE.value, UnitFact.unit_id)
    )
    return tuple((number, name) for number, name in found)


@chartered(Permission.DOCUMENTS_PAPER_COMPOSE, title="取空白文书")
def blank_form(work: Work, *, kind: str, unit_id: int) -> BlankForm:
    """Return a form with nothing filled in, in the name of who may issue it.

    Args:
        work: Whose work.
        kind: Which form.
        unit_id: The organ; an entrusted one prints its principal's name.

    Raises:
        Refusal: There is no such form, the organ may not be seen, or it may not
            issue that kind.

    Clause: documents/issuer, platform/row-scope
    """
    declared = reports.KINDS.get(kind)
    if declared is None or not declared.blank:
        raise Refusal("没有这种空白文书。", clause="documents/issuer")
    work.own(Unit, unit_id)
    issuers.check_may_issue(work, kind=kind, unit_id=unit_id, on=work.today)
    _number, organ = issuers.signing_unit(
        work, kind=kind, unit_id=unit_id, on=work.today
    )
    title, content = reports.blank_form(
        kind,
        organ,
        made_at=work.now,
        sample=bool(setup.settings(work).get("sample")),
    )
    return BlankForm(f"{title}（空白）.docx", content)
