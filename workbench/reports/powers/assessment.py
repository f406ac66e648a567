"""The month's assessment: the circular (通报), and its tables alone (考核表)."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
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
from workbench.reports.powers.assessed import (
    Assessed,
    Item,
    Section,
    change,
    points,
)
from workbench.reports.titles import break_title
from workbench.reports.wording import Phrases, said
from workbench.rules.powers.items import check_item_name, rounded


@dataclass(frozen=True, slots=True)
class Point:
    """A finding or a demand: a heading and what runs on behind it."""

    heading: str
    text: str


@dataclass(frozen=True, slots=True)
class AssessmentCircular:
    """关于××片区××月综合执法工作考核情况的通报, with its sheets.

    Attributes:
        zone: The zone's name.
        month: First day of the month.
        grant: The county's document that grants the power, with its number.
        scheme: The scheme that is assessed by, with its title marks.
        objection: What came of the objection window, in a sentence.
        items: The items of the scheme.
        units: The assessed units.
        merits: What went well.
        faults: What did not.
        demands: What is to be done.
        trail: What was locked and its digest, in one line; empty where it is not.
        called: Who the assessed units are, where others are assessed too.
        people: Whether they are people.
        others: Those who are assessed by another scheme.
    """

    PHRASES: ClassVar[Phrases] = {
        "opening": (
            "根据{授权文件}和{考核办法}，{片区}指挥中心对各参评单位{月份}综合执法工作"
            "进行了考核。考核结果已经审核确定，现将有关情况通报如下："
        ),
        "limits": (
            "本考核不以检查频次、办案数量和罚没款数额计分。各项得分四舍五入保留两位小数，"
            "总分为各项得分之和；不适用的项目不计分，其分值按比例分摊到其他项目。"
        ),
        "closing": "特此通报。",
    }

    issuing: Issuing
    zone: str
    month: date
    grant: str
    scheme: str
    objection: str
    items: tuple[Item, ...]
    units: tuple[Assessed, ...]
    merits: tuple[Point, ...]
    faults: tuple[Point, ...]
    demands: tuple[Point, ...]
    trail: str = ""
    called: str = "参评单位"
    people: bool = False
    others: tuple[Section, ...] = ()
    phrases: tuple[tuple[str, str], ...] = ()

    @property
    def title(self) -> str:
        """The circular's title."""
        return f"关于{self.zone}{self._month}综合执法工作考核情况的通报"

    @property
    def _month(self) -> str:
        return _words(self.month)

    @property
    def sections(self) -> tuple[Section, ...]:
        """Everybody who was assessed, by scheme."""
        own = Section(self.called, self.scheme, self.items, self.units, self.people)
        return (own, *self.others)

    @property
    def ranked(self) -> tuple[tuple[int, Assessed], ...]:
        """Place and unit, best first; who is equal shares a place."""
        return self.sections[0].ranked

    def compose(self, stamp: Stamp) -> Document:
        """Return the circular, and for each scheme a summary of groups and its sheets.

        Few units have a sheet each; many, and people, stand in one table.

        Raises:
            Refusal: An item counts inspections, cases or fines.

        Clause: powers/assessed-inspections, powers/assessed-fines,
            powers/assessed-cases
        """
        for section in self.sections:
            for item in section.items:
                check_item_name(item.name)
        names = (self.zone, self._month, "综合执法工作")
        return self.issuing.paper(
            "通报",
            break_title(self.title, names=names),
            self._blocks(),
            tuple(self._attachments()),
            stamp,
        )

    def _attachments(self) -> Iterator[Attachment]:
        limits = said(self, "limits")
        for section in self.sections:
            whose = f"（{section.called}）" if self.others else ""
            title = f"{self._month}考核得分汇总表{whose}"
            summary = (section.summary(limits),)
            yield Attachment(break_title(title, limit=28), summary, landscape=True)
            if not section.few:
                title = f"{self._month}考核分项得分表{whose}"
                tables = tuple(section.matrices())
                yield Attachment(break_title(title, limit=28), tables, landscape=True)
                continue
            for place, one in section.ranked:
                title = f"{self._month}考核表（{one.unit}）"
                note = f"被考核单位：{one.unit}；考核月份：{self._month}。"
                sheet = (section.sheet(place, one, note),)
                yield Attachment(break_title(title, limit=28), sheet, landscape=True)

    def _blocks(self) -> Iterator[Block]:
        opening = said(
            self,
            "opening",
            grant=self.grant,
            scheme="、".join(one.scheme for one in self.sections),
            zone=self.zone,
            month=self._month,
        )
        yield Paragraph(opening)
        yield Heading("考核结果")
        if self.others:
            yield Paragraph(self.objection)
        for at, section in enumerate(self.sections):
            yield from self._results(section, at)
        for heading, held in (
            ("主要成效", self.merits),
            ("存在问题", self.faults),
            ("工作要求", self.demands),
        ):
            if held:
                yield Heading(heading)
            for point in held:
                yield Heading(point.heading, 2, point.text)
        yield Paragraph(said(self, "closing"))

    def _results(self, section: Section, at: int) -> Iterator[Block]:
        totals = [one.total for one in section.units]
        mean = sum(totals, Fraction(0)) / len(totals)
        whom = f"派驻人员{len(totals)}名" if section.people else f"单位{len(totals)}个"
        told = (
            f"本月参加考核的{whom}，最高{points(max(totals))}分，"
            f"最低{points(min(totals))}分，平均{points(rounded(mean))}分。"
        )
        if section.few:
            shown = sum(one.few for one in self.sections[:at]) + 1
            tail = f"各单位得分和名次见表{shown}，分项得分见附件。"
        else:
            tail = "得分、名次和分项得分见附件。"
        if self.others:
            yield Heading(f"{section.called}。", 2, f"{told}{tail}")
        else:
            yield Paragraph(f"{told}{self.objection}{tail}")
        if section.few:
            yield self._places(section, self.trail if at == 0 else "")
        elif self.trail and at == 0:
            yield Paragraph(self.trail)

    def _places(self, section: Section, trail: str) -> Table:
        whose = f"（{section.called}）" if self.others else ""
        return Table(
            (
                Column("名次", 18),
                Column("单位", 66, Align.LEFT),
                Column("得分", 24),
                Column("上月得分", 24),
                Column("增减", 24),
            ),
            tuple(
                (
                    str(place),
                    one.unit,
                    points(one.total),
                    points(one.earlier),
                    change(one),
                )
                for place, one in section.ranked
            ),
            caption=f"{self._month}考核结果{whose}",
            note="得分相同的，名次并列。" * section.tied + trail,
        )


@dataclass(frozen=True, slots=True)
class AssessmentTables:
    """The month's tables in Word, without the circular: to be looked through and kept.

    Attributes:
        zone: The zone's name.
        month: First day of the month.
        sections: Everybody who was assessed, by scheme.
        trail: What was locked and its digest, in one line; empty where it is not.
    """

    PHRASES: ClassVar[Phrases] = {"limits": AssessmentCircular.PHRASES["limits"]}

    zone: str
    month: date
    sections: tuple[Section, ...]
    trail: str = ""
    phrases: tuple[tuple[str, str], ...] = ()

    @property
    def title(self) -> str:
        """The tables' title."""
        return f"{self.zone}{_words(self.month)}综合执法工作考核表"

    def compose(self, stamp: Stamp) -> Document:
        """Return the tables on turned pages, heads repeated."""
        return Document(
            kind="月度考核表",
            stamp=stamp,
            title=break_title(self.title, names=(self.zone,), limit=28),
            blocks=tuple(self._blocks()),
            landscape=True,
        )

    def _blocks(self) -> Iterator[Block]:
        limits = said(self, "limits")
        for section in self.sections:
            note = f"考核办法：{section.scheme}。{limits}{self.trail}"
            yield section.summary(note, f"得分汇总（{section.called}）")
            if not section.few:
                for table in section.matrices():
                    yield replace(table, caption=f"分项得分（{section.called}）")
                continue
            for place, one in section.ranked:
                table = section.sheet(place, one, "")
                yield replace(table, caption=f"分项得分（{one.unit}）")


def _words(month: date) -> str:
    return f"{month.year}年{month.month}月"
