"""Papers that announce inspections: the yearly plan, the filing of one off the plan."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from workbench.reports.inspection.forms import (
    cell,
    label,
    opinion,
    ticked,
)
from workbench.reports.issuing import Issuing
from workbench.reports.page import (
    Align,
    Attachment,
    Block,
    Column,
    Document,
    Grid,
    GridRow,
    Heading,
    Paragraph,
    Stamp,
    Table,
)
from workbench.reports.titles import break_title
from workbench.reports.wording import Phrases, said
from workbench.rules.calendar import chinese_day

PLAN_TYPES = ("日常检查", "专项检查")
CONSENTS = ("须经联席会议同意", "不需经联席会议同意")
WAYS = ("现场检查", "非现场检查", "视频检查")


@dataclass(frozen=True, slots=True)
class Terms:
    """The numbers that inspections are held to, as policy has them on the day.

    Attributes:
        filing: How long before an inspection off the plan it is filed, as 5个工作日.
        publication: How soon its result is public, as 20个工作日.
        push: How soon its data reach the platforms, as 5日.
        yearly: How often the same class may be inspected in a year, as 1次.
    """

    filing: str
    publication: str
    push: str
    yearly: str


@dataclass(frozen=True, slots=True)
class PlanEntry:
    """One line of a yearly plan.

    Attributes:
        task: Its name (检查任务).
        kind: 日常检查（双随机）, 日常检查（全覆盖） or 专项检查.
        targets: Which enterprises it may reach.
        matters: What is inspected.
        grounds: Law, regulation or rule that allows it.
        share: Share or number of enterprises, as 3%，约60户.
        limit: How often one enterprise may be visited in the year.
        period: When it is carried out.
        unit: Who carries it out.
        partners: With whom; empty for nobody.
    """

    task: str
    kind: str
    targets: str
    matters: str
    grounds: str
    share: str
    limit: str
    period: str
    unit: str
    partners: str = ""


@dataclass(frozen=True, slots=True)
class AnnualPlan:
    """关于印发《××局××年度涉企行政检查计划》的通知.

    Attributes:
        unit: Whose plan it is.
        year: Calendar year of the plan.
        grounds: What asks for a plan, with its title marks.
        filed_with: With whom it is filed (备案机关).
        public_by: Last day on which it is to be public.
        phone: Where an enterprise may complain.
        terms: The numbers it is held to.
        entries: Its lines.
    """

    PHRASES: ClassVar[Phrases] = {
        "opening": "为规范涉企行政检查，根据{依据}，我单位编制了《{方案或安排}》，"
        "现印发给你们，请认真执行，并提出以下要求。",
        "planned": "各检查机构应当严格按照计划的事项、对象、方式和频次实施检查。"
        "确需在计划外开展检查的，应当提前{报备期限}向联席会议报备；未及时报备的，"
        "编入后续检查计划，不得单独开展检查。",
        "joint": "同一时期对同一企业有多项检查的，应当合并或者联合实施，优先纳入"
        "“综合查一次”任务。除法律法规规章另有规定外，同一年度内对同一企业的同类检查"
        "不超过{年度次数}；上级执法部门在同一年度内已检查的企业，应当予以排除。",
        "procedure": "实施检查应当先行审批、事先通知，由两名以上持有有效行政执法证的"
        "人员进行，并主动出示证件。依法不予公开、上级机关明确要求不能事先通知或者情况"
        "紧急的，按规定办理并留存证明材料。",
        "conduct": "严格落实“五个严禁、八个不得”，不下达检查指标，不将考核考评、预算"
        "项目绩效与检查频次、罚款数额挂钩，不干扰企业正常生产经营。",
        "result": "检查结果自检查结束之日起{公示期限}内依法公示，相关数据原则上"
        "{推送期限}内推送至“双随机、一公开”监管和“互联网+监管”平台。",
        "filing": "本计划报{备案机关}备案，并于{公布期限}前向社会公布。计划调整的，"
        "按原程序审批、备案和公布。企业认为检查违反本计划的，可以拨打{电话}投诉。",
    }

    issuing: Issuing
    unit: str
    year: int
    grounds: str
    filed_with: str
    public_by: date
    phone: str
    terms: Terms
    entries: tuple[PlanEntry, ...]
    phrases: tuple[tuple[str, str], ...] = ()

    @property
    def title(self) -> str:
        """The notice's title."""
        return f"关于印发《{self._plan}》的通知"

    @property
    def _plan(self) -> str:
        return f"{self.unit}{self.year}年度涉企行政检查计划"

    def compose(self, stamp: Stamp) -> Document:
        """Return the notice with the plan it puts in force."""
        names = (self.unit, "涉企行政检查计划", f"{self.year}年度")
        plan = Attachment(
            break_title(self._plan, names=names),
            (self._table(),),
            landscape=True,
            enclosed=True,
        )
        return self.issuing.paper(
            "通知",
            break_title(self.title, names=names),
            self._blocks(),
            (plan,),
            stamp,
        )

    def _blocks(self) -> Iterator[Block]:
        terms = self.terms
        yield Paragraph(said(self, "opening", grounds=self.grounds, plan=self._plan))
        yield Heading("严格按计划检查")
        yield Paragraph(said(self, "planned", filing=terms.filing))
        yield Heading("推进合并联合检查")
        yield Paragraph(said(self, "joint", yearly=terms.yearly))
        yield Heading("规范检查程序和行为")
        yield Paragraph(said(self, "procedure"))
        yield Paragraph(said(self, "conduct"))
        yield Heading("公开检查计划和结果")
        yield Paragraph(
            said(self, "result", publication=terms.publication, push=terms.push)
        )
        yield Paragraph(
            said(
                self,
                "filing",
                filed_with=self.filed_with,
                public_by=chinese_day(self.public_by),
                phone=self.phone,
            )
        )

    def _table(self) -> Table:
        return Table(
            (
                Column("序\n号", 8),
                Column("检查任务", 27, Align.LEFT),
                Column("检查\n类型", 25),
                Column("检查对象", 24, Align.LEFT),
                Column("检查事项", 31, Align.LEFT),
                Column("检查依据", 34, Align.LEFT),
                Column("抽查\n比例", 19),
                Column("频次\n上限", 14),
                Column("检查\n时间", 17),
                Column("实施单位", 20),
                Column("协同单位", 20),
            ),
            tuple(
                (
                    str(at),
                    one.task,
                    one.kind,
                    one.targets,
                    one.matters,
                    one.grounds,
                    one.share,
                    one.limit,
                    one.period,
                    one.unit,
                    one.partners or "—",
                )
                for at, one in enumerate(self.entries, start=1)
            ),
            note="个案检查（投诉举报、转办交办、数据监测等线索引起的检查）不列入本计划；"
            "频次上限不含上级部署的专项检查，法律法规规章另有规定的从其规定。",
        )


@dataclass(frozen=True, slots=True)
class OffPlanFiling:
    """关于报备计划外检查的函, with the form it hands in.

    Attributes:
        unit: Who wants to inspect.
        task: Name of the inspection.
        kind: One of ``PLAN_TYPES``.
        reason: Why it could not be planned.
        grounds: Law, regulation or rule that allows it.
        approval: Document that approved a 专项检查; empty for others.
        exemption: Why it needs no consent of the joint meeting, as 安全领域的检查;
            empty where it needs it.
        targets: Enterprises, by name or by range.
        count: How many.
        matters: What is inspected.
        way: One of ``WAYS``.
        starts_on: First day of the inspection.
        ends_on: Last day.
        officers: Who is sent, with certificates.
        earlier: What else was inspected there this year, by whom; empty for nothing.
        mergeable: Whether and with which task it can be merged.
        filed_on: The day it was handed in; None on a draft.
        latest_on: The last day on which it is in time.
        term: The term that gives that day, as 提前5个工作日.
        officer: Who answers for it, with telephone.
    """

    PHRASES: ClassVar[Phrases] = {
        "opening": "因{理由}，我单位拟于{期间}开展{任务}。该项检查未列入本年度检查"
        "计划，现按规定报备（报备表见附件）。",
        "commitment": "检查前，我单位将依法履行审批、通知手续；对同一年度内已接受同类"
        "检查，或者上级执法部门已检查的企业，予以排除。",
        "consent": "未经联席会议同意，我单位不进入企业检查。",
        "exempt": "该项检查属于{例外情形}，按规定不需经联席会议同意。",
        "closing": "请予审核，并将处理意见函告我单位。",
    }

    issuing: Issuing
    unit: str
    task: str
    kind: str
    reason: str
    grounds: str
    approval: str
    exemption: str
    targets: str
    count: int | None
    matters: str
    way: str
    starts_on: date
    ends_on: date
    officers: str
    earlier: str
    mergeable: str
    filed_on: date | None
    latest_on: date
    term: str
    officer: str
    phrases: tuple[tuple[str, str], ...] = ()

    @property
    def title(self) -> str:
        """The letter's title."""
        return f"关于报备{self.task}的函"

    @property
    def _period(self) -> str:
        if self.starts_on == self.ends_on:
            return chinese_day(self.starts_on)
        return f"{chinese_day(self.starts_on)}至{chinese_day(self.ends_on)}"

    def compose(self, stamp: Stamp) -> Document:
        """Return the letter with the form as its attachment."""
        names = (self.unit,)
        form = Attachment(("计划外检查报备表",), (self._form(stamp),))
        opening = said(
            self, "opening", reason=self.reason, period=self._period, task=self.task
        )
        return self.issuing.letter(
            "函",
            break_title(self.title, names=names),
            (
                Paragraph(opening),
                Paragraph(said(self, "commitment") + self._consent()),
                Paragraph(said(self, "closing")),
            ),
            (form,),
            stamp,
        )

    def _consent(self) -> str:
        if self.exemption:
            return said(self, "exempt", exemption=self.exemption)
        return said(self, "consent")

    def _form(self, stamp: Stamp) -> Grid:
        filed = chinese_day(self.filed_on) if self.filed_on else ""
        latest = f"{chinese_day(self.latest_on)}（{self.term}）"
        needed = ticked(CONSENTS, CONSENTS[bool(self.exemption)])
        reason = f"（{self.exemption}）" if self.exemption else ""
        approval = f"（批准文件：{self.approval}）" if self.approval else ""
        count = "" if self.count is None else f"{self.count}户"

        def wide(name: str, value: str) -> GridRow:
            return GridRow((label(name), cell(value, stamp, span=3)))

        def pair(one: str, value: str, other: str, beside: str) -> GridRow:
            cells = (label(one), cell(value, stamp), label(other), cell(beside, stamp))
            return GridRow(cells)

        return Grid(
            (29, 53, 26, 48),
            (
                pair("报备单位", self.unit, "报备日期", filed),
                wide("检查名称", self.task),
                wide("检查类型", f"{ticked(PLAN_TYPES, self.kind)}{approval}"),
                wide("计划外理由", self.reason),
                wide("检查依据", self.grounds),
                wide("会议同意", f"{needed}{reason}"),
                wide("检查对象", self.targets),
                pair("户数", count, "联系人", self.officer),
                wide("检查事项", self.matters),
                wide("检查方式", ticked(WAYS, self.way)),
                pair("检查时间", self._period, "最迟报备日", latest),
                wide("检查人员\n及证号", self.officers),
                wide("本年度已\n检查情况", self.earlier),
                wide("合并实施\n建议", self.mergeable),
                opinion(
                    "联席会议\n办公室意见",
                    ticked(
                        ("同意按期实施", "并入联合检查任务", "编入后续检查计划"), ""
                    ),
                    "经办人（签名）：　　　　　　　　　　年　　月　　日",
                    span=3,
                    height=20,
                ),
            ),
        )
