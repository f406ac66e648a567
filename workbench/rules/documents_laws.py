"""Articles of laws: how they are named, ordered and cited."""

import re

from workbench.rules import Refusal

_DIGITS = "零一二三四五六七八九"
_UNITS = {"十": 10, "百": 100, "千": 1000}
_NUMBER = re.compile(r"[零一二三四五六七八九十百千]+|\d+")
_NAME, _LONGEST = 80, 20_000
_TITLE_MARKS = "《》〈〉 \u3000"


def check_law(text: str) -> str:
    """Return the title of a law without title marks, or refuse it.

    Raises:
        Refusal: Empty or too long.

    Clause: documents/laws
    """
    return _checked(text.strip(_TITLE_MARKS), "法规名称", 200)


def check_article(text: str) -> str:
    """Return the name of an article (第二十七条第一款), or refuse it.

    Raises:
        Refusal: Empty or too long.

    Clause: documents/laws
    """
    return _checked(text.strip(), "条款", _NAME)


def check_article_text(text: str) -> str:
    """Return the text of an article, or refuse it.

    Raises:
        Refusal: Empty or too long.

    Clause: documents/laws
    """
    return _checked(text.strip(), "条文", _LONGEST)


def _checked(text: str, what: str, longest: int) -> str:
    if not text:
        raise Refusal(f"请填写{what}。", clause="documents/laws")
    if len(text) > longest:
        raise Refusal(f"{what}最多{longest}字。", clause="documents/laws")
    return text


def article_place(article: str) -> tuple[int, ...]:
    """Return where an article stands in its law, for sorting: 第十条 behind 第九条.

    Args:
        article: Its name; its numbers count in the order in which they stand.
    """
    return tuple(_value(one) for one in _NUMBER.findall(article))


def _value(text: str) -> int:
    """Return a number written in Chinese or in digits: 一百零三 is 103."""
    if text.isdecimal():
        return int(text)
    whole = digit = 0
    for sign in text:
        if sign in _UNITS:
            whole += (digit or 1) * _UNITS[sign]
            digit = 0
        else:
            digit = _DIGITS.index(sign)
    return whole + digit


def citation(law: str, article: str, document: str = "") -> str:
    """Return an article as papers cite it: 《…》（国务院令第310号）第五条.

    Args:
        law: Title without title marks.
        article: Its name.
        document: Number of the document that carries the law; often nothing.
    """
    numbered = f"（{document}）" if document else ""
    return f"《{law}》{numbered}{article}"
