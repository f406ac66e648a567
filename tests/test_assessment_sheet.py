"""The month's workbook: every figure in it recomputes to the program's own."""

import io
import re
import zipfile
from dataclasses import replace
from datetime import date
from fractions import Fraction

import openpyxl
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.papers import FINAL, parts_of, rendered
from workbench.demo_papers import assessments
from workbench.reports import paper_bytes, rebuilt, record_json
from workbench.reports.page import Attachment
from workbench.reports.powers.assessed import Assessed, Counted, Item, Score, Section
from workbench.reports.powers.assessment import AssessmentCircular, AssessmentTables
from workbench.reports.powers.assessment_sheet import AssessmentSheet
from workbench.rules.powers.formulas import parse
from workbench.rules.powers.schemes import DEFAULT_PLANS, SchemeItem, SchemePlan
from workbench.rules.powers.scoring import score_all
from workbench.rules.powers.subjects import SubjectKind

MONTH = date(2026, 10, 1)
LOCKED = "考核数据于2026年11月5日锁定，校验码（SM3）" + "0a" * 32 + "。"


def section(plan, facts, given_points, *, called="片区队伍", people=False, **extras):
    """Return a section as the program scores it.

    Args:
        plan: The scheme.
        facts: Of each unit, by name.
        given_points: Of each unit, points of the hand items.
        called: Who they are.
        people: Whether they are people.
        **extras: Points added, by unit.
    """
    scored = score_all(
        plan, facts, given_points, {one: {} for one in facts}, lambda _item: None
    )
    units = []
    for name, counted in facts.items():
        scores = []
        for item in plan.items:
            one = scored[name][item.key]
            own = one.weight == item.weight
            weight = None if one.points is None or own else one.weight
            scores.append(Score(one.points, one.basis or "抽查记录", weight))
        units.append(
            Assessed(
                name,
                tuple(scores),
                extras.get(name, Fraction(0)),
                earlier=Fraction("91.05") if len(units) % 2 else None,
                works_at="一队" if people else "",
                facts=tuple(Counted(*one) for one in counted.items()),
            )
        )
    items = tuple(
        Item(one.group, one.name, one.method, one.weight, one.formula)
        for one in plan.items
    )
    words = "《示例考核办法》（东综执〔2026〕1号）"
    return Section(called, words, items, tuple(units), people)


def counted(plan, number):
    """Return facts of one unit: some zero, so that items do not apply."""
    names = sorted(
        {name for one in plan.items if not one.by_hand for name in one.read().names}
    )
    return {
        name: (number * 7 + at * 3) % 23 if (number + at) % 5 else 0
        for at, name in enumerate(names)
    }


def default_section(kind, count, *, called):
    """Return a section by the scheme that a new one starts from."""
    plan = DEFAULT_PLANS[kind]
    facts = {f"{called}{number:03}": counted(plan, number) for number in range(count)}
    given_points = {
        name: {
            one.key: None
            if (at + place) % 7 == 0
            else one.weight * Fraction((at * 13 + place * 5) % 11, 10)
            for place, one in enumerate(plan.items)
            if one.by_hand
        }
        for at, name in enumerate(facts)
    }
    people = kind is SubjectKind.PERSON
    return section(plan, facts, given_points, called=called, people=people)


def ties():
    """Return a section in which several have the same total."""
    plan = SchemePlan(
        (
            SchemeItem("a", "甲", "项目甲", "按公式", Fraction(60), "完成÷应办×满分"),
            SchemeItem("b", "乙", "项目乙", "按记录", Fraction(40), by_hand=True),
        )
    )
    facts = {
        name: {"完成": done, "应办": of}
        for name, done, of in (
            ("一队", 1, 3),
            ("二队", 2, 6),
            ("三队", 3, 9),
            ("四队", 7, 7),
            ("五队", 0, 0),
        )
    }
    given_points = {name: {"b": Fraction("13.37")} for name in facts}
    extras = {"四队": Fraction("-1.35"), "一队": Fraction("0.10")}
    extras["二队"] = extras["一队"]
    return section(plan, facts, given_points, called="并列", **extras)


FORMULAS = (
    "完成÷应办×满分",
    "满分−未办×0.5",
    "最小(满分,完成÷应办×满分+加成×0.1)",
    "如果(未办=0,满分,最大(0,满分−未办×2.5))",
    "如果(应办=0 或 完成÷应办≥90%,满分,完成÷应办÷90%×满分)",
    "(完成+加成)÷(应办+未办)×满分",
    "完成÷应办÷100×满分",
    "−未办+满分×50%",
)
NUMBERS = st.one_of(st.integers(0, 12), st.integers(0, 100_000))


@st.composite
def awkward(draw):
    """Return a unit's facts and full scores under which roundings are awkward."""
    return {
        "完成": draw(NUMBERS),
        "应办": draw(NUMBERS),
        "未办": draw(st.integers(0, 40)),
        "加成": draw(NUMBERS),
    }


def fuzzed():
    """Return a section of many drawn units, and one whose weights are odd."""
    drawn = []

    @settings(
        max_examples=300,
        database=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(awkward())
    def draw(facts):
        drawn.append(facts)

    draw()
    weights = [Fraction(one) for one in ("12.34", "0.01", "17.65", "20", "9.99", "15")]
    weights += [Fraction("12.51"), Fraction(100) - sum(weights) - Fraction("12.51")]
    plan = SchemePlan(
        tuple(
            SchemeItem(f"k{at}", f"组{at % 3}", f"项目{at}", "按公式", weight, text)
            for at, (weight, text) in enumerate(zip(weights, FORMULAS, strict=True))
        )
    )
    facts = {f"单位{at}": one for at, one in enumerate(drawn)}
    # exact halves of a hundredth, which binary fractions hold only nearly
    for at in range(200):
        facts[f"半分{at}"] = {"完成": at, "应办": 200, "未办": at % 9, "加成": at}
    return section(plan, facts, {one: {} for one in facts}, called="随机")


def book(*sections):
    return AssessmentSheet("示例第一片区", MONTH, sections, LOCKED)


def without_values(content):
    """Return a workbook whose formulas carry no figures: all must be computed."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, part in parts_of(content).items():
            archive.writestr(name, re.sub(rb"(</f>)<v>[^<]*</v>", rb"\1", part))
    return file.getvalue()


@pytest.fixture(scope="module")
def books():
    """Workbooks by name."""
    return {
        "default": book(
            default_section(SubjectKind.TEAM, 6, called="片区队伍"),
            default_section(SubjectKind.TOWN, 5, called="镇街"),
            default_section(SubjectKind.PERSON, 60, called="派驻人员"),
        ),
        "ties": book(ties()),
        "fuzzed": book(fuzzed()),
        "sample": AssessmentSheet(
            assessments.ZONE, MONTH, assessments.circular().sections
        ),
    }


@pytest.fixture(scope="module")
def recomputed(books, tmp_path_factory):
    """The workbooks as LibreOffice computes them from nothing but formulas."""
    folder = tmp_path_factory.mktemp("assessed")
    files = {
        f"{name}.xlsx": without_values(paper_bytes(one.compose(FINAL)))
        for name, one in books.items()
    }
    out = rendered(folder, files, "--to", "xlsx")
    return {
        name: openpyxl.load_workbook(out / f"{name}.xlsx", data_only=True)
        for name in books
    }


def stored(record):
    content = paper_bytes(record.compose(FINAL))
    return openpyxl.load_workbook(io.BytesIO(content), data_only=True)


def hundredths(value):
    """Return a cell's figure in whole hundredths; it is that to the last bit."""
    assert isinstance(value, int | float), value
    whole = round(value * 100)
    assert float(value) == whole / 100
    return whole


def lines(sheet, columns):
    """Return the cells of each line below the heads, by head."""
    head = next(row for row in range(1, 5) if sheet.cell(row, columns).value)
    titles = [sheet.cell(head, at).value for at in range(1, columns + 1)]
    for row in range(head + 1, sheet.max_row + 1):
        yield dict(
            zip(
                titles,
                (sheet.cell(row, at).value for at in range(1, columns + 1)),
                strict=True,
            )
        )


class TestRecomputed:
    @pytest.mark.parametrize("name", ["default", "ties", "fuzzed", "sample"])
    def test_every_score_comes_to_the_programs_own(self, books, recomputed, name):
        checked = 0
        for one in books[name].sections:
            sheet = recomputed[name][f"得分（{one.called}）"]
            width = len(one.items) + 2 + one.people
            found = lines(sheet, width)
            for _place, unit in one.ranked:
                cells = list(next(found).values())[1 + one.people :]
                for cell, score in zip(cells, unit.scores, strict=False):
                    if score.points is None:
                        assert cell == "不适用"
                    else:
                        assert hundredths(cell) == score.points * 100
                        checked += 1
                assert hundredths(cells[-1]) == (unit.total - unit.extra) * 100
        assert checked > 5

    @pytest.mark.parametrize("name", ["default", "ties", "fuzzed", "sample"])
    def test_places_totals_and_differences_come_to_the_programs_own(
        self, books, recomputed, name
    ):
        for one in books[name].sections:
            sheet = recomputed[name][f"汇总（{one.called}）"]
            width = len(one.groups) + 7 + one.people
            found = lines(sheet, width)
            for place, unit in one.ranked:
                cells = next(found)
                assert cells["名次"] == place
                assert hundredths(cells["总分"]) == unit.total * 100
                if unit.earlier is None:
                    assert cells["增减"] == "—"
                else:
                    step = unit.total - unit.earlier
                    assert hundredths(cells["增减"]) == step * 100
                groups = [cell for title, cell in cells.items() if "分）" in title]
                for group, cell in zip(one.groups, groups, strict=True):
                    value = one.of_group(unit, group)
                    if value is None:
                        assert cell == "—"
                    else:
                        assert hundredths(cell) == value * 100

    def test_who_is_equal_shares_a_place(self, books, recomputed):
        sheet = recomputed["ties"]["汇总（并列）"]
        places = {
            row["单位"]: row["名次"]
            for row in lines(sheet, 9)
            if row["名次"] is not None
        }
        assert places["一队"] == places["二队"]
        assert len({places["一队"], places["三队"]}) == 2
        ranked = books["ties"].sections[0].ranked
        assert {one.unit: place for place, one in ranked} == {
            name: place for name, place in places.items() if isinstance(place, int)
        }

    @pytest.mark.parametrize("name", ["default", "ties", "fuzzed", "sample"])
    def test_the_figures_stored_beside_the_formulas_are_those_they_come_to(
        self, books, recomputed, name
    ):
        for sheet in stored(books[name]):
            for row in sheet.iter_rows():
                for cell in row:
                    other = recomputed[name][sheet.title][cell.coordinate].value
                    assert (cell.value or None) == (other or None), cell.coordinate

    def test_full_scores_add_up_to_a_hundred_where_some_do_not_apply(
        self, books, recomputed
    ):
        for one in books["default"].sections:
            sheet = recomputed["default"][f"分值（{one.called}）"]
            found = lines(sheet, len(one.items) + 2 + one.people)
            for _place, _unit in one.ranked:
                assert hundredths(next(found)["合计"]) == 100_00


class TestSheets:
    def test_scores_by_formula_are_live_and_those_by_hand_are_values(self, books):
        content = paper_bytes(books["ties"].compose(FINAL))
        sheet = openpyxl.load_workbook(io.BytesIO(content))["得分（并列）"]
        by_formula, by_hand = sheet["B3"].value, sheet["C3"].value
        assert by_formula.startswith("=ROUND(ROUND(MIN(MAX('事实（并列）'!")
        assert isinstance(by_hand, float | int)

    def test_what_an_appeal_changed_is_a_value_and_is_named(self, books):
        one = books["ties"].sections[0]
        first = one.units[0]
        changed = replace(first.scores[0], points=Fraction("33.33"), adjusted=True)
        units = (
            replace(first, scores=(changed, first.scores[1])),
            *one.units[1:],
        )
        record = book(replace(one, units=units))
        content = paper_bytes(record.compose(FINAL))
        sheet = openpyxl.load_workbook(io.BytesIO(content))["得分（并列）"]
        cells = {row[0].value: row[1].value for row in sheet.iter_rows(min_row=3)}
        assert cells["一队"] == 33.33
        assert cells["二队"].startswith("=")
        assert any("一队“项目甲”" in str(name) for name in cells)

    def test_the_same_record_and_moment_give_the_same_bytes(self, books):
        one = books["default"]
        again = rebuilt(AssessmentSheet, record_json(one))
        assert again == one
        assert paper_bytes(again.compose(FINAL)) == paper_bytes(one.compose(FINAL))

    def test_it_prints_on_a4_across_with_heads_on_every_page(self, books):
        content = paper_bytes(books["default"].compose(FINAL))
        for sheet in openpyxl.load_workbook(io.BytesIO(content)):
            assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (
                9,
                "landscape",
            )
            assert sheet.sheet_properties.pageSetUpPr.fitToPage
            assert sheet.print_title_rows

    def test_every_formula_of_the_default_schemes_can_be_exported(self):
        formulas = [
            parse(item.formula)
            for plan in DEFAULT_PLANS.values()
            for item in plan.items
            if item.formula
        ]
        assert formulas
        for one in formulas:
            refs = dict.fromkeys(one.names, "A1")
            assert "A1" in one.excel(refs, "B1")


class TestTables:
    def test_hundreds_of_people_stand_in_one_table_and_teams_have_a_sheet_each(self):
        teams = default_section(SubjectKind.TEAM, 3, called="片区队伍")
        people = default_section(SubjectKind.PERSON, 240, called="派驻人员")
        circular = replace(
            assessments.circular(),
            items=teams.items,
            units=teams.units,
            called=teams.called,
            others=(people,),
        )
        assert isinstance(circular, AssessmentCircular)
        paper = circular.compose(FINAL)
        assert all(isinstance(one, Attachment) for one in paper.attachments)
        titles = ["".join(one.title) for one in paper.attachments]
        assert titles == [
            "2026年10月考核得分汇总表（片区队伍）",
            *(f"2026年10月考核表（{one.unit}）" for _place, one in teams.ranked),
            "2026年10月考核得分汇总表（派驻人员）",
            "2026年10月考核分项得分表（派驻人员）",
        ]
        rows = paper.attachments[-1].blocks[0].rows
        assert len(rows) == 240
        assert any("不适用" in row for row in rows)
        assert any(cell.endswith("*") for row in rows for cell in row)

    def test_the_tables_alone_are_turned_and_bear_no_number(self):
        record = AssessmentTables(
            "示例第一片区",
            MONTH,
            (default_section(SubjectKind.TEAM, 3, called="片区队伍"),),
            LOCKED,
        )
        paper = record.compose(FINAL)
        assert (paper.landscape, paper.number) == (True, "")
        assert LOCKED in paper.blocks[0].note
        assert len(paper.blocks) == 4
