"""Towns: codes, place, zone, and the matters each cannot carry alone."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from PySide6.QtWidgets import QWidget

from workbench.desk import Topic
from workbench.rules import Refusal
from workbench.rules.periods import Period
from workbench.rules.roster.towns import PointQuality, TownKind
from workbench.services.roster import neighbours, town_files, towns
from workbench.services.roster.town_files import TownFile
from workbench.services.roster.towns import TOWNS, TownRow
from workbench.views.bench import Bench
from workbench.views.fields import Field, FieldKind
from workbench.views.forms import Form
from workbench.views.lists import ListPage, ListPlan
from workbench.views.pages import Action, Line, Sheet, SheetView, Takes, fills
from workbench.views.rooms import PageInfo
from workbench.views.roster.posting_forms import LATE, choices_of, day
from workbench.views.roster.town_point import DEGREES, POINT, point_form

_KIND = Field(
    "kind",
    "类别",
    FieldKind.CHOICE,
    required=True,
    half=True,
    choices=choices_of(TownKind),
)
_ON_RECORD = day(
    "valid_from",
    "自哪天起在册",
    required=True,
    hint="这天以前查不到它；一般填建账当年1月1日。",
)

LOAD = Form(
    "towns.load",
    "导入本县镇街",
    towns.load_shipped,
    (
        Field(
            "county_code",
            "县区",
            FieldKind.CHOICE,
            required=True,
            half=True,
            asks=town_files.counties_to_choose,
        ),
        _ON_RECORD,
    ),
    save="导入",
    done=lambda count: (
        f"已导入{count}个镇街，请逐个确认位置，再推算相邻关系。"
        if count
        else "名单上的镇街都已登记，没有新增。"
    ),
    intro="名单随软件提供，取自民政部门2025年底的地名数据；已登记的镇街不变。",
)
ADD = Form(
    "towns.add",
    "新增镇街",
    towns.add_town,
    (
        Field("name", "名称", required=True, half=True),
        _KIND,
        Field("mca_code", "民政代码", required=True, half=True, ghost="9位数字"),
        Field("nbs_code", "统计代码", half=True, ghost="9位数字，可不填"),
        replace(_ON_RECORD, half=False),
        *DEGREES,
    ),
    shape=lambda values: {
        **values,
        "lon": values["lon"] or None,
        "lat": values["lat"] or None,
    },
    done="镇街已登记。",
    intro="开发区、农场、盐场等按镇街管理的，类别选“功能区”。",
)
CHANGE = Form(
    "towns.change",
    "变更名称或类别",
    towns.change_town,
    (
        Field("name", "名称", required=True, half=True),
        _KIND,
        day("valid_from", "自哪天起", required=True),
        Field("reason", "依据", ghost="如：苏政复〔2026〕1号撤乡设镇"),
    ),
    done="已变更，之前的日子仍按原来的名称。",
)


def _one_matter(values: dict[str, Any]) -> dict[str, Any]:
    """Return the keywords of ``set_matter``: a matter chosen, or a new one."""
    known = values.pop("known")
    name = values["name"] or known
    if not name:
        raise Refusal(
            "请选择事项，或填写新的事项名称。", clause="roster/pooled-matters"
        )
    return {**values, "name": name}


MATTER = Form(
    "towns.matter",
    "登记无力承接的事项",
    towns.set_matter,
    (
        Field(
            "known",
            "事项",
            FieldKind.CHOICE,
            ghost="从已登记过的事项中选",
            asks=town_files.matters_to_choose,
        ),
        Field("name", "或新的事项", ghost="列表中没有的，填名称"),
        Field(
            "yearly_volume",
            "年均件数",
            FieldKind.WHOLE,
            required=True,
            half=True,
            hint="填0表示不再需要统筹。",
        ),
        day("valid_from", "自哪天起", required=True),
        LATE,
    ),
    shape=_one_matter,
    done="事项已登记。",
    intro="同一事项各镇街用同一个名称，编组时才能比较。",
)


def _about(row: TownRow) -> Mapping[str, Any]:
    return {"town_id": row.id}


def _name(row: TownRow) -> str:
    return row.name


def _load(page: "TownsPage", _rows: Sequence[Any]) -> None:
    page.for_county(
        lambda code, _name: page.fill(
            LOAD, start={"county_code": code, **page.from_new_year()}, fixed={}
        )
    )


def _add(page: "TownsPage", _rows: Sequence[Any]) -> None:
    page.for_county(
        lambda code, name: page.fill(
            ADD,
            start=page.from_new_year(),
            fixed={"county_code": code, "county": name},
        )
    )


def _confirm_point(page: ListPage[TownRow], rows: Sequence[TownRow]) -> None:
    town = rows[0]
    form, start = point_form(page.bench, town)
    page.fill(form, start=start, fixed=_about(town), subject=town.name)


_POINT = Action(
    "确认位置",
    _confirm_point,
    needs=towns.confirm_point,
    takes=Takes.ONE,
    icon="map-pin",
    primary=True,
    form=POINT,
)
_MATTER = fills(
    MATTER,
    title="登记事项",
    takes=Takes.ONE,
    icon="list-checks",
    fixed=_about,
    subject=_name,
)
_CHANGE = fills(
    CHANGE,
    title="变更名称",
    takes=Takes.ONE,
    icon="pencil",
    start=lambda row: {"name": row.name, "kind": row.kind},
    fixed=_about,
    subject=_name,
)


def _detail(page: ListPage[TownRow], row: TownRow) -> QWidget:
    """Show a town and ask for everything about it."""
    shown = TownView(page, row)
    shown.setWindowTitle(row.name)
    return shown


class TownView(SheetView):
    """A town in the panel, with its neighbours, matters and history.

    Args:
        page: Whose panel it is in.
        row: The town, as on the day the list is shown as on.
    """

    def __init__(self, page: ListPage[TownRow], row: TownRow) -> None:
        super().__init__(_sheet(row, None), page)
        self._list, self._row = page, row
        page.bench.ask(
            town_files.town_file,
            {"town_id": row.id, **page.day()},
            self._show,
            owner=self,
        )

    def _show(self, found: TownFile) -> None:
        self.show_sheet(_sheet(self._row, found), self._list)


def _sheet(row: TownRow, known: TownFile | None) -> Sheet:
    place = "—" if row.lon is None else f"{row.lon:.5f}，{row.lat:.5f}（WGS 84）"
    groups: list[tuple[str, tuple[Line, ...]]] = [
        (
            "",
            (
                Line("类别", row.kind.label),
                Line("民政代码", row.mca_code, code=True),
                Line("统计代码", row.nbs_code or "—", code=True),
                Line("县区", row.county),
                Line("位置", row.quality.label, tone=towns.quality_tone(row)),
                Line("坐标", place),
                Line("所属片区", row.zone),
                Line("在镇力量", f"{row.staff:,}人"),
            ),
        )
    ]
    if known is not None:
        groups += _known(row, known)
    actions = (_POINT, _MATTER, _CHANGE)
    return Sheet(row.name, tuple(one for one in groups if one[1]), actions, row)


def _known(row: TownRow, known: TownFile) -> list[tuple[str, tuple[Line, ...]]]:
    beside = [
        (one.other if one.one_id == row.id else one.one, one)
        for one in known.neighbours
    ]
    volume = sum(one.yearly_volume for one in known.matters)
    renamed = known.spans if len(known.spans) > 1 else ()
    return [
        (
            "本镇机构值班电话",
            tuple(Line(name, phone or "—", code=True) for name, phone in known.units),
        ),
        (
            f"无力承接的事项（{len(known.matters)}项，年均{volume:,}件）",
            tuple(
                Line(one.name, f"年均{one.yearly_volume:,}件") for one in known.matters
            ),
        ),
        (
            f"相邻镇街（{len(beside)}条）",
            tuple(
                Line(name, one.said + ("" if one.km is None else f"，{one.km:.1f}公里"))
                for name, one in beside
            ),
        ),
        (
            "历次所属片区",
            tuple(Line(name, str(period)) for period, name in known.zones),
        ),
        (
            "历次名称",
            tuple(
                Line(f"{one.name}", _span(one.period, one.kind, one.reason))
                for one in renamed
            ),
        ),
    ]


def _span(period: Period, kind: TownKind, reason: str) -> str:
    return f"{kind.label}，{period}" + (f"（{reason}）" if reason else "")


PLAN = ListPlan(
    TOWNS,
    frozenset({Topic.TOWNS, Topic.ZONES, Topic.UNITS, Topic.POSTINGS}),
    filters=(
        Field("text", "镇街", ghost="名称或拼音首字母"),
        Field(
            "quality",
            "位置",
            FieldKind.CHOICE,
            choices=choices_of(PointQuality),
        ),
        Field("zone_id", "片区", FieldKind.CHOICE, asks=town_files.zones_to_choose),
        Field("on", "截至", FieldKind.DATE, ghost="今天"),
    ),
    actions=(
        _POINT,
        _MATTER,
        _CHANGE,
        Action(
            "相邻关系",
            lambda page, _rows: page.bench.go("neighbours"),
            needs=neighbours.find_neighbours,
            icon="waypoints",
        ),
        Action("新增镇街", _add, needs=towns.add_town, icon="circle-plus", form=ADD),
        Action(
            "导入本县镇街",
            _load,
            needs=towns.load_shipped,
            icon="import",
            form=LOAD,
        ),
    ),
    detail=_detail,
    empty=TOWNS.empty,
    dated=True,
    begins="导入本县镇街",
)


class TownsPage(ListPage[TownRow]):
    """The list of towns."""

    def __init__(self, bench: Bench, info: PageInfo) -> None:
        super().__init__(bench, info, PLAN)

    def for_county(self, then: Any) -> None:
        """Go on with the county this home is for.

        Args:
            then: Given its code and its name.
        """
        self.bench.ask(town_files.own_county, {}, lambda it: then(*it), owner=self)

    def from_new_year(self) -> Mapping[str, Any]:
        """Return the day from which towns are usually on record, as a form takes it."""
        return {"valid_from": date(self.bench.desk.today().year, 1, 1)}
