"""What a grouping is judged by: towns as the solver sees them, scores, a first plan."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from itertools import combinations
from typing import TYPE_CHECKING

import sqlalchemy as sa

from workbench.access import Permission
from workbench.desk import Work, chartered
from workbench.models.roster.towns import Neighbour
from workbench.rules import Refusal
from workbench.rules.roster.towns import NeighbourState, PointQuality
from workbench.rules.roster.zones import components
from workbench.services.roster import towns, zones
from workbench.services.roster.groupings import PlannedZone

if TYPE_CHECKING:  # numpy is loaded once a grouping is looked at
    from workbench.solvers.zoning import Problem, Score

ROOM = 3
"""How many towns a zone may hold above the mean, until a person says otherwise."""

FAR_KM, HEAVY = 50.0, 1.5
"""Kilometres by road between two towns of a zone, and multiples of the mean volume,
from which a person is told; nothing is refused for them."""


@dataclass(frozen=True, slots=True)
class TableTown:
    """One town, as the grouping page shows and scores it.

    Attributes:
        lon: Degrees WGS 84; None keeps the town out of every score.
        volume: Yearly volume of the matters it cannot carry.
        staff: Persons who work at its units.
        matters: Yearly volume by matter.
    """

    id: int
    name: str
    lon: float | None
    lat: float | None
    quality: PointQuality
    volume: int
    staff: int
    matters: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class GroupingTable:
    """Everything a grouping is judged by, read once.

    Attributes:
        edges: Pairs of towns that lie side by side and can be crossed.
        current: The zones as they are on the day.
    """

    on: date
    towns: tuple[TableTown, ...]
    edges: tuple[tuple[int, int], ...]
    current: tuple[PlannedZone, ...]

    @cached_property
    def names(self) -> dict[int, str]:
        """Name of each town."""
        return {town.id: town.name for town in self.towns}

    def problem(
        self, count: int, min_towns: int = 1, max_towns: int | None = None
    ) -> "Problem":
        """Return these towns as a problem for the solver.

        Args:
            count: How many zones.
            min_towns: Fewest towns in a zone.
            max_towns: Most; a little above the mean where None.
        """
        from workbench.solvers.zoning import Problem, Town  # noqa: PLC0415 - numpy

        placed = [town for town in self.towns if town.lon is not None]
        return Problem(
            tuple(
                Town(
                    str(town.id),
                    town.name,
                    town.lon,
                    town.lat,
                    town.volume,
                    town.staff,
                    dict(town.matters),
                )
                for town in placed
            ),
            count,
            min_towns,
            max_towns or -(-len(placed) // max(count, 1)) + ROOM,
            edges=tuple((str(one), str(other)) for one, other in self.edges),
        )


@chartered(Permission.ROSTER_TOWN_READ)
def grouping_table(work: Work, *, on: date | None = None) -> GroupingTable:
    """Return everything a grouping is judged by, as on a day."""
    day = on or work.today
    rows = towns.town_rows(work, ids=towns.find_towns(work, on=day), on=day)
    matters: dict[int, list[tuple[str, int]]] = {}
    for line in towns.matter_lines(work, on=day):
        matters.setdefault(line.town_id, []).append((line.name, line.yearly_volume))
    edges = work.session.execute(
        sa.select(Neighbour.one_id, Neighbour.other_id).where(
            Neighbour.state != NeighbourState.CUT, Neighbour.passable.is_(True)
        )
    )
    current = zones.zone_rows(work, ids=zones.find_zones(work, on=day), on=day)
    return GroupingTable(
        day,
        tuple(
            TableTown(
                row.id,
                row.name,
                row.lon,
                row.lat,
                row.quality,
                row.volume,
                row.staff,
                tuple(matters.get(row.id, ())),
            )
            for row in rows.values()
        ),
        tuple((one, other) for one, other in edges if one in rows and other in rows),
        tuple(
            PlannedZone(row.name, row.town_ids, row.seat_id, row.id)
            for row in current.values()
        ),
    )


@dataclass(frozen=True, slots=True)
class ZoneFigures:
    """What one zone of a grouping comes to.

    Attributes:
        seat_id: The seat that is reckoned with: the chosen one, else the nearest.
        mean_km: Kilometres by road from a town to the seat, weighted by volume.
        far: The two towns farthest apart, and their kilometres by road.
        volume: Yearly volume of the matters its towns cannot carry.
        volume_share: Its share of all volume, 0 to 1.
        staff: Persons who work at its towns' units.
        staff_share: Its share of all staff, 0 to 1.
        likeness: How alike its towns' matters are, 0 to 1; None for one town.
        roads: Kilometres by road from each town to the seat, where points are known.
    """

    seat_id: int | None
    mean_km: float
    far: tuple[int, int, float] | None
    volume: int
    volume_share: float
    staff: int
    staff_share: float
    likeness: float | None
    roads: Mapping[int, float]


@dataclass(frozen=True, slots=True)
class Worry:
    """Something about a grouping that wants looking at.

    Attributes:
        text: One sentence.
        town_ids: The towns it is about.
        apart: Those of them that do not hang together with their zone.
    """

    text: str
    town_ids: tuple[int, ...]
    apart: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a grouping comes to, in figures people know.

    Attributes:
        total: The solver's objective; less is better.
        mean_km: Kilometres by road to the seat, weighted by volume.
        heaviest: Volume of the heaviest zone, as a multiple of the mean.
        staff_gap: Largest distance of a zone's share of staff from its share of
            volume, 0 to 1.
        likeness: Mean of how alike two towns of one zone are, 0 to 1.
        zones: Each zone, in the order given.
        worries: What wants looking at, the gravest first.
    """

    total: float
    mean_km: float
    heaviest: float
    staff_gap: float
    likeness: float | None
    zones: tuple[ZoneFigures, ...]
    worries: tuple[Worry, ...]


def scored(table: GroupingTable, plan: Sequence[PlannedZone]) -> "Score":
    """Return what a grouping comes to, finished or not, and what is wrong with it.

    A chosen seat is kept; where none is chosen, the nearest town is taken. Quick
    enough to be asked on every move of the mouse.
    """
    return _scored(_problem_of(table, plan), plan)


def _problem_of(table: GroupingTable, plan: Sequence[PlannedZone]) -> "Problem":
    problem = table.problem(max(len(plan), 1))
    known = {town.code for town in problem.towns}
    seats: set[str] = set()
    for zone in plan:
        own = {str(town) for town in zone.town_ids}
        chosen = {str(zone.seat_id)} & own & known
        seats |= chosen or own
    return replace(problem, seats=frozenset(seats))


def _scored(problem: "Problem", plan: Sequence[PlannedZone]) -> "Score":
    from workbench.solvers.zoning import score  # noqa: PLC0415 - numpy

    known = problem.figures.number
    groups = [
        [str(town) for town in zone.town_ids if str(town) in known] for zone in plan
    ]
    return score(problem, groups, [zone.name for zone in plan])


def judged(table: GroupingTable, plan: Sequence[PlannedZone]) -> Judgement:
    """Return what a grouping comes to in figures people know; see ``scored``."""
    problem = _problem_of(table, plan)
    if not problem.towns:
        return _unmeasured(table, plan)
    result = _scored(problem, plan)
    pairs = [_pairs(len(one.towns)) for one in result.zones]
    unlike = [one.terms.dissimilarity * problem.figures.pairs for one in result.zones]
    zones = tuple(
        ZoneFigures(
            None if one.seat is None else int(one.seat),
            one.mean_km,
            _farthest(problem, one.towns),
            sum(town.volume for town in _members(table, zone)),
            one.workload_share,
            sum(town.staff for town in _members(table, zone)),
            one.staff_share,
            1 - unlike[place] / pairs[place] if pairs[place] else None,
            _roads(problem, one.towns, one.seat),
        )
        for place, (zone, one) in enumerate(zip(plan, result.zones, strict=True))
    )
    placed = sum(one.volume_share for one in zones)
    return Judgement(
        result.objective,
        sum(one.mean_km * one.volume_share for one in zones) / placed
        if placed
        else 0.0,
        max((one.volume_share * len(zones) for one in zones), default=0.0),
        max((abs(one.staff_share - one.volume_share) for one in zones), default=0.0),
        1 - sum(unlike) / sum(pairs) if sum(pairs) else None,
        zones,
        tuple(_worries(table, plan, zones)),
    )


def _unmeasured(table: GroupingTable, plan: Sequence[PlannedZone]) -> Judgement:
    """Return what a grouping comes to where no town has a point."""
    zones = tuple(
        ZoneFigures(
            None,
            0.0,
            None,
            sum(town.volume for town in _members(table, zone)),
            0.0,
            sum(town.staff for town in _members(table, zone)),
            0.0,
            None,
            {},
        )
        for zone in plan
    )
    return Judgement(
        0.0, 0.0, 0.0, 0.0, None, zones, tuple(_worries(table, plan, zones))
    )


def _members(table: GroupingTable, zone: PlannedZone) -> Iterator[TableTown]:
    return (town for town in table.towns if town.id in zone.town_ids)


def _pairs(count: int) -> int:
    return count * (count - 1) // 2


def _roads(
    problem: "Problem", towns: Sequence[str], seat: str | None
) -> dict[int, float]:
    if seat is None:
        return {}
    number, km = problem.figures.number, problem.figures.km
    return {int(town): float(km[number[town], number[seat]]) for town in towns}


def _farthest(
    problem: "Problem", towns: Sequence[str]
) -> tuple[int, int, float] | None:
    number, km = problem.figures.number, problem.figures.km
    apart = [
        (float(km[number[one], number[other]]), int(one), int(other))
        for one, other in combinations(towns, 2)
    ]
    if not apart:
        return None
    length, one, other = max(apart)
    return one, other, length


def _worries(
    table: GroupingTable, plan: Sequence[PlannedZone], zones: Sequence[ZoneFigures]
) -> Iterator[Worry]:
    names = table.names
    placed = {town for zone in plan for town in zone.town_ids}
    loose = tuple(town for town in names if town not in placed)
    if loose and plan:
        yield Worry(f"{_named(names, loose)}尚未编入片区。", loose)
    for zone, figures in zip(plan, zones, strict=True):
        yield from _zone_worries(table, zone, figures, len(plan))
    blank = tuple(town.id for town in table.towns if town.lon is None)
    if blank:
        yield Worry(f"{_named(names, blank)}没有坐标，行程未计入。", blank)


def _zone_worries(
    table: GroupingTable, zone: PlannedZone, figures: ZoneFigures, count: int
) -> Iterator[Worry]:
    names, members, mean = table.names, zone.town_ids, len(table.towns) / count
    if not members:
        yield Worry(f"{zone.name}没有镇街。", ())
        return
    parts = components(members, table.edges)
    for part in parts[1:]:
        apart = tuple(sorted(part))
        yield Worry(
            f"{zone.name}不相连：{_named(names, apart)}与本片区其他镇街不相邻。",
            apart,
            apart,
        )
    if len(members) > math.ceil(mean) + ROOM:
        yield Worry(
            f"{zone.name}有{len(members)}个镇街，平均每片区只有{mean:.1f}个。", members
        )
    if len(members) == 1:
        yield Worry(f"{zone.name}只有1个镇街。", members)
    if figures.far is not None and figures.far[2] > FAR_KM:
        one, other, km = figures.far
        ends = f"{names.get(one, '—')}至{names.get(other, '—')}"
        yield Worry(
            f"{zone.name}中，{ends}相距约{km:.0f}公里，路程偏远。", (one, other)
        )
    if figures.volume_share * count > HEAVY:
        yield Worry(
            f"{zone.name}的工作量是平均数的{figures.volume_share * count:.2f}倍。",
            members,
        )
    if figures.staff == 0:
        yield Worry(f"{zone.name}没有在镇执法力量。", members)
    if zone.seat_id is None:
        yield Worry(f"{zone.name}还没有定驻地，行程按最近的镇街计算。", members)


def _named(names: Mapping[int, str], towns: Sequence[int]) -> str:
    return "、".join(names.get(town, "—") for town in towns)


@chartered(Permission.ROSTER_ZONE_DRAFT)
def propose_zones(
    work: Work,
    *,
    count: int,
    min_towns: int = 1,
    max_towns: int | None = None,
    on: date | None = None,
) -> tuple[PlannedZone, ...]:
    """Return a good start for a grouping: each zone whole, near, alike, evenly loaded.

    It is found by local search and not proven best.

    Args:
        work: Whose session; its progress may cancel the search.
        count: How many zones.
        min_towns: Fewest towns in a zone.
        max_towns: Most; a little above the mean where None.
        on: The day whose towns, matters and staff are grouped.

    Raises:
        Refusal: There are too few towns, or no grouping keeps the bounds.

    Clause: roster/zoning-problem
    """
    from workbench.solvers.zoning import propose  # noqa: PLC0415 - numpy

    table = grouping_table(work, on=on)
    placed = [town for town in table.towns if town.lon is not None]
    if not 1 <= count <= len(placed):
        raise Refusal(
            f"有坐标的镇街共{len(placed)}个，片区数应为1至{len(placed)}。",
            clause="roster/zoning-problem",
        )
    found = propose(table.problem(count, min_towns, max_towns), progress=work.progress)
    return tuple(
        PlannedZone(
            f"第{place}片区", tuple(sorted(int(code) for code in group)), int(seat)
        )
        for place, (group, seat) in enumerate(
            zip(found.groups, found.seats, strict=True), 1
        )
    )
