"""Towns on the map and zones, by rule."""

import csv
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench import RESOURCES
from workbench.rules import Refusal
from workbench.rules.roster.towns import (
    Point,
    check_point,
    kilometres,
    neighbours,
    plane,
)
from workbench.rules.roster.units import (
    AuthorityKind,
    Employment,
    UnitKind,
    check_parent,
    check_unit,
    vacancies,
)
from workbench.rules.roster.zones import (
    check_centre,
    components,
    connected,
    missing_leads,
)


def donghai():
    path = RESOURCES / "sample" / "lianyungang_towns.csv"
    with path.open(encoding="utf-8") as file:
        return {
            int(row["mca_code9"]): Point(float(row["lon"]), float(row["lat"]))
            for row in csv.DictReader(file)
            if row["county"] == "东海县" and row["lon"]
        }


POINTS = st.dictionaries(
    st.integers(1, 40),
    st.builds(Point, st.floats(118, 120), st.floats(34, 35)),
    min_size=1,
    max_size=15,
)


class TestMap:
    def test_a_degree_of_latitude_is_about_111_kilometres(self):
        assert math.isclose(
            kilometres(Point(119, 34), Point(119, 35)), 111.195, rel_tol=1e-4
        )

    def test_the_plane_keeps_distances_within_a_county(self):
        points = donghai()
        flat = plane(points)
        for one, first in points.items():
            for other, second in points.items():
                true = kilometres(first, second)
                assert abs(math.dist(flat[one], flat[other]) - true) <= 0.002 * true

    @given(POINTS)
    def test_the_guessed_neighbours_connect_all_towns(self, points):
        edges = neighbours(points)
        assert connected(points, edges)
        assert all(one < other for one, other in edges)

    def test_donghais_nineteen_towns_have_about_four_neighbours_each(self):
        points = donghai()
        edges = neighbours(points)
        assert len(points) == 19
        assert 3.2 <= 2 * len(edges) / len(points) <= 5

    @pytest.mark.parametrize(
        ("lon", "lat", "says"), [(34.5, 118.7, "填反"), (11.0, 34.0, "不在国内")]
    )
    def test_a_point_elsewhere_is_refused(self, lon, lat, says):
        with pytest.raises(Refusal, match=says):
            check_point(lon, lat)

    def test_a_zone_in_two_pieces_is_noticed(self):
        edges = [(1, 2), (3, 4)]
        assert components([1, 2, 3, 4, 5], edges) == [{1, 2}, {3, 4}, {5}]
        assert not connected([1, 2, 3], edges)
        assert connected([], edges)


class TestCentres:
    def test_towns_nobody_answers_for_are_named(self):
        towns = {1: "牛山街道", 2: "石榴街道", 3: "白塔埠镇"}
        missing = missing_leads(towns, {2, None})
        assert missing == ("牛山街道", "白塔埠镇")
        with pytest.raises(Refusal, match="牛山街道、白塔埠镇"):
            check_centre("一片区", missing, has_commander=True, has_document=True)

    def test_a_roster_needs_its_commander_and_its_document(self):
        with pytest.raises(Refusal, match="指挥长"):
            check_centre("一片区", (), has_commander=False, has_document=True)
        with pytest.raises(Refusal, match="文号"):
            check_centre("一片区", (), has_commander=True, has_document=False)
        whole = check_centre("一片区", (), has_commander=True, has_document=True)
        assert whole is None


class TestUnits:
    def check(self, kind, authority=AuthorityKind.NONE, **parts):
        given_parts = {
            "has_town": False,
            "has_zone": False,
            "has_principal": False,
            **parts,
        }
        return check_unit(kind, authority, **given_parts)

    def test_the_centre_is_never_an_enforcement_authority(self):
        for authority in set(AuthorityKind) - {AuthorityKind.NONE}:
            with pytest.raises(Refusal) as caught:
                self.check(UnitKind.COMMAND_CENTRE, authority, has_zone=True)
            assert caught.value.clause == "roster/centre-no-authority"
            assert caught.value.ways

    def test_an_entrusted_body_names_its_principal_and_nobody_else_does(self):
        with pytest.raises(Refusal, match="委托机关"):
            self.check(UnitKind.DEPARTMENT, AuthorityKind.ENTRUSTED)
        with pytest.raises(Refusal, match="委托机关"):
            self.check(UnitKind.DEPARTMENT, has_principal=True)
        entrusted = self.check(
            UnitKind.DEPARTMENT, AuthorityKind.ENTRUSTED, has_principal=True
        )
        assert entrusted is None

    def test_a_towns_unit_names_its_town_and_a_zones_its_zone(self):
        with pytest.raises(Refusal, match="所在镇街"):
            self.check(UnitKind.TOWN_BUREAU, AuthorityKind.ADMINISTRATIVE)
        with pytest.raises(Refusal, match="所属片区"):
            self.check(UnitKind.ZONE_TEAM)

    def test_nobody_is_his_own_superior(self):
        parents = {1: None, 2: 1, 3: 2}
        assert check_parent(3, 1, parents) is None
        with pytest.raises(Refusal, match="上级机构"):
            check_parent(1, 3, parents)
        with pytest.raises(Refusal, match="上级机构"):
            check_parent(1, 1, parents)

    def test_posts_over_strength_are_negative(self):
        free = vacancies(
            {Employment.REFERENCED: 2},
            [Employment.REFERENCED] * 3 + [Employment.WORKER],
        )
        assert free == {Employment.REFERENCED: -1, Employment.WORKER: -1}
