"""What a unit may be put on record as, and that nobody widens his own sight by it."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa

from workbench import facts
from workbench.access import Permission
from workbench.desk import Work, chartered, units_seen
from workbench.models.roster.units import Unit, UnitFact
from workbench.rules import Refusal
from workbench.rules.calendar import chinese_day
from workbench.rules.identifiers import check_credit_code, check_phone
from workbench.rules.periods import ONE_DAY
from workbench.rules.roster.units import AuthorityKind, check_parent, check_unit


@chartered(Permission.ROSTER_UNIT_EDIT)
def checked_values(
    work: Work, *, unit_id: int | None, on: date, form: Mapping[str, Any]
) -> dict[str, Any]:
    """Return a unit's facts in their one form, or refuse them.

    Args:
        work: Whose work.
        unit_id: The unit that is changed; None for a new one.
        on: First day on which they hold.
        form: The facts as typed, by column.

    Raises:
        Refusal: The name is empty or taken, the parts contradict the kind, or the
            unit would be its own superior.

    Clause: roster/unit-place, roster/centre-no-authority, roster/entrusted,
        general/credit-code, general/phone
    """
    if unit_id is not None:
        work.own(Unit, unit_id)
    name = form["name"].strip()
    if not name:
        raise Refusal("请填写机构名称。", clause="roster/unit-place")
    if form["smallest_staff"] < 0:
        raise Refusal("最低人员数不能为负。", clause="roster/unit-place")
    check_unit(
        form["kind"],
        form["authority"],
        has_town=form["town_id"] is not None,
        has_zone=form["zone_id"] is not None,
        has_principal=form["principal_id"] is not None,
    )
    if form["entrusted_to"] and form["authority"] is not AuthorityKind.ENTRUSTED:
        raise Refusal(
            "只有受委托组织填写委托期限，其他机构不填。", clause="roster/entrusted"
        )
    on_record = work.session.execute(
        sa.select(UnitFact.unit_id, UnitFact.name, UnitFact.parent_id).where(
            UnitFact.holds_on(on), work.whole_county(UnitFact)
        )
    ).all()
    if any(row.name == name and row.unit_id != unit_id for row in on_record):
        raise Refusal(f"已有名为“{name}”的机构。", clause="roster/unit-place")
    if unit_id is not None:
        parents = {row.unit_id: row.parent_id for row in on_record}
        check_parent(unit_id, form["parent_id"], parents)
    code, phone = form["credit_code"].strip(), form["duty_phone"].strip()
    return {
        **form,
        "name": name,
        "short_name": form["short_name"].strip() or name,
        "credit_code": check_credit_code(code) if code else "",
        "authority_basis": form["authority_basis"].strip(),
        "address": form["address"].strip(),
        "duty_phone": check_phone(phone) if phone else "",
    }


@chartered(Permission.ROSTER_UNIT_EDIT)
def seen_on(work: Work, *, day: date) -> frozenset[int] | None:
    """Return the units the person sees on a day; None for the whole county."""
    if work.scope is None or work.actor.unit_id is None:
        return work.scope
    return units_seen(work.session, work.actor.unit_id, day)


@chartered(Permission.ROSTER_UNIT_EDIT)
def check_sight(
    work: Work, *, before: frozenset[int] | None, placed: int, day: date
) -> None:
    """Refuse a change of a unit that alters what the person who makes it may see.

    Where a unit stands says who sees it: a clerk who moved his own centre to another
    zone would see that zone's people.

    Args:
        work: Whose work, the change made.
        before: What the person saw on that day before it.
        placed: The unit that was entered or changed.
        day: The day looked at.

    Raises:
        Refusal: Another unit came in sight, or this one is out of it.

    Clause: platform/row-scope
    """
    if before is None:
        return
    after = seen_on(work, day=day) or frozenset()
    if placed not in after or not after <= before | {placed}:
        raise Refusal(
            "机构的类别、上级、镇街和片区决定谁能看到它，"
            "这样变动会超出您可以查看的范围。",
            clause="platform/row-scope",
            ways=("请县区主管或县级内勤办理。",),
        )


@chartered(Permission.ROSTER_POSTING_EDIT)
def check_open(work: Work, *, unit_id: int, days: Sequence[date]) -> None:
    """Refuse a posting to a unit that is out of sight, or not there on one of its days.

    Raises:
        Refusal: It may not be seen, is closed by then, or not yet set up.

    Clause: general/dated-facts, platform/row-scope
    """
    work.own(Unit, unit_id)
    spans = facts.standing(work, UnitFact, unit_id=unit_id)
    for day in days:
        if any(day in facts.period_of(row) for row in spans):
            continue
        ends = {row.valid_to: row.short_name for row in spans if row.valid_to}
        gone = max((last for last in ends if last < day), default=None)
        if gone is not None:
            says = f"{ends[gone]}自{chinese_day(gone + ONE_DAY)}起已撤销，不能派驻。"
        else:
            says = (
                f"{spans[0].short_name}自{chinese_day(spans[0].valid_from)}起才设立，"
                f"不能从{chinese_day(day)}起派驻。"
            )
        raise Refusal(
            says,
            clause="general/dated-facts",
            ways=("核对日期，或选择当日存在的机构。",),
        )
