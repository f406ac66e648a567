"""Backups: made on demand, at exit and on the clock; always opened and checked."""

from datetime import datetime
from pathlib import Path

from workbench.access import Permission
from workbench.desk import Backup, Topic, Work, chartered


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


@chartered(Permission.PLATFORM_BACKUP_READ)
def backups(work: Work) -> tuple[Backup, ...]:
    """Return the backups on record, newest first."""
    return tuple(work.keeper.backups())


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
