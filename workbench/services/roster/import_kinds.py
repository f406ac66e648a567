"""The kinds of sheet that can be brought in: columns, checks, how lines are entered."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from workbench import facts
from workbench.access import Permission
from workbench.desk import Work, chartered
from workbench.models.roster.people import (
    Attendance,
    Certificate,
    Establishment,
    Leave,
    Person,
    Posting,
)
from workbench.models.roster.towns import TownFact
from workbench.models.roster.units import UnitFact
from workbench.models.roster.zones import ZoneFact
from workbench.rows.sheets import (
    Fault,
    SheetColumn,
    TypedRow,
    choice,
    plain_text,
    whole,
)
from workbench.rules import Refusal
from workbench.rules.calendar import chinese_day, parse_day
from workbench.rules.identifiers import (
    Sex,
    born_on,
    check_certificate_number,
    check_id_number,
    check_phone,
    mask_id_number,
    sex_of,
)
from workbench.rules.platform import Policy
from workbench.rules.roster.people import LeaveKind, PostKind, presence
from workbench.rules.roster.units import AuthorityKind, Employment, UnitKind
from workbench.services.platform import policy
from workbench.services.roster import postings, units
from workbench.services.roster.people import sealed

_YES_NO = {"是": True, "否": False, "计入": True, "不计入": False}


@dataclass(frozen=True)
class Context:
    """What lines are checked against, read once for the whole sheet.

    Attributes:
        units: Number of each unit by any name it stands under today.
        people: Number of each person by the digest of the identity number.
        holders: Person of each standing certificate, by number.
        towns: Number of each town by name.
        zones: Number of each zone by name.
    """

    work: Work
    units: Mapping[str, int]
    people: Mapping[bytes, int]
    holders: Mapping[str, int]
    towns: Mapping[str, int]
    zones: Mapping[str, int]
    reason: str
    pattern: str


@dataclass(frozen=True)
class ImportKind:
    """One kind of sheet.

    Attributes:
        key: As ``import KEY FILE`` takes it.
        columns: What it may have.
        check: Finds what is wrong between lines or against what is on record.
        enter: Puts the lines on record; only called when nothing is wrong.
    """

    key: str
    label: str
    columns: tuple[SheetColumn, ...]
    check: Callable[[Context, Sequence[TypedRow]], list[Fault]]
    enter: Callable[[Context, Sequence[TypedRow]], None]


@chartered(Permission.ROSTER_PERSON_IMPORT)
def context(work: Work, *, reason: str) -> Context:
    """Return what the lines of a sheet are checked against."""
    names: dict[str, int] = {}
    for unit_id, name, short_name in work.session.execute(
        sa.select(UnitFact.unit_id, UnitFact.name, UnitFact.short_name).where(
            UnitFact.holds_on(work.today), work.visible(UnitFact)
        )
    ):
        names[name] = names[short_name] = unit_id
    people = work.session.execute(
        sa.select(Person.id_digest, Person.id).where(work.whole_county(Person))
    )
    holders = work.session.execute(
        sa.select(Certificate.number, Certificate.person_id).where(
            Certificate.stands(), work.whole_county(Certificate)
        )
    )
    towns = work.session.execute(
        sa.select(TownFact.name, TownFact.town_id).where(TownFact.holds_on(work.today))
    )
    zones = work.session.execute(
        sa.select(ZoneFact.name, ZoneFact.zone_id).where(ZoneFact.holds_on(work.today))
    )
    return Context(
        work,
        names,
        dict(people.all()),
        dict(holders.all()),
        dict(towns.all()),
        dict(zones.all()),
        reason,
        policy.value(work, policy=Policy.CERTIFICATE_PATTERN),
    )


def _unknown_units(
    context: Context, row: TypedRow, *columns: tuple[str, str]
) -> list[Fault]:
    return [
        Fault(
            row.line,
            title,
            f"没有名为“{row.values[name]}”的机构，请先登记机构或改正名称。",
        )
        for name, title in columns
        if row.values[name] and row.values[name] not in context.units
    ]


def _known_people(
    context: Context, rows: Sequence[TypedRow]
) -> tuple[dict[int, int], list[Fault]]:
    """Return the person of each line, by line; and the lines without one."""
    found, faults = {}, []
    for row in rows:
        number = row.values["id_number"]
        person_id = context.people.get(context.work.secrets.digest(number))
        if person_id is None:
            says = f"{mask_id_number(number)}没有登记，请先导入人员。"
            faults.append(Fault(row.line, "身份证号", says))
        else:
            found[row.line] = person_id
    return found, faults


def _each(
    context: Context, rows: Sequence[TypedRow], enter: Callable[[TypedRow, int], object]
) -> None:
    """Enter line by line, naming the line that a rule refuses."""
    found, _faults = _known_people(context, rows)
    for row in rows:
        try:
            enter(row, found[row.line])
        except Refusal as refusal:
            raise _of_line(row, refusal) from None


def _of_line(row: TypedRow, refusal: Refusal) -> Refusal:
    return Refusal(
        f"没有导入任何一行。第{row.line}行：{refusal}",
        clause=refusal.clause,
        ways=refusal.ways,
    )


# People: the one sheet that may have tens of thousands of lines.


def _check_people(context: Context, rows: Sequence[TypedRow]) -> list[Fault]:
    faults: list[Fault] = []
    seen: dict[str, int] = {}
    numbers: dict[str, int] = {}
    for row in rows:
        values = row.values
        faults += _unknown_units(
            context, row, ("home", "编制单位"), ("host", "使用单位")
        )
        number = values["id_number"]
        if number in seen:
            says = f"与第{seen[number]}行是同一人。"
            faults.append(Fault(row.line, "身份证号", says))
        seen.setdefault(number, row.line)
        if context.people and context.work.secrets.digest(number) in context.people:
            says = f"{mask_id_number(number)}已经登记，变动请用“派驻”等表导入。"
            faults.append(Fault(row.line, "身份证号", says))
        if values["sex"] and values["sex"] is not sex_of(number):
            faults.append(Fault(row.line, "性别", "与身份证号不符。"))
        if values["born_on"] and values["born_on"] != born_on(number):
            faults.append(Fault(row.line, "出生日期", "与身份证号不符。"))
        faults += _check_person_dates(context, row, numbers)
    return faults


def _check_person_dates(
    context: Context, row: TypedRow, numbers: dict[str, int]
) -> list[Fault]:
    values, faults = row.values, []
    certificate = values["certificate"]
    if certificate:
        try:
            check_certificate_number(certificate, context.pattern)
        except Refusal as refusal:
            faults.append(Fault(row.line, "执法证号", str(refusal)))
        if certificate in numbers or certificate in context.holders:
            faults.append(Fault(row.line, "执法证号", f"{certificate}重复。"))
        numbers[certificate] = row.line
        if values["certificate_from"] is None:
            faults.append(Fault(row.line, "证件起日", "有执法证号的须填写。"))
    for first, last, title in (
        ("certificate_from", "certificate_to", "证件止日"),
        ("leave_from", "leave_to", "批准至"),
    ):
        if values[first] and values[last] and values[last] < values[first]:
            says = f"早于起日{chinese_day(values[first])}。"
            faults.append(Fault(row.line, title, says))
    if (values["leave"] is None) is not (values["leave_from"] is None):
        faults.append(Fault(row.line, "离岗类别", "与离岗起日须同时填写。"))
    if values["host_from"] and values["host_from"] < values["home_from"]:
        faults.append(Fault(row.line, "使用起日", "早于编制起日。"))
    return faults


def _enter_people(context: Context, rows: Sequence[TypedRow]) -> None:
    work = context.work
    digest = work.secrets.digest
    ids = facts.reserve(work, Person, len(rows))
    said = {name: [row.values[name] for row in rows] for name in rows[0].values}
    numbers = said["id_number"]
    facts.bulk(
        work,
        Person,
        len(rows),
        {
            "id": ids,
            "name": said["name"],
            "sex": [sex_of(number) for number in numbers],
            "born_on": [born_on(number) for number in numbers],
            "sealed": [
                sealed(work.secrets, number, phone or "")
                for number, phone in zip(numbers, said["phone"], strict=True)
            ],
            "id_digest": [digest(number) for number in numbers],
            "remark": said["remark"],
            "entered_at": work.now,
        },
    )
    stamp = {**facts.stamp(work), "reason": context.reason}
    homes = [context.units[name] for name in said["home"]]
    facts.bulk(
        work,
        Establishment,
        len(rows),
        {
            "person_id": ids,
            "unit_id": homes,
            "employment": said["employment"],
            "valid_from": said["home_from"],
            "valid_to": None,
            **stamp,
        },
    )
    hosts = zip(said["host"], homes, strict=True)
    since = zip(said["host_from"], said["home_from"], strict=True)
    facts.bulk(
        work,
        Posting,
        len(rows),
        {
            "person_id": ids,
            "unit_id": [context.units.get(host, home) for host, home in hosts],
            "post": [post or PostKind.LOGISTICS for post in said["post"]],
            "document": said["document"],
            "valid_from": [host or home for host, home in since],
            "valid_to": None,
            **stamp,
        },
    )
    _enter_where(
        work,
        Certificate,
        "certificate",
        ids,
        said,
        {
            "number": "certificate",
            "fields": "fields",
            "valid_from": "certificate_from",
            "valid_to": "certificate_to",
        },
        stamp,
    )
    _enter_where(
        work,
        Leave,
        "leave",
        ids,
        said,
        {"kind": "leave", "approved_to": "leave_to", "valid_from": "leave_from"},
        {**stamp, "valid_to": None, "document": ""},
    )


def _enter_where(  # noqa: PLR0917 - one table, filled from some of the lines
    work: Work,
    model: type[Any],
    there: str,
    ids: list[int],
    said: Mapping[str, list[Any]],
    columns: Mapping[str, str],
    same: Mapping[str, Any],
) -> None:
    """Fill a table from the lines in which one column is filled."""
    lines = [place for place, value in enumerate(said[there]) if value]
    filled = {
        column: [said[name][place] for place in lines]
        for column, name in columns.items()
    }
    own = {"person_id": [ids[place] for place in lines]}
    facts.bulk(work, model, len(lines), {**own, **filled, **same})


# The other sheets are short: they go through the same commands as single entries.


def _check_units(context: Context, rows: Sequence[TypedRow]) -> list[Fault]:
    faults: list[Fault] = []
    named = {row.values["name"] for row in rows} | {
        row.values["short_name"] for row in rows
    }
    for row in rows:
        if row.values["name"] in context.units:
            faults.append(Fault(row.line, "全称", "已经登记。"))
        parent = row.values["parent"]
        if parent and parent not in context.units and parent not in named:
            faults.append(Fault(row.line, "上级机构", f"没有名为“{parent}”的机构。"))
        for name, title, known in (
            ("town", "镇街", context.towns),
            ("zone", "片区", context.zones),
        ):
            if row.values[name] and row.values[name] not in known:
                says = f"没有名为“{row.values[name]}”的{title}。"
                faults.append(Fault(row.line, title, says))
    return faults


def _enter_units(context: Context, rows: Sequence[TypedRow]) -> None:
    known = dict(context.units)
    waiting = list(rows)
    while waiting:
        ready = [
            row
            for row in waiting
            if not row.values["parent"] or row.values["parent"] in known
        ]
        if not ready:
            raise Refusal("上级机构互为上下级，请核对。", clause="roster/unit-place")
        for row in ready:
            waiting.remove(row)
            values = dict(row.values)
            parent, town, zone = (
                values.pop(name) for name in ("parent", "town", "zone")
            )
            try:
                unit_id = units.add_unit(
                    context.work,
                    **values,
                    parent_id=known[parent] if parent else None,
                    town_id=context.towns[town] if town else None,
                    zone_id=context.zones[zone] if zone else None,
                    reason=context.reason,
                )
            except Refusal as refusal:
                raise _of_line(row, refusal) from None
            known[values["name"]] = unit_id
            if values["short_name"]:
                known[values["short_name"]] = unit_id


def _check_postings(context: Context, rows: Sequence[TypedRow]) -> list[Fault]:
    _found, faults = _known_people(context, rows)
    for row in rows:
        faults += _unknown_units(context, row, ("unit", "使用单位"))
    return faults


def _enter_postings(context: Context, rows: Sequence[TypedRow]) -> None:
    work = context.work

    def enter(row: TypedRow, person_id: int) -> None:
        values = row.values
        shared = {
            "person_id": person_id,
            "unit_id": context.units[values["unit"]],
            "post": values["post"],
            "document": values["document"] or "",
            "reason": context.reason,
        }
        if values["last"] is None:
            postings.post_person(work, on=values["first"], **shared)
        else:
            postings.add_posting(
                work, first=values["first"], last=values["last"], **shared
            )

    _each(context, rows, enter)


def _check_persons_only(context: Context, rows: Sequence[TypedRow]) -> list[Fault]:
    return _known_people(context, rows)[1]


def _enter_leaves(context: Context, rows: Sequence[TypedRow]) -> None:
    _each(
        context,
        rows,
        lambda row, person_id: postings.add_leave(
            context.work,
            person_id=person_id,
            kind=row.values["kind"],
            first=row.values["first"],
            last=row.values["last"],
            approved_to=row.values["approved_to"],
            document=row.values["document"] or "",
            reason=context.reason,
        ),
    )


def _enter_certificates(context: Context, rows: Sequence[TypedRow]) -> None:
    _each(
        context,
        rows,
        lambda row, person_id: postings.add_certificate(
            context.work,
            person_id=person_id,
            number=row.values["number"],
            fields=row.values["fields"] or "",
            first=row.values["first"],
            last=row.values["last"],
        ),
    )


def _check_attendance(context: Context, rows: Sequence[TypedRow]) -> list[Fault]:
    _found, faults = _known_people(context, rows)
    seen: dict[tuple[str, date], int] = {}
    for row in rows:
        try:
            presence(row.values["days_due"], row.values["days_present"])
        except Refusal as refusal:
            faults.append(Fault(row.line, "实到天数", str(refusal)))
        key = (row.values["id_number"], row.values["month"])
        if key in seen:
            faults.append(Fault(row.line, "月份", f"与第{seen[key]}行重复。"))
        seen.setdefault(key, row.line)
    return faults


def _enter_attendance(context: Context, rows: Sequence[TypedRow]) -> None:
    """Enter a whole month or more at once, in place of what was said before."""
    session = context.work.session
    found, _faults = _known_people(context, rows)
    people = [found[row.line] for row in rows]
    said = {name: [row.values[name] for row in rows] for name in rows[0].values}
    table: Any = Attendance.__table__
    replaced = (
        sa.update(table)
        .where(
            table.c.person_id == sa.bindparam("person"),
            table.c.month == sa.bindparam("of"),
            table.c.superseded_at.is_(None),
        )
        .values(superseded_at=context.work.now)
    )
    pairs = zip(people, said["month"], strict=True)
    session.connection().execute(
        replaced, [{"person": person, "of": month} for person, month in pairs]
    )
    filled = ("month", "days_due", "days_present", "source")
    facts.bulk(
        context.work,
        Attendance,
        len(rows),
        {
            "person_id": people,
            **{name: said[name] for name in filled},
            **facts.stamp(context.work),
            "reason": context.reason,
        },
    )


def _enter_training(context: Context, rows: Sequence[TypedRow]) -> None:
    _each(
        context,
        rows,
        lambda row, person_id: postings.add_training(
            context.work,
            person_id=person_id,
            held_on=row.values["held_on"],
            topic=row.values["topic"],
            hours=row.values["hours"],
            score=row.values["score"],
        ),
    )


def _month(text: str) -> date:
    plain = (
        text.replace("年", "-").replace("月", "").replace("/", "-").replace(".", "-")
    )
    parts = plain.strip("-").split("-")
    six = 6
    if len(plain) == six and plain.isdecimal():
        parts = [plain[:4], plain[4:]]
    return parse_day("-".join([*parts[:2], "1"]))


_ID = SheetColumn(
    "id_number",
    "身份证号",
    check_id_number,
    required=True,
    also=("公民身份号码", "证件号码", "身份证"),
)
_SEXES = {one.label: one for one in Sex}
_EMPLOYMENT = {one.label: one for one in Employment}
_POSTS = {one.label: one for one in PostKind}
_LEAVES = {one.label: one for one in LeaveKind}


def _text(name: str, title: str, *also: str) -> SheetColumn:
    return SheetColumn(name, title, plain_text, also=also, default="")


def _needed(
    name: str, title: str, parse: Callable[[str], Any], *also: str
) -> SheetColumn:
    return SheetColumn(name, title, parse, required=True, also=also)


def _asked(
    name: str, title: str, parse: Callable[[str], Any], *also: str
) -> SheetColumn:
    return SheetColumn(name, title, parse, also=also)


_NAME = _text("name", "姓名", "人员姓名")

KINDS: dict[str, ImportKind] = {
    kind.key: kind
    for kind in (
        ImportKind(
            "people",
            "人员",
            (
                _needed("name", "姓名", plain_text, "人员姓名"),
                _ID,
                _asked("sex", "性别", choice(_SEXES, "性别")),
                _asked("born_on", "出生日期", parse_day, "出生年月日"),
                _asked(
                    "phone",
                    "联系电话",
                    check_phone,
                    "电话",
                    "手机",
                    "手机号",
                    "手机号码",
                ),
                _needed(
                    "employment",
                    "编制类型",
                    choice(_EMPLOYMENT, "编制类型"),
                    "编制性质",
                    "身份性质",
                ),
                _needed(
                    "home",
                    "编制单位",
                    plain_text,
                    "编制所在单位",
                    "人事关系单位",
                    "所属单位",
                ),
                _needed("home_from", "编制起日", parse_day, "入编日期", "编制开始日期"),
                _text("host", "使用单位", "实际工作单位", "派驻单位"),
                _asked("post", "岗位", choice(_POSTS, "岗位"), "岗位类别"),
                _asked("host_from", "使用起日", parse_day, "派驻日期", "下沉日期"),
                _text("document", "派驻文号", "派驻文件"),
                _text("certificate", "执法证号", "行政执法证号", "执法证编号"),
                _text("fields", "执法领域", "执法类别"),
                _asked("certificate_from", "证件起日", parse_day, "发证日期"),
                _asked(
                    "certificate_to", "证件止日", parse_day, "有效期至", "证件有效期"
                ),
                _asked("leave", "离岗类别", choice(_LEAVES, "离岗类别")),
                _asked("leave_from", "离岗起日", parse_day),
                _asked("leave_to", "批准至", parse_day, "批准止日"),
                _text("remark", "备注"),
            ),
            _check_people,
            _enter_people,
        ),
        ImportKind(
            "units",
            "机构",
            (
                _needed("name", "全称", plain_text, "机构名称"),
                _text("short_name", "简称"),
                _needed(
                    "kind",
                    "类别",
                    choice({one.label: one for one in UnitKind}, "机构类别"),
                    "机构类别",
                ),
                _text("parent", "上级机构"),
                _text("town", "镇街", "所在镇街"),
                _text("zone", "片区", "所属片区"),
                SheetColumn(
                    "authority",
                    "执法主体类别",
                    choice({one.label: one for one in AuthorityKind}, "执法主体类别"),
                    default=AuthorityKind.NONE,
                ),
                _text("authority_basis", "主体依据"),
                SheetColumn(
                    "counts",
                    "计入下沉口径",
                    choice(_YES_NO, "是或否"),
                    default=False,
                    also=("下沉口径",),
                ),
                SheetColumn("smallest_staff", "最低人员数", whole, default=0),
                _text("credit_code", "统一社会信用代码"),
                _text("address", "地址"),
                _text("duty_phone", "值班电话"),
                _needed("valid_from", "起日", parse_day, "成立日期"),
            ),
            _check_units,
            _enter_units,
        ),
        ImportKind(
            "postings",
            "派驻",
            (
                _NAME,
                _ID,
                _needed("unit", "使用单位", plain_text),
                _needed("post", "岗位", choice(_POSTS, "岗位")),
                _needed("first", "起日", parse_day, "派驻日期"),
                _asked("last", "止日", parse_day),
                _text("document", "派驻文号"),
            ),
            _check_postings,
            _enter_postings,
        ),
        ImportKind(
            "leaves",
            "离岗",
            (
                _NAME,
                _ID,
                _needed("kind", "离岗类别", choice(_LEAVES, "离岗类别")),
                _needed("first", "起日", parse_day),
                _asked("last", "止日", parse_day),
                _asked("approved_to", "批准至", parse_day),
                _text("document", "文号"),
            ),
            _check_persons_only,
            _enter_leaves,
        ),
        ImportKind(
            "certificates",
            "执法证",
            (
                _NAME,
                _ID,
                _needed("number", "执法证号", plain_text),
                _text("fields", "执法领域"),
                _needed("first", "证件起日", parse_day, "发证日期"),
                _asked("last", "证件止日", parse_day, "有效期至"),
            ),
            _check_persons_only,
            _enter_certificates,
        ),
        ImportKind(
            "attendance",
            "考勤",
            (
                _NAME,
                _ID,
                _needed("month", "月份", _month),
                _needed("days_due", "应到天数", whole, "应到"),
                _needed("days_present", "实到天数", whole, "实到"),
                _text("source", "来源"),
            ),
            _check_attendance,
            _enter_attendance,
        ),
        ImportKind(
            "training",
            "培训",
            (
                _NAME,
                _ID,
                _needed("held_on", "日期", parse_day),
                _needed("topic", "内容", plain_text),
                _needed("hours", "学时", whole),
                _asked("score", "成绩", whole),
            ),
            _check_persons_only,
            _enter_training,
        ),
    )
}
