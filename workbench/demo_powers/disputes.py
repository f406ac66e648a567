"""The sample's disputes: one settled, one before the county, one just taken up."""

from datetime import datetime, timedelta
from typing import Any

from workbench.demo_powers.seats import Seats
from workbench.rules.calendar import CHINA
from workbench.rules.powers.moves import Way
from workbench.services.powers import disputes, moves
from workbench.services.powers.said import said_of

_BASIS = "职责清单中两家都列有此项，各执一词，群众反映多次没有办理。"
_OPINION = "由属地镇街牵头查处，业务主管部门认定并配合，结果一并告知反映人。"


def enter(seats: Seats) -> str:
    """Enter three disputes, at three stages."""
    long_ago = datetime(2026, 3, 10, 9, 0, tzinfo=CHINA)
    number = _taken_up(seats, "河道管理范围内违建由谁查处", long_ago)
    _advise(seats, number, long_ago + timedelta(days=2))
    for side in _sides(seats):
        _answer(seats, number, "accept", side, long_ago + timedelta(days=3))
    seats.clerk(long_ago + timedelta(days=4)).do(
        moves.handle, affair_id=number, verb="archive"
    )
    lately = seats.now - timedelta(days=5)
    number = _taken_up(seats, "沿街商铺外摆由谁管理", lately)
    _advise(seats, number, lately + timedelta(days=1))
    _answer(
        seats,
        number,
        "reject",
        _sides(seats)[0],
        lately + timedelta(days=2),
        reason="无执法权",
    )
    seats.commander(lately + timedelta(days=3)).do(
        moves.decide,
        affair_id=number,
        verb="ask_county",
        said=said_of(reason="双方意见不一，请县里明确。"),
    )
    _taken_up(seats, "小区内堆放建筑垃圾由谁处置", seats.now - timedelta(hours=2))
    return "已登记3件争议"


def _sides(seats: Seats) -> tuple[int, int]:
    return seats.units["牛山街道执法局"], seats.units["县综合执法局"]


def _taken_up(seats: Seats, title: str, at: datetime) -> int:
    number: int = seats.clerk(at).do(
        disputes.register_dispute,
        unit_id=seats.centre,
        title=title,
        basis=_BASIS,
        disputants=_sides(seats),
    )
    seats.clerk(at).do(moves.handle, affair_id=number, verb="submit")
    _answer(
        seats, number, "claim", _sides(seats)[1], at, remark="不属于本单位职责范围。"
    )
    return number


def _advise(seats: Seats, number: int, at: datetime) -> None:
    seats.commander(at).do(
        moves.decide, affair_id=number, verb="advise", said=said_of(result=_OPINION)
    )


def _answer(
    seats: Seats, number: int, verb: str, side: int, at: datetime, **words: Any
) -> None:
    """Record what a side said, on its behalf."""
    told: dict[str, Any] = {"person": "示例科长", "way": Way.PAPER, "party_id": side}
    seats.clerk(at).do(
        moves.answer,
        affair_id=number,
        verb=verb,
        said=said_of(**told, **words),
    )
