"""The notice of a joint action: its plan, and who is sent where (联合行动方案)."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from workbench.desk import Work
from workbench.models.powers.commands import JointAction
from workbench.models.roster.people import Posting
from workbench.reports.issuing import Issuing
from workbench.reports.powers import joint as reports
from workbench.rules.periods import Period
from workbench.rules.powers import clashes as rules
from workbench.rules.powers.grants import Power
from workbench.rules.powers.moves import Part
from workbench.services.powers import clashes, grants, naming
from workbench.services.powers.docket import Docket


@dataclass(frozen=True, slots=True)
class TeamPlan:
    """A team as it is wanted.

    Attributes:
        area: Where it works.
        member_ids: Who enforces, besides the leader; each needs a certificate.
        helper_ids: Who helps and needs none.
    """

    name: str
    area: str
    leader_id: int
    member_ids: tuple[int, ...] = ()
    helper_ids: tuple[int, ...] = ()
    vehicle_ids: tuple[int, ...] = ()

    @property
    def everybody(self) -> tuple[int, ...]:
        """All who are on it, the leader first."""
        return (self.leader_id, *self.member_ids, *self.helper_ids)


def notice(
    docket: Docket, action: JointAction, teams: Sequence[TeamPlan], frame: Issuing
) -> reports.JointAction:
    """Return the notice that puts a plan in force, as it stands.

    Args:
        docket: The action.
        action: What its plan says.
        teams: Who is sent where.
        frame: Who issues it, to whom.

    Raises:
        Refusal: The centre's zone holds no grant today.

    Clause: powers/grant, powers/centre
    """
    work, affair = docket.work, docket.affair
    on = work.today
    plan = json.loads(action.plan)
    centre = naming.centre_on(work, unit_id=affair.unit_id, on=on)
    units = naming.units_called(
        work, ids=[one.unit_id for one in docket.parties], on=on
    )
    lead = next(one.unit_id for one in docket.parties if one.part == Part.LEAD)
    return reports.JointAction(
        issuing=frame,
        zone=centre.zone,
        name=affair.title,
        grant=grants.grant_words(
            work, zone_id=centre.zone_id, power=Power.COMMAND, on=on
        ),
        consent=plan["consent"],
        aim=action.purpose,
        first=action.first,
        last=action.last,
        area=action.area.rstrip("。"),
        matters=tuple(f"{one.rstrip('。')}。" for one in plan["matters"]),
        lead=units[lead],
        tasks=tuple(
            reports.Task(units[one["unit_id"]], one["duty"]) for one in plan["tasks"]
        ),
        stages=tuple(
            reports.Stage(
                one["name"],
                date.fromisoformat(one["first"]),
                date.fromisoformat(one["last"]),
                one["content"],
            )
            for one in plan["stages"]
        ),
        teams=_team_lines(work, action, teams),
        contact=plan["contact"] or f"{centre.zone}指挥中心，联系电话：{centre.phone}",
    )


def _team_lines(
    work: Work, action: JointAction, teams: Sequence[TeamPlan]
) -> tuple[reports.Team, ...]:
    """Return the teams as the notice's table shows them, each name with its unit."""
    people = [key for team in teams for key in team.everybody]
    names = naming.people_called(work, ids=people)
    posted = {
        one.person_id: one.unit_id
        for one in work.session.scalars(
            sa.select(Posting).where(
                Posting.person_id.in_(people),
                Posting.holds_on(work.today),
                work.whole_county(Posting),
            )
        )
    }
    units = naming.units_called(work, ids=posted.values(), on=work.today)
    days = Period(action.first, action.last)
    held = clashes.known(work, people=people, vehicles=(), days=days).certificates

    def called(key: int, *, unit: bool) -> str:
        home = units.get(posted.get(key, 0), "")
        return f"{names.get(key, '')}（{home}）" if unit and home else names[key]

    def certified(key: int) -> bool:
        spans = sorted(
            (one.period for one in held if one.key == key), key=lambda one: one.first
        )
        return not any(rules.gaps(days, spans))

    return tuple(
        reports.Team(
            team.name,
            team.area,
            called(team.leader_id, unit=True).replace("（", "\n（"),
            tuple(
                called(key, unit=posted.get(key) != posted.get(team.leader_id))
                for key in (*team.member_ids, *team.helper_ids)
            ),
            sum(certified(key) for key in team.everybody),
            f"{len(team.vehicle_ids)}辆" if team.vehicle_ids else "",
        )
        for team in teams
    )
