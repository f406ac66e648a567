"""What a month of assessment holds in its tables, for the services beside this one."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

import sqlalchemy as sa

from workbench.models.powers.affairs import AffairStep
from workbench.models.powers.assessment import (
    AssessedSubject,
    AssessmentMonth,
    FrozenFact,
    ItemScore,
)
from workbench.rules.powers.hands import Somebody
from workbench.rules.powers.moves import Hand
from workbench.rules.powers.schemes import SchemePlan, plan_of
from workbench.rules.powers.subjects import SubjectKind
from workbench.services.powers.docket import BEGIN, Docket

HUNDREDTHS = 100


@dataclass(frozen=True, slots=True)
class HeldScheme:
    """The scheme of one kind of subject, as frozen with the month.

    Attributes:
        name: Its title, without title marks.
        number: Number of the document that put it in force.
    """

    name: str
    number: str
    plan: SchemePlan

    @property
    def words(self) -> str:
        """As papers cite it: 《…》（…号）."""
        return f"《{self.name}》（{self.number}）"


def score(hundredths: int | None) -> Fraction | None:
    """Return a score of the tables as the rules reckon with it."""
    return None if hundredths is None else Fraction(hundredths, HUNDREDTHS)


def hundredths(points: Fraction | None) -> int | None:
    """Return a rounded score as the tables hold it."""
    return None if points is None else int(points * HUNDREDTHS)


def month_of(docket: Docket) -> AssessmentMonth:
    """Return the month of an affair."""
    work = docket.work
    row: AssessmentMonth = work.session.scalars(
        sa.select(AssessmentMonth).where(
            AssessmentMonth.affair_id == docket.affair.id,
            work.visible(AssessmentMonth),
        )
    ).one()
    return row


def schemes_of(month: AssessmentMonth) -> dict[SubjectKind, HeldScheme]:
    """Return the schemes a month was frozen with."""
    told = json.loads(month.plans or "{}")
    return {
        kind: HeldScheme(one["name"], one["number"], plan_of(one["plan"]))
        for kind in SubjectKind
        if (one := told.get(kind.value))
    }


def subjects_of(docket: Docket) -> list[AssessedSubject]:
    """Return who is assessed: teams, towns, people, by number."""
    work = docket.work
    found = work.session.scalars(
        sa.select(AssessedSubject).where(
            AssessedSubject.affair_id == docket.affair.id,
            work.visible(AssessedSubject),
        )
    ).all()
    order = tuple(SubjectKind)
    return sorted(found, key=lambda one: (order.index(one.subject), one.key))


def scores_of(docket: Docket) -> dict[tuple[int, str], ItemScore]:
    """Return the scores, by subject and item."""
    work = docket.work
    found = work.session.scalars(
        sa.select(ItemScore).where(
            ItemScore.affair_id == docket.affair.id, work.visible(ItemScore)
        )
    )
    return {(one.subject_id, one.item): one for one in found}


def facts_of(docket: Docket) -> dict[int, dict[str, int]]:
    """Return what was frozen, by subject and fact."""
    work = docket.work
    counted: dict[int, dict[str, int]] = {}
    for subject_id, fact, value in work.session.execute(
        sa.select(FrozenFact.subject_id, FrozenFact.fact, FrozenFact.value).where(
            FrozenFact.affair_id == docket.affair.id, work.visible(FrozenFact)
        )
    ):
        counted.setdefault(subject_id, {})[fact] = value
    return counted


def people_of(docket: Docket) -> tuple[Somebody, ...]:
    """Return the people who are assessed themselves."""
    return tuple(
        Somebody(one.name, None, one.person_id)
        for one in subjects_of(docket)
        if one.person_id is not None
    )


def hands_of(docket: Docket, hand: Hand) -> tuple[Somebody, ...]:
    """Return who had a hand in an affair: who began it counts as who handled it."""
    machine = docket.machine
    verbs = {move.verb for move in machine.moves if move.hand is hand}
    if hand is Hand.HANDLE:
        verbs.add(BEGIN)
    steps: Iterable[AffairStep] = docket.steps
    return tuple(
        Somebody(step.by_name, step.by_id) for step in steps if step.verb in verbs
    )


def givers_of(
    scores: Mapping[tuple[int, str], ItemScore],
) -> tuple[Somebody, ...]:
    """Return who gave points by hand."""
    names = {one.given_by for one in scores.values() if one.given_by}
    return tuple(Somebody(name) for name in sorted(names))
