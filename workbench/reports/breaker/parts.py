"""What every paper has around its text: head, signature, imprint, page numbers."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from workbench.reports.breaker.flow import UPRIGHT, Band, Sheet, placed
from workbench.reports.breaker.galley import Galley, Place, Stop, items, style_of
from workbench.reports.breaker.lines import Look, Room, Run, Setter
from workbench.reports.faces import Item, Signs, Stroke
from workbench.reports.measures import (
    BASELINE,
    BLANK_LINE,
    DOUBLE_GAP,
    DOUBLE_LEFT,
    DOUBLE_THICK,
    DOUBLE_THIN,
    DOUBLE_WIDTH,
    EM,
    EM_4,
    FANG,
    FOOTER,
    HEAD_LINES,
    HEAD_SIZE,
    HEAD_TOP_MM,
    HEI,
    IMPRINT_FOOT,
    IMPRINT_LINE,
    INK_TOP,
    KAI,
    LEFT,
    LETTER_NUMBER_BASELINE,
    LETTER_RULE_LOW,
    LETTER_RULE_TOP,
    LETTER_TOP_MM,
    LINE,
    MILLIMETRE,
    NARROWEST,
    NUMBER_BORDER,
    RED,
    SEAL_LINES,
    SEAL_SLACK,
    SONG_TITLE,
    TEXT_HEIGHT,
    TEXT_WIDTH,
    THICK,
    THIN,
    TOP,
)
from workbench.reports.page import (
    Align,
    Attachment,
    Document,
    FileHead,
    FormHead,
    Imprint,
    LetterHead,
    MinutesHead,
    Signature,
    beside,
    ems,
)
from workbench.rules.calendar import chinese_day

_BLANK_DAY = "　　　　年　　月　　日"
_EIGHTH = 20 / 8  # twips
_RED_LINE = 12 * _EIGHTH
_BELOW_NUMBER = NUMBER_BORDER * 20
# A red line stands above the title: its distance is taken off the blank lines there.
_BELOW_RED = 2 * LINE - _BELOW_NUMBER - _RED_LINE

# --- head ----------------------------------------------------------------------------


def marks(paper: Document, setter: Setter) -> Iterator[Item]:
    """Yield what stands at a fixed place of the first page: the red mark, its lines."""
    match paper.head:
        case FileHead(organ=words) | MinutesHead(name=words):
            yield _mark(words, HEAD_TOP_MM, setter)
        case LetterHead(organ=words):
            yield _mark(words, LETTER_TOP_MM, setter)
            yield from _double(LETTER_RULE_TOP, DOUBLE_THICK, DOUBLE_THIN)
            yield from _double(LETTER_RULE_LOW, DOUBLE_THIN, DOUBLE_THICK)


def _mark(words: str, top_mm: float, setter: Setter) -> Signs:
    """Return the red mark, its ink so far below the paper's upper edge."""
    percent = min(100, int(TEXT_WIDTH / (ems(words) * HEAD_SIZE) * 100))
    size = HEAD_SIZE
    if percent < NARROWEST:
        percent = NARROWEST
        size = int(TEXT_WIDTH / ems(words) * 100 / NARROWEST) // 10 * 10
    steps = setter.steps(SONG_TITLE, Look(size))
    shares = [steps[sign] * percent / 100 for sign in words]
    at = LEFT + (TEXT_WIDTH - sum(shares)) / 2
    xs = []
    for share in shares:
        xs.append(at)
        at += share
    baseline = top_mm * MILLIMETRE + INK_TOP * size
    return Signs(words, tuple(xs), baseline, SONG_TITLE, size, RED, percent)


def _double(top: float, first: int, second: int) -> Iterator[Stroke]:
    below = top + first * _EIGHTH + DOUBLE_GAP
    for y, thick in ((top, first), (below, second)):
        yield Stroke(DOUBLE_LEFT, y, DOUBLE_WIDTH, thick * _EIGHTH, RED)


def head(paper: Document, galley: Galley) -> Iterator[Band]:
    """Yield what stands above the text, from the number down to the addressee."""
    match paper.head:
        case FileHead():
            yield from _file(paper.head, paper.number, galley)
            yield from title(paper.title, _BELOW_RED, galley)
        case LetterHead():
            yield _letter(paper.head, paper.number, galley)
            yield from title(paper.title, 2 * LINE, galley)
        case MinutesHead():
            yield from _minutes(paper.head, paper.number, galley)
            yield from title(paper.title, _BELOW_RED, galley)
        case FormHead():
            yield from _form(paper.head, paper, galley)
        case None:
            yield from title(paper.title, 0, galley)
    if paper.addressee:
        yield from galley.paragraph("Addressee", f"{paper.addressee}：")
    elif paper.title:
        yield from galley.paragraph("Body", "")


def title(lines: Sequence[str], before: float, galley: Galley) -> Iterator[Band]:
    """Yield the title of a paper or of an attachment."""
    if lines:
        yield from galley.paragraph("Title", "\n".join(lines), Place(before=before))


def _file(one: FileHead, number: str, galley: Galley) -> Iterator[Band]:
    lines = HEAD_LINES
    if one.urgency:
        yield from galley.paragraph("Urgency", one.urgency)
        lines -= 1
    if one.signers:
        yield from _signers(one.signers, number, lines * LINE, galley)
        return
    *above, last = galley.paragraph("Number", number, Place(before=lines * LINE))
    yield from above
    yield _underlined(last)


def _signers(
    signers: Sequence[str], number: str, before: float, galley: Galley
) -> Iterator[Band]:
    """Yield 签发人, two a line, and 发文字号 left of the last."""
    lines = [signers[at : at + 2] for at in range(0, len(signers), 2)]
    width = max(ems("　".join(names)) for names in lines) * EM
    start = TEXT_WIDTH - EM - width
    for at, names in enumerate(lines):
        last = at == len(lines) - 1
        texts = [Stop(EM, Align.LEFT, Run(number, FANG))] if last else []
        if at == 0:
            label = start - ems("签发人：") * EM
            texts.append(Stop(label, Align.LEFT, Run("签发人：", FANG)))
        texts.append(Stop(start, Align.LEFT, Run("　".join(names), KAI)))
        band = galley.stops("Signers", texts, Place(before=0 if at else before))
        yield _underlined(band) if last else band


def _letter(one: LetterHead, number: str, galley: Galley) -> Band:
    texts = [Stop(0, Align.LEFT, Run(one.urgency, HEI))] if one.urgency else []
    texts.append(Stop(TEXT_WIDTH, Align.RIGHT, Run(number, FANG)))
    before = LETTER_NUMBER_BASELINE - BASELINE * LINE - TOP
    return galley.stops("LetterNumber", texts, Place(before=before))


def _minutes(one: MinutesHead, number: str, galley: Galley) -> Iterator[Band]:
    place = Place(before=HEAD_LINES * LINE)
    yield from galley.paragraph("Number", number, place)
    day = chinese_day(one.on) if one.on else _BLANK_DAY
    *above, last = _both_ends("Keeper", (one.organ, day), 0, galley)
    yield from above
    yield _underlined(last)


def _both_ends(
    key: str, texts: tuple[str, str], edge: float, galley: Galley
) -> Iterator[Band]:
    """Yield two texts at either end of a line, or of two lines where they are long."""
    left = Stop(edge, Align.LEFT, Run(texts[0], FANG))
    right = Stop(TEXT_WIDTH - edge, Align.RIGHT, Run(texts[1], FANG))
    em = EM_4 if edge else EM
    if beside(*texts, (TEXT_WIDTH - 3 * edge) / em):
        yield galley.stops(key, (left, right))
    else:
        yield galley.stops(key, (left,))
        yield galley.stops(key, (right,), Place(before=0))


def _form(one: FormHead, paper: Document, galley: Galley) -> Iterator[Band]:
    if one.organ:
        yield from galley.paragraph("FormOrgan", one.organ)
    yield from title(paper.title, 0, galley)
    if paper.number:
        yield from galley.paragraph("FormNumber", paper.number)


def _underlined(band: Band) -> Band:
    """Return a band with the red line of the head below it."""
    sheet = band.sheet
    line = Stroke(sheet.left, band.height + _BELOW_NUMBER, sheet.across, _RED_LINE, RED)
    height = band.height + _BELOW_NUMBER + _RED_LINE
    return replace(band, height=height, items=(*band.items, line))


# --- what follows the text -----------------------------------------------------------


def attachment_list(paper: Document, galley: Galley) -> Iterator[Band]:
    """Yield 附件说明: two characters in, long names aligned under themselves."""
    label = ems("附件：") * EM
    for at, (number, name) in enumerate(paper.list_of_attachments()):
        hanging = (0 if at else label) + ems(number) * EM
        place = Place(
            left=2 * EM + label + ems(number) * EM,
            first=-hanging,
            before=0 if at else BLANK_LINE,
        )
        text = ("" if at else "附件：") + number + name
        yield from galley.paragraph("Listed", text, place)


def signature(one: Signature, galley: Galley) -> Iterator[Band]:
    """Yield 署名 and 成文日期."""
    day = chinese_day(one.on) if one.on else _BLANK_DAY
    name, when = ems(one.organ), ems(day)
    if one.sealed:
        # both stand in the middle of one box whose right edge is the text's: the day
        # keeps four characters from it, as long as the name does not leave the text
        left = galley.sheet.across - max(8 + when, name + SEAL_SLACK) * EM
        seal = Place(left=left, align=Align.CENTER, before=SEAL_LINES)
        yield from galley.paragraph("Signature", one.organ, seal)
        yield from galley.paragraph("Day", day, replace(seal, before=0))
        return
    left = galley.sheet.across - (2 + name if when <= name else 4 + when) * EM
    yield from galley.paragraph(
        "Signature", one.organ, Place(left=left, before=BLANK_LINE)
    )
    yield from galley.paragraph("Day", day, Place(left=left + 2 * EM))


def attachment_head(one: Attachment, label: str, galley: Galley) -> Iterator[Band]:
    """Yield 附件2 in the first line of a new face, the title in the third."""
    key = "Label" if label else "Body"
    yield from galley.paragraph(key, label, Place(fresh=True))
    yield from title(one.title, BLANK_LINE, galley)
    yield from galley.paragraph("Body", "")


# --- imprint -------------------------------------------------------------------------


def imprint(paper: Document, one: Imprint, setter: Setter) -> tuple[float, list[Item]]:
    """Return how high 版记 is, and its parts at their places at the page's foot.

    Args:
        paper: Whose imprint it is; that of a letter has no rules.
        one: What stands in it.
        setter: Sets its lines.
    """
    ruled = not isinstance(paper.head, LetterHead)
    foot = IMPRINT_FOOT if ruled else 0
    rows = list(_rows(one, setter))
    height = sum(len(bands) * IMPRINT_LINE + foot for bands, _rule in rows)
    top = TOP + TEXT_HEIGHT - height
    found: list[Item] = []
    for bands, rule in rows:
        thick = rule * _EIGHTH * ruled
        if thick:
            found.append(Stroke(LEFT, top, TEXT_WIDTH, thick))
        for at, band in enumerate(bands):
            above = top + thick + at * IMPRINT_LINE
            found += [placed(item, above) for item in band.items]
        top += len(bands) * IMPRINT_LINE + foot
    if ruled:
        thick = THICK * _EIGHTH
        found.append(Stroke(LEFT, top - thick, TEXT_WIDTH, thick))
    return height, found


def _rows(one: Imprint, setter: Setter) -> Iterator[tuple[list[Band], int]]:
    """Yield the lines of 主送, 抄送 and who printed it, and the rule above each."""
    rule = THICK
    for label, names in (("主送：", one.addressees), ("抄送：", one.copies)):
        if names:
            width = ems(label) * EM_4
            place = Place(left=EM_4 + width, first=-width, right=EM_4)
            text = label + names.rstrip("。") + "。"
            yield [*Galley(setter).paragraph("Imprint", text, place)], rule
            rule = 0
    if one.organ:
        day = chinese_day(one.on) if one.on else _BLANK_DAY
        texts = (one.organ, f"{day}印发")
        yield [*_both_ends("Imprint", texts, EM_4, Galley(setter))], rule or THIN


# --- page numbers --------------------------------------------------------------------


def page_number(text: str, sheet: Sheet, side: Align, setter: Setter) -> Iterator[Item]:
    """Yield the number of a page, turned on a turned sheet, as the others have it.

    Args:
        text: The number, with its dashes.
        sheet: The paper it stands on.
        side: On which side; a character's room is left beside it.
        setter: Knows how wide it is.
    """
    style = style_of("PageNumber")
    look = Look(style.size * 10, style.tight, side)
    aside = 0 if side is Align.CENTER else EM_4
    edge = LEFT + aside
    room = Room(edge, edge, UPRIGHT.right - aside)
    (line,) = setter.lines((Run(text, style.font),), look, room)
    top = UPRIGHT.height - FOOTER - style.line
    for item in items(line, style):
        number = placed(item, top)
        if isinstance(number, Signs) and sheet is not UPRIGHT:
            # turned with the sheet: what lay below the text lies left of it now
            below = UPRIGHT.height - number.baseline
            number = replace(number, baseline=below, turned=True)
        yield number
