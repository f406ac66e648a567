"""Forms, declared: which command, which fields; and the panel that fills them in."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QInputMethodEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QGridLayout,
    QPlainTextEdit,
    QScrollArea,
    QWidget,
)
from typing_extensions import override

from workbench.rules import Refusal, UnavailableError
from workbench.views import style
from workbench.views.bench import Bench, Notice
from workbench.views.fields import Choice, Field, FieldBox
from workbench.views.notices import Decision, NoticeView, decide, notice_of
from workbench.views.parts import button, clear, column, holder, inset, row, rule, words

_PAUSE_MS = 600  # after which typing has stopped
_DRAFT_MS = 1_000
_HALVES = 2


@dataclass(frozen=True)
class Form:
    """One form.

    Attributes:
        key: Its name, for drafts.
        title: What people read above it.
        command: Chartered service function that is done on saving.
        fields: Its fields; each is named as the command's keyword.
        save: The word on the button.
        done: What is said afterwards, or how to say it of the result.
        intro: A sentence above the fields.
        shape: Makes the command's keywords of the fields' values, where they differ.
        doing: What is going on, in words, where saving takes long.
        question: What to ask before saving, and what follows, given the keywords;
            for what hurts.
        below: Makes what is shown below the fields, as a map of what is typed.
        here: Whether the command is no service but something this PC keeps for
            itself, done at once.
    """

    key: str
    title: str
    command: Callable[..., Any]
    fields: tuple[Field, ...]
    save: str = "保存"
    done: str | Callable[[Any], str] = "已保存。"
    intro: str = ""
    shape: Callable[[dict[str, Any]], dict[str, Any]] | None = None
    doing: str = ""
    question: Callable[[dict[str, Any]], tuple[str, str]] | None = None
    below: Callable[["FormPanel"], QWidget] | None = None
    here: bool = False

    def offering(self, choices: Mapping[str, Sequence[Choice]]) -> "Form":
        """Return the form with some of its fields letting these be chosen.

        Args:
            choices: By field name.
        """
        return replace(
            self,
            fields=tuple(
                replace(one, choices=tuple(choices.get(one.name, one.choices)))
                for one in self.fields
            ),
        )


class FormPanel(QWidget):
    """A form to be filled in.

    Args:
        form: The form.
        bench: Where it is filled in.
        fixed: Keywords the person does not fill in.
        start: Values to begin with, by field name.
        subject: Whom it is about, so that each has a draft of its own.

    Signals:
        saved: The command was done.
               result: What it returned.
        closed: The person is done with it, saved or not.
    """

    saved = Signal(object)
    closed = Signal()

    def __init__(
        self,
        form: Form,
        bench: Bench,
        *,
        fixed: Mapping[str, Any] | None = None,
        start: Mapping[str, Any] | None = None,
        subject: str = "",
    ) -> None:
        super().__init__()
        self.form = form
        self._bench = bench
        self._fixed = dict(fixed or {})
        self._draft = f"draft/{form.key}/{subject}"[:80]
        self._saving = False
        self._composing = False
        self._committed = False
        self.asked: Decision | None = None
        self.boxes = {one.name: FieldBox(one, bench) for one in form.fields}
        for name, value in (start or {}).items():
            if name in self.boxes:
                self.boxes[name].editor.put(value)
        self._begun_with = self._kept()
        self._notices = column(gap=1)
        self.save_button = button(form.save, self.save, look="primary")
        self.save_button.setToolTip("Ctrl+S")
        self._lay_out()
        self._restore_draft()
        self._watch()

    @property
    def bench(self) -> Bench:
        """Where it is filled in."""
        return self._bench

    @property
    def fixed(self) -> Mapping[str, Any]:
        """The keywords the person does not fill in."""
        return self._fixed

    # ---- laying out ----

    def _lay_out(self) -> None:
        body = column(gap=3)
        inset(body, 4, 4, 4, 4)
        if self.form.intro:
            body.addWidget(words(self.form.intro, "grey", wrap=True))
        group = ""
        grid = self._grid(body)
        for one in self.form.fields:
            if one.group != group:
                group = one.group
                body.addWidget(_group(group))
                grid = self._grid(body)
            self._place(grid, self.boxes[one.name])
        if self.form.below is not None:
            body.addWidget(self.form.below(self), 1)
        else:
            body.addStretch(1)
        inner = holder(body, "surface")
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setProperty("look", "surface")
        self._scroll.setWidget(inner)
        foot = row(self.save_button, button("取消", self.leave), None, gap=2, margin=3)
        inset(foot, 4, 3, 4, 3)
        inset(self._notices, 4, 0, 4, 2)  # below: no field moves while one types
        self.setLayout(column(self._scroll, self._notices, rule(), holder(foot), gap=0))
        self.layout().setStretch(0, 1)  # type: ignore[union-attr] # set above

    def _grid(self, body: Any) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(style.space(3))
        grid.setVerticalSpacing(style.space(3))
        for half in range(_HALVES):
            grid.setColumnStretch(half, 1)
        body.addLayout(grid)
        return grid

    def _place(self, grid: QGridLayout, box: FieldBox) -> None:
        line = max(grid.rowCount() - 1, 0)
        left, right = (grid.itemAtPosition(line, half) for half in range(_HALVES))
        top = Qt.AlignmentFlag.AlignTop
        if box.field.half and left is not None and right is None:
            grid.addWidget(box, line, 1, top)
        elif box.field.half:
            grid.addWidget(box, line + (left is not None), 0, top)
        else:
            grid.addWidget(box, line + (left is not None), 0, 1, _HALVES)

    # ---- keys ----

    def _watch(self) -> None:
        self._pause = QTimer(self, interval=_PAUSE_MS, singleShot=True)
        self._pause.timeout.connect(self._examine_typed)
        self._typed: FieldBox | None = None
        self._keep = QTimer(self, interval=_DRAFT_MS, singleShot=True)
        self._keep.timeout.connect(self.keep_draft)
        for box in self.boxes.values():
            box.editor.changed.connect(lambda box=box: self._note(box))
            for one in box.editor.inputs:
                one.installEventFilter(self)

    @override
    def event(self, event: QEvent) -> bool:
        # The page has keys of its own. Of two shortcuts for one key Qt does neither;
        # what is typed in the form is the form's.
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and self._deed_of(event) is not None
        ):
            event.accept()
            return True
        return super().event(event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        deed = self._deed_of(event)
        if deed is None:
            super().keyPressEvent(event)
        else:
            deed()

    def _deed_of(self, event: QKeyEvent) -> Callable[[], object] | None:
        if event.matches(QKeySequence.StandardKey.Save):
            return self.save
        return self.leave if event.key() == Qt.Key.Key_Escape else None

    def _note(self, box: FieldBox) -> None:
        self._typed = box
        self._pause.start()
        self._keep.start()

    def _examine_typed(self) -> None:
        if self._typed is not None:
            self._typed.examine(finished=False)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.InputMethod and isinstance(
            event, QInputMethodEvent
        ):
            was, self._composing = self._composing, bool(event.preeditString())
            if was and not self._composing:
                # The Enter that ended the composition may still be on its way.
                self._committed = True
                QTimer.singleShot(0, self, self._forget_commit)
        elif event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
                return self._enter(watched, event)
        elif event.type() == QEvent.Type.FocusOut:
            self._leave_field(watched)
        return super().eventFilter(watched, event)

    def _forget_commit(self) -> None:
        self._committed = False

    def _enter(self, watched: QObject, event: QKeyEvent) -> bool:
        if self._composing:
            return False
        if self._committed:
            return True
        control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if isinstance(watched, QPlainTextEdit) and not control:
            return False
        inputs = [one for box in self.boxes.values() for one in box.editor.inputs]
        place = next(at for at, one in enumerate(inputs) if one is watched)
        later = [one for one in inputs[place + 1 :] if one.isEnabled()]
        following = later[0] if later else self.save_button
        following.setFocus(Qt.FocusReason.TabFocusReason)
        return True

    def _leave_field(self, watched: QObject) -> None:
        for box in self.boxes.values():
            if watched in box.editor.inputs and box.editor.filled():
                box.examine(finished=False)

    def focus_first(self) -> None:
        """Let typing begin."""
        empty = [
            box
            for box in self.boxes.values()
            if box.editor.isEnabled() and not box.editor.filled()
        ]
        for box in (*empty, *self.boxes.values()):
            box.editor.setFocus(Qt.FocusReason.OtherFocusReason)
            return

    def begin_with(self, values: Mapping[str, Any]) -> None:
        """Put in what to begin with that came later; what was typed stays.

        Args:
            values: By field name.
        """
        for name, value in values.items():
            editor = self.boxes[name].editor if name in self.boxes else None
            if editor is not None and editor.kept() == self._begun_with.get(name):
                editor.put(value)
                self._begun_with[name] = editor.kept()

    # ---- drafts ----

    def _kept(self) -> dict[str, Any]:
        return {
            name: box.editor.kept()
            for name, box in self.boxes.items()
            if not box.field.secret
        }

    def dirty(self) -> bool:
        """Tell whether something stands in it that is not saved."""
        typed = any(
            box.field.secret and box.editor.filled() for box in self.boxes.values()
        )
        return typed or self._kept() != self._begun_with

    def keep_draft(self) -> None:
        """Keep what stands in it for the next time, passwords apart."""
        kept = self._kept()
        changed = kept != self._begun_with
        self._bench.memory.keep(self._draft, kept if changed else None)

    def _forget_draft(self) -> None:
        self._keep.stop()
        self._bench.memory.keep(self._draft, None)

    def _restore_draft(self) -> None:
        kept = self._bench.memory.get(self._draft)
        if not isinstance(kept, dict):
            return
        for name, value in kept.items():
            if name in self.boxes and not self.boxes[name].field.secret:
                self.boxes[name].editor.restore(value)
        self._say(
            Notice("已恢复上次没有保存的内容。", act=("清空重填", self._start_over))
        )

    def _start_over(self) -> None:
        for name, value in self._begun_with.items():
            self.boxes[name].editor.restore(value)
        self._forget_draft()
        clear(self._notices)
        self.focus_first()

    # ---- saving ----

    def save(self) -> None:
        """Examine every field; save if nothing is amiss."""
        if self._saving:
            return
        amiss = [box for box in self.boxes.values() if box.examine()]
        if amiss:
            self._scroll.ensureWidgetVisible(amiss[0])
            amiss[0].editor.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        values = {name: box.value() for name, box in self.boxes.items()}
        try:
            shaped = self.form.shape(values) if self.form.shape else values
        except (Refusal, UnavailableError) as error:
            self._fail(error)
            return
        if self.form.question is None:
            self._commit(shaped)
            return
        asked, more = self.form.question(shaped)
        go = partial(self._commit, shaped)
        answers = ((self.form.save, go), ("继续填写", None))
        self.asked = decide(self, asked, more, answers)

    def _commit(self, shaped: dict[str, Any]) -> None:
        self._saving = True
        self.save_button.setEnabled(False)
        clear(self._notices)
        arguments = {**self._fixed, **shaped}
        if self.form.here:
            try:
                result = self.form.command(**arguments)
            except (Refusal, UnavailableError) as error:
                self._fail(error)
            else:
                self._finish(result)
            return
        self._bench.do(
            self.form.command,
            arguments,
            self._finish,
            owner=self,
            failed=self._fail,
            doing=self.form.doing,
        )

    def _finish(self, result: object) -> None:
        self._saving = False
        self._forget_draft()
        done = self.form.done
        self._bench.tell(done if isinstance(done, str) else done(result))
        self.saved.emit(result)
        self.closed.emit()

    def _fail(self, error: Exception) -> None:
        self._saving = False
        self.save_button.setEnabled(True)
        notice = notice_of(error)
        if notice is None:
            self._bench.fail(error)
            return
        shown = self._say(notice)
        shown.show()  # the layout would only do so a moment later
        shown.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        shown.setFocus(Qt.FocusReason.OtherFocusReason)

    def _say(self, notice: Notice) -> NoticeView:
        clear(self._notices)
        shown = NoticeView(notice)
        shown.closed.connect(lambda: clear(self._notices))
        self._notices.addWidget(shown)
        return shown

    def notice(self) -> Notice | None:
        """Return what is said below the fields."""
        item = self._notices.itemAt(0)
        shown = item.widget() if item is not None else None
        return shown.notice if isinstance(shown, NoticeView) else None

    # ---- leaving ----

    def leave(self) -> None:
        """Close the form; ask first if something would be lost."""
        self.may_leave(self.closed.emit)

    def may_leave(self, then: Callable[[], object]) -> None:
        """Go on with something else, after asking if something would be lost."""
        if not self.dirty():
            self._forget_draft()
            then()
            return

        def keep() -> None:
            self.keep_draft()
            then()

        def drop() -> None:
            self._forget_draft()
            then()

        self.asked = decide(
            self,
            f"“{self.form.title}”还没有保存",
            "可以留作草稿，下次打开时接着填；口令不会留下。",
            (
                ("留作草稿", keep),
                ("不要了", drop),
                ("继续填写", None),
            ),
        )


def _group(title: str) -> QWidget:
    line = row(words(title, "group"), rule(), gap=2)
    line.setStretch(1, 1)
    inset(line, 0, 1, 0, 0)
    return holder(line)
