"""送达回证: that a paper reached whom it is for."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from workbench.reports.casework.parties import (
    Handler,
    moment_text,
    named,
    plain_form,
    signature,
)
from workbench.reports.inspection.forms import cell, label, opinion, ticked
from workbench.reports.page import Cell, Document, Grid, GridRow, Stamp
from workbench.reports.wording import Phrases, said

WAYS = ("直接送达", "留置送达", "邮寄送达", "委托送达", "公告送达", "电子送达")
"""送达方式, in the order in which the form prints them."""

_SERVERS = 2


@dataclass(frozen=True, slots=True)
class Served:
    """One paper that is served: its name and its number."""

    name: str
    number: str

    @property
    def text(self) -> str:
        """Both, as the receipt names a paper."""
        return (
            f"《{self.name}》（{self.number}）" if self.number else f"《{self.name}》"
        )


@dataclass(frozen=True, slots=True)
class ServiceReceipt:
    """送达回证.

    Attributes:
        organ: Who serves (送达单位).
        case: Name of the case.
        papers: What is served.
        recipient: Whom it is for (受送达人).
        place: Where it was served.
        way: One of ``WAYS``.
        served_at: When, to the minute.
        taken_by: Who took it and signed.
        relation: What that person is to the recipient.
        witness: Who bore witness, where it was left behind (留置送达).
        servers: Who served it, two officers.
        remark: Why it was refused; the mail's number; the confirmation of service by
            electronic means.
    """

    PHRASES: ClassVar[Phrases] = {
        "remark": "说明：受送达人拒绝接收的，在备注栏记明拒收事由和日期，由送达人、"
        "见证人签名或者盖章，或者采用拍照、录像等方式记录送达过程。采用传真、电子邮件等"
        "方式送达的，附当事人签订的确认书（《行政处罚法》第六十一条第二款）。",
    }

    organ: str
    case: str = ""
    papers: tuple[Served, ...] = ()
    recipient: str = ""
    place: str = ""
    way: str = ""
    served_at: datetime | None = None
    taken_by: str = ""
    relation: str = ""
    witness: str = ""
    servers: tuple[Handler, ...] = ()
    remark: str = ""
    phrases: tuple[tuple[str, str], ...] = ()

    @property
    def title(self) -> str:
        """The form's name, with its case."""
        return named(_RECEIPT, self.case)

    def compose(self, stamp: Stamp) -> Document:
        """Return the form."""
        grid = Grid((34, 44, 34, 44), tuple(self._rows(stamp)))
        return plain_form(
            self.organ, _RECEIPT, iter((grid,)), stamp, remark=said(self, "remark")
        )

    def _rows(self, stamp: Stamp) -> Iterator[GridRow]:
        papers = "\n".join(one.text for one in self.papers)
        yield _row("案件名称", self.case, stamp, 10)
        yield _row("送达文书名称\n及文号", papers, stamp, 16)
        yield _row("送达单位", self.organ, stamp, 10)
        yield _row("受送达人", self.recipient, stamp, 10)
        yield _row("送达地点", self.place, stamp, 10)
        yield GridRow((label("送达时间"), Cell(moment_text(self.served_at), 3)), 10)
        yield GridRow((label("送达方式"), Cell(_ways(self.way), 3)), 14)
        yield opinion(
            "收件人签名\n或者盖章",
            self.taken_by,
            f"{signature(self.relation, '与受送达人的关系：')}\n{_PEN}",
            span=3,
            height=20,
        )
        yield opinion("见证人签名\n或者盖章", self.witness, _PEN, span=3, height=14)
        yield opinion(
            "送达人签名\n（2人）", "\n".join(self._servers()), _PEN, span=3, height=22
        )
        yield GridRow((label("备注"), cell(self.remark, stamp, span=3)), 14)

    def _servers(self) -> Iterator[str]:
        missing = _SERVERS - len(self.servers)
        for one in (*self.servers, *(Handler("", "") for _at in range(missing))):
            yield f"{one.name or '　' * 6}　　执法证号：{one.certificate}"


_RECEIPT = "送达回证"
_PEN = moment_text(None)


def _ways(chosen: str) -> str:
    """Return the ways of service in two lines, one of them ticked."""
    half = len(WAYS) // 2
    lines = (WAYS[:half], WAYS[half:])
    return "\n".join(ticked(one, chosen if chosen in one else "") for one in lines)


def _row(name: str, value: str, stamp: Stamp, height: float) -> GridRow:
    return GridRow((label(name), cell(value, stamp, span=3)), height)
