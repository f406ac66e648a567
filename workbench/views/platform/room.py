"""What the room of the platform adds to the window."""

from calendar import monthrange
from datetime import date, timedelta

from PySide6.QtWidgets import QProgressBar, QWidget

from workbench.access import Permission, Role
from workbench.desk import Backup, Topic
from workbench.listing import Tone
from workbench.rules.calendar import (
    ONE_DAY,
    WEEKDAYS,
    Calendar,
    DayKind,
    chinese_day,
    workdays_between,
)
from workbench.services.platform import accounts, backups, clock, setup
from workbench.services.platform.accounts import ACCOUNTS
from workbench.services.platform.setup import SetupStep
from workbench.views.bench import Bench
from workbench.views.parts import column, holder, pill, row, words
from workbench.views.rooms import Figure, Find, PageInfo, Room, Todo, TodoSource

_HERE = "workbench.views.platform"
_BACKUP_OLD = timedelta(days=3)
_NOTICE_MONTH = 11  # the State Council announces the next year's holidays by then


def _overseers(bench: Bench, missing: tuple[Role, ...]) -> list[Todo]:
    if not missing or not bench.desk.may(accounts.name_overseer):
        return []
    named = "、".join(role.label for role in missing)
    text = f"任命{named}，之后才能签发公文、采用方案。"
    return [Todo(text, Tone.CAUTION, "accounts", word="去任命")]


def _backup_age(bench: Bench, made: tuple[Backup, ...]) -> list[Todo]:
    if not bench.desk.may(backups.make_backup):
        return []
    if not made:
        text = "还没有备份，现在备份一次。"
        return [Todo(text, Tone.PLAIN, "backups", word="去备份")]
    age = bench.desk.now() - made[0].made_at
    if age < _BACKUP_OLD:
        return []
    text = f"最近一次备份是{age.days}天前，请尽快备份。"
    return [Todo(text, Tone.CAUTION, "backups", word="去备份")]


def _next_year(bench: Bench, calendar: Calendar) -> list[Todo]:
    today = bench.desk.today()
    wanted = today.year + (today.month >= _NOTICE_MONTH)
    if wanted in calendar.years or not bench.desk.may(clock.enter_year):
        return []
    text = f"{wanted}年节假日安排还没有录入，跨年的期限都按暂定推算。"
    tone = Tone.CAUTION if wanted == today.year else Tone.PLAIN
    return [Todo(text, tone, "calendar", wanted, word="去录入")]


def _unfinished(bench: Bench, steps: tuple[SetupStep, ...]) -> list[Todo]:
    left = [step for step in steps if not step.done]
    if not left or not bench.desk.may(setup.rename_home):
        return []
    names = "、".join(step.title for step in left)
    return [Todo(f"建账还差{len(left)}步：{names}。", Tone.PLAIN, "setup")]


def _today(bench: Bench, calendar: Calendar) -> QWidget:
    today = bench.desk.today()
    worked = calendar.is_workday(today)
    head = row(
        words(f"{today.month}月{today.day}日", "figure"),
        pill(calendar.remark(today), "plain" if worked else "good"),
        None,
        gap=3,
    )
    weekday = f"{today.year}年　星期{WEEKDAYS[today.weekday()]}"
    last = date(today.year, today.month, monthrange(today.year, today.month)[1])
    left = workdays_between(today, last, calendar)
    lines = [
        words(weekday, "grey"),
        words(f"今天之后，本月还有{left}个工作日", "grey"),
    ]
    coming = _coming(today, calendar)
    if coming:
        lines.append(words(coming, "grey", wrap=True))
    return holder(column(head, *lines, gap=1))


def _coming(today: date, calendar: Calendar) -> str:
    """Say when the next announced days off begin."""
    off = sorted(
        day
        for day, special in calendar.special.items()
        if special.kind is DayKind.OFF and day > today
    )
    begins = [day for day in off if day - ONE_DAY not in off]
    if not begins:
        return ""
    day = begins[0]
    name = calendar.special[day].holiday
    return f"下一个假期：{name}，{chinese_day(day)}起，还有{(day - today).days}天"


def _progress(bench: Bench, steps: tuple[SetupStep, ...]) -> QWidget | None:
    done = sum(step.done for step in steps)
    if done == len(steps) or not bench.desk.may(setup.rename_home):
        return None
    bar = QProgressBar(textVisible=False)
    bar.setRange(0, len(steps))
    bar.setValue(done)
    line = row(gap=4)
    for step in steps:
        tone = "good" if step.done else "plain"
        line.addWidget(pill(f"{step.title} {step.count:,}", tone))
    line.addStretch(1)
    told = words(f"共{len(steps)}步，已完成{done}步。", "grey")
    return holder(column(told, bar, line, gap=3))


ROOM = Room(
    "系统",
    "settings",
    pages=(
        PageInfo(
            "setup",
            "建账",
            "开始日常工作前，把家底录进来。",
            "list-checks",
            Permission.PLATFORM_SETUP_EDIT,
            f"{_HERE}.setup:SetupPage",
        ),
        PageInfo(
            "accounts",
            "账号与角色",
            "谁能登录、能做什么。",
            "users",
            Permission.PLATFORM_ACCOUNT_READ,
            f"{_HERE}.accounts:AccountsPage",
        ),
        PageInfo(
            "policy",
            "政策参数",
            "规则里的每个数字：取值、有效期和依据。",
            "scale",
            Permission.PLATFORM_DESK_USE,
            f"{_HERE}.policy:PolicyPage",
        ),
        PageInfo(
            "calendar",
            "节假日与期限",
            "哪天上班、哪天休息；任何期限逐日算给您看。",
            "calendar-days",
            Permission.PLATFORM_DESK_USE,
            f"{_HERE}.calendar:CalendarPage",
        ),
        PageInfo(
            "audit",
            "审计日志",
            "每一次操作都有记录，不能改、不能删。",
            "scroll-text",
            Permission.PLATFORM_AUDIT_READ,
            f"{_HERE}.audit:AuditPage",
        ),
        PageInfo(
            "backups",
            "备份与恢复",
            "数据的副本：自动做、随时做、打不开时用。",
            "database-backup",
            Permission.PLATFORM_BACKUP_READ,
            f"{_HERE}.backups:BackupsPage",
        ),
        PageInfo(
            "handbook",
            "使用手册",
            "每个页面怎么填、怎么办。",
            "book-open",
            Permission.PLATFORM_DESK_USE,
            "workbench.views.help:HandbookPage",
        ),
        PageInfo(
            "about",
            "关于",
            "版本、数据在哪里、用了谁的软件。",
            "info",
            Permission.PLATFORM_DESK_USE,
            f"{_HERE}.about:AboutPage",
        ),
    ),
    todos=(
        TodoSource(accounts.missing_overseers, _overseers, frozenset({Topic.ACCOUNTS})),
        TodoSource(backups.backups, _backup_age, frozenset({Topic.BACKUPS})),
        TodoSource(clock.calendar, _next_year, frozenset({Topic.CALENDAR})),
        TodoSource(setup.setup_steps, _unfinished, frozenset(Topic) - {Topic.AUDIT}),
    ),
    figures=(
        Figure("今天", clock.calendar, _today, frozenset({Topic.CALENDAR}), "calendar"),
        Figure(
            "建账进度",
            setup.setup_steps,
            _progress,
            frozenset(Topic) - {Topic.AUDIT},
            "setup",
            wide=True,
        ),
    ),
    finds=(
        Find(
            "账号",
            ACCOUNTS,
            "accounts",
            lambda row: f"{row.person_name}（{row.name}）",
        ),
    ),
)
