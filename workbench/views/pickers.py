"""Editors of moments, and those that open a calendar, a list or the disk."""

import re
from collections.abc import Callable, Sequence
from datetime import date, datetime, time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import (
    QDate,
    QEvent,
    QObject,
    QPoint,
    QStringListModel,
    Qt,
    QTimer,
)
from PySide6.QtGui import QKeyEvent, QTextCharFormat
from PySide6.QtWidgets import (
    QCalendarWidget,
    QCompleter,
    QFileDialog,
    QFrame,
    QListView,
    QToolButton,
    QWidget,
)
from typing_extensions import override

from workbench.rules import Refusal
from workbench.rules.calendar import CHINA, parse_day
from workbench.views import style
from workbench.views.fields import (
    AmissError,
    Choice,
    Editor,
    Field,
    FieldKind,
    TextEditor,
)
from workbench.views.parts import Flow, button, clear, column

if TYPE_CHECKING:
    from workbench.views.bench import Bench

_SETTLE_MS = 150
_OFFERED = 50


class MomentEditor(TextEditor):
    """A day and a time of day, in China."""

    def __init__(self, field: Field, bench: "Bench | None" = None) -> None:
        super().__init__(field, bench)
        self.line.setPlaceholderText(field.ghost or "如：20260305 0930")
        self.line.editingFinished.connect(self._tidy)

    @override
    def value(self) -> Any:
        text = self.line.text().strip()
        if not text:
            return None
        day, _blank, clock = text.partition(" ")
        found = re.fullmatch(r"([01]?\d|2[0-3])[:：]?([0-5]\d)", clock.strip())
        if found is None:
            raise AmissError(f"“{text}”缺少时、分，请写成2026-03-05 09:30。")
        at = time(int(found[1]), int(found[2]))
        return datetime.combine(parse_day(day), at, CHINA)

    @override
    def put(self, value: Any) -> None:
        if isinstance(value, datetime):
            value = f"{value.astimezone(CHINA):%Y-%m-%d %H:%M}"
        super().put(value)

    def _tidy(self) -> None:
        try:
            self.put(self.value())
        except (AmissError, Refusal):
            return


class DateEditor(TextEditor):
    """A day: typed in any usual way, or picked."""

    def __init__(self, field: Field, bench: "Bench | None" = None) -> None:
        super().__init__(field, bench)
        self.line.setPlaceholderText(field.ghost or "如：20260305")
        self.line.editingFinished.connect(self._tidy)
        self.add_sign("calendar", "选日期（按↓键）", self.pick)
        self._popup: QFrame | None = None
        self.line.installEventFilter(self)

    @override
    def value(self) -> Any:
        text = self.line.text().strip()
        return parse_day(text) if text else None

    @override
    def put(self, value: Any) -> None:
        super().put(value.isoformat() if isinstance(value, date) else value)

    def pick(self) -> None:
        """Let a day be picked from a calendar."""
        calendar = _month_sheet()
        try:
            day = self.value()
        except Refusal:
            day = None
        if day is not None:
            calendar.setSelectedDate(QDate(day.year, day.month, day.day))
        self._popup = QFrame(self, Qt.WindowType.Popup)
        self._popup.setProperty("look", "float")
        self._popup.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._popup.setLayout(column(calendar, margin=1))
        calendar.clicked.connect(self._picked)
        calendar.activated.connect(self._picked)
        self._popup.move(self.mapToGlobal(QPoint(0, self.height())))
        self._popup.show()
        calendar.setFocus()

    def _picked(self, day: QDate) -> None:
        self.put(date(day.year(), day.month(), day.day()))
        if self._popup is not None:
            self._popup.close()
            self._popup = None
        self.line.setFocus()

    def _tidy(self) -> None:
        try:
            day = self.value()
        except Refusal:
            return
        if day is not None and self.line.text() != day.isoformat():
            self.put(day)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if (
            event.type() == QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
            and event.key() == Qt.Key.Key_Down
        ):
            self.pick()
            return True
        return super().eventFilter(watched, event)


def _month_sheet() -> QCalendarWidget:
    """Return a calendar dressed like the rest: rest days grey, never red."""
    calendar = QCalendarWidget()
    calendar.setVerticalHeaderFormat(
        QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader
    )
    grey = QTextCharFormat()
    grey.setForeground(style.colour("secondary"))
    calendar.setHeaderTextFormat(grey)
    for day in (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday):
        calendar.setWeekdayTextFormat(day, grey)
    for name, icon in (("prevmonth", "chevron-left"), ("nextmonth", "chevron-right")):
        turner = calendar.findChild(QToolButton, f"qt_calendar_{name}")
        if isinstance(turner, QToolButton):
            turner.setIcon(style.icon(icon))
    return calendar


class ChoiceEditor(TextEditor):
    """One of several: typed in part, by pinyin initials, or picked from the list."""

    def __init__(self, field: Field, bench: "Bench | None" = None) -> None:
        super().__init__(field, bench)
        self._choices: tuple[Choice, ...] = field.choices
        self._offered: tuple[Choice, ...] = ()
        self._pending: Any = None  # a value whose words are still being asked for
        self._model = QStringListModel(self)
        self._completer = QCompleter(self._model, self)
        self._completer.setCompletionMode(
            QCompleter.CompletionMode.UnfilteredPopupCompletion
        )
        self._completer.setMaxVisibleItems(10)
        self._list = QListView()
        self._list.setUniformItemSizes(True)
        self._completer.setPopup(self._list)
        self._completer.setWidget(self.line)
        self._completer.activated.connect(self._take)
        self.line.textEdited.connect(self.offer)
        self.line.editingFinished.connect(self._settle)
        self.add_sign("chevron-down", "展开（按↓键）", lambda: self.offer(""))
        self.line.installEventFilter(self)
        if not field.ghost:
            self.line.setPlaceholderText("请选择" if field.required else "不限")
        if field.asks is not None and bench is not None:
            bench.ask(field.asks, {}, self.learn, owner=self)

    def learn(self, pairs: Sequence[tuple[Any, str]]) -> None:
        """Let these be chosen from now on, as pairs of value and words."""
        before = self.kept()
        self._choices = tuple(Choice(value, label) for value, label in pairs)
        if before is not None and not self.line.text():
            self.restore(before)

    @override
    def value(self) -> Any:
        text = self.line.text().strip()
        if not text:
            return None
        chosen = next((one for one in self._choices if one.label == text), None)
        if chosen is None:
            raise AmissError(f"没有“{text}”这一项，请从列表中选择。")
        return chosen.value

    @override
    def put(self, value: Any) -> None:
        chosen = next((one for one in self._choices if one.value == value), None)
        self._pending = None if chosen or value is None else value
        self.line.setText(chosen.label if chosen else "")
        self.line.setCursorPosition(0)

    @override
    def kept(self) -> Any:
        try:
            value = self.value()
        except AmissError:
            return None
        return self._pending if value is None else value

    @override
    def restore(self, kept: Any) -> None:
        self.put(kept)

    def offer(self, typed: str) -> None:
        """Open the list of what holds ``typed``, everything where it is empty."""
        from workbench.services.platform.picking import fits  # noqa: PLC0415 - SQL

        self._show_offer(
            tuple(one for one in self._choices if not typed or fits(one.label, typed))
        )

    def _show_offer(self, offered: tuple[Choice, ...]) -> None:
        self._offered = offered[:_OFFERED]
        self._model.setStringList([one.label for one in self._offered])
        if not self._offered:
            self._list.hide()
            return
        self._completer.complete()
        self._list.setCurrentIndex(self._completer.completionModel().index(0, 0))

    def _take(self, label: str) -> None:
        self.line.setText(label)
        self.line.setCursorPosition(0)

    def _settle(self) -> None:
        """Take what was typed in part, if it can mean one thing only."""
        from workbench.services.platform.picking import fits  # noqa: PLC0415 - SQL

        text = self.line.text().strip()
        if not text or self._list.isVisible():
            return
        if any(one.label == text for one in self._choices):
            return
        found = [one for one in self._choices if fits(one.label, text)]
        if len(found) == 1:
            self._take(found[0].label)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if (
            event.type() == QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
            and event.key() == Qt.Key.Key_Down
            and not self._list.isVisible()
        ):
            self.offer("")
            return True
        return super().eventFilter(watched, event)


class RowEditor(ChoiceEditor):
    """One row of a list, found by any fragment or pinyin initials as it is typed."""

    def __init__(self, field: Field, bench: "Bench | None" = None) -> None:
        super().__init__(field, bench)
        self._asked = 0
        self._typed = ""
        self._timer = QTimer(self, interval=_SETTLE_MS, singleShot=True)
        self._timer.timeout.connect(self._ask)

    @override
    def put(self, value: Any) -> None:
        super().put(value)
        if self._pending is not None:
            self._ask_rows([int(value)], lambda _rows: self.restore(value))

    @override
    def offer(self, typed: str) -> None:
        self._typed = typed
        self._timer.start()

    def _ask(self) -> None:
        from workbench.listing import Ordering  # noqa: PLC0415 - brings SQL with it

        assert self.field.listing is not None  # noqa: S101 - so declared
        if self.bench is None:
            return
        self._asked += 1
        asked = self._asked
        self.bench.ask(
            self.field.listing.find,
            {"text": self._typed, "ordering": Ordering(limit=_OFFERED)},
            lambda found: self._found(asked, found),
            owner=self,
        )

    def _found(self, asked: int, numbers: Sequence[int]) -> None:
        if asked == self._asked:
            self._ask_rows(list(numbers), lambda rows: self._offer_rows(asked, rows))

    def _ask_rows(
        self, numbers: list[int], ready: Callable[[tuple[Choice, ...]], object]
    ) -> None:
        listing, says = self.field.listing, self.field.says
        assert listing is not None  # noqa: S101
        assert says is not None  # noqa: S101
        if self.bench is None:
            return

        def learn(rows: dict[int, Any]) -> None:
            found = tuple(
                Choice(number, says(rows[number]))
                for number in numbers
                if number in rows
            )
            known = {one.value: one for one in (*self._choices, *found)}
            self._choices = tuple(known.values())
            ready(found)

        self.bench.ask(listing.rows, {"ids": numbers}, learn, owner=self)

    def _offer_rows(self, asked: int, found: tuple[Choice, ...]) -> None:
        if asked == self._asked and self.line.hasFocus():
            self._show_offer(found)


class RowsEditor(RowEditor):
    """Several rows of a list, each found as it is typed; a click takes one off."""

    def __init__(self, field: Field, bench: "Bench | None" = None) -> None:
        self._chosen: list[int] = []
        super().__init__(field, bench)

    @override
    def _hold(self, *parts: Any) -> None:
        self._signs = Flow(gap=1)
        self._shown = QWidget()
        self._shown.setLayout(self._signs)
        self._shown.hide()
        self.setLayout(column(*parts, self._shown, gap=1))
        self.setFocusProxy(self.inputs[0])

    @override
    def value(self) -> Any:
        last = super().value()
        return tuple(dict.fromkeys((*self._chosen, *([last] if last else ()))))

    @override
    def put(self, value: Any) -> None:
        self._chosen = [int(one) for one in value or ()]
        self.line.clear()
        self._show_chosen()
        if self._chosen:
            self._ask_rows(list(self._chosen), lambda _rows: self._show_chosen())

    @override
    def kept(self) -> Any:
        return list(self._chosen)

    @override
    def _take(self, label: str) -> None:
        found = next((one.value for one in self._choices if one.label == label), None)
        if found is None:
            return
        self.line.clear()
        if found not in self._chosen:
            self._chosen.append(found)
        self._show_chosen()

    def _drop(self, key: int) -> None:
        self._chosen.remove(key)
        self._show_chosen()
        self.line.setFocus()

    def _show_chosen(self) -> None:
        """Show each of the chosen as a small button that takes it off."""
        clear(self._signs)
        labels = {one.value: one.label for one in self._choices}
        for key in self._chosen:
            if key in labels:
                name = labels[key].split("\u3000")[0]
                taker = button(name, partial(self._drop, key), icon="x")
                taker.setToolTip(f"{labels[key]}，点击去掉")
                self._signs.addWidget(taker)
        self._shown.setVisible(bool(self._chosen))
        self.changed.emit()


class FileEditor(TextEditor):
    """A file or a folder: typed, or looked for."""

    def __init__(self, field: Field, bench: "Bench | None" = None) -> None:
        super().__init__(field, bench)
        layout = self.layout()
        assert layout is not None  # noqa: S101 - held above
        layout.addWidget(button("浏览…", self.look, icon="folder-open"))

    @override
    def value(self) -> Any:
        text = self.line.text().strip().strip('"')
        if not text:
            return None
        path = Path(text)
        if self.field.kind is FieldKind.FILE and not path.is_file():
            raise AmissError(f"找不到文件“{text}”，请核对路径或点“浏览”选择。")
        if self.field.kind is FieldKind.FOLDER and not path.is_dir():
            raise AmissError(f"找不到文件夹“{text}”，请核对路径或点“浏览”选择。")
        return path

    def look(self) -> None:
        """Open the system's own dialog."""
        dialog = QFileDialog(self, self.field.title, self.line.text())
        if self.field.kind is FieldKind.FOLDER:
            dialog.setFileMode(QFileDialog.FileMode.Directory)
        else:
            dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
            dialog.setNameFilter(self.field.files or "所有文件 (*)")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self.line.setText)
        dialog.open()


EDITORS: dict[FieldKind, type[Editor]] = {
    FieldKind.MOMENT: MomentEditor,
    FieldKind.DATE: DateEditor,
    FieldKind.CHOICE: ChoiceEditor,
    FieldKind.ROW: RowEditor,
    FieldKind.ROWS: RowsEditor,
    FieldKind.FILE: FileEditor,
    FieldKind.FOLDER: FileEditor,
}
"""Which editor a field of each of these kinds gets."""
