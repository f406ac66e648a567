"""The request for people (请示): one matter, one addressee, somebody to ask."""

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
    numeral,
)
from workbench.reports.roster.deployment import goal
from workbench.reports.titles import break_title
from workbench.reports.wording import Phrases, said
from workbench.rules.calendar import chinese_day
from workbench.rules.roster.deployment import Tally, percent
from workbench.rules.roster.requests import StaffChange, check_request


@dataclass(frozen=True, slots=True)
class PostLine:
    """Posts that are asked for.

    Attributes:
        joins: Where the people are to work.
        post: What they are to do.
        people: How many.
        leaves: Where they are to come from.
        condition: What they must bring, such as the field of law.
    """

    joins: str
    post: str
    people: int
    leaves: str
    condition: str


@dataclass(frozen=True, slots=True)
class StaffRequest:
    """关于向××片区增派综合行政执法人员的请示.

    Attributes:
        county: The county.
        zone: The zone's name.
        change: The one matter: more people, or people moved.
        grounds: The policy it carries out, with its title marks.
        on: The day the figures count on.
        tally: The county's D and N on that day.
        target: The share that is to be reached.
        reasons: Why the people are needed, each in a sentence of its own.
        posts: What is asked for.
        gained: How many of those come to count for N.
        from_on: From when.
        term: For how long, such as 一年; empty where it is not limited.
        pledges: How the people are to be managed, each in a sentence of its own.
    """

    PHRASES: ClassVar[Phrases] = {
        "opening": "为统筹基层执法力量，根据{依据}，现就{事项}有关事项请示如下：",
        "unchanged": (
            "上述人员编制、工资关系保持不变，由片区统一管理使用，"
            "执法活动以具有执法主体资格的单位的名义依法进行。"
        ),
        "closing": "妥否，请批示。",
    }

    issuing: Issuing
    county: str
    zone: str
    change: StaffChange
    grounds: str
    on: date
    tally: Tally
    target: Fraction
    reasons: tuple[str, ...]
    posts: tuple[PostLine, ...]
    gained: int
    from_on: date
    term: str
    pledges: tuple[str, ...]
    phrases: tuple[tuple[str, str], ...] = ()

    @property
    def title(self) -> str:
        """The request's title."""
        return f"关于{self._matter}的请示"

    @property
    def _matter(self) -> str:
        where = f"{self.county}{self.zone}"
        if self.change is StaffChange.MORE:
            return f"向{where}增派综合行政执法人员"
        return f"调整{where}综合行政执法人员"

    @property
    def _people(self) -> int:
        return sum(one.people for one in self.posts)

    def compose(self, stamp: Stamp) -> Document:
        """Return the request with the list of posts.

        Raises:
            Refusal: It is final, and sent to several organs or names nobody to ask.

        Clause: documents/request-addressee, documents/request-contact
        """
        if not stamp.draft:
            check_request(self.issuing.addressee, self.issuing.contact)
        names = (self.county, self.zone, "综合行政执法人员")
        listed = Attachment(
            break_title(f"拟{self.change.label}人员岗位表", names=names),
            (self._table(),),
        )
        return self.issuing.paper(
            "请示",
            break_title(self.title, names=names),
            self._blocks(),
            (listed,),
            stamp,
        )

    def _blocks(self) -> Iterator[Block]:
        yield Paragraph(
            said(self, "opening", grounds=self.grounds, matter=self._matter)
        )
        yield Heading("基本情况")
        yield Paragraph(self._situation())
        yield Heading(f"{self.change.label}理由")
        told = (f"{numeral(at)}是{one}" for at, one in enumerate(self.reasons, 1))
        yield Paragraph("；".join(told) + "。")
        yield Heading("请示事项")
        term = f"，期限{self.term}" if self.term else ""
        yield Paragraph(
            f"拟自{chinese_day(self.from_on)}起，{self._matter}{self._people}人"
            f"（岗位安排见附件）{term}。{said(self, 'unchanged')}{self._effect()}"
        )
        yield Heading("人员管理")
        told = (f"{numeral(at)}是{one}" for at, one in enumerate(self.pledges, 1))
        yield Paragraph("；".join(told) + "。")
        yield Paragraph(said(self, "closing"))

    def _situation(self) -> str:
        short = self.tally.shortfall(self.target)
        verdict = (
            f"距离不低于{goal(self.target)}的目标尚差{short}人"
            if short
            else f"达到不低于{goal(self.target)}的目标"
        )
        return (
            f"截至{chinese_day(self.on)}，全县计入口径的在编在岗综合行政执法人员"
            f"{self.tally.strength}人，其中下沉一线{self.tally.frontline}人，"
            f"下沉比例{percent(self.tally.share)}%，{verdict}。"
        )

    def _effect(self) -> str:
        if not self.gained:
            return ""
        counted = (
            "" if self.gained == self._people else f"其中{self.gained}人计入下沉一线，"
        )
        after = Tally(self.tally.frontline + self.gained, self.tally.strength)
        return (
            f"人员到位后，{counted}全县下沉一线{after.frontline}人，"
            f"下沉比例{percent(after.share)}%。"
        )

    def _table(self) -> Table:
        rows = [
            (
                str(at),
                one.joins,
                one.post,
                str(one.people),
                one.leaves,
                one.condition,
            )
            for at, one in enumerate(self.posts, start=1)
        ]
        rows.append(("", "合计", "", str(self._people), "", ""))
        return Table(
            (
                Column("序号", 12),
                Column("使用单位", 38, Align.LEFT),
                Column("岗位", 20),
                Column("人数", 13),
                Column("来源", 38, Align.LEFT),
                Column("条件", 35, Align.LEFT),
            ),
            tuple(rows),
        )
