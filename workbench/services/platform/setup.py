"""Founding a home, and bringing in what ran before it (建账)."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from workbench import facts
from workbench.access import Permission, Role
from workbench.desk import Topic, Work, chartered
from workbench.models.documents import NumberSeries
from workbench.models.platform import (
    Account,
    AccountRole,
    CalendarYear,
    PolicyValue,
    Setting,
)
from workbench.models.roster.people import Person, Posting
from workbench.models.roster.towns import Town
from workbench.models.roster.units import Unit
from workbench.models.roster.zones import Zone
from workbench.rules import Refusal
from workbench.rules.calendar import SpecialDay
from workbench.rules.platform import Policy
from workbench.services.platform import accounts, clock

FIRST_DAY = date(2020, 1, 1)
"""From when the policy table's first values hold."""


@chartered(
    Permission.PLATFORM_HOME_FOUND,
    title="建库",
    changes=(Topic.SETTINGS, Topic.POLICY, Topic.CALENDAR),
)
def found_home(
    work: Work,
    *,
    title: str,
    county: str,
    county_code: str,
    calendars: Mapping[int, Mapping[date, SpecialDay]],
    calendar_source: str,
    sample: bool = False,
) -> None:
    """Fill an empty home with what every home has.

    Args:
        work: The workbench's own work.
        title: Whose home it is, as the window shows it.
        county: Name of the county.
        county_code: Its six digits.
        calendars: The announced years.
        calendar_source: Where they come from.
        sample: Whether all in it is made up, and marked so.

    Raises:
        Refusal: The home has been founded before, or no title is given.

    Clause: platform/one-home
    """
    if work.session.scalar(sa.select(sa.func.count()).select_from(Setting)):
        raise Refusal("已经建过库，不能重复建库。", clause="platform/one-home")
    if not title.strip() or not county.strip():
        raise Refusal("请填写单位名称和县区。", clause="platform/one-home")
    for name, value in (
        ("title", title.strip()),
        ("county", county.strip()),
        ("county_code", county_code),
        ("sample", sample),
    ):
        work.session.add(
            Setting(name=name, value=json.dumps(value, ensure_ascii=False))
        )
    complete_policies(work)
    for year, days in calendars.items():
        clock.enter_year(work, year=year, days=days, source=calendar_source)


@chartered(
    Permission.PLATFORM_HOME_FOUND, title="补齐政策参数", changes=(Topic.POLICY,)
)
def complete_policies(work: Work) -> int:
    """Give every parameter its first value that has none yet, as after an update.

    Returns:
        How many were missing.
    """
    known = set(work.session.scalars(sa.select(PolicyValue.policy)))
    missing = [one for one in Policy if one not in known]
    work.session.add_all(
        PolicyValue(
            policy=one,
            value=one.default.value,
            source=one.default.source,
            valid_from=FIRST_DAY,
            valid_to=None,
            **facts.stamp(work),
        )
        for one in missing
    )
    work.session.flush()
    return len(missing)


@chartered(Permission.PLATFORM_DESK_USE)
def policies_known(work: Work) -> int:
    """Return how many parameters have a value."""
    found = sa.select(sa.func.count(sa.distinct(PolicyValue.policy)))
    return work.session.scalar(found) or 0


@chartered(
    Permission.PLATFORM_HOME_FOUND,
    title="设立首个账号",
    changes=(Topic.ACCOUNTS,),
    secret=("password",),
)
def first_account(work: Work, *, name: str, person_name: str, password: str) -> int:
    """Open the account of whoever sets the home up: 系统管理员 and 内勤 in one.

    Raises:
        Refusal: There are accounts already, or the password is too weak.

    Clause: platform/three-admins
    """
    if work.session.scalar(sa.select(sa.func.count()).select_from(Account)):
        raise Refusal(
            "已有账号，新账号由系统管理员建立。", clause="platform/three-admins"
        )
    account_id = accounts.add_account(
        work, name=name, person_name=person_name, password=password, must_change=False
    )
    work.session.add_all(
        AccountRole(account_id=account_id, role=role.value)
        for role in (Role.SYSTEM_ADMIN, Role.CLERK)
    )
    return account_id


@chartered(Permission.PLATFORM_DESK_USE)
def settings(work: Work) -> dict[str, object]:
    """Return the home's settings by name."""
    found = work.session.execute(sa.select(Setting.name, Setting.value))
    return {name: json.loads(value) for name, value in found}


@chartered(
    Permission.PLATFORM_SETUP_EDIT, title="修改单位名称", changes=(Topic.SETTINGS,)
)
def rename_home(work: Work, *, title: str) -> None:
    """Change what the window calls this home.

    Clause: platform/one-home
    """
    if not title.strip():
        raise Refusal("单位名称不能为空。", clause="platform/one-home")
    row = work.session.get_one(Setting, "title")
    row.value = json.dumps(title.strip(), ensure_ascii=False)


@dataclass(frozen=True, slots=True)
class SetupStep:
    """One thing to be brought in before daily work begins.

    Attributes:
        key: Name of the step; pages know where it is done.
        count: How much of it is there.
        done: Whether that will do.
    """

    key: str
    title: str
    hint: str
    count: int
    done: bool


@chartered(Permission.PLATFORM_DESK_USE)
def setup_steps(work: Work) -> tuple[SetupStep, ...]:
    """Return what is to be brought in, in order, and how far it is."""

    def count(model: type) -> int:
        found = sa.select(sa.func.count()).select_from(model)
        return work.session.scalar(found.where(work.whole_county(model))) or 0

    counts = (
        ("towns", "镇街", "导入本县镇街名单，逐个确认位置和相邻关系", count(Town), 2),
        (
            "units",
            "机构",
            "登记执法机关、镇街综合执法局、片区队伍和指挥中心",
            count(Unit),
            2,
        ),
        (
            "people",
            "人员",
            "按模板导入人员、编制单位、使用单位和执法证",
            count(Person),
            1,
        ),
        ("postings", "派驻", "登记每个人现在在哪里、做什么", count(Posting), 1),
        ("zones", "片区", "把镇街编成片区，登记县区文件", count(Zone), 1),
        (
            "series",
            "文号",
            "登记发文机关代字，填写本年已用到几号",
            count(NumberSeries),
            1,
        ),
        ("calendar", "节假日", "核对本年节假日安排", count(CalendarYear), 1),
    )
    missing = accounts.missing_overseers(work)
    named = "、".join(role.label for role in missing)
    overseers = SetupStep(
        "overseers",
        "安全、审计管理员",
        f"任命{named}后，签发、采用方案等决定权才开放" if named else "已任命",
        2 - len(missing),
        not missing,
    )
    return (
        overseers,
        *(
            SetupStep(key, title, hint, have, have >= enough)
            for key, title, hint, have, enough in counts
        ),
    )
