"""The share in words, the same wherever it is told, and what may move it."""

from fractions import Fraction

from workbench.desk import Topic
from workbench.rules.roster.deployment import Tally, percent
from workbench.services.roster.told import ToldShare

FORCE = frozenset(
    {
        Topic.PEOPLE,
        Topic.POLICY,
        Topic.POSTINGS,
        Topic.TOWNS,
        Topic.UNITS,
        Topic.ZONES,
    }
)
"""Topics whose change may move the share."""


def shortfall_words(told: ToldShare) -> str:
    """Say in plain words how far the share is from the target."""
    target = percent(told.report.target).removesuffix(".0")
    if not told.headline.strength:
        return "这一天没有在编在岗人员"
    if told.reached:
        return f"已达到{target}%的目标"
    return f"还差{told.shortfall}人达到{target}%"


def share_words(share: Fraction | None) -> str:
    """Return a share as it is printed, with its sign."""
    return percent(share) if share is None else f"{percent(share)}%"


def tally_words(tally: Tally) -> str:
    """Return a share and its exact fraction."""
    return f"{share_words(tally.share)}　{tally.text}" if tally.strength else "—"


def mean_words(told: ToldShare) -> str:
    """Return the mean of the month up to the day, and of which days it is."""
    on = told.report.on
    span = f"{on.month}月1日" if on.day == 1 else f"{on.month}月1日至{on.day}日"
    return f"本月平均{share_words(told.mean)}（{span}）"


def rank(tally: Tally) -> Fraction:
    """Return what a share is sorted by; where there is nobody, below all others."""
    return Fraction(-1) if tally.share is None else tally.share
