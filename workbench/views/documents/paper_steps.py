"""What takes papers to their next state, and back: one button, and what it asks."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from workbench.access import Permission
from workbench.listing import Tone
from workbench.rules.documents import Deed, PaperState
from workbench.services.documents import register, steps
from workbench.services.documents.paper_row import PaperRow
from workbench.services.documents.register import IssueTerms
from workbench.views.bench import Bench
from workbench.views.documents import paper_forms as forms
from workbench.views.documents.drafts import FORMS
from workbench.views.documents.outside import CHANGES
from workbench.views.fields import Choice
from workbench.views.notices import decide
from workbench.views.pages import Action, PanelPage, Takes, does

NEXT = "下一步"
_COMMANDS: Mapping[Deed, Callable[..., Any]] = {
    Deed.SUBMIT: steps.submit_papers,
    Deed.REVIEW: steps.review_papers,
    Deed.ISSUE: register.issue_paper,
    Deed.NUMBER: register.number_paper,
    Deed.SEAL: steps.dispatch_papers,
    Deed.SEND: steps.dispatch_papers,
    Deed.ARCHIVE: steps.dispatch_papers,
}
_ICONS = {
    Deed.SUBMIT: "arrow-right",
    Deed.REVIEW: "check",
    Deed.ISSUE: "stamp",
    Deed.NUMBER: "hash",
    Deed.SEAL: "stamp",
    Deed.SEND: "printer",
    Deed.ARCHIVE: "archive",
}


def deed_of(bench: Bench, row: PaperRow) -> Deed | None:
    """Return what the person may do to a paper next; None where it is another's turn.

    Whoever may sign off a paper of another's does so at once, reviewed or not.
    """
    deed = row.deed
    if not row.signs and deed in {Deed.ISSUE, Deed.NUMBER}:
        return None
    signs = row.within and row.signs and bench.desk.may(register.issue_paper)
    if row.state.open and not row.mine and signs:
        return Deed.ISSUE
    if deed is None or not bench.desk.may(_COMMANDS[deed]):
        return None
    return None if row.mine and deed in {Deed.REVIEW, Deed.ISSUE} else deed


def common_deed(bench: Bench, rows: Sequence[PaperRow]) -> Deed | None:
    """Return what the person may do next to all of some papers."""
    deeds = {deed_of(bench, row) for row in rows}
    return deeds.pop() if len(deeds) == 1 else None


def next_action(bench: Bench, row: PaperRow | None = None) -> Action:
    """Return the action that takes papers to their next state.

    Args:
        bench: Whose.
        row: The paper it is offered for, by its own name; any paper where None.
    """
    deed = deed_of(bench, row) if row is not None else None
    return Action(
        deed.label if deed else NEXT,
        _go_on,
        Permission.DOCUMENTS_PAPER_COMPOSE,  # who takes any step may draft as well
        takes=Takes.SOME,
        icon=_ICONS[deed] if deed else "arrow-right",
        primary=True,
        when=lambda one: deed_of(bench, one) is not None,
    )


def _go_on(page: PanelPage, rows: Sequence[PaperRow]) -> None:
    deed = common_deed(page.bench, rows)
    if deed is None:
        page.bench.tell(
            "选中的公文下一步各不相同，请分开办理。", Tone.CAUTION, key="next"
        )
        return
    in_order = sorted(rows, key=lambda row: row.id)
    _ASKS.get(deed, _ask_day)(page, in_order, deed)


def _subject(rows: Sequence[PaperRow]) -> str:
    if len(rows) > 1:
        return f"{len(rows)}份"
    return rows[0].number_text or rows[0].kind


def _ids(rows: Sequence[PaperRow]) -> list[int]:
    return [row.id for row in rows]


def _seen(rows: Sequence[PaperRow]) -> dict[int, int]:
    """Return which text of papers is in sight, by their numbers."""
    return {row.id: row.text for row in rows}


def _submit(page: Any, rows: Sequence[PaperRow], _deed: Deed) -> None:
    ids = _ids(rows)

    def done(count: int) -> None:
        said = "已送核" if count == 1 else f"已送核{count}份"
        page.bench.tell(f"{said}，等待核稿。")
        page.show_moved(ids[-1])

    page.bench.do(steps.submit_papers, {"ids": ids}, done, owner=page, doing="正在送核")


def _review(page: PanelPage, rows: Sequence[PaperRow], _deed: Deed) -> None:
    page.fill(
        forms.REVIEW,
        start={},
        fixed={"ids": _ids(rows), "seen": _seen(rows)},
        subject=_subject(rows),
    )


def _ask_day(page: PanelPage, rows: Sequence[PaperRow], deed: Deed) -> None:
    form = replace(
        forms.DISPATCH,
        title=deed.label,
        save=deed.label,
        fields=(replace(forms.DISPATCH.fields[0], title=f"{deed.label}日期"),),
        done=lambda count: f"已{deed.label}{count}份。",
    )
    page.fill(
        form,
        start={"on": page.bench.desk.today()},
        fixed={"ids": _ids(rows), "deed": deed},
        subject=_subject(rows),
    )


def _ask_terms(page: PanelPage, rows: Sequence[PaperRow], deed: Deed) -> None:
    if len({row.numbered for row in rows}) > 1:
        page.bench.tell("有文号的和没有文号的，请分开签发。", Tone.CAUTION, key="next")
        return
    page.bench.ask(
        register.issue_terms,
        {"paper_id": rows[0].id},
        partial(_show_terms, page, rows, deed),
        owner=page,
    )


def _show_terms(
    page: PanelPage, rows: Sequence[PaperRow], deed: Deed, terms: IssueTerms
) -> None:
    """Open the form that signs papers off, or gives one its number."""
    row, bench = rows[0], page.bench
    if terms.numbered and not terms.series:
        bench.tell(
            f"还没有登记{terms.organ or row.issuer}的代字，不能编号签发。",
            Tone.CAUTION,
            act=("去登记", partial(bench.go, "series")),
            key="series",
        )
        return
    start = {
        "series_id": terms.series[0].id if terms.series else None,
        "issued_on": bench.desk.today(),
        "signer": terms.signer or "",
        "numbered": True,
    }
    form = forms.ISSUE if len(rows) == 1 else forms.ISSUE_SEVERAL
    fixed: dict[str, Any] = {"paper_id": row.id, "seen": _seen(rows)}
    if deed is Deed.NUMBER:
        form, start = forms.NUMBER, {"series_id": start["series_id"]}
        fixed = {"paper_id": row.id}
    elif len(rows) > 1:
        fixed = {"ids": _ids(rows), "seen": _seen(rows)}
    if not terms.numbered:
        kept = {"issued_on", "signer"}
        form = replace(form, fields=tuple(f for f in form.fields if f.name in kept))
    choices = [Choice(run.id, f"{run.whole}（{run.issuer}）") for run in terms.series]
    page.fill(
        replace(
            form.offering({"series_id": choices}),
            question=_question(rows, terms, page.bench.desk.today().year),
        ),
        start=start,
        fixed=fixed,
        subject=_subject(rows),
    )


def _question(
    rows: Sequence[PaperRow], terms: IssueTerms, year: int
) -> Callable[[dict[str, Any]], tuple[str, str]]:
    """Return what is asked before papers are signed off for good."""
    runs = {run.id: run for run in terms.series}

    def question(values: dict[str, Any]) -> tuple[str, str]:
        what = f"《{rows[0].title}》" if len(rows) == 1 else f"{len(rows)}份公文"
        if not terms.numbered or not values.get("numbered", True):
            return f"签发{what}？", "签发后内容不再改变，不能收回。"
        day = values.get("issued_on")
        run = runs[values["series_id"]]
        number = run.coming(day.year if day else year)
        begin = "并编为" if len(rows) == 1 else "，编号自"
        more = (
            f"{what}签发后内容不再改变，文号不能收回。"
            "有误只能作废，文号保留；其间别人先签发的，号码顺延。"
        )
        if run.suffix and not run.years:
            more = f"“{run.whole}”第一次编号，从1号起。{more}"
        asked = f"签发{begin}“{number}”{'' if len(rows) == 1 else '起'}？"
        return asked, more

    return question


_ASKS: dict[Deed, Callable[[Any, Sequence[PaperRow], Deed], None]] = {
    Deed.SUBMIT: _submit,
    Deed.REVIEW: _review,
    Deed.ISSUE: _ask_terms,
    Deed.NUMBER: _ask_terms,
}


# ---- and back ----


def _return(page: PanelPage, rows: Sequence[PaperRow]) -> None:
    page.fill(
        forms.RETURN,
        start={},
        fixed={"paper_id": rows[0].id},
        subject=_subject(rows),
    )


RETURN = Action(
    "退回",
    _return,
    steps.return_paper,
    Takes.ONE,
    "undo-2",
    form=forms.RETURN,
    when=lambda row: (
        row.within and row.state in {PaperState.REVIEW, PaperState.REVIEWED}
    ),
)


def _void(page: PanelPage, rows: Sequence[PaperRow]) -> None:
    row = rows[0]

    def question(_values: dict[str, Any]) -> tuple[str, str]:
        kept = "文号保留，不再使用。" if row.number_text else ""
        return f"作废{row.name}？", f"作废不能撤回。{kept}"

    page.fill(
        replace(forms.VOID, question=question),
        start={},
        fixed={"paper_id": row.id},
        subject=_subject(rows),
    )


VOID = Action(
    "作废",
    _void,
    register.void_paper,
    Takes.ONE,
    "ban",
    hurts=True,
    form=forms.VOID,
    when=lambda row: row.within and row.state is not PaperState.VOID,
)
WITHDRAW = does(
    "撤回草稿",
    steps.withdraw_draft,
    lambda rows: {"paper_id": rows[0].id},
    takes=Takes.ONE,
    icon="undo-2",
    when=lambda row: row.within and row.state.open,
    menu=CHANGES,
    question=lambda rows: (
        f"撤回草稿《{rows[0].title}》？",
        "撤回后不能再签发；记录保留，状态为已作废。要用时重新起草。",
    ),
    done="草稿已撤回。",
)


def _redraft(page: Any, rows: Sequence[PaperRow]) -> None:
    row = rows[0]
    form = FORMS.get(row.key)
    if form is not None:
        fixed = {"paper_id": row.id} if row.state is PaperState.DRAFT else {}
        page.bench.ask(
            steps.drafted_with,
            {"paper_id": row.id},
            lambda start: page.fill(form, start=start, fixed=fixed, subject="重新"),
            owner=page,
        )
        return
    page.bench.do(
        steps.redraft_paper,
        {"paper_id": row.id},
        page.show_moved,
        owner=page,
    )


def _ask_redraft(page: PanelPage, rows: Sequence[PaperRow]) -> None:
    """Ask before a text is left behind that the new draft will not say."""
    row, go = rows[0], partial(_redraft, page, rows)
    lost = "在外部修改的内容不带入新稿，旧稿留在“版本”里。" if row.edited else ""
    if row.state is PaperState.VOID:
        more = f"另起一份新草稿，文号另编；已作废的一份不变。{lost}"
    elif lost:
        more = lost
    else:
        go()
        return
    page.asked = decide(
        page, f"重新起草{row.name}？", more, (("重新起草", go), ("取消", None))
    )


REDRAFT = Action(
    "重新起草",
    _ask_redraft,
    steps.redraft_paper,
    Takes.ONE,
    "rotate-ccw",
    when=lambda row: row.within and row.state in {PaperState.DRAFT, PaperState.VOID},
    menu=CHANGES,
)
