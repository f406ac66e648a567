"""What goes out bears the right organ, and what comes back is the right paper."""

import shutil
from datetime import date
from io import BytesIO
from zipfile import ZipFile

import pytest

from tests.conftest import Clock
from tests.county import enter_county
from tests.test_register import changed, text_of
from workbench import database, demo_papers, house
from workbench.access import Actor, Permission
from workbench.desk import Desk
from workbench.reports import edited, record_json
from workbench.reports import kinds as reports
from workbench.rules import Refusal
from workbench.rules.roster.units import AuthorityKind, UnitKind
from workbench.services.documents import preview, register, series, versions
from workbench.services.roster import papers, units

TODAY = date(2026, 3, 2)
BUREAU = "东海县县局"
SAMPLES = demo_papers.samples()
OUTWARD = [key for key in SAMPLES if reports.KINDS[key].outward]


@pytest.fixture(scope="module")
def prepared(founded_folder, tmp_path_factory):
    """A home with the tests' county and the bureau's series."""
    folder = tmp_path_factory.mktemp("edited") / "home"
    shutil.copytree(founded_folder, folder)
    home = database.open_home(folder)
    desk = Desk(house.parts_of(home, Clock()), Actor(7, "李明", frozenset(Permission)))
    county = enter_county(desk)
    run = desk.do(series.add_series, issuer_id=county.units["县局"], word="东综执")
    home.close()
    return folder, county, run


@pytest.fixture
def home(prepared, tmp_path):
    shutil.copytree(prepared[0], tmp_path / "home")
    opened = database.open_home(tmp_path / "home")
    yield opened
    opened.close()


@pytest.fixture
def bureau(prepared):
    return prepared[1].units["县局"]


@pytest.fixture
def run(prepared):
    return prepared[2]


@pytest.fixture
def draft(desk):
    return desk.do(papers.draft_zone_plan, on=TODAY)


def keep(desk, kind, organ, unit_id):
    record = reports.drafted_json(kind, record_json(SAMPLES[kind]), organ=organ)
    return desk.do(
        register.keep_draft, kind=kind, record=record, about_on=TODAY, unit_id=unit_id
    )


def issue(desk, paper, run=None):
    return desk.do(
        register.issue_paper,
        paper_id=paper,
        series_id=run,
        issued_on=TODAY,
        signer="张局长",
    )


def content_of(desk, paper):
    return desk.ask(register.paper_content, paper_id=paper)


def back(desk, paper, content, **more):
    given = {"paper_id": paper, "content": content, "name": "改.docx"} | more
    return desk.do(versions.take_back, **given)


class TestOrgan:
    @pytest.mark.parametrize("kind", OUTWARD)
    def test_no_outward_paper_prints_another_organ_than_signs_it(
        self, desk, bureau, run, kind
    ):
        series_id = run if reports.KINDS[kind].numbered else None
        paper = keep(desk, kind, "东海县一中心", bureau)
        with pytest.raises(Refusal, match=r"印的是“东海县一中心”，.*两处不一致"):
            issue(desk, paper, series_id)
        right = keep(desk, kind, BUREAU, bureau)
        issue(desk, right, series_id)
        assert BUREAU in text_of(content_of(desk, right).content)

    def test_an_entrusted_organisations_forms_print_its_principal(self, desk, bureau):
        entrusted = desk.do(
            units.add_unit,
            name="东海县环卫服务中心",
            short_name="环卫中心",
            kind=UnitKind.OTHER,
            valid_from=date(2025, 1, 1),
            reason="试",
            counts=False,
            authority=AuthorityKind.ENTRUSTED,
            principal_id=bureau,
            authority_basis="委托书",
            entrusted_to=date(2026, 3, 31),
        )
        for kind in ("site_record", "crime_items", "service_receipt"):
            paper = keep(desk, kind, "东海县环卫服务中心", entrusted)
            issue(desk, paper)
            text = text_of(content_of(desk, paper).content)
            assert BUREAU in text
            assert "环卫服务中心" not in text

    def test_a_draft_without_organ_takes_the_one_of_its_series(self, desk, run):
        paper = keep(desk, "case_referral", "东海县一中心", None)
        with pytest.raises(Refusal, match="两处不一致"):
            issue(desk, paper, run)
        assert issue(desk, keep(desk, "case_referral", BUREAU, None), run)

    def test_a_paper_of_the_county_names_who_signs_it_or_its_own_body(
        self, desk, bureau, run
    ):
        plan = keep(desk, "hazard_letter", "东海县人民法院", bureau)
        with pytest.raises(Refusal, match="东海县人民法院"):
            issue(desk, plan, run)
        minutes = keep(desk, "meeting_minutes", "东海县监管联席会议", bureau)
        assert issue(desk, minutes, run)

    def test_a_form_without_organ_is_not_signed_off(self, desk, bureau):
        record = reports.from_json(
            "site_record", record_json(reports.emptied(type(SAMPLES["site_record"])))
        )
        paper = desk.do(
            register.keep_draft,
            kind="site_record",
            record=record_json(record),
            about_on=TODAY,
            unit_id=bureau,
        )
        with pytest.raises(Refusal, match=r"缺少.*发文机关"):
            issue(desk, paper)


class TestTakingBack:
    def test_who_rewrites_the_organ_is_refused(self, desk, bureau):
        paper = keep(desk, "case_referral", BUREAU, bureau)
        content = changed(
            content_of(desk, paper).content, old=BUREAU, new="东海县一中心"
        )
        with pytest.raises(Refusal, match="找不到发文机关“东海县县局”") as caught:
            back(desk, paper, content)
        assert caught.value.clause == "documents/versions"

    def test_a_file_says_whose_text_it_is_and_the_register_keeps_it_plain(
        self, desk, draft
    ):
        taken = content_of(desk, draft)
        handed = edited.marked(taken.content, edited.Mark(draft, taken.version))
        assert edited.unmarked(handed, "")[1] == (draft, 1)
        again = edited.marked(handed, edited.Mark(draft, 2))
        assert edited.unmarked(again, "")[1] == (draft, 2)
        with pytest.raises(Refusal, match="没有改动"):
            back(desk, draft, handed)
        assert back(desk, draft, changed(handed)) == 2
        kept = content_of(desk, draft).content
        assert edited.unmarked(kept, "") == (kept, None)
        with ZipFile(BytesIO(kept)) as parts:
            assert parts.testzip() is None

    def test_another_papers_file_is_refused(self, desk, draft):
        other = desk.do(papers.draft_frontline_report, on=TODAY)
        content = content_of(desk, other).content
        with pytest.raises(Refusal, match="另一份公文的修改稿"):
            back(desk, draft, edited.marked(content, edited.Mark(other, 1)))
        with pytest.raises(Refusal, match="找不到标题"):
            back(desk, draft, content)

    def test_the_mark_says_which_version_was_edited(self, desk, draft):
        handed = edited.marked(content_of(desk, draft).content, edited.Mark(draft, 1))
        assert back(desk, draft, changed(handed)) == 2
        with pytest.raises(Refusal, match="您改的是第1版"):
            back(desk, draft, changed(handed, new="各镇"))

    @pytest.mark.parametrize("kind", SAMPLES)
    def test_every_kind_is_known_by_its_printed_title_and_organ(self, kind):
        text = reports.drafted_json(kind, record_json(SAMPLES[kind]))
        content = reports.file_bytes(
            kind, text, made_at=Clock().now, draft=True, sample=False
        )
        edited.check_edited(
            content,
            "",
            numbered=reports.KINDS[kind].numbered,
            organ=reports.organ_of(kind, text),
            title=reports.printed_title(kind, text),
        )
        assert reports.printed_title(kind, text)


class TestVoid:
    def test_a_void_papers_scan_is_kept_and_its_pdf_is_not(self, desk, run, draft):
        issue(desk, draft, run)
        desk.do(register.void_paper, paper_id=draft, reason="附件有误")
        assert desk.ask(preview.paper_record, paper_id=draft).void
        with pytest.raises(Refusal, match="已经作废，不存PDF"):
            desk.do(
                versions.keep_pdf, paper_id=draft, content=b"%PDF-1", made_with="WPS"
            )
        assert desk.do(versions.add_scan, paper_id=draft, content=b"%PDF-1") == 3

    def test_a_withdrawn_draft_has_no_scan(self, desk, draft):
        desk.do(register.void_paper, paper_id=draft, reason="不办了")
        with pytest.raises(Refusal, match="已经作废，不存扫描件"):
            desk.do(versions.add_scan, paper_id=draft, content=b"%PDF-1")

    def test_painted_pages_of_what_was_edited_outside_are_not_kept(
        self, desk, run, draft
    ):
        back(desk, draft, changed(content_of(desk, draft).content))
        issue(desk, draft, run)
        given = {"paper_id": draft, "content": b"%PDF-1"}
        with pytest.raises(Refusal, match="在外部修改过"):
            desk.do(versions.keep_pdf, made_with=versions.PAINTED, **given)
        assert desk.do(versions.keep_pdf, made_with="WPS", **given) == 4
