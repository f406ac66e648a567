"""Drawing up a month's turns: cell by cell, pasted, proposed; handed in, settled."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

import sqlalchemy as sa

from workbench.access import Permission
from workbench.desk import Topic, Work, chartered
from workbench.models.platform import Account
from workbench.models.powers.shifts import Duty, RosterMonth
from workbench.reports import record_json
from workbench.reports.powers import shifts as reports
from workbench.rules import Refusal
from workbench.rules.calendar import ONE_DAY, chinese_day
from workbench.rules.powers.duty import (
    LEADER,
    STANDBY,
    Plan,
    Pools,
    Proposal,
    Turn,
    cells_in,
    check_turn,
    names_in,
)
from workbench.rules.powers.hands import Somebody, check_hands
from workbench.services.documents import register
from workbench.services.platform import clock
from workbench.services.powers import naming, shifts
from workbench.services.powers.duty_month import (
    COUNTED_MONTHS,
    CellTurns,
    DutyMonth,
    days_of,
    last_day,
    month_before,
    plain,
    turns_between,
)

_LISTED = 5  # in a sentence; the rest is counted


@chartered(Permission.POWERS_DUTY_EDIT, title="排班", changes=(Topic.DUTY,))
def put_turns(
    work: Work, *, unit_id: int, month: date, cells: Sequence[CellTurns]
) -> None:
    """Put people on in some cells of a month, in place of who was on there.

    Args:
        work: Whose work.
        unit_id: The centre.
        month: Any day of the month.
        cells: The cells.

    Raises:
        Refusal: The month was settled, a cell lies outside it, no such watch holds
            that day, somebody does not belong to the centre or its team, is on leave
            or on twice at once.

    Clause: powers/duty-settled, powers/duty-people, powers/duty-leave,
        powers/duty-twice, powers/watches, platform/row-scope
    """
    _put(DutyMonth.of(work, unit_id, month), cells)


def _put(held: DutyMonth, cells: Sequence[CellTurns]) -> None:
    held.check_open()
    if not cells:
        return
    for one in cells:
        _check_cell(held, one)
    work = held.work
    replaced = {(one.day, one.shift) for one in cells}
    kept = [one for one in held.turns if (one.day, one.shift) not in replaced]
    others = plain(kept)
    added = [
        Turn(one.day, one.shift, person)
        for one in cells
        for person in dict.fromkeys(one.people)
    ]
    for turn in added:
        check_turn(turn, _around(turn, others), held.plan)
        others.append(turn)
    for gone in held.turns:
        if (gone.day, gone.shift) in replaced:
            work.session.delete(gone)
    held.touch()
    work.session.add_all(
        Duty(
            unit_id=held.unit_id,
            day=turn.day,
            shift=turn.shift,
            person_id=turn.person_id,
            note="",
        )
        for turn in added
    )
    work.session.flush()


def _around(turn: Turn, others: Iterable[Turn]) -> list[Turn]:
    return [one for one in others if abs((one.day - turn.day).days) <= 1]


def _check_cell(held: DutyMonth, cell: CellTurns) -> None:
    if (cell.day.year, cell.day.month) != (held.month.year, held.month.month):
        raise Refusal(
            f"{chinese_day(cell.day)}不在{held.month.year}年{held.month.month}月。",
            clause="powers/watches",
        )
    if held.wanted(cell.day, cell.shift) is None:
        raise Refusal(
            f"{chinese_day(cell.day)}没有“{cell.shift}”这个班次。",
            clause="powers/watches",
            ways=("在“班次”中登记，或换一天。",),
        )
    for key in cell.people:
        person = held.people.get(key)
        if person is None or not person.belongs(cell.day):
            name = person.name if person else "所选人员"
            raise Refusal(
                f"{name}{chinese_day(cell.day)}不在指挥中心和片区队伍，不能排班。",
                clause="powers/duty-people",
                ways=("换一个人；已经派驻来的，先在“人员”页登记。",),
            )


@chartered(Permission.POWERS_DUTY_EDIT, title="粘贴排班", changes=(Topic.DUTY,))
def paste_turns(
    work: Work, *, unit_id: int, month: date, first: date, shift: str, text: str
) -> int:
    """Put people on as a block of names says that was copied from a sheet.

    Args:
        work: Whose work.
        unit_id: The centre.
        month: Any day of the month.
        first: The day the block's first row is for.
        shift: The column its first cell is for.
        text: Cells with tabs between, rows with line breaks; several names in a cell
            with 、 between. An empty cell empties the place.

    Returns:
        How many cells were set.

    Raises:
        Refusal: A name is not known, or known twice; the block goes beyond the month;
            or as of ``put_turns``.

    Clause: powers/duty-paste, powers/duty-settled, powers/duty-people,
        powers/duty-leave, powers/duty-twice
    """
    held = DutyMonth.of(work, unit_id, month)
    rows = cells_in(text)
    columns = [key for key, _title in held.columns]
    start = columns.index(shift)
    wide = max((len(row) for row in rows), default=0)
    days = days_of(held.month)
    below = days[days.index(first) :] if first in days else []
    if len(rows) > len(below) or start + wide > len(columns):
        raise Refusal(
            f"粘贴的内容有{len(rows)}行{wide}列，从所选的格子起放不下。",
            clause="powers/duty-paste",
            ways=("选好左上角的格子再粘贴；不要带上日期列。",),
        )
    by_name: dict[str, list[int]] = {}
    for one in held.people.values():
        by_name.setdefault(one.name, []).append(one.id)
    _check_names(rows, by_name)
    cells = [
        CellTurns(
            below[down],
            columns[start + across],
            tuple(by_name[name][0] for name in names_in(cell)),
        )
        for down, row in enumerate(rows)
        for across, cell in enumerate(row)
    ]
    _put(held, cells)
    return len(cells)


def _check_names(rows: Iterable[Iterable[str]], by_name: dict[str, list[int]]) -> None:
    names = dict.fromkeys(
        name for row in rows for cell in row for name in names_in(cell)
    )
    unknown = [one for one in names if one not in by_name]
    twice = [one for one in names if len(by_name.get(one, ())) > 1]
    if unknown:
        more = f"等{len(unknown)}人" if len(unknown) > _LISTED else ""
        raise Refusal(
            f"指挥中心和片区队伍没有{'、'.join(unknown[:_LISTED])}{more}，没有粘贴。",
            clause="powers/duty-paste",
            ways=("核对姓名后重新粘贴；不要带上日期列和表头。",),
        )
    if twice:
        raise Refusal(
            f"{'、'.join(twice[:_LISTED])}有同名的人，不知道排哪一位。",
            clause="powers/duty-paste",
            ways=("在格子里逐个选人。",),
        )


@chartered(Permission.POWERS_DUTY_EDIT, title="拟排值班", changes=(Topic.DUTY,))
def draw_up(
    work: Work, *, unit_id: int, month: date, counted: int = COUNTED_MONTHS
) -> int:
    """Fill what is empty by a fair proposal; what stands is not touched.

    Args:
        work: Whose work.
        unit_id: The centre.
        month: Any day of the month.
        counted: Over how many months before turns are evened out.

    Returns:
        How many turns were added.

    Raises:
        Refusal: The month was settled, no watch is on record, or there is nobody.

    Clause: powers/duty-settled, powers/watches, powers/duty-people
    """
    held = DutyMonth.of(work, unit_id, month)
    held.check_open()
    if not held.lines:
        raise Refusal(
            "还没有登记班次，不能拟排。",
            clause="powers/watches",
            ways=("先点“班次”登记，如白班08:30—17:30、夜班17:30—08:30。",),
        )
    rotates = [one for one in held.people.values() if one.rotates and not one.leads]
    if not rotates:
        raise Refusal(
            "指挥中心和片区队伍还没有可以排班的人。",
            clause="powers/duty-people",
            ways=("先在“人员”页登记派驻。",),
        )
    leaders = [one.id for one in held.people.values() if one.leads]
    pools = Pools(leaders or [one.id for one in rotates], [one.id for one in rotates])
    since = month_before(held.month, max(counted, 1) - 1)
    stands = turns_between(
        work, unit_id=unit_id, first=since, last=last_day(held.month) + ONE_DAY
    )
    proposal = Proposal(plain(stands), held.plan, clock.calendar(work))
    absent, span = _absent(held, since)
    for pool in (pools.leaders, pools.people):
        proposal.credit(pool, absent, span)
    added: list[Turn] = []
    for day in days_of(held.month):
        there = Pools(
            [one for one in pools.leaders if held.people[one].belongs(day)],
            [one for one in pools.people if held.people[one].belongs(day)],
        )
        added += proposal.fill(day, there, _on(held, day))
    if added:
        held.touch()
    work.session.add_all(
        Duty(
            unit_id=unit_id,
            day=one.day,
            shift=one.shift,
            person_id=one.person_id,
            note="",
        )
        for one in added
    )
    work.session.flush()
    return len(added)


def _absent(held: DutyMonth, since: date) -> tuple[dict[int, int], int]:
    """Return for how many days before the month each was not there, of how many."""
    work, last = held.work, held.month - ONE_DAY
    span = (held.month - since).days
    if span < 1:
        return {}, 0
    before = {
        one.id: one
        for one in shifts.duty_people(
            work,
            unit_id=held.unit_id,
            first=since,
            last=last,
            on=last_day(held.month),  # it may be its first month
        )
    }
    away = shifts.leave_of(work, ids=held.people, first=since, last=last)
    days = [since + timedelta(days=at) for at in range(span)]
    return {
        key: sum(
            key not in before
            or not before[key].belongs(day)
            or any(day in one for one in away.get(key, ()))
            for day in days
        )
        for key in held.people
    }, span


def _on(held: DutyMonth, day: date) -> Plan:
    """Return the plan with the watches that hold on a day."""
    return Plan(
        {one.watch.name: one.watch for one in held.lines if day in one.period},
        held.plan.names,
        held.plan.away,
    )


# ---- handing in and settling ----


@chartered(
    Permission.POWERS_DUTY_EDIT,
    title="送审值班表",
    changes=(Topic.DUTY, Topic.PAPERS),
)
def hand_in(work: Work, *, unit_id: int, month: date) -> int:
    """Hand a month in to be settled, and keep its sheet as a draft in the register.

    Returns:
        Number of the paper.

    Raises:
        Refusal: It was settled, or somebody is still to be put on.

    Clause: powers/duty-settled, powers/duty-short
    """
    held = DutyMonth.of(work, unit_id, month)
    held.check_open()
    _check_full(held)
    row = held.touch()
    if row.paper_id is not None:
        register.void_paper(work, paper_id=row.paper_id, reason="改动后重新送审")
    row.paper_id = register.keep_draft(
        work,
        kind="shift_roster",
        record=record_json(_sheet(held, row)),
        about_on=held.month,
        unit_id=unit_id,
        about_id=unit_id,
    )
    row.handed_in = True
    work.session.flush()
    return row.paper_id


def _check_full(held: DutyMonth) -> None:
    lacks = held.lacks()
    if lacks:
        more = f"等{len(lacks)}处" if len(lacks) > _LISTED else ""
        raise Refusal(
            f"{'、'.join(lacks[:_LISTED])}{more}还没有排满。",
            clause="powers/duty-short",
            ways=("补齐，或点“拟排”自动补上空缺。",),
        )


def _sheet(held: DutyMonth, row: RosterMonth) -> reports.ShiftRoster:
    work = held.work
    announced = clock.calendar(work)
    centre = naming.centre_on(work, unit_id=held.unit_id, on=last_day(held.month))
    names: dict[tuple[date, str], list[str]] = {}
    for one in held.turns:
        called = held.plan.names.get(one.person_id, "")
        names.setdefault((one.day, one.shift), []).append(called)
    watches = [key for key, _title in held.columns if key not in {LEADER, STANDBY}]

    def cell(day: date, shift: str) -> str:
        return "、".join(names.get((day, shift), ()))

    return reports.ShiftRoster(
        organ=centre.name,
        month=held.month,
        shifts=tuple(
            held.plan.watches[name].words.replace("（", "\n（") for name in watches
        ),
        lines=tuple(
            reports.ShiftLine(
                day,
                cell(day, LEADER),
                tuple(cell(day, name) for name in watches),
                cell(day, STANDBY),
                announced.remark(day) if day in announced.special else "",
            )
            for day in days_of(held.month)
        ),
        phone=centre.phone or "见通讯录",
        author=row.author,
        reviewer="",
        made_on=None,
    )


@chartered(
    Permission.POWERS_COMMAND_DECIDE,
    title="排定值班表",
    changes=(Topic.DUTY, Topic.PAPERS),
)
def settle(work: Work, *, unit_id: int, month: date) -> int:
    """Settle a month: from now on a turn changes only by a swap.

    Returns:
        Number of the sheet in the register.

    Raises:
        Refusal: It was not handed in, was settled already, somebody is missing, or
            who settles it had a hand in it.

    Clause: powers/duty-settled, powers/duty-short, powers/three-hands
    """
    held = DutyMonth.of(work, unit_id, month)
    held.check_open()
    row = held.row
    if row is None or not row.handed_in or row.paper_id is None:
        raise Refusal(
            "值班表还没有送审，不能排定。",
            clause="powers/duty-settled",
            ways=("由内勤排满后点“送审”。",),
        )
    _check_full(held)
    _check_hand(work, row)
    register.issue_paper(
        work, paper_id=row.paper_id, issued_on=work.today, signer=work.actor.name
    )
    row.reviewer, row.settled_on, row.handed_in = work.actor.name, work.today, False
    work.session.flush()
    return row.paper_id


def _check_hand(work: Work, row: RosterMonth) -> None:
    ids = [int(one) for one in row.author_ids.split(",") if one]
    accounts = {
        one.id: one
        for one in work.session.scalars(
            sa.select(Account).where(Account.id.in_([*ids, work.actor.account_id]))
        )
    }

    def somebody(key: int) -> Somebody:
        account = accounts.get(key)
        if account is None:
            return Somebody("", key)
        return Somebody(account.person_name, key, account.person_id)

    check_hands(
        "排定",
        somebody(work.actor.account_id),
        proposers=tuple(somebody(key) for key in ids),
    )


@chartered(Permission.POWERS_COMMAND_DECIDE, title="退回值班表", changes=(Topic.DUTY,))
def send_back(work: Work, *, unit_id: int, month: date, reason: str) -> None:
    """Send a month that was handed in back to who drew it up.

    Raises:
        Refusal: It was not handed in, or no reason is given.

    Clause: powers/duty-settled, powers/needs
    """
    held = DutyMonth.of(work, unit_id, month)
    held.check_open()
    if held.row is None or not held.row.handed_in:
        raise Refusal("值班表还没有送审，不用退回。", clause="powers/duty-settled")
    if not reason.strip():
        raise Refusal("“退回”须写明理由。", clause="powers/needs")
    held.row.handed_in = False
    if held.row.paper_id is not None:
        register.void_paper(work, paper_id=held.row.paper_id, reason=reason)
        held.row.paper_id = None
    work.session.flush()
