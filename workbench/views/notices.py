"""What is said to a person without a dialog, and the few things that need one."""

from collections.abc import Callable, Sequence
from functools import cache, partial
from time import monotonic

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from workbench import CLAUSES
from workbench.desk import DeniedError
from workbench.listing import Tone
from workbench.rules import Refusal, UnavailableError
from workbench.views import style
from workbench.views.actions import Job
from workbench.views.bench import Notice
from workbench.views.parts import (
    button,
    clear,
    column,
    holder,
    icon_button,
    inset,
    row,
    sign,
    words,
)

_FADE_MS = 6_000
_READ_SECONDS = 2.0  # what was said this instant leads to the page that comes
_SIGNS = {
    Tone.PLAIN: ("info", "accent"),
    Tone.GOOD: ("circle-check", "good"),
    Tone.CAUTION: ("triangle-alert", "on_caution"),
    Tone.OVERDUE: ("circle-alert", "overdue"),
}


def notice_of(error: Exception) -> Notice | None:
    """Return what is said of an error that is no fault of ours; None for a fault."""
    match error:
        case Refusal():
            return Notice(str(error), Tone.CAUTION, error.ways, error.clause)
        case DeniedError():
            return Notice(str(error), Tone.CAUTION, key="denied")
        case UnavailableError():
            ways = ("排除后请再试一次；已保存的内容没有丢失。",)
            return Notice(str(error), Tone.CAUTION, ways, key="unavailable")
    return None


@cache
def _clauses() -> dict[str, str]:
    path = CLAUSES
    if not path.is_file():
        return {}
    parts = path.read_text("utf-8").split("\n## ")[1:]
    return {
        part.partition("\n")[0].strip(): part.partition("\n")[2].strip()
        for part in parts
    }


def clause_text(key: str) -> str:
    """Return what a clause says, from the register; its key where that is not here."""
    return _clauses().get(key, key)


class NoticeView(QFrame):
    """One notice: what is said, the ways out, and on demand the clause.

    Args:
        notice: What is said.
        closable: Whether it may be closed; what holds until something is done about
            it may not.
        more: How many others wait behind it.

    Signals:
        closed: The person has read it.
    """

    closed = Signal()

    def __init__(self, notice: Notice, *, closable: bool = True, more: int = 0) -> None:
        super().__init__()
        self.notice = notice
        self.setProperty("look", f"notice-{notice.tone.value}")
        self.setAccessibleName(notice.text)
        said = words(notice.text, "strong" if notice.ways else "", wrap=True)
        body = column(said, gap=1)
        for way in notice.ways:
            body.addWidget(words(f"办法：{way}", wrap=True))
        self._clause = words(
            clause_text(notice.clause) if notice.clause else "", "quiet", wrap=True
        )
        self._clause.hide()
        body.addWidget(self._clause)
        line = row(sign(*_SIGNS[notice.tone]), body, gap=2)
        line.setStretch(1, 1)
        if notice.clause:
            self.why = button("依据", self._toggle_clause, look="link")
            line.addWidget(self.why)
        if notice.act is not None:
            word, deed = notice.act
            line.addWidget(button(word, deed, look="link"))
        if more:
            line.addWidget(words(f"还有{more}条", "quiet"))
        if closable:
            line.addWidget(icon_button("x", "关闭提示", self.closed.emit, look="small"))
        inset(body, 0, 1, 0, 1)
        inset(line, 3, 1, 2, 1)
        self.setLayout(line)

    def _toggle_clause(self) -> None:
        self._clause.setVisible(self._clause.isHidden())


class NoticeBar(QWidget):
    """The bar below the page: the latest notice, and how many more there are.

    It comes and goes below the page, so that nothing a hand aims at moves.
    """

    def __init__(self) -> None:
        super().__init__()
        self.notices: list[Notice] = []
        self._said_at: dict[Notice, float] = {}
        self._place = column(gap=0)
        inset(self._place, 4, 0, 4, 2)
        self.setLayout(self._place)
        self._timer = QTimer(self, interval=_FADE_MS, singleShot=True)
        self._timer.timeout.connect(self._fade)
        self.hide()

    def add(self, notice: Notice) -> None:
        """Say something; it takes the place of a notice of the same key."""
        same = [
            one
            for one in self.notices
            if (notice.key and one.key == notice.key) or one.text == notice.text
        ]
        fading = [one for one in self.notices if one.tone is Tone.GOOD]
        for one in (*same, *fading):
            if one in self.notices:
                self.notices.remove(one)
        self.notices.append(notice)
        self._said_at[notice] = monotonic()
        self._show()

    def leave_page(self) -> None:
        """Take back what was said about the page that is left, once it was read."""
        read = monotonic() - _READ_SECONDS
        self.notices = [
            one for one in self.notices if one.stays or self._said_at[one] > read
        ]
        self._said_at = {one: self._said_at[one] for one in self.notices}
        self._show()

    def drop(self, key: str) -> None:
        """Take back what was said under a key."""
        self.notices = [one for one in self.notices if one.key != key]
        self._show()

    def _show(self) -> None:
        clear(self._place)
        self._timer.stop()
        self.setVisible(bool(self.notices))
        if not self.notices:
            return
        latest = self.notices[-1]
        view = NoticeView(latest, more=len(self.notices) - 1)
        view.closed.connect(partial(self._close, latest))
        self._place.addWidget(view)
        if latest.tone is Tone.GOOD:
            self._timer.start()

    def _close(self, notice: Notice) -> None:
        if notice in self.notices:
            self.notices.remove(notice)
        self._show()

    def _fade(self) -> None:
        if self.notices and self.notices[-1].tone is Tone.GOOD:
            self._close(self.notices[-1])


class JobBar(QWidget):
    """How far long work has come: a slim bar, words, and 取消. One line a job."""

    def __init__(self) -> None:
        super().__init__()
        self._place = column(gap=1)
        inset(self._place, 4, 0, 4, 2)
        self.setLayout(self._place)
        self._under_way = 0
        self.hide()

    def watch(self, job: Job) -> None:
        """Show a job until it ends."""
        line = JobLine(job)
        self._place.addWidget(line)
        self._under_way += 1
        self.show()
        job.ended.connect(partial(self._end, line))

    def _end(self, line: "JobLine") -> None:
        self._under_way -= 1
        line.hide()
        line.deleteLater()
        self.setVisible(self._under_way > 0)


class JobLine(QFrame):
    """One job under way.

    Args:
        job: The job.
    """

    def __init__(self, job: Job) -> None:
        super().__init__()
        self.setProperty("look", "card")
        self._says = words(f"{job.doing}…")
        self._bar = QProgressBar(textVisible=False)
        self._bar.setRange(0, 0)
        self.stop = button("取消", look="link")
        self.stop.clicked.connect(lambda _on=False: self._cancel(job))
        line = row(self._says, self._bar, self.stop, gap=3)
        inset(line, 3, 0, 2, 0)
        line.setStretch(1, 1)
        self.setLayout(line)
        job.moved.connect(self._move)

    def _move(self, done: int, total: int, doing: str) -> None:
        self._bar.setRange(0, total)
        self._bar.setValue(done)
        share = f"（{done:,}/{total:,}）" if total else ""
        self._says.setText(f"{doing}…{share}")

    def _cancel(self, job: Job) -> None:
        job.cancel()
        self.stop.setEnabled(False)
        self._says.setText("正在停止…")


class Waiting(QWidget):
    """A slim bar over a list that takes more than a moment, with 取消.

    Signals:
        stopped: The person does not want to wait.
    """

    stopped = Signal()

    def __init__(self, text: str = "正在查询…") -> None:
        super().__init__()
        bar = QProgressBar(textVisible=False)
        bar.setRange(0, 0)
        line = row(
            words(text, "grey"),
            bar,
            button("取消", self.stopped.emit, look="link"),
            gap=3,
        )
        line.setStretch(1, 1)
        self.setLayout(line)
        self._timer = QTimer(self, interval=300, singleShot=True)
        self._timer.timeout.connect(self.show)
        self.hide()

    def begin(self) -> None:
        """Show it, should this take longer than a moment."""
        if self.isHidden():
            self._timer.start()

    def end(self) -> None:
        """Take it away."""
        self._timer.stop()
        self.hide()


Answer = tuple[str, Callable[[], object] | None]


class Decision(QDialog):
    """A question that must be answered now.

    Args:
        owner: Over which window.
        question: One sentence.
        more: What follows from the answers.
        answers: Words and deeds; the first is the filled button, and the last, which
            does nothing, is what Esc means.
    """

    def __init__(
        self, owner: QWidget, question: str, more: str, answers: Sequence[Answer]
    ) -> None:
        super().__init__(owner.window())
        self.setWindowTitle("请确认")
        self.setModal(True)
        self.buttons: list[QPushButton] = []
        line = row(None, gap=2)
        for place, (word, deed) in enumerate(answers):
            made = button(word, look="primary" if place == 0 else "")
            made.clicked.connect(partial(self._answer, deed))
            line.addWidget(made)
            self.buttons.append(made)
        body = QVBoxLayout(self)
        inset(body, 6, 6, 6, 6)
        body.setSpacing(style.space(3))
        said = words(question, "heading", wrap=True)
        told = words(more, wrap=True, select=True)
        told.setVisible(bool(more))
        for label in (said, told):
            label.setMinimumWidth(style.size("card") - style.space(12))
            body.addWidget(label)
        body.addSpacing(style.space(2))
        body.addWidget(holder(line))
        self.buttons[-1].setFocus()

    def _answer(self, deed: Callable[[], object] | None, _on: bool = False) -> None:  # noqa: FBT001, FBT002 - as Qt calls it
        self.accept()
        if deed is not None:
            deed()


def decide(
    owner: QWidget, question: str, more: str, answers: Sequence[Answer]
) -> Decision:
    """Ask what must be decided now; see ``Decision``."""
    asked = Decision(owner, question, more, answers)
    asked.finished.connect(asked.deleteLater)
    asked.open()
    return asked
