"""The county's towns as the sketch map takes them, as they are today."""

from collections.abc import Sequence

from workbench.rules.roster.towns import PointQuality
from workbench.services.roster.towns import NeighbourRow, TownRow
from workbench.views.roster.town_sketch import (
    NO_ZONE,
    MapEdge,
    MapPlan,
    MapTown,
    MapZone,
)


def plan_of_towns(
    towns: Sequence[TownRow], pairs: Sequence[NeighbourRow] = ()
) -> MapPlan:
    """Return the map of towns in their zones.

    Args:
        towns: The towns.
        pairs: Which lie side by side.
    """
    zones = sorted({(one.zone_id, one.zone) for one in towns if one.zone_id})
    return MapPlan(
        tuple(
            MapTown(
                one.id,
                one.name,
                one.lon,
                one.lat,
                one.zone_id or NO_ZONE,
                confirmed=one.quality is PointQuality.CONFIRMED,
                note=f"位置{one.quality.label}",
            )
            for one in towns
        ),
        tuple(
            MapZone(key or NO_ZONE, name, hue=hue)
            for hue, (key, name) in enumerate(zones)
        ),
        tuple(
            MapEdge(one.one_id, one.other_id, one.state, one.passable) for one in pairs
        ),
    )
