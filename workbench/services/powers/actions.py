"""Joint actions: a plan with its teams, checked for clashes, and the notice of it."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime

import sqlalchemy as sa

from workbench.access import SYSTEM, Permission
from workbench.desk import Topic, Work, chartered
from workbench.models.powers.affairs import Affair, AffairParty
from workbench.models.powers.commands import (
    ActionMember,
    ActionTeam,
    JointAction,
    VehicleFact,
    VehicleUse,
)
from workbench.models.roster.people import Person
from workbench.reports import record_json
from workbench.rules import Refusal
from workbench.rules.calendar import china_day, chinese_day
from workbench.rules.documents import PaperState
from workbench.rules.periods import Period
from workbench.rules.powers import clashes as rules
from workbench.rules.powers.clashes import Clash, Member
from workbench.rules.powers.moves import AffairKind, Need, Part
from workbench.services.documents import hosts, register
from workbench.services.powers import clashes, naming
from workbench.services.powers.action_notice import TeamPlan, notice
from workbench.services.powers.docket import Docket
from workbench.services.powers.said import NOTHING, Said

_SUFFIXES = ("方案", "联合行动")
_UNSIGNED = (PaperState.DRAFT, PaperState.REVIEW, PaperState.REVIEWED)


@dataclass(frozen=True, slots=True)
class Task:
    """What one unit does (职责分工)."""

    unit_id: int
    duty: str


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage of the action (行动步骤)."""

    name: str
    first: date
    last: date
    content: str


@dataclass(frozen=True, slots=True)
class ActionValues:
    """What a plan says, as its form takes it.

    Attributes:
        lead_id: Which unit leads (牵头单位).
        consent: Whose consent the notice bears, such as 经县人民政府同意.
        contact: Whom to ask, with the telephone number.
        said: The teams in words, a line each.
    """

    title: str
    purpose: str
    area: str
    first: date
    last: date
    matters: tuple[str, ...]
    lead_id: int
    tasks: tuple[Task, ...]
    stages: tuple[Stage, ...]
    teams: tuple[TeamPlan, ...]
    consent: str
    contact: str
    summary: str
    said: tuple[tuple[str, str], ...]


@chartered(
    Permission.POWERS_COMMAND_HANDLE, title="草拟联合行动", changes=(Topic.AFFAIRS,)
)
def draft_action(
    work: Work,
    *,
    unit_id: int,
    title: str,
    purpose: str,
    area: str,
    first: date,
    last: date,
    matters: Sequence[str],
    lead_id: int,
    tasks: Sequence[Task] = (),
    stages: Sequence[Stage] = (),
    teams: Sequence[TeamPlan] = (),
    consent: str = "",
    contact: str = "",
    said: Said = NOTHING,
    affair_id: int | None = None,
) -> int:
    """Draft the plan of a joint action, or draft it anew while it is a draft.

    Args:
        work: Whose work.
        unit_id: The command centre.
        title: What the action is called.
        purpose: What is to be reached.
        area: Where it takes place.
        first: First day.
        last: Last day.
        matters: What is dealt with, each in a sentence.
        lead_id: Which unit leads.
        tasks: Which unit does what.
        stages: What is done when.
        teams: Who is sent where, once for all the days.
        consent: Whose consent the notice bears.
        contact: Whom to ask; the centre's duty telephone where empty.
        said: When it was drafted.
        affair_id: The draft that is drafted anew.

    Returns:
        Number of the affair.

    Raises:
        Refusal: Something is missing, days are out of order, somebody cannot be sent
            so, no grant holds, or the draft is none any more.

    Clause: powers/needs, powers/action-plan, powers/clashes, powers/two-certified,
        powers/grant
    """
    _check_plan(purpose, area, matters, Period(first, last), stages)
    _check_teams(teams, tasks)
    if affair_id is None:
        docket = Docket.begin(
            work, AffairKind.ACTION, unit_id=unit_id, title=_named(title), said=said
        )
        action = JointAction(affair_id=docket.affair.id, summary="")
    else:
        docket = Docket.to_move(work, affair_id, None, AffairKind.ACTION)
        docket.change(_named(title))
        action = _action(work, affair_id)
    action.first, action.last = first, last
    action.area, action.purpose = area.strip(), purpose.strip()
    action.plan = json.dumps(
        {
            "matters": [one.strip() for one in matters if one.strip()],
            "tasks": [asdict(one) for one in tasks],
            "stages": [asdict(one) for one in stages],
            "consent": consent.strip(),
            "contact": contact.strip(),
        },
        ensure_ascii=False,
        sort_keys=True,
        default=date.isoformat,
    )
    work.session.add(action)
    _reach(docket, lead_id, tasks)
    found = _clashes(work, teams, Period(first, last), docket.affair.id)
    _refuse(found)
    _send(docket, teams, Period(first, last))
    _warn(docket, found)
    return docket.affair.id


def _named(title: str) -> str:
    """Return the action's bare name, as its paper joins it with 联合行动方案."""
    name = title.strip().strip("《》")
    for suffix in _SUFFIXES:
        name = name.removesuffix(suffix)
    return name


def _check_plan(
    purpose: str,
    area: str,
    matters: Sequence[str],
    days: Period,
    stages: Sequence[Stage],
) -> None:
    if not purpose.strip() or not area.strip():
        raise Refusal("请写明行动目标和范围。", clause="powers/needs")
    if not any(one.strip() for one in matters):
        raise Refusal("请写明行动事项，一行一项。", clause="powers/needs")
    if days.last is not None and days.last < days.first:
        raise Refusal("行动的结束日期不能早于开始日期。", clause="powers/action-plan")
    for one in stages:
        if not one.name.strip() or not one.content.strip():
            raise Refusal("每个步骤都要写名称和内容。", clause="powers/action-plan")
        if one.last < one.first or one.first not in days or one.last not in days:
            raise Refusal(
                f"步骤“{one.name}”的日期不在行动期间内，或者先后颠倒。",
                clause="powers/action-plan",
                ways=("核对步骤和行动的起止日期。",),
            )


def _check_teams(teams: Sequence[TeamPlan], tasks: Sequence[Task]) -> None:
    names = [one.name.strip() for one in teams]
    if not all(names) or len(set(names)) < len(names):
        raise Refusal("每个组都要有组名，并且不能重复。", clause="powers/action-plan")
    units = [one.unit_id for one in tasks]
    if len(set(units)) < len(units):
        raise Refusal("同一个单位的职责写在一起。", clause="powers/action-plan")


def _reach(docket: Docket, lead_id: int, tasks: Sequence[Task]) -> None:
    docket.work.session.execute(
        sa.delete(AffairParty).where(
            AffairParty.affair_id == docket.affair.id,
            docket.work.whole_county(AffairParty),
        )
    )
    docket.add_party(lead_id, Part.LEAD)
    for one in tasks:
        if one.unit_id != lead_id:
            docket.add_party(one.unit_id, Part.ASSISTANT)


# ---- teams ----


@chartered(Permission.POWERS_COMMAND_HANDLE)
def clashes_of(
    work: Work,
    *,
    first: date,
    last: date,
    teams: Sequence[TeamPlan],
    affair_id: int | None = None,
) -> tuple[Clash, ...]:
    """Return what stands against sending these teams on these days.

    Args:
        work: Whose session.
        first: First day of the action.
        last: Last day.
        teams: The teams as wanted.
        affair_id: The action itself, whose own teams do not count.

    Raises:
        Refusal: Somebody, or a vehicle, may not be seen.

    Clause: powers/clashes, powers/two-certified, platform/row-scope
    """
    return _clashes(work, teams, Period(first, last), affair_id)


def _clashes(
    work: Work, teams: Sequence[TeamPlan], days: Period, affair_id: int | None
) -> tuple[Clash, ...]:
    people = {
        key: work.own(Person, key).name for team in teams for key in team.everybody
    }
    plates = _plates(work, {key for team in teams for key in team.vehicle_ids}, days)
    wanted = tuple(
        rules.Team(
            team.name.strip(),
            days.first,
            days.last or days.first,
            tuple(
                Member(key, people[key], enforces=key not in team.helper_ids)
                for key in team.everybody
            ),
            tuple((key, plates[key]) for key in team.vehicle_ids),
        )
        for team in teams
    )
    on_record = clashes.known(
        work, people=tuple(people), vehicles=tuple(plates), days=days, but=affair_id
    )
    return rules.clashes(wanted, on_record)


def _plates(work: Work, wanted: set[int], days: Period) -> dict[int, str]:
    """Return the plates of vehicles that are there from the first day to the last."""
    found = work.session.scalars(
        sa.select(VehicleFact).where(
            VehicleFact.vehicle_id.in_(wanted),
            VehicleFact.stands(),
            VehicleFact.valid_from <= days.first,
            sa.or_(VehicleFact.valid_to.is_(None), VehicleFact.valid_to >= days.first),
            work.visible(VehicleFact),
        )
    )
    plates = {one.vehicle_id: one.plate for one in found}
    if wanted - plates.keys():
        raise Refusal(
            f"所选车辆中有{chinese_day(days.first)}不在用的，或者不属于您可以查看的机构。",
            clause="powers/vehicles",
            ways=("在“车辆”页核对。",),
        )
    return plates


def _refuse(found: Sequence[Clash]) -> None:
    """Refuse what forbids, every clash in its sentence.

    Raises:
        Refusal: Something forbids.
    """
    against = [one.text for one in found if one.forbids]
    if against:
        count = "" if len(against) == 1 else f"有{len(against)}处冲突："
        raise Refusal(
            f"{count}{''.join(against)}",
            clause="powers/clashes",
            ways=("换人、换车或者改日期后再保存。",),
        )


def _warn(docket: Docket, found: Sequence[Clash]) -> None:
    """Keep in the last step's words what is to be known."""
    told = [one.text for one in found if not one.forbids]
    if told:
        step = docket.steps[-1]
        step.words = "\n".join(filter(None, (step.words, *told)))


def _send(docket: Docket, teams: Sequence[TeamPlan], days: Period) -> None:
    """Have the action's teams be these, and no others."""
    work, key = docket.work, docket.affair.id
    for model in (VehicleUse, ActionMember, ActionTeam):
        work.session.execute(
            sa.delete(model).where(model.affair_id == key, work.whole_county(model))
        )
    last = days.last or days.first
    for team in teams:
        row = ActionTeam(
            affair_id=key,
            name=team.name.strip(),
            area=team.area.strip(),
            first=days.first,
            last=last,
        )
        work.session.add(row)
        work.session.flush()
        work.session.add_all(
            ActionMember(
                affair_id=key,
                team_id=row.id,
                person_id=one,
                leads=one == team.leader_id,
                needs_certificate=one not in team.helper_ids,
            )
            for one in team.everybody
        )
        work.session.add_all(
            VehicleUse(
                vehicle_id=one,
                unit_id=docket.affair.unit_id,
                affair_id=key,
                team_id=row.id,
                person_id=None,
                first=days.first,
                last=last,
                purpose=f"{docket.affair.title}联合行动{row.name}",
                kilometres=None,
                recorded_at=work.now,
                recorded_by=work.actor.account_id,
            )
            for one in team.vehicle_ids
        )
    work.session.flush()


def _action(work: Work, affair_id: int) -> JointAction:
    found: JointAction = work.session.scalars(
        sa.select(JointAction).where(
            JointAction.affair_id == affair_id, work.visible(JointAction)
        )
    ).one()
    return found


def _teams(work: Work, affair_id: int) -> tuple[TeamPlan, ...]:
    """Return the teams as they were planned."""
    teams = work.session.scalars(
        sa.select(ActionTeam)
        .where(ActionTeam.affair_id == affair_id, work.whole_county(ActionTeam))
        .order_by(ActionTeam.id)
    ).all()
    members = work.session.scalars(
        sa.select(ActionMember)
        .where(ActionMember.affair_id == affair_id, work.whole_county(ActionMember))
        .order_by(ActionMember.id)
    ).all()
    vehicles = work.session.scalars(
        sa.select(VehicleUse)
        .where(VehicleUse.affair_id == affair_id, work.whole_county(VehicleUse))
        .order_by(VehicleUse.id)
    ).all()
    return tuple(
        TeamPlan(
            team.name,
            team.area,
            next(
                one.person_id for one in members if one.team_id == team.id and one.leads
            ),
            tuple(
                one.person_id
                for one in members
                if one.team_id == team.id and not one.leads and one.needs_certificate
            ),
            tuple(
                one.person_id
                for one in members
                if one.team_id == team.id and not one.needs_certificate
            ),
            tuple(one.vehicle_id for one in vehicles if one.team_id == team.id),
        )
        for team in teams
    )


@chartered(Permission.POWERS_AFFAIR_READ)
def action_values(work: Work, *, affair_id: int) -> ActionValues:
    """Return what the plan of an action says.

    Raises:
        Refusal: It may not be seen.

    Clause: platform/row-scope
    """
    docket = Docket(work, work.own(Affair, affair_id))
    action = _action(work, affair_id)
    plan = json.loads(action.plan)
    teams = _teams(work, affair_id)
    return ActionValues(
        docket.affair.title,
        action.purpose,
        action.area,
        action.first,
        action.last,
        tuple(plan["matters"]),
        next(one.unit_id for one in docket.parties if one.part == Part.LEAD),
        tuple(Task(**one) for one in plan["tasks"]),
        tuple(
            Stage(
                one["name"],
                date.fromisoformat(one["first"]),
                date.fromisoformat(one["last"]),
                one["content"],
            )
            for one in plan["stages"]
        ),
        teams,
        plan["consent"],
        plan["contact"],
        action.summary,
        _in_words(work, teams, action),
    )


def _in_words(
    work: Work, teams: Sequence[TeamPlan], action: JointAction
) -> tuple[tuple[str, str], ...]:
    names = naming.people_called(
        work, ids=[key for team in teams for key in team.everybody]
    )
    plates = _plates_known(work, teams, action.first)
    lines = []
    for team in teams:
        words = f"{team.area}。" if team.area else ""
        words += f"组长{names.get(team.leader_id, '')}"
        for title, keys in (("队员", team.member_ids), ("协助", team.helper_ids)):
            if keys:
                words += f"；{title}{'、'.join(names.get(one, '') for one in keys)}"
        if team.vehicle_ids:
            words += (
                f"；车辆{'、'.join(plates.get(one, '') for one in team.vehicle_ids)}"
            )
        lines.append((team.name, words))
    return tuple(lines)


def _plates_known(work: Work, teams: Sequence[TeamPlan], on: date) -> dict[int, str]:
    found = work.session.scalars(
        sa.select(VehicleFact).where(
            VehicleFact.vehicle_id.in_(
                [one for team in teams for one in team.vehicle_ids]
            ),
            VehicleFact.holds_on(on),
            work.whole_county(VehicleFact),
        )
    )
    return {one.vehicle_id: one.plate for one in found}


# ---- what follows of a move ----


def check_again(docket: Docket, said: Said, at: datetime) -> None:
    """Look for clashes once more: others were planned meanwhile.

    Raises:
        Refusal: There is no team, or somebody cannot be sent any more.

    Clause: powers/action-plan, powers/clashes, powers/two-certified
    """
    del said, at
    work, action = docket.work, _action(docket.work, docket.affair.id)
    teams = _teams(work, docket.affair.id)
    if not teams:
        raise Refusal(
            "还没有编组，不能送审。",
            clause="powers/action-plan",
            ways=("点“修改”，至少编一个组。",),
        )
    days = Period(action.first, action.last)
    found = _clashes(work, teams, days, docket.affair.id)
    _refuse(found)
    _warn(docket, found)


def approve(docket: Docket, said: Said, at: datetime) -> None:
    """Look for clashes once more, and keep the notice as a draft of the host organ.

    Raises:
        Refusal: Somebody cannot be sent any more, or there is no host organ.

    Clause: powers/clashes, documents/issuer
    """
    check_again(docket, said, at)
    work, affair = docket.work, docket.affair
    organ, frame = hosts.issuing(work, kind="joint_action")
    affair.paper_id = register.keep_draft(
        replace(work, actor=SYSTEM),
        kind="joint_action",
        record=record_json(
            notice(docket, _action(work, affair.id), _teams(work, affair.id), frame)
        ),
        about_on=work.today,
        unit_id=organ,
        about_id=affair.unit_id,
    )


def check_begun(docket: Docket, said: Said, at: datetime) -> None:
    """Refuse to carry out a plan before its first day.

    Raises:
        Refusal: The first day has not come.

    Clause: powers/action-plan
    """
    del said
    first = _action(docket.work, docket.affair.id).first
    if china_day(at) < first:
        raise Refusal(
            f"行动自{chinese_day(first)}开始，还不能开始实施。",
            clause="powers/action-plan",
            ways=("到开始那天再办；要提前的，撤销后重新草拟。",),
        )


def sum_up(docket: Docket, said: Said, at: datetime) -> None:
    """Keep what came of the action."""
    del at
    _action(docket.work, docket.affair.id).summary = said.words[Need.RESULT]


def call_off(docket: Docket, said: Said, at: datetime) -> None:
    """Void the notice of an action that was withdrawn, unless it was issued."""
    del at
    work, paper_id = docket.work, docket.affair.paper_id
    if paper_id is None:
        return
    row = register.paper_rows(work, ids=[paper_id])[paper_id]
    if row.state in _UNSIGNED:
        register.void_paper(work, paper_id=paper_id, reason=said.words[Need.REASON])
