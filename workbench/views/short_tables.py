"""Short tables: rows that are all at hand already, sorted here, exported, printed.

For what a page has worked out rather than looked up: a lookup goes through a list
page, which asks the database to sort.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any, Generic, TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QStackedLayout, QWidget

from workbench.listing import AS_IT_COMES, Column, Ordering
from workbench.services.platform import exports
from workbench.views import style
from workbench.views.bench import Bench
from workbench.views.parts import (
    button,
    column,
    holder,
    row,
    sign,
    words,
)
from workbench.views.row_model import RowModel
from workbench.views.tables import RowView, put_on_clipboard

Row = TypeVar("Row")


class ShortTable(QWidget, Generic[Row]):
    """A table of rows that are all at hand.

    Args:
        bench: What it works with.
        title: Of the table, on paper and in a workbook.
        columns: Its columns.
        orders: What a column is sorted by, where its text will not do.
        empty: What to say when there is nothing.

    Attributes:
        asked: The last print preview.

    Signals:
        opened: A row was double-clicked, or Enter pressed on it.
                row: The row.
        chosen: Other rows are selected than before.
    """

    opened = Signal(object)
    chosen = Signal()

    def __init__(
        self,
        bench: Bench,
        title: str,
        columns: Sequence[Column[Row]],
        *,
        orders: Mapping[str, Callable[[Row], Any]] | None = None,
        empty: str = "没有记录。",
    ) -> None:
        super().__init__()
        self.bench = bench
        self.title = title
        self.columns = tuple(columns)
        self.asked: Any = None
        self._orders = dict(orders or {})
        self._held: tuple[Row, ...] = ()
        self._scope = ""
        self.model: RowModel[Row] = RowModel(columns, self._fetch, self)
        self.table = RowView(self.model)
        self.table.sorted_by.connect(self._sort)
        self.table.opened.connect(lambda number: self.opened.emit(self._held[number]))
        self.table.chosen.connect(self._note_chosen)
        self._nothing = words(empty, "grey", wrap=True)
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._empty = holder(
            column(
                None,
                row(None, sign("inbox", "line", style.size("strip")), None),
                self._nothing,
                None,
                gap=3,
            ),
            "card",
        )
        self._stack = QStackedLayout()
        self._stack.addWidget(self.table)
        self._stack.addWidget(self._empty)
        self.counts = words("", "grey")
        self.export_button = button(
            "导出", self._ask_where, icon="download", tip="导出为Excel文件"
        )
        self.print_button = button(
            "打印", self.print, icon="printer", tip="打印（Ctrl+P）"
        )
        foot = row(self.counts, None, self.export_button, self.print_button)
        self.setLayout(column(self._stack, foot, gap=2))
        self.layout().setStretch(0, 1)  # type: ignore[union-attr] # set above
        copy = QShortcut(QKeySequence(QKeySequence.StandardKey.Copy), self)
        copy.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        copy.activated.connect(self.copy)

    # ---- what is shown ----

    def show_rows(
        self, rows: Sequence[Row], *, scope: str = "", empty: str = ""
    ) -> None:
        """Show these rows.

        Args:
            rows: The rows, in the order they are told.
            scope: Which these are, for paper and workbook.
            empty: What to say where there are none.
        """
        self._held = tuple(rows)
        self._scope = scope
        if empty:
            self._nothing.setText(empty)
        self.table.keep_chosen(self._show)
        self._stack.setCurrentWidget(self.table if rows else self._empty)
        self.export_button.setEnabled(bool(rows))
        self.print_button.setEnabled(bool(rows))
        self._note_chosen()

    def rows(self) -> tuple[Row, ...]:
        """Return the rows, as they are sorted."""
        return tuple(self._held[number] for number in self._sorted())

    def chosen_rows(self) -> list[Row]:
        """Return the selected rows, top to bottom."""
        return [self._held[number] for number in self.table.chosen_numbers()]

    def choose(self, place: int) -> None:
        """Select the row that was told at a place."""
        self.table.choose(place)

    def _show(self) -> None:
        self.model.show(self._sorted())

    def _sorted(self) -> list[int]:
        numbers = list(range(len(self._held)))
        by = self.model.ordering
        if by.key:
            column = next(one for one in self.columns if one.key == by.key)
            order = self._orders.get(by.key, column.text)
            numbers.sort(
                key=lambda number: order(self._held[number]), reverse=by.descending
            )
        return numbers

    def _sort(self, ordering: Ordering = AS_IT_COMES) -> None:
        self.model.sort_by(ordering)
        self.table.keep_chosen(self._show)

    def _fetch(self, numbers: Sequence[int]) -> dict[int, Row]:
        held = self._held
        return {number: held[number] for number in numbers if number < len(held)}

    def _note_chosen(self) -> None:
        chosen = self.table.chosen_count()
        said = f"共 {len(self._held):,} 条"
        self.counts.setText(f"{said} · 已选 {chosen:,}" if chosen else said)
        self.chosen.emit()

    # ---- what leaves ----

    def _lines(self) -> list[list[str]]:
        return [[one.text(each) for one in self.columns] for each in self.rows()]

    def copy(self) -> None:
        """Put the selected rows on the clipboard, for a spreadsheet."""
        rows = self.chosen_rows()
        if rows:
            count = put_on_clipboard(self.columns, rows)
            self.bench.tell(f"已复制{count:,}行，可粘贴到Excel或WPS表格。")

    def _ask_where(self) -> None:
        from workbench.views import output  # noqa: PLC0415 - only an export needs it

        name = f"{self.title}{self.bench.desk.today():%Y%m%d}.xlsx"
        output.save_as(self, name, self.export)

    def export(self, path: Path) -> None:
        """Write the rows into an Excel file."""
        from workbench.views import output  # noqa: PLC0415 - only an export needs it

        desk, sample, lines = self.bench.desk, self.bench.sample, self._lines()
        scope, note = self._scope or "全部记录", partial(self._note, len(lines))

        def write(_progress: Any) -> int:
            content = output.workbook(
                desk, self.title, self.columns, lines, scope, sample=sample
            )
            self.bench.outside.write(path, content)
            note("导出")
            return len(lines)

        self.bench.run(
            write,
            lambda count: self.bench.tell(f"已导出{count:,}条到“{path}”。"),
            owner=self,
            doing="正在导出",
        )

    def print(self) -> None:
        """Show the rows as they would be printed."""
        from workbench.views import output  # noqa: PLC0415 - only printing needs it

        desk, lines = self.bench.desk, self._lines()
        if not lines:
            return
        title = f"{self.title}（{self._scope}）" if self._scope else self.title

        def show(_none: None) -> None:
            printed = output.ListPrint(
                title, self.columns, lines, desk.now(), desk.actor.name
            )
            self.asked = output.preview(self, title, printed.paint, across=True)

        self.bench.do(
            exports.note_export,
            self._told(len(lines), "打印"),
            show,
            owner=self,
        )

    def _note(self, count: int, way: str) -> None:
        self.bench.desk.do(exports.note_export, **self._told(count, way))

    def _told(self, count: int, way: str) -> dict[str, Any]:
        return {
            "listing": self.title,
            "way": way,
            "count": count,
            "scope": self._scope,
        }
