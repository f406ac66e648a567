"""The page that brings in sheets, step by step, as a clerk goes through it."""

import io
import shutil
import threading
import zipfile

import openpyxl
import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtWidgets import QLabel

from tests.county import id_number
from tests.on_screen import ON_SCREEN, heard
from tests.test_imports import HEAD, person, xlsx
from workbench import database, facts
from workbench.rows import reading
from workbench.rows.reading import Encoding
from workbench.services.roster import imports, people
from workbench.services.roster.import_lines import Effect
from workbench.views import rooms
from workbench.views.roster.imports import Step

pytestmark = ON_SCREEN


@pytest.fixture
def lite_home(tmp_path, settled):
    folder = tmp_path / "home"
    shutil.copytree(settled[0], folder)
    home = database.open_home(folder)
    yield home
    home.close()


INFO = next(one for one in rooms.pages() if one.key == "imports")


@pytest.fixture
def page(show, bench):
    made = show(INFO.build(bench))
    made.choose_kind("people")
    return made


@pytest.fixture
def sheet(tmp_path):
    """Make a file of people, each line given by what differs."""

    def make(*lines, name="人员.xlsx"):
        path = tmp_path / name
        path.write_bytes(xlsx(HEAD, *lines))
        return path

    return make


def people_of(first, count, **changes):
    return [person(serial, **changes) for serial in range(first, first + count)]


def settle(qtbot, page, deed):
    with qtbot.waitSignal(page.settled):
        deed()


def go_to_check(qtbot, page, path):
    settle(qtbot, page, lambda: page.open_file(path))
    settle(qtbot, page, page.go_on)
    page.go_on()
    if page.step is not Step.CHECK:
        with qtbot.waitSignal(page.settled):
            pass


def cells(pane):
    """Return the preview's table as text."""
    model = pane.model
    return [
        [model.index(down, across).data() for across in range(model.columnCount())]
        for down in range(model.rowCount())
    ]


def names(bench, text):
    return len(bench.desk.ask(people.find_people, text=text))


class TestTheWholeWay:
    def test_a_sheet_is_chosen_matched_checked_and_brought_in(
        self, qtbot, page, sheet, bench, lite_home
    ):
        go_to_check(qtbot, page, sheet(*people_of(101, 12)))
        assert page.check.told.text() == "共12行，全部正确，可以导入。"
        before = len(lite_home.backups())
        page.go_on()
        assert page.on.text() == "导入12行"
        page.go_on()
        assert page.end.reason.amiss() == "请填写“原因”。"
        page.end.reason.editor.put("建账")
        settle(qtbot, page, page.go_on)
        assert names(bench, "赵1") == 12
        assert lite_home.backups()[0].cause == "导入前"
        assert len(lite_home.backups()) == before + 1
        said = [label.text() for label in page.end.findChildren(QLabel)]
        assert "已导入12行人员" in said
        gone = heard(bench.wanted)
        page.end.buttons["查看“人员”"].click()
        assert gone == [("people", None)]
        page.end.buttons["再导入一张表"].click()
        assert page.step is Step.KIND
        assert page.draft.content == b""

    def test_the_same_sheet_again_changes_nothing(self, qtbot, page, sheet, bench):
        path = sheet(*people_of(101, 3))
        bench.desk.do(
            imports.import_sheet,
            kind="people",
            content=path.read_bytes(),
            name=path.name,
            reason="建账",
        )
        go_to_check(qtbot, page, path)
        assert page.found.counts[Effect.SAME] == 3
        assert page.check.told.text() == "共3行，都已登记，没有需要导入的内容。"
        assert not page.on.isEnabled()
        page.return_to(Step.FILE)
        go_to_check(qtbot, page, sheet(*people_of(101, 4), name="又来.xlsx"))
        assert page.found.counts[Effect.SAME] == 3
        page.go_on()
        assert page.on.text() == "导入1行"

    def test_500_rows_are_cancelled_and_leave_nothing_behind(
        self, qtbot, page, sheet, bench, monkeypatch
    ):
        go_to_check(qtbot, page, sheet(*people_of(100, 500)))
        page.go_on()
        page.end.reason.editor.put("建账")
        under_way, stopped = threading.Event(), threading.Event()
        whole = facts.bulk

        def bulk(*given):
            whole(*given)
            under_way.set()
            assert stopped.wait(20)

        monkeypatch.setattr(facts, "bulk", bulk)
        jobs = heard(bench.working)
        page.go_on()
        qtbot.waitUntil(under_way.is_set, timeout=20_000)
        assert not page.on.isEnabled()
        assert page.kinds.isEnabled()  # the window goes on taking clicks
        with qtbot.waitSignal(page.settled, timeout=20_000):
            jobs[0].cancel()
            stopped.set()
        assert page.said().text == "已取消，没有写入任何内容；准备好的都还在。"
        assert names(bench, "赵") == 0
        assert page.on.isEnabled()
        monkeypatch.setattr(facts, "bulk", whole)
        with qtbot.waitSignal(page.settled, timeout=20_000):
            page.go_on()
        assert names(bench, "赵") == 500


class TestChoosingAFile:
    def test_lines_are_pasted_from_a_spreadsheet(self, qtbot, page):
        QGuiApplication.clipboard().setText("只是一句话")
        page.paste()
        assert page.said().text == "剪贴板里没有表格。"
        lines = [HEAD, *people_of(101, 2)]
        QGuiApplication.clipboard().setText("\n".join("\t".join(one) for one in lines))
        settle(qtbot, page, page.paste)
        assert page.draft.name == "粘贴的内容"
        settle(qtbot, page, page.go_on)
        assert page.found.total == 2

    def test_a_file_is_dropped_on_the_page(self, qtbot, page, sheet):
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(sheet(*people_of(101, 2))))])
        how = (
            Qt.DropAction.CopyAction,
            data,
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        )
        enters = QDragEnterEvent(page.rect().center(), *how)
        page.dragEnterEvent(enters)
        assert enters.isAccepted()
        drops = QDropEvent(QPointF(page.rect().center()), *how)
        settle(qtbot, page, lambda: page.dropEvent(drops))
        assert page.draft.name == "人员.xlsx"
        assert page.file.table.item(0, 0).text() == "姓名"

    def test_the_encoding_is_shown_with_the_first_lines_and_may_be_changed(
        self, qtbot, page, tmp_path
    ):
        path = tmp_path / "名单.csv"
        path.write_bytes("姓名,身份证号\n王芳,".encode("gb18030"))
        settle(qtbot, page, lambda: page.open_file(path))
        assert page.file.pickers["encoding"].value() is Encoding.GB18030
        assert page.file.table.item(1, 0).text() == "王芳"
        settle(qtbot, page, lambda: page.file.pickers["encoding"].put(Encoding.UTF8))
        assert "文字编码无法识别" in page.said().text
        assert page.file.table.item(1, 0).text() == "王芳"

    def test_another_sheet_and_another_head_row_are_chosen(self, qtbot, page, tmp_path):
        book = openpyxl.Workbook()
        book.active.append(["说明", "请看第二张表"])
        second = book.create_sheet("名单")
        for line in (["人员名单"], ["本人姓名", "号码"], ["王芳", id_number(9)]):
            second.append(line)
        path = tmp_path / "两张.xlsx"
        book.save(path)
        settle(qtbot, page, lambda: page.open_file(path))
        settle(qtbot, page, lambda: page.file.pickers["sheet"].put("名单"))
        settle(qtbot, page, page.go_on)
        assert page.said().text.startswith("没有找到表头行")
        assert "指明表头在第几行。" in page.said().ways
        page.file.pickers["head"].put(2)
        settle(qtbot, page, page.go_on)
        assert page.step is Step.COLUMNS
        page.columns.pickers["name"].put("本人姓名")
        assert page.columns._samples["name"].text() == "王芳"

    def test_personal_numbers_are_hidden_on_the_screen(self, qtbot, page, sheet):
        path = sheet(person(101))
        go_to_check(qtbot, page, path)
        shown = [
            page.file.table.item(1, 1).text(),
            page.columns._samples["id_number"].text(),
        ]
        qtbot.waitUntil(lambda: bool(cells(page.check)[0][0]))
        shown.append(cells(page.check)[0][4])
        masked = f"320722********{id_number(101)[-4:]}"
        assert shown == [masked] * 3


def package(**parts):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return stream.getvalue()


ENCRYPTED = bytes.fromhex("d0cf11e0a1b11ae1") + "EncryptedPackage".encode("utf-16-le")
BAD = {
    "broken": (b"PK\x03\x04 rubbish", "“坏.xlsx”打不开，文件已损坏或不是表格"),
    "no sheet": (package(a="b"), "“坏.xlsx”打不开，文件已损坏或不是表格"),
    "nothing": (b"", "“坏.xlsx”是空文件，请确认选对了文件。"),
    "encrypted": (ENCRYPTED, "“坏.xlsx”设有打开密码"),
    "empty": (xlsx([]), "“坏.xlsx”中没有内容"),
}


class TestBadFiles:
    @pytest.mark.parametrize("kind", BAD)
    def test_what_cannot_be_read_is_said_and_what_was_there_stays(
        self, qtbot, page, sheet, kind
    ):
        content, says = BAD[kind]
        path = sheet(*people_of(101, 2))
        settle(qtbot, page, lambda: page.open_file(path))
        bad = path.with_name("坏.xlsx")
        bad.write_bytes(content)
        settle(qtbot, page, lambda: page.open_file(bad))
        assert page.said().text.startswith(says)
        assert page.draft.name == "人员.xlsx"
        settle(qtbot, page, page.go_on)
        assert page.found.total == 2

    def test_too_large_a_file_is_not_even_read(
        self, qtbot, page, tmp_path, monkeypatch
    ):
        huge = tmp_path / "大.xlsx"
        with huge.open("wb") as file:
            file.truncate(100 * 1024 * 1024)
        monkeypatch.setattr(reading.Path, "read_bytes", lambda _path: 1 / 0)
        settle(qtbot, page, lambda: page.open_file(huge))
        assert page.said().text == "“大.xlsx”有100 MB，超过40 MB，请拆分后分次导入。"
        assert not page.on.isEnabled()

    def test_a_file_that_is_gone_is_said(self, qtbot, page, tmp_path):
        settle(qtbot, page, lambda: page.open_file(tmp_path / "没有.xlsx"))
        assert "打不开，请检查文件名" in page.said().text


class TestMatching:
    def test_required_columns_are_asked_for_and_none_is_taken_twice(
        self, qtbot, page, sheet
    ):
        settle(qtbot, page, lambda: page.open_file(sheet(*people_of(101, 2))))
        settle(qtbot, page, page.go_on)
        assert page.columns.pickers["certificate_to"].value() == "有效期至"
        assert page.on.isEnabled()
        page.columns.pickers["home"].put(None)
        assert page.columns.amiss.text() == "还差必填列：编制单位。"
        assert not page.on.isEnabled()
        page.columns.pickers["home"].put("使用单位")
        assert page.columns.amiss.text() == "“使用单位”被选了2次，每列只能对应一项。"
        page.columns.pickers["host"].put(None)
        assert page.on.isEnabled()
        settle(qtbot, page, page.go_on)
        assert page.found.mapping["home"] == "使用单位"
        assert "host" not in page.found.mapping

    def test_what_was_matched_stays_on_leaving_and_is_asked_about_before_it_is_lost(
        self, qtbot, page, sheet, show, bench
    ):
        settle(qtbot, page, lambda: page.open_file(sheet(*people_of(101, 2))))
        settle(qtbot, page, page.go_on)
        page.columns.pickers["document"].put("岗位")
        page.columns.pickers["post"].put(None)
        page.hide()
        page.show()
        assert page.step is Step.COLUMNS
        assert page.columns.pickers["document"].value() == "岗位"
        page.ask_restart()
        assert page.asked.isVisible()
        page.asked.buttons[-1].click()
        assert page.draft.kind == "people"
        settle(qtbot, page, page.go_on)
        again = INFO.build(bench)
        settle(qtbot, again, lambda: show(again))
        assert again.step is Step.FILE
        settle(qtbot, again, again.go_on)
        assert again.columns.pickers["document"].value() == "岗位"

    def test_a_repaired_file_keeps_what_was_matched_and_another_one_is_asked_about(
        self, qtbot, page, sheet, tmp_path
    ):
        settle(qtbot, page, lambda: page.open_file(sheet(*people_of(101, 2))))
        settle(qtbot, page, page.go_on)
        page.columns.pickers["post"].put(None)
        settle(qtbot, page, page.go_on)
        page.return_to(Step.FILE)
        better = sheet(*people_of(101, 3), name="改好.xlsx")
        settle(qtbot, page, lambda: page.open_file(better))
        assert (page.draft.name, page.draft.mapping["post"]) == ("改好.xlsx", "")
        other = tmp_path / "别的.xlsx"
        other.write_bytes(xlsx(["姓名", "身份证号"], ["王芳", id_number(9)]))
        settle(qtbot, page, lambda: page.open_file(other))
        assert page.draft.name == "改好.xlsx"
        settle(qtbot, page, page.asked.buttons[0].click)
        assert (page.draft.name, page.draft.mapping) == ("别的.xlsx", {})


class TestChecking:
    def test_every_wrong_line_is_said_in_words_and_can_be_looked_at_alone(
        self, qtbot, page, sheet
    ):
        lines = people_of(101, 6)
        lines[1] = person(102, 身份证号=id_number(101))
        lines[2] = person(103, 编制单位="县句")
        lines[3] = person(104, 岗位="一线", 有效期至="2026-02-30")
        go_to_check(qtbot, page, sheet(*lines))
        qtbot.waitUntil(lambda: bool(cells(page.check)[0][0]))
        unknown = "没有名为“县句”的机构，请先登记机构或改正名称。"
        posts = "“一线”不是岗位，应为：一线执法、指挥值守、法制、综合后勤。"
        no_day = "没有“2026-02-30”这一天，请核对日历。"
        assert [line[:3] for line in cells(page.check)] == [
            ["3", "有误", "身份证号：与第2行是同一人。"],
            ["4", "有误", f"编制单位：{unknown}"],
            ["5", "有误", f"岗位：{posts}证件止日：{no_day}"],
        ]
        assert not page.on.isEnabled()
        page.check.only_wrong.setChecked(False)
        assert page.check.model.rowCount() == 6

    def test_the_sheet_to_repair_is_saved_mended_and_brought_in(
        self, qtbot, page, sheet, tmp_path
    ):
        lines = people_of(101, 3)
        lines[2] = person(103, 编制单位="县句")
        go_to_check(qtbot, page, sheet(*lines))
        path = tmp_path / "修改表.xlsx"
        settle(qtbot, page, lambda: page.save_repair(path))
        assert page.said().text == f"修改表已保存到“{path}”。"
        book = openpyxl.load_workbook(path)
        for line in book.active.iter_rows():
            for cell in line:
                if cell.value == "县句":
                    cell.value = "县局"
        book.save(path)
        page.return_to(Step.FILE)
        go_to_check(qtbot, page, path)
        assert page.found.ready
        assert page.found.counts[Effect.NEW] == 3

    def test_a_posting_that_overlaps_is_named_before_anything_is_entered(
        self, qtbot, page, tmp_path
    ):
        page.choose_kind("postings")
        path = tmp_path / "派驻.xlsx"
        head = ["姓名", "身份证号", "使用单位", "岗位", "起日", "止日"]
        path.write_bytes(
            xlsx(
                head,
                ["张伟", id_number(3), "一队", "一线执法", "2026-02-01", None],
                ["张伟", id_number(3), "县局", "法制", "2026-02-10", "2026-02-20"],
                ["王方", id_number(1), "一队", "一线执法", "2026-02-01", None],
            )
        )
        go_to_check(qtbot, page, path)
        said = [line.says for line in page.found.lines]
        assert said[0] == ""
        assert page.found.lines[0].effect is Effect.CHANGED
        assert "日期重叠" in said[1]
        assert said[2] == "姓名：这个身份证号登记的是“王芳”，不是“王方”。"

    def test_a_template_is_saved_with_how_to_fill_it(self, qtbot, page, tmp_path):
        path = tmp_path / "模板.xlsx"
        settle(qtbot, page, lambda: page.save_template("people", path))
        book = openpyxl.load_workbook(path)
        assert book.sheetnames == ["人员导入模板", "填写说明"]
        notes = [[cell.value for cell in line] for line in book["填写说明"].iter_rows()]
        line = next(one for one in notes if "编制类型" in one)
        assert "行政编制、参公编制、事业编制、工勤编制、编外辅助" in line
