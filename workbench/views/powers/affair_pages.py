"""Pages of affairs: a list, and in the panel the way each one goes."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, ClassVar

from PySide6.QtWidgets import QWidget
from typing_extensions import override

from workbench.desk import Topic
from workbench.listing import Listing
from workbench.rules.powers.machines import MACHINES
from workbench.rules.powers.moves import AffairKind
from workbench.services.powers import naming
from workbench.services.powers.affairs import BOARD, AffairRow
from workbench.views.bench import Bench
from workbench.views.fields import Choice, Field, FieldKind
from workbench.views.forms import Form
from workbench.views.lists import ListPage, ListPlan
from workbench.views.pages import Action, PanelPage, Takes
from workbench.views.powers.affair_detail import AffairView, Facts
from workbench.views.powers.move_forms import actions_of
from workbench.views.rooms import PageInfo

SHOWS = frozenset({Topic.AFFAIRS, Topic.GRANTS, Topic.UNITS})


def _of_centre(row: AffairRow, _said: Any) -> Mapping[str, Any]:
    return {"unit_id": row.unit_id}


def redraws(
    form: Form,
    asks: Callable[..., Any],
    start: Callable[[Any], Mapping[str, Any]],
    *,
    fixed: Callable[[AffairRow, Any], Mapping[str, Any]] = _of_centre,
    title: str = "修改",
    icon: str = "pencil",
    state: str = "draft",
) -> Action:
    """Return the action of opening a form with what an affair says already.

    Args:
        form: The form; its command takes the affair's number.
        asks: Asks for what the affair says.
        start: Makes the values to begin with of that.
        fixed: Makes of row and that the keywords that are not filled in.
        title: The word on the button.
        icon: Name of its icon.
        state: The state in which it may be done.
    """

    def run(page: PanelPage, rows: Sequence[AffairRow]) -> None:
        row = rows[0]

        def fill(said: Any) -> None:
            page.fill(
                form,
                start=start(said),
                fixed={"affair_id": row.id, **fixed(row, said)},
                subject=row.title,
            )

        page.bench.ask(asks, {"affair_id": row.id}, fill, owner=page)

    return Action(
        title,
        run,
        form.command,
        Takes.ONE,
        icon,
        form=form,
        when=lambda row: row.state.key == state,
    )


class AffairPage(ListPage[AffairRow]):
    """The affairs of one kind, or of all.

    Args:
        bench: What it works with.
        info: How it is declared.

    Attributes:
        kinds: Which affairs; 指挥协调 where none is named.
        begins: The actions that begin one.
        extras: What may be done to one besides its moves.
        asks: Asks for what one's own kind says.
        facts: Makes lines of that.
        aspects: What is rated.
        listing: The list.
        empty: What to say when there is nothing.
    """

    kinds: ClassVar[tuple[AffairKind, ...]] = ()
    begins: ClassVar[tuple[Action, ...]] = ()
    extras: ClassVar[tuple[Action, ...]] = ()
    asks: ClassVar[Callable[..., Any] | None] = None
    facts: ClassVar[Facts | None] = None
    aspects: ClassVar[tuple[str, ...]] = ("办理情况",)
    listing: ClassVar[Listing[AffairRow]] = BOARD
    empty: ClassVar[str] = BOARD.empty

    def __init__(self, bench: Bench, info: PageInfo) -> None:
        kinds = self.kinds or tuple(MACHINES)
        self._moves = {
            kind: self._deeds(kind, bench) for kind in kinds if kind in MACHINES
        }
        super().__init__(bench, info, self._plan(kinds))
        if self.kinds:
            self.within = {"kinds": self.kinds}
        self._moved: int | None = None

    def _plan(self, kinds: Sequence[AffairKind]) -> ListPlan[AffairRow]:
        states = {
            state.key: state.label
            for kind in kinds
            if kind in MACHINES
            for state in MACHINES[kind].states
        }
        fields = [
            Field("text", "查找", ghost="事由、编号或拼音首字母", wide=True),
            Field(
                "centre_id",
                "指挥中心",
                FieldKind.CHOICE,
                asks=naming.centres_to_choose,
                folded=True,
            ),
            Field("late", "只看超期", FieldKind.YES_NO),
            Field("escalated", "只看升级", FieldKind.YES_NO),
            Field("ended", "含已办结", FieldKind.YES_NO),
        ]
        if len(kinds) == 1:
            fields.insert(
                1,
                Field(
                    "state",
                    "状态",
                    FieldKind.CHOICE,
                    choices=tuple(Choice(*one) for one in states.items()),
                ),
            )
        return ListPlan(
            self.listing,
            SHOWS,
            filters=tuple(fields),
            actions=self.beginnings(),
            detail=self._detail,
            empty=self.empty,
        )

    def about(self, kind: AffairKind) -> "type[AffairPage]":
        """Return the page that knows what a kind says and what may be done to it."""
        del kind
        return type(self)

    def _deeds(self, kind: AffairKind, bench: Bench) -> tuple[Action, ...]:
        knows = self.about(kind)
        moves = actions_of(MACHINES[kind], bench, aspects=knows.aspects)
        return (*knows.extras, *moves)

    def beginnings(self) -> tuple[Action, ...]:
        """Return the actions that begin one, for whoever sits there."""
        return self.begins

    def _detail(self, _page: ListPage[AffairRow], row: AffairRow) -> QWidget:
        knows = self.about(row.kind)
        deeds = self._moves.get(row.kind, ())
        return AffairView(self, row, deeds, knows.asks, knows.facts)

    @override
    def fill(self, form: Form, **more: Any) -> None:
        self._moved = more.get("fixed", {}).get("affair_id")
        super().fill(form, **more)

    @override
    def note_saved(self, form: Form, result: object) -> None:
        """Show what was begun or moved."""
        about = result if isinstance(result, int) else self._moved
        if about is not None:
            self.reveal(about)
