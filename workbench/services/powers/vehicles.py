"""Vehicles (车辆): which there are, and who uses them when (用车登记)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from workbench import facts
from workbench.access import Permission
from workbench.desk import Topic, Work, chartered
from workbench.listing import (
    AS_IT_COMES,
    Column,
    Kind,
    Listing,
    Ordering,
    Tone,
    numbers,
)
from workbench.models.powers.affairs import Affair
from workbench.models.powers.commands import Vehicle, VehicleFact, VehicleUse
from workbench.models.roster.people import Person
from workbench.models.roster.units import Unit
from workbench.rules import Refusal
from workbench.rules.calendar import chinese_day, chinese_days
from workbench.rules.periods import Period, check_order
from workbench.rules.powers.actions import IDLE
from workbench.rules.powers.vehicles import check_plate
from workbench.services.powers import clashes, naming

_WHAT = "车辆"


@dataclass(frozen=True, slots=True)
class VehicleRow:
    """One vehicle, as it is today or was last.

    Attributes:
        fact_id: The fact that says so.
        sort: Such as 执法车, 巡查车.
        used: What it is used for today; nothing where it is free.
        in_use: Whether it is on record today.
    """

    id: int
    fact_id: int
    plate: str
    sort: str
    seats: int
    unit_id: int
    unit: str
    period: Period
    used: str
    in_use: bool


@dataclass(frozen=True, slots=True)
class UseRow:
    """One use of a vehicle.

    Attributes:
        kilometres: How far it went; None until it is back.
        action: The joint action it was for; nothing where it was for none.
    """

    id: int
    vehicle_id: int
    plate: str
    first: date
    last: date
    purpose: str
    driver: str
    unit: str
    kilometres: int | None
    action: str


@chartered(
    Permission.POWERS_COMMAND_HANDLE, title="登记车辆", changes=(Topic.VEHICLES,)
)
def add_vehicle(
    work: Work,
    *,
    unit_id: int,
    plate: str,
    sort: str,
    seats: int,
    first: date,
    last: date | None = None,
) -> int:
    """Put a vehicle on record.

    Args:
        work: Whose work.
        unit_id: Whose it is.
        plate: Its plate.
        sort: What kind of vehicle it is.
        seats: How many it seats.
        first: Since when it is there.
        last: Last day; None while it is there.

    Returns:
        Number of the vehicle.

    Raises:
        Refusal: The unit may not be seen, it is no plate, or another has it.

    Clause: powers/vehicles, platform/row-scope
    """
    work.own(Unit, unit_id)
    plate = _own_plate(work, plate, Period(first, last))
    vehicle = Vehicle()
    work.session.add(vehicle)
    work.session.flush()
    facts.put(
        work,
        VehicleFact,
        {"vehicle_id": vehicle.id},
        Period(first, last),
        what=_WHAT,
        values={
            "unit_id": unit_id,
            "plate": plate,
            "sort": _said(sort, "类型"),
            "seats": seats,
        },
    )
    return vehicle.id


@chartered(
    Permission.POWERS_COMMAND_HANDLE, title="变更车辆", changes=(Topic.VEHICLES,)
)
def change_vehicle(
    work: Work,
    *,
    vehicle_id: int,
    on: date,
    unit_id: int,
    plate: str,
    sort: str,
    seats: int,
    reason: str,
) -> None:
    """Have a vehicle be another's, or be called otherwise, from a day on.

    Raises:
        Refusal: It or the unit may not be seen, no reason, or another has the plate.

    Clause: powers/vehicles, general/dated-facts, platform/row-scope
    """
    _standing(work, vehicle_id)
    work.own(Unit, unit_id)
    plate = _own_plate(work, plate, Period(on), vehicle_id)
    facts.change_from(
        work,
        VehicleFact,
        {"vehicle_id": vehicle_id},
        on,
        what=_WHAT,
        reason=_said(reason, "变更原因"),
        values={
            "unit_id": unit_id,
            "plate": plate,
            "sort": _said(sort, "类型"),
            "seats": seats,
        },
    )


@chartered(
    Permission.POWERS_COMMAND_HANDLE, title="停用车辆", changes=(Topic.VEHICLES,)
)
def end_vehicle(work: Work, *, vehicle_id: int, last: date, reason: str) -> None:
    """Have a vehicle be there for the last time on a day.

    Raises:
        Refusal: It may not be seen, no reason, or it is used later still.

    Clause: powers/vehicles, general/dated-facts, platform/row-scope
    """
    row = _standing(work, vehicle_id)
    later = clashes.uses(work, vehicles=[vehicle_id], days=Period(last, date.max))
    later = tuple(one for one in later if (one.period.last or last) > last)
    if later:
        raise Refusal(
            f"车辆{row.plate}{chinese_day(last)}以后还有用途：{later[0].what}。",
            clause="powers/vehicles",
            ways=("先取消以后的用车，再停用。",),
        )
    facts.end(work, row, last, reason=_said(reason, "停用原因"))


def _said(text: str, what: str) -> str:
    if not text.strip():
        raise Refusal(f"请写明{what}。", clause="powers/vehicles")
    return text.strip()


def _own_plate(
    work: Work, plate: str, period: Period, vehicle_id: int | None = None
) -> str:
    """Return a plate in its one form; refuse one that another vehicle has."""
    check_order(period, _WHAT)
    plate = check_plate(plate)
    taken = work.session.scalars(
        sa.select(VehicleFact).where(
            VehicleFact.plate == plate,
            VehicleFact.stands(),
            VehicleFact.vehicle_id != (vehicle_id or 0),
            work.whole_county(VehicleFact),
        )
    )
    if any(facts.period_of(one).overlaps(period) for one in taken):
        raise Refusal(
            f"号牌{plate}已经登记。",
            clause="powers/vehicles",
            ways=("在列表中查找这个号牌。",),
        )
    return plate


def _standing(work: Work, vehicle_id: int) -> VehicleFact:
    """Return the last that is on record of a vehicle one may see."""
    row = work.session.scalars(
        sa.select(VehicleFact)
        .where(
            VehicleFact.vehicle_id == vehicle_id,
            VehicleFact.stands(),
            work.visible(VehicleFact),
        )
        .order_by(VehicleFact.valid_from.desc())
    ).first()
    if row is None:
        raise Refusal(
            "没有这条记录，或它不属于您可以查看的机构。", clause="platform/row-scope"
        )
    return row


# ---- uses ----


@chartered(
    Permission.POWERS_COMMAND_HANDLE, title="登记用车", changes=(Topic.VEHICLES,)
)
def use_vehicle(
    work: Work,
    *,
    vehicle_id: int,
    first: date,
    last: date,
    purpose: str,
    driver_id: int | None = None,
) -> int:
    """Put a use of a vehicle on record.

    Args:
        work: Whose work.
        vehicle_id: The vehicle.
        first: First day.
        last: Last day.
        purpose: What for.
        driver_id: Who drives.

    Returns:
        Number of the use.

    Raises:
        Refusal: It or the driver may not be seen, it is not there on these days, or
            is used for something else.

    Clause: powers/vehicles, platform/row-scope
    """
    days = Period(first, last)
    check_order(days, "用车")
    row = _there(work, vehicle_id, days)
    if driver_id is not None:
        work.own(Person, driver_id)
    for one in clashes.uses(work, vehicles=[vehicle_id], days=days):
        span = chinese_days(one.period.first, one.period.last or one.period.first)
        raise Refusal(
            f"车辆{row.plate}{span}已用于{one.what}。",
            clause="powers/vehicles",
            ways=("换一辆车，或者改日期。",),
        )
    use = VehicleUse(
        vehicle_id=vehicle_id,
        unit_id=row.unit_id,
        affair_id=None,
        team_id=None,
        person_id=driver_id,
        first=first,
        last=last,
        purpose=_said(purpose, "用途"),
        kilometres=None,
        recorded_at=work.now,
        recorded_by=work.actor.account_id,
    )
    work.session.add(use)
    work.session.flush()
    return use.id


def _there(work: Work, vehicle_id: int, days: Period) -> VehicleFact:
    row = work.session.scalars(
        sa.select(VehicleFact).where(
            VehicleFact.vehicle_id == vehicle_id,
            VehicleFact.holds_on(days.first),
            work.visible(VehicleFact),
        )
    ).first()
    if row is None or (days.last or days.first) not in facts.period_of(row):
        raise Refusal(
            "这辆车在所选日期不在用，或者不属于您可以查看的机构。",
            clause="powers/vehicles",
            ways=("在“车辆”页核对在用的起止日期。",),
        )
    return row


@chartered(
    Permission.POWERS_COMMAND_HANDLE, title="登记还车", changes=(Topic.VEHICLES,)
)
def return_vehicle(
    work: Work,
    *,
    use_id: int,
    kilometres: int,
    last: date | None = None,
    driver_id: int | None = None,
) -> None:
    """Note that a vehicle is back, and how far it went.

    Args:
        work: Whose work.
        use_id: The use.
        kilometres: How far.
        last: The day it came back, where that was earlier than planned.
        driver_id: Who drove, where that was not said before.

    Raises:
        Refusal: It may not be seen, is back already, or the day does not fit.

    Clause: powers/vehicles, platform/row-scope
    """
    use: VehicleUse = work.own(VehicleUse, use_id)
    if use.kilometres is not None:
        raise Refusal("这次用车已经登记还车。", clause="powers/vehicles")
    if use.first > work.today:
        raise Refusal("还没有到用车的日期。", clause="powers/vehicles")
    if last is not None and not use.first <= last <= use.last:
        raise Refusal(
            f"还车日期应当在{chinese_days(use.first, use.last)}之内。",
            clause="powers/vehicles",
        )
    if driver_id is not None:
        work.own(Person, driver_id)
        use.person_id = driver_id
    use.last, use.kilometres = last or use.last, kilometres


@chartered(
    Permission.POWERS_COMMAND_HANDLE, title="取消用车", changes=(Topic.VEHICLES,)
)
def cancel_use(work: Work, *, use_id: int) -> None:
    """Take back a use that did not come about.

    Raises:
        Refusal: It may not be seen, the vehicle is back, or it is an action's.

    Clause: powers/vehicles, platform/row-scope
    """
    use: VehicleUse = work.own(VehicleUse, use_id)
    if use.kilometres is not None or use.affair_id is not None:
        raise Refusal(
            "已经还车的、联合行动安排的用车不能取消。",
            clause="powers/vehicles",
            ways=("联合行动的用车，在该行动中修改编组或者撤销。",),
        )
    work.session.delete(use)


# ---- lists ----


@chartered(Permission.POWERS_AFFAIR_READ)
def find_vehicles(
    work: Work,
    *,
    text: str = "",
    history: bool = False,
    ordering: Ordering = AS_IT_COMES,
) -> Sequence[int]:
    """Return the numbers of the vehicles that match.

    Args:
        work: Whose session.
        text: Fragment of the plate or kind.
        history: Whether those no longer or not yet there are wanted too.
        ordering: Sort and limit.
    """
    found = sa.select(VehicleFact.vehicle_id).where(
        VehicleFact.id.in_(_latest(work)), work.visible(VehicleFact)
    )
    if not history:
        found = found.where(VehicleFact.holds_on(work.today))
    if text:
        found = found.where(
            sa.or_(
                VehicleFact.plate.contains(text.upper(), autoescape=True),
                VehicleFact.sort.contains(text, autoescape=True),
            )
        )
    orders = {
        "plate": VehicleFact.plate,
        "unit": (VehicleFact.unit_id, VehicleFact.plate),
        "sort": VehicleFact.sort,
        "seats": VehicleFact.seats,
        "from": VehicleFact.valid_from,
    }
    return numbers(work.session, found, VehicleFact.vehicle_id, orders, ordering)


def _latest(work: Work) -> sa.Select[int]:
    """Select the last fact of each vehicle."""
    later = aliased(VehicleFact)
    return sa.select(VehicleFact.id).where(
        VehicleFact.stands(),
        work.whole_county(VehicleFact),
        ~sa.exists().where(
            later.vehicle_id == VehicleFact.vehicle_id,
            later.superseded_at.is_(None),
            later.valid_from > VehicleFact.valid_from,
        ),
    )


@chartered(Permission.POWERS_AFFAIR_READ)
def vehicle_rows(work: Work, *, ids: Sequence[int]) -> dict[int, VehicleRow]:
    """Return the vehicles for ``ids``."""
    found = work.session.scalars(
        sa.select(VehicleFact).where(
            VehicleFact.vehicle_id.in_(ids),
            VehicleFact.id.in_(_latest(work)),
            work.visible(VehicleFact),
        )
    ).all()
    units = naming.units_called(work, ids=[one.unit_id for one in found], on=work.today)
    today = Period(work.today, work.today)
    used = {one.key: one.what for one in clashes.uses(work, vehicles=ids, days=today)}
    return {
        one.vehicle_id: VehicleRow(
            one.vehicle_id,
            one.id,
            one.plate,
            one.sort,
            one.seats,
            one.unit_id,
            units[one.unit_id],
            facts.period_of(one),
            used.get(one.vehicle_id, ""),
            work.today in facts.period_of(one),
        )
        for one in found
    }


@chartered(Permission.POWERS_AFFAIR_READ)
def find_uses(
    work: Work,
    *,
    text: str = "",
    vehicle_id: int | None = None,
    open_only: bool = False,
    ordering: Ordering = AS_IT_COMES,
) -> Sequence[int]:
    """Return the numbers of the uses that match, the latest first.

    Uses of actions that are but drafts, or were withdrawn, are none.

    Args:
        work: Whose session.
        text: Fragment of the purpose.
        vehicle_id: Of this vehicle only.
        open_only: Only those that are not back.
        ordering: Sort and limit.
    """
    found = (
        sa.select(VehicleUse.id)
        .outerjoin(
            Affair,
            sa.and_(Affair.id == VehicleUse.affair_id, work.whole_county(Affair)),
        )
        .where(
            work.visible(VehicleUse),
            sa.or_(VehicleUse.affair_id.is_(None), Affair.state.not_in(IDLE)),
        )
    )
    if vehicle_id is not None:
        found = found.where(VehicleUse.vehicle_id == vehicle_id)
    if open_only:
        found = found.where(VehicleUse.kilometres.is_(None))
    if text:
        found = found.where(VehicleUse.purpose.contains(text, autoescape=True))
    orders = {
        "days": (VehicleUse.first.desc(), VehicleUse.id.desc()),
        "plate": VehicleUse.vehicle_id,
        "purpose": VehicleUse.purpose,
        "kilometres": VehicleUse.kilometres,
    }
    return numbers(work.session, found, VehicleUse.id, orders, ordering)


@chartered(Permission.POWERS_AFFAIR_READ)
def use_rows(work: Work, *, ids: Sequence[int]) -> dict[int, UseRow]:
    """Return the uses for ``ids``."""
    found = work.session.execute(
        sa.select(VehicleUse, Affair.title)
        .outerjoin(
            Affair,
            sa.and_(Affair.id == VehicleUse.affair_id, work.whole_county(Affair)),
        )
        .where(VehicleUse.id.in_(ids), work.visible(VehicleUse))
    ).all()
    plates = {
        one.vehicle_id: one.plate
        for one in work.session.scalars(
            sa.select(VehicleFact).where(
                VehicleFact.vehicle_id.in_([use.vehicle_id for use, _title in found]),
                VehicleFact.id.in_(_latest(work)),
                work.whole_county(VehicleFact),
            )
        )
    }
    drivers = naming.people_called(
        work, ids=[use.person_id for use, _title in found if use.person_id]
    )
    units = naming.units_called(
        work, ids=[use.unit_id for use, _title in found], on=work.today
    )
    return {
        use.id: UseRow(
            use.id,
            use.vehicle_id,
            plates.get(use.vehicle_id, ""),
            use.first,
            use.last,
            use.purpose,
            drivers.get(use.person_id or 0, ""),
            units[use.unit_id],
            use.kilometres,
            title or "",
        )
        for use, title in found
    }


VEHICLES = Listing[VehicleRow](
    "vehicles",
    "车辆",
    find_vehicles,
    vehicle_rows,
    (
        Column("plate", "号牌", lambda row: row.plate, width=120),
        Column("sort", "类型", lambda row: row.sort, width=120),
        Column("seats", "座位数", lambda row: str(row.seats), Kind.NUMBER, 80),
        Column("unit", "所属机构", lambda row: row.unit, width=180),
        Column("from", "在用", lambda row: str(row.period), width=220),
        Column(
            "state",
            "今日",
            lambda row: (row.used or "空闲") if row.in_use else "停用",
            Kind.STATE,
            240,
            lambda row: Tone.GOOD if row.in_use and not row.used else Tone.PLAIN,
            sortable=False,
        ),
    ),
    empty="还没有登记车辆。登记后，联合行动编组可以选车，并自动核对用车冲突。",
)
USES = Listing[UseRow](
    "vehicle_uses",
    "用车登记",
    find_uses,
    use_rows,
    (
        Column(
            "days", "日期", lambda row: chinese_days(row.first, row.last), width=200
        ),
        Column("plate", "号牌", lambda row: row.plate, width=110),
        Column("purpose", "用途", lambda row: row.purpose, width=280),
        Column("driver", "驾驶人", lambda row: row.driver, width=90, sortable=False),
        Column("unit", "用车机构", lambda row: row.unit, width=160, sortable=False),
        Column(
            "kilometres",
            "公里数",
            lambda row: "" if row.kilometres is None else str(row.kilometres),
            Kind.NUMBER,
            90,
        ),
        Column(
            "state",
            "状态",
            lambda row: "未还车" if row.kilometres is None else "已还车",
            Kind.STATE,
            90,
            lambda row: Tone.PLAIN if row.kilometres is None else Tone.GOOD,
            sortable=False,
        ),
    ),
    empty="还没有用车登记。",
)
