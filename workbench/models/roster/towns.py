"""Tables of towns (镇街)."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from workbench.models.base import Base, Dated, Key, Name, dated
from workbench.rules.roster.towns import NeighbourState, PointQuality, TownKind


class Town(Base):
    """A town, subdistrict, township or functional area.

    Attributes:
        mca_code: Nine digits of the civil affairs list (民政), the official one.
        mca_long_code: Twelve digits of the same.
        nbs_code: Nine digits of the statistical list (统计), often different.
    """

    __tablename__ = "town"

    id: Mapped[Key]
    mca_code: Mapped[str] = mapped_column(sa.String(9), unique=True)
    mca_long_code: Mapped[str] = mapped_column(sa.String(12), default="")
    nbs_code: Mapped[str] = mapped_column(sa.String(9), default="")
    county_code: Mapped[str] = mapped_column(sa.String(6))
    county: Mapped[Name]


class TownFact(Dated, Base):
    """What a town is called and where it is, for a span of days. WGS 84 degrees."""

    __tablename__ = "town_fact"
    __table_args__ = (
        *dated("town_fact", "town_id"),
        sa.CheckConstraint("(lon IS NULL) = (lat IS NULL)", name="both_or_neither"),
    )

    id: Mapped[Key]
    town_id: Mapped[int] = mapped_column(sa.ForeignKey("town.id"), index=True)
    name: Mapped[Name]
    kind: Mapped[TownKind]
    lon: Mapped[float | None]
    lat: Mapped[float | None]
    quality: Mapped[PointQuality]


class Neighbour(Base):
    """Two towns that lie side by side, or are known not to.

    Attributes:
        one_id: The town with the smaller key.
        passable: Whether people can cross there; a river or reservoir may forbid.
    """

    __tablename__ = "neighbour"
    __table_args__ = (sa.CheckConstraint("one_id < other_id", name="smaller_first"),)

    one_id: Mapped[int] = mapped_column(sa.ForeignKey("town.id"), primary_key=True)
    other_id: Mapped[int] = mapped_column(sa.ForeignKey("town.id"), primary_key=True)
    state: Mapped[NeighbourState]
    passable: Mapped[bool]
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[int | None]


class TownMatter(Dated, Base):
    """A matter a town cannot carry alone, and how often it comes up in a year."""

    __tablename__ = "town_matter"
    __table_args__ = (
        *dated("town_matter", "town_id", "name"),
        sa.CheckConstraint("yearly_volume >= 0", name="volume_not_negative"),
    )

    id: Mapped[Key]
    town_id: Mapped[int] = mapped_column(sa.ForeignKey("town.id"), index=True)
    name: Mapped[Name]
    yearly_volume: Mapped[int]
