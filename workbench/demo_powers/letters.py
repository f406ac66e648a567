"""The sample's incoming letters, in every state."""

from dataclasses import dataclass
from datetime import timedelta

from workbench.demo_powers.seats import Seats
from workbench.rules.calendar import CHINA, china_day
from workbench.rules.powers.letters import LetterSort
from workbench.services.powers import letters, moves
from workbench.services.powers.said import said_of


@dataclass(frozen=True)
class _Letter:
    """One letter of the sample.

    Attributes:
        days: How many days ago it came in.
        steps: How far it went: 拟办, 批办, 转办, 答复, 归档.
    """

    sender: str
    title: str
    sort: LetterSort
    days: int
    steps: int


_PROPOSED, _INSTRUCTED, _PASSED, _ANSWERED, _FILED = range(1, 6)
_RETURNED = -1
_LETTERS = (
    *(
        _Letter("示例县生态环境局", f"关于{what}的函", LetterSort.GENERAL, days, steps)
        for what, days, steps in (
            ("协助开展餐饮油烟整治", 390, _FILED),
            ("移送露天焚烧线索", 300, _FILED),
            ("通报扬尘巡查情况", 9, _ANSWERED),
            ("协查噪声投诉", 2, _INSTRUCTED),
        )
    ),
    _Letter(
        "示例县人民政府",
        "关于赋予执法片区指挥中心四项权力的通知（示例）",
        LetterSort.GRANT,
        420,
        _FILED,
    ),
    _Letter(
        "示例县综合执法局",
        "关于征求派驻人员岗位调整意见的函（示例）",
        LetterSort.VETO,
        3,
        _PROPOSED,
    ),
    _Letter(
        "示例县委组织部",
        "关于推荐人选有关情况的答复（示例）",
        LetterSort.NOMINATION,
        40,
        _ANSWERED,
    ),
    _Letter(
        "示例县市场监督管理局",
        "案件移送函：校园周边食品摊贩（示例）",
        LetterSort.REFERRAL,
        5,
        _PASSED,
    ),
    _Letter(
        "示例县自然资源局",
        "案件移送函：违法建设（示例）",
        LetterSort.REFERRAL,
        150,
        _FILED,
    ),
    _Letter(
        "示例镇综合执法局",
        "关于月度考核得分的申诉（示例）",
        LetterSort.APPEAL,
        1,
        0,
    ),
    *(
        _Letter("示例县交通运输局", f"关于{what}的函", LetterSort.GENERAL, days, steps)
        for what, days, steps in (
            ("商请联合治超", 60, _FILED),
            ("超限运输源头治理座谈会", 30, _FILED),
            ("报送治超工作情况", 14, _INSTRUCTED),
            ("补充送达", 6, _RETURNED),
            ("商请派员参加路域整治", 0, 0),
        )
    ),
)


def enter(seats: Seats) -> str:
    """Enter the letters in the order they came in, each as far as it went."""
    ranked = sorted(_LETTERS, key=lambda one: -one.days)
    for place, letter in enumerate(ranked, 1):
        _enter(seats, letter, place)
    return f"已登记收文{len(ranked)}件"


def _enter(seats: Seats, letter: _Letter, place: int) -> None:
    at = seats.now - timedelta(days=letter.days, hours=3)
    on = china_day(at.astimezone(CHINA))
    number = seats.clerk(at).do(
        letters.register_letter,
        unit_id=seats.centre,
        title=letter.title,
        sender=letter.sender,
        number=f"示例函〔{on.year}〕{place}号",
        sort=letter.sort,
        received_on=on,
        written_on=on - timedelta(days=2),
        file=("来文.pdf", b"%PDF-1.4\n% made-up letter\n"),
    )
    if letter.steps == _RETURNED:
        said = said_of(reason="主送单位不是本中心，退回重新行文。")
        seats.clerk(at).do(moves.handle, affair_id=number, verb="return", said=said)
        return
    bureau = next(key for name, key in seats.units.items() if "执法局" in name)
    steps = (
        ("propose", said_of(remark="拟请片区队伍核查后答复。")),
        ("instruct", said_of(remark="同意，按期办结。")),
        ("assign", said_of(unit=bureau, remark="请核查并书面反馈。")),
        ("answer", said_of(result="已函复，附核查情况。")),
        ("archive", said_of()),
    )
    for after, (verb, said) in enumerate(steps[: letter.steps], 1):
        moment = min(at + timedelta(hours=8 * after), seats.now)
        desk = seats.commander(moment) if verb == "instruct" else seats.clerk(moment)
        command = moves.decide if verb == "instruct" else moves.handle
        desk.do(command, affair_id=number, verb=verb, said=said)
