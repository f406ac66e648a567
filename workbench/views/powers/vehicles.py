"""Vehicles: which there are, who uses them, and what they were used for."""

from typing import Any

from workbench.desk import Topic
from workbench.services.powers import vehicles
from workbench.services.powers.vehicles import USES, VEHICLES, UseRow, VehicleRow
from workbench.services.roster import unit_files
from workbench.services.roster.people import PEOPLE
from workbench.views.bench import Bench
from workbench.views.fields import Field, FieldKind
from workbench.views.forms import Form
from workbench.views.lists import ListPage, ListPlan
from workbench.views.pages import Line, Sheet, Takes, fills
from workbench.views.rooms import PageInfo

_SHOWS = frozenset({Topic.VEHICLES, Topic.AFFAIRS, Topic.UNITS})
_WHAT = (
    Field(
        "unit_id",
        "所属机构",
        FieldKind.CHOICE,
        required=True,
        asks=unit_files.units_to_choose,
    ),
    Field("plate", "号牌", required=True, half=True, ghost="如：苏GD12345"),
    Field("sort", "类型", required=True, half=True, ghost="如：执法车、巡查车"),
    Field("seats", "座位数", FieldKind.WHOLE, required=True, half=True),
)
_DRIVER = Field(
    "driver_id",
    "驾驶人",
    FieldKind.ROW,
    listing=PEOPLE,
    says=lambda one: f"{one.name}\u3000{one.host}",
    ghost="姓名或拼音首字母",
)
ADD = Form(
    "vehicles.add",
    "登记车辆",
    vehicles.add_vehicle,
    (
        *_WHAT,
        Field("first", "在用自", FieldKind.DATE, required=True, half=True),
        Field("last", "在用至", FieldKind.DATE, half=True, hint="在用的不填。"),
    ),
    done="车辆已登记。",
)
CHANGE = Form(
    "vehicles.change",
    "变更车辆",
    vehicles.change_vehicle,
    (
        *_WHAT,
        Field("on", "自哪天起", FieldKind.DATE, required=True, half=True),
        Field("reason", "变更原因", required=True),
    ),
    done="变更已登记。",
)
END = Form(
    "vehicles.end",
    "停用车辆",
    vehicles.end_vehicle,
    (
        Field("last", "最后一天", FieldKind.DATE, required=True),
        Field("reason", "停用原因", required=True),
    ),
    done="停用已登记。",
)
USE = Form(
    "vehicles.use",
    "登记用车",
    vehicles.use_vehicle,
    (
        Field("first", "用车自", FieldKind.DATE, required=True, half=True),
        Field("last", "用车至", FieldKind.DATE, required=True, half=True),
        Field("purpose", "用途", required=True),
        _DRIVER,
    ),
    done="用车已登记。",
)
RETURN = Form(
    "vehicles.return",
    "登记还车",
    vehicles.return_vehicle,
    (
        Field("kilometres", "行驶公里数", FieldKind.WHOLE, required=True, half=True),
        Field("last", "还车日期", FieldKind.DATE, half=True, hint="提前还的填。"),
        _DRIVER,
    ),
    done="还车已登记。",
)
CANCEL = Form(
    "vehicles.cancel",
    "取消用车",
    vehicles.cancel_use,
    (),
    save="取消用车",
    done="用车已取消。",
    intro="没有成行的用车可以取消，取消后列表中不再显示。",
)


def _vehicle(row: VehicleRow) -> dict[str, Any]:
    return {"vehicle_id": row.id}


def _called(row: VehicleRow) -> str:
    return row.plate


_USE = fills(
    USE,
    takes=Takes.ONE,
    icon="plus",
    fixed=_vehicle,
    subject=_called,
    when=lambda row: row.in_use,
)
_CHANGE = fills(
    CHANGE,
    takes=Takes.ONE,
    icon="pencil",
    fixed=_vehicle,
    start=lambda row: {
        "unit_id": row.unit_id,
        "plate": row.plate,
        "sort": row.sort,
        "seats": row.seats,
    },
    subject=_called,
    when=lambda row: row.in_use,
)
_END = fills(
    END,
    takes=Takes.ONE,
    icon="ban",
    hurts=True,
    fixed=_vehicle,
    subject=_called,
    when=lambda row: row.in_use,
)
_RETURN = fills(
    RETURN,
    takes=Takes.ONE,
    icon="check",
    fixed=lambda row: {"use_id": row.id},
    subject=lambda row: f"{row.plate} {row.purpose}",
    when=lambda row: row.kilometres is None,
)
_CANCEL = fills(
    CANCEL,
    takes=Takes.ONE,
    icon="ban",
    hurts=True,
    fixed=lambda row: {"use_id": row.id},
    subject=lambda row: f"{row.plate} {row.purpose}",
    when=lambda row: row.kilometres is None and not row.action,
)


def _detail(_page: ListPage[VehicleRow], row: VehicleRow) -> Sheet:
    return Sheet(
        row.plate,
        (
            (
                "",
                (
                    Line("类型", row.sort),
                    Line("座位数", str(row.seats)),
                    Line("所属机构", row.unit),
                    Line("在用", str(row.period)),
                    Line("今日", row.used or "空闲"),
                ),
            ),
        ),
        (_USE, _CHANGE, _END),
        row,
    )


def _use_detail(_page: ListPage[UseRow], row: UseRow) -> Sheet:
    went = "未还车" if row.kilometres is None else f"{row.kilometres}公里"
    return Sheet(
        row.plate,
        (
            (
                "",
                (
                    Line("用途", row.purpose),
                    *([Line("联合行动", row.action)] if row.action else ()),
                    Line("驾驶人", row.driver or "—"),
                    Line("用车机构", row.unit),
                    Line("里程", went),
                ),
            ),
        ),
        (_RETURN, _CANCEL),
        row,
    )


PLAN = ListPlan(
    VEHICLES,
    _SHOWS,
    filters=(
        Field("text", "查找", ghost="号牌或类型", wide=True),
        Field("history", "含停用的", FieldKind.YES_NO),
    ),
    actions=(fills(ADD, icon="plus", primary=True), _USE, _CHANGE, _END),
    detail=_detail,
    empty=VEHICLES.empty,
)
USES_PLAN = ListPlan(
    USES,
    _SHOWS,
    filters=(
        Field("text", "查找", ghost="用途", wide=True),
        Field("open_only", "只看未还车", FieldKind.YES_NO),
    ),
    actions=(_RETURN, _CANCEL),
    detail=_use_detail,
    empty="还没有用车登记。在“车辆”页选一辆车，点“登记用车”。",
)


class VehiclesPage(ListPage[VehicleRow]):
    """The list of vehicles."""

    def __init__(self, bench: Bench, info: PageInfo) -> None:
        super().__init__(bench, info, PLAN)


class UsesPage(ListPage[UseRow]):
    """The list of uses."""

    def __init__(self, bench: Bench, info: PageInfo) -> None:
        super().__init__(bench, info, USES_PLAN)
