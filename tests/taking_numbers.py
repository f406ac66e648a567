"""A desk that takes numbers from one series, as fast as it can.

Run as ``python -m tests.taking_numbers HOME SERIES YEAR COUNT``: waits for a line on
standard input, so that several begin together, and writes the numbers it was given.
"""

import sys
from pathlib import Path

from workbench import database, house
from workbench.access import SYSTEM
from workbench.desk import Desk
from workbench.services.documents import series


def main():
    folder, series_id, year, count = Path(sys.argv[1]), *map(int, sys.argv[2:])
    home = database.open_home(folder)
    desk = Desk(house.parts_of(home), SYSTEM)
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    sys.stdin.readline()
    given = [
        desk.do(series.take_number, series_id=series_id, year=year)
        for _ in range(count)
    ]
    sys.stdout.write(" ".join(map(str, given)) + "\n")
    home.close()


if __name__ == "__main__":
    main()
