"""Incoming letters: registered, instructed, passed on, answered, filed."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import Any, ClassVar

from PySide6.QtWidgets import QWidget
from typing_extensions import override

from workbench.rules.powers.letters import ONWARD, LetterSort
from workbench.rules.powers.moves import AffairKind
from workbench.services.powers import letters, naming
from workbench.services.powers.letters import LETTERS, LetterValues
from workbench.views import rooms
from workbench.views.fields import Choice, Field, FieldKind
from workbench.views.forms import Form
from workbench.views.pages import Action, Line, Takes, fills
from workbench.views.powers.affair_detail import AffairView, Facts
from workbench.views.powers.affair_pages import AffairPage
from workbench.views.powers.move_forms import file_of

_SORTS = tuple(Choice(one, one.label) for one in LetterSort)


def _shaped(values: dict[str, Any]) -> dict[str, Any]:
    made = dict(values)
    path = made.pop("file", None)
    return made | {"file": file_of(path) if path is not None else None}


REGISTER = Form(
    "letters.register",
    "登记收文",
    letters.register_letter,
    (
        Field(
            "unit_id",
            "指挥中心",
            FieldKind.CHOICE,
            required=True,
            asks=naming.centres_to_choose,
        ),
        Field("sender", "来文单位", required=True, half=True, ghost="照来文落款填写"),
        Field("number", "来文字号", half=True, hint="没有的不填。"),
        Field("title", "标题", required=True),
        Field(
            "sort",
            "类别",
            FieldKind.CHOICE,
            required=True,
            choices=_SORTS,
            start=LetterSort.GENERAL,
            half=True,
        ),
        Field("received_on", "收到日期", FieldKind.DATE, required=True, half=True),
        Field("written_on", "成文日期", FieldKind.DATE, half=True),
        Field(
            "answer_by",
            "答复期限",
            FieldKind.DATE,
            half=True,
            hint="来文没有写明的不填，按政策参数。",
        ),
        Field(
            "sender_id",
            "对应机构",
            FieldKind.CHOICE,
            asks=naming.units_to_reach,
            half=True,
            hint="来文单位在机构名册里的，选一下。",
        ),
        Field("late", "补录原因", half=True, hint="晚录的须写明。"),
        Field("file", "扫描件", FieldKind.FILE),
    ),
    save="登记",
    done="已登记，收文编号自动排定。请拟办。",
    intro="同一来文单位、同一字号只登记一次。涉及个人职务的来文，类别选“征求意见（人事）”或“推荐提名的答复”，只有能看人事事项的人可以看。",
    shape=_shaped,
)
CHANGE_SORT = Form(
    "letters.change_sort",
    "改类别",
    letters.change_sort,
    (Field("sort", "类别", FieldKind.CHOICE, required=True, choices=_SORTS),),
    done="类别已改。",
)


def _change_sort(sort: LetterSort) -> Action:
    """Return what says anew what a letter asks for, beginning with what it says."""
    return fills(
        CHANGE_SORT,
        takes=Takes.ONE,
        icon="pencil",
        start=lambda _row: {"sort": sort},
        fixed=lambda row: {"affair_id": row.id, "seen": row.version},
        subject=lambda row: row.title,
        when=lambda row: row.state.key in {"arrived", "pending"},
    )


def _onward(sort: LetterSort) -> tuple[Action, ...]:
    """Return what leads on to the page where a letter of a sort is handled."""
    way = ONWARD.get(sort)
    there = {one.key: one for one in rooms.pages()}
    if way is None or way.page not in there:
        return ()
    return (
        Action(
            way.label,
            partial(_go_on, way.page),
            there[way.page].needs,
            Takes.ONE,
            "external-link",
            when=lambda row: not row.state.off,
        ),
    )


def _go_on(key: str, page: Any, rows: Sequence[Any]) -> None:
    page.bench.go(key, {"letter_id": rows[0].id})


def letter_facts(said: LetterValues) -> tuple[Line, ...]:
    """Return lines of what a letter says of itself."""
    return (
        Line("来文单位", said.sender),
        *([Line("来文字号", said.number)] if said.number else ()),
        *([Line("成文日期", str(said.written_on))] if said.written_on else ()),
        Line("收到日期", str(said.received_on)),
        Line("类别", said.sort.label),
        *([Line("答复期限", str(said.answer_by))] if said.answer_by else ()),
        *([Line("批办意见", said.instruction)] if said.instruction else ()),
        *([Line("答复", said.answer)] if said.answer else ()),
    )


class LettersPage(AffairPage):
    """The register of incoming letters."""

    kinds: ClassVar[tuple[AffairKind, ...]] = (AffairKind.INCOMING,)
    begins: ClassVar[tuple[Action, ...]] = (
        fills(
            REGISTER,
            icon="plus",
            primary=True,
        ),
    )
    asks: ClassVar[Callable[..., Any]] = staticmethod(letters.letter_values)
    facts: ClassVar[Facts] = staticmethod(letter_facts)
    listing: ClassVar[Any] = LETTERS
    empty: ClassVar[str] = LETTERS.empty

    @override
    def _plan(self, kinds: Any) -> Any:
        plan = super()._plan(kinds)
        kept = tuple(one for one in plan.filters if one.name != "ended")
        more = (
            Field("sort", "类别", FieldKind.CHOICE, choices=_SORTS),
            Field(
                "year",
                "年份",
                FieldKind.CHOICE,
                asks=letters.years_to_choose,
                folded=True,
            ),
        )
        return replace(plan, filters=(kept[0], *more, *kept[1:]))

    @override
    def _detail(self, _page: Any, row: Any) -> QWidget:
        deeds = (
            *_onward(row.sort),
            *self._moves[AffairKind.INCOMING],
            _change_sort(row.sort),
        )
        knows = type(self)
        return AffairView(self, row, deeds, knows.asks, knows.facts)
