"""The kinds of sheet that can be brought in: which columns each has, and what it is."""

from collections.abc import Callable
from typing import Any

from workbench.rows.sheets import OneOf, SheetColumn, plain_text, whole
from workbench.rules.calendar import parse_day, parse_month
from workbench.rules.identifiers import Sex, check_id_number, check_phone
from workbench.rules.roster.people import LeaveKind, PostKind
from workbench.rules.roster.units import AuthorityKind, Employment, UnitKind
from workbench.services.roster import import_facts
from workbench.services.roster.import_lines import ImportKind
from workbench.services.roster.import_people import (
    check_people,
    enter_people,
    people_effects,
)

_YES_NO = {"是": True, "否": False, "计入": True, "不计入": False}


_UNITS = frozenset({"home", "host", "unit", "parent", "principal"})


def how_to_fill(column: SheetColumn) -> str:
    """Say in a few words how a column is filled."""
    if column.hint:
        return column.hint
    if isinstance(column.parse, OneOf):
        return "、".join(column.parse.labels)
    if column.name in _UNITS:
        return "登记过的机构，全称或简称"
    return _WAYS.get(column.parse, "")


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
            "每人一行：基本信息、编制单位、使用单位、执法证和正在离岗的情况。",
            (
                _needed("name", "姓名", plain_text, "人员姓名"),
                _ID,
                _asked("sex", "性别", OneOf(_SEXES, "性别")),
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
                    OneOf(_EMPLOYMENT, "编制类型"),
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
                _asked("post", "岗位", OneOf(_POSTS, "岗位"), "岗位类别"),
                _asked("host_from", "使用起日", parse_day, "派驻日期", "下沉日期"),
                _text("document", "派驻文号", "派驻文件"),
                _text("certificate", "执法证号", "行政执法证号", "执法证编号"),
                _text("fields", "执法领域", "执法类别"),
                _asked("certificate_from", "证件起日", parse_day, "发证日期"),
                _asked(
                    "certificate_to", "证件止日", parse_day, "有效期至", "证件有效期"
                ),
                _asked("leave", "离岗类别", OneOf(_LEAVES, "离岗类别")),
                _asked("leave_from", "离岗起日", parse_day),
                _asked("leave_to", "批准至", parse_day, "批准止日"),
                _text("remark", "备注"),
            ),
            check_people,
            enter_people,
            people_effects,
        ),
        ImportKind(
            "units",
            "机构",
            "每个机构一行：类别、上级、执法主体、是否计入下沉口径。",
            (
                _needed("name", "全称", plain_text, "机构名称"),
                _text("short_name", "简称"),
                _needed(
                    "kind",
                    "类别",
                    OneOf({one.label: one for one in UnitKind}, "机构类别"),
                    "机构类别",
                ),
                _text("parent", "上级机构"),
                _text("town", "镇街", "所在镇街"),
                _text("zone", "片区", "所属片区"),
                SheetColumn(
                    "authority",
                    "执法主体类别",
                    OneOf({one.label: one for one in AuthorityKind}, "执法主体类别"),
                    default=AuthorityKind.NONE,
                ),
                _text("principal", "委托机关"),
                _text("authority_basis", "主体依据"),
                SheetColumn(
                    "counts",
                    "计入下沉口径",
                    OneOf(_YES_NO, "是或否"),
                    default=False,
                    also=("下沉口径",),
                ),
                SheetColumn("smallest_staff", "最低人员数", whole, default=0),
                _text("credit_code", "统一社会信用代码"),
                _text("address", "地址"),
                _text("duty_phone", "值班电话"),
                _needed("valid_from", "起日", parse_day, "成立日期"),
            ),
            import_facts.check_units,
            import_facts.enter_units,
            import_facts.unit_effects,
        ),
        ImportKind(
            "postings",
            "派驻",
            "每次派驻一行：谁、从哪天起、在哪个单位、做什么。",
            (
                _NAME,
                _ID,
                _needed("unit", "使用单位", plain_text),
                _needed("post", "岗位", OneOf(_POSTS, "岗位")),
                _needed("first", "起日", parse_day, "派驻日期"),
                _asked("last", "止日", parse_day),
                _text("document", "派驻文号"),
            ),
            import_facts.check_postings,
            import_facts.enter_postings,
            import_facts.posting_effects,
        ),
        ImportKind(
            "leaves",
            "离岗",
            "每次离岗一行：病假、学习、借调回流等的起止日期。",
            (
                _NAME,
                _ID,
                _needed("kind", "离岗类别", OneOf(_LEAVES, "离岗类别")),
                _needed("first", "起日", parse_day),
                _asked("last", "止日", parse_day),
                _asked("approved_to", "批准至", parse_day),
                _text("document", "文号"),
            ),
            import_facts.check_leaves,
            import_facts.enter_leaves,
            import_facts.leave_effects,
        ),
        ImportKind(
            "certificates",
            "执法证",
            "每个证一行：证号、执法领域和有效期。",
            (
                _NAME,
                _ID,
                _needed("number", "执法证号", plain_text),
                _text("fields", "执法领域"),
                _needed("first", "证件起日", parse_day, "发证日期"),
                _asked("last", "证件止日", parse_day, "有效期至"),
            ),
            import_facts.check_certificates,
            import_facts.enter_certificates,
            import_facts.certificate_effects,
        ),
        ImportKind(
            "attendance",
            "考勤",
            "每人每月一行：应到、实到天数；同一个月再导入即更新。",
            (
                _NAME,
                _ID,
                _needed("month", "月份", parse_month),
                _needed("days_due", "应到天数", whole, "应到"),
                _needed("days_present", "实到天数", whole, "实到"),
                _text("source", "来源"),
            ),
            import_facts.check_attendance,
            import_facts.enter_attendance,
            import_facts.attendance_effects,
        ),
        ImportKind(
            "training",
            "培训",
            "每次培训一行：日期、内容、学时、成绩。",
            (
                _NAME,
                _ID,
                _needed("held_on", "日期", parse_day),
                _needed("topic", "内容", plain_text),
                _needed("hours", "学时", whole),
                _asked("score", "成绩", whole),
            ),
            import_facts.check_training,
            import_facts.enter_training,
            import_facts.training_effects,
        ),
    )
}

_WAYS: dict[Callable[[str], Any], str] = {
    parse_day: "日期，如 2026-03-05",
    parse_month: "月份，如 2026-03",
    whole: "不小于0的整数",
    check_id_number: "18位，设为文本格式",
    check_phone: "手机号，或区号加座机",
}
