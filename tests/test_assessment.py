"""Assessment: a month from frozen facts to a locked digest, and who may do what."""

import shutil
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

import pytest
import sqlalchemy as sa

from tests.assessing import (
    AFTER,
    EVIDENCE,
    MONTH,
    attend,
    begun,
    board,
    give_all,
    handle,
    locked,
    opened,
    run_order,
    save,
    team_plan,
)
from tests.commanding import DOCUMENT, give_powers, seat, trail_of
from tests.conftest import NOON, Clock
from tests.county import SINCE, enter_county
from workbench import database, house
from workbench.access import Actor, Permission
from workbench.desk import CancelledError, DeniedError, Desk
from workbench.models.platform import Outcome
from workbench.models.powers.assessment import ItemScore
from workbench.rules import Refusal
from workbench.rules.powers.grants import Covered, Power
from workbench.rules.powers.scoring import GradeScale
from workbench.rules.powers.subjects import SubjectKind
from workbench.services.powers import affairs, grants, moves
from workbench.services.powers.assessment import (
    appeals,
    months,
    periods,
    record,
    schemes,
    scores,
)
from workbench.services.powers.assessment.appeals import Finding
from workbench.services.powers.assessment.scores import Given
from workbench.services.powers.said import said_of


@pytest.fixture
def county(desk):
    county = enter_county(desk)
    give_powers(desk, county)
    return county


@pytest.fixture
def staff(parts, county):
    return seat(parts, county)


def prepare(desk, staff, county, clock):
    """Enter what March is assessed by: two orders, attendance, two schemes."""
    save(staff.assessor, county)
    save(staff.assessor, county, SubjectKind.PERSON)
    run_order(staff, county, clock)
    run_order(staff, county, clock, late=True)
    attend(desk, county)
    attend(desk, county, "王芳", (22, 22))
    clock.now = AFTER


@pytest.fixture
def march(desk, staff, county, clock):
    prepare(desk, staff, county, clock)
    return county


@pytest.fixture
def window(staff, march):
    return opened(staff, march)


@pytest.fixture
def done(staff, march, clock):
    return locked(staff, march, clock)


def row_of(staff, number, name, kind=SubjectKind.TEAM):
    (row,) = [one for one in board(staff, number, kind).rows if one.name == name]
    return row


def appealed(staff, number, **changed):
    values = {
        "month_id": number,
        "subject_id": row_of(staff, number, "一队").id,
        "letter": "《关于3月考核的申诉》",
        "received_on": AFTER.date(),
        "claims": {"finished": "对方配合迟延，不应计为逾期"},
    }
    return staff.assessor.do(appeals.begin_appeal, **values | changed)


def found(staff, number, points=None):
    staff.deputy.do(
        appeals.note_findings,
        affair_id=number,
        findings=[Finding("finished", "有书面记录证明，属实", points)],
    )
    staff.deputy.do(moves.review_assessment, affair_id=number, verb="find")


class TestSchemes:
    def test_a_scheme_is_a_dated_version_and_the_one_before_ends(self, staff, county):
        first = save(staff.assessor, county)
        plan = replace(team_plan(), extra=Fraction(3))
        second = save(staff.assessor, county, plan=plan, valid_from=date(2026, 6, 1))
        ids = staff.assessor.ask(schemes.find_schemes, history=True)
        rows = staff.assessor.ask(schemes.scheme_rows, ids=ids)
        ends = {row.id: row.period.last for row in rows.values()}
        assert second in ends
        assert first not in ends  # superseded by the row that ends in May
        assert set(ends.values()) == {date(2026, 5, 31), None}
        read = staff.assessor.ask(schemes.plan_of, scheme_id=second)
        assert read == plan
        (row,) = [one for one in rows.values() if one.in_force]
        assert (row.items, row.by_hand, row.zone) == (5, 1, "示例第一片区")

    def test_items_without_a_key_get_one(self, staff, county):
        plan = team_plan()
        plan = replace(plan, items=tuple(replace(i, key="") for i in plan.items))
        number = save(staff.assessor, county, plan=plan)
        read = staff.assessor.ask(schemes.plan_of, scheme_id=number)
        assert len({one.key for one in read.items}) == 5

    @pytest.mark.parametrize(
        ("changed", "clause", "words"),
        [
            ({"weight": Fraction(31)}, "powers/scheme", "合计101分"),
            ({"name": "检查次数"}, "powers/assessed-inspections", "检查"),
            (
                {"formula": "检查次数÷10×满分"},
                "powers/assessed-inspections",
                "公式读取",
            ),
            ({"formula": "罚款金额÷10×满分"}, "powers/assessed-fines", "公式读取"),
            ({"formula": "办案数×2"}, "powers/assessed-cases", "公式读取"),
            ({"formula": "按时签收件数÷0"}, "powers/formula", "除数不能是零"),
            ({"formula": "应到天数÷实到天数"}, "powers/formula", "没有这个事实"),
            ({"formula": ""}, "powers/formula", "请写计分公式"),
        ],
    )
    def test_a_scheme_that_must_not_be_is_refused_with_its_clause(
        self, staff, county, changed, clause, words
    ):
        plan = team_plan()
        wrong = (replace(plan.items[0], **changed), *plan.items[1:])
        with pytest.raises(Refusal, match=words) as refused:
            save(staff.assessor, county, plan=replace(plan, items=wrong))
        assert refused.value.clause == clause
        assert staff.assessor.ask(schemes.find_schemes, history=True) == type(
            staff.assessor.ask(schemes.find_schemes)
        )("q")

    def test_a_scheme_begins_with_a_month(self, staff, county):
        with pytest.raises(Refusal, match="某月1日") as refused:
            save(staff.assessor, county, valid_from=date(2026, 3, 2))
        assert refused.value.clause == "powers/scheme"

    def test_towns_are_assessed_only_where_the_grant_names_them(self, desk, parts):
        county = enter_county(desk)
        desk.do(
            grants.add_grant,
            zone_id=county.zones["示例第一片区"],
            power=Power.ASSESS,
            document=DOCUMENT,
            number="东政发〔2025〕20号",
            document_on=SINCE,
            first=SINCE,
            covers=(Covered.TEAMS, Covered.POSTED),
        )
        staff = seat(parts, county)
        save(staff.assessor, county)
        with pytest.raises(Refusal, match="不及于镇街") as refused:
            save(staff.assessor, county, SubjectKind.TOWN)
        assert refused.value.clause == "powers/grant-scope"

    def test_without_a_grant_no_scheme_is_saved(self, staff, county, clock):
        clock.now = NOON.replace(year=2027)
        with pytest.raises(Refusal, match="管理考核权") as refused:
            save(staff.assessor, county, valid_from=date(2027, 3, 1))
        assert refused.value.clause == "powers/grant"

    def test_a_clerk_makes_no_scheme(self, staff, county):
        with pytest.raises(DeniedError):
            save(staff.clerk, county)
        assert trail_of(staff.clerk)[-1] == (
            "powers.assessment.schemes.save_scheme",
            Outcome.DENIED,
        )


class TestMonth:
    def test_scores_come_of_frozen_facts_and_name_their_figures(self, staff, march):
        number = begun(staff, march)
        frozen = handle(staff, number, "freeze")
        assert frozen.subjects == 3
        assert frozen.slowest
        reckoned = handle(staff, number, "compute")
        assert reckoned.parts == 8
        assert "（" in reckoned.slowest
        row = row_of(staff, number, "一队")
        cells = {cell.item: cell for cell in row.cells}
        assert (cells["signed"].points, cells["signed"].basis) == (
            Fraction("33.34"),
            "2/2",
        )
        assert (cells["finished"].points, cells["finished"].basis) == (
            Fraction("16.67"),
            "1/2",
        )
        assert cells["present"].basis == "20/22"
        assert cells["whistles"].points is None
        assert cells["whistles"].basis == "本月无此事项"
        assert cells["whistles"].weight == 0
        weights = [cell.weight for cell in row.cells]
        assert sum(weights) == 100
        assert row.total is None  # a hand item is still to be given
        assert cells["quality"].pending

    def test_points_by_hand_make_totals_and_places(self, staff, march):
        number = begun(staff, march)
        handle(staff, number, "freeze", "compute", "begin_scoring")
        give_all(staff, number)
        row = row_of(staff, number, "一队")
        points = [cell.points for cell in row.cells if cell.points is not None]
        assert row.total == sum(points)
        assert row.place == 1
        quality = row.cells[-1]
        assert (quality.given, quality.points) == (8, Fraction("8.89"))
        assert (quality.given_by, quality.evidence) == ("赵静", EVIDENCE)
        people = board(staff, number, SubjectKind.PERSON).rows
        assert [(one.name, one.place) for one in people] == [("王芳", 1), ("李明", 2)]

    def test_a_hand_item_may_not_apply_and_its_weight_is_shared(self, staff, march):
        number = begun(staff, march)
        handle(staff, number, "freeze", "compute", "begin_scoring")
        row = row_of(staff, number, "一队")
        staff.assessor.do(
            scores.give_points,
            affair_id=number,
            subject_id=row.id,
            item="quality",
            points=None,
            evidence="本月没有案卷可以评查",
        )
        row = row_of(staff, number, "一队")
        assert [cell.weight for cell in row.cells] == [
            Fraction("37.5"),
            Fraction("37.5"),
            25,
            0,
            0,
        ]
        assert row.total == sum(cell.points for cell in row.cells if cell.applies)

    def test_extra_points_count_within_their_bounds(self, staff, march):
        number = begun(staff, march)
        handle(staff, number, "freeze", "compute", "begin_scoring")
        give_all(staff, number)
        row = row_of(staff, number, "一队")
        given = {"affair_id": number, "subject_id": row.id, "basis": EVIDENCE}
        staff.assessor.do(scores.set_extra, points=Fraction("-0.5"), **given)
        after = row_of(staff, number, "一队")
        assert after.total == row.total - Fraction("0.5")
        for points in ("5.01", "-5.01", "1.005"):
            with pytest.raises(Refusal) as refused:
                staff.assessor.do(scores.set_extra, points=Fraction(points), **given)
            assert refused.value.clause == "powers/points"
        with pytest.raises(Refusal, match="依据"):
            staff.assessor.do(
                scores.set_extra, **given | {"points": Fraction(1), "basis": "好"}
            )

    @pytest.mark.parametrize(
        ("item_key", "points", "evidence"),
        [
            ("quality", "10.01", EVIDENCE),
            ("quality", "-1", EVIDENCE),
            ("quality", "1.234", EVIDENCE),
            ("quality", "5", "好"),
            ("signed", "5", EVIDENCE),
            ("nothing", "5", EVIDENCE),
        ],
    )
    def test_points_that_may_not_be_given_are_refused(
        self, staff, march, item_key, points, evidence
    ):
        number = begun(staff, march)
        handle(staff, number, "freeze", "compute", "begin_scoring")
        with pytest.raises(Refusal) as refused:
            staff.assessor.do(
                scores.give_points,
                affair_id=number,
                subject_id=row_of(staff, number, "一队").id,
                item=item_key,
                points=Fraction(points),
                evidence=evidence,
            )
        assert refused.value.clause == "powers/points"

    def test_several_are_scored_at_once_or_none_of_them(self, staff, march):
        number = begun(staff, march)
        handle(staff, number, "freeze", "compute", "begin_scoring")
        people = board(staff, number, SubjectKind.PERSON).rows
        given = [Given(one.id, "tasks", Fraction(18), EVIDENCE) for one in people]
        wrong = replace(given[-1], points=Fraction(21))
        with pytest.raises(Refusal, match="0与20"):
            staff.assessor.do(
                scores.give_many, affair_id=number, given=[*given[:-1], wrong]
            )
        assert board(staff, number, SubjectKind.PERSON).pending == 2
        staff.assessor.do(scores.give_many, affair_id=number, given=given)
        rows = board(staff, number, SubjectKind.PERSON).rows
        assert {one.cells[-1].given for one in rows} == {18}

    def test_nobody_scores_himself(self, desk, staff, march):
        number = begun(staff, march)
        handle(staff, number, "freeze", "compute", "begin_scoring")
        mine = row_of(staff, number, "李明", SubjectKind.PERSON)
        with pytest.raises(Refusal, match="关系到李明本人") as refused:
            desk.do(
                scores.give_points,
                affair_id=number,
                subject_id=mine.id,
                item="tasks",
                points=Fraction(20),
                evidence=EVIDENCE,
            )
        assert refused.value.clause == "powers/three-hands"

    def test_a_month_is_frozen_when_it_is_over(self, staff, county, clock):
        save(staff.assessor, county)
        number = begun(staff, county)
        with pytest.raises(Refusal, match="还没有过完") as refused:
            handle(staff, number, "freeze")
        assert refused.value.clause == "powers/month-facts"
        assert "2026年4月1日" in refused.value.ways[0]

    def test_a_month_without_a_scheme_cannot_be_frozen(self, staff, county, clock):
        clock.now = AFTER
        number = begun(staff, county)
        with pytest.raises(Refusal, match="考核办法") as refused:
            handle(staff, number, "freeze")
        assert refused.value.clause == "powers/scheme"

    def test_a_month_begins_once_and_not_before_its_time(self, staff, march):
        begun(staff, march)
        with pytest.raises(Refusal, match="已经登记过"):
            begun(staff, march)
        with pytest.raises(Refusal, match="还没有开始"):
            staff.assessor.do(
                months.begin_month,
                unit_id=march.units["一中心"],
                month=date(2026, 5, 1),
            )

    def test_without_a_grant_no_month_begins(self, staff, march, clock):
        clock.now = NOON.replace(year=2027)
        with pytest.raises(Refusal, match="管理考核权") as refused:
            begun(staff, march)
        assert refused.value.clause == "powers/grant"

    def test_what_is_not_scored_to_the_end_is_not_handed_in(self, staff, march):
        number = begun(staff, march)
        handle(staff, number, "freeze", "compute")
        with pytest.raises(Refusal, match="3个考核对象的3个手工评分") as refused:
            handle(staff, number, "submit")
        assert refused.value.clause == "powers/points"

    def test_facts_that_come_later_count_once_frozen_again(self, desk, staff, march):
        number = begun(staff, march)
        handle(staff, number, "freeze", "compute", "begin_scoring")
        give_all(staff, number)
        attend(desk, march, "李明", (22, 22), reason="补报考勤")
        assert row_of(staff, number, "一队").cells[2].basis == "20/22"
        handle(staff, number, "recompute")
        assert row_of(staff, number, "一队").cells[2].basis == "20/22"
        with pytest.raises(Refusal, match="须写明理由"):
            handle(staff, number, "freeze_again")
        handle(staff, number, "freeze_again", reason="考勤补报")
        assert row_of(staff, number, "一队").total is None
        handle(staff, number, "compute")
        row = row_of(staff, number, "一队")
        assert row.cells[2].basis == "22/22"
        assert row.cells[-1].given == 8  # what was given by hand stays
        assert row.total is not None

    def test_before_the_window_a_month_may_be_opened_again(self, staff, march):
        number = begun(staff, march)
        handle(staff, number, "freeze", "compute", "begin_scoring")
        give_all(staff, number)
        handle(staff, number, "submit")
        with pytest.raises(Refusal, match="须写明理由"):
            handle(staff, number, "reopen")
        handle(staff, number, "reopen", reason="得分有误")
        handle(staff, number, "recompute", "submit")
        row = staff.assessor.ask(months.month_row, affair_id=number)
        assert row.state.label == "待复核"

    def test_once_told_nothing_is_computed_or_scored_any_more(self, staff, window):
        for verb in ("recompute", "freeze_again", "reopen"):
            with pytest.raises(Refusal) as refused:
                handle(staff, window, verb, reason="再算一次")
            assert refused.value.clause == "powers/moves"
        with pytest.raises(Refusal) as refused:
            give_points(staff, window)
        assert refused.value.clause == "powers/moves"

    def test_the_window_runs_its_workdays_and_then_closes(self, staff, window, clock):
        row = staff.assessor.ask(months.month_row, affair_id=window)
        assert row.objections_to == date(2026, 4, 7)  # 清明 lies between
        with pytest.raises(Refusal, match="还没有届满") as refused:
            handle(staff, window, "close_window")
        assert refused.value.clause == "powers/objection"
        clock.now = AFTER + timedelta(days=7)
        handle(staff, window, "close_window")
        row = staff.assessor.ask(months.month_row, affair_id=window)
        assert row.state.label == "待审定"

    def test_a_locked_month_keeps_its_digest_and_refuses_changes(
        self, staff, done, parts
    ):
        row = staff.assessor.ask(months.month_row, affair_id=done)
        assert row.state.label == "已锁定"
        assert len(row.digest) == 64
        assert staff.assessor.ask(months.digest_holds, affair_id=done)
        with pytest.raises(Refusal, match="已经审定锁定") as refused:
            give_points(staff, done)
        assert refused.value.clause == "powers/month-locked"
        with pytest.raises(Refusal) as refused:
            staff.assessor.do(
                record.set_remarks, affair_id=done, merits=[("好。", "好")]
            )
        assert refused.value.clause == "powers/month-locked"
        for verb in ("recompute", "freeze_again", "reopen", "submit"):
            with pytest.raises(Refusal):
                handle(staff, done, verb, reason="再来")
        with parts.sessions.begin() as session:
            session.execute(sa.update(ItemScore).values(points=1))
        assert not staff.assessor.ask(months.digest_holds, affair_id=done)

    def test_a_month_that_was_stopped_leaves_nothing_behind(self, staff, march):
        number = begun(staff, march)
        heard = []

        def stop(done, total, words):
            heard.append((done, total, words))
            if done == 3:
                raise CancelledError

        desk = staff.assessor.watched(stop)
        with pytest.raises(CancelledError):
            desk.do(moves.handle_assessment, affair_id=number, verb="freeze")
        assert heard[0][2].startswith("冻结事实：")
        assert staff.assessor.ask(months.month_row, affair_id=number).counts == ()

    def test_two_desks_at_once_and_the_second_hears_of_the_first(self, staff, march):
        number = begun(staff, march)
        seen = staff.assessor.ask(months.month_row, affair_id=number).version
        handle(staff, number, "freeze")
        with pytest.raises(Refusal, match="刚刚由赵静办理了“冻结事实”") as refused:
            staff.assessor.do(
                moves.handle_assessment, affair_id=number, verb="freeze", seen=seen
            )
        assert refused.value.clause == "powers/rival"

    def test_two_desks_that_score_at_once_do_not_overwrite_each_other(
        self, staff, march
    ):
        number = begun(staff, march)
        handle(staff, number, "freeze", "compute", "begin_scoring")
        seen = board(staff, number).version
        give_points(staff, number, seen=seen)
        with pytest.raises(Refusal) as refused:
            give_points(staff, number, seen=seen)
        assert refused.value.clause == "powers/rival"

    def test_another_zone_s_centre_sees_nothing_of_it(self, parts, staff, march, done):
        outsider = Desk(
            parts,
            Actor(
                99,
                "别人",
                frozenset(Permission),
                march.units["桃林局"],
                county_wide=False,
            ),
        )
        subject = row_of(staff, done, "一队").id
        for query, values in (
            (months.month_row, {"affair_id": done}),
            (scores.cell_rows, {"subject_id": subject, "item": "signed"}),
            (record.circular_record, {"affair_id": done}),
            (
                periods.standings,
                {
                    "unit_id": march.units["一中心"],
                    "subject": SubjectKind.TEAM,
                    "year": 2026,
                },
            ),
        ):
            with pytest.raises(Refusal) as refused:
                outsider.ask(query, **values)
            assert refused.value.clause == "platform/row-scope"
        assert outsider.ask(months.month_rows, unit_id=march.units["一中心"]) == ()

    def test_behind_a_cell_lie_the_rows_it_was_counted_from(self, staff, done):
        row = row_of(staff, done, "一队")
        file = staff.assessor.ask(scores.cell_rows, subject_id=row.id, item="finished")
        assert [(one.fact, one.value) for one in file.facts] == [
            ("应办结件数", 2),
            ("按期办结件数", 1),
        ]
        (in_time,) = file.facts[1].rows
        assert in_time.table == "affair_clock"
        assert "农贸市场周边占道经营整治" in in_time.words
        assert all(
            one.value == sum(counted.count for counted in one.rows)
            for one in file.facts
        )
        by_hand = staff.assessor.ask(
            scores.cell_rows, subject_id=row.id, item="quality"
        )
        assert by_hand.facts == ()
        assert by_hand.cell.evidence == EVIDENCE


def give_points(staff, number, seen=None):
    staff.assessor.do(
        scores.give_points,
        affair_id=number,
        subject_id=row_of(staff, number, "一队").id,
        item="quality",
        points=Fraction(9),
        evidence=EVIDENCE,
        seen=seen,
    )


class TestHands:
    def test_who_made_the_assessment_does_not_review_it(self, desk, staff, march):
        number = begun(staff, march)
        handle(staff, number, "freeze", "compute", "begin_scoring")
        give_all(staff, number)
        handle(staff, number, "submit")
        alone = Desk(desk.parts, replace(desk.actor, name="某人"))
        both = replace(staff.assessor.actor, permissions=frozenset(Permission))
        with pytest.raises(Refusal, match="不能由本人复核") as refused:
            Desk(desk.parts, replace(both, account_id=990)).do(
                moves.review_assessment, affair_id=number, verb="open_window"
            )
        assert refused.value.clause == "powers/three-hands"
        alone.do(moves.review_assessment, affair_id=number, verb="open_window")

    def test_who_is_assessed_neither_reviews_nor_decides(self, desk, staff, march):
        number = begun(staff, march)
        handle(staff, number, "freeze", "compute", "begin_scoring")
        give_all(staff, number)
        handle(staff, number, "submit")
        with pytest.raises(Refusal, match="关系到李明本人") as refused:
            desk.do(moves.review_assessment, affair_id=number, verb="open_window")
        assert refused.value.clause == "powers/three-hands"

    def test_who_reviewed_it_does_not_settle_it(self, staff, window, clock):
        clock.now += timedelta(days=8)
        handle(staff, window, "close_window")
        with pytest.raises(Refusal, match="由陈明复核，不能由本人审定") as refused:
            staff.deputy.do(moves.decide_assessment, affair_id=window, verb="lock")
        assert refused.value.clause == "powers/three-hands"

    def test_an_assessor_can_neither_review_nor_settle(self, staff, window):
        for command, verb in (
            (moves.review_assessment, "open_window"),
            (moves.decide_assessment, "lock"),
        ):
            with pytest.raises(DeniedError):
                staff.assessor.do(command, affair_id=window, verb=verb)

    def test_a_reviewer_may_send_it_back_with_a_reason(self, staff, march):
        number = begun(staff, march)
        handle(staff, number, "freeze", "compute", "begin_scoring")
        give_all(staff, number)
        handle(staff, number, "submit")
        staff.deputy.do(
            moves.review_assessment,
            affair_id=number,
            verb="send_back",
            said=said_of(reason="依据不足"),
        )
        row = staff.assessor.ask(months.month_row, affair_id=number)
        assert row.state.label == "评分"


class TestAppeals:
    def test_what_an_appeal_finds_changes_the_points_before_the_lock(
        self, staff, window, clock
    ):
        before = row_of(staff, window, "一队")
        number = appealed(staff, window)
        handle(staff, number, "submit")
        found(staff, number, Fraction(30))
        staff.commander.do(moves.decide_assessment, affair_id=number, verb="answer")
        after = row_of(staff, window, "一队")
        cell = after.cells[1]
        assert (cell.points, cell.adjusted) == (30, True)
        assert cell.basis.endswith("（申诉更正）")
        assert after.total == before.total - before.cells[1].points + 30
        row = staff.assessor.ask(appeals.appeal_row, affair_id=number)
        (line,) = row.lines
        assert (line.before, line.after) == (before.cells[1].points, 30)
        assert row.state.label == "已答复"
        clock.now += timedelta(days=8)
        handle(staff, window, "close_window")
        staff.commander.do(moves.decide_assessment, affair_id=window, verb="lock")
        assert row_of(staff, window, "一队").cells[1].points == 30
        words = staff.assessor.ask(appeals.objection_words, month_id=window)
        assert "收到异议1件，经复核更正1件" in words

    def test_an_open_appeal_blocks_the_lock(self, staff, window, clock):
        number = appealed(staff, window)
        clock.now += timedelta(days=8)
        handle(staff, window, "close_window")
        with pytest.raises(Refusal, match="还有1件申诉没有答复") as refused:
            staff.commander.do(moves.decide_assessment, affair_id=window, verb="lock")
        assert refused.value.clause == "powers/month-locked"
        handle(staff, number, "withdraw", reason="经说明自愿撤回")
        staff.commander.do(moves.decide_assessment, affair_id=window, verb="lock")
        words = staff.assessor.ask(appeals.objection_words, month_id=window)
        assert words.endswith("没有收到异议。")

    def test_after_the_window_no_objection_is_taken_in(self, staff, window, clock):
        clock.now += timedelta(days=7)
        with pytest.raises(Refusal, match="不再受理") as refused:
            appealed(staff, window, received_on=clock.now.date())
        assert refused.value.clause == "powers/objection"
        assert "县区主管" in refused.value.ways[0]

    def test_what_came_in_time_may_be_entered_after_the_window(
        self, staff, window, clock
    ):
        clock.now += timedelta(days=8)
        handle(staff, window, "close_window")
        number = appealed(staff, window, late="收到后未及时登记")
        row = staff.assessor.ask(appeals.appeal_row, affair_id=number)
        assert row.received_on == AFTER.date()

    def test_before_it_is_told_and_after_it_is_locked_there_is_no_objecting(
        self, staff, march, clock
    ):
        number = begun(staff, march)
        handle(staff, number, "freeze", "compute", "begin_scoring")
        with pytest.raises(Refusal, match="还没有告知"):
            appealed(staff, number)
        give_all(staff, number)
        handle(staff, number, "submit")
        staff.deputy.do(moves.review_assessment, affair_id=number, verb="open_window")
        with pytest.raises(Refusal, match="不能更早"):
            appealed(staff, number, received_on=date(2026, 3, 31), late="漏登")
        with pytest.raises(Refusal, match="不能晚于今天"):
            appealed(staff, number, received_on=date(2026, 4, 2))
        clock.now += timedelta(days=8)
        handle(staff, number, "close_window")
        staff.commander.do(moves.decide_assessment, affair_id=number, verb="lock")
        with pytest.raises(Refusal, match="已经审定锁定") as refused:
            appealed(staff, number)
        assert refused.value.clause == "powers/month-locked"

    def test_one_objects_once_at_a_time_and_to_something(self, staff, window):
        for wrong in (
            {"claims": {}},
            {"claims": {"nothing": "没有这一项"}},
            {"letter": " "},
        ):
            with pytest.raises(Refusal) as refused:
                appealed(staff, window, **wrong)
            assert refused.value.clause == "powers/needs"
        appealed(staff, window)
        with pytest.raises(Refusal, match="已有申诉在办"):
            appealed(staff, window)

    def test_who_gave_the_points_does_not_review_the_objection(
        self, desk, staff, window
    ):
        number = appealed(staff, window)
        handle(staff, number, "submit")
        both = replace(
            staff.assessor.actor, permissions=frozenset(Permission), account_id=990
        )
        with pytest.raises(Refusal, match="不能由本人复核") as refused:
            Desk(desk.parts, both).do(
                appeals.note_findings,
                affair_id=number,
                findings=[Finding("finished", "属实")],
            )
        assert refused.value.clause == "powers/three-hands"

    def test_who_reviewed_the_objection_does_not_answer_it(self, staff, window):
        number = appealed(staff, window)
        handle(staff, number, "submit")
        with pytest.raises(Refusal, match="还没有登记复核意见"):
            staff.deputy.do(moves.review_assessment, affair_id=number, verb="find")
        found(staff, number)
        with pytest.raises(Refusal, match="由陈明复核") as refused:
            staff.deputy.do(moves.decide_assessment, affair_id=number, verb="answer")
        assert refused.value.clause == "powers/three-hands"

    def test_a_finding_keeps_within_the_item(self, staff, window):
        number = appealed(staff, window)
        handle(staff, number, "submit")
        for findings, clause in (
            ([Finding("finished", "属实", Fraction(34))], "powers/points"),
            ([Finding("finished", "属实", Fraction("1.234"))], "powers/points"),
            ([Finding("signed", "属实")], "powers/objection"),
            ([Finding("finished", " ")], "powers/objection"),
            ([], "powers/objection"),
        ):
            with pytest.raises(Refusal) as refused:
                staff.deputy.do(
                    appeals.note_findings, affair_id=number, findings=findings
                )
            assert refused.value.clause == clause

    def test_a_person_s_objection_is_not_decided_by_himself(self, desk, staff, window):
        mine = row_of(staff, window, "李明", SubjectKind.PERSON)
        number = appealed(
            staff, window, subject_id=mine.id, claims={"tasks": "还有两件没有计入"}
        )
        handle(staff, number, "submit")
        with pytest.raises(Refusal, match="关系到李明本人"):
            desk.do(
                appeals.note_findings,
                affair_id=number,
                findings=[Finding("tasks", "属实")],
            )

    def test_its_answer_has_a_term(self, staff, window):
        number = appealed(staff, window)
        row = staff.assessor.ask(affairs.affair_rows, ids=[number])[number]
        assert row.countdown.startswith("答复 剩余")
        file = staff.assessor.ask(affairs.affair_file, affair_id=window)
        assert [one.id for one in file.children] == [number]


class TestPeriods:
    def test_a_quarter_is_the_mean_of_its_locked_months(self, staff, march, done):
        found = staff.assessor.ask(
            periods.standings,
            unit_id=march.units["一中心"],
            subject=SubjectKind.PERSON,
            year=2026,
            quarter=1,
        )
        assert found.months == (MONTH,)
        assert found.missing == (date(2026, 1, 1), date(2026, 2, 1))
        assert found.share == Fraction(2, 5)
        rows = {one.name: one for one in found.rows}
        march_board = board(staff, done, SubjectKind.PERSON)
        assert {one.name: one.total for one in march_board.rows} == {
            name: one.score for name, one in rows.items()
        }
        assert rows["李明"].days_present == 20
        assert {one.scale for one in found.rows} == {GradeScale.CIVIL}
        # two fifths of two people is nobody
        assert {one.suggestion.grade for one in found.rows} <= {"较好", "一般", "较差"}

    def test_without_a_locked_month_there_is_no_standing(self, staff, march, window):
        with pytest.raises(Refusal, match="还没有锁定") as refused:
            staff.assessor.ask(
                periods.standings,
                unit_id=march.units["一中心"],
                subject=SubjectKind.TEAM,
                year=2026,
            )
        assert refused.value.clause == "powers/month-locked"

    def test_the_month_after_tells_how_totals_moved(
        self, desk, staff, march, clock, done
    ):
        earlier = row_of(staff, done, "一队")
        clock.now = AFTER.replace(month=5, day=6)
        number = staff.assessor.do(
            months.begin_month,
            unit_id=march.units["一中心"],
            month=date(2026, 4, 1),
        )
        handle(staff, number, "freeze", "compute", "begin_scoring")
        give_all(staff, number)
        row = row_of(staff, number, "一队")
        assert row.earlier == earlier.total
        assert row.change == row.total - earlier.total


class TestCircular:
    def test_it_is_complete_from_what_the_month_holds(self, staff, march, done):
        paper = staff.assessor.ask(record.circular_record, affair_id=done)
        (unit,) = paper.units
        row = row_of(staff, done, "一队")
        assert unit.unit == "一队"
        assert unit.total == row.total
        assert paper.scheme == "《示例片区队伍考核办法》（东综执〔2026〕1号）"
        assert "东政发〔2025〕20号" in paper.grant
        assert paper.issuing.organ == "东海县县局"
        digest = staff.assessor.ask(months.month_row, affair_id=done).digest
        assert digest in paper.trail.replace(" ", "")
        assert paper.objection.endswith("没有收到异议。")

    def test_what_it_says_beside_the_scores_is_locked_with_them(
        self, staff, march, window, clock
    ):
        staff.assessor.do(
            record.set_remarks,
            affair_id=window,
            merits=[("响应及时。", "指令全部按时签收。")],
            demands=[("严格时限管理。", "到期前提醒。")],
        )
        clock.now += timedelta(days=8)
        handle(staff, window, "close_window")
        staff.commander.do(moves.decide_assessment, affair_id=window, verb="lock")
        paper = staff.assessor.ask(record.circular_record, affair_id=window)
        assert paper.merits[0].heading == "响应及时。"
        assert paper.faults == ()

    def test_it_composes(self, staff, done):
        from tests.papers import DRAFT

        paper = staff.assessor.ask(record.circular_record, affair_id=done)
        document = paper.compose(DRAFT)
        assert len(document.attachments) == 2

    def test_it_waits_for_the_points(self, staff, march):
        number = begun(staff, march)
        handle(staff, number, "freeze", "compute")
        with pytest.raises(Refusal, match="还没有评完分"):
            staff.assessor.ask(record.circular_record, affair_id=number)


class TestDeterminism:
    def test_a_month_comes_out_the_same_on_both_databases_and_twice(
        self, shared_home, founded_folder, tmp_path, monkeypatch, everybody
    ):
        monkeypatch.delenv("WORKBENCH_DATABASE_URL")
        shutil.copytree(founded_folder, tmp_path / "lite")
        lite_home = database.open_home(tmp_path / "lite")
        kinds = (SubjectKind.TEAM, SubjectKind.PERSON)
        told = []
        for home in (lite_home, shared_home):
            clock = Clock()
            parts = house.parts_of(home, clock)
            desk = Desk(parts, everybody)
            county = enter_county(desk)
            give_powers(desk, county)
            staff = seat(parts, county)
            prepare(desk, staff, county, clock)
            number = begun(staff, county)
            handle(staff, number, "freeze", "compute", "begin_scoring")
            give_all(staff, number)
            first = [board(staff, number, kind) for kind in kinds]
            handle(staff, number, "freeze_again", reason="再算一次")
            handle(staff, number, "compute", "recompute")
            second = [board(staff, number, kind) for kind in kinds]
            assert [one.rows for one in first] == [one.rows for one in second]
            handle(staff, number, "submit")
            staff.deputy.do(
                moves.review_assessment, affair_id=number, verb="open_window"
            )
            clock.now += timedelta(days=8)
            handle(staff, number, "close_window")
            staff.commander.do(moves.decide_assessment, affair_id=number, verb="lock")
            row = staff.assessor.ask(months.month_row, affair_id=number)
            told.append((row.digest, [one.rows for one in second]))
        lite_home.close()
        assert told[0] == told[1]
