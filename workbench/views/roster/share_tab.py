"""What every tab of the page of the share is: it asks when it comes into sight."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, ClassVar

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget
from typing_extensions import override

from workbench.desk import Topic
from workbench.rules import Refusal
from workbench.views import style
from workbench.views.charts import BarChart, LineChart
from workbench.views.fields import AmissError, Editor, Field
from workbench.views.notices import Waiting
from workbench.views.pages import PanelPage
from workbench.views.parts import holder, icon_button, row, words
from workbench.views.roster.share_words import FORCE


class ShareTab(QWidget):
    """One tab.

    Args:
        page: The page it is on.
        on: The day the page speaks of.

    Attributes:
        shows: Topics after whose change it asks again.
        on: The day the page speaks of.

    Signals:
        answered: What was asked for is shown.
    """

    shows: ClassVar[frozenset[Topic]] = FORCE
    answered = Signal()

    def __init__(self, page: PanelPage, on: date) -> None:
        super().__init__()
        self.page = page
        self.bench = page.bench
        self.on = on
        self.waiting = Waiting()
        self.waiting.stopped.connect(self._stop)
        self._stale = True
        self._asked = 0
        self.bench.changes.changed.connect(self._note_change)

    def turn(self, on: date) -> None:
        """Speak of another day."""
        if on != self.on:
            self.on = on
            self.begin_anew()
            self.ask_again()

    def begin_anew(self) -> None:
        """Set what follows the page's day; nothing unless a tab says so."""

    def ask(self) -> None:
        """Ask for what is shown."""
        raise NotImplementedError

    def print(self) -> None:
        """Show the tab as it would be printed."""
        raise NotImplementedError

    def ask_again(self) -> None:
        """Ask now if it is in sight, else when it comes into sight."""
        self._stale = True
        if self.isVisible():
            self._stale = False
            self.ask()

    def ask_for(
        self,
        query: Callable[..., Any],
        arguments: Mapping[str, Any],
        ready: Callable[[Any], object],
    ) -> None:
        """Ask; an answer to a question that is no longer the last is dropped."""
        self._asked += 1
        asked = self._asked
        self.waiting.begin()

        def take(result: Any) -> None:
            if asked == self._asked:
                self.waiting.end()
                ready(result)
                self.answered.emit()

        def fail(error: Exception) -> None:
            if asked == self._asked:
                self.waiting.end()
                self.bench.fail(error)

        self.bench.ask(query, arguments, take, owner=self, failed=fail)

    def _stop(self) -> None:
        self._asked += 1
        self.waiting.end()

    def _note_change(self, topics: frozenset[Topic]) -> None:
        if topics & self.shows:
            self.ask_again()

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._stale:
            self._stale = False
            self.ask()


def labelled(field: Field, made: Editor, *, wide: bool = False) -> QWidget:
    """Return an editor with its title at its left, as filters have it."""
    made.setFixedWidth(style.size("field_wide" if wide else "field"))
    for one in made.inputs:
        one.setAccessibleName(field.title)
    return holder(row(words(field.title, "grey", buddy=made), made, gap=2))


def read(made: Editor) -> Any:
    """Return what stands in an editor, None where nothing can be made of it."""
    try:
        value = made.value()
    except (AmissError, Refusal):
        made.mark(amiss=True)
        return None
    made.mark(amiss=False)
    return value


def chart_row(chart: BarChart | LineChart) -> QHBoxLayout:
    """Return the small buttons that take a chart elsewhere."""
    return row(
        icon_button("copy", "复制数据，可粘贴到表格", chart.copy_figures),
        icon_button("download", "导出图片", chart.ask_where),
        gap=0,
    )


def grow(chart: BarChart | LineChart) -> None:
    """Let a chart take what room is left, however little."""
    chart.setMinimumHeight(style.scaled(150))
    ways = QSizePolicy.Policy
    chart.setSizePolicy(ways.Expanding, ways.Ignored)
