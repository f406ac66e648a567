"""The policy table: every figure of the rules, dated and sourced."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

import sqlalchemy as sa

from workbench import facts
from workbench.access import Permission
from workbench.desk import Topic, Work, chartered
from workbench.listing import AS_IT_COMES, Column, Kind, Listing, Ordering, numbers
from workbench.models.platform import PolicyValue
from workbench.rules import Refusal
from workbench.rules.periods import ONE_DAY, Period
from workbench.rules.platform import Measure, Policy, check_policy_value


@dataclass(frozen=True, slots=True)
class PolicyRow:
    """One dated value of one parameter, as shown."""

    id: int
    policy: Policy
    value: str
    source: str
    period: Period
    in_force: bool


@chartered(Permission.PLATFORM_DESK_USE)
def value(work: Work, *, policy: Policy, on: date | None = None) -> str:
    """Return the value of a parameter on a day; its default before any was set."""
    row = facts.holding(work, PolicyValue, on or work.today, policy=policy)
    return policy.default.value if row is None else row.value


@chartered(Permission.PLATFORM_DESK_USE)
def whole(work: Work, *, policy: Policy, on: date | None = None) -> int:
    """Return a whole-number parameter on a day."""
    return int(value(work, policy=policy, on=on))


@chartered(Permission.PLATFORM_DESK_USE)
def source_of(work: Work, *, policy: Policy, on: date | None = None) -> str:
    """Return where a parameter's value on a day comes from: document and clause."""
    row = facts.holding(work, PolicyValue, on or work.today, policy=policy)
    return policy.default.source if row is None else row.source


@chartered(Permission.PLATFORM_DESK_USE)
def share(work: Work, *, policy: Policy, on: date | None = None) -> Fraction:
    """Return a percentage parameter on a day, as an exact share."""
    return Fraction(whole(work, policy=policy, on=on), 100)


@chartered(Permission.PLATFORM_DESK_USE)
def whole_spans(
    work: Work, *, policy: Policy, first: date, last: date
) -> tuple[tuple[Period, int], ...]:
    """Return a whole-number parameter over some days: each value with its days."""
    begun = {row.valid_from for row in facts.standing(work, PolicyValue, policy=policy)}
    starts = [first, *sorted(day for day in begun if first < day <= last)]
    ends = [*(day - ONE_DAY for day in starts[1:]), last]
    return tuple(
        (Period(start, end), whole(work, policy=policy, on=start))
        for start, end in zip(starts, ends, strict=True)
    )


@chartered(Permission.PLATFORM_DESK_USE)
def find_values(
    work: Work,
    *,
    text: str = "",
    history: bool = False,
    ordering: Ordering = AS_IT_COMES,
) -> Sequence[int]:
    """Return the numbers of the dated values that hold ``text``.

    Args:
        work: Whose session.
        text: Fragment of title, value or source.
        history: Whether values no longer or not yet in force are wanted too.
        ordering: Sort and limit.
    """
    found = sa.select(PolicyValue.id).where(PolicyValue.stands())
    if not history:
        found = found.where(PolicyValue.holds_on(work.today))
    if text:
        named = [one for one in Policy if text in one.default.title]
        found = found.where(
            sa.or_(
                PolicyValue.policy.in_(named),
                PolicyValue.value.contains(text, autoescape=True),
                PolicyValue.source.contains(text, autoescape=True),
            )
        )
    place = sa.case(
        {one.value: at for at, one in enumerate(Policy)}, value=PolicyValue.policy
    )
    orders = {
        "title": place,
        "value": PolicyValue.value,
        "from": PolicyValue.valid_from,
        "source": PolicyValue.source,
    }
    return numbers(work.session, found, PolicyValue.id, orders, ordering)


@chartered(Permission.PLATFORM_DESK_USE)
def value_rows(work: Work, *, ids: Sequence[int]) -> dict[int, PolicyRow]:
    """Return the lines of the policy table for ``ids``."""
    found = work.session.scalars(sa.select(PolicyValue).where(PolicyValue.id.in_(ids)))
    return {row.id: _row(work, row) for row in found}


@chartered(Permission.PLATFORM_DESK_USE)
def history(work: Work, *, policy: Policy) -> tuple[PolicyRow, ...]:
    """Return every standing value of a parameter, the newest first."""
    standing = facts.standing(work, PolicyValue, policy=policy)
    return tuple(_row(work, row) for row in reversed(standing))


def _row(work: Work, row: PolicyValue) -> PolicyRow:
    period = facts.period_of(row)
    return PolicyRow(
        row.id, row.policy, row.value, row.source, period, work.today in period
    )


@chartered(
    Permission.PLATFORM_POLICY_EDIT, title="修改政策参数", changes=(Topic.POLICY,)
)
def change_value(
    work: Work, *, policy: Policy, value: str, valid_from: date, source: str
) -> int:
    """Set a parameter from a day on; what held before stays for the days before.

    Args:
        work: Whose work.
        policy: Which parameter.
        value: Its new value, as text.
        valid_from: First day on which it holds.
        source: Document and clause, or that it is to be confirmed.

    Raises:
        Refusal: The value is out of range, has no source, or a later value stands.

    Clause: general/policy-table
    """
    if not source.strip():
        raise Refusal(
            "请写明依据（文件及条款，或“外地做法，待本地确认”）。",
            clause="general/policy-table",
        )
    row = facts.change_from(
        work,
        PolicyValue,
        {"policy": policy},
        valid_from,
        what=f"政策参数“{policy.default.title}”",
        values={"value": check_policy_value(policy, value), "source": source.strip()},
    )
    return int(row.id)


def value_text(row: PolicyRow) -> str:
    """Return a value with its measure, as shown."""
    measure = row.policy.default.measure
    return row.value if measure is Measure.PATTERN else f"{row.value}{measure.label}"


POLICY_VALUES = Listing[PolicyRow](
    "policy",
    "政策参数",
    find_values,
    value_rows,
    (
        Column("title", "参数", lambda row: row.policy.default.title, width=300),
        Column("value", "取值", value_text, Kind.NUMBER, width=110),
        Column("from", "有效期", lambda row: str(row.period), width=230),
        Column("source", "依据", lambda row: row.source, width=420),
    ),
)
