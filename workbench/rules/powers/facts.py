"""The facts that formulas of assessment may read, and those that they may not.

Each is counted for one subject and one month by ``services/powers/assessment/facts``,
with the rows it was counted from. A fact that counts inspections, cases or fines is
listed too: whoever reads one in a formula is told which clause forbids it.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from workbench.rules import Refusal
from workbench.rules.powers.subjects import SubjectKind

_UNITS = frozenset({SubjectKind.TEAM, SubjectKind.TOWN})
_PEOPLE = frozenset({SubjectKind.PERSON})
_INSPECTIONS = "powers/assessed-inspections"
_FINES = "powers/assessed-fines"
_CASES = "powers/assessed-cases"


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that is counted.

    Attributes:
        name: As formulas read it.
        words: What exactly is counted.
        subjects: Of whom it is counted.
        clause: The clause that forbids assessing it; empty for most.
    """

    name: str
    words: str
    subjects: frozenset[SubjectKind]
    clause: str = ""

    @property
    def banned(self) -> bool:
        """Whether no formula may read it."""
        return bool(self.clause)


_ALLOWED = (
    Fact("应签收件数", "签收时限在当月届满的调度指令，已撤销、退回的除外", _UNITS),
    Fact("按时签收件数", "其中在时限内签收的", _UNITS),
    Fact("应到场件数", "到场时限在当月届满的调度指令，已撤销、退回的除外", _UNITS),
    Fact("按时到场件数", "其中在时限内到场的", _UNITS),
    Fact("应办结件数", "办结时限在当月届满的调度指令，已撤销、退回的除外", _UNITS),
    Fact("按期办结件数", "其中在时限内办结的", _UNITS),
    Fact("指令评价项数", "当月对指令办理情况作出的评价，按项计", _UNITS),
    Fact("指令满意项数", "其中评价为满意、基本满意的", _UNITS),
    Fact("退回重办件数", "当月被指挥中心退回重办的调度指令", _UNITS),
    Fact("吹哨应到场件数", "到场时限在当月届满的吹哨，作为主办、协办单位的", _UNITS),
    Fact("吹哨按时到场件数", "其中在时限内到场的", _UNITS),
    Fact("吹哨应办结件数", "办结时限在当月届满的吹哨，作为主办、协办单位的", _UNITS),
    Fact("吹哨按期办结件数", "其中在时限内办结的", _UNITS),
    Fact("吹哨评价项数", "当月镇街对吹哨办理情况作出的评价，按项计", _UNITS),
    Fact("吹哨满意项数", "其中评价为满意、基本满意的", _UNITS),
    Fact("应到人天", "在该单位工作的人员当月应到天数之和", _UNITS),
    Fact("实到人天", "在该单位工作的人员当月实到天数之和", _UNITS),
    Fact("离岗人次", "在该单位工作的人员当月的离岗（含借调回流），按次计", _UNITS),
    Fact("已报批离岗人次", "其中登记了批准文件的", _UNITS),
    Fact("派驻人数", "月末在该单位一线岗位上的人员", _UNITS),
    Fact("持证人数", "其中月末执法证有效的", _UNITS),
    Fact("参训人数", "在该单位工作的人员中当月参加过培训或者考试的", _UNITS),
    Fact("用车登记数", "当月出车的用车登记", _UNITS),
    Fact("里程齐备数", "其中登记了行驶里程的", _UNITS),
    Fact("应到天数", "当月应到天数", _PEOPLE),
    Fact("实到天数", "当月实到天数", _PEOPLE),
    Fact("离岗次数", "当月的离岗（含借调回流），按次计", _PEOPLE),
    Fact("已报批离岗次数", "其中登记了批准文件的", _PEOPLE),
    Fact("派驻天数", "当月派驻在该单位的天数", _PEOPLE),
    Fact("持证天数", "其中执法证有效的天数", _PEOPLE),
    Fact("培训学时", "当月培训的学时之和", _PEOPLE),
    Fact("考试场次", "当月有成绩的考试", _PEOPLE),
    Fact("考试总分", "这些考试的成绩之和", _PEOPLE),
    Fact("值班班次", "当月排定的值班班次", _PEOPLE),
)
_ALL = frozenset(SubjectKind)
_BANNED = tuple(
    Fact(name, words, _ALL, clause)
    for clause, words, names in (
        (
            _INSPECTIONS,
            "检查的数量",
            ("检查次数", "检查户数", "检查家次", "检查件数", "抽查次数", "入企次数"),
        ),
        (
            _FINES,
            "罚没款的数额",
            ("罚款金额", "罚款数", "罚款额", "罚没款", "罚没款金额", "没收金额"),
        ),
        (
            _CASES,
            "办案的数量",
            ("立案数", "办案数", "结案数", "处罚数", "处罚件数", "查处件数"),
        ),
    )
    for name in names
)
FACTS = {one.name: one for one in (*_ALLOWED, *_BANNED)}
"""Every fact, those that may be read first, by name."""


def facts_of(subject: SubjectKind) -> tuple[Fact, ...]:
    """Return the facts that formulas about a kind of subject may read."""
    return tuple(one for one in _ALLOWED if subject in one.subjects)


def check_facts(names: Iterable[str], item: str, subject: SubjectKind) -> None:
    """Refuse a formula by what it reads.

    Args:
        names: The facts it reads.
        item: The item it scores, as sentences call it.
        subject: Who is assessed by it.

    Raises:
        Refusal: It reads a fact that counts inspections, cases or fines, whatever the
            item is called; or one that is not counted for such subjects.

    Clause: powers/assessed-inspections, powers/assessed-fines,
        powers/assessed-cases, powers/formula
    """
    for name in sorted(names):
        fact = FACTS.get(name)
        if fact is not None and fact.banned:
            raise Refusal(
                f"“{item}”的公式读取了“{name}”，即{fact.words}，不得用于考核。",
                clause=fact.clause,
                ways=("改为考核时效或者质量的事实，如“按期办结件数÷应办结件数”。",),
            )
        if fact is None or subject not in fact.subjects:
            raise Refusal(
                f"“{item}”的公式里有“{name}”，对{subject.label}没有这个事实。",
                clause="powers/formula",
                ways=("从事实目录中选，或者把该项改为手工评分。",),
            )
