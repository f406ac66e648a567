"""The shift roster (值班表): who is on duty on each day of a month."""

from dataclasses import dataclass, replace
from datetime import date
from typing import ClassVar

from workbench.reports.page import (
    Align,
    Column,
    Document,
    Stamp,
    Table,
)
from workbench.reports.titles import break_title
from workbench.reports.wording import Phrases, said
from workbench.rules.calendar import WEEKDAYS, chinese_day

_SHARED_MM = 110  # of the turned page's 225, for the shifts


@dataclass(frozen=True, slots=True)
class ShiftLine:
    """One day of the roster.

    Attributes:
        leader: Who leads on that day (带班领导).
        on_duty: Who is on duty in each shift.
        standby: Who stands by (备勤).
        note: Such as 国庆节, or 与6日互换.
    """

    day: date
    leader: str
    on_duty: tuple[str, ...]
    standby: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class ShiftRoster:
    """××指挥中心××月值班表.

    Attributes:
        organ: Whose roster it is.
        month: First day of its month.
        shifts: Names of the shifts, with their hours.
        lines: Its days.
        phone: The duty telephone.
        author: Who drew it up (制表).
        reviewer: Who checked it (审核).
        made_on: The day it was settled; None while it is not.
    """

    PHRASES: ClassVar[Phrases] = {
        "duties": (
            "值班人员应当在岗在位，保持通信畅通，如实填写值班日志，按时办理交接班；"
            "需要换班的，经双方同意并报带班领导批准。遇有突发事件，先行处置并立即报告。"
        ),
    }

    organ: str
    month: date
    shifts: tuple[str, ...]
    lines: tuple[ShiftLine, ...]
    phone: str
    author: str
    reviewer: str
    made_on: date | None
    phrases: tuple[tuple[str, str], ...] = ()

    def settled(self, on: date, reviewer: str) -> "ShiftRoster":
        """Return the roster as it reads once it was settled, on a day, by somebody."""
        return replace(self, made_on=on, reviewer=reviewer)

    @property
    def title(self) -> str:
        """The roster's title."""
        return f"{self.organ}{self.month.year}年{self.month.month}月值班表"

    def compose(self, stamp: Stamp) -> Document:
        """Return the roster on turned pages."""
        return Document(
            kind="值班表",
            stamp=stamp,
            title=break_title(self.title, names=(self.organ,), limit=28),
            blocks=(self._table(),),
            landscape=True,
        )

    def _table(self) -> Table:
        width = _SHARED_MM / len(self.shifts)
        made = f"；{chinese_day(self.made_on)}" if self.made_on else ""
        return Table(
            (
                Column("日期", 24),
                Column("星期", 15),
                Column("带班领导", 24),
                *(Column(name, width) for name in self.shifts),
                Column("备勤", 24),
                Column("备注", 28, Align.LEFT),
            ),
            tuple(
                (
                    f"{one.day.month}月{one.day.day}日",
                    WEEKDAYS[one.day.weekday()],
                    one.leader,
                    *one.on_duty,
                    one.standby,
                    one.note,
                )
                for one in self.lines
            ),
            note=f"值班电话：{self.phone}。{said(self, 'duties')}"
            f"制表：{self.author}；审核：{self.reviewer}{made}。",
        )
