"""A Word file as it is read for a check: pages, paragraphs, what they look like.

Everything a rule asks for is worked out here once: a rule never looks into the file.
Measures are twips unless a name says otherwise.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from workbench.reports.checkup.looks import Look, Looks, Setting, number
from workbench.reports.checkup.markup import COMPATIBILITY, Node, is_on, value_of, w
from workbench.reports.checkup.numbering import Numbering
from workbench.reports.checkup.opening import Package, refuse
from workbench.reports.measures import LINE
from workbench.reports.page import ems

MOST_PARAGRAPHS = 60_000
BLANKS = " \u3000\t\n\xa0\u2002\u2003\u2009"
_EXCERPT = 14
_NATURAL = 1.3  # height of a line of Chinese type, of its size
_GRIDS = frozenset({"lines", "linesAndChars", "snapToChars"})
_APART = frozenset(map(w, ("txbxContent", "del", "moveFrom", "rPr", "pPr"))) | {
    f"{{{COMPATIBILITY}}}Fallback"
}
_PICTURES = (w("drawing"), w("pict"), w("object"))


class Where(StrEnum):
    """In which part of a page a paragraph stands."""

    TEXT = "text"
    CELL = "cell"
    BOX = "box"
    HEADER = "header"
    FOOTER = "footer"


@dataclass(eq=False, slots=True)
class Piece:
    """A run of text.

    Attributes:
        run: Where it stands in the file.
    """

    text: str
    look: Look
    run: Node


@dataclass(eq=False)
class Section:
    """Pages of one size.

    Attributes:
        headers: Names of the parts at the head of its pages, by kind of page.
        footers: The same at the foot.
    """

    node: Node
    index: int
    headers: dict[str, str]
    footers: dict[str, str]

    def measure(self, group: str, key: str, otherwise: float = 0) -> int:
        """Return a measure of its page."""
        return int(number(value_of(self.node, group, key), otherwise))

    @cached_property
    def width(self) -> int:
        """Width of the paper."""
        return self.measure("pgSz", "w", 12240)

    @cached_property
    def height(self) -> int:
        """Height of the paper."""
        return self.measure("pgSz", "h", 15840)

    @property
    def sideways(self) -> bool:
        """Whether its pages are turned."""
        return self.width > self.height

    @cached_property
    def margins(self) -> dict[str, int]:
        """Distances of the text area from the paper's edges, by side."""
        found = {
            side: abs(self.measure("pgMar", side, 1440))
            for side in ("top", "right", "bottom", "left")
        }
        found["left"] += self.measure("pgMar", "gutter")
        return found

    @property
    def text_width(self) -> int:
        """Width of the text area."""
        return self.width - self.margins["left"] - self.margins["right"]

    @property
    def text_height(self) -> int:
        """Height of the text area."""
        return self.height - self.margins["top"] - self.margins["bottom"]

    @cached_property
    def pitch(self) -> int:
        """Height of a line of its grid; 0 where there is none."""
        kind = value_of(self.node, "docGrid", "type")
        return self.measure("docGrid", "linePitch") if kind in _GRIDS else 0

    @cached_property
    def char_space(self) -> float:
        """What its grid adds to each character."""
        if value_of(self.node, "docGrid", "type") not in {
            "linesAndChars",
            "snapToChars",
        }:
            return 0
        return self.measure("docGrid", "charSpace") / 4096 * 20

    @property
    def own_first_page(self) -> bool:
        """Whether its first page has a head and a foot of its own."""
        return bool(is_on(self.node, "titlePg"))


@dataclass(eq=False)
class Para:
    """A paragraph.

    Attributes:
        at: Its place in the order of all that is read.
        number: Its place among the paragraphs outside tables, from 1; else 0.
        spot: Where it stands, in words.
        label: The mark that Word counts by itself, as printed.
        spaced: Whether something parts that mark from the text.
        breaks: Whether it begins a new page.
        cell: Its cell, for one in a table.
    """

    node: Node
    at: int
    number: int
    spot: str
    where: Where
    section: Section
    setting: Setting
    style: str
    style_name: str
    pieces: list[Piece]
    label: str = ""
    spaced: bool = False
    breaks: bool = False
    cell: Node | None = None
    table: int = 0

    @cached_property
    def text(self) -> str:
        """What is seen of its text."""
        return "".join(one.text for one in self.pieces if not one.look.hidden)

    @cached_property
    def words(self) -> str:
        """Its text without the blanks around it."""
        return self.text.strip(BLANKS)

    @property
    def place(self) -> str:
        """Where it stands, in words, with how it begins."""
        words = self.words.replace("\n", "").replace("\t", " ")
        if not words:
            return f"{self.spot}（空段）"
        cut = f"{words[:_EXCERPT]}…" if len(words) > _EXCERPT else words
        return f"{self.spot}“{cut}”"

    @cached_property
    def pictured(self) -> bool:
        """Whether it holds a picture, a drawing or a field's object."""
        return any(next(self.node.iter(tag), None) is not None for tag in _PICTURES)

    @property
    def empty(self) -> bool:
        """Whether nothing is seen of it."""
        return not self.words and not self.label and not self.pictured

    @property
    def shown(self) -> list[Piece]:
        """Its pieces with something to see in them."""
        return [
            one for one in self.pieces if one.text.strip(BLANKS) and not one.look.hidden
        ]

    @cached_property
    def size(self) -> int:
        """Size of its text in half points; the largest, where there are several."""
        return max(
            (one.look.size for one in self.shown), default=self.setting.mark.size
        )

    @cached_property
    def em(self) -> float:
        """Width of one of its characters."""
        shown = self.shown
        look = shown[0].look if shown else self.setting.mark
        return max((look.size * 10 + look.tight) * look.scale / 100, 1.0)

    @property
    def line(self) -> float:
        """Height of one of its lines."""
        setting = self.setting
        natural = self.size * 10 * _NATURAL
        if setting.rule == "exact":
            return setting.line
        if setting.rule == "atLeast":
            return max(natural, setting.line)
        if setting.snaps and self.section.pitch:
            natural = (
                math.ceil(natural / self.section.pitch - 0.05) * self.section.pitch
            )
        return natural * setting.line / 240

    @property
    def above(self) -> float:
        """Space above it."""
        unit = self.section.pitch or 240
        return self.setting.before_lines * unit or self.setting.before

    @property
    def below(self) -> float:
        """Space below it."""
        unit = self.section.pitch or 240
        return self.setting.after_lines * unit or self.setting.after

    @property
    def left(self) -> float:
        """How far its lines stand in."""
        return self.setting.left_chars * self.em or self.setting.left

    @property
    def right(self) -> float:
        """How far its lines end before the text area does."""
        return self.setting.right_chars * self.em or self.setting.right

    @property
    def first(self) -> float:
        """How much further in its first line begins."""
        return self.setting.first_chars * self.em or self.setting.first

    def width_of(self, text: str) -> float:
        """Return how wide a text is in the type of this paragraph."""
        return ems(text) * self.em

    @cached_property
    def extent(self) -> tuple[float, float]:
        """Where the one line of it begins and how far before the right edge it ends.

        Blanks at the ends do not count as text, but full-width ones take their room;
        tab stops are followed.
        """
        area = self.section.text_width
        if self.setting.frame.get("w"):
            area = int(number(self.setting.frame["w"], area))
        text = self.text.rstrip(" \t\n\xa0")
        core = text.strip(BLANKS)
        width = self.width_of(core.replace("\t", ""))
        lead = self.width_of(text[: len(text) - len(text.lstrip(BLANKS))])
        tail = self.width_of(text[len(text.rstrip(BLANKS)) :]) if core else 0
        left, right = self.left + self.first, self.right
        if self.setting.align == "end":
            return area - right - tail - width, right + tail
        if self.setting.align == "center":
            room = area - left - right - lead - width - tail
            start = left + room / 2 + lead
            return start, area - start - width
        if "\t" in text:
            return self._tabbed(text, left, area)
        return left + lead, area - left - lead - width

    def _tabbed(self, text: str, left: float, area: float) -> tuple[float, float]:
        """Return the extent of a line with tabs."""
        at, begins = left, None
        for place, part in enumerate(text.split("\t")):
            width = self.width_of(part)
            if place:
                ahead = (stop for stop in self.setting.stops if stop[1] > at + 1)
                side, stop = next(ahead, ("left", int(at // 420 + 1) * 420))
                at = max(at, stop - {"right": width, "center": width / 2}.get(side, 0))
            if part.strip(BLANKS) and begins is None:
                begins = at
            at += width
        return (left if begins is None else begins), area - at


@dataclass(eq=False)
class Reading:
    """A file, read.

    Args:
        package: The file.

    Attributes:
        sections: Pages, in order.
        paras: Paragraphs of the text, of its tables and its text boxes, in order.
        edges: Paragraphs at the head and the foot of pages, by part.
    """

    package: Package
    looks: Looks = field(init=False)
    sections: list[Section] = field(init=False, default_factory=list)
    paras: list[Para] = field(init=False, default_factory=list)
    edges: dict[str, list[Para]] = field(init=False, default_factory=dict)
    _numbering: Numbering = field(init=False)
    _tables: int = field(init=False, default=0)
    _numbered: int = field(init=False, default=0)

    def __post_init__(self) -> None:
        """Read the whole file once."""
        self.looks = Looks(self.package)
        self._numbering = Numbering(self.package)
        body = self.package.tree(self.package.document).find(w("body"))
        if body is None:
            refuse(f"“{self.package.name}”已损坏，没有正文。")
        if sum(1 for _ in body.iter(w("p"))) > MOST_PARAGRAPHS:
            refuse(f"“{self.package.name}”的段落太多，不能检查。", "请拆成几份再检查。")
        self._read_sections(body)
        self._read_body(body)
        self._mark_breaks()
        for section in self.sections:
            for where, parts in (
                (Where.HEADER, section.headers),
                (Where.FOOTER, section.footers),
            ):
                for kind, part in parts.items():
                    if part not in self.edges:
                        self.edges[part] = list(self._edge(part, where, kind, section))

    # ---- pages ----

    def _read_sections(self, body: Node) -> None:
        headers: dict[str, str] = {}
        footers: dict[str, str] = {}
        known = {
            kind: self.package.related(self.package.document, kind)
            for kind in ("header", "footer")
        }
        nodes = [
            one
            for one in body.iter(w("sectPr"))
            if (above := one.getparent()) is not None and above.tag != w("sectPrChange")
        ]
        for index, node in enumerate(nodes):
            for kind, parts in (("header", headers), ("footer", footers)):
                for one in node.findall(w(f"{kind}Reference")):
                    key = next(
                        (str(v) for k, v in one.items() if str(k).endswith("}id")), ""
                    )
                    if key in known[kind]:
                        parts[one.get(w("type"), "default")] = known[kind][key]
            self.sections.append(Section(node, index, dict(headers), dict(footers)))
        if not self.sections:
            node = body.makeelement(w("sectPr"))
            body.append(node)
            self.sections.append(Section(node, 0, {}, {}))

    @cached_property
    def odd_and_even(self) -> bool:
        """Whether left and right pages have heads and feet of their own."""
        return bool(is_on(self.package.only("settings"), "evenAndOddHeaders"))

    def _edge(
        self, part: str, where: Where, kind: str, section: Section
    ) -> Iterator[Para]:
        word = "页眉" if where is Where.HEADER else "页脚"
        which = {"even": "（偶数页）", "first": "（首页）"}.get(kind, "")
        for node in self.package.tree(part).iter(w("p")):
            yield self._para(node, where, section, f"{word}{which}")

    # ---- paragraphs ----

    def _read_body(self, body: Node) -> None:
        at = 0
        for node, where, spot, cell, table in self._blocks(body):
            section = self.sections[min(at, len(self.sections) - 1)]
            para = self._para(node, where, section, spot)
            para.cell, para.table = cell, table
            self.paras.append(para)
            self.paras.extend(self._boxes(node, section))
            properties = node.find(w("pPr"))
            if properties is not None and properties.find(w("sectPr")) is not None:
                at += 1
        for at, para in enumerate(self.paras):
            para.at = at

    def _blocks(
        self, parent: Node
    ) -> Iterator[tuple[Node, Where, str, Node | None, int]]:
        """Yield the paragraphs of the text and of its tables, in order."""
        for node in parent:
            if node.tag == w("p"):
                self._numbered += 1
                yield node, Where.TEXT, f"第{self._numbered}段", None, 0
            elif node.tag == w("tbl"):
                self._tables += 1
                yield from self._cells(node, self._tables)
            elif node.tag in {w("sdt"), w("sdtContent"), w("customXml"), w("ins")}:
                yield from self._blocks(node)

    def _cells(
        self, table: Node, which: int
    ) -> Iterator[tuple[Node, Where, str, Node | None, int]]:
        for at, row in enumerate(table.iter(w("tr")), start=1):
            for column, cell in enumerate(row.findall(w("tc")), start=1):
                spot = f"第{which}个表格第{at}行第{column}格"
                for node in cell.findall(w("p")):
                    yield node, Where.CELL, spot, cell, which

    def _boxes(self, node: Node, section: Section) -> Iterator[Para]:
        """Yield what stands in the text boxes of a paragraph, each once."""
        for content in node.iter(w("txbxContent")):
            above = (str(one.tag) for one in content.iterancestors())
            if f"{{{COMPATIBILITY}}}Fallback" in above:
                continue
            for inner in content.iter(w("p")):
                yield self._para(inner, Where.BOX, section, "文本框")

    def _para(self, node: Node, where: Where, section: Section, spot: str) -> Para:
        properties = node.find(w("pPr"))
        setting = self.looks.setting(properties)
        label, spaced = "", False
        if setting.numbering not in {"", "0"}:
            key, level = setting.numbering, setting.level
            counted = self._numbering
            between, mark = counted.properties(key, level), counted.look(key, level)
            setting = self.looks.setting(properties, between, mark)
            label = counted.mark(key, level)
            spaced = counted.spaced(key, level)
        style = self.looks.style_of(properties)
        pieces = [
            Piece(text, self.looks.look(style, run.find(w("rPr"))), run)
            for run in runs_of(node)
            if (text := text_of(run))
        ]
        return Para(
            node,
            at=0,
            number=self._numbered if where is Where.TEXT else 0,
            spot=spot,
            where=where,
            section=section,
            setting=setting,
            style=style,
            style_name=self.looks.style_name(style),
            pieces=pieces,
            label=label,
            spaced=spaced,
        )

    def plain_numbering(self, para: Para) -> None:
        """Let a numbered paragraph itself say what its mark looks like."""
        self._numbering.plain(para.setting.numbering, para.setting.level)

    def _mark_breaks(self) -> None:
        """Note which paragraphs begin a new page."""
        broken = False
        for para in self.paras:
            if para.where is Where.BOX:
                continue
            breaks = [
                one for one in para.node.iter(w("br")) if one.get(w("type")) == "page"
            ]
            leads = bool(breaks) and not _seen_before(para.node, breaks[0])
            para.breaks = broken or para.setting.breaks_before
            if leads and not para.empty:
                para.breaks = True
            broken = bool(breaks) and (para.empty or not leads)
            broken |= para.empty and para.breaks
            properties = para.node.find(w("pPr"))
            if properties is not None and properties.find(w("sectPr")) is not None:
                following = self.sections[
                    min(para.section.index + 1, len(self.sections) - 1)
                ]
                broken = value_of(following.node, "type") != "continuous"

    # ---- what stands between ----

    @cached_property
    def seen(self) -> list[Para]:
        """The paragraphs of the text and its tables that show something."""
        return [
            one for one in self.paras if not one.empty and one.where is not Where.BOX
        ]

    @cached_property
    def _places(self) -> dict[Para, int]:
        """Where each paragraph stands among those that are seen."""
        return {para: at for at, para in enumerate(self.seen)}

    def above(self, para: Para) -> Para | None:
        """Return the paragraph that is seen above another."""
        at = self._places.get(para, 0)
        return self.seen[at - 1] if at else None

    def gap(self, before: Para | None, after: Para) -> float:
        """Return the space between two paragraphs: empty ones and space above, below.

        Args:
            before: The upper one; the text area's upper edge where None.
            after: The lower one.
        """
        start = -1 if before is None else before.at
        space = 0.0
        last = 0.0 if before is None else before.below
        for para in self.paras[start + 1 : after.at]:
            if para.where is not Where.TEXT or para.setting.frame:
                continue
            space += max(last, para.above) + para.line
            last = para.below
        return space + max(last, after.above)

    def gap_lines(self, before: Para | None, after: Para) -> float:
        """Return the same in lines of the text."""
        return self.gap(before, after) / LINE


def runs_of(paragraph: Node) -> Iterator[Node]:
    """Yield the runs of a paragraph, but not those of text boxes and removed text."""
    for node in paragraph:
        if node.tag == w("r"):
            yield node
        elif node.tag not in _APART and isinstance(node.tag, str):
            yield from runs_of(node)


def text_of(run: Node) -> str:
    """Return the text of a run; tabs and line breaks are signs of their own."""
    found = []
    for node in run:
        if node.tag == w("t"):
            found.append(node.text or "")
        elif node.tag in {w("tab"), w("ptab")}:
            found.append("\t")
        elif node.tag in {w("br"), w("cr")} and node.get(w("type")) is None:
            found.append("\n")
        elif node.tag == w("noBreakHyphen"):
            found.append("-")
    return "".join(found)


def _seen_before(paragraph: Node, node: Node) -> bool:
    """Tell whether text of a paragraph stands before a node in it."""
    for one in paragraph.iter():
        if one is node:
            return False
        if one.tag == w("t") and (one.text or "").strip(BLANKS):
            return True
    return False
