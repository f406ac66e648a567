"""The first page: what is to be done today, and the figures to look at."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from workbench.desk import Topic
from workbench.listing import Tone
from workbench.views import style
from workbench.views.bench import Bench
from workbench.views.pages import Page
from workbench.views.parts import (
    button,
    clear,
    column,
    holder,
    inset,
    pill,
    row,
    rule,
    sign,
    words,
)
from workbench.views.rooms import Figure, PageInfo, Todo, TodoSource, rooms

_SHARES = (2, 1)  # of the width: what is to be done, what is to be known
_WORDS = {
    Tone.OVERDUE: "超期",
    Tone.CAUTION: "提醒",
    Tone.GOOD: "可办",
    Tone.PLAIN: "待办",
}
_RANK = (Tone.OVERDUE, Tone.CAUTION, Tone.PLAIN, Tone.GOOD)


@dataclass(frozen=True)
class _Question:
    """One query of the first page, and who waits for its answer or its failure."""

    arguments: dict[str, Any]
    takers: list[tuple[Callable[[Any], None], Callable[[Exception], None]]]

    def answer(self, result: Any) -> None:
        for take, _miss in self.takers:
            take(result)

    def fail(self, error: Exception) -> None:
        for _take, miss in self.takers:
            miss(error)


class Card(QFrame):
    """One card: a head, and what a provider paints below it.

    Args:
        title: At its head.
        opens: What the head's button does, if anything.
    """

    def __init__(self, title: str, opens: Any = None) -> None:
        super().__init__()
        self.setProperty("look", "card")
        heading = words(title, "strong")
        heading.setMinimumHeight(style.size("control"))
        head = row(heading, None)
        if opens is not None:
            head.addWidget(button("查看", opens, look="link"))
        inset(head, 4, 2, 2, 0)
        self.place: QVBoxLayout = column(gap=1)
        inset(self.place, 4, 2, 4, 4)
        self.setLayout(column(head, self.place, gap=0))

    def hold(self, *parts: QWidget) -> None:
        """Show these below the head, in place of what was there."""
        clear(self.place)
        for part in parts:
            self.place.addWidget(part)
        self.place.addStretch(1)


class HomePage(Page):
    """To-dos first, then the figures that each room declares.

    Args:
        bench: What it works with.
        info: How it is declared.

    Signals:
        filled: Every provider has answered.
    """

    filled = Signal()

    def __init__(self, bench: Bench, info: PageInfo) -> None:
        super().__init__(bench, info)
        self._awaited = 0
        self.sources = [
            source
            for room in rooms()
            for source in room.todos
            if bench.desk.may(source.query)
        ]
        self.figures = [
            figure
            for room in rooms()
            for figure in room.figures
            if bench.desk.may(figure.query)
        ]
        self._found: dict[int, Sequence[Todo]] = {}
        self.todo_card = Card("待办")
        self.cards = {
            place: Card(
                figure.title, partial(bench.go, figure.page) if figure.page else None
            )
            for place, figure in enumerate(self.figures)
        }
        self._side, self._below = column(gap=4), column(gap=4)
        top = row(self.todo_card, column(self._side, None, gap=0), gap=4)
        for place, share in enumerate(_SHARES):
            top.setStretch(place, share)
        top.setAlignment(self.todo_card, Qt.AlignmentFlag.AlignTop)
        for place, figure in enumerate(self.figures):
            self.cards[place].hide()
            (self._below if figure.wide else self._side).addWidget(self.cards[place])
        body = column(top, self._below, None, gap=4, margin=4)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setProperty("look", "page")
        scroll.setWidget(holder(body, "page"))
        self.setLayout(column(scroll, gap=0))

    @override
    def _topics(self) -> frozenset[Topic]:
        return frozenset[Topic]().union(
            *(source.shows for source in self.sources),
            *(figure.shows for figure in self.figures),
        )

    @override
    def refresh(self) -> None:
        """Ask every provider again; what several of them ask is asked once."""
        self._awaited = len(self.sources) + len(self.figures)
        questions: dict[tuple[Any, str], _Question] = {}
        for place, source in enumerate(self.sources):
            self._wanted(questions, source).takers.append(
                (partial(self._take_todos, place, source), partial(self._miss, place))
            )
        for place, figure in enumerate(self.figures):
            self._wanted(questions, figure).takers.append(
                (partial(self._paint, place, figure), partial(self._miss, None))
            )
        for (query, _said), question in questions.items():
            self.bench.ask(
                query,
                question.arguments,
                question.answer,
                owner=self,
                failed=question.fail,
            )
        if not self.sources:
            self._list_todos()

    def _wanted(
        self,
        questions: "dict[tuple[Any, str], _Question]",
        provider: TodoSource | Figure,
    ) -> "_Question":
        arguments = provider.arguments(self.bench)
        key = (provider.query, repr(arguments))
        return questions.setdefault(key, _Question(arguments, []))

    def _take_todos(self, place: int, source: TodoSource, result: Any) -> None:
        self._take(place, source.todos(self.bench, result))

    def _take(self, place: int, todos: Sequence[Todo]) -> None:
        self._found[place] = todos
        if len(self._found) == len(self.sources):
            self._list_todos()
        self._note_answer()

    def _miss(self, place: int | None, error: Exception) -> None:
        """Go on without what one provider could not say."""
        self.bench.fail(error)
        if place is None:
            self._note_answer()
        else:
            self._take(place, self._found.get(place, ()))

    def _note_answer(self) -> None:
        self._awaited -= 1
        if self._awaited == 0:
            self.filled.emit()

    def todos(self) -> list[Todo]:
        """Return what is to be done, the most pressing first."""
        found = [todo for place in sorted(self._found) for todo in self._found[place]]
        return sorted(found, key=lambda todo: _RANK.index(todo.tone))

    def _list_todos(self) -> None:
        lines: list[QWidget] = []
        for todo in self.todos():
            if lines:
                lines.append(rule())
            lines.append(self._line(todo))
        if not lines:
            done = row(sign("circle-check", "good"), words("没有要办的事。"), None)
            lines.append(holder(done))
        self.todo_card.hold(*lines)

    def _line(self, todo: Todo) -> QWidget:
        said = words(todo.text, wrap=True)
        mark = pill(_WORDS[todo.tone], todo.tone.value)
        line = row(
            mark,
            said,
            button(todo.word, partial(self.bench.go, todo.page, todo.target)),
            gap=3,
        )
        line.setStretch(1, 1)
        inset(line, 0, 1, 0, 1)
        return holder(line)

    def _paint(self, place: int, figure: Figure, result: Any) -> None:
        painted = figure.paint(self.bench, result)
        card = self.cards[place]
        if painted is not None:
            card.hold(painted)
        card.setVisible(painted is not None)
        self._note_answer()
