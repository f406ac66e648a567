"""Incoming letters: numbered without a gap, instructed, passed on, answered, filed."""

from datetime import date, timedelta

import pytest

from tests.commanding import seat
from tests.conftest import NOON
from tests.county import enter_county
from workbench.access import Actor, Permission
from workbench.desk import DeniedError, Desk
from workbench.rules import Refusal
from workbench.rules.calendar import end_of
from workbench.rules.powers.letters import ABOUT_PEOPLE, INCOMING, ONWARD, LetterSort
from workbench.rules.powers.moves import Clock
from workbench.services.powers import affairs, letters, moves
from workbench.services.powers.said import said_of

TODAY = date(2026, 3, 2)


@pytest.fixture
def county(desk):
    return enter_county(desk)


@pytest.fixture
def staff(parts, county):
    return seat(parts, county)


@pytest.fixture
def came(staff, county):
    """Registers a letter at the clerk's desk."""

    def register(**changed):
        values = {
            "unit_id": county.units["一中心"],
            "title": "关于开展油烟整治的函",
            "sender": "县生态环境局",
            "sort": LetterSort.GENERAL,
            "received_on": TODAY,
        }
        return staff.clerk.do(letters.register_letter, **(values | changed))

    return register


@pytest.fixture
def blind(parts, staff, county):
    """A desk of the centre that sees affairs, but nothing about people's posts."""
    seen = staff.clerk.actor
    return Desk(
        parts,
        Actor(
            0,
            "旁人",
            frozenset({Permission.POWERS_AFFAIR_READ}),
            seen.unit_id,
            county_wide=False,
        ),
    )


def move(desk, number, verb, hand=moves.handle, **said):
    desk.do(hand, affair_id=number, verb=verb, said=said_of(**said))


def row_of(desk, number):
    return desk.ask(letters.letter_rows, ids=[number])[number]


class TestRules:
    def test_what_is_about_a_post_is_not_for_everybody(self):
        assert set(ABOUT_PEOPLE) == {LetterSort.VETO, LetterSort.NOMINATION}

    def test_a_sort_that_begins_an_affair_says_on_which_page(self):
        assert ONWARD[LetterSort.GRANT].page == "grants"
        assert LetterSort.GENERAL not in ONWARD

    def test_every_state_but_the_last_leads_on(self):
        for state in INCOMING.states:
            assert bool(INCOMING.open_moves(state.key)) != state.done


class TestServices:
    def test_letters_are_numbered_by_the_year_without_a_gap(
        self, staff, county, came, clock
    ):
        numbers = [came(number=f"函〔2026〕{at}号") for at in (7, 3)]
        with pytest.raises(Refusal):
            came(sender="")
        numbers.append(came(number="函〔2026〕9号"))
        clock.now = NOON.replace(year=2027)
        numbers.append(came(received_on=date(2027, 3, 2)))
        rows = staff.clerk.ask(letters.letter_rows, ids=numbers)
        assert [rows[one].number for one in numbers] == [
            "收〔2026〕1号",
            "收〔2026〕2号",
            "收〔2026〕3号",
            "收〔2027〕1号",
        ]

    def test_the_same_letter_is_refused_with_the_earlier_one_named(self, came):
        came(number="连环函〔2026〕7号")
        with pytest.raises(Refusal, match="收文编号收〔2026〕1号") as refused:
            came(number="连环函〔2026〕7号", title="另一个标题")
        assert refused.value.clause == "powers/letter-twice"
        came(number="连环函〔2026〕7号", sender="县水利局")
        came()
        assert came() > 0  # what bears no number is never taken for the same

    def test_its_term_is_its_own_or_the_policys(self, staff, came):
        own = came(answer_by=date(2026, 3, 20))
        usual = came()
        due = {}
        for number in (own, usual):
            file = staff.clerk.ask(affairs.affair_file, affair_id=number)
            (clock,) = file.clocks
            assert clock.clock is Clock.ANSWER
            due[number] = clock.due_at
        assert due[own] == end_of(date(2026, 3, 20))
        assert due[usual] == end_of(date(2026, 3, 9))  # the fifth workday

    def test_it_goes_from_registering_to_the_file(self, staff, county, came):
        number = came(number="函〔2026〕7号", file=("来文.pdf", b"%PDF"))
        move(staff.clerk, number, "propose", remark="拟请一队核查。")
        with pytest.raises(DeniedError):
            move(staff.clerk, number, "instruct", moves.decide, remark="同意。")
        move(staff.commander, number, "instruct", moves.decide, remark="同意，速办。")
        assert row_of(staff.clerk, number).instruction == "同意，速办。"
        move(staff.clerk, number, "assign", unit=county.units["牛山局"])
        file = staff.clerk.ask(affairs.affair_file, affair_id=number)
        assert [one.name for one in file.parties] == ["牛山局"]
        assert file.steps[-1].words == "牛山局"
        assert row_of(staff.liaison, number).title == "关于开展油烟整治的函"
        with pytest.raises(Refusal, match="已经转给"):
            move(staff.clerk, number, "assign", unit=county.units["牛山局"])
        move(staff.clerk, number, "answer", result="一片区〔2026〕4号复函。")
        row = row_of(staff.clerk, number)
        assert (row.state.label, row.answer) == ("已答复", "一片区〔2026〕4号复函。")
        assert row.next is None
        move(staff.clerk, number, "archive")
        assert row_of(staff.clerk, number).state.done
        key, name = file.steps[0].files[0]
        assert name == "来文.pdf"
        taken = staff.clerk.do(affairs.take_file, file_id=key)
        assert taken == ("来文.pdf", b"%PDF")

    def test_who_registered_it_does_not_instruct(self, staff, came, county):
        number = staff.commander.do(
            letters.register_letter,
            unit_id=county.units["一中心"],
            title="函",
            sender="县水利局",
            sort=LetterSort.GENERAL,
            received_on=TODAY,
        )
        move(staff.clerk, number, "propose", remark="拟办。")
        with pytest.raises(Refusal, match="不能由本人批办") as refused:
            move(staff.commander, number, "instruct", moves.decide, remark="阅。")
        assert refused.value.clause == "powers/three-hands"

    def test_it_is_sent_back_to_the_sender_and_keeps_its_number(self, staff, came):
        number = came(number="函〔2026〕7号")
        move(staff.clerk, number, "return", reason="主送单位不是我中心。")
        assert row_of(staff.clerk, number).state.label == "已退文"
        assert row_of(staff.clerk, came()).number == "收〔2026〕2号"

    @pytest.mark.parametrize(
        ("changed", "clause"),
        [
            ({"received_on": TODAY + timedelta(days=1)}, "powers/moment"),
            ({"written_on": TODAY + timedelta(days=1)}, "powers/letters"),
            ({"answer_by": TODAY - timedelta(days=1)}, "powers/letters"),
            ({"received_on": date(2026, 1, 5)}, "general/late-entry"),
            ({"title": " "}, "powers/title"),
        ],
    )
    def test_days_that_cannot_be_are_refused(self, came, changed, clause):
        with pytest.raises(Refusal) as refused:
            came(**changed)
        assert refused.value.clause == clause

    def test_an_old_letter_is_entered_with_a_word_why(self, staff, came):
        number = came(received_on=date(2026, 1, 5), late="收发室转来晚了")
        assert row_of(staff.clerk, number).late

    def test_what_is_about_a_post_is_seen_only_by_who_may(
        self, staff, came, blind, county
    ):
        general = came(title="一般来文")
        guarded = came(title="关于征求调整李明岗位意见的函", sort=LetterSort.VETO)
        assert set(staff.clerk.ask(letters.find_letters)) == {general, guarded}
        assert list(blind.ask(letters.find_letters)) == [general]
        assert list(blind.ask(affairs.find_affairs)) == [general]
        assert list(blind.ask(affairs.find_affairs, text="征求")) == []
        assert list(staff.clerk.ask(affairs.find_affairs, text="征求")) == [guarded]
        assert list(blind.ask(letters.letter_rows, ids=[guarded])) == []
        for query in (affairs.affair_file, letters.letter_values):
            with pytest.raises(Refusal) as refused:
                blind.ask(query, affair_id=guarded)
            assert refused.value.clause == "platform/row-scope"
        kept = came(title="函", sort=LetterSort.NOMINATION, file=("附件.pdf", b"x"))
        file = staff.clerk.ask(affairs.affair_file, affair_id=kept)
        with pytest.raises(Refusal):
            blind.ask(affairs.take_file, file_id=file.steps[0].files[0][0])

    def test_its_sort_may_be_said_anew_until_it_is_instructed(self, staff, came):
        number = came()
        staff.clerk.do(letters.change_sort, affair_id=number, sort=LetterSort.VETO)
        assert row_of(staff.clerk, number).sort is LetterSort.VETO
        move(staff.clerk, number, "propose", remark="拟办。")
        move(staff.commander, number, "instruct", moves.decide, remark="同意。")
        with pytest.raises(Refusal, match="不能改类别"):
            staff.clerk.do(
                letters.change_sort, affair_id=number, sort=LetterSort.GENERAL
            )

    def test_the_affair_that_took_it_on_is_noted(self, staff, came):
        number, other = came(sort=LetterSort.GRANT), came()
        staff.clerk.do(letters.take_on, letter_id=number, affair_id=other)
        values = staff.clerk.ask(letters.letter_values, affair_id=number)
        assert values.answered_id == other

    def test_the_register_is_found_by_sender_number_and_year(self, staff, came):
        number = came(number="连环函〔2026〕7号")
        came(sender="县水利局")
        find = letters.find_letters
        assert list(staff.clerk.ask(find, text="连环函")) == [number]
        assert list(staff.clerk.ask(find, text="生态")) == [number]
        assert list(staff.clerk.ask(find, sort=LetterSort.VETO)) == []
        assert len(staff.clerk.ask(find, year=2026)) == 2
        assert list(staff.clerk.ask(letters.years_to_choose)) == [(2026, "2026年")]
        assert list(staff.liaison.ask(find)) == []
