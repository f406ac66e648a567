"""Papers of the roster: zones, command centres and the force."""

from workbench.reports import Kind
from workbench.reports.roster.deployment import FrontlineReport
from workbench.reports.roster.ledger import ForceLedger
from workbench.reports.roster.request import StaffRequest
from workbench.reports.roster.zones import CentreRoster, ZonePlanNotice
from workbench.reports.wording import phrases_of
from workbench.rules.roster.units import UnitKind

_COUNTY = (UnitKind.COUNTY_ENFORCEMENT, UnitKind.COUNTY_GOVERNMENT)

KINDS = (
    Kind("zone_plan", "片区设置方案", ZonePlanNotice, genre="通知", issuers=_COUNTY),
    Kind(
        "centre_roster",
        "指挥中心组成人员名单",
        CentreRoster,
        genre="通知",
        issuers=_COUNTY,
    ),
    Kind(
        "frontline_report",
        "力量下沉情况报告",
        FrontlineReport,
        genre="报告",
        issuers=_COUNTY,
    ),
    Kind("staff_request", "增派人员请示", StaffRequest, genre="请示", issuers=_COUNTY),
    Kind("force_ledger", "月度力量台账", ForceLedger, numbered=False, suffix="xlsx"),
)

PHRASES = phrases_of(KINDS)
"""What these papers say by default, by key of their kind."""
