"""The month's board: every score, what is behind it, and points given by hand."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QTabBar
from typing_extensions import override

from workbench.desk import Topic
from workbench.listing import Tone
from workbench.rules import Refusal
from workbench.rules.powers.moves import AffairKind
from workbench.rules.powers.schemes import SchemeItem
from workbench.rules.powers.scoring import read_points, shown
from workbench.rules.powers.subjects import SubjectKind
from workbench.services.powers import affairs
from workbench.services.powers.affairs import AffairRow
from workbench.services.powers.assessment import appeals, months, scores
from workbench.services.powers.assessment.facts import Counted
from workbench.services.powers.assessment.months import MonthRow
from workbench.services.powers.assessment.scores import (
    BoardCell,
    BoardRow,
    CellFile,
    MonthBoard,
)
from workbench.views import style
from workbench.views.bench import Bench
from workbench.views.fields import Field, FieldKind
from workbench.views.forms import Form
from workbench.views.pages import Action, Line, PanelPage, Sheet
from workbench.views.parts import button, pill, row, words
from workbench.views.powers.assessment.files import ask_where
from workbench.views.powers.assessment.matrix import Matrix
from workbench.views.rooms import PageInfo

_SCORING, _TOLD = "scoring", frozenset({"window", "deciding"})
_MOST_ROWS = 200


def _given(values: dict[str, Any]) -> dict[str, Any]:
    points = None if values["gone"] else values["points"]
    if points == "":
        raise Refusal(
            "请填写得分。",
            clause="powers/points",
            ways=("本月没有这件事的，勾选“本月不适用”。",),
        )
    return {"points": points, "evidence": values["evidence"]}


GIVE = Form(
    "board.give",
    "手工评分",
    scores.give_points,
    (
        Field("points", "得分", ghost="如4.50", check=read_points, half=True),
        Field("gone", "本月不适用", FieldKind.YES_NO, half=True),
        Field(
            "evidence",
            "依据",
            FieldKind.PROSE,
            required=True,
            hint="什么时间、什么事、依据哪份材料，至少6个字。",
        ),
    ),
    save="评分",
    done="已评分，总分和名次已重算。",
    intro="按项目本来的分值给分；别的项目不适用时，软件按比例折算。",
    shape=_given,
)
EXTRA = Form(
    "board.extra",
    "加减分",
    scores.set_extra,
    (
        Field(
            "points",
            "加减分",
            required=True,
            ghost="加分如0.5，减分如−1",
            check=read_points,
        ),
        Field(
            "basis", "依据", FieldKind.PROSE, hint="取消加减分的，分数填0，依据不填。"
        ),
    ),
    done="已登记，总分和名次已重算。",
)


class BoardPage(PanelPage):
    """A month's scores of one kind of subject.

    Signals:
        listed: Other scores are shown than before.
    """

    shows = frozenset({Topic.ASSESSMENT, Topic.AFFAIRS})
    listed = Signal()

    def __init__(self, bench: Bench, info: PageInfo) -> None:
        super().__init__(bench, info)
        self.month: MonthRow | None = None
        self.board: MonthBoard | None = None
        self._subject = SubjectKind.TEAM
        self._wanted: int | None = None
        self.choice = QComboBox()
        self.choice.setAccessibleName("月份")
        self.choice.setMinimumWidth(style.size("field_wide"))
        self.choice.setFixedHeight(style.size("control"))
        self.choice.activated.connect(self._choose)
        self.kinds = QTabBar()
        self.kinds.setDrawBase(False)
        self.kinds.setExpanding(False)
        self.kinds.currentChanged.connect(self._turn)
        self._state = pill("", Tone.PLAIN.value)
        self._told = words("", "grey", wrap=True)
        self.files_button = button("写出考核表", self._files, icon="download")
        self.moves_button = button("办理", self._go_month, icon="arrow-right")
        sources = row(
            words("事实来自：", "grey"),
            *(
                button(word, partial(bench.go, page), look="link")
                for word, page in (
                    ("调度指令", "orders"),
                    ("吹哨和指令看板", "affairs"),
                    ("人员、考勤和离岗", "people"),
                    ("导入考勤", "imports"),
                )
            ),
            None,
            gap=1,
        )
        self.matrix = Matrix()
        self.matrix.picked.connect(self._open_cell)
        head = row(
            self.choice,
            self._state,
            None,
            self.moves_button,
            self.files_button,
            gap=3,
        )
        self.head.addLayout(head)
        self.head.addWidget(self._told)
        self.body.addWidget(self.kinds)
        self.body.addWidget(self.matrix, 1)
        self.body.addLayout(sources)

    # ---- what is shown ----

    @override
    def refresh(self) -> None:
        self.bench.ask(
            affairs.find_affairs,
            {"kinds": (AffairKind.MONTH,), "ended": True},
            self._find,
            owner=self,
        )

    def _find(self, numbers: Sequence[int]) -> None:
        self.bench.ask(
            affairs.affair_rows, {"ids": tuple(numbers)}, self._offer, owner=self
        )

    def _offer(self, rows: dict[int, AffairRow]) -> None:
        found = [one for one in rows.values() if one.state.key != "recorded"]
        found.sort(key=lambda one: -one.id)
        now = self._wanted or (self.month.id if self.month else None)
        if now not in {one.id for one in found}:
            now, self._wanted = (found[0].id if found else None), None
        self.choice.clear()
        for one in found:
            self.choice.addItem(f"{one.centre} {one.title}", one.id)
        if now is not None:
            self.choice.setCurrentIndex([one.id for one in found].index(now))
        if now is None:
            self._told.setText(
                "还没有可看的考核表。先在“月度考核”页登记一个月，并冻结事实。"
            )
            self.listed.emit()
            return
        self._ask_month(now)

    def _choose(self, place: int) -> None:
        number = self._wanted = int(self.choice.itemData(place))
        if self.month is None or number != self.month.id:
            self._ask_month(number)

    def _ask_month(self, number: int) -> None:
        self.bench.ask(
            months.month_row, {"affair_id": number}, self._show_month, owner=self
        )

    def _show_month(self, month: MonthRow) -> None:
        if self._wanted not in {None, month.id}:
            return  # another was asked for since
        if self.month is not None and self.month.id != month.id:
            self.panel.close_content()  # it tells of another month
        self.month, self._wanted = month, None
        kinds = [kind for kind, _scheme in month.schemes]
        if self._subject not in kinds and kinds:
            self._subject = kinds[0]
        self.kinds.blockSignals(True)
        while self.kinds.count():
            self.kinds.removeTab(0)
        for kind in kinds:
            self.kinds.addTab(kind.label)
        if kinds:
            self.kinds.setCurrentIndex(kinds.index(self._subject))
        self.kinds.blockSignals(False)
        self._state.setText(month.state.label)
        self._ask_board()

    def _turn(self, place: int) -> None:
        if self.month is not None and 0 <= place < len(self.month.schemes):
            self._subject = self.month.schemes[place][0]
            self._ask_board()

    def _ask_board(self) -> None:
        if self.month is not None:
            self.bench.ask(
                scores.month_board,
                {"affair_id": self.month.id, "subject": self._subject},
                self._show,
                owner=self,
            )

    def _show(self, board: MonthBoard) -> None:
        self.board = board
        said = f"{board.scheme}，{len(board.rows)}个考核对象。"
        if any(not one.cells for one in board.rows):
            said += "还没有计算：在“月度考核”页点“计算”。"
        elif board.pending:
            said += f"还有{board.pending}项手工评分：点“待评”的格子。"
        if board.state.key in _TOLD:
            said += "异议期内，点单位的总分可以登记申诉。"
        self._told.setText(said)
        self.files_button.setEnabled(
            not board.pending and all(one.cells for one in board.rows)
        )
        self.matrix.show_board(board)
        self.listed.emit()

    @override
    def reveal(self, target: object) -> None:
        if isinstance(target, int):
            self._wanted = target
            self.refresh()

    def _files(self) -> None:
        if self.month is not None:
            ask_where(self, self.month.id)

    def _go_month(self) -> None:
        self.bench.go("months", self.month.id if self.month else None)

    # ---- the panel ----

    def _open_cell(self, who: BoardRow, cell: BoardCell | None) -> None:
        if cell is None:
            self.show_sheet(self._whole(who))
            return
        self.bench.ask(
            scores.cell_rows,
            {"subject_id": who.id, "item": cell.item},
            lambda file: self.show_sheet(self._cell(who, file)),
            owner=self,
        )

    def _whole(self, who: BoardRow) -> Sheet:
        """Return what the panel shows of a subject."""
        lines = [
            Line("总分", "—" if who.total is None else shown(who.total)),
            Line("名次", "—" if who.place is None else f"第{who.place}名"),
            Line("上月得分", "—" if who.earlier is None else shown(who.earlier)),
            Line("加减分", shown(who.extra)),
        ]
        if who.extra_basis:
            lines.append(Line("加减分依据", who.extra_basis))
        if who.person_id is not None:
            person = partial(self.bench.go, "person", who.person_id)
            lines.insert(0, Line("工作单位", who.unit, act=("看档案", person)))
        items = self.board.items if self.board else ()
        reached = tuple(
            Line(item.name, self._reached(cell))
            for item, cell in zip(items, who.cells, strict=False)
        )
        return Sheet(
            who.name,
            (("", tuple(lines)), ("各项得分", reached)),
            (*self._extra(who), *self._appeal(who)),
            who,
        )

    def _reached(self, cell: BoardCell) -> str:
        if cell.pending:
            return "待评"
        if cell.points is None:
            return "不适用"
        return f"{shown(cell.points)} / {shown(cell.weight)}"

    def _scoring(self) -> bool:
        return self.board is not None and self.board.state.key == _SCORING

    def _extra(self, who: BoardRow) -> tuple[Action, ...]:
        if not self._scoring() or self.board is None:
            return ()
        start = {"points": shown(who.extra), "basis": who.extra_basis}
        fixed = self._fixed(who)

        def run(page: PanelPage, _rows: Any) -> None:
            page.fill(EXTRA, start=start, fixed=fixed, subject=who.name)

        return (Action("登记加减分", run, scores.set_extra, icon="plus"),)

    def _fixed(self, who: BoardRow) -> dict[str, Any]:
        assert self.board is not None  # noqa: S101 - there is a board to click on
        return {
            "affair_id": self.board.affair_id,
            "subject_id": who.id,
            "seen": self.board.version,
        }

    def _cell(self, who: BoardRow, file: CellFile) -> Sheet:
        """Return what the panel shows of a cell: its basis, its facts, their rows."""
        item, cell = file.item, file.cell
        lines = [Line("考核对象", who.name), Line("计分办法", item.method)]
        if item.formula:
            lines.append(Line("公式", item.formula))
        if cell is not None:
            lines += self._basis(item, cell)
        groups = [("", tuple(lines))]
        for fact in file.facts:
            head = Line(f"{fact.value}", fact.words)
            rows = tuple(self._row(one) for one in fact.rows[:_MOST_ROWS])
            more = len(fact.rows) - len(rows)
            left = (Line("", f"另有{more}条没有列出。"),) if more > 0 else ()
            groups.append((f"{fact.fact}：{fact.value}", (head, *rows, *left)))
        return Sheet(
            f"{item.name}：{who.name}",
            tuple(groups),
            self._give(who, item, cell),
            who,
        )

    def _basis(self, item: SchemeItem, cell: BoardCell) -> list[Line]:
        own = shown(item.weight)
        now = shown(cell.weight)
        weight = own if own == now else f"{own}，分摊后{now}"
        lines = [
            Line("得分", self._reached(cell)),
            Line("分值", weight if cell.applies else "不适用，分值分摊到其他项目"),
        ]
        if cell.basis and not cell.by_hand:
            lines.append(Line("计分依据", cell.basis))
        if cell.given_by:
            given = "不适用" if cell.given is None else f"{shown(cell.given)}分"
            lines.append(Line("给分", f"{cell.given_by}给{given}"))
            lines.append(Line("依据", cell.evidence))
        if cell.reviewed_by:
            lines.append(Line("复核", cell.reviewed_by))
        if cell.adjusted:
            lines.append(Line("申诉", "经申诉更正", tone=Tone.CAUTION))
        return lines

    def _row(self, one: Counted) -> Line:
        return Line("计入" if one.count == 1 else f"计{one.count}", one.words)

    def _give(
        self, who: BoardRow, item: SchemeItem, cell: BoardCell | None
    ) -> tuple[Action, ...]:
        if not item.by_hand or not self._scoring():
            return ()
        start: dict[str, Any] = {}
        if cell is not None and cell.given_by:
            start = {"gone": cell.given is None, "evidence": cell.evidence}
            if cell.given is not None:
                start["points"] = shown(cell.given)
        fixed = {**self._fixed(who), "item": item.key}

        def run(page: PanelPage, _rows: Any) -> None:
            subject = f"{item.name}（{shown(item.weight)}分） {who.name}"
            page.fill(GIVE, start=start, fixed=fixed, subject=subject)

        return (Action("评分", run, scores.give_points, icon="pencil"),)

    # ---- objections ----

    def _appeal(self, who: BoardRow) -> tuple[Action, ...]:
        board = self.board
        if board is None or board.state.key not in _TOLD:
            return ()
        form = appeal_form(board.items)
        fixed = {"month_id": board.affair_id, "subject_id": who.id}

        def run(page: PanelPage, _rows: Any) -> None:
            page.fill(form, start={}, fixed=fixed, subject=who.name)

        return (Action("登记申诉", run, appeals.begin_appeal, icon="file-plus"),)

    @override
    def note_saved(self, form: Form, result: object) -> None:
        if form.command is appeals.begin_appeal:
            self.bench.go("appeals", result)


def appeal_form(items: Sequence[SchemeItem]) -> Form:
    """Return the form that takes an objection in: one field for each item.

    Args:
        items: The items of the scheme.
    """

    def shape(values: dict[str, Any]) -> dict[str, Any]:
        claims = {
            one.key: values[f"claim_{at}"]
            for at, one in enumerate(items)
            if values[f"claim_{at}"]
        }
        kept = {name: values[name] for name in ("letter", "received_on")}
        return {**kept, "late": values["late"] or "", "claims": claims}

    return Form(
        "board.appeal",
        "登记申诉",
        appeals.begin_appeal,
        (
            Field(
                "letter", "申诉来文", required=True, ghost="文件名称和文号，或者口头"
            ),
            Field("received_on", "收到日期", FieldKind.DATE, required=True, half=True),
            Field("late", "补录原因", half=True, hint="晚录的须写明。"),
            *(
                Field(
                    f"claim_{at}",
                    one.name,
                    FieldKind.PROSE,
                    group="对哪些项目有异议",
                    lines=1,
                )
                for at, one in enumerate(items)
            ),
        ),
        save="登记",
        done="已登记，请送复核。",
        intro="只写有异议的项目，其他的留空。",
        shape=shape,
    )
