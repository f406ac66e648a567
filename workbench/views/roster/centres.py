"""Command centres: who is on each roster, and who is missing from it."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from PySide6.QtWidgets import QButtonGroup, QWidget
from typing_extensions import override

from workbench.access import Permission
from workbench.desk import Topic
from workbench.listing import Tone
from workbench.rules.calendar import chinese_day
from workbench.rules.roster.zones import CentreDuty
from workbench.services.roster import centres, units
from workbench.services.roster.centres import (
    CANDIDATES,
    MEMBERS,
    CentreFile,
    MemberLine,
)
from workbench.views import style
from workbench.views.bench import Bench
from workbench.views.documents import drafts
from workbench.views.fields import Choice, Field, FieldKind
from workbench.views.forms import Form
from workbench.views.lists import ListPage, ListPlan
from workbench.views.notices import decide
from workbench.views.pages import Action, Line, Sheet, Takes, fills
from workbench.views.parts import (
    Elided,
    Flow,
    button,
    clear,
    column,
    holder,
    inset,
    row,
    sign,
    words,
)
from workbench.views.rooms import PageInfo
from workbench.views.roster.posting_forms import LATE, choices_of, day

_DOCUMENT = Field(
    "document",
    "明确文件文号",
    ghost="如：东综执〔2026〕12号",
    hint="县区综合执法主管部门明确其为成员的文件；没有文号的名单不能确认。",
)

ADD = Form(
    "centres.add",
    "新增成员",
    centres.add_member,
    (
        Field(
            "person_id",
            "姓名",
            FieldKind.ROW,
            required=True,
            listing=CANDIDATES,
            says=lambda one: f"{one.name}（{one.unit}）",
            ghost="姓名或拼音首字母",
        ),
        Field(
            "duty",
            "指挥中心职务",
            FieldKind.CHOICE,
            required=True,
            half=True,
            choices=choices_of(CentreDuty),
        ),
        Field(
            "town_id",
            "负责镇街",
            FieldKind.CHOICE,
            half=True,
            ghost="负责人才填",
        ),
        Field("position", "现任职务", half=True, ghost="如：副镇长"),
        day("valid_from", "自哪天起", required=True),
        _DOCUMENT,
        LATE,
    ),
    save="加入名单",
    done="已加入名单；名单有变动，须重新确认。",
)
END = Form(
    "centres.end",
    "免去",
    centres.end_member,
    (day("last_day", "最后一天", required=True, hint="当天仍在名单上。"), LATE),
    save="免去",
    done="已免去；名单有变动，须重新确认。",
)
DOCUMENT = Form(
    "centres.document",
    "补填明确文件",
    centres.enter_document,
    (_DOCUMENT,),
    done=lambda count: f"已为{count}名成员填上文号。",
    intro="先列名单、后收到文件的，在这里一次填上；已有文号的成员不变。",
)


def lacks(centre: CentreFile) -> tuple[str, ...]:
    """Return what else than towns' leads keeps a roster from being confirmed."""
    found = []
    if all(one.duty is not CentreDuty.COMMANDER for one in centre.members):
        found.append("还没有指挥长。")
    without = [one.name for one in centre.members if not one.document]
    if without:
        found.append(f"还没有写明确文件文号：{'、'.join(without)}。")
    return tuple(found)


def standing(centre: CentreFile) -> tuple[str, Tone]:
    """Return how far a roster is, in a word and its colour."""
    if centre.missing:
        return f"缺{len(centre.missing)}人", Tone.CAUTION
    if lacks(centre):
        return "不全", Tone.CAUTION
    if centre.confirmed_on is None:
        return "待确认", Tone.PLAIN
    return "已确认", Tone.GOOD


_SIGNS = {
    Tone.GOOD: ("circle-check", "good"),
    Tone.PLAIN: ("info", "accent"),
    Tone.CAUTION: ("triangle-alert", "on_caution"),
}


def _draft(page: "CentresPage", _rows: Sequence[Any]) -> None:
    on = page.day().get("on", page.bench.desk.today())
    page.fill_for_centre(drafts.ROSTER_OF_A_CENTRE, {"on": on})


_END = fills(
    END,
    takes=Takes.ONE,
    icon="user-minus",
    hurts=True,
    fixed=lambda one: {"member_id": one.id},
    subject=lambda one: one.name,
)
_PERSON = Action(
    "一人一档",
    lambda page, rows: page.bench.go("person", rows[0].person_id),
    needs=Permission.ROSTER_PERSON_READ,
    takes=Takes.ONE,
    icon="contact-round",
)


def _detail(_page: Any, member: MemberLine) -> Sheet:
    return Sheet(
        member.name,
        (
            (
                "在指挥中心",
                (
                    Line("职务", member.duty.label),
                    Line("负责镇街", member.town),
                    Line("明确文件", member.document or "—"),
                    Line("自哪天起", str(member.since)),
                ),
            ),
            (
                "本人",
                (
                    Line("现任职务", member.position or "—"),
                    Line("所在机构", member.unit),
                    Line("机构值班电话", member.duty_phone or "—", code=True),
                    Line("本人电话", member.phone or "—", code=True),
                ),
            ),
        ),
        (_PERSON, _END),
        member,
    )


PLAN = ListPlan(
    MEMBERS,
    frozenset({Topic.CENTRES, Topic.ZONES, Topic.UNITS, Topic.PEOPLE, Topic.POSTINGS}),
    filters=(Field("on", "截至", FieldKind.DATE, ghost="今天"),),
    actions=(
        Action(
            "新增成员",
            lambda page, _rows: page.add(),
            needs=centres.add_member,
            icon="user-plus",
            primary=True,
            form=ADD,
        ),
        Action(
            "确认名单",
            lambda page, _rows: page.confirm(),
            needs=centres.confirm_centre,
            icon="check",
        ),
        Action(
            "补填文件",
            lambda page, _rows: page.fill_for_centre(DOCUMENT, {}),
            needs=centres.enter_document,
            icon="pencil",
            form=DOCUMENT,
        ),
        Action(
            drafts.CENTRE_ROSTER.title,
            _draft,
            needs=drafts.CENTRE_ROSTER.command,
            icon="file-plus",
            form=drafts.ROSTER_OF_A_CENTRE,
        ),
        _END,
    ),
    detail=_detail,
    empty=MEMBERS.empty,
    dated=True,
)


class CentresPage(ListPage[MemberLine]):
    """The rosters of the command centres, one at a time.

    Args:
        bench: What it works with.
        info: How it is declared.

    Attributes:
        centre: The centre whose roster is shown, as on the day asked about.
        gaps: The button for each town nobody answers for, by the town's name.
    """

    def __init__(self, bench: Bench, info: PageInfo) -> None:
        self.centre: CentreFile | None = None
        self._files: dict[int, CentreFile] = {}
        super().__init__(bench, info, PLAN)
        self._wanted = bench.memory.get("centres/unit")
        self.gaps: dict[str, QWidget] = {}
        self._picks = Flow()
        self._group = QButtonGroup(self)
        self._told = Elided("", "grey")
        self._lacks = column(gap=1)
        self._notice = holder(self._lacks, "notice-caution")
        inset(self._lacks, 3, 1, 3, 1)
        top = column(holder(self._picks), self._told, self._notice, gap=2)
        self.head.insertWidget(0, holder(top))
        self._show_centre()

    # ---- which centre ----

    @override
    def _ask(self) -> None:
        """Ask for the centres first: which there are depends on the day."""
        day = self.day()
        self.bench.ask(
            centres.centre_files, day, partial(self._show_centres, day), owner=self
        )

    def _show_centres(
        self, day: Mapping[str, Any], found: tuple[CentreFile, ...]
    ) -> None:
        if day != self.day():  # a later question is on its way
            return
        self._files = {one.unit_id: one for one in found}
        clear(self._picks)
        self._group = QButtonGroup(self)
        for one in found:
            said, tone = standing(one)
            made = button(
                f" {one.zone}" if tone is Tone.GOOD else f" {one.zone}　{said}",
                partial(self.choose, one.unit_id),
                tip=f"{one.name}：{said}",
            )
            made.setIcon(style.icon(*_SIGNS[tone]))
            made.setCheckable(True)
            self._group.addButton(made, one.unit_id)
            self._picks.addWidget(made)
        if self._wanted not in self._files:
            self._wanted = next(iter(self._files), None)
        self._list_chosen()

    def choose(self, unit_id: int) -> None:
        """Show another centre's roster."""
        self._wanted = unit_id
        self.bench.memory.keep("centres/unit", unit_id)
        if unit_id in self._files:
            self._list_chosen()

    def _list_chosen(self) -> None:
        self.centre = self._files.get(self._wanted or 0)
        self._show_centre()
        if self.centre is None:
            self.model.show([])
            self._show_nothing()
            return
        self._group.button(self.centre.unit_id).setChecked(True)
        self.within = {"unit_id": self.centre.unit_id}
        super()._ask()

    def _show_centre(self) -> None:
        centre = self.centre
        self._told.setVisible(centre is not None)
        if centre is None:
            self._notice.hide()
            return
        if centre.confirmed_on:
            by = f"{chinese_day(centre.confirmed_on)}由{centre.confirmed_by}确认"
        else:
            by = "名单有变动，须重新确认" if centre.changed else "名单还没有确认"
        phone = centre.duty_phone or "未登记"
        towns = "、".join(centre.towns.values()) or "无"
        self._told.setText(f"{centre.name}　值班电话：{phone}　{by}　成员镇街：{towns}")
        self._show_lacks(centre)

    def _show_lacks(self, centre: CentreFile) -> None:
        """Name at the top whoever is missing, each with the way to add him."""
        clear(self._lacks)
        self.gaps.clear()
        found = lacks(centre)
        if centre.missing:
            line = Flow()
            alert = sign("triangle-alert", "on_caution")
            alert.setMinimumHeight(style.size("control"))
            line.addWidget(alert)
            told = words("还没有执法监管工作负责人的镇街：")
            told.setMinimumHeight(style.size("control"))
            line.addWidget(told)
            for town, name in centre.towns.items():
                if name in centre.missing:
                    self.gaps[name] = self._gap(town, name)
                    line.addWidget(self.gaps[name])
            self._lacks.addWidget(holder(line))
        if found:
            said = row(
                sign("triangle-alert", "on_caution"), words("".join(found), wrap=True)
            )
            said.setStretch(1, 1)
            self._lacks.addWidget(holder(said))
        self._notice.setVisible(bool(centre.missing or found))

    def _gap(self, town_id: int, name: str) -> QWidget:
        if not self.bench.desk.may(centres.add_member):
            return words(name, "strong")
        tip = f"在名单上加入{name}的执法监管工作负责人"
        return button(
            name, partial(self.add, town_id), icon="user-plus", look="link", tip=tip
        )

    @override
    def reveal(self, target: object) -> None:
        """Show the roster of a centre.

        Args:
            target: The centre's unit.
        """
        if isinstance(target, int):
            self.choose(target)

    # ---- what is done ----

    def fill_for_centre(
        self, form: Form, start: Mapping[str, Any], subject: str = ""
    ) -> None:
        """Open a form about the centre in sight."""
        if self.centre is not None:
            self.fill(
                form,
                start=start,
                fixed={"unit_id": self.centre.unit_id},
                subject=subject or self.centre.zone,
            )

    def add(self, town_id: int | None = None) -> None:
        """Open the form for a new member.

        Args:
            town_id: The town he is to answer for, where that is known.
        """
        if self.centre is None:
            return
        towns = self.centre.towns
        start = {
            "duty": CentreDuty.MEMBER if town_id is None else CentreDuty.TOWN_LEAD,
            "town_id": town_id,
        }
        form = ADD.offering({"town_id": [Choice(*one) for one in towns.items()]})
        self.fill_for_centre(form, start, towns.get(town_id or 0, ""))

    def confirm(self) -> None:
        """Confirm the roster; what is missing is named by the refusal."""
        centre = self.centre
        if centre is None:
            return

        def go() -> None:
            self.bench.do(
                centres.confirm_centre,
                {"unit_id": centre.unit_id},
                lambda _none: self.bench.tell(f"{centre.zone}指挥中心名单已确认。"),
                owner=self,
            )

        if centre.missing or lacks(centre):
            go()
            return
        self.asked = decide(
            self,
            f"确认{centre.zone}指挥中心名单？",
            f"名单共{len(centre.members)}人，各成员镇街都有负责人。"
            "确认后名单再有变动，须重新确认。",
            (("确认", go), ("取消", None)),
        )

    @override
    def note_saved(self, form: Form, result: object) -> None:
        if form.key in drafts.KEYS:
            self.bench.go("papers", result)

    # ---- nothing there ----

    def _show_nothing(self) -> None:
        self._complete = True
        self.waiting.end()
        self._stack.setCurrentWidget(self._empty)
        self._say_empty()
        self._note_chosen()
        self.listed.emit()

    @override
    def _say_empty(self) -> None:
        super()._say_empty()
        if self.centre is None and not self._applied:
            self._nothing.setText(
                "还没有指挥中心。先在“机构”页登记类别为“指挥中心”、写明片区的机构。"
            )
            self._fill_first.setText("去机构页")
            self._fill_first.setVisible(self.bench.desk.may(units.add_unit))

    @override
    def _fill_empty(self) -> None:
        if self.centre is None and not self._applied:
            self.bench.go("units")
        else:
            super()._fill_empty()

    @override
    def _fits(self, action: Action, chosen: int) -> bool:
        return self.centre is not None and super()._fits(action, chosen)
