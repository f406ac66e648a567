"""What keeps people and vehicles from a team: gathered from what is on record."""

from collections.abc import Collection

import sqlalchemy as sa

from workbench import facts
from workbench.access import Permission
from workbench.desk import Work, chartered
from workbench.models.powers.affairs import Affair
from workbench.models.powers.commands import ActionMember, ActionTeam, VehicleUse
from workbench.models.powers.shifts import Duty
from workbench.models.roster.people import Certificate, Leave
from workbench.rules.periods import Period
from workbench.rules.platform import Policy
from workbench.rules.powers.actions import IDLE
from workbench.rules.powers.clashes import Known, Taken
from workbench.services.platform import policy

_WHOLE_DAY = {"leader": "带班", "standby": "备勤"}


@chartered(Permission.POWERS_AFFAIR_READ)
def known(
    work: Work,
    *,
    people: Collection[int],
    vehicles: Collection[int],
    days: Period,
    but: int | None = None,
) -> Known:
    """Return what stands on record about people and vehicles, around some days.

    Somebody may be on a team of another centre, so this looks at the whole county.

    Args:
        work: Whose session.
        people: Numbers of the people.
        vehicles: Numbers of the vehicles.
        days: The days, with an end.
        but: The action whose own teams and uses do not count.
    """
    return Known(
        _teams(work, people, days, but),
        _leaves(work, people),
        _certificates(work, people),
        _duties(work, people, days),
        uses(work, vehicles=vehicles, days=days, but=but),
        policy.whole(work, policy=Policy.CERTIFICATE_ALARM, on=days.first),
    )


def _teams(
    work: Work, people: Collection[int], days: Period, but: int | None
) -> tuple[Taken, ...]:
    found = work.session.execute(
        sa.select(ActionMember.person_id, ActionTeam, Affair.title)
        .join(ActionTeam, ActionTeam.id == ActionMember.team_id)
        .join(Affair, Affair.id == ActionMember.affair_id)
        .where(
            ActionMember.person_id.in_(people),
            ActionTeam.first <= (days.last or days.first),
            ActionTeam.last >= days.first,
            Affair.state.not_in(IDLE),
            Affair.id != (but or 0),
            work.whole_county(ActionMember),
            work.whole_county(ActionTeam),
            work.whole_county(Affair),
        )
        .order_by(ActionTeam.first, ActionTeam.id)
    )
    return tuple(
        Taken(person_id, Period(team.first, team.last), f"《{title}》{team.name}")
        for person_id, team, title in found
    )


def _leaves(work: Work, people: Collection[int]) -> tuple[Taken, ...]:
    found = work.session.scalars(
        sa.select(Leave)
        .where(Leave.person_id.in_(people), Leave.stands(), work.whole_county(Leave))
        .order_by(Leave.valid_from)
    )
    return tuple(
        Taken(one.person_id, facts.period_of(one), one.kind.label) for one in found
    )


def _certificates(work: Work, people: Collection[int]) -> tuple[Taken, ...]:
    found = work.session.scalars(
        sa.select(Certificate)
        .where(
            Certificate.person_id.in_(people),
            Certificate.stands(),
            work.whole_county(Certificate),
        )
        .order_by(Certificate.valid_from)
    )
    return tuple(
        Taken(one.person_id, facts.period_of(one), one.number) for one in found
    )


def _duties(work: Work, people: Collection[int], days: Period) -> tuple[Taken, ...]:
    found = work.session.scalars(
        sa.select(Duty)
        .where(
            Duty.person_id.in_(people),
            Duty.day >= days.first,
            Duty.day <= (days.last or days.first),
            work.whole_county(Duty),
        )
        .order_by(Duty.day, Duty.id)
    )
    return tuple(
        Taken(
            one.person_id,
            Period(one.day, one.day),
            _WHOLE_DAY.get(one.shift, one.shift),
        )
        for one in found
    )


@chartered(Permission.POWERS_AFFAIR_READ)
def uses(
    work: Work, *, vehicles: Collection[int], days: Period, but: int | None = None
) -> tuple[Taken, ...]:
    """Return what vehicles are used for on some days.

    Args:
        work: Whose session.
        vehicles: Numbers of the vehicles.
        days: The days, with an end.
        but: The action whose own uses do not count.
    """
    found = work.session.execute(
        sa.select(VehicleUse, Affair.title)
        .outerjoin(
            Affair,
            sa.and_(Affair.id == VehicleUse.affair_id, work.whole_county(Affair)),
        )
        .where(
            VehicleUse.vehicle_id.in_(vehicles),
            VehicleUse.first <= (days.last or days.first),
            VehicleUse.last >= days.first,
            work.whole_county(VehicleUse),
            sa.or_(
                VehicleUse.affair_id.is_(None),
                sa.and_(Affair.state.not_in(IDLE), Affair.id != (but or 0)),
            ),
        )
        .order_by(VehicleUse.first, VehicleUse.id)
    )
    return tuple(
        Taken(
            one.vehicle_id,
            Period(one.first, one.last),
            f"《{title}》" if title else f"“{one.purpose}”",
        )
        for one, title in found
    )
