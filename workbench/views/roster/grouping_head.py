"""The line above a grouping: which it is, undo and redo, the day, paper and picture."""

from datetime import date

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QWidget

from workbench.rules import Refusal
from workbench.views import style
from workbench.views.bench import Bench
from workbench.views.fields import Field, FieldKind, editor
from workbench.views.parts import Elided, button, icon_button, pill, row, words
from workbench.views.roster.grouping_plan import History

_SETTLE_MS = 400


class HeadStrip(QWidget):
    """Which grouping is in sight, and the ways to another.

    Args:
        bench: Where it is shown.
        edits: Whether the person may change groupings.

    Attributes:
        title: What the grouping is called.
        state: Says that it is not saved.
        back: Leads back to the standing grouping, or to today.
        on: The day.

    Signals:
        undone: The last step is to be taken back.
        redone: It is to be done again.
        returned: The way back was taken.
        day_asked: Another day is to be shown.
                   day: Which.
        copied: The picture is to be copied.
        printed: Map and table are to be printed.
    """

    undone = Signal()
    redone = Signal()
    returned = Signal()
    day_asked = Signal(object)
    copied = Signal()
    printed = Signal()

    def __init__(self, bench: Bench, *, edits: bool) -> None:
        super().__init__()
        self.title = Elided("", "heading")
        self.title.setMinimumWidth(style.size("label"))
        self.state = pill("未保存", "caution")
        self.state.hide()
        self.undo = icon_button("undo-2", "撤销（Ctrl+Z）", self.undone.emit)
        self.redo = icon_button("redo-2", "重做（Ctrl+Y）", self.redone.emit)
        self.back = button("回到现行", self.returned.emit, look="link")
        self.on = editor(Field("on", "截至", FieldKind.DATE, ghost="今天"), bench)
        self.on.setFixedWidth(style.size("field") * 3 // 4)
        self.on.inputs[0].setAccessibleName("截至")
        self.on.put(bench.desk.today())
        self._settle = QTimer(self, interval=_SETTLE_MS, singleShot=True)
        self._settle.timeout.connect(self._read_day)
        self.on.changed.connect(self._settle.start)
        steps = (self.undo, self.redo) if edits else ()
        line = row(
            *steps,
            self.state,
            self.title,
            self.back,
            words("截至", "grey", buddy=self.on),
            self.on,
            icon_button("image", "复制图片", self.copied.emit),
            icon_button("printer", "打印（Ctrl+P）", self.printed.emit),
            gap=1,
        )
        line.setStretch(len(steps) + 1, 1)
        self.setLayout(line)

    def show_title(self, title: str, *, dirty: bool, back: str) -> None:
        """Say which grouping is in sight.

        Args:
            title: What it is called.
            dirty: Whether it is not saved.
            back: The word on the way back; there is none where empty.
        """
        self.title.setText(title)
        self.state.setVisible(dirty)
        self.back.setText(back)
        self.back.setVisible(bool(back))

    def show_steps(self, history: History, *, editable: bool) -> None:
        """Say what can be taken back or done again."""
        for made, able, word, deed, key in (
            (self.undo, history.can_undo(), "撤销", history.undone(), "Z"),
            (self.redo, history.can_redo(), "重做", history.redone(), "Y"),
        ):
            made.setEnabled(able and editable)
            said = f"“{deed}”" if deed else ""
            made.setToolTip(f"{word}{said}（Ctrl+{key}）")

    def show_day(self, day: date) -> None:
        """Let a day stand in the field, without asking for it."""
        if self.on.kept() != day.isoformat():
            self.on.put(day)
        self._settle.stop()

    def _read_day(self) -> None:
        try:
            day = self.on.value()
        except Refusal:
            self.on.mark(amiss=True)
            return
        self.on.mark(amiss=False)
        self.day_asked.emit(day)
