"""People: their register, and every dated fact about them."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from workbench import facts, search
from workbench.access import Permission
from workbench.desk import Secrets, Topic, Work, chartered
from workbench.listing import (
    AS_IT_COMES,
    Column,
    Kind,
    Listing,
    Ordering,
    Tone,
    numbers,
)
from workbench.models.roster.people import (
    Certificate,
    Establishment,
    Leave,
    Person,
    Posting,
)
from workbench.models.roster.units import Unit, UnitFact
from workbench.rules import Refusal
from workbench.rules.identifiers import (
    Sex,
    born_on,
    check_id_number,
    check_phone,
    mask_id_number,
    mask_phone,
    sex_of,
)
from workbench.rules.periods import Period
from workbench.rules.platform import Policy
from workbench.rules.roster.people import LeaveKind, PostKind, certificate_alarm
from workbench.rules.roster.units import Employment
from workbench.services.platform import clock, policy

_ID_LENGTH = 18
_APART = "\x1f"


@dataclass(frozen=True, slots=True)
class Numbers:
    """A person's numbers in full."""

    id_number: str
    phone: str


def sealed(secrets: Secrets, id_number: str, phone: str) -> bytes:
    """Return a person's numbers in their envelope."""
    return secrets.seal(f"{id_number}{_APART}{phone}")


def opened(secrets: Secrets, envelope: bytes) -> Numbers:
    """Return the numbers of an envelope.

    Raises:
        UnavailableError: It was changed, or sealed with another key.
    """
    return Numbers(*secrets.open(envelope).split(_APART))


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One person, as on the day asked about. Personal numbers are masked.

    Attributes:
        certificate_to: Last day of the certificate that lasts longest.
        days_left: Days left on it once that is worth saying; negative after it.
        away: Why the person is away on the day; None while at the post.
        leave_id: The absence, to end it.
    """

    id: int
    name: str
    sex: Sex
    born_on: date
    id_number: str
    phone: str
    employment: Employment | None
    home: str
    host: str
    post: PostKind | None
    certificate: str
    certificate_to: date | None
    days_left: int | None
    away: LeaveKind | None
    leave_id: int | None
    remark: str


@chartered(Permission.ROSTER_PERSON_READ)
def find_people(
    work: Work,
    *,
    text: str = "",
    home_unit_id: int | None = None,
    host_unit_id: int | None = None,
    employment: Employment | None = None,
    post: PostKind | None = None,
    expiring: bool = False,
    on: date | None = None,
    ordering: Ordering = AS_IT_COMES,
) -> Sequence[int]:
    """Return the numbers of the people who match, as on a day.

    Args:
        work: Whose session.
        text: Fragment or initials of the name, or a whole 身份证号.
        home_unit_id: Unit the person belongs to.
        host_unit_id: Unit the person works at.
        employment: Footing.
        post: What the person does there.
        expiring: Only those whose certificate needs renewing soon, or has run out.
        on: The day; today where None.
        ordering: Sort and limit.
    """
    day = on or work.today
    found = (
        sa.select(Person.id)
        .outerjoin(
            Establishment,
            sa.and_(Establishment.person_id == Person.id, Establishment.holds_on(day)),
        )
        .outerjoin(
            Posting, sa.and_(Posting.person_id == Person.id, Posting.holds_on(day))
        )
        .where(work.visible(Person), _named(work, text))
    )
    wanted = (
        (Establishment.unit_id, home_unit_id),
        (Posting.unit_id, host_unit_id),
        (Establishment.employment, employment),
        (Posting.post, post),
    )
    for column, value in wanted:
        if value is not None:
            found = found.where(column == value)
    last = _last_certificate_day(work)
    if expiring:
        notice = policy.whole(work, policy=Policy.CERTIFICATE_ALARM, on=day)
        limit = date.fromordinal(day.toordinal() + notice)
        found = found.where(last <= limit, Establishment.id.is_not(None))
    orders = {
        "name": Person.name,
        "sex": Person.sex,
        "born_on": Person.born_on,
        "employment": Establishment.employment,
        "home": Establishment.unit_id,
        "host": Posting.unit_id,
        "post": Posting.post,
        "certificate_to": last,
    }
    return numbers(work.session, found, Person.id, orders, ordering)


def _named(work: Work, text: str) -> sa.ColumnElement[bool]:
    if len(text.strip()) == _ID_LENGTH:
        return Person.id_digest == work.secrets.digest(text.strip().upper())
    return search.matching(work.session, "person", Person.id, text)


def _last_certificate_day(work: Work) -> sa.ScalarSelect[date | None]:
    """Select the last day on which any certificate of a person is valid."""
    return (
        sa.select(sa.func.max(Certificate.valid_to))
        .where(
            Certificate.person_id == Person.id,
            Certificate.stands(),
            work.visible(Certificate),
        )
        .correlate(Person)
        .scalar_subquery()
    )


@chartered(Permission.ROSTER_PERSON_READ)
def person_rows(
    work: Work, *, ids: Sequence[int], on: date | None = None
) -> dict[int, PersonRow]:
    """Return the lines of the register for ``ids``, as on a day."""
    day = on or work.today
    notice = policy.whole(work, policy=Policy.CERTIFICATE_ALARM, on=day)
    home, host = aliased(UnitFact), aliased(UnitFact)
    found = work.session.execute(
        sa.select(
            Person,
            Establishment.employment,
            home.short_name.label("home"),
            host.short_name.label("host"),
            Posting.post,
            Leave.kind,
            Leave.id,
        )
        .outerjoin(
            Establishment,
            sa.and_(Establishment.person_id == Person.id, Establishment.holds_on(day)),
        )
        .outerjoin(
            Posting, sa.and_(Posting.person_id == Person.id, Posting.holds_on(day))
        )
        .outerjoin(Leave, sa.and_(Leave.person_id == Person.id, Leave.holds_on(day)))
        .outerjoin(
            home, sa.and_(home.unit_id == Establishment.unit_id, home.holds_on(day))
        )
        .outerjoin(host, sa.and_(host.unit_id == Posting.unit_id, host.holds_on(day)))
        .where(
            Person.id.in_(ids),
            work.visible(Person),
            work.whole_county(Establishment),
            work.whole_county(Posting),
            work.whole_county(Leave),
        )
    )
    certificates = _latest_certificates(work, ids)
    rows = {}
    for person, employment, home_name, host_name, post, away, leave_id in found:
        certificate = certificates.get(person.id)
        numbers_of = opened(work.secrets, person.sealed)
        last = certificate.valid_to if certificate else None
        rows[person.id] = PersonRow(
            person.id,
            person.name,
            person.sex,
            person.born_on,
            mask_id_number(numbers_of.id_number),
            mask_phone(numbers_of.phone),
            employment,
            home_name or "—",
            host_name or "—",
            post,
            certificate.number if certificate else "",
            last,
            certificate_alarm(last, day, notice) if certificate else None,
            away,
            leave_id,
            person.remark,
        )
    return rows


def _latest_certificates(work: Work, ids: Sequence[int]) -> dict[int, Certificate]:
    found = work.session.scalars(
        sa.select(Certificate)
        .where(
            Certificate.person_id.in_(ids),
            Certificate.stands(),
            work.visible(Certificate),
        )
        .order_by(Certificate.valid_to.is_(None), Certificate.valid_to)
    )
    return {row.person_id: row for row in found}


@dataclass(frozen=True, slots=True)
class CertificateAlarms:
    """How many people's certificates need renewing.

    Attributes:
        expired: Those whose last certificate has run out.
        soon: Those whose last certificate runs out within ``notice_days``.
    """

    expired: int
    soon: int
    notice_days: int


@chartered(Permission.ROSTER_PERSON_READ)
def certificate_alarms(work: Work) -> CertificateAlarms:
    """Count the certificates that have run out, or will soon.

    Clause: roster/certificate-alarm
    """
    rows = person_rows(work, ids=find_people(work, expiring=True)).values()
    left = [row.days_left for row in rows if row.days_left is not None]
    notice = policy.whole(work, policy=Policy.CERTIFICATE_ALARM)
    expired = sum(days < 0 for days in left)
    return CertificateAlarms(expired, len(left) - expired, notice)


@chartered(Permission.ROSTER_PERSON_REVEAL, title="查看完整身份证号和电话")
def reveal_person(work: Work, *, person_id: int, reason: str) -> Numbers:
    """Return a person's numbers in full; who looked and why is on the trail.

    Raises:
        Refusal: No reason is given, or the person may not be seen.

    Clause: roster/personal-data
    """
    if not reason.strip():
        raise Refusal("查看完整信息须写明用途。", clause="roster/personal-data")
    person = work.own(Person, person_id)
    return opened(work.secrets, person.sealed)


@chartered(
    Permission.ROSTER_PERSON_EDIT,
    title="新增人员",
    changes=(Topic.PEOPLE, Topic.POSTINGS),
    personal=("id_number", "phone"),
)
def add_person(
    work: Work,
    *,
    name: str,
    id_number: str,
    home_unit_id: int,
    employment: Employment,
    valid_from: date,
    phone: str = "",
    host_unit_id: int | None = None,
    post: PostKind = PostKind.LOGISTICS,
    document: str = "",
    remark: str = "",
    reason: str = "",
) -> int:
    """Enter a person with home unit, and host unit where known.

    Args:
        work: Whose work.
        name: As on the identity card.
        id_number: 身份证号.
        home_unit_id: Unit whose establishment the person is on (编制单位).
        employment: On what footing.
        valid_from: First day there.
        phone: Or empty.
        host_unit_id: Unit the person works at (使用单位); the home unit where None.
        post: What the person does there.
        document: Number of the paper that posted the person, or empty.
        remark: Or empty.
        reason: Why it is entered late, where it is.

    Raises:
        Refusal: The identity number is wrong or on record already, the name is
            empty, or the units may not be seen.

    Clause: general/id-number, roster/one-person
    """
    clock.check_late(work, on=valid_from, reason=reason)
    host = home_unit_id if host_unit_id is None else host_unit_id
    for unit_id in (home_unit_id, host):
        work.own(Unit, unit_id)
    person = Person(**_identified(work, name, id_number, phone), remark=remark.strip())
    work.session.add(person)
    work.session.flush()
    facts.put(
        work,
        Establishment,
        {"person_id": person.id},
        Period(valid_from),
        what="编制单位",
        reason=reason,
        values={"unit_id": home_unit_id, "employment": employment},
    )
    facts.put(
        work,
        Posting,
        {"person_id": person.id},
        Period(valid_from),
        what="使用单位",
        reason=reason,
        values={"unit_id": host, "post": post, "document": document.strip()},
    )
    return person.id


def _identified(work: Work, name: str, id_number: str, phone: str) -> dict[str, object]:
    number = check_id_number(id_number)
    if not name.strip():
        raise Refusal("请填写姓名。", clause="roster/one-person")
    digest = work.secrets.digest(number)
    known = work.session.scalar(
        sa.select(Person.id).where(
            Person.id_digest == digest, work.whole_county(Person)
        )
    )
    if known is not None:
        raise Refusal(
            f"身份证号{mask_id_number(number)}已登记在"
            f"{names_of(work, ids=[known])[known]}名下，同一人不能登记两次。",
            clause="roster/one-person",
            ways=("在人员列表中用身份证号查找，在原档案上办理变动。",),
        )
    return {
        "name": name.strip(),
        "sex": sex_of(number),
        "born_on": born_on(number),
        "sealed": sealed(
            work.secrets, number, check_phone(phone) if phone.strip() else ""
        ),
        "id_digest": digest,
        "entered_at": work.now,
    }


@chartered(Permission.ROSTER_PERSON_READ)
def names_of(work: Work, *, ids: Sequence[int]) -> defaultdict[int, str]:
    """Return names; of somebody who may not be seen, only that he is elsewhere."""
    found = work.session.execute(
        sa.select(Person.id, Person.name).where(
            Person.id.in_(ids), work.visible(Person)
        )
    )
    return defaultdict(lambda: "其他机构人员", found.all())


@chartered(
    Permission.ROSTER_PERSON_EDIT,
    title="更正人员信息",
    changes=(Topic.PEOPLE,),
    personal=("phone",),
)
def change_person(
    work: Work,
    *,
    person_id: int,
    name: str,
    phone: str = "",
    remark: str = "",
    reason: str = "",
) -> None:
    """Change a person's name, telephone or remark.

    An empty telephone leaves the one on record. The trail keeps the old name.

    Raises:
        Refusal: The name is empty or changed without a reason, or not a telephone
            number.

    Clause: roster/one-person, general/phone
    """
    person = work.own(Person, person_id)
    if not name.strip():
        raise Refusal("请填写姓名。", clause="roster/one-person")
    if name.strip() != person.name and not reason.strip():
        raise Refusal(
            f"更改姓名（原为{person.name}）须写明原因。", clause="roster/one-person"
        )
    person.name, person.remark = name.strip(), remark.strip()
    if phone.strip():
        known = opened(work.secrets, person.sealed)
        person.sealed = sealed(work.secrets, known.id_number, check_phone(phone))


def _validity(row: PersonRow) -> str:
    if not row.certificate:
        return "无执法证"
    if row.certificate_to is None:
        return "长期"
    if row.days_left is None:
        return str(row.certificate_to)
    if row.days_left < 0:
        return f"{row.certificate_to}（已过期）"
    return f"{row.certificate_to}（剩{row.days_left}天）"


def _validity_tone(row: PersonRow) -> Tone:
    if not row.certificate:
        return Tone.CAUTION
    if row.days_left is None:
        return Tone.PLAIN
    return Tone.OVERDUE if row.days_left < 0 else Tone.CAUTION


PEOPLE = Listing[PersonRow](
    "people",
    "人员",
    find_people,
    person_rows,
    (
        Column("name", "姓名", lambda row: row.name, width=90),
        Column("sex", "性别", lambda row: row.sex.label, width=50, shown=False),
        Column(
            "employment",
            "编制类型",
            lambda row: row.employment.label if row.employment else "—",
            width=90,
        ),
        Column("home", "编制单位", lambda row: row.home, width=170),
        Column("host", "使用单位", lambda row: row.host, width=170),
        Column(
            "post",
            "岗位",
            lambda row: row.post.label if row.post else "—",
            width=90,
        ),
        Column(
            "certificate",
            "执法证号",
            lambda row: row.certificate or "—",
            Kind.CODE,
            width=120,
            sortable=False,
        ),
        Column(
            "certificate_to",
            "证件有效期",
            _validity,
            Kind.STATE,
            width=180,
            tone=_validity_tone,
        ),
        Column(
            "id_number",
            "身份证号",
            lambda row: row.id_number,
            Kind.CODE,
            width=170,
            sortable=False,
            shown=False,
        ),
        Column(
            "phone",
            "电话",
            lambda row: row.phone or "—",
            Kind.CODE,
            width=120,
            sortable=False,
        ),
        Column(
            "away",
            "在岗情况",
            lambda row: row.away.label if row.away else "在岗",
            Kind.STATE,
            width=90,
            tone=lambda row: Tone.CAUTION if row.away else Tone.GOOD,
            sortable=False,
            shown=False,
        ),
        Column(
            "born_on",
            "出生日期",
            lambda row: str(row.born_on),
            Kind.DATE,
            width=100,
            shown=False,
        ),
        Column(
            "remark",
            "备注",
            lambda row: row.remark,
            width=160,
            sortable=False,
            shown=False,
        ),
    ),
    empty="还没有人员。点“导入”按模板导入，或点“新增人员”逐个登记。",
)
