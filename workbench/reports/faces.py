"""Pages as they print: every sign at its place, every rule with its width.

The breaker makes them of a ``Document``; whatever paints or compares pages reads them.
Measures are twips (1/20 pt) from the upper left corner of the paper; a landscape page
has its own corner. Nothing is left to decide: a painter draws what stands here.
"""

from dataclasses import dataclass

from workbench.reports.measures import Font
from workbench.reports.page import LineChart

BLACK = "000000"


@dataclass(frozen=True, slots=True)
class Signs:
    """Signs of one font on one baseline.

    Attributes:
        text: The signs, in reading order.
        xs: Left edge of each.
        baseline: How far below the paper's upper edge they stand.
        size: Height of the em.
        stretch: Percent to which their width is drawn; long heads are narrowed.
        turned: Whether they run downwards, turned a quarter clockwise, as the page
            numbers of landscape pages do; then ``xs`` are distances from the paper's
            upper edge, and ``baseline`` is one from its left edge.
    """

    text: str
    xs: tuple[float, ...]
    baseline: float
    font: Font
    size: float
    colour: str = BLACK
    stretch: int = 100
    turned: bool = False


@dataclass(frozen=True, slots=True)
class Stroke:
    """A rule: a filled box, as thin as it prints.

    Attributes:
        dashed: Whether it is a row of dashes, as the line to cut along is.
    """

    x: float
    y: float
    width: float
    height: float
    colour: str = BLACK
    dashed: bool = False


@dataclass(frozen=True, slots=True)
class ChartBox:
    """The place of a chart."""

    x: float
    y: float
    width: float
    height: float
    chart: LineChart


Item = Signs | Stroke | ChartBox


@dataclass(frozen=True, slots=True)
class Face:
    """One side of a sheet.

    Attributes:
        number: Its place in the paper, from 1, whether it is printed or not.
        begins: The first signs of its text, with which page breaks are compared.
        mark: What is written lightly across it; often nothing.
    """

    width: float
    height: float
    number: int
    items: tuple[Item, ...]
    begins: str = ""
    mark: str = ""
