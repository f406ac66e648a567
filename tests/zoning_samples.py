"""The published zoning problems, their proven optima, and towns to try with."""

from workbench import RESOURCES
from workbench.solvers.zoning import (
    Problem,
    Town,
)

# The groupings that were proven best, by the last digits of the towns' codes.
BEST = {
    "donghai": (
        1.25297,
        "320722",
        ("001 101 200|002 103 104 105|107 108 203 205|109 110 114 115|111 112 113 207"),
    ),
    "grid30": (
        1.30572,
        "T0",
        (
            "00 03 08 17 19 29|01 05 06 09 22 27|02 11 12 13 16 21 23|04 24 26 28|"
            "07 10 14 15 18 20 25"
        ),
    ),
}


def text_of(name):
    return (RESOURCES / "sample" / "zoning" / f"{name}.json").read_text("utf-8")


def best_of(name):
    objective, prefix, digits = BEST[name]
    groups = [
        tuple(f"{prefix}{end}" for end in zone.split()) for zone in digits.split("|")
    ]
    return objective, tuple(groups)


def town(code, east=0.0, north=0.0, workload=100, staff=5, **matters):
    return Town(
        code, f"{code}镇", 118 + east / 10, 34 + north / 10, workload, staff, matters
    )


def row_of(count, **rest):
    """Towns in a row, each beside the next."""
    towns = tuple(town(f"{place}", east=place) for place in range(count))
    bounds = {"zones": 2, "min_towns": 1, "max_towns": count, **rest}
    return Problem(towns, **bounds)
