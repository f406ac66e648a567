"""The cards a person's file is made of."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QGridLayout, QScrollArea, QWidget
from typing_extensions import override

from workbench.listing import Tone
from workbench.rules.calendar import CHINA
from workbench.services.roster.people import Numbers, PersonRow
from workbench.services.roster.person_files import FactLine
from workbench.views import style
from workbench.views.parts import (
    Flow,
    button,
    clear,
    column,
    holder,
    inset,
    pill,
    row,
    rule,
    words,
)
from workbench.views.roster.people import certificate_state


class TwoColumns(QScrollArea):
    """Two columns side by side, one below the other where room is short."""

    def __init__(self) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setProperty("look", "page")
        self.left, self.right = column(gap=3), column(gap=3)
        self._both = row(gap=3)
        for one in (self.left, self.right):
            self._both.addWidget(holder(one), 1, Qt.AlignmentFlag.AlignTop)
        self.below = column(gap=3)
        self.above = column(gap=3)
        whole = column(self.above, self._both, self.below, None, gap=3)
        self.setWidget(holder(whole, "page"))

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        needed = 2 * style.size("card") + style.size("label")
        roomy = self.viewport().width() >= needed
        ways = QBoxLayout.Direction
        self._both.setDirection(ways.LeftToRight if roomy else ways.TopToBottom)
        super().resizeEvent(event)

    def empty(self) -> None:
        """Take everything out."""
        for one in (self.above, self.left, self.right, self.below):
            clear(one)


def identity(
    one: PersonRow, shown: Numbers | None, hide: Callable[[], object]
) -> QWidget:
    """Return the card that says who a person is.

    Args:
        one: The person.
        shown: The numbers in full, while they may be seen.
        hide: Masks them again.
    """
    state, tone = certificate_state(one)
    name = row(
        words(one.name, "title", select=True),
        pill(*_whereabouts(one)),
        pill(f"执法证{state}" if one.certificate else state, tone.value),
        None,
        gap=2,
    )
    facts = [
        ("编制", f"{one.home}　{one.employment.label if one.employment else '—'}"),
        ("岗位", f"{one.host}　{one.post.label if one.post else '—'}"),
        ("性别、出生", f"{one.sex.label}　{one.born_on}"),
        ("身份证号", shown.id_number if shown else one.id_number),
        ("电话", (shown.phone if shown else one.phone) or "—"),
        ("备注", one.remark or "—"),
    ]
    flow = Flow(gap=4)
    for label, text in facts:
        code = label in {"身份证号", "电话"}
        said = words(text, "code" if code else "", select=True)
        flow.addWidget(holder(row(words(label, "grey"), said, gap=2)))
    if shown:
        away = button("隐藏", hide, look="inline")
        said = pill("完整号码，稍后自动隐藏", "caution")
        flow.addWidget(holder(row(said, away, gap=1)))
    return holder(column(holder(name), holder(flow), gap=2, margin=4), "card")


def card(title: str, content: QWidget, deeds: Sequence[QWidget]) -> QWidget:
    """Return a card with its title, what may be done at its head, and content."""
    head = row(words(title, "heading"), None, *deeds, gap=1)
    inset(head, 4, 1, 2, 1)
    return holder(column(holder(head), rule(), content, gap=0), "card")


def grid(lines: Sequence[Sequence[QWidget | None]]) -> QWidget:
    """Return lines of when, what, state and deeds, set in columns."""
    if not lines:
        said = words("还没有记录。", "grey")
        return holder(column(said, margin=4))
    made = QGridLayout()
    inset(made, 4, 4, 4, 4)
    made.setHorizontalSpacing(style.space(3))
    made.setVerticalSpacing(style.space(2))
    made.setColumnStretch(1, 1)
    top = Qt.AlignmentFlag.AlignTop
    for place, cells in enumerate(lines):
        for at, cell in enumerate(cells):
            if cell is not None:
                side = Qt.AlignmentFlag(0) if at == 1 else top
                made.addWidget(cell, place, at, side)
    return holder(made)


def fact(line: FactLine, deeds: Sequence[QWidget]) -> Sequence[QWidget | None]:
    """Return a dated fact as the cells of a line; struck out once replaced."""
    look = "struck" if line.replaced else ""
    said = column(words(line.text, look, wrap=True, select=True), gap=0)
    about = "；".join(
        part
        for part in (line.document, f"原因：{line.reason}" if line.reason else "")
        if part
    )
    if about:
        said.addWidget(words(about, "quiet", wrap=True, select=True))
    when = words(_span(line), look or "grey")
    when.setToolTip(f"{line.recorded_at.astimezone(CHINA):%Y-%m-%d %H:%M}录入")
    return (
        when,
        holder(said),
        pill(line.state, line.tone.value) if line.state else None,
        holder(row(*deeds, gap=0)) if deeds and not line.replaced else None,
    )


def _span(line: FactLine) -> str:
    first, last = line.period.first, line.period.last
    return f"{first} 起" if last is None else f"{first} — {last}"


def _whereabouts(one: PersonRow) -> tuple[str, str]:
    if one.employment is None:
        return "不在队", Tone.PLAIN.value
    if one.away is not None:
        return one.away.label, Tone.CAUTION.value
    return "在岗", Tone.GOOD.value
