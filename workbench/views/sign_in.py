"""The sign-in page, and what stands in its place while the data is not to be had.

It is painted before any database library is loaded.
"""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QProgressBar, QWidget

from workbench import __version__
from workbench.views import style
from workbench.views.fields import Field, FieldBox, FieldKind, PasswordEditor
from workbench.views.parts import button, column, holder, row, sign, words

NAME = "执法片区指挥工作台"


def card_page(page: QWidget, card: QWidget) -> None:
    """Put a card in the middle of an otherwise empty page."""
    page.setProperty("look", "page")
    page.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    card.setFixedWidth(style.size("card"))
    foot = words(f"{NAME} {__version__}", "quiet")
    page.setLayout(
        column(
            None,
            row(None, card, None),
            None,
            None,
            row(None, foot, None),
            gap=0,
            margin=4,
        )
    )


class SignInPage(QWidget):
    """Name and password.

    Args:
        title: Whose home it is; the workbench's own name where that is not known.

    Signals:
        given: Both were typed.
               name: As typed.
               password: As typed.
    """

    given = Signal(str, str)

    def __init__(self, title: str = "") -> None:
        super().__init__()
        self.title = words(title or NAME, "title", wrap=True)
        self.name = FieldBox(Field("name", "登录名"))
        self.password = FieldBox(Field("password", "口令", FieldKind.PASSWORD))
        self.message = words("", "amiss", wrap=True)
        self.message.hide()
        self.caps = words("大写锁定（Caps Lock）似乎开着。", "amiss")
        self.caps.hide()
        self.go = button("登录", self.submit, look="primary")
        self.go.setAutoDefault(True)
        card = holder(
            column(
                row(sign("shield-check", "accent", style.size("control")), None),
                self.title,
                words(NAME, "grey"),
                self.name,
                self.password,
                self.caps,
                self.message,
                self.go,
                words("忘记口令，请安全管理员重设。", "quiet"),
                gap=3,
                margin=6,
            ),
            "card",
        )
        card_page(self, card)
        line = self.name.editor.inputs[0]
        assert isinstance(self.password.editor, PasswordEditor)  # noqa: S101 - its kind
        self.password.editor.caps.connect(self.caps.setVisible)
        line.returnPressed.connect(self.password.editor.setFocus)  # type: ignore[attr-defined] # a line
        self.password.editor.line.returnPressed.connect(self.submit)
        self.setFocusProxy(self.name.editor)

    def submit(self) -> None:
        """Hand over what was typed, once."""
        name = str(self.name.editor.value())
        password = str(self.password.editor.value())
        if not self.go.isEnabled():
            return
        if not name or not password:
            self.say("请填写登录名和口令。")
            (self.password if name else self.name).editor.setFocus()
            return
        self.busy("正在登录…")
        self.given.emit(name, password)

    def busy(self, doing: str) -> None:
        """Take no further clicks, and say why."""
        self.go.setEnabled(False)
        self.go.setText(doing)
        self.message.hide()

    def ready(self) -> None:
        """Take clicks again."""
        self.go.setEnabled(True)
        self.go.setText("登录")

    def say(self, text: str, ways: Sequence[str] = ()) -> None:
        """Say something below the fields."""
        self.message.setText("\n".join((text, *ways)))
        self.message.setVisible(bool(text))

    def refuse(self, text: str, ways: Sequence[str] = ()) -> None:
        """Say why nobody was let in, and let the password be typed again."""
        self.ready()
        self.say(text, ways)
        self.password.editor.put("")
        self.password.editor.setFocus()


class TroublePage(QWidget):
    """Says why the data cannot be opened, and what can be done.

    Args:
        text: One sentence.
        ways: What can be done about it.
        deeds: Words and deeds; the first is the filled button.
    """

    def __init__(
        self,
        text: str,
        ways: Sequence[str],
        deeds: Sequence[tuple[str, Callable[[], object]]],
    ) -> None:
        super().__init__()
        self.buttons = [
            button(word, deed, look="" if place else "primary")
            for place, (word, deed) in enumerate(deeds)
        ]
        said = words(text, "heading", wrap=True, select=True)
        said.setAccessibleName(text)
        card = holder(
            column(
                row(sign("triangle-alert", "caution", style.size("control")), None),
                said,
                *(words(f"办法：{way}", wrap=True) for way in ways),
                row(*self.buttons, None),
                gap=3,
                margin=6,
            ),
            "card",
        )
        card_page(self, card)


class BusyPage(QWidget):
    """Says what is going on while nothing can be done.

    Args:
        doing: What, in words.
    """

    def __init__(self, doing: str) -> None:
        super().__init__()
        self.words = words(doing, wrap=True)
        bar = QProgressBar(textVisible=False)
        bar.setRange(0, 0)
        card_page(self, holder(column(self.words, bar, gap=4, margin=6), "card"))
        # Whatever was pressed to come here must not be pressed again on the way.
        QTimer.singleShot(0, self, self.setFocus)
