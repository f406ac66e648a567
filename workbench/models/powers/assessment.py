"""Tables of 管理考核: schemes, months, frozen facts and scores."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from workbench.models.base import Base, Dated, Digest, Key, Line, Name, Prose, dated
from workbench.models.powers.affairs import OfAffair
from workbench.rules.powers.subjects import SubjectKind


class Scheme(Dated, Base):
    """A version of an assessment scheme (考核办法), for a span of days.

    Attributes:
        subject: Who is assessed by it.
        name: Its title, without title marks.
        number: Number of the document that put it in force.
        plan: Canonical JSON of groups, weights and items.
    """

    __tablename__ = "scheme"
    __table_args__ = dated("scheme", "zone_id", "subject")

    id: Mapped[Key]
    zone_id: Mapped[int] = mapped_column(sa.ForeignKey("zone.id"), index=True)
    subject: Mapped[SubjectKind]
    name: Mapped[Line]
    number: Mapped[Name]
    plan: Mapped[Prose]


class AssessmentMonth(OfAffair, Base):
    """One zone's month of assessment.

    Attributes:
        month: First day of the month.
        frozen_at: When its facts were frozen; None until then.
        plans: Canonical JSON of the schemes as frozen, by subject.
        remarks: Canonical JSON: merits, faults and demands of the circular.
        objections_to: Last day of the objection window.
        locked_at: When it was locked.
        digest: SM3 of everything that was locked.
    """

    __tablename__ = "assessment_month"
    __table_args__ = (sa.UniqueConstraint("zone_id", "month"),)

    affair_id: Mapped[int] = mapped_column(sa.ForeignKey("affair.id"), primary_key=True)
    zone_id: Mapped[int] = mapped_column(sa.ForeignKey("zone.id"))
    month: Mapped[date]
    frozen_at: Mapped[datetime | None]
    plans: Mapped[Prose]
    remarks: Mapped[Prose]
    objections_to: Mapped[date | None]
    locked_at: Mapped[datetime | None]
    digest: Mapped[Digest | None]


class AssessedSubject(OfAffair, Base):
    """Who is assessed in a month: a team, a town or a person, as named then.

    Attributes:
        key: The unit's number, or the person's.
        unit_id: The unit assessed; for a person the unit he is posted to.
        unit_name: How that unit was called then.
        employment: A person's 编制类型 at the month's end; empty for a unit.
        post: What a person did there; empty for a unit.
        extra: Points added or taken off, hundredths.
        total: Sum of the rounded items and the extra, hundredths; None until computed.
        place: Rank among its like, ties share one.
    """

    __tablename__ = "assessed_subject"
    __table_args__ = (sa.UniqueConstraint("affair_id", "subject", "key"),)

    id: Mapped[Key]
    affair_id: Mapped[int] = mapped_column(sa.ForeignKey("affair.id"), index=True)
    subject: Mapped[SubjectKind]
    key: Mapped[int]
    unit_id: Mapped[int] = mapped_column(sa.ForeignKey("unit.id"), index=True)
    person_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    name: Mapped[Name]
    unit_name: Mapped[Name]
    employment: Mapped[Name]
    post: Mapped[Name]
    extra: Mapped[int] = mapped_column(default=0)
    extra_basis: Mapped[Line]
    total: Mapped[int | None]
    place: Mapped[int | None]


class FrozenFact(OfAffair, Base):
    """One named fact of one subject, frozen with the rows it was counted from.

    Attributes:
        fact: Its name, as formulas read it.
        value: A whole number.
        rows: Canonical JSON: what was counted, a line each (table, id, words, counts).
    """

    __tablename__ = "frozen_fact"
    __table_args__ = (sa.UniqueConstraint("subject_id", "fact"),)

    id: Mapped[Key]
    affair_id: Mapped[int] = mapped_column(sa.ForeignKey("affair.id"), index=True)
    subject_id: Mapped[int] = mapped_column(sa.ForeignKey("assessed_subject.id"))
    fact: Mapped[Name]
    value: Mapped[int]
    rows: Mapped[Prose]


class ItemScore(OfAffair, Base):
    """What a subject reached in one item.

    Attributes:
        item: The item's key in the scheme.
        points: Rounded, hundredths; None where the item does not apply.
        weight: Its full score after re-weighting, hundredths; 0 where it does not
            apply.
        basis: The figures, as printed (计分依据).
        by_hand: Whether a person gives it.
        given: What was given by hand, hundredths of the item's own full score; None
            while nothing is, or where it was said not to apply.
        adjusted: What an appeal found instead, hundredths; None for most.
        evidence: Why, for a hand item.
        given_by: Who gave it; empty while nobody did.
        reviewed_by: Who checked it.
    """

    __tablename__ = "item_score"
    __table_args__ = (sa.UniqueConstraint("subject_id", "item"),)

    id: Mapped[Key]
    affair_id: Mapped[int] = mapped_column(sa.ForeignKey("affair.id"), index=True)
    subject_id: Mapped[int] = mapped_column(sa.ForeignKey("assessed_subject.id"))
    item: Mapped[Name]
    points: Mapped[int | None]
    weight: Mapped[int]
    basis: Mapped[Line]
    by_hand: Mapped[bool]
    given: Mapped[int | None]
    adjusted: Mapped[int | None]
    evidence: Mapped[Prose]
    given_by: Mapped[Name]
    reviewed_by: Mapped[Name]


class Appeal(OfAffair, Base):
    """An objection to how somebody was assessed (申诉).

    Attributes:
        month_id: The month's affair.
        subject_id: Who objects.
        claims: Canonical JSON: item → what is said.
        findings: Canonical JSON: item → what was found, points before and after.
    """

    __tablename__ = "appeal"

    affair_id: Mapped[int] = mapped_column(sa.ForeignKey("affair.id"), primary_key=True)
    month_id: Mapped[int] = mapped_column(sa.ForeignKey("affair.id"), index=True)
    subject_id: Mapped[int] = mapped_column(sa.ForeignKey("assessed_subject.id"))
    letter: Mapped[Line]
    received_on: Mapped[date]
    claims: Mapped[Prose]
    findings: Mapped[Prose]
