"""Tables of the document room: number series, papers, wordings, articles of law."""

from collections.abc import Collection
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from workbench.models.base import (
    Base,
    Dated,
    Digest,
    Key,
    Line,
    Name,
    Prose,
    dated,
)
from workbench.rules.documents import FileSource, PaperState


class NumberSeries(Base):
    """A run of numbers: one issuer's 代字, and 文书代字 for forms (文号系列).

    Attributes:
        word: The organ's own (东综执).
        suffix: What stands behind it for some kinds of paper (移); often nothing.
    """

    __tablename__ = "number_series"
    __table_args__ = (sa.UniqueConstraint("issuer_id", "word", "suffix"),)

    id: Mapped[Key]
    issuer_id: Mapped[int] = mapped_column(sa.ForeignKey("unit.id"))
    word: Mapped[Name]
    suffix: Mapped[Name] = mapped_column(default="")


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
        names_nobody: Whether everybody may read it once it is issued.
        number: Place in the series; None for a draft or a sheet without number.
        about_on: The day or month the paper speaks of.
        record: Canonical JSON of the record.
        made_by: Account of whoever drafted it; 0 for the workbench itself.
        sealed: Whether a seal is put on it; None where an old paper does not say.
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
    sealed: Mapped[bool | None]

    @classmethod
    def within(cls, units: Collection[int], day: date) -> sa.ColumnElement[bool]:
        """Select the papers about one of ``units``, and issued ones naming nobody."""
        del day
        issued = cls.state.in_([state for state in PaperState if state.issued])
        return sa.or_(cls.about_id.in_(units), sa.and_(cls.names_nobody, issued))

    @classmethod
    def confided(cls) -> sa.ColumnElement[bool]:
        """Select the papers about somebody's career: not for everybody of the unit."""
        return cls.kind.in_(("nomination", "reverse_veto"))


class PaperStep(Base):
    """One thing that was done to a paper. Never edited.

    The person's name is copied: the register must read the same after the person
    has left.

    Attributes:
        state: Where the paper stood afterwards.
        done_by: Who did it at the desk.
        remark: Who signed it off (签发人), why it was returned or is void.
        by_id: That person's account; None for steps of old.
        done_on: The day it was done, where that was said; entered at ``at``.
    """

    __tablename__ = "paper_step"

    id: Mapped[Key]
    paper_id: Mapped[int] = mapped_column(sa.ForeignKey("paper.id"), index=True)
    state: Mapped[PaperState]
    at: Mapped[datetime]
    done_by: Mapped[Name]
    remark: Mapped[Line]
    by_id: Mapped[int | None]
    done_on: Mapped[date | None]


class PaperFile(Base):
    """One version of a paper, as it was made. Never overwritten.

    Attributes:
        suffix: docx, xlsx, pdf, jpg or png.
        digest: SM3 of the content.
        version: 1, 2, 3 … within the paper.
        source: How it came about.
        made_by: Account of whoever made it.
        made_with: The program, for a PDF; often nothing.
        record: The record it came from; None where that is not known any more.
    """

    __tablename__ = "paper_file"
    __table_args__ = (sa.UniqueConstraint("paper_id", "version"),)

    id: Mapped[Key]
    paper_id: Mapped[int] = mapped_column(sa.ForeignKey("paper.id"), index=True)
    suffix: Mapped[str] = mapped_column(sa.String(8))
    content: Mapped[bytes]
    digest: Mapped[Digest]
    made_at: Mapped[datetime]
    version: Mapped[int]
    source: Mapped[FileSource]
    made_by: Mapped[int]
    made_with: Mapped[str | None] = mapped_column(sa.String(80))
    record: Mapped[str | None] = mapped_column(sa.Text)


class PaperPrint(Base):
    """One time a paper was printed. Never edited.

    Attributes:
        nth: 1 for the first time; more for a reprint (重印).
        done_by: Who printed it.
        pages: Of one copy; 0 where the printer did not say.
    """

    __tablename__ = "paper_print"
    __table_args__ = (
        sa.UniqueConstraint("paper_id", "nth"),
        sa.CheckConstraint("copies > 0", name="some_copies"),
    )

    id: Mapped[Key]
    paper_id: Mapped[int] = mapped_column(sa.ForeignKey("paper.id"), index=True)
    nth: Mapped[int]
    at: Mapped[datetime]
    done_by: Mapped[Name]
    by_id: Mapped[int]
    printer: Mapped[Line]
    copies: Mapped[int]
    pages: Mapped[int]


class PaperWording(Dated, Base):
    """What an office says its own way in a kind of paper, for a span of days.

    Attributes:
        kind: Which paper, as ``reports`` names it.
        item: Which part: ``addressee``, ``copies``, ``basis`` or a phrase's name
            behind ``phrase:``.
    """

    __tablename__ = "paper_wording"
    __table_args__ = dated("paper_wording", "kind", "item")

    id: Mapped[Key]
    kind: Mapped[str] = mapped_column(sa.String(40))
    item: Mapped[str] = mapped_column(sa.String(60))
    text: Mapped[Prose]


class LawArticle(Dated, Base):
    """An article of a law or rule as it read for a span of days (法规条文).

    Attributes:
        law: Its title, without title marks: 中华人民共和国行政处罚法.
        article: Which one: 第五十七条第一款.
        organ: Who made it.
        document: Its number, such as 国务院令第310号; often nothing.
        field: Field of enforcement it is used in.
        matter: Cause of action it is the basis of (案由); often nothing.
        text: The article itself.
    """

    __tablename__ = "law_article"
    __table_args__ = dated("law_article", "law", "article")

    id: Mapped[Key]
    law: Mapped[Line]
    article: Mapped[Name]
    organ: Mapped[Line]
    document: Mapped[Line]
    field: Mapped[Name]
    matter: Mapped[Line]
    text: Mapped[Prose]
