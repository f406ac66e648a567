"""The document room: number series, papers on record, and their files."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa

from workbench import search
from workbench.access import Permission
from workbench.desk import Topic, Work, chartered
from workbench.listing import Column, Kind, Listing, Ordering, Tone, numbers
from workbench.models.documents import (
    NumberSeries,
    NumberYear,
    Paper,
    PaperFile,
    PaperState,
)
from workbench.models.roster.units import Unit, UnitFact
from workbench.reports import roster as reports
from workbench.rules import Refusal
from workbench.rules.calendar import CHINA
from workbench.rules.documents import (
    check_start_number,
    check_word,
    number_text,
)
from workbench.services.platform import setup

NEWEST_FIRST = Ordering("id", descending=True)


@dataclass(frozen=True, slots=True)
class SeriesRow:
    """One run of numbers, and the last one used in each year."""

    id: int
    issuer: str
    issuer_id: int
    word: str
    used: Mapping[int, int]


@dataclass(frozen=True, slots=True)
class PaperRow:
    """One paper, as listed."""

    id: int
    kind: str
    title: str
    issuer: str
    number_text: str
    about_on: date
    issued_on: date | None
    state: PaperState
    suffixes: tuple[str, ...]
    made_at: datetime


@chartered(Permission.PLATFORM_DESK_USE)
def series_rows(work: Work) -> tuple[SeriesRow, ...]:
    """Return the number series, with what each year has used."""
    used: dict[int, dict[int, int]] = {}
    for row in work.session.scalars(sa.select(NumberYear).order_by(NumberYear.year)):
        used.setdefault(row.series_id, {})[row.year] = row.last
    found = work.session.execute(
        sa.select(NumberSeries, UnitFact.short_name)
        .outerjoin(
            UnitFact,
            sa.and_(
                UnitFact.unit_id == NumberSeries.issuer_id,
                UnitFact.holds_on(work.today),
            ),
        )
        .where(work.whole_county(UnitFact))
        .order_by(NumberSeries.id)
    )
    return tuple(
        SeriesRow(
            series.id,
            issuer or "—",
            series.issuer_id,
            series.word,
            used.get(series.id, {}),
        )
        for series, issuer in found
    )


@chartered(
    Permission.PLATFORM_SETUP_EDIT, title="登记文号系列", changes=(Topic.SETTINGS,)
)
def add_series(work: Work, *, issuer_id: int, word: str) -> int:
    """Open a run of numbers for an organ and its 代字.

    Raises:
        Refusal: The organ may not be seen, the word is empty or taken.

    Clause: documents/number-series
    """
    work.own(Unit, issuer_id)
    word = check_word(word)
    taken = work.session.scalar(
        sa.select(NumberSeries.id).where(
            NumberSeries.issuer_id == issuer_id, NumberSeries.word == word
        )
    )
    if taken is not None:
        raise Refusal(f"代字“{word}”已经登记。", clause="documents/number-series")
    series = NumberSeries(issuer_id=issuer_id, word=word)
    work.session.add(series)
    work.session.flush()
    return series.id


@chartered(
    Permission.PLATFORM_SETUP_EDIT, title="设定本年已用文号", changes=(Topic.SETTINGS,)
)
def set_last_number(work: Work, *, series_id: int, year: int, last: int) -> None:
    """Say up to which number a series had been used on paper (本年已用到23号).

    Raises:
        Refusal: A number beyond it has been given out here already.

    Clause: documents/number-series
    """
    row = _year(work, series_id, year)
    given = work.session.scalar(
        sa.select(sa.func.count()).where(
            Paper.series_id == series_id,
            Paper.year == year,
            Paper.number.is_not(None),
            work.whole_county(Paper),
        )
    )
    check_start_number(last, row.last, given=bool(given))
    row.last = last


def _year(work: Work, series_id: int, year: int) -> NumberYear:
    series = work.session.get(NumberSeries, series_id)
    if series is None:
        raise Refusal("没有这个文号系列。", clause="documents/number-series")
    row = work.session.scalars(
        sa.select(NumberYear)
        .where(NumberYear.series_id == series_id, NumberYear.year == year)
        .with_for_update()
    ).one_or_none()
    if row is None:
        row = NumberYear(series_id=series_id, year=year, last=0)
        work.session.add(row)
        work.session.flush()
    return row


@chartered(
    Permission.DOCUMENTS_PAPER_COMPOSE, title="起草公文", changes=(Topic.PAPERS,)
)
def keep_draft(
    work: Work,
    *,
    kind: str,
    record: str,
    about_on: date,
    unit_id: int | None = None,
    about_id: int | None = None,
    names_nobody: bool = False,
) -> int:
    """Keep a paper composed from a record, as a draft without number.

    Args:
        work: Whose work.
        kind: Which paper, as ``reports`` names it.
        record: The frozen record, canonical JSON.
        about_on: The day or month it speaks of.
        unit_id: The organ that will issue it.
        about_id: The unit it speaks of; None for one about the whole county.
        names_nobody: Whether everybody may read it.

    Clause: documents/draft
    """
    composed = reports.from_json(kind, record)
    paper = Paper(
        kind=kind,
        title=composed.title,
        unit_id=unit_id,
        number_text="",
        about_id=about_id,
        names_nobody=names_nobody,
        about_on=about_on,
        state=PaperState.DRAFT,
        record=record,
        made_at=work.now,
        made_by=work.actor.account_id,
    )
    work.session.add(paper)
    work.session.flush()
    _keep_file(work, paper)
    return paper.id


@chartered(Permission.DOCUMENTS_PAPER_ISSUE, title="签发公文", changes=(Topic.PAPERS,))
def issue_paper(
    work: Work, *, paper_id: int, series_id: int | None, issued_on: date
) -> str:
    """Give a draft its number and date, and compose it for good.

    Args:
        work: Whose work.
        paper_id: The draft.
        series_id: The run it takes its number from; None for a sheet without number.
        issued_on: 成文日期, not after today.

    Returns:
        The number as printed, 东综执〔2026〕24号; empty for a sheet without one.

    Raises:
        Refusal: Not a draft, dated in the future, or no series for a paper that
            bears a number.

    Clause: documents/number-series, documents/draft
    """
    paper: Paper = work.own(Paper, paper_id)
    if paper.state is not PaperState.DRAFT:
        raise Refusal("该公文已经签发，不能重复签发。", clause="documents/draft")
    if issued_on > work.today:
        raise Refusal("成文日期不能晚于今天。", clause="documents/draft")
    if reports.KINDS[paper.kind].numbered and series_id is None:
        raise Refusal("请选择文号系列。", clause="documents/number-series")
    if series_id is not None:
        year = _year(work, series_id, issued_on.year)
        year.last += 1
        series = work.session.get_one(NumberSeries, series_id)
        paper.series_id, paper.year, paper.number = series_id, year.year, year.last
        paper.unit_id = series.issuer_id
        paper.number_text = number_text(series.word, year.year, year.last)
    paper.state, paper.issued_on = PaperState.ISSUED, issued_on
    paper.record = reports.issued_json(
        paper.kind, paper.record, number=paper.number_text, on=issued_on
    )
    work.session.flush()
    _keep_file(work, paper)
    return paper.number_text


@chartered(Permission.DOCUMENTS_PAPER_ISSUE, title="作废公文", changes=(Topic.PAPERS,))
def void_paper(work: Work, *, paper_id: int, reason: str) -> None:
    """Declare a paper void; its number stays used.

    Raises:
        Refusal: No reason is given, or it is void already.

    Clause: documents/number-series
    """
    paper: Paper = work.own(Paper, paper_id)
    if not reason.strip():
        raise Refusal("作废须写明原因。", clause="documents/number-series")
    if paper.state is PaperState.VOID:
        raise Refusal("该公文已经作废。", clause="documents/number-series")
    paper.state = PaperState.VOID


def _keep_file(work: Work, paper: Paper) -> None:
    sample = bool(setup.settings(work).get("sample"))
    content = reports.file_bytes(
        paper.kind,
        paper.record,
        made_at=work.now,
        draft=paper.state is PaperState.DRAFT,
        sample=sample,
    )
    work.session.add(
        PaperFile(
            paper_id=paper.id,
            suffix=reports.KINDS[paper.kind].suffix,
            content=content,
            digest=work.secrets.sm3(content),
            made_at=work.now,
        )
    )
    work.session.flush()


@chartered(Permission.DOCUMENTS_PAPER_READ)
def find_papers(
    work: Work,
    *,
    text: str = "",
    kind: str | None = None,
    state: PaperState | None = None,
    first: date | None = None,
    last: date | None = None,
    ordering: Ordering = NEWEST_FIRST,
) -> Sequence[int]:
    """Return the numbers of the papers that match.

    Args:
        work: Whose session.
        text: Fragment or initials of title or number.
        kind: Which paper.
        state: Where it stands.
        first: Speaks of this day or a later one.
        last: Speaks of this day or an earlier one.
        ordering: Sort and limit.
    """
    found = sa.select(Paper.id).where(
        work.visible(Paper), search.matching(work.session, "paper", Paper.id, text)
    )
    if kind is not None:
        found = found.where(Paper.kind == kind)
    if state is not None:
        found = found.where(Paper.state == state)
    if first is not None:
        found = found.where(Paper.about_on >= first)
    if last is not None:
        found = found.where(Paper.about_on <= last)
    orders = {
        "id": Paper.id,
        "kind": Paper.kind,
        "title": Paper.title,
        "number": Paper.number_text,
        "about_on": Paper.about_on,
        "issued_on": Paper.issued_on,
        "state": Paper.state,
    }
    return numbers(work.session, found, Paper.id, orders, ordering)


@chartered(Permission.DOCUMENTS_PAPER_READ)
def paper_rows(work: Work, *, ids: Sequence[int]) -> dict[int, PaperRow]:
    """Return the papers for ``ids``."""
    suffixes: dict[int, dict[str, None]] = {}
    for paper_id, suffix in work.session.execute(
        sa.select(PaperFile.paper_id, PaperFile.suffix)
        .where(PaperFile.paper_id.in_(ids))
        .order_by(PaperFile.id)
    ):
        suffixes.setdefault(paper_id, {})[suffix] = None
    found = work.session.execute(
        sa.select(Paper, UnitFact.short_name)
        .outerjoin(
            UnitFact,
            sa.and_(UnitFact.unit_id == Paper.unit_id, UnitFact.holds_on(work.today)),
        )
        .where(Paper.id.in_(ids), work.visible(Paper), work.whole_county(UnitFact))
    )
    return {
        paper.id: PaperRow(
            paper.id,
            reports.KINDS[paper.kind].label,
            paper.title,
            issuer or "—",
            paper.number_text,
            paper.about_on,
            paper.issued_on,
            paper.state,
            tuple(suffixes.get(paper.id, ())),
            paper.made_at,
        )
        for paper, issuer in found
    }


@dataclass(frozen=True, slots=True)
class PaperContent:
    """A paper's latest file.

    Attributes:
        name: A file name for it.
        digest: SM3 of the content, hexadecimal.
    """

    name: str
    content: bytes
    digest: str


@chartered(Permission.DOCUMENTS_PAPER_READ)
def paper_content(work: Work, *, paper_id: int) -> PaperContent:
    """Return a paper's latest file, its digest checked.

    Raises:
        Refusal: It may not be seen, or the file does not match its digest.

    Clause: documents/files, platform/row-scope
    """
    paper: Paper = work.own(Paper, paper_id)
    file = work.session.scalars(
        sa.select(PaperFile)
        .where(PaperFile.paper_id == paper_id)
        .order_by(PaperFile.id.desc())
    ).first()
    if file is None or work.secrets.sm3(file.content) != file.digest:
        raise Refusal(
            f"《{paper.title}》的文件与保存时的校验码不符，数据被改动。",
            clause="documents/files",
            ways=("从备份中取出原件。",),
        )
    marks = {PaperState.DRAFT: "（草稿）", PaperState.VOID: "（已作废）"}
    name = f"{paper.number_text}{paper.title}{marks.get(paper.state, '')}"
    for sign in '\\/:*?"<>|\n':
        name = name.replace(sign, "")
    return PaperContent(f"{name}.{file.suffix}", file.content, file.digest.hex())


_TONES = {
    PaperState.DRAFT: Tone.CAUTION,
    PaperState.ISSUED: Tone.GOOD,
    PaperState.VOID: Tone.PLAIN,
}

PAPERS = Listing[PaperRow](
    "papers",
    "公文",
    find_papers,
    paper_rows,
    (
        Column("kind", "种类", lambda row: row.kind, width=130),
        Column("number", "文号", lambda row: row.number_text or "—", width=160),
        Column("title", "标题", lambda row: row.title, width=380),
        Column("issuer", "发文机关", lambda row: row.issuer, width=150, sortable=False),
        Column(
            "about_on", "所述日期", lambda row: str(row.about_on), Kind.DATE, width=100
        ),
        Column(
            "issued_on",
            "成文日期",
            lambda row: str(row.issued_on or "—"),
            Kind.DATE,
            width=100,
        ),
        Column(
            "state",
            "状态",
            lambda row: row.state.label,
            Kind.STATE,
            width=80,
            tone=lambda row: _TONES[row.state],
        ),
        Column(
            "made_at",
            "生成时间",
            lambda row: f"{row.made_at.astimezone(CHINA):%Y-%m-%d %H:%M}",
            Kind.DATE,
            width=140,
            sortable=False,
            shown=False,
        ),
    ),
    ordering=NEWEST_FIRST,
    empty="还没有公文。在“片区编组”“力量配置”页生成方案、名单和报告。",
)
