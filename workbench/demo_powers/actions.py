"""The sample's joint actions, in every state today, and the vehicles they go in."""

from datetime import date, datetime, timedelta
from typing import Any

from workbench.demo_powers.seats import SINCE, Seats
from workbench.rules.calendar import CHINA, china_day
from workbench.rules.periods import Period
from workbench.rules.powers.machines import MACHINES
from workbench.rules.powers.moves import AffairKind, Hand
from workbench.services.powers import actions, clashes, moves, vehicles
from workbench.services.powers.action_notice import TeamPlan
from workbench.services.powers.actions import Stage, Task
from workbench.services.powers.said import said_of
from workbench.services.roster import people

_FLEET = (
    ("苏GZ1001", "执法车", 5),
    ("苏GZ1002", "执法车", 5),
    ("苏GZ1003", "执法车", 7),
    ("苏GZ1004", "皮卡", 5),
    ("苏GZ1005", "皮卡", 5),
    ("苏GZ1006", "新能源巡查车", 2),
)
_SUBJECTS = (
    (
        "集市周边秩序",
        "集市周边道路恢复畅通。",
        ("占道摆摊、店外经营。", "车辆乱停乱放。"),
    ),
    ("渣土运输", "夜间偷倒得到遏制。", ("未密闭运输。", "随意倾倒建筑垃圾。")),
    ("餐饮油烟", "直排油烟全部整改。", ("未安装净化设施。", "净化设施不正常使用。")),
    ("户外广告", "危险广告设施全部拆除。", ("未经批准设置。", "存在坠落隐患。")),
)
_PAST = (2, 5, 8, 11)
"""So many months after the first the actions of the past began."""
_WAY = ("submit", "approve", "launch", "conclude", "archive")
_SUMMARY = "出动人员、车辆按编组到位，发现的问题当场处理，台账和影像已移交属地。"
_FORCE = 12


def enter(seats: Seats) -> str:
    """Enter six vehicles and nine joint actions, and some other uses."""
    fleet = _fleet(seats)
    for place, months in enumerate(_PAST):
        month = SINCE
        for _one in range(months):
            month = (month + timedelta(days=32)).replace(day=1)
        first = month + timedelta(days=7)
        at = _at(first - timedelta(days=4))
        number = _drafted(seats, place, (first, first + timedelta(days=4)), fleet, at)
        ends = _at(first + timedelta(days=5))
        for verb, moment in zip(_WAY, (at, at, _at(first), ends, ends), strict=True):
            _make(seats, number, verb, moment)
    today = china_day(seats.now)
    for steps in range(5):
        # 草拟、待审、已批准 lie ahead; 实施中、已总结 began.
        first = today + timedelta(days=8 * (3 - steps)) if steps < 3 else today
        first -= timedelta(days=9 * (steps - 3)) if steps > 3 else timedelta(days=2)
        last = first + timedelta(days=5)
        at = _at(min(first, today) - timedelta(days=2))
        number = _drafted(seats, steps, (first, last), fleet, at)
        for verb in _WAY[: min(steps, 2)]:
            _make(seats, number, verb, at)
        for verb in _WAY[2:steps]:
            on = first if verb == "launch" else last
            _make(seats, number, verb, min(_at(on), seats.now))
    later = today + timedelta(days=40)
    number = _drafted(seats, 1, (later, later), fleet, seats.now)
    _make(seats, number, "withdraw", seats.now)
    uses = _uses(seats, fleet, today)
    count = len(_PAST) + 5 + 1
    return f"已登记{len(fleet)}辆车、{uses}次用车、{count}次联合行动"


def _at(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 9, 30, tzinfo=CHINA)


def _fleet(seats: Seats) -> tuple[int, ...]:
    desk = seats.clerk(_at(SINCE))
    return tuple(
        desk.do(
            vehicles.add_vehicle,
            unit_id=seats.team,
            plate=plate,
            sort=sort,
            seats=places,
            first=SINCE,
        )
        for plate, sort, places in _FLEET
    )


def _drafted(
    seats: Seats,
    place: int,
    days: tuple[date, date],
    fleet: tuple[int, ...],
    at: datetime,
) -> int:
    name, purpose, matters = _SUBJECTS[place % len(_SUBJECTS)]
    first, last = days
    number: int = seats.clerk(at).do(
        actions.draft_action,
        unit_id=seats.centre,
        title=name,
        purpose=purpose,
        area="片区各镇街重点路段",
        first=first,
        last=last,
        matters=matters,
        lead_id=seats.units["县综合执法局"],
        tasks=(
            Task(seats.team, "负责现场劝导、查处，牵头现场组织。"),
            Task(seats.units["牛山街道执法局"], "负责摸底告知和行动后的日常管理。"),
        ),
        stages=(
            Stage("摸底告知", first, first, "逐户登记，发放告知书。"),
            Stage("集中行动", first, last, "按编组推进，先劝导、后依法查处。"),
        ),
        teams=_teams(seats, days, fleet, at),
        consent="经县人民政府同意",
    )
    return number


def _teams(
    seats: Seats, days: tuple[date, date], fleet: tuple[int, ...], at: datetime
) -> tuple[TeamPlan, ...]:
    """Return two teams of people who are free on these days and hold certificates."""
    desk = seats.clerk(at)
    force = list(desk.ask(people.find_people, host_unit_id=seats.team))[: 4 * _FORCE]
    made: list[TeamPlan] = []
    for leader, member in zip(force[::2], force[1::2], strict=False):
        plan = TeamPlan(
            ("第一组", "第二组")[len(made)],
            ("集镇主干道", "集市和学校周边")[len(made)],
            leader,
            (member,),
            vehicle_ids=_free(seats, days, fleet[len(made) :: 2], at),
        )
        found = desk.ask(actions.clashes_of, first=days[0], last=days[1], teams=(plan,))
        if not any(one.forbids for one in found):
            made.append(plan)
        if len(made) == len(("第一组", "第二组")):
            break
    return tuple(made)


def _free(
    seats: Seats, days: tuple[date, date], fleet: tuple[int, ...], at: datetime
) -> tuple[int, ...]:
    """Return the first vehicle that has no other use on these days."""
    taken = seats.clerk(at).ask(clashes.uses, vehicles=fleet, days=Period(*days))
    used = {one.key for one in taken}
    return tuple(one for one in fleet if one not in used)[:1]


def _make(seats: Seats, number: int, verb: str, at: datetime) -> None:
    """Make a move at the desk of whose hand it takes."""
    move = MACHINES[AffairKind.ACTION].move(verb)
    decides = move.hand is Hand.DECIDE
    said: dict[str, Any] = {}
    if verb == "conclude":
        said["result"] = _SUMMARY
    if verb == "withdraw":
        said["reason"] = "县里另行部署，本次行动取消。"
    desk = seats.commander(at) if decides else seats.clerk(at)
    desk.do(
        moves.command_for(AffairKind.ACTION, move.hand),
        affair_id=number,
        verb=verb,
        said=said_of(**said),
    )


def _uses(seats: Seats, fleet: tuple[int, ...], today: date) -> int:
    """Enter some uses beside the actions: the past ones are back."""
    count = 0
    for place, back in enumerate((90, 75, 60, 45, 20, 0)):
        on = today - timedelta(days=back)
        desk = seats.clerk(min(_at(on), seats.now))
        number = desk.do(
            vehicles.use_vehicle,
            vehicle_id=fleet[-1 - place % 2],
            first=on,
            last=on,
            purpose=("送检样品", "夜间巡查", "下村核查")[place % 3],
        )
        if back:
            desk.do(vehicles.return_vehicle, use_id=number, kilometres=30 + 7 * place)
        count += 1
    return count
