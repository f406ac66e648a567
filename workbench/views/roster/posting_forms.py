"""Forms of what changes about a person: unit, post, certificate, leave, attendance.

Every form is about people who are handed in as ``fixed``; those that correct a record
begin with what stands there and ask for the reason.
"""

from dataclasses import replace
from enum import Enum
from typing import Any

from workbench.rules.calendar import chinese_day, parse_month
from workbench.rules.roster.people import LeaveKind, PostKind
from workbench.rules.roster.units import Employment
from workbench.services.roster import people, postings
from workbench.services.roster.units import UNITS
from workbench.views.fields import Choice, Field, FieldKind
from workbench.views.forms import Form


def choices_of(kind: type[Enum]) -> tuple[Choice, ...]:
    """Return every member of an enum that people see, as something to choose."""
    return tuple(Choice(one, getattr(one, "label", one.value)) for one in kind)


def unit_field(name: str, title: str, **more: Any) -> Field:
    """Return a field that takes one unit, found by fragment or initials.

    Args:
        name: Keyword of the command or query.
        title: What people read above it.
        **more: As of ``Field``.
    """
    return Field(
        name,
        title,
        FieldKind.ROW,
        listing=UNITS,
        says=lambda row: row.short_name,
        **more,
    )


EMPLOYMENT = Field(
    "employment",
    "编制类型",
    FieldKind.CHOICE,
    required=True,
    half=True,
    choices=choices_of(Employment),
)
POST_KIND = Field(
    "post",
    "岗位",
    FieldKind.CHOICE,
    required=True,
    half=True,
    choices=choices_of(PostKind),
    start=PostKind.FRONTLINE,
)
LATE = Field(
    "reason",
    "原因",
    hint="事情过去几个工作日才录入的，写明补录原因；及时录入可不填。",
)
WRONG = Field(
    "reason",
    "更正原因",
    required=True,
    ghost="如：文件日期看错",
    hint="原记录保留并标为“已更正”，以前打印的材料不变。",
)


def day(name: str, title: str, **more: Any) -> Field:
    """Return a field that takes a day, half a line wide."""
    return Field(name, title, FieldKind.DATE, **{"half": True, **more})


_FIRST, _LAST = day("first", "开始日期", required=True), day("last", "最后一天")
_NEW_UNIT = unit_field("unit_id", "派驻到", required=True, ghost="名称或拼音首字母")
_PAPER = Field(
    "document", "派驻文号", ghost="如：东综执〔2026〕12号", hint="没有文件的可不填。"
)
_POSTING = (
    _NEW_UNIT,
    day("on", "自哪天起", required=True, hint="原派驻到前一天为止。"),
    POST_KIND,
    _PAPER,
    LATE,
)

POST = Form(
    "people.post",
    "办理派驻",
    postings.post_person,
    _POSTING,
    save="办理",
    done="派驻已办理。",
)
"""Posts one person, who is handed in as ``person_id``."""

POST_MANY = Form(
    "people.post_many",
    "办理多人派驻",
    postings.post_people,
    _POSTING,
    save="全部办理",
    done=lambda count: f"{count}人的派驻已办理。",
    intro="所选人员派驻到同一单位、同一岗位。有一人办不了，全部都不办理。",
)
"""Posts several people, who are handed in as ``person_ids``."""

ADD_POSTING = Form(
    "people.add_posting",
    "补登过去的派驻",
    postings.add_posting,
    (
        unit_field("unit_id", "派驻在", required=True, ghost="名称或拼音首字母"),
        _FIRST,
        day("last", "最后一天", required=True),
        POST_KIND,
        _PAPER,
        LATE,
    ),
    done="派驻已补登。",
)
CORRECT_POSTING = Form(
    "people.correct_posting",
    "更正派驻",
    postings.correct_posting,
    (
        unit_field("unit_id", "派驻在", required=True),
        _FIRST,
        day("last", "最后一天", ghost="仍在的不填"),
        POST_KIND,
        _PAPER,
        WRONG,
    ),
    save="更正",
    done="派驻已更正。",
)

HOME = Form(
    "people.home",
    "改编制单位",
    postings.change_home,
    (
        unit_field("unit_id", "新的编制单位", required=True, ghost="名称或拼音首字母"),
        EMPLOYMENT,
        day("on", "自哪天起", required=True, hint="原编制到前一天为止。"),
        LATE,
    ),
    done="编制已变更。",
)
CORRECT_HOME = Form(
    "people.correct_home",
    "更正编制",
    postings.correct_home,
    (
        unit_field("unit_id", "编制单位", required=True),
        replace(EMPLOYMENT, half=False),
        _FIRST,
        day("last", "最后一天", ghost="仍在的不填"),
        WRONG,
    ),
    save="更正",
    done="编制已更正。",
)
LEAVE_FORCE = Form(
    "people.leave_force",
    "离队",
    postings.leave_force,
    (
        day("last_day", "在队最后一天", required=True, half=False),
        Field("reason", "原因", required=True, ghost="如：退休、调出、辞职"),
    ),
    save="办理离队",
    question=lambda given: (
        f"{chinese_day(given['last_day'])}为在队最后一天？",
        "编制和派驻到这一天为止，之后不再计入人数；填错了可在一人一档里更正。",
    ),
    done="已办理离队，档案保留。",
    intro="编制和派驻到这一天为止；档案和以前的记录都保留，仍可查。",
)

_CARD = (
    Field("number", "执法证号", required=True, ghost="照证件填写"),
    Field("fields", "执法领域", ghost="如：城市管理、自然资源"),
    day("first", "有效期起日", required=True),
    day("last", "有效期止日", ghost="长期有效的不填"),
)
CERTIFICATE = Form(
    "people.certificate",
    "登记执法证",
    postings.add_certificate,
    (
        *_CARD,
        Field("reason", "补录原因", hint="执法证起日在已锁定的月份以前才需要。"),
    ),
    done="执法证已登记。",
    intro="换发新证也在这里登记，旧证保留在档案里。",
)
CORRECT_CERTIFICATE = Form(
    "people.correct_certificate",
    "更正执法证",
    postings.correct_certificate,
    (*_CARD, WRONG),
    save="更正",
    done="执法证已更正。",
    intro="证件收回、注销的，把“有效期止日”改为最后有效的一天。",
)

_AWAY = (
    Field(
        "kind", "类别", FieldKind.CHOICE, required=True, choices=choices_of(LeaveKind)
    ),
    day("first", "离岗第一天", required=True),
    day("last", "离岗最后一天", ghost="没有回来的不填"),
    day(
        "approved_to",
        "文件批准到",
        half=False,
        hint="病假、脱产学习按文件写的期限算长短；文件没写的不填。",
    ),
    Field("document", "请假文号"),
)
LEAVE = Form(
    "people.leave",
    "登记请假",
    postings.add_leave,
    (*_AWAY, LATE),
    done="请假已登记。",
)
CORRECT_LEAVE = Form(
    "people.correct_leave",
    "更正请假",
    postings.correct_leave,
    (*_AWAY, WRONG),
    save="更正",
    done="请假已更正。",
)
END_LEAVE = Form(
    "people.end_leave",
    "销假",
    postings.end_leave,
    (
        day("last", "离岗最后一天", required=True, half=False, hint="次日起算在岗。"),
        LATE,
    ),
    save="销假",
    done="已销假。",
)

_STRUCK = Field(
    "reason",
    "作废原因",
    required=True,
    ghost="如：登记到了别人名下",
    hint="记录划线保留，不再起作用；原因记入审计日志。",
)
STRIKE_CERTIFICATE = Form(
    "people.strike_certificate",
    "作废执法证登记",
    postings.strike_certificate,
    (_STRUCK,),
    save="作废",
    done="这条执法证记录已作废。",
    intro="只用于本不该登记的记录；内容录错的，请用“更正”。",
)
STRIKE_LEAVE = Form(
    "people.strike_leave",
    "作废请假登记",
    postings.strike_leave,
    (_STRUCK,),
    save="作废",
    done="这条请假记录已作废。",
    intro="只用于本不该登记的记录；内容录错的，请用“更正”。",
)

ATTENDANCE = Form(
    "people.attendance",
    "登记考勤",
    postings.set_attendance,
    (
        Field("month", "月份", required=True, check=parse_month, ghost="如：202603"),
        Field("days_due", "应到天数", FieldKind.WHOLE, required=True, half=True),
        Field("days_present", "实到天数", FieldKind.WHOLE, required=True, half=True),
        Field("source", "来源", ghost="如：考勤机、签到表"),
        Field("reason", "更正原因", hint="当月已登记过的，写明为什么改。"),
    ),
    done="考勤已登记。",
)
TRAINING = Form(
    "people.training",
    "登记培训",
    postings.add_training,
    (
        Field("topic", "内容", required=True, ghost="如：行政处罚法轮训"),
        day("held_on", "日期", required=True),
        Field("hours", "学时", FieldKind.WHOLE, required=True, half=True),
        Field("score", "考试成绩", FieldKind.WHOLE, ghost="没有考试的不填"),
    ),
    done="培训已登记。",
)

REVEAL = Form(
    "people.reveal",
    "显示完整号码",
    people.reveal_person,
    (
        Field(
            "reason",
            "用途",
            required=True,
            ghost="如：办理执法证换发",
            hint="谁、何时、为什么查看，都记入审计日志。",
        ),
    ),
    save="显示",
    done="号码已显示，稍后自动隐藏。",
)
