"""The documents, held to the code and to the words they quote."""

import ast
import importlib
import pkgutil
import re
from pathlib import Path

import pytest

import workbench
from tests.test_structure import MAY_IMPORT, WORKBENCH
from workbench import RESOURCES, desk, services
from workbench.models import Base
from workbench.views import rooms

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
ISSUES = {"5"}
PARTS_TO_COME = {"综合查一次", "案件移送与案卷", "统计评价"}

# The words everything else is named with, as the first plan of the workbench set them.
TERMS = {
    "机构": "unit",
    "执法主体": "enforcement authority",
    "镇街": "town",
    "片区": "zone",
    "指挥中心": "command centre",
    "综合执法指导机构": "guidance body",
    "编制单位": "home unit",
    "使用单位": "host unit",
    "下沉": "posting to the frontline",
    "调度指令": "dispatch order",
    "吹哨": "whistle",
    "值班": "shift roster",
    "考核": "assessment",
    "推荐提名": "nomination",
    "反向否决": "reverse veto",
    "权力事项": "matter",
    "事由": "subject line",
    "检查场景": "scenario",
    "检查对象": "object",
    "检查人员": "inspector",
    "检查计划": "inspection plan",
    "报备": "filing",
    "归档": "archiving",
    "抽取": "draw",
    "检查": "visit",
    "检查结果": "inspection result",
    "不予通过的理由": "objection",
    "公示": "publication",
    "推送": "push",
    "案件": "case",
    "移送": "referral",
    "案卷": "case file",
    "尽职免责": "diligence ledger",
    "编组方案": "grouping proposal",
    "代录": "entered on behalf",
    "文号系列": "number series",
}


def text_of(name):
    return (DOCS / name).read_text("utf-8")


def rows_of(text, width):
    """Return the cells of every table row that is neither head nor rule."""
    found, head = [], True
    for line in text.splitlines():
        if not line.startswith("|"):
            head = True
            continue
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        assert len(cells) == width, line
        if not head and not set(line) <= set("|-"):
            found.append(cells)
        head = False
    return found


def quoted(cell):
    return re.findall(r"`([^`]+)`", cell)


def resolves(dotted):
    """Tell whether a name below ``workbench`` is a module or stands in one."""
    found, path = workbench, "workbench"
    for part in dotted.split("."):
        path = f"{path}.{part}"
        try:
            found = importlib.import_module(path)
        except ModuleNotFoundError:
            if not hasattr(found, part):
                return False
            found = getattr(found, part)
    return True


def is_to_come(item):
    """Tell whether an entry says, as it must be said, what will bring it."""
    issue = re.fullmatch(r"后续：议题(\d+)", item)
    part = re.fullmatch(r"后续（(.+)）", item)
    return bool((issue and issue[1] in ISSUES) or (part and part[1] in PARTS_TO_COME))


class TestPolicy:
    @pytest.fixture
    def rows(self):
        return rows_of(text_of("policy.md"), 5)

    def test_headings_and_quotes_are_the_whole_policy_in_order(self):
        said = []
        for line in text_of("policy.md").splitlines():
            if line.startswith("#") and not line.startswith("# "):
                said.append(line.lstrip("#").strip())
            elif re.match(r"\| P\d+ ", line):
                said.append(line.split("|")[2].strip())
        policy = (RESOURCES / "policy-no4.zh-hans.txt").read_text("utf-8")
        assert "".join(said) == "".join(policy.splitlines())

    def test_every_row_is_one_sentence_with_a_number_of_its_own(self, rows):
        assert [row[0] for row in rows] == [f"P{n + 1}" for n in range(len(rows))]
        for _number, sentence, *_rest in rows:
            assert re.fullmatch(r"[^。；]+[。；]", sentence), sentence

    def test_no_cell_is_empty_and_every_row_says_where_it_is_carried(self, rows):
        titles = {page.title for page in rooms.pages()}
        titles |= {room.title for room in rooms.rooms()}
        for row in rows:
            assert all(row), row
            pages = row[2].split("<br>")
            here = {one for one in pages if one in titles}
            for one in set(pages) - here:
                reason = one.removeprefix("不由软件承担：")
                assert is_to_come(one) or (reason and reason != one), one
            # a page needs its rule and its test; without one there is neither
            assert [bool(here)] * 2 == [cell != "—" for cell in row[3:]], row

    def test_every_rule_named_exists(self, rows):
        clauses = set(re.findall(r"^## (\S+)", text_of("clauses.md"), re.MULTILINE))
        named = {name for row in rows for name in quoted(row[3])}
        assert len(named) > 30
        lost = {
            name
            for name in named
            if name not in clauses and ("/" in name or not resolves(name))
        }
        assert lost == set()

    def test_every_test_named_exists(self, rows):
        there = set()
        for path in (ROOT / "tests").glob("test_*.py"):
            for node in ast.parse(path.read_text("utf-8")).body:
                there.add(f"{path.name}::{getattr(node, 'name', '')}")
                if isinstance(node, ast.ClassDef):
                    there |= {
                        f"{path.name}::{node.name}::{one.name}"
                        for one in node.body
                        if isinstance(one, ast.FunctionDef)
                    }
        named = {name for row in rows for name in quoted(row[4])}
        assert len(named) > 20
        assert named <= there


class TestGlossary:
    @pytest.fixture
    def rows(self):
        return rows_of(text_of("glossary.md"), 4)

    def test_one_chinese_word_has_one_english_word(self, rows):
        assert all(all(row) for row in rows)
        for column in (0, 1):
            words = [row[column] for row in rows]
            assert len(words) == len(set(words))

    def test_the_first_plans_terms_are_kept(self, rows):
        assert TERMS.items() <= {row[0]: row[1] for row in rows}.items()

    def test_every_place_named_exists(self, rows):
        tables = set(Base.metadata.tables)
        for word, _english, place, _meaning in rows:
            names = quoted(place)
            assert names or is_to_come(place), word
            lost = [one for one in names if one not in tables and not resolves(one)]
            assert lost == [], word

    def test_every_table_and_every_room_with_a_charter_is_named(self, rows):
        places = {name for row in rows for name in quoted(row[2])}
        assert set(Base.metadata.tables) <= places
        walked = pkgutil.walk_packages(services.__path__, f"{services.__name__}.")
        chartered = set()
        for module in map(importlib.import_module, (one.name for one in walked)):
            for function in vars(module).values():
                if getattr(function, "__module__", "") == module.__name__:
                    try:
                        desk.charter(function)
                    except (KeyError, TypeError):
                        continue
                    chartered.add(module.__name__.removeprefix("workbench."))
        assert len(chartered) > 20
        named = {
            room
            for room in chartered
            for place in places
            if f"{place}.".startswith(f"{room}.")
        }
        assert chartered == named


class TestArchitecture:
    def test_the_table_of_layers_is_the_one_that_is_enforced(self):
        section = text_of("architecture.md").partition("## 2. ")[2].partition("## 3")[0]
        told = {
            quoted(layer)[0]: {
                f"workbench{name}" if name.startswith(".") else name
                for name in quoted(may)
            }
            for layer, may, _never in rows_of(section, 3)
        }
        assert told == MAY_IMPORT

    def test_the_tree_has_every_file_and_folder_of_the_first_two_levels(self):
        section = text_of("architecture.md").partition("## 3. ")[2].partition("## 4")[0]
        lines = section.partition("```text")[2].partition("```")[0].splitlines()
        told, above = set(), ""
        for line in lines:
            name = line.split()[0] if line.strip() else ""
            depth = (len(line) - len(line.lstrip())) // 2
            if depth == 1:
                above = name
                told.add(name)
            elif depth == 2:
                told.add(above + name)
        there = {path.name for path in WORKBENCH.glob("*.py")}
        for folder in (*WORKBENCH.glob("*/"), *WORKBENCH.glob("*/*/")):
            if "__pycache__" not in folder.parts:
                there.add(f"{folder.relative_to(WORKBENCH).as_posix()}/")
        assert told == there

    def test_a_recipe_fits_in_eight_lines(self):
        section = text_of("architecture.md").partition("## 5. ")[2].partition("## 6")[0]
        recipes = [one for one in section.split("\n\n") if one.startswith("**")]
        assert len(recipes) == 9
        assert max(one.count("\n") + 1 for one in recipes) <= 8


class TestDecisions:
    def test_decisions_are_numbered_without_holes_and_short(self):
        paths = sorted((DOCS / "decisions").glob("*.md"))
        numbers = [path.name[:3] for path in paths]
        assert numbers == [f"{n + 1:03}" for n in range(len(paths))]
        for path in paths:
            lines = path.read_text("utf-8").splitlines()
            assert len(lines) <= 40, path.name
            assert lines[0].startswith(f"# {path.name[:3]} · ")
            heads = [line for line in lines if line.startswith("## ")]
            assert heads == [
                "## Context",
                "## Decision",
                "## Consequences",
                "## Alternatives",
            ]

    def test_a_decision_referred_to_is_there(self):
        there = {path.name[:3] for path in (DOCS / "decisions").glob("*.md")}
        named = set(re.findall(r"decision (\d{3})", text_of("architecture.md").lower()))
        assert named == there


def test_the_changelog_groups_what_is_unreleased():
    text = (ROOT / "CHANGELOG.md").read_text("utf-8")
    assert "## [未发布]" in text
    groups = re.findall(r"^### (.+)$", text, re.MULTILINE)
    assert groups
    assert set(groups) <= {"新增", "变更", "弃用", "移除", "修复", "安全"}
