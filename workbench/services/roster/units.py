"""Units: their register, and what is done to units, their posts and contacts."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date

import sqlalchemy as sa

from workbench import facts, search
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
from workbench.models.roster.people import Establishment, Posting
from workbench.models.roster.towns import TownFact
from workbench.models.roster.units import Contact, Quota, Unit, UnitFact
from workbench.models.roster.zones import ZoneFact
from workbench.rules import Refusal
from workbench.rules.calendar import chinese_day
from workbench.rules.identifiers import check_phone
from workbench.rules.periods import Period
from workbench.rules.roster.units import (
    AuthorityKind,
    Employment,
    UnitKind,
)
from workbench.services.platform import clock
from workbench.services.roster import unit_checks


@dataclass(frozen=True, slots=True)
class UnitRow:
    """One unit, as it was on the day asked about.

    Attributes:
        staff: Persons who work there.
        established: Persons on its establishment (实有在编).
        posts: Approved posts in all (核定编制).
    """

    id: int
    name: str
    short_name: str
    kind: UnitKind
    parent: str
    place: str
    authority: AuthorityKind
    counts: bool
    smallest_staff: int
    staff: int
    established: int
    posts: int
    duty_phone: str
    since: date


@dataclass(frozen=True, slots=True)
class UnitForm:
    """A unit's facts as the form edits them."""

    name: str
    short_name: str
    kind: UnitKind
    parent_id: int | None
    town_id: int | None
    zone_id: int | None
    authority: AuthorityKind
    principal_id: int | None
    authority_basis: str
    entrusted_to: date | None
    counts: bool
    smallest_staff: int
    credit_code: str
    address: str
    duty_phone: str


@chartered(Permission.ROSTER_UNIT_READ)
def unit_names(work: Work, *, on: date | None = None) -> dict[int, str]:
    """Return the short names of the units that may be seen, as on a day."""
    found = work.session.execute(
        sa.select(UnitFact.unit_id, UnitFact.short_name)
        .where(UnitFact.holds_on(on or work.today), work.visible(UnitFact))
        .order_by(UnitFact.kind, UnitFact.unit_id)
    )
    return dict(found.all())


@chartered(Permission.ROSTER_UNIT_READ)
def find_units(
    work: Work,
    *,
    text: str = "",
    kind: UnitKind | None = None,
    on: date | None = None,
    ordering: Ordering = AS_IT_COMES,
) -> Sequence[int]:
    """Return the numbers of the units that match, as on a day.

    Args:
        work: Whose session.
        text: Fragment or initials of any name the unit has had.
        kind: What it is.
        on: The day; today where None.
        ordering: Sort and limit.
    """
    found = sa.select(UnitFact.unit_id).where(
        UnitFact.holds_on(on or work.today),
        work.visible(UnitFact),
        search.matching(work.session, "unit", UnitFact.unit_id, text),
    )
    if kind is not None:
        found = found.where(UnitFact.kind == kind)
    place = sa.case(
        {one.value: at for at, one in enumerate(UnitKind)}, value=UnitFact.kind
    )
    orders = {
        "kind": place,
        "name": UnitFact.name,
        "short_name": UnitFact.short_name,
        "counts": UnitFact.counts,
        "smallest_staff": UnitFact.smallest_staff,
        "since": UnitFact.valid_from,
    }
    return numbers(work.session, found, UnitFact.unit_id, orders, ordering)


@chartered(Permission.ROSTER_UNIT_READ)
def unit_rows(
    work: Work, *, ids: Sequence[int], on: date | None = None
) -> dict[int, UnitRow]:
    """Return the lines of the register for ``ids``, as on a day."""
    day = on or work.today
    parent = sa.orm.aliased(UnitFact)
    staff = (
        sa.select(sa.func.count())
        .select_from(Posting)
        .where(Posting.unit_id == UnitFact.unit_id, Posting.holds_on(day))
        .scalar_subquery()
    )
    established = (
        sa.select(sa.func.count())
        .select_from(Establishment)
        .where(
            Establishment.unit_id == UnitFact.unit_id,
            Establishment.holds_on(day),
            Establishment.employment != Employment.AUXILIARY,
        )
        .scalar_subquery()
    )
    posts = (
        sa.select(sa.func.coalesce(sa.func.sum(Quota.posts), 0))
        .where(Quota.unit_id == UnitFact.unit_id, Quota.holds_on(day))
        .scalar_subquery()
    )
    found = work.session.execute(
        sa.select(
            UnitFact,
            parent.short_name.label("parent"),
            TownFact.name.label("town"),
            ZoneFact.name.label("zone"),
            staff.label("staff"),
            established.label("established"),
            posts.label("posts"),
        )
        .outerjoin(
            parent, sa.and_(parent.unit_id == UnitFact.parent_id, parent.holds_on(day))
        )
        .outerjoin(
            TownFact,
            sa.and_(TownFact.town_id == UnitFact.town_id, TownFact.holds_on(day)),
        )
        .outerjoin(
            ZoneFact,
            sa.and_(ZoneFact.zone_id == UnitFact.zone_id, ZoneFact.holds_on(day)),
        )
        .where(
            UnitFact.unit_id.in_(ids),
            UnitFact.holds_on(day),
            work.visible(UnitFact),
            work.whole_county(Posting),
            work.whole_county(Establishment),
            work.whole_county(Quota),
        )
    )
    return {
        row.UnitFact.unit_id: UnitRow(
            row.UnitFact.unit_id,
            row.UnitFact.name,
            row.UnitFact.short_name,
            row.UnitFact.kind,
            row.parent or "—",
            row.town or row.zone or "—",
            row.UnitFact.authority,
            row.UnitFact.counts,
            row.UnitFact.smallest_staff,
            row.staff,
            row.established,
            row.posts,
            row.UnitFact.duty_phone,
            row.UnitFact.valid_from,
        )
        for row in found
    }


@chartered(Permission.ROSTER_UNIT_EDIT, title="新增机构", changes=(Topic.UNITS,))
def add_unit(
    work: Work,
    *,
    name: str,
    short_name: str,
    kind: UnitKind,
    valid_from: date,
    parent_id: int | None = None,
    town_id: int | None = None,
    zone_id: int | None = None,
    authority: AuthorityKind = AuthorityKind.NONE,
    principal_id: int | None = None,
    authority_basis: str = "",
    entrusted_to: date | None = None,
    counts: bool = False,
    smallest_staff: int = 0,
    credit_code: str = "",
    address: str = "",
    duty_phone: str = "",
    reason: str = "",
) -> int:
    """Enter a unit in the register.

    Args:
        work: Whose work.
        name: Full name.
        short_name: As tables show it.
        kind: What it is.
        valid_from: First day on which this holds.
        parent_id: The unit above.
        town_id: Where it is, for a town's unit.
        zone_id: What it serves, for a zone's unit.
        authority: By what right it enforces.
        principal_id: The authority that entrusted it.
        authority_basis: Law, decision or 委托书.
        entrusted_to: Last day of the entrustment (委托期限); None without end.
        counts: Whether its people are part of the share's D (计入下沉口径).
        smallest_staff: The fewest persons it may be left with.
        credit_code: Unified social credit code, or empty.
        address: Or empty.
        duty_phone: Or empty.
        reason: Why it is entered late, where it is.

    Raises:
        Refusal: The name is taken, the parts contradict the kind, or it would be out
            of the person's sight.

    Clause: roster/unit-place, roster/centre-no-authority, roster/entrusted,
        platform/row-scope
    """
    clock.check_late(work, on=valid_from, reason=reason)
    values = unit_checks.checked_values(
        work,
        unit_id=None,
        on=valid_from,
        form=asdict(
            UnitForm(
                name,
                short_name,
                kind,
                parent_id,
                town_id,
                zone_id,
                authority,
                principal_id,
                authority_basis,
                entrusted_to,
                counts,
                smallest_staff,
                credit_code,
                address,
                duty_phone,
            )
        ),
    )
    day = max(valid_from, work.today)
    seen = unit_checks.seen_on(work, day=day)
    unit = Unit()
    work.session.add(unit)
    work.session.flush()
    facts.put(
        work,
        UnitFact,
        {"unit_id": unit.id},
        Period(valid_from),
        what="机构信息",
        reason=reason,
        values=values,
    )
    unit_checks.check_sight(work, before=seen, placed=unit.id, day=day)
    return unit.id


@chartered(
    Permission.ROSTER_UNIT_EDIT, title="变更机构", changes=(Topic.UNITS, Topic.POSTINGS)
)
def change_unit(
    work: Work,
    *,
    unit_id: int,
    valid_from: date,
    name: str,
    short_name: str,
    kind: UnitKind,
    parent_id: int | None = None,
    town_id: int | None = None,
    zone_id: int | None = None,
    authority: AuthorityKind = AuthorityKind.NONE,
    principal_id: int | None = None,
    authority_basis: str = "",
    entrusted_to: date | None = None,
    counts: bool = False,
    smallest_staff: int = 0,
    credit_code: str = "",
    address: str = "",
    duty_phone: str = "",
    reason: str = "",
) -> None:
    """Have a unit be called or be something else from a day on.

    The days before keep what they had. Arguments are those of ``add_unit``.

    Raises:
        Refusal: Nothing is changed, the name is taken, the parts contradict the kind,
            the unit would be its own superior, a later change stands, or the person
            would see other units than before.

    Clause: roster/unit-place, general/dated-facts, platform/row-scope
    """
    work.own(Unit, unit_id)
    clock.check_late(work, on=valid_from, reason=reason)
    values = unit_checks.checked_values(
        work,
        unit_id=unit_id,
        on=valid_from,
        form=asdict(
            UnitForm(
                name,
                short_name,
                kind,
                parent_id,
                town_id,
                zone_id,
                authority,
                principal_id,
                authority_basis,
                entrusted_to,
                counts,
                smallest_staff,
                credit_code,
                address,
                duty_phone,
            )
        ),
    )
    day = max(valid_from, work.today)
    seen = unit_checks.seen_on(work, day=day)
    now = facts.holding(work, UnitFact, valid_from, unit_id=unit_id)
    if now is not None and all(getattr(now, key) == values[key] for key in values):
        raise Refusal(
            "与那天登记的完全相同，没有需要变更的内容。", clause="general/dated-facts"
        )
    facts.change_from(
        work,
        UnitFact,
        {"unit_id": unit_id},
        valid_from,
        what="机构信息",
        reason=reason,
        values=values,
    )
    unit_checks.check_sight(work, before=seen, placed=unit_id, day=day)


@chartered(
    Permission.ROSTER_UNIT_EDIT, title="撤销机构", changes=(Topic.UNITS, Topic.POSTINGS)
)
def close_unit(work: Work, *, unit_id: int, last_day: date, reason: str) -> None:
    """Have a unit exist for the last time on a day.

    Raises:
        Refusal: People still belong to it or work there afterwards.

    Clause: roster/unit-staffed
    """
    work.own(Unit, unit_id)
    clock.check_late(work, on=last_day, reason=reason)
    left = sum(
        work.session.scalar(
            sa.select(sa.func.count())
            .select_from(model)
            .where(
                model.unit_id == unit_id,
                model.stands(),
                sa.or_(model.valid_to.is_(None), model.valid_to > last_day),
                work.whole_county(model),
            )
        )
        or 0
        for model in (Establishment, Posting)
    )
    if left:
        raise Refusal(
            f"{chinese_day(last_day)}之后仍有{left}条人员关系在该机构，不能撤销。",
            clause="roster/unit-staffed",
            ways=("先办理人员的编制转移和派驻，再撤销机构。",),
        )
    for row in facts.standing(work, UnitFact, unit_id=unit_id):
        if row.valid_to is None or row.valid_to > last_day:
            facts.end(work, row, last_day, reason=reason)


@chartered(Permission.ROSTER_UNIT_EDIT, title="核定编制", changes=(Topic.UNITS,))
def set_quota(
    work: Work,
    *,
    unit_id: int,
    employment: Employment,
    posts: int,
    valid_from: date,
    reason: str = "",
) -> None:
    """Set a unit's approved posts on one footing from a day on.

    Raises:
        Refusal: A negative number, or a later decision stands.

    Clause: general/dated-facts
    """
    work.own(Unit, unit_id)
    if posts < 0:
        raise Refusal("编制数不能为负。", clause="general/dated-facts")
    facts.change_from(
        work,
        Quota,
        {"unit_id": unit_id, "employment": employment},
        valid_from,
        what=f"{employment.label}核定数",
        reason=reason,
        values={"posts": posts},
    )


@chartered(
    Permission.ROSTER_UNIT_EDIT,
    title="新增联系人",
    changes=(Topic.UNITS,),
    personal=("phone",),
)
def add_contact(
    work: Work, *, unit_id: int, name: str, duty: str, phone: str, valid_from: date
) -> int:
    """Add somebody to call at a unit.

    Raises:
        Refusal: Not a telephone number, or no name.

    Clause: general/phone
    """
    work.own(Unit, unit_id)
    if not name.strip():
        raise Refusal("请填写联系人姓名。", clause="general/phone")
    row = Contact(
        unit_id=unit_id,
        name=name.strip(),
        duty=duty.strip(),
        phone=check_phone(phone),
        valid_from=valid_from,
        valid_to=None,
        reason="",
        **facts.stamp(work),
    )
    work.session.add(row)
    work.session.flush()
    return row.id


@chartered(Permission.ROSTER_UNIT_EDIT, title="停用联系人", changes=(Topic.UNITS,))
def end_contact(work: Work, *, contact_id: int, last_day: date) -> None:
    """Have somebody be a contact for the last time on a day."""
    facts.end(work, work.own(Contact, contact_id), last_day)


UNITS = Listing[UnitRow](
    "units",
    "机构",
    find_units,
    unit_rows,
    (
        Column("kind", "类别", lambda row: row.kind.label, width=150),
        Column("short_name", "简称", lambda row: row.short_name, width=160),
        Column("name", "全称", lambda row: row.name, width=240, shown=False),
        Column("parent", "上级机构", lambda row: row.parent, width=140, sortable=False),
        Column("place", "镇街/片区", lambda row: row.place, width=110, sortable=False),
        Column(
            "authority",
            "执法主体",
            lambda row: row.authority.label,
            width=130,
            sortable=False,
        ),
        Column(
            "counts",
            "下沉口径",
            lambda row: "计入" if row.counts else "不计入",
            Kind.STATE,
            width=90,
            tone=lambda row: Tone.GOOD if row.counts else Tone.PLAIN,
        ),
        Column(
            "staff",
            "现有人员",
            lambda row: str(row.staff),
            Kind.NUMBER,
            width=80,
            sortable=False,
        ),
        Column(
            "posts",
            "核定编制",
            lambda row: str(row.posts),
            Kind.NUMBER,
            width=80,
            sortable=False,
        ),
        Column(
            "established",
            "实有在编",
            lambda row: str(row.established),
            Kind.NUMBER,
            width=80,
            sortable=False,
        ),
        Column(
            "smallest_staff",
            "最低人员",
            lambda row: str(row.smallest_staff),
            Kind.NUMBER,
            width=80,
            shown=False,
        ),
        Column(
            "duty_phone",
            "值班电话",
            lambda row: row.duty_phone or "—",
            Kind.CODE,
            width=130,
            sortable=False,
        ),
        Column(
            "since",
            "自哪天起",
            lambda row: str(row.since),
            Kind.DATE,
            width=100,
            shown=False,
        ),
    ),
)
