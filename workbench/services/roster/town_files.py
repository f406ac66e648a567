"""Everything about one town; and all the towns of a day, for the map."""

from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from workbench import facts
from workbench.access import Permission
from workbench.desk import Work, chartered
from workbench.models.roster.towns import Neighbour, TownFact
from workbench.models.roster.units import UnitFact
from workbench.models.roster.zones import ZoneTown
from workbench.rules.periods import Period
from workbench.rules.roster.towns import TownKind
from workbench.services.platform import setup
from workbench.services.roster import neighbours, towns, zones
from workbench.services.roster.neighbours import NeighbourLine
from workbench.services.roster.towns import MatterLine, TownRow


@dataclass(frozen=True, slots=True)
class TownSpan:
    """What a town was called and was for a span of days."""

    period: Period
    name: str
    kind: TownKind
    reason: str


@dataclass(frozen=True, slots=True)
class TownFile:
    """Everything about one town, newest first.

    Attributes:
        units: The units there that may be seen, and their telephones on duty.
        zones: Its zones and from when to when.
    """

    spans: tuple[TownSpan, ...]
    zones: tuple[tuple[Period, str], ...]
    units: tuple[tuple[str, str], ...]
    neighbours: tuple[NeighbourLine, ...]
    matters: tuple[MatterLine, ...]


@chartered(Permission.ROSTER_TOWN_READ)
def town_file(work: Work, *, town_id: int, on: date | None = None) -> TownFile:
    """Return everything about a town; units, neighbours and matters as on a day."""
    day = on or work.today
    pairs = [
        neighbours.pair_number(row.one_id, row.other_id)
        for row in work.session.scalars(
            sa.select(Neighbour).where(
                sa.or_(Neighbour.one_id == town_id, Neighbour.other_id == town_id)
            )
        )
    ]
    units = work.session.execute(
        sa.select(UnitFact.short_name, UnitFact.duty_phone)
        .where(
            UnitFact.town_id == town_id,
            UnitFact.holds_on(day),
            work.visible(UnitFact),
        )
        .order_by(UnitFact.unit_id)
    )
    return TownFile(
        tuple(
            TownSpan(facts.period_of(row), row.name, row.kind, row.reason)
            for row in reversed(facts.standing(work, TownFact, town_id=town_id))
        ),
        tuple(
            (
                facts.period_of(row),
                zones.zone_name(work, zone_id=row.zone_id, on=row.valid_from),
            )
            for row in reversed(facts.standing(work, ZoneTown, town_id=town_id))
        ),
        tuple((name, phone) for name, phone in units),
        tuple(neighbours.neighbour_lines(work, ids=pairs).values()),
        towns.matter_lines(work, town_id=town_id, on=day),
    )


@chartered(Permission.ROSTER_TOWN_READ)
def all_towns(work: Work, *, on: date | None = None) -> tuple[TownRow, ...]:
    """Return every town of a day, for the map."""
    ids = towns.find_towns(work, on=on)
    return tuple(towns.town_rows(work, ids=ids, on=on).values())


@chartered(Permission.ROSTER_TOWN_READ)
def zones_to_choose(work: Work) -> tuple[tuple[int, str], ...]:
    """Return today's zones as something to choose from."""
    rows = zones.zone_rows(work, ids=zones.find_zones(work))
    return tuple((row.id, row.name) for row in rows.values())


@chartered(Permission.ROSTER_TOWN_READ)
def counties_to_choose(work: Work) -> tuple[tuple[str, str], ...]:
    """Return the counties whose towns travel with the workbench."""
    return tuple(towns.shipped_counties(work).items())


@chartered(Permission.ROSTER_TOWN_READ)
def matters_to_choose(work: Work) -> tuple[tuple[str, str], ...]:
    """Return the matters that any town has on record, as something to choose from."""
    names = sorted({line.name for line in towns.matter_lines(work)})
    return tuple((name, name) for name in names)


@chartered(Permission.ROSTER_TOWN_READ)
def own_county(work: Work) -> tuple[str, str]:
    """Return the county this home is for: its code and its name."""
    known = setup.settings(work)
    return str(known.get("county_code", "")), str(known.get("county", ""))
