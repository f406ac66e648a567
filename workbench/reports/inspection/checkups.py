"""The checkup: one report for a visit, with what all authorities found."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from workbench.reports.inspection.forms import enforcement_form
from workbench.reports.inspection.parties import Inspected
from workbench.reports.inspection.results import Problem
from workbench.reports.issuing import Issuing
from workbench.reports.page import (
    Align,
    Block,
    Column,
    Document,
    Heading,
    Paragraph,
    Ruled,
    Stamp,
    Table,
)
from workbench.reports.wording import Phrases, said
from workbench.rules.calendar import chinese_day


@dataclass(frozen=True, slots=True)
class UnitResult:
    """How one authority's matters came out.

    Attributes:
        checked: Matters it inspected; the three that follow add up to it.
        passed: Matters without a problem (合格).
        failed: Matters with one (不合格).
        inapplicable: Matters that do not apply (不适用).
        conclusion: In a few words.
    """

    unit: str
    checked: int
    passed: int
    failed: int
    inapplicable: int
    conclusion: str


@dataclass(frozen=True, slots=True)
class CheckupReport:
    """综合体检报告: one for a visit, by the lead authority, for the enterprise to use.

    Attributes:
        party: Whom it is for.
        task: Name of the task the visit belonged to.
        inspected_on: When the visit was.
        notice: Number of the notice.
        self_check: What the enterprise had answered before, in words.
        units: How the matters of each authority came out; the lead first.
        verdict: The overall view, in words.
        problems: What is to be put right.
        advice: Guidance that orders nothing, a paragraph each.
        follow_up: When who comes back, or calls.
        publication: How soon the result is public, as 20个工作日.
        recognised: For how long and by whom the results are accepted without another
            visit (结果互认); empty where nothing was agreed.
        contact: Whom to ask, with telephone.
        opinion: Where the enterprise says what it thinks of the visit.
    """

    PHRASES: ClassVar[Phrases] = {
        "opening": "为帮助你单位全面了解合规状况，{牵头单位}会同有关单位对你单位实施了"
        "“综合查一次”联合检查。现将各单位检查情况汇总反馈如下。",
        "nature": "本报告汇总检查情况并提供指导，不替代各单位依法作出的责令改正、行政"
        "处罚等决定；有关决定以相应文书为准。",
        "no_problem": "本次检查未发现需要改正的问题。",
        "publication": "检查结果将自检查结束之日起{公示期限}内依法公示。",
        "remark": "本报告一式两份，一份交被检查人，一份归入检查卷；协同单位留存复印件"
        "。",
    }

    issuing: Issuing
    party: Inspected
    task: str
    inspected_on: date
    notice: str
    self_check: str
    units: tuple[UnitResult, ...]
    verdict: str
    problems: tuple[Problem, ...]
    advice: tuple[str, ...]
    follow_up: str
    publication: str
    recognised: str
    contact: str
    opinion: str
    phrases: tuple[tuple[str, str], ...] = ()

    @property
    def title(self) -> str:
        """The report's title."""
        return f"{self.party.name}综合体检报告"

    def compose(self, stamp: Stamp) -> Document:
        """Return the report."""
        return enforcement_form(
            self.issuing,
            "综合体检报告",
            self._blocks(),
            stamp,
            remark=said(self, "remark"),
        )

    def _blocks(self) -> Iterator[Block]:
        yield Ruled((f"{self.party.name}：",), indented=False)
        yield Paragraph(said(self, "opening", lead=self.issuing.organ))
        yield Heading("检查概况")
        yield Paragraph(self._visit())
        if self.self_check:
            yield Paragraph(self.self_check)
        yield Heading("总体评价")
        yield Paragraph(self._count())
        yield Paragraph(self.verdict)
        yield self._units()
        yield Heading("问题和改正要求")
        if self.problems:
            yield Paragraph(f"本次检查发现问题{len(self.problems)}项，见表2。")
            yield self._problems()
        else:
            yield Paragraph(said(self, "no_problem"))
        yield Heading("风险提示和指导建议")
        for text in self.advice:
            yield Paragraph(text)
        yield Heading("后续安排")
        yield Paragraph(self.follow_up)
        if self.recognised:
            yield Paragraph(self.recognised)
        yield Paragraph(
            said(self, "publication", publication=self.publication)
            + said(self, "nature")
        )
        yield Paragraph(self.opinion)
        yield Paragraph(f"联系人：{self.contact}。")

    def _visit(self) -> str:
        units = "、".join(one.unit for one in self.units)
        return (
            f"检查任务：{self.task}。检查时间：{chinese_day(self.inspected_on)}。"
            f"检查通知书文号：{self.notice}。检查单位：{units}。"
        )

    def _count(self) -> str:
        checked, passed, failed, rest = (
            sum(getattr(one, name) for one in self.units)
            for name in ("checked", "passed", "failed", "inapplicable")
        )
        return (
            f"{len(self.units)}个单位共检查事项{checked}项，其中合格{passed}项、"
            f"不合格{failed}项、不适用{rest}项。各单位检查情况见表1。"
        )

    def _units(self) -> Table:
        return Table(
            (
                Column("检查单位", 46, Align.LEFT),
                Column("检查\n事项", 14),
                Column("合格", 14),
                Column("不合格", 16),
                Column("不适用", 16),
                Column("结论", 50, Align.LEFT),
            ),
            tuple(
                (
                    one.unit,
                    str(one.checked),
                    str(one.passed),
                    str(one.failed),
                    str(one.inapplicable),
                    one.conclusion,
                )
                for one in self.units
            ),
            caption="各单位检查情况",
        )

    def _problems(self) -> Table:
        return Table(
            (
                Column("序\n号", 8),
                Column("检查单位", 22),
                Column("问题", 34, Align.LEFT),
                Column("违反的规定", 31, Align.LEFT),
                Column("改正要求", 31, Align.LEFT),
                Column("期限", 20),
                Column("处理方式", 22),
            ),
            tuple(
                (
                    str(at),
                    one.unit,
                    one.fact,
                    one.rule,
                    one.demand,
                    one.due,
                    one.handling,
                )
                for at, one in enumerate(self.problems, start=1)
            ),
            caption="发现的问题和改正要求",
        )
