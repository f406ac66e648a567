"""Everything a month says, in canonical order, and the digest that locks it."""

import json
from collections.abc import Iterator

import sqlalchemy as sa

from workbench.models.powers.assessment import (
    Appeal,
    AssessedSubject,
    FrozenFact,
    ItemScore,
)
from workbench.services.powers.assessment import held
from workbench.services.powers.docket import Docket


def canonical(value: object) -> str:
    """Return plain values as canonical JSON."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def digest_of(docket: Docket) -> bytes:
    """Return the SM3 digest of everything a month says, in canonical order.

    Args:
        docket: The month.
    """
    return docket.work.secrets.sm3(canonical(everything(docket)).encode())


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
