"""The share on the frontline: on a day, over time, why it moves, what would help."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import Any

import sqlalchemy as sa

from workbench.access import Permission
from workbench.desk import Work, chartered
from workbench.models.roster.people import (
    Certificate,
    Establishment,
    Leave,
    Person,
    Posting,
)
from workbench.models.roster.units import UnitFact
from workbench.models.roster.zones import ZoneTown
from workbench.rules import Refusal
from workbench.rules.periods import Period
from workbench.rules.platform import Policy
from workbench.rules.roster import deployment as rules
from workbench.rules.roster.deployment import (
    Cause,
    Definition,
    Force,
    Home,
    Host,
    Move,
    PersonFacts,
    Standing,
    Tally,
    UnitSpan,
)
from workbench.rules.roster.people import Leave as LeaveSpell
from workbench.services.platform import policy
from workbench.services.roster.zones import town_names, zone_names

_NOWHERE = "片区以外"


@dataclass(frozen=True, slots=True)
class PlaceShare:
    """D and N among the people working in one zone or town.

    Attributes:
        id: The zone or town; None for those working outside all of them.
    """

    id: int | None
    name: str
    tally: Tally


@dataclass(frozen=True, slots=True)
class NamedPerson:
    """A person a figure speaks of.

    Attributes:
        note: What there is to say of the person there.
        seen: Whether the reader may know who it is.
    """

    id: int
    name: str
    host: str
    note: str = ""
    seen: bool = True


@dataclass(frozen=True, slots=True)
class ShareReport:
    """The share on one day, and everything shown beside it.

    Attributes:
        target: The share to reach, as in force on that day.
        long_from: The consecutive day from which an absence is long, likewise.
        others: D and N under each other definition.
        uncertified: Posted people who do not count for want of a certificate.
        excluded: Posted people whom an absence takes off the frontline.
    """

    on: date
    target: Fraction
    long_from: int
    headline: Tally
    others: dict[Definition, Tally]
    zones: tuple[PlaceShare, ...]
    towns: tuple[PlaceShare, ...]
    uncertified: tuple[NamedPerson, ...]
    excluded: tuple[NamedPerson, ...]

    @property
    def reached(self) -> bool:
        """Whether the headline reaches the target."""
        return self.headline.reaches(self.target)

    @property
    def shortfall(self) -> int:
        """How many more persons on the frontline the target asks for."""
        return self.headline.shortfall(self.target)


@dataclass(frozen=True, slots=True)
class FallRow:
    """One step of the waterfall, with the names behind it."""

    cause: Cause
    gained: tuple[NamedPerson, ...]
    lost: tuple[NamedPerson, ...]
    before: Tally
    after: Tally


@dataclass(frozen=True, slots=True)
class MoveRow:
    """One posting that is proposed or tried, in words.

    Attributes:
        leaves: The unit the person works at until then.
        held: The post held there.
        obstacle: Why the person would still not be one of N; empty where he would.
        seen: Whether the reader may know who it is.
    """

    move: Move
    person: str
    leaves: str
    held: str
    goes: str
    obstacle: str
    seen: bool


@dataclass(frozen=True)
class Attempt:
    """What some postings would do.

    Attributes:
        moves: The postings.
        before: D and N on their day without them.
        after: D and N with them.
        reached: Whether the target is then reached.
        target: The target of that day.
        smaller: Units that would fall below their smallest staff, with figures.
    """

    moves: tuple[MoveRow, ...]
    before: Tally
    after: Tally
    reached: bool
    target: Fraction
    smaller: tuple[str, ...]


@chartered(Permission.ROSTER_RATIO_READ)
def force(work: Work, *, on: date) -> Force:
    """Return the county's whole force, every dated fact of it.

    Args:
        work: Whose session.
        on: Day whose policy says from when an absence is long.
    """
    homes: defaultdict[int, list[Home]] = defaultdict(list)
    for row in _facts(work, Establishment, "person_id", "unit_id", "employment"):
        homes[row.person_id].append(Home(_period(row), row.unit_id, row.employment))
    hosts: defaultdict[int, list[Host]] = defaultdict(list)
    for row in _facts(work, Posting, "person_id", "unit_id", "post"):
        hosts[row.person_id].append(Host(_period(row), row.unit_id, row.post))
    certificates: defaultdict[int, list[Period]] = defaultdict(list)
    for row in _facts(work, Certificate, "person_id"):
        certificates[row.person_id].append(_period(row))
    leaves: defaultdict[int, list[LeaveSpell]] = defaultdict(list)
    for row in _facts(work, Leave, "person_id", "kind", "approved_to"):
        leaves[row.person_id].append(
            LeaveSpell(_period(row), row.kind, row.approved_to)
        )
    units: defaultdict[int, list[UnitSpan]] = defaultdict(list)
    names = ("unit_id", "kind", "counts", "town_id", "zone_id", "smallest_staff")
    for row in _facts(work, UnitFact, *names):
        units[row.unit_id].append(
            UnitSpan(
                _period(row),
                row.kind,
                row.counts,
                row.town_id,
                row.zone_id,
                row.smallest_staff,
            )
        )
    town_zones: defaultdict[int, list[tuple[Period, int]]] = defaultdict(list)
    for row in _facts(work, ZoneTown, "town_id", "zone_id"):
        town_zones[row.town_id].append((_period(row), row.zone_id))
    return Force(
        tuple(
            PersonFacts(
                person_id,
                tuple(homes[person_id]),
                tuple(hosts[person_id]),
                tuple(certificates[person_id]),
                tuple(leaves[person_id]),
            )
            for person_id in sorted({*homes, *hosts})
        ),
        {unit_id: tuple(spans) for unit_id, spans in units.items()},
        {town_id: tuple(spans) for town_id, spans in town_zones.items()},
        policy.whole(work, policy=Policy.LONG_LEAVE_FROM, on=on),
    )


def _facts(work: Work, model: Any, *names: str) -> Iterable[Any]:
    columns = [getattr(model, name) for name in (*names, "valid_from", "valid_to")]
    found = sa.select(*columns).where(model.stands(), work.whole_county(model))
    return work.session.execute(found.order_by(model.valid_from))


def _period(row: Any) -> Period:
    return Period(row.valid_from, row.valid_to)


@chartered(Permission.ROSTER_RATIO_READ)
def share_on(work: Work, *, on: date) -> ShareReport:
    """Return the share on one day, under every definition, per zone and town.

    Clause: roster/frontline-share
    """
    whole = force(work, on=on)
    standings = rules.standings(whole, on)
    return _report(work, on, standings)


def _report(work: Work, on: date, standings: dict[int, Standing]) -> ShareReport:
    zones, towns = zone_names(work, on=on), town_names(work, on=on)
    posted = {
        person_id: one
        for person_id, one in standings.items()
        if one.in_strength and one.posted and not one.on_frontline
    }
    people = people_named(work, ids=posted, on=on)
    return ShareReport(
        on,
        policy.share(work, policy=Policy.FRONTLINE_TARGET, on=on),
        policy.whole(work, policy=Policy.LONG_LEAVE_FROM, on=on),
        rules.tally(standings.values()),
        {
            definition: rules.tally(standings.values(), definition)
            for definition in Definition
            if definition is not Definition.ESTABLISHED
        },
        _places(rules.by_zone(standings.values()), zones),
        _places(rules.by_town(standings.values()), towns),
        _noted(
            people,
            [key for key, one in posted.items() if not one.certified],
            _certificates_missed(work, on),
        ),
        _noted(
            people,
            [key for key, one in posted.items() if one.excluded],
            _absences(work, on),
        ),
    )


def _noted(
    people: dict[int, NamedPerson], keys: Iterable[int], notes: dict[int, str]
) -> tuple[NamedPerson, ...]:
    return tuple(
        replace(people[key], note=notes.get(key, ""))
        if people[key].seen
        else people[key]
        for key in keys
    )


def _certificates_missed(work: Work, on: date) -> dict[int, str]:
    """Say of everybody without a valid certificate why there is none."""
    notes = {
        person_id: "没有执法证"
        for (person_id,) in work.session.execute(
            sa.select(Person.id).where(work.visible(Person))
        )
    }
    for person_id, first, last in work.session.execute(
        sa.select(Certificate.person_id, Certificate.valid_from, Certificate.valid_to)
        .where(Certificate.stands(), work.visible(Certificate))
        .order_by(Certificate.valid_from)
    ):
        if last is not None and last < on:
            notes[person_id] = f"执法证{last}到期"
        elif first > on and person_id in notes:
            notes[person_id] = f"执法证{first}起有效"
    return notes


def _absences(work: Work, on: date) -> dict[int, str]:
    """Say of everybody who is away why, and since when."""
    found = work.session.execute(
        sa.select(Leave.person_id, Leave.kind, Leave.valid_from)
        .where(Leave.holds_on(on), work.visible(Leave))
        .order_by(Leave.valid_from)
    )
    return {key: f"{kind.label}，{first}起" for key, kind, first in found}


def _places(
    tallies: dict[int | None, Tally], names: dict[int, str]
) -> tuple[PlaceShare, ...]:
    known = [
        PlaceShare(key, name, tallies.get(key, Tally(0, 0)))
        for key, name in names.items()
    ]
    outside = tallies.get(None)
    return (*known, *([PlaceShare(None, _NOWHERE, outside)] if outside else ()))


@chartered(Permission.ROSTER_RATIO_READ)
def county_unit_names(work: Work, *, on: date) -> dict[int, str]:
    """Return the short name of every unit of the county on a day."""
    found = work.session.execute(
        sa.select(UnitFact.unit_id, UnitFact.short_name).where(
            UnitFact.holds_on(on), work.whole_county(UnitFact)
        )
    )
    return dict(found.all())


@chartered(Permission.ROSTER_RATIO_READ)
def people_named(work: Work, *, ids: Iterable[int], on: date) -> dict[int, NamedPerson]:
    """Return the people a figure speaks of; names of others stay hidden."""
    wanted = list(ids)
    found: dict[int, NamedPerson] = {}
    visible = work.session.execute(
        sa.select(Person.id, Person.name, UnitFact.short_name)
        .outerjoin(
            Posting, sa.and_(Posting.person_id == Person.id, Posting.holds_on(on))
        )
        .outerjoin(
            UnitFact,
            sa.and_(UnitFact.unit_id == Posting.unit_id, UnitFact.holds_on(on)),
        )
        .where(Person.id.in_(wanted), work.visible(Person), work.whole_county(UnitFact))
    )
    for person_id, name, host in visible:
        found[person_id] = NamedPerson(person_id, name, host or "—")
    for person_id in wanted:
        found.setdefault(
            person_id, NamedPerson(person_id, "（外片区人员）", "—", seen=False)
        )
    return found


@dataclass(frozen=True, slots=True)
class Trend:
    """The share over some days.

    Attributes:
        first: Day of the first tally; one follows for each day.
        target: The target on the last day.
        mean: The exact mean of the days' shares.
    """

    first: date
    days: tuple[Tally, ...]
    target: Fraction
    mean: Fraction | None


@chartered(Permission.ROSTER_RATIO_READ)
def trend(
    work: Work,
    *,
    first: date,
    last: date,
    definition: Definition = Definition.ESTABLISHED,
) -> Trend:
    """Return the share of every day of a span, each by the policy of that day.

    Raises:
        Refusal: The span is upside down or longer than ten years.

    Clause: roster/frontline-mean
    """
    _check_span(first, last)
    whole, days = force(work, on=last), []
    for span, long_from in policy.whole_spans(
        work, policy=Policy.LONG_LEAVE_FROM, first=first, last=last
    ):
        days += rules.daily(replace(whole, long_from=long_from), span, definition)
    return Trend(
        first,
        tuple(days),
        policy.share(work, policy=Policy.FRONTLINE_TARGET, on=last),
        rules.mean_share(days),
    )


def _check_span(first: date, last: date) -> None:
    ten_years = 3660
    if not 0 <= (last - first).days <= ten_years:
        raise Refusal(
            "起止日期应先早后晚，且不超过十年。", clause="general/dated-facts"
        )


@chartered(Permission.ROSTER_RATIO_READ)
def why(work: Work, *, earlier: date, later: date) -> tuple[FallRow, ...]:
    """Explain how the share moved between two days, cause by cause, with names."""
    _check_span(earlier, later)
    falls = rules.waterfall(force(work, on=later), earlier, later)
    ids = {key for fall in falls for key in (*fall.gained, *fall.lost)}
    people = people_named(work, ids=ids, on=later)
    notes = {Cause.CERTIFICATE: _certificates_missed(work, later)}
    return tuple(
        FallRow(
            fall.cause,
            tuple(people[key] for key in fall.gained),
            _noted(people, fall.lost, notes.get(fall.cause, {})),
            fall.before,
            fall.after,
        )
        for fall in falls
    )


@chartered(Permission.ROSTER_RATIO_READ)
def try_moves(work: Work, *, moves: Sequence[Move], on: date) -> Attempt:
    """Say what some postings would do, without signing any of them.

    Args:
        work: Whose session.
        moves: The postings, at most one a person.
        on: The day to look at.
    """
    return _attempt(work, force(work, on=on), tuple(moves), on)


@chartered(Permission.ROSTER_RATIO_READ)
def propose_moves(work: Work, *, on: date) -> Attempt:
    """Return the fewest postings that reach the target on a day.

    Clause: roster/frontline-share, roster/smallest-staff
    """
    whole = force(work, on=on)
    target = policy.share(work, policy=Policy.FRONTLINE_TARGET, on=on)
    return _attempt(work, whole, rules.fewest_moves(whole, on, target).moves, on)


def _attempt(work: Work, whole: Force, moves: tuple[Move, ...], on: date) -> Attempt:
    before = rules.standings(whole, on)
    tried = rules.standings(rules.moved(whole, moves), on)
    target = policy.share(work, policy=Policy.FRONTLINE_TARGET, on=on)
    after = rules.tally(tried.values())
    names = county_unit_names(work, on=on)
    people = people_named(work, ids=[move.person_id for move in moves], on=on)
    held = {
        one.person_id: host.post.label
        for one in whole.people
        if one.person_id in people
        for host in one.hosts
        if people[one.person_id].seen and on in host.period
    }
    return Attempt(
        tuple(
            MoveRow(
                move,
                people[move.person_id].name,
                people[move.person_id].host,
                held.get(move.person_id, "—"),
                names.get(move.unit_id, "—"),
                rules.obstacle(tried.get(move.person_id, Standing()), move.post),
                people[move.person_id].seen,
            )
            for move in moves
        ),
        rules.tally(before.values()),
        after,
        after.reaches(target),
        target,
        _too_small(whole, before, tried, names, on),
    )


def _too_small(
    whole: Force,
    before: dict[int, Standing],
    after: dict[int, Standing],
    names: dict[int, str],
    on: date,
) -> tuple[str, ...]:
    sentences = []
    staff, left = (
        Counter(one.unit_id for one in those.values()) for those in (before, after)
    )
    for unit_id, name in names.items():
        was, stays = staff[unit_id], left[unit_id]
        unit = whole.unit_on(unit_id, on)
        smallest = unit.smallest_staff if unit else 0
        if stays < was and stays < smallest:
            sentences.append(f"{name}将剩{stays}人，低于最低人员数{smallest}人")
    return tuple(sentences)
