"""Months of assessment: begun here, and moved from frozen facts to the lock."""

from collections.abc import Callable
from typing import Any, ClassVar

from typing_extensions import override

from workbench.desk import Topic
from workbench.rules.calendar import CHINA, chinese_day
from workbench.rules.powers.moves import AffairKind
from workbench.services.powers import naming
from workbench.services.powers.assessment import months, papers, record
from workbench.services.powers.assessment.months import MonthRow
from workbench.views.fields import Field, FieldKind
from workbench.views.forms import Form
from workbench.views.pages import Action, Line, PanelPage, Takes, fills
from workbench.views.powers.affair_detail import Facts
from workbench.views.powers.affair_pages import AffairPage
from workbench.views.powers.assessment.files import ask_where

BEGIN = Form(
    "months.begin",
    "登记月度考核",
    months.begin_month,
    (
        Field(
            "unit_id",
            "指挥中心",
            FieldKind.CHOICE,
            required=True,
            asks=naming.centres_to_choose,
        ),
        Field(
            "month",
            "月份",
            FieldKind.DATE,
            required=True,
            hint="填当月任意一天，如20260901。",
        ),
    ),
    save="登记",
    done="已登记，月份过完后点“冻结事实”。",
    intro="考勤、离岗、指令、吹哨和用车等台账补齐以后，再冻结事实。",
)
CIRCULAR = Form(
    "months.circular",
    "起草通报",
    papers.draft_circular,
    (
        Field("addressee", "主送", hint="不填的，主送各参评单位。"),
        Field("contact", "联系人", ghost="姓名和电话"),
    ),
    save="起草",
    done="通报草稿已放进公文登记簿；锁定以后由县区主管签发编号。",
    intro="正文的成效、问题和要求取自“填写情况”。锁定以前起草的只供审阅。",
)
_POINTS = 3
_PARTS = (("merits", "主要成效"), ("faults", "存在问题"), ("demands", "工作要求"))


def _shaped(values: dict[str, Any]) -> dict[str, Any]:
    made: dict[str, Any] = {}
    for part, _title in _PARTS:
        made[part] = tuple(
            (values[f"{part}_{at}_heading"] or "", values[f"{part}_{at}_text"] or "")
            for at in range(_POINTS)
            if values[f"{part}_{at}_heading"] or values[f"{part}_{at}_text"]
        )
    return made


REMARKS = Form(
    "months.remarks",
    "填写情况",
    record.set_remarks,
    tuple(
        Field(
            f"{part}_{at}_{what}",
            word if at == 0 or what == "text" else f"{word}{at + 1}",
            FieldKind.PROSE if what == "text" else FieldKind.TEXT,
            group=title,
            lines=2,
            ghost="如：指令执行有力。" if what == "heading" else "",
        )
        for part, title in _PARTS
        for at in range(_POINTS)
        for what, word in (("heading", "标题"), ("text", "内容"))
    ),
    done="已填写，起草通报时写进正文。",
    intro="写进通报正文，每部分最多三条；没有的留空。",
    shape=_shaped,
)


def _facts(said: MonthRow) -> tuple[Line, ...]:
    frozen = said.frozen_at
    lines = [Line("片区", said.zone), Line("月份", said.words)]
    lines += [Line(kind.label, f"{count}个考核对象") for kind, count in said.counts]
    lines += [Line("考核办法", words) for _kind, words in said.schemes]
    if frozen is not None:
        lines.append(Line("冻结时间", f"{frozen.astimezone(CHINA):%Y-%m-%d %H:%M}"))
    if said.pending:
        lines.append(Line("待评分", f"还有{said.pending}个手工项目没有给分"))
    if said.objections_to is not None:
        lines.append(Line("异议期", f"到{chinese_day(said.objections_to)}为止"))
    if said.open_appeals:
        lines.append(Line("申诉", f"{said.open_appeals}件没有答复"))
    if said.digest:
        lines.append(Line("校验码", said.digest, code=True))
    return tuple(lines)


def _board(page: PanelPage, rows: Any) -> None:
    page.bench.go("month_board", rows[0].id)


def _files(page: PanelPage, rows: Any) -> None:
    ask_where(page, rows[0].id)


def _remarks(page: PanelPage, rows: Any) -> None:
    row = rows[0]

    def show(said: dict[str, tuple[tuple[str, str], ...]]) -> None:
        start = {
            f"{part}_{at}_{what}": text
            for part, points in said.items()
            for at, (heading, words) in enumerate(points[:_POINTS])
            for what, text in (("heading", heading), ("text", words))
        }
        page.fill(REMARKS, start=start, fixed={"affair_id": row.id}, subject=row.title)

    page.bench.ask(record.remarks_of, {"affair_id": row.id}, show, owner=page)


def _scored(row: Any) -> bool:
    return row.state.key not in {"recorded", "frozen"}


BOARD = Action(
    "打开考核表",
    _board,
    months.month_row,
    Takes.ONE,
    "table-2",
    when=lambda row: row.state.key != "recorded",
)
_DEEDS = (
    BOARD,
    Action(
        "填写情况",
        _remarks,
        record.set_remarks,
        Takes.ONE,
        "pencil",
        form=REMARKS,
        when=lambda row: not row.state.done,
    ),
    fills(
        CIRCULAR,
        takes=Takes.ONE,
        icon="file-plus",
        fixed=lambda row: {"affair_id": row.id},
        subject=lambda row: row.title,
        when=_scored,
    ),
    Action(
        "写出考核表", _files, papers.month_files, Takes.ONE, "download", when=_scored
    ),
)


class MonthsPage(AffairPage):
    """The months of assessment."""

    shows = AffairPage.shows | {Topic.ASSESSMENT}
    kinds: ClassVar[tuple[AffairKind, ...]] = (AffairKind.MONTH,)
    begins: ClassVar[tuple[Action, ...]] = (fills(BEGIN, icon="plus", primary=True),)
    asks: ClassVar[Callable[..., Any]] = staticmethod(months.month_row)
    facts: ClassVar[Facts] = staticmethod(_facts)
    empty: ClassVar[str] = "还没有月度考核。先登记一个月；考核办法在“考核办法”页。"

    @override
    def _plan(self, kinds: Any) -> Any:
        plan = super()._plan(kinds)
        self._moves = {kind: (*deeds, *_DEEDS) for kind, deeds in self._moves.items()}
        return plan
