"""The sample's dispatch orders, in every state."""

from datetime import datetime, timedelta
from random import Random
from typing import Any

from workbench.demo_powers.seats import MONTHS, SINCE, Seats
from workbench.desk import Desk
from workbench.rules.calendar import CHINA
from workbench.rules.powers.moves import AffairKind, Way
from workbench.rules.powers.orders import OrderType, Urgency
from workbench.services.powers import affairs, moves, orders
from workbench.services.powers.orders import Receiver
from workbench.services.powers.said import said_of

_SEED = 20261105
_SUBJECTS = (
    (
        "农贸市场周边占道经营集中整治",
        "会同属地疏导占道摊点，宣传进场经营。",
    ),
    (
        "渣土车抛洒滴漏夜间联合检查",
        "两处路口设点，核查证照和密闭措施。",
    ),
    ("校园周边食品摊贩规范", "放学时段到场劝导，核查登记公示，劝导情况如实记录。"),
    ("秸秆露天焚烧巡查值守", "分段包干，发现火点立即处置并报告，夜间不间断。"),
    ("液化气瓶违规储存排查", "会同属地逐户排查沿街餐饮场所，发现隐患责令整改。"),
    ("户外广告安全隐患处置", "大风预警前完成排查，松动的立即加固或者拆除。"),
    ("违法建设巡查和制止", "按线索逐处核实，在建的当场制止，取证后移交属地。"),
    ("非法营运车辆整治", "车站和医院周边定点检查，配合公安交管疏导。"),
)
_PEOPLE = "示例队员甲 10070010023\n示例队员乙 10070010031"
_VERDICTS = ("满意", "满意", "满意", "基本满意")


def enter(seats: Seats) -> str:
    """Enter fourteen months of orders, and some that are under way today."""
    bureaus = [key for name, key in seats.units.items() if "执法局" in name]
    receivers = [seats.team, *bureaus][:4]
    chance = Random(_SEED)  # noqa: S311 - sample
    day = SINCE
    count = 0
    for month in range(MONTHS):
        for place in range(3):
            subject, task = _SUBJECTS[(3 * month + place) % len(_SUBJECTS)]
            on = day + timedelta(days=6 + 8 * place)
            at = datetime(on.year, on.month, on.day, 9, 10, tzinfo=CHINA)
            chosen = chance.sample(receivers, 2 + place % 2)
            number = _draft(seats, (subject, task), chosen, at)
            _carry_out(seats, number, at, chance)
            count += 1
        day = (day + timedelta(days=32)).replace(day=1)
    for place, steps in enumerate((0, 1, 2, 3)):  # what is under way today
        at = seats.now - timedelta(hours=3 - place / 2)
        subject, task = _SUBJECTS[place]
        number = _draft(seats, (subject, task), receivers[:2], at)
        _begin(seats, number, at, steps)
        count += 1
    return f"已登记{count}条调度指令"


def _draft(
    seats: Seats,
    words: tuple[str, str],
    chosen: list[int],
    at: datetime,
) -> int:
    return seats.clerk(at).do(
        orders.draft_order,
        unit_id=seats.centre,
        title=words[0],
        sort=OrderType.ROUTINE,
        urgency=Urgency.PLAIN,
        place="示例镇驻地",
        task=words[1],
        arrive_by=at + timedelta(days=1),
        finish_by=at + timedelta(days=4),
        sign_by=at + timedelta(hours=6),
        receivers=tuple(Receiver(one, 2) for one in chosen),
    )


def _begin(seats: Seats, number: int, at: datetime, steps: int) -> None:
    """Take an order of today some steps: handed in, signed, signed for by one."""
    clerk, commander = seats.clerk(at), seats.commander(at)
    if steps >= 1:
        clerk.do(moves.handle, affair_id=number, verb="submit")
    if steps >= 2:
        commander.do(moves.decide, affair_id=number, verb="sign")
    if steps >= 3:
        first = clerk.ask(
            affairs.find_affairs, kinds=[AffairKind.ERRAND], parent_id=number
        )[0]
        _answer(clerk, first, "sign_for")


def _answer(desk: Desk, errand: int, verb: str, **said: Any) -> None:
    desk.do(
        moves.answer,
        affair_id=errand,
        verb=verb,
        said=said_of(person="示例值班员", way=Way.PHONE, **said),
    )


def _carry_out(seats: Seats, number: int, at: datetime, chance: Random) -> None:
    """Take an order of the past to its end, now and then too late."""

    def clerk(hours: float) -> Desk:
        return seats.clerk(at + timedelta(hours=hours))

    clerk(0.2).do(moves.handle, affair_id=number, verb="submit")
    seats.commander(at + timedelta(hours=0.5)).do(
        moves.decide, affair_id=number, verb="sign"
    )
    errands = clerk(0.6).ask(
        affairs.find_affairs, kinds=[AffairKind.ERRAND], parent_id=number
    )
    for errand in errands:
        if chance.random() < 0.1:
            _answer(clerk(8), errand, "sign_late", reason="值班人员外出未看到")
        else:
            _answer(clerk(1 + chance.random()), errand, "sign_for")
        _answer(clerk(20), errand, "arrive", people=_PEOPLE)
        late = chance.random() < 0.1
        _answer(
            clerk(100 if late else 48), errand, "finish", result="已处置，秩序恢复。"
        )
        clerk(101).do(
            moves.handle,
            affair_id=errand,
            verb="rate",
            said=said_of(ratings=(("办理情况", chance.choice(_VERDICTS)),)),
        )
    clerk(120).do(moves.handle, affair_id=number, verb="archive")
