"""公文格式体检: what in a Word file deviates from GB/T 9704—2012, and mending it.

Any file is read, from anywhere. What a rule finds comes with its mending where
formatting alone puts it right; a mended copy has every word of the first.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace

from workbench.reports.checkup.finding import Finding, Paper, Rule
from workbench.reports.checkup.markup import Node
from workbench.reports.checkup.opening import Package, opened
from workbench.reports.checkup.parts import parts_of
from workbench.reports.checkup.reading import Reading
from workbench.reports.checkup.rules import RULES

_STANDARD = "GB/T 9704—2012"
_ROUNDS = 5  # what one mending uncovers, the next one mends


@dataclass(frozen=True, slots=True)
class Deviation:
    """One thing that is not as the standard has it.

    Attributes:
        place: Where, such as 第12段“特此通知。”.
        found: What stands there.
        required: What should.
        clause: Where the standard says so.
        repairable: Whether formatting alone puts it right.
        rule: Name of the rule.
    """

    place: str
    found: str
    required: str
    clause: str
    repairable: bool
    rule: str


@dataclass(frozen=True, slots=True)
class Checkup:
    """What a check of one file found.

    Attributes:
        name: What people call the file.
        kind: Its kind (通知, 函 …) or form's name; empty where nothing says it.
        format: Its form, such as 文件格式.
        how: How the form was found, in words.
        deviations: In the order of the standard.
    """

    name: str
    kind: str
    format: str
    how: str
    deviations: tuple[Deviation, ...]

    @property
    def repairable(self) -> int:
        """How many deviations formatting alone puts right."""
        return sum(one.repairable for one in self.deviations)


def inspect(content: bytes, name: str) -> Checkup:
    """Check a Word file.

    Args:
        content: The file.
        name: What people call it.

    Raises:
        Refusal: It is no Word file, is broken, locked, or not safe to read.

    Clause: documents/checkup
    """
    paper = _paper(opened(content, name))
    return Checkup(
        name,
        paper.parts.kind,
        paper.parts.format.value,
        paper.parts.how,
        tuple(_deviation(rule, one) for rule, one in _findings(paper)),
    )


def repair(content: bytes, name: str = "文件") -> bytes:
    """Return a copy of a Word file in which all is mended that formatting can mend.

    Every word stays. Of all that mending comes to, the copy with the fewest deviations
    is returned; a file in which nothing is to be mended, or that mending makes no
    better, comes back as it was.

    Args:
        content: The file.
        name: What people call it.

    Raises:
        Refusal: It is no Word file, is broken, locked, or not safe to read.

    Clause: documents/checkup
    """
    best, fewest = content, (math.inf, math.inf)
    for _round in range(_ROUNDS + 1):
        package = opened(content, name)
        found = [one for _rule, one in _findings(_paper(package))]
        mends = [one.mend for one in found if one.mend]
        if (len(found), len(mends)) < fewest:
            best, fewest = content, (len(found), len(mends))
        if not mends:
            break
        for mend in mends:
            mend()
        content = package.content()
    return best


def _paper(package: Package) -> Paper:
    reading = Reading(package)
    said = _said(package)
    return Paper(package, reading, parts_of(reading, *said))


def _said(package: Package) -> tuple[str, str]:
    """Return form and kind as the file's properties say them."""
    found = package.related("", "core-properties")
    if not found:
        return "", ""
    core = package.tree(next(iter(found.values())))
    return _property(core, "keywords"), _property(core, "category")


def _property(core: Node, name: str) -> str:
    texts = (one.text or "" for one in core if str(one.tag).endswith(f"}}{name}"))
    return next(texts, "").strip()


def _findings(paper: Paper) -> Iterator[tuple[Rule, Finding]]:
    for rule in RULES:
        if paper.parts.format in rule.formats:
            for found in rule.check(paper):
                yield rule, replace(found, clause=found.clause or rule.clause)


def _deviation(rule: Rule, one: Finding) -> Deviation:
    return Deviation(
        one.place,
        one.found,
        one.required,
        f"{_STANDARD}，{one.clause}",
        one.mend is not None,
        rule.name,
    )
