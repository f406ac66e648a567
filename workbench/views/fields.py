"""Fields, declared: what may be typed or chosen, and the editors that take it.

Filters and forms are made of the same fields. A field's name is the keyword of the
command or query it is meant for.
"""

import re
from abc import abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import (
    QEvent,
    QObject,
    Qt,
    Signal,
)
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QCheckBox,
    QGridLayout,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)
from typing_extensions import override

from workbench.rules import Refusal
from workbench.views import style
from workbench.views.parts import button, column, inset, row, words

if TYPE_CHECKING:
    from workbench.listing import AnyListing
    from workbench.views.bench import Bench

_SETTLE_MS = 150
_OFFERED = 50
_GENERATED = 12


class AmissError(Exception):
    """What was typed cannot be taken. The message is one Chinese sentence."""


class FieldKind(StrEnum):
    """What a field takes, and so which editor it gets."""

    TEXT = "text"
    PROSE = "prose"
    WHOLE = "whole"
    DATE = "date"
    MOMENT = "moment"
    CHOICE = "choice"
    ROW = "row"
    ROWS = "rows"
    MANY = "many"
    YES_NO = "yes_no"
    PASSWORD = "password"  # noqa: S105 - a kind's name
    FILE = "file"
    FOLDER = "folder"


_PICKED = frozenset(
    {
        FieldKind.CHOICE,
        FieldKind.ROW,
        FieldKind.ROWS,
        FieldKind.MANY,
        FieldKind.FILE,
        FieldKind.FOLDER,
    }
)
"""Kinds that are chosen, not typed."""


@dataclass(frozen=True)
class Choice:
    """One thing that may be chosen: what the command gets, and what people read."""

    value: Any
    label: str


@dataclass(frozen=True)
class Field:
    """One field.

    Attributes:
        name: Keyword of the command or query.
        title: What people read above it.
        required: Whether it must not be empty.
        hint: A short line below it.
        check: A rule: takes the value, returns it in its one form, or refuses it.
        choices: What may be chosen, for ``CHOICE`` and ``MANY``.
        asks: Query that returns pairs of value and words, in place of ``choices``.
        listing: List whose rows may be chosen, for ``ROW`` and ``ROWS``.
        says: Reads the words off such a row.
        start: Value to begin with.
        group: Thin title of the group it stands in.
        half: Whether it takes half a line where a form has two columns.
        ghost: What stands in it while it is empty.
        wide: Whether a filter is given a wide place.
        folded: Whether a filter stands behind 更多 until it is wanted.
        twice: Whether a password is typed twice.
        suggests: Whether a password may be made up by the workbench.
        lines: Height of a ``PROSE`` field.
        files: Which files may be picked, as ``Excel 工作簿 (*.xlsx)``.
    """

    name: str
    title: str
    kind: FieldKind = FieldKind.TEXT
    required: bool = False
    hint: str = ""
    check: Callable[[Any], Any] | None = None
    choices: tuple[Choice, ...] = ()
    asks: Callable[..., Any] | None = None
    listing: "AnyListing | None" = None
    says: Callable[[Any], str] | None = None
    start: Any = None
    group: str = ""
    half: bool = False
    ghost: str = ""
    wide: bool = False
    folded: bool = False
    twice: bool = False
    suggests: bool = False
    lines: int = 3
    files: str = ""

    @property
    def secret(self) -> bool:
        """Whether what is typed must never be kept."""
        return self.kind is FieldKind.PASSWORD


class Editor(QWidget):
    """Takes one field's value.

    Args:
        field: The field.
        bench: To ask for what may be chosen; None where nothing is asked.

    Attributes:
        field: The field.
        inputs: The widgets that take keys, in order.

    Signals:
        changed: Something else stands in it than before.
    """

    changed = Signal()

    def __init__(self, field: Field, bench: "Bench | None" = None) -> None:
        super().__init__()
        self.field = field
        self.bench = bench
        self.inputs: list[QWidget] = []

    @abstractmethod
    def value(self) -> Any:
        """Return what stands in it, as the command takes it; None where empty.

        Raises:
            AmissError: It cannot be read.
        """

    @abstractmethod
    def put(self, value: Any) -> None:
        """Let a value stand in it; None empties it."""

    @abstractmethod
    def kept(self) -> Any:
        """Return what stands in it, as a draft keeps it."""

    @abstractmethod
    def restore(self, kept: Any) -> None:
        """Let stand in it what a draft kept."""

    def filled(self) -> bool:
        """Tell whether anything stands in it."""
        return bool(self.kept())

    def mark(self, *, amiss: bool) -> None:
        """Show by its frame whether something is amiss."""
        for one in self.inputs:
            one.setProperty("amiss", "true" if amiss else "false")
            one.style().unpolish(one)
            one.style().polish(one)

    def _hold(self, *parts: Any) -> None:
        self.setLayout(row(*parts, gap=1))
        if self.inputs:
            self.setFocusProxy(self.inputs[0])


class TextEditor(Editor):
    """One line of text."""

    def __init__(self, field: Field, bench: "Bench | None" = None) -> None:
        super().__init__(field, bench)
        self.line = QLineEdit()
        self.line.setPlaceholderText(field.ghost)
        self.line.textChanged.connect(lambda _text: self.changed.emit())
        self.inputs.append(self.line)
        self._hold(self.line)

    @override
    def value(self) -> Any:
        return self.line.text().strip()

    @override
    def put(self, value: Any) -> None:
        self.line.setText("" if value is None else str(value))
        self.line.setCursorPosition(0)

    @override
    def kept(self) -> Any:
        return self.line.text()

    @override
    def restore(self, kept: Any) -> None:
        self.line.setText(str(kept or ""))

    def add_sign(self, icon: str, tip: str, pressed: Callable[[], object]) -> QAction:
        """Put a small button into the line's right end."""
        action = self.line.addAction(
            style.icon(icon), QLineEdit.ActionPosition.TrailingPosition
        )
        action.setToolTip(tip)
        action.triggered.connect(lambda _checked=False: pressed())
        return action


class WholeEditor(TextEditor):
    """A whole number."""

    @override
    def value(self) -> Any:
        text = self.line.text().strip()
        if not text:
            return None
        if not re.fullmatch(r"-?[0-9]{1,12}", text):
            raise AmissError(f"“{text}”不是整数，请只填数字。")
        return int(text)


class ProseEditor(Editor):
    """Several lines of text. Tab goes on to the next field."""

    def __init__(self, field: Field, bench: "Bench | None" = None) -> None:
        super().__init__(field, bench)
        self.area = QPlainTextEdit()
        self.area.setPlaceholderText(field.ghost)
        self.area.setTabChangesFocus(True)
        lines = field.lines * self.area.fontMetrics().lineSpacing()
        self.area.setFixedHeight(lines + style.space(4))
        self.area.textChanged.connect(self.changed)
        self.inputs.append(self.area)
        self._hold(self.area)

    @override
    def value(self) -> Any:
        return self.area.toPlainText().strip()

    @override
    def put(self, value: Any) -> None:
        self.area.setPlainText("" if value is None else str(value))

    @override
    def kept(self) -> Any:
        return self.area.toPlainText()

    @override
    def restore(self, kept: Any) -> None:
        self.area.setPlainText(str(kept or ""))


class ManyEditor(Editor):
    """Any number of several."""

    def __init__(self, field: Field, bench: "Bench | None" = None) -> None:
        super().__init__(field, bench)
        self._boxes = {one.value: QCheckBox(one.label) for one in field.choices}
        grid = QGridLayout(self)
        inset(grid, 0, 0, 0, 0)
        grid.setVerticalSpacing(0)
        grid.setHorizontalSpacing(style.space(4))
        for place, box in enumerate(self._boxes.values()):
            grid.addWidget(box, place // 2, place % 2)
            box.toggled.connect(lambda _on: self.changed.emit())
            self.inputs.append(box)
        self.setFocusProxy(self.inputs[0])

    @override
    def value(self) -> Any:
        return tuple(value for value, box in self._boxes.items() if box.isChecked())

    @override
    def put(self, value: Any) -> None:
        chosen = set(value or ())
        for one, box in self._boxes.items():
            box.setChecked(one in chosen)

    @override
    def kept(self) -> Any:
        return list(self.value())

    @override
    def restore(self, kept: Any) -> None:
        self.put(kept)


class YesNoEditor(Editor):
    """Yes or no; its title stands beside the box."""

    def __init__(self, field: Field, bench: "Bench | None" = None) -> None:
        super().__init__(field, bench)
        self.box = QCheckBox(field.title)
        self.box.toggled.connect(lambda _on: self.changed.emit())
        self.inputs.append(self.box)
        self._hold(self.box, None)

    @override
    def value(self) -> Any:
        return self.box.isChecked()

    @override
    def put(self, value: Any) -> None:
        self.box.setChecked(bool(value))

    @override
    def kept(self) -> Any:
        return self.box.isChecked()

    @override
    def restore(self, kept: Any) -> None:
        self.put(kept)


class PasswordEditor(TextEditor):
    """A password: hidden until it is to be shown, once or twice.

    Signals:
        caps: Whether Caps Lock seems to be on, as the last key told.
    """

    caps = Signal(bool)

    def __init__(self, field: Field, bench: "Bench | None" = None) -> None:
        super().__init__(field, bench)
        self.again = QLineEdit() if field.twice else None
        self.line.setEchoMode(QLineEdit.EchoMode.Password)
        self._eye = self.add_sign("eye", "显示口令", self.toggle)
        self.line.installEventFilter(self)
        if self.again is not None:
            self.again.setEchoMode(QLineEdit.EchoMode.Password)
            self.again.setPlaceholderText("再输一次")
            self.again.textChanged.connect(lambda _text: self.changed.emit())
            self.inputs.append(self.again)
            layout = self.layout()
            assert layout is not None  # noqa: S101 - held above
            layout.addWidget(self.again)
        if field.suggests:
            layout = self.layout()
            assert layout is not None  # noqa: S101
            layout.addWidget(button("生成", self.suggest, tip="生成一个随机口令"))

    def toggle(self) -> None:
        """Show what was typed, or hide it again."""
        hidden = self.line.echoMode() == QLineEdit.EchoMode.Password
        modes = QLineEdit.EchoMode
        for one in (self.line, self.again):
            if one is not None:
                one.setEchoMode(modes.Normal if hidden else modes.Password)
        self._eye.setIcon(style.icon("eye-off" if hidden else "eye"))
        self._eye.setToolTip("隐藏口令" if hidden else "显示口令")

    def suggest(self) -> None:
        """Make up a password nobody guesses, and show it."""
        import secrets  # noqa: PLC0415 - signing in makes none up
        import string  # noqa: PLC0415

        letters = [sign for sign in string.ascii_letters if sign not in "lIOo"]
        kinds = (string.ascii_uppercase[:8], string.ascii_lowercase[:8], "23456789")
        signs = [secrets.choice(kind) for kind in kinds]
        signs += [secrets.choice(letters) for _ in range(_GENERATED - len(signs))]
        secrets.SystemRandom().shuffle(signs)
        self.line.setText("".join(signs))
        if self.line.echoMode() == QLineEdit.EchoMode.Password:
            self.toggle()

    @override
    def value(self) -> Any:
        if self.again is not None and self.again.text() != self.line.text():
            short = not self.again.text()
            raise AmissError("请再输一次口令。" if short else "两次输入的口令不一致。")
        return self.line.text()

    @override
    def kept(self) -> Any:
        return None

    @override
    def restore(self, kept: Any) -> None:
        del kept  # a password is never kept

    @override
    def filled(self) -> bool:
        return bool(self.line.text())

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            typed = event.text()
            if len(typed) == 1 and typed.isascii() and typed.isalpha():
                shift = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
                self.caps.emit(typed.isupper() != bool(shift))
            elif event.matches(QKeySequence.StandardKey.Copy):
                return True
        return super().eventFilter(watched, event)


_EDITORS: dict[FieldKind, type[Editor]] = {
    FieldKind.TEXT: TextEditor,
    FieldKind.PROSE: ProseEditor,
    FieldKind.WHOLE: WholeEditor,
    FieldKind.MANY: ManyEditor,
    FieldKind.YES_NO: YesNoEditor,
    FieldKind.PASSWORD: PasswordEditor,
}


def editor(field: Field, bench: "Bench | None" = None) -> Editor:
    """Return the editor for a field, with what it starts with in it."""
    kind: type[Editor] | None = _EDITORS.get(field.kind)
    if kind is None:
        # The pickers bring lists and calendars with them, which the sign-in page
        # does without.
        from workbench.views import pickers  # noqa: PLC0415

        kind = pickers.EDITORS[field.kind]
    made = kind(field, bench)
    if field.start is not None:
        made.put(field.start)
    return made


class FieldBox(QWidget):
    """A field with its title above and a line of help, or of what is amiss, below.

    Args:
        field: The field.
        bench: To ask for what may be chosen.

    Attributes:
        editor: Takes the value.
    """

    def __init__(self, field: Field, bench: "Bench | None" = None) -> None:
        super().__init__()
        self.field = field
        self.editor = editor(field, bench)
        self._line = words(field.hint, "quiet", wrap=True)
        self._line.setVisible(bool(field.hint))
        title = words(field.title, buddy=self.editor)
        mark = words("*", "mark")
        mark.setVisible(field.required)
        mark.setToolTip("必填")
        self.setLayout(column(gap=1))
        layout = self.layout()
        assert layout is not None  # noqa: S101 - set above
        if field.kind is not FieldKind.YES_NO:
            head = QWidget()
            head.setLayout(row(title, mark, None, gap=1))
            layout.addWidget(head)
        layout.addWidget(self.editor)
        layout.addWidget(self._line)
        for one in self.editor.inputs:
            one.setAccessibleName(field.title)
        self.editor.changed.connect(self._mend)

    def _mend(self) -> None:
        """Take back what was said to be amiss as soon as it is mended."""
        if self.amiss():
            self.examine(finished=False)

    def value(self) -> Any:
        """Return what stands in the field, in its one form.

        Raises:
            AmissError: It is empty and must not be, cannot be read, or a rule says no.
        """
        try:
            value = self.editor.value()
            empty = value is None or value in {"", ()}
            if empty and self.field.required:
                picked = self.field.kind in _PICKED
                raise AmissError(
                    f"请{'选择' if picked else '填写'}“{self.field.title}”。"
                )
            if not empty and self.field.check is not None:
                value = self.field.check(value)
        except Refusal as refusal:
            raise AmissError(str(refusal)) from None
        return value

    def examine(self, *, finished: bool = True) -> str:
        """Say below the field what is amiss, and return it; empty where all is well.

        Args:
            finished: Whether the person is done with it, so that it must not be
                empty.
        """
        try:
            self.value()
            amiss = ""
        except AmissError as error:
            amiss = str(error)
        if not finished and not self.editor.filled():
            amiss = ""
        self.say(amiss)
        return amiss

    def say(self, amiss: str) -> None:
        """Show what is amiss below the field, or the help again."""
        self._line.setText(amiss or self.field.hint)
        style.look(self._line, "amiss" if amiss else "quiet")
        self._line.setVisible(bool(amiss or self.field.hint))
        self.editor.mark(amiss=bool(amiss))

    def amiss(self) -> str:
        """Return what is said to be amiss."""
        return self._line.text() if self._line.property("look") == "amiss" else ""
