"""The zones of a grouping and their towns as a table, to be dragged in and named."""

from collections.abc import Mapping, Sequence
from functools import partial

from PySide6.QtCore import (
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import (
    QBrush,
    QContextMenuEvent,
    QGuiApplication,
    QIcon,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPixmap,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyleOptionViewItem,
    QTreeWidget,
    QTreeWidgetItem,
)
from typing_extensions import override

from workbench.services.roster.scoring import Judgement, TableTown, ZoneFigures
from workbench.views import style
from workbench.views.roster.grouping_plan import Plan, places
from workbench.views.roster.town_sketch import NO_ZONE, hue_of

_TOWN, _ZONE = Qt.ItemDataRole.UserRole, Qt.ItemDataRole.UserRole + 1
_HEADS = ("片区和镇街", "行程", "件数", "力量", "相近")
_TIPS = (
    "拖动镇街到另一片区；右键有更多办法",
    "到驻地的公路里程（公里，估算）；片区为按件数加权的平均",
    "无力承接事项的年均件数",
    "在镇街各单位工作的人数",
    "片区内各镇街无力承接事项的相近程度，越高越便于统筹",
)
_FIGURE, _NAMES = 60, 136  # pixels of a column of figures, and of the names
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


def swatch(hue: int | None) -> QIcon:
    """Return a zone's hue as a small square; an empty one for no zone."""
    side = style.size("icon_small")
    picture = QPixmap(side, side)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(style.colour("secondary"))
    painter.setBrush(style.colour("surface") if hue is None else hue_of(hue))
    painter.drawRoundedRect(2, 2, side - 5, side - 5, 2, 2)
    painter.end()
    return QIcon(picture)


class ZoneTable(QTreeWidget):
    """Zones with their figures, and below each its towns.

    Args:
        movable: Whether towns may be dragged and zones named.

    Signals:
        town_chosen: Other towns are selected than before.
                     ids: The selected towns.
        town_dropped: Towns were dragged onto a zone.
                      ids: The towns.
                      zone: Key of the zone, or ``NO_ZONE``.
        town_over: Towns are being dragged; see ``TownMap.town_over``.
        town_carried: Towns are dragged outside; see ``TownMap.town_carried``.
        town_asked: The menu of towns is wanted; see ``TownMap.town_asked``.
        zone_asked: The menu of a zone is wanted.
                    key: The zone.
                    at: Where on the screen.
        zone_named: A zone was given another name.
                    key: The zone.
                    name: The name.
    """

    town_chosen = Signal(tuple)
    town_dropped = Signal(tuple, int)
    town_over = Signal(tuple, object)
    town_carried = Signal(tuple, QPoint, bool)
    town_asked = Signal(tuple, QPoint)
    zone_asked = Signal(int, QPoint)
    zone_named = Signal(int, str)

    def __init__(self, *, movable: bool = False) -> None:
        super().__init__()
        self._movable = movable
        self._filling = False
        self._pressed: QPoint | None = None
        self._carried: tuple[int, ...] = ()
        self._target: int | None = None
        self.towns: dict[int, QTreeWidgetItem] = {}
        self.zones: dict[int, QTreeWidgetItem] = {}
        self.setColumnCount(len(_HEADS))
        self.setHeaderLabels(list(_HEADS))
        for place, tip in enumerate(_TIPS):
            self.headerItem().setToolTip(place, tip)
            if place:
                self.headerItem().setTextAlignment(place, _RIGHT)
        heads = self.header()
        heads.setStretchLastSection(False)
        heads.setMinimumSectionSize(style.scaled(52))
        heads.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        heads.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for place in range(1, len(_HEADS)):
            heads.resizeSection(place, style.scaled(_FIGURE))
        self._yielding = (4, 2, 3)  # columns that give way to the names, in order
        self.setIndentation(style.space(4))
        self.setUniformRowHeights(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setExpandsOnDoubleClick(False)
        self.setAccessibleName("片区和镇街")
        self.itemSelectionChanged.connect(self._note_chosen)
        self.itemChanged.connect(self._note_name)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        column = style.scaled(_FIGURE)
        room = self.viewport().width() - (len(_HEADS) - 1) * column
        for place in self._yielding:
            narrow = room < style.scaled(_NAMES)
            self.setColumnHidden(place, narrow)
            room += column if narrow else 0

    # ---- what is shown ----

    def show_plan(
        self,
        plan: Plan,
        judgement: Judgement,
        towns: Mapping[int, TableTown],
        came_from: Mapping[int, str],
    ) -> None:
        """Show a grouping; what is selected and folded stays so.

        Args:
            plan: The zones.
            judgement: What they come to, in the same order.
            towns: Every town.
            came_from: For towns that change their zone, what the old one is called.
        """
        folded = {key for key, item in self.zones.items() if not item.isExpanded()}
        chosen, top = self.chosen(), self.verticalScrollBar().value()
        self._filling = True
        self.clear()
        self.towns, self.zones = {}, {}
        for zone, figures in zip(plan, judgement.zones, strict=True):
            item = self._add_zone(zone.key, zone.name, swatch(zone.key - 1))
            self._write(item, figures)
            for town in zone.town_ids:
                self._add_town(item, towns[town], came_from, seat=zone.seat_id)
                road = figures.roads.get(town)
                self.towns[town].setText(1, "—" if road is None else f"{road:.1f}")
        placed = places(plan)
        loose = [town for town in towns if town not in placed]
        if loose:
            item = self._add_zone(NO_ZONE, "未编入片区", swatch(None))
            for town in loose:
                self._add_town(item, towns[town], came_from, seat=None)
        for key, item in self.zones.items():
            item.setExpanded(key not in folded)
        for town in chosen:
            if town in self.towns:
                self.towns[town].setSelected(True)
        self._filling = False
        self.verticalScrollBar().setValue(top)

    def _add_zone(self, key: int, name: str, icon: QIcon) -> QTreeWidgetItem:
        item = QTreeWidgetItem(self)
        item.setData(0, _ZONE, key)
        item.setText(0, name)
        item.setIcon(0, icon)
        item.setToolTip(0, name)
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        if self._movable and key != NO_ZONE:
            flags |= Qt.ItemFlag.ItemIsEditable
        item.setFlags(flags)
        for place in range(len(_HEADS)):
            item.setFont(place, style.font(strong=True))
            if place:
                item.setTextAlignment(place, _RIGHT)
        self.zones[key] = item
        return item

    def _write(self, item: QTreeWidgetItem, figures: ZoneFigures) -> None:
        likeness = figures.likeness
        cells = (
            f"{figures.mean_km:.1f}",
            f"{figures.volume}",
            f"{figures.staff}",
            "—" if likeness is None else f"{likeness * 100:.0f}%",
        )
        for place, cell in enumerate(cells, 1):
            item.setText(place, cell)
        item.setToolTip(2, f"占全县{figures.volume_share * 100:.1f}%")
        item.setToolTip(3, f"占全县{figures.staff_share * 100:.1f}%")

    def _add_town(
        self,
        zone: QTreeWidgetItem,
        town: TableTown,
        came_from: Mapping[int, str],
        *,
        seat: int | None,
    ) -> None:
        item = QTreeWidgetItem(zone)
        item.setData(0, _TOWN, town.id)
        said = f"{town.name}（驻地）" if town.id == seat else town.name
        if town.id in came_from:
            said += f"　原{came_from[town.id]}"
            item.setForeground(0, QBrush(style.colour("accent")))
        item.setText(0, said)
        item.setToolTip(0, said)
        item.setText(2, str(town.volume))
        item.setText(3, str(town.staff))
        for place in range(1, len(_HEADS)):
            item.setTextAlignment(place, _RIGHT)
            item.setForeground(place, QBrush(style.colour("secondary")))
        self.towns[town.id] = item

    def show_figures(self, plan: Plan, judgement: Judgement) -> None:
        """Show only other figures, while something is being dragged."""
        self._filling = True
        for zone, figures in zip(plan, judgement.zones, strict=True):
            if zone.key in self.zones:
                self._write(self.zones[zone.key], figures)
        self._filling = False

    def set_movable(self, *, movable: bool) -> None:
        """Let towns be dragged and zones be named, or not; from the next plan on."""
        self._movable = movable

    # ---- what is selected ----

    def chosen(self) -> tuple[int, ...]:
        """Return the selected towns."""
        found = [item.data(0, _TOWN) for item in self.selectedItems()]
        return tuple(town for town in found if town is not None)

    def choose(self, towns: Sequence[int]) -> None:
        """Select towns; says nothing where they are selected already."""
        if set(towns) == set(self.chosen()):
            return
        self._filling = True
        self.clearSelection()
        for town in towns:
            if town in self.towns:
                self.towns[town].setSelected(True)
        self._filling = False
        if len(towns) == 1 and towns[0] in self.towns:
            self.scrollToItem(self.towns[towns[0]])

    def _note_chosen(self) -> None:
        if not self._filling:
            self.town_chosen.emit(self.chosen())

    def zone_now(self) -> int | None:
        """Return the zone that the keys are on, or that holds the town they are on."""
        item = self.currentItem()
        return None if item is None else self._zone_of(item)

    def _zone_of(self, item: QTreeWidgetItem) -> int:
        top = item.parent() or item
        return int(top.data(0, _ZONE))

    # ---- naming ----

    def edit_name(self, key: int) -> None:
        """Let a zone's name be typed over."""
        if self._movable and key in self.zones and key != NO_ZONE:
            self.setFocus()
            self.setCurrentItem(self.zones[key])
            self.editItem(self.zones[key], 0)
            # What stands below the table may still take some of its height.
            QTimer.singleShot(0, self, partial(self._see_zone, key))

    def _see_zone(self, key: int) -> None:
        if key in self.zones:
            self.scrollToItem(self.zones[key])

    def _note_name(self, item: QTreeWidgetItem, place: int) -> None:
        key = item.data(0, _ZONE)
        if not self._filling and place == 0 and key is not None:
            self.zone_named.emit(key, item.text(0))

    # ---- dragging ----

    def zone_at(self, on_screen: QPoint) -> int | None:
        """Return the zone at a point of the screen; None beside all of them."""
        at = self.viewport().mapFromGlobal(on_screen)
        if not self.viewport().rect().contains(at):
            return None
        item = self.itemAt(at)
        return None if item is None else self._zone_of(item)

    def mark_target(self, zone: int | None) -> None:
        """Show which zone something is about to be dropped on; None shows none."""
        if zone != self._target:
            self._target = zone
            self.viewport().update()

    @override
    def drawRow(
        self,
        painter: QPainter,
        options: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        item = self.itemFromIndex(index)
        if self._target is not None and self._zone_of(item) == self._target:
            painter.fillRect(options.rect, style.colour("accent_soft"))
        super().drawRow(painter, options, index)

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        at = event.position().toPoint()
        item = self.itemAt(at)
        self._pressed = None
        if event.button() == Qt.MouseButton.LeftButton and item is not None:
            self._pressed = at
            plain = event.modifiers() == Qt.KeyboardModifier.NoModifier
            if plain and item.isSelected() and item.data(0, _TOWN) is not None:
                return  # it may be the beginning of a drag of all that is selected
        super().mousePressEvent(event)

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        at = event.position().toPoint()
        if self._pressed is None:
            super().mouseMoveEvent(event)
            return
        if not self._carried:
            far = (at - self._pressed).manhattanLength()
            if (
                not self._movable
                or far < QGuiApplication.styleHints().startDragDistance()
                or self.itemAt(self._pressed) not in self.selectedItems()
            ):
                return
            self._carried = self.chosen()
            if not self._carried:
                return
            self.setCursor(Qt.CursorShape.DragMoveCursor)
        self._carry(at, dropped=False)

    def _carry(self, at: QPoint, *, dropped: bool) -> int | None:
        """Tell what is carried where; return the zone of the table it is over."""
        on_screen = self.viewport().mapToGlobal(at)
        inside = self.viewport().rect().contains(at)
        zone = self.zone_at(on_screen) if inside else None
        self.mark_target(zone)
        if inside:
            self.town_over.emit(self._carried, zone)
        else:
            self.town_carried.emit(self._carried, on_screen, dropped)
        return zone

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        at, carried, pressed = event.position().toPoint(), self._carried, self._pressed
        if carried:
            zone = self._carry(at, dropped=True)
            self._stop()
            if zone is not None:
                self.town_dropped.emit(carried, zone)
            return
        self._pressed = None
        if pressed is not None and event.modifiers() == _PLAIN:
            item = self.itemAt(pressed)
            if item is not None and len(self.selectedItems()) > 1:
                self.setCurrentItem(item)  # it was no drag: only this one is meant
        super().mouseReleaseEvent(event)

    def _stop(self) -> None:
        carried, self._carried, self._pressed = self._carried, (), None
        self.unsetCursor()
        self.mark_target(None)
        self.town_over.emit(carried, None)

    # ---- menus and keys ----

    @override
    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        by_key = event.reason() is QContextMenuEvent.Reason.Keyboard
        item = self.currentItem() if by_key else self.itemAt(event.pos())
        if item is None:
            return
        place = self.visualItemRect(item).center()
        at = self.viewport().mapToGlobal(place) if by_key else event.globalPos()
        if item.data(0, _TOWN) is not None:
            if not item.isSelected():
                self.setCurrentItem(item)
            self.town_asked.emit(self.chosen(), at)
        else:
            self.zone_asked.emit(item.data(0, _ZONE), at)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        item = self.currentItem()
        if event.key() == Qt.Key.Key_F2 and item is not None:
            self.edit_name(self._zone_of(item))
        elif event.key() == Qt.Key.Key_Escape and self._carried:
            self._stop()
        else:
            super().keyPressEvent(event)


_PLAIN = Qt.KeyboardModifier.NoModifier
