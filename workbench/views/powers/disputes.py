"""Disputes: units at odds, what each says, the centre's opinion, the county's word."""

from collections.abc import Callable, Mapping
from typing import Any, ClassVar

from workbench.rules.powers.moves import AffairKind
from workbench.services.powers import disputes, naming
from workbench.services.powers.disputes import DisputeValues
from workbench.views.fields import Field, FieldKind
from workbench.views.forms import Form
from workbench.views.pages import Action, Line, fills
from workbench.views.powers.affair_detail import Facts
from workbench.views.powers.affair_pages import AffairPage, redraws

_SIDES = 4
_FIELDS = (
    Field("title", "事由", required=True, ghost="如：河道内违法建设由谁查处"),
    Field(
        "basis",
        "争议的事项和依据",
        FieldKind.PROSE,
        required=True,
        lines=5,
        ghost="各自依据的规定、职责清单条目，争议从何而来",
    ),
    *(
        Field(
            f"side_{place}",
            f"争议单位{place + 1}",
            FieldKind.CHOICE,
            required=place < 2,  # noqa: PLR2004 - a dispute has two sides
            asks=naming.units_to_reach,
            group="争议单位",
            half=True,
        )
        for place in range(_SIDES)
    ),
)
_CENTRE = Field(
    "unit_id",
    "指挥中心",
    FieldKind.CHOICE,
    required=True,
    asks=naming.centres_to_choose,
)


def _shaped(values: dict[str, Any]) -> dict[str, Any]:
    """Make the disputants of the places they are chosen in."""
    made = dict(values)
    sides = [made.pop(f"side_{place}", None) for place in range(_SIDES)]
    return made | {"disputants": tuple(one for one in sides if one is not None)}


REGISTER = Form(
    "disputes.register",
    "登记争议",
    disputes.register_dispute,
    (_CENTRE, *_FIELDS),
    save="登记",
    done="已登记，请受理。",
    intro="指挥中心只协调职责分工，不替执法单位对案件作决定。",
    shape=_shaped,
)
CHANGE = Form(
    "disputes.change",
    "修改争议",
    disputes.register_dispute,
    _FIELDS,
    done="已修改。",
    shape=_shaped,
)


def _facts(said: DisputeValues) -> tuple[Line, ...]:
    return (
        Line("争议事项", said.basis),
        *(Line(unit, words) for unit, words in said.claims),
        *([Line("协调意见", said.opinion)] if said.opinion else ()),
    )


def _start(said: DisputeValues) -> Mapping[str, Any]:
    start = {"title": said.title, "basis": said.basis}
    return start | {
        f"side_{place}": one for place, one in enumerate(said.disputants[:_SIDES])
    }


_CHANGE = redraws(CHANGE, disputes.dispute_values, _start)


class DisputesPage(AffairPage):
    """The disputes."""

    kinds: ClassVar[tuple[AffairKind, ...]] = (AffairKind.DISPUTE,)
    begins: ClassVar[tuple[Action, ...]] = (fills(REGISTER, icon="plus", primary=True),)
    extras: ClassVar[tuple[Action, ...]] = (_CHANGE,)
    asks: ClassVar[Callable[..., Any]] = staticmethod(disputes.dispute_values)
    facts: ClassVar[Facts] = staticmethod(_facts)
    empty: ClassVar[str] = (
        "没有争议。单位之间职责说不清的，在这里登记，由指挥中心协调。"
    )
