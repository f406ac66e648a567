"""A month of assessment: facts frozen, points computed, told, settled and locked."""

import json
import time
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction

import sqlalchemy as sa

from workbench.access import Permission
from workbench.desk import Topic, Work, chartered
from workbench.models.powers.affairs import Affair
from workbench.models.powers.assessment import (
    Appeal,
    AssessedSubject,
    AssessmentMonth,
    FrozenFact,
    ItemScore,
)
from workbench.models.roster.units import Unit
from workbench.rules import Refusal
from workbench.rules.calendar import china_day, chinese_day
from workbench.rules.platform import Policy
from workbench.rules.powers.facts import facts_of
from workbench.rules.powers.grants import Power
from workbench.rules.powers.months import (
    check_month_over,
    check_not_hand,
    month_words,
    next_month,
)
from workbench.rules.powers.moves import AffairKind, Clock, Hand, State
from workbench.rules.powers.schemes import SchemeItem, plan_json
from workbench.rules.powers.scoring import Scored, places, score_all, total_of
from workbench.rules.powers.subjects import SubjectKind
from workbench.services.powers import grants, naming
from workbench.services.powers.assessment import held, schemes, subjects
from workbench.services.powers.assessment.facts import Reach, count_facts, rows_json
from workbench.services.powers.assessment.subjects import Ref, Subject
from workbench.services.powers.docket import Docket, Said

_LONGEST_BASIS = 200


@dataclass(frozen=True, slots=True)
class Reckoned:
    """What a long piece of reckoning came to.

    Attributes:
        subjects: For how many subjects.
        parts: How many facts or items.
        slowest: The one that took longest.
        slowest_seconds: How long that took.
        seconds: How long all took.
    """

    subjects: int
    parts: int
    slowest: str
    slowest_seconds: float
    seconds: float


class _Watch:
    """Tells how far long work has come, and notes what took longest."""

    def __init__(self, work: Work, deed: str, steps: int) -> None:
        self._work, self._deed, self._steps = work, deed, steps
        self._done = 0
        self._began = self._last = time.perf_counter()
        self._name = ""
        self._took: dict[str, float] = {}

    def next(self, name: str) -> None:
        """Begin the next step; raises where the person stopped the work."""
        self._note()
        self._name = name
        self._work.progress(self._done, self._steps, f"{self._deed}：{name}")
        self._done += 1

    def rest(self) -> None:
        """Let what comes count for none of the steps: keeping what was reckoned."""
        self._note()
        self._name = ""

    def _note(self) -> None:
        now = time.perf_counter()
        if self._name:
            took = self._took.get(self._name, 0.0) + now - self._last
            self._took[self._name] = took
        self._last = now

    def end(self, subjects_count: int) -> Reckoned:
        """Return what it came to."""
        self._note()
        slowest = max(self._took, key=lambda name: self._took[name], default="")
        return Reckoned(
            subjects_count,
            len(self._took),
            slowest,
            self._took.get(slowest, 0.0),
            time.perf_counter() - self._began,
        )


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


# ---- what follows of a move ----


def freeze(docket: Docket, said: Said, at: datetime) -> Reckoned:
    """Note who is assessed by which scheme, and count every fact with its rows.

    Points given by hand stay with whoever is still assessed.

    Args:
        docket: The month.
        said: What the move brought.
        at: When it was made.

    Raises:
        Refusal: The month is not over, nobody is covered, or there is no scheme.

    Clause: powers/month-facts, powers/scheme, powers/grant
    """
    del said
    work, month = docket.work, held.month_of(docket)
    check_month_over(month.month, china_day(at))
    grant = grants.granted(
        work, zone_id=month.zone_id, power=Power.ASSESS, on=china_day(at)
    )
    last = next_month(month.month) - timedelta(days=1)
    covered = [kind for kind in SubjectKind if kind.covered in grant.covers]
    plans = {}
    for kind in covered:
        row = schemes.scheme_on(work, zone_id=month.zone_id, subject=kind, on=last)
        if row is not None:
            plan = schemes.plan_of(work, scheme_id=row.id)
            told = {"name": row.name, "number": row.number, "plan": plan_json(plan)}
            plans[kind] = told
    if not plans:
        whom = "、".join(kind.label for kind in covered)
        raise Refusal(
            f"{month_words(month.month)}没有{whom}的考核办法。",
            clause="powers/scheme",
            ways=("先在“考核办法”页保存从该月1日起执行的办法。",),
        )
    whom_all = subjects.assessed_in(
        work, zone_id=month.zone_id, month=month.month, kinds=plans
    )
    if not whom_all.subjects:
        raise Refusal(
            f"{month_words(month.month)}片区没有可以考核的队伍或者人员。",
            clause="powers/month-facts",
            ways=("核对机构所属片区和人员派驻记录。",),
        )
    month.plans = _canonical({kind.value: told for kind, told in plans.items()})
    month.frozen_at = at
    ids = _keep_subjects(docket, whom_all.subjects)
    names = {
        fact.name
        for kind in {one.kind for one in whom_all.subjects}
        for fact in facts_of(kind)
    }
    watch = _Watch(work, "冻结事实", len(names))
    counted = count_facts(
        Reach(work, whom_all), names, lambda _place, name: watch.next(name)
    )
    watch.rest()
    work.session.execute(
        sa.delete(FrozenFact).where(
            FrozenFact.affair_id == docket.affair.id, work.whole_county(FrozenFact)
        )
    )
    rows = [
        {
            "affair_id": docket.affair.id,
            "subject_id": ids[one.ref],
            "fact": fact.name,
            "value": sum(row.count for row in hits),
            "rows": rows_json(hits),
        }
        for one in whom_all.subjects
        for fact in facts_of(one.kind)
        for hits in (counted[fact.name].get(one.ref, ()),)
    ]
    work.session.execute(sa.insert(FrozenFact), rows)
    _forget_points(docket)
    return watch.end(len(whom_all.subjects))


def _keep_subjects(docket: Docket, whom: Collection[Subject]) -> dict[Ref, int]:
    """Have exactly these subjects on record; who was there before keeps his number."""
    work = docket.work
    before = {(one.subject, one.key): one for one in held.subjects_of(docket)}
    gone = [row.id for ref, row in before.items() if ref not in {s.ref for s in whom}]
    for model in (ItemScore, FrozenFact):
        work.session.execute(
            sa.delete(model).where(model.subject_id.in_(gone), work.whole_county(model))
        )
    work.session.execute(
        sa.delete(AssessedSubject).where(
            AssessedSubject.id.in_(gone), work.whole_county(AssessedSubject)
        )
    )
    for one in whom:
        row = before.get(one.ref)
        if row is None:
            row = AssessedSubject(
                affair_id=docket.affair.id,
                subject=one.kind,
                key=one.key,
                extra=0,
                extra_basis="",
            )
            work.session.add(row)
            before[one.ref] = row
        row.unit_id, row.person_id = one.unit_id, one.person_id
        row.name, row.unit_name = one.name, one.unit_name
        row.employment, row.post = one.employment, one.post
    work.session.flush()
    return {ref: row.id for ref, row in before.items() if row.id not in gone}


def _forget_points(docket: Docket) -> None:
    """Take back totals and places: they were of other facts."""
    for row in held.subjects_of(docket):
        row.total = row.place = None
    docket.work.session.flush()


def compute(docket: Docket, said: Said, at: datetime) -> Reckoned:
    """Reckon every item of everybody from the frozen facts alone.

    Args:
        docket: The month.
        said: What the move brought.
        at: When it was made.
    """
    del said, at
    found = held.subjects_of(docket)
    plans = held.schemes_of(held.month_of(docket))
    steps = 2 * sum(len(one.plan.items) for one in plans.values())
    watch = _Watch(docket.work, "计算", steps)
    score_subjects(docket, found, watch)
    settle(docket)
    return watch.end(len(found))


def score_subjects(
    docket: Docket, whom: Collection[AssessedSubject], watch: _Watch | None = None
) -> None:
    """Reckon every item of some subjects and keep the scores.

    Args:
        docket: The month.
        whom: The subjects.
        watch: Told what is reckoned.
    """
    work = docket.work
    plans = held.schemes_of(held.month_of(docket))
    facts, before = held.facts_of(docket), held.scores_of(docket)
    rows = []
    for kind, scheme in plans.items():
        ids = [one.id for one in whom if one.subject is kind]
        if not ids:
            continue
        kept = {
            subject_id: {
                item.key: row
                for item in scheme.plan.items
                if (row := before.get((subject_id, item.key))) is not None
            }
            for subject_id in ids
        }
        scored = score_all(
            scheme.plan,
            {one: facts.get(one, {}) for one in ids},
            {one: _given(kept[one]) for one in ids},
            {one: _adjusted(kept[one]) for one in ids},
            _Tell(watch, kind),
        )
        if watch is not None:
            watch.rest()
        rows += [
            _score_row(docket, one, item, scored[one][item.key], kept[one])
            for one in ids
            for item in scheme.plan.items
        ]
    work.session.execute(
        sa.delete(ItemScore).where(
            ItemScore.affair_id == docket.affair.id,
            ItemScore.subject_id.in_([one.id for one in whom]),
            work.whole_county(ItemScore),
        )
    )
    if rows:
        work.session.execute(sa.insert(ItemScore), rows)
    work.session.expire_all()


@dataclass(frozen=True, slots=True)
class _Tell:
    """Tells the watch of every item, with whose it is."""

    watch: _Watch | None
    kind: SubjectKind

    def __call__(self, item: SchemeItem) -> None:
        if self.watch is not None:
            self.watch.next(f"{item.name}（{self.kind.label}）")


def _given(kept: Mapping[str, ItemScore]) -> dict[str, Fraction | None]:
    return {
        key: held.score(row.given)
        for key, row in kept.items()
        if row.by_hand and row.given_by
    }


def _adjusted(kept: Mapping[str, ItemScore]) -> dict[str, Fraction]:
    return {
        key: Fraction(row.adjusted, held.HUNDREDTHS)
        for key, row in kept.items()
        if row.adjusted is not None
    }


def _score_row(
    docket: Docket,
    subject_id: int,
    item: SchemeItem,
    scored: Scored,
    kept: Mapping[str, ItemScore],
) -> dict[str, object]:
    row = kept.get(item.key)
    same = row is not None and row.by_hand == item.by_hand
    evidence = row.evidence if row is not None and same else ""
    return {
        "affair_id": docket.affair.id,
        "subject_id": subject_id,
        "item": item.key,
        "points": held.hundredths(scored.points),
        "weight": held.hundredths(scored.weight),
        "basis": (evidence if item.by_hand else scored.basis)[:_LONGEST_BASIS],
        "by_hand": item.by_hand,
        "given": row.given if row is not None and same else None,
        "adjusted": row.adjusted if row is not None else None,
        "evidence": evidence,
        "given_by": row.given_by if row is not None and same else "",
        "reviewed_by": row.reviewed_by if row is not None else "",
    }


def settle(docket: Docket) -> None:
    """Add everybody's points up and give places, among their like.

    Who still lacks points by hand has neither total nor place yet.

    Args:
        docket: The month.
    """
    work = docket.work
    points: dict[int, list[Fraction | None]] = {}
    lacking: set[int] = set()
    for subject_id, value, by_hand, given_by in work.session.execute(
        sa.select(
            ItemScore.subject_id,
            ItemScore.points,
            ItemScore.by_hand,
            ItemScore.given_by,
        ).where(ItemScore.affair_id == docket.affair.id, work.whole_county(ItemScore))
    ):
        points.setdefault(subject_id, []).append(held.score(value))
        if by_hand and not given_by:
            lacking.add(subject_id)
    found = held.subjects_of(docket)
    for kind in SubjectKind:
        here = [one for one in found if one.subject is kind]
        totals: dict[int, Fraction] = {}
        for one in here:
            extra = Fraction(one.extra, held.HUNDREDTHS)
            total = total_of(points.get(one.id, ()), extra)
            if total is not None and one.id not in lacking:
                totals[one.id] = total
            one.total = held.hundredths(totals.get(one.id))
        ranked = places(totals)
        for one in here:
            one.place = ranked.get(one.id)
    work.session.flush()


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
    settle(docket)
    month = held.month_of(docket)
    month.locked_at = at
    month.digest = digest_of(docket)
    docket.work.session.flush()


# ---- the digest ----


def _canonical(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def digest_of(docket: Docket) -> bytes:
    """Return the SM3 digest of everything a month says, in canonical order.

    Args:
        docket: The month.
    """
    return docket.work.secrets.sm3(_canonical(everything(docket)).encode())


def everything(docket: Docket) -> dict[str, object]:
    """Return everything a month says, as plain values in canonical order.

    Args:
        docket: The month.
    """
    month = held.month_of(docket)
    scores, frozen = held.scores_of(docket), _frozen(docket)
    by_subject: dict[int, list[ItemScore]] = {}
    for (subject_id, _item), row in sorted(scores.items()):
        by_subject.setdefault(subject_id, []).append(row)
    return {
        "month": month.month.isoformat(),
        "plans": json.loads(month.plans),
        "remarks": json.loads(month.remarks or "{}"),
        "objections_to": month.objections_to and month.objections_to.isoformat(),
        "subjects": [
            {
                "subject": one.subject.value,
                "key": one.key,
                "name": one.name,
                "unit": one.unit_name,
                "employment": one.employment,
                "post": one.post,
                "extra": one.extra,
                "extra_basis": one.extra_basis,
                "total": one.total,
                "place": one.place,
                "facts": frozen.get(one.id, []),
                "scores": [
                    [
                        row.item,
                        row.points,
                        row.weight,
                        row.basis,
                        row.by_hand,
                        row.given,
                        row.adjusted,
                        row.evidence,
                        row.given_by,
                        row.reviewed_by,
                    ]
                    for row in by_subject.get(one.id, [])
                ],
            }
            for one in held.subjects_of(docket)
        ],
        "appeals": list(_appeals(docket)),
    }


def _frozen(docket: Docket) -> dict[int, list[object]]:
    work = docket.work
    found: dict[int, list[object]] = {}
    for row in work.session.execute(
        sa.select(
            FrozenFact.subject_id, FrozenFact.fact, FrozenFact.value, FrozenFact.rows
        ).where(FrozenFact.affair_id == docket.affair.id, work.whole_county(FrozenFact))
    ):
        fact = [row.fact, row.value, json.loads(row.rows)]
        found.setdefault(row.subject_id, []).append(fact)
    return {key: sorted(rows, key=str) for key, rows in found.items()}


def _appeals(docket: Docket) -> Iterator[dict[str, object]]:
    work = docket.work
    found = work.session.execute(
        sa.select(Appeal, AssessedSubject.subject, AssessedSubject.key)
        .join(AssessedSubject, AssessedSubject.id == Appeal.subject_id)
        .where(
            Appeal.month_id == docket.affair.id,
            work.whole_county(Appeal),
            work.whole_county(AssessedSubject),
        )
        .order_by(Appeal.affair_id)
    )
    for row, kind, key in found:
        yield {
            "subject": kind.value,
            "key": key,
            "letter": row.letter,
            "received_on": row.received_on.isoformat(),
            "claims": json.loads(row.claims or "{}"),
            "findings": json.loads(row.findings or "{}"),
        }


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
    return month.digest == digest_of(docket)


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
