"""The list of papers, as screen and export show it."""

from workbench.listing import Column, Kind, Listing, Tone
from workbench.rules.calendar import CHINA
from workbench.rules.documents import PaperState
from workbench.services.documents import register
from workbench.services.documents.paper_row import PaperRow

TONES = {
    PaperState.DRAFT: Tone.CAUTION,
    PaperState.REVIEW: Tone.CAUTION,
    PaperState.REVIEWED: Tone.CAUTION,
    PaperState.VOID: Tone.PLAIN,
}
"""How states are shown; what is not named is good."""

PAPERS = Listing[PaperRow](
    "papers",
    "公文",
    register.find_papers,
    register.paper_rows,
    (
        Column(
            "number", "文号", lambda row: row.number_text or "—", Kind.CODE, width=190
        ),
        Column("title", "标题", lambda row: row.title, width=360),
        Column(
            "state",
            "状态",
            lambda row: row.state.label,
            Kind.STATE,
            width=80,
            tone=lambda row: TONES.get(row.state, Tone.GOOD),
        ),
        Column("kind", "种类", lambda row: row.kind, width=160),
        Column(
            "issued_on",
            "成文日期",
            lambda row: str(row.issued_on or "—"),
            Kind.DATE,
            width=100,
        ),
        Column(
            "about_on", "所述日期", lambda row: str(row.about_on), Kind.DATE, width=100
        ),
        Column(
            "issuer",
            "发文机关",
            lambda row: row.issuer,
            width=150,
            sortable=False,
            shown=False,
        ),
        Column(
            "about",
            "所述对象",
            lambda row: row.about,
            width=150,
            sortable=False,
            shown=False,
        ),
        Column(
            "signer",
            "签发人",
            lambda row: row.signer or "—",
            width=100,
            sortable=False,
            shown=False,
        ),
        Column(
            "made_at",
            "起草时间",
            lambda row: f"{row.made_at.astimezone(CHINA):%Y-%m-%d %H:%M}",
            Kind.DATE,
            width=140,
            sortable=False,
            shown=False,
        ),
    ),
    ordering=register.NEWEST_FIRST,
    empty="还没有公文。先起草一份，签发时自动编号。",
)
