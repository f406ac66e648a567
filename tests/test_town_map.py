"""The sketch map of towns: where names stand, and what mouse and keys do."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QGuiApplication, QImage, QPainter
from PySide6.QtTest import QTest

from tests.on_screen import ON_SCREEN, drag, heard
from workbench.rules.roster.towns import NeighbourState
from workbench.views import style
from workbench.views.roster.town_map import (
    MapEdge,
    MapPlan,
    MapTown,
    MapZone,
    Tool,
    TownMap,
)
from workbench.views.roster.town_sketch import Land, Sketch, fitted

pytestmark = ON_SCREEN

LEFT = Qt.MouseButton.LeftButton
CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
PLAIN = Qt.KeyboardModifier.NoModifier


def grid(side, *, zoned=True):
    """Towns on a square grid, a column of them a zone, neighbours side by side."""
    made = tuple(
        MapTown(
            row * side + column + 1,
            f"第{row}行{column}列镇",
            119 + column * 0.1,
            34 + row * 0.1,
            column + 1 if zoned else 0,
        )
        for row in range(side)
        for column in range(side)
    )
    edges = tuple(
        MapEdge(number, number + 1, NeighbourState.CONFIRMED)
        for number in range(1, side * side)
        if number % side
    )
    zoned_by = tuple(
        MapZone(column + 1, f"第{column + 1}片区", column + 1, column)
        for column in range(side)
    )
    return MapPlan(made, zoned_by if zoned else (), edges)


def sketched(plan, size=(700, 520)):
    land, area = Land.of(plan.towns), QRectF(0, 0, *size)
    fonts = style.font("small"), style.font("small", strong=True)
    return Sketch(plan, land, fitted(land, area), fonts, area)


class TestSketch:
    @pytest.mark.parametrize(
        ("side", "size"),
        [(1, (700, 520)), (3, (320, 240)), (5, (700, 520)), (9, (700, 520))],
    )
    def test_no_name_hides_another_and_all_stay_on_the_map(self, side, size):
        sketch = sketched(grid(side), size)
        labels = [*sketch.names.values(), *sketch.titles.values()]
        assert len(sketch.titles) == side
        for place, one in enumerate(labels):
            assert sketch.area.contains(one.place)
            for other in labels[place + 1 :]:
                assert not one.place.intersects(other.place)

    def test_towns_that_crowd_hide_no_name_either(self):
        plan = grid(5)
        crowd = tuple(
            replace(one, lon=119 + (one.lon - 119) ** 3, lat=34 + (one.lat - 34) ** 3)
            for one in plan.towns
        )
        sketch = sketched(replace(plan, towns=crowd))
        labels = [*sketch.names.values(), *sketch.titles.values()]
        assert len(labels) < 30
        for place, one in enumerate(labels):
            for other in labels[place + 1 :]:
                assert not one.place.intersects(other.place)

    def test_names_are_whole_where_there_is_room_and_short_where_not(self):
        plan = grid(3)
        roomy = sketched(plan)
        assert [label.text for label in roomy.names.values()] == [
            town.name for town in plan.towns
        ]
        tight = sketched(grid(6), (300, 240))
        assert all(
            label.text == tight.towns[key].name or label.text.endswith("…")
            for key, label in tight.names.items()
        )

    def test_every_town_is_found_where_it_lies(self):
        sketch = sketched(grid(4))
        for key, dot in sketch.dots.items():
            assert sketch.town_at(dot) == key
        assert sketch.town_at(QPointF(-50, -50)) is None
        everything = QRectF(0, 0, 700, 520)
        assert len(sketch.towns_in(everything)) == 16

    def test_a_line_is_found_beside_it_and_a_denied_one_is_not_there(self):
        plan = grid(2)
        sketch = sketched(plan)
        middle = (sketch.dots[1] + sketch.dots[2]) / 2
        assert sketch.edge_at(middle + QPointF(0, 3)) == plan.edges[0]
        assert sketch.edge_at(middle + QPointF(0, 30)) is None
        denied = replace(plan.edges[0], state=NeighbourState.CUT)
        cut = sketched(replace(plan, edges=(denied, *plan.edges[1:])))
        assert cut.edge_at(middle) is None

    def test_a_town_without_a_point_is_left_out_of_the_land(self):
        plan = grid(2)
        lost = replace(plan.towns[0], lon=None, lat=None)
        sketch = sketched(replace(plan, towns=(lost, *plan.towns[1:])))
        assert set(sketch.towns) == {2, 3, 4}

    def test_nothing_at_all_can_be_painted(self):
        picture = QImage(200, 100, QImage.Format.Format_RGB32)
        picture.fill(Qt.GlobalColor.white)
        painter = QPainter(picture)
        sketched(MapPlan(), (200, 100)).paint(painter, edges=True)
        painter.end()
        assert picture.pixelColor(100, 50).name() == "#ffffff"


@pytest.fixture
def shown_map(show):
    made = TownMap(movable=True)
    made.show_plan(grid(3))
    return show(made, (700, 520))


class TestMap:
    def test_a_click_chooses_control_adds_and_a_click_beside_lets_go(self, shown_map):
        said = heard(shown_map.town_chosen)
        QTest.mouseClick(shown_map, LEFT, PLAIN, shown_map.town_place(1))
        QTest.mouseClick(shown_map, LEFT, CONTROL, shown_map.town_place(5))
        QTest.mouseClick(shown_map, LEFT, CONTROL, shown_map.town_place(1))
        QTest.mouseClick(shown_map, LEFT, PLAIN, QPoint(690, 5))
        assert said == [(1,), (1, 5), (5,), ()]

    def test_a_frame_chooses_what_lies_in_it(self, shown_map):
        one, other = shown_map.town_place(7), shown_map.town_place(5)
        reach = QPoint(8, 8)
        drag(shown_map, one - reach, other + reach, keys=SHIFT)
        assert set(shown_map.chosen()) == {4, 5, 7, 8}
        shown_map.take(Tool.FRAME)
        drag(shown_map, one - reach, one + reach)
        assert shown_map.chosen() == (7,)

    def test_towns_are_dragged_onto_a_zone_and_told_on_the_way(self, shown_map):
        dropped, over = heard(shown_map.town_dropped), heard(shown_map.town_over)
        shown_map.choose((1, 4))
        drag(shown_map, shown_map.town_place(4), shown_map.town_place(6))
        assert dropped == [((1, 4), 3)]
        assert ((1, 4), 3) in over
        assert over[-1] == ((1, 4), None)

    def test_escape_gives_a_drag_up(self, shown_map):
        dropped = heard(shown_map.town_dropped)
        start = shown_map.town_place(4)
        QTest.mousePress(shown_map, LEFT, PLAIN, start)
        QTest.mouseMove(shown_map, start + QPoint(30, 0))
        QTest.mouseMove(shown_map, shown_map.town_place(6))
        QTest.keyClick(shown_map, Qt.Key.Key_Escape)
        QTest.mouseRelease(shown_map, LEFT, PLAIN, shown_map.town_place(6))
        assert dropped == []
        assert shown_map.chosen() == (4,)

    def test_what_may_not_be_moved_pushes_the_map_instead(self, shown_map):
        dropped = heard(shown_map.town_dropped)
        shown_map.set_movable(movable=False)
        before = shown_map.town_place(4)
        drag(shown_map, before, before + QPoint(60, 0))
        assert dropped == []
        assert shown_map.town_place(4) == before + QPoint(60, 0)
        QTest.keyClick(shown_map, Qt.Key.Key_Home)
        assert shown_map.town_place(4) == before

    def test_the_keys_go_from_town_to_town_and_choose(self, shown_map):
        opened = heard(shown_map.town_opened)
        QTest.mouseClick(shown_map, LEFT, PLAIN, shown_map.town_place(1))
        QTest.keyClick(shown_map, Qt.Key.Key_Right)
        assert shown_map.current() == 2
        QTest.keyClick(shown_map, Qt.Key.Key_Up)
        assert shown_map.current() == 5
        QTest.keyClick(shown_map, Qt.Key.Key_Space)
        assert shown_map.chosen() == (1, 5)
        assert "第1行1列镇" in shown_map.accessibleDescription()
        QTest.keyClick(shown_map, Qt.Key.Key_Return)
        assert opened == [5]
        QTest.keyClick(shown_map, Qt.Key.Key_Escape)
        assert shown_map.chosen() == ()

    def test_the_tab_key_leads_to_the_first_town(self, shown_map):
        assert shown_map.current() is None
        shown_map.setFocus(Qt.FocusReason.TabFocusReason)
        assert shown_map.current() == 1

    def test_zooming_keeps_what_is_below_the_mouse(self, shown_map):
        at = QPointF(shown_map.town_place(5))
        for _ in range(4):
            shown_map.zoom(1.25, at)
        assert (QPointF(shown_map.town_place(5)) - at).manhattanLength() <= 2
        assert shown_map.town_place(1) != shown_map.town_place(2)
        shown_map.zoom(1e9, at)
        shown_map.zoom(1e-9, at)
        shown_map.fit()
        assert shown_map.rect().contains(shown_map.town_place(1))

    def test_lines_are_shown_on_demand_and_clicked(self, shown_map):
        said = heard(shown_map.edge_chosen)
        middle = (shown_map.town_place(1) + shown_map.town_place(2)) / 2
        QTest.mouseClick(shown_map, LEFT, PLAIN, middle)
        assert said == []
        shown_map.show_edges(shown=True)
        QTest.mouseClick(shown_map, LEFT, PLAIN, middle)
        assert said == [(1, 2)]

    def test_the_picture_says_what_it_is_not(self, shown_map):
        picture = shown_map.picture()
        assert picture.width() == 2 * shown_map.width()
        shown_map.copy_picture()
        assert not QGuiApplication.clipboard().pixmap().isNull()
