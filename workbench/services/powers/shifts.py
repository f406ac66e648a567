"""Watches of a centre's day, the people who may be put on, and what judges turns."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import sqlalchemy as sa

from workbench import facts
from workbench.access import Permission
from workbench.desk import Topic, Work, chartered
from workbench.models.powers.shifts import Shift
from workbench.models.roster.people import Leave, Posting
from workbench.models.roster.units import Unit, UnitFact
from workbench.models.roster.zones import CentreMember
from workbench.rules import Refusal
from workbench.rules.calendar import ONE_DAY
from workbench.rules.periods import Period
from workbench.rules.powers.duty import LEADER, STANDBY, Plan, Watch, check_hour
from workbench.rules.roster.units import UnitKind
from workbench.rules.roster.zones import CentreDuty
from workbench.services.powers import naming

_WHAT = "班次"
_LEADS = frozenset({CentreDuty.COMMANDER, CentreDuty.DEPUTY})


@dataclass(frozen=True, slots=True)
class ShiftLine:
    """A watch as it holds for a span of days."""

    id: int
    watch: Watch
    period: Period


@dataclass(frozen=True, slots=True)
class DutyPerson:
    """Somebody who may be put on.

    Attributes:
        unit: Short name of the unit he works at.
        leads: Whether he leads the days of the centre.
        rotates: Whether he is put on by the proposal; others by hand only.
        periods: When he belongs to the centre or its team.
    """

    id: int
    name: str
    unit: str
    leads: bool
    rotates: bool
    periods: tuple[Period, ...]

    def belongs(self, day: date) -> bool:
        """Tell whether he may be put on, on a day."""
        return any(day in one for one in self.periods)


@chartered(Permission.POWERS_AFFAIR_READ)
def shift_lines(
    work: Work, *, unit_id: int, first: date, last: date
) -> tuple[ShiftLine, ...]:
    """Return the watches that hold on some day of a span, by their place.

    Raises:
        Refusal: The centre may not be seen.

    Clause: platform/row-scope
    """
    work.own(Unit, unit_id)
    span = Period(first, last)
    found = [
        ShiftLine(
            row.id,
            Watch(row.name, row.place, row.starts, row.ends, row.people),
            facts.period_of(row),
        )
        for row in facts.standing(work, Shift, unit_id=unit_id)
        if facts.period_of(row).overlaps(span)
    ]
    return tuple(sorted(found, key=lambda one: (one.watch.place, one.period.first)))


@chartered(Permission.POWERS_DUTY_EDIT, title="登记班次", changes=(Topic.DUTY,))
def enter_shift(
    work: Work,
    *,
    unit_id: int,
    name: str,
    starts: str,
    ends: str,
    people: int,
    place: int,
    first: date,
) -> int:
    """Have a watch hold from a day on; what held under that name ends the day before.

    Args:
        work: Whose work.
        unit_id: The command centre.
        name: What it is called.
        starts: When it begins.
        ends: When it ends; the next day where that is not later.
        people: How many are to be on.
        place: Its place in the day, counted from 1.
        first: From which day on.

    Raises:
        Refusal: No name, no time, nobody on, or one that begins later is on record.

    Clause: powers/watches, powers/centre, general/dated-facts, platform/row-scope
    """
    work.own(Unit, unit_id)
    naming.centre_on(work, unit_id=unit_id, on=first)
    name = name.strip()
    if not name or name in {LEADER, STANDBY, "带班", "带班领导", "备勤"}:
        raise Refusal(
            "请填写班次名称，如白班、夜班；带班和备勤不用登记。",
            clause="powers/watches",
        )
    if people < 1:
        raise Refusal("每班至少一人。", clause="powers/watches")
    row = facts.change_from(
        work,
        Shift,
        {"unit_id": unit_id, "name": name},
        first,
        what=f"{_WHAT}“{name}”",
        values={
            "place": place - 1,
            "starts": check_hour(starts),
            "ends": check_hour(ends),
            "people": people,
        },
    )
    return int(row.id)


@chartered(Permission.POWERS_DUTY_EDIT, title="停用班次", changes=(Topic.DUTY,))
def end_shift(work: Work, *, shift_id: int, last: date, reason: str) -> None:
    """Have a watch hold for the last time on a day.

    Raises:
        Refusal: It may not be seen, or another desk changed it meanwhile.

    Clause: general/dated-facts, platform/row-scope
    """
    facts.end(work, work.own(Shift, shift_id), last, reason=reason)


@chartered(Permission.POWERS_AFFAIR_READ)
def duty_people(
    work: Work, *, unit_id: int, first: date, last: date, on: date | None = None
) -> tuple[DutyPerson, ...]:
    """Return who may be put on in a span of days: of the centre and of its team.

    Args:
        work: Whose session.
        unit_id: The centre.
        first: The first day.
        last: The last one.
        on: The day whose teams count; the last one where None.

    Raises:
        Refusal: The centre may not be seen, or is none.

    Clause: platform/row-scope, powers/centre
    """
    work.own(Unit, unit_id)
    span = Period(first, last)
    units = duty_units(work, unit_id=unit_id, on=on or last)
    homes: dict[int, int] = {}
    periods: dict[int, list[Period]] = {}
    for row in work.session.scalars(
        sa.select(Posting)
        .where(
            Posting.stands(),
            Posting.unit_id.in_(units),
            *_within(Posting, span),
            work.whole_county(Posting),
        )
        .order_by(Posting.valid_from)
    ):
        homes[row.person_id] = row.unit_id
        periods.setdefault(row.person_id, []).append(facts.period_of(row))
    duties: dict[int, set[CentreDuty]] = {}
    for member in work.session.scalars(
        sa.select(CentreMember).where(
            CentreMember.stands(),
            CentreMember.unit_id == unit_id,
            *_within(CentreMember, span),
            work.whole_county(CentreMember),
        )
    ):
        duties.setdefault(member.person_id, set()).add(member.duty)
        periods.setdefault(member.person_id, []).append(facts.period_of(member))
    names = naming.people_called(work, ids=periods)
    called = naming.units_called(work, ids=units, on=last)
    found = [
        DutyPerson(
            key,
            names[key],
            called[homes.get(key, unit_id)],
            bool(duties.get(key, set()) & _LEADS),
            key in homes or CentreDuty.MEMBER in duties.get(key, ()),
            tuple(spans),
        )
        for key, spans in periods.items()
    ]
    return tuple(sorted(found, key=lambda one: (not one.leads, one.unit, one.id)))


@chartered(Permission.POWERS_AFFAIR_READ)
def duty_units(work: Work, *, unit_id: int, on: date) -> frozenset[int]:
    """Return the centre itself and its zone's teams, on a day.

    Raises:
        Refusal: The unit is no command centre that day.

    Clause: powers/centre
    """
    zone_id = naming.centre_on(work, unit_id=unit_id, on=on).zone_id
    teams = work.session.scalars(
        sa.select(UnitFact.unit_id).where(
            UnitFact.holds_on(on),
            UnitFact.kind == UnitKind.ZONE_TEAM,
            UnitFact.zone_id == zone_id,
            work.whole_county(UnitFact),
        )
    )
    return frozenset((unit_id, *teams))


def _within(
    model: type[Posting | CentreMember | Leave], span: Period
) -> Sequence[sa.ColumnElement[bool]]:
    return (
        model.valid_from <= (span.last or date.max),
        sa.or_(model.valid_to.is_(None), model.valid_to >= span.first),
    )


@chartered(Permission.POWERS_AFFAIR_READ)
def leave_of(
    work: Work, *, ids: Iterable[int], first: date, last: date
) -> dict[int, list[Period]]:
    """Return when people are on leave, within a span of days."""
    away: dict[int, list[Period]] = {}
    for row in work.session.scalars(
        sa.select(Leave).where(
            Leave.stands(),
            Leave.person_id.in_(set(ids)),
            *_within(Leave, Period(first, last)),
            work.whole_county(Leave),
        )
    ):
        away.setdefault(row.person_id, []).append(facts.period_of(row))
    return away


@chartered(Permission.POWERS_AFFAIR_READ)
def plan_for(
    work: Work, *, unit_id: int, first: date, last: date, others: Iterable[int] = ()
) -> Plan:
    """Return what the turns of a span of days are judged by.

    Args:
        work: Whose session.
        unit_id: The centre.
        first: The first day.
        last: The last one.
        others: People whose names are wanted besides those who may be put on.
    """
    lines = shift_lines(work, unit_id=unit_id, first=first, last=last)
    people = duty_people(work, unit_id=unit_id, first=first, last=last)
    ids = {*others, *(one.id for one in people)}
    away = leave_of(work, ids=ids, first=first - ONE_DAY, last=last + timedelta(days=1))
    names = naming.people_called(work, ids=ids)
    return Plan({one.watch.name: one.watch for one in lines}, names, away)


@chartered(Permission.POWERS_AFFAIR_READ)
def people_to_choose(work: Work) -> tuple[tuple[int, str], ...]:
    """Return who may be put on today in the centres one sees: number and name."""
    found: dict[int, str] = {}
    for unit_id, _name in naming.centres_to_choose(work):
        for one in duty_people(
            work, unit_id=unit_id, first=work.today, last=work.today
        ):
            found[one.id] = f"{one.name}（{one.unit}）"
    return tuple(found.items())
