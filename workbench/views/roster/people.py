"""People: the register, and whatever is to be done about one of them or several."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from workbench.desk import Topic
from workbench.listing import Tone
from workbench.rules.calendar import CHINA
from workbench.rules.identifiers import check_id_number, check_phone
from workbench.rules.roster.people import PostKind
from workbench.rules.roster.units import Employment
from workbench.services.roster import exports, people
from workbench.services.roster.people import PEOPLE, PersonRow
from workbench.views.bench import Bench
from workbench.views.fields import Field, FieldKind
from workbench.views.forms import Form
from workbench.views.lists import ListPage, ListPlan
from workbench.views.pages import Action, Line, Sheet, Takes, fills
from workbench.views.rooms import PageInfo
from workbench.views.roster import posting_forms as forms
from workbench.views.roster.posting_forms import choices_of, day, unit_field

_REMARK = Field("remark", "备注")

ADD = Form(
    "people.add",
    "新增人员",
    people.add_person,
    (
        Field("name", "姓名", required=True, half=True, group="身份"),
        Field("phone", "电话", half=True, group="身份", check=check_phone),
        Field(
            "id_number",
            "身份证号",
            required=True,
            group="身份",
            check=check_id_number,
            hint="性别、出生日期由它得出；加密保存。",
        ),
        unit_field(
            "home_unit_id",
            "编制单位",
            required=True,
            group="编制",
            ghost="名称或拼音首字母",
        ),
        replace(forms.EMPLOYMENT, group="编制"),
        day("valid_from", "自哪天起", required=True, group="编制"),
        unit_field(
            "host_unit_id", "使用单位", group="派驻", ghost="不填，就在编制单位"
        ),
        replace(forms.POST_KIND, group="派驻", start=None),
        Field("document", "派驻文号", half=True, group="派驻"),
        replace(_REMARK, group="其他"),
        replace(forms.LATE, group="其他"),
    ),
    done="人员已登记，可接着登记执法证。",
)
EDIT = Form(
    "people.edit",
    "修改姓名、电话、备注",
    people.change_person,
    (
        Field("name", "姓名", required=True),
        Field("phone", "电话", ghost="不填，保留原号码", check=check_phone),
        _REMARK,
        Field("reason", "原因", hint="改姓名的，写明原因；日志保留原姓名。"),
    ),
)


def who(row: PersonRow) -> str:
    """Return a person's name with the unit, which tells namesakes apart."""
    return f"{row.name}（{row.host}）"


def _about(row: PersonRow) -> Mapping[str, Any]:
    return {"person_id": row.id}


def _one(form: Form, **more: Any) -> Action:
    """Return the action of filling in a form about one person."""
    return fills(form, **{"takes": Takes.ONE, "fixed": _about, "subject": who, **more})


def _post(page: ListPage[PersonRow], rows: Sequence[PersonRow]) -> None:
    """Fill in a posting: of one person, or of several at once."""
    first = rows[0]
    if len(rows) == 1:
        page.fill(forms.POST, start={}, fixed=_about(first), subject=who(first))
    else:
        page.fill(
            forms.POST_MANY,
            start={},
            fixed={"person_ids": [row.id for row in rows]},
            subject=f"{first.name}等{len(rows)}人",
        )


def _open_file(page: ListPage[PersonRow], rows: Sequence[PersonRow]) -> None:
    page.bench.go("person", rows[0].id)


_FILE = Action(
    "一人一档",
    _open_file,
    takes=Takes.ONE,
    icon="contact-round",
    needs=people.find_people,
)
_POST = Action(
    "派驻",
    _post,
    needs=forms.POST.command,
    takes=Takes.SOME,
    icon="map-pin",
    form=forms.POST,
)
_CERTIFICATE = _one(forms.CERTIFICATE, title="证件", icon="id-card")
_LEAVE = _one(
    forms.LEAVE, title="请假", icon="calendar-minus", when=lambda row: row.away is None
)
_BACK = _one(
    forms.END_LEAVE,
    icon="calendar-check",
    fixed=lambda row: {"leave_id": row.leave_id},
    when=lambda row: row.away is not None,
)
_EDIT = _one(
    EDIT,
    title="修改",
    icon="pencil",
    start=lambda row: {"name": row.name, "remark": row.remark},
)


def certificate_state(row: PersonRow) -> tuple[str, Tone]:
    """Return how a person's certificate stands, in words, and its colour."""
    if not row.certificate:
        return "无执法证", Tone.CAUTION
    if row.days_left is None:
        return "有效", Tone.GOOD
    if row.days_left < 0:
        return f"已过期{-row.days_left}天", Tone.OVERDUE
    return f"剩{row.days_left}天", Tone.CAUTION


def _detail(_page: Any, row: PersonRow) -> Sheet:
    state, tone = certificate_state(row)
    lasts = str(row.certificate_to) if row.certificate_to else "长期"
    card = (
        (Line("执法证号", row.certificate, code=True), Line("有效期至", lasts))
        if row.certificate
        else ()
    )
    return Sheet(
        row.name,
        (
            (
                "",
                (
                    Line("编制单位", row.home),
                    Line("编制类型", row.employment.label if row.employment else "—"),
                    Line("使用单位", row.host),
                    Line("岗位", row.post.label if row.post else "—"),
                    Line(
                        "在岗情况",
                        row.away.label if row.away else "在岗",
                        tone=Tone.CAUTION if row.away else Tone.GOOD,
                    ),
                ),
            ),
            ("执法证", (Line("状态", state, tone=tone), *card)),
            (
                "身份",
                (
                    Line("性别", row.sex.label),
                    Line("出生日期", str(row.born_on)),
                    Line("身份证号", row.id_number, code=True),
                    Line("电话", row.phone or "—", code=True),
                    *([Line("备注", row.remark)] if row.remark else []),
                ),
            ),
        ),
        (
            _FILE,
            _POST,
            _CERTIFICATE,
            _LEAVE,
            _BACK,
            _EDIT,
        ),
        row,
    )


PLAN = ListPlan(
    PEOPLE,
    frozenset({Topic.PEOPLE, Topic.POSTINGS, Topic.UNITS, Topic.POLICY}),
    filters=(
        Field("text", "人员", ghost="姓名、拼音首字母或身份证号", wide=True),
        unit_field("home_unit_id", "编制单位"),
        unit_field("host_unit_id", "使用单位"),
        Field(
            "employment",
            "编制类型",
            FieldKind.CHOICE,
            choices=choices_of(Employment),
            folded=True,
        ),
        Field(
            "post", "岗位", FieldKind.CHOICE, choices=choices_of(PostKind), folded=True
        ),
        Field("on", "截至", FieldKind.DATE, ghost="今天", folded=True),
        Field("expiring", "证件即将到期", FieldKind.YES_NO, folded=True),
    ),
    actions=(
        fills(ADD, icon="user-plus", primary=True),
        _FILE,
        _POST,
        _CERTIFICATE,
        _LEAVE,
        _BACK,
        _one(forms.ATTENDANCE, title="考勤", icon="clipboard-check"),
        _one(forms.TRAINING, title="培训", icon="graduation-cap"),
        _one(forms.HOME, icon="building-2"),
        _EDIT,
        _one(
            forms.LEAVE_FORCE,
            icon="user-minus",
            hurts=True,
            when=lambda row: row.employment is not None,
        ),
    ),
    detail=_detail,
    empty=PEOPLE.empty,
    dated=True,
)


class PeoplePage(ListPage[PersonRow]):
    """The register of people.

    Args:
        bench: What it works with.
        info: How it is declared.
    """

    def __init__(self, bench: Bench, info: PageInfo) -> None:
        super().__init__(bench, info, PLAN)
        if bench.desk.may(exports.people_workbook):
            menu = self.export_button.menu()
            menu.addSeparator()
            menu.addAction("人员及全部记录").triggered.connect(self._ask_where_to)

    def _ask_where_to(self) -> None:
        from workbench.views import output  # noqa: PLC0415 - only an export needs it

        today = f"{self.bench.desk.now().astimezone(CHINA):%Y%m%d}"
        output.save_as(self, f"人员及全部记录{today}.xlsx", self.export_all)

    def export_all(self, path: Path) -> None:
        """Write everybody with every dated fact into an Excel file.

        Args:
            path: The file.
        """
        desk, write = self.bench.desk, self.bench.outside.write
        self.bench.run(
            lambda _progress: write(path, desk.do(exports.people_workbook)),
            lambda _none: self.bench.tell(f"人员及全部记录已导出到“{path}”。"),
            owner=self,
            doing="正在导出人员及全部记录",
        )
