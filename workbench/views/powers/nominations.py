"""Nominations: drafted here, voted on, sent, answered, closed."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, ClassVar

from workbench.listing import Listing
from workbench.rules.calendar import chinese_day
from workbench.rules.powers.moves import AffairKind
from workbench.rules.powers.nominations import check_recommending
from workbench.services.powers import naming, nominations, posted
from workbench.services.powers.collective import VoteLine
from workbench.services.powers.nominations import Integrity, NominationValues
from workbench.services.powers.personnel_figures import NOMINATIONS
from workbench.views.fields import Field, FieldKind
from workbench.views.forms import Form
from workbench.views.pages import Action, Line, fills
from workbench.views.powers.affair_detail import Facts
from workbench.views.powers.affair_pages import AffairPage, redraws

_GROUNDS = 3
_ORDER = "一二三"


def pair(name: str, place: int, what: str, *, required: bool) -> tuple[Field, Field]:
    """Return the two fields of one ground or reason: in a word, and at length.

    Args:
        name: What the fields' names begin with.
        place: Which one it is.
        what: What it is called.
        required: Whether it must not be empty.
    """
    title = f"{what}{_ORDER[place]}"
    return (
        Field(f"{name}_head_{place}", title, required=required, group=what),
        Field(
            f"{name}_text_{place}",
            f"{title}的具体情况",
            FieldKind.PROSE,
            required=required,
            group=what,
        ),
    )


def pairs(made: dict[str, Any], name: str, count: int) -> tuple[tuple[str, str], ...]:
    """Take grounds or reasons out of the values of a form's fields.

    Args:
        made: The values by field name; those of the pairs are taken out.
        name: What the fields' names begin with.
        count: How many there may be.
    """
    found = [
        (made.pop(f"{name}_head_{at}") or "", made.pop(f"{name}_text_{at}") or "")
        for at in range(count)
    ]
    return tuple(one for one in found if any(one))


_FIELDS = (
    Field(
        "person_id",
        "人选",
        FieldKind.CHOICE,
        required=True,
        asks=posted.posted_to_choose,
        hint="派驻本片区的人员。",
    ),
    Field(
        "position",
        "推荐职务或者荣誉",
        required=True,
        check=check_recommending,
        ghost="如：东海县市场监督管理局白塔埠分局副局长",
    ),
    Field("honour", "推荐的是荣誉，不是职务", FieldKind.YES_NO),
    Field(
        "addressee_id",
        "主送单位",
        FieldKind.CHOICE,
        required=True,
        asks=naming.units_to_reach,
    ),
    Field(
        "profile",
        "人选基本情况",
        FieldKind.PROSE,
        check=check_recommending,
        hint="不填的，按人员档案写明性别、出生年月、现在岗位。",
    ),
    *(
        field
        for place in range(_GROUNDS)
        for field in pair("ground", place, "推荐理由", required=place == 0)
    ),
    Field(
        "asked",
        "向谁征求廉洁意见",
        group="廉洁自律情况",
        half=True,
        ghost="如：派驻纪检监察组",
    ),
    Field("asked_on", "答复日期", FieldKind.DATE, group="廉洁自律情况", half=True),
    Field(
        "answer",
        "答复的意见",
        FieldKind.PROSE,
        group="廉洁自律情况",
        hint="送集体研究之前须填好。",
    ),
)


def _shaped(values: dict[str, Any]) -> dict[str, Any]:
    made = dict(values)
    integrity = Integrity(
        made.pop("asked") or "", made.pop("asked_on"), made.pop("answer") or ""
    )
    grounds = pairs(made, "ground", _GROUNDS)
    return made | {"integrity": integrity, "grounds": grounds}


DRAFT = Form(
    "nominations.draft",
    "草拟推荐提名",
    nominations.draft_nomination,
    (
        Field(
            "unit_id",
            "指挥中心",
            FieldKind.CHOICE,
            required=True,
            asks=naming.centres_to_choose,
        ),
        *_FIELDS,
    ),
    save="草拟",
    done="已草拟，请送集体研究。",
    intro="只提出建议人选，不任命。考核情况由系统从已锁定的月份填入。",
    shape=_shaped,
)
CHANGE = Form(
    "nominations.change",
    "修改推荐提名",
    nominations.draft_nomination,
    _FIELDS,
    done="已修改。",
    shape=_shaped,
)


def vote_lines(lines: Sequence[VoteLine]) -> tuple[Line, ...]:
    """Return how the members voted, a line for each."""
    return tuple(
        Line(
            one.name,
            f"{one.vote.label}{f'（{one.reason}）' if one.reason else ''}　"
            f"{chinese_day(one.held_on)}第{one.meeting}次研究",
        )
        for one in lines
    )


def _facts(said: NominationValues) -> tuple[Line, ...]:
    scores = "\n".join(f"{one.period} {float(one.score):.2f}分" for one in said.scores)
    return (
        Line("人选", said.person),
        Line("荣誉" if said.honour else "职务", said.position),
        Line("基本情况", said.profile),
        *(Line(head, text) for head, text in said.grounds),
        Line("考核情况", scores or "还没有已锁定的考核结果。"),
        Line("廉洁情况", said.integrity.told or "还没有征求意见。"),
        *vote_lines(said.votes),
        *([Line("答复", said.reply)] if said.reply else ()),
    )


def _start(said: NominationValues) -> Mapping[str, Any]:
    start: dict[str, Any] = {
        "person_id": said.person_id,
        "position": said.position,
        "honour": said.honour,
        "addressee_id": said.addressee_id,
        "profile": said.profile,
        "asked": said.integrity.asked,
        "asked_on": said.integrity.on,
        "answer": said.integrity.answer,
    }
    for place, (head, text) in enumerate(said.grounds[:_GROUNDS]):
        start |= {f"ground_head_{place}": head, f"ground_text_{place}": text}
    return start


_CHANGE = redraws(CHANGE, nominations.nomination_values, _start)


class NominationsPage(AffairPage):
    """The nominations."""

    kinds: ClassVar[tuple[AffairKind, ...]] = (AffairKind.NOMINATION,)
    begins: ClassVar[tuple[Action, ...]] = (fills(DRAFT, icon="plus", primary=True),)
    extras: ClassVar[tuple[Action, ...]] = (_CHANGE,)
    asks: ClassVar[Callable[..., Any]] = staticmethod(nominations.nomination_values)
    facts: ClassVar[Facts] = staticmethod(_facts)
    listing: ClassVar[Listing[Any]] = NOMINATIONS
    empty: ClassVar[str] = "还没有推荐提名。先草拟一件，送集体研究，通过后发函。"
