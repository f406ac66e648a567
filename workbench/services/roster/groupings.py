"""Groupings: towns put into zones, kept as drafts, and adopted."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa

from workbench import facts
from workbench.access import Permission
from workbench.desk import Topic, Work, chartered
from workbench.models.roster.towns import Neighbour
from workbench.models.roster.zones import Grouping, Zone, ZoneFact, ZoneTown
from workbench.rules import Refusal
from workbench.rules.calendar import chinese_day
from workbench.rules.periods import ONE_DAY
from workbench.rules.roster.towns import NeighbourState
from workbench.rules.roster.zones import components
from workbench.services.platform import clock
from workbench.services.roster.zones import town_names, zone_values


@dataclass(frozen=True, slots=True)
class PlannedZone:
    """One zone of a grouping that is being worked on.

    Attributes:
        zone_id: The zone it continues, or None for a new one.
    """

    name: str
    town_ids: tuple[int, ...]
    seat_id: int | None = None
    zone_id: int | None = None


@dataclass(frozen=True, slots=True)
class GroupingRow:
    """A grouping somebody is working on, or that was adopted."""

    id: int
    name: str
    zones: tuple[PlannedZone, ...]
    made_at: datetime
    made_by: str
    adopted_on: date | None


@chartered(Permission.ROSTER_TOWN_READ)
def groupings(work: Work) -> tuple[GroupingRow, ...]:
    """Return the groupings on record, newest first."""
    found = work.session.scalars(sa.select(Grouping).order_by(Grouping.id.desc()))
    return tuple(
        GroupingRow(
            row.id,
            row.name,
            tuple(
                PlannedZone(
                    zone["name"], tuple(zone["towns"]), zone["seat"], zone["zone"]
                )
                for zone in json.loads(row.plan)
            ),
            row.made_at,
            row.made_by,
            row.adopted_on,
        )
        for row in found
    )


@chartered(Permission.ROSTER_ZONE_DRAFT, title="保存编组方案", changes=(Topic.ZONES,))
def save_grouping(
    work: Work,
    *,
    name: str,
    zones: Sequence[PlannedZone],
    grouping_id: int | None = None,
) -> int:
    """Save a grouping to be worked on later, or adopted.

    Raises:
        Refusal: No name, a town in two zones, or it was adopted already.

    Clause: roster/one-zone, roster/zone-names
    """
    _check_plan(work, name, zones)
    row = work.session.get(Grouping, grouping_id) if grouping_id else None
    if row is not None and row.adopted_on is not None:
        raise Refusal(
            f"该方案已于{chinese_day(row.adopted_on)}采用，不能再改。",
            clause="roster/zone-names",
            ways=("另存为新方案。",),
        )
    if row is None:
        row = Grouping(made_by=work.actor.name, adopted_on=None)
        work.session.add(row)
    row.name, row.made_at = name.strip(), work.now
    row.plan = _plan_json(zones)
    work.session.flush()
    return row.id


def _plan_json(zones: Sequence[PlannedZone]) -> str:
    plan = [
        {
            "name": zone.name,
            "seat": zone.seat_id,
            "towns": list(zone.town_ids),
            "zone": zone.zone_id,
        }
        for zone in zones
    ]
    return json.dumps(plan, ensure_ascii=False, sort_keys=True)


def _check_plan(work: Work, name: str, zones: Sequence[PlannedZone]) -> None:
    titles = [zone.name.strip() for zone in zones]
    if not name.strip() or not all(titles) or len(set(titles)) < len(titles):
        raise Refusal(
            "请填写方案名称；片区名称不能为空，也不能重复。", clause="roster/zone-names"
        )
    names = town_names(work, on=work.today)
    placed: set[int] = set()
    for zone in zones:
        for town in zone.town_ids:
            if town in placed:
                raise Refusal(
                    f"{names.get(town, '某镇街')}被编入了两个片区。",
                    clause="roster/one-zone",
                )
            placed.add(town)
        if zone.seat_id is not None and zone.seat_id not in zone.town_ids:
            raise Refusal(
                f"{zone.name}的驻地须在本片区的镇街之中。", clause="roster/zone-names"
            )


@chartered(
    Permission.ROSTER_ZONE_ADOPT,
    title="采用编组方案",
    changes=(Topic.ZONES, Topic.TOWNS, Topic.POSTINGS),
)
def adopt_grouping(
    work: Work,
    *,
    name: str,
    zones: Sequence[PlannedZone],
    valid_from: date,
    document: str,
    document_on: date | None = None,
    matters: Mapping[str, str] | None = None,
    grouping_id: int | None = None,
    reason: str = "",
) -> dict[str, int]:
    """Make a grouping the zones from a day on; the days before keep theirs.

    Args:
        work: Whose work.
        name: Name of the plan.
        zones: Its zones, with all their towns.
        valid_from: First day.
        document: Number of the county document that adopts it.
        document_on: That document's day.
        matters: Pooled matters by zone name, one a line; as before where not given.
        grouping_id: The saved grouping it was, if any.
        reason: Why it is entered late, where it is.

    Returns:
        Number of each zone, by name.

    Raises:
        Refusal: No document, an empty zone, a zone in pieces, a town in two zones,
            or a later membership stands.

    Clause: roster/zone-document, roster/one-zone, roster/whole-zones
    """
    _check_plan(work, name, zones)
    if not document.strip():
        raise Refusal(
            "采用编组方案须填写县区文件文号。",
            clause="roster/zone-document",
            ways=("方案未定的，先点“保存方案”。",),
        )
    clock.check_late(work, on=valid_from, reason=reason)
    _check_whole(work, zones)
    kept = dict(matters or {})
    numbers_by_name: dict[str, int] = {}
    for zone in zones:
        numbers_by_name[zone.name] = _settle_zone(
            work, zone, valid_from, document, document_on, kept.get(zone.name), reason
        )
    placed = {
        town: numbers_by_name[zone.name] for zone in zones for town in zone.town_ids
    }
    names = town_names(work, on=valid_from)
    for town in names:
        _settle_town(work, town, placed.get(town), valid_from, names[town], reason)
    gone = set(work.session.scalars(_zones_on(valid_from))) - set(
        numbers_by_name.values()
    )
    for zone_id in gone:
        row = facts.holding(work, ZoneFact, valid_from, zone_id=zone_id)
        if row is not None:
            last = valid_from - ONE_DAY
            facts.end(work, row, last, reason=reason)
    _mark_adopted(work, name, zones, valid_from, grouping_id)
    return numbers_by_name


def _zones_on(day: date) -> "sa.Select[int]":
    return sa.select(ZoneFact.zone_id).where(ZoneFact.holds_on(day))


def _mark_adopted(
    work: Work,
    name: str,
    zones: Sequence[PlannedZone],
    on: date,
    grouping_id: int | None,
) -> None:
    row = work.session.get(Grouping, grouping_id) if grouping_id else None
    if row is None or row.adopted_on is not None:
        row = Grouping(made_by=work.actor.name)
        work.session.add(row)
    row.name, row.plan = name.strip(), _plan_json(zones)
    row.made_at, row.adopted_on = work.now, on
    work.session.flush()


def _settle_zone(  # noqa: PLR0917 - the parts of one zone's facts
    work: Work,
    zone: PlannedZone,
    on: date,
    document: str,
    document_on: date | None,
    matters: str | None,
    reason: str,
) -> int:
    before = (
        facts.holding(work, ZoneFact, on, zone_id=zone.zone_id)
        if zone.zone_id is not None
        else None
    )
    if matters is None:
        matters = before.matters if before else ""
    values = zone_values(zone.name, zone.seat_id, document, document_on, matters)
    if zone.zone_id is None:
        row = Zone()
        work.session.add(row)
        work.session.flush()
        zone_id = row.id
    else:
        zone_id = zone.zone_id
    facts.change_from(
        work,
        ZoneFact,
        {"zone_id": zone_id},
        on,
        what=f"片区“{zone.name}”",
        reason=reason,
        values=values,
    )
    return zone_id


def _settle_town(  # noqa: PLR0917 - one town's old and new place
    work: Work, town_id: int, zone_id: int | None, on: date, name: str, reason: str
) -> None:
    before = facts.holding(work, ZoneTown, on, town_id=town_id)
    if before is not None and before.zone_id == zone_id and before.valid_to is None:
        return
    if zone_id is None:
        if before is not None:
            last = on - ONE_DAY
            facts.end(work, before, last, reason=reason)
        return
    facts.change_from(
        work,
        ZoneTown,
        {"town_id": town_id},
        on,
        what=f"{name}的片区归属",
        reason=reason,
        values={"zone_id": zone_id},
    )


def _check_whole(work: Work, zones: Sequence[PlannedZone]) -> None:
    edges = [
        (row.one_id, row.other_id)
        for row in work.session.scalars(
            sa.select(Neighbour).where(
                Neighbour.state != NeighbourState.CUT, Neighbour.passable.is_(True)
            )
        )
    ]
    names = town_names(work, on=work.today)
    for zone in zones:
        if not zone.town_ids:
            raise Refusal(
                f"{zone.name}没有镇街。",
                clause="roster/whole-zones",
                ways=("删去空片区，或移入镇街。",),
            )
        parts = components(zone.town_ids, edges)
        if len(parts) > 1:
            apart = "、".join(names.get(town, "—") for town in sorted(parts[-1]))
            raise Refusal(
                f"{zone.name}不相连：{apart}与片区其他镇街不相邻。",
                clause="roster/whole-zones",
                ways=(
                    "调整镇街归属。",
                    "确实相邻的，先在地图上确认相邻关系。",
                ),
            )
