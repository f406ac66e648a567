"""Swaps (换班): asked for, consented to by the other, approved, then exchanged."""

from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa

from workbench.access import Permission
from workbench.desk import Topic, Work, chartered
from workbench.models.powers.affairs import Affair
from workbench.models.powers.shifts import Duty, DutySwap, RosterMonth
from workbench.models.roster.people import Posting
from workbench.rules import Refusal
from workbench.rules.calendar import ONE_DAY, chinese_day
from workbench.rules.powers.duty import Turn, check_turn
from workbench.rules.powers.hands import Somebody
from workbench.rules.powers.moves import AffairKind, Part
from workbench.services.powers import naming
from workbench.services.powers.docket import Docket
from workbench.services.powers.duty_month import DutyMonth, plain
from workbench.services.powers.said import Said, said_of


@dataclass(frozen=True, slots=True)
class TurnToSwap:
    """A turn that may be swapped.

    Attributes:
        label: The turn in words: 11月12日夜班 张三.
    """

    id: int
    person_id: int
    label: str


@dataclass(frozen=True, slots=True)
class SwapValues:
    """What a swap says.

    Attributes:
        turn: The turn of who asks, in words.
        other: The turn he takes in exchange; empty where it is only taken over.
        asker: Who asks.
        taker: Who is to be on in his place.
    """

    turn: str
    other: str
    asker: str
    taker: str


@chartered(Permission.POWERS_AFFAIR_READ)
def turns_to_swap(work: Work) -> tuple[TurnToSwap, ...]:
    """Return the turns to come, of settled months, in the centres one sees."""
    settled = {
        (one.unit_id, one.month)
        for one in work.session.scalars(
            sa.select(RosterMonth).where(
                RosterMonth.settled_on.is_not(None), work.visible(RosterMonth)
            )
        )
    }
    found = [
        one
        for one in work.session.scalars(
            sa.select(Duty)
            .where(Duty.day >= work.today, work.visible(Duty))
            .order_by(Duty.day, Duty.id)
        )
        if (one.unit_id, one.day.replace(day=1)) in settled
    ]
    names = naming.people_called(work, ids=[one.person_id for one in found])
    return tuple(
        TurnToSwap(one.id, one.person_id, f"{_words(one)} {names[one.person_id]}")
        for one in found
    )


def _words(turn: Duty) -> str:
    called = {"leader": "带班", "standby": "备勤"}.get(turn.shift, turn.shift)
    return f"{turn.day.month}月{turn.day.day}日{called}"


@chartered(Permission.POWERS_AFFAIR_READ)
def swap_choices(work: Work) -> tuple[tuple[int, str], ...]:
    """Return the turns to come as pairs of number and words, for forms."""
    return tuple((one.id, one.label) for one in turns_to_swap(work))


@chartered(
    Permission.POWERS_COMMAND_ANSWER,
    title="申请换班",
    changes=(Topic.AFFAIRS, Topic.DUTY),
)
def ask_swap(
    work: Work,
    *,
    duty_id: int,
    reason: str,
    other_id: int | None = None,
    taker_id: int | None = None,
    at: datetime | None = None,
) -> int:
    """Ask that a turn be exchanged for another's, or taken over by somebody.

    Args:
        work: Whose work.
        duty_id: The turn of who asks.
        reason: Why.
        other_id: The turn he takes in exchange.
        taker_id: Who takes it over, where there is no turn in exchange.
        at: When it was asked for; now where None.

    Returns:
        Number of the affair.

    Raises:
        Refusal: It is another's turn and the person draws up no rosters, the month is
            not settled, a turn is over, both turns are one person's or the same, one
            of them is in another swap, or the exchange breaks a rule.

    Clause: powers/swap, powers/duty-leave, powers/duty-twice, powers/needs
    """
    if not reason.strip():
        raise Refusal("“申请换班”须写明理由。", clause="powers/needs")
    turn: Duty = work.own(Duty, duty_id)
    other: Duty | None = work.own(Duty, other_id) if other_id is not None else None
    taker = other.person_id if other is not None else taker_id
    if taker is None:
        raise Refusal(
            "请选对方的值班，或选替班的人。",
            clause="powers/swap",
            ways=("两人对调的选“换哪一班”；只替班的选“由谁替班”。",),
        )
    _check_turns(work, turn, other, taker)
    names = naming.people_called(work, ids=[turn.person_id, taker])
    asker = names[turn.person_id]
    title = (
        f"{asker}{_words(turn)}与{names[taker]}{_words(other)}对调"
        if other is not None
        else f"{asker}{_words(turn)}由{names[taker]}替班"
    )
    docket = Docket.begin(
        work,
        AffairKind.SWAP,
        unit_id=turn.unit_id,
        title=title,
        said=said_of(at=at, reason=reason),
        person_id=taker,
    )
    if not work.actor.may(Permission.POWERS_DUTY_EDIT) and not docket.is_me(
        turn.person_id
    ):
        raise Refusal(
            f"{_words(turn)}是{asker}的班，由本人或内勤申请。", clause="powers/swap"
        )
    _reach(docket, taker)
    work.session.add(
        DutySwap(
            affair_id=docket.affair.id,
            duty_id=turn.id,
            other_id=other.id if other is not None else None,
            taker_id=taker,
        )
    )
    work.session.flush()
    return docket.affair.id


def _reach(docket: Docket, taker: int) -> None:
    """Have who is to consent see it, at whichever unit he works."""
    work = docket.work
    unit_id = work.session.scalar(
        sa.select(Posting.unit_id).where(
            Posting.person_id == taker,
            Posting.holds_on(work.today),
            work.whole_county(Posting),
        )
    )
    if unit_id is not None and unit_id != docket.affair.unit_id:
        docket.add_party(unit_id, Part.TAKER)


def _check_turns(work: Work, turn: Duty, other: Duty | None, taker: int) -> None:
    """Refuse an exchange that cannot be, or that would break a rule.

    Clause: powers/swap, powers/duty-leave, powers/duty-twice, powers/duty-people
    """
    both = [turn, *([other] if other is not None else [])]
    for one in both:
        if one.unit_id != turn.unit_id:
            raise Refusal("只能在同一个指挥中心内换班。", clause="powers/swap")
        if one.day < work.today:
            raise Refusal(f"{_words(one)}已经过去，不能换。", clause="powers/swap")
        _check_settled(work, one)
        _check_free(work, one)
    if taker == turn.person_id:
        raise Refusal("对方和申请人是同一个人。", clause="powers/swap")
    months = {one.day.replace(day=1) for one in both}
    held = [DutyMonth.of(work, turn.unit_id, month) for month in sorted(months)]
    gone = {one.id for one in both}
    near = {one.id: one for each in held for one in each.turns}
    others = plain(one for key, one in near.items() if key not in gone)
    after = [Turn(turn.day, turn.shift, taker)]
    if other is not None:
        after.append(Turn(other.day, other.shift, turn.person_id))
    for coming in after:
        month = next(each for each in held if each.month == coming.day.replace(day=1))
        person = month.people.get(coming.person_id)
        if person is None or not person.belongs(coming.day):
            raise Refusal(
                f"替班的人{chinese_day(coming.day)}不在指挥中心和片区队伍，不能排班。",
                clause="powers/duty-people",
            )
        beside = [each for each in others if abs(each.day - coming.day) <= ONE_DAY]
        check_turn(coming, beside, month.plan)
        others.append(coming)


def _check_settled(work: Work, turn: Duty) -> None:
    month = turn.day.replace(day=1)
    row = work.session.scalars(
        sa.select(RosterMonth).where(
            RosterMonth.unit_id == turn.unit_id,
            RosterMonth.month == month,
            work.visible(RosterMonth),
        )
    ).one_or_none()
    if row is None or row.settled_on is None:
        raise Refusal(
            f"{month.year}年{month.month}月的值班表还没有排定，不用换班。",
            clause="powers/swap",
            ways=("直接在值班表上改。",),
        )


def _check_free(work: Work, turn: Duty) -> None:
    """Refuse a turn that is being swapped already."""
    found = work.session.scalar(
        sa.select(Affair.title)
        .join(DutySwap, DutySwap.affair_id == Affair.id)
        .where(
            sa.or_(DutySwap.duty_id == turn.id, DutySwap.other_id == turn.id),
            Affair.done.is_(sa.false()),
            work.whole_county(Affair),
            work.whole_county(DutySwap),
        )
    )
    if found is not None:
        raise Refusal(
            f"{_words(turn)}正在换班：{found}。",
            clause="powers/swap",
            ways=("先办完或撤回那一件。",),
        )


@chartered(Permission.POWERS_AFFAIR_READ)
def swap_values(work: Work, *, affair_id: int) -> SwapValues:
    """Return what a swap says.

    Raises:
        Refusal: It may not be seen.

    Clause: platform/row-scope
    """
    docket = Docket.to_move(work, affair_id, None, AffairKind.SWAP)
    swap = _swap(work, affair_id)
    turn, other = _turn(work, swap.duty_id), _turn(work, swap.other_id)
    asker = turn.person_id if turn is not None else 0
    if turn is not None and docket.affair.state == "done":
        asker = turn.swapped_from or asker
    names = naming.people_called(work, ids=[asker, swap.taker_id])
    return SwapValues(
        _words(turn) if turn is not None else "",
        _words(other) if other is not None else "",
        names.get(asker, ""),
        names[swap.taker_id],
    )


def _swap(work: Work, affair_id: int) -> DutySwap:
    found: DutySwap = work.session.scalars(
        sa.select(DutySwap).where(
            DutySwap.affair_id == affair_id, work.visible(DutySwap)
        )
    ).one()
    return found


def _turn(work: Work, duty_id: int | None) -> Duty | None:
    return work.session.scalars(
        sa.select(Duty).where(Duty.id == duty_id, work.whole_county(Duty))
    ).one_or_none()


# ---- what follows of a move ----


def concerned(docket: Docket) -> tuple[Somebody, ...]:
    """Return who asks; the taker is the affair's own person."""
    turn = _turn(docket.work, _swap(docket.work, docket.affair.id).duty_id)
    if turn is None:
        return ()
    names = naming.people_called(docket.work, ids=[turn.person_id])
    return (Somebody(names[turn.person_id], None, turn.person_id),)


def exchange(docket: Docket, said: Said, at: datetime) -> None:
    """Exchange both turns, and keep who was to be on.

    Args:
        docket: The swap.
        said: What the approval brought.
        at: When it was approved.

    Raises:
        Refusal: A turn is over meanwhile, or the exchange breaks a rule by now.
    """
    del said, at
    work = docket.work
    swap = _swap(work, docket.affair.id)
    turn, other = _turn(work, swap.duty_id), _turn(work, swap.other_id)
    if turn is None:
        raise Refusal("要换的班已经不在值班表上。", clause="powers/swap")
    _check_turns(work, turn, other, swap.taker_id)
    asker = turn.person_id
    turn.person_id, turn.swapped_from = swap.taker_id, asker
    names = naming.people_called(work, ids=[asker, swap.taker_id])
    turn.note = f"{names[asker]}由{names[swap.taker_id]}替班"
    if other is not None:
        other.person_id, other.swapped_from = asker, swap.taker_id
        turn.note = _exchanged(names[asker], names[swap.taker_id], other.day)
        other.note = _exchanged(names[swap.taker_id], names[asker], turn.day)
    work.session.flush()


def _exchanged(was: str, now: str, day: date) -> str:
    return f"{was}与{now}{day.month}月{day.day}日互换"
