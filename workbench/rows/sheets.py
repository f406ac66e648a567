"""Sheets with a meaning: which columns they have, typed rows, and what is wrong.

A sheet's columns are declared once. The declaration finds the head row, maps columns
by title or usual other name, types every cell, and words every error with its line.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from workbench.rows.reading import Grid
from workbench.rules import Refusal

REMARKS = "错误说明"
"""Title of the column a sheet to repair carries; ignored when it comes back."""

_HEAD_LINES = 10
_FEWEST_TITLES = 2


@dataclass(frozen=True)
class SheetColumn:
    """One column a sheet may have.

    Attributes:
        name: What the typed value is called.
        title: Its title in our own template.
        parse: Reads a filled cell; raises Refusal with what is wrong.
        required: Whether the cell must be filled.
        also: Other titles it is known by.
        hint: How to fill it, in the template.
        default: The value of an empty cell.
    """

    name: str
    title: str
    parse: Callable[[str], Any]
    required: bool = False
    also: tuple[str, ...] = ()
    hint: str = ""
    default: Any = None


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with one cell, or one line as a whole.

    Attributes:
        line: Line number in the file.
        title: Column, or empty for the whole line.
        says: One sentence.
    """

    line: int
    title: str
    says: str

    def __str__(self) -> str:
        where = f"“{self.title}”" if self.title else ""
        return f"第{self.line}行{where}：{self.says}"


@dataclass(frozen=True, slots=True)
class TypedRow:
    """One line of a sheet, typed.

    Attributes:
        line: Line number in the file.
        values: Value of each declared column by name.
    """

    line: int
    values: Mapping[str, Any]


@dataclass(frozen=True)
class Mapped:
    """A sheet whose columns are known.

    Attributes:
        head: Line number of the head row in the file.
        titles: The head row.
        places: For each declared column that is there, its place.
        body: The lines below the head row.
        numbers: Their line numbers in the file.
        missing: Titles of required columns that are not there.
        unused: Titles of columns nobody asked for.
    """

    head: int
    titles: tuple[str, ...]
    places: Mapping[str, int]
    body: tuple[tuple[str, ...], ...]
    numbers: tuple[int, ...]
    missing: tuple[str, ...]
    unused: tuple[str, ...]


def mapped(
    grid: Grid,
    columns: Sequence[SheetColumn],
    chosen: Mapping[str, str] | None = None,
    head: int | None = None,
) -> Mapped:
    """Find the head row and say which column is where.

    Args:
        grid: The sheet.
        columns: What it may have.
        chosen: Titles a person chose, by column name; empty leaves the column out.
        head: Line number of the head row in the file; looked for where None.

    Raises:
        Refusal: No line looks like a head row, or there is nothing in the one named.

    Clause: general/sheets
    """
    known = {_plain(title) for one in columns for title in (one.title, *one.also)}
    heads = [
        sum(_plain(cell) in known for cell in line) for line in grid.lines[:_HEAD_LINES]
    ]
    best = max(heads, default=0)
    wanted = set(filter(None, (chosen or {}).values()))
    at: int | None
    if head is not None:
        at = grid.numbers.index(head) if head in grid.numbers else None
    elif wanted:
        at = next(
            (at for at, line in enumerate(grid.lines) if wanted <= set(line)), None
        )
    else:
        at = heads.index(best) if best >= _FEWEST_TITLES else None
    if at is None:
        raise Refusal(
            "没有找到表头行：前几行中没有“"
            + "”“".join(one.title for one in columns if one.required)
            + "”等列名。",
            clause="general/sheets",
            ways=("指明表头在第几行。", "下载模板，按模板的列名整理后再导入。"),
        )
    titles = grid.lines[at]
    places = _places(titles, columns, chosen or {})
    used = set(places.values())
    return Mapped(
        grid.numbers[at],
        titles,
        places,
        grid.lines[at + 1 :],
        grid.numbers[at + 1 :],
        tuple(one.title for one in columns if one.required and one.name not in places),
        tuple(
            title
            for at, title in enumerate(titles)
            if title and title != REMARKS and at not in used
        ),
    )


def _plain(title: str) -> str:
    for mark in " \u3000*＊（）()\n:：":
        title = title.replace(mark, "")
    return title.lower()


def _places(
    titles: Sequence[str], columns: Sequence[SheetColumn], chosen: Mapping[str, str]
) -> dict[str, int]:
    places: dict[str, int] = {}
    by_title: dict[str, int] = {}
    for at, title in enumerate(titles):
        by_title.setdefault(_plain(title), at)
    for one in columns:
        if one.name in chosen:
            names: tuple[str, ...] = (chosen[one.name],)
        else:
            names = (one.title, *one.also)
        for name in names:
            place = by_title.get(_plain(name)) if name else None
            if place is not None and place not in places.values():
                places[one.name] = place
                break
    return places


def typed(
    sheet: Mapped, columns: Sequence[SheetColumn]
) -> tuple[list[TypedRow], list[Fault]]:
    """Type every cell; collect what is wrong instead of stopping at it.

    A line with anything wrong is not among the rows. Column by column, since the same
    few dates and words come thousands of times.
    """
    faults: list[Fault] = []
    typed_columns = []
    for one in columns:
        place = sheet.places.get(one.name)
        if place is None:
            typed_columns.append([one.default] * len(sheet.body))
            continue
        texts = [line[place] for line in sheet.body]
        meanings, wrong = _meanings(one, set(texts))
        if wrong:
            faults.extend(
                Fault(number, one.title, wrong[text])
                for number, text in zip(sheet.numbers, texts, strict=True)
                if text in wrong
            )
        typed_columns.append([meanings.get(text) for text in texts])
    bad = {fault.line for fault in faults}
    names = [one.name for one in columns]
    rows = [
        TypedRow(number, dict(zip(names, values, strict=True)))
        for number, *values in zip(sheet.numbers, *typed_columns, strict=True)
        if number not in bad
    ]
    return rows, sorted(faults, key=lambda fault: fault.line)


def _meanings(
    column: SheetColumn, texts: Collection[str]
) -> tuple[dict[str, Any], dict[str, str]]:
    """Return what each text means, and of those that mean nothing what is wrong."""
    meanings: dict[str, Any] = {}
    wrong: dict[str, str] = {}
    for text in texts:
        if not text and column.required:
            wrong[text] = "不能为空。"
        elif not text:
            meanings[text] = column.default
        else:
            try:
                meanings[text] = column.parse(text)
            except Refusal as refusal:
                wrong[text] = str(refusal)
    return meanings, wrong


def repairs(
    sheet: Mapped, faults: Sequence[Fault]
) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    """Return head and lines of a sheet to repair: the whole sheet, errors first.

    The repaired sheet can be imported as it is.
    """
    said: dict[int, list[str]] = {}
    for fault in faults:
        where = f"{fault.title}：" if fault.title else ""
        said.setdefault(fault.line, []).append(f"{where}{fault.says}")
    kept = [at for at, title in enumerate(sheet.titles) if title != REMARKS]
    lines = [
        ("；".join(said.get(number, [])), *(line[at] for at in kept))
        for number, line in zip(sheet.numbers, sheet.body, strict=True)
    ]
    return (REMARKS, *(sheet.titles[at] for at in kept)), lines


@dataclass(frozen=True)
class OneOf:
    """Reads a cell that holds one of a few words.

    Attributes:
        labels: Meaning of each word.
        what: What is chosen, for the sentence.
    """

    labels: Mapping[str, Any]
    what: str

    def __call__(self, text: str) -> Any:
        """Return what a word means.

        Raises:
            Refusal: It is none of them.

        Clause: general/sheets
        """
        found = self.labels.get(text.strip())
        if found is None:
            raise Refusal(
                f"“{text}”不是{self.what}，应为：{'、'.join(self.labels)}。",
                clause="general/sheets",
            )
        return found


def whole(text: str) -> int:
    """Read a whole number, not negative.

    Clause: general/sheets
    """
    if not text.isdecimal():
        raise Refusal(f"“{text}”应为不小于0的整数。", clause="general/sheets")
    return int(text)


def plain_text(text: str) -> str:
    """Read a cell as it stands."""
    return text
