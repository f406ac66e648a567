"""What an office may say in its own way: standing phrases, recipients, legal basis."""

import re
from collections.abc import Mapping

from workbench.rules import Refusal

_LONGEST = 500
_HALF = re.compile(
    r"(?<=[\u4e00-\u9fff》”）])[,;:?!()]|[,;:?!()](?=[\u4e00-\u9fff《“（])"
)
_PLACE = re.compile(r"\{[^{}]+\}")
_TITLED = re.compile("《[^《》]+》")

RECIPIENTS = ("addressee", "copies")
"""Items that say whom a paper goes to."""

_TITLES: Mapping[str, str] = {
    "addressee": "主送",
    "copies": "抄送",
    "grounds": "依据",
    "basis": "依据",
    "masthead": "刊头",
    "opening": "开头",
    "opening_on_suspicion": "开头（合理嫌疑）",
    "referred": "移送决定",
    "copied": "抄送说明",
    "team": "专案组",
    "complete": "案卷齐全",
    "fair": "列示原则",
    "nothing_lacking": "没有逾期时",
    "compare": "对照说明",
    "closing": "结尾",
    "remark": "文末说明",
    "reply": "答复要求",
    "request": "请求事项",
    "relief": "救济告知",
    "recusal": "回避告知",
    "statement": "权利告知",
    "objection": "异议告知",
    "publication": "公示告知",
    "limits": "适用范围",
}


def item_title(item: str, place: int) -> str:
    """Return what people call one of a paper's standing phrases.

    Args:
        item: Its name.
        place: Which one it is, from 1; names those that have no title of their own.
    """
    return _TITLES.get(item, f"固定用语{place}")


def places_of(text: str) -> frozenset[str]:
    """Return the places of a phrase that a fact is put in: ``{月份}``."""
    return frozenset(_PLACE.findall(text))


def as_printed(text: str) -> str:
    """Return how a phrase reads on paper, with ×× where a fact will stand."""
    return _PLACE.sub("××", text)


def check_wording(item: str, text: str, default: str) -> str:
    """Return an office's own wording in its one form, or refuse it.

    Args:
        item: Which part of the paper.
        text: What is to be said.
        default: What is said otherwise.

    Raises:
        Refusal: Empty, too long, with control signs or half-width punctuation, a place
            nobody fills, or a legal basis that names no law.

    Clause: documents/wording
    """
    said = text.strip()
    title = item_title(item, 1) if item in _TITLES else "固定用语"
    if not said and item != "copies":
        raise Refusal(
            f"{title}不能空着；不改的，恢复标准用语。", clause="documents/wording"
        )
    if len(said) > _LONGEST:
        raise Refusal(
            f"{title}有{len(said)}字，超过{_LONGEST}字。", clause="documents/wording"
        )
    if not said.isprintable():
        raise Refusal(
            f"{title}里有换行、制表符或看不见的字符，请删去。",
            clause="documents/wording",
        )
    half = _HALF.search(said)
    if half:
        raise Refusal(
            f"{title}里的“{half[0]}”是半角标点，公文用全角标点。",
            clause="documents/wording",
        )
    strange = places_of(said) - places_of(default)
    if strange:
        known = "、".join(sorted(places_of(default))) or "没有"
        raise Refusal(
            f"系统不会填写“{min(strange)}”；这一句可用的空位：{known}。",
            clause="documents/wording",
            ways=("花括号里的字原样保留，或整个删去。",),
        )
    if _TITLED.search(default) and not _TITLED.search(said):
        raise Refusal(
            f"{title}须写明依据的文件名称，用书名号《》括起。",
            clause="documents/wording",
        )
    return said
