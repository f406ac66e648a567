"""The share of every zone and town on the page's day."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from PySide6.QtWidgets import QWidget
from typing_extensions import override

from workbench.listing import Column, Kind, Tone
from workbench.rules.calendar import chinese_day
from workbench.rules.roster.deployment import Tally
from workbench.services.roster import told
from workbench.services.roster.told import ToldShare
from workbench.views.pages import PanelPage
from workbench.views.parts import column, words
from workbench.views.roster.share_tab import ShareTab
from workbench.views.roster.share_words import rank, share_words
from workbench.views.short_tables import ShortTable


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """One zone, one town, or the county.

    Attributes:
        target: The share to reach; None outside the zones, where nobody is meant to
            stay.
    """

    name: str
    tally: Tally
    target: Fraction | None

    @property
    def state(self) -> str:
        """Whether the target is reached there, in a word."""
        if not self.tally.strength:
            return "无人员"
        if self.target is None:
            return "不设目标"
        return "达标" if self.tally.reaches(self.target) else "未达标"

    @property
    def shortfall(self) -> int | None:
        """How many more persons the target asks for there."""
        if self.target is None or not self.tally.strength:
            return None
        return self.tally.shortfall(self.target)


_TONES = {"达标": Tone.GOOD, "未达标": Tone.CAUTION}

_COLUMNS = (
    Column[PlaceRow]("name", "片区、镇街", lambda row: row.name, width=160),
    Column[PlaceRow](
        "share", "比例", lambda row: share_words(row.tally.share), Kind.NUMBER, 68
    ),
    Column[PlaceRow](
        "frontline", "一线", lambda row: str(row.tally.frontline), Kind.NUMBER, 60
    ),
    Column[PlaceRow](
        "strength", "在编", lambda row: str(row.tally.strength), Kind.NUMBER, 60
    ),
    Column[PlaceRow](
        "state",
        "达标",
        lambda row: row.state,
        Kind.STATE,
        80,
        tone=lambda row: _TONES.get(row.state, Tone.PLAIN),
    ),
    Column[PlaceRow](
        "short",
        "还差",
        lambda row: "—" if row.shortfall is None else str(row.shortfall),
        Kind.NUMBER,
        60,
    ),
)


class PlacesTab(ShareTab):
    """A table: the county, its zones, its towns."""

    def __init__(self, page: PanelPage, on: date) -> None:
        super().__init__(page, on)
        self.table = ShortTable[PlaceRow](
            self.bench,
            "各片区各镇街下沉比例",
            _COLUMNS,
            orders={
                "share": lambda row: rank(row.tally),
                "frontline": lambda row: row.tally.frontline,
                "strength": lambda row: row.tally.strength,
                "short": lambda row: row.shortfall or 0,
            },
            empty="还没有片区和镇街。",
        )
        hint: QWidget = words(
            "按人员当天的使用单位归到镇街和片区；县直单位的人员列在“片区以外”。",
            "quiet",
            wrap=True,
        )
        self.setLayout(column(hint, self.waiting, self.table, gap=2))
        self.layout().setContentsMargins(0, 8, 0, 0)  # type: ignore[union-attr] # set above

    @override
    def ask(self) -> None:
        self.ask_for(told.told_share, {"on": self.on}, self._show)

    def _show(self, found: ToldShare) -> None:
        report, target = found.report, found.report.target
        rows = [PlaceRow("全县", found.headline, target)]
        rows += [
            PlaceRow(one.name, one.tally, target)
            for one in (*report.zones, *report.towns)
            if one.id is not None
        ]
        rows += [
            PlaceRow(one.name, one.tally, None)
            for one in report.zones
            if one.id is None and one.tally.strength
        ]
        self.table.show_rows(rows, scope=chinese_day(self.on))

    @override
    def print(self) -> None:
        self.table.print()
