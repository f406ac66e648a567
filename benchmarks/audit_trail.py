"""The audit trail with 500,000 entries: first rows, every sort, two-character search.

The floor runs the same statements on the same file through the bare driver and takes
all rows into a list. The workbench also checks the permission, opens a session, and
hands back numbers and frozen rows. The page's own memory is taken in a process each:
one with an empty trail, one with the full one scrolled from end to end.
"""

import json
import random
import subprocess
import sys
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from benchmarks.figures import Figure, compare, leave
from workbench import home_folder, house
from workbench.access import SYSTEM
from workbench.database import Home
from workbench.desk import Desk
from workbench.listing import Ordering
from workbench.models.platform import AuditEntry, AuditHead
from workbench.services.platform import audit

ENTRIES, BOUND, MOST_MEGABYTES = 500_000, 3.0, 60.0
WANTED = ("王芳", "派驻", "拒绝")
_NAMES = ("王芳", "李明", "张伟", "刘洋", "陈静", "赵磊", "孙丽", "周强")
_TITLES = ("办理派驻", "新增人员", "登录", "导入表格", "登记离岗", "备份数据")


def fill(home: Home, count: int) -> None:
    """Put made-up entries on the trail; their codes are not what is measured."""
    chance = random.Random(7)  # noqa: S311 - made-up entries
    start = datetime(2024, 1, 1, tzinfo=UTC)
    sessions = home.sessions()
    from workbench import search

    search.keep_in_step(sessions)
    for first in range(0, count, 50_000):
        with sessions.begin() as session:
            session.connection(execution_options={"write": True})
            last = session.scalar(sa.select(AuditHead.count)) or 0
            rows = [
                {
                    "id": last + place + 1,
                    "at": start + timedelta(seconds=137 * (first + place)),
                    "account_id": 1,
                    "account_name": chance.choice(_NAMES),
                    "title": chance.choice(_TITLES),
                    "command": "roster.postings.post_person",
                    "arguments": json.dumps({"person_id": chance.randrange(9_999)}),
                    "outcome": audit.Outcome.DONE
                    if place % 50
                    else audit.Outcome.REFUSED,
                    "remark": "" if place % 50 else "已被拒绝〔roster/smallest-staff〕",
                    "mac": bytes(32),
                }
                for place in range(min(50_000, count - first))
            ]
            session.connection().execute(sa.insert(AuditEntry), rows)
            head = session.scalars(sa.select(AuditHead)).one()
            head.count = last + len(rows)


def heard(desk: Desk, asks: Callable[[], object]) -> list[tuple[str, Any]]:
    """Return the statements some asking sends, with their parameters."""
    said = []

    def hear(_c, _cursor, statement, parameters, _context, _many):
        if statement.startswith("SELECT"):
            said.append((statement, parameters))

    engine = desk.parts.sessions.kw["bind"]
    sa.event.listen(engine, "before_cursor_execute", hear)
    asks()
    sa.event.remove(engine, "before_cursor_execute", hear)
    return said


def measure(rounds: int = 5) -> list[Figure]:
    """Take the figures."""
    figures = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        home, parts = house.found(
            folder / "full", title="甲", county="乙", county_code="320722"
        )
        fill(home, ENTRIES)
        desk = Desk(parts, SYSTEM)
        bare = home_folder.connect(home.path, home.vault.file_key)

        def ours(ordering: Ordering, text: str = "") -> None:
            ids = desk.ask(audit.find_entries, text=text, ordering=ordering)
            if ordering.limit:
                desk.ask(audit.entry_rows, ids=list(ids))

        def floor(ordering: Ordering, text: str = "") -> object:
            statements = heard(desk, lambda: ours(ordering, text))
            return lambda: [
                bare.execute(statement, parameters).fetchall()
                for statement, parameters in statements
            ]

        asked = [("首屏200条", Ordering("id", descending=True, limit=200), "")]
        for key in ("id", "at", "account_name", "title", "outcome", "remark"):
            asked.append((f"按{key}排序全部编号", Ordering(key), ""))
            asked.append((f"按{key}排序首屏", Ordering(key, limit=200), ""))
        for text in WANTED:
            newest = Ordering("id", descending=True)
            first = Ordering("id", descending=True, limit=200)
            asked.append((f"检索“{text}”首屏", first, text))
            asked.append((f"检索“{text}”全部编号", newest, text))
        for title, ordering, text in asked:
            figures.append(
                compare(
                    f"审计日志{ENTRIES}条：{title}",
                    lambda o=ordering, t=text: ours(o, t),
                    floor(ordering, text),
                    BOUND,
                    rounds,
                )
            )
        bare.close()
        empty, _parts = house.found(
            folder / "empty", title="甲", county="乙", county_code="320722"
        )
        empty.close()
        home.close()
        extra = megabytes(folder / "full") - megabytes(folder / "empty")
        title = "审计日志页内存，减去空页（基准为上限）"
        figures.append(Figure(title, extra, MOST_MEGABYTES, 1.0, ("MB", 1)))
    return figures


def megabytes(folder: Path) -> float:
    """Return the peak memory of a process that shows the trail of a home, scrolled."""
    done = subprocess.run(  # noqa: S603 - our own module
        [sys.executable, "-m", "benchmarks.audit_page", str(folder)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    )
    return float(done.stdout.split()[-1])


if __name__ == "__main__":
    leave(measure())
