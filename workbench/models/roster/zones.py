"""Tables of zones (片区) and their command centres."""

from collections.abc import Collection
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from workbench.models.base import Base, Dated, Key, Line, Name, Prose, dated
from workbench.rules.roster.zones import CentreDuty


class Zone(Base):
    """A zone, whatever it is called and holds on a given day."""

    __tablename__ = "zone"

    id: Mapped[Key]


class ZoneFact(Dated, Base):
    """What a zone is called and where its seat is, for a span of days.

    Attributes:
        document: Number of the county document that set it up, or empty.
        matters: Pooled matters (统筹事项), one a line.
    """

    __tablename__ = "zone_fact"
    __table_args__ = dated("zone_fact", "zone_id")

    id: Mapped[Key]
    zone_id: Mapped[int] = mapped_column(sa.ForeignKey("zone.id"), index=True)
    name: Mapped[Name]
    seat_id: Mapped[int | None] = mapped_column(sa.ForeignKey("town.id"))
    document: Mapped[Line]
    document_on: Mapped[date | None]
    matters: Mapped[Prose]


class ZoneTown(Dated, Base):
    """Which zone a town is in, for a span of days. One zone at a time."""

    __tablename__ = "zone_town"
    __table_args__ = dated("zone_town", "town_id")

    id: Mapped[Key]
    zone_id: Mapped[int] = mapped_column(sa.ForeignKey("zone.id"), index=True)
    town_id: Mapped[int] = mapped_column(sa.ForeignKey("town.id"), index=True)


class CentreMember(Dated, Base):
    """One member of a command centre.

    Attributes:
        unit_id: The command centre.
        town_id: The town the person answers for, for a 镇街执法监管工作负责人.
        position: The person's post at home (现任职务).
        document: Number of the appointing document of the county authority.
    """

    __tablename__ = "centre_member"
    __table_args__ = dated("centre_member", "unit_id", "person_id", "duty")

    id: Mapped[Key]
    unit_id: Mapped[int] = mapped_column(sa.ForeignKey("unit.id"), index=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), index=True)
    duty: Mapped[CentreDuty]
    town_id: Mapped[int | None] = mapped_column(sa.ForeignKey("town.id"))
    position: Mapped[Line]
    document: Mapped[Line]

    @classmethod
    def within(cls, units: Collection[int], day: date) -> sa.ColumnElement[bool]:
        """Select the members a person who sees ``units`` may see."""
        del day
        return cls.unit_id.in_(units)


class CentreConfirmation(Base):
    """A command centre's roster, confirmed complete on a day.

    Attributes:
        record: Canonical JSON of the roster as confirmed.
    """

    __tablename__ = "centre_confirmation"

    id: Mapped[Key]
    unit_id: Mapped[int] = mapped_column(sa.ForeignKey("unit.id"), index=True)
    confirmed_on: Mapped[date]
    confirmed_at: Mapped[datetime]
    confirmed_by: Mapped[Name]
    record: Mapped[Prose]

    @classmethod
    def within(cls, units: Collection[int], day: date) -> sa.ColumnElement[bool]:
        """Select the confirmations a person who sees ``units`` may see."""
        del day
        return cls.unit_id.in_(units)


class Grouping(Base):
    """A grouping of towns into zones that somebody is working on (编组方案).

    Attributes:
        plan: Canonical JSON: names, seats and towns of each zone.
        adopted_on: First day of the memberships it became, or None.
    """

    __tablename__ = "grouping"

    id: Mapped[Key]
    name: Mapped[Name]
    plan: Mapped[Prose]
    made_at: Mapped[datetime]
    made_by: Mapped[Name]
    adopted_on: Mapped[date | None]
