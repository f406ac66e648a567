"""The small parts that every page is made of: words, buttons, rows and columns."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QLayoutItem,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from workbench.views import style

Item = QWidget | QLayout | int | None
"""What stands in a row: a widget, a layout, a space in steps, or None to stretch."""

_NO_FRAME = QFrame.Shape.NoFrame


def words(
    text: str = "",
    look: str = "",
    *,
    wrap: bool = False,
    select: bool = False,
    buddy: QWidget | None = None,
) -> QLabel:
    """Return a label.

    Args:
        text: What it says; shown as it stands, never as rich text.
        look: What it is: title, heading, quiet, …
        wrap: Whether it may run over several lines.
        select: Whether it may be selected and copied.
        buddy: Whose label it is.
    """
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setWordWrap(wrap)
    if look:
        made.setProperty("look", look)
    if select:
        made.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    if buddy is not None:
        made.setBuddy(buddy)
    return made


class Elided(QLabel):
    """A label that may be cut short on purpose; its tooltip tells the whole."""

    def __init__(self, text: str = "", look: str = "") -> None:
        super().__init__(text)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("look", look)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(0, super().minimumSizeHint().height())

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        place = self.contentsRect()
        shown = self.fontMetrics().elidedText(
            self.text(), Qt.TextElideMode.ElideRight, place.width()
        )
        self.setToolTip(self.text() if shown != self.text() else "")
        self.style().drawItemText(
            painter,
            place,
            int(self.alignment() | Qt.TextFlag.TextSingleLine),
            self.palette(),
            self.isEnabled(),
            shown,
            self.foregroundRole(),
        )


def pill(text: str, tone: str = "plain") -> QLabel:
    """Return a state as a small pill: its word, on its colour.

    Args:
        text: The word.
        tone: Value of a ``listing.Tone``.
    """
    made = words(text, f"pill-{tone}")
    made.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Maximum)
    return made


def button(
    text: str,
    pressed: Callable[[], object] | None = None,
    *,
    look: str = "",
    icon: str = "",
    tip: str = "",
) -> QPushButton:
    """Return a button with a word on it.

    Args:
        text: The word.
        pressed: What it does.
        look: ``primary`` for the one filled button of a page, else outlined.
        icon: Name of its icon, if any.
        tip: What more there is to say.
    """
    made = QPushButton(f" {text}" if icon else text)
    if look:
        made.setProperty("look", look)
    if icon:
        tint = "on_accent" if look == "primary" else "secondary"
        made.setIcon(style.icon(icon, tint))
        made.setIconSize(QSize(*[style.size("icon_small")] * 2))
    if tip:
        made.setToolTip(tip)
    made.setAutoDefault(False)
    if pressed is not None:
        made.clicked.connect(lambda _checked=False: pressed())
    return made


def icon_button(
    icon: str, tip: str, pressed: Callable[[], object] | None = None, *, look: str = ""
) -> QToolButton:
    """Return a button with an icon alone; its tooltip says the word."""
    made = QToolButton()
    made.setIcon(style.icon(icon))
    made.setIconSize(QSize(*[style.size("icon_small")] * 2))
    made.setToolTip(tip)
    made.setAccessibleName(tip)
    made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    if look:
        made.setProperty("look", look)
    if pressed is not None:
        made.clicked.connect(lambda _checked=False: pressed())
    return made


def sign(icon: str, tint: str = "secondary", side: int | None = None) -> QLabel:
    """Return an icon that only shows something."""
    made = QLabel()
    made.setPixmap(style.picture(icon, tint, side or style.size("icon")))
    made.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
    return made


def rule(*, upright: bool = False) -> QFrame:
    """Return a thin line."""
    made = QFrame()
    made.setFrameShape(_NO_FRAME)
    made.setProperty("look", "stroke" if upright else "rule")
    return made


def _fill(layout: QBoxLayout, items: Sequence[Item], gap: int, margin: int) -> None:
    layout.setSpacing(style.space(gap))
    layout.setContentsMargins(*[style.space(margin)] * 4)
    for item in items:
        if item is None:
            layout.addStretch(1)
        elif isinstance(item, QWidget):
            layout.addWidget(item)
        elif isinstance(item, QLayout):
            layout.addLayout(item)
        else:
            layout.addSpacing(style.space(item))


def row(*items: Item, gap: int = 2, margin: int = 0) -> QHBoxLayout:
    """Return what stands side by side.

    Args:
        *items: Widgets, layouts, spaces in steps; None takes what room is left.
        gap: Space between them, in steps.
        margin: Space around them, in steps.
    """
    layout = QHBoxLayout()
    _fill(layout, items, gap, margin)
    return layout


def column(*items: Item, gap: int = 2, margin: int = 0) -> QVBoxLayout:
    """Return what stands one below the other; see ``row``."""
    layout = QVBoxLayout()
    _fill(layout, items, gap, margin)
    return layout


def inset(
    inside: QLayout | QWidget, left: int, top: int, right: int, bottom: int
) -> None:
    """Keep the edges of something free, by so many steps each."""
    inside.setContentsMargins(*map(style.space, (left, top, right, bottom)))


def holder(layout: QLayout, look: str = "") -> QFrame:
    """Return a widget that holds a layout.

    Args:
        layout: What is in it.
        look: card, strip, panel, …; an invisible one where empty.
    """
    made = QFrame()
    made.setFrameShape(_NO_FRAME)
    if look:
        made.setProperty("look", look)
    made.setLayout(layout)
    return made


def clear(layout: QLayout) -> None:
    """Take everything out of a layout and let go of it."""
    while (item := layout.takeAt(0)) is not None:
        widget, inner = item.widget(), item.layout()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
        elif inner is not None:
            clear(inner)


class Flow(QLayout):
    """Widgets side by side that go on in a further line where one is full.

    Args:
        gap: Space between them, in steps.
    """

    def __init__(self, gap: int = 2) -> None:
        super().__init__()
        self._held: list[QLayoutItem] = []
        self.setSpacing(style.space(gap))
        inset(self, 0, 0, 0, 0)

    @override
    def addItem(self, item: QLayoutItem) -> None:
        self._held.append(item)

    @override
    def count(self) -> int:
        return len(self._held)

    @override
    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._held[index] if 0 <= index < len(self._held) else None

    @override
    def takeAt(self, index: int) -> QLayoutItem | None:
        return self._held.pop(index) if 0 <= index < len(self._held) else None

    @override
    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    @override
    def hasHeightForWidth(self) -> bool:
        return True

    @override
    def heightForWidth(self, width: int) -> int:
        return self._arrange(QRect(0, 0, width, 0), move=False)

    @override
    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        self._arrange(rect, move=True)

    @override
    def sizeHint(self) -> QSize:
        return self.minimumSize()

    @override
    def minimumSize(self) -> QSize:
        needed = QSize()
        for item in self._shown():
            needed = needed.expandedTo(item.minimumSize())
        return needed

    def _shown(self) -> list[QLayoutItem]:
        return [item for item in self._held if not item.isEmpty()]

    def _arrange(self, rect: QRect, *, move: bool) -> int:
        x, y, tallest = rect.x(), rect.y(), 0
        for item in self._shown():
            wanted = item.sizeHint()
            if x > rect.x() and x + wanted.width() > rect.right() + 1:
                x, y, tallest = rect.x(), y + tallest + self.spacing(), 0
            if move:
                width = min(wanted.width(), rect.width())
                item.setGeometry(QRect(QPoint(x, y), QSize(width, wanted.height())))
            x += wanted.width() + self.spacing()
            tallest = max(tallest, wanted.height())
        return y + tallest - rect.y()
