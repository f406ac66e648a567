"""Joint actions: planned with teams, approved, carried out and summed up."""

import json
from datetime import date, timedelta

import pytest
from PySide6.QtWidgets import QLabel, QPushButton

from tests.commanding import give_powers, seat
from tests.county import SINCE, enter_county, id_number
from tests.on_screen import ON_SCREEN, bench_for
from workbench.desk import DeniedError, Desk
from workbench.models.documents import Paper
from workbench.models.powers.shifts import Duty
from workbench.rules import Refusal
from workbench.rules.roster.people import LeaveKind, PostKind
from workbench.rules.roster.units import Employment
from workbench.services.documents import register
from workbench.services.powers import actions, affairs, moves
from workbench.services.powers.action_notice import TeamPlan
from workbench.services.powers.actions import Stage, Task
from workbench.services.powers.said import said_of
from workbench.services.roster import people, postings
from workbench.views import rooms
from workbench.views.forms import FormPanel
from workbench.views.pages import SheetView

FIRST, LAST = date(2026, 3, 2), date(2026, 3, 9)
NAMES = ("周洋", "吴凡", "郑凯", "冯静")


@pytest.fixture
def county(desk):
    county = enter_county(desk)
    give_powers(desk, county)
    for serial, name in enumerate(NAMES, 11):
        county.people[name] = desk.do(
            people.add_person,
            name=name,
            id_number=id_number(serial),
            phone=f"139000000{serial}",
            home_unit_id=county.units["县局"],
            employment=Employment.REFERENCED,
            valid_from=SINCE,
            host_unit_id=county.units["一队"],
            post=PostKind.FRONTLINE,
            reason="建账",
        )
        if name != "冯静":
            desk.do(
                postings.add_certificate,
                person_id=county.people[name],
                number=f"1007020{serial:04d}",
                fields="城市管理",
                first=SINCE,
                last=date(2027, 12, 31),
            )
    return county


@pytest.fixture
def staff(parts, county):
    return seat(parts, county)


def team(county, *names, name="第一组", helpers=(), vehicles=()):
    leader, *rest = (county.people[one] for one in names)
    return TeamPlan(
        name,
        "牛山街道集市",
        leader,
        tuple(rest),
        tuple(county.people[one] for one in helpers),
        vehicles,
    )


def plan(county, **changed):
    values = {
        "unit_id": county.units["一中心"],
        "title": "集市周边秩序联合行动方案",
        "purpose": "集市周边道路畅通。",
        "area": "牛山街道集市",
        "first": FIRST,
        "last": LAST,
        "matters": ("占道经营", "车辆乱停。"),
        "lead_id": county.units["县局"],
        "tasks": (Task(county.units["一队"], "现场劝导、查处。"),),
        "stages": (Stage("集中行动", FIRST, LAST, "逐个集市推进。"),),
        "teams": (team(county, "李明", "周洋"),),
    }
    return values | changed


def drafted(staff, county, **changed):
    return staff.clerk.do(actions.draft_action, **plan(county, **changed))


def act(staff, number, verb, **said):
    who, command = (
        (staff.commander, moves.decide)
        if verb in {"approve", "send_back", "withdraw", "reopen"}
        else (staff.clerk, moves.handle)
    )
    who.do(command, affair_id=number, verb=verb, said=said_of(**said))


def state(staff, number):
    return staff.clerk.ask(affairs.affair_file, affair_id=number).row.state.label


def approved(staff, county, **changed):
    number = drafted(staff, county, **changed)
    act(staff, number, "submit")
    act(staff, number, "approve")
    return number


class TestServices:
    def test_a_plan_goes_the_whole_way(self, staff, county, clock):
        number = approved(staff, county)
        act(staff, number, "launch")
        act(staff, number, "conclude", result="劝导摊点42处，道路恢复畅通。")
        act(staff, number, "archive")
        assert state(staff, number) == "已归档"
        said = staff.clerk.ask(actions.action_values, affair_id=number)
        assert said.title == "集市周边秩序"
        assert said.summary == "劝导摊点42处，道路恢复畅通。"
        assert said.said == (("第一组", "牛山街道集市。组长李明；队员周洋"),)

    def test_the_notice_is_a_draft_of_the_host_organ_and_names_the_grant(
        self, staff, county, desk, parts
    ):
        number = approved(staff, county)
        shown = staff.clerk.ask(affairs.affair_file, affair_id=number).row
        paper = desk.ask(register.paper_rows, ids=[shown.paper_id])[shown.paper_id]
        assert paper.number_text == ""
        assert "集市周边秩序联合行动方案" in paper.title
        with parts.sessions() as session:
            record = json.loads(session.get(Paper, shown.paper_id).record)
        assert record["issuing"]["organ"] == "东海县县局"
        assert "东政发〔2025〕20号" in record["grant"]
        assert record["teams"][0]["certified"] == 2
        assert record["matters"] == ["占道经营。", "车辆乱停。"]

    def test_a_draft_is_drafted_anew_and_its_teams_replaced(self, staff, county):
        number = drafted(staff, county)
        again = drafted(
            staff,
            county,
            affair_id=number,
            teams=(
                team(county, "李明", "吴凡", helpers=("冯静",)),
                team(county, "周洋", "郑凯", name="第二组"),
            ),
        )
        assert again == number
        said = staff.clerk.ask(actions.action_values, affair_id=number)
        assert [one.name for one in said.teams] == ["第一组", "第二组"]
        assert said.teams[0].helper_ids == (county.people["冯静"],)
        act(staff, number, "submit")
        with pytest.raises(Refusal, match="只有草拟中的"):
            drafted(staff, county, affair_id=number)

    def test_every_clash_is_told_in_one_refusal(self, staff, county, desk):
        desk.do(
            postings.add_leave,
            person_id=county.people["周洋"],
            kind=LeaveKind.ANNUAL,
            first=date(2026, 3, 2),
            approved_to=date(2026, 3, 4),
        )
        wanted = (team(county, "李明", "周洋", "冯静"),)
        with pytest.raises(Refusal) as refused:
            drafted(staff, county, teams=wanted)
        assert refused.value.clause == "powers/clashes"
        assert "有2处冲突" in str(refused.value)
        assert "周洋" in str(refused.value)
        assert "冯静2026年3月2日至9日没有有效执法证。" in str(refused.value)
        found = staff.clerk.ask(
            actions.clashes_of, first=FIRST, last=LAST, teams=wanted
        )
        assert len([one for one in found if one.forbids]) == 2

    def test_nobody_is_on_teams_of_two_actions_on_one_day(self, staff, county):
        approved(staff, county)
        drafted(
            staff,
            county,
            first=LAST + timedelta(days=1),
            last=LAST + timedelta(days=2),
            stages=(),
        )
        with pytest.raises(
            Refusal, match="李明2026年3月9日已编入《集市周边秩序》第一组"
        ):
            drafted(
                staff,
                county,
                first=LAST,
                last=LAST + timedelta(days=2),
                stages=(),
                teams=(team(county, "李明", "吴凡"),),
            )

    def test_a_draft_or_a_withdrawn_action_keeps_nobody(self, staff, county):
        first = drafted(staff, county)
        second = approved(staff, county)
        with pytest.raises(Refusal, match="已编入"):
            act(staff, first, "submit")
        act(staff, second, "withdraw", reason="暂缓")
        act(staff, first, "submit")
        assert state(staff, first) == "待审"

    def test_one_is_on_one_team_of_an_action_only(self, staff, county):
        with pytest.raises(Refusal, match="李明同时编在第一组和第二组"):
            drafted(
                staff,
                county,
                teams=(
                    team(county, "李明", "周洋"),
                    team(county, "吴凡", "郑凯", "李明", name="第二组"),
                ),
            )

    def test_two_of_a_team_hold_a_certificate(self, staff, county):
        with pytest.raises(Refusal, match="持有效执法证的不足2人"):
            drafted(staff, county, teams=(team(county, "李明", helpers=("冯静",)),))

    def test_duty_warns_and_is_kept_in_the_steps_words(self, staff, county, parts):
        with parts.sessions.begin() as session:
            session.connection(execution_options={"write": True})
            session.add(
                Duty(
                    unit_id=county.units["一中心"],
                    day=date(2026, 3, 3),
                    shift="夜班",
                    person_id=county.people["李明"],
                    note="",
                )
            )
        number = drafted(staff, county)
        steps = staff.clerk.ask(affairs.affair_file, affair_id=number).steps
        assert steps[0].words == "李明2026年3月3日值班（夜班）。"

    def test_who_drafted_it_does_not_approve_it_and_a_town_does_not_draft(
        self, staff, county
    ):
        number = staff.commander.do(actions.draft_action, **plan(county))
        act(staff, number, "submit")
        with pytest.raises(Refusal) as refused:
            act(staff, number, "approve")
        assert refused.value.clause == "powers/three-hands"
        staff.deputy.do(moves.decide, affair_id=number, verb="approve")
        with pytest.raises(DeniedError):
            staff.liaison.do(actions.draft_action, **plan(county))

    def test_it_is_not_carried_out_before_its_first_day(self, staff, county, clock):
        later = date(2026, 3, 20)
        number = approved(staff, county, first=later, last=later, stages=())
        with pytest.raises(Refusal, match="还不能开始实施"):
            act(staff, number, "launch")
        clock.now += timedelta(days=18)
        act(staff, number, "launch")
        assert state(staff, number) == "实施中"

    def test_withdrawing_voids_the_notice(self, staff, county, desk):
        number = approved(staff, county)
        act(staff, number, "withdraw", reason="县里另行部署")
        row = staff.clerk.ask(affairs.affair_file, affair_id=number).row
        paper = desk.ask(register.paper_rows, ids=[row.paper_id])[row.paper_id]
        assert paper.state.label == "已作废"

    @pytest.mark.parametrize(
        ("changed", "words"),
        [
            ({"purpose": " "}, "行动目标"),
            ({"matters": ("",)}, "行动事项"),
            ({"last": FIRST - timedelta(days=1)}, "不能早于"),
            (
                {"stages": (Stage("摸底", FIRST, LAST + timedelta(days=1), "查"),)},
                "摸底",
            ),
            ({"stages": (Stage("摸底", FIRST, LAST, ""),)}, "名称和内容"),
        ],
    )
    def test_a_plan_says_what_it_has_to(self, staff, county, changed, words):
        with pytest.raises(Refusal, match=words):
            drafted(staff, county, **changed)

    def test_without_a_team_nothing_is_handed_in(self, staff, county):
        number = drafted(staff, county, teams=())
        with pytest.raises(Refusal, match="还没有编组"):
            act(staff, number, "submit")


class TestViews:
    pytestmark = ON_SCREEN

    @pytest.fixture
    def desk(self, lite, everybody):
        return Desk(lite, everybody)

    @pytest.fixture
    def parts(self, lite):
        return lite

    @pytest.fixture
    def page(self, qtbot, show, lite, left, staff):
        def go(who):
            bench = bench_for(lite, left, getattr(staff, who).actor)
            info = next(one for one in rooms.pages() if one.key == "actions")
            page = info.build(bench)
            with qtbot.waitSignal(page.listed):
                show(page, (1166, 700))
            return page

        return go

    def fill(self, qtbot, form, county, **changed):
        values = {
            "unit_id": county.units["一中心"],
            "title": "集市周边秩序",
            "first": FIRST,
            "last": LAST,
            "area": "牛山街道集市",
            "lead_id": county.units["县局"],
            "purpose": "道路畅通。",
            "matters": "占道经营\n车辆乱停",
            "leader_0": county.people["李明"],
            "members_0": (county.people["周洋"],),
            "stages": "集中行动｜20260302｜20260309｜逐个推进",
        } | changed
        for name, value in values.items():
            form.boxes[name].editor.put(value)
        qtbot.waitUntil(lambda: all(form.boxes[name].editor.value() for name in values))

    def test_a_clerk_drafts_a_plan_with_its_teams(self, qtbot, page, staff, county):
        here = page("clerk")
        here.buttons["草拟联合行动"].click()
        form = here.panel.content
        self.fill(qtbot, form, county)
        with qtbot.waitSignal(form.saved) as saved:
            form.save()
        said = staff.clerk.ask(actions.action_values, affair_id=saved.args[0])
        assert said.matters == ("占道经营", "车辆乱停")
        assert said.stages == (Stage("集中行动", FIRST, LAST, "逐个推进"),)
        assert said.said == (("第一组", "组长李明；队员周洋"),)

    def test_clashes_are_shown_before_saving(self, qtbot, page, county):
        here = page("clerk")
        here.buttons["草拟联合行动"].click()
        form = here.panel.content
        self.fill(qtbot, form, county, members_0=(county.people["冯静"],))
        looks = next(
            one
            for one in form.findChildren(QPushButton)
            if one.text().strip() == "核对冲突"
        )
        told = form.findChild(QLabel, "clashes")
        looks.click()
        qtbot.waitUntil(lambda: "不能编入" in told.text())
        assert "冯静2026年3月2日至9日没有有效执法证。" in told.text()

    def test_people_are_found_by_initials_and_taken_off_by_a_click(
        self, qtbot, page, county
    ):
        here = page("clerk")
        here.buttons["草拟联合行动"].click()
        editor = here.panel.content.boxes["members_0"].editor
        editor.line.setText("zy")
        editor.offer("zy")
        qtbot.waitUntil(lambda: bool(editor._choices))
        editor._take(editor._choices[0].label)
        assert editor.value() == (county.people["周洋"],)
        editor.findChild(QPushButton).click()
        assert editor.value() == ()

    def test_a_draft_is_changed_with_its_teams_in_the_form(
        self, qtbot, page, staff, county
    ):
        number = drafted(staff, county)
        here = page("clerk")
        here.reveal(number)
        qtbot.waitUntil(
            lambda: (
                isinstance(here.panel.content, SheetView)
                and bool(here.panel.content.sheet.way)
            )
        )
        sheet = here.panel.content.sheet
        change = next(one for one in sheet.actions if one.title == "修改")
        change.run(here, (sheet.row,))
        qtbot.waitUntil(lambda: isinstance(here.panel.content, FormPanel))
        form = here.panel.content
        qtbot.waitUntil(lambda: bool(form.boxes["leader_0"].editor.value()))
        qtbot.waitUntil(lambda: bool(form.boxes["lead_id"].editor.value()))
        qtbot.waitUntil(lambda: bool(form.boxes["task_unit_0"].editor.value()))
        form.boxes["area"].editor.put("石榴街道")
        with qtbot.waitSignal(form.saved):
            form.save()
        said = staff.clerk.ask(actions.action_values, affair_id=number)
        assert said.area == "石榴街道"
        assert said.teams == (team(county, "李明", "周洋"),)
