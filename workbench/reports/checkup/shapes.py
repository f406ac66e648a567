"""The rules on a page: edges of paragraphs, and lines drawn as shapes."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from workbench.reports.checkup.looks import is_red, number
from workbench.reports.checkup.markup import (
    COMPATIBILITY,
    DRAWING,
    OLD_DRAWING,
    PLACING,
    Node,
    w,
)
from workbench.reports.checkup.reading import Para, Reading, Where

_EMU = 635  # a twip in the units of drawings
_THIN = 200_000  # a shape lower than this, in those units, is a rule
_POINT = re.compile(r"(-?[\d.]+)\s*(pt|mm|cm|in)?")
_UNITS = {"pt": 20, "mm": 1440 / 25.4, "cm": 1440 / 2.54, "in": 1440, None: 20}


@dataclass(frozen=True, slots=True)
class Ruled:
    """A rule on a page.

    Attributes:
        para: The paragraph it belongs to.
        side: top or bottom of it; drawn for a shape of its own.
        colour: As the file has it.
        width: Of the rule in twips; 0 where it is not known.
        top: From the paper's upper edge in twips; None where it is not known.
        size: In eighths of a point.
        space: Distance from the text, in points.
    """

    para: Para
    side: str
    colour: str
    width: float
    top: float | None
    kind: str
    size: int
    space: int


def red_rules(reading: Reading) -> list[Ruled]:
    """Return the red rules of the first page, in the order of the file."""
    return [one for one in head_rules(reading) if is_red(one.colour)]


def head_rules(reading: Reading) -> list[Ruled]:
    """Return the rules of the first page's head and edges, whatever their colour."""
    first = reading.sections[0]
    edges = [
        para
        for parts in (first.headers, first.footers)
        for part in parts.values()
        for para in reading.edges.get(part, [])
    ]
    found = []
    for para in [*edges, *reading.paras[:40]]:
        if para.where is Where.CELL:
            continue
        for side, edge in para.setting.edges.items():
            if side in {"top", "bottom"}:
                found.append(_edge_rule(para, side, edge.colour))
        found += drawn_rules(para)
    return found


def _edge_rule(para: Para, side: str, colour: str) -> Ruled:
    setting = para.setting
    edge = setting.edges[side]
    wide, top = para.section.text_width - para.left - para.right, None
    if setting.frame.get("w"):
        wide = number(setting.frame["w"], wide)
    if setting.frame.get("vAnchor") == "page" and setting.frame.get("y"):
        top = number(setting.frame["y"])
        if side == "bottom":
            top += number(setting.frame.get("h"))
    return Ruled(para, side, colour, wide, top, edge.kind, edge.size, edge.space)


def drawn_rules(para: Para) -> list[Ruled]:
    """Return the rules that are drawn at a paragraph."""
    if not para.pictured:
        return []
    return [*_new(para), *_old(para)]


def _fallback(node: Node) -> bool:
    tag = f"{{{COMPATIBILITY}}}Fallback"
    return next(node.iterancestors(tag), None) is not None


def _new(para: Para) -> Iterator[Ruled]:
    for anchor in para.node.iter(f"{{{PLACING}}}anchor", f"{{{PLACING}}}inline"):
        extent = anchor.find(f"{{{PLACING}}}extent")
        if extent is None or number(extent.get("cy")) > _THIN:
            continue
        if next(anchor.iter(w("txbxContent")), None) is not None:
            continue  # a text box: what stands in it has rules of its own
        colours = (
            colour.get("val", "").upper()
            for line in anchor.iter(f"{{{DRAWING}}}ln")
            for colour in line.iter(f"{{{DRAWING}}}srgbClr")
        )
        fills = (
            one.get("val", "").upper() for one in anchor.iter(f"{{{DRAWING}}}srgbClr")
        )
        colour = next(colours, None) or next(fills, "")
        line = next(anchor.iter(f"{{{DRAWING}}}ln"), None)
        size = 0 if line is None else round(number(line.get("w")) / 12700 * 8)
        top = None
        place = anchor.find(f"{{{PLACING}}}positionV")
        if place is not None and place.get("relativeFrom") == "page":
            offset = place.find(f"{{{PLACING}}}posOffset")
            top = None if offset is None else number(offset.text) / _EMU
        wide = number(extent.get("cx")) / _EMU
        yield Ruled(para, "drawn", colour, wide, top, "single", size, 0)


def _old(para: Para) -> Iterator[Ruled]:
    for tag in ("line", "rect", "shape"):
        for shape in para.node.iter(f"{{{OLD_DRAWING}}}{tag}"):
            if _fallback(shape):
                continue
            style = dict(
                part.strip().split(":", 1)
                for part in shape.get("style", "").split(";")
                if ":" in part
            )
            wide = _length(style.get("width", ""))
            if tag == "line":
                begin = shape.get("from", "0,0").split(",")
                end = shape.get("to", "0,0").split(",")
                wide = abs(_length(end[0]) - _length(begin[0]))
            elif _length(style.get("height", "999")) * _EMU > _THIN:
                continue
            colour = shape.get("strokecolor") or shape.get("fillcolor") or ""
            colour = {"red": "FF0000"}.get(colour.split(" ")[0], colour.split(" ")[0])
            weight = round(_length(shape.get("strokeweight", "")) / 20 * 8)
            top = None
            if style.get("mso-position-vertical-relative") == "page":
                top = _length(style.get("margin-top") or style.get("top", "0"))
            hexed = colour.lstrip("#").upper()
            yield Ruled(para, "drawn", hexed, wide, top, "single", weight, 0)


def _length(text: str) -> float:
    """Return a length of an old drawing in twips."""
    found = _POINT.match(text.strip())
    return float(found[1]) * _UNITS[found[2]] if found else 0
