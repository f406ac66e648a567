"""The rail at the left: the rooms, and the pages of the room one is in."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QPushButton, QScrollArea, QWidget
from typing_extensions import override

from workbench.views import style
from workbench.views.parts import column, holder, inset, row, rule, sign, words
from workbench.views.rooms import PageInfo, rooms

_STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}


class Rail(QFrame):
    """Rooms, one line each; the room one is in shows its pages under its name.

    Args:
        name: Of the workbench, at the head.
        infos: The pages the person may open.
        narrow: Whether only the icons show.

    Signals:
        chosen: A page was chosen.
                page: Its key.
        narrowed: The rail was made narrow or wide.
                  narrow: Which.
    """

    chosen = Signal(str)
    narrowed = Signal(bool)

    def __init__(self, name: str, infos: Sequence[PageInfo], *, narrow: bool) -> None:
        super().__init__()
        self.setProperty("look", "rail")
        self.entries: dict[str, QPushButton] = {}
        self.heads: dict[str, QPushButton] = {}
        self._folders: dict[str, QWidget] = {}
        self._rooms: dict[str, tuple[PageInfo, ...]] = {}
        self._last: dict[str, str] = {}
        self._said: dict[QPushButton, str] = {}
        self._narrow = narrow
        self._name = words(name, "strong")
        head = row(sign("shield-check", "accent"), self._name, None, gap=2)
        inset(head, 5, 0, 0, 0)
        top = holder(head)
        top.setFixedHeight(style.size("strip"))
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setProperty("look", "surface")
        scroll.setWidget(self._list(infos))
        self._fold = self._entry("收起", "chevrons-left")
        self._fold.setCheckable(False)
        self._fold.clicked.connect(lambda _on=False: self.set_narrow(not self._narrow))
        foot = column(self._fold)
        inset(foot, 2, 2, 2, 2)
        self.setLayout(column(top, scroll, rule(), holder(foot), gap=0))
        self.set_narrow(narrow)

    def _list(self, infos: Sequence[PageInfo]) -> QWidget:
        stack = column(gap=0)
        stack.setSpacing(1)
        inset(stack, 2, 0, 2, 2)
        roomed = {info.key for room in rooms() for info in room.pages}
        for info in infos:
            if info.key not in roomed:
                stack.addWidget(self._page(info))
        for room in rooms():
            open_to = tuple(info for info in room.pages if info in infos)
            if not open_to:
                continue
            stack.addSpacing(style.space(1))
            stack.addWidget(rule())
            stack.addSpacing(style.space(1))
            head = self._entry(room.title, room.icon)
            head.clicked.connect(partial(self._enter, room.title))
            self.heads[room.title] = head
            self._rooms[room.title] = open_to
            stack.addWidget(head)
            inner = column(gap=0)
            inner.setSpacing(1)
            for info in open_to:
                inner.addWidget(self._page(info))
            self._folders[room.title] = holder(inner, "surface")
            stack.addWidget(self._folders[room.title])
        stack.addStretch(1)
        return holder(stack, "surface")

    def _entry(self, said: str, icon: str) -> QPushButton:
        made = QPushButton(said)
        made.setCheckable(True)
        made.setProperty("look", "entry")
        made.setIcon(style.icon(icon))
        made.setIconSize(QSize(*[style.size("icon")] * 2))
        made.setAccessibleName(said)
        made.installEventFilter(self)
        self._said[made] = said
        return made

    def _page(self, info: PageInfo) -> QPushButton:
        made = self._entry(info.title, info.icon)
        made.clicked.connect(partial(self._choose, info.key))
        self.entries[info.key] = made
        return made

    def _choose(self, key: str, _on: bool = False) -> None:  # noqa: FBT001, FBT002 - as Qt calls it
        self.chosen.emit(key)

    def _enter(self, room: str, _on: bool = False) -> None:  # noqa: FBT001, FBT002 - as Qt calls it
        """Go back to the page of the room that was in sight last, or to its first."""
        self.chosen.emit(self._last.get(room, self._rooms[room][0].key))

    def mark(self, key: str) -> None:
        """Show which page is in sight. It is the rail's one stop for Tab."""
        for title, infos in self._rooms.items():
            inside = any(info.key == key for info in infos)
            if inside:
                self._last[title] = key
            self.heads[title].setChecked(inside and len(infos) == 1)
            self.heads[title].setProperty("inside", inside)
            style.look(self.heads[title], "entry")
            self._folders[title].setVisible(inside and len(infos) > 1)
        for name, entry in self.entries.items():
            entry.setChecked(name == key)
            entry.setFocusPolicy(
                Qt.FocusPolicy.StrongFocus if name == key else Qt.FocusPolicy.ClickFocus
            )
        for head in self.heads.values():
            head.setFocusPolicy(Qt.FocusPolicy.ClickFocus)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            step = _STEPS.get(Qt.Key(event.key()))
            stops = [one for one in self._said if one.isVisible()]
            if step is not None and watched in stops:
                following = stops[(stops.index(watched) + step) % len(stops)]
                following.setFocus(Qt.FocusReason.TabFocusReason)
                return True
        return super().eventFilter(watched, event)

    def set_narrow(self, narrow: bool) -> None:  # noqa: FBT001 - a state, said plainly
        """Show icons alone, or words beside them."""
        self._narrow = narrow
        self.setFixedWidth(style.size("rail_narrow" if narrow else "rail"))
        self._name.setVisible(not narrow)
        self._said[self._fold] = "展开" if narrow else "收起"
        self._fold.setIcon(style.icon("chevrons-right" if narrow else "chevrons-left"))
        pages = set(self.entries.values()) - {self.entries.get("home")}
        for made, said in self._said.items():
            made.setText("" if narrow else f" {said}")
            made.setToolTip(said if narrow else "")
            shape = "narrow" if narrow else "inner" if made in pages else "wide"
            made.setProperty("shape", shape)
            style.look(made, "entry")
        self.narrowed.emit(narrow)
