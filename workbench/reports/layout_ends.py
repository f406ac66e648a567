"""What stands below the text of a paper in Word, from 附件说明 to 版记.

Measures are twips unless a name says otherwise.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from workbench.reports.layout_heads import BLANK_DAY, title
from workbench.reports.layout_markup import (
    CENTRED,
    both_ends,
    frame,
    indent,
    run,
    spacing,
    tabs,
)
from workbench.reports.measures import (
    BLANK_LINE,
    EM,
    EM_4,
    IMPRINT_FOOT,
    IMPRINT_LINE,
    SEAL_LINES,
    SEAL_SLACK,
    TEXT_HEIGHT,
    TEXT_WIDTH,
    THICK,
    THIN,
    TOP,
    Suite,
)
from workbench.reports.package import border, paragraph
from workbench.reports.page import (
    Attachment,
    Document,
    Imprint,
    LetterHead,
    Signature,
    beside,
    ems,
    lines_of,
)
from workbench.rules.calendar import chinese_day


def attachment_list(paper: Document) -> Iterator[str]:
    """Yield 附件说明: two characters in, long names aligned under themselves."""
    label = ems("附件：") * EM
    for at, (number, name) in enumerate(paper.list_of_attachments()):
        head = label if at == 0 else 0
        hanging = head + ems(number) * EM
        left = 2 * EM + label + ems(number) * EM
        text = ("附件：" if at == 0 else "") + number + name
        before = spacing(BLANK_LINE if at == 0 else 0)
        yield paragraph("Listed", run(text), before + indent(left, hanging))


def signature(one: Signature, suite: Suite) -> Iterator[str]:
    """Yield 署名 and 成文日期.

    Args:
        one: Who issues the paper, and when.
        suite: Who is to read it; the day's width decides where both stand.
    """
    day = chinese_day(one.on) if one.on else BLANK_DAY
    name, when = (ems(text) + suite.spread(text) for text in (one.organ, day))
    if one.sealed:
        # both stand in the middle of one box whose right edge is the text's: the day
        # keeps four characters from it, as long as the name does not leave the text
        box = max(8 + when, name + SEAL_SLACK) * EM
        place = indent(TEXT_WIDTH - box) + CENTRED
        yield paragraph("Signature", run(one.organ), spacing(SEAL_LINES) + place)
        yield paragraph("Day", run(day), place)
        return
    left = TEXT_WIDTH - (2 + name if when <= name else 4 + when) * EM
    yield paragraph("Signature", run(one.organ), spacing(BLANK_LINE) + indent(left))
    yield paragraph("Day", run(day), indent(left + 2 * EM))


def attachment_head(attachment: Attachment, label: str) -> Iterator[str]:
    """Yield 附件2 in the first line of a new face, the title in the third."""
    if label:
        yield paragraph("Label", run(label), "<w:pageBreakBefore/>")
    else:
        yield paragraph("Body", "", "<w:pageBreakBefore/>")
    yield title(attachment.title, BLANK_LINE)
    yield paragraph("Body", "")


# --- imprint -------------------------------------------------------------------------

# A row has a blank character on either side. One more is kept back, so that the lines
# counted are never fewer than a program needs: what does not fit a frame is not shown.
_EMS = (TEXT_WIDTH - 3 * EM_4) / EM_4


@dataclass(frozen=True, slots=True)
class _Row:
    """A row of the imprint.

    Attributes:
        lines: How many lines it takes.
        places: Its stops and indents.
        ruled: Width of the rule above it, in eighths of a point; 0 for none.
    """

    lines: int
    runs: str
    places: str
    ruled: int


def imprint(paper: Document, one: Imprint) -> Iterator[str]:
    """Yield 版记, its last line on the text area's foot; a letter's has no rules."""
    ruled = not isinstance(paper.head, LetterHead)
    rows = list(_rows(one, ruled=ruled))
    foot = IMPRINT_FOOT if ruled else 0
    heights = [row.lines * IMPRINT_LINE + foot for row in rows]
    top = TOP + TEXT_HEIGHT - sum(heights)
    for row, height in zip(rows, heights, strict=True):
        rules = border("top", row.ruled, 0) if row.ruled else ""
        if ruled and row is rows[-1]:
            rules += border("bottom", THICK, IMPRINT_FOOT // 20)
        borders = f"<w:pBdr>{rules}</w:pBdr>" if rules else ""
        places = frame(height, top) + borders + row.places
        yield paragraph("Imprint", row.runs, places)
        top += height
    yield paragraph("Break", "")


def _rows(one: Imprint, *, ruled: bool) -> Iterator[_Row]:
    """Yield 主送, 抄送 without a rule between them, and who printed it."""
    rule = THICK if ruled else 0
    for label, names in (("主送：", one.addressees), ("抄送：", one.copies)):
        if names:
            yield _listed(label, names, rule)
            rule = 0
    if one.organ:
        day = (chinese_day(one.on) if one.on else BLANK_DAY) + "印发"
        runs = both_ends(one.organ, day, _EMS)
        lines = 1 if beside(one.organ, day, _EMS) else 2
        stop = tabs(("right", TEXT_WIDTH - EM_4))
        above = rule or (THIN if ruled else 0)
        yield _Row(lines, runs, stop + indent(EM_4, 0, EM_4), above)


def _listed(label: str, names: str, rule: int) -> _Row:
    text = names.rstrip("。") + "。"
    width = ems(label)
    lines = lines_of(text, _EMS - width)
    hanging = indent((1 + width) * EM_4, width * EM_4, EM_4)
    return _Row(lines, run(label + text), hanging, rule)
