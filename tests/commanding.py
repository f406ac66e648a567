"""A county whose centre holds the powers, and the people who use them, for tests."""

from dataclasses import dataclass
from datetime import date, timedelta

import sqlalchemy as sa

from tests.conftest import NOON
from tests.county import SINCE, County, id_number
from workbench.access import COUNTY_WIDE, Actor, Role, permissions_of
from workbench.desk import Desk
from workbench.models.platform import Account, AccountRole
from workbench.rules.powers.grants import Covered, Power
from workbench.rules.powers.orders import OrderType, Urgency
from workbench.rules.roster.people import PostKind
from workbench.rules.roster.units import Employment
from workbench.rules.roster.zones import CentreDuty
from workbench.services.documents import series
from workbench.services.powers import duty, grants, orders, shifts
from workbench.services.powers.orders import Receiver
from workbench.services.roster import centres, people

DOCUMENT = "关于赋予执法片区指挥中心四项权力的通知"
LAST = date(2026, 12, 31)


@dataclass
class Staff:
    """Desks of one centre, of a town and of the county."""

    clerk: Desk
    commander: Desk
    deputy: Desk
    assessor: Desk
    liaison: Desk
    county: Desk

    def __iter__(self):
        return iter(vars(self).items())


def give_powers(desk, county: County, *powers):
    """Grant the tests' centre its powers until the end of 2026, and give it a 代字."""
    for power in powers or Power:
        desk.do(
            grants.add_grant,
            zone_id=county.zones["示例第一片区"],
            power=power,
            document=DOCUMENT,
            number="东政发〔2025〕20号",
            document_on=SINCE,
            first=SINCE,
            last=LAST,
            covers=tuple(Covered),
        )
    desk.do(series.add_series, issuer_id=county.units["一中心"], word="一片区")


def seat(parts, county: County) -> Staff:
    """Open an account for each role, and sit down at its desk."""
    centre, town = county.units["一中心"], county.units["牛山局"]
    seats = {
        "clerk": ("王立", Role.CLERK, centre),
        "commander": ("周建国", Role.COMMANDER, centre),
        "deputy": ("陈明", Role.DEPUTY_COMMANDER, centre),
        "assessor": ("赵静", Role.ASSESSOR, centre),
        "liaison": ("孙晓", Role.LIAISON, town),
        "county": ("徐主任", Role.COUNTY_SUPERVISOR, None),
    }
    desks = {}
    with parts.sessions.begin() as session:
        for key, (name, role, unit_id) in seats.items():
            account = Account(
                name=key,
                person_name=name,
                unit_id=unit_id,
                password_hash="",
                password_set_at=NOON,
                must_change=False,
            )
            session.add(account)
            session.flush()
            session.add(AccountRole(account_id=account.id, role=role.value))
            desks[key] = Desk(
                parts,
                Actor(
                    account.id,
                    name,
                    permissions_of({role}, overseen=True),
                    unit_id,
                    county_wide=role in COUNTY_WIDE,
                ),
            )
    return Staff(**desks)


def order(county: County, **changed):
    """Return what an order of the tests says."""
    values = {
        "unit_id": county.units["一中心"],
        "title": "农贸市场周边占道经营整治",
        "sort": OrderType.ROUTINE,
        "urgency": Urgency.URGENT,
        "place": "牛山街道站前路",
        "task": "会同属地疏导占道摊点。",
        "finish_by": NOON + timedelta(days=3),
        "receivers": (
            Receiver(county.units["一队"], 4),
            Receiver(county.units["牛山局"], 2),
        ),
    }
    return values | changed


def drafted(staff: Staff, county: County, **changed) -> int:
    """Draft an order at the clerk's desk."""
    return staff.clerk.do(orders.draft_order, **order(county, **changed))


def trail_of(desk):
    """Return the trail's commands with their outcomes."""
    from workbench.models.platform import AuditEntry

    with desk.parts.sessions() as session:
        return session.execute(
            sa.select(AuditEntry.command, AuditEntry.outcome).order_by(AuditEntry.id)
        ).all()


ON_DUTY = ("吴涛", "马宁", "何佳", "孙强", "钱丽", "郑凯")


def man(desk, county: County):
    """Post people to the centre and its team who may be on duty, and name who leads."""
    centre, team = county.units["一中心"], county.units["一队"]
    places = [(name, team) for name in ON_DUTY]
    places += [("周建国", centre), ("陈明", centre)]
    for serial, (name, host) in enumerate(places, 101):
        county.people[name] = desk.do(
            people.add_person,
            name=name,
            id_number=id_number(serial),
            phone=f"13800001{serial}",
            home_unit_id=county.units["县局"],
            employment=Employment.REFERENCED,
            valid_from=SINCE,
            host_unit_id=host,
            post=PostKind.DUTY,
            reason="建账",
        )
    for name, rank in (("周建国", CentreDuty.COMMANDER), ("陈明", CentreDuty.DEPUTY)):
        desk.do(
            centres.add_member,
            unit_id=centre,
            person_id=county.people[name],
            duty=rank,
            valid_from=SINCE,
            position="大队长",
            document="东综执〔2025〕3号",
            reason="建账",
        )


def watches(staff: Staff, county: County):
    """Enter a day watch of two and a night watch of one."""
    for place, (name, starts, ends, number) in enumerate(
        (("白班", "8:30", "17:30", 2), ("夜班", "17:30", "8:30", 1)), 1
    ):
        staff.clerk.do(
            shifts.enter_shift,
            unit_id=county.units["一中心"],
            name=name,
            starts=starts,
            ends=ends,
            people=number,
            place=place,
            first=SINCE,
        )


def rostered(staff: Staff, county: County, month: date):
    """Draw a month up, hand it in and have it settled."""
    about = {"unit_id": county.units["一中心"], "month": month}
    staff.clerk.do(duty.draw_up, **about)
    staff.clerk.do(duty.hand_in, **about)
    return staff.commander.do(duty.settle, **about)


def seat_officer(parts, county: County, name: str, login: str, password="") -> Desk:
    """Open an account of the team for somebody on duty, and sit down at its desk."""
    from workbench.services.platform.accounts import _hashed

    team = county.units["一队"]
    with parts.sessions.begin() as session:
        account = Account(
            name=login,
            person_name=name,
            unit_id=team,
            person_id=county.people[name],
            password_hash=_hashed(password) if password else "",
            password_set_at=NOON,
            must_change=False,
        )
        session.add(account)
        session.flush()
        session.add(AccountRole(account_id=account.id, role=Role.OFFICER.value))
        actor = Actor(
            account.id,
            name,
            permissions_of({Role.OFFICER}, overseen=True),
            team,
            county_wide=False,
        )
    return Desk(parts, actor)
