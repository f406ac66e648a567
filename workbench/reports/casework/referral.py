"""案件移送函: a case that another organ is to handle.

The law on penalties speaks of referral to the police only; between organs it rests on
the rules of each field, so its legal basis is a text of the record.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import ClassVar

from workbench.reports.casework.crime_lists import Material, counted
from workbench.reports.casework.parties import (
    Party,
    entry,
    moment_text,
    named,
    open_rows,
    party_lines,
    phrase,
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
)
from workbench.reports.issuing import Issuing
from workbench.reports.page import (
    Align,
    Attachment,
    Block,
    Cell,
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
from workbench.reports.titles import break_title
from workbench.reports.wording import Phrases, said
from workbench.rules.calendar import chinese_day

_OPEN_ROWS = 4


@dataclass(frozen=True, slots=True)
class CaseReferral:
    """案件移送函: a form, or a letter where the other organ asks for one.

    Attributes:
        case: Name of the case.
        source: Where it was found, as 日常检查.
        found_on: The day it was found.
        party: Whom it is about.
        facts: What happened, in brief.
        reason: Why it goes to the other organ, as a clause of a sentence.
        basis: Provision of the field that it rests on, with title marks.
        materials: What goes along.
        contact: Whom to ask.
        phone: How that person is reached.
        as_letter: Whether it is written in the letter form (信函格式).
    """

    PHRASES: ClassVar[Phrases] = {
        "referred": "经审查，{理由}。根据{法律依据}的规定，现将该案移送你单位处理。",
        "request": "请将处理结果函告本机关。",
        "remark": "本文书一式二份，一份送受移送机关，一份存档。回执由受移送机关填写后"
        "退回移送机关附卷。",
    }

    issuing: Issuing
    case: str = ""
    source: str = ""
    found_on: date | None = None
    party: Party | None = None
    facts: str = ""
    reason: str = ""
    basis: str = ""
    materials: tuple[Material, ...] = ()
    contact: str = ""
    phone: str = ""
    as_letter: bool = False
    phrases: tuple[tuple[str, str], ...] = ()

    @property
    def title(self) -> str:
        """The form's name with its case, or the letter's title."""
        if self.as_letter:
            return f"关于移送{self.case}的函"
        return named(_REFERRAL, self.case)

    def compose(self, stamp: Stamp) -> Document:
        """Return the form with its receipt, or the letter with both behind it."""
        if self.as_letter:
            return self._letter(stamp)
        return replace(self.issuing, addressee="").form(
            _REFERRAL,
            self._blocks(stamp),
            stamp,
            receipt=Receipt(f"{_REFERRAL}（回执）", tuple(self._receipt(stamp))),
            remark=said(self, "remark"),
        )

    def _blocks(self, stamp: Stamp) -> Iterator[Block]:
        yield addressed(self.issuing.addressee, stamp)
        yield Heading("案件基本情况")
        yield entry("案件名称：", self.case, stamp)
        yield entry("案件来源：", self.source, stamp)
        yield Ruled(("发现日期：", *day_parts(self.found_on, stamp)))
        yield Heading("当事人基本情况")
        yield from party_lines(self.party, stamp)
        yield Heading("简要案情")
        yield from told(self.facts, stamp, 5)
        yield Heading("移送理由和依据")
        yield phrase(
            self,
            "referred",
            reason=filled(self.reason, stamp, 16),
            basis=filled(self.basis, stamp, 16),
        )
        yield phrase(self, "request")
        yield Heading("随案移送材料")
        yield self._materials(stamp)
        yield entry("联系人：", self.contact, stamp)
        yield entry("联系电话：", self.phone, stamp)

    def _letter(self, stamp: Stamp) -> Document:
        party = self.party.name if self.party else ""
        names = tuple(filter(None, (party, self.case.removeprefix(party))))
        contact = f"联系人：{self.contact}，电话：{self.phone}" if self.contact else ""
        issuing = replace(self.issuing, contact=self.issuing.contact or contact)
        listed = Attachment(("移送材料清单",), (self._materials(stamp),))
        receipt = Attachment((f"{_REFERRAL}回执",), (self._receipt_grid(stamp),))
        return issuing.letter(
            "函",
            break_title(self.title, names=names),
            self._paragraphs(),
            (listed, receipt),
            stamp,
        )

    def _paragraphs(self) -> Iterator[Block]:
        found = f"{chinese_day(self.found_on)}，" if self.found_on else ""
        party = self.party
        described = "，".join(
            f"{label}：{value}"
            for label, value in (
                ("统一社会信用代码", party.code if party and party.unit else ""),
                ("公民身份号码", party.code if party and not party.unit else ""),
                ("住所" if party and party.unit else "住址", party and party.address),
                ("法定代表人（负责人）", party and party.head),
                ("联系电话", party and party.phone),
            )
            if value
        )
        yield Paragraph(f"{found}本机关在{self.source}中发现{self.case}线索。")
        if party:
            yield Paragraph(
                f"当事人：{party.name}，{described}。".replace("，。", "。")
            )
        yield from map(Paragraph, filter(None, self.facts.split("\n")))
        yield Paragraph(said(self, "referred", reason=self.reason, basis=self.basis))
        yield Paragraph(said(self, "request"))

    def _materials(self, stamp: Stamp) -> Table:
        rows = [
            (
                str(at),
                one.name,
                one.number or "—",
                counted(one.copies),
                counted(one.pages),
                one.original,
            )
            for at, one in enumerate(self.materials, start=1)
        ]
        rest = open_rows(len(_COLUMNS), stamp, _OPEN_ROWS)
        return Table(_COLUMNS, tuple(rows or rest))

    def _receipt(self, stamp: Stamp) -> Iterator[Block]:
        number = "" if stamp.draft else self.issuing.number
        yield addressed(self.issuing.organ, stamp)
        yield Ruled(
            (
                "你单位移送的",
                filled(self.case, stamp, 14),
                "（移送函文号：",
                filled(number, stamp, 10),
                "）及所附材料收悉。",
            )
        )
        yield Ruled(_ANSWERS[:1])
        yield signing_line((_ANSWERS[1], ""))
        yield signing_line(("接收人（签名）：", ""), ("　联系电话：", ""))
        yield signed_at("收到时间：", None)
        yield Ruled(("（接收单位印章）",))

    def _receipt_grid(self, stamp: Stamp) -> Grid:
        """Return the receipt of a letter, which has no ruled lines."""
        number = "" if stamp.draft else self.issuing.number
        rows = (
            GridRow((label("移送机关"), cell(self.issuing.organ, stamp)), 14),
            GridRow((label("移送函文号"), cell(number, stamp)), 14),
            GridRow((label("案件名称"), cell(self.case, stamp)), 18),
            GridRow((label("收件意见"), Cell("\n".join(_ANSWERS))), 30),
            opinion(
                "接收人", "", f"{signature('')}\n{moment_text(None)}", span=1, height=30
            ),
            GridRow((label("接收单位\n（印章）"), Cell("")), 36),
        )
        return Grid((34, 122), rows)


_REFERRAL = "案件移送函"
_ANSWERS = ("□属于本机关管辖，将依法处理。", "□不属于本机关管辖，理由：")
_COLUMNS = (
    Column("序号", 12),
    Column("材料名称", 52, Align.LEFT),
    Column("文号", 46, Align.LEFT),
    Column("份数", 13),
    Column("每份\n页数", 14),
    Column("原件或\n复印件", 19),
)
