"""Pages: what they share: actions declared as data, and a panel on the right.

A page has a body and a panel on the right that opens when it is needed. Its actions
are declared; only those the person may do are shown.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import (
    QAction,
    QGuiApplication,
    QKeySequence,
    QShortcut,
    QShowEvent,
)
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QMenu,
    QPushButton,
    QScrollArea,
    QSplitter,
    QWidget,
)
from typing_extensions import override

from workbench.access import Permission
from workbench.desk import Topic
from workbench.listing import Tone
from workbench.services.platform import exports
from workbench.views import style
from workbench.views.bench import Bench
from workbench.views.fields import Choice, Field, FieldKind
from workbench.views.forms import Form, FormPanel
from workbench.views.notices import decide
from workbench.views.parts import (
    Elided,
    Flow,
    button,
    clear,
    column,
    holder,
    icon_button,
    inset,
    pill,
    row,
    rule,
    words,
)
from workbench.views.rooms import PageInfo

if TYPE_CHECKING:
    pass


TOLD = Form(
    "told",
    "记为已告知",
    exports.note_told,
    (
        Field("to", "告知谁", required=True, ghost="如：牛山街道执法局 王芳"),
        Field(
            "way",
            "方式",
            FieldKind.CHOICE,
            required=True,
            choices=tuple(
                Choice(way, way)
                for way in ("政务微信", "微信", "短信", "邮件", "电话", "当面")
            ),
        ),
    ),
    save="记下",
    done="已记为已告知，在审计日志中可查。",
)


class Takes(StrEnum):
    """How many rows an action is done to."""

    NOTHING = "nothing"
    ONE = "one"
    SOME = "some"


@dataclass(frozen=True)
class Action:
    """One thing a person may do on a page.

    Attributes:
        title: The word on its button.
        run: Does it; given the page and the rows it is done to.
        needs: Service function or permission without which it is not shown.
        takes: How many rows it is done to.
        icon: Name of its icon.
        primary: Whether it is the page's one filled button.
        hurts: Whether it stands last.
        form: The form it opens, if any.
        shows: Whether all it does is to show something in the panel.
        when: Whether it can be done to a row; the button is shut otherwise.
        menu: Word on the button whose menu it stands in; a button of its own where
            empty.
    """

    title: str
    run: Callable[[Any, Sequence[Any]], object]
    needs: Callable[..., Any] | Permission | None = None
    takes: Takes = Takes.NOTHING
    icon: str = ""
    primary: bool = False
    hurts: bool = False
    form: Form | None = None
    shows: bool = False
    when: Callable[[Any], bool] | None = None
    menu: str = ""

    @property
    def word(self) -> str:
        """The word on its button."""
        return self.menu or self.title

    def open_to(self, bench: Bench) -> bool:
        """Tell whether the person may do it."""
        if self.needs is None:
            return True
        if isinstance(self.needs, Permission):
            return bench.desk.actor.may(self.needs)
        return bench.desk.may(self.needs)


def fills(
    form: Form,
    *,
    title: str = "",
    start: Callable[[Any], Mapping[str, Any]] | None = None,
    fixed: Callable[[Any], Mapping[str, Any]] | None = None,
    subject: Callable[[Any], str] | None = None,
    offers: Callable[[Any], Mapping[str, Sequence[Choice]]] | None = None,
    **more: Any,
) -> Action:
    """Return the action of filling in a form in the panel.

    Args:
        form: The form.
        title: The word on the button; the form's title where empty.
        start: Values to begin with, given the row.
        fixed: Keywords that are not filled in, given the row.
        subject: Whom it is about, for the panel's head, given the row.
        offers: What its fields let be chosen, by field name, given the row.
        **more: As of ``Action``.
    """

    def run(page: "PanelPage", rows: Sequence[Any]) -> None:
        about = rows[0] if rows else None
        page.fill(
            form.offering(offers(about)) if offers else form,
            start=start(about) if start else {},
            fixed=fixed(about) if fixed else {},
            subject=subject(about) if subject else "",
        )

    more.setdefault("needs", None if form.here else form.command)
    return Action(title or form.title, run, form=form, **more)


def does(
    title: str,
    command: Callable[..., Any],
    arguments: Callable[[Sequence[Any]], Mapping[str, Any]],
    *,
    question: Callable[[Sequence[Any]], tuple[str, str]] | None = None,
    done: str | Callable[[Any], str] = "已完成。",
    doing: str = "",
    **more: Any,
) -> Action:
    """Return the action of doing a command at once.

    Args:
        title: The word on the button.
        command: A chartered service function.
        arguments: Its keywords, given the rows.
        question: What to ask first, and what follows; for what cannot be undone.
        done: What is said afterwards, or how to say it of the result.
        doing: What is going on, in words, where it takes long.
        **more: As of ``Action``.
    """

    def run(page: "PanelPage", rows: Sequence[Any]) -> None:
        def go() -> None:
            page.bench.do(
                command,
                arguments(rows),
                lambda result: page.bench.tell(
                    done if isinstance(done, str) else done(result)
                ),
                owner=page,
                doing=doing,
            )

        if question is None:
            go()
        else:
            asked, more_of_it = question(rows)
            page.asked = decide(page, asked, more_of_it, ((title, go), ("取消", None)))

    more.setdefault("needs", command)
    return Action(title, run, **more)


@dataclass(frozen=True)
class Line:
    """One line of a sheet: what it is, and what it reads.

    Attributes:
        tone: Shown as a pill of this colour.
        code: Whether it is set in signs of one width, on one line.
        act: What may be done about it: the link's word, and what it does.
    """

    label: str
    text: str
    tone: Tone | None = None
    code: bool = False
    act: tuple[str, Callable[[], object]] | None = None


@dataclass(frozen=True)
class Sheet:
    """What the panel shows of a row: groups of lines, and what may be done.

    Attributes:
        title: At the panel's head.
        groups: Thin titles and lines.
        actions: What may be done to the row.
        row: The row.
        way: States it goes through, each with its tone, in order; often nothing.
    """

    title: str
    groups: tuple[tuple[str, tuple[Line, ...]], ...]
    actions: tuple[Action, ...] = ()
    row: Any = None
    way: tuple[tuple[str, Tone], ...] = ()

    def text(self) -> str:
        """Return it as plain text, for messages."""
        lines = [self.title]
        for _title, group in self.groups:
            lines += [f"{line.label}：{line.text}" for line in group]
        return "\n".join(lines)


class SheetView(QScrollArea):
    """Shows a sheet in the panel.

    Args:
        sheet: What it shows.
        page: Whose panel it is in.
    """

    def __init__(self, sheet: Sheet, page: "PanelPage") -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setProperty("look", "surface")
        self.show_sheet(sheet, page)

    def show_sheet(self, sheet: Sheet, page: "PanelPage") -> None:
        """Show another sheet in its place."""
        self.sheet, self._page = sheet, page
        body = column(gap=3, margin=4)
        if sheet.way:
            way = Flow(gap=1)
            for place, (name, tone) in enumerate(sheet.way):
                if place:
                    way.addWidget(words("→", "grey"))
                way.addWidget(pill(name, tone.value))
            body.addWidget(holder(way))
            body.addWidget(self._deeds(sheet, page))  # what comes next, before what was
        for title, lines in sheet.groups:
            if title:
                head = row(words(title, "group"), rule(), gap=2)
                head.setStretch(1, 1)
                body.addWidget(holder(head))
            grid = QGridLayout()
            grid.setHorizontalSpacing(style.space(3))
            grid.setVerticalSpacing(style.space(2))
            grid.setColumnStretch(1, 1)
            grid.setColumnMinimumWidth(0, style.size("label"))
            for place, line in enumerate(lines):
                sides = Qt.AlignmentFlag
                level = sides.AlignVCenter if line.act else sides.AlignTop
                grid.addWidget(words(line.label, "grey"), place, 0, level)
                # A pill is no wider than its word, whatever room there is.
                side = sides.AlignLeft if line.tone else sides(0)
                grid.addWidget(_read(line), place, 1, side)
                if line.act is not None:
                    word, deed = line.act
                    made = button(word, deed, look="link", tip=f"{word}：{line.text}")
                    grid.addWidget(made, place, 2, level)
            body.addLayout(grid)
        if not sheet.way:
            body.addWidget(self._deeds(sheet, page))
        body.addStretch(1)
        self.setWidget(holder(body, "surface"))

    def _deeds(self, sheet: Sheet, page: "PanelPage") -> QWidget:
        deeds = Flow()
        for action in sheet.actions:
            if action.open_to(page.bench):
                deed = partial(action.run, page, (sheet.row,))
                made = button(action.title, deed, icon=action.icon)
                made.setEnabled(action.when is None or action.when(sheet.row))
                deeds.addWidget(made)
        deeds.addWidget(button("复制文字", self._copy, icon="copy"))
        return holder(deeds)

    def _copy(self) -> None:
        self._page.hand_out(self.sheet.text(), self.sheet.title)


def _read(line: Line) -> QWidget:
    if line.tone is not None:
        return pill(line.text, line.tone.value)
    if line.code:
        return Elided(line.text, "code")
    return words(line.text, wrap=True, select=True)


class SidePanel(QFrame):
    """The panel on the right: details and forms.

    Signals:
        shut: It was closed.
    """

    shut = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("look", "panel")
        self.setMinimumWidth(style.size("panel") * 3 // 4)
        self.content: QWidget | None = None
        self._title = Elided("", "heading")
        head = row(self._title, icon_button("x", "关闭（Esc）", self.close_content))
        inset(head, 4, 1, 2, 1)
        self._place = column(gap=0)
        self.setLayout(column(holder(head), rule(), self._place, gap=0))
        self.layout().setStretch(2, 1)  # type: ignore[union-attr] # set above
        self.hide()

    def open(self, title: str, content: QWidget) -> None:
        """Show something, in place of what was shown."""
        clear(self._place)
        self.content = content
        self._title.setText(title)
        self._place.addWidget(content)
        self.show()

    def close_content(self) -> None:
        """Close the panel, after asking if something would be lost."""
        self.when_free(self.shut_now)

    def when_free(self, then: Callable[[], object]) -> None:
        """Go on once the content may go."""
        if isinstance(self.content, FormPanel):
            self.content.may_leave(then)
        else:
            then()

    def shut_now(self) -> None:
        """Close the panel without asking."""
        clear(self._place)
        self.content = None
        self.hide()
        self.shut.emit()


class Page(QWidget):
    """What every page is.

    Args:
        bench: What it works with.
        info: How it is declared.

    Attributes:
        shows: Topics after whose change it asks again.
    """

    shows: ClassVar[frozenset[Topic]] = frozenset()

    def __init__(self, bench: Bench, info: PageInfo) -> None:
        super().__init__()
        self.bench = bench
        self.info = info
        self._stale = True
        bench.changes.changed.connect(self._note_change)
        self.shortcut(QKeySequence(QKeySequence.StandardKey.Refresh), self.refresh)
        self.shortcut(QKeySequence(Qt.Key.Key_Escape), self._escape)

    def shortcut(self, key: QKeySequence, deed: Callable[[], object]) -> None:
        """Have a key do something anywhere on the page."""
        made = QShortcut(key, self)
        made.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        made.activated.connect(deed)

    def _escape(self) -> None:
        self.bench.escaped.emit()

    def refresh(self) -> None:
        """Ask again for what is shown."""

    def reveal(self, target: object) -> None:
        """Show something on the page; what, is the page's own language."""

    def _topics(self) -> frozenset[Topic]:
        return self.shows

    def _note_change(self, topics: frozenset[Topic]) -> None:
        if topics & self._topics():
            self._stale = True
            self._renew()

    def _renew(self) -> None:
        if self._stale and self.isVisible():
            self._stale = False
            self.refresh()

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._renew()


class PanelPage(Page):
    """A page with a row of actions, a body, and a panel on the right.

    Args:
        bench: What it works with.
        info: How it is declared.
        actions: What may be done on it.

    Attributes:
        body: Layout of the page proper, below the actions.
        panel: The panel.
        asked: The last question that had to be decided.
    """

    def __init__(
        self, bench: Bench, info: PageInfo, actions: Sequence[Action] = ()
    ) -> None:
        super().__init__(bench, info)
        self.deeds = tuple(action for action in actions if action.open_to(bench))
        self.buttons: dict[str, QPushButton] = {}
        self.entries: dict[str, QAction] = {}
        self.asked: Any = None
        self.head = column(gap=2)
        self.body = column(gap=2)
        main = column(self.head, self._action_row(), self.body, gap=3, margin=4)
        main.setStretch(2, 1)
        self.panel = SidePanel()
        self.panel.shut.connect(self._note_shut)
        self._splitter = QSplitter(Qt.Orientation.Horizontal)
        self._splitter.setChildrenCollapsible(False)
        self._splitter.setHandleWidth(style.space(1))
        self._splitter.addWidget(holder(main, "page"))
        self._splitter.addWidget(self.panel)
        self._splitter.setStretchFactor(0, 1)
        self._splitter.setStretchFactor(1, 0)
        self._splitter.splitterMoved.connect(self._note_width)
        self.setLayout(column(self._splitter, gap=0))

    # ---- actions ----

    def _action_row(self) -> QWidget:
        flow = Flow()
        ranked = sorted(self.deeds, key=lambda one: (one.hurts, not one.primary))
        for action in ranked:
            deed = partial(self.act, action)
            if action.word not in self.buttons:
                made = button(
                    action.word,
                    None if action.menu else deed,
                    look="primary" if action.primary else "",
                    icon=action.icon,
                )
                self.buttons[action.word] = made
                flow.addWidget(made)
            if action.menu:
                made = self.buttons[action.menu]
                if made.menu() is None:
                    made.setMenu(QMenu(made))
                entry = made.menu().addAction(action.title)
                entry.triggered.connect(lambda _on=False, deed=deed: deed())
                self.entries[action.title] = entry
        made_of = holder(flow)
        made_of.setVisible(bool(ranked))
        return made_of

    def act(self, action: Action) -> None:
        """Do an action to the rows it takes."""
        action.run(self, ())

    def handle(self, action: Action) -> QPushButton | QAction:
        """Return what is pressed to do an action: its button, or its menu's entry."""
        if action.menu:
            return self.entries[action.title]
        return self.buttons[action.title]

    def _calm_primary(self, *, panel_open: bool) -> None:
        """Leave one filled button in sight: the page's own, or the form's."""
        for action in self.deeds:
            if action.primary:
                made = self.buttons[action.word]
                style.look(made, "" if panel_open else "primary")
                if action.icon:
                    tint = "secondary" if panel_open else "on_accent"
                    made.setIcon(style.icon(action.icon, tint))

    # ---- the panel ----

    def open_panel(self, title: str, content: QWidget) -> None:
        """Show something in the panel, after asking if a form would be lost."""
        self.panel.when_free(partial(self._open_now, title, content))

    def _open_now(self, title: str, content: QWidget) -> None:
        was_open = self.panel.isVisible()
        self.panel.open(title, content)
        if not was_open:
            wanted = int(self.bench.memory.get("panel/width", style.SIZES["panel"]))
            width = min(style.scaled(wanted), self.width() // 2)
            self._splitter.setSizes([self.width() - width, width])
        self._calm_primary(panel_open=isinstance(content, FormPanel))

    def fill(
        self,
        form: Form,
        *,
        start: Mapping[str, Any],
        fixed: Mapping[str, Any],
        subject: str = "",
    ) -> None:
        """Open a form in the panel."""

        def open_form() -> None:
            panel = FormPanel(
                form, self.bench, fixed=fixed, start=start, subject=subject
            )
            panel.closed.connect(self.panel.shut_now)
            panel.saved.connect(partial(self.note_saved, form))
            title = f"{form.title}：{subject}" if subject else form.title
            self._open_now(title, panel)
            panel.focus_first()

        self.panel.when_free(open_form)

    def note_saved(self, form: Form, result: object) -> None:
        """Take notice that a form was saved; for pages that go on from there."""

    def hand_out(self, text: str, about: str) -> None:
        """Put plain text on the clipboard, for messages; offer to note who was told.

        Args:
            text: The text.
            about: What it is about, as the note says it.
        """
        QGuiApplication.clipboard().setText(text)
        note = partial(self.fill, TOLD, start={}, fixed={"about": about}, subject=about)
        self.bench.tell(
            "文字已复制，可粘贴到消息里。发出后请记一笔：告知了谁、怎么告知的。",
            Tone.PLAIN,
            act=("记为已告知", note),
            key="told",
        )

    def show_sheet(self, sheet: Sheet) -> None:
        """Show a row in the panel."""
        self.open_panel(sheet.title, SheetView(sheet, self))

    def _note_width(self) -> None:
        wide = round(self.panel.width() / style.scaled(100) * 100)
        self.bench.memory.keep("panel/width", wide)

    def _note_shut(self) -> None:
        self._calm_primary(panel_open=False)
        self.setFocus()

    @override
    def _escape(self) -> None:
        if self.panel.isVisible():
            self.panel.close_content()
        else:
            super()._escape()
