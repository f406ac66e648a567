"""Which towns lie side by side, as a list that a clerk goes through pair by pair."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from workbench import search
from workbench.access import Permission
from workbench.desk import Topic, Work, chartered
from workbench.listing import (
    AS_IT_COMES,
    Column,
    Kind,
    Listing,
    Ordering,
    Tone,
    numbers,
)
from workbench.models.roster.towns import Neighbour, TownFact
from workbench.rules import Refusal
from workbench.rules.calendar import china_day
from workbench.rules.roster.towns import (
    NeighbourState,
    Point,
    PointQuality,
    kilometres,
)
from workbench.services.roster import towns

_APART = 1_000_000  # a pair's number: this many times the one town, plus the other


@dataclass(frozen=True, slots=True)
class NeighbourLine:
    """Two towns that lie side by side, or are known not to.

    Attributes:
        id: The pair's number.
        km: How far apart their points are; None where one is missing.
        decided_on: Day of the decision; None while it is a guess.
    """

    id: int
    one_id: int
    other_id: int
    one: str
    other: str
    km: float | None
    state: NeighbourState
    passable: bool
    decided_on: date | None

    @property
    def pair(self) -> str:
        """Both names."""
        return f"{self.one}—{self.other}"

    @property
    def said(self) -> str:
        """What is known of them, in a word."""
        if self.state is not NeighbourState.CONFIRMED:
            return self.state.label
        return "相邻" if self.passable else "相邻，不通车"

    @property
    def tone(self) -> Tone:
        """The colour of that word."""
        return {
            NeighbourState.DERIVED: Tone.CAUTION,
            NeighbourState.CONFIRMED: Tone.GOOD,
            NeighbourState.CUT: Tone.PLAIN,
        }[self.state]


@dataclass(frozen=True, slots=True)
class GroundWork:
    """How far the map is confirmed: points of towns, pairs of neighbours."""

    towns: int
    unconfirmed: int
    pairs: int
    undecided: int


def pair_number(one_id: int, other_id: int) -> int:
    """Return the number of a pair of towns, whichever comes first."""
    return min(one_id, other_id) * _APART + max(one_id, other_id)


def _number() -> sa.ColumnElement[int]:
    return sa.cast(Neighbour.one_id, sa.BigInteger) * _APART + Neighbour.other_id


@chartered(Permission.ROSTER_TOWN_READ)
def find_neighbours(
    work: Work,
    *,
    text: str = "",
    state: NeighbourState | None = None,
    ordering: Ordering = AS_IT_COMES,
) -> Sequence[int]:
    """Return the numbers of the pairs that match.

    Args:
        work: Whose session.
        text: Fragment or initials of either town's name.
        state: What is known of them.
        ordering: Sort and limit.
    """
    number = _number()
    found = sa.select(number).where(
        sa.or_(
            *(
                search.matching(work.session, "town", key, text)
                for key in (Neighbour.one_id, Neighbour.other_id)
            )
        )
    )
    if state is not None:
        found = found.where(Neighbour.state == state)
    orders = {
        "one": number,
        "other": Neighbour.other_id,
        "state": Neighbour.state,
        "decided_on": Neighbour.decided_at,
    }
    return numbers(work.session, found, number, orders, ordering)


@chartered(Permission.ROSTER_TOWN_READ)
def neighbour_lines(work: Work, *, ids: Sequence[int]) -> dict[int, NeighbourLine]:
    """Return the pairs for ``ids``, with their towns' names and distance."""
    places = {
        row.town_id: row
        for row in work.session.scalars(
            sa.select(TownFact).where(TownFact.holds_on(work.today))
        )
    }

    def name(town_id: int) -> str:
        return places[town_id].name if town_id in places else "—"

    found = work.session.scalars(sa.select(Neighbour).where(_number().in_(ids)))
    lines = (
        NeighbourLine(
            pair_number(row.one_id, row.other_id),
            row.one_id,
            row.other_id,
            name(row.one_id),
            name(row.other_id),
            _apart(places.get(row.one_id), places.get(row.other_id)),
            row.state,
            row.passable,
            china_day(row.decided_at) if row.decided_at else None,
        )
        for row in found
    )
    return {line.id: line for line in lines}


def _apart(one: TownFact | None, other: TownFact | None) -> float | None:
    ends = [
        Point(place.lon, place.lat)
        for place in (one, other)
        if place is not None and place.lon is not None and place.lat is not None
    ]
    return kilometres(*ends) if len(ends) > 1 else None


@chartered(
    Permission.ROSTER_TOWN_EDIT,
    title="确认相邻关系",
    changes=(Topic.TOWNS, Topic.ZONES),
)
def decide_neighbours(
    work: Work, *, ids: Sequence[int], state: NeighbourState, passable: bool = True
) -> int:
    """Say of several pairs whether they lie side by side; see ``decide_neighbour``.

    Returns:
        How many were decided.

    Clause: roster/neighbours
    """
    for number in ids:
        one_id, other_id = divmod(number, _APART)
        towns.decide_neighbour(
            work, one_id=one_id, other_id=other_id, state=state, passable=passable
        )
    return len(ids)


@chartered(
    Permission.ROSTER_TOWN_EDIT,
    title="确认其余推算的相邻关系",
    changes=(Topic.TOWNS, Topic.ZONES),
)
def confirm_rest(work: Work) -> int:
    """Confirm every pair that is still a guess.

    Returns:
        How many there were.

    Raises:
        Refusal: There is none.

    Clause: roster/neighbours
    """
    left = find_neighbours(work, state=NeighbourState.DERIVED)
    if not left:
        raise Refusal("没有待确认的相邻关系。", clause="roster/neighbours")
    return decide_neighbours(work, ids=left, state=NeighbourState.CONFIRMED)


@chartered(Permission.ROSTER_TOWN_READ)
def ground_work(work: Work) -> GroundWork:
    """Return how far the points and the neighbours are confirmed."""

    def count(what: Any, *wanted: sa.ColumnElement[bool]) -> int:
        found = sa.select(sa.func.count()).select_from(what).where(*wanted)
        return work.session.scalar(found) or 0

    here = TownFact.holds_on(work.today)
    return GroundWork(
        count(TownFact, here),
        count(TownFact, here, TownFact.quality != PointQuality.CONFIRMED),
        count(Neighbour),
        count(Neighbour, Neighbour.state == NeighbourState.DERIVED),
    )


NEIGHBOURS = Listing[NeighbourLine](
    "neighbours",
    "相邻关系",
    find_neighbours,
    neighbour_lines,
    (
        Column("one", "镇街", lambda row: row.one, width=95),
        Column("other", "相邻镇街", lambda row: row.other, width=95),
        Column(
            "km",
            "相距公里",
            lambda row: "—" if row.km is None else f"{row.km:.1f}",
            Kind.NUMBER,
            width=80,
            sortable=False,
        ),
        Column(
            "state",
            "关系",
            lambda row: row.said,
            Kind.STATE,
            width=125,
            tone=lambda row: row.tone,
        ),
        Column(
            "decided_on",
            "确认日期",
            lambda row: str(row.decided_on or "—"),
            Kind.DATE,
            width=100,
            shown=False,
        ),
    ),
    empty="还没有相邻关系。点“推算相邻关系”，由镇街的位置推算出来。",
)
