"""People: dated records, their corrections, and certificates that run out."""

import io
from datetime import date
from functools import partial

import openpyxl
import pytest

from tests.county import SINCE, enter_county, id_number
from workbench import house
from workbench.desk import Desk
from workbench.listing import Tone
from workbench.rules import Refusal
from workbench.rules.calendar import parse_month
from workbench.rules.roster.people import LeaveKind, PostKind
from workbench.rules.roster.units import Employment
from workbench.services.roster import exports, people, person_files, postings

TODAY = date(2026, 3, 2)
EDGE = date(2026, 4, 1)


class TestRules:
    @pytest.mark.parametrize(
        "text",
        [
            "2026-03",
            "202603",
            "2026年3月",
            "2026/3",
            "2026.03",
            "2026-03-15",
            "20260315",
        ],
    )
    def test_a_month_is_read_as_clerks_write_it(self, text):
        assert parse_month(text) == date(2026, 3, 1)

    @pytest.mark.parametrize("text", ["2026-13", "202600", "三月", "26", ""])
    def test_what_is_no_month_is_refused_in_words(self, text):
        with pytest.raises(Refusal) as caught:
            parse_month(text)
        assert caught.value.clause == "general/dates"


def file_of(desk, person, *, replaced=False):
    return desk.ask(person_files.person_file, person_id=person, replaced=replaced)


class TestServices:
    """On either database."""

    @pytest.fixture
    def county(self, desk):
        return enter_county(desk)

    def test_where_one_cannot_be_posted_nobody_is(self, desk, county):
        # The county bureau keeps at least one person: the second to leave may not.
        chosen = [county.people[name] for name in ("王芳", "张伟", "刘洋")]
        with pytest.raises(Refusal) as caught:
            desk.do(
                postings.post_people,
                person_ids=chosen,
                unit_id=county.units["桃林局"],
                post=PostKind.DUTY,
                on=TODAY,
            )
        assert str(caught.value).startswith("刘洋：")
        assert "3人都没有办理" in str(caught.value)
        assert caught.value.clause == "roster/smallest-staff"
        assert any("刘洋" in way for way in caught.value.ways)
        rows = desk.ask(people.person_rows, ids=chosen)
        assert "桃林局" not in {row.host for row in rows.values()}

    def test_a_corrected_record_stays_beside_the_right_one(self, desk, county):
        person = county.people["王芳"]
        before = file_of(desk, person)
        desk.do(
            postings.correct_home,
            home_id=before.homes[0].id,
            unit_id=county.units["文旅局"],
            employment=Employment.INSTITUTION,
            first=SINCE,
            last=None,
            reason="编制看错",
        )
        assert [line.text for line in file_of(desk, person).homes] == [
            "文旅局 事业编制"
        ]
        right, wrong = file_of(desk, person, replaced=True).homes
        assert (right.reason, right.replaced) == ("编制看错", False)
        assert (wrong.text, wrong.state, wrong.replaced) == (
            "县局 参公编制",
            "已更正",
            True,
        )

    def test_a_leave_is_corrected_with_a_reason_only(self, desk, county):
        person = county.people["李明"]
        leave = desk.do(
            postings.add_leave, person_id=person, kind=LeaveKind.SICK, first=TODAY
        )
        assert desk.ask(people.person_rows, ids=[person])[person].leave_id == leave
        change = partial(
            desk.do,
            postings.correct_leave,
            leave_id=leave,
            kind=LeaveKind.ANNUAL,
            first=TODAY,
            last=None,
        )
        with pytest.raises(Refusal) as caught:
            change(reason=" ")
        assert caught.value.clause == "general/dated-facts"
        change(reason="类别录错")
        row = desk.ask(people.person_rows, ids=[person])[person]
        assert row.away is LeaveKind.ANNUAL
        states = [line.state for line in file_of(desk, person, replaced=True).leaves]
        assert states == ["离岗中", "已更正"]

    def test_what_another_desk_replaced_is_not_replaced_again(
        self, desk, parts, everybody, county
    ):
        person = county.people["李明"]
        leave = desk.do(
            postings.add_leave, person_id=person, kind=LeaveKind.SICK, first=TODAY
        )
        Desk(parts, everybody).do(
            postings.end_leave, leave_id=leave, last=date(2026, 3, 4)
        )
        stale = {"leave_id": leave, "last": date(2026, 3, 9)}
        right = {"kind": LeaveKind.ANNUAL, "first": TODAY}
        for attempt in (
            partial(desk.do, postings.end_leave, **stale),
            partial(desk.do, postings.correct_leave, **stale, **right, reason="核对"),
            partial(desk.do, postings.strike_leave, leave_id=leave, reason="核对"),
        ):
            with pytest.raises(Refusal, match="页面上的是旧记录") as caught:
                attempt()
            assert caught.value.clause == "general/dated-facts"
        (line,) = file_of(desk, person).leaves
        assert line.period.last == date(2026, 3, 4)

    def test_certificates_alarm_at_sixty_days_and_on_the_day_after(self, desk, county):
        assert desk.ask(people.certificate_alarms) == people.CertificateAlarms(0, 0, 60)
        for name, last in (("王芳", date(2026, 5, 1)), ("李明", date(2026, 3, 1))):
            line = file_of(desk, county.people[name]).certificates[0]
            desk.do(
                postings.correct_certificate,
                certificate_id=line.id,
                number=line.values["number"],
                fields=line.values["fields"],
                first=SINCE,
                last=last,
                reason="日期录错",
            )
        assert desk.ask(people.certificate_alarms) == people.CertificateAlarms(1, 1, 60)
        (line, _old) = file_of(desk, county.people["李明"], replaced=True).certificates
        assert (line.state, line.tone) == ("已过期", Tone.OVERDUE)
        (line,) = file_of(desk, county.people["王芳"]).certificates
        assert (line.state, line.tone) == ("剩60天", Tone.CAUTION)


class TestRecords:
    """On one database: the rules are the same."""

    @pytest.fixture
    def desk(self, lite_home, clock, everybody):
        return Desk(house.parts_of(lite_home, clock), everybody)

    @pytest.fixture
    def county(self, desk):
        return enter_county(desk)

    def test_several_people_are_posted_together(self, desk, county):
        chosen = [county.people["王芳"], county.people["李明"]]
        count = desk.do(
            postings.post_people,
            person_ids=chosen,
            unit_id=county.units["桃林局"],
            post=PostKind.DUTY,
            on=TODAY,
        )
        assert count == len(chosen)
        rows = desk.ask(people.person_rows, ids=chosen)
        assert {row.host for row in rows.values()} == {"桃林局"}

    def test_nobody_leaves_the_force_before_having_joined_it(self, desk, county):
        with pytest.raises(Refusal, match="2016年3月2日没有在编记录"):
            desk.do(
                postings.leave_force,
                person_id=county.people["陈静"],
                last_day=date(2016, 3, 2),
                reason="退休",
            )
        assert file_of(desk, county.people["陈静"]).row.home == "桃林局"

    def test_a_leave_that_is_over_is_not_made_longer_by_coming_back(self, desk, county):
        leave = desk.do(
            postings.add_leave,
            person_id=county.people["陈静"],
            kind=LeaveKind.ANNUAL,
            first=TODAY,
            last=EDGE,
        )
        desk.do(postings.end_leave, leave_id=leave, last=date(2026, 3, 10))
        (line,) = file_of(desk, county.people["陈静"]).leaves
        with pytest.raises(Refusal, match="2026年3月10日为止"):
            desk.do(postings.end_leave, leave_id=line.id, last=EDGE)

    def test_a_record_that_only_ended_is_not_called_corrected(self, desk, county):
        person = county.people["王芳"]
        desk.do(
            postings.post_person,
            person_id=person,
            unit_id=county.units["一队"],
            post=PostKind.FRONTLINE,
            on=TODAY,
        )
        lines = file_of(desk, person, replaced=True).hosts
        assert [line.text for line in lines] == ["一队 一线执法", "牛山局 一线执法"]
        assert not any(line.replaced for line in lines)

    def test_attendance_on_record_is_changed_with_a_reason_only(self, desk, county):
        enter = partial(
            desk.do,
            postings.set_attendance,
            person_id=county.people["王芳"],
            month=TODAY,
            days_due=20,
        )
        enter(days_present=19)
        with pytest.raises(Refusal, match="应到20天、实到19天"):
            enter(days_present=18)
        enter(days_present=18, reason="漏计一天")
        lines = file_of(desk, county.people["王芳"], replaced=True).attendance
        assert [(one.days_present, one.replaced) for one in lines] == [
            (18, False),
            (19, True),
        ]

    def test_an_old_certificate_alarms_no_more_once_a_new_one_stands(
        self, desk, county
    ):
        person = county.people["王芳"]
        desk.do(
            postings.add_certificate,
            person_id=person,
            number="10070109999",
            fields="",
            first=TODAY,
            last=None,
        )
        new, old = file_of(desk, person).certificates
        assert (new.state, new.tone) == ("有效", Tone.GOOD)
        assert old.tone is Tone.GOOD

    def test_what_should_never_have_been_entered_is_struck_with_a_reason(
        self, desk, county, clock
    ):
        person = county.people["王芳"]
        leave = desk.do(
            postings.add_leave, person_id=person, kind=LeaveKind.SICK, first=TODAY
        )
        card = file_of(desk, person).certificates[0].id
        clock.pass_days(1)
        with pytest.raises(Refusal, match="作废记录须写明原因"):
            desk.do(postings.strike_leave, leave_id=leave, reason="")
        desk.do(postings.strike_leave, leave_id=leave, reason="登记错了人")
        desk.do(postings.strike_certificate, certificate_id=card, reason="登记错了人")
        whole = file_of(desk, person)
        assert (whole.leaves, whole.certificates, whole.row.away) == ((), (), None)
        whole = file_of(desk, person, replaced=True)
        states = [line.state for line in (*whole.leaves, *whole.certificates)]
        assert states == ["已作废", "已作废"]

    def test_the_sheet_of_one_person_masks_the_number(self, desk, county):
        content = desk.do(exports.person_workbook, person_id=county.people["王芳"])
        sheet = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
        said = "\n".join(
            str(cell) for line in sheet.iter_rows(values_only=True) for cell in line
        )
        assert "牛山局 一线执法" in said
        assert id_number(1) not in said
        assert f"{id_number(1)[:6]}********" in said
