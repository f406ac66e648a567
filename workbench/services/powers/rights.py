"""Which permission each power asks for: to see its affairs, and for each hand."""

from collections.abc import Mapping
from dataclasses import dataclass

import sqlalchemy as sa

from workbench.access import Actor, Permission
from workbench.desk import Work, chartered
from workbench.models.powers.affairs import Affair
from workbench.models.powers.letters import IncomingLetter
from workbench.rules.powers.grants import Power
from workbench.rules.powers.letters import ABOUT_PEOPLE
from workbench.rules.powers.moves import AffairKind, Hand


@dataclass(frozen=True, slots=True)
class Rights:
    """What the affairs of one power ask for.

    Attributes:
        read: To see them.
        hands: To make a move, by whose hand it takes.
    """

    read: Permission
    hands: Mapping[Hand, Permission]


_COMMAND = Rights(
    Permission.POWERS_AFFAIR_READ,
    {
        Hand.HANDLE: Permission.POWERS_COMMAND_HANDLE,
        Hand.DECIDE: Permission.POWERS_COMMAND_DECIDE,
        Hand.ANSWER: Permission.POWERS_COMMAND_ANSWER,
    },
)
_ASSESS = Rights(
    Permission.POWERS_ASSESSMENT_READ,
    {
        Hand.HANDLE: Permission.POWERS_ASSESSMENT_EDIT,
        Hand.REVIEW: Permission.POWERS_ASSESSMENT_REVIEW,
        Hand.DECIDE: Permission.POWERS_ASSESSMENT_DECIDE,
        Hand.ANSWER: Permission.POWERS_ASSESSMENT_EDIT,
    },
)
_PERSONNEL = Rights(
    Permission.POWERS_PERSONNEL_READ,
    {
        Hand.HANDLE: Permission.POWERS_PERSONNEL_HANDLE,
        Hand.DECIDE: Permission.POWERS_PERSONNEL_DECIDE,
        Hand.ANSWER: Permission.POWERS_PERSONNEL_ANSWER,
    },
)
_RIGHTS = {
    Power.COMMAND: _COMMAND,
    Power.ASSESS: _ASSESS,
    Power.NOMINATE: _PERSONNEL,
    Power.OBJECT: _PERSONNEL,
}


def rights(kind: AffairKind) -> Rights:
    """Return what the affairs of a kind ask for; what uses no power as 指挥协调."""
    return _RIGHTS[kind.power] if kind.power is not None else _COMMAND


def may_read(actor: Actor) -> tuple[AffairKind, ...]:
    """Return the kinds of affairs that a person may see."""
    return tuple(one for one in AffairKind if actor.may(rights(one).read))


@chartered(Permission.POWERS_AFFAIR_READ)
def readable(work: Work) -> sa.ColumnElement[bool]:
    """Return the condition that keeps a select to affairs the person may look into.

    Those of a power he may not see are left out, and letters about somebody's post
    where he may not see personnel matters. Beside ``work.visible``, not in its place.
    """
    kinds = Affair.kind.in_(may_read(work.actor))
    if work.actor.may(Permission.POWERS_PERSONNEL_READ):
        return kinds
    guarded = sa.select(IncomingLetter.affair_id).where(
        IncomingLetter.sort.in_(ABOUT_PEOPLE), work.whole_county(IncomingLetter)
    )
    return sa.and_(kinds, Affair.id.not_in(guarded))
