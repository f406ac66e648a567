"""Reading a sheet, whatever program it comes from, as plain text cells.

Whatever cannot be read is refused in one sentence that says what to do. Numbers keep
their digits, dates become 2026-03-05, and an empty tail is no row.
"""

import csv
import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time
from enum import StrEnum
from pathlib import Path

from workbench.rules import Refusal, UnavailableError

LARGEST_BYTES = 40 * 1024 * 1024
LARGEST_UNPACKED = 600 * 1024 * 1024
MOST_ROWS = 200_000
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_ZIP = b"PK\x03\x04"
_ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")


class Encoding(StrEnum):
    """How a text file's characters are written."""

    UTF8 = "utf-8-sig"
    GB18030 = "gb18030"

    @property
    def label(self) -> str:
        """Its name as programs show it."""
        return {"utf-8-sig": "UTF-8", "gb18030": "GB18030（GBK）"}[self]


@dataclass(frozen=True)
class Grid:
    """A sheet as it was read.

    Attributes:
        sheets: Names of all sheets of the file.
        sheet: Name of this one.
        lines: Text cells, line by line; every line equally long.
        numbers: Line number of each line in the file, counted from 1.
        encoding: How a text file was read; None for a workbook.
    """

    sheets: tuple[str, ...]
    sheet: str
    lines: tuple[tuple[str, ...], ...]
    numbers: tuple[int, ...]
    encoding: Encoding | None = None


def read_file(path: Path) -> bytes:
    """Return what is in a file, if it is not too large to be a sheet.

    Raises:
        Refusal: It is too large.
        UnavailableError: It cannot be opened.

    Clause: general/sheets
    """
    try:
        _check_size(path.stat().st_size, path.name)
        return path.read_bytes()
    except OSError as error:
        raise UnavailableError(
            f"文件“{path}”打不开，请检查文件名，或是否正被Excel、WPS打开。"
        ) from error


def _check_size(size: int, name: str) -> None:
    if size > LARGEST_BYTES:
        raise _refusal(
            f"“{name}”有{size >> 20} MB，超过{LARGEST_BYTES >> 20} MB",
            "请拆分后分次导入",
        )


def read_grid(
    content: bytes,
    name: str,
    *,
    sheet: str | None = None,
    encoding: Encoding | None = None,
) -> Grid:
    """Read one sheet of a file.

    Args:
        content: The file: xlsx, xls, et or csv.
        name: Its name, for messages and to tell csv.
        sheet: Which sheet; the first one with anything in it where None.
        encoding: How a text file is written; guessed where None.

    Raises:
        Refusal: Too large, empty, encrypted, broken, or no sheet at all.

    Clause: general/sheets
    """
    _check_size(len(content), name)
    if not content.strip():
        raise _refusal(f"“{name}”是空文件", "请确认选对了文件")
    if content.startswith(_ZIP):
        _check_package(content, name)
        return _workbook(content, name, sheet)
    if content.startswith(_OLE):
        if _ENCRYPTED_PACKAGE in content:
            raise _encrypted(name)
        return _workbook(content, name, sheet)
    return _text(content, name, encoding)


def _refusal(what: str, then: str) -> Refusal:
    return Refusal(f"{what}，{then}。", clause="general/sheets")


def _encrypted(name: str) -> Refusal:
    return _refusal(f"“{name}”设有打开密码", "请在Excel或WPS中取消密码后再导入")


def _broken(name: str) -> Refusal:
    return _refusal(
        f"“{name}”打不开，文件已损坏或不是表格",
        "请在Excel或WPS中打开并另存为xlsx后再导入",
    )


def _check_package(content: bytes, name: str) -> None:
    """Refuse a package that is broken, encrypted, or unpacks to far too much."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            parts = package.infolist()
    except (zipfile.BadZipFile, ValueError, RuntimeError):  # the last: a newer packing
        raise _broken(name) from None
    if any(part.flag_bits & 1 for part in parts):
        raise _encrypted(name)
    if sum(part.file_size for part in parts) > LARGEST_UNPACKED:
        raise _refusal(
            f"“{name}”解压后过大，疑似异常文件",
            "请在Excel或WPS中打开核对并另存为xlsx后再导入",
        )


def _workbook(content: bytes, name: str, sheet: str | None) -> Grid:
    from python_calamine import (  # noqa: PLC0415 - only when a sheet is read
        CalamineError,
        CalamineWorkbook,
        PasswordError,
    )

    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        sheets = tuple(book.sheet_names)
        if sheet is not None and sheet not in sheets:
            raise _refusal(f"“{name}”中没有名为“{sheet}”的工作表", "请重新选择")
        for one in [sheet] if sheet is not None else sheets:
            found = book.get_sheet_by_name(one)
            if found.total_height > MOST_ROWS:
                raise _too_long(name, found.total_height)
            first = (found.start or (0, 0))[0]
            cells = found.to_python(skip_empty_area=True)
            grid = _grid(cells, first, sheets, one)
            if grid.lines or sheet is not None:
                return _filled(grid, name)
    except PasswordError:
        raise _encrypted(name) from None
    except (CalamineError, OSError, ValueError, IndexError):
        raise _broken(name) from None
    raise _refusal(f"“{name}”中没有内容", "请确认选对了文件")


def _too_long(name: str, rows: int) -> Refusal:
    return _refusal(f"“{name}”有{rows}行，超过{MOST_ROWS}行", "请拆分后分次导入")


def _filled(grid: Grid, name: str) -> Grid:
    if not grid.lines:
        raise _refusal(f"“{name}”的工作表“{grid.sheet}”是空的", "请选择有内容的工作表")
    return grid


def _text(content: bytes, name: str, encoding: Encoding | None) -> Grid:
    if b"\0" in content[:4096]:
        raise _broken(name)
    for one in [encoding] if encoding else list(Encoding):
        try:
            text = content.decode(one)
        except UnicodeDecodeError:
            continue
        return _filled(_separated(text, name, one), name)
    raise _refusal(f"“{name}”的文字编码无法识别", "请在Excel或WPS中另存为xlsx后再导入")


def _separated(text: str, name: str, encoding: Encoding) -> Grid:
    mark = "\t" if text.count("\t") > text.count(",") else ","
    try:
        cells = list(csv.reader(io.StringIO(text), delimiter=mark))
    except csv.Error:
        raise _broken(name) from None
    if len(cells) > MOST_ROWS:
        raise _too_long(name, len(cells))
    grid = _grid(cells, 0, ("",), "")
    return Grid(grid.sheets, grid.sheet, grid.lines, grid.numbers, encoding)


def _grid(
    cells: Sequence[Sequence[object]], first: int, sheets: tuple[str, ...], sheet: str
) -> Grid:
    width = max((len(line) for line in cells), default=0)
    lines, numbers = [], []
    for number, line in enumerate(cells, first + 1):
        texts = [
            cell.strip() if cell.__class__ is str else _shown(cell)  # the usual case
            for cell in line
        ]
        if any(texts):
            lines.append((*texts, *[""] * (width - len(texts))))
            numbers.append(number)
    return Grid(sheets, sheet, tuple(lines), tuple(numbers))


def _shown(cell: object) -> str:
    """Return a cell as a person reads it, without a number's needless point."""
    if isinstance(cell, str):
        return cell.strip()
    if isinstance(cell, bool):
        return "是" if cell else "否"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(cell)
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else str(cell)
    return "" if cell is None else str(cell).strip()
