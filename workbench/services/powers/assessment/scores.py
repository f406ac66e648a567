"""Points given by hand, extra points, the board of a month, what is behind a cell."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

import sqlalchemy as sa

from workbench.access import Permission
from workbench.desk import Topic, Work, chartered
from workbench.models.powers.affairs import Affair
from workbench.models.powers.assessment import (
    AssessedSubject,
    AssessmentMonth,
    FrozenFact,
    ItemScore,
)
from workbench.rules import Refusal
from workbench.rules.powers.facts import FACTS
from workbench.rules.powers.hands import Somebody, check_hands
from workbench.rules.powers.months import check_workable
from workbench.rules.powers.moves import AffairKind, State
from workbench.rules.powers.schemes import SchemeItem
from workbench.rules.powers.scoring import check_extra, check_given
from workbench.rules.powers.subjects import SubjectKind
from workbench.rules.roster.units import Employment
from workbench.services.powers.assessment import held, reckoning
from workbench.services.powers.assessment.facts import Counted, rows_of
from workbench.services.powers.docket import Docket

_SCORING = "scoring"


@dataclass(frozen=True, slots=True)
class Given:
    """Points that are given by hand.

    Attributes:
        subject_id: To whom, as the month knows him.
        item: The item's key.
        points: From 0 to the item's own full score; None where it does not apply.
        evidence: What they are based on.
    """

    subject_id: int
    item: str
    points: Fraction | None
    evidence: str


@dataclass(frozen=True, slots=True)
class BoardCell:
    """What a subject reached in one item.

    Attributes:
        item: The item's key.
        points: Rounded; None where it does not apply or is still to be given.
        weight: Its full score after re-weighting; 0 where it does not apply.
        basis: The figures, as 11/13; the evidence of a hand item.
        pending: Whether a person is still to give the points.
        given: What was given by hand, on the item's own full score.
        evidence: Why.
        given_by: Who gave it.
        adjusted: Whether an appeal changed it.
    """

    item: str
    points: Fraction | None
    weight: Fraction
    basis: str
    by_hand: bool
    pending: bool
    given: Fraction | None
    evidence: str
    given_by: str
    reviewed_by: str
    adjusted: bool

    @property
    def applies(self) -> bool:
        """Whether the item applies to the subject this month."""
        return self.weight > 0


@dataclass(frozen=True, slots=True)
class BoardRow:
    """One subject of a month.

    Attributes:
        id: Its number in the month.
        key: Number of the unit, or of the person; the same every month.
        employment: A person's 编制类型; None for a unit.
        cells: One for each item of the scheme, in its order; none before computing.
        total: None while points by hand are lacking.
        place: Among its like; ties share one.
        earlier: The total of the month before, where that is locked.
    """

    id: int
    key: int
    name: str
    unit_id: int
    unit: str
    person_id: int | None
    employment: Employment | None
    post: str
    cells: tuple[BoardCell, ...]
    extra: Fraction
    extra_basis: str
    total: Fraction | None
    place: int | None
    earlier: Fraction | None

    @property
    def change(self) -> Fraction | None:
        """How the total moved since the month before; None where one is lacking."""
        if self.total is None or self.earlier is None:
            return None
        return self.total - self.earlier


@dataclass(frozen=True, slots=True)
class MonthBoard:
    """A month's scores of one kind of subject.

    Attributes:
        affair_id: The month.
        scheme: The scheme as papers cite it.
        items: Its items, in print order.
        extra: The most points that may be added or taken off.
        rows: Best first where places are known, else by number.
        pending: How many hand scores of them are still to be given.
        subjects: The kinds of subject the month is about.
        version: What a move has to name, so that a rival's is noticed.
    """

    affair_id: int
    month: date
    state: State
    version: int
    subject: SubjectKind
    scheme: str
    items: tuple[SchemeItem, ...]
    extra: Fraction
    rows: tuple[BoardRow, ...]
    pending: int
    subjects: tuple[SubjectKind, ...]


@dataclass(frozen=True, slots=True)
class FactLine:
    """One fact behind a cell.

    Attributes:
        fact: Its name.
        words: What is counted by it.
        value: What it came to.
        rows: What was counted, one a row.
    """

    fact: str
    words: str
    value: int
    rows: tuple[Counted, ...]


@dataclass(frozen=True, slots=True)
class CellFile:
    """Everything behind one cell.

    Attributes:
        name: Whose cell it is.
        item: The item, as the month's scheme has it.
        cell: What was reached; None before computing.
        facts: The facts its formula reads; none for a hand item.
    """

    name: str
    item: SchemeItem
    cell: BoardCell | None
    facts: tuple[FactLine, ...]


@chartered(
    Permission.POWERS_ASSESSMENT_EDIT,
    title="手工评分",
    changes=(Topic.AFFAIRS, Topic.ASSESSMENT),
)
def give_points(
    work: Work,
    *,
    affair_id: int,
    subject_id: int,
    item: str,
    points: Fraction | None,
    evidence: str,
    seen: int | None = None,
) -> None:
    """Give a subject the points of a hand item, saying why.

    Args:
        work: Whose work.
        affair_id: The month.
        subject_id: The subject, as the month knows it.
        item: The item's key.
        points: From 0 to the item's own full score; None where it does not apply.
        evidence: What the points are based on.
        seen: The month's version as the person saw it.

    Raises:
        Refusal: The month is not being scored, there is no such item, it is reckoned by
            a formula, the points are out of bounds or not explained, or they would be
            one's own; a rival moved the month meanwhile.

    Clause: powers/points, powers/month-locked, powers/moves, powers/three-hands,
        powers/rival
    """
    docket = _scoring(work, affair_id, seen)
    _give(docket, [Given(subject_id, item, points, evidence)])


@chartered(
    Permission.POWERS_ASSESSMENT_EDIT,
    title="成批手工评分",
    changes=(Topic.AFFAIRS, Topic.ASSESSMENT),
)
def give_many(
    work: Work, *, affair_id: int, given: Sequence[Given], seen: int | None = None
) -> None:
    """Give several subjects the points of hand items, all of them or none.

    Args:
        work: Whose work.
        affair_id: The month.
        given: What is given to whom, and why.
        seen: The month's version as the person saw it.

    Raises:
        Refusal: As of ``give_points``, for the first that is refused.

    Clause: powers/points, powers/month-locked, powers/moves, powers/three-hands,
        powers/rival
    """
    docket = _scoring(work, affair_id, seen)
    _give(docket, given)


def _give(docket: Docket, given: Sequence[Given]) -> None:
    """Keep points given by hand and reckon whoever got some anew."""
    month = held.month_of(docket)
    plans, scores = held.schemes_of(month), held.scores_of(docket)
    subjects: dict[int, AssessedSubject] = {}
    for one in given:
        subject = subjects.get(one.subject_id) or _subject(docket, one.subject_id)
        subjects[subject.id] = subject
        check_hands("评分", docket.me(), concerned=_persons([subject]))
        scheme = plans.get(subject.subject)
        item = scheme.plan.item(one.item) if scheme else None
        if item is None:
            raise _no_item()
        words = check_given(item, one.points, one.evidence)
        row = scores.get((subject.id, one.item))
        if row is None:
            raise Refusal("这个月还没有计算，不能评分。", clause="powers/moves")
        row.given, row.evidence = held.hundredths(one.points), words
        row.given_by = docket.work.actor.name
    docket.work.session.flush()
    reckoning.score_subjects(docket, list(subjects.values()))
    _settled(docket)


@chartered(
    Permission.POWERS_ASSESSMENT_EDIT,
    title="登记加减分",
    changes=(Topic.AFFAIRS, Topic.ASSESSMENT),
)
def set_extra(
    work: Work,
    *,
    affair_id: int,
    subject_id: int,
    points: Fraction,
    basis: str,
    seen: int | None = None,
) -> None:
    """Add points outside the items, or take some off, saying why.

    Args:
        work: Whose work.
        affair_id: The month.
        subject_id: The subject, as the month knows it.
        points: What is added; below 0 what is taken off; 0 for none.
        basis: Why.
        seen: The month's version as the person saw it.

    Raises:
        Refusal: The month is not being scored, more than the scheme allows, no reason,
            or they would be one's own; a rival moved the month meanwhile.

    Clause: powers/points, powers/month-locked, powers/moves, powers/three-hands,
        powers/rival
    """
    docket = _scoring(work, affair_id, seen)
    subject = _subject(docket, subject_id)
    check_hands("评分", docket.me(), concerned=_persons([subject]))
    scheme = held.schemes_of(held.month_of(docket))[subject.subject]
    words = check_extra(points, scheme.plan.extra, basis)
    subject.extra = held.hundredths(points) or 0
    subject.extra_basis = words
    _settled(docket)


def _scoring(work: Work, affair_id: int, seen: int | None) -> Docket:
    """Return a month that is being scored; refuse one that is not."""
    docket = Docket.to_move(work, affair_id, seen, AffairKind.MONTH)
    month = held.month_of(docket)
    check_workable(docket.affair.state, month.month, "评分")
    if docket.affair.state != _SCORING:
        raise Refusal(
            f"这个月{docket.machine.state(docket.affair.state).label}，还不能评分。",
            clause="powers/moves",
            ways=("计算以后点“开始评分”。",),
        )
    docket.check_grant(work.now)
    return docket


def _subject(docket: Docket, subject_id: int) -> AssessedSubject:
    subject: AssessedSubject = docket.work.own(AssessedSubject, subject_id)
    if subject.affair_id != docket.affair.id:
        raise Refusal("这个考核对象不属于这个月。", clause="powers/points")
    return subject


def _item(docket: Docket, subject: AssessedSubject, key: str) -> SchemeItem:
    """Return an item of the scheme that a month has for a subject."""
    scheme = held.schemes_of(held.month_of(docket)).get(subject.subject)
    item = scheme.plan.item(key) if scheme else None
    if item is None:
        raise _no_item()
    return item


def _no_item() -> Refusal:
    return Refusal("当月的考核办法没有这个项目。", clause="powers/points")


def _persons(rows: Iterable[AssessedSubject]) -> tuple[Somebody, ...]:
    return tuple(
        Somebody(one.name, None, one.person_id)
        for one in rows
        if one.person_id is not None
    )


def _settled(docket: Docket) -> None:
    """Reckon totals and places anew; who looks elsewhere sees that it changed."""
    reckoning.settle(docket)
    docket.affair.version += 1
    docket.work.session.flush()


# ---- as shown ----


@chartered(Permission.POWERS_ASSESSMENT_READ)
def month_board(work: Work, *, affair_id: int, subject: SubjectKind) -> MonthBoard:
    """Return a month's scores of one kind of subject.

    Raises:
        Refusal: It may not be seen, or is not about such subjects.

    Clause: platform/row-scope, powers/month-facts
    """
    docket = Docket.to_move(work, affair_id, None, AffairKind.MONTH)
    month = held.month_of(docket)
    plans = held.schemes_of(month)
    scheme = plans.get(subject)
    if scheme is None:
        raise Refusal(
            f"这个月没有考核{subject.label}，或者还没有冻结事实。",
            clause="powers/month-facts",
            ways=("先办理“冻结事实”。",),
        )
    found = [one for one in held.subjects_of(docket) if one.subject is subject]
    scores = held.scores_of(docket)
    earlier = _earlier(docket, month, subject)
    rows = [_row(one, scheme.plan.items, scores, earlier.get(one.key)) for one in found]
    rows.sort(key=lambda one: (one.place is None, one.place or 0, one.key))
    return MonthBoard(
        affair_id,
        month.month,
        docket.machine.state(docket.affair.state),
        docket.affair.version,
        subject,
        scheme.words,
        scheme.plan.items,
        scheme.plan.extra,
        tuple(rows),
        sum(cell.pending for row in rows for cell in row.cells),
        tuple(plans),
    )


def _row(
    one: AssessedSubject,
    items: Iterable[SchemeItem],
    scores: dict[tuple[int, str], ItemScore],
    earlier: Fraction | None,
) -> BoardRow:
    cells = [_cell(row) for item in items if (row := scores.get((one.id, item.key)))]
    return BoardRow(
        one.id,
        one.key,
        one.name,
        one.unit_id,
        one.unit_name,
        one.person_id,
        Employment(one.employment) if one.employment else None,
        one.post,
        tuple(cells),
        Fraction(one.extra, held.HUNDREDTHS),
        one.extra_basis,
        held.score(one.total),
        one.place,
        earlier,
    )


def _cell(row: ItemScore) -> BoardCell:
    return BoardCell(
        row.item,
        held.score(row.points),
        Fraction(row.weight, held.HUNDREDTHS),
        row.basis,
        row.by_hand,
        row.by_hand and not row.given_by,
        held.score(row.given),
        row.evidence,
        row.given_by,
        row.reviewed_by,
        row.adjusted is not None,
    )


def _earlier(
    docket: Docket, month: AssessmentMonth, subject: SubjectKind
) -> dict[int, Fraction]:
    """Return the locked totals of the month before, by the number of unit or person."""
    work = docket.work
    last = 12
    before = (
        date(month.month.year - 1, last, 1)
        if month.month.month == 1
        else date(month.month.year, month.month.month - 1, 1)
    )
    found = work.session.execute(
        sa.select(AssessedSubject.key, AssessedSubject.total)
        .join(AssessmentMonth, AssessmentMonth.affair_id == AssessedSubject.affair_id)
        .where(
            AssessmentMonth.zone_id == month.zone_id,
            AssessmentMonth.month == before,
            AssessmentMonth.locked_at.is_not(None),
            AssessedSubject.subject == subject,
            AssessedSubject.total.is_not(None),
            work.visible(AssessedSubject),
            work.visible(AssessmentMonth),
        )
    )
    return {key: Fraction(total or 0, held.HUNDREDTHS) for key, total in found}


@chartered(Permission.POWERS_ASSESSMENT_READ)
def cell_rows(work: Work, *, subject_id: int, item: str) -> CellFile:
    """Return what is behind a cell: facts, and the rows they were counted from.

    Raises:
        Refusal: It may not be seen, or the scheme has no such item.

    Clause: platform/row-scope, powers/points
    """
    subject: AssessedSubject = work.own(AssessedSubject, subject_id)
    affair: Affair = work.own(Affair, subject.affair_id)
    docket = Docket(work, affair)
    docket.check_readable()
    scheme_item = _item(docket, subject, item)
    formula = scheme_item.read()
    names = formula.names if formula is not None else frozenset[str]()
    found = {
        row.fact: row
        for row in work.session.scalars(
            sa.select(FrozenFact).where(
                FrozenFact.subject_id == subject_id,
                FrozenFact.fact.in_(names),
                work.visible(FrozenFact),
            )
        )
    }
    row = work.session.scalars(
        sa.select(ItemScore).where(
            ItemScore.subject_id == subject_id,
            ItemScore.item == item,
            work.visible(ItemScore),
        )
    ).first()
    return CellFile(
        subject.name,
        scheme_item,
        None if row is None else _cell(row),
        tuple(
            FactLine(
                name, FACTS[name].words, found[name].value, rows_of(found[name].rows)
            )
            for name in sorted(found)
        ),
    )
