"""The letter that suggests grades (等次建议函); the organ itself decides them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
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
from workbench.reports.powers.assessed import points
from workbench.reports.powers.collective import Ballot
from workbench.reports.titles import break_title
from workbench.reports.wording import Phrases, said
from workbench.rules.calendar import chinese_day, chinese_days


@dataclass(frozen=True, slots=True)
class Suggested:
    """One person and the grade that is suggested.

    Attributes:
        post: What the person does in the zone.
        employment: 编制类型, which decides the scale of grades.
        days_due: Days the person should have been there.
        days_present: Days the person was.
        score: Points of the period.
        grade: The grade suggested.
        grounds: Why, in a few words.
    """

    name: str
    post: str
    employment: str
    days_due: int
    days_present: int
    score: Fraction
    grade: str
    grounds: str


@dataclass(frozen=True, slots=True)
class GradeLetter:
    """关于××派驻人员考核等次建议的函.

    Attributes:
        zone: The zone's name.
        period: What is assessed, such as 2026年第三季度平时考核.
        address: How the letter calls its addressee: 你局, 你镇.
        grant: The county's document that grants the power, with its number.
        scheme: The scheme that is assessed by, with its title marks.
        ballot: The collective decision.
        shown: First and last day on which the suggestions were shown to the people.
        reply_by: Until when an answer is asked for; None where it is not.
        lines: The people.
    """

    PHRASES: ClassVar[Phrases] = {
        "opening": (
            "根据{授权文件}和{考核办法}，{片区}指挥中心对{对方称呼}派驻人员"
            "{期间}情况进行了评价，现将等次建议函告如下："
        ),
        "organ_decides": (
            "以上仅为建议，供{对方称呼}研究时参考。考核等次由{对方称呼}按照干部管理权限和"
            "规定程序确定，并以书面形式通知本人。"
        ),
        "reply": "请予研究，并于{日期}前将确定的等次函复，以便记入片区人员考核档案。",
        "reply_open": "请予研究，并将确定的等次函复，以便记入片区人员考核档案。",
        "closing": "特此函达。",
    }

    issuing: Issuing
    zone: str
    period: str
    address: str
    grant: str
    scheme: str
    ballot: Ballot
    shown: tuple[date, ...]
    reply_by: date | None
    lines: tuple[Suggested, ...]
    phrases: tuple[tuple[str, str], ...] = ()

    @property
    def title(self) -> str:
        """The letter's title."""
        return f"关于{self.zone}派驻人员{self.period}等次建议的函"

    def compose(self, stamp: Stamp) -> Document:
        """Return the letter with the list of suggestions."""
        names = (self.zone, self.period, "派驻人员", "等次建议")
        title = f"{self.period}等次建议表"
        listed = Attachment(break_title(title, names=names), (self._table(),))
        return self.issuing.letter(
            "函",
            break_title(self.title, names=names),
            self._blocks(),
            (listed,),
            stamp,
        )

    def _blocks(self) -> Iterator[Block]:
        yield Paragraph(
            said(
                self,
                "opening",
                grant=self.grant,
                scheme=self.scheme,
                zone=self.zone,
                address=self.address,
                period=self.period,
            )
        )
        yield Heading("评价过程")
        shown = ""
        if self.shown:
            days = chinese_days(self.shown[0], self.shown[-1])
            shown = f"建议等次已于{days}告知本人，期间未收到异议。"
        yield Paragraph(
            "评价以派驻期间的出勤、指令响应、案卷质量和服务对象评价等记录为依据，"
            "不以检查频次、办案数量和罚没款数额计分。"
            f"{self.ballot.told(f'{self.zone}指挥中心')}。{shown}"
        )
        yield Heading("建议等次")
        counts: dict[str, int] = {}
        for one in self.lines:
            counts[one.grade] = counts.get(one.grade, 0) + 1
        told = "，".join(f"“{grade}”{count}人" for grade, count in counts.items())
        yield Paragraph(
            f"参加评价的派驻人员{len(self.lines)}人，建议{told}，具体名单见附件。"
        )
        yield Paragraph(said(self, "organ_decides", address=self.address))
        if self.reply_by:
            yield Paragraph(said(self, "reply", day=chinese_day(self.reply_by)))
        else:
            yield Paragraph(said(self, "reply_open"))
        yield Paragraph(said(self, "closing"))

    def _table(self) -> Table:
        return Table(
            (
                Column("序号", 11),
                Column("姓名", 16),
                Column("岗位", 20),
                Column("人员\n类别", 20),
                Column("应到\n天数", 12),
                Column("实到\n天数", 12),
                Column("得分", 15),
                Column("建议\n等次", 14),
                Column("主要依据", 36, Align.LEFT),
            ),
            tuple(
                (
                    str(at),
                    one.name,
                    one.post,
                    one.employment,
                    str(one.days_due),
                    str(one.days_present),
                    points(one.score),
                    one.grade,
                    one.grounds,
                )
                for at, one in enumerate(self.lines, start=1)
            ),
            note="建议等次按人员类别适用的等次标准提出，最终等次由派出单位确定。",
        )
