"""The locked screen, and what locks it."""

import time
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from workbench.services.platform import accounts
from workbench.views import style
from workbench.views.bench import Bench
from workbench.views.fields import Field, FieldBox, FieldKind, PasswordEditor
from workbench.views.notices import notice_of
from workbench.views.parts import button, column, holder, row, sign, words

_LOOK_MS = 5_000
_ACTIVITY = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
        QEvent.Type.InputMethod,
    }
)


class IdleWatch(QObject):
    """Notices that nobody has touched a window for a while.

    Args:
        minutes: How long.
        parent: Owner.
        clock: Seconds that only go forward.

    Signals:
        idle: Nobody has.
    """

    idle = Signal()

    def __init__(
        self,
        minutes: int,
        parent: QObject,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(parent)
        self.wait(minutes)
        self._clock = clock
        self._touched = clock()
        self._timer = QTimer(self, interval=_LOOK_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()

    def wait(self, minutes: int) -> None:
        """Wait this long from now on."""
        self._seconds = minutes * 60

    def watch(self, window: QObject) -> None:
        """Watch a window's own events, which are few, not every widget's."""
        window.installEventFilter(self)

    def touch(self) -> None:
        """Note that somebody is there."""
        self._touched = self._clock()

    def look(self) -> None:
        """Tell, if nobody has been there for too long."""
        if self._clock() - self._touched >= self._seconds:
            self.touch()
            self.idle.emit()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _ACTIVITY:
            self.touch()
        return super().eventFilter(watched, event)


class LockPage(QWidget):
    """Covers the window until the password is typed.

    Args:
        bench: Whose screen it is.

    Signals:
        opened: The password was right.
        left: Somebody else is to sign in.
    """

    opened = Signal()
    left = Signal()

    def __init__(self, bench: Bench) -> None:
        super().__init__()
        self._bench = bench
        self.setProperty("look", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.box = FieldBox(Field("password", "口令", FieldKind.PASSWORD))
        self._editor = self.box.editor
        self.go = button("解锁", self.unlock, look="primary")
        self.go.setAutoDefault(True)
        card = holder(
            column(
                row(sign("lock", "accent"), words("屏幕已锁定", "title"), None, gap=2),
                words(
                    f"{bench.desk.actor.name}，请输入口令继续；没有保存的内容都还在。",
                    "grey",
                    wrap=True,
                ),
                self.box,
                row(
                    self.go,
                    button("换人登录", self.left.emit, look="link"),
                    None,
                    gap=2,
                ),
                gap=4,
                margin=6,
            ),
            "card",
        )
        card.setFixedWidth(style.size("card"))
        self.setLayout(row(None, column(None, card, None, None), None))
        if isinstance(self._editor, PasswordEditor):
            self._editor.line.returnPressed.connect(self.unlock)
        self.setFocusProxy(self._editor)

    def unlock(self) -> None:
        """Try the password."""
        password = str(self._editor.value())
        if not password or not self.go.isEnabled():
            return
        self.go.setEnabled(False)
        self._bench.do(
            accounts.unlock_screen,
            {"password": password},
            lambda _none: self._open(),
            owner=self,
            failed=self._refuse,
        )

    def _open(self) -> None:
        self.go.setEnabled(True)
        self._editor.put("")
        self.box.say("")
        self.opened.emit()

    def _refuse(self, error: Exception) -> None:
        self.go.setEnabled(True)
        self._editor.put("")
        self._editor.setFocus()
        notice = notice_of(error)
        if notice is None:
            self._bench.fail(error)
        else:
            self.box.say(notice.text)
