"""Objections to a month's scores: reviewed, settled, answered."""

from collections.abc import Callable
from typing import Any, ClassVar

from typing_extensions import override

from workbench.desk import Topic
from workbench.rules.calendar import chinese_day
from workbench.rules.powers.months import month_words
from workbench.rules.powers.moves import AffairKind
from workbench.rules.powers.scoring import read_points, shown
from workbench.services.powers.assessment import appeals, papers
from workbench.services.powers.assessment.appeals import (
    AppealLine,
    AppealRow,
    Finding,
)
from workbench.views.fields import Field, FieldKind
from workbench.views.forms import Form
from workbench.views.pages import Action, Line, PanelPage, Takes, fills
from workbench.views.powers.affair_detail import Facts
from workbench.views.powers.affair_pages import AffairPage

REPLY = Form(
    "appeals.reply",
    "起草答复",
    papers.draft_appeal_reply,
    (
        Field(
            "reviewed",
            "复核过程",
            FieldKind.PROSE,
            hint="不填的，写复核人对照冻结的事实逐项复核、原评分人员未参加。",
        ),
        Field("advice", "建议", FieldKind.PROSE, hint="对申诉单位的建议，可以不写。"),
        Field("contact", "联系人", ghost="姓名和电话"),
    ),
    save="起草",
    done="答复草稿已放进公文登记簿，由县区主管签发编号。",
)


def finding_form(lines: tuple[AppealLine, ...]) -> Form:
    """Return the form that takes what was found: two fields for each item.

    Args:
        lines: What was objected to.
    """

    def shape(values: dict[str, Any]) -> dict[str, Any]:
        return {
            "findings": tuple(
                Finding(
                    one.item.key,
                    values[f"text_{at}"],
                    values[f"after_{at}"] if values[f"after_{at}"] != "" else None,
                )
                for at, one in enumerate(lines)
            )
        }

    fields = []
    for at, one in enumerate(lines):
        now = "不适用" if one.before is None else f"{shown(one.before)}分"
        fields += [
            Field(
                f"text_{at}",
                "复核意见",
                FieldKind.PROSE,
                required=True,
                group=one.item.name,
                hint=f"申诉：{one.claim}",
                start=one.finding or None,
            ),
            Field(
                f"after_{at}",
                "更正为",
                group=one.item.name,
                check=read_points,
                hint=f"现得{now}，满分{shown(one.weight)}分；维持的不填。",
                start=None
                if one.after is None or one.after == one.before
                else shown(one.after),
            ),
        ]
    return Form(
        "appeals.find",
        "登记复核意见",
        appeals.note_findings,
        tuple(fields),
        done="复核意见已登记，请点“提出复核意见”送审定。",
        intro="评分的人、申诉人本人不能复核。",
        shape=shape,
    )


def _find(page: PanelPage, rows: Any) -> None:
    row = rows[0]

    def show(said: AppealRow) -> None:
        fixed = {"affair_id": row.id, "seen": said.version}
        page.fill(finding_form(said.lines), start={}, fixed=fixed, subject=row.title)

    page.bench.ask(appeals.appeal_row, {"affair_id": row.id}, show, owner=page)


_DEEDS = (
    Action(
        "登记复核意见",
        _find,
        appeals.note_findings,
        Takes.ONE,
        "pencil",
        when=lambda row: row.state.key == "review",
    ),
    fills(
        REPLY,
        takes=Takes.ONE,
        icon="file-plus",
        fixed=lambda row: {"affair_id": row.id},
        subject=lambda row: row.title,
        when=lambda row: row.state.key in {"deciding", "answered"},
    ),
)


def _facts(said: AppealRow) -> tuple[Line, ...]:
    lines = [
        Line("申诉人", said.name),
        Line("考核月份", month_words(said.month)),
        Line("来文", said.letter),
        Line("收到", chinese_day(said.received_on)),
        Line("总分", "—" if said.total is None else shown(said.total)),
    ]
    for one in said.lines:
        before = "不适用" if one.before is None else shown(one.before)
        told = [f"申诉：{one.claim}"]
        if one.finding:
            told.append(f"复核：{one.finding}")
        if one.after is None or one.after == one.before:
            told.append(f"得分{before}" + ("，维持" if one.finding else ""))
        else:
            told.append(f"得分{before}更正为{shown(one.after)}")
        lines.append(Line(one.item.name, "\n".join(told)))
    return tuple(lines)


def _to_board(page: PanelPage, _rows: Any) -> None:
    page.bench.go("month_board")


class AppealsPage(AffairPage):
    """The objections."""

    shows = AffairPage.shows | {Topic.ASSESSMENT}
    kinds: ClassVar[tuple[AffairKind, ...]] = (AffairKind.APPEAL,)
    begins: ClassVar[tuple[Action, ...]] = (
        Action(
            "到考核表登记申诉",
            _to_board,
            appeals.begin_appeal,
            icon="plus",
            primary=True,
        ),
    )
    asks: ClassVar[Callable[..., Any]] = staticmethod(appeals.appeal_row)
    facts: ClassVar[Facts] = staticmethod(_facts)
    empty: ClassVar[str] = "没有申诉。异议期内收到的，到“考核表”点申诉单位的总分登记。"

    @override
    def _plan(self, kinds: Any) -> Any:
        plan = super()._plan(kinds)
        self._moves = {kind: (*_DEEDS, *deeds) for kind, deeds in self._moves.items()}
        return plan
