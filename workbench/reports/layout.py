"""A page model as a Word file, every part in its place after GB/T 9704—2012.

The text is written as a string over parts that are made once (``package``): a report
takes about a thousandth of a second. Measures are twips unless a name says otherwise.
Heads, tables, ends and edges of the pages have modules of their own (``layout_…``).
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby
from operator import itemgetter

from workbench.reports.charts import HEIGHT_MM, WIDTH_MM, chart_part
from workbench.reports.layout_edges import Edges, heads_and_feet, section
from workbench.reports.layout_ends import (
    attachment_head,
    attachment_list,
    imprint,
    signature,
)
from workbench.reports.layout_heads import head
from workbench.reports.layout_markup import indent, run, run_in, spacing
from workbench.reports.layout_tables import grid, table
from workbench.reports.measures import (
    BLANK_LINE,
    EM,
    FANG,
    HEI,
    TEXT_HEIGHT,
    TEXT_WIDTH,
    Suite,
)
from workbench.reports.package import (
    ChartPart,
    Properties,
    escaped,
    paragraph,
    parcel,
)
from workbench.reports.page import (
    Blank,
    Block,
    Document,
    Grid,
    Heading,
    LetterHead,
    LineChart,
    Paragraph,
    Present,
    Receipt,
    Ruled,
    Table,
    ems,
    numbered,
)


def docx_bytes(document: Document, suite: Suite = Suite.WORD) -> bytes:
    """Return a document as a Word file. The same document gives the same bytes.

    Args:
        document: What stands on its pages.
        suite: The program that is to read it.
    """
    page = _Writer(document, suite)
    body = "".join(page.sections())
    properties = Properties(
        title="".join(document.title),
        subject=document.number,
        category=document.kind,
        keywords=document.format.value,
        author=document.signature.organ if document.signature else "",
        made_at=document.stamp.made_at,
    )
    edges = Edges(
        document.stamp.mark, page.is_letter, document.counted, document.signing
    )
    feet = heads_and_feet(edges)
    return parcel(body, tuple(page.charts), properties, feet, suite)


@dataclass
class _Writer:
    """Writes one document; gathers its charts on the way."""

    document: Document
    suite: Suite
    charts: list[ChartPart] = field(default_factory=list)

    @property
    def is_letter(self) -> bool:
        """Whether its first page is a letter's."""
        return isinstance(self.document.head, LetterHead)

    def sections(self) -> Iterator[str]:
        """Yield the body, cut where the paper turns sideways or back."""
        faces = [
            (sideways, "".join(text for _sideways, text in pieces))
            for sideways, pieces in groupby(
                filter(itemgetter(1), self.pieces()), key=itemgetter(0)
            )
        ]
        for at, (sideways, text) in enumerate(faces):
            properties = section(sideways=sideways, letter=self.is_letter and at == 0)
            if at < len(faces) - 1:
                yield _closed(text, properties)
            else:
                yield text if text.endswith("</w:p>") else text + _BREAK
                yield properties

    def pieces(self) -> Iterator[tuple[bool, str]]:
        """Yield the parts of the paper in order, each with whether it is sideways."""
        paper = self.document
        sideways = paper.landscape
        yield sideways, "".join(head(paper))
        yield from self.blocks(paper.blocks, sideways=sideways)
        enclosed = [one for one in paper.attachments if one.enclosed]
        listed = "".join(attachment_list(paper))
        if not enclosed:
            yield sideways, listed
        if paper.signature:
            yield sideways, "".join(signature(paper.signature, self.suite))
        if paper.note:
            yield sideways, paragraph("Note", run(f"（{paper.note}）"))
        if paper.remark:
            yield sideways, paragraph("Remark", run(paper.remark))
        if paper.receipt:
            yield from self.receipt(paper.receipt, sideways=sideways)
        for one in paper.attachments:
            yield one.landscape, "".join(attachment_head(one, paper.label(one)))
            yield from self.blocks(one.blocks, sideways=one.landscape)
            if enclosed and one is enclosed[-1]:
                yield one.landscape, listed
        if paper.imprint:
            yield False, "".join(imprint(paper, paper.imprint))

    def blocks(
        self, blocks: Iterable[Block], *, sideways: bool
    ) -> Iterator[tuple[bool, str]]:
        """Yield the blocks of a body or an attachment."""
        last = self.document.kept
        before: Block | None = None
        for mark, block in numbered(blocks):
            turned = sideways or (isinstance(block, Table) and block.landscape)
            piece = self.block(mark, block, before, sideways=turned)
            if before and piece.startswith(_TABLE):
                # it stands off the text; and Word makes one table of two that touch
                piece = paragraph("Gap", "") + piece
            if block is last:
                piece = _ending(piece)
            yield turned, piece
            before = block

    def block(
        self, mark: str, block: Block, before: Block | None, *, sideways: bool
    ) -> str:
        """Return one block.

        Args:
            mark: What numbers it.
            block: What it holds.
            before: The block above it.
            sideways: Whether it stands on a turned page.
        """
        match block:
            case Paragraph(text):
                piece = paragraph("Body", run(text))
            case Heading():
                piece = _heading(mark, block)
            case Ruled():
                piece = _ruled(block)
            case Present():
                piece = _present(block, first=not isinstance(before, Present))
            case LineChart():
                piece = self.chart(mark, block)
            case Table():
                piece = table(mark, block, _across(sideways=sideways))
            case Grid():
                piece = grid(block, _across(sideways=sideways))
        return piece

    def receipt(self, one: Receipt, *, sideways: bool) -> Iterator[tuple[bool, str]]:
        """Yield what is cut off, all of it on one page."""
        pieces = self.blocks(one.blocks, sideways=sideways)
        text = paragraph("Cut", "") + paragraph("Receipt", run(one.title))
        first, last = (text + "".join(map(itemgetter(1), pieces))).rsplit("<w:p>", 1)
        yield sideways, f"{_kept(first)}<w:p>{last}"

    def chart(self, mark: str, chart: LineChart) -> str:
        """Return the place of a chart and its caption, and keep its part."""
        self.charts.append(chart_part(chart, self.document.stamp.made_at))
        place = len(self.charts)
        size = f'cx="{WIDTH_MM * 36000}" cy="{HEIGHT_MM * 36000}"'
        drawing = (
            f'<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0">'
            f'<wp:extent {size}/><wp:docPr id="{place}" name="图{place}"'
            f' descr="{escaped(chart.caption)}"/><wp:cNvGraphicFramePr/><a:graphic>'
            '<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/chart">'
            f'<c:chart r:id="chart{place}"/></a:graphicData></a:graphic></wp:inline>'
            "</w:drawing></w:r>"
        )
        caption = run(f"{mark}　{chart.caption}")
        return paragraph("Chart", drawing) + paragraph("Caption", caption)


_BREAK = paragraph("Break", "")
_TABLE = "<w:tbl>"


def _closed(text: str, properties: str) -> str:
    """Return the text of a section that another follows."""
    if not text.endswith("</w:p>"):
        return text + paragraph("Break", "", properties)
    before, after = text.rsplit("</w:pPr>", 1)
    return f"{before}{properties}</w:pPr>{after}"


def _kept(text: str) -> str:
    """Return paragraphs that stay with what follows them."""
    return _STYLED.sub(r"\g<1><w:keepNext/>", text)


_STYLED = re.compile(r'(<w:pStyle w:val="\w+"/>)(?:<w:keepNext(?: w:val="0")?/>)?')


def _ending(piece: str) -> str:
    """Return the last block of a text: no signature or remark is alone on a page.

    The last paragraph goes with it, or the last row of a table and its note.
    """
    start = "<w:tr>" if _TABLE in piece else "<w:p>"
    before, last = piece.rsplit(start, 1)
    return before + start + _kept(last)


def _across(*, sideways: bool) -> int:
    return TEXT_HEIGHT if sideways else TEXT_WIDTH


def _heading(mark: str, heading: Heading) -> str:
    runs = run(mark + heading.text)
    if not heading.body:
        return paragraph(f"Heading{heading.level}", runs)
    return paragraph(
        f"Heading{heading.level}",
        runs + run_in(heading.body, FANG),
        '<w:keepNext w:val="0"/>',
    )


_RULE = '<w:u w:val="single"/>'


def _ruled(line: Ruled) -> str:
    runs = "".join(
        run(part.shown, _RULE) if isinstance(part, Blank) else run(part)
        for part in line.parts
    )
    return paragraph("Ruled" if line.indented else "Flush", runs)


def _present(present: Present, *, first: bool) -> str:
    """Return a bold-faced label and the names aligned behind it."""
    label = f"{present.label}："
    width = ems(label) * EM
    return paragraph(
        "Present",
        run_in(label, HEI) + run(present.names),
        spacing(BLANK_LINE if first else 0) + indent(2 * EM + width, width),
    )
