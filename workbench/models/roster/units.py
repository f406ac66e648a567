"""Tables of units (机构)."""

from collections.abc import Collection
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from workbench.models.base import Base, Dated, Key, Line, Name, dated
from workbench.rules.roster.units import AuthorityKind, Employment, UnitKind


class Unit(Base):
    """A unit, whatever it is called on a given day. Its facts are dated."""

    __tablename__ = "unit"

    id: Mapped[Key]

    @classmethod
    def within(cls, units: Collection[int], day: date) -> sa.ColumnElement[bool]:
        """Select the units a person who sees ``units`` may see."""
        del day
        return cls.id.in_(units)


class UnitFact(Dated, Base):
    """What a unit is called and is, for a span of days.

    Attributes:
        parent_id: The unit above.
        town_id: Where it is, for a town's unit.
        zone_id: What it serves, for a zone's team or command centre.
        authority: By what right it enforces (执法主体类别).
        principal_id: The authority that entrusted it (委托机关).
        entrusted_to: Last day of that (委托期限); None where it has no end.
        counts: Whether its people are part of the frontline share's D.
        smallest_staff: The fewest persons it may be left with.
        credit_code: Unified social credit code, or empty.
        duty_phone: Shown wherever the unit or one of its people is named.
    """

    __tablename__ = "unit_fact"
    __table_args__ = (
        *dated("unit_fact", "unit_id"),
        sa.CheckConstraint("smallest_staff >= 0", name="staff_not_negative"),
    )

    id: Mapped[Key]
    unit_id: Mapped[int] = mapped_column(sa.ForeignKey("unit.id"), index=True)
    name: Mapped[Name]
    short_name: Mapped[Name]
    kind: Mapped[UnitKind]
    parent_id: Mapped[int | None] = mapped_column(sa.ForeignKey("unit.id"))
    town_id: Mapped[int | None] = mapped_column(sa.ForeignKey("town.id"))
    zone_id: Mapped[int | None] = mapped_column(sa.ForeignKey("zone.id"))
    authority: Mapped[AuthorityKind]
    principal_id: Mapped[int | None] = mapped_column(sa.ForeignKey("unit.id"))
    authority_basis: Mapped[Line]
    entrusted_to: Mapped[date | None]
    counts: Mapped[bool]
    smallest_staff: Mapped[int]
    credit_code: Mapped[str] = mapped_column(sa.String(18), default="")
    address: Mapped[Line]
    duty_phone: Mapped[Line]

    @classmethod
    def within(cls, units: Collection[int], day: date) -> sa.ColumnElement[bool]:
        """Select the facts a person who sees ``units`` may see."""
        del day
        return cls.unit_id.in_(units)


class Quota(Dated, Base):
    """Approved posts of a unit on one footing (核定编制)."""

    __tablename__ = "quota"
    __table_args__ = (
        *dated("quota", "unit_id", "employment"),
        sa.CheckConstraint("posts >= 0", name="posts_not_negative"),
    )

    id: Mapped[Key]
    unit_id: Mapped[int] = mapped_column(sa.ForeignKey("unit.id"), index=True)
    employment: Mapped[Employment]
    posts: Mapped[int]

    @classmethod
    def within(cls, units: Collection[int], day: date) -> sa.ColumnElement[bool]:
        """Select the quotas a person who sees ``units`` may see."""
        del day
        return cls.unit_id.in_(units)


class Contact(Dated, Base):
    """Somebody to call at a unit (通讯录)."""

    __tablename__ = "contact"
    __table_args__ = (dated("contact", "unit_id")[0],)

    id: Mapped[Key]
    unit_id: Mapped[int] = mapped_column(sa.ForeignKey("unit.id"), index=True)
    name: Mapped[Name]
    duty: Mapped[Name]
    phone: Mapped[str] = mapped_column(sa.String(40))

    @classmethod
    def within(cls, units: Collection[int], day: date) -> sa.ColumnElement[bool]:
        """Select the contacts a person who sees ``units`` may see."""
        del day
        return cls.unit_id.in_(units)
