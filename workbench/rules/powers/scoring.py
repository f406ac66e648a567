"""From facts to points, totals, places and grades that are only suggested.

Every score is exact until it is rounded, once, half up to hundredths; totals are sums
of rounded items. An item that does not apply gives its weight to the others, in
proportion to theirs; those weights are hundredths again and add up to 100.00.
"""

from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from fractions import Fraction
from math import floor
from typing import TypeVar

from workbench.rules import Refusal
from workbench.rules.powers.formulas import Formula
from workbench.rules.powers.items import rounded
from workbench.rules.powers.schemes import FULL_SCORE, SchemeItem, SchemePlan
from workbench.rules.roster.units import Employment

K = TypeVar("K", bound=Hashable)

_HUNDREDTHS = 100
SHORTEST_EVIDENCE = 6
NOTHING_DUE = "本月无此事项"
_QUARTERS = "一二三四"
_QUARTER_MONTHS, _YEAR_MONTHS = 3, 12


# ---- items ----


def applies(formula: Formula, facts: Mapping[str, int]) -> bool:
    """Tell whether an item applies to whoever has these facts.

    What the item's full score is does not matter: no formula may divide by it.
    """
    return formula.value(facts, Fraction(1)) is not None


def shared_weights(
    items: Sequence[SchemeItem], applying: Collection[str]
) -> dict[str, Fraction]:
    """Return the full score of every item once those that do not apply gave theirs.

    Args:
        items: All items of the scheme; their weights add up to 100.
        applying: Keys of the items that apply.

    Returns:
        Hundredths that add up to exactly 100.00; 0 for items that do not apply. Where
        shares do not come out even, the largest remainders get a hundredth each, the
        first item first. All 0 where nothing applies.
    """
    held = [one for one in items if one.key in applying]
    of = sum((one.weight for one in held), Fraction(0))
    weights = dict.fromkeys((one.key for one in items), Fraction(0))
    if not held:
        return weights
    shares = [one.weight * FULL_SCORE * _HUNDREDTHS / of for one in held]
    cut = [floor(share) for share in shares]
    left = int(FULL_SCORE) * _HUNDREDTHS - sum(cut)
    order = sorted(range(len(held)), key=lambda at: (cut[at] - shares[at], at))
    for at in order[:left]:
        cut[at] += 1
    for one, amount in zip(held, cut, strict=True):
        weights[one.key] = Fraction(amount, _HUNDREDTHS)
    return weights


def points_of(
    formula: Formula, facts: Mapping[str, int], weight: Fraction
) -> Fraction | None:
    """Return the points of an item: between 0 and its full score, rounded.

    Args:
        formula: How they are reckoned.
        facts: What its facts counted.
        weight: Its full score, after re-weighting.

    Returns:
        None where the item does not apply.
    """
    value = formula.value(facts, weight)
    return None if value is None else rounded(min(max(value, Fraction(0)), weight))


def scaled(given: Fraction, own: Fraction, weight: Fraction) -> Fraction:
    """Return points that were given by hand, on the item's re-weighted full score.

    Args:
        given: As given, between 0 and ``own``.
        own: The item's full score in the scheme.
        weight: Its full score after re-weighting.
    """
    return rounded(min(max(given * weight / own, Fraction(0)), weight))


def basis_of(formula: Formula, facts: Mapping[str, int]) -> str:
    """Return the figures an item was reckoned from, as printed: 11/13."""
    if formula.ratio is not None:
        above, below = formula.ratio
        rest = sorted(formula.names - {above, below})
        shown = f"{facts[above]}/{facts[below]}"
        return "，".join((shown, *(f"{name}{facts[name]}" for name in rest)))
    return "，".join(f"{name}{facts[name]}" for name in sorted(formula.names))


def check_given(item: SchemeItem, points: Fraction | None, evidence: str) -> str:
    """Return the evidence for points given by hand, or refuse them.

    Args:
        item: The item.
        points: What is given; None where the item does not apply this month.
        evidence: Why.

    Raises:
        Refusal: The item is reckoned by a formula; the points lie outside 0 and its
            full score or have more than two decimals; the evidence is too short.

    Clause: powers/points
    """
    if not item.by_hand:
        raise Refusal(
            f"“{item.name}”按公式计算，不能手工给分。",
            clause="powers/points",
            ways=("事实有误的，更正台账后重新冻结、计算。",),
        )
    if points is not None and not 0 <= points <= item.weight:
        raise Refusal(
            f"“{item.name}”的得分应在0与{shown(item.weight)}分之间。",
            clause="powers/points",
        )
    _check_hundredths(points, item.name)
    return _check_evidence(evidence)


def check_extra(points: Fraction, most: Fraction, basis: str) -> str:
    """Return the basis of extra points, or refuse them.

    Args:
        points: What is added; below 0 what is taken off.
        most: The most the scheme allows either way.
        basis: Why; may be empty for none.

    Raises:
        Refusal: More than the scheme allows, more than two decimals, or no basis.

    Clause: powers/points
    """
    if abs(points) > most:
        raise Refusal(
            f"加减分最多{shown(most)}分，填写的是{shown(abs(points))}分。",
            clause="powers/points",
        )
    _check_hundredths(points, "加减分")
    return _check_evidence(basis) if points else ""


def _check_hundredths(points: Fraction | None, what: str) -> None:
    if points is not None and (points * _HUNDREDTHS).denominator != 1:
        raise Refusal(f"“{what}”最多两位小数。", clause="powers/points")


def _check_evidence(text: str) -> str:
    text = text.strip()
    if len(text) < SHORTEST_EVIDENCE:
        raise Refusal(
            f"请写明给分的依据，至少{SHORTEST_EVIDENCE}个字。",
            clause="powers/points",
            ways=("写清什么时间、什么事、依据哪份材料。",),
        )
    return text


def read_points(text: str) -> Fraction:
    """Read points as a clerk writes them: 4, 4.5, −1.

    Raises:
        Refusal: It is no number, or has more than two decimals.

    Clause: powers/points
    """
    plain = text.strip().replace("−", "-").replace("－", "-").replace("＋", "+")
    sign = -1 if plain.startswith("-") else 1
    whole, dot, rest = plain.lstrip("+-").partition(".")
    if not whole.isdecimal() or (dot and not rest.isdecimal()) or len(rest) > 2:  # noqa: PLR2004 - hundredths
        raise Refusal(
            f"“{text}”不是分数，请写成4或者4.50，最多两位小数。", clause="powers/points"
        )
    return sign * Fraction(f"{whole}.{rest or 0}")


def shown(score: Fraction) -> str:
    """Return a score that is rounded already, in words of two decimals: 18.50."""
    sign = "−" if score < 0 else ""
    whole, rest = divmod(int(abs(score) * _HUNDREDTHS), _HUNDREDTHS)
    return f"{sign}{whole}.{rest:02}"


# ---- totals and places ----


def total_of(points: Iterable[Fraction | None], extra: Fraction) -> Fraction | None:
    """Return the sum of rounded items and the extra; None where no item applies."""
    held = [one for one in points if one is not None]
    return sum(held, extra) if held else None


def places(totals: Mapping[K, Fraction]) -> dict[K, int]:
    """Return everybody's place, best first; who is equal shares a place."""
    first: dict[Fraction, int] = {}
    for place, score in enumerate(sorted(totals.values(), reverse=True), start=1):
        first.setdefault(score, place)
    return {key: first[score] for key, score in totals.items()}


def mean_of(totals: Sequence[Fraction]) -> Fraction:
    """Return the mean of locked months, exact until it is rounded once.

    Raises:
        ValueError: There is no month.
    """
    if not totals:
        raise ValueError("no month, no mean")
    return rounded(sum(totals, Fraction(0)) / len(totals))


# ---- quarters, years and grades ----


@dataclass(frozen=True, slots=True)
class AssessedPeriod:
    """A quarter or a year that is summed up.

    Attributes:
        quarter: 1 to 4; None for the whole year.
    """

    year: int
    quarter: int | None = None

    @property
    def months(self) -> tuple[date, ...]:
        """The first day of each of its months."""
        if self.quarter is None:
            return tuple(date(self.year, one + 1, 1) for one in range(_YEAR_MONTHS))
        first = (self.quarter - 1) * _QUARTER_MONTHS + 1
        return tuple(date(self.year, first + one, 1) for one in range(_QUARTER_MONTHS))

    @property
    def label(self) -> str:
        """As papers call it: 2026年第三季度平时考核, 2026年年度考核."""
        if self.quarter is None:
            return f"{self.year}年年度考核"
        return f"{self.year}年第{_QUARTERS[self.quarter - 1]}季度平时考核"


class GradeScale(StrEnum):
    """Whose words a grade is put in."""

    CIVIL = "civil"
    INSTITUTION = "institution"
    NONE = "none"

    @property
    def label(self) -> str:
        """Who is graded so."""
        return {
            "civil": "公务员、参公人员",
            "institution": "事业单位和机关工勤人员",
            "none": "编外人员",
        }[self]


def scale_of(employment: Employment) -> GradeScale:
    """Return the scale for a footing of employment (编制类型)."""
    if employment in {Employment.CIVIL_SERVANT, Employment.REFERENCED}:
        return GradeScale.CIVIL
    if employment.established:
        return GradeScale.INSTITUTION
    return GradeScale.NONE


def grades(scale: GradeScale, period: AssessedPeriod) -> tuple[str, str, str, str]:
    """Return the four grades of a scale, best first; empty words where there is none.

    Clause: powers/grades
    """
    if scale is GradeScale.NONE:
        return ("", "", "", "")
    if scale is GradeScale.INSTITUTION:
        return ("优秀", "合格", "基本合格", "不合格")
    if period.quarter is not None:
        return ("好", "较好", "一般", "较差")
    return ("优秀", "称职", "基本称职", "不称职")


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A grade that is suggested; the person's own organ decides.

    Attributes:
        grade: The grade; empty where such people are not graded.
        words: Why it is not a better one, or is none, where that needs saying.
    """

    grade: str
    words: str = ""


def suggest_grades(
    scores: Mapping[K, tuple[GradeScale, Fraction]],
    period: AssessedPeriod,
    lines: tuple[Fraction, Fraction, Fraction],
    share: Fraction,
) -> dict[K, Suggestion]:
    """Suggest a grade for each of several people.

    The best grade goes to the highest scores that reach its line, within the share of
    the people of that scale; people with equal scores get it together or not at all.

    Args:
        scores: Scale and score, by person.
        period: Quarter or year.
        lines: From how many points on each of the first three grades.
        share: The most that may get the best grade, of those on the same scale.

    Clause: powers/grades
    """
    told: dict[K, Suggestion] = {}
    for scale in GradeScale:
        here = {key: score for key, (own, score) in scores.items() if own is scale}
        words = grades(scale, period)
        if scale is GradeScale.NONE:
            told |= dict.fromkeys(here, Suggestion("", "编外人员由用人单位按合同考核"))
            continue
        most = floor(share * len(here))
        for key, score in here.items():
            level = sum(score < line for line in lines)
            if level or sum(other >= score for other in here.values()) <= most:
                told[key] = Suggestion(words[level])
            else:
                told[key] = Suggestion(
                    words[1], f"达到“{words[0]}”的分数线，受比例限制（最多{most}人）"
                )
    return told


# ---- everybody at once ----


@dataclass(frozen=True, slots=True)
class Scored:
    """What one subject reached in one item.

    Attributes:
        points: Rounded; None where the item does not apply, or nobody gave any yet.
        weight: The item's full score after re-weighting; 0 where it does not apply.
        basis: The figures, as printed; empty for a hand item.
        pending: Whether a person is still to give the points.
    """

    points: Fraction | None
    weight: Fraction
    basis: str
    pending: bool = False


def score_all(
    plan: SchemePlan,
    facts: Mapping[K, Mapping[str, int]],
    given: Mapping[K, Mapping[str, Fraction | None]],
    adjusted: Mapping[K, Mapping[str, Fraction]],
    tell: Callable[[SchemeItem], None],
) -> dict[K, dict[str, Scored]]:
    """Return what everybody reached in every item.

    Args:
        plan: The scheme.
        facts: What was counted, by subject and fact.
        given: What was given by hand, by subject and item: None where the item was
            said not to apply; items that nobody has scored yet are not named.
        adjusted: What appeals found instead, by subject and item.
        tell: Told of every item before it is reckoned: twice, since what applies must
            be known of all items before any is weighed.
    """
    formulas = {one.key: one.read() for one in plan.items}
    applying: dict[K, set[str]] = {key: set() for key in facts}
    for item in plan.items:
        tell(item)
        formula = formulas[item.key]
        for key, counted in facts.items():
            if formula is None:
                holds = given[key].get(item.key, item.weight) is not None
            else:
                holds = applies(formula, counted)
            if holds:
                applying[key].add(item.key)
    weights = {key: shared_weights(plan.items, held) for key, held in applying.items()}
    scored: dict[K, dict[str, Scored]] = {key: {} for key in facts}
    for item in plan.items:
        tell(item)
        for key, counted in facts.items():
            weight = weights[key][item.key]
            one = _scored(item, formulas[item.key], counted, given[key], weight)
            change = adjusted[key].get(item.key)
            if change is not None and one.points is not None:
                one = replace(one, points=min(change, weight))
            scored[key][item.key] = one
    return scored


def _scored(
    item: SchemeItem,
    formula: Formula | None,
    facts: Mapping[str, int],
    given: Mapping[str, Fraction | None],
    weight: Fraction,
) -> Scored:
    if formula is not None:
        points = points_of(formula, facts, weight) if weight else None
        return Scored(
            points, weight, NOTHING_DUE if points is None else basis_of(formula, facts)
        )
    if item.key not in given:
        return Scored(None, weight, "", pending=True)
    points = given[item.key]
    if points is None:
        return Scored(None, weight, "")
    return Scored(scaled(points, item.weight, weight), weight, "")
