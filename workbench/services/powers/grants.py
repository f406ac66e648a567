"""The county's grants: which power which zone's centre may use, since when."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from workbench import facts
from workbench.access import Permission
from workbench.desk import Topic, Work, chartered
from workbench.listing import (
    AS_IT_COMES,
    Column,
    Kind,
    Listing,
    Ordering,
    Tone,
    numbers,
)
from workbench.models.powers.grants import PowerGrant
from workbench.models.roster.zones import ZoneFact
from workbench.rules import Refusal
from workbench.rules.periods import Period
from workbench.rules.powers.grants import (
    Covered,
    Grant,
    Power,
    check_granted,
)


@dataclass(frozen=True, slots=True)
class GrantRow:
    """One grant, as shown.

    Attributes:
        document: The document's title, without title marks.
        in_force: Whether it holds today.
    """

    id: int
    zone_id: int
    zone: str
    power: Power
    document: str
    number: str
    document_on: date
    covers: tuple[Covered, ...]
    period: Period
    reason: str
    in_force: bool


@chartered(Permission.POWERS_AFFAIR_READ)
def granted(work: Work, *, zone_id: int, power: Power, on: date) -> Grant:
    """Return the grant by which a zone's centre may use a power on a day.

    Raises:
        Refusal: There is none, or none in force that day.

    Clause: powers/grant
    """
    name = work.session.scalar(
        sa.select(ZoneFact.name).where(
            ZoneFact.zone_id == zone_id, ZoneFact.holds_on(on)
        )
    )
    zone = name or "该片区"
    found = [
        Grant(
            row.power,
            zone,
            f"{row.document}》（{row.number}）".removesuffix("》（）"),
            _covers(row),
            facts.period_of(row),
        )
        for row in facts.standing(work, PowerGrant, zone_id=zone_id)
    ]
    return check_granted(found, power, zone, on)


@chartered(Permission.POWERS_AFFAIR_READ)
def grant_words(work: Work, *, zone_id: int, power: Power, on: date) -> str:
    """Return the document that grants a power as papers cite it: 《…》（…号）.

    Raises:
        Refusal: There is none in force that day.

    Clause: powers/grant
    """
    granted(work, zone_id=zone_id, power=power, on=on)
    row = facts.holding(work, PowerGrant, on, zone_id=zone_id, power=power)
    return "" if row is None else f"《{row.document}》（{row.number}）"


def _covers(row: PowerGrant) -> frozenset[Covered]:
    told = {
        Covered.TEAMS: row.teams,
        Covered.POSTED: row.posted,
        Covered.TOWNS: row.towns,
    }
    return frozenset(one for one, covered in told.items() if covered)


@chartered(
    Permission.POWERS_GRANT_EDIT,
    title="登记授权",
    changes=(Topic.GRANTS,),
)
def add_grant(
    work: Work,
    *,
    zone_id: int,
    power: Power,
    document: str,
    number: str,
    document_on: date,
    first: date,
    last: date | None = None,
    covers: Sequence[Covered] = (Covered.TEAMS, Covered.POSTED),
) -> int:
    """Put on record that a county document gives a zone's centre a power.

    Args:
        work: Whose work.
        zone_id: The zone.
        power: The power.
        document: The document's title.
        number: Its number.
        document_on: Its date.
        first: First day on which the power may be used.
        last: Last day; None while it goes on.
        covers: Whom the document covers.

    Raises:
        Refusal: No title or number, a first day before the document, nobody covered,
            or days on which the power was granted already.

    Clause: powers/grant, powers/grant-scope, general/dated-facts
    """
    title = document.strip().strip("《》")
    if not title or not number.strip():
        raise Refusal("请写明授权文件的名称和文号。", clause="powers/grant")
    if first < document_on:
        raise Refusal("授权起始日期不能早于授权文件的日期。", clause="powers/grant")
    if not covers:
        raise Refusal("请选明授权及于哪些对象。", clause="powers/grant-scope")
    row = facts.put(
        work,
        PowerGrant,
        {"zone_id": zone_id, "power": power},
        Period(first, last),
        what=power.label,
        values={
            "document": title,
            "number": number.strip(),
            "document_on": document_on,
            "teams": Covered.TEAMS in covers,
            "posted": Covered.POSTED in covers,
            "towns": Covered.TOWNS in covers,
        },
    )
    return int(row.id)


@chartered(Permission.POWERS_GRANT_EDIT, title="收回授权", changes=(Topic.GRANTS,))
def end_grant(work: Work, *, grant_id: int, last: date, reason: str) -> None:
    """Have a power be granted for the last time on a day.

    Raises:
        Refusal: No reason is given, or another desk changed it meanwhile.

    Clause: general/dated-facts
    """
    row = work.session.get(PowerGrant, grant_id)
    if not reason.strip() or row is None:
        raise Refusal("请写明收回授权的文件或者原因。", clause="general/dated-facts")
    facts.end(work, row, last, reason=reason.strip())


@chartered(Permission.POWERS_AFFAIR_READ)
def find_grants(
    work: Work,
    *,
    text: str = "",
    power: Power | None = None,
    history: bool = False,
    ordering: Ordering = AS_IT_COMES,
) -> Sequence[int]:
    """Return the numbers of the grants that match.

    Args:
        work: Whose session.
        text: Fragment of the document's title or number.
        power: Of this power only.
        history: Whether those no longer or not yet in force are wanted too.
        ordering: Sort and limit.
    """
    found = sa.select(PowerGrant.id).where(PowerGrant.stands())
    if power is not None:
        found = found.where(PowerGrant.power == power)
    if not history:
        found = found.where(PowerGrant.holds_on(work.today))
    if text:
        found = found.where(
            sa.or_(
                PowerGrant.document.contains(text, autoescape=True),
                PowerGrant.number.contains(text, autoescape=True),
            )
        )
    orders = {
        "zone": (PowerGrant.zone_id, PowerGrant.power),
        "power": PowerGrant.power,
        "number": PowerGrant.number,
        "from": PowerGrant.valid_from,
    }
    return numbers(work.session, found, PowerGrant.id, orders, ordering)


@chartered(Permission.POWERS_AFFAIR_READ)
def grant_rows(work: Work, *, ids: Sequence[int]) -> dict[int, GrantRow]:
    """Return the grants for ``ids``."""
    zones = work.session.execute(
        sa.select(ZoneFact.zone_id, ZoneFact.name).where(ZoneFact.holds_on(work.today))
    )
    names = {zone_id: name for zone_id, name in zones}  # noqa: C416 - rows
    found = work.session.scalars(sa.select(PowerGrant).where(PowerGrant.id.in_(ids)))
    return {
        row.id: GrantRow(
            row.id,
            row.zone_id,
            names.get(row.zone_id, "—"),
            row.power,
            row.document,
            row.number,
            row.document_on,
            tuple(one for one in Covered if one in _covers(row)),
            facts.period_of(row),
            row.reason,
            work.today in facts.period_of(row),
        )
        for row in found
    }


POWER_GRANTS = Listing[GrantRow](
    "grants",
    "授权",
    find_grants,
    grant_rows,
    (
        Column("zone", "片区", lambda row: row.zone, width=150),
        Column("power", "权力", lambda row: row.power.label, width=110),
        Column("number", "文号", lambda row: row.number, width=170),
        Column("document", "授权文件", lambda row: row.document, width=330),
        Column(
            "covers",
            "及于",
            lambda row: "、".join(one.label for one in row.covers),
            width=220,
            sortable=False,
        ),
        Column("from", "有效期", lambda row: str(row.period), width=220),
        Column(
            "state",
            "状态",
            lambda row: "有效" if row.in_force else "不在有效期",
            Kind.STATE,
            100,
            lambda row: Tone.GOOD if row.in_force else Tone.PLAIN,
            sortable=False,
        ),
    ),
    empty="还没有登记授权。县里授予四项权力的文件登记后，指挥中心才能行使。",
)
