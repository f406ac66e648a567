"""Towns on the map: where they are, and which lie next to which."""

import math
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
