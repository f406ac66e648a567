"""Papers of assessment from what a month holds: circular, files, answers, letters."""

import contextlib
import io
from datetime import date, timedelta
from fractions import Fraction

import docx
import openpyxl
import pytest

from tests import assessing
from tests.commanding import give_powers, seat
from tests.county import enter_county
from workbench import cli
from workbench.desk import DeniedError
from workbench.reports.powers.collective import Ballot
from workbench.rules import Refusal
from workbench.rules.powers.months import month_words
from workbench.rules.powers.scoring import shown
from workbench.rules.powers.subjects import SubjectKind
from workbench.services.documents import register, series
from workbench.services.powers import moves
from workbench.services.powers.assessment import (
    appeals,
    papers,
    record,
)
from workbench.services.powers.assessment.appeals import Finding

BALLOT = Ballot(date(2026, 4, 8), 5, 5, 5, 0)


@pytest.fixture
def county(desk):
    county = enter_county(desk)
    give_powers(desk, county)
    desk.do(series.add_series, issuer_id=county.units["县局"], word="东综执")
    assessing.save(desk, county)
    assessing.save(desk, county, SubjectKind.PERSON)
    return county


@pytest.fixture
def staff(parts, county):
    return seat(parts, county)


@pytest.fixture
def late(clock):
    """A day after March."""
    clock.now = assessing.AFTER
    return clock


@pytest.fixture
def told(staff, county, late):
    """March, told to those assessed."""
    return assessing.opened(staff, county)


@pytest.fixture
def locked(staff, told, late):
    """March, locked."""
    return finish(staff, told, late)


def finish(staff, number, clock):
    clock.now += timedelta(days=8)
    assessing.handle(staff, number, "close_window")
    staff.commander.do(moves.decide_assessment, affair_id=number, verb="lock")
    return number


def words(content):
    """Return every text of a Word file."""
    paper = docx.Document(io.BytesIO(content))
    cells = [
        cell.text for table in paper.tables for row in table.rows for cell in row.cells
    ]
    headers = [
        one.text for section in paper.sections for one in section.header.paragraphs
    ]
    return "\n".join([*(one.text for one in paper.paragraphs), *cells, *headers])


def row_of(desk, paper_id):
    return desk.ask(register.paper_rows, ids=[paper_id])[paper_id]


class TestServices:
    def test_before_the_lock_every_file_is_a_draft_without_number(self, staff, told):
        files = staff.assessor.ask(papers.month_files, affair_id=told)
        assert len(files) == 3
        assert all(one.draft and "（草稿）" in one.name for one in files)
        sheet, tables, circular = files
        assert sheet.name.endswith(".xlsx")
        assert "草稿" in words(tables.content) + words(circular.content)
        assert "〔草稿，未编号〕" in words(circular.content)

    def test_the_same_month_gives_the_same_files(self, staff, locked, late):
        first = staff.assessor.ask(papers.month_files, affair_id=locked)
        late.now += timedelta(days=3)
        assert staff.county.ask(papers.month_files, affair_id=locked) == first
        assert [one.draft for one in first] == [False, False]

    def test_the_workbook_holds_the_months_own_figures(self, staff, locked):
        (sheet, _tables) = staff.assessor.ask(papers.month_files, affair_id=locked)
        book = openpyxl.load_workbook(io.BytesIO(sheet.content), data_only=True)
        board = assessing.board(staff, locked)
        rows = book["汇总（片区队伍）"].iter_rows(min_row=4, values_only=True)
        for (place, name, *cells), row in zip(rows, board.rows, strict=False):
            assert (place, name) == (row.place, row.name)
            assert row.total in {
                Fraction(str(one))
                for one in cells
                if one is not None and not isinstance(one, str)
            }
        assert "汇总（派驻人员）" in book.sheetnames
        assert book.properties.created.date() == date(2026, 4, 9)

    def test_the_circular_is_drafted_at_the_centre_and_issued_by_the_county(
        self, staff, county, locked
    ):
        drafted = staff.assessor.do(papers.draft_circular, affair_id=locked)
        assert row_of(staff.assessor, drafted).number_text == ""
        again = staff.assessor.do(papers.draft_circular, affair_id=locked)
        assert again == drafted
        issued = staff.county.do(papers.issue_circular, affair_id=locked)
        assert issued == drafted
        row = row_of(staff.county, issued)
        assert row.number_text.startswith("东综执〔2026〕")
        content = staff.county.ask(register.paper_content, paper_id=issued).content
        said = words(content)
        assert "派驻人员" in said
        assert "片区队伍" in said
        assert staff.county.do(papers.issue_circular, affair_id=locked) == issued

    def test_a_circular_is_numbered_only_after_the_lock(self, staff, told):
        with pytest.raises(Refusal, match="还没有锁定") as refused:
            staff.county.do(papers.issue_circular, affair_id=told)
        assert refused.value.clause == "powers/month-locked"

    def test_a_draft_from_before_the_lock_is_not_what_is_issued(
        self, staff, told, late
    ):
        early = staff.assessor.do(papers.draft_circular, affair_id=told)
        finish(staff, told, late)
        issued = staff.county.do(papers.issue_circular, affair_id=told)
        assert issued != early
        content = staff.county.ask(register.paper_content, paper_id=issued).content
        assert "校验码（SM3）" in words(content)

    def test_who_assesses_may_not_issue(self, staff, locked):
        with pytest.raises(DeniedError):
            staff.assessor.do(papers.issue_circular, affair_id=locked)

    def test_nothing_is_printed_of_a_month_that_is_not_scored(
        self, staff, county, late
    ):
        number = assessing.begun(staff, county)
        with pytest.raises(Refusal) as refused:
            staff.assessor.ask(papers.month_files, affair_id=number)
        assert refused.value.clause == "powers/points"

    def test_months_to_print_are_those_told_or_those_of_the_month(
        self, staff, told, late
    ):
        (one,) = staff.county.ask(papers.months_to_print)
        assert (one.id, one.locked, one.told) == (told, False, True)
        assert month_words(assessing.MONTH) in one.words
        finish(staff, told, late)
        assert staff.county.ask(papers.months_to_print) == ()
        (one,) = staff.county.ask(papers.months_to_print, month=assessing.MONTH)
        assert one.locked

    def test_an_answer_tells_what_was_found_and_what_it_changes(
        self, staff, told, late
    ):
        board = assessing.board(staff, told)
        subject = board.rows[0]
        cell = next(one for one in subject.cells if one.applies)
        late.now += timedelta(days=1)
        number = staff.assessor.do(
            appeals.begin_appeal,
            month_id=told,
            subject_id=subject.id,
            letter="《关于三月考核的申诉》",
            received_on=late.now.date(),
            claims={cell.item: "记录有误。"},
        )
        with pytest.raises(Refusal, match="还没有登记复核意见"):
            staff.assessor.do(papers.draft_appeal_reply, affair_id=number)
        staff.assessor.do(moves.handle_assessment, affair_id=number, verb="submit")
        after = cell.points - Fraction(1)
        staff.deputy.do(
            appeals.note_findings,
            affair_id=number,
            findings=(Finding(cell.item, "经核对，原记录多计一次。", after),),
        )
        staff.deputy.do(moves.review_assessment, affair_id=number, verb="find")
        before = staff.assessor.do(papers.draft_appeal_reply, affair_id=number)
        said = [
            words(staff.assessor.ask(register.paper_content, paper_id=before).content)
        ]
        staff.commander.do(moves.decide_assessment, affair_id=number, verb="answer")
        again = staff.assessor.do(papers.draft_appeal_reply, affair_id=number)
        assert again == before
        said.append(
            words(staff.assessor.ask(register.paper_content, paper_id=again).content)
        )
        total = subject.total
        for text in said:
            assert f"总分由{shown(total)}分更正为{shown(total - 1)}分" in text
            assert "陈明" in text

    def test_each_home_unit_gets_a_letter_of_its_own_people(
        self, staff, county, locked
    ):
        numbers = staff.assessor.do(
            papers.draft_grade_letters,
            unit_id=county.units["一中心"],
            year=2026,
            quarter=1,
            ballot=BALLOT,
            reply_by=date(2026, 4, 30),
        )
        assert numbers
        people = assessing.board(staff, locked, SubjectKind.PERSON)
        found = ""
        for one in numbers:
            row = row_of(staff.assessor, one)
            assert (row.number_text, row.kind) == ("", "等次建议函")
            found += words(
                staff.assessor.ask(register.paper_content, paper_id=one).content
            )
        assert any(row.name in found for row in people.rows)
        assert "以上仅为建议" in found

    def test_the_command_writes_drafts_before_the_lock_and_the_numbered_after(  # noqa: PLR0917 - fixtures
        self, staff, told, late, tmp_path, monkeypatch, capsys
    ):
        monkeypatch.setattr(
            cli, "_seated", lambda _asked: contextlib.nullcontext(staff.county)
        )

        def run(out, *more):
            code = cli.main(["month-end", *more, "--out", str(tmp_path / out)])
            said = capsys.readouterr()
            files = sorted((tmp_path / out).iterdir()) if code == 0 else []
            return (
                code,
                said.out,
                said.err,
                {one.name: one.read_bytes() for one in files},
            )

        code, said, _err, drafts = run("a")
        assert (code, len(drafts)) == (0, 3)
        assert "在异议期，以下都是草稿，没有编号" in said
        assert all("（草稿）" in name for name in drafts)
        assert run("b")[3] == drafts
        code, _said, err, _files = run("c", "--month", "2026-03")
        assert (code, err.count("\n")) == (1, 2)
        assert "尚未锁定" in err
        finish(staff, told, late)
        code, said, _err, issued = run("d", "--month", "2026-03")
        assert code == 0
        assert "下沉比例还没有锁定" in said
        kinds = sorted(name[:5] if "通报" in name else name[-8:] for name in issued)
        assert kinds == ["东综执〔2", "考核表.docx", "考核表.xlsx"]
        late.now += timedelta(days=2)
        assert run("e", "--month", "2026-03")[3] == issued

    def test_remarks_stand_in_the_circular(self, staff, told):
        staff.assessor.do(
            record.set_remarks,
            affair_id=told,
            merits=(("响应及时。", "全部指令按时签收。"),),
        )
        number = staff.assessor.do(papers.draft_circular, affair_id=told)
        content = staff.assessor.ask(register.paper_content, paper_id=number).content
        assert "全部指令按时签收" in words(content)
