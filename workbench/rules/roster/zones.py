"""Zones: whole, apart from each other, and led by every town they hold."""

from collections.abc import Collection, Iterable, Mapping
from enum import StrEnum

from workbench.rules import Refusal


class CentreDuty(StrEnum):
    """What a member does in the command centre (指挥中心职务)."""

    COMMANDER = "commander"
    DEPUTY = "deputy"
    TOWN_LEAD = "town_lead"
    MEMBER = "member"

    @property
    def label(self) -> str:
        """The duty as the list of members names it."""
        return {
            "commander": "指挥长",
            "deputy": "副指挥长",
            "town_lead": "镇街执法监管工作负责人",
            "member": "成员",
        }[self]


def missing_leads(
    towns: Mapping[int, str], led: Collection[int | None]
) -> tuple[str, ...]:
    """Return the names of member towns that nobody on the roster answers for.

    Args:
        towns: Member towns of the zone, by name.
        led: Towns whose 执法监管工作负责人 is on the centre's roster.

    Clause: roster/town-leads
    """
    return tuple(name for town, name in towns.items() if town not in led)


def check_centre(
    zone_name: str,
    missing: Iterable[str],
    *,
    has_commander: bool,
    has_document: bool,
) -> None:
    """Refuse to confirm a centre's roster that is not complete.

    Args:
        zone_name: The zone.
        missing: Names of member towns without their responsible person.
        has_commander: Whether there is a 指挥长.
        has_document: Whether the county authority's appointing document is named.

    Raises:
        Refusal: Somebody or something is missing; the sentence names it.

    Clause: roster/town-leads, roster/centre-document
    """
    names = "、".join(missing)
    if names:
        raise Refusal(
            f"{zone_name}指挥中心缺少以下镇街的执法监管工作负责人：{names}。",
            clause="roster/town-leads",
            ways=("在成员名单中补充上述镇街的负责人后再确认。",),
        )
    if not has_commander:
        raise Refusal(f"{zone_name}指挥中心尚无指挥长。", clause="roster/town-leads")
    if not has_document:
        raise Refusal(
            f"{zone_name}指挥中心成员尚未填写县区综合执法主管部门的明确文件（文号）。",
            clause="roster/centre-document",
        )


def connected(towns: Iterable[int], edges: Iterable[tuple[int, int]]) -> bool:
    """Tell whether towns hang together by neighbours within the group."""
    return len(components(towns, edges)) <= 1


def components(
    towns: Iterable[int], edges: Iterable[tuple[int, int]]
) -> list[set[int]]:
    """Return the towns in groups that hang together, largest first."""
    rest = set(towns)
    near: dict[int, set[int]] = {town: set() for town in rest}
    for one, other in edges:
        if one in near and other in near:
            near[one].add(other)
            near[other].add(one)
    groups = []
    while rest:
        group, waiting = set(), [min(rest)]
        while waiting:
            town = waiting.pop()
            if town not in group:
                group.add(town)
                waiting.extend(near[town] - group)
        groups.append(group)
        rest -= group
    return sorted(groups, key=lambda one: (-len(one), min(one)))
