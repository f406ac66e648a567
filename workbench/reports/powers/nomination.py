"""The letter that recommends somebody (推荐提名意见); it never appoints."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import ClassVar

from workbench.reports.issuing import Issuing
from workbench.reports.page import (
    Block,
    Column,
    Document,
    Heading,
    Paragraph,
    Stamp,
    Table,
)
from workbench.reports.powers.assessed import points
from workbench.reports.powers.collective import Ballot
from workbench.reports.titles import break_title
from workbench.reports.wording import Phrases, said
from workbench.rules.calendar import chinese_day
from workbench.rules.powers.nominations import check_recommending


@dataclass(frozen=True, slots=True)
class PeriodScore:
    """What the candidate reached in one period.

    Attributes:
        period: Such as 2026年第三季度.
        score: Points of that period.
        grade: The grade that was settled, or 建议“好”.
    """

    period: str
    score: Fraction
    grade: str


@dataclass(frozen=True, slots=True)
class Nomination:
    """关于推荐××同志为××人选的函.

    Attributes:
        zone: The zone's name.
        address: How the letter calls its addressee: 你局党组, 你镇党委.
        grant: The county's document that grants the power, with its number.
        candidate: Name of who is recommended.
        position: The post or honour, as the title names it.
        honour: Whether it is an honour and no post.
        profile: Sex, birth, schooling, party and present post, in a sentence.
        grounds: Why, heading and text of each ground.
        scores: What the candidate reached.
        integrity: What was asked about integrity, of whom, and what they said.
        ballot: The collective decision.
        reply_by: Until when an answer is asked for; None where it is not.
        reply_within: How long after it arrived, where that is said instead of a day.
    """

    PHRASES: ClassVar[Phrases] = {
        "opening": (
            "根据{授权文件}，结合{片区}执法力量建设需要，经集体研究，"
            "现推荐{人选}同志为{职务}人选。现将有关情况函告如下："
        ),
        "post_decided": (
            "以上为推荐意见，供{对方称呼}在动议和民主推荐时参考。人选的考察、讨论决定和"
            "任职手续，由有权机关按照《中华人民共和国公务员法》第四十六条和干部管理权限办理。"
        ),
        "honour_decided": (
            "以上为推荐意见，供{对方称呼}研究时参考。是否授予，由有权机关按照规定程序决定。"
        ),
        "reply": "请将研究结果于{日期}前函复。",
        "reply_within": "请自收到本函之日起{答复期限}内将研究结果函复。",
        "reply_open": "请将研究结果函复。",
        "closing": "特此函达。",
    }

    issuing: Issuing
    zone: str
    address: str
    grant: str
    candidate: str
    position: str
    honour: bool
    profile: str
    grounds: tuple[tuple[str, str], ...]
    scores: tuple[PeriodScore, ...]
    integrity: str
    ballot: Ballot
    reply_by: date | None
    reply_within: str = ""
    phrases: tuple[tuple[str, str], ...] = ()

    @property
    def title(self) -> str:
        """The letter's title."""
        return f"关于推荐{self.candidate}同志为{self.position}人选的函"

    def compose(self, stamp: Stamp) -> Document:
        """Return the letter.

        Raises:
            Refusal: Its words appoint instead of recommending.

        Clause: powers/recommends-only
        """
        for text in (self.position, *(text for _, text in self.grounds)):
            check_recommending(text)
        names = (f"{self.candidate}同志", self.position, "人选")
        return self.issuing.letter(
            "函", break_title(self.title, names=names), self._blocks(), (), stamp
        )

    def _blocks(self) -> Iterator[Block]:
        yield Paragraph(
            said(
                self,
                "opening",
                grant=self.grant,
                zone=self.zone,
                candidate=self.candidate,
                position=self.position,
            )
        )
        yield Heading("人选基本情况")
        yield Paragraph(self.profile)
        yield Heading("推荐理由")
        for heading, text in self.grounds:
            yield Heading(heading, 2, text)
        yield Heading("考核情况")
        if self.scores:
            yield Paragraph("派驻期间各考核周期的得分和等次见表1。")
            yield self._table()
        else:
            yield Paragraph("派驻期间还没有已锁定的考核结果。")
        yield Heading("廉洁自律情况")
        yield Paragraph(self.integrity)
        yield Heading("集体研究情况")
        yield Paragraph(f"{self.ballot.told(f'{self.zone}指挥中心')}。")
        decided = "honour_decided" if self.honour else "post_decided"
        yield Paragraph(said(self, decided, address=self.address))
        if self.reply_by:
            yield Paragraph(said(self, "reply", day=chinese_day(self.reply_by)))
        elif self.reply_within:
            yield Paragraph(said(self, "reply_within", reply_term=self.reply_within))
        else:
            yield Paragraph(said(self, "reply_open"))
        yield Paragraph(said(self, "closing"))

    def _table(self) -> Table:
        return Table(
            (Column("考核周期", 68), Column("得分", 36), Column("等次", 52)),
            tuple((one.period, points(one.score), one.grade) for one in self.scores),
            caption=f"{self.candidate}同志派驻期间考核情况",
        )
