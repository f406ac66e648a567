"""Figures of personnel affairs by year: nominated, adopted, objected, upheld."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from workbench.access import Permission
from workbench.desk import Work, chartered
from workbench.listing import Column, Kind, Listing, Ordering, Tone
from workbench.models.powers.affairs import Affair, AffairStep
from workbench.models.powers.personnel import Nomination, Veto
from workbench.rules.calendar import china_day
from workbench.rules.powers.moves import AffairKind
from workbench.services.powers import affairs, naming
from workbench.services.powers.affairs import SOONEST_FIRST, AffairRow, minute

_COUNTED = {
    (AffairKind.NOMINATION, "issue"): "nominated",
    (AffairKind.NOMINATION, "adopt"): "adopted",
    (AffairKind.NOMINATION, "decline"): "declined",
    (AffairKind.VETO, "begin"): "proposed",
    (AffairKind.VETO, "reply"): "agreed",
    (AffairKind.VETO, "lapse"): "lapsed",
    (AffairKind.VETO, "issue"): "objected",
    (AffairKind.VETO, "accept"): "upheld",
    (AffairKind.VETO, "uphold"): "upheld",
    (AffairKind.VETO, "overrule"): "overruled",
}


@dataclass(frozen=True, slots=True)
class PersonnelYear:
    """What became of personnel affairs in a year, by the day each thing was done.

    Attributes:
        nominated: Nominations sent.
        proposed: Proposals that came in.
        agreed: Proposals the centre agreed to.
        lapsed: Proposals that silence agreed to.
        objected: Objections sent.
        upheld: Objections that the department accepted or the county supported.
        overruled: Objections that the county did not support.
    """

    year: int
    nominated: int = 0
    adopted: int = 0
    declined: int = 0
    proposed: int = 0
    agreed: int = 0
    lapsed: int = 0
    objected: int = 0
    upheld: int = 0
    overruled: int = 0


@chartered(Permission.POWERS_PERSONNEL_READ)
def personnel_years(
    work: Work, *, centre_id: int | None = None
) -> tuple[PersonnelYear, ...]:
    """Return the figures of each year there are any of, the oldest first.

    Args:
        work: Whose work.
        centre_id: Of this command centre alone.
    """
    found = sa.select(Affair.kind, AffairStep.verb, AffairStep.at).join(
        Affair, Affair.id == AffairStep.affair_id
    )
    found = found.where(
        Affair.kind.in_({kind for kind, _verb in _COUNTED}),
        work.visible(Affair),
        work.visible(AffairStep),
    )
    if centre_id is not None:
        found = found.where(Affair.unit_id == centre_id)
    years: dict[int, Counter[str]] = {}
    for kind, verb, at in work.session.execute(found):
        if name := _COUNTED.get((kind, verb)):
            years.setdefault(china_day(at).year, Counter())[name] += 1
    return tuple(PersonnelYear(year, **years[year]) for year in sorted(years))


@dataclass(frozen=True)
class RegisterRow(AffairRow):
    """A line of the register (台账) of nominations or of vetoes.

    Attributes:
        person: Whom it is about.
        matter: The post or honour; or what is proposed.
        outcome: What came of it; empty until that is known.
    """

    person: str
    matter: str
    outcome: str


def _joined(
    work: Work, ids: Sequence[int], said: dict[int, tuple[str, str]]
) -> dict[int, RegisterRow]:
    rows = affairs.affair_rows(work, ids=ids)
    names = naming.people_called(
        work, ids=[row.person_id for row in rows.values() if row.person_id]
    )
    return {
        key: RegisterRow(
            **{name: getattr(row, name) for name in AffairRow.__dataclass_fields__},
            person=names.get(row.person_id or 0, ""),
            matter=said.get(key, ("", ""))[0],
            outcome=said.get(key, ("", ""))[1],
        )
        for key, row in rows.items()
    }


@chartered(Permission.POWERS_PERSONNEL_READ)
def find_nominations(
    work: Work,
    *,
    text: str = "",
    kinds: Iterable[AffairKind] = (AffairKind.NOMINATION,),
    state: str | None = None,
    centre_id: int | None = None,
    late: bool = False,
    ended: bool = False,
    ordering: Ordering = SOONEST_FIRST,
) -> Sequence[int]:
    """Return the numbers of the nominations that match; arguments as of the board."""
    return affairs.find_affairs(
        work,
        text=text,
        kinds=kinds,
        state=state,
        centre_id=centre_id,
        late=late,
        ended=ended,
        ordering=ordering,
    )


@chartered(Permission.POWERS_PERSONNEL_READ)
def find_vetoes(
    work: Work,
    *,
    text: str = "",
    kinds: Iterable[AffairKind] = (AffairKind.VETO,),
    state: str | None = None,
    centre_id: int | None = None,
    late: bool = False,
    ended: bool = False,
    ordering: Ordering = SOONEST_FIRST,
) -> Sequence[int]:
    """Return the numbers of the proposals that match; arguments as of the board."""
    return affairs.find_affairs(
        work,
        text=text,
        kinds=kinds,
        state=state,
        centre_id=centre_id,
        late=late,
        ended=ended,
        ordering=ordering,
    )


@chartered(Permission.POWERS_PERSONNEL_READ)
def nomination_rows(work: Work, *, ids: Sequence[int]) -> dict[int, RegisterRow]:
    """Return the lines of the register of nominations for ``ids``."""
    found = work.session.execute(
        sa.select(Nomination.affair_id, Nomination.position, Nomination.adopted).where(
            Nomination.affair_id.in_(ids), work.visible(Nomination)
        )
    )
    words = {None: "", True: "采纳", False: "未采纳"}
    return _joined(
        work, ids, {key: (position, words[said]) for key, position, said in found}
    )


@chartered(Permission.POWERS_PERSONNEL_READ)
def veto_rows(work: Work, *, ids: Sequence[int]) -> dict[int, RegisterRow]:
    """Return the lines of the register of vetoes for ``ids``."""
    found = work.session.execute(
        sa.select(Veto.affair_id, Veto.subject, Veto.plan, Veto.outcome).where(
            Veto.affair_id.in_(ids), work.visible(Veto)
        )
    )
    return _joined(
        work,
        ids,
        {
            key: (f"{subject.label}：拟{plan}", outcome)
            for key, subject, plan, outcome in found
        },
    )


def _due_tone(row: AffairRow) -> Tone:
    return Tone.OVERDUE if row.late else Tone.PLAIN


def _columns(matter: str, other: str) -> tuple[Column[RegisterRow], ...]:
    return (
        Column("number", "编号", lambda row: row.number or "—", Kind.CODE, 150),
        Column("person", "人员", lambda row: row.person, width=90, sortable=False),
        Column("matter", matter, lambda row: row.matter, width=260, sortable=False),
        Column(
            "parties",
            other,
            lambda row: "、".join(row.parties),
            width=150,
            sortable=False,
        ),
        Column("state", "状态", lambda row: row.state.label, Kind.STATE, 110),
        Column("due", "时限", lambda row: row.countdown, Kind.STATE, 160, _due_tone),
        Column(
            "outcome", "结果", lambda row: row.outcome or "—", width=130, sortable=False
        ),
        Column("at", "登记时间", lambda row: minute(row.happened_at), Kind.DATE, 150),
        Column("centre", "指挥中心", lambda row: row.centre, width=150, shown=False),
    )


NOMINATIONS = Listing[RegisterRow](
    "nominations",
    "推荐提名台账",
    find_nominations,
    nomination_rows,
    _columns("推荐职务或者荣誉", "主送单位"),
    ordering=SOONEST_FIRST,
    empty="没有正在办理的推荐提名。",
)
VETOES = Listing[RegisterRow](
    "vetoes",
    "反向否决台账",
    find_vetoes,
    veto_rows,
    _columns("征求意见事项", "来函部门"),
    ordering=SOONEST_FIRST,
    empty="没有正在办理的人事征求意见。",
)
