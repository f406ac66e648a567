"""The folder a home lies in, before any library of the database is loaded.

A home is a folder: ``home.json`` says which database file counts, ``home.key`` may hold
the key, ``backups`` the backups. What stands here is enough to paint the sign-in page
and to write a file so that it is whole or not there.
"""

import contextlib
import json
import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from workbench import vault
from workbench.rules import Refusal, UnavailableError
from workbench.vault import KeyPlace

HEAD = "0008"
"""The newest revision; a test compares it with Alembic's own head."""

FOLDER_VARIABLE = "WORKBENCH_HOME"
URL_VARIABLE = "WORKBENCH_DATABASE_URL"
HOME_FILE, BACKUPS, PRESENCE = "home.json", "backups", "presence.db"
DATABASE, MADE, RESTORED = "workbench.db", "workbench", "restored"
BUSY_MS = 10_000
CACHE_KIB = 16_384
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
