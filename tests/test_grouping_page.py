"""The map of towns, and the page where they are grouped into zones."""

import shutil
from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.conftest import Clock
from tests.county import SINCE, enter_county
from tests.on_screen import ON_SCREEN, bench_for, drag, heard
from workbench import database, house
from workbench.access import GRANTS, Actor, Permission, Role
from workbench.desk import Desk
from workbench.rules import Refusal
from workbench.services.roster import groupings, papers, scoring, towns, zones
from workbench.services.roster.groupings import PlannedZone
from workbench.views import rooms
from workbench.views.roster.grouping_figures import MEASURES, verdict
from workbench.views.roster.grouping_panels import AdoptPanel, PlanPanel, ProposePanel
from workbench.views.roster.grouping_plan import (
    UNNAMED,
    History,
    WorkZone,
    added,
    alike,
    continued,
    differences,
    dissolved,
    moved,
    planned,
    renamed,
    resumed,
    seated,
    zone_title,
)

TODAY = date(2026, 3, 2)
INFO = next(info for info in rooms.pages() if info.key == "grouping")
LEFT = Qt.MouseButton.LeftButton
CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
PLAIN = Qt.KeyboardModifier.NoModifier
NAMES = {number: f"{number}镇" for number in range(1, 9)}


class TestPlan:
    PLAN = (
        WorkZone(1, "甲片区", (1, 2, 3), 1, 11),
        WorkZone(2, "乙片区", (4, 5), 4, 12),
    )

    def test_a_seat_that_leaves_is_a_seat_no_more(self):
        after = moved(self.PLAN, (1, 2), 2)
        assert after[0] == WorkZone(1, "甲片区", (3,), None, 11)
        assert after[1].town_ids == (1, 2, 4, 5)
        assert moved(after, (3,), 0)[0].town_ids == ()

    def test_a_seat_is_set_and_taken_back(self):
        assert seated(self.PLAN, 2)[0].seat_id == 2
        assert seated(self.PLAN, 1)[0].seat_id is None

    def test_a_name_is_some_zones_alone(self):
        assert renamed(self.PLAN, 1, " 丙片区 ")[0].name == "丙片区"
        for name in ("乙片区", "  "):
            with pytest.raises(Refusal, match="不能"):
                renamed(self.PLAN, 1, name)

    def test_a_new_zone_gets_a_free_name_and_a_hue_nobody_has(self):
        after = added(dissolved(self.PLAN, 1), (5,))
        assert [(zone.key, zone.name) for zone in after] == [
            (2, "乙片区"),
            (1, "第二片区"),
        ]
        assert after[1].town_ids == (5,)
        titles = [zone_title(count) for count in (3, 10, 12, 20, 21)]
        assert titles == [
            "第三片区",
            "第十片区",
            "第十二片区",
            "第二十片区",
            "第二十一片区",
        ]

    def test_undo_goes_back_step_by_step_and_a_new_step_forgets_the_rest(self):
        history = History(self.PLAN)
        assert not history.do(self.PLAN, "没有变")
        history.do(moved(self.PLAN, (3,), 2), "移入乙片区")
        history.do(seated(history.plan, 5), "驻地")
        history.undo()
        assert (history.undone(), history.redone()) == ("移入乙片区", "驻地")
        history.redo()
        assert history.plan[1].seat_id == 5
        history.undo()
        history.undo()
        history.undo()
        assert history.plan == self.PLAN
        assert not history.dirty()
        history.do(dissolved(self.PLAN, 2), "解散片区")
        assert not history.can_redo()
        assert history.dirty()

    def test_a_step_may_leave_the_saved_plan_and_undo_comes_back_to_it(self):
        history = History(self.PLAN, (5, "调整稿"))
        history.do(moved(self.PLAN, (3,), 2), "移入乙片区")
        assert history.saved_as == (5, "调整稿")
        history.do(seated(history.plan, 5), "系统推荐", UNNAMED)
        assert history.saved_as == UNNAMED
        history.settle((6, "新稿"))
        assert (history.saved_as, history.dirty()) == ((6, "新稿"), False)
        history.undo()
        assert (history.saved_as, history.dirty()) == ((5, "调整稿"), True)

    def test_plans_are_alike_whose_towns_are_together_alike(self):
        other = tuple(reversed(renamed(self.PLAN, 1, "丁片区")))
        assert alike(self.PLAN, other)
        assert not alike(self.PLAN, moved(self.PLAN, (3,), 2))
        open_seats = tuple(replace(zone, seat_id=None) for zone in self.PLAN)
        assert alike(self.PLAN, open_seats)
        assert not alike(self.PLAN, seated(self.PLAN, 2))

    def test_changes_are_told_one_by_one(self):
        after = planned(renamed(added(moved(self.PLAN, (3,), 2), (5, 6)), 1, "丁片区"))
        told = list(differences(planned(self.PLAN), after, NAMES))
        assert told == [
            "甲片区改称丁片区。",
            "新设第三片区：5镇、6镇。",
            "3镇由甲片区调入乙片区。",
            "5镇由乙片区调入第三片区。",
            "6镇编入第三片区。",
        ]
        gone = planned(dissolved(self.PLAN, 2))
        told = list(differences(planned(self.PLAN), gone, NAMES))
        assert told[0].startswith("乙片区不再设立")
        assert told[1] == "4镇调出乙片区，不再编入片区。"

    def test_a_proposal_keeps_the_zones_it_is_most_like(self):
        proposal = (
            PlannedZone("第1片区", (4, 5, 6), 4),
            PlannedZone("第2片区", (7,), 7),
            PlannedZone("第3片区", (1, 2, 3), 2),
        )
        after = continued(proposal, self.PLAN)
        assert [(zone.name, zone.town_ids, zone.zone_id) for zone in after] == [
            ("甲片区", (1, 2, 3), 11),
            ("乙片区", (4, 5, 6), 12),
            ("第三片区", (7,), None),
        ]
        assert [zone.seat_id for zone in after] == [2, 4, 7]

    def test_a_saved_zone_of_a_standing_ones_name_is_that_zone(self):
        saved = (PlannedZone("甲片区", (1,)), PlannedZone("丙片区", (2,)))
        after = resumed(saved, planned(self.PLAN))
        assert [zone.zone_id for zone in after] == [11, None]


# ---- the page, on a small county with two zones ----


@pytest.fixture(scope="module")
def entered(founded_folder, tmp_path_factory):
    """A home with a county of two zones in it, and the numbers of its towns."""
    folder = tmp_path_factory.mktemp("entered") / "home"
    shutil.copytree(founded_folder, folder)
    home = database.open_home(folder)
    desk = Desk(house.parts_of(home, Clock()), Actor(7, "李明", frozenset(Permission)))
    county = enter_county(desk)
    by_name = county.towns
    desk.do(
        groupings.adopt_grouping,
        name="两个片区",
        zones=[
            PlannedZone(
                "示例第一片区",
                tuple(by_name[name] for name in ("牛山街道", "石榴街道", "曲阳镇")),
                by_name["牛山街道"],
                county.zones["示例第一片区"],
            ),
            PlannedZone(
                "示例第二片区",
                tuple(by_name[name] for name in ("黄川镇", "石梁河镇", "青湖镇")),
                by_name["青湖镇"],
            ),
        ],
        valid_from=date(2026, 1, 1),
        document="东政发〔2026〕1号",
        reason="建账",
    )
    for name, volume in (("牛山街道", 100), ("青湖镇", 60), ("黄川镇", 40)):
        desk.do(
            towns.set_matter,
            town_id=by_name[name],
            name="占道经营",
            yearly_volume=volume,
            valid_from=SINCE,
        )
    home.close()
    return folder, by_name


@pytest.fixture
def town(entered):
    return entered[1]


@pytest.fixture
def lite(entered, tmp_path, clock):
    folder = tmp_path / "entered"
    shutil.copytree(entered[0], folder)
    home = database.open_home(folder)
    yield house.parts_of(home, clock)
    home.close()


def build(qtbot, show, bench, size=(1134, 640)):
    page = INFO.build(bench)
    with qtbot.waitSignal(page.shown):
        show(page, size)
    return page


@pytest.fixture
def page(qtbot, show, bench):
    return build(qtbot, show, bench)


def zone_of(page, town_id):
    return next((one.name for one in page.plan if town_id in one.town_ids), None)


def figures(page):
    return [one.text() for one in page.work.sums.values]


class TestScores:
    def test_a_chosen_seat_is_what_the_road_is_reckoned_to(self, lite, everybody, town):
        desk = Desk(lite, everybody)
        table = desk.ask(scoring.grouping_table)
        near = scoring.judged(table, table.current)
        far = [
            replace(table.current[0], seat_id=town["曲阳镇"]),
            *table.current[1:],
        ]
        away = scoring.judged(table, far)
        assert near.zones[0].seat_id == town["牛山街道"]
        assert away.zones[0].seat_id == town["曲阳镇"]
        assert away.mean_km > near.mean_km
        assert away.zones[0].roads[town["曲阳镇"]] == 0

    def test_what_is_amiss_is_said_with_the_towns_it_is_about(
        self, lite, everybody, town
    ):
        table = Desk(lite, everybody).ask(scoring.grouping_table)
        one, other = table.current
        plan = [
            replace(one, town_ids=(*one.town_ids, town["黄川镇"])),
            replace(other, town_ids=(), seat_id=None),
        ]
        worries = scoring.judged(table, plan).worries
        apart = next(one for one in worries if "不相连" in one.text)
        assert apart.town_ids == (town["黄川镇"],)
        assert any("示例第二片区没有镇街" in one.text for one in worries)
        assert any("尚未编入片区" in one.text for one in worries)

    def test_nothing_grouped_is_no_worry_and_no_figure(self, lite, everybody):
        table = Desk(lite, everybody).ask(scoring.grouping_table)
        nothing = scoring.judged(table, ())
        assert nothing.zones == ()
        assert nothing.worries == ()

    def test_better_and_worse_are_told_in_words(self, lite, everybody, town):
        table = Desk(lite, everybody).ask(scoring.grouping_table)
        now = scoring.judged(table, table.current)
        worse = replace(now, mean_km=now.mean_km + 2)
        assert verdict(MEASURES[0], worse, now)[0].startswith("变差，现行")
        assert verdict(MEASURES[0], now, worse)[0].startswith("变好，现行")
        assert verdict(MEASURES[0], now, now)[0] == "与现行相同"
        likeness = MEASURES[3]
        assert verdict(likeness, replace(now, likeness=None), now) == ("", "quiet")


class TestPage:
    pytestmark = ON_SCREEN

    def test_a_drag_on_the_map_moves_the_town_and_every_figure(self, page, town):
        before = figures(page)
        there = page.map.town_place(town["青湖镇"])
        seen = []
        page.map.town_over.connect(lambda _ids, _zone: seen.append(figures(page)))
        drag(page.map, page.map.town_place(town["石榴街道"]), there)
        assert zone_of(page, town["石榴街道"]) == "示例第二片区"
        assert figures(page) != before
        assert figures(page) in seen[:-1]
        told = [one.text()[:2] for one in page.work.sums.told]
        assert {"变好", "变差"} & set(told)
        assert page.strip.state.isVisible()
        assert "已调整1个镇街" in page.strip.title.text()
        assert "原示例第一片区" in page.tree.towns[town["石榴街道"]].text(0)

    def test_a_drag_in_the_table_moves_it_too(self, page, town):
        port, tree = page.tree.viewport(), page.tree
        chosen = tree.towns[town["曲阳镇"]]
        target = tree.zones[2]
        start = tree.visualItemRect(chosen).center()
        drag(port, start, tree.visualItemRect(target).center())
        assert zone_of(page, town["曲阳镇"]) == "示例第二片区"

    def test_a_town_is_carried_from_the_map_into_the_table(self, page, town):
        tree = page.tree
        place = tree.visualItemRect(tree.zones[2]).center()
        at = page.map.mapFromGlobal(tree.viewport().mapToGlobal(place))
        drag(page.map, page.map.town_place(town["曲阳镇"]), at)
        assert zone_of(page, town["曲阳镇"]) == "示例第二片区"

    def test_a_town_is_carried_from_the_table_onto_the_map(self, page, town):
        tree = page.tree
        start = tree.visualItemRect(tree.towns[town["曲阳镇"]]).center()
        place = page.map.town_place(town["黄川镇"])
        at = tree.viewport().mapFromGlobal(page.map.mapToGlobal(place))
        drag(tree.viewport(), start, at)
        assert zone_of(page, town["曲阳镇"]) == "示例第二片区"

    def test_what_is_chosen_on_one_side_is_chosen_on_the_other(self, page, town):
        page.map.choose((town["黄川镇"], town["青湖镇"]))
        assert set(page.tree.chosen()) == {town["黄川镇"], town["青湖镇"]}
        page.tree.setCurrentItem(page.tree.towns[town["曲阳镇"]])
        assert page.map.chosen() == (town["曲阳镇"],)

    def test_several_are_moved_by_the_menu(self, page, town):
        assert not page.buttons["移入…"].isEnabled()
        page.map.choose((town["石榴街道"], town["曲阳镇"]))
        page.buttons["移入…"].click()
        entries = {one.text(): one for one in page.work.menu.actions()}
        assert not entries["示例第一片区"].isEnabled()
        entries["示例第二片区"].trigger()
        page.work.menu.close()
        assert zone_of(page, town["石榴街道"]) == "示例第二片区"
        assert zone_of(page, town["曲阳镇"]) == "示例第二片区"

    def test_undo_and_redo_by_key_and_button(self, qtbot, page, town):
        page.move_towns((town["曲阳镇"],), 2)
        page.map.setFocus()
        QTest.keyClick(page.map, Qt.Key.Key_Z, CONTROL)
        qtbot.waitUntil(lambda: zone_of(page, town["曲阳镇"]) == "示例第一片区")
        assert not page.strip.state.isVisible()
        assert "移入示例第二片区" in page.strip.redo.toolTip()
        page.strip.redo.click()
        assert zone_of(page, town["曲阳镇"]) == "示例第二片区"
        QTest.keyClick(page.map, Qt.Key.Key_Z, CONTROL)
        qtbot.waitUntil(page.history.can_redo)
        QTest.keyClick(page.map, Qt.Key.Key_Y, CONTROL)
        qtbot.waitUntil(page.history.can_undo)
        assert zone_of(page, town["曲阳镇"]) == "示例第二片区"

    def test_the_menu_of_a_town_moves_it_seats_it_and_leads_to_its_page(
        self, page, bench, town
    ):
        wanted = heard(bench.wanted)
        page.map.town_asked.emit((town["曲阳镇"],), page.mapToGlobal(QPoint(9, 9)))
        entries = {one.text(): one for one in page.work.menu.actions()}
        entries["设为驻地"].trigger()
        assert page.plan[0].seat_id == town["曲阳镇"]
        entries["查看镇街"].trigger()
        assert wanted == [("towns", town["曲阳镇"])]
        into = {one.text(): one for one in entries["移入"].menu().actions()}
        into["新片区"].trigger()
        assert zone_of(page, town["曲阳镇"]) == "第三片区"
        page.work.menu.close()

    def test_the_menu_of_a_zone_chooses_its_towns_and_dissolves_it(self, page, town):
        page.tree.zone_asked.emit(2, page.mapToGlobal(QPoint(9, 9)))
        entries = {one.text(): one for one in page.work.menu.actions()}
        entries["选中全部镇街"].trigger()
        assert set(page.map.chosen()) == {
            town[name] for name in ("黄川镇", "石梁河镇", "青湖镇")
        }
        entries["解散片区"].trigger()
        assert [zone.name for zone in page.plan] == ["示例第一片区"]
        page.work.menu.close()

    def test_a_seat_is_set_by_the_button(self, page, town):
        page.map.choose((town["曲阳镇"],))
        page.buttons["设为驻地"].click()
        assert page.plan[0].seat_id == town["曲阳镇"]
        assert "（驻地）" in page.tree.towns[town["曲阳镇"]].text(0)

    def test_a_zone_is_added_named_and_dissolved(self, qtbot, page, bench, town):
        page.buttons["新建片区"].click()
        assert [zone.name for zone in page.plan][-1] == "第三片区"
        assert any("没有镇街" in one.text for one in page.work.worries.worries)
        page.tree.zones[3].setText(0, "温泉片区")
        qtbot.waitUntil(lambda: 3 in page.tree.zones)
        assert page.plan[2].name == "温泉片区"
        failed = heard(bench.failed)
        page.tree.zones[3].setText(0, "示例第一片区")
        qtbot.waitUntil(lambda: page.tree.zones[3].text(0) == "温泉片区")
        assert "相同" in str(failed[0])
        page.dissolve_zone(3)
        assert len(page.plan) == 2

    def test_pointing_at_a_warning_chooses_its_towns(self, page, town):
        page.move_towns((town["黄川镇"],), 1)
        worry = next(one for one in page.work.worries.worries if "不相连" in one.text)
        page.work.worries.pointed.emit(worry.town_ids)
        assert page.map.chosen() == worry.town_ids

    def test_a_plan_is_saved_changed_and_opened_again(self, qtbot, page, bench, town):
        page.move_towns((town["曲阳镇"],), 2)
        page.buttons["保存方案"].click()
        panel = page.panel.content
        panel.boxes["name"].editor.put("调整稿")
        page.move_towns((town["石榴街道"],), 2)  # meanwhile
        with qtbot.waitSignal(panel.saved):
            panel.save()
        assert page.strip.title.text().startswith("方案“调整稿”")
        assert not page.strip.state.isVisible()
        (saved, *_rest) = bench.desk.ask(groupings.groupings)
        assert len(saved.zones[1].town_ids) == 5
        page.move_towns((town["石榴街道"],), 1)
        page.save()
        qtbot.waitUntil(lambda: not page.history.dirty())
        (saved, *_rest) = bench.desk.ask(groupings.groupings)
        assert len(saved.zones[1].town_ids) == 4
        page.go_back()
        assert page.strip.title.text() == "现行编组"
        assert zone_of(page, town["曲阳镇"]) == "示例第一片区"
        page.ask_saved()
        qtbot.waitUntil(page.panel.isVisible)
        page.panel.content.opened.emit(saved)
        assert page.strip.title.text().startswith("方案“调整稿”")
        assert zone_of(page, town["曲阳镇"]) == "示例第二片区"

    def test_unsaved_work_asks_before_it_is_lost(self, page, town):
        page.move_towns((town["曲阳镇"],), 2)
        page.strip.back.click()
        assert page.history.dirty()
        words = [made.text() for made in page.asked.buttons]
        assert words == ["先保存", "不保留，继续", "取消"]
        page.asked.buttons[1].click()
        assert not page.history.dirty()
        assert zone_of(page, town["曲阳镇"]) == "示例第一片区"

    def test_unsaved_work_outlasts_the_window(  # noqa: PLR0917 - fixtures
        self, qtbot, show, page, bench, lite, left, everybody, town
    ):
        page.move_towns((town["曲阳镇"],), 2)
        bench.memory.flush()
        later = bench_for(lite, left, everybody)
        told = heard(later.told)
        again = build(qtbot, show, later)
        assert zone_of(again, town["曲阳镇"]) == "示例第二片区"
        assert again.strip.state.isVisible()
        assert "已恢复" in told[0].text

    def test_another_saved_plan_is_compared_with(self, qtbot, page, bench, town):
        (standing, *_rest) = bench.desk.ask(groupings.groupings)
        page.move_towns((town["曲阳镇"],), 2)
        page.compare(standing)
        assert page.panel.content.changes == ("曲阳镇由示例第二片区调入示例第一片区。",)

    def test_a_proposal_is_searched_for_and_can_be_taken_back(self, qtbot, page):
        page.buttons["系统推荐"].click()
        panel = page.panel.content
        assert isinstance(panel, ProposePanel)
        panel.boxes["count"].editor.put(4)
        panel.start.click()
        qtbot.waitUntil(lambda: len(page.plan) == 4, timeout=20_000)
        assert page.work.worries.worries == () or all(
            "不相连" not in one.text for one in page.work.worries.worries
        )
        names = [zone.name for zone in page.plan]
        assert names[:2] == ["示例第一片区", "示例第二片区"]
        page.undo()
        assert len(page.plan) == 2

    def test_a_proposal_like_what_stands_changes_nothing(self, page, bench):
        told = heard(bench.told)
        before = page.plan
        page._take_proposal(planned(before))
        assert told[-1].text == "推荐结果与现行编组相同，没有找到更好的。"
        assert page.plan == before
        assert not page.history.can_undo()
        assert page.strip.title.text() == "现行编组"

    def test_a_proposal_is_never_saved_over_the_plan_that_was_open(
        self, qtbot, page, bench, town
    ):
        page.move_towns((town["曲阳镇"],), 2)
        page.save()
        panel = page.panel.content
        panel.boxes["name"].editor.put("调整稿")
        with qtbot.waitSignal(panel.saved):
            panel.save()
        drafted = page.plan
        told = heard(bench.told)
        page._take_proposal(planned(drafted))
        assert told[-1].text == "推荐结果与当前方案相同，没有改动。"
        assert page.saved_as[1] == "调整稿"
        page._take_proposal(planned(moved(drafted, (town["石榴街道"],), 2)))
        assert "不一定是最好的" in told[-1].text
        assert page.saved_as == UNNAMED
        assert "调整稿" not in page.strip.title.text()
        page.save()
        assert isinstance(page.panel.content, PlanPanel)  # which asks for a name
        page.undo()
        assert page.saved_as[1] == "调整稿"
        assert page.plan == drafted

    def test_no_paper_is_drafted_while_the_plan_is_not_adopted(self, page, bench, town):
        told = heard(bench.told)
        page.move_towns((town["曲阳镇"],), 2)
        page.buttons["起草片区设置方案"].click()
        assert page.panel.content is None
        assert told[-1].text == (
            "眼前的方案还没有采用，公文只写现行片区：请先采用方案，再起草。"
        )

    def test_a_search_that_is_stopped_changes_nothing(self, qtbot, page, bench):
        jobs = []
        bench.working.connect(jobs.append)
        bench.working.connect(lambda job: job.cancel())
        failed = heard(bench.failed)
        page.propose({"count": 4, "min_towns": 2, "max_towns": None})
        qtbot.waitUntil(lambda: bool(failed))
        assert jobs[0].doing == "试排片区"
        assert not page.history.dirty()

    def test_a_plan_is_adopted_after_its_changes_are_told(
        self, qtbot, page, bench, town
    ):
        page.move_towns((town["曲阳镇"], town["石榴街道"]), 0)
        page.seat_town(town["牛山街道"])
        told = heard(bench.told)
        page.buttons["采用方案"].click()
        panel = page.panel.content
        assert isinstance(panel, AdoptPanel)
        panel.save()
        assert panel.boxes["document"].amiss()
        panel.boxes["document"].editor.put("东政发〔2026〕9号")
        panel.save()
        with qtbot.waitSignals([panel.saved, page.shown]):
            panel.asked.buttons[0].click()
        rows = bench.desk.ask(zones.zone_rows, ids=bench.desk.ask(zones.find_zones))
        held = {row.name: row.towns for row in rows.values()}
        assert held["示例第一片区"] == ("牛山街道",)
        assert not page.history.dirty()
        assert page.strip.title.text() == "现行编组"
        assert told[-1].act[0] == "起草片区设置方案"

    def test_a_zone_in_pieces_is_not_adopted_and_the_page_says_why(
        self, qtbot, page, town
    ):
        page.move_towns((town["黄川镇"],), 1)
        page.adopt()
        panel = page.panel.content
        panel.boxes["document"].editor.put("东政发〔2026〕9号")
        panel.save()
        panel.asked.buttons[0].click()
        qtbot.waitUntil(lambda: panel.notice() is not None)
        assert "不相连" in panel.notice().text
        assert page.history.dirty()

    def test_zones_changed_elsewhere_leave_unsaved_work_and_say_so(
        self, qtbot, page, bench, town
    ):
        page.move_towns((town["曲阳镇"],), 2)
        told = heard(bench.told)
        with qtbot.waitSignal(page.shown):
            bench.desk.do(
                zones.add_town_to_zone,
                zone_id=page.plan[0].zone_id,
                town_id=town["温泉镇"],
                first=TODAY,
            )
        assert zone_of(page, town["曲阳镇"]) == "示例第二片区"
        assert "现行片区已有变动" in told[-1].text
        page.undo()
        page.go_back()
        assert zone_of(page, town["温泉镇"]) == "示例第一片区"

    def test_a_day_or_a_town_can_be_pointed_at_from_elsewhere(self, qtbot, page, town):
        page.reveal(town["青湖镇"])
        assert page.map.chosen() == (town["青湖镇"],)
        with qtbot.waitSignal(page.shown):
            page.reveal(date(2025, 6, 1))
        assert page.strip.on.kept() == "2025-06-01"

    def test_a_past_day_is_shown_and_cannot_be_changed(self, qtbot, page, town):
        page.move_towns((town["曲阳镇"],), 2)
        page.strip.on.put(date(2025, 6, 1))
        with qtbot.waitSignal(page.shown):
            pass
        assert "2025年6月1日的编组（只读）" in page.strip.title.text()
        assert [zone.name for zone in page.plan] == ["示例第一片区"]
        page.move_towns((town["曲阳镇"],), 0)
        assert zone_of(page, town["曲阳镇"]) == "示例第一片区"
        assert not page.buttons["保存方案"].isEnabled()
        with qtbot.waitSignal(page.shown):
            page.strip.back.click()
        assert zone_of(page, town["曲阳镇"]) == "示例第二片区"
        assert page.strip.state.isVisible()

    def test_the_paper_is_drafted_and_shown(self, qtbot, page, bench):
        wanted = heard(bench.wanted)
        page.buttons["起草片区设置方案"].click()
        assert page.panel.content.boxes["on"].value() == bench.desk.today()
        page.panel.content.save()
        qtbot.waitUntil(lambda: bool(wanted))
        assert wanted[0][0] == "papers"
        assert wanted[0][1] > 0

    def test_map_and_table_are_printed_and_copied(self, page):
        page.copy_picture()
        assert not QGuiApplication.clipboard().pixmap().isNull()
        page.print()
        assert "片区编组" in page.asked.windowTitle()
        page.asked.close()

    def test_who_may_only_look_sees_nothing_to_press(
        self, qtbot, show, lite, left, town
    ):
        reader = Actor(9, "王芳", GRANTS[Role.OFFICER])
        page = build(qtbot, show, bench_for(lite, left, reader))
        assert set(page.buttons) == {"已存方案"}
        assert not page.strip.undo.isVisible()
        drag(
            page.map,
            page.map.town_place(town["曲阳镇"]),
            page.map.town_place(town["青湖镇"]),
        )
        assert zone_of(page, town["曲阳镇"]) == "示例第一片区"

    def test_a_clerk_drafts_and_does_not_adopt(self, qtbot, show, lite, left):
        clerk = Actor(9, "王芳", GRANTS[Role.CLERK])
        page = build(qtbot, show, bench_for(lite, left, clerk))
        assert "保存方案" in page.buttons
        assert "采用方案" not in page.buttons
        assert "起草片区设置方案" in page.buttons

    def test_a_clerk_of_a_zone_is_not_offered_the_plan_of_all_zones(
        self, qtbot, show, lite, left, everybody
    ):
        centre = next(iter(Desk(lite, everybody).ask(papers.centres_to_choose)))[0]
        clerk = Actor(9, "王芳", GRANTS[Role.CLERK], centre, county_wide=False)
        page = build(qtbot, show, bench_for(lite, left, clerk))
        assert "保存方案" in page.buttons
        assert "起草片区设置方案" not in page.buttons


class TestEmpty:
    pytestmark = ON_SCREEN

    def test_without_towns_it_says_what_comes_first(  # noqa: PLR0917 - fixtures
        self, qtbot, show, lite_home, clock, left, everybody
    ):
        bench = bench_for(house.parts_of(lite_home, clock), left, everybody)
        page = build(qtbot, show, bench)
        wanted = heard(bench.wanted)
        assert page.fill_first.isVisible()
        assert not page.buttons["新建片区"].isEnabled()
        assert not page.map.isVisible()
        page.fill_first.click()
        assert wanted[0][0] == "towns"

    def test_towns_without_zones_wait_for_the_first(  # noqa: PLR0917 - fixtures
        self, qtbot, show, lite_home, clock, left, everybody
    ):
        parts = house.parts_of(lite_home, clock)
        desk = Desk(parts, everybody)
        desk.do(towns.load_shipped, county_code="320722", valid_from=SINCE)
        desk.do(towns.derive_neighbours)
        page = build(qtbot, show, bench_for(parts, left, everybody))
        assert page.tree.zones[0].text(0) == "未编入片区"
        assert page.tree.zones[0].childCount() == 19
        page.map.choose(list(page.tree.towns)[:2])
        page.add_zone(page.map.chosen())
        assert len(page.plan[0].town_ids) == 2
        QApplication.sendPostedEvents()
        assert page.work.judgement.zones[0].staff == 0
