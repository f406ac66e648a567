"""Blank forms: an organ's enforcement forms, printed empty to be filled in by pen."""

from dataclasses import dataclass

import sqlalchemy as sa

from workbench.access import Permission
from workbench.desk import Work, chartered
from workbench.models.roster.units import Unit, UnitFact
from workbench.reports import kinds as reports
from workbench.reports.inspection.parties import Inspected
from workbench.rules import Refusal
from workbench.rules.roster.units import AuthorityKind
from workbench.services.documents import issuers, laws
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


@chartered(Permission.DOCUMENTS_PAPER_COMPOSE, title="取空白文书", personal=("phone",))
def blank_form(
    work: Work,
    *,
    kind: str,
    unit_id: int,
    party: str = "",
    code: str = "",
    address: str = "",
    head: str = "",
    phone: str = "",
    grounds: str = "",
) -> BlankForm:
    """Return a form to be filled in by pen, in the name of who may issue it.

    What is known is printed already (预填); nothing is where nothing is known.

    Args:
        work: Whose work.
        kind: Which form.
        unit_id: The organ; an entrusted one prints its principal's name.
        party: Full name of who is inspected or proceeded against.
        code: Unified social credit code.
        address: Registered address or place of business.
        head: Legal representative or person in charge.
        phone: How the party is reached.
        grounds: The article that allows it, as the library of law cites it.

    Raises:
        Refusal: There is no such form, the organ may not be seen, it may not issue
            that kind, or the article is not in force today.

    Clause: documents/issuer, platform/row-scope, documents/laws
    """
    cited = {key for key, _words in laws.articles_to_choose(work)}
    if grounds and grounds not in cited:
        raise Refusal(
            f"{grounds}今天不在施行，或者没有登记，不能引用。",
            clause="documents/laws",
            ways=("在“法规与案由库”页核对条文和施行日期。",),
        )
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
        known=reports.Known(
            Inspected(*(one.strip() for one in (party, code, address, head, phone))),
            grounds,
        ),
    )
    known = f"预填，{party.strip()}" if party.strip() else "空白"
    return BlankForm(f"{title}（{known}）.docx", content)
