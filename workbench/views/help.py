"""The notes on how to fill things in: one short text a page, and all of them."""

import re
from dataclasses import dataclass
from functools import cache

from PySide6.QtCore import QSize, Qt, QUrl, Signal
from PySide6.QtGui import QTextBlockFormat, QTextCursor, QTextFormat
from PySide6.QtWidgets import (
    QFrame,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QTextBrowser,
    QWidget,
)

from workbench import RESOURCES
from workbench.views import style
from workbench.views.bench import Bench
from workbench.views.pages import Page
from workbench.views.parts import (
    button,
    column,
    holder,
    icon_button,
    inset,
    row,
    rule,
    words,
)
from workbench.views.rooms import PageInfo, pages

_HEADINGS = {1: "heading", 2: "body", 3: "body"}
_GENERAL = "general"


@dataclass(frozen=True)
class Note:
    """One text of the handbook.

    Attributes:
        key: Of its page.
        title: Its first line.
        text: The whole, as Markdown.
    """

    key: str
    title: str
    text: str

    def holds(self, wanted: str) -> bool:
        """Tell whether the text holds every word that is looked for."""
        plain = self.text.casefold()
        return all(part in plain for part in wanted.casefold().split())


@cache
def note_of(key: str) -> Note:
    """Return the text for a page; the general one where it has none."""
    path = RESOURCES / "help" / f"{key}.md"
    if not path.is_file():
        return note_of(_GENERAL)
    text = path.read_text("utf-8")
    found = re.match(r"#\s*(.+)", text)
    return Note(key, found[1].strip() if found else key, text)


def notes() -> tuple[Note, ...]:
    """Return every text: the general one, then those of the pages on the rail."""
    keys = (_GENERAL, *(page.key for page in pages()))
    found = [note_of(key) for key in keys]
    return tuple(dict.fromkeys(found))


class Reader(QTextBrowser):
    """Shows a text of the handbook. A link to ``page:KEY`` opens that page.

    Signals:
        wanted: A page is to be opened.
                page: Its key.
    """

    wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setOpenLinks(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.document().setDocumentMargin(style.space(4))
        self.anchorClicked.connect(self._follow)

    def read(self, note: Note) -> None:
        """Show a text from its beginning."""
        self.document().setDefaultFont(style.font())
        self.setMarkdown(note.text)
        self._set_type()
        self.moveCursor(QTextCursor.MoveOperation.Start)

    def _set_type(self) -> None:
        """Give headings and paragraphs the workbench's own type."""
        block = self.document().begin()
        while block.isValid():
            cursor = QTextCursor(block)
            level = block.blockFormat().headingLevel()
            form = QTextBlockFormat()
            form.setLineHeight(
                135, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value
            )
            form.setTopMargin(style.space(3 if level > 1 else 0))
            form.setBottomMargin(style.space(2 if level else 1))
            cursor.mergeBlockFormat(form)
            if level:
                cursor.movePosition(
                    QTextCursor.MoveOperation.EndOfBlock,
                    QTextCursor.MoveMode.KeepAnchor,
                )
                shown = block.charFormat()
                shown.clearProperty(QTextFormat.Property.FontSizeAdjustment.value)
                shown.setFont(style.font(_HEADINGS[min(level, 3)], strong=True))
                cursor.setCharFormat(shown)
            block = block.next()

    def _follow(self, url: QUrl) -> None:
        if url.scheme() == "page":
            self.wanted.emit(url.path())


class HelpDrawer(QFrame):
    """The drawer with the notes of the page in sight (F1).

    Signals:
        wanted: A page is to be opened.
                page: Its key.
        shut: The drawer was closed.
    """

    wanted = Signal(str)
    shut = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("look", "drawer")
        self.setFixedWidth(style.size("drawer"))
        self.reader = Reader()
        self.reader.wanted.connect(self.wanted)
        head = row(
            words("填写说明", "heading"),
            None,
            button("全部手册", lambda: self.wanted.emit("handbook"), look="link"),
            icon_button("x", "关闭（F1）", self.shut.emit),
        )
        inset(head, 4, 1, 2, 1)
        self.setLayout(column(holder(head), rule(), self.reader, gap=0))
        self.hide()

    def show_for(self, page: str) -> None:
        """Show the notes of a page."""
        self.reader.read(note_of(page))


class HandbookPage(Page):
    """Every note, searchable."""

    def __init__(self, bench: Bench, info: PageInfo) -> None:
        super().__init__(bench, info)
        self.search = QLineEdit(placeholderText="查找，如：恢复单")
        self.search.setClearButtonEnabled(True)
        self.list = QListWidget()
        self.reader = Reader()
        self.reader.setProperty("look", "card")
        self.reader.wanted.connect(self._go)
        self.nothing = words("没有找到，换个词试试。", "grey")
        self.nothing.hide()
        left = QWidget()
        left.setFixedWidth(style.size("field_wide"))
        left.setLayout(column(self.search, self.nothing, self.list, gap=2))
        self.setLayout(row(left, self.reader, gap=4, margin=4))
        self.search.textChanged.connect(self._list_notes)
        self.list.currentItemChanged.connect(self._read)
        self._list_notes("")

    def reveal(self, target: object) -> None:
        """Show one text.

        Args:
            target: Its key.
        """
        for place in range(self.list.count()):
            item = self.list.item(place)
            if item.data(Qt.ItemDataRole.UserRole).key == target:
                self.list.setCurrentItem(item)

    def _go(self, page: str) -> None:
        self.bench.go(page)

    def _list_notes(self, wanted: str) -> None:
        self.list.clear()
        for note in notes():
            if note.holds(wanted):
                item = QListWidgetItem(note.title)
                item.setData(Qt.ItemDataRole.UserRole, note)
                item.setSizeHint(QSize(0, style.size("row")))
                self.list.addItem(item)
        self.nothing.setVisible(not self.list.count())
        if self.list.count():
            self.list.setCurrentRow(0)

    def _read(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            self.reader.read(item.data(Qt.ItemDataRole.UserRole))
