"""The sample's whistles: of every class, and in every state today."""

from collections.abc import Callable
from datetime import datetime, timedelta
from random import Random
from typing import Any

from workbench.demo_powers.seats import MONTHS, SINCE, Seats
from workbench.desk import Desk
from workbench.rules.calendar import CHINA
from workbench.rules.powers.machines import MACHINES
from workbench.rules.powers.moves import AffairKind, Hand, Way
from workbench.rules.powers.whistles import ASPECTS, WhistleLevel
from workbench.services.powers import moves, whistles
from workbench.services.powers.said import said_of

_SEED = 20261107
_SUBJECTS = (
    ("餐饮油烟扰民", "居民多次反映，镇街劝导后仍然直排。", WhistleLevel.ENFORCEMENT),
    (
        "私设电镀作坊",
        "群众举报，疑似偷排，镇街没有检测手段。",
        WhistleLevel.URGENT,
    ),
    ("河道乱占乱建", "涉及水利、自然资源两家职责，多次协调未果。", WhistleLevel.HARD),
    ("集市食品摊贩无证经营", "需要市场监管部门核查。", WhistleLevel.ENFORCEMENT),
    ("渣土车夜间偷倒", "连续三晚发生，需要联合守点。", WhistleLevel.URGENT),
    (
        "农村自建房改扩建隐患",
        "结构安全需要鉴定，镇街没有专业力量。",
        WhistleLevel.HARD,
    ),
)
_WAY = (
    "submit",
    "approve",
    "dispatch",
    "sign_for",
    "arrive",
    "treat",
    "report",
    "rate",
)
_HOURS = {
    WhistleLevel.URGENT: (0.05, 0.1, 0.2, 0.3, 0.5, 2, 20, 30),
    WhistleLevel.ENFORCEMENT: (0.5, 1, 3, 5, 24, 30, 90, 110),
    WhistleLevel.HARD: (0.5, 1, 3, 20, 60, 80, 200, 220),
}
"""Hours after it was asked for at which each step is made."""
_SAID: dict[str, dict[str, Any]] = {
    "arrive": {"people": "示例队员甲 10070010023\n示例队员乙 10070010031"},
    "treat": {"result": "现场核查取证，当场责令停止，安全隐患已控制。"},
    "report": {"result": "问题已解决，结果已告知反映人。"},
}


def enter(seats: Seats) -> str:
    """Enter fourteen months of whistles, and one in every state today."""
    chance = Random(_SEED)  # noqa: S311 - sample
    town = seats.units["牛山街道执法局"]
    leads = [seats.units["县综合执法局"], seats.team]
    count, day = 0, SINCE
    for month in range(MONTHS):
        for place in range(2):
            words = _SUBJECTS[(2 * month + place) % len(_SUBJECTS)]
            on = day + timedelta(days=4 + 9 * place)
            at = datetime(on.year, on.month, on.day, 8, 40, tzinfo=CHINA)
            _whole(seats, words, (town, leads[place]), at, chance)
            count += 1
        day = (day + timedelta(days=32)).replace(day=1)
    for steps, words in enumerate((*_SUBJECTS, *_SUBJECTS[:2])):
        at = seats.now - timedelta(hours=1, minutes=steps)
        number = _asked(seats, words, (town, leads[steps % 2]), at)
        for place, verb in enumerate(_WAY[:steps], 1):
            _make(seats, number, verb, at + timedelta(minutes=place))
        count += 1
    return f"已登记{count}件吹哨"


def _asked(
    seats: Seats,
    words: tuple[str, str, WhistleLevel],
    units: tuple[int, int],
    at: datetime,
) -> int:
    number: int = seats.clerk(at).do(
        whistles.draft_whistle,
        town_unit_id=units[0],
        title=words[0],
        level=words[2],
        place="示例街道示例路1号",
        reason=words[1],
        lead_id=units[1],
        said=said_of(person="示例网格员", way=Way.PHONE),
    )
    return number


def _make(seats: Seats, number: int, verb: str, at: datetime, **said: Any) -> None:
    """Make a move at the desk of whose hand it takes."""
    move = MACHINES[AffairKind.WHISTLE].move(verb)
    decides = move.hand is Hand.DECIDE
    desk: Desk = seats.commander(at) if decides else seats.clerk(at)
    told: dict[str, Any] = {}
    if move.hand is Hand.ANSWER:
        person = "示例镇长" if verb == "approve" else "示例经办人"
        told = {"person": person, "way": Way.PHONE}
    if verb == "rate":
        told["ratings"] = tuple((one, "满意") for one in ASPECTS)
    desk.do(
        moves.command_for(AffairKind.WHISTLE, move.hand),
        affair_id=number,
        verb=verb,
        said=said_of(**told, **_SAID.get(verb, {}), **said),
    )


def _whole(
    seats: Seats,
    words: tuple[str, str, WhistleLevel],
    units: tuple[int, int],
    at: datetime,
    chance: Random,
) -> None:
    """Take a whistle of the past to its end; some are late, handed back, put off."""
    number = _asked(seats, words, units, at)
    level = words[2]
    slow = 3 if chance.random() < 0.15 else 1
    moment: Callable[[float], datetime] = lambda hours: at + timedelta(hours=hours)  # noqa: E731
    for verb, hours in zip(_WAY, _HOURS[level], strict=True):
        late = slow if verb in {"arrive", "treat", "report", "rate"} else 1
        if verb == "sign_for" and chance.random() < 0.1:
            _make(seats, number, "ask_return", moment(hours), reason="不属本单位职责")
            _make(
                seats, number, "refuse_return", moment(hours), reason="职责清单已明确"
            )
        _make(seats, number, verb, moment(hours * late))
        if verb == "treat" and level is WhistleLevel.HARD and slow > 1:
            until = moment(24 * 18)
            _make(
                seats,
                number,
                "extend",
                moment(hours * late),
                reason="需要专业鉴定",
                until=until,
            )
    _make(seats, number, "archive", moment(_HOURS[level][-1] * slow + 1))
