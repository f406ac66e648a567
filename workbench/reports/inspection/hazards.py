"""What a lead authority says upward and sideways of a grave or widespread danger."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from workbench.reports.issuing import Issuing
from workbench.reports.page import (
    Align,
    Attachment,
    Block,
    Column,
    Document,
    Heading,
    Paragraph,
    Stamp,
    Table,
)
from workbench.reports.titles import break_title
from workbench.reports.wording import Phrases, said
from workbench.rules.calendar import chinese_day


@dataclass(frozen=True, slots=True)
class HazardSite:
    """One place where the danger is.

    Attributes:
        name: The enterprise.
        town: Where it is.
        fact: What is wrong there.
        state: How far it was dealt with.
    """

    name: str
    town: str
    fact: str
    state: str


@dataclass(frozen=True, slots=True)
class HazardReport:
    """关于××重大危险隐患情况的报告, to the government, by the lead authority.

    Attributes:
        place: Where it is, or which trade it is about.
        subject: What it is, as 部分企业场内叉车超期未检重大危险隐患.
        found: How it was found: task, time, who.
        kind: What makes it grave: 行业性, 区域性 or 重大危险隐患, in a sentence.
        facts: What was found, a paragraph each.
        measures: What was done already, a paragraph each.
        assessment: What may come of it.
        plan: What the authority goes on to do, a paragraph each.
        informed: Whom it has informed besides.
        sites: The places.
    """

    PHRASES: ClassVar[Phrases] = {
        "opening": "{发现情况}，发现{事由}。按照《连云港市优化营商环境攻坚年若干政策"
        "措施（第4号）》关于牵头单位及时向当地政府报告的规定，现将有关情况报告如下。",
        "duty": "按照上述政策措施关于由当地政府组织进行专项治理的规定，我单位将在县政"
        "府统一组织下做好以下工作。",
        "closing": "特此报告。",
    }

    issuing: Issuing
    place: str
    subject: str
    found: str
    kind: str
    facts: tuple[str, ...]
    measures: tuple[str, ...]
    assessment: str
    plan: tuple[str, ...]
    informed: str
    sites: tuple[HazardSite, ...]
    phrases: tuple[tuple[str, str], ...] = ()

    @property
    def title(self) -> str:
        """The report's title."""
        return f"关于{self.place}{self.subject}情况的报告"

    def compose(self, stamp: Stamp) -> Document:
        """Return the report; the places stand in its attachment."""
        return self.issuing.paper(
            "报告",
            break_title(self.title, names=(self.place, self.subject)),
            self._blocks(),
            _places(self.place, self.subject, self.sites),
            stamp,
        )

    def _blocks(self) -> Iterator[Block]:
        yield Paragraph(
            said(
                self,
                "opening",
                found=self.found,
                subject=f"{self.place}{self.subject}",
            )
        )
        yield Heading("基本情况")
        yield Paragraph(self.kind)
        for text in self.facts:
            yield Paragraph(text)
        if self.sites:
            yield Paragraph(f"涉及企业{len(self.sites)}户，名单见附件。")
        yield Heading("已采取的措施")
        for text in self.measures:
            yield Paragraph(text)
        if self.informed:
            yield Paragraph(f"上述情况已通报{self.informed}。")
        yield Heading("风险分析")
        yield Paragraph(self.assessment)
        yield Heading("下一步工作")
        yield Paragraph(said(self, "duty"))
        for text in self.plan:
            yield Paragraph(text)
        yield Paragraph(said(self, "closing"))


@dataclass(frozen=True, slots=True)
class HazardLetter:
    """关于通报××情况的函, to regulators of the same level and the guidance body.

    Attributes:
        place: Where it is, as in the report.
        subject: What it is, as in the report.
        found: How it was found: task, time, who.
        facts: What was found, a paragraph each.
        reported: Number of the report to the government; empty where it goes at once.
        asked: What each of the receivers is asked to do, a paragraph each.
        reply_by: By when an answer is asked for; None for no answer.
        sites: The places.
    """

    PHRASES: ClassVar[Phrases] = {
        "opening": "{发现情况}，发现{事由}。按照《连云港市优化营商环境攻坚年若干政策"
        "措施（第4号）》的规定，现将有关情况通报如下。",
        "reported": "上述情况已向县政府报告（{报告文号}）。",
        "asked": "请各单位按照职责做好以下工作：",
        "reply": "请于{回复期限}前将工作情况函告我单位。",
        "closing": "特此函告。",
    }

    issuing: Issuing
    place: str
    subject: str
    found: str
    facts: tuple[str, ...]
    reported: str
    asked: tuple[str, ...]
    reply_by: date | None
    sites: tuple[HazardSite, ...]
    phrases: tuple[tuple[str, str], ...] = ()

    @property
    def title(self) -> str:
        """The letter's title."""
        return f"关于通报{self.place}{self.subject}情况的函"

    def compose(self, stamp: Stamp) -> Document:
        """Return the letter; the places stand in its attachment."""
        return self.issuing.letter(
            "函",
            break_title(self.title, names=(self.place, self.subject)),
            self._blocks(),
            _places(self.place, self.subject, self.sites),
            stamp,
        )

    def _blocks(self) -> Iterator[Block]:
        yield Paragraph(
            said(
                self,
                "opening",
                found=self.found,
                subject=f"{self.place}{self.subject}",
            )
        )
        for text in self.facts:
            yield Paragraph(text)
        if self.sites:
            yield Paragraph(f"涉及企业{len(self.sites)}户，名单见附件。")
        if self.reported:
            yield Paragraph(said(self, "reported", reported=self.reported))
        if self.asked:
            yield Paragraph(said(self, "asked"))
            for at, text in enumerate(self.asked, start=1):
                yield Paragraph(f"{at}.{text}")
        if self.reply_by:
            yield Paragraph(said(self, "reply", reply_by=chinese_day(self.reply_by)))
        yield Paragraph(said(self, "closing"))


def _places(
    place: str, subject: str, sites: tuple[HazardSite, ...]
) -> tuple[Attachment, ...]:
    if not sites:
        return ()
    title = break_title(f"{place}{subject}涉及企业名单", names=(place, subject))
    table = Table(
        (
            Column("序号", 12),
            Column("企业名称", 46, Align.LEFT),
            Column("所在镇街", 24),
            Column("隐患情况", 42, Align.LEFT),
            Column("处置情况", 32, Align.LEFT),
        ),
        tuple(
            (str(at), one.name, one.town, one.fact, one.state)
            for at, one in enumerate(sites, start=1)
        ),
    )
    return (Attachment(title, (table,)),)
