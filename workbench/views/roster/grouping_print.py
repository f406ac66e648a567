"""A grouping on paper: the map on the left, the zones and their figures beside it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen

from workbench.services.roster.scoring import Judgement
from workbench.views import style
from workbench.views.roster.grouping_figures import MEASURES
from workbench.views.roster.grouping_plan import Plan
from workbench.views.roster.town_sketch import (
    REMARK,
    Land,
    MapPlan,
    Sketch,
    fitted,
    hue_of,
)

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

_POINTS = 72
_TITLE, _BODY, _SMALL = 14, 9, 8  # points
_LINE = 13.0
_MAP = 0.58  # of the width
_GAP = 10.0
_SAMPLE = "示例数据"


@dataclass(frozen=True)
class GroupingPrint:
    """Everything that stands on the paper.

    Attributes:
        title: At the top.
        sketch: What the map shows.
        plan: The zones.
        judgement: What they come to.
        names: Name of each town.
        foot: When and by whom it is printed.
        sample: Whether the data is made up.
    """

    title: str
    sketch: MapPlan
    plan: Plan
    judgement: Judgement
    names: dict[int, str]
    foot: str
    sample: bool = False

    def paint(self, printer: "QPrinter") -> None:
        """Paint every page."""
        painter = QPainter(printer)
        scale = printer.resolution() / _POINTS
        painter.scale(scale, scale)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        page = printer.pageRect(printer.Unit.Point)
        area = QRectF(0, 0, page.width(), page.height())
        self._paint_edge(painter, area)
        body = area.adjusted(0, 2.4 * _LINE, 0, -1.6 * _LINE)
        left = QRectF(body)
        left.setWidth(body.width() * _MAP)
        self._paint_map(painter, left)
        right = body.adjusted(left.width() + _GAP, 0, 0, 0)
        rest = self._lines(painter, right.width())
        while rest:
            room = int(right.height() // _LINE)
            self._paint_lines(painter, right, rest[:room])
            rest = rest[room:]
            if rest:
                printer.newPage()
                self._paint_edge(painter, area)
                right = body
        painter.end()

    def _paint_edge(self, painter: QPainter, area: QRectF) -> None:
        painter.setPen(Qt.GlobalColor.black)
        painter.setFont(style.paper_font(_TITLE, strong=True))
        title = f"{self.title}（{_SAMPLE}）" if self.sample else self.title
        painter.drawText(
            area, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop, title
        )
        painter.setFont(style.paper_font(_SMALL))
        bottom = Qt.AlignmentFlag.AlignBottom
        painter.drawText(area, Qt.AlignmentFlag.AlignRight | bottom, self.foot)
        painter.drawText(area, Qt.AlignmentFlag.AlignLeft | bottom, REMARK)

    def _paint_map(self, painter: QPainter, area: QRectF) -> None:
        land = Land.of(self.sketch.towns)
        if not land.degrees:
            return
        fonts = (style.paper_font(_SMALL), style.paper_font(_BODY, strong=True))
        painter.save()
        Sketch(self.sketch, land, fitted(land, area), fonts, area).paint(painter)
        painter.restore()

    def _lines(
        self, painter: QPainter, width: float
    ) -> list[tuple[str, bool, int | None]]:
        """Return lines of text: what they say, whether strongly, and whose hue."""
        metrics = QFontMetricsF(style.paper_font(_BODY), painter.device())
        lines: list[tuple[str, bool, int | None]] = []
        for zone, figures in zip(self.plan, self.judgement.zones, strict=True):
            lines.append((f"{zone.name}（{len(zone.town_ids)}个）", True, zone.key - 1))
            seat = self.names.get(zone.seat_id or 0, "未定")
            towns = "、".join(self.names.get(town, "—") for town in zone.town_ids)
            likeness = figures.likeness
            alike = "" if likeness is None else f"，事项相近{likeness * 100:.0f}%"
            amounts = f"件数{figures.volume}，力量{figures.staff}人{alike}"
            for text in (
                f"驻地：{seat}　镇街：{towns or '—'}",
                f"行程{figures.mean_km:.1f}公里，{amounts}",
            ):
                lines += [(part, False, None) for part in _broken(text, metrics, width)]
        lines.append(("合计", True, None))
        for measure in MEASURES:
            found = measure.read(self.judgement)
            said = "—" if found is None else measure.said(found)
            lines.append((f"{measure.title}：{said}", False, None))
        for worry in self.judgement.worries:
            lines += [
                (part, False, None)
                for part in _broken(f"提醒：{worry.text}", metrics, width)
            ]
        return lines

    def _paint_lines(
        self,
        painter: QPainter,
        area: QRectF,
        lines: Sequence[tuple[str, bool, int | None]],
    ) -> None:
        for place, (text, strong, hue) in enumerate(lines):
            line = QRectF(area.left(), area.top() + place * _LINE, area.width(), _LINE)
            if hue is not None:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(hue_of(hue))
                painter.drawRect(QRectF(line.left(), line.top() + 3, 7, 7))
                line.adjust(11, 0, 0, 0)
            painter.setPen(QPen(Qt.GlobalColor.black))
            painter.setFont(style.paper_font(_BODY, strong=strong))
            painter.drawText(line, Qt.AlignmentFlag.AlignVCenter, text)


def _broken(text: str, metrics: QFontMetricsF, width: float) -> list[str]:
    """Return a text in lines no wider than there is room."""
    lines, line = [], ""
    for letter in text:
        if line and metrics.horizontalAdvance(line + letter) > width:
            lines.append(line)
            line = ""
        line += letter
    return [*lines, line]
