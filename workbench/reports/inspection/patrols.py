"""巡查记录表: what the daily joint patrol of a town saw."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from workbench.reports.inspection.forms import (
    OPEN_SIGNATURE,
    cell,
    enforcement_form,
    label,
    opinion,
    period_cell,
    ticked,
)
from workbench.reports.inspection.parties import Officer, officers_text
from workbench.reports.issuing import Issuing
from workbench.reports.page import Cell, Document, Grid, GridRow, Stamp
from workbench.reports.wording import Phrases, said
from workbench.rules.calendar import china_day, chinese_day

YES_NO = ("是", "否")
HANDLINGS = ("劝导告知", "责令改正", "移交上报", "未发现问题")
_EMPTY_FINDINGS = 4


@dataclass(frozen=True, slots=True)
class PatrolFinding:
    """Something a patrol saw.

    Attributes:
        kind: What it is about (问题类别).
        place: Where, with coordinates where they were taken.
        situation: What was seen.
        photos: Numbers of the photographs.
    """

    kind: str
    place: str
    situation: str
    photos: str


@dataclass(frozen=True, slots=True)
class PatrolRecord:
    """巡查记录表: the daily joint patrol of a town (镇街联合日常巡查).

    Attributes:
        zone: The zone the town belongs to.
        town: The town.
        started_at: When the patrol began.
        ended_at: When it ended.
        route: Streets or places it went to.
        officers: Who went, with certificates.
        helpers: Who went along without a certificate.
        objects: Whom or what it was about.
        entered: One of ``YES_NO``: whether an enterprise was entered.
        enterprise: Which.
        approval: Numbers of the approval and the notice under which it was entered.
        findings: What was seen.
        handling: Those of ``HANDLINGS`` that were done on the spot.
        handled: What was done, in words.
        passed_on: What was handed over, to whom.
        review_on: When it is looked at again.
    """

    PHRASES: ClassVar[Phrases] = {
        "entry": "进入企业（项目）场所查看的，属于行政检查，应当先行审批、通知，由两"
        "名以上持证人员进行，并计入年度检查频次；在公共区域巡查的除外。",
        "remark": "本表一式一份，由巡查单位存档。",
    }

    issuing: Issuing
    zone: str = ""
    town: str = ""
    started_at: datetime | None = None
    ended_at: datetime | None = None
    route: str = ""
    officers: tuple[Officer, ...] = ()
    helpers: str = ""
    objects: str = ""
    entered: str = ""
    enterprise: str = ""
    approval: str = ""
    findings: tuple[PatrolFinding, ...] = ()
    handling: tuple[str, ...] = ()
    handled: str = ""
    passed_on: str = ""
    review_on: date | None = None
    phrases: tuple[tuple[str, str], ...] = ()

    @property
    def title(self) -> str:
        """The record's title."""
        when = chinese_day(china_day(self.started_at)) if self.started_at else ""
        return f"{self.town}{when}巡查记录表"

    def compose(self, stamp: Stamp) -> Document:
        """Return the form."""
        return enforcement_form(
            self.issuing,
            "巡查记录表",
            (Grid((30, 40, 22, 22, 20, 22), tuple(self._rows(stamp))),),
            stamp,
            remark=said(self, "remark"),
            signed=False,
        )

    def _rows(self, stamp: Stamp) -> Iterator[GridRow]:
        yield GridRow(
            (
                label("片区"),
                cell(self.zone, stamp, span=2),
                label("镇街"),
                cell(self.town, stamp, span=2),
            )
        )
        period = period_cell(self.started_at, self.ended_at, stamp, span=5)
        yield GridRow((label("巡查时间"), period))
        yield self._wide("路线、点位", self.route, stamp)
        yield self._wide("巡查人员", officers_text(self.officers), stamp)
        yield self._wide("协助人员", self.helpers, stamp)
        yield self._wide("巡查对象", self.objects, stamp)
        entry = f"{ticked(YES_NO, self.entered)}\n{said(self, 'entry')}"
        yield GridRow((label("是否进入\n企业"), Cell(entry, span=5)))
        yield GridRow(
            (
                label("进入的企业"),
                cell(self.enterprise, stamp, span=2),
                label("审批、通\n知文号"),
                cell(self.approval, stamp, span=2),
            )
        )
        yield GridRow(
            (
                label("问题类别"),
                label("地点"),
                Cell("发现的问题", span=3, label=True),
                label("照片编号"),
            )
        )
        for one in self.findings or (PatrolFinding("", "", "", ""),) * _EMPTY_FINDINGS:
            yield GridRow(
                (
                    cell(one.kind, stamp, middle=True),
                    cell(one.place, stamp),
                    cell(one.situation, stamp, span=3),
                    cell(one.photos, stamp, middle=True),
                ),
                0 if self.findings else 12,
            )
        handled = "\n".join(
            filter(None, (ticked(HANDLINGS, self.handling), self.handled))
        )
        yield GridRow((label("现场处置"), Cell(handled, span=5)), 16)
        yield self._wide("移交事项", self.passed_on, stamp)
        review = chinese_day(self.review_on) if self.review_on else ""
        yield self._wide("复查日期", review, stamp)
        yield opinion("被巡查对\n象意见", "", OPEN_SIGNATURE, span=5, height=20)
        yield opinion("巡查人员", "", OPEN_SIGNATURE, span=5, height=14)
        yield opinion("审核意见", "", OPEN_SIGNATURE, span=5, height=18)

    def _wide(self, name: str, value: str, stamp: Stamp) -> GridRow:
        return GridRow((label(name), cell(value, stamp, span=5)))
