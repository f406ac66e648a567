"""Collective decisions (集体研究): a meeting of a centre's members, and its votes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa

from workbench.access import Permission
from workbench.desk import Work, chartered
from workbench.models.powers.affairs import Affair, AffairVote
from workbench.models.roster.people import Person
from workbench.models.roster.zones import CentreMember
from workbench.reports.powers.collective import Ballot
from workbench.rules import Refusal
from workbench.rules.calendar import china_day, chinese_day
from workbench.rules.platform import Policy
from workbench.rules.powers.collective import Count, Meeting, Vote, Voter, counted
from workbench.rules.powers.hands import Somebody
from workbench.services.platform import policy


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody on a centre's roster.

    Attributes:
        duty: What he is there: 指挥长, 成员.
    """

    person_id: int
    name: str
    duty: str


@dataclass(frozen=True, slots=True)
class VoteLine:
    """How one member voted.

    Attributes:
        meeting: Number of the meeting, where there was more than one.
        reason: Why he withdrew.
    """

    meeting: int
    held_on: date
    name: str
    vote: Vote
    reason: str


@chartered(Permission.POWERS_PERSONNEL_READ)
def members(
    work: Work, *, unit_id: int, first: date, last: date | None = None
) -> tuple[Member, ...]:
    """Return who is on a centre's roster on one of some days, each once.

    Args:
        work: Whose work.
        unit_id: The command centre.
        first: The first day.
        last: The last day; the first where None.
    """
    found = work.session.execute(
        sa.select(CentreMember.person_id, Person.name, CentreMember.duty)
        .join(Person, Person.id == CentreMember.person_id)
        .where(
            CentreMember.stands(),
            CentreMember.unit_id == unit_id,
            CentreMember.valid_from <= (last or first),
            sa.or_(CentreMember.valid_to.is_(None), CentreMember.valid_to >= first),
            work.visible(CentreMember),
            work.whole_county(Person),
        )
        .order_by(CentreMember.id)
    )
    by_person: dict[int, Member] = {}
    for person_id, name, duty in found:
        by_person.setdefault(person_id, Member(person_id, name, duty.label))
    return tuple(by_person.values())


@chartered(Permission.POWERS_PERSONNEL_DECIDE)
def hold_vote(
    work: Work,
    *,
    affair_id: int,
    meeting: Meeting,
    since: date,
    at: datetime,
    concerned: Sequence[Somebody],
) -> Count:
    """Count how a centre's members voted on an affair, and keep every vote.

    Args:
        work: Whose work.
        affair_id: The affair.
        meeting: The meeting and what each member did.
        since: The day it was put to the meeting.
        at: When the decision was made, as stated.
        concerned: Whom the decision is about.

    Returns:
        How it came out.

    Raises:
        Refusal: The meeting lies before it was put to it or ahead, somebody withdrew
            without a reason, or as of ``rules.powers.collective.counted``.

    Clause: powers/meeting-day, powers/recusal, powers/voters, powers/quorum
    """
    affair: Affair = work.own(Affair, affair_id)
    on = meeting.held_on
    if not since <= on <= china_day(at):
        raise Refusal(
            f"会议日期{chinese_day(on)}不对：应在{chinese_day(since)}送集体研究之后，"
            "也不能晚于办理这一步的时间。",
            clause="powers/meeting-day",
            ways=("核对会议记录上的日期。",),
        )
    roster = members(work, unit_id=affair.unit_id, first=on)
    if not roster:
        raise Refusal(
            f"{chinese_day(on)}指挥中心还没有成员名单，不能集体研究。",
            clause="powers/voters",
            ways=("先在“指挥中心名单”页登记成员。",),
        )
    names = {one.person_id: one.name for one in roster}
    strangers = [one.person_id for one in meeting.lines if one.person_id not in names]
    names |= dict(
        work.session.execute(
            sa.select(Person.id, Person.name).where(
                Person.id.in_(strangers), work.whole_county(Person)
            )
        ).all()
    )
    for one in meeting.lines:
        if one.vote is Vote.WITHDREW and not one.reason.strip():
            raise Refusal(
                f"{names.get(one.person_id, '成员')}回避的，请写明原因。",
                clause="powers/recusal",
                ways=("在“回避原因”中写明，如：当事人本人、近亲属。",),
            )
    count = counted(
        [
            Voter(
                Somebody(names.get(one.person_id, "所选人员"), None, one.person_id),
                one.vote,
            )
            for one in meeting.lines
        ],
        [Somebody(one.name, None, one.person_id) for one in roster],
        concerned,
        policy.share(work, policy=Policy.QUORUM, on=on),
    )
    number = _last(work, affair_id) + 1
    work.session.add_all(
        AffairVote(
            affair_id=affair_id,
            meeting=number,
            held_on=on,
            person_id=one.person_id,
            person_name=names[one.person_id],
            vote=one.vote,
            reason=one.reason.strip(),
        )
        for one in meeting.lines
    )
    work.session.flush()
    return count


def _last(work: Work, affair_id: int) -> int:
    return (
        work.session.scalar(
            sa.select(sa.func.max(AffairVote.meeting)).where(
                AffairVote.affair_id == affair_id, work.visible(AffairVote)
            )
        )
        or 0
    )


@chartered(Permission.POWERS_PERSONNEL_READ)
def votes(work: Work, *, affair_id: int) -> tuple[VoteLine, ...]:
    """Return how the members voted on an affair, the first meeting first."""
    found = work.session.scalars(
        sa.select(AffairVote)
        .where(AffairVote.affair_id == affair_id, work.visible(AffairVote))
        .order_by(AffairVote.meeting, AffairVote.id)
    )
    return tuple(
        VoteLine(one.meeting, one.held_on, one.person_name, one.vote, one.reason)
        for one in found
    )


@chartered(Permission.POWERS_PERSONNEL_READ)
def last_ballot(work: Work, *, affair_id: int) -> Ballot | None:
    """Return the last meeting on an affair as papers tell it; None without one.

    Who withdrew has no vote, but sat in the meeting until then.
    """
    lines = votes(work, affair_id=affair_id)
    lines = tuple(one for one in lines if one.meeting == lines[-1].meeting)
    if not lines:
        return None
    tally = {vote: sum(one.vote is vote for one in lines) for vote in Vote}
    return Ballot(
        lines[0].held_on,
        len(lines),
        len(lines) - tally[Vote.ABSENT],
        tally[Vote.FOR],
        tally[Vote.AGAINST],
        tally[Vote.ABSTAINED],
        tuple(one.name for one in lines if one.vote is Vote.WITHDREW),
    )
