"""The heads of papers in Word: red for files, letters and minutes, black for forms.

Measures are twips unless a name says otherwise.
"""

from collections.abc import Iterator, Sequence

from workbench.reports.layout_markup import (
    TAB,
    both_ends,
    frame,
    run,
    run_in,
    spacing,
    tabs,
)
from workbench.reports.measures import (
    BASELINE,
    EM,
    HEAD_LINE,
    HEAD_LINES,
    HEAD_SIZE,
    HEAD_TOP_MM,
    HEI,
    INK_TOP,
    KAI,
    LETTER_NUMBER_BASELINE,
    LETTER_TOP_MM,
    LINE,
    MILLIMETRE,
    NARROWEST,
    NUMBER_BORDER,
    TEXT_WIDTH,
    TOP,
)
from workbench.reports.package import paragraph, sizes
from workbench.reports.page import (
    Document,
    FileHead,
    FormHead,
    LetterHead,
    MinutesHead,
    ems,
)
from workbench.rules.calendar import chinese_day

BLANK_DAY = "　　　　年　　月　　日"
# A red line stands above the title: its distance is taken off the blank lines there.
_BELOW_RED = 2 * LINE - NUMBER_BORDER * 20 - 30


def head(paper: Document) -> Iterator[str]:
    """Yield what stands on the first page above the text."""
    match paper.head:
        case FileHead():
            yield from _file(paper.head, paper.number)
            yield title(paper.title, _BELOW_RED)
        case LetterHead():
            yield from _letter(paper.head, paper.number)
            yield title(paper.title, 2 * LINE)
        case MinutesHead():
            yield from _minutes(paper.head, paper.number)
            yield title(paper.title, _BELOW_RED)
        case FormHead():
            yield from _form(paper.head, paper.number, paper.title)
        case None:
            yield title(paper.title)
    if paper.addressee:
        yield paragraph("Addressee", run(f"{paper.addressee}："))
    elif paper.title:
        yield paragraph("Body", "")


def title(lines: Sequence[str], before: float = 0) -> str:
    """Return the title of a paper or of an attachment."""
    if not lines:
        return ""
    return paragraph("Title", run("\n".join(lines)), spacing(before))


def _mark(organ: str, top_mm: float) -> str:
    """Return the red mark, its ink so far below the paper's upper edge."""
    percent = min(100, int(TEXT_WIDTH / (ems(organ) * HEAD_SIZE) * 100))
    size = HEAD_SIZE
    if percent < NARROWEST:
        percent = NARROWEST
        size = int(TEXT_WIDTH / ems(organ) * 100 / NARROWEST) // 10 * 10
    ink = BASELINE * HEAD_LINE - INK_TOP * size
    look = f'<w:w w:val="{percent}"/>{sizes(size // 10)}'
    return paragraph(
        "Mark",
        run(organ, look),
        frame(HEAD_LINE, top_mm * MILLIMETRE - ink),
    )


def _file(one: FileHead, number: str) -> Iterator[str]:
    yield _mark(one.organ, HEAD_TOP_MM)
    lines = HEAD_LINES
    if one.urgency:
        yield paragraph("Urgency", run(one.urgency))
        lines -= 1
    yield from _number(one.signers, number, lines * LINE)


def _number(signers: Sequence[str], number: str, before: float) -> Iterator[str]:
    """Yield 发文字号 in the middle, or left of the last line of 签发人, two a line."""
    if not signers:
        yield paragraph("Number", run(number), spacing(before))
        return
    lines = [signers[at : at + 2] for at in range(0, len(signers), 2)]
    width = max(ems("　".join(names)) for names in lines) * EM
    start = TEXT_WIDTH - EM - width
    label = start - ems("签发人：") * EM
    for at, names in enumerate(lines):
        last = at == len(lines) - 1
        runs = TAB + (run(number) if last else "") + TAB
        runs += run("签发人：") if at == 0 else ""
        runs += run_in("　".join(names), KAI)
        stops = tabs(("left", EM), ("left", start if at else label))
        rule = "" if last else _NO_RULE
        space = spacing(before if at == 0 else 0)
        yield paragraph("Signers", runs, rule + stops + space)


_NO_RULE = '<w:pBdr><w:bottom w:val="nil"/></w:pBdr>'


def _letter(one: LetterHead, number: str) -> Iterator[str]:
    """Yield the mark, then 紧急程度 at the left and 发文字号 at the right."""
    yield _mark(one.organ, LETTER_TOP_MM)
    runs = run_in(one.urgency, HEI) if one.urgency else ""
    before = LETTER_NUMBER_BASELINE - BASELINE * LINE - TOP
    yield paragraph("LetterNumber", runs + TAB + run(number), spacing(before))


def _minutes(one: MinutesHead, number: str) -> Iterator[str]:
    """Yield the mark, the number, and who keeps the minutes above the red line."""
    yield _mark(one.name, HEAD_TOP_MM)
    yield paragraph("Number", run(number), _NO_RULE + spacing(HEAD_LINES * LINE))
    day = chinese_day(one.on) if one.on else BLANK_DAY
    yield paragraph("Keeper", both_ends(one.organ, day, TEXT_WIDTH / EM))


def _form(one: FormHead, number: str, lines: Sequence[str]) -> Iterator[str]:
    if one.organ:
        yield paragraph("FormOrgan", run(one.organ))
    yield title(lines)
    if number:
        yield paragraph("FormNumber", run(number))
