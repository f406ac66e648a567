"""Zoning: reading a problem, and refusing one that cannot be solved."""

import json
import math
import pickle
from dataclasses import replace

import pytest

from tests.zoning_samples import BEST, best_of, row_of, text_of
from workbench.rules import Refusal
from workbench.solvers.zoning import (
    Problem,
    Terms,
    Town,
    check_problem,
    propose,
    read_problem,
    score,
)


class TestReading:
    @pytest.mark.parametrize("name", BEST)
    def test_the_two_published_problems_are_read(self, name):
        problem = read_problem(text_of(name))
        given_text = json.loads(text_of(name))
        assert len(problem.towns) == len(given_text["towns"])
        assert problem.zones == 5
        assert problem.weights == Terms(1.0, 0.5, 1.0, 0.5)
        assert [list(pair) for pair in problem.edges] == given_text["edges"]

    def altered(self, **changes):
        raw = json.loads(text_of("donghai"))
        for key, value in changes.items():
            raw[key] = value
        return json.dumps(raw, ensure_ascii=False)

    def test_what_may_be_left_out_may_also_be_null(self):
        raw = json.loads(text_of("donghai"))
        kept = {"towns", "zones", "min_towns", "max_towns"}
        bare = read_problem(json.dumps({key: raw[key] for key in kept}))
        nulls = dict.fromkeys(
            (
                "edges",
                "weights",
                "road_factor",
                "distances",
                "must_link",
                "cannot_link",
                "locks",
                "seats",
                "workload_cap",
                "max_km",
                "min_staff",
            )
        )
        assert read_problem(self.altered(**nulls)) == bare
        assert bare.edges is None
        assert bare.weights == Terms(1.0, 0.5, 1.0, 0.5)
        assert bare.road_factor == 1.3

    def test_every_wish_is_read(self):
        one, other, third = "320722001", "320722002", "320722101"
        problem = read_problem(
            self.altered(
                must_link=[[one, other]],
                cannot_link=[[one, third]],
                locks={third: 2},
                seats=[one, third],
                workload_cap=1.35,
                max_km=40,
                min_staff=20,
                weights={"travel": 2},
                distances=[[0] * 19] * 19,
            )
        )
        assert problem.must_link == ((one, other),)
        assert problem.cannot_link == ((one, third),)
        assert problem.locks == {third: 2}
        assert problem.seats == {one, third}
        assert (problem.workload_cap, problem.max_km, problem.min_staff) == (
            1.35,
            40.0,
            20.0,
        )
        assert problem.weights == Terms(2.0, 0.5, 1.0, 0.5)
        assert len(problem.distances) == 19

    @pytest.mark.parametrize(
        ("text", "says"),
        [
            ("", "第1行第1字"),
            ("{", "不是有效的 JSON"),
            ("[" * 100_000, "层次过深"),
            ('{"towns": ' + "9" * 5000 + "}", "数字过长"),
            ("[]", "成对"),
            ("{}", "缺少“towns”"),
        ],
    )
    def test_what_is_no_problem_is_refused(self, text, says):
        with pytest.raises(Refusal, match=says) as caught:
            read_problem(text)
        assert caught.value.clause == "roster/zoning-problem"

    @pytest.mark.parametrize(
        ("changes", "says"),
        [
            ({"zonez": 5}, "不认识的项“zonez”"),
            ({"weights": {"travle": 1}}, "“weights”中有不认识的项“travle”"),
            ({"weights": []}, "“weights”应为成对"),
            ({"weights": {"travel": -1}}, "“travel”应为0至"),
            ({"zones": 0}, "“zones”应为正整数"),
            ({"zones": 2.5}, "“zones”应为正整数"),
            ({"zones": True}, "“zones”应为正整数"),
            ({"road_factor": "1.3"}, "“road_factor”"),
            ({"max_km": math.nan}, "“max_km”"),
            ({"workload_cap": 10**400}, "“workload_cap”"),
            ({"must_link": [["320722001"]]}, "“must_link”中每一项"),
            ({"must_link": [["320722001", "320722001"]]}, "“must_link”中每一项"),
            ({"cannot_link": [["320722001", "x"]]}, "“cannot_link”.*“x”"),
            ({"edges": [["320722001", 7]]}, "“edges”.*“7”"),
            ({"seats": ["y"]}, "“seats”.*“y”"),
            ({"seats": "y"}, "“seats”应为列表"),
            ({"locks": {"z": 1}}, "“locks”中有不认识的项“z”"),
            ({"locks": {"320722001": 0}}, "“locks”应为正整数"),
            ({"distances": [[0.0]]}, "19行19列"),
            ({"towns": {}}, "“towns”应为列表"),
            ({"towns": [3]}, "第1个镇街应为成对"),
        ],
    )
    def test_a_wrong_value_is_refused_by_name(self, changes, says):
        with pytest.raises(Refusal, match=says):
            read_problem(self.altered(**changes))

    @pytest.mark.parametrize(
        ("key", "value", "says"),
        [
            ("lon", None, "“石榴街道”没有位置"),
            ("lat", None, "“石榴街道”没有位置"),
            ("lon", 300, "“lon”应为-180至180"),
            ("code", "320722001", "代码320722001重复"),
            ("code", 5, "第2个镇街的“code”应为文字"),
            ("workload", "多", "“workload”"),
            ("matters", [1], "“石榴街道”的“matters”"),
            ("matters", {"M01": -1}, "“matters”"),
            ("population", 9, "第2个镇街中有不认识的项“population”"),
        ],
    )
    def test_a_wrong_town_is_refused_by_name(self, key, value, says):
        raw = json.loads(text_of("donghai"))
        raw["towns"][1][key] = value
        with pytest.raises(Refusal, match=says):
            read_problem(json.dumps(raw))

    def test_a_town_without_the_keys_of_its_point_has_none(self):
        raw = json.loads(text_of("donghai"))
        del raw["towns"][4]["lon"], raw["towns"][4]["lat"]
        with pytest.raises(Refusal, match="“石梁河镇”没有位置") as caught:
            read_problem(json.dumps(raw))
        assert caught.value.ways

    def test_a_problem_travels_to_another_process(self):
        problem = read_problem(text_of("donghai"))
        before = score(problem, best_of("donghai")[1])
        again = pickle.loads(pickle.dumps(problem))  # noqa: S301 - our own bytes
        assert score(again, best_of("donghai")[1]) == before


APART = (("0", "1"), ("1", "2"), ("3", "4"))


class TestRefusals:
    @pytest.mark.parametrize(
        ("rest", "says", "way"),
        [
            ({"min_towns": 3, "max_towns": 2}, "最少镇街数（3）大于最多镇街数", ""),
            ({"zones": 3, "min_towns": 2}, "共需6个镇街，现只有5个", "不超过2"),
            ({"zones": 6}, "共需6个镇街，现只有5个", "不超过5"),
            ({"max_towns": 2}, "只容得下4个镇街，现有5个", "不少于3"),
            ({"edges": APART, "zones": 1}, "互不相邻的2块.*至少要分2个片区", "2至5"),
            (
                {"edges": APART, "min_towns": 2, "zones": 2, "max_towns": 2},
                "只容得下4个",
                "",
            ),
            (
                {"edges": (("0", "1"), ("1", "2"), ("2", "3")), "min_towns": 2},
                "4镇与其他镇街不相邻，按每片区2至5个镇街划不开",
                "核对",
            ),
            ({"locks": {"0": 3}}, "0镇锁定在第3片区，片区序号应为1至2", ""),
            (
                {"must_link": (("0", "1"), ("1", "2")), "cannot_link": (("0", "2"),)},
                "0镇、2镇既要求在同一片区，又要求不在同一片区",
                "",
            ),
            (
                {"must_link": (("0", "1"),), "locks": {"0": 1, "1": 2}},
                "0镇、1镇既要求",
                "",
            ),
            (
                {"must_link": (("0", "4"),), "max_km": 30},
                "0镇、4镇须在同一片区，但相距47.*公里，超过.*30公里",
                "",
            ),
            (
                {"must_link": (("0", "4"),), "edges": APART},
                "0镇、4镇须在同一片区，但按相邻关系连不到一起",
                "核对",
            ),
            (
                {
                    "must_link": (("0", "1"), ("1", "2"), ("2", "3")),
                    "max_towns": 3,
                },
                "共4个，超过每片区最多3个镇街",
                "",
            ),
            ({"workload_cap": 0.9}, "0.9倍，小于1倍", "1倍以上"),
            (
                {"workload_cap": 1.1, "must_link": (("0", "1"), ("1", "2"))},
                "已是片区平均值的1.2倍，超过上限1.1倍",
                "不低于1.2倍",
            ),
            ({"min_staff": 13}, "共需26名，现只有25名", "不超过12"),
            ({"seats": frozenset("3")}, "可作驻地的镇街只有1个，少于2个片区", ""),
            (
                {"seats": frozenset("34"), "edges": APART},
                "0镇、1镇、2镇至少要分1个片区，其中可作驻地的镇街只有0个",
                "",
            ),
        ],
    )
    def test_a_bound_that_cannot_be_kept_is_named(self, rest, says, way):
        problem = row_of(5, **rest)
        with pytest.raises(Refusal, match=says) as caught:
            propose(problem)
        assert caught.value.clause == "roster/zoning-problem"
        assert way in "".join(caught.value.ways)
        with pytest.raises(Refusal, match=says):
            check_problem(problem)

    def test_no_towns_are_no_problem(self):
        with pytest.raises(Refusal, match="没有可编组的镇街"):
            propose(Problem((), zones=1, min_towns=1, max_towns=1))

    def test_towns_without_a_point_are_named(self):
        towns = (*row_of(3).towns, Town("岛", "前三岛乡", None, None, 1, 1))
        with pytest.raises(Refusal, match="前三岛乡没有位置"):
            propose(replace(row_of(3), towns=towns))

    def test_bounds_that_only_together_leave_nothing_are_not_called_proven(self):
        problem = row_of(5, cannot_link=(("0", "1"), ("1", "2")))
        with pytest.raises(Refusal, match=r"不能断定没有.*不应在同一片区"):
            propose(problem)

    def test_a_large_piece_is_not_named_town_by_town(self):
        edges = tuple((str(place), str(place + 1)) for place in range(29))
        problem = row_of(30, edges=(*edges[:27], edges[28]), zones=1)
        with pytest.raises(Refusal, match="（0镇、1镇、2镇等28个镇街；28镇、29镇）"):
            propose(problem)
