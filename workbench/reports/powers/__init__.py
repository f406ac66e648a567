"""Papers of the four powers: orders, whistles, assessment, nomination, objection."""

from workbench.reports import Kind
from workbench.reports.powers.appeals import AppealReply
from workbench.reports.powers.assessment import AssessmentCircular, AssessmentTables
from workbench.reports.powers.assessment_sheet import AssessmentSheet
from workbench.reports.powers.brief import Brief
from workbench.reports.powers.evaluation import YearlyEvaluation
from workbench.reports.powers.grades import GradeLetter
from workbench.reports.powers.joint import JointAction
from workbench.reports.powers.nomination import Nomination
from workbench.reports.powers.orders import DispatchOrder
from workbench.reports.powers.shifts import ShiftRoster
from workbench.reports.powers.veto import VetoLetter
from workbench.reports.powers.whistles import Whistle
from workbench.reports.wording import phrases_of
from workbench.rules.roster.units import ZONE_KINDS, UnitKind

_HOSTS = tuple(kind for kind in UnitKind if kind not in ZONE_KINDS)
_COUNTY = (UnitKind.COUNTY_ENFORCEMENT, UnitKind.COUNTY_GOVERNMENT)

KINDS: tuple[Kind, ...] = (
    Kind(
        "dispatch_order",
        "调度指令单",
        DispatchOrder,
        genre="执法调度指令单",
        blank=True,
    ),
    Kind("joint_action", "联合行动方案", JointAction, genre="通知", issuers=_HOSTS),
    Kind("whistle", "吹哨报到单", Whistle, genre="吹哨报到单", blank=True),
    Kind("shift_roster", "值班表", ShiftRoster, numbered=False, genre="值班表"),
    Kind(
        "assessment_circular",
        "月度考核通报和考核表",
        AssessmentCircular,
        genre="通报",
        issuers=_HOSTS,
    ),
    Kind(
        "assessment_tables",
        "月度考核表（Word）",
        AssessmentTables,
        numbered=False,
        genre="月度考核表",
    ),
    Kind(
        "assessment_sheet",
        "月度考核表（电子表格）",
        AssessmentSheet,
        numbered=False,
        suffix="xlsx",
    ),
    Kind("appeal_reply", "申诉答复", AppealReply, genre="函", issuers=_HOSTS),
    Kind("grade_letter", "等次建议函", GradeLetter, genre="函", issuers=_HOSTS),
    Kind("nomination", "推荐提名意见", Nomination, genre="函", issuers=_HOSTS),
    Kind("reverse_veto", "反向否决意见书", VetoLetter, genre="函", issuers=_HOSTS),
    Kind(
        "brief",
        "工作简报",
        Brief,
        numbered=False,
        genre="工作简报",
        issuers=_HOSTS,
    ),
    Kind(
        "yearly_evaluation",
        "年度评价报告",
        YearlyEvaluation,
        genre="报告",
        issuers=_COUNTY,
    ),
)

PHRASES = phrases_of(KINDS)
"""What these papers say by default, by key of their kind."""
