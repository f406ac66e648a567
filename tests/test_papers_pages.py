"""The papers' pages: drafting, issuing, voiding, taking out; the number series."""

import shutil
from dataclasses import replace
from datetime import date

import pytest

from tests.conftest import Clock
from tests.county import enter_county
from tests.on_screen import ON_SCREEN, bench_for, heard
from tests.test_register import changed
from workbench import database, house
from workbench.access import GRANTS, Actor, Permission, Role
from workbench.desk import CancelledError, Desk
from workbench.listing import Tone
from workbench.reports.measures import Suite
from workbench.reports.roster.zones import EVERYBODY
from workbench.rules import Refusal, UnavailableError
from workbench.rules.documents import FileSource, PaperState
from workbench.services.documents import register, series, steps, versions
from workbench.services.platform import audit
from workbench.services.roster import papers
from workbench.views import actions, rooms, suites
from workbench.views.documents import files, outside, preview_work
from workbench.views.documents.paper_steps import (
    NEXT,
    REDRAFT,
    RETURN,
    VOID,
    WITHDRAW,
)
from workbench.views.forms import FormPanel
from workbench.views.pages import SheetView

TODAY = date(2026, 3, 2)
OFFERED = (REDRAFT, RETURN, VOID, WITHDRAW)
FILLED = (1, 2)  # an issued paper and a draft


@pytest.fixture
def county(desk):
    return enter_county(desk)


@pytest.fixture
def run(desk, county):
    """The county bureau's series, used up to 23 on paper."""
    number = desk.do(series.add_series, issuer_id=county.units["县局"], word="东综执")
    desk.do(series.set_last_number, series_id=number, year=2026, last=23)
    return number


def row_of(desk, number):
    return desk.ask(register.paper_rows, ids=[number])[number]


def kept_pdf(desk, number):
    """Return with what each PDF of a paper was made that the register keeps."""
    versions = row_of(desk, number).versions
    return [one.made_with for one in versions if one.source is FileSource.PDF]


class TestRegister:
    def test_a_paper_remembers_who_drafted_issued_and_voided_it(self, desk, run):
        number = desk.do(papers.draft_zone_plan, on=TODAY)
        desk.do(
            register.issue_paper,
            paper_id=number,
            series_id=run,
            issued_on=TODAY,
            signer="张局长",
        )
        desk.do(register.void_paper, paper_id=number, reason="附件有误")
        row = row_of(desk, number)
        assert [(one.state.label, one.by, one.remark) for one in row.steps] == [
            ("草稿", "李明", ""),
            ("待签发", "李明", "签发时一并核稿"),
            ("已签发", "李明", "张局长"),
            ("已编号", "李明", "东综执〔2026〕24号"),
            ("已作废", "李明", "附件有误"),
        ]
        assert row.number_text == "东综执〔2026〕24号"
        assert row.signer == "张局长"
        assert len(row.digest) == 64

    def test_a_number_is_never_given_to_another_organs_paper(self, desk, county, run):
        other = desk.do(
            series.add_series, issuer_id=county.units["文旅局"], word="东文旅"
        )
        number = desk.do(papers.draft_zone_plan, on=TODAY)
        with pytest.raises(Refusal, match="不能给其他机关的公文编号"):
            desk.do(
                register.issue_paper, paper_id=number, series_id=other, issued_on=TODAY
            )
        assert row_of(desk, number).state is PaperState.DRAFT
        (line,) = desk.ask(series.series_of, issuer_id=county.units["县局"])
        assert line.coming(2026) == "东综执〔2026〕24号"

    def test_a_paper_is_found_in_its_year(self, desk, run):
        number = desk.do(papers.draft_zone_plan, on=date(2025, 12, 1))
        assert list(desk.ask(register.find_papers, year=2025)) == [number]
        desk.do(register.issue_paper, paper_id=number, series_id=run, issued_on=TODAY)
        assert list(desk.ask(register.find_papers, year=2025)) == []
        assert desk.ask(register.years_to_choose) == ((2026, "2026年"),)

    def test_a_start_number_is_open_until_a_number_is_given_out(self, desk, run):
        desk.do(series.set_last_number, series_id=run, year=2026, last=21)
        number = desk.do(papers.draft_zone_plan, on=TODAY)
        desk.do(register.issue_paper, paper_id=number, series_id=run, issued_on=TODAY)
        for last in (20, 22, 40):
            with pytest.raises(Refusal, match="不能再改起始号"):
                desk.do(series.set_last_number, series_id=run, year=2026, last=last)
        with pytest.raises(Refusal, match="还没有到"):
            desk.do(series.set_last_number, series_id=run, year=2027, last=1)
        (year,) = desk.ask(series.series_rows, ids=[run])[run].years
        assert (year.last, year.given, year.void) == (22, 1, 0)


class TestRules:
    @pytest.fixture
    def desk(self, lite, everybody):
        return Desk(lite, everybody)

    def test_what_goes_upward_is_not_issued_without_a_signer(self, desk, run):
        number = desk.do(papers.draft_frontline_report, on=TODAY)
        values = {"paper_id": number, "series_id": run, "issued_on": TODAY}
        with pytest.raises(Refusal, match="签发人"):
            desk.do(register.issue_paper, **values)
        desk.do(register.issue_paper, **values, signer="张局长")
        content = desk.ask(register.paper_content, paper_id=number)
        assert "张局长" in text_of(content.content)

    def test_two_organs_never_share_a_word(self, desk, county, run):
        with pytest.raises(Refusal, match="会重号"):
            desk.do(series.add_series, issuer_id=county.units["文旅局"], word="东综执")

    def test_taking_a_paper_out_leaves_a_line_in_the_trail(self, desk, run):
        number = desk.do(papers.draft_zone_plan, on=TODAY)
        taken = desk.do(register.take_paper, paper_id=number, way="打开")
        assert taken.name.endswith("（草稿）.docx")
        entry = desk.ask(audit.find_entries, text="取出公文")[0]
        assert "打开" in desk.ask(audit.entry_rows, ids=[entry])[entry].arguments


def text_of(content):
    from io import BytesIO

    import docx

    document = docx.Document(BytesIO(content))
    return "".join(node.text or "" for node in document.element.iter())


class TestFiles:
    @pytest.fixture
    def desk(self, lite, everybody):
        return Desk(lite, everybody)

    @pytest.fixture
    def ids(self, desk, run):
        return tuple(desk.do(papers.draft_zone_plan, on=TODAY) for _ in range(3))

    def test_a_copy_to_read_cannot_be_written(self, desk, left, ids):
        path = files.copy_to_read(desk, left.outside, ids[0])
        assert path.read_bytes()[:2] == b"PK"
        assert not path.stat().st_mode & 0o222

    def test_copies_are_written_over_nothing(self, desk, left, ids, tmp_path):
        done = []
        count = files.keep_copies(
            desk, left.outside, ids, tmp_path, lambda *step: done.append(step)
        )
        assert count == 3
        assert [step[:2] for step in done] == [(0, 3), (1, 3), (2, 3)]
        assert len(list(tmp_path.glob("*.docx"))) == 3
        assert len(list(tmp_path.glob("*（2）.docx"))) == 1

    def test_stopping_keeps_what_is_written_and_says_how_much(
        self, desk, left, ids, tmp_path
    ):
        def stop(done, _total, _doing):
            if done == 2:
                raise CancelledError

        assert files.keep_copies(desk, left.outside, ids, tmp_path, stop) == 2
        assert len(list(tmp_path.glob("*.docx"))) == 2


def filled_home(founded, tmp_path_factory):
    """Return a home with a county, its series, one issued paper and one draft."""
    folder = tmp_path_factory.mktemp("papers") / "home"
    shutil.copytree(founded, folder)
    home = database.open_home(folder)
    desk = Desk(house.parts_of(home, Clock()), Actor(7, "李明", frozenset(Permission)))
    county = enter_county(desk)
    run = desk.do(series.add_series, issuer_id=county.units["县局"], word="东综执")
    desk.do(series.set_last_number, series_id=run, year=2026, last=23)
    for _ in FILLED:
        desk.do(papers.draft_zone_plan, on=TODAY)
    desk.do(register.issue_paper, paper_id=FILLED[0], series_id=run, issued_on=TODAY)
    home.close()
    return folder


class TestPages:
    pytestmark = ON_SCREEN

    @pytest.fixture(scope="class")
    @classmethod
    def founded_folder(cls, founded_folder, tmp_path_factory):
        return filled_home(founded_folder, tmp_path_factory)

    @pytest.fixture
    def filled(self):
        return FILLED

    @pytest.fixture
    def page(self, qtbot, show, bench, filled):
        return opened(qtbot, show, bench, "papers")

    def test_a_paper_is_drafted_from_the_menu_and_shown(self, qtbot, page, bench):
        assert list(page.entries)[:4] == [
            "片区设置方案",
            "指挥中心组成人员名单",
            "力量下沉情况报告",
            "力量台账",
        ]
        changes = {"打开编辑", "取回", "取回别的文件", "重新起草", "撤回草稿"}
        assert changes | {"另存为", "批量另存", "上传扫描件"} <= set(page.entries)
        page.entries["片区设置方案"].trigger()
        form = page.panel.content
        assert form.boxes["on"].value() == TODAY
        assert form.boxes["addressee"].value() == EVERYBODY
        with qtbot.waitSignals([form.saved, page.listed]):
            form.save()
        qtbot.waitUntil(lambda: "草稿" in shown(page))
        assert "起草：2026-03-02 12:00　李明" in shown(page)

    def test_issuing_says_which_number_it_takes_and_asks(
        self, qtbot, page, bench, filled
    ):
        _issued, draft = filled
        form = act(qtbot, page, draft, NEXT)
        form.boxes["signer"].editor.put("张局长")
        form.save()
        said = texts(form.asked)
        assert "东综执〔2026〕25号" in said
        assert "不能收回" in said
        assert row_of(bench.desk, draft).state is PaperState.DRAFT
        with qtbot.waitSignals([form.saved, page.listed]):
            form.asked.buttons[0].click()
        assert row_of(bench.desk, draft).number_text == "东综执〔2026〕25号"
        qtbot.waitUntil(lambda: "签发人：张局长" in shown(page))
        qtbot.waitUntil(lambda: page.buttons[NEXT].text() == "用印")

    def test_the_pdf_of_what_is_issued_is_kept_by_itself(
        self, qtbot, page, bench, filled
    ):
        self.issue(qtbot, page, filled[1])
        qtbot.waitUntil(lambda: kept_pdf(bench.desk, filled[1]) == ["版式预览"])

    def test_a_suite_that_cannot_make_the_pdf_leaves_the_paper_issued(
        self, qtbot, page, bench, filled, monkeypatch
    ):
        def broken(*_):
            raise UnavailableError("某软件没有回应。")

        program = suites.Program("某软件", Suite.WORD, "")
        monkeypatch.setattr(preview_work, "keeper", lambda: program)
        monkeypatch.setattr(preview_work, "to_pdf", broken)
        told = heard(bench.told)
        self.issue(qtbot, page, filled[1])
        qtbot.waitUntil(lambda: "PDF没有留存" in "".join(one.text for one in told))
        assert kept_pdf(bench.desk, filled[1]) == []
        assert row_of(bench.desk, filled[1]).state is PaperState.NUMBERED

    def issue(self, qtbot, page, draft):
        form = act(qtbot, page, draft, NEXT)
        form.boxes["signer"].editor.put("张局长")
        form.save()
        with qtbot.waitSignal(form.saved):
            form.asked.buttons[0].click()

    def test_what_is_issued_from_among_the_drafts_stays_in_sight(
        self, qtbot, page, filled
    ):
        _issued, draft = filled
        with qtbot.waitSignal(page.listed):
            page.reveal({"state": PaperState.DRAFT})
        form = act(qtbot, page, draft, NEXT)
        form.boxes["signer"].editor.put("张局长")
        form.save()
        with qtbot.waitSignal(form.saved):
            form.asked.buttons[0].click()
        qtbot.waitUntil(lambda: set(page.model.numbers()) == set(filled))
        assert page.filters["state"].value() is None
        qtbot.waitUntil(lambda: "签发人：张局长" in shown(page))

    def test_a_draft_is_withdrawn_by_whoever_drafted_it(
        self, qtbot, page, bench, filled, lite
    ):
        issued, draft = filled
        other = Desk(lite, Actor(99, "王芳", frozenset(Permission)))
        with pytest.raises(Refusal, match="由起草人撤回"):
            other.do(steps.withdraw_draft, paper_id=draft)
        with pytest.raises(Refusal, match="只有草稿可以撤回"):
            bench.desk.do(steps.withdraw_draft, paper_id=issued)
        page.table.choose(draft)
        qtbot.waitUntil(page.entries["撤回草稿"].isEnabled)
        page.entries["撤回草稿"].trigger()
        qtbot.waitUntil(lambda: page.asked is not None)
        with qtbot.waitSignal(bench.told):
            page.asked.buttons[0].click()
        row = row_of(bench.desk, draft)
        assert (row.state, row.steps[-1].remark) == (PaperState.VOID, "起草人撤回")

    def test_voiding_wants_a_reason_and_keeps_the_number(
        self, qtbot, page, bench, filled
    ):
        issued, _draft = filled
        form = act(qtbot, page, issued, "作废")
        form.save()
        assert form.boxes["reason"].amiss()
        form.boxes["reason"].editor.put("附件有误")
        form.save()
        assert "文号保留" in texts(form.asked)
        with qtbot.waitSignal(form.saved):
            form.asked.buttons[0].click()
        row = row_of(bench.desk, issued)
        assert (row.state, row.number_text) == (PaperState.VOID, "东综执〔2026〕24号")
        qtbot.waitUntil(lambda: "原因：附件有误" in shown(page))

    def test_opening_hands_a_copy_to_the_pcs_program(self, qtbot, show, bench, filled):
        given, told = [], heard(bench.told)
        bench.outside = with_program(bench.outside, given, works=True)
        page = opened(qtbot, show, bench, "papers")
        page.table.choose(filled[0])
        page.buttons["打开"].click()
        qtbot.waitUntil(lambda: bool(told))
        assert given[0].name.startswith("东综执〔2026〕24号")
        assert "只读" in told[0].text

    def test_without_a_program_it_is_said_what_to_do(self, qtbot, show, bench, filled):
        told = heard(bench.told)
        bench.outside = with_program(bench.outside, [], works=False)
        page = opened(qtbot, show, bench, "papers")
        page.table.choose(filled[0])
        page.buttons["打开"].click()
        qtbot.waitUntil(lambda: bool(told))
        assert told[0].text == "这台电脑上没有能打开Word文档的程序。"
        assert "U盘" in "".join(told[0].ways)

    def test_several_papers_are_kept_in_a_folder(
        self, qtbot, page, bench, filled, tmp_path
    ):
        told = heard(bench.told)
        folder = tmp_path / "公文"
        folder.mkdir()
        page.save_files(filled, folder)
        qtbot.waitUntil(lambda: bool(told))
        assert told[0].text.startswith("已另存2份")
        assert len(list(folder.iterdir())) == 2

    def test_the_register_shows_one_paper_and_finds_by_state_and_year(
        self, qtbot, page, filled
    ):
        issued, draft = filled
        page.reveal(issued)
        qtbot.waitUntil(page.panel.isVisible)
        assert "东综执〔2026〕24号" in shown(page)
        assert "SM3校验码" in shown(page)
        with qtbot.waitSignal(page.listed):
            page.reveal({"state": PaperState.DRAFT})
        assert list(page.model.numbers()) == [draft]

    def test_what_a_person_may_not_do_is_not_shown(self, qtbot, show, lite, left):
        seen = {}
        for role in (Role.OFFICER, Role.CLERK, Role.COMMANDER):
            whole = role is not Role.CLERK
            actor = Actor(8, "某人", GRANTS[role], None, whole)
            page = opened(qtbot, show, bench_for(lite, left, actor), "papers")
            seen[role] = set(page.buttons), set(page.entries)
        files_out = {"另存为", "批量另存"}
        assert not {NEXT, "起草", "修改", "作废"} & seen[Role.OFFICER][0]
        assert files_out == seen[Role.OFFICER][1]
        assert {"起草", "修改", NEXT} <= seen[Role.CLERK][0]
        assert {"取回", "上传扫描件"} <= seen[Role.CLERK][1]
        assert not {"退回", "作废"} & seen[Role.CLERK][0]
        assert "力量台账" not in seen[Role.CLERK][1]
        assert {"退回", "作废"} <= seen[Role.COMMANDER][0]
        assert "力量台账" in seen[Role.COMMANDER][1]
        actions.finish_all()

    def test_what_waits_stands_on_the_first_page(self, bench, filled):
        room = next(one for one in rooms.rooms() if one.title == "公文")
        (source,) = room.todos
        waiting = bench.desk.ask(source.query, **source.arguments(bench))
        todos = source.todos(bench, waiting)
        assert [one.text for one in todos] == ["1份草稿等待送核。", "1份公文等待用印。"]
        assert {one.page for one in todos} == {"papers"}
        assert todos[1].target == {"state": PaperState.NUMBERED}
        (find,) = room.finds
        number = bench.desk.ask(find.listing.find, text="24号")[0]
        rows = bench.desk.ask(find.listing.rows, ids=[number])
        assert find.says(rows[number]).startswith("东综执〔2026〕24号《")

    def test_a_started_year_says_how_many_were_given_out(
        self, qtbot, show, bench, filled
    ):
        bench.desk.do(register.void_paper, paper_id=filled[0], reason="附件有误")
        page = opened(qtbot, show, bench, "series")
        page.reveal(page.model.number_at(0))
        qtbot.waitUntil(page.panel.isVisible)
        assert "2026年：用到24号，系统内编出1个，其中作废1个" in shown(page)
        assert not page.buttons["设置起始号"].isEnabled()


class TestSteps:
    pytestmark = ON_SCREEN

    @pytest.fixture(scope="class")
    @classmethod
    def founded_folder(cls, founded_folder, tmp_path_factory):
        return filled_home(founded_folder, tmp_path_factory)

    @pytest.fixture
    def page(self, qtbot, show, bench):
        return opened(qtbot, show, bench, "papers")

    def test_the_reviewer_passes_a_paper_on_or_gives_it_back(
        self, qtbot, show, lite, left, bench
    ):
        reviewer = Actor(8, "陈静", GRANTS[Role.LEGAL_REVIEWER])
        own = bench_for(lite, left, reviewer)
        page = opened(qtbot, show, own, "papers")
        draft = FILLED[1]
        page.table.choose(draft)
        qtbot.waitUntil(lambda: page.buttons[NEXT].text() == "送核")
        with qtbot.waitSignal(own.told):
            page.buttons[NEXT].click()
        qtbot.waitUntil(lambda: page.buttons[NEXT].text() == "核稿通过")
        form = act(qtbot, page, draft, "退回")
        form.boxes["reason"].editor.put("主送有误")
        with qtbot.waitSignal(form.saved):
            form.save()
        qtbot.waitUntil(lambda: "原因：主送有误" in shown(page))
        assert "退回：2026-03-02 12:00　陈静" in shown(page)
        bench.desk.do(steps.submit_papers, ids=[draft])
        page.refresh()
        qtbot.waitUntil(lambda: page.buttons[NEXT].text() == "核稿通过")
        form = act(qtbot, page, draft, NEXT)
        form.boxes["remark"].editor.put("同意")
        with qtbot.waitSignal(form.saved):
            form.save()
        assert row_of(own.desk, draft).state is PaperState.REVIEWED
        qtbot.waitUntil(lambda: not page.buttons[NEXT].isEnabled())
        actions.finish_all()

    def test_several_papers_take_their_step_together(self, qtbot, page, bench):
        more = bench.desk.do(papers.draft_zone_plan, on=TODAY)
        ids = [FILLED[1], more]
        with qtbot.waitSignal(page.listed):
            page.reveal({"state": PaperState.DRAFT})
        page.table.selectAll()
        qtbot.waitUntil(lambda: page.buttons[NEXT].text() == "签发（2份）")
        page.buttons[NEXT].click()
        qtbot.waitUntil(lambda: isinstance(page.panel.content, FormPanel))
        form = page.panel.content
        form.boxes["signer"].editor.put("张局长")
        form.save()
        assert "签发，编号自“东综执〔2026〕25号”起？" in texts(form.asked)
        with qtbot.waitSignal(form.saved):
            form.asked.buttons[0].click()
        numbers = [row_of(bench.desk, one).number_text for one in ids]
        assert numbers == ["东综执〔2026〕25号", "东综执〔2026〕26号"]

    def test_sealing_asks_for_the_day_and_nothing_else(self, qtbot, page, bench):
        form = act(qtbot, page, FILLED[0], NEXT)
        assert list(form.boxes) == ["on"]
        assert form.boxes["on"].value() == TODAY
        told = heard(bench.told)
        with qtbot.waitSignal(form.saved):
            form.save()
        assert told[0].text == "已用印1份。"
        qtbot.waitUntil(lambda: page.buttons[NEXT].text() == "印发")

    def test_a_paper_is_edited_outside_and_taken_back(
        self, qtbot, page, bench, tmp_path
    ):
        draft, given, told = FILLED[1], [], heard(bench.told)
        bench.outside = with_program(bench.outside, given, works=True)
        outside.edit(page, row_of(bench.desk, draft), tmp_path / "修改稿")
        qtbot.waitUntil(lambda: bool(told))
        path = given[0]
        assert path.parent.name == "修改稿"
        assert path.stat().st_mode & 0o200
        assert "点“取回”" in told[0].text
        path.write_bytes(changed(path.read_bytes()))
        page.table.choose(draft)
        qtbot.waitUntil(page.entries["取回"].isEnabled)
        page.entries["取回"].trigger()
        qtbot.waitUntil(lambda: "第2版" in shown(page))
        assert told[-1].text == f"已取回“{path.name}”，存为第2版。"
        assert "外部修改" in shown(page)

    def test_another_file_than_the_remembered_one_is_taken_back(
        self, qtbot, page, bench, tmp_path, monkeypatch
    ):
        draft, given, told = FILLED[1], [], heard(bench.told)
        bench.outside = with_program(bench.outside, given, works=True)
        outside.edit(page, row_of(bench.desk, draft), tmp_path / "修改稿")
        qtbot.waitUntil(lambda: bool(told))
        moved = tmp_path / "带回来的.docx"
        moved.write_bytes(changed(given[0].read_bytes()))
        monkeypatch.setattr(outside, "_pick", lambda *given: given[-1](moved))
        page.table.choose(draft)
        qtbot.waitUntil(page.entries["取回别的文件"].isEnabled)
        page.entries["取回别的文件"].trigger()
        qtbot.waitUntil(lambda: "第2版" in shown(page))
        assert told[-1].text == "已取回“带回来的.docx”，存为第2版。"
        failed = heard(bench.failed)
        outside.take_back(page, row_of(bench.desk, draft), given[0], None)
        qtbot.waitUntil(lambda: bool(failed))
        assert "您改的是第1版" in str(failed[0])

    def test_what_cannot_be_taken_back_is_said_and_nothing_is_kept(
        self, qtbot, page, bench, tmp_path
    ):
        failed = heard(bench.failed)
        path = tmp_path / "稿子.docx"
        row = row_of(bench.desk, FILLED[1])
        outside.take_back(page, row, path, None)
        qtbot.waitUntil(lambda: len(failed) == 1)
        path.write_bytes(b"PK")
        outside.take_back(page, row, path, None)
        qtbot.waitUntil(lambda: len(failed) == 2)
        assert "读不到“稿子.docx”" in str(failed[0])
        assert "已损坏" in str(failed[1])
        assert len(row_of(bench.desk, FILLED[1]).versions) == 1

    def test_a_scan_becomes_the_last_version_and_any_can_be_opened(
        self, qtbot, page, bench, tmp_path
    ):
        given = []
        bench.outside = with_program(bench.outside, given, works=True)
        path = tmp_path / "扫描.pdf"
        path.write_bytes(b"%PDF-1.7 scan")
        outside.keep_scan(page, row_of(bench.desk, FILLED[0]), path)
        qtbot.waitUntil(lambda: "第3版" in shown(page))
        page.open_file(FILLED[0], 3)
        qtbot.waitUntil(lambda: len(given) == 1)
        page.open_file(FILLED[0], 1)
        qtbot.waitUntil(lambda: len(given) == 2)
        assert given[0].read_bytes() == b"%PDF-1.7 scan"
        assert given[1].suffix == ".docx"
        bench.desk.do(versions.note_print, paper_id=FILLED[0], printer="一号", copies=3)
        page.reveal(FILLED[0])
        qtbot.waitUntil(lambda: "3份" in shown(page))

    def test_drafting_anew_begins_with_what_was_drafted(self, qtbot, page, bench):
        page.table.choose(FILLED[1])
        qtbot.waitUntil(page.entries["重新起草"].isEnabled)
        page.entries["重新起草"].trigger()
        qtbot.waitUntil(lambda: isinstance(page.panel.content, FormPanel))
        form = page.panel.content
        assert form.boxes["addressee"].value() == EVERYBODY
        form.boxes["addressee"].editor.put("各镇")
        with qtbot.waitSignal(form.saved):
            form.save()
        row = row_of(bench.desk, FILLED[1])
        assert len(row.versions) == 2
        qtbot.waitUntil(lambda: "重新起草：" in shown(page))


class TestWording:
    pytestmark = ON_SCREEN

    def test_the_offices_own_words_are_set_and_used_in_the_next_form(
        self, qtbot, show, bench
    ):
        page = opened(qtbot, show, bench, "wording")
        with qtbot.waitSignal(page.listed):
            page.reveal({"kind": "zone_plan"})
        number = page.model.number_at(0)
        form = act(qtbot, page, number, "修改")
        form.boxes["text"].editor.put("各镇,各街道")
        form.save()
        qtbot.waitUntil(lambda: form.notice() is not None)
        assert "半角标点" in form.notice().text
        form.boxes["text"].editor.put("各镇，各街道")
        with qtbot.waitSignals([form.saved, page.listed]):
            form.save()
        qtbot.waitUntil(lambda: "现用文字：各镇，各街道" in shown(page))
        drafting = opened(qtbot, show, bench, "papers")
        drafting.entries["片区设置方案"].trigger()
        box = drafting.panel.content.boxes["addressee"]
        qtbot.waitUntil(lambda: box.value() == "各镇，各街道")
        assert not drafting.panel.content.dirty()
        form = act(qtbot, page, number, "恢复标准用语")
        with qtbot.waitSignal(form.saved):
            form.save()
        qtbot.waitUntil(lambda: f"现用文字：{EVERYBODY}" in shown(page))


class TestFirstSteps:
    pytestmark = ON_SCREEN

    @pytest.fixture
    def county_only(self, bench):
        enter_county(bench.desk)
        return bench.desk.do(papers.draft_zone_plan, on=TODAY)

    def test_without_a_series_the_way_to_one_is_shown(
        self, qtbot, show, bench, county_only
    ):
        page = opened(qtbot, show, bench, "papers")
        page.table.choose(county_only)
        qtbot.waitUntil(page.buttons[NEXT].isEnabled)
        told, wanted = heard(bench.told), heard(bench.wanted)
        page.buttons[NEXT].click()
        qtbot.waitUntil(lambda: bool(told))
        assert told[0].tone is Tone.CAUTION
        told[0].act[1]()
        assert wanted[0][0] == "series"

    def test_a_sheet_without_number_is_issued_without_a_series(
        self, qtbot, show, bench, county_only
    ):
        sheet = bench.desk.do(papers.draft_force_ledger, on=TODAY)
        page = opened(qtbot, show, bench, "papers")
        form = act(qtbot, page, sheet, NEXT)
        assert set(form.boxes) == {"issued_on", "signer"}
        form.boxes["signer"].editor.put("王芳")
        form.save()
        with qtbot.waitSignal(form.saved):
            form.asked.buttons[0].click()
        assert row_of(bench.desk, sheet).state is PaperState.SIGNED

    def test_an_empty_register_says_what_comes_first(self, qtbot, show, bench):
        page = opened(qtbot, show, bench, "papers")
        assert page._nothing.text() == "还没有公文。先起草一份，签发时自动编号。"
        assert page._fill_first.text() == "起草"
        page._fill_first.click()
        menu = page.buttons["起草"].menu()
        assert menu.isVisible()
        menu.close()

    def test_a_series_is_opened_and_started(self, qtbot, show, bench):
        county = enter_county(bench.desk)
        page = opened(qtbot, show, bench, "series")
        page.buttons["新增代字"].click()
        form = page.panel.content
        issuer = form.boxes["issuer_id"]
        issuer.editor.put(county.units["县局"])
        qtbot.waitUntil(lambda: issuer.editor.value() == county.units["县局"])
        form.boxes["word"].editor.put("东综执〔2026〕")
        form.save()
        assert "不含年份" in form.boxes["word"].amiss()
        form.boxes["word"].editor.put("东综执")
        with qtbot.waitSignals([form.saved, page.listed]):
            form.save()
        qtbot.waitUntil(lambda: "还没有用过号" in shown(page))
        form = act(qtbot, page, page.model.number_at(0), "设置起始号")
        assert form.boxes["year"].value() == 2026
        form.boxes["last"].editor.put(23)
        with qtbot.waitSignals([form.saved, page.listed]):
            form.save()
        (row,) = bench.desk.ask(series.series_of, issuer_id=None)
        assert row.coming(2026) == "东综执〔2026〕24号"


def opened(qtbot, show, bench, key):
    """Return a page of the papers, shown whole."""
    info = next(one for one in rooms.pages() if one.key == key)
    page = info.build(bench)
    with qtbot.waitSignal(page.listed):
        show(page, (1166, 700))
    return page


def shown(page):
    """Return the text of the sheet in the panel; empty where there is none."""
    content = page.panel.content
    return content.sheet.text() if isinstance(content, SheetView) else ""


def texts(dialog):
    from PySide6.QtWidgets import QLabel

    return "".join(label.text() for label in dialog.findChildren(QLabel))


def with_program(world, given, *, works):
    """Return the outside with a program that notes what it is given to open."""
    from dataclasses import replace

    def open_it(path):
        given.append(path)
        return works

    return replace(world, open=open_it)


def act(qtbot, page, number, word):
    page.table.choose(number)
    qtbot.waitUntil(page.buttons[word].isEnabled)
    page.buttons[word].click()
    qtbot.waitUntil(lambda: isinstance(page.panel.content, FormPanel))
    return page.panel.content


class TestOfOthers:
    def test_a_paper_about_more_than_one_sees_offers_nothing_that_is_refused(
        self, desk, run
    ):
        number = desk.do(papers.draft_zone_plan, on=TODAY)
        own = row_of(desk, number)
        others = replace(own, within=False)
        for row in (own, replace(own, state=PaperState.REVIEW)):
            offered = [act for act in OFFERED if act.when(row)]
            assert VOID in offered
            assert not [act for act in OFFERED if act.when(replace(row, within=False))]
        assert RETURN.when(replace(own, state=PaperState.REVIEW))
        assert not REDRAFT.when(replace(others, state=PaperState.VOID))
