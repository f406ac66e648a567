"""What a grouping comes to, beside what the standing one does; and what is amiss."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QScrollArea, QSizePolicy, QWidget

from workbench.services.roster.scoring import Judgement, Worry
from workbench.views import style
from workbench.views.parts import (
    Elided,
    button,
    clear,
    column,
    holder,
    inset,
    row,
    rule,
    sign,
    words,
)

_WORRIES = 4  # in sight at a time


@dataclass(frozen=True, slots=True)
class Measure:
    """One figure over all zones.

    Attributes:
        read: Its value; None where it cannot be had.
        said: The value as people read it.
        brief: The same in fewer letters, where its meaning is clear.
        more_is_better: Whether a larger one is.
        tip: What it means.
        aim: Which way is better, in a word, where the title does not tell.
    """

    title: str
    read: Callable[[Judgement], float | None]
    said: Callable[[float], str]
    brief: Callable[[float], str]
    tip: str
    more_is_better: bool = False
    aim: str = ""


MEASURES = (
    Measure(
        "平均行程",
        lambda one: one.mean_km,
        lambda value: f"{value:.1f}公里",
        lambda value: f"{value:.1f}公里",
        "各镇街到本片区驻地的公路里程（估算），按件数加权平均；越短越好。",
    ),
    Measure(
        "最重片区",
        lambda one: one.heaviest,
        lambda value: f"平均的{value:.2f}倍",
        lambda value: f"{value:.2f}倍",
        "工作量最大的片区是各片区平均数的几倍；越接近1越均衡。",
    ),
    Measure(
        "力量与工作量",
        lambda one: one.staff_gap * 100,
        lambda value: f"相差{value:.1f}个点",
        lambda value: f"{value:.1f}个点",
        "各片区力量占比与工作量占比相差最大的百分点；越小越匹配。",
    ),
    Measure(
        "事项相近",
        lambda one: None if one.likeness is None else one.likeness * 100,
        lambda value: f"{value:.1f}%",
        lambda value: f"{value:.1f}%",
        "同一片区的镇街，无力承接事项的相近程度；越高越便于统筹。",
        more_is_better=True,
    ),
    Measure(
        "综合分",
        lambda one: one.total,
        lambda value: f"{value:.3f}",
        lambda value: f"{value:.3f}",
        "以上四项加权之和；越小越好，只用于同一时点的方案之间比较。",
        aim="越小越好",
    ),
)
"""What a grouping is measured by, in the order people see."""


def verdict(measure: Measure, now: Judgement, then: Judgement) -> tuple[str, str]:
    """Return how a figure stands to the standing grouping's, in words, and its tone.

    What reads the same is the same.
    """
    one, other = measure.read(now), measure.read(then)
    if one is None or other is None:
        return "", "quiet"
    was = measure.brief(other)
    if measure.brief(one) == was:
        return "与现行相同", "quiet"
    better = (one > other) is measure.more_is_better
    return f"{'变好' if better else '变差'}，现行{was}", "fine" if better else "amiss"


class SumStrip(QWidget):
    """The figures over all zones, side by side."""

    def __init__(self) -> None:
        super().__init__()
        self.values = [Elided("—", "heading") for _ in MEASURES]
        self.told = [Elided("", "quiet") for _ in MEASURES]
        tiles = row(gap=0)
        for place, measure in enumerate(MEASURES):
            if place:
                tiles.addWidget(rule(upright=True))
            body = column(
                Elided("　".join(filter(None, (measure.title, measure.aim))), "quiet"),
                self.values[place],
                self.told[place],
                gap=0,
            )
            inset(body, 3, 1, 2, 1)
            tile = holder(body)
            tile.setToolTip(measure.tip)
            tile.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            tiles.addWidget(tile, 1)
        framed = holder(tiles, "card")
        self.setLayout(column(framed, gap=0))

    def show_judgement(self, now: Judgement, standing: Judgement | None) -> None:
        """Show what a grouping comes to.

        Args:
            now: The grouping.
            standing: The standing one; None where there is nothing to compare.
        """
        for value, told, measure in zip(self.values, self.told, MEASURES, strict=True):
            found = measure.read(now)
            value.setText(
                "—" if found is None or not now.zones else measure.said(found)
            )
            text, tone = (
                verdict(measure, now, standing)
                if standing is not None and now.zones
                else ("", "quiet")
            )
            told.setText(text)
            style.look(told, tone)


class WorryList(QScrollArea):
    """What wants looking at, a sentence each; 查看 selects the towns.

    Signals:
        pointed: Towns are to be shown.
                 ids: The towns.
    """

    pointed = Signal(tuple)

    def __init__(self) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setProperty("look", "surface")
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._body = column(gap=0)
        inset(self._body, 2, 1, 2, 1)
        self.setWidget(holder(self._body, "surface"))
        self.worries: tuple[Worry, ...] = ()

    def show_worries(self, worries: Sequence[Worry], fine: str) -> None:
        """Show what wants looking at.

        Args:
            worries: The sentences.
            fine: What to say where there is none.
        """
        self.worries = tuple(worries)
        clear(self._body)
        for worry in worries:
            said = words(worry.text, wrap=True)
            line = row(sign("triangle-alert", "on_caution"), said, gap=2)
            line.setStretch(1, 1)
            if worry.town_ids:
                see = button("查看", partial(self._point, worry), look="link")
                see.setAccessibleDescription(worry.text)
                line.addWidget(see)
            self._body.addWidget(holder(line))
        if not worries:
            line = row(sign("circle-check", "good"), words(fine, "grey", wrap=True))
            line.setStretch(1, 1)
            inset(line, 0, 1, 0, 1)
            self._body.addWidget(holder(line))
        self._body.addStretch(1)
        lines = min(max(len(worries), 1), _WORRIES)
        self.setFixedHeight(lines * style.size("row") + style.space(2))
        self.verticalScrollBar().setValue(0)

    def _point(self, worry: Worry) -> None:
        self.pointed.emit(worry.town_ids)
