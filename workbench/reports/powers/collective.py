"""What a command centre decided together, as its letters tell it."""

from dataclasses import dataclass
from datetime import date

from workbench.rules.calendar import chinese_day


@dataclass(frozen=True, slots=True)
class Ballot:
    """A collective decision (集体研究).

    Attributes:
        on: The day of the meeting.
        due: How many members should come.
        present: How many came, those who withdrew among them.
        agreed: Votes for.
        opposed: Votes against.
        abstained: Who voted neither way.
        withdrew: Names of who withdrew from it (回避).
    """

    on: date
    due: int
    present: int
    agreed: int
    opposed: int
    abstained: int = 0
    withdrew: tuple[str, ...] = ()

    def told(self, centre: str) -> str:
        """Return the meeting and its votes in a sentence, without the full stop.

        Args:
            centre: The command centre's name.
        """
        withdrew = ""
        if self.withdrew:
            names = "、".join(f"{name}同志" for name in self.withdrew)
            withdrew = f"，其中{names}按规定回避，未参加讨论和表决"
        abstained = f"，弃权{self.abstained}票" if self.abstained else ""
        return (
            f"{chinese_day(self.on)}，{centre}召开会议集体研究，应到{self.due}人，"
            f"实到{self.present}人{withdrew}；表决结果为同意{self.agreed}票，"
            f"反对{self.opposed}票{abstained}"
        )
