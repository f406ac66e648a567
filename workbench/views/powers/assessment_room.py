"""What the room of assessment adds to the window."""

from workbench.access import Permission
from workbench.services.powers.assessment.schemes import SCHEMES
from workbench.views.rooms import Find, PageInfo, Room

_HERE = "workbench.views.powers.assessment"
_READ = Permission.POWERS_ASSESSMENT_READ

ROOM = Room(
    "管理考核",
    "award",
    pages=(
        PageInfo(
            "months",
            "月度考核",
            "每月一件：冻结事实、计算、评分、复核、告知、审定锁定。",
            "calendar-range",
            _READ,
            f"{_HERE}.months:MonthsPage",
        ),
        PageInfo(
            "month_board",
            "考核表",
            "一个月的得分，点开看依据，手工项目在这里评分。",
            "table-2",
            _READ,
            f"{_HERE}.board:BoardPage",
        ),
        PageInfo(
            "appeals",
            "考核申诉",
            "异议期内提出的申诉：复核、审定、答复。",
            "message-square-warning",
            _READ,
            f"{_HERE}.appeals:AppealsPage",
        ),
        PageInfo(
            "standings",
            "季度年度",
            "由锁定的月份得出季度、年度得分和等次建议。",
            "trophy",
            _READ,
            f"{_HERE}.standings:StandingsPage",
        ),
        PageInfo(
            "schemes",
            "考核办法",
            "按什么考核：项目、分值和计分公式，按月份执行。",
            "ruler",
            _READ,
            f"{_HERE}.schemes:SchemesPage",
        ),
        PageInfo(
            "scheme_editor",
            "编制办法",
            "写项目、分值和公式，写的时候就核对。",
            "square-pen",
            Permission.POWERS_SCHEME_EDIT,
            f"{_HERE}.scheme_editor:SchemeEditorPage",
        ),
    ),
    finds=(Find("考核办法", SCHEMES, "schemes", lambda row: row.name),),
)
