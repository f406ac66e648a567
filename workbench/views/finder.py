"""Search everything (Ctrl+K): pages, and whatever the rooms let be found."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtCore import QEvent, QObject, QPoint, QSize, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QWidget,
)
from typing_extensions import override

from workbench.listing import Ordering
from workbench.services.platform.picking import fits
from workbench.views import style
from workbench.views.bench import Bench
from workbench.views.parts import column, inset, rule, words
from workbench.views.rooms import Find, PageInfo, rooms

_SETTLE_MS = 150
_EACH = 6
_SHOWN = 10


@dataclass(frozen=True)
class Found:
    """One thing found.

    Attributes:
        kind: What it is, in a word.
        text: What it reads.
        page: Where it is.
        target: What on that page.
    """

    kind: str
    text: str
    page: str
    target: object = None


class Finder(QFrame):
    """The pop-up that finds everything.

    Args:
        bench: Where it is asked.
        pages: The pages the person may open.
        parent: The window it floats over.
    """

    def __init__(
        self, bench: Bench, pages: Sequence[PageInfo], parent: QWidget
    ) -> None:
        # Not a popup: those take keys from an input method on some systems.
        kind = Qt.WindowType.Tool | Qt.WindowType.FramelessWindowHint
        super().__init__(parent, kind)
        self.setProperty("look", "float")
        self._bench = bench
        self._pages = pages
        self._over = parent
        self._asked = 0
        self.found: list[Found] = []
        self.line = QLineEdit(placeholderText="查页面、人员、机构、片区、公文……")
        self.line.setProperty("look", "finder")
        self.list = QListWidget()
        self.list.setProperty("look", "plain")
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.nothing = words("没有找到。", "grey")
        inset(self.nothing, 3, 3, 3, 3)
        hint = words("↑↓ 选择　Enter 打开　Esc 关闭", "quiet")
        inset(hint, 2, 2, 2, 2)
        self.setLayout(
            column(self.line, rule(), self.list, self.nothing, rule(), hint, gap=0)
        )
        self._timer = QTimer(self, interval=_SETTLE_MS, singleShot=True)
        self._timer.timeout.connect(self._ask)
        self.line.textChanged.connect(self._note)
        self.line.installEventFilter(self)
        self.list.itemClicked.connect(lambda _item: self.open_chosen())
        self.setFixedWidth(style.size("popup"))

    @override
    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.WindowDeactivate:
            self.close()
        return super().event(event)

    def open(self) -> None:
        """Show it at the top of the window, empty."""
        left = (self._over.width() - self.width()) // 2
        self.move(self._over.mapToGlobal(QPoint(left, style.size("strip"))))
        self.line.clear()
        self._note("")
        self.show()
        self.activateWindow()
        self.line.setFocus()

    def _note(self, _text: str) -> None:
        self._asked += 1
        text = self.line.text().strip()
        self.found = [
            Found("页面", f"{page.title}　{page.sentence}", page.key)
            for page in self._pages
            if fits(page.title, text) or (text and text in page.sentence)
        ]
        self._show()
        if text:
            self._timer.start()

    def _ask(self) -> None:
        asked, text = self._asked, self.line.text().strip()
        reachable = {page.key for page in self._pages}
        for room in rooms():
            for find in room.finds:
                if self._bench.desk.may(find.listing.find) and find.page in reachable:
                    self._bench.ask(
                        find.listing.find,
                        {"text": text, "ordering": Ordering(limit=_EACH)},
                        partial(self._fetch, asked, find),
                        owner=self,
                    )

    def _fetch(self, asked: int, find: Find, numbers: Sequence[int]) -> None:
        if asked == self._asked and numbers:
            self._bench.ask(
                find.listing.rows,
                {"ids": list(numbers)},
                partial(self._add, asked, find, list(numbers)),
                owner=self,
            )

    def _add(
        self, asked: int, find: Find, numbers: Sequence[int], rows: dict[int, Any]
    ) -> None:
        if asked == self._asked:
            self.found += [
                Found(find.label, find.says(rows[one]), find.page, one)
                for one in numbers
                if one in rows
            ]
            self._show()

    def _show(self) -> None:
        chosen = max(self.list.currentRow(), 0)
        self.list.clear()
        for one in self.found:
            item = QListWidgetItem(f"{one.kind}　{one.text}")
            item.setSizeHint(QSize(0, style.size("row")))
            self.list.addItem(item)
        lines = min(len(self.found), _SHOWN)
        self.list.setFixedHeight(lines * style.size("row"))
        self.list.setVisible(bool(self.found))
        self.nothing.setVisible(not self.found)
        self.list.setCurrentRow(min(chosen, len(self.found) - 1))
        self.adjustSize()

    def open_chosen(self) -> None:
        """Go where the chosen thing is."""
        place = self.list.currentRow()
        if 0 <= place < len(self.found):
            chosen = self.found[place]
            self.close()
            self._bench.go(chosen.page, chosen.target)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() == Qt.Key.Key_Escape:
                self.close()
                return True
            if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
                self.open_chosen()
                return True
            steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
            step = steps.get(Qt.Key(event.key()))
            if step and self.found:
                place = (self.list.currentRow() + step) % len(self.found)
                self.list.setCurrentRow(place)
                return True
        return super().eventFilter(watched, event)
