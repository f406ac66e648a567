"""Blank forms, taken out to be printed and filled in by pen."""

from collections.abc import Sequence
from typing import Any

from workbench.reports.kinds import KINDS
from workbench.services.documents import blanks
from workbench.views.documents.drafts import MENU
from workbench.views.fields import Choice, Field, FieldKind
from workbench.views.forms import Form
from workbench.views.pages import Action, PanelPage

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
    ),
    save="打开",
    done="已打开空白文书，打印后手工填写；文号留空。",
    intro="打印出来手工填写，不登记、不编号。",
)


def _ask(page: PanelPage, _rows: Sequence[Any]) -> None:
    page.fill(BLANK, start={}, fixed={})


TAKE_BLANK = Action(
    "空白文书", _ask, blanks.blank_form, icon="file-plus", menu=MENU, form=BLANK
)
