"""Word's markup: names, the order of properties, and setting one in its place."""

from collections.abc import Mapping
from typing import TypeAlias

from lxml import etree

Node: TypeAlias = etree._Element  # noqa: SLF001 - lxml names its nodes no other way

MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"
PLACING = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
OLD_DRAWING = "urn:schemas-microsoft-com:vml"
COMPATIBILITY = "http://schemas.openxmlformats.org/markup-compatibility/2006"


def w(name: str) -> str:
    """Return a name of Word's own, in full."""
    return f"{{{MAIN}}}{name}"


# The order in which the schema wants what stands within each of these.
_ORDERS = {
    w("pPr"): """pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr
        suppressLineNumbers pBdr shd tabs suppressAutoHyphens kinsoku wordWrap
        overflowPunct topLinePunct autoSpaceDE autoSpaceDN bidi adjustRightInd
        snapToGrid spacing ind contextualSpacing mirrorIndents suppressOverlap jc
        textDirection textAlignment textboxTightWrap outlineLvl divId cnfStyle rPr
        sectPr pPrChange""",
    w("rPr"): """rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow
        emboss imprint noProof snapToGrid vanish webHidden color spacing w kern position
        sz szCs highlight u effect bdr shd fitText vertAlign rtl cs em lang
        eastAsianLayout specVanish oMath""",
    w("sectPr"): """headerReference footerReference footnotePr endnotePr type pgSz pgMar
        paperSrc pgBorders lnNumType pgNumType cols formProt vAlign noEndnote titlePg
        textDirection bidi rtlGutter docGrid printerSettings sectPrChange""",
    w("lvl"): """start numFmt lvlRestart pStyle isLgl suff lvlText lvlPicBulletId legacy
        lvlJc pPr rPr""",
    w("pBdr"): "top left bottom right between bar",
    w("tcBorders"): "top start left bottom end right insideH insideV tl2br tr2bl",
    w("tblBorders"): "top start left bottom end right insideH insideV",
    w("settings"): """writeProtection view zoom removePersonalInformation
        removeDateAndTime doNotDisplayPageBoundaries displayBackgroundShape
        printPostScriptOverText printFractionalCharacterWidth printFormsData
        embedTrueTypeFonts
        embedSystemFonts saveSubsetFonts saveFormsData mirrorMargins
        alignBordersAndEdges bordersDoNotSurroundHeader bordersDoNotSurroundFooter
        gutterAtTop hideSpellingErrors hideGrammaticalErrors activeWritingStyle
        proofState formsDesign attachedTemplate linkStyles stylePaneFormatFilter
        stylePaneSortMethod documentType mailMerge revisionView trackRevisions
        doNotTrackMoves doNotTrackFormatting documentProtection autoFormatOverride
        styleLockTheme styleLockQFSet defaultTabStop autoHyphenation
        consecutiveHyphenLimit hyphenationZone doNotHyphenateCaps showEnvelope
        summaryLength clickAndTypeStyle defaultTableStyle evenAndOddHeaders""",
}
ORDER = {
    parent: {w(name): place for place, name in enumerate(names.split())}
    for parent, names in _ORDERS.items()
}


def child(parent: Node, name: str) -> Node:
    """Return a property of a node; it is put in, where the schema wants it, if new."""
    tag = w(name)
    found = parent.findall(tag)
    for twin in found[:-1]:  # some programs write one twice; the last one counts
        parent.remove(twin)
    if found:
        return found[-1]
    made = etree.Element(tag)
    order = ORDER.get(parent.tag, {})
    place = order.get(tag, len(order))
    later = (
        at
        for at, one in enumerate(parent)
        if order.get(one.tag, len(order) + 1) > place
    )
    parent.insert(next(later, len(parent)), made)
    return made


def put(parent: Node, name: str, values: Mapping[str, object]) -> Node:
    """Set values of a property, and leave its other values alone.

    Args:
        parent: Whose property.
        name: The property.
        values: By name; None takes one away.
    """
    found = child(parent, name)
    for key, value in values.items():
        if value is None:
            found.attrib.pop(w(key), "")
        else:
            found.set(w(key), str(value))
    return found


def drop(parent: Node, name: str) -> None:
    """Take a property away."""
    for found in parent.findall(w(name)):
        parent.remove(found)


def value_of(parent: Node | None, name: str, key: str = "val") -> str | None:
    """Return a value of a property; None where there is neither."""
    found = None if parent is None else parent.find(w(name))
    return None if found is None else found.get(w(key))


def is_on(parent: Node | None, name: str) -> bool | None:
    """Tell whether a switch is on; None where nothing is said."""
    found = None if parent is None else parent.find(w(name))
    if found is None:
        return None
    return found.get(w("val"), "1") not in {"0", "false", "off", "none"}


def properties_of(paragraph: Node) -> Node:
    """Return a paragraph's properties, which come first in it."""
    return _first(paragraph, "pPr")


def look_of(run: Node) -> Node:
    """Return a run's properties, which come first in it."""
    return _first(run, "rPr")


def _first(parent: Node, name: str) -> Node:
    found = parent.find(w(name))
    if found is None:
        found = etree.Element(w(name))
        parent.insert(0, found)
    return found
