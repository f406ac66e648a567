"""Sheets of units and of dated facts: short ones, entered like single entries.

What a rule would refuse while entering is looked for beforehand, so that the preview
names every line at once.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import sqlalchemy as sa

from workbench import facts
from workbench.models.roster.people import (
    Attendance,
    Certificate,
    Leave,
    Posting,
    Training,
)
from workbench.models.roster.units import UnitFact
from workbench.rows.sheets import Fault, TypedRow
from workbench.rules import Refusal
from workbench.rules.calendar import chinese_day
from workbench.rules.identifiers import (
    check_certificate_number,
    check_credit_code,
    check_phone,
)
from workbench.rules.periods import ONE_DAY, Period, check_apart, check_order
from workbench.rules.roster.people import presence
from workbench.rules.roster.units import check_unit
from workbench.services.roster import postings, units
from workbench.services.roster.import_lines import (
    Context,
    Effect,
    Effects,
    each,
    known_people,
    of_line,
    on_record,
    tell,
    unknown_units,
)


def _refused(
    line: int, title: str, check: Callable[..., object], *values: Any, **named: Any
) -> list[Fault]:
    """Return what a rule says against a line, in words."""
    try:
        check(*values, **named)
    except Refusal as refusal:
        return [Fault(line, title, str(refusal))]
    return []


# ---- units ----


def check_units(context: Context, rows: Sequence[TypedRow]) -> list[Fault]:
    """Return what is wrong with lines of units."""
    faults: list[Fault] = []
    same = unit_effects(context, rows)
    named = {row.values["name"] for row in rows}
    named |= {row.values["short_name"] for row in rows}
    seen: dict[str, int] = {}
    for row in rows:
        values = row.values
        name = values["name"]
        if name in seen:
            faults.append(Fault(row.line, "全称", f"与第{seen[name]}行重复。"))
        seen.setdefault(name, row.line)
        if name in context.units and row.line not in same:
            says = "已经登记，且内容不同；变更请在“机构”页办理。"
            faults.append(Fault(row.line, "全称", says))
        for column, title in (("parent", "上级机构"), ("principal", "委托机关")):
            other = values[column]
            if other and other not in context.units and other not in named:
                faults.append(Fault(row.line, title, f"没有名为“{other}”的机构。"))
        for column, title, known in (
            ("town", "镇街", context.towns),
            ("zone", "片区", context.zones),
        ):
            if values[column] and values[column] not in known:
                says = f"没有名为“{values[column]}”的{title}。"
                faults.append(Fault(row.line, title, says))
        faults += _check_unit(row)
    return faults


def _check_unit(row: TypedRow) -> list[Fault]:
    values = row.values
    faults = _refused(
        row.line,
        "",
        check_unit,
        values["kind"],
        values["authority"],
        has_town=bool(values["town"]),
        has_zone=bool(values["zone"]),
        has_principal=bool(values["principal"]),
    )
    for column, title, check in (
        ("credit_code", "统一社会信用代码", check_credit_code),
        ("duty_phone", "值班电话", check_phone),
    ):
        text = values[column]
        if text:
            faults += _refused(row.line, title, check, text)
    return faults


def unit_effects(context: Context, rows: Sequence[TypedRow]) -> Effects:
    """Return the lines that say what is on record already; the others are new."""
    work = context.work
    known = {
        fact.unit_id: fact
        for fact in work.session.scalars(
            sa.select(UnitFact).where(
                UnitFact.holds_on(work.today), work.visible(UnitFact)
            )
        )
    }
    found = {}
    for row in rows:
        fact = known.get(context.units.get(row.values["name"], 0))
        if fact is not None and _is_said(context, fact, row.values):
            found[row.line] = Effect.SAME
    return found


def _is_said(context: Context, fact: UnitFact, values: Any) -> bool:
    """Tell whether a unit is on record just as a line says."""
    plain = ("kind", "authority", "counts", "smallest_staff")
    filled = ("short_name", "authority_basis", "credit_code", "address", "duty_phone")
    named = (
        ("parent", fact.parent_id, context.units),
        ("principal", fact.principal_id, context.units),
        ("town", fact.town_id, context.towns),
        ("zone", fact.zone_id, context.zones),
    )
    return (
        values["name"] == fact.name
        and all(values[name] == getattr(fact, name) for name in plain)
        and all(values[name] in {"", getattr(fact, name)} for name in filled)
        and all(
            not values[name] or known.get(values[name]) == number
            for name, number, known in named
        )
    )


def enter_units(context: Context, rows: Sequence[TypedRow]) -> None:
    """Enter units, whatever their order: each after those it names."""
    known = dict(context.units)
    waiting = list(rows)
    while waiting:
        ready = [
            row
            for row in waiting
            if all(
                not row.values[name] or row.values[name] in known
                for name in ("parent", "principal")
            )
        ]
        if not ready:
            raise Refusal("上级机构互为上下级，请核对。", clause="roster/unit-place")
        for row in ready:
            tell(context, len(rows) - len(waiting), len(rows))
            waiting.remove(row)
            values = dict(row.values)
            parent, principal, town, zone = (
                values.pop(name) for name in ("parent", "principal", "town", "zone")
            )
            try:
                unit_id = units.add_unit(
                    context.work,
                    **values,
                    parent_id=known[parent] if parent else None,
                    principal_id=known[principal] if principal else None,
                    town_id=context.towns[town] if town else None,
                    zone_id=context.zones[zone] if zone else None,
                    reason=context.reason,
                )
            except Refusal as refusal:
                raise of_line(row, refusal) from None
            known[values["name"]] = unit_id
            if values["short_name"]:
                known[values["short_name"]] = unit_id


# ---- postings ----


def posting_effects(context: Context, rows: Sequence[TypedRow]) -> Effects:
    """Say which lines end a posting that stands, and which one stands already."""
    found, _faults = known_people(context, rows)
    known = on_record(context, Posting, set(found.values()))
    effects = {}
    for row in rows:
        values = row.values
        said = (
            context.units.get(values["unit"]),
            values["post"],
            values["first"],
            values["last"],
        )
        for one in known.get(found.get(row.line, 0), []):
            if (one.unit_id, one.post, one.valid_from, one.valid_to) == said:
                effects[row.line] = Effect.SAME
            elif values["first"] in Period(one.valid_from, one.valid_to):
                effects.setdefault(row.line, Effect.CHANGED)
    return effects


def check_postings(context: Context, rows: Sequence[TypedRow]) -> list[Fault]:
    """Return what is wrong with lines of postings, overlaps among them."""
    found, faults = known_people(context, rows)
    spans = _spans(context, Posting, found.values())
    same = posting_effects(context, rows)
    for row in rows:
        faults += unknown_units(context, row, ("unit", "使用单位"))
        person_id = found.get(row.line)
        if person_id is None or same.get(row.line) is Effect.SAME:
            continue
        own = spans.setdefault(person_id, [])
        first, last = row.values["first"], row.values["last"]
        if last is None:
            faults += _go_on_from(own, first, row.line)
        else:
            faults += _put_beside(own, Period(first, last), row.line, "使用单位")
    return faults


def _spans(
    context: Context, model: type[Any], people: Iterable[int]
) -> dict[int, list[Period]]:
    """Return the days that are taken, by person."""
    return {
        person_id: [Period(one.valid_from, one.valid_to) for one in known]
        for person_id, known in on_record(context, model, set(people)).items()
    }


def _go_on_from(own: list[Period], first: date, line: int) -> list[Fault]:
    """Have something else hold from a day on, as entering the line will."""
    later = [one.first for one in own if one.first > first]
    if later:
        says = f"已有自{chinese_day(min(later))}起的记录，不能再从这天起变更。"
        return [Fault(line, "起日", says)]
    own[:] = [
        replace(one, last=first - ONE_DAY) if first in one else one
        for one in own
        if one.first != first
    ]
    own.append(Period(first))
    return []


def _put_beside(own: list[Period], period: Period, line: int, what: str) -> list[Fault]:
    """Put a span beside those that stand, as entering the line will."""
    faults = _refused(line, "止日", check_order, period, what)
    faults = faults or _refused(line, "起日", check_apart, own, period, what)
    if not faults:
        own.append(period)
    return faults


def enter_postings(context: Context, rows: Sequence[TypedRow]) -> None:
    """Enter postings; one without last day ends the one before."""
    work = context.work

    def enter(row: TypedRow, person_id: int) -> None:
        values = row.values
        shared = {
            "person_id": person_id,
            "unit_id": context.units[values["unit"]],
            "post": values["post"],
            "document": values["document"] or "",
            "reason": context.reason,
        }
        if values["last"] is None:
            postings.post_person(work, on=values["first"], **shared)
        else:
            postings.add_posting(
                work, first=values["first"], last=values["last"], **shared
            )

    each(context, rows, enter)


# ---- leave ----


def leave_effects(context: Context, rows: Sequence[TypedRow]) -> Effects:
    """Return the lines that say what is on record already; the others are new."""
    return _same(
        context,
        rows,
        Leave,
        lambda one: (one.kind, one.valid_from, one.valid_to, one.approved_to),
        ("kind", "first", "last", "approved_to"),
    )


def _same(
    context: Context,
    rows: Sequence[TypedRow],
    model: type[Any],
    read: Callable[[Any], tuple[Any, ...]],
    names: tuple[str, ...],
) -> Effects:
    """Return the lines that say of a person what a row on record says."""
    found, _faults = known_people(context, rows)
    known = {
        person_id: set(map(read, own))
        for person_id, own in on_record(context, model, set(found.values())).items()
    }
    return {
        row.line: Effect.SAME
        for row in rows
        if tuple(row.values[name] for name in names)
        in known.get(found.get(row.line, 0), ())
    }


def check_leaves(context: Context, rows: Sequence[TypedRow]) -> list[Fault]:
    """Return what is wrong with lines of leave, overlaps among them."""
    found, faults = known_people(context, rows)
    spans = _spans(context, Leave, found.values())
    same = leave_effects(context, rows)
    for row in rows:
        person_id, values = found.get(row.line), row.values
        if person_id is None or row.line in same:
            continue
        approved = Period(values["first"], values["approved_to"])
        faults += _refused(row.line, "批准至", check_order, approved, "批准期限")
        period = Period(values["first"], values["last"])
        own = spans.setdefault(person_id, [])
        faults += _put_beside(own, period, row.line, values["kind"].label)
    return faults


def enter_leaves(context: Context, rows: Sequence[TypedRow]) -> None:
    """Enter absences."""
    each(
        context,
        rows,
        lambda row, person_id: postings.add_leave(
            context.work,
            person_id=person_id,
            kind=row.values["kind"],
            first=row.values["first"],
            last=row.values["last"],
            approved_to=row.values["approved_to"],
            document=row.values["document"] or "",
            reason=context.reason,
        ),
    )


# ---- certificates ----


def certificate_effects(context: Context, rows: Sequence[TypedRow]) -> Effects:
    """Return the lines that say what is on record already; the others are new."""
    return _same(
        context,
        rows,
        Certificate,
        lambda one: (one.number, one.fields, one.valid_from, one.valid_to),
        ("number", "fields", "first", "last"),
    )


def check_certificates(context: Context, rows: Sequence[TypedRow]) -> list[Fault]:
    """Return what is wrong with lines of certificates."""
    found, faults = known_people(context, rows)
    for row in rows:
        number = row.values["number"]
        faults += _refused(
            row.line,
            "执法证号",
            check_certificate_number,
            number,
            context.pattern,
        )
        holder = context.holders.get(number)
        if holder is not None and holder != found.get(row.line):
            faults.append(Fault(row.line, "执法证号", "已登记在别人名下。"))
        period = Period(row.values["first"], row.values["last"])
        faults += _refused(row.line, "证件止日", check_order, period, "执法证有效期")
    return faults


def enter_certificates(context: Context, rows: Sequence[TypedRow]) -> None:
    """Enter certificates."""
    each(
        context,
        rows,
        lambda row, person_id: postings.add_certificate(
            context.work,
            person_id=person_id,
            number=row.values["number"],
            fields=row.values["fields"] or "",
            first=row.values["first"],
            last=row.values["last"],
            reason=context.reason,
        ),
    )


# ---- attendance ----


def attendance_effects(context: Context, rows: Sequence[TypedRow]) -> Effects:
    """Say which months are on record already, and as the line says or otherwise."""
    found, _faults = known_people(context, rows)
    known = {
        (person_id, one.month): one
        for person_id, own in on_record(
            context, Attendance, set(found.values())
        ).items()
        for one in own
    }
    effects = {}
    for row in rows:
        one = known.get((found.get(row.line, 0), row.values["month"]))
        if one is None:
            continue
        names = ("days_due", "days_present", "source")
        same = all(getattr(one, name) == row.values[name] for name in names)
        effects[row.line] = Effect.SAME if same else Effect.CHANGED
    return effects


def check_attendance(context: Context, rows: Sequence[TypedRow]) -> list[Fault]:
    """Return what is wrong with lines of attendance."""
    _found, faults = known_people(context, rows)
    seen: dict[tuple[str, date], int] = {}
    for row in rows:
        try:
            presence(row.values["days_due"], row.values["days_present"])
        except Refusal as refusal:
            faults.append(Fault(row.line, "实到天数", str(refusal)))
        key = (row.values["id_number"], row.values["month"])
        if key in seen:
            faults.append(Fault(row.line, "月份", f"与第{seen[key]}行重复。"))
        seen.setdefault(key, row.line)
    return faults


def enter_attendance(context: Context, rows: Sequence[TypedRow]) -> None:
    """Enter a whole month or more at once, in place of what was said before."""
    session = context.work.session
    found, _faults = known_people(context, rows)
    people = [found[row.line] for row in rows]
    said = {name: [row.values[name] for row in rows] for name in rows[0].values}
    table: Any = Attendance.__table__
    replaced = (
        sa.update(table)
        .where(
            table.c.person_id == sa.bindparam("person"),
            table.c.month == sa.bindparam("of"),
            table.c.superseded_at.is_(None),
        )
        .values(superseded_at=context.work.now)
    )
    pairs = zip(people, said["month"], strict=True)
    session.connection().execute(
        replaced, [{"person": person, "of": month} for person, month in pairs]
    )
    filled = ("month", "days_due", "days_present", "source")
    facts.bulk(
        context.work,
        Attendance,
        len(rows),
        {
            "person_id": people,
            **{name: said[name] for name in filled},
            **facts.stamp(context.work),
            "reason": context.reason,
        },
    )


# ---- training ----


def check_training(context: Context, rows: Sequence[TypedRow]) -> list[Fault]:
    """Return what is wrong with lines of training."""
    return known_people(context, rows)[1]


def training_effects(context: Context, rows: Sequence[TypedRow]) -> Effects:
    """Return the lines that say what is on record already; the others are new."""
    return _same(
        context,
        rows,
        Training,
        lambda one: (one.held_on, one.topic, one.hours, one.score),
        ("held_on", "topic", "hours", "score"),
    )


def enter_training(context: Context, rows: Sequence[TypedRow]) -> None:
    """Enter training and exams."""
    each(
        context,
        rows,
        lambda row, person_id: postings.add_training(
            context.work,
            person_id=person_id,
            held_on=row.values["held_on"],
            topic=row.values["topic"],
            hours=row.values["hours"],
            score=row.values["score"],
        ),
    )
