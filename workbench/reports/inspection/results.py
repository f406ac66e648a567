"""What an enterprise gets after a visit: the result, the order to put it right."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from workbench.reports.inspection.forms import (
    addressed,
    day_parts,
    enforcement_form,
    line,
    lines,
    signatures,
    ticked,
    ticked_lines,
)
from workbench.reports.inspection.parties import (
    NOBODY,
    Inspected,
    Officer,
    officers_text,
)
from workbench.reports.inspection.visits import receipt
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
    filled,
)
from workbench.reports.wording import Phrases, said
from workbench.rules.calendar import chinese_day

OUTCOMES = ("未发现问题", "责令改正", "不予处罚", "立案调查", "移送有权机关")
CORRECTIONS = ("立即改正", "限期改正")


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that was found wrong.

    Attributes:
        unit: Which authority found it.
        fact: What it is.
        rule: What it breaks.
        demand: What is to be done.
        due_on: Until when; None where it was put right on the spot.
        handling: How it is dealt with, as 责令改正 or 首违不罚.
    """

    unit: str
    fact: str
    rule: str
    demand: str
    due_on: date | None
    handling: str

    @property
    def due(self) -> str:
        """Until when, as tables say it."""
        return f"{chinese_day(self.due_on)}前" if self.due_on else "当场改正"


@dataclass(frozen=True, slots=True)
class ResultNotice:
    """行政检查结果告知书: what one authority found, and what follows from it.

    Attributes:
        party: Who was inspected.
        inspected_on: When.
        notice: Number of the notice of the inspection.
        outcomes: Those of ``OUTCOMES`` that hold.
        conclusion: The result in words.
        problems: What was found wrong; often nothing.
        due_on: By when it is to be put right.
        review_on: When it is looked at again.
        order: Number of the order to put it right.
        publication: How soon the result is public, as 20个工作日.
        site: Where it is public.
        contact: Whom to ask, with telephone.
    """

    PHRASES: ClassVar[Phrases] = {
        "publication": "本次检查结果将自检查结束之日起{公示期限}内在{公示网站}依法公示"
        "。",
        "objection": "你单位对检查结果有异议的，可以自收到本告知书后向本机关书面提出"
        "并附有关材料，本机关将予以核实、答复。对责令改正、行政处罚等决定不服的，可以"
        "依照相应文书告知的途径申请行政复议或者提起行政诉讼。",
        "remark": "本文书一式两份，一份送达被检查人，一份归入检查卷。",
    }

    issuing: Issuing
    party: Inspected = NOBODY
    inspected_on: date | None = None
    notice: str = ""
    outcomes: tuple[str, ...] = ()
    conclusion: str = ""
    problems: tuple[Problem, ...] = ()
    due_on: date | None = None
    review_on: date | None = None
    order: str = ""
    publication: str = ""
    site: str = ""
    contact: str = ""
    phrases: tuple[tuple[str, str], ...] = ()

    @property
    def title(self) -> str:
        """The notice's title."""
        return f"{self.party.name}行政检查结果告知书"

    def compose(self, stamp: Stamp) -> Document:
        """Return the notice with the receipt at its foot."""
        return enforcement_form(
            self.issuing,
            "行政检查结果告知书",
            self._blocks(stamp),
            stamp,
            receipt=receipt("告知书", self.issuing.number, stamp),
            remark=said(self, "remark"),
        )

    def _blocks(self, stamp: Stamp) -> Iterator[Block]:
        party = self.party
        yield addressed(party.name, stamp)
        yield line("统一社会信用代码：", party.code, stamp)
        yield Ruled(
            (
                "本机关于",
                *day_parts(self.inspected_on, stamp),
                "对你单位实施了行政检查（检查通知书文号：",
                filled(self.notice, stamp, 9),
                "）。现将检查结果告知如下：",
            )
        )
        yield Heading("检查结论")
        for row in ticked_lines(OUTCOMES, self.outcomes, 3).split("\n"):
            yield Ruled((row,))
        yield from lines("", self.conclusion, stamp, 3)
        if self.problems:
            yield self._problems()
        yield Heading("改正和复查")
        yield Ruled(("改正期限：", *day_parts(self.due_on, stamp), "前"))
        yield line("责令改正通知书文号：", self.order, stamp)
        yield Ruled(("复查时间：", *day_parts(self.review_on, stamp)))
        yield Heading("公示、异议和救济")
        yield self._publication(stamp)
        yield Paragraph(said(self, "objection"))
        yield line("联系人及电话：", self.contact, stamp)

    def _publication(self, stamp: Stamp) -> Block:
        if self.publication and self.site:
            text = said(
                self, "publication", publication=self.publication, site=self.site
            )
            return Paragraph(text)
        return Ruled(
            (
                "本次检查结果将自检查结束之日起",
                filled(self.publication, stamp, 5),
                "内在",
                filled(self.site, stamp, 9),
                "依法公示。",
            )
        )

    def _problems(self) -> Table:
        return Table(
            (
                Column("序号", 11),
                Column("发现的问题", 57, Align.LEFT),
                Column("违反的规定", 44, Align.LEFT),
                Column("处理方式", 20),
                Column("期限", 24),
            ),
            tuple(
                (str(at), one.fact, one.rule, one.handling, one.due)
                for at, one in enumerate(self.problems, start=1)
            ),
        )


@dataclass(frozen=True, slots=True)
class CorrectionOrder:
    """责令改正通知书.

    Attributes:
        party: Who is to put things right.
        facts: What was done or left undone, when and where.
        breach: What it breaks: law, article.
        grounds: What allows the order: law, article.
        mode: One of ``CORRECTIONS``.
        due_on: By when.
        demand: What is to be put right.
        review_on: When it is looked at again.
        officers: Who is in charge of the matter.
        reconsideration: Organ that may be asked to reconsider.
        reconsideration_term: Within what time, as 六十日.
        court: Court that may be appealed to.
        court_term: Within what time, as 六个月.
        contact: Whom to ask, with telephone.
    """

    PHRASES: ClassVar[Phrases] = {
        "review": "你单位应当在期限届满前将改正情况书面报送本机关。逾期不改正或者改正"
        "不符合要求的，本机关将依法处理。",
        "relief": "如不服本通知，可以自收到本通知书之日起{复议期限}内向"
        "{复议机关}申请行政复议，也可以自收到本通知书之日起{起诉期限}内依法向"
        "{法院}提起行政诉讼。",
        "remark": "本文书一式两份，一份送达当事人，一份归档。",
    }

    issuing: Issuing
    party: Inspected = NOBODY
    facts: str = ""
    breach: str = ""
    grounds: str = ""
    mode: str = ""
    due_on: date | None = None
    demand: str = ""
    review_on: date | None = None
    officers: tuple[Officer, ...] = ()
    reconsideration: str = ""
    reconsideration_term: str = ""
    court: str = ""
    court_term: str = ""
    contact: str = ""
    phrases: tuple[tuple[str, str], ...] = ()

    @property
    def title(self) -> str:
        """The order's title."""
        return f"{self.party.name}责令改正通知书"

    def compose(self, stamp: Stamp) -> Document:
        """Return the order with the receipt at its foot."""
        return enforcement_form(
            self.issuing,
            "责令改正通知书",
            self._blocks(stamp),
            stamp,
            receipt=receipt("通知书", self.issuing.number, stamp),
            remark=said(self, "remark"),
        )

    def _blocks(self, stamp: Stamp) -> Iterator[Block]:
        party = self.party
        yield addressed(party.name, stamp)
        yield line("统一社会信用代码：", party.code, stamp)
        yield line("法定代表人（负责人）：", party.head, stamp)
        yield line("住所（地址）：", party.address, stamp)
        yield from lines("经查，你单位存在下列违法行为：", self.facts, stamp, 4)
        yield Ruled(
            (
                "上述行为违反了",
                filled(self.breach, stamp, 17),
                "的规定。依据",
                filled(self.grounds, stamp, 17),
                "的规定，现责令你单位：",
            )
        )
        yield Ruled(
            (
                ticked(CORRECTIONS, self.mode),
                "，于",
                *day_parts(self.due_on, stamp),
                "前改正。",
            )
        )
        yield from lines("改正内容和要求：", self.demand, stamp, 3)
        yield Ruled(("复查时间：", *day_parts(self.review_on, stamp)))
        yield Paragraph(said(self, "review"))
        yield self._relief(stamp)
        yield line("执法人员及执法证号：", officers_text(self.officers), stamp)
        yield signatures("执法人员（签名）：", "")
        yield line("联系人及电话：", self.contact, stamp)

    def _relief(self, stamp: Stamp) -> Block:
        places = {
            "reconsideration_term": self.reconsideration_term,
            "reconsideration": self.reconsideration,
            "court_term": self.court_term,
            "court": self.court,
        }
        if all(places.values()):
            return Paragraph(said(self, "relief", **places))
        return Ruled(
            (
                "如不服本通知，可以自收到本通知书之日起",
                filled(self.reconsideration_term, stamp, 4),
                "内向",
                filled(self.reconsideration, stamp, 8),
                "申请行政复议，也可以自收到本通知书之日起",
                filled(self.court_term, stamp, 4),
                "内依法向",
                filled(self.court, stamp, 8),
                "提起行政诉讼。",
            )
        )
