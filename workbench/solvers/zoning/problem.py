"""A zoning problem: the towns, what the zones must keep to, and both in arrays."""

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import combinations
from typing import NoReturn

import numpy as np
from numpy.typing import NDArray

from workbench.rules import Refusal
from workbench.rules.roster.towns import Point, kilometres, neighbours

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

SLACK = 1e-9
"""Sums of floats are compared no closer than this."""

BARRED, PLACELESS = 1e6, 1e9
"""How far out of the question a seat is that is not allowed, or has no point."""


@dataclass(frozen=True, slots=True)
class Town:
    """A town as the solver sees it.

    Attributes:
        code: Its code, unlike any other's.
        name: Its name.
        lon: Degrees east, WGS 84; None where the point is missing.
        lat: Degrees north.
        workload: Yearly load, in any unit that is the same for all.
        staff: Enforcement staff, persons.
        matters: Yearly volume of each matter the town cannot carry.
    """

    code: str
    name: str
    lon: float | None
    lat: float | None
    workload: float
    staff: float
    matters: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Terms:
    """One figure for each term of the objective: what it comes to, or its weight."""

    travel: float
    dissimilarity: float
    workload: float
    staff: float

    def weighted(self, weights: "Terms") -> "Terms":
        """Return each figure times its weight."""
        return Terms(
            self.travel * weights.travel,
            self.dissimilarity * weights.dissimilarity,
            self.workload * weights.workload,
            self.staff * weights.staff,
        )

    @property
    def total(self) -> float:
        """The figures added up."""
        return self.travel + self.dissimilarity + self.workload + self.staff


WEIGHTS = Terms(travel=1.0, dissimilarity=0.5, workload=1.0, staff=0.5)


@dataclass(frozen=True)
class Problem:
    """What is to be grouped, and what a zone must keep to.

    Attributes:
        towns: The towns; of seats equally good the earlier town is taken.
        zones: p, how many zones there are to be; at least 1.
        min_towns: Fewest towns in a zone.
        max_towns: Most towns in a zone.
        weights: How much each term of the objective counts.
        edges: Pairs of codes that lie side by side; None derives them from the
            points.
        road_factor: Kilometres by road for one as the crow flies.
        distances: Kilometres by road from each town to each, in the towns' order;
            None takes the points and the road factor.
        must_link: Pairs of codes that share a zone.
        cannot_link: Pairs of codes that do not.
        locks: For a code, the number of its zone, from 1.
        seats: Codes that may be a zone's seat; None allows all.
        workload_cap: Largest load of a zone, as a multiple of the zones' mean.
        max_km: Farthest by road that two towns of a zone may lie apart.
        min_staff: Fewest staff of a zone, persons.
    """

    towns: tuple[Town, ...]
    zones: int
    min_towns: int
    max_towns: int
    weights: Terms = WEIGHTS
    edges: tuple[tuple[str, str], ...] | None = None
    road_factor: float = 1.3
    distances: tuple[tuple[float, ...], ...] | None = None
    must_link: tuple[tuple[str, str], ...] = ()
    cannot_link: tuple[tuple[str, str], ...] = ()
    locks: Mapping[str, int] = field(default_factory=dict)
    seats: frozenset[str] | None = None
    workload_cap: float | None = None
    max_km: float | None = None
    min_staff: float | None = None

    @cached_property
    def figures(self) -> "Figures":
        """The problem in arrays, worked out once."""
        return _figures(self)


@dataclass(frozen=True)
class Figures:
    """A problem in arrays; towns are numbered in the problem's order, n in all.

    Attributes:
        number: A code's number.
        edges: Pairs of numbers that lie side by side.
        near: For each town, its neighbours as the bits of one whole number.
        km: Kilometres by road, n × n; 0 to and from a town without a point.
        load: Shares of the workload; equal shares where there is no workload at all.
        crew: Shares of the staff; those of the workload where there is no staff.
        staff: Staff, persons.
        unlikeness: How unlike two towns' matters are, n × n, 0 to 1.
        together: Whether two towns must share a zone, n × n.
        apart: Whether two towns must not, n × n.
        barrier: 0 for a town that may be a seat, else how far it is out of the
            question.
        reach: d0, the unit of the travel term, km.
        pairs: The unit of the dissimilarity term.
    """

    number: Mapping[str, int]
    edges: tuple[tuple[int, int], ...]
    near: tuple[int, ...]
    km: Floats
    load: Floats
    crew: Floats
    staff: Floats
    unlikeness: Floats
    together: Bools
    apart: Bools
    barrier: Floats
    reach: float
    pairs: float


def _figures(problem: Problem) -> Figures:
    towns, size = problem.towns, len(problem.towns)
    number = {town.code: place for place, town in enumerate(towns)}
    points = {
        place: Point(town.lon, town.lat)
        for place, town in enumerate(towns)
        if town.lon is not None and town.lat is not None
    }
    km = _kilometres(problem, points)
    placed = sorted(points) if problem.distances is None else list(range(size))
    edges = (
        tuple(sorted(neighbours(points)))
        if problem.edges is None
        else tuple((number[here], number[there]) for here, there in problem.edges)
    )
    near = [0] * size
    for one, other in edges:
        near[one] |= 1 << other
        near[other] |= 1 << one
    load = _shares([town.workload for town in towns])
    staff = [town.staff for town in towns]
    locked = list(combinations(problem.locks.items(), 2))
    same = [(one, other) for (one, zone), (other, its) in locked if zone == its]
    unlike = [(one, other) for (one, zone), (other, its) in locked if zone != its]
    apart = _links(number, [*problem.cannot_link, *unlike])
    if problem.max_km is not None:
        apart |= np.maximum(km, km.T) > problem.max_km + SLACK
    barrier = np.full(size, PLACELESS)
    for place in placed:
        allowed = problem.seats is None or towns[place].code in problem.seats
        barrier[place] = 0.0 if allowed else BARRED
    one_seat = float((load @ km)[placed].min(initial=np.inf))
    pairs = size * (size / problem.zones - 1) / 2
    return Figures(
        number=number,
        edges=edges,
        near=tuple(near),
        km=km,
        load=load,
        crew=_shares(staff) if any(staff) else load,
        staff=np.array(staff, dtype=float),
        unlikeness=_unlikeness(towns),
        together=_links(number, [*problem.must_link, *same]),
        apart=apart,
        barrier=barrier,
        reach=one_seat / math.sqrt(problem.zones) or 1.0,
        pairs=pairs if pairs > 0 else 1.0,
    )


def _kilometres(problem: Problem, points: Mapping[int, Point]) -> Floats:
    if problem.distances is not None:
        return np.array(problem.distances, dtype=float)
    km = np.zeros((len(problem.towns), len(problem.towns)))
    for (one, here), (other, there) in combinations(points.items(), 2):
        km[one, other] = kilometres(here, there) * problem.road_factor
    return km + km.T


def _shares(amounts: Sequence[float]) -> Floats:
    every = np.array(amounts if any(amounts) else [1.0] * len(amounts), dtype=float)
    every /= every.sum()
    return every


def _links(number: Mapping[str, int], pairs: Collection[tuple[str, str]]) -> Bools:
    links = np.zeros((len(number), len(number)), dtype=bool)
    for one, other in pairs:
        links[number[one], number[other]] = links[number[other], number[one]] = True
    return links


def _unlikeness(towns: Sequence[Town]) -> Floats:
    """Return half the Hellinger distance of volumes, half Jaccard's of matters.

    Two towns without any matter are alike; one with and one without are not at all.
    """
    matters = sorted({matter for town in towns for matter in town.matters})
    volumes = np.array(
        [[town.matters.get(matter, 0.0) for matter in matters] for town in towns]
    ).reshape(len(towns), len(matters))
    totals = volumes.sum(axis=1, keepdims=True)
    roots = np.sqrt(volumes / np.where(totals, totals, 1.0))
    hellinger = np.sqrt(np.clip(1.0 - roots @ roots.T, 0.0, 1.0))
    has = (volumes > 0).astype(float)
    shared = has @ has.T
    either = has.sum(axis=1)[:, None] + has.sum(axis=1) - shared
    unlikeness: Floats = (hellinger + 1.0 - shared / np.where(either, either, 1.0)) / 2
    unlikeness[either == 0] = 0.0
    np.fill_diagonal(unlikeness, 0.0)
    return unlikeness


def refuse(message: str, *ways: str) -> NoReturn:
    """Refuse a problem, or say that it has no answer.

    Raises:
        Refusal: Always.

    Clause: roster/zoning-problem
    """
    raise Refusal(message, clause="roster/zoning-problem", ways=ways)


def named(problem: Problem, towns: Collection[int], most: int = 8) -> str:
    """Return the towns' names in the problem's order; of very many, how many."""
    names = [problem.towns[town].name for town in sorted(towns)]
    if len(names) <= most:
        return "、".join(names)
    return f"{'、'.join(names[: most - 1])}等{len(names)}个镇街"
