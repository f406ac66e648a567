"""The month as a grid: a day a line, who leads, the watches, who stands by."""

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractItemModel,
    QAbstractTableModel,
    QModelIndex,
    QPersistentModelIndex,
    QStringListModel,
    Qt,
    Signal,
)
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCompleter,
    QHeaderView,
    QLineEdit,
    QListView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)
from typing_extensions import override

from workbench.rules.calendar import WEEKDAYS
from workbench.rules.powers.duty import names_in
from workbench.services.powers.duty_month import Cell, CellTurns, DayLine, MonthSheet
from workbench.services.powers.shifts import DutyPerson
from workbench.views import style

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
_TINTS = {"weekend": "plain_soft", "holiday": "caution_soft"}
_DAY_WIDTH, _WIDTH, _NOTE_WIDTH = 108, 92, 150
_EACH = 66  # of a watch's width, for each who is to be on
_OFFERED = 50


def called(people: Sequence[DutyPerson]) -> dict[int, str]:
    """Return what people are called in a cell: namesakes with their unit."""
    names = [one.name for one in people]
    return {
        one.id: one.name if names.count(one.name) == 1 else f"{one.name}（{one.unit}）"
        for one in people
    }


class _Model(QAbstractTableModel):
    """What the grid shows of a month."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.sheet: MonthSheet | None = None
        self.today: Any = None
        self.names: dict[int, str] = {}

    def show(self, sheet: MonthSheet, today: Any) -> None:
        """Show another month, or the same anew."""
        self.beginResetModel()
        self.sheet, self.today = sheet, today
        self.names = called(sheet.people)
        self.endResetModel()

    def cell(self, index: Index) -> Cell | None:
        """Return the cell at a place; None for the day and the note."""
        if self.sheet is None or not index.isValid():
            return None
        cells = self.sheet.days[index.row()].cells
        return cells[index.column() - 1] if 0 < index.column() <= len(cells) else None

    def text(self, cell: Cell) -> str:
        """Return the names in a cell, namesakes told apart."""
        return "、".join(self.names.get(one.person_id, one.name) for one in cell.turns)

    @override
    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return len(self.sheet.days) if self.sheet else 0

    @override
    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return len(self.sheet.columns) + 2 if self.sheet else 0

    @override
    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:
        if self.sheet is None or orientation is Qt.Orientation.Vertical:
            return None
        titles = ["日期", *(title for _key, title in self.sheet.columns), "备注"]
        if role == Qt.ItemDataRole.DisplayRole:
            return titles[section].partition("（")[0]
        if role == Qt.ItemDataRole.ToolTipRole:
            return titles[section]
        return None

    @override
    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        cell = self.cell(index)
        if cell is not None and cell.wanted and not self._shut():
            flags |= Qt.ItemFlag.ItemIsEditable
        return flags

    def _shut(self) -> bool:
        return self.sheet is None or self.sheet.settled

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if self.sheet is None or not index.isValid():
            return None
        line, cell = self.sheet.days[index.row()], self.cell(index)
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole}:
            return self._words(index, line, cell)
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._tip(cell) or self._words(index, line, cell)
        if role == Qt.ItemDataRole.FontRole and index.column() == 0:
            return style.font(strong=line.day == self.today)
        return None

    def _words(self, index: Index, line: DayLine, cell: Cell | None) -> str:
        if cell is not None:
            return self.text(cell)
        if index.column() == 0:
            mark = " 今天" if line.day == self.today else ""
            return f"{line.day.day}日 {WEEKDAYS[line.day.weekday()]}{mark}"
        return "；".join(filter(None, (line.remark, line.note)))

    @staticmethod
    def _tip(cell: Cell | None) -> str:
        if cell is None:
            return ""
        said = [
            f"{one.name}：原为{one.swapped_from}"
            for one in cell.turns
            if one.swapped_from
        ]
        said += [f"{one.name}连着值两个班" for one in cell.turns if one.in_a_row]
        if cell.short and cell.wanted:
            said.append(f"应有{cell.wanted}人，还差{cell.wanted - len(cell.turns)}人")
        return "\n".join(said)


class _NamesEditor(QLineEdit):
    """Takes names, of which each is found by a fragment or by pinyin initials."""

    def __init__(self, parent: QWidget, labels: Sequence[str]) -> None:
        super().__init__(parent)
        self._labels = tuple(labels)
        self._model = QStringListModel(self)
        self._completer = QCompleter(self._model, self)
        self._completer.setCompletionMode(
            QCompleter.CompletionMode.UnfilteredPopupCompletion
        )
        self._list = QListView()
        self._list.setUniformItemSizes(True)
        self._completer.setPopup(self._list)
        self._completer.setWidget(self)
        self._completer.activated.connect(self._take)
        self.textEdited.connect(self._offer)
        self.setPlaceholderText("姓名或拼音首字母")

    def _last(self) -> tuple[str, str]:
        """Return what stands before the name that is being typed, and that name."""
        head, mark, last = self.text().rpartition("、")
        return head + mark, last.strip()

    def _offer(self, _text: str) -> None:
        from workbench.services.platform.picking import fits  # noqa: PLC0415 - SQL

        typed = self._last()[1]
        held = set(names_in(self.text()))
        found = [one for one in self._labels if typed and fits(one, typed)]
        found = [one for one in found if one == typed or one not in held][:_OFFERED]
        self._model.setStringList(found)
        if not found or found == [typed]:
            self._list.hide()
            return
        self._completer.complete()
        self._list.setCurrentIndex(self._completer.completionModel().index(0, 0))

    def _take(self, label: str) -> None:
        self.setText(f"{self._last()[0]}{label}")


class _Cells(QStyledItemDelegate):
    """Paints a day's tint and a cell's warnings, and lets people be picked."""

    def __init__(self, grid: "DutyGrid") -> None:
        super().__init__(grid)
        self._grid = grid

    @override
    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: Index
    ) -> None:
        model = self._grid.rows
        if model.sheet is None:
            return
        line, cell = model.sheet.days[index.row()], model.cell(index)
        tint = _TINTS.get(line.sort, "surface")
        if cell is not None and any(one.in_a_row for one in cell.turns):
            tint = "overdue_soft"
        if index.column() == 0 and line.day == model.today:
            tint = "accent_soft"
        painter.fillRect(option.rect, style.colour(tint))
        super().paint(painter, option, index)
        if cell is not None and cell.wanted and not cell.turns:
            painter.save()
            painter.setPen(style.colour("secondary"))
            painter.setFont(style.font("small"))
            painter.drawText(option.rect, Qt.AlignmentFlag.AlignCenter, "—")
            painter.restore()

    @override
    def createEditor(
        self, parent: QWidget, option: QStyleOptionViewItem, index: Index
    ) -> QWidget:
        del option, index
        return _NamesEditor(parent, tuple(self._grid.rows.names.values()))

    @override
    def setEditorData(self, editor: QWidget, index: Index) -> None:
        if isinstance(editor, QLineEdit) and not editor.isModified():
            editor.setText(str(index.data() or ""))
            editor.selectAll()

    @override
    def setModelData(
        self, editor: QWidget, model: QAbstractItemModel, index: Index
    ) -> None:
        del model
        if isinstance(editor, QLineEdit):
            self._grid.put_text(index, editor.text())


class DutyGrid(QTableView):
    """The month's turns, set cell by cell, pasted, copied and cleared.

    Args:
        parent: Owner.

    Signals:
        put: Somebody is to be on in some cells.
             cells: The cells, as the command takes them.
        pasted: A block is to be pasted.
                day: Of its first row.
                shift: Of its first column.
                text: As it came from the clipboard.
        amiss: What was typed names nobody.
               said: One sentence.
    """

    put = Signal(object)
    pasted = Signal(object, str, str)
    amiss = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows = _Model(self)
        self.setModel(self.rows)
        self.setItemDelegate(_Cells(self))
        self.setShowGrid(True)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ContiguousSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.DoubleClicked
            | QAbstractItemView.EditTrigger.EditKeyPressed
            | QAbstractItemView.EditTrigger.AnyKeyPressed
        )
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(style.size("row_compact"))
        heads = self.horizontalHeader()
        heads.setFixedHeight(style.size("row"))
        heads.setHighlightSections(False)
        heads.setDefaultAlignment(
            Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        )

    def show_month(self, sheet: MonthSheet, today: Any) -> None:
        """Show a month; the place the person was at stays where it was."""
        same = self.rows.sheet is not None and self.rows.sheet.month == sheet.month
        at = self.currentIndex()
        place = (at.row(), at.column()) if same and at.isValid() else None
        top = self.verticalScrollBar().value() if same else 0
        columns = self.rows.columnCount()
        self.rows.show(sheet, today)
        if self.rows.columnCount() != columns:
            self._set_widths()
        if place is None:
            day = line_of(sheet, today)
            self.setCurrentIndex(self.rows.index(day, 1))
            self.scrollTo(self.rows.index(day, 1))
        else:
            self.setCurrentIndex(self.rows.index(*place))
            self.verticalScrollBar().setValue(top)

    def _set_widths(self) -> None:
        sheet, heads = self.rows.sheet, self.horizontalHeader()
        if sheet is None:
            return
        cells = sheet.days[0].cells
        widths = [_DAY_WIDTH, *(max(_WIDTH, _EACH * one.wanted) for one in cells)]
        for column, width in enumerate((*widths, _NOTE_WIDTH)):
            heads.resizeSection(column, style.scaled(width))
        heads.setSectionResizeMode(len(widths), QHeaderView.ResizeMode.Stretch)

    # ---- what is done to it ----

    def put_text(self, index: Index, text: str) -> None:
        """Put on whom a text names, in a cell."""
        sheet, cell = self.rows.sheet, self.rows.cell(index)
        if sheet is None or cell is None or text.strip() == self.rows.text(cell):
            return
        people, unknown = self._people(text, self.rows.names)
        if unknown:
            self.amiss.emit(f"没有“{'、'.join(unknown)}”这个人，请从列表中选。")
            return
        day = sheet.days[index.row()].day
        self.put.emit((CellTurns(day, cell.shift, people),))

    @staticmethod
    def _people(
        text: str, names: Mapping[int, str]
    ) -> tuple[tuple[int, ...], list[str]]:
        """Return whom a text names, and what names nobody, or more than one."""
        from workbench.services.platform.picking import fits  # noqa: PLC0415 - SQL

        found, unknown = [], []
        for one in names_in(text):
            keys = [key for key, name in names.items() if name == one] or [
                key for key, name in names.items() if fits(name, one)
            ]
            if len(keys) == 1:
                found.append(keys[0])
            else:
                unknown.append(one)
        return tuple(found), unknown

    def _chosen(self) -> list[QModelIndex]:
        return sorted(
            self.selectionModel().selectedIndexes(),
            key=lambda one: (one.row(), one.column()),
        )

    def clear_chosen(self) -> None:
        """Empty the selected cells."""
        sheet = self.rows.sheet
        if sheet is None or sheet.settled:
            return
        cells = [
            CellTurns(sheet.days[at.row()].day, cell.shift, ())
            for at in self._chosen()
            if (cell := self.rows.cell(at)) is not None and cell.turns
        ]
        if cells:
            self.put.emit(tuple(cells))

    def copy(self) -> None:
        """Put the selected cells on the clipboard, for a spreadsheet."""
        lines: dict[int, list[str]] = {}
        for at in self._chosen():
            lines.setdefault(at.row(), []).append(str(at.data() or ""))
        QGuiApplication.clipboard().setText(
            "\n".join("\t".join(line) for line in lines.values())
        )

    def paste(self) -> None:
        """Ask for what the clipboard holds to be put from the first cell on."""
        sheet, chosen = self.rows.sheet, self._chosen()
        text = QGuiApplication.clipboard().text()
        first = chosen[0] if chosen else self.currentIndex()
        cell = self.rows.cell(first)
        if sheet is None or not text.strip():
            return
        if cell is None:
            self.amiss.emit("请先选带班、班次或备勤的格子，再粘贴。")
            return
        self.pasted.emit(sheet.days[first.row()].day, cell.shift, text)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif event.matches(QKeySequence.StandardKey.Paste):
            self.paste()
        elif event.key() in {Qt.Key.Key_Delete, Qt.Key.Key_Backspace}:
            self.clear_chosen()
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.edit(self.currentIndex())
        else:
            super().keyPressEvent(event)


def line_of(sheet: MonthSheet, today: Any) -> int:
    """Return the line of today in a month; the first where it lies in another."""
    days = [line.day for line in sheet.days]
    return days.index(today) if today in days else 0
