"""Reverse vetoes (反向否决): how one goes, about what, and never over a case."""

import re
from datetime import datetime
from enum import StrEnum

from workbench.rules import Refusal
from workbench.rules.calendar import chinese_minute
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

_ANSWERING = ("received", "review", "objecting", "agreeing")
_DEPARTMENT, _COUNTY = "来函部门", "县里"

VETO = Machine(
    AffairKind.VETO,
    (
        State("received", "已收来函"),
        State("review", "待集体研究"),
        State("objecting", "待发意见书"),
        State("sent", "已发意见书"),
        State("insisted", "部门坚持"),
        State("county", "待县里答复"),
        State("closed", "已了结"),
        State("archived", "已归档", done=True),
        State("agreeing", "待复函", off=True),
        State("lapsed", "视为同意", off=True),
        State("withdrawn", "来函撤回", done=True, off=True),
    ),
    (
        Move("submit", "送集体研究", ("received",), "review", Hand.HANDLE),
        Move(
            "vote",
            "集体研究",
            ("review",),
            "objecting",
            Hand.DECIDE,
            (Need.VOTES,),
            (Need.REMARK,),
            otherwise="agreeing",
            motion="提出反向否决意见",
        ),
        Move(
            "send_back",
            "退回修改",
            ("review",),
            "received",
            Hand.DECIDE,
            (Need.REASON,),
        ),
        Move(
            "reply",
            "登记复函",
            ("agreeing",),
            "closed",
            Hand.HANDLE,
            (Need.REPLY,),
            (Need.LETTER,),
            stops=(Clock.ANSWER,),
        ),
        Move(
            "issue",
            "签发意见书",
            ("objecting",),
            "sent",
            Hand.DECIDE,
            stops=(Clock.ANSWER,),
        ),
        Move(
            "lapse",
            "视为同意",
            _ANSWERING,
            "lapsed",
            Hand.HANDLE,
            (Need.REASON,),
            drops=(Clock.ANSWER,),
            hurts=True,
        ),
        *(
            Move(
                verb,
                label,
                ("sent",),
                target,
                Hand.ANSWER,
                (Need.REPLY,),
                (Need.LETTER,),
                party=_DEPARTMENT,
                part=Part.DEPARTMENT,
            )
            for verb, label, target in (
                ("accept", "部门接受", "closed"),
                ("insist", "部门坚持", "insisted"),
            )
        ),
        Move(
            "ask_county",
            "提请县里",
            ("insisted",),
            "county",
            Hand.DECIDE,
            (Need.REASON,),
            starts=(Clock.COUNTY,),
        ),
        *(
            Move(
                verb,
                label,
                ("county",),
                "closed",
                Hand.ANSWER,
                (Need.REPLY,),
                (Need.LETTER,),
                stops=(Clock.COUNTY,),
                party=_COUNTY,
                part=Part.COUNTY,
            )
            for verb, label in (
                ("uphold", "县里支持否决"),
                ("overrule", "县里同意原安排"),
            )
        ),
        Move("archive", "归档", ("closed", "lapsed"), "archived", Hand.HANDLE),
        Move("urge", "催办", ("sent", "county"), "", Hand.HANDLE, may=(Need.REMARK,)),
        Move(
            "withdraw",
            "来函撤回",
            (*_ANSWERING, "sent", "insisted", "county"),
            "withdrawn",
            Hand.ANSWER,
            (Need.REASON,),
            party=_DEPARTMENT,
            part=Part.DEPARTMENT,
            hurts=True,
        ),
    ),
)

_CASE = re.compile(
    "立案|销案|撤案|结案|案号|处罚决定|不予(?:行政)?处罚|(?:从轻|从重|减轻)(?:行政)?处罚|"
    "罚款|查封|扣押|没收|移送公安|移送司法|"
    "案件?的?(?:处理|定性|决定|处罚|结论|查处|审核)|"
    "案[^，。；]{0,6}(?:不当|有误|过重|过轻)"
)


class VetoSubject(StrEnum):
    """What a department proposes about a person, to which a centre may object.

    Only decisions about people are listed: what an authority decides in a case is
    none of them.
    """

    PROMOTION = "promotion"
    RECALL = "recall"
    SECONDMENT = "secondment"
    TRANSFER = "transfer"
    TOP_GRADE = "top_grade"

    @property
    def label(self) -> str:
        """The proposal as the letter names it."""
        return {
            "promotion": "晋升",
            "recall": "调回",
            "secondment": "借调",
            "transfer": "调整岗位",
            "top_grade": "确定为优秀等次",
        }[self]


def check_no_case(text: str) -> str:
    """Return the words of a proposal or an objection, or refuse those about a case.

    Args:
        text: A plan, a reason or a piece of evidence.

    Raises:
        Refusal: It speaks of how a case is handled or decided.

    Clause: powers/veto-case
    """
    if found := _CASE.search(text):
        raise Refusal(
            f"反向否决只针对人员管理事项，不涉及案件的办理和决定，不能写“{found[0]}”。",
            clause="powers/veto-case",
            ways=(
                "只写对该同志岗位、考核、力量安排的意见。",
                "案件由有权机关依法办理，指挥中心不提意见。",
            ),
        )
    return text


def check_not_silent(due_at: datetime, at: datetime, *, silence: bool) -> None:
    """Refuse to answer a proposal after silence has come to count as consent.

    Args:
        due_at: When the term to answer ended.
        at: When the answer is given.
        silence: Whether silence counts as consent, as on the day the term ended.

    Raises:
        Refusal: It does, and the term is over.

    Clause: powers/veto-silence
    """
    if at <= due_at or not silence:
        return
    raise Refusal(
        f"答复期限已于{chinese_minute(due_at)}届满，逾期未答复视为同意，不能再答复。",
        clause="powers/veto-silence",
        ways=("点“视为同意”写明原因后归档；对方同意另行研究的，请其重新来函。",),
    )


def check_lapsed(due_at: datetime, at: datetime, *, silence: bool) -> None:
    """Refuse to take a proposal for agreed to while it may still be answered.

    Args:
        due_at: When the term to answer ends.
        at: The moment.
        silence: Whether silence counts as consent, as on the day the term ends.

    Raises:
        Refusal: The term runs, or silence is no consent.

    Clause: powers/veto-silence
    """
    if silence and at > due_at:
        return
    raise Refusal(
        f"答复期限到{chinese_minute(due_at)}，还没有届满，不能视为同意。"
        if silence
        else "按政策参数，逾期未答复不视为同意，请照常答复。",
        clause="powers/veto-silence",
        ways=("集体研究后复函或者发出意见书。",),
    )
