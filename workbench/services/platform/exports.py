"""What leaves the workbench: noted, since nobody sees where it goes."""

from workbench.access import Permission
from workbench.desk import Work, chartered
from workbench.rules import Refusal


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


@chartered(Permission.PLATFORM_DESK_USE, title="记为已告知")
def note_told(work: Work, *, about: str, to: str, way: str) -> None:
    """Leave a line in the trail that somebody was told, after a text was copied.

    Args:
        work: Whose work.
        about: What the text was about.
        to: Who was told.
        way: 政务微信, 电话, 当面 …

    Raises:
        Refusal: Nobody is named, or not how.

    Clause: platform/told
    """
    del work, about  # what was said is what the trail keeps
    if not to.strip() or not way.strip():
        raise Refusal("请写明告知了谁、怎么告知的。", clause="platform/told")
