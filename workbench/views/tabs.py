"""Tabs: one thing at a time; each is built and asks when it first comes into sight."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QScrollArea, QStackedLayout, QTabBar, QWidget

from workbench.views.parts import column, inset, rule


@dataclass(frozen=True)
class Tab:
    """One tab.

    Attributes:
        key: Its name.
        title: The word on it.
        build: Makes what it shows.
        tip: What it is for, in a sentence.
    """

    key: str
    title: str
    build: Callable[[], QWidget]
    tip: str = ""


class Tabs(QWidget):
    """A row of words, and below it what belongs to the chosen one.

    Args:
        tabs: The tabs, left to right.

    Attributes:
        shown: What has been built so far, by key.

    Signals:
        turned: Another tab was chosen.
                key: Which.
    """

    turned = Signal(str)

    def __init__(self, tabs: Sequence[Tab]) -> None:
        super().__init__()
        self._tabs = tuple(tabs)
        self.shown: dict[str, QWidget] = {}
        self._frames: dict[str, QScrollArea] = {}
        self.bar = QTabBar()
        self.bar.setExpanding(False)
        self.bar.setDrawBase(False)
        self.bar.setElideMode(Qt.TextElideMode.ElideNone)
        self.bar.setUsesScrollButtons(True)
        for place, tab in enumerate(self._tabs):
            self.bar.addTab(tab.title)
            self.bar.setTabToolTip(place, tab.tip)
        self._stack = QStackedLayout()
        inset(self._stack, 0, 0, 0, 0)
        self.setLayout(column(self.bar, rule(), self._stack, gap=0))
        self.layout().setStretch(2, 1)  # type: ignore[union-attr] # set above
        self.bar.currentChanged.connect(self._turn)
        self._turn(0)

    @property
    def now(self) -> str:
        """The key of the tab in sight."""
        return self._tabs[self.bar.currentIndex()].key

    @property
    def widget(self) -> QWidget:
        """What is in sight."""
        return self.shown[self.now]

    def open(self, key: str) -> QWidget:
        """Show a tab, and return what it shows."""
        places = [tab.key for tab in self._tabs]
        self.bar.setCurrentIndex(places.index(key))
        return self.widget

    def _turn(self, place: int) -> None:
        tab = self._tabs[place]
        if tab.key not in self.shown:
            made = tab.build()
            self.shown[tab.key] = made
            # However much is on it, a tab never makes the window higher.
            scroll = QScrollArea()
            scroll.setWidgetResizable(True)
            scroll.setProperty("look", "page")
            scroll.setWidget(made)
            self._frames[tab.key] = scroll
            self._stack.addWidget(scroll)
        self._stack.setCurrentWidget(self._frames[tab.key])
        self.turned.emit(tab.key)
