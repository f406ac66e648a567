"""What may be assessed, and how scores are rounded."""

import re
from fractions import Fraction
from math import floor

from workbench.rules import Refusal

_HUNDREDTHS = 100
_GAP = "[^，。；、]{0,8}?"  # words in between, of the same phrase
_HOW_MANY = "次数|频次|频率|家次|户次|人次|件次|家数|户数|件数|起数|数量|总量|指标"
_INSPECTIONS = re.compile(
    f"(?:检查|抽查|入企|进企){_GAP}(?:{_HOW_MANY}|任务数|数$|(?<!质)量$)"
    "|(?:次数|频次|数量|指标)[^，。；、]{0,2}检查"
)
_FINES = re.compile("罚款|罚没|罚金|没收")
_CASES = re.compile(
    f"(?:办案|立案|结案|处罚|查处|案件){_GAP}(?:{_HOW_MANY}|任务数|数$|(?<!质)量$)"
)


def rounded(score: Fraction) -> Fraction:
    """Return a score rounded half up to hundredths, as every item is before sums."""
    return Fraction(floor(score * _HUNDREDTHS + Fraction(1, 2)), _HUNDREDTHS)


def check_item_name(name: str) -> str:
    """Return the name of an item of assessment without blanks, or refuse the item.

    How many inspections were made and what was fined is never assessed; how many
    cases were handled is not assessed here either. Shares and quality may be.

    Args:
        name: As the scheme or the sheet names the item.

    Raises:
        Refusal: It counts inspections, cases or fines.

    Clause: powers/assessed-inspections, powers/assessed-fines, powers/assessed-cases
    """
    name = name.strip()
    if _INSPECTIONS.search(name):
        raise Refusal(
            f"“{name}”以检查的数量计分。考核不得与检查频次挂钩。",
            clause="powers/assessed-inspections",
            ways=("改为考核时效或者质量，如“计划内检查按期率”“检查结果公示及时率”。",),
        )
    if _FINES.search(name):
        raise Refusal(
            f"“{name}”与罚没款挂钩。罚款、没收的款项不得同考核、考评挂钩。",
            clause="powers/assessed-fines",
            ways=("改为考核质量，如“案卷评查得分”。",),
        )
    if _CASES.search(name):
        raise Refusal(
            f"“{name}”以办案的数量计分。本软件规定不考核办案数量。",
            clause="powers/assessed-cases",
            ways=("改为考核质量，如“案卷评查得分”“案件移送及时率”。",),
        )
    return name
