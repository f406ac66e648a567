"""What the room of towns and zones adds to the window."""

from workbench.access import Permission
from workbench.desk import Topic
from workbench.listing import Tone
from workbench.services.roster import centres, neighbours, towns
from workbench.services.roster.centres import CentreFile
from workbench.services.roster.neighbours import GroundWork
from workbench.services.roster.towns import TOWNS
from workbench.services.roster.zones import ZONES
from workbench.views.bench import Bench
from workbench.views.rooms import Find, PageInfo, Room, Todo, TodoSource

_HERE = "workbench.views.roster"
_ROSTERS = frozenset({Topic.CENTRES, Topic.ZONES, Topic.UNITS})
_EACH = 3  # more rosters than this are told of in one line


def _rosters(bench: Bench, found: tuple[CentreFile, ...]) -> list[Todo]:
    """Tell of rosters that lack a town's lead, or wait to be confirmed."""
    short = [one for one in found if one.missing]
    ready = [one for one in found if not one.missing and one.confirmed_on is None]
    todos = []
    if short and bench.desk.may(centres.add_member):
        if len(short) > _EACH:
            count = sum(len(one.missing) for one in short)
            said = f"{len(short)}个指挥中心共缺{count}名镇街执法监管工作负责人。"
            todos = [Todo(said, Tone.CAUTION, "centres", short[0].unit_id)]
        else:
            todos = [
                Todo(
                    f"{one.zone}指挥中心还缺{'、'.join(one.missing)}的"
                    "执法监管工作负责人。",
                    Tone.CAUTION,
                    "centres",
                    one.unit_id,
                    word="去补",
                )
                for one in short
            ]
    if ready and bench.desk.may(centres.confirm_centre):
        named = "、".join(one.zone for one in ready)
        said = f"指挥中心名单待确认：{named}。"
        todos.append(Todo(said, Tone.PLAIN, "centres", ready[0].unit_id, word="去确认"))
    return todos


def _ground(bench: Bench, found: GroundWork) -> list[Todo]:
    """Tell of points and neighbours that nobody has confirmed."""
    if not bench.desk.may(towns.confirm_point):
        return []
    todos = []
    if found.unconfirmed:
        said = f"{found.unconfirmed}个镇街的位置还没有确认。"
        todos.append(Todo(said, Tone.PLAIN, "towns", word="去确认"))
    if found.undecided:
        said = f"{found.undecided}条推算的相邻关系还没有确认。"
        todos.append(Todo(said, Tone.PLAIN, "neighbours", 0, word="去确认"))
    return todos


ROOM = Room(
    "片区编组",
    "map",
    pages=(
        PageInfo(
            "grouping",
            "编组",
            "把镇街编成片区：拖动镇街，行程、工作量、力量随时算给您看。",
            "group",
            Permission.ROSTER_TOWN_READ,
            f"{_HERE}.grouping:GroupingPage",
        ),
        PageInfo(
            "zones",
            "片区",
            "现有哪些片区，各有哪些镇街，依据哪份文件。",
            "layers",
            Permission.ROSTER_TOWN_READ,
            f"{_HERE}.zones:ZonesPage",
        ),
        PageInfo(
            "centres",
            "指挥中心",
            "各片区指挥中心的组成人员，缺谁一看便知。",
            "landmark",
            Permission.ROSTER_UNIT_READ,
            f"{_HERE}.centres:CentresPage",
        ),
        PageInfo(
            "towns",
            "镇街",
            "镇街的代码、位置、所属片区和承接不了的事项。",
            "map-pin",
            Permission.ROSTER_TOWN_READ,
            f"{_HERE}.towns:TownsPage",
        ),
        PageInfo(
            "neighbours",
            "相邻关系",
            "哪些镇街相邻：先推算，再在地图上逐条确认。",
            "waypoints",
            Permission.ROSTER_TOWN_READ,
            f"{_HERE}.town_neighbours:NeighboursPage",
        ),
    ),
    todos=(
        TodoSource(centres.centre_files, _rosters, _ROSTERS),
        TodoSource(neighbours.ground_work, _ground, frozenset({Topic.TOWNS})),
    ),
    finds=(
        Find("片区", ZONES, "zones", lambda row: f"{row.name}　{'、'.join(row.towns)}"),
        Find("镇街", TOWNS, "towns", lambda row: f"{row.name}　{row.zone}"),
    ),
)
