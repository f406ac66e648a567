"""What kinds of unit there are, and what each kind may be."""

from collections.abc import Iterable, Mapping
from enum import StrEnum

from workbench.rules import Refusal


class UnitKind(StrEnum):
    """What a unit is (机构类别)."""

    COUNTY_ENFORCEMENT = "county_enforcement"
    DEPARTMENT = "department"
    TOWN_BUREAU = "town_bureau"
    ZONE_TEAM = "zone_team"
    COMMAND_CENTRE = "command_centre"
    GUIDANCE_BODY = "guidance_body"
    TOWN_GOVERNMENT = "town_government"
    COUNTY_GOVERNMENT = "county_government"
    POLICE = "police"
    PROCURATORATE = "procuratorate"
    OTHER = "other"

    @property
    def label(self) -> str:
        """The kind as rosters name it."""
        return _UNIT_KINDS[self]


_UNIT_KINDS = {
    UnitKind.COUNTY_ENFORCEMENT: "县级综合执法机关",
    UnitKind.DEPARTMENT: "部门",
    UnitKind.TOWN_BUREAU: "镇街综合执法局",
    UnitKind.ZONE_TEAM: "片区队伍",
    UnitKind.COMMAND_CENTRE: "指挥中心",
    UnitKind.GUIDANCE_BODY: "综合执法指导机构",
    UnitKind.TOWN_GOVERNMENT: "镇街政府",
    UnitKind.COUNTY_GOVERNMENT: "县区政府",
    UnitKind.POLICE: "公安",
    UnitKind.PROCURATORATE: "检察",
    UnitKind.OTHER: "其他",
}

FRONTLINE_KINDS = frozenset([UnitKind.TOWN_BUREAU, UnitKind.ZONE_TEAM])
"""Kinds of host unit that stand on the frontline: a town's, or a zone's team."""

TOWN_KINDS = frozenset([UnitKind.TOWN_BUREAU, UnitKind.TOWN_GOVERNMENT])
ZONE_KINDS = frozenset([UnitKind.ZONE_TEAM, UnitKind.COMMAND_CENTRE])


class AuthorityKind(StrEnum):
    """By what right a unit enforces (执法主体类别); the centre never does."""

    NONE = "none"
    ADMINISTRATIVE = "administrative"
    AUTHORISED = "authorised"
    ENTRUSTED = "entrusted"

    @property
    def label(self) -> str:
        """The kind as the law names it."""
        return {
            "none": "非执法主体",
            "administrative": "行政机关",
            "authorised": "法律法规授权组织",
            "entrusted": "受委托组织",
        }[self]


class Employment(StrEnum):
    """On what footing a person is employed (编制类型)."""

    CIVIL_SERVANT = "civil_servant"
    REFERENCED = "referenced"
    INSTITUTION = "institution"
    WORKER = "worker"
    AUXILIARY = "auxiliary"

    @property
    def label(self) -> str:
        """The footing as rosters name it."""
        return {
            "civil_servant": "行政编制",
            "referenced": "参公编制",
            "institution": "事业编制",
            "worker": "工勤编制",
            "auxiliary": "编外辅助",
        }[self]

    @property
    def established(self) -> bool:
        """Whether such a person is 在编."""
        return self is not Employment.AUXILIARY


def check_unit(
    kind: UnitKind,
    authority: AuthorityKind,
    *,
    has_town: bool,
    has_zone: bool,
    has_principal: bool,
) -> None:
    """Refuse a unit whose parts contradict its kind.

    Args:
        kind: What the unit is.
        authority: By what right it enforces.
        has_town: Whether a town is named.
        has_zone: Whether a zone is named.
        has_principal: Whether the entrusting authority (委托机关) is named.

    Raises:
        Refusal: A command centre as authority; an entrusted body without its
            principal; a town's unit without town; a zone's team without zone.

    Clause: roster/centre-no-authority, roster/entrusted, roster/unit-place
    """
    if kind is UnitKind.COMMAND_CENTRE and authority is not AuthorityKind.NONE:
        raise Refusal(
            "指挥中心不是执法主体，不能登记执法主体资格。",
            clause="roster/centre-no-authority",
            ways=("对外文书由有资格的执法主体出具，指挥中心负责指挥协调。",),
        )
    if (authority is AuthorityKind.ENTRUSTED) is not has_principal:
        raise Refusal(
            "受委托组织须填写委托机关，其他机构不填。",
            clause="roster/entrusted",
            ways=("选择委托机关，或改正执法主体类别。",),
        )
    if kind in TOWN_KINDS and not has_town:
        raise Refusal(f"{kind.label}须填写所在镇街。", clause="roster/unit-place")
    if kind in ZONE_KINDS and not has_zone:
        raise Refusal(f"{kind.label}须填写所属片区。", clause="roster/unit-place")


def check_parent(
    unit_id: int, parent_id: int | None, parents: Mapping[int, int | None]
) -> None:
    """Refuse a superior that is the unit itself or stands below it.

    Args:
        unit_id: The unit.
        parent_id: Its superior unit as now asked for.
        parents: Superior of each unit as on record.

    Raises:
        Refusal: Following the superiors upward comes back to the unit.

    Clause: roster/unit-place
    """
    seen, above = {unit_id}, parent_id
    while above is not None:
        if above in seen:
            raise Refusal(
                "上级机构不能是本机构或其下级机构。", clause="roster/unit-place"
            )
        seen.add(above)
        above = parents.get(above)


def vacancies(
    quota: Mapping[Employment, int], staff: Iterable[Employment]
) -> dict[Employment, int]:
    """Return free posts (空编) by footing; a negative number is over strength (超编).

    Args:
        quota: Approved posts (核定编制) by footing.
        staff: Footing of each person at present.
    """
    free = dict(quota)
    for footing in staff:
        free[footing] = free.get(footing, 0) - 1
    return free
