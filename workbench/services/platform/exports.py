"""What leaves the workbench as a list: noted, since nobody sees where it goes."""

from workbench.access import Permission
from workbench.desk import Work, chartered


@chartered(Permission.PLATFORM_DESK_USE, title="导出或打印列表")
def note_export(
    work: Work, *, listing: str, way: str, count: int, scope: str = ""
) -> None:
    """Leave a line in the trail that rows of a list left the workbench.

    Args:
        work: Whose work.
        listing: Title of the list.
        way: 导出, 打印.
        count: How many rows.
        scope: Which of them, in words.
    """
