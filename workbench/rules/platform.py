"""Rules of the platform itself: the policy table, passwords, backups kept."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from workbench.rules import Refusal
from workbench.rules.calendar import CHINA


class Measure(StrEnum):
    """What a policy value is measured in."""

    PERCENT = "percent"
    WORKDAYS = "workdays"
    NATURAL_DAYS = "natural_days"
    HOURS = "hours"
    MINUTES = "minutes"
    TIMES = "times"
    CHARACTERS = "characters"
    PATTERN = "pattern"
    YES_NO = "yes_no"

    @property
    def label(self) -> str:
        """The measure as shown beside the value."""
        return {
            "percent": "%",
            "workdays": "个工作日",
            "natural_days": "个自然日",
            "hours": "小时",
            "minutes": "分钟",
            "times": "次",
            "characters": "位",
            "pattern": "格式",
            "yes_no": "",
        }[self]


SEED = "连云港市优化营商环境攻坚年若干政策措施（第4号）"
LOCAL = "外地做法，待本地确认"
_BEIJING = f"北京平谷做法；{LOCAL}"
CUSTOM = "等级保护通行做法，待本单位确认"


@dataclass(frozen=True)
class PolicyDefault:
    """What a policy parameter is before anybody changes it.

    Attributes:
        title: What it rules, as people say it.
        value: The value, as text.
        measure: What the value is measured in.
        source: Where it comes from: document and clause, or that it is to be
            confirmed.
    """

    title: str
    value: str
    measure: Measure
    source: str


class Policy(StrEnum):
    """The parameters of the policy table. A change is a new dated row."""

    FRONTLINE_TARGET = "frontline_target"
    OFF_PLAN_FILING = "off_plan_filing"
    PLATFORM_PUSH = "platform_push"
    INSPECTION_PUBLICATION = "inspection_publication"
    PENALTY_PUBLICATION = "penalty_publication"
    SAME_CLASS_A_YEAR = "same_class_a_year"
    LONG_LEAVE_FROM = "long_leave_from"
    RARELY_PRESENT = "rarely_present"
    CERTIFICATE_ALARM = "certificate_alarm"
    CERTIFICATE_PATTERN = "certificate_pattern"
    LATE_ENTRY = "late_entry"
    ORDER_SIGN = "order_sign"
    WHISTLE_URGENT_ARRIVE = "whistle_urgent_arrive"
    WHISTLE_URGENT_REPORT = "whistle_urgent_report"
    WHISTLE_ENFORCEMENT_ARRIVE = "whistle_enforcement_arrive"
    WHISTLE_ENFORCEMENT_FINISH = "whistle_enforcement_finish"
    WHISTLE_HARD_SIGN = "whistle_hard_sign"
    WHISTLE_HARD_FINISH = "whistle_hard_finish"
    WHISTLE_EXTENSION = "whistle_extension"
    DISPUTE_ANSWER = "dispute_answer"
    INCOMING_ANSWER = "incoming_answer"
    OBJECTION_WINDOW = "objection_window"
    APPEAL_ANSWER = "appeal_answer"
    QUORUM = "quorum"
    NOMINATION_REPLY = "nomination_reply"
    NOMINATION_PAUSE = "nomination_pause"
    VETO_ANSWER = "veto_answer"
    VETO_SILENCE = "veto_silence"
    COUNTY_REPLY = "county_reply"
    GOOD_GRADE_SHARE = "good_grade_share"
    EXCELLENT_GRADE_SHARE = "excellent_grade_share"
    PASSWORD_LENGTH = "password_length"  # noqa: S105 - a parameter's name
    ADMIN_PASSWORD_LENGTH = "admin_password_length"  # noqa: S105
    PASSWORD_DAYS = "password_days"  # noqa: S105
    FAILED_SIGN_INS = "failed_sign_ins"
    LOCK_MINUTES = "lock_minutes"
    IDLE_MINUTES = "idle_minutes"
    BACKUP_MINUTES = "backup_minutes"

    @property
    def default(self) -> PolicyDefault:
        """Its first value, and where that comes from."""
        return _DEFAULTS[self]


_DEFAULTS = {
    Policy.FRONTLINE_TARGET: PolicyDefault(
        "综合行政执法力量下沉一线比例（不低于）",
        "85",
        Measure.PERCENT,
        f"{SEED}五（二）",
    ),
    Policy.OFF_PLAN_FILING: PolicyDefault(
        "计划外检查提前报备",
        "5",
        Measure.WORKDAYS,
        f"{SEED}四（三）；“5日”未写明，按较早的工作日从严掌握",
    ),
    Policy.PLATFORM_PUSH: PolicyDefault(
        "检查数据推送至监管平台",
        "5",
        Measure.NATURAL_DAYS,
        f"{SEED}四（四）；“5日”未写明，按较早的自然日从严掌握",
    ),
    Policy.INSPECTION_PUBLICATION: PolicyDefault(
        "检查结果公示",
        "20",
        Measure.WORKDAYS,
        "国发〔2019〕5号及“双随机、一公开”监管要求",
    ),
    Policy.PENALTY_PUBLICATION: PolicyDefault(
        "行政处罚决定公示", "7", Measure.WORKDAYS, "国办发〔2018〕118号"
    ),
    Policy.SAME_CLASS_A_YEAR: PolicyDefault(
        "同一年度对同一企业同类检查（不超过）",
        "1",
        Measure.TIMES,
        f"{SEED}四（三）",
    ),
    Policy.LONG_LEAVE_FROM: PolicyDefault(
        "长期病假、脱产学习自连续第几日起不计入一线",
        "31",
        Measure.NATURAL_DAYS,
        LOCAL,
    ),
    Policy.RARELY_PRESENT: PolicyDefault(
        "派驻人员月到岗率预警线（低于）", "60", Measure.PERCENT, LOCAL
    ),
    Policy.CERTIFICATE_ALARM: PolicyDefault(
        "执法证到期提前提醒", "60", Measure.NATURAL_DAYS, LOCAL
    ),
    Policy.CERTIFICATE_PATTERN: PolicyDefault(
        "执法证编号格式（正则表达式）", r"\d{8,12}", Measure.PATTERN, LOCAL
    ),
    Policy.LATE_ENTRY: PolicyDefault(
        "补录须说明原因（晚于发生之日）", "2", Measure.WORKDAYS, LOCAL
    ),
    Policy.ORDER_SIGN: PolicyDefault(
        "调度指令签收时限（指令未另定的）", "2", Measure.HOURS, LOCAL
    ),
    Policy.WHISTLE_URGENT_ARRIVE: PolicyDefault(
        "应急哨到场时限", "30", Measure.MINUTES, _BEIJING
    ),
    Policy.WHISTLE_URGENT_REPORT: PolicyDefault(
        "应急哨反馈时限", "24", Measure.HOURS, LOCAL
    ),
    Policy.WHISTLE_ENFORCEMENT_ARRIVE: PolicyDefault(
        "执法哨到场时限", "1", Measure.WORKDAYS, LOCAL
    ),
    Policy.WHISTLE_ENFORCEMENT_FINISH: PolicyDefault(
        "执法哨办结时限", "5", Measure.WORKDAYS, LOCAL
    ),
    Policy.WHISTLE_HARD_SIGN: PolicyDefault(
        "攻坚哨应哨时限", "2", Measure.WORKDAYS, f"江西都昌做法；{LOCAL}"
    ),
    Policy.WHISTLE_HARD_FINISH: PolicyDefault(
        "攻坚哨办结时限", "10", Measure.WORKDAYS, f"扬州广陵做法；{LOCAL}"
    ),
    Policy.WHISTLE_EXTENSION: PolicyDefault(
        "攻坚哨延期（一次，不超过）", "10", Measure.WORKDAYS, LOCAL
    ),
    Policy.DISPUTE_ANSWER: PolicyDefault(
        "争议协调答复时限", "5", Measure.WORKDAYS, LOCAL
    ),
    Policy.INCOMING_ANSWER: PolicyDefault(
        "收文办理时限（来文未写明的）", "5", Measure.WORKDAYS, LOCAL
    ),
    Policy.OBJECTION_WINDOW: PolicyDefault(
        "考核结果异议期", "3", Measure.WORKDAYS, LOCAL
    ),
    Policy.APPEAL_ANSWER: PolicyDefault(
        "考核申诉答复时限", "5", Measure.WORKDAYS, LOCAL
    ),
    Policy.QUORUM: PolicyDefault(
        "集体研究到会人数（不低于应到的）", "67", Measure.PERCENT, LOCAL
    ),
    Policy.NOMINATION_REPLY: PolicyDefault(
        "推荐提名答复时限", "30", Measure.NATURAL_DAYS, LOCAL
    ),
    Policy.NOMINATION_PAUSE: PolicyDefault(
        "推荐未被采纳后再次提名的间隔", "180", Measure.NATURAL_DAYS, LOCAL
    ),
    Policy.VETO_ANSWER: PolicyDefault(
        "反向否决答复时限（来函未写明的）", "5", Measure.WORKDAYS, LOCAL
    ),
    Policy.VETO_SILENCE: PolicyDefault(
        "反向否决逾期未答复视为同意", "是", Measure.YES_NO, LOCAL
    ),
    Policy.COUNTY_REPLY: PolicyDefault(
        "县里协调答复时限", "10", Measure.WORKDAYS, LOCAL
    ),
    Policy.GOOD_GRADE_SHARE: PolicyDefault(
        "平时考核“好”等次比例（不超过）", "40", Measure.PERCENT, LOCAL
    ),
    Policy.EXCELLENT_GRADE_SHARE: PolicyDefault(
        "年度考核优秀等次比例（不超过）", "20", Measure.PERCENT, LOCAL
    ),
    Policy.PASSWORD_LENGTH: PolicyDefault(
        "口令最短长度", "8", Measure.CHARACTERS, CUSTOM
    ),
    Policy.ADMIN_PASSWORD_LENGTH: PolicyDefault(
        "管理员口令最短长度", "10", Measure.CHARACTERS, CUSTOM
    ),
    Policy.PASSWORD_DAYS: PolicyDefault(
        "口令提醒更换", "90", Measure.NATURAL_DAYS, CUSTOM
    ),
    Policy.FAILED_SIGN_INS: PolicyDefault(
        "连续登录失败锁定", "5", Measure.TIMES, CUSTOM
    ),
    Policy.LOCK_MINUTES: PolicyDefault(
        "登录失败锁定时长", "30", Measure.MINUTES, CUSTOM
    ),
    Policy.IDLE_MINUTES: PolicyDefault("无操作自动锁屏", "10", Measure.MINUTES, CUSTOM),
    Policy.BACKUP_MINUTES: PolicyDefault("自动备份间隔", "30", Measure.MINUTES, LOCAL),
}

_LARGEST = {
    Measure.PERCENT: 100,
    Measure.HOURS: 24 * 30,
    Measure.MINUTES: 24 * 60,
    Measure.CHARACTERS: 64,
}


def check_policy_value(policy: Policy, text: str) -> str:
    """Return a policy value in its one form, or refuse it.

    Raises:
        Refusal: Not a whole number in range, not a pattern that can be read, or
            neither yes nor no.

    Clause: general/policy-table
    """
    value, measure = text.strip(), policy.default.measure
    if measure is Measure.PATTERN:
        try:
            re.compile(value)
        except re.error as error:
            raise Refusal(
                f"编号格式“{value}”无法识别（第{(error.pos or 0) + 1}个字符处）。",
                clause="general/policy-table",
            ) from None
        return value
    if measure is Measure.YES_NO:
        if value not in {"是", "否"}:
            raise Refusal(
                f"“{policy.default.title}”应填“是”或者“否”。",
                clause="general/policy-table",
            )
        return value
    largest = _LARGEST.get(measure, 3650)
    if not value.isdecimal() or not 1 <= int(value) <= largest:
        raise Refusal(
            f"“{policy.default.title}”应为1至{largest}的整数。",
            clause="general/policy-table",
        )
    return str(int(value))


def check_password(password: str, name: str, shortest: int) -> None:
    """Refuse a password that is too easily guessed.

    Args:
        password: What was typed.
        name: The account's name, which the password may not hold.
        shortest: The fewest characters allowed.

    Raises:
        Refusal: Too short, fewer than three kinds of characters, or holds the name.

    Clause: platform/password
    """
    kinds = sum(
        bool(re.search(kind, password))
        for kind in (r"[a-z]", r"[A-Z]", r"\d", r"[^a-zA-Z\d]")
    )
    enough_kinds = 3
    if len(password) < shortest or kinds < enough_kinds:
        raise Refusal(
            f"口令至少{shortest}位，并含大写字母、小写字母、数字、符号中的三种。",
            clause="platform/password",
        )
    if name and name.lower() in password.lower():
        raise Refusal("口令不能包含登录名。", clause="platform/password")


def kept_backups(moments: Iterable[datetime], now: datetime) -> set[datetime]:
    """Choose which backups stay: the newer, the more.

    All of the last two days, the last of each day for a month, the last of each
    month for ever; and always the newest three, whatever their age.

    Args:
        moments: When each backup was made, aware.
        now: The present moment, aware.
    """
    newest_first = sorted(moments, reverse=True)
    kept = {at for at in newest_first if now - at <= timedelta(days=2)}
    kept.update(newest_first[:3])
    days, months = set(), set()
    for at in newest_first:
        local = at.astimezone(CHINA)
        if now - at <= timedelta(days=31) and local.date() not in days:
            days.add(local.date())
            kept.add(at)
        if (local.year, local.month) not in months:
            months.add((local.year, local.month))
            kept.add(at)
    return kept
