"""The roster through the desk: units, people, postings, the share, months."""

import json
from datetime import date
from fractions import Fraction

import pytest
import sqlalchemy as sa

from tests.county import SINCE, enter_county, id_number
from workbench.access import GRANTS, Actor, Role
from workbench.desk import DeniedError, Desk
from workbench.listing import Ordering
from workbench.models.documents import Paper
from workbench.models.platform import AuditEntry
from workbench.models.roster.people import FrontlineMonth, Person, Posting
from workbench.reports import kinds as reports
from workbench.rules import Refusal
from workbench.rules.platform import Policy
from workbench.rules.roster.deployment import Cause, Definition, Move, Tally
from workbench.rules.roster.people import LeaveKind, PostKind
from workbench.rules.roster.units import AuthorityKind, Employment, UnitKind
from workbench.services.platform import policy
from workbench.services.roster import (
    deployment,
    ledger,
    papers,
    people,
    person_files,
    postings,
    told,
    unit_files,
    units,
)

TODAY = date(2026, 3, 2)


@pytest.fixture
def county(desk):
    return enter_county(desk)


def names(desk, **filters):
    ids = desk.ask(people.find_people, **filters)
    rows = desk.ask(people.person_rows, ids=ids)
    return [rows[key].name for key in ids]


class TestUnits:
    def test_the_register_counts_staff_and_posts(self, desk, county):
        desk.do(
            units.set_quota,
            unit_id=county.units["县局"],
            employment=Employment.REFERENCED,
            posts=5,
            valid_from=SINCE,
        )
        found = desk.ask(units.unit_rows, ids=[county.units["县局"]])
        row = found[county.units["县局"]]
        assert (row.staff, row.established, row.posts) == (2, 4, 5)
        whole = desk.ask(unit_files.unit_file, unit_id=county.units["县局"])
        assert [(line.employment, line.free) for line in whole.quotas] == [
            (Employment.REFERENCED, 1)
        ]

    def test_a_change_from_a_day_on_leaves_the_days_before(self, desk, county):
        form = desk.ask(unit_files.unit_file, unit_id=county.units["文旅局"]).form
        desk.do(
            units.change_unit,
            unit_id=county.units["文旅局"],
            valid_from=date(2026, 3, 1),
            name="东海县文化广电和旅游局",
            short_name="文广旅局",
            kind=form.kind,
            counts=True,
        )
        ids = [county.units["文旅局"]]
        before = desk.ask(units.unit_rows, ids=ids, on=date(2026, 2, 28))
        after = desk.ask(units.unit_rows, ids=ids)
        assert before[ids[0]].short_name == "文旅局"
        assert after[ids[0]].short_name == "文广旅局"
        assert list(desk.ask(units.find_units, text="文旅")) == ids
        assert list(desk.ask(units.find_units, text="wglj")) == ids

    def test_the_centre_can_never_be_given_authority(self, desk, county):
        form = desk.ask(unit_files.unit_file, unit_id=county.units["一中心"]).form
        with pytest.raises(Refusal) as caught:
            desk.do(
                units.change_unit,
                unit_id=county.units["一中心"],
                valid_from=TODAY,
                name=form.name,
                short_name=form.short_name,
                kind=UnitKind.COMMAND_CENTRE,
                zone_id=form.zone_id,
                authority=AuthorityKind.ADMINISTRATIVE,
            )
        assert caught.value.clause == "roster/centre-no-authority"

    def test_a_unit_with_people_is_not_closed(self, desk, county):
        with pytest.raises(Refusal, match="仍有"):
            desk.do(
                units.close_unit,
                unit_id=county.units["桃林局"],
                last_day=TODAY,
                reason="撤并",
            )
        desk.do(
            units.close_unit,
            unit_id=county.units["文旅局"],
            last_day=TODAY,
            reason="撤并",
        )
        assert county.units["文旅局"] in desk.ask(units.find_units)
        assert county.units["文旅局"] not in desk.ask(
            units.find_units, on=date(2026, 3, 3)
        )

    def test_contacts_are_added_and_ended(self, desk, county):
        unit = county.units["县局"]
        key = desk.do(
            units.add_contact,
            unit_id=unit,
            name="值班室",
            duty="值班",
            phone="0518-87654321",
            valid_from=SINCE,
        )
        assert desk.ask(unit_files.unit_file, unit_id=unit).contacts[0].name == "值班室"
        desk.do(units.end_contact, contact_id=key, last_day=date(2026, 3, 1))
        assert desk.ask(unit_files.unit_file, unit_id=unit).contacts == ()


class TestPeople:
    def test_people_are_found_by_fragment_initials_unit_post_and_number(
        self, desk, county
    ):
        assert names(desk, text="芳") == names(desk, text="wf") == ["王芳"]
        assert names(desk, text=id_number(3).lower()) == ["张伟"]
        assert names(desk, host_unit_id=county.units["一队"]) == ["李明"]
        assert set(names(desk, post=PostKind.FRONTLINE)) == {"王芳", "李明", "陈静"}
        by_home = Ordering("home", descending=True)
        assert names(desk, ordering=by_home)[0] == "陈静"

    def test_numbers_are_sealed_in_the_database_and_masked_in_lists(self, desk, county):
        with desk.parts.sessions() as session:
            row = session.scalars(sa.select(Person).where(Person.name == "王芳")).one()
            assert id_number(1).encode() not in row.sealed
        shown = desk.ask(people.person_rows, ids=[county.people["王芳"]])
        line = shown[county.people["王芳"]]
        assert line.id_number == f"320722********{id_number(1)[-4:]}"
        assert line.phone == "138****0001"

    def test_seeing_a_whole_number_needs_a_reason_and_is_on_the_trail(
        self, desk, county
    ):
        with pytest.raises(Refusal, match="用途"):
            desk.do(people.reveal_person, person_id=county.people["王芳"], reason="")
        seen = desk.do(
            people.reveal_person, person_id=county.people["王芳"], reason="办证核对"
        )
        assert seen == people.Numbers(id_number(1), "13800000001")
        with desk.parts.sessions() as session:
            last = session.scalars(
                sa.select(AuditEntry).order_by(AuditEntry.id.desc())
            ).first()
        assert "办证核对" in last.arguments
        assert id_number(1) not in last.arguments

    def test_the_trail_masks_numbers_that_were_typed(self, desk, county):
        with desk.parts.sessions() as session:
            said = " ".join(session.scalars(sa.select(AuditEntry.arguments)))
        assert id_number(1) not in said
        assert "13800000001" not in said
        assert "（18位）" in said

    def test_the_same_person_is_not_entered_twice(self, desk, county):
        with pytest.raises(Refusal, match="已登记在王芳名下"):
            desk.do(
                people.add_person,
                name="王芳芳",
                id_number=id_number(1).lower(),
                home_unit_id=county.units["县局"],
                employment=Employment.WORKER,
                valid_from=TODAY,
            )

    def test_one_page_holds_everything(self, desk, county):
        key = county.people["王芳"]
        desk.do(
            postings.set_attendance,
            person_id=key,
            month=date(2026, 2, 15),
            days_due=17,
            days_present=16,
            source="镇街考勤表",
        )
        desk.do(
            postings.add_training,
            person_id=key,
            held_on=date(2026, 1, 8),
            topic="行政处罚法",
            hours=8,
            score=92,
        )
        found = desk.ask(person_files.person_file, person_id=key)
        assert [line.text for line in found.hosts] == ["牛山局 一线执法"]
        assert found.attendance[0].month == date(2026, 2, 1)
        assert found.training[0].score == 92

    def test_expiring_certificates_are_listed_sixty_days_ahead(self, desk, county):
        desk.do(
            postings.correct_certificate,
            certificate_id=desk.ask(
                person_files.person_file, person_id=county.people["王芳"]
            )
            .certificates[0]
            .id,
            number="10070100001",
            fields="城市管理",
            first=SINCE,
            last=date(2026, 5, 1),
            reason="录错",
        )
        assert names(desk, expiring=True) == ["王芳"]
        shown = desk.ask(people.person_rows, ids=[county.people["王芳"]])
        assert shown[county.people["王芳"]].days_left == 60


class TestPostings:
    def test_a_posting_ends_the_one_before(self, desk, county):
        key = county.people["张伟"]
        desk.do(
            postings.post_person,
            person_id=key,
            unit_id=county.units["牛山局"],
            post=PostKind.FRONTLINE,
            on=date(2026, 3, 1),
            document="东综执〔2026〕2号",
        )
        lines = desk.ask(person_files.person_file, person_id=key).hosts
        assert [(line.text, str(line.period)) for line in lines] == [
            ("牛山局 一线执法", "2026年3月1日起"),
            ("县局 综合后勤", "2025年1月1日至2026年2月28日"),
        ]
        with desk.parts.sessions() as session:
            kept = session.scalars(
                sa.select(Posting).where(Posting.person_id == key)
            ).all()
        assert len(kept) == 3, "the superseded row stays on record"

    def test_a_posting_that_overlaps_is_refused(self, desk, county):
        with pytest.raises(Refusal, match="日期重叠"):
            desk.do(
                postings.add_posting,
                person_id=county.people["王芳"],
                unit_id=county.units["一队"],
                post=PostKind.FRONTLINE,
                first=date(2026, 3, 1),
                last=date(2026, 3, 5),
            )

    def test_a_unit_is_not_left_below_its_smallest_staff(self, desk, county):
        move = {"unit_id": county.units["一队"], "post": PostKind.FRONTLINE}
        desk.do(postings.post_person, person_id=county.people["刘洋"], on=TODAY, **move)
        with pytest.raises(Refusal, match="县局仅剩0人"):
            desk.do(
                postings.post_person, person_id=county.people["张伟"], on=TODAY, **move
            )

    def test_nobody_is_posted_to_a_unit_that_is_not_there(self, desk, county):
        unit, person = county.units["文旅局"], county.people["张伟"]
        desk.do(
            units.close_unit,
            unit_id=unit,
            last_day=date(2026, 2, 25),
            reason="撤并",
        )
        given = {"unit_id": unit, "post": PostKind.LEGAL, "reason": "补录"}
        spell = {**given, "first": date(2026, 2, 2)}
        host = desk.ask(person_files.person_file, person_id=person).hosts[0].id
        late = {"first": date(2026, 2, 2), "last": TODAY}
        for command, arguments in (
            (postings.post_person, {**given, "person_id": person, "on": TODAY}),
            (postings.post_people, {**given, "person_ids": [person], "on": TODAY}),
            (postings.add_posting, {**given, "person_id": person, **late}),
            (postings.correct_posting, {**spell, "posting_id": host, "last": None}),
        ):
            with pytest.raises(Refusal, match="文旅局自2026年2月26日起已撤销，不能"):
                desk.do(command, **arguments)
        with pytest.raises(Refusal, match="文旅局自2025年1月1日起才设立"):
            desk.do(
                postings.add_posting,
                **given,
                person_id=person,
                first=date(2024, 12, 1),
                last=date(2024, 12, 9),
            )
        assert desk.do(
            postings.correct_posting,
            **spell,
            posting_id=host,
            last=date(2026, 2, 25),
        )

    def test_a_late_posting_says_why(self, desk, county):
        late = {
            "person_id": county.people["王芳"],
            "unit_id": county.units["一队"],
            "post": PostKind.FRONTLINE,
            "on": date(2026, 2, 2),
        }
        with pytest.raises(Refusal, match="补录原因"):
            desk.do(postings.post_person, **late)
        desk.do(postings.post_person, **late, reason="文件后到")
        lines = desk.ask(
            person_files.person_file, person_id=county.people["王芳"]
        ).hosts
        assert lines[0].reason == "文件后到"

    def test_a_correction_needs_a_reason_and_keeps_the_wrong_row(self, desk, county):
        key = county.people["陈静"]
        line = desk.ask(person_files.person_file, person_id=key).hosts[0]
        change = {
            "posting_id": line.id,
            "unit_id": county.units["桃林局"],
            "post": PostKind.LEGAL,
            "first": SINCE,
            "last": None,
        }
        with pytest.raises(Refusal, match="原因"):
            desk.do(postings.correct_posting, **change, reason=" ")
        desk.do(postings.correct_posting, **change, reason="岗位录错")
        lines = desk.ask(person_files.person_file, person_id=key).hosts
        assert [line.text for line in lines] == ["桃林局 法制"]

    def test_leave_is_ended_and_two_absences_do_not_meet(self, desk, county):
        key = county.people["王芳"]
        leave = desk.do(
            postings.add_leave,
            person_id=key,
            kind=LeaveKind.SICK,
            first=date(2026, 3, 1),
        )
        with pytest.raises(Refusal, match="日期重叠"):
            desk.do(
                postings.add_leave,
                person_id=key,
                kind=LeaveKind.ANNUAL,
                first=TODAY,
                last=TODAY,
            )
        desk.do(postings.end_leave, leave_id=leave, last=TODAY)
        lines = desk.ask(person_files.person_file, person_id=key).leaves
        assert [str(line.period) for line in lines] == ["2026年3月1日至2026年3月2日"]

    def test_whoever_leaves_the_force_counts_until_his_last_day(self, desk, county):
        desk.do(
            postings.leave_force,
            person_id=county.people["陈静"],
            last_day=TODAY,
            reason="退休",
        )
        assert desk.ask(deployment.share_on, on=TODAY).headline == Tally(3, 5)
        after = desk.ask(deployment.share_on, on=date(2026, 3, 3))
        assert after.headline == Tally(2, 4)


class TestShare:
    def test_the_share_is_told_under_every_definition_zone_and_town(self, desk, county):
        found = desk.ask(deployment.share_on, on=TODAY)
        assert found.headline == Tally(3, 5)
        assert not found.reached
        assert found.shortfall == 2
        assert found.others[Definition.CERTIFIED_ONLY] == Tally(3, 5)
        zones = {place.name: place.tally for place in found.zones}
        assert zones == {"示例第一片区": Tally(2, 2), "片区以外": Tally(1, 3)}
        towns = {place.name: place.tally for place in found.towns}
        assert towns["牛山街道"] == Tally(1, 1)

    def test_posted_people_without_certificate_are_named(self, desk, county):
        line = desk.ask(person_files.person_file, person_id=county.people["王芳"])
        desk.do(
            postings.correct_certificate,
            certificate_id=line.certificates[0].id,
            number="10070100001",
            fields="",
            first=SINCE,
            last=date(2026, 3, 1),
            reason="到期",
        )
        found = desk.ask(deployment.share_on, on=TODAY)
        assert [one.name for one in found.uncertified] == ["王芳"]
        yesterday = desk.ask(deployment.share_on, on=date(2026, 3, 1))
        assert yesterday.uncertified == ()

    def test_why_it_moved_names_the_people(self, desk, county):
        desk.do(
            postings.add_leave,
            person_id=county.people["王芳"],
            kind=LeaveKind.SECONDED_BACK,
            first=TODAY,
        )
        falls = desk.ask(deployment.why, earlier=date(2026, 3, 1), later=TODAY)
        lost = {fall.cause: [one.name for one in fall.lost] for fall in falls}
        assert lost[Cause.ABSENCE] == ["王芳"]
        assert falls[-1].after == Tally(2, 5)

    def test_a_trial_changes_nothing_and_warns_of_small_units(self, desk, county):
        moves = [
            Move(county.people[name], county.units["牛山局"], PostKind.FRONTLINE, TODAY)
            for name in ("张伟", "刘洋")
        ]
        found = desk.ask(deployment.try_moves, moves=moves, on=TODAY)
        assert (found.before, found.after) == (Tally(3, 5), Tally(5, 5))
        assert found.reached
        assert found.smaller == ("县局将剩0人，低于最低人员数1人",)
        assert desk.ask(deployment.share_on, on=TODAY).headline == Tally(3, 5)

    def test_the_proposal_spares_small_units_and_says_when_it_cannot_do(
        self, desk, county
    ):
        found = desk.ask(deployment.propose_moves, on=TODAY)
        assert [(row.person, row.goes) for row in found.moves] == [("张伟", "牛山局")]
        assert found.after == Tally(4, 5)
        assert not found.reached

    def test_the_trend_has_a_figure_for_every_day_and_an_exact_mean(self, desk, county):
        found = desk.ask(deployment.trend, first=date(2026, 2, 1), last=TODAY)
        assert len(found.days) == 30
        assert found.mean == Fraction(3, 5)
        with pytest.raises(Refusal):
            desk.ask(deployment.trend, first=TODAY, last=date(2026, 1, 1))

    def test_before_anybody_there_is_no_share(self, desk, county):
        found = desk.ask(deployment.share_on, on=date(2020, 1, 1))
        assert found.headline == Tally(0, 0)
        assert found.shortfall == 0
        assert not found.reached


def drafted(desk, command, **given):
    """Draft a paper and return its record."""
    number = desk.do(command, **given)
    with desk.parts.sessions() as session:
        paper = session.get_one(Paper, number)
        return reports.from_json(paper.kind, paper.record)


class TestLedger:
    def test_the_ledger_says_why_somebody_does_not_count(self, desk, county):
        rows = {row.name: row for row in desk.ask(ledger.ledger, on=TODAY)}
        assert rows["王芳"].obstacle == ""
        assert rows["张伟"].obstacle == "岗位为综合后勤"
        assert rows["刘洋"].obstacle == "岗位为法制"
        assert rows["李明"].zone == "示例第一片区"
        found = desk.ask(deployment.share_on, on=TODAY).headline
        assert found == Tally(
            sum(row.standing.on_frontline for row in rows.values()),
            sum(row.standing.in_strength for row in rows.values()),
        )

    def test_who_is_posted_but_rarely_there_is_flagged(self, desk, county):
        for name, present in (("王芳", 9), ("李明", 11)):
            desk.do(
                postings.set_attendance,
                person_id=county.people[name],
                month=TODAY,
                days_due=17,
                days_present=present,
            )
        rare = desk.ask(ledger.rarely_present, month=TODAY)
        assert [row.name for row in rare] == ["王芳"]

    def test_a_month_that_is_over_is_locked_once_and_stays(self, desk, county):
        with pytest.raises(Refusal, match="没有结束"):
            desk.do(ledger.lock_month, month=TODAY)
        desk.do(ledger.lock_month, month=date(2026, 2, 1))
        with pytest.raises(Refusal, match="已经锁定"):
            desk.do(ledger.lock_month, month=date(2026, 2, 20))
        desk.do(
            postings.leave_force,
            person_id=county.people["陈静"],
            last_day=date(2026, 1, 31),
            reason="补录调出",
        )
        locked = desk.ask(ledger.locked_months)[0]
        assert (locked.headline, locked.mean) == (Tally(3, 5), "60.0")
        later = desk.ask(deployment.share_on, on=date(2026, 2, 28))
        assert later.headline == Tally(2, 4)

    def test_what_was_corrected_after_the_lock_is_told_apart(self, desk, county):
        desk.do(ledger.lock_month, month=date(2026, 1, 1))
        desk.do(ledger.lock_month, month=date(2026, 2, 1))
        desk.do(
            policy.change_value,
            policy=Policy.FRONTLINE_TARGET,
            value="90",
            valid_from=SINCE,
            source="更正",
        )
        desk.do(
            postings.leave_force,
            person_id=county.people["陈静"],
            last_day=date(2026, 1, 30),
            reason="补录调出",
        )
        on = date(2026, 2, 28)
        share = desk.ask(told.told_share, on=on)
        assert (share.headline, share.report.headline) == (Tally(3, 5), Tally(2, 4))
        assert share.report.target == Fraction(85, 100)
        assert sum(one.tally.strength for one in share.report.zones) == 5
        ids = {one.name: one.id for one in share.report.towns}
        assert ids["桃林镇"] == county.towns["桃林镇"]
        assert desk.ask(told.month_rows)[1].target == Fraction(85, 100)
        record = drafted(desk, papers.draft_frontline_report, on=on)
        assert (record.headline.tally, record.earlier) == (Tally(3, 5), Tally(3, 5))
        assert record.target == Fraction(85, 100)
        assert record.recounted == Tally(2, 4)
        causes = [row[:3] for row in record._causes().rows]
        assert causes[1] == causes[-1] == ("更正调整", "—", "—")
        middle = drafted(desk, papers.draft_frontline_report, on=date(2026, 2, 10))
        assert middle.headline.tally == Tally(3, 5)
        sheet = drafted(desk, papers.draft_force_ledger, on=on)
        assert (sheet.tally, sheet.locked) == (Tally(2, 4), Tally(3, 5))
        notes = sheet._totals().notes
        assert "本月已锁定为3/5，即60.0%。" in notes[-2]

    def test_two_locked_months_are_compared_as_they_were_locked(self, desk, county):
        person = county.people["王芳"]
        card = desk.ask(person_files.person_file, person_id=person).certificates[0]
        desk.do(postings.strike_certificate, certificate_id=card.id, reason="他人的")
        for month in (1, 2):
            desk.do(ledger.lock_month, month=date(2026, month, 1))
        given = {"person_id": person, "number": "10070109999", "fields": ""}
        with pytest.raises(Refusal, match="2026年2月的下沉比例已锁定") as caught:
            desk.do(postings.add_certificate, **given, first=date(2025, 12, 9))
        assert caught.value.clause == "roster/locked-month"
        desk.do(
            postings.add_certificate, **given, first=date(2025, 12, 9), reason="漏登"
        )
        days = {"earlier": date(2026, 1, 31), "later": date(2026, 2, 28)}
        why = desk.ask(told.told_why, **days)
        assert (why.earlier, why.later) == (Tally(2, 5), Tally(2, 5))
        assert (why.begins, why.ends) == (Tally(3, 5), Tally(3, 5))
        record = drafted(desk, papers.draft_frontline_report, on=days["later"])
        assert (record.earlier, record.headline.tally) == (why.earlier, why.later)
        rows = record._causes().rows
        assert [row[0] for row in rows if row[0] == "更正调整"] == ["更正调整"] * 2
        assert rows[0][3:] == rows[-1][3:] == ("5", "2", "40.0")

    def test_a_certificate_of_days_not_locked_needs_no_reason(self, desk, county):
        desk.do(ledger.lock_month, month=date(2026, 1, 1))
        given = {"person_id": county.people["王芳"], "fields": ""}
        assert desk.do(
            postings.add_certificate,
            **given,
            number="10070109998",
            first=date(2026, 2, 1),
        )
        assert desk.do(
            postings.add_certificate,
            **given,
            number="10070109997",
            first=date(2024, 1, 1),
            last=date(2025, 12, 31),
        )

    def test_every_day_is_counted_by_the_policy_of_that_day(self, desk, county):
        desk.do(
            postings.add_leave,
            person_id=county.people["王芳"],
            kind=LeaveKind.SICK,
            first=date(2026, 2, 1),
            reason="补录",
        )
        desk.do(
            policy.change_value,
            policy=Policy.LONG_LEAVE_FROM,
            value="10",
            valid_from=date(2026, 2, 20),
            source="更正",
        )
        desk.do(ledger.lock_month, month=date(2026, 2, 1))
        days = desk.ask(ledger.locked_figures, month=date(2026, 2, 1)).days
        for day, tally in enumerate(days, 1):
            found = desk.ask(deployment.share_on, on=date(2026, 2, day))
            assert found.headline == tally
        assert (days[18], days[19]) == (Tally(3, 5), Tally(2, 5))

    def test_locked_figures_that_were_changed_are_noticed(self, desk, county):
        desk.do(ledger.lock_month, month=date(2026, 2, 1))
        with desk.parts.sessions.begin() as session:
            session.connection(execution_options={"write": True})
            row = session.scalars(sa.select(FrontlineMonth)).one()
            figures = json.loads(row.figures)
            figures["days"][-1] = [5, 5]
            row.figures = json.dumps(figures)
        with pytest.raises(Refusal, match="被改动"):
            desk.ask(ledger.locked_months)


class TestScope:
    @pytest.fixture
    def centre(self, parts, county):
        """The desk of the first zone's centre: it sees its zone."""
        permissions = frozenset().union(*GRANTS.values())
        actor = Actor(9, "片区内勤", permissions, county.units["一中心"], False)
        return Desk(parts, actor)

    def test_a_centre_sees_the_units_and_people_of_its_zone(self, centre, county):
        seen = set(centre.ask(units.unit_names).values())
        assert seen == {"牛山局", "一队", "一中心"}
        assert set(names(centre)) == {"王芳", "李明"}

    def test_a_bureau_sees_itself(self, parts, county):
        actor = Actor(9, "联络员", GRANTS[Role.LIAISON], county.units["桃林局"], False)
        bureau = Desk(parts, actor)
        assert names(bureau) == ["陈静"]

    def test_an_account_without_unit_or_county_sees_nobody(self, parts, county):
        nobody = Desk(parts, Actor(9, "甲", GRANTS[Role.LIAISON], None, False))
        assert names(nobody) == []

    def test_another_zones_person_cannot_be_looked_at_or_moved(self, centre, county):
        key = county.people["陈静"]
        for attempt in (
            lambda: centre.ask(person_files.person_file, person_id=key),
            lambda: centre.do(people.reveal_person, person_id=key, reason="看看"),
            lambda: centre.do(
                postings.post_person,
                person_id=key,
                unit_id=county.units["一队"],
                post=PostKind.FRONTLINE,
                on=TODAY,
            ),
            lambda: centre.do(
                postings.post_person,
                person_id=county.people["王芳"],
                unit_id=county.units["桃林局"],
                post=PostKind.FRONTLINE,
                on=TODAY,
            ),
        ):
            with pytest.raises(Refusal) as caught:
                attempt()
            assert caught.value.clause == "platform/row-scope"

    def test_the_headline_is_the_countys_for_everybody(self, centre, desk, county):
        assert (
            centre.ask(deployment.share_on, on=TODAY).headline
            == desk.ask(deployment.share_on, on=TODAY).headline
        )

    def test_names_of_others_stay_hidden_in_the_countys_figures(
        self, centre, desk, county
    ):
        desk.do(
            postings.add_leave,
            person_id=county.people["陈静"],
            kind=LeaveKind.SECONDED_BACK,
            first=TODAY,
        )
        found = centre.ask(deployment.share_on, on=TODAY)
        assert [one.name for one in found.excluded] == ["（外片区人员）"]

    def test_an_officer_reads_and_changes_nothing(self, parts, county):
        officer = Desk(parts, Actor(9, "队员", GRANTS[Role.OFFICER], None, True))
        assert len(names(officer)) == 5
        with pytest.raises(DeniedError, match="办理派驻"):
            officer.do(
                postings.post_person,
                person_id=county.people["王芳"],
                unit_id=county.units["一队"],
                post=PostKind.FRONTLINE,
                on=TODAY,
            )
