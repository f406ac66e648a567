"""The share of the force that stands on the frontline, and why it moves.

D are the people on the establishment on the day whose home unit counts
(计入下沉口径), certified or not. N are those of D who hold a valid certificate, whose
host unit is a town's or a zone's team, whose post is 一线执法, and whom no absence
takes off the frontline. All shares are exact fractions; percent is only printed.
"""

import calendar as months
from collections import Counter, defaultdict, deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from fractions import Fraction
from itertools import pairwise

from workbench.rules import Refusal
from workbench.rules.periods import ONE_DAY, Period
from workbench.rules.roster.people import Leave, PostKind, excluded_periods
from workbench.rules.roster.units import FRONTLINE_KINDS, Employment, UnitKind


@dataclass(frozen=True, slots=True)
class Home:
    """A span on the establishment of one unit (编制关系)."""

    period: Period
    unit_id: int
    employment: Employment


@dataclass(frozen=True, slots=True)
class Host:
    """A span of work at one unit (使用关系)."""

    period: Period
    unit_id: int
    post: PostKind


@dataclass(frozen=True, slots=True)
class UnitSpan:
    """What a unit was during a span."""

    period: Period
    kind: UnitKind
    counts: bool
    town_id: int | None = None
    zone_id: int | None = None
    smallest_staff: int = 0


@dataclass(frozen=True, slots=True)
class PersonFacts:
    """Everything dated about one person that the share rests on."""

    person_id: int
    homes: tuple[Home, ...]
    hosts: tuple[Host, ...]
    certificates: tuple[Period, ...]
    leaves: tuple[Leave, ...]


@dataclass(frozen=True)
class Force:
    """The county's force: every person's facts, and the units and zones they name.

    Attributes:
        people: Facts by person.
        units: Spans of each unit, in any order.
        town_zones: For each town, which zone it was in during which span.
        long_from: The consecutive day from which an absence is long.
    """

    people: tuple[PersonFacts, ...]
    units: Mapping[int, tuple[UnitSpan, ...]]
    town_zones: Mapping[int, tuple[tuple[Period, int], ...]]
    long_from: int

    def unit_on(self, unit_id: int, day: date) -> UnitSpan | None:
        """Return what a unit was on a day."""
        spans = self.units.get(unit_id, ())
        return next((span for span in spans if day in span.period), None)

    def zone_on(self, unit: UnitSpan, day: date) -> int | None:
        """Return the zone a unit works in on a day: its own, or its town's."""
        if unit.zone_id is not None or unit.town_id is None:
            return unit.zone_id
        spans = self.town_zones.get(unit.town_id, ())
        return next((zone for period, zone in spans if day in period), None)


@dataclass(frozen=True, slots=True)
class Standing:
    """How one person counts on one day.

    Attributes:
        counted: The home unit counts towards the share.
        established: The person is 在编.
        posted: The host unit stands on the frontline and the post is 一线执法.
        certified: A certificate is valid.
        excluded: An absence takes the person off the frontline.
        unit_id: Host unit.
        town_id: Town of the host unit.
        zone_id: Zone of the host unit.
    """

    counted: bool = False
    established: bool = False
    posted: bool = False
    certified: bool = False
    excluded: bool = False
    unit_id: int | None = None
    town_id: int | None = None
    zone_id: int | None = None

    @property
    def in_strength(self) -> bool:
        """Whether the person is one of D."""
        return self.counted and self.established

    @property
    def on_frontline(self) -> bool:
        """Whether the person is one of N."""
        return self.in_strength and self.posted and self.certified and not self.excluded


class Definition(StrEnum):
    """A named way to count the share (口径). The first is the headline."""

    ESTABLISHED = "established"
    WITH_AUXILIARIES = "with_auxiliaries"
    CERTIFIED_ONLY = "certified_only"
    POSTS = "posts"

    @property
    def label(self) -> str:
        """Its name."""
        return _DEFINITIONS[self].title

    def wording(self, long_from: int) -> str:
        """Return the full definition, as every report prints it.

        Args:
            long_from: The consecutive day from which an absence is long.
        """
        return _DEFINITIONS[self].wording.format(long_from=long_from)


@dataclass(frozen=True)
class _Counting:
    title: str
    wording: str
    in_strength: Callable[[Standing], bool]
    on_frontline: Callable[[Standing], bool]


_DEFINITIONS = {
    Definition.ESTABLISHED: _Counting(
        "在编在岗口径",
        "分母为统计日编制单位计入下沉口径的在编在岗人员（含未持证人员）；"
        "分子为其中持有效行政执法证、使用单位为镇街或片区队伍、岗位为一线执法，"
        "且不属于借调回流、不属于连续第{long_from}日起（文件载明更长期限的自首日起）"
        "长期病假或脱产学习的人员。比例按分数精确计算，百分数截尾保留一位小数。",
        lambda one: one.in_strength,
        lambda one: one.on_frontline,
    ),
    Definition.WITH_AUXILIARIES: _Counting(
        "含编外辅助口径",
        "在“在编在岗口径”的分母、分子上，分别加入编制单位计入下沉口径的编外辅助人员、"
        "其中在镇街或片区队伍一线岗位且未长期离岗的辅助人员（辅助人员不要求持证）。",
        lambda one: one.counted,
        lambda one: (
            one.on_frontline
            or (one.counted and not one.established and one.posted and not one.excluded)
        ),
    ),
    Definition.CERTIFIED_ONLY: _Counting(
        "在编持证口径",
        "分母为“在编在岗口径”分母中统计日持有效行政执法证的人员；"
        "分子与“在编在岗口径”相同。",
        lambda one: one.in_strength and one.certified,
        lambda one: one.on_frontline,
    ),
    Definition.POSTS: _Counting(
        "岗位口径",
        "分母与“在编在岗口径”相同；分子为其中使用单位为镇街或片区队伍、"
        "岗位为一线执法的人员，不论是否持证、是否离岗。",
        lambda one: one.in_strength,
        lambda one: one.in_strength and one.posted,
    ),
}


@dataclass(frozen=True, slots=True)
class Tally:
    """A share, kept as its two whole numbers.

    Attributes:
        frontline: N, persons.
        strength: D, persons.
    """

    frontline: int
    strength: int

    @property
    def share(self) -> Fraction | None:
        """N over D, or None where there is nobody to speak of."""
        return Fraction(self.frontline, self.strength) if self.strength else None

    @property
    def text(self) -> str:
        """N over D as two whole numbers, 382/450."""
        return f"{self.frontline}/{self.strength}" if self.strength else "—"

    def reaches(self, target: Fraction) -> bool:
        """Tell whether the share is at least ``target``; nobody reaches nothing."""
        return self.share is not None and self.share >= target

    def shortfall(self, target: Fraction) -> int:
        """Return how many more persons on the frontline the target asks for."""
        needed = -(-target.numerator * self.strength // target.denominator)
        return max(0, needed - self.frontline)


def percent(share: Fraction | None) -> str:
    """Return a share as percent with one decimal, cut off and never rounded up.

    So 84.996 % reads 84.9, and whoever reads 85.0 has reached 85. None reads "—".

    Clause: roster/frontline-share
    """
    if share is None:
        return "—"
    tenths = int(share * 1000)
    return f"{tenths // 10}.{tenths % 10}"


def standing(person: PersonFacts, day: date, force: Force) -> Standing:
    """Return how one person counts on one day.

    Clause: roster/frontline-share
    """
    home = next((one for one in person.homes if day in one.period), None)
    if home is None:
        return Standing()
    home_unit = force.unit_on(home.unit_id, day)
    host = next((one for one in person.hosts if day in one.period), None)
    host_unit = force.unit_on(host.unit_id, day) if host else None
    excluded = excluded_periods(person.leaves, force.long_from)
    return Standing(
        counted=home_unit is not None and home_unit.counts,
        established=home.employment.established,
        posted=host is not None
        and host_unit is not None
        and host_unit.kind in FRONTLINE_KINDS
        and host.post is PostKind.FRONTLINE,
        certified=any(day in period for period in person.certificates),
        excluded=any(day in period for period in excluded),
        unit_id=host.unit_id if host else None,
        town_id=host_unit.town_id if host_unit else None,
        zone_id=force.zone_on(host_unit, day) if host_unit else None,
    )


def obstacle(one: Standing, post: PostKind | None) -> str:
    """Say why a person is not one of N; nothing where he is.

    Args:
        one: How the person counts.
        post: What the person does at the host unit, if any is on record.

    Clause: roster/frontline-share
    """
    if post is PostKind.FRONTLINE:
        unposted = "使用单位不在镇街或片区队伍"
    else:
        unposted = f"岗位为{post.label}" if post else "未登记使用单位"
    reasons = (
        (one.on_frontline, ""),
        (not one.counted, "编制单位不计入口径"),
        (not one.established, "编外辅助，不计入"),
        (not one.posted, unposted),
        (not one.certified, "无有效执法证"),
    )
    found = (reason for holds, reason in reasons if holds)
    return next(found, "借调回流或长期离岗")


def standings(force: Force, day: date) -> dict[int, Standing]:
    """Return how everybody counts on one day, by person."""
    return {one.person_id: standing(one, day, force) for one in force.people}


def tally(
    those: Iterable[Standing], definition: Definition = Definition.ESTABLISHED
) -> Tally:
    """Count D and N among some people under one definition.

    Clause: roster/frontline-share
    """
    counting = _DEFINITIONS[definition]
    frontline = strength = 0
    for one in those:
        strength += counting.in_strength(one)
        frontline += counting.on_frontline(one)
    return Tally(frontline, strength)


def by_zone(those: Iterable[Standing]) -> dict[int | None, Tally]:
    """Count D and N among the people working in each zone; None is outside them."""
    return _grouped(those, lambda one: one.zone_id)


def by_town(those: Iterable[Standing]) -> dict[int | None, Tally]:
    """Count D and N among the people working in each town; None is outside them."""
    return _grouped(those, lambda one: one.town_id)


def _grouped(
    those: Iterable[Standing], key: Callable[[Standing], int | None]
) -> dict[int | None, Tally]:
    groups: defaultdict[int | None, list[Standing]] = defaultdict(list)
    for one in those:
        groups[key(one)].append(one)
    return {place: tally(members) for place, members in groups.items()}


def spans(
    person: PersonFacts, window: Period, force: Force
) -> Iterator[tuple[Period, Standing]]:
    """Cut a window into spans on each of which a person counts the same way.

    Args:
        person: Whose spans.
        window: First and last day looked at; must have a last day.
        force: The units and zones the facts name.

    Raises:
        ValueError: The window has no last day.
    """
    if window.last is None:
        raise ValueError("a window has a last day")
    cuts = {window.first, window.last + ONE_DAY}
    for period in _periods(person, force):
        cuts.add(period.first)
        if period.last is not None:
            cuts.add(period.last + ONE_DAY)
    inside = sorted(day for day in cuts if window.first <= day <= window.last + ONE_DAY)
    for first, after in pairwise(inside):
        yield Period(first, after - ONE_DAY), standing(person, first, force)


def _periods(person: PersonFacts, force: Force) -> Iterator[Period]:
    """Yield every period whose edges may change how a person counts."""
    yield from person.certificates
    yield from excluded_periods(person.leaves, force.long_from)
    named: tuple[Home | Host, ...] = (*person.homes, *person.hosts)
    for fact in named:
        yield fact.period
        for unit in force.units.get(fact.unit_id, ()):
            yield unit.period
            if unit.town_id is not None:
                for period, _zone in force.town_zones.get(unit.town_id, ()):
                    yield period


def daily(
    force: Force,
    window: Period,
    definition: Definition = Definition.ESTABLISHED,
) -> list[Tally]:
    """Return D and N of every day of a window, first day first.

    Raises:
        ValueError: The window has no last day.

    Clause: roster/frontline-share
    """
    days = window.days()
    if days is None:
        raise ValueError("a window has a last day")
    counting = _DEFINITIONS[definition]
    frontline, strength = [0] * (days + 1), [0] * (days + 1)
    for person in force.people:
        for period, one in spans(person, window, force):
            first = (period.first - window.first).days
            after = first + (period.days() or 0)
            if counting.in_strength(one):
                strength[first] += 1
                strength[after] -= 1
            if counting.on_frontline(one):
                frontline[first] += 1
                frontline[after] -= 1
    series, n, d = [], 0, 0
    for step_n, step_d in zip(frontline[:days], strength[:days], strict=True):
        n, d = n + step_n, d + step_d
        series.append(Tally(n, d))
    return series


def mean_share(days: Iterable[Tally]) -> Fraction | None:
    """Return the exact mean of the days' shares; days without anybody are left out.

    Clause: roster/frontline-mean
    """
    shares = [day.share for day in days if day.share is not None]
    return sum(shares, Fraction()) / len(shares) if shares else None


def month_window(year: int, month: int) -> Period:
    """Return the first and last day of a month."""
    return Period(
        date(year, month, 1), date(year, month, months.monthrange(year, month)[1])
    )


class Cause(StrEnum):
    """Why one person's count changed between two days, in the order it is told."""

    STRENGTH = "strength"
    POSTING = "posting"
    CERTIFICATE = "certificate"
    ABSENCE = "absence"

    @property
    def label(self) -> str:
        """The cause in words."""
        return {
            "strength": "人员进出",
            "posting": "派驻与岗位调整",
            "certificate": "执法证取得与到期",
            "absence": "离岗与返岗",
        }[self]


@dataclass(frozen=True, slots=True)
class Fall:
    """One step of the waterfall.

    Attributes:
        gained: Persons who came to count for more, by this cause.
        lost: Persons who came to count for less.
        before: D and N before this step.
        after: D and N after it.
    """

    cause: Cause
    gained: tuple[int, ...]
    lost: tuple[int, ...]
    before: Tally
    after: Tally


def waterfall(force: Force, earlier: date, later: date) -> tuple[Fall, ...]:
    """Explain the change between two days, cause by cause.

    Each person is told once, under the first cause that fits; the steps add up to
    the whole change exactly.
    """
    old, new = standings(force, earlier), standings(force, later)
    told: defaultdict[Cause, list[int]] = defaultdict(list)
    for person_id, after in new.items():
        before = old[person_id]
        if (before.in_strength, before.on_frontline) != (
            after.in_strength,
            after.on_frontline,
        ):
            told[_cause(before, after)].append(person_id)
    steps, at = [], tally(old.values())
    for cause in Cause:
        gained: list[int] = []
        lost: list[int] = []
        n, d = at.frontline, at.strength
        for person_id in told[cause]:
            before, after = old[person_id], new[person_id]
            n += after.on_frontline - before.on_frontline
            d += after.in_strength - before.in_strength
            more = (after.on_frontline, after.in_strength) > (
                before.on_frontline,
                before.in_strength,
            )
            (gained if more else lost).append(person_id)
        steps.append(Fall(cause, (*gained,), (*lost,), at, at := Tally(n, d)))
    return tuple(steps)


def _cause(before: Standing, after: Standing) -> Cause:
    if before.in_strength != after.in_strength:
        return Cause.STRENGTH
    if before.posted != after.posted:
        return Cause.POSTING
    if before.certified != after.certified:
        return Cause.CERTIFICATE
    return Cause.ABSENCE


@dataclass(frozen=True, slots=True)
class Move:
    """A posting that has not been signed yet.

    Attributes:
        on: First day at the new unit.
    """

    person_id: int
    unit_id: int
    post: PostKind
    on: date


def moved(force: Force, moves: Sequence[Move]) -> Force:
    """Return the force as it would be if some postings were signed (what-if).

    A move ends whatever host unit the person has on its day and all planned after.
    """
    asked = {move.person_id: move for move in moves}
    people = []
    for person in force.people:
        move = asked.get(person.person_id)
        if move is not None:
            kept = [
                replace(host, period=_until(host.period, move.on - ONE_DAY))
                for host in person.hosts
                if host.period.first < move.on
            ]
            new = Host(Period(move.on), move.unit_id, move.post)
            person = replace(person, hosts=(*kept, new))  # noqa: PLW2901 - that is it
        people.append(person)
    return replace(force, people=tuple(people))


def _until(period: Period, day: date) -> Period:
    last = day if period.last is None else min(period.last, day)
    return Period(period.first, last)


@dataclass(frozen=True)
class Proposal:
    """The fewest postings that reach the target.

    Attributes:
        moves: What to sign.
        reached: Whether they are enough.
        after: D and N once they are signed.
    """

    moves: tuple[Move, ...]
    reached: bool
    after: Tally


def fewest_moves(force: Force, day: date, target: Fraction) -> Proposal:
    """Find the smallest set of postings that reaches the target on a day.

    Every such posting adds one to N and leaves D alone, so the shortfall is the
    fewest there can be. Those who already work at a frontline unit in another post
    come first, since they leave no unit; then those whose unit has most to spare.
    Each goes where fewest of the force stand. No unit falls below its smallest
    staff.

    Args:
        force: The force as it is.
        day: First day of the postings.
        target: The share to reach.

    Returns:
        The postings, as many as can be found where the target cannot be reached.

    Clause: roster/frontline-share
    """
    now = standings(force, day)
    at = tally(now.values())
    short = at.shortfall(target)
    staff = Counter(one.unit_id for one in now.values() if one.unit_id is not None)
    frontline = Counter(
        {
            unit_id: 0
            for unit_id in force.units
            if (unit := force.unit_on(unit_id, day)) and unit.kind in FRONTLINE_KINDS
        }
    )
    for one in now.values():
        if one.on_frontline and one.unit_id is not None:
            frontline[one.unit_id] += 1
    able = [
        person_id
        for person_id, one in sorted(now.items())
        if one.in_strength and one.certified and not one.excluded and not one.posted
    ]
    moves: list[Move] = []
    for person_id in [one for one in able if now[one].unit_id in frontline][:short]:
        stays = now[person_id].unit_id
        if stays is not None:
            moves.append(Move(person_id, stays, PostKind.FRONTLINE, day))
            frontline[stays] += 1
    waiting: defaultdict[int | None, deque[int]] = defaultdict(deque)
    for person_id in able:
        if now[person_id].unit_id not in frontline:
            waiting[now[person_id].unit_id].append(person_id)
    spare = {unit: _spare(unit, staff, force, day) for unit in waiting}
    for person_id in _leaving(waiting, spare, short - len(moves) if frontline else 0):
        goes = min(frontline, key=lambda unit: (frontline[unit], unit))
        moves.append(Move(person_id, goes, PostKind.FRONTLINE, day))
        frontline[goes] += 1
    after = Tally(at.frontline + len(moves), at.strength)
    return Proposal(tuple(moves), after.reaches(target), after)


def _leaving(
    waiting: dict[int | None, deque[int]], spare: dict[int | None, int], count: int
) -> Iterator[int]:
    """Yield who leaves next: always somebody whose unit has most to spare."""
    while count > 0 and waiting:
        unit = max(waiting, key=lambda one: (spare[one], -waiting[one][0]))
        if spare[unit] <= 0:
            return
        yield waiting[unit].popleft()
        count -= 1
        if unit is not None:
            spare[unit] -= 1
        if not waiting[unit]:
            del waiting[unit]


def _spare(
    unit_id: int | None, staff: Mapping[int, int], force: Force, day: date
) -> int:
    """Return how many may leave a unit; one for a person who is at none."""
    if unit_id is None:
        return 1
    unit = force.unit_on(unit_id, day)
    return staff[unit_id] - (unit.smallest_staff if unit else 0)


def days_of(window: Period) -> list[date]:
    """Return the days of a window that has a last day."""
    return [window.first + timedelta(days=n) for n in range(window.days() or 0)]


def check_smallest_staff(unit_name: str, staff_after: int, smallest_staff: int) -> None:
    """Refuse a posting that takes a unit below its smallest staff.

    Args:
        unit_name: The unit that is left.
        staff_after: Persons who would remain there.
        smallest_staff: The fewest it may have.

    Raises:
        Refusal: Fewer would remain.

    Clause: roster/smallest-staff
    """
    if staff_after < smallest_staff:
        raise Refusal(
            f"调出后{unit_name}仅剩{staff_after}人，"
            f"低于该机构最低人员数{smallest_staff}人。",
            clause="roster/smallest-staff",
            ways=("先补充人员，或调整该机构的最低人员数后再派驻。",),
        )
