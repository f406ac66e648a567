"""The papers that can be drafted: one form each, wherever a page offers it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any

from workbench.reports.roster.deployment import FrontlineReport
from workbench.reports.roster.zones import CentreRoster, ZonePlanNotice
from workbench.reports.wording import Phrases
from workbench.services.documents import wording
from workbench.services.roster import papers
from workbench.views.bench import Bench
from workbench.views.fields import Field, FieldKind
from workbench.views.forms import Form, FormPanel
from workbench.views.pages import Action, PanelPage

MENU = "起草"
_DONE = "已起草，请核对后送核。"


def _on(hint: str) -> Field:
    return Field("on", "截至哪天", FieldKind.DATE, required=True, hint=hint)


def _recipients(usual: Phrases) -> tuple[Field, Field]:
    """Return the fields for whom a paper goes to, beginning with the usual ones."""
    return (
        Field("addressee", "主送", required=True, start=usual["addressee"]),
        Field(
            "copies",
            "抄送",
            FieldKind.PROSE,
            start=usual["copies"],
            lines=2,
            hint="没有的可以不填。常用的在“公文用语”页设置。",
        ),
    )


ZONE_PLAN = Form(
    "papers.zone-plan",
    "起草片区设置方案",
    papers.draft_zone_plan,
    (
        _on("按这一天的片区、成员镇街和驻地写。"),
        *_recipients(ZonePlanNotice.PHRASES),
    ),
    save="起草",
    done=_DONE,
    intro="随通知印发的方案：各片区的成员镇街、驻地、统筹事项和基本情况表。",
)
CENTRE_ROSTER = Form(
    "papers.centre-roster",
    "起草组成人员名单",
    papers.draft_centre_roster,
    (
        Field(
            "unit_id",
            "指挥中心",
            FieldKind.CHOICE,
            required=True,
            asks=papers.centres_to_choose,
        ),
        _on("按这一天的名单写；缺镇街负责人的不能起草。"),
        *_recipients(CentreRoster.PHRASES),
    ),
    save="起草",
    done=_DONE,
    intro="随通知印发的名单，联系电话按原样印出。",
)
FRONTLINE_REPORT = Form(
    "papers.frontline-report",
    "起草下沉情况报告",
    papers.draft_frontline_report,
    (
        _on("填月末最后一天、且该月已锁定的，按锁定的数字写。"),
        *_recipients(FrontlineReport.PHRASES),
        Field("signer", "签发人", half=True, hint="上行文印在文号右侧，签发时可改。"),
        Field("contact", "联系人和电话", half=True, ghost="如：王芳，0518-87654321"),
    ),
    save="起草",
    done=_DONE,
    doing="正在计算并起草",
    intro="全县下沉比例、各片区情况、变动原因和未持证人员名单。",
)
FORCE_LEDGER = Form(
    "papers.force-ledger",
    "起草力量台账",
    papers.draft_force_ledger,
    (_on("全县计入口径的人员，一人一行，合计为公式。"),),
    save="起草",
    done=_DONE,
    doing="正在计算并起草",
    intro="Excel工作簿，不编文号。",
)


ROSTER_OF_A_CENTRE = replace(CENTRE_ROSTER, fields=CENTRE_ROSTER.fields[1:])
"""The roster of the centre that is in sight, which is not asked for again."""

FORMS = {
    "zone_plan": ZONE_PLAN,
    "centre_roster": CENTRE_ROSTER,
    "frontline_report": FRONTLINE_REPORT,
    "force_ledger": FORCE_LEDGER,
}
"""The form a paper is drafted with, by its kind."""

KEYS = frozenset(one.key for one in FORMS.values())
"""Forms after which the paper is shown on its page."""


def _today(page: PanelPage) -> date:
    return page.bench.desk.today()


def _begin(page: PanelPage, own: Mapping[str, str]) -> None:
    """Begin with whom the office says its papers usually go to."""
    if isinstance(page.panel.content, FormPanel):
        page.panel.content.begin_with(own)


def drafts(
    form: Form,
    *,
    title: str = "",
    day: Callable[[Any], date] = _today,
    **more: Any,
) -> Action:
    """Return the action of drafting a paper: its form in the panel.

    Args:
        form: The paper's form.
        title: The word on the button; the form's title where empty.
        day: The day the page shows, given the page.
        **more: As of ``Action``.
    """
    kind = next(key for key, one in FORMS.items() if one.key == form.key)

    def run(page: PanelPage, _rows: Sequence[Any]) -> None:
        page.fill(form, start={"on": day(page)}, fixed={})
        page.bench.ask(
            wording.own_wording, {"kind": kind}, partial(_begin, page), owner=page
        )

    more.setdefault("icon", "file-plus")
    return Action(title or form.title, run, form.command, form=form, **more)


def may_draft_zone_plan(bench: Bench) -> bool:
    """Tell whether the person may draft the plan of the zones: it names them all."""
    return bench.desk.may(ZONE_PLAN.command) and bench.desk.actor.county_wide


OF_A_ZONE = (drafts(CENTRE_ROSTER, title="指挥中心组成人员名单", menu=MENU),)
OF_THE_COUNTY = (
    drafts(ZONE_PLAN, title="片区设置方案", menu=MENU),
    drafts(FRONTLINE_REPORT, title="力量下沉情况报告", menu=MENU),
    drafts(FORCE_LEDGER, title="力量台账", menu=MENU),
)
"""They are about everybody: drafted by those who see the whole county."""
