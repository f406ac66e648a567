"""Nominations: drafted, voted on, sent in the host organ's name, answered, closed.

They recommend; they never appoint.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction

import sqlalchemy as sa

from workbench.access import Permission
from workbench.desk import Topic, Work, chartered
from workbench.models.powers.affairs import Affair, AffairParty, AffairStep
from workbench.models.powers.personnel import Nomination
from workbench.reports import record_json
from workbench.reports.powers import nomination as reports
from workbench.rules import Refusal
from workbench.rules.calendar import china_day, chinese_day
from workbench.rules.platform import Policy
from workbench.rules.powers.grants import Power
from workbench.rules.powers.moves import AffairKind, Clock, Part
from workbench.rules.powers.nominations import check_pause, check_recommending
from workbench.services.documents import hosts
from workbench.services.platform import policy
from workbench.services.powers import (
    collective,
    grants,
    letters_out,
    naming,
    posted,
)
from workbench.services.powers.docket import Docket
from workbench.services.powers.said import Said

_PAPER = "nomination"


@dataclass(frozen=True, slots=True)
class Integrity:
    """What was asked about a candidate's integrity (廉洁自律情况).

    Attributes:
        asked: Of whom.
        on: When they answered.
        answer: What they said.
    """

    asked: str
    on: date | None
    answer: str

    @property
    def told(self) -> str:
        """The check as the letter tells it."""
        if not self.asked or self.on is None:
            return ""
        return f"经征求{self.asked}意见，{chinese_day(self.on)}答复：{self.answer}"


@dataclass(frozen=True, slots=True)
class NominationValues:
    """What a nomination says, as its form and its panel take it.

    Attributes:
        addressee_id: Whom it is sent to.
        grounds: Heading and text of each ground.
        scores: What the candidate reached in locked months, as filled in.
        votes: How the members voted.
        reply: What was answered.
        adopted: Whether it was followed; None until that is known.
    """

    person_id: int
    person: str
    addressee_id: int
    position: str
    honour: bool
    profile: str
    grounds: tuple[tuple[str, str], ...]
    scores: tuple[reports.PeriodScore, ...]
    integrity: Integrity
    votes: tuple[collective.VoteLine, ...]
    reply: str
    adopted: bool | None


@chartered(
    Permission.POWERS_PERSONNEL_HANDLE,
    title="草拟推荐提名",
    changes=(Topic.AFFAIRS, Topic.PAPERS),
    secret=("position", "profile", "grounds", "integrity"),
)
def draft_nomination(
    work: Work,
    *,
    unit_id: int,
    person_id: int,
    addressee_id: int,
    position: str,
    grounds: Sequence[tuple[str, str]],
    integrity: Integrity,
    honour: bool = False,
    profile: str = "",
    affair_id: int | None = None,
) -> int:
    """Draft a nomination, or draft it anew while it is a draft.

    What the candidate reached in locked months is filled in.

    Args:
        work: Whose work.
        unit_id: The command centre.
        person_id: The candidate, posted to the zone.
        addressee_id: Whom it is sent to.
        position: The post or honour.
        grounds: Why, heading and text of each ground.
        integrity: What was asked about integrity; asked before it is handed in.
        honour: Whether it is an honour and no post.
        profile: Who the candidate is, in a sentence; from the roster where empty.
        affair_id: The draft that is drafted anew.

    Returns:
        Number of the affair.

    Raises:
        Refusal: The candidate is not posted there or is who drafts it, its words
            appoint, it says no ground, the pause runs, no grant, or it is no draft.

    Clause: powers/posted, powers/three-hands, powers/recommends-only, powers/needs,
        powers/nomination-pause, powers/grant, powers/moves
    """
    position = position.strip()
    told = [(a.strip(), b.strip()) for a, b in grounds if a.strip() or b.strip()]
    if not position or not told:
        raise Refusal("请写明推荐的职务或者荣誉，以及理由。", clause="powers/needs")
    for text in (position, profile, *(one for pair in told for one in pair)):
        check_recommending(text)
    if integrity.on is not None and integrity.on > work.today:
        raise Refusal("廉洁情况的答复日期不能晚于今天。", clause="powers/moment")
    name = posted.check_posted(
        work, unit_id=unit_id, person_id=person_id, on=work.today
    )
    title = f"推荐{name}为{position}{'' if position.endswith('人选') else '人选'}"
    _check_pause(work, person_id, name, position)
    if affair_id is None:
        docket = Docket.begin(
            work,
            AffairKind.NOMINATION,
            unit_id=unit_id,
            title=title,
            person_id=person_id,
        )
        nomination = Nomination(affair_id=docket.affair.id, reply="")
    else:
        docket = Docket.to_move(work, affair_id, None, AffairKind.NOMINATION)
        docket.change(title)
        docket.affair.person_id = person_id
        nomination = _nomination(work, affair_id)
        work.session.execute(
            sa.delete(AffairParty).where(
                AffairParty.affair_id == affair_id, work.visible(AffairParty)
            )
        )
    letters_out.check_not_self(docket, "提名")
    nomination.unit_id = addressee_id
    nomination.position, nomination.honour = position, honour
    nomination.profile = profile.strip() or posted.profile_of(
        work, person_id=person_id, on=work.today
    )
    nomination.grounds = letters_out.pairs_json(told)
    nomination.scores = json.dumps(
        [
            [one.period, str(one.score), one.grade]
            for one in posted.locked_scores(work, person_id=person_id, on=work.today)
        ],
        ensure_ascii=False,
    )
    nomination.integrity = json.dumps(
        {"asked": integrity.asked.strip(), "answer": integrity.answer.strip()},
        ensure_ascii=False,
        sort_keys=True,
    )
    nomination.integrity_on = integrity.on
    work.session.add(nomination)
    docket.add_party(addressee_id, Part.ADDRESSEE)
    return docket.affair.id


def _check_pause(work: Work, person_id: int, name: str, position: str) -> None:
    """Refuse what was declined too recently, whichever centre nominated it."""
    declined = work.session.scalar(
        sa.select(sa.func.max(AffairStep.at))
        .join(Affair, Affair.id == AffairStep.affair_id)
        .join(Nomination, Nomination.affair_id == Affair.id)
        .where(
            Affair.person_id == person_id,
            Nomination.position == position,
            AffairStep.verb == "decline",
            work.whole_county(Affair),
            work.whole_county(AffairStep),
        )
    )
    if declined is not None:
        on = china_day(declined)
        days = policy.whole(work, policy=Policy.NOMINATION_PAUSE, on=on)
        check_pause(name, position, on, days, work.today)


def _nomination(work: Work, affair_id: int) -> Nomination:
    row: Nomination = work.session.scalars(
        sa.select(Nomination).where(
            Nomination.affair_id == affair_id, work.visible(Nomination)
        )
    ).one()
    return row


@chartered(Permission.POWERS_PERSONNEL_READ)
def nomination_values(work: Work, *, affair_id: int) -> NominationValues:
    """Return what a nomination says.

    Raises:
        Refusal: It may not be seen.

    Clause: platform/row-scope
    """
    docket = Docket(work, work.own(Affair, affair_id))
    row = _nomination(work, affair_id)
    person_id = docket.affair.person_id or 0
    return NominationValues(
        person_id,
        naming.people_called(work, ids=[person_id]).get(person_id, ""),
        row.unit_id,
        row.position,
        row.honour,
        row.profile,
        letters_out.pairs_of(row.grounds),
        _scores(row),
        _integrity(row),
        collective.votes(work, affair_id=affair_id),
        row.reply,
        row.adopted,
    )


def _scores(row: Nomination) -> tuple[reports.PeriodScore, ...]:
    return tuple(
        reports.PeriodScore(period, Fraction(score), grade)
        for period, score, grade in json.loads(row.scores)
    )


def _integrity(row: Nomination) -> Integrity:
    said = json.loads(row.integrity)
    return Integrity(said["asked"], row.integrity_on, said["answer"])


# ---- what follows of a move ----


def check_ready(docket: Docket, said: Said, at: datetime) -> None:
    """Refuse to put to a meeting what the integrity check lacks, or too soon again.

    Args:
        docket: The nomination.
        said: What handing it in brought.
        at: When.

    Raises:
        Refusal: Nobody was asked, the pause runs, or the candidate has left.
    """
    del said, at
    work, affair = docket.work, docket.affair
    row = _nomination(work, affair.id)
    integrity = _integrity(row)
    if not integrity.told or not integrity.answer:
        raise Refusal(
            "送集体研究之前，须征求廉洁自律方面的意见：向谁征求、何时答复、怎样答复。",
            clause="powers/integrity",
            ways=("点“修改”补上廉洁自律情况。",),
        )
    person_id = affair.person_id or 0
    name = posted.check_posted(
        work, unit_id=affair.unit_id, person_id=person_id, on=work.today
    )
    _check_pause(work, person_id, name, row.position)


def compose(docket: Docket, said: Said, at: datetime) -> None:
    """Draft the letter once the meeting has carried it.

    Args:
        docket: The nomination.
        said: How the members voted.
        at: When.
    """
    del said
    work, affair = docket.work, docket.affair
    if affair.state != "passed":
        return
    row = _nomination(work, affair.id)
    on = china_day(at)
    centre = naming.centre_on(work, unit_id=affair.unit_id, on=on)
    ballot = collective.last_ballot(work, affair_id=affair.id)
    assert ballot is not None  # noqa: S101 - it was just carried
    addressee = letters_out.full_name(work, unit_id=row.unit_id)
    organ_id, frame = hosts.issuing(work, kind=_PAPER, addressee=addressee)
    record = reports.Nomination(
        issuing=frame,
        zone=centre.zone,
        address=letters_out.address(addressee),
        grant=grants.grant_words(
            work, zone_id=centre.zone_id, power=Power.NOMINATE, on=on
        ),
        candidate=naming.people_called(work, ids=[affair.person_id or 0])[
            affair.person_id or 0
        ],
        position=row.position,
        honour=row.honour,
        profile=row.profile,
        grounds=letters_out.pairs_of(row.grounds),
        scores=_scores(row),
        integrity=_integrity(row).told,
        ballot=ballot,
        reply_by=None,
        reply_within=str(docket.term(Policy.NOMINATION_REPLY, at)),
    )
    letters_out.keep(docket, _PAPER, record_json(record), organ_id)


def issue(docket: Docket, said: Said, at: datetime) -> None:
    """Number the letter, and have the term of the reply run.

    Args:
        docket: The nomination.
        said: What the signing brought.
        at: When it was signed.

    Raises:
        Refusal: The letter cannot be issued.
    """
    del said
    letters_out.issue(docket, at)
    docket.start(Clock.ANSWER, at, docket.term(Policy.NOMINATION_REPLY, at))


def note_adopted(docket: Docket, said: Said, at: datetime) -> None:
    """Note that the addressee follows the nomination.

    Args:
        docket: The nomination.
        said: The reply.
        at: When.
    """
    _note_reply(docket, at, adopted=True)
    del said


def note_declined(docket: Docket, said: Said, at: datetime) -> None:
    """Note that the addressee does not follow the nomination.

    Args:
        docket: The nomination.
        said: The reply.
        at: When.
    """
    _note_reply(docket, at, adopted=False)
    del said


def _note_reply(docket: Docket, at: datetime, *, adopted: bool) -> None:
    row = _nomination(docket.work, docket.affair.id)
    row.adopted, row.reply = adopted, docket.steps[-1].words
    row.result_on = china_day(at)


def note_result(docket: Docket, said: Said, at: datetime) -> None:
    """Note the day the result became known.

    Args:
        docket: The nomination.
        said: The result.
        at: When.
    """
    del said
    _nomination(docket.work, docket.affair.id).result_on = china_day(at)


def call_back(docket: Docket, said: Said, at: datetime) -> None:
    """Void the letter of a nomination that is withdrawn.

    Args:
        docket: The nomination.
        said: Why.
        at: When.
    """
    del at
    letters_out.void(docket, said)
