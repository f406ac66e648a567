"""The room of assessment, worked by those who assess, review and decide."""

from datetime import timedelta
from fractions import Fraction

import pytest

from tests import assessing
from tests.commanding import give_powers, seat
from tests.county import enter_county
from tests.on_screen import ON_SCREEN, bench_for, heard
from workbench.desk import Desk
from workbench.rules.powers.schemes import DEFAULT_PLANS
from workbench.rules.powers.subjects import SubjectKind
from workbench.services.documents import register
from workbench.services.powers import affairs, moves
from workbench.services.powers.assessment import appeals, record, scores
from workbench.views import rooms
from workbench.views.forms import FormPanel
from workbench.views.pages import SheetView
from workbench.views.powers.assessment import files

pytestmark = ON_SCREEN


@pytest.fixture
def county(lite, everybody):
    desk = Desk(lite, everybody)
    county = enter_county(desk)
    give_powers(desk, county)
    assessing.save(desk, county)
    assessing.save(desk, county, SubjectKind.PERSON)
    return county


@pytest.fixture
def staff(lite, county, clock):
    clock.now = assessing.AFTER
    return seat(lite, county)


@pytest.fixture
def visit(qtbot, show, lite, left, staff):
    """Visits a page as somebody of the staff."""

    def go(who, key, *, listed=True):
        bench = bench_for(lite, left, getattr(staff, who).actor)
        info = next(one for one in rooms.pages() if one.key == key)
        page = info.build(bench)
        if listed:
            with qtbot.waitSignal(page.listed):
                show(page, (1166, 700))
        else:
            show(page, (1166, 700))
        return page

    return go


def opened(qtbot, page, number):
    page.reveal(number)
    qtbot.waitUntil(
        lambda: (
            isinstance(page.panel.content, SheetView)
            and bool(page.panel.content.sheet.way)
        )
    )
    return page.panel.content.sheet


def deed(sheet, title):
    return next(one for one in sheet.actions if one.title == title)


def state(staff, number):
    return staff.assessor.ask(affairs.affair_rows, ids=[number])[number].state.key


def scoring(staff, county):
    number = assessing.begun(staff, county)
    assessing.handle(staff, number, "freeze", "compute", "begin_scoring")
    return number


class TestMonths:
    def test_a_month_is_begun_frozen_and_computed_with_progress(
        self, qtbot, visit, staff, county
    ):
        page = visit("assessor", "months")
        page.buttons["登记月度考核"].click()
        form = page.panel.content
        values = {"unit_id": county.units["一中心"], "month": assessing.MONTH}
        for name, value in values.items():
            form.boxes[name].editor.put(value)
        qtbot.waitUntil(lambda: form.boxes["unit_id"].editor.value() is not None)
        with qtbot.waitSignal(form.saved) as saved:
            form.save()
        number = saved.args[0]
        for title, after in (("冻结事实", "frozen"), ("计算", "computed")):
            page.panel.shut_now()
            sheet = opened(qtbot, page, number)
            working = heard(page.bench.working)
            deed(sheet, title).run(page, (sheet.row,))
            qtbot.waitUntil(lambda after=after: state(staff, number) == after)
            assert [one.doing for one in working] == [f"正在{title}"]

    def test_a_circular_is_drafted_and_files_are_written(
        self, qtbot, visit, staff, county, tmp_path
    ):
        number = assessing.opened(staff, county)
        page = visit("assessor", "months")
        sheet = opened(qtbot, page, number)
        deed(sheet, "起草通报").run(page, (sheet.row,))
        form = page.panel.content
        assert isinstance(form, FormPanel)
        with qtbot.waitSignal(form.saved) as saved:
            form.save()
        rows = staff.assessor.ask(register.paper_rows, ids=[saved.args[0]])
        assert rows[saved.args[0]].number_text == ""
        told = heard(page.bench.told)
        out = tmp_path / "月末"
        out.mkdir()
        files.write_into(page, number, out)
        qtbot.waitUntil(lambda: bool(told))
        assert "都是草稿" in told[0].text
        assert len(list(out.iterdir())) == 3

    def test_what_the_circular_says_is_written_on_a_form(
        self, qtbot, visit, staff, county
    ):
        number = scoring(staff, county)
        page = visit("assessor", "months")
        sheet = opened(qtbot, page, number)
        deed(sheet, "填写情况").run(page, (sheet.row,))
        qtbot.waitUntil(lambda: isinstance(page.panel.content, FormPanel))
        form = page.panel.content
        form.boxes["merits_0_heading"].editor.put("响应及时。")
        form.boxes["merits_0_text"].editor.put("全部指令按时签收。")
        with qtbot.waitSignal(form.saved):
            form.save()

        said = staff.assessor.ask(record.remarks_of, affair_id=number)
        assert said["merits"] == (("响应及时。", "全部指令按时签收。"),)


class TestBoard:
    def cell(self, page, text):
        """Return the first cell that reads so: its line and place."""
        matrix = page.matrix
        return next(
            (line, place)
            for line in range(matrix.rowCount())
            for place in range(matrix.columnCount())
            if matrix.item(line, place).text() == text
        )

    def test_a_hand_item_is_scored_in_the_panel(self, qtbot, visit, staff, county):
        number = scoring(staff, county)
        page = visit("assessor", "month_board")
        line, place = self.cell(page, "待评")
        page.matrix.cellClicked.emit(line, place)
        qtbot.waitUntil(lambda: isinstance(page.panel.content, SheetView))
        sheet = page.panel.content.sheet
        deed(sheet, "评分").run(page, ())
        form = page.panel.content
        form.boxes["points"].editor.put("8.5")
        form.boxes["evidence"].editor.put("短")
        form.save()
        qtbot.waitUntil(lambda: form.notice() is not None)
        assert form.notice().clause == "powers/points"
        form.boxes["evidence"].editor.put(assessing.EVIDENCE)
        with qtbot.waitSignal(form.saved):
            form.save()
        board = staff.assessor.ask(
            scores.month_board, affair_id=number, subject=SubjectKind.TEAM
        )
        given = [cell.given for row in board.rows for cell in row.cells if cell.given]
        assert given == [Fraction("8.5")]

    def test_a_cell_tells_its_formula_and_the_rows_behind_it(
        self, qtbot, visit, staff, county
    ):
        assessing.attend(staff.clerk, county)
        scoring(staff, county)
        page = visit("assessor", "month_board")
        board = page.board
        at = [one.key for one in board.items].index("present")
        page.matrix.cellClicked.emit(0, at + 4)
        qtbot.waitUntil(lambda: isinstance(page.panel.content, SheetView))
        sheet = page.panel.content.sheet
        titles = [title for title, _lines in sheet.groups]
        assert "应到人天：22" in titles
        text = sheet.text()
        assert "实到人天÷应到人天×满分" in text
        assert "20/22" in text

    def test_the_kinds_of_subject_are_switched(self, qtbot, visit, staff, county):
        scoring(staff, county)
        page = visit("assessor", "month_board")
        names = [page.kinds.tabText(at) for at in range(page.kinds.count())]
        assert names == ["片区队伍", "派驻人员"]
        with qtbot.waitSignal(page.listed):
            page.kinds.setCurrentIndex(1)
        assert page.board.subject is SubjectKind.PERSON

    def test_an_objection_is_taken_in_found_and_answered(
        self, qtbot, visit, staff, county, clock
    ):
        number = assessing.opened(staff, county)
        clock.now += timedelta(days=1)
        page = visit("assessor", "month_board")
        page.matrix.cellClicked.emit(0, 0)
        qtbot.waitUntil(lambda: isinstance(page.panel.content, SheetView))
        deed(page.panel.content.sheet, "登记申诉").run(page, ())
        form = page.panel.content
        at = next(
            place for place, cell in enumerate(page.board.rows[0].cells) if cell.applies
        )
        form.boxes["letter"].editor.put("口头")
        form.boxes["received_on"].editor.put(clock.now.date())
        form.boxes[f"claim_{at}"].editor.put("少计一次。")
        wanted = heard(page.bench.wanted)
        with qtbot.waitSignal(form.saved) as saved:
            form.save()
        appeal = saved.args[0]
        assert ("appeals", appeal) in [tuple(one) for one in wanted]
        staff.assessor.do(moves.handle_assessment, affair_id=appeal, verb="submit")
        page = visit("deputy", "appeals")
        sheet = opened(qtbot, page, appeal)
        deed(sheet, "登记复核意见").run(page, (sheet.row,))
        qtbot.waitUntil(lambda: isinstance(page.panel.content, FormPanel))
        form = page.panel.content
        form.boxes["text_0"].editor.put("原记录无误。")
        with qtbot.waitSignal(form.saved):
            form.save()
        row = staff.deputy.ask(appeals.appeal_row, affair_id=appeal)
        assert row.lines[0].finding == "原记录无误。"
        assert state(staff, number) == "window"


class TestStandings:
    def test_grades_are_suggested_with_the_cap_told_and_letters_drafted(
        self, qtbot, visit, staff, county, clock
    ):
        assessing.locked(staff, county, clock)
        page = visit("assessor", "standings")
        assert page.found is not None
        assert page.quarters.currentText() == "第一季度"
        assert "最多占同类人员的40%" in page.told.text()
        assert "2026年1月、2026年2月没有锁定" in page.told.text()
        page.buttons["起草等次建议函"].click()
        form = page.panel.content
        values = {
            "met_on": clock.now.date(),
            "due": 5,
            "present": 5,
            "agreed": 5,
        }
        for name, value in values.items():
            form.boxes[name].editor.put(value)
        with qtbot.waitSignal(form.saved) as saved:
            form.save()
        assert len(saved.args[0]) >= 1

    def test_a_period_without_a_locked_month_says_what_to_do(
        self, qtbot, visit, staff, county
    ):
        page = visit("assessor", "standings")
        assert page.found is None
        assert "先把其中的月份审定锁定" in page.told.text()
        assert not page.buttons["起草等次建议函"].isEnabled()


class TestSchemes:
    def test_the_list_shows_versions_and_copies_one(self, qtbot, visit, staff, county):
        page = visit("assessor", "schemes")
        wanted = heard(page.bench.wanted)
        page.buttons["新建办法"].click()
        assert len(wanted) == 1

    def editor(self, visit):
        return visit("assessor", "scheme_editor", listed=False)

    def test_the_running_sum_and_the_formula_are_told_while_one_writes(
        self, qtbot, visit, staff, county
    ):
        page = self.editor(visit)
        assert page.sum.text() == "合计100.00分"
        page.boxes["weight"].editor.put("5")
        assert page.sum.text() == "合计99.00分，还差1.00分"
        page.boxes["formula"].editor.put("按时签收件数÷")
        qtbot.waitUntil(lambda: "有误" in page.verdict.text(), timeout=3000)
        page.boxes["formula"].editor.put("罚款金额÷100×满分")
        qtbot.waitUntil(lambda: "不得用于考核" in page.verdict.text(), timeout=3000)
        page.boxes["formula"].editor.put("按时签收件数÷应签收件数×满分")
        qtbot.waitUntil(lambda: "读取：" in page.verdict.text(), timeout=3000)

    def test_facts_are_offered_for_the_kind_of_subject(
        self, qtbot, visit, staff, county
    ):
        page = self.editor(visit)
        assert page.facts.item(0).text() == "应签收件数"
        page.facts.setCurrentRow(0)
        assert page.explained.text().startswith("应签收件数：签收时限")
        page.heads["subject"].editor.put(SubjectKind.PERSON)
        assert "应到天数" in page.facts.item(0).text()
        assert tuple(page.items) == DEFAULT_PLANS[SubjectKind.PERSON].items
        page.boxes["formula"].editor.put("")
        page.facts.itemDoubleClicked.emit(page.facts.item(0))
        assert page.boxes["formula"].editor.value() == "应到天数"

    def test_a_scheme_is_refused_with_its_clause_and_saved_once_mended(
        self, qtbot, visit, staff, county
    ):
        page = self.editor(visit)
        values = {
            "unit_id": county.units["一中心"],
            "name": "片区队伍考核办法",
            "number": "东综执〔2026〕9号",
            "valid_from": assessing.MONTH.replace(month=5),
            "reason": "调整分值",
        }
        for name, value in values.items():
            page.heads[name].editor.put(value)
        qtbot.waitUntil(lambda: page.heads["unit_id"].editor.value() is not None)
        page.boxes["weight"].editor.put("5")
        page.save()
        qtbot.waitUntil(lambda: page.notice() is not None)
        assert page.notice().clause == "powers/scheme"
        page.boxes["weight"].editor.put("6")
        wanted = heard(page.bench.wanted)
        page.save()
        qtbot.waitUntil(lambda: bool(wanted))
