"""The page of a paper: what stands on it, not how a program draws it.

A ``Document`` says which parts a paper has (head, title, body, signature, imprint,
attachments); ``layout`` knows the places, fonts and sizes of GB/T 9704—2012. Marks,
numbers and line breaks that every drawing of the page must share are made here.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from itertools import pairwise

DRAFT_NUMBER = "〔草稿，未编号〕"
DRAFT, SAMPLE = "草稿", "示例"
TITLE_EMS = 19  # of the 20 characters of 二号 that 156 mm hold
_NUMERALS = "零一二三四五六七八九"
_LEVELS = 4


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


Block = Heading | Paragraph | Table | LineChart


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
        organ: Who prints it (印发机关).
        on: The day it is printed; a blank to be filled where None.
    """

    copies: str
    organ: str
    on: date | None


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
    """

    made_at: datetime
    draft: bool = False
    sample: bool = False

    @property
    def mark(self) -> str:
        """What is written lightly on every page; often nothing."""
        return SAMPLE * self.sample + DRAFT * self.draft


@dataclass(frozen=True, slots=True)
class Document:
    """A paper.

    Attributes:
        kind: Its kind as the rules name it (通知, 报告), or the name of a form.
        title: Its lines, see ``break_title``.
        head: The red head; None for a plain paper.
        addressee: Whom it is sent to, without the colon.
        note: What stands in brackets below the date (附注).
        landscape: Whether the pages of a plain paper are turned sideways.
    """

    kind: str
    stamp: Stamp
    title: tuple[str, ...]
    blocks: tuple[Block, ...]
    head: FileHead | None = None
    addressee: str = ""
    signature: Signature | None = None
    note: str = ""
    imprint: Imprint | None = None
    attachments: tuple[Attachment, ...] = ()
    landscape: bool = False

    @property
    def number(self) -> str:
        """The number as it is printed."""
        if self.head is None:
            return ""
        return DRAFT_NUMBER if self.stamp.draft else self.head.number

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
    """Return 1 to 99 as Chinese count them: 九, 十, 十一, 二十."""
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else "十" if tens == 1 else f"{_NUMERALS[tens]}十"
    return head + (_NUMERALS[ones] if ones or not tens else "")


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


# Words that a title must not cut. What is not listed between two of them, such as the
# name of a county, is kept whole too.
_LEXICON = """
关于 印发 转发 批转 下达 明确 公布 报送 调整 增派 派驻 成立 设立 建立 开展 加强
推进 规范 做好 落实 进一步 严格 优化 有关 若干 试行 年度 季度 月度 上半年
执法片区 片区 指挥中心 镇街 乡镇 街道 县级 人民政府 办公室 联席会议 会议
综合行政执法 行政执法 综合执法 联合执法 执法 执法人员 执法力量 组成人员 成员
人员 名单 力量 下沉 一线 推荐 提名 反向否决 履职 评价 考核 考核结果 结果
行政检查 检查 涉企 综合查一次 案件 移送 重大 隐患 整改 专项 整治 行动 工作
设置 设置方案 实施方案 工作方案 行动方案 方案 计划 任务 任务清单 清单 台账
基本情况 基本情况表 情况 办法 规定 细则 制度 机制 管理 监督 问题 措施 政策
营商环境 通报 通知 报告 请示 批复 意见 通告 公告 纪要
"""
_WORDS = sorted(_LEXICON.split(), key=len, reverse=True)
_PIECE = re.compile(
    r"\d+年(?:\d+月)?(?:\d+日)?份?|\d+[月日号个项人次批期]?份?|[A-Za-z]+|"
    + "|".join(_WORDS)
)
_OPENING, _CLOSING = "《（“〈〔", "》）”〉〕、，：的和与及"


def break_title(
    text: str, *, names: Sequence[str] = (), limit: float = TITLE_EMS
) -> tuple[str, ...]:
    """Break a title into lines that keep words whole and narrow or widen evenly.

    Args:
        text: The title.
        names: Names in it that must stay whole though parts of them are words.
        limit: Longest line, in characters.

    Returns:
        One line, a trapezium (梯形) of two or more, or a rhombus (菱形) of three.

    Source: GB/T 9704—2012, 7.3.1.
    """
    if ems(text) <= limit:
        return (text,)
    words = _words(text, names, limit)
    for count in range(2, len(words) + 1):
        shapes = list(_shapes(words, count, limit))
        if shapes:
            return min(shapes, key=lambda one: (_ugliness(one), -ems(one[0]), one))
    return tuple(_cut(text, limit))


def _shapes(
    words: Sequence[str], count: int, limit: float
) -> Iterator[tuple[str, ...]]:
    """Yield every way to set words in so many lines, none longer than the limit."""
    for at in range(1, len(words) - count + 2):
        line = "".join(words[:at])
        if ems(line) > limit:
            return
        if count > 1:
            for others in _shapes(words[at:], count - 1, limit):
                yield (line, *others)
        elif at == len(words):
            yield (line,)


def _cut(text: str, limit: float) -> Iterator[str]:
    line = ""
    for sign in text:
        if ems(line + sign) > limit:
            yield line
            line = ""
        line += sign
    yield line


def _words(text: str, names: Sequence[str], limit: float) -> list[str]:
    """Cut a title where a line may end."""
    pattern = _PIECE
    if names:
        first = "|".join(map(re.escape, sorted(names, key=len, reverse=True)))
        pattern = re.compile(f"{first}|{_PIECE.pattern}")
    pieces: list[str] = []
    at = 0
    for found in pattern.finditer(text):
        pieces += [text[at : found.start()], found[0]]
        at = found.end()
    pieces.append(text[at:])
    words: list[str] = []
    for piece in _signs_apart(pieces):
        glued = words and (piece in _CLOSING or words[-1][-1] in _OPENING)
        if glued and ems(words[-1] + piece) <= limit:
            words[-1] += piece
        else:
            words.append(piece)
    return words


def _signs_apart(pieces: Iterable[str]) -> Iterator[str]:
    """Part the punctuation and particles off the unknown words around them."""
    for piece in pieces:
        yield from filter(None, re.split(f"([{_OPENING}{_CLOSING}])", piece))


def _ugliness(lines: Sequence[str]) -> float:
    """Return what speaks against a shape: the less, the better."""
    widths = [ems(line) for line in lines]
    steps = [after - before for before, after in pairwise(widths)]
    falls = all(step < 0 for step in steps)
    rises = all(step > 0 for step in steps)
    top = widths.index(max(widths))
    swells = all(step > 0 for step in steps[:top]) and all(
        step < 0 for step in steps[top:]
    )
    cost = 0.0 if falls or rises or swells else 30.0
    cost += sum(max(0, abs(step) - 6) * 3 + max(0, 2 - abs(step)) * 2 for step in steps)
    return cost + 20 * sum(width < 5 for width in widths)  # noqa: PLR2004 - a stump
