"""Who is assessed in a month: the zone's teams, its towns, the people posted there."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

import sqlalchemy as sa

from workbench.access import Permission
from workbench.desk import Work, chartered
from workbench.models.roster.people import Establishment, Person, Posting
from workbench.models.roster.units import UnitFact
from workbench.models.roster.zones import ZoneTown
from workbench.rules.periods import Period
from workbench.rules.powers.months import next_month
from workbench.rules.powers.subjects import SubjectKind
from workbench.rules.roster.people import PostKind
from workbench.rules.roster.units import TOWN_KINDS, UnitKind

Ref = tuple[SubjectKind, int]
"""A subject: its kind, and the number of the unit or the person."""


@dataclass(frozen=True, slots=True)
class Subject:
    """Somebody who is assessed, as named at the month's end.

    Attributes:
        key: Number of the unit, or of the person.
        unit_id: The unit; for a person the one he is posted to.
        person_id: The person; None for a unit.
        employment: A person's 编制类型; empty for a unit.
        post: What a person does there; empty for a unit.
    """

    kind: SubjectKind
    key: int
    unit_id: int
    person_id: int | None
    name: str
    unit_name: str
    employment: str = ""
    post: str = ""

    @property
    def ref(self) -> Ref:
        """Kind and key."""
        return self.kind, self.key


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody who works at a unit in a month: where he last stood in it.

    Attributes:
        days: The days of the month on which he was posted there.
        frontline: Whether he stands on the frontline on the month's last day.
    """

    person_id: int
    unit_id: int
    days: Period
    frontline: bool


@dataclass(frozen=True)
class Assessed:
    """Everybody whom a month is about, and whose rows count for whom.

    Attributes:
        month: First day of the month.
        last: Its last day.
        subjects: In order: teams, towns, people, by number.
        units: Whose facts a unit's are; a town's units are one subject.
        members: Who works where.
    """

    month: date
    last: date
    subjects: tuple[Subject, ...]
    units: dict[int, Ref]
    members: tuple[Member, ...]


@chartered(Permission.POWERS_ASSESSMENT_READ)
def assessed_in(
    work: Work, *, zone_id: int, month: date, kinds: Collection[SubjectKind]
) -> Assessed:
    """Return whom a zone assesses in a month.

    Nothing is kept back: who is assessed must not depend on who asks, or on where
    people are posted today.

    Args:
        work: Whose session.
        zone_id: The zone.
        month: First day of the month.
        kinds: Whom the grant covers and a scheme speaks of.
    """
    last = next_month(month) - timedelta(days=1)
    found = _units(work, zone_id, last)
    names = {fact.unit_id: fact.short_name for fact in found}
    units: dict[int, Ref] = {}
    subjects: list[Subject] = []
    towns: dict[int, int] = {}
    for fact in found:
        if fact.kind is UnitKind.ZONE_TEAM:
            units[fact.unit_id] = (SubjectKind.TEAM, fact.unit_id)
            key = fact.unit_id
        else:
            key = towns.setdefault(fact.town_id or 0, fact.unit_id)
            units[fact.unit_id] = (SubjectKind.TOWN, key)
        if key == fact.unit_id:
            kind, _key = units[fact.unit_id]
            name = fact.short_name
            subjects.append(Subject(kind, key, key, None, name, name))
    members = _members(work, month, last, names)
    subjects += _people(work, month, last, members, names)
    wanted = [one for one in subjects if one.kind in kinds]
    order = tuple(SubjectKind)
    wanted.sort(key=lambda one: (order.index(one.kind), one.key))
    return Assessed(month, last, tuple(wanted), units, members)


def _units(work: Work, zone_id: int, on: date) -> list[UnitFact]:
    """Return the zone's teams, and its towns' bureaus before their governments."""
    towns = sa.select(ZoneTown.town_id).where(
        ZoneTown.holds_on(on), ZoneTown.zone_id == zone_id
    )
    found = work.session.scalars(
        sa.select(UnitFact)
        .where(
            UnitFact.holds_on(on),
            sa.or_(
                sa.and_(
                    UnitFact.kind == UnitKind.ZONE_TEAM, UnitFact.zone_id == zone_id
                ),
                sa.and_(UnitFact.kind.in_(TOWN_KINDS), UnitFact.town_id.in_(towns)),
            ),
            work.whole_county(UnitFact),
        )
        .order_by(UnitFact.unit_id)
    ).all()
    return sorted(found, key=lambda one: one.kind is UnitKind.TOWN_GOVERNMENT)


def _members(
    work: Work, month: date, last: date, names: Collection[int]
) -> tuple[Member, ...]:
    """Return who works at one of the units: where each last stood in the month."""
    found = work.session.scalars(
        sa.select(Posting)
        .where(
            Posting.stands(),
            Posting.valid_from <= last,
            sa.or_(Posting.valid_to.is_(None), Posting.valid_to >= month),
            work.whole_county(Posting),
        )
        .order_by(Posting.person_id, Posting.valid_from)
    )
    latest: dict[int, Member] = {}
    for row in found:
        ends = last if row.valid_to is None else min(row.valid_to, last)
        days = Period(max(row.valid_from, month), ends)
        before = latest.get(row.person_id)
        if before is not None and before.unit_id == row.unit_id:
            days = Period(before.days.first, ends)
        frontline = ends == last and row.post is PostKind.FRONTLINE
        latest[row.person_id] = Member(row.person_id, row.unit_id, days, frontline)
    return tuple(one for one in latest.values() if one.unit_id in names)


def _people(
    work: Work,
    month: date,
    last: date,
    members: Collection[Member],
    units: dict[int, str],
) -> list[Subject]:
    """Return the people among them who belong to another unit than they work at."""
    ids = [one.person_id for one in members]
    called = work.session.execute(
        sa.select(Person.id, Person.name).where(
            Person.id.in_(ids), work.whole_county(Person)
        )
    )
    names = {key: name for key, name in called}  # noqa: C416 - rows
    homes = {
        row.person_id: row
        for row in work.session.scalars(
            sa.select(Establishment)
            .where(
                Establishment.stands(),
                Establishment.person_id.in_(ids),
                Establishment.valid_from <= last,
                sa.or_(
                    Establishment.valid_to.is_(None), Establishment.valid_to >= month
                ),
                work.whole_county(Establishment),
            )
            .order_by(Establishment.person_id, Establishment.valid_from)
        )
    }
    posted = work.session.execute(
        sa.select(Posting.person_id, Posting.post)
        .where(
            Posting.stands(),
            Posting.person_id.in_(ids),
            Posting.valid_from <= last,
            work.whole_county(Posting),
        )
        .order_by(Posting.valid_from)
    )
    posts = {person_id: post for person_id, post in posted}  # noqa: C416 - rows
    return [
        Subject(
            SubjectKind.PERSON,
            one.person_id,
            one.unit_id,
            one.person_id,
            names[one.person_id],
            units[one.unit_id],
            home.employment.value,
            posts[one.person_id].label,
        )
        for one in members
        if (home := homes.get(one.person_id)) and home.unit_id != one.unit_id
    ]
