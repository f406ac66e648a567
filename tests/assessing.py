"""A centre that assesses: schemes, a month with orders behind it, and who does what."""

from datetime import UTC, date, datetime, timedelta
from fractions import Fraction

from tests.commanding import order
from workbench.rules.powers.moves import AffairKind, Way
from workbench.rules.powers.schemes import SchemeItem, SchemePlan
from workbench.rules.powers.subjects import SubjectKind
from workbench.services.powers import affairs, moves, orders
from workbench.services.powers.assessment import months, schemes, scores
from workbench.services.powers.said import said_of
from workbench.services.roster import postings

MONTH = date(2026, 3, 1)
AFTER = datetime(2026, 4, 1, 1, 0, tzinfo=UTC)  # a Wednesday, 9:00 in China
EVIDENCE = "三月份任务清单和抽查记录"


def item(key, weight, formula="", **changed):
    """Return an item; by hand where it has no formula."""
    values = {
        "key": key,
        "group": "示例类别",
        "name": f"示例项目{key}",
        "method": "按公式计分" if formula else "按记录给分",
        "weight": Fraction(weight),
        "formula": formula,
        "by_hand": not formula,
    }
    return SchemeItem(**values | changed)


def team_plan():
    """Return a small scheme for teams: four items by formula, one by hand."""
    return SchemePlan(
        (
            item("signed", 30, "按时签收件数÷应签收件数×满分"),
            item("finished", 30, "按期办结件数÷应办结件数×满分"),
            item("present", 20, "实到人天÷应到人天×满分"),
            item("whistles", 10, "吹哨按时到场件数÷吹哨应到场件数×满分"),
            item("quality", 10),
        )
    )


def person_plan():
    """Return a small scheme for people."""
    return SchemePlan(
        (
            item("present", 60, "实到天数÷应到天数×满分"),
            item("exams", 20, "考试总分÷考试场次÷100×满分"),
            item("tasks", 20),
        )
    )


def save(desk, county, subject=SubjectKind.TEAM, plan=None, **changed):
    """Save a scheme from March on."""
    plans = {SubjectKind.TEAM: team_plan, SubjectKind.PERSON: person_plan}
    values = {
        "unit_id": county.units["一中心"],
        "subject": subject,
        "name": f"示例{subject.label}考核办法",
        "number": "东综执〔2026〕1号",
        "plan": plan or plans.get(subject, team_plan)(),
        "valid_from": MONTH,
    }
    return desk.do(schemes.save_scheme, **values | changed)


def run_order(staff, county, clock, *, late=False):
    """Have an order run: the team signs in time, and finishes in time unless late."""
    number = staff.clerk.do(
        orders.draft_order, **order(county, finish_by=clock.now + timedelta(days=2))
    )
    staff.clerk.do(moves.handle, affair_id=number, verb="submit")
    staff.commander.do(moves.decide, affair_id=number, verb="sign")
    found = staff.clerk.ask(
        affairs.find_affairs, kinds=[AffairKind.ERRAND], parent_id=number
    )
    rows = staff.clerk.ask(affairs.affair_rows, ids=found)
    (errand,) = [one for one in found if rows[one].parties == ("一队",)]
    for verb, days, said in (
        ("sign_for", 0, {}),
        ("finish", 3 if late else 1, {"result": "已疏导摊点。"}),
    ):
        clock.now += timedelta(days=days)
        staff.clerk.do(
            moves.answer,
            affair_id=errand,
            verb=verb,
            said=said_of(person="刘洋", way=Way.PHONE, **said),
        )
    staff.clerk.do(
        moves.handle,
        affair_id=errand,
        verb="rate",
        said=said_of(ratings=(("办理情况", "满意"), ("到场时效", "不满意"))),
    )
    return number


def attend(desk, county, person="李明", days=(22, 20), reason=""):
    """Enter a person's attendance of March."""
    desk.do(
        postings.set_attendance,
        person_id=county.people[person],
        month=MONTH,
        days_due=days[0],
        days_present=days[1],
        source="考勤表",
        reason=reason,
    )


def begun(staff, county):
    """Begin March at the assessor's desk."""
    return staff.assessor.do(
        months.begin_month, unit_id=county.units["一中心"], month=MONTH
    )


def handle(staff, number, *verbs, **said):
    """Make moves of the assessor; return what the last came to."""
    result = None
    for verb in verbs:
        result = staff.assessor.do(
            moves.handle_assessment,
            affair_id=number,
            verb=verb,
            said=said_of(**said),
        )
    return result


def board(staff, number, subject=SubjectKind.TEAM):
    """Return the month's board."""
    return staff.assessor.ask(scores.month_board, affair_id=number, subject=subject)


def give_all(staff, number, points="8", kinds=(SubjectKind.TEAM, SubjectKind.PERSON)):
    """Give every hand item of everybody the same points."""
    for kind in kinds:
        found = board(staff, number, kind)
        for row in found.rows:
            for cell in row.cells:
                if cell.pending:
                    staff.assessor.do(
                        scores.give_points,
                        affair_id=number,
                        subject_id=row.id,
                        item=cell.item,
                        points=Fraction(points),
                        evidence=EVIDENCE,
                    )


def opened(staff, county):
    """Bring March into its objection window; return its number."""
    number = begun(staff, county)
    handle(staff, number, "freeze", "compute", "begin_scoring")
    give_all(staff, number)
    handle(staff, number, "submit")
    staff.deputy.do(moves.review_assessment, affair_id=number, verb="open_window")
    return number


def locked(staff, county, clock):
    """Bring March to its end; return its number."""
    number = opened(staff, county)
    clock.now += timedelta(days=8)
    handle(staff, number, "close_window")
    staff.commander.do(moves.decide_assessment, affair_id=number, verb="lock")
    return number
