"""The day's ledger, who is rarely there, and the months that are locked."""

import json
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from typing import Any

import sqlalchemy as sa

from workbench.access import Permission
from workbench.desk import Topic, Work, chartered
from workbench.models.roster.people import (
    Attendance,
    Certificate,
    Establishment,
    FrontlineMonth,
    Person,
    Posting,
)
from workbench.rules import Refusal
from workbench.rules.periods import Period
from workbench.rules.platform import Policy
from workbench.rules.roster import deployment as rules
from workbench.rules.roster.deployment import Standing, Tally
from workbench.rules.roster.people import PostKind, presence
from workbench.rules.roster.units import Employment
from workbench.services.platform import audit, policy
from workbench.services.roster.deployment import (
    PlaceShare,
    county_unit_names,
    force,
    people_named,
    share_on,
    trend,
)
from workbench.services.roster.zones import town_names, zone_names


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """One person of the force, as a day's ledger lists it.

    Attributes:
        obstacle: Why the person of D is not one of N; empty where he is.
    """

    id: int
    name: str
    sex: str
    home: str
    employment: Employment
    host: str
    post: PostKind | None
    town: str
    zone: str
    certificate: str
    certificate_to: date | None
    standing: Standing
    obstacle: str
    days_due: int | None
    days_present: int | None


@chartered(Permission.ROSTER_RATIO_READ)
def ledger(work: Work, *, on: date) -> tuple[LedgerRow, ...]:
    """Return everybody whose home unit counts, as on a day, with why or why not.

    Clause: roster/frontline-share
    """
    standings = rules.standings(force(work, on=on), on)
    counted = {key: one for key, one in standings.items() if one.counted}
    units = county_unit_names(work, on=on)
    zones, towns = zone_names(work, on=on), town_names(work, on=on)
    certificates = {
        row.person_id: row
        for row in work.session.scalars(
            sa.select(Certificate)
            .where(Certificate.stands(), work.visible(Certificate))
            .order_by(Certificate.valid_to.is_(None), Certificate.valid_to)
        )
    }
    attendance = {
        row.person_id: row
        for row in work.session.scalars(
            sa.select(Attendance).where(
                Attendance.month == on.replace(day=1),
                Attendance.superseded_at.is_(None),
                work.visible(Attendance),
            )
        )
    }
    found = work.session.execute(
        sa.select(
            Person.id,
            Person.name,
            Person.sex,
            Establishment.unit_id,
            Establishment.employment,
            Posting.post,
        )
        .join(
            Establishment,
            sa.and_(Establishment.person_id == Person.id, Establishment.holds_on(on)),
        )
        .outerjoin(
            Posting, sa.and_(Posting.person_id == Person.id, Posting.holds_on(on))
        )
        .where(
            work.visible(Person),
            work.whole_county(Establishment),
            work.whole_county(Posting),
        )
        .order_by(Establishment.unit_id, Person.id)
    )
    rows = []
    for key, name, sex, home_id, employment, post in found:
        one = counted.get(key)
        if one is None:
            continue
        certificate, present = certificates.get(key), attendance.get(key)
        rows.append(
            LedgerRow(
                key,
                name,
                sex.label,
                units.get(home_id, "—"),
                employment,
                units.get(one.unit_id, "—") if one.unit_id else "—",
                post,
                towns.get(one.town_id, "—") if one.town_id else "—",
                zones.get(one.zone_id, "—") if one.zone_id else "—",
                certificate.number if certificate else "",
                certificate.valid_to if certificate else None,
                one,
                rules.obstacle(one, post),
                present.days_due if present else None,
                present.days_present if present else None,
            )
        )
    return tuple(rows)


@dataclass(frozen=True, slots=True)
class RareRow:
    """Somebody posted to the frontline but rarely there."""

    id: int
    name: str
    host: str
    days_due: int
    days_present: int


@chartered(Permission.ROSTER_RATIO_READ)
def rarely_present(work: Work, *, month: date) -> tuple[RareRow, ...]:
    """Return those counted as N on a month's last day who were rarely present in it.

    Clause: roster/rarely-present
    """
    window = rules.month_window(month.year, month.month)
    last = min(window.last or work.today, work.today)
    standings = rules.standings(force(work, on=last), last)
    line = policy.share(work, policy=Policy.RARELY_PRESENT, on=last)
    rows = work.session.scalars(
        sa.select(Attendance).where(
            Attendance.month == window.first,
            Attendance.superseded_at.is_(None),
            work.visible(Attendance),
        )
    ).all()
    rare = {
        row.person_id: row
        for row in rows
        if (share := presence(row.days_due, row.days_present)) is not None
        and share < line
        and standings.get(row.person_id, Standing()).on_frontline
    }
    people = people_named(work, ids=rare, on=last)
    return tuple(
        RareRow(key, people[key].name, people[key].host, row.days_due, row.days_present)
        for key, row in rare.items()
    )


@dataclass(frozen=True, slots=True)
class LockedMonth:
    """The figures of a month, locked.

    Attributes:
        target: The share that was to be reached when it was locked.
    """

    month: date
    on: date
    headline: Tally
    mean: str
    target: Fraction
    digest: str
    locked_at: datetime
    locked_by: str


@chartered(
    Permission.ROSTER_MONTH_LOCK, title="锁定月度下沉比例", changes=(Topic.POSTINGS,)
)
def lock_month(work: Work, *, month: date) -> None:
    """Keep a month's figures as they are known now; they never change afterwards.

    The end of the audit chain is kept with them: what is cut off or exchanged later
    shows against it.

    Raises:
        Refusal: The month is not over, or locked already, or the person sees only
            part of the county.

    Clause: roster/locked-month, platform/audit-chain, platform/row-scope
    """
    if work.scope is not None:
        raise Refusal(
            "下沉比例是全县的数字，由看得到全县的账号锁定。",
            clause="platform/row-scope",
            ways=("请县区主管办理。",),
        )
    window = rules.month_window(month.year, month.month)
    if window.last is None or window.last >= work.today:
        raise Refusal(
            f"{month.year}年{month.month}月还没有结束，不能锁定。",
            clause="roster/locked-month",
        )
    if work.session.get(FrontlineMonth, window.first) is not None:
        raise Refusal(
            f"{month.year}年{month.month}月已经锁定，不再改变。",
            clause="roster/locked-month",
            ways=("之后的更正只影响以后的报告，并在报告中说明。",),
        )
    days = trend(work, first=window.first, last=window.last).days
    mean = rules.mean_share(days)
    report = share_on(work, on=window.last)
    head = audit.chain_head(work)
    figures = json.dumps(
        {
            "on": window.last.isoformat(),
            "days": [[day.frontline, day.strength] for day in days],
            "mean": None if mean is None else [mean.numerator, mean.denominator],
            "target": [report.target.numerator, report.target.denominator],
            "zones": [
                [place.name, place.tally.frontline, place.tally.strength]
                for place in report.zones
            ],
            "towns": [
                [place.name, place.tally.frontline, place.tally.strength]
                for place in report.towns
            ],
            "trail": [head.count, head.mac.hex()],
        },
        ensure_ascii=False,
        sort_keys=True,
    )
    work.session.add(
        FrontlineMonth(
            month=window.first,
            figures=figures,
            digest=work.secrets.digest(figures),
            locked_at=work.now,
            locked_by=work.actor.name,
        )
    )
    work.session.flush()


@dataclass(frozen=True, slots=True)
class LockedFigures:
    """What a locked month's pages and papers speak with.

    Attributes:
        headline: D and N on its last day.
        zones: On that day, by name alone; so are the towns.
        target: The share that was to be reached then.
        trail: Where the audit chain ended at the lock, as papers print it; empty for
            a month locked before that was kept.
    """

    headline: Tally
    days: tuple[Tally, ...]
    zones: tuple[PlaceShare, ...]
    towns: tuple[PlaceShare, ...]
    target: Fraction
    locked_at: datetime
    trail: str = ""


@chartered(Permission.ROSTER_RATIO_READ)
def locked_figures(work: Work, *, month: date) -> LockedFigures | None:
    """Return a locked month's figures, or None where it is not locked.

    Raises:
        Refusal: The figures do not match their digest.

    Clause: roster/locked-month
    """
    row = work.session.get(FrontlineMonth, month.replace(day=1))
    if row is None:
        return None
    figures = _figures(work, row)
    days = tuple(Tally(*day) for day in figures["days"])
    return LockedFigures(
        days[-1],
        days,
        _places(figures["zones"]),
        _places(figures["towns"]),
        Fraction(*figures["target"]),
        row.locked_at,
        _trail(figures),
    )


def _places(locked: list[tuple[str, int, int]]) -> tuple[PlaceShare, ...]:
    return tuple(
        PlaceShare(None, name, Tally(frontline, strength))
        for name, frontline, strength in locked
    )


def _trail(figures: dict[str, Any]) -> str:
    if "trail" not in figures:
        return ""
    count, mac = figures["trail"]
    return audit.chain_words(count, bytes.fromhex(mac))


def _figures(work: Work, row: FrontlineMonth) -> dict[str, Any]:
    if work.secrets.digest(row.figures) != row.digest:
        raise Refusal(
            f"{row.month.year}年{row.month.month}月的锁定数字与校验码不符，数据被改动。",
            clause="roster/locked-month",
        )
    figures: dict[str, Any] = json.loads(row.figures)
    return figures


@chartered(Permission.ROSTER_RATIO_READ)
def locked_months(work: Work) -> tuple[LockedMonth, ...]:
    """Return the locked months, newest first.

    Raises:
        Refusal: A locked month's figures do not match their digest.

    Clause: roster/locked-month
    """
    found = []
    for row in work.session.scalars(
        sa.select(FrontlineMonth).order_by(FrontlineMonth.month.desc())
    ):
        figures = _figures(work, row)
        mean = figures["mean"]
        found.append(
            LockedMonth(
                row.month,
                date.fromisoformat(figures["on"]),
                Tally(*figures["days"][-1]),
                rules.percent(Fraction(*mean) if mean else None),
                Fraction(*figures["target"]),
                row.digest.hex()[:16],
                row.locked_at,
                row.locked_by,
            )
        )
    return tuple(found)


@chartered(Permission.ROSTER_PERSON_EDIT)
def check_unlocked(work: Work, *, period: Period) -> None:
    """Refuse a certificate entered without a reason for days of a locked month.

    Raises:
        Refusal: One of the days is of a locked month; the last such is named.

    Clause: roster/locked-month
    """
    months = sa.select(FrontlineMonth.month).order_by(FrontlineMonth.month.desc())
    for month in work.session.scalars(months):
        if rules.month_window(month.year, month.month).overlaps(period):
            raise Refusal(
                f"{month.year}年{month.month}月的下沉比例已锁定，"
                "补登以前的执法证请写明原因；锁定的数字不变，以后的报告会说明更正。",
                clause="roster/locked-month",
                ways=("在“补录原因”栏写明原因后保存。",),
            )
