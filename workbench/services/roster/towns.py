"""Towns: their register, their points, their neighbours and what they cannot carry."""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from workbench import RESOURCES, facts, search
from workbench.access import Permission
from workbench.desk import Topic, Work, chartered
from workbench.listing import (
    AS_IT_COMES,
    Column,
    Kind,
    Listing,
    Ordering,
    Tone,
    numbers,
)
from workbench.models.roster.people import Posting
from workbench.models.roster.towns import Neighbour, Town, TownFact, TownMatter
from workbench.models.roster.units import UnitFact
from workbench.models.roster.zones import ZoneFact, ZoneTown
from workbench.rules import Refusal
from workbench.rules.periods import Period
from workbench.rules.roster import towns as rules
from workbench.rules.roster.towns import (
    Datum,
    NeighbourState,
    Point,
    PointQuality,
    TownKind,
    check_point,
    to_wgs84,
)

_CODE_LENGTH = 9
_QUALITIES = {
    "bbox_centre": PointQuality.IMPORTED,
    "geonames_point": PointQuality.IMPORTED,
    "approx_manual": PointQuality.ESTIMATED,
    "missing": PointQuality.MISSING,
}
_KIND_DIGITS = {"0": TownKind.SUBDISTRICT, "1": TownKind.TOWN, "2": TownKind.TOWNSHIP}
_TONES = {
    PointQuality.CONFIRMED: Tone.GOOD,
    PointQuality.IMPORTED: Tone.PLAIN,
    PointQuality.ESTIMATED: Tone.CAUTION,
    PointQuality.MISSING: Tone.CAUTION,
}


@dataclass(frozen=True, slots=True)
class TownRow:
    """One town, as on the day asked about.

    Attributes:
        lon: Degrees WGS 84, or None.
        volume: Yearly volume of the matters it cannot carry.
        staff: Persons who work at its units.
    """

    id: int
    name: str
    kind: TownKind
    mca_code: str
    nbs_code: str
    county: str
    lon: float | None
    lat: float | None
    quality: PointQuality
    zone: str
    zone_id: int | None
    matters: int
    volume: int
    staff: int


@dataclass(frozen=True, slots=True)
class NeighbourRow:
    """Two towns that lie side by side, or are known not to."""

    one_id: int
    other_id: int
    state: NeighbourState
    passable: bool


@dataclass(frozen=True, slots=True)
class MatterLine:
    """A matter a town cannot carry alone."""

    id: int
    town_id: int
    name: str
    yearly_volume: int


@chartered(Permission.ROSTER_TOWN_READ)
def find_towns(
    work: Work,
    *,
    text: str = "",
    quality: PointQuality | None = None,
    zone_id: int | None = None,
    on: date | None = None,
    ordering: Ordering = AS_IT_COMES,
) -> Sequence[int]:
    """Return the numbers of the towns that match, as on a day."""
    day = on or work.today
    found = (
        sa.select(TownFact.town_id)
        .join(Town, Town.id == TownFact.town_id)
        .outerjoin(
            ZoneTown,
            sa.and_(ZoneTown.town_id == TownFact.town_id, ZoneTown.holds_on(day)),
        )
        .where(
            TownFact.holds_on(day),
            search.matching(work.session, "town", TownFact.town_id, text),
        )
    )
    if quality is not None:
        found = found.where(TownFact.quality == quality)
    if zone_id is not None:
        found = found.where(ZoneTown.zone_id == zone_id)
    orders = {
        "mca_code": Town.mca_code,
        "name": TownFact.name,
        "kind": TownFact.kind,
        "nbs_code": Town.nbs_code,
        "zone": ZoneTown.zone_id,
        "quality": TownFact.quality,
    }
    return numbers(work.session, found, TownFact.town_id, orders, ordering)


@chartered(Permission.ROSTER_TOWN_READ)
def town_rows(
    work: Work, *, ids: Sequence[int], on: date | None = None
) -> dict[int, TownRow]:
    """Return the lines of the register for ``ids``, as on a day."""
    day = on or work.today
    matters = (
        sa.select(sa.func.count(TownMatter.id))
        .where(TownMatter.town_id == Town.id, TownMatter.holds_on(day))
        .scalar_subquery()
    )
    volume = (
        sa.select(sa.func.coalesce(sa.func.sum(TownMatter.yearly_volume), 0))
        .where(TownMatter.town_id == Town.id, TownMatter.holds_on(day))
        .scalar_subquery()
    )
    staff = (
        sa.select(sa.func.count(Posting.id))
        .join(UnitFact, UnitFact.unit_id == Posting.unit_id)
        .where(
            UnitFact.town_id == Town.id,
            UnitFact.holds_on(day),
            Posting.holds_on(day),
        )
        .correlate(Town)
        .scalar_subquery()
    )
    found = work.session.execute(
        sa.select(
            Town,
            TownFact,
            ZoneFact.name.label("zone"),
            ZoneTown.zone_id,
            matters.label("matters"),
            volume.label("volume"),
            staff.label("staff"),
        )
        .join(TownFact, sa.and_(TownFact.town_id == Town.id, TownFact.holds_on(day)))
        .outerjoin(
            ZoneTown, sa.and_(ZoneTown.town_id == Town.id, ZoneTown.holds_on(day))
        )
        .outerjoin(
            ZoneFact,
            sa.and_(ZoneFact.zone_id == ZoneTown.zone_id, ZoneFact.holds_on(day)),
        )
        .where(
            Town.id.in_(ids), work.whole_county(Posting), work.whole_county(UnitFact)
        )
    )
    return {
        row.Town.id: TownRow(
            row.Town.id,
            row.TownFact.name,
            row.TownFact.kind,
            row.Town.mca_code,
            row.Town.nbs_code,
            row.Town.county,
            row.TownFact.lon,
            row.TownFact.lat,
            row.TownFact.quality,
            row.zone or "—",
            row.zone_id,
            row.matters,
            row.volume,
            row.staff,
        )
        for row in found
    }


@chartered(Permission.ROSTER_TOWN_READ)
def shipped_counties(work: Work) -> dict[str, str]:
    """Return the counties whose towns travel with the workbench, by six-digit code."""
    del work
    return {row["county_code"]: row["county"] for row in _shipped()}


def _shipped() -> list[dict[str, str]]:
    path = RESOURCES / "sample" / "lianyungang_towns.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@chartered(Permission.ROSTER_TOWN_EDIT, title="导入本县镇街", changes=(Topic.TOWNS,))
def load_shipped(work: Work, *, county_code: str, valid_from: date) -> int:
    """Load the towns of one county from the shipped list; those on record stay.

    Args:
        work: Whose work.
        county_code: Six digits.
        valid_from: First day on which they are on record.

    Returns:
        How many were added.

    Raises:
        Refusal: No such county in the list.

    Clause: roster/town-register
    """
    wanted = [row for row in _shipped() if row["county_code"] == county_code]
    if not wanted:
        raise Refusal(
            f"随软件的镇街名单中没有代码为{county_code}的县区。",
            clause="roster/town-register",
        )
    known = set(work.session.scalars(sa.select(Town.mca_code)))
    added = 0
    for row in wanted:
        if row["mca_code9"] in known:
            continue
        lon, lat = (
            (float(row["lon"]), float(row["lat"])) if row["lon"] else (None, None)
        )
        _enter(
            work,
            Town(
                mca_code=row["mca_code9"],
                mca_long_code=row["mca_code12"],
                nbs_code=row["nbs_code9"],
                county_code=row["county_code"],
                county=row["county"],
            ),
            valid_from,
            name=row["name"],
            kind=_KIND_DIGITS.get(row["mca_code9"][6], TownKind.FUNCTIONAL_AREA),
            lon=lon,
            lat=lat,
            quality=_QUALITIES[row["quality"]],
        )
        added += 1
    return added


def _enter(work: Work, town: Town, valid_from: date, **values: object) -> int:
    work.session.add(town)
    work.session.flush()
    facts.put(
        work,
        TownFact,
        {"town_id": town.id},
        Period(valid_from),
        what="镇街信息",
        values=values,
    )
    return town.id


@chartered(Permission.ROSTER_TOWN_EDIT, title="新增镇街", changes=(Topic.TOWNS,))
def add_town(
    work: Work,
    *,
    name: str,
    kind: TownKind,
    mca_code: str,
    county_code: str,
    county: str,
    valid_from: date,
    nbs_code: str = "",
    lon: float | None = None,
    lat: float | None = None,
    datum: Datum = Datum.WGS84,
) -> int:
    """Enter a town, or a functional area that acts as one.

    Args:
        work: Whose work.
        name: Its name.
        kind: What it is.
        mca_code: Nine digits of the civil affairs list.
        county_code: Six digits.
        county: Name of the county.
        valid_from: First day on which it is on record.
        nbs_code: Nine digits of the statistical list, or empty.
        lon: Degrees, or None.
        lat: Degrees, or None.
        datum: What the degrees are measured in.

    Raises:
        Refusal: The code is no code or taken, the name empty, the point elsewhere.

    Clause: roster/town-register, roster/town-point
    """
    if not name.strip():
        raise Refusal("请填写镇街名称。", clause="roster/town-register")
    if len(mca_code) != _CODE_LENGTH or not mca_code.isdecimal():
        raise Refusal("民政代码应为9位数字。", clause="roster/town-register")
    taken = work.session.scalar(sa.select(Town.id).where(Town.mca_code == mca_code))
    if taken is not None:
        raise Refusal(f"民政代码{mca_code}已登记。", clause="roster/town-register")
    point = _point(lon, lat, datum)
    return _enter(
        work,
        Town(
            mca_code=mca_code,
            nbs_code=nbs_code.strip(),
            county_code=county_code,
            county=county,
        ),
        valid_from,
        name=name.strip(),
        kind=kind,
        lon=point.lon if point else None,
        lat=point.lat if point else None,
        quality=PointQuality.CONFIRMED if point else PointQuality.MISSING,
    )


def _point(lon: float | None, lat: float | None, datum: Datum) -> Point | None:
    if lon is None or lat is None:
        return None
    return to_wgs84(check_point(lon, lat), datum)


@chartered(
    Permission.ROSTER_TOWN_EDIT,
    title="确认镇街位置",
    changes=(Topic.TOWNS, Topic.ZONES),
)
def confirm_point(
    work: Work,
    *,
    town_id: int,
    lon: float | None = None,
    lat: float | None = None,
    datum: Datum = Datum.WGS84,
) -> None:
    """Confirm where a town is: as on record, or at the point now given.

    Raises:
        Refusal: No point is known, or it lies elsewhere.

    Clause: roster/town-point
    """
    row = _fact(work, town_id)
    point = _point(lon, lat, datum) or (
        Point(row.lon, row.lat) if row.lon is not None and row.lat is not None else None
    )
    if point is None:
        raise Refusal(
            f"{row.name}还没有坐标，请填写经度和纬度。", clause="roster/town-point"
        )
    facts.correct(
        work,
        row,
        what="镇街位置",
        reason="确认位置",
        subject=("town_id",),
        values={
            "lon": point.lon,
            "lat": point.lat,
            "quality": PointQuality.CONFIRMED,
        },
    )


@chartered(
    Permission.ROSTER_TOWN_EDIT, title="变更镇街", changes=(Topic.TOWNS, Topic.ZONES)
)
def change_town(
    work: Work,
    *,
    town_id: int,
    name: str,
    kind: TownKind,
    valid_from: date,
    reason: str = "",
) -> None:
    """Have a town be called or be something else from a day on, as when 乡 became 镇.

    Clause: general/dated-facts
    """
    row = _fact(work, town_id)
    if not name.strip():
        raise Refusal("请填写镇街名称。", clause="roster/town-register")
    facts.change_from(
        work,
        TownFact,
        {"town_id": town_id},
        valid_from,
        what="镇街信息",
        reason=reason,
        values={
            "name": name.strip(),
            "kind": kind,
            "lon": row.lon,
            "lat": row.lat,
            "quality": row.quality,
        },
    )


def _fact(work: Work, town_id: int) -> TownFact:
    row = facts.holding(work, TownFact, work.today, town_id=town_id)
    if row is None:
        raise Refusal("没有这个镇街。", clause="roster/town-register")
    return row


@chartered(Permission.ROSTER_TOWN_EDIT, title="推算相邻关系", changes=(Topic.TOWNS,))
def derive_neighbours(work: Work) -> int:
    """Guess which towns lie side by side from their points; decisions are kept.

    Returns:
        How many pairs are guessed and not yet decided.

    Clause: roster/neighbours
    """
    points = {
        row.town_id: Point(row.lon, row.lat)
        for row in work.session.scalars(
            sa.select(TownFact).where(TownFact.holds_on(work.today))
        )
        if row.lon is not None and row.lat is not None
    }
    guessed = rules.neighbours(points)
    decided = set()
    for row in work.session.scalars(sa.select(Neighbour)):
        if row.state is NeighbourState.DERIVED:
            work.session.delete(row)
        else:
            decided.add((row.one_id, row.other_id))
    work.session.flush()
    fresh = guessed - decided
    work.session.add_all(
        Neighbour(
            one_id=one,
            other_id=other,
            state=NeighbourState.DERIVED,
            passable=True,
            decided_at=None,
            decided_by=None,
        )
        for one, other in fresh
    )
    return len(fresh)


@chartered(
    Permission.ROSTER_TOWN_EDIT,
    title="确认相邻关系",
    changes=(Topic.TOWNS, Topic.ZONES),
)
def decide_neighbour(
    work: Work,
    *,
    one_id: int,
    other_id: int,
    state: NeighbourState,
    passable: bool = True,
) -> None:
    """Say whether two towns lie side by side, and whether people can cross there.

    Raises:
        Refusal: A town with itself, or an undecided state.

    Clause: roster/neighbours
    """
    if one_id == other_id or state is NeighbourState.DERIVED:
        raise Refusal(
            "请选择两个不同的镇街，并确认相邻或不相邻。", clause="roster/neighbours"
        )
    key = (min(one_id, other_id), max(one_id, other_id))
    row = work.session.get(Neighbour, key)
    if row is None:
        row = Neighbour(one_id=key[0], other_id=key[1])
        work.session.add(row)
    row.state, row.passable = state, passable
    row.decided_at, row.decided_by = work.now, work.actor.account_id
    work.session.flush()


@chartered(Permission.ROSTER_TOWN_READ)
def neighbour_rows(work: Work) -> tuple[NeighbourRow, ...]:
    """Return every pair on record, also those known not to be neighbours."""
    found = work.session.scalars(
        sa.select(Neighbour).order_by(Neighbour.one_id, Neighbour.other_id)
    )
    return tuple(
        NeighbourRow(row.one_id, row.other_id, row.state, row.passable) for row in found
    )


@chartered(Permission.ROSTER_TOWN_READ)
def matter_lines(
    work: Work, *, town_id: int | None = None, on: date | None = None
) -> tuple[MatterLine, ...]:
    """Return the matters towns cannot carry, of one town or of all."""
    found = sa.select(TownMatter).where(TownMatter.holds_on(on or work.today))
    if town_id is not None:
        found = found.where(TownMatter.town_id == town_id)
    return tuple(
        MatterLine(row.id, row.town_id, row.name, row.yearly_volume)
        for row in work.session.scalars(
            found.order_by(TownMatter.town_id, TownMatter.yearly_volume.desc())
        )
    )


@chartered(
    Permission.ROSTER_TOWN_EDIT,
    title="登记镇街无力承接事项",
    changes=(Topic.TOWNS, Topic.ZONES),
)
def set_matter(
    work: Work,
    *,
    town_id: int,
    name: str,
    yearly_volume: int,
    valid_from: date,
    reason: str = "",
) -> None:
    """Set how often in a year a town meets a matter it cannot carry; 0 takes it away.

    Raises:
        Refusal: No name, a negative number, or a later figure stands.

    Clause: roster/pooled-matters
    """
    _fact(work, town_id)
    if not name.strip() or yearly_volume < 0:
        raise Refusal(
            "请填写事项名称，年均数量不能为负。", clause="roster/pooled-matters"
        )
    subject = {"town_id": town_id, "name": name.strip()}
    facts.change_from(
        work,
        TownMatter,
        subject,
        valid_from,
        what=f"事项“{name.strip()}”",
        reason=reason,
        values={"yearly_volume": yearly_volume},
    )
    if yearly_volume == 0:
        row = facts.holding(work, TownMatter, valid_from, **subject)
        if row is not None:
            facts.strike(work, row)


def quality_tone(row: TownRow) -> Tone:
    """Return the colour of how well a town's point is known."""
    return _TONES[row.quality]


TOWNS = Listing[TownRow](
    "towns",
    "镇街",
    find_towns,
    town_rows,
    (
        Column("name", "镇街", lambda row: row.name, width=120),
        Column("kind", "类别", lambda row: row.kind.label, width=80),
        Column("mca_code", "民政代码", lambda row: row.mca_code, Kind.CODE, width=110),
        Column(
            "nbs_code",
            "统计代码",
            lambda row: row.nbs_code,
            Kind.CODE,
            width=110,
            shown=False,
        ),
        Column("zone", "所属片区", lambda row: row.zone, width=120),
        Column(
            "quality",
            "位置",
            lambda row: row.quality.label,
            Kind.STATE,
            width=110,
            tone=quality_tone,
        ),
        Column(
            "lon",
            "经度",
            lambda row: "—" if row.lon is None else f"{row.lon:.5f}",
            Kind.NUMBER,
            width=100,
            sortable=False,
        ),
        Column(
            "lat",
            "纬度",
            lambda row: "—" if row.lat is None else f"{row.lat:.5f}",
            Kind.NUMBER,
            width=100,
            sortable=False,
        ),
        Column(
            "matters",
            "无力承接事项",
            lambda row: str(row.matters),
            Kind.NUMBER,
            width=110,
            sortable=False,
        ),
        Column(
            "volume",
            "年均件数",
            lambda row: str(row.volume),
            Kind.NUMBER,
            width=90,
            sortable=False,
        ),
        Column(
            "staff",
            "在镇力量",
            lambda row: str(row.staff),
            Kind.NUMBER,
            width=90,
            sortable=False,
        ),
    ),
    empty="还没有镇街。点“导入本县镇街”载入本县名单。",
)
