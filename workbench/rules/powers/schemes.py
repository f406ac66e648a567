"""Assessment schemes (考核办法): items, weights, how each is scored."""

import json
from collections.abc import Collection
from dataclasses import dataclass, replace
from fractions import Fraction

from workbench.rules import Refusal
from workbench.rules.powers.facts import check_facts
from workbench.rules.powers.formulas import Formula, parse
from workbench.rules.powers.items import check_item_name
from workbench.rules.powers.subjects import SubjectKind

_HUNDREDTHS = 100
FULL_SCORE = Fraction(100)
MOST_ITEMS, _LONGEST_NAME, _LONGEST_KEY = 60, 40, 40


@dataclass(frozen=True, slots=True)
class SchemeItem:
    """One item of a scheme.

    Attributes:
        key: Its name in records; stays when the item is renamed.
        group: Its group, such as 指令响应.
        name: What is assessed.
        method: How it is scored, in words (计分办法).
        weight: Its full score, to hundredths; of a hand item the most that is given.
        formula: How points are reckoned; empty for a hand item.
        by_hand: Whether a person gives the points, saying why.
    """

    key: str
    group: str
    name: str
    method: str
    weight: Fraction
    formula: str = ""
    by_hand: bool = False

    def read(self) -> Formula | None:
        """Return its formula; None for a hand item.

        Raises:
            Refusal: The formula cannot be read.
        """
        return None if self.by_hand else parse(self.formula)


@dataclass(frozen=True, slots=True)
class SchemePlan:
    """What a scheme says.

    Attributes:
        items: Its items, in print order.
        extra: The most points that may be added or taken off outside the items.
        lines: From how many points on the first, second and third grade may be
            suggested; below the last it is the fourth.
    """

    items: tuple[SchemeItem, ...]
    extra: Fraction = Fraction(5)
    lines: tuple[Fraction, Fraction, Fraction] = (
        Fraction(90),
        Fraction(75),
        Fraction(60),
    )

    def item(self, key: str) -> SchemeItem | None:
        """Return an item by its key; None where there is none."""
        return next((one for one in self.items if one.key == key), None)


def plan_json(plan: SchemePlan) -> str:
    """Return a plan as canonical JSON, amounts in hundredths."""
    return json.dumps(
        {
            "extra": _hundredths(plan.extra),
            "lines": [_hundredths(one) for one in plan.lines],
            "items": [
                {
                    "key": one.key,
                    "group": one.group,
                    "name": one.name,
                    "method": one.method,
                    "weight": _hundredths(one.weight),
                    "formula": one.formula,
                    "by_hand": one.by_hand,
                }
                for one in plan.items
            ],
        },
        ensure_ascii=False,
        sort_keys=True,
        separators=(",", ":"),
    )


def plan_of(text: str) -> SchemePlan:
    """Return the plan that ``plan_json`` wrote."""
    told = json.loads(text)
    first, second, third = (Fraction(one, _HUNDREDTHS) for one in told["lines"])
    return SchemePlan(
        tuple(
            SchemeItem(
                one["key"],
                one["group"],
                one["name"],
                one["method"],
                Fraction(one["weight"], _HUNDREDTHS),
                one["formula"],
                one["by_hand"],
            )
            for one in told["items"]
        ),
        Fraction(told["extra"], _HUNDREDTHS),
        (first, second, third),
    )


def keyed(plan: SchemePlan) -> SchemePlan:
    """Return a plan whose items all have a key; those that had one keep it."""
    taken = {one.key for one in plan.items}
    items, number = [], 0
    for one in plan.items:
        item = one
        while not item.key:
            number += 1
            if (key := f"item{number}") not in taken:
                taken.add(key)
                item = replace(one, key=key)
        items.append(item)
    return replace(plan, items=tuple(items))


def check_plan(plan: SchemePlan, subject: SubjectKind) -> SchemePlan:
    """Return a plan whose words are trimmed, or refuse it.

    Args:
        plan: What somebody wants to assess by.
        subject: Who is assessed by it.

    Raises:
        Refusal: No item or too many; an item without name, group or method, or with
            the name or key of another; a weight that is not positive hundredths;
            weights that do not add up to 100; a formula that cannot be read, that
            reads what is not counted or must not be assessed; an item whose name
            counts inspections, cases or fines; a hand item with a formula; grade lines
            out of order, or extra points out of bounds.

    Clause: powers/scheme, powers/formula, powers/assessed-inspections,
        powers/assessed-fines, powers/assessed-cases
    """
    if not plan.items:
        raise _refused("考核办法至少要有一个项目。")
    if len(plan.items) > MOST_ITEMS:
        raise _refused(f"考核办法最多{MOST_ITEMS}个项目，现有{len(plan.items)}个。")
    items = tuple(_checked(one, subject) for one in plan.items)
    _check_single([one.key for one in items], "项目代号")
    _check_single([one.name for one in items], "项目名称")
    total = sum((one.weight for one in items), Fraction(0))
    if total != FULL_SCORE:
        more = "增加" if total < FULL_SCORE else "减少"
        lacks = _shown(abs(FULL_SCORE - total))
        raise Refusal(
            f"各项分值合计{_shown(total)}分，应当正好是100分。",
            clause="powers/scheme",
            ways=(f"{more}{lacks}分后再保存。",),
        )
    if not 0 <= plan.extra <= FULL_SCORE or not _is_hundredths(plan.extra):
        raise _refused("加减分的上限应在0与100之间，最多两位小数。")
    lines = plan.lines
    if not FULL_SCORE >= lines[0] > lines[1] > lines[2] > 0:
        raise _refused("等次分数线应当从高到低，都在0与100之间。")
    if not all(map(_is_hundredths, lines)):
        raise _refused("等次分数线最多两位小数。")
    return replace(plan, items=items)


def _checked(item: SchemeItem, subject: SubjectKind) -> SchemeItem:
    name = check_item_name(item.name)
    if not name or len(name) > _LONGEST_NAME:
        raise _refused(f"项目名称应有1至{_LONGEST_NAME}个字。")
    group, method = item.group.strip(), item.method.strip()
    if not group or not method:
        raise _refused(f"“{name}”还没有写类别或者计分办法。")
    if not item.key or len(item.key) > _LONGEST_KEY:
        raise _refused(f"“{name}”的项目代号应有1至{_LONGEST_KEY}个字符。")
    if item.weight <= 0 or not _is_hundredths(item.weight):
        raise _refused(f"“{name}”的分值应大于0，最多两位小数。")
    formula = item.formula.strip()
    if item.by_hand:
        if formula:
            raise _refused(f"“{name}”是手工评分，不能再写公式。")
    else:
        check_facts(parse(formula).names, name, subject)
    return replace(item, name=name, group=group, method=method, formula=formula)


def _check_single(words: Collection[str], what: str) -> None:
    seen: set[str] = set()
    for word in words:
        if word in seen:
            raise _refused(f"{what}“{word}”重复。")
        seen.add(word)


def _refused(sentence: str) -> Refusal:
    return Refusal(sentence, clause="powers/scheme")


def _is_hundredths(amount: Fraction) -> bool:
    return (amount * _HUNDREDTHS).denominator == 1


def _hundredths(amount: Fraction) -> int:
    return int(amount * _HUNDREDTHS)


def _shown(amount: Fraction) -> str:
    """Return an amount without needless zeros: 97.5."""
    whole, rest = divmod(int(amount * _HUNDREDTHS), _HUNDREDTHS)
    return f"{whole}.{rest:02}".rstrip("0").rstrip(".")


# ---- what a new scheme starts from ----


def _ratio(key: str, name: str, done: str, of: str, weight: int) -> SchemeItem:
    """Return an item that is a share of what was due; the group is set by its list."""
    formula = f"{done}÷{of}×满分"
    return SchemeItem(key, "", name, f"{done}÷{of}×分值", Fraction(weight), formula)


def _hand(key: str, name: str, method: str, weight: int) -> SchemeItem:
    return SchemeItem(key, "", name, method, Fraction(weight), by_hand=True)


def _plan(*groups: tuple[str, tuple[SchemeItem, ...]]) -> SchemePlan:
    return SchemePlan(
        tuple(replace(item, group=group) for group, items in groups for item in items)
    )


_RESPONSE = (
    _ratio("signed", "签收及时率", "按时签收件数", "应签收件数", 6),
    _ratio("arrived", "到场及时率", "按时到场件数", "应到场件数", 6),
    _ratio("finished", "按期办结率", "按期办结件数", "应办结件数", 8),
)
_COMPLIANCE = (
    _hand("planned", "计划内检查按期率", "按期实施数÷当月计划数×分值，附台账", 6),
    _hand("filed", "计划外检查报备及时率", "按时报备数÷应报备数×分值，附台账", 6),
    _hand("papers", "审批通知亮证齐备率", "手续齐备数÷实施数×分值，附抽查记录", 8),
)
_QUALITY = (
    _hand("files", "案卷评查得分", "评查平均得分÷100×分值，附评查表", 8),
    _hand("published", "检查结果公示及时率", "按期公示数÷应公示数×分值，附截图", 6),
    _hand("pushed", "数据推送及时率", "按期推送数÷应推送数×分值，附回执", 6),
)
_PUBLIC = (
    _hand("complaints", "有效投诉办结率", "按期办结数÷有效投诉数×分值，附清单", 5),
    _hand("content", "回访满意率", "满意户数÷回访户数×分值，附回访记录", 5),
    _hand("overruled", "复议诉讼纠错", "每纠错1件扣2.5分，扣完为止，附决定书", 5),
)

DEFAULT_PLANS = {
    SubjectKind.TEAM: _plan(
        ("指令响应", _RESPONSE),
        ("计划与程序合规", _COMPLIANCE),
        ("案卷与文书质量", _QUALITY),
        (
            "力量在岗",
            (
                _ratio("present", "派驻人员出勤率", "实到人天", "应到人天", 7),
                _ratio("leaves", "离岗报批率", "已报批离岗人次", "离岗人次", 4),
                _ratio("certified", "一线持证率", "持证人数", "派驻人数", 4),
            ),
        ),
        (
            "协同",
            (
                _ratio(
                    "whistles",
                    "吹哨到场及时率",
                    "吹哨按时到场件数",
                    "吹哨应到场件数",
                    3,
                ),
                _ratio(
                    "content_whistles",
                    "吹哨报到评价",
                    "吹哨满意项数",
                    "吹哨评价项数",
                    4,
                ),
                _hand("referred", "案件移送及时率", "按时移送件数÷应移送件数×分值", 3),
            ),
        ),
        ("群众与企业评价", _PUBLIC),
    ),
    SubjectKind.TOWN: _plan(
        ("指令响应", _RESPONSE),
        ("计划与程序合规", _COMPLIANCE),
        ("案卷与文书质量", _QUALITY),
        (
            "力量在岗",
            (
                _ratio("present", "派驻人员出勤率", "实到人天", "应到人天", 6),
                _ratio("certified", "一线持证率", "持证人数", "派驻人数", 4),
            ),
        ),
        (
            "协同",
            (
                _hand(
                    "support", "对派驻力量的保障", "场所、车辆、后勤到位，附核查记录", 5
                ),
                _ratio("rated", "指令办理评价", "指令满意项数", "指令评价项数", 5),
                _hand("patrols", "日常巡查和首问处置", "小事不出镇街，附巡查记录", 5),
            ),
        ),
        ("群众与企业评价", _PUBLIC),
    ),
    SubjectKind.PERSON: _plan(
        (
            "出勤纪律",
            (
                _ratio("present", "出勤率", "实到天数", "应到天数", 25),
                _ratio("leaves", "离岗报批率", "已报批离岗次数", "离岗次数", 5),
                _hand("discipline", "作风纪律", "按纪律规定逐项扣分，附记录", 10),
            ),
        ),
        (
            "岗位能力",
            (
                _ratio("certified", "持证上岗", "持证天数", "派驻天数", 10),
                SchemeItem(
                    "exams",
                    "",
                    "业务考试",
                    "平均成绩÷100×分值",
                    Fraction(5),
                    "考试总分÷考试场次÷100×满分",
                ),
            ),
        ),
        (
            "工作实绩",
            (
                _hand("tasks", "任务完成情况", "按时保质完成交办任务，附任务清单", 25),
                _hand("quality", "文书和记录质量", "按抽查结果计分，附抽查记录", 10),
            ),
        ),
        (
            "团结协作",
            (_hand("team", "协同配合", "由所在队伍评价，附评价表", 10),),
        ),
    ),
}
"""What a new scheme starts from, by who is assessed; every word may be changed."""
