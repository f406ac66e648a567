"""Charts: a half-ring gauge, lines over days, bars and waterfalls.

The gauge paints itself, so that the first page needs no plotting library; the others
wrap pyqtgraph, which is loaded when the first of them is shown.
"""

import math
from abc import abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QFontMetricsF,
    QGuiApplication,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
)
from PySide6.QtWidgets import QMenu, QSizePolicy, QWidget
from typing_extensions import override

from workbench.listing import Tone
from workbench.rules.roster.deployment import percent
from workbench.views import style
from workbench.views.parts import column, words

_HALF_TURN = 180
_SIXTEENTHS = 16  # Qt counts angles in sixteenths of a degree
_HEADROOM = 0.08
_MONTH_TICKS = 13


class Gauge(QWidget):
    """A half ring: the share, its exact fraction, the target, and the verdict in words.

    Args:
        numerator: N.
        denominator: D; nothing is measured where it is 0.
        target: The share that must be reached.
    """

    def __init__(self, numerator: int, denominator: int, target: Fraction) -> None:
        super().__init__()
        self.share = Fraction(numerator, denominator) if denominator else None
        self.counts = f"{numerator}/{denominator}"
        self.target = target
        self.reached = self.share is not None and self.share >= target
        figure = percent(self.share)
        self.text = figure if self.share is None else f"{figure}%"
        self.verdict = (
            "无在编人员"
            if self.share is None
            else ("达标" if self.reached else "未达标")
        )
        self.setAccessibleName(f"{self.text}，{self.counts}，{self.verdict}")
        self.setToolTip(
            f"{self.counts}，目标不低于{percent(target).removesuffix('.0')}%"
        )
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @override
    def sizeHint(self) -> QSize:
        return QSize(style.size("gauge"), style.size("gauge") * 3 // 4)

    @override
    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        small = QFontMetricsF(style.font("small"))
        thick = style.scaled(16)
        room = small.height() + style.space(1)
        radius = min(
            (self.width() - 2 * small.horizontalAdvance("目标 85%")) / 2 + thick,
            self.height() - room - 2 * small.height(),
        )
        radius = min(radius, self.width() / 2 - thick)
        centre = QPointF(self.width() / 2, room + radius)
        ring = QRectF(centre.x() - radius, centre.y() - radius, 2 * radius, 2 * radius)
        ring.adjust(thick / 2, thick / 2, -thick / 2, -thick / 2)
        self._paint_arc(painter, ring, 1.0, "faint", thick)
        if self.share is not None:
            tint = "good" if self.reached else "caution"
            self._paint_arc(painter, ring, float(self.share), tint, thick)
        self._paint_target(painter, centre, radius, thick)
        self._paint_words(painter, centre)

    def _paint_arc(
        self, painter: QPainter, ring: QRectF, share: float, tint: str, thick: int
    ) -> None:
        pen = QPen(style.colour(tint), thick)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        painter.setPen(pen)
        span = round(min(share, 1.0) * _HALF_TURN * _SIXTEENTHS)
        painter.drawArc(ring, _HALF_TURN * _SIXTEENTHS, -span)

    def _paint_target(
        self, painter: QPainter, centre: QPointF, radius: float, thick: int
    ) -> None:
        angle = math.pi * (1 - float(self.target))
        across, up = math.cos(angle), -math.sin(angle)
        inner, outer = radius - thick - 2, radius + style.space(1)
        painter.setPen(QPen(style.colour("text"), 2))
        painter.drawLine(
            QPointF(centre.x() + inner * across, centre.y() + inner * up),
            QPointF(centre.x() + outer * across, centre.y() + outer * up),
        )
        font = style.font("small")
        metrics = QFontMetricsF(font)
        words = f"目标 {percent(self.target).removesuffix('.0')}%"
        painter.setFont(font)
        painter.setPen(style.colour("secondary"))
        left = centre.x() + outer * across + style.space(1)
        left = min(left, self.width() - metrics.horizontalAdvance(words))
        # Where there is no room beside the ring, the words stand above it.
        beside = min(left - centre.x(), outer)
        above = math.sqrt(outer**2 - beside**2) + metrics.descent()
        painter.drawText(QPointF(left, centre.y() - max(-outer * up, above)), words)

    def _paint_words(self, painter: QPainter, centre: QPointF) -> None:
        figure = style.font("figure", strong=True)
        painter.setFont(figure)
        painter.setPen(style.colour("text"))
        height = QFontMetricsF(figure).height()
        small = QFontMetricsF(style.font("small")).height()
        wide = QRectF(0, centre.y() - height - style.space(1), self.width(), height)
        middle = Qt.AlignmentFlag.AlignCenter
        painter.drawText(wide, middle, self.text)
        painter.setFont(style.font("small"))
        painter.setPen(style.colour("secondary"))
        painter.drawText(
            QRectF(0, centre.y(), self.width(), small), middle, self.counts
        )
        tone = "good" if self.reached else "on_caution"
        painter.setFont(style.font("small", strong=True))
        painter.setPen(style.colour("secondary" if self.share is None else tone))
        painter.drawText(
            QRectF(0, centre.y() + small, self.width(), small), middle, self.verdict
        )


@dataclass(frozen=True, slots=True)
class Point:
    """One day on a line.

    Attributes:
        day: Which day.
        value: Its height; None leaves a gap.
        text: What is shown of it: the exact figures.
    """

    day: date
    value: float | None
    text: str


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar.

    Attributes:
        title: Below it.
        value: Its length; of a step, how far it goes up or down.
        text: On it, or above.
        step: Whether it begins where the one before ended, as in a waterfall.
    """

    title: str
    value: float
    text: str
    step: bool = False


class _Chart(QWidget):
    """What all plotted charts share: a ground, a right-click menu, copies.

    Args:
        unit: What its heights are measured in, at the axis.
        title: Name of the picture when it is exported.

    Signals:
        picked: A point or bar was clicked.
                place: Which, counted from 0.
        told: There is something to say of what was done with it.
              text: What.
              tone: How it went.
    """

    picked = Signal(int)
    told = Signal(str, object)

    def __init__(self, unit: str, title: str) -> None:
        super().__init__()
        import pyqtgraph  # noqa: PLC0415 - half a second, and only charts need it

        self._pg = pyqtgraph
        pyqtgraph.setConfigOptions(antialias=True)
        self.title = title
        self.unit = unit
        self.asked: Any = None
        self.plot = pyqtgraph.PlotWidget(background=style.COLOURS["surface"])
        self.plot.setMenuEnabled(False)
        self.plot.setMouseEnabled(x=False, y=False)
        self.plot.hideButtons()
        self.plot.showGrid(x=False, y=True, alpha=0.18)
        for name in ("left", "bottom"):
            axis = self.plot.getAxis(name)
            axis.setPen(style.COLOURS["line"])
            axis.setTextPen(style.COLOURS["secondary"])
            axis.setStyle(tickFont=style.font("small"), tickLength=0)
            axis.setZValue(-1)  # the grid lies below what is plotted
        self.plot.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.plot.customContextMenuRequested.connect(self._show_menu)
        self.plot.scene().sigMouseClicked.connect(self._click)
        self.setLayout(column(words(f"单位：{unit}", "quiet"), self.plot, gap=1))

    @abstractmethod
    def figures(self) -> list[list[str]]:
        """Return what is plotted as lines of cells, heads first."""

    @abstractmethod
    def place_at(self, across: float) -> int | None:
        """Return which point or bar stands at a place of the lower axis."""

    def _click(self, event: Any) -> None:
        at = event.scenePos()
        if (
            event.button() != Qt.MouseButton.LeftButton
            or not self.plot.sceneBoundingRect().contains(at)
        ):
            return
        place = self.place_at(self.plot.getViewBox().mapSceneToView(at).x())
        if place is not None:
            self.picked.emit(place)

    def copy_picture(self) -> None:
        """Put the chart on the clipboard as a picture."""
        QGuiApplication.clipboard().setPixmap(self._picture())
        self.told.emit("已复制图片，可粘贴到文档或消息中。", Tone.GOOD)

    def copy_figures(self) -> None:
        """Put the figures on the clipboard, for a spreadsheet."""
        lines = ("\t".join(cells) for cells in self.figures())
        QGuiApplication.clipboard().setText("\n".join(lines))
        self.told.emit("已复制数据，可粘贴到Excel或WPS表格。", Tone.GOOD)

    def save(self, path: Path) -> bool:
        """Write the chart as a PNG picture; tell whether it could be written."""
        done = self._picture().save(str(path), "PNG")
        if done:
            self.told.emit(f"已导出到“{path}”。", Tone.GOOD)
        else:
            self.told.emit(f"不能写入“{path}”，请换一个位置再导出。", Tone.CAUTION)
        return done

    def _picture(self) -> QPixmap:
        picture: QPixmap = self.plot.grab()
        return picture

    def ask_where(self) -> None:
        """Ask where the chart is to be written as a picture."""
        from workbench.views import output  # noqa: PLC0415 - only an export needs it

        output.save_as(self, f"{self.title}.png", self.save)

    def print(self, told: str) -> None:
        """Show the chart as it would be printed.

        Args:
            told: What it shows, in a sentence.
        """
        from workbench.views import output  # noqa: PLC0415 - only printing needs it

        picture = output.PicturePrint(self.title, told, self._picture())
        self.asked = output.preview(self, self.title, picture.paint, across=True)

    def _show_menu(self, at: Any) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for word, deed in (
            ("复制图片", self.copy_picture),
            ("复制数据", self.copy_figures),
            ("导出图片…", self.ask_where),
        ):
            menu.addAction(word).triggered.connect(_deed(deed))
        menu.popup(self.plot.mapToGlobal(at))

    def _words(
        self,
        text: str,
        tint: str,
        place: tuple[float, float],
        anchor: tuple[float, float],
    ) -> Any:
        """Put words into the plot."""
        said = self._pg.TextItem(text, color=style.COLOURS[tint], anchor=anchor)
        said.setFont(style.font("small"))
        said.setPos(*place)
        self.plot.addItem(said)
        return said


def _deed(deed: Callable[[], object]) -> Callable[[bool], None]:
    def act(_checked: bool = False) -> None:  # noqa: FBT001, FBT002 - as Qt calls it
        deed()

    return act


class LineChart(_Chart):
    """A line over days, with the target as a dashed line in words.

    Pointing at it shows the day and its exact figures.

    Args:
        unit: What its heights are measured in.
        title: Name of the picture when it is exported.
    """

    def __init__(self, unit: str, title: str) -> None:
        super().__init__(unit, title)
        self.points: tuple[Point, ...] = ()
        self.tip: Any = None
        self._mark: Any = None
        self.plot.scene().sigMouseMoved.connect(self._point)

    def show_points(
        self,
        points: Sequence[Point],
        *,
        target: float | None = None,
        target_text: str = "",
    ) -> None:
        """Draw the line.

        Args:
            points: One a day, in order.
            target: Height of the dashed line.
            target_text: Its words.
        """
        self.points = tuple(points)
        self.plot.clear()
        self.tip = self._mark = None
        if not points:
            return
        days = [point.day.toordinal() for point in points]
        heights = [math.nan if point.value is None else point.value for point in points]
        pen = self._pg.mkPen(style.COLOURS["accent"], width=2)
        self.plot.plot(days, heights, pen=pen, connect="finite")
        known = [point.value for point in points if point.value is not None]
        if target is not None:
            known.append(target)
            dashed = self._pg.mkPen(
                style.COLOURS["text"], width=1, style=Qt.PenStyle.DashLine
            )
            self.plot.addItem(
                self._pg.InfiniteLine(target, angle=0, pen=dashed, movable=False)
            )
            said = self._words(target_text, "text", (days[0], target), (0, 0.5))
            said.fill = self._pg.mkBrush(style.COLOURS["surface"])
        low, high = min(known, default=0), max(known, default=1)
        room = (high - low or 1) * _HEADROOM
        self.plot.setXRange(days[0], days[-1], padding=0.02)
        self.plot.setYRange(low - room, high + 2 * room, padding=0)
        self.plot.getAxis("bottom").setTicks([_month_ticks(points)])
        self._mark = self._pg.ScatterPlotItem(
            size=8, brush=style.COLOURS["accent"], pen=style.COLOURS["surface"]
        )
        self.plot.addItem(self._mark)
        self.tip = self._words("", "text", (days[0], high), (0.5, 1.2))
        self.tip.fill = self._pg.mkBrush(style.COLOURS["surface"])
        self.tip.border = self._pg.mkPen(style.COLOURS["line"])
        self.tip.hide()

    def _point(self, at: QPointF) -> None:
        if not self.points or self.tip is None:
            return
        box = self.plot.getViewBox()
        if not self.plot.sceneBoundingRect().contains(at):
            self.tip.hide()
            self._mark.clear()
            return
        self.point_at(round(box.mapSceneToView(at).x()))

    def point_at(self, ordinal: int) -> None:
        """Show the figures of the day nearest to an ordinal."""
        nearest = min(self.points, key=lambda one: abs(one.day.toordinal() - ordinal))
        if nearest.value is None or self.tip is None:
            return
        place = nearest.day.toordinal(), nearest.value
        self._mark.setData([place[0]], [place[1]])
        self.tip.setText(f"{nearest.day:%Y-%m-%d}　{nearest.text}")
        first, last = (self.points[at].day.toordinal() for at in (0, -1))
        along = (place[0] - first) / max(last - first, 1)
        self.tip.setAnchor((along, 1.4))
        self.tip.setPos(*place)
        self.tip.show()

    @override
    def place_at(self, across: float) -> int | None:
        if not self.points:
            return None
        days = [point.day.toordinal() for point in self.points]
        return min(range(len(days)), key=lambda place: abs(days[place] - across))

    @override
    def figures(self) -> list[list[str]]:
        return [
            ["日期", f"数值（{self.unit}）", "说明"],
            *(
                [
                    point.day.isoformat(),
                    "" if point.value is None else f"{point.value:g}",
                    point.text,
                ]
                for point in self.points
            ),
        ]


def _month_ticks(points: Sequence[Point]) -> list[tuple[int, str]]:
    """Return where months begin, few enough to be read."""
    starts = [point.day for point in points if point.day.day == 1]
    if not starts:
        return [(points[0].day.toordinal(), f"{points[0].day:%Y-%m-%d}")]
    every = -(-len(starts) // _MONTH_TICKS)
    return [(day.toordinal(), f"{day:%Y-%m}") for day in starts[::every]]


class BarChart(_Chart):
    """Bars side by side, or a waterfall of what moved a figure.

    Args:
        unit: What their lengths are measured in.
        title: Name of the picture when it is exported.
    """

    def __init__(self, unit: str, title: str) -> None:
        super().__init__(unit, title)
        self.bars: tuple[Bar, ...] = ()

    def show_bars(self, bars: Sequence[Bar]) -> None:
        """Draw the bars, each with its words above it."""
        self.bars = tuple(bars)
        self.plot.clear()
        reached, spans = 0.0, []
        for bar in bars:
            start = reached if bar.step else 0.0
            reached = start + bar.value
            spans.append((start, reached))
        for place, (bar, (start, end)) in enumerate(zip(bars, spans, strict=True)):
            tint = "accent"
            if bar.step:
                tint = "good" if bar.value >= 0 else "caution"
            self.plot.addItem(
                self._pg.BarGraphItem(
                    x=[place],
                    y0=[start],
                    y1=[end],
                    width=0.6,
                    brush=style.COLOURS[tint],
                    pen=None,
                )
            )
            self._words(bar.text, "text", (place, max(start, end)), (0.5, 1))
        edges = [edge for span in spans for edge in span]
        if any(bar.step for bar in bars):
            # A waterfall is about its steps, not about the way up to them.
            edges = [edge for edge in edges if edge]
        else:
            edges.append(0.0)
        low, high = min(edges, default=0.0), max(edges, default=1.0)
        room = 2 * (high - low or 1) * _HEADROOM
        self.plot.setYRange(low - room * bool(low), high + 1.5 * room, padding=0)
        self.plot.setXRange(-0.6, len(bars) - 0.4, padding=0)
        self.plot.getAxis("bottom").setTicks(
            [[(place, bar.title) for place, bar in enumerate(bars)]]
        )

    @override
    def place_at(self, across: float) -> int | None:
        place = round(across)
        return place if 0 <= place < len(self.bars) else None

    @override
    def figures(self) -> list[list[str]]:
        return [
            ["项目", f"数值（{self.unit}）", "说明"],
            *([bar.title, f"{bar.value:g}", bar.text] for bar in self.bars),
        ]
