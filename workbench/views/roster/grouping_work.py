"""Where a grouping is worked on: map and table side by side, figures above, warnings.

It shows a plan and tells what is wanted of it; the page takes the steps.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QMenu, QSplitter, QWidget

from workbench.desk import Desk, Progress
from workbench.rules.roster.towns import PointQuality
from workbench.services.roster import scoring, towns
from workbench.services.roster.scoring import GroupingTable, Judgement, judged
from workbench.views import style
from workbench.views.parts import column, holder
from workbench.views.roster.grouping_figures import SumStrip, WorryList
from workbench.views.roster.grouping_plan import (
    Plan,
    moved,
    moved_towns,
    places,
    planned,
)
from workbench.views.roster.grouping_table import ZoneTable, swatch
from workbench.views.roster.town_map import (
    NO_ZONE,
    MapEdge,
    MapPlan,
    MapTown,
    MapZone,
    TownMap,
)

_MAP_SHARE, _TABLE_SHARE = 560, 440


@dataclass(frozen=True)
class Gathered:
    """What the page is made of, as on one day: asked for in one go."""

    table: GroupingTable
    edges: tuple[towns.NeighbourRow, ...]
    standing: Judgement


def gather(desk: Desk, on: date | None, _progress: Progress) -> Gathered:
    """Ask for everything, and have the figures' library loaded on the way."""
    table = desk.ask(scoring.grouping_table, on=on)
    edges = desk.ask(towns.neighbour_rows)
    return Gathered(table, edges, judged(table, table.current))


def known_of(plan: Plan, table: GroupingTable) -> Plan:
    """Return a plan without towns that are on record no more."""
    gone = [town for town in places(plan) if town not in table.names]
    return moved(plan, gone, NO_ZONE) if gone else plan


def sketch_of(
    gathered: Gathered,
    plan: Plan,
    judgement: Judgement,
    came_from: Mapping[int, str],
) -> MapPlan:
    """Return what the map shows of a plan.

    Args:
        gathered: Towns and their neighbours.
        plan: The zones.
        judgement: What they come to.
        came_from: The towns that change their zone.
    """
    zone_of = places(plan)
    apart = {town for worry in judgement.worries for town in worry.apart}
    return MapPlan(
        tuple(
            MapTown(
                town.id,
                town.name,
                town.lon,
                town.lat,
                zone_of.get(town.id, NO_ZONE),
                confirmed=town.quality is PointQuality.CONFIRMED,
                moved=town.id in came_from,
                amiss=town.id in apart,
                note=f"年均{town.volume}件，在镇力量{town.staff}人",
            )
            for town in gathered.table.towns
        ),
        tuple(MapZone(one.key, one.name, one.seat_id, one.key - 1) for one in plan),
        tuple(
            MapEdge(one.one_id, one.other_id, one.state, one.passable)
            for one in gathered.edges
        ),
    )


class WorkView(QWidget):
    """Map and table of a plan.

    Attributes:
        map: The sketch map.
        tree: The zones and their towns.
        sums: The figures over all zones.
        worries: What wants looking at.
        judgement: What the plan in sight comes to.
        menu: The menu that was opened last.

    Signals:
        chosen: Other towns are selected than before.
                ids: The selected towns.
        placed: Towns are to be in a zone.
                ids: The towns.
                zone: Its key; ``NO_ZONE`` is none, and None a new one.
        seated: A town is to be its zone's seat, or no longer.
                id: The town.
        named: A zone is to be called otherwise.
               key: The zone.
               name: Its new name.
        dissolved: A zone is to be taken away.
                   key: The zone.
        opened: A town's own page is wanted.
                id: The town.
    """

    chosen = Signal(tuple)
    placed = Signal(tuple, object)
    seated = Signal(int)
    named = Signal(int, str)
    dissolved = Signal(int)
    opened = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self._gathered: Gathered | None = None
        self._plan: Plan = ()
        self._editable = False
        self.judgement: Judgement | None = None
        self.menu: QMenu | None = None
        self.map = TownMap()
        self.tree = ZoneTable()
        self.sums = SumStrip()
        self.worries = WorryList()
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        beside = column(self.tree, _framed(self.worries), gap=2)
        beside.setStretch(0, 1)
        sides = QSplitter(Qt.Orientation.Horizontal)
        sides.setChildrenCollapsible(False)
        sides.setHandleWidth(style.space(2))
        sides.addWidget(_framed(self.map))
        sides.addWidget(holder(beside))
        sides.setSizes([_MAP_SHARE, _TABLE_SHARE])
        work = column(self.sums, sides, gap=2)
        work.setStretch(1, 1)
        self.setLayout(work)

    def _connect(self) -> None:
        self.map.town_chosen.connect(self.tree.choose)
        self.map.town_chosen.connect(self.chosen)
        self.tree.town_chosen.connect(self.map.choose)
        for side in (self.map, self.tree):
            side.town_over.connect(self._preview)
            side.town_dropped.connect(self._place)
            side.town_asked.connect(self._ask_towns)
        self.map.town_carried.connect(partial(self._carry, self.tree))
        self.tree.town_carried.connect(partial(self._carry, self.map))
        self.map.town_opened.connect(self.opened)
        self.tree.zone_asked.connect(self._ask_zone)
        self.tree.zone_named.connect(self.named)
        self.worries.pointed.connect(self.map.choose)

    # ---- what is shown ----

    def show_plan(self, gathered: Gathered, plan: Plan, *, editable: bool) -> int:
        """Show a plan; return how many towns change their zone by it.

        Args:
            gathered: The towns, and the zones that stand.
            plan: The zones to be shown.
            editable: Whether it may be changed.
        """
        table = gathered.table
        plan = known_of(plan, table)
        self._gathered, self._plan, self._editable = gathered, plan, editable
        self.judgement = judged(table, planned(plan))
        was = {town: zone.name for zone in table.current for town in zone.town_ids}
        came_from = {
            town: was.get(town, "未编入")
            for town in moved_towns(table.current, planned(plan))
            if table.current
        }
        self.map.set_movable(movable=editable)
        self.tree.set_movable(movable=editable)
        self.map.show_plan(sketch_of(gathered, plan, self.judgement, came_from))
        by_id = {town.id: town for town in table.towns}
        self.tree.show_plan(plan, self.judgement, by_id, came_from)
        self._show_sums(plan, self.judgement)
        fine = "没有发现不相连、过大或过远的片区。"
        if not plan:
            fine = "还没有片区：点“新建片区”或“系统推荐”开始。"
        self.worries.show_worries(self.judgement.worries, fine)
        return len(came_from)

    def _show_sums(self, plan: Plan, judgement: Judgement) -> None:
        if self._gathered is not None:
            standing = self._gathered.table.current
            compared = standing and planned(plan) != standing
            self.sums.show_judgement(
                judgement, self._gathered.standing if compared else None
            )

    def _preview(self, chosen: Sequence[int], zone: int | None) -> None:
        """Show what a drop would come to, while towns are being dragged."""
        if self._gathered is None:
            return
        plan = self._plan if zone is None else moved(self._plan, chosen, zone)
        judgement = judged(self._gathered.table, planned(plan))
        self._show_sums(plan, judgement)
        self.tree.show_figures(plan, judgement)

    def _carry(
        self,
        other: TownMap | ZoneTable,
        chosen: Sequence[int],
        at: QPoint,
        dropped: bool,  # noqa: FBT001 - as the signal calls it
    ) -> None:
        """Have towns of one side dropped on the other."""
        zone = other.zone_at(at)
        for side in (self.map, self.tree):
            side.mark_target(None if dropped else zone)
        self._preview(chosen, zone)
        if dropped and zone is not None:
            self.placed.emit(chosen, zone)

    # ---- menus ----

    def _open_menu(self) -> QMenu:
        self.menu = QMenu(self)
        self.menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        return self.menu

    def offer_zones(self, at: QPoint) -> None:
        """Offer the zones for the selected towns.

        Args:
            at: Where on the screen.
        """
        menu = self._open_menu()
        self._list_zones(menu, self.map.chosen())
        menu.popup(at)

    def _list_zones(self, menu: QMenu, chosen: tuple[int, ...]) -> None:
        zone_of = places(self._plan)
        for zone in self._plan:
            entry = menu.addAction(swatch(zone.key - 1), zone.name)
            entry.setEnabled(any(zone_of.get(town) != zone.key for town in chosen))
            entry.triggered.connect(partial(self._place, chosen, zone.key))
        menu.addSeparator()
        fresh = menu.addAction("新片区")
        fresh.triggered.connect(partial(self._place, chosen, None))
        out = menu.addAction("移出片区")
        out.setEnabled(any(town in zone_of for town in chosen))
        out.triggered.connect(partial(self._place, chosen, NO_ZONE))

    def _place(
        self,
        chosen: tuple[int, ...],
        zone: int | None,
        _on: bool = False,  # noqa: FBT001, FBT002 - as Qt calls it
    ) -> None:
        self.placed.emit(chosen, zone)

    def _ask_towns(self, chosen: tuple[int, ...], at: QPoint) -> None:
        menu, town = self._open_menu(), chosen[0]
        if self._editable:
            self._list_zones(menu.addMenu("移入"), chosen)
            zone = next((one for one in self._plan if town in one.town_ids), None)
            if len(chosen) == 1 and zone is not None:
                word = "取消驻地" if zone.seat_id == town else "设为驻地"
                seat = menu.addAction(word)
                seat.triggered.connect(lambda _on=False: self.seated.emit(town))
            menu.addSeparator()
        look = menu.addAction("查看镇街")
        look.triggered.connect(lambda _on=False: self.opened.emit(town))
        menu.popup(at)

    def _ask_zone(self, key: int, at: QPoint) -> None:
        menu = self._open_menu()
        zone = next((one for one in self._plan if one.key == key), None)
        loose = set(self.tree.towns) - set(places(self._plan))
        members = tuple(sorted(loose)) if zone is None else zone.town_ids
        pick = menu.addAction("选中全部镇街")
        pick.triggered.connect(lambda _on=False: self.map.choose(members))
        if self._editable and zone is not None:
            name = menu.addAction("改名（F2）")
            name.triggered.connect(lambda _on=False: self.tree.edit_name(key))
            end = menu.addAction("解散片区")
            end.triggered.connect(lambda _on=False: self.dissolved.emit(key))
        menu.popup(at)


def _framed(inside: QWidget) -> QWidget:
    """Return a card around something, its line left in sight."""
    layout = column(inside, gap=0)
    made = holder(layout, "card")
    layout.setContentsMargins(1, 1, 1, 1)
    return made
