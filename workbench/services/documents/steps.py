"""What takes a paper from one desk to the next: review, seal, sending, the archive."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

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
        Refusal: One is no draft any more.

    Clause: documents/steps
    """

    def submit(paper_id: int) -> None:
        paper: Paper = work.own(Paper, paper_id)
        _check_next(paper, Deed.SUBMIT)
        Folder(work, paper).move(PaperState.REVIEW)

    _each(work, ids, "送核", submit)
    return len(ids)


@chartered(Permission.DOCUMENTS_PAPER_REVIEW, title="核稿", changes=(Topic.PAPERS,))
def review_papers(work: Work, *, ids: Sequence[int], remark: str = "") -> int:
    """Pass papers on to whoever signs them off (核稿通过).

    Returns:
        How many.

    Raises:
        Refusal: One does not wait for review, the person drafted it, it is about more
            than the person sees, or the remark is too long.

    Clause: documents/steps, documents/other-hand, platform/row-scope
    """
    said = remark.strip()
    if len(said) > REMARK:
        raise Refusal(f"核稿意见不超过{REMARK}字。", clause="documents/steps")

    def review(paper_id: int) -> None:
        paper = register.to_settle(work, paper_id=paper_id)
        _check_next(paper, Deed.REVIEW)
        issuers.check_other_hand(
            work,
            paper_id=paper_id,
            needs=Permission.DOCUMENTS_PAPER_REVIEW,
            deed="核稿",
        )
        Folder(work, paper).move(PaperState.REVIEWED, said)

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
) -> int:
    """Sign several papers off and number them one after the other, all or none.

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
    paper = register.to_settle(work, paper_id=paper_id)
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
    Folder(work, paper).move(PaperState.DRAFT, reason)


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
        Refusal: It is under way or issued.

    Clause: documents/draft
    """
    paper: Paper = work.own(Paper, paper_id)
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
        Refusal: It is no draft any more, or somebody else drafted it.

    Clause: documents/draft
    """
    paper: Paper = work.own(Paper, paper_id)
    if not paper.state.open:
        raise Refusal(
            "只有草稿可以撤回；已签发的请有权签发的人作废。", clause="documents/draft"
        )
    if paper.made_by != work.actor.account_id:
        drafted = work.session.scalars(
            sa.select(PaperStep.done_by)
            .where(PaperStep.paper_id == paper.id)
            .order_by(PaperStep.id)
        ).first()
        raise Refusal(
            f"这份草稿由{drafted or '他人'}起草，由起草人撤回。",
            clause="documents/draft",
            ways=("请起草人撤回，或请有权签发的人作废。",),
        )
    Folder(work, paper).move(PaperState.VOID, "起草人撤回")


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
        Refusal: That is not what comes next for one of them, or the day is before its
            last step or after today.

    Clause: documents/steps
    """

    def dispatch(paper_id: int) -> None:
        paper: Paper = work.own(Paper, paper_id)
        _check_next(paper, deed)
        before = _last_day(work, paper)
        if on > work.today or (before is not None and on < before):
            since = f"不能早于{before:%Y-%m-%d}，" if before else ""
            raise Refusal(
                f"{deed.label}日期{since}不能晚于今天。", clause="documents/steps"
            )
        Folder(work, paper).move(_AFTER[deed], on=on)

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

    Drafts wait for their drafter only. Papers go into the archive in the year after
    they were issued.
    """
    found: Counter[tuple[Deed, PaperState]] = Counter()
    me = work.actor.account_id
    for paper_kind, state, sealed, made_by, issued_on in work.session.execute(
        sa.select(
            Paper.kind, Paper.state, Paper.sealed, Paper.made_by, Paper.issued_on
        ).where(
            work.visible(Paper),
            Paper.state.not_in([PaperState.ARCHIVED, PaperState.VOID]),
        )
    ):
        deed = next_deed(
            state,
            numbered=reports.KINDS[paper_kind].numbered,
            sealed=sealed is not False,
        )
        if deed is None or not work.actor.may(_NEEDS[deed]):
            continue
        if deed is Deed.SUBMIT and made_by != me:
            continue
        this_year = issued_on is not None and issued_on.year == work.today.year
        if deed is Deed.ARCHIVE and this_year:
            continue
        found[deed, state] += 1
    return tuple(
        Waiting(deed, state, found[deed, state])
        for deed in Deed
        for state in PaperState
        if found[deed, state]
    )
