"""Papers of 综合查一次: plans, visits and what follows them."""

from workbench.reports import Kind
from workbench.reports.inspection.checkups import CheckupReport
from workbench.reports.inspection.draws import DrawAnnouncement
from workbench.reports.inspection.evidence import PhotoSheet, SiteRecord
from workbench.reports.inspection.hazards import HazardLetter, HazardReport
from workbench.reports.inspection.meetings import (
    MeetingMinutes,
    ScenarioList,
    TaskList,
)
from workbench.reports.inspection.patrols import PatrolRecord
from workbench.reports.inspection.plans import AnnualPlan, OffPlanFiling
from workbench.reports.inspection.publication import ResultPublication
from workbench.reports.inspection.results import CorrectionOrder, ResultNotice
from workbench.reports.inspection.visits import InspectionApproval, InspectionNotice
from workbench.reports.wording import phrases_of
from workbench.rules.roster.units import ZONE_KINDS, UnitKind

_ORGANS = tuple(kind for kind in UnitKind if kind not in ZONE_KINDS)

KINDS: tuple[Kind, ...] = (
    Kind("annual_plan", "年度检查计划", AnnualPlan, genre="通知", issuers=_ORGANS),
    Kind(
        "off_plan_filing",
        "计划外检查报备表",
        OffPlanFiling,
        genre="函",
        issuers=_ORGANS,
    ),
    Kind("meeting_minutes", "联席会议（协调会）纪要", MeetingMinutes, genre="纪要"),
    Kind("task_list", "任务清单", TaskList, genre="通知", issuers=_ORGANS),
    Kind(
        "scenario_list",
        "涉企联合检查事项清单",
        ScenarioList,
        genre="通知",
        issuers=_ORGANS,
    ),
    Kind(
        "draw_announcement",
        "抽取结果公告",
        DrawAnnouncement,
        genre="通告",
        outward=True,
    ),
    Kind(
        "patrol_record",
        "巡查记录表",
        PatrolRecord,
        genre="巡查记录表",
        outward=True,
        word="巡",
        blank=True,
    ),
    Kind(
        "inspection_approval",
        "行政检查审批表",
        InspectionApproval,
        genre="行政检查审批表",
        outward=True,
        word="检审",
        blank=True,
    ),
    Kind(
        "inspection_notice",
        "行政检查通知书",
        InspectionNotice,
        genre="行政检查通知书",
        outward=True,
        word="检通",
        blank=True,
    ),
    Kind(
        "site_record",
        "现场检查笔录",
        SiteRecord,
        numbered=False,
        genre="现场检查笔录",
        outward=True,
        blank=True,
    ),
    Kind(
        "photo_sheet",
        "照片粘贴页",
        PhotoSheet,
        numbered=False,
        genre="照片粘贴页",
        outward=True,
        blank=True,
    ),
    Kind(
        "result_notice",
        "检查结果告知书",
        ResultNotice,
        genre="行政检查结果告知书",
        outward=True,
        word="检告",
        blank=True,
    ),
    Kind(
        "checkup_report",
        "综合体检报告",
        CheckupReport,
        genre="综合体检报告",
        outward=True,
        word="检报",
    ),
    Kind(
        "correction_order",
        "责令改正通知书",
        CorrectionOrder,
        genre="责令改正通知书",
        outward=True,
        word="责改",
        blank=True,
    ),
    Kind(
        "result_publication",
        "检查结果公示表",
        ResultPublication,
        numbered=False,
        genre="检查结果公示表",
        outward=True,
    ),
    Kind("hazard_report", "重大隐患报告", HazardReport, genre="报告", issuers=_ORGANS),
    Kind("hazard_letter", "重大隐患通报", HazardLetter, genre="函", issuers=_ORGANS),
)

PHRASES = phrases_of(KINDS)
"""What these papers say by default, by key of their kind."""
