"""Putting formatting right: no function here changes a word.

What a style says is overruled where it is wrong, on the paragraph or the run itself, so
that a mended paper differs from the first one only where it deviated.
"""

import copy
from collections.abc import Iterator

from workbench.reports.checkup.looks import DECKED
from workbench.reports.checkup.markup import (
    Node,
    drop,
    look_of,
    properties_of,
    put,
    w,
)
from workbench.reports.checkup.reading import BLANKS, Para, Piece, text_of
from workbench.reports.measures import LINE, Font

_TINY = 20  # height in twips of a line that is to take no room
_SMALLEST = 2  # half points
_LONE = frozenset(map(w, ("tab", "ptab", "cr", "noBreakHyphen")))


def dress(run: Node, font: Font) -> None:
    """Give a run a font for every script, over any theme."""
    values: dict[str, object] = {
        f"{slot}Theme": None for slot in ("ascii", "hAnsi", "eastAsia")
    }
    values |= {"cstheme": None, "hint": "eastAsia"}
    values |= dict.fromkeys(("ascii", "hAnsi", "eastAsia", "cs"), font.name)
    put(look_of(run), "rFonts", values)


def resize(run: Node, half_points: int) -> None:
    """Give a run a size."""
    for name in ("sz", "szCs"):
        put(look_of(run), name, {"val": half_points})


def unmark(run: Node) -> None:
    """Take off a run whatever sets it off: bold, slant, lines, shade and the like."""
    look = look_of(run)
    for name in ("b", "bCs", "i", "iCs", "strike", *DECKED):
        put(look, name, {"val": 0})
    for name in ("u", "highlight", "em"):
        put(look, name, {"val": "none"})
    put(look, "position", {"val": 0})
    put(look, "vertAlign", {"val": "baseline"})
    drop(look, "bdr")
    put(look, "bdr", {"val": "nil"})
    unshade(look)


def unshade(properties: Node) -> None:
    """Take the shade off a run or a paragraph."""
    drop(properties, "shd")
    put(properties, "shd", {"val": "clear", "color": "auto", "fill": "auto"})


def colour(run: Node, value: str) -> None:
    """Give a run a colour."""
    drop(look_of(run), "color")
    put(look_of(run), "color", {"val": value})


def tighten(run: Node, twips: int) -> None:
    """Change the space between a run's characters, which keep their own width."""
    put(look_of(run), "spacing", {"val": twips})
    put(look_of(run), "w", {"val": 100})


def indent(para: Para, first: float = 0, left: float = 0, right: float = 0) -> None:
    """Set how far a paragraph stands in; a first line below nought hangs out."""
    values: dict[str, object] = {
        "left": round(left),
        "right": round(right),
        "start": None,
        "end": None,
        "firstLine": round(first) if first >= 0 else None,
        "hanging": round(-first) if first < 0 else None,
    }
    values |= dict.fromkeys(("leftChars", "rightChars"), 0)
    values |= dict.fromkeys(("startChars", "endChars"), None)
    values["firstLineChars"] = 0 if first >= 0 else None
    values["hangingChars"] = 0 if first < 0 else None
    put(properties_of(para.node), "ind", values)


def align(para: Para, side: str) -> None:
    """Set on which side a paragraph stands: left, right, center or both."""
    put(properties_of(para.node), "jc", {"val": side})


def fill_lines(para: Para) -> None:
    """Give a paragraph the line of which 22 fill a page."""
    put(properties_of(para.node), "snapToGrid", {"val": 0})
    put(properties_of(para.node), "spacing", {"line": LINE, "lineRule": "exact"})


def space(para: Para, before: float | None = None, after: float | None = None) -> None:
    """Set the space above or below a paragraph; None leaves it."""
    values: dict[str, object] = {}
    for side, twips in (("before", before), ("after", after)):
        if twips is not None:
            values |= {side: round(twips), f"{side}Lines": 0, f"{side}Autospacing": 0}
    if values:
        put(properties_of(para.node), "spacing", values)


def flatten(para: Para) -> None:
    """Leave an empty paragraph where it is, but let it take no room."""
    space(para, 0, 0)
    properties = properties_of(para.node)
    put(properties, "snapToGrid", {"val": 0})
    put(properties, "spacing", {"line": _TINY, "lineRule": "exact"})
    mark = put(properties, "rPr", {})
    for name in ("sz", "szCs"):
        put(mark, name, {"val": _SMALLEST})


def one_line(para: Para) -> None:
    """Let an empty paragraph be one line of the text high."""
    space(para, 0, 0)
    fill_lines(para)


def edge(
    para: Para, side: str, size: int, *, gap: int = 0, tint: str = "000000"
) -> None:
    """Give a paragraph a rule along one side.

    Args:
        para: The paragraph.
        side: top or bottom.
        size: In eighths of a point; 0 takes the rule away.
        gap: Distance from the text, in points.
        tint: Its colour.
    """
    edges = put(properties_of(para.node), "pBdr", {})
    drop(edges, side)
    if size:
        values = {"val": "single", "sz": size, "space": gap, "color": tint}
    else:
        values = {"val": "nil"}
    put(edges, side, values)


def begin_page(para: Para) -> None:
    """Have a paragraph begin a new page."""
    put(properties_of(para.node), "pageBreakBefore", {"val": 1})


def hide_blanks(para: Para) -> None:
    """Hide the blanks and tabs around a paragraph's text; they stay in the file."""
    text = para.text
    begins, ends = len(text) - len(text.lstrip(BLANKS)), len(text.rstrip(BLANKS))
    for start, end in ((ends, len(text)), (0, begins)):
        for run in runs_between(para, start, end):
            put(look_of(run), "vanish", {"val": 1})


def runs_between(para: Para, start: int, end: int) -> list[Node]:
    """Return the runs that hold part of a paragraph's text, cut where need be.

    Args:
        para: The paragraph.
        start: Place of the part's first sign in the seen text.
        end: Place behind its last.
    """
    found = []
    at = 0
    for piece in list(para.pieces):
        if piece.look.hidden:
            continue
        begin, stop = at, at + len(piece.text)
        at = stop
        if stop <= start or begin >= end:
            continue
        run = piece.run
        if begin < start:
            run = _cut(run, start - begin)
        if stop > end:
            _cut(run, end - max(begin, start))
        found.append(run)
    _refresh(para)
    return found


def _refresh(para: Para) -> None:
    """Let a paragraph's pieces know the runs that were cut."""
    looks = {piece.run: piece.look for piece in para.pieces}
    fresh: list[Piece] = []
    for piece in para.pieces:
        run: Node | None = piece.run
        length = len(piece.text)
        while run is not None and length > 0:
            text = text_of(run)
            fresh.append(Piece(text, looks[piece.run], run))
            length -= len(text)
            run = run.getnext()
    para.pieces[:] = fresh


def _cut(run: Node, at: int) -> Node:
    """Cut a run in two and return the later one."""
    later = copy.deepcopy(run)
    _keep(run, 0, at)
    _keep(later, at, None)
    run.addnext(later)
    return later


def _keep(run: Node, start: int, end: int | None) -> None:
    """Keep part of a run's text; what is no text goes with the sign behind it."""
    at = 0
    for node, length in list(_lengths(run)):
        begin, stop = at, at + length
        at = stop
        inside = begin >= start and (end is None or begin < end)
        if node.tag == w("t") and length:
            text = node.text or ""
            kept = text[
                max(0, start - begin) : None if end is None else max(0, end - begin)
            ]
            if not kept:
                run.remove(node)
                continue
            node.text = kept
            node.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        elif not inside:
            run.remove(node)


def _lengths(run: Node) -> Iterator[tuple[Node, int]]:
    """Yield what a run holds, each with how many signs of its text it is."""
    for node in run:
        if node.tag == w("rPr"):
            continue
        lone = node.tag in _LONE or (node.tag == w("br") and not node.get(w("type")))
        yield node, len(node.text or "") if node.tag == w("t") else int(lone)
