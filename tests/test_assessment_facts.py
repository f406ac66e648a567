"""Every fact of assessment, counted from rows made by hand."""

import json
from datetime import date, datetime, timedelta

import pytest
import sqlalchemy as sa

from tests.conftest import NOON
from tests.county import enter_county
from workbench.desk import Work
from workbench.models.powers.affairs import (
    Affair,
    AffairClock,
    AffairParty,
    AffairStep,
)
from workbench.models.powers.commands import Vehicle, VehicleUse
from workbench.models.powers.shifts import Duty
from workbench.models.roster.people import (
    Attendance,
    Certificate,
    Leave,
    Posting,
    Training,
)
from workbench.rules.calendar import CHINA, end_of, start_of
from workbench.rules.powers.moves import AffairKind, Clock
from workbench.rules.powers.subjects import SubjectKind
from workbench.rules.roster.people import LeaveKind, PostKind
from workbench.services.powers.assessment.facts import (
    COUNTERS,
    Reach,
    count_facts,
    rows_json,
    rows_of,
)
from workbench.services.powers.assessment.subjects import assessed_in
from workbench.services.roster import postings

MONTH, LAST = date(2026, 3, 1), date(2026, 3, 31)
ENTERED = {"recorded_at": NOON, "recorded_by": 7}


def at(day, hour=9):
    """Return a moment of March, in China."""
    return datetime(2026, 3, day, hour, tzinfo=CHINA)


class Rows:
    """Puts rows on record without going through a desk, and counts them."""

    def __init__(self, parts, actor, county):
        self.parts, self.actor, self.county = parts, actor, county
        self.team = county.units["一队"]
        self.person = county.people["李明"]

    def add(self, *rows):
        with self.parts.sessions.begin() as session:
            for row in rows:
                session.add(row)
                session.flush()

    def affair(self, kind=AffairKind.ERRAND, part="receiver", unit="一队"):
        affair = Affair(
            kind=kind,
            state="waiting",
            unit_id=self.county.units["一中心"],
            title="占道经营整治",
            number_text="",
            version=1,
            done=False,
            made_at=NOON,
            made_by=7,
            made_by_name="王立",
            happened_at=NOON,
        )
        with self.parts.sessions.begin() as session:
            session.add(affair)
            session.flush()
            key = affair.id
            party = AffairParty(
                affair_id=key,
                unit_id=self.county.units[unit],
                part=part,
                signed_by="",
                arrivals="",
            )
            session.add(party)
        return key

    def clock(self, affair_id, clock, due_at, met_at=None, dropped_at=None):
        self.add(
            AffairClock(
                affair_id=affair_id,
                clock=clock,
                started_at=at(1),
                due_at=due_at,
                first_due_at=due_at,
                provisional=False,
                term="",
                met_at=met_at,
                dropped_at=dropped_at,
            )
        )

    def step(self, affair_id, verb, moment, details=None):
        self.add(
            AffairStep(
                affair_id=affair_id,
                verb=verb,
                before="finished",
                after="rated",
                at=moment,
                entered_at=moment,
                by_id=7,
                by_name="王立",
                party="",
                person="",
                way=None,
                words="",
                details=json.dumps(details or {}, ensure_ascii=False),
            )
        )

    def counted(self, kinds=tuple(SubjectKind)):
        """Return every fact's values by subject, and check them against the rows."""
        with self.parts.sessions() as session:
            work = Work(
                session, self.actor, NOON, self.parts.secrets, self.parts.keeper
            )
            whom = assessed_in(
                work,
                zone_id=self.county.zones["示例第一片区"],
                month=MONTH,
                kinds=kinds,
            )
            found = count_facts(
                Reach(work, whom), tuple(COUNTERS), lambda _place, _name: None
            )
        for held in found.values():
            for rows in held.values():
                assert rows_of(rows_json(rows)) == rows
                assert len({(row.table, row.id) for row in rows}) == len(rows)
                assert all(row.words for row in rows)
        return {
            name: {ref: sum(row.count for row in rows) for ref, rows in held.items()}
            for name, held in found.items()
        }

    def of(self, *names, unit="一队", person=None):
        """Return what some facts came to for a unit, or for a person."""
        counted = self.counted()
        if person is not None:
            ref = (SubjectKind.PERSON, self.county.people[person])
        else:
            kind = SubjectKind.TEAM if unit == "一队" else SubjectKind.TOWN
            ref = (kind, self.county.units[unit])
        return tuple(counted[name].get(ref, 0) for name in names)


@pytest.fixture
def rows(parts, desk, everybody):
    return Rows(parts, everybody, enter_county(desk))


class TestSubjects:
    def test_a_zone_assesses_its_teams_its_towns_and_who_is_posted_there(self, rows):
        with rows.parts.sessions() as session:
            work = Work(
                session, rows.actor, NOON, rows.parts.secrets, rows.parts.keeper
            )
            values = {"zone_id": rows.county.zones["示例第一片区"], "month": MONTH}
            whom = assessed_in(work, kinds=tuple(SubjectKind), **values)
            told = [(one.kind.value, one.name, one.unit_name) for one in whom.subjects]
            fewer = assessed_in(work, kinds=[SubjectKind.TEAM], **values)
        assert told == [
            ("team", "一队", "一队"),
            ("town", "牛山局", "牛山局"),
            ("person", "王芳", "牛山局"),
            ("person", "李明", "一队"),
        ]
        assert [one.name for one in fewer.subjects] == ["一队"]

    def test_who_left_in_the_month_is_assessed_where_he_last_stood(self, rows, desk):
        desk.do(
            postings.post_person,
            person_id=rows.person,
            unit_id=rows.county.units["牛山局"],
            post=PostKind.LEGAL,
            on=date(2026, 3, 2),
            reason="调整",
        )
        assert rows.of("派驻人数") == (0,)
        assert rows.of("派驻人数", unit="牛山局") == (1,)
        assert rows.of("派驻天数", "持证天数", person="李明") == (30, 30)


class TestAffairs:
    @pytest.mark.parametrize(
        ("kind", "part", "term", "due", "met"),
        [
            (AffairKind.ERRAND, "receiver", Clock.SIGN, "应签收件数", "按时签收件数"),
            (AffairKind.ERRAND, "receiver", Clock.ARRIVE, "应到场件数", "按时到场件数"),
            (AffairKind.ERRAND, "receiver", Clock.FINISH, "应办结件数", "按期办结件数"),
            (
                AffairKind.WHISTLE,
                "lead",
                Clock.ARRIVE,
                "吹哨应到场件数",
                "吹哨按时到场件数",
            ),
            (
                AffairKind.WHISTLE,
                "assistant",
                Clock.FINISH,
                "吹哨应办结件数",
                "吹哨按期办结件数",
            ),
        ],
    )
    def test_terms_count_in_the_month_they_end_in(  # noqa: PLR0917 - one case
        self, rows, kind, part, term, due, met
    ):
        affair = rows.affair(kind, part)
        for due_at, met_at, dropped_at in (
            (at(5), at(5, 8), None),  # in time
            (at(6), at(6), None),  # at the last moment
            (at(7), at(8), None),  # late
            (at(9), None, None),  # not at all
            (at(10), None, at(9)),  # called off
            (end_of(LAST), at(31), None),  # 24:00 of the last day
            (start_of(MONTH), at(1), None),  # 24:00 of the month before
            (end_of(LAST) + timedelta(minutes=1), at(31), None),  # of the next
        ):
            rows.clock(affair, term, due_at, met_at, dropped_at)
        elsewhere = rows.affair(kind, part, unit="桃林局")
        rows.clock(elsewhere, term, at(5), at(5))
        town = rows.affair(kind, "town")
        rows.clock(town, term, at(5), at(5))
        assert rows.of(due, met) == (5, 3)

    def test_an_affair_of_another_kind_counts_for_nothing(self, rows):
        affair = rows.affair(AffairKind.WHISTLE, "receiver")
        rows.clock(affair, Clock.SIGN, at(5), at(5))
        assert rows.of("应签收件数", "吹哨应到场件数") == (0, 0)

    @pytest.mark.parametrize(
        ("kind", "part", "given", "content"),
        [
            (AffairKind.ERRAND, "receiver", "指令评价项数", "指令满意项数"),
            (AffairKind.WHISTLE, "lead", "吹哨评价项数", "吹哨满意项数"),
        ],
    )
    def test_ratings_count_by_aspect(self, rows, kind, part, given, content):
        affair = rows.affair(kind, part)
        mixed = [["报到效率", "满意"], ["办理情况", "基本满意"], ["结果", "不满意"]]
        rows.step(affair, "rate", at(12), {"ratings": mixed})
        rows.step(affair, "rate", at(13), {"ratings": [["办理情况", "不满意"]]})
        rows.step(affair, "finish", at(14), {"late": "漏登"})
        rows.step(affair, "rate", end_of(LAST), {"ratings": mixed})
        assert rows.of(given, content) == (4, 2)

    def test_what_was_sent_back_counts(self, rows):
        affair = rows.affair()
        rows.step(affair, "send_again", at(12))
        rows.step(affair, "urge", at(12))
        rows.step(affair, "send_again", end_of(LAST))
        assert rows.of("退回重办件数") == (1,)

    def test_vehicles_count_by_the_day_they_go_out(self, rows):
        vehicle = Vehicle()
        rows.add(vehicle)
        with rows.parts.sessions() as session:
            key = session.scalar(sa.select(Vehicle.id))
        for first, kilometres in (
            (date(2026, 3, 1), 40),
            (date(2026, 3, 31), None),
            (date(2026, 4, 1), 50),
        ):
            rows.add(
                VehicleUse(
                    vehicle_id=key,
                    unit_id=rows.team,
                    first=first,
                    last=first,
                    purpose="巡查",
                    kilometres=kilometres,
                    **ENTERED,
                )
            )
        assert rows.of("用车登记数", "里程齐备数") == (2, 1)


class TestPeople:
    def test_attendance_counts_days_for_the_person_and_his_unit(self, rows):
        for month, present, superseded in (
            (MONTH, 20, None),
            (MONTH, 1, NOON),
            (date(2026, 2, 1), 5, None),
        ):
            rows.add(
                Attendance(
                    person_id=rows.person,
                    month=month,
                    days_due=22,
                    days_present=present,
                    source="考勤表",
                    reason="",
                    superseded_at=superseded,
                    **ENTERED,
                )
            )
        assert rows.of("应到人天", "实到人天") == (22, 20)
        assert rows.of("应到天数", "实到天数", person="李明") == (22, 20)
        assert rows.of("应到天数", person="王芳") == (0,)

    def test_leave_counts_where_it_touches_the_month(self, rows):
        for first, last, document, superseded in (
            (date(2026, 3, 30), None, "东综执假〔2026〕1号", None),
            (date(2026, 2, 20), date(2026, 3, 1), "", None),
            (date(2026, 2, 20), date(2026, 2, 28), "假条", None),
            (date(2026, 4, 1), date(2026, 4, 2), "假条", None),
            (date(2026, 3, 9), date(2026, 3, 10), "假条", NOON),
        ):
            rows.add(
                Leave(
                    person_id=rows.person,
                    kind=LeaveKind.SICK,
                    valid_from=first,
                    valid_to=last,
                    document=document,
                    reason="",
                    superseded_at=superseded,
                    **ENTERED,
                )
            )
        assert rows.of("离岗人次", "已报批离岗人次") == (2, 1)
        assert rows.of("离岗次数", "已报批离岗次数", person="李明") == (2, 1)

    def test_certificates_count_on_the_last_day_and_by_day(self, rows):
        with rows.parts.sessions.begin() as session:
            session.execute(
                sa.update(Certificate)
                .where(Certificate.person_id == rows.person)
                .values(valid_to=date(2026, 3, 10))
            )
        assert rows.of("派驻人数", "持证人数") == (1, 0)
        assert rows.of("派驻天数", "持证天数", person="李明") == (31, 10)
        rows.add(
            Certificate(
                person_id=rows.person,
                number="10070199999",
                fields="城市管理",
                valid_from=date(2026, 3, 8),
                reason="",
                **ENTERED,
            )
        )
        assert rows.of("派驻人数", "持证人数") == (1, 1)
        assert rows.of("派驻天数", "持证天数", person="李明") == (31, 31)

    def test_only_the_frontline_is_asked_for_certificates(self, rows):
        with rows.parts.sessions.begin() as session:
            session.execute(
                sa.update(Posting)
                .where(Posting.person_id == rows.person)
                .values(post=PostKind.LOGISTICS)
            )
        assert rows.of("派驻人数", "持证人数") == (0, 0)

    def test_training_counts_hours_exams_and_results(self, rows):
        for held_on, hours, score in (
            (date(2026, 3, 2), 4, None),
            (date(2026, 3, 20), 8, 92),
            (date(2026, 3, 31), 0, 85),
            (date(2026, 4, 1), 8, 100),
        ):
            rows.add(
                Training(
                    person_id=rows.person,
                    held_on=held_on,
                    topic="行政处罚法",
                    hours=hours,
                    score=score,
                    **ENTERED,
                )
            )
        names = ("培训学时", "考试场次", "考试总分")
        assert rows.of(*names, person="李明") == (12, 2, 177)
        assert rows.of("参训人数") == (1,)

    def test_turns_on_duty_count_but_not_standing_by(self, rows):
        centre = rows.county.units["一中心"]
        for day, shift in (
            (date(2026, 3, 1), "白班"),
            (date(2026, 3, 31), "leader"),
            (date(2026, 3, 5), "standby"),
            (date(2026, 4, 1), "白班"),
        ):
            rows.add(
                Duty(
                    unit_id=centre,
                    day=day,
                    shift=shift,
                    person_id=rows.person,
                    note="",
                )
            )
        assert rows.of("值班班次", person="李明") == (2,)

    def test_who_is_not_assessed_gets_nothing_counted(self, rows):
        found = rows.counted(kinds=[SubjectKind.TEAM])
        refs = {ref for held in found.values() for ref in held}
        assert refs == {(SubjectKind.TEAM, rows.team)}
