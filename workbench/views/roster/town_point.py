"""Where a town is: its degrees typed, checked, and shown on the map before saving."""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QSizePolicy, QWidget

from workbench.rules import Refusal
from workbench.rules.roster.towns import (
    Datum,
    Point,
    check_point,
    kilometres,
    parse_degrees,
    to_wgs84,
)
from workbench.services.roster import town_files, towns
from workbench.services.roster.towns import TownRow
from workbench.views import style
from workbench.views.bench import Bench
from workbench.views.fields import AmissError, Field, FieldKind
from workbench.views.forms import Form, FormPanel
from workbench.views.parts import column, inset, words
from workbench.views.roster.posting_forms import choices_of
from workbench.views.roster.town_map import TownMap
from workbench.views.roster.town_plan import plan_of_towns

_SETTLE_MS = 250
_SAME_KM = 0.01
_FAR_KM = 30.0  # no town of the city lies further from the next

DEGREES = (
    Field(
        "lon",
        "经度",
        half=True,
        check=parse_degrees,
        ghost="如：118.76543",
    ),
    Field(
        "lat",
        "纬度",
        half=True,
        check=parse_degrees,
        ghost="如：34.54321",
    ),
    Field(
        "datum",
        "坐标系",
        FieldKind.CHOICE,
        required=True,
        choices=choices_of(Datum),
        start=Datum.WGS84,
        hint="坐标从哪种地图上读来，就选哪种；选错会偏几百米。",
    ),
)

POINT = Form(
    "towns.point",
    "确认位置",
    towns.confirm_point,
    tuple(replace(one, required=True) for one in DEGREES),
    save="确认",
    done="位置已确认。",
    intro="以镇街政府驻地为准。位置对的直接点“确认”，不对的改好再确认。",
)


def point_form(bench: Bench, town: TownRow) -> tuple[Form, Mapping[str, Any]]:
    """Return the form for one town's point, and what it begins with."""
    form = replace(POINT, below=partial(PointPreview, bench, town))
    start = {
        "lon": "" if town.lon is None else f"{town.lon:.6f}".rstrip("0"),
        "lat": "" if town.lat is None else f"{town.lat:.6f}".rstrip("0"),
    }
    return form, start


class PointPreview(QWidget):
    """The map below the form: where the town would be.

    Args:
        bench: Where the other towns are asked for.
        town: The town as it is on record.
        panel: The form.

    Attributes:
        told: What the point means, in words.
        map: The towns, this one where its figures say.
    """

    def __init__(self, bench: Bench, town: TownRow, panel: FormPanel) -> None:
        super().__init__()
        self._town = town
        self._panel = panel
        self._others: tuple[TownRow, ...] = ()
        self.told = words("", "grey", wrap=True)
        self.map = TownMap()
        self.map.setMinimumHeight(style.size("gauge"))
        growing, none = QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored
        self.map.setSizePolicy(growing, none)  # what room the panel has, no more
        body = column(self.told, self.map, gap=2)
        body.setStretch(1, 1)
        inset(body, 0, 0, 0, 0)
        self.setLayout(body)
        self._timer = QTimer(self, interval=_SETTLE_MS, singleShot=True)
        self._timer.timeout.connect(self.show_point)
        for box in panel.boxes.values():
            box.editor.changed.connect(self._timer.start)
        bench.ask(town_files.all_towns, {}, self._show_others, owner=self)

    def _show_others(self, found: tuple[TownRow, ...]) -> None:
        self._others = tuple(one for one in found if one.id != self._town.id)
        self.show_point()

    def typed(self) -> Point | None:
        """Return the point as typed, in WGS 84; None while it is none.

        Raises:
            Refusal: It lies outside China, or is swapped.
        """
        try:
            values = {name: box.value() for name, box in self._panel.boxes.items()}
        except AmissError:
            return None
        point = check_point(values["lon"], values["lat"])
        return to_wgs84(point, values["datum"])

    def show_point(self) -> None:
        """Show where the town would be."""
        try:
            point = self.typed()
            said = "填好经度、纬度后在图上显示。" if point is None else self._say(point)
        except Refusal as refusal:
            point, said = None, str(refusal)
        self.told.setText(said)
        moved = replace(
            self._town,
            lon=point.lon if point else None,
            lat=point.lat if point else None,
        )
        self.map.show_plan(plan_of_towns((*self._others, moved)))
        self.map.choose([self._town.id])

    def _say(self, point: Point) -> str:
        said = f"WGS 84坐标{point.lon:.5f}，{point.lat:.5f}。"
        town = self._town
        if town.lon is not None and town.lat is not None:
            away = kilometres(point, Point(town.lon, town.lat))
            same = away < _SAME_KM
            said += "与现有位置相同。" if same else f"比现有位置移动{away:.1f}公里。"
        near = [
            kilometres(point, Point(one.lon, one.lat))
            for one in self._others
            if one.lon is not None and one.lat is not None
        ]
        if near and min(near) > _FAR_KM:
            said += f"离最近的镇街{min(near):.0f}公里，请核对。"
        return said
