"""The one door between the screen and the data.

Whatever a person does goes through ``Desk.do``; whatever a person sees comes through
``Desk.ask``. The door checks the permission, opens the transaction, keeps the audit
trail and says what changed. A service therefore does none of these, and a view
cannot forget them.
"""

import json
import random
import time
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, fields, is_dataclass, replace
from datetime import UTC, date, datetime
from enum import Enum, StrEnum
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, Protocol, TypeVar

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError
from sqlalchemy.orm import Session, sessionmaker

from workbench.access import COUNTY_WIDE, Actor, Permission, Role, permissions_of
from workbench.models.platform import (
    Account,
    AccountRole,
    AuditEntry,
    AuditHead,
    Outcome,
    TopicVersion,
)
from workbench.models.roster.units import UnitFact
from workbench.models.roster.zones import ZoneTown
from workbench.rules import Refusal, UnavailableError
from workbench.rules.calendar import china_day
from workbench.rules.identifiers import mask_within
from workbench.rules.roster.units import UnitKind

P = ParamSpec("P")
R = TypeVar("R")

TRIES = 5
_PAUSE_SECONDS = 0.05
_SHOWN_LENGTH, _LISTED = 2000, 25


class Topic(StrEnum):
    """A part of the data that views may be showing."""

    ACCOUNTS = "accounts"
    AFFAIRS = "affairs"
    ASSESSMENT = "assessment"
    AUDIT = "audit"
    BACKUPS = "backups"
    CALENDAR = "calendar"
    CENTRES = "centres"
    DUTY = "duty"
    GRANTS = "grants"
    PAPERS = "papers"
    PEOPLE = "people"
    POLICY = "policy"
    POSTINGS = "postings"
    SETTINGS = "settings"
    TOWNS = "towns"
    UNITS = "units"
    VEHICLES = "vehicles"
    ZONES = "zones"


class DeniedError(Exception):
    """The person lacks the permission asked for."""


class CancelledError(Exception):
    """The person stopped the work; nothing of it was kept."""


class Secrets(Protocol):
    """What the desk and the services need of the vault."""

    def seal(self, text: str) -> bytes:
        """Seal a text."""

    def open(self, sealed: bytes) -> str:
        """Open a sealed text."""

    def seal_bytes(self, content: bytes) -> bytes:
        """Seal a file's content."""

    def open_bytes(self, sealed: bytes) -> bytes:
        """Open a file's sealed content."""

    def digest(self, text: str) -> bytes:
        """Return the keyed digest of a text."""

    def mac(self, *parts: bytes) -> bytes:
        """Return the audit chain's code over some parts."""

    def sm3(self, content: bytes) -> bytes:
        """Return the SM3 digest of a file's content."""

    def recovery_code(self) -> str:
        """Return the home key as printed."""


@dataclass(frozen=True, slots=True)
class Backup:
    """One backup, as checked.

    Attributes:
        size: Bytes.
        entries: Audit entries it holds; the trail must still contain them.
        sound: Whether every check passed when it was last opened.
        checked_at: When that was.
    """

    path: Path
    made_at: datetime
    cause: str
    size: int
    entries: int
    sound: bool
    checked_at: datetime


class Keeper(Protocol):
    """What the platform's services need of the home the data lives in."""

    def back_up(self, cause: str, folder: Path | None = None) -> Backup:
        """Make a backup, open it and check it."""

    def backups(self) -> Sequence[Backup]:
        """Return the backups on record, newest first."""

    def check_again(self, backup: Backup) -> Backup:
        """Open a backup once more and return what became of it."""

    def anchors(self) -> dict[int, bytes]:
        """Return where the audit trail ended in each backup: entries → last code."""

    def describe(self) -> dict[str, str]:
        """Say where the data and the key are, in words."""


Progress = Callable[[int, int, str], None]
"""Told steps done, steps in all, and what is going on; raises to cancel."""


def _nobody_watches(done: int, total: int, doing: str) -> None:
    del done, total, doing


@dataclass(frozen=True)
class Work:
    """What a service works with: an open transaction, who asks, and what moment it is.

    Attributes:
        scope: Units whose rows may be seen; None for the whole county.
        progress: To be told how far long work has come.
    """

    session: Session
    actor: Actor
    now: datetime
    secrets: Secrets
    keeper: Keeper
    scope: frozenset[int] | None = None
    progress: Progress = _nobody_watches

    @property
    def today(self) -> date:
        """The day in China."""
        return china_day(self.now)

    def visible(self, model: Any) -> sa.ColumnElement[bool]:
        """Return the condition that keeps a select to rows this person may see.

        Args:
            model: A table with a ``within`` of its own; with a ``confided`` too, where
                some rows are only for who may read personnel affairs.
        """
        condition: sa.ColumnElement[bool] = sa.true()
        if self.scope is not None:
            condition = model.within(self.scope, self.today)
        confided = getattr(model, "confided", None)
        if confided and not self.actor.may(Permission.POWERS_PERSONNEL_READ):
            condition = sa.and_(condition, ~confided())
        return condition

    def own(self, model: Any, key: int) -> Any:
        """Return one row by key, if this person may see it.

        Raises:
            Refusal: There is no such row, or it belongs to another unit.

        Clause: platform/row-scope
        """
        row = self.session.scalars(
            sa.select(model).where(model.id == key, self.visible(model))
        ).one_or_none()
        if row is None:
            raise Refusal(
                "没有这条记录，或它不属于您可以查看的机构。",
                clause="platform/row-scope",
            )
        return row

    def whole_county(self, model: Any) -> sa.ColumnElement[bool]:
        """Return a condition that keeps nothing back.

        Only for figures about the whole county that name nobody: the headline share,
        numbers of papers, checks that must see every row.
        """
        del model
        return sa.true()


@dataclass(frozen=True)
class Charter:
    """What a service function needs, and what it changes.

    Attributes:
        title: What it does, in words, for the audit trail and buttons.
        secret: Arguments recorded as digests only.
        personal: Arguments recorded masked.
        quiet: Not an act but a page's memory: done without a line in the trail.
    """

    needs: Permission
    title: str = ""
    changes: frozenset[Topic] = frozenset()
    secret: frozenset[str] = frozenset()
    personal: frozenset[str] = frozenset()
    quiet: bool = False


_CHARTERS: dict[Callable[..., Any], Charter] = {}
_NAMED: dict[str, Callable[..., Any]] = {}


def chartered(
    needs: Permission,
    *,
    title: str = "",
    changes: tuple[Topic, ...] = (),
    secret: tuple[str, ...] = (),
    personal: tuple[str, ...] = (),
    quiet: bool = False,
) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Declare what a service function needs and changes; leave the function as it is.

    Args:
        needs: Permission a person must hold to call it through a desk.
        title: What it does, in words; none for a query.
        changes: Topics whose views are stale afterwards; none for a query.
        secret: Names of arguments that the trail keeps as digests.
        personal: Names of arguments that the trail keeps masked.
        quiet: Whether it leaves no line in the trail: a page's memory, not an act.
    """

    def declare(service: Callable[P, R]) -> Callable[P, R]:
        _CHARTERS[service] = Charter(
            needs,
            title,
            frozenset(changes),
            frozenset(secret),
            frozenset(personal),
            quiet,
        )
        _NAMED[trail_name(service)] = service
        return service

    return declare


def charter(service: Callable[..., Any]) -> Charter:
    """Return what a service function declared."""
    return _CHARTERS[service]


def trail_name(service: Callable[..., Any]) -> str:
    """Return what the audit trail calls a service function: ``roster.people.add``."""
    module = service.__module__.partition(".services.")[2]
    return f"{module}.{service.__name__}"


def service_named(name: str) -> Callable[..., Any] | None:
    """Return the service function the audit trail calls so; None if none here is."""
    return _NAMED.get(name)


@dataclass(frozen=True)
class Parts:
    """What every desk of one home shares.

    Attributes:
        sessions: Factory of short sessions.
        secrets: The vault.
        keeper: The home.
        now: Clock; must return aware moments.
    """

    sessions: sessionmaker[Session]
    secrets: Secrets
    keeper: Keeper
    now: Callable[[], datetime]


@dataclass(frozen=True)
class Desk:
    """A signed-in person's desk.

    Attributes:
        parts: What it shares with other desks of this home.
        actor: The person at the desk.
    """

    parts: Parts
    actor: Actor
    _progress: Progress = _nobody_watches
    _listeners: list[Callable[[frozenset[Topic]], None]] = field(default_factory=list)
    _versions: dict[str, int] = field(default_factory=dict)

    def watched(self, progress: Progress) -> "Desk":
        """Return this desk with somebody watching how far its work has come."""
        return replace(self, _progress=progress)

    def listen(self, listener: Callable[[frozenset[Topic]], None]) -> None:
        """Call ``listener`` with the changed topics after every command."""
        self._listeners.append(listener)

    def now(self) -> datetime:
        """Return the present moment, aware."""
        return self.parts.now()

    def today(self) -> date:
        """Return the day in China."""
        return china_day(self.now())

    def may(self, service: Callable[..., Any]) -> bool:
        """Tell whether the person may call ``service``."""
        return self.actor.may(charter(service).needs)

    def ask(
        self,
        query: Callable[Concatenate[Work, P], R],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> R:
        """Run a query, leaving nothing behind. All it reads is as of one moment.

        Raises:
            DeniedError: The person may not see this, or his account was closed
                meanwhile.
            UnavailableError: The database cannot be reached.
        """
        self._require(query)
        try:
            with self.parts.sessions() as session:
                session.connection(execution_options={"snapshot": True})
                return query(self._work(session, query), *args, **kwargs)
        except OperationalError as error:
            raise unavailable(error) from error

    def do(
        self,
        command: Callable[Concatenate[Work, P], R],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> R:
        """Run a command in one transaction, audited whichever way it ends.

        Commands take turns. Should a rival still come between a rule's look and the
        write, the command is run again: the rule then sees the rival, and says so.

        Raises:
            DeniedError: The person may not do this, or his account was closed
                meanwhile. The attempt is recorded.
            Refusal: A rule says no. The attempt is recorded; nothing else is.
            CancelledError: The person stopped it. Nothing is recorded.
            UnavailableError: The database is locked, full or out of reach.
        """
        try:
            self._require(command)
            result = self._repeat(lambda: self._carry_out(command, *args, **kwargs))
        except DeniedError as denied:
            needed = charter(command).needs
            lacks = f"缺少权限：{needed.label}"
            remark = str(denied) if self.actor.may(needed) else lacks
            self._repeat(lambda: self._record(command, kwargs, Outcome.DENIED, remark))
            raise
        except Refusal as refusal:
            if not refusal.keeps:
                remark = f"{refusal}〔{refusal.clause}〕"
                self._repeat(
                    lambda: self._record(command, kwargs, Outcome.REFUSED, remark)
                )
            self._tell(frozenset({Topic.AUDIT}))
            raise
        if not charter(command).quiet:
            self._tell(charter(command).changes | {Topic.AUDIT})
        return result

    def changes_elsewhere(self) -> frozenset[Topic]:
        """Return the topics changed since this was last asked, by whomever."""
        with self.parts.sessions() as session:
            rows = session.execute(sa.select(TopicVersion.topic, TopicVersion.version))
            found = {topic: version for topic, version in rows}  # noqa: C416 - rows
        known = dict(self._versions)
        self._versions.update(found)
        if not known:
            return frozenset()
        return frozenset(
            Topic(topic)
            for topic, version in found.items()
            if known.get(topic) != version
        )

    def _tell(self, topics: frozenset[Topic]) -> None:
        for listener in tuple(self._listeners):
            listener(topics)

    def _repeat(self, attempt: Callable[[], R]) -> R:
        for tries_left in reversed(range(TRIES)):
            try:
                return attempt()
            except (IntegrityError, OperationalError) as error:
                lost_a_race = isinstance(error, IntegrityError) or _is_race(error)
                if not lost_a_race or not tries_left:
                    if isinstance(error, IntegrityError):
                        raise
                    raise unavailable(error) from error
                time.sleep(_PAUSE_SECONDS * random.random())  # noqa: S311 - jitter
        raise AssertionError("the last try returns or raises")

    def _carry_out(
        self,
        command: Callable[Concatenate[Work, P], R],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> R:
        with self.parts.sessions.begin() as session:
            head = take_turn(session)
            kept: Refusal | None = None
            try:
                result = command(self._work(session, command), *args, **kwargs)
            except Refusal as refusal:
                if not refusal.keeps:
                    raise
                kept = refusal
                remark = f"{refusal}〔{refusal.clause}〕"
                self._append(session, head, command, kwargs, Outcome.REFUSED, remark)
            else:
                if not charter(command).quiet:
                    self._append(session, head, command, kwargs, Outcome.DONE)
                    self._count(session, charter(command).changes)
        if kept is not None:
            raise kept
        return result

    def _require(self, service: Callable[..., Any]) -> None:
        needed = charter(service).needs
        if not self.actor.may(needed):
            raise DeniedError(f"您没有“{needed.label}”的权限，请联系安全管理员。")

    def _check_account(self, session: Session, service: Callable[..., Any]) -> None:
        """Deny what the account no longer may, whatever it might at sign-in."""
        found = session.execute(
            sa.select(Account.disabled, Account.unit_id, AccountRole.role)
            .outerjoin(AccountRole, AccountRole.account_id == Account.id)
            .where(Account.id == self.actor.account_id)
        ).all()
        if not found:
            return
        if found[0].disabled:
            raise DeniedError("该账号已停用，请联系系统管理员。")
        roles = {Role(row.role) for row in found if row.role}
        wide = found[0].unit_id is None or bool(roles & COUNTY_WIDE)
        moved = not wide and found[0].unit_id != self.actor.unit_id
        narrowed = moved or (self.actor.county_wide and not wide)
        held = permissions_of(roles, overseen=True)
        if narrowed or charter(service).needs not in held:
            raise DeniedError("您的角色或所属机构已经调整，请重新登录。")

    def _work(self, session: Session, service: Callable[..., Any]) -> Work:
        self._check_account(session, service)
        now = self.now()
        scope = None
        if not self.actor.county_wide and self.actor.unit_id is not None:
            scope = units_seen(session, self.actor.unit_id, china_day(now))
        elif not self.actor.county_wide:
            scope = frozenset[int]()
        return Work(
            session,
            self.actor,
            now,
            self.parts.secrets,
            self.parts.keeper,
            scope,
            self._progress,
        )

    def _record(
        self,
        command: Callable[..., Any],
        arguments: dict[str, Any],
        outcome: Outcome,
        remark: str,
    ) -> None:
        with self.parts.sessions.begin() as session:
            head = take_turn(session)
            self._append(session, head, command, arguments, outcome, remark)

    def _append(  # noqa: PLR0917 - the fields of an entry
        self,
        session: Session,
        head: AuditHead,
        command: Callable[..., Any],
        arguments: dict[str, Any],
        outcome: Outcome,
        remark: str = "",
    ) -> None:
        declared = charter(command)
        said = {
            name: self._recorded(declared, name, value)
            for name, value in arguments.items()
        }
        entry = AuditEntry(
            id=head.count + 1,
            at=self.now().astimezone(UTC),
            account_id=self.actor.account_id,
            account_name=self.actor.name,
            title=declared.title,
            command=trail_name(command),
            arguments=json.dumps(said, ensure_ascii=False, sort_keys=True),
            outcome=outcome,
            remark=mask_within(remark),
        )
        entry.mac = entry_mac(self.parts.secrets, head.mac, entry)
        session.add(entry)
        head.count, head.mac = entry.id, entry.mac
        head.seal = head_seal(self.parts.secrets, head.count, head.mac)

    def _recorded(self, declared: Charter, name: str, value: object) -> object:
        if name in declared.secret:
            return f"SM3:{self.parts.secrets.digest(str(value)).hex()[:16]}"
        if name in declared.personal and value:
            text = str(value)
            return f"{text[:2]}…{text[-2:]}（{len(text)}位）"
        return as_recorded(value)

    def _count(self, session: Session, topics: frozenset[Topic]) -> None:
        for topic in sorted(topics | {Topic.AUDIT}):
            row = session.get(TopicVersion, topic)
            if row is None:
                session.add(TopicVersion(topic=topic, version=1))
            else:
                row.version += 1


def as_recorded(value: object) -> object:
    """Return a value as the audit trail keeps it.

    Plain JSON, long texts cut, and what looks like a personal number masked wherever
    somebody may have typed it.
    """
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, Enum):
        return str(value.value)
    if is_dataclass(value):
        value = {one.name: getattr(value, one.name) for one in fields(value)}
    if isinstance(value, Mapping | list | tuple | set | frozenset):
        return _several_recorded(value)
    if isinstance(value, bytes):
        return f"{len(value)}字节"
    text = mask_within(str(value))
    return text if len(text) <= _SHOWN_LENGTH else f"{text[:_SHOWN_LENGTH]}…"


def _several_recorded(value: Collection[object]) -> object:
    if len(value) > _LISTED:
        return f"共{len(value)}项"
    if isinstance(value, Mapping):
        return {str(key): as_recorded(item) for key, item in value.items()}
    return [as_recorded(item) for item in value]


def entry_mac(secrets: Secrets, before: bytes, entry: Any) -> bytes:
    """Return the code that seals one audit entry to the one before it.

    Args:
        secrets: Holds the audit key.
        before: The code of the entry before.
        entry: The entry, or a row of all its columns.
    """
    return secrets.mac(
        before,
        *(
            str(part).encode()
            for part in (
                entry.id,
                entry.at.isoformat(),
                entry.account_id,
                entry.account_name,
                entry.title,
                entry.command,
                entry.arguments,
                entry.outcome.value,
                entry.remark,
            )
        ),
    )


def head_seal(secrets: Secrets, count: int, mac: bytes) -> bytes:
    """Return the code that seals where the audit trail ends."""
    return secrets.mac(b"head", str(count).encode(), mac)


def begin_trail(session: Session, secrets: Secrets) -> None:
    """Lay the first end of an empty audit trail. Once in the life of a home."""
    start = bytes(32)
    session.add(AuditHead(id=1, count=0, mac=start, seal=head_seal(secrets, 0, start)))


def take_turn(session: Session) -> AuditHead:
    """Take the writers' turn and return where the audit trail ends.

    On SQLite the transaction begins IMMEDIATE, which is the turn; on PostgreSQL the
    row is locked until the transaction ends.
    """
    session.connection(execution_options={"write": True})
    return session.scalars(sa.select(AuditHead).with_for_update()).one()


def units_seen(session: Session, unit_id: int, day: date) -> frozenset[int]:
    """Return the units whose rows somebody of ``unit_id`` may see on a day.

    A command centre sees its zone: the zone's own units and those of its towns. Any
    other unit sees itself and the units below it.
    """
    facts = session.execute(
        sa.select(
            UnitFact.unit_id,
            UnitFact.kind,
            UnitFact.parent_id,
            UnitFact.town_id,
            UnitFact.zone_id,
        ).where(UnitFact.holds_on(day))
    ).all()
    mine = next((fact for fact in facts if fact.unit_id == unit_id), None)
    seen = {unit_id}
    if mine and mine.kind is UnitKind.COMMAND_CENTRE and mine.zone_id is not None:
        towns = set(
            session.scalars(
                sa.select(ZoneTown.town_id).where(
                    ZoneTown.holds_on(day), ZoneTown.zone_id == mine.zone_id
                )
            )
        )
        seen |= {
            fact.unit_id
            for fact in facts
            if fact.zone_id == mine.zone_id or fact.town_id in towns
        }
    while True:
        below = {fact.unit_id for fact in facts if fact.parent_id in seen} - seen
        if not below:
            return frozenset(seen)
        seen |= below


def _is_race(error: DBAPIError) -> bool:
    """Tell whether a rival came first on a server; a locked file has waited enough."""
    return getattr(error.orig, "sqlstate", None) in {"40001", "40P01", "55P03"}


_IN_THE_WAY = {
    "locked": "数据库正被另一程序占用，请稍候再试；"
    "如一直如此，请检查是否有另一窗口或备份软件打开了数据文件。",
    "full": "磁盘空间不足，未能保存。请清理磁盘后再试；原有数据未受影响。",
    "readonly": "数据文件夹是只读的，未能保存。请检查文件夹权限；原有数据未受影响。",
    "disk i/o": "读写磁盘出错，未能完成。请检查磁盘或移动存储是否断开；"
    "已保存的数据不受影响。",
    "unable to open": "数据文件打不开，请检查数据文件夹是否存在、是否有权限。",
    "not a database": "数据文件与密钥不符，无法打开。"
    "请用建库时的用户登录，或用恢复单恢复。",
    "malformed": "数据文件已损坏，请从最近的备份恢复。",
    "connect": "连接不上数据库服务器，请检查网络后再试。",
}


def unavailable(error: Exception) -> UnavailableError:
    """Return what is in the way, in words, for a fault of the surroundings."""
    text = str(getattr(error, "orig", None) or error).lower()
    for mark, sentence in _IN_THE_WAY.items():
        if mark in text:
            return UnavailableError(sentence)
    return UnavailableError("数据库暂时不能使用，请稍候再试。")
