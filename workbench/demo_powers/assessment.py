"""The sample's assessment: schemes, two locked months, one told and objected to."""

from datetime import date, datetime, time, timedelta
from fractions import Fraction
from random import Random

from workbench.demo_powers.seats import SINCE, Seats
from workbench.rules.calendar import CHINA
from workbench.rules.powers.schemes import DEFAULT_PLANS
from workbench.rules.powers.subjects import SubjectKind
from workbench.services.powers import moves
from workbench.services.powers.assessment import (
    appeals,
    months,
    record,
    schemes,
    scores,
)
from workbench.services.powers.assessment.scores import BoardRow, Given
from workbench.services.powers.said import said_of

_SEED = 20261108
_NUMBERS = {
    SubjectKind.TEAM: "东综执〔2025〕41号",
    SubjectKind.TOWN: "东综执〔2025〕43号",
    SubjectKind.PERSON: "东综执〔2025〕42号",
}
_NAMES = {
    SubjectKind.TEAM: "东海县执法片区月度考核办法（试行，示例）",
    SubjectKind.TOWN: "东海县镇街综合执法工作月度考核办法（试行，示例）",
    SubjectKind.PERSON: "东海县执法片区派驻人员考核评价办法（试行，示例）",
}
_MONTHS = (
    # month, facts frozen, scored and told, settled
    (date(2026, 8, 1), date(2026, 9, 1), date(2026, 9, 2), date(2026, 9, 9)),
    (date(2026, 9, 1), date(2026, 10, 9), date(2026, 10, 12), date(2026, 10, 19)),
    (date(2026, 10, 1), date(2026, 11, 2), date(2026, 11, 4), None),
)
_EVIDENCE = "示例台账和抽查记录，考核员核对"
_MERITS = (
    ("响应调度及时。", "各队伍按时签收、到场，急难任务没有推诿。"),
    ("力量保持在岗。", "派驻人员出勤稳定，离岗均履行报批手续。"),
)
_FAULTS = (("个别指令办结逾期。", "逾期的没有在时限内说明原因，须引以为戒。"),)
_DEMANDS = (
    ("严格时限管理。", "明确专人负责，到期前一个工作日由指挥中心提醒。"),
    ("严守执法纪律。", "不得以考核为由增加检查频次，不得下达检查、罚没任务。"),
)


def enter(seats: Seats) -> str:
    """Enter the schemes and three months of the first zone."""
    chance = Random(_SEED)  # noqa: S311 - sample
    for kind in SubjectKind:
        seats.assessor(_at(SINCE, 9)).do(
            schemes.save_scheme,
            unit_id=seats.centre,
            subject=kind,
            name=_NAMES[kind],
            number=_NUMBERS[kind],
            plan=DEFAULT_PLANS[kind],
            valid_from=SINCE,
        )
    for month, frozen, told, settled in _MONTHS:
        number = _tell(seats, month, (_at(frozen, 9), _at(told, 15)), chance)
        if settled is not None:
            _settle(seats, number, _at(settled, 10))
    _object(seats, number)
    return f"已登记{len(_MONTHS)}个月考核，其中2个月已锁定，1件申诉在办"


def _at(day: date, hour: int) -> datetime:
    return datetime.combine(day, time(hour), CHINA)


def _tell(
    seats: Seats, month: date, moments: tuple[datetime, datetime], chance: Random
) -> int:
    """Freeze, compute and score a month, have it reviewed and told."""
    frozen, told = moments
    desk = seats.assessor(frozen)
    number = desk.do(months.begin_month, unit_id=seats.centre, month=month)
    for verb in ("freeze", "compute", "begin_scoring"):
        desk.do(moves.handle_assessment, affair_id=number, verb=verb)
    desk = seats.assessor(told)
    given: list[Given] = []
    for kind in SubjectKind:
        board = desk.ask(scores.month_board, affair_id=number, subject=kind)
        full = {one.key: one.weight for one in board.items}
        for row in board.rows:
            given += _given(row, full, chance)
    desk.do(scores.give_many, affair_id=number, given=given)
    team = desk.ask(scores.month_board, affair_id=number, subject=SubjectKind.TEAM)
    desk.do(
        scores.set_extra,
        affair_id=number,
        subject_id=team.rows[0].id,
        points=Fraction("0.5"),
        basis="占道整治做法获县级推广（示例）",
    )
    desk.do(
        record.set_remarks,
        affair_id=number,
        merits=_MERITS,
        faults=_FAULTS,
        demands=_DEMANDS,
    )
    desk.do(moves.handle_assessment, affair_id=number, verb="submit")
    seats.deputy(told + timedelta(hours=1)).do(
        moves.review_assessment, affair_id=number, verb="open_window"
    )
    return number


def _given(row: BoardRow, full: dict[str, Fraction], chance: Random) -> list[Given]:
    """Give every hand item of a subject most of its points."""
    return [
        Given(
            row.id,
            cell.item,
            full[cell.item] * Fraction(chance.randint(84, 100), 100),
            _EVIDENCE,
        )
        for cell in row.cells
        if cell.pending
    ]


def _settle(seats: Seats, number: int, at: datetime) -> None:
    """Close the window after its last day, and lock the month."""
    seats.assessor(at).do(
        moves.handle_assessment, affair_id=number, verb="close_window"
    )
    seats.commander(at + timedelta(hours=1)).do(
        moves.decide_assessment, affair_id=number, verb="lock"
    )


def _object(seats: Seats, number: int) -> None:
    """Have the team object to one item of the month that was told."""
    desk = seats.assessor(seats.now - timedelta(minutes=20))
    team = desk.ask(scores.month_board, affair_id=number, subject=SubjectKind.TEAM)
    lowest = min(
        (cell for cell in team.rows[0].cells if cell.points is not None),
        key=lambda cell: (cell.points or 0) / cell.weight,
    )
    appeal = desk.do(
        appeals.begin_appeal,
        month_id=number,
        subject_id=team.rows[0].id,
        letter="《关于2026年10月考核评分的申诉》（示例队〔2026〕3号）",
        received_on=seats.now.astimezone(CHINA).date(),
        claims={lowest.item: "有一件因道路封闭绕行，时间有记录，不应计为失分"},
    )
    desk.do(
        moves.handle_assessment,
        affair_id=appeal,
        verb="submit",
        said=said_of(),
    )
