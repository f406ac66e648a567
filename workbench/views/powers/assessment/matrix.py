"""The month's matrix: who is assessed down the side, the items across."""

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QBrush, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QTableWidget, QTableWidgetItem
from typing_extensions import override

from workbench.rules.powers.scoring import shown
from workbench.services.powers.assessment.scores import BoardCell, BoardRow, MonthBoard
from workbench.views import style

TOTAL, PLACE, CHANGE, EXTRA = range(4)
_LEADING = ("总分", "名次", "比上月", "加减分")
_WIDTH, _ITEM_WIDTH = 76, 104


class Matrix(QTableWidget):
    """Scores by subject and item; heads and names stay in sight.

    Signals:
        picked: A cell was clicked, or Enter pressed on it.
                row: The subject; cell: what was reached, None for its whole.
    """

    picked = Signal(object, object)

    def __init__(self) -> None:
        super().__init__()
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setAlternatingRowColors(True)
        self.setWordWrap(True)
        self.setAccessibleName("考核表")
        self.verticalHeader().setDefaultSectionSize(style.size("row"))
        self.verticalHeader().setDefaultAlignment(
            Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        )
        self.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignCenter)
        self.board: MonthBoard | None = None
        self.cellClicked.connect(self._pick)

    def show_board(self, board: MonthBoard) -> None:
        """Show a month's scores of one kind of subject."""
        at = self.currentRow(), self.currentColumn()
        self.board = board
        self.clear()
        self.setRowCount(len(board.rows))
        self.setColumnCount(len(_LEADING) + len(board.items))
        heads = [*_LEADING]
        heads += [_head(one.name, shown(one.weight)) for one in board.items]
        self.setHorizontalHeaderLabels(heads)
        for place, item in enumerate(board.items, start=len(_LEADING)):
            head = QTableWidgetItem(heads[place])
            self.setHorizontalHeaderItem(place, head)
            head.setToolTip(f"{item.group}：{item.name}\n{item.method}")
            self.setColumnWidth(place, style.scaled(_ITEM_WIDTH))
        for place in range(len(_LEADING)):
            self.setColumnWidth(place, style.scaled(_WIDTH))
        self.horizontalHeader().setFixedHeight(style.scaled(58))
        self.setVerticalHeaderLabels([_called(one) for one in board.rows])
        for line, row in enumerate(board.rows):
            for place, (text, tone, tip) in enumerate(_texts(row)):
                self.setItem(line, place, _entry(text, tone, tip))
        if 0 <= at[0] < self.rowCount():
            self.setCurrentCell(*at)

    def _pick(self, line: int, place: int) -> None:
        if self.board is None or line < 0:
            return
        row = self.board.rows[line]
        at = place - len(_LEADING)
        cell = row.cells[at] if 0 <= at < len(row.cells) else None
        self.picked.emit(row, cell)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._pick(self.currentRow(), self.currentColumn())
            return
        super().keyPressEvent(event)


def _head(name: str, weight: str) -> str:
    half = 6
    lines = [name[at : at + half] for at in range(0, len(name), half)]
    return "\n".join([*lines[:2], f"{weight.removesuffix('.00')}分"])


def _called(row: BoardRow) -> str:
    return f"{row.name}　{row.unit}" if row.person_id is not None else row.name


def _texts(row: BoardRow) -> list[tuple[str, str, str]]:
    """Return text, tone and tip of every cell of a row."""
    change = "—" if row.change is None else _signed(row.change)
    extra = _signed(row.extra) if row.extra else ""
    found = [
        ("—" if row.total is None else shown(row.total), "text", ""),
        ("—" if row.place is None else str(row.place), "text", ""),
        (change, "secondary", ""),
        (extra, "text", row.extra_basis),
    ]
    return found + [_cell(one) for one in row.cells]


def _cell(one: BoardCell) -> tuple[str, str, str]:
    if one.pending:
        return "待评", "caution", "手工评分的项目，点开评分"
    if one.points is None:
        return "不适用", "secondary", one.basis or one.evidence
    tip = f"{one.basis}\n分值{shown(one.weight)}"
    if one.adjusted:
        return f"{shown(one.points)}*", "accent", f"{tip}\n经申诉更正"
    return shown(one.points), "text", tip


def _signed(amount: Any) -> str:
    return f"+{shown(amount)}" if amount > 0 else shown(amount)


def _entry(text: str, tone: str, tip: str) -> QTableWidgetItem:
    made = QTableWidgetItem(text)
    made.setTextAlignment(Qt.AlignmentFlag.AlignCenter)
    made.setForeground(QBrush(style.colour(tone)))
    if tip:
        made.setToolTip(tip)
    return made
