"""Tables of what comes in (收文登记)."""

from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from workbench.models.base import Base, Name, Prose
from workbench.models.powers.affairs import OfAffair
from workbench.rules.powers.letters import LetterSort


class IncomingLetter(OfAffair, Base):
    """What a letter that came in says of itself.

    Attributes:
        unit_id: The centre it came to.
        year: The year it came in; with ``arrival`` its number in the register.
        arrival: Which it is of that year, counted from 1 without a gap.
        number: The sender's number.
        sender: Who sent it, as it signs.
        sender_id: The same as a unit, where it is one of ours.
        written_on: 成文日期.
        received_on: The day it came in.
        sort: What it asks for.
        answer_by: Until when an answer is wanted.
        instruction: 批办意见.
        answer: What answered it: number and title.
        answered_id: The affair that took it on or answers it.
    """

    __tablename__ = "incoming_letter"
    __table_args__ = (sa.UniqueConstraint("unit_id", "year", "arrival"),)

    affair_id: Mapped[int] = mapped_column(sa.ForeignKey("affair.id"), primary_key=True)
    unit_id: Mapped[int] = mapped_column(sa.ForeignKey("unit.id"))
    year: Mapped[int]
    arrival: Mapped[int]
    number: Mapped[Name]
    sender: Mapped[Name]
    sender_id: Mapped[int | None] = mapped_column(sa.ForeignKey("unit.id"))
    written_on: Mapped[date | None]
    received_on: Mapped[date]
    sort: Mapped[LetterSort]
    answer_by: Mapped[date | None]
    instruction: Mapped[Prose]
    answer: Mapped[Prose]
    answered_id: Mapped[int | None] = mapped_column(sa.ForeignKey("affair.id"))
