"""Objections to a month's scores: taken in, reviewed by another, answered."""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction

import sqlalchemy as sa

from workbench.access import Permission
from workbench.desk import Topic, Work, chartered
from workbench.models.powers.affairs import Affair
from workbench.models.powers.assessment import (
    Appeal,
    AssessedSubject,
    AssessmentMonth,
    ItemScore,
)
from workbench.rules import Refusal
from workbench.rules.calendar import china_day, chinese_day, start_of
from workbench.rules.platform import Policy
from workbench.rules.powers.hands import Somebody
from workbench.rules.powers.months import (
    check_not_hand,
    check_received,
    month_words,
)
from workbench.rules.powers.moves import AffairKind, Clock, Hand, State
from workbench.rules.powers.schemes import SchemeItem
from workbench.rules.powers.scoring import shown
from workbench.rules.powers.subjects import SubjectKind
from workbench.services.platform import clock
from workbench.services.powers.assessment import held, reckoning
from workbench.services.powers.docket import Docket
from workbench.services.powers.said import Said

_TOLD = frozenset({"window", "deciding"})
_CHANGED = "（申诉更正）"


@dataclass(frozen=True, slots=True)
class Finding:
    """What the review found about one item.

    Attributes:
        item: The item's key.
        text: What was found.
        points: What the item is worth by that; what it was before where None.
    """

    item: str
    text: str
    points: Fraction | None = None


@dataclass(frozen=True, slots=True)
class AppealLine:
    """One item that somebody objected to.

    Attributes:
        item: The item.
        claim: What is said against its score.
        finding: What the review found; empty before.
        before: Its score when it was reviewed; now, before that.
        after: Its score by the review; None before.
        weight: Its full score, after re-weighting.
    """

    item: SchemeItem
    claim: str
    finding: str
    before: Fraction | None
    after: Fraction | None
    weight: Fraction


@dataclass(frozen=True, slots=True)
class AppealRow:
    """One objection, as shown.

    Attributes:
        id: Number of its affair.
        month_id: The month's affair.
        subject_id: Who objects, as the month knows him.
        letter: How it came: title and number of a letter, or in what other way.
        total: The subject's total as it stands.
    """

    id: int
    month_id: int
    month: date
    subject_id: int
    subject: SubjectKind
    name: str
    unit_id: int
    letter: str
    received_on: date
    state: State
    version: int
    lines: tuple[AppealLine, ...]
    total: Fraction | None


@chartered(
    Permission.POWERS_ASSESSMENT_EDIT,
    title="登记考核申诉",
    changes=(Topic.AFFAIRS, Topic.ASSESSMENT),
)
def begin_appeal(
    work: Work,
    *,
    month_id: int,
    subject_id: int,
    letter: str,
    received_on: date,
    claims: Mapping[str, str],
    late: str = "",
) -> int:
    """Put on record that somebody objects to his scores.

    Args:
        work: Whose work.
        month_id: The month.
        subject_id: Who objects, as the month knows him.
        letter: How it came: title and number of a letter, or in what other way.
        received_on: The day it came in.
        claims: What is said, by the key of the item.
        late: Why it is entered so late, where it is.

    Returns:
        Number of the affair.

    Raises:
        Refusal: The result was not told yet, is locked, the window is over, nothing is
            said against an item of the scheme, one is under way already, or it was
            entered late without saying why.

    Clause: powers/objection, powers/month-locked, powers/needs, general/late-entry
    """
    docket = Docket.to_move(work, month_id, None, AffairKind.MONTH)
    month = held.month_of(docket)
    subject = _subject(docket, subject_id)
    _check_window(docket, month, received_on)
    clock.check_late(work, on=received_on, reason=late)
    said = {key: text.strip() for key, text in claims.items() if text.strip()}
    scheme = held.schemes_of(month)[subject.subject]
    if not said or any(scheme.plan.item(key) is None for key in said):
        raise Refusal("请写明对哪个项目有什么异议。", clause="powers/needs")
    if not letter.strip():
        raise Refusal("请写明申诉来文，或者怎样提出的。", clause="powers/needs")
    if _others(docket, subject_id):
        raise Refusal(
            f"{subject.name}对这个月已有申诉在办。",
            clause="powers/objection",
            ways=("在原申诉中一并复核；或者先撤回原申诉。",),
        )
    at = work.now if received_on == work.today else start_of(received_on)
    appeal = Docket.begin(
        work,
        AffairKind.APPEAL,
        unit_id=docket.affair.unit_id,
        title=f"{subject.name}对{month_words(month.month)}考核的申诉",
        parent_id=month_id,
        person_id=subject.person_id,
    )
    work.session.add(
        Appeal(
            affair_id=appeal.affair.id,
            month_id=month_id,
            subject_id=subject_id,
            letter=letter.strip(),
            received_on=received_on,
            claims=_json(said),
            findings="{}",
        )
    )
    appeal.start(Clock.ANSWER, at, appeal.term(Policy.APPEAL_ANSWER, at))
    return appeal.affair.id


def _check_window(docket: Docket, month: AssessmentMonth, received_on: date) -> None:
    """Refuse what did not come while objections are taken in."""
    if month.locked_at is not None:
        raise Refusal(
            f"{month_words(month.month)}的考核已经审定锁定，不再受理申诉。",
            clause="powers/month-locked",
            ways=("请申诉人向县区主管反映；属实的，在以后月份以加减分体现。",),
        )
    if docket.affair.state not in _TOLD or month.objections_to is None:
        raise Refusal(
            f"{month_words(month.month)}的考核结果还没有告知，不能申诉。",
            clause="powers/objection",
            ways=("复核通过并告知以后，在异议期内登记。",),
        )
    opened = [step.at for step in docket.steps if step.verb == "open_window"]
    check_received(
        received_on, china_day(opened[-1]), month.objections_to, docket.work.today
    )


def _others(docket: Docket, subject_id: int) -> list[int]:
    """Return the objections of a subject that are under way."""
    work = docket.work
    return list(
        work.session.scalars(
            sa.select(Affair.id)
            .join(Appeal, Appeal.affair_id == Affair.id)
            .where(
                Appeal.month_id == docket.affair.id,
                Appeal.subject_id == subject_id,
                Affair.done.is_(sa.false()),
                work.whole_county(Affair),
                work.whole_county(Appeal),
            )
        )
    )


def _subject(docket: Docket, subject_id: int) -> AssessedSubject:
    subject: AssessedSubject = docket.work.own(AssessedSubject, subject_id)
    if subject.affair_id != docket.affair.id:
        raise Refusal("这个考核对象不属于这个月。", clause="powers/objection")
    return subject


@chartered(
    Permission.POWERS_ASSESSMENT_REVIEW,
    title="登记申诉复核意见",
    changes=(Topic.AFFAIRS, Topic.ASSESSMENT),
)
def note_findings(
    work: Work,
    *,
    affair_id: int,
    findings: Collection[Finding],
    seen: int | None = None,
) -> None:
    """Note what the review of an objection found; it may be noted anew.

    Args:
        work: Whose work.
        affair_id: The objection.
        findings: One for each item objected to.
        seen: Its version as the person saw it.

    Raises:
        Refusal: It is not being reviewed, an item is missing or was not objected to,
            points out of bounds, or the reviewer made the assessment or is concerned.

    Clause: powers/objection, powers/points, powers/moves, powers/three-hands,
        powers/rival
    """
    docket = Docket.to_move(work, affair_id, seen, AffairKind.APPEAL)
    if docket.affair.state != "review":
        raise Refusal(
            f"该申诉{docket.machine.state(docket.affair.state).label}，不能复核。",
            clause="powers/moves",
        )
    _check_reviewer(docket)
    docket.check_grant(work.now)
    appeal = _appeal(docket)
    claims = json.loads(appeal.claims)
    told = {one.item: one for one in findings}
    if set(told) != set(claims) or not all(one.text.strip() for one in findings):
        raise Refusal("请对申诉的每个项目写明复核意见。", clause="powers/objection")
    scores = _scores(docket, appeal)
    appeal.findings = _json(
        {key: _found(told[key], scores[key]) for key in sorted(claims)}
    )
    docket.affair.version += 1
    work.session.flush()


def _found(finding: Finding, row: ItemScore) -> dict[str, object]:
    """Return a finding as it is kept, points in hundredths."""
    before = held.score(row.points)
    after = before if finding.points is None else finding.points
    weight = Fraction(row.weight, held.HUNDREDTHS)
    if after is not None and before is None:
        raise Refusal("当月不适用的项目不能更正得分。", clause="powers/objection")
    if after is not None and (
        not 0 <= after <= weight or (after * held.HUNDREDTHS).denominator != 1
    ):
        raise Refusal(
            f"更正后的得分应在0与{shown(weight)}分之间，最多两位小数。",
            clause="powers/points",
        )
    return {
        "text": finding.text.strip(),
        "before": held.hundredths(before),
        "after": held.hundredths(after),
    }


def _appeal(docket: Docket) -> Appeal:
    work = docket.work
    row: Appeal = work.session.scalars(
        sa.select(Appeal).where(
            Appeal.affair_id == docket.affair.id, work.visible(Appeal)
        )
    ).one()
    return row


def _month(docket: Docket, appeal: Appeal) -> Docket:
    """Return the month that an objection is about."""
    work = docket.work
    found = work.session.scalars(
        sa.select(Affair).where(Affair.id == appeal.month_id, work.whole_county(Affair))
    ).one()
    return Docket(work, found)


def _scores(docket: Docket, appeal: Appeal) -> dict[str, ItemScore]:
    """Return the scores of who objects, by item."""
    scores = held.scores_of(_month(docket, appeal))
    return {
        item: row for (key, item), row in scores.items() if key == appeal.subject_id
    }


# ---- what must hold before a move, and what follows of it ----


def _concerned(docket: Docket, appeal: Appeal) -> tuple[Somebody, ...]:
    subject: AssessedSubject = docket.work.own(AssessedSubject, appeal.subject_id)
    if subject.person_id is None:
        return ()
    return (Somebody(subject.name, None, subject.person_id),)


def _check_reviewer(docket: Docket) -> None:
    """Refuse a reviewer who made the scores, took the objection in, or objects."""
    appeal = _appeal(docket)
    docket.check_decider("复核", _concerned(docket, appeal))
    month = _month(docket, appeal)
    givers = held.givers_of(held.scores_of(month))
    made = (*held.hands_of(month, Hand.HANDLE), *givers)
    check_not_hand("复核", docket.me(), made, "评分")


def check_found(docket: Docket, said: Said) -> None:
    """Refuse to hand a review on in the wrong hands, or with an item left out.

    Args:
        docket: The objection.
        said: What the move brings.

    Raises:
        Refusal: The hands are wrong, or no findings are noted.

    Clause: powers/three-hands, powers/objection
    """
    del said
    _check_reviewer(docket)
    if json.loads(_appeal(docket).findings or "{}"):
        return
    raise Refusal(
        "还没有登记复核意见。",
        clause="powers/objection",
        ways=("先用“登记复核意见”逐项写明。",),
    )


def check_decider(docket: Docket, said: Said) -> None:
    """Refuse a decider who made the scores, reviewed the objection, or objects.

    Args:
        docket: The objection.
        said: What the move brings.

    Raises:
        Refusal: He did, or does.

    Clause: powers/three-hands
    """
    del said
    appeal = _appeal(docket)
    docket.check_decider("审定", _concerned(docket, appeal))
    month = _month(docket, appeal)
    givers = held.givers_of(held.scores_of(month))
    made = (*held.hands_of(month, Hand.HANDLE), *givers)
    check_not_hand("审定", docket.me(), made, "评分")
    check_not_hand("审定", docket.me(), held.hands_of(docket, Hand.REVIEW), "复核")


def apply_findings(docket: Docket, said: Said, at: datetime) -> None:
    """Change the points that were found wrong, and with them totals and places.

    Args:
        docket: The objection.
        said: What the move brought.
        at: When it was answered.

    Raises:
        Refusal: The month is locked.

    Clause: powers/month-locked
    """
    del said, at
    appeal = _appeal(docket)
    month = _month(docket, appeal)
    row = held.month_of(month)
    if row.locked_at is not None:
        raise Refusal(
            f"{month_words(row.month)}的考核已经锁定，不能更正。",
            clause="powers/month-locked",
        )
    scores = _scores(docket, appeal)
    for item, told in json.loads(appeal.findings).items():
        if told["after"] != told["before"]:
            score = scores[item]
            score.points = score.adjusted = told["after"]
            basis = score.basis.removesuffix(_CHANGED)
            score.basis = basis[: 200 - len(_CHANGED)] + _CHANGED
    docket.work.session.flush()
    reckoning.settle(month)
    month.affair.version += 1
    docket.work.session.flush()


# ---- as shown ----


@chartered(Permission.POWERS_ASSESSMENT_READ)
def appeal_row(work: Work, *, affair_id: int) -> AppealRow:
    """Return one objection.

    Raises:
        Refusal: It may not be seen.

    Clause: platform/row-scope
    """
    docket = Docket.to_move(work, affair_id, None, AffairKind.APPEAL)
    appeal = _appeal(docket)
    month = _month(docket, appeal)
    row = held.month_of(month)
    subject: AssessedSubject = work.own(AssessedSubject, appeal.subject_id)
    plan = held.schemes_of(row)[subject.subject].plan
    scores = _scores(docket, appeal)
    claims, findings = json.loads(appeal.claims), json.loads(appeal.findings or "{}")
    lines = [
        AppealLine(
            item,
            claims[item.key],
            told.get("text", ""),
            held.score(told.get("before", scores[item.key].points)),
            held.score(told.get("after")),
            Fraction(scores[item.key].weight, held.HUNDREDTHS),
        )
        for item in plan.items
        if item.key in claims
        for told in (findings.get(item.key, {}),)
    ]
    return AppealRow(
        affair_id,
        appeal.month_id,
        row.month,
        appeal.subject_id,
        subject.subject,
        subject.name,
        subject.unit_id,
        appeal.letter,
        appeal.received_on,
        docket.machine.state(docket.affair.state),
        docket.affair.version,
        tuple(lines),
        held.score(subject.total),
    )


@chartered(Permission.POWERS_ASSESSMENT_READ)
def appeals_of(work: Work, *, month_id: int) -> tuple[AppealRow, ...]:
    """Return the objections to a month, in the order they came.

    Raises:
        Refusal: The month may not be seen.

    Clause: platform/row-scope
    """
    Docket.to_move(work, month_id, None, AffairKind.MONTH)
    found = work.session.scalars(
        sa.select(Appeal.affair_id)
        .where(Appeal.month_id == month_id, work.visible(Appeal))
        .order_by(Appeal.affair_id)
    ).all()
    return tuple(appeal_row(work, affair_id=one) for one in found)


@chartered(Permission.POWERS_ASSESSMENT_READ)
def objection_words(work: Work, *, month_id: int) -> str:
    """Return what came of the objection window, in a sentence, for the circular.

    Raises:
        Refusal: The month may not be seen.

    Clause: platform/row-scope
    """
    docket = Docket.to_move(work, month_id, None, AffairKind.MONTH)
    month = held.month_of(docket)
    opened = [step.at for step in docket.steps if step.verb == "open_window"]
    if month.objections_to is None or not opened:
        return ""
    told = chinese_day(china_day(opened[-1]))
    rows = [
        one
        for one in appeals_of(work, month_id=month_id)
        if one.state.key != "withdrawn"
    ]
    head = f"考核结果于{told}告知，异议期到{chinese_day(month.objections_to)}"
    if not rows:
        return f"{head}，期间没有收到异议。"
    changed = sum(
        any(line.after != line.before for line in one.lines if line.finding)
        for one in rows
        if one.state.done
    )
    waiting = sum(not one.state.done for one in rows)
    tail = f"，期间收到异议{len(rows)}件"
    if waiting:
        return f"{head}{tail}，其中{waiting}件正在复核。"
    return f"{head}{tail}，经复核更正{changed}件。"


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
