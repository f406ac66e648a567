"""What no grouping can keep, said before anything is searched."""

import math
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from workbench.rules.roster.zones import components
from workbench.solvers.zoning.problem import PLACELESS, SLACK, Problem, named, refuse


def check_problem(problem: Problem) -> None:
    """Refuse bounds and links that no grouping can keep.

    Passing is no promise: of bounds that only together leave nothing, a search is
    needed to tell.

    Raises:
        Refusal: The sentence names the bound, the ways out what would do.

    Clause: roster/zoning-problem
    """
    placeless = np.flatnonzero(problem.figures.barrier == PLACELESS)
    if len(placeless):
        refuse(f"{named(problem, placeless)}没有位置，无法计算路程。")
    _check_sizes(problem)
    _check_links(problem)
    _check_amounts(problem)


def _check_sizes(problem: Problem) -> None:
    """Refuse numbers of towns that do not divide into the zones asked for."""
    size, zones = len(problem.towns), problem.zones
    least, most = problem.min_towns, problem.max_towns
    if not size:
        refuse("没有可编组的镇街。")
    if least > most:
        refuse(f"每片区最少镇街数（{least}）大于最多镇街数（{most}）。")
    if zones * least > size:
        ways = [f"把片区数改为不超过{size // least}。"] if size >= least else []
        ways += [f"把每片区最少镇街数改为不超过{size // zones}。"] * (size >= zones)
        refuse(
            f"{zones}个片区、每片区最少{least}个镇街，共需{zones * least}个镇街，"
            f"现只有{size}个。",
            *ways,
        )
    if zones * most < size:
        refuse(
            f"{zones}个片区、每片区最多{most}个镇街，只容得下{zones * most}个镇街，"
            f"现有{size}个。",
            f"把片区数改为不少于{-(-size // most)}。",
            f"把每片区最多镇街数改为不少于{-(-size // zones)}。",
        )
    _check_pieces(problem)


def _check_pieces(problem: Problem) -> None:
    """Refuse neighbours that leave pieces which the zones cannot cover."""
    zones, parts = problem.zones, pieces(problem)
    for part in parts:
        if part.fewest > part.most:
            refuse(
                f"{named(problem, part.towns)}与其他镇街不相邻，"
                f"按每片区{problem.min_towns}至{problem.max_towns}个镇街划不开。",
                "在地图上核对这些镇街的相邻关系。",
                "放宽每片区的镇街数。",
            )
    fewest = sum(part.fewest for part in parts)
    most = sum(part.most for part in parts)
    if fewest <= zones <= most:
        return
    told = "；".join(named(problem, part.towns, most=4) for part in parts)
    bound = f"至少要分{fewest}" if fewest > zones else f"至多能分{most}"
    refuse(
        f"镇街分成互不相邻的{len(parts)}块（{told}），{bound}个片区，现要求{zones}个。",
        f"把片区数改为{fewest}{f'至{most}' if most > fewest else ''}。",
        "在地图上核对相邻关系。",
    )


@dataclass(frozen=True, slots=True)
class Piece:
    """Towns that hang together, and how many zones they can be cut into."""

    towns: set[int]
    fewest: int
    most: int


def pieces(problem: Problem) -> list[Piece]:
    """Return the towns in the pieces that hang together, largest first."""
    return [
        Piece(
            towns, -(-len(towns) // problem.max_towns), len(towns) // problem.min_towns
        )
        for towns in components(range(len(problem.towns)), problem.figures.edges)
    ]


def _check_links(problem: Problem) -> None:
    """Refuse links and locks that contradict each other or the neighbours."""
    figures, most = problem.figures, problem.max_towns
    for code, lock in problem.locks.items():
        if not 1 <= lock <= problem.zones:
            refuse(
                f"{problem.towns[figures.number[code]].name}锁定在第{lock}片区，"
                f"片区序号应为1至{problem.zones}。"
            )
    piece_of = {
        town: place for place, part in enumerate(pieces(problem)) for town in part.towns
    }
    for group in linked(problem):
        for one, other in combinations(sorted(group), 2):
            pair = named(problem, [one, other])
            km = max(figures.km[one, other], figures.km[other, one])
            if problem.max_km is not None and km > problem.max_km + SLACK:
                refuse(
                    f"{pair}须在同一片区，但相距{km:.4g}公里，"
                    f"超过同一片区内最远{problem.max_km:g}公里。"
                )
            if figures.apart[one, other]:
                refuse(f"{pair}既要求在同一片区，又要求不在同一片区。")
            if piece_of[one] != piece_of[other]:
                refuse(
                    f"{pair}须在同一片区，但按相邻关系连不到一起。",
                    "在地图上核对相邻关系。",
                )
        if len(group) > most:
            refuse(
                f"{named(problem, group)}须在同一片区，共{len(group)}个，"
                f"超过每片区最多{most}个镇街。"
            )


def linked(problem: Problem) -> list[set[int]]:
    """Return the towns in the groups that must stay in one zone, largest first."""
    ones, others = np.nonzero(problem.figures.together)
    pairs = zip(ones.tolist(), others.tolist(), strict=True)
    return components(range(len(problem.towns)), pairs)


def _check_amounts(problem: Problem) -> None:
    """Refuse loads, staff and seats that cannot be shared out."""
    figures, zones = problem.figures, problem.zones
    if problem.workload_cap is not None:
        cap = problem.workload_cap
        if cap < 1 - SLACK:
            refuse(
                f"片区工作量上限为平均值的{cap:g}倍，小于1倍，容不下全部工作量。",
                "把工作量上限改为1倍以上。",
            )
        for group in linked(problem):
            times = figures.load[sorted(group)].sum() * zones
            if times > cap + SLACK:
                enough = math.ceil((times - SLACK) * 100) / 100
                refuse(
                    f"{named(problem, group)}的工作量已是片区平均值的{times:.4g}倍，"
                    f"超过上限{cap:g}倍。",
                    f"把工作量上限改为不低于{enough:g}倍。",
                )
    if problem.min_staff is not None:
        staff, least = float(figures.staff.sum()), problem.min_staff
        if zones * least > staff + SLACK:
            refuse(
                f"{zones}个片区、每片区最少{least:g}名执法人员，"
                f"共需{zones * least:g}名，现只有{staff:g}名。",
                f"把每片区最少执法人员数改为不超过{math.floor(staff / zones)}名。",
            )
    seats = int((figures.barrier == 0).sum())
    if seats < zones:
        refuse(f"可作驻地的镇街只有{seats}个，少于{zones}个片区。")
    for part in pieces(problem):
        seats = sum(figures.barrier[town] == 0 for town in part.towns)
        if seats < part.fewest:
            refuse(
                f"{named(problem, part.towns)}至少要分{part.fewest}个片区，"
                f"其中可作驻地的镇街只有{seats}个。"
            )
