"""Whose desks the sample county's powers are used at, and on which days."""

from dataclasses import dataclass, replace
from datetime import date, datetime

import sqlalchemy as sa

from workbench.access import Actor, Role, permissions_of
from workbench.desk import Desk, Parts
from workbench.models.platform import Account

SINCE = date(2025, 9, 1)
"""The first day of the sample's fourteen months."""
MONTHS = 14
_ROLES = {
    "pianqu": Role.CLERK,
    "zhihui": Role.COMMANDER,
    "fuzhihui": Role.DEPUTY_COMMANDER,
    "kaohe": Role.ASSESSOR,
}


@dataclass(frozen=True)
class Seats:
    """Whose desks there are in the first zone, and what they work with.

    Attributes:
        centre: Number of its command centre.
        team: Number of its team.
        units: Numbers of the county's units, by short name.
        zones: Numbers of the zones, by name.
        now: The sample's present moment.
    """

    parts: Parts
    actors: dict[str, Actor]
    centre: int
    team: int
    units: dict[str, int]
    zones: dict[str, int]
    now: datetime

    def clerk(self, moment: datetime) -> Desk:
        """Return the clerk's desk, at a moment of the past."""
        return self.at("pianqu", moment)

    def commander(self, moment: datetime) -> Desk:
        """Return the commander's desk, at a moment of the past."""
        return self.at("zhihui", moment)

    def deputy(self, moment: datetime) -> Desk:
        """Return the deputy commander's desk, at a moment of the past."""
        return self.at("fuzhihui", moment)

    def assessor(self, moment: datetime) -> Desk:
        """Return the assessor's desk, at a moment of the past."""
        return self.at("kaohe", moment)

    def at(self, name: str, moment: datetime) -> Desk:
        """Return the desk of an account, at a moment of the past."""
        return Desk(replace(self.parts, now=lambda: moment), self.actors[name])


def seated(
    desk: Desk, zones: dict[str, int], units: dict[str, int], zone: str
) -> Seats:
    """Sit everybody of a zone's centre down.

    Args:
        desk: The workbench's own desk.
        zones: Numbers of the zones, by name.
        units: Numbers of the units, by short name.
        zone: The zone's name.
    """
    with desk.parts.sessions() as session:
        found = session.execute(
            sa.select(
                Account.name, Account.id, Account.person_name, Account.unit_id
            ).where(Account.name.in_(_ROLES))
        ).all()
    actors = {
        name: Actor(
            number,
            person,
            permissions_of({_ROLES[name]}, overseen=True),
            unit_id,
            county_wide=False,
        )
        for name, number, person, unit_id in found
    }
    return Seats(
        desk.parts,
        actors,
        units[f"{zone}指挥中心"],
        units[f"{zone}队"],
        units,
        zones,
        desk.now(),
    )
