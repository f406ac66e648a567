"""Standing phrases: what an office says the same way in every paper of a kind.

A record's class holds the phrases as they are said by default, by name, in ``PHRASES``;
the record's field ``phrases`` holds those that an office says in its own way, so that
an old paper keeps the words it was issued with. A record composes with ``said``::

    @dataclass(frozen=True, slots=True)
    class Circular:
        PHRASES: ClassVar[Phrases] = {"opening": "现将{月份}考核情况通报如下。",
                                      "closing": "特此通报。"}
        issuing: Issuing
        phrases: tuple[tuple[str, str], ...] = ()

        def _blocks(self):
            yield Paragraph(said(self, "opening", month="2026年10月"))
            ...
            yield Paragraph(said(self, "closing"))

A room gathers them for whoever sets them: ``PHRASES = phrases_of(KINDS)``.
"""

from collections.abc import Iterable, Mapping
from typing import ClassVar, Protocol

from workbench.reports import Kind

Phrases = Mapping[str, str]
"""Texts by name. ``{月份}`` in a text is a place where a fact is put."""

PLACES = {
    "address": "对方称呼",
    "after": "现分数",
    "appeal": "申诉来文",
    "asked": "来由",
    "basis": "法律依据",
    "before": "原分数",
    "candidate": "人选",
    "case": "案件",
    "chair": "主持人",
    "charge": "罪名",
    "consent": "同意机关",
    "contact": "联系人",
    "court": "法院",
    "court_term": "起诉期限",
    "day": "日期",
    "effective": "施行日期",
    "exemption": "例外情形",
    "filed_with": "备案机关",
    "filing": "报备期限",
    "found": "发现情况",
    "grant": "授权文件",
    "grounds": "依据",
    "held": "开会时间",
    "lead": "牵头单位",
    "list": "清单",
    "matter": "事项",
    "month": "月份",
    "number": "编号",
    "period": "期间",
    "person": "人员",
    "phone": "电话",
    "place": "地点",
    "plan": "方案或安排",
    "position": "职务",
    "procuratorate": "检察院",
    "proof": "公布处所",
    "proposal": "来文",
    "public_by": "公布期限",
    "publication": "公示期限",
    "purpose": "会议内容",
    "push": "推送期限",
    "reason": "理由",
    "reconsideration": "复议机关",
    "reconsideration_term": "复议期限",
    "reply_by": "回复期限",
    "reply_term": "答复期限",
    "reported": "报告文号",
    "scheme": "考核办法",
    "site": "公示网站",
    "subject": "事由",
    "task": "任务",
    "units": "检查单位",
    "year": "年度",
    "yearly": "年度次数",
    "zone": "片区",
}
"""The places by the names that ``said`` knows them by, and as people read them."""


class Worded(Protocol):
    """A record with standing phrases."""

    PHRASES: ClassVar[Phrases]

    @property
    def phrases(self) -> tuple[tuple[str, str], ...]:
        """Name and text of each phrase that is said in another way."""


def said(record: Worded, name: str, **facts: str) -> str:
    """Return a standing phrase as this paper says it.

    Args:
        record: The paper's record.
        name: Name of the phrase.
        facts: What stands in its places, by their keys in ``PLACES``. An own wording
            may leave a place out; braces that are no place stay as they are.
    """
    text = dict(record.phrases).get(name, record.PHRASES[name])
    for place, fact in facts.items():
        text = text.replace(f"{{{PLACES[place]}}}", fact)
    return text


def phrases_of(kinds: Iterable[Kind]) -> dict[str, Phrases]:
    """Return the default phrases of a room's papers, by key of their kind."""
    return {
        kind.key: kind.record.PHRASES
        for kind in kinds
        if hasattr(kind.record, "PHRASES")
    }
