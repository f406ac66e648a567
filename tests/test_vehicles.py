"""Vehicles: on record by days, used for one thing a day, and given back."""

from datetime import date, timedelta

import pytest

from tests.commanding import give_powers, seat
from tests.county import SINCE, enter_county
from workbench.desk import DeniedError
from workbench.rules import Refusal
from workbench.rules.powers.vehicles import check_plate
from workbench.services.powers import vehicles

FIRST, LAST = date(2026, 3, 2), date(2026, 3, 4)


@pytest.fixture
def county(desk):
    county = enter_county(desk)
    give_powers(desk, county)
    return county


@pytest.fixture
def staff(parts, county):
    return seat(parts, county)


def added(staff, county, **changed):
    values = {
        "unit_id": county.units["一队"],
        "plate": "苏g·12345",
        "sort": "执法车",
        "seats": 5,
        "first": SINCE,
    }
    return staff.clerk.do(vehicles.add_vehicle, **values | changed)


def used(staff, vehicle_id, **changed):
    values = {"first": FIRST, "last": LAST, "purpose": "下乡巡查"}
    return staff.clerk.do(
        vehicles.use_vehicle, vehicle_id=vehicle_id, **values | changed
    )


def row(staff, vehicle_id):
    return staff.clerk.ask(vehicles.vehicle_rows, ids=[vehicle_id])[vehicle_id]


class TestRules:
    @pytest.mark.parametrize("text", ["苏G12345", "苏 gd12345", "苏G·1234警"])
    def test_a_plate_has_one_form(self, text):
        assert check_plate(text).startswith("苏G")

    @pytest.mark.parametrize("text", ["", "G12345", "苏G123", "苏G1234567"])
    def test_what_is_no_plate_is_refused(self, text):
        with pytest.raises(Refusal, match="不是号牌"):
            check_plate(text)


class TestServices:
    def test_a_vehicle_is_used_and_given_back(self, staff, county):
        number = added(staff, county)
        assert row(staff, number).plate == "苏G12345"
        use = used(staff, number, driver_id=county.people["李明"])
        assert row(staff, number).used == "“下乡巡查”"
        staff.clerk.do(vehicles.return_vehicle, use_id=use, kilometres=86, last=FIRST)
        shown = staff.clerk.ask(vehicles.use_rows, ids=[use])[use]
        assert (shown.driver, shown.kilometres, shown.last) == ("李明", 86, FIRST)
        used(staff, number, first=FIRST + timedelta(days=1))
        with pytest.raises(Refusal, match="已经登记还车"):
            staff.clerk.do(vehicles.return_vehicle, use_id=use, kilometres=1)

    def test_one_vehicle_has_one_use_a_day(self, staff, county):
        number = added(staff, county)
        used(staff, number)
        with pytest.raises(Refusal, match="苏G123452026年3月2日至4日已用于") as refused:
            used(staff, number, first=LAST, last=LAST + timedelta(days=3))
        assert refused.value.clause == "powers/vehicles"

    def test_a_use_that_did_not_come_about_is_taken_back(self, staff, county):
        number = added(staff, county)
        staff.clerk.do(vehicles.cancel_use, use_id=used(staff, number))
        assert list(staff.clerk.ask(vehicles.find_uses)) == []
        assert row(staff, number).used == ""

    def test_two_vehicles_do_not_share_a_plate(self, staff, county):
        added(staff, county)
        with pytest.raises(Refusal, match="已经登记"):
            added(staff, county)

    def test_what_it_was_stays_on_record_when_it_changes(self, staff, county):
        number = added(staff, county)
        staff.clerk.do(
            vehicles.change_vehicle,
            vehicle_id=number,
            on=FIRST,
            unit_id=county.units["一中心"],
            plate="苏GD12345",
            sort="执法车",
            seats=5,
            reason="调拨",
        )
        assert row(staff, number).unit == "一中心"
        assert row(staff, number).period.first == FIRST

    def test_it_is_not_ended_while_it_is_used_later_and_not_used_once_it_is(
        self, staff, county
    ):
        number = added(staff, county)
        use = used(staff, number)
        with pytest.raises(Refusal, match="以后还有用途"):
            staff.clerk.do(
                vehicles.end_vehicle, vehicle_id=number, last=FIRST, reason="报废"
            )
        staff.clerk.do(vehicles.cancel_use, use_id=use)
        staff.clerk.do(
            vehicles.end_vehicle, vehicle_id=number, last=FIRST, reason="报废"
        )
        with pytest.raises(Refusal, match="不在用"):
            used(staff, number)

    def test_vehicles_of_units_out_of_sight_are_not_touched(self, staff, county, desk):
        foreign = desk.do(
            vehicles.add_vehicle,
            unit_id=county.units["桃林局"],
            plate="苏G54321",
            sort="执法车",
            seats=5,
            first=SINCE,
        )
        assert list(staff.clerk.ask(vehicles.find_vehicles)) == []
        with pytest.raises(Refusal, match="不属于您可以查看的机构"):
            used(staff, foreign)
        with pytest.raises(DeniedError):
            staff.liaison.do(
                vehicles.cancel_use,
                use_id=1,
            )

    def test_lists_find_by_plate_and_say_who_is_out(self, staff, county):
        first, second = added(staff, county), added(staff, county, plate="苏G99999")
        use = used(staff, second)
        find = vehicles.find_vehicles
        assert list(staff.clerk.ask(find, text="9999")) == [second]
        assert list(staff.clerk.ask(find)) == [first, second]
        assert list(staff.clerk.ask(vehicles.find_uses, open_only=True)) == [use]
