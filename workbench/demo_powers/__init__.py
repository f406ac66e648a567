"""The sample county's powers: what the county granted, and how each power is used.

Each affair goes the whole way through the desks of those whose turn it is, at the
moments it says: drafted by the clerk, signed by the commander, answered by each unit.
"""

from collections.abc import Callable
from datetime import date

from workbench.demo_powers import (
    actions,
    assessment,
    disputes,
    duty,
    letters,
    orders,
    personnel,
    whistles,
)
from workbench.demo_powers.seats import SINCE, Seats, seated
from workbench.desk import Desk
from workbench.rules.powers.grants import Covered, Power
from workbench.services.documents import series
from workbench.services.powers import grants

DOCUMENT, NUMBER = (
    "关于赋予执法片区指挥中心四项权力的通知（示例）",
    "东政发〔2025〕20号",
)
_UNTIL = date(2027, 8, 31)
_ENTRIES: tuple[Callable[[Seats], str], ...] = (
    orders.enter,
    whistles.enter,
    disputes.enter,
    duty.enter,
    letters.enter,
    personnel.enter,
    assessment.enter,
    actions.enter,
)
"""What is entered, in order; each returns in words what it was."""


def enter_powers(
    desk: Desk,
    zones: dict[str, int],
    units: dict[str, int],
    said: Callable[[str], None],
) -> None:
    """Enter what the county granted, and fourteen months of the first zone's affairs.

    Args:
        desk: The workbench's own desk.
        zones: Numbers of the zones, by name.
        units: Numbers of the units, by short name.
        said: Told, in words, what was entered.
    """
    assessing_towns = next(iter(zones.values())), Power.ASSESS
    for zone_id in zones.values():
        for power in Power:
            towns = (Covered.TOWNS,) * ((zone_id, power) == assessing_towns)
            desk.do(
                grants.add_grant,
                zone_id=zone_id,
                power=power,
                document=DOCUMENT,
                number=NUMBER,
                document_on=SINCE,
                first=SINCE,
                last=_UNTIL,
                covers=(Covered.TEAMS, Covered.POSTED, *towns),
            )
    said(f"已登记{len(zones) * len(Power)}项授权")
    seats = seated(desk, zones, units, next(iter(zones)))
    desk.do(series.add_series, issuer_id=seats.centre, word="一片区")
    for enter in _ENTRIES:
        said(enter(seats))
