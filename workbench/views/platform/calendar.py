"""The announced holidays of a year, and any deadline explained day by day."""

import calendar as months
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any, ClassVar

from PySide6.QtCore import (
    QAbstractTableModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import (
    QHelpEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QScrollArea,
    QTableView,
    QToolTip,
    QWidget,
)
from typing_extensions import override

from workbench.desk import Topic
from workbench.rules import Refusal
from workbench.rules.calendar import (
    CHINA,
    WEEKDAYS,
    Calendar,
    DayKind,
    Deadline,
    Step,
    TermUnit,
    chinese_day,
)
from workbench.services.platform import clock
from workbench.services.platform.clock import YearRow
from workbench.views import style
from workbench.views.bench import Bench
from workbench.views.fields import AmissError, Choice, Field, FieldBox, FieldKind
from workbench.views.forms import Form
from workbench.views.notices import notice_of
from workbench.views.pages import Action, PanelPage, fills
from workbench.views.parts import (
    Elided,
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

_WEEK = 7
_MONTHS = 12
_ACROSS = (4, 3, 2, 1)
_WEEKS = 6
_SETTLE_MS = 250
_SATURDAY = 5


def _shape(values: dict[str, Any]) -> dict[str, Any]:
    """Return the keywords of ``enter_year``: lines typed or read from a file."""
    file, text = values["file"], values["lines"]
    if file is not None:
        text = _read_text(file)
    if not text:
        raise Refusal(
            "请粘贴节假日安排，或选择文件。",
            clause="general/workdays",
            ways=("每行一天：日期,休或班,节日，如“2027-01-01,休,元旦”。",),
        )
    plain = text.replace("\t", ",").replace("，", ",")
    return {
        "year": values["year"],
        "source": values["source"],
        "days": clock.read_days(plain),
    }


def _read_text(file: Path) -> str:
    content = file.read_bytes()
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("gb18030", errors="replace")


ENTER = Form(
    "calendar.enter",
    "录入节假日安排",
    clock.enter_year,
    (
        Field("year", "年份", FieldKind.WHOLE, required=True, half=True),
        Field(
            "source",
            "通知文号",
            required=True,
            half=True,
            ghost="国办发明电〔2026〕…号",
        ),
        Field(
            "lines",
            "放假和调休上班的日子",
            FieldKind.PROSE,
            lines=12,
            ghost="2027-01-01,休,元旦\n2027-02-05,休,春节\n2027-02-14,班,春节",
            hint="每行一天：日期,休或班,节日。可从Excel整列粘贴。",
        ),
        Field(
            "file",
            "或从文件读取",
            FieldKind.FILE,
            files="文本文件 (*.csv *.txt)",
        ),
    ),
    shape=_shape,
    done=lambda count: f"已录入{count}天，有关期限已按新安排推算。",
    intro="以国务院办公厅当年的放假通知为准；再录一次即替换原来的安排。",
)


def _explain(page: "CalendarPage", _rows: Sequence[Any]) -> None:
    page.explain(page.bench.desk.today())


class CalendarPage(PanelPage):
    """A year at a glance; the panel explains deadlines.

    Args:
        bench: What it works with.
        info: How it is declared.
    """

    shows: ClassVar[frozenset[Topic]] = frozenset({Topic.CALENDAR})

    def __init__(self, bench: Bench, info: PageInfo) -> None:
        super().__init__(
            bench,
            info,
            (
                Action(
                    "期限解释",
                    _explain,
                    icon="calendar-clock",
                    primary=True,
                    shows=True,
                ),
                fills(
                    ENTER,
                    title="录入节假日",
                    icon="pencil",
                    start=lambda _row: {"year": self.year},
                ),
            ),
        )
        self.year = bench.desk.today().year
        self._rows: tuple[YearRow, ...] = ()
        self._title = words("", "heading")
        self._told = Elided("", "grey")
        self.view = YearView(bench.desk.today())
        self.view.picked.connect(self.explain)
        bar = row(
            icon_button("chevron-left", "上一年", lambda: self._turn(-1)),
            self._title,
            icon_button("chevron-right", "下一年", lambda: self._turn(1)),
            self._told,
            pill("1 休", "good"),
            words("放假", "quiet"),
            pill("1 班", "caution"),
            words("调休上班", "quiet"),
            gap=2,
        )
        bar.setStretch(3, 1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setProperty("look", "surface")
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        inside = column(self.view, None)
        inset(inside, 4, 3, 4, 3)
        scroll.setWidget(holder(inside, "surface"))
        card = column(holder(bar), rule(), scroll, gap=0)
        inset(bar, 3, 1, 4, 1)
        inset(card, 0, 0, 0, 0)
        framed = holder(card, "card")
        framed.layout().setContentsMargins(1, 1, 1, 1)  # type: ignore[union-attr] # set above
        self.body.addWidget(framed)

    @override
    def refresh(self) -> None:
        """Ask for the announced years."""
        self.bench.ask(clock.years, {}, self._show, owner=self)

    @override
    def reveal(self, target: object) -> None:
        """Show a year, and offer to enter it where it is missing.

        Args:
            target: The year.
        """
        if isinstance(target, int):
            self.year = target
            self._show_year()
            action = next((one for one in self.deeds if one.form is ENTER), None)
            if action is not None:
                self.act(action)

    def _turn(self, by: int) -> None:
        self.year += by
        self._show_year()

    def _show(self, rows: tuple[YearRow, ...]) -> None:
        self._rows = rows
        self._show_year()

    def _show_year(self) -> None:
        self._title.setText(f"{self.year}年")
        found = next((one for one in self._rows if one.year == self.year), None)
        if found is None:
            self._told.setText("还没有录入，按周一至周五上班推算，期限都标“暂定”。")
            self.view.show_year(self.year, Calendar())
            return
        kinds = [special.kind for _day, special in found.days]
        off, worked = kinds.count(DayKind.OFF), kinds.count(DayKind.MAKE_UP)
        self._told.setText(f"休{off}天，班{worked}天。依据：{found.source}")
        calendar = Calendar(dict(found.days), frozenset({self.year}))
        self.view.show_year(self.year, calendar)

    def explain(self, start: date) -> None:
        """Open the explanation of a term that starts on a day."""
        panel = ExplainPanel(self.bench, start)
        self.open_panel("期限解释", panel)
        panel.setFocus()


class YearView(QWidget):
    """Twelve months; days off and make-up workdays are marked in word and colour.

    Args:
        today: Gets a ring.

    Signals:
        picked: A day was clicked.
                day: Which.
    """

    picked = Signal(object)

    def __init__(self, today: date) -> None:
        super().__init__()
        self._today = today
        self._year = today.year
        self._calendar = Calendar()
        self.setMouseTracking(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def show_year(self, year: int, calendar: Calendar) -> None:
        """Show a year."""
        self._year, self._calendar = year, calendar
        self.update()

    def _across(self) -> int:
        gap, day = style.space(6), style.size("day")
        for across in _ACROSS:
            if across * (_WEEK * day + gap) - gap <= self.width():
                return across
        return 1

    def _cell(self) -> tuple[int, int]:
        """Return how wide and high one day is."""
        gap = style.space(6)
        across = self._across()
        wide = (self.width() - (across - 1) * gap) // across // _WEEK
        return wide, style.size("mini") - style.scaled(2)

    def _month_height(self) -> int:
        return (_WEEKS + 2) * self._cell()[1] + style.space(2)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        lines = -(-_MONTHS // self._across())
        self.setMinimumHeight(lines * self._month_height())

    def _place_of(self, day: date) -> QRect:
        wide, high = self._cell()
        line, place = divmod(day.month - 1, self._across())
        left = place * (_WEEK * wide + style.space(6))
        top = line * self._month_height() + 2 * high
        offset = date(day.year, day.month, 1).weekday() + day.day - 1
        week, weekday = divmod(offset, _WEEK)
        return QRect(left + weekday * wide, top + week * high, wide, high)

    def day_at(self, at: QPoint) -> date | None:
        """Return the day at a point."""
        for month in range(1, _MONTHS + 1):
            for number in range(1, months.monthrange(self._year, month)[1] + 1):
                day = date(self._year, month, number)
                if self._place_of(day).contains(at):
                    return day
        return None

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for month in range(1, _MONTHS + 1):
            self._paint_month(painter, month)

    def _paint_month(self, painter: QPainter, month: int) -> None:
        wide, high = self._cell()
        line, place = divmod(month - 1, self._across())
        left = place * (_WEEK * wide + style.space(6))
        top = line * self._month_height()
        middle = Qt.AlignmentFlag.AlignCenter
        painter.setFont(style.font("body", strong=True))
        painter.setPen(style.colour("text"))
        title = QRect(left, top, _WEEK * wide, high)
        painter.drawText(title, middle, f"{month}月")
        painter.setFont(style.font("small"))
        painter.setPen(style.colour("secondary"))
        for weekday, word in enumerate(WEEKDAYS):
            spot = QRect(left + weekday * wide, top + high, wide, high)
            painter.drawText(spot, middle, word)
        for number in range(1, months.monthrange(self._year, month)[1] + 1):
            self._paint_day(painter, date(self._year, month, number))

    def _paint_day(self, painter: QPainter, day: date) -> None:
        place = self._place_of(day).adjusted(1, 1, -1, -1)
        special = self._calendar.special.get(day)
        tint = "secondary" if day.weekday() >= _SATURDAY else "text"
        text = str(day.day)
        if special is not None:
            off = special.kind is DayKind.OFF
            tint, ground = (
                ("good", "good_soft") if off else ("on_caution", "caution_soft")
            )
            text = f"{day.day}{special.kind.label}"
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(style.colour(ground))
            painter.drawRoundedRect(place, style.CORNER, style.CORNER)
        if day == self._today:
            painter.setPen(QPen(style.colour("accent"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(place, style.CORNER, style.CORNER)
        painter.setPen(style.colour(tint))
        painter.setFont(style.font("small", strong=special is not None))
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, text)

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        day = self.day_at(event.position().toPoint())
        if day is not None:
            self.picked.emit(day)

    @override
    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            day = self.day_at(event.pos())
            if day is not None:
                said = f"{chinese_day(day)}　{self._calendar.remark(day)}"
                QToolTip.showText(event.globalPos(), said, self)
            return True
        return super().event(event)


_START = Field("start", "起算日", FieldKind.DATE, required=True, half=True)
_AT = Field("at", "起算时刻", FieldKind.MOMENT, half=True)
_AMOUNT = Field("amount", "期限", FieldKind.WHOLE, required=True, start=5)
_UNIT = Field(
    "unit",
    "单位",
    FieldKind.CHOICE,
    required=True,
    choices=tuple(Choice(unit, unit.label) for unit in TermUnit),
    start=TermUnit.WORKDAYS,
)
_BACK = Field("backward", "倒推（须在起算日之前办完）", FieldKind.YES_NO)


class ExplainPanel(QWidget):
    """A term: when it ends, and every day that led there.

    Args:
        bench: Where it is asked.
        start: The day it starts.

    Signals:
        explained: The answer is shown.
    """

    explained = Signal()

    def __init__(self, bench: Bench, start: date) -> None:
        super().__init__()
        self._bench = bench
        self._asked = 0
        self.boxes = {
            field.name: FieldBox(field)
            for field in (_START, _AT, _AMOUNT, _UNIT, _BACK)
        }
        self.boxes["start"].editor.put(start)
        morning = datetime(start.year, start.month, start.day, 9, tzinfo=CHINA)
        self.boxes["at"].editor.put(morning)
        self.answer = words("", "figure", wrap=True)
        self.told = words("", "grey", wrap=True)
        self.provisional = pill("暂定：涉及的年份还没有录入节假日", "caution")
        self.provisional.hide()
        self.steps = StepsModel()
        table = QTableView()
        table.setModel(self.steps)
        table.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        table.setShowGrid(False)
        table.verticalHeader().hide()
        table.verticalHeader().setDefaultSectionSize(style.size("row_compact"))
        heads = table.horizontalHeader()
        heads.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        heads.setStretchLastSection(True)
        heads.setDefaultAlignment(
            Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        )
        self._table = table
        moment = row(self.boxes["start"], self.boxes["at"], gap=3)
        term = row(self.boxes["amount"], self.boxes["unit"], gap=3)
        body = column(
            moment,
            term,
            self.boxes["backward"],
            rule(),
            self.answer,
            self.provisional,
            self.told,
            table,
            gap=3,
            margin=4,
        )
        body.setStretch(body.count() - 1, 1)
        self.setLayout(body)
        self._timer = QTimer(self, interval=_SETTLE_MS, singleShot=True)
        self._timer.timeout.connect(self.ask)
        for box in self.boxes.values():
            box.editor.changed.connect(self._timer.start)
        self.setFocusProxy(self.boxes["amount"].editor)
        self.ask()

    def ask(self) -> None:
        """Ask for the end of the term as it stands."""
        self._timer.stop()
        hours = self.boxes["unit"].editor.kept() == TermUnit.HOURS
        self.boxes["at"].setVisible(hours)
        self.boxes["start"].setVisible(not hours)
        self.boxes["backward"].setVisible(not hours)
        given: dict[str, Any] = {}
        for name, box in self.boxes.items():
            if box.isHidden():
                continue
            box.examine()
            try:
                given[name] = box.value()
            except AmissError:
                return
        if hours:
            if given["at"] is None:
                return
            given["start"] = given["at"].date()
        self._asked += 1
        asked = self._asked
        self._bench.ask(
            clock.explain,
            given,
            lambda found: self._show(asked, given, found),
            owner=self,
            failed=self._refuse,
        )

    def _refuse(self, error: Exception) -> None:
        notice = notice_of(error)
        if notice is None:
            self._bench.fail(error)
            return
        self.boxes["amount"].say(notice.text)

    def _show(self, asked: int, given: Mapping[str, Any], found: Deadline) -> None:
        if asked != self._asked:
            return
        weekday = WEEKDAYS[found.on.weekday()]
        self.answer.setText(f"{found.on.month}月{found.on.day}日 星期{weekday}")
        unit = TermUnit(given["unit"])
        if unit is TermUnit.HOURS:
            until = f"{found.at.astimezone(CHINA):%H:%M}"
            told = f"截止{found.on.year}年{found.on.month}月{found.on.day}日{until}。"
        elif given.get("backward"):
            told = f"最迟{chinese_day(found.on)}24:00前办完，当日不计入。"
        else:
            told = f"截止{chinese_day(found.on)}24:00，起算日不计入。"
        self.told.setText(told)
        self.provisional.setVisible(found.provisional)
        self.steps.show_steps(found.steps)
        self._table.scrollToBottom()
        self.explained.emit()


class StepsModel(QAbstractTableModel):
    """The days of an explanation."""

    _HEADS = ("日期", "星期", "计第几", "说明")

    def __init__(self) -> None:
        super().__init__()
        self.steps: tuple[Step, ...] = ()

    def show_steps(self, steps: tuple[Step, ...]) -> None:
        """Show these days."""
        self.beginResetModel()
        self.steps = steps
        self.endResetModel()

    @override
    def rowCount(
        self, parent: QModelIndex | QPersistentModelIndex | None = None
    ) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.steps)

    @override
    def columnCount(
        self, parent: QModelIndex | QPersistentModelIndex | None = None
    ) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._HEADS)

    @override
    def data(
        self,
        index: QModelIndex | QPersistentModelIndex,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:
        step = self.steps[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return (
                step.day.isoformat(),
                WEEKDAYS[step.day.weekday()],
                "—" if step.number is None else str(step.number),
                step.remark,
            )[index.column()]
        if role == Qt.ItemDataRole.ForegroundRole and step.number is None:
            return style.colour("secondary")
        if role == Qt.ItemDataRole.FontRole and index.row() == len(self.steps) - 1:
            return style.font(strong=True)
        return None

    @override
    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:
        if (
            orientation == Qt.Orientation.Horizontal
            and role == Qt.ItemDataRole.DisplayRole
        ):
            return self._HEADS[section]
        return None
