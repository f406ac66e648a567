"""A zoning problem from the text of a file."""

import json
from collections import Counter
from collections.abc import Collection
from dataclasses import fields, replace
from typing import Any

from workbench.solvers.zoning.problem import WEIGHTS, Problem, Terms, Town, refuse


def read_problem(text: str) -> Problem:
    """Read a problem as ``zones propose --problem`` takes it.

    Args:
        text: JSON: ``towns`` (each with code, name, lon, lat, workload, staff and
            matters), ``zones``, ``min_towns``, ``max_towns``, a ``name`` for the
            reader alone, and any other attribute of the problem.

    Raises:
        Refusal: The text is no JSON, a key is unknown or missing, a value is of the
            wrong kind, a code is unknown or there twice, or a town has no point.

    Clause: roster/zoning-problem
    """
    try:
        raw = json.loads(text)
    except json.JSONDecodeError as error:
        refuse(
            f"编组问题不是有效的 JSON：第{error.lineno}行第{error.colno}字附近有误。"
        )
    except (ValueError, RecursionError):
        refuse("编组问题不是有效的 JSON：数字过长或层次过深。")
    known = {one.name for one in fields(Problem)} | {"name"}
    given = _record(raw, "", known, ("towns", "zones", "min_towns", "max_towns"))
    towns = tuple(
        _read_town(one, f"中第{place}个镇街")
        for place, one in enumerate(_list(given["towns"], "towns"), start=1)
    )
    codes = Counter(town.code for town in towns)
    twice = [code for code, times in codes.items() if times > 1]
    if twice:
        refuse(f"编组问题中镇街代码{'、'.join(twice)}重复。")
    optional: dict[str, Any] = {
        key: _number(given[key], key)
        for key in ("road_factor", "workload_cap", "max_km", "min_staff")
        if given.get(key) is not None
    }
    for key in ("edges", "must_link", "cannot_link"):
        if given.get(key) is not None:
            optional[key] = _pairs(given[key], key, codes)
    if given.get("distances") is not None:
        optional["distances"] = _distances(given["distances"], len(towns))
    if given.get("seats") is not None:
        optional["seats"] = frozenset(_codes(given["seats"], "seats", codes))
    weights = _record(
        given.get("weights"), "的“weights”", [one.name for one in fields(Terms)]
    )
    locks = _record(given.get("locks"), "的“locks”", codes)
    return Problem(
        towns,
        zones=_count(given["zones"], "zones"),
        min_towns=_count(given["min_towns"], "min_towns"),
        max_towns=_count(given["max_towns"], "max_towns"),
        weights=replace(
            WEIGHTS, **{key: _number(value, key) for key, value in weights.items()}
        ),
        locks={code: _count(zone, "locks") for code, zone in locks.items()},
        **optional,
    )


def _record(
    raw: object, what: str, known: Collection[str], required: Collection[str] = ()
) -> dict[str, Any]:
    """Return keys and values; null is none at all."""
    given = {} if raw is None else raw
    if not isinstance(given, dict):
        refuse(f"编组问题{what}应为成对的项和值。")
    for key in given:
        if key not in known:
            refuse(f"编组问题{what}中有不认识的项“{key}”。")
    for key in required:
        if key not in given:
            refuse(f"编组问题{what}缺少“{key}”一项。")
    return given


def _read_town(raw: object, what: str) -> Town:
    keys = [one.name for one in fields(Town)]
    given = _record(raw, what, keys, ("code", "name", "workload", "staff"))
    name = _text(given["name"], f"{what}的“name”")
    if given.get("lon") is None or given.get("lat") is None:
        refuse(f"编组问题中“{name}”没有位置（经纬度）。", "补充该镇街的位置后再试。")
    matters = {} if given.get("matters") is None else given["matters"]
    if not isinstance(matters, dict):
        refuse(f"编组问题中“{name}”的“matters”应为事项与数量的对照。")
    return Town(
        code=_text(given["code"], f"{what}的“code”"),
        name=name,
        lon=_number(given["lon"], "lon", least=-180, most=180),
        lat=_number(given["lat"], "lat", least=-90, most=90),
        workload=_number(given["workload"], "workload"),
        staff=_number(given["staff"], "staff"),
        matters={
            matter: _number(volume, "matters") for matter, volume in matters.items()
        },
    )


def _text(value: object, what: str) -> str:
    if not isinstance(value, str) or not value:
        refuse(f"编组问题{what}应为文字。")
    return value


def _number(
    value: object, key: str, *, least: float = 0.0, most: float = 1e12
) -> float:
    # JSON knows true, NaN, and whole numbers no float can hold.
    if (
        isinstance(value, bool)
        or not isinstance(value, int | float)
        or not least <= value <= most
    ):
        refuse(f"编组问题的“{key}”应为{least:g}至{most:g}之间的数。")
    return float(value)


def _count(value: object, key: str) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value < 1:
        refuse(f"编组问题的“{key}”应为正整数。")
    return value


def _list(value: object, key: str) -> list[Any]:
    if not isinstance(value, list):
        refuse(f"编组问题的“{key}”应为列表。")
    return value


def _codes(value: object, key: str, codes: Collection[str]) -> list[str]:
    given = _list(value, key)
    for code in given:
        if not isinstance(code, str) or code not in codes:
            refuse(f"编组问题的“{key}”中有不认识的镇街代码“{code}”。")
    return given


def _pairs(
    value: object, key: str, codes: Collection[str]
) -> tuple[tuple[str, str], ...]:
    pairs = []
    for pair in _list(value, key):
        match _codes(pair, key, codes):
            case [one, other] if one != other:
                pairs.append((one, other))
            case _:
                refuse(f"编组问题的“{key}”中每一项应为两个不同镇街的代码。")
    return tuple(pairs)


def _distances(value: object, size: int) -> tuple[tuple[float, ...], ...]:
    lines = [_list(line, "distances") for line in _list(value, "distances")]
    if any(len(line) != size for line in [lines, *lines]):
        refuse(f"编组问题的“distances”应为{size}行{size}列的公里数。")
    return tuple(tuple(_number(km, "distances") for km in line) for line in lines)
