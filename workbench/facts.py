"""Dated facts: put on record, changed from a day on, ended, corrected.

No row is ever overwritten. Whatever changes, the old row is superseded and what holds
now is added, so that every past day can be rebuilt as it was known at every past
moment.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, TypeVar

import sqlalchemy as sa

from workbench.desk import Work
from workbench.rules import Refusal
from workbench.rules.calendar import chinese_day
from workbench.rules.periods import ONE_DAY, Period, check_apart, check_order

Fact = TypeVar("Fact", bound=Any)

_OWN = frozenset({"id", "reason", "recorded_at", "recorded_by", "superseded_at"})


def period_of(row: Any) -> Period:
    """Return the span of a dated row."""
    return Period(row.valid_from, row.valid_to)


def values_of(row: Any) -> dict[str, object]:
    """Return what a dated row says: its columns but the days and who entered it."""
    columns = sa.inspect(type(row)).columns
    skipped = _OWN | {"valid_from", "valid_to"}
    return {
        column.key: getattr(row, column.key)
        for column in columns
        if column.key not in skipped
    }


def standing(work: Work, model: type[Fact], **subject: object) -> Sequence[Fact]:
    """Return the rows about a subject that no correction has replaced, oldest first."""
    dated: Any = model
    return work.session.scalars(
        sa.select(model)
        .where(dated.stands(), *_about(model, subject))
        .order_by(dated.valid_from)
    ).all()


def holding(work: Work, model: type[Fact], day: date, **subject: object) -> Fact | None:
    """Return the row about a subject that holds on a day."""
    dated: Any = model
    return work.session.scalars(
        sa.select(model).where(dated.holds_on(day), *_about(model, subject))
    ).first()


def put(
    work: Work,
    model: type[Fact],
    subject: Mapping[str, object],
    period: Period,
    *,
    what: str,
    reason: str = "",
    values: Mapping[str, object],
) -> Fact:
    """Put a fact on record beside those that stand.

    Args:
        work: Whose work.
        model: A dated table.
        subject: Whom the fact is about; facts about one subject share no day.
        period: The days on which it holds.
        what: Its name, as sentences call it.
        reason: Why it is entered, where that must be said.
        values: Its other columns.

    Raises:
        Refusal: The days are in the wrong order, or taken.
    """
    check_order(period, what)
    check_apart(map(period_of, standing(work, model, **subject)), period, what)
    return _add(work, model, period, reason, {**subject, **values})


def change_from(
    work: Work,
    model: type[Fact],
    subject: Mapping[str, object],
    on: date,
    *,
    what: str,
    reason: str = "",
    values: Mapping[str, object],
) -> Fact:
    """Have something else hold from a day on; what held ends the day before.

    Raises:
        Refusal: Something on record begins after that day already.
    """
    for row in standing(work, model, **subject):
        if row.valid_from > on:
            raise Refusal(
                f"{what}已有自{chinese_day(row.valid_from)}起的记录，"
                f"不能再从{chinese_day(on)}起变更。",
                clause="general/dated-facts",
                ways=("先更正较晚的记录，或把变更日期改到它之后。",),
            )
        if on in period_of(row):
            end(work, row, on - ONE_DAY, reason=reason)
    return _add(work, model, Period(on), reason, {**subject, **values})


def end(work: Work, row: Any, last: date, *, reason: str = "") -> None:
    """Have a fact hold for the last time on a day; wholly gone if that is before it.

    Raises:
        Refusal: Another desk corrected, ended or struck it meanwhile.
    """
    _supersede(work, row)
    if row.valid_from <= last:
        span = Period(row.valid_from, last)
        _add(work, type(row), span, reason or row.reason, values_of(row))


def correct(
    work: Work,
    row: Fact,
    *,
    what: str,
    reason: str,
    period: Period | None = None,
    subject: Sequence[str],
    values: Mapping[str, object],
) -> Fact:
    """Replace a row that was wrong, saying why.

    Args:
        work: Whose work.
        row: The wrong one; it stays on record as superseded.
        what: Name of the fact, as sentences call it.
        reason: Why it was wrong; must not be empty.
        period: The right days; those it had where None.
        subject: Columns that say whom the fact is about.
        values: The right columns; the others stay.

    Raises:
        Refusal: No reason is given, the days are out of order or taken, or another
            desk replaced the row meanwhile.
    """
    if not reason.strip():
        raise Refusal("更正记录须写明原因。", clause="general/dated-facts")
    _check_stands(row)
    period = period or period_of(row)
    check_order(period, what)
    kept = {**values_of(row), **values}
    others = standing(work, type(row), **{name: kept[name] for name in subject})
    check_apart((period_of(one) for one in others if one is not row), period, what)
    _supersede(work, row)
    return _add(work, type(row), period, reason, kept)


def strike(work: Work, row: Any) -> None:
    """Take a row that should never have been entered out of force.

    Raises:
        Refusal: Another desk corrected, ended or struck it meanwhile.
    """
    _supersede(work, row)


def reserve(work: Work, model: type[Any], count: int) -> list[int]:
    """Return keys that nobody else will use, for rows that are entered in bulk."""
    table = sa.inspect(model).local_table
    if work.session.get_bind().dialect.name == "postgresql":
        drawn = sa.func.nextval(f"{table.name}_id_seq")
        many = sa.func.generate_series(1, count).table_valued("number")
        return list(work.session.scalars(sa.select(drawn).select_from(many)))
    last = work.session.scalar(sa.select(sa.func.max(table.c.id))) or 0
    return list(range(last + 1, last + 1 + count))


def bulk(work: Work, model: type[Any], count: int, columns: Mapping[str, Any]) -> None:
    """Enter many checked rows at once, as fast as the driver takes them.

    What a column's type does to a value is done once for each different value.

    Args:
        work: Whose work.
        model: The table.
        count: How many rows.
        columns: For each column a list of its values, or the one value of all rows.
    """
    if not count:
        return
    connection = work.session.connection()
    dialect, table = connection.dialect, sa.inspect(model).local_table
    statement = sa.insert(table).compile(dialect=dialect, column_keys=list(columns))
    names = statement.positiontup or list(columns)
    lines = zip(
        *(_bound(table.c[name].type, dialect, count, columns[name]) for name in names),
        strict=True,
    )
    connection.exec_driver_sql(
        str(statement),
        list(lines)
        if statement.positiontup
        else [dict(zip(names, line, strict=True)) for line in lines],
    )


def _bound(kind: Any, dialect: sa.Dialect, count: int, values: Any) -> list[Any]:
    """Return a column's values as the driver takes them."""
    process = kind.dialect_impl(dialect).bind_processor(dialect)
    if process is None or isinstance(kind, sa.LargeBinary):  # bytes go as they are
        return values if isinstance(values, list) else [values] * count
    if not isinstance(values, list):
        return [process(values)] * count
    known = {value: process(value) for value in set(values)}
    return [known[value] for value in values]


def stamp(work: Work) -> dict[str, Any]:
    """Return the columns that say when a row is entered and by whom."""
    return {
        "recorded_at": work.now,
        "recorded_by": work.actor.account_id,
        "superseded_at": None,
    }


def _check_stands(row: Any) -> None:
    """Refuse to replace a row twice: two would then stand where one stood."""
    if row.superseded_at is not None:
        raise Refusal(
            "这条记录已被更正、结束或作废，页面上的是旧记录。",
            clause="general/dated-facts",
            ways=("按F5刷新，在新的记录上办理。",),
        )


def _supersede(work: Work, row: Any) -> None:
    _check_stands(row)
    row.superseded_at = work.now
    work.session.flush()


def _add(
    work: Work,
    model: type[Fact],
    period: Period,
    reason: str,
    values: Mapping[str, object],
) -> Fact:
    row = model(
        **values,
        valid_from=period.first,
        valid_to=period.last,
        reason=reason.strip(),
        **stamp(work),
    )
    work.session.add(row)
    work.session.flush()
    kept: Fact = row
    return kept


def _about(
    model: type[Any], subject: Mapping[str, object]
) -> list[sa.ColumnElement[bool]]:
    return [getattr(model, name) == value for name, value in subject.items()]
