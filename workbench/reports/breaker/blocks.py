"""The body: headings, paragraphs, lines of forms, tables and charts as bands."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import groupby

from workbench.reports.breaker.flow import TURNED, Band
from workbench.reports.breaker.galley import Galley, Place, style_of
from workbench.reports.breaker.grids import grid, table
from workbench.reports.breaker.lines import Run
from workbench.reports.charts import HEIGHT_MM, WIDTH_MM
from workbench.reports.faces import ChartBox, Stroke
from workbench.reports.measures import (
    BLANK_LINE,
    CUT_THICK,
    EM,
    FANG,
    HEI,
    MILLIMETRE,
)
from workbench.reports.page import (
    Blank,
    Block,
    Grid,
    Heading,
    LineChart,
    Paragraph,
    Part,
    Present,
    Receipt,
    Ruled,
    Table,
    ems,
    numbered,
)

_EIGHTH = 20 / 8  # twips


def bands_of(
    blocks: Iterable[Block], galley: Galley, last: Block | None = None
) -> Iterator[Band]:
    """Yield the blocks of a body or an attachment.

    Args:
        blocks: In order.
        galley: Sets them, on the sheet they stand on.
        last: The block whose end stays with what follows the body, if any.
    """
    before: Block | None = None
    for mark, block in numbered(blocks):
        turned = isinstance(block, Table) and block.landscape
        sheet = Galley(galley.setter, TURNED) if turned else galley
        bands = _block(mark, block, before, sheet)
        if before and _bare(block):
            yield from sheet.paragraph("Gap", "")
        if block is last:
            whole = galley.setter.rules.whole_kept
            yield from _ending(list(bands), whole=whole)
        else:
            yield from bands
        before = block


def _bare(block: Block) -> bool:
    """Tell whether a block begins with the rule of a table."""
    return isinstance(block, Grid) or (isinstance(block, Table) and not block.caption)


def _block(
    mark: str, block: Block, before: Block | None, galley: Galley
) -> Iterator[Band]:
    bands: Iterator[Band]
    match block:
        case Paragraph(text):
            bands = galley.paragraph("Body", text)
        case Heading():
            bands = _heading(mark, block, galley)
        case Ruled():
            bands = _ruled(block, galley)
        case Present():
            bands = _present(block, galley, first=not isinstance(before, Present))
        case LineChart():
            bands = _chart(mark, block, galley)
        case Table():
            bands = table(mark, block, galley)
        case Grid():
            bands = grid(block, galley)
    return bands


def _ending(bands: list[Band], *, whole: bool) -> Iterator[Band]:
    """Yield the last block of a text: no signature stands alone on a page.

    The last paragraph goes with it, or the last row of a table and its note.

    Args:
        bands: The block.
        whole: Whether all lines of a paragraph go with it, or its last one only.
    """
    rows = [at for at, band in enumerate(bands) if band.ruling]
    kept = rows[-1] if rows else 0 if whole else len(bands) - 1
    yield from bands[:kept]
    for band in bands[kept:]:
        yield replace(band, keeps=True)


def _heading(mark: str, heading: Heading, galley: Galley) -> Iterator[Band]:
    key = f"Heading{heading.level}"
    text = Run(mark + heading.text, style_of(key).font)
    if heading.body:
        runs = (text, Run(heading.body, FANG))
        return galley.paragraph(key, runs, Place(keeps=False))
    return galley.paragraph(key, (text,))


def _ruled(line: Ruled, galley: Galley) -> Iterator[Band]:
    runs = [
        Run("".join(map(_shown, parts)), FANG, ruled)
        for ruled, parts in groupby(line.parts, lambda part: isinstance(part, Blank))
    ]
    return galley.paragraph("Ruled" if line.indented else "Flush", runs)


def _shown(part: Part) -> str:
    return part.shown if isinstance(part, Blank) else part


def _present(present: Present, galley: Galley, *, first: bool) -> Iterator[Band]:
    """Yield a bold-faced label and the names aligned behind it."""
    label = f"{present.label}："
    width = ems(label) * EM
    place = Place(left=2 * EM + width, first=-width, before=BLANK_LINE if first else 0)
    runs = (Run(label, HEI), Run(present.names, FANG))
    return galley.paragraph("Present", runs, place)


def _chart(mark: str, chart: LineChart, galley: Galley) -> Iterator[Band]:
    width, height = WIDTH_MM * MILLIMETRE, HEIGHT_MM * MILLIMETRE
    left = galley.sheet.left + (galley.sheet.across - width) / 2
    box = ChartBox(left, 0, width, height, chart)
    yield Band(height, (box,), galley.sheet, keeps=True)
    yield from galley.paragraph("Caption", f"{mark}　{chart.caption}")


def receipt(one: Receipt, galley: Galley) -> Iterator[Band]:
    """Yield what is cut off, below a dashed line and all of it on one page."""
    bands = [
        _cut(galley),
        *galley.paragraph("Receipt", one.title),
        *bands_of(one.blocks, galley),
    ]
    for band in bands[:-1]:
        yield replace(band, keeps=True)
    yield bands[-1]


def _cut(galley: Galley) -> Band:
    (band,) = galley.paragraph("Cut", "")
    sheet, thick = galley.sheet, CUT_THICK * _EIGHTH
    line = Stroke(sheet.left, band.height, sheet.across, thick, dashed=True)
    return replace(band, height=band.height + thick, items=(line,))
