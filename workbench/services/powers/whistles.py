"""Whistles: drafted for a town, sent on by the centre, answered by departments."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import sqlalchemy as sa

from workbench.access import SYSTEM, Permission
from workbench.desk import Topic, Work, chartered
from workbench.models.powers.affairs import Affair, AffairClock
from workbench.models.powers.commands import Whistle
from workbench.models.roster.units import UnitFact
from workbench.models.roster.zones import ZoneTown
from workbench.reports import record_json
from workbench.reports.issuing import Issuing
from workbench.reports.powers import whistles as reports
from workbench.rules import Refusal
from workbench.rules.calendar import china_day
from workbench.rules.platform import Policy
from workbench.rules.powers.hands import Somebody, check_hands
from workbench.rules.powers.moves import AffairKind, Clock, Need, Part, due
from workbench.rules.powers.whistles import (
    ASPECTS,
    Extension,
    WhistleLevel,
    check_extension,
)
from workbench.rules.roster.units import UnitKind
from workbench.services.documents import register
from workbench.services.platform import clock
from workbench.services.powers import naming
from workbench.services.powers.docket import BEGIN, Docket
from workbench.services.powers.said import NOTHING, Said

_LONGITUDES, _LATITUDES = (73, 136), (3, 54)


@dataclass(frozen=True, slots=True)
class WhistleValues:
    """What a whistle says, as its form takes it.

    Attributes:
        town_unit_id: The unit that whistles.
        lead_id: Who should lead; None while nobody is named.
        assistants: Who should assist.
        dispatch: How the centre sends it on (分派意见).
        handling: What was done on the spot.
        ratings: What the town gave each aspect.
    """

    title: str
    level: WhistleLevel
    town_unit_id: int
    place: str
    longitude: float | None
    latitude: float | None
    reason: str
    lead_id: int | None
    assistants: tuple[int, ...]
    dispatch: str
    handling: str
    ratings: tuple[tuple[str, str], ...]


@chartered(Permission.POWERS_AFFAIR_READ)
def callers(work: Work) -> tuple[tuple[int, str], ...]:
    """Return the towns' units that may whistle: those of them one may see, by name."""
    found = work.session.execute(
        sa.select(UnitFact.unit_id, UnitFact.short_name)
        .where(
            UnitFact.holds_on(work.today),
            UnitFact.kind == UnitKind.TOWN_BUREAU,
            work.visible(UnitFact),
        )
        .order_by(UnitFact.unit_id)
    )
    return tuple((unit_id, name) for unit_id, name in found)


def _centre_of(work: Work, town_unit_id: int) -> int:
    """Return the command centre of the zone that a town's unit lies in.

    Raises:
        Refusal: It may not be seen, is no town's, or its town lies in no zone.
    """
    fact = work.session.scalars(
        sa.select(UnitFact).where(
            UnitFact.unit_id == town_unit_id,
            UnitFact.holds_on(work.today),
            work.visible(UnitFact),
        )
    ).first()
    zone_id = None
    if fact is not None and fact.town_id is not None:
        zone_id = work.session.scalar(
            sa.select(ZoneTown.zone_id).where(
                ZoneTown.town_id == fact.town_id, ZoneTown.holds_on(work.today)
            )
        )
    if fact is None or zone_id is None:
        raise Refusal(
            "吹哨单位应当是片区内镇街的机构。",
            clause="powers/centre",
            ways=("在“片区”页核对该镇街属于哪个片区。",),
        )
    centre = work.session.scalar(
        sa.select(UnitFact.unit_id)
        .where(
            UnitFact.holds_on(work.today),
            UnitFact.kind == UnitKind.COMMAND_CENTRE,
            UnitFact.zone_id == zone_id,
            work.whole_county(UnitFact),
        )
        .order_by(UnitFact.unit_id)
    )
    if centre is None:
        raise Refusal(
            f"{fact.short_name}所在片区还没有指挥中心。",
            clause="powers/centre",
            ways=("先在“机构”页登记指挥中心。",),
        )
    return int(centre)


@chartered(
    Permission.POWERS_COMMAND_ANSWER,
    title="草拟吹哨",
    changes=(Topic.AFFAIRS,),
)
def draft_whistle(
    work: Work,
    *,
    town_unit_id: int,
    title: str,
    level: WhistleLevel,
    place: str,
    reason: str,
    lead_id: int | None = None,
    assistants: Sequence[int] = (),
    longitude: float | None = None,
    latitude: float | None = None,
    said: Said = NOTHING,
    affair_id: int | None = None,
) -> int:
    """Draft a whistle of a town, or draft it anew while it is a draft.

    Args:
        work: Whose work.
        town_unit_id: The town's unit.
        title: What it is about, in one line.
        level: How pressing.
        place: Where.
        reason: What happened (事由).
        lead_id: Who should lead (建议主办).
        assistants: Who should assist (建议协办).
        longitude: Degrees east.
        latitude: Degrees north.
        said: When it was asked for; who asked and how, where a clerk records it.
        affair_id: The draft that is drafted anew.

    Returns:
        Number of the affair.

    Raises:
        Refusal: No reason, the unit is no town's of a zone, somebody named twice, a
            point outside the country, no grant, or the draft is none any more.

    Clause: powers/needs, powers/centre, powers/whistle-parties, powers/grant
    """
    if not reason.strip():
        raise Refusal("请写明吹哨事由。", clause="powers/needs")
    _check_point(longitude, latitude)
    _check_parties(town_unit_id, lead_id, assistants)
    if affair_id is None:
        docket = Docket.begin(
            work,
            AffairKind.WHISTLE,
            unit_id=_centre_of(work, town_unit_id),
            title=title,
            said=said,
        )
        whistle = Whistle(affair_id=docket.affair.id)
    else:
        docket = Docket.to_move(work, affair_id, None, AffairKind.WHISTLE)
        docket.change(title)
        whistle = _whistle(work, affair_id)
    whistle.level, whistle.place = level, place.strip()
    whistle.longitude, whistle.latitude = longitude, latitude
    whistle.reason = reason.strip()
    work.session.add(whistle)
    docket.reach(Part.TOWN, (town_unit_id,))
    docket.reach(Part.LEAD, () if lead_id is None else (lead_id,))
    docket.reach(Part.ASSISTANT, assistants)
    return docket.affair.id


def degrees(text: str) -> float | None:
    """Return what was typed as degrees, None where nothing was.

    Raises:
        Refusal: It is no number.

    Clause: powers/whistle-parties
    """
    try:
        return float(text) if text.strip() else None
    except ValueError:
        raise Refusal(
            f"“{text}”不是经纬度，如119.15、34.55。", clause="powers/whistle-parties"
        ) from None


def _check_point(longitude: float | None, latitude: float | None) -> None:
    if longitude is None and latitude is None:
        return
    if (
        longitude is None
        or latitude is None
        or not _LONGITUDES[0] <= longitude <= _LONGITUDES[1]
        or not _LATITUDES[0] <= latitude <= _LATITUDES[1]
    ):
        raise Refusal(
            "坐标应同时填经度和纬度，经度在前，如119.15、34.55。",
            clause="powers/whistle-parties",
        )


def _check_parties(
    town_unit_id: int, lead_id: int | None, assistants: Sequence[int]
) -> None:
    named = [one for one in (town_unit_id, lead_id, *assistants) if one is not None]
    if len(set(named)) < len(named):
        raise Refusal(
            "吹哨单位、主办单位、协办单位不能重复。", clause="powers/whistle-parties"
        )


def _whistle(work: Work, affair_id: int) -> Whistle:
    found: Whistle = work.session.scalars(
        sa.select(Whistle).where(Whistle.affair_id == affair_id, work.visible(Whistle))
    ).one()
    return found


@chartered(Permission.POWERS_AFFAIR_READ)
def whistle_values(work: Work, *, affair_id: int) -> WhistleValues:
    """Return what a whistle says.

    Raises:
        Refusal: It may not be seen.

    Clause: platform/row-scope
    """
    docket = Docket(work, work.own(Affair, affair_id))
    whistle = _whistle(work, affair_id)
    lead = docket.units(Part.LEAD)
    return WhistleValues(
        docket.affair.title,
        whistle.level,
        docket.units(Part.TOWN)[0],
        whistle.place,
        whistle.longitude,
        whistle.latitude,
        whistle.reason,
        lead[0] if lead else None,
        docket.units(Part.ASSISTANT),
        whistle.dispatch,
        whistle.handling,
        tuple(map(tuple, json.loads(whistle.ratings or "[]"))),
    )


@chartered(
    Permission.POWERS_COMMAND_HANDLE,
    title="拟分派意见",
    changes=(Topic.AFFAIRS,),
)
def assign_whistle(
    work: Work,
    *,
    affair_id: int,
    lead_id: int,
    assistants: Sequence[int] = (),
    level: WhistleLevel,
    dispatch: str = "",
) -> None:
    """Say who leads and who assists before a whistle is sent on.

    Args:
        work: Whose work.
        affair_id: The whistle, which waits to be sent on.
        lead_id: Who leads.
        assistants: Who assists.
        level: Its class, as the centre sees it.
        dispatch: How it is sent on (分派意见).

    Raises:
        Refusal: It does not wait to be sent on, or somebody is named twice.

    Clause: powers/moves, powers/whistle-parties
    """
    docket = Docket.to_move(work, affair_id, None, AffairKind.WHISTLE)
    if docket.affair.state != "called":
        raise Refusal(
            "只有待分派的吹哨可以拟分派意见。",
            clause="powers/moves",
            ways=("已经分派的，主办单位申请退哨并经同意后可以重新分派。",),
        )
    docket.check_grant(work.now)
    _check_parties(docket.units(Part.TOWN)[0], lead_id, assistants)
    whistle = _whistle(work, affair_id)
    whistle.level, whistle.dispatch = level, dispatch.strip()
    docket.reach(Part.LEAD, (lead_id,))
    docket.reach(Part.ASSISTANT, assistants)
    docket.affair.version += 1


# ---- what follows of a move ----


def check_reviewer(docket: Docket, said: Said, at: datetime) -> None:
    """Refuse a whistle that its own drafter approves for the town.

    Raises:
        Refusal: The same person of the town drafted and approved it.

    Clause: powers/three-hands
    """
    del at
    first = next(one for one in docket.steps if one.verb == BEGIN)
    drafter = Somebody(first.person or first.by_name)
    if not first.person:
        drafter = replace(drafter, account_id=first.by_id)
    me = docket.me()
    reviewer = Somebody(said.told.person) if said.told else me
    check_hands("审核", reviewer, proposers=(drafter,))


def send_on(docket: Docket, said: Said, at: datetime) -> None:
    """Number the form, and have the terms of the whistle's class run.

    Raises:
        Refusal: Nobody leads, or the centre has no run of numbers.

    Clause: powers/whistle-parties, documents/number-series
    """
    del said
    work, affair = docket.work, docket.affair
    if not docket.units(Part.LEAD):
        raise Refusal(
            "还没有主办单位，不能分派。",
            clause="powers/whistle-parties",
            ways=("先点“拟分派意见”，选主办单位。",),
        )
    whistle = _whistle(work, affair.id)
    for which, parameter in whistle.level.terms:
        docket.start(which, at, docket.term(parameter, at))
    if not affair.number_text:
        _issue(docket, whistle, at)


def _issue(docket: Docket, whistle: Whistle, at: datetime) -> None:
    """Compose the form as it stands, and give it its number.

    Composed of what is on record alone, it is drafted by nobody at a desk.
    """
    work, affair = docket.work, docket.affair
    on = work.today
    centre = naming.centre_on(work, unit_id=affair.unit_id, on=on)
    affair.paper_id = register.keep_draft(
        replace(work, actor=SYSTEM),
        kind="whistle",
        record=record_json(_form(docket, whistle, centre.name)),
        about_on=on,
        unit_id=affair.unit_id,
        about_id=affair.unit_id,
    )
    runs = register.issue_terms(work, paper_id=affair.paper_id).series
    if not runs:
        raise Refusal(
            "指挥中心还没有吹哨报到单的文号代字，不能编号。",
            clause="documents/number-series",
            ways=("在“文号”页为指挥中心登记代字。",),
        )
    affair.number_text = register.issue_paper(
        work,
        paper_id=affair.paper_id,
        series_id=runs[0].id,
        issued_on=china_day(at),
        signer=work.actor.name,
    )


def _form(docket: Docket, whistle: Whistle, centre: str) -> reports.Whistle:
    """Return the form as far as it is filled by now."""
    work = docket.work
    parties = docket.parties
    names = naming.units_called(
        work, ids=[one.unit_id for one in parties], on=work.today
    )
    steps = {one.verb: one for one in docket.steps}
    approved = steps.get("approve")
    lead = [names[one] for one in docket.units(Part.LEAD)]
    assistants = [names[one] for one in docket.units(Part.ASSISTANT)]
    point = ""
    if whistle.longitude is not None:
        point = f"（{whistle.longitude}，{whistle.latitude}）"
    given = dict(json.loads(whistle.ratings or "[]"))
    terms = "，".join(
        f"{docket.term(parameter, work.now)}{which.label}"
        for which, parameter in whistle.level.terms
    )
    return reports.Whistle(
        issuing=Issuing(centre, "", "", "", "", None, sealed=False),
        town=names[docket.units(Part.TOWN)[0]],
        whistled_at=approved.at if approved else None,
        type=whistle.level.label,
        terms=terms,
        reason=whistle.reason,
        place=f"{whistle.place}{point}",
        photos="",
        lead="、".join(lead),
        assistants="、".join(assistants),
        reviewer=(approved.person or approved.by_name) if approved else "",
        reviewed_at=approved.at if approved else None,
        dispatch=whistle.dispatch,
        answers=tuple(
            reports.Answer(
                names[one.unit_id],
                one.part == Part.LEAD,
                one.signed_by,
                one.signed_at,
                one.arrived_at,
                tuple(one.arrivals.splitlines()),
            )
            for one in parties
            if one.part in {Part.LEAD, Part.ASSISTANT}
        ),
        handling=whistle.handling,
        result=steps["report"].words if "report" in steps else "",
        ratings=tuple(reports.Rating(one, given.get(one, "")) for one in ASPECTS),
        comment=steps["rate"].words if "rate" in steps else "",
    )


def note_signature(docket: Docket, said: Said, at: datetime) -> None:
    """Note on the lead's line who signed for the whistle."""
    for party in docket.parties:
        if party.part == Part.LEAD:
            party.signed_by = said.told.person if said.told else docket.work.actor.name
            party.signed_at = at


def note_arrival(docket: Docket, said: Said, at: datetime) -> None:
    """Note on the lead's line who came."""
    for party in docket.parties:
        if party.part == Part.LEAD:
            party.arrivals = said.words.get(Need.PEOPLE, "")
            party.arrived_at = at


def note_handling(docket: Docket, said: Said, at: datetime) -> None:
    """Keep what was done on the spot."""
    del at
    _whistle(docket.work, docket.affair.id).handling = said.words[Need.RESULT]


def note_ratings(docket: Docket, said: Said, at: datetime) -> None:
    """Keep what the town gave each aspect.

    Raises:
        Refusal: An aspect lacks its verdict.

    Clause: powers/needs
    """
    del at
    given = dict(said.ratings)
    lacks = [one for one in ASPECTS if not given.get(one)]
    if lacks:
        raise Refusal(f"请评价{'、'.join(lacks)}。", clause="powers/needs")
    _whistle(docket.work, docket.affair.id).ratings = json.dumps(
        [[one, given[one]] for one in ASPECTS], ensure_ascii=False
    )


def put_off(docket: Docket, said: Said, at: datetime) -> None:
    """Put off the end of a hard whistle, once.

    Raises:
        Refusal: As of ``check_extension``.

    Clause: powers/extension
    """
    work = docket.work
    whistle = _whistle(work, docket.affair.id)
    runs: AffairClock | None = docket.clock(Clock.FINISH)
    until = said.until or at
    allowed = None
    if runs is not None:
        longest = docket.term(Policy.WHISTLE_EXTENSION, at)
        latest = due(runs.due_at, longest, clock.calendar(work)).at
        allowed = Extension(runs.due_at, latest)
    check_extension(whistle.level, allowed, until)
    if runs is not None:
        runs.due_at = until
        docket.renew_due()


def run_again(docket: Docket, said: Said, at: datetime) -> None:
    """Have the whistle be finished anew, until a moment."""
    docket.start(Clock.FINISH, at, None, said.until or at)
