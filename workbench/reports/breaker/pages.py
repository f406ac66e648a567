"""A paper as pages: its parts in order, filled into sheets, with all at the edges."""

from collections.abc import Iterator
from functools import lru_cache

from workbench.reports.breaker.blocks import bands_of, receipt
from workbench.reports.breaker.flow import TURNED, UPRIGHT, Band, Page, Pages
from workbench.reports.breaker.galley import Galley
from workbench.reports.breaker.lines import Setter
from workbench.reports.breaker.parts import (
    attachment_head,
    attachment_list,
    head,
    imprint,
    marks,
    page_number,
    signature,
)
from workbench.reports.breaker.rules import WORD, Rules
from workbench.reports.breaker.widths import SHIPPED, Widths
from workbench.reports.faces import Face, Item, Signs
from workbench.reports.page import Align, Document, LetterHead

_APART = 10  # twips that baselines of different lines are apart at least
_END = 14  # height of the mark that ends a paper behind its imprint's anchor


@lru_cache(4)
def _setter(rules: Rules, widths: Widths) -> Setter:
    """Return the setter that remembers what was set by these rules before."""
    return Setter(rules, widths)


def break_pages(
    document: Document, rules: Rules = WORD, widths: Widths = SHIPPED
) -> tuple[Face, ...]:
    """Return the pages of a paper as they print.

    Args:
        document: What stands on them.
        rules: How the program breaks lines that will print it.
        widths: How wide signs are in its fonts.
    """
    setter = _setter(rules, widths)
    pages = Pages(rules)
    pages.fill(_bands(document, setter))
    foot: list[Item] = []
    if document.imprint:
        height, foot = imprint(document, document.imprint, setter)
        pages.end(height + _END)
    faces = []
    for number, page in enumerate(pages, start=1):
        items = [*marks(document, setter)] if number == 1 else []
        items += page.items()
        if number == len(pages):
            items += foot
        items += _number(document, number, len(pages), page, setter)
        faces.append(
            Face(
                page.sheet.width,
                page.sheet.height,
                number,
                tuple(items),
                page.begins,
                document.stamp.mark,
            )
        )
    return tuple(faces)


def _number(
    document: Document, number: int, count: int, page: Page, setter: Setter
) -> Iterator[Item]:
    if number == 1 and isinstance(document.head, LetterHead):
        return
    if document.counted:
        text = f"{document.signing}第{number}页共{count}页"
        yield from page_number(text, page.sheet, Align.CENTER, setter)
    else:
        side = Align.RIGHT if number % 2 else Align.LEFT
        yield from page_number(f"— {number} —", page.sheet, side, setter)


def _bands(paper: Document, setter: Setter) -> Iterator[Band]:
    """Yield the parts of a paper in order."""
    galley = Galley(setter, TURNED if paper.landscape else UPRIGHT)
    yield from head(paper, galley)
    yield from bands_of(paper.blocks, galley, paper.kept)
    enclosed = [one for one in paper.attachments if one.enclosed]
    if not enclosed:
        yield from attachment_list(paper, galley)
    if paper.signature:
        yield from signature(paper.signature, galley)
    if paper.note:
        yield from galley.paragraph("Note", f"（{paper.note}）")
    if paper.remark:
        yield from galley.paragraph("Remark", paper.remark)
    if paper.receipt:
        yield from receipt(paper.receipt, galley)
    for one in paper.attachments:
        side = Galley(setter, TURNED if one.landscape else UPRIGHT)
        yield from attachment_head(one, paper.label(one), side)
        yield from bands_of(one.blocks, side)
        if enclosed and one is enclosed[-1]:
            yield from attachment_list(paper, side)


def face_lines(face: Face) -> tuple[str, ...]:
    """Return the lines of a page's text area from the top, without blank signs.

    Signs on one baseline are one line, whatever cells of a table they stand in. The
    number of the page is left out.
    """
    foot = UPRIGHT.top + UPRIGHT.down
    rows: dict[float, list[tuple[float, str]]] = {}
    for item in face.items:
        if isinstance(item, Signs) and not item.turned and item.baseline <= foot:
            row = rows.setdefault(round(item.baseline / _APART), [])
            row += zip(item.xs, item.text, strict=True)
    lines = (
        "".join(sign for _x, sign in sorted(rows[y]) if not sign.isspace())
        for y in sorted(rows)
    )
    return tuple(line for line in lines if line)
