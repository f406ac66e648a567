"""Tables of the platform: accounts, the audit trail, policy, calendar, settings."""

from datetime import date, datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from workbench.models.base import Base, Dated, Digest, Key, Line, Name, Prose, dated
from workbench.rules.calendar import DayKind
from workbench.rules.platform import Policy


class Account(Base):
    """A person who may sign in.

    Attributes:
        name: What is typed at the sign-in page; never used again for anybody else.
        person_name: Who it is, as the audit trail and papers show it.
        unit_id: The unit whose rows the person sees; None for the whole county.
        person_id: Who it is on the roster, so that nobody decides about himself.
        password_hash: Argon2id.
        must_change: The password was set by somebody else.
    """

    __tablename__ = "account"

    id: Mapped[Key]
    name: Mapped[str] = mapped_column(sa.String(40), unique=True)
    person_name: Mapped[Name]
    unit_id: Mapped[int | None] = mapped_column(sa.ForeignKey("unit.id"))
    person_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    password_hash: Mapped[Line]
    password_set_at: Mapped[datetime]
    must_change: Mapped[bool]
    failures: Mapped[int] = mapped_column(default=0)
    locked_until: Mapped[datetime | None]
    signed_in_at: Mapped[datetime | None]
    disabled: Mapped[bool] = mapped_column(default=False)


class AccountRole(Base):
    """One role of one account. Values are those of ``access.Role``."""

    __tablename__ = "account_role"

    account_id: Mapped[int] = mapped_column(
        sa.ForeignKey("account.id"), primary_key=True
    )
    role: Mapped[str] = mapped_column(sa.String(32), primary_key=True)


class Outcome(StrEnum):
    """How a command ended."""

    DONE = "done"
    DENIED = "denied"
    REFUSED = "refused"


class AuditEntry(Base):
    """One attempt by one person to change something. Never edited, never deleted.

    The person's name is copied, not referred to: the trail must read the same after
    the person has left. Rows are numbered without holes, and each carries the
    HMAC-SM3 of its own fields and of the row before.

    Attributes:
        title: What was attempted, in words.
        command: The service function.
        arguments: Canonical JSON, personal data masked and secrets as digests.
        remark: The clause that refused, or what was missing.
    """

    __tablename__ = "audit_entry"
    __table_args__ = (
        sa.Index(None, "at", "id"),
        sa.Index(None, "account_name", "id"),
        sa.Index(None, "title", "id"),
        sa.Index(None, "outcome", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    account_id: Mapped[int]
    account_name: Mapped[Name]
    title: Mapped[Name]
    command: Mapped[Name]
    arguments: Mapped[Prose]
    outcome: Mapped[Outcome]
    remark: Mapped[Prose]
    mac: Mapped[Digest]


class AuditHead(Base):
    """Where the audit trail ends: one row, itself sealed.

    Whoever takes this row for update has the writers' turn.
    """

    __tablename__ = "audit_head"

    id: Mapped[Key]
    count: Mapped[int]
    mac: Mapped[Digest]
    seal: Mapped[Digest]


class TopicVersion(Base):
    """How often a topic has changed, so that other desks notice."""

    __tablename__ = "topic_version"

    topic: Mapped[str] = mapped_column(sa.String(32), primary_key=True)
    version: Mapped[int]


class PolicyValue(Dated, Base):
    """One value of one policy parameter, for a span of days."""

    __tablename__ = "policy_value"
    __table_args__ = dated("policy_value", "policy")

    id: Mapped[Key]
    policy: Mapped[Policy]
    value: Mapped[Line]
    source: Mapped[Line]


class CalendarYear(Base):
    """A year whose holidays have been announced, and where that is written."""

    __tablename__ = "calendar_year"

    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    source: Mapped[Line]


class CalendarDay(Base):
    """A day off (休) or a make-up workday (班)."""

    __tablename__ = "calendar_day"

    day: Mapped[date] = mapped_column(primary_key=True)
    kind: Mapped[DayKind]
    holiday: Mapped[Name]


class Setting(Base):
    """One setting of this home, as JSON."""

    __tablename__ = "setting"

    name: Mapped[str] = mapped_column(sa.String(80), primary_key=True)
    value: Mapped[Prose]


class Preference(Base):
    """What one person's pages remember: filters, columns, drafts. Sealed."""

    __tablename__ = "preference"

    account_id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(sa.String(80), primary_key=True)
    sealed: Mapped[bytes]
