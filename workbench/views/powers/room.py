"""What the room of the four powers adds to the window."""

from collections.abc import Sequence

from workbench.access import Permission
from workbench.desk import Topic
from workbench.listing import Tone
from workbench.rules.powers.moves import AffairKind
from workbench.services.powers import affairs
from workbench.services.powers.affairs import BOARD, Wait, remaining
from workbench.views.bench import Bench
from workbench.views.rooms import Find, PageInfo, Room, Todo, TodoSource

_HERE = "workbench.views.powers"
_PAGES = {
    AffairKind.ORDER: "orders",
    AffairKind.WHISTLE: "whistles",
    AffairKind.DISPUTE: "disputes",
    AffairKind.INCOMING: "letters",
    AffairKind.SWAP: "duty",
    AffairKind.NOMINATION: "nominations",
    AffairKind.VETO: "vetoes",
    AffairKind.MONTH: "months",
    AffairKind.APPEAL: "appeals",
    AffairKind.ACTION: "actions",
}


def _waiting(bench: Bench, lines: Sequence[Wait]) -> list[Todo]:
    found = []
    for one in lines:
        text = f"{one.count}件{one.kind.label}等待{one.label}"
        if one.late:
            text += f"，{one.late}件超期"
        elif one.soonest is not None:
            text += f"，最近的一件{remaining(bench.desk.now(), one.soonest)}"
        tone = Tone.OVERDUE if one.late else Tone.PLAIN
        page = _PAGES.get(one.kind, "affairs")
        target: object = {"late": True} if one.late else None
        if one.state == affairs.ESCALATE:
            page, target = "affairs", {"escalated": True}
        found.append(Todo(f"{text}。", tone, page, target, f"去{one.label}"))
    return found


ROOM = Room(
    "指挥",
    "megaphone",
    pages=(
        PageInfo(
            "affairs",
            "运行看板",
            "正在办理的指令和各单位的办理，快到期的在前。",
            "square-kanban",
            Permission.POWERS_AFFAIR_READ,
            f"{_HERE}.board:BoardPage",
        ),
        PageInfo(
            "orders",
            "调度指令",
            "草拟、签发、签收、到场、办结、评价、归档。",
            "send",
            Permission.POWERS_AFFAIR_READ,
            f"{_HERE}.orders:OrdersPage",
        ),
        PageInfo(
            "whistles",
            "吹哨报到",
            "镇街吹哨，指挥中心分派，部门报到、处置、反馈，镇街评价。",
            "siren",
            Permission.POWERS_AFFAIR_READ,
            f"{_HERE}.whistles:WhistlesPage",
        ),
        PageInfo(
            "actions",
            "联合行动",
            "方案、编组、批准、实施、总结；编组时核对人员和车辆的冲突。",
            "handshake",
            Permission.POWERS_AFFAIR_READ,
            f"{_HERE}.actions:ActionsPage",
        ),
        PageInfo(
            "disputes",
            "争议协调",
            "单位之间职责不清的，听取各方意见，提出协调意见，不接受的提请县里。",
            "scale",
            Permission.POWERS_AFFAIR_READ,
            f"{_HERE}.disputes:DisputesPage",
        ),
        PageInfo(
            "response",
            "响应情况",
            "各单位签收、到场、办结是否及时，用时多少，手上还有几件，吹哨率。",
            "timer",
            Permission.POWERS_AFFAIR_READ,
            f"{_HERE}.response:ResponsePage",
        ),
        PageInfo(
            "powers_year",
            "年度统计",
            "一年里四项权力用了多少、办得怎样，同上年比。",
            "chart-column",
            Permission.POWERS_AFFAIR_READ,
            f"{_HERE}.year:YearPage",
        ),
        PageInfo(
            "grants",
            "授权",
            "县里授予各片区的四项权力，文件、期限和对象。",
            "gavel",
            Permission.POWERS_AFFAIR_READ,
            f"{_HERE}.grants:GrantsPage",
        ),
    ),
    todos=(TodoSource(affairs.waiting, _waiting, frozenset({Topic.AFFAIRS})),),
    finds=(Find("指挥协调", BOARD, "affairs", lambda row: row.title),),
)
