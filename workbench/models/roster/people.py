"""Tables of people and everything dated about them."""

from collections.abc import Collection
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from workbench.models.base import Base, Dated, Key, Line, Name, dated
from workbench.rules.identifiers import Sex
from workbench.rules.roster.people import LeaveKind, PostKind
from workbench.rules.roster.units import Employment


class Person(Base):
    """A person of the joint departments.

    Attributes:
        sealed: 身份证号 and telephone in one envelope (SM4-GCM).
        id_digest: Keyed digest of the 身份证号, to look it up and keep it single.
    """

    __tablename__ = "person"
    __table_args__ = (sa.Index(None, "name", "id"),)

    id: Mapped[Key]
    name: Mapped[Name]
    sex: Mapped[Sex]
    born_on: Mapped[date]
    sealed: Mapped[bytes]
    id_digest: Mapped[bytes] = mapped_column(sa.LargeBinary(32), unique=True)
    remark: Mapped[Line]
    entered_at: Mapped[datetime]

    @classmethod
    def within(cls, units: Collection[int], day: date) -> sa.ColumnElement[bool]:
        """Select the people who belong to, or work at, one of ``units`` on ``day``."""
        return sa.or_(
            cls.id.in_(
                sa.select(Establishment.person_id).where(
                    Establishment.holds_on(day), Establishment.unit_id.in_(units)
                )
            ),
            cls.id.in_(
                sa.select(Posting.person_id).where(
                    Posting.holds_on(day), Posting.unit_id.in_(units)
                )
            ),
        )


class OfPerson:
    """A row about one person: whoever sees the person sees the row."""

    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), index=True)

    @classmethod
    def within(cls, units: Collection[int], day: date) -> sa.ColumnElement[bool]:
        """Select the rows about people who may be seen."""
        return cls.person_id.in_(sa.select(Person.id).where(Person.within(units, day)))


class Establishment(OfPerson, Dated, Base):
    """Which unit a person belongs to, and on what footing (编制单位)."""

    __tablename__ = "establishment"
    __table_args__ = dated("establishment", "person_id")

    id: Mapped[Key]
    unit_id: Mapped[int] = mapped_column(sa.ForeignKey("unit.id"), index=True)
    employment: Mapped[Employment]


class Posting(OfPerson, Dated, Base):
    """Which unit a person works at, and as what (使用单位).

    Attributes:
        document: Number of the paper that posted the person there, or empty.
    """

    __tablename__ = "posting"
    __table_args__ = dated("posting", "person_id")

    id: Mapped[Key]
    unit_id: Mapped[int] = mapped_column(sa.ForeignKey("unit.id"), index=True)
    post: Mapped[PostKind]
    document: Mapped[Line]


class Certificate(OfPerson, Dated, Base):
    """An enforcement certificate (行政执法证) and its days of validity."""

    __tablename__ = "certificate"
    __table_args__ = (dated("certificate", "person_id")[0], sa.Index(None, "number"))

    id: Mapped[Key]
    number: Mapped[str] = mapped_column(sa.String(40))
    fields: Mapped[Line]


class Leave(OfPerson, Dated, Base):
    """A spell away from the post.

    Attributes:
        approved_to: Last day the paper names, or None.
        document: The paper.
    """

    __tablename__ = "leave"
    __table_args__ = (
        dated("leave", "person_id")[0],
        sa.CheckConstraint(
            "approved_to IS NULL OR approved_to >= valid_from", name="term_in_order"
        ),
    )

    id: Mapped[Key]
    kind: Mapped[LeaveKind]
    approved_to: Mapped[date | None]
    document: Mapped[Line]


class Attendance(OfPerson, Base):
    """Days due and present in one month.

    Attributes:
        month: First day of the month.
        source: Where the figures come from.
    """

    __tablename__ = "attendance"
    __table_args__ = (
        sa.CheckConstraint(
            "days_present >= 0 AND days_due >= days_present", name="days_in_order"
        ),
        sa.Index(
            None,
            "person_id",
            "month",
            unique=True,
            sqlite_where=sa.text("superseded_at IS NULL"),
            postgresql_where=sa.text("superseded_at IS NULL"),
        ),
    )

    id: Mapped[Key]
    month: Mapped[date]
    days_due: Mapped[int]
    days_present: Mapped[int]
    source: Mapped[Line]
    reason: Mapped[Line]
    recorded_at: Mapped[datetime]
    recorded_by: Mapped[int]
    superseded_at: Mapped[datetime | None]


class Training(OfPerson, Base):
    """One training or exam of one person.

    Attributes:
        hours: Class hours (学时).
        score: Result of the exam, or None without one.
    """

    __tablename__ = "training"
    __table_args__ = (sa.CheckConstraint("hours >= 0", name="hours_not_negative"),)

    id: Mapped[Key]
    held_on: Mapped[date]
    topic: Mapped[Name]
    hours: Mapped[int]
    score: Mapped[int | None]
    recorded_at: Mapped[datetime]
    recorded_by: Mapped[int]


class FrontlineMonth(Base):
    """The figures of a month once it is locked. Never changed.

    Attributes:
        month: First day of the month.
        figures: Canonical JSON.
        digest: Keyed SM3 digest of the figures.
    """

    __tablename__ = "frontline_month"

    month: Mapped[date] = mapped_column(primary_key=True)
    figures: Mapped[str] = mapped_column(sa.Text)
    digest: Mapped[bytes] = mapped_column(sa.LargeBinary(32))
    locked_at: Mapped[datetime]
    locked_by: Mapped[Name]
