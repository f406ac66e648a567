"""Papers: what stands in them, their records and their files."""

import io
import itertools
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, date, timedelta
from fractions import Fraction

import docx
import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from tests.papers import (
    DRAFT,
    FINAL,
    GRID,
    MADE,
    RECORDS,
    ROOT,
    TARGET,
    ZONES,
    W,
    force_ledger,
    frontline_report,
    issuing,
    parts_of,
    plain_paper,
    samples,
    table,
    xml_of,
    zone_plan,
)
from workbench.reports import (
    casework,
    inspection,
    kinds,
    paper_bytes,
    powers,
    rebuilt,
    record_json,
    roster,
)
from workbench.reports.charts import chart_part
from workbench.reports.layout import docx_bytes
from workbench.reports.measures import FONTS, Suite
from workbench.reports.package import STYLES
from workbench.reports.page import (
    DRAFT_NUMBER,
    Attachment,
    Blank,
    Cell,
    Column,
    Document,
    FileHead,
    FormHead,
    Grid,
    GridRow,
    Heading,
    Imprint,
    LetterHead,
    LineChart,
    MinutesHead,
    Paragraph,
    Present,
    Receipt,
    Ruled,
    Signature,
    Table,
    beside,
    ems,
    lines_of,
    names_in_lines,
    numbered,
    numeral,
    printable,
)
from workbench.reports.roster.deployment import (
    goal,
)
from workbench.reports.roster.ledger import ForceLedger
from workbench.reports.titles import TITLE_EMS, break_title
from workbench.rules.roster.deployment import Definition

# --- the page model ------------------------------------------------------------------

NAMES = ("东海县", "白塔埠片区")


def has_good_shape(widths):
    steps = [after - before for before, after in itertools.pairwise(widths)]
    turns = [a > 0 for a in steps if a]
    return turns == sorted(turns, reverse=True)


class TestPageModel:
    @settings(max_examples=100, deadline=None)
    @given(st.text("甲乙1a", max_size=12), st.integers(0, 40).map(lambda n: n / 4))
    def test_a_blank_is_as_wide_as_asked_and_ends_in_a_space_that_may_hang(
        self, text, asked
    ):
        shown = Blank(text, asked).shown
        assert shown.strip() == text
        width = ems(text) + sum(
            {"\u2002": 0.5}.get(one, 1.0) for one in shown if one.isspace()
        )
        assert width >= asked
        assert width < max(asked, ems(text)) + 1
        assert shown[-1:] == "　" or shown == text

    def test_two_texts_share_a_line_only_well_apart(self):
        assert beside("甲乙", "2026", 6)
        assert not beside("甲乙", "2026", 5.5)

    @pytest.mark.parametrize(
        ("text", "lines"), [("", 1), ("甲" * 4, 1), ("甲" * 5, 2), ("甲甲甲甲。", 2)]
    )
    def test_lines_are_counted_as_they_break(self, text, lines):
        assert lines_of(text, 4) == lines

    @pytest.mark.parametrize(
        ("text", "lines"),
        [
            ("东海县执法片区设置方案", ["东海县执法片区设置方案"]),
            (
                "关于印发《东海县执法片区设置方案》的通知",
                ["关于印发《东海县执法片区", "设置方案》的通知"],
            ),
            (
                "关于明确东海县白塔埠片区指挥中心组成人员的通知",
                ["关于明确东海县白塔埠片区", "指挥中心组成人员的通知"],
            ),
            (
                "关于东海县综合行政执法力量下沉情况的报告",
                ["关于东海县综合行政执法力量", "下沉情况的报告"],
            ),
        ],
    )
    def test_a_title_breaks_between_words(self, text, lines):
        assert list(break_title(text, names=NAMES)) == lines

    words = st.sampled_from(
        (
            *("东海县", "白塔埠片区", "综合行政执法", "指挥中心", "组成人员", "力量"),
            *("下沉", "情况", "工作", "2026年10月", "《", "》", "的", "、", "印发"),
        )
    )

    @settings(max_examples=150, deadline=None)
    @given(st.lists(words, min_size=1, max_size=14))
    def test_no_title_line_is_too_long_or_cuts_a_name_or_begins_with_a_sign(
        self, words
    ):
        text = "".join(words)
        lines = break_title(text, names=NAMES)
        assert "".join(lines) == text
        assert max(map(ems, lines)) <= TITLE_EMS
        assert not [line for line in lines[1:] if line[0] in "》、的"]
        assert not [line for line in lines[:-1] if line[-1] == "《"]
        cuts = list(itertools.accumulate(map(len, lines)))[:-1]
        at = 0
        for word in words:
            if len(word) > 1:
                assert not any(at < cut < at + len(word) for cut in cuts)
            at += len(word)

    def test_a_title_of_three_lines_is_a_trapezium_or_a_rhombus(self):
        text = (
            "关于进一步加强连云港市东海县综合行政执法片区指挥中心"
            "建设和执法人员下沉一线管理工作的若干意见"
        )
        lines = break_title(text, names=NAMES)
        assert len(lines) == 3
        assert has_good_shape([ems(line) for line in lines])

    def test_a_title_too_long_for_a_shape_is_filled_line_by_line(self):
        text = ("关于进一步加强东海县综合行政执法片区指挥中心建设工作的意见" * 7)[:190]
        lines = break_title(text, names=NAMES)
        assert "".join(lines) == text
        assert max(map(ems, lines)) <= TITLE_EMS

    def test_what_cannot_be_kept_whole_is_cut_where_the_line_ends(self):
        assert list(map(len, break_title("国" * 40))) == [19, 19, 2]

    def test_headings_tables_and_charts_are_numbered_by_their_place(self):
        blocks = (
            *(Heading("甲"), Heading("乙", 2), Heading("丙", 2), Heading("丁", 3)),
            *(Heading("戊", 4), table(1, caption="己"), table(1), Heading("庚")),
            *(Heading("辛", 2), table(1, caption="壬")),
        )
        marks = "|".join(mark for mark, _block in numbered(blocks))
        assert marks == "一、|（一）|（二）|1.|（1）|表1||二、|（一）|表2"

    def test_numerals_run_from_one_to_nine_hundred_and_ninety_nine(self):
        told = "、".join(numeral(n) for n in (1, 9, 10, 11, 20, 21, 99))
        assert told == "一、九、十、十一、二十、二十一、九十九"
        assert len({numeral(n) for n in range(1, 1000)}) == 999
        told = "、".join(numeral(n) for n in (100, 101, 110, 111, 120, 999))
        assert told == "一百、一百零一、一百一十、一百一十一、一百二十、九百九十九"

    def test_names_are_listed_without_being_cut(self):
        assert names_in_lines(ZONES["牛山片区"], 10) == (
            "牛山街道、石榴街道、\n驼峰乡、曲阳镇"
        )
        assert names_in_lines((), 10) == ""

    def test_what_nobody_sees_is_taken_out_of_a_text(self):
        unseen = "\x00\x0b\x1f\x7f\x85\ud800\ufffe\u202e\u200b\ufeff"
        assert printable(f"甲{unseen}乙\t丙\n丁😀") == "甲乙 丙\n丁😀"

    def test_a_target_prints_without_needless_decimals(self):
        assert goal(TARGET) == "85%"
        assert goal(Fraction(855, 1000)) == "85.5%"


# --- records -------------------------------------------------------------------------


class TestRecords:
    @pytest.mark.parametrize("key", RECORDS)
    def test_a_record_comes_back_from_its_json_and_makes_the_same_file(self, key):
        record = RECORDS[key]()
        text = record_json(record)
        assert kinds.from_json(key, text) == record
        assert record_json(kinds.from_json(key, text)) == text
        first, second = (
            kinds.file_bytes(key, text, made_at=MADE, draft=True, sample=True)
            for _ in range(2)
        )
        assert first == second == paper_bytes(record.compose(DRAFT))
        later = kinds.file_bytes(
            key, text, made_at=MADE + timedelta(days=1), draft=True, sample=True
        )
        assert later != first

    @pytest.mark.parametrize("text", ["{}", "[]", '{"county":1}', "null"])
    def test_what_is_no_record_is_refused(self, text):
        with pytest.raises(ValueError, match="not a ForceLedger"):
            rebuilt(ForceLedger, text)

    def test_every_kind_is_declared_once(self):
        rooms = (roster, powers, inspection, casework)
        declared = [kind for room in rooms for kind in room.KINDS]
        assert len({kind.key for kind in declared}) == len(declared)
        assert {kind.key: kind for kind in declared} == kinds.KINDS
        for key, record in RECORDS.items():
            assert kinds.KINDS[key].record is type(record())

    def test_issuing_puts_number_and_days_into_the_record(self):
        draft = replace(
            zone_plan(), issuing=issuing(number="", signed_on=None, printed_on=None)
        )
        number, on = "东综执〔2026〕9号", date(2026, 5, 7)
        text = kinds.issued_json("zone_plan", record_json(draft), number=number, on=on)
        issued = kinds.from_json("zone_plan", text).issuing
        assert (issued.number, issued.signed_on, issued.printed_on) == (number, on, on)
        ledger = record_json(force_ledger())
        assert kinds.issued_json("force_ledger", ledger, number="", on=on) == ledger

    def test_composing_waits_for_nothing_heavy(self):
        program = (
            "import sys, workbench.reports.kinds;"
            "print([m for m in ('docx', 'lxml', 'xlsxwriter', 'PySide6', 'sqlalchemy')"
            " if m in sys.modules])"
        )
        done = subprocess.run(  # noqa: S603 - a program of our own
            [sys.executable, "-c", program],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=True,
        )
        assert done.stdout.strip() == "[]"

    def test_the_report_tells_a_shortfall_and_what_closes_it(self):
        text = words(frontline_report())
        assert "382/450，即84.8%" in text
        assert "未达到85%的目标，尚差1人" in text
        assert (
            "拟派驻1人到一线（见表4），派驻后下沉比例为383/450，即85.1%，达到目标"
            in text
        )
        assert Definition.ESTABLISHED.wording(31) in text
        assert "请示" not in text

    def test_the_report_says_when_the_moves_found_are_not_enough(self):
        text = words(frontline_report(380))
        assert "派驻后下沉比例为381/450，即84.6%，仍差2人" in text
        assert "解决其余差额" in text

    def test_the_report_on_a_share_just_cut_off_does_not_round_it_up(self):
        text = words(frontline_report(21249, 25000, moves=()))
        assert "21249/25000，即84.9%" in text
        assert "未达到85%的目标，尚差1人" in text

    def test_the_report_on_a_share_that_just_reaches_the_target(self):
        text = words(frontline_report(17, 20, moves=(), uncertified=()))
        assert "17/20，即85.0%（百分数截尾保留一位小数），达到85%的目标。" in text
        assert "均持有效行政执法证" in text
        assert "比达标所需多" not in text

    def test_the_report_on_nobody_divides_by_nothing(self):
        text = words(frontline_report(0, 0, moves=(), uncertified=(), mean=None))
        assert "不计算下沉比例" in text
        assert "目标，尚差" not in text

    def test_a_distance_that_is_not_known_is_not_told_as_nought(self):
        plan = zone_plan()
        far = replace(plan.zones[0], mean_m=0, farthest_m=0)
        table = replace(plan, zones=(far,)).compose(FINAL).attachments[1].blocks[0]
        assert table.rows[0][4:6] == ("—", "—")

    def test_the_plan_lists_each_zone_and_denies_the_centre_authority(self):
        text = words(zone_plan())
        assert (
            "（一）白塔埠片区。成员镇街4个：白塔埠镇、黄川镇、平明镇、张湾乡。" in text
        )
        assert "指挥中心不是执法主体" in text
        assert "指挥协调权、管理考核权、推荐提名权、反向否决权" in text
        assert "11.0" in text
        assert "经县人民政府同意（东政复〔2026〕15号）" in text
        assert str(1830 * 5) in text


def words(record):
    """Return everything a composed record says, numbers of headings included."""
    content = docx_bytes(record.compose(FINAL))
    return "".join(xml_of(content, "word/document.xml").itertext(f"{W}t"))


# --- the Word file -------------------------------------------------------------------

PROPERTIES = (
    "pStyle keepNext keepLines pageBreakBefore framePr widowControl pBdr tabs kinsoku "
    "wordWrap overflowPunct topLinePunct autoSpaceDE autoSpaceDN adjustRightInd "
    "snapToGrid spacing ind jc textDirection outlineLvl sectPr"
)
RUN_PROPERTIES = "rFonts color spacing w kern sz szCs u lang"


def assert_ordered(root, tag, order):
    for element in root.iter(f"{W}{tag}"):
        places = [
            order.split().index(etree.QName(child).localname) for child in element
        ]
        assert places == sorted(set(places))


class TestWordFile:
    @pytest.mark.parametrize("name", dict(samples()))
    def test_every_part_is_well_formed_and_in_the_schemas_order(self, name):
        content = docx_bytes(dict(samples())[name])
        for part, text in parts_of(content).items():
            if part.endswith((".xml", ".rels")):
                root = etree.fromstring(text)
                assert_ordered(root, "pPr", PROPERTIES)
                assert_ordered(root, "rPr", RUN_PROPERTIES)
        assert docx.Document(io.BytesIO(content)).sections

    def test_the_same_paper_gives_the_same_bytes(self):
        assert docx_bytes(frontline_report().compose(FINAL)) == docx_bytes(
            frontline_report().compose(FINAL)
        )

    def test_the_file_says_what_it_is(self):
        content = docx_bytes(frontline_report().compose(FINAL))
        core = docx.Document(io.BytesIO(content)).core_properties
        assert core.title == "关于东海县综合行政执法力量下沉情况的报告"
        assert (core.category, core.keywords) == ("报告", "文件格式")
        assert core.subject == "东综执〔2026〕24号"
        assert core.created.replace(tzinfo=UTC) == MADE

    def test_styles_name_every_font_and_no_theme(self):
        content = docx_bytes(frontline_report().compose(FINAL))
        assert not any(b"Theme=" in text for text in parts_of(content).values())
        styles = xml_of(content, "word/styles.xml")
        names = {font.name for font in FONTS}
        named = styles.findall(f".//{W}style[@{W}type='paragraph']/{W}rPr/{W}rFonts")
        assert len(named) == len(STYLES) + 1
        for fonts in named:
            kinds = ("ascii", "hAnsi", "eastAsia", "cs")
            (name,) = {fonts.get(f"{W}{kind}") for kind in kinds}
            assert name in names
        declared = xml_of(content, "word/fontTable.xml").findall(f"{W}font")
        assert {font.get(f"{W}name") for font in declared} == names
        assert not styles.findall(f".//{W}b")

    def test_every_switch_that_moves_a_line_break_is_written_out(self):
        content = docx_bytes(plain_paper(Paragraph("文")))
        normal = xml_of(content, "word/styles.xml").find(
            f".//{W}style[@{W}styleId='Normal']/{W}pPr"
        )
        switches = {
            etree.QName(child).localname: child.get(f"{W}val") for child in normal
        }
        assert {name: value for name, value in switches.items() if value} == {
            "widowControl": "0",
            "kinsoku": "1",
            "wordWrap": "1",
            "overflowPunct": "0",
            "topLinePunct": "0",
            "autoSpaceDE": "0",
            "autoSpaceDN": "0",
            "adjustRightInd": "0",
            "snapToGrid": "0",
            "jc": "both",
        }
        settings_part = xml_of(content, "word/settings.xml")
        assert settings_part.find(f"{W}evenAndOddHeaders") is not None
        control = settings_part.find(f"{W}characterSpacingControl")
        assert control.get(f"{W}val") == "doNotCompress"
        grid = xml_of(content, "word/document.xml").find(f".//{W}docGrid")
        assert dict(grid.attrib) == {f"{W}type": "lines", f"{W}linePitch": "579"}

    def test_a_file_for_libreoffice_differs_in_the_switch_it_misreads_alone(self):
        paper = replace(frontline_report().compose(FINAL), signature=None)
        word, other = (parts_of(docx_bytes(paper, suite)) for suite in Suite)
        assert {name for name in word if word[name] != other[name]} == {
            "word/styles.xml"
        }
        assert (
            word["word/styles.xml"].replace(
                b'overflowPunct w:val="0"', b'overflowPunct w:val="1"'
            )
            == (other["word/styles.xml"])
        )

    def test_a_signature_makes_room_for_the_gaps_that_libreoffice_adds(self):
        paper = plain_paper(Paragraph("文。"))
        signed = replace(paper, signature=Signature("某某局", date(2026, 3, 5)))
        lefts = []
        for suite in Suite:
            root = xml_of(docx_bytes(signed, suite), "word/document.xml")
            lefts.append(int(root.findall(f".//{W}ind")[-1].get(f"{W}left")))
        assert lefts[0] == 8844 - ((8 + 6) * 315)
        assert lefts[0] - lefts[1] == 315

    def test_signs_of_markup_and_control_characters_do_no_harm(self):
        nasty = "<w:p>&amp;\"'</w:t>\x00\x0b\u202e]]>"
        shown = "<w:p>&amp;\"'</w:t>]]>"
        grid = Table((Column(nasty, 10),), ((nasty,),), caption=nasty, note=nasty)
        trend = LineChart(nasty, nasty, nasty, nasty, ((nasty, 1.0),), 2.0, nasty)
        paper = Document(
            nasty,
            FINAL,
            (nasty,),
            (Heading(nasty, 2, nasty), Paragraph(nasty), grid, trend),
            FileHead(nasty, nasty, (nasty,), nasty),
            nasty,
            Signature(nasty, None),
            nasty,
            Imprint(nasty, nasty, None),
            (Attachment((nasty,), ()),),
        )
        content = docx_bytes(paper)
        for part, text in parts_of(content).items():
            if part.endswith(".xml"):
                root = etree.fromstring(text)
                assert all(one is None or "\x0b" not in one for one in root.itertext())
        text = "".join(xml_of(content, "word/document.xml").itertext(f"{W}t"))
        assert text.count(shown) == 20

    def test_nor_do_they_in_forms(self):
        nasty, shown = "<w:p>&\x0b]]>", "<w:p>&]]>"
        form = Document(
            nasty,
            FINAL,
            (nasty,),
            (
                Ruled((nasty, Blank(nasty))),
                Present(nasty, nasty),
                Grid((1,), (GridRow((Cell(nasty, foot=nasty),)),)),
            ),
            FormHead(nasty, nasty),
            remark=nasty,
            receipt=Receipt(nasty, (Paragraph(nasty),)),
        )
        letter = Document(nasty, FINAL, (), (), LetterHead(nasty, nasty, nasty))
        minutes = Document(
            nasty,
            FINAL,
            (),
            (),
            MinutesHead(nasty, nasty, nasty, None),
            imprint=Imprint("", nasty, None, nasty),
        )
        for paper, count in ((form, 12), (letter, 3), (minutes, 5)):
            root = xml_of(docx_bytes(paper), "word/document.xml")
            assert "".join(root.itertext(f"{W}t")).count(shown) == count

    @pytest.mark.parametrize(
        ("name", "told"),
        [
            ("urgent", "文件格式"),
            ("letter", "信函格式"),
            ("minutes", "纪要格式"),
            ("order", "文书格式"),
            ("solid", "表格"),
        ],
    )
    def test_the_file_says_which_form_it_has(self, name, told):
        paper = dict(samples())[name]
        core = docx.Document(io.BytesIO(docx_bytes(paper))).core_properties
        assert (core.category, core.keywords) == (paper.kind, told)

    def test_only_a_letters_first_page_has_a_head_and_foot_of_its_own(self):
        turned = Attachment(("横表",), (table(2),), landscape=True)
        letter = dict(samples())["draft_letter"]
        content = docx_bytes(replace(letter, attachments=(turned,)))
        first, *others = xml_of(content, "word/document.xml").iter(f"{W}sectPr")
        assert others
        assert first.find(f"{W}titlePg") is not None
        assert all(one.find(f"{W}titlePg") is None for one in others)
        parts = parts_of(content)
        assert b"PAGE" not in parts["word/footer5.xml"]
        assert "示例草稿".encode() in parts["word/header5.xml"]
        assert "word/header5.xml" not in parts_of(docx_bytes(plain_paper()))

    def test_a_grid_gives_its_widths_spans_and_least_heights(self):
        root = xml_of(docx_bytes(plain_paper(GRID)), "word/document.xml")
        columns = [int(one.get(f"{W}w")) for one in root.iter(f"{W}gridCol")]
        assert sum(columns) == 8844
        heights = []
        for row in root.iter(f"{W}tr"):
            at = 0
            for cell in row.iter(f"{W}tcPr"):
                span = cell.find(f"{W}gridSpan")
                count = int(span.get(f"{W}val")) if span is not None else 1
                width = int(cell.find(f"{W}tcW").get(f"{W}w"))
                assert width == sum(columns[at : at + count])
                at += count
            assert at == len(columns)
            height = row.find(f"{W}trPr/{W}trHeight")
            heights.append(height is not None and int(height.get(f"{W}val")))
        assert heights == [567, False, 567, 2835, 2835]

    def test_a_grid_whose_spans_do_not_add_up_is_not_written(self):
        odd = Grid((1, 1), (GridRow((Cell("甲", span=3),)),))
        with pytest.raises(ValueError, match="spans"):
            docx_bytes(plain_paper(odd))

    def test_two_tables_never_touch(self):
        root = xml_of(
            docx_bytes(plain_paper(GRID, GRID, table(2))), "word/document.xml"
        )
        tags = [etree.QName(one).localname for one in root[0]]
        assert tags == ["tbl", "p", "tbl", "p", "tbl", "p", "sectPr"]

    def test_every_part_of_a_receipt_stays_with_the_next(self):
        content = docx_bytes(dict(samples())["receipt_here"])
        styles = xml_of(content, "word/document.xml").iter(f"{W}pPr")
        found = [
            (one.find(f"{W}pStyle").get(f"{W}val"), one.find(f"{W}keepNext"))
            for one in styles
        ]
        cut = next(at for at, (style, _kept) in enumerate(found) if style == "Cut")
        assert len(found) - cut > 10
        assert all(kept is not None for _style, kept in found[cut:-1])
        assert found[-1] == ("Body", None)

    def test_the_last_row_of_a_form_stays_with_its_signature(self):
        paper = plain_paper(Paragraph("文。"), GRID)
        signed = replace(paper, signature=Signature("某局", None))
        *rows, last = xml_of(docx_bytes(signed), "word/document.xml").iter(f"{W}tr")
        assert not any(list(row.iter(f"{W}keepNext")) for row in rows)
        assert all(
            one.find(f"{W}pPr/{W}keepNext") is not None for one in last.iter(f"{W}p")
        )

    def test_tables_give_their_widths_twice_and_fill_the_text_area(self):
        content = docx_bytes(plain_paper(table(2), replace(table(2), landscape=True)))
        root = xml_of(content, "word/document.xml")
        for grid, area in zip(root.iter(f"{W}tbl"), (8844, 12756), strict=True):
            widths = [int(one.get(f"{W}w")) for one in grid.iter(f"{W}gridCol")]
            assert sum(widths) == area
            for row in grid.iter(f"{W}tr"):
                cells = [int(one.get(f"{W}w")) for one in row.iter(f"{W}tcW")]
                assert cells == widths
                assert row.find(f"{W}trPr/{W}cantSplit") is not None
            heads = [row.find(f".//{W}tblHeader") for row in grid.iter(f"{W}tr")]
            assert [head is not None for head in heads] == [True, False, False]

    def test_a_table_row_of_the_wrong_length_is_not_written(self):
        grid = Table((Column("甲", 1), Column("乙", 1)), (("一",),))
        with pytest.raises(ValueError, match="zip"):
            docx_bytes(plain_paper(grid))

    def test_a_draft_shows_no_number_and_an_unsigned_day_is_left_blank(self):
        record = replace(zone_plan(), issuing=issuing(signed_on=None, printed_on=None))
        content = docx_bytes(record.compose(DRAFT))
        text = "".join(xml_of(content, "word/document.xml").itertext(f"{W}t"))
        assert DRAFT_NUMBER in text
        assert "24号" not in text
        assert "　　　　年　　月　　日印发" in text
        for place in range(1, 5):
            assert "示例草稿".encode() in parts_of(content)[f"word/header{place}.xml"]


# --- charts --------------------------------------------------------------------------

C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"


class TestCharts:
    def chart(self, count=31):
        points = tuple((str(at), 80 + at / 10) for at in range(1, count + 1))
        points = (*points[:4], ("5", None), *points[5:])
        return LineChart("图", "下沉比例", "日", "比例（%）", points, 85.0, "目标85%")

    def test_the_figures_behind_it_are_the_figures_drawn(self):
        part = chart_part(self.chart(), MADE)
        root = etree.fromstring(part.xml)
        sheet = openpyxl.load_workbook(io.BytesIO(part.workbook)).active
        share, target = root.iter(f"{C}ser")
        drawn = {
            int(point.get("idx")): float(point.findtext(f"{C}v"))
            for point in share.find(f"{C}val").iter(f"{C}pt")
        }
        assert 4 not in drawn
        assert sheet["B6"].value is None
        assert {
            row - 2: sheet.cell(row, 2).value for row in range(2, 33) if row != 6
        } == (pytest.approx(drawn))
        assert share.findtext(f"{C}val//{C}f") == "Sheet1!$B$2:$B$32"
        assert target.findtext(f"{C}tx//{C}v") == sheet["C1"].value == "目标85%"
        assert target.find(f".//{C}marker/{C}symbol").get("val") == "none"

    def test_axes_are_titled_and_the_scale_encloses_line_and_target(self):
        root = etree.fromstring(chart_part(self.chart(), MADE).xml)
        titles = ["".join(one.itertext()) for one in root.iter(f"{C}title")]
        assert titles == ["日", "比例（%）"]
        scale = root.find(f".//{C}valAx/{C}scaling")
        low, high = (
            float(scale.find(f"{C}{end}").get("val")) for end in ("min", "max")
        )
        assert low < 80.1
        assert high > 85

    def test_few_points_are_all_labelled_and_many_only_at_the_end(self):
        for count, labels in ((12, 11), (31, 1)):
            root = etree.fromstring(chart_part(self.chart(count), MADE).xml)
            share = next(root.iter(f"{C}ser"))
            assert len(share.findall(f"{C}dLbls/{C}dLbl")) == labels

    def test_a_chart_without_a_single_value_is_still_one(self):
        empty = replace(self.chart(), points=(("1", None),))
        assert etree.fromstring(chart_part(empty, MADE).xml) is not None
