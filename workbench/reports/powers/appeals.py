"""The answer to a unit that objected to how it was assessed (申诉答复)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import ClassVar

from workbench.reports.issuing import Issuing
from workbench.reports.page import Block, Document, Heading, Paragraph, Stamp
from workbench.reports.powers.assessed import points
from workbench.reports.titles import break_title
from workbench.reports.wording import Phrases, said
from workbench.rules.calendar import chinese_day


@dataclass(frozen=True, slots=True)
class AppealedItem:
    """An item that a unit objected to.

    Attributes:
        name: The item.
        claim: What the unit says.
        finding: What the review found.
        before: Its score before.
        after: Its score by the review.
    """

    name: str
    claim: str
    finding: str
    before: Fraction
    after: Fraction


@dataclass(frozen=True, slots=True)
class AppealReply:
    """关于××月考核结果申诉的复函.

    Attributes:
        unit: Who appealed.
        address: How the letter calls it: 你镇, 你局, 你队.
        month: First day of the assessed month.
        appeal: The appeal, with its title marks and, behind them, its number.
        received_on: The day it came in.
        scheme: The scheme that is assessed by, with its title marks.
        reviewed: Who reviewed it, and that who had scored it took no part.
        items: What it objected to.
        total: The unit's total before.
        advice: What the unit is advised to do; often nothing.
    """

    PHRASES: ClassVar[Phrases] = {
        "opening": "{对方称呼}{申诉来文}收悉。经研究，现函复如下：",
        "kept": "经复核，原考核评分事实清楚、依据充分，维持原考核结果。",
        "changed": (
            "经复核，对上述有误的评分予以更正，{对方称呼}{月份}考核总分由{原分数}分"
            "更正为{现分数}分，并以更正后的得分排定名次。"
        ),
        "closing": "特此函复。",
    }

    issuing: Issuing
    unit: str
    address: str
    month: date
    appeal: str
    received_on: date
    scheme: str
    reviewed: str
    items: tuple[AppealedItem, ...]
    total: Fraction
    advice: str = ""
    phrases: tuple[tuple[str, str], ...] = ()

    @property
    def title(self) -> str:
        """The letter's title."""
        return f"关于{self.unit}{self._month}考核结果申诉的复函"

    @property
    def _month(self) -> str:
        return f"{self.month.year}年{self.month.month}月"

    def compose(self, stamp: Stamp) -> Document:
        """Return the letter."""
        return self.issuing.letter(
            "函",
            break_title(self.title, names=(self.unit, self._month, "复函")),
            self._blocks(),
            (),
            stamp,
        )

    def _blocks(self) -> Iterator[Block]:
        yield Paragraph(said(self, "opening", address=self.address, appeal=self.appeal))
        yield Heading("申诉事项")
        yield Paragraph(
            f"{self.address}于{chinese_day(self.received_on)}提出申诉，对{self._month}"
            f"考核中{''.join(f'“{one.name}”' for one in self.items)}"
            f"{len(self.items)}个项目的评分有异议。"
        )
        yield Heading("复核情况")
        yield Paragraph(
            f"收到申诉后，{self.reviewed}。对照{self.scheme}，复核情况如下："
        )
        for one in self.items:
            yield Heading(
                f"关于“{one.name}”。",
                2,
                f"{self.address}提出，{one.claim}。经查，{one.finding}。{_outcome(one)}",
            )
        yield Heading("复核结论")
        step = sum((one.after - one.before for one in self.items), Fraction(0))
        changed = any(one.after != one.before for one in self.items)
        yield Paragraph(
            said(
                self,
                "changed" if changed else "kept",
                address=self.address,
                month=self._month,
                before=points(self.total),
                after=points(self.total + step),
            )
        )
        if self.advice:
            yield Paragraph(self.advice)
        yield Paragraph(said(self, "closing"))


def _outcome(item: AppealedItem) -> str:
    if item.before == item.after:
        return f"该项维持原得分{points(item.before)}分。"
    return f"该项得分由{points(item.before)}分更正为{points(item.after)}分。"
