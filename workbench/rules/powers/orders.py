"""Dispatch orders (调度指令): one order, and an errand for each unit that gets it."""

from enum import StrEnum

from workbench.rules.powers.moves import (
    AffairKind,
    Clock,
    Hand,
    Machine,
    Move,
    Need,
    State,
)

_RUNNING = ("waiting", "signed", "arrived", "returning")

ORDER = Machine(
    AffairKind.ORDER,
    (
        State("draft", "草拟"),
        State("review", "待签发"),
        State("running", "执行中"),
        State("done", "已办结"),
        State("archived", "已归档", done=True),
        State("withdrawn", "已撤销", done=True, off=True),
    ),
    (
        Move("submit", "送签", ("draft",), "review", Hand.HANDLE),
        Move("sign", "签发", ("review",), "running", Hand.DECIDE),
        Move(
            "send_back", "退回修改", ("review",), "draft", Hand.DECIDE, (Need.REASON,)
        ),
        Move("archive", "归档", ("done",), "archived", Hand.HANDLE),
        Move("reopen", "重新打开", ("done",), "running", Hand.DECIDE, (Need.REASON,)),
        Move(
            "withdraw",
            "撤销",
            ("draft", "review", "running"),
            "withdrawn",
            Hand.DECIDE,
            (Need.REASON,),
            hurts=True,
        ),
    ),
)

ERRAND = Machine(
    AffairKind.ERRAND,
    (
        State("waiting", "待签收"),
        State("signed", "已签收"),
        State("arrived", "已到场"),
        State("finished", "待评价"),
        State("rated", "已评价", done=True),
        State("returning", "待批退回", off=True),
        State("returned", "已退回", done=True, off=True),
        State("cancelled", "已撤销", done=True, off=True),
    ),
    (
        Move(
            "sign_for",
            "签收",
            ("waiting",),
            "signed",
            Hand.ANSWER,
            stops=(Clock.SIGN,),
            in_time=Clock.SIGN,
            late="sign_late",
            party="受令单位",
        ),
        Move(
            "sign_late",
            "超期签收",
            ("waiting",),
            "signed",
            Hand.ANSWER,
            (Need.REASON,),
            stops=(Clock.SIGN,),
            party="受令单位",
        ),
        Move(
            "ask_return",
            "申请退回",
            ("waiting",),
            "returning",
            Hand.ANSWER,
            (Need.REASON,),
            once=True,
            party="受令单位",
        ),
        Move(
            "allow_return",
            "同意退回",
            ("returning",),
            "returned",
            Hand.DECIDE,
            may=(Need.REMARK,),
            drops=(Clock.SIGN, Clock.ARRIVE, Clock.FINISH),
        ),
        Move(
            "refuse_return",
            "不同意退回",
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
            party="受令单位",
        ),
        Move(
            "finish",
            "办结",
            ("signed", "arrived"),
            "finished",
            Hand.ANSWER,
            (Need.RESULT,),
            stops=(Clock.FINISH,),
            drops=(Clock.ARRIVE,),
            party="受令单位",
        ),
        Move("rate", "评价", ("finished",), "rated", Hand.HANDLE, (Need.RATINGS,)),
        Move(
            "send_again",
            "退回重办",
            ("finished",),
            "signed",
            Hand.DECIDE,
            (Need.REASON, Need.UNTIL),
            starts=(Clock.FINISH,),
        ),
        Move("urge", "催办", _RUNNING, "", Hand.HANDLE, may=(Need.REMARK,)),
        Move("escalate", "升级", _RUNNING, "", Hand.DECIDE, (Need.REASON,)),
        Move(
            "reopen",
            "重新打开",
            ("rated",),
            "signed",
            Hand.DECIDE,
            (Need.REASON, Need.UNTIL),
            starts=(Clock.FINISH,),
        ),
    ),
)


class OrderType(StrEnum):
    """What sort of order it is."""

    ROUTINE = "routine"
    EMERGENCY = "emergency"
    CAMPAIGN = "campaign"
    SUPPORT = "support"

    @property
    def label(self) -> str:
        """The sort as the form prints it."""
        return {
            "routine": "日常调度",
            "emergency": "应急处置",
            "campaign": "专项行动",
            "support": "力量支援",
        }[self]


class Urgency(StrEnum):
    """How pressing it is."""

    PLAIN = "plain"
    URGENT = "urgent"
    MOST_URGENT = "most_urgent"

    @property
    def label(self) -> str:
        """The degree as the form prints it."""
        return {"plain": "一般", "urgent": "紧急", "most_urgent": "特急"}[self]
