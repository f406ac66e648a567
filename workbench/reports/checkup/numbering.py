"""The marks that Word counts by itself, as they are printed."""

import re
from dataclasses import dataclass, field

from workbench.reports.checkup.markup import Node, drop, put, value_of, w
from workbench.reports.checkup.opening import Package
from workbench.reports.page import numeral

_CIRCLED = 0x2460  # ①
_LEVELS = 9
_LARGEST = 99  # as far as Chinese numerals are counted here
_CHINESE = frozenset(
    {
        "chineseCounting",
        "chineseCountingThousand",
        "ideographDigital",
        "japaneseCounting",
        "taiwaneseCounting",
        "taiwaneseCountingThousand",
    }
)


@dataclass
class Numbering:
    """Counts the numbered paragraphs of one file, in their order.

    Args:
        package: The file.
    """

    package: Package
    _levels: dict[tuple[str, int], Node] = field(default_factory=dict)
    _family: dict[str, str] = field(default_factory=dict)
    _counts: dict[str, list[int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Read the lists that the file declares."""
        root = self.package.only("numbering")
        if root is None:
            return
        families = {
            one.get(w("abstractNumId"), ""): one for one in root.iter(w("abstractNum"))
        }
        for one in root.iter(w("num")):
            key = one.get(w("numId"), "")
            family = value_of(one, "abstractNumId") or ""
            self._family[key] = family
            declared = families.get(family)
            for level in () if declared is None else declared.iter(w("lvl")):
                self._levels[key, _place(level)] = level
            for level in one.iter(w("lvl")):
                self._levels[key, _place(level)] = level

    def properties(self, key: str, level: int) -> Node | None:
        """Return how the paragraphs of a level are set."""
        found = self._levels.get((key, level))
        return None if found is None else found.find(w("pPr"))

    def look(self, key: str, level: int) -> Node | None:
        """Return what the marks of a level look like."""
        found = self._levels.get((key, level))
        return None if found is None else found.find(w("rPr"))

    def spaced(self, key: str, level: int) -> bool:
        """Tell whether a tab or a blank parts the marks of a level from the text."""
        found = self._levels.get((key, level))
        return found is not None and value_of(found, "suff") != "nothing"

    def plain(self, key: str, level: int) -> None:
        """Have a level say nothing of its marks' look, and part them from nothing."""
        found = self._levels.get((key, level))
        if found is not None:
            drop(found, "rPr")
            put(found, "suff", {"val": "nothing"})

    def mark(self, key: str, level: int) -> str:
        """Count one paragraph and return its mark; empty where it has none.

        Args:
            key: Of its list.
            level: From nought.
        """
        declared = self._levels.get((key, level))
        if declared is None or not 0 <= level < _LEVELS:
            return ""
        counts = self._counts.setdefault(self._family[key], [0] * _LEVELS)
        counts[level] = counts[level] + 1 if counts[level] else self._start(key, level)
        counts[level + 1 :] = [0] * (_LEVELS - level - 1)

        def counted(found: re.Match[str]) -> str:
            at = int(found[1]) - 1
            kind = value_of(self._levels.get((key, at)), "numFmt") or "decimal"
            return _figure(kind, counts[at] or self._start(key, at))

        return re.sub(r"%([1-9])", counted, value_of(declared, "lvlText") or "")

    def _start(self, key: str, level: int) -> int:
        said = value_of(self._levels.get((key, level)), "start") or "1"
        return int(said) if said.isdecimal() else 1


def _place(level: Node) -> int:
    said = level.get(w("ilvl"), "0")
    return int(said) if said.isdecimal() else 0


def _figure(kind: str, count: int) -> str:
    if kind in _CHINESE and 0 < count <= _LARGEST:
        return numeral(count)
    if kind == "decimalEnclosedCircle" and 0 < count <= 20:  # noqa: PLR2004 - to ⑳
        return chr(_CIRCLED + count - 1)
    if kind in {"bullet", "none"}:
        return ""
    if kind in {"lowerLetter", "upperLetter"}:
        letter = chr(ord("a") + (count - 1) % 26)
        return letter if kind == "lowerLetter" else letter.upper()
    return str(count)
