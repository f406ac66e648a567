"""Rules of the letter form: its two red double lines on the first page."""

from collections.abc import Callable, Sequence
from functools import partial

from workbench.reports.checkup import mending
from workbench.reports.checkup.finding import Finding, Findings, Paper
from workbench.reports.checkup.in_head import ink_below, is_printed_red, upper_edge
from workbench.reports.checkup.looks import is_red, number
from workbench.reports.checkup.markup import properties_of, put
from workbench.reports.checkup.parts import Format, Role
from workbench.reports.checkup.reading import Para, Where
from workbench.reports.checkup.shapes import Ruled, head_rules
from workbench.reports.measures import (
    DOUBLE_LEFT,
    DOUBLE_WIDTH,
    EM,
    INK_FOOT,
    INK_TOP,
    LETTER_FOOT_MM,
    LETTER_GAP_MM,
    MILLIMETRE,
    PAPER_HEIGHT,
    RED,
    TEXT_WIDTH,
)

_PAGE = "信函首页"
_REQUIRED = {
    "上": "发文机关标志下4mm处印一条红色双线（上粗下细），长170mm",
    "下": "距下页边20mm处印一条红色双线（上细下粗），长170mm",
}
_SLACK = 2 * MILLIMETRE


def letter_lines(paper: Paper) -> Findings:
    """Check that a letter has its two red double lines of 170 mm."""
    if not paper.parts.headed:
        return
    rules = [
        one
        for one in head_rules(paper.reading)
        if is_red(one.colour) or one.width > TEXT_WIDTH + EM
    ]
    upper = [one for one in rules if _is_upper(paper, one)]
    lower = [one for one in rules if one not in upper]
    for word, group in (("上", upper), ("下", lower)):
        yield from _doubled(word, group)
    for rule in rules:
        yield from _red_and_long(rule)
    yield from _placed(paper, "上", upper, _wanted_top(paper))
    yield from _placed(
        paper, "下", lower, PAPER_HEIGHT - LETTER_FOOT_MM * MILLIMETRE, last=True
    )


def _is_upper(paper: Paper, rule: Ruled) -> bool:
    """Tell whether a rule is the upper one, by its place or by where it is written."""
    if rule.top is not None:
        return rule.top < PAPER_HEIGHT / 2
    if rule.para.where in {Where.HEADER, Where.FOOTER}:
        return rule.para.where is Where.HEADER
    title = paper.parts.one(Role.TITLE)
    return title is None or rule.para.at < title.at


def _doubled(word: str, group: Sequence[Ruled]) -> Findings:
    kinds = " ".join(one.kind.lower() for one in group)
    if not group:
        yield Finding(_PAGE, f"没有{word}方的红色双线", _REQUIRED[word])
    elif len(group) == 1 and not ("thick" in kinds or "double" in kinds):
        if group[0].side != "drawn":  # a drawn line may be a double one
            yield Finding(_PAGE, f"{word}方的红线是单线", _REQUIRED[word])
    elif len(group) > 1 and all(one.top is not None for one in group):
        ordered = sorted(group, key=lambda one: one.top or 0)
        first, last = ordered[0].size, ordered[-1].size
        if (first <= last) if word == "上" else (first >= last):
            yield Finding(_PAGE, f"{word}方双线粗细颠倒或相同", _REQUIRED[word])


def _red_and_long(rule: Ruled) -> Findings:
    drawn = rule.side == "drawn"
    if not is_printed_red(rule.colour):
        mend: Callable[[], object] = partial(
            mending.edge, rule.para, rule.side, rule.size, gap=rule.space, tint=RED
        )
        yield Finding(
            _PAGE,
            f"双线颜色#{rule.colour or '000000'}",
            "红色（#FF0000）",
            None if drawn else mend,
        )
    if rule.width and abs(rule.width - DOUBLE_WIDTH) > _SLACK:
        frame = {"w": DOUBLE_WIDTH, "x": DOUBLE_LEFT}
        yield Finding(
            _PAGE,
            f"红色双线长{rule.width / MILLIMETRE:.0f}mm",
            "长170mm",
            partial(put, properties_of(rule.para.node), "framePr", frame)
            if rule.para.setting.frame.get("w")
            else None,
        )


def _wanted_top(paper: Paper) -> float | None:
    """Return where the upper line belongs: 4 mm below the ink of the mark."""
    mark = paper.parts.one(Role.MARK)
    top = None if mark is None else upper_edge(paper, mark)
    if mark is None or top is None or mark.setting.rule != "exact":
        return None
    ink = top + ink_below(mark) + (INK_TOP + INK_FOOT) * mark.size * 10
    return ink + LETTER_GAP_MM * MILLIMETRE


def _placed(
    paper: Paper,
    word: str,
    group: Sequence[Ruled],
    wanted: float | None,
    *,
    last: bool = False,
) -> Findings:
    """Yield a finding where a line is higher or lower than it should be."""
    tops = [one.top for one in group if one.top is not None]
    if wanted is None or len(tops) < len(group) or not tops:
        return
    off = (max(tops) if last else min(tops)) - wanted
    if abs(off) <= _SLACK or paper.parts.format is not Format.LETTER:
        return

    def mend() -> None:
        for one, values in moved.items():
            put(properties_of(one.node), "framePr", values)

    marks = paper.parts.all(Role.MARK)
    moved = {one.para: _moved(one.para, off, held=one.para in marks) for one in group}
    way = "低" if off > 0 else "高"
    yield Finding(
        _PAGE,
        f"{word}方双线偏{way}{abs(off) / MILLIMETRE:.0f}mm",
        _REQUIRED[word],
        mend if all(moved.values()) else None,
    )


def _moved(para: Para, off: float, *, held: bool) -> dict[str, int]:
    """Return the frame that has a line so much higher; nothing where there is none.

    Args:
        para: The line's paragraph.
        off: How much, in twips.
        held: Whether it is the mark, whose place is not the line's to change: its
            frame is made lower or higher, as long as the mark has room in it.
    """
    if not para.setting.frame.get("y"):
        return {}
    if not held:
        return {"y": round(number(para.setting.frame["y"]) - off)}
    high = round(number(para.setting.frame.get("h")) - off)
    return {"h": high} if para.setting.frame.get("h") and high >= para.line else {}
