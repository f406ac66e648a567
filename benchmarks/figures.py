"""How a figure is taken and told: alternately with its floor, medians, a ratio."""

import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass

SMALL_SECONDS = 0.010


@dataclass(frozen=True)
class Figure:
    """One measured ratio.

    Attributes:
        ours: Median seconds of the workbench.
        floor: Median seconds of the floor, at least ten milliseconds.
        bound: What the ratio may be at the most.
        unit: What ours and floor are counted in, and how many of it they are one of.
    """

    name: str
    ours: float
    floor: float
    bound: float
    unit: tuple[str, float] = ("毫秒", 1000)

    @property
    def ratio(self) -> float:
        """Ours over the floor."""
        return self.ours / self.floor

    @property
    def met(self) -> bool:
        """Whether the bound is kept."""
        return self.ratio <= self.bound

    def __str__(self) -> str:
        mark = "达到" if self.met else "未达到"
        unit, times = self.unit
        return (
            f"{mark}　{self.name}：{self.ratio:.2f} 倍（≤ {self.bound:g}），"
            f"本软件 {self.ours * times:.1f} {unit}，"
            f"基准 {self.floor * times:.1f} {unit}"
        )


def seconds(action: Callable[[], object]) -> float:
    """Return how long one call takes."""
    start = time.perf_counter()
    action()
    return time.perf_counter() - start


def compare(
    name: str,
    ours: Callable[[], object],
    floor: Callable[[], object],
    bound: float,
    rounds: int = 5,
) -> Figure:
    """Time two actions in turn and return their ratio.

    Args:
        name: What is compared.
        ours: The workbench's way.
        floor: The bare way.
        bound: What the ratio may be at the most.
        rounds: How often each is timed; the median counts.
    """
    mine, bare = [], []
    for _round in range(rounds):
        bare.append(seconds(floor))
        mine.append(seconds(ours))
    return Figure(
        name,
        statistics.median(mine),
        max(statistics.median(bare), SMALL_SECONDS),
        bound,
    )


def tell(figures: list[Figure]) -> int:
    """Print the figures; return 1 if any bound is not kept."""
    for figure in figures:
        print(figure, flush=True)
    return 0 if all(figure.met for figure in figures) else 1


def leave(figures: list[Figure]) -> None:
    """Print the figures and end the process with their verdict."""
    sys.exit(tell(figures))
