"""Quarters and years: means of locked months, and the grades they suggest."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

import sqlalchemy as sa

from workbench.access import Permission
from workbench.desk import Work, chartered
from workbench.models.powers.affairs import Affair
from workbench.models.powers.assessment import (
    AssessedSubject,
    AssessmentMonth,
    FrozenFact,
)
from workbench.models.roster.units import Unit
from workbench.rules import Refusal
from workbench.rules.platform import Policy
from workbench.rules.powers.scoring import (
    AssessedPeriod,
    GradeScale,
    Suggestion,
    mean_of,
    places,
    scale_of,
    suggest_grades,
)
from workbench.rules.powers.subjects import SubjectKind
from workbench.rules.roster.units import Employment
from workbench.services.platform import policy
from workbench.services.powers.assessment import held

_DUE, _PRESENT = "应到天数", "实到天数"


@dataclass(frozen=True, slots=True)
class Standing:
    """How a subject did in a quarter or a year.

    Attributes:
        key: Number of the unit, or of the person.
        home_unit: The unit a person works at, as last named.
        employment: A person's 编制类型, as in the last month; None for a unit.
        totals: The total of each locked month; None where he was not assessed.
        score: The mean of those, rounded once.
        place: Among its like; ties share one.
        days_due: Days a person was due, in those months.
        days_present: Days a person was there.
        scale: The scale of grades; None for a unit.
        suggestion: The grade that is suggested; None for a unit.
    """

    key: int
    name: str
    unit_id: int
    unit: str
    person_id: int | None
    employment: Employment | None
    post: str
    totals: tuple[Fraction | None, ...]
    score: Fraction
    place: int
    days_due: int = 0
    days_present: int = 0
    scale: GradeScale | None = None
    suggestion: Suggestion | None = None


@dataclass(frozen=True, slots=True)
class Standings:
    """A quarter or a year of one kind of subject.

    Attributes:
        months: The locked months, oldest first.
        missing: The months of the period that are not locked.
        scheme: The scheme of the last month, as papers cite it.
        share: The most that may get the best grade, of those on one scale.
        share_source: Where that comes from.
        rows: Best first.
    """

    period: AssessedPeriod
    subject: SubjectKind
    months: tuple[date, ...]
    missing: tuple[date, ...]
    scheme: str
    share: Fraction
    share_source: str
    rows: tuple[Standing, ...]


@chartered(Permission.POWERS_ASSESSMENT_READ)
def standings(
    work: Work,
    *,
    unit_id: int,
    subject: SubjectKind,
    year: int,
    quarter: int | None = None,
) -> Standings:
    """Return how everybody did in a quarter or a year, over the locked months.

    Grades are only suggested: each person's own organ decides his.

    Args:
        work: Whose session.
        unit_id: The command centre.
        subject: Who is meant.
        year: The year.
        quarter: 1 to 4; the whole year where None.

    Raises:
        Refusal: The centre may not be seen, or no month of the period is locked.

    Clause: powers/grades, powers/month-locked, platform/row-scope
    """
    work.own(Unit, unit_id)
    period = AssessedPeriod(year, quarter)
    found = _locked(work, unit_id, period)
    with_plan = [
        (month, scheme)
        for month in found
        if (scheme := held.schemes_of(month).get(subject)) is not None
    ]
    if not with_plan:
        raise Refusal(
            f"{period.label}还没有锁定的{subject.label}考核。",
            clause="powers/month-locked",
            ways=("先把其中的月份审定锁定。",),
        )
    months = [month for month, _scheme in with_plan]
    last, scheme = with_plan[-1]
    parameter = (
        Policy.EXCELLENT_GRADE_SHARE if quarter is None else Policy.GOOD_GRADE_SHARE
    )
    on = period.months[-1]
    share = policy.share(work, policy=parameter, on=on)
    rows = _standings(work, months, subject)
    if subject is SubjectKind.PERSON:
        told = suggest_grades(
            {one.key: (one.scale, one.score) for one in rows if one.scale is not None},
            period,
            scheme.plan.lines,
            share,
        )
        rows = [replace(one, suggestion=told.get(one.key)) for one in rows]
    return Standings(
        period,
        subject,
        tuple(one.month for one in months),
        tuple(one for one in period.months if one not in {m.month for m in months}),
        held.schemes_of(last)[subject].words,
        share,
        policy.source_of(work, policy=parameter, on=on),
        tuple(sorted(rows, key=lambda one: (one.place, one.key))),
    )


def _locked(
    work: Work, unit_id: int, period: AssessedPeriod
) -> Sequence[AssessmentMonth]:
    return work.session.scalars(
        sa.select(AssessmentMonth)
        .join(Affair, Affair.id == AssessmentMonth.affair_id)
        .where(
            Affair.unit_id == unit_id,
            AssessmentMonth.month.in_(period.months),
            AssessmentMonth.locked_at.is_not(None),
            work.visible(Affair),
            work.visible(AssessmentMonth),
        )
        .order_by(AssessmentMonth.month)
    ).all()


def _standings(
    work: Work, months: Sequence[AssessmentMonth], subject: SubjectKind
) -> list[Standing]:
    """Return everybody who got a total in one of the months, without grades."""
    ids = [one.affair_id for one in months]
    found = work.session.scalars(
        sa.select(AssessedSubject).where(
            AssessedSubject.affair_id.in_(ids),
            AssessedSubject.subject == subject,
            AssessedSubject.total.is_not(None),
            work.visible(AssessedSubject),
        )
    ).all()
    by_key: dict[int, dict[int, AssessedSubject]] = {}
    for row in found:
        by_key.setdefault(row.key, {})[row.affair_id] = row
    due, present = _days(work, ids)
    scores: dict[int, Fraction] = {}
    totals: dict[int, tuple[Fraction | None, ...]] = {}
    for key, rows in by_key.items():
        totals[key] = tuple(
            held.score(rows[one].total) if one in rows else None for one in ids
        )
        scores[key] = mean_of([one for one in totals[key] if one is not None])
    ranked = places(scores)
    standing = []
    for key, rows in sorted(by_key.items()):
        last = rows[max(rows, key=ids.index)]
        employment = Employment(last.employment) if last.employment else None
        standing.append(
            Standing(
                key,
                last.name,
                last.unit_id,
                last.unit_name,
                last.person_id,
                employment,
                last.post,
                totals[key],
                scores[key],
                ranked[key],
                sum(due[one.id] for one in rows.values()),
                sum(present[one.id] for one in rows.values()),
                None if employment is None else scale_of(employment),
            )
        )
    return standing


def _days(work: Work, ids: Sequence[int]) -> tuple[Counter[int], Counter[int]]:
    """Return days due and days present, by subject."""
    counted: dict[str, Counter[int]] = {_DUE: Counter(), _PRESENT: Counter()}
    for subject_id, fact, value in work.session.execute(
        sa.select(FrozenFact.subject_id, FrozenFact.fact, FrozenFact.value).where(
            FrozenFact.affair_id.in_(ids),
            FrozenFact.fact.in_((_DUE, _PRESENT)),
            work.visible(FrozenFact),
        )
    ):
        counted[fact][subject_id] += value
    return counted[_DUE], counted[_PRESENT]
