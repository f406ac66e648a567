"""What the audit trail's arguments are called, and how their values read."""

from collections.abc import Callable
from dataclasses import is_dataclass
from enum import Enum
from functools import cache
from typing import Any, get_args, get_type_hints

from workbench.desk import Work, service_named
from workbench.rules.platform import Policy

WORDS = {
    "about": "内容",
    "about_id": "所述机构编号",
    "about_on": "所述日期",
    "account_id": "账号编号",
    "address": "地址",
    "addressee": "主送",
    "addressee_id": "主送单位编号",
    "advice": "有关建议",
    "affair_id": "办件编号",
    "answer": "答复的意见",
    "answer_by": "答复期限",
    "approved_to": "批准至",
    "area": "范围",
    "arrive_by": "到场时限",
    "article": "条款",
    "article_id": "条文编号",
    "asked": "向谁征求",
    "assistants": "协办单位编号",
    "at": "发生时间",
    "authority": "执法主体类别",
    "authority_basis": "主体依据",
    "ballot": "集体研究",
    "base": "改的哪一版",
    "basis": "依据",
    "by_hand": "手工评分",
    "calendar_source": "节假日依据",
    "calendars": "节假日",
    "cause": "原因",
    "cells": "排班",
    "certificate_id": "执法证编号",
    "claims": "异议",
    "code": "统一社会信用代码",
    "consent": "同意机关",
    "contact": "联系人",
    "contact_id": "通讯录编号",
    "content": "文件内容",
    "copies": "抄送",
    "corrects": "更正",
    "count": "条数",
    "counted": "统计月数",
    "counts": "计入下沉口径",
    "county": "县区",
    "county_code": "县区代码",
    "covers": "及于",
    "credit_code": "统一社会信用代码",
    "datum": "坐标系",
    "day": "日期",
    "days": "日期",
    "days_due": "应到天数",
    "days_present": "实到天数",
    "deed": "办理事项",
    "demands": "工作要求",
    "department_id": "来函部门编号",
    "disabled": "停用",
    "dispatch": "分派意见",
    "disputants": "争议单位编号",
    "document": "依据文件",
    "document_on": "文件日期",
    "driver_id": "驾驶人编号",
    "duty": "职责",
    "duty_id": "值班编号",
    "duty_phone": "值班电话",
    "employment": "编制类型",
    "encoding": "文字编码",
    "ends": "止",
    "entrusted_to": "委托期限",
    "evidence": "依据材料",
    "extra": "加减分上限",
    "facts": "基本事实",
    "faults": "存在问题",
    "field": "领域",
    "fields": "执法领域",
    "file": "文件",
    "file_id": "附件编号",
    "files": "附件",
    "filled": "填写的空位",
    "findings": "复核意见",
    "finish_by": "办结时限",
    "first": "起日",
    "folder": "文件夹",
    "follows_id": "接着哪一条",
    "formula": "计分公式",
    "given": "给分",
    "grant_id": "授权编号",
    "grounds": "依据",
    "group": "类别",
    "grouping_id": "编组方案编号",
    "hand_over_id": "交接班编号",
    "head": "表头行",
    "held_on": "举办日期",
    "home_id": "编制关系编号",
    "home_unit_id": "编制单位编号",
    "honour": "是否荣誉",
    "host_unit_id": "使用单位编号",
    "hours": "学时",
    "id_number": "身份证号",
    "ids": "记录编号",
    "integrity": "廉洁自律情况",
    "issue": "期号",
    "issued_on": "成文日期",
    "issuer_id": "发文机关编号",
    "item": "项目",
    "items": "项目",
    "key": "代号",
    "kilometres": "行驶公里数",
    "kind": "类别",
    "last": "止日",
    "last_day": "最后一天",
    "last_on": "最后一天",
    "lat": "纬度",
    "late": "补录原因",
    "latitude": "纬度",
    "law": "法规",
    "lead_id": "主办单位编号",
    "leave_id": "离岗编号",
    "letter": "来函和文号",
    "letter_id": "来文编号",
    "level": "哨声类别",
    "lines": "逐项内容",
    "listing": "列表",
    "lon": "经度",
    "longitude": "经度",
    "made_at": "备份时间",
    "made_with": "生成程序",
    "mapping": "对应栏目",
    "matter": "案由",
    "matters": "统筹事项",
    "mca_code": "民政代码",
    "meeting": "集体研究",
    "member_id": "成员编号",
    "merits": "主要成效",
    "method": "计分办法",
    "month": "月份",
    "month_id": "考核月份编号",
    "must_change": "首次登录须改口令",
    "name": "名称",
    "names_nobody": "不含人员",
    "nbs_code": "统计代码",
    "new": "新口令",
    "number": "证号",
    "numbered": "同时编号",
    "old": "原口令",
    "on": "日期",
    "one_id": "镇街编号",
    "organ": "制定机关",
    "other_id": "相邻镇街编号",
    "pages": "页数",
    "paper_id": "公文编号",
    "parent_id": "上级机构编号",
    "party": "当事人",
    "passable": "能否通行",
    "password": "口令",
    "people": "人员",
    "person": "对方经办人",
    "person_id": "人员编号",
    "person_ids": "人员编号",
    "person_name": "姓名",
    "phone": "电话",
    "place": "地点",
    "plan": "安排内容",
    "plate": "号牌",
    "points": "得分",
    "policy": "参数",
    "position": "现任职务",
    "post": "岗位",
    "posting_id": "派驻编号",
    "posts": "核定数",
    "power": "权力",
    "principal_id": "委托机关编号",
    "printer": "打印机",
    "profile": "基本情况",
    "proves": "证明内容",
    "purpose": "目标或事由",
    "quarter": "季度",
    "ratings": "评价",
    "reason": "原因",
    "reasons": "否决理由",
    "received_on": "收到日期",
    "receivers": "受令单位",
    "record": "公文内容",
    "remark": "备注",
    "reply": "答复内容",
    "reply_by": "答复期限",
    "report_to": "主送",
    "result": "办理结果",
    "reviewed": "复核过程",
    "role": "角色",
    "roles": "角色",
    "said": "登记内容",
    "sample": "示例",
    "scope": "范围",
    "score": "成绩",
    "seat_id": "驻地编号",
    "seats": "座位数",
    "seen": "看过的版本",
    "send_to": "抄送",
    "sender": "来文单位",
    "sender_id": "来文单位编号",
    "series_id": "文号系列编号",
    "sheet": "工作表",
    "shift": "班次",
    "shift_id": "班次编号",
    "short_name": "简称",
    "shown_first": "告知自",
    "shown_last": "告知至",
    "sign_by": "签收时限",
    "signer": "签发人",
    "smallest_staff": "最低人员数",
    "sort": "指令类型",
    "source": "依据",
    "stages": "行动步骤",
    "stance": "不同意的意见",
    "starts": "起",
    "state": "状态",
    "subject": "事项",
    "subject_id": "考核对象编号",
    "suffix": "文书代字",
    "taker_id": "替班人编号",
    "task": "调度任务",
    "tasks": "职责分工",
    "teams": "编组",
    "text": "文字",
    "title": "名称",
    "to": "告知谁",
    "told": "代录",
    "topic": "内容",
    "town_id": "镇街编号",
    "town_ids": "镇街编号",
    "town_unit_id": "吹哨单位编号",
    "unfinished": "待续办",
    "unit": "承办单位",
    "unit_id": "机构编号",
    "until": "新的时限",
    "urgency": "紧急程度",
    "use_id": "用车编号",
    "valid_from": "起始日",
    "value": "取值",
    "vehicle_id": "车辆编号",
    "verb": "步骤",
    "version": "版本",
    "vote": "表决",
    "votes": "表决情况",
    "vouched_by": "确认人登录名",
    "way": "方式",
    "weight": "分值",
    "word": "机关代字",
    "words": "写明",
    "written_on": "成文日期",
    "year": "年份",
    "yearly_volume": "年均件数",
    "zone_id": "片区编号",
    "zones": "片区",
}
"""What an argument is called, by its name."""

_ELSEWHERE = {
    ("platform.accounts", "name"): "登录名",
    ("platform.setup.first_account", "name"): "登录名",
    ("roster.people", "name"): "姓名",
    ("roster.units.add_contact", "name"): "联系人",
    ("documents.series.set_last_number", "last"): "已用到几号",
    ("roster.postings.set_attendance", "source"): "来源",
    ("documents.register.keep_draft", "unit_id"): "发文机关编号",
    ("documents.versions.note_print", "copies"): "份数",
    ("documents.versions.take_back", "name"): "文件名",
    ("roster.towns", "name"): "镇街名称",
    ("powers.hand_over", "person"): "接班人",
    ("powers.letters", "number"): "来文字号",
    ("powers.letters", "title"): "标题",
    ("powers.shifts", "name"): "班次名称",
    ("powers.shifts", "people"): "人数",
    ("powers.shifts", "place"): "次序",
    ("powers.swaps", "other_id"): "对方的值班编号",
}
"""What it is called in one command, or in every command of a module."""


def word(command: str, name: str) -> str:
    """Return what an argument is called.

    Args:
        command: The command, as the trail names it.
        name: The argument's own name; returned where nobody has given it a word.
    """
    module = command.rpartition(".")[0]
    for place in (command, module):
        if (place, name) in _ELSEWHERE:
            return _ELSEWHERE[place, name]
    return WORDS.get(name, name)


def value_words(command: str, name: str, value: object) -> str:
    """Return how an argument's value reads.

    Args:
        command: The command, as the trail names it.
        name: The argument.
        value: As the trail keeps it.
    """
    if isinstance(value, dict):
        parts = (
            f"{word('', key)} {value_words(command, key, one)}"
            for key, one in value.items()
            if one not in (None, "", [], {})
        )
        return "，".join(parts) or "（空）"
    if isinstance(value, list):
        return "、".join(value_words(command, name, one) for one in value) or "（空）"
    if isinstance(value, bool):
        return "是" if value else "否"
    text = "" if value is None else str(value)
    if text.startswith("SM3:"):
        return "（不显示）"
    service = service_named(command)
    labels = _labels(service).get(name, {}) if service else {}
    return labels.get(text, text) or "（空）"


@cache
def _labels(service: Callable[..., Any]) -> dict[str, dict[str, str]]:
    """Return how the values of a command's enumerations read, by argument.

    What a record that is handed over says is read, too, by its own names.
    """
    found: dict[str, dict[str, str]] = {}
    for name, hint in get_type_hints(service).items():
        _note_labels(name, hint, found)
    return found


def _note_labels(name: str, hint: Any, found: dict[str, dict[str, str]]) -> None:
    for kind in (hint, *get_args(hint)):
        if isinstance(kind, type) and issubclass(kind, Enum):
            found[name] = {str(each.value): _label(each) for each in kind}
        elif isinstance(kind, type) and is_dataclass(kind) and kind is not Work:
            for key, inner in get_type_hints(kind).items():
                _note_labels(key, inner, found)


def _label(one: Enum) -> str:
    if isinstance(one, Policy):
        return one.default.title
    return str(getattr(one, "label", one.value))
