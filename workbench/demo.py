"""The sample county: 东海县 with its real towns and made-up people, marked 示例.

Everything goes through the desk, as a clerk's own sheets would: towns, units and
fourteen months of dated facts are imported, zones are adopted, months are closed.
The same seed and clock give the same county; only passwords are random.
"""

import csv
import io
import json
import secrets
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random

from workbench import RESOURCES, demo_papers, demo_powers, home_folder, house
from workbench.access import SYSTEM, Role
from workbench.database import Home
from workbench.demo_people import TEAMS, Person, made_up
from workbench.desk import Desk
from workbench.rules import Refusal
from workbench.rules.calendar import CHINA
from workbench.rules.documents import Deed
from workbench.rules.roster.deployment import month_window
from workbench.rules.roster.people import PostKind
from workbench.rules.roster.towns import NeighbourState
from workbench.rules.roster.units import AuthorityKind, Employment, UnitKind
from workbench.rules.roster.zones import CentreDuty
from workbench.services.documents import laws, register, series, steps
from workbench.services.platform import accounts, clock
from workbench.services.roster import (
    centres,
    deployment,
    groupings,
    imports,
    ledger,
    papers,
    people,
    scoring,
    towns,
    units,
    zones,
)

TITLE, COUNTY, COUNTY_CODE = "东海县综合行政执法指挥平台（示例）", "东海县", "320722"
ACCOUNTS_FILE = "演示账号.csv"
NOW = datetime(2026, 11, 5, 9, 0, tzinfo=CHINA).astimezone(UTC)
FIRST, LAST = date(2025, 9, 1), date(2026, 10, 31)
SINCE = date(2020, 1, 1)
SHORT_DAY = date(2026, 10, 15)
"""A day in autumn on which, after some were called back, one person is missing."""

REASON = "示例数据"
_SEED = 20251101
_ZONES = 5
_FRONTLINE_ON_SHORT_DAY = 338
_APRIL = (date(2026, 4, 25), date(2026, 4, 30))
_FIELDS = ("城市管理", "市场监管", "文化旅游", "农业农村", "交通运输", "自然资源")
_MATTERS = (
    "占道经营",
    "违法建设",
    "露天焚烧",
    "建筑垃圾运输",
    "户外广告设置",
    "餐饮油烟",
    "燃气使用安全",
    "非法营运",
    "渔业养殖",
    "农药兽药经营",
    "出版物经营",
    "校外培训场所",
    "水资源取用",
    "小作坊食品",
    "物业管理",
    "噪声扰民",
)


@dataclass
class Ticking:
    """A clock that moves on by a second whenever it is looked at."""

    now: datetime = NOW

    def __call__(self) -> datetime:
        """Return the moment, one second after the last."""
        self.now += timedelta(seconds=1)
        return self.now


@dataclass
class _Builder:
    desk: Desk
    said: Callable[[str], None]
    random: Random = field(default_factory=lambda: Random(_SEED))  # noqa: S311 - sample
    people: list[Person] = field(default_factory=list)
    towns: dict[str, int] = field(default_factory=dict)
    zones: dict[str, int] = field(default_factory=dict)

    def bring(
        self, kind: str, head: Sequence[str], lines: Iterable[Sequence[object]]
    ) -> None:
        """Import a sheet, as a clerk would."""
        text = io.StringIO()
        writer = csv.writer(text)
        writer.writerow(head)
        writer.writerows(lines)
        self.desk.do(
            imports.import_sheet,
            kind=kind,
            content=text.getvalue().encode(),
            name=f"示例{kind}.csv",
            reason=REASON,
        )


def build(out: Path, said: Callable[[str], None]) -> Home:
    """Build the sample county's home and close its months.

    Args:
        out: Folder that gets ``home``, ``papers`` and the list of accounts.
        said: Told, in words, what is going on and which papers were written.

    Returns:
        The opened home.

    Raises:
        Refusal: The folder holds a home already.
        UnavailableError: The folder cannot be written.
    """
    if home_folder.is_home(out / "home"):
        raise Refusal(
            f"“{out / 'home'}”已有数据，不会覆盖。",
            clause="platform/one-home",
            ways=("换一个文件夹，或自行移走原文件夹后再试。",),
        )
    said(f"正在建立示例县：{COUNTY}")
    home, parts = house.found(
        out / "home",
        title=TITLE,
        county=COUNTY,
        county_code=COUNTY_CODE,
        sample=True,
        now=Ticking(),
    )
    builder = _Builder(Desk(parts, SYSTEM), said)
    _enter_towns(builder)
    _enter_zones(builder)
    _enter_units(builder)
    _enter_people(builder)
    _enter_absences(builder)
    _enter_attendance(builder)
    _enter_centres(builder)
    _enter_accounts(builder, out)
    named = {name: key for key, name in builder.desk.ask(units.unit_names).items()}
    demo_powers.enter_powers(builder.desk, builder.zones, named, said)
    _close_months(builder, out)
    return home


def _enter_towns(builder: _Builder) -> None:
    desk = builder.desk
    desk.do(towns.load_shipped, county_code=COUNTY_CODE, valid_from=SINCE)
    rows = desk.ask(towns.town_rows, ids=desk.ask(towns.find_towns))
    builder.towns = {row.name: row.id for row in rows.values()}
    desk.do(towns.derive_neighbours)
    for edge in desk.ask(towns.neighbour_rows)[:20]:
        desk.do(
            towns.decide_neighbour,
            one_id=edge.one_id,
            other_id=edge.other_id,
            state=NeighbourState.CONFIRMED,
        )
    for number in sorted(rows)[:10]:
        desk.do(towns.confirm_point, town_id=number)
    text = (RESOURCES / "sample" / "zoning" / "donghai.json").read_text("utf-8")
    loads = {one["name"]: one["workload"] for one in json.loads(text)["towns"]}
    for name, number in builder.towns.items():
        mine = builder.random.sample(_MATTERS, 8)
        weights = [builder.random.random() + 0.2 for _ in mine]
        for matter, weight in zip(mine, weights, strict=True):
            desk.do(
                towns.set_matter,
                town_id=number,
                name=matter,
                yearly_volume=max(1, round(loads[name] * weight / sum(weights))),
                valid_from=SINCE,
            )
    builder.said(f"已载入{len(rows)}个镇街及其相邻关系、无力承接事项（示例）")


def _enter_zones(builder: _Builder) -> None:
    desk = builder.desk
    proposed = desk.ask(
        scoring.propose_zones, count=_ZONES, min_towns=2, max_towns=7, on=FIRST
    )
    names = [f"示例第{numeral}片区" for numeral in "一二三四五"]
    planned = [
        groupings.PlannedZone(name, zone.town_ids, zone.seat_id)
        for name, zone in zip(names, proposed, strict=True)
    ]
    pooled = "\n".join(_MATTERS[:8])
    builder.zones = desk.do(
        groupings.adopt_grouping,
        name="示例编组方案",
        zones=planned,
        valid_from=FIRST,
        document="东政发〔2025〕示例1号",
        document_on=FIRST,
        matters=dict.fromkeys(names, pooled),
        reason=REASON,
    )
    builder.said(f"已采用编组方案：{_ZONES}个示例片区")


def _enter_units(builder: _Builder) -> None:
    desk = builder.desk
    kinds = UnitKind
    head = ["全称", "简称", "类别", "上级机构", "镇街", "片区", "执法主体类别"]
    head += ["计入下沉口径", "最低人员数", "值班电话", "起日"]
    authority, none = AuthorityKind.ADMINISTRATIVE.label, AuthorityKind.NONE.label
    county = "县综合执法局"

    def line(
        name: str,
        short: str,
        kind: UnitKind,
        *,
        parent: str = county,
        town: str = "",
        zone: str = "",
        own: str = none,
        counts: bool = True,
        smallest: int = 0,
        since: date = SINCE,
    ) -> list[object]:
        phone = f"0518-8700{len(lines):04d}"
        yes = "是" if counts else "否"
        place = [kind.label, parent, town, zone, own, yes, smallest, phone, since]
        return [name, short, *place]

    lines: list[list[object]] = []
    lines.append(
        line(
            "东海县综合行政执法局",
            county,
            kinds.COUNTY_ENFORCEMENT,
            parent="",
            own=authority,
            smallest=10,
        )
    )
    lines.append(
        line(
            "东海县司法局综合执法指导股",
            "综合执法指导股",
            kinds.GUIDANCE_BODY,
            parent="",
            counts=False,
        )
    )
    lines.append(
        line("东海县公安局", "县公安局", kinds.POLICE, parent="", counts=False)
    )
    lines.extend(
        line(name, short, kinds.COUNTY_ENFORCEMENT, own=authority, smallest=2)
        for name, short, _staff in TEAMS
    )
    lines.extend(
        line(
            f"东海县{town}综合行政执法局",
            f"{town}执法局",
            kinds.TOWN_BUREAU,
            parent="",
            town=town,
            own=authority,
            smallest=2,
        )
        for town in builder.towns
    )
    for zone in builder.zones:
        lines.append(
            line(
                f"东海县{zone}综合执法队",
                f"{zone}队",
                kinds.ZONE_TEAM,
                zone=zone,
                since=FIRST,
            )
        )
        lines.append(
            line(
                f"东海县{zone}指挥中心",
                f"{zone}指挥中心",
                kinds.COMMAND_CENTRE,
                zone=zone,
                smallest=1,
                since=FIRST,
            )
        )
    builder.bring("units", head, lines)
    numbers = {name: key for key, name in desk.ask(units.unit_names).items()}
    for short, posts in (
        (county, 180),
        *((short, staff) for _n, short, staff in TEAMS),
    ):
        desk.do(
            units.set_quota,
            unit_id=numbers[short],
            employment=Employment.REFERENCED,
            posts=posts + 4,
            valid_from=SINCE,
        )
    run = desk.do(series.add_series, issuer_id=numbers[county], word="东综执")
    desk.do(series.set_last_number, series_id=run, year=2025, last=58)
    desk.do(series.set_last_number, series_id=run, year=2026, last=23)
    builder.said(f"已登记{len(lines)}个机构")


def _enter_people(builder: _Builder) -> None:
    builder.people = made_up(
        builder.random, NOW.date(), list(builder.towns), _zone_of_town(builder)
    )
    head = ["姓名", "身份证号", "联系电话", "编制类型", "编制单位", "编制起日"]
    head += ["使用单位", "岗位", "使用起日", "派驻文号"]
    head += ["执法证号", "执法领域", "证件起日", "证件止日", "备注"]
    builder.bring(
        "people",
        head,
        (
            [
                one.name,
                one.id_number,
                f"1{one.serial:010d}",
                one.employment.label,
                one.home,
                max(SINCE, date(2020 + one.serial % 5, 1 + one.serial % 12, 1)),
                one.host,
                one.post.label,
                FIRST,
                "东综执〔2025〕示例2号" if one.host != one.home else "",
                f"1007{one.serial:07d}" if one.certified_to else "",
                _FIELDS[one.serial % len(_FIELDS)] if one.certified_to else "",
                date(2022, 1, 1) if one.certified_to else "",
                one.certified_to or "",
                REASON,
            ]
            for one in builder.people
        ),
    )
    builder.bring(
        "postings",
        ["身份证号", "使用单位", "岗位", "起日", "止日", "派驻文号"],
        (
            [
                one.id_number,
                unit,
                post.label,
                day,
                "",
                f"东综执〔{day.year}〕示例{day.month}号",
            ]
            for one in builder.people
            for day, unit, post in one.moves
        ),
    )
    builder.said(f"已导入{len(builder.people)}人及14个月的派驻变动")


def _zone_of_town(builder: _Builder) -> dict[str, str]:
    """Return the name of each town's zone, zone by zone."""
    desk = builder.desk
    rows = desk.ask(zones.zone_rows, ids=desk.ask(zones.find_zones))
    return {
        town: zone
        for zone, number in builder.zones.items()
        for town in rows[number].towns
    }


def _enter_absences(builder: _Builder) -> None:
    """Enter who was ill, studied, or was called back; then just enough of the last."""
    desk, draw = builder.desk, builder.random
    posted = [one for one in builder.people if one.post is PostKind.FRONTLINE]
    established = [one for one in posted if one.employment.established]
    some = draw.sample(established, 30)
    lines: list[list[object]] = [
        [some[0].id_number, "病假", date(2026, 9, 15), "", ""],
        [some[1].id_number, "病假", date(2026, 3, 2), date(2026, 5, 20), ""],
        [some[2].id_number, "脱产学习", date(2026, 9, 1), "", date(2027, 1, 15)],
        [
            some[3].id_number,
            "脱产学习",
            date(2026, 4, 1),
            date(2026, 4, 25),
            date(2026, 4, 30),
        ],
        [some[4].id_number, "产假", date(2026, 6, 1), date(2026, 11, 25), ""],
    ]
    for nth, one in enumerate(some[5:20]):
        first = FIRST + timedelta(days=23 * nth)
        lines.append([one.id_number, "年休假", first, first + timedelta(days=4), ""])
    head = ["身份证号", "离岗类别", "起日", "止日", "批准至"]
    builder.bring("leaves", head, lines)
    away = {line[0] for line in lines}
    short = desk.ask(deployment.share_on, on=SHORT_DAY).headline
    called = short.frontline - _FRONTLINE_ON_SHORT_DAY
    able = [
        one
        for one in established
        if one.id_number not in away and one.certified_to and one.certified_to > LAST
    ]
    if called > 0:
        back = draw.sample(able, called)
        lines = [
            [
                one.id_number,
                "借调回流",
                date(2026, 9, 1) + timedelta(days=(place * 5) % 44),
                "",
                "",
            ]
            for place, one in enumerate(back)
        ]
        builder.bring("leaves", head, lines)
    builder.bring(
        "training",
        ["身份证号", "日期", "内容", "学时", "成绩"],
        (
            [
                one.id_number,
                date(2026, 4, 14),
                "行政处罚法与执法文书",
                16,
                60 + one.serial % 40,
            ]
            for one in established[::4]
        ),
    )
    builder.said("已登记离岗、借调回流和培训")


def _enter_attendance(builder: _Builder) -> None:
    calendar = builder.desk.ask(clock.calendar)
    lines: list[list[object]] = []
    month = FIRST
    while month <= LAST:
        window = month_window(month.year, month.month)
        days = [window.first + timedelta(days=n) for n in range(window.days() or 0)]
        due = sum(calendar.is_workday(day) for day in days)
        for one in builder.people:
            if not one.employment.established:
                continue
            rarely = one.serial % 97 == 31 and month >= date(2026, 8, 1)
            present = due // 2 if rarely else due - (one.serial + month.month) % 4 // 3
            lines.append([one.id_number, f"{month:%Y-%m}", due, present, "考勤机"])
        month = _next(month)
    builder.bring(
        "attendance", ["身份证号", "月份", "应到天数", "实到天数", "来源"], lines
    )
    builder.said(f"已导入14个月考勤{len(lines)}条")


def _enter_centres(builder: _Builder) -> None:
    desk = builder.desk
    numbers = {name: key for key, name in desk.ask(units.unit_names).items()}
    document = "东综执〔2025〕示例3号"
    for zone in builder.zones:
        unit = numbers[f"{zone}指挥中心"]
        staff = list(desk.ask(people.find_people, host_unit_id=unit))
        duties = (CentreDuty.COMMANDER, CentreDuty.DEPUTY, CentreDuty.MEMBER)
        posts = (
            "县综合执法局副局长（示例）",
            "县综合执法局大队长（示例）",
            "指挥中心值班员（示例）",
        )
        for person, duty, post in zip(staff, duties, posts, strict=False):
            desk.do(
                centres.add_member,
                unit_id=unit,
                person_id=person,
                duty=duty,
                valid_from=FIRST,
                position=post,
                document=document,
                reason=REASON,
            )
        for town, name in desk.ask(centres.centre_file, unit_id=unit).towns.items():
            bureau = numbers[f"{name}执法局"]
            lead = desk.ask(
                people.find_people,
                home_unit_id=bureau,
                employment=Employment.REFERENCED,
            )[0]
            desk.do(
                centres.add_member,
                unit_id=unit,
                person_id=lead,
                duty=CentreDuty.TOWN_LEAD,
                town_id=town,
                valid_from=FIRST,
                position=f"{name}执法局局长（示例）",
                document=document,
                reason=REASON,
            )
        desk.do(centres.confirm_centre, unit_id=unit)
    builder.said(f"已确认{_ZONES}个指挥中心名单")


def _enter_accounts(builder: _Builder, out: Path) -> None:
    desk = builder.desk
    numbers = {name: key for key, name in desk.ask(units.unit_names).items()}
    first = next(iter(builder.zones))
    centre = numbers[f"{first}指挥中心"]
    wanted: tuple[tuple[str, str, tuple[Role, ...], int | None], ...] = (
        ("anquan", "安全员示例", (Role.SECURITY_ADMIN,), None),
        ("shenji", "审计员示例", (Role.AUDIT_ADMIN,), None),
        ("guanli", "管理员示例", (Role.SYSTEM_ADMIN,), None),
        ("zhuguan", "县主管示例", (Role.COUNTY_SUPERVISOR,), None),
        ("neiqin", "县内勤示例", (Role.CLERK,), None),
        ("zhihui", "指挥长示例", (Role.COMMANDER,), centre),
        ("fuzhihui", "副指挥长示例", (Role.DEPUTY_COMMANDER,), centre),
        ("pianqu", "片区内勤示例", (Role.CLERK,), centre),
        ("kaohe", "考核员示例", (Role.ASSESSOR,), centre),
        ("fazhi", "法制员示例", (Role.LEGAL_REVIEWER,), centre),
        ("duiyuan", "队员示例", (Role.OFFICER,), numbers[f"{first}队"]),
        ("zhenjie", "镇街联络员示例", (Role.LIAISON,), numbers["牛山街道执法局"]),
    )
    lines = [("账号", "角色", "密码")]
    for name, person_name, roles, unit in wanted:
        password = f"{secrets.token_urlsafe(9)}-Aa1"
        if roles[0] in (Role.SECURITY_ADMIN, Role.AUDIT_ADMIN):
            desk.do(
                accounts.name_overseer,
                name=name,
                person_name=person_name,
                password=password,
                role=roles[0],
                must_change=False,
            )
        else:
            number = desk.do(
                accounts.add_account,
                name=name,
                person_name=person_name,
                password=password,
                unit_id=unit,
                must_change=False,
            )
            desk.do(accounts.grant_roles, account_id=number, roles=roles)
        lines.append((name, "、".join(role.label for role in roles), password))
    text = io.StringIO()
    csv.writer(text).writerows(lines)
    home_folder.write_safely(out / ACCOUNTS_FILE, text.getvalue().encode("utf-8-sig"))
    builder.said(f"账号和密码：{out / ACCOUNTS_FILE}")


def _close_months(builder: _Builder, out: Path) -> None:
    desk = builder.desk
    orders = set(desk.ask(register.find_papers))  # too many to be looked at one by one
    month = FIRST
    while month <= LAST:
        desk.do(ledger.lock_month, month=month)
        month = (month_window(month.year, month.month).last or month) + timedelta(
            days=1
        )
    run = desk.ask(series.find_series)[0]
    numbers = {name: key for key, name in desk.ask(units.unit_names).items()}
    plan = desk.do(papers.draft_zone_plan, on=LAST)
    desk.do(register.issue_paper, paper_id=plan, series_id=run, issued_on=LAST)
    sent = [plan]
    for zone in builder.zones:
        roster = desk.do(
            papers.draft_centre_roster, unit_id=numbers[f"{zone}指挥中心"], on=LAST
        )
        desk.do(register.issue_paper, paper_id=roster, series_id=run, issued_on=LAST)
        sent.append(roster)
    for deed in (Deed.SEAL, Deed.SEND):
        desk.do(steps.dispatch_papers, ids=sent, deed=deed, on=LAST)
    desk.do(papers.issue_month, month=LAST, signer="示例局长")
    desk.do(laws.load_starters)
    count = demo_papers.leave(desk, SINCE)
    builder.said(f"已起草、核稿、签发其余各种公文{count}份（示例）")
    builder.said(f"公文在：{out / 'papers'}")
    (out / "papers").mkdir(exist_ok=True)
    for paper_id in reversed(desk.ask(register.find_papers)):
        if paper_id in orders:
            continue
        content = desk.ask(register.paper_content, paper_id=paper_id)
        path = out / "papers" / content.name
        home_folder.write_safely(path, content.content)
        builder.said(str(path))


def _next(month: date) -> date:
    return (month.replace(day=1) + timedelta(days=32)).replace(day=1)
