"""Changing one's own password."""

from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from workbench.services.platform import accounts
from workbench.views import style
from workbench.views.bench import Bench
from workbench.views.fields import Field, FieldKind
from workbench.views.forms import Form, FormPanel
from workbench.views.parts import clear, column, holder, inset, row, sign, words

CHANGE = Form(
    "password",
    "修改口令",
    accounts.change_password,
    (
        Field("old", "原口令", FieldKind.PASSWORD, required=True),
        Field(
            "new",
            "新口令",
            FieldKind.PASSWORD,
            required=True,
            twice=True,
            hint="至少8位（管理员10位），含大写、小写、数字、符号中的三种。",
        ),
    ),
    save="修改口令",
    done="口令已修改，下次登录请用新口令。",
)


class PasswordPage(QWidget):
    """Covers the window while the password is changed.

    Args:
        bench: Whose password.
        must: Whether it was set by somebody else, so that it must be changed.

    Signals:
        done: It was changed.
        left: The person thought better of it.
    """

    done = Signal()
    left = Signal()

    def __init__(self, bench: Bench, *, must: bool = False) -> None:
        super().__init__()
        self._bench = bench
        self._must = must
        self._changed = False
        self.panel: FormPanel | None = None
        self.setProperty("look", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._place = column(gap=0)
        card = holder(self._place, "card")
        card.setFixedWidth(style.size("card"))
        card.setMinimumHeight(style.size("card") * 3 // 4)
        self.setLayout(row(None, column(None, card, None, None), None))

    def begin(self) -> None:
        """Show the fields, empty."""
        clear(self._place)
        self._changed = False
        told = "口令是管理员设的，请先改成自己的，再开始工作。" if self._must else ""
        self.panel = FormPanel(replace(CHANGE, intro=told), self._bench)
        self.panel.saved.connect(lambda _none: self._finish())
        self.panel.closed.connect(self._leave)
        head = row(sign("key-round", "accent"), words("修改口令", "title"), None)
        inset(head, 4, 4, 4, 0)
        self._place.addWidget(holder(head))
        self._place.addWidget(self.panel)
        self.panel.focus_first()

    def _finish(self) -> None:
        self._changed = True
        self.done.emit()

    def _leave(self) -> None:
        if not self._changed:
            self.left.emit()
