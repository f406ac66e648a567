"""The grouping page: towns are dragged into zones, and every figure moves along."""

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from typing import Any, ClassVar

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QStackedLayout, QWidget
from typing_extensions import override

from workbench.desk import Topic
from workbench.listing import Tone
from workbench.rules import Refusal
from workbench.rules.calendar import CHINA, chinese_day
from workbench.services.roster import groupings, scoring
from workbench.services.roster.groupings import GroupingRow
from workbench.services.roster.scoring import GroupingTable, judged
from workbench.views import style
from workbench.views.actions import Job
from workbench.views.bench import Bench
from workbench.views.documents import drafts
from workbench.views.forms import Form
from workbench.views.notices import Waiting, decide
from workbench.views.pages import Action, PanelPage
from workbench.views.parts import (
    button,
    column,
    holder,
    row,
    sign,
    words,
)
from workbench.views.rooms import PageInfo
from workbench.views.roster.grouping_head import HeadStrip
from workbench.views.roster.grouping_panels import (
    ADOPT,
    SAVE,
    AdoptPanel,
    ComparePanel,
    PlanPanel,
    ProposePanel,
    SavedPanel,
    start_of_adoption,
)
from workbench.views.roster.grouping_plan import (
    UNNAMED,
    History,
    Plan,
    SavedAs,
    added,
    alike,
    continued,
    differences,
    dissolved,
    kept,
    moved,
    places,
    plan_of,
    planned,
    renamed,
    restored,
    resumed,
    seated,
)
from workbench.views.roster.grouping_work import (
    Gathered,
    WorkView,
    gather,
    known_of,
    sketch_of,
)

_KEPT = "grouping/plan"


def _menu(method: str) -> Callable[["GroupingPage", Sequence[Any]], object]:
    def run(page: "GroupingPage", _rows: Sequence[Any]) -> object:
        return getattr(page, method)()

    return run


ACTIONS = (
    Action(
        "采用方案",
        _menu("adopt"),
        needs=groupings.adopt_grouping,
        icon="stamp",
        primary=True,
        shows=True,
    ),
    Action("保存方案", _menu("save"), needs=groupings.save_grouping, icon="save"),
    Action(
        "系统推荐",
        _menu("ask_proposal"),
        needs=scoring.propose_zones,
        icon="sparkles",
        shows=True,
    ),
    Action("移入…", _menu("ask_move"), needs=groupings.save_grouping, icon="log-in"),
    Action(
        "设为驻地",
        _menu("seat_chosen"),
        needs=groupings.save_grouping,
        icon="flag-triangle-right",
    ),
    Action("新建片区", _menu("add_zone"), needs=groupings.save_grouping, icon="plus"),
    Action(
        "已存方案",
        _menu("ask_saved"),
        needs=groupings.groupings,
        icon="folder-open",
        shows=True,
    ),
)
"""What may be done on the page."""
_PAPER = Action(
    drafts.ZONE_PLAN.title,
    _menu("draft_paper"),
    needs=drafts.ZONE_PLAN.command,
    icon="file-plus",
    form=drafts.ZONE_PLAN,
)


class GroupingPage(PanelPage):
    """Map and table of a grouping that is worked on, or of a past day's.

    Args:
        bench: What it works with.
        info: How it is declared.

    Attributes:
        strip: Which grouping is in sight.
        work: Map and table.
        map: The sketch map.
        tree: The zones and their towns.
        gathered: What was asked for.
        history: The plan that is worked on.

    Signals:
        shown: What was asked for is shown.
    """

    shown = Signal()
    shows: ClassVar[frozenset[Topic]] = frozenset(
        {Topic.ZONES, Topic.TOWNS, Topic.POSTINGS}
    )

    def __init__(self, bench: Bench, info: PageInfo) -> None:
        papers = (_PAPER,) if drafts.may_draft_zone_plan(bench) else ()
        super().__init__(bench, info, (*ACTIONS, *papers))
        self._may = bench.desk.may(groupings.save_grouping)
        self._day: date | None = None
        self._asked = 0
        self._job: Job | None = None
        self._begun = False
        self.gathered: Gathered | None = None
        self.history = History()
        self.work = WorkView()
        self.map, self.tree = self.work.map, self.work.tree
        self.waiting = Waiting("正在读取镇街和片区…")
        self.waiting.stopped.connect(self._stop)
        self.strip = HeadStrip(bench, edits=self._may)
        self.head.addWidget(self.strip)
        self.body.addWidget(self.waiting)
        self._stack = QStackedLayout()
        self._stack.addWidget(self.work)
        self._stack.addWidget(self._build_empty())
        self.body.addLayout(self._stack, 1)
        self._connect()
        self._note_chosen(())

    # ---- laying out ----

    def _build_empty(self) -> QWidget:
        nothing = words("还没有镇街。先导入镇街，再来编组。", "grey")
        nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        fill = button(
            "去导入镇街", lambda: self.bench.go("towns"), look="primary", icon="map-pin"
        )
        self.fill_first = fill
        body = column(
            None,
            row(None, sign("map", "line", style.size("strip")), None),
            nothing,
            row(None, fill, None),
            None,
            gap=3,
        )
        return holder(body, "card")

    def _connect(self) -> None:
        self.strip.undone.connect(self.undo)
        self.strip.redone.connect(self.redo)
        self.strip.returned.connect(self.go_back)
        self.strip.day_asked.connect(self.look_at)
        self.strip.copied.connect(self.copy_picture)
        self.strip.printed.connect(self.print)
        self.work.chosen.connect(self._note_chosen)
        self.work.placed.connect(self._place)
        self.work.seated.connect(self.seat_town)
        self.work.named.connect(self.name_zone)
        self.work.dissolved.connect(self.dissolve_zone)
        self.work.opened.connect(lambda town: self.bench.go("towns", town))
        if self._may:
            self.shortcut(QKeySequence(QKeySequence.StandardKey.Undo), self.undo)
            self.shortcut(QKeySequence("Ctrl+Y"), self.redo)
            self.shortcut(QKeySequence(QKeySequence.StandardKey.Save), self.save)
        self.shortcut(QKeySequence(QKeySequence.StandardKey.Print), self.print)

    # ---- asking ----

    @override
    def refresh(self) -> None:
        """Ask again for the towns, their neighbours and the zones of the day."""
        self._asked += 1
        self.waiting.begin()
        self._job = self.bench.run(
            partial(gather, self.bench.desk, self._day),
            partial(self._learn, self._asked),
            owner=self,
            doing="",
            failed=partial(self._miss, self._asked),
        )

    def _stop(self) -> None:
        self._asked += 1
        self.waiting.end()

    def _miss(self, asked: int, error: Exception) -> None:
        if asked == self._asked:
            self.waiting.end()
            self.bench.fail(error)

    def _learn(self, asked: int, found: Gathered) -> None:
        if asked != self._asked:
            return
        self.waiting.end()
        before, self.gathered = self.gathered, found
        if self._day is None:
            self._take_up(found.table)
            known = before.table if before is not None else found.table
            same_day = known.on == found.table.on
            if same_day and known.current != found.table.current:
                self._note_new_standing()
        self._stack.setCurrentIndex(0 if found.table.towns else 1)
        self._show()
        self.shown.emit()

    def _take_up(self, table: GroupingTable) -> None:
        """Begin with what was kept, or the standing zones; keep what is worked on."""
        lines = self.bench.memory.get(_KEPT) if self._may and not self._begun else None
        if isinstance(lines, dict):
            self.history = History(plan_of(table.current))
            known = lines["id"], lines["name"]
            self.history.do(restored(lines["zones"]), "恢复上次的编组", known)
            self.bench.tell("已恢复上次没有保存的编组。", Tone.PLAIN, key=_KEPT)
        elif not self.history.dirty() and self.saved_as == UNNAMED:
            self.history = History(plan_of(table.current))
        self._begun = True

    def _note_new_standing(self) -> None:
        if self.history.dirty():
            self.bench.tell(
                "现行片区已有变动，您没有保存的编组仍然保留，请核对后再用。",
                Tone.CAUTION,
                key="grouping/standing",
            )

    @override
    def reveal(self, target: object) -> None:
        """Show a day's grouping, or a town.

        Args:
            target: The day, or a town's number.
        """
        if isinstance(target, date):
            self.look_at(target)
        elif isinstance(target, int):
            self.map.choose((target,))

    # ---- what is in sight ----

    @property
    def plan(self) -> Plan:
        """The zones in sight."""
        if self._day is not None and self.gathered is not None:
            return plan_of(self.gathered.table.current)
        return self.history.plan

    @property
    def saved_as(self) -> SavedAs:
        """Number and name of the saved grouping that is open, if any."""
        return self.history.saved_as

    @property
    def editable(self) -> bool:
        """Whether what is in sight may be changed."""
        return self._may and self._day is None

    def changes(self) -> tuple[str, ...]:
        """Return what the plan changes of the standing zones, a sentence each."""
        if self.gathered is None:
            return ()
        table = self.gathered.table
        return tuple(differences(table.current, planned(self.plan), table.names))

    def _show(self) -> None:
        if self.gathered is not None:
            changed = self.work.show_plan(
                self.gathered, self.plan, editable=self.editable
            )
            self._show_head(changed)
            self._keep()

    def _show_head(self, changed: int) -> None:
        name = self.saved_as[1]
        told = f"，已调整{changed}个镇街" if changed else ""
        title = f"方案“{name}”{told}" if name else f"现行编组{told}"
        dirty = self.history.dirty()
        back = "回到现行" if dirty or name else ""
        if self._day is not None:
            title = f"{chinese_day(self._day)}的编组（只读）"
            dirty, back = False, "回到今天"
        self.strip.show_title(title, dirty=dirty, back=back)
        self.strip.show_steps(self.history, editable=self.editable)
        self._note_chosen(self.map.chosen())

    def _note_chosen(self, chosen: Sequence[int]) -> None:
        """Open the buttons that can do something now, shut the others."""
        zone_of = places(self.plan)
        there = self.gathered is not None and bool(self.gathered.table.towns)
        for word, able in (
            ("移入…", bool(chosen)),
            ("设为驻地", len(chosen) == 1 and chosen[0] in zone_of),
            ("新建片区", there),
            ("保存方案", there),
            ("系统推荐", there),
            ("采用方案", bool(self.plan)),
        ):
            if word in self.buttons:
                self.buttons[word].setEnabled(self.editable and able)

    # ---- changing the plan ----

    def _do(self, plan: Plan, deed: str, saved_as: SavedAs | None = None) -> None:
        if self.editable and self.history.do(plan, deed, saved_as):
            self._show()

    def undo(self) -> None:
        """Take the last step back."""
        if self.editable:
            self.history.undo()
            self._show()

    def redo(self) -> None:
        """Do again what was taken back."""
        if self.editable:
            self.history.redo()
            self._show()

    def move_towns(self, chosen: Sequence[int], zone: int) -> None:
        """Put towns into a zone, or into none."""
        names = {one.key: one.name for one in self.plan}
        deed = f"移入{names[zone]}" if zone in names else "移出片区"
        self._do(moved(self.plan, chosen, zone), deed)

    def add_zone(self, chosen: Sequence[int] = ()) -> None:
        """Add a zone, for these towns, and let it be named."""
        plan = added(self.plan, chosen)
        self._do(plan, "新建片区")
        self.tree.edit_name(plan[-1].key)

    def dissolve_zone(self, key: int) -> None:
        """Take a zone away; its towns are in none."""
        self._do(dissolved(self.plan, key), "解散片区")

    def name_zone(self, key: int, name: str) -> None:
        """Call a zone otherwise."""
        try:
            self._do(renamed(self.plan, key, name), "改名")
        except Refusal as refusal:
            self.bench.fail(refusal)
        # The table is not built anew while its editor is still closing.
        QTimer.singleShot(0, self, self._show)

    def seat_town(self, town: int) -> None:
        """Make a town its zone's seat, or no longer."""
        self._do(seated(self.plan, town), "驻地")

    def seat_chosen(self) -> None:
        """Make the selected town its zone's seat, or no longer."""
        for town in self.map.chosen()[:1]:
            self.seat_town(town)

    def _place(self, chosen: tuple[int, ...], zone: int | None) -> None:
        if zone is None:
            self.add_zone(chosen)
        else:
            self.move_towns(chosen, zone)

    def ask_move(self) -> None:
        """Offer the zones for the selected towns, below the button."""
        made = self.buttons["移入…"]
        self.work.offer_zones(made.mapToGlobal(QPoint(0, made.height())))

    # ---- other days, other plans ----

    def look_at(self, day: date | None) -> None:
        """Show the zones of a day, which cannot be changed; None is today."""
        today = self.bench.desk.today()
        shown = None if day in {None, today} else day
        if shown != self._day:
            self._day = shown
            self.panel.close_content()
            self.refresh()
        self.strip.show_day(day or today)

    def go_back(self) -> None:
        """Go back to today, and there to the standing zones."""
        if self._day is not None:
            self.look_at(None)
        else:
            self.when_saved(self._stand)

    def _stand(self) -> None:
        if self.gathered is not None:
            self._begin_with(plan_of(self.gathered.table.current), UNNAMED)

    def _begin_with(self, plan: Plan, saved_as: SavedAs) -> None:
        self.history = History(plan, saved_as)
        self.map.choose(())
        self._show()

    def when_saved(self, then: Callable[[], object]) -> None:
        """Go on with another plan, after asking if this one would be lost."""
        if not self.history.dirty():
            then()
            return
        self.asked = decide(
            self,
            "当前编组还没有保存",
            "继续的话，没有保存的调整将会丢失。",
            (("先保存", self.save), ("不保留，继续", then), ("取消", None)),
        )

    def _keep(self) -> None:
        """Have what is not saved outlast the window."""
        if not self._may or self._day is not None:
            return
        lines = {
            "zones": kept(self.history.plan),
            "id": self.saved_as[0],
            "name": self.saved_as[1],
        }
        self.bench.memory.keep(_KEPT, lines if self.history.dirty() else None)

    # ---- saving, opening, comparing ----

    def save(self) -> None:
        """Save the plan under its name; ask for one where it has none."""
        if not self.editable:
            return
        number, name = self.saved_as
        if number is None:
            self._fill(SAVE, PlanPanel(SAVE, self.bench, self._zones, {"name": name}))
            return
        arguments = {"name": name, "grouping_id": number, **self._zones()}
        self.bench.do(
            groupings.save_grouping,
            arguments,
            partial(self._note_kept, name),
            owner=self,
        )

    def _zones(self) -> dict[str, Any]:
        plan = self.plan
        if self.gathered is not None:
            plan = known_of(plan, self.gathered.table)
        return {"zones": planned(plan)}

    def _note_kept(self, name: str, number: int) -> None:
        self.history.settle((number, name))
        self.bench.tell(f"已保存“{name}”。")
        self._show()

    def _fill(self, form: Form, panel: PlanPanel) -> None:
        name = panel.boxes["name"].editor
        panel.saved.connect(lambda result: self._finish(form, panel, result))
        panel.closed.connect(self.panel.shut_now)
        self.open_panel(form.title, panel)
        name.setFocus()

    def _finish(self, form: Form, panel: PlanPanel, result: Any) -> None:
        if form is SAVE:
            self._note_kept(panel.boxes["name"].value(), result)
        elif isinstance(panel, AdoptPanel):
            self._note_adopted(panel.first_day or self.bench.desk.today())

    def ask_saved(self) -> None:
        """Show the saved groupings."""
        self.bench.ask(groupings.groupings, {}, self._show_saved, owner=self)

    def _show_saved(self, rows: tuple[GroupingRow, ...]) -> None:
        panel = SavedPanel(rows, self.saved_as[0])
        panel.opened.connect(
            lambda one: self.when_saved(partial(self.open_grouping, one))
        )
        panel.compared.connect(self.compare)
        self.open_panel("已存方案", panel)

    def open_grouping(self, one: GroupingRow) -> None:
        """Work on a saved grouping; one that was adopted is the start of another."""
        number = None if one.adopted_on is not None else one.id
        if self._day is not None:
            self.look_at(None)
        self.panel.shut_now()
        standing = self.gathered.table.current if self.gathered else ()
        self._begin_with(resumed(one.zones, standing), (number, one.name))

    def compare(self, one: GroupingRow) -> None:
        """Show a saved grouping beside the one in sight."""
        if self.gathered is None or self.work.judgement is None:
            return
        table = self.gathered.table
        beside = [(self.saved_as[1] or "当前编组", self.work.judgement)]
        beside.append((one.name, judged(table, one.zones)))
        if table.current:
            beside.insert(0, ("现行", self.gathered.standing))
        panel = ComparePanel(
            beside,
            tuple(differences(planned(self.plan), one.zones, table.names)),
            lambda: self.when_saved(partial(self.open_grouping, one)),
        )
        self.open_panel(f"对比：{one.name}", panel)

    # ---- a proposal ----

    def ask_proposal(self) -> None:
        """Ask what the search is to keep to."""
        if self.gathered is None or not self.editable:
            return
        placed = [town for town in self.gathered.table.towns if town.lon is not None]
        panel = ProposePanel(self.bench, len(self.plan), len(placed))
        panel.wanted.connect(self.propose)
        self.open_panel("系统推荐", panel)
        self._calm_primary(panel_open=True)  # the panel has a filled button too
        panel.setFocus()

    def propose(self, arguments: dict[str, Any]) -> None:
        """Search for a good start in the background."""
        self.bench.ask_long(
            scoring.propose_zones,
            arguments,
            self._take_proposal,
            owner=self,
            doing="试排片区",
        )

    def _take_proposal(self, found: Sequence[groupings.PlannedZone]) -> None:
        if not self.editable or self.gathered is None:
            return
        self.panel.shut_now()
        standing = plan_of(self.gathered.table.current)
        proposal = continued(found, standing)
        if alike(proposal, standing):
            told = "推荐结果与现行编组相同，没有找到更好的。"
        elif alike(proposal, self.plan):
            told = "推荐结果与当前方案相同，没有改动。"
        else:
            told = "这是快速试排得到的较好起点，不一定是最好的，请结合实际再调整。"
            self._do(proposal, "系统推荐", UNNAMED)  # no saved one is written over
        self.bench.tell(told, Tone.PLAIN, key="grouping/proposal")

    # ---- adoption and its paper ----

    def adopt(self) -> None:
        """Ask for the document, and adopt the plan."""
        if not self.editable:
            return
        start = start_of_adoption(
            self.saved_as[1], self.bench.desk.today(), planned(self.plan)
        )
        panel = AdoptPanel(self.bench, self._adopted, self.changes, start)
        self._fill(ADOPT, panel)

    def _adopted(self) -> dict[str, Any]:
        return {**self._zones(), "grouping_id": self.saved_as[0]}

    def _note_adopted(self, first: date) -> None:
        self.history = History(self.plan)
        self.bench.memory.keep(_KEPT, None)
        act = None
        if drafts.may_draft_zone_plan(self.bench):
            act = (drafts.ZONE_PLAN.title, partial(self.draft_paper, first))
        self.bench.tell(
            f"已采用，自{chinese_day(first)}起施行。",
            Tone.PLAIN,
            key="grouping/adopted",
            act=act,
        )
        if first > self.bench.desk.today():
            self.look_at(first)
        else:
            self.refresh()

    def draft_paper(self, first: date | None = None) -> None:
        """Open the form that drafts the plan's paper for the zones of a day."""
        on = first or self._day or self.bench.desk.today()
        if on == self.bench.desk.today() and (self.history.dirty() or self.changes()):
            self.bench.tell(
                "眼前的方案还没有采用，公文只写现行片区：请先采用方案，再起草。",
                Tone.CAUTION,
                key="grouping/paper",
            )
            return
        self.fill(drafts.ZONE_PLAN, start={"on": on}, fixed={})

    @override
    def note_saved(self, form: Form, result: object) -> None:
        if form.key in drafts.KEYS:
            self.bench.go("papers", result)

    # ---- paper and pictures ----

    def copy_picture(self) -> None:
        """Put the map on the clipboard as a picture."""
        self.map.copy_picture()
        self.bench.tell("已复制图片，可粘贴到文档或消息中。")

    def print(self) -> None:
        """Show map and table as they would be printed."""
        if self.gathered is None or self.work.judgement is None:
            return
        from workbench.views import output  # noqa: PLC0415 - only printing needs it
        from workbench.views.roster.grouping_print import (  # noqa: PLC0415 - likewise
            GroupingPrint,
        )

        desk, judgement = self.bench.desk, self.work.judgement
        plan = known_of(self.plan, self.gathered.table)
        day = chinese_day(self._day or desk.today())
        title = f"{self.bench.title}　片区编组（{self.saved_as[1] or day}）"
        now = f"{desk.now().astimezone(CHINA):%Y-%m-%d %H:%M}"
        printed = GroupingPrint(
            title,
            sketch_of(self.gathered, plan, judgement, {}),
            plan,
            judgement,
            self.gathered.table.names,
            f"{now}　{desk.actor.name}",
            sample=self.bench.sample,
        )
        self.asked = output.preview(self, title, printed.paint, across=True)
