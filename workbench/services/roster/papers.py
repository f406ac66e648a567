"""Papers of the roster: gathered into frozen records and kept as drafts."""

from dataclasses import replace
from datetime import date, datetime

import sqlalchemy as sa

from workbench.access import SYSTEM, Permission
from workbench.desk import Topic, Work, chartered
from workbench.models.roster.people import Person
from workbench.reports import record_json
from workbench.reports.issuing import Issuing
from workbench.reports.roster.deployment import (
    CauseLine,
    Counted,
    FrontlineReport,
    MoveLine,
    PlaceShare,
    TrendPoint,
    UncertifiedLine,
)
from workbench.reports.roster.ledger import ForceLedger, LedgerLine
from workbench.reports.roster.zones import (
    CentreMemberLine,
    CentreRoster,
    ZonePlan,
    ZonePlanNotice,
)
from workbench.rules import Refusal
from workbench.rules.calendar import chinese_day
from workbench.rules.documents import PaperState
from workbench.rules.periods import ONE_DAY, Period
from workbench.rules.platform import SEED, Policy
from workbench.rules.roster.deployment import (
    Definition,
    days_of,
    month_window,
)
from workbench.rules.roster.towns import Point, kilometres
from workbench.services.documents import hosts, register, series, wording
from workbench.services.documents.paper_row import PaperRow
from workbench.services.platform import policy, setup
from workbench.services.roster import (
    centres,
    deployment,
    ledger,
    scoring,
    told,
    zones,
)
from workbench.services.roster.people import opened

_METRES = 1000


@chartered(
    Permission.DOCUMENTS_PAPER_COMPOSE,
    title="起草片区设置方案",
    changes=(Topic.PAPERS,),
)
def draft_zone_plan(
    work: Work,
    *,
    on: date,
    addressee: str | None = None,
    copies: str | None = None,
    paper_id: int | None = None,
) -> int:
    """Draft the plan of the zones as they are on a day, with its notice.

    Raises:
        Refusal: There is no zone on that day, or no organ to issue it.

    Clause: documents/issuer, roster/zone-document
    """
    rows = zones.zone_rows(work, ids=zones.find_zones(work, on=on), on=on)
    if not rows:
        raise Refusal(
            f"{chinese_day(on)}还没有片区，无法起草方案。",
            clause="roster/zone-document",
            ways=("先在“片区编组”页采用编组方案。",),
        )
    table = scoring.grouping_table(work, on=on)
    points = {
        town.id: Point(town.lon, town.lat)
        for town in table.towns
        if town.lon is not None and town.lat is not None
    }
    unit_id, issuing = hosts.issuing(
        work, kind="zone_plan", addressee=addressee, copies=copies
    )
    first = next(iter(rows.values()))
    record = ZonePlanNotice(
        issuing,
        _county(work),
        wording.usual_wording(work, kind="zone_plan")["grounds"],
        first.document,
        policy.share(work, policy=Policy.FRONTLINE_TARGET, on=on),
        min(row.since for row in rows.values()),
        tuple(_zone_plan(row, points) for row in rows.values()),
    )
    return register.keep_draft(
        work,
        kind="zone_plan",
        record=record_json(record),
        about_on=on,
        unit_id=unit_id,
        names_nobody=True,
        paper_id=paper_id,
    )


def _zone_plan(row: zones.ZoneRow, points: dict[int, Point]) -> ZonePlan:
    seat = points.get(row.seat_id or 0)
    away = [
        kilometres(seat, points[town])
        for town in row.town_ids
        if seat and town in points and town != row.seat_id
    ]
    return ZonePlan(
        row.name,
        row.towns,
        row.seat,
        row.matters,
        round(sum(away) / len(away) * _METRES) if away else 0,
        round(max(away, default=0) * _METRES),
        row.volume,
        row.staff,
    )


@chartered(Permission.ROSTER_UNIT_READ)
def centres_to_choose(work: Work) -> tuple[tuple[int, str], ...]:
    """Return the command centres that may be seen: number and name."""
    return tuple(centres.centre_names(work).items())


@chartered(
    Permission.DOCUMENTS_PAPER_COMPOSE,
    title="起草指挥中心组成人员名单",
    changes=(Topic.PAPERS,),
)
def draft_centre_roster(
    work: Work,
    *,
    unit_id: int,
    on: date,
    addressee: str | None = None,
    copies: str | None = None,
    paper_id: int | None = None,
) -> int:
    """Draft the list of a command centre's members, with its notice.

    Raises:
        Refusal: A member town's responsible person is missing, or there is no organ
            to issue it.

    Clause: roster/town-leads, documents/issuer
    """
    centre = centres.centre_file(work, unit_id=unit_id, on=on)
    if centre.missing:
        raise Refusal(
            f"名单还缺{'、'.join(centre.missing)}的执法监管工作负责人，不能起草。",
            clause="roster/town-leads",
            ways=("在指挥中心名单中补齐后再起草。",),
        )
    zone = zones.zone_rows(work, ids=[centre.zone_id], on=on)[centre.zone_id]
    issuer_id, issuing = hosts.issuing(
        work, kind="centre_roster", addressee=addressee, copies=copies
    )
    phones = _phones(work, [one.person_id for one in centre.members])
    record = CentreRoster(
        issuing,
        _county(work),
        centre.zone,
        zone.document or f"《{SEED}》",
        min((one.since for one in centre.members), default=on),
        tuple(
            CentreMemberLine(
                one.name,
                one.unit,
                one.position,
                one.duty,
                one.town if one.town_id else "",
                phones.get(one.person_id, ""),
            )
            for one in centre.members
        ),
    )
    return register.keep_draft(
        work,
        kind="centre_roster",
        record=record_json(record),
        about_on=on,
        unit_id=issuer_id,
        about_id=unit_id,
        paper_id=paper_id,
    )


def _phones(work: Work, ids: list[int]) -> dict[int, str]:
    """Return telephones in full: a paper prints what its form needs."""
    found = work.session.execute(
        sa.select(Person.id, Person.sealed).where(
            Person.id.in_(ids), work.whole_county(Person)
        )
    )
    return {key: opened(work.secrets, sealed).phone for key, sealed in found}


@chartered(
    Permission.DOCUMENTS_PAPER_COMPOSE,
    title="起草力量下沉情况报告",
    changes=(Topic.PAPERS,),
)
def draft_frontline_report(
    work: Work,
    *,
    on: date,
    signer: str = "",
    addressee: str | None = None,
    copies: str | None = None,
    contact: str = "",
    paper_id: int | None = None,
) -> int:
    """Draft the report on the frontline share as of a day, with its month so far.

    In a locked month it speaks with the locked figures; what was corrected since has
    a line of its own.

    Args:
        work: Whose work.
        on: The day it speaks of; not after today.
        signer: Who signs it off; it goes upward.
        addressee: Whom it is sent to; as usual where None.
        copies: Who gets a copy; as usual where None.
        contact: Whom to ask, or empty.
        paper_id: A draft that is drafted anew.

    Raises:
        Refusal: The day has not come, there is no organ to issue it, or the person
            sees only part of the county.

    Clause: roster/frontline-share, documents/issuer
    """
    _check_county(work)
    _check_come(work, on)
    window = Period(on.replace(day=1), on)
    unit_id, issuing = hosts.issuing(
        work, kind="frontline_report", addressee=addressee, copies=copies
    )
    share = told.told_share(work, on=on)
    report = share.report
    days = told.told_trend(work, first=window.first, last=on).days
    earlier_on = window.first - ONE_DAY
    moved = told.told_why(work, earlier=earlier_on, later=on)
    proposal = deployment.propose_moves(work, on=on)
    record = FrontlineReport(
        Issuing(
            issuing.organ,
            "",
            issuing.addressee,
            issuing.copies,
            issuing.printer,
            signer=signer or "　",
            contact=contact,
        ),
        _county(work),
        on,
        report.target,
        Counted(
            Definition.ESTABLISHED.label,
            Definition.ESTABLISHED.wording(report.long_from),
            moved.later,
        ),
        share.mean,
        tuple(
            Counted(definition.label, definition.wording(report.long_from), tally)
            for definition, tally in report.others.items()
        ),
        tuple(PlaceShare(place.name, place.tally) for place in report.zones),
        earlier_on,
        moved.earlier,
        tuple(
            CauseLine(fall.cause, len(fall.gained), len(fall.lost), fall.after)
            for fall in moved.falls
        ),
        _uncertified(work, on),
        tuple(MoveLine(one.person, one.leaves, one.goes) for one in proposal.moves),
        tuple(
            TrendPoint(str(day.day), tally)
            for day, tally in zip(days_of(window), days, strict=True)
        ),
        f"{on.year}年{on.month}月逐日下沉比例",
        "日",
        share.trail,
        moved.begins,
    )
    return register.keep_draft(
        work,
        kind="frontline_report",
        record=record_json(record),
        about_on=on,
        unit_id=unit_id,
        paper_id=paper_id,
    )


def _check_county(work: Work) -> None:
    if work.scope is not None:
        raise Refusal(
            "全县的报告和台账列有全县人员，由看得到全县的账号生成。",
            clause="platform/row-scope",
            ways=("请县区主管或县级内勤办理。",),
        )


def _check_come(work: Work, on: date) -> None:
    if on > work.today:
        raise Refusal(f"{chinese_day(on)}还没有到。", clause="general/dates")


def _uncertified(work: Work, on: date) -> tuple[UncertifiedLine, ...]:
    return tuple(
        UncertifiedLine(
            row.name,
            row.host,
            row.post.label if row.post else "—",
            f"已于{chinese_day(row.certificate_to)}到期"
            if row.certificate_to
            else "未取得",
        )
        for row in ledger.ledger(work, on=on)
        if row.standing.in_strength and not row.standing.certified
    )


@chartered(
    Permission.DOCUMENTS_PAPER_COMPOSE,
    title="生成月度力量台账",
    changes=(Topic.PAPERS,),
)
def draft_force_ledger(work: Work, *, on: date, paper_id: int | None = None) -> int:
    """Draft the ledger of the force as of a day: one line a person, live totals.

    Its lines are the facts as they are known now; of a locked month it says besides
    what was locked.

    Raises:
        Refusal: The day has not come, or the person sees only part of the county.

    Clause: roster/frontline-share, platform/row-scope
    """
    _check_county(work)
    _check_come(work, on)
    share = deployment.share_on(work, on=on)
    known = told.told_share(work, on=on)
    record = ForceLedger(
        _county(work),
        on.replace(day=1),
        on,
        known.report.target,
        Definition.ESTABLISHED.label,
        Definition.ESTABLISHED.wording(share.long_from),
        share.headline,
        tuple(PlaceShare(place.name, place.tally) for place in share.zones),
        tuple(
            LedgerLine(
                row.name,
                row.sex,
                row.home,
                row.employment.label,
                row.host,
                row.post.label if row.post else "—",
                row.town,
                row.zone,
                row.certificate,
                row.certificate_to,
                row.standing.in_strength,
                row.standing.on_frontline,
                row.obstacle,
                row.days_due,
                row.days_present,
            )
            for row in ledger.ledger(work, on=on)
        ),
        known.trail,
        known.headline if known.locked else None,
    )
    return register.keep_draft(
        work,
        kind="force_ledger",
        record=record_json(record),
        about_on=on,
        paper_id=paper_id,
    )


@chartered(
    Permission.DOCUMENTS_PAPER_ISSUE, title="出具月末公文", changes=(Topic.PAPERS,)
)
def issue_month(work: Work, *, month: date, signer: str = "") -> tuple[int, ...]:
    """Issue a month's report and ledger; those issued since the lock stand.

    What was issued of its last day before the lock may say other figures, and does
    not count.

    Args:
        work: Whose work.
        month: Any day of the month.
        signer: Who signs the report off; the person at the desk where empty.

    Returns:
        Numbers of the papers, in the order they are read.

    Raises:
        Refusal: The month is not locked, or there is no number series.

    Clause: roster/locked-month, documents/number-series
    """
    locked = ledger.locked_figures(work, month=month)
    if locked is None:
        raise Refusal(
            f"{month.year}年{month.month}月尚未锁定，不能出具月末公文。",
            clause="roster/locked-month",
            ways=("先在“力量配置”页锁定该月。",),
        )
    issuer_id, issuing = hosts.issuing(
        work, kind="frontline_report", addressee="", copies=""
    )
    runs = series.series_of(work, issuer_id=issuer_id)
    if not runs:
        raise Refusal(
            f"还没有登记{issuing.organ}的文号系列。",
            clause="documents/number-series",
            ways=("在“文号”页登记它的代字和本年已用到几号。",),
        )
    last = month_window(month.year, month.month).last or month
    issued = []
    for kind, series_id in (
        ("frontline_report", runs[0].id),
        ("force_ledger", None),
    ):
        known = register.paper_rows(
            work,
            ids=register.find_papers(
                work, kind=kind, issued=True, first=last, last=last
            ),
        )
        since = [
            row.id for row in known.values() if _issued_at(row) >= locked.locked_at
        ]
        if since:
            issued.append(max(since))
            continue
        # Composed from locked figures alone, it is drafted by nobody at a desk.
        alone = replace(work, actor=SYSTEM)
        paper_id = (
            draft_force_ledger(alone, on=last)
            if series_id is None
            else draft_frontline_report(
                alone, on=last, signer=signer or work.actor.name
            )
        )
        register.issue_paper(
            work, paper_id=paper_id, series_id=series_id, issued_on=work.today
        )
        issued.append(paper_id)
    return tuple(issued)


def _issued_at(row: PaperRow) -> datetime:
    step = row.step(PaperState.SIGNED)
    return step.at if step else row.made_at


def _county(work: Work) -> str:
    return str(setup.settings(work)["county"])
