"""What the lines of every kind of sheet are checked against and entered with."""

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import sqlalchemy as sa

from workbench.access import Permission
from workbench.desk import Work, chartered
from workbench.models.roster.people import Certificate, Person
from workbench.models.roster.towns import TownFact
from workbench.models.roster.units import UnitFact
from workbench.models.roster.zones import ZoneFact
from workbench.rows.sheets import Fault, SheetColumn, TypedRow
from workbench.rules import Refusal
from workbench.rules.identifiers import mask_id_number
from workbench.rules.platform import Policy
from workbench.services.platform import policy

_STEP = 20  # lines between two looks at whether somebody stopped the work


class Effect(StrEnum):
    """What entering a line would do."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"

    @property
    def label(self) -> str:
        """The word for it."""
        return {"new": "新增", "changed": "变更", "same": "不变"}[self]


Effects = Mapping[int, Effect]
"""What each line would do, by line number; a line that is not named is new."""


@dataclass(frozen=True)
class Context:
    """What lines are checked against, read once for the whole sheet.

    Attributes:
        units: Number of each unit by any name it stands under today.
        people: Number of each person by the digest of the identity number.
        names: Name of each person that may be seen, by number.
        holders: Person of each standing certificate, by number.
        towns: Number of each town by name.
        zones: Number of each zone by name.
    """

    work: Work
    units: Mapping[str, int]
    people: Mapping[bytes, int]
    names: Mapping[int, str]
    holders: Mapping[str, int]
    towns: Mapping[str, int]
    zones: Mapping[str, int]
    reason: str
    pattern: str


def _all_new(context: Context, rows: Sequence[TypedRow]) -> Effects:
    del context, rows
    return {}


@dataclass(frozen=True)
class ImportKind:
    """One kind of sheet.

    Attributes:
        key: As ``import KEY FILE`` takes it.
        label: What people call it.
        says: What one line of it is, in a sentence.
        columns: What it may have.
        check: Finds what is wrong between lines or against what is on record.
        enter: Puts the lines on record; only called when nothing is wrong.
        effects: Says what each line would do; lines that say what is on record
            already are not entered.
    """

    key: str
    label: str
    says: str
    columns: tuple[SheetColumn, ...]
    check: Callable[[Context, Sequence[TypedRow]], list[Fault]]
    enter: Callable[[Context, Sequence[TypedRow]], None]
    effects: Callable[[Context, Sequence[TypedRow]], Effects] = _all_new


@chartered(Permission.ROSTER_PERSON_IMPORT)
def context(work: Work, *, reason: str) -> Context:
    """Return what the lines of a sheet are checked against."""
    names: dict[str, int] = {}
    for unit_id, name, short_name in work.session.execute(
        sa.select(UnitFact.unit_id, UnitFact.name, UnitFact.short_name).where(
            UnitFact.holds_on(work.today), work.visible(UnitFact)
        )
    ):
        names[name] = names[short_name] = unit_id
    people = work.session.execute(
        sa.select(Person.id_digest, Person.id).where(work.whole_county(Person))
    )
    named = work.session.execute(
        sa.select(Person.id, Person.name).where(work.visible(Person))
    )
    holders = work.session.execute(
        sa.select(Certificate.number, Certificate.person_id).where(
            Certificate.stands(), work.whole_county(Certificate)
        )
    )
    towns = work.session.execute(
        sa.select(TownFact.name, TownFact.town_id).where(TownFact.holds_on(work.today))
    )
    zones = work.session.execute(
        sa.select(ZoneFact.name, ZoneFact.zone_id).where(ZoneFact.holds_on(work.today))
    )
    return Context(
        work,
        names,
        dict(people.all()),
        dict(named.all()),
        dict(holders.all()),
        dict(towns.all()),
        dict(zones.all()),
        reason,
        policy.value(work, policy=Policy.CERTIFICATE_PATTERN),
    )


def unknown_units(
    context: Context, row: TypedRow, *columns: tuple[str, str]
) -> list[Fault]:
    """Return what is wrong with the names of units in a line.

    Args:
        context: What is known.
        row: The line.
        *columns: Name and title of each column that names a unit.
    """
    return [
        Fault(
            row.line,
            title,
            f"没有名为“{row.values[name]}”的机构，请先登记机构或改正名称。",
        )
        for name, title in columns
        if row.values[name] and row.values[name] not in context.units
    ]


def known_people(
    context: Context, rows: Sequence[TypedRow]
) -> tuple[dict[int, int], list[Fault]]:
    """Return the person of each line, by line; and the lines without one.

    A person who may not be seen is none: nothing is entered for him, nor told of him.
    """
    found, faults = {}, []
    for row in rows:
        number = row.values["id_number"]
        person_id = context.people.get(context.work.secrets.digest(number))
        if person_id is None:
            says = f"{mask_id_number(number)}没有登记，请先导入人员。"
            faults.append(Fault(row.line, "身份证号", says))
            continue
        known = context.names.get(person_id)
        if known is None:
            says = f"{mask_id_number(number)}不属于您可以查看的机构。"
            faults.append(Fault(row.line, "身份证号", says))
            continue
        found[row.line] = person_id
        name = row.values["name"]
        if name and name != known:
            says = f"这个身份证号登记的是“{known}”，不是“{name}”。"
            faults.append(Fault(row.line, "姓名", says))
    return found, faults


def on_record(
    context: Context, model: type[Any], people: Collection[int]
) -> dict[int, list[Any]]:
    """Return the rows about some people that stand, by person, oldest first."""
    table: Any = model.__table__
    found = defaultdict(list)
    asked = (
        sa.select(table).where(context.work.whole_county(model)).order_by(table.c.id)
    )
    if "superseded_at" in table.c:
        asked = asked.where(table.c.superseded_at.is_(None))
    for row in context.work.session.execute(asked):
        if row.person_id in people:
            found[row.person_id].append(row)
    return found


def each(
    context: Context, rows: Sequence[TypedRow], enter: Callable[[TypedRow, int], object]
) -> None:
    """Enter line by line, naming the line that a rule refuses."""
    found, _faults = known_people(context, rows)
    for place, row in enumerate(rows):
        tell(context, place, len(rows))
        try:
            enter(row, found[row.line])
        except Refusal as refusal:
            raise of_line(row, refusal) from None


def tell(context: Context, place: int, count: int) -> None:
    """Tell how many lines are entered; whoever watches may stop the work here."""
    if place % _STEP == 0:
        context.work.progress(place, count, "写入数据")


def of_line(row: TypedRow, refusal: Refusal) -> Refusal:
    """Return a refusal that names the line it is about."""
    return Refusal(
        f"没有导入任何一行。第{row.line}行：{refusal}",
        clause=refusal.clause,
        ways=refusal.ways,
    )
