"""What the panel shows of an affair: the way it goes, its clocks, its steps."""

from collections.abc import Callable
from functools import partial
from typing import Any

from workbench.listing import Tone
from workbench.rules.calendar import CHINA
from workbench.services.powers import affairs
from workbench.services.powers.affairs import (
    AffairFileRow,
    AffairRow,
    ClockLine,
    PartyLine,
    StepLine,
    minute,
    remaining,
)
from workbench.views.output import save_as
from workbench.views.pages import Action, Line, PanelPage, Sheet, SheetView

Facts = Callable[[Any], tuple[Line, ...]]


def sheet_of(
    page: PanelPage,
    file: AffairFileRow,
    facts: tuple[tuple[str, tuple[Line, ...]], ...],
    actions: tuple[Action, ...],
) -> Sheet:
    """Return what the panel shows of an affair.

    Args:
        page: Whose panel.
        file: Everything that happened in it.
        facts: What its own kind says: thin titles and lines.
        actions: What may be done to it.
    """
    row = file.row
    groups: list[tuple[str, tuple[Line, ...]]] = [("", _head(page, row)), *facts]
    if file.clocks:
        groups.append(("时限", tuple(_clock(row, one) for one in file.clocks)))
    if file.parties:
        groups.append(("有关单位", tuple(map(_party, file.parties))))
    if file.children:
        below = tuple(_child(page, one) for one in file.children)
        groups.append(("各单位办理", below))
    groups.append(("经过", tuple(_step(page, one) for one in file.steps)))
    fitting = tuple(one for one in actions if one.when is None or one.when(row))
    return Sheet(row.title, tuple(groups), fitting, row, _way(file))


def _way(file: AffairFileRow) -> tuple[tuple[str, Tone], ...]:
    """Return the states of the way: what was passed, where it stands, what comes."""
    straight = [one for one in file.way if not one.off]
    here = file.row.state
    if here.off:
        straight.append(here)
    reached = straight.index(here)
    return tuple(
        (
            one.label,
            Tone.CAUTION
            if one is here
            else Tone.GOOD
            if place < reached and not here.off
            else Tone.PLAIN,
        )
        for place, one in enumerate(straight)
    )


def _head(page: PanelPage, row: AffairRow) -> tuple[Line, ...]:
    tone = Tone.OVERDUE if row.late else Tone.PLAIN
    paper: tuple[str, Callable[[], object]] | None = None
    if row.paper_id is not None:
        paper = ("看公文", partial(page.bench.go, "preview", row.paper_id))
    return (
        Line("编号", row.number or "未编号", act=paper),
        Line("状态", row.state.label, tone=Tone.GOOD if row.state.done else tone),
        *([Line("时限", row.countdown, tone=tone)] if row.next else ()),
        Line("指挥中心", row.centre),
    )


def _clock(row: AffairRow, one: ClockLine) -> Line:
    said = f"{minute(one.due_at)}前"
    if one.met_at is not None:
        said += f"，{minute(one.met_at)}办到" + ("，超期" if one.late else "")
    elif one.dropped:
        said += "，不再计时"
    else:
        said += f"，{remaining(row.now, one.due_at)}"
    more = [one.term] if one.term else []
    if one.due_at != one.first_due_at:
        more.append(f"原为{minute(one.first_due_at)}")
    if one.provisional:
        more.append("暂定：到期那年的放假安排还没有录入")
    return Line(one.clock.label, "\n".join((said, *more)))


def _party(one: PartyLine) -> Line:
    said = [one.name + (f"，{one.people}人" if one.people else "")]
    if one.signed_at:
        said.append(f"{one.signed_by}　{minute(one.signed_at)}签收")
    if one.arrived_at:
        said.append(f"{minute(one.arrived_at)}到场：{'、'.join(one.arrivals.split())}")
    return Line(one.part.label, "\n".join(said))


def _child(page: PanelPage, row: AffairRow) -> Line:
    said = "　".join(filter(None, (row.state.label, row.countdown)))
    return Line(
        "、".join(row.parties),
        said,
        act=("办理", partial(page.bench.go, "affairs", row.id)),
    )


def _step(page: PanelPage, one: StepLine) -> Line:
    said = f"{one.at.astimezone(CHINA):%Y-%m-%d %H:%M}　{one.party or one.by}"
    if one.person:
        way = one.way.label if one.way else ""
        said += f"　{one.person}（{way}告知，{one.by}代录"
        said += f"于{minute(one.entered_at)}）"
    act: tuple[str, Callable[[], object]] | None = None
    if one.files:
        key, name = one.files[0]
        act = ("附件", partial(_take, page, key, name))
    return Line(one.label, f"{said}\n{one.words}" if one.words else said, act=act)


def _take(page: PanelPage, file_id: int, name: str) -> None:
    bench = page.bench

    def keep(path: Any) -> None:
        bench.run(
            lambda _progress: bench.outside.write(
                path, bench.desk.do(affairs.take_file, file_id=file_id)[1]
            ),
            lambda _none: bench.tell(f"已另存到“{path}”。"),
            owner=page,
            doing="正在另存",
        )

    save_as(page, name, keep, title="另存附件")


class AffairView(SheetView):
    """An affair in the panel, asked for once it is opened.

    Args:
        page: Whose panel it is in.
        row: The affair.
        actions: What may be done to it.
        more: Asks for what its own kind says; None where that is nothing.
        facts: Makes lines of that.
    """

    def __init__(
        self,
        page: PanelPage,
        row: AffairRow,
        actions: tuple[Action, ...],
        more: Callable[..., Any] | None = None,
        facts: Facts | None = None,
    ) -> None:
        super().__init__(Sheet(row.title, (("", _head(page, row)),), (), row), page)
        self.setWindowTitle(row.title)
        self._on, self._actions = page, actions
        self._facts = facts
        self._lines: tuple[Line, ...] = ()
        self._number = row.id
        if more is not None:
            page.bench.ask(more, {"affair_id": row.id}, self._note, owner=self)
        else:
            self._ask()

    def _note(self, said: Any) -> None:
        self._lines = self._facts(said) if self._facts else ()
        self._ask()

    def _ask(self) -> None:
        given = {"affair_id": self._number}
        self._on.bench.ask(affairs.affair_file, given, self._show, owner=self)

    def _show(self, file: AffairFileRow) -> None:
        own = (("内容", self._lines),) if self._lines else ()
        self.show_sheet(sheet_of(self._on, file, own, self._actions), self._on)
