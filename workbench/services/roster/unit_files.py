"""Everything about one unit; and what a unit's form may name."""

from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from workbench import facts
from workbench.access import Permission
from workbench.desk import Work, chartered
from workbench.models.roster.people import Establishment
from workbench.models.roster.towns import TownFact
from workbench.models.roster.units import Contact, Quota, Unit, UnitFact
from workbench.models.roster.zones import ZoneFact
from workbench.rules.periods import Period
from workbench.rules.roster.units import Employment, vacancies
from workbench.services.roster.units import UnitForm


@dataclass(frozen=True, slots=True)
class QuotaLine:
    """Approved, present and free posts of a unit on one footing.

    Attributes:
        free: Free posts (空编); negative where over strength (超编).
    """

    employment: Employment
    posts: int
    present: int
    free: int


@dataclass(frozen=True, slots=True)
class ContactLine:
    """Somebody to call."""

    id: int
    name: str
    duty: str
    phone: str


@dataclass(frozen=True, slots=True)
class UnitFile:
    """Everything about one unit.

    Attributes:
        principal: Name of the authority that entrusted it, or empty.
        spans: What it was, oldest first: days, facts, reason.
    """

    id: int
    form: UnitForm
    principal: str
    spans: tuple[tuple[Period, UnitForm, str], ...]
    quotas: tuple[QuotaLine, ...]
    contacts: tuple[ContactLine, ...]


@chartered(Permission.ROSTER_UNIT_READ)
def unit_file(work: Work, *, unit_id: int, on: date | None = None) -> UnitFile:
    """Return everything about one unit, as on a day.

    Raises:
        Refusal: It may not be seen.

    Clause: platform/row-scope
    """
    work.own(Unit, unit_id)
    day = on or work.today
    spans = facts.standing(work, UnitFact, unit_id=unit_id)
    now = next((row for row in spans if day in facts.period_of(row)), None)
    now = now or spans[-1]
    principal = work.session.scalar(
        sa.select(UnitFact.name).where(
            UnitFact.unit_id == now.principal_id,
            UnitFact.holds_on(day),
            work.whole_county(UnitFact),
        )
    )
    quota = {
        row.employment: row.posts
        for row in facts.standing(work, Quota, unit_id=unit_id)
        if day in facts.period_of(row)
    }
    present = work.session.scalars(
        sa.select(Establishment.employment).where(
            Establishment.unit_id == unit_id,
            Establishment.holds_on(day),
            work.whole_county(Establishment),
        )
    ).all()
    free = vacancies(quota, present)
    return UnitFile(
        unit_id,
        _form(now),
        principal or "",
        tuple((facts.period_of(row), _form(row), row.reason) for row in spans),
        tuple(
            QuotaLine(one, quota.get(one, 0), present.count(one), free[one])
            for one in Employment
            if one in free
        ),
        tuple(
            ContactLine(row.id, row.name, row.duty, row.phone)
            for row in facts.standing(work, Contact, unit_id=unit_id)
            if day in facts.period_of(row)
        ),
    )


def _form(row: UnitFact) -> UnitForm:
    return UnitForm(*(getattr(row, name) for name in UnitForm.__dataclass_fields__))


@chartered(Permission.ROSTER_UNIT_READ)
def units_to_choose(work: Work) -> tuple[tuple[int, str], ...]:
    """Return number and name of every unit of the county, to be named as another's."""
    found = work.session.execute(
        sa.select(UnitFact.unit_id, UnitFact.name)
        .where(UnitFact.holds_on(work.today), work.whole_county(UnitFact))
        .order_by(UnitFact.name)
    )
    return tuple((number, name) for number, name in found)


@chartered(Permission.ROSTER_UNIT_READ)
def towns_to_choose(work: Work) -> tuple[tuple[int, str], ...]:
    """Return number and name of every town a unit may be in."""
    found = work.session.execute(
        sa.select(TownFact.town_id, TownFact.name)
        .where(TownFact.holds_on(work.today))
        .order_by(TownFact.town_id)
    )
    return tuple((number, name) for number, name in found)


@chartered(Permission.ROSTER_UNIT_READ)
def zones_to_choose(work: Work) -> tuple[tuple[int, str], ...]:
    """Return number and name of every zone a unit may serve."""
    found = work.session.execute(
        sa.select(ZoneFact.zone_id, ZoneFact.name)
        .where(ZoneFact.holds_on(work.today))
        .order_by(ZoneFact.zone_id)
    )
    return tuple((number, name) for number, name in found)
