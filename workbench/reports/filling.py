"""The superior's own form filled in (套表): {{单位}} in its cells and paragraphs.

A copy is made: a value takes the place of its name, in the dress of the first sign it
replaces, and every part of the file that has no such place keeps its bytes. What Word
has cut into several runs is read as one.
"""

import io
import re
import zipfile
import zlib
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from lxml import etree
from typing_extensions import override

from workbench.reports.page import printable
from workbench.rules import Refusal

LARGEST_FILE = 32 << 20
_LARGEST_WHOLE = 256 << 20  # of all parts, unpacked
_SUSPECT_SIZE, _SUSPECT_RATIO = 8 << 20, 120
_MOST_PARTS = 5_000

_PLACE = re.compile(r"[{｛]{2}[ \u3000]*([^{}｛｝\n]{1,40}?)[ \u3000]*[}｝]{2}")
_NUMBER = re.compile(r"-?(?:0|[1-9]\d{0,8})(?:\.\d{1,6})?")
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_TYPES = "[Content_Types].xml"
_MACRO = re.compile(rb"macroenabled|vbaproject", re.IGNORECASE)
_DECLARES = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_WORD, _SHEET = b"wordprocessingml.document.main+xml", b"spreadsheetml.sheet.main+xml"
_WORD_TEXT = re.compile(
    r"word/(?:document|header|footer|footnotes|endnotes|comments)\d*\.xml"
)
_SHEET_TEXT = re.compile(r"xl/(?:sharedStrings|worksheets/[^/]+|drawings/[^/]+)\.xml")
_SHARED = re.compile(r"xl/sharedStrings\.xml", re.IGNORECASE)
_MARGINS = (
    *("oddHeader", "oddFooter", "evenHeader", "evenFooter"),
    *("firstHeader", "firstFooter"),
)
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    etree.XMLSyntaxError,
    EOFError,
    NotImplementedError,
    OSError,
    RuntimeError,
    ValueError,
)
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"

Node = Any
Value = Callable[[str], str | None]


def _refusal(message: str, *ways: str) -> Refusal:
    return Refusal(message, clause="documents/filling", ways=ways)


@dataclass(frozen=True, slots=True)
class FilledForm:
    """A filled copy.

    Attributes:
        content: The file.
        filled: Names that were given a value, in the order of the file.
        left: Names that were not; they stand in the copy as they stood.
    """

    content: bytes
    filled: tuple[str, ...]
    left: tuple[str, ...]


def places_in(content: bytes, name: str) -> tuple[str, ...]:
    """Return the names of the places in a form, each once, in the order of the file.

    Args:
        content: The file, docx or xlsx.
        name: What people call it.

    Raises:
        Refusal: It is no such file, is locked, runs programs, or is not safe to read.

    Clause: documents/filling
    """
    form = _opened(content, name)
    form.replace(lambda _name: None)
    return tuple(form.seen)


def filled_form(content: bytes, name: str, values: Mapping[str, str]) -> FilledForm:
    """Return a copy of a form with values in its places.

    A cell of a sheet that holds one place and nothing else becomes a number where its
    value is one (nine digits at most, no leading zero), so that formulas count it.

    Args:
        content: The file, docx or xlsx.
        name: What people call it.
        values: By the places' names; a place whose name is missing or has no value
            stays as it is.

    Raises:
        Refusal: As ``places_in``.

    Clause: documents/filling
    """
    given = {key.strip(): printable(value) for key, value in values.items() if value}
    form = _opened(content, name)
    form.replace(given.get)
    filled = tuple(one for one in form.seen if one in given)
    left = tuple(one for one in form.seen if one not in given)
    return FilledForm(form.content(), filled, left)


@dataclass
class _Form(ABC):
    """An opened form: its parts by name, those that were changed, the names seen."""

    name: str
    parts: dict[str, bytes]
    changed: dict[str, Node] = field(default_factory=dict)
    seen: dict[str, None] = field(default_factory=dict)

    def tree(self, part: str) -> Node:
        """Return a part's XML."""
        if part in self.changed:
            return self.changed[part]
        content = self.parts[part]
        if _DECLARES.search(content) or _DECLARES.search(content.replace(b"\0", b"")):
            raise _refusal(f"“{self.name}”的内容里夹带了实体定义，可能有害，没有打开。")
        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
        )
        try:
            return etree.fromstring(content, parser)
        except _BROKEN:
            raise _broken(self.name) from None

    def content(self) -> bytes:
        """Return the file; parts that were changed are written anew, others kept."""
        file = io.BytesIO()
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, held in self.parts.items():
                whole = held
                if name in self.changed:
                    whole = etree.tostring(
                        self.changed[name],
                        xml_declaration=True,
                        encoding="UTF-8",
                        standalone=True,
                    )
                archive.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), whole)
        return file.getvalue()

    @abstractmethod
    def replace(self, value: Value) -> None:
        """Put values in the places of every part that holds text."""

    def put(self, part: str, holders: tuple[str, ...], value: Value) -> Node:
        """Put values in the places of one part, and return its XML.

        Args:
            part: Its name.
            holders: Elements whose texts are read as one: p, or si and is.
            value: What takes a name's place; None where it stays.
        """
        root = self.tree(part)
        wanted = tuple(f"{{*}}{one}" for one in holders)
        for holder in root.iter(*wanted):
            if _fill(list(_texts(holder, holders)), self.noted(value)):
                self.changed[part] = root
        return root

    def noted(self, value: Value) -> Value:
        """Return the same values, noting each name that is asked for."""

        def ask(name: str) -> str | None:
            self.seen.setdefault(name)
            return value(name)

        return ask


class _WordForm(_Form):
    """A Word document: its text, its heads and feet, its notes."""

    @override
    def replace(self, value: Value) -> None:
        for part in filter(_WORD_TEXT.fullmatch, self.parts):
            self.put(part, ("p",), value)


class _SheetForm(_Form):
    """A workbook: its texts, its cells, the heads and feet of its pages, its shapes."""

    @override
    def replace(self, value: Value) -> None:
        shared = next(filter(_SHARED.fullmatch, self.parts), None)
        numbers: dict[int, str] = {}
        if shared is not None:
            numbers = dict(_numbers(self.tree(shared), value))
            self.put(shared, ("si",), value)
        for part in filter(_SHEET_TEXT.fullmatch, self.parts):
            if part.startswith("xl/drawings/"):
                self.put(part, ("p",), value)
            elif part != shared:
                self._sheet(part, numbers, value)
        if self.changed:
            self._count_anew()

    def _sheet(self, part: str, numbers: Mapping[int, str], value: Value) -> None:
        root = self.tree(part)
        for cell in root.iter("{*}c"):
            number = _number_of(cell, numbers, self.noted(value))
            if number is not None:
                _count_in(cell, number)
                self.changed[part] = root
        root = self.put(part, ("is",), value)
        for margin in root.iter(*(f"{{*}}{one}" for one in _MARGINS)):
            ask = self.noted(value)
            before = margin.text or ""
            margin.text = _PLACE.sub(
                lambda place, ask=ask: _escaped(ask(place[1]), place[0]), before
            )
            if margin.text != before:
                self.changed[part] = root

    def _count_anew(self) -> None:
        """Have the formulas counted when the workbook is opened."""
        part = next(
            (one for one in self.parts if one.lower() == "xl/workbook.xml"), None
        )
        if part is None:
            return
        root = self.tree(part)
        space = etree.QName(root).namespace
        counted = root.find(f"{{{space}}}calcPr")
        if counted is not None:
            counted.set("fullCalcOnLoad", "1")
            self.changed[part] = root


def _numbers(root: Node, value: Value) -> Iterator[tuple[int, str]]:
    """Yield the shared texts that are to be numbers, by their place."""
    for at, text in enumerate(root.iterfind("{*}si")):
        number = _number(text, value)
        if number is not None:
            yield at, number


def _number(holder: Node, value: Value) -> str | None:
    """Return the value of a text that is one place, where it is a number."""
    texts = _texts(holder, (etree.QName(holder).localname,))
    found = _PLACE.fullmatch("".join(one.text or "" for one in texts).strip())
    number = value(found[1]) if found else None
    return number if number is not None and _NUMBER.fullmatch(number) else None


def _number_of(cell: Node, numbers: Mapping[int, str], value: Value) -> str | None:
    """Return the number that a cell is to hold; None where it holds a text."""
    sort = cell.get("t")
    if sort == "inlineStr":
        held = cell.find("{*}is")
        return None if held is None else _number(held, value)
    held = cell.find("{*}v")
    if sort != "s" or held is None or not (held.text or "").isdecimal():
        return None
    return numbers.get(int(held.text))


def _count_in(cell: Node, number: str) -> None:
    """Have a cell hold a number instead of a text."""
    space = etree.QName(cell).namespace
    del cell.attrib["t"]
    for held in list(cell):
        cell.remove(held)
    etree.SubElement(cell, f"{{{space}}}v").text = number


def _escaped(value: str | None, before: str) -> str:
    """Return a value for the head or foot of a page, where & begins a code."""
    return before if value is None else value.replace("&", "&&")


def _texts(holder: Node, holders: tuple[str, ...]) -> Iterator[Node]:
    """Yield the texts of a paragraph or cell, not those of one within it."""
    for text in holder.iter("{*}t"):
        for above in text.iterancestors():
            local = etree.QName(above).localname
            if local == "rPh":  # how a word is read, not what it is
                break
            if local in holders:
                if above is holder:
                    yield text
                break


def _fill(texts: list[Node], value: Value) -> bool:
    """Put values in the places of one paragraph, and tell whether any was put.

    Args:
        texts: Its texts, in reading order; a place may begin in one and end in another.
        value: What takes a name's place; None where it stays.
    """
    whole = "".join(one.text or "" for one in texts)
    found = [(place, value(place[1])) for place in _PLACE.finditer(whole)]
    put = [(place, text) for place, text in found if text is not None]
    for place, text in reversed(put):
        _put(texts, place.start(), place.end(), text)
    for one in texts if put else ():
        _show(one)
    return bool(put)


def _put(texts: list[Node], first: int, last: int, value: str) -> None:
    """Put a value where a place stood; the signs of it go, from whatever text."""
    at, rest = 0, value
    for one in texts:
        held = one.text or ""
        start, end = max(first - at, 0), min(last - at, len(held))
        if start < end:
            one.text = f"{held[:start]}{rest}{held[end:]}"
            rest = ""
        at += len(held)


def _show(text: Node) -> None:
    """Have a text keep its blanks, and its line breaks where it stands in Word."""
    lines = (text.text or "").split("\n")
    text.set(_SPACE, "preserve")
    above = text.getparent()
    named = etree.QName(text)
    is_word = "wordprocessingml" in (named.namespace or "")
    if not is_word or len(lines) == 1 or above is None:
        return
    text.text = lines[0]
    place = above.index(text)
    for line in reversed(lines[1:]):
        more = etree.Element(named.text)
        more.text = line
        more.set(_SPACE, "preserve")
        above.insert(place + 1, more)
        above.insert(place + 1, etree.Element(f"{{{named.namespace}}}br"))


def _opened(content: bytes, name: str) -> _Form:
    """Open a form, nothing in it believed before its size is known."""
    _check_kind(content, name)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _check_sizes(archive, name)
            parts = {
                entry.filename: archive.read(entry)
                for entry in archive.infolist()
                if not entry.is_dir()
            }
    except _BROKEN:
        raise _broken(name) from None
    types = parts.get(_TYPES, b"")
    if _MACRO.search(types) or any("vbaproject" in one.lower() for one in parts):
        raise _refusal(
            f"“{name}”带有宏（程序），为安全起见没有打开。",
            "请另存为不带宏的 .docx 或 .xlsx 后再填。",
        )
    if _WORD in types:
        return _WordForm(name, parts)
    if _SHEET in types:
        return _SheetForm(name, parts)
    raise _refusal(f"“{name}”不是 .docx 或 .xlsx 表格，不能填。")


def _broken(name: str) -> Refusal:
    return _refusal(f"“{name}”已损坏，打不开。", "请从原处重新取一份。")


def _check_kind(content: bytes, name: str) -> None:
    if not content:
        raise _refusal(f"“{name}”是空文件，没有内容。")
    if len(content) > LARGEST_FILE:
        raise _refusal(f"“{name}”超过{LARGEST_FILE >> 20} MB，不能填。")
    if content.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in content:
            raise _refusal(f"“{name}”设有打开密码，读不出内容。", "请先取消密码再填。")
        raise _refusal(
            f"“{name}”是旧版格式文件，不是 .docx 或 .xlsx。",
            "请用 Word、Excel 或 WPS 另存为新格式后再填。",
        )
    if not content.startswith(b"PK"):
        raise _refusal(f"“{name}”不是 .docx 或 .xlsx 表格，不能填。")


def _check_sizes(archive: zipfile.ZipFile, name: str) -> None:
    entries = archive.infolist()
    if any(entry.flag_bits & 1 for entry in entries):
        raise _refusal(f"“{name}”的内容加了密，读不出来。", "请先取消密码再填。")
    swollen = any(
        entry.file_size > _SUSPECT_SIZE
        and entry.file_size > _SUSPECT_RATIO * max(entry.compress_size, 1)
        for entry in entries
    )
    whole = sum(entry.file_size for entry in entries)
    if swollen or whole > _LARGEST_WHOLE or len(entries) > _MOST_PARTS:
        raise _refusal(f"“{name}”解压后大得不正常，可能是压缩炸弹，没有打开。")
