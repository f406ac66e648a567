"""Days and terms, by rule and through the desk."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench import house
from workbench.rules import Refusal
from workbench.rules.calendar import (
    Calendar,
    DayKind,
    SpecialDay,
    TermUnit,
    deadline,
    end_of,
    hours_after,
    latest_before,
    parse_day,
    workdays_between,
)
from workbench.services.platform import clock as clocks

SHIPPED = house.shipped_calendars()
CALENDAR = Calendar(
    {day: special for days in SHIPPED.values() for day, special in days.items()},
    frozenset(SHIPPED),
)
DAYS = st.dates(date(2020, 2, 1), date(2026, 10, 31))
WORK, NATURAL = TermUnit.WORKDAYS, TermUnit.NATURAL_DAYS


class TestDays:
    @pytest.mark.parametrize(
        "text",
        [
            "2026-03-05",
            "2026/3/5",
            "2026.3.5",
            "20260305",
            "2026年3月5日",
            " 2026-3-5 ",
        ],
    )
    def test_a_day_is_read_however_a_clerk_writes_it(self, text):
        assert parse_day(text) == date(2026, 3, 5)

    @pytest.mark.parametrize(
        ("text", "says"),
        [
            ("2026-02-30", "没有“2026-02-30”这一天"),
            ("20260230", "没有"),
            ("昨天", "不是日期"),
            ("", "不是日期"),
            ("2026-3", "不是日期"),
            ("0001-01-01", "年份"),
            ("2026-00-10", "没有"),
        ],
    )
    def test_a_day_that_is_none_is_refused_in_words(self, text, says):
        with pytest.raises(Refusal, match=says):
            parse_day(text)

    @given(st.text(max_size=12))
    def test_any_text_is_a_day_or_is_refused(self, text):
        clause = ""
        try:
            parse_day(text)
        except Refusal as refusal:
            clause = refusal.clause
        assert clause in {"", "general/dates"}


class TestTerms:
    @pytest.mark.parametrize(
        ("start", "last"),
        [
            (date(2026, 3, 2), date(2026, 3, 9)),
            (date(2026, 4, 30), date(2026, 5, 11)),  # 9 May is worked
            (date(2026, 9, 30), date(2026, 10, 13)),  # 10 October is worked
            (date(2026, 2, 13), date(2026, 2, 27)),  # 14 February is worked
        ],
    )
    def test_five_workdays_are_counted_from_the_next_workday(self, start, last):
        found = deadline(start, 5, WORK, CALENDAR)
        assert found.on == last
        assert not found.provisional

    def test_a_filing_five_workdays_before_is_in_time_until_the_fifth_workday_before(
        self,
    ):
        found = latest_before(date(2026, 10, 9), 5, WORK, CALENDAR)
        assert found.on == date(2026, 9, 24)  # 8 Oct, 30, 29, 28, 24 Sept.
        assert found.at == end_of(date(2026, 9, 24))

    def test_natural_days_end_on_a_rest_day_unless_told_to_roll(self):
        friday = date(2026, 3, 6)
        assert deadline(friday, 1, NATURAL, CALENDAR).on == date(2026, 3, 7)
        assert deadline(friday, 1, NATURAL, CALENDAR, roll=True).on == date(2026, 3, 9)

    def test_hours_run_from_the_minute_through_the_holidays(self):
        start = datetime(2026, 9, 30, 9, 17, tzinfo=UTC)
        assert hours_after(start, 24).at == start + timedelta(hours=24)

    def test_a_term_that_reaches_an_unannounced_year_is_provisional(self):
        found = deadline(date(2026, 12, 30), 5, WORK, CALENDAR)
        assert found.provisional
        assert not deadline(date(2026, 12, 30), 5, NATURAL, CALENDAR).provisional
        assert any("暂定" in step.remark for step in found.steps)

    def test_the_years_arrival_settles_it_and_may_move_it(self):
        year = {date(2027, 1, 1): SpecialDay(DayKind.OFF, "元旦")}
        known = Calendar({**CALENDAR.special, **year}, CALENDAR.years | {2027})
        before = deadline(date(2026, 12, 30), 5, WORK, CALENDAR)
        after = deadline(date(2026, 12, 30), 5, WORK, known)
        assert (before.on, after.on) == (date(2027, 1, 6), date(2027, 1, 7))
        assert not after.provisional

    @given(DAYS, st.integers(1, 40))
    def test_the_explanation_counts_each_day_once_and_ends_on_the_deadline(
        self, start, amount
    ):
        found = deadline(start, amount, WORK, CALENDAR)
        counted = [step for step in found.steps if step.number]
        assert [step.number for step in counted] == list(range(1, amount + 1))
        assert counted[-1].day == found.on
        assert all(CALENDAR.is_workday(step.day) for step in counted)
        assert [step.day for step in found.steps] == [
            start + timedelta(days=n) for n in range((found.on - start).days + 1)
        ]

    @given(DAYS, st.integers(1, 40))
    def test_counting_forward_and_counting_what_lies_between_agree(self, start, amount):
        last = deadline(start, amount, WORK, CALENDAR).on
        assert workdays_between(start, last, CALENDAR) == amount
        assert workdays_between(start, last - timedelta(days=1), CALENDAR) == amount - 1

    @given(DAYS, st.integers(1, 40))
    def test_backward_leaves_just_so_many_workdays_clear(self, event, amount):
        last = latest_before(event, amount, WORK, CALENDAR).on
        between = workdays_between(last, event - timedelta(days=1), CALENDAR)
        assert between == amount - 1
        assert CALENDAR.is_workday(last)

    def test_every_shipped_year_has_its_holidays_and_make_up_days(self):
        assert sorted(SHIPPED) == list(range(2020, 2027))
        for year, days in SHIPPED.items():
            kinds = [special.kind for special in days.values()]
            assert kinds.count(DayKind.OFF) >= 11, year
            assert all(day.year == year for day in days)


class TestServices:
    def test_the_shipped_years_are_there_from_the_start(self, desk):
        assert desk.ask(clocks.calendar) == CALENDAR
        assert desk.ask(clocks.years)[0].year == 2026

    def test_a_year_typed_in_settles_its_terms(self, desk):
        lines = "日期,休或班,节日\n" + "".join(
            f"2027-0{month}-0{day},休,节\n"
            for month in (1, 2, 5)
            for day in (1, 2, 3, 4)
        )
        days = clocks.read_days(lines)
        assert desk.do(clocks.enter_year, year=2027, days=days, source="通知") == 12
        found = desk.ask(clocks.explain, start=date(2026, 12, 30), amount=5, unit=WORK)
        assert not found.provisional
        assert found.on == date(2027, 1, 8)

    @pytest.mark.parametrize(
        ("lines", "says"),
        [
            ("2027-01-01,放,元旦", "第1行应为"),
            ("2027-02-30,休,春节", "没有"),
            ("2027-01-01,休,元旦\n2027-01-01,休,元旦", "第2行"),
        ],
    )
    def test_a_broken_list_of_days_is_refused_by_line(self, lines, says):
        with pytest.raises(Refusal, match=says):
            clocks.read_days(lines)

    def test_a_year_that_cannot_be_whole_is_refused(self, desk):
        few = clocks.read_days("2027-01-01,休,元旦")
        with pytest.raises(Refusal, match="不像一整年"):
            desk.do(clocks.enter_year, year=2027, days=few, source="通知")
        weekday = {date(2027, 1, 4): SpecialDay(DayKind.MAKE_UP, "元旦")}
        with pytest.raises(Refusal, match="不能作为调休上班日"):
            desk.do(clocks.enter_year, year=2027, days=weekday, source="通知")

    def test_a_late_entry_asks_why(self, desk):
        thursday = date(
            2026, 2, 25
        )  # three workdays before Monday 2 March: 26 27 28(班)
        with pytest.raises(Refusal, match="补录原因"):
            desk.ask(clocks.check_late, on=thursday, reason=" ")
        desk.ask(clocks.check_late, on=thursday, reason="住院")
        assert desk.ask(clocks.check_late, on=date(2026, 2, 28), reason="") is None
