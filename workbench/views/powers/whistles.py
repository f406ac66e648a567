"""Whistles: a town calls, the centre sends on, departments come and are rated."""

from collections.abc import Callable, Mapping
from typing import Any, ClassVar

from typing_extensions import override

from workbench.access import Permission
from workbench.rules.powers.moves import AffairKind, Way
from workbench.rules.powers.whistles import ASPECTS, WhistleLevel
from workbench.services.powers import naming, whistles
from workbench.services.powers.affairs import AffairRow
from workbench.services.powers.said import said_of
from workbench.services.powers.whistles import WhistleValues
from workbench.views.bench import Bench
from workbench.views.fields import Choice, Field, FieldKind
from workbench.views.forms import Form
from workbench.views.pages import Action, Line
from workbench.views.powers.affair_detail import Facts
from workbench.views.powers.affair_pages import AffairPage, redraws
from workbench.views.rooms import PageInfo

_ASSISTANTS = 4
_LEVELS = tuple(Choice(one, one.label) for one in WhistleLevel)
_LEAD = Field(
    "lead_id",
    "主办单位",
    FieldKind.CHOICE,
    asks=naming.units_to_reach,
    ghost="可不选",
    group="主办和协办",
    half=True,
)
_HELPERS = tuple(
    Field(
        f"assistant_{place}",
        f"协办单位{place + 1}",
        FieldKind.CHOICE,
        asks=naming.units_to_reach,
        ghost="可不选",
        group="主办和协办",
        half=True,
    )
    for place in range(_ASSISTANTS)
)
_FIELDS = (
    Field("title", "事由", required=True, ghost="如：小区内油烟扰民，多次劝导无效"),
    Field(
        "level",
        "哨声类别",
        FieldKind.CHOICE,
        required=True,
        choices=_LEVELS,
        start=WhistleLevel.ENFORCEMENT,
        half=True,
        hint="应急哨即到场；执法哨、攻坚哨按工作日。",
    ),
    Field("place", "事发地点", required=True, half=True),
    Field("reason", "情况", FieldKind.PROSE, required=True, lines=5),
    Field("longitude", "经度", half=True, ghost="可不填，如 119.15"),
    Field("latitude", "纬度", half=True, ghost="可不填，如 34.55"),
    _LEAD,
    *_HELPERS,
)
_TOWN = Field(
    "town_unit_id",
    "吹哨单位",
    FieldKind.CHOICE,
    required=True,
    asks=whistles.callers,
)
_BEHALF = (
    Field("person", "对方经办人", required=True, group="代录", half=True),
    Field(
        "way",
        "告知方式",
        FieldKind.CHOICE,
        required=True,
        choices=tuple(Choice(one, one.label) for one in Way),
        group="代录",
        half=True,
    ),
    Field(
        "at",
        "提出时间",
        FieldKind.MOMENT,
        group="代录",
        half=True,
        hint="不填就是现在。",
    ),
    Field("late", "补录原因", group="代录", half=True, hint="晚录的须写明。"),
)


def _shaped(values: dict[str, Any]) -> dict[str, Any]:
    """Make the command's keywords: assistants in a row, who told us as one record."""
    made = dict(values)
    helpers = [made.pop(f"assistant_{place}", None) for place in range(_ASSISTANTS)]
    made["assistants"] = tuple(one for one in helpers if one is not None)
    for name in ("longitude", "latitude"):
        if name in made:
            made[name] = whistles.degrees(made[name])
    told = {
        name: made.pop(name) for name in ("person", "way", "at", "late") if name in made
    }
    if any(told.values()):
        made["said"] = said_of(**{key: one for key, one in told.items() if one})
    return made


def _draft(*, on_behalf: bool) -> Form:
    return Form(
        "whistles.draft",
        "登记吹哨" if on_behalf else "草拟吹哨",
        whistles.draft_whistle,
        (_TOWN, *_FIELDS, *(_BEHALF if on_behalf else ())),
        save="登记" if on_behalf else "草拟",
        done="已登记，请送审。",
        intro="镇街提出、镇街负责人审核、指挥中心分派。镇街没有账号的，由您代录。"
        if on_behalf
        else "写明情况和建议的主办单位，送本镇街负责人审核后吹哨。",
        shape=_shaped,
    )


CHANGE = Form(
    "whistles.change",
    "修改吹哨",
    whistles.draft_whistle,
    _FIELDS,
    done="已修改。",
    shape=_shaped,
)
ASSIGN = Form(
    "whistles.assign",
    "拟分派意见",
    whistles.assign_whistle,
    (
        Field("level", "哨声类别", FieldKind.CHOICE, required=True, choices=_LEVELS),
        _LEAD,
        *_HELPERS,
        Field("dispatch", "分派意见", FieldKind.PROSE),
    ),
    done="已拟好，请负责人分派。",
    intro="定下类别、主办和协办单位，负责人点“分派”后编号，时限开始计算。",
    shape=_shaped,
)


def _facts(said: WhistleValues) -> tuple[Line, ...]:
    point = ""
    if said.longitude is not None:
        point = f"（{said.longitude}，{said.latitude}）"
    return (
        Line("类别", said.level.label),
        Line("地点", f"{said.place}{point}"),
        Line("情况", said.reason),
        *([Line("分派意见", said.dispatch)] if said.dispatch else ()),
        *([Line("现场处置", said.handling)] if said.handling else ()),
        *(Line(aspect, verdict) for aspect, verdict in said.ratings),
    )


def _start(said: WhistleValues) -> Mapping[str, Any]:
    start = {
        name: getattr(said, name)
        for name in ("title", "level", "place", "reason", "lead_id", "dispatch")
    }
    for name in ("longitude", "latitude"):
        value = getattr(said, name)
        start[name] = "" if value is None else f"{value:g}"
    for place, one in enumerate(said.assistants[:_ASSISTANTS]):
        start[f"assistant_{place}"] = one
    return start


def _town(_row: AffairRow, said: WhistleValues) -> Mapping[str, Any]:
    return {"town_unit_id": said.town_unit_id}


_CHANGE = redraws(CHANGE, whistles.whistle_values, _start, fixed=_town)
_ASSIGN = redraws(
    ASSIGN,
    whistles.whistle_values,
    _start,
    fixed=lambda _row, _said: {},
    title="拟分派意见",
    icon="route",
    state="called",
)


class WhistlesPage(AffairPage):
    """The whistles."""

    kinds: ClassVar[tuple[AffairKind, ...]] = (AffairKind.WHISTLE,)
    extras: ClassVar[tuple[Action, ...]] = (_CHANGE, _ASSIGN)
    asks: ClassVar[Callable[..., Any]] = staticmethod(whistles.whistle_values)
    facts: ClassVar[Facts] = staticmethod(_facts)
    aspects: ClassVar[tuple[str, ...]] = ASPECTS
    empty: ClassVar[str] = "还没有吹哨。镇街遇到自己解决不了的执法难题，在这里登记。"

    def __init__(self, bench: Bench, info: PageInfo) -> None:
        clerk = bench.desk.actor.may(Permission.POWERS_COMMAND_HANDLE)
        form = _draft(on_behalf=clerk)
        self._begins = form
        super().__init__(bench, info)

    @override
    def beginnings(self) -> tuple[Action, ...]:
        form = self._begins
        return (
            Action(
                form.title,
                lambda page, _rows: page.fill(form, start={}, fixed={}),
                form.command,
                icon="plus",
                primary=True,
                form=form,
            ),
        )
