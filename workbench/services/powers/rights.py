"""Which permission each power asks for: to see its affairs, and for each hand."""

from collections.abc import Mapping
from dataclasses import dataclass

from workbench.access import Actor, Permission
from workbench.rules.powers.grants import Power
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
