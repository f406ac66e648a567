"""The year's evaluation of 综合查一次 (年度评价报告), in its four parts."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import ClassVar

from workbench.reports.issuing import Issuing
from workbench.reports.page import (
    Align,
    Block,
    Column,
    Document,
    Heading,
    Paragraph,
    Stamp,
    Table,
)
from workbench.reports.powers.assessment import Point
from workbench.reports.titles import break_title
from workbench.reports.wording import Phrases, said
from workbench.rules.roster.deployment import percent

PARTS = ("检查协同", "任务实施", "结果运用", "执法对象意见")


@dataclass(frozen=True, slots=True)
class Measure:
    """One figure of the evaluation.

    Attributes:
        name: Such as 联合检查率.
        part: What is counted, with its number.
        part_name: What that is, as the formula names it.
        whole: Out of how many.
        whole_name: What those are.
        earlier: The share of the year before; None where there is none.
    """

    name: str
    part: int
    part_name: str
    whole: int
    whole_name: str
    earlier: Fraction | None = None

    @property
    def share(self) -> Fraction | None:
        """The exact share; None where there is nothing to share."""
        return Fraction(self.part, self.whole) if self.whole else None

    @property
    def formula(self) -> str:
        """How it is reckoned, in words."""
        return f"{self.name}＝{self.part_name}÷{self.whole_name}"


@dataclass(frozen=True, slots=True)
class Part:
    """One of the four parts.

    Attributes:
        finding: What the figures say.
        measures: The figures.
    """

    finding: str
    measures: tuple[Measure, ...]


@dataclass(frozen=True, slots=True)
class YearlyEvaluation:
    """关于××年度“综合查一次”制度实施情况评价的报告.

    Attributes:
        county: The county.
        year: The year.
        grounds: The policy it carries out, with its title marks.
        overview: How the year went, in a paragraph or more.
        parts: 检查协同, 任务实施, 结果运用, 执法对象意见, in this order.
        problems: What does not go well.
        steps: What is to be done.
        source: Where the figures come from and when they were taken.
    """

    PHRASES: ClassVar[Phrases] = {
        "opening": (
            "根据{依据}关于加强监督评价的要求，会同各有关执法部门和镇街，"
            "对{年度}年度“综合查一次”制度实施情况进行了评价。现将有关情况报告如下："
        ),
        "cut": "百分数截尾保留一位小数，不四舍五入；分母为零的不计算。",
        "closing": "特此报告。",
    }

    issuing: Issuing
    county: str
    year: int
    grounds: str
    overview: tuple[str, ...]
    parts: tuple[Part, ...]
    problems: tuple[Point, ...]
    steps: tuple[Point, ...]
    source: str
    phrases: tuple[tuple[str, str], ...] = ()

    @property
    def title(self) -> str:
        """The report's title."""
        return f"关于{self.county}{self.year}年度“综合查一次”制度实施情况评价的报告"

    def compose(self, stamp: Stamp) -> Document:
        """Return the report."""
        names = (self.county, f"{self.year}年度", "“综合查一次”制度", "实施情况")
        return self.issuing.paper(
            "报告",
            break_title(self.title, names=names),
            self._blocks(),
            (),
            stamp,
        )

    def _blocks(self) -> Iterator[Block]:
        yield Paragraph(
            said(self, "opening", grounds=self.grounds, year=str(self.year))
        )
        yield Heading("总体情况")
        for text in self.overview:
            yield Paragraph(text)
        yield Paragraph(self.source)
        parts = zip(PARTS, self.parts, strict=True)
        for at, (name, part) in enumerate(parts, start=1):
            yield Heading(f"{name}情况")
            yield Paragraph(f"{part.finding}各项指标见表{at}。")
            yield self._table(name, part.measures)
        for heading, held in (
            ("存在问题", self.problems),
            ("下一步工作", self.steps),
        ):
            yield Heading(heading)
            for point in held:
                yield Heading(point.heading, 2, point.text)
        yield Paragraph(said(self, "closing"))

    def _table(self, name: str, measures: tuple[Measure, ...]) -> Table:
        formulas = "；".join(one.formula for one in measures)
        return Table(
            (
                Column("指标", 60, Align.LEFT),
                Column("分子", 24),
                Column("分母", 24),
                Column("本年\n（%）", 24),
                Column("上年\n（%）", 24),
            ),
            tuple(
                (
                    one.name,
                    str(one.part),
                    str(one.whole),
                    percent(one.share),
                    percent(one.earlier),
                )
                for one in measures
            ),
            caption=f"{self.year}年度{name}指标",
            note=f"{formulas}。{said(self, 'cut')}",
        )
