"""A good grouping at once, by local search."""

import math
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from random import Random

from workbench.solvers.zoning.bounds import check_problem, linked, pieces
from workbench.solvers.zoning.pricing import members_of, price, whole
from workbench.solvers.zoning.problem import SLACK, Problem, refuse
from workbench.solvers.zoning.scoring import Score, score

Progress = Callable[[int, int, str], None]
"""Told steps done, steps in all, and what is going on; raises to cancel."""

STARTS, SHAKES = 10, 40
"""How many times zones grow from new seeds, and how often each start is shaken."""

_AMISS = 1e4  # nothing gained is worth a bound broken


@dataclass(frozen=True, slots=True)
class Plan:
    """A grouping that keeps every bound and link.

    Attributes:
        groups: Codes of each zone's towns; zone number 1 comes first.
        seats: Code of each zone's seat.
        score: What it comes to.
        proven: Whether nothing better exists.
        steps: How many different zones were priced on the way.
    """

    groups: tuple[tuple[str, ...], ...]
    seats: tuple[str, ...]
    score: Score
    proven: bool
    steps: int


def _nobody_watches(done: int, total: int, doing: str) -> None:
    del done, total, doing


def propose(
    problem: Problem, *, seed: int = 0, progress: Progress = _nobody_watches
) -> Plan:
    """Look for a good grouping by local search; the same problem gives the same plan.

    Zones grow from seeds; then towns pass between two neighbouring zones, or change
    places, while that helps; then two or three zones are thrown together, cut anew
    and set right again, a fixed number of times.

    Args:
        problem: What is to be grouped.
        seed: Another seed may find another plan.
        progress: Told how far the search has come; raises to cancel it.

    Raises:
        Refusal: A bound cannot be kept, or no grouping was found that keeps all.

    Clause: roster/zoning-problem
    """
    check_problem(problem)
    search, ends = _Search(problem, seed), []
    for start in range(STARTS):
        now = search.settled(search.sown())
        for shake in range(SHAKES):
            progress(start * SHAKES + shake, STARTS * SHAKES, "试排片区")
            now = min(search.settled(search.shaken(now)), now, key=search.cost)
        ends.append(now)
    best = min(ends, key=search.cost)
    progress(STARTS * SHAKES, STARTS * SHAKES, "试排片区")
    groups = _numbered(problem, best)
    result = score(problem, groups)
    if result.violations:
        refuse(
            "没有找到满足全部条件的分组（不能断定没有）；最接近的分组中，"
            f"{result.violations[0]}",
            "放宽这一条件后再试。",
        )
    return Plan(
        groups=groups,
        seats=tuple(zone.seat for zone in result.zones if zone.seat is not None),
        score=result,
        proven=False,
        steps=len(search.costs),
    )


def _numbered(problem: Problem, zones: Sequence[int]) -> tuple[tuple[str, ...], ...]:
    """Return zones as codes, in the order of first towns but where locks say else."""
    codes = [town.code for town in problem.towns]
    groups = [
        tuple(codes[town] for town in _towns(zone))
        for zone in sorted(zones, key=lambda zone: zone & -zone)
    ]
    placed: dict[int, tuple[str, ...]] = {}
    for group in groups:
        locks = [problem.locks[code] for code in group if code in problem.locks]
        if locks:
            placed.setdefault(locks[0], group)
    rest = iter([group for group in groups if group not in placed.values()])
    return tuple(placed.get(place) or next(rest) for place in range(1, len(groups) + 1))


def _towns(zone: int) -> Iterator[int]:
    """Yield the towns of a zone that is kept as bits, smallest number first."""
    while zone:
        town = zone & -zone
        yield town.bit_length() - 1
        zone ^= town


class _Search:
    """Zones as bits, and what is known of them so far.

    Attributes:
        costs: What each zone seen comes to when the weights add up to 1, bounds
            broken included; infinite where it does not hang together.
    """

    def __init__(self, problem: Problem, seed: int) -> None:
        figures = problem.figures
        self.costs: dict[int, float] = {}
        self._problem = problem
        self._near = figures.near
        self._unit = problem.weights.total or 1.0
        self._pieces = pieces(problem)
        self._bound = [0] * len(problem.towns)
        for group in linked(problem):
            bits = sum(1 << town for town in group)
            for town in group:
                self._bound[town] = bits
        self._exchanges: dict[tuple[int, int], tuple[float, int, int]] = {}
        self._random = Random(seed)  # noqa: S311 - a search, not a secret

    def cost(self, zones: Sequence[int]) -> float:
        """Return what a grouping comes to."""
        self._price(zones)
        return sum(self.costs[zone] for zone in zones)

    def sown(self) -> list[int]:
        """Return zones grown from seeds scattered over all towns."""
        counts = [piece.fewest for piece in self._pieces]
        while sum(counts) < self._problem.zones:
            room = [
                len(piece.towns) / (count + 1) if count < piece.most else 0.0
                for piece, count in zip(self._pieces, counts, strict=True)
            ]
            counts[self._random.choices(range(len(room)), room)[0]] += 1
        zones = []
        for piece, count in zip(self._pieces, counts, strict=True):
            zones += self._grown(sum(1 << town for town in piece.towns), count)
        return zones

    def shaken(self, zones: Sequence[int]) -> list[int]:
        """Return the zones with two or three neighbouring ones cut anew."""
        first = self._random.choice(zones)
        taken = [first]
        for _ in range(self._random.choice((1, 2))):
            border = self._border(sum(taken))
            beside = [one for one in zones if one & border and one not in taken]
            if beside:
                taken.append(self._random.choice(beside))
        kept = [zone for zone in zones if zone not in taken]
        return kept + self._grown(sum(taken), len(taken))

    def _grown(self, area: int, count: int) -> list[int]:
        """Cut an area that hangs together into as many zones as asked for."""
        seeds = self._random.sample(list(_towns(area)), count)
        zones = [1 << town for town in seeds]
        free = area - sum(zones)
        while free:
            growing = [zone for zone in zones if self._border(zone) & free]
            zone = min(growing, key=int.bit_count)
            town = self._random.choice(list(_towns(self._border(zone) & free)))
            zones[zones.index(zone)] |= 1 << town
            free ^= 1 << town
        return zones

    def settled(self, zones: Sequence[int]) -> list[int]:
        """Return the zones after every exchange that helps, the best first."""
        zones = list(zones)
        self._price(zones)
        while True:
            gains = [
                (self.costs[one] + self.costs[other] - cost, place, there, left, right)
                for (place, one), (there, other) in combinations(enumerate(zones), 2)
                for cost, left, right in [self._exchange(one, other)]
            ]
            gain, place, there, left, right = max(gains, default=(0.0, 0, 0, 0, 0))
            if gain <= SLACK:
                return zones
            zones[place], zones[there] = left, right

    def _exchange(self, one: int, other: int) -> tuple[float, int, int]:
        """Return the best two zones that one exchange makes of two, and their cost."""
        known = self._exchanges.get((one, other))
        if known is None:
            pairs = list(self._exchanged(one, other))
            self._price([zone for pair in pairs for zone in pair])
            known = min(
                ((self.costs[a] + self.costs[b], a, b) for a, b in pairs),
                default=(math.inf, one, other),
            )
            self._exchanges[one, other] = known
        return known

    def _exchanged(self, one: int, other: int) -> Iterator[tuple[int, int]]:
        """Yield what two zones become when towns pass or change places."""
        leaving = list(_towns(one & self._border(other)))
        coming = list(_towns(other & self._border(one)))
        for town in leaving:
            moved = self._bound[town] & one
            yield one & ~moved, other | moved
        for town in coming:
            moved = self._bound[town] & other
            yield one | moved, other & ~moved
        for town in leaving:
            for back in coming:
                both = 1 << town | 1 << back
                yield one ^ both, other ^ both

    def _border(self, zone: int) -> int:
        """Return the towns beside a zone, outside it."""
        border = 0
        for town in _towns(zone):
            border |= self._near[town]
        return border & ~zone

    def _price(self, zones: Collection[int]) -> None:
        """Find out what zones cost that were not seen before."""
        new = [zone for zone in dict.fromkeys(zones) if zone not in self.costs]
        fit = [zone for zone in new if zone and whole(zone, self._near)]
        self.costs.update(dict.fromkeys(new, math.inf))
        if fit:
            prices = price(self._problem, members_of(fit, len(self._near)))
            costs = prices.cost(self._problem.weights) / self._unit
            costs += _AMISS * prices.amiss
            self.costs.update(zip(fit, costs.tolist(), strict=True))
