"""Faults of our own: what went wrong is saved, so that nobody has to retell it."""

import traceback
from datetime import UTC, datetime
from pathlib import Path

from workbench.rules.calendar import CHINA

_SHOWN = 500  # characters of a report that could not be written


def save_report(error: BaseException, logs: Path) -> str:
    """Save a traceback; return where it lies, or its end where it cannot be saved.

    Args:
        error: What nobody expected.
        logs: Folder of the reports.
    """
    now = datetime.now(UTC).astimezone(CHINA)
    path = logs / f"错误-{now:%Y%m%d-%H%M%S}.txt"
    text = "".join(traceback.format_exception(error))
    try:
        logs.mkdir(parents=True, exist_ok=True)
        with path.open("a", encoding="utf-8") as file:
            file.write(f"{now.isoformat()}\n{text}\n")
    except OSError:
        return f"（报告未能写入“{logs}”）\n{text[-_SHOWN:]}"
    return str(path)
