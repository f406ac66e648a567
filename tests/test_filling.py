"""The superior's own form filled in: places in cells and paragraphs, and bad files."""

import io
import zipfile

import docx
import openpyxl
import pytest
from docx.shared import Pt, RGBColor
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.styles import Font

from tests.county import enter_county
from tests.on_screen import ON_SCREEN, heard
from workbench.access import Actor, Permission
from workbench.desk import Desk
from workbench.reports.filling import filled_form, places_in
from workbench.rules import Refusal
from workbench.services.documents import templates
from workbench.views import rooms
from workbench.views.documents.templates import TemplatesPage

VALUES = {"单位": "东海县综合行政执法局", "日期": "2026年11月24日", "人数": "382"}


def word(build):
    document = docx.Document()
    build(document)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def workbook(build):
    book = openpyxl.Workbook()
    build(book)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def parts_of(content):
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(parts):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file.getvalue()


def read_word(content):
    return docx.Document(io.BytesIO(content))


def read_book(content):
    return openpyxl.load_workbook(io.BytesIO(content))


def plain(document):
    document.add_paragraph("填报单位：{{单位}}　日期：{{ 日期 }}")


class TestWord:
    def test_a_place_takes_its_value_and_keeps_its_dress(self):
        def build(document):
            paragraph = document.add_paragraph("填报单位：")
            run = paragraph.add_run("{{单位}}")
            run.bold, run.font.size = True, Pt(16)
            run.font.color.rgb = RGBColor(255, 0, 0)

        done = filled_form(word(build), "表.docx", VALUES)
        paragraph = read_word(done.content).paragraphs[0]
        assert paragraph.text == "填报单位：东海县综合行政执法局"
        run = paragraph.runs[1]
        assert (run.bold, run.font.size, str(run.font.color.rgb)) == (
            True,
            Pt(16),
            "FF0000",
        )
        assert (done.filled, done.left) == (("单位",), ())

    def test_a_place_cut_into_runs_is_read_as_one(self):
        def build(document):
            paragraph = document.add_paragraph()
            for text in ("由{", "{单", "位}", "}填报，", "{{日期}}。"):
                paragraph.add_run(text)

        done = filled_form(word(build), "表.docx", VALUES)
        text = read_word(done.content).paragraphs[0].text
        assert text == "由东海县综合行政执法局填报，2026年11月24日。"

    def test_tables_heads_and_feet_are_filled_too(self):
        def build(document):
            document.add_table(1, 2).cell(0, 1).text = "{{人数}}人"
            document.sections[0].header.paragraphs[0].text = "{{单位}}"
            document.sections[0].footer.paragraphs[0].text = "｛｛日期｝｝"

        content = word(build)
        assert set(places_in(content, "表.docx")) == {"人数", "单位", "日期"}
        document = read_word(filled_form(content, "表.docx", VALUES).content)
        assert document.tables[0].cell(0, 1).text == "382人"
        assert document.sections[0].header.paragraphs[0].text == VALUES["单位"]
        assert document.sections[0].footer.paragraphs[0].text == VALUES["日期"]

    def test_a_place_without_value_is_reported_and_stays(self):
        content = word(lambda one: one.add_paragraph("{{单位}}{{没有的}}{{单位}}"))
        assert places_in(content, "表.docx") == ("单位", "没有的")
        done = filled_form(content, "表.docx", VALUES)
        assert done.left == ("没有的",)
        assert read_word(done.content).paragraphs[0].text == (
            f"{VALUES['单位']}{{{{没有的}}}}{VALUES['单位']}"
        )

    def test_lines_of_a_value_become_lines_and_controls_go(self):
        content = word(lambda one: one.add_paragraph("说明：{{说明}}完"))
        done = filled_form(content, "表.docx", {"说明": "一 <甲>&\x07\n二"})
        assert read_word(done.content).paragraphs[0].text == "说明：一 <甲>&\n二完"

    def test_parts_without_places_keep_their_bytes(self):
        content = word(plain)
        before = parts_of(content)
        after = parts_of(filled_form(content, "表.docx", VALUES).content)
        changed = {name for name in before if before[name] != after[name]}
        assert list(after) == list(before)
        assert changed == {"word/document.xml"}

    @given(st.text(st.characters(exclude_categories=("C",)), min_size=1, max_size=40))
    def test_whatever_is_typed_stands_in_the_copy(self, value):
        content = word(lambda one: one.add_paragraph("甲{{名}}乙"))
        done = filled_form(content, "表.docx", {"名": value})
        assert read_word(done.content).paragraphs[0].text == f"甲{value}乙"


class TestSheet:
    def test_a_cell_takes_its_value_and_keeps_its_dress(self):
        def build(book):
            sheet = book.active
            sheet["A1"], sheet["A2"] = "单位：{{单位}}", "{{单位}}（{{日期}}）"
            sheet["A1"].font = Font(name="黑体", size=14, bold=True)
            sheet.merge_cells("A2:C2")

        done = filled_form(workbook(build), "表.xlsx", VALUES)
        sheet = read_book(done.content).active
        assert sheet["A1"].value == "单位：东海县综合行政执法局"
        assert (sheet["A1"].font.name, sheet["A1"].font.sz) == ("黑体", 14)
        assert sheet["A2"].value == "东海县综合行政执法局（2026年11月24日）"
        assert [str(one) for one in sheet.merged_cells.ranges] == ["A2:C2"]

    def test_a_number_alone_in_its_cell_counts_in_formulas(self):
        def build(book):
            sheet = book.active
            sheet["A1"], sheet["A2"], sheet["A3"] = "{{人数}}", 18, "=SUM(A1:A2)"

        done = filled_form(workbook(build), "表.xlsx", VALUES)
        book = read_book(done.content)
        assert book.active["A1"].value == 382
        assert book.active["A3"].value == "=SUM(A1:A2)"
        assert book.calculation.fullCalcOnLoad

    @pytest.mark.parametrize("code", ["13800000018", "0518", "92320722MAEXAMPL0X"])
    def test_a_code_stays_a_text(self, code):
        content = workbook(lambda book: book.active.append(["{{码}}"]))
        done = filled_form(content, "表.xlsx", {"码": code})
        assert read_book(done.content).active["A1"].value == code

    def test_heads_of_pages_and_every_sheet_are_filled(self):
        def build(book):
            book.active.oddHeader.center.text = "{{单位}}"
            book.create_sheet("第二页")["B2"] = "{{日期}}"

        content = workbook(build)
        assert set(places_in(content, "表.xlsx")) == {"单位", "日期"}
        book = read_book(filled_form(content, "表.xlsx", VALUES).content)
        assert book.worksheets[0].oddHeader.center.text == VALUES["单位"]
        assert book["第二页"]["B2"].value == VALUES["日期"]

    def test_texts_that_cells_share_are_filled_in_any_dress(self):
        space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
        parts = parts_of(workbook(lambda book: book.active.append(["代替"])))
        parts["xl/sharedStrings.xml"] = (
            f'<sst xmlns="{space}"><si><r><t>{{{{单</t></r><r><t>位}}}}</t></r></si>'
            '<si><t>{{人数}}</t><rPh sb="0" eb="1"><t>{{注音}}</t></rPh></si></sst>'
        ).encode()
        parts["xl/worksheets/sheet1.xml"] = (
            f'<worksheet xmlns="{space}"><sheetData><row r="1">'
            '<c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c>'
            "</row></sheetData></worksheet>"
        ).encode()
        parts["xl/_rels/workbook.xml.rels"] = parts[
            "xl/_rels/workbook.xml.rels"
        ].replace(
            b"</Relationships>",
            b'<Relationship Id="rId99" Type="http://schemas.openxmlformats.org/'
            b'officeDocument/2006/relationships/sharedStrings" '
            b'Target="sharedStrings.xml"/></Relationships>',
        )
        parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(
            b"</Types>",
            b'<Override PartName="/xl/sharedStrings.xml" ContentType="application/'
            b'vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/>'
            b"</Types>",
        )
        done = filled_form(packed(parts), "表.xlsx", VALUES)
        assert done.filled == ("单位", "人数")
        sheet = read_book(done.content).active
        assert (sheet["A1"].value, sheet["B1"].value) == (VALUES["单位"], 382)


class TestBadFiles:
    @pytest.mark.parametrize(
        ("content", "sentence"),
        [
            (b"", "空文件"),
            (b"%PDF-1.7", "不是 .docx 或 .xlsx"),
            (bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600), "旧版格式"),
            (
                bytes.fromhex("d0cf11e0a1b11ae1")
                + "EncryptedPackage".encode("utf-16-le"),
                "打开密码",
            ),
            (b"PK\x03\x04" + bytes(90), "已损坏"),
            (packed({"随便.txt": b"1"}), "不是 .docx 或 .xlsx"),
        ],
    )
    def test_what_cannot_be_filled_is_said_in_one_sentence(self, content, sentence):
        with pytest.raises(Refusal, match=sentence) as refused:
            places_in(content, "甲.docx")
        assert "“甲.docx”" in str(refused.value)

    def test_a_file_with_programs_is_not_opened(self):
        parts = parts_of(word(plain))
        parts["word/vbaProject.bin"] = b"1"
        with pytest.raises(Refusal, match="带有宏"):
            places_in(packed(parts), "甲.docm")

    def test_a_bomb_is_not_unpacked(self):
        parts = parts_of(word(plain))
        parts["word/media/a.bin"] = bytes(9 << 20)
        with pytest.raises(Refusal, match="压缩炸弹"):
            places_in(packed(parts), "甲.docx")

    def test_entities_are_not_resolved(self):
        parts = parts_of(word(plain))
        parts["word/document.xml"] = (
            b'<!DOCTYPE a [<!ENTITY b "c">]>' + parts["word/document.xml"]
        )
        with pytest.raises(Refusal, match="实体定义"):
            places_in(packed(parts), "甲.docx")

    def test_text_that_breaks_off_is_told(self):
        parts = parts_of(word(plain))
        parts["word/document.xml"] = parts["word/document.xml"][:-40]
        with pytest.raises(Refusal, match="已损坏"):
            places_in(packed(parts), "甲.docx")


class TestFacts:
    def test_what_the_register_knows_is_offered(self, desk):
        assert "单位" not in desk.ask(templates.common_facts)
        enter_county(desk)
        known = desk.ask(templates.common_facts)
        assert known["县区"] == "东海县"
        assert known["单位"] == "东海县县局"
        assert known["日期"] == "2026年3月2日"
        assert known["填报人"] == "李明"

    def test_the_unit_is_the_accounts_own(self, lite):
        everything = frozenset(Permission)
        unit = enter_county(Desk(lite, Actor(7, "李明", everything))).units["县局"]
        desk = Desk(lite, Actor(9, "王芳", everything, unit, county_wide=False))
        assert desk.ask(templates.common_facts)["单位"] == "东海县县局"


class TestPage:
    pytestmark = ON_SCREEN

    @pytest.fixture
    def page(self, show, bench):
        info = next(one for one in rooms.pages() if one.key == "templates")
        return show(TemplatesPage(bench, info))

    def test_known_facts_stand_in_the_form_and_the_copy_is_kept(
        self, qtbot, page, bench, tmp_path
    ):
        path, copy = tmp_path / "报表.docx", tmp_path / "报表（已填）.docx"
        path.write_bytes(
            word(lambda one: one.add_paragraph("{{县区}}，{{人数}}人，{{其他说明}}"))
        )
        page.look_into(path)
        qtbot.waitUntil(lambda: page.form is not None)
        assert list(page.form.boxes) == ["县区", "人数", "其他说明"]
        assert page.form.boxes["县区"].value() == "东海县"
        page.form.boxes["人数"].editor.put("382")
        with qtbot.waitSignal(page.form.saved) as saved:
            page.form.save()
        values = saved.args[0]
        assert values == {"县区": "东海县", "人数": "382"}
        assert page.form.boxes["人数"].value() == "382"
        told = heard(bench.told)
        page.keep(copy, values)
        qtbot.waitUntil(lambda: bool(told))
        assert told[-1].text == (
            "已填2处，存为“报表（已填）.docx”。没有填的：其他说明。"
        )
        text = read_word(copy.read_bytes()).paragraphs[0].text
        assert text == "东海县，382人，{{其他说明}}"
        assert "{{县区}}" in read_word(path.read_bytes()).paragraphs[0].text
        page.form.leave()
        assert page.form is None
        assert page.buttons["选择表格"].isHidden()

    def test_a_file_without_places_and_a_bad_one_are_told(
        self, qtbot, page, bench, tmp_path
    ):
        told, failed = heard(bench.told), heard(bench.failed)
        path = tmp_path / "空表.docx"
        path.write_bytes(word(lambda one: one.add_paragraph("没有")))
        page.look_into(path)
        qtbot.waitUntil(lambda: bool(told))
        assert "没有占位符" in told[0].text
        path.write_bytes(b"%PDF-1.7")
        page.look_into(path)
        qtbot.waitUntil(lambda: bool(failed))
        assert "不是 .docx 或 .xlsx" in str(failed[0])
        assert page.form is None
