"""Whistles (吹哨报到): a town calls, the centre sends on, departments come."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from workbench.rules import Refusal
from workbench.rules.calendar import chinese_minute
from workbench.rules.platform import Policy
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


class WhistleLevel(StrEnum):
    """How pressing a whistle is (哨声类别)."""

    URGENT = "urgent"
    ENFORCEMENT = "enforcement"
    HARD = "hard"

    @property
    def label(self) -> str:
        """The class as the form prints it."""
        return {"urgent": "应急哨", "enforcement": "执法哨", "hard": "攻坚哨"}[self]

    @property
    def terms(self) -> tuple[tuple[Clock, Policy], ...]:
        """The terms that run once it is sent on, and where their length stands."""
        return {
            WhistleLevel.URGENT: (
                (Clock.ARRIVE, Policy.WHISTLE_URGENT_ARRIVE),
                (Clock.REPORT, Policy.WHISTLE_URGENT_REPORT),
            ),
            WhistleLevel.ENFORCEMENT: (
                (Clock.ARRIVE, Policy.WHISTLE_ENFORCEMENT_ARRIVE),
                (Clock.FINISH, Policy.WHISTLE_ENFORCEMENT_FINISH),
            ),
            WhistleLevel.HARD: (
                (Clock.SIGN, Policy.WHISTLE_HARD_SIGN),
                (Clock.FINISH, Policy.WHISTLE_HARD_FINISH),
            ),
        }[self]


ASPECTS = ("报到效率", "办理情况", "结果满意度", "激励项")
"""What the town rates (四项评价)."""

_OUT = ("waiting", "signed", "arrived", "handled", "returning")
_TOWN, _LEAD = "吹哨单位", "主办单位"

WHISTLE = Machine(
    AffairKind.WHISTLE,
    (
        State("draft", "草拟"),
        State("review", "待审核"),
        State("called", "待分派"),
        State("waiting", "待签收"),
        State("signed", "已签收"),
        State("arrived", "已到场"),
        State("handled", "已处置"),
        State("reported", "待评价"),
        State("rated", "已评价"),
        State("archived", "已归档", done=True),
        State("returning", "待批退哨", off=True),
        State("withdrawn", "已撤回", done=True, off=True),
    ),
    (
        Move(
            "submit",
            "送审",
            ("draft",),
            "review",
            Hand.ANSWER,
            party=_TOWN,
            part=Part.TOWN,
        ),
        Move(
            "approve",
            "审核吹哨",
            ("review",),
            "called",
            Hand.ANSWER,
            may=(Need.REMARK,),
            party=_TOWN,
            part=Part.TOWN,
        ),
        Move(
            "disapprove",
            "审核退回",
            ("review",),
            "draft",
            Hand.ANSWER,
            (Need.REASON,),
            party=_TOWN,
            part=Part.TOWN,
        ),
        Move("dispatch", "分派", ("called",), "waiting", Hand.DECIDE),
        Move(
            "send_back",
            "退回补充",
            ("called",),
            "draft",
            Hand.DECIDE,
            (Need.REASON,),
        ),
        Move(
            "sign_for",
            "签收",
            ("waiting",),
            "signed",
            Hand.ANSWER,
            stops=(Clock.SIGN,),
            in_time=Clock.SIGN,
            late="sign_late",
            party=_LEAD,
            part=Part.LEAD,
        ),
        Move(
            "sign_late",
            "超期签收",
            ("waiting",),
            "signed",
            Hand.ANSWER,
            (Need.REASON,),
            stops=(Clock.SIGN,),
            party=_LEAD,
            part=Part.LEAD,
        ),
        Move(
            "ask_return",
            "申请退哨",
            ("waiting",),
            "returning",
            Hand.ANSWER,
            (Need.REASON,),
            once=True,
            party=_LEAD,
            part=Part.LEAD,
        ),
        Move(
            "allow_return",
            "同意退哨",
            ("returning",),
            "called",
            Hand.DECIDE,
            may=(Need.REMARK,),
            drops=(Clock.SIGN, Clock.ARRIVE, Clock.FINISH, Clock.REPORT),
        ),
        Move(
            "refuse_return",
            "不同意退哨",
            ("returning",),
            "waiting",
            Hand.DECIDE,
            (Need.REASON,),
        ),
        Move(
            "arrive",
            "到场",
            ("signed",),
            "arrived",
            Hand.ANSWER,
            (Need.PEOPLE,),
            stops=(Clock.ARRIVE,),
            party=_LEAD,
            part=Part.LEAD,
        ),
        Move(
            "treat",
            "现场处置",
            ("arrived",),
            "handled",
            Hand.ANSWER,
            (Need.RESULT,),
            party=_LEAD,
            part=Part.LEAD,
        ),
        Move(
            "report",
            "反馈",
            ("handled",),
            "reported",
            Hand.ANSWER,
            (Need.RESULT,),
            stops=(Clock.FINISH, Clock.REPORT),
            party=_LEAD,
            part=Part.LEAD,
        ),
        Move(
            "rate",
            "评价",
            ("reported",),
            "rated",
            Hand.ANSWER,
            (Need.RATINGS,),
            may=(Need.REMARK,),
            party=_TOWN,
            part=Part.TOWN,
        ),
        Move(
            "send_again",
            "退回重办",
            ("reported",),
            "signed",
            Hand.DECIDE,
            (Need.REASON, Need.UNTIL),
            starts=(Clock.FINISH,),
        ),
        Move("archive", "归档", ("rated",), "archived", Hand.HANDLE),
        Move(
            "reopen",
            "重新打开",
            ("rated",),
            "signed",
            Hand.DECIDE,
            (Need.REASON, Need.UNTIL),
            starts=(Clock.FINISH,),
        ),
        Move(
            "extend",
            "延期",
            ("signed", "arrived", "handled"),
            "",
            Hand.DECIDE,
            (Need.REASON, Need.UNTIL),
            once=True,
        ),
        Move("urge", "催办", _OUT, "", Hand.HANDLE, may=(Need.REMARK,)),
        Move("escalate", "升级", _OUT, "", Hand.DECIDE, (Need.REASON,)),
        Move(
            "take_back",
            "撤回",
            ("draft", "review", "called"),
            "withdrawn",
            Hand.ANSWER,
            (Need.REASON,),
            party=_TOWN,
            part=Part.TOWN,
            hurts=True,
        ),
        Move(
            "withdraw",
            "撤销",
            _OUT,
            "withdrawn",
            Hand.DECIDE,
            (Need.REASON,),
            hurts=True,
        ),
    ),
)


@dataclass(frozen=True, slots=True)
class Extension:
    """How long a whistle may be put off.

    Attributes:
        due_at: When it was to be finished.
        latest: Until when it may be put off, by the policy table.
    """

    due_at: datetime
    latest: datetime


def check_extension(
    level: WhistleLevel, runs: Extension | None, until: datetime
) -> None:
    """Refuse to put off a whistle that may not be put off, or not so long.

    Args:
        level: Its class; only the hard ones may be put off.
        runs: The term that runs; None where none does.
        until: The new end.

    Raises:
        Refusal: Another class, nothing runs, an end that is no later, or too late.

    Clause: powers/extension
    """
    if level is not WhistleLevel.HARD or runs is None:
        raise Refusal(
            f"{level.label}不能延期，只有攻坚哨可以延期一次。",
            clause="powers/extension",
            ways=("确有困难的，升级由县里协调。",),
        )
    if not runs.due_at < until <= runs.latest:
        raise Refusal(
            f"延期应当晚于原时限{chinese_minute(runs.due_at)}，"
            f"并且不晚于{chinese_minute(runs.latest)}。",
            clause="powers/extension",
        )
