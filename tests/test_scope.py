"""Row scope, over every list and every command: nobody reaches another zone's rows."""

import inspect
from datetime import date

import pytest

from tests.county import enter_county
from tests.test_structure import all_services
from workbench.access import Actor, Permission
from workbench.desk import Desk, charter
from workbench.rules import Refusal
from workbench.rules.roster.people import LeaveKind, PostKind
from workbench.rules.roster.units import Employment, UnitKind
from workbench.rules.roster.zones import CentreDuty
from workbench.services.roster import centres, people, person_files, postings, units
from workbench.services.roster.exports import LISTS

TODAY = date(2026, 3, 2)
# Keywords that name a row of a scoped table, and a row of another zone for each.
FOREIGN = ("person_id", "unit_id", "posting_id", "certificate_id", "leave_id")
FOREIGN = (*FOREIGN, "contact_id", "member_id", "home_unit_id", "host_unit_id")
FOREIGN = (*FOREIGN, "home_id", "person_ids")


@pytest.fixture
def county(desk):
    return enter_county(desk)


@pytest.fixture
def outsider(parts, county):
    """Somebody of the first zone's centre who may do everything, but only there."""
    actor = Actor(9, "片区内勤", frozenset(Permission), county.units["一中心"], False)
    return Desk(parts, actor)


@pytest.fixture
def foreign(desk, county):
    """Rows of another zone, by the keyword that names them."""
    person, unit = county.people["陈静"], county.units["桃林局"]
    whole = desk.ask(person_files.person_file, person_id=person)
    contact = desk.do(
        units.add_contact,
        unit_id=unit,
        name="值班室",
        duty="值班",
        phone="0518-87654321",
        valid_from=TODAY,
    )
    leave = desk.do(
        postings.add_leave, person_id=person, kind=LeaveKind.ANNUAL, first=TODAY
    )
    return {
        "person_id": person,
        "unit_id": unit,
        "home_unit_id": unit,
        "host_unit_id": unit,
        "posting_id": whole.hosts[0].id,
        "home_id": whole.homes[0].id,
        "person_ids": [person],
        "certificate_id": whole.certificates[0].id,
        "leave_id": leave,
        "contact_id": contact,
        "member_id": None,
    }


class TestLists:
    def test_every_list_shows_a_zone_no_more_than_the_county_sees(
        self, desk, outsider, county
    ):
        for listing in LISTS.values():
            mine = set(outsider.ask(listing.find))
            whole = set(desk.ask(listing.find))
            assert mine <= whole, listing.key
            rows = outsider.ask(listing.rows, ids=sorted(whole))
            assert set(rows) == mine, f"{listing.key} hands out rows it does not list"

    def test_people_and_units_of_other_zones_are_on_no_list(self, outsider, county):
        seen = outsider.ask(LISTS["people"].find)
        assert set(seen) == {county.people["王芳"], county.people["李明"]}
        seen = outsider.ask(LISTS["units"].find)
        assert county.units["桃林局"] not in seen
        assert county.units["县局"] not in seen


# What a command needs besides the foreign row, by keyword.
FILLED = {
    "name": "某",
    "short_name": "某",
    "kind": UnitKind.OTHER,
    "employment": Employment.REFERENCED,
    "post": PostKind.LEGAL,
    "duty": CentreDuty.MEMBER,
    "on": TODAY,
    "first": TODAY,
    "last": TODAY,
    "last_day": TODAY,
    "valid_from": TODAY,
    "held_on": TODAY,
    "month": TODAY,
    "reason": "核对",
    "number": "10070199999",
    "document": "东综执〔2026〕1号",
    "fields": "",
    "topic": "法",
    "hours": 1,
    "days_due": 1,
    "days_present": 1,
    "posts": 1,
    "phone": "13800000000",
    "id_number": "11010519491231002X",
    "word": "东综执",
}


def of_the_roster():
    """Yield every service of the roster that names a scoped row."""
    for parameter in all_services():
        (service,) = parameter.values
        if not service.__module__.startswith("workbench.services.roster"):
            continue
        for name in inspect.signature(service).parameters:
            if name in FOREIGN and name != "member_id":
                yield pytest.param(service, name, id=f"{parameter.id}-{name}")


@pytest.mark.parametrize(("service", "keyword"), list(of_the_roster()))
def test_a_row_of_another_zone_is_out_of_reach(
    outsider, county, foreign, service, keyword
):
    arguments = {}
    for name, parameter in inspect.signature(service).parameters.items():
        if name == "work" or (
            parameter.default is not inspect.Parameter.empty and name != keyword
        ):
            continue
        if name == keyword:
            arguments[name] = foreign[name]
        elif name == "person_id":
            arguments[name] = county.people["王芳"]
        elif name == "person_ids":
            arguments[name] = [county.people["王芳"]]
        elif name in FOREIGN:
            arguments[name] = county.units["一中心"]
        elif name == "kind" and "leave" in service.__name__:
            arguments[name] = LeaveKind.ANNUAL
        else:
            arguments[name] = FILLED[name]
    if service is people.find_people:
        assert list(outsider.ask(service, **arguments)) == []
        return
    if service is centres.add_member and keyword == "person_id":
        # A town's responsible person may come from anywhere; the name is on the list.
        arguments["unit_id"] = county.units["一中心"]
        assert outsider.do(service, **arguments)
        return
    call = outsider.do if charter(service).title else outsider.ask
    with pytest.raises(Refusal) as caught:
        call(service, **arguments)
    assert caught.value.clause == "platform/row-scope"


def test_the_sweep_reaches_every_command_that_names_a_person_or_a_unit():
    swept = {parameter.id for parameter in of_the_roster()}
    assert len(swept) >= 25
    for name in ("post_person", "reveal_person", "change_unit", "end_leave"):
        assert any(name in one for one in swept)
