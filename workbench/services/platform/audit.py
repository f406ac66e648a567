"""The audit trail: looking through it, and proving it whole."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa

from workbench import search
from workbench.access import Permission
from workbench.desk import Work, chartered, entry_mac, head_seal
from workbench.listing import Column, Kind, Listing, Ordering, Tone, numbers
from workbench.models.platform import AuditEntry, AuditHead, Outcome
from workbench.models.roster.people import FrontlineMonth
from workbench.rules.calendar import CHINA, end_of, start_of
from workbench.services.platform.argument_words import value_words, word

NEWEST_FIRST = Ordering("id", descending=True)
_FETCHED = 5_000
_NAMED = 20
_PRINTED = 32  # hexadecimal digits of a code, on paper

OUTCOMES = {Outcome.DONE: "完成", Outcome.REFUSED: "被拒绝", Outcome.DENIED: "无权限"}
_TONES = {
    Outcome.DONE: Tone.GOOD,
    Outcome.REFUSED: Tone.CAUTION,
    Outcome.DENIED: Tone.OVERDUE,
}


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
    return [
        (word(row.command, name), value_words(row.command, name, given[name]))
        for name in given
    ]


@dataclass(frozen=True, slots=True)
class Anchor:
    """Where the chain ended when something outside it took note.

    Attributes:
        count: Number of the last entry.
        mac: Its code.
        of: What took note, in words.
        at: When, in words that follow it.
    """

    count: int
    mac: bytes
    of: str
    at: str

    @property
    def text(self) -> str:
        """The anchor as papers print it, in one line."""
        return chain_words(self.count, self.mac)


def chain_words(count: int, mac: bytes) -> str:
    """Return an end of the chain as papers print it: number and code of its entry."""
    return f"审计链头：第{count}条 {mac.hex()[:_PRINTED]}"


@chartered(Permission.PLATFORM_DESK_USE)
def chain_head(work: Work) -> Anchor:
    """Return where the chain ends now, to be kept outside it.

    Clause: platform/audit-chain
    """
    head = work.session.scalars(sa.select(AuditHead)).one()
    return Anchor(head.count, head.mac, "", "")


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
    """Recompute the chain; compare it with its end, the backups and locked months.

    A changed field, a missing or inserted row, a cut-off end, an exchanged database:
    each is named with its place.

    Clause: platform/audit-chain
    """
    anchors, faults = _anchors(work)
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
            faults += [
                f"第{row.id}条与{one.of}时记下的校验码不同，日志被整体替换。"
                for one in anchors.get(row.id, ())
                if one.mac != row.mac
            ]
            before, expected = row.mac, row.id + 1
    faults += _end_faults(work, head, expected - 1, before)
    latest = max(anchors, default=0)
    if latest > expected - 1:
        where = anchors[latest][0].at
        faults.append(f"第{expected}条至第{latest}条缺失：{where}已有第{latest}条。")
    if len(faults) > _NAMED:
        faults[_NAMED:] = [f"……另有{len(faults) - _NAMED}处。"]
    return Verdict(count, tuple(faults))


def _anchors(work: Work) -> tuple[dict[int, list[Anchor]], list[str]]:
    """Return what backups and locked months say of the chain, and what is amiss.

    Returns:
        The anchors by number of entry, and a sentence for each month whose record
        was changed.
    """
    found: dict[int, list[Anchor]] = {}
    faults = []
    for count, mac in work.keeper.anchors().items():
        found.setdefault(count, []).append(Anchor(count, mac, "备份", "最近的备份中"))
    for row in work.session.scalars(
        sa.select(FrontlineMonth).order_by(FrontlineMonth.month)
    ):
        month = f"{row.month.year}年{row.month.month}月锁定"
        if work.secrets.digest(row.figures) != row.digest:
            faults.append(f"{month}的数字与校验码不符，数据被改动。")
            continue
        trail = json.loads(row.figures).get("trail")
        if trail is not None:
            count, mac = int(trail[0]), bytes.fromhex(trail[1])
            found.setdefault(count, []).append(Anchor(count, mac, month, f"{month}时"))
    return found, faults


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
