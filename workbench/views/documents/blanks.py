"""Blank forms, taken out to be printed and filled in by pen."""

from collections.abc import Sequence
from typing import Any

from workbench.reports.kinds import KINDS
from workbench.rules.identifiers import check_credit_code
from workbench.services.documents import blanks, laws
from workbench.views.documents.drafts import MENU
from workbench.views.fields import Choice, Field, FieldKind
from workbench.views.forms import Form
from workbench.views.pages import Action, PanelPage

_KNOWN = "预填（可以不填）"
BLANK = Form(
    "papers.blank",
    "空白文书",
    blanks.blank_form,
    (
        Field(
            "kind",
            "文书",
            FieldKind.CHOICE,
            required=True,
            choices=tuple(
                Choice(one.key, one.label) for one in KINDS.values() if one.blank
            ),
        ),
        Field(
            "unit_id",
            "用哪个机关的名义",
            FieldKind.CHOICE,
            required=True,
            asks=blanks.organs_to_choose,
            hint="对外文书用执法主体的名义；指挥中心不是执法主体。",
        ),
        Field(
            "party",
            "被检查人、当事人",
            group=_KNOWN,
            hint="知道的先填，印在文书上；不知道的留空，打印后手写。",
        ),
        Field(
            "code",
            "统一社会信用代码",
            check=check_credit_code,
            group=_KNOWN,
        ),
        Field("address", "地址", group=_KNOWN),
        Field("head", "法定代表人、负责人", group=_KNOWN, half=True),
        Field("phone", "联系电话", group=_KNOWN, half=True),
        Field(
            "grounds",
            "依据",
            FieldKind.CHOICE,
            asks=laws.articles_to_choose,
            group=_KNOWN,
            hint="从法规与案由库中选今天有效的条文。",
        ),
    ),
    save="打开",
    done="已打开文书，打印后手工填写；文号留空。",
    intro="打印出来手工填写，不登记、不编号。",
    shape=lambda values: {key: one or "" for key, one in values.items()},
)


def _ask(page: PanelPage, _rows: Sequence[Any]) -> None:
    page.fill(BLANK, start={}, fixed={})


TAKE_BLANK = Action(
    "空白文书", _ask, blanks.blank_form, icon="file-plus", menu=MENU, form=BLANK
)
