"""Rules of assessment: formulas, schemes, points, weights, places, grades."""

import re
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.assessing import item, team_plan
from workbench.rules import Refusal
from workbench.rules.powers.facts import FACTS, check_facts, facts_of
from workbench.rules.powers.formulas import DEEPEST, FULL, LONGEST, parse
from workbench.rules.powers.items import check_item_name, rounded
from workbench.rules.powers.machines import MACHINES
from workbench.rules.powers.months import check_received, next_month
from workbench.rules.powers.moves import AffairKind
from workbench.rules.powers.schemes import (
    DEFAULT_PLANS,
    SchemePlan,
    check_plan,
    keyed,
    plan_json,
    plan_of,
)
from workbench.rules.powers.scoring import (
    AssessedPeriod,
    GradeScale,
    basis_of,
    check_given,
    grades,
    mean_of,
    places,
    points_of,
    read_points,
    scale_of,
    scaled,
    score_all,
    shared_weights,
    suggest_grades,
    total_of,
)
from workbench.rules.powers.subjects import SubjectKind
from workbench.rules.roster.units import Employment
from workbench.services.powers.assessment.facts import COUNTERS

NAMES = ("甲数", "乙数", "丙数")
LINES = (Fraction(90), Fraction(75), Fraction(60))


# ---- formulas: made at random with what they come to, and read back ----


class NotApplicableError(Exception):
    """Something is divided by zero."""


def number(text):
    return text, lambda _facts, _full: Fraction(text), 0


def plus(left, right):
    return (
        f"{left[0]}＋{right[0]}",
        lambda facts, full: left[1](facts, full) + right[1](facts, full),
        1,
    )


def minus(left, right):
    text = f"({right[0]})" if right[2] == 1 else right[0]
    return (
        f"{left[0]}−{text}",
        lambda facts, full: left[1](facts, full) - right[1](facts, full),
        1,
    )


def bracketed(one):
    return f"（{one[0]}）" if one[2] else one[0]


def times(left, right):
    return (
        f"{bracketed(left)}×{bracketed(right)}",
        lambda facts, full: left[1](facts, full) * right[1](facts, full),
        2,
    )


def over(left, name):
    def value(facts, full):
        above = left[1](facts, full)
        if not facts[name]:
            raise NotApplicableError
        return above / facts[name]

    return f"{bracketed(left)}÷{name}", value, 2


def least(left, right):
    return (
        f"最小({left[0]}，{right[0]})",
        lambda facts, full: min(left[1](facts, full), right[1](facts, full)),
        0,
    )


def choice(name, left, right):
    return (
        f"如果({name}≥2 且 {name}≠4, {left[0]}, {right[0]})",
        lambda facts, full: (
            left[1](facts, full)
            if facts[name] >= 2 and facts[name] != 4
            else right[1](facts, full)
        ),
        0,
    )


leaves = st.one_of(
    st.integers(0, 20).map(str).map(number),
    st.sampled_from(["0.5", "2.25", "100"]).map(number),
    st.sampled_from(NAMES).map(
        lambda name: (name, lambda facts, _full: Fraction(facts[name]), 0)
    ),
    st.just((FULL, lambda _facts, full: full, 0)),
)
formulas = st.recursive(
    leaves,
    lambda inner: st.one_of(
        st.builds(plus, inner, inner),
        st.builds(minus, inner, inner),
        st.builds(times, inner, inner),
        st.builds(over, inner, st.sampled_from(NAMES)),
        st.builds(least, inner, inner),
        st.builds(choice, st.sampled_from(NAMES), inner, inner),
    ),
    max_leaves=6,
)
counted = st.fixed_dictionaries({name: st.integers(0, 6) for name in NAMES})
nonzero = st.fixed_dictionaries({name: st.integers(1, 6) for name in NAMES})
signs = "甲乙数满分如果最小且或0123.+-×÷()（），,<>=≠% 　罚"


def evaluated(made, facts, full):
    try:
        return made[1](facts, full)
    except NotApplicableError:
        return None


def as_python(text):
    """Return a sheet's formula as Python reckons it, whole numbers exact."""
    text = re.sub(r"\d+(\.\d+)?", lambda found: f"F('{found[0]}')", text)
    text = text.replace("<>", "!=")
    return re.sub(r"(?<![<>!=])=", "==", text)


class TestFormulas:
    @given(formulas, counted, st.integers(1, 40).map(Fraction))
    def test_a_formula_comes_to_what_it_says(self, made, facts, full):
        formula = parse(made[0])
        assert formula.value(facts, full) == evaluated(made, facts, full)
        assert formula.names <= set(NAMES)

    @given(formulas, nonzero, st.integers(1, 40))
    def test_a_sheet_reckons_the_same(self, made, facts, full):
        refs = dict(zip(NAMES, ("first", "second", "third"), strict=True))
        text = parse(made[0]).excel(refs, "w")
        assert text.count("(") == text.count(")")
        cells = {refs[name]: Fraction(facts[name]) for name in NAMES}
        wanted = evaluated(made, facts, Fraction(full))
        assert wanted == eval(  # noqa: S307 - our own text, in a test
            as_python(text),
            {
                "F": Fraction,
                "w": Fraction(full),
                "MIN": min,
                "MAX": max,
                "AND": lambda *of: all(of),
                "OR": lambda *of: any(of),
                "IF": lambda test, yes, no: yes if test else no,
                **cells,
            },
        )

    @given(
        st.text(
            alphabet="甲乙数满分如果最小且或0123.+-×÷()（），,<>=≠% 　罚", max_size=30
        )
    )
    def test_whatever_is_typed_is_read_or_refused(self, text):
        try:
            formula = parse(text)
        except Refusal as refusal:
            told = refusal
        else:
            told = formula.value(dict.fromkeys(formula.names, 3), Fraction(10))
        assert told is None or isinstance(told, Fraction | Refusal)

    @pytest.mark.parametrize(
        ("text", "where", "expects"),
        [
            ("按时签收件数÷", "末尾", "应当是数"),
            ("按时签收件数÷0", "第8个字", "除数不能是零"),
            ("10÷(3−3)", "第4个字", "除数不能是零"),
            ("(1+2", "末尾", "右括号"),
            ("1 2", "第3个字", "运算符号"),
            ("1>2", "第1个字", "条件"),
            ("如果(甲数,1,2)", "第4个字", "应当是条件"),
            ("如果(甲数>1,2)", "第10个字", "有三项"),
            ("如果(满分>1,1,2)", "第4个字", "满分"),
            ("甲数÷满分", "第4个字", "满分"),
            ("最大(1)", "第5个字", "至少两项"),
            ("平均(1,2)", "第1个字", "没有“平均(…)”"),
            ("3²", "第2个字", "不认识"),
            ("__import__", "第1个字", "不认识"),
            ("1..2", "第2个字", "小数点"),
            ("1234567890123", "第1个字", "最多12位"),
        ],
    )
    def test_what_cannot_be_read_is_told_with_its_place(self, text, where, expects):
        with pytest.raises(Refusal) as refused:
            parse(text)
        assert where in str(refused.value)
        assert expects in str(refused.value)

    def test_length_and_depth_have_an_end(self):
        assert parse("1" + "+1" * (LONGEST // 2 - 1)).value({}, Fraction(1)) == 200
        for text in ("1" + "+1" * LONGEST, "(" * (DEEPEST + 1) + "1", "-" * 40 + "1"):
            with pytest.raises(Refusal):
                parse(text)

    def test_what_divides_by_a_fact_that_is_zero_does_not_apply(self):
        formula = parse("甲数÷乙数×满分")
        assert formula.value({"甲数": 1, "乙数": 0}, Fraction(5)) is None
        lazy = parse("如果(乙数=0, 满分, 甲数÷乙数×满分)")
        assert lazy.value({"甲数": 1, "乙数": 0}, Fraction(5)) == 5

    def test_percent_and_full_width_are_read(self):
        formula = parse("满分　＊　５０％ ＋ １．５")
        assert formula.value({}, Fraction(4)) == Fraction("3.5")

    def test_the_figures_in_print_are_those_of_the_first_share(self):
        facts = {"甲数": 11, "乙数": 13, "丙数": 2}
        assert basis_of(parse("甲数÷乙数×满分"), facts) == "11/13"
        assert basis_of(parse("甲数÷乙数×满分−丙数"), facts) == "11/13，丙数2"
        assert basis_of(parse("满分−丙数×0.5"), facts) == "丙数2"


class TestFacts:
    def test_every_fact_that_may_be_read_is_counted(self):
        allowed = {one.name for one in FACTS.values() if not one.banned}
        assert allowed == set(COUNTERS)

    def test_every_fact_is_a_name_of_the_language(self):
        for name, fact in FACTS.items():
            assert parse(f"{name}+1").names == {name}
            assert fact.words
            assert fact.subjects

    def test_what_may_be_read_is_no_banned_item_either(self):
        for name, fact in FACTS.items():
            if not fact.banned:
                assert check_item_name(name) == name

    @pytest.mark.parametrize("name", [n for n, f in FACTS.items() if f.banned])
    def test_a_banned_fact_is_refused_with_its_clause(self, name):
        with pytest.raises(Refusal) as refused:
            check_facts({name}, "综合评价", SubjectKind.TEAM)
        assert refused.value.clause.startswith("powers/assessed-")

    def test_a_fact_is_only_of_those_it_is_counted_of(self):
        assert "应签收件数" in {one.name for one in facts_of(SubjectKind.TEAM)}
        with pytest.raises(Refusal, match="没有这个事实"):
            check_facts({"应签收件数"}, "签收", SubjectKind.PERSON)


class TestSchemes:
    @pytest.mark.parametrize("kind", list(SubjectKind))
    def test_what_a_new_scheme_starts_from_is_in_order(self, kind):
        plan = DEFAULT_PLANS[kind]
        assert check_plan(plan, kind) == plan
        assert plan_of(plan_json(plan)) == plan
        assert plan_json(plan_of(plan_json(plan))) == plan_json(plan)

    @pytest.mark.parametrize(
        ("changed", "words"),
        [
            ({"items": ()}, "至少要有一个项目"),
            ({"items": (item("a", 99),)}, "合计99分"),
            ({"items": (item("a", 50), item("a", 50, name="另一项"))}, "代号"),
            ({"items": (item("a", 50), item("b", 50, name="示例项目a"))}, "名称"),
            ({"items": (item("a", 100, group=" "),)}, "类别"),
            ({"items": (item("a", 100, method=""),)}, "计分办法"),
            ({"items": (item("a", "33.333"), item("b", "66.667"))}, "两位小数"),
            ({"items": (item("a", 0), item("b", 100))}, "大于0"),
            ({"items": (item("a", 100, formula="1", by_hand=True),)}, "手工评分"),
            ({"items": (item("", 100),)}, "代号"),
            ({"items": (item("a", 100, name=""),)}, "项目名称"),
            ({"extra": Fraction(101)}, "加减分"),
            ({"lines": (Fraction(60), Fraction(75), Fraction(90))}, "从高到低"),
            ({"lines": (Fraction(90), Fraction(75), Fraction("1/3"))}, "两位小数"),
            ({"items": tuple(item(str(n), 1) for n in range(100))}, "最多60"),
        ],
    )
    def test_a_plan_that_must_not_be_is_refused(self, changed, words):
        plan = replace(SchemePlan((item("a", 100),)), **changed)
        with pytest.raises(Refusal, match=words) as refused:
            check_plan(plan, SubjectKind.TEAM)
        assert refused.value.clause == "powers/scheme"

    def test_a_missing_key_is_given_and_no_other_taken(self):
        plan = SchemePlan((item("", 50, name="甲"), item("item1", 50)))
        assert [one.key for one in keyed(plan).items] == ["item2", "item1"]


weights = st.lists(st.integers(1, 400), min_size=1, max_size=12)


class TestScoring:
    @given(weights, st.data())
    def test_shared_weights_are_hundredths_that_add_up_to_a_hundred(self, parts, data):
        unit = Fraction(100, sum(parts))
        items = [
            replace(item(str(at), 1), weight=part * unit)
            for at, part in enumerate(parts)
        ]
        applying = data.draw(st.sets(st.sampled_from([one.key for one in items])))
        shared = shared_weights(items, applying)
        assert sum(shared.values()) == (100 if applying else 0)
        for one in items:
            weight = shared[one.key]
            assert (weight * 100).denominator == 1
            assert (weight > 0) <= (one.key in applying)
            if applying and one.key in applying:
                of = sum(two.weight for two in items if two.key in applying)
                assert abs(weight - one.weight * 100 / of) < Fraction(1, 100)

    def test_weights_of_a_month_in_which_all_applies_are_the_scheme_s(self):
        items = team_plan().items
        shared = shared_weights(items, {one.key for one in items})
        assert shared == {one.key: one.weight for one in items}

    @given(
        st.integers(0, 30),
        st.integers(1, 30),
        st.integers(1, 10_000).map(lambda n: Fraction(n, 100)),
    )
    def test_points_keep_between_nothing_and_the_full_score(self, above, below, full):
        facts = {"甲数": above, "乙数": below}
        points = points_of(parse("甲数÷乙数×满分−1"), facts, full)
        assert 0 <= points <= full
        assert (points * 100).denominator == 1
        exact = min(max(Fraction(above, below) * full - 1, 0), full)
        assert abs(points - exact) <= Fraction(1, 200)

    def test_halves_are_rounded_up(self):
        assert rounded(Fraction("16.665")) == Fraction("16.67")
        assert scaled(Fraction(1), Fraction(8), Fraction("10.01")) == Fraction("1.25")

    @given(st.dictionaries(st.integers(), st.integers(0, 5).map(Fraction), max_size=9))
    def test_equal_totals_share_a_place(self, totals):
        ranked = places(totals)
        for key, total in totals.items():
            assert ranked[key] == 1 + sum(one > total for one in totals.values())

    def test_nothing_that_applies_is_no_total(self):
        assert total_of([None, None], Fraction(5)) is None
        assert total_of([Fraction(3), None], Fraction(-1)) == 2

    def test_a_mean_is_rounded_once(self):
        totals = [Fraction("0.01"), Fraction("0.01"), Fraction("0.03")]
        assert mean_of(totals) == Fraction("0.02")
        with pytest.raises(ValueError, match="no month"):
            mean_of([])

    def test_an_adjusted_score_stands_when_all_is_computed_again(self):
        plan = team_plan()
        facts = dict.fromkeys(
            {
                name
                for one in plan.items
                if not one.by_hand
                for name in one.read().names
            },
            2,
        )
        scored = score_all(
            plan,
            {1: facts},
            {1: {}},
            {1: {"signed": Fraction(25)}},
            lambda _item: None,
        )[1]
        assert scored["signed"].points == 25
        assert scored["finished"].points == 30
        assert scored["quality"].pending

    @pytest.mark.parametrize(
        ("text", "points"),
        [("4", "4"), ("4.5", "4.5"), ("−1", "-1"), ("-0.25", "-0.25"), (" 3 ", "3")],
    )
    def test_points_are_read_as_a_clerk_writes_them(self, text, points):
        assert read_points(text) == Fraction(points)

    @pytest.mark.parametrize("text", ["", "四", "1.234", "1e3", "1/2", "--1.a", "."])
    def test_what_is_no_score_is_refused(self, text):
        with pytest.raises(Refusal) as refused:
            read_points(text)
        assert refused.value.clause == "powers/points"

    def test_points_by_hand_ask_for_evidence(self):
        with pytest.raises(Refusal, match="至少6个字"):
            check_given(item("a", 10), Fraction(5), "还行")
        assert (
            check_given(item("a", 10), None, " 本月没有案卷评查 ") == "本月没有案卷评查"
        )


class TestGrades:
    def test_each_footing_has_its_own_words(self):
        quarter, year = AssessedPeriod(2026, 3), AssessedPeriod(2026)
        civil = scale_of(Employment.REFERENCED)
        institution = scale_of(Employment.INSTITUTION)
        assert grades(civil, quarter) == ("好", "较好", "一般", "较差")
        assert grades(civil, year) == ("优秀", "称职", "基本称职", "不称职")
        assert grades(institution, year) == ("优秀", "合格", "基本合格", "不合格")
        assert scale_of(Employment.AUXILIARY) is GradeScale.NONE

    def test_a_period_has_its_months(self):
        assert AssessedPeriod(2026, 4).months[0] == date(2026, 10, 1)
        assert len(AssessedPeriod(2026).months) == 12
        assert AssessedPeriod(2026, 3).label == "2026年第三季度平时考核"

    @given(
        st.lists(st.integers(50, 100), min_size=1, max_size=30),
        st.sampled_from([Fraction(2, 5), Fraction(1, 5)]),
    )
    def test_the_best_grade_keeps_within_its_share(self, totals, share):
        people = {
            key: (GradeScale.CIVIL, Fraction(one)) for key, one in enumerate(totals)
        }
        told = suggest_grades(people, AssessedPeriod(2026, 1), LINES, share)
        best = [key for key, one in told.items() if one.grade == "好"]
        assert len(best) <= share * len(totals)
        for key, one in told.items():
            score = people[key][1]
            if key in best:
                assert score >= 90
                higher = [k for k, (_, other) in people.items() if other >= score]
                assert set(higher) <= set(best)
            elif score >= 90:
                assert (one.grade, bool(one.words)) == ("较好", True)
            else:
                wanted = "较好" if score >= 75 else "一般" if score >= 60 else "较差"
                assert one.grade == wanted

    def test_who_is_not_established_gets_no_grade(self):
        told = suggest_grades(
            {1: (GradeScale.NONE, Fraction(99))},
            AssessedPeriod(2026),
            LINES,
            Fraction(1),
        )
        assert told[1].grade == ""
        assert "合同" in told[1].words


class TestMonths:
    def test_every_move_of_the_way_leads_on_and_the_lock_is_the_end(self):
        machine = MACHINES[AffairKind.MONTH]
        state = machine.first.key
        for verb in (
            "freeze",
            "compute",
            "begin_scoring",
            "submit",
            "open_window",
            "close_window",
            "lock",
        ):
            state = machine.check(state, verb).target
        assert machine.state(state).done
        assert machine.open_moves(state) == ()

    def test_once_the_result_is_told_there_is_no_way_back_but_the_decider_s(self):
        machine = MACHINES[AffairKind.MONTH]
        assert [one.verb for one in machine.open_moves("window")] == ["close_window"]
        assert {one.verb for one in machine.open_moves("deciding")} == {
            "lock",
            "return_to_review",
        }

    def test_an_objection_keeps_within_its_window(self):
        opened, last = date(2026, 4, 1), date(2026, 4, 7)
        check_received(opened, opened, last, opened)
        check_received(last, opened, last, last + timedelta(days=3))
        for received, today in (
            (opened - timedelta(days=1), opened),
            (last + timedelta(days=1), last + timedelta(days=1)),
            (last, opened),
        ):
            with pytest.raises(Refusal) as refused:
                check_received(received, opened, last, today)
            assert refused.value.clause == "powers/objection"

    def test_after_december_comes_january(self):
        assert next_month(date(2026, 12, 1)) == date(2027, 1, 1)
