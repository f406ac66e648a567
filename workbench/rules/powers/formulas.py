"""The language in which a scheme says how points are reckoned: read, valued, exported.

A formula is arithmetic over named facts and the item's full score, exact to the last
place: ``按时签收件数÷应签收件数×满分``. It can do nothing else, so it may be typed by a
clerk. What divides by a fact that is zero gives no score: the item does not apply.
"""

import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property

from workbench.rules import Refusal

FULL = "满分"
LONGEST, DEEPEST = 400, 12
_MOST_DIGITS = 12
_PERCENT = 100
_IF, _LEAST, _MOST = "如果", "最小", "最大"
_CALLS = {_IF: "IF", _LEAST: "MIN", _MOST: "MAX"}
_JOINS = {"且": "AND", "或": "OR"}
_SIGNS = {"−": "-", "–": "-", "×": "*", "÷": "/", "、": ",", "；": ",", ";": ","}
_WIDE = ("\uff01", "\uff5e")  # full width twins of what every keyboard has
_COMPARED = {"=", "≠", "<", "≤", ">", "≥"}
_EXCEL = {"≠": "<>", "≤": "<=", "≥": ">="}
_PAIRS = {"<=": "≤", ">=": "≥", "<>": "≠", "!=": "≠", "==": "="}
_SHOWN = {"-": "−", "*": "×", "/": "÷"}
_SUM, _PRODUCT = 1, 2  # how tightly an operator binds


def _refused(text: str, at: int, expects: str) -> Refusal:
    """Return the refusal of what stands at a place."""
    found = text[at : at + 4]
    where = f"第{at + 1}个字“{found}”处" if found else "末尾"
    return Refusal(
        f"公式“{text}”{where}有误：{expects}。",
        clause="powers/formula",
        ways=("对照右侧的写法修改，如“按时签收件数÷应签收件数×满分”。",),
    )


# ---- signs ----


@dataclass(frozen=True, slots=True)
class _Token:
    """One sign of a formula: ``number``, ``name``, or the sign itself."""

    kind: str
    text: str
    at: int


def _plain(character: str) -> str:
    """Return a character as formulas spell it, whatever the keyboard gave."""
    if character in _SIGNS:
        return _SIGNS[character]
    wide = _WIDE[0] <= character <= _WIDE[1]
    return unicodedata.normalize("NFKC", character) if wide else character


def _tokens(text: str) -> Iterator[_Token]:
    """Yield the signs of a formula, then an empty one.

    Raises:
        Refusal: A character belongs to none.
    """
    signs = [_plain(one) for one in text]
    at = 0
    while at < len(signs):
        sign, start = signs[at], at
        if sign.isspace():
            at += 1
        elif sign.isdecimal() and sign.isascii():
            at = _end_of(signs, at, lambda one: one.isascii() and one.isdecimal())
            if at < len(signs) and signs[at] == ".":
                more = _end_of(
                    signs, at + 1, lambda one: one.isascii() and one.isdecimal()
                )
                if more == at + 1:
                    raise _refused(text, at, "小数点后面应当是数字")
                at = more
            yield _Token("number", "".join(signs[start:at]), start)
        elif sign in _JOINS:
            at += 1
            yield _Token(sign, sign, start)
        elif sign.isalpha():
            at = _end_of(signs, at, _in_name)
            yield _Token("name", "".join(signs[start:at]), start)
        elif (pair := "".join(signs[at : at + 2])) in _PAIRS:
            at += 2
            yield _Token(_PAIRS[pair], pair, start)
        elif sign in "+-*/(),%" or sign in _COMPARED:
            at += 1
            yield _Token(sign, sign, start)
        else:
            raise _refused(text, at, "不认识这个符号")
    yield _Token("", "", len(signs))


def _in_name(sign: str) -> bool:
    return sign.isalnum() and sign not in _JOINS


def _end_of(signs: list[str], at: int, goes_on: Callable[[str], bool]) -> int:
    while at < len(signs) and goes_on(signs[at]):
        at += 1
    return at


# ---- what it is made of ----


class _NotApplicableError(Exception):
    """Something is divided by a fact that is zero."""


@dataclass(frozen=True, slots=True)
class _Number:
    value: Fraction
    text: str

    def names(self) -> Iterator[str]:
        return iter(())


@dataclass(frozen=True, slots=True)
class _Name:
    name: str

    def names(self) -> Iterator[str]:
        yield self.name


@dataclass(frozen=True, slots=True)
class _Minus:
    of: "_Node"

    def names(self) -> Iterator[str]:
        return self.of.names()


@dataclass(frozen=True, slots=True)
class _Binary:
    """Two amounts and what is done with them, comparisons too."""

    sign: str
    left: "_Node"
    right: "_Node"

    def names(self) -> Iterator[str]:
        yield from self.left.names()
        yield from self.right.names()


@dataclass(frozen=True, slots=True)
class _Call:
    """如果, 最小, 最大, and conditions joined by 且 or 或."""

    name: str
    of: tuple["_Node", ...]

    def names(self) -> Iterator[str]:
        for one in self.of:
            yield from one.names()


_Node = _Number | _Name | _Minus | _Binary | _Call


def _is_condition(node: _Node) -> bool:
    if isinstance(node, _Binary):
        return node.sign in _COMPARED
    return isinstance(node, _Call) and node.name in _JOINS


# ---- reading ----


class _Reader:
    """Reads one formula, sign by sign.

    Args:
        text: The formula.
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self._signs = list(_tokens(text))
        self._at = 0
        self._depth = 0

    def read(self) -> _Node:
        """Return the whole formula.

        Raises:
            Refusal: It cannot be read.
        """
        node = self._amount()
        if self._next.kind:
            raise self._no("这里应当是运算符号或者公式的末尾")
        return node

    @property
    def _next(self) -> _Token:
        return self._signs[self._at]

    def _take(self) -> _Token:
        token = self._next
        self._at += 1
        return token

    def _no(self, expects: str, at: int | None = None) -> Refusal:
        return _refused(self._text, self._next.at if at is None else at, expects)

    def _expect(self, kind: str, expects: str) -> None:
        if self._next.kind != kind:
            raise self._no(expects)
        self._take()

    def _amount(self) -> _Node:
        """Read an amount; refuse a condition in its place."""
        start = self._next.at
        node = self._sum()
        if (
            self._next.kind in _COMPARED
            or self._next.kind in _JOINS
            or _is_condition(node)
        ):
            raise self._no("条件只能写在“如果(…)”的第一项", start)
        return node

    def _sum(self) -> _Node:
        node = self._product()
        while self._next.kind in {"+", "-"}:
            sign = self._take().kind
            node = _Binary(sign, self._number_of(node), self._operand())
        return node

    def _operand(self) -> _Node:
        start = self._next.at
        node = self._product()
        if _is_condition(node):
            raise self._no("这里应当是数，不能是条件", start)
        return node

    def _number_of(self, node: _Node) -> _Node:
        if _is_condition(node):
            raise self._no("条件不能参加加减乘除")
        return node

    def _product(self) -> _Node:
        node = self._signed()
        while self._next.kind in {"*", "/"}:
            sign = self._take().kind
            start = self._next.at
            right = self._number_of(self._signed())
            if sign == "/":
                self._check_divisor(right, start)
            node = _Binary(sign, self._number_of(node), right)
        return node

    def _check_divisor(self, node: _Node, at: int) -> None:
        names = set(node.names())
        if FULL in names:
            raise self._no("“满分”不能用在除数里", at)
        if not names and not _value(node, {}, Fraction(1)):
            raise self._no("除数不能是零", at)

    def _signed(self) -> _Node:
        if self._next.kind == "-":
            self._deeper()
            self._take()
            node = _Minus(self._number_of(self._signed()))
            self._depth -= 1
            return node
        return self._single()

    def _single(self) -> _Node:
        token = self._next
        if token.kind == "number":
            return self._number()
        if token.kind == "name":
            self._take()
            if token.text in _CALLS:
                return self._call(token)
            if self._next.kind == "(":
                raise self._no(f"没有“{token.text}(…)”这种算法", token.at)
            return _Name(token.text)
        if token.kind == "(":
            self._deeper()
            self._take()
            node = self._condition()
            self._expect(")", "缺少右括号“)”")
            self._depth -= 1
            return node
        raise self._no("这里应当是数、事实的名称或者左括号")

    def _number(self) -> _Number:
        token = self._take()
        if len(token.text.replace(".", "")) > _MOST_DIGITS:
            raise self._no(f"数最多{_MOST_DIGITS}位", token.at)
        value = Fraction(token.text)
        if self._next.kind == "%":
            self._take()
            return _Number(value / _PERCENT, f"{token.text}%")
        return _Number(value, token.text)

    def _deeper(self) -> None:
        self._depth += 1
        if self._depth > DEEPEST:
            raise self._no(f"括号最多套{DEEPEST}层")

    def _call(self, name: _Token) -> _Call:
        self._deeper()
        self._expect("(", f"“{name.text}”后面应当是左括号“(”")
        of: list[_Node] = []
        if name.text == _IF:
            start = self._next.at
            condition = self._condition()
            if not _is_condition(condition):
                raise self._no("“如果”的第一项应当是条件，如“应到天数=0”", start)
            if FULL in set(condition.names()):
                raise self._no("“满分”不能用在条件里", start)
            of.append(condition)
            for _branch in range(2):
                self._expect(",", "“如果”有三项，这里应当是逗号")
                of.append(self._amount())
        else:
            of.append(self._amount())
            self._expect(",", f"“{name.text}”至少两项，这里应当是逗号")
            of.append(self._amount())
            while self._next.kind == ",":
                self._take()
                of.append(self._amount())
        self._expect(")", "缺少右括号“)”")
        self._depth -= 1
        return _Call(name.text, tuple(of))

    def _condition(self) -> _Node:
        """Read conditions joined by 或 and 且, or an amount alone."""
        return self._joined("或", lambda: self._joined("且", self._compared))

    def _joined(self, sign: str, part: Callable[[], _Node]) -> _Node:
        parts = [part()]
        while self._next.kind == sign:
            start = self._take().at
            parts.append(part())
            if not all(map(_is_condition, parts)):
                raise self._no(f"“{sign}”的两边应当都是条件", start)
        return parts[0] if len(parts) == 1 else _Call(sign, tuple(parts))

    def _compared(self) -> _Node:
        left = self._sum()
        if self._next.kind not in _COMPARED:
            return left
        sign = self._take().kind
        start = self._next.at
        right = self._sum()
        if _is_condition(left) or _is_condition(right):
            raise self._no("比较的两边应当是数", start)
        if self._next.kind in _COMPARED:
            raise self._no("一次只能比较两个数，请用“且”连接")
        return _Binary(sign, left, right)


# ---- valuing ----

_COMPARE: dict[str, Callable[[Fraction, Fraction], bool]] = {
    "=": lambda left, right: left == right,
    "≠": lambda left, right: left != right,
    "<": lambda left, right: left < right,
    "≤": lambda left, right: left <= right,
    ">": lambda left, right: left > right,
    "≥": lambda left, right: left >= right,
}


def _value(node: _Node, facts: Mapping[str, int], full: Fraction) -> Fraction:
    """Return what a node comes to; conditions are 1 or 0."""
    match node:
        case _Number(value, _):
            return value
        case _Name(name):
            return full if name == FULL else Fraction(facts[name])
        case _Minus(of):
            return -_value(of, facts, full)
        case _Call(name, of):
            return _called(name, of, facts, full)
        case _Binary(sign, left, right):
            return _reckoned(
                sign, _value(left, facts, full), _value(right, facts, full)
            )


def _called(
    name: str, of: tuple[_Node, ...], facts: Mapping[str, int], full: Fraction
) -> Fraction:
    if name == _IF:
        condition, yes, no = of
        return _value(yes if _value(condition, facts, full) else no, facts, full)
    values = [_value(one, facts, full) for one in of]
    if name in _JOINS:
        return Fraction(all(values) if name == "且" else any(values))
    return min(values) if name == _LEAST else max(values)


def _reckoned(sign: str, left: Fraction, right: Fraction) -> Fraction:
    if sign in _COMPARE:
        return Fraction(_COMPARE[sign](left, right))
    if sign == "+":
        return left + right
    if sign == "-":
        return left - right
    if sign == "*":
        return left * right
    if not right:
        raise _NotApplicableError
    return left / right


# ---- as a sheet reckons it ----


def _excel(node: _Node, refs: Mapping[str, str], full: str) -> str:
    match node:
        case _Number(_, text):
            return text
        case _Name(name):
            return full if name == FULL else refs[name]
        case _Minus(of):
            return f"(-{_closed(of, _PRODUCT + 1, refs, full)})"
        case _Call(name, of):
            parts = ",".join(_excel(one, refs, full) for one in of)
            return f"{_CALLS.get(name) or _JOINS[name]}({parts})"
        case _Binary(sign, left, right):
            own = _binds(sign)
            first = _closed(left, own, refs, full)
            second = _closed(right, own + 1, refs, full)
            return f"{first}{_EXCEL.get(sign, sign)}{second}"


def _closed(node: _Node, least: int, refs: Mapping[str, str], full: str) -> str:
    """Return a part in brackets, where it binds less tightly than what is round it."""
    text = _excel(node, refs, full)
    loose = isinstance(node, _Binary) and _binds(node.sign) < least
    return f"({text})" if loose else text


def _binds(sign: str) -> int:
    if sign in {"*", "/"}:
        return _PRODUCT
    return _SUM if sign in {"+", "-"} else 0


# ---- the formula ----


@dataclass(frozen=True)
class Formula:
    """A formula that was read.

    Attributes:
        text: As it was written.
    """

    text: str
    _node: _Node = field(repr=False, compare=False)

    @cached_property
    def names(self) -> frozenset[str]:
        """The facts it reads."""
        return frozenset(self._node.names()) - {FULL}

    @cached_property
    def ratio(self) -> tuple[str, str] | None:
        """The first two facts of which one is divided by the other: 11/13 in print."""
        return _first_ratio(self._node)

    def value(self, facts: Mapping[str, int], full: Fraction) -> Fraction | None:
        """Return what it comes to, exactly.

        Args:
            facts: What every fact it reads counted.
            full: The item's full score.

        Returns:
            Points before rounding and capping; None where something is divided by
            a fact that is zero: the item does not apply.
        """
        try:
            return _value(self._node, facts, full)
        except _NotApplicableError:
            return None

    def excel(self, refs: Mapping[str, str], full: str) -> str:
        """Return it as a sheet's formula, without the sign of equality.

        Where ``value`` is None, a sheet shows its own fault of division.

        Args:
            refs: The cell of every fact it reads.
            full: The cell of the full score.
        """
        return _excel(self._node, refs, full)


def _first_ratio(node: _Node) -> tuple[str, str] | None:
    match node:
        case _Binary("/", _Name(above), _Name(below)):
            return above, below
        case _Binary(_, left, right):
            return _first_ratio(left) or _first_ratio(right)
        case _Minus(of):
            return _first_ratio(of)
        case _Call(_, of):
            return next(filter(None, map(_first_ratio, of)), None)
    return None


def parse(text: str) -> Formula:
    """Read a formula.

    Whole and decimal numbers (50% too), names of facts, ``满分``, + − × ÷ and
    brackets; ``如果(条件, 甲, 乙)``, ``最小(…)``, ``最大(…)``; conditions compare two
    amounts and are joined by ``且`` and ``或``. Half and full width are the same.

    Args:
        text: As somebody wrote it.

    Raises:
        Refusal: It is empty, too long, nested too deeply or cannot be read; it divides
            by a constant zero; the full score stands in a condition or a divisor,
            where it would decide whether the item applies.

    Clause: powers/formula
    """
    text = text.strip()
    if not text:
        raise Refusal(
            "请写计分公式。",
            clause="powers/formula",
            ways=("不能用公式计算的，改为手工评分。",),
        )
    if len(text) > LONGEST:
        raise Refusal(
            f"计分公式最长{LONGEST}个字，现有{len(text)}个字。", clause="powers/formula"
        )
    return Formula(text, _Reader(text).read())
