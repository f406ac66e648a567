"""Grants: which power the county gave which zone's centre, and since when."""

from collections.abc import Mapping

from typing_extensions import override

from workbench.desk import Topic
from workbench.listing import Tone
from workbench.rules.powers.grants import Covered, Power
from workbench.services.powers import grants, letters
from workbench.services.powers.grants import POWER_GRANTS, GrantRow
from workbench.services.powers.letters import LetterValues
from workbench.services.roster import unit_files
from workbench.views.bench import Bench
from workbench.views.fields import Choice, Field, FieldKind
from workbench.views.forms import Form
from workbench.views.lists import ListPage, ListPlan
from workbench.views.pages import Line, Sheet, Takes, fills
from workbench.views.rooms import PageInfo

ADD = Form(
    "grants.add",
    "登记授权",
    grants.add_grant,
    (
        Field(
            "zone_id",
            "片区",
            FieldKind.CHOICE,
            required=True,
            asks=unit_files.zones_to_choose,
            half=True,
        ),
        Field(
            "power",
            "权力",
            FieldKind.CHOICE,
            required=True,
            choices=tuple(Choice(one, one.label) for one in Power),
            half=True,
        ),
        Field("document", "授权文件", required=True, ghost="文件名称，不用书名号"),
        Field("number", "文号", required=True, half=True),
        Field("document_on", "文件日期", FieldKind.DATE, required=True, half=True),
        Field("first", "授权自", FieldKind.DATE, required=True, half=True),
        Field("last", "授权至", FieldKind.DATE, half=True, hint="没有期限的不填。"),
        Field(
            "covers",
            "及于",
            FieldKind.MANY,
            required=True,
            choices=tuple(Choice(one, one.label) for one in Covered),
            start=(Covered.TEAMS, Covered.POSTED),
            hint="文件没有写明的，考核不及于镇街。",
        ),
    ),
    done="授权已登记。",
    intro="四项权力由县里的文件授予。没有登记或不在有效期的，软件不让行使。",
)
END = Form(
    "grants.end",
    "收回授权",
    grants.end_grant,
    (
        Field("last", "最后有效日", FieldKind.DATE, required=True),
        Field("reason", "依据", required=True, ghost="收回的文件和文号"),
    ),
    done="授权的最后一天已登记。",
)
_END = fills(
    END,
    takes=Takes.ONE,
    icon="ban",
    hurts=True,
    fixed=lambda row: {"grant_id": row.id},
    subject=lambda row: f"{row.zone} {row.power.label}",
    when=lambda row: row.in_force,
)


def _detail(_page: ListPage[GrantRow], row: GrantRow) -> Sheet:
    return Sheet(
        f"{row.zone} {row.power.label}",
        (
            (
                "",
                (
                    Line("授权文件", f"《{row.document}》"),
                    Line("文号", row.number),
                    Line("文件日期", str(row.document_on)),
                    Line("有效期", str(row.period)),
                    Line("及于", "、".join(one.label for one in row.covers)),
                    *([Line("说明", row.reason)] if row.reason else ()),
                ),
            ),
        ),
        (_END,),
        row,
    )


PLAN = ListPlan(
    POWER_GRANTS,
    frozenset({Topic.GRANTS, Topic.ZONES}),
    filters=(
        Field("text", "查找", ghost="文件名称或文号", wide=True),
        Field(
            "power",
            "权力",
            FieldKind.CHOICE,
            choices=tuple(Choice(one, one.label) for one in Power),
        ),
        Field("history", "含过去和将来的", FieldKind.YES_NO),
    ),
    actions=(fills(ADD, icon="plus", primary=True), _END),
    detail=_detail,
    empty=POWER_GRANTS.empty,
)


class GrantsPage(ListPage[GrantRow]):
    """The list of grants."""

    def __init__(self, bench: Bench, info: PageInfo) -> None:
        super().__init__(bench, info, PLAN)

    @override
    def reveal(self, target: object) -> None:
        """Show a grant; or begin one with what the county's letter says.

        Args:
            target: As of a list page, or ``{"letter_id": …}``.
        """
        if not isinstance(target, Mapping) or "letter_id" not in target:
            super().reveal(target)
        elif self.bench.desk.may(grants.add_grant):
            self.bench.ask(
                letters.letter_values,
                {"affair_id": target["letter_id"]},
                self._begin,
                owner=self,
            )
        else:
            self.bench.tell("授权由县区主管登记，请把文件转给县里。", Tone.CAUTION)

    def _begin(self, letter: LetterValues) -> None:
        start = {
            "document": letter.title.strip("《》"),
            "number": letter.number,
            "document_on": letter.written_on or letter.received_on,
        }
        self.fill(ADD, start=start, fixed={}, subject=letter.arrival)
