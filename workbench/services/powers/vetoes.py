"""Reverse vetoes: a department's proposal, the centre's answer, and what came of it.

An objection is to a proposal about a person; never to anything about a case.
"""

import json
from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa

from workbench.access import Permission
from workbench.desk import Topic, Work, chartered
from workbench.models.powers.affairs import Affair, AffairParty
from workbench.models.powers.personnel import Veto
from workbench.reports import record_json
from workbench.reports.powers import veto as reports
from workbench.reports.powers.veto import Evidence
from workbench.rules import Refusal
from workbench.rules.calendar import CHINA, china_day, chinese_day, end_of
from workbench.rules.platform import Policy
from workbench.rules.powers.grants import Power
from workbench.rules.powers.moves import AffairKind, Clock, Part, due
from workbench.rules.powers.vetoes import (
    VetoSubject,
    check_lapsed,
    check_no_case,
    check_not_silent,
)
from workbench.services.documents import hosts
from workbench.services.platform import clock, policy
from workbench.services.powers import (
    collective,
    grants,
    letters_out,
    naming,
    posted,
)
from workbench.services.powers.docket import Docket
from workbench.services.powers.said import Said

_PAPER = "reverse_veto"
_YES = "是"
_APPEAL = "县委编办、县委组织部"

OUTCOMES = {
    "reply": "同意",
    "lapse": "逾期视为同意",
    "accept": "否决被接受",
    "uphold": "县里支持否决",
    "overrule": "县里同意原安排",
}
"""How it came out, by the move that settled it."""


@dataclass(frozen=True, slots=True)
class Stance:
    """What a centre would say against a proposal.

    Attributes:
        facts: The person's work in the zone, as far as it matters.
        reasons: Heading and text of each reason.
        advice: What is proposed instead.
        evidence: What the reasons rest on.
    """

    facts: str = ""
    reasons: tuple[tuple[str, str], ...] = ()
    advice: str = ""
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class VetoValues:
    """What a proposal says and what was said to it, as form and panel take it.

    Attributes:
        department_id: Who proposes it.
        letter: Its letter with its number.
        answer_by: Until when it has to be answered.
        silence: What becomes of it without an answer, in words; empty once answered.
        votes: How the members voted.
        insisted: What the department said where it insists.
        county_reply: What the county decided.
        outcome: How it came out; empty until then.
    """

    person_id: int
    person: str
    department_id: int
    letter: str
    letter_id: int | None
    received_on: date
    subject: VetoSubject
    plan: str
    answer_by: date
    silence: str
    stance: Stance
    votes: tuple[collective.VoteLine, ...]
    insisted: str
    county_reply: str
    outcome: str


@chartered(
    Permission.POWERS_PERSONNEL_HANDLE,
    title="登记人事征求意见来函",
    changes=(Topic.AFFAIRS,),
    secret=("letter", "plan", "stance"),
)
def register_proposal(
    work: Work,
    *,
    unit_id: int,
    person_id: int,
    department_id: int,
    letter: str,
    received_on: date,
    subject: VetoSubject,
    plan: str,
    stance: Stance,
    answer_by: date | None = None,
    letter_id: int | None = None,
    affair_id: int | None = None,
) -> int:
    """Enter a department's proposal about a posted person, or change what was entered.

    Args:
        work: Whose work.
        unit_id: The command centre.
        person_id: Whom it is about, posted to the zone on the day it came in.
        department_id: Who proposes it.
        letter: Its letter with title marks and number.
        received_on: The day it came in.
        subject: What it proposes.
        plan: The proposal in words that follow 拟.
        stance: What the centre would say against it; needed for an objection.
        answer_by: Until when the letter asks for an answer; by the policy table where
            None.
        letter_id: The letter in the register of what comes in.
        affair_id: The proposal that is entered anew.

    Returns:
        Number of the affair.

    Raises:
        Refusal: It is about a case, about somebody who was not posted there or who
            enters it, says too little, its days are wrong, no grant, or it is with
            the meeting already.

    Clause: powers/veto-case, powers/posted, powers/three-hands, powers/needs,
        powers/moment, powers/grant, powers/moves
    """
    letter, plan = letter.strip(), plan.strip()
    if not letter or not plan:
        raise Refusal("请写明来函和拟作的安排。", clause="powers/needs")
    _check_words(letter, plan, stance)
    if received_on > work.today:
        raise Refusal("收到日期不能晚于今天。", clause="powers/moment")
    if answer_by is not None and answer_by < received_on:
        raise Refusal("答复期限不能早于收到日期。", clause="powers/moment")
    name = posted.check_posted(
        work, unit_id=unit_id, person_id=person_id, on=received_on
    )
    title = f"{name}{subject.label}事项征求意见"
    if affair_id is None:
        docket = Docket.begin(
            work, AffairKind.VETO, unit_id=unit_id, title=title, person_id=person_id
        )
        row = Veto(affair_id=docket.affair.id, insisted="", county_reply="", outcome="")
    else:
        docket = Docket.to_move(work, affair_id, None, AffairKind.VETO)
        docket.change(title)
        docket.affair.person_id = person_id
        row = _veto(work, affair_id)
        work.session.execute(
            sa.delete(AffairParty).where(
                AffairParty.affair_id == affair_id, work.visible(AffairParty)
            )
        )
    letters_out.check_not_self(docket, "登记")
    if letter_id is not None:
        work.own(Affair, letter_id)
    row.unit_id, row.letter_id, row.letter = department_id, letter_id, letter
    row.received_on, row.subject, row.plan = received_on, subject, plan
    row.facts, row.advice = stance.facts.strip(), stance.advice.strip()
    row.reasons = letters_out.pairs_json(stance.reasons)
    row.evidence = letters_out.pairs_json(
        [(one.name, one.source, one.pages, one.proves) for one in stance.evidence]
    )
    docket.add_party(department_id, Part.DEPARTMENT)
    _run_term(docket, row, answer_by)
    work.session.add(row)
    work.session.flush()
    return docket.affair.id


def _check_words(letter: str, plan: str, stance: Stance) -> None:
    words = [letter, plan, stance.facts, stance.advice]
    words += [text for pair in stance.reasons for text in pair]
    words += [f"{one.name} {one.proves}" for one in stance.evidence]
    for text in words:
        check_no_case(text)


def _run_term(docket: Docket, row: Veto, answer_by: date | None) -> None:
    """Have the term to answer run: as the letter says, else by the policy table."""
    start = end_of(row.received_on)
    at = min(start, docket.work.now)
    if (runs := docket.clock(Clock.ANSWER)) is not None:
        runs.dropped_at = docket.work.now
    if answer_by is not None:
        row.answer_by = answer_by
        docket.start(Clock.ANSWER, at, None, end_of(answer_by)).term = "来函写明"
        return
    term = docket.term(Policy.VETO_ANSWER, at)
    reckoned = due(_noon(row.received_on), term, clock.calendar(docket.work))
    row.answer_by = reckoned.on
    one = docket.start(Clock.ANSWER, at, term, reckoned.at)
    one.provisional = reckoned.provisional


def _noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=CHINA)


def _veto(work: Work, affair_id: int) -> Veto:
    row: Veto = work.session.scalars(
        sa.select(Veto).where(Veto.affair_id == affair_id, work.visible(Veto))
    ).one()
    return row


def _silence(work: Work, row: Veto) -> bool:
    """Tell whether silence counts as consent, as on the day the term ends."""
    said = policy.value(work, policy=Policy.VETO_SILENCE, on=row.answer_by)
    return said == _YES


@chartered(Permission.POWERS_PERSONNEL_READ)
def veto_values(work: Work, *, affair_id: int) -> VetoValues:
    """Return what a proposal says and what was said to it.

    Raises:
        Refusal: It may not be seen.

    Clause: platform/row-scope
    """
    docket = Docket(work, work.own(Affair, affair_id))
    row = _veto(work, affair_id)
    person_id = docket.affair.person_id or 0
    return VetoValues(
        person_id,
        naming.people_called(work, ids=[person_id]).get(person_id, ""),
        row.unit_id,
        row.letter,
        row.letter_id,
        row.received_on,
        row.subject,
        row.plan,
        row.answer_by,
        _silence_words(docket, row),
        _stance(row),
        collective.votes(work, affair_id=affair_id),
        row.insisted,
        row.county_reply,
        row.outcome,
    )


def _silence_words(docket: Docket, row: Veto) -> str:
    if docket.clock(Clock.ANSWER) is None:
        return ""
    work = docket.work
    if not _silence(work, row):
        return "逾期未答复不视为同意，仍应答复。"
    source = policy.source_of(work, policy=Policy.VETO_SILENCE, on=row.answer_by)
    told = f"（依据：{source}）" if source else ""
    if work.now > end_of(row.answer_by):
        return f"已过答复期限，视为同意，不能再答复{told}。"
    return f"{chinese_day(row.answer_by)}前没有答复的，视为同意{told}。"


def _stance(row: Veto) -> Stance:
    return Stance(
        row.facts,
        letters_out.pairs_of(row.reasons),
        row.advice,
        tuple(Evidence(*one) for one in json.loads(row.evidence)),
    )


# ---- what follows of a move ----


def _check_answering(docket: Docket, at: datetime) -> None:
    """Refuse to answer once silence has come to count as consent.

    What a move met already is read as well: it stops the clock before this is asked.
    """
    row = _veto(docket.work, docket.affair.id)
    check_not_silent(end_of(row.answer_by), at, silence=_silence(docket.work, row))


def check_in_term(docket: Docket, said: Said, at: datetime) -> None:
    """Refuse to put to a meeting what may not be answered any more.

    Args:
        docket: The proposal.
        said: What handing it in brought.
        at: When.

    Raises:
        Refusal: Silence counts as consent by now.
    """
    del said
    _check_answering(docket, at)


def note_vote(docket: Docket, said: Said, at: datetime) -> None:
    """Note what the meeting decided; draft the objection where it objects.

    Args:
        docket: The proposal.
        said: How the members voted.
        at: When.

    Raises:
        Refusal: Silence counts as consent by now, or an objection lacks reasons or
            evidence.
    """
    del said
    _check_answering(docket, at)
    work, affair = docket.work, docket.affair
    row = _veto(work, affair.id)
    row.agreed = affair.state == "agreeing"
    if row.agreed:
        return
    stance = _stance(row)
    if not (stance.reasons and stance.evidence and stance.facts and stance.advice):
        raise Refusal(
            "反向否决须有书面理由：基本事实、否决理由、有关建议和证据清单，缺一不可。",
            clause="powers/veto-reasons",
            ways=("先“退回修改”，由内勤点“修改”补齐后再送集体研究。",),
        )
    _check_words(row.letter, row.plan, stance)
    on = china_day(at)
    centre = naming.centre_on(work, unit_id=affair.unit_id, on=on)
    ballot = collective.last_ballot(work, affair_id=affair.id)
    assert ballot is not None  # noqa: S101 - it was just held
    addressee = letters_out.full_name(work, unit_id=row.unit_id)
    organ_id, frame = hosts.issuing(work, kind=_PAPER, addressee=addressee)
    person = naming.people_called(work, ids=[affair.person_id or 0])
    record = reports.VetoLetter(
        issuing=frame,
        zone=centre.zone,
        address=letters_out.address(addressee),
        grant=grants.grant_words(
            work, zone_id=centre.zone_id, power=Power.OBJECT, on=on
        ),
        subject=row.subject,
        person=person[affair.person_id or 0],
        proposal=row.letter,
        received_on=row.received_on,
        plan=row.plan,
        facts=stance.facts,
        reasons=stance.reasons,
        advice=stance.advice,
        ballot=ballot,
        reply_by=None,
        appeal=_APPEAL,
        evidence=stance.evidence,
    )
    letters_out.keep(docket, _PAPER, record_json(record), organ_id)


def issue(docket: Docket, said: Said, at: datetime) -> None:
    """Number the objection.

    Args:
        docket: The proposal.
        said: What the signing brought.
        at: When it was signed.

    Raises:
        Refusal: Silence counts as consent by now, or it cannot be issued.
    """
    del said
    _check_answering(docket, at)
    letters_out.issue(docket, at)


def reply(docket: Docket, said: Said, at: datetime) -> None:
    """Note that the centre answered that it agrees.

    Args:
        docket: The proposal.
        said: What was answered.
        at: When.

    Raises:
        Refusal: Silence counts as consent by now.
    """
    _check_answering(docket, at)
    note_outcome(docket, said, at)


def lapse(docket: Docket, said: Said, at: datetime) -> None:
    """Note that silence counts as consent.

    Args:
        docket: The proposal.
        said: Why nobody answered.
        at: When.

    Raises:
        Refusal: The term runs, or silence is no consent.
    """
    row = _veto(docket.work, docket.affair.id)
    check_lapsed(end_of(row.answer_by), at, silence=_silence(docket.work, row))
    row.agreed = True
    letters_out.void(docket, said)
    note_outcome(docket, said, at)


def note_insisted(docket: Docket, said: Said, at: datetime) -> None:
    """Note what the department says where it insists.

    Args:
        docket: The proposal.
        said: Its answer.
        at: When.
    """
    del said, at
    row = _veto(docket.work, docket.affair.id)
    row.insisted = docket.steps[-1].words


def ask_county(docket: Docket, said: Said, at: datetime) -> None:
    """Have the term of the county's reply run.

    Args:
        docket: The proposal.
        said: What it is asked.
        at: When.
    """
    del said
    docket.start(Clock.COUNTY, at, docket.term(Policy.COUNTY_REPLY, at))


def note_outcome(docket: Docket, said: Said, at: datetime) -> None:
    """Note how it came out.

    Args:
        docket: The proposal.
        said: What was answered.
        at: When.
    """
    del said, at
    step = docket.steps[-1]
    row = _veto(docket.work, docket.affair.id)
    row.outcome = OUTCOMES[step.verb]
    if step.verb in {"uphold", "overrule"}:
        row.county_reply = step.words


def call_off(docket: Docket, said: Said, at: datetime) -> None:
    """Void a draft or a letter whose proposal was taken back.

    Args:
        docket: The proposal.
        said: Why.
        at: When.
    """
    del at
    letters_out.void(docket, said)
