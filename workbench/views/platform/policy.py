"""The policy table: every figure of the rules, from when, and by what document."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtWidgets import QWidget

from workbench.desk import Topic
from workbench.rules.platform import Measure
from workbench.services.platform import policy
from workbench.services.platform.policy import POLICY_VALUES, PolicyRow
from workbench.views.bench import Bench
from workbench.views.fields import Field, FieldKind
from workbench.views.forms import Form
from workbench.views.lists import ListPage, ListPlan
from workbench.views.pages import Line, Sheet, SheetView, Takes, fills
from workbench.views.rooms import PageInfo

CHANGE = Form(
    "policy.change",
    "修改参数",
    policy.change_value,
    (
        Field(
            "value",
            "新的取值",
            required=True,
            half=True,
            hint="只填数字；单位见列表。",
        ),
        Field("valid_from", "自哪天起", FieldKind.DATE, required=True, half=True),
        Field(
            "source",
            "依据",
            FieldKind.PROSE,
            required=True,
            ghost="文件名称、文号和条款；没有的写“外地做法，待本地确认”",
        ),
    ),
    done="参数已修改，之前的日子仍按原来的取值。",
    intro="修改只影响起始日及以后；以前的结果不变，随时可查。",
)


def _start(row: PolicyRow) -> Mapping[str, Any]:
    return {"value": row.value}


_CHANGE = fills(
    CHANGE,
    takes=Takes.ONE,
    icon="pencil",
    primary=True,
    start=_start,
    fixed=lambda row: {"policy": row.policy},
    subject=lambda row: row.policy.default.title,
    when=lambda row: row.in_force,
)


def _detail(page: ListPage[PolicyRow], row: PolicyRow) -> QWidget:
    """Show a parameter and ask for what it was before."""
    shown = PolicyHistory(page, row)
    shown.setWindowTitle(row.policy.default.title)
    return shown


def _sheet(row: PolicyRow, all_of_it: tuple[PolicyRow, ...]) -> Sheet:
    measure = row.policy.default.measure
    unit = "" if measure is Measure.PATTERN else f"（{measure.label}）"
    return Sheet(
        row.policy.default.title,
        tuple(
            (
                "现行" if one.in_force else "历史或将来",
                (
                    Line(f"取值{unit}", one.value),
                    Line("有效期", str(one.period)),
                    Line("依据", one.source),
                ),
            )
            for one in all_of_it
        ),
        (_CHANGE,),
        row,
    )


class PolicyHistory(SheetView):
    """A parameter in the panel: what holds now, what held before.

    Args:
        page: Whose panel it is in.
        row: The value that was opened.
    """

    def __init__(self, page: ListPage[PolicyRow], row: PolicyRow) -> None:
        super().__init__(_sheet(row, (row,)), page)
        self._page = page
        self._row = row
        page.bench.ask(policy.history, {"policy": row.policy}, self._show, owner=self)

    def _show(self, found: tuple[PolicyRow, ...]) -> None:
        self.show_sheet(_sheet(self._row, found), self._page)


PLAN = ListPlan(
    POLICY_VALUES,
    frozenset({Topic.POLICY}),
    filters=(
        Field("text", "参数", ghost="名称、取值或依据", wide=True),
        Field("history", "含历史和将来的取值", FieldKind.YES_NO),
    ),
    actions=(_CHANGE,),
    detail=_detail,
)


class PolicyPage(ListPage[PolicyRow]):
    """The list of parameters."""

    def __init__(self, bench: Bench, info: PageInfo) -> None:
        super().__init__(bench, info, PLAN)
