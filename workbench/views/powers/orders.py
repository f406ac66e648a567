"""Dispatch orders: drafted here, signed by another, answered by each receiver."""

from collections.abc import Callable, Mapping
from typing import Any, ClassVar

from workbench.rules.powers.moves import AffairKind
from workbench.rules.powers.orders import OrderType, Urgency
from workbench.services.powers import naming, orders
from workbench.services.powers.affairs import minute
from workbench.services.powers.orders import OrderValues, Receiver
from workbench.views.fields import Choice, Field, FieldKind
from workbench.views.forms import Form
from workbench.views.pages import Action, Line, fills
from workbench.views.powers.affair_detail import Facts
from workbench.views.powers.affair_pages import AffairPage, redraws


def _receiver(place: int) -> tuple[Field, Field]:
    first = place == 0
    return (
        Field(
            f"receiver_{place}",
            "受令单位" if first else f"受令单位{place + 1}",
            FieldKind.CHOICE,
            required=first,
            asks=naming.units_to_reach,
            group="受令单位",
            half=True,
        ),
        Field(
            f"people_{place}",
            "到场人数",
            FieldKind.WHOLE,
            required=first,
            group="受令单位",
            half=True,
        ),
    )


_RECEIVERS = 8
_FIELDS = (
    Field("title", "事由", required=True, ghost="如：农贸市场周边占道经营集中整治"),
    Field(
        "sort",
        "指令类型",
        FieldKind.CHOICE,
        required=True,
        choices=tuple(Choice(one, one.label) for one in OrderType),
        start=OrderType.ROUTINE,
        half=True,
    ),
    Field(
        "urgency",
        "紧急程度",
        FieldKind.CHOICE,
        required=True,
        choices=tuple(Choice(one, one.label) for one in Urgency),
        start=Urgency.PLAIN,
        half=True,
    ),
    Field("task", "调度任务", FieldKind.PROSE, required=True, lines=5),
    Field("place", "到场地点"),
    Field("contact", "现场联系", half=True, ghost="姓名和电话"),
    Field("source", "任务来源", half=True, ghost="如：吹哨报到单的编号"),
    Field(
        "sign_by",
        "签收时限",
        FieldKind.MOMENT,
        group="时限",
        half=True,
        hint="不填的按政策参数，从签发起算。",
    ),
    Field(
        "arrive_by",
        "到场时限",
        FieldKind.MOMENT,
        group="时限",
        half=True,
        hint="不用到场的不填。",
    ),
    Field("finish_by", "办结时限", FieldKind.MOMENT, required=True, group="时限"),
    *(field for place in range(_RECEIVERS) for field in _receiver(place)),
)


def _shaped(values: dict[str, Any]) -> dict[str, Any]:
    """Make receivers of the pairs of unit and number."""
    made = dict(values)
    receivers = []
    for place in range(_RECEIVERS):
        unit_id, people = made.pop(f"receiver_{place}"), made.pop(f"people_{place}")
        if unit_id is not None:
            receivers.append(Receiver(unit_id, people or 0))
    return made | {"receivers": tuple(receivers)}


_CENTRE = Field(
    "unit_id",
    "指挥中心",
    FieldKind.CHOICE,
    required=True,
    asks=naming.centres_to_choose,
)
DRAFT = Form(
    "orders.draft",
    "草拟调度指令",
    orders.draft_order,
    (_CENTRE, *_FIELDS),
    save="草拟",
    done="已草拟，请送签。",
    intro="片区内部的工作指令，不对外使用，不代替执法文书。",
    shape=_shaped,
)
CHANGE = Form(
    "orders.change",
    "修改指令",
    orders.draft_order,
    _FIELDS,
    done="已修改。",
    shape=_shaped,
)


def _facts(said: OrderValues) -> tuple[Line, ...]:
    return (
        Line("类型", f"{said.sort.label}，{said.urgency.label}"),
        Line("任务", said.task),
        *([Line("地点", said.place)] if said.place else ()),
        *([Line("联系", said.contact)] if said.contact else ()),
        *([Line("来源", said.source)] if said.source else ()),
        Line("办结时限", minute(said.finish_by)),
    )


def _start(said: OrderValues) -> Mapping[str, Any]:
    start = {
        name: getattr(said, name)
        for name in (
            *("title", "sort", "urgency", "task", "place", "contact", "source"),
            *("sign_by", "arrive_by", "finish_by"),
        )
    }
    for place, one in enumerate(said.receivers[:_RECEIVERS]):
        start |= {f"receiver_{place}": one.unit_id, f"people_{place}": one.people}
    return start


_CHANGE = redraws(CHANGE, orders.order_values, _start)


class OrdersPage(AffairPage):
    """The dispatch orders."""

    kinds: ClassVar[tuple[AffairKind, ...]] = (AffairKind.ORDER,)
    begins: ClassVar[tuple[Action, ...]] = (fills(DRAFT, icon="plus", primary=True),)
    extras: ClassVar[tuple[Action, ...]] = (_CHANGE,)
    asks: ClassVar[Callable[..., Any]] = staticmethod(orders.order_values)
    facts: ClassVar[Facts] = staticmethod(_facts)
    empty: ClassVar[str] = "还没有调度指令。先草拟一条，签发后逐个单位签收、办结。"
