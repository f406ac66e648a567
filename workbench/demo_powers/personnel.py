"""The sample's nominations and reverse vetoes, in every state."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from workbench.demo_powers.seats import MONTHS, SINCE, Seats
from workbench.reports.powers.veto import Evidence
from workbench.rules import Refusal
from workbench.rules.calendar import CHINA
from workbench.rules.powers.collective import Line, Meeting, Vote
from workbench.rules.powers.moves import AffairKind, Way
from workbench.rules.powers.vetoes import VetoSubject
from workbench.services.powers import (
    affairs,
    collective,
    moves,
    nominations,
    posted,
    vetoes,
)
from workbench.services.powers.nominations import Integrity
from workbench.services.powers.said import said_of
from workbench.services.powers.vetoes import Stance

_POSTS = (
    ("市场监督管理分局副局长", False),
    ("全县行政执法先进个人", True),
    ("综合执法大队副大队长", False),
    ("全县岗位标兵", True),
)
_GROUNDS = (
    ("作风扎实，服从调度。", "派驻以来承担急难任务不推诿，节假日坚持值守。"),
    ("业务熟练，善于协作。", "熟悉食品安全和城市管理领域，主动协调属地。"),
)
_STANCE = Stance(
    "该同志派驻期限未满，承担片区夜间巡查和联合行动任务。",
    (
        ("缺少接替人员。", "来函没有明确接替人员和交接安排。"),
        ("正值重点工作阶段。", "中途更换影响联合行动的组织和衔接。"),
    ),
    "建议派驻期满后再研究；确需提前的，请先派出同等资格的人员到岗。",
    (
        Evidence("派驻通知", "县综合行政执法局", 2, "派驻期限和岗位"),
        Evidence("片区力量台账", "指挥中心", 6, "持证人员数量"),
    ),
)
_PLANS = {
    VetoSubject.RECALL: "调回你局机关工作",
    VetoSubject.SECONDMENT: "借调到你局专班工作三个月",
    VetoSubject.PROMOTION: "晋升一级职级",
    VetoSubject.TRANSFER: "调整到你局窗口岗位",
    VetoSubject.TOP_GRADE: "确定为年度考核优秀等次",
}
NOMINATION_WAYS = (
    ("submit", "vote", "issue", "adopt", "result", "archive"),
    ("submit", "vote", "issue", "decline", "result", "archive"),
    ("submit", "fail", "archive"),
    ("submit", "send_back", "withdraw"),
    ("submit", "vote", "issue", "adopt", "result"),
    ("submit", "vote", "issue", "decline"),
    ("submit", "fail"),
    ("submit", "vote", "issue"),
    ("submit", "vote"),
    ("submit",),
    (),
)
"""How far each of the sample's nominations went, the oldest first."""
VETO_WAYS = (
    ("submit", "vote", "issue", "accept", "archive"),
    ("submit", "vote", "issue", "insist", "ask_county", "uphold", "archive"),
    ("submit", "fail", "reply", "archive"),
    ("wait", "lapse", "archive"),
    ("submit", "withdraw"),
    ("submit", "vote", "issue", "insist", "ask_county", "overrule"),
    ("wait", "lapse"),
    ("submit", "vote", "issue", "insist", "ask_county"),
    ("submit", "vote", "issue", "insist"),
    ("submit", "vote", "issue"),
    ("submit", "fail"),
    ("submit", "vote"),
    ("submit",),
    (),
)
"""How far each of the sample's proposals went, the oldest first."""
_WORDS: dict[str, dict[str, str]] = {
    "send_back": {"reason": "请补充推荐理由。"},
    "withdraw": {"reason": "情况有变。"},
    "lapse": {"reason": "期限内没有来得及研究。"},
    "ask_county": {"reason": "双方意见不一致，提请县里协调。"},
    "adopt": {"reply": "同意列入人选。", "letter": "示例函〔2026〕12号"},
    "decline": {"reply": "本批职数已满，暂不考虑。", "letter": "示例函〔2026〕15号"},
    "result": {"result": "对方已按程序研究完毕。"},
    "reply": {"reply": "经集体研究，同意你单位的安排。"},
    "accept": {"reply": "同意片区意见，不再调整。"},
    "insist": {"reply": "工作需要，仍按原安排办理。"},
    "uphold": {"reply": "经协调，维持该同志现岗位。"},
    "overrule": {"reply": "经协调，同意部门原安排，先派人接替。"},
}
_HANDS = {
    "vote": "zhihui",
    "fail": "zhihui",
    "send_back": "zhihui",
    "ask_county": "zhihui",
    "issue": "zhuguan",
}
_COMMANDS = {
    "zhihui": moves.decide_personnel,
    "zhuguan": moves.decide_personnel,
}
_ANSWERS = {"adopt", "decline", "accept", "insist", "uphold", "overrule"}


def enter(seats: Seats) -> str:
    """Enter nominations and proposals of fourteen months, one in every state."""
    people = [
        number for number, _name in seats.clerk(seats.now).ask(posted.posted_to_choose)
    ]
    units = [key for name, key in seats.units.items() if "县" in name] or [
        next(iter(seats.units.values()))
    ]
    for place, way in enumerate(NOMINATION_WAYS):
        at = _moment(seats, place, len(NOMINATION_WAYS))
        person = _working(seats, people, place, at)
        position, honour = _POSTS[place % len(_POSTS)]
        number = seats.clerk(at).do(
            nominations.draft_nomination,
            unit_id=seats.centre,
            person_id=person,
            addressee_id=units[place % len(units)],
            position=position,
            honour=honour,
            grounds=_GROUNDS,
            integrity=Integrity("派驻纪检监察组", at.date(), "未发现问题线索。"),
        )
        _go(seats, number, way, at, person)
    for place, way in enumerate(VETO_WAYS):
        at = _moment(seats, place, len(VETO_WAYS))
        person = _working(seats, people, place + len(NOMINATION_WAYS), at)
        subject = tuple(VetoSubject)[place % len(VetoSubject)]
        number = seats.clerk(at).do(
            vetoes.register_proposal,
            unit_id=seats.centre,
            person_id=person,
            department_id=units[place % len(units)],
            letter=f"《关于{subject.label}征求意见的函》"
            f"（示例函〔{at.year}〕{place + 1}号）",
            received_on=at.date(),
            subject=subject,
            plan=_PLANS[subject],
            stance=_STANCE,
        )
        _go(seats, number, way, at, person)
    return f"已登记{len(NOMINATION_WAYS)}件推荐提名、{len(VETO_WAYS)}件人事征求意见"


def _moment(seats: Seats, place: int, count: int) -> datetime:
    """Spread them over the months; the last few began on the sample's own day."""
    if place >= count - 3:
        return seats.now - timedelta(hours=8 - place % 3)
    month = SINCE.month - 1 + place * (MONTHS - 1) // count
    day = date(SINCE.year + month // 12, month % 12 + 1, 9)
    return datetime(day.year, day.month, day.day, 9, 30, tzinfo=CHINA)


def _working(seats: Seats, people: Sequence[int], place: int, at: datetime) -> int:
    """Return somebody who was posted there by then and is no member of the centre."""
    desk = seats.commander(at)
    sitting = {
        one.person_id
        for one in desk.ask(collective.members, unit_id=seats.centre, first=at.date())
    }
    free = [one for one in people if one not in sitting]
    start = place * 3 % len(free)
    for one in (*free[start:], *free[:start]):
        try:
            desk.ask(
                posted.check_posted,
                unit_id=seats.centre,
                person_id=one,
                on=at.date(),
            )
        except Refusal:
            continue
        return one
    raise ValueError(f"nobody was posted there on {at.date()}")


def _go(
    seats: Seats, number: int, way: Sequence[str], at: datetime, person: int
) -> None:
    """Make the moves of a way, an hour or a day apart."""
    for step, verb in enumerate(way, start=1):
        if verb == "wait":
            continue
        last = seats.now - timedelta(minutes=30 * (len(way) - step) + 5)
        days = 25 if way[0] == "wait" else step * 0.6
        moment = min(at + timedelta(days=days, hours=step), last)
        _step(seats, number, verb, moment, person)


def _step(seats: Seats, number: int, verb: str, at: datetime, person: int) -> None:
    who = _HANDS.get(verb, "pianqu")
    said: dict[str, Any] = dict(_WORDS.get(verb, {}))
    command = _COMMANDS.get(who, moves.handle_personnel)
    if verb in {"vote", "fail"}:
        said["meeting"] = _meeting(seats, at, person, carried=verb == "vote")
    if verb in _ANSWERS:
        command = moves.answer_personnel
        said |= {"person": "示例经办人", "way": Way.PAPER}
    if verb == "withdraw":
        who, command = _withdraws(seats, number, at)
        said |= {"person": "示例经办人", "way": Way.PHONE}
    seats.at(who, at).do(
        command,
        affair_id=number,
        verb="vote" if verb == "fail" else verb,
        said=said_of(**said),
    )


def _withdraws(seats: Seats, number: int, at: datetime) -> tuple[str, Any]:
    row = seats.clerk(at).ask(affairs.affair_rows, ids=[number])[number]
    if row.kind is AffairKind.NOMINATION:
        return "zhihui", moves.decide_personnel
    return "pianqu", moves.answer_personnel


def _meeting(seats: Seats, at: datetime, person: int, *, carried: bool) -> Meeting:
    on = at.astimezone(CHINA).date()
    found = seats.commander(at).ask(collective.members, unit_id=seats.centre, first=on)
    lines = []
    for place, one in enumerate(found):
        vote = Vote.FOR if carried or place % 3 == 0 else Vote.AGAINST
        if one.person_id == person:
            lines.append(Line(one.person_id, Vote.WITHDREW, "当事人本人"))
        else:
            lines.append(Line(one.person_id, vote))
    return Meeting(on, tuple(lines))
