"""Papers of assessment: the month's circular and tables, answers, letters of grades.

The county's enforcement authority issues them; a command centre issues nothing outward.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from fractions import Fraction

import sqlalchemy as sa

from workbench.access import SYSTEM, Permission
from workbench.desk import Topic, Work, chartered
from workbench.models.documents import Paper
from workbench.models.powers.affairs import Affair
from workbench.models.powers.assessment import AssessmentMonth
from workbench.models.roster.people import Establishment
from workbench.models.roster.units import UnitFact
from workbench.reports import record_json
from workbench.reports.issuing import Issuing
from workbench.reports.kinds import file_bytes
from workbench.reports.powers.appeals import AppealedItem, AppealReply
from workbench.reports.powers.assessed import (
    Assessed,
    Counted,
    Item,
    Score,
    Section,
)
from workbench.reports.powers.assessment import AssessmentCircular, AssessmentTables
from workbench.reports.powers.assessment_sheet import AssessmentSheet
from workbench.reports.powers.collective import Ballot
from workbench.reports.powers.grades import GradeLetter, Suggested
from workbench.rules import Refusal
from workbench.rules.documents import PaperState, file_name
from workbench.rules.powers.grants import Power
from workbench.rules.powers.months import month_words, next_month
from workbench.rules.powers.moves import AffairKind
from workbench.rules.powers.scoring import NOTHING_DUE, shown
from workbench.rules.powers.subjects import SubjectKind
from workbench.rules.roster.units import UnitKind
from workbench.services.documents import register, wording
from workbench.services.platform import setup
from workbench.services.powers import grants, naming
from workbench.services.powers.assessment import (
    appeals,
    held,
    periods,
    record,
    scores,
)
from workbench.services.powers.assessment.periods import Standing
from workbench.services.powers.assessment.scores import BoardCell, BoardRow
from workbench.services.powers.docket import Docket

TOLD = frozenset({"window", "deciding"})
"""States of a month whose result was told and is not locked yet."""
_NAMED = 30  # addressees that are named one by one


@dataclass(frozen=True, slots=True)
class MonthFile:
    """A file of a month: its name, its content, and whether it is a draft."""

    name: str
    content: bytes
    draft: bool


@dataclass(frozen=True, slots=True)
class PrintedMonth:
    """A month whose papers may be printed.

    Attributes:
        id: Number of its affair.
        words: Zone and month.
        locked: Whether it is locked; else its papers are drafts.
        told: Whether its result was told to those assessed.
    """

    id: int
    month: date
    words: str
    locked: bool
    told: bool


# ---- what the papers are made of ----


def _sections(docket: Docket) -> tuple[Section, ...]:
    """Return everybody whom a month scored, by scheme.

    Raises:
        Refusal: Points are lacking.
    """
    work, month = docket.work, held.month_of(docket)
    counted = held.facts_of(docket)
    found = []
    for kind in held.schemes_of(month):
        board = scores.month_board(work, affair_id=docket.affair.id, subject=kind)
        if board.pending or any(not row.cells for row in board.rows):
            raise Refusal(
                f"{month_words(month.month)}的考核还没有评完分，不能出考核表。",
                clause="powers/points",
                ways=("先计算，并给完手工评分的项目。",),
            )
        rows = [row for row in board.rows if row.total is not None]
        items = tuple(
            Item(one.group, one.name, one.method, one.weight, one.formula)
            for one in board.items
        )
        people = kind is SubjectKind.PERSON
        if rows:
            found.append(
                Section(
                    kind.label,
                    board.scheme,
                    items,
                    tuple(
                        _assessed(row, items, counted.get(row.id, {}), people=people)
                        for row in rows
                    ),
                    people,
                )
            )
    if not found:
        raise Refusal(
            f"{month_words(month.month)}还没有可以列表的得分。",
            clause="powers/points",
            ways=("先冻结事实、计算，并评完分。",),
        )
    return tuple(found)


def _assessed(
    row: BoardRow, items: Sequence[Item], counted: dict[str, int], *, people: bool
) -> Assessed:
    return Assessed(
        row.name,
        tuple(
            _score(cell, item.weight)
            for cell, item in zip(row.cells, items, strict=True)
        ),
        row.extra,
        row.extra_basis,
        row.earlier,
        row.unit if people else "",
        tuple(Counted(name, counted[name]) for name in sorted(counted)),
    )


def _score(cell: BoardCell, own: Fraction) -> Score:
    if not cell.applies:
        return Score(None, cell.basis or NOTHING_DUE)
    weight = None if cell.weight == own else cell.weight
    return Score(cell.points, cell.basis, weight, cell.adjusted)


def _circular(docket: Docket, issuing: Issuing) -> AssessmentCircular:
    """Return the month's circular with everybody in it."""
    first, *others = _sections(docket)
    kind = next(one for one in SubjectKind if one.label == first.called)
    told = record.circular_record(docket.work, affair_id=docket.affair.id, subject=kind)
    return replace(
        told,
        issuing=issuing,
        items=first.items,
        units=first.units,
        called=first.called,
        people=first.people,
        others=tuple(others),
    )


def _authority(work: Work) -> tuple[int, str]:
    """Return the county's enforcement authority, which issues what a centre decides.

    Raises:
        Refusal: There is none on record.

    Clause: documents/issuer
    """
    row = work.session.execute(
        sa.select(UnitFact.unit_id, UnitFact.name)
        .where(
            UnitFact.holds_on(work.today),
            UnitFact.kind == UnitKind.COUNTY_ENFORCEMENT,
            UnitFact.parent_id.is_(None),
            work.whole_county(UnitFact),
        )
        .order_by(UnitFact.unit_id)
    ).first()
    if row is None:
        raise Refusal(
            "还没有登记县区综合执法主管部门，不能出具公文。",
            clause="documents/issuer",
            ways=("在机构中登记类别为“县级综合执法机关”且没有上级的机构。",),
        )
    return row.unit_id, row.name


def _issuing(
    work: Work, kind: str, addressee: str, copies: str | None, contact: str = ""
) -> tuple[int, Issuing]:
    """Return who issues a paper, and to whom it goes as usual."""
    unit_id, name = _authority(work)
    usual = wording.usual_wording(work, kind=kind)
    to = addressee or usual.get("addressee", "")
    copied = usual.get("copies", "") if copies is None else copies
    return unit_id, Issuing(name, "", to, copied, name, contact=contact)


def _mine(work: Work, paper_id: int | None) -> int | None:
    """Return a paper's number where it is one's own draft, to be drafted anew."""
    if paper_id is None:
        return None
    paper = work.session.scalars(
        sa.select(Paper).where(Paper.id == paper_id, work.visible(Paper))
    ).first()
    if paper is None or paper.state is not PaperState.DRAFT:
        return None
    return paper_id if paper.made_by == work.actor.account_id else None


def _last(month: date) -> date:
    return next_month(month) - timedelta(days=1)


# ---- the month's papers ----


@chartered(
    Permission.DOCUMENTS_PAPER_COMPOSE,
    title="起草考核通报",
    changes=(Topic.PAPERS, Topic.AFFAIRS),
    personal=("contact",),
)
def draft_circular(
    work: Work,
    *,
    affair_id: int,
    addressee: str = "",
    copies: str | None = None,
    contact: str = "",
) -> int:
    """Draft the circular of a month, with the tables of everybody assessed.

    Before the month is locked it is there to be looked at; it is numbered only after.

    Args:
        work: Whose work.
        affair_id: The month.
        addressee: Whom it is sent to; the assessed units where empty.
        copies: Who gets a copy; as usual where None.
        contact: Whom to ask, or empty.

    Returns:
        Number of the paper.

    Raises:
        Refusal: It may not be seen, points are lacking, or nobody may issue it.

    Clause: platform/row-scope, powers/points, documents/issuer
    """
    docket = Docket.to_move(work, affair_id, None, AffairKind.MONTH)
    month = held.month_of(docket)
    whom = addressee.strip() or _addressees(docket)
    unit_id, issuing = _issuing(work, "assessment_circular", whom, copies, contact)
    paper_id = register.keep_draft(
        work,
        kind="assessment_circular",
        record=record_json(_circular(docket, issuing)),
        about_on=_last(month.month),
        unit_id=unit_id,
        about_id=docket.affair.unit_id,
        paper_id=_mine(work, docket.affair.paper_id),
    )
    docket.affair.paper_id = paper_id
    work.session.flush()
    return paper_id


def _addressees(docket: Docket) -> str:
    """Return the units that are assessed, or whose people are."""
    found = held.subjects_of(docket)
    units = [one.unit_name for one in found if one.person_id is None]
    names = list(dict.fromkeys(units or [one.unit_name for one in found]))
    return "、".join(names) if len(names) <= _NAMED else "各参评单位"


@chartered(Permission.POWERS_ASSESSMENT_READ)
def month_files(work: Work, *, affair_id: int) -> tuple[MonthFile, ...]:
    """Return a month's workbook and its tables in Word; before the lock, the circular.

    They are made of what the month holds alone, as of the moment it was locked or last
    moved: the same month gives the same bytes. Before the lock each is a draft.

    Raises:
        Refusal: It may not be seen, or points are lacking.

    Clause: platform/row-scope, powers/points
    """
    docket = Docket.to_move(work, affair_id, None, AffairKind.MONTH)
    month = held.month_of(docket)
    zone = naming.zone_called(work, zone_id=month.zone_id, on=_last(month.month))
    sections = _sections(docket)
    draft = month.locked_at is None
    made_at = month.locked_at or docket.steps[-1].at
    trail = record.trail_of(month)
    made: tuple[tuple[str, AssessmentSheet | AssessmentTables], ...] = (
        ("assessment_sheet", AssessmentSheet(zone, month.month, sections, trail)),
        ("assessment_tables", AssessmentTables(zone, month.month, sections, trail)),
    )
    files = [_file(work, key, one, made_at, draft=draft) for key, one in made]
    if draft:
        issuing = Issuing(_authority(work)[1], "", _addressees(docket), "", "")
        told = _circular(docket, issuing)
        files.append(_file(work, "assessment_circular", told, made_at, draft=True))
    return tuple(files)


def _file(
    work: Work,
    kind: str,
    told: AssessmentSheet | AssessmentTables | AssessmentCircular,
    made_at: datetime,
    *,
    draft: bool,
) -> MonthFile:
    suffix = ".xlsx" if isinstance(told, AssessmentSheet) else ".docx"
    state = PaperState.DRAFT if draft else PaperState.ARCHIVED
    content = file_bytes(
        kind,
        record_json(told),
        made_at=made_at,
        draft=draft,
        sample=bool(setup.settings(work).get("sample")),
    )
    return MonthFile(file_name(told.title, state, suffix), content, draft)


@chartered(Permission.POWERS_ASSESSMENT_READ)
def months_to_print(
    work: Work, *, month: date | None = None
) -> tuple[PrintedMonth, ...]:
    """Return the months of assessment whose papers may be printed, by zone.

    Args:
        work: Whose session.
        month: Any day of the month; the months whose result was told and is not locked
            where None.
    """
    found = (
        sa.select(Affair, AssessmentMonth)
        .join(AssessmentMonth, AssessmentMonth.affair_id == Affair.id)
        .where(work.visible(Affair), work.visible(AssessmentMonth))
        .order_by(AssessmentMonth.month, AssessmentMonth.zone_id)
    )
    if month is None:
        found = found.where(Affair.state.in_(TOLD))
    else:
        found = found.where(AssessmentMonth.month == month.replace(day=1))
    return tuple(
        PrintedMonth(
            affair.id,
            row.month,
            naming.zone_called(work, zone_id=row.zone_id, on=_last(row.month))
            + month_words(row.month),
            row.locked_at is not None,
            affair.state in TOLD,
        )
        for affair, row in work.session.execute(found)
    )


@chartered(
    Permission.DOCUMENTS_PAPER_ISSUE,
    title="出具考核通报",
    changes=(Topic.PAPERS, Topic.AFFAIRS),
)
def issue_circular(work: Work, *, affair_id: int, signer: str = "") -> int:
    """Issue the circular of a locked month; one issued since the lock stands.

    Args:
        work: Whose work.
        affair_id: The month.
        signer: Who signs it off; the person at the desk where empty.

    Returns:
        Number of the paper.

    Raises:
        Refusal: The month may not be seen or is not locked, or there is no number
            series.

    Clause: platform/row-scope, powers/month-locked, documents/number-series
    """
    docket = Docket.to_move(work, affair_id, None, AffairKind.MONTH)
    month = held.month_of(docket)
    if month.locked_at is None:
        raise Refusal(
            f"{month_words(month.month)}的考核还没有锁定，通报不能编号。",
            clause="powers/month-locked",
            ways=("异议期满、审定锁定以后再出具。",),
        )
    since = work.session.scalars(
        sa.select(Paper)
        .where(
            Paper.kind == "assessment_circular",
            Paper.about_id == docket.affair.unit_id,
            Paper.about_on == _last(month.month),
            Paper.made_at >= month.locked_at,
            work.visible(Paper),
        )
        .order_by(Paper.id.desc())
    ).all()
    issued = [one.id for one in since if one.state.issued]
    if issued:
        return issued[0]
    drafts = [one.id for one in since if one.state.open]
    # Composed from locked figures alone, it is drafted by nobody at a desk.
    paper_id = (
        drafts[0]
        if drafts
        else draft_circular(replace(work, actor=SYSTEM), affair_id=affair_id)
    )
    runs = register.issue_terms(work, paper_id=paper_id).series
    if not runs:
        raise Refusal(
            f"还没有登记{_authority(work)[1]}的文号系列。",
            clause="documents/number-series",
            ways=("在“文号”页登记它的代字和本年已用到几号。",),
        )
    register.issue_paper(
        work,
        paper_id=paper_id,
        series_id=runs[0].id,
        issued_on=work.today,
        signer=signer,
    )
    docket.affair.paper_id = paper_id
    work.session.flush()
    return paper_id


# ---- what is answered to an objection ----


@chartered(
    Permission.DOCUMENTS_PAPER_COMPOSE,
    title="起草申诉答复",
    changes=(Topic.PAPERS, Topic.AFFAIRS),
    personal=("contact",),
)
def draft_appeal_reply(
    work: Work,
    *,
    affair_id: int,
    reviewed: str = "",
    advice: str = "",
    copies: str | None = None,
    contact: str = "",
) -> int:
    """Draft the answer to an objection, of what its review found.

    Args:
        work: Whose work.
        affair_id: The objection.
        reviewed: How it was reviewed; who did where empty.
        advice: What the objector is advised to do; often nothing.
        copies: Who gets a copy; as usual where None.
        contact: Whom to ask, or empty.

    Returns:
        Number of the paper.

    Raises:
        Refusal: It may not be seen, or nothing is found yet.

    Clause: platform/row-scope, powers/objection, documents/issuer
    """
    row = appeals.appeal_row(work, affair_id=affair_id)
    docket = Docket.to_move(work, affair_id, None, AffairKind.APPEAL)
    if not row.lines or any(not one.finding for one in row.lines):
        raise Refusal(
            "还没有登记复核意见，不能起草答复。",
            clause="powers/objection",
            ways=("复核以后再起草。",),
        )
    step = sum(
        (
            (one.after or Fraction(0)) - (one.before or Fraction(0))
            for one in row.lines
            if one.after is not None
        ),
        Fraction(0),
    )
    total = row.total or Fraction(0)
    units = naming.units_called(work, ids=[row.unit_id], on=work.today)
    person = row.subject is SubjectKind.PERSON
    unit = row.name if person else units[row.unit_id]
    unit_id, issuing = _issuing(
        work, "appeal_reply", f"{unit}同志" if person else unit, copies, contact
    )
    names = [one.by_name for one in docket.steps if one.verb == "find"]
    scheme = held.schemes_of(
        held.month_of(Docket.to_move(work, row.month_id, None, AffairKind.MONTH))
    )[row.subject]
    told = AppealReply(
        issuing=issuing,
        unit=unit,
        address="你" if person else _address(unit),
        month=row.month,
        appeal=row.letter,
        received_on=row.received_on,
        scheme=scheme.words,
        reviewed=reviewed.strip()
        or f"{''.join(names[-1:]) or '复核人员'}对照冻结的事实逐项复核，"
        "原评分人员未参加复核",
        items=tuple(
            AppealedItem(
                one.item.name,
                one.claim.rstrip("。"),
                one.finding.rstrip("。"),
                one.before or Fraction(0),
                one.after if one.after is not None else one.before or Fraction(0),
            )
            for one in row.lines
        ),
        total=total - step if row.state.done else total,
        advice=advice.strip(),
    )
    paper_id = register.keep_draft(
        work,
        kind="appeal_reply",
        record=record_json(told),
        about_on=work.today,
        unit_id=unit_id,
        about_id=docket.affair.unit_id,
        paper_id=_mine(work, docket.affair.paper_id),
    )
    docket.affair.paper_id = paper_id
    work.session.flush()
    return paper_id


def _address(unit: str) -> str:
    """Return how a letter calls a unit: 你局, 你镇, 你队."""
    for ending in ("局", "镇", "乡", "队", "街道", "委"):
        if unit.endswith(ending):
            return f"你{ending}"
    if unit.endswith("人民政府"):
        return "你镇" if "镇" in unit else "你乡"
    return "你街道" if unit.endswith("街道办事处") else "你单位"


# ---- letters that suggest grades ----


@chartered(
    Permission.DOCUMENTS_PAPER_COMPOSE,
    title="起草等次建议函",
    changes=(Topic.PAPERS,),
    personal=("contact",),
)
def draft_grade_letters(
    work: Work,
    *,
    unit_id: int,
    year: int,
    quarter: int | None,
    ballot: Ballot,
    shown_first: date | None = None,
    shown_last: date | None = None,
    reply_by: date | None = None,
    contact: str = "",
) -> tuple[int, ...]:
    """Draft a letter to each home unit that suggests grades for its posted people.

    Who is on no list of grades (编外) is in none.

    Args:
        work: Whose work.
        unit_id: The command centre.
        year: The year.
        quarter: 1 to 4; the whole year where None.
        ballot: The centre's collective decision.
        shown_first: First day on which the suggestions were shown to the people.
        shown_last: Last day of that.
        reply_by: Until when an answer is asked for.
        contact: Whom to ask, or empty.

    Returns:
        Numbers of the papers.

    Raises:
        Refusal: Nobody is to be graded, or as of ``periods.standings``.

    Clause: powers/grades, powers/month-locked, documents/issuer
    """
    found = periods.standings(
        work, unit_id=unit_id, subject=SubjectKind.PERSON, year=year, quarter=quarter
    )
    centre = naming.centre_on(work, unit_id=unit_id, on=work.today)
    graded = [one for one in found.rows if one.suggestion and one.suggestion.grade]
    if not graded:
        raise Refusal(
            f"{found.period.label}没有可以建议等次的派驻人员。",
            clause="powers/grades",
            ways=("编外人员由用人单位按合同考核。",),
        )
    last = _last(found.months[-1])
    homes = _homes(work, [one.person_id for one in graded if one.person_id], last)
    by_home: dict[int, list[Standing]] = {}
    for one in graded:
        by_home.setdefault(homes[one.person_id or 0], []).append(one)
    names = _full_names(work, by_home, work.today)
    days = () if shown_first is None else (shown_first, shown_last or shown_first)
    grant = grants.grant_words(
        work, zone_id=centre.zone_id, power=Power.ASSESS, on=work.today
    )
    drafted = []
    for home, people in sorted(by_home.items()):
        issuer_id, issuing = _issuing(work, "grade_letter", names[home], None, contact)
        told = GradeLetter(
            issuing=issuing,
            zone=centre.zone,
            period=found.period.label,
            address=_address(names[home]),
            grant=grant,
            scheme=found.scheme,
            ballot=ballot,
            shown=days,
            reply_by=reply_by,
            lines=tuple(map(_suggested, people)),
        )
        drafted.append(
            register.keep_draft(
                work,
                kind="grade_letter",
                record=record_json(told),
                about_on=last,
                unit_id=issuer_id,
                about_id=unit_id,
            )
        )
    return tuple(drafted)


def _suggested(one: Standing) -> Suggested:
    words = one.suggestion.words if one.suggestion else ""
    months = sum(total is not None for total in one.totals)
    grounds = f"{months}个月平均{shown(one.score)}分，在派驻人员中列第{one.place}名"
    return Suggested(
        one.name,
        one.post,
        one.employment.label if one.employment else "",
        one.days_due,
        one.days_present,
        one.score,
        one.suggestion.grade if one.suggestion else "",
        f"{grounds}；{words}" if words else grounds,
    )


def _homes(work: Work, ids: Sequence[int], on: date) -> dict[int, int]:
    """Return to which unit people belong on a day, whoever asks: it gets the letter."""
    found = work.session.execute(
        sa.select(Establishment.person_id, Establishment.unit_id)
        .where(
            Establishment.stands(),
            Establishment.person_id.in_(ids),
            Establishment.valid_from <= on,
            work.whole_county(Establishment),
        )
        .order_by(Establishment.person_id, Establishment.valid_from)
    )
    return {person_id: unit_id for person_id, unit_id in found}  # noqa: C416 - rows


def _full_names(work: Work, ids: Collection[int], on: date) -> dict[int, str]:
    found = work.session.execute(
        sa.select(UnitFact.unit_id, UnitFact.name)
        .where(
            UnitFact.unit_id.in_(ids),
            UnitFact.stands(),
            UnitFact.valid_from <= on,
            work.whole_county(UnitFact),
        )
        .order_by(UnitFact.unit_id, UnitFact.valid_from)
    )
    return {unit_id: name for unit_id, name in found}  # noqa: C416 - rows
