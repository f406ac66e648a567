"""Tables of affairs (办件): where each stands, whom it reaches, steps and clocks."""

from collections.abc import Collection
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from workbench.models.base import Base, Digest, Key, Line, Name, Prose
from workbench.rules.powers.collective import Vote
from workbench.rules.powers.moves import AffairKind, Clock, Way


class Affair(Base):
    """One thing that a command centre handles.

    Attributes:
        state: Where it stands, as its kind's machine names it.
        unit_id: The command centre whose affair it is.
        parent_id: The affair it came of: an errand's order.
        title: What it is about, in one line.
        number_text: The number of its paper, where it has one.
        paper_id: Its paper in the register.
        person_id: Whom of the roster it is about, where it is about somebody.
        version: How often it was moved; tells whether it still is as somebody saw it.
        done: Whether nothing is waited for any more.
        due_at: When the next of its running clocks ends.
        made_by: Account of who began it.
        happened_at: When it began, as stated.
    """

    __tablename__ = "affair"
    __table_args__ = (
        sa.Index(None, "done", "due_at", "id"),
        sa.Index(None, "kind", "state", "id"),
    )

    id: Mapped[Key]
    kind: Mapped[AffairKind]
    state: Mapped[str] = mapped_column(sa.String(32))
    unit_id: Mapped[int] = mapped_column(sa.ForeignKey("unit.id"), index=True)
    parent_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("affair.id"), index=True
    )
    title: Mapped[Line]
    number_text: Mapped[Line]
    paper_id: Mapped[int | None] = mapped_column(sa.ForeignKey("paper.id"))
    person_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("person.id"), index=True
    )
    version: Mapped[int]
    done: Mapped[bool]
    due_at: Mapped[datetime | None]
    made_at: Mapped[datetime]
    made_by: Mapped[int]
    made_by_name: Mapped[Name]
    happened_at: Mapped[datetime]

    @classmethod
    def within(cls, units: Collection[int], day: date) -> sa.ColumnElement[bool]:
        """Select the affairs of ``units``, and those that reach one of them."""
        del day
        reached = sa.select(AffairParty.affair_id).where(AffairParty.unit_id.in_(units))
        return sa.or_(cls.unit_id.in_(units), cls.id.in_(reached))


class OfAffair:
    """Rows that belong to an affair and are seen with it."""

    affair_id: Mapped[int]

    @classmethod
    def within(cls, units: Collection[int], day: date) -> sa.ColumnElement[bool]:
        """Select the rows of affairs a person who sees ``units`` may see."""
        return cls.affair_id.in_(sa.select(Affair.id).where(Affair.within(units, day)))


class AffairParty(OfAffair, Base):
    """A unit that an affair reaches.

    Attributes:
        part: What it is there for, by a ``Part``'s value.
        people: How many of its people are to come, where that was said.
        signed_by: Who signed for it.
        arrivals: Who came, one a line, with the number of the certificate.
    """

    __tablename__ = "affair_party"
    __table_args__ = (sa.UniqueConstraint("affair_id", "unit_id", "part"),)

    id: Mapped[Key]
    affair_id: Mapped[int] = mapped_column(sa.ForeignKey("affair.id"), index=True)
    unit_id: Mapped[int] = mapped_column(sa.ForeignKey("unit.id"), index=True)
    part: Mapped[Name]
    people: Mapped[int | None]
    signed_by: Mapped[Name]
    signed_at: Mapped[datetime | None]
    arrivals: Mapped[Prose]
    arrived_at: Mapped[datetime | None]


class AffairStep(OfAffair, Base):
    """One move of an affair. Never edited.

    Attributes:
        verb: The move, as the machine names it; ``begin`` for the first.
        before: Where it stood.
        after: Where it stood then.
        at: When it was done, as stated (发生时间).
        entered_at: When it was entered (录入时间).
        by_id: Account that entered it.
        by_name: Whose account that is.
        party: The unit that did it, where another than the centre did.
        person: Who did it there.
        way: How it reached us, where it was entered on behalf (代录).
        words: What was said: reason, remark, result.
        details: Canonical JSON of what else the move brought.
    """

    __tablename__ = "affair_step"

    id: Mapped[Key]
    affair_id: Mapped[int] = mapped_column(sa.ForeignKey("affair.id"), index=True)
    verb: Mapped[Name]
    before: Mapped[str] = mapped_column(sa.String(32))
    after: Mapped[str] = mapped_column(sa.String(32))
    at: Mapped[datetime]
    entered_at: Mapped[datetime]
    by_id: Mapped[int]
    by_name: Mapped[Name]
    party: Mapped[Name]
    person: Mapped[Name]
    way: Mapped[Way | None]
    words: Mapped[Prose]
    details: Mapped[Prose]


class AffairClock(OfAffair, Base):
    """A term that runs, or ran, in an affair.

    Attributes:
        due_at: Until when it is in time.
        first_due_at: The same before it was extended.
        provisional: Whether the year's calendar was not announced yet.
        term: The term in words, with its source.
        met_at: When it was met, as stated.
        dropped_at: When it ceased to matter.
    """

    __tablename__ = "affair_clock"
    __table_args__ = (
        sa.Index(None, "affair_id", "clock"),
        sa.Index(None, "due_at"),
    )

    id: Mapped[Key]
    affair_id: Mapped[int] = mapped_column(sa.ForeignKey("affair.id"))
    clock: Mapped[Clock]
    started_at: Mapped[datetime]
    due_at: Mapped[datetime]
    first_due_at: Mapped[datetime]
    provisional: Mapped[bool]
    term: Mapped[Line]
    met_at: Mapped[datetime | None]
    dropped_at: Mapped[datetime | None]


class AffairFile(OfAffair, Base):
    """A scan, a photo or another piece of evidence kept with an affair.

    Attributes:
        step_id: The move that brought it.
        content: Sealed.
        digest: SM3 of the plain content.
    """

    __tablename__ = "affair_file"

    id: Mapped[Key]
    affair_id: Mapped[int] = mapped_column(sa.ForeignKey("affair.id"), index=True)
    step_id: Mapped[int | None] = mapped_column(sa.ForeignKey("affair_step.id"))
    name: Mapped[Line]
    content: Mapped[bytes]
    digest: Mapped[Digest]
    added_at: Mapped[datetime]
    added_by: Mapped[Name]


class AffairVote(OfAffair, Base):
    """How one member of the centre voted in a collective decision.

    Attributes:
        meeting: Number of the meeting, where an affair was voted on more than once.
    """

    __tablename__ = "affair_vote"
    __table_args__ = (sa.UniqueConstraint("affair_id", "meeting", "person_id"),)

    id: Mapped[Key]
    affair_id: Mapped[int] = mapped_column(sa.ForeignKey("affair.id"), index=True)
    meeting: Mapped[int]
    held_on: Mapped[date]
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    person_name: Mapped[Name]
    vote: Mapped[Vote]
    reason: Mapped[Line]
