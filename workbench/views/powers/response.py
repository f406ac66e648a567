"""How units answer: a table of shares, times, what lies with each, the whistle rate."""

from datetime import date, timedelta
from functools import partial
from typing import ClassVar

from typing_extensions import override

from workbench.desk import Topic
from workbench.listing import Column, Kind
from workbench.rules.roster.deployment import percent
from workbench.services.powers import response
from workbench.services.powers.response import InTime, ResponseRow
from workbench.views import style
from workbench.views.bench import Bench
from workbench.views.fields import Field, FieldKind, editor
from workbench.views.pages import Line, PanelPage, Sheet
from workbench.views.parts import button, holder, row, words
from workbench.views.rooms import PageInfo
from workbench.views.short_tables import ShortTable

_MINUTES_AN_HOUR, _HOURS_A_DAY = 60, 24
_SHOWN = 12


def _share(one: InTime) -> str:
    return f"{percent(one.share)}%（{one.met}/{one.ended}）" if one.ended else "—"


def _long(one: timedelta | None) -> str:
    """Return a length of time in the measure a person would use."""
    if one is None:
        return "—"
    minutes = int(one.total_seconds()) // 60
    if minutes < _MINUTES_AN_HOUR:
        return f"{minutes}分钟"
    hours = minutes // _MINUTES_AN_HOUR
    if hours < 2 * _HOURS_A_DAY:
        return f"{hours}小时{minutes % _MINUTES_AN_HOUR}分"
    return f"{hours // _HOURS_A_DAY}天{hours % _HOURS_A_DAY}小时"


def _rate(one: ResponseRow) -> str:
    rate = one.whistle_rate
    return "—" if rate is None else f"{percent(rate)}%（吹{one.blown}次）"


_COLUMNS = (
    Column[ResponseRow]("unit", "单位", lambda one: one.unit, width=150),
    Column[ResponseRow]("open", "在办", lambda one: str(one.open), Kind.NUMBER, 56),
    Column[ResponseRow]("orders", "指令", lambda one: str(one.orders), Kind.NUMBER, 56),
    Column[ResponseRow](
        "whistles", "主办吹哨", lambda one: str(one.whistles), Kind.NUMBER, 76
    ),
    Column[ResponseRow](
        "signed", "签收及时", lambda one: _share(one.signed), Kind.NUMBER, 124
    ),
    Column[ResponseRow](
        "arrived", "到场及时", lambda one: _share(one.arrived), Kind.NUMBER, 124
    ),
    Column[ResponseRow](
        "finished", "办结及时", lambda one: _share(one.finished), Kind.NUMBER, 124
    ),
    Column[ResponseRow](
        "to_sign", "签收用时", lambda one: _long(one.to_sign), Kind.NUMBER, 96
    ),
    Column[ResponseRow](
        "to_arrive", "到场用时", lambda one: _long(one.to_arrive), Kind.NUMBER, 96
    ),
    Column[ResponseRow]("rate", "吹哨率", _rate, Kind.NUMBER, 130),
)


class ResponsePage(PanelPage):
    """How units answer, over a span of days."""

    shows: ClassVar[frozenset[Topic]] = frozenset({Topic.AFFAIRS, Topic.UNITS})

    def __init__(self, bench: Bench, info: PageInfo) -> None:
        super().__init__(bench, info)
        today = bench.desk.today()
        self.first = editor(Field("first", "起日", FieldKind.DATE), bench)
        self.last = editor(Field("last", "止日", FieldKind.DATE), bench)
        self.first.put(date(today.year, 1, 1))
        self.last.put(today)
        for one in (self.first, self.last):
            one.setFixedWidth(style.size("field"))
        self.amiss = words("", "amiss")
        self.amiss.hide()
        head = row(
            words("从", "grey", buddy=self.first),
            self.first,
            words("到", "grey", buddy=self.last),
            self.last,
            button("查询", self.refresh, icon="search"),
            self.amiss,
            None,
            gap=2,
        )
        self.head.addWidget(holder(head))
        self.table = ShortTable[ResponseRow](
            bench,
            "响应情况",
            _COLUMNS,
            orders={
                "open": lambda one: one.open,
                "orders": lambda one: one.orders,
                "whistles": lambda one: one.whistles,
                "signed": lambda one: float(one.signed.share or 0),
                "arrived": lambda one: float(one.arrived.share or 0),
                "finished": lambda one: float(one.finished.share or 0),
                "to_sign": lambda one: one.to_sign or timedelta(0),
                "to_arrive": lambda one: one.to_arrive or timedelta(0),
                "rate": lambda one: float(one.whistle_rate or 0),
            },
            empty="这段时间没有发到各单位的指令和吹哨。",
        )
        self.table.opened.connect(self._open)
        told = words(
            "吹哨率＝镇街吹哨次数÷（吹哨次数＋收到的指令数）。吹哨率高，说明日常机制没有把问题"
            "解决在前面。用时为中位数；百分数截尾保留一位小数。双击一行，看数字后面的每一件。",
            "quiet",
            wrap=True,
        )
        self.body.addWidget(told)
        self.body.addWidget(self.table, 1)
        self.rows: tuple[ResponseRow, ...] | None = None

    @override
    def refresh(self) -> None:
        first, last = self.first.value(), self.last.value()
        amiss = first is None or last is None or first > last
        self.amiss.setText("起日不能晚于止日，两个日期都要填。" if amiss else "")
        self.amiss.setVisible(amiss)
        if amiss:
            return
        self.bench.ask(
            response.response,
            {"first": first, "last": last},
            lambda rows: self._show(rows, f"{first}至{last}"),
            owner=self,
        )

    def _show(self, rows: tuple[ResponseRow, ...], scope: str) -> None:
        self.rows = rows
        self.table.show_rows(rows, scope=scope)

    def _open(self, one: ResponseRow) -> None:
        """Show a unit's figures, and lead to each affair they rest on."""
        lines = tuple(
            Line(
                f"第{place}件",
                f"编号{number}",
                act=("查看", partial(self.bench.go, "affairs", number)),
            )
            for place, number in enumerate(reversed(one.affairs[-_SHOWN:]), 1)
        )
        figures = tuple(Line(column.title, column.text(one)) for column in _COLUMNS[1:])
        self.show_sheet(
            Sheet(one.unit, (("", figures), ("最近的办件", lines)), (), one)
        )
