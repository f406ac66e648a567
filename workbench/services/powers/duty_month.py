"""A month's turns as shown, and the month in hand that commands work on."""

import calendar as months
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

import sqlalchemy as sa

from workbench.access import Permission
from workbench.desk import Work, chartered
from workbench.listing import Tone
from workbench.models.powers.shifts import Duty, RosterMonth
from workbench.models.roster.units import Unit
from workbench.rules import Refusal
from workbench.rules.calendar import ONE_DAY
from workbench.rules.powers.duty import (
    LEADER,
    STANDBY,
    Plan,
    Tally,
    Turn,
    sort_of_day,
    tallies,
)
from workbench.services.platform import clock
from workbench.services.powers import naming, shifts
from workbench.services.powers.shifts import DutyPerson, ShiftLine

COUNTED_MONTHS = 6
"""Over how many months before it turns are evened out, unless the page asks."""


@dataclass(frozen=True, slots=True)
class CellTurns:
    """Who is to be on in one cell of the month.

    Attributes:
        shift: Name of the watch, or ``LEADER`` or ``STANDBY``.
        people: Numbers of people; nobody empties the cell.
    """

    day: date
    shift: str
    people: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class TurnLine:
    """Somebody's turn, as the month shows it.

    Attributes:
        swapped_from: Who was to be on before a swap; empty where nobody was.
        in_a_row: Whether he comes straight from, or goes into, another watch.
    """

    id: int
    person_id: int
    name: str
    swapped_from: str
    in_a_row: bool


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of the month.

    Attributes:
        wanted: How many are to be on; none on a day on which the watch does not hold.
    """

    shift: str
    wanted: int
    turns: tuple[TurnLine, ...]

    @property
    def text(self) -> str:
        """The names, as shown and copied."""
        return "、".join(one.name for one in self.turns)

    @property
    def short(self) -> bool:
        """Whether somebody is still to be put on."""
        return len(self.turns) < self.wanted


@dataclass(frozen=True, slots=True)
class DayLine:
    """One day of the month.

    Attributes:
        sort: workday, weekend or holiday.
        remark: What sort of day, in words: 国庆节放假.
        cells: One for each column.
        note: What was swapped.
    """

    day: date
    sort: str
    remark: str
    cells: tuple[Cell, ...]
    note: str


@dataclass(frozen=True, slots=True)
class FairRow:
    """How often somebody was on, over some months."""

    person: DutyPerson
    tally: Tally


@dataclass(frozen=True, slots=True)
class MonthSheet:
    """A month's turns, as the page and the paper show them.

    Attributes:
        columns: Key and title of each: who leads, the watches, who stands by.
        people: Who may be put on.
        fair: How even the turns are, with this month.
        state: Where it stands, in a word.
        settled: Whether a turn changes only by a swap.
        lacks: In words, which cells are short.
    """

    unit_id: int
    centre: str
    month: date
    columns: tuple[tuple[str, str], ...]
    days: tuple[DayLine, ...]
    people: tuple[DutyPerson, ...]
    fair: tuple[FairRow, ...]
    state: str
    tone: Tone
    author: str
    reviewer: str
    handed_in: bool
    settled: bool
    paper_id: int | None
    lacks: tuple[str, ...]

    @property
    def label(self) -> str:
        """The month in words."""
        return f"{self.month.year}年{self.month.month}月"


def last_day(month: date) -> date:
    """Return the last day of a month."""
    return month.replace(day=months.monthrange(month.year, month.month)[1])


def days_of(month: date) -> list[date]:
    """Return the days of a month, given its first."""
    return [month + timedelta(days=at) for at in range(last_day(month).day)]


# ---- the month in hand ----


@dataclass
class DutyMonth:
    """One month of a centre, in hand within one piece of work.

    Attributes:
        row: What is on record of it as a whole; None before anything is.
        lines: The watches that hold in it.
        people: Who may be put on, by number.
        turns: The turns of its days and of the two days beside it.
    """

    work: Work
    unit_id: int
    month: date
    row: RosterMonth | None
    lines: tuple[ShiftLine, ...]
    people: dict[int, DutyPerson]
    plan: Plan
    turns: list[Duty] = field(default_factory=list)

    @classmethod
    def of(cls, work: Work, unit_id: int, month: date) -> "DutyMonth":
        """Read a month.

        Raises:
            Refusal: The centre may not be seen.
        """
        work.own(Unit, unit_id)
        first, last = month.replace(day=1), last_day(month)
        turns = turns_between(
            work, unit_id=unit_id, first=first - ONE_DAY, last=last + ONE_DAY
        )
        people = shifts.duty_people(work, unit_id=unit_id, first=first, last=last)
        plan = shifts.plan_for(
            work,
            unit_id=unit_id,
            first=first,
            last=last,
            others={one.person_id for one in turns}
            | {one.swapped_from for one in turns if one.swapped_from},
        )
        row = work.session.scalars(
            sa.select(RosterMonth).where(
                RosterMonth.unit_id == unit_id,
                RosterMonth.month == first,
                work.visible(RosterMonth),
            )
        ).one_or_none()
        lines = shifts.shift_lines(work, unit_id=unit_id, first=first, last=last)
        return cls(
            work,
            unit_id,
            first,
            row,
            lines,
            {one.id: one for one in people},
            plan,
            turns,
        )

    @property
    def settled(self) -> bool:
        """Whether it was settled."""
        return self.row is not None and self.row.settled_on is not None

    def check_open(self) -> None:
        """Refuse to change a month that was settled.

        Clause: powers/duty-settled
        """
        if self.settled:
            raise Refusal(
                f"{self.month.year}年{self.month.month}月的值班表已经排定，不能直接改。",
                clause="powers/duty-settled",
                ways=("用“申请换班”，经对方同意、领导批准后改。",),
            )

    def touch(self) -> RosterMonth:
        """Note who had a hand in it; what was handed in is taken back."""
        work = self.work
        if self.row is None:
            self.row = RosterMonth(
                unit_id=self.unit_id,
                month=self.month,
                author="",
                author_ids="",
                handed_in=False,
                reviewer="",
            )
            work.session.add(self.row)
        hands = [one for one in self.row.author_ids.split(",") if one]
        me = str(work.actor.account_id)
        if me not in hands:
            hands.append(me)
        self.row.author, self.row.author_ids = work.actor.name, ",".join(hands)
        self.row.handed_in = False
        work.session.flush()
        return self.row

    def wanted(self, day: date, shift: str) -> int | None:
        """Return how many a cell wants; None where there is no such watch that day."""
        if shift in {LEADER, STANDBY}:
            return 1
        return next(
            (
                one.watch.people
                for one in self.lines
                if one.watch.name == shift and day in one.period
            ),
            None,
        )

    @property
    def columns(self) -> list[tuple[str, str]]:
        """Key and title of each column."""
        seen = {one.watch.name: one.watch.words for one in self.lines}
        return [(LEADER, "带班领导"), *seen.items(), (STANDBY, "备勤")]

    def lacks(self) -> list[str]:
        """Return, in words, which cells of leaders and watches are short."""
        filled: dict[tuple[date, str], int] = {}
        for one in self.turns:
            filled[one.day, one.shift] = filled.get((one.day, one.shift), 0) + 1
        return [
            f"{day.month}月{day.day}日{self.plan.label(shift)}"
            for day in days_of(self.month)
            for shift, _title in self.columns
            if shift != STANDBY
            and filled.get((day, shift), 0) < (self.wanted(day, shift) or 0)
        ]


@chartered(Permission.POWERS_AFFAIR_READ)
def turns_between(work: Work, *, unit_id: int, first: date, last: date) -> list[Duty]:
    """Return the turns of a centre in a span of days, in their order."""
    return list(
        work.session.scalars(
            sa.select(Duty)
            .where(
                Duty.unit_id == unit_id,
                Duty.day.between(first, last),
                work.visible(Duty),
            )
            .order_by(Duty.day, Duty.id)
        )
    )


def plain(turns: Iterable[Duty]) -> list[Turn]:
    """Return turns as rules judge them."""
    return [Turn(one.day, one.shift, one.person_id) for one in turns]


@chartered(Permission.POWERS_AFFAIR_READ)
def month_sheet(
    work: Work, *, unit_id: int, month: date, counted: int = COUNTED_MONTHS
) -> MonthSheet:
    """Return a month's turns, who may be put on, and how even the turns are.

    Args:
        work: Whose session.
        unit_id: The centre.
        month: Any day of the month.
        counted: Over how many months turns are counted, this one with them.

    Raises:
        Refusal: The centre may not be seen.

    Clause: platform/row-scope
    """
    held = DutyMonth.of(work, unit_id, month)
    row, plan = held.row, held.plan
    announced = clock.calendar(work)
    around = plain(held.turns)
    by_cell: dict[tuple[date, str], list[TurnLine]] = {}
    notes: dict[date, list[str]] = {}
    for one in held.turns:
        turn = Turn(one.day, one.shift, one.person_id)
        by_cell.setdefault((one.day, one.shift), []).append(
            TurnLine(
                one.id,
                one.person_id,
                plan.names.get(one.person_id, ""),
                plan.names.get(one.swapped_from or 0, ""),
                any(plan.in_a_row(turn, other) for other in around),
            )
        )
        if one.note and one.note not in notes.setdefault(one.day, []):
            notes[one.day].append(one.note)
    days = tuple(
        DayLine(
            day,
            sort_of_day(day, announced),
            announced.remark(day) if day in announced.special else "",
            tuple(
                Cell(
                    shift,
                    held.wanted(day, shift) or 0,
                    tuple(by_cell.get((day, shift), ())),
                )
                for shift, _title in held.columns
            ),
            "；".join(notes.get(day, ())),
        )
        for day in days_of(held.month)
    )
    state, tone = _state(row, filled=bool(held.turns))
    return MonthSheet(
        unit_id,
        naming.centre_on(work, unit_id=unit_id, on=last_day(held.month)).name,
        held.month,
        tuple(held.columns),
        days,
        tuple(held.people.values()),
        _fair(held, counted),
        state,
        tone,
        row.author if row else "",
        row.reviewer if row else "",
        row is not None and row.handed_in and row.settled_on is None,
        held.settled,
        row.paper_id if row else None,
        tuple(held.lacks()),
    )


def _state(row: RosterMonth | None, *, filled: bool) -> tuple[str, Tone]:
    if row is None:
        return ("拟排中" if filled else "未排", Tone.PLAIN)
    if row.settled_on is not None:
        return "已排定", Tone.GOOD
    return ("待排定", Tone.CAUTION) if row.handed_in else ("拟排中", Tone.PLAIN)


def month_before(month: date, count: int) -> date:
    """Return the first day of the month so many months before."""
    at = month.year * 12 + month.month - 1 - count
    return date(at // 12, at % 12 + 1, 1)


def _fair(held: DutyMonth, counted: int) -> tuple[FairRow, ...]:
    first = month_before(held.month, max(counted, 1) - 1)
    turns = plain(
        turns_between(
            held.work, unit_id=held.unit_id, first=first, last=last_day(held.month)
        )
    )
    found = tallies(turns, held.plan, clock.calendar(held.work))
    rows = [
        FairRow(one, found.get(one.id, Tally()))
        for one in held.people.values()
        if one.rotates or one.leads or one.id in found
    ]
    return tuple(sorted(rows, key=lambda one: (not one.person.leads, -one.tally.turns)))
