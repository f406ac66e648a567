"""How programs break lines and pages: two small tables of switches.

Word and WPS are held to what they document; LibreOffice was measured. What differs is
data, so that a table can be corrected where a program is seen to do otherwise.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from unicodedata import category

from workbench.reports.measures import NOT_FIRST, NOT_LAST


@dataclass(frozen=True, slots=True)
class Rules:
    """How a program breaks lines and pages.

    Attributes:
        name: The program, as a person calls it.
        not_first: Signs that may not begin a line.
        not_last: Signs that may not end one.
        hangs: Signs that may stand beyond the end of a line.
        pairs: Signs of which two that stand together are never parted.
        hold_digits: Signs that keep a digit behind them on their line.
        hold_quotes: Whether a number and the marks behind it keep an opening quotation
            mark on their line.
        hold_slash: Whether a slash is not left behind at the end of a line that is
            full with it.
        lists_first: Whether a line that is cut short for ``not_first`` or ``not_last``
            is done with: the other rules are passed over then.
        auto_space: Room between an ideograph and a Latin letter or digit, in em.
        loose_ends: Whether the last sign of a stretch of one script or font, and of a
            line, is spared the tightening.
        whole_lines: Whether a page ends with its last whole line, not a little below.
        whole_kept: Whether a paragraph that is kept with the next is itself never
            parted, not even a long one.
        rows_keep: Whether the last row of a table can be kept with what follows even
            where the page begins with that table.
        imprint_pulls: Whether an imprint without room takes with it overleaf what is
            kept together above it.
    """

    name: str
    not_first: frozenset[str] = frozenset(NOT_FIRST)
    not_last: frozenset[str] = frozenset(NOT_LAST)
    hangs: frozenset[str] = frozenset()
    pairs: frozenset[str] = frozenset("—…")
    hold_digits: frozenset[str] = frozenset()
    hold_quotes: bool = False
    hold_slash: bool = False
    lists_first: bool = False
    auto_space: float = 0
    loose_ends: bool = False
    whole_lines: bool = False
    whole_kept: bool = False
    rows_keep: bool = True
    imprint_pulls: bool = False


WORD = Rules("Word、WPS")
LIBREOFFICE = Rules(
    "LibreOffice",
    not_first=frozenset(NOT_FIRST) - frozenset("…—～") | frozenset("-"),
    not_last=frozenset(NOT_LAST) - frozenset("·"),
    pairs=frozenset(),
    hold_digits=frozenset("，、。）〕》」』】〉°℃′"),
    hold_quotes=True,
    hold_slash=True,
    lists_first=True,
    auto_space=0.2,
    loose_ends=True,
    whole_lines=True,
    whole_kept=True,
    rows_keep=False,
    imprint_pulls=True,
)


SPACES = frozenset(" \u3000")  # they may stand beyond the end of a line


def cut_short(text: str, start: int, end: int, rules: Rules) -> int:
    """Return where a line ends at the latest sign that the rules allow.

    Args:
        text: The paragraph.
        start: First sign of the line.
        end: First sign that finds no room on it.
        rules: Which signs may begin or end it.
    """
    cut = end
    if rules.lists_first and not _latin(text[end]):
        while cut > start and _barred(text[cut - 1], text[cut], rules):
            cut -= 1
        if start < cut < end and not (_latin(text[cut - 1]) and _latin(text[cut])):
            return cut
    if rules.hold_slash and text[end - 1] == "/" and _latin(text[end]):
        cut -= 1
    while cut > start and not may_part(text, cut, rules):
        cut -= 1
    return cut if cut > start else max(end, start + 1)


def may_part(text: str, at: int, rules: Rules) -> bool:
    """Tell whether a line may end before a sign that is not the first."""
    before, after = text[at - 1], text[at]
    if _barred(before, after, rules):
        return False
    if before == " ":
        return True
    if _latin(before) and _latin(after):
        return _may_part_word(before, after)
    if before == after and before in rules.pairs:
        return False
    if before in rules.hold_digits and after in _DIGITS:
        return False
    return not (
        rules.hold_quotes
        and after in _QUOTES
        and _NUMBER.search(text, max(0, at - _NUMBER_SIGNS), at)
    )


def _barred(before: str, after: str, rules: Rules) -> bool:
    return after in SPACES or after in rules.not_first or before in rules.not_last


def _may_part_word(before: str, after: str) -> bool:
    """Tell whether a Latin word or number may be parted, behind - or /."""
    if after in _NOT_FIRST_IN_WORD or before in _NOT_LAST_IN_WORD:
        return False
    return (before == "-" and after.isalnum()) or (
        before == "/" and not after.isdigit()
    )


_NOT_FIRST_IN_WORD, _NOT_LAST_IN_WORD = frozenset("!%),.:;?]}/-~"), frozenset("([{")
_DIGITS, _QUOTES = frozenset("0123456789"), frozenset("“‘")
_NUMBER = re.compile("[0-9][%％]?[，、。；：！？）〕》」』】〉”’]+$")
_NUMBER_SIGNS = 8  # a digit and the marks behind it

# --- scripts -------------------------------------------------------------------------

_LATIN_END = "\u02b0"
_WIDE_LATIN = frozenset("·°×÷±")
_WEAK = ((0x2000, 0x206F), (0x20A0, 0x20CF), (0x2100, 0x218F), (0x2190, 0x23FF))
_WEAK_FIRST, _WEAK_LAST = "\u2000", "\u23ff"


def _latin(sign: str) -> bool:
    return sign < _LATIN_END and sign not in _WIDE_LATIN


def keep_together(before: str, after: str) -> bool:
    """Tell whether two signs are of one Latin word or number, which is not spread."""
    return before != " " and _latin(before) and _latin(after)


def scripts(text: str) -> list[bool]:
    """Tell of each sign whether it counts as Latin; marks go with what is before."""
    found: list[bool | None] = []
    last: bool | None = None
    for sign in text:
        if sign < _LATIN_END:
            last = True
        elif not (_WEAK_FIRST <= sign <= _WEAK_LAST and _weak(sign)):
            last = False
        found.append(last)
    first = next((one for one in found if one is not None), False)
    return [first if one is None else one for one in found]


@lru_cache(1024)
def _weak(sign: str) -> bool:
    return any(low <= ord(sign) <= high for low, high in _WEAK)


@lru_cache(65536)
def meet(before: str, after: str) -> bool:
    """Tell whether an ideograph and a Latin letter or digit stand side by side."""
    return (_ideograph(before) and _letter(after)) or (
        _letter(before) and _ideograph(after)
    )


def _letter(sign: str) -> bool:
    return sign.isascii() and sign.isalnum()


def _ideograph(sign: str) -> bool:
    return sign >= _LATIN_END and not _weak(sign) and category(sign)[0] in "LN"
