"""What text really looks like: defaults, styles and direct formatting put together.

Word decides each property by itself, from the document's defaults over the styles to
what is set on the paragraph or the run. Measures are twips unless a name says
otherwise; sizes are half points, as the file has them.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from workbench.reports.checkup.markup import DRAWING, Node, is_on, value_of, w
from workbench.reports.checkup.opening import Package

Facts = dict[str, str]

DECKED = ("dstrike", "outline", "shadow", "emboss", "imprint")
"""Switches of a run that no paper uses."""

_SWITCHES = ("b", "i", "strike", "vanish", *DECKED)
_RUN_VALUES = (
    "sz",
    "u",
    "spacing",
    "w",
    "highlight",
    "vertAlign",
    "position",
    "em",
    "bdr",
)
_PARAGRAPH_SWITCHES = ("snapToGrid", "pageBreakBefore", "keepNext")
_FONT_SLOTS = ("ascii", "hAnsi", "eastAsia")
_FIRST_KEYS = ("firstLine", "hanging", "firstLineChars", "hangingChars")
_SIDES = ("top", "bottom", "left", "right")
_NUMBER = re.compile(r"([-+]?\d{1,9}(?:\.\d{0,9})?)(pt|mm|cm|in)?")
_UNITS = {None: 1.0, "pt": 20.0, "mm": 1440 / 25.4, "cm": 1440 / 2.54, "in": 1440.0}
_NO_THEME = "主题字体"
_DEEPEST = 32  # styles built upon styles; more is a circle


@dataclass(frozen=True, slots=True)
class Look:
    """What a piece of text looks like.

    Attributes:
        east: Font of its Chinese characters; empty where nothing names one.
        latin: Font of its letters and digits.
        size: In half points.
        colour: Six hexadecimal digits; empty for black.
        tight: Added to each character's width.
        scale: Percent of each character's width.
        decked: What else sets it off, in words; often nothing.
        raised: Whether it is set as an index, above or below the line.
    """

    east: str
    latin: str
    size: int
    bold: bool
    italic: bool
    underlined: bool
    struck: bool
    marked: bool
    hidden: bool
    colour: str
    tight: int
    scale: int
    decked: str
    raised: bool


@dataclass(frozen=True, slots=True)
class Edge:
    """A rule along one side of a paragraph or cell.

    Attributes:
        size: In eighths of a point.
        space: Distance from the text, in points.
    """

    kind: str
    size: int
    space: int
    colour: str


@dataclass(frozen=True, slots=True)
class Setting:
    """How a paragraph is set.

    Attributes:
        align: start, center, end or both.
        first_chars: Indent of the first line where it is counted in characters.
        first: The same in twips; a hanging indent is below nought.
        rule: auto, exact or atLeast; decides what ``line`` means.
        frame: Place of a framed paragraph, as the file has it; often none.
        stops: Tab stops: side and distance from the text's left edge.
    """

    align: str
    left: int
    right: int
    left_chars: float
    right_chars: float
    first: int
    first_chars: float
    line: int
    rule: str
    before: int
    after: int
    before_lines: float
    after_lines: float
    snaps: bool
    breaks_before: bool
    frame: Mapping[str, str]
    edges: Mapping[str, Edge]
    stops: tuple[tuple[str, int], ...]
    shaded: bool
    numbering: str
    level: int
    mark: Look


def number(text: str | None, otherwise: float = 0) -> float:
    """Return a number as a file has it; what is none counts as not said."""
    found = _NUMBER.fullmatch(text.strip()) if text else None
    return float(found[1]) * _UNITS[found[2]] if found else otherwise


def is_red(colour: str) -> bool:
    """Tell whether a colour is red, as any eye would call it."""
    if len(colour) != 6:  # noqa: PLR2004 - six hexadecimal digits
        return False
    try:
        red, green, blue = (int(colour[at : at + 2], 16) for at in (0, 2, 4))
    except ValueError:
        return False
    return red >= 0x90 and max(green, blue) <= red // 2  # noqa: PLR2004 - half light


@dataclass
class Looks:
    """Resolves the looks of one file.

    Args:
        package: The file.
    """

    package: Package
    _styles: dict[str, Node] = field(default_factory=dict)
    _default: str = ""
    _chains: dict[str, tuple[Facts, Facts]] = field(default_factory=dict)
    _base: tuple[Facts, Facts] = field(default_factory=lambda: ({}, {}))
    _theme: dict[str, str] = field(default_factory=dict)
    _known: dict[tuple[tuple[str, str], ...], Look] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Read the styles and the theme once."""
        self._theme = _theme_fonts(self.package.only("theme"))
        styles = self.package.only("styles")
        if styles is None:
            return
        for style in styles.iter(w("style")):
            key = style.get(w("styleId"), "")
            self._styles[key] = style
            paragraphs = style.get(w("type")) == "paragraph"
            if paragraphs and style.get(w("default")) in {"1", "true"}:
                self._default = key
        defaults = styles.find(w("docDefaults"))
        if defaults is not None:
            run = defaults.find(f"{w('rPrDefault')}/{w('rPr')}")
            paragraph = defaults.find(f"{w('pPrDefault')}/{w('pPr')}")
            self._base = (self.run_facts(run), paragraph_facts(paragraph))

    def style_of(self, properties: Node | None) -> str:
        """Return the key of a paragraph's style."""
        return value_of(properties, "pStyle") or self._default

    def style_name(self, key: str) -> str:
        """Return what a clerk reads in the list of styles."""
        return value_of(self._styles.get(key), "name") or ""

    def setting(
        self,
        properties: Node | None,
        between: Node | None = None,
        marks: Node | None = None,
    ) -> Setting:
        """Return how a paragraph is set.

        Args:
            properties: Its own; None where it has none.
            between: Those of its level in an automatic numbering.
            marks: What that level says of its marks' look.
        """
        style_run, style_paragraph = self._chain(self.style_of(properties))
        facts = self._base[1] | style_paragraph
        if between is not None:
            facts = _over(facts, paragraph_facts(between))
        facts = _over(facts, paragraph_facts(properties))
        own = None if properties is None else properties.find(w("rPr"))
        levels = (style_run, self.run_facts(own), self.run_facts(marks))
        mark = self._look(_merged(self._base[0], *levels))
        return _setting(facts, mark)

    def look(self, style: str, properties: Node | None) -> Look:
        """Return what a run looks like.

        Args:
            style: Key of its paragraph's style.
            properties: Its own; None where it has none.
        """
        own = self.run_facts(properties)
        named = value_of(properties, "rStyle")
        facts = _merged(self._base[0], self._chain(style)[0])
        if named:
            facts = _merged(facts, self._chain(named)[0], toggles=True)
        return self._look(facts | own)

    def _look(self, facts: Facts) -> Look:
        key = tuple(sorted(facts.items()))
        if key not in self._known:
            self._known[key] = _look(facts)
        return self._known[key]

    def _chain(self, key: str) -> tuple[Facts, Facts]:
        """Return what a style and all it is built upon say of runs and paragraphs."""
        if key not in self._chains:
            run: Facts = {}
            paragraph: Facts = {}
            for style in reversed(list(self._ancestry(key))):
                run = run | self.run_facts(style.find(w("rPr")))
                paragraph = _over(paragraph, paragraph_facts(style.find(w("pPr"))))
            self._chains[key] = (run, paragraph)
        return self._chains[key]

    def _ancestry(self, key: str) -> Iterator[Node]:
        for _step in range(_DEEPEST):
            style = self._styles.get(key)
            if style is None:
                return
            yield style
            key = value_of(style, "basedOn") or ""

    def run_facts(self, properties: Node | None) -> Facts:
        """Return what one place says of a run's look."""
        facts: Facts = {}
        if properties is None or not len(properties):
            return facts
        for name in _SWITCHES:
            on = is_on(properties, name)
            if on is not None:
                facts[name] = "1" if on else ""
        for name in _RUN_VALUES:
            value = value_of(properties, name)
            if value is not None:
                facts[name] = value
        facts |= _colours(properties)
        named = properties.find(w("rFonts"))
        if named is not None:
            for slot in _FONT_SLOTS:
                theme = named.get(w(f"{slot}Theme"))
                asked = named.get(w(slot))
                font = self._theme.get(theme, _NO_THEME) if theme else asked
                if font is not None:
                    facts[slot] = font
        return facts


def _colours(properties: Node) -> Facts:
    """Return what one place says of a run's colour and of what is behind it."""
    facts: Facts = {}
    shade = value_of(properties, "shd", "fill")
    if shade is not None:
        facts["shd"] = "" if shade.upper() in {"AUTO", "FFFFFF"} else shade
    colour = value_of(properties, "color")
    if colour is not None:
        theme = value_of(properties, "color", "themeColor")
        black = theme in {"text1", "dark1"}
        facts["color"] = "" if black or colour == "auto" else colour.upper()
    return facts


def _theme_fonts(theme: Node | None) -> dict[str, str]:
    """Return the fonts that a theme gives, by the words a run asks for them with."""
    fonts: dict[str, str] = {}
    if theme is None:
        return fonts
    for which in ("major", "minor"):
        found = next(theme.iter(f"{{{DRAWING}}}{which}Font"), None)
        if found is None:
            continue
        faces = {
            kind: one.get("typeface", "")
            for kind in ("latin", "ea")
            for one in found.findall(f"{{{DRAWING}}}{kind}")
        }
        chinese = next(
            (one.get("typeface", "") for one in found if one.get("script") == "Hans"),
            "",
        )
        latin, east = faces.get("latin", ""), faces.get("ea") or chinese
        fonts |= {f"{which}Ascii": latin, f"{which}HAnsi": latin}
        fonts |= {f"{which}EastAsia": east, f"{which}Bidi": latin}
    return fonts


def _merged(*levels: Facts, toggles: bool = False) -> Facts:
    """Return what several places say together; a switch said twice is off again."""
    facts: Facts = {}
    for level in levels:
        both = {
            name: ""
            for name in _SWITCHES
            if toggles and facts.get(name) and level.get(name)
        }
        facts = facts | level | both
    return facts


def paragraph_facts(properties: Node | None) -> Facts:
    """Return what one place says of how a paragraph is set."""
    facts: Facts = {}
    if properties is None:
        return facts
    for name in _PARAGRAPH_SWITCHES:
        on = is_on(properties, name)
        if on is not None:
            facts[name] = "1" if on else ""
    for group in ("spacing", "ind", "framePr"):
        for found in properties.findall(w(group)):
            facts |= {f"{group}.{key.split('}')[-1]}": v for key, v in _items(found)}
    align = value_of(properties, "jc")
    if align is not None:
        facts["jc"] = align
    facts |= _edges_and_stops(properties)
    numbering = properties.find(w("numPr"))
    if numbering is not None:
        for key in ("numId", "ilvl"):
            value = value_of(numbering, key)
            if value is not None:
                facts[key] = value
    return facts


def _edges_and_stops(properties: Node) -> Facts:
    """Return what one place says of a paragraph's rules and tab stops."""
    facts: Facts = {}
    # some programs write this twice, the first one empty
    for edge in properties.iterfind(f"{w('pBdr')}/*"):
        values = dict(_items(edge))
        side = str(edge.tag).split("}")[-1]
        facts[f"edge.{side}"] = "|".join(
            values.get(w(key), "") for key in ("val", "sz", "space", "color")
        )
    shade = value_of(properties, "shd", "fill")
    if shade is not None:
        facts["shd"] = "" if shade.upper() in {"AUTO", "FFFFFF"} else shade
    stops = properties.find(w("tabs"))
    for stop in () if stops is None else stops:
        facts[f"tab.{stop.get(w('pos'), '0')}"] = stop.get(w("val"), "left")
    return facts


def _items(node: Node) -> list[tuple[str, str]]:
    return [(str(key), str(value)) for key, value in node.items()]


def _over(facts: Facts, own: Facts) -> Facts:
    """Put one place's say over another's: an indent and a hanging one rule out."""
    facts = facts | own
    for ours, other in (("firstLine", "hanging"), ("hanging", "firstLine")):
        for key in (ours, f"{ours}Chars"):
            if f"ind.{key}" in own:
                for rival in (other, f"{other}Chars"):
                    if f"ind.{rival}" not in own:
                        facts.pop(f"ind.{rival}", None)
    return facts


def _look(facts: Facts) -> Look:
    highlight = facts.get("highlight", "none")
    return Look(
        east=facts.get("eastAsia", ""),
        latin=facts.get("ascii", facts.get("hAnsi", "Times New Roman")),
        size=int(number(facts.get("sz"), 20)),
        bold=bool(facts.get("b")),
        italic=bool(facts.get("i")),
        underlined=facts.get("u", "none") != "none",
        struck=bool(facts.get("strike")),
        marked=highlight != "none" or bool(facts.get("shd")),
        hidden=bool(facts.get("vanish")),
        colour=facts.get("color", ""),
        tight=int(number(facts.get("spacing"))),
        scale=int(number(facts.get("w"), 100)),
        decked=_decked(facts),
        raised=facts.get("vertAlign", "baseline") != "baseline",
    )


def _decked(facts: Facts) -> str:
    """Return in words what else sets a piece of text off."""
    bordered = facts.get("bdr", "nil") not in {"nil", "none"}
    ways = (
        (facts.get("dstrike"), "加双删除线"),
        (facts.get("outline"), "空心"),
        (facts.get("shadow"), "加阴影"),
        (facts.get("emboss") or facts.get("imprint"), "阴文或阳文"),
        (facts.get("em", "none") != "none", "加着重号"),
        (bordered, "加字符边框"),
        (number(facts.get("position")) != 0, "升降了位置"),
    )
    return "、".join(word for on, word in ways if on)


_ALIGN = {"left": "start", "right": "end", "start": "start", "end": "end"}


def _setting(facts: Facts, mark: Look) -> Setting:
    def indent(*keys: str) -> float:
        said = (facts.get(f"ind.{key}") for key in keys)
        return number(next((one for one in said if one is not None), None))

    def space(key: str) -> float:
        return number(facts.get(f"spacing.{key}"))

    edges = {}
    for side in _SIDES:
        kind, size, gap, colour = facts.get(f"edge.{side}", "nil|||").split("|")
        if kind not in {"nil", "none", ""}:
            colour = "" if colour == "auto" else colour.upper()
            edges[side] = Edge(kind, int(number(size)), int(number(gap)), colour)
    align = facts.get("jc", "start")
    return Setting(
        align=_ALIGN.get(align, align),
        left=int(indent("left", "start")),
        right=int(indent("right", "end")),
        left_chars=indent("leftChars", "startChars") / 100,
        right_chars=indent("rightChars", "endChars") / 100,
        first=int(indent("firstLine") or -indent("hanging")),
        first_chars=(indent("firstLineChars") or -indent("hangingChars")) / 100,
        line=int(number(facts.get("spacing.line"), 240)),
        rule=facts.get("spacing.lineRule", "auto"),
        before=int(space("before")),
        after=int(space("after")),
        before_lines=space("beforeLines") / 100,
        after_lines=space("afterLines") / 100,
        snaps=bool(facts.get("snapToGrid", "1")),
        breaks_before=bool(facts.get("pageBreakBefore")),
        frame={
            key.removeprefix("framePr."): value
            for key, value in facts.items()
            if key.startswith("framePr.")
        },
        edges=edges,
        stops=tuple(
            sorted(
                (
                    (side, int(number(key.removeprefix("tab."))))
                    for key, side in facts.items()
                    if key.startswith("tab.") and side not in {"clear", "bar", "num"}
                ),
                key=lambda stop: stop[1],
            )
        ),
        shaded=bool(facts.get("shd")),
        numbering=facts.get("numId", ""),
        level=int(number(facts.get("ilvl"))),
        mark=mark,
    )
