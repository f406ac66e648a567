"""What every Word file of ours has in common: styles, settings, fonts, the parcel.

Styles carry the formatting, so that a clerk edits on in WPS or Word and the text of a
paper stays small. Every switch that moves a line break is written out, never left to
a program's default. Measures are twips (1/20 pt) unless a name says otherwise.
"""

import io
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from xml.sax.saxutils import quoteattr

from workbench.reports.measures import (
    CUT_ABOVE,
    CUT_LINE,
    CUT_THICK,
    DOUBLE_GAP,
    EM,
    FANG,
    FONTS,
    GRID_EM,
    GRID_LINE,
    HEI,
    IMPRINT_LINE,
    KAI,
    LINE,
    NOT_FIRST,
    NOT_LAST,
    NUMBER_BORDER,
    RECEIPT_ABOVE,
    RECEIPT_EM,
    RED,
    SMALL_EM,
    SMALL_LINE,
    SONG,
    SONG_TITLE,
    TABLE_ABOVE,
    TEXT_WIDTH,
    TIGHT,
    Font,
    Suite,
)
from workbench.reports.page import Align, printable

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
NAMESPACES = (
    f'xmlns:w="{_W}" xmlns:r="{_OFFICE}/relationships"'
    ' xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
    ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    ' xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"'
    ' xmlns:v="urn:schemas-microsoft-com:vml"'
    ' xmlns:o="urn:schemas-microsoft-com:office:office"'
)
_TYPES = "application/vnd.openxmlformats-officedocument"
_PACKAGE = "application/vnd.openxmlformats-package"
DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_ZIP_DAY = (1980, 1, 1, 0, 0, 0)  # the moment of a paper stands in its core properties


def fonts(font: Font) -> str:
    """Return a run's fonts, every script named so that no theme decides."""
    name = font.name
    return (
        f'<w:rFonts w:ascii="{name}" w:hAnsi="{name}" w:eastAsia="{name}"'
        f' w:cs="{name}" w:hint="eastAsia"/>'
    )


def sizes(half_points: int) -> str:
    """Return a run's size."""
    return f'<w:sz w:val="{half_points}"/><w:szCs w:val="{half_points}"/>'


@dataclass(frozen=True, slots=True)
class Style:
    """A named paragraph style.

    Attributes:
        key: Its id in the file.
        name: What the clerk reads in the list of styles.
        size: In half points.
        tight: Change of the space between characters.
        line: Exact line height; 0 for as high as what stands in it.
        first: Indent of the first line.
        before: Space above.
        keeps: Whether it stays with the next paragraph.
        outline: Its level in the outline, from 1; 0 for none.
        border: Borders, as XML.
        tabs: Tab stops, as XML.
        colour: Of the text; empty for black.
    """

    key: str
    name: str
    font: Font = FANG
    size: int = 32
    tight: int = TIGHT
    line: int = LINE
    first: int = 0
    before: int = 0
    align: Align | None = None
    keeps: bool = False
    outline: int = 0
    border: str = ""
    tabs: str = ""
    colour: str = ""

    @property
    def xml(self) -> str:
        """The style as the file defines it."""
        line = (
            f'w:line="{self.line}" w:lineRule="exact"'
            if self.line
            else ('w:line="240" w:lineRule="auto"')
        )
        align = self.align.value if self.align else "both"
        return (
            f'<w:style w:type="paragraph" w:styleId="{self.key}">'
            f'<w:name w:val="{self.name}"/><w:basedOn w:val="Normal"/><w:qFormat/>'
            "<w:pPr>"
            + "<w:keepNext/>" * self.keeps
            + self.border
            + self.tabs
            + f'<w:spacing w:before="{self.before}" w:after="0" {line}/>'
            + f'<w:ind w:firstLine="{self.first}"/><w:jc w:val="{align}"/>'
            + (f'<w:outlineLvl w:val="{self.outline - 1}"/>' if self.outline else "")
            + f"</w:pPr><w:rPr>{fonts(self.font)}"
            + (f'<w:color w:val="{self.colour}"/>' if self.colour else "")
            + f'<w:spacing w:val="{self.tight}"/>'
            + f"{sizes(self.size)}</w:rPr></w:style>"
        )


def border(
    side: str,
    size: int,
    space: int,
    colour: str = "000000",
    shape: str = "single",
) -> str:
    """Return one border; its size in eighths of a point, its distance in points."""
    return (
        f'<w:{side} w:val="{shape}" w:sz="{size}"'
        f' w:space="{space}" w:color="{colour}"/>'
    )


_RED_LINE = f"<w:pBdr>{border('bottom', 12, NUMBER_BORDER, RED)}</w:pBdr>"
_NUMBER_LINE = 400


def _stop(at: int) -> str:
    """Return a stop at which text ends."""
    return f'<w:tabs><w:tab w:val="right" w:pos="{at}"/></w:tabs>'


_CUT = "<w:pBdr>" + border("bottom", CUT_THICK, 0, shape="dashed") + "</w:pBdr>"
_SMALL = (FANG, GRID_EM // 10, 0, GRID_LINE)

STYLES = (
    Style("Body", "公文正文", first=2 * EM),
    Style(
        "Mark", "发文机关标志", SONG_TITLE, 100, 0, 1200, align=Align.CENTER, colour=RED
    ),
    Style("Number", "发文字号", align=Align.CENTER, border=_RED_LINE),
    Style("LetterNumber", "函发文字号", align=Align.LEFT, tabs=_stop(TEXT_WIDTH)),
    Style(
        "Keeper",
        "纪要编发",
        align=Align.LEFT,
        before=LINE,
        border=_RED_LINE,
        tabs=_stop(TEXT_WIDTH),
    ),
    Style("FormOrgan", "文书机关", SONG_TITLE, 44, 0, align=Align.CENTER, keeps=True),
    Style("FormNumber", "文书编号", align=Align.RIGHT, keeps=True),
    Style("Signers", "签发人", border=_RED_LINE),
    Style("Urgency", "紧急程度", HEI),
    Style("Title", "Title", SONG_TITLE, 44, 0, align=Align.CENTER, keeps=True),
    Style("Addressee", "主送机关", before=LINE),
    Style("Heading1", "heading 1", HEI, first=2 * EM, keeps=True, outline=1),
    Style("Heading2", "heading 2", KAI, first=2 * EM, keeps=True, outline=2),
    Style("Heading3", "heading 3", first=2 * EM, keeps=True, outline=3),
    Style("Heading4", "heading 4", first=2 * EM, keeps=True, outline=4),
    Style("Listed", "附件说明", align=Align.LEFT, keeps=True),
    Style("Signature", "署名", align=Align.LEFT, keeps=True),
    Style("Day", "成文日期", align=Align.LEFT),
    Style("Note", "附注", first=2 * EM),
    Style("Label", "附件标号", HEI, align=Align.LEFT, keeps=True),
    Style("Caption", "caption", HEI, 24, 0, 480, before=80, align=Align.CENTER),
    Style("Chart", "图", line=0, align=Align.CENTER, keeps=True),
    Style("Gap", "表前空隙", size=2, tight=0, line=TABLE_ABOVE, keeps=True),
    Style("TableHead", "表头", HEI, 24, 0, 360, align=Align.CENTER, keeps=True),
    Style("TableText", "表文", FANG, 24, 0, 360, align=Align.LEFT),
    Style("TableNote", "表注", FANG, 21, 0, 360),
    Style("Ruled", "填写项", first=2 * EM, align=Align.LEFT),
    Style("Flush", "顶格填写项", align=Align.LEFT),
    Style("Present", "出席人员", align=Align.LEFT),
    Style("GridLabel", "表格栏目", *_SMALL, align=Align.CENTER),
    Style("GridText", "表格填写", *_SMALL, align=Align.LEFT),
    Style("GridFoot", "表格签署", *_SMALL, align=Align.LEFT),
    Style(
        "Cut", "裁切线", size=2, tight=0, line=CUT_LINE, before=CUT_ABOVE, border=_CUT
    ),
    Style(
        "Receipt",
        "回执标题",
        SONG_TITLE,
        RECEIPT_EM // 10,
        0,
        before=RECEIPT_ABOVE,
        align=Align.CENTER,
        keeps=True,
    ),
    Style("Remark", "文书备注", FANG, SMALL_EM // 10, 0, SMALL_LINE, before=SMALL_LINE),
    Style("Rule", "红色双线", size=2, tight=0, line=DOUBLE_GAP, align=Align.LEFT),
    Style("Imprint", "版记", FANG, 28, 0, IMPRINT_LINE, align=Align.LEFT),
    Style("PageNumber", "页码", SONG, 28, 0, _NUMBER_LINE, align=Align.LEFT),
    Style("Break", "分节", size=2, tight=0, line=14, align=Align.LEFT),
)


@cache
def _styles(suite: Suite) -> str:
    hanging = int(suite is Suite.LIBREOFFICE)
    return (
        f'{DECLARATION}<w:styles xmlns:w="{_W}"><w:docDefaults><w:rPrDefault><w:rPr>'
        f'{fonts(FANG)}<w:sz w:val="32"/><w:szCs w:val="32"/>'
        '<w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/>'
        "</w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>"
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal">'
        '<w:name w:val="Normal"/><w:qFormat/><w:pPr><w:widowControl w:val="0"/>'
        '<w:kinsoku w:val="1"/><w:wordWrap w:val="1"/>'
        f'<w:overflowPunct w:val="{hanging}"/><w:topLinePunct w:val="0"/>'
        '<w:autoSpaceDE w:val="0"/><w:autoSpaceDN w:val="0"/>'
        '<w:adjustRightInd w:val="0"/><w:snapToGrid w:val="0"/>'
        f'<w:spacing w:before="0" w:after="0" w:line="{LINE}" w:lineRule="exact"/>'
        f'<w:jc w:val="both"/></w:pPr><w:rPr>{fonts(FANG)}'
        f'<w:spacing w:val="{TIGHT}"/><w:kern w:val="0"/>'
        '<w:sz w:val="32"/><w:szCs w:val="32"/></w:rPr></w:style>'
        '<w:style w:type="table" w:default="1" w:styleId="Plain">'
        '<w:name w:val="Normal Table"/></w:style>'
        f"{''.join(style.xml for style in STYLES)}</w:styles>"
    )


@cache
def _settings() -> str:
    compatibility = "".join(
        f'<w:compatSetting w:name="{name}" w:val="{value}"'
        ' w:uri="http://schemas.microsoft.com/office/word"/>'
        for name, value in (
            ("compatibilityMode", 15),
            ("overrideTableStyleFontSizeAndJustification", 1),
            ("enableOpenTypeFeatures", 1),
            ("doNotFlipMirrorIndents", 1),
        )
    )
    return (
        f'{DECLARATION}<w:settings xmlns:w="{_W}"><w:zoom w:percent="100"/>'
        f'<w:defaultTabStop w:val="{2 * EM}"/><w:evenAndOddHeaders/>'
        '<w:characterSpacingControl w:val="doNotCompress"/>'
        f'<w:noLineBreaksAfter w:lang="zh-CN" w:val={quoteattr(NOT_LAST)}/>'
        f'<w:noLineBreaksBefore w:lang="zh-CN" w:val={quoteattr(NOT_FIRST)}/>'
        "<w:compat><w:spaceForUL/><w:balanceSingleByteDoubleByteWidth/>"
        "<w:doNotLeaveBackslashAlone/><w:ulTrailSpace/><w:doNotExpandShiftReturn/>"
        f"<w:adjustLineHeightInTable/><w:useFELayout/>{compatibility}</w:compat>"
        '<w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/></w:settings>'
    )


@cache
def _font_table() -> str:
    declared = "".join(
        f'<w:font w:name="{font.name}"><w:altName w:val="{font.stand_ins[0]}"/>'
        f'<w:charset w:val="86"/><w:family w:val="{font.family}"/>'
        '<w:pitch w:val="default"/></w:font>'
        for font in FONTS
    )
    return f'{DECLARATION}<w:fonts xmlns:w="{_W}">{declared}</w:fonts>'


def paragraph(style: str, runs: str, properties: str = "") -> str:
    """Return a paragraph of a named style.

    Args:
        style: Its key.
        runs: What stands in it, as XML.
        properties: What this paragraph has besides its style, in the schema's order.
    """
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{properties}</w:pPr>{runs}</w:p>'


# --- the parcel ----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ChartPart:
    """A chart and the workbook a clerk edits its figures in.

    Attributes:
        xml: The chart.
        workbook: The workbook, as a file.
    """

    xml: str
    workbook: bytes


@dataclass(frozen=True, slots=True)
class Properties:
    """What a file says of itself."""

    title: str
    subject: str
    category: str
    keywords: str
    author: str
    made_at: datetime


def parcel(
    body: str,
    charts: tuple[ChartPart, ...],
    properties: Properties,
    edges: Mapping[str, str],
    suite: Suite,
) -> bytes:
    """Return the Word file.

    Args:
        body: What stands between the body's tags.
        charts: In the order in which the body names them, chart1 first.
        properties: Title, number, kind, organ and moment.
        edges: Heads and feet of the pages, by name.
        suite: Who is to read it.
    """
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": _content_types(len(charts), tuple(edges)),
        "_rels/.rels": _relationships(
            ("officeDocument", "document", "word/document.xml"),
            ("extended-properties", "app", "docProps/app.xml"),
            (_CORE, "core", "docProps/core.xml"),
        ),
        "docProps/app.xml": (
            f'{DECLARATION}<Properties xmlns="{_OFFICE}/extended-properties">'
            "<Application>执法片区指挥工作台</Application></Properties>"
        ),
        "docProps/core.xml": _core(properties),
        "word/document.xml": (
            f"{DECLARATION}<w:document {NAMESPACES}><w:body>{body}</w:body>"
            "</w:document>"
        ),
        "word/styles.xml": _styles(suite),
        "word/settings.xml": _settings(),
        "word/fontTable.xml": _font_table(),
        "word/_rels/document.xml.rels": _relationships(
            *((one, one, f"{one}.xml") for one in ("styles", "settings", "fontTable")),
            *((one.rstrip("123456789"), one, f"{one}.xml") for one in edges),
            *(
                ("chart", f"chart{place}", f"charts/chart{place}.xml")
                for place in range(1, len(charts) + 1)
            ),
        ),
    }
    parts |= {f"word/{name}.xml": xml for name, xml in edges.items()}
    for place, chart in enumerate(charts, start=1):
        parts[f"word/charts/chart{place}.xml"] = DECLARATION + chart.xml
        parts[f"word/charts/_rels/chart{place}.xml.rels"] = _relationships(
            ("package", "workbook", f"../embeddings/chart{place}.xlsx")
        )
        parts[f"word/embeddings/chart{place}.xlsx"] = chart.workbook
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, content in parts.items():
            entry = zipfile.ZipInfo(name, _ZIP_DAY)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 0  # the same on every system
            archive.writestr(entry, content)
    return file.getvalue()


_CORE = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"


def _relationships(*targets: tuple[str, str, str]) -> str:
    rows = "".join(
        f'<Relationship Id="{key}" Target="{target}"'
        f' Type="{kind if ":" in kind else f"{_OFFICE}/relationships/{kind}"}"/>'
        for kind, key, target in targets
    )
    space = "http://schemas.openxmlformats.org/package/2006/relationships"
    return f'{DECLARATION}<Relationships xmlns="{space}">{rows}</Relationships>'


@cache
def _content_types(charts: int, edges: tuple[str, ...]) -> str:
    word = f"{_TYPES}.wordprocessingml"
    kinds = {
        "/word/document.xml": f"{word}.document.main+xml",
        "/word/styles.xml": f"{word}.styles+xml",
        "/word/settings.xml": f"{word}.settings+xml",
        "/word/fontTable.xml": f"{word}.fontTable+xml",
        "/docProps/app.xml": f"{_TYPES}.extended-properties+xml",
        "/docProps/core.xml": f"{_PACKAGE}.core-properties+xml",
    }
    for name in edges:
        kinds[f"/word/{name}.xml"] = f"{word}.{name.rstrip('123456789')}+xml"
    for place in range(1, charts + 1):
        kinds[f"/word/charts/chart{place}.xml"] = f"{_TYPES}.drawingml.chart+xml"
    rows = "".join(
        f'<Override PartName="{name}" ContentType="{kind}"/>'
        for name, kind in kinds.items()
    )
    space = "http://schemas.openxmlformats.org/package/2006/content-types"
    return (
        f'{DECLARATION}<Types xmlns="{space}"><Default Extension="rels"'
        f' ContentType="{_PACKAGE}.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Default Extension="xlsx" ContentType="{_TYPES}.spreadsheetml.sheet"/>'
        f"{rows}</Types>"
    )


def _core(properties: Properties) -> str:
    moment = properties.made_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    texts = {
        "dc:title": properties.title,
        "dc:subject": properties.subject,
        "dc:creator": properties.author,
        "cp:keywords": properties.keywords,
        "cp:lastModifiedBy": properties.author,
        "cp:category": properties.category,
    }
    rows = "".join(f"<{tag}>{escaped(text)}</{tag}>" for tag, text in texts.items())
    stamps = "".join(
        f'<dcterms:{tag} xsi:type="dcterms:W3CDTF">{moment}</dcterms:{tag}>'
        for tag in ("created", "modified")
    )
    return (
        f"{DECLARATION}<cp:coreProperties"
        ' xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/"'
        ' xmlns:dcterms="http://purl.org/dc/terms/"'
        ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"{rows}{stamps}</cp:coreProperties>"
    )


def escaped(text: str) -> str:
    """Return text as it may stand in an XML file, even as an attribute's value."""
    return (
        printable(text)
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace('"', "&quot;")
    )
