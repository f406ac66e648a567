"""Opening a file from anywhere: what it is, before anything in it is believed.

Nothing is unpacked before its size is known, no part of XML may bring definitions of
its own, and a file that runs programs is not read at all. A part that is not changed
keeps its bytes.
"""

import io
import posixpath
import re
import struct
import zipfile
import zlib
from dataclasses import dataclass, field
from typing import NoReturn

from lxml import etree

from workbench.reports.checkup.markup import PACKAGE_RELATIONS, RELATIONS, Node
from workbench.rules import Refusal

_MEGABYTE = 1 << 20
LARGEST_FILE = 64 * _MEGABYTE
LARGEST_WHOLE = 256 * _MEGABYTE  # of all parts, unpacked
LARGEST_XML = 32 * _MEGABYTE  # of one part that is read
_SUSPECT_SIZE, _SUSPECT_RATIO = 8 * _MEGABYTE, 120
_MOST_PARTS = 5_000

_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_TYPES = "[Content_Types].xml"
_MAIN_TYPE = ".wordprocessingml.document.main+xml"
_TEMPLATE_TYPE = ".wordprocessingml.template.main+xml"
_MACRO = re.compile(rb"macroenabled|vbaproject", re.IGNORECASE)
_STRICT = b"purl.oclc.org/ooxml"
_DECLARES = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    etree.XMLSyntaxError,
    EOFError,
    KeyError,
    ValueError,
    OverflowError,
    NotImplementedError,
    RuntimeError,
    OSError,
)
_OTHERS = (
    (b"%PDF", "PDF 文件"),
    (b"{\\rtf", "RTF 文件"),
    (b"<html", "网页"),
    (b"<!doctype html", "网页"),
    (b"<?xml", "XML 文件"),
)


def refuse(message: str, *ways: str) -> NoReturn:
    """Say in one sentence why a file is not read.

    Raises:
        Refusal: Always.

    Clause: documents/checkup
    """
    raise Refusal(message, clause="documents/checkup", ways=ways)


@dataclass
class Package:
    """An opened Word file.

    Attributes:
        name: What people call the file.
        document: Name of its main part.
        parts: Every part's bytes, by name, in the file's order.
        trees: The parts that were read.
    """

    name: str
    document: str
    parts: dict[str, bytes]
    trees: dict[str, Node] = field(default_factory=dict)

    def tree(self, part: str) -> Node:
        """Return a part's XML, read once.

        Raises:
            Refusal: It is no XML, or brings definitions of its own.

        Clause: documents/checkup
        """
        if part not in self.trees:
            self.trees[part] = _parsed(self.parts[part], self.name)
        return self.trees[part]

    def related(self, part: str, kind: str) -> dict[str, str]:
        """Return the parts that a part refers to, by the reference's key.

        Args:
            part: Its name.
            kind: Last word of the reference's kind, such as styles.
        """
        place = _relations_of(part)
        if place not in self.parts:
            return {}
        found = {}
        for one in self.tree(place):
            if one.get("TargetMode") == "External":
                continue
            target = _resolved(part, one.get("Target", ""))
            if one.get("Type", "").endswith(f"/{kind}") and target in self.parts:
                found[one.get("Id", "")] = target
        return found

    def only(self, kind: str) -> Node | None:
        """Return the one part of a kind that the document refers to."""
        parts = self.related(self.document, kind)
        return self.tree(next(iter(parts.values()))) if parts else None

    def add(self, kind: str, root: str, content_type: str) -> str:
        """Put in a part that the document refers to, and return the reference's key.

        Args:
            kind: Last word of the reference's kind, such as footer.
            root: The part as XML.
            content_type: What the file says it is.
        """
        folder = posixpath.dirname(self.document)
        count = 1
        while f"{folder}/{kind}-gongwen{count}.xml".lstrip("/") in self.parts:
            count += 1
        part = f"{folder}/{kind}-gongwen{count}.xml".lstrip("/")
        self.parts[part] = root.encode()
        types = self.tree(_TYPES)
        space = etree.QName(types).namespace
        etree.SubElement(
            types,
            f"{{{space}}}Override",
            PartName=f"/{part}",
            ContentType=content_type,
        )
        place = _relations_of(self.document)
        if place not in self.parts:
            self.parts[place] = f'<Relationships xmlns="{PACKAGE_RELATIONS}"/>'.encode()
        relations = self.tree(place)
        taken = {one.get("Id") for one in relations}
        key = next(
            f"gongwen{at}" for at in range(1, 9_999) if f"gongwen{at}" not in taken
        )
        etree.SubElement(
            relations,
            f"{{{PACKAGE_RELATIONS}}}Relationship",
            Id=key,
            Type=f"{RELATIONS}/{kind}",
            Target=posixpath.basename(part),
        )
        return key

    def content(self) -> bytes:
        """Return the file; parts that were read are written anew, others kept."""
        file = io.BytesIO()
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, held in self.parts.items():
                whole = held
                if name in self.trees:
                    whole = etree.tostring(
                        self.trees[name],
                        xml_declaration=True,
                        encoding="UTF-8",
                        standalone=True,
                    )
                archive.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), whole)
        return file.getvalue()


def opened(content: bytes, name: str) -> Package:
    """Open a Word file.

    Args:
        content: The file.
        name: What people call it.

    Raises:
        Refusal: It is no Word file, is locked, runs programs, or is not safe to read.

    Clause: documents/checkup
    """
    _check_kind(content, name)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _check_sizes(archive, name)
            parts = {
                entry.filename: _unpacked(archive, entry)
                for entry in archive.infolist()
                if not entry.is_dir()
            }
    except _BROKEN:
        refuse(f"“{name}”已损坏，打不开。", "请从原处重新取一份。")
    _check_word(parts, name)
    found = Package(name, "", parts)
    try:
        found.document = _main_part(found)
    except StopIteration:
        refuse(f"“{name}”不是Word文档（docx），里面没有正文。")
    root = found.tree(found.document)
    if _STRICT in (root.nsmap.get(root.prefix) or "").encode():
        refuse(
            f"“{name}”是“严格 Open XML”格式，不能检查。",
            "请在Word中另存为普通的 Word 文档（.docx）。",
        )
    if not len(root):
        refuse(f"“{name}”已损坏，没有正文。", "请从原处重新取一份。")
    return found


def _unpacked(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    """Return a part, never more of it than its size says; a lie shows in its sum."""
    with archive.open(entry) as file:
        return file.read(max(entry.file_size, 1))


def _check_kind(content: bytes, name: str) -> None:
    """Refuse what is no parcel at all."""
    if not content:
        refuse(f"“{name}”是空文件，没有内容。")
    if len(content) > LARGEST_FILE:
        refuse(
            f"“{name}”超过{LARGEST_FILE // _MEGABYTE} MB，不能检查。",
            "请压缩其中的图片后再试。",
        )
    if content.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in content:
            refuse(f"“{name}”设有打开密码，读不出内容。", "请先取消密码再检查。")
        refuse(
            f"“{name}”是旧版 Word 或其他旧格式文件，只是扩展名写成了 docx。"
            if name.lower().endswith(".docx")
            else f"“{name}”是旧版格式文件，不是 docx。",
            "请用 Word 或 WPS 另存为 .docx 后再检查。",
        )
    if content.startswith(b"PK"):
        return
    start = content[:512].lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    for sign, words in _OTHERS:
        if start.startswith(sign.lower()):
            refuse(f"“{name}”实际是{words}，不是Word文档（docx）。")
    refuse(f"“{name}”不是Word文档（docx），或者已损坏。")


def _check_sizes(archive: zipfile.ZipFile, name: str) -> None:
    """Refuse what would swell beyond measure, before anything is unpacked."""
    entries = archive.infolist()
    if any(entry.flag_bits & 1 for entry in entries):
        refuse(f"“{name}”的内容加了密，读不出来。", "请先取消密码再检查。")
    swollen = any(
        entry.file_size > _SUSPECT_SIZE
        and entry.file_size > _SUSPECT_RATIO * max(entry.compress_size, 1)
        for entry in entries
    )
    whole = sum(entry.file_size for entry in entries)
    if swollen or whole > LARGEST_WHOLE or len(entries) > _MOST_PARTS:
        refuse(f"“{name}”解压后大得不正常，可能是压缩炸弹，没有打开。")
    for entry in entries:
        is_xml = entry.filename.lower().endswith((".xml", ".rels"))
        if is_xml and entry.file_size > LARGEST_XML:
            refuse(f"“{name}”的内容过大，不能检查。", "请拆成几份再检查。")


def _check_word(parts: dict[str, bytes], name: str) -> None:
    """Refuse what is no Word file, and one that runs programs."""
    types = parts.get(_TYPES, b"")
    programs = any("vbaproject" in part.lower() for part in parts)
    if programs or _MACRO.search(types):
        refuse(
            f"“{name}”带有宏（程序），为安全起见没有打开。",
            "请另存为不带宏的 .docx 后再检查。",
        )
    if _MAIN_TYPE.encode() in types or _TEMPLATE_TYPE.encode() in types:
        return
    if b"spreadsheetml" in types:
        refuse(f"“{name}”实际是Excel工作簿，不是Word文档（docx）。")
    if b"presentationml" in types:
        refuse(f"“{name}”实际是演示文稿，不是Word文档（docx）。")
    if "OFD.xml" in parts:
        refuse(f"“{name}”实际是OFD版式文件，不是Word文档（docx）。")
    refuse(f"“{name}”不是Word文档（docx），或者已损坏。")


def _main_part(package: Package) -> str:
    """Return the name of the part that holds the text."""
    return next(iter(package.related("", "officeDocument").values()))


def _parsed(content: bytes, name: str) -> Node:
    if _DECLARES.search(content) or _DECLARES.search(content.replace(b"\x00", b"")):
        refuse(f"“{name}”的内容里夹带了实体定义，可能有害，没有打开。")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    try:
        root: Node = etree.fromstring(content, parser)
    except _BROKEN:
        refuse(f"“{name}”已损坏，里面的内容不完整。", "请从原处重新取一份。")
    return root


def _relations_of(part: str) -> str:
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def _resolved(part: str, target: str) -> str:
    if target.startswith("/"):
        return target.lstrip("/")
    return posixpath.normpath(posixpath.join(posixpath.dirname(part), target))
