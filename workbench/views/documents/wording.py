"""What papers say the same way every time: the office's own words, and the default."""

from collections.abc import Mapping
from typing import Any

from workbench.desk import Topic
from workbench.listing import Tone
from workbench.reports.kinds import KINDS
from workbench.rules.wording import as_printed, places_of
from workbench.services.documents import wording
from workbench.services.documents.wording import WORDINGS, WordingRow
from workbench.views.bench import Bench
from workbench.views.fields import Choice, Field, FieldKind
from workbench.views.forms import Form
from workbench.views.lists import ListPage, ListPlan
from workbench.views.pages import Line, Sheet, Takes, fills
from workbench.views.rooms import PageInfo

SET = Form(
    "wording.set",
    "修改用语",
    wording.set_wording,
    (
        Field(
            "text",
            "文字",
            FieldKind.PROSE,
            lines=6,
            hint="花括号里的字由系统填写，原样保留。",
        ),
        Field("valid_from", "自何日起", FieldKind.DATE, required=True, half=True),
        Field("reason", "修改原因", ghost="可以不填"),
    ),
    done="用语已修改，此后起草的公文照此印。",
    intro="只影响以后起草的公文，已起草、已签发的不变。",
)
RESET = Form(
    "wording.reset",
    "恢复标准用语",
    wording.reset_wording,
    (Field("valid_from", "自何日起", FieldKind.DATE, required=True, half=True),),
    save="恢复标准用语",
    done="已恢复标准用语，此后起草的公文照此印。",
)


def _which(row: WordingRow) -> Mapping[str, Any]:
    return {"kind": row.key, "item": row.item}


def _subject(row: WordingRow) -> str:
    return f"{row.kind} {row.title}"


_SET = fills(
    SET,
    title="修改",
    takes=Takes.ONE,
    icon="pencil",
    primary=True,
    fixed=_which,
    subject=_subject,
    start=lambda row: {"text": row.text},
)
_RESET = fills(
    RESET,
    takes=Takes.ONE,
    icon="rotate-ccw",
    fixed=_which,
    subject=_subject,
    when=lambda row: bool(row.spans) and row.spans[-1][0].last is None,
)


def _detail(_page: ListPage[WordingRow], row: WordingRow) -> Sheet:
    spans = tuple(
        Line(f"{days.first}起", text + (f"（至{days.last}）" if days.last else ""))
        for days, text in reversed(row.spans)
    )
    return Sheet(
        _subject(row),
        (
            (
                "",
                (
                    Line("公文种类", row.kind),
                    Line("项目", row.title),
                    Line(
                        "来源",
                        "本单位" if row.since else "标准用语",
                        tone=Tone.GOOD if row.since else Tone.PLAIN,
                    ),
                    Line("现用文字", row.text or "—"),
                    Line("标准用语", row.default or "—"),
                    *(
                        [Line("印出来", as_printed(row.text))]
                        if places_of(row.text)
                        else ()
                    ),
                ),
            ),
            ("沿革", spans or (Line("本单位", "还没有改过"),)),
        ),
        (_SET, _RESET),
        row,
    )


PLAN = ListPlan(
    WORDINGS,
    frozenset({Topic.SETTINGS}),
    filters=(
        Field("text", "查找", ghost="种类、项目或文字", wide=True),
        Field(
            "kind",
            "公文种类",
            FieldKind.CHOICE,
            choices=tuple(Choice(one.key, one.label) for one in KINDS.values()),
        ),
        Field(
            "own",
            "来源",
            FieldKind.CHOICE,
            choices=(Choice(True, "本单位"), Choice(False, "标准用语")),
        ),
    ),
    actions=(_SET, _RESET),
    detail=_detail,
    empty=WORDINGS.empty,
)


class WordingPage(ListPage[WordingRow]):
    """The office's own words in its papers."""

    def __init__(self, bench: Bench, info: PageInfo) -> None:
        super().__init__(bench, info, PLAN)
        self._about = 0

    def fill(self, form: Form, **more: Any) -> None:
        """Open a form; the day begins with today."""
        today = {"valid_from": self.bench.desk.today()}
        super().fill(form, **{**more, "start": {**more["start"], **today}})

    def open_row(self, number: int) -> None:
        """Show a phrase in the panel."""
        self._about = number
        super().open_row(number)

    def note_saved(self, form: Form, result: object) -> None:
        """Show the phrase as it now is."""
        del form, result
        for number in self.table.chosen_numbers()[:1] or [self._about]:
            self.reveal(number)
