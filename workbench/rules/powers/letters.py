"""What comes in (收文): what a letter asks for, how it is handled, where it goes on."""

from dataclasses import dataclass
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

WORD = "收"
"""The word of the register's own run of numbers: 收〔2026〕1号."""


class LetterSort(StrEnum):
    """What a letter that came in asks for."""

    GRANT = "grant"
    NOMINATION = "nomination"
    VETO = "veto"
    REFERRAL = "referral"
    APPEAL = "appeal"
    GENERAL = "general"

    @property
    def label(self) -> str:
        """The sort as shown."""
        return {
            "grant": "授权文件",
            "nomination": "推荐提名的答复",
            "veto": "征求意见（人事）",
            "referral": "案件移送",
            "appeal": "考核申诉",
            "general": "一般来文",
        }[self]

    @property
    def about_person(self) -> bool:
        """Whether it is about somebody's post, and so not for everybody's eyes."""
        return self in {LetterSort.NOMINATION, LetterSort.VETO}


ABOUT_PEOPLE = tuple(one for one in LetterSort if one.about_person)
"""The sorts that only who may see personnel matters may read."""


@dataclass(frozen=True, slots=True)
class Onward:
    """Where a letter goes on.

    Attributes:
        page: Key of the page that opens next; it is given ``{"letter_id": …}``.
        label: The word on the button.
    """

    page: str
    label: str


ONWARD = {
    LetterSort.GRANT: Onward("grants", "登记授权"),
    LetterSort.NOMINATION: Onward("nominations", "办理推荐提名"),
    LetterSort.VETO: Onward("vetoes", "办理反向否决"),
    LetterSort.APPEAL: Onward("appeals", "办理考核申诉"),
}
"""What begins with a letter of a sort; other sorts are answered in the register."""

INCOMING = Machine(
    AffairKind.INCOMING,
    (
        State("arrived", "已登记"),
        State("pending", "待批办"),
        State("handling", "办理中"),
        State("answered", "已答复"),
        State("filed", "已归档", done=True),
        State("returned", "已退文", done=True, off=True),
    ),
    (
        Move("propose", "拟办", ("arrived",), "pending", Hand.HANDLE, (Need.REMARK,)),
        Move("instruct", "批办", ("pending",), "handling", Hand.DECIDE, (Need.REMARK,)),
        Move(
            "send_back",
            "退回重新拟办",
            ("pending",),
            "arrived",
            Hand.DECIDE,
            (Need.REASON,),
        ),
        Move(
            "answer",
            "登记答复",
            ("handling",),
            "answered",
            Hand.HANDLE,
            (Need.RESULT,),
            stops=(Clock.ANSWER,),
        ),
        Move(
            "assign",
            "转办",
            ("handling",),
            "",
            Hand.HANDLE,
            (Need.UNIT,),
            may=(Need.REMARK,),
        ),
        Move("urge", "催办", ("handling",), "", Hand.HANDLE, may=(Need.REMARK,)),
        Move(
            "file",
            "阅存归档",
            ("handling",),
            "filed",
            Hand.HANDLE,
            (Need.REMARK,),
        ),
        Move("archive", "归档", ("answered",), "filed", Hand.HANDLE),
        Move(
            "return",
            "退文",
            ("arrived", "pending"),
            "returned",
            Hand.HANDLE,
            (Need.REASON,),
            hurts=True,
        ),
    ),
)
