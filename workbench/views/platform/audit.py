"""The audit trail: looking through it, and proving it whole."""

import re
from collections.abc import Sequence
from typing import Any

from workbench.desk import Topic
from workbench.listing import Tone
from workbench.rules.calendar import CHINA
from workbench.services.platform import audit
from workbench.services.platform.audit import AUDIT_ENTRIES, EntryRow, Verdict
from workbench.views.bench import Bench
from workbench.views.fields import Choice, Field, FieldKind
from workbench.views.lists import ListPage, ListPlan
from workbench.views.notices import clause_text
from workbench.views.pages import Action, Line, Sheet
from workbench.views.rooms import PageInfo

_CLAUSE = re.compile(r"[a-z]+/[a-z0-9-]+")


def _detail(_page: ListPage[EntryRow], row: EntryRow) -> Sheet:
    tones = {"完成": Tone.GOOD, "被拒绝": Tone.CAUTION, "无权限": Tone.OVERDUE}
    outcome = audit.OUTCOMES[row.outcome]
    return Sheet(
        f"第{row.id:,}条：{row.title}",
        (
            (
                "",
                (
                    Line("时间", f"{row.at.astimezone(CHINA):%Y-%m-%d %H:%M:%S}"),
                    Line("人员", row.account_name),
                    Line("结果", outcome, tone=tones[outcome]),
                    *_why(row.remark),
                    Line("程序", row.command, code=True),
                ),
            ),
            (
                "内容",
                tuple(Line(word, text) for word, text in audit.said(row))
                or (Line("内容", "（空）"),),
            ),
        ),
    )


def _why(remark: str) -> tuple[Line, ...]:
    """Say why it was refused, and what the clause at the end of the words says."""
    words, _mark, key = remark.removesuffix("〕").rpartition("〔")
    if remark.endswith("〕") and _CLAUSE.fullmatch(key):
        return Line("说明", words), Line("依据", clause_text(key))
    return (Line("说明", remark),) if remark else ()


def _verify(page: "AuditPage", _rows: Sequence[Any]) -> None:
    page.bench.ask_long(
        audit.verify, {}, page.show_verdict, owner=page, doing="正在校验审计日志"
    )


PLAN = ListPlan(
    AUDIT_ENTRIES,
    frozenset({Topic.AUDIT}),
    filters=(
        Field("text", "查找", ghost="人员、操作、内容或说明", wide=True),
        Field(
            "outcome",
            "结果",
            FieldKind.CHOICE,
            choices=tuple(Choice(one, word) for one, word in audit.OUTCOMES.items()),
        ),
        Field("first", "从", FieldKind.DATE, ghost="开始日期"),
        Field("last", "到", FieldKind.DATE, ghost="结束日期"),
    ),
    actions=(
        Action("校验完整性", _verify, audit.verify, icon="shield-check", primary=True),
    ),
    detail=_detail,
)


class AuditPage(ListPage[EntryRow]):
    """The list of attempts."""

    def __init__(self, bench: Bench, info: PageInfo) -> None:
        super().__init__(bench, info, PLAN)

    def show_verdict(self, verdict: Verdict) -> None:
        """Show what a check of the whole trail found."""
        if not verdict.faults:
            self.bench.tell(
                f"共{verdict.count:,}条，逐条相连，没有缺失和改动。", key="audit"
            )
            return
        self.bench.tell(
            f"校验发现{len(verdict.faults)}处问题，见右侧。", Tone.CAUTION, key="audit"
        )
        self.show_sheet(
            Sheet(
                "校验结果",
                (
                    (
                        f"共{verdict.count:,}条，{len(verdict.faults)}处问题",
                        tuple(
                            Line(f"{place}", fault)
                            for place, fault in enumerate(verdict.faults, 1)
                        ),
                    ),
                    (
                        "怎么办",
                        (
                            Line("1", "不要继续使用这份数据，先备份到移动存储。"),
                            Line("2", "报告分管领导和安全管理员，查明原因。"),
                            Line("3", "用最近的完好备份核对，必要时恢复。"),
                        ),
                    ),
                ),
            )
        )
