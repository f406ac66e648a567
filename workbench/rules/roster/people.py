"""What people do, why they are away, and when a certificate needs renewing."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from fractions import Fraction

from workbench.rules import Refusal
from workbench.rules.periods import ONE_DAY, Period


class PostKind(StrEnum):
    """What a person does at the host unit (岗位类别)."""

    FRONTLINE = "frontline"
    DUTY = "duty"
    LEGAL = "legal"
    LOGISTICS = "logistics"

    @property
    def label(self) -> str:
        """The post as rosters name it."""
        return {
            "frontline": "一线执法",
            "duty": "指挥值守",
            "legal": "法制",
            "logistics": "综合后勤",
        }[self]


class LeaveKind(StrEnum):
    """Why a person is away (离岗类别)."""

    SICK = "sick"
    STUDY = "study"
    SECONDED_BACK = "seconded_back"
    ANNUAL = "annual"
    PERSONAL = "personal"
    MATERNITY = "maternity"
    OTHER = "other"

    @property
    def label(self) -> str:
        """The reason as rosters name it."""
        return {
            "sick": "病假",
            "study": "脱产学习",
            "seconded_back": "借调回流",
            "annual": "年休假",
            "personal": "事假",
            "maternity": "产假",
            "other": "其他",
        }[self]


LONG_KINDS = frozenset([LeaveKind.SICK, LeaveKind.STUDY])
"""Kinds that take a person off the frontline once they are long."""


@dataclass(frozen=True, slots=True)
class Leave:
    """One spell away from the post.

    Attributes:
        period: First and last day actually away; no last day while it goes on.
        approved_to: Last day the paper names, or None where it names none.
    """

    period: Period
    kind: LeaveKind
    approved_to: date | None = None


def excluded_periods(leaves: Iterable[Leave], long_from: int) -> tuple[Period, ...]:
    """Return the days on which a person's absence takes him off the frontline.

    Being called back (借调回流) counts from its first day. Sick leave and full-time
    study count from the ``long_from``-th consecutive day, or from the first day
    where the paper itself names a term that long. Spells of one kind that follow
    each other without a day between are one spell.

    Args:
        leaves: The person's spells, in any order.
        long_from: The consecutive day from which an absence is long, as 31.

    Clause: roster/long-leave
    """
    excluded = []
    spell_first: dict[LeaveKind, Period] = {}
    for leave in sorted(leaves, key=lambda one: one.period.first):
        period = leave.period
        if leave.kind is LeaveKind.SECONDED_BACK:
            excluded.append(period)
        if leave.kind not in LONG_KINDS:
            continue
        spell = spell_first.get(leave.kind)
        if spell and spell.last and period.first <= spell.last + ONE_DAY:
            last = period.last and max(period.last, spell.last)
            spell = Period(spell.first, last)
        else:
            spell = period
        spell_first[leave.kind] = spell
        begins = spell.first + timedelta(days=long_from - 1)
        named = leave.approved_to
        if named and (named - period.first).days + 1 >= long_from:
            begins = period.first
        begins = max(begins, period.first)
        if period.last is None or begins <= period.last:
            excluded.append(Period(begins, period.last))
    return tuple(excluded)


def certificate_alarm(last: date | None, today: date, notice_days: int) -> int | None:
    """Return the days left on a certificate, once that is worth saying.

    Args:
        last: Last day of validity; None where the card names none.
        today: The day it is looked at.
        notice_days: From how many days left it is worth saying.

    Returns:
        Days left, 0 on the last day, negative after it; None while there is time.

    Clause: roster/certificate-alarm
    """
    if last is None or (left := (last - today).days) > notice_days:
        return None
    return left


def presence(days_due: int, days_present: int) -> Fraction | None:
    """Return the share of days present, or None in a month without days due.

    Raises:
        Refusal: More days present than due, or a negative number.

    Clause: roster/attendance
    """
    if not 0 <= days_present <= days_due:
        raise Refusal(
            f"实到{days_present}天、应到{days_due}天不合理：实到应在0与应到天数之间。",
            clause="roster/attendance",
        )
    return Fraction(days_present, days_due) if days_due else None
