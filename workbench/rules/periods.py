"""Spans of days, as every dated fact carries one."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from workbench.rules import Refusal
from workbench.rules.calendar import chinese_day

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """The days from ``first`` to ``last``, both counted.

    Attributes:
        first: First day on which the fact holds.
        last: Last day on which it holds; None while it goes on.
    """

    first: date
    last: date | None = None

    def __contains__(self, day: date) -> bool:
        return self.first <= day and (self.last is None or day <= self.last)

    def __str__(self) -> str:
        if self.last is None:
            return f"{chinese_day(self.first)}起"
        return f"{chinese_day(self.first)}至{chinese_day(self.last)}"

    def overlaps(self, other: "Period") -> bool:
        """Tell whether the two share a day."""
        return (other.last is None or self.first <= other.last) and (
            self.last is None or other.first <= self.last
        )

    def days(self) -> int | None:
        """Return how many days it has, or None while it goes on."""
        return None if self.last is None else (self.last - self.first).days + 1


def check_order(period: Period, what: str) -> None:
    """Refuse a span that ends before it begins.

    Raises:
        Refusal: The last day lies before the first.

    Clause: general/dated-facts
    """
    if period.last is not None and period.last < period.first:
        raise Refusal(
            f"{what}的止日{chinese_day(period.last)}"
            f"早于起日{chinese_day(period.first)}。",
            clause="general/dated-facts",
            ways=("核对起止日期后重新填写。",),
        )


def check_apart(others: Iterable[Period], period: Period, what: str) -> None:
    """Refuse a span that shares a day with another of the same kind.

    Args:
        others: The spans already on record for the same subject.
        period: The span now asked for.
        what: Name of the fact, as the sentence calls it.

    Raises:
        Refusal: A span in ``others`` shares a day with ``period``.

    Clause: general/dated-facts
    """
    for other in others:
        if other.overlaps(period):
            raise Refusal(
                f"{what}（{period}）与已有记录（{other}）日期重叠。",
                clause="general/dated-facts",
                ways=("先结束或更正原记录，再登记新的。",),
            )
