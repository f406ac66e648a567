"""Command centres: who is on the roster, and who is missing from it."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from workbench import facts, search
from workbench.access import Permission
from workbench.desk import Topic, Work, chartered
from workbench.listing import AS_IT_COMES, Column, Kind, Listing, Ordering, numbers
from workbench.models.roster.people import Person, Posting
from workbench.models.roster.units import Unit, UnitFact
from workbench.models.roster.zones import CentreConfirmation, CentreMember, ZoneTown
from workbench.rules import Refusal
from workbench.rules.identifiers import mask_phone
from workbench.rules.periods import Period
from workbench.rules.roster.units import UnitKind
from workbench.rules.roster.zones import CentreDuty, check_centre, missing_leads
from workbench.services.platform import clock
from workbench.services.roster.people import opened
from workbench.services.roster.zones import town_names, zone_name

_BY_POST = sa.case(
    {duty.value: place for place, duty in enumerate(CentreDuty)},
    value=CentreMember.duty,
) * 1_000_000 + sa.func.coalesce(CentreMember.town_id, 0)
"""Commander, deputies, the towns' leads in the towns' order, the others."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who may be put on a roster."""

    id: int
    name: str
    unit: str


@dataclass(frozen=True, slots=True)
class MemberLine:
    """One member of a command centre. His own telephone is masked.

    Attributes:
        unit: Where he works.
        duty_phone: That unit's telephone on duty.
    """

    id: int
    person_id: int
    name: str
    unit: str
    duty_phone: str
    position: str
    duty: CentreDuty
    town: str
    town_id: int | None
    document: str
    phone: str
    since: date


@dataclass(frozen=True, slots=True)
class CentreFile:
    """A command centre's roster.

    Attributes:
        missing: Member towns without their 执法监管工作负责人.
        confirmed_on: Day of the last confirmation, if the roster is still that one.
        changed: Whether it was confirmed once and is another roster since.
    """

    unit_id: int
    name: str
    zone_id: int
    zone: str
    towns: dict[int, str]
    members: tuple[MemberLine, ...]
    missing: tuple[str, ...]
    confirmed_on: date | None
    confirmed_by: str
    changed: bool
    duty_phone: str


@chartered(Permission.ROSTER_UNIT_READ)
def centre_names(work: Work) -> dict[int, str]:
    """Return the command centres that may be seen, by unit."""
    found = work.session.execute(
        sa.select(UnitFact.unit_id, UnitFact.short_name)
        .where(
            UnitFact.holds_on(work.today),
            UnitFact.kind == UnitKind.COMMAND_CENTRE,
            work.visible(UnitFact),
        )
        .order_by(UnitFact.unit_id)
    )
    return dict(found.all())


@chartered(Permission.ROSTER_UNIT_READ)
def centre_file(work: Work, *, unit_id: int, on: date | None = None) -> CentreFile:
    """Return a command centre's roster on a day, and who is missing from it.

    Raises:
        Refusal: It may not be seen, or is no command centre on that day.

    Clause: roster/town-leads
    """
    day = on or work.today
    work.own(Unit, unit_id)
    unit = facts.holding(work, UnitFact, day, unit_id=unit_id)
    if unit is None or unit.kind is not UnitKind.COMMAND_CENTRE or unit.zone_id is None:
        raise Refusal("该机构当日不是指挥中心。", clause="roster/town-leads")
    names = town_names(work, on=day)
    towns = {
        town: names.get(town, "—")
        for town in work.session.scalars(
            sa.select(ZoneTown.town_id)
            .where(ZoneTown.holds_on(day), ZoneTown.zone_id == unit.zone_id)
            .order_by(ZoneTown.town_id)
        )
    }
    members = _members(work, day, names, CentreMember.unit_id == unit_id)
    last = work.session.scalars(
        sa.select(CentreConfirmation)
        .where(CentreConfirmation.unit_id == unit_id, work.visible(CentreConfirmation))
        .order_by(CentreConfirmation.id.desc())
    ).first()
    same = last is not None and last.record == _roster_json(members)
    return CentreFile(
        unit_id,
        unit.name,
        unit.zone_id,
        zone_name(work, zone_id=unit.zone_id, on=day),
        towns,
        members,
        missing_leads(
            towns,
            {one.town_id for one in members if one.duty is CentreDuty.TOWN_LEAD},
        ),
        last.confirmed_on if last and same else None,
        last.confirmed_by if last and same else "",
        last is not None and not same,
        unit.duty_phone,
    )


@chartered(Permission.ROSTER_UNIT_READ)
def centre_files(work: Work, *, on: date | None = None) -> tuple[CentreFile, ...]:
    """Return every command centre's roster that may be seen, as on a day."""
    found = work.session.scalars(
        sa.select(UnitFact.unit_id)
        .where(
            UnitFact.holds_on(on or work.today),
            UnitFact.kind == UnitKind.COMMAND_CENTRE,
            UnitFact.zone_id.is_not(None),
            work.visible(UnitFact),
        )
        .order_by(UnitFact.zone_id, UnitFact.unit_id)
    )
    return tuple(centre_file(work, unit_id=unit_id, on=on) for unit_id in found.all())


def _members(
    work: Work, day: date, names: dict[int, str], *wanted: sa.ColumnElement[bool]
) -> tuple[MemberLine, ...]:
    found = work.session.execute(
        sa.select(CentreMember, Person, UnitFact.short_name, UnitFact.duty_phone)
        .join(Person, Person.id == CentreMember.person_id)
        .outerjoin(
            Posting, sa.and_(Posting.person_id == Person.id, Posting.holds_on(day))
        )
        .outerjoin(
            UnitFact,
            sa.and_(UnitFact.unit_id == Posting.unit_id, UnitFact.holds_on(day)),
        )
        .where(
            CentreMember.holds_on(day),
            *wanted,
            work.visible(CentreMember),
            work.whole_county(Person),
            work.whole_county(UnitFact),
        )
        .order_by(_BY_POST, CentreMember.id)
    )
    return tuple(
        MemberLine(
            member.id,
            person.id,
            person.name,
            unit or "—",
            phone or "",
            member.position,
            member.duty,
            names.get(member.town_id, "—") if member.town_id else "—",
            member.town_id,
            member.document,
            mask_phone(opened(work.secrets, person.sealed).phone),
            member.valid_from,
        )
        for member, person, unit, phone in found
    )


@chartered(Permission.ROSTER_UNIT_READ)
def find_members(
    work: Work,
    *,
    unit_id: int,
    on: date | None = None,
    ordering: Ordering = AS_IT_COMES,
) -> Sequence[int]:
    """Return the numbers of a command centre's members, as on a day.

    Raises:
        Refusal: The centre may not be seen.

    Clause: platform/row-scope
    """
    work.own(Unit, unit_id)
    found = sa.select(CentreMember.id).where(
        CentreMember.unit_id == unit_id,
        CentreMember.holds_on(on or work.today),
        work.visible(CentreMember),
    )
    orders = {
        "duty": _BY_POST,
        "position": CentreMember.position,
        "town": CentreMember.town_id,
        "document": CentreMember.document,
        "since": CentreMember.valid_from,
    }
    return numbers(work.session, found, CentreMember.id, orders, ordering)


@chartered(Permission.ROSTER_UNIT_READ)
def member_rows(
    work: Work, *, ids: Sequence[int], on: date | None = None
) -> dict[int, MemberLine]:
    """Return the lines of the rosters for ``ids``, as on a day."""
    day = on or work.today
    lines = _members(work, day, town_names(work, on=day), CentreMember.id.in_(ids))
    return {one.id: one for one in lines}


@chartered(Permission.ROSTER_CENTRE_EDIT)
def find_candidates(
    work: Work, *, text: str = "", ordering: Ordering = AS_IT_COMES
) -> Sequence[int]:
    """Return the numbers of whoever may be put on a roster: anybody of the county."""
    found = (
        sa.select(Person.id)
        .join(Posting, Posting.person_id == Person.id)
        .where(
            Posting.holds_on(work.today),
            work.whole_county(Person),
            search.matching(work.session, "person", Person.id, text),
        )
    )
    return numbers(work.session, found, Person.id, {"name": Person.name}, ordering)


@chartered(Permission.ROSTER_CENTRE_EDIT)
def candidate_rows(work: Work, *, ids: Sequence[int]) -> dict[int, Candidate]:
    """Return names and units for ``ids``; nothing else about people elsewhere."""
    found = work.session.execute(
        sa.select(Person.id, Person.name, UnitFact.short_name)
        .join(Posting, Posting.person_id == Person.id)
        .join(UnitFact, UnitFact.unit_id == Posting.unit_id)
        .where(
            Person.id.in_(ids),
            Posting.holds_on(work.today),
            UnitFact.holds_on(work.today),
            work.whole_county(Person),
            work.whole_county(UnitFact),
        )
    )
    return {key: Candidate(key, name, unit) for key, name, unit in found}


def _roster_json(members: Sequence[MemberLine]) -> str:
    """Return what a roster says and since when, to tell it from another."""
    return json.dumps(
        [
            [
                one.person_id,
                one.duty.value,
                one.town_id,
                one.position,
                one.document,
                one.since.isoformat(),
            ]
            for one in members
        ]
    )


@chartered(
    Permission.ROSTER_CENTRE_EDIT, title="增加指挥中心成员", changes=(Topic.CENTRES,)
)
def add_member(
    work: Work,
    *,
    unit_id: int,
    person_id: int,
    duty: CentreDuty,
    valid_from: date,
    town_id: int | None = None,
    position: str = "",
    document: str = "",
    reason: str = "",
) -> int:
    """Put a person on a command centre's roster.

    Args:
        work: Whose work.
        unit_id: The command centre.
        person_id: Who; any person of the county.
        duty: What he does there.
        valid_from: First day.
        town_id: The town he answers for, for a 镇街执法监管工作负责人.
        position: His post at home (现任职务).
        document: Number of the county authority's appointing document.
        reason: Why it is entered late, where it is.

    Raises:
        Refusal: A lead without a town of the zone, a town with a lead on one of those
            days, or the person holds that duty already.

    Clause: roster/town-leads, general/dated-facts
    """
    clock.check_late(work, on=valid_from, reason=reason)
    centre = centre_file(work, unit_id=unit_id, on=max(valid_from, work.today))
    lead = duty is CentreDuty.TOWN_LEAD
    if lead is not (town_id is not None):
        raise Refusal(
            "镇街执法监管工作负责人须写明负责的镇街，其他成员不填。",
            clause="roster/town-leads",
        )
    if lead and town_id not in centre.towns:
        raise Refusal("该镇街不属于本片区。", clause="roster/town-leads")
    if lead:
        _check_no_lead(work, unit_id, town_id, valid_from, centre.towns)
    person = work.session.scalar(
        sa.select(Person.id).where(Person.id == person_id, work.whole_county(Person))
    )
    if person is None:
        raise Refusal("没有这个人员。", clause="roster/town-leads")
    row = facts.put(
        work,
        CentreMember,
        {"unit_id": unit_id, "person_id": person_id, "duty": duty},
        Period(valid_from),
        what=f"指挥中心{duty.label}",
        reason=reason,
        values={
            "town_id": town_id,
            "position": position.strip(),
            "document": document.strip(),
        },
    )
    return int(row.id)


def _check_no_lead(
    work: Work, unit_id: int, town_id: int | None, first: date, towns: dict[int, str]
) -> None:
    """Refuse a second lead of a town, also for days that are past or to come."""
    for row in facts.standing(
        work,
        CentreMember,
        unit_id=unit_id,
        duty=CentreDuty.TOWN_LEAD,
        town_id=town_id,
    ):
        if facts.period_of(row).overlaps(Period(first)):
            name = work.session.scalar(
                sa.select(Person.name).where(
                    Person.id == row.person_id, work.whole_county(Person)
                )
            )
            raise Refusal(
                f"{towns.get(town_id or 0, '该镇街')}已有负责人{name}"
                f"（{facts.period_of(row)}）。",
                clause="roster/town-leads",
                ways=("先将原负责人移出名单，新负责人从次日起。",),
            )


@chartered(
    Permission.ROSTER_CENTRE_EDIT, title="移出指挥中心成员", changes=(Topic.CENTRES,)
)
def end_member(work: Work, *, member_id: int, last_day: date, reason: str = "") -> None:
    """Have a person be on the roster for the last time on a day.

    Clause: general/late-entry
    """
    clock.check_late(work, on=last_day, reason=reason)
    facts.end(work, work.own(CentreMember, member_id), last_day, reason=reason)


@chartered(
    Permission.ROSTER_CENTRE_EDIT,
    title="补填指挥中心明确文件",
    changes=(Topic.CENTRES,),
)
def enter_document(work: Work, *, unit_id: int, document: str) -> int:
    """Enter the appointing document of the members who have none yet.

    Args:
        work: Whose work.
        unit_id: The command centre.
        document: Number of the county authority's document (明确文件).

    Returns:
        How many members it is now named for.

    Raises:
        Refusal: No number is given, or everybody's document is named already.

    Clause: roster/centre-document
    """
    centre = centre_file(work, unit_id=unit_id)
    if not document.strip():
        raise Refusal("请填写明确文件的文号。", clause="roster/centre-document")
    lacking = [one.id for one in centre.members if not one.document]
    if not lacking:
        raise Refusal(
            f"{centre.zone}指挥中心成员都已写明文号。",
            clause="roster/centre-document",
            ways=("换了文件的，先免去，再按新文件新增。",),
        )
    for key in lacking:
        facts.correct(
            work,
            work.own(CentreMember, key),
            what="指挥中心成员",
            reason="补填明确文件",
            subject=("unit_id", "person_id", "duty"),
            values={"document": document.strip()},
        )
    return len(lacking)


@chartered(
    Permission.ROSTER_CENTRE_CONFIRM,
    title="确认指挥中心名单",
    changes=(Topic.CENTRES,),
)
def confirm_centre(work: Work, *, unit_id: int) -> None:
    """Confirm a command centre's roster as complete.

    Raises:
        Refusal: A member town's responsible person, the commander or the appointing
            document is missing; each is named.

    Clause: roster/town-leads, roster/centre-document
    """
    centre = centre_file(work, unit_id=unit_id)
    check_centre(
        centre.zone,
        centre.missing,
        has_commander=any(one.duty is CentreDuty.COMMANDER for one in centre.members),
        has_document=all(one.document for one in centre.members),
    )
    work.session.add(
        CentreConfirmation(
            unit_id=unit_id,
            confirmed_on=work.today,
            confirmed_at=work.now,
            confirmed_by=work.actor.name,
            record=_roster_json(centre.members),
        )
    )


MEMBERS = Listing[MemberLine](
    "members",
    "指挥中心组成人员",
    find_members,
    member_rows,
    (
        Column("duty", "中心职务", lambda row: row.duty.label, width=180),
        Column("name", "姓名", lambda row: row.name, width=90, sortable=False),
        Column("town", "负责镇街", lambda row: row.town, width=110),
        Column("position", "现任职务", lambda row: row.position or "—", width=130),
        Column("unit", "所在机构", lambda row: row.unit, width=170, sortable=False),
        Column(
            "duty_phone",
            "机构值班电话",
            lambda row: row.duty_phone or "—",
            Kind.CODE,
            width=130,
            sortable=False,
        ),
        Column(
            "phone",
            "本人电话",
            lambda row: row.phone or "—",
            Kind.CODE,
            width=120,
            sortable=False,
        ),
        Column("document", "明确文件", lambda row: row.document or "—", width=180),
        Column("since", "自哪天起", lambda row: str(row.since), Kind.DATE, width=100),
    ),
    empty="名单上还没有人。",
)

CANDIDATES = Listing[Candidate](
    "candidates",
    "全县人员",
    find_candidates,
    candidate_rows,
    (
        Column("name", "姓名", lambda row: row.name),
        Column("unit", "所在机构", lambda row: row.unit, sortable=False),
    ),
)
