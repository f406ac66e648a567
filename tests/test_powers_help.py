"""What the help of the four powers names is there: every button, field and page."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

import workbench
from workbench import RESOURCES
from workbench.views import rooms

_ROOMS = ("指挥", "值守", "管理考核", "人事")
PAGES = [page for room in rooms.rooms() if room.title in _ROOMS for page in room.pages]


@cache
def said():
    """Return every text that the program holds as a whole: titles, words on buttons."""
    found = set()
    for path in Path(workbench.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                found.add(node.value)
    return found


def named(page):
    """Return what a help note names: in bold, or in quotation marks."""
    text = (RESOURCES / "help" / f"{page.key}.md").read_text("utf-8")
    return set(re.findall(r"\*\*([^*]+)\*\*|“([^”]+)”", text))


def stands(word):
    """Tell whether a word is on some page; 系统—政策参数 is a way through two."""
    parts = re.split("[—－]", word.partition("（")[0])
    return word in said() or all(part in said() for part in parts)


class TestHelp:
    def test_the_rooms_of_the_powers_are_known(self):
        assert len(PAGES) > 15

    @pytest.mark.parametrize("page", PAGES, ids=lambda page: page.key)
    def test_every_control_it_names_exists(self, page):
        words = {bold or quoted for bold, quoted in named(page)}
        assert words
        assert {word for word in words if not stands(word)} == set()
