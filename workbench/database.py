"""Homes: opening one, keeping its schema current, its backups.

With ``WORKBENCH_DATABASE_URL`` the tables lie on a PostgreSQL server and the folder
keeps the rest. The database libraries are imported where they are used.
"""

import contextlib
import json
import os
import random
import shutil
import time
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from workbench import MIGRATIONS, vault
from workbench.home_folder import (
    BACKUPS,
    DATABASE,
    HEAD,
    HOME_FILE,
    MADE,
    RESTORED,
    URL_VARIABLE,
    Identity,
    cannot_write,
    check_local,
    check_revision,
    connect,
    is_home,
    present,
    read_identity,
    write_safely,
)
from workbench.rules import Refusal, UnavailableError
from workbench.rules.platform import kept_backups
from workbench.vault import Vault

if TYPE_CHECKING:
    import sqlalchemy as sa
    from sqlalchemy.orm import Session, sessionmaker

    from workbench.desk import Backup

POOL_SIZE = 4
_ASKS_AGAIN = (0.001, 0.005)
"""Shortest and longest pause before the write lock is asked for again, seconds."""

_STAMP = "%Y%m%dT%H%M%S%fZ"


@dataclass(frozen=True)
class Home:
    """An opened home.

    Attributes:
        folder: Where it lies.
        identity: What its ``home.json`` says.
        vault: Its keys.
        engine: Its database.
    """

    folder: Path
    identity: Identity
    vault: Vault
    engine: "sa.Engine"

    @property
    def path(self) -> Path:
        """The database file; of no meaning for a server."""
        return self.folder / self.identity.database

    @property
    def shared(self) -> bool:
        """Whether the tables lie on a server."""
        return self.engine.dialect.name != "sqlite"

    def sessions(self) -> "sessionmaker[Session]":
        """Return the factory of short sessions."""
        from sqlalchemy.orm import sessionmaker  # noqa: PLC0415

        return sessionmaker(self.engine)

    def close(self) -> None:
        """Let go of the database."""
        self.engine.dispose()

    def describe(self) -> dict[str, str]:
        """Say where the data and the key are, in words."""
        return {
            "数据文件夹": str(self.folder),
            "数据库": "共享服务器" if self.shared else self.path.name,
            "密钥": self.identity.place.label,
            "密钥校验码": vault.fingerprint(self.vault.home_key),
            "备份文件夹": str(self.folder / BACKUPS),
        }

    def back_up(self, cause: str, folder: Path | None = None) -> "Backup":
        """Make a backup, open it, check it, and thin the older ones.

        Args:
            cause: Why, as people read it: 退出时, 每30分钟, 升级前 …
            folder: Where to; the home's own backups where None.

        Raises:
            UnavailableError: It could not be written, or did not pass its checks.
        """
        target = folder or self.folder / BACKUPS
        made_at = datetime.now(UTC)
        name = f"{MADE}-{made_at.strftime(_STAMP)}.wbk"
        beside, path = target / f".{name}.part", target / name
        try:
            target.mkdir(parents=True, exist_ok=True)
            self._copy_to(beside)
            checked = check_file(beside, self.vault)
            with beside.open("rb+") as file:
                os.fsync(file.fileno())
            note = {
                "home_id": self.identity.home_id,
                "made_at": made_at.isoformat(),
                "cause": cause,
                "revision": checked.revision,
                "entries": checked.entries,
                "head": checked.head.hex(),
                "sm3": vault.sm3(beside.read_bytes()).hex(),
            }
            beside.replace(path)
            write_safely(
                path.with_suffix(".json"),
                json.dumps(note, ensure_ascii=False, indent=1).encode(),
            )
        except OSError as error:
            raise cannot_write(path, error) from error
        finally:
            with contextlib.suppress(OSError):
                beside.unlink(missing_ok=True)
        if folder is None:
            self._thin(made_at)
        return _backup(path, note)

    def backups(self) -> Sequence["Backup"]:
        """Return the backups on record, newest first, as they were checked then."""
        found = []
        for path in sorted((self.folder / BACKUPS).glob("*.wbk"), reverse=True):
            with contextlib.suppress(OSError, ValueError, KeyError):
                note = json.loads(path.with_suffix(".json").read_text("utf-8"))
                found.append(_backup(path, note))
        return found

    def check_again(self, backup: "Backup") -> "Backup":
        """Open a backup once more and note what became of it.

        Raises:
            UnavailableError: It is gone, or the note cannot be written.
        """
        path = backup.path
        try:
            note = json.loads(path.with_suffix(".json").read_text("utf-8"))
            same = vault.sm3(path.read_bytes()).hex() == note["sm3"]
        except (OSError, ValueError, KeyError):
            raise UnavailableError(f"备份“{path.name}”不见了，或读不出来。") from None
        note["sound"] = same and _opens(path, self.vault)
        note["checked_at"] = datetime.now(UTC).isoformat()
        write_safely(
            path.with_suffix(".json"),
            json.dumps(note, ensure_ascii=False, indent=1).encode(),
        )
        return _backup(path, note)

    def anchors(self) -> dict[int, bytes]:
        """Return where the audit trail ended in each backup: entries → last code.

        What came after a backup that was restored is gone, and said to be; backups
        made in between prove nothing against the trail that went on from there.
        """
        found: dict[int, bytes] = {}
        notes = (self.folder / BACKUPS).glob("*.json")
        for path in sorted(notes, key=lambda one: one.stem.partition("-")[2]):
            with contextlib.suppress(OSError, ValueError, KeyError):
                note = json.loads(path.read_text("utf-8"))
                entries = int(note["entries"])
                if path.name.startswith(RESTORED):
                    found = {at: mac for at, mac in found.items() if at <= entries}
                else:
                    found[entries] = bytes.fromhex(note["head"])
        return found

    def _thin(self, now: datetime) -> None:
        made = {backup.made_at: backup.path for backup in self.backups()}
        kept = kept_backups(made, now)
        for at, path in made.items():
            if at not in kept:
                with contextlib.suppress(OSError):
                    path.unlink()
                    path.with_suffix(".json").unlink()

    def _copy_to(self, path: Path) -> None:
        if self.shared:
            _copy_rows(self.engine, path, self.vault.file_key)
            return
        with (
            contextlib.closing(connect(self.path, self.vault.file_key)) as source,
            contextlib.closing(_fresh(path, self.vault.file_key)) as target,
        ):
            source.backup(target)


def _opens(path: Path, keys: Vault) -> bool:
    try:
        check_file(path, keys)
    except UnavailableError:
        return False
    return True


def _backup(path: Path, note: dict[str, Any]) -> "Backup":
    from workbench.desk import Backup  # noqa: PLC0415 - loads the tables

    return Backup(
        path,
        datetime.fromisoformat(note["made_at"]),
        note["cause"],
        path.stat().st_size,
        int(note["entries"]),
        bool(note.get("sound", True)),
        datetime.fromisoformat(note.get("checked_at", note["made_at"])),
    )


def _fresh(path: Path, key: str) -> Any:
    """Open a new, keyed file that is to be filled and then read whole."""
    from sqlcipher3 import dbapi2  # noqa: PLC0415

    path.unlink(missing_ok=True)
    connection = dbapi2.connect(str(path), isolation_level=None)
    connection.execute(f"PRAGMA key = \"x'{key}'\"")
    return connection


@dataclass(frozen=True)
class Checked:
    """What a database file turned out to hold.

    Attributes:
        revision: Its schema.
        entries: How many audit entries.
        head: The last one's code.
    """

    revision: str
    entries: int
    head: bytes


def check_file(path: Path, keys: Vault) -> Checked:
    """Open a database file and check it through: pages, indexes, references.

    Raises:
        UnavailableError: Another key, a damaged page, a dangling reference.
    """
    from sqlcipher3 import dbapi2  # noqa: PLC0415

    try:
        with contextlib.closing(
            dbapi2.connect(str(path), isolation_level=None)
        ) as connection:
            connection.execute(f"PRAGMA key = \"x'{keys.file_key}'\"")
            connection.execute("PRAGMA cipher_log_level = NONE").fetchall()
            faults = [
                *connection.execute("PRAGMA cipher_integrity_check"),
                *(
                    row
                    for row in connection.execute("PRAGMA integrity_check")
                    if row != ("ok",)
                ),
                *connection.execute("PRAGMA foreign_key_check"),
            ]
            revision = connection.execute(
                "SELECT version_num FROM alembic_version"
            ).fetchone()[0]
            entries, head = connection.execute(
                "SELECT count, mac FROM audit_head"
            ).fetchone()
    except (dbapi2.DatabaseError, TypeError) as error:
        raise UnavailableError(
            f"“{path.name}”打不开：不是本库的备份，或文件已损坏。"
        ) from error
    if faults:
        raise UnavailableError(
            f"“{path.name}”未通过完整性检查（{len(faults)}处），不能使用。"
        )
    return Checked(revision, entries, bytes(head))


def found(folder: Path, keys: Vault | None = None) -> Home:
    """Found a new home and open it.

    Args:
        folder: Where; must not hold a home yet.
        keys: The vault to use; a fresh one where None.

    Raises:
        Refusal: There is a home already, or the folder lies on a network drive.
        UnavailableError: The folder cannot be written, or no key can be kept.
    """
    check_local(folder)
    if is_home(folder):
        raise Refusal(
            f"“{folder}”中已经有数据，不能重复建库。", clause="platform/one-home"
        )
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _set_aside(folder)
    except OSError as error:
        raise cannot_write(folder, error) from error
    keys = keys or vault.new_vault()
    home_id = uuid.uuid4().hex
    place = vault.store(keys, folder, home_id)
    identity = Identity(home_id, DATABASE, place)
    home = Home(folder, identity, keys, _engine(folder, identity, keys))
    upgrade(home)
    _write_identity(folder, identity)
    return home


def _set_aside(folder: Path) -> None:
    """Move what an interrupted founding left out of the way; delete nothing."""
    left = [
        path
        for name in (vault.KEY_FILE, DATABASE, f"{DATABASE}-wal", f"{DATABASE}-shm")
        if (path := folder / name).exists()
    ]
    if left:
        aside = folder / f"interrupted-{datetime.now(UTC).strftime(_STAMP)}"
        aside.mkdir()
        for path in left:
            path.rename(aside / path.name)


def _write_identity(folder: Path, identity: Identity) -> None:
    said = {
        "home_id": identity.home_id,
        "database": identity.database,
        "key": identity.place.value,
    }
    write_safely(folder / HOME_FILE, json.dumps(said, indent=1).encode())


def open_home(folder: Path) -> Home:
    """Open a home, its schema brought up to date after a checked backup.

    Raises:
        UnavailableError: The key, the file or the server is not to be had.
        Refusal: The schema is newer than this program, or on a network drive.
    """
    check_local(folder)
    identity = read_identity(folder)
    keys = vault.load(folder, identity.home_id)
    home = Home(folder, identity, keys, _engine(folder, identity, keys))
    if not home.shared and not home.path.is_file():
        raise UnavailableError(
            f"数据文件“{home.path}”不见了。请勿重新建库，先从备份恢复。"
        )
    revision = revision_of(home)
    check_revision(revision)
    if revision != HEAD:
        with present(folder, alone=True):
            home.back_up("升级前")
            upgrade(home)
    return home


def revision_of(home: Home) -> str:
    """Return the schema a home's database has.

    Raises:
        UnavailableError: The database cannot be opened.
    """
    import sqlalchemy as sa  # noqa: PLC0415

    from workbench.desk import unavailable  # noqa: PLC0415

    try:
        with home.engine.connect() as connection:
            return str(
                connection.scalar(sa.text("SELECT version_num FROM alembic_version"))
            )
    except sa.exc.DatabaseError as error:
        raise unavailable(error) from error


def open_engine(url: str) -> "sa.Engine":
    """Return an engine for a PostgreSQL server."""
    import sqlalchemy as sa  # noqa: PLC0415

    engine = sa.create_engine(
        url, pool_size=POOL_SIZE, pool_pre_ping=True, hide_parameters=True
    )
    sa.event.listen(engine, "begin", _begin_on_server)
    return engine


def _begin_on_server(connection: "sa.Connection") -> None:
    if connection.get_execution_options().get("snapshot"):
        connection.exec_driver_sql(
            "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY"
        )


def open_file(path: Path, key: str) -> "sa.Engine":
    """Return an engine for a SQLCipher file.

    Args:
        path: The file; it is created where there is none.
        key: 64 hexadecimal digits; never part of an address.
    """
    import sqlalchemy as sa  # noqa: PLC0415
    from sqlalchemy.pool import QueuePool  # noqa: PLC0415
    from sqlcipher3 import dbapi2  # noqa: PLC0415

    engine = sa.create_engine(
        "sqlite+pysqlite://",
        module=dbapi2,
        creator=lambda: connect(path, key),
        poolclass=QueuePool,  # the dialect's own pool closes connections in use
        pool_size=POOL_SIZE,
        hide_parameters=True,  # a kept fault must not tell who it was about
    )
    sa.event.listen(engine, "begin", _begin)
    return engine


def _begin(connection: "sa.Connection") -> None:
    if connection.get_execution_options().get("write"):
        _take_write_lock(connection)
    else:
        connection.exec_driver_sql("BEGIN")


def _take_write_lock(connection: "sa.Connection") -> None:
    """Begin a writing transaction, asking for the lock every few milliseconds.

    SQLite's own waiting asks ten times a second at last; beside a desk that writes
    without pause it comes too late every time, and starves.
    """
    from sqlcipher3 import dbapi2  # noqa: PLC0415

    driver: Any = connection.connection.driver_connection
    (waits_ms,) = driver.execute("PRAGMA busy_timeout").fetchone()
    ends = time.monotonic() + waits_ms / 1000
    driver.execute("PRAGMA busy_timeout = 0")
    try:
        while time.monotonic() < ends:
            try:
                driver.execute("BEGIN IMMEDIATE")
            except dbapi2.OperationalError as error:
                if "locked" not in str(error):
                    break  # asked once more below, and told in words
                time.sleep(random.uniform(*_ASKS_AGAIN))  # noqa: S311 - jitter
            else:
                return
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    finally:
        driver.execute(f"PRAGMA busy_timeout = {waits_ms}")


def _engine(folder: Path, identity: Identity, keys: Vault) -> "sa.Engine":
    url = os.environ.get(URL_VARIABLE)
    if url:
        return open_engine(url)
    return open_file(folder / identity.database, keys.file_key)


def upgrade(home: Home, revision: str = "head") -> None:
    """Bring a home's schema up to date, each revision in a transaction of its own.

    Raises:
        UnavailableError: References are broken afterwards; nothing was kept.
    """
    migrate(home.engine, revision)


def migrate(engine: "sa.Engine", revision: str = "head", *, down: bool = False) -> None:
    """Bring a database to a revision.

    Args:
        engine: The database.
        revision: Which; or ``-1`` for one back, ``base`` for none.
        down: Whether the revision lies below the present one.

    Foreign keys are off meanwhile: a batch that rebuilds a parent table would
    silently delete its children. They are checked afterwards.
    """
    import sqlalchemy as sa  # noqa: PLC0415
    from alembic import command  # noqa: PLC0415
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    lite = engine.dialect.name == "sqlite"
    with engine.connect() as plain:
        connection = plain.execution_options(write=True)
        if lite:
            _pragma(connection, "foreign_keys = OFF")
        try:
            config.attributes["connection"] = connection
            if down or revision.startswith("-") or revision == "base":
                command.downgrade(config, revision)
            else:
                command.upgrade(config, revision)
            if lite and connection.execute(sa.text("PRAGMA foreign_key_check")).all():
                raise UnavailableError(
                    "升级后的数据引用不一致，已停止。请联系维护人员。"
                )
        finally:
            connection.rollback()
            if lite:
                _pragma(connection, "foreign_keys = ON")


def _pragma(connection: "sa.Connection", pragma: str) -> None:
    """Say a pragma outside any transaction, where alone it has effect."""
    raw = connection.connection.driver_connection
    if raw is not None:
        raw.execute(f"PRAGMA {pragma}")


def _copy_rows(engine: "sa.Engine", path: Path, key: str) -> None:
    """Copy every table of a server into a new database file, as of one moment."""
    import sqlalchemy as sa  # noqa: PLC0415

    path.unlink(missing_ok=True)
    target = open_file(path, key)
    try:
        migrate(target)
        tables, file_tables = sa.MetaData(), sa.MetaData()
        with target.connect() as into:
            file_tables.reflect(into)
        with (
            engine.connect().execution_options(
                isolation_level="REPEATABLE READ"
            ) as source,
            target.connect().execution_options(write=True) as into,
        ):
            tables.reflect(source)
            into.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
            for name, table in tables.tables.items():
                filled = file_tables.tables[name]
                into.execute(sa.delete(filled))
                rows = source.execution_options(yield_per=1000).execute(
                    sa.select(table)
                )
                for part in rows.mappings().partitions():
                    into.execute(sa.insert(filled), [dict(row) for row in part])
            into.commit()
    finally:
        target.dispose()
    with contextlib.closing(connect(path, key)) as plain:
        plain.execute("PRAGMA journal_mode = DELETE").fetchall()


def made_at(file: Path) -> datetime:
    """Return when a backup was made, by its note, its name, or its file.

    Raises:
        UnavailableError: There is no such file.
    """
    if not file.is_file():
        raise UnavailableError(f"找不到备份文件“{file}”。")
    with contextlib.suppress(OSError, ValueError, KeyError):
        note = json.loads(file.with_suffix(".json").read_text("utf-8"))
        return datetime.fromisoformat(note["made_at"])
    with contextlib.suppress(ValueError):
        stamp = file.stem.partition("-")[2]
        return datetime.strptime(stamp, _STAMP).replace(tzinfo=UTC)
    return datetime.fromtimestamp(file.stat().st_mtime, UTC)


def restore(file: Path, folder: Path, keys: Vault | None = None) -> Identity:
    """Make a backup the database that counts, in a new file; delete nothing.

    Args:
        file: A backup of this home.
        folder: The home; a folder without one becomes one, given ``keys``.
        keys: The vault of a recovery code; the home's own where None.

    Raises:
        UnavailableError: Not a backup of this home, damaged, or a window is open.
        Refusal: The backup's schema is newer than this program.
    """
    check_local(folder)
    made_at(file)
    if os.environ.get(URL_VARIABLE):
        raise Refusal(
            "当前使用共享数据库服务器，不能用备份文件覆盖它。",
            clause="platform/local-folder",
            ways=("不设置服务器地址，把备份恢复到本机的数据文件夹后查看。",),
        )
    known = read_identity(folder) if is_home(folder) else None
    if known is None and keys is None:
        raise UnavailableError(f"“{folder}”还没有数据，恢复到新位置须输入恢复码。")
    keys = keys or vault.load(folder, known.home_id if known else "")
    checked = check_file(file, keys)
    check_revision(checked.revision)
    stamp = datetime.now(UTC).strftime(_STAMP)
    name = f"{RESTORED}-{stamp}.db"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with present(folder, alone=True):
            shutil.copyfile(file, folder / name)
            check_file(folder / name, keys)
            if known is None:
                home_id = uuid.uuid4().hex
                place = vault.store(keys, folder, home_id)
                known = Identity(home_id, name, place)
            identity = Identity(known.home_id, name, known.place)
            note = {"entries": checked.entries, "from": file.name}
            (folder / BACKUPS).mkdir(exist_ok=True)
            write_safely(
                folder / BACKUPS / f"{RESTORED}-{stamp}.json",
                json.dumps(note, ensure_ascii=False).encode(),
            )
            _write_identity(folder, identity)
    except OSError as error:
        raise cannot_write(folder / name, error) from error
    return identity
