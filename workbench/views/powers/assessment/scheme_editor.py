"""Writing a scheme: items and weights in a table, one item at a time below it."""

from dataclasses import replace
from fractions import Fraction
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListWidget,
    QListWidgetItem,
    QTableWidget,
    QTableWidgetItem,
)
from typing_extensions import override

from workbench.rules import Refusal
from workbench.rules.powers.facts import check_facts, facts_of
from workbench.rules.powers.formulas import parse
from workbench.rules.powers.items import check_item_name
from workbench.rules.powers.schemes import (
    DEFAULT_PLANS,
    FULL_SCORE,
    SchemeItem,
    SchemePlan,
)
from workbench.rules.powers.scoring import read_points, shown
from workbench.rules.powers.subjects import SubjectKind
from workbench.services.powers import naming
from workbench.services.powers.assessment import schemes
from workbench.services.powers.assessment.schemes import SchemeRow
from workbench.views import style
from workbench.views.bench import Bench, Notice
from workbench.views.fields import AmissError, Choice, Field, FieldBox, FieldKind
from workbench.views.notices import NoticeView, notice_of
from workbench.views.pages import Page
from workbench.views.parts import button, clear, column, holder, row, words
from workbench.views.rooms import PageInfo

_PAUSE_MS = 600
_HEADS = ("类别", "考核项目", "计分办法", "分值", "怎样计分")
_WIDTHS = (120, 170, 250, 64, 250)
_HEAD_FIELDS = (
    Field(
        "unit_id",
        "指挥中心",
        FieldKind.CHOICE,
        required=True,
        asks=naming.centres_to_choose,
    ),
    Field(
        "subject",
        "考核对象",
        FieldKind.CHOICE,
        required=True,
        choices=tuple(Choice(one, one.label) for one in SubjectKind),
        start=SubjectKind.TEAM,
    ),
    Field("name", "办法名称", required=True, ghost="不用书名号"),
    Field("number", "文号", required=True),
    Field("valid_from", "执行自", FieldKind.DATE, required=True, ghost="某月1日"),
    Field("reason", "修改原因", ghost="新建的不填"),
)
_ITEM_FIELDS = (
    Field("group", "类别", required=True),
    Field("name", "考核项目", required=True, check=check_item_name),
    Field("weight", "分值", required=True, check=read_points),
    Field("by_hand", "手工评分", FieldKind.YES_NO),
    Field("method", "计分办法", required=True, ghost="印在考核表上的文字"),
    Field("formula", "计分公式", ghost="如：按时签收件数÷应签收件数×满分"),
)
_HOW = (
    "公式由事实、数和“满分”组成，可以用 ＋ － × ÷ 和括号，如果(条件,甲,乙)、"
    "最小(…)、最大(…)。除以零的事实，该项当月不适用。双击下面的事实，写进公式。"
)


class SchemeEditorPage(Page):
    """Writes a scheme, from a default one or from a version on record.

    Signals:
        listed: Another scheme is being written.
    """

    listed = Signal()

    def __init__(self, bench: Bench, info: PageInfo) -> None:
        super().__init__(bench, info)
        self.items: list[SchemeItem] = []
        self._at = -1
        self._filling = False
        self.heads = {one.name: FieldBox(one, bench) for one in _HEAD_FIELDS}
        self.boxes = {one.name: FieldBox(one, bench) for one in _ITEM_FIELDS}
        self.extra = FieldBox(
            Field("extra", "加减分上限", required=True, check=read_points), bench
        )
        self.lines = FieldBox(
            Field("lines", "等次分数线（三条）", required=True, ghost="90、75、60"),
            bench,
        )
        self.sum = words("", "strong")
        self.verdict = words("", "grey", wrap=True)
        self._notices = column(gap=1)
        self.table = self._made_table()
        self.facts = QListWidget()
        self.facts.setAccessibleName("事实目录")
        self.facts.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.facts.setSpacing(style.space(1) // 2)
        self.facts.itemDoubleClicked.connect(self._insert)
        self.facts.currentItemChanged.connect(self._explain)
        self.explained = words("选一个事实，这里说明它数的是什么。", "grey", wrap=True)
        self._pause = QTimer(self, interval=_PAUSE_MS, singleShot=True)
        self._pause.timeout.connect(self.examine)
        for box in self.boxes.values():
            box.editor.changed.connect(self._note)
        self.heads["subject"].editor.changed.connect(self._note_subject)
        self.save_button = button("保存办法", self.save, look="primary", icon="save")
        self._subject = SubjectKind.TEAM
        self._lay_out()
        self._begin(SubjectKind.TEAM)

    def _made_table(self) -> QTableWidget:
        table = QTableWidget(0, len(_HEADS))
        table.setHorizontalHeaderLabels(list(_HEADS))
        table.setAccessibleName("项目")
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.verticalHeader().setDefaultSectionSize(style.size("row_compact"))
        table.horizontalHeader().setStretchLastSection(True)
        for place, width in enumerate(_WIDTHS):
            table.setColumnWidth(place, style.scaled(width))
        table.currentCellChanged.connect(lambda line, *_rest: self._open(line))
        return table

    def _lay_out(self) -> None:
        head = row(*self.heads.values(), gap=2)
        for place, share in enumerate((2, 2, 4, 3, 2, 2)):
            head.setStretch(place, share)
        deeds = row(
            button("加一项", self._add, icon="plus"),
            button("删除本项", self._remove, icon="minus"),
            button("上移", lambda: self._move(-1)),
            button("下移", lambda: self._move(1)),
            button("从示范办法重填", self._refill, icon="rotate-ccw"),
            None,
            self.sum,
            gap=2,
        )
        first = row(*(self.boxes[n] for n in ("group", "name", "weight")), gap=2)
        for place, share in enumerate((2, 4, 1)):
            first.setStretch(place, share)
        second = row(self.boxes["by_hand"], self.boxes["method"], gap=2)
        second.setStretch(1, 1)
        item = holder(
            column(first, second, self.boxes["formula"], self.verdict, gap=2, margin=3),
            "card",
        )
        foot = row(self.extra, self.lines, None, self.save_button, gap=3)
        left = column(self.table, deeds, item, gap=2)
        left.setStretch(0, 1)
        right = column(
            words("事实目录", "heading"),
            words(_HOW, "grey", wrap=True),
            self.facts,
            self.explained,
            gap=2,
        )
        right.setStretch(2, 1)
        side = holder(right)
        side.setFixedWidth(style.size("drawer"))
        middle = row(holder(left), side, gap=3)
        middle.setStretch(0, 1)
        page = column(head, middle, self._notices, foot, gap=3, margin=4)
        page.setStretch(1, 1)
        self.setLayout(page)

    # ---- what is written ----

    @override
    def reveal(self, target: object) -> None:
        if isinstance(target, int):
            self.bench.ask(
                schemes.scheme_rows,
                {"ids": (target,)},
                lambda rows: self._copy(rows[target]),
                owner=self,
            )
        else:
            self._begin(self._subject)

    def _copy(self, scheme: SchemeRow) -> None:
        def put(plan: SchemePlan) -> None:
            self.heads["subject"].editor.put(scheme.subject)
            self.heads["name"].editor.put(scheme.name)
            self.heads["number"].editor.put(scheme.number)
            self._put(plan)

        self.bench.ask(schemes.plan_of, {"scheme_id": scheme.id}, put, owner=self)

    def _begin(self, subject: SubjectKind) -> None:
        self._put(DEFAULT_PLANS[subject])

    def _refill(self) -> None:
        self._begin(self._subject)

    def _put(self, plan: SchemePlan) -> None:
        self.items = list(plan.items)
        self.extra.editor.put(shown(plan.extra).removesuffix(".00"))
        self.lines.editor.put(
            "、".join(shown(one).removesuffix(".00") for one in plan.lines)
        )
        self._at = -1
        self._list_facts()
        self._fill_table(0)
        self.listed.emit()

    def _note_subject(self) -> None:
        try:
            subject = self.heads["subject"].value()
        except AmissError:
            return
        if subject is not None and subject is not self._subject:
            untouched = tuple(self.items) == DEFAULT_PLANS[self._subject].items
            self._subject = subject
            self._list_facts()
            if untouched:
                self._begin(subject)

    def _list_facts(self) -> None:
        self.facts.clear()
        for one in facts_of(self._subject):
            entry = QListWidgetItem(one.name)
            entry.setToolTip(one.words)
            entry.setData(Qt.ItemDataRole.UserRole, one.name)
            self.facts.addItem(entry)

    def _explain(self, entry: QListWidgetItem | None) -> None:
        """Say what the fact that is chosen counts."""
        if entry is not None:
            self.explained.setText(f"{entry.text()}：{entry.toolTip()}")

    def _insert(self, entry: QListWidgetItem) -> None:
        line: Any = self.boxes["formula"].editor.inputs[0]
        line.insert(entry.data(Qt.ItemDataRole.UserRole))
        line.setFocus()

    # ---- the table ----

    def _fill_table(self, choose: int) -> None:
        self._filling = True
        self.table.setRowCount(len(self.items))
        for line, item in enumerate(self.items):
            self._fill_line(line, item)
        self._filling = False
        self._show_sum()
        if self.items:
            self.table.setCurrentCell(min(choose, len(self.items) - 1), 1)
            self._open(min(choose, len(self.items) - 1))

    def _fill_line(self, line: int, item: SchemeItem) -> None:
        how = "手工评分" if item.by_hand else item.formula
        texts = (item.group, item.name, item.method, shown(item.weight), how)
        for place, text in enumerate(texts):
            made = QTableWidgetItem(text)
            made.setToolTip(text)
            self.table.setItem(line, place, made)

    def _show_sum(self) -> None:
        total = sum((one.weight for one in self.items), Fraction(0))
        lacks = FULL_SCORE - total
        said = f"合计{shown(total)}分"
        if lacks > 0:
            said += f"，还差{shown(lacks)}分"
        elif lacks < 0:
            said += f"，多出{shown(-lacks)}分"
        self.sum.setText(said)
        style.look(self.sum, "strong" if not lacks else "amiss")

    def _add(self) -> None:
        group = self.items[self._at].group if self._at >= 0 else ""
        at = self._at + 1
        self.items.insert(
            at, SchemeItem("", group, "", "", Fraction(0), "", by_hand=False)
        )
        self._fill_table(at)
        self.boxes["name"].editor.setFocus()

    def _remove(self) -> None:
        if self._at >= 0:
            del self.items[self._at]
            at, self._at = self._at, -1
            self._fill_table(max(at - 1, 0))

    def _move(self, by: int) -> None:
        to = self._at + by
        if self._at >= 0 and 0 <= to < len(self.items):
            items = self.items
            items[self._at], items[to] = items[to], items[self._at]
            self._fill_table(to)

    # ---- one item ----

    def _open(self, line: int) -> None:
        if self._filling or not 0 <= line < len(self.items):
            return
        self._filling, self._at = True, line
        item = self.items[line]
        for name in ("group", "name", "method", "formula", "by_hand"):
            self.boxes[name].editor.put(getattr(item, name))
        self.boxes["weight"].editor.put(shown(item.weight).removesuffix(".00"))
        for box in self.boxes.values():
            box.say("")
        self._filling = False
        self.examine()

    def _note(self) -> None:
        if self._filling or self._at < 0:
            return
        raw = {name: box.editor.value() for name, box in self.boxes.items()}
        try:
            weight = read_points(raw["weight"]) if raw["weight"] else Fraction(0)
        except Refusal:
            weight = Fraction(0)
        item = replace(
            self.items[self._at],
            group=raw["group"],
            name=raw["name"],
            method=raw["method"],
            weight=weight,
            by_hand=raw["by_hand"],
            formula="" if raw["by_hand"] else raw["formula"],
        )
        self.items[self._at] = item
        self._fill_line(self._at, item)
        self._show_sum()
        self._pause.start()

    def examine(self) -> None:
        """Say what is amiss with the item, and what its formula reads."""
        if self._at < 0:
            return
        item = self.items[self._at]
        self.boxes["formula"].setEnabled(not item.by_hand)
        if item.name:
            self.boxes["name"].examine()
        if item.by_hand:
            self._say("手工评分：每月由考核员给分并写明依据。", amiss=False)
            return
        if not item.formula:
            self._say("请写计分公式，或者勾选“手工评分”。", amiss=True)
            return
        try:
            formula = parse(item.formula)
            check_facts(formula.names, item.name or "本项目", self._subject)
        except Refusal as refusal:
            self._say("".join((str(refusal), *refusal.ways)), amiss=True)
            return
        read = "、".join(sorted(formula.names)) or "没有事实"
        self._say(f"公式可以计算，读取：{read}。", amiss=False)

    def _say(self, text: str, *, amiss: bool) -> None:
        self.verdict.setText(text)
        style.look(self.verdict, "amiss" if amiss else "grey")

    # ---- saving ----

    def save(self) -> None:
        """Save the version, or say what is amiss."""
        clear(self._notices)
        boxes = (*self.heads.values(), self.extra, self.lines)
        amiss = [box for box in boxes if box.examine()]
        if amiss:
            amiss[0].editor.setFocus()
            return
        values = {name: box.value() for name, box in self.heads.items()}
        try:
            first, second, third = map(read_points, self._lines())
        except Refusal as refusal:
            self.lines.say(str(refusal))
            return
        except ValueError:
            self.lines.say("等次分数线要写三条，用顿号隔开。")
            return
        plan = SchemePlan(tuple(self.items), self.extra.value(), (first, second, third))
        self.bench.do(
            schemes.save_scheme,
            {**values, "reason": values["reason"] or "", "plan": plan},
            self._saved,
            owner=self,
            failed=self._fail,
        )

    def _lines(self) -> list[str]:
        text = str(self.lines.value()).replace("，", "、").replace(",", "、")
        return [one for one in text.split("、") if one.strip()]

    def _saved(self, number: int) -> None:
        self.bench.tell("考核办法已保存，从执行之日的月份起按它考核。")
        self.bench.go("schemes", number)

    def _fail(self, error: Exception) -> None:
        notice = notice_of(error)
        if notice is None:
            self.bench.fail(error)
            return
        shown_notice = NoticeView(notice)
        shown_notice.closed.connect(lambda: clear(self._notices))
        self._notices.addWidget(shown_notice)

    def notice(self) -> Notice | None:
        """Return what is said of the last saving that was refused."""
        item = self._notices.itemAt(0)
        held = item.widget() if item is not None else None
        return held.notice if isinstance(held, NoticeView) else None
