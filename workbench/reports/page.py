"""The page of a paper: what stands on it, not how a program draws it.

A ``Document`` says which parts a paper has (head, title, body, signature, imprint,
attachments). ``layout`` turns it into Word, ``breaker`` into placed signs that are
painted; both take places, fonts and sizes from ``measures``. Marks and numbers that
every drawing of the page must share are made here.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from math import ceil
from types import NoneType

DRAFT_NUMBER = "〔草稿，未编号〕"
OPEN_NUMBER = "〔　　　　〕　　　号"
LINE_EMS = 28  # characters of a full line
_KEPT_LINES = 5
DRAFT, SAMPLE, VOID = "草稿", "示例", "作废"
_NUMERALS = "零一二三四五六七八九"
_LEVELS = 4
_EM_SPACE, _EN_SPACE = "\u2003", "\u2002"
_ROOMY = 4  # half characters beside the text of a blank, from which it stands in
_APART = 2  # characters at least between two texts that share a line
_CLOSING = "，、。；：）》”"


class Align(StrEnum):
    """On which side the text of a column stands."""

    LEFT = "left"
    CENTER = "center"
    RIGHT = "right"


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading. Its mark (一、 （一） 1. （1）) follows from its place.

    Attributes:
        level: 1 to 4.
        body: Text that runs on behind the heading on the same line; often none.
    """

    text: str
    level: int = 1
    body: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of the body."""

    text: str


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table on paper.

    Attributes:
        width_mm: Its share of the text area; a table always fills it.
    """

    title: str
    width_mm: float
    align: Align = Align.CENTER


@dataclass(frozen=True, slots=True)
class Table:
    """A table; its head row is repeated on every page it runs over.

    Attributes:
        rows: Texts, one a column.
        caption: Stands above it behind 表1; a table without caption has no number.
        note: Small print below it.
        landscape: Whether it stands on pages of its own, turned sideways.
    """

    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    caption: str = ""
    note: str = ""
    landscape: bool = False


@dataclass(frozen=True, slots=True)
class LineChart:
    """A line over time, with the line that is to be reached.

    Attributes:
        caption: Stands below it behind 图1.
        name: What the line shows.
        across: Title of the level axis.
        upward: Title of the upright axis, with its unit.
        points: Label and value, None where there is none; in the axis's unit.
        target: Height of the dashed line, in the same unit.
        target_name: Its words.
    """

    caption: str
    name: str
    across: str
    upward: str
    points: tuple[tuple[str, float | None], ...]
    target: float
    target_name: str


@dataclass(frozen=True, slots=True)
class Blank:
    """A place to be filled in, with a rule below it.

    Attributes:
        text: What stands in it; empty for a blank that is left to the pen.
        ems: How wide it is at least, in characters.
    """

    text: str = ""
    ems: float = 8

    @property
    def shown(self) -> str:
        """Its text before as many spaces as make it wide enough; one stands before it.

        They are em spaces, one en space for a half, and a full-width space at the end.
        That one may hang past the end of a line; where all did, LibreOffice would drop
        the rule, and where none did, a hair too much would begin another line.
        """
        halves = max(0, ceil(2 * (self.ems - ems(self.text))))
        if halves < _ROOMY:
            return self.text + _EN_SPACE * (halves // 3) + "　" * (halves > 0)
        inner = _EM_SPACE * (halves // 2 - 2) + _EN_SPACE * (halves % 2)
        return f"{_EM_SPACE}{self.text}{inner}　"


Part = str | Blank


@dataclass(frozen=True, slots=True)
class Ruled:
    """A line of a form: words and ruled blanks one after the other.

    Attributes:
        indented: Whether it begins two characters in, as a paragraph does.
    """

    parts: tuple[Part, ...]
    indented: bool = True


@dataclass(frozen=True, slots=True)
class Present:
    """Who was there (出席 请假 列席): a bold-faced label, names aligned behind it."""

    label: str
    names: str


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a grid.

    Attributes:
        text: What stands in it; a line break begins a new paragraph.
        span: How many columns it takes.
        label: Whether it names what stands beside it.
        align: On which side its text stands; a label stands in the middle.
        foot: What stands at its lower right, such as 签名 and date.
    """

    text: str = ""
    span: int = 1
    label: bool = False
    align: Align = Align.LEFT
    foot: str = ""


@dataclass(frozen=True, slots=True)
class GridRow:
    """A row of a grid; it is never parted between two pages.

    Attributes:
        height_mm: How high it is at least.
    """

    cells: tuple[Cell, ...]
    height_mm: float = 0


@dataclass(frozen=True, slots=True)
class Grid:
    """A form of ruled cells, as wide as the text area.

    Attributes:
        widths_mm: Shares of the columns; every row's spans add up to their number.
    """

    widths_mm: tuple[float, ...]
    rows: tuple[GridRow, ...]

    @property
    def headed(self) -> bool:
        """Whether its first row names the columns: it is repeated on every page."""
        labels = bool(self.rows) and all(cell.label for cell in self.rows[0].cells)
        return labels and len(self.rows) > 1


Block = Heading | Paragraph | Table | LineChart | Ruled | Present | Grid


@dataclass(frozen=True, slots=True)
class FileHead:
    """The red head of the file form (文件格式).

    Attributes:
        organ: The organ's mark as it is printed, with 文件.
        number: Number of the paper; a draft shows that it has none.
        signers: Who signed it off (签发人); only where the paper goes upward.
        urgency: 特急 or 加急, or nothing.
    """

    organ: str
    number: str
    signers: tuple[str, ...] = ()
    urgency: str = ""


@dataclass(frozen=True, slots=True)
class LetterHead:
    """The red head of the letter form (信函格式): no 文件, two double lines.

    Attributes:
        organ: The organ's mark as it is printed.
        number: Number of the paper, at the right below the upper double line.
        urgency: 特急 or 加急, or nothing; at the left below it.
    """

    organ: str
    number: str
    urgency: str = ""


@dataclass(frozen=True, slots=True)
class MinutesHead:
    """The red head of minutes (纪要格式).

    Attributes:
        name: The mark as it is printed, such as 联席会议纪要.
        number: Number of the minutes, in the middle below the mark.
        organ: Who keeps them, at the left above the red line.
        on: The day of the minutes, at the right above the red line.
        numbered: Whether the register numbers it; an issue (第3期) numbers itself.
    """

    name: str
    number: str
    organ: str
    on: date | None
    numbered: bool = True


@dataclass(frozen=True, slots=True)
class FormHead:
    """The black head of an enforcement form or a working form.

    The organ's name stands above the title, the number at the right below it.

    Attributes:
        organ: Who issues it; empty for a form that names nobody above its title.
        number: Number of the form; empty for a draft, and for a form without one.
        numbered: Whether the form takes a number at all.
    """

    organ: str
    number: str
    numbered: bool = True


Head = FileHead | LetterHead | MinutesHead | FormHead


class Format(StrEnum):
    """The form a paper has; its Word file says so in its keywords."""

    FILE = "文件格式"
    LETTER = "信函格式"
    MINUTES = "纪要格式"
    FORM = "文书格式"
    PLAIN = "表格"


_FORMATS = {
    FileHead: Format.FILE,
    LetterHead: Format.LETTER,
    MinutesHead: Format.MINUTES,
    FormHead: Format.FORM,
    NoneType: Format.PLAIN,
}


@dataclass(frozen=True, slots=True)
class Receipt:
    """What is cut off at the foot and sent back (回执), below a dashed line."""

    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Signature:
    """Who issues the paper, and when.

    Attributes:
        on: The day it was signed off; a blank to be filled where None.
        sealed: Whether a seal is put on it, which decides its place.
    """

    organ: str
    on: date | None
    sealed: bool = True


@dataclass(frozen=True, slots=True)
class Imprint:
    """The foot of the last page (版记).

    Attributes:
        copies: Who gets a copy (抄送), as it is printed; empty for nobody.
        organ: Who prints it (印发机关); a letter has none.
        on: The day it is printed; a blank to be filled where None.
        addressees: 主送 where they are too many for the head of the text.
    """

    copies: str
    organ: str
    on: date | None
    addressees: str = ""


@dataclass(frozen=True, slots=True)
class Attachment:
    """What follows on a new face.

    Attributes:
        title: Its lines.
        landscape: Whether its pages are turned sideways.
        enclosed: The text that a 印发 notice puts in force. By custom it is no 附件:
            it bears no such label and is not listed.
    """

    title: tuple[str, ...]
    blocks: tuple[Block, ...]
    landscape: bool = False
    enclosed: bool = False


@dataclass(frozen=True, slots=True)
class Stamp:
    """When a paper is made, and what every page of it is marked with.

    Attributes:
        made_at: The moment; the same record and moment give the same bytes.
        draft: Whether it is marked 草稿, and shown without number.
        sample: Whether it is marked 示例.
        pen: Whether a draft is printed to be filled in by pen: it bears no mark, and
            its number is left open too.
        void: Whether it is marked 作废, draft or not.
    """

    made_at: datetime
    draft: bool = False
    sample: bool = False
    pen: bool = False
    void: bool = False

    @property
    def mark(self) -> str:
        """What is written lightly on every page; often nothing."""
        state = VOID if self.void else DRAFT * (self.draft and not self.pen)
        return SAMPLE * self.sample + state


@dataclass(frozen=True, slots=True)
class Document:
    """A paper.

    Attributes:
        kind: Its kind as the rules name it (通知, 报告), or the name of a form.
        title: Its lines, see ``titles.break_title``.
        head: Its head, which decides its form; None for a plain paper.
        addressee: Whom it is sent to, without the colon.
        note: What stands in brackets below the date (附注).
        landscape: Whether the pages of a plain paper are turned sideways.
        receipt: What is cut off at the foot and sent back; only forms have one.
        remark: Small print at the very end of a form, such as 本文书一式三份; above
            what is cut off.
        counted: Whether pages are numbered 第1页共3页, as records on the spot are.
        signing: Who signs every page of a counted paper (逐页签名); stands before the
            count with room for the pen.
    """

    kind: str
    stamp: Stamp
    title: tuple[str, ...]
    blocks: tuple[Block, ...]
    head: Head | None = None
    addressee: str = ""
    signature: Signature | None = None
    note: str = ""
    imprint: Imprint | None = None
    attachments: tuple[Attachment, ...] = ()
    landscape: bool = False
    receipt: Receipt | None = None
    remark: str = ""
    counted: bool = False
    signing: str = ""

    @property
    def number(self) -> str:
        """The number as it is printed."""
        if self.head is None:
            return ""
        if isinstance(self.head, FormHead | MinutesHead) and not self.head.numbered:
            return self.head.number
        if not self.stamp.draft:
            return self.head.number
        return OPEN_NUMBER if self.stamp.pen else DRAFT_NUMBER

    @property
    def format(self) -> Format:
        """The form that its head gives it."""
        return _FORMATS[type(self.head)]

    @property
    def kept(self) -> Block | None:
        """The last block of the body, where it stays with what follows it.

        No signature or remark stands alone on a page. A long paragraph does not go
        overleaf for that: the first page must show body text.

        Source: GB/T 9704—2012, 7.3.3.
        """
        if not self.blocks or not (self.signature or self.remark):
            return None
        last = self.blocks[-1]
        text = ""
        if isinstance(last, Paragraph):
            text = last.text
        elif isinstance(last, Heading):
            text = last.text + last.body
        return last if lines_of(text, LINE_EMS) <= _KEPT_LINES else None

    @property
    def listed(self) -> tuple[Attachment, ...]:
        """The attachments that bear a label and are listed."""
        return tuple(one for one in self.attachments if not one.enclosed)

    def label(self, attachment: Attachment) -> str:
        """Return 附件, 附件2 where there are several, nothing for an enclosed text."""
        if attachment.enclosed:
            return ""
        return f"附件{self._place(attachment)}"

    def _place(self, attachment: Attachment) -> str:
        alone = len(self.listed) == 1
        return "" if alone else str(self.listed.index(attachment) + 1)

    def list_of_attachments(self) -> Iterator[tuple[str, str]]:
        """Yield the number (1. 2. or nothing) and name of each listed attachment."""
        for one in self.listed:
            place = self._place(one)
            yield (f"{place}." if place else "", "".join(one.title))


def filled(value: str, stamp: Stamp, width: float = 8) -> Blank:
    """Return the blank of a form: filled, left to the pen, or struck through.

    Args:
        value: What is known.
        stamp: A draft leaves open what is not known; a final form strikes it through.
        width: Of the blank, in characters, at least.
    """
    return Blank(value if value or stamp.draft else "／", width)


def printable(text: str) -> str:
    """Return text without the characters that nobody sees: controls, turned marks."""
    if text.isprintable():  # as nearly all are
        return text
    return _UNPRINTABLE.sub("", text.replace("\t", " "))


_UNPRINTABLE = re.compile(
    r"[^\n\x20-\x7e\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"
    r"|[\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]"
)


def ems(text: str) -> float:
    """Return how wide a text is, in characters: Latin signs are half as wide."""
    return sum(0.5 if sign < "\x80" else 1.0 for sign in text)


def beside(left: str, right: str, width: float) -> bool:
    """Return whether two texts share a line, one at either end, and are well apart.

    Args:
        left: The one; the other stands on a line of its own below it where they do not.
        right: The other.
        width: Of the line, in characters.
    """
    return ems(left) + ems(right) + _APART <= width


def lines_of(text: str, width: float) -> int:
    """Return how many lines a text takes where none begins with a closing sign.

    Args:
        text: What is broken into lines, at any sign.
        width: Of a line, in characters.
    """
    lines, line = 1, 0.0
    for at, sign in enumerate(text):
        following = text[at + 1 : at + 2]
        room = ems(sign) + (ems(following) if following in _CLOSING else 0)
        if line + room > width:
            lines, line = lines + 1, 0.0
        line += ems(sign)
    return lines


def names_in_lines(names: Iterable[str], width: float) -> str:
    """Return names joined by 、 and broken between them, never within one.

    Args:
        names: What is listed.
        width: Of a line, in characters.
    """
    lines = [""]
    for name in names:
        if lines[-1] and ems(f"{lines[-1]}、{name}、") > width:
            lines[-1] += "、"
            lines.append(name)
        else:
            lines[-1] += f"、{name}" if lines[-1] else name
    return "\n".join(lines)


def numeral(number: int) -> str:
    """Return 1 to 999 as Chinese count them: 九, 十, 十一, 二十, 一百零一."""
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    head = f"{_NUMERALS[hundreds]}百" if hundreds else ""
    if tens:
        head += "十" if tens == 1 and not hundreds else f"{_NUMERALS[tens]}十"
    elif hundreds and ones:
        head += "零"
    return head + (_NUMERALS[ones] if ones or not number else "")


def numbered(blocks: Iterable[Block]) -> Iterator[tuple[str, Block]]:
    """Yield each block behind its mark: 一、 （一） 1. （1） 表1 图1 or nothing."""
    counts = [0] * _LEVELS
    tables = charts = 0
    for block in blocks:
        mark = ""
        if isinstance(block, Heading):
            at = block.level - 1
            counts[at:] = [counts[at] + 1] + [0] * (_LEVELS - block.level)
            n = counts[at]
            mark = (f"{numeral(n)}、", f"（{numeral(n)}）", f"{n}.", f"（{n}）")[at]
        elif isinstance(block, Table) and block.caption:
            tables += 1
            mark = f"表{tables}"
        elif isinstance(block, LineChart):
            charts += 1
            mark = f"图{charts}"
        yield mark, block
