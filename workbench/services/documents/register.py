"""The register of papers: drafts, what was issued or voided, and where each stands."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import aliased, defer

from workbench import search
from workbench.access import Permission
from workbench.desk import Topic, Work, chartered
from workbench.listing import Ordering, numbers
from workbench.models.documents import (
    NumberSeries,
    Paper,
    PaperFile,
    PaperPrint,
    PaperStep,
)
from workbench.models.roster.units import Unit, UnitFact
from workbench.reports import kinds as reports
from workbench.rules import Refusal
from workbench.rules.documents import (
    REMARK,
    FileSource,
    PaperState,
    check_reason,
    check_year,
    file_name,
    number_text,
)
from workbench.services.documents import issuers, series, wording
from workbench.services.documents.folder import Folder
from workbench.services.documents.paper_row import (
    PaperRow,
    PrintLine,
    StepLine,
    VersionLine,
)
from workbench.services.documents.series import SeriesRow

NEWEST_FIRST = Ordering("id", descending=True)
_TITLE = 200  # signs of a title on record


@chartered(
    Permission.DOCUMENTS_PAPER_COMPOSE,
    title="起草公文",
    changes=(Topic.PAPERS,),
    secret=("record",),
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
    paper_id: int | None = None,
) -> int:
    """Keep a paper composed from a record, as a draft without number.

    Args:
        work: Whose work.
        kind: Which paper, as ``reports`` names it.
        record: The frozen record, canonical JSON.
        about_on: The day or month it speaks of.
        unit_id: The organ that will issue it.
        about_id: The unit it speaks of; None for one about the whole county.
        names_nobody: Whether everybody may read it once it is issued.
        paper_id: A draft that is drafted anew; a paper of its own where None.

    Returns:
        Number of the paper.

    Raises:
        Refusal: Its organ may not issue that kind, its title is too long, or the
            draft to be drafted anew is none any more or another's, or it is about
            more than the person sees.

    Clause: documents/draft, documents/issuer, platform/row-scope
    """
    if about_id is not None:
        work.own(Unit, about_id)
    elif work.scope is not None:
        raise Refusal(
            f"{reports.KINDS[kind].label}是全县的公文，由看得到全县的账号起草。",
            clause="platform/row-scope",
            ways=("请县区内勤起草。",),
        )
    organ = ""
    if unit_id is not None:
        issuers.check_may_issue(work, kind=kind, unit_id=unit_id, on=work.today)
        named, organ = issuers.signing_unit(
            work, kind=kind, unit_id=unit_id, on=work.today
        )
        organ = organ if named != unit_id else ""
    own = wording.own_wording(work, kind=kind)
    text = reports.drafted_json(kind, record, organ=organ, own=own)
    title = reports.from_json(kind, text).title.strip()
    if len(title) > _TITLE:
        raise Refusal(
            f"标题有{len(title)}字，超过{_TITLE}字，登记簿写不下。",
            clause="documents/draft",
            ways=("把标题改短，细节写在正文里。",),
        )
    anew = paper_id is not None
    paper = _to_draft_anew(work, paper_id, kind) if anew else Paper(kind=kind)
    paper.title, paper.record = title, text
    paper.unit_id, paper.about_id = unit_id, about_id
    paper.names_nobody, paper.about_on = names_nobody, about_on
    paper.sealed = reports.sealed(kind, text)
    if not anew:
        paper.number_text = ""
        paper.state = PaperState.DRAFT
        paper.made_at, paper.made_by = work.now, work.actor.account_id
        work.session.add(paper)
        work.session.flush()
    folder = Folder(work, paper)
    folder.move(PaperState.DRAFT, "重新起草" if anew else "")
    folder.compose()
    return paper.id


def _to_draft_anew(work: Work, paper_id: int | None, kind: str) -> Paper:
    folder = Folder.to_change(work, paper_id or 0)
    if folder.paper.state is not PaperState.DRAFT or folder.paper.kind != kind:
        raise Refusal(
            "只有草稿可以重新起草；送核以后的先退回，已签发的先作废。",
            clause="documents/draft",
        )
    folder.check_drafter()
    return folder.paper


@dataclass(frozen=True, slots=True)
class IssueTerms:
    """What is to be decided when a draft is issued.

    Attributes:
        numbered: Whether it takes a number.
        organ: In whose name and number it goes out; empty where that is not said.
        signer: Who signs it off as the draft says; None where it is not printed.
        series: The runs its issuer numbers its papers in.
    """

    numbered: bool
    organ: str
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
    kind = reports.KINDS[paper.kind]
    issuer_id, name = paper.unit_id, ""
    if issuer_id is not None:
        issuer_id, name = issuers.signing_unit(
            work, kind=paper.kind, unit_id=issuer_id, on=work.today
        )
    return IssueTerms(
        kind.numbered,
        name,
        reports.signer_of(paper.kind, paper.record),
        series.series_of(work, issuer_id=issuer_id, suffix=kind.word),
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
    numbered: bool = True,
    seen: Mapping[int, int] | None = None,
) -> str:
    """Sign a paper off, give it its number and date, and compose it for good.

    Who signs off what nobody has reviewed takes the review upon himself.

    Args:
        work: Whose work.
        paper_id: The draft.
        series_id: The run it takes its number from; None for a sheet without number.
        issued_on: 成文日期, not after today.
        signer: Who signs it off (签发人), on record and printed on what goes upward;
            as the draft says, else the person at the desk, where empty.
        numbered: Whether it is numbered in the same step; else by ``number_paper``.
        seen: The latest text's version as the person saw it, by number of the paper.

    Returns:
        The number as printed, 东综执〔2026〕24号; empty for a sheet without one.

    Raises:
        Refusal: Issued already, drafted by the person who would sign it off, dated in
            the future, something is missing, its organ may not issue it, no series of
            its issuer's for a paper that bears a number, nobody named who signs what
            goes upward, another text than was seen, or one about more, or of another
            organ, than the person sees.

    Clause: documents/number-series, documents/draft, documents/issuer,
        documents/signer, documents/other-hand, documents/versions, platform/row-scope
    """
    folder = Folder.to_change(work, paper_id)
    paper = folder.paper
    _check_issue(work, paper, issued_on, signer)
    kind = reports.KINDS[paper.kind]
    folder.check_seen(seen)
    run = None
    if kind.numbered and numbered:
        run = _run(work, paper, series_id, issued_on)
    signed = signer.strip() or reports.signer_of(paper.kind, paper.record) or ""
    if paper.state is not PaperState.REVIEWED:
        folder.move(PaperState.REVIEWED, "签发时一并核稿")
    paper.issued_on = issued_on
    paper.record = reports.issued_json(
        paper.kind, paper.record, number="", on=issued_on, signer=signed
    )
    folder.move(PaperState.SIGNED, signed or work.actor.name, issued_on)
    if run is not None:
        _give_number(work, paper, run)
    elif not kind.numbered:
        folder.finish()
    return paper.number_text


@chartered(
    Permission.DOCUMENTS_PAPER_ISSUE,
    title="给公文编号",
    changes=(Topic.PAPERS, Topic.SETTINGS),
)
def number_paper(work: Work, *, paper_id: int, series_id: int) -> str:
    """Give a paper that was signed off before its number.

    Returns:
        The number as printed.

    Raises:
        Refusal: It does not wait for one, the series is not its issuer's, or it is
            about more, or of another organ, than the person sees.

    Clause: documents/steps, documents/number-series, documents/issuer,
        platform/row-scope
    """
    paper = Folder.to_change(work, paper_id).paper
    waits = paper.state is PaperState.SIGNED and reports.KINDS[paper.kind].numbered
    if not waits or paper.issued_on is None:
        raise Refusal(
            f"《{paper.title}》{paper.state.label}，不是待编号的公文。",
            clause="documents/steps",
        )
    _give_number(work, paper, _run(work, paper, series_id, paper.issued_on))
    return paper.number_text


def _give_number(work: Work, paper: Paper, run: SeriesRow) -> None:
    on = paper.issued_on or work.today
    paper.series_id, paper.year = run.id, on.year
    paper.number = series.take_number(work, series_id=run.id, year=on.year)
    paper.unit_id = paper.unit_id or run.issuer_id
    paper.number_text = number_text(run.whole, on.year, paper.number)
    paper.record = reports.issued_json(
        paper.kind, paper.record, number=paper.number_text, on=on
    )
    folder = Folder(work, paper)
    folder.move(PaperState.NUMBERED, paper.number_text, on)
    folder.finish()


def _check_issue(work: Work, paper: Paper, issued_on: date, signer: str) -> None:
    """Refuse to sign a paper off."""
    if not paper.state.open:
        raise Refusal(
            "该公文已经签发，不能重复签发。"
            if paper.state.issued
            else "该公文已经作废，不能签发。",
            clause="documents/draft",
        )
    issuers.check_other_hand(
        work,
        paper_id=paper.id,
        needs=Permission.DOCUMENTS_PAPER_ISSUE,
        deed="签发",
    )
    if issued_on > work.today:
        raise Refusal("成文日期不能晚于今天。", clause="documents/draft")
    if len(signer) > REMARK:
        raise Refusal("签发人只填姓名。", clause="documents/signer")
    if reports.signer_of(paper.kind, paper.record) == "" and not signer.strip():
        raise Refusal("上行文须写明签发人。", clause="documents/signer")
    lacks = reports.missing(paper.kind, paper.record)
    if lacks:
        raise Refusal(
            f"《{paper.title or reports.KINDS[paper.kind].label}》"
            f"缺少{'、'.join(lacks)}，不能签发。",
            clause="documents/draft",
            ways=("重新起草，补齐后再签发。",),
        )
    kind = reports.KINDS[paper.kind]
    if paper.unit_id is not None:
        issuers.check_may_issue(
            work, kind=paper.kind, unit_id=paper.unit_id, on=issued_on
        )
        _check_signs(work, paper, paper.unit_id, issued_on)
        if kind.outward or kind.numbered:
            _check_organ(work, paper, paper.unit_id, issued_on)
    elif kind.outward and not kind.numbered:
        raise Refusal(
            f"没有写明{kind.label}由哪个机关出具，不能签发。",
            clause="documents/issuer",
            ways=("重新起草，选定有执法主体资格的机关。",),
        )


def _check_signs(work: Work, paper: Paper, unit_id: int, on: date) -> None:
    """Refuse to sign in the name and number of an organ that the person does not see.

    Clause: platform/row-scope
    """
    if not issuers.may_sign(work, kind=paper.kind, unit_id=unit_id, on=on):
        raise Refusal(
            f"《{paper.title}》以上级机关的名义和文号发文，由看得到全县的账号签发、编号。",
            clause="platform/row-scope",
            ways=("请县区主管签发。",),
        )


def _check_organ(work: Work, paper: Paper, unit_id: int, on: date) -> int:
    """Return the organ that signs a paper, or refuse one that prints another."""
    signing, name = issuers.signing_unit(work, kind=paper.kind, unit_id=unit_id, on=on)
    organ = reports.organ_of(paper.kind, paper.record)
    if organ != name and paper.kind not in reports.NAMED_OTHERWISE:
        raise Refusal(
            f"文书上印的是“{organ}”，发文机关登记的是“{name}”，两处不一致。",
            clause="documents/issuer",
            ways=("重新起草，以有权机关的全称出具。",),
        )
    return signing


def _run(work: Work, paper: Paper, series_id: int | None, issued_on: date) -> SeriesRow:
    """Return the run a paper is to be numbered in, or refuse to number it."""
    if series_id is None:
        raise Refusal("请选择文号系列。", clause="documents/number-series")
    kind = reports.KINDS[paper.kind]
    run = series.run_for(work, series_id=series_id, suffix=kind.word)
    unit_id = paper.unit_id or run.issuer_id
    _check_signs(work, paper, unit_id, issued_on)
    check_year(run.whole, issued_on.year, [one.year for one in run.years], work.today)
    if paper.unit_id is None:
        issuers.check_may_issue(work, kind=paper.kind, unit_id=unit_id, on=issued_on)
    if run.issuer_id != _check_organ(work, paper, unit_id, issued_on):
        raise Refusal(
            f"“{run.whole}”是{run.issuer}的代字，不能给其他机关的公文编号。",
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

    Clause: documents/number-series, documents/steps, platform/row-scope
    """
    paper = Folder.to_change(work, paper_id).paper
    reason = check_reason(reason, "作废")
    if paper.state is PaperState.VOID:
        raise Refusal("该公文已经作废。", clause="documents/number-series")
    Folder(work, paper).move(PaperState.VOID, reason)


@chartered(Permission.DOCUMENTS_PAPER_READ)
def find_papers(
    work: Work,
    *,
    text: str = "",
    kind: str | None = None,
    state: PaperState | None = None,
    issued: bool | None = None,
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
        issued: Whether it was signed off and is not void.
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
    if issued is not None:
        standing = [one for one in PaperState if one.issued]
        inside = Paper.state.in_(standing)
        found = found.where(inside if issued else ~inside)
    if year is not None:
        found = found.where(
            _day().between(date(year, 1, 1), date(year, 12, 31)),
        )
    if first is not None:
        found = found.where(Paper.about_on >= first)
    if last is not None:
        found = found.where(Paper.about_on <= last)
    if ordering.key == "number":
        found = found.outerjoin(NumberSeries, NumberSeries.id == Paper.series_id)
    word = sa.func.coalesce(NumberSeries.word + NumberSeries.suffix, "")
    orders = {
        "id": Paper.id,
        "kind": Paper.kind,
        "title": Paper.title,
        "number": (word, Paper.year, Paper.number),
        "about_on": Paper.about_on,
        "issued_on": Paper.issued_on,
        "state": sa.case(
            {state: place for place, state in enumerate(PaperState)}, value=Paper.state
        ),
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
    steps = _steps(work, ids)
    versions = _versions(work, ids)
    prints = _prints(work, ids)
    signs = work.actor.may(Permission.DOCUMENTS_PAPER_ISSUE)
    decides = Permission.DOCUMENTS_PAPER_REVIEW
    own = issuers.own_papers(
        work, ids=ids, needs=Permission.DOCUMENTS_PAPER_ISSUE if signs else decides
    )
    about = aliased(UnitFact)
    found = work.session.execute(
        sa.select(
            Paper,
            UnitFact.short_name,
            about.short_name,
            NumberSeries.word,
            NumberSeries.suffix,
        )
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
            paper.kind,
            reports.KINDS[paper.kind].label,
            paper.title,
            issuer or "—",
            paper.number_text,
            f"{word}{suffix}" if word else "",
            unit or ("全县" if paper.about_id is None else "—"),
            paper.about_on,
            paper.issued_on,
            paper.state,
            reports.KINDS[paper.kind].numbered,
            paper.sealed is not False,
            paper.id in own,
            Folder(work, paper).within,
            issuers.may_sign(
                work, kind=paper.kind, unit_id=paper.unit_id, on=work.today
            ),
            reports.KINDS[paper.kind].suffix,
            _text_digest(versions[paper.id]),
            paper.made_at,
            tuple(steps.get(paper.id, ())),
            tuple(versions[paper.id]),
            tuple(prints.get(paper.id, ())),
        )
        for paper, issuer, unit, word, suffix in found
    }


def _steps(work: Work, ids: Sequence[int]) -> dict[int, list[StepLine]]:
    steps: dict[int, list[StepLine]] = {}
    for one in work.session.scalars(
        sa.select(PaperStep).where(PaperStep.paper_id.in_(ids)).order_by(PaperStep.id)
    ):
        line = StepLine(one.state, one.at, one.done_by, one.remark, one.done_on)
        steps.setdefault(one.paper_id, []).append(line)
    return steps


def _versions(work: Work, ids: Sequence[int]) -> dict[int, list[VersionLine]]:
    versions: dict[int, list[VersionLine]] = {}
    for (
        paper_id,
        version,
        source,
        suffix,
        size,
        digest,
        at,
        made_with,
    ) in work.session.execute(
        sa.select(
            PaperFile.paper_id,
            PaperFile.version,
            PaperFile.source,
            PaperFile.suffix,
            sa.func.length(PaperFile.content),
            PaperFile.digest,
            PaperFile.made_at,
            PaperFile.made_with,
        )
        .where(PaperFile.paper_id.in_(ids))
        .order_by(PaperFile.version)
    ):
        line = VersionLine(
            version, source, suffix, size, digest.hex(), at, made_with or ""
        )
        versions.setdefault(paper_id, []).append(line)
    return versions


def _text_digest(versions: Sequence[VersionLine]) -> str:
    return [one.digest for one in versions if one.source.text][-1]


def _prints(work: Work, ids: Sequence[int]) -> dict[int, list[PrintLine]]:
    prints: dict[int, list[PrintLine]] = {}
    for one in work.session.scalars(
        sa.select(PaperPrint)
        .where(PaperPrint.paper_id.in_(ids))
        .order_by(PaperPrint.nth)
    ):
        line = PrintLine(
            one.nth, one.at, one.done_by, one.printer, one.copies, one.pages
        )
        prints.setdefault(one.paper_id, []).append(line)
    return prints


@dataclass(frozen=True, slots=True)
class PaperContent:
    """A version of a paper.

    Attributes:
        name: A file name for it.
        digest: SM3 of the content, hexadecimal.
    """

    name: str
    content: bytes
    digest: str
    version: int


@chartered(Permission.DOCUMENTS_PAPER_READ, title="取出公文")
def take_paper(
    work: Work, *, paper_id: int, way: str, version: int | None = None
) -> PaperContent:
    """Return a paper's file to be taken out, and leave a line in the trail.

    Args:
        work: Whose work.
        paper_id: The paper.
        way: 打开, 另存, 打开编辑.
        version: Which version; the latest text where None.

    Raises:
        Refusal: As of ``paper_content``.

    Clause: documents/files, platform/row-scope
    """
    del way
    return paper_content(work, paper_id=paper_id, version=version)


@chartered(Permission.DOCUMENTS_PAPER_READ)
def paper_content(
    work: Work, *, paper_id: int, version: int | None = None
) -> PaperContent:
    """Return a paper's file, its digest checked: the latest text, or a version.

    Raises:
        Refusal: It may not be seen, there is no such version, or the file does not
            match its digest.

    Clause: documents/files, platform/row-scope
    """
    paper: Paper = work.own(Paper, paper_id)
    folder = Folder(work, paper)
    file = folder.version(version)
    state = PaperState.DRAFT if folder.draft else paper.state
    named = f"{paper.number_text}{paper.title}"
    if not file.source.text:
        named += f"（{file.source.label}）" if file.source is FileSource.SCAN else ""
    elif version is not None:
        named += f"（第{version}版）"
    return PaperContent(
        file_name(named, state, f".{file.suffix}"),
        file.content,
        file.digest.hex(),
        file.version,
    )
