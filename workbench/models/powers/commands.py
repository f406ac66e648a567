"""Tables of 指挥协调: what an order says."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from workbench.models.base import Base, Line, Prose
from workbench.models.powers.affairs import OfAffair
from workbench.rules.powers.orders import OrderType, Urgency


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
