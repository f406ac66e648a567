"""Lines of text: where each begins, and where each of its signs stands.

Measures are twips.
"""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, pairwise
from operator import add
from typing import NamedTuple

from workbench.reports.breaker.rules import (
    SPACES,
    Rules,
    cut_short,
    keep_together,
    meet,
    scripts,
)
from workbench.reports.breaker.widths import Widths
from workbench.reports.measures import Font
from workbench.reports.page import Align, printable

_SLIP = 0.02  # of a twip: what sums of fractions leave over
_KEPT_LINES = 4000  # paragraphs whose lines are remembered, and cells of a column


class Run(NamedTuple):
    """Text in one font.

    Attributes:
        ruled: Whether a rule runs below it, as below the blanks of forms.
    """

    text: str
    font: Font
    ruled: bool = False


@dataclass(frozen=True, slots=True)
class Look:
    """How a paragraph is set.

    Attributes:
        size: Of the em.
        tight: Change of the space between signs.
        align: None where lines are stretched to the full width.
    """

    size: float
    tight: float = 0
    align: Align | None = None


@dataclass(frozen=True, slots=True)
class Room:
    """Between which edges a paragraph stands.

    Attributes:
        first: Left edge of its first line.
        left: Left edge of the lines that follow.
        right: Right edge of all.
    """

    first: float
    left: float
    right: float


class Piece(NamedTuple):
    """Signs of one font on a line.

    Attributes:
        xs: Left edge of each.
        end: Right edge of the last.
        ruled: Whether a rule runs below them.
    """

    text: str
    xs: tuple[float, ...]
    font: Font
    end: float
    ruled: bool = False


Line = tuple[Piece, ...]


class _Steps(dict[str, float]):
    """How far each sign of a font moves the next one on, asked for once."""

    def __init__(self, widths: Widths, font: Font, look: Look) -> None:
        super().__init__()
        self._widths, self._font, self._look = widths, font, look

    def __missing__(self, sign: str) -> float:
        advance = self._widths.advance(sign, self._font)
        step = self[sign] = advance * self._look.size + self._look.tight
        return step


class Setter:
    """Sets text in lines by one table of rules and one of widths, and remembers them.

    Attributes:
        rules: How lines and pages are broken.
        lines: Returns the lines of a paragraph, from its runs, look and room.
    """

    def __init__(self, rules: Rules, widths: Widths) -> None:
        self.rules = rules
        self.lines = lru_cache(_KEPT_LINES)(self._lines)
        self._widths = widths
        self._steps: dict[tuple[Font, Look], _Steps] = {}

    def steps(self, font: Font, look: Look) -> dict[str, float]:
        """Return how far each sign of a font moves the next one on."""
        steps = self._steps.get((font, look))
        if steps is None:
            steps = self._steps[font, look] = _Steps(self._widths, font, look)
        return steps

    def _lines(self, runs: tuple[Run, ...], look: Look, room: Room) -> tuple[Line, ...]:
        runs = tuple([Run(printable(one.text), *one[1:]) for one in runs])
        text = "".join([one.text for one in runs])
        steps: list[float] = []
        for one in runs:
            known = self.steps(one.font, look)
            steps += [0.0 if sign == "\n" else known[sign] for sign in one.text]
        strip = _Strip(runs, text, steps, look, self.rules)
        lines = []
        at, left = 0, room.first
        for part in text.split("\n"):
            last = at + len(part)
            while True:
                end = strip.fit(at, last, room.right - left)
                places = strip.places(at, end, left, room.right, whole=end < last)
                lines.append(tuple(strip.pieces(at, places, room.right)))
                at, left = end, room.left
                if end >= last:
                    break
            at = last + 1  # a line break in the text begins a new line
        return tuple(lines)


class Column(dict[str, tuple[Line, ...]]):
    """The lines of the cells of a column by their text; what is asked for is set."""

    def __init__(self, setter: Setter, font: Font, look: Look, room: Room) -> None:
        super().__init__()
        self._setter, self._font, self._look, self._room = setter, font, look, room
        self._steps = setter.steps(font, look)
        rules = setter.rules
        self._plain = not (rules.auto_space or rules.loose_ends)

    def __missing__(self, text: str) -> tuple[Line, ...]:
        if len(self) > _KEPT_LINES:
            self.clear()
        line = self._short(text) if self._plain else None
        runs = (Run(text, self._font),)
        lines = self[text] = (
            (line,) if line else self._setter.lines(runs, self._look, self._room)
        )
        return lines

    def _short(self, text: str) -> Line | None:
        """Return the line of a text that is sure to need one only."""
        if not text.isprintable() or not text or text[-1] in SPACES:
            return None
        known, room, align = self._steps, self._room, self._look.align
        steps = [known[sign] for sign in text]
        slack = room.right - room.first - sum(steps)
        if slack < 0:
            return None
        left = room.first
        if align is Align.CENTER:
            left += slack / 2
        elif align is Align.RIGHT:
            left += slack
        *xs, end = accumulate(steps, initial=left)
        return (Piece(text, tuple(xs), self._font, end),)


class _Strip:
    """A paragraph's signs in one row, from which lines are cut."""

    def __init__(
        self,
        runs: tuple[Run, ...],
        text: str,
        steps: list[float],
        look: Look,
        rules: Rules,
    ) -> None:
        self._runs, self._text, self._steps = runs, text, steps
        self._align, self._rules = look.align, rules
        # how much wider a line's last sign is than its step tells
        self._loose = -look.tight if rules.loose_ends else 0.0
        self._gaps = self._spaced(rules.auto_space * look.size)
        wide = map(add, steps, self._gaps) if self._gaps else steps
        self._ends: list[float] = list(accumulate(wide, initial=0.0))

    def _spaced(self, auto: float) -> list[float]:
        """Return the room a program puts before each sign of its own accord, if any."""
        loose, text = self._loose, self._text
        if not (auto or loose):
            return []
        gaps = [0.0] * (len(text) + 1)
        latin = scripts(text)
        for at in range(1, len(text)):
            if latin[at] is not latin[at - 1]:
                gaps[at] = loose
            if meet(text[at - 1], text[at]):
                gaps[at] += auto
        for end in accumulate([len(one.text) for one in self._runs[:-1]]):
            gaps[end] = max(gaps[end], loose)
        return gaps

    def _from(self, start: int) -> float:
        gap = self._gaps[start] if self._gaps else 0.0
        return self._ends[start] + gap

    def fit(self, start: int, last: int, width: float) -> int:
        """Return where the line ends that begins at a sign.

        Args:
            start: The sign.
            last: Where the text ends at the latest.
            width: Of the line.
        """
        text = self._text
        limit = self._from(start) + width - self._loose + _SLIP
        end = max(bisect_right(self._ends, limit, start, last + 1) - 1, start)
        if end < last and end > start and text[end] in self._rules.hangs:
            end += 1
        while end < last and text[end] in SPACES:
            end += 1
        return last if end >= last else cut_short(text, start, end, self._rules)

    def places(
        self, start: int, end: int, left: float, right: float, *, whole: bool
    ) -> list[float]:
        """Return the left edge of every sign of a line.

        Args:
            start: Its first sign.
            end: Behind its last sign.
            left: Its left edge.
            right: Its right edge.
            whole: Whether the paragraph goes on, so that the line is filled.
        """
        text, seen = self._text, end
        while seen > start and text[seen - 1] in SPACES:
            seen -= 1
        origin = left - self._from(start)
        slack = right - origin - self._ends[seen] - self._loose
        if self._align is Align.CENTER:
            origin += slack / 2
        elif self._align is Align.RIGHT:
            origin += slack
        ends = self._ends[start:end]
        if self._gaps:
            ends = list(map(add, ends, self._gaps[start:end]))
        if whole and self._align is None and slack > 0:
            return _spread(text[start:seen], slack, [origin + end for end in ends])
        return [origin + end for end in ends]

    def pieces(self, start: int, places: list[float], right: float) -> Iterator[Piece]:
        """Yield a line, cut where its font changes.

        Args:
            start: Its first sign.
            places: Left edges of its signs.
            right: Its right edge, beyond which blanks may stand but no rule.
        """
        at, end = 0, start + len(places)
        for text, font, ruled in self._runs:
            low, high = max(start, at), min(end, at + len(text))
            if low < high:
                yield Piece(
                    text[low - at : high - at],
                    tuple(places[low - start : high - start]),
                    font,
                    min(places[high - start - 1] + self._steps[high - 1], right),
                    ruled,
                )
            at += len(text)


def _spread(text: str, slack: float, places: list[float]) -> list[float]:
    """Share what a line leaves over among its signs; words keep together."""
    loose = [not keep_together(before, after) for before, after in pairwise(text)]
    share = slack / (sum(loose) or 1)
    moves = list(accumulate([share * one for one in loose], initial=0.0))
    moves += moves[-1:] * (len(places) - len(moves))
    return list(map(add, places, moves))
