"""Moving the affairs of 指挥协调: three commands, one for each hand."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from workbench.access import Permission
from workbench.desk import Topic, Work, chartered
from workbench.rules import Refusal
from workbench.rules.powers.grants import Power
from workbench.rules.powers.moves import AffairKind, Hand, Need, Way
from workbench.services.powers import orders
from workbench.services.powers.docket import Docket, Said, Told

_AFTER: Mapping[tuple[AffairKind, str], Callable[[Docket, Said, datetime], None]] = {
    (AffairKind.ORDER, "sign"): orders.issue,
    (AffairKind.ORDER, "withdraw"): orders.call_off,
    (AffairKind.ERRAND, "sign_for"): orders.note_signature,
    (AffairKind.ERRAND, "sign_late"): orders.note_signature,
    (AffairKind.ERRAND, "arrive"): orders.note_arrival,
    (AffairKind.ERRAND, "rate"): orders.end_with_last,
    (AffairKind.ERRAND, "allow_return"): orders.end_with_last,
    (AffairKind.ERRAND, "send_again"): orders.run_again,
    (AffairKind.ERRAND, "reopen"): orders.run_again,
}
"""What follows of a move beside the new state: papers, clocks, other affairs."""


def _moved(  # noqa: PLR0917 - what a move is
    work: Work, affair_id: int, verb: str, seen: int | None, hand: Hand, said: Said
) -> None:
    docket = Docket.to_move(work, affair_id, seen)
    kind = docket.affair.kind
    move = docket.machine.move(verb)
    if kind.power is not Power.COMMAND or move.hand is not hand:
        raise Refusal(f"“{move.label}”请在{kind.label}页办理。", clause="powers/moves")
    step = docket.move(verb, said)
    if (after := _AFTER.get((kind, verb))) is not None:
        after(docket, said, step.at)


def _said(  # noqa: PLR0917 - the words a form may bring
    at: datetime | None,
    late: str,
    reason: str,
    remark: str,
    result: str,
    people: str,
    ratings: Sequence[tuple[str, str]],
    until: datetime | None,
    files: Sequence[tuple[str, bytes]],
    told: Told | None = None,
) -> Said:
    words = {
        Need.REASON: reason,
        Need.REMARK: remark,
        Need.RESULT: result,
        Need.PEOPLE: people,
    }
    return Said(
        at,
        told,
        late.strip(),
        {need: text.strip() for need, text in words.items() if text.strip()},
        until,
        tuple((aspect, verdict) for aspect, verdict in ratings),
        tuple(files),
    )


@chartered(
    Permission.POWERS_COMMAND_HANDLE,
    title="办理指挥协调事项",
    changes=(Topic.AFFAIRS, Topic.PAPERS),
)
def handle(
    work: Work,
    *,
    affair_id: int,
    verb: str,
    seen: int | None = None,
    at: datetime | None = None,
    late: str = "",
    reason: str = "",
    remark: str = "",
    result: str = "",
    people: str = "",
    ratings: Sequence[tuple[str, str]] = (),
    until: datetime | None = None,
    files: Sequence[tuple[str, bytes]] = (),
) -> None:
    """Make a move of the centre's clerks: hand in, urge, rate, archive.

    Args:
        work: Whose work.
        affair_id: The affair.
        verb: The move, as its machine names it.
        seen: The affair's version as the person saw it.
        at: When it was done; now where None.
        late: Why it is entered so late, where it is.
        reason: Why.
        remark: What is said.
        result: What came of it.
        people: Who came, one a line, with the number of the certificate.
        ratings: Aspect and verdict of each.
        until: A moment, where the move sets one.
        files: Name and content of what comes with it.

    Raises:
        Refusal: As of ``Docket.move``, or a rival moved it first.

    Clause: powers/moves, powers/rival
    """
    said = _said(at, late, reason, remark, result, people, ratings, until, files)
    _moved(work, affair_id, verb, seen, Hand.HANDLE, said)


@chartered(
    Permission.POWERS_COMMAND_DECIDE,
    title="决定指挥协调事项",
    changes=(Topic.AFFAIRS, Topic.PAPERS),
)
def decide(
    work: Work,
    *,
    affair_id: int,
    verb: str,
    seen: int | None = None,
    at: datetime | None = None,
    late: str = "",
    reason: str = "",
    remark: str = "",
    result: str = "",
    people: str = "",
    ratings: Sequence[tuple[str, str]] = (),
    until: datetime | None = None,
    files: Sequence[tuple[str, bytes]] = (),
) -> None:
    """Make a move of who decides for the centre: sign, return, escalate, withdraw.

    Arguments are those of ``handle``.

    Raises:
        Refusal: As of ``Docket.move``, or a rival moved it first.

    Clause: powers/moves, powers/rival, powers/three-hands
    """
    said = _said(at, late, reason, remark, result, people, ratings, until, files)
    _moved(work, affair_id, verb, seen, Hand.DECIDE, said)


@chartered(
    Permission.POWERS_COMMAND_ANSWER,
    title="签收和反馈",
    changes=(Topic.AFFAIRS, Topic.PAPERS),
)
def answer(
    work: Work,
    *,
    affair_id: int,
    verb: str,
    seen: int | None = None,
    person: str = "",
    way: Way | None = None,
    at: datetime | None = None,
    late: str = "",
    reason: str = "",
    remark: str = "",
    result: str = "",
    people: str = "",
    ratings: Sequence[tuple[str, str]] = (),
    until: datetime | None = None,
    files: Sequence[tuple[str, bytes]] = (),
) -> None:
    """Make a move of a unit that the affair reaches, or record it for that unit.

    Arguments are those of ``handle``, and:

    Args:
        work: Whose work.
        affair_id: The affair.
        verb: The move.
        seen: The affair's version as the person saw it.
        person: Who made it there, where it is recorded on behalf (代录).
        way: How that reached us.
        at: When it was done, as stated.
        late: Why it is entered so late.
        reason: Why.
        remark: What is said.
        result: What came of it.
        people: Who came.
        ratings: Aspect and verdict of each.
        until: A moment.
        files: Name and content of what comes with it.

    Raises:
        Refusal: As of ``Docket.move``, or a rival moved it first.

    Clause: powers/moves, powers/rival, powers/on-behalf
    """
    told = Told(person, way) if person.strip() and way is not None else None
    said = _said(at, late, reason, remark, result, people, ratings, until, files, told)
    _moved(work, affair_id, verb, seen, Hand.ANSWER, said)
