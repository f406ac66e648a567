"""Which towns lie side by side: guessed, then decided pair by pair on the map."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QProgressBar, QSplitter
from typing_extensions import override

from workbench.desk import Topic
from workbench.listing import Tone
from workbench.rules.roster.towns import NeighbourState
from workbench.services.roster import neighbours, town_files, towns
from workbench.services.roster.neighbours import (
    NEIGHBOURS,
    GroundWork,
    NeighbourLine,
    pair_number,
)
from workbench.services.roster.towns import TOWNS, NeighbourRow, TownRow
from workbench.views import style
from workbench.views.bench import Bench
from workbench.views.fields import Field, FieldKind
from workbench.views.forms import Form
from workbench.views.lists import ListPage, ListPlan
from workbench.views.notices import decide
from workbench.views.pages import Action, Takes, does
from workbench.views.parts import column, holder, row, words
from workbench.views.rooms import PageInfo
from workbench.views.roster.posting_forms import choices_of
from workbench.views.roster.town_map import TownMap
from workbench.views.roster.town_plan import plan_of_towns

_TABLE = 470  # pixels at 100 % that its columns need


def _town(name: str, title: str) -> Field:
    return Field(
        name,
        title,
        FieldKind.ROW,
        required=True,
        half=True,
        listing=TOWNS,
        says=lambda one: one.name,
        ghost="名称或拼音首字母",
    )


ADD = Form(
    "neighbours.add",
    "补一对相邻镇街",
    towns.decide_neighbour,
    (
        _town("one_id", "镇街"),
        _town("other_id", "相邻镇街"),
        Field("blocked", "相邻但不通车（隔河、隔水库、隔山没有路）", FieldKind.YES_NO),
    ),
    shape=lambda values: {
        "one_id": values["one_id"],
        "other_id": values["other_id"],
        "state": NeighbourState.CONFIRMED,
        "passable": not values["blocked"],
    },
    done="已登记为相邻。",
    intro="推算漏掉的补在这里；也可以在地图上按住Ctrl点两个镇街，再点“补一对”。",
)


def _decides(
    title: str,
    key: str,
    icon: str,
    state: NeighbourState,
    *,
    passable: bool = True,
    primary: bool = False,
) -> Action:
    """Return the action of deciding the chosen pairs."""
    return Action(
        f"{title}（{key}）",
        lambda page, rows: page.decide(rows, title, state, passable=passable),
        needs=neighbours.decide_neighbours,
        takes=Takes.SOME,
        icon=icon,
        primary=primary,
    )


_DECISIONS = {
    Qt.Key.Key_1: _decides(
        "相邻", "1", "check", NeighbourState.CONFIRMED, primary=True
    ),
    Qt.Key.Key_2: _decides("不相邻", "2", "x", NeighbourState.CUT),
    Qt.Key.Key_3: _decides(
        "相邻不通车", "3", "minus", NeighbourState.CONFIRMED, passable=False
    ),
}


def _add(page: "NeighboursPage", _rows: Sequence[Any]) -> None:
    chosen = page.map.chosen()
    pair = dict(zip(("one_id", "other_id"), chosen, strict=False))
    page.fill(ADD, start=pair if len(chosen) <= len(pair) else {}, fixed={})


PLAN = ListPlan(
    NEIGHBOURS,
    frozenset({Topic.TOWNS, Topic.ZONES}),
    filters=(
        Field("text", "镇街", ghost="名称或拼音首字母"),
        Field(
            "state",
            "关系",
            FieldKind.CHOICE,
            choices=choices_of(NeighbourState),
        ),
    ),
    actions=(
        *_DECISIONS.values(),
        Action(
            "下一条（N）",
            lambda page, _rows: page.go_on(),
            needs=neighbours.decide_neighbours,
            icon="arrow-right",
        ),
        Action(
            "补一对", _add, needs=towns.decide_neighbour, icon="circle-plus", form=ADD
        ),
        does(
            "推算相邻关系",
            towns.derive_neighbours,
            lambda _rows: {},
            icon="waypoints",
            done=lambda count: f"已推算，待确认{count}条；确认过的不变。",
        ),
        Action(
            "确认其余推算的",
            lambda page, _rows: page.confirm_rest(),
            needs=neighbours.confirm_rest,
            icon="list-checks",
            hurts=True,
        ),
    ),
    empty=NEIGHBOURS.empty,
    begins="推算相邻关系",
)


class NeighboursPage(ListPage[NeighbourLine]):
    """The pairs of neighbours beside the map.

    Args:
        bench: What it works with.
        info: How it is declared.

    Attributes:
        map: The towns, with neighbours joined by lines.
        told: How many pairs are decided, in words.
    """

    def __init__(self, bench: Bench, info: PageInfo) -> None:
        super().__init__(bench, info, PLAN)
        self._ground = GroundWork(0, 0, 0, 0)
        self._towns: tuple[TownRow, ...] = ()
        self._seek: int | None = None
        self.told = words("", "grey")
        self._bar = QProgressBar(textVisible=False)
        line = row(self.told, self._bar, gap=3)
        line.setStretch(1, 1)
        self.head.insertWidget(0, holder(line))
        self.map = TownMap()
        self.map.show_edges(shown=True)
        self.map.edge_chosen.connect(self.choose_pair)
        self.map.town_opened.connect(lambda town: bench.go("towns", town))
        self.table.chosen.connect(self._show_chosen)
        self.listed.connect(self._found)
        self._stand_beside()
        for key, action in _DECISIONS.items():
            if action in self.deeds:
                self.shortcut(QKeySequence(key), partial(self.act, action))
        self.shortcut(QKeySequence(Qt.Key.Key_N), self.go_on)

    def _stand_beside(self) -> None:
        """Put the map beside the table."""
        self.body.removeItem(self._stack)
        self._stack.setParent(None)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        split.setHandleWidth(style.space(2))
        self._card = holder(column(self.map, gap=0), "card")
        self._card.setContentsMargins(1, 1, 1, 1)
        split.addWidget(self._card)
        split.addWidget(holder(self._stack))
        split.setStretchFactor(0, 1)
        split.setStretchFactor(1, 0)
        split.setSizes([style.size("popup"), style.scaled(_TABLE)])
        self.body.insertWidget(1, split, 1)

    # ---- what is shown ----

    @override
    def refresh(self) -> None:
        super().refresh()
        self.bench.ask(neighbours.ground_work, {}, self._show_ground, owner=self)
        self.bench.ask(town_files.all_towns, {}, self._show_towns, owner=self)

    def _show_ground(self, found: GroundWork) -> None:
        self._ground = found
        self._card.setVisible(bool(found.towns))
        if not found.towns:
            self._say_empty()
        done = found.pairs - found.undecided
        self._bar.setMaximum(max(found.pairs, 1))
        self._bar.setValue(done)
        said = f"已确认 {done} / {found.pairs}"
        if found.unconfirmed:
            said += f"　还有{found.unconfirmed}个镇街的位置没有确认，先确认位置再推算"
        self.told.setText(said if found.pairs else "还没有推算相邻关系")

    def _show_towns(self, found: tuple[TownRow, ...]) -> None:
        self._towns = found
        self.bench.ask(towns.neighbour_rows, {}, self._show_pairs, owner=self)

    def _show_pairs(self, found: tuple[NeighbourRow, ...]) -> None:
        self.map.show_plan(plan_of_towns(self._towns, found))

    def _show_chosen(self) -> None:
        """Show on the map the pair that is chosen in the table."""
        chosen = self.table.chosen_numbers()
        line = self.model.row_of(chosen[0]) if len(chosen) == 1 else None
        if line is not None:
            self.map.choose((line.one_id, line.other_id))
            self.map.choose_edge(line.one_id, line.other_id)

    def choose_pair(self, one: int, other: int) -> None:
        """Choose in the table the pair that is clicked on the map."""
        self._choose(pair_number(one, other))

    def _choose(self, number: int) -> None:
        if not self.table.choose(number):
            self._seek = number  # a filter hides it
            self.reset()

    def _found(self) -> None:
        if self._seek is not None:
            number, self._seek = self._seek, None
            self.table.choose(number)

    @override
    def reveal(self, target: object) -> None:
        """Begin with the first pair that is not decided yet."""
        del target
        self.go_on()

    @override
    def _say_empty(self) -> None:
        super()._say_empty()
        if not self._ground.towns and not self._applied:
            self._nothing.setText("还没有镇街。先在“镇街”页导入，再推算相邻关系。")
            self._fill_first.setText("去镇街页")
            self._fill_first.show()

    @override
    def _fill_empty(self) -> None:
        if not self._ground.towns and not self._applied:
            self.bench.go("towns")
        else:
            super()._fill_empty()

    # ---- what is done ----

    def go_on(self) -> None:
        """Choose the next pair that is not decided yet."""
        self.bench.ask(
            neighbours.find_neighbours,
            {"state": NeighbourState.DERIVED},
            self._go_to,
            owner=self,
        )

    def _go_to(self, left: Sequence[int]) -> None:
        if not left:
            self.bench.tell("相邻关系都已确认。", Tone.GOOD, key="neighbours")
            return
        chosen = self.table.chosen_numbers()
        now = chosen[-1] if chosen else 0
        self._choose(next((one for one in left if one > now), left[0]))

    def decide(
        self,
        rows: Sequence[NeighbourLine],
        title: str,
        state: NeighbourState,
        *,
        passable: bool,
    ) -> None:
        """Decide pairs, and go on to the next where it was but one.

        Args:
            rows: The pairs.
            title: The decision, in a word.
            state: What is now known of them.
            passable: Whether people can cross there.
        """
        named = rows[0].pair if len(rows) == 1 else f"{len(rows)}对镇街"
        fresh = len(rows) == 1 and rows[0].state is NeighbourState.DERIVED

        def done(_count: int) -> None:
            self.bench.tell(f"{named}：{title}。", key="neighbours")
            if fresh:
                self.go_on()

        self.bench.do(
            neighbours.decide_neighbours,
            {"ids": [one.id for one in rows], "state": state, "passable": passable},
            done,
            owner=self,
        )

    def confirm_rest(self) -> None:
        """Confirm whatever is still a guess, after asking."""

        def go() -> None:
            self.bench.do(
                neighbours.confirm_rest,
                {},
                lambda count: self.bench.tell(f"已确认{count}条相邻关系。"),
                owner=self,
            )

        count = self._ground.undecided
        if not count:
            go()
            return
        self.asked = decide(
            self,
            f"把其余{count}条推算的都确认为相邻？",
            "推算的大约每七条有一条不对。确认后仍可逐条改为不相邻。",
            (("确认", go), ("取消", None)),
        )
