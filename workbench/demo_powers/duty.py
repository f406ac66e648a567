"""The sample's duty: watches, fourteen settled months, swaps, the log, hand-overs."""

from datetime import date, datetime, timedelta
from typing import Any

from workbench.demo_powers.seats import MONTHS, SINCE, Seats
from workbench.rules.calendar import CHINA
from workbench.rules.powers.moves import Way
from workbench.services.powers import (
    duty,
    duty_log,
    duty_month,
    hand_over,
    moves,
    shifts,
    swaps,
)
from workbench.services.powers.said import said_of

_WATCHES = (("白班", "08:30", "17:30", 2), ("夜班", "17:30", "08:30", 1))
_REASONS = ("外出培训", "家中有事", "参加专项行动", "就医")
_HAPPENED = (
    (9, "群众来电反映沿街夜市噪声，通知队伍到场劝导。", True),
    (10, "队伍反馈：摊主已调低音量，承诺22时收摊。", False),
    (14, "巡查发现站前路广告牌松动，已设警戒，联系产权单位加固。", True),
    (20, "值守正常，无突发情况。", False),
)
_ON_PAPER = b"%PDF-1.4\n% made-up scan of a signed sheet\n"


def enter(seats: Seats) -> str:
    """Enter fourteen months of turns; the month to come is drawn up, not settled."""
    clerk = seats.clerk(_at(SINCE, 8))
    for place, (name, starts, ends, people) in enumerate(_WATCHES, 1):
        clerk.do(
            shifts.enter_shift,
            unit_id=seats.centre,
            name=name,
            starts=starts,
            ends=ends,
            people=people,
            place=place,
            first=SINCE,
        )
    month, swapped = SINCE, 0
    for count in range(MONTHS + 2):
        drawn = _at(max(month - timedelta(days=5), SINCE), 10)
        about: dict[str, Any] = {"unit_id": seats.centre, "month": month}
        seats.clerk(min(drawn, seats.now)).do(duty.draw_up, **about)
        if month > seats.now.astimezone(CHINA).date():
            break
        seats.clerk(drawn).do(duty.hand_in, **about)
        seats.commander(drawn + timedelta(hours=4)).do(duty.settle, **about)
        if count % 3 == 1:
            swapped += _swap(seats, month, _REASONS[count // 3 % len(_REASONS)])
        month = (month + timedelta(days=32)).replace(day=1)
    written = _log(seats)
    return f"已排定{count}个月的值班表，换班{swapped}次，值班日志{written}条"


def _at(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=CHINA)


def _swap(seats: Seats, month: date, reason: str) -> int:
    """Have two nights of a month exchanged, as far as the two people are free."""
    about: dict[str, Any] = {"unit_id": seats.centre, "month": month}
    sheet = seats.clerk(_at(month, 9)).ask(duty_month.month_sheet, **about)
    nights = [
        (
            line.day,
            line.cells[2].turns[0],
            {one.name for cell in line.cells for one in cell.turns},
        )
        for line in sheet.days[10:26]
    ]
    for day, first, on in nights:
        for later, other, beside in nights:
            if later > day and first.name not in beside and other.name not in on:
                _exchange(seats, day, (first.id, other.id, other.name), reason)
                return 1
    return 0


def _exchange(
    seats: Seats, day: date, turns: tuple[int, int, str], reason: str
) -> None:
    first, other, taker = turns
    at = _at(day - timedelta(days=3), 9)
    if at > seats.now:
        return
    number = seats.clerk(at).do(
        swaps.ask_swap, duty_id=first, other_id=other, reason=reason
    )
    seats.clerk(at + timedelta(hours=1)).do(
        moves.answer,
        affair_id=number,
        verb="agree",
        said=said_of(person=taker, way=Way.PHONE),
    )
    seats.commander(at + timedelta(hours=2)).do(
        moves.decide, affair_id=number, verb="approve"
    )


def _log(seats: Seats) -> int:
    """Write the last week's log, and hand each day's watch over."""
    centre: dict[str, Any] = {"unit_id": seats.centre}
    today = seats.now.astimezone(CHINA).date()
    count = 0
    for back in range(7, 0, -1):
        day = today - timedelta(days=back)
        before: int | None = None
        for hour, text, unfinished in _HAPPENED:
            at = _at(day, hour, 5 * back)
            before = seats.clerk(at).do(
                duty_log.write_entry,
                **centre,
                text=text,
                unfinished=unfinished and (hour == 9 or back == 1),
                follows_id=before if hour == 10 else None,
            )
            count += 1
        at = _at(day, 17, 35)
        number = seats.clerk(at).do(
            hand_over.hand_over, **centre, text="钥匙两把、执法记录仪四台，完好。"
        )
        seats.clerk(at + timedelta(minutes=5)).do(
            hand_over.take_over_on_paper,
            hand_over_id=number,
            person="夜班值班员（示例）",
            file=("交接单.pdf", _ON_PAPER),
        )
    return count
