"""Papers as they print: every part in its place, in millimetres."""

import ctypes
import itertools
import re

import pytest
from pypdfium2 import raw

from tests.papers import (
    EM_MM,
    LINE_MM,
    LINES_WITH_IMPRINT,
    RECORDS,
    SMALL_MM,
    TITLE_MM,
    Printed,
    dots,
    issuing,
    near,
    rendered,
    samples,
)
from workbench.reports.layout import docx_bytes
from workbench.reports.measures import Suite
from workbench.reports.page import (
    DRAFT_NUMBER,
)


@pytest.fixture(scope="session")
def printed(tmp_path_factory):
    """Every sample as it prints."""
    folder = tmp_path_factory.mktemp("papers")
    papers = dict(samples())
    out = rendered(
        folder,
        {
            f"{name}.docx": docx_bytes(paper, Suite.LIBREOFFICE)
            for name, paper in papers.items()
        },
    )
    return {name: Printed(out / f"{name}.pdf") for name in papers}


# --- the printed page ----------------------------------------------------------------


class TestPrintedPage:
    def test_a_page_holds_twenty_two_lines_of_twenty_eight_characters(self, printed):
        page = printed["solid"][1]
        lines = page.body
        assert [len(line.text) for line in lines] == [28] * 22
        assert near(lines[0].left, 28, 0.3)
        assert near(lines[0].end(), 184)
        gaps = [b.baseline - a.baseline for a, b in itertools.pairwise(lines)]
        assert all(near(gap, LINE_MM, 0.1) for gap in gaps)

    def test_a_paragraph_begins_two_characters_in(self, printed):
        line = printed["solid"][0].body[0]
        assert near(line.left, 28 + 2 * EM_MM, 0.2)
        assert len(line.text) == 26

    def test_a_hundred_thousand_characters_fill_every_page_and_lose_none(self, printed):
        pages = printed["long"]
        assert sum(len(line.text) for page in pages for line in page.body) == 100_000
        assert {len(page.body) for page in pages[:-1]} == {22}

    @pytest.mark.parametrize("name", sorted(RECORDS.keys() - {"force_ledger"}))
    def test_everything_stays_inside_the_text_area(self, printed, name):
        for page in printed[name]:
            assert near(page.width, 210, 0.1)
            assert near(page.height, 297, 0.1)
            for sign, _origin, left, right, baseline, _angle in page.chars:
                if baseline < 262 and not sign.isspace():
                    assert left > 27.5
                    assert right < 184.8
                    assert baseline > 40

    def test_the_red_head_begins_72_mm_below_the_edge(self, printed):
        for name in ("zone_plan", "frontline_report", "urgent"):
            page = printed[name][0]
            head = page.spans(page.red, 0)[0]
            assert near(head[0], 72)
            across = page.spans(page.red[: dots(100)], 1)
            assert across[0][0] > 27.9
            assert across[-1][1] < 184.1
            assert near((across[0][0] + across[-1][1]) / 2, 106, 1)

    @pytest.mark.parametrize(
        "name", ["zone_plan", "frontline_report", "urgent", "draft"]
    )
    def test_the_red_line_runs_under_the_number_as_wide_as_the_text(
        self, printed, name
    ):
        page = printed[name][0]
        top, bottom = page.spans(page.red, 0)[-1]
        assert 0.3 < bottom - top < 0.6
        ((left, right),) = page.spans(page.red[dots(top) + 2 :], 1)
        assert near(left, 28, 0.2)
        assert near(right, 184, 0.2)
        number = page.spans(page.black[: dots(top - 1)], 0)[-1]
        assert near(top - number[1], 4)

    def test_the_number_stands_in_the_middle_and_the_title_two_lines_on(self, printed):
        page = printed["zone_plan"][0]
        number = page.line("东综执〔2026〕24号")
        assert near(number.middle(), 106)
        title = page.line("关于印发")
        assert near(title.middle(TITLE_MM), 106)
        assert near(title.baseline - number.baseline, 3 * LINE_MM)
        addressee = page.line("各乡镇人民政府")
        assert near(addressee.left, 28, 0.3)
        assert addressee.text.endswith("：")
        last = page.line("设置方案》的通知")
        assert near(addressee.baseline - last.baseline, 2 * LINE_MM)

    def test_upward_the_number_goes_left_and_who_signed_it_right(self, printed):
        line = printed["frontline_report"][0].line("签发人：")
        assert line.text.startswith("东综执〔2026〕24号")
        assert line.text.endswith("签发人：周建国")
        assert near(line.left, 28 + EM_MM)
        assert near(line.end(), 184 - EM_MM)

    def test_two_signers_stand_on_a_line_the_third_under_the_first(self, printed):
        page = printed["urgent"][0]
        first, second = page.line("签发人："), page.line("王立")
        assert first.text == "签发人：周建国　欧阳明"
        assert second.text == "东综执〔2026〕24号王立"
        assert near(second.baseline - first.baseline, LINE_MM, 0.2)
        starts = [origin for sign, origin, *_rest in page.chars if sign in "周王"]
        assert near(starts[0], starts[1], 0.3)
        assert near(page.line("特急").baseline, 37 + 0.8 * LINE_MM, 0.2)

    def test_page_numbers_are_outside_odd_right_and_even_left(self, printed):
        for name in ("frontline_report", "zone_plan", "centre_roster"):
            for at, page in enumerate(printed[name], start=1):
                line = page.lines[-1]
                assert line.text.split() == ["—", str(at), "—"]
                ink = page.dark[dots(263) :]
                left, right = page.spans(ink, 1)[0][0], page.spans(ink, 1)[-1][1]
                if at % 2:
                    assert near(right, 184 - 4.94)
                else:
                    assert near(left, 28 + 4.94)
                dash = ink[:, dots(left + 1)][:, None]
                assert near(263 + page.spans(dash, 0)[0][0], 269, 0.3)

    def test_turned_pages_keep_their_number_where_the_others_have_it(self, printed):
        pages = printed["turned"]
        turned = {at: page for at, page in enumerate(pages, 1) if page.width > 250}
        assert len(turned) >= 3
        assert {at % 2 for at in turned} == {0, 1}
        for at, page in turned.items():
            band = page.dark[:, : dots(34)]
            along = page.spans(band, 0)
            if at % 2:
                assert near(along[-1][1], 184 - 4.94)
            else:
                assert near(along[0][0], 28 + 4.94)
            dash = band[dots(along[0][0] + 1)][None, :]
            assert near(page.spans(dash, 1)[0][1], 28, 0.3)
            digits = "".join(sign for sign, *_rest in page.chars if sign.isdigit())
            assert str(at) in digits

    def test_no_page_is_left_blank_where_the_paper_turns(self, printed):
        assert all(len(page.body) for page in printed["turned"])
        sides = [page.width > 250 for page in printed["turned"]]
        assert [side for side, _pages in itertools.groupby(sides)] == [
            *(False, True, False, True, False)
        ]

    def test_a_tables_head_is_repeated_on_every_page(self, printed):
        pages = [page for page in printed["turned"] if "84.9" in page.text]
        assert len(pages) >= 5
        assert all("比例（%）" in page.text for page in pages)

    @pytest.mark.parametrize("name", ["zone_plan", "centre_roster", "frontline_report"])
    def test_the_imprint_ends_on_the_last_pages_lower_edge(self, printed, name):
        page = printed[name][-1]
        first, middle, last = page.rules()[-3:]
        assert near(last[1], 262, 0.2)
        assert near(first[1] - first[0], 0.35, 0.1)
        assert near(last[1] - last[0], 0.35, 0.1)
        assert middle[1] - middle[0] < first[1] - first[0]
        copies = [line for line in page.body if first[0] < line.baseline < middle[0]]
        assert near(copies[0].left, 28 + 4.94, 0.3)
        assert "".join(line.text for line in copies) == f"抄送：{issuing().copies}。"
        printer = page.line("印发")
        assert middle[1] < printer.baseline < last[0]
        assert printer.text.endswith("2026年3月6日印发")
        assert near(printer.left, 28 + 4.94, 0.3)
        assert near(printer.right, 184 - 4.94)

    @pytest.mark.parametrize("count", LINES_WITH_IMPRINT)
    def test_text_never_runs_into_the_imprint(self, printed, count):
        pages = printed[f"imprint{count}"]
        first, *_middle, last = pages[-1].rules()
        assert near(last[1], 262, 0.2)
        told = re.findall(r"第(\d+)行", pages.text)
        assert told == [str(at) for at in range(1, count + 1)]
        above = [line.baseline for line in pages[-1].body if "行。" in line.text]
        assert all(baseline + 1.5 < first[0] for baseline in above)
        assert len(pages) == (1 if count <= 20 else 2)

    def test_a_sealed_name_stands_over_the_middle_of_its_day(self, printed):
        for name in ("sealed", "long_name"):
            page = printed[name][0]
            organ, day = page.lines[1:3]
            assert near(organ.middle(), day.middle())
            assert near(organ.baseline - page.lines[0].baseline, 3 * LINE_MM, 0.2)
        day = printed["sealed"][0].line("2026年3月5日")
        assert near(184 - day.end(), 4 * EM_MM)
        long = printed["long_name"][0].lines[1]
        assert long.text.endswith("综合处")
        assert near(184 - long.end(), 0)

    def test_an_unsealed_day_begins_two_characters_after_the_name(self, printed):
        for name in ("unsealed", "short_name"):
            text, organ, day = printed[name][0].lines[:3]
            assert near(day.left - organ.left, 2 * EM_MM)
            assert near(organ.baseline - text.baseline, 2 * LINE_MM, 0.2)
        assert near(184 - printed["unsealed"][0].lines[1].end(), 2 * EM_MM)
        assert near(184 - printed["short_name"][0].lines[2].end(), 2 * EM_MM)

    def test_no_signature_stands_on_a_page_without_text(self, printed):
        for name in ("zone_plan", "centre_roster", "frontline_report"):
            page = next(page for page in printed[name] if "2026年3月5日" in page.text)
            organ = page.line("2026年3月5日").baseline - LINE_MM
            text = [line for line in page.body if line.baseline < organ - 2 * LINE_MM]
            assert any(line.text.endswith("。") for line in text)

    def test_an_attachment_begins_a_new_face_with_its_label_and_title(self, printed):
        for name, label, title in (
            ("centre_roster", "附件", "东海县白塔埠片区指挥中心组成人员名单"),
            ("turned", "附件1", "名单"),
            ("turned", "附件2", "横表"),
        ):
            page = next(page for page in printed[name] if page.lines[0].text == label)
            left, top = (28, 37) if page.width < 250 else (35, 28)
            assert near(page.lines[0].left, left, 0.3)
            assert near(page.lines[0].baseline, top + 0.8 * LINE_MM, 0.3)
            assert page.lines[1].text == title
            assert near(page.lines[1].baseline, top + 2.8 * LINE_MM, 0.3)

    def test_a_plan_that_is_put_in_force_bears_no_label_and_lists_its_table(
        self, printed
    ):
        notice, plan, *_rest = printed["zone_plan"]
        assert "附件" not in notice.text
        assert plan.lines[0].text == "东海县执法片区设置方案"
        assert near(plan.lines[0].baseline, 37 + 2.8 * LINE_MM, 0.3)
        assert "附件：东海县执法片区基本情况表" in printed["zone_plan"].text

    def test_levels_of_headings_have_their_fonts_and_nothing_is_bold(self, printed):
        page = printed["zone_plan"][1]
        text = page.page.get_textpage()
        fonts = {}
        for at in range(text.count_chars()):
            name = ctypes.create_string_buffer(100)
            raw.FPDFText_GetFontInfo(text, at, name, 100, ctypes.c_int())
            fonts.setdefault(name.value.decode(), []).append(
                chr(raw.FPDFText_GetUnicode(text, at))
            )
        by_font = {name: "".join(signs) for name, signs in fonts.items()}
        assert not any("Bold" in name for name in by_font)

        def set_in(part):
            return next(signs for name, signs in by_font.items() if part in name)

        assert "总体要求" in set_in("Hei")
        assert "地域相连" in set_in("Kai")
        assert "将地理位置" in set_in("Fang")

    @pytest.mark.parametrize("name", ["zone_plan", "frontline_report"])
    def test_every_font_travels_in_the_file(self, printed, name):
        embedded = set()
        for page in printed[name]:
            for thing in page.page.get_objects(filter=[raw.FPDF_PAGEOBJ_TEXT]):
                font = raw.FPDFTextObj_GetFont(thing)
                embedded.add(raw.FPDFFont_GetIsEmbedded(font))
        assert embedded == {1}

    def test_a_draft_is_marked_on_every_page_and_a_final_paper_on_none(self, printed):
        for name, marked in (("draft", True), ("frontline_report", False)):
            for page in printed[name]:
                middle = page.ink[dots(100) : dots(200), dots(70) : dots(140)]
                grey = (middle.min(2) > 215) & (middle.max(2) < 245)
                assert bool(grey.mean() > 0.01) is marked
        assert DRAFT_NUMBER in printed["draft"].text

    def test_numbers_and_days_are_written_without_leading_zeros(self, printed):
        text = printed["frontline_report"].text
        assert "东综执\u30142026\u301524号" in text
        assert "2026年3月5日" in text
        assert not re.search(r"年0|月0|第\d+号〕|\[\d{4}\]", text)

    def test_it_is_drawn_on_the_page_line_and_dashes(self, printed):
        page = next(page for page in printed["frontline_report"] if "图1" in page.text)
        r, g, b = (page.ink[..., at] for at in range(3))
        line = (b > 120) & (r < 80) & (g < 130)
        dashes = (r > 150) & (g < 90) & (b < 90)
        assert line.sum() > 1500
        row = dashes.sum(1).argmax()
        assert len(page.spans(dashes[row : row + 1], 1)) > 15
        assert "目标85%" in page.text.replace(" ", "")
        assert "比例（%）" in "".join(sign for sign, *_rest in page.chars)


# --- the other forms -----------------------------------------------------------------

LETTERS = ("letter", "urgent_letter", "letter_to_one", "draft_letter")


class TestPrintedLetter:
    @pytest.mark.parametrize("name", LETTERS)
    def test_the_head_and_two_double_lines_stand_at_their_places(self, printed, name):
        page = printed[name][0]
        *head, upper, upper_thin, lower_thin, lower = page.spans(page.red, 0)
        assert near(head[0][0], 30)
        assert near(upper[0] - head[-1][1], 4)
        assert near(lower[1], 297 - 20)
        for thick, thin in ((upper, upper_thin), (lower, lower_thin)):
            assert near(thick[1] - thick[0], 1.06, 0.15)
            assert near(thin[1] - thin[0], 0.35, 0.15)
        for first, second in ((upper, upper_thin), (lower_thin, lower)):
            assert near(second[0] - first[1], 0.53, 0.15)
        for top, bottom in (upper, upper_thin, lower_thin, lower):
            ((left, right),) = page.spans(page.red[dots(top) : dots(bottom) + 1], 1)
            assert near(left, 20)
            assert near(right, 190)

    def test_the_number_stands_right_below_the_line_and_the_urgency_left(self, printed):
        for name in LETTERS:
            page = printed[name][0]
            number = next(line for line in page.lines if "〕" in line.text)
            assert near(number.end(), 184)
            line = page.spans(page.red, 0)[-3]
            number_ink = page.black[dots(line[1] + 0.5) :, dots(106) :]
            top = line[1] + 0.5 + page.spans(number_ink, 0)[0][0]
            assert near(top - line[1], 5.64 * 7 / 8)
        page = printed["urgent_letter"][0]
        assert page.line("〕").text == "特急东综执〔2026〕24号"
        assert near(page.line("特急").left, 28, 0.3)

    def test_the_title_stands_two_lines_below_the_number(self, printed):
        page = printed["letter"][0]
        number, title = page.line("〕"), page.line("关于")
        assert near(title.baseline - number.baseline, 3 * LINE_MM)
        assert near(title.middle(TITLE_MM), 106)

    def test_only_the_first_page_has_lines_and_only_it_has_no_number(self, printed):
        first, second = printed["urgent_letter"]
        assert not first.dark[dots(263) : dots(274)].any()
        assert not second.red.any()
        assert second.lines[-1].text.split() == ["—", "2", "—"]

    def test_the_imprint_names_who_gets_a_copy_without_rules(self, printed):
        for name, last in (("letter", 0), ("urgent_letter", 1)):
            page = printed[name][last]
            assert page.rules() == []
            copies = page.line("抄送：")
            assert near(copies.left, 28 + 4.94, 0.3)
            assert "印发" not in page.text
            low = [line for line in page.body if line.baseline > copies.baseline]
            assert near(262 - low[-1].baseline, 450 * 0.2 * 25.4 / 1440)
        assert "抄送" not in printed["letter_to_one"].text


class TestPrintedMinutes:
    def test_the_head_has_number_and_line_and_who_keeps_them(self, printed):
        page = printed["minutes"][0]
        red = page.spans(page.red, 0)
        assert near(red[0][0], 72)
        number = page.line("〔2026〕1号")
        assert near(number.middle(), 106)
        keeper = page.line("办公室2026年3月5日")
        assert near(keeper.left, 28, 0.3)
        assert near(keeper.end(), 184)
        top = red[-1][0]
        ((left, right),) = page.spans(page.red[dots(top) + 2 :], 1)
        assert near(left, 28, 0.2)
        assert near(right, 184, 0.2)
        kept = page.spans(page.black[: dots(top - 1)], 0)[-1]
        assert near(top - kept[1], 4)
        second = page.line("第一次全体会议纪要")
        assert near(second.baseline - keeper.baseline, 4 * LINE_MM)

    def test_who_was_there_is_aligned_behind_its_label(self, printed):
        (page,) = printed["present"]
        body, present, more, absent = page.body
        assert near(present.baseline - body.baseline, 2 * LINE_MM, 0.2)
        assert near(absent.baseline - more.baseline, LINE_MM, 0.2)
        assert near(present.left, 28 + 2 * EM_MM, 0.3)
        assert near(more.left, 28 + 5 * EM_MM, 0.3)
        assert "Hei" in font_of(page, "出席")
        assert "Fang" in font_of(page, "县应急")

    def test_addressees_stand_above_the_copies_without_a_rule_between(self, printed):
        page = printed["minutes"][-1]
        first, middle, last = page.rules()
        assert near(last[1], 262, 0.2)
        addressees, copies = page.line("主送："), page.line("抄送：")
        assert first[1] < addressees.baseline < copies.baseline < middle[0]
        assert addressees.text.endswith("。")


class TestPrintedForms:
    def test_the_black_head_names_the_organ_then_the_form_then_its_number(
        self, printed
    ):
        page = printed["order"][0]
        assert not page.red.any()
        organ, title, number, addressee = page.lines[:4]
        assert organ.text == "东海县综合行政执法局"
        assert title.text == "责令改正通知书"
        for line in (organ, title):
            assert near(line.middle(TITLE_MM), 106)
            assert "Serif" in font_of(page, line.text)
        assert near(organ.baseline, 37 + 0.8 * LINE_MM, 0.2)
        assert near(number.end(), 184)
        assert near(addressee.left, 28, 0.3)

    def test_a_blank_is_ruled_as_wide_as_the_form_asks(self, printed):
        page = printed["order"][0]
        day = page.line("2026年3月4日")
        assert near(day.left, 28 + 2 * EM_MM, 0.2)
        (first, *_more) = page.underlines(day)
        assert first[1] - first[0] >= 8 * EM_MM - 0.5
        sign = page.line("当事人签收：")
        name, when = page.underlines(sign)
        assert near(name[0], 28 + 6 * EM_MM)
        assert near(name[1] - name[0], 8 * EM_MM)
        assert near(when[1] - when[0], 10 * EM_MM)

    def test_a_receipt_stands_below_a_dashed_line_and_the_small_print(self, printed):
        page = printed["order"][0]
        remark, title = page.line("一式三份"), page.line("送达回执")
        assert remark.baseline < title.baseline
        between = page.black[dots(remark.baseline + 2) : dots(title.baseline - 7)]
        dashes = page.spans(between, 1)
        assert len(dashes) > 25
        assert near(dashes[0][0], 28)
        assert near(dashes[-1][1], 184, 2)
        assert page.line("收件人：").baseline > title.baseline

    def test_a_receipt_is_never_parted(self, printed):
        (page,) = printed["receipt_here"]
        assert "回执末。" in page.text
        first, second = printed["receipt_turned"]
        assert "第10行。" in first.text
        assert "回执" not in first.text
        assert second.text.startswith("回执回执一。")
        assert "回执末。" in second.text

    def test_a_grid_is_as_wide_as_the_text_and_its_rows_as_high_as_asked(self, printed):
        page = printed["approval"][0]
        rules = page.rules()
        assert len(rules) == 6
        heights = [b[0] - a[0] for a, b in itertools.pairwise(rules)]
        for height, least in zip(heights, (10, 0, 10, 50, 50), strict=True):
            assert height > least - 0.2
        assert near(heights[3], 50)
        for edge, wanted in ((0, 28), (-1, 184)):
            column = page.black[dots(rules[0][0]) : dots(rules[-1][1])]
            upright = column.mean(0, keepdims=True) > 0.95
            assert near(page.spans(upright, 1)[edge][edge], wanted)

    def test_labels_stand_in_the_middle_and_a_foot_at_the_lower_right(self, printed):
        page = printed["approval"][0]
        rules = page.rules()
        label = page.line("承办意见")
        assert near(label.middle(SMALL_MM), 28 + 14)
        middle = (rules[3][1] + rules[4][0]) / 2
        assert near(label.baseline - 0.35 * 12 * 25.4 / 72, middle, 0.7)
        opinion = page.line("建议立案。")
        assert opinion.baseline < rules[3][1] + 8
        sign, day = page.line("承办人签名："), page.line("年　　月　　日")
        assert near(rules[4][0] - day.baseline, 2.1, 0.7)
        assert day.baseline - sign.baseline > 6
        assert near(184 - day.end(SMALL_MM), 1.8 + 2 * SMALL_MM)

    def test_pages_on_the_spot_are_counted(self, printed):
        for at, page in enumerate(printed["counted"], start=1):
            line = page.lines[-1]
            assert line.text.replace(" ", "") == f"第{at}页共2页"
            assert near(line.middle(14 * 25.4 / 72), 106)


def font_of(page, words):
    """Return the name of the font that words are set in."""
    text = page.page.get_textpage()
    at = text.search(words).get_next()[0]
    name = ctypes.create_string_buffer(100)
    raw.FPDFText_GetFontInfo(text, at, name, 100, ctypes.c_int())
    return name.value.decode()
