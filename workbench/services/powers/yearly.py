"""A year of the four powers: how often each was used, and how it was answered."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction

import sqlalchemy as sa

from workbench.access import Permission
from workbench.desk import Work, chartered
from workbench.models.powers.affairs import Affair, AffairClock
from workbench.models.powers.assessment import AssessmentMonth
from workbench.models.powers.personnel import Nomination, Veto
from workbench.rules.calendar import CHINA
from workbench.rules.powers.grants import Power
from workbench.rules.powers.moves import AffairKind, Clock
from workbench.services.powers.rights import may_read

_MONTHS = 12
Tally = Counter[str]
"""How many there are, by what was counted: ``begun whistle``, ``met errand sign``."""


@dataclass(frozen=True, slots=True)
class YearFigure:
    """One figure of a year, declared.

    Attributes:
        power: Whose it is.
        label: What is counted, in words.
        part: What is counted, as the tally names it.
        whole: Out of what; nothing where it is a number by itself.
    """

    power: Power
    label: str
    part: str
    whole: str = ""


@dataclass(frozen=True, slots=True)
class YearLine:
    """One figure of a year, and of the year before.

    Attributes:
        part: How many.
        whole: Out of how many; None where it is a number by itself.
    """

    power: Power
    label: str
    part: int
    whole: int | None
    earlier_part: int
    earlier_whole: int | None

    @property
    def share(self) -> Fraction | None:
        """The exact share; None where there is none."""
        return Fraction(self.part, self.whole) if self.whole else None

    @property
    def earlier_share(self) -> Fraction | None:
        """The same of the year before."""
        if not self.earlier_whole:
            return None
        return Fraction(self.earlier_part, self.earlier_whole)


@dataclass(frozen=True, slots=True)
class MonthCount:
    """What was begun in a month, and what was due and met in time.

    Attributes:
        month: Its first day.
        begun: How many affairs were begun, by kind; an errand is part of its order.
        met: How many terms that ended in it were met in time.
        ended: How many terms ended in it.
    """

    month: date
    begun: tuple[tuple[AffairKind, int], ...]
    met: int
    ended: int

    @property
    def share(self) -> Fraction | None:
        """The exact share of terms met in time; None where none ended."""
        return Fraction(self.met, self.ended) if self.ended else None


@dataclass(frozen=True, slots=True)
class YearOfPowers:
    """A year of the four powers.

    Attributes:
        lines: The figures of the powers one may see, power by power.
        months: Its months, as far as they have begun.
    """

    year: int
    lines: tuple[YearLine, ...]
    months: tuple[MonthCount, ...]


def _in_time(kind: AffairKind, clock: Clock) -> tuple[str, str]:
    return f"met {kind} {clock}", f"ended {kind} {clock}"


_KIND, _CLOCK = AffairKind, Clock
FIGURES = (
    YearFigure(Power.COMMAND, "调度指令", "begun order"),
    YearFigure(Power.COMMAND, "受令单位签收及时", *_in_time(_KIND.ERRAND, _CLOCK.SIGN)),
    YearFigure(
        Power.COMMAND, "受令单位到场及时", *_in_time(_KIND.ERRAND, _CLOCK.ARRIVE)
    ),
    YearFigure(
        Power.COMMAND, "受令单位办结及时", *_in_time(_KIND.ERRAND, _CLOCK.FINISH)
    ),
    YearFigure(Power.COMMAND, "吹哨报到", "begun whistle"),
    YearFigure(Power.COMMAND, "吹哨到场及时", *_in_time(_KIND.WHISTLE, _CLOCK.ARRIVE)),
    YearFigure(Power.COMMAND, "吹哨办结及时", *_in_time(_KIND.WHISTLE, _CLOCK.FINISH)),
    YearFigure(Power.COMMAND, "联合行动", "begun action"),
    YearFigure(Power.COMMAND, "争议协调", "begun dispute"),
    YearFigure(Power.COMMAND, "收文", "begun incoming"),
    YearFigure(Power.COMMAND, "换班", "begun swap"),
    YearFigure(Power.ASSESS, "月度考核锁定", "locked", "months"),
    YearFigure(Power.ASSESS, "考核申诉", "begun appeal"),
    YearFigure(Power.ASSESS, "申诉按时答复", *_in_time(_KIND.APPEAL, _CLOCK.ANSWER)),
    YearFigure(Power.NOMINATE, "推荐提名", "begun nomination"),
    YearFigure(Power.NOMINATE, "推荐被采纳", "adopted", "answered"),
    YearFigure(Power.OBJECT, "人事征求意见", "begun veto"),
    YearFigure(Power.OBJECT, "提出否决意见", "objected", "decided"),
    YearFigure(Power.OBJECT, "按时答复来文", *_in_time(_KIND.VETO, _CLOCK.ANSWER)),
)
"""Every figure of the year, in the order it is told."""


@chartered(Permission.POWERS_AFFAIR_READ)
def year_of_powers(work: Work, *, year: int) -> YearOfPowers:
    """Return a year of the four powers, as far as the person may see them.

    An affair counts in the year it was begun in, as stated; a term in the year it ended
    in, once it has ended or was met.

    Args:
        work: Whose session.
        year: The year.
    """
    readable = may_read(work.actor)
    powers = {one.power for one in readable}
    now, before = _tally(work, year), _tally(work, year - 1)

    def line(one: YearFigure) -> YearLine:
        return YearLine(
            one.power,
            one.label,
            now[one.part],
            now[one.whole] if one.whole else None,
            before[one.part],
            before[one.whole] if one.whole else None,
        )

    return YearOfPowers(
        year,
        tuple(line(one) for one in FIGURES if one.power in powers),
        tuple(_months(work, year)),
    )


def _window(year: int) -> tuple[datetime, datetime]:
    return (
        datetime(year, 1, 1, tzinfo=CHINA),
        datetime(year + 1, 1, 1, tzinfo=CHINA),
    )


def _begun(work: Work, year: int) -> Iterator[tuple[AffairKind, datetime]]:
    first, after = _window(year)
    yield from work.session.execute(
        sa.select(Affair.kind, Affair.happened_at).where(
            Affair.happened_at >= first,
            Affair.happened_at < after,
            Affair.kind.in_(may_read(work.actor)),
            work.visible(Affair),
        )
    )


def _terms(work: Work, year: int) -> Iterator[tuple[AffairKind, AffairClock]]:
    """Return the terms that ended in a year: those over by now, and those met."""
    first, after = _window(year)
    yield from work.session.execute(
        sa.select(Affair.kind, AffairClock)
        .join(Affair, Affair.id == AffairClock.affair_id)
        .where(
            AffairClock.due_at >= first,
            AffairClock.due_at < after,
            AffairClock.dropped_at.is_(None),
            sa.or_(AffairClock.met_at.is_not(None), AffairClock.due_at < work.now),
            Affair.kind.in_(may_read(work.actor)),
            work.visible(AffairClock),
            work.visible(Affair),
        )
    )


def _met(clock: AffairClock) -> bool:
    return clock.met_at is not None and clock.met_at <= clock.due_at


def _tally(work: Work, year: int) -> Tally:
    found: Tally = Counter()
    for kind, _at in _begun(work, year):
        found[f"begun {kind}"] += 1
    for kind, clock in _terms(work, year):
        found[f"ended {kind} {clock.clock}"] += 1
        found[f"met {kind} {clock.clock}"] += _met(clock)
    for count in (_assessed, _nominated, _objected):
        count(work, year, found)
    return found


def _assessed(work: Work, year: int, found: Tally) -> None:
    locked = work.session.scalars(
        sa.select(AssessmentMonth.locked_at).where(
            AssessmentMonth.month >= date(year, 1, 1),
            AssessmentMonth.month <= date(year, 12, 31),
            work.visible(AssessmentMonth),
        )
    ).all()
    found["months"] = len(locked)
    found["locked"] = sum(one is not None for one in locked)


def _nominated(work: Work, year: int, found: Tally) -> None:
    first, after = _window(year)
    answers = work.session.scalars(
        sa.select(Nomination.adopted)
        .join(Affair, Affair.id == Nomination.affair_id)
        .where(
            Affair.happened_at >= first,
            Affair.happened_at < after,
            Nomination.adopted.is_not(None),
            work.visible(Nomination),
            work.visible(Affair),
        )
    ).all()
    found["answered"] = len(answers)
    found["adopted"] = sum(bool(one) for one in answers)


def _objected(work: Work, year: int, found: Tally) -> None:
    first, after = _window(year)
    agreed = work.session.scalars(
        sa.select(Veto.agreed)
        .join(Affair, Affair.id == Veto.affair_id)
        .where(
            Affair.happened_at >= first,
            Affair.happened_at < after,
            Veto.agreed.is_not(None),
            work.visible(Veto),
            work.visible(Affair),
        )
    ).all()
    found["decided"] = len(agreed)
    found["objected"] = sum(not one for one in agreed)


def _months(work: Work, year: int) -> Iterator[MonthCount]:
    begun: Counter[tuple[int, AffairKind]] = Counter()
    for kind, at in _begun(work, year):
        begun[at.astimezone(CHINA).month, kind] += 1
    ended: Counter[int] = Counter()
    met: Counter[int] = Counter()
    for _kind, clock in _terms(work, year):
        month = clock.due_at.astimezone(CHINA).month
        ended[month] += 1
        met[month] += _met(clock)
    for month in range(1, _MONTHS + 1):
        first = date(year, month, 1)
        if first > work.today:
            return
        yield MonthCount(
            first,
            tuple(
                (kind, begun[month, kind])
                for kind in AffairKind
                if begun[month, kind] and kind is not AffairKind.ERRAND
            ),
            met[month],
            ended[month],
        )
