"""How units answer: in time or not, how fast, what lies with each, who whistles."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from fractions import Fraction
from statistics import median

import sqlalchemy as sa

from workbench.access import Permission
from workbench.desk import Work, chartered
from workbench.models.powers.affairs import Affair, AffairClock, AffairParty
from workbench.rules.calendar import CHINA
from workbench.rules.powers.moves import AffairKind, Clock, Part
from workbench.services.powers import naming

_KINDS = (AffairKind.ERRAND, AffairKind.WHISTLE)
_ANSWERS = (Part.RECEIVER, Part.LEAD)
_CLOCKS = (Clock.SIGN, Clock.ARRIVE, Clock.FINISH, Clock.REPORT)


@dataclass(frozen=True, slots=True)
class InTime:
    """How many terms were met in time, out of those that ended.

    Attributes:
        met: In time.
        ended: All that ended, by being met or by running out.
    """

    met: int = 0
    ended: int = 0

    @property
    def share(self) -> Fraction | None:
        """The exact share; None where none ended."""
        return Fraction(self.met, self.ended) if self.ended else None

    def with_one(self, *, met: bool) -> "InTime":
        """Return this with one more that ended."""
        return InTime(self.met + met, self.ended + 1)


@dataclass(frozen=True, slots=True)
class ResponseRow:
    """How one unit answered what reached it in a span of days.

    Attributes:
        orders: Errands of orders that reached it.
        whistles: Whistles it leads.
        signed: Signing.
        arrived: Being there.
        finished: Finishing, and reporting back where that is asked for.
        to_sign: Median time until it signed.
        to_arrive: Median time until it was there.
        open: What lies with it now, whenever it came.
        blown: Whistles it blew itself, as a town.
        affairs: Numbers of the affairs the figures rest on.
    """

    unit_id: int
    unit: str
    orders: int
    whistles: int
    signed: InTime
    arrived: InTime
    finished: InTime
    to_sign: timedelta | None
    to_arrive: timedelta | None
    open: int
    blown: int
    affairs: tuple[int, ...]

    @property
    def whistle_rate(self) -> Fraction | None:
        """Whistles a town blew, out of them and the errands it was sent.

        A high rate says that the daily mechanism fails and towns can only whistle.
        """
        whole = self.blown + self.orders
        return Fraction(self.blown, whole) if self.blown else None


@dataclass
class _Gathered:
    """What is counted of one unit."""

    orders: int = 0
    whistles: int = 0
    open: int = 0
    blown: int = 0
    in_time: dict[Clock, InTime] = field(default_factory=dict)
    waits: dict[Clock, list[timedelta]] = field(default_factory=dict)
    affairs: list[int] = field(default_factory=list)


@chartered(Permission.POWERS_AFFAIR_READ)
def response(work: Work, *, first: date, last: date) -> tuple[ResponseRow, ...]:
    """Return how every unit answered what was sent to it in a span of days.

    An affair counts where it was begun on one of the days; a term once it was met or
    ran out. What lies with a unit now counts whenever it came.

    Args:
        work: Whose session.
        first: First day.
        last: Last day.
    """
    units: dict[int, _Gathered] = {}
    begun = _window(first, last)
    answers = _answers(work)
    whose = {}
    for each in answers:
        one = units.setdefault(each.unit_id, _Gathered())
        within = begun[0] <= each.at < begun[1]
        if each.part == Part.TOWN:
            one.blown += within
            continue
        one.open += not each.done
        if within:
            one.orders += each.kind is AffairKind.ERRAND
            one.whistles += each.kind is AffairKind.WHISTLE
            one.affairs.append(each.affair_id)
            whose[each.affair_id] = each.unit_id
    for clock in _clocks(work, whose):
        _count(units[whose[clock.affair_id]], clock)
    names = naming.units_called(work, ids=units, on=work.today)
    rows = [_row(key, names[key], one) for key, one in units.items()]
    known = [row for row in rows if row.affairs or row.open or row.blown]
    return tuple(sorted(known, key=lambda row: (-row.open, row.unit_id)))


def _window(first: date, last: date) -> tuple[datetime, datetime]:
    after = last + timedelta(days=1)
    return (
        datetime(first.year, first.month, first.day, tzinfo=CHINA),
        datetime(after.year, after.month, after.day, tzinfo=CHINA),
    )


@dataclass(frozen=True, slots=True)
class _Answer:
    """Which unit answers for an affair, or blew it."""

    affair_id: int
    kind: AffairKind
    at: datetime
    done: bool
    unit_id: int
    part: str


def _answers(work: Work) -> tuple[_Answer, ...]:
    """Return which unit answers for which affair, and which town whistled."""
    found = work.session.execute(
        sa.select(
            Affair.id,
            Affair.kind,
            Affair.happened_at,
            Affair.done,
            AffairParty.unit_id,
            AffairParty.part,
        )
        .join(AffairParty, AffairParty.affair_id == Affair.id)
        .where(
            Affair.kind.in_(_KINDS),
            AffairParty.part.in_((*_ANSWERS, Part.TOWN)),
            work.visible(Affair),
            work.visible(AffairParty),
        )
        .order_by(Affair.id)
    )
    return tuple(_Answer(*one) for one in found)


def _clocks(work: Work, affair_ids: Iterable[int]) -> Sequence[AffairClock]:
    wanted = set(affair_ids)
    found = work.session.scalars(
        sa.select(AffairClock).where(
            AffairClock.clock.in_(_CLOCKS),
            AffairClock.dropped_at.is_(None),
            sa.or_(AffairClock.met_at.is_not(None), AffairClock.due_at < work.now),
            work.visible(AffairClock),
        )
    )
    return [one for one in found if one.affair_id in wanted]


def _count(unit: _Gathered, clock: AffairClock) -> None:
    which = Clock.FINISH if clock.clock is Clock.REPORT else clock.clock
    met = clock.met_at is not None and clock.met_at <= clock.due_at
    unit.in_time[which] = unit.in_time.get(which, InTime()).with_one(met=met)
    if clock.met_at is not None:
        unit.waits.setdefault(which, []).append(clock.met_at - clock.started_at)


def _row(unit_id: int, name: str, one: _Gathered) -> ResponseRow:
    def middle(which: Clock) -> timedelta | None:
        waits = one.waits.get(which)
        if not waits:
            return None
        return timedelta(seconds=median(wait.total_seconds() for wait in waits))

    def in_time(which: Clock) -> InTime:
        return one.in_time.get(which, InTime())

    return ResponseRow(
        unit_id,
        name,
        one.orders,
        one.whistles,
        in_time(Clock.SIGN),
        in_time(Clock.ARRIVE),
        in_time(Clock.FINISH),
        middle(Clock.SIGN),
        middle(Clock.ARRIVE),
        one.open,
        one.blown,
        tuple(one.affairs),
    )
