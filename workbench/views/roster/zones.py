"""Zones: which there are, which towns each holds, by what document."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from PySide6.QtWidgets import QWidget
from typing_extensions import override

from workbench.desk import Topic
from workbench.rules.periods import Period
from workbench.services.roster import zones
from workbench.services.roster.towns import TOWNS
from workbench.services.roster.zones import ZONES, ZoneFile, ZoneRow
from workbench.views.bench import Bench
from workbench.views.documents import drafts
from workbench.views.fields import Choice, Field, FieldKind
from workbench.views.forms import Form
from workbench.views.lists import ListPage, ListPlan
from workbench.views.pages import Action, Line, Sheet, SheetView, Takes, fills
from workbench.views.rooms import PageInfo
from workbench.views.roster.posting_forms import LATE, day

_NAME = (
    Field("name", "片区名称", required=True, half=True, ghost="如：第一片区"),
    day("valid_from", "自哪天起", required=True),
)
_DOCUMENT = (
    Field("document", "县区文件文号", half=True, ghost="如：东政发〔2026〕12号"),
    day("document_on", "文件日期"),
)
_MATTERS = Field(
    "matters",
    "统筹事项",
    FieldKind.PROSE,
    lines=5,
    hint="镇街无力承接、由片区统筹的高频执法事项，每行一项。",
)

ADD = Form(
    "zones.add",
    "设立片区",
    zones.add_zone,
    (*_NAME, *_DOCUMENT, _MATTERS, LATE),
    done="片区已设立，请接着划入镇街，再确定驻地。",
    intro="一次编好几个片区的，在“编组”页办理更快。",
)
CHANGE = Form(
    "zones.change",
    "变更片区",
    zones.change_zone,
    (
        *_NAME,
        Field("seat_id", "驻地", FieldKind.CHOICE, ghost="本片区的镇街"),
        *_DOCUMENT,
        _MATTERS,
        LATE,
    ),
    done="片区已变更，之前的日子仍按原来的记录。",
    intro="只影响起始日及以后；以前的日子随时可查。",
)
TAKE_IN = Form(
    "zones.take_in",
    "划入镇街",
    zones.add_town_to_zone,
    (
        Field(
            "town_id",
            "镇街",
            FieldKind.ROW,
            required=True,
            listing=TOWNS,
            says=lambda row: f"{row.name}（{row.zone.replace('—', '未编入片区')}）",
            ghost="名称或拼音首字母",
            hint="已在其他片区的，先从那个片区划出。",
        ),
        day("first", "自哪天起", required=True),
        day("last", "至哪天", ghost="不填为长期"),
        LATE,
    ),
    save="划入",
    done="镇街已划入。",
)
TAKE_OUT = Form(
    "zones.take_out",
    "划出镇街",
    zones.take_town_out,
    (
        Field("town_id", "镇街", FieldKind.CHOICE, required=True, half=True),
        day("last_day", "最后一天", required=True, hint="当天仍属于本片区。"),
        LATE,
    ),
    save="划出",
    done="镇街已划出，之前的日子仍属于原片区。",
)


def _members(row: ZoneRow) -> Mapping[str, Sequence[Choice]]:
    towns = tuple(map(Choice, row.town_ids, row.towns))
    return {"seat_id": towns, "town_id": towns}


def _about(row: ZoneRow) -> Mapping[str, Any]:
    return {"zone_id": row.id}


def _name(row: ZoneRow) -> str:
    return row.name


def _as_it_is(row: ZoneRow) -> Mapping[str, Any]:
    return {
        "name": row.name,
        "seat_id": row.seat_id,
        "document": row.document,
        "document_on": row.document_on,
        "matters": "\n".join(row.matters),
    }


def _day(page: "ZonesPage") -> date:
    on: date = page.day().get("on", page.bench.desk.today())
    return on


_CHANGE = fills(
    CHANGE,
    title="变更",
    takes=Takes.ONE,
    icon="pencil",
    start=_as_it_is,
    fixed=_about,
    subject=_name,
    offers=_members,
)
_TAKE_IN = fills(
    TAKE_IN, takes=Takes.ONE, icon="circle-plus", fixed=_about, subject=_name
)
_TAKE_OUT = fills(
    TAKE_OUT,
    takes=Takes.ONE,
    icon="circle-minus",
    fixed=_about,
    subject=_name,
    offers=_members,
    when=lambda row: bool(row.towns),
)


def _detail(page: ListPage[ZoneRow], row: ZoneRow) -> QWidget:
    """Show a zone and ask for what it was before."""
    shown = ZoneHistory(page, row)
    shown.setWindowTitle(row.name)
    return shown


def _sheet(row: ZoneRow, on: date, known: ZoneFile | None) -> Sheet:
    now = (
        Line("驻地", row.seat),
        Line("县区文件", _paper(row.document, row.document_on)),
        Line("指挥中心", row.centre),
        Line("值班电话", row.duty_phone or "—", code=True),
        Line("现有力量", f"{row.staff:,}人"),
        Line("年均件数", f"{row.volume:,}件（镇街无力承接的事项）"),
    )
    matters = (Line("事项", "、".join(row.matters)),) if row.matters else ()
    groups = [
        ("", now),
        (f"镇街（{len(row.towns)}个）", _towns(row, on, known, here=True)),
        ("曾属本片区或将划入", _towns(row, on, known, here=False)),
        (f"统筹事项（{len(row.matters)}项）", matters),
        ("历次变更", _spans(known)),
    ]
    actions = (_CHANGE, _TAKE_IN, _TAKE_OUT)
    return Sheet(row.name, tuple(one for one in groups if one[1]), actions, row)


def _paper(document: str, on: date | None) -> str:
    return f"{document or '—'}（{on}）" if on else document or "—"


def _towns(
    row: ZoneRow, on: date, known: ZoneFile | None, *, here: bool
) -> tuple[Line, ...]:
    if known is None:
        return tuple(Line(name, "……") for name in row.towns) if here else ()
    spans = sorted(known.towns, key=lambda one: (one.town_id, one.period.first))
    return tuple(
        Line(one.name, _span(one.period, one.reason))
        for one in spans
        if (on in one.period) is here
    )


def _spans(known: ZoneFile | None) -> tuple[Line, ...]:
    return tuple(
        Line(
            str(one.period.first),
            f"{one.name}，驻地{one.seat}。依据："
            f"{_paper(one.document, one.document_on)}"
            + (f"（{one.reason}）" if one.reason else ""),
        )
        for one in (known.spans if known else ())
    )


def _span(period: Period, reason: str) -> str:
    return f"{period}（{reason}）" if reason else str(period)


class ZoneHistory(SheetView):
    """A zone in the panel: what it is, which towns belong to it from when to when.

    Args:
        page: Whose panel it is in.
        row: The zone, as on the day the list is shown as on.
    """

    def __init__(self, page: ListPage[ZoneRow], row: ZoneRow) -> None:
        on = page.day().get("on", page.bench.desk.today())
        super().__init__(_sheet(row, on, None), page)
        self._list, self._row, self._on = page, row, on
        page.bench.ask(zones.zone_file, {"zone_id": row.id}, self._show, owner=self)

    def _show(self, found: ZoneFile) -> None:
        self.show_sheet(_sheet(self._row, self._on, found), self._list)


PLAN = ListPlan(
    ZONES,
    frozenset({Topic.ZONES, Topic.TOWNS, Topic.UNITS, Topic.POSTINGS}),
    filters=(
        Field("text", "片区", ghost="名称或拼音首字母", wide=True),
        Field("on", "截至", FieldKind.DATE, ghost="今天"),
    ),
    actions=(
        Action(
            "去编组",
            lambda page, _rows: page.bench.go("grouping"),
            needs=zones.find_zones,
            icon="group",
            primary=True,
        ),
        fills(ADD, icon="layers"),
        _CHANGE,
        _TAKE_IN,
        _TAKE_OUT,
    ),
    detail=_detail,
    empty=ZONES.empty,
    dated=True,
)


class ZonesPage(ListPage[ZoneRow]):
    """The list of zones."""

    def __init__(self, bench: Bench, info: PageInfo) -> None:
        paper = drafts.drafts(drafts.ZONE_PLAN, day=_day)
        more = (paper,) if drafts.may_draft_zone_plan(bench) else ()
        super().__init__(bench, info, replace(PLAN, actions=(*PLAN.actions, *more)))

    @override
    def note_saved(self, form: Form, result: object) -> None:
        if form.key in drafts.KEYS:
            self.bench.go("papers", result)
