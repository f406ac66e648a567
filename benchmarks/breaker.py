"""Own breaker against LibreOffice, over long papers, and its speed on a long table.

``python -m benchmarks.breaker`` writes made-up papers heavy in figures, quotation marks
and Latin, has ``tools/render-docx`` print them, and counts the lines and page starts
that the breaker (table of rules: LibreOffice) had not foreseen. The Fandol faces stand
in for the fonts of official documents, here as there: their advances are measured.
"""

import os
import sys
import tempfile
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from benchmarks.figures import Figure, leave, seconds
from tests.papers import Printed, plain_paper, rendered
from tests.typesetting import (
    Agreement,
    InstalledWidths,
    Writer,
    agreement,
    long_paper,
)
from workbench.reports.breaker import LIBREOFFICE, ShippedWidths, break_pages
from workbench.reports.layout import docx_bytes
from workbench.reports.measures import Suite

SEEDS = range(5000, 5030)
LEAST_PAGES = 300
MOST_MISSED = 0.01
ROWS, ROUNDS, MOST_SECONDS = 2000, 7, 0.060


def missed() -> list[Figure]:
    """Return the shares of lines and of page starts that were not foreseen."""
    papers = {f"{seed}": long_paper(seed, tables=seed % 2 == 1) for seed in SEEDS}
    files = {
        f"{name}.docx": docx_bytes(paper, Suite.LIBREOFFICE)
        for name, paper in papers.items()
    }
    widths = InstalledWidths()
    found, pages = Agreement(), 0
    with tempfile.TemporaryDirectory() as folder:
        out = rendered(Path(folder), files)
        for name, paper in papers.items():
            printed = Printed(out / f"{name}.pdf")
            pages += len(printed)
            one = agreement(printed, break_pages(paper, LIBREOFFICE, widths))
            found += one
            for theirs, ours in one.strays:
                print(f"{name}：{theirs!r}\n　　　{ours!r}", file=sys.stderr)
    if pages < LEAST_PAGES:
        raise SystemExit(f"only {pages} pages")
    return [
        Figure(
            f"断行与 LibreOffice 不一致（{pages} 页）",
            found.lines - found.same_lines,
            found.lines,
            MOST_MISSED,
            ("行", 1),
        ),
        Figure(
            "换页与 LibreOffice 不一致",
            found.starts - found.same_starts,
            found.starts,
            MOST_MISSED,
            ("页", 1),
        ),
    ]


def speed() -> Figure:
    """Return how long a table of two thousand rows takes that was set before.

    The best of some rounds counts: whatever else the machine does only adds to it.
    """
    paper = plain_paper(Writer(1).table(ROWS))
    widths = ShippedWidths()
    break_pages(paper, widths=widths)
    best = min(
        seconds(lambda: break_pages(paper, widths=widths)) for _round in range(ROUNDS)
    )
    return Figure(f"{ROWS} 行表格重新排版", best, MOST_SECONDS, 1)


def measure() -> list[Figure]:
    """Return every figure of the breaker."""
    return [*missed(), speed()]


if __name__ == "__main__":
    leave(measure())
