"""Towns, zones and command centres through the desk."""

from datetime import date

import pytest

from tests.county import SINCE, enter_county
from workbench.access import GRANTS, Actor, Role
from workbench.desk import DeniedError, Desk
from workbench.rules import Refusal
from workbench.rules.roster.towns import (
    Datum,
    NeighbourState,
    Point,
    PointQuality,
    TownKind,
    kilometres,
    to_wgs84,
)
from workbench.rules.roster.zones import CentreDuty
from workbench.services.roster import centres, groupings, postings, towns, zones

TODAY = date(2026, 3, 2)
DOCUMENT = "东综执〔2026〕1号"


@pytest.fixture
def county(desk):
    return enter_county(desk)


def town(desk, county, name):
    key = county.towns[name]
    return desk.ask(towns.town_rows, ids=[key])[key]


class TestTowns:
    def test_the_countys_real_towns_come_with_the_workbench(self, desk):
        assert "320722" in desk.ask(towns.shipped_counties)
        added = desk.do(towns.load_shipped, county_code="320722", valid_from=SINCE)
        assert added == 19
        assert desk.do(towns.load_shipped, county_code="320722", valid_from=SINCE) == 0
        rows = desk.ask(towns.town_rows, ids=desk.ask(towns.find_towns)).values()
        qualities = [row.quality for row in rows]
        assert qualities.count(PointQuality.ESTIMATED) == 5
        assert qualities.count(PointQuality.IMPORTED) == 14
        kinds = [row.kind for row in rows]
        assert kinds.count(TownKind.SUBDISTRICT) == 2
        assert kinds.count(TownKind.TOWN) + kinds.count(TownKind.TOWNSHIP) == 17

    def test_a_town_without_a_point_is_marked_missing(self, desk):
        desk.do(towns.load_shipped, county_code="320724", valid_from=SINCE)
        missing = desk.ask(towns.find_towns, quality=PointQuality.MISSING)
        assert len(missing) == 1
        with pytest.raises(Refusal, match="还没有坐标"):
            desk.do(towns.confirm_point, town_id=missing[0])

    def test_an_unknown_county_is_refused(self, desk):
        with pytest.raises(Refusal, match="没有代码"):
            desk.do(towns.load_shipped, county_code="110000", valid_from=SINCE)

    def test_a_point_is_confirmed_as_it_is_or_moved(self, desk, county):
        key = county.towns["温泉镇"]
        desk.do(towns.confirm_point, town_id=key)
        assert town(desk, county, "温泉镇").quality is PointQuality.CONFIRMED
        desk.do(towns.confirm_point, town_id=key, lon=118.65, lat=34.61)
        assert town(desk, county, "温泉镇").lon == 118.65
        with pytest.raises(Refusal, match="填反"):
            desk.do(towns.confirm_point, town_id=key, lon=34.61, lat=118.65)

    def test_points_of_other_maps_are_brought_to_the_same_datum(self):
        gcj = Point(116.403740, 39.910120)  # the same gate, as another map has it
        true = Point(116.397500, 39.908700)
        assert kilometres(to_wgs84(gcj, Datum.GCJ02), true) < 0.02
        assert to_wgs84(true, Datum.WGS84) == true
        bd = to_wgs84(Point(116.410110, 39.916450), Datum.BD09)
        assert kilometres(bd, true) < 0.05

    def test_a_township_that_became_a_town_keeps_its_old_name_for_old_days(
        self, desk, county
    ):
        key = county.towns["驼峰乡"]
        desk.do(
            towns.change_town,
            town_id=key,
            name="驼峰镇",
            kind=TownKind.TOWN,
            valid_from=TODAY,
        )
        old = desk.ask(towns.town_rows, ids=[key], on=date(2026, 3, 1))[key]
        new = desk.ask(towns.town_rows, ids=[key])[key]
        assert (old.name, new.name) == ("驼峰乡", "驼峰镇")
        assert list(desk.ask(towns.find_towns, text="驼峰乡")) == [key]

    def test_neighbours_are_guessed_then_decided_and_decisions_last(self, desk, county):
        rows = desk.ask(towns.neighbour_rows)
        assert all(row.state is NeighbourState.DERIVED for row in rows)
        first = rows[0]
        desk.do(
            towns.decide_neighbour,
            one_id=first.other_id,
            other_id=first.one_id,
            state=NeighbourState.CUT,
        )
        desk.do(towns.derive_neighbours)
        again = {
            (row.one_id, row.other_id): row for row in desk.ask(towns.neighbour_rows)
        }
        assert again[first.one_id, first.other_id].state is NeighbourState.CUT
        assert len(again) == len(rows)
        with pytest.raises(Refusal, match="两个不同的镇街"):
            desk.do(
                towns.decide_neighbour,
                one_id=first.one_id,
                other_id=first.one_id,
                state=NeighbourState.CONFIRMED,
            )

    def test_matters_a_town_cannot_carry_are_counted(self, desk, county):
        key = county.towns["牛山街道"]
        for name, volume in (("占道经营", 120), ("违法建设", 30)):
            desk.do(
                towns.set_matter,
                town_id=key,
                name=name,
                yearly_volume=volume,
                valid_from=SINCE,
            )
        row = town(desk, county, "牛山街道")
        assert (row.matters, row.volume) == (2, 150)
        desk.do(
            towns.set_matter,
            town_id=key,
            name="违法建设",
            yearly_volume=0,
            valid_from=TODAY,
        )
        assert town(desk, county, "牛山街道").volume == 120
        lines = desk.ask(towns.matter_lines, town_id=key, on=date(2026, 3, 1))
        assert len(lines) == 2


class TestZones:
    def plan(self, county, *names, name="第二片区", zone_id=None):
        members = tuple(county.towns[one] for one in names)
        return groupings.PlannedZone(name, members, members[0], zone_id)

    def adopt(self, desk, *planned, **values):
        return desk.do(
            groupings.adopt_grouping,
            **{
                "name": "调整",
                "zones": planned,
                "valid_from": TODAY,
                "document": "东政发〔2026〕3号",
                **values,
            },
        )

    def first(self, county, *names):
        return self.plan(
            county,
            *names,
            name="示例第一片区",
            zone_id=county.zones["示例第一片区"],
        )

    def test_adopting_moves_towns_from_a_day_on_and_keeps_the_past(self, desk, county):
        self.adopt(
            desk,
            self.first(county, "牛山街道", "曲阳镇"),
            self.plan(county, "石榴街道", "青湖镇"),
        )
        key = county.zones["示例第一片区"]
        now = desk.ask(zones.zone_rows, ids=desk.ask(zones.find_zones))
        assert {row.name: set(row.towns) for row in now.values()} == {
            "示例第一片区": {"牛山街道", "曲阳镇"},
            "第二片区": {"石榴街道", "青湖镇"},
        }
        past = desk.ask(zones.zone_rows, ids=[key], on=date(2026, 3, 1))[key]
        assert set(past.towns) == {"牛山街道", "石榴街道", "曲阳镇"}
        assert now[key].document == "东政发〔2026〕3号"

    def test_a_zone_left_out_ends_the_day_before(self, desk, county):
        self.adopt(desk, self.plan(county, "石榴街道", "青湖镇"))
        assert len(desk.ask(zones.find_zones)) == 1
        assert len(desk.ask(zones.find_zones, on=date(2026, 3, 1))) == 1
        assert town(desk, county, "牛山街道").zone == "—"

    def test_a_town_cannot_be_in_two_zones_on_one_day(self, desk, county):
        with pytest.raises(Refusal, match="牛山街道被编入了两个片区"):
            self.adopt(
                desk, self.first(county, "牛山街道"), self.plan(county, "牛山街道")
            )
        other = desk.do(zones.add_zone, name="第三片区", valid_from=TODAY)
        with pytest.raises(Refusal, match="不能同时属于两个片区"):
            desk.do(
                zones.add_town_to_zone,
                zone_id=other,
                town_id=county.towns["牛山街道"],
                first=TODAY,
            )

    def test_a_zone_in_pieces_is_refused_and_the_piece_is_named(self, desk, county):
        with pytest.raises(Refusal, match=r"不相连：(桃林镇|牛山街道)"):
            self.adopt(desk, self.first(county, "牛山街道", "桃林镇"))

    def test_adopting_needs_the_countys_document_but_a_draft_does_not(
        self, desk, county
    ):
        planned = self.first(county, "牛山街道", "曲阳镇")
        with pytest.raises(Refusal, match="文号"):
            self.adopt(desk, planned, document=" ")
        key = desk.do(groupings.save_grouping, name="草案一", zones=[planned])
        saved = desk.ask(groupings.groupings)[0]
        assert (saved.id, saved.name, saved.zones) == (key, "草案一", (planned,))
        self.adopt(desk, planned, grouping_id=key)
        with pytest.raises(Refusal, match="已于2026年3月2日采用"):
            desk.do(
                groupings.save_grouping,
                name="草案一",
                zones=[planned],
                grouping_id=key,
            )

    def test_names_are_single_and_seats_lie_inside(self, desk, county):
        with pytest.raises(Refusal, match="不能重复"):
            self.adopt(
                desk,
                self.plan(county, "石榴街道", name="甲"),
                self.plan(county, "曲阳镇", name="甲"),
            )
        outside = groupings.PlannedZone(
            "甲", (county.towns["石榴街道"],), county.towns["桃林镇"]
        )
        with pytest.raises(Refusal, match="驻地"):
            self.adopt(desk, outside)
        with pytest.raises(Refusal, match="不能与其他片区相同"):
            desk.do(zones.add_zone, name="示例第一片区", valid_from=TODAY)

    def test_a_clerk_drafts_but_only_the_county_adopts(self, parts, desk, county):
        clerk = Desk(parts, Actor(9, "内勤", GRANTS[Role.CLERK]))
        planned = self.first(county, "牛山街道", "曲阳镇")
        assert clerk.do(groupings.save_grouping, name="草案", zones=[planned])
        with pytest.raises(DeniedError):
            self.adopt(clerk, planned)

    def test_a_zone_shows_its_load_and_force(self, desk, county):
        desk.do(
            towns.set_matter,
            town_id=county.towns["曲阳镇"],
            name="违法建设",
            yearly_volume=40,
            valid_from=SINCE,
        )
        key = county.zones["示例第一片区"]
        row = desk.ask(zones.zone_rows, ids=[key])[key]
        assert (row.seat, row.volume, row.staff, row.centre) == (
            "牛山街道",
            40,
            2,
            "一中心",
        )
        assert list(desk.ask(zones.find_zones, text="第一")) == [key]


class TestCentres:
    def add(self, desk, county, name, duty, lead=None, *, document=DOCUMENT, reason=""):
        return desk.do(
            centres.add_member,
            unit_id=county.units["一中心"],
            person_id=county.people[name],
            duty=duty,
            valid_from=TODAY,
            town_id=county.towns[lead] if lead else None,
            position="副局长",
            document=document,
            reason=reason,
        )

    def test_a_roster_names_every_town_nobody_answers_for(self, desk, county):
        self.add(desk, county, "张伟", CentreDuty.COMMANDER)
        self.add(desk, county, "王芳", CentreDuty.TOWN_LEAD, "牛山街道")
        found = desk.ask(centres.centre_file, unit_id=county.units["一中心"])
        assert set(found.missing) == {"石榴街道", "曲阳镇"}
        with pytest.raises(Refusal, match="石榴街道"):
            desk.do(centres.confirm_centre, unit_id=county.units["一中心"])

    def test_a_complete_roster_is_confirmed_until_it_changes(self, desk, county):
        self.add(desk, county, "张伟", CentreDuty.COMMANDER)
        leads = (("王芳", "牛山街道"), ("李明", "石榴街道"), ("陈静", "曲阳镇"))
        for name, lead in leads:
            self.add(desk, county, name, CentreDuty.TOWN_LEAD, lead)
        unit = county.units["一中心"]
        desk.do(centres.confirm_centre, unit_id=unit)
        found = desk.ask(centres.centre_file, unit_id=unit)
        assert found.confirmed_on == TODAY
        assert found.members[0].name == "张伟"
        self.add(desk, county, "刘洋", CentreDuty.DEPUTY)
        assert desk.ask(centres.centre_file, unit_id=unit).confirmed_on is None

    def test_whoever_is_put_back_later_has_the_roster_confirmed_anew(
        self, desk, county, clock
    ):
        self.add(desk, county, "张伟", CentreDuty.COMMANDER)
        leads = (("王芳", "牛山街道"), ("李明", "石榴街道"), ("陈静", "曲阳镇"))
        for name, lead in leads:
            last = self.add(desk, county, name, CentreDuty.TOWN_LEAD, lead)
        unit = county.units["一中心"]
        desk.do(centres.confirm_centre, unit_id=unit)
        assert not desk.ask(centres.centre_file, unit_id=unit).changed
        desk.do(centres.end_member, member_id=last, last_day=TODAY)
        clock.pass_days(2)
        desk.do(
            centres.add_member,
            unit_id=unit,
            person_id=county.people["陈静"],
            duty=CentreDuty.TOWN_LEAD,
            valid_from=date(2026, 3, 4),
            town_id=county.towns["曲阳镇"],
            position="副局长",
            document=DOCUMENT,
        )
        found = desk.ask(centres.centre_file, unit_id=unit)
        assert (len(found.members), found.missing) == (4, ())
        assert (found.confirmed_on, found.changed) == (None, True)
        desk.do(centres.confirm_centre, unit_id=unit)
        assert not desk.ask(centres.centre_file, unit_id=unit).changed

    def test_a_roster_without_the_authoritys_document_is_not_confirmed(
        self, desk, county
    ):
        self.add(desk, county, "张伟", CentreDuty.COMMANDER, document="")
        leads = (("王芳", "牛山街道"), ("李明", "石榴街道"), ("陈静", "曲阳镇"))
        for name, lead in leads:
            self.add(desk, county, name, CentreDuty.TOWN_LEAD, lead)
        with pytest.raises(Refusal, match="文号"):
            desk.do(centres.confirm_centre, unit_id=county.units["一中心"])

    def test_a_lead_answers_for_one_town_of_the_zone(self, desk, county):
        with pytest.raises(Refusal, match="须写明负责的镇街"):
            self.add(desk, county, "王芳", CentreDuty.TOWN_LEAD)
        with pytest.raises(Refusal, match="不属于本片区"):
            self.add(desk, county, "王芳", CentreDuty.TOWN_LEAD, "桃林镇")
        key = self.add(desk, county, "王芳", CentreDuty.TOWN_LEAD, "牛山街道")
        with pytest.raises(Refusal, match="已有负责人王芳"):
            self.add(desk, county, "李明", CentreDuty.TOWN_LEAD, "牛山街道")
        desk.do(centres.end_member, member_id=key, last_day=date(2026, 3, 1))
        assert self.add(desk, county, "李明", CentreDuty.TOWN_LEAD, "牛山街道")

    def test_a_town_has_one_lead_on_every_day_also_on_past_ones(
        self, desk, county, clock
    ):
        first = self.add(desk, county, "王芳", CentreDuty.TOWN_LEAD, "牛山街道")
        clock.pass_days(10)
        desk.do(
            centres.end_member,
            member_id=first,
            last_day=date(2026, 3, 9),
            reason="补",
        )
        with pytest.raises(Refusal, match="至2026年3月9日") as caught:
            self.add(
                desk, county, "李明", CentreDuty.TOWN_LEAD, "牛山街道", reason="补"
            )
        assert caught.value.clause == "roster/town-leads"
        self.add(desk, county, "李明", CentreDuty.TOWN_LEAD, "石榴街道", reason="补")

    def test_who_left_the_force_answers_for_no_town(self, desk, county):
        self.add(desk, county, "王芳", CentreDuty.TOWN_LEAD, "牛山街道")
        unit = county.units["一中心"]
        assert "牛山街道" not in desk.ask(centres.centre_file, unit_id=unit).missing
        desk.do(
            postings.leave_force,
            person_id=county.people["王芳"],
            last_day=TODAY,
            reason="调出",
        )
        after = desk.ask(centres.centre_file, unit_id=unit, on=date(2026, 3, 3))
        assert "牛山街道" in after.missing
        assert after.members == ()

    def test_who_may_not_see_the_centre_may_not_see_its_roster(
        self, parts, desk, county
    ):
        other = Actor(9, "甲", GRANTS[Role.CLERK], county.units["桃林局"], False)
        with pytest.raises(Refusal) as caught:
            Desk(parts, other).ask(centres.centre_file, unit_id=county.units["一中心"])
        assert caught.value.clause == "platform/row-scope"
