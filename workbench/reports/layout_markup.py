"""The words of Word's markup that a paper is written in: runs, stops, places.

Measures are twips unless a name says otherwise.
"""

from workbench.reports.measures import LEFT, TEXT_WIDTH, Font
from workbench.reports.package import escaped, fonts
from workbench.reports.page import beside

TAB = "<w:r><w:tab/></w:r>"
_BREAK = "<w:r><w:br/></w:r>"
CENTRED = '<w:jc w:val="center"/>'


def run(text: str, properties: str = "") -> str:
    """Return text in the paragraph's font; a line break in it breaks the line.

    Args:
        text: What stands there.
        properties: What it has besides its style, as XML.
    """
    lines = '</w:t><w:br/><w:t xml:space="preserve">'.join(escaped(text).split("\n"))
    return (
        f'<w:r><w:rPr><w:rFonts w:hint="eastAsia"/>{properties}</w:rPr>'
        f'<w:t xml:space="preserve">{lines}</w:t></w:r>'
    )


def run_in(text: str, font: Font) -> str:
    """Return text in a font of its own; a line break in it breaks the line."""
    lines = '</w:t><w:br/><w:t xml:space="preserve">'.join(escaped(text).split("\n"))
    return (
        f'<w:r><w:rPr>{fonts(font)}</w:rPr><w:t xml:space="preserve">'
        f"{lines}</w:t></w:r>"
    )


def both_ends(left: str, right: str, width: float) -> str:
    """Return two texts at either end of a line, or of two lines where they are long.

    Args:
        left: Where the line begins.
        right: Where it ends; the paragraph has a stop there.
        width: Of the line, in characters.
    """
    between = TAB if beside(left, right, width) else _BREAK + TAB
    return run(left) + between + run(right)


def tabs(*stops: tuple[str, float]) -> str:
    """Return tab stops, each with its side and its distance from the text's edge."""
    rows = "".join(f'<w:tab w:val="{side}" w:pos="{round(at)}"/>' for side, at in stops)
    return f"<w:tabs>{rows}</w:tabs>"


def spacing(before: float) -> str:
    """Return the space above a paragraph."""
    return f'<w:spacing w:before="{round(before)}"/>'


def indent(left: float, hanging: float = 0, right: float = 0) -> str:
    """Return how far a paragraph stands in, and its first line out of it."""
    return (
        f'<w:ind w:left="{round(left)}" w:right="{round(right)}"'
        f' w:hanging="{round(hanging)}"/>'
    )


def frame(
    height: float, top: float, left: float = LEFT, width: float = TEXT_WIDTH
) -> str:
    """Return a paragraph's place on the page, as wide as the text area or as told."""
    return (
        f'<w:framePr w:w="{round(width)}" w:h="{round(height)}" w:hRule="exact"'
        f' w:wrap="around" w:hAnchor="page" w:vAnchor="page" w:x="{round(left)}"'
        f' w:y="{round(top)}"/>'
    )
