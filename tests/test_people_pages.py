"""The pages of people: the register, one person's file, and their forms."""

import shutil
from datetime import date

import openpyxl
import pytest
from PySide6.QtWidgets import QLabel, QPushButton

from tests.conftest import Clock
from tests.county import SINCE, enter_county, id_number
from tests.on_screen import ON_SCREEN, bench_for, heard
from workbench import database, house
from workbench.access import GRANTS, Actor, Permission, Role
from workbench.desk import Desk
from workbench.listing import Tone
from workbench.rules.roster.people import LeaveKind, PostKind
from workbench.rules.roster.units import Employment
from workbench.services.platform import audit
from workbench.services.roster import people, person_files, postings
from workbench.views import actions, rooms
from workbench.views.forms import FormPanel
from workbench.views.roster import force_room
from workbench.views.roster import posting_forms as forms
from workbench.views.roster.person_print import PersonPrint

pytestmark = ON_SCREEN

TODAY = date(2026, 3, 2)
EDGE = date(2026, 4, 1)


# ---- a county, entered once and copied for each test ----


@pytest.fixture(scope="module")
def entered(founded_folder, tmp_path_factory):
    """A home with the small county in it, and the county."""
    folder = tmp_path_factory.mktemp("entered") / "home"
    shutil.copytree(founded_folder, folder)
    home = database.open_home(folder)
    desk = Desk(house.parts_of(home, Clock()), Actor(7, "李明", frozenset(Permission)))
    county = enter_county(desk)
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
    home.close()


def file_of(desk, person, *, replaced=False):
    return desk.ask(person_files.person_file, person_id=person, replaced=replaced)


# ---- pages ----


@pytest.fixture
def opened(qtbot, show):
    """Build a page of the room for somebody, and wait until it shows its rows."""

    def open_page(key, bench, size=(1366, 900)):
        info = next(page for page in rooms.pages() if page.key == key)
        page = info.build(bench)
        if key == "people":
            with qtbot.waitSignal(page.listed):
                show(page, size)
        else:
            show(page, size)
        return page

    return open_page


@pytest.fixture
def register(county, bench, opened):
    return opened("people", bench)


@pytest.fixture
def file_page(qtbot, county, bench, opened):
    """The file of 王芳."""
    page = opened("person", bench)
    with qtbot.waitSignal(page.filed):
        page.reveal(county.people["王芳"])
    return page


def deed(page, title):
    return next(one for one in page.deeds if one.title == title)


def choose(qtbot, page, *numbers):
    """Tick some rows, and wait until the buttons know them."""
    page.table.selectionModel().clear()
    model = page.table.selectionModel()
    for number in numbers:
        line = page.model.line_of(number)
        flag = model.SelectionFlag
        model.select(page.model.index(line, 0), flag.Select | flag.Rows)
    qtbot.waitUntil(lambda: all(page.model.row_of(one) for one in numbers))


def form_of(qtbot, page):
    qtbot.waitUntil(lambda: isinstance(page.panel.content, FormPanel))
    return page.panel.content


def fill(qtbot, form, **values):
    for name, value in values.items():
        form.boxes[name].editor.put(value)
    qtbot.waitUntil(
        lambda: (
            all(form.boxes[name].editor.filled() for name in values)
            and all(not one.editor._pending for one in pickers_of(form))
        )
    )


def pickers_of(form):
    return [one for one in form.boxes.values() if hasattr(one.editor, "_pending")]


def refusal(qtbot, form):
    with qtbot.waitSignal(form._bench.changes.changed, raising=False, timeout=50):
        form.save()
    qtbot.waitUntil(lambda: form.notice() is not None)
    return form.notice()


def texts(page):
    return [one.text() for one in page.findChildren(QLabel) if one.isVisible()]


def words_on(page):
    return [
        one.text().strip() for one in page.findChildren(QPushButton) if one.isVisible()
    ]


class TestRegister:
    def test_people_are_found_by_initials(self, qtbot, register, county):
        with qtbot.waitSignal(register.listed):
            register.filters["text"].put("wf")
            register.apply()
        assert list(register.model.numbers()) == [county.people["王芳"]]

    def test_the_register_of_a_past_day_shows_who_was_where(
        self, qtbot, register, county, bench
    ):
        bench.desk.do(
            postings.post_person,
            person_id=county.people["王芳"],
            unit_id=county.units["桃林局"],
            post=PostKind.DUTY,
            on=TODAY,
        )
        with qtbot.waitSignal(register.listed):
            register.reveal(
                {"host_unit_id": county.units["牛山局"], "on": date(2026, 3, 1)}
            )
            qtbot.waitUntil(lambda: not register.filters["host_unit_id"]._pending)
            register.apply()
        number = county.people["王芳"]
        qtbot.waitUntil(lambda: number in register.model.numbers())
        qtbot.waitUntil(lambda: register.model.row_of(number) is not None)
        assert register.model.row_of(number).host == "牛山局"

    def test_an_empty_register_says_what_to_do(
        self, lite_home, clock, left, everybody, opened
    ):
        bench = bench_for(house.parts_of(lite_home, clock), left, everybody)
        page = opened("people", bench)
        assert any("新增人员" in text for text in texts(page))
        page._fill_first.click()
        assert page.panel.content.form.key == "people.add"
        actions.finish_all()

    def test_rare_filters_stand_aside_until_one_of_them_counts(self, qtbot, register):
        rare = register.filters["expiring"]
        assert not rare.isVisible()
        register.more.click()
        assert rare.isVisible()
        assert not register.more.isVisible()
        register.reset()
        assert not rare.isVisible()
        with qtbot.waitSignal(register.listed):
            register.reveal({"expiring": True})
        assert rare.isVisible()  # nothing narrows the list out of sight
        assert not register.model.numbers()

    def test_the_wrong_check_digit_is_said_below_the_field(self, qtbot, register):
        register.act(deed(register, "新增人员"))
        form = form_of(qtbot, register)
        form.boxes["id_number"].editor.put(id_number(1)[:-1] + "0")
        amiss = form.boxes["id_number"].examine()
        assert "校验位" in amiss
        assert form.boxes["id_number"].amiss() == amiss

    def test_a_person_is_entered_once(self, qtbot, register, county):
        def enter(serial):
            register.act(deed(register, "新增人员"))
            form = form_of(qtbot, register)
            fill(
                qtbot,
                form,
                name="赵敏",
                id_number=id_number(serial),
                home_unit_id=county.units["文旅局"],
                employment=Employment.INSTITUTION,
                valid_from=TODAY,
                post=PostKind.LEGAL,
            )
            return form

        form = enter(1)
        notice = refusal(qtbot, form)
        assert "已登记在王芳名下" in notice.text
        assert notice.clause == "roster/one-person"
        assert notice.ways
        form.boxes["id_number"].editor.put(id_number(77))
        with qtbot.waitSignal(form.saved) as saved:
            form.save()
        (number,) = saved.args
        qtbot.waitUntil(lambda: number in register.model.numbers())

    def test_several_people_are_posted_at_once(self, qtbot, register, county, bench):
        chosen = [county.people["王芳"], county.people["李明"]]
        choose(qtbot, register, *chosen)
        register.act(deed(register, "派驻"))
        form = form_of(qtbot, register)
        assert form.form is forms.POST_MANY
        fill(qtbot, form, unit_id=county.units["桃林局"], on=TODAY)
        said = heard(bench.told)
        with qtbot.waitSignal(form.saved):
            form.save()
        assert said[-1].text == "2人的派驻已办理。"
        rows = bench.desk.ask(people.person_rows, ids=chosen)
        assert {row.host for row in rows.values()} == {"桃林局"}

    def test_a_refused_posting_names_person_clause_and_ways(
        self, qtbot, register, county, bench
    ):
        choose(qtbot, register, county.people["张伟"], county.people["刘洋"])
        register.act(deed(register, "派驻"))
        form = form_of(qtbot, register)
        fill(qtbot, form, unit_id=county.units["桃林局"], on=TODAY)
        notice = refusal(qtbot, form)
        assert notice.clause == "roster/smallest-staff"
        assert any(name in notice.text for name in ("张伟：", "刘洋："))
        assert len(notice.ways) >= 1
        rows = bench.desk.ask(people.person_rows, ids=[county.people["张伟"]])
        assert rows[county.people["张伟"]].host == "县局"

    def test_a_late_entry_is_asked_why(self, qtbot, register, county, bench):
        choose(qtbot, register, county.people["王芳"])
        register.act(deed(register, "派驻"))
        form = form_of(qtbot, register)
        assert form.form is forms.POST
        fill(qtbot, form, unit_id=county.units["桃林局"], on=date(2026, 2, 2))
        notice = refusal(qtbot, form)
        assert notice.clause == "general/late-entry"
        assert "原因" in notice.ways[0]
        form.boxes["reason"].editor.put("文件2月底才收到")
        with qtbot.waitSignal(form.saved):
            form.save()
        line = file_of(bench.desk, county.people["王芳"]).hosts[0]
        assert line.reason == "文件2月底才收到"

    def test_who_is_at_the_post_cannot_come_back_from_leave(
        self, qtbot, register, county, bench
    ):
        person = county.people["王芳"]
        choose(qtbot, register, person)
        qtbot.waitUntil(register.buttons["请假"].isEnabled)
        assert not register.buttons["销假"].isEnabled()
        with qtbot.waitSignal(register.listed):
            bench.desk.do(
                postings.add_leave, person_id=person, kind=LeaveKind.SICK, first=TODAY
            )
        qtbot.waitUntil(lambda: register.model.row_of(person).away is not None)
        choose(qtbot, register, person)
        qtbot.waitUntil(register.buttons["销假"].isEnabled)
        assert not register.buttons["请假"].isEnabled()
        register.act(deed(register, "销假"))
        form = form_of(qtbot, register)
        fill(qtbot, form, last=TODAY)
        with qtbot.waitSignal(form.saved):
            form.save()
        (line,) = file_of(bench.desk, person).leaves
        assert line.period.last == TODAY

    def test_leaving_the_force_is_asked_twice(self, qtbot, register, county, bench):
        choose(qtbot, register, county.people["陈静"])
        register.act(deed(register, "离队"))
        form = form_of(qtbot, register)
        fill(qtbot, form, last_day=TODAY, reason="退休")
        form.save()
        assert "2026年3月2日" in form.asked.findChildren(QLabel)[0].text()
        with qtbot.waitSignal(form.saved):
            form.asked.buttons[0].click()
        (line,) = file_of(bench.desk, county.people["陈静"]).homes
        assert line.period.last == TODAY

    def test_a_row_opens_its_panel_and_from_there_the_file(
        self, qtbot, register, county, bench
    ):
        register.open_row(county.people["王芳"])
        qtbot.waitUntil(register.panel.isVisible)
        asked = heard(bench.wanted)
        go = next(
            one
            for one in register.panel.findChildren(QPushButton)
            if one.text().strip() == "一人一档"
        )
        go.click()
        assert asked == [("person", county.people["王芳"])]

    def test_everybody_with_every_fact_is_exported(self, qtbot, register, tmp_path):
        path = tmp_path / "全部.xlsx"
        with qtbot.waitSignal(register.bench.told):
            register.export_all(path)
        names = openpyxl.load_workbook(path).sheetnames
        assert {"人员", "编制", "派驻", "执法证", "离岗"} <= set(names)

    def test_a_form_that_was_left_goes_on_where_it_was(self, qtbot, register, county):
        choose(qtbot, register, county.people["王芳"])
        register.act(deed(register, "证件"))
        form = form_of(qtbot, register)
        form.boxes["number"].editor.put("10070107777")
        form.keep_draft()
        register.panel.shut_now()
        register.act(deed(register, "证件"))
        form = form_of(qtbot, register)
        assert form.boxes["number"].value() == "10070107777"
        assert "已恢复" in form.notice().text


class TestFile:
    def test_without_a_person_it_says_how_to_choose_one(self, bench, opened, county):
        page = opened("person", bench)
        assert any("拼音首字母" in text for text in texts(page))
        assert not page.buttons["打印"].isEnabled()
        page.print()  # nothing to print
        assert page.asked is None

    def test_a_person_is_chosen_by_initials(self, qtbot, bench, opened, county):
        page = opened("person", bench)
        page.picker.line.setFocus()
        qtbot.waitUntil(page.picker.line.hasFocus)
        qtbot.keyClicks(page.picker.line, "wf")
        qtbot.waitUntil(lambda: bool(page.picker._offered))
        with qtbot.waitSignal(page.filed):
            page.picker._take(page.picker._offered[0].label)
        assert page.whole.row.name == "王芳"

    def test_everything_stands_on_one_page(self, file_page):
        said = texts(file_page)
        for title in ("使用单位、岗位", "编制单位", "执法证", "请假离岗", "培训"):
            assert title in said
        assert "牛山局 一线执法" in said
        assert "有效" in said
        assert f"{id_number(1)[:6]}********{id_number(1)[-4:]}" in said

    def test_nothing_is_done_to_the_one_before_while_the_next_is_on_the_way(
        self, qtbot, file_page, county
    ):
        with qtbot.waitSignal(file_page.filed):
            file_page.choose(county.people["李明"])
            file_page.buttons["离队"].click()
            assert file_page.panel.content is None
        file_page.buttons["离队"].click()
        assert "李明" in file_page.panel._title.text()

    def test_while_a_form_is_kept_the_picker_names_whom_the_page_shows(
        self, qtbot, file_page, county
    ):
        qtbot.waitUntil(lambda: file_page.picker.line.text().startswith("王芳"))
        file_page.buttons["离队"].click()
        form = form_of(qtbot, file_page)
        form.boxes["reason"].editor.put("调出")
        file_page.picker._ask_rows(
            [county.people["李明"]], file_page.picker._show_offer
        )
        qtbot.waitUntil(lambda: bool(file_page.picker._offered))
        file_page.picker._take(file_page.picker._offered[0].label)
        said = [made.text() for made in form.asked.buttons]
        assert said == ["留作草稿", "不要了", "继续填写"]
        form.asked.buttons[2].click()
        assert file_page.panel.content is form
        assert file_page.picker.line.text().startswith("王芳")
        file_page.reveal(county.people["李明"])
        assert file_page.picker.line.text().startswith("王芳")
        with qtbot.waitSignal(file_page.filed):
            form.asked.buttons[1].click()
        assert file_page.whole.row.name == "李明"
        qtbot.waitUntil(lambda: file_page.picker.line.text().startswith("李明"))

    def test_a_correction_begins_with_what_stands_and_strikes_it_out(
        self, qtbot, file_page
    ):
        act = file_page._correct(forms.CORRECT_POSTING, "posting_id")
        act(file_page.whole.hosts[0])[0].click()
        form = form_of(qtbot, file_page)
        qtbot.waitUntil(lambda: form.boxes["unit_id"].editor.line.text() == "牛山局")
        assert form.boxes["first"].value() == SINCE
        form.save()
        assert form.boxes["reason"].amiss()
        fill(qtbot, form, post=PostKind.DUTY, reason="岗位录错")
        with qtbot.waitSignal(file_page.filed):
            form.save()
        qtbot.waitUntil(lambda: "牛山局 指挥值守" in texts(file_page))
        assert "已更正" in texts(file_page)
        struck = [
            one.text()
            for one in file_page.findChildren(QLabel)
            if one.property("look") == "struck" and one.isVisible()
        ]
        assert "牛山局 一线执法" in struck

    def test_numbers_are_shown_for_a_reason_and_hidden_again(
        self, qtbot, file_page, bench
    ):
        file_page.act(deed(file_page, "显示完整号码"))
        form = form_of(qtbot, file_page)
        form.save()
        assert form.boxes["reason"].amiss()
        form.boxes["reason"].editor.put("办理证件换发")
        with qtbot.waitSignal(form.saved):
            form.save()
        qtbot.waitUntil(lambda: id_number(1) in texts(file_page))
        assert "13800000001" in texts(file_page)
        entries = bench.desk.ask(
            audit.entry_rows, ids=bench.desk.ask(audit.find_entries)
        )
        shown = [one for one in entries.values() if "完整身份证号" in one.title]
        assert len(shown) == 1
        file_page._hiding.timeout.emit()
        masked = f"{id_number(1)[:6]}********{id_number(1)[-4:]}"
        qtbot.waitUntil(lambda: masked in texts(file_page))
        assert id_number(1) not in texts(file_page)
        assert "13800000001" not in texts(file_page)

    def test_numbers_do_not_stay_when_the_page_is_left(self, qtbot, file_page, bench):
        file_page.act(deed(file_page, "显示完整号码"))
        form = form_of(qtbot, file_page)
        form.boxes["reason"].editor.put("核对")
        with qtbot.waitSignal(form.saved):
            form.save()
        assert file_page.numbers is not None
        file_page.hide()
        assert file_page.numbers is None

    def test_a_leave_of_somebody_else_is_struck_from_its_line(
        self, qtbot, file_page, bench, clock
    ):
        with qtbot.waitSignal(file_page.filed):
            bench.desk.do(
                postings.add_leave,
                person_id=file_page.whole.row.id,
                kind=LeaveKind.SICK,
                first=TODAY,
            )
        clock.pass_days(1)
        qtbot.waitUntil(lambda: "销假" in words_on(file_page))
        strike = [
            one
            for one in file_page.findChildren(QPushButton)
            if one.isVisible() and one.text() == "作废"
        ][-1]
        strike.click()
        form = form_of(qtbot, file_page)
        assert form.form is forms.STRIKE_LEAVE
        fill(qtbot, form, reason="登记到了别人名下")
        with qtbot.waitSignal(file_page.filed):
            form.save()
        qtbot.waitUntil(lambda: "已作废" in texts(file_page))
        assert "在岗" in texts(file_page)

    def test_a_month_is_corrected_from_its_figure(self, qtbot, file_page, bench):
        person = file_page.whole.row.id
        with qtbot.waitSignal(file_page.filed):
            bench.desk.do(
                postings.set_attendance,
                person_id=person,
                month=TODAY,
                days_due=20,
                days_present=19,
            )
        qtbot.waitUntil(lambda: "2026-03　19／20" in words_on(file_page))
        month = next(
            one
            for one in file_page.findChildren(QPushButton)
            if one.isVisible() and one.text().startswith("2026-03")
        )
        month.click()
        form = form_of(qtbot, file_page)
        assert form.boxes["days_present"].value() == 19
        fill(qtbot, form, days_present=18)
        assert "写明原因" in refusal(qtbot, form).text
        fill(qtbot, form, reason="漏计一天")
        with qtbot.waitSignal(file_page.filed):
            form.save()
        qtbot.waitUntil(lambda: "2026-03　18／20" in words_on(file_page))

    def test_what_is_printed_says_all_and_masks_what_is_masked(self, file_page, bench):
        whole = file_page.whole
        masked = PersonPrint(whole, None, bench.desk.now(), "李明")
        assert "牛山局 一线执法" in masked.html
        assert id_number(1) not in masked.html
        numbers = people.Numbers(id_number(1), "13800000001")
        full = PersonPrint(whole, numbers, bench.desk.now(), "李明")
        assert id_number(1) in full.html

    def test_the_file_is_exported(self, qtbot, file_page, tmp_path):
        path = tmp_path / "档案.xlsx"
        with qtbot.waitSignal(file_page.bench.told):
            file_page.export(path)
        sheet = openpyxl.load_workbook(path).worksheets[0]
        assert "王芳" in str(sheet["A1"].value)

    def test_a_person_out_of_reach_is_not_shown(
        self, qtbot, lite, left, county, opened
    ):
        units = {county.units["一中心"]}
        actor = Actor(9, "片区内勤", GRANTS[Role.CLERK], units.pop(), False)
        bench = bench_for(lite, left, actor)
        page = opened("person", bench)
        with qtbot.waitSignal(bench.failed) as failed:
            page.reveal(county.people["陈静"])
        assert failed.args[0].clause == "platform/row-scope"
        assert page.whole is None
        actions.finish_all()


class TestRights:
    def test_an_officer_reads_and_changes_nothing(
        self, qtbot, lite, left, county, opened
    ):
        actor = Actor(8, "队员", GRANTS[Role.OFFICER])
        bench = bench_for(lite, left, actor)
        page = opened("people", bench)
        assert set(page.buttons) == {"一人一档"}
        menu = [one.text() for one in page.export_button.menu().actions()]
        assert "人员及全部记录" not in menu
        page = opened("person", bench)
        with qtbot.waitSignal(page.filed):
            page.reveal(county.people["王芳"])
        assert set(page.buttons) == {"打印"}
        assert not {"更正", "登记", "派驻", "补登", "改编制单位"} & set(words_on(page))
        actions.finish_all()


class TestRoom:
    def test_certificates_to_renew_are_something_to_do(
        self, qtbot, register, county, bench
    ):
        source = force_room.ROOM.todos[0]
        assert source.todos(bench, bench.desk.ask(source.query)) == []
        line = file_of(bench.desk, county.people["王芳"]).certificates[0]
        with qtbot.waitSignal(register.listed):
            bench.desk.do(
                postings.correct_certificate,
                certificate_id=line.id,
                number=line.values["number"],
                fields="",
                first=SINCE,
                last=EDGE,
                reason="日期录错",
            )
        (todo,) = source.todos(bench, bench.desk.ask(source.query))
        assert (todo.text, todo.tone) == (
            "1人的执法证在60天内到期，请换发后登记。",
            Tone.CAUTION,
        )
        assert todo.page == "people"
        with qtbot.waitSignal(register.listed):
            register.reveal(todo.target)
        assert list(register.model.numbers()) == [county.people["王芳"]]

    def test_search_everything_leads_to_the_file(self, bench, county):
        find = next(one for one in force_room.ROOM.finds if one.label == "人员")
        (number,) = bench.desk.ask(find.listing.find, text="wf")
        row = bench.desk.ask(find.listing.rows, ids=[number])[number]
        assert (find.page, find.says(row)) == ("person", "王芳（牛山局）")
