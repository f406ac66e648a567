"""The last step of an import: why it is entered, and how it went."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from workbench.services.roster.import_lines import Effect
from workbench.services.roster.imports import Preview
from workbench.views import style
from workbench.views.fields import Field, FieldBox
from workbench.views.parts import button, clear, column, holder, row, sign, words
from workbench.views.roster.import_draft import Draft

Way = tuple[str, Callable[[], object]]
"""Where to go next: the button's word, and what it does."""

_REASON = Field(
    "reason",
    "原因",
    required=True,
    ghost="如：建账、补录2026年1月的派驻",
    hint="随每条记录保存，以后查得到为什么这时才录入。",
)


@dataclass(frozen=True)
class Outcome:
    """How an import went.

    Attributes:
        title: In a few words.
        lines: What more there is to say, a sentence each.
        ways: Where to go next; the first is the usual one.
    """

    title: str
    lines: tuple[str, ...]
    ways: tuple[Way, ...]


class EndPane(QStackedWidget):
    """The reason before, the outcome afterwards.

    Signals:
        entered: Enter was pressed in the reason.
    """

    entered = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.reason = FieldBox(_REASON)
        self.reason.setMaximumWidth(style.size("popup"))
        self._title = words("", "heading")
        self._about = words("", wrap=True)
        self._promise = words(
            "导入前先自动备份。要么全部导入，要么一行也不导入；"
            "过程中可以取消，取消后不留下任何内容。",
            "grey",
            wrap=True,
        )
        self._outcome = column(gap=3)
        self.buttons: dict[str, QWidget] = {}
        self.addWidget(self._before())
        self.addWidget(self._after())
        for one in self.reason.editor.inputs:
            one.returnPressed.connect(self.entered)  # type: ignore[attr-defined] # a line of text

    def _before(self) -> QWidget:
        body = column(
            self._title, self._about, self.reason, self._promise, None, gap=4, margin=6
        )
        return holder(body, "card")

    def _after(self) -> QWidget:
        return holder(column(None, self._outcome, None, gap=0, margin=6), "card")

    def show_plan(self, draft: Draft, found: Preview) -> None:
        """Say what is about to be brought in, and ask why."""
        counts = found.counts
        parts = [
            f"{effect.label}{counts[effect]:,}行" for effect in Effect if counts[effect]
        ]
        self._title.setText(f"导入{draft.declared.label}：{found.entered:,}行")
        self._about.setText(f"来自“{draft.name}”：{'，'.join(parts)}。")
        self.setCurrentIndex(0)

    def show_outcome(self, outcome: Outcome) -> None:
        """Say how it went, and where to go next."""
        clear(self._outcome)
        self.buttons.clear()
        centre = Qt.AlignmentFlag.AlignCenter
        mark = sign("circle-check", "good", style.size("strip"))
        self._outcome.addLayout(row(None, mark, None))
        self._outcome.addWidget(words(outcome.title, "heading"), 0, centre)
        for line in outcome.lines:
            said = words(line, "grey", wrap=True)
            said.setAlignment(centre)
            self._outcome.addWidget(said)
        ways = row(None, gap=2)
        for place, (word, deed) in enumerate(outcome.ways):
            made = button(word, deed, look="" if place else "primary")
            self.buttons[word] = made
            ways.addWidget(made)
        ways.addStretch(1)
        self._outcome.addLayout(ways)
        self.setCurrentIndex(1)
