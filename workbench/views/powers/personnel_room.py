"""What the room of personnel affairs adds to the window."""

from workbench.access import Permission
from workbench.services.powers.personnel_figures import NOMINATIONS, VETOES
from workbench.views.rooms import Find, PageInfo, Room

_HERE = "workbench.views.powers"

ROOM = Room(
    "人事",
    "briefcase-business",
    pages=(
        PageInfo(
            "nominations",
            "推荐提名",
            "推荐派驻人员的职务或者荣誉：集体研究、发函、答复、结果。只推荐，不任命。",
            "award",
            Permission.POWERS_PERSONNEL_READ,
            f"{_HERE}.nominations:NominationsPage",
        ),
        PageInfo(
            "vetoes",
            "反向否决",
            "部门对派驻人员的人事安排征求意见：同意，或者书面提出反向否决意见。",
            "message-square-x",
            Permission.POWERS_PERSONNEL_READ,
            f"{_HERE}.vetoes:VetoesPage",
        ),
    ),
    finds=(
        Find("推荐提名", NOMINATIONS, "nominations", lambda row: row.title),
        Find("反向否决", VETOES, "vetoes", lambda row: row.title),
    ),
)
