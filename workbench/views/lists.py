"""The list page: filters, actions, table, counts; declared as data."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QKeySequence
from PySide6.QtWidgets import (
    QMenu,
    QStackedLayout,
    QWidget,
)
from typing_extensions import override

from workbench.desk import Topic
from workbench.listing import Listing, Ordering, Tone
from workbench.rules import Refusal
from workbench.rules.calendar import chinese_day
from workbench.views import style
from workbench.views.bench import Bench
from workbench.views.fields import AmissError, Editor, Field, FieldKind, editor
from workbench.views.notices import Waiting
from workbench.views.pages import Action, PanelPage, Sheet, Takes
from workbench.views.parts import Flow, button, column, holder, row, sign, words
from workbench.views.rooms import PageInfo
from workbench.views.row_model import WINDOW, RowModel
from workbench.views.tables import RowView, put_on_clipboard

if TYPE_CHECKING:
    from workbench.views.output import Extract

Row = TypeVar("Row")

_SETTLE_MS = 300
_COPIED = 5_000
_PRINTED = 5_000
_DAY = "on"  # the day that is looked at: today again at the next visit


@dataclass(frozen=True)
class ListPlan(Generic[Row]):
    """One list page.

    Attributes:
        listing: The list.
        shows: Topics after whose change it is asked again.
        filters: Fields named as the keywords of the list's ``find``.
        actions: What may be done on it.
        detail: What the panel shows of a row; None where the page shows it itself,
            once it has asked for more.
        empty: What to say when there is nothing at all.
        tally: Query with the same filters that returns further counts: words and
            numbers.
        dated: Whether the rows, too, are asked for as on the day of the filter
            ``on``.
        begins: Title of the action that fills an empty list, where that is not the
            primary one.
    """

    listing: Listing[Row]
    shows: frozenset[Topic]
    filters: tuple[Field, ...] = ()
    actions: tuple[Action, ...] = ()
    detail: Callable[["ListPage[Row]", Row], Sheet | QWidget | None] | None = None
    empty: str = "还没有记录。"
    tally: Callable[..., Any] | None = None
    dated: bool = False
    begins: str = ""


class ListPage(PanelPage, Generic[Row]):
    """A list: filters, actions, table, counts; declared by its plan.

    Args:
        bench: What it works with.
        info: How it is declared.
        plan: What is on it.

    Attributes:
        within: Keywords of the list's ``find`` that the page sets beside its filters.

    Signals:
        listed: What was asked for is shown.
    """

    listed = Signal()

    def __init__(self, bench: Bench, info: PageInfo, plan: ListPlan[Row]) -> None:
        super().__init__(bench, info, plan.actions)
        self.plan = plan
        self._asked = 0
        self._opening = 0
        self._complete = False
        self._applied: dict[str, Any] = {}
        self.within: dict[str, Any] = {}
        self.filters: dict[str, Editor] = {}
        self._folded: dict[str, QWidget] = {}
        self.model: RowModel[Row] = RowModel(plan.listing.columns, self._rows, self)
        self.table = RowView(self.model)
        self.waiting = Waiting()
        self._build_filters()
        self._build_body()
        self._recall()
        self.model.lost.connect(bench.fail)
        self.model.came.connect(self._note_chosen)
        self.table.sorted_by.connect(self._sort)
        self.table.chosen.connect(self._note_chosen)
        self.table.opened.connect(self.open_row)
        self.table.widened.connect(self._note_columns)
        self.waiting.stopped.connect(self._stop)
        self.shortcut(QKeySequence(QKeySequence.StandardKey.Find), self._find)
        self.shortcut(QKeySequence(QKeySequence.StandardKey.Print), self.print)
        self.shortcut(QKeySequence(QKeySequence.StandardKey.Copy), self.copy)
        self._note_chosen()

    @override
    def _topics(self) -> frozenset[Topic]:
        return self.plan.shows

    # ---- laying out ----

    def _build_filters(self) -> None:
        if not self.plan.filters:
            return
        flow = Flow(gap=3)
        self._settle = QTimer(self, interval=_SETTLE_MS, singleShot=True)
        self._settle.timeout.connect(self.apply)
        for field in self.plan.filters:
            made = editor(field, self.bench)
            self.filters[field.name] = made
            made.changed.connect(self._settle.start)
            placed: QWidget = made
            if field.kind is not FieldKind.YES_NO:
                made.setFixedWidth(style.size("field_wide" if field.wide else "field"))
                label = words(field.title, "grey", buddy=made)
                placed = holder(row(label, made, gap=2))
                for one in made.inputs:
                    one.setAccessibleName(field.title)
            flow.addWidget(placed)
            if field.folded:
                self._folded[field.name] = placed
        self.more = button("更多", self._unfold, tip="更多条件")
        flow.addWidget(self.more)
        flow.addWidget(button("查询", self.apply, icon="search"))
        flow.addWidget(button("重置", self.reset))
        self.amiss = words("", "amiss")
        self.amiss.hide()
        self.head.addWidget(holder(flow))
        self.head.addWidget(self.amiss)
        self._unfold(folded=True)

    def _unfold(self, *, folded: bool = False) -> None:
        """Show the filters that are rarely wanted, or put them away again."""
        for one in self._folded.values():
            one.setVisible(not folded)
        self.more.setVisible(folded and bool(self._folded))

    def _build_body(self) -> None:
        self._empty = holder(self._empty_layout(), "card")
        self._stack = QStackedLayout()
        self._stack.addWidget(self.table)
        self._stack.addWidget(self._empty)
        self.counts = words("", "grey")
        self._tally = words("", "grey")
        self.columns_button = button("列", icon="columns-3", tip="选择显示的列")
        self.columns_button.setMenu(self._columns_menu())
        self.export_button = button("导出", icon="download", tip="导出为Excel文件")
        self.export_button.setMenu(self._export_menu())
        foot = row(
            self.counts,
            self._tally,
            None,
            self.columns_button,
            self.export_button,
            button("打印", self.print, icon="printer", tip="打印列表（Ctrl+P）"),
            gap=2,
        )
        self.body.addWidget(self.waiting)
        self.body.addLayout(self._stack, 1)
        self.body.addWidget(holder(foot))
        self.table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.table.customContextMenuRequested.connect(self._show_menu)

    def _empty_layout(self) -> Any:
        self._nothing = words("", "grey", wrap=True)
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._fill_first = button("", self._fill_empty)
        return column(
            None,
            row(None, sign("inbox", "line", style.size("strip")), None),
            self._nothing,
            row(None, self._fill_first, None),
            None,
            gap=3,
        )

    # ---- asking ----

    @override
    def refresh(self) -> None:
        """Ask again with the filters as applied."""
        if not self._applied and self.filters:
            self._applied = self._read_filters() or {}
        self._ask()

    def apply(self) -> None:
        """Ask with the filters as they stand, and remember them."""
        found = self._read_filters()
        if found is None:
            return
        self._settle.stop()
        if found == self._applied and self._complete:
            return
        self._applied = found
        self.bench.memory.keep(
            f"{self.info.key}/filter",
            {name: one.kept() for name, one in self.filters.items() if name != _DAY},
        )
        self._ask()

    def reset(self) -> None:
        """Empty the filters."""
        for field in self.plan.filters:
            self.filters[field.name].put(field.start)
        self._unfold(folded=True)
        self.apply()

    def _read_filters(self) -> dict[str, Any] | None:
        found, faults = {}, []
        for name, one in self.filters.items():
            try:
                value = one.value()
            except (AmissError, Refusal) as error:
                faults.append(str(error))
                one.mark(amiss=True)
                continue
            one.mark(amiss=False)
            if value not in {None, "", ()} and value is not False:
                found[name] = value
        if self._folded.keys() & found.keys() or faults:
            self._unfold()  # nothing narrows the list out of sight
        self.amiss.setText("".join(faults))
        self.amiss.setVisible(bool(faults))
        return None if faults else found

    def _ask(self) -> None:
        self._asked += 1
        self._complete = False
        self.waiting.begin()
        self._find_rows(self._asked, WINDOW)
        if self.plan.tally is not None:
            asked = self._asked
            self.bench.ask(
                self.plan.tally,
                {**self.within, **self._applied},
                lambda counts: self._show_tally(asked, counts),
                owner=self,
            )

    def _find_rows(self, asked: int, limit: int | None) -> None:
        by = self.model.ordering if self.model.ordering.key else None
        own = self.plan.listing.ordering
        ordering = Ordering(
            (by or own).key, descending=(by or own).descending, limit=limit
        )
        self.bench.ask(
            self.plan.listing.find,
            {**self.within, **self._applied, "ordering": ordering},
            lambda numbers: self._show(asked, numbers, limit),
            owner=self,
            failed=lambda error: self._fail(asked, error),
        )

    def _show(self, asked: int, numbers: Sequence[int], limit: int | None) -> None:
        if asked != self._asked:  # a later question is on its way
            return
        self._complete = limit is None or len(numbers) < limit
        if limit is None:
            self.model.extend(numbers)
        elif self._complete or numbers != self.model.numbers()[: len(numbers)]:
            self.table.keep_chosen(lambda: self.model.show(numbers))
        else:
            self.model.show(self.model.numbers())  # the first are as they were
        self.waiting.end()
        self._stack.setCurrentWidget(self.table if numbers else self._empty)
        if not numbers:
            self._say_empty()
        self._note_chosen()
        if self._complete:
            self.listed.emit()
        else:
            self._find_rows(asked, None)

    def _fail(self, asked: int, error: Exception) -> None:
        if asked == self._asked:
            self.waiting.end()
            self.bench.fail(error)

    def _stop(self) -> None:
        self._asked += 1
        self.waiting.end()
        self.bench.tell("已停止查询。", Tone.PLAIN)

    @override
    def _escape(self) -> None:
        if self.waiting.isVisible():
            self._stop()
        else:
            super()._escape()

    def _show_tally(self, asked: int, counts: Sequence[tuple[str, int]]) -> None:
        if asked == self._asked:
            self._tally.setText(
                "".join(f"· {word} {number:,}" for word, number in counts)
            )

    def _rows(self, numbers: Sequence[int]) -> Mapping[int, Row]:
        found: Mapping[int, Row] = self.bench.desk.ask(
            self.plan.listing.rows, ids=numbers, **self.day()
        )
        return found

    def day(self) -> dict[str, Any]:
        """Return the day the rows are shown as on, as a keyword; none for today."""
        on = self._applied.get(_DAY) if self.plan.dated else None
        return {} if on is None else {_DAY: on}

    def _sort(self, ordering: Ordering) -> None:
        self.model.sort_by(ordering)
        self._ask()

    # ---- what is shown ----

    def _say_empty(self) -> None:
        primary = self._first()
        if self._applied:
            self._nothing.setText("没有符合条件的记录，可以放宽条件再查。")
            self._fill_first.setText("重置条件")
            self._fill_first.show()
        else:
            self._nothing.setText(self.plan.empty)
            self._fill_first.setVisible(primary is not None)
            self._fill_first.setText(primary.word if primary else "")

    def _first(self) -> Action | None:
        """Return the action that fills an empty list."""
        for one in self.deeds:
            if one.title == self.plan.begins or (one.primary and not self.plan.begins):
                return one
        return None

    def _fill_empty(self) -> None:
        if self._applied:
            self.reset()
            return
        primary = self._first()
        if primary is None:
            return
        if not primary.menu:
            self.act(primary)
            return
        below = QPoint(0, self._fill_first.height())
        menu = self.buttons[primary.menu].menu()
        menu.popup(self._fill_first.mapToGlobal(below))

    def _note_chosen(self) -> None:
        count, chosen = len(self.model.numbers()), self.table.chosen_count()
        said = f"共 {count:,} 条" if self._complete else f"共 {count:,} 条以上"
        on = self.day().get(_DAY)
        said += f"（截至{chinese_day(on)}）" if on else ""
        self.counts.setText(f"{said} · 已选 {chosen:,}" if chosen else said)
        for action in self.deeds:
            self.handle(action).setEnabled(self._fits(action, chosen))

    def _fits(self, action: Action, chosen: int) -> bool:
        if action.takes is Takes.NOTHING:
            return True
        if chosen == 0 or (action.takes is Takes.ONE and chosen > 1):
            return False
        if action.when is None or chosen > WINDOW:
            return True
        rows = map(self.model.row_of, self.table.chosen_numbers())
        return all(one is not None and action.when(one) for one in rows)

    @override
    def act(self, action: Action) -> None:
        if action.takes is Takes.NOTHING:
            action.run(self, ())
            return
        numbers = self.table.chosen_numbers()
        if numbers:
            self._with_rows(numbers, partial(action.run, self))

    def _with_rows(
        self, numbers: Sequence[int], then: Callable[[Sequence[Any]], object]
    ) -> None:
        """Go on with some rows as they are now."""
        self.bench.ask(
            self.plan.listing.rows,
            {"ids": list(numbers), **self.day()},
            lambda rows: then([rows[one] for one in numbers if one in rows]),
            owner=self,
        )

    def open_row(self, number: int) -> None:
        """Show a row in the panel."""
        if self.plan.detail is not None:
            self._opening = number
            self._with_rows([number], partial(self._show_detail, number))

    def _show_detail(self, number: int, rows: Sequence[Any]) -> None:
        if not rows or self.plan.detail is None or number != self._opening:
            return  # gone, or another row was opened since
        shown = self.plan.detail(self, rows[0])
        if isinstance(shown, Sheet):
            self.show_sheet(shown)
        elif shown is not None:
            self.open_panel(shown.windowTitle(), shown)

    @override
    def reveal(self, target: object) -> None:
        """Show the row of a number, or the rows some filters find.

        Args:
            target: A row's number, or a mapping of filter names to values.
        """
        if isinstance(target, Mapping):
            for field in self.plan.filters:
                self.filters[field.name].put(target.get(field.name, field.start))
            self.apply()
        elif isinstance(target, int):
            self.table.choose(target)
            self.open_row(target)

    def _find(self) -> None:
        for field in self.plan.filters:
            if field.kind is FieldKind.TEXT:
                self.filters[field.name].setFocus(Qt.FocusReason.ShortcutFocusReason)
                return

    # ---- columns ----

    def _recall(self) -> None:
        kept = self.bench.memory.get(f"{self.info.key}/filter")
        if isinstance(kept, dict):
            for name, value in kept.items():
                if name in self.filters and name != _DAY:
                    self.filters[name].restore(value)
            self._settle.stop()
        columns = self.bench.memory.get(f"{self.info.key}/columns")
        if isinstance(columns, dict):
            self.table.arrange(columns["shown"], columns["widths"])
            self.table.set_compact(compact=bool(columns["compact"]))
        self._tick_columns()

    def _columns_menu(self) -> QMenu:
        menu = QMenu(self)
        for place, one in enumerate(self.plan.listing.columns):
            ticked = menu.addAction(one.title)
            ticked.setCheckable(True)
            ticked.setData(one.key)
            ticked.toggled.connect(partial(self._show_column, place))
        menu.addSeparator()
        self._compact = menu.addAction("紧凑行高")
        self._compact.setCheckable(True)
        self._compact.toggled.connect(self._set_compact)
        menu.addAction("恢复默认").triggered.connect(self._default_columns)
        return menu

    def _tick_columns(self) -> None:
        shown = {one.key for one in self.table.shown_columns()}
        for ticked in self.columns_button.menu().actions():
            if ticked.data():
                ticked.setChecked(ticked.data() in shown)
        self._compact.setChecked(self.table.is_compact())

    def _show_column(self, place: int, shown: bool) -> None:  # noqa: FBT001 - as Qt calls it
        keys = {one.key for one in self.table.shown_columns()}
        key = self.plan.listing.columns[place].key
        keys = keys | {key} if shown else keys - {key}
        if keys:
            self.table.arrange(keys, self.table.widened_columns())
            self._note_columns()
        self._tick_columns()

    def _set_compact(self, compact: bool) -> None:  # noqa: FBT001 - as Qt calls it
        self.table.set_compact(compact=compact)
        self._note_columns()

    def _default_columns(self) -> None:
        shown = [one.key for one in self.plan.listing.columns if one.shown]
        self.table.arrange(shown, {})
        self.table.set_compact(compact=False)
        self._tick_columns()
        self.bench.memory.keep(f"{self.info.key}/columns", None)

    def _note_columns(self) -> None:
        self.bench.memory.keep(
            f"{self.info.key}/columns",
            {
                "shown": [one.key for one in self.table.shown_columns()],
                "widths": self.table.widened_columns(),
                "compact": self.table.is_compact(),
            },
        )

    # ---- what leaves ----

    def _export_menu(self) -> QMenu:
        menu = QMenu(self)
        for scope in ("当前结果", "勾选的行", "全部记录"):
            menu.addAction(scope).triggered.connect(partial(self._ask_where, scope))
        menu.aboutToShow.connect(self._shut_export)
        return menu

    def _shut_export(self) -> None:
        self.export_button.menu().actions()[1].setEnabled(self.table.chosen_count() > 0)

    def _ask_where(self, scope: str) -> None:
        from workbench.views import output  # noqa: PLC0415

        today = f"{self.bench.desk.today():%Y%m%d}"
        name = f"{self.plan.listing.title}{today}.xlsx"
        output.save_as(self, name, partial(self.export, scope))

    def export(self, scope: str, path: Path) -> None:
        """Write rows of the list into an Excel file.

        Args:
            scope: 当前结果, 勾选的行 or 全部记录.
            path: The file.
        """
        from workbench.views import output  # noqa: PLC0415 - only an export needs it

        desk, sample = self.bench.desk, self.bench.sample
        extract = self._extract(scope)

        def write(progress: Any) -> int:
            whole = extract()
            content = output.sheet_of(desk, whole, progress, sample=sample)
            self.bench.outside.write(path, content)
            output.note(desk, whole, "导出")
            return len(whole.numbers)

        self.bench.run(
            write,
            lambda count: self.bench.tell(f"已导出{count:,}条到“{path}”。"),
            owner=self,
            doing="正在导出",
        )

    def _extract(self, scope: str) -> "Callable[[], Extract]":
        """Return what makes the extract; called by a worker."""
        from workbench.views.output import Extract  # noqa: PLC0415

        desk, listing = self.bench.desk, self.plan.listing
        columns = tuple(self.table.shown_columns())
        chosen: Sequence[int] | None = None
        if scope == "勾选的行":
            chosen = self.table.chosen_numbers()
        filters = self._applied if scope == "当前结果" else {}
        day = {} if scope == "全部记录" else self.day()
        within = dict(self.within)
        by = self.model.ordering if self.model.ordering.key else listing.ordering

        def extract() -> Extract:
            numbers = chosen
            if numbers is None:
                ordering = Ordering(by.key, descending=by.descending)
                numbers = desk.ask(listing.find, **within, **filters, ordering=ordering)
            return Extract(listing, columns, numbers, scope, day.get("on"))

        return extract

    def print(self) -> None:
        """Show the list as it would be printed: the ticked rows, else all of them."""
        from workbench.views import output  # noqa: PLC0415

        desk, title = self.bench.desk, self.plan.listing.title
        extract = self._extract("勾选的行" if self.table.chosen_count() else "当前结果")

        def gather(progress: Any) -> tuple[Any, list[list[str]]]:
            whole = extract()
            if len(whole.numbers) > _PRINTED:
                raise Refusal(
                    f"要打印的有{len(whole.numbers):,}条，超过{_PRINTED:,}条。",
                    clause="platform/lists",
                    ways=("先用条件缩小范围，或勾选要打印的行。", "导出为Excel文件。"),
                )
            lines = list(output.lines_of(desk, whole, progress, "正在准备打印"))
            output.note(desk, whole, "打印")
            return whole, lines

        def show(gathered: tuple[Any, list[list[str]]]) -> None:
            whole, lines = gathered
            printed = output.ListPrint(
                title + whole.as_on, whole.columns, lines, desk.now(), desk.actor.name
            )
            self.asked = output.preview(self, title, printed.paint, across=True)

        self.bench.run(gather, show, owner=self, doing="正在准备打印")

    def copy(self) -> None:
        """Put the selected rows on the clipboard, for a spreadsheet."""
        numbers = self.table.chosen_numbers()[:_COPIED]
        columns = self.table.shown_columns()

        def put(rows: Sequence[Any]) -> None:
            count = put_on_clipboard(columns, rows)
            self.bench.tell(f"已复制{count:,}行，可粘贴到Excel或WPS表格。")

        if numbers:
            self._with_rows(numbers, put)

    def copy_text(self) -> None:
        """Put the selected rows on the clipboard as plain text, for messages."""
        columns = self.table.shown_columns()

        def put(rows: Sequence[Any]) -> None:
            if not rows:  # gone since
                return
            parts = [
                "\n".join(f"{one.title}：{one.text(each)}" for one in columns)
                for each in rows
            ]
            first = " ".join(one.text(rows[0]) for one in columns[:2])
            about = f"{self.plan.listing.title}{len(parts):,}条：{first}"
            self.hand_out("\n\n".join(parts), about)

        numbers = self.table.chosen_numbers()[:_COPIED]
        if numbers:
            self._with_rows(numbers, put)

    def _copy_cell(self) -> None:
        text = str(self.table.currentIndex().data() or "")
        QGuiApplication.clipboard().setText(text)

    def _show_menu(self, at: Any) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        index = self.table.indexAt(at)
        if index.isValid():
            if self.plan.detail is not None:
                number = self.model.number_at(index.row())
                menu.addAction("查看").triggered.connect(partial(self.open_row, number))
            for action in self.deeds:
                if action.takes is not Takes.NOTHING:
                    entry = menu.addAction(action.title)
                    entry.setEnabled(self.handle(action).isEnabled())
                    entry.triggered.connect(partial(self.act, action))
            menu.addSeparator()
            menu.addAction("复制单元格").triggered.connect(self._copy_cell)
            menu.addAction("复制所选行（Ctrl+C）").triggered.connect(self.copy)
            menu.addAction("复制文字").triggered.connect(self.copy_text)
            menu.popup(self.table.viewport().mapToGlobal(at))
