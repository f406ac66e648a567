"""A paper that was edited in Word or WPS: taken back, and given its number and day.

What was edited is kept as it is. Only the places that a draft leaves open are filled:
the number, the day, the signer, and the word 草稿 across the pages is taken off.
"""

import re
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any, NamedTuple

from lxml import etree

from workbench.reports.checkup.opening import Package, opened
from workbench.reports.page import DRAFT, DRAFT_NUMBER, printable
from workbench.rules import Refusal
from workbench.rules.calendar import chinese_day

LARGEST = 20 * 2**20
"""Bytes of an edited file that the register keeps."""

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_DC = "{http://purl.org/dc/elements/1.1/}"
_CUSTOM = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"
_VT = "{http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes}"
_MARK = "公文修改稿"
_WHOSE = re.compile(r"(\d{1,18})/(\d{1,9})")
_NUMBER = re.compile(re.escape(DRAFT_NUMBER))
_BLANK_DAY = re.compile("\u3000{4}年\u3000{2}月\u3000{2}日")
_SIGNER = re.compile("(?<=签发人：)[\\s\u3000]*[^\\s\u3000]*")
_RECEIPT = re.compile(r"((?<=文号：)|(?<=书（))[\s\u3000]+(?=）)")
_WIDTH = re.compile(r"width:([0-9.]+)pt")


class Mark(NamedTuple):
    """What a file that is handed out to be edited bears, unseen: whose text it is."""

    paper_id: int
    version: int


def marked(content: bytes, mark: Mark) -> bytes:
    """Return a file as it is handed out, so that it is known when it comes back.

    Word, WPS and LibreOffice keep such a property when they save the file.

    Args:
        content: A version of a paper.
        mark: Whose.

    Raises:
        Refusal: It is no sound Word file.

    Clause: documents/checkup
    """
    package = opened(content, "公文")
    part = _custom(package) or _add_custom(package)
    root = package.tree(part)
    for one in _marks(root):
        root.remove(one)
    pids = [int(one.get("pid", "1")) for one in root]
    one = etree.SubElement(
        root,
        f"{{{_CUSTOM}}}property",
        fmtid="{D5CDD505-2E9C-101B-9397-08002B2CF9AE}",
        pid=str(max(pids, default=1) + 1),
        name=_MARK,
    )
    etree.SubElement(one, f"{_VT}lpwstr").text = f"{mark.paper_id}/{mark.version}"
    return package.content()


def unmarked(content: bytes, name: str) -> tuple[bytes, Mark | None]:
    """Return a file that came back without its mark, and the mark.

    Args:
        content: The file.
        name: What people call it.

    Returns:
        The file as it is, and None, where it bears no mark.

    Raises:
        Refusal: It is no sound Word file.

    Clause: documents/checkup
    """
    package = opened(content, name)
    part = _custom(package)
    marks = _marks(package.tree(part)) if part else []
    if not marks:
        return content, None
    found = _WHOSE.fullmatch("".join(marks[0].itertext()).strip())
    for one in marks:
        one.getparent().remove(one)
    mark = Mark(int(found[1]), int(found[2])) if found else None
    return package.content(), mark


def check_size(content: bytes, name: str) -> None:
    """Refuse a file that is larger than the register keeps.

    Args:
        content: The file.
        name: What people call it.

    Raises:
        Refusal: It is.

    Clause: documents/versions
    """
    if len(content) > LARGEST:
        raise Refusal(
            f"“{name}”有{len(content) // 2**20}兆字节，超过{LARGEST // 2**20}兆字节。",
            clause="documents/versions",
            ways=("压缩文件里的图片后再取回。",),
        )


def check_edited(
    content: bytes, name: str, *, numbered: bool, organ: str = "", title: str = ""
) -> None:
    """Refuse a file that cannot become a version of a paper.

    Args:
        content: The file.
        name: What people call it.
        numbered: Whether the paper takes a number.
        organ: In whose name it goes out; its text must still say so.
        title: The paper's title as printed, which tells it from another paper; empty
            where that is known otherwise.

    Raises:
        Refusal: It is no sound Word file, runs programs, is another paper, names
            another organ, or has no place for the number any more.

    Clause: documents/versions
    """
    package = opened(content, name)
    for marks, what in ((("ins", "del", "moveFrom"), "修订"), (("comment",), "批注")):
        if any(_has(package, mark) for mark in marks):
            raise Refusal(
                f"“{name}”里还有{what}没有处理，不能作为正式的一稿。",
                clause="documents/versions",
                ways=(f"在“审阅”中处理完全部{what}，存盘后再取回。",),
            )
    paragraphs = [_text(_texts(one)) for one in _paragraphs(package)]
    whole = _bare("".join(paragraphs))
    if not whole:
        raise Refusal(f"“{name}”里没有文字。", clause="documents/versions")
    if _bare(title) not in whole:
        raise Refusal(
            f"“{name}”里找不到标题“{title}”，看不出是这份公文的修改稿。",
            clause="documents/versions",
            ways=("点“打开编辑”，改那份文件，存盘后再取回。",),
        )
    if _bare(organ) not in whole:
        raise Refusal(
            f"“{name}”里找不到发文机关“{organ}”，不能作为这份公文的一稿。",
            clause="documents/versions",
            ways=("写回发文机关的全称再取回。", "换发文机关的，重新起草。"),
        )
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


def _custom(package: Package) -> str:
    """Return the part of the properties that others may add; empty where none is."""
    return next(iter(package.related("", "custom-properties").values()), "")


def _add_custom(package: Package) -> str:
    """Put in an empty part of such properties, and return its name."""
    part = "docProps/custom.xml"
    package.parts[part] = (
        f'<Properties xmlns="{_CUSTOM}" xmlns:vt="{_VT[1:-1]}"/>'.encode()
    )
    types = package.tree("[Content_Types].xml")
    etree.SubElement(
        types,
        f"{{{etree.QName(types).namespace}}}Override",
        PartName=f"/{part}",
        ContentType=(
            "application/vnd.openxmlformats-officedocument.custom-properties+xml"
        ),
    )
    relations = package.tree("_rels/.rels")
    etree.SubElement(
        relations,
        f"{{{etree.QName(relations).namespace}}}Relationship",
        Id="gongwenMark",
        Type=_CUSTOM.replace("custom-properties", "relationships/custom-properties"),
        Target=part,
    )
    return part


def _marks(root: Any) -> list[Any]:
    return [one for one in root if one.get("name") == _MARK]


def _bare(text: str) -> str:
    """Return a text without the spaces that only spread it."""
    return "".join(text.split())


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
