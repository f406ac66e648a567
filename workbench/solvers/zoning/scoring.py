"""What a grouping comes to, and in words what is wrong with it."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from workbench.rules.roster.zones import components
from workbench.solvers.zoning.pricing import Prices, price
from workbench.solvers.zoning.problem import (
    PLACELESS,
    SLACK,
    Floats,
    Problem,
    Terms,
    named,
)


@dataclass(frozen=True, slots=True)
class ZoneScore:
    """What one zone comes to.

    Attributes:
        towns: Its towns' codes, as given.
        seat: The best seat among them; None where there is no town.
        terms: Its part of each term, without weights.
        workload: Workload, in the towns' unit.
        staff: Staff, persons.
        workload_share: Share of all workload, 0 to 1.
        staff_share: Share of all staff, 0 to 1.
        mean_km: Kilometres from a town to the seat, weighted by workload.
        farthest_km: Kilometres from the farthest town to the seat.
    """

    towns: tuple[str, ...]
    seat: str | None
    terms: Terms
    workload: float
    staff: float
    workload_share: float
    staff_share: float
    mean_km: float
    farthest_km: float


@dataclass(frozen=True, slots=True)
class Score:
    """What a grouping comes to, and what is wrong with it.

    Attributes:
        objective: F: the terms, weighted and added up; less is better.
        terms: Each term over all zones, without weights.
        zones: Each zone, in the order given.
        violations: One Chinese sentence for each bound or link not kept.
    """

    objective: float
    terms: Terms
    zones: tuple[ZoneScore, ...]
    violations: tuple[str, ...]


def score(
    problem: Problem,
    groups: Sequence[Collection[str]],
    names: Sequence[str] | None = None,
) -> Score:
    """Return what a grouping comes to, finished or not.

    Args:
        problem: What the grouping is to keep to.
        groups: Codes of each zone's towns, zone number 1 first; no code twice.
        names: What the sentences call the zones; None numbers them.
    """
    number = problem.figures.number
    zones = [[number[code] for code in group] for group in groups]
    members = np.zeros((len(zones), len(problem.towns)), dtype=bool)
    for place, zone in enumerate(zones):
        members[place, zone] = True
    prices = price(problem, members)
    terms = Terms(
        travel=float(prices.travel.sum()),
        dissimilarity=float(prices.dissimilarity.sum()),
        workload=float(prices.workload.sum()),
        staff=float(prices.staff.sum()),
    )
    called = names or [f"第{place}片区" for place in range(1, len(zones) + 1)]
    return Score(
        objective=terms.weighted(problem.weights).total,
        terms=terms,
        zones=tuple(
            _zone_score(problem, prices, place, zone)
            for place, zone in enumerate(zones)
        ),
        violations=tuple(_violations(problem, prices, zones, called)),
    )


def _zone_score(
    problem: Problem, prices: Prices, place: int, zone: Sequence[int]
) -> ZoneScore:
    figures, towns = problem.figures, problem.towns
    seat, load = int(prices.seat[place]), float(prices.load[place])
    return ZoneScore(
        towns=tuple(towns[town].code for town in zone),
        seat=towns[seat].code if zone else None,
        terms=Terms(
            travel=float(prices.travel[place]),
            dissimilarity=float(prices.dissimilarity[place]),
            workload=float(prices.workload[place]),
            staff=float(prices.staff[place]),
        ),
        workload=sum(towns[town].workload for town in zone),
        staff=sum(towns[town].staff for town in zone),
        workload_share=load,
        staff_share=float(prices.crew[place]),
        mean_km=float(prices.reach[place]) / load if load else 0.0,
        farthest_km=float(figures.km[zone, seat].max(initial=0.0)),
    )


def _violations(
    problem: Problem,
    prices: Prices,
    zones: Sequence[Sequence[int]],
    called: Sequence[str],
) -> Iterator[str]:
    number = problem.figures.number
    home = {town: place for place, zone in enumerate(zones) for town in zone}
    if len(zones) != problem.zones:
        yield f"现有{len(zones)}个片区，应为{problem.zones}个。"
    loose = set(range(len(problem.towns))) - home.keys()
    if loose:
        yield f"{named(problem, loose)}尚未编入片区。"
    for place, zone in enumerate(zones):
        for words in _zone_violations(problem, prices.excess[place], zone):
            yield f"{called[place]}{words}。"
    yield from _link_violations(problem, home)
    for code, lock in problem.locks.items():
        if home.get(number[code], lock - 1) != lock - 1:
            where = called[lock - 1] if lock <= len(called) else f"第{lock}片区"
            yield f"{named(problem, [number[code]])}已锁定在{where}。"
    placeless = np.flatnonzero(problem.figures.barrier == PLACELESS)
    if len(placeless):
        yield f"{named(problem, placeless)}没有位置，路程未计入。"


def _link_violations(problem: Problem, home: Mapping[int, int]) -> Iterator[str]:
    number = problem.figures.number
    for pairs, share, words in (
        (problem.must_link, True, "应在"),
        (problem.cannot_link, False, "不应在"),
    ):
        for pair in pairs:
            towns = [number[code] for code in pair]
            zones = {home[town] for town in towns if town in home}
            if home.keys() >= set(towns) and (len(zones) == 1) is not share:
                yield f"{named(problem, towns)}{words}同一片区。"


def _zone_violations(
    problem: Problem, excess: Floats, zone: Sequence[int]
) -> Iterator[str]:
    """Yield what is wrong with one zone, as the end of a sentence on it."""
    figures = problem.figures
    few, many, heavy, thin, seatless, _parted, _forced = excess > SLACK
    if few:
        least = problem.min_towns
        yield f"只有{len(zone)}个镇街，至少应有{least}个" if zone else "没有镇街"
    if many:
        yield f"有{len(zone)}个镇街，至多只能有{problem.max_towns}个"
    pieces = components(zone, figures.edges)
    if len(pieces) > 1:
        rest = set(zone) - pieces[0]
        yield f"不连片，{named(problem, rest)}与其余镇街不相邻"
    if heavy:
        times = figures.load[zone].sum() * problem.zones
        yield f"工作量为平均值的{times:.4g}倍，上限为{problem.workload_cap:g}倍"
    if thin:
        staff = figures.staff[zone].sum()
        yield f"只有{staff:g}名执法人员，至少应有{problem.min_staff:g}名"
    if seatless:
        yield "没有可作驻地的镇街"
    if problem.max_km is not None and len(zone):
        km, ends = _farthest(figures.km, zone)
        if km > problem.max_km + SLACK:
            yield (
                f"内{named(problem, ends)}相距{km:.4g}公里，"
                f"上限为{problem.max_km:g}公里"
            )


def _farthest(km: Floats, zone: Sequence[int]) -> tuple[float, tuple[int, int]]:
    inside = km[np.ix_(zone, zone)]
    one, other = divmod(int(inside.argmax()), len(zone))
    return float(inside[one, other]), (zone[one], zone[other])
