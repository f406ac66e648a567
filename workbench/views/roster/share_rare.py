"""Who is posted to the frontline but rarely there, month by month."""

from datetime import date
from functools import partial

from typing_extensions import override

from workbench.access import Permission
from workbench.listing import Column, Kind
from workbench.rules.roster.deployment import percent
from workbench.rules.roster.people import presence
from workbench.services.roster import told
from workbench.services.roster.ledger import RareRow
from workbench.services.roster.told import Presence
from workbench.views.pages import PanelPage
from workbench.views.parts import button, column, icon_button, row, words
from workbench.views.roster.share_tab import ShareTab
from workbench.views.short_tables import ShortTable


def _share(one: RareRow) -> str:
    return f"{percent(presence(one.days_due, one.days_present))}%"


_COLUMNS = (
    Column[RareRow]("name", "姓名", lambda one: one.name, width=120),
    Column[RareRow]("host", "使用单位", lambda one: one.host, width=200),
    Column[RareRow]("due", "应到天数", lambda one: str(one.days_due), Kind.NUMBER, 96),
    Column[RareRow](
        "present", "实到天数", lambda one: str(one.days_present), Kind.NUMBER, 96
    ),
    Column[RareRow]("share", "到岗率", _share, Kind.NUMBER, 96),
)


class RareTab(ShareTab):
    """A month, and those who were rarely present in it."""

    def __init__(self, page: PanelPage, on: date) -> None:
        super().__init__(page, on)
        self.month: date | None = None
        self.presence: Presence | None = None
        self._title = words("", "heading")
        self._back = icon_button("chevron-left", "上一个月", partial(self._step, 1))
        self._on = icon_button("chevron-right", "下一个月", partial(self._step, -1))
        self.told = words("", "grey", wrap=True)
        self.import_button = button(
            "导入考勤", partial(self.bench.go, "imports", "attendance"), icon="import"
        )
        self.table = ShortTable[RareRow](
            self.bench,
            "常不在岗人员",
            _COLUMNS,
            orders={
                "due": lambda one: one.days_due,
                "present": lambda one: one.days_present,
                "share": lambda one: one.days_present / max(one.days_due, 1),
            },
        )
        self.table.opened.connect(lambda one: self.bench.go("person", one.id))
        head = row(
            self._back, self._title, self._on, self.told, self.import_button, gap=2
        )
        head.setStretch(3, 1)
        self.setLayout(column(head, self.waiting, self.table, gap=2))
        self.layout().setContentsMargins(0, 8, 0, 0)  # type: ignore[union-attr] # set above
        self.import_button.hide()

    def show_month(self, month: date) -> None:
        """Look at a month."""
        self.month = month
        self.ask_again()

    @override
    def ask(self) -> None:
        self.ask_for(told.presence_in, {"month": self.month}, self._show)

    def _show(self, found: Presence) -> None:
        self.presence = found
        self.month = found.month
        place = self._place()
        self._back.setEnabled(place is not None and place + 1 < len(found.months))
        self._on.setEnabled(place is not None and place > 0)
        line = percent(found.line).removesuffix(".0")
        if found.month is None:
            self._title.setText("")
            self.told.setText("")
            self.import_button.setVisible(
                self.bench.desk.actor.may(Permission.ROSTER_PERSON_IMPORT)
            )
            self.table.show_rows(
                (), empty="还没有考勤。导入考勤后，这里列出常不在岗的人。"
            )
            return
        name = f"{found.month.year}年{found.month.month}月"
        self._title.setText(name)
        self.import_button.hide()
        self.told.setText(
            f"月末计入一线、到岗率低于{line}%的人；到岗率＝实到天数÷应到天数。"
        )
        self.table.show_rows(
            found.rare,
            scope=name,
            empty=f"{name}没有到岗率低于{line}%的一线人员。",
        )

    def _place(self) -> int | None:
        if self.presence is None or self.month not in self.presence.months:
            return None
        return self.presence.months.index(self.month)

    def _step(self, by: int) -> None:
        place = self._place()
        if place is not None and self.presence is not None:
            self.show_month(self.presence.months[place + by])

    @override
    def print(self) -> None:
        self.table.print()
