"""Zoning: scoring a grouping, proposing one."""

import math
from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.zoning_samples import BEST, best_of, row_of, text_of, town
from workbench.rules import Refusal
from workbench.solvers.zoning import (
    Problem,
    Terms,
    Town,
    propose,
    read_problem,
    score,
)
from workbench.solvers.zoning.pricing import members_of, price, whole

# The objective once more, slowly, and by other roads than the solver's ------------


def crow_km(one, other):
    """Great-circle distance by the chord through the earth."""

    def place(spot):
        lon, lat = math.radians(spot.lon), math.radians(spot.lat)
        return (
            math.cos(lat) * math.cos(lon),
            math.cos(lat) * math.sin(lon),
            math.sin(lat),
        )

    return 2 * 6371.0088 * math.asin(math.dist(place(one), place(other)) / 2)


def unlike(one, other):
    if not any(one.values()) and not any(other.values()):
        return 0.0
    if not any(one.values()) or not any(other.values()):
        return 1.0
    every = {*one, *other}
    apart = sum(
        (
            math.sqrt(one.get(key, 0) / sum(one.values()))
            - math.sqrt(other.get(key, 0) / sum(other.values()))
        )
        ** 2
        for key in every
    )
    has, its = ({key for key in them if them[key]} for them in (one, other))
    return math.sqrt(apart / 2) / 2 + (1 - len(has & its) / len(has | its)) / 2


def slow_terms(problem, groups):
    towns = {one.code: one for one in problem.towns}
    n, p = len(towns), problem.zones
    load = {code: one.workload for code, one in towns.items()}
    if not any(load.values()):
        load = dict.fromkeys(towns, 1)
    crew = {code: one.staff for code, one in towns.items()}
    if not any(crew.values()):
        crew = load

    def road(one, other):
        return problem.road_factor * crow_km(towns[one], towns[other])

    def work_km(zone, seats):
        return min(sum(load[one] * road(one, seat) for one in zone) for seat in seats)

    def seats(zone):
        allowed = zone if problem.seats is None else problem.seats & {*zone}
        return allowed or zone

    unit = work_km(towns, towns) / sum(load.values()) / math.sqrt(p) or 1.0
    shares = [
        [sum(of[code] for code in zone) / sum(of.values()) for zone in groups]
        for of in (load, crew)
    ]
    pairs = n * (n / p - 1) / 2
    return Terms(
        travel=sum(work_km(zone, seats(zone)) for zone in groups if zone)
        / (sum(load.values()) * unit),
        dissimilarity=sum(
            unlike(towns[one].matters, towns[other].matters)
            for zone in groups
            for one, other in combinations(zone, 2)
        )
        / (pairs if pairs > 0 else 1),
        workload=sum(abs(share - 1 / p) for share in shares[0]),
        staff=sum(abs(one - other) for one, other in zip(*shares, strict=True)),
    )


def joined(zone, edges):
    """Whether towns hang together, by letting one colour spread."""
    reached = {min(zone)}
    for _ in zone:
        for one, other in edges:
            if {one, other} <= set(zone) and {one, other} & reached:
                reached |= {one, other}
    return reached == set(zone)


def keeps(problem, groups, *, by_number=True):
    """Whether a full grouping keeps every bound and link, asked one by one."""
    towns = {one.code: one for one in problem.towns}
    home = {code: place for place, zone in enumerate(groups, 1) for code in zone}
    mean = sum(one.workload for one in problem.towns) / problem.zones
    locks = problem.locks.items()
    return (
        len(groups) == problem.zones
        and home.keys() == towns.keys()
        and all(
            problem.min_towns <= len(zone) <= problem.max_towns
            and joined(zone, problem.edges)
            and (problem.seats is None or problem.seats & {*zone})
            and (
                problem.workload_cap is None
                or sum(towns[code].workload for code in zone)
                <= problem.workload_cap * mean + 1e-6
            )
            and sum(towns[code].staff for code in zone) >= (problem.min_staff or 0)
            and (
                problem.max_km is None
                or all(
                    crow_km(towns[one], towns[other]) * problem.road_factor
                    <= problem.max_km + 1e-6
                    for one, other in combinations(zone, 2)
                )
            )
            for zone in groups
        )
        and all(home[one] == home[other] for one, other in problem.must_link)
        and all(home[one] != home[other] for one, other in problem.cannot_link)
        and (
            all(home[code] == lock for code, lock in locks)
            if by_number
            else all(
                (home[one] == home[other]) == (lock == its)
                for (one, lock), (other, its) in combinations(locks, 2)
            )
        )
    )


def partitions(codes, zones):
    """Every way to part the codes into so many groups."""
    if zones == 0 or len(codes) < zones:
        if not codes and not zones:
            yield ()
        return
    first, *rest = codes
    for size in range(len(rest) + 1):
        for others in combinations(rest, size):
            left = [code for code in rest if code not in others]
            for tail in partitions(left, zones - 1):
                yield ((first, *others), *tail)


@st.composite
def problems(draw, most=9, *, bound=True, idle=False):
    """Problems of every kind: links, locks, seats, caps, graphs in pieces."""
    size = draw(st.integers(2, most))
    zones = draw(st.integers(1, min(4, size)))
    degree = st.integers(0, 1000)
    towns = tuple(
        Town(
            code=f"T{place}",
            name=f"第{place}镇",
            lon=118 + draw(degree) / 1000,
            lat=34 + draw(degree) / 1000,
            workload=draw(st.integers(0 if idle else 1, 200)),
            staff=draw(st.integers(0 if idle else 2, 12)),
            matters=draw(
                st.dictionaries(st.sampled_from("甲乙丙丁"), st.integers(0, 9))
            ),
        )
        for place in range(size)
    )
    pairs = st.sampled_from(list(combinations([one.code for one in towns], 2)))
    links = st.just(()) | st.lists(pairs, max_size=2, unique=True).map(tuple)
    some = st.lists(st.sampled_from([one.code for one in towns]), min_size=zones)
    problem = Problem(
        towns,
        zones,
        min_towns=draw(st.integers(1, max(1, size // zones))),
        max_towns=draw(st.integers(-(-size // zones), size)),
        edges=draw(
            st.lists(pairs, min_size=size * (size - 1) // 3, unique=True).map(tuple)
        ),
        weights=Terms(*(draw(st.integers(0, 4)) / 2 for _ in range(4))),
        seats=draw(st.none() | some.map(frozenset)),
    )
    if not bound:
        return problem
    locks = st.dictionaries(
        st.sampled_from([one.code for one in towns]),
        st.integers(1, zones),
        max_size=3,
    )
    return replace(
        problem,
        must_link=draw(links),
        cannot_link=draw(links),
        locks=draw(locks),
        workload_cap=draw(st.none() | st.sampled_from([1.2, 1.5, 2.0])),
        max_km=draw(st.none() | st.integers(80, 150)),
        min_staff=draw(st.none() | st.integers(1, 5)),
    )


@st.composite
def groupings(draw, problem):
    """Any parting of a problem's towns, zones without towns among them."""
    groups = [[] for _ in range(problem.zones)]
    for one in problem.towns:
        groups[draw(st.integers(0, problem.zones - 1))].append(one.code)
    return groups


class TestScore:
    @pytest.mark.parametrize("name", BEST)
    def test_the_published_optimum_comes_to_its_published_value(self, name):
        objective, groups = best_of(name)
        result = score(read_problem(text_of(name)), groups)
        assert round(result.objective, 5) == objective
        assert result.violations == ()

    @given(problems(bound=False, idle=True), st.data())
    def test_it_equals_the_formula_computed_slowly(self, problem, data):
        groups = data.draw(groupings(problem))
        result = score(problem, groups)
        slow = slow_terms(problem, groups)
        weights = problem.weights
        for name in ("travel", "dissimilarity", "workload", "staff"):
            figure = getattr(result.terms, name)
            assert figure == pytest.approx(getattr(slow, name), abs=1e-6)
            assert figure == pytest.approx(
                sum(getattr(zone.terms, name) for zone in result.zones)
            )
        assert result.objective == pytest.approx(
            weights.travel * slow.travel
            + weights.dissimilarity * slow.dissimilarity
            + weights.workload * slow.workload
            + weights.staff * slow.staff,
            abs=1e-5,
        )

    @settings(max_examples=200)
    @given(problems(), st.data())
    def test_it_finds_fault_exactly_where_there_is_some(self, problem, data):
        groups = data.draw(groupings(problem))
        found = score(problem, groups).violations
        if all(groups):
            assert (found == ()) == bool(keeps(problem, groups))
        else:
            assert any("没有镇街" in words for words in found)

    def test_a_zone_tells_its_seat_its_shares_and_its_kilometres(self):
        towns = (
            town("A", east=0, workload=300, staff=2),
            town("B", east=1, workload=100, staff=2),
            town("C", east=5, workload=400, staff=4),
        )
        problem = Problem(towns, zones=2, min_towns=1, max_towns=2)
        first, second = score(problem, [["A", "B"], ["C"]]).zones
        km = 1.3 * crow_km(towns[0], towns[1])
        assert (first.towns, first.seat, second.seat) == (("A", "B"), "A", "C")
        assert (first.workload, first.staff) == (400, 4)
        assert (first.workload_share, first.staff_share) == (0.5, 0.5)
        assert first.mean_km == pytest.approx(km / 4)
        assert first.farthest_km == pytest.approx(km)
        assert (second.mean_km, second.farthest_km) == (0.0, 0.0)

    def test_a_seat_is_taken_only_where_one_is_allowed(self):
        problem = replace(row_of(4), seats=frozenset({"0", "3"}))
        result = score(problem, [["0", "1"], ["2", "3"]])
        assert [zone.seat for zone in result.zones] == ["0", "3"]
        barred = score(problem, [["0", "3", "2"], ["1"]])
        assert "第2片区没有可作驻地的镇街。" in barred.violations

    def test_measured_roads_replace_the_crows(self):
        problem = row_of(3, distances=((0, 9, 1), (9, 0, 1), (1, 1, 0)), zones=1)
        (zone,) = score(problem, [["0", "1", "2"]]).zones
        assert zone.seat == "2"
        assert zone.farthest_km == 1.0

    @pytest.mark.parametrize(
        ("rest", "groups", "says"),
        [
            ({}, ["01", "234"], None),
            ({}, ["01234"], "现有1个片区，应为2个。"),
            ({}, ["01", "23"], "4镇尚未编入片区。"),
            ({}, ["01234", ""], "第2片区没有镇街。"),
            ({"min_towns": 2}, ["0", "1234"], "第1片区只有1个镇街，至少应有2个。"),
            ({"max_towns": 3}, ["0", "1234"], "第2片区有4个镇街，至多只能有3个。"),
            ({}, ["014", "23"], "第1片区不连片，4镇与其余镇街不相邻。"),
            (
                {"workload_cap": 1.1},
                ["01", "234"],
                "第2片区工作量为平均值的1.2倍，上限为1.1倍。",
            ),
            (
                {"min_staff": 12},
                ["01", "234"],
                "第1片区只有10名执法人员，至少应有12名。",
            ),
            (
                {"max_km": 20},
                ["01", "234"],
                "第2片区内2镇、4镇相距23.97公里，上限为20公里。",
            ),
            ({"must_link": (("1", "2"),)}, ["01", "234"], "1镇、2镇应在同一片区。"),
            ({"cannot_link": (("0", "1"),)}, ["01", "234"], "0镇、1镇不应在同一片区。"),
            ({"locks": {"0": 2}}, ["01", "234"], "0镇已锁定在第2片区。"),
        ],
    )
    def test_what_is_wrong_is_said_in_one_sentence(self, rest, groups, says):
        found = score(row_of(5, **rest), groups).violations
        assert found == (() if says is None else (says,))

    def test_the_sentences_call_the_zones_by_their_names(self):
        problem = row_of(4, min_towns=2, locks={"3": 1})
        found = score(problem, ["0", "123"], ["城区片区", "西部片区"]).violations
        assert found == (
            "城区片区只有1个镇街，至少应有2个。",
            "3镇已锁定在城区片区。",
        )

    def test_a_town_not_yet_placed_breaks_no_link(self):
        problem = row_of(
            4, must_link=(("0", "3"),), cannot_link=(("0", "1"),), locks={"0": 1}
        )
        found = score(problem, ["1", "23"]).violations
        assert found == ("0镇尚未编入片区。",)

    def test_a_town_without_a_point_is_scored_but_for_its_road(self):
        whole_row = row_of(3)
        towns = (*whole_row.towns[:2], replace(whole_row.towns[2], lon=None, lat=None))
        edges = (("0", "1"), ("1", "2"))
        result = score(replace(whole_row, towns=towns, edges=edges), ["0", "12"])
        assert result.violations == ("2镇没有位置，路程未计入。",)
        assert result.zones[1].seat == "1"
        assert result.terms.travel == 0.0

    def test_where_nothing_was_entered_every_town_counts_the_same(self):
        towns = tuple(replace(one, workload=0, staff=0) for one in row_of(4).towns)
        result = score(replace(row_of(4), towns=towns), ["01", "23"])
        assert result.terms.workload == result.terms.staff == 0.0
        assert result.terms.travel > 0.0
        assert [zone.workload_share for zone in result.zones] == [0.5, 0.5]

    @given(problems(), st.data())
    def test_many_zones_are_priced_as_one_is(self, problem, data):
        size = len(problem.towns)
        zones = data.draw(
            st.lists(st.integers(1, 2**size - 1), min_size=1, max_size=20)
        )
        members = members_of(zones, size)
        together = price(problem, members)
        for place, zone in enumerate(zones):
            towns = [town for town in range(size) if zone >> town & 1]
            assert np.flatnonzero(members[place]).tolist() == towns
            alone = price(problem, members[place : place + 1])
            assert alone.amiss[0] == pytest.approx(together.amiss[place])
            assert alone.cost(problem.weights)[0] == pytest.approx(
                together.cost(problem.weights)[place]
            )
            codes = [problem.towns[town].code for town in towns]
            assert whole(zone, problem.figures.near) == joined(codes, problem.edges)


class TestPropose:
    @pytest.mark.parametrize("name", BEST)
    def test_it_finds_the_proven_optimum_of_the_published_problems(self, name):
        objective, groups = best_of(name)
        plan = propose(read_problem(text_of(name)))
        assert round(plan.score.objective, 5) == objective
        assert plan.groups == groups
        assert plan.seats == tuple(zone.seat for zone in plan.score.zones)
        assert plan.steps > 0
        assert not plan.proven

    def test_the_same_problem_gives_the_same_plan(self):
        problem = read_problem(text_of("donghai"))
        again = read_problem(text_of("donghai"))
        assert propose(problem) == propose(again)
        assert propose(problem, seed=7) == propose(again, seed=7)

    # Fixed examples: a search by chance promises nothing of every problem there is.
    @settings(derandomize=True, max_examples=150, deadline=None)
    @given(problems(most=7))
    def test_on_small_problems_it_is_as_good_as_trying_everything(self, problem):
        codes = [one.code for one in problem.towns]
        best = min(
            (
                slow_terms(problem, groups).weighted(problem.weights).total
                for groups in partitions(codes, problem.zones)
                if keeps(problem, groups, by_number=False)
            ),
            default=None,
        )
        if best is None:
            with pytest.raises(Refusal) as caught:
                propose(problem)
            assert caught.value.clause == "roster/zoning-problem"
        else:
            plan = propose(problem)
            assert keeps(problem, plan.groups)
            assert plan.score == score(problem, plan.groups)
            assert plan.score.objective == pytest.approx(best, abs=1e-5)

    @settings(max_examples=20, deadline=None)
    @given(problems(most=16))
    def test_what_it_proposes_keeps_every_bound_and_link(self, problem):
        try:
            plan = propose(problem)
        except Refusal as refused:
            assert str(refused).endswith("。")  # noqa: PT017 - either answer is right
        else:
            assert keeps(problem, plan.groups)

    def test_locked_towns_get_the_zone_of_their_number(self):
        locks = {"320722001": 4, "320722203": 1, "320722104": 4}
        problem = replace(read_problem(text_of("donghai")), locks=locks)
        plan = propose(problem)
        assert "320722203" in plan.groups[0]
        assert {"320722001", "320722104"} <= set(plan.groups[3])

    def test_it_can_be_stopped(self):
        class StoppedError(Exception):
            pass

        told = []

        def stop(done, total, doing):
            told.append((done, total, doing))
            if len(told) == 3:
                raise StoppedError

        with pytest.raises(StoppedError):
            propose(read_problem(text_of("donghai")), progress=stop)
        assert [done for done, _, _ in told] == [0, 1, 2]

    def test_it_tells_how_far_it_is_up_to_the_end(self):
        told = []
        propose(row_of(4), progress=lambda *step: told.append(step))
        steps = [done for done, _, _ in told]
        assert steps == list(range(len(steps)))
        assert told[-1][0] == told[-1][1]

    def test_pieces_of_a_map_are_each_cut_for_themselves(self):
        problem = replace(
            row_of(6, zones=3, min_towns=1, max_towns=3),
            edges=(("0", "1"), ("1", "2"), ("3", "4"), ("4", "5")),
        )
        for zone in propose(problem).groups:
            assert {*zone} <= {*"012"} or {*zone} <= {*"345"}

    def test_without_any_weight_it_still_answers(self):
        problem = row_of(6, zones=2, min_towns=3, weights=Terms(0, 0, 0, 0))
        plan = propose(problem)
        assert keeps(replace(problem, edges=EDGES_OF_SIX), plan.groups)


EDGES_OF_SIX = tuple(zip("01234", "12345", strict=True))
