"""The schemes: which version holds when, looked at, copied, printed."""

from typing import Any

from workbench.desk import Topic
from workbench.rules.powers.schemes import SchemePlan
from workbench.rules.powers.scoring import shown
from workbench.rules.powers.subjects import SubjectKind
from workbench.services.powers.assessment import schemes
from workbench.services.powers.assessment.schemes import SCHEMES, SchemeRow
from workbench.views.bench import Bench
from workbench.views.fields import Choice, Field, FieldKind
from workbench.views.lists import ListPage, ListPlan
from workbench.views.pages import Action, Line, Sheet, SheetView, Takes
from workbench.views.rooms import PageInfo


class SchemeView(SheetView):
    """A version in the panel; its items are asked for once it is opened.

    Args:
        page: Whose panel.
        row: The version.
    """

    def __init__(self, page: ListPage[SchemeRow], row: SchemeRow) -> None:
        super().__init__(_sheet(row, None), page)
        self._on, self._row = page, row
        self.setWindowTitle(row.name)
        page.bench.ask(schemes.plan_of, {"scheme_id": row.id}, self._learn, owner=self)

    def _learn(self, plan: SchemePlan) -> None:
        self.show_sheet(_sheet(self._row, plan), self._on)


def _sheet(row: SchemeRow, plan: SchemePlan | None) -> Sheet:
    groups: list[tuple[str, tuple[Line, ...]]] = [
        (
            "",
            (
                Line("片区", row.zone),
                Line("考核对象", row.subject.label),
                Line("文号", row.number),
                Line("有效期", str(row.period)),
                *([Line("修改原因", row.reason)] if row.reason else ()),
            ),
        )
    ]
    if plan is not None:
        first, second, third = map(shown, plan.lines)
        for group in dict.fromkeys(one.group for one in plan.items):
            lines = tuple(
                Line(
                    f"{one.name}",
                    f"{shown(one.weight)}分　{one.method}"
                    + ("\n手工评分" if one.by_hand else f"\n{one.formula}"),
                )
                for one in plan.items
                if one.group == group
            )
            groups.append((group, lines))
        groups.append(
            (
                "加减分和等次",
                (
                    Line("加减分", f"最多{shown(plan.extra)}分"),
                    Line("分数线", f"{first}、{second}、{third}分"),
                ),
            )
        )
    return Sheet(f"《{row.name}》", tuple(groups), (COPY,), row)


def _new(page: Any, _rows: Any) -> None:
    page.bench.go("scheme_editor", "new")


def _copy(page: Any, rows: Any) -> None:
    page.bench.go("scheme_editor", rows[0].id)


NEW = Action(
    "新建办法", _new, schemes.save_scheme, icon="plus", primary=True, shows=True
)
COPY = Action("复制修改", _copy, schemes.save_scheme, Takes.ONE, "copy", shows=True)


class SchemesPage(ListPage[SchemeRow]):
    """The versions of the schemes."""

    def __init__(self, bench: Bench, info: PageInfo) -> None:
        plan = ListPlan(
            SCHEMES,
            frozenset({Topic.ASSESSMENT}),
            filters=(
                Field("text", "查找", ghost="名称或文号", wide=True),
                Field(
                    "subject",
                    "考核对象",
                    FieldKind.CHOICE,
                    choices=tuple(Choice(one, one.label) for one in SubjectKind),
                ),
                Field("history", "含已失效的", FieldKind.YES_NO),
            ),
            actions=(NEW, COPY),
            detail=SchemeView,
            empty=SCHEMES.empty,
        )
        super().__init__(bench, info, plan)
