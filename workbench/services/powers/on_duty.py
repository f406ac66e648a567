"""Who is on duty now, and which months wait for somebody's hand."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import sqlalchemy as sa

from workbench.access import Permission
from workbench.desk import Work, chartered
from workbench.models.powers.shifts import Duty, RosterMonth
from workbench.rules.calendar import CHINA, ONE_DAY
from workbench.rules.powers.duty import LEADER, watch_at
from workbench.services.powers import naming, shifts
from workbench.services.powers.duty_month import last_day, turns_between

_LAST_WEEK = timedelta(days=7)
_LATELY = timedelta(days=31)


@dataclass(frozen=True, slots=True)
class OnDuty:
    """Who is on duty at a centre now.

    Attributes:
        watch: Which watch, with its hours; empty between two.
        leader: Who leads today.
        names: Who is on.
        phone: The centre's duty telephone.
    """

    unit_id: int
    centre: str
    watch: str
    leader: str
    names: tuple[str, ...]
    phone: str


@chartered(Permission.POWERS_AFFAIR_READ)
def on_duty(work: Work) -> tuple[OnDuty, ...]:
    """Return who is on duty now at each centre one sees that keeps a roster."""
    found = []
    for unit_id, name in naming.centres_to_choose(work):
        line = _on_duty(work, unit_id, name, work.now)
        if line is not None:
            found.append(line)
    return tuple(found)


def _on_duty(work: Work, unit_id: int, name: str, at: datetime) -> OnDuty | None:
    today = at.astimezone(CHINA).date()
    lines = shifts.shift_lines(work, unit_id=unit_id, first=today - ONE_DAY, last=today)
    if not lines:
        return None
    running = watch_at([one.watch for one in lines if today in one.period], at)
    turns = turns_between(work, unit_id=unit_id, first=today - ONE_DAY, last=today)
    names = naming.people_called(work, ids=[one.person_id for one in turns])

    def called(day: date, shift: str) -> tuple[str, ...]:
        return tuple(
            names[one.person_id]
            for one in turns
            if (one.day, one.shift) == (day, shift)
        )

    return OnDuty(
        unit_id,
        name,
        running[1].words if running else "",
        "、".join(called(running[0] if running else today, LEADER)),
        called(running[0], running[1].name) if running else (),
        naming.centre_on(work, unit_id=unit_id, on=today).phone,
    )


@dataclass(frozen=True, slots=True)
class RosterWait:
    """A month of a centre that waits.

    Attributes:
        deed: What is to be done: 排定, 拟排.
    """

    unit_id: int
    centre: str
    month: date
    deed: str


@chartered(Permission.POWERS_AFFAIR_READ)
def rosters_waiting(work: Work) -> tuple[RosterWait, ...]:
    """Return which months wait for the person at the desk.

    Who settles sees what was handed in; who draws up sees that the month that comes
    is not drawn up yet, in its last week.
    """
    found = []
    names = dict(naming.centres_to_choose(work))
    if work.actor.may(Permission.POWERS_COMMAND_DECIDE):
        rows = work.session.scalars(
            sa.select(RosterMonth).where(
                RosterMonth.handed_in.is_(sa.true()), work.visible(RosterMonth)
            )
        )
        found += [
            RosterWait(one.unit_id, names[one.unit_id], one.month, "排定")
            for one in rows
            if one.unit_id in names
        ]
    if work.actor.may(Permission.POWERS_DUTY_EDIT):
        found += _to_draw_up(work, names)
    return tuple(found)


def _to_draw_up(work: Work, names: dict[int, str]) -> Sequence[RosterWait]:
    coming = last_day(work.today) + ONE_DAY
    if coming - work.today > _LAST_WEEK:
        return ()
    known = set(
        work.session.scalars(
            sa.select(RosterMonth.unit_id).where(
                RosterMonth.month == coming, work.visible(RosterMonth)
            )
        )
    )
    kept = set(
        work.session.scalars(
            sa.select(Duty.unit_id).where(
                Duty.day >= work.today - _LATELY, work.visible(Duty)
            )
        )
    )
    return [
        RosterWait(unit_id, name, coming, "拟排")
        for unit_id, name in names.items()
        if unit_id in kept - known
    ]
