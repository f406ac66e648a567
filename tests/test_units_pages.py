"""The page of units, and where setting up sends a person for each step."""

import shutil
from datetime import date

import pytest
from PySide6.QtWidgets import QPushButton

from tests.on_screen import ON_SCREEN, bench_for, heard
from workbench import database
from workbench.access import GRANTS, Actor, Role
from workbench.rules.periods import Period
from workbench.rules.roster.units import Employment, UnitKind
from workbench.services.roster import unit_files, units
from workbench.views import rooms
from workbench.views.forms import FormPanel
from workbench.views.main_window import MainWindow
from workbench.views.pages import SheetView

pytestmark = ON_SCREEN


@pytest.fixture
def lite_home(tmp_path, settled):
    folder = tmp_path / "home"
    shutil.copytree(settled[0], folder)
    home = database.open_home(folder)
    yield home
    home.close()


@pytest.fixture
def county(settled):
    return settled[1]


@pytest.fixture
def page(qtbot, show, county, bench):
    info = next(one for one in rooms.pages() if one.key == "units")
    made = info.build(bench)
    with qtbot.waitSignal(made.listed):
        show(made)
    return made


def shown(qtbot, page):
    """Wait for the panel to show a sheet, and return its words."""
    qtbot.waitUntil(lambda: isinstance(page.panel.content, SheetView))
    return page.panel.content.sheet.text()


def opened(qtbot, page, key, title):
    """Open a unit's form by the word on its button."""
    number = key
    page.table.choose(number)
    qtbot.waitUntil(page.buttons[title].isEnabled)
    page.buttons[title].click()
    qtbot.waitUntil(lambda: isinstance(page.panel.content, FormPanel))
    return page.panel.content


def save(qtbot, form):
    with qtbot.waitSignal(form.saved) as saved:
        form.save()
    return saved.args[0]


class TestUnitsPage:
    def test_units_are_found_by_initials_kind_and_day(self, qtbot, page, county):
        assert len(page.model.numbers()) == 6
        page.filters["text"].put("wlj")
        with qtbot.waitSignal(page.listed):
            page.apply()
        assert list(page.model.numbers()) == [county.units["文旅局"]]
        page.reset()
        page.filters["kind"].put(UnitKind.ZONE_TEAM)
        with qtbot.waitSignal(page.listed):
            page.apply()
        assert list(page.model.numbers()) == [county.units["一队"]]
        page.reset()
        page.filters["on"].put(date(2024, 12, 31))
        with qtbot.waitSignal(page.listed):
            page.apply()
        assert list(page.model.numbers()) == []

    def test_the_panel_holds_posts_contacts_and_history(
        self, qtbot, page, county, bench
    ):
        unit = county.units["县局"]
        bench.desk.do(
            units.set_quota,
            unit_id=unit,
            employment=Employment.REFERENCED,
            posts=3,
            valid_from=date(2025, 1, 1),
        )
        bench.desk.do(
            units.add_contact,
            unit_id=unit,
            name="王值班",
            duty="值班室",
            phone="0518-87212345",
            valid_from=date(2025, 1, 1),
        )
        page.open_row(unit)
        said = shown(qtbot, page)
        assert "参公编制：核定3，实有4，超编1" in said
        assert "王值班：值班室　0518-87212345" in said
        assert "2025-01-01起：东海县县局，县级综合执法机关；原因：建账" in said

    def test_a_new_unit_is_shown_once_it_is_saved(self, qtbot, page, county):
        page.buttons["新增机构"].click()
        form = page.panel.content
        boxes = form.boxes
        qtbot.waitUntil(lambda: bool(boxes["parent_id"].editor._choices))
        boxes["name"].editor.put("东海县农业农村局")
        boxes["kind"].editor.put(UnitKind.DEPARTMENT)
        boxes["counts"].editor.put(True)
        boxes["parent_id"].editor.put(county.units["县局"])
        boxes["valid_from"].editor.put(date(2026, 3, 2))
        save(qtbot, form)
        said = shown(qtbot, page)
        assert said.startswith("东海县农业农村局")
        assert "上级机构：县局" in said
        assert "下沉口径：计入" in said

    def test_whether_a_new_unit_counts_must_be_chosen(self, qtbot, page, county):
        page.buttons["新增机构"].click()
        form = page.panel.content
        counts = form.boxes["counts"]
        form.boxes["name"].editor.put("东海县农业农村局")
        form.boxes["kind"].editor.put(UnitKind.DEPARTMENT)
        form.boxes["valid_from"].editor.put(date(2026, 3, 2))
        assert counts.editor.value() is None
        form.save()
        assert counts.amiss() == "请选择“是否计入下沉口径”。"
        counts.editor.put(False)
        assert counts.value() is False
        form.save_button.click()
        assert "下沉口径：不计入" in shown(qtbot, page)
        form = opened(qtbot, page, county.units["县局"], "变更")
        assert form.boxes["counts"].value() is True

    def test_a_zone_team_without_zone_is_refused_in_the_form(self, qtbot, page):
        page.buttons["新增机构"].click()
        form = page.panel.content
        form.boxes["name"].editor.put("新一队")
        form.boxes["kind"].editor.put(UnitKind.ZONE_TEAM)
        form.boxes["counts"].editor.put(True)
        form.boxes["valid_from"].editor.put(date(2026, 3, 2))
        form.save()
        qtbot.waitUntil(lambda: form.notice() is not None)
        assert form.notice().text == "片区队伍须填写所属片区。"

    def test_a_change_holds_from_its_day_and_the_days_before_stay(
        self, qtbot, page, county
    ):
        form = opened(qtbot, page, county.units["文旅局"], "变更")
        assert form.boxes["name"].editor.value() == "东海县文旅局"
        form.boxes["name"].editor.put("东海县文体广电和旅游局")
        save(qtbot, form)
        said = shown(qtbot, page)
        assert "2026-03-02起：全称改为“东海县文体广电和旅游局”" in said
        page.filters["on"].put(date(2026, 3, 1))
        with qtbot.waitSignal(page.listed):
            page.apply()
        page.open_row(county.units["文旅局"])
        qtbot.waitUntil(
            lambda: page.panel.content.sheet.text().startswith("东海县文旅局\n")
        )

    def test_a_change_that_changes_nothing_is_refused(self, qtbot, page, county):
        form = opened(qtbot, page, county.units["县局"], "变更")
        form.save()
        qtbot.waitUntil(lambda: form.notice() is not None)
        assert form.notice().text == "与那天登记的完全相同，没有需要变更的内容。"

    def test_closing_asks_first_and_a_staffed_unit_stays(
        self, qtbot, page, county, bench
    ):
        form = opened(qtbot, page, county.units["县局"], "撤销")
        form.boxes["last_day"].editor.put(date(2026, 3, 2))
        form.boxes["reason"].editor.put("机构改革")
        form.save()
        assert form.asked.isVisible()
        form.asked.buttons[0].click()
        qtbot.waitUntil(lambda: form.notice() is not None)
        assert "不能撤销" in form.notice().text
        form = opened_again(qtbot, page, form, county.units["文旅局"])
        form.boxes["last_day"].editor.put(date(2026, 3, 2))
        form.boxes["reason"].editor.put("机构改革")
        form.save()
        with qtbot.waitSignal(form.saved):
            form.asked.buttons[0].click()
        spans = bench.desk.ask(
            unit_files.unit_file, unit_id=county.units["文旅局"]
        ).spans
        assert spans[-1][0] == Period(date(2025, 1, 1), date(2026, 3, 2))

    def test_a_contact_is_added_and_ended_beside_its_name(
        self, qtbot, page, county, bench
    ):
        form = opened(qtbot, page, county.units["县局"], "新增联系人")
        form.boxes["name"].editor.put("王值班")
        form.boxes["phone"].editor.put("12")
        form.save()
        assert form.boxes["phone"].amiss()
        form.boxes["phone"].editor.put("0518-87212345")
        save(qtbot, form)
        assert "王值班：0518-87212345" in shown(qtbot, page)
        end = next(
            one
            for one in page.panel.content.findChildren(QPushButton)
            if one.text() == "停用"
        )
        end.click()
        form = page.panel.content
        form.boxes["last_day"].editor.put(date(2026, 3, 1))
        save(qtbot, form)
        assert "还没有登记" in shown(qtbot, page)

    def test_approved_posts_are_set_from_a_day(self, qtbot, page, county):
        form = opened(qtbot, page, county.units["县局"], "核定编制")
        form.boxes["employment"].editor.put(Employment.REFERENCED)
        form.boxes["posts"].editor.put(6)
        save(qtbot, form)
        assert "参公编制：核定6，实有4，空编2" in shown(qtbot, page)

    def test_whoever_may_only_look_sees_no_buttons_and_only_his_units(
        self, qtbot, show, lite, left, county
    ):
        officer = Actor(
            9,
            "赵强",
            GRANTS[Role.OFFICER],
            unit_id=county.units["牛山局"],
            county_wide=False,
        )
        window = show(MainWindow(bench_for(lite, left, officer)), (1366, 768))
        window.go("units")
        page = window.pages["units"]
        with qtbot.waitSignal(page.listed):
            pass
        assert page.buttons == {}
        assert list(page.model.numbers()) == [county.units["牛山局"]]
        assert "imports" not in {info.key for info in window.infos}


def opened_again(qtbot, page, before, number):
    """Leave a form that was typed in, and open the same one about another unit."""
    before._forget_draft()
    page.panel.shut_now()
    return opened(qtbot, page, number, "撤销")


class TestFinding:
    def test_units_are_found_from_anywhere(self, qtbot, county, window, bench):
        gone = heard(bench.wanted)
        window.finder.open()
        window.finder.line.setText("文旅")
        qtbot.waitUntil(lambda: any(one.kind == "机构" for one in window.finder.found))
        place = [one.kind for one in window.finder.found].index("机构")
        window.finder.list.setCurrentRow(place)
        window.finder.open_chosen()
        assert gone == [("units", county.units["文旅局"])]


class TestSettingUp:
    def test_every_step_says_where_it_is_done_and_goes_there(
        self, qtbot, window, bench
    ):
        window.go("setup")
        page = window.pages["setup"]
        qtbot.waitUntil(lambda: page.steps != ())
        words = ["账号与角色", "镇街", "机构", "导入", "人员", "编组", "文号"]
        words.append("节假日与期限")
        buttons = [one for one in page.findChildren(QPushButton) if "“" in one.text()]
        assert [one.text().partition("“")[2][:-1] for one in buttons] == words
        gone = heard(bench.wanted)
        with qtbot.waitSignal(bench.wanted):
            buttons[3].click()
        assert gone == [("imports", "people")]
        assert window.pages["imports"].draft.kind == "people"
