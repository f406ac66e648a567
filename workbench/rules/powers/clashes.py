"""Clashes (冲突): who cannot be on a team, or with which vehicle, on which days.

Everybody is sent once for the whole of an action (人员一次性选派), so a team keeps its
people and vehicles from its first day to its last.
"""

import itertools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from workbench.rules.calendar import chinese_day, chinese_days
from workbench.rules.periods import ONE_DAY, Period

FEWEST_CERTIFIED = 2
"""How many of a team hold a valid certificate; fewer may not enforce."""


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody who is wanted on a team.

    Attributes:
        enforces: Whether a certificate is needed; who only helps needs none.
    """

    person_id: int
    name: str
    enforces: bool = True


@dataclass(frozen=True, slots=True)
class Team:
    """A team that is wanted from its first day to its last.

    Attributes:
        vehicles: Number and plate of each vehicle.
    """

    name: str
    first: date
    last: date
    members: tuple[Member, ...]
    vehicles: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Taken:
    """Days that a person or a vehicle is not free, or that a certificate covers.

    Attributes:
        key: Number of the person or the vehicle.
        period: Which days.
        what: What with, as sentences call it; a certificate's number.
    """

    key: int
    period: Period
    what: str = ""


@dataclass(frozen=True, slots=True)
class Known:
    """What is on record already.

    Attributes:
        teams: Days on teams of other actions.
        leaves: Days on leave.
        certificates: Days on which certificates are valid.
        duties: Turns of duty.
        uses: Vehicles' other uses.
        alarm_days: So many days before its end a certificate is worth a warning.
    """

    teams: Sequence[Taken] = ()
    leaves: Sequence[Taken] = ()
    certificates: Sequence[Taken] = ()
    duties: Sequence[Taken] = ()
    uses: Sequence[Taken] = ()
    alarm_days: int = 0


@dataclass(frozen=True, slots=True)
class Clash:
    """One clash, in a sentence.

    Attributes:
        text: Who, which days, what with.
        forbids: Whether the team cannot be sent so; else it is only to be known.
    """

    text: str
    forbids: bool


def clashes(teams: Sequence[Team], known: Known) -> tuple[Clash, ...]:
    """Return everything that stands against sending these teams, what forbids first.

    Args:
        teams: The teams of one action.
        known: What is on record.

    Clause: powers/clashes, powers/two-certified
    """
    found = [*_twice(teams)]
    for team in teams:
        found += [*_people(team, known), *_certified(team, known)]
        found += _vehicles(team, known.uses)
    return tuple(dict.fromkeys(sorted(found, key=lambda one: not one.forbids)))


def _twice(teams: Sequence[Team]) -> Iterator[Clash]:
    """Tell who or what is named twice among the teams themselves."""
    people: dict[int, str] = {}
    vehicles: dict[int, str] = {}
    for team in teams:
        named = [(people, one.person_id, one.name) for one in team.members]
        named += [(vehicles, key, plate) for key, plate in team.vehicles]
        for seen, key, name in named:
            if key in seen:
                where = (
                    f"同时编在{seen[key]}和{team.name}"
                    if seen[key] != team.name
                    else f"在{team.name}编了两次"
                )
                yield Clash(f"{name}{where}，一次行动只编入一个组。", forbids=True)
            seen.setdefault(key, team.name)


def _people(team: Team, known: Known) -> Iterator[Clash]:
    for one in team.members:
        for days, what in _shared(team, known.teams, one.person_id):
            yield Clash(f"{one.name}{days}已编入{what}。", forbids=True)
        for days, what in _shared(team, known.leaves, one.person_id):
            yield Clash(f"{one.name}{days}离岗（{what}）。", forbids=True)
        for days, what in _shared(team, known.duties, one.person_id):
            yield Clash(f"{one.name}{days}值班（{what}）。", forbids=False)


def _certified(team: Team, known: Known) -> Iterator[Clash]:
    days = Period(team.first, team.last)
    held: list[list[Period]] = []
    for one in team.members:
        spans = sorted(
            (
                taken.period
                for taken in known.certificates
                if taken.key == one.person_id
            ),
            key=lambda span: span.first,
        )
        held.append(spans)
        lacks = list(gaps(days, spans))
        if one.enforces and lacks:
            words = "、".join(_said(gap) for gap in lacks)
            yield Clash(f"{one.name}{words}没有有效执法证。", forbids=True)
        elif one.enforces and spans:
            yield from _ending(one, team, spans, known.alarm_days)
    for span in _short(days, held):
        yield Clash(
            f"{team.name}{_said(span)}持有效执法证的不足{FEWEST_CERTIFIED}人。",
            forbids=True,
        )


def _ending(
    one: Member, team: Team, spans: Sequence[Period], alarm_days: int
) -> Iterator[Clash]:
    """Warn of a certificate that ends soon after the team's last day."""
    if any(span.last is None for span in spans):
        return
    end = max(span.last for span in spans if span.last is not None)
    if end <= team.last + timedelta(days=alarm_days):
        yield Clash(
            f"{one.name}的执法证{chinese_day(end)}到期，请及时换证。", forbids=False
        )


def _vehicles(team: Team, uses: Sequence[Taken]) -> Iterator[Clash]:
    for key, plate in team.vehicles:
        for days, what in _shared(team, uses, key):
            yield Clash(f"车辆{plate}{days}已用于{what}。", forbids=True)


def _shared(team: Team, taken: Iterable[Taken], key: int) -> Iterator[tuple[str, str]]:
    """Yield the days, in words, that the team shares with what is taken."""
    days = Period(team.first, team.last)
    for one in taken:
        if one.key == key and one.period.overlaps(days):
            yield _said(_both(days, one.period)), one.what


def _both(days: Period, other: Period) -> Period:
    last = days.last if other.last is None else min(days.last or other.last, other.last)
    return Period(max(days.first, other.first), last)


def _said(span: Period) -> str:
    return chinese_days(span.first, span.last or span.first)


def gaps(days: Period, spans: Iterable[Period]) -> Iterator[Period]:
    """Yield the parts of ``days`` that no span covers.

    Args:
        days: Days with an end.
        spans: Spans, by their first days.
    """
    end = days.last or days.first
    at = days.first
    for span in spans:
        if at > end:
            return
        if span.first > at:
            before = min(span.first - ONE_DAY, end)
            yield Period(at, before)
        if span.last is None:
            return
        at = max(at, span.last + ONE_DAY)
    if at <= end:
        yield Period(at, end)


def _short(days: Period, held: Sequence[Sequence[Period]]) -> Iterator[Period]:
    """Yield the spans of days on which too few hold a certificate."""
    end = days.last or days.first
    cuts = {days.first}
    for span in (one for spans in held for one in spans):
        cuts.add(span.first)
        if span.last is not None:
            cuts.add(span.last + ONE_DAY)
    edges = [*sorted(cut for cut in cuts if cut in days), end + ONE_DAY]
    short: Period | None = None
    for first, after in itertools.pairwise(edges):
        count = sum(any(first in span for span in spans) for spans in held)
        if count >= FEWEST_CERTIFIED:
            if short is not None:
                yield short
            short = None
            continue
        short = Period(short.first if short else first, after - ONE_DAY)
    if short is not None:
        yield short
