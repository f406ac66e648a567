"""Tables of the document room: number series, papers, their steps and files."""

from collections.abc import Collection
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from workbench.models.base import Base, Digest, Key, Line, Name, Prose
from workbench.rules.documents import PaperState


class NumberSeries(Base):
    """A run of numbers: one issuer's 代字 (文号系列)."""

    __tablename__ = "number_series"
    __table_args__ = (sa.UniqueConstraint("issuer_id", "word"),)

    id: Mapped[Key]
    issuer_id: Mapped[int] = mapped_column(sa.ForeignKey("unit.id"))
    word: Mapped[Name]


class NumberYear(Base):
    """The last number a series has used in a year."""

    __tablename__ = "number_year"
    __table_args__ = (sa.CheckConstraint("last >= 0", name="counted_up"),)

    series_id: Mapped[int] = mapped_column(
        sa.ForeignKey("number_series.id"), primary_key=True
    )
    year: Mapped[int] = mapped_column(primary_key=True)
    last: Mapped[int]


class Paper(Base):
    """One paper: the frozen record it was composed from, and its number if issued.

    Attributes:
        kind: Which paper, as ``reports`` names it.
        unit_id: The organ that issues it; None for a sheet nobody signs.
        about_id: The unit it speaks of; None for one about the whole county.
        names_nobody: Whether everybody may read it.
        number: Place in the series; None for a draft or a sheet without number.
        about_on: The day or month the paper speaks of.
        record: Canonical JSON of the record.
    """

    __tablename__ = "paper"
    __table_args__ = (sa.UniqueConstraint("series_id", "year", "number"),)

    id: Mapped[Key]
    kind: Mapped[str] = mapped_column(sa.String(40), index=True)
    title: Mapped[Line]
    unit_id: Mapped[int | None] = mapped_column(sa.ForeignKey("unit.id"))
    series_id: Mapped[int | None] = mapped_column(sa.ForeignKey("number_series.id"))
    year: Mapped[int | None]
    number: Mapped[int | None]
    number_text: Mapped[Line]
    about_id: Mapped[int | None] = mapped_column(sa.ForeignKey("unit.id"))
    names_nobody: Mapped[bool]
    about_on: Mapped[date]
    issued_on: Mapped[date | None]
    state: Mapped[PaperState]
    record: Mapped[Prose]
    made_at: Mapped[datetime]
    made_by: Mapped[int]

    @classmethod
    def within(cls, units: Collection[int], day: date) -> sa.ColumnElement[bool]:
        """Select the papers about one of ``units``, and those that name nobody."""
        del day
        return sa.or_(cls.about_id.in_(units), cls.names_nobody)


class PaperStep(Base):
    """One thing that was done to a paper. Never edited.

    The person's name is copied: the register must read the same after the person
    has left.

    Attributes:
        state: Where the paper stood afterwards.
        done_by: Who did it at the desk.
        remark: Who signed it off (签发人), or why it is void.
    """

    __tablename__ = "paper_step"

    id: Mapped[Key]
    paper_id: Mapped[int] = mapped_column(sa.ForeignKey("paper.id"), index=True)
    state: Mapped[PaperState]
    at: Mapped[datetime]
    done_by: Mapped[Name]
    remark: Mapped[Line]


class PaperFile(Base):
    """One file of a paper, as it was made. Never overwritten.

    Attributes:
        suffix: docx, xlsx or pdf.
        digest: SM3 of the content.
    """

    __tablename__ = "paper_file"

    id: Mapped[Key]
    paper_id: Mapped[int] = mapped_column(sa.ForeignKey("paper.id"), index=True)
    suffix: Mapped[str] = mapped_column(sa.String(8))
    content: Mapped[bytes]
    digest: Mapped[Digest]
    made_at: Mapped[datetime]
