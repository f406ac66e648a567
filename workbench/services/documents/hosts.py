"""The host organ (挂靠机关): who issues what concerns the whole county or a centre."""

import sqlalchemy as sa

from workbench.access import Permission
from workbench.desk import Work, chartered
from workbench.models.roster.units import UnitFact
from workbench.reports.issuing import Issuing
from workbench.rules import Refusal
from workbench.rules.roster.units import UnitKind
from workbench.services.documents import wording


@chartered(Permission.DOCUMENTS_PAPER_READ)
def issuing(
    work: Work, *, kind: str, addressee: str | None = None, copies: str | None = None
) -> tuple[int, Issuing]:
    """Return the county's enforcement authority, and the frame of a paper it issues.

    A command centre issues nothing outward: its letters go out in this organ's name.
    To whom they usually go is said where nothing else is.

    Args:
        work: Whose session.
        kind: Which paper.
        addressee: 主送; as usual where None.
        copies: 抄送; as usual where None.

    Returns:
        Number of the organ, and the frame.

    Raises:
        Refusal: No such authority is on record.

    Clause: documents/issuer
    """
    row = work.session.scalars(
        sa.select(UnitFact)
        .where(
            UnitFact.holds_on(work.today),
            UnitFact.kind == UnitKind.COUNTY_ENFORCEMENT,
            UnitFact.parent_id.is_(None),
            work.whole_county(UnitFact),
        )
        .order_by(UnitFact.unit_id)
    ).first()
    if row is None:
        raise Refusal(
            "还没有登记县区综合执法主管部门，不能出具公文。",
            clause="documents/issuer",
            ways=("在机构中登记类别为“县级综合执法机关”且没有上级的机构。",),
        )
    usual = wording.usual_wording(work, kind=kind)
    to = usual.get("addressee", "") if addressee is None else addressee
    copied = usual.get("copies", "") if copies is None else copies
    return row.unit_id, Issuing(row.name, "", to, copied, row.name)
