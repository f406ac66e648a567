"""How units, zones and people are called on a day, for the rows of the four powers."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from workbench.access import Permission
from workbench.desk import Work, chartered
from workbench.models.roster.people import Person
from workbench.models.roster.units import UnitFact
from workbench.models.roster.zones import ZoneFact
from workbench.rules import Refusal
from workbench.rules.roster.units import UnitKind


@dataclass(frozen=True, slots=True)
class Centre:
    """A command centre and its zone on a day.

    Attributes:
        phone: Its duty telephone.
    """

    unit_id: int
    name: str
    zone_id: int
    zone: str
    phone: str


@chartered(Permission.POWERS_AFFAIR_READ)
def units_called(work: Work, *, ids: Iterable[int], on: date) -> dict[int, str]:
    """Return the short names of units as on a day; the last known before, else 机构."""
    wanted = set(ids)
    found = work.session.execute(
        sa.select(UnitFact.unit_id, UnitFact.short_name)
        .where(
            UnitFact.unit_id.in_(wanted),
            UnitFact.stands(),
            UnitFact.valid_from <= on,
            work.whole_county(UnitFact),
        )
        .order_by(UnitFact.valid_from)
    )
    names = {unit_id: name for unit_id, name in found}  # noqa: C416 - rows
    return {unit_id: names.get(unit_id, "（机构）") for unit_id in wanted}


@chartered(Permission.POWERS_AFFAIR_READ)
def people_called(work: Work, *, ids: Iterable[int]) -> dict[int, str]:
    """Return the names of people."""
    found = work.session.execute(
        sa.select(Person.id, Person.name).where(
            Person.id.in_(set(ids)), work.whole_county(Person)
        )
    )
    return {person_id: name for person_id, name in found}  # noqa: C416 - rows


@chartered(Permission.POWERS_AFFAIR_READ)
def centre_on(work: Work, *, unit_id: int, on: date) -> Centre:
    """Return a command centre and its zone, as on a day.

    Raises:
        Refusal: The unit is no command centre that day, or serves no zone.

    Clause: powers/centre
    """
    fact = work.session.scalars(
        sa.select(UnitFact).where(
            UnitFact.unit_id == unit_id,
            UnitFact.holds_on(on),
            work.whole_county(UnitFact),
        )
    ).first()
    if fact is None or fact.kind is not UnitKind.COMMAND_CENTRE or fact.zone_id is None:
        name = fact.short_name if fact else "所选机构"
        raise Refusal(
            f"{name}不是片区指挥中心，四项权力由片区指挥中心行使。",
            clause="powers/centre",
            ways=("选片区指挥中心；没有的，先在“机构”页登记。",),
        )
    zone = work.session.scalar(
        sa.select(ZoneFact.name).where(
            ZoneFact.zone_id == fact.zone_id, ZoneFact.holds_on(on)
        )
    )
    return Centre(
        unit_id, fact.name, fact.zone_id, zone or fact.short_name, fact.duty_phone
    )


@chartered(Permission.POWERS_AFFAIR_READ)
def zone_called(work: Work, *, zone_id: int, on: date) -> str:
    """Return the name of a zone as on a day; 片区 where it had none."""
    name = work.session.scalar(
        sa.select(ZoneFact.name).where(
            ZoneFact.zone_id == zone_id, ZoneFact.holds_on(on)
        )
    )
    return name or "片区"


@chartered(Permission.POWERS_AFFAIR_READ)
def centres_to_choose(work: Work) -> tuple[tuple[int, str], ...]:
    """Return the command centres the person may see today, with their names."""
    found = work.session.execute(
        sa.select(UnitFact.unit_id, UnitFact.short_name)
        .where(
            UnitFact.holds_on(work.today),
            UnitFact.kind == UnitKind.COMMAND_CENTRE,
            UnitFact.zone_id.is_not(None),
            work.visible(UnitFact),
        )
        .order_by(UnitFact.unit_id)
    )
    return tuple((unit_id, name) for unit_id, name in found)


@chartered(Permission.POWERS_AFFAIR_READ)
def units_to_reach(work: Work) -> tuple[tuple[int, str], ...]:
    """Return the units that affairs may be sent to, today's, with their names.

    A centre calls the county's departments too, so this is not kept to its own units.
    """
    found = work.session.execute(
        sa.select(UnitFact.unit_id, UnitFact.short_name)
        .where(
            UnitFact.holds_on(work.today),
            UnitFact.kind != UnitKind.COMMAND_CENTRE,
            work.whole_county(UnitFact),
        )
        .order_by(UnitFact.unit_id)
    )
    return tuple((unit_id, name) for unit_id, name in found)
