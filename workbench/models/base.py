"""What every table shares: naming, key types, moments and dated facts."""

from datetime import UTC, date, datetime
from enum import Enum
from typing import Annotated, ClassVar

import sqlalchemy as sa
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from typing_extensions import override

Key = Annotated[int, mapped_column(primary_key=True)]
Name = Annotated[str, mapped_column(sa.String(80))]
Line = Annotated[str, mapped_column(sa.String(200), default="")]
Prose = Annotated[str, mapped_column(sa.Text, default="")]
Digest = Annotated[bytes, mapped_column(sa.LargeBinary(32))]


class Moment(sa.TypeDecorator[datetime]):
    """A moment in time, kept as naive UTC and handed back aware.

    A moment that names no time zone is refused on the way in.
    """

    impl = sa.DateTime
    cache_ok = True

    @override
    def process_bind_param(
        self, value: datetime | None, dialect: sa.Dialect
    ) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"{value!r} names no time zone")
        return value.astimezone(UTC).replace(tzinfo=None)

    @override
    def process_result_value(
        self, value: datetime | None, dialect: sa.Dialect
    ) -> datetime | None:
        return None if value is None else value.replace(tzinfo=UTC)


class Base(DeclarativeBase):
    """Base of all tables.

    Constraints are named by rule, so that a migration can drop by name on SQLite
    and PostgreSQL alike. Enums are stored as their values, in plain text.
    """

    metadata = sa.MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar = {
        datetime: Moment,
        Enum: sa.Enum(
            Enum,
            values_callable=lambda kind: [member.value for member in kind],
            native_enum=False,
            length=32,
        ),
    }


class Dated:
    """A fact that holds for a span of days and is corrected, never overwritten.

    Ending or changing a fact supersedes its row and adds a new one with a reason,
    so that any past day can be rebuilt as it was known at any past moment.

    Attributes:
        valid_from: First day on which the fact holds.
        valid_to: Last day; None while it goes on.
        reason: Why the row was entered, where that must be said.
        recorded_at: When it was entered (录入时间).
        recorded_by: Account that entered it.
        superseded_at: When a correction took its place; None while it stands.
    """

    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    reason: Mapped[Line]
    recorded_at: Mapped[datetime]
    recorded_by: Mapped[int]
    superseded_at: Mapped[datetime | None]

    @classmethod
    def stands(cls) -> sa.ColumnElement[bool]:
        """Select the rows that no correction has replaced."""
        return cls.superseded_at.is_(None)

    @classmethod
    def holds_on(cls, day: date) -> sa.ColumnElement[bool]:
        """Select the standing rows whose span has ``day``."""
        return sa.and_(
            cls.superseded_at.is_(None),
            cls.valid_from <= day,
            sa.or_(cls.valid_to.is_(None), cls.valid_to >= day),
        )


def dated(table: str, *subject: str) -> tuple[sa.CheckConstraint, sa.Index]:
    """Return the constraints of a dated table.

    Args:
        table: Its name.
        subject: Columns that say whom the fact is about; at most one open-ended row
            for each stands at a time.
    """
    open_ended = sa.text("valid_to IS NULL AND superseded_at IS NULL")
    return (
        sa.CheckConstraint(
            "valid_to IS NULL OR valid_to >= valid_from", name="days_in_order"
        ),
        sa.Index(
            f"uq_{table}_open",
            *subject,
            unique=True,
            sqlite_where=open_ended,
            postgresql_where=open_ended,
        ),
    )
