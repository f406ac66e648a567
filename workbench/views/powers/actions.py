"""Joint actions: the plan, its teams, and what stands against sending them."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from typing import Any, ClassVar

from PySide6.QtWidgets import QWidget

from workbench.rules import Refusal
from workbench.rules.calendar import chinese_days, parse_day
from workbench.rules.powers.clashes import Clash
from workbench.rules.powers.moves import AffairKind
from workbench.services.powers import actions, naming
from workbench.services.powers.action_notice import TeamPlan
from workbench.services.powers.actions import ActionValues, Stage, Task
from workbench.services.powers.vehicles import VEHICLES
from workbench.services.roster.people import PEOPLE
from workbench.views.fields import AmissError, Field, FieldKind
from workbench.views.forms import Form, FormPanel
from workbench.views.pages import Action, Line
from workbench.views.parts import button, column, words
from workbench.views.powers.affair_detail import Facts
from workbench.views.powers.affair_pages import AffairPage, redraws

_TEAMS, _TASKS = 4, 4
_NAMES = ("第一组", "第二组", "第三组", "机动组")
_PART = re.compile(r"[｜|]")
_STAGE = "如：集中行动｜20260310｜20260320｜按编组逐个推进"


def _who(one: Any) -> str:
    return f"{one.name}\u3000{one.host}"


def _people(name: str, title: str, group: str, kind: FieldKind, **more: Any) -> Field:
    return Field(
        name,
        title,
        kind,
        listing=PEOPLE,
        says=_who,
        group=group,
        half=True,
        ghost="姓名或拼音首字母",
        **more,
    )


def _team(place: int) -> tuple[Field, ...]:
    group = f"编组{place + 1}"
    return (
        Field(f"name_{place}", "组名", group=group, half=True, ghost=_NAMES[place]),
        Field(f"area_{place}", "责任区域", group=group, half=True),
        _people(f"leader_{place}", "组长", group, FieldKind.ROW),
        Field(
            f"vehicles_{place}",
            "车辆",
            FieldKind.ROWS,
            listing=VEHICLES,
            says=lambda one: f"{one.plate}\u3000{one.sort}",
            group=group,
            half=True,
            ghost="号牌的一部分",
        ),
        _people(f"members_{place}", "队员（须持证）", group, FieldKind.ROWS),
        _people(f"helpers_{place}", "协助人员", group, FieldKind.ROWS),
    )


def _task(place: int) -> tuple[Field, ...]:
    return (
        Field(
            f"task_unit_{place}",
            f"参加单位{place + 1}",
            FieldKind.CHOICE,
            asks=naming.units_to_reach,
            group="职责分工",
            half=True,
            ghost="可不填",
        ),
        Field(f"duty_{place}", "负责什么", group="职责分工", half=True),
    )


_FIELDS = (
    Field("title", "行动名称", required=True, ghost="如：集市周边秩序"),
    Field("first", "开始日期", FieldKind.DATE, required=True, half=True),
    Field("last", "结束日期", FieldKind.DATE, required=True, half=True),
    Field("area", "行动范围", required=True, half=True),
    Field(
        "lead_id",
        "牵头单位",
        FieldKind.CHOICE,
        required=True,
        asks=naming.units_to_reach,
        half=True,
    ),
    Field("purpose", "行动目标", FieldKind.PROSE, required=True),
    Field(
        "matters",
        "行动事项",
        FieldKind.PROSE,
        required=True,
        hint="一行一项。",
        lines=4,
    ),
    *(one for place in range(_TEAMS) for one in _team(place)),
    *(one for place in range(_TASKS) for one in _task(place)),
    Field(
        "stages",
        "行动步骤",
        FieldKind.PROSE,
        group="步骤和文头",
        ghost=_STAGE,
        hint="一行一步：名称｜起日｜止日｜内容。",
        lines=4,
    ),
    Field(
        "consent",
        "同意机关",
        group="步骤和文头",
        half=True,
        ghost="如：经县人民政府同意",
        hint="印发给乡镇政府的要写。",
    ),
    Field(
        "contact",
        "联系人",
        group="步骤和文头",
        half=True,
        hint="不填用指挥中心值班电话。",
    ),
)
_CENTRE = Field(
    "unit_id",
    "指挥中心",
    FieldKind.CHOICE,
    required=True,
    asks=naming.centres_to_choose,
)


def _stages(text: str) -> tuple[Stage, ...]:
    """Read the stages, one a line.

    Raises:
        Refusal: A line lacks a part, or a day cannot be read.

    Clause: powers/action-plan
    """
    made = []
    for line in filter(str.strip, text.splitlines()):
        parts = [one.strip() for one in _PART.split(line, maxsplit=3)]
        if len(parts) < len(("name", "first", "last", "content")):
            raise Refusal(
                f"步骤“{line.strip()}”没有写全，每行写：名称｜起日｜止日｜内容。",
                clause="powers/action-plan",
                ways=(_STAGE,),
            )
        made.append(Stage(parts[0], parse_day(parts[1]), parse_day(parts[2]), parts[3]))
    return tuple(made)


def _teams(made: dict[str, Any]) -> tuple[TeamPlan, ...]:
    """Take the teams out of the fields' values.

    Raises:
        Refusal: A team has people or a vehicle but no leader.

    Clause: powers/action-plan
    """
    teams = []
    for place in range(_TEAMS):
        name, area, leader, members, helpers, vehicles = (
            made.pop(f"{one}_{place}", None)
            for one in ("name", "area", "leader", "members", "helpers", "vehicles")
        )
        if not any((name, area, leader, members, helpers, vehicles)):
            continue
        called = name or _NAMES[place]
        if leader is None:
            raise Refusal(f"{called}还没有组长。", clause="powers/action-plan")
        teams.append(
            TeamPlan(
                called,
                area or "",
                leader,
                tuple(members or ()),
                tuple(helpers or ()),
                tuple(vehicles or ()),
            )
        )
    return tuple(teams)


def _shaped(values: dict[str, Any]) -> dict[str, Any]:
    """Make the command's keywords: matters, stages, tasks and teams in rows."""
    made = dict(values)
    made["matters"] = tuple(filter(str.strip, made["matters"].splitlines()))
    made["stages"] = _stages(made.get("stages") or "")
    made["teams"] = _teams(made)
    tasks = [
        (made.pop(f"task_unit_{place}", None), made.pop(f"duty_{place}", None))
        for place in range(_TASKS)
    ]
    made["tasks"] = tuple(Task(unit, duty or "") for unit, duty in tasks if unit)
    return made


# ---- clashes before saving ----


def _below(affair_id: Callable[[FormPanel], int | None], panel: FormPanel) -> QWidget:
    """Return the button that looks for clashes, and the lines it finds."""
    told = words("", "quiet", wrap=True)
    told.setObjectName("clashes")

    def show(found: tuple[Clash, ...]) -> None:
        lines = [
            f"{'不能编入：' if one.forbids else '提示：'}{one.text}" for one in found
        ]
        told.setText("\n".join(lines) or "没有冲突。")

    def look() -> None:
        names = (
            "first",
            "last",
            *(one.name for p in range(_TEAMS) for one in _team(p)),
        )
        try:
            values = {name: panel.boxes[name].value() for name in names}
            first, last = values.pop("first"), values.pop("last")
            teams = _teams(values)
        except (AmissError, Refusal) as amiss:
            told.setText(str(amiss))
            return
        panel.bench.ask(
            actions.clashes_of,
            {
                "first": first,
                "last": last,
                "teams": teams,
                "affair_id": affair_id(panel),
            },
            show,
            owner=panel,
        )

    held = QWidget()
    held.setLayout(column(button("核对冲突", look, icon="users"), told, gap=1))
    return held


def _own(panel: FormPanel) -> int | None:
    found = panel.fixed.get("affair_id")
    return int(found) if found is not None else None


DRAFT = Form(
    "actions.draft",
    "草拟联合行动",
    actions.draft_action,
    (_CENTRE, *_FIELDS),
    save="草拟",
    done="已草拟，核对后送审。",
    intro="人员一次选派：每人在一次行动中只编入一个组。保存前可以核对冲突。",
    shape=_shaped,
    below=partial(_below, _own),
)
CHANGE = Form(
    "actions.change",
    "修改联合行动",
    actions.draft_action,
    _FIELDS,
    done="已修改。",
    shape=_shaped,
    below=partial(_below, _own),
)


def _facts(said: ActionValues) -> tuple[Line, ...]:
    return (
        Line("日期", chinese_days(said.first, said.last)),
        Line("范围", said.area),
        Line("目标", said.purpose),
        Line("事项", "\n".join(said.matters)),
        *(Line(name, team) for name, team in said.said),
        *(
            Line(one.name, f"{chinese_days(one.first, one.last)}：{one.content}")
            for one in said.stages
        ),
        *([Line("总结", said.summary)] if said.summary else ()),
    )


def _start(said: ActionValues) -> Mapping[str, Any]:
    start: dict[str, Any] = {
        name: getattr(said, name)
        for name in (
            "title",
            "purpose",
            "area",
            "first",
            "last",
            "lead_id",
            "consent",
            "contact",
        )
    }
    start["matters"] = "\n".join(said.matters)
    start["stages"] = "\n".join(
        f"{one.name}｜{_day(one.first)}｜{_day(one.last)}｜{one.content}"
        for one in said.stages
    )
    for place, team in enumerate(said.teams[:_TEAMS]):
        start |= {
            f"name_{place}": team.name,
            f"area_{place}": team.area,
            f"leader_{place}": team.leader_id,
            f"members_{place}": team.member_ids,
            f"helpers_{place}": team.helper_ids,
            f"vehicles_{place}": team.vehicle_ids,
        }
    for place, task in enumerate(said.tasks[:_TASKS]):
        start |= {f"task_unit_{place}": task.unit_id, f"duty_{place}": task.duty}
    return start


def _day(day: date) -> str:
    return f"{day:%Y%m%d}"


class ActionsPage(AffairPage):
    """The joint actions."""

    kinds: ClassVar[tuple[AffairKind, ...]] = (AffairKind.ACTION,)
    begins: ClassVar[tuple[Action, ...]] = (
        Action(
            DRAFT.title,
            lambda page, _rows: page.fill(DRAFT, start={}, fixed={}),
            actions.draft_action,
            icon="plus",
            primary=True,
            form=DRAFT,
        ),
    )
    extras: ClassVar[tuple[Action, ...]] = (
        redraws(CHANGE, actions.action_values, _start),
    )
    asks: ClassVar[Callable[..., Any]] = staticmethod(actions.action_values)
    facts: ClassVar[Facts] = staticmethod(_facts)
    empty: ClassVar[str] = "还没有联合行动。点“草拟联合行动”，写方案、编组，再送审。"
