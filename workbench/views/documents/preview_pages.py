"""Pages on the screen: one below the other, thumbnails beside them, zoomed at will.

A widget of its own, for any page of the workbench that shows paper. Pages are painted
when they come into sight, and kept for a while.
"""

from bisect import bisect_right
from collections.abc import Sequence
from enum import StrEnum
from functools import partial

from PySide6.QtCore import (
    QEvent,
    QPoint,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QImage,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import (
    QAbstractScrollArea,
    QFrame,
    QMenu,
    QWidget,
)
from typing_extensions import override

from workbench.views import style
from workbench.views.documents.preview_leaves import Leaf, Thumbnails
from workbench.views.parts import button, column, holder, icon_button, row, words
from workbench.views.preview import TWIPS_AN_INCH

LEAST, MOST = 0.5, 3.0
STEPS = (0.5, 0.75, 1.0, 1.25, 1.5, 2.0, 3.0)
UNSURE = "此处换页可能因软件而异"
_DPI = 96  # of a screen at 100 %
_WHEEL = 120  # of a notch
_NOTCH = 1.1
_KEPT = 40_000_000  # pixels of pictures, of four bytes each
_STEP_PX = 40


class Fit(StrEnum):
    """To what the zoom keeps a page fitted."""

    WIDTH = "width"
    PAGE = "page"

    @property
    def label(self) -> str:
        """It as shown."""
        return {"width": "适合页宽", "page": "适合整页"}[self]


Row = tuple[Leaf | None, ...]
"""What stands side by side: the painted page, and the suite's where there is one."""


class Canvas(QAbstractScrollArea):
    """Pages one below the other.

    Attributes:
        rows: The pages.
        page: Number of the page that is read, from 1.
        fit: To what the zoom is fitted; None where it was chosen.

    Signals:
        moved: Another page is read.
               page: Its number.
        zoomed: The zoom changed.
    """

    moved = Signal(int)
    zoomed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("版式预览")
        self.rows: tuple[Row, ...] = ()
        self.page = 1
        self.fit: Fit | None = Fit.WIDTH
        self._zoom = 1.0
        self._marked: frozenset[int] = frozenset()
        self._remark = UNSURE
        self._heads: tuple[str, ...] = ()
        self._tops: list[int] = []
        self._high = 0
        self._pictures: dict[tuple[int, int], QImage] = {}
        self.verticalScrollBar().setSingleStep(_STEP_PX)
        self.horizontalScrollBar().setSingleStep(_STEP_PX)
        self.verticalScrollBar().valueChanged.connect(self._note_page)

    # ---- what is shown ----

    def show_rows(
        self,
        rows: Sequence[Row],
        marked: frozenset[int] = frozenset(),
        heads: tuple[str, ...] = (),
        remark: str = UNSURE,
    ) -> None:
        """Show pages, beginning with the page that was read before.

        Args:
            rows: The pages.
            marked: Numbers of the pages above which there is a remark.
            heads: What stands above the pages that are side by side.
            remark: What is said above the marked ones.
        """
        page = min(self.page, max(1, len(rows)))
        self.rows, self._heads = tuple(rows), heads
        self._marked, self._remark = marked, remark
        self._arrange()
        self.go_to(page)

    def go_to(self, page: int) -> None:
        """Show the beginning of a page."""
        if not self.rows:
            return
        page = max(1, min(page, len(self.rows)))
        top = self._tops[page - 1] - self._above(page - 1)
        self.verticalScrollBar().setValue(top)
        self._turn(page)

    def _note_page(self) -> None:
        if self.rows:
            middle = self.verticalScrollBar().value() + self.viewport().height() // 2
            self._turn(max(1, bisect_right(self._tops, middle)))

    def _turn(self, page: int) -> None:
        if page != self.page:
            self.page = page
            self.moved.emit(page)

    # ---- zoom ----

    @property
    def zoom(self) -> float:
        """The zoom; 1 shows a page as large as it is."""
        return self._zoom

    def set_zoom(self, zoom: float, at: QPoint | None = None) -> None:
        """Show the pages larger or smaller, within bounds.

        Args:
            zoom: The zoom.
            at: The place in sight that stays where it is; the middle where None.
        """
        self.fit = None
        self._scale_to(max(LEAST, min(MOST, zoom)), at)

    def set_fit(self, fit: Fit) -> None:
        """Keep pages fitted to the room there is."""
        self.fit = fit
        self._follow()

    def step(self, ways: int) -> None:
        """Zoom to the next larger or smaller of the usual steps."""
        slack = 0.005
        larger = [one for one in STEPS if one > self._zoom + slack]
        smaller = [one for one in STEPS if one < self._zoom - slack]
        if ways > 0:
            self.set_zoom(larger[0] if larger else MOST)
        else:
            self.set_zoom(smaller[-1] if smaller else LEAST)

    def _scale_to(self, zoom: float, at: QPoint | None = None) -> None:
        place = at or self.viewport().rect().center()
        bars = (self.horizontalScrollBar(), self.verticalScrollBar())
        before = self._zoom
        held = (bars[0].value() + place.x(), bars[1].value() + place.y())
        self._zoom = zoom
        self._arrange()
        for bar, length, kept in zip(bars, held, place.toTuple(), strict=True):
            bar.setValue(round(length * zoom / before - kept))
        self._note_page()
        self.zoomed.emit()

    def _follow(self) -> None:
        """Fit the zoom anew to the room there is."""
        if self.fit is None or not self.rows:
            return
        edges = 2 * style.space(4)
        bar = self.verticalScrollBar().sizeHint().width()
        across = self.width() - bar - edges
        wide, high = self._largest()
        scales = [(across - self._gap() * (self._abreast() - 1)) / wide]
        if self.fit is Fit.PAGE:
            scales.append((self.viewport().height() - edges - self._head()) / high)
        zoom = min(scales) * TWIPS_AN_INCH / _DPI
        # A page that is fitted may be smaller than one would choose.
        page = self.page
        self._zoom = max(0.1, min(MOST, zoom))
        self._arrange()
        self.go_to(page)
        self.zoomed.emit()

    # ---- where pages stand ----

    def _abreast(self) -> int:
        return max((len(one) for one in self.rows), default=1)

    def _gap(self) -> int:
        return style.space(4)

    def _head(self) -> int:
        return style.size("mini") if self._heads else 0

    def _above(self, place: int) -> int:
        """Return the room above a page, its remark included."""
        remark = style.size("mini") if place + 1 in self._marked else 0
        return self._gap() + remark + self._head()

    def _largest(self) -> tuple[float, float]:
        """Return the widths of the widest row, and the height of the highest leaf."""
        wide = max(
            sum(one.width for one in each if one is not None) for each in self.rows
        )
        high = max(one.height for each in self.rows for one in each if one is not None)
        return wide, high

    @property
    def _scale(self) -> float:
        return self._zoom * _DPI / TWIPS_AN_INCH

    def _place(self, place: int) -> list[QRect]:
        """Return where the leaves of a row stand, from the first page's corner."""
        leaves = self.rows[place]
        sides = [
            QSize()
            if one is None
            else QSize(round(one.width * self._scale), round(one.height * self._scale))
            for one in leaves
        ]
        usual = max(side.width() for side in sides)
        widths = [side.width() if side.width() > 0 else usual for side in sides]
        whole = sum(widths) + self._gap() * (len(widths) - 1)
        left = max((self._wide() - whole) // 2, style.space(4))
        found = []
        for side, width in zip(sides, widths, strict=True):
            found.append(QRect(QPoint(left, self._tops[place]), side))
            left += width + self._gap()
        return found

    def _wide(self) -> int:
        """Return the width of all there is, the room in sight at least."""
        wide = round(self._largest()[0] * self._scale) if self.rows else 0
        wide += self._gap() * (self._abreast() - 1) + 2 * style.space(4)
        return max(wide, self.viewport().width())

    def _arrange(self) -> None:
        self._pictures.clear()
        self._tops = []
        down = 0
        for place, leaves in enumerate(self.rows):
            down += self._above(place)
            self._tops.append(down)
            down += round(
                max(one.height for one in leaves if one is not None) * self._scale
            )
        self._high = down + self._gap()
        view = self.viewport().size()
        for bar, whole, part in (
            (self.verticalScrollBar(), self._high, view.height()),
            (self.horizontalScrollBar(), self._wide(), view.width()),
        ):
            bar.setPageStep(part)
            bar.setRange(0, max(0, whole - part))
        self.viewport().update()

    # ---- painting ----

    def _picture(self, place: int, side: int, leaf: Leaf) -> QImage:
        found = self._pictures.pop((place, side), None)
        if found is None:
            found = leaf.picture(self._scale, self.devicePixelRatioF())
        self._pictures[place, side] = found  # the one seen last is let go of last
        pixels = sum(one.width() * one.height() for one in self._pictures.values())
        while pixels > _KEPT and len(self._pictures) > self._abreast():
            oldest = self._pictures.pop(next(iter(self._pictures)))
            pixels -= oldest.width() * oldest.height()
        return found

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), style.colour("faint"))
        painter.translate(
            -self.horizontalScrollBar().value(), -self.verticalScrollBar().value()
        )
        sight = QRect(
            self.horizontalScrollBar().value(),
            self.verticalScrollBar().value(),
            self.viewport().width(),
            self.viewport().height(),
        )
        painter.setFont(style.font("small"))
        first = max(0, bisect_right(self._tops, sight.top()) - 1)
        for place in range(first, len(self.rows)):
            if self._tops[place] - self._above(place) > sight.bottom():
                break
            boxes = self._place(place)
            self._paint_words(painter, place, boxes)
            for side, (leaf, box) in enumerate(
                zip(self.rows[place], boxes, strict=True)
            ):
                if leaf is not None:
                    painter.drawImage(box, self._picture(place, side, leaf))
                    painter.setPen(QPen(style.colour("line")))
                    painter.drawRect(box.adjusted(-1, -1, 0, 0))

    def _paint_words(self, painter: QPainter, place: int, boxes: list[QRect]) -> None:
        line = style.size("mini")
        above = self._tops[place] - line
        if place + 1 in self._marked:
            painter.setPen(style.colour("on_caution"))
            box = boxes[0]
            painter.drawText(
                QRect(box.left(), above, box.width(), line),
                Qt.AlignmentFlag.AlignCenter,
                f"—— {self._remark} ——",
            )
            above -= line
        painter.setPen(style.colour("secondary"))
        for head, box in zip(self._heads, boxes, strict=False):
            painter.drawText(
                QRect(box.left(), above, max(box.width(), 1), line),
                Qt.AlignmentFlag.AlignCenter,
                head,
            )

    # ---- hands ----

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.fit is None:
            self._arrange()
        else:
            self._follow()

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.DevicePixelRatioChange:
            self._pictures.clear()

    @override
    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            notches = event.angleDelta().y() / _WHEEL
            place = event.position().toPoint()
            self.set_zoom(self._zoom * _NOTCH**notches, place)
            event.accept()
        else:
            super().wheelEvent(event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        keys = Qt.Key
        deeds = {
            keys.Key_PageDown: partial(self.read_on, 1),
            keys.Key_PageUp: partial(self.read_on, -1),
            keys.Key_Home: partial(self.go_to, 1),
            keys.Key_End: partial(self.go_to, len(self.rows)),
        }
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            deeds = {
                keys.Key_Plus: partial(self.step, 1),
                keys.Key_Equal: partial(self.step, 1),
                keys.Key_Minus: partial(self.step, -1),
                keys.Key_0: partial(self.set_zoom, 1.0),
            }
        deed = deeds.get(Qt.Key(event.key()))
        if deed is None:
            super().keyPressEvent(event)
        else:
            deed()

    def read_on(self, ways: int) -> None:
        """Go to the next page or the one before; where it is larger, by a sight."""
        if not self.rows:
            return
        bar, part = self.verticalScrollBar(), self.viewport().height()
        place = self.page - 1
        top = self._tops[place] - self._above(place)
        end = self._tops[place + 1 : place + 2] or [self._high]
        if ways > 0 and bar.value() + part < end[0] - self._gap() - 1:
            bar.setValue(min(bar.value() + part - _STEP_PX, end[0] - part))
        elif ways < 0 and bar.value() > top + 1:
            bar.setValue(max(bar.value() - part + _STEP_PX, top))
        else:
            self.go_to(self.page + ways)


class PagesView(QWidget):
    """Pages, their thumbnails, and a line with page and zoom below them.

    Attributes:
        canvas: The pages.
        thumbnails: The pages small.
        foot: The line, in whose middle there is room for more.
    """

    def __init__(self) -> None:
        super().__init__()
        self.canvas = Canvas()
        self.thumbnails = Thumbnails()
        self.place = words("", "grey")
        self.zoom_button = button("", tip="缩放（Ctrl+滚轮）")
        self.zoom_button.setMenu(self._menu())
        self.zoom_button.setMinimumWidth(style.scaled(96))
        canvas = self.canvas
        before = partial(self._turn, -1)
        self.foot = row(
            icon_button("chevron-left", "上一页（PgUp）", before),
            self.place,
            icon_button("chevron-right", "下一页（PgDn）", partial(self._turn, 1)),
            None,
            icon_button("zoom-out", "缩小（Ctrl+减号）", partial(canvas.step, -1)),
            self.zoom_button,
            icon_button("zoom-in", "放大（Ctrl+加号）", partial(canvas.step, 1)),
            gap=1,
        )
        sheets = row(self.thumbnails, canvas, gap=0)
        sheets.setStretch(1, 1)
        body = column(holder(sheets, "card"), holder(self.foot), gap=1)
        body.setStretch(0, 1)
        self.setLayout(body)
        canvas.moved.connect(self._note_page)
        canvas.zoomed.connect(self._note_zoom)
        self.thumbnails.currentRowChanged.connect(lambda at: canvas.go_to(at + 1))
        self.setFocusProxy(canvas)

    def _menu(self) -> QMenu:
        menu = QMenu(self)
        for fit in Fit:
            menu.addAction(fit.label, partial(self.canvas.set_fit, fit))
        menu.addSeparator()
        for step in STEPS:
            menu.addAction(f"{step:.0%}", partial(self.canvas.set_zoom, step))
        return menu

    def _turn(self, ways: int) -> None:
        self.canvas.go_to(self.canvas.page + ways)

    def show_rows(
        self,
        rows: Sequence[Row],
        marked: frozenset[int] = frozenset(),
        heads: tuple[str, ...] = (),
        remark: str = UNSURE,
    ) -> None:
        """Show pages; see ``Canvas.show_rows``."""
        own = [leaf for each in rows for leaf in each[:1] if leaf is not None]
        self.thumbnails.show_leaves(own)
        self.canvas.show_rows(rows, marked, heads, remark)
        if self.canvas.fit is not None:
            self.canvas.set_fit(self.canvas.fit)
        self._note_page(self.canvas.page)
        self._note_zoom()

    def _note_page(self, page: int) -> None:
        count = len(self.canvas.rows)
        self.place.setText(f"第{page}页，共{count}页" if count else "")
        if page <= self.thumbnails.count():
            self.thumbnails.mark(page)

    def _note_zoom(self) -> None:
        canvas = self.canvas
        percent = f"{canvas.zoom:.0%}"
        self.zoom_button.setText(
            f"{canvas.fit.label} {percent}" if canvas.fit else percent
        )
