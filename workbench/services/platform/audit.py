"""The audit trail: looking through it, and proving it whole."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa

from workbench import search
from workbench.access import Permission, Role
from workbench.desk import Work, chartered, entry_mac, head_seal
from workbench.listing import Column, Kind, Listing, Ordering, Tone, numbers
from workbench.models.platform import AuditEntry, AuditHead, Outcome
from workbench.rules.calendar import CHINA, end_of, start_of
from workbench.rules.platform import Policy

NEWEST_FIRST = Ordering("id", descending=True)
_FETCHED = 5_000
_NAMED = 20

OUTCOMES = {Outcome.DONE: "完成", Outcome.REFUSED: "被拒绝", Outcome.DENIED: "无权限"}
_TONES = {
    Outcome.DONE: Tone.GOOD,
    Outcome.REFUSED: Tone.CAUTION,
    Outcome.DENIED: Tone.OVERDUE,
}

_WORDS = {
    "account_id": "账号编号",
    "cause": "原因",
    "count": "条数",
    "county": "县区",
    "county_code": "县区代码",
    "days": "日期",
    "disabled": "停用",
    "file": "文件",
    "folder": "文件夹",
    "listing": "列表",
    "made_at": "备份时间",
    "name": "登录名",
    "new": "新口令",
    "old": "原口令",
    "password": "口令",
    "person_id": "人员编号",
    "person_name": "姓名",
    "policy": "参数",
    "reason": "原因",
    "role": "角色",
    "roles": "角色",
    "scope": "范围",
    "source": "依据",
    "title": "名称",
    "unit_id": "机构编号",
    "valid_from": "起始日",
    "value": "取值",
    "way": "方式",
    "year": "年份",
}
"""What arguments are called; of others the trail's own name is shown."""


@dataclass(frozen=True, slots=True)
class EntryRow:
    """One attempt, as shown."""

    id: int
    at: datetime
    account_name: str
    title: str
    command: str
    arguments: str
    outcome: Outcome
    remark: str


@chartered(Permission.PLATFORM_AUDIT_READ)
def find_entries(
    work: Work,
    *,
    text: str = "",
    outcome: Outcome | None = None,
    first: date | None = None,
    last: date | None = None,
    ordering: Ordering = NEWEST_FIRST,
) -> Sequence[int]:
    """Return the numbers of the matching attempts.

    Args:
        work: Whose session.
        text: Fragment of name, deed, content or remark.
        outcome: How they ended.
        first: First day, in China.
        last: Last day.
        ordering: Sort and limit.
    """
    found = sa.select(AuditEntry.id).where(
        search.matching(work.session, "audit_entry", AuditEntry.id, text)
    )
    if outcome is not None:
        found = found.where(AuditEntry.outcome == outcome)
    if first is not None:
        found = found.where(AuditEntry.at >= start_of(first))
    if last is not None:
        found = found.where(AuditEntry.at < end_of(last))
    orders = {
        "id": AuditEntry.id,
        "at": AuditEntry.at,
        "account_name": AuditEntry.account_name,
        "title": AuditEntry.title,
        "outcome": AuditEntry.outcome,
        "arguments": AuditEntry.arguments,
        "remark": AuditEntry.remark,
    }
    return numbers(work.session, found, AuditEntry.id, orders, ordering)


@chartered(Permission.PLATFORM_AUDIT_READ)
def entry_rows(work: Work, *, ids: Sequence[int]) -> dict[int, EntryRow]:
    """Return the attempts for ``ids``."""
    found = work.session.execute(
        sa.select(
            AuditEntry.id,
            AuditEntry.at,
            AuditEntry.account_name,
            AuditEntry.title,
            AuditEntry.command,
            AuditEntry.arguments,
            AuditEntry.outcome,
            AuditEntry.remark,
        ).where(AuditEntry.id.in_(ids))
    )
    return {row.id: EntryRow(*row) for row in found}


def said(row: EntryRow) -> list[tuple[str, str]]:
    """Return what an attempt was given, in words: name and value, in order."""
    given = json.loads(row.arguments or "{}")
    return [(_WORDS.get(name, name), _read(name, given[name])) for name in given]


def _read(name: str, value: object) -> str:
    if isinstance(value, list):
        return "、".join(_read(name, one) for one in value) or "（空）"
    if isinstance(value, bool):
        return "是" if value else "否"
    text = "" if value is None else str(value)
    if name in {"role", "roles"} and text in set(Role):
        return Role(text).label
    if name == "policy" and text in set(Policy):
        return Policy(text).default.title
    if text.startswith("SM3:"):
        return "（不显示）"
    return text or "（空）"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a check of the whole trail found.

    Attributes:
        count: Entries looked at.
        faults: One sentence each, the place first; none where all is whole.
    """

    count: int
    faults: tuple[str, ...]


@chartered(Permission.PLATFORM_AUDIT_READ)
def verify(work: Work) -> Verdict:
    """Recompute the whole chain and compare it with its end and with the backups.

    A changed field, a missing or inserted row, a cut-off end, an exchanged database:
    each is named with its place.

    Clause: platform/audit-chain
    """
    faults: list[str] = []
    anchors = work.keeper.anchors()
    before, expected, count = bytes(32), 1, 0
    head = work.session.scalars(sa.select(AuditHead)).one_or_none()
    total = head.count if head else 0
    columns = AuditEntry.__table__.columns
    stream = work.session.execute(
        sa.select(*columns).order_by(columns.id).execution_options(yield_per=_FETCHED)
    )
    for part in stream.partitions():
        work.progress(count, total, "校验审计日志")
        for row in part:
            count += 1
            if row.id != expected:
                faults.append(f"第{expected}条缺失，其后是第{row.id}条。")
            elif row.mac != entry_mac(work.secrets, before, row):
                faults.append(
                    f"第{row.id}条（{_when(row.at)} {row.account_name} {row.title}）"
                    "内容与校验码不符，该条或其前一条被改动。"
                )
            anchor = anchors.get(row.id)
            if anchor is not None and anchor != row.mac:
                faults.append(f"第{row.id}条与备份时记下的校验码不同，日志被整体替换。")
            before, expected = row.mac, row.id + 1
    faults += _end_faults(work, head, expected - 1, before)
    latest = max(anchors, default=0)
    if latest > expected - 1:
        faults.append(
            f"第{expected}条至第{latest}条缺失：最近的备份中已有第{latest}条。"
        )
    if len(faults) > _NAMED:
        faults[_NAMED:] = [f"……另有{len(faults) - _NAMED}处。"]
    return Verdict(count, tuple(faults))


def _end_faults(work: Work, head: AuditHead | None, last: int, mac: bytes) -> list[str]:
    if head is None:
        return ["日志末端标记不见了。"]
    if head.seal != head_seal(work.secrets, head.count, head.mac):
        return [f"日志末端标记（第{head.count}条）被改动。"]
    if head.count > last:
        return [f"第{last + 1}条至第{head.count}条缺失：最新的日志被截去。"]
    if head.count < last or head.mac != mac:
        return [f"日志末端应为第{head.count}条，实为第{last}条。"]
    return []


def _when(at: datetime) -> str:
    return f"{at.astimezone(CHINA):%Y-%m-%d %H:%M:%S}"


AUDIT_ENTRIES = Listing[EntryRow](
    "audit",
    "审计日志",
    find_entries,
    entry_rows,
    (
        Column("id", "编号", lambda row: str(row.id), Kind.NUMBER, width=80),
        Column("at", "时间", lambda row: _when(row.at), Kind.DATE, width=160),
        Column("account_name", "人员", lambda row: row.account_name, width=100),
        Column("title", "操作", lambda row: row.title, width=160),
        Column(
            "outcome",
            "结果",
            lambda row: OUTCOMES[row.outcome],
            Kind.STATE,
            width=80,
            tone=lambda row: _TONES[row.outcome],
        ),
        Column(
            "arguments",
            "内容",
            lambda row: "；".join(f"{word} {text}" for word, text in said(row)),
            width=380,
        ),
        Column("remark", "说明", lambda row: row.remark, width=300),
    ),
    ordering=NEWEST_FIRST,
)
