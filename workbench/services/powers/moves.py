"""Moving affairs: one command for each power and hand, all by one way."""

from collections.abc import Callable, Mapping
from datetime import datetime

from workbench.access import Permission
from workbench.desk import Topic, Work, chartered
from workbench.rules import Refusal
from workbench.rules.powers.hands import Somebody
from workbench.rules.powers.moves import AffairKind, Hand
from workbench.services.powers import (
    actions,
    disputes,
    letters,
    nominations,
    orders,
    swaps,
    vetoes,
    whistles,
)
from workbench.services.powers.assessment import appeals, months, reckoning
from workbench.services.powers.docket import Docket
from workbench.services.powers.rights import rights
from workbench.services.powers.said import NOTHING, Said

_BEFORE: Mapping[tuple[AffairKind, str], Callable[[Docket, Said], None]] = {
    (AffairKind.MONTH, "open_window"): months.check_reviewer,
    (AffairKind.MONTH, "send_back"): months.check_reviewer,
    (AffairKind.MONTH, "close_window"): months.check_window_over,
    (AffairKind.MONTH, "return_to_review"): months.check_decider,
    (AffairKind.MONTH, "lock"): months.check_lockable,
    (AffairKind.APPEAL, "find"): appeals.check_found,
    (AffairKind.APPEAL, "answer"): appeals.check_decider,
    (AffairKind.APPEAL, "send_back"): appeals.check_decider,
}
"""What must hold before a move, beside what its machine and the docket ask for."""

_AFTER: Mapping[tuple[AffairKind, str], Callable[[Docket, Said, datetime], object]] = {
    (AffairKind.ORDER, "sign"): orders.issue,
    (AffairKind.ORDER, "withdraw"): orders.call_off,
    (AffairKind.ERRAND, "sign_for"): orders.note_signature,
    (AffairKind.ERRAND, "sign_late"): orders.note_signature,
    (AffairKind.ERRAND, "arrive"): orders.note_arrival,
    (AffairKind.ERRAND, "rate"): orders.end_with_last,
    (AffairKind.ERRAND, "allow_return"): orders.end_with_last,
    (AffairKind.ERRAND, "send_again"): orders.run_again,
    (AffairKind.ERRAND, "reopen"): orders.run_again,
    (AffairKind.DISPUTE, "submit"): disputes.take_up,
    (AffairKind.DISPUTE, "claim"): disputes.note_claim,
    (AffairKind.DISPUTE, "advise"): disputes.note_opinion,
    (AffairKind.DISPUTE, "advise_again"): disputes.note_opinion,
    (AffairKind.DISPUTE, "accept"): disputes.settle_with_last,
    (AffairKind.DISPUTE, "ask_county"): disputes.ask_county,
    (AffairKind.ACTION, "submit"): actions.check_again,
    (AffairKind.ACTION, "approve"): actions.approve,
    (AffairKind.ACTION, "launch"): actions.check_begun,
    (AffairKind.ACTION, "conclude"): actions.sum_up,
    (AffairKind.ACTION, "withdraw"): actions.call_off,
    (AffairKind.WHISTLE, "approve"): whistles.check_reviewer,
    (AffairKind.WHISTLE, "dispatch"): whistles.send_on,
    (AffairKind.WHISTLE, "sign_for"): whistles.note_signature,
    (AffairKind.WHISTLE, "sign_late"): whistles.note_signature,
    (AffairKind.WHISTLE, "arrive"): whistles.note_arrival,
    (AffairKind.WHISTLE, "treat"): whistles.note_handling,
    (AffairKind.WHISTLE, "rate"): whistles.note_ratings,
    (AffairKind.WHISTLE, "send_again"): whistles.run_again,
    (AffairKind.WHISTLE, "reopen"): whistles.run_again,
    (AffairKind.WHISTLE, "extend"): whistles.put_off,
    (AffairKind.SWAP, "approve"): swaps.exchange,
    (AffairKind.INCOMING, "instruct"): letters.note_instruction,
    (AffairKind.INCOMING, "answer"): letters.note_answer,
    (AffairKind.INCOMING, "assign"): letters.pass_on,
    (AffairKind.NOMINATION, "submit"): nominations.check_ready,
    (AffairKind.NOMINATION, "vote"): nominations.compose,
    (AffairKind.NOMINATION, "issue"): nominations.issue,
    (AffairKind.NOMINATION, "adopt"): nominations.note_adopted,
    (AffairKind.NOMINATION, "decline"): nominations.note_declined,
    (AffairKind.NOMINATION, "result"): nominations.note_result,
    (AffairKind.NOMINATION, "withdraw"): nominations.call_back,
    (AffairKind.VETO, "submit"): vetoes.check_in_term,
    (AffairKind.VETO, "vote"): vetoes.note_vote,
    (AffairKind.VETO, "issue"): vetoes.issue,
    (AffairKind.VETO, "reply"): vetoes.reply,
    (AffairKind.VETO, "lapse"): vetoes.lapse,
    (AffairKind.VETO, "accept"): vetoes.note_outcome,
    (AffairKind.VETO, "insist"): vetoes.note_insisted,
    (AffairKind.VETO, "ask_county"): vetoes.ask_county,
    (AffairKind.VETO, "uphold"): vetoes.note_outcome,
    (AffairKind.VETO, "overrule"): vetoes.note_outcome,
    (AffairKind.VETO, "withdraw"): vetoes.call_off,
    (AffairKind.MONTH, "freeze"): reckoning.freeze,
    (AffairKind.MONTH, "freeze_again"): reckoning.freeze,
    (AffairKind.MONTH, "compute"): reckoning.compute,
    (AffairKind.MONTH, "recompute"): reckoning.compute,
    (AffairKind.MONTH, "submit"): months.hand_in,
    (AffairKind.MONTH, "open_window"): months.open_window,
    (AffairKind.MONTH, "lock"): months.lock,
    (AffairKind.APPEAL, "answer"): appeals.apply_findings,
}
"""What follows of a move beside the new state: papers, clocks, other affairs."""

_CONCERNS: Mapping[AffairKind, Callable[[Docket], tuple[Somebody, ...]]] = {
    AffairKind.SWAP: swaps.concerned,
}
"""Whom a decision is about, besides the affair's own person."""

_CHANGES = (Topic.AFFAIRS, Topic.PAPERS, Topic.DUTY)
_ASSESSES = (*_CHANGES, Topic.ASSESSMENT)


def _move(  # noqa: PLR0917 - what a move is
    work: Work,
    needs: Permission,
    affair_id: int,
    verb: str,
    seen: int | None,
    said: Said,
) -> object:
    """Make a move, if the command that was called is the one for its hand.

    Returns:
        What the move came to, where there is more to tell than the new state.

    Raises:
        Refusal: It takes another hand, another power, or is refused by the docket.
    """
    docket = Docket.to_move(work, affair_id, seen)
    kind = docket.affair.kind
    move = docket.machine.move(verb)
    if rights(kind).hands[move.hand] is not needs:
        raise Refusal(f"“{move.label}”请在{kind.label}页办理。", clause="powers/moves")
    concerns = _CONCERNS.get(kind)
    step = docket.move(
        verb,
        said,
        concerned=concerns(docket) if concerns else (),
        also=_BEFORE.get((kind, verb)),
    )
    after = _AFTER.get((kind, verb))
    return None if after is None else after(docket, said, step.at)


@chartered(Permission.POWERS_COMMAND_HANDLE, title="办理指挥协调事项", changes=_CHANGES)
def handle(
    work: Work,
    *,
    affair_id: int,
    verb: str,
    seen: int | None = None,
    said: Said = NOTHING,
) -> None:
    """Make a move of the centre's clerks: hand in, urge, rate, archive.

    Args:
        work: Whose work.
        affair_id: The affair.
        verb: The move, as its machine names it.
        seen: The affair's version as the person saw it.
        said: What the move brings.

    Raises:
        Refusal: As of ``Docket.move``, or a rival moved it first.

    Clause: powers/moves, powers/rival
    """
    _move(work, Permission.POWERS_COMMAND_HANDLE, affair_id, verb, seen, said)


@chartered(Permission.POWERS_COMMAND_DECIDE, title="决定指挥协调事项", changes=_CHANGES)
def decide(
    work: Work,
    *,
    affair_id: int,
    verb: str,
    seen: int | None = None,
    said: Said = NOTHING,
) -> None:
    """Make a move of who decides for the centre: sign, return, escalate, withdraw.

    Arguments are those of ``handle``.

    Raises:
        Refusal: As of ``Docket.move``, or a rival moved it first.

    Clause: powers/moves, powers/rival, powers/three-hands
    """
    _move(work, Permission.POWERS_COMMAND_DECIDE, affair_id, verb, seen, said)


@chartered(Permission.POWERS_COMMAND_ANSWER, title="签收和反馈", changes=_CHANGES)
def answer(
    work: Work,
    *,
    affair_id: int,
    verb: str,
    seen: int | None = None,
    said: Said = NOTHING,
) -> None:
    """Make a move of a unit that the affair reaches, or record it for that unit.

    Arguments are those of ``handle``; what is recorded for another party (代录) says
    in ``said.told`` who made it there and how that reached us.

    Raises:
        Refusal: As of ``Docket.move``, or a rival moved it first.

    Clause: powers/moves, powers/rival, powers/on-behalf
    """
    _move(work, Permission.POWERS_COMMAND_ANSWER, affair_id, verb, seen, said)


@chartered(Permission.POWERS_ASSESSMENT_EDIT, title="办理考核", changes=_ASSESSES)
def handle_assessment(
    work: Work,
    *,
    affair_id: int,
    verb: str,
    seen: int | None = None,
    said: Said = NOTHING,
) -> object:
    """Make a move of the assessor: freeze, compute, hand in, withdraw an appeal.

    Arguments are those of ``handle``.

    Returns:
        For freezing and computing a ``reckoning.Reckoned``; else nothing.

    Raises:
        Refusal: As of ``Docket.move``, or a rival moved it first.

    Clause: powers/moves, powers/rival
    """
    return _move(work, Permission.POWERS_ASSESSMENT_EDIT, affair_id, verb, seen, said)


@chartered(Permission.POWERS_ASSESSMENT_REVIEW, title="复核考核", changes=_ASSESSES)
def review_assessment(
    work: Work,
    *,
    affair_id: int,
    verb: str,
    seen: int | None = None,
    said: Said = NOTHING,
) -> None:
    """Make a move of who checks an assessment that another made.

    Arguments are those of ``handle``.

    Raises:
        Refusal: As of ``Docket.move``, or a rival moved it first.

    Clause: powers/moves, powers/rival, powers/three-hands
    """
    _move(work, Permission.POWERS_ASSESSMENT_REVIEW, affair_id, verb, seen, said)


@chartered(Permission.POWERS_ASSESSMENT_DECIDE, title="审定考核", changes=_ASSESSES)
def decide_assessment(
    work: Work,
    *,
    affair_id: int,
    verb: str,
    seen: int | None = None,
    said: Said = NOTHING,
) -> None:
    """Make a move of who decides an assessment: settle, lock, answer an appeal.

    Arguments are those of ``handle``.

    Raises:
        Refusal: As of ``Docket.move``, or a rival moved it first.

    Clause: powers/moves, powers/rival, powers/three-hands
    """
    _move(work, Permission.POWERS_ASSESSMENT_DECIDE, affair_id, verb, seen, said)


@chartered(
    Permission.POWERS_PERSONNEL_HANDLE,
    title="办理推荐提名和反向否决",
    changes=_CHANGES,
    secret=("said",),
)
def handle_personnel(
    work: Work,
    *,
    affair_id: int,
    verb: str,
    seen: int | None = None,
    said: Said = NOTHING,
) -> None:
    """Make a move of a clerk in a nomination or a reverse veto.

    Arguments are those of ``handle``.

    Raises:
        Refusal: As of ``Docket.move``, or a rival moved it first.

    Clause: powers/moves, powers/rival
    """
    _move(work, Permission.POWERS_PERSONNEL_HANDLE, affair_id, verb, seen, said)


@chartered(
    Permission.POWERS_PERSONNEL_DECIDE,
    title="决定推荐提名和反向否决",
    changes=_CHANGES,
    secret=("said",),
)
def decide_personnel(
    work: Work,
    *,
    affair_id: int,
    verb: str,
    seen: int | None = None,
    said: Said = NOTHING,
) -> None:
    """Make a move of who decides a nomination or a reverse veto.

    Arguments are those of ``handle``.

    Raises:
        Refusal: As of ``Docket.move``, or a rival moved it first.

    Clause: powers/moves, powers/rival, powers/three-hands
    """
    _move(work, Permission.POWERS_PERSONNEL_DECIDE, affair_id, verb, seen, said)


@chartered(
    Permission.POWERS_PERSONNEL_ANSWER,
    title="登记推荐提名和反向否决的答复",
    changes=_CHANGES,
    secret=("said",),
)
def answer_personnel(
    work: Work,
    *,
    affair_id: int,
    verb: str,
    seen: int | None = None,
    said: Said = NOTHING,
) -> None:
    """Record what the addressee or the county answered.

    Arguments are those of ``answer``.

    Raises:
        Refusal: As of ``Docket.move``, or a rival moved it first.

    Clause: powers/moves, powers/rival, powers/on-behalf
    """
    _move(work, Permission.POWERS_PERSONNEL_ANSWER, affair_id, verb, seen, said)


_BY_PERMISSION = {
    Permission.POWERS_COMMAND_HANDLE: handle,
    Permission.POWERS_COMMAND_DECIDE: decide,
    Permission.POWERS_COMMAND_ANSWER: answer,
    Permission.POWERS_ASSESSMENT_EDIT: handle_assessment,
    Permission.POWERS_ASSESSMENT_REVIEW: review_assessment,
    Permission.POWERS_ASSESSMENT_DECIDE: decide_assessment,
    Permission.POWERS_PERSONNEL_HANDLE: handle_personnel,
    Permission.POWERS_PERSONNEL_DECIDE: decide_personnel,
    Permission.POWERS_PERSONNEL_ANSWER: answer_personnel,
}

COMMANDS = frozenset(_BY_PERMISSION.values())
"""Every command that moves an affair."""


def command_for(kind: AffairKind, hand: Hand) -> Callable[..., object]:
    """Return the command that makes the moves of a hand in affairs of a kind."""
    return _BY_PERMISSION[rights(kind).hands[hand]]
