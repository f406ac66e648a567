"""Zones: their register, and which towns they hold."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from workbench import facts, search
from workbench.access import Permission
from workbench.desk import Topic, Work, chartered
from workbench.listing import AS_IT_COMES, Column, Kind, Listing, Ordering, numbers
from workbench.models.roster.people import Posting
from workbench.models.roster.towns import TownFact, TownMatter
from workbench.models.roster.units import UnitFact
from workbench.models.roster.zones import (
    Zone,
    ZoneFact,
    ZoneTown,
)
from workbench.rules import Refusal
from workbench.rules.calendar import chinese_day
from workbench.rules.periods import ONE_DAY, Period
from workbench.rules.roster.units import UnitKind
from workbench.services.platform import clock


@dataclass(frozen=True, slots=True)
class ZoneRow:
    """One zone, as on the day asked about."""

    id: int
    name: str
    seat: str
    seat_id: int | None
    towns: tuple[str, ...]
    town_ids: tuple[int, ...]
    staff: int
    volume: int
    document: str
    document_on: date | None
    matters: tuple[str, ...]
    centre: str
    centre_id: int | None
    duty_phone: str
    since: date


@dataclass(frozen=True, slots=True)
class ZoneSpan:
    """What a zone was for a span of days."""

    period: Period
    name: str
    seat: str
    document: str
    document_on: date | None
    reason: str


@dataclass(frozen=True, slots=True)
class TownSpan:
    """A town that belonged, or belongs, to a zone for a span of days."""

    period: Period
    town_id: int
    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class ZoneFile:
    """Everything a zone was and held, newest first."""

    spans: tuple[ZoneSpan, ...]
    towns: tuple[TownSpan, ...]


@chartered(Permission.ROSTER_TOWN_READ)
def find_zones(
    work: Work,
    *,
    text: str = "",
    on: date | None = None,
    ordering: Ordering = AS_IT_COMES,
) -> Sequence[int]:
    """Return the numbers of the zones that match, as on a day."""
    found = sa.select(ZoneFact.zone_id).where(
        ZoneFact.holds_on(on or work.today),
        search.matching(work.session, "zone", ZoneFact.zone_id, text),
    )
    orders = {
        "id": ZoneFact.zone_id,
        "name": ZoneFact.name,
        "document": ZoneFact.document,
        "since": ZoneFact.valid_from,
    }
    return numbers(work.session, found, ZoneFact.zone_id, orders, ordering)


@chartered(Permission.ROSTER_TOWN_READ)
def zone_rows(
    work: Work, *, ids: Sequence[int], on: date | None = None
) -> dict[int, ZoneRow]:
    """Return the zones for ``ids``, with what they hold on a day."""
    day = on or work.today
    names = town_names(work, on=day)
    members: dict[int, list[int]] = {}
    for zone_id, town_id in work.session.execute(
        sa.select(ZoneTown.zone_id, ZoneTown.town_id)
        .where(ZoneTown.holds_on(day), ZoneTown.zone_id.in_(ids))
        .order_by(ZoneTown.town_id)
    ):
        members.setdefault(zone_id, []).append(town_id)
    volumes = _by_town(
        work,
        sa.select(TownMatter.town_id, sa.func.sum(TownMatter.yearly_volume))
        .where(TownMatter.holds_on(day))
        .group_by(TownMatter.town_id),
    )
    staff = _staff(work, day)
    centres = {
        row.zone_id: row
        for row in work.session.scalars(
            sa.select(UnitFact).where(
                UnitFact.holds_on(day),
                UnitFact.kind == UnitKind.COMMAND_CENTRE,
                work.whole_county(UnitFact),
            )
        )
    }
    found = work.session.scalars(
        sa.select(ZoneFact).where(ZoneFact.zone_id.in_(ids), ZoneFact.holds_on(day))
    )
    rows = {}
    for row in found:
        towns = members.get(row.zone_id, [])
        centre = centres.get(row.zone_id)
        rows[row.zone_id] = ZoneRow(
            row.zone_id,
            row.name,
            names.get(row.seat_id, "—") if row.seat_id else "—",
            row.seat_id,
            tuple(names.get(town, "—") for town in towns),
            tuple(towns),
            sum(staff.get(("town", town), 0) for town in towns)
            + staff.get(("zone", row.zone_id), 0),
            sum(volumes.get(town, 0) for town in towns),
            row.document,
            row.document_on,
            tuple(row.matters.splitlines()),
            centre.short_name if centre else "—",
            centre.unit_id if centre else None,
            centre.duty_phone if centre else "",
            row.valid_from,
        )
    return rows


@chartered(Permission.ROSTER_TOWN_READ)
def zone_file(work: Work, *, zone_id: int) -> ZoneFile:
    """Return what a zone was called and held on all its days, newest first."""
    names = town_names(work, on=work.today)
    spans = facts.standing(work, ZoneFact, zone_id=zone_id)
    towns = facts.standing(work, ZoneTown, zone_id=zone_id)
    return ZoneFile(
        tuple(
            ZoneSpan(
                facts.period_of(row),
                row.name,
                names.get(row.seat_id, "—") if row.seat_id else "—",
                row.document,
                row.document_on,
                row.reason,
            )
            for row in reversed(spans)
        ),
        tuple(
            TownSpan(
                facts.period_of(row),
                row.town_id,
                names.get(row.town_id, "—"),
                row.reason,
            )
            for row in reversed(towns)
        ),
    )


@chartered(Permission.ROSTER_TOWN_READ)
def zone_names(work: Work, *, on: date) -> dict[int, str]:
    """Return the name of every zone on a day."""
    found = work.session.execute(
        sa.select(ZoneFact.zone_id, ZoneFact.name)
        .where(ZoneFact.holds_on(on))
        .order_by(ZoneFact.zone_id)
    )
    return dict(found.all())


@chartered(Permission.ROSTER_TOWN_READ)
def town_names(work: Work, *, on: date) -> dict[int, str]:
    """Return the name of every town on a day."""
    found = work.session.execute(
        sa.select(TownFact.town_id, TownFact.name)
        .where(TownFact.holds_on(on))
        .order_by(TownFact.town_id)
    )
    return dict(found.all())


def _by_town(work: Work, found: Any) -> dict[int, int]:
    return {town: int(total) for town, total in work.session.execute(found)}


def _staff(work: Work, day: date) -> Mapping[tuple[str, int], int]:
    """Return how many work at the units of each town and of each zone itself."""
    found = work.session.execute(
        sa.select(UnitFact.town_id, UnitFact.zone_id, sa.func.count(Posting.id))
        .join(Posting, Posting.unit_id == UnitFact.unit_id)
        .where(
            UnitFact.holds_on(day),
            Posting.holds_on(day),
            work.whole_county(UnitFact),
            work.whole_county(Posting),
        )
        .group_by(UnitFact.town_id, UnitFact.zone_id)
    )
    counted: Counter[tuple[str, int]] = Counter()
    for town_id, zone_id, count in found:
        if zone_id is not None:
            counted["zone", zone_id] += count
        elif town_id is not None:
            counted["town", town_id] += count
    return counted


@chartered(Permission.ROSTER_ZONE_ADOPT, title="设立片区", changes=(Topic.ZONES,))
def add_zone(
    work: Work,
    *,
    name: str,
    valid_from: date,
    seat_id: int | None = None,
    document: str = "",
    document_on: date | None = None,
    matters: str = "",
    reason: str = "",
) -> int:
    """Set up a zone without towns yet.

    Args:
        work: Whose work.
        name: Its name.
        valid_from: First day.
        seat_id: Town where it is seated.
        document: Number of the county document that sets it up.
        document_on: That document's day.
        matters: Pooled matters (统筹事项), one a line.
        reason: Why it is entered late, where it is.

    Raises:
        Refusal: The name is empty or taken.

    Clause: roster/zone-names
    """
    clock.check_late(work, on=valid_from, reason=reason)
    _check_name(work, None, name, valid_from)
    zone = Zone()
    work.session.add(zone)
    work.session.flush()
    facts.put(
        work,
        ZoneFact,
        {"zone_id": zone.id},
        Period(valid_from),
        what="片区信息",
        reason=reason,
        values=zone_values(name, seat_id, document, document_on, matters),
    )
    return zone.id


@chartered(Permission.ROSTER_ZONE_ADOPT, title="变更片区", changes=(Topic.ZONES,))
def change_zone(
    work: Work,
    *,
    zone_id: int,
    name: str,
    valid_from: date,
    seat_id: int | None = None,
    document: str = "",
    document_on: date | None = None,
    matters: str = "",
    reason: str = "",
) -> None:
    """Have a zone be called, seated or pooled otherwise from a day on.

    Raises:
        Refusal: The name is empty or taken, or the seat lies outside the zone.

    Clause: roster/zone-names, general/dated-facts
    """
    clock.check_late(work, on=valid_from, reason=reason)
    _check_name(work, zone_id, name, valid_from)
    seat = facts.holding(work, ZoneTown, valid_from, zone_id=zone_id, town_id=seat_id)
    if seat_id is not None and seat is None:
        raise Refusal(
            "驻地应是本片区的镇街。",
            clause="roster/zone-names",
            ways=("先将该镇街划入本片区，再变更驻地。",),
        )
    facts.change_from(
        work,
        ZoneFact,
        {"zone_id": zone_id},
        valid_from,
        what="片区信息",
        reason=reason,
        values=zone_values(name, seat_id, document, document_on, matters),
    )


def zone_values(
    name: str,
    seat_id: int | None,
    document: str,
    document_on: date | None,
    matters: str,
) -> dict[str, object]:
    """Return a zone's facts in their one form."""
    listed = [line.strip() for line in matters.splitlines() if line.strip()]
    return {
        "name": name.strip(),
        "seat_id": seat_id,
        "document": document.strip(),
        "document_on": document_on,
        "matters": "\n".join(dict.fromkeys(listed)),
    }


def _check_name(work: Work, zone_id: int | None, name: str, day: date) -> None:
    taken = work.session.scalar(
        sa.select(ZoneFact.zone_id).where(
            ZoneFact.holds_on(day), ZoneFact.name == name.strip()
        )
    )
    if not name.strip() or (taken is not None and taken != zone_id):
        raise Refusal(
            "片区名称不能为空，也不能与其他片区相同。", clause="roster/zone-names"
        )


@chartered(
    Permission.ROSTER_ZONE_ADOPT,
    title="镇街编入片区",
    changes=(Topic.ZONES, Topic.TOWNS, Topic.POSTINGS),
)
def add_town_to_zone(
    work: Work,
    *,
    zone_id: int,
    town_id: int,
    first: date,
    last: date | None = None,
    reason: str = "",
) -> None:
    """Put a town in a zone for a span of days.

    Raises:
        Refusal: The town is in a zone on one of those days.

    Clause: roster/one-zone
    """
    clock.check_late(work, on=first, reason=reason)
    names = town_names(work, on=first)
    for row in facts.standing(work, ZoneTown, town_id=town_id):
        period = facts.period_of(row)
        if period.overlaps(Period(first, last)):
            raise Refusal(
                f"{names.get(town_id, '该镇街')}（{period}）已编入"
                f"{zone_name(work, zone_id=row.zone_id, on=first)}，"
                "同一天不能同时属于两个片区。",
                clause="roster/one-zone",
                ways=("先从原片区调出，再编入新片区。",),
            )
    facts.put(
        work,
        ZoneTown,
        {"town_id": town_id},
        Period(first, last),
        what="片区归属",
        reason=reason,
        values={"zone_id": zone_id},
    )


@chartered(
    Permission.ROSTER_ZONE_ADOPT,
    title="镇街划出片区",
    changes=(Topic.ZONES, Topic.TOWNS, Topic.POSTINGS),
)
def take_town_out(
    work: Work, *, zone_id: int, town_id: int, last_day: date, reason: str = ""
) -> None:
    """Have a town belong to a zone for the last time on a day.

    Raises:
        Refusal: It is not in the zone on that day, or the zone is seated there.

    Clause: roster/one-zone, roster/zone-names
    """
    clock.check_late(work, on=last_day, reason=reason)
    row = facts.holding(work, ZoneTown, last_day, zone_id=zone_id, town_id=town_id)
    name = town_names(work, on=last_day).get(town_id, "该镇街")
    if row is None:
        raise Refusal(
            f"{name}在{chinese_day(last_day)}不属于本片区。", clause="roster/one-zone"
        )
    zone = facts.holding(work, ZoneFact, last_day + ONE_DAY, zone_id=zone_id)
    if zone is not None and zone.seat_id == town_id:
        raise Refusal(
            f"{name}是{zone.name}的驻地，不能划出。",
            clause="roster/zone-names",
            ways=("先将驻地变更到片区内的其他镇街。",),
        )
    facts.end(work, row, last_day, reason=reason)


@chartered(Permission.ROSTER_TOWN_READ)
def zone_name(work: Work, *, zone_id: int, on: date) -> str:
    """Return what a zone is called on a day."""
    row = facts.holding(work, ZoneFact, on, zone_id=zone_id)
    return row.name if row else "另一片区"


ZONES = Listing[ZoneRow](
    "zones",
    "片区",
    find_zones,
    zone_rows,
    (
        Column("name", "片区", lambda row: row.name, width=140),
        Column("seat", "驻地", lambda row: row.seat, width=110, sortable=False),
        Column(
            "count",
            "镇街数",
            lambda row: str(len(row.towns)),
            Kind.NUMBER,
            width=70,
            sortable=False,
        ),
        Column(
            "towns",
            "镇街",
            lambda row: "、".join(row.towns),
            width=320,
            sortable=False,
        ),
        Column(
            "staff",
            "现有力量",
            lambda row: str(row.staff),
            Kind.NUMBER,
            width=80,
            sortable=False,
        ),
        Column(
            "volume",
            "年均件数",
            lambda row: str(row.volume),
            Kind.NUMBER,
            width=80,
            sortable=False,
        ),
        Column(
            "centre",
            "指挥中心",
            lambda row: row.centre,
            width=170,
            sortable=False,
            shown=False,
        ),
        Column(
            "duty_phone",
            "指挥中心电话",
            lambda row: row.duty_phone or "—",
            Kind.CODE,
            width=120,
            sortable=False,
        ),
        Column("document", "县区文件", lambda row: row.document or "—", width=190),
        Column("since", "自哪天起", lambda row: str(row.since), Kind.DATE, width=100),
    ),
    empty="还没有片区。在“编组”页把镇街编成片区。",
)
