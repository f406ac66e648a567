"""Moves as actions: the button, and the form that asks what the move needs."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from workbench.rules import Refusal
from workbench.rules.calendar import china_day
from workbench.rules.powers.collective import Line, Meeting, Vote
from workbench.rules.powers.moves import (
    SAID,
    Hand,
    Machine,
    Move,
    Need,
    Part,
    Way,
)
from workbench.services.powers import collective, moves, naming
from workbench.services.powers.affairs import AffairRow
from workbench.services.powers.collective import Member
from workbench.services.powers.said import said_of
from workbench.views.bench import Bench
from workbench.views.fields import Choice, Field, FieldKind
from workbench.views.forms import Form
from workbench.views.notices import decide
from workbench.views.pages import Action, PanelPage, Takes

_SIDE = "party_id"  # which of several units that may make a move
_ASPECTS = ("办理情况",)
_VERDICTS = ("满意", "基本满意", "不满意")
_LARGEST = 20 * 1024 * 1024
_LONG = frozenset({"freeze", "freeze_again", "compute", "recompute"})
"""Moves that take long enough to watch and to stop."""
_ICONS = {
    "submit": "arrow-right",
    "sign": "stamp",
    "approve": "stamp",
    "launch": "play",
    "conclude": "clipboard-check",
    "archive": "archive",
    "withdraw": "ban",
    "send_back": "undo-2",
    "urge": "bell-ring",
    "escalate": "siren",
    "sign_for": "check",
    "sign_late": "check",
    "arrive": "map-pin",
    "finish": "circle-check",
    "rate": "badge-check",
    "reopen": "rotate-ccw",
    "agree": "check",
    "propose": "pencil",
    "instruct": "stamp",
    "answer": "file-check",
    "assign": "arrow-right",
    "file": "archive",
    "return": "undo-2",
    "freeze": "lock",
    "compute": "gauge",
    "recompute": "gauge",
    "begin_scoring": "pencil",
    "open_window": "megaphone",
    "lock": "stamp",
    "send_again": "rotate-ccw",
    "vote": "users",
    "issue": "stamp",
    "lapse": "calendar-minus",
}


def actions_of(
    machine: Machine,
    bench: Bench,
    *,
    aspects: Sequence[str] = _ASPECTS,
    menu: str = "",
) -> tuple[Action, ...]:
    """Return every move of a machine as an action.

    Args:
        machine: The machine.
        bench: Whose; a clerk's answers are recorded on behalf (代录).
        aspects: What is rated, where a move rates.
        menu: Word on the button whose menu they stand in.
    """
    return tuple(_action(machine, move, bench, aspects, menu) for move in machine.moves)


def _action(
    machine: Machine, move: Move, bench: Bench, aspects: Sequence[str], menu: str
) -> Action:
    clerk = bench.desk.may(moves.command_for(machine.kind, Hand.HANDLE))
    behalf = move.hand is Hand.ANSWER and clerk
    form = form_of(machine, move, on_behalf=behalf, aspects=aspects)
    title = f"{move.label}（代录）" if behalf else move.label

    def run(page: PanelPage, rows: Sequence[AffairRow]) -> None:
        fixed = {
            "affair_id": rows[0].id,
            "verb": move.verb,
            "seen": rows[0].version,
        }
        if Need.VOTES in move.needs:
            _ask_votes(page, form, rows[0], fixed)
        elif form.fields:
            sides = zip(rows[0].party_ids, rows[0].parties, strict=True)
            offered = {_SIDE: [Choice(key, name) for key, name in sides]}
            page.fill(
                form.offering(offered), start={}, fixed=fixed, subject=rows[0].title
            )
        else:
            _at_once(page, form, move, rows[0], fixed)

    return Action(
        title,
        run,
        form.command,
        Takes.ONE,
        _ICONS.get(move.verb, ""),
        hurts=move.hurts,
        form=form if form.fields else None,
        when=partial(_open, machine, move),
        menu=menu,
    )


def _open(machine: Machine, move: Move, row: AffairRow) -> bool:
    """Tell whether a move may be made now: in time, or in the way for the late."""
    if move.verb not in {one.verb for one in row.moves}:
        return False
    for one in machine.moves:
        if one.in_time is not None and move.verb in {one.verb, one.late}:
            return row.over(one.in_time) == (move.verb == one.late)
    return True


def _at_once(
    page: PanelPage, form: Form, move: Move, row: AffairRow, fixed: Mapping[str, Any]
) -> None:
    """Make a move that needs nothing; a decision is asked for once more."""

    def go() -> None:
        page.bench.do(
            form.command,
            fixed,
            lambda _result: page.note_saved(form, row.id),
            owner=page,
            doing=form.doing,
        )

    if move.hand is not Hand.DECIDE:
        go()
        return
    page.asked = decide(
        page,
        f"{move.label}“{row.title}”？",
        "办理后不能收回；有误的，写明原因撤销。",
        ((move.label, go), ("取消", None)),
    )


def _ask_votes(
    page: PanelPage, form: Form, row: AffairRow, fixed: Mapping[str, Any]
) -> None:
    """Open the form of a vote with a line for each member of the centre."""
    today = page.bench.desk.today()

    def fill(found: Sequence[Member]) -> None:
        if not found:
            page.bench.tell("指挥中心还没有成员名单，请先在“指挥中心”页登记。")
            return
        lines = tuple(field for one in found for field in _ballot(one))
        opened = replace(form, fields=(*_MEETING, *lines, *form.fields))
        page.fill(opened, start={}, fixed=fixed, subject=row.title)

    page.bench.ask(
        collective.members,
        {
            "unit_id": row.unit_id,
            "first": china_day(row.happened_at),
            "last": today,
        },
        fill,
        owner=page,
    )


_MEETING = (
    Field(
        "held_on",
        "会议日期",
        FieldKind.DATE,
        required=True,
        hint="名单上每一名成员都要填；会议那天不在名单上的不填。",
    ),
)


def _ballot(member: Member) -> tuple[Field, Field]:
    choices = tuple(Choice(one, one.label) for one in Vote)
    return (
        Field(
            f"vote_{member.person_id}",
            f"{member.name}（{member.duty}）",
            FieldKind.CHOICE,
            choices=choices,
            group="逐人表决",
            half=True,
        ),
        Field(
            f"why_{member.person_id}",
            "回避原因",
            group="逐人表决",
            half=True,
            ghost="回避的填写",
        ),
    )


def _meeting(made: dict[str, Any]) -> Meeting | None:
    """Take the meeting out of the fields' values; None where there was none."""
    held_on = made.pop("held_on", None)
    votes = {name: made.pop(name) for name in tuple(made) if name.startswith("vote_")}
    whys = {name: made.pop(name) for name in tuple(made) if name.startswith("why_")}
    if held_on is None:
        return None
    return Meeting(
        held_on,
        tuple(
            Line(
                int(name.removeprefix("vote_")),
                vote,
                whys.get(name.replace("vote_", "why_"), ""),
            )
            for name, vote in votes.items()
        ),
    )


def form_of(
    machine: Machine, move: Move, *, on_behalf: bool, aspects: Sequence[str] = _ASPECTS
) -> Form:
    """Return the form that asks what a move needs; without fields where nothing.

    Args:
        machine: The machine.
        move: The move.
        on_behalf: Whether a clerk records it for the party.
        aspects: What is rated, where the move rates.
    """
    fields = [
        one
        for need in (*move.needs, *move.may)
        for one in _fields(need, aspects, required=need in move.needs)
    ]
    if on_behalf and move.part is Part.DISPUTANT:
        fields.append(
            Field(_SIDE, move.party, FieldKind.CHOICE, required=True, group="代录")
        )
    if on_behalf:
        fields += [
            Field("person", "对方经办人", required=True, group="代录", half=True),
            Field(
                "way",
                "告知方式",
                FieldKind.CHOICE,
                required=True,
                choices=tuple(Choice(one, one.label) for one in Way),
                group="代录",
                half=True,
            ),
        ]
    if fields:
        group = "代录" if on_behalf else "时间"
        fields += [
            Field(
                "at",
                "发生时间",
                FieldKind.MOMENT,
                group=group,
                half=True,
                hint="不填就是现在。",
            ),
            Field("late", "补录原因", group=group, half=True, hint="晚录的须写明。"),
            Field("file", "附件", FieldKind.FILE, group=group, hint="扫描件、照片。"),
        ]
    return Form(
        f"affairs.{machine.kind.value}.{move.verb}",
        move.label,
        moves.command_for(machine.kind, move.hand),
        tuple(fields),
        save=move.label,
        done=f"已{move.label}。",
        intro=_intro(move, on_behalf=on_behalf),
        doing=f"正在{move.label}" if move.verb in _LONG else "",
        shape=partial(_shaped, aspects),
    )


def _intro(move: Move, *, on_behalf: bool) -> str:
    if move.motion:
        return (
            f"表决的是：是否{move.motion}。照会议记录逐人填写；本人的事本人回避。"
            "同意的超过半数为通过。"
        )
    if on_behalf:
        return f"{move.party or '对方'}没有账号的，由您代录：写明谁、何时、怎样告知。"
    return ""


def _fields(need: Need, aspects: Sequence[str], *, required: bool) -> list[Field]:
    match need:
        case Need.VOTES:
            return []  # a line for each member, once they are known
        case Need.LETTER:
            return [
                Field(
                    need.value,
                    need.label,
                    required=required,
                    ghost="如：《关于……的复函》（东交函〔2026〕40号）",
                )
            ]
        case Need.RATINGS:
            choices = tuple(Choice(one, one) for one in _VERDICTS)
            return [
                Field(
                    f"rating_{at}",
                    aspect,
                    FieldKind.CHOICE,
                    required=required,
                    choices=choices,
                    half=True,
                    group="评价",
                )
                for at, aspect in enumerate(aspects)
            ]
        case Need.UNTIL:
            return [Field("until", need.label, FieldKind.MOMENT, required=required)]
        case Need.UNIT:
            return [
                Field(
                    "unit",
                    need.label,
                    FieldKind.CHOICE,
                    required=required,
                    asks=naming.units_to_reach,
                )
            ]
        case Need.PEOPLE:
            hint = "一行一人，姓名和执法证号。"
        case _:
            hint = ""
    return [
        Field(need.value, need.label, FieldKind.PROSE, required=required, hint=hint)
    ]


def _shaped(aspects: Sequence[str], values: dict[str, Any]) -> dict[str, Any]:
    """Make what a move brings of the fields: words by need, ratings, files."""
    made = {key: value for key, value in values.items() if value is not None}
    path: Path | None = made.pop("file", None)
    fields = {
        name: made.pop(name)
        for name in ("at", "late", "person", "way", _SIDE, "until", "unit", *SAID)
        if name in made
    }
    ratings = tuple(
        (aspect, made.pop(f"rating_{place}"))
        for place, aspect in enumerate(aspects)
        if f"rating_{place}" in made
    )
    files = (file_of(path),) if path is not None else ()
    said = said_of(**fields, ratings=ratings, files=files, meeting=_meeting(made))
    return made | {"said": said}


def file_of(path: Path) -> tuple[str, bytes]:
    """Return name and content of a file that is to be kept.

    Raises:
        Refusal: It is too large.

    Clause: documents/files
    """
    content = path.read_bytes()
    if len(content) > _LARGEST:
        raise Refusal(f"“{path.name}”超过20兆，没有保存。", clause="documents/files")
    return path.name, content
