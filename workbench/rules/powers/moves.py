"""Affairs (办件) and how they move: states, moves, whose hand, which clock.

What the four powers handle is declared as machines: an order, a whistle, a nomination.
One interpreter reads the declaration (``services/powers/docket``), and so do the pages:
their buttons, their forms and the picture of the way are made of it.
"""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from workbench.rules import Refusal
from workbench.rules.calendar import (
    Calendar,
    Deadline,
    TermUnit,
    china_day,
    deadline,
    hours_after,
)
from workbench.rules.platform import Measure
from workbench.rules.powers.grants import Power


class AffairKind(StrEnum):
    """What there is to handle."""

    ORDER = "order"
    ERRAND = "errand"
    WHISTLE = "whistle"
    ACTION = "action"
    DISPUTE = "dispute"
    SWAP = "swap"
    INCOMING = "incoming"
    MONTH = "month"
    APPEAL = "appeal"
    NOMINATION = "nomination"
    VETO = "veto"

    @property
    def label(self) -> str:
        """The affair as people call it."""
        return {
            "order": "调度指令",
            "errand": "指令办理",
            "whistle": "吹哨报到",
            "action": "联合行动",
            "dispute": "争议协调",
            "swap": "换班",
            "incoming": "收文",
            "month": "月度考核",
            "appeal": "考核申诉",
            "nomination": "推荐提名",
            "veto": "反向否决",
        }[self]

    @property
    def power(self) -> Power | None:
        """The power that is used when a centre handles it; None where it uses none.

        Taking in letters and seeing that somebody is on duty orders nobody about.
        """
        return {
            "swap": None,
            "incoming": None,
            "month": Power.ASSESS,
            "appeal": Power.ASSESS,
            "nomination": Power.NOMINATE,
            "veto": Power.OBJECT,
        }.get(self, Power.COMMAND)


class Hand(StrEnum):
    """Whose hand a move takes.

    ``HANDLE``: a clerk of the centre. ``REVIEW``: who checks for the centre what
    another did. ``DECIDE``: who decides for the centre. Both are neither the proposer
    nor concerned. ``ANSWER``: the party it was sent to, or a clerk who records for it
    (代录).
    """

    HANDLE = "handle"
    REVIEW = "review"
    DECIDE = "decide"
    ANSWER = "answer"


class Part(StrEnum):
    """What a unit is there for in an affair."""

    RECEIVER = "receiver"
    TOWN = "town"
    LEAD = "lead"
    ASSISTANT = "assistant"
    DEPARTMENT = "department"
    DISPUTANT = "disputant"
    COUNTY = "county"

    @property
    def label(self) -> str:
        """The part as pages call it."""
        return {
            "receiver": "受令单位",
            "town": "吹哨单位",
            "lead": "主办单位",
            "assistant": "协办单位",
            "department": "来文单位",
            "disputant": "争议单位",
            "county": "协调单位",
        }[self]


class Clock(StrEnum):
    """A term that runs in an affair."""

    SIGN = "sign"
    ARRIVE = "arrive"
    FINISH = "finish"
    REPORT = "report"
    DECIDE = "decide"
    ANSWER = "answer"
    OBJECT = "object"
    COUNTY = "county"

    @property
    def label(self) -> str:
        """The term as countdowns name it."""
        return {
            "sign": "签收",
            "arrive": "到场",
            "finish": "办结",
            "report": "反馈",
            "decide": "决定",
            "answer": "答复",
            "object": "异议",
            "county": "县里答复",
        }[self]


class Need(StrEnum):
    """What a move has to bring, in the words of its form.

    A need's value is the keyword it is handed over by.
    """

    REASON = "reason"
    REMARK = "remark"
    RESULT = "result"
    PEOPLE = "people"
    RATINGS = "ratings"
    UNTIL = "until"

    @property
    def label(self) -> str:
        """Its name on a form."""
        return {
            "reason": "理由",
            "remark": "意见",
            "result": "办理结果",
            "people": "到场人员和执法证号",
            "ratings": "评价",
            "until": "新的时限",
        }[self]


SAID = (Need.REASON, Need.REMARK, Need.RESULT, Need.PEOPLE)
"""Needs that are met by words alone."""


@dataclass(frozen=True, slots=True)
class Move:
    """One way on.

    Attributes:
        verb: Its name.
        label: The word on the button.
        sources: States in which it may be made.
        target: The state it leads to; the same state where empty.
        hand: Whose hand it takes.
        needs: What must be said.
        may: What may be said besides.
        starts: Clocks that begin to run.
        stops: Clocks that are met.
        drops: Clocks that no longer matter.
        in_time: The clock that must still run; past it another way is to be taken.
        late: The move that is to be made instead.
        once: Whether an affair sees it only once.
        party: Who makes it, for an answer: 受令单位.
        part: Which of the units it reaches makes an answer; any where None.
        hurts: Whether a person is asked once more before it is done.
    """

    verb: str
    label: str
    sources: tuple[str, ...]
    target: str
    hand: Hand
    needs: tuple[Need, ...] = ()
    may: tuple[Need, ...] = ()
    starts: tuple[Clock, ...] = ()
    stops: tuple[Clock, ...] = ()
    drops: tuple[Clock, ...] = ()
    in_time: Clock | None = None
    late: str = ""
    once: bool = False
    party: str = ""
    part: Part | None = None
    hurts: bool = False


@dataclass(frozen=True, slots=True)
class State:
    """One state of a machine.

    Attributes:
        key: Its name.
        label: As shown.
        done: Whether nothing is waited for any more.
        off: Whether it lies beside the straight way: returned, withdrawn.
    """

    key: str
    label: str
    done: bool = False
    off: bool = False


@dataclass(frozen=True)
class Machine:
    """How one kind of affair goes.

    Attributes:
        kind: What it is.
        states: Its states, in the order of the way.
        moves: Its moves, in the order they are offered.
    """

    kind: AffairKind
    states: tuple[State, ...]
    moves: tuple[Move, ...]
    _states: dict[str, State] = field(init=False, repr=False, compare=False)
    _moves: dict[str, Move] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Note states and moves by name."""
        object.__setattr__(self, "_states", {one.key: one for one in self.states})
        object.__setattr__(self, "_moves", {one.verb: one for one in self.moves})
        for move in self.moves:
            for key in (*move.sources, *filter(None, (move.target,))):
                if key not in self._states:
                    raise ValueError(f"{self.kind} {move.verb}: no state {key}")

    @property
    def first(self) -> State:
        """The state an affair begins in."""
        return self.states[0]

    def state(self, key: str) -> State:
        """Return a state by name."""
        return self._states[key]

    def move(self, verb: str) -> Move:
        """Return a move by name."""
        return self._moves[verb]

    def open_moves(self, state: str) -> tuple[Move, ...]:
        """Return the moves a state allows."""
        return tuple(one for one in self.moves if state in one.sources)

    def check(self, state: str, verb: str, made: Collection[str] = ()) -> Move:
        """Return the move, or refuse what the state does not allow.

        Args:
            state: Where the affair stands.
            verb: The move that is asked for.
            made: The moves made so far.

        Raises:
            Refusal: The state does not allow it, or it was made once already.

        Clause: powers/moves, powers/once
        """
        move = self._moves[verb]
        if state not in move.sources:
            allowed = "、".join(f"“{one.label}”" for one in self.open_moves(state))
            raise Refusal(
                f"该{self.kind.label}{self._states[state].label}，不能{move.label}。",
                clause="powers/moves",
                ways=(f"现在可以办的是{allowed}。",) if allowed else (),
            )
        if move.once and verb in made:
            raise Refusal(
                f"“{move.label}”以一次为限，这件{self.kind.label}已经办过一次。",
                clause="powers/once",
                ways=("确有困难的，由指挥中心升级协调。",),
            )
        return move


@dataclass(frozen=True, slots=True)
class Term:
    """How long a clock runs.

    Attributes:
        amount: Its length.
        measure: Minutes, hours, natural days or workdays.
        source: Where the length comes from.
    """

    amount: int
    measure: Measure
    source: str = ""

    def __str__(self) -> str:
        return f"{self.amount}{self.measure.label}"


def due(start: datetime, term: Term, calendar: Calendar) -> Deadline:
    """Return the end of a term that starts at a moment.

    Args:
        start: The stated moment, aware.
        term: Its length.
        calendar: The announced calendars.

    Clause: general/terms
    """
    if term.measure is Measure.MINUTES:
        end = hours_after(start, 0).at + timedelta(minutes=term.amount)
        return Deadline(china_day(end), end, provisional=False, steps=())
    if term.measure is Measure.HOURS:
        return hours_after(start, term.amount)
    workdays = term.measure is Measure.WORKDAYS
    unit = TermUnit.WORKDAYS if workdays else TermUnit.NATURAL_DAYS
    return deadline(china_day(start), term.amount, unit, calendar)


def check_in_time(move: Move, machine: Machine, at: datetime, due_at: datetime) -> None:
    """Refuse a move that may only be made in time.

    Args:
        move: The move.
        machine: Of which it is.
        at: When it was made, as stated.
        due_at: Until when it was in time.

    Raises:
        Refusal: It comes after the term.

    Clause: powers/in-time
    """
    if move.in_time is None or at <= due_at:
        return
    way = machine.move(move.late).label if move.late else ""
    raise Refusal(
        f"{move.in_time.label}时限已过，不能按时{move.label}。",
        clause="powers/in-time",
        ways=(f"用“{way}”登记，并写明原因。",) if way else (),
    )


class Way(StrEnum):
    """How an absent party's step reached us (告知方式)."""

    PHONE = "phone"
    PAPER = "paper"
    MESSAGE = "message"
    IN_PERSON = "in_person"

    @property
    def label(self) -> str:
        """The way as shown."""
        return {
            "phone": "电话",
            "paper": "纸质",
            "message": "政务微信",
            "in_person": "当面",
        }[self]
