"""What a grouping is judged by: towns as the solver sees them, scores, a first plan."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

import sqlalchemy as sa

from workbench.access import Permission
from workbench.desk import Work, chartered
from workbench.models.roster.towns import Neighbour
from workbench.rules import Refusal
from workbench.rules.roster.towns import NeighbourState, PointQuality
from workbench.services.roster import towns, zones
from workbench.services.roster.groupings import PlannedZone

if TYPE_CHECKING:  # numpy is loaded once a grouping is looked at
    from workbench.solvers.zoning import Problem, Score

ROOM = 3
"""How many towns a zone may hold above the mean, until a person says otherwise."""


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


def scored(table: GroupingTable, plan: Sequence[PlannedZone]) -> "Score":
    """Return what a grouping comes to, finished or not, and what is wrong with it.

    Quick enough to be asked on every move of the mouse.
    """
    from workbench.solvers.zoning import score  # noqa: PLC0415 - numpy

    problem = table.problem(max(len(plan), 1))
    known = problem.figures.number
    groups = [
        [str(town) for town in zone.town_ids if str(town) in known] for zone in plan
    ]
    return score(problem, groups, [zone.name for zone in plan])


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
