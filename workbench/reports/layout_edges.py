"""The edges of the pages in Word: numbers, what is written across, a letter's lines.

Measures are twips unless a name says otherwise.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from workbench.reports.layout_markup import CENTRED, frame
from workbench.reports.measures import (
    DOUBLE_HEIGHT,
    DOUBLE_LEFT,
    DOUBLE_THICK,
    DOUBLE_THIN,
    DOUBLE_WIDTH,
    EM_4,
    FOOTER,
    HEI,
    LETTER_RULE_LOW,
    LETTER_RULE_TOP,
    LINE,
    RED,
)
from workbench.reports.package import DECLARATION, NAMESPACES, border, paragraph


@dataclass(frozen=True, slots=True)
class Edges:
    """What stands on every page outside its text.

    Attributes:
        mark: What is written lightly across it; often nothing.
        letter: Whether the first page is a letter's: two double lines and no number.
        counted: Whether pages are numbered 第1页共3页.
        signing: Who signs every page, before that count.
    """

    mark: str = ""
    letter: bool = False
    counted: bool = False
    signing: str = ""


# --- page numbers --------------------------------------------------------------------


def _field(name: str) -> tuple[str, ...]:
    return (
        '<w:fldChar w:fldCharType="begin"/>',
        f'<w:instrText xml:space="preserve"> {name} </w:instrText>',
        '<w:fldChar w:fldCharType="separate"/>',
        "<w:t>1</w:t>",
        '<w:fldChar w:fldCharType="end"/>',
    )


def _words(text: str) -> str:
    return f'<w:t xml:space="preserve">{text}</w:t>'


def _runs(*pieces: str) -> str:
    return "".join(
        f'<w:r><w:rPr><w:rFonts w:hint="eastAsia"/></w:rPr>{piece}</w:r>'
        for piece in pieces
    )


_PLACE = _runs(_words("— "), *_field("PAGE"), _words(" —"))
_COUNT = _runs(
    _words("第"), *_field("PAGE"), _words("页共"), *_field("NUMPAGES"), _words("页")
)
_SIDEWAYS = (  # turned a quarter, where the upright pages have their number
    '<w:framePr w:w="400" w:h="8844" w:hRule="exact" w:wrap="around"'
    ' w:hAnchor="page" w:vAnchor="page" w:x="1397" w:y="1588"/>'
)


def _page_number(edges: Edges, *, odd: bool, sideways: bool) -> str:
    """Return the number: odd right, even left, one character in; a count centred."""
    side = "right" if odd else "left"
    place = f'<w:ind w:left="{EM_4}" w:right="{EM_4}"/><w:jc w:val="{side}"/>'
    return paragraph(
        "PageNumber",
        _runs(_words(edges.signing)) + _COUNT if edges.counted else _PLACE,
        (_SIDEWAYS if sideways else "")
        + (CENTRED if edges.counted else place)
        + ('<w:textDirection w:val="tbRl"/>' if sideways else ""),
    )


# --- what a page is marked with ------------------------------------------------------


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


def _double(top: int, *, thick_above: bool) -> str:
    """Return a red double line across the paper."""
    sizes = (DOUBLE_THICK, DOUBLE_THIN) if thick_above else (DOUBLE_THIN, DOUBLE_THICK)
    rules = "".join(
        border(side, size, 0, RED)
        for side, size in zip(("top", "bottom"), sizes, strict=True)
    )
    place = frame(DOUBLE_HEIGHT, top, DOUBLE_LEFT, DOUBLE_WIDTH)
    return paragraph("Rule", "", f"{place}<w:pBdr>{rules}</w:pBdr>")


# --- headers and footers -------------------------------------------------------------

_FIRST = 5  # the place of a letter's first page


@cache
def heads_and_feet(edges: Edges) -> Mapping[str, str]:
    """Return headers and footers by name: upright, sideways, odd, even, a letter's."""
    parts: dict[str, str] = {}
    for place, (sideways, odd) in enumerate(
        ((False, True), (False, False), (True, True), (True, False)), start=1
    ):
        number = _page_number(edges, odd=odd, sideways=sideways)
        head = (number if sideways else "") + _light(edges.mark, place)
        foot = paragraph("Break", "") if sideways else number
        parts |= _pair(place, head, foot)
    if edges.letter:
        head = _double(LETTER_RULE_TOP, thick_above=True) + _light(edges.mark, _FIRST)
        foot = _double(LETTER_RULE_LOW, thick_above=False) + paragraph("Break", "")
        parts |= _pair(_FIRST, head, foot)
    return parts


def _light(mark: str, place: int) -> str:
    return paragraph("Break", _watermark(mark, place) if mark else "")


def _pair(place: int, head: str, foot: str) -> dict[str, str]:
    return {
        f"header{place}": f"{DECLARATION}<w:hdr {NAMESPACES}>{head}</w:hdr>",
        f"footer{place}": f"{DECLARATION}<w:ftr {NAMESPACES}>{foot}</w:ftr>",
    }


def section(*, sideways: bool, letter: bool = False) -> str:
    """Return the properties of upright or sideways pages: 156 × 225 mm of text.

    Args:
        sideways: Whether they are turned.
        letter: Whether the first of them is a letter's.
    """
    place = 3 if sideways else 1
    places = [("default", place), ("even", place + 1)]
    if letter:
        places.append(("first", _FIRST))
    references = "".join(
        f'<w:{kind}Reference w:type="{which}" r:id="{kind}{at}"/>'
        for kind in ("header", "footer")
        for which, at in places
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
        f"{'<w:titlePg/>' if letter else ''}"
        f'<w:docGrid w:type="lines" w:linePitch="{pitch}"/></w:sectPr>'
    )
