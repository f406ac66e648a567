"""The page of 公文格式体检: files dropped on it, deviations listed, copies mended."""

import openpyxl
import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QLabel, QPushButton

from tests.checkup_faults import told
from tests.checkup_papers import PAPERS, everyday
from tests.on_screen import ON_SCREEN, heard
from workbench.views import rooms

pytestmark = ON_SCREEN


class TestPage:
    @pytest.fixture
    def page(self, bench, show):
        info = next(one for one in rooms.pages() if one.key == "checkup")
        return show(info.build(bench))

    @pytest.fixture
    def folder(self, tmp_path):
        made = tmp_path / "来文"
        made.mkdir()
        (made / "好.docx").write_bytes(PAPERS["notice"])
        (made / "坏.docx").write_bytes(everyday())
        (made / "假.docx").write_bytes(b"x")
        (made / "~$好.docx").write_bytes(b"x")
        return made

    def drop(self, page, *paths):
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
        place, copying = QPointF(40, 40), Qt.DropAction.CopyAction
        buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        enter = QDragEnterEvent(place.toPoint(), copying, data, buttons, keys)
        page.dragEnterEvent(enter)
        assert enter.isAccepted()
        page.dropEvent(QDropEvent(place, copying, data, buttons, keys))

    def looked(self, qtbot, page, *paths):
        self.drop(page, *paths)
        qtbot.waitUntil(lambda: bool(page.files.rows()))

    def test_an_empty_page_says_what_to_do_with_the_button_for_it(self, page):
        said = [one.text() for one in page.findChildren(QLabel) if one.isVisible()]
        assert any("拖到这里" in one for one in said)
        buttons = [one for one in page.findChildren(QPushButton) if one.isVisible()]
        assert [one.text().strip() for one in buttons] == ["选择文件"]

    def test_a_dropped_folder_is_checked_file_by_file(self, qtbot, page, folder):
        self.looked(qtbot, page, folder)
        assert [one.path.name for one in page.files.rows()] == [
            "假.docx",
            "坏.docx",
            "好.docx",
        ]
        assert "共3份：1份符合，1份有偏差，1份读不了" in page.summary.text()
        rows = page.remarks.rows()
        assert rows[0].place == "整份文件"
        assert any(one.place == "第3段“现将有关事项通知如下。”" for one in rows)

    def test_choosing_a_file_leaves_only_what_deviates_in_it(self, qtbot, page, folder):
        self.looked(qtbot, page, folder)
        page.files.choose(0)
        assert {one.file for one in page.remarks.rows()} == {"假.docx"}
        page.files.choose(2)
        assert page.remarks.rows() == ()

    def test_a_deviation_opens_in_the_panel_with_its_clause(self, qtbot, page, folder):
        self.looked(qtbot, page, folder / "坏.docx")
        page.remarks.opened.emit(page.remarks.rows()[0])
        assert page.panel.isVisible()
        assert "GB/T 9704—2012，5.1" in page.panel.content.sheet.text()

    def test_mended_copies_go_into_a_folder_and_pass(
        self, qtbot, page, folder, tmp_path
    ):
        self.looked(qtbot, page, folder)
        said = heard(page.bench.told)
        page.mend_into(tmp_path)
        qtbot.waitUntil(lambda: bool(said))
        assert "已修复1份" in said[0].text
        assert told((tmp_path / "坏.docx").read_bytes()) == []
        word, check_copies = said[0].act
        assert word == "检查副本"
        check_copies()
        qtbot.waitUntil(lambda: len(page.files.rows()) == 4)
        assert "2份符合" in page.summary.text()

    def test_a_long_check_can_be_stopped_and_keeps_what_is_done(
        self, qtbot, page, folder
    ):
        said = heard(page.bench.told)
        page.bench.working.connect(lambda job: job.cancel())
        self.drop(page, folder)
        qtbot.waitUntil(lambda: bool(said))
        assert "还有3份没有检查" in said[0].text

    def test_clearing_brings_the_empty_page_back(self, qtbot, page, folder):
        self.looked(qtbot, page, folder / "好.docx")
        page.buttons["清空"].click()
        assert page.files.rows() == ()
        assert not page.buttons["清空"].isVisible()

    def test_the_findings_are_exported_and_printed(self, qtbot, page, folder, tmp_path):
        self.looked(qtbot, page, folder / "坏.docx")
        said = heard(page.bench.told)
        page.remarks.export(tmp_path / "结果.xlsx")
        qtbot.waitUntil(lambda: bool(said))
        book = openpyxl.load_workbook(tmp_path / "结果.xlsx")
        cells = [cell.value for row in book.active.iter_rows() for cell in row]
        assert "第3段“现将有关事项通知如下。”" in cells
        page.remarks.print()
        qtbot.waitUntil(lambda: page.remarks.asked is not None)
        page.remarks.asked.close()

    def test_a_folder_without_papers_is_said_to_have_none(self, page, tmp_path):
        said = heard(page.bench.told)
        empty = tmp_path / "空"
        empty.mkdir()
        self.drop(page, empty)
        assert "没有公文" in said[0].text
