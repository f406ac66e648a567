"""涉嫌犯罪案件情况的调查报告: what was found out, and how it meets the law.

Source: 《行政执法机关移送涉嫌犯罪案件的规定》（国务院令第310号）, 第六条第二项.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import ClassVar

from workbench.reports.casework.crime_referral import NO_CASE, SuspectedCase
from workbench.reports.casework.parties import (
    Handler,
    entry,
    named,
    open_rows,
    party_lines,
    plain_form,
    shared_line,
    signing_line,
    told,
)
from workbench.reports.inspection.forms import day_parts
from workbench.reports.page import (
    Align,
    Block,
    Column,
    Document,
    Heading,
    Ruled,
    Signature,
    Stamp,
    Table,
)
from workbench.reports.wording import Phrases, said

_OPEN_ROWS = 4
_FEWEST_HANDLERS = 2


@dataclass(frozen=True, slots=True)
class Evidence:
    """One piece of evidence.

    Attributes:
        kind: One of the eight kinds of 行政处罚法, 第四十六条.
        proves: What it proves.
        pages: Pages or pieces, as the list prints it.
    """

    kind: str
    name: str
    proves: str
    pages: str


@dataclass(frozen=True, slots=True)
class Standard:
    """One point of the standard for prosecution, beside what was found.

    Attributes:
        point: What the law asks.
        source: Where it stands.
        found: What was found.
        met: 符合, 不符合, 尚需查证.
    """

    point: str
    source: str
    found: str
    met: str


@dataclass(frozen=True, slots=True)
class CrimeReport:
    """涉嫌犯罪案件情况的调查报告.

    Attributes:
        organ: Who handled the case.
        team_on: The day the team (专案组) was named.
        handlers: The team, at least two.
        course: 调查经过.
        seized: 查获情况.
        facts: What was found to have happened.
        evidence: What proves it.
        judgement: What it amounts to, with the provisions.
        standards: Point by point, the standard for prosecution.
        advice: What is proposed.
        reported_on: The day of the report.
    """

    PHRASES: ClassVar[Phrases] = {
        "team": "，依照《行政执法机关移送涉嫌犯罪案件的规定》（国务院令第310号）"
        "第五条，指定下列行政执法人员组成专案组专门负责：",
    }

    organ: str
    case: SuspectedCase = NO_CASE
    team_on: date | None = None
    handlers: tuple[Handler, ...] = ()
    course: str = ""
    seized: str = ""
    facts: str = ""
    evidence: tuple[Evidence, ...] = ()
    judgement: str = ""
    standards: tuple[Standard, ...] = ()
    advice: str = ""
    reported_on: date | None = None
    phrases: tuple[tuple[str, str], ...] = ()

    @property
    def title(self) -> str:
        """The report's name, with its case."""
        return named(_REPORT, self.case.name)

    def compose(self, stamp: Stamp) -> Document:
        """Return the report."""
        form = plain_form(self.organ, _REPORT, self._blocks(stamp), stamp)
        return replace(form, signature=Signature(self.organ, self.reported_on))

    def _blocks(self, stamp: Stamp) -> Iterator[Block]:
        case = self.case
        yield Heading("案件来源和立案情况")
        yield entry("案件名称：", case.name, stamp)
        yield entry("案件来源：", case.source, stamp)
        yield entry("立案文号：", case.number, stamp)
        yield Ruled(("立案日期：", *day_parts(case.filed_on, stamp)))
        yield Heading("专案组")
        yield Ruled((*day_parts(self.team_on, stamp), said(self, "team")))
        yield from self._team(stamp)
        yield Heading("当事人基本情况")
        yield from party_lines(case.party, stamp)
        yield Heading("调查经过")
        yield from told(self.course, stamp, 6)
        yield Heading("查获情况")
        yield from told(self.seized, stamp, 4)
        yield Heading("查明的事实")
        yield from told(self.facts, stamp, 8)
        yield Heading("证据")
        yield self._evidence(stamp)
        yield Heading("案件定性和法律依据")
        yield entry("涉嫌罪名：", case.charge, stamp)
        yield entry("刑法条款：", case.provision, stamp)
        yield from told(self.judgement, stamp, 5)
        yield Heading("与立案追诉标准的比对")
        yield self._standards(stamp)
        yield Heading("处理建议")
        yield from told(self.advice, stamp, 4)
        yield signing_line(("承办人（签名）：", ""), ("、", ""))

    def _team(self, stamp: Stamp) -> Iterator[Block]:
        missing = _FEWEST_HANDLERS - len(self.handlers)
        for one in (*self.handlers, *(Handler("", "") for _at in range(missing))):
            yield shared_line(
                ("姓名：", one.name, 2),
                ("　执法证号：", one.certificate, 3),
                stamp=stamp,
            )

    def _evidence(self, stamp: Stamp) -> Table:
        rows = [
            (str(at), one.kind, one.name, one.proves, one.pages)
            for at, one in enumerate(self.evidence, start=1)
        ]
        rest = open_rows(len(_EVIDENCE_COLUMNS), stamp, _OPEN_ROWS)
        return Table(_EVIDENCE_COLUMNS, tuple(rows or rest))

    def _standards(self, stamp: Stamp) -> Table:
        rows = [
            (str(at), one.point, one.source, one.found, one.met)
            for at, one in enumerate(self.standards, start=1)
        ]
        rest = open_rows(len(_STANDARD_COLUMNS), stamp, _OPEN_ROWS)
        return Table(_STANDARD_COLUMNS, tuple(rows or rest))


_REPORT = "涉嫌犯罪案件情况的调查报告"
_EVIDENCE_COLUMNS = (
    Column("序号", 11),
    Column("证据种类", 25),
    Column("证据名称", 52, Align.LEFT),
    Column("证明内容", 52, Align.LEFT),
    Column("数量", 16),
)
_STANDARD_COLUMNS = (
    Column("序号", 11),
    Column("应当具备的条件", 44, Align.LEFT),
    Column("依据", 38, Align.LEFT),
    Column("本案事实", 47, Align.LEFT),
    Column("是否\n符合", 16),
)
