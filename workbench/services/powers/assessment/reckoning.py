"""What a month is reckoned from and to: facts frozen, points computed, places given."""

import time
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction

import sqlalchemy as sa

from workbench.desk import Work
from workbench.models.powers.assessment import (
    AssessedSubject,
    FrozenFact,
    ItemScore,
)
from workbench.rules import Refusal
from workbench.rules.calendar import china_day
from workbench.rules.powers.facts import facts_of
from workbench.rules.powers.grants import Power
from workbench.rules.powers.months import (
    check_month_over,
    month_words,
    next_month,
)
from workbench.rules.powers.schemes import SchemeItem, plan_json
from workbench.rules.powers.scoring import Scored, places, score_all, total_of
from workbench.rules.powers.subjects import SubjectKind
from workbench.services.powers import grants
from workbench.services.powers.assessment import held, schemes, sealing, subjects
from workbench.services.powers.assessment.facts import Reach, count_facts, rows_json
from workbench.services.powers.assessment.subjects import Ref, Subject
from workbench.services.powers.docket import Docket
from workbench.services.powers.said import Said

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


class Watch:
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
    month.plans = sealing.canonical({kind.value: told for kind, told in plans.items()})
    month.frozen_at = at
    ids = _keep_subjects(docket, whom_all.subjects)
    names = {
        fact.name
        for kind in {one.kind for one in whom_all.subjects}
        for fact in facts_of(kind)
    }
    watch = Watch(work, "冻结事实", len(names))
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
    watch = Watch(docket.work, "计算", steps)
    score_subjects(docket, found, watch)
    settle(docket)
    return watch.end(len(found))


def score_subjects(
    docket: Docket, whom: Collection[AssessedSubject], watch: Watch | None = None
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

    watch: Watch | None
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
