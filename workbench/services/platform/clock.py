"""The announced calendars, and every deadline explained day by day."""

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa

from workbench.access import Permission
from workbench.desk import Topic, Work, chartered
from workbench.models.platform import CalendarDay, CalendarYear
from workbench.rules import Refusal
from workbench.rules.calendar import (
    Calendar,
    DayKind,
    Deadline,
    SpecialDay,
    TermUnit,
    chinese_day,
    deadline,
    hours_after,
    latest_before,
    parse_day,
    workdays_between,
)
from workbench.rules.platform import Policy
from workbench.services.platform import policy

_KINDS = {kind.label: kind for kind in DayKind}
_LONGEST_TERM = 3650
_FEWEST_DAYS_OFF = 11  # the law grants thirteen holidays; some fall on weekends


@dataclass(frozen=True, slots=True)
class YearRow:
    """One year's announcement, as shown."""

    year: int
    source: str
    days: tuple[tuple[date, SpecialDay], ...]


@chartered(Permission.PLATFORM_DESK_USE)
def calendar(work: Work) -> Calendar:
    """Return the announced calendars."""
    days = work.session.execute(
        sa.select(CalendarDay.day, CalendarDay.kind, CalendarDay.holiday)
    )
    years = work.session.scalars(sa.select(CalendarYear.year))
    return Calendar(
        {day: SpecialDay(kind, holiday) for day, kind, holiday in days},
        frozenset(years),
    )


@chartered(Permission.PLATFORM_DESK_USE)
def years(work: Work) -> tuple[YearRow, ...]:
    """Return the announced years, newest first, with their special days."""
    announced = calendar(work)
    rows = work.session.scalars(
        sa.select(CalendarYear).order_by(CalendarYear.year.desc())
    )
    return tuple(
        YearRow(
            row.year,
            row.source,
            tuple(
                (day, special)
                for day, special in sorted(announced.special.items())
                if day.year == row.year
            ),
        )
        for row in rows
    )


@chartered(
    Permission.PLATFORM_CALENDAR_EDIT, title="录入节假日安排", changes=(Topic.CALENDAR,)
)
def enter_year(
    work: Work, *, year: int, days: Mapping[date, SpecialDay], source: str
) -> int:
    """Enter or replace one year's announcement.

    Args:
        work: Whose work.
        year: Which year.
        days: Its days off and make-up workdays.
        source: The State Council's notice, by number.

    Returns:
        How many special days it has.

    Raises:
        Refusal: A day of another year, a weekday called make-up, no source, or too
            few days off to be a whole year's notice.

    Clause: general/workdays
    """
    strays = sorted(day for day in days if day.year != year)
    if strays:
        raise Refusal(
            f"{chinese_day(strays[0])}不属于{year}年。", clause="general/workdays"
        )
    plain = Calendar()
    for day, special in sorted(days.items()):
        if special.kind is DayKind.MAKE_UP and plain.is_workday(day):
            raise Refusal(
                f"{chinese_day(day)}是周一至周五，不能作为调休上班日。",
                clause="general/workdays",
            )
    off = sum(special.kind is DayKind.OFF for special in days.values())
    if off < _FEWEST_DAYS_OFF:
        raise Refusal(
            f"{year}年只有{off}个放假日，不像一整年的安排，请核对是否录全。",
            clause="general/workdays",
        )
    if not source.strip():
        raise Refusal("请写明依据的放假通知文号。", clause="general/workdays")
    work.session.execute(
        sa.delete(CalendarDay).where(
            CalendarDay.day.between(date(year, 1, 1), date(year, 12, 31))
        )
    )
    row = work.session.get(CalendarYear, year)
    if row is None:
        work.session.add(CalendarYear(year=year, source=source.strip()))
    else:
        row.source = source.strip()
    work.session.add_all(
        CalendarDay(day=day, kind=special.kind, holiday=special.holiday)
        for day, special in days.items()
    )
    work.session.flush()
    return len(days)


def read_days(text: str) -> dict[date, SpecialDay]:
    """Read special days from lines of ``日期,休或班,节日``.

    Raises:
        Refusal: A line that is not of this form, or a day twice.

    Clause: general/workdays
    """
    found: dict[date, SpecialDay] = {}
    for number, cells in enumerate(csv.reader(io.StringIO(text)), 1):
        if not cells or cells[0].strip() in {"", "日期"}:
            continue
        kind = _KINDS.get(cells[1].strip()) if len(cells) > 1 else None
        if kind is None:
            raise Refusal(
                f"第{number}行应为“日期,休或班,节日”，如“2027-01-01,休,元旦”。",
                clause="general/workdays",
            )
        day = parse_day(cells[0])
        if day in found:
            raise Refusal(
                f"第{number}行：{chinese_day(day)}重复。", clause="general/workdays"
            )
        found[day] = SpecialDay(kind, cells[2].strip() if cells[2:] else "节假日")
    return found


@chartered(Permission.PLATFORM_DESK_USE)
def explain(
    work: Work,
    *,
    start: date,
    amount: int,
    unit: TermUnit,
    backward: bool = False,
    at: datetime | None = None,
) -> Deadline:
    """Return a deadline with every day that led to it.

    Args:
        work: Whose session.
        start: The day the term starts, or the event it must precede.
        amount: Its length.
        unit: What it is counted in.
        backward: Whether it runs back from ``start``.
        at: The stated moment, for a term in hours.

    Raises:
        Refusal: The length is out of range, or hours without a moment.

    Clause: general/terms
    """
    if not 1 <= amount <= _LONGEST_TERM:
        raise Refusal(f"期限应为1至{_LONGEST_TERM}。", clause="general/terms")
    if unit is TermUnit.HOURS:
        if at is None or backward:
            raise Refusal(
                "按小时计算的期限须写明起算的时、分，且只能向后推算。",
                clause="general/terms",
            )
        return hours_after(at, amount)
    count = latest_before if backward else deadline
    return count(start, amount, unit, calendar(work))


@chartered(Permission.PLATFORM_DESK_USE)
def check_late(work: Work, *, on: date, reason: str) -> None:
    """Refuse an entry that comes late and does not say why.

    Args:
        work: Whose session, and what day it is.
        on: When it happened (发生时间).
        reason: What the clerk says about the delay.

    Raises:
        Refusal: More workdays have passed than the policy table allows.

    Clause: general/late-entry
    """
    if reason.strip() or on >= work.today:
        return
    allowed = policy.whole(work, policy=Policy.LATE_ENTRY)
    late = workdays_between(on, work.today, calendar(work))
    if late > allowed:
        raise Refusal(
            f"发生日期{chinese_day(on)}距今已{late}个工作日，"
            f"超过{allowed}个工作日，请写明补录原因。",
            clause="general/late-entry",
            ways=("在“原因”栏写明补录原因后保存。",),
        )
