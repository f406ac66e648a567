"""The month's circular as a record, from what the month holds alone."""

import json
from collections.abc import Sequence
from fractions import Fraction

import sqlalchemy as sa

from workbench.access import Permission
from workbench.desk import Topic, Work, chartered
from workbench.models.powers.assessment import AssessmentMonth
from workbench.models.roster.units import UnitFact
from workbench.reports.issuing import Issuing
from workbench.reports.powers.assessed import Assessed, Item, Score
from workbench.reports.powers.assessment import AssessmentCircular, Point
from workbench.rules import Refusal
from workbench.rules.calendar import china_day, chinese_day
from workbench.rules.powers.grants import Power
from workbench.rules.powers.months import month_words
from workbench.rules.powers.moves import AffairKind
from workbench.rules.powers.schemes import SchemeItem
from workbench.rules.powers.scoring import NOTHING_DUE
from workbench.rules.powers.subjects import SubjectKind
from workbench.rules.roster.units import UnitKind
from workbench.services.powers import grants, naming
from workbench.services.powers.assessment import appeals, held, scores
from workbench.services.powers.assessment.scores import BoardCell, BoardRow
from workbench.services.powers.docket import Docket

_PARTS = ("merits", "faults", "demands")
_PART = 8  # signs of the digest after which a line may break


@chartered(
    Permission.POWERS_ASSESSMENT_EDIT,
    title="填写考核通报的情况",
    changes=(Topic.AFFAIRS, Topic.ASSESSMENT),
)
def set_remarks(
    work: Work,
    *,
    affair_id: int,
    merits: Sequence[tuple[str, str]] = (),
    faults: Sequence[tuple[str, str]] = (),
    demands: Sequence[tuple[str, str]] = (),
    seen: int | None = None,
) -> None:
    """Write what the circular says beside the scores: heading and text of each point.

    Args:
        work: Whose work.
        affair_id: The month.
        merits: What went well.
        faults: What did not.
        demands: What is to be done.
        seen: The month's version as the person saw it.

    Raises:
        Refusal: The month is locked, or a rival moved it meanwhile.

    Clause: powers/month-locked, powers/rival
    """
    docket = Docket.to_move(work, affair_id, seen, AffairKind.MONTH)
    month = held.month_of(docket)
    if month.locked_at is not None:
        raise Refusal(
            f"{month_words(month.month)}的考核已经锁定，通报的情况不能再改。",
            clause="powers/month-locked",
            ways=("起草通报时可以另行修改文字。",),
        )
    docket.check_grant(work.now)
    told = {
        part: [
            [heading.strip(), text.strip()]
            for heading, text in points
            if heading.strip() or text.strip()
        ]
        for part, points in zip(_PARTS, (merits, faults, demands), strict=True)
    }
    month.remarks = json.dumps(told, ensure_ascii=False, sort_keys=True)
    docket.affair.version += 1
    work.session.flush()


@chartered(Permission.POWERS_ASSESSMENT_READ)
def remarks_of(work: Work, *, affair_id: int) -> dict[str, tuple[tuple[str, str], ...]]:
    """Return merits, faults and demands of a month: heading and text of each.

    Raises:
        Refusal: It may not be seen.

    Clause: platform/row-scope
    """
    docket = Docket.to_move(work, affair_id, None, AffairKind.MONTH)
    told = json.loads(held.month_of(docket).remarks or "{}")
    return {
        part: tuple((heading, text) for heading, text in told.get(part, ()))
        for part in _PARTS
    }


@chartered(Permission.POWERS_ASSESSMENT_READ)
def circular_record(
    work: Work, *, affair_id: int, subject: SubjectKind = SubjectKind.TEAM
) -> AssessmentCircular:
    """Return the circular of a month, complete, of what the month holds alone.

    The county's enforcement authority issues it; number, addressee and day come with
    its issuing.

    Args:
        work: Whose session.
        affair_id: The month.
        subject: Whom it is about; each kind has a scheme and a circular of its own.

    Raises:
        Refusal: It may not be seen, is not about such subjects, or points are lacking.

    Clause: platform/row-scope, powers/month-facts, powers/points
    """
    docket = Docket.to_move(work, affair_id, None, AffairKind.MONTH)
    month = held.month_of(docket)
    board = scores.month_board(work, affair_id=affair_id, subject=subject)
    rows = [one for one in board.rows if one.total is not None]
    if board.pending or not rows or any(not one.cells for one in board.rows):
        raise Refusal(
            f"{month_words(month.month)}的考核还没有评完分，不能起草通报。",
            clause="powers/points",
            ways=("先计算，并给完手工评分的项目。",),
        )
    on = china_day(month.locked_at) if month.locked_at else work.today
    said = remarks_of(work, affair_id=affair_id)
    objection = appeals.objection_words(work, month_id=affair_id)
    unscored = len(board.rows) - len(rows)
    if unscored:
        objection += f"另有{unscored}个单位本月没有适用的项目，不计分。"
    return AssessmentCircular(
        issuing=Issuing(_authority(work), "", "", "", ""),
        zone=naming.zone_called(work, zone_id=month.zone_id, on=on),
        month=month.month,
        grant=grants.grant_words(
            work, zone_id=month.zone_id, power=Power.ASSESS, on=on
        ),
        scheme=board.scheme,
        objection=objection,
        items=tuple(
            Item(one.group, one.name, one.method, one.weight) for one in board.items
        ),
        units=tuple(_assessed(one, board.items) for one in rows),
        merits=_points(said["merits"]),
        faults=_points(said["faults"]),
        demands=_points(said["demands"]),
        trail=trail_of(month),
    )


def _points(said: Sequence[tuple[str, str]]) -> tuple[Point, ...]:
    return tuple(Point(heading, text) for heading, text in said)


def _assessed(row: BoardRow, items: Sequence[SchemeItem]) -> Assessed:
    name = row.name if row.person_id is None else f"{row.name}（{row.unit}）"
    return Assessed(
        name,
        tuple(
            _score(cell, one.weight) for cell, one in zip(row.cells, items, strict=True)
        ),
        row.extra,
        row.extra_basis,
        row.earlier,
    )


def _score(cell: BoardCell, own: Fraction) -> Score:
    if not cell.applies:
        return Score(None, cell.basis or NOTHING_DUE)
    return Score(cell.points, cell.basis, None if cell.weight == own else cell.weight)


def trail_of(month: AssessmentMonth) -> str:
    """Return when a month was locked, and its digest; empty before.

    Args:
        month: The month.
    """
    if month.digest is None or month.locked_at is None:
        return ""
    on = chinese_day(china_day(month.locked_at))
    told = month.digest.hex()
    parts = [told[at : at + _PART] for at in range(0, len(told), _PART)]
    return f"考核数据于{on}锁定，校验码（SM3）{' '.join(parts)}。"


def _authority(work: Work) -> str:
    """Return the county's enforcement authority, which issues what a centre decides."""
    name = work.session.scalar(
        sa.select(UnitFact.name)
        .where(
            UnitFact.holds_on(work.today),
            UnitFact.kind == UnitKind.COUNTY_ENFORCEMENT,
            work.whole_county(UnitFact),
        )
        .order_by(UnitFact.unit_id)
    )
    return name or ""
