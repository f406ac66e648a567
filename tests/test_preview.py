"""What a clerk sees of a page: painted, on the screen, printed, checked by a suite."""

import ctypes
import io
import shutil
import sys
import unicodedata
from collections import Counter
from dataclasses import replace
from itertools import pairwise

import docx
import pypdfium2
import pytest
from pypdfium2 import raw
from PySide6.QtCore import QPoint, QPointF, QSettings, Qt
from PySide6.QtGui import QColor, QFontDatabase, QImage, QWheelEvent
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QApplication

from tests.conftest import Clock
from tests.county import enter_county
from tests.on_screen import ON_SCREEN, bench_for, heard
from tests.papers import samples
from workbench import database, house
from workbench.access import Actor, Permission
from workbench.desk import CancelledError, Desk
from workbench.listing import Tone
from workbench.reports.breaker import LIBREOFFICE, WORD, break_pages
from workbench.reports.faces import ChartBox, Face, Signs, Stroke
from workbench.reports.measures import (
    FANG,
    FONTS,
    HEI,
    MILLIMETRE,
    RED,
    SONG,
    SONG_TITLE,
    Font,
    Suite,
)
from workbench.reports.page import LineChart, Paragraph
from workbench.rules import Refusal, UnavailableError
from workbench.services.documents import preview as service
from workbench.services.documents import register, series, versions
from workbench.services.platform import audit
from workbench.services.roster import papers
from workbench.views import actions, preview, printing, rooms, suites, this_pc
from workbench.views.documents import preview_batch, preview_check
from workbench.views.documents.preview_batch import Batch, Pages, Portion
from workbench.views.documents.preview_leaves import FaceLeaf
from workbench.views.documents.preview_pages import Fit, PagesView
from workbench.views.documents.preview_work import keep_pdf
from workbench.views.fields import AmissError
from workbench.views.forms import FormPanel
from workbench.views.this_pc import Shift

MM = 72 / 25.4
TODAY = Clock().now.date()
SOFFICE = "LibreOffice"


@pytest.fixture(autouse=True)
def this_pc_alone(tmp_path):
    """Each test has a PC of its own, which remembers nothing."""
    where = QSettings.Format.IniFormat, QSettings.Scope.UserScope
    QSettings.setPath(*where, str(tmp_path / "pc"))


@pytest.fixture(scope="module")
def documents():
    return dict(samples())


# ---- what stands in a PDF ----


def signs_of(content, page=0):
    """Return every sign of a PDF's page: it, and its origin in mm from the corner."""
    with pypdfium2.PdfDocument(content) as document:
        found = document[page]
        text, height = found.get_textpage(), found.get_height()
        x, y = ctypes.c_double(), ctypes.c_double()
        signs = []
        for at in range(text.count_chars()):
            sign = chr(raw.FPDFText_GetUnicode(text.raw, at))
            if sign.isspace() or raw.FPDFText_IsGenerated(text.raw, at):
                continue
            raw.FPDFText_GetCharOrigin(text.raw, at, ctypes.byref(x), ctypes.byref(y))
            signs.append(
                (preview_check.plain(sign), x.value / MM, (height - y.value) / MM)
            )
    return signs


def signs_on(face):
    """Return every sign of a page as the model places it, likewise."""
    return [
        (
            preview_check.plain(sign),
            (item.baseline if item.turned else x) / MILLIMETRE,
            (x if item.turned else item.baseline) / MILLIMETRE,
        )
        for item in face.items
        if isinstance(item, Signs)
        for sign, x in zip(item.text, item.xs, strict=True)
        if not sign.isspace()
    ]


def inked(content, page=0, dots=300):
    """Return a PDF's page as a picture."""
    with pypdfium2.PdfDocument(content) as document:
        drawn = document[page].render(scale=dots / 72, prefer_bgrx=True)
        return QImage(
            bytes(drawn.buffer),
            drawn.width,
            drawn.height,
            drawn.stride,
            QImage.Format.Format_RGB32,
        ).copy()


def colour_at(image, x_mm, y_mm, dots=300):
    return image.pixelColor(round(x_mm * dots / 25.4), round(y_mm * dots / 25.4))


def text_face(text="东综执〔2026〕24号", number=1, **more):
    xs = tuple(1588.0 + 320 * at for at in range(len(text)))
    made = Signs(text, xs, 3000, FANG, 320)
    return Face(11906, 16838, number, (made,), text, **more)


class TestPainter:
    pytestmark = ON_SCREEN

    def test_every_sign_stands_in_the_pdf_where_the_model_has_it(self, documents):
        far, count = [], 0
        for name in ("zone_plan", "letter", "minutes", "turned", "receipt_turned"):
            faces = break_pages(documents[name], WORD, preview.ADVANCES)
            content = preview.pdf_bytes(faces, name)
            for face in faces:
                wanted, found = signs_on(face), signs_of(content, face.number - 1)
                assert Counter(s for s, *_ in wanted) == Counter(s for s, *_ in found)
                left = {}
                for sign, x, y in found:
                    left.setdefault(sign, []).append((x, y))
                for sign, x, y in wanted:
                    near = min(
                        left[sign], key=lambda at: abs(at[0] - x) + abs(at[1] - y)
                    )
                    left[sign].remove(near)
                    count += 1
                    if abs(near[0] - x) > 0.1 or abs(near[1] - y) > 0.1:
                        far.append((name, sign, x, y, near))
        assert far == []
        assert count > 3000

    def test_rules_stand_at_their_places_in_their_colours(self):
        face = Face(
            11906,
            16838,
            1,
            (
                Stroke(28 * MILLIMETRE, 100 * MILLIMETRE, 156 * MILLIMETRE, 28, RED),
                Stroke(40 * MILLIMETRE, 120 * MILLIMETRE, 20, 30 * MILLIMETRE),
                Stroke(28 * MILLIMETRE, 160 * MILLIMETRE, 9000, 15, dashed=True),
            ),
        )
        image = inked(preview.pdf_bytes([face], "线"))
        assert colour_at(image, 28.3, 100.25) == QColor(255, 0, 0)
        assert colour_at(image, 183.7, 100.25) == QColor(255, 0, 0)
        assert colour_at(image, 27.7, 100.25) == QColor("white")
        assert colour_at(image, 184.3, 100.25) == QColor("white")
        assert colour_at(image, 40.17, 149.5) == QColor("black")
        row = [colour_at(image, 28 + at / 4, 160.13).lightness() for at in range(400)]
        changes = sum((a < 128) != (b < 128) for a, b in pairwise(row))
        assert changes > 40

    def test_stretched_and_turned_signs_keep_their_origin(self):
        items = (
            Signs("文件", (2000, 2700), 4000, SONG_TITLE, 1000, RED, stretch=70),
            Signs("—3—", (3000, 3280, 3560), 900, SONG, 280, turned=True),
        )
        face = Face(16838, 11906, 1, items)
        found = signs_of(preview.pdf_bytes([face], "横"))
        for (sign, x, y), (same, at_x, at_y) in zip(
            sorted(signs_on(face)), sorted(found), strict=True
        ):
            assert sign == same
            assert at_x == pytest.approx(x, abs=0.1)
            assert at_y == pytest.approx(y, abs=0.1)

    def test_a_chart_is_drawn_within_its_box_with_its_target_in_words(self):
        points = tuple((f"{m}月", None if m == 4 else 80 + m) for m in range(1, 13))
        chart = LineChart(
            "比例", "下沉比例", "月份", "比例（%）", points, 85, "目标85%"
        )
        face = Face(11906, 16838, 1, (ChartBox(1588, 2000, 8844, 4400, chart),))
        content = preview.pdf_bytes([face], "图")
        found = signs_of(content)
        text = "".join(sign for sign, *_ in found)
        assert "目标85%" in text
        assert "月份" in text
        for _sign, x, y in found:
            assert 28 <= x <= 184
            assert 35 <= y <= 113
        image = inked(content, dots=100)
        colours = {
            image.pixelColor(x, y).name()
            for x in range(120, 720)
            for y in range(140, 440)
        }
        assert {"#1f5a9e", "#b3261e"} <= colours

    def test_the_mark_is_light_and_no_text_of_the_paper(self):
        face = text_face(mark="示例草稿")
        content = preview.pdf_bytes([face], "草稿")
        assert "".join(sign for sign, *_ in signs_of(content)) == "东综执〔2026〕24号"
        image = inked(content, dots=50)
        tones = {
            image.pixelColor(x, y).lightness()
            for x in range(image.width())
            for y in range(200, 400)
        }
        assert min(tones) > 220

    def test_a_pdf_bears_its_title_and_lies_as_its_pages_do(self):
        faces = [text_face(), Face(16838, 11906, 2, ())]
        with pypdfium2.PdfDocument(preview.pdf_bytes(faces, "关于片区的通知")) as made:
            assert made.get_metadata_dict()["Title"] == "关于片区的通知"
            sides = [tuple(map(round, page.get_size())) for page in made]
        assert sides == [(595, 842), (842, 595)]

    def test_widths_are_those_of_the_font_that_is_drawn(self):
        advances = preview.Advances()
        assert advances.advance("国", FANG) == pytest.approx(1)
        assert advances.advance("国", HEI) == pytest.approx(1)  # not those of the bold
        assert 0.4 < advances.advance("1", SONG) < 0.7

    def test_a_page_on_the_screen_is_as_sharp_as_the_screen(self):
        image = preview.picture(text_face(), 0.02, 2.0)
        assert (image.width(), image.height()) == (476, 674)
        assert image.devicePixelRatio() == 2
        dark = [
            (x, y)
            for x in range(image.width())
            for y in range(image.height())
            if image.pixelColor(x, y).lightness() < 160
        ]
        assert min(x for x, _y in dark) > 1588 * 0.04 - 2
        assert max(y for _x, y in dark) < 3000 * 0.04 + 6


class TestFonts:
    pytestmark = ON_SCREEN

    def test_a_font_that_is_missing_is_listed_with_what_is_shown(self):
        installed = set(QFontDatabase.families())
        told = {one.font: one.family for one in preview.fonts_missing()}
        for font in FONTS:
            assert (font in told) == (font.name not in installed)
        for font, family in told.items():
            # an alias of the system is not taken for the font itself
            assert family in installed
            assert family != font.name
            assert font.name in preview.Substitution(font, family).words

    def test_a_stand_in_is_taken_before_whatever_the_system_offers(self):
        here = next(one for one in QFontDatabase.families() if "Noto Sans SC" in one)
        font = Font("没有的字体", "试", ("也没有", here))
        assert preview.family_of(font) == here

    def test_signs_that_no_font_of_the_papers_has_are_named(self):
        assert preview.signs_missing([text_face("东海县")]) == ""
        assert preview.signs_missing([text_face("东\U0002b74f县")]) == "\U0002b74f"


# ---- on the screen ----


@pytest.fixture
def view(qtbot, show):
    made = PagesView()
    show(made, (1000, 700))
    made.show_rows([(FaceLeaf(text_face(number=n)),) for n in range(1, 6)])
    return made


def wheel(canvas, notches, place):
    position = QPointF(place)
    event = QWheelEvent(
        position,
        canvas.mapToGlobal(position),
        QPoint(),
        QPoint(0, 120 * notches),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.ControlModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(canvas.viewport(), event)


class TestPagesOnScreen:
    pytestmark = ON_SCREEN

    def test_pages_are_turned_by_keys_and_by_thumbnails(self, qtbot, view):
        canvas = view.canvas
        canvas.set_fit(Fit.PAGE)
        turned = heard(canvas.moved)
        qtbot.keyClick(canvas, Qt.Key.Key_PageDown)
        assert (canvas.page, view.place.text()) == (2, "第2页，共5页")
        assert view.thumbnails.currentRow() == 1
        qtbot.keyClick(canvas, Qt.Key.Key_End)
        assert canvas.page == 5
        qtbot.keyClick(canvas, Qt.Key.Key_PageUp)
        assert canvas.page == 4
        qtbot.keyClick(canvas, Qt.Key.Key_Home)
        view.thumbnails.setCurrentRow(2)
        assert canvas.page == 3
        assert turned == [2, 5, 4, 1, 3]

    def test_a_large_page_is_read_to_its_end_before_the_next(self, qtbot, view):
        canvas = view.canvas
        canvas.set_zoom(2.0)
        canvas.go_to(1)
        qtbot.keyClick(canvas, Qt.Key.Key_PageDown)
        assert canvas.page == 1
        assert canvas.verticalScrollBar().value() > 0

    def test_zoom_fits_steps_and_stays_within_bounds(self, qtbot, view):
        canvas = view.canvas
        assert canvas.fit is Fit.WIDTH
        wide = canvas.viewport().width()
        assert 0.9 * wide < 11906 * canvas.zoom * 96 / 1440 < wide
        canvas.set_fit(Fit.PAGE)
        assert 16838 * canvas.zoom * 96 / 1440 < canvas.viewport().height()
        assert view.zoom_button.text().startswith("适合整页 ")
        canvas.set_zoom(9)
        assert (canvas.zoom, view.zoom_button.text()) == (3.0, "300%")
        canvas.step(-1)
        assert canvas.zoom == 2.0
        canvas.set_zoom(0.01)
        assert canvas.zoom == 0.5
        qtbot.keyClick(canvas, Qt.Key.Key_0, Qt.KeyboardModifier.ControlModifier)
        assert canvas.zoom == 1.0

    def test_the_wheel_zooms_about_the_hand(self, view):
        canvas = view.canvas
        canvas.set_zoom(1.0)
        place = QPoint(300, 200)
        before = canvas.verticalScrollBar().value() + place.y()
        wheel(canvas, 2, place)
        assert canvas.zoom == pytest.approx(1.21)
        after = canvas.verticalScrollBar().value() + place.y()
        assert after == pytest.approx(before * 1.21, abs=2)

    def test_a_page_that_may_begin_elsewhere_says_so_above_it(self, qtbot, view):
        canvas = view.canvas
        canvas.set_fit(Fit.PAGE)
        rows = canvas.rows
        plain = canvas.grab().toImage()
        view.show_rows(rows, frozenset({1}))
        marked = canvas.grab().toImage()
        band = range(marked.height() // 20)
        caution = [
            marked.pixelColor(x, y)
            for x in range(marked.width())
            for y in band
            if marked.pixelColor(x, y).red() > marked.pixelColor(x, y).blue() + 60
        ]
        assert caution
        assert plain != marked


# ---- the page ----


PLAN, LEDGER = 1, 2


@pytest.fixture(scope="module")
def founded(founded_folder, tmp_path_factory):
    """A home with one paper and one sheet, both drafts."""
    folder = tmp_path_factory.mktemp("preview") / "home"
    shutil.copytree(founded_folder, folder)
    home = database.open_home(folder)
    desk = Desk(house.parts_of(home, Clock()), Actor(7, "李明", frozenset(Permission)))
    county = enter_county(desk)
    run = desk.do(series.add_series, issuer_id=county.units["县局"], word="东综执")
    assert desk.do(papers.draft_zone_plan, on=TODAY) == PLAN
    assert desk.do(papers.draft_force_ledger, on=TODAY) == LEDGER
    home.close()
    return folder, run


@pytest.fixture
def lite_home(tmp_path, founded):
    folder = tmp_path / "home"
    shutil.copytree(founded[0], folder)
    home = database.open_home(folder)
    yield home
    home.close()


def opened(qtbot, show, bench, target=PLAN, size=(1166, 700)):
    """Return the preview page, showing a paper."""
    from workbench.views.documents.preview import PreviewPage

    info = next(one for one in rooms.pages() if one.key == "preview")
    page = PreviewPage(bench, info)
    show(page, size)
    if target is not None:
        with qtbot.waitSignal(page.painted):
            page.reveal(target)
    return page


@pytest.fixture
def printer(monkeypatch, tmp_path):
    """One printer, which prints into a PDF."""
    sent = []

    def open_it(terms, title):
        made = QPrinter(QPrinter.PrinterMode.HighResolution)
        made.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        sent.append(tmp_path / f"printed{len(sent)}.pdf")
        made.setOutputFileName(str(sent[-1]))
        return printing.prepared(made, terms, title)

    monkeypatch.setattr(printing, "open_printer", open_it)
    monkeypatch.setattr(printing, "printers", lambda: ("收发室 打印机",))
    return sent


def changed_words(content):
    """Return a Word file in which somebody has typed something."""
    file = io.BytesIO(content)
    document = docx.Document(file)
    document.paragraphs[-1].insert_paragraph_before("此处在外部改过。")
    changed = io.BytesIO()
    document.save(changed)
    return changed.getvalue()


def write_to(path, content):
    path.write_bytes(content)


def trail(desk):
    numbers = desk.ask(audit.find_entries)
    return [row.title for row in desk.ask(audit.entry_rows, ids=numbers).values()]


@pytest.fixture
def issued(bench, founded):
    """Another person's desk, from which the plan was issued."""
    other = Desk(bench.desk.parts, Actor(99, "王芳", frozenset(Permission)))
    terms = {"series_id": founded[1], "issued_on": TODAY}
    other.do(register.issue_paper, paper_id=PLAN, **terms)
    return other


class TestPage:
    pytestmark = ON_SCREEN

    def test_a_paper_is_shown_as_it_prints_with_what_is_to_be_known(
        self, qtbot, show, bench
    ):
        page = opened(qtbot, show, bench)
        count = len(page.shown.faces)
        assert count >= 2
        assert page.pages.place.text() == f"第1页，共{count}页"
        assert page.pages.thumbnails.count() == count
        assert all(face.mark == "草稿" for face in page.shown.faces)
        for one in preview.fonts_missing():
            assert f"{one.font.name}→{one.family}" in page._fonts.text()
        page.show_fonts()
        said = page.panel.content.sheet.text()
        assert all(font.name in said for font in FONTS)

    def test_a_sheet_has_no_pages_and_is_opened_instead(self, qtbot, show, bench, left):
        given = []
        bench.outside = replace(
            left.outside, open=lambda path: given.append(path) or True
        )
        page = opened(qtbot, show, bench, LEDGER)
        assert "没有版式预览" in page._nothing.text()
        assert not page.buttons["打印"].isEnabled()
        page._go.click()
        qtbot.waitUntil(lambda: bool(given))
        assert given[0].suffix == ".xlsx"

    def test_closing_goes_back_to_the_paper_in_its_list(self, qtbot, show, bench):
        page = opened(qtbot, show, bench)
        wanted = heard(bench.wanted)
        page.buttons["关闭"].click()
        assert wanted == [("papers", PLAN)]

    def test_without_a_paper_the_way_to_one_is_shown(self, qtbot, show, bench):
        page = opened(qtbot, show, bench, None)
        wanted = heard(bench.wanted)
        assert not any(one.isEnabled() for one in page.buttons.values())
        page._go.click()
        assert wanted == [("papers", None)]

    def test_what_is_changed_elsewhere_is_shown_anew_on_the_page_that_is_read(
        self, qtbot, show, bench
    ):
        page = opened(qtbot, show, bench)
        page.pages.canvas.go_to(2)
        with qtbot.waitSignal(page.painted):
            bench.changes.changed.emit(page.shows)
        assert page.pages.canvas.page == 2

    def test_a_paper_out_of_sight_is_not_shown(self, qtbot, show, lite, left):
        other = Actor(8, "某人", frozenset(Permission), unit_id=1, county_wide=False)
        bench = bench_for(lite, left, other)
        failed = heard(bench.failed)
        page = opened(qtbot, show, bench, None)
        page.reveal(LEDGER)
        qtbot.waitUntil(lambda: bool(failed))
        assert page.shown is None
        actions.finish_all()

    def test_a_pdf_is_kept_where_the_person_says_and_noted(
        self, qtbot, show, bench, tmp_path
    ):
        page = opened(qtbot, show, bench)
        told = heard(bench.told)
        page.save_pdf(tmp_path / "方案.pdf")
        qtbot.waitUntil(lambda: bool(told))
        assert "按版式预览的版式" in told[0].text
        with pypdfium2.PdfDocument(tmp_path / "方案.pdf") as made:
            assert len(made) == len(page.shown.faces)
            assert page.shown.record.title in made.get_metadata_dict()["Title"]
        assert "取出公文" in trail(bench.desk)

    def test_the_pdf_of_an_issued_paper_is_kept_by_the_register_too(
        self, qtbot, show, bench, founded, tmp_path
    ):
        other = Desk(bench.desk.parts, Actor(99, "王芳", frozenset(Permission)))
        terms = {"series_id": founded[1], "issued_on": TODAY}
        number = other.do(register.issue_paper, paper_id=PLAN, **terms)
        page = opened(qtbot, show, bench)
        assert page.shown.record.final
        assert all(not face.mark for face in page.shown.faces)
        told = heard(bench.told)
        page.save_pdf(tmp_path / "方案.pdf")
        qtbot.waitUntil(lambda: bool(told))
        row = bench.desk.ask(register.paper_rows, ids=[PLAN])[PLAN]
        kept = row.versions[-1]
        assert (kept.suffix, kept.made_with) == ("pdf", "版式预览")
        with pypdfium2.PdfDocument(tmp_path / "方案.pdf") as made:
            assert made.get_metadata_dict()["Title"].startswith(number)

    def test_a_paper_edited_outside_is_not_printed_from_its_record(
        self, qtbot, show, bench, tmp_path
    ):
        taken = bench.desk.do(register.take_paper, paper_id=PLAN, way="打开编辑")
        edited = changed_words(taken.content)
        back = {"paper_id": PLAN, "content": edited, "name": "方案.docx"}
        bench.desk.do(versions.take_back, **back)
        page = opened(qtbot, show, bench)
        assert page.shown.record.edited
        assert not page.buttons["打印"].isEnabled()
        assert not page.buttons["存为PDF"].isEnabled()
        assert "在外部修改过" in page._told.text()
        page.ask_print()
        assert page.panel.content is None
        failed, told = heard(bench.failed), heard(bench.told)
        page.save_pdf(tmp_path / "稿.pdf")
        qtbot.waitUntil(lambda: bool(failed))
        assert "不能存为PDF" in str(failed[0])
        assert not (tmp_path / "稿.pdf").exists()
        with qtbot.waitSignal(page.compared, timeout=60_000):
            page.entries["用LibreOffice核对"].trigger()
        rows = preview_check.rows_of_pdf(page.checked.content)
        assert any("改过" in text for page_rows in rows for text in page_rows)
        assert page.buttons["存为PDF"].isEnabled()
        assert not page.buttons["打印"].isEnabled()
        page.save_pdf(tmp_path / "稿.pdf")
        qtbot.waitUntil(lambda: bool(told))
        assert (tmp_path / "稿.pdf").read_bytes() == page.checked.content
        again = changed_words(edited)
        bench.desk.do(versions.take_back, **back | {"content": again})
        qtbot.waitUntil(lambda: page.checked is None)
        assert not page.buttons["存为PDF"].isEnabled()

    def test_a_void_paper_says_so_on_every_page_and_its_pdf_is_not_kept(
        self, qtbot, show, bench, issued, tmp_path
    ):
        page = opened(qtbot, show, bench)
        before = page.shown
        issued.do(register.void_paper, paper_id=PLAN, reason="附件有误")
        failed, told = heard(bench.failed), heard(bench.told)
        with pytest.raises(Refusal, match="已经作废"):
            keep_pdf(bench.desk, write_to, before, None, tmp_path / "前.pdf")
        assert not (tmp_path / "前.pdf").exists()
        with qtbot.waitSignal(page.painted):
            page.refresh()
        assert {face.mark for face in page.shown.faces} == {"作废"}
        page.save_pdf(tmp_path / "后.pdf")
        qtbot.waitUntil(lambda: bool(told))
        assert not failed
        assert (tmp_path / "后.pdf").exists()
        row = bench.desk.ask(register.paper_rows, ids=[PLAN])[PLAN]
        assert [one.suffix for one in row.versions] == ["docx", "docx"]

    @pytest.mark.usefixtures("issued")
    def test_who_may_not_keep_a_pdf_only_takes_it_out(
        self, qtbot, show, bench, tmp_path, monkeypatch
    ):
        page = opened(qtbot, show, bench)
        monkeypatch.setattr(Desk, "may", lambda _self, _service: False)
        told = heard(bench.told)
        page.save_pdf(tmp_path / "方案.pdf")
        qtbot.waitUntil(lambda: bool(told))
        assert (tmp_path / "方案.pdf").exists()
        row = bench.desk.ask(register.paper_rows, ids=[PLAN])[PLAN]
        assert row.versions[-1].suffix == "docx"


# ---- printing ----


class TestPrinting:
    pytestmark = ON_SCREEN

    def test_pages_are_typed_in_any_usual_way(self):
        assert printing.check_pages(" 1－3，5 ") == "1-3,5"
        for amiss in ("3-1", "0", "一", "1,,2", "1-"):
            with pytest.raises(AmissError):
                printing.check_pages(amiss)
        faces = [text_face(number=n) for n in range(1, 8)]
        numbers = [face.number for face in printing.chosen(faces, "5,1-3,2")]
        assert numbers == [1, 2, 3, 5]
        assert len(printing.chosen(faces, "")) == 7

    def test_every_copy_begins_on_a_sheet_of_its_own(self):
        faces = [text_face(number=n) for n in range(1, 4)]
        double = printing.copied(faces, 2, printing.Duplex.LONG)
        assert [len(face.items) for face in double] == [1, 1, 1, 0] * 2
        assert len(printing.copied(faces, 2, printing.Duplex.SINGLE)) == 6

    def test_a_print_is_moved_by_what_was_measured_and_nothing_else(self, printer):
        face = text_face("东海县综合行政执法局")
        terms = printing.Terms("甲", shift=Shift(2.0, -1.5))
        printing.print_paper([face], terms, "试", lambda *_: None)
        found = signs_of(printer[0].read_bytes())
        for (sign, x, y), (same, at_x, at_y) in zip(
            sorted(signs_on(face)), sorted(found), strict=True
        ):
            assert sign == same
            assert at_x == pytest.approx(x + 2.0, abs=0.1)
            assert at_y == pytest.approx(y - 1.5, abs=0.1)

    def test_the_form_prints_the_pages_asked_for_and_the_register_counts_it(
        self, qtbot, show, bench, printer
    ):
        this_pc.keep_shift("收发室 打印机", Shift(3, 0))
        page = opened(qtbot, show, bench)
        qtbot.keyClick(page, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
        form = page.panel.content
        assert isinstance(form, FormPanel)
        assert form.boxes["printer"].value() == "收发室 打印机"
        form.boxes["pages"].editor.put("99")
        form.save()
        assert "没有要打印的页" in form.notice().text
        form.boxes["pages"].editor.put("2")
        form.boxes["copies"].editor.put(3)
        with qtbot.waitSignal(page.printed) as printed:
            form.save()
        assert printed.args == [3]
        with pypdfium2.PdfDocument(printer[0]) as made:
            assert len(made) == 3
        first = min(x for _sign, x, _y in signs_of(printer[0].read_bytes()))
        assert first > 28 + 2.9
        row = bench.desk.ask(register.paper_rows, ids=[PLAN])[PLAN]
        (line,) = row.prints
        assert (line.printer, line.copies, line.pages) == ("收发室 打印机", 3, 1)
        assert this_pc.remembered("printing/printer") == "收发室 打印机"

    def test_without_a_printer_it_is_said_what_to_do(
        self, qtbot, show, bench, monkeypatch
    ):
        monkeypatch.setattr(printing, "printers", tuple)
        page = opened(qtbot, show, bench)
        told = heard(bench.told)
        page.ask_print()
        assert told[0].text == "这台电脑上没有打印机。"
        assert "存为PDF" in told[0].ways[1]
        with pytest.raises(UnavailableError, match="找不到打印机“甲”"):
            printing.open_printer(printing.Terms("甲"), "试")

    def test_a_printer_is_measured_once_and_remembered_by_this_pc(
        self, qtbot, show, bench, printer
    ):
        page = opened(qtbot, show, bench)
        page.entries["校准打印机"].trigger()
        form = page.panel.content
        told = heard(bench.told)
        next(
            one
            for one in form.findChildren(type(form.save_button))
            if "打印校准页" in one.text()
        ).click()
        qtbot.waitUntil(lambda: bool(told))
        assert "打印校准页" in "".join(
            sign for sign, *_ in signs_of(printer[0].read_bytes())
        )
        form.boxes["left_mm"].editor.put("75")
        form.save()
        assert "请再量一次" in form.boxes["left_mm"].amiss()
        form.boxes["left_mm"].editor.put("48.5")
        form.boxes["top_mm"].editor.put("50.8")
        with qtbot.waitSignal(form.saved):
            form.save()
        assert this_pc.shift_of("收发室 打印机") == Shift(1.5, -0.8)
        assert "右移1.5毫米、上移0.8毫米" in told[-1].text
        assert this_pc.shift_of("另一台") == this_pc.UNMOVED

    def test_the_sheet_that_is_measured_has_its_crosses_and_rulers_in_place(self):
        content = preview.pdf_bytes([printing.calibration_face()], "校准")
        image = inked(content, dots=600)
        across = [
            x / 600 * 25.4
            for x in range(image.width())
            if image.pixelColor(x, round(45 / 25.4 * 600)).lightness() < 128
        ]
        assert across == pytest.approx([50] * len(across), abs=0.1)
        down = [
            y / 600 * 25.4
            for y in range(round(80 / 25.4 * 600))
            if image.pixelColor(round(45 / 25.4 * 600), y).lightness() < 128
        ]
        assert down
        assert down == pytest.approx([50] * len(down), abs=0.1)


def portion_pages(portion):
    """Break a portion of a test's batch into pages: two each, the third is a sheet."""
    name = f"公文{portion.paper_id}"
    faces = tuple(text_face(name, number=n) for n in (1, 2))
    return Pages(name, f"{name}.pdf", () if portion.paper_id == 3 else faces)


class Stopper:
    """Stops a batch at its n-th step."""

    def __init__(self, at):
        self.at, self.steps = at, 0

    def __call__(self, _done, _total, _doing):
        self.steps += 1
        if self.steps == self.at:
            raise CancelledError


class TestBatch:
    pytestmark = ON_SCREEN

    PORTIONS = tuple(Portion(n, copies=n) for n in (1, 2, 3, 4))

    def batch(self, **where):
        write = where.pop("write", lambda path, content: path.write_bytes(content))
        return Batch(self.PORTIONS, portion_pages, write, **where)

    def test_one_pdf_holds_every_copy_and_names_what_has_no_pages(self, tmp_path):
        batch = self.batch(path=tmp_path / "全部.pdf")
        assert batch.run(lambda *_: None)
        assert (batch.done, batch.pages, batch.left_out) == (4, 14, ["公文3"])
        with pypdfium2.PdfDocument(tmp_path / "全部.pdf") as made:
            assert len(made) == 14

    def test_one_pdf_that_was_stopped_is_whole_once_it_is_resumed(self, tmp_path):
        path = tmp_path / "全部.pdf"
        batch = self.batch(path=path)
        assert not batch.run(Stopper(3))
        assert (batch.done, path.exists()) == (2, False)
        assert batch.run(lambda *_: None)
        with pypdfium2.PdfDocument(path) as made:
            assert len(made) == 14

    def test_a_folder_gets_one_file_each_over_nothing_that_is_there(self, tmp_path):
        (tmp_path / "公文2.pdf").write_bytes(b"kept")
        batch = self.batch(path=tmp_path)
        assert not batch.run(Stopper(2))
        assert [one.name for one in tmp_path.iterdir() if one.stem != "公文2"] == [
            "公文1.pdf"
        ]
        assert batch.run(lambda *_: None)
        names = {one.name for one in tmp_path.glob("*.pdf")}
        assert names == {"公文1.pdf", "公文2.pdf", "公文2（2）.pdf", "公文4.pdf"}
        assert (tmp_path / "公文2.pdf").read_bytes() == b"kept"

    @pytest.mark.parametrize("forbidden", [False, True])
    def test_many_papers_are_painted_on_every_core_where_that_is_allowed(
        self, tmp_path, monkeypatch, forbidden
    ):
        monkeypatch.setattr(preview_batch, "_MANY", 4)
        if forbidden:
            monkeypatch.setattr(preview_batch, "begin_painting", sys.exit)
        batch = self.batch(path=tmp_path)
        assert batch.run(lambda *_: None)
        assert (batch.done, batch.pages, batch.left_out) == (4, 6, ["公文3"])
        for path in tmp_path.glob("*.pdf"):
            with pypdfium2.PdfDocument(path) as made:
                text = made[1].get_textpage().get_text_range()
                assert unicodedata.normalize("NFKC", text).strip() == path.stem

    def test_a_print_job_that_was_stopped_goes_on_with_the_next_paper(self, printer):
        batch = self.batch(printer=printing.Terms("甲"))
        assert not batch.run(Stopper(3))
        assert batch.done == 2
        assert batch.run(lambda *_: None)
        lengths = []
        for path in printer:
            with pypdfium2.PdfDocument(path) as made:
                lengths.append(len(made))
        assert lengths == [2 + 4, 8]

    def test_a_folder_that_is_full_leaves_what_went_out_as_done(self, tmp_path):
        def write(path, content):
            if path.name == "公文2.pdf":
                raise UnavailableError("磁盘已满。")
            path.write_bytes(content)

        batch = self.batch(path=tmp_path, write=write)
        with pytest.raises(UnavailableError):
            batch.run(lambda *_: None)
        assert batch.done == 1

    def test_stopping_offers_to_go_on_and_the_end_says_what_came_out(
        self, qtbot, bench, tmp_path
    ):
        told = heard(bench.told)
        batch = Batch(
            (Portion(PLAN, 2), Portion(LEDGER)),
            lambda portion: preview_batch._pages(
                bench.desk, preview_batch.Way.BOUND, printing.Terms(""), portion
            ),
            bench.outside.write,
            path=tmp_path / "两份.pdf",
        )
        bench.working.connect(lambda job: job.cancel())
        preview_batch.carry_on(bench, batch)
        qtbot.waitUntil(lambda: len(told) == 1)
        assert told[0].text == "已停止：2份中输出了0份。"
        bench.working.disconnect()
        told[0].act[1]()
        qtbot.waitUntil(lambda: len(told) == 2)
        assert told[1].tone is Tone.CAUTION
        assert "已输出1份" in told[1].text
        assert "力量台账" in told[1].text
        assert trail(bench.desk).count("取出公文") == 1


class TestBatchForm:
    pytestmark = ON_SCREEN

    @pytest.fixture
    def listed_papers(self, qtbot, show, bench):
        from workbench.views.documents.papers import PapersPage

        info = next(one for one in rooms.pages() if one.key == "papers")
        page = PapersPage(bench, info)
        with qtbot.waitSignal(page.listed):
            show(page, (1166, 700))
        return page

    def test_a_paper_is_previewed_from_its_list(self, qtbot, listed_papers, bench):
        listed_papers.table.choose(PLAN)
        qtbot.waitUntil(listed_papers.buttons["预览"].isEnabled)
        wanted = heard(bench.wanted)
        listed_papers.buttons["预览"].click()
        qtbot.waitUntil(lambda: bool(wanted))
        assert wanted == [("preview", PLAN)]

    def test_papers_are_printed_with_copies_per_kind_in_one_job(
        self, qtbot, listed_papers, bench, printer
    ):
        listed_papers.table.selectAll()
        qtbot.waitUntil(listed_papers.buttons["批量打印"].isEnabled)
        listed_papers.buttons["批量打印"].click()
        qtbot.waitUntil(lambda: isinstance(listed_papers.panel.content, FormPanel))
        form = listed_papers.panel.content
        assert "另有1份表格没有版式" in form.form.intro
        assert [one.title for one in form.form.fields[3:]] == ["片区设置方案"]
        form.boxes["copies_0"].editor.put(2)
        told = heard(bench.told)
        form.save()
        qtbot.waitUntil(lambda: any("已输出1份" in one.text for one in told))
        (line,) = bench.desk.ask(register.paper_rows, ids=[PLAN])[PLAN].prints
        assert (line.copies, line.printer) == (2, "收发室 打印机")
        with pypdfium2.PdfDocument(printer[0]) as made:
            assert len(made) == 2 * line.pages

    def test_sheets_alone_have_nothing_to_print(self, qtbot, listed_papers, bench):
        told = heard(bench.told)
        listed_papers.table.choose(LEDGER)
        qtbot.waitUntil(listed_papers.buttons["批量打印"].isEnabled)
        listed_papers.buttons["批量打印"].click()
        qtbot.waitUntil(lambda: bool(told))
        assert "都是表格" in told[0].text

    def test_without_a_printer_papers_go_into_files(
        self, qtbot, listed_papers, monkeypatch
    ):
        monkeypatch.setattr(printing, "printers", tuple)
        listed_papers.table.choose(PLAN)
        qtbot.waitUntil(listed_papers.buttons["批量打印"].isEnabled)
        listed_papers.buttons["批量打印"].click()
        qtbot.waitUntil(lambda: isinstance(listed_papers.panel.content, FormPanel))
        form = listed_papers.panel.content
        assert set(form.boxes) == {"way", "copies_0"}
        assert form.boxes["way"].value() == preview_batch.Way.BOUND


# ---- the office suite ----


@pytest.fixture(scope="module")
def suite():
    return next(one for one in suites.programs() if one.name == SOFFICE)


class TestSuite:
    pytestmark = ON_SCREEN

    def test_a_suite_sets_the_paper_beside_the_painted_one_and_says_if_they_agree(
        self, qtbot, show, bench, tmp_path
    ):
        page = opened(qtbot, show, bench)
        with qtbot.waitSignal(page.compared, timeout=60_000):
            page.entries["用LibreOffice核对"].trigger()
        count = len(page.shown.faces)
        assert page.checked.found.there == count
        assert (
            page._told.text() == f"与LibreOffice核对一致：共{count}页，每页的起止相同。"
        )
        assert all(len(leaves) == 2 for leaves in page.pages.canvas.rows)
        page.pages.canvas.grab()
        told = heard(bench.told)
        page.save_pdf(tmp_path / "方案.pdf")
        qtbot.waitUntil(lambda: bool(told))
        assert "按LibreOffice的版式" in told[0].text
        assert (tmp_path / "方案.pdf").read_bytes() == page.checked.content

    def test_a_page_that_begins_elsewhere_is_told_with_both_beginnings(self, documents):
        document = documents["zone_plan"]
        faces = break_pages(document, LIBREOFFICE, preview.ADVANCES)
        moved = [*faces[:2], replace(faces[3], number=3), replace(faces[2], number=4)]
        content = preview.pdf_bytes(moved, "另排")
        found = preview_check.compared("WPS", faces, content)
        assert found.differing[0] == 3
        assert (found.here, found.there) == (len(faces), 4)
        assert "从第3页起换页不同" in found.words
        for begins in found.begins:
            assert f"“{begins}”" in found.words
        same = preview_check.compared("WPS", faces, preview.pdf_bytes(faces, "同"))
        assert same.same

    def test_where_the_rules_begin_a_page_differently_both_ways_are_marked(
        self, documents
    ):
        text = "截至2026年10月31日，全县450人（其中下沉382人），占84.89%；较9月增10人。"
        blocks = tuple(Paragraph(text * 3) for _ in range(20))
        document = replace(documents["solid"], blocks=blocks)
        marked = []
        for rules in (WORD, LIBREOFFICE):
            faces = break_pages(document, rules, preview.ADVANCES)
            marked.append(preview_check.unsure(document, faces))
        assert marked[0]
        assert marked[0] <= marked[1]  # which has a page more
        assert 1 not in marked[1]

    def test_the_calibration_paper_tells_whose_rules_this_pc_breaks_by(
        self, qtbot, show, bench, monkeypatch
    ):
        monkeypatch.setattr(preview_check, "programs", tuple)
        assert preview_check.rules_here() is WORD
        page = opened(qtbot, show, bench)
        told = heard(bench.told)
        with qtbot.waitSignal(page.painted, timeout=60_000):
            page.entries["按LibreOffice校准预览"].trigger()
        assert preview_check.rules_here() is LIBREOFFICE
        assert preview_check.measured_with() == SOFFICE
        assert "采用LibreOffice的换行规则" in told[-1].text
        pages = preview_check.by_each_rules(preview_check.calibration_paper())
        assert {len(faces) for faces in pages.values()} == {2}
        for key, faces in pages.items():
            own = preview.pdf_bytes(faces, "校准")
            rules, share = preview_check.fitting(pages, own)
            assert rules is preview_check._RULES[key]
            assert share == 1

    def test_a_program_that_hangs_or_fails_is_given_up_in_words(self, suite, tmp_path):
        hung = suites.Program("某软件", Suite.LIBREOFFICE, str(tmp_path / "hung"))
        (tmp_path / "hung").write_text("#!/bin/sh\nsleep 60\n", "utf-8")
        (tmp_path / "hung").chmod(0o755)
        with pytest.raises(UnavailableError, match="没有转完"):
            suites.to_pdf(hung, b"", patience_s=0.1)
        idle = replace(hung, way="true")
        with pytest.raises(UnavailableError, match="没有把公文转成PDF"):
            suites.to_pdf(idle, b"")
        with pytest.raises(UnavailableError, match="不能启动"):
            suites.to_pdf(replace(hung, way=str(tmp_path / "none")), b"")

        def stop():
            raise CancelledError

        with pytest.raises(CancelledError):
            suites.to_pdf(hung, b"", stop)

    def test_without_a_suite_it_is_said_so_and_the_painted_pages_serve(
        self, qtbot, show, bench, monkeypatch
    ):
        monkeypatch.setattr(suites, "programs", tuple)
        page = opened(qtbot, show, bench)
        told = heard(bench.told)
        page.buttons["用Word/WPS核对"].click()
        assert "不能核对；预览和打印不受影响" in told[0].text

    def test_word_is_asked_by_a_script_that_names_no_file_itself(self, tmp_path):
        word = suites.Program("Word", Suite.WORD, "Word.Application")
        command, asked = suites._command(word, tmp_path)
        assert command[0] == "powershell"
        assert str(tmp_path) not in " ".join(command)
        assert asked["WORKBENCH_FILE"].startswith(str(tmp_path))
        assert asked["WORKBENCH_PROGRAM"] == "Word.Application"


class TestService:
    def test_a_record_is_read_in_silence_and_taken_out_with_a_line_in_the_trail(
        self, lite
    ):
        desk = Desk(lite, Actor(7, "李明", frozenset(Permission)))
        record = desk.ask(service.paper_record, paper_id=PLAN)
        assert (record.draft, record.sheet, record.edited) == (True, False, False)
        assert record.file_name.endswith("（草稿）.pdf")
        assert "取出公文" not in trail(desk)
        assert desk.do(service.take_record, paper_id=PLAN, way="打印") == record
        assert "取出公文" in trail(desk)
