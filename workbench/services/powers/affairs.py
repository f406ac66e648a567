"""Affairs as shown: the board of what runs, each one's steps, clocks and files."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from workbench import search
from workbench.access import Permission
from workbench.desk import Work, chartered
from workbench.listing import Column, Kind, Listing, Ordering, Tone, numbers
from workbench.models.powers.affairs import (
    Affair,
    AffairClock,
    AffairFile,
    AffairParty,
    AffairStep,
)
from workbench.rules import Refusal
from workbench.rules.calendar import CHINA
from workbench.rules.powers.grants import Power
from workbench.rules.powers.machines import MACHINES
from workbench.rules.powers.moves import (
    AffairKind,
    Clock,
    Hand,
    Move,
    Part,
    State,
    Way,
)
from workbench.services.powers import naming
from workbench.services.powers.docket import Docket, step_label
from workbench.services.powers.rights import may_read, rights

SOONEST_FIRST = Ordering("due")
ESCALATE = "escalate"
"""The move by which the county is asked to step in, in whatever machine."""
_MINUTE, _HOUR, _DAY = 60, 3600, 86400


@dataclass(frozen=True, slots=True)
class ClockLine:
    """A term that runs or ran.

    Attributes:
        term: The term in words, with its source.
        late: Whether it was met, or still stands, after its end.
    """

    clock: Clock
    started_at: datetime
    due_at: datetime
    first_due_at: datetime
    provisional: bool
    term: str
    met_at: datetime | None
    dropped: bool
    late: bool

    @property
    def runs(self) -> bool:
        """Whether it is still to be met."""
        return self.met_at is None and not self.dropped


@dataclass(frozen=True, slots=True)
class StepLine:
    """One move that was made.

    Attributes:
        label: The move in words.
        at: When it was done, as stated.
        entered_at: When it was entered.
        by: Who entered it.
        party: Which unit did it, where another than the centre did.
        person: Who did it there.
        way: How it reached us, where it was entered on behalf.
        files: Number and name of what came with it.
    """

    label: str
    state: str
    at: datetime
    entered_at: datetime
    by: str
    party: str
    person: str
    way: Way | None
    words: str
    files: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class PartyLine:
    """A unit that an affair reaches."""

    unit_id: int
    name: str
    part: Part
    people: int | None
    signed_by: str
    signed_at: datetime | None
    arrivals: str
    arrived_at: datetime | None


@dataclass(frozen=True, slots=True)
class AffairRow:
    """One affair, as a list shows it.

    Attributes:
        centre: Name of the command centre.
        parties: Names of the units it reaches.
        state: Where it stands.
        clocks: Its clocks that run, and when each ends, the soonest first.
        now: The moment the row was read at, for countdowns.
        version: What a move has to name, so that a rival's is noticed.
        moves: What may be done next, by anybody.
        escalated: Whether the county was asked to step in.
    """

    id: int
    kind: AffairKind
    unit_id: int
    centre: str
    title: str
    number: str
    paper_id: int | None
    parent_id: int | None
    person_id: int | None
    parties: tuple[str, ...]
    state: State
    clocks: tuple[tuple[Clock, datetime], ...]
    now: datetime
    version: int
    moves: tuple[Move, ...]
    made_by: str
    happened_at: datetime
    escalated: bool

    @property
    def next(self) -> tuple[Clock, datetime] | None:
        """The next of its clocks to end, and when that is."""
        return self.clocks[0] if self.clocks else None

    def over(self, clock: Clock) -> bool:
        """Tell whether a clock that runs has ended."""
        return any(one is clock and end < self.now for one, end in self.clocks)

    @property
    def late(self) -> bool:
        """Whether a clock that runs has ended."""
        return self.next is not None and self.next[1] < self.now

    @property
    def countdown(self) -> str:
        """The next clock in words: 签收 剩余1小时20分."""
        if self.next is None:
            return ""
        clock, due_at = self.next
        return f"{clock.label} {remaining(self.now, due_at)}"


@dataclass(frozen=True, slots=True)
class AffairFileRow:
    """Everything that happened in an affair.

    Attributes:
        way: The states of its kind, in order, for the picture of the way.
        children: Numbers of the affairs that came of it.
    """

    row: AffairRow
    steps: tuple[StepLine, ...]
    clocks: tuple[ClockLine, ...]
    parties: tuple[PartyLine, ...]
    way: tuple[State, ...]
    children: tuple[AffairRow, ...]


def remaining(now: datetime, due_at: datetime) -> str:
    """Return how much time is left, or how long it is over, in words."""
    seconds = int((due_at - now).total_seconds())
    words = "剩余" if seconds >= 0 else "超期"
    left = abs(seconds)
    if left >= _DAY:
        return f"{words}{left // _DAY}天{left % _DAY // _HOUR}小时"
    if left >= _HOUR:
        return f"{words}{left // _HOUR}小时{left % _HOUR // _MINUTE}分"
    return f"{words}{left // _MINUTE}分钟"


@chartered(Permission.POWERS_AFFAIR_READ)
def find_affairs(
    work: Work,
    *,
    text: str = "",
    kinds: Iterable[AffairKind] = (),
    state: str | None = None,
    centre_id: int | None = None,
    parent_id: int | None = None,
    late: bool = False,
    escalated: bool = False,
    ended: bool = False,
    ordering: Ordering = SOONEST_FIRST,
) -> Sequence[int]:
    """Return the numbers of the affairs that match.

    Args:
        work: Whose session.
        text: Fragment of title, number or whoever began it.
        kinds: Of these kinds, as far as they may be seen; those of the board where
            none is named.
        state: In this state.
        centre_id: Of this command centre.
        parent_id: That came of this affair.
        late: Only those with a clock that ended.
        escalated: Only those in which the county was asked to step in.
        ended: Whether those that wait for nothing are wanted too.
        ordering: Sort and limit.
    """
    readable = may_read(work.actor)
    wanted = [one for one in tuple(kinds) or ON_BOARD if one in readable]
    found = sa.select(Affair.id).where(
        Affair.kind.in_(wanted),
        search.matching(work.session, "affair", Affair.id, text),
        work.visible(Affair),
    )
    if state is not None:
        found = found.where(Affair.state == state)
    if centre_id is not None:
        found = found.where(Affair.unit_id == centre_id)
    if parent_id is not None:
        found = found.where(Affair.parent_id == parent_id)
    if late:
        found = found.where(Affair.due_at < work.now)
    if escalated:
        found = found.where(
            Affair.id.in_(
                sa.select(AffairStep.affair_id).where(
                    AffairStep.verb == ESCALATE, work.visible(AffairStep)
                )
            )
        )
    if not ended:
        found = found.where(Affair.done.is_(sa.false()))
    orders = {
        "due": (Affair.due_at.is_(None), Affair.due_at),
        "id": Affair.id,
        "title": Affair.title,
        "number": Affair.number_text,
        "state": Affair.state,
        "kind": Affair.kind,
        "at": Affair.happened_at,
    }
    return numbers(work.session, found, Affair.id, orders, ordering)


ON_BOARD = tuple(
    one for one in AffairKind if one.power in {None, Power.COMMAND} and one in MACHINES
)
"""Kinds that the board shows: 指挥协调, and what uses no power."""


@chartered(Permission.POWERS_AFFAIR_READ)
def affair_rows(work: Work, *, ids: Sequence[int]) -> dict[int, AffairRow]:
    """Return the affairs for ``ids``, with what each waits for."""
    found = work.session.scalars(
        sa.select(Affair).where(
            Affair.id.in_(ids),
            Affair.kind.in_(may_read(work.actor)),
            work.visible(Affair),
        )
    ).all()
    parties: dict[int, list[int]] = {}
    for affair_id, unit_id in work.session.execute(
        sa.select(AffairParty.affair_id, AffairParty.unit_id)
        .where(AffairParty.affair_id.in_(ids), work.visible(AffairParty))
        .order_by(AffairParty.id)
    ):
        parties.setdefault(affair_id, []).append(unit_id)
    clocks: dict[int, list[tuple[Clock, datetime]]] = {}
    for affair_id, clock, due_at in work.session.execute(
        sa.select(AffairClock.affair_id, AffairClock.clock, AffairClock.due_at)
        .where(
            AffairClock.affair_id.in_(ids),
            AffairClock.met_at.is_(None),
            AffairClock.dropped_at.is_(None),
            work.visible(AffairClock),
        )
        .order_by(AffairClock.due_at)
    ):
        clocks.setdefault(affair_id, []).append((clock, due_at))
    escalated = set(
        work.session.scalars(
            sa.select(AffairStep.affair_id).where(
                AffairStep.affair_id.in_(ids),
                AffairStep.verb == ESCALATE,
                work.visible(AffairStep),
            )
        )
    )
    units = {one for many in parties.values() for one in many}
    names = naming.units_called(
        work, ids=units | {row.unit_id for row in found}, on=work.today
    )
    return {
        row.id: AffairRow(
            row.id,
            row.kind,
            row.unit_id,
            names[row.unit_id],
            row.title,
            row.number_text,
            row.paper_id,
            row.parent_id,
            row.person_id,
            tuple(names[one] for one in dict.fromkeys(parties.get(row.id, ()))),
            MACHINES[row.kind].state(row.state),
            tuple(clocks.get(row.id, ())),
            work.now,
            row.version,
            MACHINES[row.kind].open_moves(row.state),
            row.made_by_name,
            row.happened_at,
            row.id in escalated,
        )
        for row in found
    }


@chartered(Permission.POWERS_AFFAIR_READ)
def affair_file(work: Work, *, affair_id: int) -> AffairFileRow:
    """Return everything that happened in an affair.

    Raises:
        Refusal: It may not be seen.

    Clause: platform/row-scope
    """
    affair: Affair = work.own(Affair, affair_id)
    Docket(work, affair).check_readable()
    machine = MACHINES[affair.kind]
    row = affair_rows(work, ids=[affair_id])[affair_id]
    came: dict[int | None, list[tuple[int, str]]] = {}
    for key, step_id, name in work.session.execute(
        sa.select(AffairFile.id, AffairFile.step_id, AffairFile.name)
        .where(AffairFile.affair_id == affair_id, work.visible(AffairFile))
        .order_by(AffairFile.id)
    ):
        came.setdefault(step_id, []).append((key, name))
    steps = work.session.scalars(
        sa.select(AffairStep)
        .where(AffairStep.affair_id == affair_id, work.visible(AffairStep))
        .order_by(AffairStep.id)
    )
    clocks = work.session.scalars(
        sa.select(AffairClock)
        .where(AffairClock.affair_id == affair_id, work.visible(AffairClock))
        .order_by(AffairClock.id)
    )
    parties = work.session.scalars(
        sa.select(AffairParty)
        .where(AffairParty.affair_id == affair_id, work.visible(AffairParty))
        .order_by(AffairParty.id)
    ).all()
    names = naming.units_called(
        work, ids=[one.unit_id for one in parties], on=work.today
    )
    below = find_affairs(
        work, kinds=AffairKind, parent_id=affair_id, ended=True, ordering=Ordering("id")
    )
    children = affair_rows(work, ids=below)
    return AffairFileRow(
        row,
        tuple(
            StepLine(
                step_label(machine, one.verb),
                machine.state(one.after).label,
                one.at,
                one.entered_at,
                one.by_name,
                one.party,
                one.person,
                one.way,
                one.words,
                tuple(came.get(one.id, ())),
            )
            for one in steps
        ),
        tuple(
            ClockLine(
                one.clock,
                one.started_at,
                one.due_at,
                one.first_due_at,
                one.provisional,
                one.term,
                one.met_at,
                one.dropped_at is not None,
                one.dropped_at is None and (one.met_at or work.now) > one.due_at,
            )
            for one in clocks
        ),
        tuple(
            PartyLine(
                one.unit_id,
                names[one.unit_id],
                Part(one.part),
                one.people,
                one.signed_by,
                one.signed_at,
                one.arrivals,
                one.arrived_at,
            )
            for one in parties
        ),
        machine.states,
        tuple(children[one] for one in below if one in children),
    )


@chartered(Permission.POWERS_AFFAIR_READ, title="取出附件")
def take_file(work: Work, *, file_id: int) -> tuple[str, bytes]:
    """Return name and content of what is kept with an affair; noted in the trail.

    Raises:
        Refusal: It may not be seen, or its content was tampered with.

    Clause: platform/row-scope, documents/files
    """
    row: AffairFile = work.own(AffairFile, file_id)
    affair: Affair = work.own(Affair, row.affair_id)
    Docket(work, affair).check_readable()
    content = work.secrets.open_bytes(row.content)
    if work.secrets.sm3(content) != row.digest:
        raise Refusal(
            f"“{row.name}”与登记时的校验码不符，可能被改动，不能取出。",
            clause="documents/files",
            ways=("从备份中取回。",),
        )
    return row.name, content


@dataclass(frozen=True, slots=True)
class Wait:
    """How many affairs of a kind wait for one's own hand in a state.

    Attributes:
        late: How many of them have a clock that ended.
        soonest: When the next clock of them ends.
        label: What is to be done.
    """

    kind: AffairKind
    state: str
    label: str
    count: int
    late: int
    soonest: datetime | None


_ASIDE = frozenset({"withdraw", "urge", "escalate", "send_back", "reopen"})
"""Moves that may be made but are not waited for."""


@chartered(Permission.POWERS_AFFAIR_READ)
def waiting(work: Work) -> tuple[Wait, ...]:
    """Return what waits for the person at the desk, by kind and state.

    What waits for a party waits for whoever answers for it; a clerk of the centre sees
    it once its clock has ended, to urge.
    """
    found = work.session.execute(
        sa.select(
            Affair.kind,
            Affair.state,
            sa.func.count(),
            sa.func.sum(sa.case((Affair.due_at < work.now, 1), else_=0)),
            sa.func.min(Affair.due_at),
        )
        .where(
            Affair.done.is_(sa.false()),
            Affair.kind.in_(may_read(work.actor)),
            work.visible(Affair),
        )
        .group_by(Affair.kind, Affair.state)
        .order_by(Affair.kind, Affair.state)
    )
    lines = []
    for kind, state, count, late, soonest in found:
        moves = [
            move
            for move in MACHINES[kind].open_moves(state)
            if move.verb not in _ASIDE and work.actor.may(rights(kind).hands[move.hand])
        ]
        own = [
            move
            for move in moves
            if move.hand is not Hand.ANSWER or not _handles(work, kind)
        ]
        if own:
            lines.append(Wait(kind, state, own[0].label, count, late, soonest))
        elif moves and late:
            lines.append(Wait(kind, state, "催办", late, late, soonest))
    return (*lines, *_escalated(work))


def _escalated(work: Work) -> Iterator[Wait]:
    """Return what the county was asked to step in on, for whoever oversees it."""
    if not work.actor.county_wide or not work.actor.may(
        Permission.POWERS_COMMAND_DECIDE
    ):
        return
    ids = find_affairs(work, kinds=AffairKind, escalated=True)
    rows = affair_rows(work, ids=ids).values()
    for kind in dict.fromkeys(row.kind for row in rows):
        mine = [row for row in rows if row.kind is kind]
        ends = [row.next[1] for row in mine if row.next]
        late = sum(row.late for row in mine)
        yield Wait(kind, ESCALATE, "协调", len(mine), late, min(ends, default=None))


def _handles(work: Work, kind: AffairKind) -> bool:
    """Tell whether the person handles such affairs for a centre."""
    return work.actor.may(rights(kind).hands[Hand.HANDLE])


def minute(at: datetime | None) -> str:
    """Return a moment as lists write it, in China: 2026-11-05 09:30."""
    return f"{at.astimezone(CHINA):%Y-%m-%d %H:%M}" if at else ""


def _state(row: AffairRow) -> str:
    return f"{row.state.label}（已升级）" if row.escalated else row.state.label


def _tone(row: AffairRow) -> Tone:
    if row.late:
        return Tone.OVERDUE
    return Tone.PLAIN if row.next else Tone.GOOD


BOARD = Listing[AffairRow](
    "affairs",
    "运行看板",
    find_affairs,
    affair_rows,
    (
        Column("kind", "类别", lambda row: row.kind.label, width=90),
        Column("number", "编号", lambda row: row.number or "—", Kind.CODE, 150),
        Column("title", "事由", lambda row: row.title, width=320),
        Column(
            "parties",
            "有关单位",
            lambda row: "、".join(row.parties),
            width=190,
            sortable=False,
        ),
        Column("state", "状态", _state, Kind.STATE, 120),
        Column("due", "时限", lambda row: row.countdown, Kind.STATE, 170, _tone),
        Column("at", "发生时间", lambda row: minute(row.happened_at), Kind.DATE, 150),
        Column("centre", "指挥中心", lambda row: row.centre, width=150, shown=False),
    ),
    ordering=SOONEST_FIRST,
    empty="没有正在办理的事项。",
)
