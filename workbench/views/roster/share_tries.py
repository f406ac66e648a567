"""What-if: postings tried before they are signed. Nothing is saved here."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from PySide6.QtCore import Qt
from typing_extensions import override

from workbench.listing import Column, Kind, Tone
from workbench.rules.calendar import chinese_day
from workbench.rules.roster.deployment import Move, percent
from workbench.rules.roster.people import PostKind
from workbench.services.roster import deployment, postings
from workbench.services.roster.deployment import Attempt, MoveRow
from workbench.services.roster.people import PEOPLE
from workbench.services.roster.units import UNITS
from workbench.views import style
from workbench.views.fields import Choice, Field, FieldBox, FieldKind
from workbench.views.pages import PanelPage
from workbench.views.parts import (
    Flow,
    button,
    clear,
    column,
    holder,
    inset,
    pill,
    row,
    sign,
    words,
)
from workbench.views.roster.posting_forms import POST
from workbench.views.roster.share_tab import ShareTab, read
from workbench.views.roster.share_words import share_words
from workbench.views.short_tables import ShortTable

_PERSON = Field(
    "person_id",
    "人员",
    FieldKind.ROW,
    required=True,
    listing=PEOPLE,
    says=lambda row: f"{row.name}（{row.host}）",
    ghost="姓名或拼音首字母",
)
_UNIT = Field(
    "unit_id",
    "派驻到",
    FieldKind.ROW,
    required=True,
    listing=UNITS,
    says=lambda row: row.short_name,
    ghost="名称或拼音首字母",
)
_POST = Field(
    "post",
    "岗位",
    FieldKind.CHOICE,
    required=True,
    choices=tuple(Choice(one, one.label) for one in PostKind),
    start=PostKind.FRONTLINE,
)
_ON = Field("on", "自哪天起", FieldKind.DATE, required=True)

_COLUMNS = (
    Column[MoveRow]("person", "人员", lambda one: one.person, width=76),
    Column[MoveRow]("leaves", "现单位", lambda one: one.leaves, width=132),
    Column[MoveRow]("held", "现岗位", lambda one: one.held, width=84),
    Column[MoveRow](
        "goes",
        "拟派驻到",
        lambda one: f"{one.goes}（改岗位）" if one.leaves == one.goes else one.goes,
        width=172,
    ),
    Column[MoveRow]("post", "拟任岗位", lambda one: one.move.post.label, width=84),
    Column[MoveRow](
        "counts",
        "计入一线",
        lambda one: "不计入" if one.obstacle else "计入",
        Kind.STATE,
        84,
        tone=lambda one: Tone.CAUTION if one.obstacle else Tone.GOOD,
    ),
    Column[MoveRow]("obstacle", "原因", lambda one: one.obstacle, width=84),
)


class TriesTab(ShareTab):
    """People, where they might go, and the share before and after."""

    def __init__(self, page: PanelPage, on: date) -> None:
        super().__init__(page, on)
        self.moves: tuple[Move, ...] = ()
        self.attempt: Attempt | None = None
        self._under_way: Move | None = None
        self.boxes = {
            field.name: FieldBox(field, self.bench)
            for field in (_PERSON, _UNIT, _POST, _ON)
        }
        self.boxes["on"].editor.put(self.bench.desk.today())
        self.boxes["on"].editor.changed.connect(self._move_day)
        self.add_button = button("加入试算", self.add)
        self.propose_button = button(
            "最少派驻方案",
            self.propose,
            icon="gauge",
            tip="算出达标最少要派驻几个人、派到哪里，不让任何单位低于最低人员数",
        )
        self.post_button = button("办理这一条", self.post)
        self.drop_button = button("移除", self.drop)
        self.clear_button = button("清空", self.clear_moves)
        self.result = column(gap=1)
        self.table = ShortTable[MoveRow](
            self.bench,
            "试派驻",
            _COLUMNS,
            empty="选人员和去向，点“加入试算”；或点“最少派驻方案”，由系统提出达标最少的派驻。",
        )
        self.table.chosen.connect(self._note_chosen)
        self.table.opened.connect(self._post_row)
        self._lay_out()
        self._note_chosen()

    def _lay_out(self) -> None:
        widths = {"person_id": 210, "unit_id": 180, "post": 120, "on": 130}
        fields = Flow(gap=3)
        for name, box in self.boxes.items():
            box.setFixedWidth(style.scaled(widths[name]))
            fields.addWidget(box)
        deeds = Flow()
        for made in (
            self.propose_button,
            self.add_button,
            self.post_button,
            self.drop_button,
            self.clear_button,
        ):
            deeds.addWidget(made)
        self.post_button.setVisible(self.bench.desk.may(postings.post_person))
        hint = words(
            "这里只是试算，不会改动任何记录；逐条点“办理这一条”填好派驻单才生效。",
            "quiet",
            wrap=True,
        )
        card = holder(self.result, "card")
        inset(self.result, 3, 2, 3, 2)
        body = column(
            hint,
            holder(fields),
            holder(deeds),
            self.waiting,
            card,
            self.table,
            gap=2,
        )
        body.setStretch(5, 1)
        self.setLayout(body)
        self.layout().setContentsMargins(0, 8, 0, 0)  # type: ignore[union-attr] # set above

    @override
    def turn(self, on: date) -> None:
        self.on = on  # what is tried begins on a day of its own

    # ---- asking ----

    @override
    def ask(self) -> None:
        on = read(self.boxes["on"].editor)
        if on is not None:
            self.ask_for(
                deployment.try_moves, {"moves": self.moves, "on": on}, self._show
            )

    def propose(self) -> None:
        """Fill in the fewest postings that reach the target."""
        on = read(self.boxes["on"].editor)
        if on is not None:
            self.ask_for(deployment.propose_moves, {"on": on}, self._take_proposal)

    def _take_proposal(self, attempt: Attempt) -> None:
        self.moves = tuple(one.move for one in attempt.moves)
        self._show(attempt)
        if self.moves:
            return
        if attempt.reached:
            self.bench.tell("已经达标，不需要再派驻。")
        else:
            self.bench.tell(
                "没有可以派驻的人：持证在岗的人都已在一线，"
                "或调出后原单位会低于最低人员数。",
                Tone.CAUTION,
            )

    def add(self) -> None:
        """Try one more posting: what stands in the fields."""
        amiss = [box for box in self.boxes.values() if box.examine()]
        if amiss:
            amiss[0].editor.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        found = {name: box.value() for name, box in self.boxes.items()}
        move = Move(found["person_id"], found["unit_id"], found["post"], found["on"])
        others = [one for one in self.moves if one.person_id != move.person_id]
        self.moves = (*others, move)
        self.boxes["person_id"].editor.put(None)
        self.boxes["person_id"].editor.setFocus(Qt.FocusReason.OtherFocusReason)
        self.ask_again()

    def _move_day(self) -> None:
        on = read(self.boxes["on"].editor)
        if on is not None:
            self.moves = tuple(replace(one, on=on) for one in self.moves)
            self.ask_again()

    # ---- what is shown ----

    def _show(self, attempt: Attempt) -> None:
        self.attempt = attempt
        on = self.boxes["on"].value()
        self.table.show_rows(attempt.moves, scope=f"自{chinese_day(on)}起")
        clear(self.result)
        target = percent(attempt.target).removesuffix(".0")
        line = row(
            words("现在", "grey"),
            words(share_words(attempt.before.share), "heading"),
            words(attempt.before.text, "grey"),
            sign("arrow-right"),
            words("试算后", "grey"),
            words(share_words(attempt.after.share), "heading"),
            words(attempt.after.text, "grey"),
            pill(
                "达标" if attempt.reached else "未达标",
                "good" if attempt.reached else "caution",
            ),
            None,
            gap=2,
        )
        self.result.addLayout(line)
        short = attempt.after.shortfall(attempt.target)
        said = [f"还差{short}人达到{target}%。"] if short else []
        said += [f"注意：{one}。" for one in attempt.smaller]
        for text in said:
            self.result.addWidget(words(text, "grey", wrap=True))
        self.clear_button.setEnabled(bool(self.moves))
        self._note_chosen()

    def _note_chosen(self) -> None:
        chosen = self.table.chosen_rows()
        self.post_button.setEnabled(len(chosen) == 1 and chosen[0].seen)
        self.drop_button.setEnabled(bool(chosen))
        self.clear_button.setEnabled(bool(self.moves))

    # ---- what is done ----

    def drop(self) -> None:
        """Take the selected postings out."""
        self._drop([one.move for one in self.table.chosen_rows()])

    def clear_moves(self) -> None:
        """Begin anew."""
        self._drop(self.moves)

    def _drop(self, moves: Sequence[Move]) -> None:
        gone = {move.person_id for move in moves}
        self.moves = tuple(one for one in self.moves if one.person_id not in gone)
        # The table keeps what is selected by its place, where another now stands.
        self.table.table.clearSelection()
        self.ask_again()

    def post(self) -> None:
        """Open the posting form for the selected row, filled in."""
        chosen = self.table.chosen_rows()
        if len(chosen) == 1:
            self._post_row(chosen[0])

    def _post_row(self, one: MoveRow) -> None:
        if not one.seen or not self.bench.desk.may(postings.post_person):
            return
        self._under_way = one.move
        self.page.fill(
            replace(POST, done=f"{one.person}的派驻已办理。"),
            start={
                "unit_id": one.move.unit_id,
                "post": one.move.post,
                "on": one.move.on,
            },
            fixed={"person_id": one.move.person_id},
            subject=one.person,
        )

    def note_posted(self) -> None:
        """Take out the posting that was signed just now."""
        if self._under_way is not None:
            self._drop([self._under_way])
            self._under_way = None

    @override
    def print(self) -> None:
        self.table.print()
