"""Cells around points, for a map of towns whose borders nobody may draw.

A town's cell is what lies nearer to its point than to any other's, inside a soft hull
around all of them: a sketch, never a boundary.
"""

import math
from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import pairwise

Place = tuple[float, float]
"""A place in the plane, east and north, in one unit (km)."""

Cell = tuple[Place, ...]
"""Corners of a convex cell, counterclockwise."""

Edge = tuple[Place, Place]
"""From one corner to the next."""

_ROUNDING = 48  # corners of the circle that the hull is rounded with
_FINE = 1e-4  # of the margin: points no farther apart stand at one place
_TINY = 1e-6  # of the longest edge: shorter ones are none


def cells(points: Mapping[int, Place], margin: float) -> dict[int, Cell]:
    """Return the cell of each point; together they fill the hull without overlap.

    Points at one place share their cell like slices of a cake, in the order of keys.

    Args:
        points: Where each key is.
        margin: How far the hull reaches beyond the outermost points, in the points'
            unit; more than 0.

    Raises:
        ValueError: The margin is not more than 0.
    """
    if margin <= 0:
        raise ValueError("a hull has a margin")
    step = margin * _FINE
    at = {
        key: (round(x / step) * step, round(y / step) * step)
        for key, (x, y) in points.items()
    }
    sharing: dict[Place, list[int]] = {}
    for key in sorted(at):
        sharing.setdefault(at[key], []).append(key)
    hull = _hull(
        (x + margin * math.cos(turn), y + margin * math.sin(turn))
        for x, y in sharing
        for turn in _turns(_ROUNDING)
    )
    found = {}
    for site, keys in sharing.items():
        cell = hull
        for other in sharing:
            if other != site:
                cell = _nearer(cell, site, other)
        for key, part in zip(keys, _slices(cell, site, len(keys)), strict=True):
            found[key] = _tidy(part, step * _FINE)
    return {key: found[key] for key in points}


def outline(zone: Collection[Cell]) -> tuple[Edge, ...]:
    """Return the outer edges of a union of cells, as they run around each cell.

    An edge is outer where no other cell of the union lies along it; where one lies
    along a part of it, the rest is.

    Args:
        zone: Cells of one call of ``cells``.
    """
    edges = [edge for cell in zone for edge in _edges(cell)]
    longest = max((math.dist(*edge) for edge in edges), default=0.0)
    return tuple(part for edge in edges for part in _bare(edge, edges, longest * _TINY))


def label_place(cell: Cell) -> Place:
    """Return a place well inside a cell for its name: its centre of mass.

    However a convex cell is turned, its breadth is at least one third on either side
    of it.
    """
    x0, y0 = cell[0]
    area = east = north = 0.0
    for one, other in pairwise(cell[1:]):
        part = _turn(cell[0], one, other)
        area += part
        east += part * (one[0] + other[0] - 2 * x0)
        north += part * (one[1] + other[1] - 2 * y0)
    return (x0 + east / area / 3, y0 + north / area / 3) if area else cell[0]


def _edges(cell: Cell) -> Iterator[Edge]:
    return pairwise([*cell, cell[0]])


def _bare(edge: Edge, others: Iterable[Edge], near: float) -> Iterator[Edge]:
    """Yield the parts of an edge along which no other runs the opposite way."""
    (x, y), _ = edge
    length = math.dist(*edge)
    if length <= near:
        return
    east, north = (edge[1][0] - x) / length, (edge[1][1] - y) / length

    def along(place: Place) -> float:
        return (place[0] - x) * east + (place[1] - y) * north

    def aside(place: Place) -> float:
        return abs((place[1] - y) * east - (place[0] - x) * north)

    bare = 0.0
    covers = sorted(
        (along(last), along(first))
        for first, last in others
        if along(last) < along(first) and max(aside(first), aside(last)) <= near
    )
    for first, last in [*covers, (length, length)]:
        end = min(first, length)
        if end - bare > near:
            yield (
                (x + east * bare, y + north * bare),
                (x + east * end, y + north * end),
            )
        bare = max(bare, last)


def _tidy(cell: Cell, near: float) -> Cell:
    """Drop corners that rounding has put beside the one before."""
    return tuple(
        here for before, here in _edges(cell) if math.dist(before, here) > near
    )


def _turns(parts: int) -> list[float]:
    """Return the directions that part a full turn, in radians."""
    return [math.tau * part / parts for part in range(parts)]


def _hull(places: Iterable[Place]) -> Cell:
    """Return the convex hull: its lower side from the left, then its upper back."""
    ordered = sorted(set(places))
    sides: list[Place] = []
    for along in (ordered, ordered[::-1]):
        side: list[Place] = []
        for place in along:
            while len(side) > 1 and _turn(side[-2], side[-1], place) <= 0:
                side.pop()
            side.append(place)
        sides += side[:-1]
    return tuple(sides)


def _turn(one: Place, two: Place, three: Place) -> float:
    """Return twice the area they span: more than 0 where they turn left."""
    return (two[0] - one[0]) * (three[1] - one[1]) - (two[1] - one[1]) * (
        three[0] - one[0]
    )


def _nearer(cell: Cell, site: Place, other: Place) -> Cell:
    """Cut off what lies nearer to the other site."""
    middle = ((site[0] + other[0]) / 2, (site[1] + other[1]) / 2)
    return _cut(cell, middle, (other[0] - site[0], other[1] - site[1]))


def _slices(cell: Cell, site: Place, count: int) -> Iterator[Cell]:
    """Cut a cell around its site into as many slices as asked for."""
    turns = [*_turns(count), math.tau]
    for first, last in pairwise(turns):
        part = cell
        if count > 1:
            part = _cut(part, site, (math.sin(first), -math.cos(first)))
            part = _cut(part, site, (-math.sin(last), math.cos(last)))
        yield part


def _cut(cell: Cell, place: Place, away: Place) -> Cell:
    """Keep what does not lie away from a place in one direction."""
    beyond = [(x - place[0]) * away[0] + (y - place[1]) * away[1] for x, y in cell]
    kept: list[Place] = []
    for here, there in pairwise([*range(len(cell)), 0]):
        if beyond[here] <= 0:
            kept.append(cell[here])
        if min(beyond[here], beyond[there]) < 0 < max(beyond[here], beyond[there]):
            part = beyond[here] / (beyond[here] - beyond[there])
            kept.append(_between(cell[here], cell[there], part))
    return tuple(kept)


def _between(one: Place, other: Place, part: float) -> Place:
    return (
        one[0] + (other[0] - one[0]) * part,
        one[1] + (other[1] - one[1]) * part,
    )
