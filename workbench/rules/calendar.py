"""Days and terms: the one clock engine that every rule counts with.

Counted forward, the day a term starts is not counted. Counted backward, the last day
is the n-th workday before, until 24:00. Hours run from the stated minute. A term in
natural days does not move when its last day is a rest day, unless the caller asks.
A term that reaches a year whose holidays have not been announced is *provisional*:
it is counted Monday to Friday and says so.
"""

import contextlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, timezone
from enum import StrEnum

from workbench.rules import Refusal

CHINA = timezone(timedelta(hours=8), "北京时间")  # no summer time since 1991
SATURDAY = 5
ONE_DAY = timedelta(days=1)
WEEKDAYS = "一二三四五六日"
_COMPACT_LENGTH = 8  # 20260305
_COMPACT_MONTH = 6
_ISO_LENGTH = 10  # 2026-03-05
_FIRST_YEAR, _LAST_YEAR = 1900, 2199
_USUAL_YEARS = frozenset(map(str, range(_FIRST_YEAR, _LAST_YEAR + 1)))


class TermUnit(StrEnum):
    """What a term is counted in."""

    NATURAL_DAYS = "natural_days"
    WORKDAYS = "workdays"
    HOURS = "hours"

    @property
    def label(self) -> str:
        """The unit as people say it."""
        return {"natural_days": "自然日", "workdays": "工作日", "hours": "小时"}[self]


class DayKind(StrEnum):
    """What the State Council's notice says of a day."""

    OFF = "off"
    MAKE_UP = "make_up"

    @property
    def label(self) -> str:
        """One character, as printed in a calendar."""
        return {"off": "休", "make_up": "班"}[self]


@dataclass(frozen=True)
class SpecialDay:
    """A day that is not what its weekday says: 休 or 班, and for which holiday."""

    kind: DayKind
    holiday: str


@dataclass(frozen=True)
class Calendar:
    """Which days are worked, as announced for each year by the State Council.

    Attributes:
        special: Days off and make-up workdays.
        years: Years whose announcement has been entered.
    """

    special: Mapping[date, SpecialDay] = field(default_factory=dict)
    years: frozenset[int] = frozenset()

    def covers(self, day: date) -> bool:
        """Tell whether the notice for the year of ``day`` has been entered."""
        return day.year in self.years

    def is_workday(self, day: date) -> bool:
        """Tell whether ``day`` is worked; by the weekday alone in an unknown year."""
        special = self.special.get(day)
        if special is None:
            return day.weekday() < SATURDAY
        return special.kind is DayKind.MAKE_UP

    def remark(self, day: date) -> str:
        """Say in a few characters what sort of day it is."""
        special = self.special.get(day)
        if special is not None:
            if special.kind is DayKind.MAKE_UP:
                return f"{special.holiday}调休上班"
            return f"{special.holiday}放假"
        rest = "周末" if day.weekday() >= SATURDAY else "工作日"
        return rest if self.covers(day) else f"{rest}（暂定）"


@dataclass(frozen=True, slots=True)
class Step:
    """One day of an explanation.

    Attributes:
        number: Which day of the term it is, or None where it is not counted.
    """

    day: date
    number: int | None
    remark: str


@dataclass(frozen=True, slots=True)
class Deadline:
    """The end of a term, and why.

    Attributes:
        on: Last day still in time.
        at: Last moment still in time, aware: 24:00 of ``on``, or the exact minute of
            a term in hours.
        provisional: The count reached a year without an announced calendar.
        steps: The days, in the order they were looked at.
    """

    on: date
    at: datetime
    provisional: bool
    steps: tuple[Step, ...]


def china_day(moment: datetime) -> date:
    """Return the day in China at an aware moment."""
    return moment.astimezone(CHINA).date()


def end_of(day: date) -> datetime:
    """Return 24:00 of ``day`` in China, as an aware moment in UTC."""
    return datetime.combine(day + ONE_DAY, time(), CHINA).astimezone(UTC)


def start_of(day: date) -> datetime:
    """Return 0:00 of ``day`` in China, as an aware moment in UTC."""
    return datetime.combine(day, time(), CHINA).astimezone(UTC)


def chinese_day(day: date) -> str:
    """Return a day as sentences and papers write it: 2026年3月5日."""
    return f"{day.year}年{day.month}月{day.day}日"


def chinese_days(first: date, last: date) -> str:
    """Return days as sentences write them: 2026年3月5日至8日, or one day alone."""
    if first == last:
        return chinese_day(first)
    if first.year != last.year:
        return f"{chinese_day(first)}至{chinese_day(last)}"
    month = "" if first.month == last.month else f"{last.month}月"
    return f"{chinese_day(first)}至{month}{last.day}日"


def chinese_minute(moment: datetime) -> str:
    """Return an aware moment as forms write it, in China: 2026年3月5日9时05分."""
    local = moment.astimezone(CHINA)
    return f"{chinese_day(local.date())}{local.hour}时{local.minute:02d}分"


def parse_day(text: str) -> date:
    """Read a day as a clerk may write it.

    Args:
        text: 2026-03-05, 2026/3/5, 2026.3.5, 20260305 or 2026年3月5日.

    Raises:
        Refusal: It is none of these, or there is no such day.

    Clause: general/dates
    """
    plain = text.strip()
    if len(plain) == _ISO_LENGTH and plain[:4] in _USUAL_YEARS:
        with contextlib.suppress(ValueError):
            return date.fromisoformat(plain)  # as most sheets write it
    for mark in "年月/.":
        plain = plain.replace(mark, "-")
    plain = plain.removesuffix("日")
    if len(plain) == _COMPACT_LENGTH and plain.isdecimal():
        plain = f"{plain[:4]}-{plain[4:6]}-{plain[6:]}"
    parts = plain.split("-")
    if [part.isdecimal() for part in parts] != [True] * 3:
        raise Refusal(
            f"“{text}”不是日期，请写成2026-03-05或20260305。",
            clause="general/dates",
        )
    year, month, day = map(int, parts)
    try:
        found = date(year, month, day)
    except ValueError:
        raise Refusal(
            f"没有“{text}”这一天，请核对日历。", clause="general/dates"
        ) from None
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        raise Refusal(
            f"“{text}”的年份超出{_FIRST_YEAR}—{_LAST_YEAR}，请核对。",
            clause="general/dates",
        )
    return found


def parse_month(text: str) -> date:
    """Read a month as a clerk may write it.

    Args:
        text: 2026-03, 202603, 2026年3月, or any day of it as ``parse_day`` reads one.

    Returns:
        Its first day.

    Raises:
        Refusal: It is none of these, or there is no such month.

    Clause: general/dates
    """
    plain = text.strip().removesuffix("月")
    for mark in "年/.":
        plain = plain.replace(mark, "-")
    if len(plain) == _COMPACT_MONTH and plain.isdecimal():
        plain = f"{plain[:4]}-{plain[4:]}"
    if [part.isdecimal() for part in plain.split("-")] == [True] * 2:
        return parse_day(f"{plain}-1")
    return parse_day(text).replace(day=1)


def deadline(
    start: date,
    amount: int,
    unit: TermUnit,
    calendar: Calendar,
    *,
    roll: bool = False,
) -> Deadline:
    """Return the end of a term in days that runs forward from ``start``.

    The day on which the term starts is not counted.

    Args:
        start: Day on which the term starts to run, worked or not.
        amount: Length of the term, at least 1.
        unit: Natural days or workdays.
        calendar: The announced calendars.
        roll: Whether a natural-day term that ends on a rest day moves to the next
            workday; off unless the law of that term says so.

    Raises:
        ValueError: The term is in hours, or shorter than one day.

    Clause: general/terms
    """
    if unit is TermUnit.HOURS or amount < 1:
        raise ValueError("use hours_after, or a term of at least one day")
    day, number, steps = start, 0, [Step(start, None, "起算日，不计入")]
    while number < amount:
        day += ONE_DAY
        counted = unit is TermUnit.NATURAL_DAYS or calendar.is_workday(day)
        number += counted
        steps.append(Step(day, number if counted else None, calendar.remark(day)))
    while roll and not calendar.is_workday(day):
        day += ONE_DAY
        steps.append(Step(day, None, f"顺延：{calendar.remark(day)}"))
    minds = roll or unit is TermUnit.WORKDAYS
    return Deadline(
        day, end_of(day), minds and _unannounced(steps, calendar), (*steps,)
    )


def latest_before(
    event: date, amount: int, unit: TermUnit, calendar: Calendar
) -> Deadline:
    """Return the last day on which something due *before* ``event`` is in time.

    Args:
        event: The day that must be kept clear of, not counted.
        amount: How many days before, at least 1.
        unit: Natural days or workdays.
        calendar: The announced calendars.

    Returns:
        The n-th day before, until 24:00.

    Raises:
        ValueError: The term is in hours, or shorter than one day.

    Clause: general/terms
    """
    if unit is TermUnit.HOURS or amount < 1:
        raise ValueError("a backward term has at least one day")
    day, number, steps = event, 0, [Step(event, None, "当日，不计入")]
    while number < amount:
        day -= ONE_DAY
        counted = unit is TermUnit.NATURAL_DAYS or calendar.is_workday(day)
        number += counted
        steps.append(Step(day, number if counted else None, calendar.remark(day)))
    provisional = unit is TermUnit.WORKDAYS and _unannounced(steps, calendar)
    return Deadline(day, end_of(day), provisional, (*steps,))


def hours_after(start: datetime, amount: int) -> Deadline:
    """Return the end of a term in hours, to the minute.

    Args:
        start: The stated moment, aware.
        amount: Hours.

    Raises:
        ValueError: ``start`` names no time zone.

    Clause: general/terms
    """
    if start.tzinfo is None:
        raise ValueError(f"{start!r} names no time zone")
    end = (start + timedelta(hours=amount)).astimezone(UTC)
    first, last = china_day(start), china_day(end)
    local_start, local_end = start.astimezone(CHINA), end.astimezone(CHINA)
    steps = (
        Step(first, None, f"{local_start:%H:%M}起算"),
        Step(last, None, f"{local_end:%H:%M}届满，共{amount}小时，节假日不扣除"),
    )
    return Deadline(last, end, provisional=False, steps=steps)


def workdays_between(start: date, end: date, calendar: Calendar) -> int:
    """Return how many workdays follow ``start`` up to and with ``end``.

    Args:
        start: Not counted.
        end: Counted if worked; may lie before ``start``, which gives 0.
        calendar: The announced calendars.
    """
    days = (start + timedelta(days=n) for n in range(1, (end - start).days + 1))
    return sum(calendar.is_workday(day) for day in days)


def _unannounced(steps: Iterable[Step], calendar: Calendar) -> bool:
    return not all(calendar.covers(step.day) for step in steps)
