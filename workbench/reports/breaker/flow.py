"""Filling pages: bands of text, one below the other, never parted in themselves."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby

from workbench.reports.breaker.rules import Rules
from workbench.reports.faces import ChartBox, Item, Signs, Stroke
from workbench.reports.measures import (
    LEFT,
    LINE,
    PAPER_HEIGHT,
    PAPER_WIDTH,
    TEXT_HEIGHT,
    TEXT_WIDTH,
    TOP,
    TURNED_LEFT,
    TURNED_TOP,
    Font,
)

_SLIP = 1  # twip: what programs round away


@dataclass(frozen=True, slots=True)
class Sheet:
    """The paper and its text area (版心).

    Attributes:
        left: Left edge of the text area, from the paper's.
        top: Its upper edge.
        across: Its width.
        down: Its height.
        pitch: Of the grid of lines that is written into the file.
    """

    width: float
    height: float
    left: float
    top: float
    across: float
    down: float
    pitch: float

    @property
    def right(self) -> float:
        """Right edge of the text area."""
        return self.left + self.across


UPRIGHT = Sheet(PAPER_WIDTH, PAPER_HEIGHT, LEFT, TOP, TEXT_WIDTH, TEXT_HEIGHT, LINE)
TURNED = Sheet(
    PAPER_HEIGHT, PAPER_WIDTH, TURNED_LEFT, TURNED_TOP, TEXT_HEIGHT, TEXT_WIDTH, 589
)


@dataclass(frozen=True, slots=True, eq=False)  # two tables are never the same one
class Ruling:
    """The rules of a table, drawn around all of its rows that share a page.

    Attributes:
        edges: Where its columns meet, from the paper's left edge.
        frame: Width of the rules around it.
        inner: Width of the rules between its cells.
    """

    edges: tuple[float, ...]
    frame: float
    inner: float

    def strokes(self, tops: list[float], foot: float) -> Iterator[Stroke]:
        """Yield the rules.

        Args:
            tops: Upper edges of the rules above its rows.
            foot: Upper edge of the rule below the last.
        """
        left, right = self.edges[0], self.edges[-1]
        across, half = right - left + self.frame, self.frame / 2
        for y in (*tops, foot):
            thick = self.frame if y in {tops[0], foot} else self.inner
            yield Stroke(left - half, y, across, thick)
        for x in self.edges:
            thick = self.frame if x in {left, right} else self.inner
            yield Stroke(x - thick / 2, tops[0], thick, foot - tops[0])


# Signs before their band has a place: text, left edges, how far below the band's upper
# edge their baseline is, font, size, colour. A bare tuple, since long tables hold many.
Text = tuple[str, tuple[float, ...], float, Font, float, str]


@dataclass(frozen=True, slots=True)
class Band:
    """What stands side by side in the text area and is never parted.

    Attributes:
        items: At their places across the paper; down, from the band's upper edge.
        sheet: The paper it stands on.
        before: Room above it.
        keeps: Whether it stays with the band that follows.
        fresh: Whether it begins a new page.
        head: Bands repeated above it where it is the first on a page.
        ruling: The rules of the table that it is a row of.
        closing: How much of its height is the rule that closes the table.
    """

    height: float
    items: tuple[Text | Stroke | ChartBox, ...] = ()
    sheet: Sheet = UPRIGHT
    before: float = 0
    keeps: bool = False
    fresh: bool = False
    head: tuple["Band", ...] = ()
    ruling: Ruling | None = None
    closing: float = 0


@dataclass(slots=True)
class Page:
    """A page while it is filled.

    Attributes:
        room: Height of its text area, as far as it is used.
        used: How much of it is taken.
        placed: Its bands, each with its upper edge on the paper.
        begins: The text of its first line, behind a table's repeated head.
    """

    sheet: Sheet
    room: float
    used: float = 0
    placed: list[tuple[float, Band]] = field(default_factory=list)
    begins: str = ""

    def fits(self, *bands: Band, more: float = 0) -> bool:
        """Tell whether bands find room, and so much more below them."""
        ruling = bands[-1].ruling if bands else None
        foot = ruling.inner if ruling else 0  # a table needs this below each part
        height = sum([band.before + band.height for band in bands]) + foot + more
        return self.used + height <= self.room + _SLIP

    def place(
        self, band: Band, *, repeated: bool = False, turned: bool = False
    ) -> None:
        """Put a band below what stands already.

        Args:
            band: What is put there.
            repeated: Whether it is the head of a table that goes on here.
            turned: Whether the page before was full; room above falls away then.
        """
        self.used += 0 if turned and not self.placed else band.before
        self.placed.append((self.sheet.top + self.used, band))
        self.used += band.height
        if not self.begins and not repeated:
            self.begins = "".join(
                item[0] for item in band.items if isinstance(item, tuple)
            )

    def taken(self, height: float) -> list[Band]:
        """Take out the bands whose last one is the first to reach into the foot.

        Args:
            height: Of the foot.
        """
        foot = self.sheet.top + self.room - height
        bands = [band for _top, band in self.placed]
        first = at = sum(top + band.height <= foot for top, band in self.placed)
        while at and bands[at - 1].keeps:
            at -= 1
        if not 0 < at < first or bands[first].keeps:
            return []
        del self.placed[at:]
        return bands[at:]

    def items(self) -> Iterator[Item]:
        """Yield what stands on the page, at its place."""
        for ruling, rows in groupby(self.placed, key=lambda one: one[1].ruling):
            tops, foot = [], 0.0
            for top, band in rows:
                tops.append(top)
                foot = top + band.height - band.closing
                for item in band.items:
                    yield placed(item, top)
            if ruling:
                yield from ruling.strokes(tops, foot)


def placed(item: Text | Stroke | ChartBox, top: float) -> Item:
    """Return a part of a band at its place.

    Args:
        item: The part.
        top: Upper edge of the band.
    """
    if isinstance(item, tuple):
        text, xs, down, font, size, colour = item
        return Signs(text, xs, top + down, font, size, colour)
    return replace(item, y=item.y + top)


class Pages(list[Page]):
    """Pages, filled from the first to the last."""

    def __init__(self, rules: Rules) -> None:
        super().__init__()
        self._rules = rules

    def begin(self, sheet: Sheet) -> Page:
        """Begin a new page and return it."""
        room = sheet.down
        if self._rules.whole_lines:
            room -= room % sheet.pitch
        page = Page(sheet, room)
        self.append(page)
        return page

    def fill(self, bands: Iterable[Band]) -> None:
        """Set bands on pages, in the order in which they are read."""
        for chain in _chains(bands):
            first = chain[0]
            if not self or first.fresh or first.sheet is not self[-1].sheet:
                self.begin(first.sheet)
            if self._parts(first):
                self._place(chain[:1])
                self._place(chain[1:])
            else:
                self._place(chain)

    def _parts(self, first: Band) -> bool:
        """Tell whether a kept row is parted from what it is kept with all the same."""
        above = self[-1].placed[:1]
        return bool(
            first.ruling
            and above
            and above[0][1].ruling is first.ruling
            and not self._rules.rows_keep
        )

    def _place(self, chain: Sequence[Band]) -> None:
        if not chain:
            return
        turned = not self[-1].fits(*chain) and self._turn(chain[0])
        for band in chain:
            if not self[-1].fits(band):
                turned = self._turn(band) or turned
            self[-1].place(band, turned=turned)

    def end(self, height: float) -> None:
        """See that the last page is upright and has room at its foot.

        Args:
            height: Of what stands there.
        """
        last = self[-1] if self else self.begin(UPRIGHT)
        if last.sheet is UPRIGHT and last.fits(more=height):
            return
        page = self.begin(UPRIGHT)
        if self._rules.imprint_pulls:
            for band in last.taken(height):
                page.place(band, turned=True)

    def _turn(self, band: Band) -> bool:
        """Begin a new page unless one is begun; a table goes on below its head."""
        if not self[-1].placed:
            return False
        page = self.begin(band.sheet)
        for head in band.head:
            page.place(head, repeated=True)
        return True


def _chains(bands: Iterable[Band]) -> Iterator[list[Band]]:
    """Yield bands together with those that they must not be parted from."""
    chain: list[Band] = []
    for band in bands:
        if chain and (band.fresh or band.sheet is not chain[0].sheet):
            yield chain
            chain = []
        chain.append(band)
        if not band.keeps:
            yield chain
            chain = []
    if chain:
        yield chain
