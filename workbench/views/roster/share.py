"""The page of the frontline share: how it stands, why it moved, what would help."""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any, ClassVar

from PySide6.QtGui import QKeySequence, QResizeEvent
from typing_extensions import override

from workbench.desk import Topic
from workbench.rules.roster.deployment import Definition
from workbench.services.roster import told
from workbench.services.roster.told import ToldShare
from workbench.views import style
from workbench.views.bench import Bench
from workbench.views.documents import drafts
from workbench.views.forms import Form
from workbench.views.pages import Action, Line, PanelPage, Sheet
from workbench.views.parts import holder, row
from workbench.views.rooms import PageInfo
from workbench.views.roster.posting_forms import POST
from workbench.views.roster.share_day import DayColumn
from workbench.views.roster.share_months import ISSUE, MonthsTab
from workbench.views.roster.share_places import PlacesTab
from workbench.views.roster.share_rare import RareTab
from workbench.views.roster.share_tab import ShareTab
from workbench.views.roster.share_trend import TrendTab
from workbench.views.roster.share_tries import TriesTab
from workbench.views.roster.share_why import WhyTab
from workbench.views.roster.share_words import FORCE
from workbench.views.tabs import Tab, Tabs

_NARROW = 760  # pixels of the page below which the tabs need all the room


def _day(page: "SharePage") -> date:
    return page.day.on


def _explain(page: "SharePage", _rows: Sequence[Any]) -> None:
    page.explain()


class SharePage(PanelPage):
    """A day's share at the left; at the right, one thing a tab.

    Args:
        bench: What it works with.
        info: How it is declared.

    Attributes:
        day: The left: which day, and how it stands.
        tabs: The right.
    """

    shows: ClassVar[frozenset[Topic]] = FORCE

    def __init__(self, bench: Bench, info: PageInfo) -> None:
        super().__init__(bench, info, self._actions(bench))
        self.day = DayColumn(bench)
        self.day.turned.connect(self._turn)
        self.tabs = Tabs(
            tuple(
                Tab(key, title, partial(self._build, kind), tip)
                for key, title, kind, tip in (
                    ("trend", "走势", TrendTab, "逐日比例和目标线"),
                    ("why", "为什么变动", WhyTab, "两天之间，因为什么、因为谁"),
                    ("places", "各片区各镇街", PlacesTab, "统计日各地的比例"),
                    ("tries", "试派驻", TriesTab, "派驻以前，先算一算"),
                    ("rare", "常不在岗", RareTab, "派驻了却很少到岗的人"),
                    ("months", "月度锁定", MonthsTab, "每月的数字和公文"),
                )
            )
        )
        self._asked = 0
        self._across = row(self.day, self.tabs, gap=3)
        self._across.setStretch(1, 1)
        self.body.addWidget(holder(self._across))
        self.shortcut(QKeySequence(QKeySequence.StandardKey.Print), self.print)

    @staticmethod
    def _actions(bench: Bench) -> tuple[Action, ...]:
        explain = Action("口径说明", _explain, icon="info", shows=True)
        if not bench.desk.actor.county_wide:
            return (explain,)  # the papers name everybody in the county
        return (
            drafts.drafts(drafts.FRONTLINE_REPORT, day=_day, primary=True),
            drafts.drafts(drafts.FORCE_LEDGER, day=_day),
            explain,
        )

    def _build(self, kind: type[ShareTab]) -> ShareTab:
        return kind(self, self.day.on)

    # ---- asking ----

    @override
    def refresh(self) -> None:
        """Ask again for the day, and for the tab in sight."""
        self._ask_day()
        for tab in self._built():
            tab.ask_again()

    def _ask_day(self) -> None:
        self._asked += 1
        self.bench.ask(
            told.told_share,
            {"on": self.day.on},
            partial(self._show, self._asked),
            owner=self,
        )

    def _show(self, asked: int, found: ToldShare) -> None:
        if asked == self._asked:
            self.day.show_told(found)

    def _turn(self, on: date) -> None:
        self._ask_day()
        for tab in self._built():
            tab.turn(on)

    def _built(self) -> list[ShareTab]:
        return [tab for tab in self.tabs.shown.values() if isinstance(tab, ShareTab)]

    @override
    def _note_change(self, topics: frozenset[Topic]) -> None:
        # Each tab listens for itself.
        if topics & self.shows and self.isVisible():
            self._ask_day()
        elif topics & self.shows:
            self._stale = True

    @override
    def reveal(self, target: object) -> None:
        """Show a day, or something on a tab.

        Args:
            target: A day; or a mapping with ``tab``, a tab's key, and for the tabs of
                months ``month``.
        """
        if isinstance(target, date):
            self.day.turn(target)
        elif isinstance(target, Mapping):
            tab = self.tabs.open(str(target["tab"]))
            month = target.get("month")
            if isinstance(tab, RareTab) and month is not None:
                tab.show_month(month)
            elif isinstance(tab, MonthsTab) and month is not None:
                tab.choose(month)

    # ---- what is done ----

    @override
    def note_saved(self, form: Form, result: object) -> None:
        if form.key in drafts.KEYS:
            self.bench.go("papers", result)
        elif form is ISSUE and isinstance(result, tuple):
            self.bench.go("papers", result[0])
        elif form.key == POST.key:
            tries = self.tabs.shown.get("tries")
            if isinstance(tries, TriesTab):
                tries.note_posted()

    def explain(self) -> None:
        """Show how each share is counted."""
        found = self.day.told
        long_from = found.report.long_from if found else 31
        self.show_sheet(
            Sheet(
                "口径说明",
                tuple(
                    (one.label, (Line("算法", one.wording(long_from)),))
                    for one in Definition
                ),
            )
        )

    def print(self) -> None:
        """Print what the tab in sight shows."""
        tab = self.tabs.widget
        if isinstance(tab, ShareTab):
            tab.print()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    @override
    def _open_now(self, title: str, content: Any) -> None:
        super()._open_now(title, content)
        self._fit()

    @override
    def _note_shut(self) -> None:
        super()._note_shut()
        self._fit()

    def _fit(self) -> None:
        """Give the tabs all the room where the panel leaves too little for both."""
        panel = self.panel.width() if self.panel.isVisible() else 0
        self.day.setVisible(self.width() - panel >= style.scaled(_NARROW))
