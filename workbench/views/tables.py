"""Tables as people see them: pills, ticks, columns, the choice of rows.

What a list shows is declared in the services beside its rows; here the declaration is
painted.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from html import escape
from typing import Any

from PySide6.QtCore import (
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QMimeData,
    QModelIndex,
    QPoint,
    QRect,
    QSignalBlocker,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QFont,
    QFontMetrics,
    QGuiApplication,
    QHelpEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QToolTip,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from workbench.listing import AS_IT_COMES, Column, Kind, Ordering, Tone
from workbench.views import style
from workbench.views.parts import inset
from workbench.views.row_model import NOWHERE, WINDOW, Index, RowModel

_PADDING = 2  # steps on either side of a cell's text
# Where room is short, a column of text is still to be read: of a wide one so much is
# kept, of a narrow one nearly everything.
_KEPT, _KEPT_NARROW, _NARROW = 0.7, 0.9, 120

_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter

TONES = {
    Tone.PLAIN: ("secondary", "plain_soft"),
    Tone.GOOD: ("good", "good_soft"),
    Tone.CAUTION: ("on_caution", "caution_soft"),
    Tone.OVERDUE: ("overdue", "overdue_soft"),
}
"""The colours of a state: its word, its ground."""


class _Pills(QStyledItemDelegate):
    """Paints a state: its word on the colour of its tone."""

    @override
    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: Index
    ) -> None:
        self.initStyleOption(option, index)
        text, option.text = option.text, ""
        option.widget.style().drawControl(
            QStyle.ControlElement.CE_ItemViewItem, option, painter, option.widget
        )
        if not text:
            return
        word, ground = TONES[index.data(RowModel.ToneRole)]
        font = style.font("small")
        metrics = QFontMetrics(font)
        padding = style.space(_PADDING)
        height = metrics.height() + style.space(1)
        place = QRect(
            option.rect.x() + padding,
            option.rect.center().y() - height // 2 + 1,
            min(
                metrics.horizontalAdvance(text) + 2 * padding,
                option.rect.width() - 2 * padding,
            ),
            height,
        )
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(style.colour(ground))
        painter.drawRoundedRect(place, style.CORNER, style.CORNER)
        painter.setPen(style.colour(word))
        painter.setFont(font)
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, text)
        painter.restore()


def _paint_tick(painter: QPainter, place: QRect, *, on: bool, some: bool) -> None:
    """Paint a box that is ticked, crossed through for some, or empty."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(style.colour("accent" if on or some else "secondary"), 1))
    painter.setBrush(style.colour("accent" if on or some else "surface"))
    corner = style.CORNER - 1
    painter.drawRoundedRect(place.adjusted(0, 0, -1, -1), corner, corner)
    if on:
        painter.drawPixmap(place, style.picture("check", "on_accent", place.width()))
    elif some:
        painter.drawPixmap(place, style.picture("minus", "on_accent", place.width()))
    painter.restore()


def _tick_place(rect: QRect) -> QRect:
    side = style.size("tick")
    top = rect.y() + (rect.height() - side) // 2
    return QRect(rect.x() + style.space(_PADDING), top, side, side)


class _Numbers(QHeaderView):
    """The 序号 at the left of each row, with a box that ticks the row."""

    def __init__(self, table: QTableView) -> None:
        super().__init__(Qt.Orientation.Vertical, table)
        self._table = table
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setSectionsClickable(True)
        self.setHighlightSections(False)

    def make_room(self, count: int) -> None:
        """Be wide enough for the last number."""
        digits = QFontMetrics(style.font("small")).horizontalAdvance(
            "8" * max(2, len(str(count)))
        )
        side = style.size("tick")
        heading = QFontMetrics(style.font("small", strong=True))
        self.setFixedWidth(
            side
            + 4 * style.space(_PADDING)
            + max(digits, heading.horizontalAdvance("序号"))
        )

    @override
    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:
        chosen = self._table.selectionModel().isRowSelected(logicalIndex, NOWHERE)
        painter.save()
        painter.fillRect(rect, style.colour("accent_soft" if chosen else "surface"))
        painter.fillRect(
            QRect(rect.x(), rect.bottom(), rect.width(), 1), style.colour("faint")
        )
        _paint_tick(painter, _tick_place(rect), on=chosen, some=False)
        painter.setPen(style.colour("secondary"))
        painter.setFont(style.font("small"))
        painter.drawText(
            rect.adjusted(0, 0, -style.space(_PADDING), 0),
            _RIGHT,
            str(logicalIndex + 1),
        )
        painter.restore()

    @override
    def mousePressEvent(self, e: QMouseEvent) -> None:
        line = self.logicalIndexAt(e.position().toPoint())
        if line < 0 or e.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            super().mousePressEvent(e)
            return
        flags = QItemSelectionModel.SelectionFlag
        place = self.model().index(line, 0)
        chosen = self._table.selectionModel()
        chosen.select(place, flags.Toggle | flags.Rows)
        chosen.setCurrentIndex(place, flags.NoUpdate)

    @override
    def mouseMoveEvent(self, e: QMouseEvent) -> None:
        e.accept()  # a tick is not the beginning of a drag

    @override
    def mouseReleaseEvent(self, e: QMouseEvent) -> None:
        e.accept()


class _Corner(QWidget):
    """The word 序号 above the numbers, with a box that ticks every row."""

    def __init__(self, table: "RowView") -> None:
        super().__init__(table)
        self._table = table
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        chosen, count = self._table.chosen_count(), self._table.model().rowCount()
        _paint_tick(
            painter,
            _tick_place(self.rect()),
            on=0 < count == chosen,
            some=0 < chosen < count,
        )
        painter.setPen(style.colour("secondary"))
        painter.setFont(style.font("small", strong=True))
        painter.drawText(
            self.rect().adjusted(0, 0, -style.space(_PADDING), 0), _RIGHT, "序号"
        )


class RowView(QTableView):
    """A table view set up once for the whole workbench.

    Args:
        model: What it shows.
        parent: Owner.

    Signals:
        opened: A row was double-clicked, or Enter pressed on it.
                number: The row's.
        sorted_by: A head was clicked.
                   ordering: What is asked for.
        chosen: Other rows are selected than before.
        widened: The person changed a column's width.
    """

    opened = Signal(int)
    sorted_by = Signal(object)
    chosen = Signal()
    widened = Signal()

    def __init__(self, model: RowModel[Any], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows = model
        self._widths = [style.scaled(column.width) for column in model.columns]
        self._compact = False
        self._spreading = False
        self._numbers = _Numbers(self)
        self._corner = _Corner(self)
        self.setVerticalHeader(self._numbers)
        self.setModel(model)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setMouseTracking(True)
        self._set_heads()
        self._set_corner()
        for place, column in enumerate(model.columns):
            if column.kind is Kind.STATE:
                self.setItemDelegateForColumn(place, _Pills(self))
            self.setColumnHidden(place, not column.shown)
        self.set_compact(compact=False)
        model.modelReset.connect(self._make_room)
        model.rowsInserted.connect(self._make_room)
        self.activated.connect(self._open)
        self._make_room()

    def _set_heads(self) -> None:
        heads = self.horizontalHeader()
        heads.setFixedHeight(style.size("row"))
        heads.setHighlightSections(False)
        heads.setDefaultAlignment(_LEFT)
        heads.setSectionsClickable(True)
        heads.setMinimumSectionSize(style.size("control"))
        # The heads ask of a selection, row by row, whether it fills a column; with all
        # of a long list selected that stops the screen. They show no selection.
        heads.setSelectionModel(QItemSelectionModel(self.rows, self))
        heads.sectionClicked.connect(self._sort)
        heads.sectionResized.connect(self._note_width)

    def _set_corner(self) -> None:
        corner = self.findChild(QAbstractButton)
        assert isinstance(corner, QAbstractButton)  # noqa: S101 - every table has one
        corner.setToolTip("全选或全不选")
        layout = QVBoxLayout(corner)
        inset(layout, 0, 0, 0, 0)
        layout.addWidget(self._corner)
        corner.pressed.connect(self._note_all)
        corner.clicked.connect(self._unselect_all)
        self._had_all = False

    def _note_all(self) -> None:
        self._had_all = 0 < self.chosen_count() == self.rows.rowCount()

    def _unselect_all(self) -> None:
        if self._had_all:
            self.clearSelection()

    # ---- what is selected ----

    def chosen_count(self) -> int:
        """Return how many rows are selected."""
        return sum(last - first + 1 for first, last in self._chosen_spans())

    def _chosen_spans(self) -> list[tuple[int, int]]:
        found = self.selectionModel().selection()
        parts = [found.at(place) for place in range(found.count())]
        return sorted((part.top(), part.bottom()) for part in parts)

    def chosen_numbers(self) -> list[int]:
        """Return the numbers of the selected rows, top to bottom."""
        numbers = self.rows.numbers()
        return [
            one
            for first, last in self._chosen_spans()
            for one in numbers[first : last + 1]
        ]

    def choose(self, number: int) -> bool:
        """Select one row and bring it into sight; tell whether it is here."""
        line = self.rows.line_of(number)
        if line is None:
            return False
        place, flags = self.rows.index(line, 0), QItemSelectionModel.SelectionFlag
        # Not selectRow: that heeds whatever keys are held down.
        self.selectionModel().select(place, flags.ClearAndSelect | flags.Rows)
        self.selectionModel().setCurrentIndex(place, flags.NoUpdate)
        self.scrollTo(place)
        return True

    def keep_chosen(self, show: Callable[[], None]) -> None:
        """Show other numbers, with what was selected still selected where it is."""
        numbers = self.chosen_numbers() if self.chosen_count() <= WINDOW else []
        current = self.currentIndex()
        at = self.rows.number_at(current.row()) if current.isValid() else None
        top = self.verticalScrollBar().value()
        with QSignalBlocker(self.selectionModel()):
            show()
            flags = QItemSelectionModel.SelectionFlag
            found = QItemSelection()
            for number in numbers:
                line = self.rows.line_of(number)
                if line is not None:
                    found.select(self.rows.index(line, 0), self.rows.index(line, 0))
            self.selectionModel().select(found, flags.ClearAndSelect | flags.Rows)
            line = None if at is None else self.rows.line_of(at)
            if line is not None:
                self.selectionModel().setCurrentIndex(
                    self.rows.index(line, 0), flags.NoUpdate
                )
        self.verticalScrollBar().setValue(top)
        self._show_chosen()

    @override
    def selectionChanged(
        self, selected: QItemSelection, deselected: QItemSelection
    ) -> None:
        super().selectionChanged(selected, deselected)
        self._show_chosen()

    def _show_chosen(self) -> None:
        self._numbers.viewport().update()
        self._corner.update()
        self.viewport().update()
        self.chosen.emit()

    def _open(self, index: QModelIndex) -> None:
        self.opened.emit(self.rows.number_at(index.row()))

    # ---- sorting ----

    def _sort(self, section: int) -> None:
        column = self.rows.columns[section]
        if not column.sortable:
            return
        now = self.rows.ordering
        if now.key != column.key:
            asked = Ordering(column.key)
        elif not now.descending:
            asked = Ordering(column.key, descending=True)
        else:
            asked = AS_IT_COMES
        self.sorted_by.emit(asked)

    # ---- columns and heights ----

    def set_compact(self, *, compact: bool) -> None:
        """Make the rows lower, or as high as usual."""
        self._compact = compact
        self._numbers.setDefaultSectionSize(
            style.size("row_compact" if compact else "row")
        )

    def is_compact(self) -> bool:
        """Tell whether the rows are low."""
        return self._compact

    def arrange(self, shown: Iterable[str], widths: Mapping[str, int]) -> None:
        """Show these columns, this wide.

        Args:
            shown: Keys of the columns to be shown.
            widths: Pixels at normal type, for the columns that were widened.
        """
        wanted = set(shown)
        for place, column in enumerate(self.rows.columns):
            self.setColumnHidden(place, column.key not in wanted)
            self._widths[place] = style.scaled(widths.get(column.key, column.width))
        self._spread()

    def shown_columns(self) -> list[Column[Any]]:
        """Return the columns in sight, left to right."""
        return [
            column
            for place, column in enumerate(self.rows.columns)
            if not self.isColumnHidden(place)
        ]

    def widened_columns(self) -> dict[str, int]:
        """Return the widths that are not the declared ones, at normal type."""
        return {
            column.key: round(width / style.scaled(100) * 100)
            for column, width in zip(self.rows.columns, self._widths, strict=True)
            if width != style.scaled(column.width)
        }

    def _note_width(self, section: int, _old: int, new: int) -> None:
        if not self._spreading and new:
            self._widths[section] = new
            self.widened.emit()

    def _spread(self) -> None:
        """Share what room is left, or missing, among the columns of text."""
        places = [
            place
            for place in range(len(self.rows.columns))
            if not self.isColumnHidden(place)
        ]
        room = self.viewport().width() - sum(self._widths[place] for place in places)
        growing = [
            place for place in places if self.rows.columns[place].kind is Kind.TEXT
        ] or places[-1:]
        # Room is given by width; what is missing is taken from what can be spared, and
        # what cannot be had so is scrolled to: the columns furthest to the right.
        weights = {
            place: self._spared(self._widths[place], room) if place in growing else 0
            for place in places
        }
        weight = max(sum(weights.values()), 1)
        room = max(room, -weight)
        self._spreading = True
        for place in places:
            more = room * weights[place] // weight
            self.setColumnWidth(place, self._widths[place] + more)
        self._spreading = False

    @staticmethod
    def _spared(width: int, room: int) -> int:
        """Return a column's share in the room left, or what can be taken from it."""
        if room > 0:
            return width
        narrow = min(style.scaled(_NARROW), round(width * _KEPT_NARROW))
        return width - max(narrow, round(width * _KEPT))

    def _make_room(self) -> None:
        self._numbers.make_room(self.rows.rowCount())

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._spread()

    # ---- keys and tips ----

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            if self.currentIndex().isValid():
                self._open(self.currentIndex())
            event.accept()
        elif event.matches(QKeySequence.StandardKey.Copy):
            event.ignore()  # the page copies whole rows, fetched or not
        else:
            super().keyPressEvent(event)

    @override
    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            self._tell_whole(event.pos(), event.globalPos())
            return True
        return super().viewportEvent(event)

    def _tell_whole(self, at: QPoint, on_screen: QPoint) -> None:
        index = self.indexAt(at)
        text = str(index.data() or "") if index.isValid() else ""
        font = index.data(Qt.ItemDataRole.FontRole)
        metrics = QFontMetrics(font if isinstance(font, QFont) else self.font())
        room = self.visualRect(index).width() - 2 * style.space(_PADDING)
        if text and metrics.horizontalAdvance(text) > room:
            QToolTip.showText(on_screen, escape(text), self)
        else:
            QToolTip.hideText()

    @override
    def sizeHint(self) -> QSize:
        return QSize(0, 0)  # a list takes what room there is


def put_on_clipboard(
    columns: Sequence[Column[Any]], rows: Iterable[Any], *, heads: bool = False
) -> int:
    """Put rows on the clipboard, as a spreadsheet takes them; return how many.

    Codes go as text, so that no spreadsheet makes numbers of them.

    Args:
        columns: The columns to copy.
        rows: The rows.
        heads: Whether the titles go first.
    """
    lines = [[_one_line(column.text(row)) for column in columns] for row in rows]
    count = len(lines)
    if heads:
        lines.insert(0, [column.title for column in columns])
    copied = QMimeData()
    copied.setText("\n".join("\t".join(cells) for cells in lines))
    as_text = " style=\"mso-number-format:'\\@'\""
    copied.setHtml(
        "<table>"
        + "".join(
            "<tr>"
            + "".join(
                f"<td{as_text if column.kind is Kind.CODE else ''}>{escape(cell)}</td>"
                for column, cell in zip(columns, cells, strict=True)
            )
            + "</tr>"
            for cells in lines
        )
        + "</table>"
    )
    QGuiApplication.clipboard().setMimeData(copied)
    return count


def _one_line(text: str) -> str:
    return " ".join(text.split())
