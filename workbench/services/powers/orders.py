"""Dispatch orders: drafted, signed, sent to each receiver as an errand of its own."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from workbench.access import Permission
from workbench.desk import Topic, Work, chartered
from workbench.models.powers.affairs import Affair, AffairParty
from workbench.models.powers.commands import DispatchOrder
from workbench.reports import record_json
from workbench.reports.issuing import Issuing
from workbench.reports.powers import orders as reports
from workbench.rules import Refusal
from workbench.rules.calendar import china_day, end_of
from workbench.rules.platform import Policy
from workbench.rules.powers.grants import Power
from workbench.rules.powers.moves import AffairKind, Clock, Part
from workbench.rules.powers.orders import OrderType, Urgency
from workbench.services.documents import register
from workbench.services.powers import grants, naming
from workbench.services.powers.docket import Docket
from workbench.services.powers.said import Said


@dataclass(frozen=True, slots=True)
class Receiver:
    """A unit that gets an order.

    Attributes:
        people: How many of its people are to come.
    """

    unit_id: int
    people: int


@dataclass(frozen=True, slots=True)
class OrderValues:
    """What an order says, as its form takes it."""

    title: str
    sort: OrderType
    urgency: Urgency
    source: str
    place: str
    contact: str
    task: str
    sign_by: datetime | None
    arrive_by: datetime | None
    finish_by: datetime
    receivers: tuple[Receiver, ...]


@chartered(
    Permission.POWERS_COMMAND_HANDLE,
    title="草拟调度指令",
    changes=(Topic.AFFAIRS, Topic.PAPERS),
    personal=("contact",),
)
def draft_order(
    work: Work,
    *,
    unit_id: int,
    title: str,
    sort: OrderType,
    urgency: Urgency,
    place: str,
    task: str,
    finish_by: datetime,
    receivers: Sequence[Receiver],
    sign_by: datetime | None = None,
    arrive_by: datetime | None = None,
    source: str = "",
    contact: str = "",
    affair_id: int | None = None,
) -> int:
    """Draft an order, or draft it anew while it is a draft.

    Args:
        work: Whose work.
        unit_id: The command centre.
        title: What it is about, in one line (事由).
        sort: What sort of order.
        urgency: How pressing.
        place: Where to come.
        task: What is to be done.
        finish_by: Until when it is to be finished.
        receivers: Who gets it, and how many are to come.
        sign_by: Until when to sign for it; by the policy table from its signing where
            None.
        arrive_by: Until when to be there; nobody has to come where None.
        source: What it follows from.
        contact: Who is to be asked on the spot.
        affair_id: The draft that is drafted anew.

    Returns:
        Number of the affair.

    Raises:
        Refusal: Nobody gets it, somebody gets it twice, its terms are in the wrong
            order or over, no task, no grant, or the draft is none any more.

    Clause: powers/order-terms, powers/order-receivers, powers/grant, powers/moves
    """
    _check(work, task, receivers, sign_by, arrive_by, finish_by)
    if affair_id is None:
        docket = Docket.begin(work, AffairKind.ORDER, unit_id=unit_id, title=title)
        order = DispatchOrder(affair_id=docket.affair.id)
    else:
        docket = Docket.to_move(work, affair_id, None, AffairKind.ORDER)
        docket.change(title)
        order = _order(work, affair_id)
        work.session.execute(
            sa.delete(AffairParty).where(
                AffairParty.affair_id == affair_id, work.visible(AffairParty)
            )
        )
    order.sort, order.urgency, order.source = sort, urgency, source.strip()
    order.place, order.contact, order.task = (
        place.strip(),
        contact.strip(),
        task.strip(),
    )
    order.sign_by, order.arrive_by, order.finish_by = sign_by, arrive_by, finish_by
    work.session.add(order)
    for one in receivers:
        docket.add_party(one.unit_id, Part.RECEIVER, one.people)
    _keep_paper(docket, order)
    return docket.affair.id


def _check(  # noqa: PLR0917 - what an order says
    work: Work,
    task: str,
    receivers: Sequence[Receiver],
    sign_by: datetime | None,
    arrive_by: datetime | None,
    finish_by: datetime,
) -> None:
    if not task.strip():
        raise Refusal("请写明调度任务。", clause="powers/needs")
    if not receivers:
        raise Refusal("请选受令单位。", clause="powers/order-receivers")
    if len({one.unit_id for one in receivers}) < len(receivers):
        raise Refusal("同一个受令单位只选一次。", clause="powers/order-receivers")
    terms = [one for one in (sign_by, arrive_by, finish_by) if one is not None]
    if terms != sorted(terms):
        raise Refusal("时限应当先签收、再到场、后办结。", clause="powers/order-terms")
    if terms[0] <= work.now:
        raise Refusal("时限已过，请重新填写。", clause="powers/order-terms")


def _order(work: Work, affair_id: int) -> DispatchOrder:
    order: DispatchOrder = work.session.scalars(
        sa.select(DispatchOrder).where(
            DispatchOrder.affair_id == affair_id, work.visible(DispatchOrder)
        )
    ).one()
    return order


@chartered(Permission.POWERS_AFFAIR_READ)
def order_values(work: Work, *, affair_id: int) -> OrderValues:
    """Return what an order says.

    Raises:
        Refusal: It may not be seen.

    Clause: platform/row-scope
    """
    docket = Docket(work, work.own(Affair, affair_id))
    order = _order(work, affair_id)
    return OrderValues(
        docket.affair.title,
        order.sort,
        order.urgency,
        order.source,
        order.place,
        order.contact,
        order.task,
        order.sign_by,
        order.arrive_by,
        order.finish_by,
        tuple(Receiver(one.unit_id, one.people or 0) for one in docket.parties),
    )


# ---- its paper ----


def _keep_paper(docket: Docket, order: DispatchOrder) -> None:
    """Keep the order's form as a draft in the register, drafted anew each time."""
    work, affair = docket.work, docket.affair
    on = work.today
    centre = naming.centre_on(work, unit_id=affair.unit_id, on=on)
    parties = docket.parties
    names = naming.units_called(work, ids=[one.unit_id for one in parties], on=on)
    record = reports.DispatchOrder(
        issuing=Issuing(centre.name, "", "", "", "", None, sealed=False),
        grant=grants.grant_words(
            work, zone_id=centre.zone_id, power=Power.COMMAND, on=on
        ),
        subject=affair.title,
        type=order.sort.label,
        urgency=order.urgency.label,
        source=order.source,
        place=order.place,
        contact=order.contact,
        task=order.task,
        sign_by=order.sign_by,
        arrive_by=order.arrive_by,
        finish_by=order.finish_by,
        author=affair.made_by_name,
        reviewer="",
        lines=tuple(
            reports.OrderLine(names[one.unit_id], one.people or 0) for one in parties
        ),
    )
    affair.paper_id = register.keep_draft(
        work,
        kind="dispatch_order",
        record=record_json(record),
        about_on=on,
        unit_id=affair.unit_id,
        about_id=affair.unit_id,
        paper_id=affair.paper_id,
    )


def issue(docket: Docket, said: Said, at: datetime) -> None:
    """Number the order's form, and send every receiver its errand.

    Args:
        docket: The order.
        said: What the signing brought.
        at: When it was signed.

    Raises:
        Refusal: Its terms are over meanwhile, or its form cannot be issued.
    """
    del said
    work, affair = docket.work, docket.affair
    order = _order(work, affair.id)
    if order.finish_by <= at:
        raise Refusal(
            "办结时限已过，不能签发；请退回修改时限。", clause="powers/order-terms"
        )
    if affair.paper_id is not None:
        runs = register.issue_terms(work, paper_id=affair.paper_id).series
        if not runs:
            raise Refusal(
                "指挥中心还没有调度指令的文号代字，不能编号。",
                clause="documents/number-series",
                ways=("在“文号”页为指挥中心登记代字。",),
            )
        affair.number_text = register.issue_paper(
            work,
            paper_id=affair.paper_id,
            series_id=runs[0].id,
            issued_on=china_day(at),
            signer=work.actor.name,
        )
    for party in docket.parties:
        _send(docket, order, party, at)


def _send(
    docket: Docket, order: DispatchOrder, party: AffairParty, at: datetime
) -> None:
    errand = Docket.begin(
        docket.work,
        AffairKind.ERRAND,
        unit_id=docket.affair.unit_id,
        title=docket.affair.title,
        said=Said(at=at, late="随指令签发"),
        parent_id=docket.affair.id,
    )
    errand.affair.number_text = docket.affair.number_text
    errand.add_party(party.unit_id, Part.RECEIVER, party.people)
    if order.sign_by is not None:
        errand.start(Clock.SIGN, at, None, order.sign_by)
    else:
        errand.start(Clock.SIGN, at, errand.term(Policy.ORDER_SIGN, at))
    if order.arrive_by is not None:
        errand.start(Clock.ARRIVE, at, None, order.arrive_by)
    errand.start(Clock.FINISH, at, None, order.finish_by)


# ---- what follows of a move ----


def call_off(docket: Docket, said: Said, at: datetime) -> None:
    """End every errand of an order that was withdrawn, and its paper.

    Args:
        docket: The order.
        said: Why it was withdrawn.
        at: When.
    """
    del said, at
    for errand in _errands(docket):
        if not errand.affair.done:
            errand.follow("cancelled")


def _errands(docket: Docket) -> list[Docket]:
    found = docket.work.session.scalars(
        sa.select(Affair)
        .where(Affair.parent_id == docket.affair.id, docket.work.whole_county(Affair))
        .order_by(Affair.id)
    )
    return [Docket(docket.work, one) for one in found]


def _order_of(errand: Docket) -> Docket | None:
    """Return the order an errand came of; its receiver need not see it."""
    work = errand.work
    found = work.session.scalars(
        sa.select(Affair).where(
            Affair.id == errand.affair.parent_id, work.whole_county(Affair)
        )
    ).first()
    return Docket(work, found) if found is not None else None


def note_signature(docket: Docket, said: Said, at: datetime) -> None:
    """Note on the receiver's line who signed for the errand."""
    for party in docket.parties:
        party.signed_by = said.told.person if said.told else docket.work.actor.name
        party.signed_at = at


def note_arrival(docket: Docket, said: Said, at: datetime) -> None:
    """Note on the receiver's line who came."""
    del said
    step = docket.steps[-1]
    for party in docket.parties:
        party.arrivals = step.words
        party.arrived_at = at


def end_with_last(docket: Docket, said: Said, at: datetime) -> None:
    """End an order once the last of its errands has ended."""
    del said, at
    order = _order_of(docket)
    if order is None or order.affair.state != "running":
        return
    if all(errand.affair.done for errand in _errands(order)):
        order.follow("done")


def run_again(docket: Docket, said: Said, at: datetime) -> None:
    """Have the errand's clock run again, and its order with it."""
    until = said.until or end_of(china_day(at))
    docket.start(Clock.FINISH, at, None, until)
    order = _order_of(docket)
    if order is not None and order.affair.state == "done":
        order.follow("running")
