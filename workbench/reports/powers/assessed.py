"""Who was assessed and how: the records of a month's scores, and their tables."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from workbench.reports.page import Align, Column, Table
from workbench.rules.powers.formulas import FULL, parse

FEW = 10
"""Of up to so many assessed each has a sheet of its own; more stand in one table."""
_HUNDREDTHS = 100
_ACROSS_MM = 225  # of a turned page
_GROUPS_MM, _NARROWEST_MM = 124, 13
_PLACE_MM, _NAME_MM, _UNIT_MM, _EXTRA_MM, _TOTAL_MM = 13, 52, 52, 17, 19
_PERSON_MM = 20


def points(score: Fraction | None) -> str:
    """Return a score that is rounded already, as 18.50; — where nothing applies."""
    if score is None:
        return "—"
    sign = "−" if score < 0 else ""
    whole, rest = divmod(int(abs(score) * _HUNDREDTHS), _HUNDREDTHS)
    return f"{sign}{whole}.{rest:02}"


def plain(weight: Fraction) -> str:
    """Return a full score as 20, or 12.50 where it is not whole."""
    return str(int(weight)) if weight.denominator == 1 else points(weight)


@dataclass(frozen=True, slots=True)
class Item:
    """One item of the scheme.

    Attributes:
        group: Its group, such as 指令响应.
        name: What is assessed; never a count of inspections, cases or fines.
        method: How it is scored (计分办法).
        weight: Its full score.
        formula: How its points are reckoned from facts; empty where a person gives
            them.
    """

    group: str
    name: str
    method: str
    weight: Fraction
    formula: str = ""


@dataclass(frozen=True, slots=True)
class Score:
    """What a unit or a person reached in one item.

    Attributes:
        points: Rounded to hundredths; None where the item does not apply.
        basis: The figures it was reckoned from (计分依据).
        weight: Its full score where other items do not apply and theirs went to it;
            None where it is the item's own.
        adjusted: Whether an appeal changed it, so that no formula gives it.
    """

    points: Fraction | None
    basis: str
    weight: Fraction | None = None
    adjusted: bool = False


@dataclass(frozen=True, slots=True)
class Counted:
    """One fact as it was frozen: its name, and how many."""

    fact: str
    count: int


@dataclass(frozen=True, slots=True)
class Assessed:
    """One assessed unit or person.

    Attributes:
        unit: Its name; a person's, where a person is assessed.
        scores: One for each item of the scheme, in its order.
        extra: Points added or taken off outside the items.
        extra_basis: Why.
        earlier: Its total of the month before; None where there is none.
        works_at: The unit a person works at; empty for a unit.
        facts: What was counted.
    """

    unit: str
    scores: tuple[Score, ...]
    extra: Fraction = Fraction(0)
    extra_basis: str = ""
    earlier: Fraction | None = None
    works_at: str = ""
    facts: tuple[Counted, ...] = ()

    @property
    def total(self) -> Fraction:
        """The sum of its rounded items."""
        return sum((one.points or Fraction(0) for one in self.scores), self.extra)


@dataclass(frozen=True, slots=True)
class Section:
    """Everybody who is assessed by one scheme.

    Attributes:
        called: Who they are: 片区队伍, 镇街, 派驻人员.
        scheme: The scheme they are assessed by, with its title marks.
        items: The items of the scheme.
        units: Who was assessed.
        people: Whether they are people.
    """

    called: str
    scheme: str
    items: tuple[Item, ...]
    units: tuple[Assessed, ...]
    people: bool = False

    @property
    def ranked(self) -> tuple[tuple[int, Assessed], ...]:
        """Place and unit, best first; who is equal shares a place."""
        first: dict[Fraction, int] = {}
        totals = sorted((one.total for one in self.units), reverse=True)
        for place, total in enumerate(totals, start=1):
            first.setdefault(total, place)
        placed = [(first[one.total], one) for one in self.units]
        return tuple(sorted(placed, key=lambda pair: pair[0]))

    @property
    def tied(self) -> bool:
        """Whether two of them share a place."""
        return len({one.total for one in self.units}) < len(self.units)

    @property
    def few(self) -> bool:
        """Whether they are few enough for a sheet each."""
        return len(self.units) <= FEW and not self.people

    @property
    def groups(self) -> tuple[str, ...]:
        """The groups of the items, in order."""
        return tuple(dict.fromkeys(item.group for item in self.items))

    def of_group(self, one: Assessed, group: str) -> Fraction | None:
        """Return what somebody reached in a group; None where nothing of it applies."""
        held = [
            score.points
            for item, score in zip(self.items, one.scores, strict=True)
            if item.group == group and score.points is not None
        ]
        return sum(held, Fraction(0)) if held else None

    def full_of(self, group: str) -> Fraction:
        """Return the full score of a group."""
        held = (item.weight for item in self.items if item.group == group)
        return sum(held, Fraction(0))

    @property
    def facts(self) -> tuple[str, ...]:
        """The facts that the formulas read, in the order of the items."""
        read: dict[str, None] = {}
        for item in self.items:
            if item.formula:
                read |= dict.fromkeys(sorted(parse(item.formula).names))
        return tuple(read)

    # ---- tables ----

    def _who(self) -> tuple[Column, ...]:
        if self.people:
            return (
                Column("姓名", _PERSON_MM),
                Column("工作单位", _UNIT_MM, Align.LEFT),
            )
        return (Column("单位", _NAME_MM, Align.LEFT),)

    def _names(self, one: Assessed) -> tuple[str, ...]:
        return (one.unit, one.works_at) if self.people else (one.unit,)

    def summary(self, note: str, caption: str = "") -> Table:
        """Return places, points of every group and totals, best first.

        Args:
            note: Small print below.
            caption: Stands above it.
        """
        shared = _GROUPS_MM - (_PERSON_MM if self.people else 0)
        width = shared / len(self.groups)
        return Table(
            (
                Column("名次", _PLACE_MM),
                *self._who(),
                *(
                    Column(f"{group}\n{plain(self.full_of(group))}分", width)
                    for group in self.groups
                ),
                Column("加减分", _EXTRA_MM),
                Column("总分", _TOTAL_MM),
            ),
            tuple(
                (
                    str(place),
                    *self._names(one),
                    *(points(self.of_group(one, group)) for group in self.groups),
                    points(one.extra),
                    points(one.total),
                )
                for place, one in self.ranked
            ),
            caption=caption,
            note=note,
        )

    def matrices(self) -> Iterator[Table]:
        """Yield everybody's points item by item; as many tables as items ask for."""
        taken = _PLACE_MM + _TOTAL_MM + sum(one.width_mm for one in self._who())
        room = int((_ACROSS_MM - taken) // _NARROWEST_MM)
        count = -(-len(self.items) // room)
        size = -(-len(self.items) // count)
        for at in range(0, len(self.items), size):
            yield self._matrix(range(at, min(at + size, len(self.items))), taken)

    def _matrix(self, places: Sequence[int], taken: float) -> Table:
        width = (_ACROSS_MM - taken) / len(places)
        return Table(
            (
                Column("名次", _PLACE_MM),
                *self._who(),
                *(
                    Column(
                        f"{self.items[at].name}\n{plain(self.items[at].weight)}分",
                        width,
                    )
                    for at in places
                ),
                Column("总分", _TOTAL_MM),
            ),
            tuple(
                (
                    str(place),
                    *self._names(one),
                    *(_reached(one.scores[at]) for at in places),
                    points(one.total),
                )
                for place, one in self.ranked
            ),
            note=self._matrix_note(places),
        )

    def _matrix_note(self, places: Sequence[int]) -> str:
        shared = any(
            one.scores[at].weight is not None for one in self.units for at in places
        )
        gone = any(one.scores[at].points is None for one in self.units for at in places)
        words = "“不适用”的项目本月没有发生，不计分。" * gone
        words += "标*的得分按分摊后的分值计算，分值见考核表的电子表格。" * shared
        return words

    def sheet(self, place: int, one: Assessed, note: str) -> Table:
        """Return one unit's items: full score, points, and what they come from.

        Args:
            place: Its place.
            one: The unit.
            note: Small print below.
        """
        rows = []
        for at, (item, score) in enumerate(
            zip(self.items, one.scores, strict=True), start=1
        ):
            weight = item.weight if score.weight is None else score.weight
            applies = score.points is not None
            rows.append(
                (
                    str(at),
                    item.group,
                    item.name,
                    item.method,
                    plain(weight) if applies else "—",
                    points(score.points) if applies else "不适用",
                    score.basis,
                )
            )
        extra = (
            *("", "加减分", "", "", "—"),
            points(one.extra),
            one.extra_basis or "无",
        )
        full = sum((item.weight for item in self.items), Fraction(0))
        total = (
            *("", "合计", "", ""),
            plain(full),
            points(one.total),
            f"第{place}名",
        )
        return Table(
            (
                Column("序号", 12),
                Column("类别", 33),
                Column("考核项目", 46, Align.LEFT),
                Column("计分办法", 66, Align.LEFT),
                Column("分值", 13),
                Column("得分", 16),
                Column("计分依据", 39, Align.LEFT),
            ),
            (*rows, extra, total),
            note=note,
        )


def _reached(score: Score) -> str:
    if score.points is None:
        return "不适用"
    return points(score.points) + "*" * (score.weight is not None)


def change(one: Assessed) -> str:
    """Return how a total moved since the month before: +1.20."""
    if one.earlier is None:
        return "—"
    step = one.total - one.earlier
    return f"+{points(step)}" if step > 0 else points(step)


def reads(item: Item) -> str:
    """Return how an item is reckoned, as a sheet tells it."""
    if not item.formula:
        return "手工评分，按分摊后的分值折算"
    return item.formula.replace(FULL, "分值")
