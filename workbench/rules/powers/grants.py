"""Grants (授权): which power a county document gave which zone, and over whom."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from workbench.rules import Refusal
from workbench.rules.calendar import chinese_day
from workbench.rules.periods import Period


class Power(StrEnum):
    """The four powers of a command centre."""

    COMMAND = "command"
    ASSESS = "assess"
    NOMINATE = "nominate"
    OBJECT = "object"

    @property
    def label(self) -> str:
        """The power as the policy names it."""
        return {
            "command": "指挥协调权",
            "assess": "管理考核权",
            "nominate": "推荐提名权",
            "object": "反向否决权",
        }[self]


class Covered(StrEnum):
    """Whom a grant covers."""

    TEAMS = "teams"
    POSTED = "posted"
    TOWNS = "towns"

    @property
    def label(self) -> str:
        """They, as the document would say it."""
        return {
            "teams": "片区执法队伍",
            "posted": "派驻人员",
            "towns": "镇街",
        }[self]


@dataclass(frozen=True, slots=True)
class Grant:
    """One power given to one zone.

    Attributes:
        zone: The zone's name.
        document: The county document, with its number.
        covers: Whom it covers.
        period: The days on which it holds.
    """

    power: Power
    zone: str
    document: str
    covers: frozenset[Covered]
    period: Period


def check_granted(
    grants: Collection[Grant], power: Power, zone: str, day: date
) -> Grant:
    """Return the grant by which a zone's centre may use a power on a day.

    Args:
        grants: What was granted to the zone, of whatever power and time.
        power: The power that is to be used.
        zone: The zone's name.
        day: The day on which it is used.

    Raises:
        Refusal: No document gives it, or none that is in force that day.

    Clause: powers/grant
    """
    of_power = [one for one in grants if one.power is power]
    for one in of_power:
        if day in one.period:
            return one
    lacks = f"没有县里授予{power.label}的文件"
    if of_power:
        last = max(of_power, key=lambda one: one.period.first)
        lacks = f"《{last.document}》授予的{power.label}（{last.period}）当日不在有效期"
    raise Refusal(
        f"{zone}{chinese_day(day)}不能行使{power.label}：{lacks}。",
        clause="powers/grant",
        ways=("请县区主管在“授权”页登记县里的授权文件及起止日期。",),
    )


def check_covered(grant: Grant, whom: Covered) -> None:
    """Refuse to use a power over somebody its document does not name.

    Args:
        grant: The grant in force.
        whom: Who would be concerned.

    Raises:
        Refusal: The document does not cover them.

    Clause: powers/grant-scope
    """
    if whom in grant.covers:
        return
    covered = "、".join(one.label for one in Covered if one in grant.covers)
    raise Refusal(
        f"《{grant.document}》授予的{grant.power.label}只及于{covered}，不及于{whom.label}。",
        clause="powers/grant-scope",
        ways=("县里另有文件的，请县区主管先登记。",),
    )
