"""What zones come to: one function of their towns, for any number of zones."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from workbench.solvers.zoning.problem import SLACK, Bools, Floats, Problem, Terms


@dataclass(frozen=True)
class Prices:
    """What each of k zones comes to; every attribute has one line for each.

    Attributes:
        travel: Travel term, without its weight; so are the next three.
        dissimilarity: Dissimilarity term.
        workload: Workload term.
        staff: Staff term.
        seat: Number of the town that is the best seat.
        reach: Mean kilometres to the seat × share of the workload.
        load: Share of the workload.
        crew: Share of the staff.
        excess: How far beyond each bound, k × 7; 0 or less keeps it: too few towns,
            too many, too heavy, too thinly staffed, without a seat, linked towns
            parted, unlinkable towns together. That a zone hangs together is not
            looked at.
    """

    travel: Floats
    dissimilarity: Floats
    workload: Floats
    staff: Floats
    seat: NDArray[np.intp]
    reach: Floats
    load: Floats
    crew: Floats
    excess: Floats

    def cost(self, weights: Terms) -> Floats:
        """Return each zone's share of the objective."""
        cost: Floats = (
            weights.travel * self.travel
            + weights.dissimilarity * self.dissimilarity
            + weights.workload * self.workload
            + weights.staff * self.staff
        )
        return cost

    @property
    def amiss(self) -> Floats:
        """0 where every bound is kept, else at least 1 and more the farther off."""
        amiss: Floats = np.where(self.excess > SLACK, 1.0 + self.excess, 0.0).sum(1)
        return amiss


def price(problem: Problem, members: Bools) -> Prices:
    """Return what each of some zones comes to.

    Args:
        problem: What they are to keep to.
        members: Whether a zone (line) holds a town (column), k × n.
    """
    figures = problem.figures
    held = members.astype(float)
    load, crew = held @ figures.load, held @ figures.crew
    reach = held @ (figures.load[:, None] * figures.km)
    seat = np.where(members, reach + figures.barrier, np.inf).argmin(axis=1)
    nearest = np.take_along_axis(reach, seat[:, None], axis=1)[:, 0]
    size = held.sum(axis=1)
    cap, least = problem.workload_cap, problem.min_staff
    none = np.zeros(len(held))
    return Prices(
        travel=nearest / figures.reach,
        dissimilarity=_within(held, figures.unlikeness) / figures.pairs,
        workload=np.abs(load - 1 / problem.zones),
        staff=np.abs(crew - load),
        seat=seat,
        reach=nearest,
        load=load,
        crew=crew,
        excess=np.stack(
            [
                problem.min_towns - size,
                size - problem.max_towns,
                none if cap is None else load * problem.zones - cap,
                none if least is None else least - held @ figures.staff,
                (figures.barrier[seat] > 0) & (size > 0),
                held @ figures.together.sum(axis=1)
                - 2 * _within(held, figures.together),
                _within(held, figures.apart),
            ],
            axis=1,
        ),
    )


def _within(held: Floats, between: Floats | Bools) -> Floats:
    """Return what lies between the towns of each zone, each pair once."""
    within: Floats = ((held @ between) * held).sum(axis=1) / 2
    return within


def whole(zone: int, near: Sequence[int]) -> bool:
    """Tell whether a zone hangs together.

    Args:
        zone: Its towns as the bits of a whole number.
        near: For each town, its neighbours as bits.
    """
    seen = rest = zone & -zone
    while rest:
        town = rest & -rest
        fresh = near[town.bit_length() - 1] & zone & ~seen
        seen |= fresh
        rest = (rest ^ town) | fresh
    return seen == zone


def members_of(zones: Sequence[int], size: int) -> Bools:
    """Return zones kept as bits the way ``price`` takes them, k × ``size``."""
    width = (size + 7) // 8
    packed = b"".join(zone.to_bytes(width, "little") for zone in zones)
    bits = np.frombuffer(packed, dtype=np.uint8).reshape(len(zones), width)
    return np.unpackbits(bits, axis=1, count=size, bitorder="little").astype(bool)
