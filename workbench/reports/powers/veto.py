"""The written objection to a proposal about a person (反向否决意见书)."""

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
from workbench.reports.powers.collective import Ballot
from workbench.reports.titles import break_title
from workbench.reports.wording import Phrases, said
from workbench.rules.calendar import chinese_day
from workbench.rules.powers.vetoes import VetoSubject


@dataclass(frozen=True, slots=True)
class Evidence:
    """One piece of the evidence list.

    Attributes:
        name: What it is.
        source: Where it comes from.
        pages: How many pages it has.
        proves: What it shows.
    """

    name: str
    source: str
    pages: int
    proves: str


@dataclass(frozen=True, slots=True)
class VetoLetter:
    """关于不同意××的反向否决意见的函, with its evidence list.

    Attributes:
        zone: The zone's name.
        address: How the letter calls its addressee: 你局, 你镇.
        grant: The county's document that grants the power, with its number.
        subject: What was proposed about the person; never a case.
        person: Name of whom it is about.
        proposal: The department's letter, with its title marks and its number.
        received_on: The day it came in.
        plan: What it proposes, in words that follow 拟.
        facts: The person's work in the zone, as far as it matters.
        reasons: Why the centre does not agree, heading and text of each.
        advice: What it proposes instead.
        ballot: The collective decision.
        reply_by: Until when an answer is asked for; None where it is not.
        appeal: Whom the department may ask where it insists.
        evidence: What the reasons rest on.
    """

    PHRASES: ClassVar[Phrases] = {
        "opening": "{对方称呼}{来文}收悉。经研究，现提出反向否决意见如下：",
        "verdict": (
            "根据{授权文件}，{片区}指挥中心经集体研究，"
            "不同意将{人员}同志{方案或安排}（证据材料清单见附件）。"
        ),
        "reply": "请{对方称呼}研究上述意见，并于{日期}前将研究结果函复。",
        "reply_open": "请{对方称呼}研究上述意见，并将研究结果函复。",
        "insist": "如仍坚持原安排，请提请{申诉来文}协调；"
        "协调期间，该同志工作岗位不作变动。",
        "limits": "本意见只针对人员管理事项，不涉及任何行政执法案件的办理和决定。",
        "closing": "特此函告。",
    }

    issuing: Issuing
    zone: str
    address: str
    grant: str
    subject: VetoSubject
    person: str
    proposal: str
    received_on: date
    plan: str
    facts: str
    reasons: tuple[tuple[str, str], ...]
    advice: str
    ballot: Ballot
    reply_by: date | None
    appeal: str
    evidence: tuple[Evidence, ...]
    phrases: tuple[tuple[str, str], ...] = ()

    @property
    def title(self) -> str:
        """The letter's title."""
        return f"关于对{self._what}反向否决意见的函"

    @property
    def _what(self) -> str:
        return f"{self.person}同志{self.subject.label}事项"

    def compose(self, stamp: Stamp) -> Document:
        """Return the letter with its evidence list."""
        names = (f"{self.person}同志", f"{self.subject.label}事项", "反向否决意见")
        listed = Attachment(("证据材料清单",), (self._table(),))
        return self.issuing.letter(
            "函",
            break_title(self.title, names=names),
            self._blocks(),
            (listed,),
            stamp,
        )

    def _blocks(self) -> Iterator[Block]:
        yield Paragraph(
            said(self, "opening", address=self.address, proposal=self.proposal)
        )
        yield Heading("否决意见")
        yield Paragraph(
            said(
                self,
                "verdict",
                grant=self.grant,
                zone=self.zone,
                person=self.person,
                plan=self.plan,
            )
        )
        yield Heading("基本事实")
        yield Paragraph(f"来函于{chinese_day(self.received_on)}收到。{self.facts}")
        yield Heading("否决理由")
        for heading, text in self.reasons:
            yield Heading(heading, 2, text)
        yield Heading("集体研究情况")
        yield Paragraph(f"{self.ballot.told(f'{self.zone}指挥中心')}。")
        yield Heading("有关建议")
        yield Paragraph(self.advice)
        reply = (
            said(self, "reply", address=self.address, day=chinese_day(self.reply_by))
            if self.reply_by
            else said(self, "reply_open", address=self.address)
        )
        yield Paragraph(reply + said(self, "insist", appeal=self.appeal))
        yield Paragraph(said(self, "limits"))
        yield Paragraph(said(self, "closing"))

    def _table(self) -> Table:
        return Table(
            (
                Column("序号", 12),
                Column("材料名称", 48, Align.LEFT),
                Column("来源", 43, Align.LEFT),
                Column("页数", 12),
                Column("证明内容", 41, Align.LEFT),
            ),
            tuple(
                (str(at), one.name, one.source, str(one.pages), one.proves)
                for at, one in enumerate(self.evidence, start=1)
            ),
        )
