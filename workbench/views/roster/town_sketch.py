"""The sketch map as painted: cells of towns in their zones' colours, with names.

It knows no widget: the map on the screen and the one on paper are painted by it alike.
"""

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import Enum
from functools import cached_property
from itertools import pairwise

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import (
    QBrush,
    QColor,
    QFont,
    QFontMetricsF,
    QPainter,
    QPainterPath,
    QPen,
    QPolygonF,
)

from workbench.rules.roster.cells import (
    Cell,
    Place,
    cells,
    label_place,
    outline,
)
from workbench.rules.roster.towns import NeighbourState, Point, plane
from workbench.views import style

NO_ZONE = 0
"""The zone of a town that is in none."""

REMARK = "示意图，不代表行政区划界线"
"""What every such map says of itself."""

_HULL = 0.6  # of the usual distance to the nearest town
_ALONE_KM = 3.0
_SOFT, _STRONG = 0.30, 0.46  # of the hue, the rest is white
_DOT, _RING, _GAP = 2.5, 6.0, 3.0
_NEAR = 7.0  # how near a line must be hit
_ELIDED = 2.2  # letters; less room tells nothing
_STEP = 12  # between the places that are tried for a zone's name
_TRIED = 400
_TITLE = 1.4  # of a line's height: what a zone's name takes besides its letters
_SHORT = 3  # letters of a zone's name, where there is no room for all
_PADDING = 8.0


@dataclass(frozen=True, slots=True)
class MapTown:
    """A town on the map.

    Attributes:
        lon: Degrees WGS 84; None where the point is missing: it is named below.
        zone: Key of its zone, or ``NO_ZONE``.
        confirmed: Whether a clerk has confirmed its point.
        moved: Whether it is hatched, as one that changed its zone.
        amiss: Whether it is framed in the colour of caution.
        note: Further lines of its tooltip.
    """

    id: int
    name: str
    lon: float | None
    lat: float | None
    zone: int = NO_ZONE
    confirmed: bool = True
    moved: bool = False
    amiss: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class MapZone:
    """A zone on the map.

    Attributes:
        key: What towns call it; more than 0.
        seat_id: The town that gets the ring.
        hue: Place of its hue in ``style.ZONE_HUES``, which repeat.
    """

    key: int
    name: str
    seat_id: int | None = None
    hue: int = 0


@dataclass(frozen=True, slots=True)
class MapEdge:
    """Two towns side by side; those known not to be are not drawn."""

    one_id: int
    other_id: int
    state: NeighbourState
    passable: bool = True


@dataclass(frozen=True, slots=True)
class MapPlan:
    """Everything a map shows."""

    towns: tuple[MapTown, ...] = ()
    zones: tuple[MapZone, ...] = ()
    edges: tuple[MapEdge, ...] = ()


@dataclass(frozen=True)
class Land:
    """Where towns lie, in kilometres; worked out once for the same points."""

    degrees: tuple[tuple[int, Point], ...]

    @classmethod
    def of(cls, towns: Iterable[MapTown]) -> "Land":
        """Return the land of these towns."""
        return cls(
            tuple(
                (town.id, Point(town.lon, town.lat))
                for town in towns
                if town.lon is not None and town.lat is not None
            )
        )

    @cached_property
    def points(self) -> dict[int, Place]:
        """Where each town is, kilometres east and north."""
        return plane(dict(self.degrees))

    @cached_property
    def cells(self) -> dict[int, Cell]:
        """The cell of each town."""
        at = list(self.points.values())
        nearest = [
            min(math.dist(here, there) for there in at if there is not here)
            for here in at
            if len(at) > 1
        ]
        usual = sum(nearest) / len(nearest) if nearest else 0.0
        return cells(self.points, usual * _HULL or _ALONE_KM)

    @cached_property
    def bounds(self) -> QRectF:
        """What the cells reach over, south up as on the screen."""
        corners = [place for cell in self.cells.values() for place in cell]
        east = [x for x, _ in corners]
        south = [-y for _, y in corners]
        west, north = min(east), min(south)
        return QRectF(west, north, max(east) - west, max(south) - north)


@dataclass(frozen=True, slots=True)
class Frame:
    """How kilometres become pixels: so many a kilometre, from where."""

    scale: float
    left: float
    top: float

    def at(self, place: Place) -> QPointF:
        """Return where a place is on the screen."""
        return QPointF(
            self.left + place[0] * self.scale, self.top - place[1] * self.scale
        )

    def moved(self, by: QPointF) -> "Frame":
        """Return the frame pushed along."""
        return replace(self, left=self.left + by.x(), top=self.top + by.y())

    def zoomed(self, factor: float, around: QPointF) -> "Frame":
        """Return the frame with one place of the screen staying where it is."""
        return Frame(
            self.scale * factor,
            around.x() + (self.left - around.x()) * factor,
            around.y() + (self.top - around.y()) * factor,
        )


def fitted(land: Land, area: QRectF) -> Frame:
    """Return the frame in which all the land fills an area."""
    if not land.degrees:
        return Frame(1.0, area.center().x(), area.center().y())
    bounds = land.bounds
    room = area.adjusted(_PADDING, _PADDING, -_PADDING, -_PADDING)
    scale = max(
        min(room.width() / bounds.width(), room.height() / bounds.height()), 0.1
    )
    middle = bounds.center()
    return Frame(
        scale,
        room.center().x() - middle.x() * scale,
        room.center().y() - middle.y() * scale,
    )


@dataclass(frozen=True, slots=True)
class Label:
    """A name and where it stands."""

    place: QRectF
    text: str


class _Reach(Enum):
    """How much of a zone's name lies within the zone."""

    WHOLE = 1
    MIDDLE = 2
    MARK = 3

    def points(self, place: QRectF) -> tuple[QPointF, ...]:
        """Return the points of a name that must lie within."""
        middle = place.center()
        heart = (
            QPointF(middle.x(), place.top()),
            QPointF(middle.x(), place.bottom()),
        )
        if self is _Reach.WHOLE:
            corners = (place.topLeft(), place.topRight())
            return (*heart, *corners, place.bottomLeft(), place.bottomRight())
        if self is _Reach.MIDDLE:
            return heart
        return (QPointF(place.left() + place.height() / 2, middle.y()),)


class Sketch:
    """A plan laid out in one frame, ready to be painted.

    Args:
        plan: What it shows.
        land: Where its towns lie.
        frame: How they lie on the screen or the paper.
        fonts: For names of towns, and for those of zones.
        area: Where names may stand.
    """

    def __init__(
        self,
        plan: MapPlan,
        land: Land,
        frame: Frame,
        fonts: tuple[QFont, QFont],
        area: QRectF,
    ) -> None:
        self.plan, self.land, self.frame, self.area = plan, land, frame, area
        self._fonts = fonts
        self._metrics = [QFontMetricsF(font) for font in fonts]
        self.zones = {zone.key: zone for zone in plan.zones}
        self.towns = {town.id: town for town in plan.towns if town.id in land.cells}
        self.shapes = {
            key: QPolygonF([frame.at(place) for place in land.cells[key]])
            for key in self.towns
        }
        self.dots = {key: frame.at(land.points[key]) for key in self.towns}
        self.middles = {
            key: frame.at(label_place(land.cells[key])) for key in self.towns
        }
        self.seats = {zone.seat_id for zone in plan.zones}
        self.names = dict(self._name_towns())
        self.titles = dict(self._name_zones())

    # ---- where names stand ----

    def _name_towns(self) -> Iterator[tuple[int, Label]]:
        """Yield the names that fit their cells; then the others, where room is left.

        A name goes beyond its cell sooner than it is shortened.
        """
        marks, names = self._marks(), list[QRectF]()
        cramped = []
        for key, town in self.towns.items():
            label = self._name_within(key, town)
            mark = self._mark(key)
            if label.text == town.name and not label.place.intersects(mark):
                names.append(label.place)
                yield key, label
            else:
                cramped.append((key, town, label))
        for key, town, short in cramped:
            label = self._name_across(key, town, [*marks, *names]) or short
            if label.text and not any(map(label.place.intersects, names)):
                names.append(label.place)
                yield key, label

    def _mark(self, key: int) -> QRectF:
        reach = _RING if key in self.seats else _DOT
        return _around(self.dots[key], reach)

    def _marks(self) -> list[QRectF]:
        return [self._mark(key) for key in self.dots]

    def _name_within(self, key: int, town: MapTown) -> Label:
        """Return the name beside its dot in its cell, shortened to what room is."""
        metrics = self._metrics[0]
        high, wide = metrics.height(), metrics.horizontalAdvance(town.name) + 2
        best = (0.0, 0.0, 0.0, 0.0)
        for left, right, y in self._spots(key, high):
            room = min(right - left - 2, wide)
            if room > best[0] + 1:
                best = (room, left, right, y)
            if room >= wide:
                break
        room, left, right, y = best
        if room < min(wide, _ELIDED * high):
            return Label(QRectF(), "")
        text = metrics.elidedText(town.name, Qt.TextElideMode.ElideRight, room)
        x = min(max(self.dots[key].x() - room / 2, left + 1), right - 1 - room)
        return Label(QRectF(x, y - high / 2, room, high), text)

    def _name_across(
        self, key: int, town: MapTown, taken: Iterable[QRectF]
    ) -> Label | None:
        """Return the whole name beside its dot, where it hides nothing."""
        metrics, dot = self._metrics[0], self.dots[key]
        high, wide = metrics.height(), metrics.horizontalAdvance(town.name) + 2
        away = (_RING if key in self.seats else _DOT) + 1
        for x, y in (
            (dot.x() - wide / 2, dot.y() + away),
            (dot.x() - wide / 2, dot.y() - away - high),
            (dot.x() + away + 1, dot.y() - high / 2),
            (dot.x() - away - 1 - wide, dot.y() - high / 2),
        ):
            place = QRectF(x, y, wide, high)
            if self.area.contains(place) and not any(map(place.intersects, taken)):
                return Label(place, town.name)
        return None

    def _spots(self, key: int, high: float) -> Iterator[tuple[float, float, float]]:
        """Yield where a name may stand, best first: from where to where, how low."""
        dot, shape = self.dots[key], self.shapes[key]
        ring = _RING if key in self.seats else _DOT
        away = ring + 1 + high / 2
        for y in (dot.y() + away, dot.y() - away):
            yield *_chord(shape, y - high / 2, y + high / 2), y
        left, right = _chord(shape, dot.y() - high / 2, dot.y() + high / 2)
        yield dot.x() + ring + _GAP, right, dot.y()
        yield left, dot.x() - ring - _GAP, dot.y()
        middle = self.middles[key].y()
        yield *_chord(shape, middle - high / 2, middle + high / 2), middle

    def _name_zones(self) -> Iterator[tuple[int, Label]]:
        """Yield where each zone's name finds room in it, nearest to its middle.

        Where there is none, names of towns give way to it.
        """
        taken = self._marks()
        for zone in self.plan.zones:
            members = [key for key, town in self.towns.items() if town.zone == zone.key]
            names = [label.place for label in self.names.values()]
            label = self._name_zone(zone, members, [*taken, *names])
            label = label or self._name_zone(zone, members, taken)
            if label is not None:
                taken.append(label.place)
                self._clear(label.place)
                yield zone.key, label

    def _clear(self, place: QRectF) -> None:
        """Take away the names of towns that something stands on."""
        self.names = {
            key: label
            for key, label in self.names.items()
            if not label.place.intersects(place)
        }

    def _name_zone(
        self, zone: MapZone, members: list[int], taken: list[QRectF]
    ) -> Label | None:
        """Return a zone's name within it, shortened if need be; else across its border.

        Names of zones begin alike: the end tells them apart.
        """
        if not members:
            return None
        metrics, high = self._metrics[1], self._metrics[1].height()
        short = f"…{zone.name[-_SHORT:]}" if len(zone.name) > _SHORT + 1 else zone.name
        shapes = [self.shapes[key] for key in members]
        whole = QRectF()
        for shape in shapes:
            whole = whole.united(shape.boundingRect())
        spots = self._spots_of(members, whole)
        wide = metrics.horizontalAdvance(zone.name) + _TITLE * high
        around = whole.adjusted(-wide, -high - 4, wide, high + 4)
        near = [one for one in taken if one.intersects(around)]
        for reach in _Reach:
            for text in dict.fromkeys((zone.name, short)):
                size = (metrics.horizontalAdvance(text) + _TITLE * high, high + 4)
                place = self._room_in(shapes, spots, size, near, reach)
                if place is not None:
                    return Label(place, text)
        return None

    def _spots_of(self, members: list[int], whole: QRectF) -> list[tuple[int, int]]:
        """Return where the middle of a zone's name may stand, best first."""
        x0 = sum(self.middles[key].x() for key in members) / len(members)
        y0 = sum(self.middles[key].y() for key in members) / len(members)
        spots = sorted(
            (
                (x, y)
                for x in range(int(whole.left()), int(whole.right()), _STEP)
                for y in range(int(whole.top()), int(whole.bottom()), _STEP // 2)
            ),
            key=lambda spot: (spot[0] - x0) ** 2 + (spot[1] - y0) ** 2,
        )
        return spots[:_TRIED]

    def _room_in(
        self,
        shapes: list[QPolygonF],
        spots: list[tuple[int, int]],
        size: tuple[float, float],
        taken: list[QRectF],
        reach: "_Reach",
    ) -> QRectF | None:
        """Return a free place nearest to the middle, so much of it within."""
        wide, high = size
        for x, y in spots:
            place = QRectF(x - wide / 2, y - high / 2, wide, high)
            if not self.area.contains(place) or any(map(place.intersects, taken)):
                continue
            if all(
                any(shape.containsPoint(one, _ODD_EVEN) for shape in shapes)
                for one in reach.points(place)
            ):
                return place
        return None

    # ---- what lies where ----

    def town_at(self, at: QPointF) -> int | None:
        """Return the town whose cell holds a point."""
        for key, shape in self.shapes.items():
            if shape.containsPoint(at, _ODD_EVEN):
                return key
        return None

    def towns_in(self, area: QRectF) -> tuple[int, ...]:
        """Return the towns whose points lie in a frame."""
        return tuple(key for key, dot in self.dots.items() if area.contains(dot))

    def edge_at(self, at: QPointF) -> MapEdge | None:
        """Return the line between two neighbours that passes by a point."""
        near = [
            (_aside(at, self.dots[edge.one_id], self.dots[edge.other_id]), place)
            for place, edge in enumerate(self.plan.edges)
            if self._drawn(edge)
        ]
        away, place = min(near, default=(math.inf, 0))
        return self.plan.edges[place] if away <= _NEAR else None

    def _drawn(self, edge: MapEdge) -> bool:
        return (
            edge.state is not NeighbourState.CUT
            and edge.one_id in self.dots
            and edge.other_id in self.dots
        )

    # ---- painting ----

    def paint(
        self,
        painter: QPainter,
        *,
        edges: bool = False,
        chosen: frozenset[int] = frozenset(),
    ) -> None:
        """Paint the land, then lines, then names.

        Args:
            painter: Onto what.
            edges: Whether neighbours are joined by lines.
            chosen: Towns that are selected.
        """
        for key, town in self.towns.items():
            self._paint_cell(painter, town, chosen=key in chosen)
        for zone in self.plan.zones:
            pen = QPen(_hue(zone, 1.0), 2)
            self._paint_border(painter, self._members(zone.key), pen)
        amiss = [key for key, town in self.towns.items() if town.amiss]
        pen = QPen(style.colour("caution"), 2.5, Qt.PenStyle.DashLine)
        for key in amiss:
            self._paint_border(painter, [key], pen)
        self.paint_border(painter, chosen)
        if edges:
            self._paint_edges(painter)
        for key, town in self.towns.items():
            self._paint_dot(painter, key, town)
        for label in self.names.values():
            self._paint_name(painter, label)
        for key, label in self.titles.items():
            self._paint_title(painter, self.zones[key], label)

    def _members(self, zone: int) -> list[int]:
        return [key for key, town in self.towns.items() if town.zone == zone]

    def _paint_cell(self, painter: QPainter, town: MapTown, *, chosen: bool) -> None:
        zone = self.zones.get(town.zone)
        share = _STRONG if chosen else _SOFT
        ground = (
            style.colour("accent_soft" if chosen else "plain_soft")
            if zone is None
            else _hue(zone, share)
        )
        painter.setPen(QPen(style.colour("surface"), 1))
        painter.setBrush(ground)
        painter.drawPolygon(self.shapes[town.id])
        if town.moved:
            tint = style.colour("secondary")
            tint.setAlphaF(0.35)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QBrush(tint, Qt.BrushStyle.BDiagPattern))
            painter.drawPolygon(self.shapes[town.id])

    def paint_border(self, painter: QPainter, towns: Iterable[int]) -> None:
        """Paint the border of what is selected or dropped on."""
        self._paint_border(painter, towns, QPen(style.colour("accent"), 3))

    def _paint_border(self, painter: QPainter, towns: Iterable[int], pen: QPen) -> None:
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        shapes = [self.land.cells[key] for key in towns if key in self.shapes]
        for one, other in outline(shapes):
            painter.drawLine(self.frame.at(one), self.frame.at(other))

    def _paint_edges(self, painter: QPainter) -> None:
        for edge in self.plan.edges:
            if not self._drawn(edge):
                continue
            sure = edge.state is NeighbourState.CONFIRMED
            pen = QPen(style.colour("text" if sure else "secondary"), 1.2)
            if not sure:
                pen.setStyle(Qt.PenStyle.DashLine)
            one, other = self.dots[edge.one_id], self.dots[edge.other_id]
            painter.setPen(pen)
            painter.drawLine(one, other)
            if not edge.passable:
                middle = (one + other) / 2
                painter.setPen(QPen(style.colour("caution"), 2))
                for side in (1, -1):
                    arm = QPointF(4, 4 * side)
                    painter.drawLine(middle - arm, middle + arm)

    def paint_chosen_edge(self, painter: QPainter, edge: MapEdge) -> None:
        """Paint the one line that is selected."""
        if edge.one_id in self.dots and edge.other_id in self.dots:
            painter.setPen(QPen(style.colour("accent"), 4))
            painter.drawLine(self.dots[edge.one_id], self.dots[edge.other_id])

    def _paint_dot(self, painter: QPainter, key: int, town: MapTown) -> None:
        dot, ink = self.dots[key], style.colour("text")
        ground = style.colour("surface")
        if key in self.seats:
            painter.setPen(QPen(ink, 1.6))
            painter.setBrush(ground)
            painter.drawEllipse(dot, _RING - 1, _RING - 1)
        painter.setPen(QPen(ink, 1.2))
        painter.setBrush(ink if town.confirmed else ground)
        painter.drawEllipse(dot, _DOT, _DOT)

    def _paint_name(self, painter: QPainter, label: Label) -> None:
        """Paint a name in a pale rim, so that lines do not run through its letters."""
        metrics = self._metrics[0]
        wide = metrics.horizontalAdvance(label.text)
        start = QPointF(
            label.place.center().x() - wide / 2, label.place.top() + metrics.ascent()
        )
        letters = QPainterPath()
        letters.addText(start, self._fonts[0], label.text)
        rim = style.colour("surface")
        rim.setAlphaF(0.7)
        pen = QPen(rim, 3)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.strokePath(letters, pen)
        painter.setFont(self._fonts[0])
        painter.setPen(style.colour("text"))
        painter.drawText(start, label.text)

    def _paint_title(self, painter: QPainter, zone: MapZone, label: Label) -> None:
        ground = style.colour("surface")
        ground.setAlphaF(0.86)
        place = label.place
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ground)
        painter.drawRoundedRect(place, style.CORNER, style.CORNER)
        side = place.height() / 2
        painter.setBrush(_hue(zone, 1.0))
        left = place.left() + side / 3
        mark = QRectF(left, place.center().y() - side / 2, side, side)
        painter.drawRoundedRect(mark, 2, 2)
        painter.setPen(style.colour("text"))
        painter.setFont(self._fonts[1])
        painter.drawText(place.adjusted(side * 1.4, 0, 0, 0), _MIDDLE, label.text)


_ODD_EVEN = Qt.FillRule.OddEvenFill
_MIDDLE = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextSingleLine


def hue_of(hue: int, share: float = 1.0) -> QColor:
    """Return a zone's hue, so much of it on white."""
    full = QColor(style.ZONE_HUES[hue % len(style.ZONE_HUES)])
    parts = (full.red(), full.green(), full.blue())
    return QColor(*(round(255 - (255 - part) * share) for part in parts))


def _hue(zone: MapZone, share: float) -> QColor:
    return hue_of(zone.hue, share)


def _around(at: QPointF, reach: float) -> QRectF:
    return QRectF(at.x() - reach, at.y() - reach, 2 * reach, 2 * reach)


def _chord(shape: QPolygonF, top: float, bottom: float) -> tuple[float, float]:
    """Return from where to where a convex shape holds a whole strip.

    Where it holds none, the end lies before the beginning.
    """
    left, right = -math.inf, math.inf
    for y in (top, bottom):
        crossed = []
        corners = [shape.at(place) for place in range(shape.count())]
        for one, other in pairwise([*corners, *corners[:1]]):
            if (one.y() - y) * (other.y() - y) < 0:
                part = (y - one.y()) / (other.y() - one.y())
                crossed.append(one.x() + (other.x() - one.x()) * part)
        if not crossed:
            return math.inf, -math.inf
        left, right = max(left, min(crossed)), min(right, max(crossed))
    return (left, right) if left < right else (math.inf, -math.inf)


def _aside(at: QPointF, one: QPointF, other: QPointF) -> float:
    """Return how far a point lies from a line between two others."""
    along = other - one
    length = QPointF.dotProduct(along, along)
    part = QPointF.dotProduct(at - one, along) / length if length else 0.0
    nearest = one + along * min(max(part, 0.0), 1.0)
    return math.dist(at.toTuple(), nearest.toTuple())
