"""Number series: whose 代字 there are, and how far each has come."""

from collections.abc import Mapping
from typing import Any

from workbench.desk import Topic
from workbench.rules.documents import check_suffix, check_word
from workbench.services.documents import series
from workbench.services.documents.series import SERIES, SeriesRow
from workbench.views.bench import Bench
from workbench.views.fields import Field, FieldKind
from workbench.views.forms import Form
from workbench.views.lists import ListPage, ListPlan
from workbench.views.pages import Line, Sheet, Takes, fills
from workbench.views.rooms import PageInfo

ADD = Form(
    "series.add",
    "新增代字",
    series.add_series,
    (
        Field(
            "issuer_id",
            "发文机关",
            FieldKind.CHOICE,
            required=True,
            asks=series.issuers_to_choose,
            hint="以谁的名义发文。片区指挥中心不是执法主体，对外公文由有权机关出具。",
        ),
        Field(
            "word",
            "机关代字",
            required=True,
            check=check_word,
            ghost="如：东综执",
            hint="发文字号开头的几个字，不含年份、括号和“号”。",
        ),
        Field(
            "suffix",
            "文书代字",
            check=check_suffix,
            ghost="如：移",
            hint="执法文书单独编号时填；没有的不填。第一次签发该种文书时也会自动启用。",
        ),
    ),
    done="代字已登记。本年在纸上用过号的，请接着设置起始号。",
)
START = Form(
    "series.start",
    "设置起始号",
    series.set_last_number,
    (
        Field("year", "年份", FieldKind.WHOLE, required=True, half=True),
        Field(
            "last",
            "已用到几号",
            FieldKind.WHOLE,
            required=True,
            half=True,
            hint="没有用过填0。",
        ),
    ),
    done="起始号已设置，下一份公文接着编。",
    intro="这一年在纸上已经用到几号。系统编出第一个号以后不能再改，以免重号、跳号。",
)


def _start(row: SeriesRow) -> Mapping[str, Any]:
    return {"year": row.this_year, "last": row.used(row.this_year)}


def _open_year(row: SeriesRow) -> bool:
    """Tell whether no number of this year has been given out here."""
    return not any(one.given for one in row.years if one.year == row.this_year)


_START = fills(
    START,
    takes=Takes.ONE,
    icon="pencil",
    fixed=lambda row: {"series_id": row.id},
    start=_start,
    subject=lambda row: row.whole,
    when=_open_year,
)


def _detail(_page: ListPage[SeriesRow], row: SeriesRow) -> Sheet:
    years = tuple(
        Line(
            f"{one.year}年",
            f"用到{one.last}号"
            + (f"，系统内编出{one.given}个" if one.given else "")
            + (f"，其中作废{one.void}个" if one.void else ""),
        )
        for one in row.years
    )
    return Sheet(
        row.whole,
        (
            (
                "",
                (
                    Line("发文机关", row.issuer),
                    Line("机关代字", row.word),
                    *([Line("文书代字", row.suffix)] if row.suffix else ()),
                    Line("下一个文号", row.coming(row.this_year)),
                ),
            ),
            ("各年用号", years or (Line(f"{row.this_year}年", "还没有用过号"),)),
        ),
        (_START,),
        row,
    )


PLAN = ListPlan(
    SERIES,
    frozenset({Topic.SETTINGS, Topic.PAPERS, Topic.UNITS}),
    filters=(Field("text", "查找", ghost="代字、机关或拼音首字母", wide=True),),
    actions=(fills(ADD, icon="plus", primary=True), _START),
    detail=_detail,
    empty=SERIES.empty,
)


class SeriesPage(ListPage[SeriesRow]):
    """The list of number series."""

    def __init__(self, bench: Bench, info: PageInfo) -> None:
        super().__init__(bench, info, PLAN)

    def note_saved(self, form: Form, result: object) -> None:
        """Show a series once it is opened: its start number comes next."""
        if form.key == ADD.key:
            self.reveal(result)
