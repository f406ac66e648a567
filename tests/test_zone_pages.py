"""The pages of zones, command centres, towns and neighbours, as clerks use them."""

import shutil
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from tests.conftest import Clock
from tests.county import SINCE, enter_county
from tests.on_screen import ON_SCREEN, bench_for
from workbench import database, house
from workbench.access import GRANTS, Actor, Permission, Role
from workbench.desk import Desk
from workbench.listing import Tone
from workbench.rules import Refusal
from workbench.rules.roster.towns import (
    Datum,
    NeighbourState,
    Point,
    PointQuality,
    parse_degrees,
)
from workbench.rules.roster.zones import CentreDuty
from workbench.services.roster import (
    centres,
    neighbours,
    town_files,
    towns,
    units,
    zones,
)
from workbench.views import actions
from workbench.views.rooms import pages
from workbench.views.roster.town_point import PointPreview

pytestmark = ON_SCREEN
TODAY = date(2026, 3, 2)


@pytest.fixture(scope="module")
def entered(founded_folder, tmp_path_factory):
    """A home with the test's county in it, entered once and copied for each test."""
    folder = tmp_path_factory.mktemp("entered") / "home"
    shutil.copytree(founded_folder, folder)
    home = database.open_home(folder)
    everybody = Actor(7, "李明", frozenset(Permission))
    county = enter_county(Desk(house.parts_of(home, Clock()), everybody))
    home.close()
    return folder, county


@pytest.fixture
def county(entered):
    return entered[1]


@pytest.fixture
def lite(tmp_path, entered, clock):
    folder = tmp_path / "entered"
    shutil.copytree(entered[0], folder)
    home = database.open_home(folder)
    yield house.parts_of(home, clock)
    home.close()


@pytest.fixture
def visit(qtbot, show, bench, county):
    """Open a page of the room, whole, as the person with this bench sees it."""

    def go(key, seen=None):
        info = next(one for one in pages() if one.key == key)
        page = info.build(seen or bench)
        with qtbot.waitSignal(page.listed):
            show(page)
        return page

    return go


@pytest.fixture
def clerk(lite, left, county):
    """Somebody who keeps the rosters but decides nothing."""
    made = bench_for(lite, left, Actor(9, "内勤", GRANTS[Role.CLERK]))
    yield made
    actions.finish_all()


@pytest.fixture
def zone_clerk(lite, left, county):
    """Somebody who keeps the rosters of one zone's centre."""
    centre = county.units["一中心"]
    who = Actor(9, "内勤", GRANTS[Role.CLERK], centre, county_wide=False)
    made = bench_for(lite, left, who)
    yield made
    actions.finish_all()


def press(qtbot, page, title):
    """Press a button of the page and return the form it opens."""
    qtbot.waitUntil(page.buttons[title].isEnabled)
    page.buttons[title].click()
    qtbot.waitUntil(lambda: page.panel.content is not None)
    return page.panel.content


def save(qtbot, panel, **values):
    """Fill in a form and save it."""
    for name, value in values.items():
        panel.boxes[name].editor.put(value)
    with qtbot.waitSignal(panel.saved) as saved:
        panel.save()
    return saved.args[0]


def lines(sheet, title):
    """Return the lines of a group of a sheet, by label."""
    found = next(group for name, group in sheet.groups if name.startswith(title))
    return {line.label: line.text for line in found}


def said(dialog):
    """Return everything a question says."""
    return "".join(one.text() for one in dialog.findChildren(QLabel))


def people_of(county, **who):
    return {
        name: (CentreDuty.TOWN_LEAD, county.towns[town]) for name, town in who.items()
    }


def staff(desk, county, *, document="东综执〔2026〕1号", leads=None):
    """Put a commander and some towns' leads on the roster of the first centre."""
    for name, (duty, town) in {
        "张伟": (CentreDuty.COMMANDER, None),
        **people_of(county, **(leads or {})),
    }.items():
        desk.do(
            centres.add_member,
            unit_id=county.units["一中心"],
            person_id=county.people[name],
            duty=duty,
            valid_from=TODAY,
            town_id=town,
            document=document,
        )


class TestRules:
    def test_degrees_are_taken_with_or_without_their_sign(self):
        assert parse_degrees(" 118.76543° ") == 118.76543
        with pytest.raises(Refusal, match="不是度数"):
            parse_degrees("118°45′")


class TestServices:
    @pytest.fixture
    def county(self, desk):
        return enter_county(desk)

    def test_a_town_leaves_its_zone_but_never_the_seat(self, desk, county):
        zone = county.zones["示例第一片区"]
        seat, other = county.towns["牛山街道"], county.towns["曲阳镇"]

        def take_out(town, last_day=date(2026, 2, 28)):
            desk.do(zones.take_town_out, zone_id=zone, town_id=town, last_day=last_day)

        with pytest.raises(Refusal, match="牛山街道是示例第一片区的驻地"):
            take_out(seat)
        take_out(other)
        with pytest.raises(Refusal, match="不属于本片区"):
            take_out(other, TODAY)
        assert desk.ask(zones.zone_rows, ids=[zone])[zone].towns == (
            "牛山街道",
            "石榴街道",
        )
        spans = desk.ask(zones.zone_file, zone_id=zone).towns
        left = next(one for one in spans if one.town_id == other)
        assert (left.period.first, left.period.last) == (SINCE, date(2026, 2, 28))
        with pytest.raises(Refusal, match="驻地应是本片区的镇街"):
            desk.do(
                zones.change_zone,
                zone_id=zone,
                name="示例第一片区",
                seat_id=other,
                valid_from=TODAY,
            )

    def test_the_appointing_document_is_entered_once_for_all(self, desk, county):
        staff(desk, county, document="", leads={"王芳": "牛山街道"})
        unit = county.units["一中心"]
        number = "东综执〔2026〕9号"
        done = desk.do(centres.enter_document, unit_id=unit, document=number)
        assert done == 2
        members = desk.ask(centres.centre_file, unit_id=unit).members
        assert {one.document for one in members} == {number}
        with pytest.raises(Refusal, match="都已写明文号"):
            desk.do(centres.enter_document, unit_id=unit, document="另一份")

    def test_a_roster_is_listed_by_post_and_anybody_may_be_put_on_it(
        self, parts, desk, county
    ):
        staff(desk, county, leads={"陈静": "石榴街道", "王芳": "牛山街道"})
        unit = county.units["一中心"]
        ids = desk.ask(centres.find_members, unit_id=unit)
        rows = desk.ask(centres.member_rows, ids=ids)
        assert [rows[one].name for one in ids] == ["张伟", "王芳", "陈静"]
        assert desk.ask(centres.find_members, unit_id=unit, on=SINCE).tolist() == []
        mine = Desk(parts, Actor(9, "甲", GRANTS[Role.CLERK], unit, False))
        found = mine.ask(centres.find_candidates, text="刘洋")
        assert mine.ask(centres.candidate_rows, ids=found)[found[0]].unit == "县局"

    def test_pairs_are_found_by_either_town_and_decided_together(self, desk, county):
        found = desk.ask(neighbours.find_neighbours, text="牛山")
        rows = desk.ask(neighbours.neighbour_lines, ids=found)
        assert rows
        assert all("牛山街道" in one.pair and one.km > 1 for one in rows.values())
        before = desk.ask(neighbours.ground_work)
        assert before.undecided == before.pairs > len(found)
        desk.do(neighbours.decide_neighbours, ids=found, state=NeighbourState.CUT)
        after = desk.ask(neighbours.ground_work)
        assert after.undecided == before.undecided - len(found)
        assert desk.do(neighbours.confirm_rest) == after.undecided
        with pytest.raises(Refusal, match="没有待确认"):
            desk.do(neighbours.confirm_rest)
        rows = desk.ask(neighbours.neighbour_lines, ids=found)
        assert {one.said for one in rows.values()} == {"不相邻"}

    def test_a_towns_file_tells_its_phones_neighbours_matters_and_names(
        self, desk, county
    ):
        key = county.towns["牛山街道"]
        desk.do(
            towns.set_matter,
            town_id=key,
            name="占道经营",
            yearly_volume=120,
            valid_from=SINCE,
        )
        known = desk.ask(town_files.town_file, town_id=key)
        assert known.units == (("牛山局", ""),)
        assert [one.name for one in known.matters] == ["占道经营"]
        assert known.neighbours
        assert [name for _period, name in known.zones] == ["示例第一片区"]
        assert desk.ask(town_files.matters_to_choose) == (("占道经营", "占道经营"),)
        assert desk.ask(town_files.own_county) == ("320722", "东海县")


class TestZonesPage:
    def test_the_list_and_its_panel_show_zones_as_of_a_day(
        self, qtbot, visit, bench, county
    ):
        bench.desk.do(
            zones.change_zone,
            zone_id=county.zones["示例第一片区"],
            name="城区片区",
            seat_id=county.towns["牛山街道"],
            valid_from=TODAY,
            document="东政发〔2026〕8号",
        )
        page = visit("zones")
        number = county.zones["示例第一片区"]
        qtbot.waitUntil(lambda: page.model.row_of(number) is not None)
        assert page.model.row_of(number).name == "城区片区"
        page.filters["on"].put(date(2026, 3, 1))
        with qtbot.waitSignal(page.listed):
            page.apply()
        qtbot.waitUntil(lambda: page.model.row_of(number).name == "示例第一片区")
        page.open_row(number)
        qtbot.waitUntil(lambda: page.panel.content is not None)
        view = page.panel.content
        qtbot.waitUntil(lambda: "2025年" in lines(view.sheet, "镇街")["曲阳镇"])
        assert lines(view.sheet, "")["指挥中心"] == "一中心"
        assert "2026-03-02" in lines(view.sheet, "历次变更")

    def test_a_town_is_taken_out_and_another_put_in(self, qtbot, visit, bench, county):
        page = visit("zones")
        number = county.zones["示例第一片区"]
        qtbot.waitUntil(lambda: page.table.choose(number))
        panel = press(qtbot, page, "划出镇街")
        offered = [one.label for one in panel.boxes["town_id"].editor._choices]
        assert offered == ["牛山街道", "石榴街道", "曲阳镇"]
        save(
            qtbot,
            panel,
            town_id=county.towns["曲阳镇"],
            last_day=date(2026, 3, 1),
        )
        qtbot.waitUntil(lambda: page.panel.content is None)
        panel = press(qtbot, page, "划入镇街")
        town = panel.boxes["town_id"].editor
        town.put(county.towns["青湖镇"])
        qtbot.waitUntil(lambda: town.line.text() == "青湖镇（未编入片区）")
        save(qtbot, panel, first=TODAY)
        row = bench.desk.ask(zones.zone_rows, ids=[number])[number]
        assert row.towns == ("牛山街道", "石榴街道", "青湖镇")

    def test_the_plan_is_drafted_and_its_paper_opened(self, qtbot, visit, bench):
        page = visit("zones")
        panel = press(qtbot, page, "起草片区设置方案")
        assert panel.boxes["on"].editor.value() == TODAY
        with qtbot.waitSignal(bench.wanted) as went:
            paper = save(qtbot, panel)
        assert went.args == ["papers", paper]

    def test_who_may_not_adopt_does_not_see_the_buttons(self, visit, clerk):
        page = visit("zones", clerk)
        assert set(page.buttons) == {"去编组", "起草片区设置方案"}


class TestCentresPage:
    def test_the_missing_are_named_and_their_button_fills_the_form(
        self, qtbot, visit, bench, county
    ):
        staff(bench.desk, county, leads={"王芳": "牛山街道", "李明": "曲阳镇"})
        page = visit("centres")
        assert set(page.gaps) == {"石榴街道"}
        page.gaps["石榴街道"].click()
        qtbot.waitUntil(lambda: page.panel.content is not None)
        panel = page.panel.content
        values = {name: box.editor.value() for name, box in panel.boxes.items()}
        assert values["duty"] is CentreDuty.TOWN_LEAD
        assert values["town_id"] == county.towns["石榴街道"]
        assert values["document"] == ""  # each appointment names its own
        person = county.people["陈静"]
        panel.boxes["person_id"].editor.put(person)
        qtbot.waitUntil(lambda: panel.boxes["person_id"].editor.value() == person)
        with qtbot.waitSignal(page.listed):
            save(qtbot, panel, valid_from=TODAY)
        assert page.gaps == {}
        assert len(page.model.numbers()) == 4

    def test_confirming_is_refused_by_name_until_nobody_is_missing(
        self, qtbot, visit, bench, county
    ):
        staff(bench.desk, county, leads={"王芳": "牛山街道", "李明": "曲阳镇"})
        page = visit("centres")
        with qtbot.waitSignal(bench.failed) as refused:
            page.buttons["确认名单"].click()
        assert "石榴街道" in str(refused.args[0])
        staff_lead = people_of(county, 陈静="石榴街道")["陈静"]
        bench.desk.do(
            centres.add_member,
            unit_id=county.units["一中心"],
            person_id=county.people["陈静"],
            duty=staff_lead[0],
            town_id=staff_lead[1],
            valid_from=TODAY,
            document="东综执〔2026〕1号",
        )
        with qtbot.waitSignal(page.listed):
            page.refresh()
        page.confirm()
        assert "共4人" in said(page.asked)
        with qtbot.waitSignal(bench.told):
            page.asked.buttons[0].click()
        found = bench.desk.ask(centres.centre_files)
        assert found[0].confirmed_on == TODAY

    def test_the_roster_is_drafted_as_of_the_day_in_sight(
        self, qtbot, visit, bench, county
    ):
        leads = {"王芳": "牛山街道", "李明": "曲阳镇", "陈静": "石榴街道"}
        staff(bench.desk, county, leads=leads)
        page = visit("centres")
        panel = press(qtbot, page, "起草组成人员名单")
        with qtbot.waitSignal(bench.wanted) as went:
            paper = save(qtbot, panel)
        assert went.args == ["papers", paper]

    def test_before_there_is_a_centre_the_page_says_where_to_make_one(
        self, qtbot, visit, bench, county
    ):
        page = visit("centres")
        assert page.centre.name == "东海县一中心"
        page.filters["on"].put(date(2024, 12, 31))
        with qtbot.waitSignal(page.listed):
            page.apply()
        assert page.centre is None
        assert not page.buttons["新增成员"].isEnabled()
        bench.desk.do(
            units.close_unit,
            unit_id=county.units["一中心"],
            last_day=date(2026, 3, 1),
            reason="撤销",
        )
        with qtbot.waitSignal(page.listed):
            page.reset()
        assert "机构" in page._nothing.text()
        with qtbot.waitSignal(bench.wanted) as went:
            page._fill_first.click()
        assert went.args[0] == "units"


class TestEmptyHome:
    @pytest.fixture
    def lite(self, lite_home, clock):
        return house.parts_of(lite_home, clock)

    def test_an_empty_home_offers_the_countys_own_towns(self, qtbot, show, bench):
        info = next(one for one in pages() if one.key == "towns")
        page = info.build(bench)
        with qtbot.waitSignal(page.listed):
            show(page)
        assert page._fill_first.text() == "导入本县镇街"
        page._fill_first.click()
        qtbot.waitUntil(lambda: page.panel.content is not None)
        county = page.panel.content.boxes["county_code"].editor
        qtbot.waitUntil(lambda: county.line.text() == "东海县")
        assert save(qtbot, page.panel.content) == 19
        qtbot.waitUntil(lambda: len(page.model.numbers()) == 19)


class TestTownsPage:
    def test_filters_take_quality_zone_and_initials(self, qtbot, visit, county):
        page = visit("towns")
        page.filters["text"].put("nsjd")
        with qtbot.waitSignal(page.listed):
            page.apply()
        assert list(page.model.numbers()) == [county.towns["牛山街道"]]
        page.filters["text"].put("")
        page.filters["quality"].put(PointQuality.ESTIMATED)
        with qtbot.waitSignal(page.listed):
            page.apply()
        assert len(page.model.numbers()) == 5

    def test_a_point_is_shown_before_it_is_saved(self, qtbot, visit, bench, county):
        key = county.towns["温泉镇"]
        page = visit("towns")
        qtbot.waitUntil(lambda: page.table.choose(key))
        panel = press(qtbot, page, "确认位置")
        preview = panel.findChild(PointPreview)
        qtbot.waitUntil(lambda: preview.map.chosen() == (key,))
        panel.boxes["lon"].editor.put("34.61")
        panel.boxes["lat"].editor.put("118.65")
        qtbot.waitUntil(lambda: "填反" in preview.told.text())
        panel.boxes["lon"].editor.put("118.9x")
        assert "不是度数" in panel.boxes["lon"].examine()
        panel.boxes["lon"].editor.put("118.66")
        panel.boxes["lat"].editor.put("34.61")
        panel.boxes["datum"].editor.put(Datum.BD09)
        qtbot.waitUntil(lambda: "移动" in preview.told.text())
        shown = preview.typed()
        assert isinstance(shown, Point)
        assert shown.lon < 118.655
        save(qtbot, panel)
        row = bench.desk.ask(towns.town_rows, ids=[key])[key]
        assert (row.lon, row.quality) == (shown.lon, PointQuality.CONFIRMED)

    def test_a_matter_is_chosen_from_those_known_or_newly_named(
        self, qtbot, visit, bench, county
    ):
        key = county.towns["牛山街道"]
        page = visit("towns")
        qtbot.waitUntil(lambda: page.table.choose(key))
        panel = press(qtbot, page, "登记事项")
        panel.boxes["yearly_volume"].editor.put(30)
        panel.boxes["valid_from"].editor.put(TODAY)
        panel.save()
        assert "请选择事项" in panel.notice().text
        save(qtbot, panel, name="占道经营")
        qtbot.waitUntil(lambda: page.panel.content is None)
        page.open_row(key)
        qtbot.waitUntil(lambda: page.panel.content is not None)
        view = page.panel.content
        qtbot.waitUntil(
            lambda: any(name.startswith("无力") for name, _ in view.sheet.groups)
        )
        assert lines(view.sheet, "无力") == {"占道经营": "年均30件"}

    def test_who_only_reads_sees_no_button_that_changes(self, visit, lite, left):
        officer = bench_for(lite, left, Actor(9, "队员", GRANTS[Role.OFFICER]))
        page = visit("towns", officer)
        assert set(page.buttons) == {"相邻关系"}


class TestNeighboursPage:
    @pytest.fixture
    def page(self, visit):
        made = visit("neighbours")
        made.setFocus()
        return made

    def undecided(self, bench):
        found = bench.desk.ask(neighbours.find_neighbours, state=NeighbourState.DERIVED)
        return list(found)

    def test_keys_decide_a_pair_and_go_on_to_the_next(self, qtbot, page, bench):
        first, second, *_rest = self.undecided(bench)
        qtbot.keyClick(page, Qt.Key.Key_N)
        qtbot.waitUntil(lambda: page.table.chosen_numbers() == [first])
        qtbot.waitUntil(page.buttons["相邻（1）"].isEnabled)
        with qtbot.waitSignal(bench.told):
            qtbot.keyClick(page, Qt.Key.Key_3)
        qtbot.waitUntil(lambda: page.table.chosen_numbers() == [second])
        line = bench.desk.ask(neighbours.neighbour_lines, ids=[first])[first]
        assert line.said == "相邻，不通车"
        qtbot.waitUntil(lambda: page.told.text().startswith("已确认 1 / "))
        assert set(page.map.chosen()) == set(divmod(second, 1_000_000))

    def test_a_line_of_the_map_chooses_its_row_even_if_a_filter_hides_it(
        self, qtbot, page, bench
    ):
        page.filters["state"].put(NeighbourState.CUT)
        with qtbot.waitSignal(page.listed):
            page.apply()
        assert len(page.model.numbers()) == 0
        number = self.undecided(bench)[3]
        page.map.edge_chosen.emit(*divmod(number, 1_000_000))
        qtbot.waitUntil(lambda: page.table.chosen_numbers() == [number])
        assert page.filters["state"].value() is None

    def test_the_rest_is_confirmed_at_once_after_asking(self, qtbot, page, bench):
        left = len(self.undecided(bench))
        qtbot.waitUntil(lambda: page._ground.undecided == left)
        page.buttons["确认其余推算的"].click()
        assert f"其余{left}条" in said(page.asked)
        with qtbot.waitSignal(bench.told):
            page.asked.buttons[0].click()
        assert self.undecided(bench) == []
        qtbot.waitUntil(lambda: page.told.text().startswith(f"已确认 {left} / {left}"))

    def test_a_pair_the_guess_missed_is_added_from_the_map(
        self, qtbot, page, bench, county
    ):
        far = county.towns["桃林镇"], county.towns["张湾乡"]
        qtbot.waitUntil(lambda: bool(page.map._plan.towns))
        page.map.choose(far)
        panel = press(qtbot, page, "补一对")
        names = [panel.boxes[name].editor for name in ("one_id", "other_id")]
        qtbot.waitUntil(lambda: [one.value() for one in names] == list(far))
        save(qtbot, panel)
        number = neighbours.pair_number(*far)
        line = bench.desk.ask(neighbours.neighbour_lines, ids=[number])[number]
        assert line.said == "相邻"


class TestFirstPage:
    def todos(self, bench):
        from workbench.views.roster.zones_room import ROOM

        return [
            todo
            for source in ROOM.todos
            for todo in source.todos(bench, bench.desk.ask(source.query))
        ]

    def test_what_is_missing_is_listed_as_something_to_do(self, bench, clerk, county):
        staff(bench.desk, county, leads={"王芳": "牛山街道", "李明": "曲阳镇"})
        roster, points, pairs = self.todos(clerk)
        assert "石榴街道" in roster.text
        assert (roster.page, roster.target) == ("centres", county.units["一中心"])
        assert roster.tone is Tone.CAUTION
        assert points.text == "19个镇街的位置还没有确认。"
        assert "条推算的相邻关系还没有确认" in pairs.text

    def test_towns_and_zones_are_found_by_searching_everything(
        self, qtbot, window, bench, county
    ):
        window.finder.open()
        window.finder.line.setText("ns")
        qtbot.waitUntil(lambda: any(one.page == "towns" for one in window.finder.found))
        found = next(one for one in window.finder.found if one.page == "towns")
        assert found.target == county.towns["牛山街道"]
        window.finder.close()


class TestWhatIsOffered:
    def test_the_plan_of_all_zones_is_drafted_by_who_sees_the_county(
        self, visit, clerk, zone_clerk
    ):
        assert "起草片区设置方案" in visit("zones", clerk).buttons
        assert "起草片区设置方案" not in visit("zones", zone_clerk).buttons
