"""One day's share: the gauge, what is missing, other ways to count, who and why."""

from collections.abc import Sequence
from datetime import date, timedelta
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QGridLayout, QLineEdit, QScrollArea, QWidget

from workbench.access import Permission
from workbench.rules import Refusal
from workbench.services.roster.deployment import NamedPerson
from workbench.services.roster.told import ToldShare
from workbench.views import style
from workbench.views.bench import Bench
from workbench.views.charts import Gauge
from workbench.views.fields import AmissError, Field, FieldKind, editor
from workbench.views.parts import (
    Elided,
    button,
    clear,
    column,
    holder,
    icon_button,
    inset,
    row,
    rule,
    words,
)
from workbench.views.roster.share_words import (
    mean_words,
    shortfall_words,
    tally_words,
)

_SETTLE_MS = 500
_NAMED = 60  # people named beside the gauge; the ledger names them all


class DayColumn(QWidget):
    """The left of the page: which day, and how it stands.

    Args:
        bench: What it works with.

    Attributes:
        on: The day it speaks of.
        told: The share of that day, once it has come.

    Signals:
        turned: Another day was chosen.
                on: Which.
    """

    turned = Signal(object)

    def __init__(self, bench: Bench) -> None:
        super().__init__()
        self.bench = bench
        self.on = bench.desk.today()
        self.told: ToldShare | None = None
        self.day = editor(Field("on", "统计日", FieldKind.DATE, start=self.on), bench)
        self.day.setToolTip("统计日：今天或以前的任何一天")
        for one in self.day.inputs:
            one.setAccessibleName("统计日")
        self._settle = QTimer(self, interval=_SETTLE_MS, singleShot=True)
        self._settle.timeout.connect(partial(self.take_typed, finished=False))
        self.day.changed.connect(self._settle.start)
        for one in self.day.inputs:
            if isinstance(one, QLineEdit):
                one.editingFinished.connect(self.take_typed)
        self._amiss = words("", "amiss", wrap=True)
        self._amiss.hide()
        line = row(
            icon_button("chevron-left", "前一天", partial(self._step, -1)),
            self.day,
            icon_button("chevron-right", "后一天", partial(self._step, 1)),
            button("今天", lambda: self.turn(bench.desk.today()), look="link"),
            gap=1,
        )
        line.setStretch(1, 1)
        self._gauge = column(gap=0)
        self.short = words("", "heading")
        self.short.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.mean = words("", "grey")
        self.mean.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.locked = words("", "quiet", wrap=True)
        self._others = QGridLayout()
        self._others.setHorizontalSpacing(style.space(2))
        self._others.setVerticalSpacing(style.space(1))
        self._others.setColumnStretch(0, 1)
        self._people = column(gap=1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setProperty("look", "surface")
        scroll.setWidget(holder(self._people, "surface"))
        scroll.setMinimumHeight(2 * style.size("mini"))
        body = column(
            line,
            self._amiss,
            self._gauge,
            self.short,
            self.mean,
            self.locked,
            rule(),
            self._others,
            rule(),
            scroll,
            gap=2,
        )
        body.setStretch(9, 1)
        inset(body, 4, 3, 3, 3)
        # Where type is large and the window low, the whole of it may be scrolled.
        frame = QScrollArea()
        frame.setWidgetResizable(True)
        frame.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        frame.setProperty("look", "surface")
        frame.setWidget(holder(body, "surface"))
        inside = column(frame, gap=0)
        inset(inside, 0, 0, 0, 0)
        card = holder(inside, "card")
        card.setContentsMargins(1, 1, 1, 1)
        self.setLayout(column(card, gap=0))
        self.setFixedWidth(style.scaled(312))

    # ---- which day ----

    def turn(self, on: date) -> None:
        """Speak of another day."""
        self.day.put(on)
        self.take_typed()

    def _step(self, by: int) -> None:
        self.turn(self.on + timedelta(days=by))

    def take_typed(self, *, finished: bool = True) -> None:
        """Take the day that stands in the field, or say why not.

        Args:
            finished: Whether the person is done with it; what is half typed is not
                yet amiss.
        """
        self._settle.stop()
        amiss, on = "", None
        try:
            on = self.day.value()
        except (AmissError, Refusal) as error:
            amiss = str(error) if finished else ""
        if on is not None and on > self.bench.desk.today():
            amiss = "还没有到这一天，请填今天或以前的日期。"
        self.day.mark(amiss=bool(amiss))
        self._amiss.setText(amiss)
        self._amiss.setVisible(bool(amiss))
        if on is not None and not amiss and on != self.on:
            self.on = on
            self.turned.emit(on)

    def amiss(self) -> str:
        """Return what is said of the day that stands in the field."""
        return self._amiss.text()

    # ---- how it stands ----

    def show_told(self, told: ToldShare) -> None:
        """Show the share of the day."""
        self.told = told
        clear(self._gauge)
        headline = told.headline
        self._gauge.addWidget(
            Gauge(headline.frontline, headline.strength, told.report.target)
        )
        self.short.setText(shortfall_words(told))
        self.mean.setText(mean_words(told))
        self.mean.setVisible(told.mean is not None)
        self.mean.setToolTip(f"逐日比例的精确平均：{told.mean}")
        self.locked.setText(_locked_words(told))
        self.locked.setVisible(told.locked)
        self._show_others(told)
        self._show_people(told)

    def _show_others(self, told: ToldShare) -> None:
        clear(self._others)
        for place, (definition, tally) in enumerate(told.report.others.items()):
            name = words(definition.label, "grey")
            name.setToolTip(definition.wording(told.report.long_from))
            figure = words(tally_words(tally), select=True)
            self._others.addWidget(name, place, 0)
            self._others.addWidget(figure, place, 1, Qt.AlignmentFlag.AlignRight)

    def _show_people(self, told: ToldShare) -> None:
        clear(self._people)
        groups = (
            ("在一线但没有有效执法证", told.report.uncertified),
            ("在一线但借调回流或长期离岗", told.report.excluded),
        )
        for title, people in groups:
            if people:
                self._people.addWidget(words(f"{title}　{len(people)}人", "group"))
                self._name(people)
                self._people.addSpacing(style.space(2))
        if not told.headline.strength:
            self._offer_import()
        elif not any(people for _title, people in groups):
            fine = "派驻一线的人员都持有有效执法证，也没有长期离岗的。"
            self._people.addWidget(words(fine, "quiet", wrap=True))
        self._people.addStretch(1)

    def _offer_import(self) -> None:
        """Say what to do where nobody is on record."""
        if self.bench.desk.actor.may(Permission.ROSTER_PERSON_IMPORT):
            said = "先把人员、派驻和执法证录进来，比例就会自动算出。"
            self._people.addWidget(words(said, "quiet", wrap=True))
            go = partial(self.bench.go, "imports", "people")
            offer = row(button("导入人员", go, icon="import"), None)
            self._people.addWidget(holder(offer))

    def _name(self, people: Sequence[NamedPerson]) -> None:
        seen = [one for one in people if one.seen]
        for one in seen[:_NAMED]:
            self._people.addWidget(self._line(one))
        if len(seen) > _NAMED:
            more = f"另有{len(seen) - _NAMED}人，见力量台账。"
            self._people.addWidget(words(more, "quiet"))
        if len(seen) < len(people):
            others = f"外片区{len(people) - len(seen)}人，不显示姓名。"
            self._people.addWidget(words(others, "quiet"))

    def _line(self, one: NamedPerson) -> QWidget:
        about = Elided(
            "　".join(part for part in (one.note, one.host) if part), "quiet"
        )
        name: Any = words(one.name)
        if self.bench.desk.actor.may(Permission.ROSTER_PERSON_READ):
            name = button(
                one.name,
                partial(self.bench.go, "person", one.id),
                look="name",
                tip="打开一人一档",
            )
        name.setMinimumWidth(style.scaled(56))
        line = row(name, about, gap=2)
        line.setStretch(1, 1)
        return holder(line)


def _locked_words(told: ToldShare) -> str:
    if not told.locked:
        return ""
    if not told.corrected:
        return "当月已锁定，数字不再改变。"
    return (
        f"当月已锁定，按锁定时的数字；按现有记录为{tally_words(told.report.headline)}。"
    )
