"""Quarters and years: means of locked months, and the grades they suggest."""

from datetime import date
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QStackedLayout
from typing_extensions import override

from workbench.desk import Topic
from workbench.listing import Column, Kind
from workbench.reports.powers.collective import Ballot
from workbench.rules import Refusal
from workbench.rules.powers.months import month_words
from workbench.rules.powers.scoring import shown
from workbench.rules.powers.subjects import SubjectKind
from workbench.services.powers import naming
from workbench.services.powers.assessment import papers, periods
from workbench.services.powers.assessment.periods import Standing, Standings
from workbench.views import style
from workbench.views.bench import Bench
from workbench.views.fields import Field, FieldKind
from workbench.views.forms import Form
from workbench.views.pages import Action, Line, PanelPage, Sheet
from workbench.views.parts import holder, row, words
from workbench.views.rooms import PageInfo
from workbench.views.short_tables import ShortTable

_QUARTERS = ("全年", "第一季度", "第二季度", "第三季度", "第四季度")
_YEARS = 5


def _shaped(values: dict[str, Any]) -> dict[str, Any]:
    made = {
        name: values[name]
        for name in ("shown_first", "shown_last", "reply_by", "contact")
    }
    withdrew = tuple((values["withdrew"] or "").replace("，", "、").split("、"))
    made["ballot"] = Ballot(
        values["met_on"],
        values["due"],
        values["present"],
        values["agreed"],
        values["opposed"] or 0,
        values["abstained"] or 0,
        tuple(filter(None, withdrew)),
    )
    return made


def _count(name: str, title: str, *, required: bool = True) -> Field:
    return Field(
        name, title, FieldKind.WHOLE, required=required, half=True, group="集体研究"
    )


LETTERS = Form(
    "standings.letters",
    "起草等次建议函",
    papers.draft_grade_letters,
    (
        Field(
            "met_on",
            "研究日期",
            FieldKind.DATE,
            required=True,
            half=True,
            group="集体研究",
        ),
        _count("due", "应到人数"),
        _count("present", "实到人数"),
        _count("agreed", "同意票"),
        _count("opposed", "反对票", required=False),
        _count("abstained", "弃权票", required=False),
        Field("withdrew", "回避人员", group="集体研究", hint="多人用顿号隔开。"),
        Field("shown_first", "告知本人自", FieldKind.DATE, half=True, group="告知"),
        Field("shown_last", "至", FieldKind.DATE, half=True, group="告知"),
        Field("reply_by", "请对方答复的期限", FieldKind.DATE, group="告知"),
        Field("contact", "联系人", group="告知", ghost="姓名和电话"),
    ),
    save="起草",
    done=lambda numbers: f"已起草{len(numbers)}件，每个编制单位一件，在公文登记簿中。",
    intro="等次由派出单位决定，片区只提建议。每个编制单位一件函，列本单位的人员。",
    shape=_shaped,
)


def _words(one: Standing) -> str:
    if one.suggestion is None:
        return ""
    return one.suggestion.grade or "不评等次"


_COLUMNS = (
    Column[Standing]("place", "名次", lambda one: str(one.place), Kind.NUMBER, 64),
    Column[Standing]("name", "考核对象", lambda one: one.name, width=150),
    Column[Standing](
        "unit", "工作单位", lambda one: one.unit if one.person_id else "", width=190
    ),
    Column[Standing](
        "employment",
        "编制类型",
        lambda one: one.employment.label if one.employment else "",
        width=110,
    ),
    Column[Standing](
        "months",
        "各月得分",
        lambda one: "、".join("—" if t is None else shown(t) for t in one.totals),
        width=210,
    ),
    Column[Standing]("score", "平均", lambda one: shown(one.score), Kind.NUMBER, 80),
    Column[Standing]("grade", "建议等次", _words, width=96),
    Column[Standing](
        "why",
        "说明",
        lambda one: one.suggestion.words if one.suggestion else "",
        width=260,
    ),
)


class StandingsPage(PanelPage):
    """How everybody did in a quarter or a year.

    Signals:
        listed: Another period is shown.
    """

    shows = frozenset({Topic.ASSESSMENT, Topic.POLICY})
    listed = Signal()

    def __init__(self, bench: Bench, info: PageInfo) -> None:
        action = Action(
            "起草等次建议函",
            lambda page, _rows: page.draft_letters(),
            papers.draft_grade_letters,
            icon="file-plus",
            primary=True,
            form=LETTERS,
        )
        super().__init__(bench, info, (action,))
        today = bench.desk.today()
        self.centres = self._combo("指挥中心")
        self.years = self._combo("年份")
        for year in range(today.year, today.year - _YEARS, -1):
            self.years.addItem(f"{year}年", year)
        self.quarters = self._combo("季度")
        for at, name in enumerate(_QUARTERS):
            self.quarters.addItem(name, at or None)
        self._begin(today)
        self.subjects = self._combo("考核对象")
        for kind in reversed(SubjectKind):
            self.subjects.addItem(kind.label, kind)
        self.told = words("", "grey", wrap=True)
        self.table = ShortTable[Standing](
            bench,
            "季度年度考核",
            _COLUMNS,
            orders={"place": lambda one: one.place, "score": lambda one: one.score},
        )
        self.table.opened.connect(self._open)
        self.head.addLayout(
            row(self.centres, self.years, self.quarters, self.subjects, None, gap=2)
        )
        self.body.addWidget(self.told)
        stack = QStackedLayout()
        stack.addWidget(self.table)
        self.body.addWidget(holder(stack), 1)
        self.found: Standings | None = None
        bench.ask(naming.centres_to_choose, {}, self._learn, owner=self)

    def _combo(self, name: str) -> QComboBox:
        made = QComboBox()
        made.setAccessibleName(name)
        made.setMinimumWidth(style.size("field"))
        made.setFixedHeight(style.size("control"))
        made.activated.connect(lambda _place: self.refresh())
        return made

    def _begin(self, today: date) -> None:
        """Begin with the quarter that is over last."""
        quarter = (today.month - 1) // 3
        if quarter == 0:
            self.years.setCurrentIndex(1)
            quarter = 4
        self.quarters.setCurrentIndex(quarter)

    def _learn(self, pairs: Any) -> None:
        for value, label in pairs:
            self.centres.addItem(label, value)
        self.refresh()

    @property
    def period(self) -> dict[str, Any]:
        """What is looked at, as keywords."""
        return {
            "unit_id": self.centres.currentData(),
            "year": self.years.currentData(),
            "quarter": self.quarters.currentData(),
        }

    @override
    def refresh(self) -> None:
        if self.centres.currentData() is None:
            return
        self.bench.ask(
            periods.standings,
            {**self.period, "subject": SubjectKind(self.subjects.currentData())},
            self._show,
            owner=self,
            failed=self._fail,
        )

    def _fail(self, error: Exception) -> None:
        if not isinstance(error, Refusal):
            self.bench.fail(error)
            return
        self.found = None
        self.told.setText("".join((str(error), *error.ways)))
        self.table.show_rows((), empty=f"{error}{''.join(error.ways)}")
        self._note_letters()
        self.listed.emit()

    def _show(self, found: Standings) -> None:
        self.found = found
        months = "、".join(month_words(one) for one in found.months)
        said = f"{found.period.label}：按{months}的锁定得分平均。"
        if found.missing:
            lacks = "、".join(month_words(one) for one in found.missing)
            said += f"{lacks}没有锁定，不计入。"
        if found.subject is SubjectKind.PERSON:
            best = "优秀" if found.period.quarter is None else "好（事业编制为优秀）"
            most = float(found.share * 100)
            said += f"“{best}”最多占同类人员的{most:g}%，来源：{found.share_source}。"
            said += "等次由派出单位决定，这里只是建议。"
        self.told.setText(said)
        self.table.show_rows(found.rows, scope=found.period.label)
        self._note_letters()
        self.listed.emit()

    def _note_letters(self) -> None:
        made = self.buttons.get("起草等次建议函")
        people = self.found is not None and self.found.subject is SubjectKind.PERSON
        if made is not None:
            made.setEnabled(people)

    def draft_letters(self) -> None:
        """Open the form of the letters."""
        if self.found is not None:
            about = self.found.period.label
            self.fill(LETTERS, start={}, fixed=self.period, subject=about)

    def _open(self, one: Standing) -> None:
        months = self.found.months if self.found else ()
        lines = [
            Line(month_words(month), "—" if total is None else shown(total))
            for month, total in zip(months, one.totals, strict=True)
        ]
        lines.append(Line("平均", shown(one.score)))
        lines.append(Line("名次", f"第{one.place}名"))
        if one.person_id is not None:
            lines.append(Line("应到实到", f"{one.days_due}天／{one.days_present}天"))
            lines.append(
                Line("编制类型", one.employment.label if one.employment else "")
            )
            lines.append(Line("建议等次", _words(one)))
        if one.suggestion is not None and one.suggestion.words:
            lines.append(Line("说明", one.suggestion.words))
        self.show_sheet(Sheet(one.name, (("", tuple(lines)),), (), one))
