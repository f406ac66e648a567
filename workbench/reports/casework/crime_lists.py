"""The two lists that go with a suspected crime: 涉案物品清单 and 移送材料清单."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from workbench.reports.casework.parties import (
    entry,
    named,
    open_rows,
    plain_form,
    shared_line,
    signed_at,
    signed_on,
    signing_line,
)
from workbench.reports.page import (
    Align,
    Block,
    Column,
    Document,
    Ruled,
    Stamp,
    Table,
)
from workbench.reports.wording import Phrases, said

REQUIRED_MATERIALS = (
    "涉嫌犯罪案件移送书",
    "涉嫌犯罪案件情况的调查报告",
    "涉案物品清单",
    "有关检验报告或者鉴定结论",
    "其他有关涉嫌犯罪的材料",
)
"""The five kinds of material that go to the police, as the order names them.

Source: 国务院令第310号, 第六条.
"""

_OPEN_ITEMS, _OPEN_MATERIALS = 5, 2  # rows of a list that the pen fills in
_REST_IS_BLANK = "（以下空白）"
_FEN = 100


@dataclass(frozen=True, slots=True)
class Item:
    """One thing seized or kept as evidence (涉案物品).

    Attributes:
        model: 规格型号.
        quantity: A number, as the scales or the count gave it.
        traits: 特征、品级.
        fen: Its value in 1/100 yuan; None where nobody has valued it.
        place: Where it is kept.
        keeper: Who keeps it.
        source: Form and number by which it came: 扣押, 先行登记保存.
        perishes: Whether it rots, decays or cannot well be kept.
    """

    name: str
    model: str
    quantity: str
    measure: str
    traits: str
    fen: int | None
    place: str
    keeper: str
    source: str
    perishes: bool = False
    remark: str = ""


@dataclass(frozen=True, slots=True)
class ItemList:
    """涉案物品清单, turned sideways.

    Attributes:
        organ: Who refers the case.
        case: Name of the case.
        number: Number of the 移送书 it goes with; empty while that has none.
        party: Name of the party.
        taken_on: The day of the list.
    """

    PHRASES: ClassVar[Phrases] = {
        "remark": "本清单一式四份：公安机关、同级人民检察院、当事人各一份，移送机关存档"
        "一份。易腐烂、变质的，采取必要措施，留取证据。",
    }

    organ: str
    case: str
    number: str
    party: str
    items: tuple[Item, ...]
    taken_on: date | None = None
    phrases: tuple[tuple[str, str], ...] = ()

    @property
    def title(self) -> str:
        """The list's name, with its case."""
        return named("涉案物品清单", self.case)

    def compose(self, stamp: Stamp) -> Document:
        """Return the list, with the lines on which three sides sign."""
        return plain_form(
            self.organ,
            "涉案物品清单",
            self._blocks(stamp),
            stamp,
            landscape=True,
            remark=said(self, "remark"),
        )

    def _blocks(self, stamp: Stamp) -> Iterator[Block]:
        yield shared_line(
            ("案件名称：", self.case, 5),
            ("　当事人：", self.party, 3),
            stamp=stamp,
            width=_SIDEWAYS,
        )
        yield entry("移送书文号：", self.number, stamp)
        yield self._table(stamp)
        yield signing_line(
            ("当事人（签名或者盖章）：", ""),
            ("　见证人（签名）：", ""),
            width=_SIDEWAYS,
        )
        officers = signing_line(
            ("承办人（签名）：", ""), ("、", ""), width=_SIDEWAYS / 2
        )
        yield Ruled((*officers.parts, *signed_on("　填写日期：", self.taken_on).parts))

    def _table(self, stamp: Stamp) -> Table:
        rows = [self._row(at, one) for at, one in enumerate(self.items, start=1)]
        if not rows:
            rest = open_rows(len(_ITEM_COLUMNS), stamp, _OPEN_ITEMS)
            return Table(_ITEM_COLUMNS, tuple(rest))
        return Table(_ITEM_COLUMNS, (*rows, self._total()))

    def _row(self, at: int, item: Item) -> tuple[str, ...]:
        return (
            str(at),
            item.name,
            item.model,
            item.quantity,
            item.measure,
            item.traits,
            yuan(item.fen),
            item.place,
            item.keeper,
            item.source,
            "是" if item.perishes else "否",
            item.remark,
        )

    def _total(self) -> tuple[str, ...]:
        known = [item.fen for item in self.items if item.fen is not None]
        value = yuan(sum(known)) if known else ""
        kinds = f"共{len(self.items)}项"
        return ("", "合计", kinds, "", "", _REST_IS_BLANK, value, *[""] * 5)


_SIDEWAYS = 36  # characters of a line behind its indent, on a page turned sideways
_ITEM_COLUMNS = (
    Column("序号", 10),
    Column("名称", 24, Align.LEFT),
    Column("规格型号", 20, Align.LEFT),
    Column("数量", 10),
    Column("单位", 10),
    Column("特征\n（品级）", 25, Align.LEFT),
    Column("价值\n（元）", 20, Align.RIGHT),
    Column("存放地点", 21, Align.LEFT),
    Column("保管人", 15),
    Column("来源\n（文书及文号）", 45, Align.LEFT),
    Column("易腐", 9),
    Column("备注", 16, Align.LEFT),
)


def yuan(fen: int | None) -> str:
    """Return a sum as tables print it: 1200.00, or nothing where it is not known."""
    return "" if fen is None else f"{fen // _FEN}.{fen % _FEN:02d}"


@dataclass(frozen=True, slots=True)
class Material:
    """One paper or thing among the materials of a referral.

    Attributes:
        number: Its own number; often none.
        pages: Of one copy.
        original: 原件 or 复印件 …, as the list prints it.
        remark: Also why a required material is missing (无，因…).
    """

    name: str
    number: str
    copies: int | None
    pages: int | None
    original: str
    remark: str = ""


@dataclass(frozen=True, slots=True)
class MaterialList:
    """移送材料清单: what is handed over, counted, and who took it.

    Attributes:
        organ: Who refers the case.
        case: Name of the case.
        number: Number of the 移送书 it goes with.
        receiver: The organ it goes to.
        handed_by: Who hands over.
        taken_by: Who takes over.
        handed_at: When, to the minute.
    """

    PHRASES: ClassVar[Phrases] = {
        "remark": "本清单按照《行政执法机关移送涉嫌犯罪案件的规定》（国务院令第310号）"
        "第六条编列，一式三份：送公安机关一份，抄送同级人民检察院一份，移送机关存档一份。",
    }

    organ: str
    case: str
    number: str
    receiver: str
    materials: tuple[Material, ...]
    handed_by: str = ""
    taken_by: str = ""
    handed_at: datetime | None = None
    phrases: tuple[tuple[str, str], ...] = ()

    @property
    def title(self) -> str:
        """The list's name, with its case."""
        return named("移送材料清单", self.case)

    def compose(self, stamp: Stamp) -> Document:
        """Return the list, with the lines on which both sides sign."""
        return plain_form(
            self.organ,
            "移送材料清单",
            self._blocks(stamp),
            stamp,
            remark=said(self, "remark"),
        )

    def _blocks(self, stamp: Stamp) -> Iterator[Block]:
        yield entry("案件名称：", self.case, stamp)
        yield entry("移送书文号：", self.number, stamp)
        yield entry("受移送机关：", self.receiver, stamp)
        yield self._table(stamp)
        yield signing_line(("移交单位（印章）：", ""), ("　接收单位（印章）：", ""))
        yield signing_line(
            ("移交人（签名）：", self.handed_by),
            ("　接收人（签名）：", self.taken_by),
        )
        yield signed_at("移交时间：", self.handed_at)

    def _table(self, stamp: Stamp) -> Table:
        rows = [_row(at, one) for at, one in enumerate(self.materials, start=1)]
        if rows:
            return Table(_MATERIAL_COLUMNS, (*rows, self._total()))
        rest = open_rows(len(_MATERIAL_COLUMNS), stamp, _OPEN_MATERIALS)
        return Table(_MATERIAL_COLUMNS, (*required_rows(7, stamp), *rest))

    def _total(self) -> tuple[str, ...]:
        copies = sum(one.copies or 0 for one in self.materials)
        pages = sum((one.copies or 0) * (one.pages or 0) for one in self.materials)
        return ("", "合计", "", str(copies), "", "", f"共{pages}页")


def _row(at: int, one: Material) -> tuple[str, ...]:
    return (
        str(at),
        one.name,
        one.number or "—",
        counted(one.copies),
        counted(one.pages),
        one.original,
        one.remark,
    )


def required_rows(columns: int, stamp: Stamp) -> list[tuple[str, ...]]:
    """Return a row for each required material, its counts left to the pen.

    Args:
        columns: Of the table; number and name come first.
        stamp: A final form lists none that it does not know.
    """
    names = REQUIRED_MATERIALS if stamp.draft else ()
    return [
        (str(at), name, *[""] * (columns - 2)) for at, name in enumerate(names, start=1)
    ]


def counted(count: int | None) -> str:
    """Return a count as tables print it; a dash where there is nothing to count."""
    return "—" if count is None else str(count)


_MATERIAL_COLUMNS = (
    Column("序号", 11),
    Column("材料名称", 42, Align.LEFT),
    Column("文号", 46, Align.LEFT),
    Column("份数", 11),
    Column("每份\n页数", 12),
    Column("原件或\n复印件", 16),
    Column("备注", 18, Align.LEFT),
)
