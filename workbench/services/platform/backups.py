"""Backups: made on demand, at exit and on the clock; always opened and checked."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from workbench.access import Permission
from workbench.desk import Backup, Topic, Work, chartered
from workbench.listing import AS_IT_COMES, Column, Kind, Listing, Ordering, Tone
from workbench.rules import UnavailableError
from workbench.rules.calendar import CHINA

_MEGABYTE = 1_048_576


@chartered(Permission.PLATFORM_BACKUP_MAKE, title="备份数据", changes=(Topic.BACKUPS,))
def make_backup(
    work: Work, *, cause: str = "手动", folder: Path | None = None
) -> Backup:
    """Back the home up, open the copy and check it.

    Args:
        work: Whose work.
        cause: Why, as the list of backups shows it.
        folder: Where to, such as a stick; the home's own backups where None.

    Raises:
        UnavailableError: It could not be written, or did not pass its checks.
    """
    return work.keeper.back_up(cause, folder)


@chartered(
    Permission.PLATFORM_BACKUP_MAKE,
    title="从备份恢复",
    changes=tuple(Topic),
)
def record_restore(work: Work, *, file: str, made_at: datetime) -> None:
    """Leave in the restored trail that, and from what, it was restored.

    Args:
        work: Whose work, in the restored database.
        file: Name of the backup.
        made_at: When the backup was made; what came after is not here.
    """


@chartered(
    Permission.PLATFORM_BACKUP_MAKE, title="重新检查备份", changes=(Topic.BACKUPS,)
)
def check_backup(work: Work, *, made_at: datetime) -> Backup:
    """Open a backup on record once more, and note what became of it.

    Args:
        work: Whose work.
        made_at: Which backup.

    Raises:
        UnavailableError: It is gone.
    """
    found = [one for one in work.keeper.backups() if one.made_at == made_at]
    if not found:
        raise UnavailableError("这份备份已不在备份文件夹里。")
    return work.keeper.check_again(found[0])


@chartered(Permission.PLATFORM_BACKUP_READ)
def backups(work: Work) -> tuple[Backup, ...]:
    """Return the backups on record, newest first."""
    return tuple(work.keeper.backups())


@chartered(Permission.PLATFORM_BACKUP_READ)
def find_backups(
    work: Work, *, text: str = "", ordering: Ordering = AS_IT_COMES
) -> Sequence[int]:
    """Return the moments of the backups on record, in microseconds, newest first.

    Args:
        work: Whose session.
        text: Fragment of the cause.
        ordering: Sort and limit.
    """
    found = [one for one in work.keeper.backups() if text in one.cause]
    orders = {
        "cause": lambda one: one.cause,
        "size": lambda one: one.size,
        "entries": lambda one: one.entries,
        "made_at": lambda one: one.made_at,
    }
    if ordering.key in orders:
        found.sort(key=orders[ordering.key], reverse=ordering.descending)
    return [_number(one) for one in found[: ordering.limit]]


@chartered(Permission.PLATFORM_BACKUP_READ)
def backup_rows(work: Work, *, ids: Sequence[int]) -> dict[int, Backup]:
    """Return the backups for ``ids``."""
    known = {_number(one): one for one in work.keeper.backups()}
    return {number: known[number] for number in ids if number in known}


def _number(backup: Backup) -> int:
    return round(backup.made_at.timestamp() * 1_000_000)


@chartered(Permission.PLATFORM_DESK_USE)
def whereabouts(work: Work) -> dict[str, str]:
    """Say where the data, the key and the backups are."""
    return work.keeper.describe()


@chartered(Permission.PLATFORM_KEY_PRINT, title="打印密钥恢复单")
def recovery_code(work: Work) -> str:
    """Return the home key as a code to be printed, sealed and locked away.

    Clause: platform/recovery
    """
    return work.secrets.recovery_code()


BACKUPS = Listing[Backup](
    "backups",
    "备份",
    find_backups,
    backup_rows,
    (
        Column(
            "made_at",
            "时间",
            lambda row: f"{row.made_at.astimezone(CHINA):%Y-%m-%d %H:%M:%S}",
            Kind.DATE,
            width=170,
        ),
        Column("cause", "原因", lambda row: row.cause, width=120),
        Column(
            "sound",
            "检查",
            lambda row: "完好" if row.sound else "已损坏",
            Kind.STATE,
            width=90,
            tone=lambda row: Tone.GOOD if row.sound else Tone.OVERDUE,
            sortable=False,
        ),
        Column(
            "size",
            "大小（MB）",
            lambda row: f"{row.size / _MEGABYTE:.1f}",
            Kind.NUMBER,
            width=110,
        ),
        Column(
            "entries", "审计条数", lambda row: f"{row.entries}", Kind.NUMBER, width=100
        ),
        Column(
            "file",
            "文件",
            lambda row: row.path.name,
            Kind.CODE,
            width=320,
            sortable=False,
        ),
    ),
)
