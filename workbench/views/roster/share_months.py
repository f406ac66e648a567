"""The months: locked or not, their figures, their papers."""

from datetime import date
from functools import partial
from typing import ClassVar

from typing_extensions import override

from workbench.desk import Topic
from workbench.listing import Column, Kind, Tone
from workbench.rules.calendar import CHINA
from workbench.services.roster import ledger, papers, told
from workbench.services.roster.told import MonthRow
from workbench.views.fields import Field
from workbench.views.forms import Form
from workbench.views.notices import decide
from workbench.views.pages import PanelPage
from workbench.views.parts import Flow, button, column, holder, words
from workbench.views.roster.share_tab import ShareTab
from workbench.views.roster.share_words import FORCE, rank, share_words
from workbench.views.short_tables import ShortTable

ISSUE = Form(
    "share.issue_month",
    "出具月末公文",
    papers.issue_month,
    (
        Field(
            "signer",
            "签发人",
            hint="印在报告右上角；不填时用办理人的姓名。",
        ),
    ),
    save="出具",
    done="月末公文已出具。",
    intro="一次出具当月的力量下沉情况报告和力量台账，取号、存档；已出具过的不重复出具。",
    doing="正在出具月末公文",
)
"""Issues the papers of one month, which is handed in as ``month``."""


def _state(row: MonthRow) -> str:
    if row.locked:
        return "已锁定"
    return "未锁定" if row.over else "未结束"


def _tone(row: MonthRow) -> Tone:
    if row.locked:
        return Tone.GOOD
    return Tone.CAUTION if row.over else Tone.PLAIN


def _moment(row: MonthRow) -> str:
    if row.locked is None:
        return "—"
    return f"{row.locked.locked_at.astimezone(CHINA):%Y-%m-%d %H:%M}"


_COLUMNS = (
    Column[MonthRow]("month", "月份", lambda row: row.name, width=100),
    Column[MonthRow]("state", "状态", _state, Kind.STATE, 84, tone=_tone),
    Column[MonthRow](
        "share",
        "月末比例",
        lambda row: share_words(row.headline.share),
        Kind.NUMBER,
        84,
    ),
    Column[MonthRow](
        "tally", "一线/在编", lambda row: row.headline.text, Kind.NUMBER, 92
    ),
    Column[MonthRow](
        "mean",
        "月平均",
        lambda row: row.mean if row.mean == "—" else f"{row.mean}%",
        Kind.NUMBER,
        76,
    ),
    Column[MonthRow](
        "reached",
        "月末达标",
        lambda row: "达标" if row.headline.reaches(row.target) else "未达标",
        Kind.STATE,
        84,
        tone=lambda row: (
            Tone.GOOD if row.headline.reaches(row.target) else Tone.CAUTION
        ),
    ),
    Column[MonthRow]("locked_at", "锁定时间", _moment, Kind.DATE, 128),
    Column[MonthRow](
        "locked_by",
        "锁定人",
        lambda row: row.locked.locked_by if row.locked else "—",
        width=80,
    ),
)


class MonthsTab(ShareTab):
    """A table of months; one is locked for good, then its papers are issued."""

    shows: ClassVar[frozenset[Topic]] = FORCE | {Topic.PAPERS}

    def __init__(self, page: PanelPage, on: date) -> None:
        super().__init__(page, on)
        self.papers: dict[date, int] = {}
        self.wanted: date | None = None
        self.table = ShortTable[MonthRow](
            self.bench,
            "月度下沉比例",
            _COLUMNS,
            orders={
                "month": lambda row: row.month,
                "share": lambda row: rank(row.headline),
                "tally": lambda row: row.headline.frontline,
                "mean": lambda row: float(row.mean.replace("—", "-1")),
            },
            empty="还没有在编人员，没有可以锁定的月份。",
        )
        self.table.chosen.connect(self._note_chosen)
        self.table.opened.connect(self._open)
        self.lock_button = button("锁定", self.lock, icon="lock")
        self.issue_button = button("出具月末公文", self.issue, icon="file-text")
        self.paper_button = button("打开报告", self.open_paper)
        deeds = Flow()
        county = self.bench.desk.actor.county_wide
        self.lock_button.setVisible(self.bench.desk.may(ledger.lock_month) and county)
        self.issue_button.setVisible(self.bench.desk.may(papers.issue_month) and county)
        self.paper_button.setVisible(self.bench.desk.may(told.month_papers))
        for made in (self.lock_button, self.issue_button, self.paper_button):
            deeds.addWidget(made)
        hint = words(
            "锁定以后，当月的数字不再改变；之后的更正只影响以后的报告。"
            "双击一个月，左边显示它的最后一天。",
            "quiet",
            wrap=True,
        )
        self.setLayout(column(holder(deeds), hint, self.waiting, self.table, gap=2))
        self.layout().setContentsMargins(0, 8, 0, 0)  # type: ignore[union-attr] # set above

    # ---- what is shown ----

    def choose(self, month: date) -> None:
        """Select a month, once the months have come."""
        self.wanted = month
        self._choose_wanted()

    def _choose_wanted(self) -> None:
        for place, row in enumerate(self.table.rows()):
            if row.month == self.wanted:
                self.table.choose(place)
                self.wanted = None

    @override
    def turn(self, on: date) -> None:
        self.on = on  # the months are the same on every day

    @override
    def ask(self) -> None:
        if self.bench.desk.may(told.month_papers):
            self.bench.ask(told.month_papers, {}, self._take_papers, owner=self)
        self.ask_for(told.month_rows, {}, self._show)

    def _take_papers(self, found: dict[date, int]) -> None:
        self.papers = found
        self._note_chosen()

    def _show(self, rows: tuple[MonthRow, ...]) -> None:
        self.table.show_rows(rows)
        self._choose_wanted()

    def _chosen(self) -> MonthRow | None:
        rows = self.table.chosen_rows()
        return rows[0] if len(rows) == 1 else None

    def _note_chosen(self) -> None:
        row = self._chosen()
        self.lock_button.setEnabled(row is not None and row.over and not row.locked)
        self.issue_button.setEnabled(row is not None and row.locked is not None)
        self.paper_button.setEnabled(row is not None and row.month in self.papers)

    # ---- what is done ----

    def lock(self) -> None:
        """Lock the selected month, after asking."""
        row = self._chosen()
        if row is None:
            return
        self.page.asked = decide(
            self,
            f"锁定{row.name}？",
            f"月末{share_words(row.headline.share)}（{row.headline.text}），"
            f"月平均{row.mean}%。锁定后这些数字不能再改，也不能解锁。"
            "请先核对当月的派驻、证件和请假都已录入。",
            (("锁定", partial(self._lock, row)), ("取消", None)),
        )

    def _lock(self, row: MonthRow) -> None:
        self.bench.do(
            ledger.lock_month,
            {"month": row.month},
            lambda _none: self._tell_locked(row),
            owner=self,
            doing=f"正在锁定{row.name}",
        )

    def _tell_locked(self, row: MonthRow) -> None:
        next_step = ("出具月末公文", partial(self._issue, row))
        act = next_step if self.issue_button.isVisibleTo(self) else None
        self.bench.tell(f"{row.name}已锁定。", act=act)

    def issue(self) -> None:
        """Open the form that issues the selected month's papers."""
        row = self._chosen()
        if row is not None:
            self._issue(row)

    def _issue(self, row: MonthRow) -> None:
        self.page.fill(
            ISSUE,
            start={"signer": self.bench.desk.actor.name},
            fixed={"month": row.month},
            subject=row.name,
        )

    def open_paper(self) -> None:
        """Go to the report of the selected month."""
        row = self._chosen()
        if row is not None and row.month in self.papers:
            self.bench.go("papers", self.papers[row.month])

    def _open(self, row: MonthRow) -> None:
        self.page.reveal(row.on)

    @override
    def print(self) -> None:
        self.table.print()
