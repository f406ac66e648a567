"""Row scope, over every list and every command: nobody reaches another zone's rows."""

import inspect
from datetime import date

import pytest

from tests.county import enter_county, id_number
from tests.test_structure import all_services
from workbench.access import Actor, Permission
from workbench.desk import Desk, charter
from workbench.rules import Refusal
from workbench.rules.identifiers import mask_id_number
from workbench.rules.roster.people import LeaveKind, PostKind
from workbench.rules.roster.units import Employment, UnitKind
from workbench.rules.roster.zones import CentreDuty
from workbench.services.documents import register, series
from workbench.services.roster import (
    centres,
    imports,
    ledger,
    papers,
    people,
    person_files,
    postings,
    told,
    units,
    zones,
)
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
    "days": [TODAY],
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
    "form": {},
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


LINES = {
    "attendance": ("月份,应到天数,实到天数", "2026-02,20,19"),
    "postings": ("使用单位,岗位,起日", "牛山局,一线执法,2026-03-02"),
    "leaves": ("离岗类别,起日", "病假,2026-03-02"),
    "certificates": ("执法证号,执法领域,证件起日", "10070199999,城管,2026-03-02"),
    "training": ("日期,内容,学时", "2026-02-02,法,8"),
}


@pytest.mark.parametrize("kind", LINES)
def test_a_sheet_enters_nothing_about_another_zones_people(outsider, county, kind):
    titles, cells = LINES[kind]
    lines = (f"姓名,身份证号,{titles}", f"某人,{id_number(5)},{cells}")
    given = {"kind": kind, "content": "\n".join(lines).encode(), "name": "表.csv"}
    (fault,) = outsider.ask(imports.preview, **given).faults
    assert fault.says == f"{mask_id_number(id_number(5))}不属于您可以查看的机构。"
    with pytest.raises(Refusal, match="没有导入任何一行"):
        outsider.do(imports.import_sheet, reason="补录", **given)


def test_a_number_of_another_zones_person_does_not_give_the_name_away(
    desk, outsider, county
):
    entered = {
        "name": "陈静",
        "id_number": id_number(5),
        "home_unit_id": county.units["牛山局"],
        "employment": Employment.REFERENCED,
        "valid_from": TODAY,
    }
    number = {"number": "10070100005", "fields": "", "first": TODAY}
    card = desk.ask(person_files.person_file, person_id=county.people["王芳"])
    right = {"certificate_id": card.certificates[0].id, "last": None, "reason": "核对"}
    for command, given in (
        (people.add_person, entered),
        (postings.add_certificate, {"person_id": county.people["王芳"], **number}),
        (postings.correct_certificate, {**number, **right}),
    ):
        with pytest.raises(Refusal, match="已登记在其他机构人员名下"):
            outsider.do(command, **given)
        with pytest.raises(Refusal, match="已登记在陈静名下"):
            desk.do(command, **given)


def test_a_zone_leaves_the_home_of_who_is_only_posted_there(desk, outsider, county):
    person = county.people["王芳"]
    home = outsider.ask(person_files.person_file, person_id=person).homes[0].id
    same = {"unit_id": county.units["一队"], "employment": Employment.REFERENCED}
    right = {"home_id": home, "first": date(2025, 1, 1), "last": None, "reason": "错"}
    for command, given in (
        (postings.change_home, {"person_id": person, **same, "on": TODAY}),
        (postings.correct_home, {**same, **right}),
        (
            postings.leave_force,
            {"person_id": person, "last_day": TODAY, "reason": "调出"},
        ),
    ):
        with pytest.raises(Refusal, match="王芳只派驻在这里") as caught:
            outsider.do(command, **given)
        assert caught.value.clause == "platform/row-scope"
    desk.do(postings.change_home, person_id=person, **same, on=TODAY)
    outsider.do(postings.leave_force, person_id=person, last_day=TODAY, reason="退休")


def test_nobody_moves_a_unit_to_see_more_or_out_of_his_sight(desk, outsider, county):
    zone = desk.do(zones.add_zone, name="示例第二片区", valid_from=TODAY)
    desk.do(
        zones.add_town_to_zone,
        zone_id=zone,
        town_id=county.towns["桃林镇"],
        first=TODAY,
    )
    own = {
        "unit_id": county.units["一中心"],
        "name": "东海县一中心",
        "short_name": "一中心",
        "kind": UnitKind.COMMAND_CENTRE,
    }
    new = {"name": "某队", "short_name": "某队", "kind": UnitKind.ZONE_TEAM}
    for command, given in (
        (units.change_unit, {**own, "zone_id": zone, "valid_from": TODAY}),
        (units.change_unit, {**own, "zone_id": zone, "valid_from": date(2026, 9, 1)}),
        (units.add_unit, {**new, "zone_id": zone, "valid_from": TODAY}),
    ):
        with pytest.raises(Refusal) as caught:
            outsider.do(command, **given)
        assert caught.value.clause == "platform/row-scope"
    mine = county.zones["示例第一片区"]
    added = outsider.do(units.add_unit, **new, zone_id=mine, valid_from=TODAY)
    assert added in outsider.ask(units.find_units)
    outsider.do(
        units.change_unit,
        **{**own, "short_name": "第一中心"},
        zone_id=mine,
        valid_from=TODAY,
    )
    assert county.units["桃林局"] not in outsider.ask(units.find_units)


def test_a_zone_decides_on_its_own_papers_and_numbers_only(desk, outsider, county):
    run = desk.do(series.add_series, issuer_id=county.units["县局"], word="东综执")
    plan = desk.do(papers.draft_zone_plan, on=TODAY)
    numbered = {"series_id": run, "issued_on": TODAY}
    assert outsider.ask(told.months_to_lock) == ()
    for command, given in (
        (ledger.lock_month, {"month": date(2026, 2, 1)}),
        (register.issue_paper, {"paper_id": plan, **numbered}),
        (register.void_paper, {"paper_id": plan, "reason": "有误"}),
        (series.set_last_number, {"series_id": run, "year": 2026, "last": 23}),
    ):
        with pytest.raises(Refusal) as caught:
            outsider.do(command, **given)
        assert caught.value.clause == "platform/row-scope"
    assert desk.do(register.issue_paper, paper_id=plan, **numbered) == (
        "东综执〔2026〕1号"
    )
    assert outsider.ask(register.paper_content, paper_id=plan), "names nobody"
