"""Papers: where they stand, who may issue them, their numbers and files."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from workbench.rules import Refusal
from workbench.rules.calendar import chinese_day
from workbench.rules.roster.units import AuthorityKind, UnitKind

_WORD = re.compile(r"[\u4e00-\u9fffA-Za-z]{1,20}")
_LARGEST = 99_999
_NAME = 70  # signs; three bytes each, of the 255 that some file systems take
REMARK = 200
"""Signs of a step's remark."""


class PaperState(StrEnum):
    """Where a paper stands, in the order it goes."""

    DRAFT = "draft"
    REVIEW = "review"
    REVIEWED = "reviewed"
    SIGNED = "signed"
    NUMBERED = "numbered"
    SEALED = "sealed"
    SENT = "sent"
    ARCHIVED = "archived"
    VOID = "void"

    @property
    def label(self) -> str:
        """The state as shown."""
        return _STATES[self]

    @property
    def open(self) -> bool:
        """Whether its text may still change."""
        return self in {PaperState.DRAFT, PaperState.REVIEW, PaperState.REVIEWED}

    @property
    def issued(self) -> bool:
        """Whether it was signed off and stands."""
        return not self.open and self is not PaperState.VOID


_STATES = {
    PaperState.DRAFT: "草稿",
    PaperState.REVIEW: "待核稿",
    PaperState.REVIEWED: "待签发",
    PaperState.SIGNED: "已签发",
    PaperState.NUMBERED: "已编号",
    PaperState.SEALED: "已用印",
    PaperState.SENT: "已印发",
    PaperState.ARCHIVED: "已归档",
    PaperState.VOID: "已作废",
}


class Deed(StrEnum):
    """What takes a paper to its next state."""

    SUBMIT = "submit"
    REVIEW = "review"
    ISSUE = "issue"
    NUMBER = "number"
    SEAL = "seal"
    SEND = "send"
    ARCHIVE = "archive"

    @property
    def label(self) -> str:
        """The deed as the button says it."""
        return {
            "submit": "送核",
            "review": "核稿通过",
            "issue": "签发",
            "number": "编号",
            "seal": "用印",
            "send": "印发",
            "archive": "归档",
        }[self]


def next_deed(state: PaperState, *, numbered: bool, sealed: bool) -> Deed | None:
    """Return what is to be done to a paper next; None where nothing is.

    Args:
        state: Where it stands.
        numbered: Whether its kind takes a number.
        sealed: Whether a seal is put on it.
    """
    if state is PaperState.SIGNED:
        return Deed.NUMBER if numbered else Deed.SEND
    if state is PaperState.NUMBERED:
        return Deed.SEAL if sealed else Deed.SEND
    return {
        PaperState.DRAFT: Deed.SUBMIT,
        PaperState.REVIEW: Deed.REVIEW,
        PaperState.REVIEWED: Deed.ISSUE,
        PaperState.SEALED: Deed.SEND,
        PaperState.SENT: Deed.ARCHIVE,
    }.get(state)


class FileSource(StrEnum):
    """How a version of a paper came about."""

    COMPOSED = "composed"
    EDITED = "edited"
    PDF = "pdf"
    SCAN = "scan"

    @property
    def label(self) -> str:
        """The source as shown."""
        return {
            "composed": "系统生成",
            "edited": "外部修改",
            "pdf": "PDF",
            "scan": "扫描件",
        }[self]

    @property
    def text(self) -> bool:
        """Whether it is the paper's text, not a picture of it."""
        return self in {FileSource.COMPOSED, FileSource.EDITED}


@dataclass(frozen=True, slots=True)
class Issuer:
    """An organ that is to issue a paper, as it is on that day.

    Attributes:
        name: Its full name.
        authority: By what right it enforces.
        principal: Who entrusted it; empty for any other.
        until: Last day of that; None where it has no end.
    """

    name: str
    kind: UnitKind
    authority: AuthorityKind
    principal: str = ""
    until: date | None = None


def check_issuer(
    label: str,
    issuer: Issuer,
    day: date,
    *,
    outward: bool,
    kinds: tuple[UnitKind, ...] = (),
) -> None:
    """Refuse a paper that its issuer may not issue.

    Args:
        label: What people call the paper.
        issuer: The organ.
        day: The day it is issued.
        outward: Whether it reaches an enterprise, the police or a court.
        kinds: What organs issue this kind of paper; empty for any.

    Raises:
        Refusal: The kind is another organ's; it goes outward and its issuer is the
            command centre, has no authority, or was entrusted only until before.

    Clause: documents/issuer
    """
    name = issuer.name
    if kinds and issuer.kind not in kinds:
        organs = "、".join(kind.label for kind in kinds)
        raise Refusal(
            f"{label}由{organs}出具，{name}不能出具。",
            clause="documents/issuer",
            ways=("改由有权出具的机关发文。",),
        )
    if not outward:
        return
    if issuer.kind is UnitKind.COMMAND_CENTRE:
        raise Refusal(
            f"{name}是指挥中心，不是执法主体，不能以自己的名义对外出具{label}。",
            clause="documents/issuer",
            ways=(
                "由有执法主体资格的机关或组织出具。",
                "由指挥中心用调度指令交有权机关办理。",
            ),
        )
    ended = issuer.until is not None and issuer.until < day
    if issuer.principal and ended and issuer.until is not None:
        raise Refusal(
            f"{name}的委托已于{chinese_day(issuer.until)}终止，"
            f"不能再以{issuer.principal}的名义出具{label}。",
            clause="documents/issuer",
            ways=(
                f"由{issuer.principal}自己出具。",
                "续签委托书后，在“机构”页登记新的委托期限。",
            ),
        )
    if issuer.authority is AuthorityKind.NONE:
        raise Refusal(
            f"{name}没有登记执法主体资格，不能对外出具{label}。",
            clause="documents/issuer",
            ways=(
                "由有执法主体资格的机关或组织出具。",
                "已有资格的，在“机构”页登记主体类别和依据。",
            ),
        )


def check_reason(text: str, deed: str) -> str:
    """Return why something is done to a paper, or refuse to do it without.

    Args:
        text: The reason.
        deed: What is done, as sentences call it: 退回, 作废.

    Raises:
        Refusal: It is empty or too long.

    Clause: documents/steps
    """
    reason = text.strip()
    if not 0 < len(reason) <= REMARK:
        raise Refusal(f"{deed}须写明原因，不超过{REMARK}字。", clause="documents/steps")
    return reason


def check_word(text: str) -> str:
    """Return an organ's 代字 in its one form, or refuse it.

    Raises:
        Refusal: Empty, or with signs that a number does not have.

    Clause: documents/number-series
    """
    word = text.strip()
    if not _WORD.fullmatch(word):
        raise Refusal(
            "机关代字应为1至20个汉字或字母，不含年份、括号和“号”。",
            clause="documents/number-series",
        )
    return word


_SUFFIX = re.compile(r"[\u4e00-\u9fff]{0,4}")


def check_suffix(text: str) -> str:
    """Return a form's 文书代字 in its one form, or refuse it; empty is none.

    Raises:
        Refusal: Longer than a form's word is, or with other signs.

    Clause: documents/number-series
    """
    suffix = text.strip()
    if not _SUFFIX.fullmatch(suffix):
        raise Refusal(
            "文书代字应为1至4个汉字，如“移”；没有的不填。",
            clause="documents/number-series",
        )
    return suffix


def number_text(word: str, year: int, number: int) -> str:
    """Return a number as papers print it: 东综执〔2026〕24号, no leading zeros.

    Clause: documents/number-form
    """
    return f"{word}\u3014{year}\u3015{number}号"


def check_start_number(last: int, used: int, *, given: bool) -> None:
    """Refuse a start number that would make a twin or a hole.

    Args:
        last: The number said to have been used last.
        used: The last one on record.
        given: Whether a number of this year was given out here.

    Raises:
        Refusal: Numbers have been given out here, or it is out of range.

    Clause: documents/number-series
    """
    if given:
        raise Refusal(
            f"本年已在系统中编号到{used}号，不能再改起始号，以免重号或跳号。",
            clause="documents/number-series",
        )
    if not 0 <= last <= _LARGEST:
        raise Refusal(
            f"已用文号应为0至{_LARGEST}的整数。", clause="documents/number-series"
        )


def check_year(word: str, year: int, known: Collection[int], today: date) -> None:
    """Refuse a number in a year of which nobody said how far the numbers came.

    Args:
        word: The run's words.
        year: The year the number is to be of.
        known: Years of which a number is on record.
        today: The day it is given.

    Raises:
        Refusal: The year is before last year, or before the first on record.

    Clause: documents/number-series
    """
    if year in known or max([today.year - 1, *sorted(known)[:1]]) <= year:
        return
    raise Refusal(
        f"“{word}”{year}年用到几号没有登记，不能编{year}年的文号。",
        clause="documents/number-series",
        ways=(f"核对成文日期；确是{year}年的，先在“文号”页设定该年已用到几号。",),
    )


_SCANS = {".pdf": b"%PDF-", ".jpg": b"\xff\xd8\xff", ".png": b"\x89PNG\r\n\x1a\n"}
_SCAN_BYTES = 30 * 2**20


def scan_suffix(content: bytes) -> str:
    """Return what a scan is, by its first bytes: pdf, jpg or png.

    Raises:
        Refusal: It is none of them, or larger than the register keeps.

    Clause: documents/files
    """
    if len(content) > _SCAN_BYTES:
        raise Refusal(
            f"文件有{len(content) // 2**20}兆字节，超过{_SCAN_BYTES // 2**20}兆字节。",
            clause="documents/files",
            ways=("用较低的分辨率（200dpi、灰度）重新扫描。",),
        )
    for suffix, begins in _SCANS.items():
        if content.startswith(begins):
            return suffix.removeprefix(".")
    raise Refusal(
        "扫描件只收PDF、JPG、PNG文件，这个文件不是。",
        clause="documents/files",
        ways=("在扫描仪软件中选择PDF格式再扫一次。",),
    )


def file_name(name: str, state: PaperState, suffix: str) -> str:
    """Return a name for a paper's file that every file system takes.

    Args:
        name: What people call the paper.
        state: Where it stands; a draft and a void paper say so.
        suffix: Ending of the file, with its dot.
    """
    marks = {PaperState.VOID: "（已作废）"}
    if state.open:
        marks[state] = "（草稿）"
    for sign in '\\/:*?"<>|\n':
        name = name.replace(sign, "")
    return f"{name[:_NAME]}{marks.get(state, '')}{suffix}"
