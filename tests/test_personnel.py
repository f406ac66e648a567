"""Nominations and reverse vetoes: voted on, sent, answered, and closed."""

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

import pytest
import sqlalchemy as sa

from tests.commanding import give_powers, seat
from tests.conftest import NOON
from tests.county import enter_county
from workbench.access import Permission
from workbench.desk import DeniedError, Desk
from workbench.models.platform import AuditEntry
from workbench.models.powers.affairs import Affair, AffairVote
from workbench.models.powers.assessment import AssessedSubject, AssessmentMonth
from workbench.reports.powers.veto import Evidence
from workbench.rules import Refusal
from workbench.rules.calendar import china_day, end_of
from workbench.rules.platform import Policy
from workbench.rules.powers.collective import Line, Meeting, Vote
from workbench.rules.powers.grants import Power
from workbench.rules.powers.moves import AffairKind, Clock, Hand, Way
from workbench.rules.powers.nominations import check_pause
from workbench.rules.powers.subjects import SubjectKind
from workbench.rules.powers.vetoes import (
    VetoSubject,
    check_lapsed,
    check_no_case,
    check_not_silent,
)
from workbench.rules.roster.zones import CentreDuty
from workbench.services.documents import register, series
from workbench.services.platform import policy
from workbench.services.powers import (
    affairs,
    collective,
    moves,
    nominations,
    personnel_figures,
    posted,
    vetoes,
)
from workbench.services.powers.nominations import Integrity
from workbench.services.powers.said import said_of
from workbench.services.powers.vetoes import Stance
from workbench.services.roster import centres

TODAY = china_day(NOON)
LETTER = "《关于调回李明同志征求意见的函》（东交函〔2026〕8号）"
STANCE = Stance(
    "李明同志派驻一队以来，承担夜间巡查。",
    (("缺少接替人员。", "调回后一队只余一名持证人员。"),),
    "建议派驻期满后再研究。",
    (Evidence("派驻通知", "县局", 2, "派驻期限"),),
)


@pytest.fixture
def county(desk):
    return settle(desk)


@pytest.fixture
def staff(parts, county):
    return seat(parts, county)


def settle(desk):
    """Enter the county with its powers, runs of numbers and a centre of three."""
    county = enter_county(desk)
    give_powers(desk, county)
    desk.do(series.add_series, issuer_id=county.units["县局"], word="东综执")
    for name, duty in (
        ("王芳", CentreDuty.COMMANDER),
        ("李明", CentreDuty.DEPUTY),
        ("刘洋", CentreDuty.MEMBER),
    ):
        desk.do(
            centres.add_member,
            unit_id=county.units["一中心"],
            person_id=county.people[name],
            duty=duty,
            position="科长",
            document="东综执〔2025〕2号",
            valid_from=date(2025, 1, 1),
            reason="建账",
        )
    return county


def meeting(county, on=TODAY, **votes):
    """Return a meeting at which everybody is for it, but for who is named."""
    lines = {"王芳": Vote.FOR, "李明": Vote.WITHDREW, "刘洋": Vote.FOR} | votes
    return Meeting(
        on,
        tuple(
            Line(
                county.people[name],
                vote,
                "当事人本人" if vote is Vote.WITHDREW else "",
            )
            for name, vote in lines.items()
            if vote is not None
        ),
    )


def nominated(staff, county, at="clerk", **changed):
    """Draft a nomination of 李明."""
    values = {
        "unit_id": county.units["一中心"],
        "person_id": county.people["李明"],
        "addressee_id": county.units["文旅局"],
        "position": "文旅局执法科副科长",
        "grounds": (("作风扎实。", "服从统一调度。"),),
        "integrity": Integrity("派驻纪检监察组", TODAY, "未发现问题线索。"),
    } | changed
    return getattr(staff, at).do(nominations.draft_nomination, **values)


def proposed(staff, county, at="clerk", **changed):
    """Enter a department's proposal to call 李明 back."""
    values = {
        "unit_id": county.units["一中心"],
        "person_id": county.people["李明"],
        "department_id": county.units["文旅局"],
        "letter": LETTER,
        "received_on": TODAY,
        "subject": VetoSubject.RECALL,
        "plan": "调回你局机关工作",
        "stance": STANCE,
    } | changed
    return getattr(staff, at).do(vetoes.register_proposal, **values)


COMMANDS = {
    Hand.HANDLE: moves.handle_personnel,
    Hand.DECIDE: moves.decide_personnel,
    Hand.ANSWER: moves.answer_personnel,
}


def go(desk, number, verb, **said):
    """Make a move, by the command its hand takes."""
    kind = desk.ask(affairs.affair_rows, ids=[number])[number].kind
    from workbench.rules.powers.machines import MACHINES

    move = MACHINES[kind].move(verb)
    if move.hand is Hand.ANSWER:
        said = {"person": "赵科长", "way": Way.PHONE} | said
    desk.do(COMMANDS[move.hand], affair_id=number, verb=verb, said=said_of(**said))


def voted(staff, county, number, **votes):
    go(staff.clerk, number, "submit")
    go(staff.commander, number, "vote", meeting=meeting(county, **votes))
    return number


def sent(staff, county, number):
    voted(staff, county, number)
    go(staff.county, number, "issue")
    return number


def state(staff, number):
    return staff.clerk.ask(affairs.affair_rows, ids=[number])[number].state.label


class TestRules:
    @pytest.mark.parametrize(
        "text",
        [
            "该案件处理不当",
            "建议撤案",
            "罚款数额过高",
            "对某厂一案的处罚决定有误",
            "不予行政处罚",
        ],
    )
    def test_words_about_a_case_are_refused(self, text):
        with pytest.raises(Refusal, match="不涉及案件") as refused:
            check_no_case(text)
        assert refused.value.clause == "powers/veto-case"

    @pytest.mark.parametrize(
        "text", ["调回你局机关工作", "主办案卷经评查平均96分", "承担夜间巡查"]
    )
    def test_words_about_a_person_pass(self, text):
        assert check_no_case(text) == text

    def test_no_proposal_can_be_about_a_case(self):
        assert {one.value for one in VetoSubject} == {
            "promotion",
            "recall",
            "secondment",
            "transfer",
            "top_grade",
        }

    def test_the_pause_ends_with_its_last_day(self):
        declined = date(2026, 1, 1)
        with pytest.raises(Refusal, match="2026年6月30日以后才能"):
            check_pause("李明", "科长", declined, 180, date(2026, 6, 30))
        check_pause("李明", "科长", declined, 180, date(2026, 7, 1))

    def test_silence_is_consent_only_past_the_term_and_where_the_table_says_so(self):
        after = NOON + timedelta(seconds=1)
        check_not_silent(NOON, NOON, silence=True)
        check_not_silent(NOON, after, silence=False)
        check_lapsed(NOON, after, silence=True)
        for at, silence in ((NOON, True), (after, False)):
            with pytest.raises(Refusal):
                check_lapsed(NOON, at, silence=silence)
        with pytest.raises(Refusal, match="视为同意"):
            check_not_silent(NOON, after, silence=True)


class TestCollective:
    def test_every_vote_is_kept_and_a_second_meeting_has_its_own_number(
        self, staff, county
    ):
        number = nominated(staff, county)
        go(staff.clerk, number, "submit")
        go(staff.commander, number, "send_back", reason="补充理由")
        go(staff.clerk, number, "submit")
        go(staff.commander, number, "vote", meeting=meeting(county))
        lines = staff.clerk.ask(collective.votes, affair_id=number)
        assert [(one.meeting, one.name, one.vote) for one in lines] == [
            (1, "王芳", Vote.FOR),
            (1, "李明", Vote.WITHDREW),
            (1, "刘洋", Vote.FOR),
        ]
        assert state(staff, number) == "已通过"

    @pytest.mark.parametrize(
        ("votes", "clause"),
        [
            ({"刘洋": Vote.ABSENT}, "powers/quorum"),
            ({"李明": Vote.FOR}, "powers/recusal"),
            ({"刘洋": None}, "powers/voters"),
            ({"陈静": Vote.FOR}, "powers/voters"),
        ],
        ids=("too few", "on himself", "a member missing", "a stranger"),
    )
    def test_a_vote_that_does_not_count_decides_nothing(
        self, staff, county, votes, clause
    ):
        number = nominated(staff, county)
        go(staff.clerk, number, "submit")
        with pytest.raises(Refusal) as refused:
            go(staff.commander, number, "vote", meeting=meeting(county, **votes))
        assert refused.value.clause == clause
        assert state(staff, number) == "待集体研究"
        assert staff.clerk.ask(collective.votes, affair_id=number) == ()

    def test_nothing_is_decided_without_a_vote(self, staff, county):
        number = nominated(staff, county)
        go(staff.clerk, number, "submit")
        with pytest.raises(Refusal, match="表决情况"):
            go(staff.commander, number, "vote")

    def test_who_withdraws_says_why(self, staff, county):
        number = nominated(staff, county)
        go(staff.clerk, number, "submit")
        held = meeting(county)
        silent = replace(
            held, lines=tuple(replace(one, reason="") for one in held.lines)
        )
        with pytest.raises(Refusal, match="请写明原因"):
            go(staff.commander, number, "vote", meeting=silent)

    @pytest.mark.parametrize("days", [-1, 1])
    def test_a_meeting_lies_between_handing_in_and_deciding(self, staff, county, days):
        number = nominated(staff, county)
        go(staff.clerk, number, "submit")
        on = TODAY + timedelta(days=days)
        with pytest.raises(Refusal) as refused:
            go(staff.commander, number, "vote", meeting=meeting(county, on=on))
        assert refused.value.clause == "powers/meeting-day"


class TestNominations:
    def test_it_goes_the_whole_way_from_draft_to_archive(self, staff, county):
        number = sent(staff, county, nominated(staff, county))
        file = staff.clerk.ask(affairs.affair_file, affair_id=number)
        assert file.row.number.startswith("东综执")
        assert file.clocks[0].clock is Clock.ANSWER
        assert file.clocks[0].due_at == end_of(TODAY + timedelta(days=30))
        go(staff.clerk, number, "urge")
        go(
            staff.clerk,
            number,
            "adopt",
            reply="列入动议人选。",
            letter="文旅函〔2026〕3号",
        )
        go(staff.clerk, number, "result", result="已经任职。")
        go(staff.clerk, number, "archive")
        assert state(staff, number) == "已归档"
        said = staff.clerk.ask(nominations.nomination_values, affair_id=number)
        assert said.adopted
        assert "文旅函〔2026〕3号" in said.reply

    def test_the_letter_goes_out_in_the_host_organs_name(self, staff, county):
        number = voted(staff, county, nominated(staff, county))
        with pytest.raises(Refusal, match="挂靠机关") as refused:
            go(staff.commander, number, "issue")
        assert refused.value.clause == "platform/row-scope"
        go(staff.county, number, "issue")
        row = staff.county.ask(affairs.affair_rows, ids=[number])[number]
        paper = staff.county.ask(register.paper_rows, ids=[row.paper_id])
        assert paper[row.paper_id].issuer == "县局"
        assert (
            paper[row.paper_id].title == "关于推荐李明同志为文旅局执法科副科长人选的函"
        )

    def test_what_is_not_carried_ends_there(self, staff, county):
        number = voted(staff, county, nominated(staff, county), 刘洋=Vote.AGAINST)
        assert state(staff, number) == "未通过"
        go(staff.clerk, number, "archive")

    def test_words_that_appoint_are_refused(self, staff, county):
        for changed in (
            {"position": "任命为副科长"},
            {"grounds": (("好。", "建议聘任。"),)},
        ):
            with pytest.raises(Refusal) as refused:
                nominated(staff, county, **changed)
            assert refused.value.clause == "powers/recommends-only"

    def test_only_who_is_posted_to_the_zone_is_nominated(self, staff, county):
        with pytest.raises(Refusal, match="不在本片区派驻") as refused:
            nominated(staff, county, person_id=county.people["陈静"])
        assert refused.value.clause == "powers/posted"

    def test_nothing_is_put_to_a_meeting_before_integrity_was_asked(
        self, staff, county
    ):
        number = nominated(staff, county, integrity=Integrity("", None, ""))
        with pytest.raises(Refusal) as refused:
            go(staff.clerk, number, "submit")
        assert refused.value.clause == "powers/integrity"

    def test_locked_months_are_filled_in_and_open_ones_are_not(
        self, staff, county, desk
    ):
        with desk.parts.sessions.begin() as session:
            session.connection(execution_options={"write": True})
            for month, locked in ((1, NOON), (2, None)):
                affair = Affair(
                    kind=AffairKind.MONTH,
                    state="locked",
                    unit_id=county.units["一中心"],
                    title=f"{month}月考核",
                    number_text="",
                    version=1,
                    done=True,
                    made_at=NOON,
                    made_by=0,
                    made_by_name="系统",
                    happened_at=NOON,
                )
                session.add(affair)
                session.flush()
                session.add(
                    AssessmentMonth(
                        affair_id=affair.id,
                        zone_id=county.zones["示例第一片区"],
                        month=date(2026, month, 1),
                        plans="{}",
                        remarks="{}",
                        locked_at=locked,
                    )
                )
                session.add(
                    AssessedSubject(
                        affair_id=affair.id,
                        subject=SubjectKind.PERSON,
                        key=county.people["李明"],
                        unit_id=county.units["一队"],
                        person_id=county.people["李明"],
                        name="李明",
                        unit_name="一队",
                        employment="",
                        post="",
                        extra_basis="",
                        total=9325,
                    )
                )
        number = nominated(staff, county)
        said = staff.clerk.ask(nominations.nomination_values, affair_id=number)
        assert [(one.period, one.score) for one in said.scores] == [
            ("2026年1月", Fraction("93.25"))
        ]

    def test_what_was_declined_is_not_nominated_again_in_the_pause(
        self, staff, county, clock
    ):
        number = sent(staff, county, nominated(staff, county))
        go(staff.clerk, number, "decline", reply="另有安排。", letter="函3号")
        with pytest.raises(Refusal, match="未被采纳") as refused:
            nominated(staff, county)
        assert refused.value.clause == "powers/nomination-pause"
        assert refused.value.ways
        other = nominated(staff, county, position="县级先进个人", honour=True)
        assert state(staff, other) == "草拟"
        clock.now += timedelta(days=181)
        assert nominated(staff, county) > number

    def test_who_drafted_it_does_not_decide_it(self, staff, county):
        number = nominated(staff, county, at="commander")
        go(staff.commander, number, "submit")
        with pytest.raises(Refusal) as refused:
            go(staff.commander, number, "vote", meeting=meeting(county))
        assert refused.value.clause == "powers/three-hands"
        go(staff.deputy, number, "vote", meeting=meeting(county))

    def test_nobody_nominates_or_decides_about_himself(self, staff, county):
        own = Desk(staff.clerk.parts, replace(staff.clerk.actor, name="李明"))
        with pytest.raises(Refusal, match="本人提名"):
            nominated(replace(staff, clerk=own), county)
        number = nominated(staff, county)
        go(staff.clerk, number, "submit")
        own = Desk(staff.commander.parts, replace(staff.commander.actor, name="李明"))
        with pytest.raises(Refusal) as refused:
            go(own, number, "vote", meeting=meeting(county))
        assert refused.value.clause == "powers/three-hands"

    def test_without_the_grant_nothing_is_nominated(self, desk, parts):
        county = enter_county(desk)
        give_powers(desk, county, Power.COMMAND)
        with pytest.raises(Refusal) as refused:
            nominated(seat(parts, county), county)
        assert refused.value.clause == "powers/grant"

    @pytest.mark.parametrize("who", ["assessor", "liaison"])
    def test_who_may_not_read_personnel_affairs_finds_no_trace(
        self, staff, county, who
    ):
        number = sent(staff, county, nominated(staff, county))
        desk = getattr(staff, who)
        with pytest.raises(DeniedError):
            desk.ask(nominations.nomination_values, affair_id=number)
        with pytest.raises(DeniedError):
            desk.ask(personnel_figures.find_nominations)
        with pytest.raises(Refusal):
            desk.ask(affairs.affair_file, affair_id=number)
        assert not desk.ask(affairs.affair_rows, ids=[number])
        kinds = [AffairKind.NOMINATION]
        assert not desk.ask(affairs.find_affairs, kinds=kinds, ended=True)
        assert not desk.ask(affairs.find_affairs, text="李明", ended=True)
        assert desk.ask(affairs.waiting) == ()
        assert not desk.ask(register.find_papers, kind="nomination")
        paper_id = staff.clerk.ask(affairs.affair_rows, ids=[number])[number].paper_id
        assert not desk.ask(register.paper_rows, ids=[paper_id])

    def test_the_trail_tells_nothing_of_what_was_said(self, staff, county):
        sent(staff, county, nominated(staff, county))
        with staff.clerk.parts.sessions() as session:
            told = "".join(
                str(one)
                for one in session.scalars(
                    sa.select(AuditEntry.arguments).where(
                        AuditEntry.command.contains("nomination")
                        | AuditEntry.command.contains("personnel")
                    )
                )
            )
        assert told
        assert not {"文旅局执法科副科长", "作风扎实", "当事人本人"} & {
            word
            for word in ("文旅局执法科副科长", "作风扎实", "当事人本人")
            if word in told
        }

    def test_a_clerk_does_not_decide(self, staff, county):
        number = nominated(staff, county)
        go(staff.clerk, number, "submit")
        with pytest.raises(DeniedError):
            go(staff.clerk, number, "vote", meeting=meeting(county))

    def test_of_two_desks_the_first_counts(self, staff, county):
        number = nominated(staff, county)
        go(staff.clerk, number, "submit")
        seen = staff.clerk.ask(affairs.affair_rows, ids=[number])[number].version
        for desk in (staff.commander, staff.deputy):
            command = {
                "affair_id": number,
                "verb": "vote",
                "seen": seen,
                "said": said_of(meeting=meeting(county)),
            }
            if desk is staff.commander:
                desk.do(moves.decide_personnel, **command)
                continue
            with pytest.raises(Refusal, match="刚刚由周建国办理了") as refused:
                desk.do(moves.decide_personnel, **command)
            assert "李明" not in str(refused.value)
        assert len(staff.clerk.ask(collective.votes, affair_id=number)) == 3

    def test_a_withdrawn_one_voids_its_letter(self, staff, county):
        number = sent(staff, county, nominated(staff, county))
        go(staff.commander, number, "withdraw", reason="人选另有安排")
        row = staff.clerk.ask(affairs.affair_rows, ids=[number])[number]
        paper = staff.clerk.ask(register.paper_rows, ids=[row.paper_id])[row.paper_id]
        assert (row.state.label, paper.state.label) == ("已撤回", "已作废")

    def test_only_a_draft_is_changed(self, staff, county):
        number = nominated(staff, county)
        nominated(staff, county, affair_id=number, position="县级先进个人", honour=True)
        said = staff.clerk.ask(nominations.nomination_values, affair_id=number)
        assert said.honour
        go(staff.clerk, number, "submit")
        with pytest.raises(Refusal):
            nominated(staff, county, affair_id=number)


class TestVetoes:
    def test_an_objection_that_the_county_supports(self, staff, county):
        number = sent(staff, county, proposed(staff, county))
        row = staff.clerk.ask(affairs.affair_rows, ids=[number])[number]
        assert row.number.startswith("东综执")
        assert row.next is None
        go(staff.clerk, number, "insist", reply="工作需要。")
        go(staff.commander, number, "ask_county", reason="意见不一致")
        row = staff.clerk.ask(affairs.affair_rows, ids=[number])[number]
        assert row.next[0] is Clock.COUNTY
        go(staff.clerk, number, "uphold", reply="维持现状。", letter="县函2号")
        said = staff.clerk.ask(vetoes.veto_values, affair_id=number)
        assert (said.outcome, said.insisted) == ("县里支持否决", "工作需要。")
        go(staff.clerk, number, "archive")
        assert state(staff, number) == "已归档"

    def test_what_the_meeting_does_not_object_to_is_agreed_to(self, staff, county):
        number = voted(staff, county, proposed(staff, county), 刘洋=Vote.AGAINST)
        assert state(staff, number) == "待复函"
        go(staff.clerk, number, "reply", reply="同意你局安排。")
        said = staff.clerk.ask(vetoes.veto_values, affair_id=number)
        assert said.outcome == "同意"
        assert said.silence == ""

    def test_the_term_is_the_letters_else_the_tables(self, staff, county):
        number = proposed(staff, county)
        said = staff.clerk.ask(vetoes.veto_values, affair_id=number)
        assert said.answer_by == date(2026, 3, 9)  # five workdays after Monday
        proposed(staff, county, affair_id=number, answer_by=date(2026, 3, 20))
        row = staff.clerk.ask(affairs.affair_rows, ids=[number])[number]
        assert row.next == (Clock.ANSWER, end_of(date(2026, 3, 20)))

    def test_past_the_term_silence_is_consent_and_no_answer_counts(
        self, staff, county, clock
    ):
        number = voted(staff, county, proposed(staff, county))
        with pytest.raises(Refusal, match="还没有届满"):
            go(staff.clerk, number, "lapse", reason="没有办完")
        clock.now += timedelta(days=10)
        with pytest.raises(Refusal, match="视为同意，不能再答复") as refused:
            go(staff.county, number, "issue")
        assert refused.value.clause == "powers/veto-silence"
        assert refused.value.ways
        said = staff.clerk.ask(vetoes.veto_values, affair_id=number)
        assert "视为同意" in said.silence
        go(staff.clerk, number, "lapse", reason="没有按期研究")
        assert state(staff, number) == "视为同意"
        said = staff.clerk.ask(vetoes.veto_values, affair_id=number)
        assert said.outcome == "逾期视为同意"

    def test_where_silence_is_no_consent_a_late_answer_counts(
        self, staff, county, desk, clock
    ):
        desk.do(
            policy.change_value,
            policy=Policy.VETO_SILENCE,
            value="否",
            source="东政发〔2025〕20号",
            valid_from=date(2025, 1, 1),
        )
        number = voted(staff, county, proposed(staff, county))
        clock.now += timedelta(days=10)
        with pytest.raises(Refusal, match="不视为同意"):
            go(staff.clerk, number, "lapse", reason="没有办完")
        go(staff.county, number, "issue")
        assert state(staff, number) == "已发意见书"

    def test_an_objection_has_reasons_and_evidence(self, staff, county):
        number = proposed(staff, county, stance=Stance())
        go(staff.clerk, number, "submit")
        with pytest.raises(Refusal) as refused:
            go(staff.commander, number, "vote", meeting=meeting(county))
        assert refused.value.clause == "powers/veto-reasons"
        assert state(staff, number) == "待集体研究"

    def test_nothing_about_a_case_comes_in(self, staff, county):
        for changed in (
            {"plan": "撤案"},
            {"stance": replace(STANCE, reasons=(("甲。", "该案件处理不当。"),))},
        ):
            with pytest.raises(Refusal) as refused:
                proposed(staff, county, **changed)
            assert refused.value.clause == "powers/veto-case"

    def test_it_is_only_about_who_was_posted_there_that_day(self, staff, county):
        with pytest.raises(Refusal) as refused:
            proposed(staff, county, person_id=county.people["刘洋"])
        assert refused.value.clause == "powers/posted"
        with pytest.raises(Refusal):
            proposed(staff, county, received_on=date(2024, 12, 31))

    def test_a_letter_that_is_taken_back_voids_the_objection(self, staff, county):
        number = sent(staff, county, proposed(staff, county))
        go(staff.clerk, number, "withdraw", reason="部门另有考虑")
        row = staff.clerk.ask(affairs.affair_rows, ids=[number])[number]
        assert row.state.label == "来函撤回"
        assert row.next is None

    def test_the_years_figures_count_what_became_of_them(self, staff, county):
        first = sent(staff, county, nominated(staff, county))
        go(staff.clerk, first, "adopt", reply="采纳。", letter="函1号")
        number = sent(staff, county, proposed(staff, county))
        go(staff.clerk, number, "accept", reply="接受。")
        (year,) = staff.clerk.ask(personnel_figures.personnel_years)
        assert (year.year, year.nominated, year.adopted) == (2026, 1, 1)
        assert (year.proposed, year.objected, year.upheld) == (1, 1, 1)
        rows = staff.clerk.ask(personnel_figures.nomination_rows, ids=[first])
        assert (rows[first].person, rows[first].outcome) == ("李明", "采纳")
        rows = staff.clerk.ask(personnel_figures.veto_rows, ids=[number])
        assert rows[number].outcome == "否决被接受"

    def test_posted_people_may_be_chosen_with_their_unit(self, staff, county):
        labels = [name for _id, name in staff.clerk.ask(posted.posted_to_choose)]
        assert "李明（一队）" in labels
        assert not any(one.startswith("陈静") for one in labels)
        assert staff.clerk.actor.may(Permission.POWERS_PERSONNEL_READ)

    def test_votes_are_never_overwritten(self, staff, county):
        number = voted(staff, county, proposed(staff, county))
        with staff.clerk.parts.sessions() as session:
            kept = session.scalars(
                sa.select(AffairVote).where(AffairVote.affair_id == number)
            ).all()
        assert {one.meeting for one in kept} == {1}
        with pytest.raises(Refusal):
            go(staff.deputy, number, "vote", meeting=meeting(county))
