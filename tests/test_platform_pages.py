"""The pages of the platform, and what they ask."""

from datetime import date, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from tests.conftest import KEYS
from tests.on_screen import GOOD, ON_SCREEN, heard
from workbench import RESOURCES
from workbench.access import Role
from workbench.listing import Ordering, Tone
from workbench.reports.codes import squares
from workbench.rules import Refusal
from workbench.rules.calendar import TermUnit
from workbench.rules.roster.units import UnitKind
from workbench.services.platform import (
    accounts,
    audit,
    backups,
    exports,
    policy,
)
from workbench.services.roster import units
from workbench.views.forms import FormPanel
from workbench.views.lists import ListPage

pytestmark = ON_SCREEN


class TestPlatformPages:
    def page(self, qtbot, window, key):
        window.go(key)
        page = window.pages[key]
        if isinstance(page, ListPage) and not page._complete:
            with qtbot.waitSignal(page.listed):
                pass
        return page

    def test_a_deadline_is_explained_day_by_day(self, qtbot, window):
        page = self.page(qtbot, window, "calendar")
        page.explain(date(2026, 2, 11))
        panel = page.panel.content
        with qtbot.waitSignal(panel.explained):
            pass
        assert panel.answer.text().startswith("2月24日") or panel.steps.steps
        last = panel.steps.steps[-1]
        assert last.number == 5
        assert any("春节" in one.remark for one in panel.steps.steps)
        panel.boxes["unit"].editor.put(TermUnit.HOURS)
        with qtbot.waitSignal(panel.explained):
            panel.ask()
        assert panel.boxes["at"].isVisible()
        panel.boxes["unit"].editor.put(TermUnit.WORKDAYS)
        panel.boxes["start"].editor.put(date(2026, 12, 30))
        with qtbot.waitSignal(panel.explained):
            panel.ask()
        assert panel.provisional.isVisible()

    def test_a_term_out_of_range_is_said_below_the_field(self, qtbot, window):
        page = self.page(qtbot, window, "calendar")
        page.explain(date(2026, 2, 11))
        panel = page.panel.content
        panel.boxes["amount"].editor.put("99999")
        panel.ask()
        qtbot.waitUntil(lambda: "3650" in panel.boxes["amount"].amiss())
        assert panel.boxes["amount"].amiss().startswith("期限应为")

    def test_a_year_is_entered_from_pasted_lines(self, qtbot, window, bench):
        page = self.page(qtbot, window, "calendar")
        page.reveal(2027)
        form = page.panel.content
        days = [date(2027, 1, 1) + timedelta(days=n) for n in range(12)]
        lines = "\n".join(f"{day}\t休\t元旦" for day in days)
        form.boxes["lines"].editor.put(lines)
        form.boxes["source"].editor.put("国办发明电〔2026〕9号")
        with qtbot.waitSignal(form.saved) as saved:
            form.save()
        assert saved.args == [12]
        page._turn(0)
        assert page.year == 2027

    def test_lines_that_are_no_calendar_are_refused_above_the_form(self, qtbot, window):
        page = self.page(qtbot, window, "calendar")
        page.reveal(2027)
        form = page.panel.content
        form.boxes["lines"].editor.put("2027-01-01,歇,元旦")
        form.boxes["source"].editor.put("某文")
        form.save()
        assert "第1行" in form.notice().text

    def test_a_day_of_the_year_can_be_clicked(self, qtbot, window):
        page = self.page(qtbot, window, "calendar")
        view = page.view
        at = view._place_of(date(2026, 5, 1)).center()
        assert view.day_at(at) == date(2026, 5, 1)
        with qtbot.waitSignal(view.picked) as picked:
            qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=at)
        assert picked.args == [date(2026, 5, 1)]

    def test_the_trail_is_verified_with_words_on_the_way(self, qtbot, window, bench):
        page = self.page(qtbot, window, "audit")
        working, told = heard(bench.working), heard(bench.told)
        with qtbot.waitSignal(bench.told):
            page.buttons["校验完整性"].click()
        assert working[0].doing == "正在校验审计日志"
        assert "没有缺失和改动" in told[0].text
        page.show_verdict(audit.Verdict(7, ("第4条内容与校验码不符。",)))
        assert "第4条" in page.panel.content.sheet.text()
        assert told[-1].tone is Tone.CAUTION

    def test_an_entry_reads_in_words_without_the_secret(self, qtbot, window, bench):
        bench.desk.do(
            accounts.add_account, name="wang", person_name="王芳", password=GOOD
        )
        page = self.page(qtbot, window, "audit")
        page.filters["text"].put("新增账号")
        with qtbot.waitSignal(page.listed):
            page.apply()
        page.open_row(page.model.number_at(0))
        qtbot.waitUntil(page.panel.isVisible)
        said = page.panel.content.sheet.text()
        assert "姓名：王芳" in said
        assert GOOD not in said

    def test_a_refused_entry_says_the_clause_in_words(self, qtbot, window, bench):
        with pytest.raises(Refusal):
            bench.desk.do(
                accounts.add_account, name="wang", person_name="王芳", password="短"
            )
        page = self.page(qtbot, window, "audit")
        page.filters["text"].put("新增账号")
        with qtbot.waitSignal(page.listed):
            page.apply()
        page.open_row(page.model.number_at(0))
        qtbot.waitUntil(page.panel.isVisible)
        said = page.panel.content.sheet.text()
        assert "依据：" in said
        assert "platform/" not in said

    def test_a_backup_is_made_and_listed(self, qtbot, window, bench, lite_home):
        page = self.page(qtbot, window, "backups")
        assert list(page.model.numbers()) == []
        with qtbot.waitSignals([bench.told, page.listed]):
            page.buttons["立即备份"].click()
        assert len(page.model.numbers()) == 1 == len(lite_home.backups())
        qtbot.waitUntil(lambda: "最近备份" in window.status.backup.text())
        page.open_row(page.model.number_at(0))
        qtbot.waitUntil(page.panel.isVisible)
        assert "完好" in page.panel.content.sheet.text()

    def test_a_backup_goes_to_a_stick(self, qtbot, window, bench, tmp_path):
        page = self.page(qtbot, window, "backups")
        page.buttons["备份到U盘"].click()
        form = page.panel.content
        form.boxes["folder"].editor.put(tmp_path)
        with qtbot.waitSignal(form.saved):
            form.save()
        assert len(list(tmp_path.glob("*.wbk"))) == 1

    def test_restoring_asks_first_and_hands_the_file_out(
        self, qtbot, window, bench, left
    ):
        made = bench.desk.do(backups.make_backup)
        page = self.page(qtbot, window, "backups")
        page.table.selectRow(0)
        page.asked = None
        page.buttons["恢复到此备份"].click()
        qtbot.waitUntil(lambda: page.asked is not None)
        assert left.restored == []
        page.asked.buttons[0].click()
        assert left.restored == [made.path]

    def test_the_recovery_sheet_is_previewed_with_its_code(
        self, qtbot, window, tmp_path
    ):
        from PySide6.QtPrintSupport import QPrinter

        from workbench.views.platform.backups import RecoverySheet

        page = self.page(qtbot, window, "backups")
        page.asked = None
        page.buttons["打印恢复单"].click()
        qtbot.waitUntil(lambda: page.asked is not None)
        page.asked.close()
        printer = QPrinter()
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        printer.setOutputFileName(str(tmp_path / "单.pdf"))
        sheet = RecoverySheet(KEYS.recovery_code(), "某中心", "2026年3月2日", "安")
        sheet.paint(printer)
        assert (tmp_path / "单.pdf").stat().st_size > 1000

    def test_an_account_is_opened_and_granted(self, qtbot, window, bench):
        page = self.page(qtbot, window, "accounts")
        page.buttons["新增账号"].click()
        form = page.panel.content
        form.boxes["person_name"].editor.put("王芳")
        form.boxes["name"].editor.put("wang")
        form.boxes["password"].editor.suggest()
        with qtbot.waitSignals([form.saved, page.listed]):
            form.save()
        assert page.panel.isHidden()
        number = page.model.number_at(0)
        assert page.table.choose(number)
        page.buttons["授予角色"].click()
        qtbot.waitUntil(lambda: isinstance(page.panel.content, FormPanel))
        form = page.panel.content
        form.boxes["roles"].editor.put((Role.SYSTEM_ADMIN, Role.AUDIT_ADMIN))
        form.save()
        qtbot.waitUntil(lambda: form.notice() is not None)
        assert "不同的人" in form.notice().text

    def test_one_filled_button_while_a_form_is_open(self, qtbot, window):
        page = self.page(qtbot, window, "accounts")
        made = page.buttons["新增账号"]
        assert made.property("look") == "primary"
        made.click()
        assert made.property("look") == ""
        page.panel.shut_now()
        assert made.property("look") == "primary"

    def test_a_parameter_shows_what_it_was_before(self, qtbot, window, bench):
        bench.desk.do(
            policy.change_value,
            policy=next(iter(policy.Policy)),
            value="86",
            valid_from=date(2026, 3, 1),
            source="某文",
        )
        page = self.page(qtbot, window, "policy")
        page.open_row(page.model.number_at(0))
        qtbot.waitUntil(page.panel.isVisible)
        shown = page.panel.content
        qtbot.waitUntil(lambda: len(shown.sheet.groups) == 2)
        assert "86" in shown.sheet.text()
        assert "85" in shown.sheet.text()

    def test_setting_up_lists_the_steps_with_their_counts(self, qtbot, window):
        page = self.page(qtbot, window, "setup")
        qtbot.waitUntil(lambda: len(page.steps) == 8)
        words = [one.text() for one in page.findChildren(QLabel)]
        assert any("现有 7" in one for one in words)

    def test_about_names_the_licences_and_where_the_data_is(self, qtbot, window):
        page = self.page(qtbot, window, "about")
        qtbot.waitUntil(
            lambda: any(
                "workbench.db" in one.text() for one in page.findChildren(QLabel)
            )
        )
        text = (RESOURCES / "THIRD_PARTY.md").read_text("utf-8")
        for name in ("PySide6", "shiboken6", "psycopg", "LGPL-3.0", "Lucide"):
            assert name in text


class TestPlatformQueries:
    """What the pages ask that nobody else does; on both databases."""

    def test_a_parameter_has_its_history_the_newest_first(self, desk):
        which = policy.Policy.LATE_ENTRY
        desk.do(
            policy.change_value,
            policy=which,
            value="3",
            valid_from=date(2026, 3, 1),
            source="某文",
        )
        found = desk.ask(policy.history, policy=which)
        assert [row.value for row in found] == ["3", "2"]
        assert [row.in_force for row in found] == [True, False]

    def test_backups_are_listed_sorted_and_found_by_cause(self, desk):
        for cause in ("手动", "退出时"):
            desk.do(backups.make_backup, cause=cause)
        newest = desk.ask(backups.find_backups)
        rows = desk.ask(backups.backup_rows, ids=newest)
        assert [rows[one].cause for one in newest] == ["退出时", "手动"]
        assert list(desk.ask(backups.find_backups, text="手动")) == [newest[1]]
        by_age = Ordering("made_at", limit=1)
        assert list(desk.ask(backups.find_backups, ordering=by_age)) == [newest[1]]

    def test_an_account_may_belong_to_any_unit_of_the_county(self, desk):
        assert desk.ask(accounts.units_to_choose) == ()
        number = desk.do(
            units.add_unit,
            kind=UnitKind.COUNTY_ENFORCEMENT,
            name="东海县综合行政执法局",
            short_name="县执法局",
            valid_from=date(2026, 3, 2),
        )
        assert desk.ask(accounts.units_to_choose) == ((number, "东海县综合行政执法局"),)

    def test_what_leaves_as_a_list_is_on_the_trail(self, desk):
        desk.do(exports.note_export, listing="人员", way="导出", count=12, scope="全部")
        found = desk.ask(audit.find_entries, text="导出或打印列表")
        row = desk.ask(audit.entry_rows, ids=found)[found[0]]
        assert ("条数", "12") in audit.said(row)

    def test_a_code_is_square_and_has_a_quiet_edge(self):
        matrix = squares("ABCD-EFGH")
        assert {len(line) for line in matrix} == {len(matrix)}
        assert not any(matrix[0])
