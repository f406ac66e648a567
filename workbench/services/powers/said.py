"""What a move brings: moment, who told us, words, votes, files."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from workbench.rules.powers.collective import Meeting
from workbench.rules.powers.moves import Need, Way


@dataclass(frozen=True, slots=True)
class Told:
    """How a step that another party made reached us (代录).

    Attributes:
        person: Who made it there.
        way: By telephone, on paper, by message, in person.
        unit_id: Which of the units, where several of them may make it.
    """

    person: str
    way: Way
    unit_id: int | None = None


@dataclass(frozen=True, slots=True)
class Said:
    """What a move brings, as its form hands it over.

    Attributes:
        at: When it was done (发生时间); now where None.
        told: How it reached us, where a clerk records it for the party.
        late: Why it is entered so late, where it is.
        words: Reason, remark, result: by need.
        until: A moment, where the move sets one.
        unit: The unit it is passed on to, where the move names one.
        ratings: Aspect and verdict of each.
        files: Name and content of what comes with it.
        meeting: How the centre's members voted.
    """

    at: datetime | None = None
    told: Told | None = None
    late: str = ""
    words: Mapping[Need, str] = field(default_factory=dict)
    until: datetime | None = None
    unit: int | None = None
    ratings: tuple[tuple[str, str], ...] = ()
    files: tuple[tuple[str, bytes], ...] = ()
    meeting: Meeting | None = None

    def of(self, need: Need) -> object:
        """Return what was said to a need; something false where nothing was."""
        return {
            Need.UNTIL: self.until,
            Need.UNIT: self.unit,
            Need.RATINGS: self.ratings,
            Need.VOTES: self.meeting,
        }.get(need, self.words.get(need, "").strip())


NOTHING = Said()


def said_of(
    *,
    at: datetime | None = None,
    late: str = "",
    person: str = "",
    way: Way | None = None,
    party_id: int | None = None,
    until: datetime | None = None,
    unit: int | None = None,
    ratings: Iterable[tuple[str, str]] = (),
    files: Iterable[tuple[str, bytes]] = (),
    meeting: Meeting | None = None,
    **words: str,
) -> Said:
    """Return what a move brings, of the fields of its form.

    Args:
        at: When it was done; now where None.
        late: Why it is entered so late.
        person: Who made it there, where it is recorded on behalf (代录).
        way: How that reached us.
        party_id: Of which unit that person is, where several may make the move.
        until: A moment, where the move sets one.
        unit: The unit it is passed on to, where the move names one.
        ratings: Aspect and verdict of each.
        files: Name and content of what comes with it.
        meeting: How the centre's members voted.
        **words: What is said, by the value of the need it meets.
    """
    told = None
    if person.strip() and way is not None:
        told = Told(person.strip(), way, party_id)
    return Said(
        at,
        told,
        late.strip(),
        {Need(need): text.strip() for need, text in words.items() if text.strip()},
        until,
        unit,
        tuple(ratings),
        tuple(files),
        meeting,
    )
