"""Tables of duty (值班): shifts, who is on, the log and the hand-over."""

from collections.abc import Collection
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from workbench.models.base import Base, Dated, Key, Line, Name, Prose, dated
from workbench.models.powers.affairs import OfAffair


class OfUnit:
    """Rows that belong to a unit."""

    unit_id: Mapped[int]

    @classmethod
    def within(cls, units: Collection[int], day: date) -> sa.ColumnElement[bool]:
        """Select the rows of ``units``."""
        del day
        return cls.unit_id.in_(units)


class Shift(OfUnit, Dated, Base):
    """A shift of a centre's day, for a span of days.

    Attributes:
        place: Its place in the day, counted from 0.
        starts: When it begins, 24-hour HH:MM.
        ends: When it ends, of the same day or the next.
        people: How many are to be on.
    """

    __tablename__ = "shift"
    __table_args__ = dated("shift", "unit_id", "name")

    id: Mapped[Key]
    unit_id: Mapped[int] = mapped_column(sa.ForeignKey("unit.id"), index=True)
    name: Mapped[Name]
    place: Mapped[int]
    starts: Mapped[str] = mapped_column(sa.String(5))
    ends: Mapped[str] = mapped_column(sa.String(5))
    people: Mapped[int]


class Duty(OfUnit, Base):
    """Somebody's turn on a day.

    Attributes:
        shift: Name of the shift; ``leader`` and ``standby`` for a whole day.
        swapped_from: Who was to be on before a swap.
    """

    __tablename__ = "duty"
    __table_args__ = (
        sa.UniqueConstraint("unit_id", "day", "shift", "person_id"),
        sa.Index(None, "unit_id", "day"),
    )

    id: Mapped[Key]
    unit_id: Mapped[int] = mapped_column(sa.ForeignKey("unit.id"))
    day: Mapped[date]
    shift: Mapped[Name]
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), index=True)
    swapped_from: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    note: Mapped[Line]


class RosterMonth(OfUnit, Base):
    """A month's shift roster: drawn up, handed in, settled (排定).

    Attributes:
        author: Who drew it up.
        author_ids: Accounts that had a hand in it, with commas between; none of them
            settles it.
        handed_in: Whether it waits for who settles it.
    """

    __tablename__ = "roster_month"
    __table_args__ = (sa.UniqueConstraint("unit_id", "month"),)

    id: Mapped[Key]
    unit_id: Mapped[int] = mapped_column(sa.ForeignKey("unit.id"))
    month: Mapped[date]
    author: Mapped[Name]
    author_ids: Mapped[Line]
    handed_in: Mapped[bool]
    reviewer: Mapped[Name]
    settled_on: Mapped[date | None]
    paper_id: Mapped[int | None] = mapped_column(sa.ForeignKey("paper.id"))


class DutyEntry(OfUnit, Base):
    """One line of the duty log (值班日志). Never edited.

    Attributes:
        at: When it happened, as stated.
        text: What happened and what was done.
        affair_id: The affair it led to.
        open: Whether it is still to be handed on to the next shift.
        follows_id: The entry it goes on with, or takes the place of.
        corrects: Whether it takes the place of that one, which was wrong.
    """

    __tablename__ = "duty_entry"
    __table_args__ = (sa.Index(None, "unit_id", "at"),)

    id: Mapped[Key]
    unit_id: Mapped[int] = mapped_column(sa.ForeignKey("unit.id"))
    day: Mapped[date]
    shift: Mapped[Name]
    at: Mapped[datetime]
    text: Mapped[Prose]
    affair_id: Mapped[int | None] = mapped_column(sa.ForeignKey("affair.id"))
    open: Mapped[bool]
    follows_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("duty_entry.id"), index=True
    )
    corrects: Mapped[bool]
    entered_at: Mapped[datetime]
    entered_by: Mapped[Name]


class HandOver(OfUnit, Base):
    """A hand-over from one shift to the next (交接班).

    Attributes:
        handed_by: Who goes.
        taken_by: Who comes; he gives his own password, or signs on paper.
        handed_id: Account of who goes.
        text: What is handed over.
        points: The open points of the log at that moment, one a line.
        taken_at: When he took it; None until then.
        vouched_by: Account by whose password he took it; None where on paper.
        scan_name: Name of the signed sheet's scan, where it was taken on paper.
        scan: That scan, sealed.
        scan_digest: SM3 of its plain content.
    """

    __tablename__ = "hand_over"
    __table_args__ = (sa.UniqueConstraint("unit_id", "day", "shift"),)

    id: Mapped[Key]
    unit_id: Mapped[int] = mapped_column(sa.ForeignKey("unit.id"))
    day: Mapped[date]
    shift: Mapped[Name]
    handed_by: Mapped[Name]
    handed_id: Mapped[int]
    handed_at: Mapped[datetime]
    taken_by: Mapped[Name]
    taken_at: Mapped[datetime | None]
    text: Mapped[Prose]
    points: Mapped[Prose]
    vouched_by: Mapped[int | None]
    scan_name: Mapped[Line]
    scan: Mapped[bytes | None]
    scan_digest: Mapped[bytes | None] = mapped_column(sa.LargeBinary(32))


class DutySwap(OfAffair, Base):
    """Two turns that are to be exchanged, or one that is to be taken over.

    Attributes:
        duty_id: The turn of who asks.
        other_id: The turn of the other; None where it is only taken over.
        taker_id: Who takes it over.
    """

    __tablename__ = "duty_swap"

    affair_id: Mapped[int] = mapped_column(sa.ForeignKey("affair.id"), primary_key=True)
    duty_id: Mapped[int] = mapped_column(sa.ForeignKey("duty.id"))
    other_id: Mapped[int | None] = mapped_column(sa.ForeignKey("duty.id"))
    taker_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
