"""Assessment schemes: dated versions, one for each zone and kind of subject."""

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
from workbench.models.powers.assessment import Scheme
from workbench.models.roster.units import Unit
from workbench.models.roster.zones import ZoneFact
from workbench.rules import Refusal
from workbench.rules.periods import Period
from workbench.rules.powers.grants import Power, check_covered
from workbench.rules.powers.schemes import (
    SchemePlan,
    check_plan,
    keyed,
    plan_json,
)
from workbench.rules.powers.schemes import plan_of as read_plan
from workbench.rules.powers.subjects import SubjectKind
from workbench.services.powers import grants, naming


@dataclass(frozen=True, slots=True)
class SchemeRow:
    """One version of a scheme, as shown.

    Attributes:
        name: Its title, without title marks.
        number: Number of the document that put it in force.
        items: How many items it has.
        by_hand: How many of them are scored by hand.
        in_force: Whether it holds today.
    """

    id: int
    zone_id: int
    zone: str
    subject: SubjectKind
    name: str
    number: str
    period: Period
    items: int
    by_hand: int
    reason: str
    in_force: bool


@chartered(
    Permission.POWERS_SCHEME_EDIT,
    title="保存考核办法",
    changes=(Topic.ASSESSMENT,),
)
def save_scheme(
    work: Work,
    *,
    unit_id: int,
    subject: SubjectKind,
    name: str,
    number: str,
    plan: SchemePlan,
    valid_from: date,
    reason: str = "",
) -> int:
    """Have a zone assess by a scheme from a month on.

    The version before it ends the day before; months that are frozen keep theirs.

    Args:
        work: Whose work.
        unit_id: The zone's command centre.
        subject: Who is assessed by it.
        name: Its title.
        number: Number of the document that puts it in force.
        plan: What it says; items without a key get one.
        valid_from: First day of the first month that is assessed by it.
        reason: Why it changes, where it does.

    Returns:
        Number of the version.

    Raises:
        Refusal: No title or number, a day that begins no month, a plan that is refused,
            a unit that may not be seen or is no centre, no grant, or one that does not
            cover such subjects; a later version is on record.

    Clause: powers/scheme, powers/grant, powers/grant-scope, platform/row-scope
    """
    work.own(Unit, unit_id)
    zone_id = naming.centre_on(work, unit_id=unit_id, on=work.today).zone_id
    grant = grants.granted(work, zone_id=zone_id, power=Power.ASSESS, on=work.today)
    check_covered(grant, subject.covered)
    title = name.strip().strip("《》")
    if not title or not number.strip():
        raise Refusal("请写明考核办法的名称和文号。", clause="powers/scheme")
    if valid_from.day != 1:
        raise Refusal(
            "考核办法从某月1日起执行，以免一个月里用两个办法。",
            clause="powers/scheme",
            ways=("选当月或者下月1日。",),
        )
    checked = check_plan(keyed(plan), subject)
    row = facts.change_from(
        work,
        Scheme,
        {"zone_id": zone_id, "subject": subject},
        valid_from,
        what=f"{subject.label}考核办法",
        reason=reason.strip(),
        values={
            "name": title,
            "number": number.strip(),
            "plan": plan_json(checked),
        },
    )
    return int(row.id)


@chartered(Permission.POWERS_ASSESSMENT_READ)
def plan_of(work: Work, *, scheme_id: int) -> SchemePlan:
    """Return what a version of a scheme says.

    Raises:
        Refusal: There is none.

    Clause: powers/scheme
    """
    row = work.session.get(Scheme, scheme_id)
    if row is None:
        raise Refusal("没有这个考核办法。", clause="powers/scheme")
    return read_plan(row.plan)


@chartered(Permission.POWERS_ASSESSMENT_READ)
def scheme_on(
    work: Work, *, zone_id: int, subject: SubjectKind, on: date
) -> SchemeRow | None:
    """Return the version that holds on a day; None where there is none."""
    row = facts.holding(work, Scheme, on, zone_id=zone_id, subject=subject)
    return None if row is None else scheme_rows(work, ids=[row.id])[row.id]


@chartered(Permission.POWERS_ASSESSMENT_READ)
def find_schemes(
    work: Work,
    *,
    text: str = "",
    subject: SubjectKind | None = None,
    history: bool = False,
    ordering: Ordering = AS_IT_COMES,
) -> Sequence[int]:
    """Return the numbers of the versions that match.

    Args:
        work: Whose session.
        text: Fragment of title or number.
        subject: For these subjects only.
        history: Whether those no longer in force are wanted too.
        ordering: Sort and limit.
    """
    found = sa.select(Scheme.id).where(Scheme.stands())
    if subject is not None:
        found = found.where(Scheme.subject == subject)
    if not history:
        found = found.where(
            sa.or_(Scheme.valid_to.is_(None), Scheme.valid_to >= work.today)
        )
    if text:
        found = found.where(
            sa.or_(
                Scheme.name.contains(text, autoescape=True),
                Scheme.number.contains(text, autoescape=True),
            )
        )
    orders = {
        "zone": (Scheme.zone_id, Scheme.subject, Scheme.valid_from),
        "subject": Scheme.subject,
        "name": Scheme.name,
        "number": Scheme.number,
        "from": Scheme.valid_from,
    }
    return numbers(work.session, found, Scheme.id, orders, ordering)


@chartered(Permission.POWERS_ASSESSMENT_READ)
def scheme_rows(work: Work, *, ids: Sequence[int]) -> dict[int, SchemeRow]:
    """Return the versions for ``ids``."""
    zones = work.session.execute(
        sa.select(ZoneFact.zone_id, ZoneFact.name).where(ZoneFact.holds_on(work.today))
    )
    names = {zone_id: name for zone_id, name in zones}  # noqa: C416 - rows
    rows = {}
    for row in work.session.scalars(sa.select(Scheme).where(Scheme.id.in_(ids))):
        items = read_plan(row.plan).items
        rows[row.id] = SchemeRow(
            row.id,
            row.zone_id,
            names.get(row.zone_id, "—"),
            row.subject,
            row.name,
            row.number,
            facts.period_of(row),
            len(items),
            sum(one.by_hand for one in items),
            row.reason,
            work.today in facts.period_of(row),
        )
    return rows


SCHEMES = Listing[SchemeRow](
    "schemes",
    "考核办法",
    find_schemes,
    scheme_rows,
    (
        Column("zone", "片区", lambda row: row.zone, width=140),
        Column("subject", "考核对象", lambda row: row.subject.label, width=100),
        Column("name", "考核办法", lambda row: row.name, width=320),
        Column("number", "文号", lambda row: row.number, Kind.CODE, 160),
        Column("from", "有效期", lambda row: str(row.period), width=220),
        Column(
            "items",
            "项目",
            lambda row: f"{row.items}项，其中手工{row.by_hand}项",
            width=150,
            sortable=False,
        ),
        Column(
            "state",
            "状态",
            lambda row: "执行中" if row.in_force else "不在有效期",
            Kind.STATE,
            100,
            lambda row: Tone.GOOD if row.in_force else Tone.PLAIN,
            sortable=False,
        ),
    ),
    empty="还没有考核办法。点“新建办法”，从示范办法改起。",
)
