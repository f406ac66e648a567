"""Towns on the map: where they are, and which lie next to which."""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from workbench.rules import Refusal

EARTH_RADIUS_KM = 6371.0088
ALLOWED_DEPTH = 0.15  # measured best against real borders, see docs/decisions
_WEST, _EAST, _SOUTH, _NORTH = 73.0, 136.0, 3.0, 54.0  # China


class TownKind(StrEnum):
    """What a town is (镇街类别)."""

    SUBDISTRICT = "subdistrict"
    TOWN = "town"
    TOWNSHIP = "township"
    FUNCTIONAL_AREA = "functional_area"

    @property
    def label(self) -> str:
        """The kind as people say it."""
        return {
            "subdistrict": "街道",
            "town": "镇",
            "township": "乡",
            "functional_area": "功能区",
        }[self]


class PointQuality(StrEnum):
    """How well a town's point is known."""

    CONFIRMED = "confirmed"
    IMPORTED = "imported"
    ESTIMATED = "estimated"
    MISSING = "missing"

    @property
    def label(self) -> str:
        """The quality as shown beside the point."""
        return {
            "confirmed": "已确认",
            "imported": "导入，待确认",
            "estimated": "估计，待确认",
            "missing": "缺失",
        }[self]


class NeighbourState(StrEnum):
    """What is known of two towns lying side by side."""

    DERIVED = "derived"
    CONFIRMED = "confirmed"
    CUT = "cut"

    @property
    def label(self) -> str:
        """The state as shown."""
        return {"derived": "推算", "confirmed": "已确认", "cut": "不相邻"}[self]


@dataclass(frozen=True, slots=True)
class Point:
    """A place on the earth, WGS 84 degrees."""

    lon: float
    lat: float


def parse_degrees(text: str) -> float:
    """Return decimal degrees as typed, with or without their sign.

    Raises:
        Refusal: It is no figure of decimal degrees.

    Clause: roster/town-point
    """
    found = re.fullmatch(r"(\d{1,3}(?:\.\d{1,12})?)[°度]?", text.strip())
    if found is None:
        raise Refusal(
            f"“{text.strip()}”不是度数，请填小数，如118.76543。",
            clause="roster/town-point",
        )
    return float(found[1])


def check_point(lon: float, lat: float) -> Point:
    """Return a point in China, or refuse it.

    Raises:
        Refusal: The figures lie outside China, or are swapped.

    Clause: roster/town-point
    """
    if _WEST <= lat <= _EAST and _SOUTH <= lon <= _NORTH:
        raise Refusal(
            "经度和纬度似乎填反了（本市经度约119，纬度约34）。",
            clause="roster/town-point",
        )
    if not (_WEST <= lon <= _EAST and _SOUTH <= lat <= _NORTH):
        raise Refusal(
            f"坐标（{lon}，{lat}）不在国内，请核对。", clause="roster/town-point"
        )
    return Point(lon, lat)


def kilometres(one: Point, other: Point) -> float:
    """Return the great-circle distance."""
    lat1, lat2 = math.radians(one.lat), math.radians(other.lat)
    half = math.sin((lat2 - lat1) / 2) ** 2 + math.cos(lat1) * math.cos(lat2) * (
        math.sin(math.radians(other.lon - one.lon) / 2) ** 2
    )
    return 2 * EARTH_RADIUS_KM * math.asin(math.sqrt(half))


def plane(points: Mapping[int, Point]) -> dict[int, tuple[float, float]]:
    """Return the points in kilometres east and north of their middle."""
    if not points:
        return {}
    lon0 = sum(point.lon for point in points.values()) / len(points)
    lat0 = sum(point.lat for point in points.values()) / len(points)
    degree = math.radians(1) * EARTH_RADIUS_KM
    shrink = math.cos(math.radians(lat0))
    return {
        key: ((point.lon - lon0) * degree * shrink, (point.lat - lat0) * degree)
        for key, point in points.items()
    }


def neighbours(points: Mapping[int, Point]) -> set[tuple[int, int]]:
    """Guess which towns lie side by side, from their points alone.

    Two towns are neighbours when the circle whose diameter joins them holds no other
    town deeper than 15 % of its radius (the relaxed Gabriel rule). The guess
    connects all towns; about one edge in seven is wrong, so a clerk confirms each.

    Args:
        points: Towns and where they are; those without a point are left out.

    Returns:
        Pairs of towns, the smaller key first.
    """
    at = plane(points)
    keys = sorted(at)
    found = set()
    for place, one in enumerate(keys):
        for other in keys[place + 1 :]:
            (x1, y1), (x2, y2) = at[one], at[other]
            middle = ((x1 + x2) / 2, (y1 + y2) / 2)
            reach = math.dist((x1, y1), (x2, y2)) / 2 * (1 - ALLOWED_DEPTH)
            if all(
                math.dist(at[third], middle) >= reach
                for third in keys
                if third not in (one, other)
            ):
                found.add((one, other))
    return found


class Datum(StrEnum):
    """What a point's degrees are measured in (坐标系)."""

    WGS84 = "wgs84"
    GCJ02 = "gcj02"
    BD09 = "bd09"

    @property
    def label(self) -> str:
        """The datum, and whose maps use it."""
        return {
            "wgs84": "WGS 84/CGCS 2000（天地图、GPS）",
            "gcj02": "GCJ-02（高德、腾讯地图）",
            "bd09": "BD-09（百度地图）",
        }[self]


def to_wgs84(point: Point, datum: Datum) -> Point:
    """Return a point of a Chinese map in WGS 84 degrees, within a metre or so."""
    if datum is Datum.WGS84:
        return point
    shifted = _bd09_to_gcj02(point) if datum is Datum.BD09 else point
    found = shifted
    for _ in range(3):  # the shift has no closed inverse; three rounds settle it
        there = _wgs84_to_gcj02(found)
        found = Point(
            found.lon + shifted.lon - there.lon, found.lat + shifted.lat - there.lat
        )
    return found


def _bd09_to_gcj02(point: Point) -> Point:
    x, y = point.lon - 0.0065, point.lat - 0.006
    wave = math.pi * 3000 / 180
    reach = math.hypot(x, y) - 0.00002 * math.sin(y * wave)
    angle = math.atan2(y, x) - 0.000003 * math.cos(x * wave)
    return Point(reach * math.cos(angle), reach * math.sin(angle))


def _wgs84_to_gcj02(point: Point) -> Point:
    axis, eccentricity = 6378245.0, 0.00669342162296594323  # Krasovsky 1940
    x, y = point.lon - 105.0, point.lat - 35.0
    waves = 20 * (math.sin(6 * x * math.pi) + math.sin(2 * x * math.pi)) * 2 / 3
    north = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y
    north += 0.2 * math.sqrt(abs(x)) + waves + _ripple(y, 20, 40, 160, 320, 12, 30)
    east = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y
    east += 0.1 * math.sqrt(abs(x)) + waves + _ripple(x, 20, 40, 150, 300, 12, 30)
    lat = math.radians(point.lat)
    magic = 1 - eccentricity * math.sin(lat) ** 2
    meridian = axis * (1 - eccentricity) / (magic * math.sqrt(magic))
    parallel = axis / math.sqrt(magic) * math.cos(lat)
    return Point(
        point.lon + math.degrees(east / parallel),
        point.lat + math.degrees(north / meridian),
    )


def _ripple(  # noqa: PLR0917 - amplitudes and wave lengths, in pairs
    at: float, a1: float, a2: float, b1: float, b2: float, w1: float, w2: float
) -> float:
    short = a1 * math.sin(at * math.pi) + a2 * math.sin(at / 3 * math.pi)
    long = b1 * math.sin(at / w1 * math.pi) + b2 * math.sin(at * math.pi / w2)
    return (short + long) * 2 / 3
