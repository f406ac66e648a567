"""Pages that can be pictured, painted here or read from a PDF; and their thumbnails."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import pypdfium2
from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen
from PySide6.QtWidgets import (
    QListWidget,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)
from typing_extensions import override

from workbench.reports.faces import Face
from workbench.views import style
from workbench.views.preview import picture

_POINT = 20  # twips
_SIDE = 92  # of a thumbnail, in pixels
_STEP_PX = 40


class Leaf(Protocol):
    """One page that can be pictured; its sides in twips."""

    @property
    def width(self) -> float:
        """Its width."""

    @property
    def height(self) -> float:
        """Its height."""

    def picture(self, scale: float, ratio: float) -> QImage:
        """Return it as a picture.

        Args:
            scale: Logical pixels a twip.
            ratio: Pixels of the screen a logical pixel.
        """


@dataclass(frozen=True)
class FaceLeaf:
    """A page as it is painted here."""

    face: Face

    @property
    def width(self) -> float:
        """Its width."""
        return self.face.width

    @property
    def height(self) -> float:
        """Its height."""
        return self.face.height

    def picture(self, scale: float, ratio: float) -> QImage:
        """Return it as a picture; see ``Leaf``."""
        return picture(self.face, scale, ratio)


@dataclass(frozen=True)
class PdfLeaf:
    """A page of a PDF that another program made."""

    page: pypdfium2.PdfPage

    @property
    def width(self) -> float:
        """Its width."""
        return float(self.page.get_width()) * _POINT

    @property
    def height(self) -> float:
        """Its height."""
        return float(self.page.get_height()) * _POINT

    def picture(self, scale: float, ratio: float) -> QImage:
        """Return it as a picture; see ``Leaf``."""
        drawn = self.page.render(scale=scale * _POINT * ratio, prefer_bgrx=True)
        image = QImage(
            bytes(drawn.buffer),
            drawn.width,
            drawn.height,
            drawn.stride,
            QImage.Format.Format_RGB32,
        ).copy()  # the bytes go with this call
        image.setDevicePixelRatio(ratio)
        return image


class _Thumbnail(QStyledItemDelegate):
    """Paints the pages of the list beside the canvas when they come into sight."""

    def __init__(self, owner: "Thumbnails") -> None:
        super().__init__(owner)
        self._owner = owner
        self._pictures: dict[int, QImage] = {}

    def forget(self) -> None:
        """Let go of what was painted."""
        self._pictures.clear()

    def _side(self, leaf: Leaf) -> tuple[float, QSize]:
        scale = style.scaled(_SIDE) / max(leaf.width, leaf.height * 0.7)
        return scale, QSize(round(leaf.width * scale), round(leaf.height * scale))

    @override
    def sizeHint(
        self,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> QSize:
        _scale, side = self._side(self._owner.leaves[index.row()])
        room = style.size("mini") + style.space(3)
        return QSize(style.scaled(_SIDE), side.height() + room)

    @override
    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        place = index.row()
        leaf = self._owner.leaves[place]
        scale, side = self._side(leaf)
        if place not in self._pictures:
            ratio = self._owner.devicePixelRatioF()
            self._pictures[place] = leaf.picture(scale, ratio)
        area: QRect = option.rect
        states: QStyle.StateFlag = option.state
        chosen = bool(states & QStyle.StateFlag.State_Selected)
        left = area.left() + (area.width() - side.width()) // 2
        box = QRect(QPoint(left, area.top() + style.space(2)), side)
        painter.drawImage(box, self._pictures[place])
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(_tint(chosen=chosen), 2 if chosen else 1))
        painter.drawRect(box.adjusted(-1, -1, 0, 0))
        painter.setPen(style.colour("accent" if chosen else "secondary"))
        painter.setFont(style.font("small", strong=chosen))
        painter.drawText(
            QRect(area.left(), box.bottom(), area.width(), style.size("mini")),
            Qt.AlignmentFlag.AlignCenter,
            str(place + 1),
        )


def _tint(*, chosen: bool) -> QColor:
    return style.colour("accent" if chosen else "line")


class Thumbnails(QListWidget):
    """The pages small, one below the other."""

    def __init__(self) -> None:
        super().__init__()
        self.leaves: tuple[Leaf, ...] = ()
        self._painter = _Thumbnail(self)
        self.setItemDelegate(self._painter)
        self.setProperty("look", "plain")
        self.setAccessibleName("各页")
        self.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.verticalScrollBar().setSingleStep(_STEP_PX)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        bar = self.verticalScrollBar().sizeHint().width()
        self.setFixedWidth(style.scaled(_SIDE) + bar + style.space(5))

    def show_leaves(self, leaves: Sequence[Leaf]) -> None:
        """Show pages."""
        self._painter.forget()
        self.blockSignals(True)
        self.clear()
        self.leaves = tuple(leaves)
        for number in range(1, len(leaves) + 1):
            self.addItem(f"第{number}页")
        self.blockSignals(False)

    def mark(self, page: int) -> None:
        """Show which page is read."""
        self.blockSignals(True)
        self.setCurrentRow(page - 1)
        self.blockSignals(False)
        self.viewport().update()
