"""The month's assessment: the circular (通报) and its sheets (考核表)."""

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
    Paragraph,
    Stamp,
    Table,
)
from workbench.reports.titles import break_title
from workbench.reports.wording import Phrases, said
from workbench.rules.powers.items import check_item_name, rounded

_HUNDREDTHS = 100
_GROUPS_MM = 124  # of the turned page's 225, for the groups of the summary


def points(score: Fraction | None) -> str:
    """Return a score that is rounded already, as 18.50; — where nothing applies."""
    if score is None:
        return "—"
    sign = "−" if score < 0 else ""
    whole, rest = divmod(int(abs(score) * _HUNDREDTHS), _HUNDREDTHS)
    return f"{sign}{whole}.{rest:02}"


@dataclass(frozen=True, slots=True)
class Item:
    """One item of the scheme.

    Attributes:
        group: Its group, such as 指令响应.
        name: What is assessed; never a count of inspections, cases or fines.
        method: How it is scored (计分办法).
        weight: Its full score.
    """

    group: str
    name: str
    method: str
    weight: Fraction


@dataclass(frozen=True, slots=True)
class Score:
    """What a unit reached in one item.

    Attributes:
        points: Rounded to hundredths; None where the item does not apply.
        basis: The figures it was reckoned from (计分依据).
        weight: Its full score where other items do not apply and theirs went to it;
            None where it is the item's own.
    """

    points: Fraction | None
    basis: str
    weight: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Assessed:
    """One assessed unit.

    Attributes:
        scores: One for each item of the scheme, in its order.
        extra: Points added or taken off outside the items.
        extra_basis: Why.
        earlier: Its total of the month before; None where there is none.
    """

    unit: str
    scores: tuple[Score, ...]
    extra: Fraction = Fraction(0)
    extra_basis: str = ""
    earlier: Fraction | None = None

    @property
    def total(self) -> Fraction:
        """The sum of its rounded items."""
        return sum((one.points or Fraction(0) for one in self.scores), self.extra)


@dataclass(frozen=True, slots=True)
class Point:
    """A finding or a demand: a heading and what runs on behind it."""

    heading: str
    text: str


@dataclass(frozen=True, slots=True)
class AssessmentCircular:
    """关于××片区××月综合执法工作考核情况的通报, with its sheets.

    Attributes:
        zone: The zone's name.
        month: First day of the month.
        grant: The county's document that grants the power, with its number.
        scheme: The scheme that is assessed by, with its title marks.
        objection: What came of the objection window, in a sentence.
        items: The items of the scheme.
        units: The assessed units.
        merits: What went well.
        faults: What did not.
        demands: What is to be done.
        trail: What was locked and its digest, in one line; empty where it is not.
    """

    PHRASES: ClassVar[Phrases] = {
        "opening": (
            "根据{授权文件}和{考核办法}，{片区}指挥中心对各参评单位{月份}综合执法工作"
            "进行了考核。考核结果已经审核确定，现将有关情况通报如下："
        ),
        "limits": (
            "本考核不以检查频次、办案数量和罚没款数额计分。各项得分四舍五入保留两位小数，"
            "总分为各项得分之和；不适用的项目不计分，其分值按比例分摊到其他项目。"
        ),
        "closing": "特此通报。",
    }

    issuing: Issuing
    zone: str
    month: date
    grant: str
    scheme: str
    objection: str
    items: tuple[Item, ...]
    units: tuple[Assessed, ...]
    merits: tuple[Point, ...]
    faults: tuple[Point, ...]
    demands: tuple[Point, ...]
    trail: str = ""
    phrases: tuple[tuple[str, str], ...] = ()

    @property
    def title(self) -> str:
        """The circular's title."""
        return f"关于{self.zone}{self._month}综合执法工作考核情况的通报"

    @property
    def _month(self) -> str:
        return f"{self.month.year}年{self.month.month}月"

    @property
    def ranked(self) -> tuple[tuple[int, Assessed], ...]:
        """Place and unit, best first; who is equal shares a place."""
        totals = [one.total for one in self.units]
        placed = [(1 + sum(t > one.total for t in totals), one) for one in self.units]
        return tuple(sorted(placed, key=lambda pair: pair[0]))

    def compose(self, stamp: Stamp) -> Document:
        """Return the circular, a summary of groups and a sheet for each unit.

        Raises:
            Refusal: An item counts inspections, cases or fines.

        Clause: powers/assessed-inspections, powers/assessed-fines,
            powers/assessed-cases
        """
        for item in self.items:
            check_item_name(item.name)
        names = (self.zone, self._month, "综合执法工作")
        summary = Attachment(
            (f"{self._month}考核得分汇总表",), (self._summary(),), landscape=True
        )
        sheets = (
            Attachment(
                break_title(f"{self._month}考核表（{one.unit}）", limit=28),
                (self._sheet(place, one),),
                landscape=True,
            )
            for place, one in self.ranked
        )
        return self.issuing.paper(
            "通报",
            break_title(self.title, names=names),
            self._blocks(),
            (summary, *sheets),
            stamp,
        )

    def _blocks(self) -> Iterator[Block]:
        opening = said(
            self,
            "opening",
            grant=self.grant,
            scheme=self.scheme,
            zone=self.zone,
            month=self._month,
        )
        yield Paragraph(opening)
        yield Heading("考核结果")
        totals = [one.total for one in self.units]
        mean = sum(totals, Fraction(0)) / len(totals)
        yield Paragraph(
            f"本月参加考核的单位{len(totals)}个，最高{points(max(totals))}分，"
            f"最低{points(min(totals))}分，平均{points(rounded(mean))}分。"
            f"{self.objection}各单位得分和名次见表1，分项得分见附件。"
        )
        yield self._places()
        for heading, held in (
            ("主要成效", self.merits),
            ("存在问题", self.faults),
            ("工作要求", self.demands),
        ):
            if held:
                yield Heading(heading)
            for point in held:
                yield Heading(point.heading, 2, point.text)
        yield Paragraph(said(self, "closing"))

    def _places(self) -> Table:
        tied = len({one.total for one in self.units}) < len(self.units)
        return Table(
            (
                Column("名次", 18),
                Column("单位", 66, Align.LEFT),
                Column("得分", 24),
                Column("上月得分", 24),
                Column("增减", 24),
            ),
            tuple(
                (
                    str(place),
                    one.unit,
                    points(one.total),
                    points(one.earlier),
                    _change(one),
                )
                for place, one in self.ranked
            ),
            caption=f"{self._month}考核结果",
            note="得分相同的，名次并列。" * tied + self.trail,
        )

    def _summary(self) -> Table:
        groups = list(dict.fromkeys(item.group for item in self.items))
        width = _GROUPS_MM / len(groups)
        full = [
            sum((item.weight for item in self.items if item.group == group), Fraction())
            for group in groups
        ]
        rows = [
            (
                str(place),
                one.unit,
                *(points(self._of_group(one, group)) for group in groups),
                points(one.extra),
                points(one.total),
            )
            for place, one in self.ranked
        ]
        return Table(
            (
                Column("名次", 13),
                Column("单位", 52, Align.LEFT),
                *(
                    Column(f"{group}\n{_plain(weight)}分", width)
                    for group, weight in zip(groups, full, strict=True)
                ),
                Column("加减分", 17),
                Column("总分", 19),
            ),
            tuple(rows),
            note=said(self, "limits"),
        )

    def _of_group(self, unit: Assessed, group: str) -> Fraction | None:
        """Return what a unit reached in a group; None where nothing of it applies."""
        held = [
            score.points
            for item, score in zip(self.items, unit.scores, strict=True)
            if item.group == group and score.points is not None
        ]
        return sum(held, Fraction(0)) if held else None

    def _sheet(self, place: int, unit: Assessed) -> Table:
        rows = []
        lines = zip(self.items, unit.scores, strict=True)
        for at, (item, score) in enumerate(lines, start=1):
            weight = item.weight if score.weight is None else score.weight
            applies = score.points is not None
            rows.append(
                (
                    str(at),
                    item.group,
                    item.name,
                    item.method,
                    _plain(weight) if applies else "—",
                    points(score.points) if applies else "不适用",
                    score.basis,
                )
            )
        extra = (
            "",
            "加减分",
            "",
            "",
            "—",
            points(unit.extra),
            unit.extra_basis or "无",
        )
        full = sum((item.weight for item in self.items), Fraction(0))
        total = (
            *("", "合计", "", ""),
            _plain(full),
            points(unit.total),
            f"第{place}名",
        )
        return Table(
            (
                Column("序号", 12),
                Column("类别", 33),
                Column("考核项目", 46, Align.LEFT),
                Column("计分办法", 66, Align.LEFT),
                Column("分值", 13),
                Column("得分", 16),
                Column("计分依据", 39, Align.LEFT),
            ),
            (*rows, extra, total),
            note=f"被考核单位：{unit.unit}；考核月份：{self._month}。"
            + said(self, "limits"),
        )


def _plain(weight: Fraction) -> str:
    """Return a full score as 20, or 12.50 where it is not whole."""
    return str(int(weight)) if weight.denominator == 1 else points(rounded(weight))


def _change(unit: Assessed) -> str:
    """Return how a unit's total moved since the month before: +1.20."""
    if unit.earlier is None:
        return "—"
    step = unit.total - unit.earlier
    return f"+{points(step)}" if step > 0 else points(step)
