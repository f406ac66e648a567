"""The dispatch order (调度指令单): who is to come, where, by when."""

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

_GRANT_EMS = 12  # room for the pen, where no document is named yet


@dataclass(frozen=True, slots=True)
class OrderLine:
    """One receiver of an order, and what it did.

    Attributes:
        unit: The receiver.
        people: How many of its people are to come.
        signed_by: Who signed for the order; empty until then.
        arrived: How many came; None until then.
    """

    unit: str
    people: int
    signed_by: str = ""
    signed_at: datetime | None = None
    arrived: int | None = None
    arrived_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class DispatchOrder:
    """执法调度指令单, an internal working form of the command centre.

    Attributes:
        grant: The county's document that grants the power, with its number.
        subject: What it is about, in one line (事由).
        type: 日常调度, 应急处置 and the like.
        urgency: 一般, 紧急 or 特急.
        source: What it follows from, such as the number of a whistle.
        place: Where to come.
        contact: Who is to be asked on the spot, with the telephone number.
        task: What is to be done; a line break begins a new paragraph.
        sign_by: Until when it is to be signed for.
        arrive_by: Until when people are to be there.
        finish_by: Until when it is to be finished.
        author: Who wrote it (拟稿).
        reviewer: Who checked it (审核); who signed it off is in ``issuing``.
        lines: Its receivers.
        result: How it ended; empty until then.
        verdict: How the centre judges the work; empty until then.
    """

    PHRASES: ClassVar[Phrases] = {
        "opening": "根据{授权文件}，请接收单位按下列要求签收、到场、办结，并反馈结果。",
        "remark": (
            "本指令单为片区内部工作文书，不对外使用，不代替行政检查、行政处罚等执法文书；"
            "进入企业检查的，由具有执法主体资格的单位以自己的名义依法办理审批和通知手续。"
            "一式二份，指挥中心、接收单位各存一份。"
        ),
    }

    issuing: Issuing
    grant: str
    subject: str
    type: str
    urgency: str
    source: str
    place: str
    contact: str
    task: str
    sign_by: datetime | None
    arrive_by: datetime | None
    finish_by: datetime | None
    author: str
    reviewer: str
    lines: tuple[OrderLine, ...]
    result: str = ""
    verdict: str = ""
    phrases: tuple[tuple[str, str], ...] = ()

    @property
    def title(self) -> str:
        """What people call the order."""
        return f"执法调度指令单（{self.subject}）"

    def compose(self, stamp: Stamp) -> Document:
        """Return the form; what has not happened yet is left to the pen."""
        return unaddressed(self.issuing).form(
            "执法调度指令单",
            [sheet(*self._rows())],
            stamp,
            remark=said(self, "remark"),
            signed=False,
        )

    def _rows(self) -> Iterator[GridRow]:
        yield whole("事由", self.subject)
        yield pairs(("指令类型", self.type), ("紧急程度", self.urgency))
        yield pairs(("任务来源", self.source), ("现场联系", self.contact))
        yield whole("到场地点", self.place)
        grant = self.grant or "　" * _GRANT_EMS
        opening = said(self, "opening", grant=grant)
        yield whole("调度任务", f"{opening}\n{self.task}", 40)
        yield pairs(
            ("签收时限", minute(self.sign_by, "\n")),
            ("到场时限", minute(self.arrive_by, "\n")),
            ("办结时限", minute(self.finish_by, "\n")),
        )
        day = self.issuing.signed_on
        signer = self.issuing.signer
        yield pairs(
            ("拟稿人", self.author),
            ("审核人", self.reviewer),
            ("签发人", f"{signer}\n{day.month}月{day.day}日" if day else signer),
        )
        yield heads(
            ("接收单位", 4),
            ("应到", 1),
            ("签收人和时间", 3),
            ("实到", 1),
            ("到场时间", 3),
        )
        for one in self.lines:
            signed = "\n".join(filter(None, (one.signed_by, minute(one.signed_at))))
            yield entries(
                (one.unit, 4),
                (f"{one.people}人", 1),
                (signed, 3),
                ("" if one.arrived is None else f"{one.arrived}人", 1),
                (minute(one.arrived_at), 3),
            )
        yield whole("办理结果", self.result, 26, "反馈人：　　　　　　　年　月　日")
        yield whole("办理评价", self.verdict, 18, "评价人：　　　　　　　年　月　日")
