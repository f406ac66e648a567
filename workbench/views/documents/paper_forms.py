"""What is asked when a paper takes a step, declared."""

from workbench.services.documents import register, steps
from workbench.views.fields import Choice, Field, FieldKind
from workbench.views.forms import Form

_SERIES = Field(
    "series_id",
    "文号系列",
    FieldKind.CHOICE,
    required=True,
    hint="文号自动取下一个，不跳号、不重号。",
)
_ISSUED_ON = Field("issued_on", "成文日期", FieldKind.DATE, required=True, half=True)
_SIGNER = Field("signer", "签发人", half=True, required=True)

ISSUE = Form(
    "papers.issue",
    "签发",
    register.issue_paper,
    (
        _SERIES,
        _ISSUED_ON,
        _SIGNER,
        Field(
            "numbered",
            "编号",
            FieldKind.CHOICE,
            required=True,
            start=True,
            choices=(
                Choice(True, "签发时一并编号"),
                Choice(False, "先签发，以后再编号"),
            ),
        ),
    ),
    save="签发",
    done=lambda number: f"已签发，文号{number}。" if number else "已签发。",
)
ISSUE_SEVERAL = Form(
    "papers.issue-several",
    "批量签发",
    steps.issue_papers,
    (_SERIES, _ISSUED_ON, _SIGNER),
    save="签发",
    done=lambda count: f"已签发{count}份。",
    doing="正在签发",
    intro="按起草的先后编号；其中一份不能签发的，各份都不签发。",
)
NUMBER = Form(
    "papers.number",
    "编号",
    register.number_paper,
    (_SERIES,),
    save="编号",
    done=lambda number: f"已编号：{number}。",
)
REVIEW = Form(
    "papers.review",
    "核稿",
    steps.review_papers,
    (
        Field(
            "remark",
            "核稿意见",
            FieldKind.PROSE,
            lines=3,
            hint="没有意见的可以不填。要改的，用“退回”写明。",
        ),
    ),
    save="核稿通过",
    done="核稿通过，等待签发。",
)
DISPATCH = Form(
    "papers.dispatch",
    "用印",
    steps.dispatch_papers,
    (Field("on", "日期", FieldKind.DATE, required=True, half=True),),
    save="记下",
)
RETURN = Form(
    "papers.return",
    "退回",
    steps.return_paper,
    (
        Field(
            "reason",
            "退回原因",
            FieldKind.PROSE,
            required=True,
            hint="起草人会看到，如：主送机关有误。",
        ),
    ),
    save="退回",
    done="已退回起草人。",
)
VOID = Form(
    "papers.void",
    "作废",
    register.void_paper,
    (
        Field(
            "reason",
            "作废原因",
            FieldKind.PROSE,
            required=True,
            hint="写入登记簿，如：附件有误，另行印发。",
        ),
    ),
    save="作废",
    done="已作废，文号保留。",
)

ISSUES = frozenset(one.key for one in (ISSUE, ISSUE_SEVERAL, NUMBER))
"""Forms after which a paper's text stands for good."""
STEPS = frozenset(
    one.key for one in (ISSUE, ISSUE_SEVERAL, NUMBER, REVIEW, DISPATCH, RETURN, VOID)
)
"""Forms after which the paper they were about is shown again."""
