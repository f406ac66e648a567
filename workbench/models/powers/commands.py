"""Tables of 指挥协调: orders, whistles, joint actions, disputes, vehicles."""

from collections.abc import Collection
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from workbench.models.base import Base, Dated, Key, Line, Name, Prose, dated
from workbench.models.powers.affairs import OfAffair
from workbench.rules.powers.orders import OrderType, Urgency
from workbench.rules.powers.whistles import WhistleLevel


class DispatchOrder(OfAffair, Base):
    """What an order says. Its receivers are parties of the affair.

    Attributes:
        sign_by: Until when it is to be signed for; by the policy table where None.
    """

    __tablename__ = "dispatch_order"

    affair_id: Mapped[int] = mapped_column(sa.ForeignKey("affair.id"), primary_key=True)
    sort: Mapped[OrderType]
    urgency: Mapped[Urgency]
    source: Mapped[Line]
    place: Mapped[Line]
    contact: Mapped[Line]
    task: Mapped[Prose]
    sign_by: Mapped[datetime | None]
    arrive_by: Mapped[datetime | None]
    finish_by: Mapped[datetime]


class Whistle(OfAffair, Base):
    """What a whistle says. Town, lead and assistants are parties of the affair.

    Attributes:
        longitude: Degrees east, where it was noted.
        latitude: Degrees north.
        dispatch: How the centre sent it on (分派意见).
        ratings: Canonical JSON: what the town gave each aspect.
    """

    __tablename__ = "whistle"

    affair_id: Mapped[int] = mapped_column(sa.ForeignKey("affair.id"), primary_key=True)
    level: Mapped[WhistleLevel]
    place: Mapped[Line]
    longitude: Mapped[float | None]
    latitude: Mapped[float | None]
    reason: Mapped[Prose]
    dispatch: Mapped[Prose]
    handling: Mapped[Prose]
    ratings: Mapped[Prose]


class JointAction(OfAffair, Base):
    """What the plan of a joint action says.

    Attributes:
        plan: Canonical JSON of matters, tasks, stages, consent and contact.
        summary: What came of it (总结).
    """

    __tablename__ = "joint_action"

    affair_id: Mapped[int] = mapped_column(sa.ForeignKey("affair.id"), primary_key=True)
    first: Mapped[date]
    last: Mapped[date]
    area: Mapped[Line]
    purpose: Mapped[Prose]
    plan: Mapped[Prose]
    summary: Mapped[Prose]


class ActionTeam(OfAffair, Base):
    """One team of a joint action, sent once for all its matters."""

    __tablename__ = "action_team"

    id: Mapped[Key]
    affair_id: Mapped[int] = mapped_column(sa.ForeignKey("affair.id"), index=True)
    name: Mapped[Name]
    area: Mapped[Line]
    first: Mapped[date]
    last: Mapped[date]


class ActionMember(OfAffair, Base):
    """Somebody on a team.

    Attributes:
        leads: Whether he leads it.
        needs_certificate: Whether he is there to enforce; who helps needs none.
    """

    __tablename__ = "action_member"
    __table_args__ = (sa.UniqueConstraint("team_id", "person_id"),)

    id: Mapped[Key]
    affair_id: Mapped[int] = mapped_column(sa.ForeignKey("affair.id"), index=True)
    team_id: Mapped[int] = mapped_column(sa.ForeignKey("action_team.id"))
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), index=True)
    leads: Mapped[bool]
    needs_certificate: Mapped[bool]


class Vehicle(Base):
    """A vehicle, whatever it is called and whose it is on a given day."""

    __tablename__ = "vehicle"

    id: Mapped[Key]


class VehicleFact(Dated, Base):
    """What a vehicle is, for a span of days."""

    __tablename__ = "vehicle_fact"
    __table_args__ = dated("vehicle_fact", "vehicle_id")

    id: Mapped[Key]
    vehicle_id: Mapped[int] = mapped_column(sa.ForeignKey("vehicle.id"), index=True)
    unit_id: Mapped[int] = mapped_column(sa.ForeignKey("unit.id"), index=True)
    plate: Mapped[Name]
    sort: Mapped[Name]
    seats: Mapped[int]

    @classmethod
    def within(cls, units: Collection[int], day: date) -> sa.ColumnElement[bool]:
        """Select the vehicles of ``units``."""
        del day
        return cls.unit_id.in_(units)


class VehicleUse(Base):
    """A vehicle's use (用车登记), for a joint action or by itself.

    Attributes:
        person_id: Who drove.
        kilometres: How far it went; None until it is back.
    """

    __tablename__ = "vehicle_use"

    id: Mapped[Key]
    vehicle_id: Mapped[int] = mapped_column(sa.ForeignKey("vehicle.id"), index=True)
    unit_id: Mapped[int] = mapped_column(sa.ForeignKey("unit.id"), index=True)
    affair_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("affair.id"), index=True
    )
    team_id: Mapped[int | None] = mapped_column(sa.ForeignKey("action_team.id"))
    person_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    first: Mapped[date]
    last: Mapped[date]
    purpose: Mapped[Line]
    kilometres: Mapped[int | None]
    recorded_at: Mapped[datetime]
    recorded_by: Mapped[int]

    @classmethod
    def within(cls, units: Collection[int], day: date) -> sa.ColumnElement[bool]:
        """Select the uses by ``units``."""
        del day
        return cls.unit_id.in_(units)


class Dispute(OfAffair, Base):
    """What a dispute between units is about. The disputants are parties.

    Attributes:
        basis: Which rule is in dispute.
        claims: Canonical JSON: what each side says.
        opinion: The centre's opinion (协调意见).
    """

    __tablename__ = "dispute"

    affair_id: Mapped[int] = mapped_column(sa.ForeignKey("affair.id"), primary_key=True)
    basis: Mapped[Prose]
    claims: Mapped[Prose]
    opinion: Mapped[Prose]
