"""Tables of the county's grants (授权)."""

from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from workbench.models.base import Base, Dated, Key, Line, Name, dated
from workbench.rules.powers.grants import Power


class PowerGrant(Dated, Base):
    """A power that a county document gives to a zone's centre, for a span of days.

    Attributes:
        document: The document's title, without title marks.
        number: Its number.
        teams: Whether it covers the zone's teams.
        posted: Whether it covers people posted to the zone.
        towns: Whether it covers the zone's towns.
    """

    __tablename__ = "power_grant"
    __table_args__ = dated("power_grant", "zone_id", "power")

    id: Mapped[Key]
    zone_id: Mapped[int] = mapped_column(sa.ForeignKey("zone.id"), index=True)
    power: Mapped[Power]
    document: Mapped[Line]
    number: Mapped[Name]
    document_on: Mapped[date]
    teams: Mapped[bool]
    posted: Mapped[bool]
    towns: Mapped[bool]
