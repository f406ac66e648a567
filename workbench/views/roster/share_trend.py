"""The share over time, with the target as a dashed line."""

from datetime import date, timedelta
from functools import partial
from typing import Any

from typing_extensions import override

from workbench.rules.calendar import chinese_day
from workbench.rules.roster.deployment import Definition, percent
from workbench.services.roster import told
from workbench.services.roster.deployment import Trend
from workbench.views.charts import LineChart, Point
from workbench.views.fields import Choice, Field, FieldKind, editor
from workbench.views.pages import PanelPage
from workbench.views.parts import Flow, column, holder, words
from workbench.views.roster.share_tab import (
    ShareTab,
    chart_row,
    grow,
    labelled,
    read,
)
from workbench.views.roster.share_words import share_words

_MONTHS = (14, 6, 3)
_ANY_YEAR = 0
_SPAN = Field(
    "span",
    "范围",
    FieldKind.CHOICE,
    required=True,
    choices=(
        *(Choice(months, f"近{months}个月") for months in _MONTHS),
        Choice(_ANY_YEAR, "当年"),
    ),
    start=_MONTHS[0],
)
_DEFINITION = Field(
    "definition",
    "口径",
    FieldKind.CHOICE,
    required=True,
    choices=tuple(Choice(one, one.label) for one in Definition),
    start=Definition.ESTABLISHED,
)


class TrendTab(ShareTab):
    """A line over days up to the page's day. A click on it shows that day."""

    def __init__(self, page: PanelPage, on: date) -> None:
        super().__init__(page, on)
        self.span = editor(_SPAN, self.bench)
        self.definition = editor(_DEFINITION, self.bench)
        self.chart = LineChart("%", "下沉比例走势")
        self.chart.picked.connect(self._pick)
        self.chart.told.connect(self.bench.tell)
        grow(self.chart)
        self.trend: Trend | None = None
        self.told = words("", "grey", wrap=True)
        line = Flow(gap=3)
        line.addWidget(labelled(_SPAN, self.span))
        line.addWidget(labelled(_DEFINITION, self.definition))
        line.addWidget(holder(chart_row(self.chart)))
        hint = words("指到线上看当天的人数；点一下，左边显示那一天。", "quiet")
        body = column(holder(line), self.waiting, self.told, self.chart, hint, gap=2)
        body.setStretch(3, 1)
        self.setLayout(body)
        self.layout().setContentsMargins(0, 8, 0, 0)  # type: ignore[union-attr] # set above
        for one in (self.span, self.definition):
            one.changed.connect(self._choose)

    def _choose(self) -> None:
        if None not in {read(self.span), read(self.definition)}:
            self.ask_again()

    @override
    def ask(self) -> None:
        span, definition = read(self.span), read(self.definition)
        if span is None or definition is None:
            return
        self.ask_for(
            told.told_trend,
            {
                "first": first_day(self.on, span),
                "last": self.on,
                "definition": definition,
            },
            partial(self._show, definition),
        )

    def _show(self, definition: Definition, trend: Trend) -> None:
        self.trend = trend
        target = percent(trend.target).removesuffix(".0")
        self.chart.show_points(
            [
                Point(
                    trend.first + timedelta(days=place),
                    None if tally.share is None else float(tally.share * 100),
                    f"{share_words(tally.share)}　{tally.text}",
                )
                for place, tally in enumerate(trend.days)
            ],
            target=float(trend.target * 100),
            target_text=f"目标{target}%",
        )
        reached = sum(tally.reaches(trend.target) for tally in trend.days)
        self.told.setText(
            f"{definition.label}，{chinese_day(trend.first)}至{chinese_day(self.on)}："
            f"平均{share_words(trend.mean)}，"
            f"达标{reached}天，未达标{len(trend.days) - reached}天。"
        )

    def _pick(self, place: int) -> None:
        if self.trend is not None:
            self.page.reveal(self.trend.first + timedelta(days=place))

    @override
    def print(self) -> None:
        self.chart.print(self.told.text())


def first_day(on: date, months: Any) -> date:
    """Return the first day of a range that ends on a day.

    Args:
        on: Its last day.
        months: How many months it has, that of ``on`` included; 0 for its year.
    """
    if months == _ANY_YEAR:
        return on.replace(month=1, day=1)
    years, month = divmod(on.year * 12 + on.month - months, 12)
    return date(years, month + 1, 1)
