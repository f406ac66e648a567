"""The papers of a case file: 案卷封面, 卷内目录, 备考表."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from workbench.reports.casework.parties import (
    entry,
    named,
    open_rows,
    plain_form,
    short_day,
    signature,
)
from workbench.reports.inspection.forms import cell, label, ticked
from workbench.reports.page import (
    Align,
    Block,
    Cell,
    Column,
    Document,
    Grid,
    GridRow,
    Stamp,
    Table,
)
from workbench.reports.wording import Phrases, said

RETENTIONS = ("永久", "30年", "10年")
"""保管期限 of a case file.

Source: 国家档案局令第8号.
"""

_OPEN_PAPERS = 18
_OPEN_DAY = "　　　年　　月　　日"


@dataclass(frozen=True, slots=True)
class CaseCover:
    """案卷封面.

    Attributes:
        organ: Whose file it is.
        name: What stands above it, as 行政处罚案卷.
        half: 正卷 or 副卷; empty where the file is not parted.
        case: Name of the case.
        number: Number of the decision, or of the paper that ended the case.
        party: Name of the party.
        section: Who handled it (办案机构).
        handlers: Names of those who handled it.
        filed_on: The day the case was opened (立案).
        closed_on: The day it was closed (结案).
        outcome: 处理结果.
        retention: One of ``RETENTIONS``.
        pieces: Papers in the file.
        pages: Pages of them.
        archive_number: 归档号: the year and four digits.
        fonds: 全宗号.
        catalogue: 目录号.
        file_number: 案卷号.
        archived_on: The day it was archived.
        archivist: Who archived it.
    """

    organ: str
    name: str = "行政执法案卷"
    half: str = ""
    case: str = ""
    number: str = ""
    party: str = ""
    section: str = ""
    handlers: str = ""
    filed_on: date | None = None
    closed_on: date | None = None
    outcome: str = ""
    retention: str = ""
    pieces: int | None = None
    pages: int | None = None
    archive_number: str = ""
    fonds: str = ""
    catalogue: str = ""
    file_number: str = ""
    archived_on: date | None = None
    archivist: str = ""

    @property
    def title(self) -> str:
        """The cover's name, with its case."""
        return named("案卷封面", self.case)

    def compose(self, stamp: Stamp) -> Document:
        """Return the cover."""
        half = f"（{self.half}）" if self.half else ""
        grid = Grid((26, 26, 26, 26, 26, 26), tuple(self._rows(stamp)))
        return plain_form(
            self.organ, "案卷封面", iter((grid,)), stamp, title=f"{self.name}{half}"
        )

    def _rows(self, stamp: Stamp) -> Iterator[GridRow]:
        yield self._three(
            ("全宗号", self.fonds),
            ("目录号", self.catalogue),
            ("案卷号", self.file_number),
            stamp,
        )
        yield _wide("案件名称", self.case, stamp, 19)
        yield _wide("决定书文号", self.number, stamp, 15)
        yield _wide("当事人", self.party, stamp, 15)
        yield _wide("办案机构", self.section, stamp, 15)
        yield _wide("承办人", self.handlers, stamp, 14)
        yield _halves(
            ("立案日期", short_day(self.filed_on)),
            ("结案日期", short_day(self.closed_on)),
            stamp,
        )
        yield _wide("处理结果", self.outcome, stamp, 19)
        yield GridRow(
            (
                label("保管期限"),
                Cell(ticked(RETENTIONS, self.retention), 5, align=Align.CENTER),
            ),
            14,
        )
        yield _halves(
            ("本卷件数", _count(self.pieces, "件")),
            ("本卷页数", _count(self.pages, "页")),
            stamp,
        )
        yield _halves(
            ("归档号", self.archive_number),
            ("归档日期", short_day(self.archived_on)),
            stamp,
        )
        yield _wide("归档人", self.archivist, stamp, 14)

    def _three(
        self,
        first: tuple[str, str],
        second: tuple[str, str],
        third: tuple[str, str],
        stamp: Stamp,
    ) -> GridRow:
        pairs = (first, second, third)
        return GridRow(
            tuple(
                part
                for name, value in pairs
                for part in (label(name), cell(value, stamp, middle=True))
            ),
            12,
        )


def _wide(name: str, value: str, stamp: Stamp, height: float) -> GridRow:
    return GridRow((label(name), cell(value, stamp, span=5)), height)


def _halves(first: tuple[str, str], second: tuple[str, str], stamp: Stamp) -> GridRow:
    cells = tuple(
        part
        for name, value in (first, second)
        for part in (label(name), cell(value, stamp, span=2, middle=True))
    )
    return GridRow(cells, 14)


def _count(count: int | None, measure: str) -> str:
    return "" if count is None else f"{count}{measure}"


@dataclass(frozen=True, slots=True)
class FiledPaper:
    """One line of the index.

    Attributes:
        author: 责任者: who made it.
        name: 题名.
        on: Its day.
        first: Its first page in the file.
        last: Its last page.
    """

    number: str
    author: str
    name: str
    on: date | None
    first: int
    last: int
    remark: str = ""


@dataclass(frozen=True, slots=True)
class FileIndex:
    """卷内目录.

    Attributes:
        organ: Whose file it is.
        case: Name of the case.
        archive_number: 归档号.
        papers: In the order in which they are bound.
    """

    organ: str = ""
    case: str = ""
    archive_number: str = ""
    papers: tuple[FiledPaper, ...] = ()

    @property
    def title(self) -> str:
        """The index's name, with its case."""
        return named("卷内目录", self.case)

    def compose(self, stamp: Stamp) -> Document:
        """Return the index."""
        return plain_form("", "卷内目录", self._blocks(stamp), stamp)

    def _blocks(self, stamp: Stamp) -> Iterator[Block]:
        yield entry("案件名称：", self.case, stamp)
        yield entry("归档号：", self.archive_number, stamp)
        rows = [_filed(at, one) for at, one in enumerate(self.papers, start=1)]
        rest = open_rows(len(_INDEX_COLUMNS), stamp, _OPEN_PAPERS)
        yield Table(_INDEX_COLUMNS, tuple(rows or rest))


def _filed(at: int, paper: FiledPaper) -> tuple[str, ...]:
    pages = (
        str(paper.first) if paper.first == paper.last else f"{paper.first}-{paper.last}"
    )
    return (
        str(at),
        paper.number,
        paper.author,
        paper.name,
        f"{paper.on:%Y%m%d}" if paper.on else "",
        pages,
        paper.remark,
    )


_INDEX_COLUMNS = (
    Column("序号", 11),
    Column("文号", 47, Align.LEFT),
    Column("责任者", 25, Align.LEFT),
    Column("题名", 29, Align.LEFT),
    Column("日期", 19),
    Column("页号", 13),
    Column("备注", 12, Align.LEFT),
)


@dataclass(frozen=True, slots=True)
class FileNote:
    """备考表: the last page of a file.

    Attributes:
        case: Name of the case.
        archive_number: 归档号.
        pieces: Papers in the file.
        pages: Pages of them.
        photos: Photographs among them.
        recordings: 音像资料 kept with the file.
        state: 本卷情况说明: what is missing, damaged, corrected or added.
        made_by: 立卷人.
        checked_by: 检查人.
        made_on: 立卷时间.
    """

    PHRASES: ClassVar[Phrases] = {
        "complete": "卷内材料齐全、完整，排列有序，页号连续。",
    }

    case: str = ""
    archive_number: str = ""
    pieces: int | None = None
    pages: int | None = None
    photos: int | None = None
    recordings: int | None = None
    state: str = ""
    made_by: str = ""
    checked_by: str = ""
    made_on: date | None = None
    phrases: tuple[tuple[str, str], ...] = ()

    @property
    def title(self) -> str:
        """The form's name, with its case."""
        return named("备考表", self.case)

    def compose(self, stamp: Stamp) -> Document:
        """Return the form."""
        grid = Grid((26, 52, 26, 52), tuple(self._rows(stamp)))
        return plain_form("", "卷内备考表", iter((grid,)), stamp)

    def _rows(self, stamp: Stamp) -> Iterator[GridRow]:
        yield GridRow((label("案件名称"), cell(self.case, stamp, span=3)), 14)
        yield GridRow((label("归档号"), cell(self.archive_number, stamp, span=3)), 12)
        for first, second in (
            (
                ("文件材料", _count(self.pieces, "件")),
                ("页数", _count(self.pages, "页")),
            ),
            (
                ("照片", _count(self.photos, "张")),
                ("音像资料", _count(self.recordings, "件")),
            ),
        ):
            cells = tuple(
                part
                for name, value in (first, second)
                for part in (label(name), cell(value, stamp, middle=True))
            )
            yield GridRow(cells, 12)
        made_on = short_day(self.made_on) or _OPEN_DAY
        signed = (
            signature(self.made_by, "立卷人："),
            signature(self.checked_by, "检查人："),
            f"立卷时间：{made_on}",
        )
        cell_of_state = Cell(self._state(), 3, foot="\n".join(signed))
        yield GridRow((label("本卷情况\n说明"), cell_of_state), 130)

    def _state(self) -> str:
        """Return what is to be said of the file; that all is there where it is done."""
        if self.state:
            return self.state
        return said(self, "complete") if self.pieces is not None else ""
