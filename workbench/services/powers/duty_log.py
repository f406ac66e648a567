"""The duty log (值班日志): what happened on each watch, one entry after the other."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from workbench.access import Permission
from workbench.desk import Topic, Work, chartered
from workbench.listing import Column, Kind, Listing, Ordering, Tone, numbers
from workbench.models.powers.affairs import Affair
from workbench.models.powers.shifts import DutyEntry
from workbench.models.roster.units import Unit
from workbench.rules import Refusal
from workbench.rules.calendar import CHINA, ONE_DAY, china_day, chinese_minute
from workbench.rules.powers.duty import Watch, watch_at
from workbench.services.platform import clock
from workbench.services.powers import naming, rights, shifts

NEWEST_FIRST = Ordering("at", descending=True)
_BETWEEN = "值守间隙"
_SHOWN = 40  # signs of an entry where another names it


@dataclass(frozen=True, slots=True)
class EntryRow:
    """One entry of the log.

    Attributes:
        day: The day its watch began.
        open: Whether it is still to be handed on.
        follows: The entry it goes on with, in short; empty where it is none.
        corrects: Whether it takes the place of that one.
        followed: Whether a later entry took it on.
        affair: Title of the affair it led to, where that may be seen.
    """

    id: int
    unit_id: int
    centre: str
    day: date
    shift: str
    at: datetime
    text: str
    open: bool
    follows: str
    corrects: bool
    followed: bool
    affair_id: int | None
    affair: str
    entered_at: datetime
    entered_by: str

    @property
    def state(self) -> str:
        """How it stands, in a word."""
        if self.open and not self.followed:
            return "待续办"
        if self.followed:
            return "已续记"
        return "更正" if self.corrects else "已记"


@chartered(Permission.POWERS_AFFAIR_READ)
def find_entries(
    work: Work,
    *,
    text: str = "",
    centre_id: int | None = None,
    open_only: bool = False,
    since: date | None = None,
    until: date | None = None,
    ordering: Ordering = NEWEST_FIRST,
) -> Sequence[int]:
    """Return the numbers of the entries that match.

    Args:
        work: Whose session.
        text: Fragment of what was written.
        centre_id: Of this command centre.
        open_only: Only what is still to be handed on.
        since: Of watches from this day on.
        until: Of watches up to this day.
        ordering: Sort and limit.
    """
    found = sa.select(DutyEntry.id).where(work.visible(DutyEntry))
    if text.strip():
        found = found.where(
            sa.or_(
                DutyEntry.text.contains(text.strip(), autoescape=True),
                DutyEntry.entered_by.contains(text.strip(), autoescape=True),
            )
        )
    if centre_id is not None:
        found = found.where(DutyEntry.unit_id == centre_id)
    if open_only:
        found = found.where(
            DutyEntry.open.is_(sa.true()), DutyEntry.id.not_in(_followed(work))
        )
    if since is not None:
        found = found.where(DutyEntry.day >= since)
    if until is not None:
        found = found.where(DutyEntry.day <= until)
    orders = {"at": DutyEntry.at, "entered_at": DutyEntry.entered_at}
    return numbers(work.session, found, DutyEntry.id, orders, ordering)


def _followed(work: Work) -> sa.Select[Any]:
    return sa.select(DutyEntry.follows_id).where(
        DutyEntry.follows_id.is_not(None), work.whole_county(DutyEntry)
    )


@chartered(Permission.POWERS_AFFAIR_READ)
def entry_rows(work: Work, *, ids: Sequence[int]) -> dict[int, EntryRow]:
    """Return the entries for ``ids``."""
    found = work.session.scalars(
        sa.select(DutyEntry).where(DutyEntry.id.in_(ids), work.visible(DutyEntry))
    ).all()
    before = {
        one.id: one
        for one in work.session.scalars(
            sa.select(DutyEntry).where(
                DutyEntry.id.in_({one.follows_id for one in found if one.follows_id}),
                work.visible(DutyEntry),
            )
        )
    }
    followed = set(
        work.session.scalars(
            sa.select(DutyEntry.follows_id).where(
                DutyEntry.follows_id.in_(ids), work.visible(DutyEntry)
            )
        )
    )
    led_to = work.session.execute(
        sa.select(Affair.id, Affair.title).where(
            Affair.id.in_({one.affair_id for one in found if one.affair_id}),
            rights.readable(work),
            work.visible(Affair),
        )
    )
    affairs = {key: title for key, title in led_to}  # noqa: C416 - rows
    names = naming.units_called(work, ids={one.unit_id for one in found}, on=work.today)
    return {
        one.id: EntryRow(
            one.id,
            one.unit_id,
            names[one.unit_id],
            one.day,
            one.shift,
            one.at,
            one.text,
            one.open,
            _short(before[one.follows_id]) if one.follows_id in before else "",
            one.corrects,
            one.id in followed,
            one.affair_id if one.affair_id in affairs else None,
            affairs.get(one.affair_id or 0, ""),
            one.entered_at,
            one.entered_by,
        )
        for one in found
    }


def _short(entry: DutyEntry) -> str:
    text = " ".join(entry.text.split())
    cut = text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
    return f"{entry.at.astimezone(CHINA):%m-%d %H:%M} {cut}"


@chartered(Permission.POWERS_DUTY_EDIT, title="记值班日志", changes=(Topic.DUTY,))
def write_entry(
    work: Work,
    *,
    unit_id: int,
    text: str,
    at: datetime | None = None,
    unfinished: bool = False,
    affair_id: int | None = None,
    follows_id: int | None = None,
    corrects: bool = False,
    late: str = "",
) -> int:
    """Write one entry into the log. It is never edited; a correction is a new one.

    Args:
        work: Whose work.
        unit_id: The command centre.
        text: What happened and what was done.
        at: When it happened; now where None.
        unfinished: Whether it is still to be handed on to the next watch.
        affair_id: The affair it led to.
        follows_id: The entry it goes on with; that one is not open any more.
        corrects: Whether it takes the place of that one, which was wrong.
        late: Why it is entered so late, where it is.

    Raises:
        Refusal: Nothing is said, the moment lies ahead or was not explained, the entry
            before is of another centre or was taken on already.

    Clause: powers/duty-log, powers/moment, general/late-entry, platform/row-scope
    """
    work.own(Unit, unit_id)
    naming.centre_on(work, unit_id=unit_id, on=work.today)
    if not text.strip():
        raise Refusal("请写明发生了什么、怎样处置。", clause="powers/duty-log")
    at = at or work.now
    if at > work.now:
        raise Refusal("发生时间不能晚于现在。", clause="powers/moment")
    clock.check_late(work, on=china_day(at), reason=late)
    if follows_id is not None:
        _check_follows(work, unit_id, follows_id)
    elif corrects:
        raise Refusal("请选要更正的那一条。", clause="powers/duty-log")
    if affair_id is not None:
        work.own(Affair, affair_id)
    day, watch = _watch(work, unit_id, at)
    entry = DutyEntry(
        unit_id=unit_id,
        day=day,
        shift=watch.name if watch else _BETWEEN,
        at=at,
        text=text.strip(),
        affair_id=affair_id,
        open=unfinished,
        follows_id=follows_id,
        corrects=corrects,
        entered_at=work.now,
        entered_by=work.actor.name,
    )
    work.session.add(entry)
    work.session.flush()
    return entry.id


def _check_follows(work: Work, unit_id: int, follows_id: int) -> None:
    before: DutyEntry = work.own(DutyEntry, follows_id)
    if before.unit_id != unit_id:
        raise Refusal("只能续记本指挥中心的日志。", clause="powers/duty-log")
    taken = work.session.scalars(
        sa.select(DutyEntry).where(
            DutyEntry.follows_id == follows_id, work.visible(DutyEntry)
        )
    ).first()
    if taken is not None:
        raise Refusal(
            f"这一条已由{taken.entered_by}于{chinese_minute(taken.entered_at)}续记。",
            clause="powers/duty-log",
            ways=("在最后的那一条上续记。",),
        )


def _watch(work: Work, unit_id: int, at: datetime) -> tuple[date, Watch | None]:
    """Return the watch that runs at a moment, and the day it began."""
    today = china_day(at)
    lines = shifts.shift_lines(work, unit_id=unit_id, first=today - ONE_DAY, last=today)
    found = watch_at([one.watch for one in lines], at)
    return found if found is not None else (today, None)


@chartered(Permission.POWERS_AFFAIR_READ)
def open_entries(work: Work) -> tuple[tuple[int, str], ...]:
    """Return the entries that may be gone on with: number and words."""
    found = work.session.scalars(
        sa.select(DutyEntry)
        .where(DutyEntry.id.not_in(_followed(work)), work.visible(DutyEntry))
        .order_by(DutyEntry.at.desc())
        .limit(200)
    )
    return tuple((one.id, _short(one)) for one in found)


@chartered(Permission.POWERS_AFFAIR_READ)
def open_lines(work: Work, *, unit_id: int) -> list[str]:
    """Return what a centre's log still has to be handed on, oldest first."""
    found = work.session.scalars(
        sa.select(DutyEntry)
        .where(
            DutyEntry.unit_id == unit_id,
            DutyEntry.open.is_(sa.true()),
            DutyEntry.id.not_in(_followed(work)),
            work.visible(DutyEntry),
        )
        .order_by(DutyEntry.at)
    )
    return [
        f"{one.at.astimezone(CHINA):%m-%d %H:%M} {' '.join(one.text.split())}"
        for one in found
    ]


def _stamp(at: datetime) -> str:
    return f"{at.astimezone(CHINA):%Y-%m-%d %H:%M}"


DUTY_LOG = Listing[EntryRow](
    "duty_log",
    "值班日志",
    find_entries,
    entry_rows,
    (
        Column("at", "发生时间", lambda row: _stamp(row.at), Kind.DATE, 150),
        Column(
            "shift",
            "班次",
            lambda row: f"{row.day.month}月{row.day.day}日{row.shift}",
            width=130,
            sortable=False,
        ),
        Column(
            "text",
            "情况和处置",
            lambda row: " ".join(row.text.split()),
            width=420,
            sortable=False,
        ),
        Column(
            "state",
            "状态",
            lambda row: row.state,
            Kind.STATE,
            100,
            lambda row: Tone.CAUTION if row.state == "待续办" else Tone.PLAIN,
            sortable=False,
        ),
        Column(
            "entered_by",
            "记录人",
            lambda row: row.entered_by,
            width=100,
            sortable=False,
        ),
        Column(
            "entered_at",
            "录入时间",
            lambda row: _stamp(row.entered_at),
            Kind.DATE,
            150,
            shown=False,
        ),
        Column(
            "centre",
            "指挥中心",
            lambda row: row.centre,
            width=150,
            shown=False,
            sortable=False,
        ),
    ),
    ordering=NEWEST_FIRST,
    empty="还没有值班日志。点“记一条”写下发生了什么、怎样处置。",
)
