"""Duty: the month drawn up, settled, swapped; how even the turns are."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any, ClassVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QStackedLayout, QWidget
from typing_extensions import override

from workbench.desk import Topic
from workbench.listing import Column, Kind
from workbench.rules.powers.duty import check_hour
from workbench.services.powers import duty, duty_month, naming, shifts, swaps
from workbench.services.powers.duty_month import (
    COUNTED_MONTHS,
    CellTurns,
    FairRow,
    MonthSheet,
)
from workbench.services.powers.on_duty import OnDuty
from workbench.services.powers.swaps import SwapValues
from workbench.views import style
from workbench.views.bench import Bench
from workbench.views.fields import AmissError, Choice, Field, FieldKind, editor
from workbench.views.forms import Form
from workbench.views.notices import decide
from workbench.views.pages import Action, Line, PanelPage
from workbench.views.parts import (
    button,
    column,
    holder,
    icon_button,
    pill,
    row,
    sign,
    words,
)
from workbench.views.pickers import ChoiceEditor
from workbench.views.powers.duty_grid import DutyGrid
from workbench.views.rooms import PageInfo
from workbench.views.short_tables import ShortTable

_COUNTED = (3, COUNTED_MONTHS, 12)
_YEAR = 12
_LISTED = 3

SHIFT = Form(
    "duty.shift",
    "登记班次",
    shifts.enter_shift,
    (
        Field("name", "班次名称", required=True, ghost="如：白班", half=True),
        Field("people", "人数", FieldKind.WHOLE, required=True, start=1, half=True),
        Field(
            "starts",
            "自",
            required=True,
            check=check_hour,
            ghost="如：08:30",
            half=True,
        ),
        Field(
            "ends",
            "至",
            required=True,
            check=check_hour,
            ghost="如：17:30",
            half=True,
            hint="不晚于开始的，到次日。",
        ),
        Field("place", "次序", FieldKind.WHOLE, required=True, start=1, half=True),
        Field("first", "从哪天起", FieldKind.DATE, required=True, half=True),
    ),
    done="班次已登记。",
    intro="同名的班次从这一天起改用新的时间和人数，以前的不变。带班、备勤不用登记。",
)
BACK = Form(
    "duty.send_back",
    "退回",
    duty.send_back,
    (Field("reason", "理由", FieldKind.PROSE, required=True),),
    save="退回",
    done="已退回，由内勤修改后重新送审。",
)
SWAP = Form(
    "duty.swap",
    "申请换班",
    swaps.ask_swap,
    (
        Field(
            "duty_id",
            "要换的班",
            FieldKind.CHOICE,
            required=True,
            asks=swaps.swap_choices,
            ghost="日期、班次或姓名首字母",
        ),
        Field(
            "other_id",
            "换对方哪一班",
            FieldKind.CHOICE,
            asks=swaps.swap_choices,
            hint="两人对调的选这一项。",
        ),
        Field(
            "taker_id",
            "由谁替班",
            FieldKind.CHOICE,
            asks=shifts.people_to_choose,
            hint="只替班、不对调的选这一项。",
        ),
        Field("reason", "理由", FieldKind.PROSE, required=True),
        Field("at", "申请时间", FieldKind.MOMENT, hint="不填就是现在。"),
    ),
    save="申请换班",
    done="已申请，等对方本人同意、领导批准；在“运行看板”办理。",
    intro="只换已经排定、还没有到的班。",
)


def swap_facts(said: SwapValues) -> tuple[Line, ...]:
    """Return lines of what a swap says."""
    return (
        Line("申请人", said.asker),
        Line("要换的班", said.turn),
        Line("对方", said.taker),
        Line("换回的班", said.other or "无，只替班"),
    )


class _Fair(QWidget):
    """How often everybody was on, over some months.

    Signals:
        counted: Another number of months is asked for.
                 months: How many.
    """

    counted = Signal(int)

    def __init__(self, bench: Bench) -> None:
        super().__init__()
        self.setWindowTitle("公平情况")
        self.table: ShortTable[FairRow] = ShortTable(
            bench,
            "值班公平情况",
            (
                Column("name", "姓名", lambda one: one.person.name, width=72),
                *(
                    Column(
                        key,
                        title,
                        partial(_count, key),
                        Kind.NUMBER,
                        width=46,
                    )
                    for key, title in _COUNTS
                ),
            ),
            orders={key: partial(_number, key) for key, _title in _COUNTS},
            empty="还没有可以排班的人。先在“人员”页登记派驻到指挥中心和队伍的人。",
        )
        choices = tuple(Choice(one, f"近{one}个月") for one in _COUNTED)
        self.months = editor(
            Field("counted", "统计", FieldKind.CHOICE, True, choices=choices)
        )
        self.months.put(COUNTED_MONTHS)
        self.months.changed.connect(self._note)
        said = words("含本月已排的；拟排时先排次数少的。", "quiet", wrap=True)
        body = column(row(words("统计"), self.months), said, self.table, margin=3)
        body.setStretch(2, 1)
        self.setLayout(body)

    def _note(self) -> None:
        try:
            months = self.months.value()
        except AmissError:
            return
        if months is not None:
            self.counted.emit(months)

    def show_sheet(self, sheet: MonthSheet) -> None:
        """Show the counts of a month's sheet."""
        self.table.show_rows(sheet.fair, scope=f"到{sheet.label}")


_COUNTS = (
    ("turns", "合计"),
    ("nights", "夜班"),
    ("weekends", "周末"),
    ("holidays", "节日"),
    ("standby", "备勤"),
)


def _number(key: str, one: FairRow) -> int:
    return int(getattr(one.tally, key))


def _count(key: str, one: FairRow) -> str:
    return str(_number(key, one))


def _acts(name: str) -> Callable[[Any, Sequence[Any]], object]:
    """Return what an action does: a method of the page."""
    return lambda page, _rows: getattr(page, name)()


_DEEDS = (
    Action("拟排", _acts("draw_up"), duty.draw_up, icon="sparkles", primary=True),
    Action("送审", _acts("hand_in"), duty.hand_in, icon="arrow-right"),
    Action("排定", _acts("settle"), duty.settle, icon="stamp"),
    Action("退回", _acts("send_back"), duty.send_back, icon="undo-2", form=BACK),
    Action("申请换班", _acts("ask_swap"), swaps.ask_swap, icon="repeat", form=SWAP),
    Action("打印值班表", _acts("print"), duty_month.month_sheet, icon="printer"),
    Action(
        "登记班次", _acts("enter_shift"), shifts.enter_shift, icon="plus", form=SHIFT
    ),
)


class DutyPage(PanelPage):
    """A centre's month of duty.

    Args:
        bench: What it works with.
        info: How it is declared.

    Signals:
        listed: What was asked for is shown.
    """

    shows: ClassVar[frozenset[Topic]] = frozenset(
        {Topic.DUTY, Topic.PEOPLE, Topic.CENTRES, Topic.CALENDAR, Topic.POSTINGS}
    )
    listed = Signal()

    def __init__(self, bench: Bench, info: PageInfo) -> None:
        super().__init__(bench, info, _DEEDS)
        self.month = bench.desk.today().replace(day=1)
        self.sheet: MonthSheet | None = None
        self._counted = COUNTED_MONTHS
        self._asked = 0
        self._greeted = False
        self.grid = DutyGrid()
        self.grid.put.connect(self._put)
        self.grid.pasted.connect(self._paste)
        self.grid.amiss.connect(self._say_amiss)
        self.centre = ChoiceEditor(
            Field("unit_id", "指挥中心", FieldKind.CHOICE, True), bench
        )
        self.centre.setFixedWidth(style.size("field"))
        self.centre.changed.connect(self.refresh)
        self._title = words("", "heading")
        self._state = row(gap=1)
        self._said = words("", "grey")
        self.head.addLayout(
            row(
                self.centre,
                icon_button("chevron-left", "上个月（Alt+←）", self.back),
                self._title,
                icon_button("chevron-right", "下个月（Alt+→）", self.forth),
                button("本月", self.this_month, look="link"),
                button("公平情况", self.show_fair, look="link"),
                self._state,
                self._said,
                None,
            )
        )
        self._nothing = words("", "grey", wrap=True)
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        empty = column(
            None,
            row(None, sign("calendar-days", "line", style.size("strip")), None),
            self._nothing,
            None,
        )
        self._stack = QStackedLayout()
        self._stack.addWidget(self.grid)
        self._stack.addWidget(holder(empty, "card"))
        self.body.addLayout(self._stack, 1)
        self._foot = words("", "grey", wrap=True)
        self.body.addWidget(self._foot)
        self.shortcut(QKeySequence("Alt+Left"), self.back)
        self.shortcut(QKeySequence("Alt+Right"), self.forth)
        self.shortcut(QKeySequence(QKeySequence.StandardKey.Print), self.print)
        bench.ask(naming.centres_to_choose, {}, self._learn, owner=self)

    # ---- what is shown ----

    def _learn(self, centres: Sequence[tuple[int, str]]) -> None:
        if not centres:
            self._nothing.setText("没有您可以查看的指挥中心。")
            self._stack.setCurrentIndex(1)
            self.listed.emit()
            return
        self.centre.learn(centres)
        if self.centre.kept() is None:
            self.centre.put(centres[0][0])

    def _unit(self) -> int | None:
        try:
            found = self.centre.value()
        except AmissError:
            return None
        return int(found) if found is not None else None

    def _about(self) -> dict[str, Any]:
        return {"unit_id": self._unit(), "month": self.month}

    @override
    def refresh(self) -> None:
        if self._unit() is None:
            return
        self._asked += 1
        self.bench.ask(
            duty_month.month_sheet,
            self._about() | {"counted": self._counted},
            partial(self._show, self._asked),
            owner=self,
        )

    def _show(self, asked: int, sheet: MonthSheet) -> None:
        if asked != self._asked:
            return
        self.sheet = sheet
        self.grid.show_month(sheet, self.bench.desk.today())
        self._title.setText(sheet.label)
        while (item := self._state.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.deleteLater()
        self._state.addWidget(pill(sheet.state, sheet.tone.value))
        hands = (("制表", sheet.author), ("审定", sheet.reviewer))
        self._said.setText("　".join(f"{word}：{who}" for word, who in hands if who))
        has_watches = len(sheet.columns) > len(("带班", "备勤"))
        self._nothing.setText(
            "还没有班次。先点“登记班次”，如白班08:30至17:30、夜班17:30至08:30。"
        )
        self._stack.setCurrentIndex(0 if has_watches else 1)
        self._foot.setText(_lacks(sheet))
        self._allow(sheet, has_watches=has_watches)
        if isinstance(self.panel.content, _Fair):
            self.panel.content.show_sheet(sheet)
        elif not self._greeted and has_watches:
            self.show_fair()
        self._greeted = True
        self.listed.emit()

    def _allow(self, sheet: MonthSheet, *, has_watches: bool) -> None:
        filled = any(cell.turns for line in sheet.days for cell in line.cells)
        open_ = {
            "拟排": has_watches and not sheet.settled,
            "送审": filled and not sheet.settled and not sheet.handed_in,
            "排定": sheet.handed_in,
            "退回": sheet.handed_in,
            "打印值班表": sheet.paper_id is not None,
        }
        for word, allowed in open_.items():
            if word in self.buttons:
                self.buttons[word].setEnabled(allowed)

    @override
    def reveal(self, target: object) -> None:
        """Show a month of a centre.

        Args:
            target: A mapping with ``month`` and, where it matters, ``unit_id``.
        """
        if isinstance(target, Mapping):
            self.month = target.get("month", self.month)
            self.centre.put(target.get("unit_id", self._unit()))
            self.refresh()

    def back(self) -> None:
        """Show the month before."""
        self._go(-1)

    def forth(self) -> None:
        """Show the month after."""
        self._go(1)

    def _go(self, step: int) -> None:
        at = self.month.year * _YEAR + self.month.month - 1 + step
        self.month = date(at // _YEAR, at % _YEAR + 1, 1)
        self.refresh()

    def this_month(self) -> None:
        """Show the month of today."""
        self.month = self.bench.desk.today().replace(day=1)
        self.refresh()

    def show_fair(self) -> None:
        """Show in the panel how even the turns are."""
        fair = _Fair(self.bench)
        fair.months.put(self._counted)
        fair.counted.connect(self._count)
        if self.sheet is not None:
            fair.show_sheet(self.sheet)
        self.open_panel("公平情况", fair)

    def _count(self, months: int) -> None:
        if months != self._counted:
            self._counted = months
            self.refresh()

    # ---- what is done ----

    def _do(
        self,
        command: Callable[..., Any],
        said: Callable[[Any], str] | None = None,
        **more: Any,
    ) -> None:
        def tell(result: Any) -> None:
            if said is not None:
                self.bench.tell(said(result))

        self.bench.do(
            command,
            self._about() | more,
            tell,
            owner=self,
            failed=self._fail,
        )

    def _fail(self, error: Exception) -> None:
        self.refresh()  # what was typed into the grid is not so
        self.bench.fail(error)

    def _put(self, cells: tuple[CellTurns, ...]) -> None:
        self._do(duty.put_turns, cells=cells)

    def _paste(self, day: date, shift: str, text: str) -> None:
        self._do(
            duty.paste_turns,
            lambda count: f"已粘贴{count}格。",
            first=day,
            shift=shift,
            text=text,
        )

    def _say_amiss(self, said: str) -> None:
        from workbench.listing import Tone  # noqa: PLC0415 - only when amiss

        self.bench.tell(said, Tone.CAUTION, key="duty")

    def draw_up(self) -> None:
        """Fill what is empty by a fair proposal."""
        self._do(
            duty.draw_up,
            lambda count: (
                f"已补排{count}个班次，可以再改。"
                if count
                else "没有空着的班次，或没有可以排的人。"
            ),
            counted=self._counted,
        )

    def hand_in(self) -> None:
        """Hand the month in to be settled."""
        self._do(duty.hand_in, lambda _paper: "已送审，由负责人排定。")

    def settle(self) -> None:
        """Settle the month, after asking once more."""
        if self.sheet is None:
            return
        self.asked = decide(
            self,
            f"排定{self.sheet.label}值班表？",
            "排定后只能用“申请换班”改动；值班表存入公文登记簿。",
            (
                (
                    "排定",
                    partial(
                        self._do,
                        duty.settle,
                        lambda _paper: "已排定，可以打印值班表。",
                    ),
                ),
                ("取消", None),
            ),
        )

    def send_back(self) -> None:
        """Send the month back, with a reason."""
        self.fill(BACK, start={}, fixed=self._about())

    def ask_swap(self) -> None:
        """Ask for a swap, of the turn that is selected where one is."""
        cell = self.grid.rows.cell(self.grid.currentIndex())
        chosen = cell.turns[0].id if cell is not None and cell.turns else None
        self.fill(SWAP, start={"duty_id": chosen} if chosen else {}, fixed={})

    def print(self) -> None:
        """Show the month's sheet as it is printed."""
        if self.sheet is not None and self.sheet.paper_id is not None:
            self.bench.go("preview", self.sheet.paper_id)

    def enter_shift(self) -> None:
        """Enter a watch, or change one from a day on."""
        self.fill(SHIFT, start={"first": self.month}, fixed={"unit_id": self._unit()})


def _lacks(sheet: MonthSheet) -> str:
    if sheet.settled:
        return "已排定。要改动的，选中一格点“申请换班”。"
    if sheet.lacks:
        shown = "、".join(sheet.lacks[:_LISTED])
        more = f"等{len(sheet.lacks)}处" if len(sheet.lacks) > _LISTED else ""
        return f"{shown}{more}还没有排满。回车选人，Delete清空，Ctrl+V从表格粘贴。"
    return "已排满。红底的人连着值两个班，请看一看。"


# ---- on the first page ----


def on_duty_card(_bench: Bench, lines: tuple[OnDuty, ...]) -> QWidget | None:
    """Return who is on duty now, centre by centre, with the number to call."""
    if not lines:
        return None
    body = column(gap=2)
    for one in lines:
        body.addWidget(words(one.centre, "strong"))
        names = "、".join(one.names) or "无人在值"
        body.addWidget(words(f"{one.watch or '两班之间'}　{names}", wrap=True))
        leader = f"带班{one.leader}　" if one.leader else ""
        phone = f"值班电话{one.phone}" if one.phone else "值班电话没有登记"
        body.addWidget(words(f"{leader}{phone}", "grey", wrap=True, select=True))
    return holder(body)
