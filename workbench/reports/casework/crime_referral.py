"""A suspected crime on its way to the police: 移送书 and 移送审批表.

Source: 《行政执法机关移送涉嫌犯罪案件的规定》（国务院令第310号）.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import ClassVar

from workbench.reports.casework.crime_lists import (
    Material,
    counted,
    required_rows,
)
from workbench.reports.casework.parties import (
    NO_OPINION,
    Handler,
    Opinion,
    Party,
    entry,
    handlers_text,
    moment_text,
    named,
    open_rows,
    party_lines,
    phrase,
    plain_form,
    shared_line,
    short_day,
    signature,
    signed_at,
    signing_line,
    told,
)
from workbench.reports.inspection.forms import (
    addressed,
    cell,
    day_parts,
    label,
    opinion,
    ticked,
)
from workbench.reports.issuing import Issuing
from workbench.reports.page import (
    Align,
    Block,
    Cell,
    Column,
    Document,
    Grid,
    GridRow,
    Heading,
    Receipt,
    Ruled,
    Stamp,
    Table,
    filled,
)
from workbench.reports.wording import Phrases, said

_FEWEST_HANDLERS = 2  # 专案组由2名或者2名以上行政执法人员组成


@dataclass(frozen=True, slots=True)
class SuspectedCase:
    """The case as both papers name it; a form printed to be filled in knows nothing.

    Attributes:
        name: 案件名称.
        number: 立案文号.
        filed_on: The day the case was opened (立案).
        source: 案件来源.
        charge: 涉嫌罪名.
        provision: Article of the criminal law.
        party: Whom it is about; None where it is not known.
    """

    name: str = ""
    number: str = ""
    filed_on: date | None = None
    source: str = ""
    charge: str = ""
    provision: str = ""
    party: Party | None = None


NO_CASE = SuspectedCase()


@dataclass(frozen=True, slots=True)
class CrimeReferral:
    """涉嫌犯罪案件移送书, to the police of the same level.

    The issuing's addressee is the police, its copies are the procuratorate.

    Attributes:
        facts: When, where, what, how grave, what came of it, how much money.
        measures: Measures of coercion and preservation taken.
        penalties: Penalties already imposed; 无 where there are none.
        materials: What goes along, in the order of the five required kinds.
        handlers: Who handled it, at least two.
        approver: Who approved the referral.
        approver_post: 正职负责人 or 主持工作的负责人.
        approved_at: When, to the minute.
        sent_at: When it was handed to the police, to the minute.
        reasonable_suspicion: Whether it is a case of intellectual property that goes
            over on reasonable suspicion, for the police to find more evidence.
    """

    PHRASES: ClassVar[Phrases] = {
        "opening": "本机关依法查处的{案件}，违法事实涉嫌构成{罪名}，依法需要追究"
        "刑事责任。根据《中华人民共和国行政处罚法》第二十七条第一款和《行政执法机关移送"
        "涉嫌犯罪案件的规定》（国务院令第310号）第三条第一款、第五条、第六条的规定，"
        "现将该案移送你局。",
        "opening_on_suspicion": "本机关依法查处的{案件}，根据调查收集的证据和查明的"
        "案件事实，认为存在{罪名}的合理嫌疑，需要公安机关采取措施进一步获取证据以判断"
        "是否达到刑事案件立案追诉标准。根据《中华人民共和国行政处罚法》第二十七条第一款"
        "和《行政执法机关移送涉嫌犯罪案件的规定》（国务院令第310号）第三条第二款、"
        "第五条、第六条的规定，现将该案移送你局。",
        "request": "请依照《行政执法机关移送涉嫌犯罪案件的规定》第七条、第八条的规定，"
        "在回执上签字，自接受之日起3日内审查，并将立案或者不予立案的决定书面通知"
        "本机关。",
        "copied": "本移送书和移送材料清单同时抄送{检察院}。",
        "remark": "本文书一式三份：一份连同全部材料移送公安机关，一份连同移送材料清单"
        "抄送同级人民检察院，一份存档。回执由公安机关签字后退回移送机关附卷。",
    }

    issuing: Issuing
    case: SuspectedCase = NO_CASE
    facts: str = ""
    measures: str = ""
    penalties: str = ""
    materials: tuple[Material, ...] = ()
    handlers: tuple[Handler, ...] = ()
    approver: str = ""
    approver_post: str = ""
    approved_at: datetime | None = None
    sent_at: datetime | None = None
    reasonable_suspicion: bool = False
    phrases: tuple[tuple[str, str], ...] = ()

    @property
    def title(self) -> str:
        """The form's name, with its case."""
        return named(_REFERRAL, self.case.name)

    def compose(self, stamp: Stamp) -> Document:
        """Return the form with the receipt that the police sign."""
        return replace(self.issuing, addressee="").form(
            _REFERRAL,
            self._blocks(stamp),
            stamp,
            receipt=Receipt(f"{_REFERRAL}（回执）", tuple(self._receipt(stamp))),
            remark=said(self, "remark"),
        )

    def _blocks(self, stamp: Stamp) -> Iterator[Block]:
        case = self.case
        yield addressed(self.issuing.addressee, stamp)
        yield phrase(
            self,
            "opening_on_suspicion" if self.reasonable_suspicion else "opening",
            case=filled(case.name, stamp, 14),
            charge=filled(case.charge, stamp, 8),
        )
        yield Heading("案件基本情况")
        yield entry("案件来源：", case.source, stamp)
        yield entry("立案文号：", case.number, stamp)
        yield Ruled(("立案日期：", *day_parts(case.filed_on, stamp)))
        yield entry("涉嫌罪名：", case.charge, stamp)
        yield entry("刑法条款：", case.provision, stamp)
        yield Heading("当事人基本情况")
        yield from party_lines(case.party, stamp)
        yield Heading("违法事实")
        yield from told(self.facts, stamp, 6)
        yield Heading("已经采取的措施")
        yield from told(self.measures, stamp, 3)
        yield Heading("移送前已经作出的行政处罚")
        yield from told(self.penalties, stamp, 2)
        yield Heading("随案移送材料")
        yield _materials(self.materials, stamp)
        yield Heading("承办和批准")
        yield from self._handlers(stamp)
        yield phrase(self, "request")
        yield phrase(
            self, "copied", procuratorate=filled(self.issuing.copies, stamp, 10)
        )

    def _handlers(self, stamp: Stamp) -> Iterator[Block]:
        missing = _FEWEST_HANDLERS - len(self.handlers)
        for one in (*self.handlers, *(Handler("", "") for _at in range(missing))):
            yield shared_line(
                ("承办人：", one.name, 2),
                ("　执法证号：", one.certificate, 3),
                stamp=stamp,
            )
            yield entry("联系电话：", one.phone, stamp)
        yield shared_line(
            ("批准人：", self.approver, 3),
            ("　职务：", self.approver_post, 5),
            stamp=stamp,
        )
        yield signed_at("批准时间：", self.approved_at)
        yield signed_at("移送时间：", self.sent_at)

    def _receipt(self, stamp: Stamp) -> Iterator[Block]:
        number = "" if stamp.draft else self.issuing.number
        yield addressed(self.issuing.organ, stamp)
        yield Ruled(
            (
                "你单位移送的",
                filled(self.case.name, stamp, 14),
                "（移送书文号：",
                filled(number, stamp, 10),
                "）及所附材料收悉。",
            )
        )
        yield Ruled(("□属于本机关管辖，已经接受。",))
        yield Ruled(
            ("□不属于本机关管辖，在24小时内转送有管辖权的机关，并书面告知你单位。",)
        )
        yield signing_line(("有管辖权的机关：", ""))
        yield signing_line(("接收人（签名）：", ""), ("　联系电话：", ""))
        yield signed_at("收到时间：", None)
        yield Ruled(("（接收单位印章）",))


_REFERRAL = "涉嫌犯罪案件移送书"


def _materials(materials: tuple[Material, ...], stamp: Stamp) -> Table:
    rows = [
        (str(at), one.name, counted(one.copies), counted(one.pages), one.remark)
        for at, one in enumerate(materials, start=1)
    ]
    columns = (
        Column("序号", 12),
        Column("材料名称", 76, Align.LEFT),
        Column("份数", 14),
        Column("每份页数", 20),
        Column("备注", 34, Align.LEFT),
    )
    rest = required_rows(len(columns), stamp) or open_rows(len(columns), stamp, 1)
    return Table(columns, tuple(rows or rest))


@dataclass(frozen=True, slots=True)
class ReferralApproval:
    """涉嫌犯罪案件移送审批表: stays inside; two clocks stand on it.

    Attributes:
        organ: Who handles the case.
        receiver: The police of the same level.
        copied: The procuratorate of the same level.
        handlers: The team (专案组), at least two.
        facts: Main facts and evidence.
        grounds: Why it is to be referred, with the provisions.
        handling: Opinion of those who handle it.
        section: Opinion of their section.
        review: Opinion of the legal review (法制审核).
        reported_at: When the written report reached who decides; the 3 days begin.
        decide_by: The last day of the decision.
        approved: True, False, or None while nothing is decided.
        decision: What the head wrote, and when.
        head_post: 正职负责人 or 主持工作的负责人, with the post.
        refusal: Why it is not approved; must be on record.
        send_by: Until when it must go to the police: 24 hours from the approval.
        sent_at: When it went.
    """

    PHRASES: ClassVar[Phrases] = {
        "remark": "说明：依照《行政执法机关移送涉嫌犯罪案件的规定》（国务院令第310号）"
        "第五条，专案组由2名或者2名以上行政执法人员组成；正职负责人或者主持工作的负责人"
        "自接到报告之日起3日内作出批准移送或者不批准移送的决定；决定批准的，在24小时内向"
        "同级公安机关移送；决定不批准的，将不予批准的理由记录在案。",
    }

    organ: str
    case: SuspectedCase = NO_CASE
    receiver: str = ""
    copied: str = ""
    handlers: tuple[Handler, ...] = ()
    facts: str = ""
    grounds: str = ""
    handling: Opinion = NO_OPINION
    section: Opinion = NO_OPINION
    review: Opinion = NO_OPINION
    reported_at: datetime | None = None
    decide_by: date | None = None
    approved: bool | None = None
    decision: Opinion = NO_OPINION
    head_post: str = ""
    refusal: str = ""
    send_by: datetime | None = None
    sent_at: datetime | None = None
    phrases: tuple[tuple[str, str], ...] = ()

    @property
    def title(self) -> str:
        """The form's name, with its case."""
        return named(_APPROVAL, self.case.name)

    def compose(self, stamp: Stamp) -> Document:
        """Return the form."""
        grid = Grid((31, 50, 27, 48), tuple(self._rows(stamp)))
        return plain_form(
            self.organ, _APPROVAL, iter((grid,)), stamp, remark=said(self, "remark")
        )

    def _rows(self, stamp: Stamp) -> Iterator[GridRow]:
        case = self.case
        party = case.party or Party("")
        yield _one("案件名称", case.name, stamp)
        filed_on = short_day(case.filed_on)
        yield _two("立案文号", case.number, "立案日期", filed_on, stamp)
        code = "信用代码" if party.unit else "身份证号码"
        if case.party is None:
            code = "身份证号码\n或信用代码"
        yield _two("当事人", party.name, code, party.code, stamp)
        yield _one("案件来源", case.source, stamp)
        yield _one("涉嫌罪名", case.charge, stamp)
        yield _one("刑法条款", case.provision, stamp)
        yield _two("受移送机关", self.receiver, "抄送机关", self.copied, stamp)
        yield _one("专案组成员", handlers_text(self.handlers), stamp)
        yield _one("主要案情\n和证据", self.facts, stamp, 42)
        yield _one("移送理由\n和依据", self.grounds, stamp, 30)
        for name, one, height in (
            ("承办人意见\n（2人签名）", self.handling, 26.0),
            ("承办机构\n意见", self.section, 22.0),
            ("法制审核\n意见", self.review, 26.0),
        ):
            yield opinion(name, one.text, one.foot, span=3, height=height)
        yield _one("接到报告时间", moment_text(self.reported_at), stamp)
        decide_by = f"{short_day(self.decide_by)}24时前" if self.decide_by else ""
        yield _one("决定时限", decide_by, stamp)
        yield self._decision()
        yield _one("不批准移送\n的理由", self.refusal, stamp, 18)
        send_by = f"{moment_text(self.send_by)}前" if self.send_by else ""
        yield _one("移送时限", send_by, stamp)
        yield _one("实际移送时间", moment_text(self.sent_at), stamp)

    def _decision(self) -> GridRow:
        chosen = "" if self.approved is None else _ANSWERS[not self.approved]
        text = ticked(_ANSWERS, chosen)
        if self.decision.text:
            text = f"{text}\n{self.decision.text}"
        return opinion(
            "正职负责人\n或者主持工作\n的负责人意见",
            text,
            f"{signature(self.head_post, '职务：')}\n{self.decision.foot}",
            span=3,
            height=32,
        )


_APPROVAL = "涉嫌犯罪案件移送审批表"
_ANSWERS = ("批准移送", "不批准移送")


def _one(name: str, value: str, stamp: Stamp, height: float = 0) -> GridRow:
    return GridRow((label(name), cell(value, stamp, span=3)), height)


def _two(
    first: str,
    value: str,
    second: str,
    other: str,
    stamp: Stamp,
) -> GridRow:
    cells: tuple[Cell, ...] = (
        label(first),
        cell(value, stamp),
        label(second),
        cell(other, stamp),
    )
    return GridRow(cells)
