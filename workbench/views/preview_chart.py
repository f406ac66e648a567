"""Draws the line charts of papers, as Word draws the same chart."""

from itertools import pairwise

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from workbench.reports.charts import GRID, INK, LINE, TARGET, Scale, above, scale
from workbench.reports.faces import ChartBox
from workbench.reports.measures import FANG
from workbench.reports.page import LineChart
from workbench.views.preview import font_of

_SIZE, _LEAD = 210, 260  # 五号, and a line of it
_HAIR, _BOLD = 10.0, 40.0
_TICK, _DOT, _SPACE = 60.0, 40.0, 60.0
_DIGITS = 2.2  # em kept free for the figures of the upright axis
_DASHES = [6.0, 4.0]  # in widths of the line

_SIDES = Qt.AlignmentFlag


def draw_chart(box: ChartBox, painter: QPainter) -> None:
    """Draw a chart into its place.

    Args:
        box: The chart and its place.
        painter: One unit of it is a twip.
    """
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setFont(font_of(FANG, _SIZE))
    _Drawing(box, painter).draw()
    painter.restore()


class _Drawing:
    """One chart being drawn: its axes, and where a value stands on them."""

    def __init__(self, box: ChartBox, painter: QPainter) -> None:
        self.chart: LineChart = box.chart
        self.run: Scale = scale(box.chart)
        self.painter = painter
        self.whole = QRectF(box.x, box.y, box.width, box.height)
        left = _LEAD + _DIGITS * _SIZE + _TICK
        self.plot = self.whole.adjusted(left, _LEAD, -_SPACE, -2.4 * _LEAD - _TICK)
        self.step = self.plot.width() / max(1, len(self.chart.points))

    def draw(self) -> None:
        """Draw everything, the grid first and the words last."""
        self._grid()
        self._level_axis()
        self._target()
        self._line()

    def _x(self, place: int) -> float:
        return self.plot.left() + (place + 0.5) * self.step

    def _y(self, value: float) -> float:
        share = (value - self.run.low) / max(1, self.run.high - self.run.low)
        return self.plot.bottom() - share * self.plot.height()

    def _write(
        self, x: float, y: float, text: str, sides: Qt.AlignmentFlag, colour: str = INK
    ) -> None:
        """Write a text beside a point, on the side that is named."""
        wide, high = self.whole.width(), float(_LEAD)
        left = x - wide / 2
        if sides & _SIDES.AlignRight:
            left = x - wide
        elif sides & _SIDES.AlignLeft:
            left = x
        top = y - high / 2
        if sides & _SIDES.AlignBottom:
            top = y - high
        elif sides & _SIDES.AlignTop:
            top = y
        self.painter.setPen(QColor(f"#{colour}"))
        self.painter.drawText(QRectF(left, top, wide, high), sides, text)

    def _grid(self) -> None:
        plot, painter = self.plot, self.painter
        for value in range(self.run.low, self.run.high + 1, self.run.step):
            y = self._y(value)
            painter.setPen(QPen(QColor(f"#{GRID}"), _HAIR))
            painter.drawLine(QLineF(plot.left(), y, plot.right(), y))
            painter.setPen(QPen(QColor(f"#{INK}"), _HAIR))
            painter.drawLine(QLineF(plot.left() - _TICK, y, plot.left(), y))
            side = _SIDES.AlignRight | _SIDES.AlignVCenter
            self._write(plot.left() - _TICK - _SPACE / 2, y, str(value), side)
        painter.setPen(QPen(QColor(f"#{INK}"), _HAIR))
        painter.drawLine(plot.topLeft(), plot.bottomLeft())
        painter.save()
        painter.translate(self.whole.left() + _LEAD / 2, plot.center().y())
        painter.rotate(-90)
        self._write(0, 0, self.chart.upward, _SIDES.AlignCenter)
        painter.restore()

    def _level_axis(self) -> None:
        plot, painter = self.plot, self.painter
        painter.setPen(QPen(QColor(f"#{INK}"), _HAIR))
        painter.drawLine(plot.bottomLeft(), plot.bottomRight())
        below = _SIDES.AlignHCenter | _SIDES.AlignTop
        for place in range(0, len(self.chart.points), self.run.skip):
            x = plot.left() + place * self.step
            painter.setPen(QPen(QColor(f"#{INK}"), _HAIR))
            painter.drawLine(QLineF(x, plot.bottom(), x, plot.bottom() + _TICK))
            label, _value = self.chart.points[place]
            self._write(self._x(place), plot.bottom() + _TICK, label, below)
        self._write(
            plot.center().x(),
            self.whole.bottom(),
            self.chart.across,
            _SIDES.AlignHCenter | _SIDES.AlignBottom,
        )

    def _target(self) -> None:
        y = self._y(self.chart.target)
        dashed = QPen(QColor(f"#{TARGET}"), _BOLD * 3 / 4)
        dashed.setDashPattern(_DASHES)
        self.painter.setPen(dashed)
        self.painter.drawLine(QLineF(self.plot.left(), y, self.plot.right(), y))
        over = not above(self.chart, self.run.worded)
        upright = _SIDES.AlignBottom if over else _SIDES.AlignTop
        self._write(
            self.plot.left() + _SPACE,
            y - _SPACE / 2 if over else y + _SPACE / 2,
            self.chart.target_name,
            _SIDES.AlignLeft | upright,
            TARGET,
        )

    def _line(self) -> None:
        """Draw the line, parted where there is no value, its dots and its figures."""
        points = [
            None if value is None else QPointF(self._x(place), self._y(value))
            for place, (_label, value) in enumerate(self.chart.points)
        ]
        self.painter.setPen(QPen(QColor(f"#{LINE}"), _BOLD))
        for one, other in pairwise(points):
            if one is not None and other is not None:
                self.painter.drawPolyline(QPolygonF([one, other]))
        self.painter.setPen(Qt.PenStyle.NoPen)
        self.painter.setBrush(QColor(f"#{LINE}"))
        for point in points:
            if point is not None:
                self.painter.drawEllipse(point, _DOT, _DOT)
        for place in self.run.labelled:
            point, value = points[place], self.chart.points[place][1]
            if point is not None and value is not None:
                over = above(self.chart, place)  # away from the target's line
                self._write(
                    point.x(),
                    point.y() + (-_SPACE if over else _SPACE),
                    f"{value:.1f}",
                    _SIDES.AlignHCenter
                    | (_SIDES.AlignBottom if over else _SIDES.AlignTop),
                    LINE,
                )
