"""One person, everything on one page (一人一档)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from workbench import facts
from workbench.access import Permission
from workbench.desk import Work, chartered
from workbench.listing import Tone
from workbench.models.roster.people import (
    Attendance,
    Certificate,
    Establishment,
    Leave,
    Person,
    Posting,
    Training,
)
from workbench.models.roster.units import UnitFact
from workbench.models.roster.zones import CentreMember
from workbench.rules.periods import Period
from workbench.rules.platform import Policy
from workbench.rules.roster.deployment import month_window
from workbench.rules.roster.people import certificate_alarm
from workbench.services.platform import policy
from workbench.services.roster.people import PersonRow, person_rows
from workbench.services.roster.zones import town_names


@dataclass(frozen=True, slots=True)
class FactLine:
    """One dated fact in a person's file.

    Attributes:
        id: Number of the row, to correct or end it.
        text: What held, in words.
        document: Number of the paper, or empty.
        current: Whether it holds today.
        values: Its columns, as the form that corrects it begins.
        recorded_at: When it was entered (录入时间).
        state: How it stands, in a word; empty where its days say it all.
        tone: Colours the state.
        replaced: Whether it is out of force: corrected, or struck.
    """

    id: int
    period: Period
    text: str
    document: str
    reason: str
    current: bool
    values: Mapping[str, Any]
    recorded_at: datetime
    state: str = ""
    tone: Tone = Tone.PLAIN
    replaced: bool = False


@dataclass(frozen=True, slots=True)
class AttendanceLine:
    """One month's attendance.

    Attributes:
        replaced: Whether a correction has taken its place.
    """

    id: int
    month: date
    days_due: int
    days_present: int
    source: str
    reason: str
    replaced: bool


@dataclass(frozen=True, slots=True)
class TrainingLine:
    """One training or exam."""

    id: int
    held_on: date
    topic: str
    hours: int
    score: int | None


@dataclass(frozen=True, slots=True)
class PersonFile:
    """Everything about one person, newest first. Numbers are masked."""

    row: PersonRow
    homes: tuple[FactLine, ...]
    hosts: tuple[FactLine, ...]
    certificates: tuple[FactLine, ...]
    leaves: tuple[FactLine, ...]
    attendance: tuple[AttendanceLine, ...]
    training: tuple[TrainingLine, ...]
    centres: tuple[FactLine, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a person's file as paper and sheets have it."""

    group: str
    period: Period
    text: str
    document: str
    state: str
    reason: str


def entries(whole: PersonFile) -> tuple[Entry, ...]:
    """Return a person's file line by line, group by group."""
    groups = (
        ("使用单位、岗位", whole.hosts),
        ("编制单位", whole.homes),
        ("执法证", whole.certificates),
        ("请假离岗", whole.leaves),
        ("指挥中心", whole.centres),
    )
    dated = [
        Entry(title, line.period, line.text, line.document, line.state, line.reason)
        for title, lines in groups
        for line in lines
    ]
    trained = [
        Entry(
            "培训",
            Period(line.held_on, line.held_on),
            line.topic,
            "",
            f"{line.hours}学时" + ("" if line.score is None else f"，{line.score}分"),
            "",
        )
        for line in whole.training
    ]
    attended = [
        Entry(
            "考勤",
            month_window(line.month.year, line.month.month),
            f"应到{line.days_due}天，实到{line.days_present}天",
            line.source,
            "已更正" if line.replaced else "",
            line.reason,
        )
        for line in whole.attendance
    ]
    return (*dated, *trained, *attended)


@chartered(Permission.ROSTER_PERSON_READ)
def person_file(work: Work, *, person_id: int, replaced: bool = False) -> PersonFile:
    """Return everything about one person.

    Args:
        work: Whose session.
        person_id: Whom.
        replaced: Whether records that a correction has replaced are shown as well,
            each after the one that stands.

    Raises:
        Refusal: The person may not be seen.

    Clause: platform/row-scope
    """
    work.own(Person, person_id)
    units, towns = _unit_names(work), town_names(work, on=work.today)

    def unit(row: Any) -> str:
        return units.get(row.unit_id, "—")

    def duty(row: CentreMember) -> str:
        town = f"（{towns.get(row.town_id, '—')}）" if row.town_id else ""
        return f"{unit(row)} {row.duty.label}{town}"

    def lines(model: Any, text: Callable[[Any], str]) -> tuple[FactLine, ...]:
        return _lines(work, model, person_id, text, replaced=replaced)

    return PersonFile(
        person_rows(work, ids=[person_id])[person_id],
        lines(Establishment, lambda row: f"{unit(row)} {row.employment.label}"),
        lines(Posting, lambda row: f"{unit(row)} {row.post.label}"),
        _with_validity(
            work, lines(Certificate, lambda row: f"{row.number} {row.fields}".strip())
        ),
        tuple(
            replace(line, state="离岗中", tone=Tone.CAUTION) if line.current else line
            for line in lines(Leave, _leave_text)
        ),
        _attendance(work, person_id, replaced=replaced),
        _training(work, person_id),
        lines(CentreMember, duty),
    )


def _lines(
    work: Work,
    model: Any,
    person_id: int,
    text: Callable[[Any], str],
    *,
    replaced: bool,
) -> tuple[FactLine, ...]:
    known = work.session.scalars(
        sa.select(model)
        .where(model.person_id == person_id, work.visible(model))
        .order_by(
            model.valid_from.desc(), model.superseded_at.is_not(None), model.id.desc()
        )
    ).all()
    entered = {row.recorded_at for row in known}
    return tuple(
        _line(work, row, text(row), corrected=row.superseded_at in entered)
        for row in known
        if row.superseded_at is None or (replaced and not _only_ended(row, known))
    )


def _only_ended(row: Any, known: Any) -> bool:
    """Tell whether a row was superseded for no more than to give it a last day."""
    return row.valid_to is None and any(
        one.valid_to is not None
        and one.recorded_at == row.superseded_at
        and one.valid_from == row.valid_from
        and facts.values_of(one) == facts.values_of(row)
        for one in known
    )


def _line(work: Work, row: Any, text: str, *, corrected: bool) -> FactLine:
    gone = row.superseded_at is not None
    period = facts.period_of(row)
    return FactLine(
        row.id,
        period,
        text,
        getattr(row, "document", ""),
        row.reason,
        not gone and work.today in period,
        facts.values_of(row),
        row.recorded_at,
        ("已更正" if corrected else "已作废") if gone else "",
        replaced=gone,
    )


def _with_validity(work: Work, lines: tuple[FactLine, ...]) -> tuple[FactLine, ...]:
    """Say of each certificate how long it lasts; only the last to expire alarms."""
    notice = policy.whole(work, policy=Policy.CERTIFICATE_ALARM)
    ends = [line.period.last or date.max for line in lines if not line.replaced]
    return tuple(
        line
        if line.replaced
        else _judged(
            line, work.today, notice, last=(line.period.last or date.max) == max(ends)
        )
        for line in lines
    )


def _judged(line: FactLine, today: date, notice: int, *, last: bool) -> FactLine:
    if today < line.period.first:
        return replace(line, state="未生效")
    left = certificate_alarm(line.period.last, today, notice)
    if left is None:
        return replace(line, state="有效", tone=Tone.GOOD)
    if left >= 0:
        return replace(
            line, state=f"剩{left}天", tone=Tone.CAUTION if last else Tone.GOOD
        )
    return replace(line, state="已过期", tone=Tone.OVERDUE if last else Tone.PLAIN)


def _leave_text(row: Leave) -> str:
    named = f"（批准至{row.approved_to}）" if row.approved_to else ""
    return f"{row.kind.label}{named}"


def _attendance(
    work: Work, person_id: int, *, replaced: bool
) -> tuple[AttendanceLine, ...]:
    found = work.session.scalars(
        sa.select(Attendance)
        .where(
            Attendance.person_id == person_id,
            sa.true() if replaced else Attendance.superseded_at.is_(None),
            work.visible(Attendance),
        )
        .order_by(
            Attendance.month.desc(),
            Attendance.superseded_at.is_not(None),
            Attendance.id.desc(),
        )
    )
    return tuple(
        AttendanceLine(
            row.id,
            row.month,
            row.days_due,
            row.days_present,
            row.source,
            row.reason,
            row.superseded_at is not None,
        )
        for row in found
    )


def _training(work: Work, person_id: int) -> tuple[TrainingLine, ...]:
    found = work.session.scalars(
        sa.select(Training)
        .where(Training.person_id == person_id, work.visible(Training))
        .order_by(Training.held_on.desc(), Training.id.desc())
    )
    return tuple(
        TrainingLine(row.id, row.held_on, row.topic, row.hours, row.score)
        for row in found
    )


def _unit_names(work: Work) -> dict[int, str]:
    """Return the latest short name of every unit, also of those that are gone."""
    found = work.session.execute(
        sa.select(UnitFact.unit_id, UnitFact.short_name)
        .where(UnitFact.stands(), work.whole_county(UnitFact))
        .order_by(UnitFact.valid_from)
    )
    return dict(found.all())
