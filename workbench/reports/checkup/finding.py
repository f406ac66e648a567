"""What a rule finds, and what it is given to look at."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from workbench.reports.checkup.opening import Package
from workbench.reports.checkup.parts import Format, Parts
from workbench.reports.checkup.reading import Para, Reading

PRINTED = frozenset({Format.FILE, Format.LETTER, Format.ORDER, Format.MINUTES})
"""The forms with a red head; the others are held to less."""

EVERY = frozenset(Format)


@dataclass(frozen=True, slots=True)
class Finding:
    """One deviation, and how to mend it.

    Attributes:
        place: Where, in words.
        found: What stands there.
        required: What should.
        mend: Puts it right without touching a word; None where only a person can.
        clause: Of the standard, where it is another than its rule's.
    """

    place: str
    found: str
    required: str
    mend: Callable[[], object] | None = None
    clause: str = ""


Findings = Iterator[Finding]


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper under examination."""

    package: Package
    reading: Reading
    parts: Parts


@dataclass(frozen=True, slots=True)
class Rule:
    """One line of the standard.

    Attributes:
        name: What it is called in a result.
        clause: Where the standard says it.
        check: Yields what deviates.
        formats: The forms of paper that it holds for.
    """

    name: str
    clause: str
    check: Callable[[Paper], Findings]
    formats: frozenset[Format] = PRINTED


def quoted(text: str, longest: int = 12) -> str:
    """Return the beginning of a text in quotation marks."""
    text = text.replace("\n", "").replace("\t", " ")
    return f"“{text[:longest]}…”" if len(text) > longest else f"“{text}”"


def chars(para: Para, twips: float) -> str:
    """Return a distance in characters of a paragraph, as people say it."""
    count = round(twips / para.em, 1) if para.em else 0
    return f"{count:g}字"


def points(half_points: int) -> str:
    """Return a size of type as people say it."""
    named = {
        84: "初号",
        72: "小初",
        52: "一号",
        48: "小一",
        44: "二号",
        36: "小二",
        32: "三号",
        30: "小三",
        28: "四号",
        24: "小四",
        21: "五号",
        18: "小五",
    }
    return named.get(half_points, f"{half_points / 2:g}磅")
