"""What the room of units, people and the frontline share adds to the window."""

from workbench.access import Permission
from workbench.desk import Topic
from workbench.listing import Tone
from workbench.services.roster import people
from workbench.services.roster.people import PEOPLE, CertificateAlarms
from workbench.services.roster.units import UNITS
from workbench.views.bench import Bench
from workbench.views.rooms import Find, PageInfo, Room, Todo, TodoSource
from workbench.views.roster import share_home

_HERE = "workbench.views.roster"


def _certificates(_bench: Bench, alarms: CertificateAlarms) -> list[Todo]:
    parts = []
    if alarms.expired:
        parts.append(f"{alarms.expired}人的执法证已过期")
    if alarms.soon:
        parts.append(f"{alarms.soon}人的执法证在{alarms.notice_days}天内到期")
    if not parts:
        return []
    tone = Tone.OVERDUE if alarms.expired else Tone.CAUTION
    text = f"{'，'.join(parts)}，请换发后登记。"
    return [Todo(text, tone, "people", {"expiring": True}, "去查看")]


ROOM = Room(
    "力量配置",
    "users",
    pages=(
        PageInfo(
            "share",
            "下沉比例",
            "全县执法力量有多少在一线，为什么变动，怎样达标。",
            "gauge",
            Permission.ROSTER_RATIO_READ,
            f"{_HERE}.share:SharePage",
        ),
        PageInfo(
            "people",
            "人员",
            "全县执法人员：在哪个编制、派驻哪里、证件是否有效。",
            "users",
            Permission.ROSTER_PERSON_READ,
            f"{_HERE}.people:PeoplePage",
        ),
        PageInfo(
            "person",
            "一人一档",
            "一个人的全部记录：编制、派驻、证件、请假、考勤、培训。",
            "contact-round",
            Permission.ROSTER_PERSON_READ,
            f"{_HERE}.person:PersonPage",
        ),
        PageInfo(
            "units",
            "机构",
            "县直部门、镇街、片区队伍和指挥中心，编制与联系人。",
            "building-2",
            Permission.ROSTER_UNIT_READ,
            f"{_HERE}.units:UnitsPage",
        ),
        PageInfo(
            "imports",
            "导入",
            "把表格里的人员、机构、派驻等一次录进来，先检查再入库。",
            "import",
            Permission.ROSTER_PERSON_IMPORT,
            f"{_HERE}.imports:ImportsPage",
        ),
    ),
    todos=(
        TodoSource(
            people.certificate_alarms,
            _certificates,
            frozenset({Topic.PEOPLE, Topic.POSTINGS, Topic.POLICY}),
        ),
        *share_home.TODOS,
    ),
    figures=(share_home.FIGURE,),
    finds=(
        Find("人员", PEOPLE, "person", lambda row: f"{row.name}（{row.host}）"),
        Find("机构", UNITS, "units", lambda row: f"{row.name}　{row.duty_phone}"),
    ),
)
