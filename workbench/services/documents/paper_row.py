"""A paper as the register shows it: where it stands, its steps, versions, prints."""

from dataclasses import dataclass
from datetime import date, datetime

from workbench.rules.documents import (
    Deed,
    FileSource,
    PaperState,
    file_name,
    next_deed,
)


@dataclass(frozen=True, slots=True)
class StepLine:
    """One thing that was done to a paper.

    Attributes:
        state: Where the paper stood afterwards.
        by: Who did it at the desk.
        remark: Who signed it off, why it was returned or is void.
        on: The day it was done, where that was stated.
    """

    state: PaperState
    at: datetime
    by: str
    remark: str
    on: date | None = None


@dataclass(frozen=True, slots=True)
class VersionLine:
    """One version of a paper.

    Attributes:
        size: Bytes.
        digest: SM3 of the content, hexadecimal.
        made_with: The program, for a PDF; often nothing.
    """

    version: int
    source: FileSource
    suffix: str
    size: int
    digest: str
    made_at: datetime
    made_with: str


@dataclass(frozen=True, slots=True)
class PrintLine:
    """One time a paper was printed.

    Attributes:
        nth: 1 for the first time; more for a reprint.
        pages: Of one copy; 0 where the printer did not say.
    """

    nth: int
    at: datetime
    by: str
    printer: str
    copies: int
    pages: int


@dataclass(frozen=True, slots=True)
class PaperRow:
    """One paper, as listed.

    Attributes:
        key: Its kind, as ``reports`` names it.
        kind: The same, as people call it.
        about: The unit it speaks of.
        word: 代字 of the series it is numbered in; empty where it has no number.
        numbered: Whether its kind takes a number.
        sealed: Whether a seal is put on it.
        mine: Whether the person asking made its text and another is to decide on it.
        within: Whether the person asking may change it, seeing all it is about.
        signs: Whether the person asking sees the organ in whose name it goes out.
        suffix: Ending of its file, docx or xlsx.
        digest: SM3 of its latest text, hexadecimal.
        steps: What was done to it, in order.
        versions: Its files, in order.
        prints: When it was printed, in order.
    """

    id: int
    key: str
    kind: str
    title: str
    issuer: str
    number_text: str
    word: str
    about: str
    about_on: date
    issued_on: date | None
    state: PaperState
    numbered: bool
    sealed: bool
    mine: bool
    within: bool
    signs: bool
    suffix: str
    digest: str
    made_at: datetime
    steps: tuple[StepLine, ...]
    versions: tuple[VersionLine, ...]
    prints: tuple[PrintLine, ...]

    def step(self, state: PaperState) -> StepLine | None:
        """Return how it last came to a state; None where it did not."""
        return next((one for one in self.steps[::-1] if one.state is state), None)

    @property
    def deed(self) -> Deed | None:
        """What is to be done to it next; None where nothing is, or by others."""
        if not self.within:
            return None
        return next_deed(self.state, numbered=self.numbered, sealed=self.sealed)

    @property
    def signer(self) -> str:
        """Who signed it off; empty for a draft."""
        signed = self.step(PaperState.SIGNED)
        return signed.remark if signed else ""

    @property
    def text(self) -> int:
        """Version of its latest text."""
        return [one.version for one in self.versions if one.source.text][-1]

    @property
    def edited(self) -> bool:
        """Whether its text was edited outside, so that its record does not say all."""
        texts = [one for one in self.versions if one.source.text]
        return bool(texts) and texts[-1].source is FileSource.EDITED

    @property
    def name(self) -> str:
        """How people call it in one line: number and title."""
        return f"{self.number_text}《{self.title}》"

    @property
    def file_name(self) -> str:
        """A name for its file."""
        waits = self.state is PaperState.SIGNED and self.numbered
        return file_name(
            f"{self.number_text}{self.title}",
            PaperState.DRAFT if waits else self.state,
            f".{self.suffix}",
        )
