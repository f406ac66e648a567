"""The library of law: articles by law and by cause, as they read on any day."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtWidgets import QWidget

from workbench.desk import Topic
from workbench.rules.documents_laws import (
    check_article,
    check_article_text,
    check_law,
)
from workbench.services.documents import laws
from workbench.services.documents.laws import LAWS, ArticleRow
from workbench.views.bench import Bench
from workbench.views.fields import Field, FieldKind
from workbench.views.forms import Form
from workbench.views.lists import ListPage, ListPlan
from workbench.views.pages import Line, Sheet, SheetView, Takes, does, fills
from workbench.views.rooms import PageInfo

_TEXT = Field(
    "text",
    "条文",
    FieldKind.PROSE,
    required=True,
    check=check_article_text,
    hint="照现行文本粘贴，款与款之间换行。",
)
_FROM = Field("valid_from", "施行日期", FieldKind.DATE, required=True, half=True)
_ABOUT = (
    Field("document", "文号", half=True, ghost="如：国务院令第310号"),
    Field("organ", "制定机关", half=True),
    Field("field", "领域", half=True, ghost="如：燃气，或通用"),
    Field("matter", "案由", ghost="如：未取得燃气经营许可证从事燃气经营活动"),
)
ADD = Form(
    "laws.add",
    "登记条文",
    laws.add_article,
    (
        Field("law", "法规", required=True, check=check_law, hint="全称，不写书名号。"),
        Field(
            "article",
            "条款",
            required=True,
            check=check_article,
            half=True,
            ghost="如：第二十七条第一款",
        ),
        _FROM,
        _TEXT,
        *_ABOUT,
        Field("remark", "文本来源", ghost="如：国家法律法规数据库"),
    ),
    done="条文已登记。",
)
CHANGE = Form(
    "laws.change",
    "修订",
    laws.change_article,
    (
        Field("valid_from", "新条文施行日期", FieldKind.DATE, required=True, half=True),
        _TEXT,
        Field("remark", "修订决定", required=True, ghost="决定的名称或文号"),
    ),
    done="修订已登记，此前的日子仍按原条文。",
    intro="法规修订后用。以前的公文引用的仍是当时的条文。",
)
CORRECT = Form(
    "laws.correct",
    "更正",
    laws.correct_article,
    (
        _FROM,
        _TEXT,
        *_ABOUT,
        Field("reason", "更正原因", required=True, ghost="如：录入时漏字"),
    ),
    done="已更正，原记录保留。",
    intro="登记时写错了用。法规本身修订的，用“修订”。",
)
END = Form(
    "laws.end",
    "废止",
    laws.end_article,
    (
        Field("last_on", "最后有效日", FieldKind.DATE, required=True, half=True),
        Field("remark", "废止决定", required=True, ghost="决定的名称或文号"),
    ),
    done="已废止，次日起不再供引用。",
)


def _start(row: ArticleRow) -> Mapping[str, Any]:
    return {
        "text": row.text,
        "valid_from": row.period.first,
        "organ": row.organ,
        "document": row.document,
        "field": row.field,
        "matter": row.matter,
    }


def _fixed(row: ArticleRow) -> Mapping[str, Any]:
    return {"article_id": row.id}


def _open_ended(row: ArticleRow) -> bool:
    return row.period.last is None


_ADD = fills(ADD, icon="plus", primary=True)
_CHANGE = fills(
    CHANGE,
    takes=Takes.ONE,
    icon="file-plus",
    start=lambda row: {"text": row.text},
    fixed=_fixed,
    subject=lambda row: row.cited,
    when=_open_ended,
)
_CORRECT = fills(
    CORRECT,
    takes=Takes.ONE,
    icon="pencil",
    start=_start,
    fixed=_fixed,
    subject=lambda row: row.cited,
)
_END = fills(
    END,
    takes=Takes.ONE,
    icon="ban",
    fixed=_fixed,
    subject=lambda row: row.cited,
    when=_open_ended,
)
_LOAD = does(
    "载入常用条文",
    laws.load_starters,
    lambda _rows: {},
    done=lambda count: (
        f"已载入{count}条，引用前请与现行文本核对。"
        if count
        else "常用条文都已在库中。"
    ),
    icon="book-open",
)


def _detail(page: ListPage[ArticleRow], row: ArticleRow) -> QWidget:
    """Show an article and ask for its other texts."""
    shown = ArticleSheet(page, row)
    shown.setWindowTitle(row.cited)
    return shown


def _sheet(row: ArticleRow, texts: tuple[ArticleRow, ...]) -> Sheet:
    about = (
        Line("引用", row.cited),
        Line("制定机关", row.organ or "—"),
        Line("领域", row.field or "—"),
        Line("案由", row.matter or "—"),
    )
    read = tuple(
        (
            "现行条文" if one.in_force else "历次或将来的条文",
            (
                Line("有效期", str(one.period)),
                Line("条文", one.text),
                Line("说明", one.remark or "—"),
            ),
        )
        for one in texts
    )
    return Sheet(row.cited, (("", about), *read), (_CHANGE, _CORRECT, _END), row)


class ArticleSheet(SheetView):
    """An article in the panel: how it reads now, how it read before.

    Args:
        page: Whose panel it is in.
        row: The text that was opened.
    """

    def __init__(self, page: ListPage[ArticleRow], row: ArticleRow) -> None:
        super().__init__(_sheet(row, (row,)), page)
        self._page = page
        self._row = row
        page.bench.ask(
            laws.versions,
            {"law": row.law, "article": row.article},
            self._show,
            owner=self,
        )

    def _show(self, found: tuple[ArticleRow, ...]) -> None:
        self.show_sheet(_sheet(self._row, found), self._page)


PLAN = ListPlan(
    LAWS,
    frozenset({Topic.SETTINGS}),
    filters=(
        Field("text", "查找", ghost="法规、条款、条文、案由或拼音首字母", wide=True),
        Field("field", "领域", FieldKind.CHOICE, asks=laws.fields_to_choose),
        Field("on", "某日的条文", FieldKind.DATE),
        Field("history", "含历次和将来的条文", FieldKind.YES_NO),
    ),
    actions=(_ADD, _CHANGE, _CORRECT, _END, _LOAD),
    detail=_detail,
    empty=LAWS.empty,
)


class LawsPage(ListPage[ArticleRow]):
    """The list of articles."""

    def __init__(self, bench: Bench, info: PageInfo) -> None:
        super().__init__(bench, info, PLAN)
