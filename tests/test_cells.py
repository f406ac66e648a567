"""The sketch map: cells that fill the hull, their outline, and where names go."""

import math
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.rules.roster.cells import cells, label_place, outline

MARGIN = 4.0
FINE = 0.005  # points are moved by less than this, in the same unit

PLACES = st.one_of(
    st.tuples(st.floats(-80, 80), st.floats(-60, 60)),
    # A coarse lattice: the same place twice, points in a row, four on a circle.
    st.tuples(st.integers(0, 3).map(float), st.integers(0, 3).map(float)),
)
POINTS = st.dictionaries(st.integers(1, 99), PLACES, min_size=1, max_size=14)


def around(cell):
    return list(zip(cell, [*cell[1:], cell[0]], strict=True))


def area(edges):
    return sum(ax * by - bx * ay for (ax, ay), (bx, by) in edges) / 2


def depth(cell, place):
    """How far inside a convex cell a place lies; less than 0 outside."""
    x, y = place
    return min(
        ((bx - ax) * (y - ay) - (by - ay) * (x - ax)) / math.dist((ax, ay), (bx, by))
        for (ax, ay), (bx, by) in around(cell)
    )


class TestCells:
    @given(POINTS, st.lists(st.floats(0, 1), min_size=14, max_size=14))
    def test_a_place_between_the_points_lies_in_the_nearest_points_cell(
        self, points, pulls
    ):
        found = cells(points, MARGIN)
        assert list(found) == list(points)
        shares = [pull + 0.01 for pull in pulls[: len(points)]]
        place = tuple(
            sum(
                share * point[axis]
                for share, point in zip(shares, points.values(), strict=True)
            )
            / sum(shares)
            for axis in (0, 1)
        )
        holders = [key for key, cell in found.items() if depth(cell, place) > -FINE]
        nearest = min(math.dist(place, point) for point in points.values())
        assert holders
        for key in holders:
            assert math.dist(place, points[key]) <= nearest + 3 * FINE

    @given(POINTS)
    def test_every_point_lies_in_its_cell_and_every_cell_is_convex(self, points):
        for key, cell in cells(points, MARGIN).items():
            assert len(cell) >= 3
            assert depth(cell, points[key]) > -FINE
            for corner in cell:
                assert depth(cell, corner) > -FINE

    @given(POINTS)
    def test_cells_fill_the_hull_once(self, points):
        found = list(cells(points, MARGIN).values())
        hull = area(outline(found))
        assert math.isclose(sum(area(around(cell)) for cell in found), hull)
        circle = area(around(cells({1: (0.0, 0.0)}, MARGIN)[1]))
        assert hull >= circle - FINE
        for one, other in combinations(found, 2):
            assert not depth(other, label_place(one)) > FINE

    @given(POINTS)
    def test_the_hull_reaches_the_margin_beyond_every_point(self, points):
        found = cells(points, MARGIN).values()
        for x, y in points.values():
            for turn in range(12):
                reach = MARGIN * 0.99
                angle = turn * math.tau / 12
                place = (x + reach * math.cos(angle), y + reach * math.sin(angle))
                assert max(depth(cell, place) for cell in found) > -FINE

    def test_one_point_has_a_round_cell_and_none_has_none(self):
        (cell,) = cells({7: (3.0, 5.0)}, MARGIN).values()
        assert {round(math.dist((3, 5), corner), 6) for corner in cell} == {MARGIN}
        assert math.isclose(area(around(cell)), math.pi * MARGIN**2, rel_tol=0.01)
        assert cells({}, MARGIN) == {}

    def test_two_points_part_their_land_half_way(self):
        left, right = cells({1: (0.0, 0.0), 2: (10.0, 0.0)}, MARGIN).values()
        assert max(x for x, _ in left) == pytest.approx(5.0)
        assert min(x for x, _ in right) == pytest.approx(5.0)
        assert area(around(left)) == pytest.approx(area(around(right)))

    def test_points_in_a_row_get_strips(self):
        found = cells({key: (5.0 * key, 0.0) for key in range(4)}, MARGIN)
        assert [round(area(around(found[key])), 3) for key in (1, 2)] == [40.0, 40.0]

    @pytest.mark.parametrize("count", [2, 3, 5])
    def test_points_at_one_place_share_its_cell(self, count):
        alone = cells({0: (20.0, 0.0), 1: (0.0, 0.0)}, MARGIN)[1]
        together = dict.fromkeys(range(1, count + 1), (0.0, 0.0))
        found = cells({0: (20.0, 0.0), **together}, MARGIN)
        shares = [area(around(found[key])) for key in together]
        assert sum(shares) == pytest.approx(area(around(alone)))
        assert min(shares) > 0.25 * sum(shares) / count
        assert found == cells({0: (20.0, 0.0), **together}, MARGIN)

    def test_a_hairs_breadth_is_the_same_place(self):
        near = cells({1: (0.0, 0.0), 2: (1e-7, 0.0), 3: (9.0, 9.0)}, MARGIN)
        same = cells({1: (0.0, 0.0), 2: (0.0, 0.0), 3: (9.0, 9.0)}, MARGIN)
        assert near == same

    def test_a_hull_without_margin_is_a_mistake(self):
        with pytest.raises(ValueError, match="margin"):
            cells({1: (0.0, 0.0)}, 0.0)


class TestOutline:
    @given(POINTS, st.data())
    def test_the_outline_holds_exactly_the_zones_land(self, points, data):
        found = cells(points, MARGIN)
        chosen = data.draw(st.sets(st.sampled_from(sorted(points)), min_size=1))
        zone = [found[key] for key in chosen]
        land = sum(area(around(cell)) for cell in zone)
        assert area(outline(zone)) == pytest.approx(land, abs=1e-3)

    @given(POINTS, st.data())
    def test_no_edge_of_the_outline_runs_inside_the_zone(self, points, data):
        found = cells(points, MARGIN)
        chosen = data.draw(st.sets(st.sampled_from(sorted(points)), min_size=1))
        zone = [found[key] for key in chosen]
        for (ax, ay), (bx, by) in outline(zone):
            length = math.dist((ax, ay), (bx, by))
            outward = ((by - ay) / length * FINE, (ax - bx) / length * FINE)
            beside = ((ax + bx) / 2 + outward[0], (ay + by) / 2 + outward[1])
            assert max(depth(cell, beside) for cell in zone) < FINE / 2

    def test_two_squares_side_by_side_lose_the_line_between_them(self):
        left = ((0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0))
        right = ((1.0, 0.0), (2.0, 0.0), (2.0, 1.0), (1.0, 1.0))
        edges = outline([left, right])
        assert len(edges) == 6
        assert sum(math.dist(*edge) for edge in edges) == pytest.approx(6.0)
        assert ((1.0, 0.0), (1.0, 1.0)) not in edges

    def test_of_an_edge_shared_in_part_the_rest_stays(self):
        low = ((0.0, 0.0), (4.0, 0.0), (4.0, 1.0), (0.0, 1.0))
        high = ((1.0, 1.0), (3.0, 1.0), (3.0, 2.0), (1.0, 2.0))
        edges = outline([low, high])
        assert ((4.0, 1.0), (3.0, 1.0)) in edges
        assert ((1.0, 1.0), (0.0, 1.0)) in edges
        assert area(edges) == pytest.approx(6.0)
        assert outline([]) == ()


class TestNames:
    @given(POINTS)
    def test_a_name_has_a_third_of_the_breadth_on_either_side(self, points):
        for cell in cells(points, MARGIN).values():
            place = label_place(cell)
            for edge in around(cell):
                (ax, ay), (bx, by) = edge
                length = math.dist(*edge)
                if length < FINE:
                    continue
                sides = [
                    ((bx - ax) * (y - ay) - (by - ay) * (x - ax)) / length
                    for x, y in (*cell, place)
                ]
                assert sides[-1] >= max(sides) / 3 - FINE
