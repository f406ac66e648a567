"""The hand-over (交接班): who goes says what is left, who comes confirms in person."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

import sqlalchemy as sa

from workbench.access import Permission
from workbench.desk import Topic, Work, chartered
from workbench.models.powers.shifts import HandOver
from workbench.models.roster.units import Unit
from workbench.rules import Refusal
from workbench.rules.calendar import ONE_DAY, chinese_minute
from workbench.rules.powers.duty import Watch
from workbench.services.platform import accounts
from workbench.services.powers import duty_log, naming, shifts

_SHOWN_FOR = timedelta(days=14)
_GRACE = timedelta(hours=2)
"""How long after its end a watch that was not handed over goes first."""


@dataclass(frozen=True, slots=True)
class HandOverRow:
    """One hand-over.

    Attributes:
        points: The open points it lists.
        vouched: Whether who came gave his own password.
        scan_name: Name of the signed sheet's scan, where it was taken on paper.
    """

    id: int
    unit_id: int
    centre: str
    day: date
    shift: str
    text: str
    points: tuple[str, ...]
    handed_by: str
    handed_at: datetime
    taken_by: str
    taken_at: datetime | None
    vouched: bool
    scan_name: str

    @property
    def state(self) -> str:
        """How it stands, in words."""
        if self.taken_at is None:
            return "待接班"
        return "本人口令接班" if self.vouched else "纸质交接"


@dataclass(frozen=True, slots=True)
class OpenPoints:
    """What is to be handed over at a centre now.

    Attributes:
        day: The day the watch that goes began.
        shift: The watch that goes.
        points: Open points of the log, oldest first.
    """

    day: date
    shift: str
    points: tuple[str, ...]


@chartered(Permission.POWERS_AFFAIR_READ)
def open_points(work: Work, *, unit_id: int) -> OpenPoints:
    """Return what a hand-over lists by itself, and the watch it is of.

    The watch that runs goes; shortly after its beginning, the one before, where that
    was not handed over.

    Raises:
        Refusal: The centre may not be seen, or keeps no watches.

    Clause: platform/row-scope, powers/watches
    """
    work.own(Unit, unit_id)
    day, watch = _going(work, unit_id)
    return OpenPoints(
        day, watch.name, tuple(duty_log.open_lines(work, unit_id=unit_id))
    )


def _going(work: Work, unit_id: int) -> tuple[date, Watch]:
    """Return the watch that goes: one just over, else the one that runs."""
    lines = shifts.shift_lines(
        work, unit_id=unit_id, first=work.today - ONE_DAY, last=work.today
    )
    if not lines:
        raise Refusal(
            "还没有登记班次，不能交接。",
            clause="powers/watches",
            ways=("在“值班”页点“班次”登记。",),
        )
    begun = sorted(
        (
            (one.watch.span(day)[0], day, one.watch)
            for one in lines
            for day in (work.today - ONE_DAY, work.today)
            if day in one.period and one.watch.span(day)[0] <= work.now
        ),
        key=lambda one: one[0],
    )
    handed = {
        (day, shift)
        for day, shift in work.session.execute(
            sa.select(HandOver.day, HandOver.shift).where(
                HandOver.unit_id == unit_id,
                HandOver.day >= work.today - ONE_DAY,
                work.visible(HandOver),
            )
        )
    }
    left = [
        (watch.span(day)[1], day, watch)
        for _began, day, watch in begun
        if (day, watch.name) not in handed and watch.span(day)[1] + _GRACE > work.now
    ]
    if not left:
        raise Refusal(
            "正在值守的班次已经交班。",
            clause="powers/hand-over",
            ways=("由接班的人确认；有补充的，记值班日志。",),
        )
    _ends, day, watch = min(left, key=lambda one: one[0])
    return day, watch


@chartered(Permission.POWERS_DUTY_EDIT, title="交班", changes=(Topic.DUTY,))
def hand_over(work: Work, *, unit_id: int, text: str) -> int:
    """Write what is handed over; the open points of the log are listed by themselves.

    Args:
        work: Whose work: who goes.
        unit_id: The command centre.
        text: What is handed over besides.

    Returns:
        Number of the hand-over, which waits for who comes.

    Raises:
        Refusal: The watch was handed over already, there is nothing to say, or the
            centre keeps no watches.

    Clause: powers/hand-over, powers/watches, platform/row-scope
    """
    going = open_points(work, unit_id=unit_id)
    if not text.strip() and not going.points:
        raise Refusal("请写明交接事项；没有的写“无”。", clause="powers/hand-over")
    row = HandOver(
        unit_id=unit_id,
        day=going.day,
        shift=going.shift,
        handed_by=work.actor.name,
        handed_id=work.actor.account_id,
        handed_at=work.now,
        taken_by="",
        text=text.strip(),
        points="\n".join(going.points),
        scan_name="",
    )
    work.session.add(row)
    work.session.flush()
    return row.id


@chartered(
    Permission.POWERS_DUTY_EDIT,
    title="接班（本人口令）",
    changes=(Topic.DUTY,),
    secret=("password",),
)
def take_over(work: Work, *, hand_over_id: int, vouched_by: str, password: str) -> None:
    """Take over, with one's own account and password, at the desk of who goes.

    Args:
        work: Whose desk it is.
        hand_over_id: The hand-over.
        vouched_by: The account of who comes, as typed at sign-in.
        password: His password.

    Raises:
        Refusal: The password is wrong, which counts as a failed sign-in; who comes is
            who goes, belongs neither to the centre nor to its team, or it was taken
            over already.

    Clause: powers/hand-over, platform/lock-out, platform/vouching, platform/row-scope
    """
    row = _waiting(work, hand_over_id)
    came = accounts.vouch(work, name=vouched_by, password=password)
    units = shifts.duty_units(work, unit_id=row.unit_id, on=work.today)
    if came.unit_id not in units:
        raise Refusal(
            f"{came.name}不是本指挥中心或片区队伍的人，不能接班。",
            clause="powers/hand-over",
        )
    _check_other(row, came.account_id, came.name)
    row.taken_by, row.vouched_by = came.name, came.account_id
    row.taken_at = work.now
    work.session.flush()


@chartered(Permission.POWERS_DUTY_EDIT, title="接班（纸质交接）", changes=(Topic.DUTY,))
def take_over_on_paper(
    work: Work,
    *,
    hand_over_id: int,
    person: str,
    file: tuple[str, bytes],
    at: datetime | None = None,
) -> None:
    """Record that somebody took over on paper, with a scan of the signed sheet.

    Args:
        work: Whose work.
        hand_over_id: The hand-over.
        person: Who came, as he signed.
        file: Name and content of the scan.
        at: When he signed; now where None.

    Raises:
        Refusal: Nobody is named, who comes is who goes, there is no scan, the moment
            lies ahead or before the hand-over, or it was taken over already.

    Clause: powers/hand-over, powers/moment, platform/row-scope
    """
    row = _waiting(work, hand_over_id)
    if not person.strip():
        raise Refusal("请填写接班人。", clause="powers/hand-over")
    name, content = file
    if not content:
        raise Refusal("请附上签了字的交接单扫描件。", clause="powers/hand-over")
    at = at or work.now
    if at > work.now or at < row.handed_at.replace(second=0, microsecond=0):
        raise Refusal("接班时间不能早于交班、晚于现在。", clause="powers/moment")
    _check_other(row, None, person.strip())
    row.taken_by, row.taken_at = person.strip(), at
    row.scan_name, row.scan = name, work.secrets.seal_bytes(content)
    row.scan_digest = work.secrets.sm3(content)
    work.session.flush()


def _waiting(work: Work, hand_over_id: int) -> HandOver:
    row: HandOver = work.own(HandOver, hand_over_id)
    if row.taken_at is not None:
        raise Refusal(
            f"这一班已由{row.taken_by}于{chinese_minute(row.taken_at)}接班。",
            clause="powers/hand-over",
        )
    return row


def _check_other(row: HandOver, account_id: int | None, name: str) -> None:
    if name == row.handed_by or account_id == row.handed_id:
        raise Refusal("交班和接班不能是同一个人。", clause="powers/hand-over")


@chartered(Permission.POWERS_AFFAIR_READ, title="取出交接单")
def take_scan(work: Work, *, hand_over_id: int) -> tuple[str, bytes]:
    """Return name and content of a signed hand-over's scan; noted in the trail.

    Raises:
        Refusal: It may not be seen, there is none, or it was tampered with.

    Clause: documents/files, platform/row-scope
    """
    row: HandOver = work.own(HandOver, hand_over_id)
    if row.scan is None:
        raise Refusal("这次交接没有扫描件。", clause="documents/files")
    content = work.secrets.open_bytes(row.scan)
    if work.secrets.sm3(content) != row.scan_digest:
        raise Refusal(
            f"“{row.scan_name}”与登记时的校验码不符，可能被改动，不能取出。",
            clause="documents/files",
            ways=("从备份中取回。",),
        )
    return row.scan_name, content


@chartered(Permission.POWERS_AFFAIR_READ)
def hand_overs_waiting(work: Work) -> tuple[tuple[int, str], ...]:
    """Return the hand-overs that wait for who comes: number and words, latest first."""
    return tuple(
        (one.id, f"{one.day.month}月{one.day.day}日{one.shift}　{one.handed_by}交班")
        for one in hand_overs(work)
        if one.taken_at is None
    )


@chartered(Permission.POWERS_AFFAIR_READ)
def hand_overs(work: Work) -> tuple[HandOverRow, ...]:
    """Return the hand-overs of the last two weeks one may see, newest first."""
    found = work.session.scalars(
        sa.select(HandOver)
        .where(
            sa.or_(
                HandOver.taken_at.is_(None),
                HandOver.handed_at >= work.now - _SHOWN_FOR,
            ),
            work.visible(HandOver),
        )
        .order_by(HandOver.handed_at.desc())
    ).all()
    names = naming.units_called(work, ids={one.unit_id for one in found}, on=work.today)
    return tuple(
        HandOverRow(
            one.id,
            one.unit_id,
            names[one.unit_id],
            one.day,
            one.shift,
            one.text,
            tuple(one.points.splitlines()),
            one.handed_by,
            one.handed_at,
            one.taken_by,
            one.taken_at,
            one.vouched_by is not None,
            one.scan_name,
        )
        for one in found
    )
