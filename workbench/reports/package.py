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
from enum import StrEnum
from functools import cache
from xml.sax.saxutils import quoteattr

from workbench.reports.page import Align, printable

MILLIMETRE = 1440 / 25.4
LINE = 579  # 28.95 pt: 22 lines in 225 mm, where 29 pt leaves 21
EM = 315  # a character of 三号: 16 pt less the quarter point that makes 28 fit
EM_4 = 280  # a character of 四号
TIGHT = -5  # that quarter point
NUMBER_BORDER = 8  # points between 发文字号 and the red line
RED = "FF0000"

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
_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_ZIP_DAY = (1980, 1, 1, 0, 0, 0)  # the moment of a paper stands in its core properties


class Suite(StrEnum):
    """The program a file is meant for.

    LibreOffice reads the switch for hanging punctuation the wrong way round, and then
    loses some of the marks it hangs. A file that it is to print says the opposite.
    """

    WORD = "word"
    LIBREOFFICE = "libreoffice"


@dataclass(frozen=True, slots=True)
class Font:
    """A font that papers ask for by name.

    Attributes:
        name: The name written into the file.
        purpose: What it is used for, as a font check tells it.
        stand_ins: What may take its place, best first.
        family: How a program classes it that has none of these.
    """

    name: str
    purpose: str
    stand_ins: tuple[str, ...]
    family: str = "modern"


SONG_TITLE, FANG, KAI, HEI, SONG = FONTS = (
    Font("方正小标宋简体", "发文机关标志、标题", ("方正小标宋_GBK",), "script"),
    Font("仿宋_GB2312", "正文", ("仿宋", "方正仿宋_GBK")),
    Font("楷体_GB2312", "二级标题、签发人姓名", ("楷体", "方正楷体_GBK")),
    Font("黑体", "一级标题、附件标号、表头", ("方正黑体_GBK",)),
    Font("宋体", "页码", ("新宋体", "方正书宋_GBK"), "auto"),
)


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


def border(side: str, size: int, space: int, colour: str = "000000") -> str:
    """Return one border; its size in eighths of a point, its distance in points."""
    return (
        f'<w:{side} w:val="single" w:sz="{size}" w:space="{space}" w:color="{colour}"/>'
    )


_RED_LINE = f"<w:pBdr>{border('bottom', 12, NUMBER_BORDER, RED)}</w:pBdr>"
IMPRINT_LINE = 450
_NUMBER_LINE = 400

STYLES = (
    Style("Body", "公文正文", first=2 * EM),
    Style(
        "Mark", "发文机关标志", SONG_TITLE, 100, 0, 1200, align=Align.CENTER, colour=RED
    ),
    Style("Number", "发文字号", align=Align.CENTER, border=_RED_LINE),
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
    Style("TableHead", "表头", HEI, 24, 0, 360, align=Align.CENTER, keeps=True),
    Style("TableText", "表文", FANG, 24, 0, 360, align=Align.LEFT),
    Style("TableNote", "表注", FANG, 21, 0, 360),
    Style("Imprint", "版记", FANG, 28, 0, IMPRINT_LINE, align=Align.LEFT),
    Style("PageNumber", "页码", SONG, 28, 0, _NUMBER_LINE, align=Align.LEFT),
    Style("Break", "分节", size=2, tight=0, line=14, align=Align.LEFT),
)

# Signs that may not begin, and may not end, a line.
_NOT_FIRST = (
    "!%),.:;>?]}¢¨°·ˇˉ―‖’”…‰′″›℃∶、。〃〉》」』】〕〗〞！＂％＇），．：；？］｀｜｝～￠"
    "—"
)
_NOT_LAST = "$([{£¥·‘“〈《「『【〔〖〝＄（．［｛￡￥"


@cache
def _styles(suite: Suite) -> str:
    hanging = int(suite is Suite.LIBREOFFICE)
    return (
        f'{_DECLARATION}<w:styles xmlns:w="{_W}"><w:docDefaults><w:rPrDefault><w:rPr>'
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
        f'{_DECLARATION}<w:settings xmlns:w="{_W}"><w:zoom w:percent="100"/>'
        f'<w:defaultTabStop w:val="{2 * EM}"/><w:evenAndOddHeaders/>'
        '<w:characterSpacingControl w:val="doNotCompress"/>'
        f'<w:noLineBreaksAfter w:lang="zh-CN" w:val={quoteattr(_NOT_LAST)}/>'
        f'<w:noLineBreaksBefore w:lang="zh-CN" w:val={quoteattr(_NOT_FIRST)}/>'
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
    return f'{_DECLARATION}<w:fonts xmlns:w="{_W}">{declared}</w:fonts>'


def paragraph(style: str, runs: str, properties: str = "") -> str:
    """Return a paragraph of a named style.

    Args:
        style: Its key.
        runs: What stands in it, as XML.
        properties: What this paragraph has besides its style, in the schema's order.
    """
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{properties}</w:pPr>{runs}</w:p>'


# --- heads and feet of the pages -----------------------------------------------------

_PAGE_FIELD = "".join(
    f'<w:r><w:rPr><w:rFonts w:hint="eastAsia"/></w:rPr>{piece}</w:r>'
    for piece in (
        '<w:t xml:space="preserve">— </w:t>',
        '<w:fldChar w:fldCharType="begin"/>',
        '<w:instrText xml:space="preserve"> PAGE </w:instrText>',
        '<w:fldChar w:fldCharType="separate"/>',
        "<w:t>1</w:t>",
        '<w:fldChar w:fldCharType="end"/>',
        '<w:t xml:space="preserve"> —</w:t>',
    )
)
_SIDEWAYS = (  # turned a quarter, where the upright pages have their number
    '<w:framePr w:w="400" w:h="8844" w:hRule="exact" w:wrap="around"'
    ' w:hAnchor="page" w:vAnchor="page" w:x="1397" w:y="1588"/>'
)


def _page_number(*, odd: bool, sideways: bool) -> str:
    """Return the number: odd at the right and even at the left, one character in."""
    side = "right" if odd else "left"
    return paragraph(
        "PageNumber",
        _PAGE_FIELD,
        (_SIDEWAYS if sideways else "")
        + f'<w:ind w:left="{EM_4}" w:right="{EM_4}"/><w:jc w:val="{side}"/>'
        + ('<w:textDirection w:val="tbRl"/>' if sideways else ""),
    )


def _watermark(mark: str, place: int) -> str:
    """Return the words written lightly across a page, as Word's own watermark is."""
    width = 105 * len(mark)
    return (
        '<w:r><w:pict><v:shapetype id="_x0000_t136" coordsize="21600,21600" o:spt="136"'
        ' adj="10800" path="m@7,l@8,m@5,21600l@6,21600e"><v:formulas>'
        '<v:f eqn="sum #0 0 10800"/><v:f eqn="prod #0 2 1"/><v:f eqn="sum 21600 0 @1"/>'
        '<v:f eqn="sum 0 0 @2"/><v:f eqn="sum 21600 0 @3"/><v:f eqn="if @0 @3 0"/>'
        '<v:f eqn="if @0 21600 @1"/><v:f eqn="if @0 0 @2"/><v:f eqn="if @0 @4 21600"/>'
        '</v:formulas><v:path textpathok="t"/><v:textpath on="t" fitshape="t"/>'
        f'</v:shapetype><v:shape id="PowerPlusWaterMarkObject{place}"'
        f' o:spid="_x0000_s{2048 + place}" type="#_x0000_t136" alt="{mark}"'
        f' style="position:absolute;width:{width}pt;height:105pt;rotation:315;'
        "z-index:-251658752;mso-position-horizontal:center;"
        "mso-position-horizontal-relative:margin;mso-position-vertical:center;"
        'mso-position-vertical-relative:margin" fillcolor="#dddddd" stroked="f">'
        f'<v:fill opacity=".5"/><v:textpath style="font-family:&quot;{HEI.name}&quot;;'
        f'font-size:1pt" string="{mark}"/></v:shape></w:pict></w:r>'
    )


@cache
def _heads_and_feet(mark: str) -> Mapping[str, str]:
    """Return the header and footer parts by name: upright, sideways, odd, even."""
    parts = {}
    for place, (sideways, odd) in enumerate(
        ((False, True), (False, False), (True, True), (True, False)), start=1
    ):
        number = _page_number(odd=odd, sideways=sideways)
        light = paragraph("Break", _watermark(mark, place) if mark else "")
        head = (number if sideways else "") + light
        foot = paragraph("Break", "") if sideways else number
        parts[f"header{place}"] = f"{_DECLARATION}<w:hdr {NAMESPACES}>{head}</w:hdr>"
        parts[f"footer{place}"] = f"{_DECLARATION}<w:ftr {NAMESPACES}>{foot}</w:ftr>"
    return parts


FOOTER = 1422  # from the paper's lower edge, so that the dash lies 7 mm under the text


def section(*, sideways: bool) -> str:
    """Return the properties of upright or sideways pages: 156 × 225 mm of text."""
    place = 3 if sideways else 1
    references = "".join(
        f'<w:{kind}Reference w:type="{which}" r:id="{kind}{place + step}"/>'
        for kind in ("header", "footer")
        for step, which in enumerate(("default", "even"))
    )
    if sideways:
        page = (
            '<w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/>'
            '<w:pgMar w:top="1588" w:right="2098" w:bottom="1474" w:left="1984"'
        )
        pitch = 589  # LibreOffice puts half of what a grid leaves over on top: none
    else:
        page = (
            '<w:pgSz w:w="11906" w:h="16838"/>'
            '<w:pgMar w:top="2098" w:right="1474" w:bottom="1984" w:left="1588"'
        )
        pitch = LINE
    return (
        f'<w:sectPr>{references}<w:type w:val="nextPage"/>{page}'
        f' w:header="851" w:footer="{FOOTER}" w:gutter="0"/>'
        f'<w:docGrid w:type="lines" w:linePitch="{pitch}"/></w:sectPr>'
    )


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
    author: str
    made_at: datetime


def parcel(
    body: str,
    charts: tuple[ChartPart, ...],
    properties: Properties,
    mark: str,
    suite: Suite,
) -> bytes:
    """Return the Word file.

    Args:
        body: What stands between the body's tags.
        charts: In the order in which the body names them, chart1 first.
        properties: Title, number, kind, organ and moment.
        mark: What is written lightly across every page.
        suite: Who is to read it.
    """
    edges = _heads_and_feet(mark)
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": _content_types(len(charts)),
        "_rels/.rels": _relationships(
            ("officeDocument", "document", "word/document.xml"),
            ("extended-properties", "app", "docProps/app.xml"),
            (_CORE, "core", "docProps/core.xml"),
        ),
        "docProps/app.xml": (
            f'{_DECLARATION}<Properties xmlns="{_OFFICE}/extended-properties">'
            "<Application>执法片区指挥工作台</Application></Properties>"
        ),
        "docProps/core.xml": _core(properties),
        "word/document.xml": (
            f"{_DECLARATION}<w:document {NAMESPACES}><w:body>{body}</w:body>"
            "</w:document>"
        ),
        "word/styles.xml": _styles(suite),
        "word/settings.xml": _settings(),
        "word/fontTable.xml": _font_table(),
        "word/_rels/document.xml.rels": _relationships(
            *((one, one, f"{one}.xml") for one in ("styles", "settings", "fontTable")),
            *((one.rstrip("1234"), one, f"{one}.xml") for one in edges),
            *(
                ("chart", f"chart{place}", f"charts/chart{place}.xml")
                for place in range(1, len(charts) + 1)
            ),
        ),
    }
    parts |= {f"word/{name}.xml": xml for name, xml in edges.items()}
    for place, chart in enumerate(charts, start=1):
        parts[f"word/charts/chart{place}.xml"] = _DECLARATION + chart.xml
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
    return f'{_DECLARATION}<Relationships xmlns="{space}">{rows}</Relationships>'


@cache
def _content_types(charts: int) -> str:
    word = f"{_TYPES}.wordprocessingml"
    kinds = {
        "/word/document.xml": f"{word}.document.main+xml",
        "/word/styles.xml": f"{word}.styles+xml",
        "/word/settings.xml": f"{word}.settings+xml",
        "/word/fontTable.xml": f"{word}.fontTable+xml",
        "/docProps/app.xml": f"{_TYPES}.extended-properties+xml",
        "/docProps/core.xml": f"{_PACKAGE}.core-properties+xml",
    }
    for place in range(1, 5):
        kinds[f"/word/header{place}.xml"] = f"{word}.header+xml"
        kinds[f"/word/footer{place}.xml"] = f"{word}.footer+xml"
    for place in range(1, charts + 1):
        kinds[f"/word/charts/chart{place}.xml"] = f"{_TYPES}.drawingml.chart+xml"
    rows = "".join(
        f'<Override PartName="{name}" ContentType="{kind}"/>'
        for name, kind in kinds.items()
    )
    space = "http://schemas.openxmlformats.org/package/2006/content-types"
    return (
        f'{_DECLARATION}<Types xmlns="{space}"><Default Extension="rels"'
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
        "cp:keywords": properties.category,
        "cp:lastModifiedBy": properties.author,
        "cp:category": properties.category,
    }
    rows = "".join(f"<{tag}>{escaped(text)}</{tag}>" for tag, text in texts.items())
    stamps = "".join(
        f'<dcterms:{tag} xsi:type="dcterms:W3CDTF">{moment}</dcterms:{tag}>'
        for tag in ("created", "modified")
    )
    return (
        f"{_DECLARATION}<cp:coreProperties"
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
