"""Papers of the joint meeting: minutes, task list, list of scenarios."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from workbench.reports.inspection.plans import Terms
from workbench.reports.issuing import Issuing
from workbench.reports.page import (
    Align,
    Attachment,
    Block,
    Column,
    Document,
    Heading,
    Paragraph,
    Present,
    Stamp,
    Table,
)
from workbench.reports.titles import break_title
from workbench.reports.wording import Phrases, said


@dataclass(frozen=True, slots=True)
class Resolved:
    """One item of a meeting.

    Attributes:
        subject: What it was about; the heading.
        paragraphs: What was agreed, who does it until when.
    """

    subject: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ConsentLine:
    """What the meeting decided about one proposal to enter enterprises.

    Attributes:
        proposal: Name of the inspection.
        unit: Who proposed it.
        count: How many enterprises.
        period: When.
        decision: 同意, 并入某任务, 编入后续计划 or 不同意.
        reason: Why, or on what condition.
    """

    proposal: str
    unit: str
    count: int
    period: str
    decision: str
    reason: str


@dataclass(frozen=True, slots=True)
class MeetingMinutes:
    """Minutes of the joint meeting (联席会议) or of a coordination meeting (协调会).

    Attributes:
        name: The red mark, with 纪要.
        subject: The title below it; often empty.
        held: When it was held, as 2026年11月9日上午.
        place: Where.
        chair: Who presided, with post.
        purpose: What it was called for.
        items: What was agreed.
        consents: Decisions about entering enterprises; often none.
        present: Units and names of those who took part.
        excused: Who asked leave.
        observers: Who attended without a vote.
    """

    PHRASES: ClassVar[Phrases] = {
        "opening": "{开会时间}，{主持人}在{地点}主持召开会议，{会议内容}。现将会议议定"
        "事项纪要如下。",
        "consent": "会议对计划外检查和新增检查事项逐项进行了审议，审议结果见表1。除规定"
        "不需经联席会议同意的外，未经会议同意，不得进入企业检查。",
    }

    issuing: Issuing
    name: str
    subject: str
    held: str
    place: str
    chair: str
    purpose: str
    items: tuple[Resolved, ...]
    consents: tuple[ConsentLine, ...]
    present: str
    excused: str = ""
    observers: str = ""
    phrases: tuple[tuple[str, str], ...] = ()

    @property
    def title(self) -> str:
        """The minutes' title, or their mark where they have none."""
        return self.subject or self.name

    def compose(self, stamp: Stamp) -> Document:
        """Return the minutes."""
        title = break_title(self.subject) if self.subject else ()
        return self.issuing.minutes(self.name, title, self._blocks(), (), stamp)

    def _blocks(self) -> Iterator[Block]:
        yield Paragraph(
            said(
                self,
                "opening",
                held=self.held,
                chair=self.chair,
                place=self.place,
                purpose=self.purpose,
            )
        )
        for item in self.items:
            yield Heading(item.subject)
            for text in item.paragraphs:
                yield Paragraph(text)
        if self.consents:
            yield Heading("关于进入企业检查的审议结果")
            yield Paragraph(said(self, "consent"))
            yield self._consents()
        yield Present("出席", self.present)
        if self.excused:
            yield Present("请假", self.excused)
        if self.observers:
            yield Present("列席", self.observers)

    def _consents(self) -> Table:
        return Table(
            (
                Column("序\n号", 8),
                Column("检查名称", 31, Align.LEFT),
                Column("提出单位", 22),
                Column("户数", 11),
                Column("时间", 23),
                Column("审议结果", 21),
                Column("理由或者条件", 40, Align.LEFT),
            ),
            tuple(
                (
                    str(at),
                    one.proposal,
                    one.unit,
                    str(one.count),
                    one.period,
                    one.decision,
                    one.reason,
                )
                for at, one in enumerate(self.consents, start=1)
            ),
            caption="进入企业检查审议结果",
        )


@dataclass(frozen=True, slots=True)
class TaskLine:
    """One task of the list.

    Attributes:
        number: Number of the task.
        scenario: Scenario it carries out, or its name.
        level: 市级随机, 县区联合 or 镇街巡查.
        lead: Who leads (牵头单位).
        partners: Who goes along (协同单位).
        targets: Enterprises, by name or by range.
        count: How many.
        matters: What is inspected.
        way: How the enterprises are chosen, as 双随机抽取.
        period: When it is to be finished.
        merged: Plans that went into it, as 原计划4项.
    """

    number: str
    scenario: str
    level: str
    lead: str
    partners: str
    targets: str
    count: int
    matters: str
    way: str
    period: str
    merged: str


@dataclass(frozen=True, slots=True)
class Unmerged:
    """An entry that could not be merged.

    Attributes:
        entry: Which, by whom.
        reason: Why not.
    """

    entry: str
    reason: str


@dataclass(frozen=True, slots=True)
class TaskList:
    """关于印发××“综合查一次”任务清单的通知.

    Attributes:
        county: The county.
        period: Period of the list, as 2026年第四季度.
        grounds: The policy and the meeting it follows from.
        asked: Entries into enterprises that all units asked for.
        left: Entries after merging.
        terms: The numbers it is held to.
        tasks: Its lines.
        unmerged: What could not be merged, and why.
    """

    PHRASES: ClassVar[Phrases] = {
        "opening": "根据{依据}，联席会议统筹各单位检查计划，编制了{清单}（见附件）。"
        "经县人民政府同意，现印发给你们，请认真组织实施。",
        "lead": "牵头单位负责制定检查方案、组织人员、统一通知、汇总结果和反馈企业；协同"
        "单位按时选派持证人员，对本单位事项依法负责。做到人员一次性选派、检查一次性完"
        "成、结果一次性公布。",
        "authority": "参加检查的单位应当具有执法主体资格，以自己的名义依法实施检查，"
        "受委托组织以委托机关的名义实施；片区指挥中心负责指挥协调，不以自己的名义实施"
        "检查。",
        "gate": "每次检查应当有批准的检查方案；除依法不予公开、上级机关明确要求不能事先"
        "通知或者情况紧急的外，事先向企业通知检查时间、依据、方式等内容；两名以上执法"
        "人员到场并出示证件。除法律法规规章另有规定外，同一年度内对同一企业的同类检查"
        "不超过{年度次数}；上级执法部门在同一年度内已检查的企业予以排除。",
        "result": "每户企业检查结束后，由牵头单位向企业反馈一份综合体检报告。检查结果自"
        "检查结束之日起{公示期限}内依法公示，相关数据原则上{推送期限}内推送至“双随机、"
        "一公开”监管和“互联网+监管”平台。",
        "hazard": "发现行业性、区域性严重违法行为和重大危险隐患的，牵头单位应当及时向"
        "当地政府报告，并通报同级相关监管部门和综合执法指导机构。",
        "conduct": "严格落实“五个严禁、八个不得”，不下达检查指标，不以观摩、督导、考"
        "察等名义行检查之实。",
    }

    issuing: Issuing
    county: str
    period: str
    grounds: str
    asked: int
    left: int
    terms: Terms
    tasks: tuple[TaskLine, ...]
    unmerged: tuple[Unmerged, ...] = ()
    phrases: tuple[tuple[str, str], ...] = ()

    @property
    def title(self) -> str:
        """The notice's title."""
        return f"关于印发《{self._list}》的通知"

    @property
    def _list(self) -> str:
        return f"{self.county}{self.period}“综合查一次”任务清单"

    def compose(self, stamp: Stamp) -> Document:
        """Return the notice with the list as its attachment."""
        names = (self.county, self.period, "“综合查一次”")
        listed = Attachment(
            break_title(self._list, names=names), (self._table(),), landscape=True
        )
        return self.issuing.paper(
            "通知",
            break_title(self.title, names=names),
            self._blocks(),
            (listed,),
            stamp,
        )

    def _blocks(self) -> Iterator[Block]:
        terms = self.terms
        count = sum(task.count for task in self.tasks)
        yield Paragraph(
            said(self, "opening", grounds=self.grounds, list=f"《{self._list}》")
        )
        yield Heading("任务安排")
        yield Paragraph(
            f"本期共安排任务{len(self.tasks)}项，涉及企业{count}户次。各单位申报进入"
            "企业"
            f"检查{self.asked}户次，经统筹合并为{self.left}户次，减少"
            f"{self.asked - self.left}户次。"
        )
        if self.unmerged:
            yield Paragraph(f"下列{len(self.unmerged)}项检查未能合并，理由见表1。")
            yield self._unmerged()
        yield Heading("实施要求")
        yield Heading("明确牵头和协同责任。", 2, said(self, "lead"))
        yield Heading("严格执法主体资格。", 2, said(self, "authority"))
        yield Heading(
            "规范检查程序和频次。", 2, said(self, "gate", yearly=terms.yearly)
        )
        yield Heading("规范检查行为。", 2, said(self, "conduct"))
        yield Heading("结果运用")
        yield Paragraph(
            said(self, "result", publication=terms.publication, push=terms.push)
        )
        yield Paragraph(said(self, "hazard"))

    def _unmerged(self) -> Table:
        return Table(
            (
                Column("序号", 12),
                Column("检查项目", 66, Align.LEFT),
                Column("未合并的理由", 78, Align.LEFT),
            ),
            tuple(
                (str(at), one.entry, one.reason)
                for at, one in enumerate(self.unmerged, start=1)
            ),
            caption="未能合并的检查",
        )

    def _table(self) -> Table:
        return Table(
            (
                Column("序\n号", 8),
                Column("任务编号", 20),
                Column("检查场景", 25, Align.LEFT),
                Column("级别", 13),
                Column("牵头单位", 21),
                Column("协同单位", 28, Align.LEFT),
                Column("检查对象", 27, Align.LEFT),
                Column("户数", 11),
                Column("检查事项", 34, Align.LEFT),
                Column("抽取\n方式", 13),
                Column("完成\n时限", 17),
                Column("合并情况", 25),
            ),
            tuple(
                (
                    str(at),
                    one.number,
                    one.scenario,
                    one.level,
                    one.lead,
                    one.partners or "—",
                    one.targets,
                    str(one.count),
                    one.matters,
                    one.way,
                    one.period,
                    one.merged or "—",
                )
                for at, one in enumerate(self.tasks, start=1)
            ),
        )


@dataclass(frozen=True, slots=True)
class ScenarioLine:
    """One matter of a scenario.

    Attributes:
        scenario: The scenario (检查场景).
        trigger: 群众关注热点, 行业治理难点, 中心工作重点 or 部门监管盲点.
        lead: Who leads (牵头单位).
        partner: Who inspects this matter.
        matter: What is inspected (检查事项).
        contents: What is looked at (检查内容).
        grounds: Law, regulation or rule that allows it.
        weight: 一般 or 重点.
    """

    scenario: str
    trigger: str
    lead: str
    partner: str
    matter: str
    contents: str
    grounds: str
    weight: str


@dataclass(frozen=True, slots=True)
class ScenarioList:
    """关于印发××涉企联合检查事项清单的通知.

    Attributes:
        county: The county.
        edition: Edition of the list, as 2026年版.
        grounds: The policy it carries out, with its title marks.
        effective: From when, in words, as 自印发之日起施行.
        lines: Its lines, those of a scenario together.
    """

    PHRASES: ClassVar[Phrases] = {
        "opening": "根据{依据}，以权力事项清单为基础，以监管对象或者事项为联结点，经"
        "各有关单位提出、联席会议审议，编制了{清单}（见附件）。经县人民政府同意，现印发给你们，"
        "请认真执行。",
        "use": "联合检查应当按照清单明确的牵头单位、协同单位、检查事项和检查内容实施，"
        "清单以外的事项不纳入联合检查。清单不改变各单位的法定职责；各单位对本单位事项的"
        "检查依法负责。",
        "weight": "重点事项合理确定全覆盖的周期，可以根据实际情况开展专项检查；一般事项"
        "原则上通过双随机抽查方式实施检查。",
        "change": "清单实行动态调整。法律法规规章修改、职责调整或者风险研判认为需要调"
        "整的，由提出单位报联席会议审议后公布新版；检查时以检查当日有效的版本为准。",
        "effective": "本清单{施行日期}。",
    }

    issuing: Issuing
    county: str
    edition: str
    grounds: str
    effective: str
    lines: tuple[ScenarioLine, ...]
    phrases: tuple[tuple[str, str], ...] = ()

    @property
    def title(self) -> str:
        """The notice's title."""
        return f"关于印发《{self._list}》的通知"

    @property
    def _list(self) -> str:
        return f"{self.county}涉企联合检查事项清单（{self.edition}）"

    def compose(self, stamp: Stamp) -> Document:
        """Return the notice with the list as its attachment."""
        names = (self.county, "涉企联合检查事项清单", f"（{self.edition}）")
        listed = Attachment(
            break_title(self._list, names=names), (self._table(),), landscape=True
        )
        return self.issuing.paper(
            "通知",
            break_title(self.title, names=names),
            self._blocks(),
            (listed,),
            stamp,
        )

    def _blocks(self) -> Iterator[Block]:
        scenarios = len({line.scenario for line in self.lines})
        yield Paragraph(
            said(self, "opening", grounds=self.grounds, list=f"《{self._list}》")
        )
        yield Heading(
            "清单内容。",
            1,
            f"清单共列检查场景{scenarios}个、检查事项{len(self.lines)}项。",
        )
        yield Heading("清单使用。", 1, said(self, "use"))
        yield Heading("分级实施。", 1, said(self, "weight"))
        yield Heading("动态调整。", 1, said(self, "change"))
        yield Paragraph(said(self, "effective", effective=self.effective))

    def _table(self) -> Table:
        return Table(
            (
                Column("序\n号", 8),
                Column("检查场景", 25, Align.LEFT),
                Column("触发\n类型", 19),
                Column("牵头单位", 22),
                Column("协同单位", 22),
                Column("检查事项", 34, Align.LEFT),
                Column("检查内容", 58, Align.LEFT),
                Column("检查依据", 38, Align.LEFT),
                Column("类别", 12),
            ),
            tuple(
                (
                    str(at),
                    one.scenario,
                    one.trigger,
                    one.lead,
                    one.partner or "—",
                    one.matter,
                    one.contents,
                    one.grounds,
                    one.weight,
                )
                for at, one in enumerate(self.lines, start=1)
            ),
            note="协同单位栏为“—”的，由牵头单位检查。",
        )
