"""A page model as a Word file, every part in its place after GB/T 9704—2012.

The text is written as a string over parts that are made once (``package``): a report
takes about a thousandth of a second. Measures are twips unless a name says otherwise.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import accumulate, groupby, pairwise
from operator import itemgetter

from workbench.reports.charts import HEIGHT_MM, WIDTH_MM, chart_part
from workbench.reports.package import (
    EM,
    EM_4,
    FANG,
    FONTS,
    IMPRINT_LINE,
    KAI,
    LINE,
    MILLIMETRE,
    NUMBER_BORDER,
    ChartPart,
    Font,
    Properties,
    Suite,
    border,
    escaped,
    fonts,
    paragraph,
    parcel,
    section,
    sizes,
)
from workbench.reports.page import (
    Attachment,
    Block,
    Document,
    FileHead,
    Heading,
    Imprint,
    LineChart,
    Paragraph,
    Signature,
    Table,
    ems,
    numbered,
)
from workbench.rules.calendar import chinese_day

__all__ = ["FONTS", "Font", "Suite", "docx_bytes"]

TEXT_WIDTH, TEXT_HEIGHT = 8844, 12756  # 156 × 225 mm
TOP, LEFT = 2098, 1588
_HEAD_TOP_MM = 72  # 35 mm below the text area's upper edge
_HEAD_SIZE, _HEAD_LINE = 1000, 1200  # 50 pt in a line of 60
_NARROWEST = 55  # percent to which the letters of a long head may be narrowed
_BASELINE = 0.8  # of an exact line, from its top
_INK_TOP = 0.842  # of a head's size, from the baseline to the upper edge of the ink
_HEAD_LINES = 7  # lines of the page's grid before 发文字号: the head and two blank ones
_SEAL_LINES, _BLANK_LINE = 2 * LINE, LINE
_THICK, _THIN = 8, 6  # eighths of a point: 0.35 mm, 0.26 mm
_BLANK_DAY = "　　　　年　　月　　日"


def docx_bytes(document: Document, suite: Suite = Suite.WORD) -> bytes:
    """Return a document as a Word file. The same document gives the same bytes.

    Args:
        document: What stands on its pages.
        suite: The program that is to read it.
    """
    page = _Writer(document)
    body = "".join(page.sections())
    signature = document.signature
    properties = Properties(
        title="".join(document.title),
        subject=document.number,
        category=document.kind,
        author=signature.organ if signature else "",
        made_at=document.stamp.made_at,
    )
    return parcel(body, tuple(page.charts), properties, document.stamp.mark, suite)


def _run(text: str, properties: str = "") -> str:
    lines = '</w:t><w:br/><w:t xml:space="preserve">'.join(escaped(text).split("\n"))
    return (
        f'<w:r><w:rPr><w:rFonts w:hint="eastAsia"/>{properties}</w:rPr>'
        f'<w:t xml:space="preserve">{lines}</w:t></w:r>'
    )


def _run_in(text: str, font: Font) -> str:
    return (
        f'<w:r><w:rPr>{fonts(font)}</w:rPr><w:t xml:space="preserve">'
        f"{escaped(text)}</w:t></w:r>"
    )


_TAB = "<w:r><w:tab/></w:r>"


def _tabs(*stops: tuple[str, float]) -> str:
    rows = "".join(f'<w:tab w:val="{side}" w:pos="{round(at)}"/>' for side, at in stops)
    return f"<w:tabs>{rows}</w:tabs>"


def _spacing(before: int) -> str:
    return f'<w:spacing w:before="{before}"/>'


def _indent(left: float, hanging: float = 0, right: float = 0) -> str:
    return (
        f'<w:ind w:left="{round(left)}" w:right="{round(right)}"'
        f' w:hanging="{round(hanging)}"/>'
    )


def _frame(height: int, top: float) -> str:
    """Return a paragraph's place on the page, as wide as the text area."""
    return (
        f'<w:framePr w:w="{TEXT_WIDTH}" w:h="{height}" w:hRule="exact"'
        f' w:wrap="around" w:hAnchor="page" w:vAnchor="page" w:x="{LEFT}"'
        f' w:y="{round(top)}"/>'
    )


@dataclass
class _Writer:
    """Writes one document; gathers its charts on the way."""

    document: Document
    charts: list[ChartPart] = field(default_factory=list)

    def sections(self) -> Iterator[str]:
        """Yield the body, cut where the paper turns sideways or back."""
        faces = [
            (sideways, "".join(text for _sideways, text in pieces))
            for sideways, pieces in groupby(
                filter(itemgetter(1), self.pieces()), key=itemgetter(0)
            )
        ]
        for sideways, text in faces[:-1]:
            yield _closed(text, section(sideways=sideways))
        sideways, text = faces[-1]
        yield text if text.endswith("</w:p>") else text + paragraph("Break", "")
        yield section(sideways=sideways)

    def pieces(self) -> Iterator[tuple[bool, str]]:
        """Yield the parts of the paper in order, each with whether it is sideways."""
        paper = self.document
        sideways = paper.landscape
        yield sideways, "".join(_head(paper))
        yield from self.blocks(paper.blocks, sideways=sideways)
        enclosed = [one for one in paper.attachments if one.enclosed]
        listed = "".join(_attachment_list(paper))
        if not enclosed:
            yield sideways, listed
        if paper.signature:
            yield sideways, "".join(_signature(paper.signature))
        if paper.note:
            yield sideways, paragraph("Note", _run(f"（{paper.note}）"))
        for one in paper.attachments:
            yield one.landscape, "".join(_attachment_head(one, paper.label(one)))
            yield from self.blocks(one.blocks, sideways=one.landscape)
            if enclosed and one is enclosed[-1]:
                yield one.landscape, listed
        if paper.imprint:
            yield False, "".join(_imprint(paper.imprint))

    def blocks(
        self, blocks: Iterable[Block], *, sideways: bool
    ) -> Iterator[tuple[bool, str]]:
        """Yield the blocks of a body or an attachment."""
        last = self.document.blocks[-1] if self.document.signature else None
        for mark, block in numbered(blocks):
            match block:
                case Paragraph(text):
                    # no signature alone on a page: the last paragraph goes with it
                    kept = "<w:keepNext/>" if block is last else ""
                    yield sideways, paragraph("Body", _run(text), kept)
                case Heading():
                    yield sideways, _heading(mark, block)
                case LineChart():
                    yield sideways, self.chart(mark, block)
                case Table():
                    turned = sideways or block.landscape
                    width = TEXT_HEIGHT if turned else TEXT_WIDTH
                    yield turned, "".join(_table(mark, block, width))

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
        caption = _run(f"{mark}　{chart.caption}")
        return paragraph("Chart", drawing) + paragraph("Caption", caption)


def _closed(text: str, properties: str) -> str:
    """Return the text of a section that another follows."""
    if not text.endswith("</w:p>"):
        return text + paragraph("Break", "", properties)
    before, after = text.rsplit("</w:pPr>", 1)
    return f"{before}{properties}</w:pPr>{after}"


# --- head ----------------------------------------------------------------------------


def _head(paper: Document) -> Iterator[str]:
    if paper.head is None:
        yield _title(paper.title, "")
    else:
        yield _mark(paper.head.organ)
        lines = _HEAD_LINES
        if paper.head.urgency:
            yield paragraph("Urgency", _run(paper.head.urgency))
            lines -= 1
        yield from _number(paper.head, paper.number, lines * LINE)
        # the red line's distance is taken off the two blank lines below it
        yield _title(paper.title, _spacing(2 * LINE - NUMBER_BORDER * 20 - 30))
    if paper.addressee:
        yield paragraph("Addressee", _run(f"{paper.addressee}："))
    elif paper.title:
        yield paragraph("Body", "")


def _mark(organ: str) -> str:
    """Return the organ's red mark, its ink 72 mm below the paper's upper edge."""
    percent = min(100, int(TEXT_WIDTH / (ems(organ) * _HEAD_SIZE) * 100))
    size = _HEAD_SIZE
    if percent < _NARROWEST:
        percent = _NARROWEST
        size = int(TEXT_WIDTH / ems(organ) * 100 / _NARROWEST) // 10 * 10
    ink = _BASELINE * _HEAD_LINE - _INK_TOP * size
    look = f'<w:w w:val="{percent}"/>{sizes(size // 10)}'
    return paragraph(
        "Mark",
        _run(organ, look),
        _frame(_HEAD_LINE, _HEAD_TOP_MM * MILLIMETRE - ink),
    )


def _number(head: FileHead, number: str, before: int) -> Iterator[str]:
    """Yield 发文字号 in the middle, or left of the last line of 签发人, two a line."""
    if not head.signers:
        yield paragraph("Number", _run(number), _spacing(before))
        return
    lines = [head.signers[at : at + 2] for at in range(0, len(head.signers), 2)]
    width = max(ems("　".join(names)) for names in lines) * EM
    start = TEXT_WIDTH - EM - width
    label = start - ems("签发人：") * EM
    for at, names in enumerate(lines):
        last = at == len(lines) - 1
        runs = _TAB + (_run(number) if last else "") + _TAB
        runs += _run("签发人：") if at == 0 else ""
        runs += _run_in("　".join(names), KAI)
        stops = _tabs(("left", EM), ("left", start if at else label))
        rule = "" if last else '<w:pBdr><w:bottom w:val="nil"/></w:pBdr>'
        spacing = _spacing(before if at == 0 else 0)
        yield paragraph("Signers", runs, rule + stops + spacing)


def _title(lines: Sequence[str], properties: str) -> str:
    return paragraph("Title", _run("\n".join(lines)), properties) if lines else ""


# --- body ----------------------------------------------------------------------------


def _heading(mark: str, heading: Heading) -> str:
    runs = _run(mark + heading.text)
    if not heading.body:
        return paragraph(f"Heading{heading.level}", runs)
    return paragraph(
        f"Heading{heading.level}",
        runs + _run_in(heading.body, FANG),
        '<w:keepNext w:val="0"/>',
    )


def _table(mark: str, table: Table, area: int) -> Iterator[str]:
    if table.caption:
        caption = _run(f"{mark}　{table.caption}")
        yield paragraph("Caption", caption, "<w:keepNext/>")
    whole = sum(column.width_mm for column in table.columns)
    edges = [0, *accumulate(column.width_mm / whole * area for column in table.columns)]
    widths = [round(right) - round(left) for left, right in pairwise(edges)]
    yield _TABLE.format(area=area)
    yield "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    yield "</w:tblGrid>"
    yield "<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>"
    for column, width in zip(table.columns, widths, strict=True):
        yield f"{_cell(width, 'TableHead')}{_run(column.title)}{_CELL_END}"
    yield "</w:tr>"
    opened = [
        _cell(width, "TableText", f'<w:jc w:val="{column.align.value}"/>')
        for column, width in zip(table.columns, widths, strict=True)
    ]
    for at, row in enumerate(table.rows, start=1):
        if table.note and at == len(table.rows):
            opened = [_kept(begin) for begin in opened]
        yield "<w:tr><w:trPr><w:cantSplit/></w:trPr>"
        for begin, text in zip(opened, row, strict=True):
            yield f"{begin}{_run(text)}{_CELL_END}"
        yield "</w:tr>"
    yield "</w:tbl>"
    if table.note:
        yield paragraph("TableNote", _run(f"注：{table.note}"))


_TABLE = (
    '<w:tbl><w:tblPr><w:tblW w:w="{area}" w:type="dxa"/><w:tblBorders>'
    + "".join(
        f'<w:{side} w:val="single" w:sz="{size}" w:space="0" w:color="000000"/>'
        for side, size in (
            ("top", 8),
            ("left", 8),
            ("bottom", 8),
            ("right", 8),
            ("insideH", 4),
            ("insideV", 4),
        )
    )
    + '</w:tblBorders><w:tblLayout w:type="fixed"/><w:tblCellMar>'
    + "".join(
        f'<w:{side} w:w="{width}" w:type="dxa"/>'
        for side, width in (("top", 40), ("left", 57), ("bottom", 40), ("right", 57))
    )
    + "</w:tblCellMar></w:tblPr><w:tblGrid>"
)
_CELL_END = "</w:p></w:tc>"


def _kept(cell: str) -> str:
    """Return a cell whose row stays with what follows the table."""
    return cell.replace('"TableText"/>', '"TableText"/><w:keepNext/>')


def _cell(width: int, style: str, properties: str = "") -> str:
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/><w:vAlign w:val="center"/>'
        f'</w:tcPr><w:p><w:pPr><w:pStyle w:val="{style}"/>{properties}</w:pPr>'
    )


# --- what follows the body -----------------------------------------------------------


def _attachment_list(paper: Document) -> Iterator[str]:
    """Yield 附件说明: two characters in, long names aligned under themselves."""
    label = ems("附件：") * EM
    for at, (number, name) in enumerate(paper.list_of_attachments()):
        head = label if at == 0 else 0
        hanging = head + ems(number) * EM
        left = 2 * EM + label + ems(number) * EM
        text = ("附件：" if at == 0 else "") + number + name
        before = _spacing(_BLANK_LINE if at == 0 else 0)
        yield paragraph("Listed", _run(text), before + _indent(left, hanging))


def _signature(signature: Signature) -> Iterator[str]:
    day = chinese_day(signature.on) if signature.on else _BLANK_DAY
    name, when = ems(signature.organ), ems(day)
    if signature.sealed:
        # both stand in the middle of one box whose right edge is the text's: the day
        # keeps four characters from it, unless a long name needs room for its own two
        box = max(8 + when, 4 + name) * EM
        place = _indent(TEXT_WIDTH - box) + '<w:jc w:val="center"/>'
        yield paragraph(
            "Signature", _run(signature.organ), _spacing(_SEAL_LINES) + place
        )
        yield paragraph("Day", _run(day), place)
        return
    left = TEXT_WIDTH - (2 + name if when <= name else 4 + when) * EM
    yield paragraph(
        "Signature", _run(signature.organ), _spacing(_BLANK_LINE) + _indent(left)
    )
    yield paragraph("Day", _run(day), _indent(left + 2 * EM))


def _attachment_head(attachment: Attachment, label: str) -> Iterator[str]:
    """Yield 附件2 in the first line of a new face, the title in the third."""
    if label:
        yield paragraph("Label", _run(label), "<w:pageBreakBefore/>")
    else:
        yield paragraph("Body", "", "<w:pageBreakBefore/>")
    yield _title(attachment.title, _spacing(_BLANK_LINE))
    yield paragraph("Body", "")


_IMPRINT_FOOT = 60  # between the last line of a row and the rule below it
# A row has a blank character on either side. One more is kept back, so that the lines
# counted are never fewer than a program needs: what does not fit a frame is not shown.
_IMPRINT_EMS = (TEXT_WIDTH - 3 * EM_4) / EM_4


def _imprint(imprint: Imprint) -> Iterator[str]:
    """Yield 版记, its last line on the text area's lower edge."""
    day = chinese_day(imprint.on) if imprint.on else _BLANK_DAY
    printed = _run(imprint.organ) + _TAB + _run(f"{day}印发")
    stop = _tabs(("right", TEXT_WIDTH - EM_4))
    rows = [(1, printed, stop, _indent(EM_4, 0, EM_4))]
    if imprint.copies:
        label = ems("抄送：") * EM_4
        text = imprint.copies.rstrip("。") + "。"
        lines = _line_count(text, _IMPRINT_EMS - ems("抄送："))
        hanging = _indent(EM_4 + label, label, EM_4)
        rows.insert(0, (lines, _run(f"抄送：{text}"), "", hanging))
    heights = [lines * IMPRINT_LINE + _IMPRINT_FOOT for lines, *_rest in rows]
    top = TOP + TEXT_HEIGHT - sum(heights)
    for at, (_lines, runs, stops, indent) in enumerate(rows):
        rules = border("top", _THIN if at else _THICK, 0)
        if at == len(rows) - 1:
            rules += border("bottom", _THICK, _IMPRINT_FOOT // 20)
        places = f"<w:pBdr>{rules}</w:pBdr>{stops}{indent}"
        yield paragraph("Imprint", runs, _frame(heights[at], top) + places)
        top += heights[at]
    yield paragraph("Break", "")


def _line_count(text: str, width: float) -> int:
    """Return how many lines a text takes where none begins with a closing sign."""
    lines, line = 1, 0.0
    for at, sign in enumerate(text):
        following = text[at + 1 : at + 2]
        room = ems(sign) + (ems(following) if following in "，、。；：）》”" else 0)
        if line + room > width:
            lines, line = lines + 1, 0.0
        line += ems(sign)
    return lines
