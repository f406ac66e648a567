"""Who may issue a paper: by what right an organ signs, and which person may."""

from collections.abc import Sequence
from datetime import date

import sqlalchemy as sa

from workbench import facts
from workbench.access import (
    COUNTY_WIDE,
    OVERSEERS,
    Permission,
    Role,
    permissions_of,
)
from workbench.desk import Work, chartered, units_seen
from workbench.models.documents import Paper, PaperFile
from workbench.models.platform import Account, AccountRole
from workbench.models.roster.units import UnitFact
from workbench.reports import kinds as reports
from workbench.reports import powers
from workbench.rules import Refusal
from workbench.rules.documents import FileSource, Issuer, check_issuer
from workbench.rules.roster.units import AuthorityKind

_POWERS = frozenset(kind.key for kind in powers.KINDS if kind.numbered)
"""Papers by which one of the four powers is exercised."""


@chartered(Permission.DOCUMENTS_PAPER_READ)
def issuer_on(work: Work, *, unit_id: int, on: date) -> Issuer:
    """Return by what right an organ issues papers on a day.

    What was entrusted once and is not any more is said as well.

    Raises:
        Refusal: The organ is not on record on that day.

    Clause: documents/issuer
    """
    spans = facts.standing(work, UnitFact, unit_id=unit_id)
    now = next((row for row in spans if on in facts.period_of(row)), None)
    if now is None:
        raise Refusal(
            "发文机关在成文日期没有登记，或已经撤销。",
            clause="documents/issuer",
            ways=("在“机构”页核对它的起止日期。",),
        )
    entrusted, until = now, now.entrusted_to
    if now.authority is AuthorityKind.NONE:
        before = [row for row in spans if row.valid_to and row.valid_to < on]
        if before and before[-1].authority is AuthorityKind.ENTRUSTED:
            entrusted = before[-1]
            ends = filter(None, (entrusted.entrusted_to, entrusted.valid_to))
            until = min(ends)
    principal = ""
    if entrusted.principal_id is not None:
        known = facts.holding(work, UnitFact, on, unit_id=entrusted.principal_id)
        principal = known.name if known else "委托机关"
    return Issuer(now.name, now.kind, now.authority, principal, until)


@chartered(Permission.DOCUMENTS_PAPER_READ)
def signing_unit(work: Work, *, kind: str, unit_id: int, on: date) -> tuple[int, str]:
    """Return in whose name and number an organ's paper goes out: number and name.

    An entrusted organisation signs what goes outward in its principal's name.

    Args:
        work: Whose work.
        kind: Which paper.
        unit_id: The organ whose paper it is.
        on: The day it is issued.
    """
    now = facts.holding(work, UnitFact, on, unit_id=unit_id)
    if (
        now is not None
        and reports.KINDS[kind].outward
        and now.authority is AuthorityKind.ENTRUSTED
        and now.principal_id is not None
    ):
        principal = facts.holding(work, UnitFact, on, unit_id=now.principal_id)
        if principal is not None:
            return principal.unit_id, principal.name
    return unit_id, now.name if now else ""


@chartered(Permission.DOCUMENTS_PAPER_READ)
def check_may_issue(work: Work, *, kind: str, unit_id: int, on: date) -> None:
    """Refuse a kind of paper that an organ may not issue on a day.

    Raises:
        Refusal: As of ``rules.documents.check_issuer``.

    Clause: documents/issuer
    """
    declared = reports.KINDS[kind]
    if not declared.outward and not declared.issuers:
        return
    issuer = issuer_on(work, unit_id=unit_id, on=on)
    check_issuer(
        declared.label,
        issuer,
        on,
        outward=declared.outward,
        kinds=declared.issuers,
    )


@chartered(Permission.DOCUMENTS_PAPER_READ)
def check_other_hand(
    work: Work, *, paper_id: int, needs: Permission, deed: str
) -> None:
    """Refuse to let somebody decide on a paper that is his own.

    It is his own if he drafted it or made one of its texts. Papers of the four powers
    are always decided by another person. Any other paper one of its makers may decide
    on only while nobody else may.

    Args:
        work: Whose work.
        paper_id: The paper.
        needs: What the decision needs.
        deed: What is done, as sentences call it: 核稿, 签发.

    Raises:
        Refusal: One of its makers asks, and another could do it.

    Clause: documents/other-hand
    """
    paper: Paper = work.own(Paper, paper_id)
    makers = makers_of(work, ids=[paper_id])[paper_id]
    if work.actor.account_id not in makers:
        return
    others = who_else(work, needs=needs, about_id=paper.about_id, but=makers)
    if others:
        names = "、".join(others[:3]) + ("等" if len(others) > 3 else "")  # noqa: PLR2004
        made = "起草" if paper.made_by == work.actor.account_id else "修改"
        raise Refusal(
            f"《{paper.title}》由您{made}，不能由您本人{deed}。",
            clause="documents/other-hand",
            ways=(f"请{names}{deed}。",),
        )
    if paper.kind in _POWERS:
        raise Refusal(
            f"{reports.KINDS[paper.kind].label}是行使四项权力的文书，"
            f"起草、修改的人和{deed}人不能是同一个人。",
            clause="documents/other-hand",
            ways=(f"给另一位负责人开设账号，由其{deed}。",),
        )


@chartered(Permission.DOCUMENTS_PAPER_READ)
def makers_of(work: Work, *, ids: Sequence[int]) -> dict[int, frozenset[int]]:
    """Return the accounts that drafted papers or made one of their texts.

    What the workbench itself drafted is nobody's own.
    """
    drafted = sa.select(Paper.id, Paper.made_by).where(
        Paper.id.in_(ids), work.whole_county(Paper)
    )
    texts = [one for one in FileSource if one.text]
    made = sa.select(PaperFile.paper_id, PaperFile.made_by).where(
        PaperFile.paper_id.in_(ids), PaperFile.source.in_(texts)
    )
    found: dict[int, set[int]] = {number: set() for number in ids}
    for number, maker in work.session.execute(sa.union(drafted, made)):
        found[number] |= {maker} - {0}
    return {number: frozenset(makers) for number, makers in found.items()}


@chartered(Permission.DOCUMENTS_PAPER_READ)
def own_papers(work: Work, *, ids: Sequence[int], needs: Permission) -> frozenset[int]:
    """Return which papers are the person's own, so that another decides on them.

    Args:
        work: Whose work.
        ids: The papers.
        needs: What the decision needs.
    """
    me = work.actor.account_id
    mine = {
        number: makers
        for number, makers in makers_of(work, ids=ids).items()
        if me in makers
    }
    others: dict[tuple[int | None, frozenset[int]], bool] = {}
    found = set()
    for number, kind, about_id in work.session.execute(
        sa.select(Paper.id, Paper.kind, Paper.about_id).where(
            Paper.id.in_(mine), work.whole_county(Paper)
        )
    ):
        at = (about_id, mine[number])
        if at not in others:
            others[at] = bool(
                who_else(work, needs=needs, about_id=about_id, but=mine[number])
            )
        if others[at] or kind in _POWERS:
            found.add(number)
    return frozenset(found)


@chartered(Permission.DOCUMENTS_PAPER_READ)
def may_sign(work: Work, *, kind: str, unit_id: int | None, on: date) -> bool:
    """Tell whether an organ's papers are signed off by whoever sees what he sees.

    Nobody signs in the name and number of an organ that he does not see: a zone's
    paper that the county's organ issues is signed by who sees the county.

    Args:
        work: Whose work.
        kind: Which paper.
        unit_id: The organ; None for a paper without one.
        on: The day it is issued.
    """
    if work.scope is None or unit_id is None:
        return True
    return signing_unit(work, kind=kind, unit_id=unit_id, on=on)[0] in work.scope


@chartered(Permission.DOCUMENTS_PAPER_READ)
def who_else(
    work: Work,
    *,
    needs: Permission,
    about_id: int | None = None,
    but: frozenset[int] = frozenset(),
) -> tuple[str, ...]:
    """Return who besides the person at the desk may do something to a paper.

    Args:
        work: Whose work.
        needs: What it needs.
        about_id: The unit the paper speaks of; None for the whole county.
        but: Accounts that do not count: whoever made it.
    """
    roles: dict[int, set[Role]] = {}
    accounts = {}
    for account, role in work.session.execute(
        sa.select(Account, AccountRole.role)
        .join(AccountRole, AccountRole.account_id == Account.id)
        .where(Account.disabled.is_(False))
        .order_by(Account.id)
    ):
        accounts[account.id] = account
        roles.setdefault(account.id, set()).add(Role(role))
    named = set().union(*roles.values())
    found = []
    for number, held in roles.items():
        may = needs in permissions_of(held, overseen=named >= OVERSEERS)
        if not may or number in but | {work.actor.account_id}:
            continue
        unit_id = accounts[number].unit_id
        wide = unit_id is None or bool(held & COUNTY_WIDE)
        if wide or (
            unit_id is not None
            and about_id in units_seen(work.session, unit_id, work.today)
        ):
            found.append(accounts[number].person_name)
    return tuple(found)
