"""The people of the sample county: nobody real, and the same again every time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from workbench.rules.roster.people import PostKind
from workbench.rules.roster.units import Employment

TEAMS = (
    ("东海县文化市场综合执法大队", "文化执法大队", 20),
    ("东海县农业综合行政执法大队", "农业执法大队", 24),
    ("东海县交通运输综合执法大队", "交通执法大队", 26),
    ("东海县市场监管综合执法大队", "市场监管执法大队", 40),
)
_COUNTY_STAFF, _BUREAU_STAFF, _AUXILIARIES, _OTHERS = 170, 118, 40, 12
_HOMES = (
    ("县综合执法局", _COUNTY_STAFF),
    *((short, staff) for _name, short, staff in TEAMS),
)
_SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕"
)
_GIVEN = (
    "伟芳娜敏静强磊军洋勇艳杰娟涛明超霞平刚桂文辉玲斌红健波宁鹏飞燕建华国庆春梅志远"
    "海东晓丽永成立新雨桐思源一鸣子涵浩然"
)
_WAVES = (date(2025, 12, 1), date(2026, 3, 2), date(2026, 5, 6))
"""When people were sent out to the frontline after the first day."""


@dataclass
class Person:
    """One made-up person, as the sheets list them."""

    serial: int
    name: str
    id_number: str
    home: str
    employment: Employment
    host: str
    post: PostKind
    certified_to: date | None
    moves: list[tuple[date, str, PostKind]] = field(default_factory=list)


def made_up(
    draw: Random, day: date, towns: Sequence[str], zone_of: Mapping[str, str]
) -> list[Person]:
    """Make up the people: where they belong, where they go, until when certified.

    Args:
        draw: Where chance comes from.
        day: Some certificates run out soon after it.
        towns: Names of the towns.
        zone_of: Name of each town's zone.
    """
    bureaus = [f"{town}执法局" for town in towns]
    zones = list(dict.fromkeys(zone_of.values()))
    made: list[Person] = []

    def add(home: str, footing: Employment, *, certified: bool = True) -> Person:
        made.append(
            _somebody(draw, day, len(made) + 1, home, footing, certified=certified)
        )
        return made[-1]

    for home, staff in _HOMES:
        for nth in range(staff):
            footing = Employment.CIVIL_SERVANT if nth < 3 else Employment.REFERENCED
            _send_out(add(home, footing), nth, staff, bureaus, zones)
    for place in range(_BUREAU_STAFF):
        town = towns[place % len(towns)]
        one = add(f"{town}执法局", Employment.REFERENCED, certified=place % 29 != 7)
        one.post = PostKind.LEGAL if place % 23 == 11 else PostKind.FRONTLINE
        if place % 17 == 5:
            team = f"{zone_of[town]}队"
            one.moves.append((_WAVES[1], team, PostKind.FRONTLINE))
    for place in range(_AUXILIARIES):
        bureau = bureaus[place % len(bureaus)]
        one = add(bureau, Employment.AUXILIARY, certified=False)
        one.post = PostKind.FRONTLINE
    for place in range(_OTHERS):
        home = "综合执法指导股" if place % 2 else "县公安局"
        add(home, Employment.CIVIL_SERVANT, certified=False)
    return made


def _send_out(
    one: Person, place: int, staff: int, bureaus: Sequence[str], zones: Sequence[str]
) -> None:
    """Send one of the county's own people to the frontline, at once or in a wave."""
    teams = [f"{zone}队" for zone in zones]
    places = [*bureaus, *teams, *teams]
    goes = places[(place * 7 + staff) % len(places)]
    kept = 12 if staff == _COUNTY_STAFF else 2
    if place < kept:
        posts = (PostKind.LOGISTICS, PostKind.LEGAL, PostKind.DUTY)
        one.post = posts[place % 3]
    elif place % 10 < 6:
        one.host, one.post = goes, PostKind.FRONTLINE
    elif place % 10 < 9:
        one.moves.append((_WAVES[place % 3], goes, PostKind.FRONTLINE))
    elif staff == _COUNTY_STAFF:
        centre = zones[place // 10 % len(zones)]
        one.host, one.post = f"{centre}指挥中心", PostKind.DUTY
    else:
        one.moves.append(
            (_WAVES[2], teams[place // 10 % len(zones)], PostKind.FRONTLINE)
        )


def _somebody(
    draw: Random,
    day: date,
    serial: int,
    home: str,
    employment: Employment,
    *,
    certified: bool,
) -> Person:
    given = "".join(draw.sample(_GIVEN, draw.choice((1, 2, 2))))
    born = date(1968, 1, 1) + timedelta(days=draw.randrange(33 * 365))
    last = date(2027, 1, 31) + timedelta(days=draw.randrange(4 * 365))
    if serial % 53 == 20:
        last = date(2026, 8, 31) + timedelta(days=draw.randrange(40))
    elif serial % 37 == 5:
        last = day + timedelta(days=draw.randrange(4, 58))
    return Person(
        serial,
        draw.choice(_SURNAMES) + given,
        _id_number(born, serial),
        home,
        employment,
        home,
        PostKind.LOGISTICS,
        last if certified else None,
    )


def _id_number(born: date, serial: int) -> str:
    """Return a number nobody has: 990000 is no division, but the check digit fits."""
    body = f"990000{born:%Y%m%d}{serial % 1000:03d}"
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    total = sum(weight * int(sign) for weight, sign in zip(weights, body, strict=True))
    return body + "10X98765432"[total % 11]
