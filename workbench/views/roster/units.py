"""Units: what each is, from when, its posts, and whom to call."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from typing_extensions import override

from workbench.desk import Topic
from workbench.listing import Tone
from workbench.rules.calendar import chinese_day
from workbench.rules.identifiers import check_credit_code, check_phone
from workbench.rules.roster.units import AuthorityKind, Employment, UnitKind
from workbench.services.roster import unit_files, units
from workbench.services.roster.unit_files import ContactLine, QuotaLine, UnitFile
from workbench.services.roster.units import UNITS, UnitForm, UnitRow
from workbench.views.bench import Bench
from workbench.views.fields import Choice, Field, FieldKind
from workbench.views.forms import Form
from workbench.views.lists import ListPage, ListPlan
from workbench.views.pages import Action, Line, Sheet, Takes, fills
from workbench.views.rooms import PageInfo
from workbench.views.roster.posting_forms import LATE, day

_KINDS = tuple(Choice(one, one.label) for one in UnitKind)
_SINCE = day("valid_from", "自哪天起", required=True)
_WHAT = (
    Field("name", "全称", required=True, group="基本情况"),
    Field(
        "short_name",
        "简称",
        group="基本情况",
        half=True,
        hint="列表里显示；不填同全称。",
    ),
    Field(
        "kind",
        "类别",
        FieldKind.CHOICE,
        required=True,
        choices=_KINDS,
        group="基本情况",
        half=True,
    ),
    Field(
        "parent_id",
        "上级机构",
        FieldKind.CHOICE,
        asks=unit_files.units_to_choose,
        ghost="没有则不填",
        group="基本情况",
    ),
    Field(
        "town_id",
        "所在镇街",
        FieldKind.CHOICE,
        asks=unit_files.towns_to_choose,
        ghost="镇街的机构须填",
        group="基本情况",
        half=True,
    ),
    Field(
        "zone_id",
        "所属片区",
        FieldKind.CHOICE,
        asks=unit_files.zones_to_choose,
        ghost="片区队伍、中心须填",
        group="基本情况",
        half=True,
    ),
    Field(
        "counts",
        "是否计入下沉口径",
        FieldKind.CHOICE,
        required=True,
        choices=(Choice(True, "计入"), Choice(False, "不计入")),
        group="基本情况",
        hint="计入：本机构在编人员列入下沉比例的分母；不计入：派驻到一线也不算。",
    ),
    Field(
        "smallest_staff",
        "最低人员数",
        FieldKind.WHOLE,
        start=0,
        group="基本情况",
        half=True,
        hint="派驻调出后不得少于此数。",
    ),
    Field(
        "authority",
        "执法主体",
        FieldKind.CHOICE,
        choices=tuple(Choice(one, one.label) for one in AuthorityKind),
        start=AuthorityKind.NONE,
        group="执法主体",
        half=True,
    ),
    Field(
        "principal_id",
        "委托机关",
        FieldKind.CHOICE,
        asks=unit_files.units_to_choose,
        ghost="仅受委托组织填写",
        group="执法主体",
        half=True,
    ),
    Field(
        "authority_basis",
        "主体依据",
        group="执法主体",
        ghost="法律法规、赋权决定或委托书文号",
    ),
    Field(
        "entrusted_to",
        "委托期限至",
        FieldKind.DATE,
        group="执法主体",
        half=True,
        hint="委托书写明的最后一天，过后不能再以委托机关名义出具文书。",
    ),
    Field(
        "credit_code",
        "统一社会信用代码",
        check=check_credit_code,
        group="执法主体",
    ),
    Field("duty_phone", "值班电话", check=check_phone, group="联系", half=True),
    Field("address", "地址", group="联系"),
)


def _shaped(values: dict[str, Any]) -> dict[str, Any]:
    """Let what was left empty be what the command takes for nothing."""
    return values | {
        "authority": values["authority"] or AuthorityKind.NONE,
        "smallest_staff": values["smallest_staff"] or 0,
    }


ADD = Form(
    "units.add",
    "新增机构",
    units.add_unit,
    (
        *_WHAT,
        replace(_SINCE, group="何时起"),
        replace(LATE, group="何时起"),
    ),
    shape=_shaped,
    done="机构已登记。",
)
CHANGE = Form(
    "units.change",
    "变更机构",
    units.change_unit,
    (
        _SINCE,
        Field("reason", "原因", half=True, ghost="如：“三定”方案调整"),
        *_WHAT,
    ),
    intro="只改有变化的栏目；之前的情况照旧保留，随时可查。",
    shape=_shaped,
    done="已变更，之前的情况仍可查。",
)
CLOSE = Form(
    "units.close",
    "撤销机构",
    units.close_unit,
    (
        Field(
            "last_day",
            "最后一天",
            FieldKind.DATE,
            required=True,
            hint="这天之后机构不再存在；之前的记录都保留。",
        ),
        Field(
            "reason",
            "原因",
            FieldKind.PROSE,
            required=True,
            ghost="依据的文件和原因",
        ),
    ),
    save="撤销",
    intro="人员的编制和派驻都转出以后，才能撤销。",
    done="机构已撤销，以前的记录仍可查。",
    question=lambda said: (
        f"撤销到{chinese_day(said['last_day'])}为止？",
        "撤销后不能再登记编制和派驻，只能重新新增；以前的记录都保留。",
    ),
)
QUOTA = Form(
    "units.quota",
    "核定编制",
    units.set_quota,
    (
        Field(
            "employment",
            "编制类型",
            FieldKind.CHOICE,
            required=True,
            choices=tuple(
                Choice(one, one.label) for one in Employment if one.established
            ),
            half=True,
        ),
        Field("posts", "核定数", FieldKind.WHOLE, required=True, half=True),
        _SINCE,
        LATE,
    ),
    intro="一次填一种编制类型；原来的核定数保留在历史里。",
    done="核定编制已登记。",
)
ADD_CONTACT = Form(
    "units.contact.add",
    "新增联系人",
    units.add_contact,
    (
        Field("name", "姓名", required=True, half=True),
        Field("duty", "职务或岗位", half=True, ghost="如：值班室、分管领导"),
        Field("phone", "电话", required=True, check=check_phone, half=True),
        _SINCE,
    ),
    done="联系人已登记。",
)
END_CONTACT = Form(
    "units.contact.end",
    "停用联系人",
    units.end_contact,
    (Field("last_day", "最后一天", FieldKind.DATE, required=True),),
    save="停用",
    done="联系人已停用。",
)


def _about(row: UnitRow) -> Mapping[str, Any]:
    return {"unit_id": row.id}


def _name(row: UnitRow) -> str:
    return row.short_name


def _opens(form: Form, **more: Any) -> Action:
    """Return the action of filling in a dated form about one unit, from today on."""

    def run(page: "UnitsPage", rows: Sequence[UnitRow]) -> None:
        today = page.bench.desk.today()
        start = {one.name: today for one in form.fields if one.name == "valid_from"}
        page.fill(form, start=start, fixed=_about(rows[0]), subject=_name(rows[0]))
        page.at = rows[0].id

    return Action(form.title, run, form.command, takes=Takes.ONE, form=form, **more)


def _change(page: "UnitsPage", rows: Sequence[UnitRow]) -> None:
    """Open the form with what holds now in it."""

    def fill(file: UnitFile) -> None:
        start = {
            name: getattr(file.form, name) for name in UnitForm.__dataclass_fields__
        }
        start["valid_from"] = page.bench.desk.today()
        page.fill(CHANGE, start=start, fixed=_about(rows[0]), subject=_name(rows[0]))
        page.at = file.id

    page.bench.ask(unit_files.unit_file, {"unit_id": rows[0].id}, fill, owner=page)


_CHANGE = Action(
    "变更", _change, units.change_unit, takes=Takes.ONE, icon="pencil", form=CHANGE
)
_QUOTA = _opens(QUOTA, icon="users")
_CONTACT = _opens(ADD_CONTACT, icon="phone")
_CLOSE = fills(
    CLOSE,
    title="撤销",
    takes=Takes.ONE,
    icon="ban",
    hurts=True,
    fixed=_about,
    subject=_name,
)


def _detail(page: Any, row: UnitRow) -> None:
    """Ask for the unit's whole file, then show it."""
    page.at = row.id
    page.bench.ask(
        unit_files.unit_file,
        {"unit_id": row.id, **page.day()},
        lambda file: page.show_file(row, file),
        owner=page,
    )


PLAN = ListPlan(
    UNITS,
    frozenset({Topic.UNITS, Topic.POSTINGS, Topic.PEOPLE, Topic.TOWNS, Topic.ZONES}),
    filters=(
        Field("text", "机构", ghost="名称或拼音首字母", wide=True),
        Field("kind", "类别", FieldKind.CHOICE, choices=_KINDS),
        Field("on", "截至", FieldKind.DATE, ghost="今天"),
    ),
    actions=(
        fills(ADD, icon="plus", primary=True),
        _CHANGE,
        _QUOTA,
        _CONTACT,
        _CLOSE,
    ),
    detail=_detail,
    empty="还没有机构。先登记执法机关、镇街综合执法局和片区队伍，也可以用“导入”成批录入。",
    dated=True,
)


class UnitsPage(ListPage[UnitRow]):
    """The list of units.

    Attributes:
        at: Number of the unit whose file or form is in the panel.
    """

    def __init__(self, bench: Bench, info: PageInfo) -> None:
        super().__init__(bench, info, PLAN)
        self.at: int | None = None

    def show_file(self, row: UnitRow, file: UnitFile) -> None:
        """Show everything about one unit in the panel, if it is still wanted."""
        if file.id != self.at:
            return
        self.show_sheet(
            Sheet(
                row.name,
                (
                    ("", _standing(row, file)),
                    ("编制", _posts(row, file)),
                    ("联系人", _contacts(file, self._ending)),
                    ("沿革", _history(file)),
                ),
                (_CHANGE, _QUOTA, _CONTACT, _CLOSE),
                row,
            )
        )

    def _ending(self, contact: ContactLine) -> Callable[[], object] | None:
        """Return what opens the form that ends a contact, if the person may."""
        if not self.bench.desk.may(units.end_contact):
            return None
        return partial(
            self.fill,
            END_CONTACT,
            start={"last_day": self.bench.desk.today()},
            fixed={"contact_id": contact.id},
            subject=contact.name,
        )

    @override
    def note_saved(self, form: Form, result: object) -> None:
        """Show the unit as it now is."""
        number = result if form is ADD else self.at
        if isinstance(number, int) and form is not CLOSE:
            self.open_row(number)


def _standing(row: UnitRow, file: UnitFile) -> tuple[Line, ...]:
    form = file.form
    lines = [
        Line("简称", row.short_name),
        Line("类别", row.kind.label),
        Line("上级机构", row.parent),
        Line("镇街/片区", row.place),
        Line("执法主体", row.authority.label),
        Line("委托机关", file.principal),
        Line("主体依据", form.authority_basis),
        Line("委托期限至", str(form.entrusted_to or "")),
        Line("信用代码", form.credit_code, code=True),
        Line(
            "下沉口径",
            "计入" if row.counts else "不计入",
            tone=Tone.GOOD if row.counts else Tone.PLAIN,
        ),
        Line("现有人员", f"{row.staff}人（最低{row.smallest_staff}人）"),
        Line("值班电话", row.duty_phone, code=True),
        Line("地址", form.address),
    ]
    return tuple(line for line in lines if line.text)


def _posts(row: UnitRow, file: UnitFile) -> tuple[Line, ...]:
    if not file.quotas:
        return (Line("核定编制", "还没有核定，也没有在编人员"),)
    free = row.posts - row.established
    total = f"核定{row.posts}，实有{row.established}，{_free(free)}"
    return (
        *(Line(one.employment.label, _posts_of(one)) for one in file.quotas),
        Line("在编合计", total),
    )


def _posts_of(line: QuotaLine) -> str:
    """Say how approved and present posts stand to each other."""
    if not line.employment.established:
        return f"实有{line.present}（不占编制）"
    return f"核定{line.posts}，实有{line.present}，{_free(line.free)}"


def _free(posts: int) -> str:
    """Say how many posts are free, or by how many there are too few."""
    if not posts:
        return "满编"
    return f"空编{posts}" if posts > 0 else f"超编{-posts}"


def _contacts(
    file: UnitFile, ending: Callable[[ContactLine], Callable[[], object] | None]
) -> tuple[Line, ...]:
    found = []
    for one in file.contacts:
        end = ending(one)
        text = "　".join(filter(None, (one.duty, one.phone)))
        found.append(Line(one.name, text, act=("停用", end) if end else None))
    return tuple(found) or (Line("联系人", "还没有登记"),)


def _history(file: UnitFile) -> tuple[Line, ...]:
    """Say what it was, the latest first, and what each change changed."""
    lines: list[Line] = []
    before: UnitForm | None = None
    for period, form, reason in file.spans:
        said = [_changed(before, form) if before else f"{form.name}，{form.kind.label}"]
        if reason:
            said.append(f"原因：{reason}")
        if period.last:
            said.append(f"到{period.last}为止")
        lines.append(Line(f"{period.first}起", "；".join(said)))
        before = form
    return tuple(reversed(lines))


def _changed(before: UnitForm, form: UnitForm) -> str:
    """Name what differs, and say the new name or kind outright."""
    titles = {one.name: one.title.partition("（")[0] for one in _WHAT}
    shown = {"name": form.name, "short_name": form.short_name, "kind": form.kind.label}
    parts = [
        f"{titles[name]}改为“{shown[name]}”" if name in shown else f"变更{titles[name]}"
        for name in UnitForm.__dataclass_fields__
        if getattr(before, name) != getattr(form, name)
    ]
    return "，".join(parts) or "没有变化"
