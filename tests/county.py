"""A small made-up county for tests: towns, a zone, units, a few people."""

from dataclasses import dataclass, field
from datetime import date

from workbench.rules.identifiers import _ID_MARKS, _ID_WEIGHTS
from workbench.rules.roster.people import PostKind
from workbench.rules.roster.units import AuthorityKind, Employment, UnitKind
from workbench.services.roster import groupings, people, postings, towns, units

SINCE = date(2025, 1, 1)


def id_number(serial, born="19900101"):
    """Return a made-up identity number whose check digit fits."""
    body = f"320722{born}{serial:03d}"
    total = sum(w * int(c) for w, c in zip(_ID_WEIGHTS, body, strict=True))
    return body + _ID_MARKS[total % 11]


@dataclass
class County:
    """Numbers of what was entered."""

    towns: dict[str, int]
    zones: dict[str, int]
    units: dict[str, int]
    people: dict[str, int] = field(default_factory=dict)


def enter_county(desk):
    """Enter three towns in one zone and one outside, six units and five people."""
    desk.do(towns.load_shipped, county_code="320722", valid_from=SINCE)
    desk.do(towns.derive_neighbours)
    rows = desk.ask(towns.town_rows, ids=desk.ask(towns.find_towns))
    by_name = {row.name: row.id for row in rows.values()}
    members = ("牛山街道", "石榴街道", "曲阳镇")
    adopted = desk.do(
        groupings.adopt_grouping,
        name="试点",
        zones=[
            groupings.PlannedZone(
                "示例第一片区",
                tuple(by_name[name] for name in members),
                by_name["牛山街道"],
            )
        ],
        valid_from=SINCE,
        document="东政发〔2025〕1号",
        reason="建账",
    )
    found = {}
    for key, values in {
        "县局": {"kind": UnitKind.COUNTY_ENFORCEMENT, "smallest_staff": 1},
        "文旅局": {"kind": UnitKind.DEPARTMENT},
        "牛山局": {"kind": UnitKind.TOWN_BUREAU, "town_id": by_name["牛山街道"]},
        "桃林局": {"kind": UnitKind.TOWN_BUREAU, "town_id": by_name["桃林镇"]},
        "一队": {"kind": UnitKind.ZONE_TEAM, "zone_id": adopted["示例第一片区"]},
        "一中心": {
            "kind": UnitKind.COMMAND_CENTRE,
            "zone_id": adopted["示例第一片区"],
        },
    }.items():
        authority = (
            AuthorityKind.ADMINISTRATIVE
            if values["kind"] in (UnitKind.COUNTY_ENFORCEMENT, UnitKind.TOWN_BUREAU)
            else AuthorityKind.NONE
        )
        found[key] = desk.do(
            units.add_unit,
            name=f"东海县{key}",
            short_name=key,
            valid_from=SINCE,
            authority=authority,
            counts=values["kind"] is not UnitKind.DEPARTMENT,
            reason="建账",
            **values,
        )
    county = County(by_name, adopted, found)
    for serial, (name, home, host, post) in enumerate(
        (
            ("王芳", "县局", "牛山局", PostKind.FRONTLINE),
            ("李明", "县局", "一队", PostKind.FRONTLINE),
            ("张伟", "县局", "县局", PostKind.LOGISTICS),
            ("刘洋", "县局", "县局", PostKind.LEGAL),
            ("陈静", "桃林局", "桃林局", PostKind.FRONTLINE),
        ),
        1,
    ):
        county.people[name] = desk.do(
            people.add_person,
            name=name,
            id_number=id_number(serial),
            phone=f"1380000000{serial}",
            home_unit_id=found[home],
            employment=Employment.REFERENCED,
            valid_from=SINCE,
            host_unit_id=found[host],
            post=post,
            reason="建账",
        )
        desk.do(
            postings.add_certificate,
            person_id=county.people[name],
            number=f"1007010{serial:04d}",
            fields="城市管理",
            first=SINCE,
            last=date(2027, 12, 31),
        )
    return county
