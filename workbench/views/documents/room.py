"""What the room of the papers adds to the window."""

from collections.abc import Sequence

from workbench.access import Permission
from workbench.desk import Topic
from workbench.listing import Tone
from workbench.rules.documents import PaperState
from workbench.services.documents import register
from workbench.services.documents.register import PAPERS
from workbench.views.bench import Bench
from workbench.views.rooms import Find, PageInfo, Room, Todo, TodoSource

_HERE = "workbench.views.documents"


def _unissued(bench: Bench, drafts: Sequence[int]) -> list[Todo]:
    if not drafts or not bench.desk.may(register.issue_paper):
        return []
    text = f"{len(drafts)}份公文草稿等待签发。"
    return [Todo(text, Tone.PLAIN, "papers", {"state": PaperState.DRAFT}, "去签发")]


ROOM = Room(
    "公文",
    "file-text",
    pages=(
        PageInfo(
            "papers",
            "公文",
            "起草、签发、编号和存档的公文，随时打开、另存。",
            "file-text",
            Permission.DOCUMENTS_PAPER_READ,
            f"{_HERE}.papers:PapersPage",
        ),
        PageInfo(
            "series",
            "文号",
            "每个发文机关的代字和今年已用到的号。",
            "hash",
            Permission.DOCUMENTS_PAPER_READ,
            f"{_HERE}.series:SeriesPage",
        ),
    ),
    todos=(
        TodoSource(
            register.find_papers,
            _unissued,
            frozenset({Topic.PAPERS}),
            lambda _bench: {"state": PaperState.DRAFT},
        ),
    ),
    finds=(Find("公文", PAPERS, "papers", lambda row: row.name),),
)
