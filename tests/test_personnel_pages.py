"""The room of personnel affairs, worked by a clerk, a commander and nobody else."""

import pytest

from tests.commanding import seat
from tests.on_screen import ON_SCREEN, bench_for
from tests.test_personnel import TODAY, go, nominated, proposed, settle
from workbench.access import Permission
from workbench.desk import Desk
from workbench.rules.powers.collective import Vote
from workbench.rules.powers.vetoes import VetoSubject
from workbench.services.powers import affairs, collective
from workbench.views import rooms
from workbench.views.pages import SheetView

pytestmark = ON_SCREEN


@pytest.fixture
def county(lite, everybody):
    return settle(Desk(lite, everybody))


@pytest.fixture
def staff(lite, county):
    return seat(lite, county)


@pytest.fixture
def visit(qtbot, show, lite, left, staff):
    """Visits a page as somebody of the staff."""

    def go_to(who, key):
        bench = bench_for(lite, left, getattr(staff, who).actor)
        info = next(one for one in rooms.pages() if one.key == key)
        page = info.build(bench)
        with qtbot.waitSignal(page.listed):
            show(page, (1166, 700))
        return page

    return go_to


def opened(qtbot, page, number):
    page.reveal(number)
    qtbot.waitUntil(
        lambda: (
            isinstance(page.panel.content, SheetView)
            and bool(page.panel.content.sheet.way)
        )
    )
    return page.panel.content.sheet


def lines_of(sheet):
    return [(one.label, one.text) for _title, group in sheet.groups for one in group]


def fill(qtbot, form, values):
    for name, value in values.items():
        form.boxes[name].editor.put(value)
    qtbot.waitUntil(
        lambda: all(form.boxes[name].editor.value() is not None for name in values)
    )
    with qtbot.waitSignal(form.saved) as saved:
        form.save()
    return saved.args[0]


class TestNominations:
    def test_a_clerk_drafts_one_of_who_is_posted_here(
        self, qtbot, visit, staff, county
    ):
        page = visit("clerk", "nominations")
        page.buttons["草拟推荐提名"].click()
        number = fill(
            qtbot,
            page.panel.content,
            {
                "unit_id": county.units["一中心"],
                "person_id": county.people["李明"],
                "position": "执法科副科长",
                "addressee_id": county.units["文旅局"],
                "ground_head_0": "作风扎实。",
                "ground_text_0": "服从统一调度。",
            },
        )
        sheet = opened(qtbot, page, number)
        assert sheet.title == "推荐李明为执法科副科长人选"
        lines = lines_of(sheet)
        assert ("考核情况", "还没有已锁定的考核结果。") in lines

    def test_the_vote_has_a_line_for_each_member(self, qtbot, visit, staff, county):
        number = nominated(staff, county)
        go(staff.clerk, number, "submit")
        page = visit("commander", "nominations")
        sheet = opened(qtbot, page, number)
        vote = next(one for one in sheet.actions if one.title == "集体研究")
        vote.run(page, (sheet.row,))
        qtbot.waitUntil(lambda: hasattr(page.panel.content, "boxes"))
        form = page.panel.content
        people = county.people
        named = ("王芳", "李明", "刘洋")
        titles = [form.boxes[f"vote_{people[one]}"].field.title for one in named]
        assert titles == ["王芳（指挥长）", "李明（副指挥长）", "刘洋（成员）"]
        fill(
            qtbot,
            form,
            {
                "held_on": TODAY,
                f"vote_{people['王芳']}": Vote.FOR,
                f"vote_{people['李明']}": Vote.WITHDREW,
                f"why_{people['李明']}": "当事人本人",
                f"vote_{people['刘洋']}": Vote.FOR,
            },
        )
        lines = staff.clerk.ask(collective.votes, affair_id=number)
        assert [one.vote for one in lines] == [Vote.FOR, Vote.WITHDREW, Vote.FOR]
        row = staff.clerk.ask(affairs.affair_rows, ids=[number])[number]
        assert row.state.label == "已通过"


class TestVetoes:
    def test_a_clerk_enters_a_letter_and_sees_what_silence_does(
        self, qtbot, visit, staff, county
    ):
        page = visit("clerk", "vetoes")
        page.buttons["登记来函"].click()
        number = fill(
            qtbot,
            page.panel.content,
            {
                "unit_id": county.units["一中心"],
                "person_id": county.people["李明"],
                "department_id": county.units["文旅局"],
                "letter": "文旅函〔2026〕8号",
                "received_on": TODAY,
                "subject": VetoSubject.RECALL,
                "plan": "调回你局机关工作",
            },
        )
        sheet = opened(qtbot, page, number)
        lines = lines_of(sheet)
        silence = next(text for name, text in lines if name == "逾期的后果")
        assert silence.startswith("2026年3月9日前没有答复的，视为同意")

    def test_the_register_shows_person_and_matter(self, qtbot, visit, staff, county):
        proposed(staff, county)
        page = visit("clerk", "vetoes")
        columns = range(page.model.columnCount())

        def shown():
            return [str(page.model.index(0, one).data()) for one in columns]

        qtbot.waitUntil(lambda: "李明" in shown())
        assert "调回：拟调回你局机关工作" in shown()


class TestRoom:
    def test_only_who_may_read_personnel_affairs_has_the_room(self, staff):
        keys = {"nominations", "vetoes"}
        needs = {one.needs for one in rooms.pages() if one.key in keys}
        assert needs == {Permission.POWERS_PERSONNEL_READ}
        reads = {name for name, desk in staff if desk.actor.may(*needs)}
        assert reads == {"clerk", "commander", "deputy", "county"}
