"""Forms, their fields and the notices."""

import inspect
import re
from datetime import date, datetime

import pytest
from PySide6.QtCore import QDate, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication

from tests.on_screen import ASKED, ON_SCREEN, RENAME, THINGS, VIEWS, heard, keys
from workbench.access import Role
from workbench.desk import DeniedError
from workbench.listing import Tone
from workbench.rules import Refusal, UnavailableError
from workbench.rules.calendar import CHINA
from workbench.services.platform import (
    preferences,
)
from workbench.services.platform.picking import fits
from workbench.views.bench import Notice
from workbench.views.fields import AmissError, Choice, Field, FieldBox, FieldKind
from workbench.views.forms import Form, FormPanel
from workbench.views.notices import (
    NoticeBar,
    clause_text,
    notice_of,
)

pytestmark = ON_SCREEN


class TestForms:
    def line(self, panel, name):
        return panel.boxes[name].editor.line

    def test_the_first_field_amiss_has_the_focus(self, panel):
        panel.save()
        assert panel.boxes["name"].amiss() == "请填写“名称”。"
        assert self.line(panel, "name").hasFocus()
        assert ASKED == []

    def test_a_rule_speaks_below_its_field_once_typing_stops(self, qtbot, panel):
        keys(qtbot, self.line(panel, "id_number"), "320722199001011234")
        box = panel.boxes["id_number"]
        assert not box.amiss()
        qtbot.waitUntil(lambda: bool(box.amiss()))
        assert "校验位不符" in box.amiss()
        self.line(panel, "id_number").clear()
        assert not box.amiss()

    def test_enter_goes_to_the_next_field_and_at_last_to_saving(self, qtbot, panel):
        self.line(panel, "name").setFocus()
        for name in ("id_number", "on", "password"):
            qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
            assert self.line(panel, name).hasFocus()
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
        assert panel.save_button.hasFocus()
        assert ASKED == []

    def test_enter_that_ends_a_composition_stays_in_the_field(self, qtbot, panel):
        line = self.line(panel, "name")
        line.setFocus()
        QApplication.sendEvent(line, QInputMethodEvent("zhong", []))
        qtbot.keyClick(line, Qt.Key.Key_Return)
        assert line.hasFocus()
        committed = QInputMethodEvent("", [])
        committed.setCommitString("中")
        QApplication.sendEvent(line, committed)
        qtbot.keyClick(line, Qt.Key.Key_Return)  # the same key, still on its way
        assert line.hasFocus()
        assert line.text() == "中"
        QApplication.processEvents()
        qtbot.keyClick(line, Qt.Key.Key_Return)
        assert self.line(panel, "id_number").hasFocus()

    def test_ctrl_s_saves_and_two_clicks_save_once(self, qtbot, panel, bench):
        self.line(panel, "name").setText("新名称")
        self.line(panel, "on").setText("20260305")
        told = heard(bench.told)
        with qtbot.waitSignal(panel.saved) as saved:
            qtbot.keyClick(
                self.line(panel, "name"),
                Qt.Key.Key_S,
                Qt.KeyboardModifier.ControlModifier,
            )
            qtbot.mouseDClick(panel.save_button, Qt.MouseButton.LeftButton)
            panel.save()
        assert saved.args == [7]
        assert [("rename", "新名称", date(2026, 3, 5))] == ASKED
        assert told[0].text == "已改名，编号7。"

    def test_a_refusal_stands_above_the_form_with_ways_and_clause(self, qtbot, panel):
        self.line(panel, "name").setText("重名")
        panel.save()
        qtbot.waitUntil(lambda: panel.notice() is not None)
        notice = panel.notice()
        assert notice.text == "已有同名的事项。"
        assert notice.ways == ("换一个名称。", "先改原来的。")
        assert "登录名用过不再给他人" in clause_text(notice.clause)
        assert panel.save_button.isEnabled()
        view = panel._notices.itemAt(0).widget()
        assert view.hasFocus()
        view.why.click()
        assert view._clause.isVisible()

    def test_a_fault_goes_to_the_window(self, qtbot, panel, bench):
        self.line(panel, "name").setText("坏")
        with qtbot.waitSignal(bench.failed) as failed:
            panel.save()
        assert isinstance(failed.args[0], ValueError)
        assert panel.notice() is None

    def test_a_draft_is_kept_without_the_password_and_restored(
        self, qtbot, show, panel, bench
    ):
        self.line(panel, "name").setText("半截")
        self.line(panel, "password").setText("Secret-Word-1")
        panel.keep_draft()
        bench.memory.flush()
        kept = bench.desk.ask(preferences.remembered)
        assert "Secret-Word-1" not in str(kept)
        again = show(FormPanel(RENAME, bench))
        assert again.boxes["name"].editor.value() == "半截"
        assert again.boxes["password"].editor.value() == ""
        assert "已恢复" in again.notice().text
        with qtbot.waitSignal(again.saved):
            again.save()
        assert show(FormPanel(RENAME, bench)).boxes["name"].editor.value() == ""

    def test_esc_asks_only_if_something_would_be_lost(self, qtbot, panel, bench):
        with qtbot.waitSignal(panel.closed):
            panel.leave()
        assert panel.asked is None
        self.line(panel, "name").setText("半截")
        panel.leave()
        stay, drop = panel.asked.buttons[2], panel.asked.buttons[1]
        stay.click()
        assert panel.boxes["name"].editor.value() == "半截"
        panel.leave()
        with qtbot.waitSignal(panel.closed):
            panel.asked.buttons[1].click()
        assert drop.text() == "不要了"
        assert bench.memory.get("draft/things.rename/") is None

    def test_a_typed_password_alone_is_something_to_lose(self, panel):
        assert not panel.dirty()
        self.line(panel, "password").setText("x")
        assert panel.dirty()

    @pytest.mark.parametrize(
        "form",
        [
            pytest.param(form, id=form.key)
            for path in VIEWS.rglob("*.py")
            for form in vars(
                __import__(
                    ".".join(path.relative_to(VIEWS.parents[1]).with_suffix("").parts),
                    fromlist=["_"],
                )
            ).values()
            if isinstance(form, Form)
        ],
    )
    def test_a_field_is_named_as_the_keyword_of_its_command(self, form):
        taken = set(inspect.signature(form.command).parameters)
        if form.shape is None:
            assert {one.name for one in form.fields} <= taken
        assert len({one.name for one in form.fields}) == len(form.fields)


class TestFields:
    def box(self, qtbot, *args, **more):
        box = FieldBox(Field(*args, **more))
        qtbot.addWidget(box)
        return box

    @pytest.mark.parametrize(
        "typed", ["20260305", "2026-3-5", "2026/3/5", "2026年3月5日"]
    )
    def test_a_day_is_typed_in_any_usual_way(self, qtbot, typed):
        box = self.box(qtbot, "on", "日期", FieldKind.DATE)
        box.editor.line.setText(typed)
        box.editor.line.editingFinished.emit()
        assert box.value() == date(2026, 3, 5)
        assert box.editor.line.text() == "2026-03-05"

    def test_a_day_that_is_none_is_said_in_words(self, qtbot):
        box = self.box(qtbot, "on", "日期", FieldKind.DATE)
        box.editor.line.setText("2026-02-30")
        assert "没有“2026-02-30”这一天" in box.examine()

    def test_a_day_is_picked(self, qtbot):
        box = self.box(qtbot, "on", "日期", FieldKind.DATE)
        box.show()
        box.editor.pick()
        box.editor._picked(QDate(2026, 3, 5))
        assert box.value() == date(2026, 3, 5)

    def test_a_moment_needs_its_time_of_day(self, qtbot):
        box = self.box(qtbot, "at", "时刻", FieldKind.MOMENT)
        box.editor.line.setText("20260305 0930")
        assert box.value() == datetime(2026, 3, 5, 9, 30, tzinfo=CHINA)
        box.editor.line.setText("20260305")
        assert "缺少时、分" in box.examine()

    def test_a_whole_number_is_digits(self, qtbot):
        box = self.box(qtbot, "n", "人数", FieldKind.WHOLE)
        box.editor.line.setText("12")
        assert box.value() == 12
        box.editor.line.setText("十二")
        assert "不是整数" in box.examine()

    def test_a_choice_is_found_by_fragment_and_initials(self, qtbot):
        choices = (Choice(1, "平明镇"), Choice(2, "白塔埠镇"), Choice(3, "牛山街道"))
        box = self.box(qtbot, "town", "镇街", FieldKind.CHOICE, choices=choices)
        box.show()
        for typed, found in (("塔", 1), ("btb", 1), ("镇", 2), ("", 3)):
            box.editor.offer(typed)
            assert len(box.editor._offered) == found
        box.editor.line.setText("nsjd")
        box.editor._list.hide()
        box.editor.line.editingFinished.emit()
        assert box.value() == 3
        box.editor.line.setText("不存在")
        assert "没有“不存在”这一项" in box.examine()

    def test_a_row_is_found_as_it_is_typed(self, qtbot, show, bench):
        field = Field(
            "thing", "事项", FieldKind.ROW, listing=THINGS, says=lambda row: row.name
        )
        box = show(FieldBox(field, bench), (400, 100))
        box.editor.line.setFocus()
        keys(qtbot, box.editor.line, "44")
        qtbot.waitUntil(lambda: len(box.editor._offered) == 14)
        box.editor._take("事项144")
        assert box.value() == 144
        box.editor.put(9)
        qtbot.waitUntil(lambda: box.editor.line.text() == "事项9")

    def test_a_password_is_typed_twice_or_made_up(self, qtbot):
        box = self.box(
            qtbot, "password", "口令", FieldKind.PASSWORD, twice=True, suggests=True
        )
        box.editor.line.setText("one")
        box.editor.again.setText("two")
        assert box.examine() == "两次输入的口令不一致。"
        box.editor.again.setText("one")
        assert box.value() == "one"
        box.editor.suggest()
        made = box.editor.line.text()
        assert len(made) == 12
        assert re.search("[A-Z]", made)
        assert re.search("[a-z]", made)
        assert re.search("[0-9]", made)
        assert box.editor.line.echoMode() == box.editor.line.EchoMode.Normal

    def test_caps_lock_is_noticed(self, qtbot):
        box = self.box(qtbot, "password", "口令", FieldKind.PASSWORD)
        said = heard(box.editor.caps)
        qtbot.keyClick(box.editor.line, "A")
        qtbot.keyClick(box.editor.line, "a")
        qtbot.keyClick(box.editor.line, Qt.Key.Key_A, Qt.KeyboardModifier.ShiftModifier)
        assert said[:2] == [True, False]

    def test_a_file_must_be_there(self, qtbot, tmp_path):
        box = self.box(qtbot, "file", "文件", FieldKind.FILE)
        box.editor.line.setText(str(tmp_path / "没有.csv"))
        assert "找不到文件" in box.examine()
        (tmp_path / "有.csv").write_text("x", "utf-8")
        box.editor.line.setText(str(tmp_path / "有.csv"))
        assert box.value() == tmp_path / "有.csv"

    def test_many_are_ticked(self, qtbot):
        choices = tuple(Choice(role, role.label) for role in Role)
        box = self.box(qtbot, "roles", "角色", FieldKind.MANY, choices=choices)
        box.editor.put(("clerk", Role.OFFICER))
        assert box.value() == (Role.CLERK, Role.OFFICER)

    def test_a_fault_below_a_field_goes_as_soon_as_it_is_mended(self, qtbot):
        box = self.box(qtbot, "name", "名称", required=True)
        assert box.examine() == "请填写“名称”。"
        box.editor.put("有了")
        assert box.amiss() == ""
        box.editor.put("")
        with pytest.raises(AmissError):
            box.value()

    def test_initials_may_be_any_reading(self):
        assert fits("重庆路", "cql")
        assert fits("重庆路", "zql")
        assert not fits("重庆路", "xql")


class TestNotices:
    def test_each_kind_of_error_has_its_words(self):
        refusal = notice_of(Refusal("不行。", clause="general/dates", ways=("改日。",)))
        assert (refusal.text, refusal.ways) == ("不行。", ("改日。",))
        assert refusal.clause == "general/dates"
        assert notice_of(DeniedError("您没有权限。")).text == "您没有权限。"
        assert "再试" in notice_of(UnavailableError("磁盘满。")).ways[0]
        assert notice_of(ValueError("x")) is None

    def test_good_news_fades_and_the_rest_stays(self, qtbot):
        bar = NoticeBar()
        qtbot.addWidget(bar)
        bar.add(Notice("磁盘空间不足。", Tone.CAUTION))
        bar.add(Notice("已保存。", Tone.GOOD))
        bar._timer.setInterval(1)
        bar._timer.start()
        qtbot.waitUntil(lambda: len(bar.notices) == 1)
        assert bar.notices[0].text == "磁盘空间不足。"
        bar._place.itemAt(0).widget().closed.emit()
        assert bar.isHidden()

    def test_the_same_thing_is_said_once(self, qtbot):
        bar = NoticeBar()
        qtbot.addWidget(bar)
        for text in ("连接不上。", "连接不上。", "还是连接不上。"):
            bar.add(Notice(text, Tone.CAUTION, key="unavailable"))
        assert [one.text for one in bar.notices] == ["还是连接不上。"]
