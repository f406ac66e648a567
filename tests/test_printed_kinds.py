"""One sample of every kind of paper, as LibreOffice prints it, measured in the PDF."""

import re

import pytest

from tests.papers import EM_MM, FINAL, Printed, dots, near, rendered
from workbench import demo_papers
from workbench.reports.kinds import KINDS
from workbench.reports.layout import docx_bytes
from workbench.reports.measures import Suite
from workbench.reports.page import Format

PAPERS = {key: record.compose(FINAL) for key, record in demo_papers.samples().items()}
UPRIGHT_MM, TURNED_MM = 210, 297


def of(*formats):
    found = [key for key, paper in PAPERS.items() if paper.format in formats]
    return pytest.mark.parametrize("key", sorted(found))


@pytest.fixture(scope="module")
def printed(tmp_path_factory):
    """Every paper as LibreOffice prints it."""
    out = rendered(
        tmp_path_factory.mktemp("kinds"),
        {
            f"{key}.docx": docx_bytes(paper, Suite.LIBREOFFICE)
            for key, paper in PAPERS.items()
        },
    )
    return {key: Printed(out / f"{key}.pdf") for key in PAPERS}


class TestEveryKind:
    def test_every_kind_is_here_or_printed_with_the_roster(self):
        sheets = {key for key, kind in KINDS.items() if kind.suffix == "xlsx"}
        roster = {"zone_plan", "centre_roster", "frontline_report"}
        assert set(PAPERS) | sheets | roster == set(KINDS)

    @pytest.mark.parametrize("key", sorted(PAPERS))
    def test_nothing_leaves_the_text_area(self, printed, key):
        for page in printed[key]:
            turned = page.width > page.height
            assert near(page.width, TURNED_MM if turned else UPRIGHT_MM, 0.1)
            left, right, top, foot = (
                (35, 260, 28, 184) if turned else (28, 184, 37, 262)
            )
            for sign, origin, _left, end, baseline, angle in page.chars:
                if sign.isspace() or abs(angle) > 0.1 or baseline > foot + 0.2:
                    continue
                assert origin > left - 0.5, (sign, page.text[:40])
                assert end < right + 0.8, (sign, page.text[:40])
                assert baseline > top - 8  # a letter's head stands above the text

    @pytest.mark.parametrize("key", sorted(PAPERS))
    def test_its_pages_are_numbered_outside_seven_millimetres_below(self, printed, key):
        paper = PAPERS[key]
        for number, page in enumerate(printed[key], start=1):
            if page.width > page.height:
                continue
            ink = page.dark[dots(263.5) : dots(280)]
            if paper.format is Format.LETTER and number == 1:
                assert not page.black[dots(263.5) : dots(276)].any()
                continue
            if paper.counted:
                assert f"第{number}页共{len(printed[key])}页" in page.text
                continue
            assert page.lines[-1].text.split() == ["—", str(number), "—"]
            spans = page.spans(ink, 1)
            if number % 2:
                assert near(spans[-1][1], 184 - 4.94)
            else:
                assert near(spans[0][0], 28 + 4.94)
            dash = ink[:, dots(spans[0][0] + 1)][:, None]
            assert near(263.5 + page.spans(dash, 0)[0][0], 269)

    @pytest.mark.parametrize("key", sorted(PAPERS))
    def test_its_day_stands_four_characters_from_the_right(self, printed, key):
        paper = PAPERS[key]
        if paper.signature is None or paper.signature.on is None:
            assert paper.signature is None or paper.format is Format.FORM
            return
        day = paper.signature.on
        told = f"{day.year}年{day.month}月{day.day}日"
        lines = [
            line
            for page in printed[key]
            if page.width < page.height
            for line in page.body
            if line.text.strip() == told and line.left > 100
        ]
        if not lines:  # it stands on a turned page
            assert any(page.width > page.height for page in printed[key])
            return
        assert any(near(184 - line.end(), 4 * EM_MM) for line in lines)


class TestHeads:
    @of(Format.FILE)
    def test_the_red_head_of_a_file_stands_at_72_mm_and_its_line_below_the_number(
        self, printed, key
    ):
        page = printed[key][0]
        red = page.spans(page.red, 0)
        assert near(red[0][0], 72)
        top, bottom = red[-1]
        assert 0.3 < bottom - top < 0.6
        ((left, right),) = page.spans(page.red[dots(top) + 2 :], 1)
        assert near(left, 28)
        assert near(right, 184)
        number = page.spans(page.black[: dots(top - 1)], 0)[-1]
        assert near(top - number[1], 4)

    @of(Format.LETTER)
    def test_the_head_of_a_letter_stands_at_30_mm_between_lines_of_170(
        self, printed, key
    ):
        page = printed[key][0]
        *head, upper, upper_thin, _lower_thin, lower = page.spans(page.red, 0)
        assert near(head[0][0], 30)
        assert near(upper[0] - head[-1][1], 4)
        assert near(lower[1], 297 - 20)
        assert near(upper[1] - upper[0], 1.06, 0.15)
        assert near(upper_thin[1] - upper_thin[0], 0.35, 0.15)
        ((left, right),) = page.spans(page.red[dots(upper[0]) : dots(upper[1]) + 1], 1)
        assert near(left, 20)
        assert near(right, 190)

    @of(Format.MINUTES)
    def test_the_head_of_minutes_stands_at_72_mm(self, printed, key):
        page = printed[key][0]
        red = page.spans(page.red, 0)
        assert near(red[0][0], 72)
        ((left, right),) = page.spans(page.red[dots(red[-1][0]) + 2 :], 1)
        assert near(left, 28)
        assert near(right, 184)

    @of(Format.FORM)
    def test_a_form_has_a_black_head_and_no_red(self, printed, key):
        for page in printed[key]:
            assert not page.red.any()
        number = PAPERS[key].number
        assert not number or number in printed[key].text

    @of(Format.FILE, Format.MINUTES)
    def test_the_imprint_ends_on_the_last_pages_lower_edge(self, printed, key):
        first, *_middle, last = printed[key][-1].rules()[-3:]
        assert near(last[1], 262)
        assert near(last[1] - last[0], 0.35, 0.1)
        assert near(first[1] - first[0], 0.35, 0.1)

    @of(Format.FILE, Format.LETTER)
    def test_numbers_and_days_have_no_leading_zeros(self, printed, key):
        assert not re.search(r"〕0|年0\d?月|月0\d?日|\[\d{4}\]", printed[key].text)
