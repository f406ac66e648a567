"""How a month of assessment goes, and how an objection to it does."""

from collections.abc import Iterable
from datetime import date

from workbench.rules import Refusal
from workbench.rules.calendar import chinese_day
from workbench.rules.powers.hands import Somebody
from workbench.rules.powers.moves import (
    AffairKind,
    Clock,
    Hand,
    Machine,
    Move,
    Need,
    State,
)

MONTH = Machine(
    AffairKind.MONTH,
    (
        State("recorded", "登记"),
        State("frozen", "已冻结"),
        State("computed", "已计算"),
        State("scoring", "评分"),
        State("review", "待复核"),
        State("window", "异议期"),
        State("deciding", "待审定"),
        State("locked", "已锁定", done=True),
    ),
    (
        Move("freeze", "冻结事实", ("recorded",), "frozen", Hand.HANDLE),
        Move("compute", "计算", ("frozen",), "computed", Hand.HANDLE),
        Move("begin_scoring", "开始评分", ("computed",), "scoring", Hand.HANDLE),
        Move("submit", "送复核", ("computed", "scoring"), "review", Hand.HANDLE),
        Move(
            "open_window",
            "复核通过并告知",
            ("review",),
            "window",
            Hand.REVIEW,
            may=(Need.REMARK,),
            starts=(Clock.OBJECT,),
            hurts=True,
        ),
        Move(
            "send_back", "退回评分", ("review",), "scoring", Hand.REVIEW, (Need.REASON,)
        ),
        Move(
            "close_window",
            "异议期满送审定",
            ("window",),
            "deciding",
            Hand.HANDLE,
            drops=(Clock.OBJECT,),
        ),
        Move("lock", "审定并锁定", ("deciding",), "locked", Hand.DECIDE, hurts=True),
        Move(
            "return_to_review",
            "退回复核",
            ("deciding",),
            "review",
            Hand.DECIDE,
            (Need.REASON,),
        ),
        Move(
            "recompute",
            "重新计算",
            ("computed", "scoring"),
            "computed",
            Hand.HANDLE,
        ),
        Move(
            "freeze_again",
            "重新冻结",
            ("frozen", "computed", "scoring"),
            "frozen",
            Hand.HANDLE,
            (Need.REASON,),
            hurts=True,
        ),
        Move(
            "reopen",
            "重新打开",
            ("review",),
            "computed",
            Hand.HANDLE,
            (Need.REASON,),
        ),
    ),
)

APPEAL = Machine(
    AffairKind.APPEAL,
    (
        State("recorded", "登记"),
        State("review", "复核"),
        State("deciding", "待审定"),
        State("answered", "已答复", done=True),
        State("withdrawn", "已撤回", done=True, off=True),
    ),
    (
        Move("submit", "交复核", ("recorded",), "review", Hand.HANDLE),
        Move("find", "提出复核意见", ("review",), "deciding", Hand.REVIEW),
        Move(
            "answer",
            "审定并答复",
            ("deciding",),
            "answered",
            Hand.DECIDE,
            may=(Need.REMARK,),
            stops=(Clock.ANSWER,),
            hurts=True,
        ),
        Move(
            "send_back",
            "退回复核",
            ("deciding",),
            "review",
            Hand.DECIDE,
            (Need.REASON,),
        ),
        Move(
            "withdraw",
            "撤回申诉",
            ("recorded", "review"),
            "withdrawn",
            Hand.HANDLE,
            (Need.REASON,),
            drops=(Clock.ANSWER,),
            hurts=True,
        ),
    ),
)

OPEN_STATES = frozenset({"recorded", "frozen", "computed", "scoring"})
"""States of a month in which its assessor works on it."""


def month_words(month: date) -> str:
    """Return a month as sentences write it: 2026年10月."""
    return f"{month.year}年{month.month}月"


def next_month(month: date) -> date:
    """Return the first day of the month after."""
    last = 12
    if month.month == last:
        return date(month.year + 1, 1, 1)
    return date(month.year, month.month + 1, 1)


def check_month_over(month: date, today: date) -> None:
    """Refuse to freeze the facts of a month that is not over.

    Raises:
        Refusal: Days of it are still to come.

    Clause: powers/month-facts
    """
    first = next_month(month)
    if today < first:
        raise Refusal(
            f"{month_words(month)}还没有过完，不能冻结事实。",
            clause="powers/month-facts",
            ways=(f"{chinese_day(first)}起再冻结。",),
        )


def check_received(received: date, opened: date, last: date, today: date) -> None:
    """Refuse an objection that did not come within its window.

    Args:
        received: The day it came in.
        opened: The day on which the result was told.
        last: Last day of the window.
        today: The day it is entered.

    Raises:
        Refusal: It came before the result was told or after the window, or its day
            lies ahead.

    Clause: powers/objection
    """
    if received > today:
        raise Refusal("收到申诉的日期不能晚于今天。", clause="powers/objection")
    if received < opened:
        raise Refusal(
            f"考核结果{chinese_day(opened)}才告知，收到申诉的日期不能更早。",
            clause="powers/objection",
        )
    if received > last:
        raise Refusal(
            f"异议期到{chinese_day(last)}为止，{chinese_day(received)}收到的申诉"
            "不再受理。",
            clause="powers/objection",
            ways=(
                "请申诉人向县区主管反映；属实的，在以后月份以加减分体现并写明依据。",
            ),
        )


def check_not_hand(
    deed: str, me: Somebody, others: Iterable[Somebody], part: str
) -> None:
    """Refuse somebody who had another hand in the same assessment.

    Args:
        deed: What he would do: 复核, 审定.
        me: Who is at the desk.
        others: Who had that other hand.
        part: Which hand that was: 办理, 复核.

    Raises:
        Refusal: It is one of them.

    Clause: powers/three-hands
    """
    if any(me.same(one) for one in others):
        raise Refusal(
            f"这件事由{me.name}{part}，不能由本人{deed}。",
            clause="powers/three-hands",
            ways=(f"请另一位有权的人员{deed}。",),
        )


def check_workable(state: str, month: date, deed: str) -> None:
    """Refuse to change a month whose assessor is not at work on it any more.

    Args:
        state: Where the month stands.
        month: Its first day.
        deed: What would be done, as sentences call it: 评分.

    Raises:
        Refusal: It is being reviewed, told to those assessed, or locked.

    Clause: powers/month-locked, powers/moves
    """
    if state == "locked":
        raise Refusal(
            f"{month_words(month)}的考核已经审定锁定，不能再{deed}。",
            clause="powers/month-locked",
            ways=("属实需要纠正的，在以后月份以加减分体现并写明依据。",),
        )
    if state not in OPEN_STATES:
        raise Refusal(
            f"{month_words(month)}的考核{MONTH.state(state).label}，不能{deed}。",
            clause="powers/moves",
            ways=("复核前可以“重新打开”；已经告知的，通过申诉更正。",),
        )
