"""Forms before a visit: approval, notice."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from workbench.reports.inspection.forms import (
    OPEN_SIGNATURE,
    PEN_MINUTE,
    addressed,
    cell,
    count_blank,
    enforcement_form,
    label,
    line,
    lines,
    opinion,
    period_cell,
    period_parts,
    ticked,
)
from workbench.reports.inspection.parties import (
    NOBODY,
    Inspected,
    Officer,
    Team,
    officers_text,
)
from workbench.reports.inspection.plans import WAYS
from workbench.reports.issuing import Issuing
from workbench.reports.page import (
    Align,
    Blank,
    Block,
    Column,
    Document,
    Grid,
    GridRow,
    Heading,
    Paragraph,
    Receipt,
    Ruled,
    Stamp,
    Table,
    filled,
)
from workbench.reports.wording import Phrases, said
from workbench.rules.calendar import chinese_day

VISIT_TYPES = ("日常检查", "专项检查", "个案检查")
CASE = VISIT_TYPES[2]
NOTICE_WAYS = ("事先通知", "到场时出示（不事先通知）")
_EMPTY_TEAMS = 2


@dataclass(frozen=True, slots=True)
class InspectionApproval:
    """行政检查审批表: each authority approves its own part before a visit.

    Attributes:
        source: Where the task comes from (任务来源).
        kind: One of ``VISIT_TYPES``.
        way: One of ``WAYS``.
        party: Who is to be inspected.
        matters: What is inspected.
        grounds: Law, regulation, rule or decision of the State Council that allows it.
        starts_at: When it is to begin.
        ends_at: When it is to end.
        officers: Who is sent.
        helpers: Who goes along without a certificate, fixed beforehand; 无 for nobody.
        notice: One of ``NOTICE_WAYS``.
        no_notice: Why no notice is given beforehand, with the proof.
        consent: Plan, filing or consent of the joint meeting.
        done: Inspections of this party this year.
        same: Of these, those of the same class.
        cap: Most there may be in the year; None where there is no cap.
        upper: Whether an upper authority inspected it this year, and when.
        proposal: What the officers propose.
        proposed_on: When.
        decision: What the head decides.
        decided_on: When.
        urgent: Why it began before approval, and when; empty where it did not.
    """

    issuing: Issuing
    source: str = ""
    kind: str = ""
    way: str = ""
    party: Inspected = NOBODY
    matters: tuple[str, ...] = ()
    grounds: str = ""
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    officers: tuple[Officer, ...] = ()
    helpers: str = ""
    notice: str = ""
    no_notice: str = ""
    consent: str = ""
    done: int | None = None
    same: int | None = None
    cap: int | None = None
    upper: str = ""
    proposal: str = ""
    proposed_on: date | None = None
    decision: str = ""
    decided_on: date | None = None
    urgent: str = ""

    @property
    def title(self) -> str:
        """The form's title."""
        return f"{self.party.name}行政检查审批表"

    def compose(self, stamp: Stamp) -> Document:
        """Return the form."""
        return enforcement_form(
            self.issuing,
            "行政检查审批表",
            (Grid((30, 51, 27, 48), tuple(self._rows(stamp))),),
            stamp,
            signed=False,
        )

    def _rows(self, stamp: Stamp) -> Iterator[GridRow]:
        def wide(name: str, value: str) -> GridRow:
            return GridRow((label(name), cell(value, stamp, span=3)))

        def pair(one: str, value: str, other: str, beside: str) -> GridRow:
            cells = (label(one), cell(value, stamp), label(other), cell(beside, stamp))
            return GridRow(cells)

        party = self.party
        yield wide("任务来源", self.source)
        yield wide("检查类型", ticked(VISIT_TYPES, self.kind))
        yield wide("检查方式", ticked(WAYS, self.way))
        yield wide("被检查人", party.name)
        yield pair("信用代码", party.code, "负责人", party.head)
        yield wide("地址", party.address)
        yield wide("检查事项", "；".join(self.matters))
        yield wide("检查依据", self.grounds)
        period = period_cell(self.starts_at, self.ends_at, stamp, span=3)
        yield GridRow((label("检查时间"), period))
        yield wide("检查人员", officers_text(self.officers))
        yield wide("协助人员", self.helpers)
        yield wide("计划报备", self.consent)
        yield pair("本年度次数", self._counts(), "上级检查", self.upper)
        reason = f"\n理由及证明材料：{self.no_notice}" if self.no_notice else ""
        yield wide("通知方式", ticked(NOTICE_WAYS, self.notice) + reason)
        yield opinion(
            "承办人意见", self.proposal, signed_on(self.proposed_on), span=3, height=18
        )
        yield opinion(
            "负责人意见",
            self.decision,
            signed_on(self.decided_on),
            span=3,
            height=18,
        )
        yield wide("紧急补办", self.urgent)

    def _counts(self) -> str:
        if self.done is None:
            return ""
        same = "" if self.same is None else f"（其中同类{self.same}次）"
        cap = "" if self.cap is None else f"，上限{self.cap}次"
        return f"{self.done}次{same}{cap}"


@dataclass(frozen=True, slots=True)
class InspectionNotice:
    """行政检查通知书: one for a visit, also where several authorities come together.

    Attributes:
        party: Who is to be inspected.
        kind: One of ``VISIT_TYPES``.
        grounds: Law, regulation or rule that allows it, with title marks.
        starts_at: When it is to begin.
        ends_at: When it is to end.
        place: Where.
        way: One of ``WAYS``.
        teams: What each authority inspects, and whom it sends; the lead first.
        helpers: Who goes along without a certificate, with their number.
        papers: What the party is asked to have ready.
        year: Calendar year of the counts.
        done: Inspections of this party this year, before this one.
        same: Of these, those of the same class.
        cap: Most there may be in the year; None where there is no cap.
        notice: One of ``NOTICE_WAYS``.
        contact: Whom to ask, with telephone.
        complaints: Where to complain, with telephone.
    """

    PHRASES: ClassVar[Phrases] = {
        "case": "本次检查为个案检查，由投诉举报、转办交办或者违法线索等引起，不计入年度"
        "检查频次上限。",
        "certificate": "检查人员不得少于两人，应当主动出示行政执法证件；少于两人或者"
        "不出示执法证件的，你单位有权拒绝接受检查。对超出本通知书载明事项的检查，有权"
        "要求说明依据。",
        "recusal": "你单位认为检查人员与本次检查有直接利害关系或者有其他关系可能影响"
        "公正执法的，有权依照《中华人民共和国行政处罚法》第四十三条的规定申请回避。",
        "statement": "你单位有权陈述、申辩，核对检查笔录并提出意见；应当如实回答询问"
        "、提供有关资料并协助检查，不得拒绝或者阻挠。法定代表人（负责人）不便到场的，"
        "可以委托有关人员配合。",
        "conduct": "根据《国务院办公厅关于严格规范涉企行政检查的意见》（国办发〔2024"
        "〕54号），检查单位和检查人员遵守“五个严禁、八个不得”，请你单位监督：一是严禁"
        "逐利检查，不得接受被检查企业的任何馈赠、报酬、福利待遇，不得参加被检查企业提"
        "供的宴请、娱乐、旅游等活动，不得由被检查企业支付消费开支或者将检查费用转嫁给"
        "企业，不得违规要求企业接受指定的中介机构提供服务；二是严禁干扰企业正常生产经"
        "营，不得刻意要求法定代表人到场；三是严禁任性处罚企业，不得乱查封、乱扣押、乱"
        "冻结、动辄责令停产停业；四是严禁下达检查指标，不得将考核考评、预算项目绩效与"
        "检查频次、罚款数额挂钩；五是严禁变相检查，不得以观摩、督导、考察等名义行检查"
        "之实。",
        "remark": "本文书一式两份，一份送达被检查人，一份归入检查卷。",
    }

    issuing: Issuing
    party: Inspected = NOBODY
    kind: str = ""
    grounds: str = ""
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    place: str = ""
    way: str = ""
    teams: tuple[Team, ...] = ()
    helpers: str = ""
    papers: str = ""
    year: int | None = None
    done: int | None = None
    same: int | None = None
    cap: int | None = None
    notice: str = ""
    contact: str = ""
    complaints: str = ""
    phrases: tuple[tuple[str, str], ...] = ()

    @property
    def title(self) -> str:
        """The notice's title."""
        return f"{self.party.name}行政检查通知书"

    def compose(self, stamp: Stamp) -> Document:
        """Return the notice with the receipt at its foot."""
        return enforcement_form(
            self.issuing,
            "行政检查通知书",
            self._blocks(stamp),
            stamp,
            receipt=receipt("通知书", self.issuing.number, stamp),
            remark=said(self, "remark"),
        )

    def _blocks(self, stamp: Stamp) -> Iterator[Block]:
        party = self.party
        yield addressed(party.name, stamp)
        yield line("统一社会信用代码：", party.code, stamp)
        yield line("地址：", party.address, stamp)
        yield Ruled(
            (
                "依据",
                filled(self.grounds, stamp, 20),
                "，经批准，决定对你单位实施行政检查。现将有关事项通知如下：",
            )
        )
        yield Heading("检查时间、地点和方式")
        period = period_parts(self.starts_at, self.ends_at, stamp)
        yield Ruled(("时间：", *period))
        yield line("地点：", self.place, stamp)
        yield Ruled((f"类型：{ticked(VISIT_TYPES, self.kind)}",))
        yield Ruled((f"方式：{ticked(WAYS, self.way)}",))
        yield Ruled((f"通知：{ticked(NOTICE_WAYS, self.notice)}",))
        yield Heading("检查单位、事项和人员")
        yield self._teams(stamp)
        yield line("协助检查人员及人数：", self.helpers, stamp)
        yield Heading("需要准备的材料")
        yield from lines("", self.papers, stamp, 2)
        yield Heading("本年度检查频次")
        yield from self._frequency(stamp)
        if self.kind == CASE:
            yield Paragraph(said(self, "case"))
        yield Heading("权利和义务")
        for name in ("certificate", "recusal", "statement"):
            yield Paragraph(said(self, name))
        yield Ruled(("投诉举报：", filled(self.complaints, stamp, 18), "。"))
        yield Heading("检查纪律")
        yield Paragraph(said(self, "conduct"))
        yield line("联系人及电话：", self.contact, stamp)

    def _teams(self, stamp: Stamp) -> Block:
        if not self.teams and stamp.draft:
            heads = GridRow(tuple(label(column.title) for column in _TEAM_COLUMNS))
            empty = GridRow((cell("", stamp),) * len(_TEAM_COLUMNS), 14)
            widths = tuple(column.width_mm for column in _TEAM_COLUMNS)
            return Grid(widths, (heads, *(empty,) * _EMPTY_TEAMS))
        return Table(
            _TEAM_COLUMNS,
            tuple(
                (
                    team.unit,
                    "；".join(team.matters),
                    "\n".join(officer.text for officer in team.officers),
                    team.approval,
                )
                for team in self.teams
            ),
        )

    def _frequency(self, stamp: Stamp) -> Iterator[Ruled]:
        year = filled("" if self.year is None else str(self.year), stamp, 3)
        nth = None if self.done is None else self.done + 1
        yield Ruled(
            (
                year,
                "年度你单位已接受上列单位行政检查",
                count_blank(self.done, stamp),
                "次，",
            )
        )
        yield Ruled(
            (
                "其中同类检查",
                count_blank(self.same, stamp),
                "次；本次为本年度第",
                count_blank(nth, stamp),
                "次检查。",
            )
        )
        yield Ruled(
            (
                "年度检查频次上限为",
                count_blank(self.cap, stamp),
                "次（截至通知作出之日）。",
            )
        )


_TEAM_COLUMNS = (
    Column("检查单位", 32, Align.LEFT),
    Column("检查事项", 42, Align.LEFT),
    Column("检查人员（执法证号）", 48, Align.LEFT),
    Column("审批文号", 34, Align.LEFT),
)


def signed_on(on: date | None) -> str:
    """Return the line for a signature and its day; the signature is left to the pen."""
    return f"签名：　　　　　　　{chinese_day(on)}" if on else OPEN_SIGNATURE


def receipt(kind: str, number: str, stamp: Stamp) -> Receipt:
    """Return the part of a form that its addressee signs and sends back.

    Args:
        kind: What it calls itself: 通知书 or 告知书.
        number: Its number; a draft has none.
        stamp: When it is made.
    """
    given = "" if stamp.draft else number
    return Receipt(
        "签收回执",
        (
            Ruled((f"本{kind}（", Blank(given, 9), "）已收到。")),
            Ruled(("签收人（签名）：", Blank("", 7), "　职务：", Blank("", 6.5))),
            Ruled(("签收时间：", *PEN_MINUTE)),
            Ruled(("送达人（签名）：", Blank("", 8), "、", Blank("", 8))),
        ),
    )
