"""What duty and incoming letters add to the window."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from workbench.access import Permission
from workbench.desk import Topic
from workbench.listing import Tone
from workbench.services.powers import on_duty
from workbench.services.powers.duty_log import DUTY_LOG, EntryRow
from workbench.services.powers.on_duty import OnDuty, RosterWait
from workbench.views.bench import Bench
from workbench.views.rooms import Figure, Find, PageInfo, Room, Todo, TodoSource

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

_FOUND = 40  # signs of an entry that search everything shows
_HERE = "workbench.views.powers"


def _rosters(_bench: Bench, lines: Sequence[RosterWait]) -> list[Todo]:
    return [
        Todo(
            f"{one.centre}{one.month.year}年{one.month.month}月值班表等待{one.deed}。",
            Tone.PLAIN,
            "duty",
            {"unit_id": one.unit_id, "month": one.month},
            f"去{one.deed}",
        )
        for one in lines
    ]


def _on_duty(bench: Bench, lines: tuple[OnDuty, ...]) -> "QWidget | None":
    from workbench.views.powers.duty import on_duty_card  # noqa: PLC0415 - a page

    return on_duty_card(bench, lines)


def _entry_words(row: EntryRow) -> str:
    return f"{row.day.month}月{row.day.day}日{row.shift} {row.text[:_FOUND]}"


ROOM = Room(
    "值守",
    "clock",
    pages=(
        PageInfo(
            "duty",
            "值班",
            "一个月谁值哪一班：拟排、排定、换班，次数是否公平。",
            "calendar-clock",
            Permission.POWERS_AFFAIR_READ,
            f"{_HERE}.duty:DutyPage",
        ),
        PageInfo(
            "duty_log",
            "值班日志",
            "值守中发生了什么、怎样处置；交班和接班。",
            "notebook-pen",
            Permission.POWERS_AFFAIR_READ,
            f"{_HERE}.duty_log:DutyLogPage",
        ),
        PageInfo(
            "letters",
            "收文登记",
            "来文的登记、拟办、批办、转办、答复和归档。",
            "mail",
            Permission.POWERS_AFFAIR_READ,
            f"{_HERE}.letters:LettersPage",
        ),
        PageInfo(
            "vehicles",
            "车辆",
            "有哪些车、今天谁在用、用车和还车登记。",
            "car",
            Permission.POWERS_AFFAIR_READ,
            f"{_HERE}.vehicles:VehiclesPage",
        ),
        PageInfo(
            "vehicle_uses",
            "用车登记",
            "每辆车用了哪几天、谁开、为什么、跑了多少公里。",
            "route",
            Permission.POWERS_AFFAIR_READ,
            f"{_HERE}.vehicles:UsesPage",
        ),
    ),
    todos=(TodoSource(on_duty.rosters_waiting, _rosters, frozenset({Topic.DUTY})),),
    figures=(
        Figure(
            "正在值班",
            on_duty.on_duty,
            _on_duty,
            frozenset({Topic.DUTY, Topic.UNITS}),
            "duty",
        ),
    ),
    finds=(Find("值班日志", DUTY_LOG, "duty_log", _entry_words),),
)
