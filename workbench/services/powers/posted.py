"""Posted people (派驻人员): who works in a centre's zone on a day, and how he did."""

from datetime import date
from fractions import Fraction

import sqlalchemy as sa

from workbench.access import Permission
from workbench.desk import Work, chartered, units_seen
from workbench.models.powers.assessment import AssessedSubject, AssessmentMonth
from workbench.models.roster.people import Person, Posting
from workbench.models.roster.units import UnitFact
from workbench.reports.powers.nomination import PeriodScore
from workbench.rules import Refusal
from workbench.rules.calendar import chinese_day
from workbench.services.powers import naming

_HUNDREDTHS = 100


@chartered(Permission.POWERS_PERSONNEL_READ)
def posted_to_choose(work: Work) -> tuple[tuple[int, str], ...]:
    """Return who is posted to the zones one sees today: number, name and unit."""
    units: set[int] = set()
    for unit_id, _name in naming.centres_to_choose(work):
        units |= units_seen(work.session, unit_id, work.today)
    found = work.session.execute(
        sa.select(Person.id, Person.name, UnitFact.short_name)
        .join(
            Posting,
            sa.and_(Posting.person_id == Person.id, Posting.holds_on(work.today)),
        )
        .join(
            UnitFact,
            sa.and_(UnitFact.unit_id == Posting.unit_id, UnitFact.holds_on(work.today)),
        )
        .where(
            Posting.unit_id.in_(units),
            work.visible(Person),
            work.whole_county(UnitFact),
        )
        .order_by(Person.name, Person.id)
    )
    return tuple((number, f"{name}（{unit}）") for number, name, unit in found)


@chartered(Permission.POWERS_PERSONNEL_READ)
def check_posted(work: Work, *, unit_id: int, person_id: int, on: date) -> str:
    """Return the name of somebody posted to a centre's zone, or refuse another.

    Args:
        work: Whose work.
        unit_id: The command centre.
        person_id: The person.
        on: The day.

    Raises:
        Refusal: He does not work there on that day.

    Clause: powers/posted
    """
    name = naming.people_called(work, ids=[person_id]).get(person_id)
    at = work.session.scalar(
        sa.select(Posting.unit_id).where(
            Posting.person_id == person_id,
            Posting.holds_on(on),
            work.whole_county(Posting),
        )
    )
    if name is None or at not in units_seen(work.session, unit_id, on):
        raise Refusal(
            f"{name or '所选人员'}{chinese_day(on)}不在本片区派驻，"
            "推荐提名和反向否决只针对派驻本片区的人员。",
            clause="powers/posted",
            ways=("核对人员和日期；派驻没有登记的，先在“人员”页办理派驻。",),
        )
    return name


@chartered(Permission.POWERS_PERSONNEL_READ)
def profile_of(work: Work, *, person_id: int, on: date) -> str:
    """Return who a posted person is, in a sentence for a letter."""
    found = work.session.execute(
        sa.select(Person, UnitFact.name, Posting)
        .join(Posting, sa.and_(Posting.person_id == Person.id, Posting.holds_on(on)))
        .join(
            UnitFact,
            sa.and_(UnitFact.unit_id == Posting.unit_id, UnitFact.holds_on(on)),
        )
        .where(
            Person.id == person_id,
            work.whole_county(Person),
            work.whole_county(Posting),
            work.whole_county(UnitFact),
        )
    ).first()
    if found is None:
        return ""
    person, unit, posting = found
    since = posting.valid_from
    return (
        f"{person.name}，{person.sex.label}，{person.born_on.year}年"
        f"{person.born_on.month}月出生，{since.year}年{since.month}月起在{unit}工作，"
        f"岗位类别为{posting.post.label}。"
    )


@chartered(Permission.POWERS_PERSONNEL_READ)
def locked_scores(work: Work, *, person_id: int, on: date) -> tuple[PeriodScore, ...]:
    """Return what a person reached in the months that were locked, oldest first.

    Args:
        work: Whose work.
        person_id: The person.
        on: Of months that began on this day or before.
    """
    found = work.session.execute(
        sa.select(AssessmentMonth.month, AssessedSubject.total)
        .join(AssessedSubject, AssessedSubject.affair_id == AssessmentMonth.affair_id)
        .where(
            AssessedSubject.person_id == person_id,
            AssessedSubject.total.is_not(None),
            AssessmentMonth.locked_at.is_not(None),
            AssessmentMonth.month <= on,
            work.visible(AssessmentMonth),
            work.visible(AssessedSubject),
        )
        .order_by(AssessmentMonth.month)
    )
    return tuple(
        PeriodScore(
            f"{month.year}年{month.month}月", Fraction(total, _HUNDREDTHS), "未评等次"
        )
        for month, total in found
        if total is not None
    )
