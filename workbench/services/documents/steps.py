"""What takes a paper from one desk to the next: review, seal, sending, the archive."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import defer

from workbench.access import Permission
from workbench.desk import Topic, Work, chartered
from workbench.models.documents import Paper, PaperStep
from workbench.reports import kinds as reports
from workbench.rules import Refusal
from workbench.rules.documents import (
    REMARK,
    Deed,
    PaperState,
    check_reason,
    next_deed,
)
from workbench.services.documents import issuers, register
from workbench.services.documents.folder import Folder


def _each(
    work: Work, ids: Sequence[int], doing: str, act: Callable[[int], object]
) -> None:
    """Do something to several papers, all or none; say which one is in the way."""
    for done, paper_id in enumerate(ids):
        work.progress(done, len(ids), doing)
        try:
            act(paper_id)
        except Refusal as refusal:
            if len(ids) == 1:
                raise
            paper: Paper = work.own(Paper, paper_id)
            raise Refusal(
                f"{len(ids)}份都没有{doing}，《{paper.title}》不行：{refusal}",
                clause=refusal.clause,
                ways=refusal.ways,
            ) from refusal


@chartered(
    Permission.DOCUMENTS_PAPER_COMPOSE, title="送核公文", changes=(Topic.PAPERS,)
)
def submit_papers(work: Work, *, ids: Sequence[int]) -> int:
    """Hand drafts in for review (送核).

    Returns:
        How many.

    Raises:
        Refusal: One is no draft any more, or is about more than the person sees.

    Clause: documents/steps, platform/row-scope
    """

    def submit(paper_id: int) -> None:
        folder = Folder.to_change(work, paper_id)
        _check_next(folder.paper, Deed.SUBMIT)
        folder.move(PaperState.REVIEW)

    _each(work, ids, "送核", submit)
    return len(ids)


@chartered(Permission.DOCUMENTS_PAPER_REVIEW, title="核稿", changes=(Topic.PAPERS,))
def review_papers(
    work: Work,
    *,
    ids: Sequence[int],
    remark: str = "",
    seen: Mapping[int, int] | None = None,
) -> int:
    """Pass papers on to whoever signs them off (核稿通过).

    Args:
        work: Whose work.
        ids: The papers.
        remark: What the reviewer says.
        seen: The latest text's version as the person saw it, by number of the paper.

    Returns:
        How many.

    Raises:
        Refusal: One does not wait for review, the person made its text, it is about
            more than the person sees, has another text than was seen, or the remark
            is too long.

    Clause: documents/steps, documents/other-hand, documents/versions,
        platform/row-scope
    """
    said = remark.strip()
    if len(said) > REMARK:
        raise Refusal(f"核稿意见不超过{REMARK}字。", clause="documents/steps")

    def review(paper_id: int) -> None:
        folder = Folder.to_change(work, paper_id)
        _check_next(folder.paper, Deed.REVIEW)
        issuers.check_other_hand(
            work,
            paper_id=paper_id,
            needs=Permission.DOCUMENTS_PAPER_REVIEW,
            deed="核稿",
        )
        folder.check_seen(seen)
        folder.move(PaperState.REVIEWED, said)

    _each(work, ids, "核稿", review)
    return len(ids)


@chartered(
    Permission.DOCUMENTS_PAPER_ISSUE,
    title="批量签发公文",
    changes=(Topic.PAPERS, Topic.SETTINGS),
)
def issue_papers(
    work: Work,
    *,
    ids: Sequence[int],
    series_id: int | None = None,
    issued_on: date,
    signer: str = "",
    seen: Mapping[int, int] | None = None,
) -> int:
    """Sign several papers off and number them one after the other, all or none.

    Args:
        work: Whose work.
        ids: The papers.
        series_id: The run they take their numbers from; None where they take none.
        issued_on: 成文日期, not after today.
        signer: Who signs them off.
        seen: The latest texts' versions as the person saw them, by number of paper.

    Returns:
        How many.

    Raises:
        Refusal: As of ``register.issue_paper``, for any of them.

    Clause: documents/steps
    """
    _each(
        work,
        ids,
        "签发",
        lambda paper_id: register.issue_paper(
            work,
            paper_id=paper_id,
            series_id=series_id,
            issued_on=issued_on,
            signer=signer,
            seen=seen,
        ),
    )
    return len(ids)


@chartered(Permission.DOCUMENTS_PAPER_REVIEW, title="退回公文", changes=(Topic.PAPERS,))
def return_paper(work: Work, *, paper_id: int, reason: str) -> None:
    """Give a paper back to its drafter, with a reason (退回).

    Raises:
        Refusal: It is with its drafter, was signed off already, no reason is given, or
            it waits to be signed off and the person may not do that.

    Clause: documents/steps, platform/row-scope
    """
    folder = Folder.to_change(work, paper_id)
    paper = folder.paper
    reason = check_reason(reason, "退回")
    if paper.state not in {PaperState.REVIEW, PaperState.REVIEWED}:
        raise Refusal(
            f"《{paper.title}》{paper.state.label}，不能退回。",
            clause="documents/steps",
            ways=("已签发的只能作废后重新起草。",) if paper.state.issued else (),
        )
    signs = work.actor.may(Permission.DOCUMENTS_PAPER_ISSUE)
    if paper.state is PaperState.REVIEWED and not signs:
        raise Refusal(
            f"《{paper.title}》已核稿，由签发人退回。",
            clause="documents/steps",
            ways=("请有权签发的人退回。",),
        )
    folder.move(PaperState.DRAFT, reason)


@chartered(
    Permission.DOCUMENTS_PAPER_COMPOSE, title="重新起草", changes=(Topic.PAPERS,)
)
def redraft_paper(work: Work, *, paper_id: int) -> int:
    """Draft a paper again as its record says.

    Of a void paper a new one comes, as a correction does; of a draft that was edited
    outside the composed version.

    Returns:
        Number of the draft.

    Raises:
        Refusal: It is under way or issued, a draft of another's, or about more than
            the person sees.

    Clause: documents/draft, platform/row-scope
    """
    paper = Folder.to_change(work, paper_id).paper
    if paper.state not in {PaperState.DRAFT, PaperState.VOID}:
        raise Refusal(
            "只有草稿和已作废的公文可以重新起草。",
            clause="documents/draft",
            ways=("送核以后的先退回，已签发的先作废。",),
        )
    anew = paper.state is PaperState.DRAFT
    return register.keep_draft(
        work,
        kind=paper.kind,
        record=paper.record,
        about_on=paper.about_on,
        unit_id=paper.unit_id,
        about_id=paper.about_id,
        names_nobody=paper.names_nobody,
        paper_id=paper.id if anew else None,
    )


@chartered(
    Permission.DOCUMENTS_PAPER_COMPOSE, title="撤回草稿", changes=(Topic.PAPERS,)
)
def withdraw_draft(work: Work, *, paper_id: int) -> None:
    """Take back a draft of one's own that should not be issued; it stays on record.

    Raises:
        Refusal: It is no draft any more, somebody else drafted it, or it is about
            more than the person sees.

    Clause: documents/draft, platform/row-scope
    """
    folder = Folder.to_change(work, paper_id)
    paper = folder.paper
    if not paper.state.open:
        raise Refusal(
            "只有草稿可以撤回；已签发的请有权签发的人作废。", clause="documents/draft"
        )
    folder.check_drafter("撤回")
    folder.move(PaperState.VOID, "起草人撤回")


_AFTER = {
    Deed.SEAL: PaperState.SEALED,
    Deed.SEND: PaperState.SENT,
    Deed.ARCHIVE: PaperState.ARCHIVED,
}


@chartered(
    Permission.DOCUMENTS_PAPER_DISPATCH,
    title="用印、印发、归档",
    changes=(Topic.PAPERS,),
)
def dispatch_papers(work: Work, *, ids: Sequence[int], deed: Deed, on: date) -> int:
    """Note that papers were sealed, sent or put into the archive on a day.

    Returns:
        How many.

    Raises:
        Refusal: That is not what comes next for one of them, the day is before its
            last step or after today, or one is about more than the person sees.

    Clause: documents/steps, platform/row-scope
    """
    if deed not in _AFTER:
        raise Refusal(
            f"{deed.label}不是用印、印发或归档，不在这里办理。",
            clause="documents/steps",
        )

    def dispatch(paper_id: int) -> None:
        folder = Folder.to_change(work, paper_id)
        paper = folder.paper
        _check_next(paper, deed)
        before = _last_day(work, paper)
        if on > work.today or (before is not None and on < before):
            since = f"不能早于{before:%Y-%m-%d}，" if before else ""
            raise Refusal(
                f"{deed.label}日期{since}不能晚于今天。", clause="documents/steps"
            )
        folder.move(_AFTER[deed], on=on)

    _each(work, ids, deed.label, dispatch)
    return len(ids)


def _last_day(work: Work, paper: Paper) -> date | None:
    """Return the last day on which something was done to a paper, as stated."""
    return work.session.scalar(
        sa.select(sa.func.max(PaperStep.done_on)).where(PaperStep.paper_id == paper.id)
    )


def _deed(paper: Paper) -> Deed | None:
    return next_deed(
        paper.state,
        numbered=reports.KINDS[paper.kind].numbered,
        sealed=paper.sealed is not False,
    )


def _check_next(paper: Paper, deed: Deed) -> None:
    """Refuse what does not come next."""
    following = _deed(paper)
    if following is not deed:
        ways = (f"下一步是{following.label}。",) if following else ()
        raise Refusal(
            f"《{paper.title}》{paper.state.label}，现在不能{deed.label}。",
            clause="documents/steps",
            ways=ways,
        )


_NEEDS = {
    Deed.SUBMIT: Permission.DOCUMENTS_PAPER_COMPOSE,
    Deed.REVIEW: Permission.DOCUMENTS_PAPER_REVIEW,
    Deed.ISSUE: Permission.DOCUMENTS_PAPER_ISSUE,
    Deed.NUMBER: Permission.DOCUMENTS_PAPER_ISSUE,
    Deed.SEAL: Permission.DOCUMENTS_PAPER_DISPATCH,
    Deed.SEND: Permission.DOCUMENTS_PAPER_DISPATCH,
    Deed.ARCHIVE: Permission.DOCUMENTS_PAPER_DISPATCH,
}


@chartered(Permission.DOCUMENTS_PAPER_COMPOSE)
def drafted_with(work: Work, *, paper_id: int) -> dict[str, object]:
    """Return what a paper was drafted with, by the keyword of its form's field.

    Raises:
        Refusal: It may not be seen.

    Clause: platform/row-scope
    """
    paper: Paper = work.own(Paper, paper_id)
    return {
        "on": paper.about_on,
        "unit_id": paper.about_id,
        **reports.sent(paper.kind, paper.record),
    }


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many papers wait for one thing that the person may do.

    Attributes:
        state: Where they stand.
    """

    deed: Deed
    state: PaperState
    count: int


@chartered(Permission.DOCUMENTS_PAPER_READ)
def waiting(work: Work) -> tuple[Waiting, ...]:
    """Return what waits for the person, in the order papers go.

    Drafts wait for their drafter only, and nothing waits for whom it would be refused.
    Papers go into the archive in the year after they were issued.
    """
    found: Counter[tuple[Deed, PaperState]] = Counter()
    me = work.actor.account_id
    papers = work.session.scalars(
        sa.select(Paper)
        .options(defer(Paper.record, raiseload=True))
        .where(
            work.visible(Paper),
            Paper.state.not_in([PaperState.ARCHIVED, PaperState.VOID]),
        )
    ).all()
    own = {
        state: issuers.own_papers(
            work,
            ids=[paper.id for paper in papers if paper.state is state],
            needs=_NEEDS[deed],
        )
        for state, deed in (
            (PaperState.REVIEW, Deed.REVIEW),
            (PaperState.REVIEWED, Deed.ISSUE),
        )
    }
    for paper in papers:
        deed = _deed(paper)
        if deed is None or not work.actor.may(_NEEDS[deed]):
            continue
        if not Folder(work, paper).within:
            continue
        if deed is Deed.SUBMIT and paper.made_by != me:
            continue
        if paper.id in own.get(paper.state, ()):
            continue
        if deed in {Deed.ISSUE, Deed.NUMBER} and not issuers.may_sign(
            work, kind=paper.kind, unit_id=paper.unit_id, on=work.today
        ):
            continue
        issued_on = paper.issued_on
        if deed is Deed.ARCHIVE and issued_on and issued_on.year == work.today.year:
            continue
        found[deed, paper.state] += 1
    return tuple(
        Waiting(deed, state, found[deed, state])
        for deed in Deed
        for state in PaperState
        if found[deed, state]
    )
