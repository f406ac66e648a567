"""Joint actions (联合行动): planned, approved, carried out, summed up."""

from workbench.rules.powers.moves import (
    AffairKind,
    Hand,
    Machine,
    Move,
    Need,
    State,
)

ACTION = Machine(
    AffairKind.ACTION,
    (
        State("draft", "草拟"),
        State("review", "待审"),
        State("approved", "已批准"),
        State("running", "实施中"),
        State("summed", "已总结"),
        State("archived", "已归档", done=True),
        State("withdrawn", "已撤销", done=True, off=True),
    ),
    (
        Move("submit", "送审", ("draft",), "review", Hand.HANDLE),
        Move(
            "approve",
            "批准",
            ("review",),
            "approved",
            Hand.DECIDE,
            may=(Need.REMARK,),
        ),
        Move(
            "send_back", "退回修改", ("review",), "draft", Hand.DECIDE, (Need.REASON,)
        ),
        Move("launch", "开始实施", ("approved",), "running", Hand.HANDLE),
        Move(
            "conclude",
            "总结",
            ("running",),
            "summed",
            Hand.HANDLE,
            (Need.RESULT,),
        ),
        Move("archive", "归档", ("summed",), "archived", Hand.HANDLE),
        Move("reopen", "重新打开", ("summed",), "running", Hand.DECIDE, (Need.REASON,)),
        Move(
            "withdraw",
            "撤销",
            ("draft", "review", "approved", "running"),
            "withdrawn",
            Hand.DECIDE,
            (Need.REASON,),
            hurts=True,
        ),
    ),
)

IDLE = ("draft", "withdrawn")
"""States in which an action keeps nobody and no vehicle from other work."""
