"""What is counted for an assessment: every fact of every subject in one go.

Each fact is one statement that yields the rows it counts, with whose they are. A value
is the sum of what its rows count, so that the rows behind a score always explain it.
"""

import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property, partial

import sqlalchemy as sa

from workbench.desk import Work
from workbench.models.powers.affairs import (
    Affair,
    AffairClock,
    AffairParty,
    AffairStep,
)
from workbench.models.powers.commands import VehicleUse
from workbench.models.powers.shifts import Duty
from workbench.models.roster.people import (
    Attendance,
    Certificate,
    Leave,
    Person,
    Posting,
    Training,
)
from workbench.rules.calendar import (
    chinese_day,
    chinese_days,
    chinese_minute,
    end_of,
    start_of,
)
from workbench.rules.periods import Period
from workbench.rules.powers.moves import AffairKind, Clock, Part
from workbench.rules.powers.subjects import SubjectKind
from workbench.services.powers.assessment.subjects import Assessed, Member, Ref

_CONTENT = frozenset({"满意", "基本满意"})
_STANDBY = "standby"
_RECEIVING = (Part.RECEIVER,)
_ANSWERING = (Part.LEAD, Part.ASSISTANT)


@dataclass(frozen=True, slots=True)
class Counted:
    """One row that a fact counts.

    Attributes:
        table: Where it lies.
        id: Its number there.
        words: What it is.
        count: What it counts for.
    """

    table: str
    id: int
    words: str
    count: int = 1


Hits = Iterator[tuple[Ref, Counted]]


@dataclass(frozen=True)
class Reach:
    """Whose rows are looked for, and in which days.

    Attributes:
        work: Whose session.
        whom: Everybody the month is about.
    """

    work: Work
    whom: Assessed
    first: date = field(init=False)
    last: date = field(init=False)

    def __post_init__(self) -> None:
        """Note the days."""
        object.__setattr__(self, "first", self.whom.month)
        object.__setattr__(self, "last", self.whom.last)

    @cached_property
    def moments(self) -> tuple[datetime, datetime]:
        """The month's first moment, and the first one after it."""
        return start_of(self.first), end_of(self.last)

    @cached_property
    def units(self) -> Mapping[int, Ref]:
        """Whose facts a unit's are, of those who are assessed."""
        wanted = {one.ref for one in self.whom.subjects}
        return {key: ref for key, ref in self.whom.units.items() if ref in wanted}

    @cached_property
    def members(self) -> Mapping[int, Member]:
        """Who works at one of the units, by person."""
        return {one.person_id: one for one in self.whom.members}

    @cached_property
    def people(self) -> frozenset[int]:
        """The people who are assessed themselves."""
        return frozenset(
            one.key for one in self.whom.subjects if one.kind is SubjectKind.PERSON
        )

    @cached_property
    def names(self) -> Mapping[int, str]:
        """What everybody is called."""
        found = self.work.session.execute(
            sa.select(Person.id, Person.name).where(
                Person.id.in_(self.members), self.work.whole_county(Person)
            )
        )
        return {key: name for key, name in found}  # noqa: C416 - rows

    def of_unit(self, person_id: int) -> Ref | None:
        """Return the unit for which a person's row counts; None where for none."""
        return self.units.get(self.members[person_id].unit_id)

    def of_person(self, person_id: int) -> Ref | None:
        """Return the person, where he is assessed himself."""
        return (SubjectKind.PERSON, person_id) if person_id in self.people else None


Whose = Callable[[Reach, int], Ref | None]


def count_facts(
    reach: Reach, names: Collection[str], tell: Callable[[int, str], None]
) -> dict[str, dict[Ref, tuple[Counted, ...]]]:
    """Return the rows that every fact counts, by subject, in the order of their number.

    Args:
        reach: Whose rows, and of which days.
        names: The facts.
        tell: Told, before each, how many are done and which comes next.
    """
    counted: dict[str, dict[Ref, tuple[Counted, ...]]] = {}
    for place, name in enumerate(sorted(names)):
        tell(place, name)
        rows: dict[Ref, list[Counted]] = {}
        for ref, one in COUNTERS[name](reach):
            rows.setdefault(ref, []).append(one)
        counted[name] = {
            ref: tuple(sorted(held, key=lambda one: (one.table, one.id)))
            for ref, held in rows.items()
        }
    return counted


def rows_json(rows: Iterable[Counted]) -> str:
    """Return counted rows as canonical JSON."""
    return json.dumps(
        [[one.table, one.id, one.words, one.count] for one in rows],
        ensure_ascii=False,
        separators=(",", ":"),
    )


def rows_of(text: str) -> tuple[Counted, ...]:
    """Return the rows that ``rows_json`` wrote."""
    return tuple(Counted(*one) for one in json.loads(text))


# ---- affairs ----


def _terms(
    reach: Reach,
    *,
    kind: AffairKind,
    parts: Collection[Part],
    clock: Clock,
    in_time: bool = False,
) -> Hits:
    """Yield the terms that ended in the month; only those that were met in time."""
    first, after = reach.moments
    work = reach.work
    found = (
        sa.select(
            AffairClock.id,
            AffairParty.unit_id,
            Affair.title,
            AffairClock.due_at,
            AffairClock.met_at,
        )
        .join(Affair, Affair.id == AffairClock.affair_id)
        .join(AffairParty, AffairParty.affair_id == Affair.id)
        .where(
            Affair.kind == kind,
            AffairClock.clock == clock,
            AffairClock.dropped_at.is_(None),
            AffairClock.due_at > first,
            AffairClock.due_at <= after,
            AffairParty.part.in_(parts),
            AffairParty.unit_id.in_(reach.units),
            work.whole_county(Affair),
            work.whole_county(AffairClock),
            work.whole_county(AffairParty),
        )
        .order_by(AffairClock.id)
    )
    if in_time:
        found = found.where(AffairClock.met_at <= AffairClock.due_at)
    for key, unit_id, title, due_at, met_at in work.session.execute(found):
        done = f"{chinese_minute(met_at)}{clock.label}" if met_at else "未办"
        words = f"《{title}》{clock.label}时限{chinese_minute(due_at)}，{done}"
        yield reach.units[unit_id], Counted("affair_clock", key, words)


def _steps(
    reach: Reach,
    kind: AffairKind,
    parts: Collection[Part],
    *where: sa.ColumnElement[bool],
) -> Iterator[tuple[Ref, AffairStep, str]]:
    """Yield the steps made in the month with the unit they reach."""
    first, after = reach.moments
    work = reach.work
    found = (
        sa.select(AffairStep, AffairParty.unit_id, Affair.title)
        .join(Affair, Affair.id == AffairStep.affair_id)
        .join(AffairParty, AffairParty.affair_id == Affair.id)
        .where(
            Affair.kind == kind,
            AffairStep.at >= first,
            AffairStep.at < after,
            AffairParty.part.in_(parts),
            AffairParty.unit_id.in_(reach.units),
            *where,
            work.whole_county(Affair),
            work.whole_county(AffairStep),
            work.whole_county(AffairParty),
        )
        .order_by(AffairStep.id)
    )
    for step, unit_id, title in work.session.execute(found):
        yield reach.units[unit_id], step, title


def _ratings(
    reach: Reach, *, kind: AffairKind, parts: Collection[Part], content: bool = False
) -> Hits:
    """Yield the ratings given in the month; only those that are content."""
    rated = AffairStep.details.contains('"ratings"', autoescape=True)
    for ref, step, title in _steps(reach, kind, parts, rated):
        verdicts = [
            (aspect, verdict)
            for aspect, verdict in json.loads(step.details)["ratings"]
            if not content or verdict in _CONTENT
        ]
        if verdicts:
            said = "，".join(f"{aspect}{verdict}" for aspect, verdict in verdicts)
            words = f"《{title}》{said}"
            yield ref, Counted("affair_step", step.id, words, len(verdicts))


def _sent_again(reach: Reach) -> Hits:
    """Yield the errands that were sent back to be done again."""
    again = AffairStep.verb == "send_again"
    for ref, step, title in _steps(reach, AffairKind.ERRAND, _RECEIVING, again):
        words = f"《{title}》{chinese_minute(step.at)}退回重办：{step.words}"
        yield ref, Counted("affair_step", step.id, words)


# ---- people ----


def _attendance(reach: Reach, *, whose: Whose, present: bool = False) -> Hits:
    """Yield the month's days due; the days present where ``present`` says so."""
    work = reach.work
    found = work.session.scalars(
        sa.select(Attendance)
        .where(
            Attendance.month == reach.first,
            Attendance.superseded_at.is_(None),
            Attendance.person_id.in_(reach.members),
            work.whole_county(Attendance),
        )
        .order_by(Attendance.id)
    )
    for row in found:
        if (ref := whose(reach, row.person_id)) is not None:
            words = (
                f"{reach.names[row.person_id]}应到{row.days_due}天、"
                f"实到{row.days_present}天"
            )
            days = row.days_present if present else row.days_due
            yield ref, Counted("attendance", row.id, words, days)


def _leaves(reach: Reach, *, whose: Whose, approved: bool = False) -> Hits:
    """Yield the spells away that touch the month; only those with a paper."""
    work = reach.work
    found = (
        sa.select(Leave)
        .where(
            Leave.stands(),
            Leave.valid_from <= reach.last,
            sa.or_(Leave.valid_to.is_(None), Leave.valid_to >= reach.first),
            Leave.person_id.in_(reach.members),
            work.whole_county(Leave),
        )
        .order_by(Leave.id)
    )
    if approved:
        found = found.where(Leave.document != "")
    for row in work.session.scalars(found):
        if (ref := whose(reach, row.person_id)) is not None:
            span = Period(row.valid_from, row.valid_to)
            paper = row.document or "没有登记批准文件"
            words = f"{reach.names[row.person_id]}{row.kind.label}，{span}，{paper}"
            yield ref, Counted("leave", row.id, words)


def _frontline(reach: Reach) -> Hits:
    """Yield the postings of those who stand on the frontline at the month's end."""
    work = reach.work
    found = work.session.execute(
        sa.select(Posting.id, Posting.person_id)
        .where(
            Posting.holds_on(reach.last),
            Posting.person_id.in_(reach.members),
            work.whole_county(Posting),
        )
        .order_by(Posting.id)
    )
    for key, person_id in found:
        ref = reach.of_unit(person_id)
        if ref is not None and reach.members[person_id].frontline:
            yield ref, Counted("posting", key, reach.names[person_id])


def _certificates(reach: Reach) -> Iterator[Certificate]:
    work = reach.work
    yield from work.session.scalars(
        sa.select(Certificate)
        .where(
            Certificate.stands(),
            Certificate.valid_from <= reach.last,
            sa.or_(Certificate.valid_to.is_(None), Certificate.valid_to >= reach.first),
            Certificate.person_id.in_(reach.members),
            work.whole_county(Certificate),
        )
        .order_by(Certificate.id)
    )


def _certified(reach: Reach) -> Hits:
    """Yield one valid certificate of each of those on the frontline."""
    seen = set()
    for row in _certificates(reach):
        holds = row.valid_to is None or row.valid_to >= reach.last
        ref = reach.of_unit(row.person_id)
        frontline = reach.members[row.person_id].frontline
        if holds and frontline and ref is not None and row.person_id not in seen:
            seen.add(row.person_id)
            words = f"{reach.names[row.person_id]}，{row.number}"
            yield ref, Counted("certificate", row.id, words)


def _certified_days(reach: Reach) -> Hits:
    """Yield the days on which each person's certificates are valid, none twice."""
    seen: dict[int, set[date]] = {}
    for row in _certificates(reach):
        ref = reach.of_person(row.person_id)
        if ref is None:
            continue
        posted = reach.members[row.person_id].days
        held = seen.setdefault(row.person_id, set())
        valid = Period(row.valid_from, row.valid_to)
        days = {one for one in _days(posted) if one in valid} - held
        if days:
            held |= days
            yield (
                ref,
                Counted("certificate", row.id, f"{row.number}，{valid}", len(days)),
            )


def _posted_days(reach: Reach) -> Hits:
    """Yield the days of the month on which each person was posted to his unit."""
    work = reach.work
    found = work.session.scalars(
        sa.select(Posting)
        .where(
            Posting.stands(),
            Posting.valid_from <= reach.last,
            sa.or_(Posting.valid_to.is_(None), Posting.valid_to >= reach.first),
            Posting.person_id.in_(reach.people),
            work.whole_county(Posting),
        )
        .order_by(Posting.id)
    )
    for row in found:
        ref, member = reach.of_person(row.person_id), reach.members[row.person_id]
        ends = min(row.valid_to or reach.last, reach.last)
        days = Period(max(row.valid_from, member.days.first), ends)
        count = days.days() or 0
        if ref is not None and row.unit_id == member.unit_id and count > 0:
            words = chinese_days(days.first, ends)
            yield ref, Counted("posting", row.id, words, count)


def _days(period: Period) -> Iterator[date]:
    day = period.first
    while period.last is not None and day <= period.last:
        yield day
        day += timedelta(days=1)


def _trainings(reach: Reach) -> Iterator[Training]:
    work = reach.work
    yield from work.session.scalars(
        sa.select(Training)
        .where(
            Training.held_on >= reach.first,
            Training.held_on <= reach.last,
            Training.person_id.in_(reach.members),
            work.whole_county(Training),
        )
        .order_by(Training.id)
    )


def _trained(reach: Reach) -> Hits:
    """Yield the first training of each of a unit's people."""
    seen = set()
    for row in _trainings(reach):
        ref = reach.of_unit(row.person_id)
        if ref is not None and row.person_id not in seen:
            seen.add(row.person_id)
            words = (
                f"{reach.names[row.person_id]}，{chinese_day(row.held_on)}{row.topic}"
            )
            yield ref, Counted("training", row.id, words)


def _training(
    reach: Reach, *, count: Callable[[Training], int], exams: bool = True
) -> Hits:
    """Yield a person's trainings with what each counts for; only exams mostly."""
    for row in _trainings(reach):
        ref = reach.of_person(row.person_id)
        if ref is None or (exams and row.score is None):
            continue
        result = "" if row.score is None else f"，成绩{row.score}"
        words = f"{chinese_day(row.held_on)}{row.topic}，{row.hours}学时{result}"
        yield ref, Counted("training", row.id, words, count(row))


def _duties(reach: Reach) -> Hits:
    """Yield a person's turns on duty."""
    work = reach.work
    found = work.session.scalars(
        sa.select(Duty)
        .where(
            Duty.day >= reach.first,
            Duty.day <= reach.last,
            Duty.shift != _STANDBY,
            Duty.person_id.in_(reach.people),
            work.whole_county(Duty),
        )
        .order_by(Duty.id)
    )
    for row in found:
        if (ref := reach.of_person(row.person_id)) is not None:
            yield ref, Counted("duty", row.id, f"{chinese_day(row.day)}值班")


def _vehicles(reach: Reach, *, complete: bool = False) -> Hits:
    """Yield the uses of vehicles that began in the month; only complete ones."""
    work = reach.work
    found = (
        sa.select(VehicleUse)
        .where(
            VehicleUse.first >= reach.first,
            VehicleUse.first <= reach.last,
            VehicleUse.unit_id.in_(reach.units),
            work.whole_county(VehicleUse),
        )
        .order_by(VehicleUse.id)
    )
    if complete:
        found = found.where(VehicleUse.kilometres.is_not(None))
    for row in work.session.scalars(found):
        words = f"{chinese_day(row.first)}{row.purpose}"
        yield reach.units[row.unit_id], Counted("vehicle_use", row.id, words)


# ---- the catalogue ----

_errand = partial(_terms, kind=AffairKind.ERRAND, parts=_RECEIVING)
_whistle = partial(_terms, kind=AffairKind.WHISTLE, parts=_ANSWERING)
_errand_rated = partial(_ratings, kind=AffairKind.ERRAND, parts=_RECEIVING)
_whistle_rated = partial(_ratings, kind=AffairKind.WHISTLE, parts=_ANSWERING)
_OF_UNIT: Whose = Reach.of_unit
_OF_PERSON: Whose = Reach.of_person

COUNTERS: Mapping[str, Callable[[Reach], Hits]] = {
    "应签收件数": partial(_errand, clock=Clock.SIGN),
    "按时签收件数": partial(_errand, clock=Clock.SIGN, in_time=True),
    "应到场件数": partial(_errand, clock=Clock.ARRIVE),
    "按时到场件数": partial(_errand, clock=Clock.ARRIVE, in_time=True),
    "应办结件数": partial(_errand, clock=Clock.FINISH),
    "按期办结件数": partial(_errand, clock=Clock.FINISH, in_time=True),
    "指令评价项数": _errand_rated,
    "指令满意项数": partial(_errand_rated, content=True),
    "退回重办件数": _sent_again,
    "吹哨应到场件数": partial(_whistle, clock=Clock.ARRIVE),
    "吹哨按时到场件数": partial(_whistle, clock=Clock.ARRIVE, in_time=True),
    "吹哨应办结件数": partial(_whistle, clock=Clock.FINISH),
    "吹哨按期办结件数": partial(_whistle, clock=Clock.FINISH, in_time=True),
    "吹哨评价项数": _whistle_rated,
    "吹哨满意项数": partial(_whistle_rated, content=True),
    "应到人天": partial(_attendance, whose=_OF_UNIT),
    "实到人天": partial(_attendance, whose=_OF_UNIT, present=True),
    "离岗人次": partial(_leaves, whose=_OF_UNIT),
    "已报批离岗人次": partial(_leaves, whose=_OF_UNIT, approved=True),
    "派驻人数": _frontline,
    "持证人数": _certified,
    "参训人数": _trained,
    "用车登记数": _vehicles,
    "里程齐备数": partial(_vehicles, complete=True),
    "应到天数": partial(_attendance, whose=_OF_PERSON),
    "实到天数": partial(_attendance, whose=_OF_PERSON, present=True),
    "离岗次数": partial(_leaves, whose=_OF_PERSON),
    "已报批离岗次数": partial(_leaves, whose=_OF_PERSON, approved=True),
    "派驻天数": _posted_days,
    "持证天数": _certified_days,
    "培训学时": partial(_training, count=lambda row: row.hours, exams=False),
    "考试场次": partial(_training, count=lambda _row: 1),
    "考试总分": partial(_training, count=lambda row: row.score or 0),
    "值班班次": _duties,
}
"""How every fact that may be read is counted."""
