"""Reverse vetoes: what departments propose about posted people, and the answer."""

from collections.abc import Callable, Mapping
from typing import Any, ClassVar

from workbench.listing import Listing
from workbench.reports.powers.veto import Evidence
from workbench.rules.calendar import chinese_day
from workbench.rules.powers.moves import AffairKind
from workbench.rules.powers.vetoes import VetoSubject, check_no_case
from workbench.services.powers import naming, posted, vetoes
from workbench.services.powers.affairs import AffairRow
from workbench.services.powers.personnel_figures import VETOES
from workbench.services.powers.vetoes import Stance, VetoValues
from workbench.views.fields import Choice, Field, FieldKind
from workbench.views.forms import Form
from workbench.views.pages import Action, Line, fills
from workbench.views.powers.affair_detail import Facts
from workbench.views.powers.affair_pages import AffairPage, redraws
from workbench.views.powers.nominations import pair, pairs, vote_lines

_REASONS, _PIECES = 3, 4


def _piece(place: int) -> tuple[Field, ...]:
    group = f"证据{place + 1}"
    return (
        Field(f"name_{place}", "材料名称", group=group, half=True),
        Field(f"source_{place}", "来源", group=group, half=True),
        Field(f"pages_{place}", "页数", FieldKind.WHOLE, group=group, half=True),
        Field(f"proves_{place}", "证明什么", group=group, half=True),
    )


_FIELDS = (
    Field(
        "person_id",
        "人员",
        FieldKind.CHOICE,
        required=True,
        asks=posted.posted_to_choose,
        hint="派驻本片区的人员。",
    ),
    Field(
        "department_id",
        "来函部门",
        FieldKind.CHOICE,
        required=True,
        asks=naming.units_to_reach,
    ),
    Field(
        "letter",
        "来函和文号",
        required=True,
        ghost="如：《关于调回刘洋同志征求意见的函》（东交函〔2026〕38号）",
    ),
    Field("received_on", "收到日期", FieldKind.DATE, required=True, half=True),
    Field(
        "answer_by",
        "答复期限",
        FieldKind.DATE,
        half=True,
        hint="来函没有写的不填，按政策参数。",
    ),
    Field(
        "subject",
        "征求意见事项",
        FieldKind.CHOICE,
        required=True,
        choices=tuple(Choice(one, one.label) for one in VetoSubject),
        half=True,
    ),
    Field(
        "plan",
        "拟作的安排",
        required=True,
        check=check_no_case,
        half=True,
        ghost="如：调回你局机关工作",
    ),
    Field(
        "facts",
        "基本事实",
        FieldKind.PROSE,
        group="不同意的意见",
        check=check_no_case,
        hint="打算提出否决的才填：派驻以来的工作、力量情况。",
    ),
    *(
        field
        for place in range(_REASONS)
        for field in pair("reason", place, "否决理由", required=False)
    ),
    Field("advice", "有关建议", FieldKind.PROSE, group="建议", check=check_no_case),
    *(field for place in range(_PIECES) for field in _piece(place)),
)


def _shaped(values: dict[str, Any]) -> dict[str, Any]:
    made = dict(values)
    reasons = pairs(made, "reason", _REASONS)
    evidence = []
    for place in range(_PIECES):
        name, source, pages, proves = (
            made.pop(f"{part}_{place}")
            for part in ("name", "source", "pages", "proves")
        )
        if name:
            evidence.append(Evidence(name, source or "", pages or 1, proves or ""))
    stance = Stance(
        made.pop("facts") or "", reasons, made.pop("advice") or "", tuple(evidence)
    )
    return made | {"stance": stance}


REGISTER = Form(
    "vetoes.register",
    "登记来函",
    vetoes.register_proposal,
    (
        Field(
            "unit_id",
            "指挥中心",
            FieldKind.CHOICE,
            required=True,
            asks=naming.centres_to_choose,
        ),
        *_FIELDS,
    ),
    save="登记",
    done="已登记，请在期限内送集体研究。",
    intro="部门对派驻人员的晋升、调回、借调等征求意见的来函。不涉及案件的办理和决定。",
    shape=_shaped,
)
CHANGE = Form(
    "vetoes.change",
    "修改来函登记",
    vetoes.register_proposal,
    _FIELDS,
    done="已修改。",
    shape=_shaped,
)


def _facts(said: VetoValues) -> tuple[Line, ...]:
    stance = said.stance
    evidence = "\n".join(
        f"{one.name}（{one.source}，{one.pages}页）：{one.proves}"
        for one in stance.evidence
    )
    optional = (
        ("逾期的后果", said.silence),
        ("基本事实", stance.facts),
        *stance.reasons,
        ("有关建议", stance.advice),
        ("证据清单", evidence),
    )
    after = (
        ("部门坚持", said.insisted),
        ("县里答复", said.county_reply),
        ("结果", said.outcome),
    )
    return (
        Line("人员", said.person),
        Line("事项", f"{said.subject.label}，拟{said.plan}"),
        Line("来函", f"{said.letter}\n{chinese_day(said.received_on)}收到"),
        Line("答复期限", chinese_day(said.answer_by)),
        *(Line(head, text) for head, text in optional if text),
        *vote_lines(said.votes),
        *(Line(head, text) for head, text in after if text),
    )


def _start(said: VetoValues) -> Mapping[str, Any]:
    start: dict[str, Any] = {
        name: getattr(said, name)
        for name in (
            *("person_id", "department_id", "letter", "received_on"),
            *("answer_by", "subject", "plan"),
        )
    }
    start |= {"facts": said.stance.facts, "advice": said.stance.advice}
    for place, (head, text) in enumerate(said.stance.reasons[:_REASONS]):
        start |= {f"reason_head_{place}": head, f"reason_text_{place}": text}
    for place, one in enumerate(said.stance.evidence[:_PIECES]):
        start |= {
            f"name_{place}": one.name,
            f"source_{place}": one.source,
            f"pages_{place}": one.pages,
            f"proves_{place}": one.proves,
        }
    return start


def _kept(row: AffairRow, said: VetoValues) -> Mapping[str, Any]:
    return {"unit_id": row.unit_id, "letter_id": said.letter_id}


_CHANGE = redraws(CHANGE, vetoes.veto_values, _start, fixed=_kept, state="received")


class VetoesPage(AffairPage):
    """The proposals about posted people."""

    kinds: ClassVar[tuple[AffairKind, ...]] = (AffairKind.VETO,)
    begins: ClassVar[tuple[Action, ...]] = (fills(REGISTER, icon="plus", primary=True),)
    extras: ClassVar[tuple[Action, ...]] = (_CHANGE,)
    asks: ClassVar[Callable[..., Any]] = staticmethod(vetoes.veto_values)
    facts: ClassVar[Facts] = staticmethod(_facts)
    listing: ClassVar[Listing[Any]] = VETOES
    empty: ClassVar[str] = "还没有人事征求意见的来函。收到后在这里登记，期限内答复。"
