"""Who may issue a paper: by what right an organ signs, and which person may."""

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
from workbench.models.documents import Paper
from workbench.models.platform import Account, AccountRole
from workbench.models.roster.units import UnitFact
from workbench.reports import kinds as reports
from workbench.reports import powers
from workbench.rules import Refusal
from workbench.rules.documents import Issuer, check_issuer
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

    Papers of the four powers are always decided by another person. Any other paper
    its drafter may decide on only while nobody else may.

    Args:
        work: Whose work.
        paper_id: The paper.
        needs: What the decision needs.
        deed: What is done, as sentences call it: 核稿, 签发.

    Raises:
        Refusal: The drafter asks, and another could do it.

    Clause: documents/other-hand
    """
    paper: Paper = work.own(Paper, paper_id)
    mine = paper.made_by == work.actor.account_id
    if not mine or not paper.made_by:  # what the workbench itself drafted
        return
    others = who_else(work, needs=needs, about_id=paper.about_id)
    if others:
        names = "、".join(others[:3]) + ("等" if len(others) > 3 else "")  # noqa: PLR2004
        raise Refusal(
            f"《{paper.title}》由您起草，不能由您本人{deed}。",
            clause="documents/other-hand",
            ways=(f"请{names}{deed}。",),
        )
    if paper.kind in _POWERS:
        raise Refusal(
            f"{reports.KINDS[paper.kind].label}是行使四项权力的文书，"
            f"起草人和{deed}人不能是同一个人。",
            clause="documents/other-hand",
            ways=(f"给另一位负责人开设账号，由其{deed}。",),
        )


@chartered(Permission.DOCUMENTS_PAPER_READ)
def who_else(
    work: Work, *, needs: Permission, about_id: int | None = None
) -> tuple[str, ...]:
    """Return who besides the person at the desk may do something to a paper.

    Args:
        work: Whose work.
        needs: What it needs.
        about_id: The unit the paper speaks of; None for the whole county.
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
        if not may or number == work.actor.account_id:
            continue
        unit_id = accounts[number].unit_id
        wide = unit_id is None or bool(held & COUNTY_WIDE)
        if wide or (
            unit_id is not None
            and about_id in units_seen(work.session, unit_id, work.today)
        ):
            found.append(accounts[number].person_name)
    return tuple(found)
