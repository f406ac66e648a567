"""履职情况说明: what was done and what was not, each with its day and its clause.

It shows facts on both sides. Who is free of blame and who is not is for the competent
organ to say.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from workbench.reports.casework.parties import open_rows, phrase, told
from workbench.reports.inspection.forms import addressed
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
    filled,
)
from workbench.reports.wording import Phrases, said
from workbench.rules.calendar import chinese_day


@dataclass(frozen=True, slots=True)
class DutyFact:
    """One fact of the ledger.

    Attributes:
        when: Day or moment, or term and day it was met, as the table prints it.
        fact: What happened.
        clause: The clause that asks for it.
        proof: Where it can be looked up.
    """

    when: str
    fact: str
    clause: str
    proof: str


@dataclass(frozen=True, slots=True)
class Compared:
    """One circumstance that the policy names, beside what the ledger holds.

    Attributes:
        circumstance: In the policy's words.
        found: What the ledger holds on it.
    """

    circumstance: str
    found: str


FREES = (
    "严格依据检查场景清单和相关工作要求实施，监管对象未被抽查到",
    "严格依据检查场景清单和相关工作要求实施，检查时未发现问题",
)
"""Circumstances of 尽职免责, as the policy names them."""

BLAMES = (
    "未按要求进行检查，造成不良后果",
    "未依法及时公示检查结果，造成不良后果",
    "不执行或者拖延执行检查任务",
    "检查发现涉嫌犯罪案件未依法移送",
)
"""Circumstances of 失职问责, as the policy names them.

Source: 连云港市优化营商环境攻坚年若干政策措施（第4号）五（六）.
"""


@dataclass(frozen=True, slots=True)
class DiligenceStatement:
    """履职情况说明.

    Attributes:
        subject: What it is about, as 某企业检查.
        asked: Who asked for it, and by which paper; empty where nobody did.
        since: First day it covers.
        until: Last day it covers.
        background: What is at issue, in brief.
        kept: Facts that speak for those concerned.
        lacking: Facts that speak against them.
        compared: The policy's circumstances, one by one.
        more: What else is to be said; often nothing.
    """

    PHRASES: ClassVar[Phrases] = {
        "opening": "{来由}现将{期间}{事由}的履职情况说明如下。",
        "fair": "本说明对有利和不利的事实一并列出，每项注明时间、依据和佐证材料。",
        "nothing_lacking": "经逐项核对台账，未发现未按要求实施或者超过期限的记录。",
        "compare": "对照连云港市优化营商环境攻坚年若干政策措施（第4号）五（六）列明的"
        "情形，有关事实见下表。",
        "closing": "以上事实均有原始记录可查。是否免于追究责任、是否追究责任，"
        "由有权机关依规依纪依法认定。",
    }

    issuing: Issuing
    subject: str = ""
    asked: str = ""
    since: date | None = None
    until: date | None = None
    background: str = ""
    kept: tuple[DutyFact, ...] = ()
    lacking: tuple[DutyFact, ...] = ()
    compared: tuple[Compared, ...] = ()
    more: str = ""
    phrases: tuple[tuple[str, str], ...] = ()

    @property
    def title(self) -> str:
        """The statement's title."""
        return f"关于{self.subject}的{_STATEMENT}" if self.subject else _STATEMENT

    def compose(self, stamp: Stamp) -> Document:
        """Return the statement."""
        return self.issuing.form(_STATEMENT, self._blocks(stamp), stamp)

    def _blocks(self, stamp: Stamp) -> Iterator[Block]:
        if not self.issuing.addressee:
            yield addressed("", stamp)
        yield phrase(
            self,
            "opening",
            asked=f"根据{self.asked}的要求，" if self.asked else "",
            period=self._period(),
            subject=self.subject or filled("", stamp, 12),
        )
        yield Paragraph(said(self, "fair"))
        yield Heading("基本情况")
        yield from told(self.background, stamp, 4)
        yield Heading("按要求履行职责的事实")
        yield _facts(self.kept, stamp)
        yield Heading("未按要求或者逾期的事实")
        if self.lacking or not self.kept:
            yield _facts(self.lacking, stamp)
        else:
            yield Paragraph(said(self, "nothing_lacking"))
        yield Heading("对照情形")
        yield Paragraph(said(self, "compare"))
        yield self._circumstances(stamp)
        if self.more:
            yield Heading("其他需要说明的情况")
            yield from map(Paragraph, self.more.split("\n"))
        yield Paragraph(said(self, "closing"))

    def _period(self) -> str:
        if self.since is None or self.until is None:
            return ""
        return f"{chinese_day(self.since)}至{chinese_day(self.until)}期间"

    def _circumstances(self, stamp: Stamp) -> Table:
        compared = self.compared
        if not compared and stamp.draft:
            compared = tuple(Compared(one, "") for one in (*FREES, *BLAMES))
        columns = (
            Column("序号", 12),
            Column("情形", 60, Align.LEFT),
            Column("台账记载的事实", 84, Align.LEFT),
        )
        rows = [
            (str(at), one.circumstance, one.found)
            for at, one in enumerate(compared, start=1)
        ]
        return Table(columns, tuple(rows or open_rows(len(columns), stamp, 1)))


_STATEMENT = "履职情况说明"
_OPEN_ROWS = 4
_FACT_COLUMNS = (
    Column("序号", 11),
    Column("时间", 37),
    Column("事实", 48, Align.LEFT),
    Column("依据", 33, Align.LEFT),
    Column("佐证材料", 27, Align.LEFT),
)


def _facts(facts: tuple[DutyFact, ...], stamp: Stamp) -> Table:
    rows = tuple(
        (str(at), one.when, one.fact, one.clause, one.proof)
        for at, one in enumerate(facts, start=1)
    )
    rest = open_rows(len(_FACT_COLUMNS), stamp, _OPEN_ROWS)
    return Table(_FACT_COLUMNS, rows or tuple(rest))
