"""The marks of headings: 一、 （一） 1. （1）, as they stand and as they should."""

import re
from dataclasses import dataclass

from workbench.reports.checkup.reading import Para
from workbench.reports.page import numeral


@dataclass(frozen=True, slots=True)
class Mark:
    """The mark of a heading, as it stands.

    Attributes:
        level: 1 to 4.
        order: Which it is among those of its level, from 1.
        text: As written.
        proper: As it should be written.
    """

    level: int
    order: int
    text: str
    proper: str


_FIGURES = {sign: at for at, sign in enumerate("零一二三四五六七八九十")}
_LEVELS = (
    re.compile(r"(?P<n>[一二三四五六七八九十]{1,3})\s*(?P<s>[、.．，,])\s*"),
    re.compile(
        r"(?P<o>[（(])\s*(?P<n>[一二三四五六七八九十]{1,3})\s*(?P<c>[）)])[、.．]?\s*"
    ),
    re.compile(r"(?P<n>[0-9０-９]{1,2})\s*(?P<s>[.．、])\s*(?![0-9０-９])"),
    re.compile(r"(?P<o>[（(])\s*(?P<n>[0-9０-９]{1,2})\s*(?P<c>[）)])[、.．]?\s*"),
)
_HALF_BRACKET = re.compile(r"(?P<n>[0-9０-９]{1,2})\s*[）)][、.．]?\s*")
_SPAN = re.compile(
    r"(?P<n>[一二三四五六七八九])、(?P<m>[二三四五六七八九十])"
    r"(?:季度|月份?|产业|线|级|类|等奖|日)[^。]*，.*。$"
)


def mark_of(para: Para) -> Mark | None:
    """Return the mark that a heading begins with; None for plain text."""
    text = (para.label + para.text).lstrip(" \u3000\t\xa0")
    if _is_span(text):
        return None
    for level, pattern in enumerate(_LEVELS, start=1):
        found = pattern.match(text)
        if found:
            order = _counted(found["n"])
            if order:
                proper = proper_mark(level, order)
                return Mark(level, order, found[0].rstrip(" \t"), proper)
    found = _HALF_BRACKET.match(text)
    if found and (order := _counted(found["n"])):
        return Mark(4, order, found[0].rstrip(), proper_mark(4, order))
    if text and "\u2460" <= text[0] <= "\u2473":
        order = ord(text[0]) - 0x245F
        return Mark(4, order, text[0], proper_mark(4, order))
    return None


def _is_span(text: str) -> bool:
    """Tell whether a sentence begins with a span: 二、三季度，… is no heading."""
    found = _SPAN.match(text)
    return found is not None and _counted(found["n"]) + 1 == _counted(found["m"])


def _counted(text: str) -> int:
    """Return the number that a mark says; 0 for none."""
    plain = text.translate(str.maketrans("０１２３４５６７８９", "0123456789"))
    if plain.isdecimal():
        return int(plain)
    tens, ten, ones = text.rpartition("十")
    if not ten:
        return _FIGURES.get(text, 0)
    if len(tens) > 1 or len(ones) > 1:
        return 0
    return (_FIGURES.get(tens, 0) if tens else 1) * 10 + _FIGURES.get(ones, 0)


def proper_mark(level: int, order: int) -> str:
    """Return the mark of a heading as the standard has it."""
    return (
        f"{numeral(order)}、",
        f"（{numeral(order)}）",
        f"{order}.",
        f"（{order}）",
    )[level - 1]
