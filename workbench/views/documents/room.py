"""What the room of the papers adds to the window."""

from collections.abc import Sequence

from workbench.access import Permission
from workbench.desk import Topic
from workbench.listing import Tone
from workbench.rules.documents import Deed
from workbench.services.documents import steps
from workbench.services.documents.paper_list import PAPERS
from workbench.services.documents.steps import Waiting
from workbench.views.bench import Bench
from workbench.views.rooms import Find, PageInfo, Room, Todo, TodoSource

_HERE = "workbench.views.documents"


_WAITS = {
    Deed.SUBMIT: ("草稿等待送核", "去送核"),
    Deed.REVIEW: ("公文等待核稿", "去核稿"),
    Deed.ISSUE: ("公文等待签发", "去签发"),
    Deed.NUMBER: ("公文已签发，等待编号", "去编号"),
    Deed.SEAL: ("公文等待用印", "去用印"),
    Deed.SEND: ("公文等待印发", "去印发"),
    Deed.ARCHIVE: ("往年公文还没有归档", "去归档"),
}


def _waiting(_bench: Bench, lines: Sequence[Waiting]) -> list[Todo]:
    return [
        Todo(
            f"{one.count}份{_WAITS[one.deed][0]}。",
            Tone.PLAIN,
            "papers",
            {"state": one.state},
            _WAITS[one.deed][1],
        )
        for one in lines
    ]


ROOM = Room(
    "公文",
    "file-text",
    pages=(
        PageInfo(
            "papers",
            "公文",
            "起草、核稿、签发、用印到归档，每一步都有记录。",
            "file-text",
            Permission.DOCUMENTS_PAPER_READ,
            f"{_HERE}.papers:PapersPage",
        ),
        PageInfo(
            "preview",
            "版式预览",
            "一份公文打印出来的样子，核对后打印、存为PDF。",
            "eye",
            Permission.DOCUMENTS_PAPER_READ,
            f"{_HERE}.preview:PreviewPage",
        ),
        PageInfo(
            "checkup",
            "格式体检",
            "检查任何来源的公文是否符合国家标准，并修复格式。",
            "file-check",
            Permission.DOCUMENTS_PAPER_READ,
            f"{_HERE}.checkup:CheckupPage",
        ),
        PageInfo(
            "series",
            "文号",
            "每个发文机关的代字和今年已用到的号。",
            "hash",
            Permission.DOCUMENTS_PAPER_READ,
            f"{_HERE}.series:SeriesPage",
        ),
        PageInfo(
            "wording",
            "公文用语",
            "常用的主送抄送、依据和固定用语，按公文种类设置。",
            "quote",
            Permission.DOCUMENTS_PAPER_COMPOSE,
            f"{_HERE}.wording:WordingPage",
        ),
        PageInfo(
            "laws",
            "法规与案由库",
            "按日期存放的法规条文，起草公文时选用。",
            "scale",
            Permission.DOCUMENTS_PAPER_READ,
            f"{_HERE}.laws:LawsPage",
        ),
        PageInfo(
            "templates",
            "套表",
            "把上级发来的 Word、Excel 表格填好另存。",
            "clipboard-paste",
            Permission.DOCUMENTS_PAPER_COMPOSE,
            f"{_HERE}.templates:TemplatesPage",
        ),
    ),
    todos=(TodoSource(steps.waiting, _waiting, frozenset({Topic.PAPERS})),),
    finds=(Find("公文", PAPERS, "papers", lambda row: row.name),),
)
