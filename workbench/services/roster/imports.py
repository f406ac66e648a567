"""Bringing in sheets: mapped, previewed, checked line by line, all or nothing."""

import contextlib
import gc
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from workbench.access import Permission
from workbench.desk import Desk, Topic, Work, chartered
from workbench.reports.page import Stamp
from workbench.reports.sheets import (
    CellKind,
    Column,
    Sheet,
    Workbook,
    table_bytes,
    xlsx_bytes,
)
from workbench.rows.reading import Encoding, read_file, read_grid
from workbench.rows.sheets import Fault, Mapped, TypedRow, mapped, repairs, typed
from workbench.rules import Refusal
from workbench.services.platform import backups
from workbench.services.roster.import_kinds import KINDS, how_to_fill
from workbench.services.roster.import_lines import (
    Effect,
    Effects,
    ImportKind,
    context,
)

ENCODINGS = tuple(Encoding)
"""How a text file may be written."""

_FIRST_LINES = 12
_SAMPLES = 3
_SHOWN_FAULTS = 200


@dataclass(frozen=True)
class Look:
    """A file as it was read, before anybody says what it means.

    Attributes:
        sheets: Names of the file's sheets.
        sheet: The one that was read.
        encoding: How a text file was read; None for a workbook.
        numbers: Line numbers of the first lines.
        lines: Their cells.
        total: Lines with anything in them.
    """

    sheets: tuple[str, ...]
    sheet: str
    encoding: Encoding | None
    numbers: tuple[int, ...]
    lines: tuple[tuple[str, ...], ...]
    total: int


@dataclass(frozen=True, slots=True)
class PreviewLine:
    """One line, and what would become of it.

    Attributes:
        number: Line number in the file.
        cells: What it says, under the titles of the preview.
        effect: What entering it would do; None where something is wrong.
        says: What is wrong, in sentences; empty where nothing is.
    """

    number: int
    cells: tuple[str, ...]
    effect: Effect | None
    says: str


@dataclass(frozen=True)
class Preview:
    """What an import would do.

    Attributes:
        sheets: Names of the file's sheets.
        sheet: The one that was read.
        encoding: How a text file was read, to be shown first.
        head: Line number of the head row.
        titles: Titles of the sheet's columns.
        sample: For each of them, its first few different values.
        mapping: Title chosen for each declared column, by name.
        missing: Required columns that are not there.
        unused: Titles nobody asked for.
        total: Lines with anything in them.
        names: Names of the declared columns that are there.
        shown: Their titles.
        lines: Every line, under these titles.
        faults: What is wrong, the first of them.
        wrong: How many things are wrong in all.
    """

    sheets: tuple[str, ...]
    sheet: str
    encoding: Encoding | None
    head: int
    titles: tuple[str, ...]
    sample: tuple[tuple[str, ...], ...]
    mapping: Mapping[str, str]
    missing: tuple[str, ...]
    unused: tuple[str, ...]
    total: int
    names: tuple[str, ...]
    shown: tuple[str, ...]
    lines: tuple[PreviewLine, ...]
    faults: tuple[Fault, ...]
    wrong: int

    @property
    def ready(self) -> bool:
        """Whether the sheet can be imported as it is, and has anything new."""
        return not self.missing and not self.wrong and self.entered > 0

    @property
    def entered(self) -> int:
        """How many lines would be entered."""
        return sum(self.counts[one] for one in (Effect.NEW, Effect.CHANGED))

    @property
    def counts(self) -> dict[Effect | None, int]:
        """How many lines there are of each effect; None for those in error."""
        found = Counter(line.effect for line in self.lines)
        return {one: found[one] for one in (*Effect, None)}


@dataclass(frozen=True)
class _Read:
    sheets: tuple[str, ...]
    sheet: str
    encoding: Encoding | None
    mapped: Mapped
    rows: Sequence[TypedRow]
    faults: list[Fault]
    effects: Effects


def content_of(path: Path) -> bytes:
    """Return what is in a file that is to be brought in.

    Raises:
        Refusal: It is too large.
        UnavailableError: It cannot be opened.
    """
    return read_file(path)


@chartered(Permission.ROSTER_PERSON_IMPORT)
def look(
    work: Work,
    *,
    content: bytes,
    name: str,
    sheet: str | None = None,
    encoding: Encoding | None = None,
) -> Look:
    """Read a file and return its first lines as they stand.

    Args:
        work: Whose session.
        content: The file.
        name: Its name.
        sheet: Which sheet; the first with content where None.
        encoding: How a text file is written; guessed where None.

    Raises:
        Refusal: The file cannot be read.

    Clause: general/sheets
    """
    work.progress(0, 1, "读取表格")
    grid = read_grid(content, name, sheet=sheet, encoding=encoding)
    return Look(
        grid.sheets,
        grid.sheet,
        grid.encoding,
        grid.numbers[:_FIRST_LINES],
        grid.lines[:_FIRST_LINES],
        len(grid.lines),
    )


@chartered(Permission.ROSTER_PERSON_IMPORT)
def preview(
    work: Work,
    *,
    kind: str,
    content: bytes,
    name: str,
    sheet: str | None = None,
    encoding: Encoding | None = None,
    mapping: Mapping[str, str] | None = None,
    head: int | None = None,
) -> Preview:
    """Say what importing a sheet would do, and everything that is wrong with it.

    Args:
        work: Whose session.
        kind: Key of the kind of sheet.
        content: The file.
        name: Its name.
        sheet: Which sheet; the first with content where None.
        encoding: How a text file is written; guessed where None.
        mapping: Title chosen for declared columns, by name; guessed where not given.
        head: Line number of the head row; looked for where None.

    Raises:
        Refusal: The file cannot be read, or has no head row.

    Clause: general/sheets
    """
    declared = KINDS[kind]
    how = _How(content, name, sheet, encoding, mapping, head)
    read = _read(work, declared, how, "预览")
    found = read.mapped
    there = [one for one in declared.columns if one.name in found.places]
    return Preview(
        read.sheets,
        read.sheet,
        read.encoding,
        found.head,
        found.titles,
        tuple(_first_values(found, place) for place in range(len(found.titles))),
        {name: found.titles[at] for name, at in found.places.items()},
        found.missing,
        found.unused,
        len(found.body),
        tuple(one.name for one in there),
        tuple(one.title for one in there),
        tuple(_lines(read, [found.places[one.name] for one in there])),
        tuple(read.faults[:_SHOWN_FAULTS]),
        len(read.faults),
    )


def _first_values(sheet: Mapped, place: int) -> tuple[str, ...]:
    values = dict.fromkeys(line[place] for line in sheet.body if line[place])
    return tuple(islice(values, _SAMPLES))


def _lines(read: _Read, places: Sequence[int]) -> Iterator[PreviewLine]:
    said: dict[int, list[str]] = {}
    for fault in read.faults:
        where = f"{fault.title}：" if fault.title else ""
        said.setdefault(fault.line, []).append(f"{where}{fault.says}")
    for number, cells in zip(read.mapped.numbers, read.mapped.body, strict=True):
        wrong = said.get(number)
        yield PreviewLine(
            number,
            tuple(cells[place] for place in places),
            None if wrong else read.effects.get(number, Effect.NEW),
            "".join(wrong or ()),
        )


@chartered(Permission.ROSTER_PERSON_IMPORT)
def repair_sheet(
    work: Work,
    *,
    kind: str,
    content: bytes,
    name: str,
    sheet: str | None = None,
    encoding: Encoding | None = None,
    mapping: Mapping[str, str] | None = None,
    head: int | None = None,
) -> bytes:
    """Return the sheet with an error column in front, to be repaired and imported."""
    declared = KINDS[kind]
    how = _How(content, name, sheet, encoding, mapping, head)
    read = _read(work, declared, how, "预览")
    titles, lines = repairs(read.mapped, read.faults)
    return table_bytes(f"{declared.label}修改表", _as_text(titles), lines, work.now)


@chartered(Permission.ROSTER_PERSON_IMPORT)
def template(work: Work, *, kind: str) -> bytes:
    """Return an empty sheet of a kind, and a sheet on how to fill each column."""
    declared = KINDS[kind]
    title = f"{declared.label}导入模板"
    head = [f"{one.title}*" if one.required else one.title for one in declared.columns]
    notes = Sheet(
        "填写说明",
        f"{declared.label}表怎么填",
        (
            Column("title", "列名", width=16),
            Column("needed", "必填", width=8),
            Column("how", "怎么填", width=56),
            Column("also", "也认得的列名", width=36),
        ),
        [
            (
                one.title,
                "必填" if one.required else "",
                how_to_fill(one),
                "、".join(one.also),
            )
            for one in declared.columns
        ],
        "导入时只看第一张表；带*的列必填，列的顺序不限，不用的列可以删去。",
    )
    return xlsx_bytes(
        Workbook(
            (Sheet(title, title, _as_text(head), [], ""), notes),
            title,
            Stamp(work.now),
        )
    )


def _as_text(titles: Sequence[str]) -> tuple[Column, ...]:
    """Return columns all of whose cells stay as they are typed."""
    return tuple(
        Column(str(place), one, CellKind.CODE, 4 + 2 * len(one))
        for place, one in enumerate(titles)
    )


@chartered(
    Permission.ROSTER_PERSON_IMPORT,
    title="导入表格",
    changes=(Topic.PEOPLE, Topic.POSTINGS, Topic.UNITS),
)
def import_sheet(
    work: Work,
    *,
    kind: str,
    content: bytes,
    name: str,
    reason: str,
    sheet: str | None = None,
    encoding: Encoding | None = None,
    mapping: Mapping[str, str] | None = None,
    head: int | None = None,
) -> int:
    """Put every line of a sheet on record, or none.

    Args:
        work: Whose work.
        kind: Key of the kind of sheet.
        content: The file.
        name: Its name.
        reason: Why it is entered now, kept with every row (建账、补录 …).
        sheet: Which sheet; the first with content where None.
        encoding: How a text file is written; guessed where None.
        mapping: Title chosen for declared columns, by name.
        head: Line number of the head row; looked for where None.

    Returns:
        How many lines were put on record.

    Raises:
        Refusal: Anything at all is wrong; the sentence names the first errors.

    Clause: general/sheets
    """
    declared = KINDS[kind]
    how = _How(content, name, sheet, encoding, mapping, head)
    with _without_collecting():
        return _import(work, declared, how, reason)


def bring_in(desk: Desk, **given: Any) -> int:
    """Back the home up, then put every line of a sheet on record, or none.

    Args:
        desk: Whose desk.
        **given: As of ``import_sheet``.

    Returns:
        How many lines were put on record.
    """
    desk.do(backups.make_backup, cause="导入前")
    return desk.do(import_sheet, **given)


@contextlib.contextmanager
def _without_collecting() -> Iterator[None]:
    """Keep the collector from looking through tens of thousands of cells.

    They hold no cycles, and looking for some takes a quarter of the time.
    """
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


@dataclass(frozen=True)
class _How:
    """A file, and how it is to be read."""

    content: bytes
    name: str
    sheet: str | None
    encoding: Encoding | None
    mapping: Mapping[str, str] | None
    head: int | None


def _import(work: Work, kind: ImportKind, how: _How, reason: str) -> int:
    read = _read(work, kind, how, reason)
    if read.mapped.missing:
        raise Refusal(
            f"缺少必填列：{'、'.join(read.mapped.missing)}。", clause="general/sheets"
        )
    if read.faults:
        first = "；".join(str(fault).rstrip("。") for fault in read.faults[:3])
        more = f"……共{len(read.faults)}处错误" if read.faults[3:] else ""
        raise Refusal(
            f"没有导入任何一行。{first}{more}。",
            clause="general/sheets",
            ways=("下载修改表，按“错误说明”改好后重新导入。",),
        )
    if not read.rows:
        raise Refusal("表格中没有可导入的行。", clause="general/sheets")
    rows = [row for row in read.rows if read.effects.get(row.line) is not Effect.SAME]
    if not rows:
        raise Refusal(
            f"表格的{len(read.rows)}行都已登记，没有新的内容。", clause="general/sheets"
        )
    kind.enter(context(work, reason=reason), rows)
    work.progress(len(rows), len(rows), "保存")
    return len(rows)


def _read(work: Work, kind: ImportKind, how: _How, reason: str) -> _Read:
    work.progress(0, 3, "读取表格")
    grid = read_grid(how.content, how.name, sheet=how.sheet, encoding=how.encoding)
    found = mapped(grid, kind.columns, how.mapping, how.head)
    work.progress(1, 3, "逐行核对")
    rows, faults = typed(found, kind.columns)
    effects: Effects = {}
    if not found.missing:
        known = context(work, reason=reason)
        faults += kind.check(known, rows)
        effects = kind.effects(known, rows)
    faults.sort(key=lambda fault: fault.line)
    work.progress(2, 3, "写入数据")
    return _Read(grid.sheets, grid.sheet, grid.encoding, found, rows, faults, effects)
