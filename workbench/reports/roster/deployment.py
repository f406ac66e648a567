"""The report on the share of the force that stands on the frontline."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import ClassVar

from workbench.reports.issuing import Issuing
from workbench.reports.page import (
    Align,
    Attachment,
    Block,
    Column,
    Document,
    Heading,
    LineChart,
    Paragraph,
    Stamp,
    Table,
    numeral,
)
from workbench.reports.titles import break_title
from workbench.reports.wording import Phrases
from workbench.rules.calendar import chinese_day
from workbench.rules.roster.deployment import Cause, Tally, percent

_CORRECTED = "更正调整"
_CORRECTED_NOTE = (
    "“更正调整”为原报（或锁定）的数字与按现有事实、统计日口径重算的数字之差。"
)


def goal(target: Fraction) -> str:
    """Return a target as sentences print it: 85%, or 85.5% where it is not whole."""
    whole, rest = divmod(target * 100, 1)
    return f"{percent(target)}%" if rest else f"{whole}%"


@dataclass(frozen=True, slots=True)
class Counted:
    """A share under one definition (口径).

    Attributes:
        wording: The definition in full, as it stood when the record was made.
    """

    label: str
    wording: str
    tally: Tally


@dataclass(frozen=True, slots=True)
class PlaceShare:
    """The share of one zone, or of who works outside the zones."""

    name: str
    tally: Tally


@dataclass(frozen=True, slots=True)
class CauseLine:
    """One step of the waterfall.

    Attributes:
        gained: Persons who came to count for more, by this cause.
        lost: Persons who came to count for less.
        after: D and N after this step.
    """

    cause: Cause
    gained: int
    lost: int
    after: Tally


@dataclass(frozen=True, slots=True)
class UncertifiedLine:
    """One of D who holds no valid certificate.

    Attributes:
        unit: Host unit.
        state: Why, as 未取得 or 已于2026年9月30日到期.
    """

    name: str
    unit: str
    post: str
    state: str


@dataclass(frozen=True, slots=True)
class MoveLine:
    """A posting that is proposed."""

    name: str
    leaves: str
    joins: str


@dataclass(frozen=True, slots=True)
class TrendPoint:
    """The share on one day, or at the end of one month, as the chart labels it."""

    label: str
    tally: Tally


@dataclass(frozen=True, slots=True)
class FrontlineReport:
    """关于××县综合行政执法力量下沉情况的报告.

    Attributes:
        on: The day it speaks of.
        target: The share that is to be reached.
        headline: The county's share under the headline definition.
        mean: Exact mean of the month's days; None where there is none.
        others: The share under the other definitions.
        zones: The share in each zone.
        earlier_on: The day it is compared with.
        earlier: The share on that day, as it was reported.
        causes: Why it moved since.
        uncertified: Those of D without a valid certificate.
        moves: Postings proposed to reach the target.
        trend: The days or months of the chart.
        trend_title: What the chart shows, as 2026年10月逐日下沉比例.
        trend_axis: What its level axis counts, with unit.
        trail: Where the audit chain ended when the month was locked, in one line;
            empty where the figures are not locked.
        recounted: The share on the earlier day by the facts as known now, which the
            causes begin with; None where nobody asked.
    """

    PHRASES: ClassVar[Phrases] = {
        "addressee": "县人民政府",
        "copies": "县委组织部，县委编办，县司法局",
    }

    issuing: Issuing
    county: str
    on: date
    target: Fraction
    headline: Counted
    mean: Fraction | None
    others: tuple[Counted, ...]
    zones: tuple[PlaceShare, ...]
    earlier_on: date
    earlier: Tally
    causes: tuple[CauseLine, ...]
    uncertified: tuple[UncertifiedLine, ...]
    moves: tuple[MoveLine, ...]
    trend: tuple[TrendPoint, ...]
    trend_title: str
    trend_axis: str
    trail: str = ""
    recounted: Tally | None = None

    @property
    def title(self) -> str:
        """The report's title."""
        return f"关于{self.county}综合行政执法力量下沉情况的报告"

    @property
    def after(self) -> Tally:
        """The share once the proposed postings are signed."""
        now = self.headline.tally
        return Tally(now.frontline + len(self.moves), now.strength)

    def compose(self, stamp: Stamp) -> Document:
        """Return the report; who has no certificate is named in an attachment."""
        names = (self.county,)
        attachments = []
        if self.uncertified:
            title = break_title(f"{self.county}在编未持证人员名单", names=names)
            attachments.append(Attachment(title, (self._uncertified_table(),)))
        return self.issuing.paper(
            "报告",
            break_title(self.title, names=names),
            self._blocks(),
            tuple(attachments),
            stamp,
        )

    def _blocks(self) -> Iterator[Block]:
        yield Paragraph(
            f"现将截至{chinese_day(self.on)}{self.county}综合行政执法力量下沉一线情况"
            "报告如下。"
        )
        yield Heading("总体情况")
        yield Paragraph(self._result())
        yield self._chart()
        yield Heading("统计口径")
        yield Paragraph(
            f"总体情况采用“{self.headline.label}”。{self.headline.wording}"
            "县级比例为考核口径，片区数据只反映各片区的贡献。"
        )
        yield Paragraph("同一统计日按其他口径计算的结果见表1。")
        yield self._definitions()
        yield Heading("各片区情况")
        yield Paragraph("各片区在岗人员的下沉情况见表2。")
        yield self._zones()
        yield Heading("变动原因")
        yield Paragraph(
            f"与{chinese_day(self.earlier_on)}相比，"
            f"比例由{_share(self.earlier)}，变为{_share(self.headline.tally)}。"
            "每人按首要原因计一次，各项原因及其逐项影响见表3。"
        )
        yield self._causes()
        yield Heading("未持证人员")
        yield Paragraph(self._uncertified())
        yield Heading("下一步工作")
        yield from self._next()
        yield Paragraph("特此报告。")

    def _result(self) -> str:
        tally = self.headline.tally
        if not tally.strength:
            return "统计日无计入口径的在编在岗人员，不计算下沉比例。"
        short = tally.shortfall(self.target)
        spare = tally.frontline - self._needed()
        verdict = (
            f"未达到{goal(self.target)}的目标，尚差{short}人"
            if short
            else f"达到{goal(self.target)}的目标"
            + (f"，比达标所需多{spare}人" if spare else "")
        )
        mean = (
            f"当月逐日比例的平均值为{percent(self.mean)}%（逐日分数精确平均）。"
            if self.mean is not None
            else ""
        )
        return (
            f"截至{chinese_day(self.on)}，全县计入口径的在编在岗人员"
            f"{tally.strength}人，其中下沉一线{tally.frontline}人，"
            f"下沉比例为{_share(tally)}（百分数截尾保留一位小数），{verdict}。{mean}"
        )

    def _needed(self) -> int:
        """Return the fewest persons on the frontline that reach the target."""
        strength = self.headline.tally.strength
        return Tally(0, strength).shortfall(self.target)

    def _chart(self) -> LineChart:
        return LineChart(
            self.trend_title,
            "下沉比例",
            self.trend_axis,
            "比例（%）",
            tuple(
                (
                    point.label,
                    None
                    if (share := point.tally.share) is None
                    else int(share * 1000) / 10,
                )
                for point in self.trend
            ),
            float(self.target * 100),
            f"目标{goal(self.target)}",
        )

    def _definitions(self) -> Table:
        return Table(
            (
                Column("口径", 28),
                Column("下沉人数\n/总人数", 22),
                Column("比例\n（%）", 16),
                Column("定义", 90, Align.LEFT),
            ),
            tuple(
                (one.label, one.tally.text, _percent(one.tally), one.wording)
                for one in self.others
            ),
            caption="其他口径的下沉比例",
        )

    def _zones(self) -> Table:
        whole = PlaceShare("全县", self.headline.tally)
        return Table(
            (
                Column("片区", 48),
                Column("在编在岗（人）", 36),
                Column("下沉一线（人）", 36),
                Column("比例（%）", 36),
            ),
            tuple(self._place(one) for one in (*self.zones, whole)),
            caption="各片区力量下沉情况",
            note=f"本表为本月锁定的数字。{self.trail}。" if self.trail else "",
        )

    def _place(self, place: PlaceShare) -> tuple[str, ...]:
        tally = place.tally
        return (place.name, str(tally.strength), str(tally.frontline), _percent(tally))

    def _causes(self) -> Table:
        rows = [self._step("期初", self.earlier)]
        at = self.recounted or self.earlier
        if at != self.earlier:
            rows.append(self._step(_CORRECTED, at))
        for one in self.causes:
            at = one.after
            counts = (str(one.gained), str(one.lost))
            rows.append(self._step(one.cause.label, at, *counts))
        if self.recounted is not None and at != self.headline.tally:
            rows.append(self._step(_CORRECTED, self.headline.tally))
        return Table(
            (
                Column("原因", 46),
                Column("增计\n（人）", 22),
                Column("减计\n（人）", 22),
                Column("在编在岗\n（人）", 22),
                Column("下沉一线\n（人）", 22),
                Column("比例\n（%）", 22),
            ),
            tuple(rows),
            caption="变动原因",
            note="后三列为该项原因计入之后的数字，末行即统计日数字。"
            + _CORRECTED_NOTE * any(row[0] == _CORRECTED for row in rows),
        )

    def _step(
        self, label: str, tally: Tally, gained: str = "—", lost: str = "—"
    ) -> tuple[str, ...]:
        return (label, gained, lost, *self._place(PlaceShare("", tally))[1:])

    def _uncertified(self) -> str:
        if not self.uncertified:
            return "全县计入口径的在编在岗人员均持有效行政执法证。"
        return (
            "全县计入口径的在编在岗人员中，未持有效行政执法证的有"
            f"{len(self.uncertified)}人（名单见附件）。上述人员计入分母，不计入分子。"
        )

    def _uncertified_table(self) -> Table:
        return Table(
            (
                Column("序号", 12),
                Column("姓名", 20),
                Column("使用单位", 50, Align.LEFT),
                Column("岗位", 20),
                Column("持证情况", 54),
            ),
            tuple(
                (str(at), one.name, one.unit, one.post, one.state)
                for at, one in enumerate(self.uncertified, start=1)
            ),
        )

    def _next(self) -> Iterator[Block]:
        steps = [*self._posting_steps()]
        if self.uncertified:
            steps.append(
                f"组织{len(self.uncertified)}名未持证人员参加行政执法资格培训和考试，"
                "依法取得执法证后从事执法工作"
            )
        steps.append("按月核对人员编制、派驻、证件和离岗情况，如实更新力量台账")
        told = (f"{numeral(at)}是{step}" for at, step in enumerate(steps, start=1))
        yield Paragraph("；".join(told) + "。")
        if self.moves:
            yield self._moves()

    def _posting_steps(self) -> Iterator[str]:
        short = self.headline.tally.shortfall(self.target)
        if not self.headline.tally.strength:
            return
        if not short:
            yield f"巩固成果，人员调整前先行测算，确保下沉比例不低于{goal(self.target)}"
            return
        if self.moves:
            rest = self.after.shortfall(self.target)
            reached = f"，仍差{rest}人" if rest else "，达到目标"
            yield (
                f"针对{short}人的差额，拟派驻{len(self.moves)}人到一线（见表4），"
                f"派驻后下沉比例为{_share(self.after)}{reached}"
            )
        if not self.moves or self.after.shortfall(self.target):
            yield (
                "在不低于各单位最低人员数的前提下，通过统筹编制、补充持证人员"
                "解决其余差额"
            )

    def _moves(self) -> Table:
        return Table(
            (
                Column("序号", 14),
                Column("姓名", 26),
                Column("现使用单位", 58, Align.LEFT),
                Column("拟派驻单位", 58, Align.LEFT),
            ),
            tuple(
                (str(at), one.name, one.leaves, one.joins)
                for at, one in enumerate(self.moves, start=1)
            ),
            caption="拟派驻一线人员",
        )


def _percent(tally: Tally) -> str:
    """Return a share as tables print it: 84.9, or — where there is nobody."""
    return percent(tally.share)


def _share(tally: Tally) -> str:
    """Return a share as sentences print it: 382/450，即84.8%."""
    return f"{tally.text}，即{_percent(tally)}%" if tally.strength else "—"
