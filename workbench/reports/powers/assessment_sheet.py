"""The month's assessment as a workbook (月度考核表.xlsx) that reckons itself.

Every score by formula is a live formula over frozen facts and full scores, so that
whoever has the file can check each of them. It comes to the program's figure to the
last place: a sheet reckons in binary fractions, so what it gets is rounded to nine
places before it is rounded half up to hundredths.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from workbench.reports.page import Stamp
from workbench.reports.powers.assessed import Assessed, Section, plain, reads
from workbench.reports.sheets import Cell, CellKind, Column, Formula, Sheet, Workbook
from workbench.rules.powers.formulas import parse
from workbench.rules.powers.items import rounded

_GONE, _NOTHING = "不适用", "—"


@dataclass(frozen=True, slots=True)
class AssessmentSheet:
    """The month's workbook.

    Attributes:
        zone: The zone's name.
        month: First day of the month.
        sections: Everybody who was assessed, by scheme.
        trail: What was locked and its digest, in one line; empty where it is not.
    """

    zone: str
    month: date
    sections: tuple[Section, ...]
    trail: str = ""

    @property
    def title(self) -> str:
        """The workbook's title."""
        words = f"{self.month.year}年{self.month.month}月"
        return f"{self.zone}{words}综合执法工作考核表"

    def compose(self, stamp: Stamp) -> Workbook:
        """Return for each scheme: summary, points, full scores, facts, the scheme."""
        sheets = [
            sheet
            for section in self.sections
            for sheet in _Part(self, section).sheets()
        ]
        return Workbook(tuple(sheets), "月度考核表", stamp)


@dataclass(frozen=True)
class _Part:
    """The sheets of one scheme; their rows are the same people in the same order."""

    whole: AssessmentSheet
    section: Section

    def sheets(self) -> Iterator[Sheet]:
        """Yield them in the order they are read."""
        yield self._summary()
        yield self._points()
        yield self._weights()
        if self.section.facts:
            yield self._facts()
        yield self._scheme()

    def _named(self, what: str) -> str:
        return f"{what}（{self.section.called}）"

    def _title(self, what: str) -> str:
        month = f"{self.whole.month.year}年{self.whole.month.month}月"
        return f"{self.whole.zone}{month}{self._named(what)}"

    @property
    def _ranked(self) -> list[Assessed]:
        return [one for _place, one in self.section.ranked]

    def _who(self) -> tuple[Column, ...]:
        if self.section.people:
            return (
                Column("name", "姓名", width=10),
                Column("unit", "工作单位", width=22),
            )
        return (Column("name", "单位", width=24),)

    def _names(self, one: Assessed) -> tuple[Cell, ...]:
        return (one.unit, one.works_at) if self.section.people else (one.unit,)

    # ---- summary ----

    def _summary(self) -> Sheet:
        section, name = self.section, self._named("汇总")
        groups = section.groups
        columns = (
            Column("place", "名次", CellKind.NUMBER, 7, centred=True),
            *self._who(),
            *(
                Column(
                    f"g{at}",
                    f"{group}（{plain(section.full_of(group))}分）",
                    CellKind.SCORE,
                    12,
                )
                for at, group in enumerate(groups)
            ),
            Column("extra", "加减分", CellKind.SCORE, 9),
            Column("total", "总分", CellKind.SCORE, 10),
            Column("earlier", "上月得分", CellKind.SCORE, 10),
            Column("change", "增减", CellKind.SCORE, 9),
            Column("why", "加减分依据", width=24),
        )
        rows: list[tuple[Cell, ...]] = []
        for place, one in section.ranked:
            sums = [self._of_group(one, group) for group in groups]
            here = [f"{{g{at}}}" for at, cell in enumerate(sums) if cell != _NOTHING]
            added = ",".join((*here, "{extra}"))
            step: Cell = _NOTHING
            if one.earlier is not None:
                step = Formula("ROUND({total}-{earlier},2)", one.total - one.earlier)
            rows.append(
                (
                    Formula(f"RANK({{total}},{{{name}.total}},0)", place),
                    *self._names(one),
                    *sums,
                    one.extra,
                    Formula(f"ROUND(SUM({added}),2)", one.total),
                    _NOTHING if one.earlier is None else one.earlier,
                    step,
                    one.extra_basis,
                )
            )
        tied = "得分相同的，名次并列。" * section.tied
        return Sheet(
            name,
            self._title("考核得分汇总"),
            columns,
            rows,
            subtitle=f"考核办法：{section.scheme}",
            totals=tuple(self._figures(columns)),
            notes=(
                f"名次、总分和增减均为公式，可以重算。{tied}{self.whole.trail}",
                "本考核不以检查频次、办案数量和罚没款数额计分。",
            ),
            names=1 + len(self._who()),
        )

    def _figures(self, columns: tuple[Column, ...]) -> Iterator[list[Cell]]:
        totals = [one.total for one in self.section.units]
        mean = rounded(sum(totals, Fraction(0)) / len(totals))
        for words, formula, value in (
            ("平均", "ROUND(ROUND(AVERAGE({total}),9),2)", mean),
            ("最高", "MAX({total})", max(totals)),
            ("最低", "MIN({total})", min(totals)),
        ):
            told: dict[str, Cell] = {"name": words, "total": Formula(formula, value)}
            yield [told.get(column.key) for column in columns]

    def _of_group(self, one: Assessed, group: str) -> Cell:
        value = self.section.of_group(one, group)
        if value is None:
            return _NOTHING
        cells = ",".join(
            f"{{{self._named('得分')}!i{at}}}"
            for at, item in enumerate(self.section.items)
            if item.group == group
        )
        return Formula(f"ROUND(SUM({cells}),2)", value)

    # ---- points ----

    def _items(self, kind: CellKind, width: float) -> tuple[Column, ...]:
        return tuple(
            Column(f"i{at}", f"{item.name}（{plain(item.weight)}分）", kind, width)
            for at, item in enumerate(self.section.items)
        )

    def _points(self) -> Sheet:
        items = self.section.items
        rows = []
        for one in self._ranked:
            reached = [self._reached(one, at) for at in range(len(items))]
            value = one.total - one.extra
            together = Formula(f"ROUND(SUM({{i0}}:{{i{len(items) - 1}}}),2)", value)
            rows.append((*self._names(one), *reached, together))
        adjusted = "；".join(
            f"{one.unit}“{item.name}”"
            for one in self._ranked
            for item, score in zip(items, one.scores, strict=True)
            if score.adjusted
        )
        return Sheet(
            self._named("得分"),
            self._title("考核分项得分"),
            (
                *self._who(),
                *self._items(CellKind.SCORE, 8),
                Column("sum", "项目合计", CellKind.SCORE, 10),
            ),
            rows,
            notes=(
                (
                    "按公式计分的项目由“事实”和“分值”两张表算出，四舍五入保留两位小数；"
                    "“不适用”的项目本月没有发生，不计分，其分值按比例分摊到其他项目。"
                ),
                *((f"经申诉更正的得分：{adjusted}。",) if adjusted else ()),
            ),
            names=len(self._who()),
        )

    def _reached(self, one: Assessed, at: int) -> Cell:
        item, score = self.section.items[at], one.scores[at]
        if score.points is None:
            return _GONE
        if not item.formula or score.adjusted or not one.facts:
            return score.points
        places = self.section.facts
        refs = {
            name: f"{{{self._named('事实')}!f{places.index(name)}}}" for name in places
        }
        full = f"{{{self._named('分值')}!i{at}}}"
        reckoned = parse(item.formula).excel(refs, full)
        return Formula(f"ROUND(ROUND(MIN(MAX({reckoned},0),{full}),9),2)", score.points)

    # ---- what they are reckoned from ----

    def _weights(self) -> Sheet:
        items = self.section.items
        rows: list[tuple[Cell, ...]] = []
        for one in self._ranked:
            weights = [
                item.weight if score.weight is None else score.weight
                for item, score in zip(items, one.scores, strict=True)
                if score.points is not None
            ]
            held = iter(weights)
            shown: list[Cell] = [
                _NOTHING if score.points is None else next(held) for score in one.scores
            ]
            together = Formula(
                f"ROUND(SUM({{i0}}:{{i{len(items) - 1}}}),2)",
                sum(weights, Fraction(0)),
            )
            rows.append((*self._names(one), *shown, together))
        return Sheet(
            self._named("分值"),
            self._title("考核分值"),
            (
                *self._who(),
                *self._items(CellKind.SCORE, 8),
                Column("sum", "合计", CellKind.SCORE, 10),
            ),
            rows,
            notes=(
                (
                    "列首为考核办法规定的分值；表内为不适用项目的分值分摊以后的分值，"
                    "每行合计100分。"
                ),
            ),
            names=len(self._who()),
        )

    def _facts(self) -> Sheet:
        names = self.section.facts
        rows = []
        for one in self._ranked:
            counted = {each.fact: each.count for each in one.facts}
            rows.append((*self._names(one), *(counted.get(name) for name in names)))
        return Sheet(
            self._named("事实"),
            self._title("考核事实"),
            (
                *self._who(),
                *(
                    Column(f"f{at}", name, CellKind.NUMBER, 10, centred=True)
                    for at, name in enumerate(names)
                ),
            ),
            rows,
            notes=("以上为冻结的事实，逐条明细在月度考核页点开得分查看。",),
            names=len(self._who()),
        )

    def _scheme(self) -> Sheet:
        items = self.section.items
        rows: list[tuple[Cell, ...]] = [
            (at, item.group, item.name, item.method, item.weight, reads(item))
            for at, item in enumerate(items, start=1)
        ]
        full = sum((item.weight for item in items), Fraction(0))
        return Sheet(
            self._named("办法"),
            self._title("考核办法"),
            (
                Column("at", "序号", CellKind.NUMBER, 6, centred=True),
                Column("group", "类别", width=18),
                Column("name", "考核项目", width=26),
                Column("method", "计分办法", width=40),
                Column("weight", "分值", CellKind.SCORE, 9),
                Column("formula", "计分公式", width=44),
            ),
            rows,
            subtitle=section_words(self.section),
            totals=((None, None, "合计", None, Formula("SUM({weight})", full), None),),
        )


def section_words(section: Section) -> str:
    """Return what a section is assessed by, in a line."""
    return f"考核对象：{section.called}　　考核办法：{section.scheme}"
