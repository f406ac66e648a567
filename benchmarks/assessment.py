"""A month of assessment: 30 units, 300 people, 20 items, over 14 months of facts.

The bound is ten seconds on two cores for freezing and computing together; the ratio is
what was taken of it. What was computed must come out the same a second time: the
digest of everything is compared, and what took longest is named.
"""

import json
import random
import tempfile
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from benchmarks.figures import Figure, leave, seconds
from workbench import house
from workbench.access import SYSTEM
from workbench.demo_people import _id_number
from workbench.desk import Desk, Work
from workbench.models.powers.affairs import (
    Affair,
    AffairClock,
    AffairParty,
    AffairStep,
)
from workbench.models.roster.people import (
    Attendance,
    Certificate,
    Establishment,
    Leave,
    Person,
    Posting,
    Training,
)
from workbench.rules.identifiers import Sex
from workbench.rules.powers.grants import Power
from workbench.rules.powers.moves import AffairKind, Clock
from workbench.rules.powers.schemes import SchemeItem, SchemePlan
from workbench.rules.powers.subjects import SubjectKind
from workbench.rules.roster.people import LeaveKind, PostKind
from workbench.rules.roster.units import Employment, UnitKind
from workbench.services.powers import grants, moves
from workbench.services.powers.assessment import months, reckoning, schemes, sealing
from workbench.services.powers.docket import Docket
from workbench.services.powers.said import said_of
from workbench.services.roster import groupings, towns, units

UNITS, PEOPLE, ITEMS, MONTHS, BOUND_SECONDS = 30, 300, 20, 14, 10.0
ORDERS = 20
"""Orders to each unit in a month."""
SINCE, MONTH = date(2025, 8, 1), date(2026, 9, 1)
AFTER = datetime(2026, 10, 8, 1, 0, tzinfo=UTC)
_RATIOS = {
    SubjectKind.TEAM: (
        ("按时签收件数", "应签收件数"),
        ("按时到场件数", "应到场件数"),
        ("按期办结件数", "应办结件数"),
        ("指令满意项数", "指令评价项数"),
        ("实到人天", "应到人天"),
        ("已报批离岗人次", "离岗人次"),
        ("持证人数", "派驻人数"),
    ),
    SubjectKind.PERSON: (
        ("实到天数", "应到天数"),
        ("持证天数", "派驻天数"),
        ("已报批离岗次数", "离岗次数"),
        ("考试总分", "考试场次"),
    ),
}


def plan(subject: SubjectKind) -> SchemePlan:
    """Return a scheme of twenty items, all by formula."""
    ratios = _RATIOS[subject]
    return SchemePlan(
        tuple(
            SchemeItem(
                f"item{number}",
                f"类别{number % 5}",
                f"示例项目{number}",
                "按公式计分",
                Fraction(100, ITEMS),
                _formula(*ratios[number % len(ratios)]),
            )
            for number in range(ITEMS)
        )
    )


def _formula(done: str, of: str) -> str:
    return f"最小({done}÷{of}×满分, 满分)"


def months_of() -> list[date]:
    """Return the first day of each month that has facts."""
    found, day = [], SINCE
    for _month in range(MONTHS):
        found.append(day)
        day = (day + timedelta(days=32)).replace(day=1)
    return found


def prepare(desk: Desk) -> tuple[int, list[int], int]:
    """Enter a zone with its centre, thirty teams and two schemes."""
    desk.do(towns.load_shipped, county_code="320722", valid_from=SINCE)
    desk.do(towns.derive_neighbours)
    rows = desk.ask(towns.town_rows, ids=desk.ask(towns.find_towns))
    first = min(rows)
    (zone_id,) = desk.do(
        groupings.adopt_grouping,
        name="示例",
        zones=[groupings.PlannedZone("示例片区", (first, first + 1), first)],
        valid_from=SINCE,
        document="示例〔2025〕1号",
        reason="示例",
    ).values()

    def unit(name: str, kind: UnitKind, zone: int | None = None) -> int:
        return desk.do(
            units.add_unit,
            name=name,
            short_name=name,
            kind=kind,
            valid_from=SINCE,
            zone_id=zone,
            reason="示例",
        )

    home = unit("县局", UnitKind.COUNTY_ENFORCEMENT)
    centre = unit("指挥中心", UnitKind.COMMAND_CENTRE, zone_id)
    teams = [
        unit(f"第{number}队", UnitKind.ZONE_TEAM, zone_id)
        for number in range(1, UNITS + 1)
    ]
    desk.do(
        grants.add_grant,
        zone_id=zone_id,
        power=Power.ASSESS,
        document="示例授权文件",
        number="示例〔2025〕1号",
        document_on=SINCE,
        first=SINCE,
    )
    for subject in _RATIOS:
        desk.do(
            schemes.save_scheme,
            unit_id=centre,
            subject=subject,
            name="示例考核办法",
            number="示例〔2025〕2号",
            plan=plan(subject),
            valid_from=SINCE,
        )
    return centre, teams, home


def fill(desk: Desk, centre: int, teams: list[int], home: int) -> None:
    """Put fourteen months of made-up facts on record, many rows at a time."""
    chance = random.Random(7)  # noqa: S311 - made-up facts
    now = desk.now()
    entered: dict[str, Any] = {"recorded_at": now, "recorded_by": 0}
    dated = {**entered, "valid_from": SINCE, "valid_to": None, "reason": ""}
    with desk.parts.sessions.begin() as session:
        session.connection(execution_options={"write": True})
        born = date(1985, 1, 1)
        _insert(
            session,
            Person,
            [
                {
                    "name": f"示例{number}",
                    "sex": Sex.MALE,
                    "born_on": born,
                    "sealed": b"",
                    "id_digest": desk.parts.secrets.digest(_id_number(born, number)),
                    "remark": "",
                    "entered_at": now,
                }
                for number in range(PEOPLE)
            ],
        )
        people = list(session.scalars(sa.select(Person.id).order_by(Person.id)))
        each = [{"person_id": one, **dated} for one in people]
        footing = {"unit_id": home, "employment": Employment.REFERENCED}
        _insert(session, Establishment, [one | footing for one in each])
        post = {"post": PostKind.FRONTLINE, "document": ""}
        _insert(
            session,
            Posting,
            [
                one | post | {"unit_id": teams[place % UNITS]}
                for place, one in enumerate(each)
            ],
        )
        card = {"fields": "城市管理"}
        _insert(
            session,
            Certificate,
            [one | card | {"number": f"1007{one['person_id']:07d}"} for one in each],
        )
        for month in months_of():
            _fill_month(session, month, people, chance, entered)
            _fill_orders(session, month, (centre, teams), chance)


def _insert(session: Session, model: Any, rows: list[dict[str, Any]]) -> None:
    session.execute(sa.insert(model), rows)


def _fill_month(
    session: Session,
    month: date,
    people: list[int],
    chance: random.Random,
    entered: dict[str, Any],
) -> None:
    """Put attendance, a spell away and an exam of everybody on record."""
    _insert(
        session,
        Attendance,
        [
            {
                "person_id": one,
                "month": month,
                "days_due": 22,
                "days_present": chance.randint(15, 22),
                "source": "示例",
                "reason": "",
                **entered,
            }
            for one in people
        ],
    )
    _insert(
        session,
        Leave,
        [
            {
                "person_id": one,
                "kind": LeaveKind.ANNUAL,
                "valid_from": month + timedelta(days=5),
                "valid_to": month + timedelta(days=7),
                "document": chance.choice(["", "示例假条"]),
                "reason": "",
                **entered,
            }
            for one in people
        ],
    )
    _insert(
        session,
        Training,
        [
            {
                "person_id": one,
                "held_on": month + timedelta(days=10),
                "topic": "示例考试",
                "hours": 4,
                "score": chance.randint(60, 100),
                **entered,
            }
            for one in people
        ],
    )


def _fill_orders(
    session: Session,
    month: date,
    whose: tuple[int, list[int]],
    chance: random.Random,
) -> None:
    """Put errands with their clocks and a rating on record."""
    centre, teams = whose
    start = datetime(month.year, month.month, 2, 1, tzinfo=UTC)
    rows = [
        {
            "kind": AffairKind.ERRAND,
            "state": "rated",
            "unit_id": centre,
            "title": "示例整治",
            "number_text": "",
            "version": 5,
            "done": True,
            "made_at": start,
            "made_by": 0,
            "made_by_name": "示例",
            "happened_at": start + timedelta(days=number),
        }
        for number in range(ORDERS)
        for _team in teams
    ]
    before = session.scalar(sa.select(sa.func.max(Affair.id))) or 0
    _insert(session, Affair, rows)
    ids = list(
        session.scalars(
            sa.select(Affair.id).where(Affair.id > before).order_by(Affair.id)
        )
    )
    _insert(
        session,
        AffairParty,
        [
            {
                "affair_id": one,
                "unit_id": teams[place % UNITS],
                "part": "receiver",
                "signed_by": "",
                "arrivals": "",
            }
            for place, one in enumerate(ids)
        ],
    )
    clocks, steps = [], []
    for place, one in enumerate(ids):
        at = start + timedelta(days=place // UNITS)
        for clock, hours in ((Clock.SIGN, 2), (Clock.ARRIVE, 8), (Clock.FINISH, 48)):
            due = at + timedelta(hours=hours)
            clocks.append(
                {
                    "affair_id": one,
                    "clock": clock,
                    "started_at": at,
                    "due_at": due,
                    "first_due_at": due,
                    "provisional": False,
                    "term": "",
                    "met_at": due + timedelta(hours=chance.choice([-1, -1, -1, 1])),
                }
            )
        verdict = chance.choice(["满意", "不满意"])
        steps.append(
            {
                "affair_id": one,
                "verb": "rate",
                "before": "finished",
                "after": "rated",
                "at": at + timedelta(hours=60),
                "entered_at": at + timedelta(hours=60),
                "by_id": 0,
                "by_name": "示例",
                "party": "",
                "person": "",
                "words": "",
                "details": json.dumps({"ratings": [["办理情况", verdict]]}),
            }
        )
    _insert(session, AffairClock, clocks)
    _insert(session, AffairStep, steps)


def digest(desk: Desk, number: int) -> bytes:
    """Return the digest of everything a month says."""
    with desk.parts.sessions() as session:
        parts = desk.parts
        work = Work(session, desk.actor, desk.now(), parts.secrets, parts.keeper)
        return sealing.digest_of(Docket(work, session.get_one(Affair, number)))


def measure(rounds: int = 3) -> list[Figure]:
    """Take the figure."""
    with tempfile.TemporaryDirectory() as name:
        home, parts = house.found(
            Path(name) / "home",
            title="甲",
            county="乙",
            county_code="320722",
            now=lambda: AFTER,
        )
        desk = Desk(parts, SYSTEM)
        centre, teams, county = prepare(desk)
        fill(desk, centre, teams, county)
        number = desk.do(months.begin_month, unit_id=centre, month=MONTH)
        slowest: list[reckoning.Reckoned] = []
        took, digests = [], set()

        def make(verb: str) -> None:
            said = said_of(reason="再算一次" if "again" in verb else "")
            told = desk.do(
                moves.handle_assessment, affair_id=number, verb=verb, said=said
            )
            if not isinstance(told, reckoning.Reckoned):
                raise TypeError(told)
            slowest.append(told)

        for turn in range(rounds):
            freeze = "freeze_again" if turn else "freeze"
            took.append(
                seconds(lambda verb=freeze: make(verb))
                + seconds(lambda: make("compute"))
            )
            digests.add(digest(desk, number))
        if len(digests) != 1:
            raise ValueError("two runs of one month differ")
        home.close()
    fact, item = slowest[-2], slowest[-1]
    title = (
        f"考核计算{UNITS}个单位、{PEOPLE}人×{ITEMS}项（基准为上限），"
        f"最慢的事实“{fact.slowest}”{fact.slowest_seconds:.2f}秒，"
        f"最慢的项目“{item.slowest}”{item.slowest_seconds:.2f}秒"
    )
    return [Figure(title, sorted(took)[rounds // 2], BOUND_SECONDS, 1.0)]


if __name__ == "__main__":
    leave(measure())
