"""The rows of a table: their numbers first, the rows when they come into view.

Rows are fetched in windows off the screen's thread, and sorting is a new question to
the database, never the screen's own work.
"""

from array import array
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Generic, TypeVar

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    QTimer,
    Signal,
)
from typing_extensions import override

from workbench.listing import AS_IT_COMES, Column, Kind, Ordering, Tone
from workbench.views import style
from workbench.views.actions import in_background

Row = TypeVar("Row")
Index = QModelIndex | QPersistentModelIndex

WINDOW = 200  # rows fetched at a time
WINDOWS_KEPT = 40
_WANTED = 3  # windows still worth fetching after a quick scroll

NOWHERE = QModelIndex()
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class RowModel(QAbstractTableModel, Generic[Row]):
    """A table that holds the numbers of its rows and fetches the rows in windows.

    Args:
        columns: The columns, left to right.
        fetch: Given numbers, returns their rows; runs on a worker thread. Rows that
            are gone show as blank.
        parent: Owner.

    Signals:
        lost: Rows could not be fetched; said once until numbers are shown anew.
              error: The exception.
        came: A window of rows has come.
    """

    NumberRole = Qt.ItemDataRole.UserRole
    ToneRole = Qt.ItemDataRole.UserRole + 1

    lost = Signal(object)
    came = Signal()

    def __init__(
        self,
        columns: Sequence[Column[Row]],
        fetch: Callable[[Sequence[int]], Mapping[int, Row]],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self.ordering = AS_IT_COMES
        self._fetch = fetch
        self._numbers: Sequence[int] = array("q")
        self._rows: dict[int, Row] = {}
        self._windows: OrderedDict[int, None] = OrderedDict()
        self._wanted: list[int] = []
        self._fetching = False
        self._on_its_way: int | None = None
        self._shown = 0
        self._fault_said = False
        self._codes = style.font(codes=True)

    def show(self, numbers: Sequence[int]) -> None:
        """Show the rows with these numbers, in this order.

        Rows known already stay in sight until they have been fetched anew.
        """
        self._shown += 1
        self._on_its_way = None  # its answer will be dropped
        self._fault_said = False
        self._wanted.clear()
        self._windows.clear()
        if len(numbers) == len(self._numbers) and numbers == self._numbers:
            self._repaint(0, len(numbers) - 1)
            return
        self.beginResetModel()
        self._numbers = numbers
        self.endResetModel()

    def extend(self, numbers: Sequence[int]) -> None:
        """Show these rows, of which the first are shown already."""
        known = len(self._numbers)
        if len(numbers) <= known or numbers[:known] != self._numbers:
            self.show(numbers)
            return
        self.beginInsertRows(NOWHERE, known, len(numbers) - 1)
        self._numbers = numbers
        # A window that was cut short is to be fetched anew.
        self._windows.pop(known // WINDOW, None)
        self.endInsertRows()

    def numbers(self) -> Sequence[int]:
        """Return the numbers of all the rows, top to bottom."""
        return self._numbers

    def number_at(self, line: int) -> int:
        """Return the number of the row at this place."""
        return self._numbers[line]

    def line_of(self, number: int) -> int | None:
        """Return the place of a row, or None if it is not here."""
        try:
            return self._numbers.index(number)
        except ValueError:
            return None

    def row_of(self, number: int) -> Row | None:
        """Return a row that has been fetched already."""
        return self._rows.get(number)

    def sort_by(self, ordering: Ordering) -> None:
        """Mark at the heads how the list is sorted; the asking is the page's."""
        self.ordering = ordering
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(self.columns) - 1)

    def _row_at(self, line: int) -> Row | None:
        window = line // WINDOW
        if window not in self._windows:
            self._want(window)
        return self._rows.get(self._numbers[line])

    def _want(self, window: int) -> None:
        if window in self._wanted or window == self._on_its_way or self._fault_said:
            return
        self._wanted.append(window)
        del self._wanted[:-_WANTED]
        if not self._fetching:
            self._fetching = True
            QTimer.singleShot(0, self, self._fetch_next)

    def _fetch_next(self) -> None:
        self._on_its_way = None
        if not self._wanted:
            self._fetching = False
            return
        window, shown = self._wanted.pop(), self._shown
        self._on_its_way = window
        start = window * WINDOW
        numbers = list(self._numbers[start : start + WINDOW])
        in_background(
            lambda: self._fetch(numbers),
            ready=lambda rows: self._arrive(shown, window, rows),
            failed=lambda error: self._fail(shown, error),
            owner=self,
        )

    def _arrive(self, shown: int, window: int, rows: Mapping[int, Row]) -> None:
        if shown == self._shown:
            self._windows[window] = None
            start = window * WINDOW
            numbers = self._numbers[start : start + WINDOW]
            for number in numbers:  # a row that is gone goes from sight as well
                self._rows.pop(number, None)
            self._rows.update(rows)
            self._forget_far()
            self._repaint(start, start + len(numbers) - 1)
            self.came.emit()
        self._fetch_next()

    def _forget_far(self) -> None:
        while len(self._windows) > WINDOWS_KEPT:
            window, _none = self._windows.popitem(last=False)
            start = window * WINDOW
            for number in self._numbers[start : start + WINDOW]:
                self._rows.pop(number, None)

    def _fail(self, shown: int, error: Exception) -> None:
        if shown == self._shown and not self._fault_said:
            self._fault_said = True
            self._wanted.clear()
            self.lost.emit(error)
        self._fetch_next()

    def _repaint(self, first: int, last: int) -> None:
        if last >= first:
            self.dataChanged.emit(
                self.index(first, 0), self.index(last, len(self.columns) - 1)
            )

    @override
    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._numbers)

    @override
    def columnCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.columns)

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        column = self.columns[index.column()]
        found: Any = None
        match role:
            case Qt.ItemDataRole.DisplayRole:
                row = self._row_at(index.row())
                found = "" if row is None else column.text(row)
            case Qt.ItemDataRole.TextAlignmentRole:
                found = _RIGHT if column.kind is Kind.NUMBER else _LEFT
            case Qt.ItemDataRole.FontRole if column.kind is Kind.CODE:
                found = self._codes
            case self.ToneRole:
                row = self._row_at(index.row())
                found = Tone.PLAIN
                if row is not None and column.tone is not None:
                    found = column.tone(row)
            case self.NumberRole:
                found = self._numbers[index.row()]
        return found

    @override
    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:
        if orientation == Qt.Orientation.Vertical:
            return section + 1 if role == Qt.ItemDataRole.DisplayRole else None
        column = self.columns[section]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                if column.key != self.ordering.key:
                    return column.title
                return f"{column.title} {'↓' if self.ordering.descending else '↑'}"
            case Qt.ItemDataRole.TextAlignmentRole:
                return _RIGHT if column.kind is Kind.NUMBER else _LEFT
            case Qt.ItemDataRole.ToolTipRole:
                return f"点击按“{column.title}”排序" if column.sortable else None
        return None
