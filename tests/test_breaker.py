"""The breaker: lines, pages, and every part of a paper at its place."""

import itertools
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests import papers
from tests.papers import (
    DRAFT,
    FINAL,
    IMPRINT,
    SOLID,
    Printed,
    frontline_report,
    issuing,
    near,
    plain_paper,
    rendered,
    signed,
    table,
    zone_plan,
)
from tests.typesetting import (
    InstalledWidths,
    Writer,
    agreement,
    long_paper,
    printed_lines,
)
from workbench.reports.breaker import (
    LIBREOFFICE,
    SHIPPED,
    WORD,
    break_pages,
    face_lines,
)
from workbench.reports.breaker.lines import Look, Room, Run, Setter
from workbench.reports.breaker.rules import may_part
from workbench.reports.faces import ChartBox, Signs, Stroke
from workbench.reports.layout import docx_bytes
from workbench.reports.measures import (
    EM,
    FANG,
    HEI,
    KAI,
    LEFT,
    LINE,
    MILLIMETRE,
    RED,
    SONG,
    SONG_TITLE,
    TEXT_HEIGHT,
    TEXT_WIDTH,
    TOP,
    Suite,
)
from workbench.reports.page import (
    Align,
    Attachment,
    Blank,
    Cell,
    Column,
    Grid,
    GridRow,
    Heading,
    Paragraph,
    Present,
    Receipt,
    Ruled,
    Table,
)

FOOT = TOP + TEXT_HEIGHT
BODY = Look(320, -5)
WIDE = Room(LEFT, LEFT, LEFT + TEXT_WIDTH)


def lines_of(text, rules=WORD, look=BODY, room=WIDE):
    lines = Setter(rules, SHIPPED).lines((Run(text, FANG),), look, room)
    return ["".join(piece.text for piece in line) for line in lines]


def signs(face, text):
    """The first signs of a face that hold a text."""
    return next(one for one in all_signs(face) if text in one.text)


def all_signs(face):
    return [one for one in face.items if isinstance(one, Signs)]


def strokes(face, **wanted):
    return [
        one
        for one in face.items
        if isinstance(one, Stroke)
        and all(getattr(one, name) == value for name, value in wanted.items())
    ]


def mm(twips):
    return twips / MILLIMETRE


def end_of(one):
    """Right edge of the last sign that is seen, as shipped widths have it."""
    seen = one.text.rstrip() or one.text
    tight = -5 if one.size == 320 else 0
    advance = SHIPPED.advance(seen[-1], one.font)
    return one.xs[len(seen) - 1] + advance * one.size + tight


# --- lines ---------------------------------------------------------------------------


class TestLines:
    def test_a_line_holds_twenty_eight_characters_the_first_twenty_six(self):
        (face, *_rest) = break_pages(plain_paper(Paragraph(SOLID * 50)))
        assert [len(line) for line in face_lines(face)] == [26] + [28] * 21

    def test_a_letter_is_half_as_wide_as_a_character(self):
        assert lines_of("片" * 20 + "a" * 16) == ["片" * 20 + "a" * 16]
        assert SHIPPED.advance("7", HEI) == 0.5
        assert SHIPPED.advance("，", SONG) == 1

    @pytest.mark.parametrize("mark", "，。、；：！？）》”’…—％%")
    def test_no_closing_mark_begins_a_line(self, mark):
        assert lines_of("片" * 28 + mark) == ["片" * 27, "片" + mark]

    @pytest.mark.parametrize("mark", "（《“‘〔")
    def test_no_opening_mark_ends_a_line(self, mark):
        assert lines_of("片" * 27 + mark + "片") == ["片" * 27, mark + "片"]

    @pytest.mark.parametrize("word", ["2026", "85.5%", "GIS", "0.5", "1,830.64"])
    def test_no_number_and_no_word_is_parted(self, word):
        assert lines_of("片" * 27 + word) == ["片" * 27, word]

    def test_a_word_is_parted_behind_its_hyphen_or_at_a_space(self):
        assert lines_of("片" * 25 + "COVID-19") == ["片" * 25 + "COVID-", "19"]
        assert lines_of("片" * 25 + "Class Bee") == ["片" * 25 + "Class ", "Bee"]

    def test_dashes_and_dots_stay_in_pairs(self):
        for pair in ("——", "……"):
            assert lines_of("片" * 27 + pair) == ["片" * 26, "片" + pair]
        assert lines_of("片" * 27 + "——", LIBREOFFICE) == ["片" * 27 + "—", "—"]

    def test_what_is_wider_than_a_line_is_cut_anywhere(self):
        assert [len(line) for line in lines_of("7" * 130)] == [57, 57, 16]

    def test_a_line_break_in_the_text_begins_a_new_line(self):
        assert lines_of("片区\n名单\n") == ["片区", "名单", ""]

    def test_marks_hang_only_where_the_rules_say_so(self):
        hanging = replace(WORD, hangs=frozenset("，。"))
        assert lines_of("片" * 28 + "。", hanging) == ["片" * 28 + "。"]

    def test_libreoffice_sets_room_between_characters_and_figures(self):
        text = "片" * 26 + "2026年"
        assert lines_of(text) == ["片" * 26 + "2026", "年"]
        assert lines_of(text, LIBREOFFICE) == ["片" * 26, "2026年"]

    def test_libreoffice_keeps_a_figure_behind_its_comma(self):
        text = "片" * 26 + "，2026年"
        assert lines_of(text) == ["片" * 26 + "，", "2026年"]
        assert lines_of(text, LIBREOFFICE) == ["片" * 25, "片，2026年"]

    def test_invisible_signs_take_no_room(self):
        assert lines_of("片\u200b区\x07") == ["片区"]

    def test_rare_signs_tabs_and_pictures_are_set_like_any_other(self):
        assert lines_of("\U0002a6d6区\t片\U0001f600") == ["\U0002a6d6区 片\U0001f600"]

    def test_a_column_narrower_than_a_sign_holds_one_on_each_line(self):
        assert lines_of("片区执法", room=Room(0, 0, 10)) == list("片区执法")

    def test_a_blank_at_the_end_of_a_line_may_stand_beyond_it(self):
        assert lines_of("片" * 28 + "　" + "片") == ["片" * 28 + "　", "片"]

    def test_lines_are_filled_to_both_edges_but_words_are_not_spread(self):
        setter = Setter(WORD, SHIPPED)
        text = "片" * 26 + "abc" + "片" * 28
        (first, *_rest) = setter.lines((Run(text, FANG),), BODY, WIDE)
        (piece,) = first
        assert piece.end == pytest.approx(LEFT + TEXT_WIDTH, abs=0.1)
        a, b, c = (piece.xs[piece.text.index(sign)] for sign in "abc")
        assert b - a == c - b == 155

    def test_what_was_set_is_remembered(self):
        setter = Setter(WORD, SHIPPED)
        runs = (Run("片区", FANG),)
        assert setter.lines(runs, BODY, WIDE) is setter.lines(runs, BODY, WIDE)


TEXTS = st.text(
    st.sampled_from(
        "片区执法，。、；：！？（）《》“”‘’…—·～％%°℃ 0123456789aBc-/.,(){}"
    ),
    min_size=40,
    max_size=300,
)


class TestLinesOfAnyText:
    @given(TEXTS, st.sampled_from([WORD, LIBREOFFICE]), st.integers(2, 30))
    def test_no_sign_is_lost_or_doubled(self, text, rules, ems):
        room = Room(0, 0, ems * EM)
        assert "".join(lines_of(text, rules, room=room)) == text

    @given(
        TEXTS,
        st.sampled_from([WORD, LIBREOFFICE]),
        st.integers(2, 30),
        st.sampled_from([None, *Align]),
    )
    def test_no_line_is_wider_than_its_room(self, text, rules, ems, align):
        room = Room(0, 0, ems * EM)
        look = replace(BODY, align=align)
        for line in Setter(rules, SHIPPED).lines((Run(text, FANG),), look, room):
            for piece in line:
                assert all(b > a for a, b in itertools.pairwise(piece.xs))
                seen = piece.text.rstrip(" 　")
                if seen:
                    last = piece.xs[len(seen) - 1]
                    end = last + SHIPPED.advance(seen[-1], FANG) * 320 - 5
                    assert end <= ems * EM + 0.1

    @given(TEXTS, st.integers(4, 30))
    def test_no_line_begins_or_ends_where_it_may_not(self, text, ems):
        lines = lines_of(text, room=Room(0, 0, ems * EM))
        at = 0
        for before, after in itertools.pairwise(lines):
            start, at = at, at + len(before)
            if not may_part(text, at, WORD):
                # then nothing on that line could be parted
                assert after
                cuts = range(start + 1, at)
                assert not any(may_part(text, cut, WORD) for cut in cuts)

    @settings(max_examples=25)
    @given(st.lists(TEXTS, max_size=20), st.integers(0, 30))
    def test_pages_hold_every_sign_once_and_inside_the_text_area(self, texts, rows):
        blocks = [Paragraph(text) for text in texts]
        paper = plain_paper(*blocks, table(rows)) if rows else plain_paper(*blocks)
        faces = break_pages(replace(paper, imprint=IMPRINT))
        told = "".join(line for face in faces for line in face_lines(face))
        words = "".join("".join(texts).split())
        assert told.startswith(words)
        assert told.count("白塔埠镇、黄川镇") == rows
        for face in faces:
            for one in all_signs(face)[:-1]:
                assert TOP < one.baseline <= FOOT
                assert one.xs[0] >= LEFT - 0.1
                assert end_of(one) <= LEFT + TEXT_WIDTH + 0.1


# --- pages ---------------------------------------------------------------------------


class TestPages:
    def test_a_page_holds_twenty_two_lines(self):
        faces = break_pages(plain_paper(Paragraph("片" * 2000)))
        assert [len(face_lines(face)) for face in faces[:-1]] == [22] * 3
        levels = [one.baseline for one in all_signs(faces[1])[:-1]]
        assert levels[0] == pytest.approx(TOP + 0.8 * LINE)
        assert {round(b - a) for a, b in itertools.pairwise(levels)} == {LINE}

    def test_a_face_tells_its_number_its_size_and_how_it_begins(self):
        upright, turned, last = break_pages(
            plain_paper(
                Paragraph("正文。"),
                replace(table(2), landscape=True),
                Paragraph("后文。"),
            )
        )
        assert [face.number for face in (upright, turned, last)] == [1, 2, 3]
        assert [round(mm(face.width)) for face in (upright, turned)] == [210, 297]
        assert (upright.begins, last.begins) == ("正文。", "后文。")
        assert turned.begins == "序号片区成员镇街比例（%）"

    def test_a_heading_goes_overleaf_with_the_line_below_it(self):
        above = [Paragraph(f"第{at}行。") for at in range(21)]
        one, two = break_pages(
            plain_paper(*above, Heading("片区"), Paragraph("正文。"))
        )
        assert len(face_lines(one)) == 21
        assert face_lines(two) == ("一、片区", "正文。")

    def test_no_signature_stands_on_a_page_without_text(self):
        above = [Paragraph(f"第{at}行。") for at in range(20)]
        paper = replace(signed("县局", sealed=True), blocks=tuple(above))
        assert face_lines(break_pages(paper)[1])[0] == "第19行。"

    def test_the_first_page_shows_text_however_long_the_only_paragraph_is(self):
        blocks = [Paragraph("片" * 600)]
        paper = issuing(copies="").letter("函", ("关于协查的函",), blocks, (), FINAL)
        for rules in (WORD, LIBREOFFICE):
            assert len(face_lines(break_pages(paper, rules)[0])) == 18

    def test_the_row_that_names_a_grids_columns_is_repeated_and_never_alone(self):
        head = GridRow((Cell("事项", label=True), Cell("情况", label=True)))
        rows = [GridRow((Cell(f"第{at}项"), Cell("合格"))) for at in range(1, 40)]
        above = [Paragraph(f"第{at}行。") for at in range(21)]
        paper = plain_paper(*above, Grid((40, 116), (head, *rows)))
        first, second, third = break_pages(paper)
        assert "事项情况" not in face_lines(first)
        assert face_lines(second)[:2] == ("事项情况", "第1项合格")
        assert face_lines(third)[0] == "事项情况"

    def test_room_above_a_paragraph_falls_away_at_the_head_of_a_page(self):
        above = [Paragraph(f"第{at}行。") for at in range(22)]
        face = break_pages(plain_paper(*above, table(2, caption="表题")))[1]
        assert signs(face, "表题").baseline == pytest.approx(TOP + 0.8 * 480)

    def test_an_attachment_begins_a_new_face(self):
        listed = Attachment(("名单",), (Paragraph("附件正文。"),))
        text, face = break_pages(
            plain_paper(Paragraph("正文。"), attachments=(listed,))
        )
        assert face_lines(text) == ("正文。", "附件：名单")
        label, title, body = (signs(face, word) for word in ("附件", "名单", "正文"))
        assert label.font is HEI
        assert label.baseline == pytest.approx(TOP + 0.8 * LINE)
        assert title.baseline == pytest.approx(TOP + 2.8 * LINE)
        assert body.baseline == pytest.approx(TOP + 4.8 * LINE)

    def test_an_enclosed_text_bears_no_label(self):
        notice, plan, *_rest = break_pages(zone_plan().compose(FINAL))
        assert not any("附件" in line for line in face_lines(notice))
        assert face_lines(plan)[0] == "东海县执法片区设置方案"

    def test_every_page_of_a_draft_is_marked(self):
        marks = {face.mark for face in break_pages(frontline_report().compose(DRAFT))}
        assert marks == {"示例草稿"}
        assert break_pages(frontline_report().compose(FINAL))[0].mark == ""

    def test_an_empty_paper_has_a_page(self):
        assert len(break_pages(plain_paper(imprint=IMPRINT))) == 1


class TestTables:
    def test_the_head_is_repeated_and_no_row_is_parted(self):
        faces = break_pages(plain_paper(table(60, caption="片区")))
        assert len(faces) == 3
        for face in faces:
            assert any("比例（%）" in line for line in face_lines(face))
        assert faces[1].begins.endswith("白塔埠片区白塔埠镇、黄川镇84.9")

    def test_the_head_never_stands_alone_at_the_foot(self):
        for count in range(16, 22):
            above = [Paragraph(f"第{at}行。") for at in range(count)]
            faces = break_pages(plain_paper(*above, table(3, caption="片区")))
            told = ["\n".join(face_lines(face)) for face in faces]
            assert all(("比例" in text) == ("84.9" in text) for text in told)
            assert all(("表1" not in text) or ("84.9" in text) for text in told)

    def test_cells_stand_where_their_column_says(self):
        columns = (
            Column("左", 52, Align.LEFT),
            Column("中", 52),
            Column("右", 52, Align.RIGHT),
        )
        face = break_pages(plain_paper(Table(columns, (("左边", "中间", "右边"),))))[0]
        row = signs(face, "左边中间右边")
        third = TEXT_WIDTH / 3
        assert row.xs[0] == LEFT + 57
        assert row.xs[2] == pytest.approx(LEFT + third * 1.5 - 240, abs=1)
        assert row.xs[5] == pytest.approx(LEFT + TEXT_WIDTH - 57 - 240, abs=1)

    def test_a_short_cell_stands_in_the_middle_of_a_tall_row(self):
        columns = (Column("甲", 20), Column("乙", 136))
        block = Table(columns, (("片区一", "长\n长\n长"),))
        face = break_pages(plain_paper(block))[0]
        levels = sorted({one.baseline for one in all_signs(face)[:-1]})[1:]
        assert len(levels) == 3
        assert signs(face, "片区一").baseline == levels[1]

    def test_rules_run_around_all_rows_of_a_page(self):
        face = break_pages(plain_paper(table(3)))[0]
        across = [one for one in strokes(face) if one.width > one.height]
        upright = [one for one in strokes(face) if one.height > one.width]
        assert [one.height for one in across] == [20, 10, 10, 10, 20]
        assert [one.width for one in upright] == [20, 10, 10, 10, 20]
        assert {round(one.height) for one in upright} == {20 + 4 * 440 + 30}

    def test_two_tables_do_not_run_into_one(self):
        face = break_pages(plain_paper(table(1), table(1)))[0]
        frames = [one for one in strokes(face) if one.height > 100 and one.width == 20]
        assert len({one.y for one in frames}) == 2

    def test_a_row_higher_than_a_page_loses_nothing(self):
        columns = (Column("事项", 40), Column("内容", 116, Align.LEFT))
        paper = plain_paper(Table(columns, (("执法", "片" * 9000),)))
        faces = break_pages(paper)
        assert len(faces) > 3
        assert sum(line.count("片") for face in faces for line in face_lines(face)) == (
            9000
        )
        for face in faces:
            assert all(one.baseline <= FOOT for one in all_signs(face)[:-1])

    def test_a_turned_table_has_pages_of_its_own(self):
        wide = replace(table(40, note="注文。"), landscape=True)
        faces = break_pages(plain_paper(Paragraph("正文。"), wide))
        assert [face.width > face.height for face in faces] == [False, True, True, True]
        assert face_lines(faces[-1])[-1] == "注：注文。"

    def test_two_thousand_rows_are_all_there(self):
        faces = break_pages(plain_paper(table(2000)))
        rows = [line for face in faces for line in face_lines(face) if "84.9" in line]
        ends = "白塔埠片区白塔埠镇、黄川镇84.9"
        assert rows == [f"{at}{ends}" for at in range(1, 2001)]

    def test_a_table_set_again_is_the_same(self):
        paper = plain_paper(Writer(1).table(200))
        assert break_pages(paper) == break_pages(paper)


# --- heads and feet ------------------------------------------------------------------


class TestHeads:
    def test_a_file_has_its_red_mark_number_and_line(self):
        face = break_pages(zone_plan().compose(FINAL))[0]
        mark = signs(face, "文件")
        assert (mark.font, mark.colour, mark.stretch) == (SONG_TITLE, RED, 73)
        assert near(mm(mark.baseline - 0.842 * mark.size), 72, 0.1)
        number, title = signs(face, "东综执"), signs(face, "关于印发")
        middle = LEFT + TEXT_WIDTH / 2
        for one in (number, title):
            assert (one.xs[0] + end_of(one)) / 2 == pytest.approx(middle, abs=5)
        (line,) = strokes(face, colour=RED)
        assert (line.x, line.width, line.height) == (LEFT, TEXT_WIDTH, 30)
        assert line.y == pytest.approx(number.baseline + 0.2 * LINE + 160)
        assert title.baseline - number.baseline == pytest.approx(3 * LINE)

    def test_a_long_mark_is_narrowed_then_made_smaller(self):
        head = break_pages(dict(papers.samples())["urgent"])[0]
        mark = signs(head, "文件")
        assert mark.stretch == 55
        assert mark.size < 1000
        assert end_of(mark) < LEFT + TEXT_WIDTH + mark.size

    def test_upward_the_signers_stand_at_the_right(self):
        face = break_pages(dict(papers.samples())["urgent"])[0]
        assert signs(face, "特急").font is HEI
        label, first, third = (
            signs(face, word) for word in ("签发人：", "周建国", "王立")
        )
        assert first.font is KAI
        assert first.xs[0] == third.xs[0]
        assert label.baseline == first.baseline == third.baseline - LINE
        assert signs(face, "东综执").baseline == third.baseline
        assert signs(face, "东综执").xs[0] == LEFT + EM

    def test_a_letter_has_two_double_lines_and_no_number_on_its_first_page(self):
        paper = issuing(copies="").letter(
            "函", ("关于协查的函",), [Paragraph("片" * 600)], (), FINAL
        )
        one, two = break_pages(paper)
        lines = sorted(strokes(one, colour=RED), key=lambda line: line.y)
        assert {round(mm(line.width)) for line in lines} == {170}
        assert [line.height for line in lines] == [60, 20, 20, 60]
        assert near(mm(lines[-1].y + lines[-1].height), 277, 0.1)
        mark = signs(one, "东海县综合行政执法局")
        assert near(mm(mark.baseline - 0.842 * mark.size), 30, 0.1)
        assert end_of(signs(one, "东综执")) == pytest.approx(LEFT + TEXT_WIDTH, abs=1)
        assert not any("—" in item.text for item in all_signs(one))
        assert any("— 2 —" in item.text for item in all_signs(two))

    def test_minutes_tell_who_keeps_them_above_the_red_line(self):
        present = (Present("出席", "周建国，王立"), Present("请假", "张三"))
        paper = issuing().minutes(
            "联席会议纪要", ("会议纪要",), [Paragraph("议定。"), *present], (), FINAL
        )
        face = break_pages(paper)[0]
        (line,) = strokes(face, colour=RED)
        day = signs(face, "2026年3月5日")
        assert end_of(day) == pytest.approx(LEFT + TEXT_WIDTH, abs=1)
        assert 0 < line.y - day.baseline < LINE
        label, names = signs(face, "出席："), signs(face, "周建国，王立")
        assert (label.font, names.font) == (HEI, FANG)
        assert names.xs[0] == LEFT + 5 * EM
        gap = label.baseline - signs(face, "议定").baseline
        assert gap == 2 * LINE
        assert signs(face, "请假").baseline - label.baseline == LINE

    def test_a_form_has_a_black_head_with_its_number_at_the_right(self):
        paper = issuing().form("责令改正通知书", [Paragraph("正文。")], FINAL)
        face = break_pages(paper)[0]
        organ, title, number = (
            signs(face, word) for word in ("县综合行政执法局", "责令改正", "东综执")
        )
        assert organ.font is title.font is SONG_TITLE
        assert organ.baseline < title.baseline < number.baseline
        assert end_of(number) == pytest.approx(LEFT + TEXT_WIDTH, abs=1)
        assert not any(item.colour == RED for item in face.items)


class TestForms:
    def test_blanks_have_a_rule_below_them(self):
        line = Ruled(("当事人：", Blank("东海县某商店", 12), "（签名）"))
        face = break_pages(plain_paper(line))[0]
        blank = signs(face, "东海县某商店")
        (rule,) = strokes(face)
        assert (rule.x, rule.width) == (blank.xs[0], pytest.approx(12 * EM))
        assert blank.baseline < rule.y < blank.baseline + 100

    def test_a_grid_has_its_cells_and_their_feet(self):
        grid = Grid(
            (30, 126),
            (
                GridRow((Cell("当事人", label=True), Cell("某商店"))),
                GridRow(
                    (Cell("意见", label=True), Cell("同意。", foot="签名：\n年 月 日")),
                    40,
                ),
                GridRow((Cell("备注", span=2, align=Align.CENTER),)),
            ),
        )
        face = break_pages(plain_paper(grid))[0]
        text, foot = signs(face, "同意"), signs(face, "年 月 日")
        assert mm(foot.baseline - text.baseline) > 25
        assert foot.xs[0] > text.xs[0]
        assert text.baseline < signs(face, "意见").baseline < foot.baseline
        inner = [one for one in strokes(face) if one.width == 10]
        assert len(inner) == 2
        assert len({one.x for one in inner}) == 1

    def test_a_row_of_a_grid_higher_than_a_page_loses_nothing(self):
        cells = (Cell("事由", label=True), Cell("片" * 3000))
        faces = break_pages(plain_paper(Grid((30, 126), (GridRow(cells),))))
        told = "".join(line for face in faces for line in face_lines(face))
        assert told.count("片") == 3000
        for face in faces:
            assert all(one.baseline <= FOOT for one in all_signs(face)[:-1])
            assert len([one for one in strokes(face) if one.width == 10]) == 1

    def test_spans_must_fill_their_row(self):
        grid = Grid((30, 126), (GridRow((Cell("当事人"),)),))
        with pytest.raises(ValueError, match="spans"):
            break_pages(plain_paper(grid))

    def test_a_receipt_is_cut_off_below_a_dashed_line_and_stays_whole(self):
        above = [Paragraph(f"第{at}行。") for at in range(18)]
        slip = Receipt(
            "送达回执", (Ruled(("收件人：", Blank())), Paragraph("回执末。"))
        )
        paper = plain_paper(*above, receipt=slip, remark="本文书一式三份。")
        one, two = break_pages(paper)
        assert face_lines(one)[-1] == "本文书一式三份。"
        assert strokes(two, dashed=True)
        assert [*face_lines(two)] == ["送达回执", "收件人：", "回执末。"]

    def test_counted_pages_tell_how_many_there_are(self):
        paper = plain_paper(Paragraph("片" * 900), counted=True)
        faces = break_pages(paper)
        told = [all_signs(face)[-1] for face in faces]
        assert [one.text for one in told] == ["第1页共2页", "第2页共2页"]
        middle = (told[0].xs[0] + end_of(told[0])) / 2
        assert middle == pytest.approx(LEFT + TEXT_WIDTH / 2, abs=5)


class TestFeet:
    def test_a_sealed_name_stands_over_the_middle_of_its_day(self):
        face = break_pages(signed("东海县综合行政执法局", sealed=True))[0]
        organ, day = signs(face, "东海县"), signs(face, "2026年")
        assert end_of(day) == pytest.approx(LEFT + TEXT_WIDTH - 4 * EM, abs=10)
        middles = [(one.xs[0] + end_of(one)) / 2 for one in (organ, day)]
        assert middles[0] == pytest.approx(middles[1], abs=5)
        assert organ.baseline - signs(face, "特此").baseline == 3 * LINE

    def test_an_unsealed_day_begins_two_characters_after_the_name(self):
        face = break_pages(signed("东海县综合行政执法局", sealed=False))[0]
        organ, day = signs(face, "东海县"), signs(face, "2026年")
        assert day.xs[0] - organ.xs[0] == 2 * EM
        assert end_of(organ) == pytest.approx(LEFT + TEXT_WIDTH - 2 * EM, abs=5)
        assert organ.baseline - signs(face, "特此").baseline == 2 * LINE

    def test_the_imprint_ends_on_the_text_areas_lower_edge(self):
        face = break_pages(plain_paper(Paragraph("正文。"), imprint=IMPRINT))[0]
        first, middle, last = strokes(face)
        assert last.y + last.height == pytest.approx(FOOT)
        assert [one.height for one in (first, middle, last)] == [20, 15, 20]
        copies, day = signs(face, "抄送："), signs(face, "印发")
        assert first.y < copies.baseline < middle.y < day.baseline < last.y
        assert copies.xs[0] == LEFT + 280
        assert end_of(day) == pytest.approx(LEFT + TEXT_WIDTH - 280, abs=5)
        assert any(one.text.endswith("室。") for one in all_signs(face))

    @pytest.mark.parametrize("count", range(18, 24))
    def test_an_imprint_without_room_has_a_page_of_its_own(self, count):
        lines = [Paragraph(f"第{at}行。") for at in range(1, count + 1)]
        faces = break_pages(plain_paper(*lines, imprint=IMPRINT))
        assert len(faces) == (1 if count <= 20 else 2)
        first, *_rest = strokes(faces[-1])
        text = [one for one in all_signs(faces[-1]) if "行。" in one.text]
        assert all(one.baseline < first.y for one in text)

    def test_numbers_stand_outside_odd_right_and_even_left(self):
        faces = break_pages(plain_paper(Paragraph("片" * 900)))
        odd, even = (all_signs(face)[-1] for face in faces)
        assert (odd.text, even.text) == ("— 1 —", "— 2 —")
        assert odd.font is SONG
        assert end_of(odd) == pytest.approx(LEFT + TEXT_WIDTH - 280, abs=1)
        assert even.xs[0] == LEFT + 280
        assert odd.baseline == even.baseline > FOOT

    def test_turned_pages_keep_their_number_where_the_others_have_it(self):
        wide = replace(table(40), landscape=True)
        faces = break_pages(plain_paper(Paragraph("正文。"), wide))
        upright, turned = all_signs(faces[0])[-1], all_signs(faces[2])[-1]
        assert (upright.turned, turned.turned) == (False, True)
        assert turned.xs == upright.xs
        # the sheet is turned a quarter: its left edge was the lower one
        assert turned.baseline == faces[0].height - upright.baseline

    def test_a_chart_has_its_place_above_its_caption(self):
        faces = break_pages(frontline_report().compose(FINAL))
        face = next(face for face in faces if any("图1" in x for x in face_lines(face)))
        (box,) = (item for item in face.items if isinstance(item, ChartBox))
        assert (round(mm(box.width)), round(mm(box.height))) == (150, 78)
        assert box.y + box.height < signs(face, "图1").baseline


# --- against LibreOffice -------------------------------------------------------------

SEEDED = {"long_a": (3, False), "long_b": (8, False), "tables": (5, True)}
SAMPLED = (
    *("zone_plan", "centre_roster", "frontline_report", "urgent", "turned"),
    *("letter", "minutes"),
)


@pytest.fixture(scope="module")
def ten(qapp, tmp_path_factory):
    """Ten papers, what LibreOffice prints of them, and the breaker's faces."""
    samples = dict(papers.samples())
    chosen = {name: samples[name] for name in SAMPLED} | {
        name: long_paper(seed, tables=tables) for name, (seed, tables) in SEEDED.items()
    }
    out = rendered(
        tmp_path_factory.mktemp("ten"),
        {
            f"{name}.docx": docx_bytes(paper, Suite.LIBREOFFICE)
            for name, paper in chosen.items()
        },
    )
    widths = InstalledWidths()
    return {
        name: (Printed(out / f"{name}.pdf"), break_pages(paper, LIBREOFFICE, widths))
        for name, paper in chosen.items()
    }


class TestAgainstLibreOffice:
    @pytest.mark.parametrize("name", [*SAMPLED, *SEEDED])
    def test_every_line_and_every_page_begins_where_it_prints(self, ten, name):
        printed, faces = ten[name]
        found = agreement(printed, faces)
        assert found.strays == ()
        assert found.same_lines == found.lines > 0
        assert found.same_starts == found.starts == len(faces) == len(printed)

    @pytest.mark.parametrize("name", [*SAMPLED, *SEEDED])
    def test_lines_stand_within_half_a_millimetre_of_where_they_print(self, ten, name):
        for page, face in zip(*ten[name], strict=True):
            ours = [mm(one.baseline) for one in all_signs(face) if not one.turned]
            charts = [item for item in face.items if isinstance(item, ChartBox)]
            for line in page.body:
                down = line.baseline * MILLIMETRE
                if not any(one.y < down < one.y + one.height for one in charts):
                    assert min(abs(line.baseline - at) for at in ours) < 0.5

    def test_the_papers_are_long_enough_to_mean_something(self, ten):
        printed = [pages for pages, _faces in ten.values()]
        assert sum(map(len, printed)) > 50
        assert sum(len(p) for pages in printed for p in printed_lines(pages, ())) > 900
