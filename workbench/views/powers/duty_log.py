"""The duty log: what happened, what is carried on, who handed over to whom."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from workbench.desk import Topic
from workbench.listing import Tone
from workbench.services.powers import duty_log, hand_over, naming
from workbench.services.powers.affairs import BOARD, minute
from workbench.services.powers.duty_log import DUTY_LOG, EntryRow
from workbench.services.powers.hand_over import HandOverRow, OpenPoints
from workbench.views.bench import Bench
from workbench.views.fields import Field, FieldKind
from workbench.views.forms import Form
from workbench.views.lists import ListPage, ListPlan
from workbench.views.output import save_as
from workbench.views.pages import Action, Line, Sheet, Takes, fills
from workbench.views.powers.move_forms import file_of
from workbench.views.rooms import PageInfo

_TEXT = Field("text", "情况和处置", FieldKind.PROSE, required=True, lines=5)
_LATER = (
    Field("at", "发生时间", FieldKind.MOMENT, half=True, hint="不填就是现在。"),
    Field("late", "补录原因", half=True, hint="晚录的须写明。"),
)
_OPEN = Field("unfinished", "待续办", FieldKind.YES_NO, hint="交班时自动列给下一班。")
_AFFAIR = Field(
    "affair_id",
    "引出的办件",
    FieldKind.ROW,
    listing=BOARD,
    says=lambda row: f"{row.kind.label} {row.number} {row.title}",
    ghost="事由或编号",
)
WRITE = Form(
    "duty_log.write",
    "记一条",
    duty_log.write_entry,
    (_TEXT, *_LATER, _OPEN, _AFFAIR),
    save="记下",
    done="已记入值班日志。",
    intro="记下以后不能修改；写错的用“更正”另记一条。",
)
GO_ON = Form(
    "duty_log.go_on",
    "续记",
    duty_log.write_entry,
    (_TEXT, *_LATER, _OPEN, _AFFAIR),
    save="记下",
    done="已续记。",
    intro="记下后，原来那一条不再列为待续办。",
)
CORRECT = Form(
    "duty_log.correct",
    "更正",
    duty_log.write_entry,
    (_TEXT, *_LATER, _OPEN),
    save="更正",
    done="已记更正，原来那一条保留。",
    intro="写明正确的情况；原来那一条保留，注明已更正。",
)
HAND = Form(
    "duty_log.hand_over",
    "交班",
    hand_over.hand_over,
    (
        Field(
            "text",
            "交接事项",
            FieldKind.PROSE,
            lines=6,
            ghost="设备、钥匙、车辆、在办事项；没有的写“无”",
        ),
    ),
    save="交班",
    done="已交班，请接班的人点“接班”确认。",
)
_WHICH = Field(
    "hand_over_id",
    "接哪一班",
    FieldKind.CHOICE,
    required=True,
    asks=hand_over.hand_overs_waiting,
)
TAKE = Form(
    "duty_log.take_over",
    "接班",
    hand_over.take_over,
    (
        _WHICH,
        Field("vouched_by", "接班人登录名", required=True, half=True),
        Field("password", "接班人口令", FieldKind.PASSWORD, required=True, half=True),
    ),
    save="确认接班",
    done="接班人已用本人口令确认。",
    intro="请接班的人在这台电脑上输入自己的登录名和口令。口令不正确的，计入他的登录失败次数。",
)
ON_PAPER = Form(
    "duty_log.on_paper",
    "纸质接班",
    hand_over.take_over_on_paper,
    (
        _WHICH,
        Field("person", "接班人", required=True, half=True),
        Field("at", "接班时间", FieldKind.MOMENT, half=True, hint="不填就是现在。"),
        Field(
            "file",
            "交接单",
            FieldKind.FILE,
            required=True,
            hint="签了字的扫描件或照片。",
        ),
    ),
    save="登记接班",
    done="纸质交接已登记。",
    intro="接班的人没有账号的，在纸质交接单上签字，扫描后登记。",
    shape=lambda values: values | {"file": file_of(values["file"])},
)


def _at_centre(page: Any, then: Callable[[int], object]) -> None:
    """Go on with the centre the filter names, else with the first one sees."""
    chosen = page.filters["centre_id"].kept()

    def go(centres: Sequence[tuple[int, str]]) -> None:
        if centres:
            then(chosen or centres[0][0])
        else:
            page.bench.tell("没有您可以查看的指挥中心。", Tone.CAUTION)

    page.bench.ask(naming.centres_to_choose, {}, go, owner=page)


def _write(page: Any, _rows: Sequence[Any]) -> None:
    _at_centre(page, lambda unit: page.fill(WRITE, start={}, fixed={"unit_id": unit}))


def _hand_over(page: Any, _rows: Sequence[Any]) -> None:
    def fill(unit: int, found: OpenPoints) -> None:
        listed = "\n".join(f"· {one}" for one in found.points)
        intro = f"{found.day.month}月{found.day.day}日{found.shift}交班。" + (
            f"日志中待续办的会自动列入：\n{listed}"
            if listed
            else "日志中没有待续办的。"
        )
        page.fill(replace(HAND, intro=intro), start={}, fixed={"unit_id": unit})

    _at_centre(
        page,
        lambda unit: page.bench.ask(
            hand_over.open_points, {"unit_id": unit}, partial(fill, unit), owner=page
        ),
    )


def _take(form: Form) -> Callable[[Any, Sequence[Any]], None]:
    def run(page: Any, _rows: Sequence[Any]) -> None:
        def fill(waiting: Sequence[tuple[int, str]]) -> None:
            if waiting:
                page.fill(form, start={"hand_over_id": waiting[0][0]}, fixed={})
            else:
                page.bench.tell(
                    "没有等待接班的记录，请交班的人先点“交班”。", Tone.CAUTION
                )

        page.bench.ask(hand_over.hand_overs_waiting, {}, fill, owner=page)

    return run


def _show_hand_overs(page: Any, _rows: Sequence[Any]) -> None:
    page.bench.ask(
        hand_over.hand_overs,
        {},
        lambda rows: page.show_sheet(_hand_over_sheet(page, rows)),
        owner=page,
    )


def _hand_over_sheet(page: Any, rows: Sequence[HandOverRow]) -> Sheet:
    groups = tuple(
        (
            f"{one.day.month}月{one.day.day}日{one.shift}　{one.centre}",
            (
                Line(
                    "状态",
                    one.state,
                    tone=Tone.GOOD if one.taken_at else Tone.CAUTION,
                ),
                Line("交班", f"{one.handed_by}　{minute(one.handed_at)}"),
                *(
                    [
                        Line(
                            "接班",
                            f"{one.taken_by}　{minute(one.taken_at)}",
                            act=_scan(page, one),
                        )
                    ]
                    if one.taken_at
                    else []
                ),
                *([Line("交接事项", one.text)] if one.text else []),
                *([Line("待续办", "\n".join(one.points))] if one.points else []),
            ),
        )
        for one in rows
    )
    none = (("", (Line("", "近两周没有交接班记录。"),)),)
    return Sheet("交接记录", groups or none)


def _scan(page: Any, one: HandOverRow) -> tuple[str, Callable[[], object]] | None:
    if not one.scan_name:
        return None
    return "交接单", partial(_keep_scan, page, one.id, one.scan_name)


def _keep_scan(page: Any, hand_over_id: int, name: str) -> None:
    bench = page.bench

    def keep(path: Any) -> None:
        bench.run(
            lambda _progress: bench.outside.write(
                path,
                bench.desk.do(hand_over.take_scan, hand_over_id=hand_over_id)[1],
            ),
            lambda _none: bench.tell(f"已另存到“{path}”。"),
            owner=page,
            doing="正在另存",
        )

    save_as(page, name, keep, title="另存交接单")


def _on_row(form: Form, icon: str, *, corrects: bool) -> Action:
    return fills(
        form,
        icon=icon,
        takes=Takes.ONE,
        fixed=lambda row: {
            "unit_id": row.unit_id,
            "follows_id": row.id,
            "corrects": corrects,
        },
        subject=lambda row: f"{minute(row.at)}的一条",
        when=lambda row: not row.followed,
    )


_GO_ON = _on_row(GO_ON, "arrow-right", corrects=False)
_CORRECT = _on_row(CORRECT, "pencil", corrects=True)


def _detail(page: ListPage[EntryRow], row: EntryRow) -> Sheet:
    act = None
    if row.affair_id is not None:
        act = ("办理", partial(page.bench.go, "affairs", row.affair_id))
    lines = (
        Line("发生时间", minute(row.at)),
        Line("班次", f"{row.day.month}月{row.day.day}日{row.shift}"),
        Line("情况和处置", row.text),
        Line(
            "状态",
            row.state,
            tone=Tone.CAUTION if row.state == "待续办" else Tone.PLAIN,
        ),
        *(
            [Line("更正的是" if row.corrects else "接着", row.follows)]
            if row.follows
            else []
        ),
        *([Line("引出的办件", row.affair, act=act)] if row.affair else []),
        Line("记录人", f"{row.entered_by}　{minute(row.entered_at)}录入"),
        Line("指挥中心", row.centre),
    )
    return Sheet(
        f"{minute(row.at)} {row.shift}", (("", lines),), (_GO_ON, _CORRECT), row
    )


PLAN = ListPlan(
    DUTY_LOG,
    frozenset({Topic.DUTY}),
    filters=(
        Field("text", "查找", ghost="内容或记录人", wide=True),
        Field(
            "centre_id",
            "指挥中心",
            FieldKind.CHOICE,
            asks=naming.centres_to_choose,
        ),
        Field("since", "自", FieldKind.DATE),
        Field("until", "至", FieldKind.DATE, folded=True),
        Field("open_only", "只看待续办", FieldKind.YES_NO),
    ),
    actions=(
        Action(
            "记一条",
            _write,
            duty_log.write_entry,
            icon="plus",
            primary=True,
            form=WRITE,
        ),
        _GO_ON,
        _CORRECT,
        Action("交班", _hand_over, hand_over.hand_over, icon="log-out", form=HAND),
        Action("接班", _take(TAKE), hand_over.take_over, icon="log-in", form=TAKE),
        Action(
            "纸质接班",
            _take(ON_PAPER),
            hand_over.take_over_on_paper,
            icon="file-up",
            form=ON_PAPER,
        ),
        Action(
            "交接记录",
            _show_hand_overs,
            hand_over.hand_overs,
            icon="list-checks",
            shows=True,
        ),
    ),
    detail=_detail,
    empty=DUTY_LOG.empty,
)


class DutyLogPage(ListPage[EntryRow]):
    """The duty log and the hand-over.

    Args:
        bench: What it works with.
        info: How it is declared.
    """

    def __init__(self, bench: Bench, info: PageInfo) -> None:
        super().__init__(bench, info, PLAN)
