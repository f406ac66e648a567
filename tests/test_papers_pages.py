"""The papers' pages: drafting, issuing, voiding, taking out; the number series."""

import shutil
from datetime import date

import pytest

from tests.conftest import Clock
from tests.county import enter_county
from tests.on_screen import ON_SCREEN, bench_for, heard
from workbench import database, house
from workbench.access import GRANTS, Actor, Permission, Role
from workbench.desk import CancelledError, Desk
from workbench.listing import Tone
from workbench.rules import Refusal
from workbench.rules.documents import PaperState
from workbench.services.documents import register, series
from workbench.services.platform import audit
from workbench.services.roster import papers
from workbench.views import actions, rooms
from workbench.views.documents import files
from workbench.views.documents.papers import PapersPage
from workbench.views.documents.series import SeriesPage
from workbench.views.forms import FormPanel
from workbench.views.pages import SheetView

TODAY = date(2026, 3, 2)
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
            ("已签发", "李明", "张局长"),
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


class TestPages:
    pytestmark = ON_SCREEN

    @pytest.fixture(scope="class")
    @classmethod
    def founded_folder(cls, founded_folder, tmp_path_factory):
        """A home with a county, its series, one issued paper and one draft."""
        folder = tmp_path_factory.mktemp("papers") / "home"
        shutil.copytree(founded_folder, folder)
        home = database.open_home(folder)
        desk = Desk(
            house.parts_of(home, Clock()), Actor(7, "李明", frozenset(Permission))
        )
        county = enter_county(desk)
        run = desk.do(series.add_series, issuer_id=county.units["县局"], word="东综执")
        desk.do(series.set_last_number, series_id=run, year=2026, last=23)
        for _ in FILLED:
            desk.do(papers.draft_zone_plan, on=TODAY)
        desk.do(
            register.issue_paper, paper_id=FILLED[0], series_id=run, issued_on=TODAY
        )
        home.close()
        return folder

    @pytest.fixture
    def filled(self):
        return FILLED

    @pytest.fixture
    def page(self, qtbot, show, bench, filled):
        return opened(qtbot, show, bench, "papers")

    def test_a_paper_is_drafted_from_the_menu_and_shown(self, qtbot, page, bench):
        assert list(page.entries) == [
            "片区设置方案",
            "指挥中心组成人员名单",
            "力量下沉情况报告",
            "力量台账",
        ]
        page.entries["片区设置方案"].trigger()
        form = page.panel.content
        assert form.boxes["on"].value() == TODAY
        assert form.boxes["addressee"].value() == papers.EVERYBODY
        with qtbot.waitSignals([form.saved, page.listed]):
            form.save()
        qtbot.waitUntil(lambda: "草稿" in shown(page))
        assert "起草：2026-03-02 12:00　李明" in shown(page)

    def test_issuing_says_which_number_it_takes_and_asks(
        self, qtbot, page, bench, filled
    ):
        _issued, draft = filled
        form = act(qtbot, page, draft, "签发")
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
        qtbot.waitUntil(lambda: not page.buttons["签发"].isEnabled())

    def test_what_is_issued_from_among_the_drafts_stays_in_sight(
        self, qtbot, page, filled
    ):
        _issued, draft = filled
        with qtbot.waitSignal(page.listed):
            page.reveal({"state": PaperState.DRAFT})
        form = act(qtbot, page, draft, "签发")
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
            other.do(register.withdraw_draft, paper_id=draft)
        with pytest.raises(Refusal, match="只有草稿可以撤回"):
            bench.desk.do(register.withdraw_draft, paper_id=issued)
        page.table.choose(draft)
        qtbot.waitUntil(page.buttons["撤回草稿"].isEnabled)
        page.buttons["撤回草稿"].click()
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
        assert seen[Role.OFFICER] == ({"打开", "另存为", "批量另存"}, set())
        assert "签发" not in seen[Role.CLERK][0]
        assert "力量台账" not in seen[Role.CLERK][1]
        assert {"签发", "作废"} <= seen[Role.COMMANDER][0]
        assert "力量台账" in seen[Role.COMMANDER][1]
        actions.finish_all()

    def test_drafts_wait_on_the_first_page_for_who_may_issue(self, bench, filled):
        room = next(one for one in rooms.rooms() if one.title == "公文")
        (source,) = room.todos
        drafts = bench.desk.ask(source.query, **source.arguments(bench))
        (todo,) = source.todos(bench, drafts)
        assert todo.text == "1份公文草稿等待签发。"
        assert todo.page == "papers"
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
        qtbot.waitUntil(page.buttons["签发"].isEnabled)
        told, wanted = heard(bench.told), heard(bench.wanted)
        page.buttons["签发"].click()
        qtbot.waitUntil(lambda: bool(told))
        assert told[0].tone is Tone.CAUTION
        told[0].act[1]()
        assert wanted[0][0] == "series"

    def test_a_sheet_without_number_is_issued_without_a_series(
        self, qtbot, show, bench, county_only
    ):
        sheet = bench.desk.do(papers.draft_force_ledger, on=TODAY)
        page = opened(qtbot, show, bench, "papers")
        form = act(qtbot, page, sheet, "签发")
        assert set(form.boxes) == {"issued_on", "signer"}
        form.boxes["signer"].editor.put("王芳")
        form.save()
        with qtbot.waitSignal(form.saved):
            form.asked.buttons[0].click()
        assert row_of(bench.desk, sheet).state is PaperState.ISSUED

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
    page = {"papers": PapersPage, "series": SeriesPage}[key](bench, info)
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


def with_program(outside, given, *, works):
    """Return the outside with a program that notes what it is given to open."""
    from dataclasses import replace

    def open_it(path):
        given.append(path)
        return works

    return replace(outside, open=open_it)


def act(qtbot, page, number, word):
    page.table.choose(number)
    qtbot.waitUntil(page.buttons[word].isEnabled)
    page.buttons[word].click()
    qtbot.waitUntil(lambda: isinstance(page.panel.content, FormPanel))
    return page.panel.content
