"""The share as it is told: a locked month speaks with its locked figures, for ever."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

import sqlalchemy as sa

from workbench.access import Permission
from workbench.desk import Work, chartered
from workbench.models.roster.people import Attendance, FrontlineMonth
from workbench.rules.periods import ONE_DAY, Period
from workbench.rules.platform import Policy
from workbench.rules.roster.deployment import (
    Definition,
    Tally,
    mean_share,
    month_window,
    percent,
)
from workbench.services.documents import register
from workbench.services.platform import policy
from workbench.services.roster import deployment, ledger
from workbench.services.roster.deployment import (
    FallRow,
    PlaceShare,
    ShareReport,
    Trend,
)
from workbench.services.roster.ledger import LockedMonth
from workbench.services.roster.zones import town_names, zone_names

_MONTHS_BACK = 14


@dataclass(frozen=True, slots=True)
class ToldShare:
    """The share of one day, as it is told.

    Attributes:
        report: The share as the facts on record give it now; its target is the locked
            one where the month is locked, and so are zones and towns on its last day.
        headline: D and N as told: the locked ones where the month is locked.
        locked: Whether the month is locked.
        mean: The exact mean of the month's days up to this one, as told.
        trail: Where the audit chain ended at the lock, on the month's last day; else
            empty.
    """

    report: ShareReport
    headline: Tally
    locked: bool
    mean: Fraction | None
    trail: str = ""

    @property
    def reached(self) -> bool:
        """Whether the headline reaches the target."""
        return self.headline.reaches(self.report.target)

    @property
    def shortfall(self) -> int:
        """How many more persons on the frontline the target asks for."""
        return self.headline.shortfall(self.report.target)

    @property
    def corrected(self) -> bool:
        """Whether facts entered since would give another figure."""
        return self.headline != self.report.headline


@chartered(Permission.ROSTER_RATIO_READ)
def told_share(work: Work, *, on: date) -> ToldShare:
    """Return the share on one day, with its month up to then.

    Raises:
        Refusal: A locked month's figures do not match their digest.

    Clause: roster/frontline-share, roster/frontline-mean, roster/locked-month
    """
    report = deployment.share_on(work, on=on)
    month = told_trend(work, first=on.replace(day=1), last=on)
    locked = ledger.locked_figures(work, month=on)
    if locked is None:
        return ToldShare(report, month.days[-1], False, month.mean)
    report, trail = replace(report, target=locked.target), ""
    if on == month_window(on.year, on.month).last:
        report = replace(
            report,
            zones=_numbered(locked.zones, zone_names(work, on=on)),
            towns=_numbered(locked.towns, town_names(work, on=on)),
        )
        trail = locked.trail
    return ToldShare(report, month.days[-1], True, month.mean, trail)


def _numbered(
    places: tuple[PlaceShare, ...], called: Mapping[int, str]
) -> tuple[PlaceShare, ...]:
    """Return locked places with the numbers of what is called so now."""
    ids = {name: number for number, name in called.items()}
    return tuple(replace(one, id=ids.get(one.name)) for one in places)


@chartered(Permission.ROSTER_RATIO_READ)
def told_trend(
    work: Work,
    *,
    first: date,
    last: date,
    definition: Definition = Definition.ESTABLISHED,
) -> Trend:
    """Return the share of every day of a span; locked days as they were locked.

    Only the headline is locked: other definitions are counted from the facts.

    Raises:
        Refusal: The span is upside down or longer than ten years, or a locked
            month's figures do not match their digest.

    Clause: roster/frontline-mean, roster/locked-month
    """
    found = deployment.trend(work, first=first, last=last, definition=definition)
    if definition is not Definition.ESTABLISHED:
        return found
    days, target = list(found.days), found.target
    for month in work.session.scalars(
        sa.select(FrontlineMonth.month).where(
            FrontlineMonth.month >= first.replace(day=1), FrontlineMonth.month <= last
        )
    ):
        figures = ledger.locked_figures(work, month=month)
        if figures is None:
            continue
        for place, tally in enumerate(figures.days):
            at = (month - first).days + place
            if 0 <= at < len(days):
                days[at] = tally
        if month == last.replace(day=1):
            target = figures.target
    return Trend(first, tuple(days), target, mean_share(days))


@dataclass(frozen=True, slots=True)
class ToldWhy:
    """Why the share moved between two days, from one told figure to the other.

    Where a told figure is not the one the facts on record give now, the difference is
    a step of its own (更正调整) at that end: from ``earlier`` to where the first cause
    begins, from where the last one ends to ``later``.

    Attributes:
        earlier: D and N on the first day, as told.
        later: D and N on the last day, as told.
        falls: The causes, by the facts on record; at least one.
    """

    earlier: Tally
    later: Tally
    falls: tuple[FallRow, ...]

    @property
    def begins(self) -> Tally:
        """D and N the causes begin with, by the facts on record."""
        return self.falls[0].before

    @property
    def ends(self) -> Tally:
        """D and N the causes end with, by the facts on record."""
        return self.falls[-1].after


@chartered(Permission.ROSTER_RATIO_READ)
def told_why(work: Work, *, earlier: date, later: date) -> ToldWhy:
    """Explain how the share moved between two days, both as they are told.

    Raises:
        Refusal: The span is upside down or longer than ten years, or a locked
            month's figures do not match their digest.

    Clause: roster/frontline-share, roster/locked-month
    """
    falls = deployment.why(work, earlier=earlier, later=later)
    first, last = (
        told_trend(work, first=day, last=day).days[0] for day in (earlier, later)
    )
    return ToldWhy(first, last, falls)


@dataclass(frozen=True, slots=True)
class MonthRow:
    """One month, locked or not.

    Attributes:
        month: Its first day.
        on: Its last day, or today while it goes on.
        over: Whether it has ended.
        headline: D and N on ``on``.
        mean: Mean of its days, in percent as printed.
        target: The target of ``on``; as locked where the month is.
        locked: By whom, when, and the digest; None while it is not.
    """

    month: date
    on: date
    over: bool
    headline: Tally
    mean: str
    target: Fraction
    locked: LockedMonth | None

    @property
    def name(self) -> str:
        """The month in words."""
        return f"{self.month.year}年{self.month.month}月"


@chartered(Permission.ROSTER_RATIO_READ)
def month_rows(work: Work) -> tuple[MonthRow, ...]:
    """Return the months, newest first: this one, a year and more back, all locked.

    Months without anybody on the establishment are left out.

    Raises:
        Refusal: A locked month's figures do not match their digest.

    Clause: roster/locked-month
    """
    locked = {one.month: one for one in ledger.locked_months(work)}
    first = _months_before(work.today, _MONTHS_BACK)
    days = told_trend(work, first=first, last=work.today)
    rows = []
    for month in sorted({*locked, *_months(first, work.today)}, reverse=True):
        window = month_window(month.year, month.month)
        last = min(window.last or work.today, work.today)
        known = locked.get(month)
        if known is not None:
            headline, mean, target = known.headline, known.mean, known.target
        else:
            start = (month - first).days
            told = days.days[start : (last - first).days + 1]
            headline, mean = told[-1], percent(mean_share(told))
            target = policy.share(work, policy=Policy.FRONTLINE_TARGET, on=last)
        if known is None and not headline.strength:
            continue
        over = last < work.today
        rows.append(MonthRow(month, last, over, headline, mean, target, known))
    return tuple(rows)


@chartered(Permission.ROSTER_MONTH_LOCK)
def months_to_lock(work: Work) -> tuple[date, ...]:
    """Return the months that have ended and are not locked, oldest first.

    Looked at are the months since the first that was locked; before any was, the
    last that ended. Who sees only part of the county locks none.

    Clause: roster/locked-month
    """
    if work.scope is not None:
        return ()
    ended = [row for row in month_rows(work) if row.over]
    locked = [row.month for row in ended if row.locked]
    since = min(locked) if locked else max((row.month for row in ended), default=None)
    return tuple(
        row.month
        for row in reversed(ended)
        if row.locked is None and since is not None and row.month >= since
    )


def _months_before(day: date, count: int) -> date:
    years, month = divmod(day.year * 12 + day.month - 1 - count, 12)
    return date(years, month + 1, 1)


def _months(first: date, last: date) -> list[date]:
    found = []
    month = first
    while month <= last:
        found.append(month)
        month = (month_window(month.year, month.month).last or month) + ONE_DAY
    return found


@chartered(Permission.DOCUMENTS_PAPER_READ)
def month_papers(work: Work) -> dict[date, int]:
    """Return the last report issued of each month, by the month's first day."""
    ids = register.find_papers(work, kind="frontline_report", issued=True)
    rows = register.paper_rows(work, ids=ids)
    return {
        row.about_on.replace(day=1): number
        for number, row in sorted(rows.items())
        if row.about_on == month_window(row.about_on.year, row.about_on.month).last
    }


@dataclass(frozen=True, slots=True)
class Presence:
    """Who was rarely present in a month, and by what measure.

    Attributes:
        months: The months whose attendance is on record, newest first.
        month: The one looked at; None where none is on record.
        line: Below this share of days present somebody is rarely present.
    """

    months: tuple[date, ...]
    month: date | None
    line: Fraction
    rare: tuple[ledger.RareRow, ...]


@chartered(Permission.ROSTER_RATIO_READ)
def presence_in(work: Work, *, month: date | None = None) -> Presence:
    """Return who of N was rarely present in a month.

    Args:
        work: Whose session.
        month: Any day of the month; the last on record where None.

    Clause: roster/rarely-present
    """
    months = tuple(
        work.session.scalars(
            sa.select(Attendance.month)
            .where(Attendance.superseded_at.is_(None), work.visible(Attendance))
            .distinct()
            .order_by(Attendance.month.desc())
        )
    )
    chosen = month.replace(day=1) if month else next(iter(months), None)
    window = Period(work.today) if chosen is None else _whole(chosen)
    line = policy.share(
        work,
        policy=Policy.RARELY_PRESENT,
        on=min(window.last or work.today, work.today),
    )
    rare = ledger.rarely_present(work, month=chosen) if chosen else ()
    return Presence(months, chosen, line, rare)


def _whole(month: date) -> Period:
    return month_window(month.year, month.month)
