"""One person, everything on one page (一人一档)."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any, ClassVar

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QHideEvent, QKeySequence, QShowEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from workbench.desk import Topic
from workbench.rules import Refusal
from workbench.services.platform.exports import note_export
from workbench.services.roster import exports, person_files
from workbench.services.roster.people import PEOPLE, Numbers, PersonRow
from workbench.services.roster.person_files import (
    AttendanceLine,
    FactLine,
    PersonFile,
    TrainingLine,
)
from workbench.views import style
from workbench.views.bench import Bench
from workbench.views.fields import AmissError, Field, FieldKind, editor
from workbench.views.forms import Form
from workbench.views.pages import Action, PanelPage, fills
from workbench.views.parts import (
    Flow,
    button,
    column,
    holder,
    row,
    sign,
    words,
)
from workbench.views.rooms import PageInfo
from workbench.views.roster import posting_forms as forms
from workbench.views.roster.people import EDIT, who
from workbench.views.roster.person_cards import TwoColumns, card, fact, grid, identity

_SHOWN_MS = 30_000  # for so long a number stands there in full
_WHO = Field(
    "person_id",
    "查找人员",
    FieldKind.ROW,
    listing=PEOPLE,
    says=lambda one: f"{one.name}　{one.host}　{one.born_on:%Y-%m}",
    ghost="姓名或拼音首字母",
)


def _about(one: PersonRow) -> Mapping[str, Any]:
    return {"person_id": one.id}


class PersonPage(PanelPage):
    """One person's file: who it is, and each group of dated records.

    Args:
        bench: What it works with.
        info: How it is declared.

    Attributes:
        whole: The file in sight; None while nobody is chosen.
        numbers: The numbers in full, for the moment they may be seen.

    Signals:
        filed: The file that was asked for is in sight.
    """

    filed = Signal()

    shows: ClassVar[frozenset[Topic]] = frozenset(
        {Topic.PEOPLE, Topic.POSTINGS, Topic.UNITS, Topic.CENTRES, Topic.POLICY}
    )

    def __init__(self, bench: Bench, info: PageInfo) -> None:
        super().__init__(
            bench,
            info,
            (
                fills(
                    forms.REVEAL,
                    icon="eye",
                    fixed=_about,
                    subject=who,
                ),
                fills(
                    EDIT,
                    title="修改",
                    icon="pencil",
                    fixed=_about,
                    start=lambda one: {"name": one.name, "remark": one.remark},
                    subject=who,
                ),
                Action("打印", lambda page, _rows: page.print(), icon="printer"),
                Action(
                    "导出",
                    lambda page, _rows: page.ask_where(),
                    needs=exports.person_workbook,
                    icon="download",
                ),
                fills(
                    forms.LEAVE_FORCE,
                    icon="user-minus",
                    hurts=True,
                    fixed=_about,
                    subject=who,
                ),
            ),
        )
        self.whole: PersonFile | None = None
        self.numbers: Numbers | None = None
        self._person: int | None = None
        self._hiding = QTimer(self, interval=_SHOWN_MS, singleShot=True)
        self._hiding.timeout.connect(self.hide_numbers)
        self.picker = editor(_WHO, bench)
        self.picker.setFixedWidth(style.size("popup") * 2 // 3)
        for one in self.picker.inputs:
            one.setAccessibleName(_WHO.title)
        self.picker.changed.connect(self._pick)
        label = words(_WHO.title, "grey", buddy=self.picker)
        self.head.addWidget(holder(row(label, self.picker, None, gap=2)))
        self.sheet = TwoColumns()
        self._nobody = self._say_nobody()
        self.body.addWidget(self._nobody, 1)
        self.body.addWidget(self.sheet, 1)
        find, paper = QKeySequence.StandardKey.Find, QKeySequence.StandardKey.Print
        self.shortcut(QKeySequence(find), self.picker.setFocus)
        self.shortcut(QKeySequence(paper), self.print)
        self._show_nobody()

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._person is None:
            self.picker.setFocus()

    # ---- whom it shows ----

    def _say_nobody(self) -> QWidget:
        said = words("在上面输入姓名或拼音首字母，选中后显示这个人的全部记录。", "grey")
        go = button("从人员列表里选", partial(self.bench.go, "people"), icon="users")
        return holder(
            column(
                None,
                row(None, sign("contact-round", "line", style.size("strip")), None),
                row(None, said, None),
                row(None, go, None),
                None,
                gap=3,
            ),
            "card",
        )

    def _show_nobody(self) -> None:
        self.whole = self._person = None
        self.hide_numbers()
        self.sheet.hide()
        self._nobody.show()
        for made in self.buttons.values():
            made.setEnabled(False)

    def _pick(self) -> None:
        try:
            number = self.picker.value()
        except AmissError:
            return
        if number is None or number == self._person:
            return
        self.panel.when_free(partial(self.choose, number))
        if number != self._person:  # a half-filled form is asked about first
            self.picker.put(self._person)

    def choose(self, person_id: int) -> None:
        """Show one person."""
        self.panel.shut_now()
        self.hide_numbers()
        self._person, self.whole = person_id, None  # nothing is done to the one before
        if self.picker.kept() != person_id:
            self.picker.put(person_id)
        self.refresh()

    @override
    def reveal(self, target: object) -> None:
        """Show one person.

        Args:
            target: The person's number.
        """
        if isinstance(target, int) and target != self._person:
            self.panel.when_free(partial(self.choose, target))

    @override
    def refresh(self) -> None:
        """Ask for the person's file again."""
        if self._person is None:
            return
        person = self._person
        self.bench.ask(
            person_files.person_file,
            {"person_id": person, "replaced": True},
            lambda whole: self._show(person, whole),
            owner=self,
            failed=lambda error: self._fail(person, error),
        )

    def _fail(self, person: int, error: Exception) -> None:
        if person == self._person:
            if isinstance(error, Refusal):  # gone, or no longer ours to see
                self._show_nobody()
                self.picker.put(None)
            self.bench.fail(error)

    @override
    def act(self, action: Action) -> None:
        if self.whole is not None:
            action.run(self, (self.whole.row,))

    def _show(self, person: int, whole: PersonFile) -> None:
        if person != self._person:  # another has been chosen since
            return
        self.whole = whole
        self._nobody.hide()
        self.sheet.show()
        for action in self.deeds:
            left = action.form is forms.LEAVE_FORCE and whole.row.employment is None
            self.buttons[action.title].setEnabled(not left)
        self._paint()
        self.filed.emit()

    # ---- what is shown ----

    def _paint(self) -> None:
        whole = self.whole
        if whole is None:
            return
        self.sheet.empty()
        self.sheet.above.addWidget(identity(whole.row, self.numbers, self.hide_numbers))
        for place, (title, lines, deeds, act) in (
            (self.sheet.left, self._hosts(whole)),
            (self.sheet.left, self._homes(whole)),
            (self.sheet.right, self._certificates(whole)),
            (self.sheet.right, self._leaves(whole)),
        ):
            content = grid([fact(line, act(line)) for line in lines])
            place.addWidget(card(title, content, deeds))
        if whole.centres:
            content = grid([fact(line, ()) for line in whole.centres])
            self.sheet.left.addWidget(card("指挥中心", content, ()))
        self.sheet.right.addWidget(self._training(whole.training))
        self.sheet.below.addWidget(self._attendance(whole.attendance))

    # ---- the groups ----

    def _deed(
        self,
        form: Form,
        title: str = "",
        *,
        look: str = "link",
        fixed: Mapping[str, Any] | None = None,
        start: Mapping[str, Any] | None = None,
    ) -> list[QWidget]:
        """Return the button that opens a form about this person; none where shut."""
        if self.whole is None or not self.bench.desk.may(form.command):
            return []
        one = self.whole.row
        deed = partial(
            self.fill,
            form,
            start=dict(start or {}),
            fixed=dict(fixed if fixed is not None else _about(one)),
            subject=who(one),
        )
        tip = form.title if title else ""
        return [button(title or form.title, deed, look=look, tip=tip)]

    def _correct(
        self, form: Form, key: str, strike: Form | None = None
    ) -> Callable[[FactLine], list[QWidget]]:
        """Return what makes the buttons that put a record right."""
        names = {field.name for field in form.fields}

        def made(line: FactLine) -> list[QWidget]:
            begun = {
                **{name: line.values[name] for name in names & line.values.keys()},
                "first": line.period.first,
                "last": line.period.last,
            }
            fixed = {key: line.id}
            right = self._deed(form, "更正", look="inline", fixed=fixed, start=begun)
            if strike is not None:
                right += self._deed(strike, "作废", look="inline", fixed=fixed)
            return right

        return made

    def _hosts(self, whole: PersonFile) -> Any:
        deeds = [
            *self._deed(forms.ADD_POSTING, "补登"),
            *self._deed(forms.POST, "派驻"),
        ]
        act = self._correct(forms.CORRECT_POSTING, "posting_id")
        return "使用单位、岗位", whole.hosts, deeds, act

    def _homes(self, whole: PersonFile) -> Any:
        act = self._correct(forms.CORRECT_HOME, "home_id")
        return "编制单位", whole.homes, self._deed(forms.HOME), act

    def _certificates(self, whole: PersonFile) -> Any:
        act = self._correct(
            forms.CORRECT_CERTIFICATE, "certificate_id", forms.STRIKE_CERTIFICATE
        )
        return "执法证", whole.certificates, self._deed(forms.CERTIFICATE, "登记"), act

    def _leaves(self, whole: PersonFile) -> Any:
        correct = self._correct(forms.CORRECT_LEAVE, "leave_id", forms.STRIKE_LEAVE)

        def act(line: FactLine) -> list[QWidget]:
            if not line.current:
                return correct(line)
            fixed = {"leave_id": line.id}
            back = self._deed(forms.END_LEAVE, look="inline", fixed=fixed)
            return [*back, *correct(line)]

        return "请假离岗", whole.leaves, self._deed(forms.LEAVE, "登记"), act

    def _training(self, lines: Sequence[TrainingLine]) -> QWidget:
        cells = [
            (
                words(str(line.held_on), "grey"),
                words(line.topic, wrap=True, select=True),
                words(
                    f"{line.hours}学时"
                    + ("" if line.score is None else f"　{line.score}分")
                ),
            )
            for line in lines
        ]
        deeds = self._deed(forms.TRAINING, "登记")
        return card("培训", grid(cells), deeds)

    def _attendance(self, lines: Sequence[AttendanceLine]) -> QWidget:
        deeds = self._deed(forms.ATTENDANCE, "登记")
        if not lines:
            return card("考勤", grid(()), deeds)
        flow = Flow(gap=2)
        for line in lines:
            flow.addWidget(self._month(line))
        return card("考勤（实到／应到天数）", holder(column(flow, margin=4)), deeds)

    def _month(self, line: AttendanceLine) -> QWidget:
        said = f"{line.month:%Y-%m}　{line.days_present}／{line.days_due}"
        if line.replaced:
            made: QWidget = words(said, "struck")
        else:
            begun = {
                "month": f"{line.month:%Y-%m}",
                "days_due": line.days_due,
                "days_present": line.days_present,
                "source": line.source,
            }
            may = self._deed(forms.ATTENDANCE, said, look="inline", start=begun)
            made = may[0] if may else words(said)
        told = "；".join(part for part in (line.source, line.reason) if part)
        made.setToolTip("已更正" if line.replaced else told)
        return made

    # ---- numbers in full ----

    @override
    def note_saved(self, form: Form, result: object) -> None:
        if form is forms.REVEAL and isinstance(result, Numbers):
            self.numbers = result
            self._hiding.start()
            self._paint()

    def hide_numbers(self) -> None:
        """Mask the numbers again."""
        self._hiding.stop()
        if self.numbers is not None:
            self.numbers = None
            self._paint()

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        self.hide_numbers()
        super().hideEvent(event)

    # ---- what leaves ----

    def print(self) -> None:
        """Show the file as it would be printed, with the numbers as they are shown."""
        if self.whole is None:
            return
        from workbench.views import output  # noqa: PLC0415 - only printing needs it
        from workbench.views.roster.person_print import PersonPrint  # noqa: PLC0415

        whole, numbers, desk = self.whole, self.numbers, self.bench.desk
        printed = PersonPrint(
            whole, numbers, desk.now(), desk.actor.name, sample=self.bench.sample
        )
        shown = "完整号码" if numbers else "号码已掩"
        self.bench.do(
            note_export,
            {
                "listing": "一人一档",
                "way": "打印",
                "count": 1,
                "scope": f"{whole.row.name}，{shown}",
            },
            lambda _none: self._preview(output.preview, printed),
            owner=self,
        )

    def _preview(self, preview: Callable[..., Any], printed: Any) -> None:
        self.asked = preview(self, printed.title, printed.paint)

    def ask_where(self) -> None:
        """Ask where the file is to go as a sheet."""
        if self.whole is None:
            return
        from workbench.views import output  # noqa: PLC0415

        output.save_as(self, f"一人一档{self.whole.row.name}.xlsx", self.export)

    def export(self, path: Path) -> None:
        """Write the person's file into an Excel file, the numbers masked.

        Args:
            path: The file.
        """
        if self.whole is None:
            return
        desk, write = self.bench.desk, self.bench.outside.write
        person = self.whole.row.id
        self.bench.run(
            lambda _progress: write(
                path, desk.do(exports.person_workbook, person_id=person)
            ),
            lambda _none: self.bench.tell(f"已导出到“{path}”。"),
            owner=self,
            doing="正在导出一人一档",
        )
