"""The register of papers: drafts, what was issued or voided, and their files."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import aliased, defer

from workbench import search
from workbench.access import Permission
from workbench.desk import Topic, Work, chartered
from workbench.listing import Column, Kind, Listing, Ordering, Tone, numbers
from workbench.models.documents import NumberSeries, Paper, PaperFile, PaperStep
from workbench.models.roster.units import UnitFact
from workbench.reports import roster as reports
from workbench.rules import Refusal
from workbench.rules.calendar import CHINA
from workbench.rules.documents import PaperState, file_name, number_text
from workbench.services.documents import series
from workbench.services.documents.series import SeriesRow
from workbench.services.platform import setup

NEWEST_FIRST = Ordering("id", descending=True)
_REMARK = 200  # signs of a step's remark


@dataclass(frozen=True, slots=True)
class StepLine:
    """One thing that was done to a paper.

    Attributes:
        state: Where the paper stood afterwards.
        by: Who did it at the desk.
        remark: Who signed it off, or why it is void.
    """

    state: PaperState
    at: datetime
    by: str
    remark: str


@dataclass(frozen=True, slots=True)
class PaperRow:
    """One paper, as listed.

    Attributes:
        about: The unit it speaks of.
        word: 代字 of the series it is numbered in; empty where it has no number.
        suffix: Ending of its file, docx or xlsx.
        digest: SM3 of its latest file, hexadecimal.
        steps: What was done to it, in order.
    """

    id: int
    kind: str
    title: str
    issuer: str
    number_text: str
    word: str
    about: str
    about_on: date
    issued_on: date | None
    state: PaperState
    suffix: str
    digest: str
    made_at: datetime
    steps: tuple[StepLine, ...]

    def step(self, state: PaperState) -> StepLine | None:
        """Return how it came to a state; None where it did not."""
        return next((one for one in self.steps if one.state is state), None)

    @property
    def signer(self) -> str:
        """Who signed it off; empty for a draft."""
        issued = self.step(PaperState.ISSUED)
        return issued.remark if issued else ""

    @property
    def name(self) -> str:
        """How people call it in one line: number and title."""
        return f"{self.number_text}《{self.title}》"

    @property
    def file_name(self) -> str:
        """A name for its file."""
        return file_name(
            f"{self.number_text}{self.title}", self.state, f".{self.suffix}"
        )


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
    _note_step(work, paper)
    _keep_file(work, paper)
    return paper.id


@dataclass(frozen=True, slots=True)
class IssueTerms:
    """What is to be decided when a draft is issued.

    Attributes:
        numbered: Whether it takes a number.
        signer: Who signs it off as the draft says; None where it is not printed.
        series: The runs its issuer numbers its papers in.
    """

    numbered: bool
    signer: str | None
    series: tuple[SeriesRow, ...]


@chartered(Permission.DOCUMENTS_PAPER_ISSUE)
def issue_terms(work: Work, *, paper_id: int) -> IssueTerms:
    """Return what is to be decided before a draft can be issued.

    Raises:
        Refusal: It may not be seen.

    Clause: platform/row-scope
    """
    paper: Paper = work.own(Paper, paper_id)
    return IssueTerms(
        reports.KINDS[paper.kind].numbered,
        reports.signer_of(paper.kind, paper.record),
        series.series_of(work, issuer_id=paper.unit_id),
    )


@chartered(
    Permission.DOCUMENTS_PAPER_ISSUE,
    title="签发公文",
    changes=(Topic.PAPERS, Topic.SETTINGS),
)
def issue_paper(
    work: Work,
    *,
    paper_id: int,
    series_id: int | None = None,
    issued_on: date,
    signer: str = "",
) -> str:
    """Give a draft its number and date, and compose it for good.

    Args:
        work: Whose work.
        paper_id: The draft.
        series_id: The run it takes its number from; None for a sheet without number.
        issued_on: 成文日期, not after today.
        signer: Who signs it off (签发人), on record and printed on what goes upward;
            as the draft says, else the person at the desk, where empty.

    Returns:
        The number as printed, 东综执〔2026〕24号; empty for a sheet without one.

    Raises:
        Refusal: Not a draft, dated in the future, no series of its issuer's for a
            paper that bears a number, nobody named who signs what goes upward, or
            one about more than the person sees.

    Clause: documents/number-series, documents/draft, documents/issuer,
        documents/signer, platform/row-scope
    """
    paper = _to_settle(work, paper_id)
    run = _check_issue(work, paper, series_id, issued_on, signer)
    if run is not None:
        paper.series_id, paper.year = run.id, issued_on.year
        paper.number = series.take_number(work, series_id=run.id, year=paper.year)
        paper.unit_id = run.issuer_id
        paper.number_text = number_text(run.word, paper.year, paper.number)
    signed = signer.strip() or reports.signer_of(paper.kind, paper.record) or ""
    paper.state, paper.issued_on = PaperState.ISSUED, issued_on
    paper.record = reports.issued_json(
        paper.kind,
        paper.record,
        number=paper.number_text,
        on=issued_on,
        signer=signed,
    )
    work.session.flush()
    _note_step(work, paper, signed or work.actor.name)
    _keep_file(work, paper)
    return paper.number_text


def _to_settle(work: Work, paper_id: int) -> Paper:
    """Return a paper to be issued or voided.

    Everybody may read one that names nobody; only who sees all that it is about may
    decide on it.
    """
    paper: Paper = work.own(Paper, paper_id)
    if work.scope is not None and paper.about_id not in work.scope:
        raise Refusal(
            f"《{paper.title}》是全县的公文，由看得到全县的账号签发、作废。",
            clause="platform/row-scope",
            ways=("请县区主管办理。",),
        )
    return paper


def _check_issue(
    work: Work, paper: Paper, series_id: int | None, issued_on: date, signer: str
) -> SeriesRow | None:
    """Return the run a draft is to be numbered in, or refuse to issue it."""
    if paper.state is not PaperState.DRAFT:
        raise Refusal("该公文已经签发，不能重复签发。", clause="documents/draft")
    if issued_on > work.today:
        raise Refusal("成文日期不能晚于今天。", clause="documents/draft")
    if len(signer) > _REMARK:
        raise Refusal("签发人只填姓名。", clause="documents/signer")
    if reports.signer_of(paper.kind, paper.record) == "" and not signer.strip():
        raise Refusal("上行文须写明签发人。", clause="documents/signer")
    if not reports.KINDS[paper.kind].numbered:
        return None
    if series_id is None:
        raise Refusal("请选择文号系列。", clause="documents/number-series")
    run = series.series_rows(work, ids=[series_id]).get(series_id)
    if run is None:
        raise Refusal("没有这个文号系列。", clause="documents/number-series")
    if paper.unit_id not in {None, run.issuer_id}:
        raise Refusal(
            f"“{run.word}”是{run.issuer}的代字，不能给其他机关的公文编号。",
            clause="documents/issuer",
            ways=("在“文号”页登记发文机关自己的代字。",),
        )
    return run


@chartered(Permission.DOCUMENTS_PAPER_ISSUE, title="作废公文", changes=(Topic.PAPERS,))
def void_paper(work: Work, *, paper_id: int, reason: str) -> None:
    """Declare a paper void; its number stays used.

    Raises:
        Refusal: No reason is given, it is void already, or it is about more than the
            person sees.

    Clause: documents/number-series, platform/row-scope
    """
    paper = _to_settle(work, paper_id)
    if not 0 < len(reason.strip()) <= _REMARK:
        raise Refusal(
            f"作废须写明原因，不超过{_REMARK}字。", clause="documents/number-series"
        )
    if paper.state is PaperState.VOID:
        raise Refusal("该公文已经作废。", clause="documents/number-series")
    paper.state = PaperState.VOID
    _note_step(work, paper, reason.strip())


@chartered(
    Permission.DOCUMENTS_PAPER_COMPOSE, title="撤回草稿", changes=(Topic.PAPERS,)
)
def withdraw_draft(work: Work, *, paper_id: int) -> None:
    """Take back a draft of one's own that should not be issued; it stays on record.

    Raises:
        Refusal: It is no draft any more, or somebody else drafted it.

    Clause: documents/draft
    """
    paper: Paper = work.own(Paper, paper_id)
    if paper.state is not PaperState.DRAFT:
        raise Refusal(
            "只有草稿可以撤回；已签发的请有权签发的人作废。", clause="documents/draft"
        )
    drafted = work.session.scalars(
        sa.select(PaperStep.done_by).where(
            PaperStep.paper_id == paper.id, PaperStep.state == PaperState.DRAFT
        )
    ).first()
    if drafted != work.actor.name:
        raise Refusal(
            f"这份草稿由{drafted or '他人'}起草，由起草人撤回。",
            clause="documents/draft",
            ways=("请起草人撤回，或请有权签发的人作废。",),
        )
    paper.state = PaperState.VOID
    _note_step(work, paper, "起草人撤回")


def _note_step(work: Work, paper: Paper, remark: str = "") -> None:
    work.session.add(
        PaperStep(
            paper_id=paper.id,
            state=paper.state,
            at=work.now,
            done_by=work.actor.name,
            remark=remark,
        )
    )
    work.session.flush()


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
    year: int | None = None,
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
        year: Issued in this year; a draft, about a day of it.
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
    if year is not None:
        found = found.where(
            _day().between(date(year, 1, 1), date(year, 12, 31)),
        )
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


def _day() -> sa.ColumnElement[date]:
    return sa.func.coalesce(Paper.issued_on, Paper.about_on)


@chartered(Permission.DOCUMENTS_PAPER_READ)
def years_to_choose(work: Work) -> tuple[tuple[int, str], ...]:
    """Return the years there are papers of, newest first: number and words."""
    days = work.session.scalars(sa.select(_day()).where(work.visible(Paper)).distinct())
    years = sorted({day.year for day in days}, reverse=True)
    return tuple((year, f"{year}年") for year in years)


@chartered(Permission.DOCUMENTS_PAPER_READ)
def paper_rows(work: Work, *, ids: Sequence[int]) -> dict[int, PaperRow]:
    """Return the papers for ``ids``."""
    steps: dict[int, list[StepLine]] = {}
    for step in work.session.scalars(
        sa.select(PaperStep).where(PaperStep.paper_id.in_(ids)).order_by(PaperStep.id)
    ):
        line = StepLine(step.state, step.at, step.done_by, step.remark)
        steps.setdefault(step.paper_id, []).append(line)
    digests = dict(
        work.session.execute(
            sa.select(PaperFile.paper_id, PaperFile.digest)
            .where(PaperFile.paper_id.in_(ids))
            .order_by(PaperFile.id)
        ).all()
    )
    about = aliased(UnitFact)
    found = work.session.execute(
        sa.select(Paper, UnitFact.short_name, about.short_name, NumberSeries.word)
        .outerjoin(
            UnitFact,
            sa.and_(UnitFact.unit_id == Paper.unit_id, UnitFact.holds_on(work.today)),
        )
        .outerjoin(
            about,
            sa.and_(about.unit_id == Paper.about_id, about.holds_on(work.today)),
        )
        .outerjoin(NumberSeries, NumberSeries.id == Paper.series_id)
        .options(defer(Paper.record, raiseload=True))  # a ledger's is long
        .where(Paper.id.in_(ids), work.visible(Paper), work.whole_county(UnitFact))
    )
    return {
        paper.id: PaperRow(
            paper.id,
            reports.KINDS[paper.kind].label,
            paper.title,
            issuer or "—",
            paper.number_text,
            word or "",
            unit or ("全县" if paper.about_id is None else "—"),
            paper.about_on,
            paper.issued_on,
            paper.state,
            reports.KINDS[paper.kind].suffix,
            digests[paper.id].hex(),
            paper.made_at,
            tuple(steps.get(paper.id, ())),
        )
        for paper, issuer, unit, word in found
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


@chartered(Permission.DOCUMENTS_PAPER_READ, title="取出公文")
def take_paper(work: Work, *, paper_id: int, way: str) -> PaperContent:
    """Return a paper's latest file to be taken out, and leave a line in the trail.

    Args:
        work: Whose work.
        paper_id: The paper.
        way: 打开, 另存.

    Raises:
        Refusal: As of ``paper_content``.

    Clause: documents/files, platform/row-scope
    """
    del way
    return paper_content(work, paper_id=paper_id)


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
    name = file_name(
        f"{paper.number_text}{paper.title}", paper.state, f".{file.suffix}"
    )
    return PaperContent(name, file.content, file.digest.hex())


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
        Column(
            "number", "文号", lambda row: row.number_text or "—", Kind.CODE, width=165
        ),
        Column("title", "标题", lambda row: row.title, width=380),
        Column("kind", "种类", lambda row: row.kind, width=160),
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
    ordering=NEWEST_FIRST,
    empty="还没有公文。先起草一份，签发时自动编号。",
)
