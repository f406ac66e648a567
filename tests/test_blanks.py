"""Blank forms: in whose name, what they hold, how they are taken out."""

from dataclasses import fields, replace

import pytest

from tests.conftest import NOON
from tests.county import enter_county
from tests.on_screen import ON_SCREEN
from tests.papers import W, xml_of
from workbench import demo_papers
from workbench.reports import emptied, kinds
from workbench.reports.checkup import inspect
from workbench.reports.inspection.parties import Inspected
from workbench.reports.page import Format, Stamp
from workbench.reports.powers.appeals import AppealReply
from workbench.rules import Refusal
from workbench.services.documents import blanks, laws, register
from workbench.services.platform import audit
from workbench.views import rooms
from workbench.views.documents.papers import PapersPage

ORGAN = "东海县综合行政执法局"
PARTY = Inspected("东海县示例食品有限公司", "", "示例路1号", "王示例", "0518-80000000")
BLANK = [kind.key for kind in kinds.KINDS.values() if kind.blank]
PEN = Stamp(NOON, draft=True, pen=True)


def words_of(content):
    texts = xml_of(content, "word/document.xml").itertext(f"{W}t")
    return "".join("".join(texts).split())


@pytest.fixture
def county(desk):
    return enter_county(desk)


class TestBlankForms:
    @pytest.mark.parametrize("kind", BLANK)
    def test_a_blank_form_says_nothing_that_is_not_known(self, kind):
        title, content = kinds.blank_form(kind, ORGAN, made_at=NOON, sample=False)
        said = words_of(content)
        filled = words_of(kinds.paper_bytes(demo_papers.samples()[kind].compose(PEN)))
        assert title
        assert "None" not in said
        assert "／" not in said
        assert "2026" not in said
        assert "草稿" not in said
        assert len(said) < len(filled)

    @pytest.mark.parametrize("kind", BLANK)
    def test_a_blank_form_keeps_to_the_standard(self, kind):
        _title, content = kinds.blank_form(kind, ORGAN, made_at=NOON, sample=False)
        assert inspect(content, "空白.docx").deviations == ()

    @pytest.mark.parametrize("kind", BLANK)
    def test_what_is_known_is_printed_and_the_rest_stays_ruled(self, kind):
        known = kinds.Known(PARTY, "《示例法》第一条")
        _title, content = kinds.blank_form(
            kind, ORGAN, made_at=NOON, sample=False, known=known
        )
        empty = words_of(kinds.blank_form(kind, ORGAN, made_at=NOON, sample=False)[1])
        said = words_of(content)
        takes = {one.name for one in fields(kinds.KINDS[kind].record)}
        assert (PARTY.name in said) == ("party" in takes)
        assert ("《示例法》第一条" in said) == ("grounds" in takes)
        assert (said == empty) == (not takes & {"party", "grounds"})
        assert inspect(content, "预填.docx").deviations == ()

    def test_every_enforcement_form_of_the_samples_can_be_blank(self):
        forms = {
            key
            for key, record in demo_papers.samples().items()
            if record.compose(PEN).format is Format.FORM
        }
        # what reports on an enterprise or on oneself has nothing to leave open
        assert forms - set(BLANK) == {"checkup_report", "diligence"}

    def test_what_cannot_stay_open_is_no_blank(self):
        with pytest.raises(TypeError, match="cannot stay open"):
            emptied(AppealReply)


class TestServices:
    def test_an_organ_prints_its_own_forms_and_it_is_noted(self, desk, county):
        form = desk.do(
            blanks.blank_form, kind="inspection_notice", unit_id=county.units["县局"]
        )
        assert form.name == "行政检查通知书（空白）.docx"
        assert "东海县县局" in words_of(form.content)
        last = desk.ask(audit.find_entries)[0]
        entry = desk.ask(audit.entry_rows, ids=[last])[last]
        assert entry.title == "取空白文书"
        assert not desk.ask(register.find_papers)

    def test_the_centre_prints_no_form_that_goes_outward(self, desk, county):
        centre = county.units["一中心"]
        with pytest.raises(Refusal, match="指挥中心"):
            desk.do(blanks.blank_form, kind="inspection_notice", unit_id=centre)
        assert desk.do(blanks.blank_form, kind="dispatch_order", unit_id=centre).content

    def test_a_form_is_prefilled_with_an_article_in_force(self, desk, county):
        asked = {
            "kind": "inspection_notice",
            "unit_id": county.units["县局"],
            "party": "东海县示例食品有限公司",
        }
        with pytest.raises(Refusal, match="今天不在施行"):
            desk.do(blanks.blank_form, **asked, grounds="《没有的法》第一条")
        desk.do(laws.load_starters)
        cited, _words = desk.ask(laws.articles_to_choose)[0]
        form = desk.do(blanks.blank_form, **asked, grounds=cited)
        assert form.name == "行政检查通知书（预填，东海县示例食品有限公司）.docx"
        said = words_of(form.content)
        assert cited in said
        assert "东海县示例食品有限公司" in said

    def test_there_is_no_blank_of_what_is_no_form(self, desk, county):
        with pytest.raises(Refusal, match="没有这种空白文书"):
            desk.do(blanks.blank_form, kind="zone_plan", unit_id=county.units["县局"])

    def test_organs_are_offered_by_name(self, desk, county):
        offered = dict(desk.ask(blanks.organs_to_choose))
        assert county.units["县局"] in offered


class TestViews:
    pytestmark = ON_SCREEN

    def test_a_blank_form_is_opened_to_be_printed(self, bench, show, qtbot):
        opened = []
        bench.outside = replace(
            bench.outside, open=lambda path: not opened.append(path)
        )
        info = next(one for one in rooms.pages() if one.key == "papers")
        page = PapersPage(bench, info)
        with qtbot.waitSignal(page.listed):
            show(page, (1166, 700))
        page.open_blank(blanks.BlankForm("巡查记录表（空白）.docx", b"docx"))
        qtbot.waitUntil(lambda: bool(opened))
        assert opened[0].name == "巡查记录表（空白）.docx"
        assert opened[0].read_bytes() == b"docx"
