"""Disputes: what units are at odds about, what each says, the centre's opinion."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from workbench.access import Permission
from workbench.desk import Topic, Work, chartered
from workbench.models.powers.affairs import Affair
from workbench.models.powers.commands import Dispute
from workbench.rules import Refusal
from workbench.rules.platform import Policy
from workbench.rules.powers.moves import AffairKind, Clock, Need, Part
from workbench.services.powers.docket import Docket
from workbench.services.powers.said import NOTHING, Said

_FEWEST = 2


@dataclass(frozen=True, slots=True)
class DisputeValues:
    """What a dispute is about.

    Attributes:
        basis: Which rule is in dispute.
        disputants: The units at odds.
        claims: Unit and what it says, in the order they were heard.
        opinion: The centre's opinion; empty until there is one.
    """

    title: str
    basis: str
    disputants: tuple[int, ...]
    claims: tuple[tuple[str, str], ...]
    opinion: str


@chartered(Permission.POWERS_COMMAND_HANDLE, title="登记争议", changes=(Topic.AFFAIRS,))
def register_dispute(
    work: Work,
    *,
    unit_id: int,
    title: str,
    basis: str,
    disputants: Sequence[int],
    said: Said = NOTHING,
    affair_id: int | None = None,
) -> int:
    """Put a dispute between units on record, or change it while it is only that.

    Args:
        work: Whose work.
        unit_id: The command centre.
        title: What it is about, in one line.
        basis: What is in dispute: matter, rule, what happened.
        disputants: The units at odds.
        said: When it was brought up, and by whom.
        affair_id: The entry that is changed.

    Returns:
        Number of the affair.

    Raises:
        Refusal: Fewer than two units, nothing says what is in dispute, no grant, or it
            was taken up already.

    Clause: powers/disputants, powers/needs, powers/grant, powers/moves
    """
    if not basis.strip():
        raise Refusal("请写明争议的事项和依据。", clause="powers/needs")
    sides = tuple(dict.fromkeys(disputants))
    if len(sides) < _FEWEST:
        raise Refusal("争议双方至少两个不同的单位。", clause="powers/disputants")
    if affair_id is None:
        docket = Docket.begin(
            work, AffairKind.DISPUTE, unit_id=unit_id, title=title, said=said
        )
        dispute = Dispute(affair_id=docket.affair.id)
    else:
        docket = Docket.to_move(work, affair_id, None, AffairKind.DISPUTE)
        docket.change(title)
        dispute = _dispute(work, affair_id)
    dispute.basis = basis.strip()
    work.session.add(dispute)
    docket.reach(Part.DISPUTANT, sides)
    return docket.affair.id


def _dispute(work: Work, affair_id: int) -> Dispute:
    found: Dispute = work.session.scalars(
        sa.select(Dispute).where(Dispute.affair_id == affair_id, work.visible(Dispute))
    ).one()
    return found


@chartered(Permission.POWERS_AFFAIR_READ)
def dispute_values(work: Work, *, affair_id: int) -> DisputeValues:
    """Return what a dispute is about.

    Raises:
        Refusal: It may not be seen.

    Clause: platform/row-scope
    """
    docket = Docket(work, work.own(Affair, affair_id))
    dispute = _dispute(work, affair_id)
    return DisputeValues(
        docket.affair.title,
        dispute.basis,
        docket.units(Part.DISPUTANT),
        tuple(map(tuple, json.loads(dispute.claims or "[]"))),
        dispute.opinion,
    )


# ---- what follows of a move ----


def take_up(docket: Docket, said: Said, at: datetime) -> None:
    """Have the term run in which the centre gives its opinion."""
    del said
    docket.start(Clock.DECIDE, at, docket.term(Policy.DISPUTE_ANSWER, at))


def note_claim(docket: Docket, said: Said, at: datetime) -> None:
    """Keep what a side says, under the name of the unit that said it."""
    del at
    dispute = _dispute(docket.work, docket.affair.id)
    claims = json.loads(dispute.claims or "[]")
    claims.append([docket.steps[-1].party, said.words[Need.REMARK]])
    dispute.claims = json.dumps(claims, ensure_ascii=False)


def note_opinion(docket: Docket, said: Said, at: datetime) -> None:
    """Keep the centre's opinion."""
    del at
    _dispute(docket.work, docket.affair.id).opinion = said.words[Need.RESULT]


def settle_with_last(docket: Docket, said: Said, at: datetime) -> None:
    """End the dispute once every side has accepted the opinion that stands.

    Raises:
        Refusal: The side has accepted it already.

    Clause: powers/once
    """
    del said, at
    steps = docket.steps
    last = max(
        place for place, one in enumerate(steps) if one.verb.startswith("advise")
    )
    *before, now = [one.party for one in steps[last:] if one.verb == "accept"]
    if now in before:
        raise Refusal(f"{now}已经接受过这个意见。", clause="powers/once")
    if len(before) + 1 == len(docket.units(Part.DISPUTANT)):
        docket.follow("settled")


def ask_county(docket: Docket, said: Said, at: datetime) -> None:
    """Have the term run in which the county answers."""
    del said
    docket.start(Clock.COUNTY, at, docket.term(Policy.COUNTY_REPLY, at))
