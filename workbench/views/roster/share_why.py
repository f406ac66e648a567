"""Why the share moved between two days: a waterfall, and the people behind it."""

from dataclasses import dataclass
from datetime import date
from functools import partial

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QButtonGroup, QPushButton
from typing_extensions import override

from workbench.listing import Column, Kind, Tone
from workbench.rules.periods import ONE_DAY
from workbench.rules.roster.deployment import Cause, Tally
from workbench.services.roster import told
from workbench.services.roster.deployment import FallRow, NamedPerson
from workbench.services.roster.told import ToldWhy
from workbench.views.charts import Bar, BarChart
from workbench.views.fields import Field, FieldKind, editor
from workbench.views.pages import PanelPage
from workbench.views.parts import Flow, button, column, holder, words
from workbench.views.roster.share_tab import (
    ShareTab,
    chart_row,
    grow,
    labelled,
    read,
)
from workbench.views.roster.share_words import share_words
from workbench.views.short_tables import ShortTable

_SETTLE_MS = 300
_EARLIER = Field("earlier", "从", FieldKind.DATE, required=True)
_LATER = Field("later", "到", FieldKind.DATE, required=True)
_BARS = {
    Cause.STRENGTH: "人员进出",
    Cause.POSTING: "派驻岗位",
    Cause.CERTIFICATE: "执法证",
    Cause.ABSENCE: "离岗返岗",
}
"""The causes as words that fit below a bar."""

_CORRECTED = "更正调整"
"""A bar for what was corrected since a month was locked; nobody stands behind it."""


@dataclass(frozen=True, slots=True)
class MovedRow:
    """One person behind a bar."""

    person: NamedPerson
    cause: Cause
    gained: bool


_COLUMNS = (
    Column[MovedRow]("name", "姓名", lambda row: row.person.name, width=120),
    Column[MovedRow]("host", "使用单位", lambda row: row.person.host, width=180),
    Column[MovedRow](
        "gained",
        "变动",
        lambda row: "增加" if row.gained else "减少",
        Kind.STATE,
        width=90,
        tone=lambda row: Tone.GOOD if row.gained else Tone.CAUTION,
    ),
    Column[MovedRow](
        "cause", "原因", lambda row: row.person.note or row.cause.label, width=180
    ),
)


class WhyTab(ShareTab):
    """Two days, a waterfall, and the names behind each of its bars."""

    def __init__(self, page: PanelPage, on: date) -> None:
        super().__init__(page, on)
        self.falls: tuple[FallRow, ...] = ()
        self.behind: list[Cause | None] = []
        self.earlier = editor(_EARLIER, self.bench)
        self.later = editor(_LATER, self.bench)
        self.told = words("", "strong", wrap=True)
        self.chart = BarChart("%", "下沉比例为什么变动")
        self.chart.told.connect(self.bench.tell)
        self.chart.picked.connect(self._pick)
        grow(self.chart)
        self.causes: dict[Cause | None, QPushButton] = {}
        self.people = ShortTable[MovedRow](
            self.bench,
            "下沉比例变动人员",
            _COLUMNS,
            empty="这两天之间，没有人因此变动。",
        )
        self.people.opened.connect(self._open)
        dates = Flow(gap=3)
        dates.addWidget(labelled(_EARLIER, self.earlier))
        dates.addWidget(labelled(_LATER, self.later))
        dates.addWidget(holder(chart_row(self.chart)))
        body = column(
            holder(dates),
            self.waiting,
            self.told,
            self.chart,
            holder(self._cause_row()),
            self.people,
            gap=2,
        )
        body.setStretch(3, 1)
        body.setStretch(5, 1)
        self.setLayout(body)
        self.layout().setContentsMargins(0, 8, 0, 0)  # type: ignore[union-attr] # set above
        self._settle = QTimer(self, interval=_SETTLE_MS, singleShot=True)
        self._settle.timeout.connect(self.ask_again)
        self.begin_anew()
        for one in (self.earlier, self.later):
            one.changed.connect(self._settle.start)

    def _cause_row(self) -> Flow:
        line = Flow(gap=2)
        group = QButtonGroup(self)
        for cause in (None, *Cause):
            made = button("", partial(self.show_people, cause))
            made.setCheckable(True)
            group.addButton(made)
            self.causes[cause] = made
            line.addWidget(made)
        self.causes[None].setChecked(True)
        return line

    @override
    def begin_anew(self) -> None:
        """Explain the month up to the page's day."""
        self.later.put(self.on)
        self.earlier.put(self.on.replace(day=1) - ONE_DAY)

    @override
    def ask(self) -> None:
        self._settle.stop()
        earlier, later = read(self.earlier), read(self.later)
        if earlier is None or later is None:
            return
        self.ask_for(
            told.told_why,
            {"earlier": earlier, "later": later},
            partial(self._show, earlier, later),
        )

    def _show(self, earlier: date, later: date, why: ToldWhy) -> None:
        self.falls = why.falls
        self.told.setText(
            f"{_day(earlier)}{_told(why.earlier)}，{_day(later)}{_told(why.later)}，"
            f"{_moved(why.earlier, why.later)}。"
        )
        bars: list[tuple[Cause | None, Bar]] = [
            (None, _end(earlier, why.earlier)),
            *_correction(why.earlier, why.begins),
            *((fall.cause, _step(fall)) for fall in why.falls),
            *_correction(why.ends, why.later),
            (None, _end(later, why.later)),
        ]
        self.behind = [cause for cause, _bar in bars]
        self.chart.show_bars([bar for _cause, bar in bars])
        for cause, made in self.causes.items():
            count = sum(
                len(fall.gained) + len(fall.lost)
                for fall in why.falls
                if cause in {None, fall.cause}
            )
            made.setText(f"{_BARS[cause] if cause else '全部'} {count}人")
        chosen = next(one for one, made in self.causes.items() if made.isChecked())
        self.show_people(chosen)

    def _pick(self, place: int) -> None:
        """Show the people behind a bar; those of no cause stand for all."""
        self.show_people(self.behind[place])

    def show_people(self, cause: Cause | None) -> None:
        """Name those who moved by a cause, all of them where it is None."""
        self.causes[cause].setChecked(True)
        rows = [
            MovedRow(person, fall.cause, gained)
            for fall in self.falls
            if cause in {None, fall.cause}
            for people, gained in ((fall.gained, True), (fall.lost, False))
            for person in people
        ]
        self.people.show_rows(rows, scope=cause.label if cause else "全部原因")

    def _open(self, row: MovedRow) -> None:
        if row.person.seen:
            self.bench.go("person", row.person.id)

    @override
    def print(self) -> None:
        self.chart.print(self.told.text())


def _end(day: date, tally: Tally) -> Bar:
    value = float(tally.share * 100) if tally.share is not None else 0.0
    return Bar(_day(day), value, share_words(tally.share))


def _step(fall: FallRow) -> Bar:
    people = [
        f"{word}{len(those)}人"
        for word, those in (("增", fall.gained), ("减", fall.lost))
        if those
    ]
    moved = _rise(fall.before, fall.after)
    return Bar(_BARS[fall.cause], moved, "、".join(people) or "无变化", step=True)


def _correction(before: Tally, after: Tally) -> list[tuple[None, Bar]]:
    """Return the step between a told figure and the facts on record, if any."""
    more = {
        "一线": after.frontline - before.frontline,
        "在编": after.strength - before.strength,
    }
    text = "、".join(
        f"{name}{'增' if count > 0 else '减'}{abs(count)}人"
        for name, count in more.items()
        if count
    )
    if not text:
        return []
    return [(None, Bar(_CORRECTED, _rise(before, after), text, step=True))]


def _rise(before: Tally, after: Tally) -> float:
    return float(((after.share or 0) - (before.share or 0)) * 100)


def _told(tally: Tally) -> str:
    if not tally.strength:
        return "没有在编在岗人员"
    return f" {share_words(tally.share)}（{tally.text}）"


def _day(day: date) -> str:
    return f"{day.month}月{day.day}日"


def _moved(before: Tally, after: Tally) -> str:
    """Say by how many the two whole numbers moved."""
    parts = []
    for name, more in (
        ("一线", after.frontline - before.frontline),
        ("在编在岗", after.strength - before.strength),
    ):
        if more:
            parts.append(f"{name}{'增加' if more > 0 else '减少'}{abs(more)}人")
    return "，".join(parts) or "人数没有变化"
