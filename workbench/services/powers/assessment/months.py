"""A month of assessment: facts frozen, points computed, told, settled and locked."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

import sqlalchemy as sa

from workbench.access import Permission
from workbench.desk import Topic, Work, chartered
from workbench.models.powers.affairs import Affair
from workbench.models.powers.assessment import (
    AssessmentMonth,
    ItemScore,
)
from workbench.models.roster.units import Unit
from workbench.rules import Refusal
from workbench.rules.calendar import china_day, chinese_day
from workbench.rules.platform import Policy
from workbench.rules.powers.months import (
    check_not_hand,
    month_words,
    next_month,
)
from workbench.rules.powers.moves import AffairKind, Clock, Hand, State
from workbench.rules.powers.subjects import SubjectKind
from workbench.services.powers import naming
from workbench.services.powers.assessment import held, reckoning, sealing
from workbench.services.powers.docket import Docket
from workbench.services.powers.said import Said

_LONGEST_BASIS = 200


@dataclass(frozen=True, slots=True)
class MonthRow:
    """One month, as shown.

    Attributes:
        id: Number of its affair.
        schemes: The schemes it was frozen with, as papers cite them, by subject.
        counts: How many subjects of each kind.
        pending: How many hand scores are still to be given.
        objections_to: Last day of the objection window.
        open_appeals: How many objections are not answered yet.
        digest: SM3 of everything that was locked, as hexadecimal; empty before.
    """

    id: int
    unit_id: int
    zone_id: int
    zone: str
    month: date
    state: State
    version: int
    frozen_at: datetime | None
    schemes: tuple[tuple[SubjectKind, str], ...]
    counts: tuple[tuple[SubjectKind, int], ...]
    pending: int
    objections_to: date | None
    open_appeals: int
    locked_at: datetime | None
    digest: str

    @property
    def words(self) -> str:
        """The month as sentences write it: 2026年10月."""
        return month_words(self.month)


@chartered(
    Permission.POWERS_ASSESSMENT_EDIT,
    title="登记月度考核",
    changes=(Topic.AFFAIRS, Topic.ASSESSMENT),
)
def begin_month(work: Work, *, unit_id: int, month: date) -> int:
    """Begin a month of assessment of a command centre's zone.

    Args:
        work: Whose work.
        unit_id: The command centre.
        month: Any day of the month.

    Returns:
        Number of the affair.

    Raises:
        Refusal: The unit may not be seen, is no centre or holds no grant; the month
            lies ahead, or is on record already.

    Clause: powers/month-facts, powers/grant, powers/centre, platform/row-scope
    """
    work.own(Unit, unit_id)
    first = month.replace(day=1)
    if first > work.today:
        raise Refusal(f"{month_words(first)}还没有开始。", clause="powers/month-facts")
    docket = Docket.begin(
        work,
        AffairKind.MONTH,
        unit_id=unit_id,
        title=f"{month_words(first)}考核",
    )
    zone_id = naming.centre_on(work, unit_id=unit_id, on=work.today).zone_id
    known = work.session.scalar(
        sa.select(AssessmentMonth.affair_id).where(
            AssessmentMonth.zone_id == zone_id,
            AssessmentMonth.month == first,
            work.whole_county(AssessmentMonth),
        )
    )
    if known is not None:
        raise Refusal(
            f"{month_words(first)}的考核已经登记过。",
            clause="powers/month-facts",
            ways=("在列表中打开这个月继续办理。",),
        )
    work.session.add(
        AssessmentMonth(
            affair_id=docket.affair.id, zone_id=zone_id, month=first, plans="{}"
        )
    )
    work.session.flush()
    return docket.affair.id


# ---- what must hold before a move, and what follows of it ----


def hand_in(docket: Docket, said: Said, at: datetime) -> None:
    """Refuse to hand in for review what is not scored to the end.

    Args:
        docket: The month.
        said: What the move brought.
        at: When it was made.

    Raises:
        Refusal: Hand scores are still to be given.

    Clause: powers/points
    """
    del said, at
    lacking = [
        row
        for row in held.scores_of(docket).values()
        if row.by_hand and not row.given_by
    ]
    if lacking:
        people = len({row.subject_id for row in lacking})
        raise Refusal(
            f"还有{people}个考核对象的{len(lacking)}个手工评分项目没有给分，不能送复核。",
            clause="powers/points",
            ways=("在考核表中逐项给分；本月没有的，选“不适用”并写明依据。",),
        )


def open_window(docket: Docket, said: Said, at: datetime) -> None:
    """Have the objection window run, and note who reviewed the scores.

    Args:
        docket: The month.
        said: What the move brought.
        at: When the result was told.
    """
    del said
    work = docket.work
    term = docket.term(Policy.OBJECTION_WINDOW, at)
    clock = docket.start(Clock.OBJECT, at, term)
    month = held.month_of(docket)
    month.objections_to = china_day(clock.due_at - timedelta(seconds=1))
    work.session.execute(
        sa.update(ItemScore)
        .where(
            ItemScore.affair_id == docket.affair.id,
            ItemScore.by_hand.is_(sa.true()),
            work.whole_county(ItemScore),
        )
        .values(reviewed_by=work.actor.name)
    )
    work.session.expire_all()


def check_reviewer(docket: Docket, said: Said) -> None:
    """Refuse a reviewer who made the assessment, or is assessed by it.

    Args:
        docket: The month.
        said: What the move brings.

    Raises:
        Refusal: He did, or is.

    Clause: powers/three-hands
    """
    del said
    docket.check_decider("复核", held.people_of(docket))
    givers = held.givers_of(held.scores_of(docket))
    handlers = (*held.hands_of(docket, Hand.HANDLE), *givers)
    check_not_hand("复核", docket.me(), handlers, "办理")


def check_decider(docket: Docket, said: Said) -> None:
    """Refuse a decider who made or reviewed the assessment, or is assessed by it.

    Args:
        docket: The month.
        said: What the move brings.

    Raises:
        Refusal: He did, or is.

    Clause: powers/three-hands
    """
    del said
    docket.check_decider("审定", held.people_of(docket))
    givers = held.givers_of(held.scores_of(docket))
    handlers = (*held.hands_of(docket, Hand.HANDLE), *givers)
    check_not_hand("审定", docket.me(), handlers, "办理")
    check_not_hand("审定", docket.me(), held.hands_of(docket, Hand.REVIEW), "复核")


def check_window_over(docket: Docket, said: Said) -> None:
    """Refuse to close the objection window while it runs.

    Args:
        docket: The month.
        said: What the move brings.

    Raises:
        Refusal: It runs.

    Clause: powers/objection
    """
    runs = docket.clock(Clock.OBJECT)
    at = said.at or docket.work.now
    if runs is not None and at <= runs.due_at:
        last = china_day(runs.due_at - timedelta(seconds=1))
        raise Refusal(
            f"异议期到{chinese_day(last)}为止，还没有届满。", clause="powers/objection"
        )


def check_lockable(docket: Docket, said: Said) -> None:
    """Refuse to lock in the wrong hands, or while an objection is not answered.

    Args:
        docket: The month.
        said: What the move brings.

    Raises:
        Refusal: The hands are wrong, or an objection waits.

    Clause: powers/three-hands, powers/month-locked
    """
    check_decider(docket, said)
    count = len(_open_appeals(docket))
    if count:
        raise Refusal(
            f"还有{count}件申诉没有答复，不能锁定。",
            clause="powers/month-locked",
            ways=("先在“考核申诉”中复核并答复。",),
        )


def _open_appeals(docket: Docket) -> list[int]:
    work = docket.work
    return list(
        work.session.scalars(
            sa.select(Affair.id).where(
                Affair.parent_id == docket.affair.id,
                Affair.kind == AffairKind.APPEAL,
                Affair.done.is_(sa.false()),
                work.whole_county(Affair),
            )
        )
    )


def lock(docket: Docket, said: Said, at: datetime) -> None:
    """Lock the month: note the digest of everything in it.

    Args:
        docket: The month.
        said: What the move brought.
        at: When it was settled.
    """
    del said
    reckoning.settle(docket)
    month = held.month_of(docket)
    month.locked_at = at
    month.digest = sealing.digest_of(docket)
    docket.work.session.flush()


# ---- as shown ----


@chartered(Permission.POWERS_ASSESSMENT_READ)
def month_row(work: Work, *, affair_id: int) -> MonthRow:
    """Return one month.

    Raises:
        Refusal: It may not be seen.

    Clause: platform/row-scope
    """
    return _row(Docket.to_move(work, affair_id, None, AffairKind.MONTH))


@chartered(Permission.POWERS_ASSESSMENT_READ)
def month_rows(work: Work, *, unit_id: int) -> tuple[MonthRow, ...]:
    """Return the months of a command centre, newest first."""
    found = work.session.scalars(
        sa.select(Affair)
        .join(AssessmentMonth, AssessmentMonth.affair_id == Affair.id)
        .where(
            Affair.unit_id == unit_id,
            work.visible(Affair),
            work.visible(AssessmentMonth),
        )
        .order_by(AssessmentMonth.month.desc())
    )
    return tuple(_row(Docket(work, one)) for one in found)


@chartered(Permission.POWERS_ASSESSMENT_READ)
def digest_holds(work: Work, *, affair_id: int) -> bool:
    """Tell whether a locked month still is what was locked.

    Raises:
        Refusal: It may not be seen, or is not locked.

    Clause: platform/row-scope, powers/month-locked
    """
    docket = Docket.to_move(work, affair_id, None, AffairKind.MONTH)
    month = held.month_of(docket)
    if month.digest is None:
        raise Refusal(
            f"{month_words(month.month)}的考核还没有锁定，没有校验码。",
            clause="powers/month-locked",
        )
    return month.digest == sealing.digest_of(docket)


def _row(docket: Docket) -> MonthRow:
    work, affair, month = docket.work, docket.affair, held.month_of(docket)
    found = held.subjects_of(docket)
    last = next_month(month.month) - timedelta(days=1)
    pending = work.session.scalar(
        sa.select(sa.func.count()).where(
            ItemScore.affair_id == affair.id,
            ItemScore.by_hand.is_(sa.true()),
            ItemScore.given_by == "",
            work.visible(ItemScore),
        )
    )
    return MonthRow(
        affair.id,
        affair.unit_id,
        month.zone_id,
        naming.zone_called(work, zone_id=month.zone_id, on=last),
        month.month,
        docket.machine.state(affair.state),
        affair.version,
        month.frozen_at,
        tuple((kind, one.words) for kind, one in held.schemes_of(month).items()),
        tuple(
            (kind, count)
            for kind in SubjectKind
            if (count := sum(one.subject is kind for one in found))
        ),
        pending or 0,
        month.objections_to,
        len(_open_appeals(docket)),
        month.locked_at,
        month.digest.hex() if month.digest else "",
    )
