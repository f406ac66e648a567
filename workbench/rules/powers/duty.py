"""Duty (值班): watches, who may be on, fair turns, and how a swap goes."""

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from workbench.rules import Refusal
from workbench.rules.calendar import (
    CHINA,
    ONE_DAY,
    Calendar,
    DayKind,
    chinese_day,
)
from workbench.rules.periods import Period
from workbench.rules.powers.moves import (
    AffairKind,
    Hand,
    Machine,
    Move,
    Need,
    State,
)

LEADER, STANDBY = "leader", "standby"
"""What stands in a turn's shift for who leads, or stands by, for a whole day."""
_BETWEEN = re.compile(r"[、，,;；/\s]+")

SWAP = Machine(
    AffairKind.SWAP,
    (
        State("asked", "待对方同意"),
        State("agreed", "待批准"),
        State("done", "已换班", done=True),
        State("refused", "未换成", done=True, off=True),
        State("withdrawn", "已撤回", done=True, off=True),
    ),
    (
        Move(
            "agree",
            "同意换班",
            ("asked",),
            "agreed",
            Hand.ANSWER,
            party="对方",
            personal=True,
        ),
        Move(
            "decline",
            "不同意换班",
            ("asked",),
            "refused",
            Hand.ANSWER,
            (Need.REASON,),
            party="对方",
            personal=True,
        ),
        Move("approve", "批准换班", ("agreed",), "done", Hand.DECIDE),
        Move(
            "refuse", "不批准换班", ("agreed",), "refused", Hand.DECIDE, (Need.REASON,)
        ),
        Move(
            "withdraw",
            "撤回",
            ("asked", "agreed"),
            "withdrawn",
            Hand.HANDLE,
            (Need.REASON,),
            hurts=True,
        ),
    ),
)


# ---- watches ----


def check_hour(text: str) -> str:
    """Return a time of day as HH:MM.

    Args:
        text: 8:30, 08:30, 0830 or 8：30.

    Raises:
        Refusal: It is none.

    Clause: powers/watches
    """
    found = re.fullmatch(r"([01]?\d|2[0-3])[:：]?([0-5]\d)", text.strip())
    if found is None:
        raise Refusal(
            f"“{text}”不是时间，请写成08:30。",
            clause="powers/watches",
        )
    return f"{int(found[1]):02d}:{found[2]}"


@dataclass(frozen=True, slots=True)
class Watch:
    """A watch (班次) of a centre's day.

    Attributes:
        place: Its place in the day, counted from 0.
        starts: When it begins, HH:MM.
        ends: When it ends, of the same day or the next.
        people: How many are to be on.
    """

    name: str
    place: int
    starts: str
    ends: str
    people: int

    @property
    def night(self) -> bool:
        """Whether it goes on into the next day."""
        return self.ends <= self.starts

    @property
    def words(self) -> str:
        """The watch as papers name it: 夜班（17:30—次日8:30）."""
        ends = self.ends.removeprefix("0")
        after = "次日" if self.night else ""
        return f"{self.name}（{self.starts.removeprefix('0')}—{after}{ends}）"

    def span(self, day: date) -> tuple[datetime, datetime]:
        """Return when it begins and ends, of a day."""
        last = day + ONE_DAY if self.night else day
        return _at(day, self.starts), _at(last, self.ends)


def _at(day: date, hour: str) -> datetime:
    return datetime.combine(day, time.fromisoformat(hour), CHINA)


def watch_at(watches: Sequence[Watch], at: datetime) -> tuple[date, Watch] | None:
    """Return which day's watch runs at a moment; None between two of them.

    Args:
        watches: The watches of that day.
        at: The moment, aware.
    """
    local = at.astimezone(CHINA)
    for day in (local.date(), local.date() - ONE_DAY):
        for one in watches:
            starts, ends = one.span(day)
            if starts <= local < ends:
                return day, one
    return None


# ---- turns ----


@dataclass(frozen=True, slots=True)
class Turn:
    """Somebody's turn.

    Attributes:
        shift: Name of the watch, or ``LEADER`` or ``STANDBY``.
    """

    day: date
    shift: str
    person_id: int


@dataclass(frozen=True)
class Plan:
    """What turns are judged by.

    Attributes:
        watches: The watches, by name.
        names: What people are called.
        away: When people are on leave.
    """

    watches: Mapping[str, Watch]
    names: Mapping[int, str]
    away: Mapping[int, Sequence[Period]] = field(default_factory=dict)

    def label(self, shift: str) -> str:
        """Return what a turn is called."""
        return {LEADER: "带班", STANDBY: "备勤"}.get(shift, shift)

    def on_leave(self, person_id: int, day: date) -> bool:
        """Tell whether somebody is on leave on a day."""
        return any(day in one for one in self.away.get(person_id, ()))

    def clash(self, one: Turn, other: Turn) -> bool:
        """Tell whether two turns of one person are at one time.

        Who leads or stands by does so for the whole day, beside no watch that begins
        on it.
        """
        if one.person_id != other.person_id:
            return False
        if one.day == other.day and {one.shift, other.shift} & {LEADER, STANDBY}:
            return True
        spans = self._spans(one, other)
        if spans is None:
            return False
        (starts, ends), (first, last) = spans
        return starts < last and first < ends

    def in_a_row(self, one: Turn, other: Turn) -> bool:
        """Tell whether one person goes from one watch straight into the other."""
        if one.person_id != other.person_id:
            return False
        spans = self._spans(one, other)
        return spans is not None and (
            spans[0][1] == spans[1][0] or spans[1][1] == spans[0][0]
        )

    def _spans(
        self, one: Turn, other: Turn
    ) -> tuple[tuple[datetime, datetime], tuple[datetime, datetime]] | None:
        first, second = self.watches.get(one.shift), self.watches.get(other.shift)
        if first is None or second is None or abs((one.day - other.day).days) > 1:
            return None
        return first.span(one.day), second.span(other.day)


def check_turn(turn: Turn, others: Collection[Turn], plan: Plan) -> None:
    """Refuse a turn of somebody who is on leave, or on twice at once.

    Args:
        turn: The turn.
        others: The turns of the days around it.
        plan: What it is judged by.

    Raises:
        Refusal: He is.

    Clause: powers/duty-leave, powers/duty-twice
    """
    name = plan.names.get(turn.person_id, "")
    if plan.on_leave(turn.person_id, turn.day):
        raise Refusal(
            f"{name}{chinese_day(turn.day)}在休假或离岗，不能排{plan.label(turn.shift)}。",
            clause="powers/duty-leave",
            ways=("换一个人；已经销假的，先在“人员”页登记。",),
        )
    twice = next((one for one in others if plan.clash(turn, one)), None)
    if twice is not None:
        raise Refusal(
            f"{name}{chinese_day(twice.day)}已排{plan.label(twice.shift)}，"
            f"不能同时{chinese_day(turn.day)}排{plan.label(turn.shift)}。",
            clause="powers/duty-twice",
            ways=("换一个人，或先清空另一格。",),
        )


def names_in(cell: str) -> tuple[str, ...]:
    """Return the names in a cell: 张三、李四, also with commas or blanks between."""
    return tuple(one for one in _BETWEEN.split(cell.strip()) if one)


def cells_in(block: str) -> tuple[tuple[str, ...], ...]:
    """Return the cells of a block as spreadsheets put it on the clipboard.

    Rows end in a line break, cells in a tab; a cell with a line break of its own
    stands in quotes.
    """
    rows: list[tuple[str, ...]] = []
    row: list[str] = []
    cell, quoted = "", False
    for sign in block.replace("\r\n", "\n").rstrip("\n") + "\n":
        if sign == '"' and (quoted or not cell):
            quoted = not quoted
        elif sign == "\t" and not quoted:
            row.append(cell)
            cell = ""
        elif sign == "\n" and not quoted:
            rows.append((*row, cell))
            row, cell = [], ""
        else:
            cell += sign
    return tuple(rows)


# ---- fairness ----


@dataclass(frozen=True, slots=True)
class Tally:
    """How often somebody was on.

    Attributes:
        turns: Watches, and days led.
        nights: Of these, those into the next day.
        weekends: Of these, those that began on a rest day that is no holiday.
        holidays: Of these, those that began on a public holiday.
        standby: Days stood by, which are no turns.
    """

    turns: int = 0
    nights: int = 0
    weekends: int = 0
    holidays: int = 0
    standby: int = 0


def sort_of_day(day: date, calendar: Calendar) -> str:
    """Return what sort of day it is for fairness: workday, weekend, holiday."""
    special = calendar.special.get(day)
    if special is not None and special.kind is DayKind.OFF:
        return "holiday"
    return "workday" if calendar.is_workday(day) else "weekend"


def tallies(
    turns: Collection[Turn], plan: Plan, calendar: Calendar
) -> dict[int, Tally]:
    """Count everybody's turns.

    Args:
        turns: The turns of the months that count.
        plan: Its watches tell nights.
        calendar: The announced calendars tell weekends and holidays.
    """
    counts: dict[int, Counter[str]] = {}
    for one in turns:
        mine = counts.setdefault(one.person_id, Counter())
        if one.shift == STANDBY:
            mine["standby"] += 1
            continue
        watch = plan.watches.get(one.shift)
        mine["turns"] += 1
        mine["nights"] += watch is not None and watch.night
        mine[sort_of_day(one.day, calendar)] += 1
    return {
        person: Tally(
            mine["turns"],
            mine["nights"],
            mine["weekend"],
            mine["holiday"],
            mine["standby"],
        )
        for person, mine in counts.items()
    }


@dataclass
class _Load:
    """How often one person was on, while turns are being proposed."""

    by_sort: Counter[tuple[str, bool]] = field(default_factory=Counter)
    nights: int = 0
    all: int = 0
    standby: int = 0
    last: date = date.min

    def rank(self, shift: str, night: bool, sort: str) -> tuple[object, ...]:  # noqa: FBT001
        """Return what the person is chosen by: the least burdened comes first."""
        if shift == STANDBY:
            return (self.standby, self.last)
        return (
            self.by_sort[sort, night],
            self.nights if night else 0,
            self.all,
            self.last,
        )

    def take(self, day: date, shift: str, night: bool, sort: str) -> None:  # noqa: FBT001
        """Note a turn."""
        self.last = max(self.last, day)
        if shift == STANDBY:
            self.standby += 1
            return
        self.add(sort, night, 1)

    def add(self, sort: str, night: bool, count: int) -> None:  # noqa: FBT001
        """Count some more turns of a sort."""
        self.by_sort[sort, night] += count
        self.nights += count * night
        self.all += count


@dataclass(frozen=True, slots=True)
class Pools:
    """Who may be put on.

    Attributes:
        leaders: Who may lead a day.
        people: Who may be on a watch, or stand by.
    """

    leaders: Sequence[int]
    people: Sequence[int]


class Proposal:
    """Turns proposed day after day, the least burdened first.

    Workdays, weekends and holidays are counted apart, and nights of each, so that
    every sort is even; nobody goes from one watch straight into the next unless there
    is nobody else.

    Args:
        stands: The turns that stand, of the days that are filled and of the months
            that count.
        plan: Its watches tell nights.
        calendar: The announced calendars.
    """

    def __init__(
        self, stands: Collection[Turn], plan: Plan, calendar: Calendar
    ) -> None:
        self._calendar = calendar
        self._loads: dict[int, _Load] = {}
        self._by_day: dict[date, list[Turn]] = {}
        for one in sorted(stands, key=lambda turn: turn.day):
            self._note(one, plan)

    def _note(self, turn: Turn, plan: Plan) -> None:
        self._by_day.setdefault(turn.day, []).append(turn)
        night, sort = self._sort(turn.day, turn.shift, plan)
        load = self._loads.setdefault(turn.person_id, _Load())
        load.take(turn.day, turn.shift, night, sort)

    def _sort(self, day: date, shift: str, plan: Plan) -> tuple[bool, str]:
        watch = plan.watches.get(shift)
        return watch is not None and watch.night, sort_of_day(day, self._calendar)

    def credit(
        self, pool: Collection[int], absent: Mapping[int, int], span: int
    ) -> None:
        """Count for whoever was not there what the others had meanwhile.

        Else somebody who has just come, or was long on leave, would be put on for
        weeks, one turn after the other.

        Args:
            pool: Who shares the turns.
            absent: For how many days of the span each was not there, or on leave.
            span: How many days the turns that stand are of.
        """
        there = sum(max(span - absent.get(one, 0), 0) for one in pool)
        if not there:
            return
        loads = {one: self._loads.setdefault(one, _Load()) for one in pool}
        sorts = Counter[tuple[str, bool]]()
        for load in loads.values():
            sorts.update(load.by_sort)
        standby = sum(load.standby for load in loads.values())
        for person, load in loads.items():
            missed = min(absent.get(person, 0), span)
            for (sort, night), count in sorts.items():
                load.add(sort, night, count * missed // there)
            load.standby += standby * missed // there

    def fill(self, day: date, pools: Pools, plan: Plan) -> list[Turn]:
        """Return turns for whatever is not filled on a day; they stand from now on.

        Args:
            day: The day.
            pools: Who may be put on.
            plan: The watches that hold that day, names and leave.

        Returns:
            The turns that are added; a cell stays short where nobody is left.
        """
        watches = sorted(plan.watches.values(), key=lambda one: one.place)
        wanted = (
            (LEADER, 1, pools.leaders),
            *((one.name, one.people, pools.people) for one in watches),
            (STANDBY, 1, pools.people),
        )
        added = []
        for shift, count, pool in wanted:
            filled = sum(one.shift == shift for one in self._by_day.get(day, ()))
            for _place in range(filled, count):
                turn = self._next(day, shift, pool, plan)
                if turn is None:
                    break
                self._note(turn, plan)
                added.append(turn)
        return added

    def _next(
        self, day: date, shift: str, pool: Sequence[int], plan: Plan
    ) -> Turn | None:
        """Return the turn of the least burdened who is free; None where nobody is."""
        around = [
            one
            for at in (-1, 0, 1)
            for one in self._by_day.get(day + timedelta(days=at), ())
        ]
        night, sort = self._sort(day, shift, plan)
        best: tuple[tuple[object, ...], Turn] | None = None
        for person in pool:
            turn = Turn(day, shift, person)
            taken = any(plan.clash(turn, one) for one in around)
            if taken or plan.on_leave(person, day):
                continue
            row = any(plan.in_a_row(turn, one) for one in around)
            load = self._loads.setdefault(person, _Load())
            rank = (row, *load.rank(shift, night, sort), person)
            if best is None or rank < best[0]:
                best = rank, turn
        return best[1] if best else None


def propose(
    days: Sequence[date],
    stands: Collection[Turn],
    pools: Pools,
    plan: Plan,
    calendar: Calendar,
) -> list[Turn]:
    """Propose turns for whatever is not filled on some days; see ``Proposal``.

    Args:
        days: The days to be filled.
        stands: The turns that stand, of these days and of the months that count.
        pools: Who may be put on.
        plan: Watches, names and leave.
        calendar: The announced calendars.
    """
    proposal = Proposal(stands, plan, calendar)
    return [turn for day in days for turn in proposal.fill(day, pools, plan)]
