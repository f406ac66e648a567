"""A grouping while it is worked on: moves that make a new plan of an old one, and undo.

Plans are never changed; each move returns another. So undo is a list of plans.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from workbench.rules import Refusal
from workbench.services.roster.groupings import PlannedZone

_DIGITS = "零一二三四五六七八九"
_TEN = 10


@dataclass(frozen=True, slots=True)
class WorkZone:
    """A zone while it is worked on.

    Attributes:
        key: Its number within the plan, and of its hue; it keeps both whatever else
            becomes of it.
        zone_id: The zone it continues, or None for a new one.
    """

    key: int
    name: str
    town_ids: tuple[int, ...] = ()
    seat_id: int | None = None
    zone_id: int | None = None


Plan = tuple[WorkZone, ...]
"""The zones of a grouping, in the order people see."""


def plan_of(zones: Sequence[PlannedZone]) -> Plan:
    """Return saved zones as a plan to work on."""
    return tuple(
        WorkZone(key, zone.name, zone.town_ids, zone.seat_id, zone.zone_id)
        for key, zone in enumerate(zones, 1)
    )


def planned(plan: Plan) -> tuple[PlannedZone, ...]:
    """Return a plan as the commands take it."""
    return tuple(
        PlannedZone(zone.name, zone.town_ids, zone.seat_id, zone.zone_id)
        for zone in plan
    )


def places(plan: Plan) -> dict[int, int]:
    """Return the key of each town's zone."""
    return {town: zone.key for zone in plan for town in zone.town_ids}


def moved(plan: Plan, towns: Collection[int], to: int) -> Plan:
    """Return the plan with towns in another zone, or in none.

    A seat that leaves its zone is its seat no more.
    """
    return tuple(
        _kept(
            replace(
                zone,
                town_ids=tuple(
                    sorted(
                        {*zone.town_ids, *towns}
                        if zone.key == to
                        else {*zone.town_ids} - {*towns}
                    )
                ),
            )
        )
        for zone in plan
    )


def _kept(zone: WorkZone) -> WorkZone:
    return zone if zone.seat_id in zone.town_ids else replace(zone, seat_id=None)


def seated(plan: Plan, town: int) -> Plan:
    """Return the plan with a town as its zone's seat; as no seat where it is one."""
    return tuple(
        replace(zone, seat_id=None if zone.seat_id == town else town)
        if town in zone.town_ids
        else zone
        for zone in plan
    )


def renamed(plan: Plan, key: int, name: str) -> Plan:
    """Return the plan with a zone called otherwise.

    Raises:
        Refusal: The name is empty or another zone's.

    Clause: roster/zone-names
    """
    name = name.strip()
    if not name or any(zone.name == name for zone in plan if zone.key != key):
        raise Refusal(
            "片区名称不能为空，也不能与其他片区相同。", clause="roster/zone-names"
        )
    return tuple(replace(zone, name=name) if zone.key == key else zone for zone in plan)


def added(plan: Plan, towns: Collection[int] = ()) -> Plan:
    """Return the plan with one more zone, for these towns."""
    taken = {zone.name for zone in plan}
    key = min({*range(1, len(plan) + 2)} - {zone.key for zone in plan})
    number = next(
        count
        for count in range(len(plan) + 1, 2 * len(plan) + 2)
        if zone_title(count) not in taken
    )
    return moved((*plan, WorkZone(key, zone_title(number))), towns, key)


def zone_title(count: int) -> str:
    """Return what the n-th zone is called until somebody names it."""
    tens, ones = divmod(count, _TEN)
    said = ("" if tens < 2 else _DIGITS[tens]) + "十" * (tens > 0)  # noqa: PLR2004 - 十, not 一十
    return f"第{said}{_DIGITS[ones] if ones else ''}片区"


def dissolved(plan: Plan, key: int) -> Plan:
    """Return the plan without a zone; its towns are in none."""
    return tuple(zone for zone in plan if zone.key != key)


def continued(proposal: Sequence[PlannedZone], standing: Plan) -> Plan:
    """Return a proposal whose zones continue the standing ones they are most like.

    So a zone keeps its name, its number and its command centre where its towns
    mostly stay; the likest pair is matched first.
    """
    shared = sorted(
        (
            (-len({*zone.town_ids} & {*old.town_ids}), place, there)
            for place, zone in enumerate(proposal)
            for there, old in enumerate(standing)
        ),
    )
    heirs: dict[int, WorkZone] = {}
    taken: set[int] = set()
    for count, place, there in shared:
        if count and place not in heirs and there not in taken:
            heirs[place] = standing[there]
            taken.add(there)
    plan: Plan = tuple(
        replace(old, town_ids=zone.town_ids, seat_id=zone.seat_id)
        for place, zone in enumerate(proposal)
        for old in [heirs.get(place)]
        if old is not None
    )
    plan = tuple(sorted(plan, key=lambda zone: zone.key))
    for place, zone in enumerate(proposal):
        if place not in heirs:
            plan = added(plan, zone.town_ids)
            plan = (*plan[:-1], replace(plan[-1], seat_id=zone.seat_id))
    return plan


def alike(one: Plan, other: Plan) -> bool:
    """Tell whether two plans group the towns alike.

    A seat that one of them leaves open is no difference.
    """

    def grouped(plan: Plan) -> dict[frozenset[int], int | None]:
        return {frozenset(zone.town_ids): zone.seat_id for zone in plan}

    here, there = grouped(one), grouped(other)
    return here.keys() == there.keys() and all(
        seat is None or there[towns] in {None, seat} for towns, seat in here.items()
    )


def _continues(old: PlannedZone | None, new: PlannedZone | None) -> bool:
    """Tell whether a zone is another one's future: by number, else by name."""
    if old is None or new is None:
        return old is new
    if old.zone_id is not None and new.zone_id is not None:
        return old.zone_id == new.zone_id
    return old.name == new.name


def resumed(zones: Sequence[PlannedZone], standing: Sequence[PlannedZone]) -> Plan:
    """Return a saved grouping to work on; zones of a standing one's name are that one.

    What was saved before its zones were set up would else set them up once more.
    """
    known = {zone.zone_id for zone in zones}
    numbers = {
        zone.name: zone.zone_id for zone in standing if zone.zone_id not in known
    }
    return plan_of(
        [
            replace(zone, zone_id=numbers.get(zone.name))
            if zone.zone_id is None
            else zone
            for zone in zones
        ]
    )


def differences(
    before: Sequence[PlannedZone],
    after: Sequence[PlannedZone],
    names: Mapping[int, str],
) -> Iterator[str]:
    """Yield in sentences what changes from one grouping to another."""
    old = [
        next((one for one in before if _continues(one, zone)), None) for zone in after
    ]
    for was, zone in zip(old, after, strict=True):
        if was is None:
            listed = "、".join(names.get(town, "—") for town in zone.town_ids)
            yield f"新设{zone.name}：{listed or '没有镇街'}。"
        elif was.name != zone.name:
            yield f"{was.name}改称{zone.name}。"
    for zone in before:
        if zone not in old:
            rest = "，其指挥中心和片区队伍须另行安排" if zone.zone_id else ""
            yield f"{zone.name}不再设立{rest}。"
    yield from _moves(before, after, names)
    for was, zone in zip(old, after, strict=True):
        if was is not None and was.seat_id != zone.seat_id:
            seats = [names.get(one.seat_id or 0, "未定") for one in (was, zone)]
            yield f"{zone.name}驻地由{seats[0]}改为{seats[1]}。"


def _moves(
    before: Sequence[PlannedZone],
    after: Sequence[PlannedZone],
    names: Mapping[int, str],
) -> Iterator[str]:
    was = {town: zone for zone in before for town in zone.town_ids}
    now = {town: zone for zone in after for town in zone.town_ids}
    for town in moved_towns(before, after):
        here, there = was.get(town), now.get(town)
        name = names.get(town, "—")
        if here is None and there is not None:
            yield f"{name}编入{there.name}。"
        elif here is not None and there is None:
            yield f"{name}调出{here.name}，不再编入片区。"
        elif here is not None and there is not None:
            yield f"{name}由{here.name}调入{there.name}。"


def moved_towns(
    before: Sequence[PlannedZone], after: Sequence[PlannedZone]
) -> tuple[int, ...]:
    """Return the towns that are in another zone than before."""
    was = {town: zone for zone in before for town in zone.town_ids}
    now = {town: zone for zone in after for town in zone.town_ids}
    return tuple(
        town
        for town in sorted({*was, *now})
        if not _continues(was.get(town), now.get(town))
    )


def kept(plan: Plan) -> list[list[Any]]:
    """Return a plan as JSON can say it."""
    return [
        [zone.key, zone.name, list(zone.town_ids), zone.seat_id, zone.zone_id]
        for zone in plan
    ]


def restored(lines: Sequence[Sequence[Any]]) -> Plan:
    """Return the plan that was kept."""
    return tuple(
        WorkZone(key, name, tuple(towns), seat_id, zone_id)
        for key, name, towns, seat_id, zone_id in lines
    )


SavedAs = tuple[int | None, str]
"""Number and name of the saved grouping that is worked on, if any."""

UNNAMED: SavedAs = (None, "")


@dataclass(frozen=True, slots=True)
class Step:
    """A plan, what made it of the one before, and which saved one it is of."""

    plan: Plan
    deed: str
    saved_as: SavedAs


class History:
    """A plan with everything that was done to it.

    Args:
        plan: To begin with.
        saved_as: The saved grouping it is.
    """

    def __init__(self, plan: Plan = (), saved_as: SavedAs = UNNAMED) -> None:
        self._steps = [Step(plan, "", saved_as)]
        self._at = 0
        self._saved: Plan = plan

    @property
    def plan(self) -> Plan:
        """The plan as it now is."""
        return self._steps[self._at].plan

    @property
    def saved_as(self) -> SavedAs:
        """The saved grouping that saving would write over."""
        return self._steps[self._at].saved_as

    def do(self, plan: Plan, deed: str, saved_as: SavedAs | None = None) -> bool:
        """Take a step; tell whether it changed anything.

        Args:
            plan: What comes of it.
            deed: What was done.
            saved_as: The saved grouping it is of; the same as before where None.
        """
        if plan == self.plan:
            return False
        known = self.saved_as if saved_as is None else saved_as
        self._steps[self._at + 1 :] = [Step(plan, deed, known)]
        self._at += 1
        return True

    def undone(self) -> str:
        """Return the deed that undo takes back; empty where there is none."""
        return self._steps[self._at].deed

    def redone(self) -> str:
        """Return the deed that redo does again; empty where there is none."""
        return self._steps[self._at + 1].deed if self.can_redo() else ""

    def can_undo(self) -> bool:
        """Tell whether there is a step to take back."""
        return self._at > 0

    def can_redo(self) -> bool:
        """Tell whether there is a step to do again."""
        return self._at + 1 < len(self._steps)

    def undo(self) -> None:
        """Take the last step back, if there is one."""
        self._at -= self.can_undo()

    def redo(self) -> None:
        """Do the step again that was taken back, if there is one."""
        self._at += self.can_redo()

    def settle(self, saved_as: SavedAs) -> None:
        """Note what the plan as it now is has been saved as."""
        before = self.saved_as
        self._steps = [
            replace(step, saved_as=saved_as) if step.saved_as == before else step
            for step in self._steps
        ]
        self._saved = self.plan

    def dirty(self) -> bool:
        """Tell whether the plan is another than the saved one."""
        return self.plan != self._saved
