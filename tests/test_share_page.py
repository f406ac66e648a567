"""The page of the frontline share: how it stands, why it moved, what would help."""

import shutil
import subprocess
import sys
from dataclasses import replace
from datetime import date
from fractions import Fraction

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from tests.conftest import Clock
from tests.county import SINCE, enter_county
from tests.on_screen import ON_SCREEN, bench_for, heard
from workbench import database, house
from workbench.access import GRANTS, Actor, Permission, Role
from workbench.desk import Desk
from workbench.listing import Ordering, Tone
from workbench.rules.roster.deployment import (
    Cause,
    Definition,
    Move,
    Tally,
)
from workbench.rules.roster.people import LeaveKind, PostKind
from workbench.services.documents import series
from workbench.services.roster import deployment, ledger, person_files, postings, told
from workbench.views import actions
from workbench.views.charts import Gauge
from workbench.views.forms import FormPanel
from workbench.views.roster import force_room, share_home
from workbench.views.roster.share_months import ISSUE
from workbench.views.roster.share_trend import first_day

pytestmark = ON_SCREEN

TODAY = date(2026, 3, 2)
FEBRUARY = date(2026, 2, 1)
FEBRUARY_END = date(2026, 2, 28)
INFO = next(page for page in force_room.ROOM.pages if page.key == "share")


# ---- a county, entered once and copied for each test ----


@pytest.fixture(scope="module")
def entered(founded_folder, tmp_path_factory):
    """A home with the small county in it, and the county."""
    folder = tmp_path_factory.mktemp("entered") / "home"
    shutil.copytree(founded_folder, folder)
    home = database.open_home(folder)
    desk = Desk(house.parts_of(home, Clock()), Actor(7, "李明", frozenset(Permission)))
    county = enter_county(desk)
    desk.do(series.add_series, issuer_id=county.units["县局"], word="东综执")
    home.close()
    return folder, county


@pytest.fixture
def county(entered):
    return entered[1]


@pytest.fixture
def lite(entered, tmp_path, clock):
    folder = tmp_path / "entered"
    shutil.copytree(entered[0], folder)
    home = database.open_home(folder)
    yield house.parts_of(home, clock)
    actions.finish_all()
    home.close()


@pytest.fixture
def page(qtbot, show, bench):
    return opened(qtbot, show, bench)


def opened(qtbot, show, bench):
    """Build the page and wait until its first tab has come."""
    made = INFO.build(bench)
    with qtbot.waitSignal(made.tabs.widget.answered):
        show(made, (1150, 640))
    qtbot.waitUntil(lambda: made.day.told is not None)
    return made


def tab_of(qtbot, page, key):
    """Open a tab and wait until it shows what it asked for."""
    if key not in page.tabs.shown:
        built = page.tabs.open(key)
        qtbot.waitSignal(built.answered).wait()
    return page.tabs.open(key)


def asked_again(qtbot, tab, deed):
    with qtbot.waitSignal(tab.answered):
        deed()


def shown_on(widget):
    QApplication.processEvents()  # a layout shows what is new a moment later
    labels = widget.findChildren(QLabel)
    return [one.text() for one in labels if one.isVisibleTo(widget)]


def texts(table):
    """Return what a short table says, line by line."""
    return [[column.text(row) for column in table.columns] for row in table.rows()]


def gauge_of(page):
    QApplication.processEvents()
    return [one for one in page.day.findChildren(Gauge) if not one.isHidden()][-1]


def lapse(desk, county, name, last=FEBRUARY_END):
    """Have somebody's certificate end."""
    person_id = county.people[name]
    file = desk.ask(person_files.person_file, person_id=person_id)
    desk.do(
        postings.correct_certificate,
        certificate_id=file.certificates[0].id,
        number=file.row.certificate,
        fields="城市管理",
        first=SINCE,
        last=last,
        reason="证件到期日看错",
    )


def attend(desk, county, name, month, present):
    desk.do(
        postings.set_attendance,
        person_id=county.people[name],
        month=month,
        days_due=20,
        days_present=present,
    )


class TestTold:
    @pytest.fixture
    def entered_desk(self, desk):
        return desk, enter_county(desk)

    def test_a_locked_month_goes_on_saying_what_it_said(self, entered_desk):
        desk, county = entered_desk
        before = desk.ask(told.told_share, on=FEBRUARY_END)
        assert (before.headline, before.locked) == (Tally(3, 5), False)
        desk.do(ledger.lock_month, month=FEBRUARY)
        desk.do(
            postings.leave_force,
            person_id=county.people["陈静"],
            last_day=date(2026, 1, 31),
            reason="补录调出",
        )
        after = desk.ask(told.told_share, on=FEBRUARY_END)
        assert (after.headline, after.locked, after.mean) == (
            Tally(3, 5),
            True,
            Fraction(3, 5),
        )
        assert after.corrected
        assert after.report.headline == Tally(2, 4)
        trend = desk.ask(told.told_trend, first=date(2026, 1, 30), last=TODAY)
        assert trend.days[0] == trend.days[1] == Tally(3, 5)  # not locked, not moved
        assert set(trend.days[2:30]) == {Tally(3, 5)}
        assert trend.days[30:] == (Tally(2, 4), Tally(2, 4))
        posts = desk.ask(
            told.told_trend,
            first=FEBRUARY_END,
            last=FEBRUARY_END,
            definition=Definition.POSTS,
        )
        assert posts.days == (Tally(2, 4),)

    def test_months_to_lock_begin_with_the_first_that_was_locked(self, entered_desk):
        desk, _county = entered_desk
        assert desk.ask(told.months_to_lock) == (FEBRUARY,)
        desk.do(ledger.lock_month, month=date(2025, 12, 1))
        assert desk.ask(told.months_to_lock) == (date(2026, 1, 1), FEBRUARY)
        rows = desk.ask(told.month_rows)
        assert [row.name for row in rows[:3]] == ["2026年3月", "2026年2月", "2026年1月"]
        assert rows[-1].month == SINCE
        assert (rows[0].over, rows[1].over, rows[1].locked) == (False, True, None)
        assert rows[3].locked.headline == rows[3].headline == Tally(3, 5)

    def test_who_does_not_count_is_named_to_whom_may_see_it(
        self, entered_desk, parts, everybody
    ):
        desk, county = entered_desk
        lapse(desk, county, "王芳")
        desk.do(
            postings.add_leave,
            person_id=county.people["李明"],
            kind=LeaveKind.SECONDED_BACK,
            first=FEBRUARY,
            reason="补录",
        )
        found = desk.ask(deployment.share_on, on=TODAY)
        assert [(one.name, one.note) for one in found.uncertified] == [
            ("王芳", "执法证2026-02-28到期")
        ]
        assert [(one.name, one.note) for one in found.excluded] == [
            ("李明", "借调回流，2026-02-01起")
        ]
        lapse(desk, county, "陈静")
        own = Actor(
            8, "赵强", everybody.permissions, county.units["桃林局"], county_wide=False
        )
        found = Desk(parts, own).ask(deployment.share_on, on=TODAY)
        assert [(one.name, one.note, one.seen) for one in found.uncertified] == [
            ("（外片区人员）", "", False),
            ("陈静", "执法证2026-02-28到期", True),
        ]
        moves = [
            Move(
                county.people["张伟"], county.units["牛山局"], PostKind.FRONTLINE, TODAY
            )
        ]
        tried = Desk(parts, own).ask(deployment.try_moves, moves=moves, on=TODAY)
        assert not tried.moves[0].seen

    def test_who_is_rarely_there_is_looked_up_month_by_month(self, entered_desk):
        desk, county = entered_desk
        found = desk.ask(told.presence_in)
        assert (found.months, found.month, found.rare) == ((), None, ())
        attend(desk, county, "王芳", FEBRUARY, 9)
        attend(desk, county, "李明", date(2026, 1, 1), 19)
        found = desk.ask(told.presence_in)
        assert found.months == (FEBRUARY, date(2026, 1, 1))
        assert (found.month, [row.name for row in found.rare]) == (FEBRUARY, ["王芳"])
        assert desk.ask(told.presence_in, month=date(2026, 1, 9)).rare == ()
        assert found.line == Fraction(60, 100)


class TestDay:
    def test_the_gauge_says_how_it_stands_and_what_is_missing(self, page):
        gauge = gauge_of(page)
        assert (gauge.text, gauge.counts, gauge.verdict) == ("60.0%", "3/5", "未达标")
        assert page.day.short.text() == "还差2人达到85%"
        assert page.day.mean.text() == "本月平均60.0%（3月1日至2日）"
        assert page.day.mean.toolTip() == "逐日比例的精确平均：3/5"
        said = shown_on(page.day)
        assert "含编外辅助口径" in said
        assert "60.0%　3/5" in said

    def test_a_typed_day_turns_the_whole_page(self, qtbot, page):
        page.day.day.put("20241231")
        with qtbot.waitSignal(page.tabs.widget.answered):
            page.day.take_typed()
        qtbot.waitUntil(lambda: page.day.told.report.on == date(2024, 12, 31))
        assert gauge_of(page).text == "—"
        assert page.day.short.text() == "这一天没有在编在岗人员"
        assert page.day.mean.isHidden()
        assert "2024年12月31日" in page.tabs.widget.told.text()
        buttons = {one.text().strip() for one in page.day.findChildren(QPushButton)}
        assert "导入人员" in buttons

    def test_a_day_to_come_or_no_day_is_refused_in_words(self, page):
        for typed, amiss in (
            ("2026-03-03", "还没有到这一天，请填今天或以前的日期。"),
            ("2026-02-30", "2026-02-30"),
        ):
            page.day.day.put(typed)
            page.day.take_typed()
            assert amiss in page.day.amiss()
            assert page.day.on == TODAY
        page.day.day.put("2026-0")
        page.day.take_typed(finished=False)
        assert page.day.amiss() == ""

    def test_people_are_named_and_a_click_opens_their_file(
        self, qtbot, show, bench, county
    ):
        lapse(bench.desk, county, "王芳")
        page = opened(qtbot, show, bench)
        assert "在一线但没有有效执法证　1人" in shown_on(page.day)
        wanted = heard(bench.wanted)
        named = [
            one for one in page.day.findChildren(QPushButton) if one.text() == "王芳"
        ]
        qtbot.mouseClick(named[0], Qt.MouseButton.LeftButton)
        assert wanted == [("person", county.people["王芳"])]

    def test_a_change_elsewhere_moves_the_gauge(self, qtbot, page, bench, county):
        post(bench.desk, county, "张伟", "牛山局")
        qtbot.waitUntil(lambda: page.day.told.headline == Tally(4, 5))
        assert page.day.short.text() == "还差1人达到85%"

    def test_the_definitions_open_in_words_and_take_the_room(self, page):
        page.explain()
        text = page.panel.content.sheet.text()
        assert "连续第31日起" in text
        assert text.count("算法：") == len(Definition)
        assert page.day.isHidden()
        page.panel.shut_now()
        assert not page.day.isHidden()


def post(desk, county, name, unit, on=TODAY):
    desk.do(
        postings.post_person,
        person_id=county.people[name],
        unit_id=county.units[unit],
        post=PostKind.FRONTLINE,
        on=on,
    )


class TestTrend:
    def test_fourteen_months_end_with_the_day_unless_others_are_chosen(
        self, qtbot, page
    ):
        tab = page.tabs.widget
        points = tab.chart.points
        assert (points[0].day, points[-1].day) == (date(2025, 2, 1), TODAY)
        assert points[-1].text == "60.0%　3/5"
        assert tab.told.text() == (
            "在编在岗口径，2025年2月1日至2026年3月2日：平均60.0%，达标0天，未达标395天。"
        )
        asked_again(qtbot, tab, lambda: tab.span.put(3))
        assert tab.chart.points[0].day == date(2026, 1, 1)
        asked_again(qtbot, tab, lambda: tab.definition.put(Definition.CERTIFIED_ONLY))
        assert tab.told.text().startswith("在编持证口径")
        assert first_day(TODAY, 0) == date(2026, 1, 1)
        assert first_day(date(2026, 1, 31), 2) == date(2025, 12, 1)

    def test_a_click_on_the_line_shows_that_day_and_it_prints(self, qtbot, page):
        tab = page.tabs.widget
        chart = tab.chart
        place = chart.place_at(FEBRUARY_END.toordinal() + 0.4)
        assert chart.points[place].day == FEBRUARY_END
        with qtbot.waitSignal(tab.answered):
            chart.picked.emit(place)
        assert page.day.on == FEBRUARY_END
        page.print()
        preview = page.tabs.widget.chart.asked
        assert preview.windowTitle() == "打印预览：下沉比例走势"
        preview.close()


class TestWhy:
    @pytest.fixture
    def tab(self, qtbot, show, bench, county):
        lapse(bench.desk, county, "王芳")
        post(bench.desk, county, "张伟", "牛山局")
        return tab_of(qtbot, opened(qtbot, show, bench), "why")

    def test_each_bar_opens_the_people_behind_it(self, tab, bench, county):
        assert (tab.earlier.value(), tab.later.value()) == (FEBRUARY_END, TODAY)
        assert tab.told.text() == (
            "2月28日 60.0%（3/5），3月2日 60.0%（3/5），人数没有变化。"
        )
        bars = [(bar.title, bar.text) for bar in tab.chart.bars]
        assert bars[0] == ("2月28日", "60.0%")
        assert ("派驻岗位", "增1人") in bars
        assert ("执法证", "减1人") in bars
        assert ("人员进出", "无变化") in bars
        assert {line[0] for line in texts(tab.people)} == {"王芳", "张伟"}
        place = [bar.title for bar in tab.chart.bars].index("执法证")
        tab.chart.picked.emit(place)
        assert texts(tab.people) == [["王芳", "牛山局", "减少", "执法证2026-02-28到期"]]
        assert tab.causes[Cause.CERTIFICATE].isChecked()
        wanted = heard(bench.wanted)
        tab.people.opened.emit(tab.people.rows()[0])
        assert wanted == [("person", county.people["王芳"])]
        tab.chart.picked.emit(0)
        assert len(tab.people.rows()) == 2

    def test_a_locked_month_begins_with_what_was_locked(
        self, qtbot, show, bench, county
    ):
        bench.desk.do(ledger.lock_month, month=FEBRUARY)
        lapse(bench.desk, county, "王芳", date(2026, 2, 20))
        tab = tab_of(qtbot, opened(qtbot, show, bench), "why")
        assert tab.told.text() == (
            "2月28日 60.0%（3/5），3月2日 40.0%（2/5），一线减少1人。"
        )
        bars = [(bar.title, bar.text) for bar in tab.chart.bars]
        assert bars[:2] == [("2月28日", "60.0%"), ("更正调整", "一线减1人")]
        assert [bar.title for bar in tab.chart.bars].count("更正调整") == 1
        assert bars[-1] == ("3月2日", "40.0%")
        tab.chart.picked.emit(bars.index(("执法证", "无变化")))
        assert tab.causes[Cause.CERTIFICATE].isChecked()

    def test_two_other_days_are_asked_about_in_their_order(self, qtbot, tab, bench):
        tab.earlier.put("2026-02-01")
        tab.later.put("2026-02-10")
        with qtbot.waitSignal(tab.answered):
            tab._settle.start(0)
        assert tab.chart.bars[-1].title == "2月10日"
        assert tab.people.rows() == ()
        failed = heard(bench.failed)
        tab.earlier.put("2026-03-02")
        tab.later.put("2026-02-10")
        tab.ask_again()
        qtbot.waitUntil(lambda: bool(failed))
        assert "先早后晚" in str(failed[0])


class TestPlaces:
    def test_the_county_comes_first_and_nobody_outside_is_judged(self, qtbot, page):
        tab = tab_of(qtbot, page, "places")
        lines = texts(tab.table)
        assert lines[0] == ["全县", "60.0%", "3", "5", "未达标", "2"]
        assert ["示例第一片区", "100.0%", "2", "2", "达标", "0"] in lines
        assert ["牛山街道", "100.0%", "1", "1", "达标", "0"] in lines
        assert lines[-1] == ["片区以外", "33.3%", "1", "3", "不设目标", "—"]

    def test_it_is_sorted_by_figures_and_exported(self, qtbot, page, bench, tmp_path):
        tab = tab_of(qtbot, page, "places")
        tab.table.table.sorted_by.emit(Ordering("strength", descending=True))
        strengths = [int(line[3]) for line in texts(tab.table)]
        assert strengths == sorted(strengths, reverse=True)
        said = heard(bench.told)
        path = tmp_path / "places.xlsx"
        tab.table.export(path)
        qtbot.waitUntil(lambda: bool(said))
        assert "已导出" in said[0].text
        sheet = openpyxl.load_workbook(path).active
        cells = [cell.value for line in sheet.iter_rows() for cell in line]
        assert "示例第一片区" in cells
        assert any("2026年3月2日" in str(one) for one in cells)
        page.print()
        qtbot.waitUntil(lambda: tab.table.asked is not None)
        title = "打印预览：各片区各镇街下沉比例（2026年3月2日）"
        assert tab.table.asked.windowTitle() == title
        tab.table.asked.close()


def await_words(qtbot, editor):
    """Wait until the words of the row in an editor have come."""
    qtbot.waitUntil(lambda: bool(editor.line.text()))


class TestTries:
    @pytest.fixture
    def tab(self, qtbot, page):
        return tab_of(qtbot, page, "tries")

    def try_one(self, qtbot, tab, county, name, unit):
        for field, value in (
            ("person_id", county.people[name]),
            ("unit_id", county.units[unit]),
        ):
            editor = tab.boxes[field].editor
            editor.put(value)
            await_words(qtbot, editor)
        asked_again(qtbot, tab, tab.add)

    def test_a_posting_is_tried_and_nothing_is_saved(self, qtbot, tab, bench, county):
        self.try_one(qtbot, tab, county, "张伟", "牛山局")
        assert texts(tab.table) == [
            ["张伟", "县局", "综合后勤", "牛山局", "一线执法", "计入", ""]
        ]
        attempt = tab.attempt
        assert (attempt.before, attempt.after) == (Tally(3, 5), Tally(4, 5))
        said = shown_on(tab)
        assert "60.0%" in said
        assert "80.0%" in said
        assert "还差1人达到85%。" in said
        now = bench.desk.ask(deployment.share_on, on=TODAY).headline
        assert now == Tally(3, 5)

    def test_it_warns_of_a_unit_that_would_be_too_small(self, qtbot, tab, county):
        self.try_one(qtbot, tab, county, "张伟", "牛山局")
        self.try_one(qtbot, tab, county, "刘洋", "牛山局")
        assert "注意：县局将剩0人，低于最低人员数1人。" in shown_on(tab)
        assert tab.attempt.reached

    def test_it_says_why_somebody_would_not_count_and_what_is_empty(
        self, qtbot, tab, bench, county
    ):
        lapse(bench.desk, county, "张伟")
        self.try_one(qtbot, tab, county, "张伟", "牛山局")
        assert texts(tab.table)[0][-2:] == ["不计入", "无有效执法证"]
        tone = tab.table.columns[-2].tone(tab.table.rows()[0])
        assert tone is Tone.CAUTION
        tab.add()
        assert tab.boxes["person_id"].amiss() == "请选择“人员”。"

    def test_the_fewest_moves_fill_in_and_one_is_carried_out(
        self, qtbot, tab, page, bench, county
    ):
        asked_again(qtbot, tab, tab.propose)
        assert len(tab.table.rows()) == 1  # 县局 keeps its smallest staff of one
        row = tab.table.rows()[0]
        assert not tab.post_button.isEnabled()
        tab.table.choose(0)
        assert tab.post_button.isEnabled()
        tab.post()
        form = page.panel.content
        assert isinstance(form, FormPanel)
        await_words(qtbot, form.boxes["unit_id"].editor)
        assert form.boxes["unit_id"].value() == row.move.unit_id
        assert form.boxes["on"].value() == TODAY
        before = bench.desk.ask(deployment.share_on, on=TODAY).headline
        assert before == Tally(3, 5)
        with qtbot.waitSignal(tab.answered):
            form.save()
        qtbot.waitUntil(lambda: tab.table.rows() == ())
        after = bench.desk.ask(deployment.share_on, on=TODAY).headline
        assert after == Tally(4, 5)

    def test_after_one_posting_nobody_else_is_chosen_and_he_is_named(
        self, qtbot, tab, page, bench, county
    ):
        self.try_one(qtbot, tab, county, "张伟", "牛山局")
        self.try_one(qtbot, tab, county, "刘洋", "牛山局")
        tab.table.choose(0)
        tab.post()
        await_words(qtbot, page.panel.content.boxes["unit_id"].editor)
        said = heard(bench.told)
        page.panel.content.save()
        qtbot.waitUntil(lambda: len(tab.table.rows()) == 1)
        assert [one.text for one in said] == ["张伟的派驻已办理。"]
        assert tab.table.rows()[0].person == "刘洋"
        assert tab.table.chosen_rows() == []
        assert not tab.post_button.isEnabled()
        assert not tab.drop_button.isEnabled()

    def test_what_is_tried_moves_with_its_day_and_is_taken_out(
        self, qtbot, tab, county
    ):
        self.try_one(qtbot, tab, county, "张伟", "牛山局")
        asked_again(qtbot, tab, lambda: tab.boxes["on"].editor.put("2026-04-01"))
        assert [move.on for move in tab.moves] == [date(2026, 4, 1)]
        assert tab.attempt.after == Tally(4, 5)
        tab.table.choose(0)
        asked_again(qtbot, tab, tab.drop)
        assert tab.moves == ()
        assert not tab.clear_button.isEnabled()


class TestRare:
    def test_without_attendance_it_says_what_to_do(self, qtbot, page):
        tab = tab_of(qtbot, page, "rare")
        assert "还没有考勤。导入考勤后，这里列出常不在岗的人。" in shown_on(tab)
        assert not tab.import_button.isHidden()

    def test_months_are_turned(self, qtbot, show, bench, county):
        attend(bench.desk, county, "王芳", FEBRUARY, 9)
        attend(bench.desk, county, "李明", date(2026, 1, 1), 19)
        page = opened(qtbot, show, bench)
        tab = tab_of(qtbot, page, "rare")
        assert texts(tab.table) == [["王芳", "牛山局", "20", "9", "45.0%"]]
        assert "2026年2月" in shown_on(tab)
        asked_again(qtbot, tab, lambda: tab._step(1))
        assert "2026年1月没有到岗率低于60%的一线人员。" in shown_on(tab)
        asked_again(qtbot, tab, lambda: page.reveal({"tab": "rare", "month": FEBRUARY}))
        assert len(tab.table.rows()) == 1


class TestMonths:
    @pytest.fixture
    def tab(self, qtbot, page):
        return tab_of(qtbot, page, "months")

    def test_a_month_is_locked_after_asking(self, qtbot, page, tab, bench):
        page.reveal({"tab": "months", "month": FEBRUARY})
        assert tab.lock_button.isEnabled()
        assert not tab.issue_button.isEnabled()
        said = heard(bench.told)
        tab.lock()
        assert page.asked.buttons[0].text() == "锁定"
        with qtbot.waitSignal(tab.answered):
            page.asked.buttons[0].click()
        assert said[0].text == "2026年2月已锁定。"
        line = next(line for line in texts(tab.table) if line[0] == "2026年2月")
        assert line[:5] == ["2026年2月", "已锁定", "60.0%", "3/5", "60.0%"]
        assert not tab.lock_button.isEnabled()
        assert tab.issue_button.isEnabled()
        said[0].act[1]()
        assert page.panel.content.form is ISSUE

    def test_a_double_click_shows_a_months_last_day(self, page, tab):
        tab.choose(date(2026, 3, 1))
        assert texts(tab.table)[0][1] == "未结束"
        assert not tab.lock_button.isEnabled()

    def test_the_months_papers_are_issued_and_opened(self, qtbot, show, bench, county):
        bench.desk.do(ledger.lock_month, month=FEBRUARY)
        page = opened(qtbot, show, bench)
        tab = tab_of(qtbot, page, "months")
        tab.choose(FEBRUARY)
        assert not tab.paper_button.isEnabled()
        tab.issue()
        form = page.panel.content
        assert form.boxes["signer"].value() == "李明"
        said = heard(bench.told)
        with qtbot.waitSignal(form.saved, timeout=20_000) as saved:
            form.save()
        assert [one.text for one in said][-1] == "月末公文已出具。"
        qtbot.waitUntil(tab.paper_button.isEnabled)
        wanted = heard(bench.wanted)
        tab.open_paper()
        assert wanted == [("papers", saved.args[0][0])]
        assert bench.desk.ask(told.month_papers) == {FEBRUARY: saved.args[0][0]}
        row = next(row for row in tab.table.rows() if row.month == FEBRUARY)
        tab.table.opened.emit(row)
        assert page.day.on == FEBRUARY_END


class TestPapers:
    def test_report_and_ledger_are_drafted_for_the_day_shown(self, qtbot, page, bench):
        page.day.turn(FEBRUARY_END)
        wanted = heard(bench.wanted)
        for title in ("起草下沉情况报告", "起草力量台账"):
            page.buttons[title].click()
            form = page.panel.content
            assert form.boxes["on"].value() == FEBRUARY_END
            with qtbot.waitSignal(form.saved, timeout=20_000) as saved:
                form.save()
            assert wanted[-1] == ("papers", saved.args[0])


class TestPermissions:
    def page_for(self, qtbot, show, lite, left, actor):
        return opened(qtbot, show, bench_for(lite, left, actor))

    def test_an_officer_reads_and_no_more(self, qtbot, show, lite, left):
        officer = Actor(9, "钱勇", GRANTS[Role.OFFICER])
        page = self.page_for(qtbot, show, lite, left, officer)
        assert set(page.buttons) == {"口径说明"}
        months = tab_of(qtbot, page, "months")
        assert months.lock_button.isHidden()
        assert months.issue_button.isHidden()
        assert tab_of(qtbot, page, "tries").post_button.isHidden()
        assert tab_of(qtbot, page, "rare").import_button.isHidden()

    def test_whole_county_papers_are_not_offered_to_one_zone(
        self, qtbot, show, lite, left, county
    ):
        clerk = Actor(
            9, "钱勇", GRANTS[Role.CLERK], county.units["牛山局"], county_wide=False
        )
        page = self.page_for(qtbot, show, lite, left, clerk)
        assert set(page.buttons) == {"口径说明"}
        assert gauge_of(page).counts == "3/5"
        head = replace(clerk, permissions=GRANTS[Role.COMMANDER])
        page = self.page_for(qtbot, show, lite, left, head)
        assert page.bench.desk.may(ledger.lock_month)
        assert tab_of(qtbot, page, "months").lock_button.isHidden()


class TestHome:
    def test_the_gauge_stands_on_the_first_page(self, bench):
        figure = share_home.FIGURE
        found = bench.desk.ask(figure.query, **figure.arguments(bench))
        painted = figure.paint(bench, found)
        assert painted.findChild(Gauge).counts == "3/5"
        assert "还差2人达到85%" in shown_on(painted)
        assert figure.page == "share"
        assert figure in force_room.ROOM.figures
        nobody = bench.desk.ask(figure.query, on=date(2024, 12, 31))
        assert figure.paint(bench, nobody) is None

    def todos(self, bench, place):
        source = share_home.TODOS[place]
        assert source in force_room.ROOM.todos
        return source.todos(
            bench, bench.desk.ask(source.query, **source.arguments(bench))
        )

    def test_a_month_that_ended_is_to_be_locked(self, bench):
        todo = self.todos(bench, 0)[0]
        assert todo.text == "2026年2月已经结束，核对后锁定下沉比例，再出具月末公文。"
        assert (todo.page, todo.tone) == ("share", Tone.PLAIN)
        assert todo.target == {"tab": "months", "month": FEBRUARY}
        bench.desk.do(ledger.lock_month, month=date(2025, 12, 1))
        assert self.todos(bench, 0)[0].tone is Tone.CAUTION
        for month in (date(2026, 1, 1), FEBRUARY):
            bench.desk.do(ledger.lock_month, month=month)
        assert self.todos(bench, 0) == []

    def test_people_rarely_there_last_month_are_counted(self, bench, county):
        assert self.todos(bench, 1) == []
        attend(bench.desk, county, "王芳", FEBRUARY, 9)
        todo = self.todos(bench, 1)[0]
        assert "2月有1名一线人员到岗率低于60%" in todo.text
        assert todo.target == {"tab": "rare", "month": FEBRUARY}

    def test_the_first_page_needs_no_plotting_library(self):
        code = (
            "import sys; from workbench.views import rooms, home; rooms.rooms();"
            "import workbench.views.roster.share;"
            "sys.exit('pyqtgraph' in sys.modules)"
        )
        done = subprocess.run([sys.executable, "-c", code], check=False)  # noqa: S603
        assert done.returncode == 0
