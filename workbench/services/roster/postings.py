"""Where people belong and work, their certificates, absences and training."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa

from workbench import facts
from workbench.access import Permission
from workbench.desk import Topic, Work, chartered
from workbench.models.roster.people import (
    Attendance,
    Certificate,
    Establishment,
    Leave,
    Person,
    Posting,
    Training,
)
from workbench.models.roster.units import Unit, UnitFact
from workbench.models.roster.zones import CentreMember
from workbench.rules import Refusal
from workbench.rules.calendar import chinese_day
from workbench.rules.identifiers import check_certificate_number
from workbench.rules.periods import Period, check_order
from workbench.rules.platform import Policy
from workbench.rules.roster.deployment import check_smallest_staff
from workbench.rules.roster.people import LeaveKind, PostKind, presence
from workbench.rules.roster.units import Employment
from workbench.services.platform import clock, policy
from workbench.services.roster import ledger
from workbench.services.roster.people import names_of
from workbench.services.roster.unit_checks import check_open


@chartered(
    Permission.ROSTER_PERSON_EDIT,
    title="编制变动",
    changes=(Topic.PEOPLE, Topic.POSTINGS),
)
def change_home(
    work: Work,
    *,
    person_id: int,
    unit_id: int,
    employment: Employment,
    on: date,
    reason: str = "",
) -> None:
    """Have a person belong to another unit, or on another footing, from a day on.

    Raises:
        Refusal: The person belongs to a unit that may not be seen, or a later home
            unit stands.

    Clause: general/dated-facts, platform/row-scope
    """
    _own_home(work, person_id)
    work.own(Unit, unit_id)
    clock.check_late(work, on=on, reason=reason)
    facts.change_from(
        work,
        Establishment,
        {"person_id": person_id},
        on,
        what="编制单位",
        reason=reason,
        values={"unit_id": unit_id, "employment": employment},
    )


def _own_home(work: Work, person_id: int) -> None:
    """Refuse to touch where somebody belongs who is only posted to a unit in sight."""
    work.own(Person, person_id)
    homes = facts.standing(work, Establishment, person_id=person_id)
    now = [row for row in homes if work.today in facts.period_of(row)] or homes[-1:]
    for row in now:
        seen = sa.select(Unit.id).where(Unit.id == row.unit_id, work.visible(Unit))
        if work.session.scalar(seen) is None:
            name = names_of(work, ids=[person_id])[person_id]
            raise Refusal(
                f"{name}只派驻在这里，编制在您看不到的机构，不能办理编制变动和离队。",
                clause="platform/row-scope",
                ways=("请编制所在机构或县区主管办理。",),
            )


@chartered(
    Permission.ROSTER_PERSON_EDIT,
    title="更正编制",
    changes=(Topic.PEOPLE, Topic.POSTINGS),
)
def correct_home(
    work: Work,
    *,
    home_id: int,
    unit_id: int,
    employment: Employment,
    first: date,
    last: date | None,
    reason: str,
) -> int:
    """Replace a home unit that was entered wrongly; the wrong one stays on record.

    Raises:
        Refusal: No reason, the right days are taken, or the person belongs to a unit
            that may not be seen.

    Clause: general/dated-facts, platform/row-scope
    """
    row = work.own(Establishment, home_id)
    _own_home(work, row.person_id)
    work.own(Unit, unit_id)
    kept = facts.correct(
        work,
        row,
        what="编制单位",
        reason=reason,
        period=Period(first, last),
        subject=("person_id",),
        values={"unit_id": unit_id, "employment": employment},
    )
    return int(kept.id)


@chartered(
    Permission.ROSTER_PERSON_EDIT,
    title="离开队伍",
    changes=(Topic.CENTRES, Topic.PEOPLE, Topic.POSTINGS),
)
def leave_force(work: Work, *, person_id: int, last_day: date, reason: str) -> None:
    """Have a person be of the force for the last time on a day (退休、调出、辞职).

    Postings end with it, and so do places on command centres' rosters.

    Raises:
        Refusal: No reason is given, the person is not of the force on that day, or
            belongs to a unit that may not be seen.

    Clause: general/dated-facts, platform/row-scope
    """
    _own_home(work, person_id)
    if not reason.strip():
        raise Refusal(
            "请写明离开的原因（退休、调出、辞职等）。", clause="general/dated-facts"
        )
    if facts.holding(work, Establishment, last_day, person_id=person_id) is None:
        raise Refusal(
            f"{chinese_day(last_day)}没有在编记录，不能作为在队最后一天。",
            clause="general/dated-facts",
            ways=("核对日期；编制起止录错的，先更正编制记录。",),
        )
    models: tuple[Any, ...] = (Establishment, Posting, CentreMember)
    for model in models:
        for row in facts.standing(work, model, person_id=person_id):
            if row.valid_to is None or row.valid_to > last_day:
                facts.end(work, row, last_day, reason=reason)


@chartered(
    Permission.ROSTER_POSTING_EDIT,
    title="办理派驻",
    changes=(Topic.PEOPLE, Topic.POSTINGS),
)
def post_person(
    work: Work,
    *,
    person_id: int,
    unit_id: int,
    post: PostKind,
    on: date,
    document: str = "",
    reason: str = "",
) -> None:
    """Have a person work at a unit from a day on; where he was ends the day before.

    Raises:
        Refusal: A later posting stands, the unit is closed on that day, or the unit he
            leaves would be too small.

    Clause: general/dated-facts, roster/smallest-staff
    """
    work.own(Person, person_id)
    check_open(work, unit_id=unit_id, days=(on,))
    clock.check_late(work, on=on, reason=reason)
    before = facts.holding(work, Posting, on, person_id=person_id)
    if before is not None and before.unit_id != unit_id:
        _check_enough_stay(work, before.unit_id, on)
    facts.change_from(
        work,
        Posting,
        {"person_id": person_id},
        on,
        what="使用单位",
        reason=reason,
        values={"unit_id": unit_id, "post": post, "document": document.strip()},
    )


@chartered(
    Permission.ROSTER_POSTING_EDIT,
    title="办理多人派驻",
    changes=(Topic.PEOPLE, Topic.POSTINGS),
)
def post_people(
    work: Work,
    *,
    person_ids: Sequence[int],
    unit_id: int,
    post: PostKind,
    on: date,
    document: str = "",
    reason: str = "",
) -> int:
    """Have several people work at one unit from a day on: all of them, or nobody.

    Arguments are those of ``post_person``.

    Returns:
        How many they are.

    Raises:
        Refusal: One of them cannot be posted; the sentence names him.

    Clause: general/dated-facts, roster/smallest-staff
    """
    for person_id in person_ids:
        try:
            post_person(
                work,
                person_id=person_id,
                unit_id=unit_id,
                post=post,
                on=on,
                document=document,
                reason=reason,
            )
        except Refusal as refusal:
            name = names_of(work, ids=[person_id])[person_id]
            raise Refusal(
                f"{name}：{refusal}全部{len(person_ids)}人都没有办理。",
                clause=refusal.clause,
                ways=(*refusal.ways, f"去掉{name}，先办理其他人。"),
            ) from refusal
    return len(person_ids)


def _check_enough_stay(work: Work, unit_id: int, on: date) -> None:
    unit = facts.holding(work, UnitFact, on, unit_id=unit_id)
    if unit is None:
        return
    staff = work.session.scalar(
        sa.select(sa.func.count())
        .select_from(Posting)
        .where(
            Posting.unit_id == unit_id,
            Posting.holds_on(on),
            work.whole_county(Posting),
        )
    )
    check_smallest_staff(unit.short_name, (staff or 0) - 1, unit.smallest_staff)


@chartered(
    Permission.ROSTER_POSTING_EDIT,
    title="登记过去的派驻",
    changes=(Topic.PEOPLE, Topic.POSTINGS),
)
def add_posting(
    work: Work,
    *,
    person_id: int,
    unit_id: int,
    post: PostKind,
    first: date,
    last: date,
    document: str = "",
    reason: str = "",
) -> int:
    """Put a spell at a unit on record, with both days known.

    Raises:
        Refusal: The days are taken, or in the wrong order, or the unit is not there on
            one of the two.

    Clause: general/dated-facts
    """
    work.own(Person, person_id)
    check_open(work, unit_id=unit_id, days=(first, last))
    clock.check_late(work, on=first, reason=reason)
    row = facts.put(
        work,
        Posting,
        {"person_id": person_id},
        Period(first, last),
        what="使用单位",
        reason=reason,
        values={"unit_id": unit_id, "post": post, "document": document.strip()},
    )
    return int(row.id)


@chartered(
    Permission.ROSTER_POSTING_EDIT,
    title="更正派驻",
    changes=(Topic.PEOPLE, Topic.POSTINGS),
)
def correct_posting(
    work: Work,
    *,
    posting_id: int,
    unit_id: int,
    post: PostKind,
    first: date,
    last: date | None,
    reason: str,
    document: str = "",
) -> int:
    """Replace a posting that was entered wrongly; the wrong one stays on record.

    Raises:
        Refusal: No reason, the right days are taken, or the unit is not there on the
            first or last of them; today, where the posting goes on.

    Clause: general/dated-facts
    """
    row = work.own(Posting, posting_id)
    check_open(work, unit_id=unit_id, days=(first, last or max(first, work.today)))
    kept = facts.correct(
        work,
        row,
        what="使用单位",
        reason=reason,
        period=Period(first, last),
        subject=("person_id",),
        values={"unit_id": unit_id, "post": post, "document": document.strip()},
    )
    return int(kept.id)


@chartered(
    Permission.ROSTER_PERSON_EDIT,
    title="登记执法证",
    changes=(Topic.PEOPLE, Topic.POSTINGS),
)
def add_certificate(
    work: Work,
    *,
    person_id: int,
    number: str,
    fields: str,
    first: date,
    last: date | None = None,
    reason: str = "",
) -> int:
    """Put an enforcement certificate on record.

    Args:
        work: Whose work.
        person_id: Whose certificate.
        number: As on the card.
        fields: Fields of law it covers.
        first: First day of validity.
        last: Last day of validity, counted; None where the card names none.
        reason: Why it is entered late, where it reaches into a locked month.

    Raises:
        Refusal: The number does not fit the pattern or is somebody else's, the days
            are out of order, or a locked month is met and no reason given.

    Clause: roster/certificate-number, roster/locked-month
    """
    work.own(Person, person_id)
    number = _own_number(work, person_id, number)
    check_order(Period(first, last), "执法证有效期")
    if not reason.strip():
        ledger.check_unlocked(work, period=Period(first, last))
    row = Certificate(
        person_id=person_id,
        number=number,
        fields=fields.strip(),
        valid_from=first,
        valid_to=last,
        reason=reason.strip(),
        **facts.stamp(work),
    )
    work.session.add(row)
    work.session.flush()
    return row.id


def _own_number(work: Work, person_id: int, number: str) -> str:
    """Return a certificate's number, or refuse it: malformed, or somebody else's."""
    pattern = policy.value(work, policy=Policy.CERTIFICATE_PATTERN)
    number = check_certificate_number(number, pattern)
    holder = work.session.scalar(
        sa.select(Certificate.person_id).where(
            Certificate.number == number,
            Certificate.stands(),
            Certificate.person_id != person_id,
            work.whole_county(Certificate),
        )
    )
    if holder is not None:
        name = names_of(work, ids=[holder])[holder]
        raise Refusal(
            f"执法证号{number}已登记在{name}名下。",
            clause="roster/certificate-number",
        )
    return number


@chartered(
    Permission.ROSTER_PERSON_EDIT,
    title="更正执法证",
    changes=(Topic.PEOPLE, Topic.POSTINGS),
)
def correct_certificate(
    work: Work,
    *,
    certificate_id: int,
    number: str,
    fields: str,
    first: date,
    last: date | None,
    reason: str,
) -> int:
    """Replace a certificate that was entered wrongly, or whose term was changed.

    Raises:
        Refusal: No reason, or the number does not fit the pattern or is somebody
            else's.

    Clause: roster/certificate-number, general/dated-facts
    """
    row = work.own(Certificate, certificate_id)
    kept = facts.correct(
        work,
        row,
        what="执法证",
        reason=reason,
        period=Period(first, last),
        subject=("person_id", "number"),
        values={
            "number": _own_number(work, row.person_id, number),
            "fields": fields.strip(),
        },
    )
    return int(kept.id)


@chartered(
    Permission.ROSTER_PERSON_EDIT,
    title="登记离岗",
    changes=(Topic.PEOPLE, Topic.POSTINGS),
)
def add_leave(
    work: Work,
    *,
    person_id: int,
    kind: LeaveKind,
    first: date,
    last: date | None = None,
    approved_to: date | None = None,
    document: str = "",
    reason: str = "",
) -> int:
    """Put a spell away from the post on record.

    Args:
        work: Whose work.
        person_id: Who is away.
        kind: Why.
        first: First day away.
        last: Last day away; None while it goes on.
        approved_to: Last day the paper names; decides from which day a long
            absence counts.
        document: The paper, or empty.
        reason: Why it is entered late, where it is.

    Raises:
        Refusal: The days meet another absence, or are out of order.

    Clause: general/dated-facts, roster/long-leave
    """
    work.own(Person, person_id)
    clock.check_late(work, on=first, reason=reason)
    check_order(Period(first, approved_to), "批准期限")
    row = facts.put(
        work,
        Leave,
        {"person_id": person_id},
        Period(first, last),
        what=kind.label,
        reason=reason,
        values={"kind": kind, "approved_to": approved_to, "document": document.strip()},
    )
    return int(row.id)


@chartered(
    Permission.ROSTER_PERSON_EDIT,
    title="销假返岗",
    changes=(Topic.PEOPLE, Topic.POSTINGS),
)
def end_leave(work: Work, *, leave_id: int, last: date, reason: str = "") -> None:
    """Have a person be away for the last time on a day.

    Raises:
        Refusal: That day lies before the absence began, or after it was over.

    Clause: general/dated-facts
    """
    row = work.own(Leave, leave_id)
    clock.check_late(work, on=last, reason=reason)
    if row.valid_to is not None and last > row.valid_to:
        raise Refusal(
            f"这次{row.kind.label}到{chinese_day(row.valid_to)}为止，销假不能改晚。",
            clause="general/dated-facts",
            ways=("在一人一档中更正这条记录，写明原因。",),
        )
    check_order(Period(row.valid_from, last), row.kind.label)
    facts.end(work, row, last, reason=reason)


@chartered(
    Permission.ROSTER_PERSON_EDIT,
    title="更正离岗",
    changes=(Topic.PEOPLE, Topic.POSTINGS),
)
def correct_leave(
    work: Work,
    *,
    leave_id: int,
    kind: LeaveKind,
    first: date,
    last: date | None,
    reason: str,
    approved_to: date | None = None,
    document: str = "",
) -> int:
    """Replace an absence that was entered wrongly; the wrong one stays on record.

    Raises:
        Refusal: No reason, or the right days are taken or out of order.

    Clause: general/dated-facts
    """
    row = work.own(Leave, leave_id)
    check_order(Period(first, approved_to), "批准期限")
    kept = facts.correct(
        work,
        row,
        what=kind.label,
        reason=reason,
        period=Period(first, last),
        subject=("person_id",),
        values={"kind": kind, "approved_to": approved_to, "document": document.strip()},
    )
    return int(kept.id)


@chartered(
    Permission.ROSTER_PERSON_EDIT,
    title="作废离岗登记",
    changes=(Topic.PEOPLE, Topic.POSTINGS),
)
def strike_leave(work: Work, *, leave_id: int, reason: str) -> None:
    """Take an absence that should never have been entered out of force.

    Raises:
        Refusal: No reason is given.

    Clause: general/dated-facts
    """
    _strike(work, work.own(Leave, leave_id), reason)


@chartered(
    Permission.ROSTER_PERSON_EDIT,
    title="作废执法证登记",
    changes=(Topic.PEOPLE, Topic.POSTINGS),
)
def strike_certificate(work: Work, *, certificate_id: int, reason: str) -> None:
    """Take a certificate that should never have been entered out of force.

    Raises:
        Refusal: No reason is given.

    Clause: general/dated-facts
    """
    _strike(work, work.own(Certificate, certificate_id), reason)


def _strike(work: Work, row: Any, reason: str) -> None:
    if not reason.strip():
        raise Refusal("作废记录须写明原因。", clause="general/dated-facts")
    facts.strike(work, row)


@chartered(
    Permission.ROSTER_PERSON_EDIT,
    title="登记考勤",
    changes=(Topic.PEOPLE, Topic.POSTINGS),
)
def set_attendance(
    work: Work,
    *,
    person_id: int,
    month: date,
    days_due: int,
    days_present: int,
    source: str = "",
    reason: str = "",
) -> int:
    """Put a month's attendance on record, in place of what was said before.

    Args:
        work: Whose work.
        person_id: Whose.
        month: Any day of the month.
        days_due: Days the person should have been there.
        days_present: Days the person was.
        source: Where the figures come from.
        reason: Why an earlier figure is replaced, where it is.

    Raises:
        Refusal: More days present than due, or another figure is on record and
            nothing is said about why it was wrong.

    Clause: roster/attendance
    """
    work.own(Person, person_id)
    presence(days_due, days_present)
    first = month.replace(day=1)
    for row in work.session.scalars(
        sa.select(Attendance).where(
            Attendance.person_id == person_id,
            Attendance.month == first,
            Attendance.superseded_at.is_(None),
            work.visible(Attendance),
        )
    ):
        if not reason.strip():
            raise Refusal(
                f"{first:%Y}年{first.month}月的考勤已登记："
                f"应到{row.days_due}天、实到{row.days_present}天。"
                "更改须写明原因。",
                clause="roster/attendance",
                ways=("在“更正原因”栏写明原因后保存。",),
            )
        row.superseded_at = work.now
    work.session.flush()
    row = Attendance(
        person_id=person_id,
        month=first,
        days_due=days_due,
        days_present=days_present,
        source=source.strip(),
        reason=reason.strip(),
        **facts.stamp(work),
    )
    work.session.add(row)
    work.session.flush()
    return row.id


@chartered(Permission.ROSTER_PERSON_EDIT, title="登记培训", changes=(Topic.PEOPLE,))
def add_training(
    work: Work,
    *,
    person_id: int,
    held_on: date,
    topic: str,
    hours: int,
    score: int | None = None,
) -> int:
    """Put a training or exam on record.

    Raises:
        Refusal: No topic, or a negative number.

    Clause: roster/training
    """
    work.own(Person, person_id)
    if not topic.strip() or hours < 0 or (score is not None and score < 0):
        raise Refusal("请填写培训内容；学时和成绩不能为负。", clause="roster/training")
    row = Training(
        person_id=person_id,
        held_on=held_on,
        topic=topic.strip(),
        hours=hours,
        score=score,
        recorded_at=work.now,
        recorded_by=work.actor.account_id,
    )
    work.session.add(row)
    work.session.flush()
    return row.id
