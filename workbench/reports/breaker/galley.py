"""Paragraphs as bands, one a line, in the named styles of the Word file."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from workbench.reports.breaker.flow import UPRIGHT, Band, Sheet, Text
from workbench.reports.breaker.lines import Line, Look, Piece, Room, Run, Setter
from workbench.reports.faces import BLACK, Stroke
from workbench.reports.measures import BASELINE
from workbench.reports.package import STYLES, Style
from workbench.reports.page import Align

_STYLES = {style.key: style for style in STYLES}
_HALF_POINT = 10  # twips
_RULE_BELOW, _RULE_THICK = 0.13, 0.04  # of the em: a blank's rule below its baseline


def style_of(key: str) -> Style:
    """Return a named style of the Word file, which holds its font and spacing."""
    return _STYLES[key]


def look_of(style: Style, align: Align | None = None) -> Look:
    """Return how a style sets its lines."""
    return Look(style.size * _HALF_POINT, style.tight, align or style.align)


@dataclass(frozen=True, slots=True)
class Place:
    """How a paragraph stands where its style does not say so.

    Attributes:
        left: From the text area's left edge to its lines.
        first: From there to its first line; below nothing where that hangs out.
        right: From the text area's right edge to its lines.
        before: Room above it.
        align: On which side its lines stand.
        keeps: Whether it stays with what follows.
        fresh: Whether it begins a new page.
    """

    left: float = 0
    first: float | None = None
    right: float = 0
    before: float | None = None
    align: Align | None = None
    keeps: bool | None = None
    fresh: bool = False


_IN_STYLE = Place()


class Stop(NamedTuple):
    """Text at a stop of a line.

    Attributes:
        at: From the text area's left edge to the stop.
        side: Which side of the text stands there.
        run: The text.
    """

    at: float
    side: Align
    run: Run


@dataclass(frozen=True, slots=True)
class Galley:
    """Sets paragraphs for one kind of sheet."""

    setter: Setter
    sheet: Sheet = UPRIGHT

    def paragraph(
        self, key: str, text: str | Sequence[Run], place: Place = _IN_STYLE
    ) -> Iterator[Band]:
        """Yield the lines of a paragraph.

        Args:
            key: Its style.
            text: What it says, in its style's font or in fonts of its own.
            place: How it stands where its style does not say so.
        """
        style = _STYLES[key]
        runs = (Run(text, style.font),) if isinstance(text, str) else tuple(text)
        left = self.sheet.left + place.left
        first = left + (style.first if place.first is None else place.first)
        room = Room(first, left, self.sheet.right - place.right)
        look = look_of(style, place.align)
        lines = self.setter.lines(runs, look, room)
        yield from self._bands(style, lines, place)

    def stops(
        self,
        key: str,
        texts: Sequence[Stop],
        place: Place = _IN_STYLE,
    ) -> Band:
        """Return one line of texts that stand at stops.

        Args:
            key: Its style.
            texts: Where they stand.
            place: How the line stands where its style does not say so.
        """
        style = _STYLES[key]
        pieces: list[Piece] = []
        for stop in texts:
            at = self.sheet.left + stop.at
            look = look_of(style, stop.side)
            left = stop.side is Align.LEFT
            room = Room(at, at, self.sheet.width) if left else Room(0, 0, at)
            pieces += self.setter.lines((stop.run,), look, room)[0]
        (band,) = self._bands(style, (tuple(pieces),), place)
        return band

    def _bands(
        self, style: Style, lines: Sequence[Line], place: Place
    ) -> Iterator[Band]:
        keeps = style.keeps if place.keeps is None else place.keeps
        before = style.before if place.before is None else place.before
        last = 0 if self.setter.rules.whole_kept else len(lines) - 1
        for at, line in enumerate(lines):
            yield Band(
                style.line,
                tuple(items(line, style)),
                self.sheet,
                0 if at else before,
                keeps and at >= last,
                place.fresh and at == 0,
            )


def items(line: Line, style: Style, top: float = 0) -> Iterator[Text | Stroke]:
    """Yield the signs of a line, and the rules below its blanks.

    Args:
        line: Its pieces.
        style: Says how high it is, how large and of what colour.
        top: Its upper edge.
    """
    baseline = top + BASELINE * style.line
    size = style.size * _HALF_POINT
    colour = style.colour or BLACK
    for text, xs, font, end, ruled in line:
        yield text, xs, baseline, font, size, colour
        if ruled:
            rule = baseline + size * _RULE_BELOW
            yield Stroke(xs[0], rule, end - xs[0], size * _RULE_THICK, colour)
