"""Bringing in sheets: mapped, previewed, checked line by line, all or nothing."""

import contextlib
import gc
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from workbench.access import Permission
from workbench.desk import Topic, Work, chartered
from workbench.reports.sheets import CellKind, Column, table_bytes
from workbench.rows.reading import Encoding, read_grid
from workbench.rows.sheets import Fault, Mapped, TypedRow, mapped, repairs, typed
from workbench.rules import Refusal
from workbench.services.roster.import_kinds import KINDS, ImportKind, context

SHOWN_ROWS = 20
SHOWN_FAULTS = 200


@dataclass(frozen=True)
class Preview:
    """What an import would do.

    Attributes:
        sheets: Names of the file's sheets.
        encoding: How a text file was read, to be shown first.
        titles: Titles of the sheet's columns.
        mapping: Title chosen for each declared column, by name.
        missing: Required columns that are not there.
        unused: Titles nobody asked for.
        total: Lines with anything in them.
        sample: The first lines, under the declared titles.
        faults: What is wrong, the first of them.
        wrong: How many things are wrong in all.
    """

    sheets: tuple[str, ...]
    sheet: str
    encoding: Encoding | None
    titles: tuple[str, ...]
    mapping: Mapping[str, str]
    missing: tuple[str, ...]
    unused: tuple[str, ...]
    total: int
    sample_titles: tuple[str, ...]
    sample: tuple[tuple[str, ...], ...]
    faults: tuple[Fault, ...]
    wrong: int

    @property
    def ready(self) -> bool:
        """Whether the sheet can be imported as it is."""
        return self.total > 0 and not self.missing and not self.wrong


@dataclass(frozen=True)
class _Read:
    sheets: tuple[str, ...]
    sheet: str
    encoding: Encoding | None
    mapped: Mapped
    rows: Sequence[TypedRow]
    faults: list[Fault]


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

    Raises:
        Refusal: The file cannot be read, or has no head row.

    Clause: general/sheets
    """
    declared = KINDS[kind]
    read = _read(work, declared, content, name, sheet, encoding, mapping, "预览")
    shown = [one for one in declared.columns if one.name in read.mapped.places]
    return Preview(
        read.sheets,
        read.sheet,
        read.encoding,
        read.mapped.titles,
        {name: read.mapped.titles[at] for name, at in read.mapped.places.items()},
        read.mapped.missing,
        read.mapped.unused,
        len(read.mapped.body),
        tuple(one.title for one in shown),
        tuple(
            tuple(line[read.mapped.places[one.name]] for one in shown)
            for line in read.mapped.body[:SHOWN_ROWS]
        ),
        tuple(read.faults[:SHOWN_FAULTS]),
        len(read.faults),
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
) -> bytes:
    """Return the sheet with an error column in front, to be repaired and imported."""
    declared = KINDS[kind]
    read = _read(work, declared, content, name, sheet, encoding, mapping, "预览")
    head, lines = repairs(read.mapped, read.faults)
    return _as_text(f"{declared.label}修改表", head, lines, work)


@chartered(Permission.ROSTER_PERSON_IMPORT)
def template(work: Work, *, kind: str) -> bytes:
    """Return an empty sheet of a kind, with a line on how to fill each column."""
    declared = KINDS[kind]
    head = [f"{one.title}*" if one.required else one.title for one in declared.columns]
    return _as_text(f"{declared.label}导入模板", head, [], work)


def _as_text(
    title: str, head: Sequence[str], lines: Sequence[Sequence[str]], work: Work
) -> bytes:
    """Return a sheet all of whose cells stay as they are typed."""
    columns = tuple(
        Column(str(place), one, CellKind.CODE, 4 + 2 * len(one))
        for place, one in enumerate(head)
    )
    return table_bytes(title, columns, lines, work.now)


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

    Returns:
        How many lines were put on record.

    Raises:
        Refusal: Anything at all is wrong; the sentence names the first errors.

    Clause: general/sheets
    """
    declared = KINDS[kind]
    with _without_collecting():
        return _import(work, declared, reason, content, name, sheet, encoding, mapping)


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


def _import(  # noqa: PLR0917 - the file and how to read it
    work: Work,
    declared: ImportKind,
    reason: str,
    content: bytes,
    name: str,
    sheet: str | None,
    encoding: Encoding | None,
    mapping: Mapping[str, str] | None,
) -> int:
    read = _read(work, declared, content, name, sheet, encoding, mapping, reason)
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
    declared.enter(context(work, reason=reason), read.rows)
    return len(read.rows)


def _read(  # noqa: PLR0917 - the file and how to read it
    work: Work,
    kind: ImportKind,
    content: bytes,
    name: str,
    sheet: str | None,
    encoding: Encoding | None,
    mapping: Mapping[str, str] | None,
    reason: str,
) -> _Read:
    work.progress(0, 3, "读取表格")
    grid = read_grid(content, name, sheet=sheet, encoding=encoding)
    found = mapped(grid, kind.columns, mapping)
    work.progress(1, 3, "逐行核对")
    rows, faults = typed(found, kind.columns)
    if not found.missing:
        faults += kind.check(context(work, reason=reason), rows)
    faults.sort(key=lambda fault: fault.line)
    work.progress(2, 3, "写入数据")
    return _Read(grid.sheets, grid.sheet, grid.encoding, found, rows, faults)
