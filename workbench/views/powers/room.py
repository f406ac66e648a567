"""What the room of the four powers adds to the window."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from workbench.access import Permission
from workbench.desk import Topic
from workbench.listing import Tone
from workbench.rules.powers.moves import AffairKind
from workbench.services.powers import affairs, on_duty
from workbench.services.powers.affairs import BOARD, Wait, remaining
from workbench.services.powers.duty_log import DUTY_LOG, EntryRow
from workbench.services.powers.on_duty import OnDuty, RosterWait
from workbench.views.bench import Bench
from workbench.views.rooms import Figure, Find, PageInfo, Room, Todo, TodoSource

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

_FOUND = 40  # signs of an entry that search everything shows
_HERE = "workbench.views.powers"
_PAGES = {AffairKind.ORDER: "orders", AffairKind.INCOMING: "letters"}


def _waiting(bench: Bench, lines: Sequence[Wait]) -> list[Todo]:
    found = []
    for one in lines:
        text = f"{one.count}件{one.kind.label}等待{one.label}"
        if one.late:
            text += f"，{one.late}件超期"
        elif one.soonest is not None:
            text += f"，最近的一件{remaining(bench.desk.now(), one.soonest)}"
        tone = Tone.OVERDUE if one.late else Tone.PLAIN
        page = _PAGES.get(one.kind, "affairs")
        found.append(Todo(f"{text}。", tone, page, None, f"去{one.label}"))
    return found


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
    "指挥",
    "megaphone",
    pages=(
        PageInfo(
            "affairs",
            "运行看板",
            "正在办理的指令和各单位的办理，快到期的在前。",
            "square-kanban",
            Permission.POWERS_AFFAIR_READ,
            f"{_HERE}.board:BoardPage",
        ),
        PageInfo(
            "orders",
            "调度指令",
            "草拟、签发、签收、到场、办结、评价、归档。",
            "send",
            Permission.POWERS_AFFAIR_READ,
            f"{_HERE}.orders:OrdersPage",
        ),
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
            "grants",
            "授权",
            "县里授予各片区的四项权力，文件、期限和对象。",
            "gavel",
            Permission.POWERS_AFFAIR_READ,
            f"{_HERE}.grants:GrantsPage",
        ),
    ),
    todos=(
        TodoSource(affairs.waiting, _waiting, frozenset({Topic.AFFAIRS})),
        TodoSource(on_duty.rosters_waiting, _rosters, frozenset({Topic.DUTY})),
    ),
    figures=(
        Figure(
            "正在值班",
            on_duty.on_duty,
            _on_duty,
            frozenset({Topic.DUTY, Topic.UNITS}),
            "duty",
        ),
    ),
    finds=(
        Find("指挥协调", BOARD, "affairs", lambda row: row.title),
        Find("值班日志", DUTY_LOG, "duty_log", _entry_words),
    ),
)
