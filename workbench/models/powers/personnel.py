"""Tables of 推荐提名 and 反向否决."""

from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from workbench.models.base import Base, Line, Name, Prose
from workbench.models.powers.affairs import OfAffair
from workbench.rules.powers.vetoes import VetoSubject


class Nomination(OfAffair, Base):
    """What a nomination says. The candidate is the affair's person.

    Attributes:
        unit_id: Whom it is addressed to.
        position: The post or honour.
        grounds: Canonical JSON: heading and text of each ground.
        scores: Canonical JSON: what the candidate reached, as filled in when drafted.
        integrity: What was asked about integrity, of whom, and what they said.
        reply: What was answered.
        adopted: Whether it was followed; None until it is known.
    """

    __tablename__ = "nomination"

    affair_id: Mapped[int] = mapped_column(sa.ForeignKey("affair.id"), primary_key=True)
    unit_id: Mapped[int] = mapped_column(sa.ForeignKey("unit.id"))
    position: Mapped[Line]
    honour: Mapped[bool]
    profile: Mapped[Prose]
    grounds: Mapped[Prose]
    scores: Mapped[Prose]
    integrity: Mapped[Prose]
    integrity_on: Mapped[date | None]
    reply: Mapped[Prose]
    adopted: Mapped[bool | None]
    result_on: Mapped[date | None]


class Veto(OfAffair, Base):
    """A department's proposal about a posted person, and what the centre says to it.

    Attributes:
        unit_id: The department.
        letter_id: The affair of its letter in the register of what comes in.
        letter: Its letter, with its title marks and its number.
        subject: What it proposes.
        plan: The proposal in words that follow 拟.
        answer_by: Until when the centre has to answer.
        agreed: What the centre said; None until it did.
        reasons: Canonical JSON: heading and text of each reason.
        evidence: Canonical JSON: the evidence list.
        insisted: What the department says where it insists.
        county_reply: What the county decided.
    """

    __tablename__ = "veto"

    affair_id: Mapped[int] = mapped_column(sa.ForeignKey("affair.id"), primary_key=True)
    unit_id: Mapped[int] = mapped_column(sa.ForeignKey("unit.id"))
    letter_id: Mapped[int | None] = mapped_column(sa.ForeignKey("affair.id"))
    letter: Mapped[Line]
    received_on: Mapped[date]
    subject: Mapped[VetoSubject]
    plan: Mapped[Line]
    answer_by: Mapped[date]
    agreed: Mapped[bool | None]
    facts: Mapped[Prose]
    reasons: Mapped[Prose]
    advice: Mapped[Prose]
    evidence: Mapped[Prose]
    insisted: Mapped[Prose]
    county_reply: Mapped[Prose]
    outcome: Mapped[Name]
