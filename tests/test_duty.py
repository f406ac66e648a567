"""Duty: fair turns, a month drawn up and settled, swaps, the log, the hand-over."""

from collections import Counter
from datetime import date, timedelta

import pytest
import sqlalchemy as sa
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.commanding import (
    ON_DUTY,
    give_powers,
    man,
    rostered,
    seat,
    seat_officer,
    trail_of,
    watches,
)
from tests.conftest import NOON
from tests.county import enter_county
from workbench.desk import DeniedError
from workbench.models.platform import Account, AuditEntry, Outcome
from workbench.rules import Refusal
from workbench.rules.calendar import Calendar, DayKind, SpecialDay
from workbench.rules.periods import Period
from workbench.rules.powers.duty import (
    LEADER,
    STANDBY,
    Plan,
    Pools,
    Proposal,
    Turn,
    Watch,
    cells_in,
    check_hour,
    check_turn,
    names_in,
    propose,
    sort_of_day,
    tallies,
    watch_at,
)
from workbench.rules.powers.moves import Way
from workbench.rules.roster.people import LeaveKind
from workbench.services.documents import register
from workbench.services.powers import (
    affairs,
    duty,
    duty_log,
    duty_month,
    hand_over,
    moves,
    on_duty,
    shifts,
    swaps,
)
from workbench.services.powers.duty_month import CellTurns
from workbench.services.powers.said import said_of
from workbench.services.roster import postings

DAY = Watch("白班", 0, "08:30", "17:30", 2)
NIGHT = Watch("夜班", 1, "17:30", "08:30", 1)
PLAN = Plan({"白班": DAY, "夜班": NIGHT}, {1: "甲", 2: "乙"})
MARCH, APRIL = date(2026, 3, 1), date(2026, 4, 1)
PASSWORD = "Correct-Horse-7"


def days(first, count):
    return [first + timedelta(days=at) for at in range(count)]


class TestRules:
    @pytest.mark.parametrize("text", ["8:30", "08:30", "0830", "8：30"])
    def test_an_hour_is_read_in_any_usual_way(self, text):
        assert check_hour(text) == "08:30"

    @pytest.mark.parametrize("text", ["", "24:00", "8", "8:60", "早上"])
    def test_what_is_no_hour_is_refused(self, text):
        with pytest.raises(Refusal, match="不是时间"):
            check_hour(text)

    def test_a_night_watch_is_the_day_befores_until_morning(self):
        at = NOON.replace(hour=20)  # 4:00 of the 3rd in China
        assert watch_at((DAY, NIGHT), at) == (date(2026, 3, 2), NIGHT)
        assert watch_at((DAY, NIGHT), NOON) == (date(2026, 3, 2), DAY)

    def test_nobody_is_on_twice_at_once_but_may_go_from_watch_to_watch(self):
        on, after = date(2026, 3, 2), date(2026, 3, 3)
        night = Turn(on, "夜班", 1)
        assert PLAN.in_a_row(night, Turn(after, "白班", 1))
        check_turn(Turn(after, "白班", 1), [night], PLAN)
        with pytest.raises(Refusal, match="已排带班") as refused:
            check_turn(night, [Turn(on, LEADER, 1)], PLAN)
        assert refused.value.clause == "powers/duty-twice"
        check_turn(night, [Turn(on, LEADER, 2), Turn(after, STANDBY, 1)], PLAN)

    def test_nobody_is_on_while_on_leave(self):
        away = Plan(PLAN.watches, PLAN.names, {1: [Period(date(2026, 3, 1), None)]})
        with pytest.raises(Refusal, match="甲2026年3月2日在休假") as refused:
            check_turn(Turn(date(2026, 3, 2), "白班", 1), [], away)
        assert refused.value.clause == "powers/duty-leave"

    def test_a_block_is_read_as_spreadsheets_copy_it(self):
        assert cells_in('甲\t乙、丙\r\n"丁\n戊"\t\r\n') == (
            ("甲", "乙、丙"),
            ("丁\n戊", ""),
        )
        assert names_in(" 甲、乙，丙 丁/戊\n己") == ("甲", "乙", "丙", "丁", "戊", "己")

    def test_holidays_count_apart_from_weekends(self):
        holiday = SpecialDay(DayKind.OFF, "国庆节")
        calendar = Calendar({date(2026, 10, 1): holiday}, frozenset({2026}))
        turns = [
            Turn(date(2026, 10, 1), "夜班", 1),
            Turn(date(2026, 10, 10), "白班", 1),
            Turn(date(2026, 10, 12), LEADER, 1),
            Turn(date(2026, 10, 13), STANDBY, 1),
        ]
        tally = tallies(turns, PLAN, calendar)[1]
        assert (tally.turns, tally.nights, tally.weekends, tally.holidays) == (
            *(3, 1),
            *(1, 1),
        )
        assert tally.standby == 1

    @settings(max_examples=40)
    @given(
        people=st.integers(6, 14),
        first=st.dates(date(2026, 1, 1), date(2026, 12, 1)),
        length=st.integers(28, 90),
        off=st.sets(st.integers(0, 89), max_size=9),
    )
    def test_a_proposal_is_even_in_every_sort_of_day_and_breaks_no_rule(
        self, people, first, length, off
    ):
        special = {
            first + timedelta(days=at): SpecialDay(DayKind.OFF, "假日") for at in off
        }
        calendar = Calendar(special, frozenset({2026, 2027}))
        pool = tuple(range(1, people + 1))
        plan = Plan(PLAN.watches, {one: str(one) for one in pool})
        span = days(first, length)
        turns = propose(span, [], Pools((100, 101), pool), plan, calendar)
        per_cell = Counter((one.day, one.shift) for one in turns)
        for day in span:
            assert per_cell[day, "白班"] == 2
            assert per_cell[day, "夜班"] == per_cell[day, LEADER] == 1
        for place, turn in enumerate(turns):
            others = [
                one
                for one in (*turns[:place], *turns[place + 1 :])
                if abs((one.day - turn.day).days) <= 1
            ]
            check_turn(turn, others, plan)
            assert not any(plan.in_a_row(turn, one) for one in others)
        for sort in ("workday", "weekend", "holiday"):
            for shift in ("白班", "夜班"):
                counts = Counter(dict.fromkeys(pool, 0))
                counts.update(
                    one.person_id
                    for one in turns
                    if one.shift == shift and sort_of_day(one.day, calendar) == sort
                )
                assert max(counts.values()) - min(counts.values()) <= 2
        totals = Counter(
            one.person_id for one in turns if one.shift not in {LEADER, STANDBY}
        )
        assert max(totals.values()) - min(totals[one] for one in pool) <= 3

    def test_who_was_on_more_before_is_on_less_now(self):
        calendar = Calendar({}, frozenset({2026}))
        before = [Turn(day, "夜班", 1) for day in days(date(2026, 1, 5), 5)]
        pool = (1, 2, 3, 4, 5, 6)
        turns = propose(
            days(date(2026, 2, 2), 5), before, Pools((9,), pool), PLAN, calendar
        )
        assert 1 not in {one.person_id for one in turns if one.shift == "夜班"}

    def test_who_has_just_come_does_not_make_up_for_months(self):
        calendar = Calendar({}, frozenset({2026}))
        old = tuple(range(1, 7))
        january = days(date(2026, 1, 1), 31)
        before = propose(january, [], Pools((), old), PLAN, calendar)
        proposal = Proposal(before, PLAN, calendar)
        pool = (*old, 7)
        proposal.credit(pool, {7: 31}, 31)
        february = [
            turn
            for day in days(date(2026, 2, 1), 28)
            for turn in proposal.fill(day, Pools((), pool), PLAN)
            if turn.shift != STANDBY
        ]
        counts = Counter(one.person_id for one in february)
        assert max(counts.values()) - min(counts[one] for one in pool) <= 3

    def test_nobody_on_leave_is_proposed(self):
        calendar = Calendar({}, frozenset({2026}))
        away = {1: [Period(date(2026, 2, 1), date(2026, 2, 28))]}
        plan = Plan(PLAN.watches, {}, away)
        turns = propose(
            days(date(2026, 2, 2), 14), [], Pools((), range(1, 8)), plan, calendar
        )
        assert 1 not in {one.person_id for one in turns}


@pytest.fixture
def county(desk):
    county = enter_county(desk)
    give_powers(desk, county)
    man(desk, county)
    return county


@pytest.fixture
def staff(parts, county):
    staff = seat(parts, county)
    watches(staff, county)
    return staff


@pytest.fixture
def about(county):
    return {"unit_id": county.units["一中心"], "month": MARCH}


@pytest.fixture
def settled(staff, county):
    return rostered(staff, county, MARCH)


def sheet_of(desk, about):
    return desk.ask(duty_month.month_sheet, **about)


def turn_of(desk, about, day, shift):
    line = sheet_of(desk, about).days[day - 1]
    return next(one for one in line.cells if one.shift == shift).turns[0]


def names_on(sheet, day):
    return {turn.name for cell in sheet.days[day - 1].cells for turn in cell.turns}


def two_nights(desk, about):
    """Return two nights to come whose people are on neither day otherwise."""
    sheet = sheet_of(desk, about)
    for day in range(10, 20):
        for later in range(day + 3, 28):
            first = sheet.days[day - 1].cells[2].turns[0]
            other = sheet.days[later - 1].cells[2].turns[0]
            apart = first.name not in names_on(sheet, later)
            if apart and other.name not in names_on(sheet, day):
                return day, first, other
    raise AssertionError("no two nights can be exchanged")


class TestServices:
    def test_a_proposal_fills_the_month_and_says_how_even_it_is(self, staff, about):
        assert staff.clerk.do(duty.draw_up, **about) > 31 * 4
        sheet = sheet_of(staff.clerk, about)
        assert sheet.lacks == ()
        assert sheet.state == "拟排中"
        assert [title for _key, title in sheet.columns] == [
            "带班领导",
            "白班（8:30—17:30）",
            "夜班（17:30—次日8:30）",
            "备勤",
        ]
        tallies = [one.tally for one in sheet.fair if not one.person.leads]
        assert sum(one.nights for one in tallies) == 31
        assert (
            max(one.turns for one in tallies) - min(one.turns for one in tallies) <= 3
        )

    def test_a_centres_first_month_is_drawn_up_as_any_other(self, staff, about, clock):
        clock.now = NOON.replace(year=2025, month=1)
        first = about | {"month": date(2025, 1, 1)}
        staff.clerk.do(duty.draw_up, **first)
        assert sheet_of(staff.clerk, first).lacks == ()

    def test_what_stands_is_left_alone_by_the_proposal(self, staff, county, about):
        person = county.people["吴涛"]
        cell = CellTurns(date(2026, 3, 5), "夜班", (person,))
        staff.clerk.do(duty.put_turns, **about, cells=[cell])
        staff.clerk.do(duty.draw_up, **about)
        assert turn_of(staff.clerk, about, 5, "夜班").person_id == person

    def test_a_cell_is_set_anew_and_emptied(self, staff, county, about):
        on = date(2026, 3, 5)
        for people in (("吴涛", "马宁"), ("何佳",), ()):
            keys = tuple(county.people[one] for one in people)
            cell = CellTurns(on, "白班", keys)
            staff.clerk.do(duty.put_turns, **about, cells=[cell])
            line = sheet_of(staff.clerk, about).days[4]
            assert line.cells[1].text == "、".join(people)

    def test_somebody_on_leave_or_of_elsewhere_is_refused(
        self, staff, county, about, desk
    ):
        desk.do(
            postings.add_leave,
            person_id=county.people["吴涛"],
            kind=LeaveKind.ANNUAL,
            first=date(2026, 3, 2),
            last=date(2026, 3, 8),
        )
        for name, clause in (("吴涛", "duty-leave"), ("王芳", "duty-people")):
            cell = CellTurns(date(2026, 3, 5), "白班", (county.people[name],))
            with pytest.raises(Refusal) as refused:
                staff.clerk.do(duty.put_turns, **about, cells=[cell])
            assert refused.value.clause == f"powers/{clause}"

    def test_two_in_a_row_is_shown_but_not_refused(self, staff, county, about):
        one = (county.people["吴涛"],)
        cells = [
            CellTurns(date(2026, 3, 5), "夜班", one),
            CellTurns(date(2026, 3, 6), "白班", one),
        ]
        staff.clerk.do(duty.put_turns, **about, cells=cells)
        assert turn_of(staff.clerk, about, 5, "夜班").in_a_row
        cell = CellTurns(date(2026, 3, 6), STANDBY, one)
        with pytest.raises(Refusal, match="不能同时") as refused:
            staff.clerk.do(duty.put_turns, **about, cells=[cell])
        assert refused.value.clause == "powers/duty-twice"

    def test_a_block_is_pasted_or_refused_as_a_whole(self, staff, about):
        at = {"first": date(2026, 3, 30), "shift": LEADER}
        text = "周建国\t吴涛、马宁\t何佳\n陈明\t孙强 钱丽\t郑凯\n"
        assert staff.clerk.do(duty.paste_turns, **about, **at, text=text) == 6
        lines = sheet_of(staff.clerk, about).days[-2:]
        assert [[one.text for one in line.cells] for line in lines] == [
            ["周建国", "吴涛、马宁", "何佳", ""],
            ["陈明", "孙强、钱丽", "郑凯", ""],
        ]
        for text, match in (
            ("周建国\t张三丰", "没有张三丰"),
            ("周建国\n陈明\n周建国", "放不下"),
        ):
            with pytest.raises(Refusal, match=match) as refused:
                staff.clerk.do(duty.paste_turns, **about, **at, text=text)
            assert refused.value.clause == "powers/duty-paste"
        assert sheet_of(staff.clerk, about).days[-1].cells[0].text == "陈明"

    def test_it_is_settled_by_another_hand_and_kept_as_a_paper(self, staff, about):
        staff.clerk.do(duty.draw_up, **about)
        with pytest.raises(Refusal, match="还没有送审"):
            staff.commander.do(duty.settle, **about)
        staff.clerk.do(duty.hand_in, **about)
        waits = staff.commander.ask(on_duty.rosters_waiting)
        assert [(one.month, one.deed) for one in waits] == [(MARCH, "排定")]
        with pytest.raises(DeniedError):
            staff.clerk.do(duty.settle, **about)
        paper_id = staff.commander.do(duty.settle, **about)
        paper = staff.clerk.ask(register.paper_rows, ids=[paper_id])[paper_id]
        assert paper.kind == "值班表"
        assert paper.state.issued
        assert paper.title == "东海县一中心2026年3月值班表"
        sheet = sheet_of(staff.clerk, about)
        assert (sheet.state, sheet.author, sheet.reviewer) == (
            "已排定",
            "王立",
            "周建国",
        )

    def test_who_changed_one_cell_does_not_settle_it(self, staff, county, about):
        staff.clerk.do(duty.draw_up, **about)
        gone = turn_of(staff.clerk, about, 20, LEADER).person_id
        cell = CellTurns(date(2026, 3, 20), LEADER, (gone,))
        staff.commander.do(duty.put_turns, **about, cells=[cell])
        staff.clerk.do(duty.hand_in, **about)
        with pytest.raises(Refusal, match="不能由本人排定") as refused:
            staff.commander.do(duty.settle, **about)
        assert refused.value.clause == "powers/three-hands"
        staff.deputy.do(duty.settle, **about)
        assert sheet_of(staff.clerk, about).settled

    def test_a_change_takes_back_what_was_handed_in(self, staff, about):
        staff.clerk.do(duty.draw_up, **about)
        staff.clerk.do(duty.hand_in, **about)
        cell = CellTurns(date(2026, 3, 20), LEADER, ())
        staff.clerk.do(duty.put_turns, **about, cells=[cell])
        assert not sheet_of(staff.clerk, about).handed_in
        with pytest.raises(Refusal, match="3月20日带班还没有排满"):
            staff.clerk.do(duty.hand_in, **about)

    def test_it_is_sent_back_with_a_reason(self, staff, about):
        staff.clerk.do(duty.draw_up, **about)
        staff.clerk.do(duty.hand_in, **about)
        staff.commander.do(duty.send_back, **about, reason="节日要加一人")
        assert sheet_of(staff.clerk, about).state == "拟排中"
        staff.clerk.do(duty.hand_in, **about)
        staff.commander.do(duty.settle, **about)
        assert sheet_of(staff.clerk, about).settled

    def test_a_settled_month_changes_only_by_a_swap(self, staff, about, settled):
        cell = CellTurns(date(2026, 3, 20), LEADER, ())
        for command, more in (
            (duty.put_turns, {"cells": [cell]}),
            (duty.draw_up, {}),
            (duty.hand_in, {}),
        ):
            with pytest.raises(Refusal, match="已经排定") as refused:
                staff.clerk.do(command, **about, **more)
            assert refused.value.clause == "powers/duty-settled"

    def test_who_is_on_now_and_the_number_to_call(self, staff, about, settled, clock):
        (line,) = staff.clerk.ask(on_duty.on_duty)
        day = sheet_of(staff.clerk, about).days[1]
        assert line.watch.startswith("白班")
        assert "、".join(line.names) == day.cells[1].text
        assert line.leader == day.cells[0].text
        clock.now = NOON.replace(hour=20)  # the small hours are the evening's watch
        (line,) = staff.clerk.ask(on_duty.on_duty)
        assert "、".join(line.names) == day.cells[2].text

    def test_the_month_to_come_is_called_for_in_the_last_week(
        self, staff, about, settled, clock
    ):
        assert staff.clerk.ask(on_duty.rosters_waiting) == ()
        clock.pass_days(25)
        (wait,) = staff.clerk.ask(on_duty.rosters_waiting)
        assert (wait.month, wait.deed) == (APRIL, "拟排")

    def test_a_watch_changes_from_a_day_on(self, staff, county, about):
        unit = about["unit_id"]
        given_ = {"unit_id": unit, "name": "夜班", "starts": "18:00", "ends": "8:00"}
        staff.clerk.do(
            shifts.enter_shift, **given_, people=1, place=2, first=date(2026, 4, 1)
        )
        assert sheet_of(staff.clerk, about).columns[2][1] == "夜班（17:30—次日8:30）"
        april = sheet_of(staff.clerk, about | {"month": APRIL})
        assert april.columns[2][1] == "夜班（18:00—次日8:00）"
        (line,) = [
            one
            for one in staff.clerk.ask(
                shifts.shift_lines, unit_id=unit, first=APRIL, last=APRIL
            )
            if one.watch.name == "白班"
        ]
        staff.clerk.do(
            shifts.end_shift, shift_id=line.id, last=date(2026, 3, 31), reason="并班"
        )
        april = sheet_of(staff.clerk, about | {"month": APRIL})
        assert len(april.columns) == 3

    def test_a_town_does_not_see_the_centres_roster(self, staff, about, settled):
        with pytest.raises(Refusal) as refused:
            sheet_of(staff.liaison, about)
        assert refused.value.clause == "platform/row-scope"
        assert staff.liaison.ask(on_duty.on_duty) == ()


class TestSwaps:
    @pytest.fixture
    def pair(self, staff, about, settled):
        return two_nights(staff.clerk, about)

    @pytest.fixture
    def asked(self, staff, pair):
        _day, first, other = pair
        return staff.clerk.do(
            swaps.ask_swap, duty_id=first.id, other_id=other.id, reason="家中有事"
        )

    @pytest.fixture
    def seat_one(self, parts, county):
        return lambda name, login: seat_officer(parts, county, name, login)

    def move(self, desk, command, affair_id, verb, **said):
        desk.do(command, affair_id=affair_id, verb=verb, said=said_of(**said))

    def test_both_turns_are_exchanged_and_the_first_names_kept(
        self, staff, about, pair, asked, seat_one
    ):
        day, first, other = pair
        taker = seat_one(other.name, "duiyuan")
        self.move(taker, moves.answer, asked, "agree")
        self.move(staff.deputy, moves.decide, asked, "approve")
        sheet = sheet_of(staff.clerk, about)
        by_id = {
            turn.id: turn
            for day in sheet.days
            for cell in day.cells
            for turn in cell.turns
        }
        assert (by_id[first.id].name, by_id[first.id].swapped_from) == (
            other.name,
            first.name,
        )
        assert (by_id[other.id].name, by_id[other.id].swapped_from) == (
            first.name,
            other.name,
        )
        assert f"{first.name}与{other.name}" in sheet.days[day - 1].note
        said = staff.clerk.ask(swaps.swap_values, affair_id=asked)
        assert (said.asker, said.taker) == (first.name, other.name)

    def test_nobody_consents_in_anothers_place(self, staff, pair, asked, county, parts):
        third = next(one for one in ON_DUTY if one not in {pair[1].name, pair[2].name})
        stranger = seat_officer(parts, county, third, "bieren")
        for said in ({}, {"person": third, "way": Way.PHONE}):
            with pytest.raises(Refusal, match="本人办理") as refused:
                self.move(stranger, moves.answer, asked, "agree", **said)
            assert refused.value.clause == "powers/on-behalf"
        said = {"person": pair[2].name, "way": Way.PHONE}
        self.move(staff.clerk, moves.answer, asked, "agree", **said)
        step = staff.clerk.ask(affairs.affair_file, affair_id=asked).steps[-1]
        assert (step.person, step.way, step.by) == (pair[2].name, Way.PHONE, "王立")

    def test_it_is_declined_refused_or_withdrawn(self, staff, pair, asked):
        said = {"person": pair[2].name, "way": Way.PHONE}
        self.move(staff.clerk, moves.answer, asked, "decline", reason="有任务", **said)
        file = staff.clerk.ask(affairs.affair_file, affair_id=asked)
        assert file.row.state.label == "未换成"
        again = {"duty_id": pair[1].id, "other_id": pair[2].id, "reason": "再问"}
        number = staff.clerk.do(swaps.ask_swap, **again)
        with pytest.raises(Refusal, match="正在换班") as refused:
            staff.clerk.do(swaps.ask_swap, **again)
        assert refused.value.clause == "powers/swap"
        self.move(staff.clerk, moves.handle, number, "withdraw", reason="不用了")
        number = staff.clerk.do(swaps.ask_swap, **again)
        self.move(staff.clerk, moves.answer, number, "agree", **said)
        self.move(staff.deputy, moves.decide, number, "refuse", reason="人手不足")
        file = staff.clerk.ask(affairs.affair_file, affair_id=number)
        assert file.row.state.label == "未换成"

    def test_who_is_to_be_on_does_not_approve(self, staff, county, about, settled):
        """The two leaders swap: neither of them decides about it."""
        sheet = sheet_of(staff.clerk, about)
        mine, theirs = {}, {}
        for line in sheet.days[9:]:
            for turn in line.cells[0].turns:
                (mine if turn.name == "周建国" else theirs)[line.day] = turn
        first, other = next(iter(mine.values())), next(iter(theirs.values()))
        number = staff.clerk.do(
            swaps.ask_swap, duty_id=first.id, other_id=other.id, reason="出差"
        )
        said = {"person": other.name, "way": Way.IN_PERSON}
        self.move(staff.clerk, moves.answer, number, "agree", **said)
        for desk in (staff.commander, staff.deputy):
            with pytest.raises(Refusal, match="不能由本人批准换班") as refused:
                self.move(desk, moves.decide, number, "approve")
            assert refused.value.clause == "powers/three-hands"

    def test_a_turn_is_taken_over_without_one_in_exchange(
        self, staff, county, about, settled
    ):
        first = turn_of(staff.clerk, about, 10, "夜班")
        sheet = sheet_of(staff.clerk, about)
        busy = names_on(sheet, 10)
        taker = next(one for one in ON_DUTY if one not in busy)
        number = staff.clerk.do(
            swaps.ask_swap,
            duty_id=first.id,
            taker_id=county.people[taker],
            reason="就医",
        )
        said = {"person": taker, "way": Way.PHONE}
        self.move(staff.clerk, moves.answer, number, "agree", **said)
        self.move(staff.commander, moves.decide, number, "approve")
        assert turn_of(staff.clerk, about, 10, "夜班").name == taker
        assert "替班" in sheet_of(staff.clerk, about).days[9].note

    def test_only_what_is_to_come_and_settled_is_swapped(self, staff, about, settled):
        over = turn_of(staff.clerk, about, 1, "夜班")
        other = turn_of(staff.clerk, about, 20, "夜班")
        with pytest.raises(Refusal, match="已经过去") as refused:
            staff.clerk.do(
                swaps.ask_swap, duty_id=over.id, other_id=other.id, reason="补"
            )
        assert refused.value.clause == "powers/swap"
        april = about | {"month": APRIL}
        staff.clerk.do(duty.draw_up, **april)
        turn = turn_of(staff.clerk, april, 10, "夜班")
        with pytest.raises(Refusal, match="还没有排定"):
            staff.clerk.do(
                swaps.ask_swap, duty_id=turn.id, other_id=other.id, reason="换"
            )
        offered = staff.clerk.ask(swaps.swap_choices)
        assert turn.id not in dict(offered)
        assert other.id in dict(offered)

    def test_an_officer_asks_for_his_own_turn_only(self, staff, county, parts, pair):
        _day, first, other = pair
        mine = seat_officer(parts, county, other.name, "duiyuan")
        with pytest.raises(Refusal) as refused:
            mine.do(
                swaps.ask_swap, duty_id=first.id, other_id=other.id, reason="换一下"
            )
        assert refused.value.clause == "platform/row-scope"


class TestLog:
    @pytest.fixture
    def centre(self, county):
        return {"unit_id": county.units["一中心"]}

    def test_an_entry_bears_its_watch_and_both_moments(self, staff, centre):
        at = NOON - timedelta(hours=6)  # 6:00 in China: the night's
        number = staff.clerk.do(
            duty_log.write_entry, **centre, text="群众来电反映噪声。", at=at
        )
        row = staff.clerk.ask(duty_log.entry_rows, ids=[number])[number]
        assert (row.day, row.shift) == (date(2026, 3, 1), "夜班")
        assert (row.at, row.entered_at, row.entered_by) == (at, NOON, "王立")

    def test_nothing_is_written_ahead_of_time(self, staff, centre):
        with pytest.raises(Refusal, match="不能晚于现在") as refused:
            staff.clerk.do(
                duty_log.write_entry,
                **centre,
                text="预记",
                at=NOON + timedelta(minutes=1),
            )
        assert refused.value.clause == "powers/moment"

    def test_an_open_point_is_carried_on_until_it_is_settled(self, staff, centre):
        write = duty_log.write_entry
        first = staff.clerk.do(
            write, **centre, text="站前路油烟待查。", unfinished=True
        )
        assert staff.clerk.ask(duty_log.open_lines, **centre)[0].endswith("待查。")
        second = staff.clerk.do(
            write, **centre, text="已约明日检测。", follows_id=first, unfinished=True
        )
        (line,) = staff.clerk.ask(duty_log.open_lines, **centre)
        assert line.endswith("已约明日检测。")
        staff.clerk.do(write, **centre, text="检测合格。", follows_id=second)
        assert staff.clerk.ask(duty_log.open_lines, **centre) == []
        rows = staff.clerk.ask(duty_log.entry_rows, ids=[first, second])
        assert [one.state for one in rows.values()] == ["已续记", "已续记"]

    def test_a_correction_is_a_new_entry_and_only_one(self, staff, centre):
        write = duty_log.write_entry
        first = staff.clerk.do(write, **centre, text="到场3人。")
        number = staff.clerk.do(
            write, **centre, text="到场5人。", follows_id=first, corrects=True
        )
        rows = staff.clerk.ask(duty_log.entry_rows, ids=[first, number])
        assert rows[first].text == "到场3人。"
        assert (rows[number].state, rows[first].state) == ("更正", "已续记")
        with pytest.raises(Refusal, match="已由王立") as refused:
            staff.clerk.do(
                write, **centre, text="到场4人。", follows_id=first, corrects=True
            )
        assert refused.value.clause == "powers/duty-log"

    def test_the_log_is_found_by_day_and_by_word(self, staff, centre):
        write = duty_log.write_entry
        staff.clerk.do(write, **centre, text="巡查正常。")
        number = staff.clerk.do(write, **centre, text="占道100%已清。", unfinished=True)
        find = duty_log.find_entries
        assert list(staff.clerk.ask(find, text="100%")) == [number]
        assert list(staff.clerk.ask(find, open_only=True)) == [number]
        assert list(staff.clerk.ask(find, since=date(2026, 3, 3))) == []
        assert list(staff.liaison.ask(find)) == []


class TestHandOver:
    @pytest.fixture
    def comes(self, parts, county, staff):
        return seat_officer(parts, county, "吴涛", "wutao", PASSWORD)

    @pytest.fixture
    def handed(self, staff, county):
        centre = {"unit_id": county.units["一中心"]}
        staff.clerk.do(
            duty_log.write_entry, **centre, text="油烟待查。", unfinished=True
        )
        return staff.clerk.do(hand_over.hand_over, **centre, text="车辆钥匙一把。")

    def take(self, staff, number, password, login="wutao"):
        staff.clerk.do(
            hand_over.take_over,
            hand_over_id=number,
            vouched_by=login,
            password=password,
        )

    def test_who_comes_gives_his_own_password_at_the_same_desk(
        self, staff, comes, handed
    ):
        self.take(staff, handed, PASSWORD)
        (row,) = staff.clerk.ask(hand_over.hand_overs)
        assert (row.handed_by, row.taken_by, row.state) == (
            "王立",
            "吴涛",
            "本人口令接班",
        )
        assert row.points[0].endswith("油烟待查。")
        with staff.clerk.parts.sessions() as session:
            entry = session.scalars(
                sa.select(AuditEntry).order_by(AuditEntry.id.desc())
            ).first()
        assert entry.command == "powers.hand_over.take_over"
        assert '"vouched_by": "wutao"' in entry.arguments
        assert PASSWORD not in entry.arguments
        assert "SM3:" in entry.arguments

    def test_a_wrong_password_counts_as_a_failed_sign_in(
        self, staff, comes, handed, parts
    ):
        with pytest.raises(Refusal, match="登录名或口令不正确") as refused:
            self.take(staff, handed, "wrong")
        assert refused.value.clause == "platform/lock-out"
        with parts.sessions() as session:
            failures = session.scalar(
                sa.select(Account.failures).where(Account.name == "wutao")
            )
        assert failures == 1
        assert trail_of(staff.clerk)[-1] == (
            "powers.hand_over.take_over",
            Outcome.REFUSED,
        )
        (row,) = staff.clerk.ask(hand_over.hand_overs)
        assert row.state == "待接班"
        for _turn in range(4):
            with pytest.raises(Refusal):
                self.take(staff, handed, "wrong")
        with pytest.raises(Refusal, match="已锁定"):
            self.take(staff, handed, PASSWORD)

    def test_nobody_hands_over_to_himself_or_to_a_stranger(
        self, staff, comes, handed, parts
    ):
        from workbench.services.platform.accounts import _hashed

        with parts.sessions.begin() as session:
            for account in session.scalars(
                sa.select(Account).where(Account.name.in_(("clerk", "liaison")))
            ):
                account.password_hash = _hashed(PASSWORD)
        with pytest.raises(Refusal, match="另一个人") as refused:
            self.take(staff, handed, PASSWORD, "clerk")
        assert refused.value.clause == "platform/vouching"
        with pytest.raises(Refusal, match="不是本指挥中心"):
            self.take(staff, handed, PASSWORD, "liaison")

    def test_it_is_taken_on_paper_with_a_scan(self, staff, handed):
        take = hand_over.take_over_on_paper
        with pytest.raises(Refusal, match="扫描件"):
            staff.clerk.do(
                take, hand_over_id=handed, person="马宁", file=("交接单.jpg", b"")
            )
        staff.clerk.do(
            take, hand_over_id=handed, person="马宁", file=("交接单.jpg", b"jpg")
        )
        (row,) = staff.clerk.ask(hand_over.hand_overs)
        assert (row.taken_by, row.state) == ("马宁", "纸质交接")
        assert staff.clerk.do(hand_over.take_scan, hand_over_id=handed) == (
            "交接单.jpg",
            b"jpg",
        )
        with pytest.raises(Refusal, match="已由马宁"):
            staff.clerk.do(
                take, hand_over_id=handed, person="何佳", file=("x.jpg", b"x")
            )

    def test_a_watch_is_handed_over_once(self, staff, county, handed, clock):
        centre = {"unit_id": county.units["一中心"]}
        assert staff.clerk.ask(hand_over.hand_overs)[0].shift == "白班"
        clock.now += timedelta(hours=8)  # 20:00: the night's watch runs
        point = staff.clerk.ask(hand_over.open_points, **centre)
        assert (point.day, point.shift) == (date(2026, 3, 2), "夜班")
        staff.clerk.do(hand_over.hand_over, **centre, text="无")
        with pytest.raises(Refusal) as refused:
            staff.clerk.do(hand_over.hand_over, **centre, text="无")
        assert refused.value.clause == "powers/hand-over"
