"""A year of the four powers: figures against the year before, and two charts."""

from fractions import Fraction
from typing import ClassVar

from PySide6.QtWidgets import QWidget
from typing_extensions import override

from workbench.desk import Topic
from workbench.listing import Column, Kind
from workbench.rules.roster.deployment import percent
from workbench.services.powers import brief, yearly
from workbench.services.powers.yearly import MonthCount, YearLine, YearOfPowers
from workbench.views import style
from workbench.views.bench import Bench
from workbench.views.charts import Bar, BarChart
from workbench.views.fields import Choice, Field, FieldKind, editor
from workbench.views.forms import Form
from workbench.views.pages import PanelPage, fills
from workbench.views.parts import column, holder, icon_button, row, words
from workbench.views.rooms import PageInfo
from workbench.views.short_tables import ShortTable

_YEARS_BACK = 5
_CHART_PX = 150
BRIEF = Form(
    "powers.brief",
    "起草工作简报",
    brief.draft_brief,
    (
        Field("issue", "期号", FieldKind.WHOLE, required=True, half=True),
        Field("report_to", "主送", ghost="如：县委、县政府", half=True),
        Field("send_to", "抄送", ghost="如：各片区指挥中心"),
    ),
    save="起草",
    done="简报已起草，在“公文”里核稿、签发。",
    intro="按本页的数字写成一段一段的情况，草稿可以再改。",
)


def _shown(part: int, whole: int | None, share: Fraction | None) -> str:
    if whole is None:
        return str(part)
    return f"{percent(share)}%（{part}/{whole}）" if share is not None else "—"


def _change(line: YearLine) -> str:
    """Return how a figure moved: by how many, or by how many percentage points."""
    if line.whole is None:
        step = line.part - line.earlier_part
        return f"{step:+d}" if step else "持平"
    if line.share is None or line.earlier_share is None:
        return "—"
    tenths = int(line.share * 1000) - int(line.earlier_share * 1000)
    return f"{tenths / 10:+.1f}个百分点" if tenths else "持平"


_COLUMNS = (
    Column[YearLine]("power", "权力", lambda one: one.power.label, width=120),
    Column[YearLine]("label", "项目", lambda one: one.label, width=170),
    Column[YearLine](
        "now",
        "本年",
        lambda one: _shown(one.part, one.whole, one.share),
        Kind.NUMBER,
        150,
    ),
    Column[YearLine](
        "before",
        "上年",
        lambda one: _shown(one.earlier_part, one.earlier_whole, one.earlier_share),
        Kind.NUMBER,
        150,
    ),
    Column[YearLine]("change", "变化", _change, Kind.NUMBER, 110),
)


class YearPage(PanelPage):
    """The year's figures of the four powers."""

    shows: ClassVar[frozenset[Topic]] = frozenset({Topic.AFFAIRS, Topic.ASSESSMENT})

    def __init__(self, bench: Bench, info: PageInfo) -> None:
        this_year = bench.desk.today().year
        draft = fills(
            BRIEF,
            icon="file-text",
            primary=True,
            fixed=lambda _row: {"year": self.year},
        )
        super().__init__(bench, info, (draft,))
        years = range(this_year, this_year - _YEARS_BACK, -1)
        field = Field(
            "year",
            "年份",
            FieldKind.CHOICE,
            choices=tuple(Choice(one, f"{one}年") for one in years),
            start=this_year,
        )
        self.years = editor(field, bench)
        self.years.put(this_year)
        self.years.setFixedWidth(style.size("field"))
        self.years.changed.connect(self.refresh)
        head = row(words("年份", "grey", buddy=self.years), self.years, None, gap=2)
        self.head.addWidget(holder(head))
        self.begun = BarChart("件", "各月办件数")
        self.in_time = BarChart("%", "各月按时率")
        charts = row(
            self._framed("各月新办的事项（件，横轴为月份）", self.begun),
            self._framed("各月到期时限的按时率（%，横轴为月份）", self.in_time),
            gap=3,
        )
        self.table = ShortTable[YearLine](
            bench,
            "四项权力年度统计",
            _COLUMNS,
            empty="这一年还没有行使四项权力的记录。",
        )
        self.body.addLayout(charts)
        self.body.addWidget(self.table, 1)
        self.said: YearOfPowers | None = None

    @property
    def year(self) -> int:
        """The year that is shown."""
        return int(self.years.value() or self.bench.desk.today().year)

    def _framed(self, title: str, chart: BarChart) -> QWidget:
        chart.setFixedHeight(style.scaled(_CHART_PX))
        head = row(
            words(title, "strong"),
            None,
            icon_button("copy", "复制数据，可粘贴到表格", chart.copy_figures),
            icon_button("download", "导出图片", chart.ask_where),
            gap=0,
        )
        return holder(column(head, chart, gap=1, margin=2), "card")

    @override
    def refresh(self) -> None:
        self.bench.ask(
            yearly.year_of_powers, {"year": self.year}, self._show, owner=self
        )

    def _show(self, said: YearOfPowers) -> None:
        if said.year != self.year:
            return
        self.said = said
        self.table.show_rows(said.lines, scope=f"{said.year}年")
        self.begun.show_bars([_bar(one) for one in said.months])
        self.in_time.show_bars([_share(one) for one in said.months])


def _bar(one: MonthCount) -> Bar:
    total = sum(count for _kind, count in one.begun)
    return Bar(str(one.month.month), total, str(total) if total else "")


def _share(one: MonthCount) -> Bar:
    if one.share is None:
        return Bar(str(one.month.month), 0, "")
    return Bar(str(one.month.month), float(one.share * 100), percent(one.share))
