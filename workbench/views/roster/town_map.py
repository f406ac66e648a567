"""The sketch map of towns as a widget: to be looked at, chosen from, dragged on.

A page hands over a frozen plan and listens to signals; the map changes nothing by
itself. Mouse: a click chooses, Ctrl adds; a drag carries towns where that is allowed,
else pushes the map; Shift or the second tool draws a frame; the wheel zooms. Keys:
arrows go from town to town, Space chooses, + and - zoom, Home shows all again.
"""

from collections.abc import Callable, Iterable
from enum import StrEnum
from functools import partial

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QFontMetricsF,
    QGuiApplication,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QToolButton, QToolTip, QWidget
from typing_extensions import override

from workbench.rules.roster.cells import Place
from workbench.views import style
from workbench.views.parts import column, holder, icon_button, inset, rule
from workbench.views.roster.town_sketch import (
    NO_ZONE,
    REMARK,
    Frame,
    Land,
    MapEdge,
    MapPlan,
    MapTown,
    MapZone,
    Sketch,
    fitted,
)

__all__ = ["NO_ZONE", "MapEdge", "MapPlan", "MapTown", "MapZone", "TownMap"]

_NOTCH = 1.25  # zoomed by one click of the wheel
_FARTHEST, _NEAREST = 0.8, 12.0  # of the frame in which all is seen
_ASKEW = 2.0  # an arrow key goes rather straight on than aside


class Tool(StrEnum):
    """What a drag of the mouse does."""

    CARRY = "carry"
    FRAME = "frame"
    PUSH = "push"


class TownMap(QWidget):
    """A map of towns in their zones.

    Args:
        movable: Whether towns may be dragged onto zones.

    Signals:
        town_chosen: Other towns are selected than before.
                     ids: The selected towns.
        town_dropped: Towns were dragged onto a zone.
                      ids: The towns.
                      zone: Key of the zone, or ``NO_ZONE``.
        town_over: Towns are being dragged.
                   ids: The towns.
                   zone: Key of the zone below the mouse; None over none, and once
                         the drag is over.
        town_carried: Towns are dragged outside the map, where a page may have other
                      places for them.
                      ids: The towns.
                      at: Where on the screen.
                      dropped: Whether they were let go of there.
        town_asked: The menu of towns is wanted.
                    ids: The towns.
                    at: Where on the screen.
        town_opened: A town was double-clicked, or Enter pressed on it.
                     id: The town.
        edge_chosen: The line between two neighbours was clicked.
                     one: A town.
                     other: The other.
    """

    town_chosen = Signal(tuple)
    town_dropped = Signal(tuple, int)
    town_over = Signal(tuple, object)
    town_carried = Signal(tuple, QPoint, bool)
    town_asked = Signal(tuple, QPoint)
    town_opened = Signal(int)
    edge_chosen = Signal(int, int)

    def __init__(self, *, movable: bool = False) -> None:
        super().__init__()
        self._plan = MapPlan()
        self._land = Land(())
        self._frame = Frame(1.0, 0.0, 0.0)
        self._sketch: Sketch | None = None
        self._painted: tuple[object, QPixmap] | None = None  # of what, and the picture
        self._zoomed = False
        self._movable = movable
        self._chosen: tuple[int, ...] = ()
        self._current: int | None = None
        self._edges = False
        self._edge: tuple[int, int] | None = None
        self._tool = Tool.CARRY
        self._pressed: QPointF | None = None  # where the mouse went down
        self._shift = False  # whether Shift was held then
        self._doing: Tool | None = None  # what the drag under way does
        self._at = QPointF()
        self._target: int | None = None
        self._carried: tuple[int, ...] = ()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName("镇街示意图")
        self._tools = self._build_tools()
        self._tools.setParent(self)
        self._tools.adjustSize()
        self._tools.move(style.space(2), style.space(2))

    def _build_tools(self) -> QWidget:
        self._buttons: dict[Tool, QToolButton] = {}
        for tool, icon, tip in (
            (Tool.CARRY, "mouse-pointer-2", "选取；按住镇街可拖动"),
            (Tool.FRAME, "square-dashed-mouse-pointer", "框选（也可按住Shift拖）"),
            (Tool.PUSH, "hand", "平移（也可按住鼠标中键拖）"),
        ):
            made = icon_button(icon, tip, partial(self.take, tool), look="small")
            made.setCheckable(True)
            self._buttons[tool] = made
        self._lines = icon_button(
            "waypoints", "显示相邻关系：实线已确认，虚线为推算", look="small"
        )
        self._lines.setCheckable(True)
        self._lines.toggled.connect(lambda on: self.show_edges(shown=on))
        tools = column(
            *self._buttons.values(),
            rule(),
            icon_button("zoom-in", "放大（+）", self.zoom_in, look="small"),
            icon_button("zoom-out", "缩小（-）", self.zoom_out, look="small"),
            icon_button("maximize", "看全图（Home）", self.fit, look="small"),
            rule(),
            self._lines,
            gap=0,
        )
        inset(tools, 1, 1, 1, 1)
        self.take(Tool.CARRY)
        return holder(tools, "float")

    # ---- what is shown ----

    def show_plan(self, plan: MapPlan) -> None:
        """Show other towns, zones or neighbours; what is selected stays so."""
        land = Land.of(plan.towns)
        moved = land != self._land
        self._plan = plan
        if moved:
            self._land, self._zoomed = land, False
        known = {town.id for town in plan.towns}
        self._chosen = tuple(key for key in self._chosen if key in known)
        if self._current not in known:
            self._current = None
        self._lay_out()

    def show_edges(self, *, shown: bool) -> None:
        """Join neighbours by lines, which can then be clicked; or not."""
        self._edges = shown
        self._edge = self._edge if shown else None
        self._lines.setChecked(shown)
        self.update()

    def edges_shown(self) -> bool:
        """Tell whether neighbours are joined by lines."""
        return self._edges

    def set_movable(self, *, movable: bool) -> None:
        """Let towns be dragged, or not."""
        self._movable = movable

    def take(self, tool: Tool) -> None:
        """Choose what a drag of the mouse does."""
        self._tool = tool
        for one, made in self._buttons.items():
            made.setChecked(one is tool)

    def chosen(self) -> tuple[int, ...]:
        """Return the selected towns, in the order they were chosen."""
        return self._chosen

    def choose(self, towns: Iterable[int]) -> None:
        """Select towns; says nothing where they are selected already."""
        known = {town.id for town in self._plan.towns}
        found = tuple(key for key in dict.fromkeys(towns) if key in known)
        if found != self._chosen:
            self._chosen = found
            self.update()
            self.town_chosen.emit(found)

    def choose_edge(self, one: int, other: int) -> None:
        """Select the line between two neighbours."""
        self._edge = (one, other)
        self.update()

    def mark_target(self, zone: int | None) -> None:
        """Frame the zone that something is about to be dropped on; None frames none."""
        if zone != self._target:
            self._target = zone
            self.update()

    def zone_at(self, on_screen: QPoint) -> int | None:
        """Return the zone at a point of the screen; None beside all of them."""
        at = QPointF(self.mapFromGlobal(on_screen))
        return self._zone_at(at) if QRectF(self.rect()).contains(at) else None

    def town_place(self, town: int) -> QPoint:
        """Return where a town is on the map, for menus and guided tours."""
        return self._laid().dots[town].toPoint()

    # ---- the frame ----

    def fit(self) -> None:
        """Show all the land again."""
        self._zoomed = False
        self._lay_out()

    def zoom_in(self) -> None:
        """Show the middle larger."""
        self.zoom(_NOTCH, QPointF(self.rect().center()))

    def zoom_out(self) -> None:
        """Show more around the middle."""
        self.zoom(1 / _NOTCH, QPointF(self.rect().center()))

    def zoom(self, factor: float, around: QPointF) -> None:
        """Show it larger or smaller around one point of the widget."""
        whole = fitted(self._land, self._area()).scale
        wanted = self._frame.scale * factor / whole
        factor *= min(max(wanted, _FARTHEST), _NEAREST) / wanted
        self._frame = self._frame.zoomed(factor, around)
        self._zoomed = True
        self._sketch = None
        self.update()

    def _push(self, by: QPointF) -> None:
        self._frame = self._frame.moved(by)
        self._zoomed = True
        self._sketch = None
        self.update()

    def _area(self) -> QRectF:
        left = self._tools.geometry().right()
        return QRectF(self.rect()).adjusted(left, 0, 0, -self._foot())

    def _foot(self) -> int:
        """Return how high the line below the map is."""
        return round(QFontMetricsF(style.font("small")).height()) + style.space(2)

    def _lay_out(self) -> None:
        if not self._zoomed:
            self._frame = fitted(self._land, self._area())
        self._sketch = None
        self.update()

    def _laid(self) -> Sketch:
        if self._sketch is None:
            fonts = style.font("small"), style.font("small", strong=True)
            self._sketch = Sketch(
                self._plan, self._land, self._frame, fonts, self._area()
            )
        return self._sketch

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_out()

    @override
    def sizeHint(self) -> QSize:
        return QSize(style.size("panel"), style.size("drawer"))

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(style.size("gauge"), self._tools.sizeHint().height())

    # ---- painting ----

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        sketch = self._laid()
        painter.drawPixmap(0, 0, self._ground(sketch))
        painter.setClipRect(self.rect().adjusted(0, 0, 0, -self._foot()))
        if self._target is not None:
            sketch.paint_border(
                painter,
                [town.id for town in self._plan.towns if town.zone == self._target],
            )
        if self._current is not None and self.hasFocus():
            self._paint_current(painter, sketch)
        painter.setClipping(False)
        if self._doing is Tool.FRAME and self._pressed is not None:
            self._paint_frame(painter)
        elif self._doing is Tool.CARRY:
            self._paint_carried(painter)

    def _ground(self, sketch: Sketch) -> QPixmap:
        """Return all that stays while the mouse is dragged, painted once."""
        ratio = self.devicePixelRatioF()
        now = (sketch, self._edges, self._chosen, self._edge, ratio)
        if self._painted is None or self._painted[0] != now:
            picture = self._picture(
                ratio, chosen=frozenset(self._chosen), edge=self._chosen_edge()
            )
            self._painted = now, picture
        return self._painted[1]

    def _picture(
        self, ratio: float, *, chosen: frozenset[int], edge: MapEdge | None
    ) -> QPixmap:
        picture = QPixmap(self.size() * ratio)
        picture.setDevicePixelRatio(ratio)
        picture.fill(style.colour("surface"))
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setClipRect(self.rect().adjusted(0, 0, 0, -self._foot()))
        sketch = self._laid()
        sketch.paint(painter, edges=self._edges, chosen=chosen)
        if edge is not None:
            sketch.paint_chosen_edge(painter, edge)
        painter.setClipping(False)
        self._paint_foot(painter)
        painter.end()
        return picture

    def _chosen_edge(self) -> MapEdge | None:
        for edge in self._plan.edges:
            if self._edge == (edge.one_id, edge.other_id):
                return edge
        return None

    def _paint_current(self, painter: QPainter, sketch: Sketch) -> None:
        shape = sketch.shapes.get(self._current or 0)
        if shape is not None:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(style.colour("text"), 1.6, Qt.PenStyle.DotLine))
            painter.drawPolygon(shape)

    def _paint_foot(self, painter: QPainter) -> None:
        """Say what the map is, what its signs mean, and whom it does not show."""
        painter.setFont(style.font("small"))
        painter.setPen(style.colour("secondary"))
        metrics = QFontMetricsF(painter.font())
        pad = style.space(2)
        foot = QRectF(self.rect()).adjusted(pad, 0, -pad, -style.space(1))
        foot.setTop(foot.bottom() - metrics.height())
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(foot, right, REMARK)
        room = foot.width() - metrics.horizontalAdvance(REMARK) - style.space(3)
        painter.drawText(
            foot,
            left,
            metrics.elidedText(self._signs(), Qt.TextElideMode.ElideRight, room),
        )

    def _signs(self) -> str:
        placeless = [town.name for town in self._plan.towns if town.lon is None]
        said = []
        if placeless:
            said.append(f"没有坐标：{'、'.join(placeless)}")
        if any(zone.seat_id is not None for zone in self._plan.zones):
            said.append("◎驻地")
        if any(not town.confirmed for town in self._plan.towns):
            said.append("○坐标未确认")
        return "　".join(said)

    def _paint_frame(self, painter: QPainter) -> None:
        assert self._pressed is not None  # noqa: S101 - a frame has a corner
        ground = style.colour("accent")
        ground.setAlphaF(0.10)
        painter.setBrush(ground)
        painter.setPen(QPen(style.colour("accent"), 1, Qt.PenStyle.DashLine))
        painter.drawRect(QRectF(self._pressed, self._at).normalized())

    def _paint_carried(self, painter: QPainter) -> None:
        """Paint what is being carried, and where to, beside the mouse."""
        names = {town.id: town.name for town in self._plan.towns}
        first = names.get(self._carried[0], "")
        count = len(self._carried)
        text = first if count == 1 else f"{first}等{count}个镇街"
        zone = next(
            (one.name for one in self._plan.zones if one.key == self._target), ""
        )
        text += f" → {zone}" if zone else ""
        painter.setFont(style.font("small", strong=True))
        metrics = QFontMetricsF(painter.font())
        high = metrics.height() + style.space(2)
        wide = metrics.horizontalAdvance(text) + style.space(4)
        x = min(self._at.x() + style.space(3), self.width() - wide)
        y = min(self._at.y() + style.space(3), self.height() - high)
        chip = QRectF(max(x, 0), max(y, 0), wide, high)
        painter.setPen(QPen(style.colour("accent"), 1))
        painter.setBrush(style.colour("surface"))
        painter.drawRoundedRect(chip, style.CORNER, style.CORNER)
        painter.setPen(style.colour("accent"))
        painter.drawText(chip, Qt.AlignmentFlag.AlignCenter, text)

    def picture(self) -> QPixmap:
        """Return the map as it is seen, without tools and selection, twice as fine."""
        return self._picture(2.0, chosen=frozenset(), edge=None)

    def copy_picture(self) -> None:
        """Put the map on the clipboard as a picture."""
        QGuiApplication.clipboard().setPixmap(self.picture())

    # ---- the mouse ----

    def _zone_at(self, at: QPointF) -> int | None:
        town = self._laid().town_at(at)
        if town is None:
            return None
        zones = {one.id: one.zone for one in self._plan.towns}
        return zones[town]

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        at, buttons = event.position(), Qt.MouseButton
        self._pressed, self._at = at, at
        self._shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if event.button() == buttons.MiddleButton:
            self._begin(Tool.PUSH)
        elif event.button() == buttons.LeftButton:
            town = self._laid().town_at(at)
            edge = self._laid().edge_at(at) if self._edges else None
            if edge is not None:
                self._edge = (edge.one_id, edge.other_id)
                self._pressed = None
                self.update()
                self.edge_chosen.emit(edge.one_id, edge.other_id)
                return
            adds = event.modifiers() & Qt.KeyboardModifier.ControlModifier
            if town is not None:
                self._current = town
            if adds and town is not None:
                self._toggle(town)
            elif town is not None and town not in self._chosen:
                self.choose((town,))
            self.update()
        else:
            self._pressed = None

    def _toggle(self, town: int) -> None:
        rest = tuple(key for key in self._chosen if key != town)
        self.choose(rest if town in self._chosen else (*self._chosen, town))

    def _begin(self, doing: Tool) -> None:
        self._doing = doing
        self.setCursor(
            {
                Tool.PUSH: Qt.CursorShape.ClosedHandCursor,
                Tool.FRAME: Qt.CursorShape.CrossCursor,
                Tool.CARRY: Qt.CursorShape.DragMoveCursor,
            }[doing]
        )

    def _drag(self) -> Tool:
        """Return what a drag that begins does."""
        assert self._pressed is not None  # noqa: S101 - the mouse is down
        town = self._laid().town_at(self._pressed)
        if self._shift or self._tool is Tool.FRAME:
            return Tool.FRAME
        if self._tool is Tool.CARRY and self._movable and town in self._chosen:
            return Tool.CARRY
        return Tool.PUSH

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        at = event.position()
        if self._pressed is None:
            return
        if self._doing is None:
            far = (at - self._pressed).manhattanLength()
            if far < QGuiApplication.styleHints().startDragDistance():
                return
            doing = self._drag()
            self._carried = self._chosen if doing is Tool.CARRY else ()
            self._begin(doing)
        by, self._at = at - self._at, at
        if self._doing is Tool.PUSH:
            self._push(by)
        elif self._doing is Tool.CARRY:
            self._carry(at, dropped=False)
        self.update()

    def _carry(self, at: QPointF, *, dropped: bool) -> int | None:
        """Tell what is carried where; return the zone of the map it is over."""
        inside = QRectF(self.rect()).contains(at)
        target = self._zone_at(at) if inside else None
        self.mark_target(target)
        if inside:
            self.town_over.emit(self._carried, target)
        else:
            on_screen = self.mapToGlobal(at.toPoint())
            self.town_carried.emit(self._carried, on_screen, dropped)
        return target

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        doing, pressed, at = self._doing, self._pressed, event.position()
        carried, target = self._carried, None
        if doing is Tool.CARRY:
            target = self._carry(at, dropped=True)
        self._stop()
        if pressed is None:
            return
        if doing is Tool.FRAME:
            found = self._laid().towns_in(QRectF(pressed, at).normalized())
            adds = event.modifiers() & Qt.KeyboardModifier.ControlModifier
            self.choose((*self._chosen, *found) if adds else found)
        elif doing is Tool.CARRY and target is not None:
            self.town_dropped.emit(carried, target)
        elif doing is None and event.button() == Qt.MouseButton.LeftButton:
            self._click(at, event.modifiers())

    def _click(self, at: QPointF, keys: Qt.KeyboardModifier) -> None:
        """Narrow the selection to what was clicked, once it was no drag."""
        if keys & Qt.KeyboardModifier.ControlModifier:
            return
        town = self._laid().town_at(at)
        self.choose(() if town is None else (town,))

    def _stop(self) -> None:
        """End whatever the mouse was doing."""
        was = self._doing
        self._doing = self._pressed = None
        self.unsetCursor()
        self.mark_target(None)
        if was is Tool.CARRY:
            self.town_over.emit(self._carried, None)
        self._carried = ()
        self.update()

    @override
    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        town = self._laid().town_at(event.position())
        if town is not None:
            self.town_opened.emit(town)

    @override
    def wheelEvent(self, event: QWheelEvent) -> None:
        notches = event.angleDelta().y() / 120
        if notches:
            self.zoom(_NOTCH**notches, event.position())
        event.accept()

    @override
    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        by_key = event.reason() is QContextMenuEvent.Reason.Keyboard
        town = self._current if by_key else self._laid().town_at(QPointF(event.pos()))
        if town is None:
            return
        self._current = town
        if town not in self._chosen:
            self.choose((town,))
        at = self.mapToGlobal(self.town_place(town)) if by_key else event.globalPos()
        self.town_asked.emit(self._chosen, at)

    # ---- keys and tips ----

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, keys = event.key(), Qt.Key
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        deeds: dict[int, Callable[[], object]] = {
            keys.Key_Left: partial(self._walk, (-1.0, 0.0)),
            keys.Key_Right: partial(self._walk, (1.0, 0.0)),
            keys.Key_Up: partial(self._walk, (0.0, -1.0)),
            keys.Key_Down: partial(self._walk, (0.0, 1.0)),
            keys.Key_Plus: self.zoom_in,
            keys.Key_Equal: self.zoom_in,
            keys.Key_Minus: self.zoom_out,
            keys.Key_Home: self.fit,
        }
        if self._current is not None:
            deeds[keys.Key_Space] = partial(self._toggle, self._current)
            for enter in (keys.Key_Return, keys.Key_Enter):
                deeds[enter] = partial(self.town_opened.emit, self._current)
        if control:
            deeds[keys.Key_A] = partial(
                self.choose, [town.id for town in self._plan.towns]
            )
        if self._doing is not None or self._chosen:
            deeds[keys.Key_Escape] = self._let_go
        if key in deeds:
            deeds[key]()
        else:
            super().keyPressEvent(event)

    def _let_go(self) -> None:
        """Give up the drag under way; where there is none, the selection."""
        if self._doing is None:
            self.choose(())
        self._stop()

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        by_key = {Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason}
        if self._current is None and event.reason() in by_key and self._laid().dots:
            self._stand_on(next(iter(self._laid().dots)))

    def _walk(self, along: Place) -> None:
        """Go to the next town in one direction."""
        dots = self._laid().dots
        if not dots:
            return
        here = dots.get(self._current or 0)
        if here is None:
            self._stand_on(next(iter(dots)))
            return
        ahead = []
        for key, dot in dots.items():
            x, y = (dot - here).toTuple()
            forth = x * along[0] + y * along[1]
            aside = abs(x * along[1]) + abs(y * along[0])
            if forth > aside / _ASKEW and key != self._current:
                ahead.append((forth + _ASKEW * aside, key))
        if ahead:
            self._stand_on(min(ahead)[1])

    def _stand_on(self, town: int) -> None:
        self._current = town
        self.setAccessibleDescription(self._tip(town))
        dot = self._laid().dots[town]
        if not QRectF(self.rect()).contains(dot):
            self._push(QPointF(self.rect().center()) - dot)
        self.update()

    def current(self) -> int | None:
        """Return the town that the keys are on."""
        return self._current

    def _tip(self, town: int) -> str:
        found = next(one for one in self._plan.towns if one.id == town)
        zones = {one.key: one for one in self._plan.zones}
        zone = zones.get(found.zone)
        lines = [f"{found.name}　{zone.name if zone else '未编入片区'}"]
        if zone is not None and zone.seat_id == town:
            lines.append("片区驻地")
        if not found.confirmed:
            lines.append("坐标未经确认")
        if found.note:
            lines.append(found.note)
        return "\n".join(lines)

    @override
    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            town = self._laid().town_at(QPointF(event.pos()))
            if town is None:
                QToolTip.hideText()
            else:
                QToolTip.showText(event.globalPos(), self._tip(town), self)
            return True
        return super().event(event)
