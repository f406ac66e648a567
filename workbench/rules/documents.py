"""Papers: where they stand, and their numbers."""

import re
from enum import StrEnum

from workbench.rules import Refusal

_WORD = re.compile(r"[\u4e00-\u9fffA-Za-z]{1,20}")
_LARGEST = 99_999
_NAME = 70  # signs; three bytes each, of the 255 that some file systems take


class PaperState(StrEnum):
    """Where a paper stands."""

    DRAFT = "draft"
    ISSUED = "issued"
    VOID = "void"

    @property
    def label(self) -> str:
        """The state as shown."""
        return {"draft": "草稿", "issued": "已签发", "void": "已作废"}[self]


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


def file_name(name: str, state: PaperState, suffix: str) -> str:
    """Return a name for a paper's file that every file system takes.

    Args:
        name: What people call the paper.
        state: Where it stands; a draft and a void paper say so.
        suffix: Ending of the file, with its dot.
    """
    marks = {PaperState.DRAFT: "（草稿）", PaperState.VOID: "（已作废）"}
    for sign in '\\/:*?"<>|\n':
        name = name.replace(sign, "")
    return f"{name[:_NAME]}{marks.get(state, '')}{suffix}"
