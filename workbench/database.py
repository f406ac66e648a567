"""Where the data is: opening a home, keeping its schema current, its backups.

A home is a folder: ``home.json`` says which database file counts, ``home.key`` may hold
the key, ``backups`` the backups. With ``WORKBENCH_DATABASE_URL`` the tables lie on a
PostgreSQL server and the folder keeps the rest. The database libraries are imported
where they are used: the sign-in page is painted before any of them.
"""

import contextlib
import json
import os
import shutil
import sys
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from workbench import MIGRATIONS, vault
from workbench.rules import Refusal, UnavailableError
from workbench.rules.platform import kept_backups
from workbench.vault import KeyPlace, Vault

if TYPE_CHECKING:
    import sqlalchemy as sa
    from sqlalchemy.orm import Session, sessionmaker

    from workbench.desk import Backup

HEAD = "0004"
"""The newest revision; a test compares it with Alembic's own head."""

FOLDER_VARIABLE = "WORKBENCH_HOME"
URL_VARIABLE = "WORKBENCH_DATABASE_URL"
HOME_FILE, BACKUPS, PRESENCE = "home.json", "backups", "presence.db"
DATABASE, MADE, RESTORED = "workbench.db", "workbench", "restored"
BUSY_MS = 10_000
CACHE_KIB = 16_384
POOL_SIZE = 4
_STAMP = "%Y%m%dT%H%M%S%fZ"
_NETWORK_SYSTEMS = frozenset(
    {"nfs", "nfs4", "cifs", "smb3", "smbfs", "fuse.sshfs", "davfs", "afs", "ncpfs"}
)
_DRIVE_REMOTE = 4  # what Windows answers for a mapped network drive


def default_folder() -> Path:
    """Return the home folder: as the environment says, else the user's own."""
    import platformdirs  # noqa: PLC0415 - seldom needed

    named = os.environ.get(FOLDER_VARIABLE)
    if named:
        return Path(named)
    return Path(platformdirs.user_data_dir("zone-command-workbench", appauthor=False))


def connect(path: Path, key: str, *, cache_kib: int = CACHE_KIB) -> Any:
    """Open a database file with the raw driver, set up as every connection is.

    Args:
        path: The SQLCipher file; it is created where there is none.
        key: 64 hexadecimal digits.
        cache_kib: Size of this connection's page cache.
    """
    from sqlcipher3 import dbapi2  # noqa: PLC0415

    connection = dbapi2.connect(
        str(path), isolation_level=None, check_same_thread=False
    )
    # The key comes first; a wrong one shows at the first read, which must not be
    # written to stderr as well.
    for pragma in (
        f"key = \"x'{key}'\"",
        "cipher_log_level = NONE",
        f"busy_timeout = {BUSY_MS}",
        "journal_mode = WAL",
        "synchronous = FULL",
        "foreign_keys = ON",
        f"cache_size = -{cache_kib}",
    ):
        connection.execute(f"PRAGMA {pragma}").fetchall()
    return connection


@dataclass(frozen=True)
class Identity:
    """What ``home.json`` says.

    Attributes:
        home_id: Name of the home in the key store.
        database: File name of the database that counts.
        place: Where the key lies.
    """

    home_id: str
    database: str
    place: KeyPlace


def is_home(folder: Path) -> bool:
    """Tell whether a home has been founded in ``folder``."""
    return (folder / HOME_FILE).is_file()


def read_identity(folder: Path) -> Identity:
    """Read ``home.json``.

    Raises:
        UnavailableError: There is none, or it cannot be read.
    """
    path = folder / HOME_FILE
    try:
        said = json.loads(path.read_text("utf-8"))
        return Identity(said["home_id"], said["database"], KeyPlace(said["key"]))
    except FileNotFoundError:
        raise UnavailableError(
            f"“{folder}”不是工作台的数据文件夹，请用 --home 指定，或先建库。"
        ) from None
    except (OSError, ValueError, KeyError) as error:
        raise UnavailableError(
            f"数据文件夹的说明文件“{path}”读不出来，请从备份中复制一份。"
        ) from error


def write_safely(path: Path, content: bytes) -> None:
    """Write a file beside, force it to disk, read it back, rename it into place.

    Raises:
        UnavailableError: The disk is full, read-only, or does not keep what it took.
    """
    beside = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with beside.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        if beside.read_bytes() != content:
            raise UnavailableError(f"写入“{path.name}”后读回的内容不一致，请检查磁盘。")
        beside.replace(path)
    except OSError as error:
        with contextlib.suppress(OSError):
            beside.unlink()
        raise cannot_write(path, error) from error


def cannot_write(path: Path, error: OSError) -> UnavailableError:
    """Return, in words, why a file could not be written."""
    import errno  # noqa: PLC0415

    reasons = {
        errno.ENOSPC: "磁盘空间不足",
        errno.EDQUOT: "磁盘配额已满",
        errno.EROFS: "磁盘是只读的",
        errno.EACCES: "没有写入权限，或文件正被Excel、WPS打开",
        errno.EPERM: "没有写入权限",
        errno.ENOENT: "文件夹不存在",
        errno.ENOTDIR: "路径中有一段不是文件夹",
    }
    why = reasons.get(error.errno or 0, "写入出错")
    return UnavailableError(f"“{path}”未能写入：{why}。原有内容未受影响。")


def check_local(folder: Path, mounts: str | None = None) -> None:
    """Refuse a folder on a network drive: SQLite's journal is torn there.

    Args:
        folder: The home folder, which need not exist yet.
        mounts: Text of the mount table, for tests; read from the system where None.

    Raises:
        Refusal: The folder lies on another machine.

    Clause: platform/local-folder
    """
    if _is_remote(folder.absolute(), mounts):
        raise Refusal(
            f"“{folder}”在网络盘上。单机数据库放在网络盘会损坏，不能使用。",
            clause="platform/local-folder",
            ways=(
                "把数据文件夹放在本机硬盘。",
                "多人共用请由管理员配置共享数据库服务器。",
            ),
        )


def _is_remote(folder: Path, mounts: str | None) -> bool:
    text = str(folder)
    if text.startswith(("\\\\", "//")):
        return True
    if sys.platform == "win32":
        import ctypes  # noqa: PLC0415

        return bool(
            ctypes.windll.kernel32.GetDriveTypeW(f"{folder.drive}\\") == _DRIVE_REMOTE
        )
    if mounts is None:
        with contextlib.suppress(OSError):
            mounts = Path("/proc/mounts").read_text("utf-8")
    best, system = "", ""
    for line in (mounts or "").splitlines():
        _device, place, kind, *_rest = line.split()
        inside = text == place or text.startswith(place.rstrip("/") + "/")
        if inside and len(place) >= len(best):
            best, system = place, kind
    return system in _NETWORK_SYSTEMS


@contextlib.contextmanager
def present(folder: Path, *, alone: bool = False) -> Iterator[None]:
    """Be present in a home, or be alone in it, while the block runs.

    Whoever replaces the database must be sure that nobody goes on writing to the old
    one. SQLite's own file locks say so on every system.

    Raises:
        UnavailableError: Another window is open on this home.
    """
    from sqlcipher3 import dbapi2  # noqa: PLC0415

    presence = dbapi2.connect(str(folder / PRESENCE), isolation_level=None, timeout=1)
    try:
        try:
            presence.execute("BEGIN EXCLUSIVE" if alone else "BEGIN")
            presence.execute("SELECT count(*) FROM sqlite_master").fetchall()
        except dbapi2.OperationalError as error:
            raise UnavailableError(
                "另一个工作台窗口正在使用这个数据文件夹，请先关闭它再试。"
                if alone
                else "这个数据文件夹正在升级或恢复，请稍候再打开。"
            ) from error
        yield
    finally:
        presence.close()


@dataclass(frozen=True)
class Peek:
    """What can be told of a home before the database libraries are loaded.

    Attributes:
        revision: Schema of the database file.
        title: Whose home it is.
    """

    revision: str
    title: str

    @property
    def current(self) -> bool:
        """Whether the schema is the one this program knows."""
        return self.revision == HEAD


def peek(folder: Path) -> Peek:
    """Look into a home with the raw driver, to paint the sign-in page.

    Raises:
        UnavailableError: The key or the file is not to be had.
        Refusal: The schema is newer than this program.
    """
    identity = read_identity(folder)
    keys = vault.load(folder, identity.home_id)
    if os.environ.get(URL_VARIABLE):
        return Peek(HEAD, "")  # the server is asked once somebody signs in
    path = folder / identity.database
    if not path.is_file():
        raise UnavailableError(f"数据文件“{path}”不见了。请勿重新建库，先从备份恢复。")
    from sqlcipher3 import dbapi2  # noqa: PLC0415

    try:
        with contextlib.closing(connect(path, keys.file_key)) as connection:
            row = connection.execute(
                "SELECT version_num FROM alembic_version"
            ).fetchone()
            title = connection.execute(
                "SELECT value FROM setting WHERE name = 'title'"
            ).fetchone()
    except dbapi2.DatabaseError as error:
        from workbench.desk import unavailable  # noqa: PLC0415

        raise unavailable(error) from error
    check_revision(row[0])
    return Peek(row[0], json.loads(title[0]) if title else "")


def check_revision(revision: str) -> None:
    """Refuse a schema newer than this program.

    Clause: platform/newer-schema
    """
    if revision > HEAD:
        raise Refusal(
            f"数据由更新版本的工作台建立（数据版本{revision}，本程序{HEAD}），"
            "旧程序不能打开，以免丢失内容。",
            clause="platform/newer-schema",
            ways=("安装最新版工作台后再打开。",),
        )


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
        return _backup(path, note, sound=True)

    def backups(self) -> Sequence["Backup"]:
        """Return the backups on record, newest first, as they were checked then."""
        found = []
        for path in sorted((self.folder / BACKUPS).glob("*.wbk"), reverse=True):
            with contextlib.suppress(OSError, ValueError, KeyError):
                note = json.loads(path.with_suffix(".json").read_text("utf-8"))
                found.append(_backup(path, note, sound=True))
        return found

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


def _backup(path: Path, note: dict[str, Any], *, sound: bool) -> "Backup":
    from workbench.desk import Backup  # noqa: PLC0415 - loads the tables

    return Backup(
        path,
        datetime.fromisoformat(note["made_at"]),
        note["cause"],
        path.stat().st_size,
        int(note["entries"]),
        sound,
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

    return sa.create_engine(url, pool_size=POOL_SIZE, pool_pre_ping=True)


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
    )
    sa.event.listen(engine, "begin", _begin)
    return engine


def _begin(connection: "sa.Connection") -> None:
    writing = connection.get_execution_options().get("write")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


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
