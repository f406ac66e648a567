"""A paper that was edited in Word or WPS: taken back, and given its number and day.

What was edited is kept as it is. Only the places that a draft leaves open are filled:
the number, the day, the signer, and the word 草稿 across the pages is taken off.
"""

import re
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

from workbench.reports.checkup.opening import Package, opened
from workbench.reports.page import DRAFT, DRAFT_NUMBER, printable
from workbench.rules import Refusal
from workbench.rules.calendar import chinese_day

LARGEST = 20 * 2**20
"""Bytes of an edited file that the register keeps."""

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_DC = "{http://purl.org/dc/elements/1.1/}"
_NUMBER = re.compile(re.escape(DRAFT_NUMBER))
_BLANK_DAY = re.compile("\u3000{4}年\u3000{2}月\u3000{2}日")
_SIGNER = re.compile("(?<=签发人：)[\\s\u3000]*[^\\s\u3000]*")
_RECEIPT = re.compile(r"((?<=文号：)|(?<=书（))[\s\u3000]+(?=）)")
_WIDTH = re.compile(r"width:([0-9.]+)pt")


def check_edited(content: bytes, name: str, *, numbered: bool) -> None:
    """Refuse a file that cannot become a version of a paper.

    Args:
        content: The file.
        name: What people call it.
        numbered: Whether the paper takes a number.

    Raises:
        Refusal: It is larger than the register keeps, is no sound Word file, runs
            programs, or has no place for the number any more.

    Clause: documents/versions
    """
    if len(content) > LARGEST:
        raise Refusal(
            f"“{name}”有{len(content) // 2**20}兆字节，超过{LARGEST // 2**20}兆字节。",
            clause="documents/versions",
            ways=("压缩文件里的图片后再取回。",),
        )
    package = opened(content, name)
    for marks, what in ((("ins", "del", "moveFrom"), "修订"), (("comment",), "批注")):
        if any(_has(package, mark) for mark in marks):
            raise Refusal(
                f"“{name}”里还有{what}没有处理，不能作为正式的一稿。",
                clause="documents/versions",
                ways=(f"在“审阅”中处理完全部{what}，存盘后再取回。",),
            )
    paragraphs = [_text(_texts(one)) for one in _paragraphs(package)]
    if not "".join(paragraphs).strip():
        raise Refusal(f"“{name}”里没有文字。", clause="documents/versions")
    places = sum(one.count(DRAFT_NUMBER) for one in paragraphs)
    if numbered and places != 1:
        said = "找不到" if places == 0 else "不止一处"
        raise Refusal(
            f"“{name}”里{said}“{DRAFT_NUMBER}”，签发时不能把文号填进去。",
            clause="documents/versions",
            ways=(f"在文号的位置保留一处“{DRAFT_NUMBER}”，存盘后再取回。",),
        )


def finished(
    content: bytes, *, number: str, on: date, signer: str = "", drafted: str = ""
) -> bytes:
    """Return an edited paper with its number and day, and no longer marked a draft.

    Args:
        content: The file, as ``check_edited`` let it pass.
        number: The number it was given; empty where its kind takes none.
        on: The day it was signed off.
        signer: Who signed it off, where it is printed.
        drafted: Who was to sign it off as the draft said.

    Raises:
        Refusal: It is no sound Word file, or names another as its signer.

    Clause: documents/versions
    """
    package = opened(content, "修改稿")
    for paragraph in _paragraphs(package):
        if number:
            _put(paragraph, _RECEIPT, number)
        if number and DRAFT_NUMBER in _text(_texts(paragraph)):
            _put(paragraph, _NUMBER, number)
            if signer:
                _put(paragraph, _SIGNER, signer)
        if not _within_cell(paragraph):
            _put(paragraph, _BLANK_DAY, chinese_day(on))
    whole = "".join(_text(_texts(one)) for one in _paragraphs(package))
    if signer and signer not in whole and drafted.strip() and drafted in whole:
        raise Refusal(
            f"改过的稿子上印的签发人是“{drafted}”，不是“{signer}”。",
            clause="documents/versions",
            ways=("改好签发人、存盘后再取回。", "或按稿子上的签发人签发。"),
        )
    for part in package.related(package.document, "header").values():
        _unmark(package.tree(part))
    core = next(iter(package.related("", "core-properties").values()), "")
    if core and number:
        for subject in package.tree(core).iter(f"{_DC}subject"):
            subject.text = printable(number)
    return package.content()


def _has(package: Package, mark: str) -> bool:
    """Tell whether a change to be accepted or a remark is left in the text."""
    name = f"{_W}commentReference" if mark == "comment" else f"{_W}{mark}"
    return next(package.tree(package.document).iter(name), None) is not None


def _paragraphs(package: Package) -> Iterator[Any]:
    return package.tree(package.document).iter(f"{_W}p")


def _texts(paragraph: Any) -> list[Any]:
    return list(paragraph.iter(f"{_W}t"))


def _text(texts: list[Any]) -> str:
    return "".join(one.text or "" for one in texts)


def _within_cell(paragraph: Any) -> bool:
    return next(paragraph.iterancestors(f"{_W}tc"), None) is not None


def _put(paragraph: Any, place: re.Pattern[str], text: str) -> None:
    """Put a text in a place of a paragraph, which may be cut into many runs."""
    texts = _texts(paragraph)
    whole = _text(texts)
    found = place.search(whole)
    if found is None:
        return
    at, done = 0, False
    for one in texts:
        held = one.text or ""
        first, last = found.start() - at, found.end() - at
        at += len(held)
        if first > len(held) or last < 0 or (first == len(held) and last > first):
            continue  # the place begins behind this run, or ends before it
        kept = held[: max(first, 0)], held[min(last, len(held)) :]
        one.text = kept[0] + ("" if done else text) + kept[1]
        one.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        done = True


def _unmark(head: Any) -> None:
    """Take 草稿 out of what is written across the pages; 示例 stays."""
    for shape in list(head.iter("{urn:schemas-microsoft-com:vml}shape")):
        for words in shape.iter("{urn:schemas-microsoft-com:vml}textpath"):
            text = words.get("string", "")
            if DRAFT not in text:
                continue
            left = text.replace(DRAFT, "")
            if not left:
                _drop(shape)
                break
            words.set("string", left)
            share = len(left) / len(text)
            shape.set("alt", left)
            shape.set("style", _WIDTH.sub(_narrowed(share), shape.get("style", "")))


def _narrowed(share: float) -> Callable[[re.Match[str]], str]:
    return lambda found: f"width:{float(found[1]) * share:g}pt"


def _drop(shape: Any) -> None:
    """Take a shape out with the run that held nothing else."""
    run = next(shape.iterancestors(f"{_W}r"), shape)
    run.getparent().remove(run)
