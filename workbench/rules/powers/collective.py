"""Collective decisions (集体研究): who was there, who withdrew, how they voted."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from math import ceil

from workbench.rules import Refusal
from workbench.rules.powers.hands import Somebody


class Vote(StrEnum):
    """What became of one member's vote."""

    FOR = "for"
    AGAINST = "against"
    ABSTAINED = "abstained"
    WITHDREW = "withdrew"
    ABSENT = "absent"

    @property
    def label(self) -> str:
        """The vote as minutes write it."""
        return {
            "for": "同意",
            "against": "不同意",
            "abstained": "弃权",
            "withdrew": "回避",
            "absent": "缺席",
        }[self]

    @property
    def cast(self) -> bool:
        """Whether the member took part in the vote."""
        return self in {Vote.FOR, Vote.AGAINST, Vote.ABSTAINED}


@dataclass(frozen=True, slots=True)
class Voter:
    """One member of the centre and the vote."""

    who: Somebody
    vote: Vote


@dataclass(frozen=True, slots=True)
class Line:
    """One member's line of a meeting, as the minutes give it.

    Attributes:
        reason: Why the member withdrew.
    """

    person_id: int
    vote: Vote
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Meeting:
    """A meeting of the centre that voted (集体研究)."""

    held_on: date
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Count:
    """How a vote came out.

    Attributes:
        due: Members of the centre.
        present: Who was there; those who withdrew are not counted.
        withdrew: Names of who withdrew.
        carried: Whether more than half of all who may vote were for it.
    """

    due: int
    present: int
    agreed: int
    opposed: int
    abstained: int
    withdrew: tuple[str, ...]
    carried: bool


def counted(
    voters: Sequence[Voter],
    members: Sequence[Somebody],
    concerned: Sequence[Somebody],
    quorum: Fraction,
) -> Count:
    """Count a vote, or refuse it.

    Who must withdraw is counted neither among those who have to be there nor among
    those whose majority carries it.

    Args:
        voters: Every member of the centre, once.
        members: The centre's roster on that day.
        concerned: Whom the decision is about.
        quorum: The share of the members who may vote that has to be there.

    Raises:
        Refusal: Somebody is missing, no member or named twice, the person concerned
            votes, or too few were there.

    Clause: powers/quorum, powers/recusal, powers/voters
    """
    _check_named(voters, members)
    for one in voters:
        about = any(one.who.same(other) for other in concerned)
        if about and one.vote not in {Vote.WITHDREW, Vote.ABSENT}:
            raise Refusal(
                f"这件事关系到{one.who.name}本人，应当回避，不能参加表决。",
                clause="powers/recusal",
                ways=(f"把{one.who.name}的表决改为“回避”。",),
            )
    may = [one for one in voters if one.vote is not Vote.WITHDREW]
    cast = [one for one in may if one.vote.cast]
    least = max(1, ceil(len(may) * quorum))
    if len(cast) < least:
        raise Refusal(
            f"应到{len(may)}人，实到{len(cast)}人，不足{least}人，不能作出决定。",
            clause="powers/quorum",
            ways=("到会人数达到规定后再表决。",),
        )
    tally = {vote: sum(one.vote is vote for one in voters) for vote in Vote}
    return Count(
        due=len(voters),
        present=len(cast) + tally[Vote.WITHDREW],
        agreed=tally[Vote.FOR],
        opposed=tally[Vote.AGAINST],
        abstained=tally[Vote.ABSTAINED],
        withdrew=tuple(one.who.name for one in voters if one.vote is Vote.WITHDREW),
        carried=2 * tally[Vote.FOR] > len(may),
    )


def _check_named(voters: Sequence[Voter], members: Sequence[Somebody]) -> None:
    known = {one.person_id: one.name for one in members}
    named = [one.who.person_id for one in voters]
    lacks = [name for key, name in known.items() if key not in named]
    strays = [one.who.name for one in voters if one.who.person_id not in known]
    twice = {one.who.name for one in voters if named.count(one.who.person_id) > 1}
    for names, words in (
        (lacks, "没有写明表决情况"),
        (strays, "不是指挥中心成员，不能表决"),
        (sorted(twice), "重复"),
    ):
        if names:
            raise Refusal(f"{'、'.join(names)}{words}。", clause="powers/voters")
