"""The board with 20,000 running orders, asked again after one change.

The floor runs the same statements on the same file through the bare driver and takes
all rows into a list. The workbench also checks the permission, opens a session, names
units and hands back numbers and frozen rows. Asked by the county and by a centre, who
sees only what is its own.
"""

import random
import tempfile
from datetime import date, timedelta
from pathlib import Path

import sqlalchemy as sa

from benchmarks.audit_trail import heard
from benchmarks.figures import Figure, compare, leave
from workbench import home_folder, house
from workbench.access import GRANTS, SYSTEM, Actor, Role
from workbench.desk import Desk
from workbench.listing import Ordering
from workbench.models.powers.affairs import Affair, AffairClock, AffairParty
from workbench.rules.powers.moves import AffairKind, Clock
from workbench.rules.roster.units import AuthorityKind, UnitKind
from workbench.services.powers import affairs
from workbench.services.roster import units

ORDERS, BOUND, SHOWN = 20_000, 3.0, 200
_UNITS = 40
_SINCE = date(2025, 1, 1)


def enter_units(desk: Desk) -> list[int]:
    """Enter a bureau and forty units below it; return their numbers, its own first."""
    made = []
    for place in range(_UNITS + 1):
        made.append(
            desk.do(
                units.add_unit,
                name=f"单位{place}",
                short_name=f"单位{place}",
                kind=UnitKind.OTHER,
                authority=AuthorityKind.NONE,
                counts=False,
                valid_from=_SINCE,
                parent_id=made[0] if made else None,
                reason="测试数据",
            )
        )
    return made


def fill(desk: Desk, made: list[int]) -> None:
    """Put made-up running orders into the tables, each with a clock and two parties."""
    chance = random.Random(7)  # noqa: S311 - made-up orders
    now = desk.now()
    orders, clocks, parties = [], [], []
    for number in range(1, ORDERS + 1):
        due_at = now + timedelta(minutes=chance.randrange(-9_000, 90_000))
        orders.append(
            {
                "id": number,
                "kind": AffairKind.ORDER,
                "state": "running",
                "unit_id": made[number % 5],
                "title": f"第{number}项整治",
                "number_text": f"一片区〔2026〕{number}号",
                "version": 1,
                "done": False,
                "due_at": due_at,
                "made_at": now,
                "made_by": 1,
                "made_by_name": "王立",
                "happened_at": now,
            }
        )
        clocks.append(
            {
                "affair_id": number,
                "clock": Clock.FINISH,
                "started_at": now,
                "due_at": due_at,
                "first_due_at": due_at,
                "provisional": False,
                "term": "",
            }
        )
        parties += [
            {
                "affair_id": number,
                "unit_id": unit,
                "part": "receiver",
                "people": 2,
                "signed_by": "",
                "arrivals": "",
            }
            for unit in chance.sample(made, 2)
        ]
    with desk.parts.sessions.begin() as session:
        session.connection(execution_options={"write": True})
        for table, rows in (
            (Affair, orders),
            (AffairClock, clocks),
            (AffairParty, parties),
        ):
            session.connection().execute(sa.insert(table), rows)


def refresh(desk: Desk) -> None:
    """Ask what the board asks after a change: first lines, their rows, all numbers."""
    first = desk.ask(affairs.find_affairs, ordering=Ordering("due", limit=SHOWN))
    desk.ask(affairs.affair_rows, ids=list(first))
    desk.ask(affairs.find_affairs, ordering=Ordering("due"))


def measure(rounds: int = 5) -> list[Figure]:
    """Take the figures."""
    with tempfile.TemporaryDirectory() as name:
        home, parts = house.found(
            Path(name) / "home", title="甲", county="乙", county_code="320722"
        )
        county = Desk(parts, SYSTEM)
        made = enter_units(county)
        fill(county, made)
        clerk = Actor(0, "内勤", GRANTS[Role.CLERK], made[1], county_wide=False)
        bare = home_folder.connect(home.path, home.vault.file_key)
        figures = []
        for who, desk in (("全县", county), ("一个单位", Desk(parts, clerk))):
            said = heard(desk, lambda desk=desk: refresh(desk))
            figures.append(
                compare(
                    f"运行看板{ORDERS}件，变动一件后刷新（{who}）",
                    lambda desk=desk: refresh(desk),
                    lambda said=said: [
                        bare.execute(statement, given).fetchall()
                        for statement, given in said
                    ],
                    BOUND,
                    rounds,
                )
            )
        bare.close()
        home.close()
    return figures


if __name__ == "__main__":
    leave(measure())
