"""The first run: three steps that found a home."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QStackedWidget, QWidget

from workbench.rules import Refusal
from workbench.rules.platform import Policy, check_password
from workbench.views import style
from workbench.views.fields import AmissError, Choice, Field, FieldBox, FieldKind
from workbench.views.parts import button, column, holder, row, rule, sign, words
from workbench.views.sign_in import card_page

COUNTIES = (
    ("320703", "连云区"),
    ("320706", "海州区"),
    ("320707", "赣榆区"),
    ("320722", "东海县"),
    ("320723", "灌云县"),
    ("320724", "灌南县"),
)
_OTHER = "other"
_STEPS = ("单位与县区", "您的账号", "数据与密钥")


@dataclass(frozen=True)
class Founding:
    """What a new home is founded with.

    Attributes:
        title: Whose home it is.
        county: Name of the county.
        county_code: Its six digits.
        name: What the first person types at sign-in.
        person_name: Who that is.
        password: The first password.
    """

    title: str
    county: str
    county_code: str
    name: str
    person_name: str
    password: str


def _check_code(text: str) -> str:
    if not re.fullmatch("[0-9]{6}", text):
        raise AmissError("县区代码是6位数字，如 320722。")
    return text


_WHERE = (
    Field(
        "title",
        "单位名称",
        required=True,
        ghost="如：东海县综合行政执法指挥中心",
        hint="显示在窗口和公文上，以后可以改。",
    ),
    Field(
        "county",
        "县区",
        FieldKind.CHOICE,
        required=True,
        choices=(
            *(Choice(code, f"{name}（{code}）") for code, name in COUNTIES),
            Choice(_OTHER, "其他县区（手工填写）"),
        ),
        hint="一个数据文件夹只放一个县区的数据。",
    ),
)
_TYPED = (
    Field("county_name", "县区名称", required=True, half=True),
    Field("county_code", "县区代码", required=True, check=_check_code, half=True),
)
_WHO = (
    Field("person_name", "姓名", required=True),
    Field("name", "登录名", required=True, hint="登录时输入，建议用姓名拼音。"),
    Field(
        "password",
        "口令",
        FieldKind.PASSWORD,
        required=True,
        twice=True,
        hint="至少10位，含大写、小写、数字、符号中的三种，不含登录名。",
    ),
)


class FirstRunPage(QWidget):
    """Asks what is needed, says where the data will lie, and founds the home.

    Args:
        folder: Where the home will be.

    Signals:
        asked: Everything is given.
               founding: What to found it with.
        entered: The person has read where everything lies.
        recovered: There is a backup; nothing is to be founded.
    """

    asked = Signal(object)
    entered = Signal()
    recovered = Signal()

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.boxes = {one.name: FieldBox(one) for one in (*_WHERE, *_TYPED, *_WHO)}
        self.step = 0
        self._heads: list[QLabel] = [words(title, "grey") for title in _STEPS]
        self.message = words("", "amiss", wrap=True)
        self.message.hide()
        self.stack = QStackedWidget()
        self.stack.addWidget(self._where_step())
        self.stack.addWidget(self._who_step())
        self.stack.addWidget(self._key_step(folder))
        self.recover = button("从备份恢复", self.recovered.emit, look="link")
        self.recover.setToolTip("换电脑或重装系统后，用备份文件和恢复单")
        self.back = button("上一步", self._back)
        self.next = button("下一步", self.go_on, look="primary")
        self.next.setAutoDefault(True)
        marks = row(gap=2)
        for place, head in enumerate(self._heads):
            marks.addWidget(words(str(place + 1), "pill-plain"))
            marks.addWidget(head)
            marks.addSpacing(style.space(2))
        marks.addStretch(1)
        card = holder(
            column(
                row(
                    sign("shield-check", "accent"),
                    words("第一次使用，分三步建库", "title"),
                    None,
                ),
                marks,
                rule(),
                self.stack,
                self.message,
                row(self.recover, None, self.back, self.next),
                gap=4,
                margin=6,
            ),
            "card",
        )
        card_page(self, card)
        card.setFixedWidth(style.size("popup"))
        self.boxes["county"].editor.changed.connect(self._show_typed)
        self._show_typed()
        self._show_step()

    def _where_step(self) -> QWidget:
        typed = row(*(self.boxes[one.name] for one in _TYPED), gap=3)
        self._typed = holder(typed)
        fields = (self.boxes[one.name] for one in _WHERE)
        return holder(column(*fields, self._typed, None, gap=3))

    def _who_step(self) -> QWidget:
        told = words(
            "您将是系统管理员兼内勤。安全管理员、审计管理员须另有其人，进入后即可任命；"
            "任命之前，签发等决定权不开放。",
            "grey",
            wrap=True,
        )
        return holder(
            column(*(self.boxes[one.name] for one in _WHO), told, None, gap=3)
        )

    def _key_step(self, folder: Path) -> QWidget:
        key = (
            "存入操作系统凭据库。没有凭据库的机器（如服务器）存为同一文件夹下的密钥文件"
            "“home.key”，只有当前用户能读，请勿外传。"
        )
        sheet = (
            "任命安全管理员后，请他打印密钥恢复单，密封锁好。"
            "换电脑或重装系统时，只有凭它才能打开备份。"
        )
        backup = "每30分钟和退出时自动备份；请定期再备份到移动存储。"
        told = (
            ("hard-drive", "数据", f"加密保存在本机：{folder}"),
            ("key-round", "密钥", key),
            ("scroll-text", "恢复单", sheet),
            ("database-backup", "备份", backup),
        )
        layout = column(gap=4)
        for icon, title, text in told:
            said = column(words(title, "strong"), words(text, wrap=True), gap=1)
            line = row(sign(icon, "accent"), said, gap=3)
            line.setStretch(1, 1)
            layout.addLayout(line)
        layout.addStretch(1)
        return holder(layout)

    # ---- going on ----

    def _show_typed(self) -> None:
        self._typed.setVisible(self.boxes["county"].editor.kept() == _OTHER)

    def _show_step(self) -> None:
        self.stack.setCurrentIndex(self.step)
        for place, head in enumerate(self._heads):
            style.look(head, "strong" if place == self.step else "grey")
        self.back.setVisible(self.step > 0)
        self.recover.setVisible(self.step == 0)
        self.next.setText("建库" if self.step == len(_STEPS) - 1 else "下一步")
        self.message.hide()
        firsts = ("title", "person_name")
        if self.step < len(firsts):
            self.boxes[firsts[self.step]].editor.setFocus()
        else:
            self.next.setFocus()

    def _back(self) -> None:
        self.step -= 1
        self._show_step()

    def go_on(self) -> None:
        """Go to the next step if nothing is amiss on this one; at last, found."""
        steps = (_WHERE + (_TYPED if not self._typed.isHidden() else ()), _WHO, ())
        amiss = [
            self.boxes[one.name]
            for one in steps[self.step]
            if self.boxes[one.name].examine()
        ]
        if amiss:
            amiss[0].editor.setFocus()
            return
        if steps[self.step] is _WHO and not self._password_will_do():
            return
        if self.step < len(_STEPS) - 1:
            self.step += 1
            self._show_step()
            return
        self.next.setEnabled(False)
        self.back.setEnabled(False)
        self.next.setText("正在建库…")
        self.asked.emit(self._founding())

    def _password_will_do(self) -> bool:
        shortest = int(Policy.ADMIN_PASSWORD_LENGTH.default.value)
        box = self.boxes["password"]
        try:
            check_password(box.value(), self.boxes["name"].value(), shortest)
        except Refusal as refusal:
            box.say(str(refusal))
            box.editor.setFocus()
            return False
        return True

    def _founding(self) -> Founding:
        given = {name: box.editor.value() for name, box in self.boxes.items()}
        code = given["county"]
        if code == _OTHER:
            county, code = given["county_name"], given["county_code"]
        else:
            county = dict(COUNTIES)[code]
        return Founding(
            given["title"],
            county,
            code,
            given["name"],
            given["person_name"],
            given["password"],
        )

    def fail(self, text: str) -> None:
        """Say why the home was not founded, and let it be tried again."""
        self.next.setEnabled(True)
        self.back.setEnabled(True)
        self.next.setText("建库")
        self.message.setText(text)
        self.message.show()

    def finish(self, where: Mapping[str, str]) -> None:
        """Say where everything lies now, and let the person go in."""
        layout = column(
            row(sign("circle-check", "good"), words("建库完成", "heading"), None), gap=3
        )
        for label, text in where.items():
            said = words(text, wrap=True, select=True)
            layout.addLayout(column(words(label, "group"), said, gap=0))
        layout.addWidget(
            words(
                "请抄下密钥校验码。进入后先任命安全管理员，由他打印密钥恢复单。",
                "grey",
                wrap=True,
            )
        )
        layout.addStretch(1)
        self.stack.addWidget(holder(layout))
        self.stack.setCurrentIndex(self.stack.count() - 1)
        self.back.hide()
        self.next.setEnabled(True)
        self.next.setText("开始使用")
        self.next.clicked.disconnect()
        self.next.clicked.connect(lambda _on=False: self.entered.emit())
        self.next.setFocus()


_FILE = Field(
    "file",
    "备份文件",
    FieldKind.FILE,
    required=True,
    files="备份文件 (*.wbk)",
    hint="在移动存储或原电脑的 backups 文件夹里，文件名以 workbench- 开头。",
)
_CODE = Field(
    "code",
    "恢复码",
    FieldKind.PROSE,
    required=True,
    lines=3,
    ghost="密钥恢复单上的字母和数字，横线和空格可不输",
)


class RecoveryPage(QWidget):
    """Asks for a backup and the recovery code, on a new computer.

    Args:
        folder: Where the home will be.

    Signals:
        asked: Both are given.
               file: The backup.
               code: As typed.
        left: The person thought better of it.
    """

    asked = Signal(object, str)
    left = Signal()

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.boxes = {one.name: FieldBox(one) for one in (_FILE, _CODE)}
        self.message = words("", "amiss", wrap=True)
        self.message.hide()
        self.go = button("恢复", self.submit, look="primary")
        self.back = button("返回", self.left.emit)
        mark = sign("archive-restore", "accent")
        card = holder(
            column(
                row(mark, words("从备份恢复", "title"), None),
                words(
                    f"数据将恢复到：{folder}。恢复后用原来的登录名和口令登录。",
                    "grey",
                    wrap=True,
                ),
                *self.boxes.values(),
                self.message,
                row(None, self.back, self.go),
                gap=4,
                margin=6,
            ),
            "card",
        )
        card_page(self, card)
        card.setFixedWidth(style.size("popup"))
        self.setFocusProxy(self.boxes["file"].editor)

    def submit(self) -> None:
        """Hand over both if nothing is amiss."""
        amiss = [box for box in self.boxes.values() if box.examine()]
        if amiss:
            amiss[0].editor.setFocus()
            return
        for one in (self.go, self.back):
            one.setEnabled(False)
        self.go.setText("正在恢复…")
        self.message.hide()
        self.asked.emit(self.boxes["file"].value(), self.boxes["code"].value())

    def fail(self, text: str) -> None:
        """Say why nothing was restored, and let it be tried again."""
        for one in (self.go, self.back):
            one.setEnabled(True)
        self.go.setText("恢复")
        self.message.setText(text)
        self.message.show()
