"""Sheets of people: the one kind that may have tens of thousands of lines."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from workbench import facts
from workbench.desk import Work
from workbench.models.roster.people import (
    Certificate,
    Establishment,
    Leave,
    Person,
    Posting,
)
from workbench.rows.sheets import Fault, TypedRow
from workbench.rules import Refusal
from workbench.rules.calendar import chinese_day
from workbench.rules.identifiers import (
    born_on,
    check_certificate_number,
    mask_id_number,
    sex_of,
)
from workbench.rules.roster.people import PostKind
from workbench.services.roster.import_lines import (
    Context,
    Effect,
    Effects,
    on_record,
    unknown_units,
)
from workbench.services.roster.people import opened, sealed


def check_people(context: Context, rows: Sequence[TypedRow]) -> list[Fault]:
    """Return what is wrong with lines of people."""
    faults: list[Fault] = []
    seen: dict[str, int] = {}
    numbers: dict[str, int] = {}
    same = people_effects(context, rows)
    for row in rows:
        values = row.values
        if row.line in same:
            seen.setdefault(values["id_number"], row.line)
            continue
        faults += unknown_units(
            context, row, ("home", "编制单位"), ("host", "使用单位")
        )
        number = values["id_number"]
        if number in seen:
            says = f"与第{seen[number]}行是同一人。"
            faults.append(Fault(row.line, "身份证号", says))
        seen.setdefault(number, row.line)
        if context.people and (known := context.people.get(_digest(context, row))):
            says = (
                "已经登记，且内容不同；变动请用“派驻”等表导入。"
                if known in context.names
                else "已登记在您看不到的机构，同一人不能登记两次。"
            )
            faults.append(
                Fault(row.line, "身份证号", f"{mask_id_number(number)}{says}")
            )
        if values["sex"] and values["sex"] is not sex_of(number):
            faults.append(Fault(row.line, "性别", "与身份证号不符。"))
        if values["born_on"] and values["born_on"] != born_on(number):
            faults.append(Fault(row.line, "出生日期", "与身份证号不符。"))
        faults += _check_person_dates(context, row, numbers)
    return faults


def _check_person_dates(
    context: Context, row: TypedRow, numbers: dict[str, int]
) -> list[Fault]:
    values, faults = row.values, []
    certificate = values["certificate"]
    if certificate:
        try:
            check_certificate_number(certificate, context.pattern)
        except Refusal as refusal:
            faults.append(Fault(row.line, "执法证号", str(refusal)))
        if certificate in numbers or certificate in context.holders:
            faults.append(Fault(row.line, "执法证号", f"{certificate}重复。"))
        numbers[certificate] = row.line
        if values["certificate_from"] is None:
            faults.append(Fault(row.line, "证件起日", "有执法证号的须填写。"))
    for first, last, title in (
        ("certificate_from", "certificate_to", "证件止日"),
        ("leave_from", "leave_to", "批准至"),
    ):
        if values[first] and values[last] and values[last] < values[first]:
            says = f"早于起日{chinese_day(values[first])}。"
            faults.append(Fault(row.line, title, says))
    if (values["leave"] is None) is not (values["leave_from"] is None):
        faults.append(Fault(row.line, "离岗类别", "与离岗起日须同时填写。"))
    if values["host_from"] and values["host_from"] < values["home_from"]:
        faults.append(Fault(row.line, "使用起日", "早于编制起日。"))
    return faults


def people_effects(context: Context, rows: Sequence[TypedRow]) -> Effects:
    """Return the lines that say what is on record already; the others are new."""
    known = {
        row.line: person_id
        for row in rows
        if context.people
        and (person_id := context.people.get(_digest(context, row), 0)) in context.names
    }
    if not known:
        return {}
    facts_of = [
        on_record(context, model, set(known.values()))
        for model in (Establishment, Posting, Certificate, Leave)
    ]
    told = _names_and_phones(context.work, set(known.values()))
    return {
        row.line: Effect.SAME
        for row in rows
        if row.line in known
        and _says_nothing_new(
            context,
            row.values,
            told[known[row.line]],
            [found.get(known[row.line], []) for found in facts_of],
        )
    }


def _digest(context: Context, row: TypedRow) -> bytes:
    return context.work.secrets.digest(row.values["id_number"])


def _names_and_phones(
    work: Work, people: Collection[int]
) -> dict[int, tuple[str, str]]:
    found = work.session.execute(
        sa.select(Person.id, Person.name, Person.sealed).where(
            work.whole_county(Person)
        )
    )
    return {
        row.id: (row.name, opened(work.secrets, row.sealed).phone)
        for row in found
        if row.id in people
    }


def _says_nothing_new(
    context: Context,
    values: Mapping[str, Any],
    told: tuple[str, str],
    known: Sequence[Sequence[Any]],
) -> bool:
    """Tell whether all that a line says of somebody is on record already."""
    homes, hosts, certificates, leaves = known
    name, phone = told
    home = context.units.get(values["home"])
    host = context.units.get(values["host"], home)
    since = values["host_from"] or values["home_from"]
    return (
        values["name"] == name
        and values["phone"] in {None, "", phone}
        and any(
            (one.unit_id, one.employment, one.valid_from)
            == (home, values["employment"], values["home_from"])
            for one in homes
        )
        and any(
            (one.unit_id, one.valid_from) == (host, since)
            and values["post"] in {None, one.post}
            for one in hosts
        )
        and (
            not values["certificate"]
            or any(
                (one.number, one.valid_from, one.valid_to)
                == (
                    values["certificate"],
                    values["certificate_from"],
                    values["certificate_to"],
                )
                for one in certificates
            )
        )
        and (
            values["leave"] is None
            or any(
                (one.kind, one.valid_from) == (values["leave"], values["leave_from"])
                for one in leaves
            )
        )
    )


def enter_people(context: Context, rows: Sequence[TypedRow]) -> None:
    """Enter people with their first facts, thousands at once."""
    work = context.work
    digest = work.secrets.digest
    ids = facts.reserve(work, Person, len(rows))
    said = {name: [row.values[name] for row in rows] for name in rows[0].values}
    numbers = said["id_number"]
    facts.bulk(
        work,
        Person,
        len(rows),
        {
            "id": ids,
            "name": said["name"],
            "sex": [sex_of(number) for number in numbers],
            "born_on": [born_on(number) for number in numbers],
            "sealed": [
                sealed(work.secrets, number, phone or "")
                for number, phone in zip(numbers, said["phone"], strict=True)
            ],
            "id_digest": [digest(number) for number in numbers],
            "remark": said["remark"],
            "entered_at": work.now,
        },
    )
    stamp = {**facts.stamp(work), "reason": context.reason}
    homes = [context.units[name] for name in said["home"]]
    facts.bulk(
        work,
        Establishment,
        len(rows),
        {
            "person_id": ids,
            "unit_id": homes,
            "employment": said["employment"],
            "valid_from": said["home_from"],
            "valid_to": None,
            **stamp,
        },
    )
    hosts = zip(said["host"], homes, strict=True)
    since = zip(said["host_from"], said["home_from"], strict=True)
    facts.bulk(
        work,
        Posting,
        len(rows),
        {
            "person_id": ids,
            "unit_id": [context.units.get(host, home) for host, home in hosts],
            "post": [post or PostKind.LOGISTICS for post in said["post"]],
            "document": said["document"],
            "valid_from": [host or home for host, home in since],
            "valid_to": None,
            **stamp,
        },
    )
    _enter_where(
        work,
        Certificate,
        "certificate",
        ids,
        said,
        {
            "number": "certificate",
            "fields": "fields",
            "valid_from": "certificate_from",
            "valid_to": "certificate_to",
        },
        stamp,
    )
    _enter_where(
        work,
        Leave,
        "leave",
        ids,
        said,
        {"kind": "leave", "approved_to": "leave_to", "valid_from": "leave_from"},
        {**stamp, "valid_to": None, "document": ""},
    )


def _enter_where(  # noqa: PLR0917 - one table, filled from some of the lines
    work: Work,
    model: type[Any],
    there: str,
    ids: list[int],
    said: Mapping[str, list[Any]],
    columns: Mapping[str, str],
    same: Mapping[str, Any],
) -> None:
    """Fill a table from the lines in which one column is filled."""
    lines = [place for place, value in enumerate(said[there]) if value]
    filled = {
        column: [said[name][place] for place in lines]
        for column, name in columns.items()
    }
    own = {"person_id": [ids[place] for place in lines]}
    facts.bulk(work, model, len(lines), {**own, **filled, **same})
