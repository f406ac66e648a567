"""The whistle form (吹哨报到单): a town calls, departments come."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from workbench.reports.issuing import Issuing
from workbench.reports.page import Document, GridRow, Stamp
from workbench.reports.powers.cells import (
    entries,
    heads,
    minute,
    pairs,
    sheet,
    unaddressed,
    whole,
)
from workbench.reports.wording import Phrases, said
from workbench.rules.calendar import CHINA

_SIGNED = "审核人：　　　　　　　月　日　时　分"


@dataclass(frozen=True, slots=True)
class Answer:
    """A department that was called.

    Attributes:
        unit: The department.
        lead: Whether it leads (主办) or assists (协办).
        signed_by: Who signed for the call; empty until then.
        arrivals: Who came, each with the number of the certificate.
    """

    unit: str
    lead: bool
    signed_by: str = ""
    signed_at: datetime | None = None
    arrived_at: datetime | None = None
    arrivals: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rating:
    """How the town rates one aspect of the answer.

    Attributes:
        aspect: 报到效率, 办理情况, 结果满意度 or 激励项.
        verdict: A grade or points; empty until it is rated.
    """

    aspect: str
    verdict: str = ""


_ASPECTS = tuple(map(Rating, ("报到效率", "办理情况", "结果满意度", "激励项")))


@dataclass(frozen=True, slots=True)
class Whistle:
    """吹哨报到单, an internal working form.

    Attributes:
        town: Who whistles (吹哨单位).
        whistled_at: When, to the minute.
        type: 应急哨, 执法哨 or 攻坚哨.
        terms: By when that class is to be answered, in words.
        reason: What happened (事由).
        place: Where, with co-ordinates where they are known.
        photos: What pictures there are, in words.
        lead: Who should lead, as the town proposes.
        assistants: Who should assist, as the town proposes.
        reviewer: Who of the town's heads checked it; empty until then.
        dispatch: How the centre assigned it, or sent it back, and why.
        answers: The departments that were called.
        handling: What was done on the spot.
        result: How it ended, as it is told to the town.
        enclosures: What is enclosed.
        ratings: The four aspects that the town rates.
        comment: The town's words on it (评语).
    """

    PHRASES: ClassVar[Phrases] = {
        "remark": (
            "本单为片区内部工作文书，不对外使用。到场处置需要进入企业检查或者实施行政处罚的，"
            "由具有执法主体资格的单位以自己的名义依法进行。退哨须写明理由，由指挥中心决定，"
            "以一次为限。一式二份，吹哨单位、指挥中心各存一份。"
        ),
    }

    issuing: Issuing
    town: str
    whistled_at: datetime | None
    type: str
    terms: str
    reason: str
    place: str
    photos: str
    lead: str
    assistants: str
    reviewer: str
    reviewed_at: datetime | None
    dispatch: str
    answers: tuple[Answer, ...]
    handling: str = ""
    result: str = ""
    enclosures: str = ""
    ratings: tuple[Rating, ...] = _ASPECTS
    comment: str = ""
    phrases: tuple[tuple[str, str], ...] = ()

    @property
    def title(self) -> str:
        """What people call the form."""
        return f"吹哨报到单（{self.town}）"

    def compose(self, stamp: Stamp) -> Document:
        """Return the form; what has not happened yet is left to the pen."""
        return unaddressed(self.issuing).form(
            "吹哨报到单",
            [sheet(*self._rows())],
            stamp,
            remark=said(self, "remark"),
            signed=False,
        )

    def _rows(self) -> Iterator[GridRow]:
        at = self.whistled_at
        whistled = f"{at.astimezone(CHINA).year}年{minute(at)}" if at else ""
        yield pairs(("吹哨单位", self.town), ("吹哨时间", whistled))
        yield pairs(("哨声类别", self.type), ("办理时限", self.terms))
        yield whole("事发地点", self.place)
        yield whole("事由", self.reason, 30)
        yield whole("现场照片", self.photos)
        yield pairs(("建议主办", self.lead), ("建议协办", self.assistants))
        reviewed = f"审核人：{self.reviewer}　{minute(self.reviewed_at)}"
        yield whole(
            "镇街审核",
            "情况属实，同意吹哨。" if self.reviewer else "",
            14,
            reviewed if self.reviewer else _SIGNED,
        )
        yield whole("分派意见", self.dispatch, 18)
        yield heads(
            ("报到单位", 3),
            ("签收人和时间", 3),
            ("到场时间", 2),
            ("到场人员和执法证号", 4),
        )
        for one in self.answers:
            signed = "\n".join(filter(None, (one.signed_by, minute(one.signed_at))))
            yield entries(
                (f"{one.unit}（{'主办' if one.lead else '协办'}）", 3),
                (signed, 3),
                (minute(one.arrived_at, "\n"), 2),
                ("\n".join(one.arrivals), 4),
            )
        yield whole("现场处置", self.handling, 30)
        yield whole("办理结果", self.result, 24, "反馈人：　　　　　　　年　月　日")
        yield whole("附件", self.enclosures)
        yield heads(
            ("镇街评价", 2), *((one.aspect, 2) for one in self.ratings), ("评价人", 2)
        )
        yield entries(("等次", 2), *((one.verdict, 2) for one in self.ratings), ("", 2))
        yield whole("评语", self.comment, 14)
