"""Nominations (推荐提名): how one goes, and in which words it may speak."""

import re
from datetime import date, timedelta

from workbench.rules import Refusal
from workbench.rules.calendar import chinese_day
from workbench.rules.powers.moves import (
    AffairKind,
    Clock,
    Hand,
    Machine,
    Move,
    Need,
    Part,
    State,
)

NOMINATION = Machine(
    AffairKind.NOMINATION,
    (
        State("draft", "草拟"),
        State("review", "待集体研究"),
        State("passed", "已通过"),
        State("sent", "已发出"),
        State("answered", "已答复"),
        State("result", "已有结果"),
        State("archived", "已归档", done=True),
        State("failed", "未通过", off=True),
        State("withdrawn", "已撤回", done=True, off=True),
    ),
    (
        Move("submit", "送集体研究", ("draft",), "review", Hand.HANDLE),
        Move(
            "vote",
            "集体研究",
            ("review",),
            "passed",
            Hand.DECIDE,
            (Need.VOTES,),
            (Need.REMARK,),
            otherwise="failed",
            motion="推荐该人选",
        ),
        Move(
            "send_back", "退回修改", ("review",), "draft", Hand.DECIDE, (Need.REASON,)
        ),
        Move(
            "issue",
            "签发推荐函",
            ("passed",),
            "sent",
            Hand.DECIDE,
            starts=(Clock.ANSWER,),
        ),
        *(
            Move(
                verb,
                label,
                ("sent",),
                "answered",
                Hand.ANSWER,
                (Need.REPLY, Need.LETTER),
                stops=(Clock.ANSWER,),
                party="主送单位",
                part=Part.ADDRESSEE,
            )
            for verb, label in (("adopt", "对方采纳"), ("decline", "对方未采纳"))
        ),
        Move(
            "result",
            "登记结果",
            ("answered",),
            "result",
            Hand.HANDLE,
            (Need.RESULT,),
        ),
        Move("archive", "归档", ("result", "failed"), "archived", Hand.HANDLE),
        Move("urge", "催办", ("sent",), "", Hand.HANDLE, may=(Need.REMARK,)),
        Move(
            "withdraw",
            "撤回",
            ("draft", "review", "passed", "sent"),
            "withdrawn",
            Hand.DECIDE,
            (Need.REASON,),
            hurts=True,
        ),
    ),
)

_APPOINTS = re.compile("任命|委任|聘任|免职|免去|任免")


def check_recommending(text: str) -> str:
    """Return the words of a nomination, or refuse those that appoint.

    Args:
        text: Post or honour, or grounds, as the letter will print them.

    Raises:
        Refusal: It says that somebody is appointed.

    Clause: powers/recommends-only
    """
    if found := _APPOINTS.search(text):
        raise Refusal(
            f"推荐提名只提出建议人选，文中不能使用“{found[0]}”。",
            clause="powers/recommends-only",
            ways=("写明推荐的职务或者荣誉即可，任职由有权机关决定。",),
        )
    return text


def check_pause(
    name: str, position: str, declined_on: date, days: int, on: date
) -> None:
    """Refuse to nominate somebody again for a post too soon after it was declined.

    Args:
        name: The candidate.
        position: The post or honour.
        declined_on: The day it was declined.
        days: How long nothing is nominated again after that.
        on: The day it would be nominated again.

    Raises:
        Refusal: The pause runs.

    Clause: powers/nomination-pause
    """
    until = declined_on + timedelta(days=days)
    if on > until:
        return
    raise Refusal(
        f"推荐{name}为{position}人选，{chinese_day(declined_on)}未被采纳，"
        f"此后{days}天内不再提名，{chinese_day(until)}以后才能再提。",
        clause="powers/nomination-pause",
        ways=("间隔期满后再提名，或者推荐其他人选、其他职务。",),
    )
