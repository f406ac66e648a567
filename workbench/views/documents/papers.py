"""The register of papers: drafts, what was issued, what is void."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QStandardPaths, Qt
from PySide6.QtWidgets import QFileDialog
from typing_extensions import override

from workbench.desk import Topic
from workbench.listing import Tone
from workbench.reports.roster import KINDS
from workbench.rules.calendar import CHINA
from workbench.rules.documents import PaperState
from workbench.services.documents import register
from workbench.services.documents.register import PAPERS, IssueTerms, PaperRow
from workbench.views.bench import Bench
from workbench.views.documents import drafts, files
from workbench.views.fields import Choice, Field, FieldKind
from workbench.views.forms import Form
from workbench.views.lists import ListPage, ListPlan
from workbench.views.output import FILE_KINDS, save_as
from workbench.views.pages import Action, Line, Sheet, Takes, does
from workbench.views.rooms import PageInfo

ISSUE = Form(
    "papers.issue",
    "签发",
    register.issue_paper,
    (
        Field(
            "series_id",
            "文号系列",
            FieldKind.CHOICE,
            required=True,
            hint="文号在签发时自动取下一个，不跳号、不重号。",
        ),
        Field("issued_on", "成文日期", FieldKind.DATE, required=True, half=True),
        Field("signer", "签发人", half=True, required=True),
    ),
    save="签发",
    done=lambda number: f"已签发，文号{number}。" if number else "已签发。",
)
VOID = Form(
    "papers.void",
    "作废",
    register.void_paper,
    (
        Field(
            "reason",
            "作废原因",
            FieldKind.PROSE,
            required=True,
            hint="写入登记簿，如：附件有误，另行印发。",
        ),
    ),
    save="作废",
    done="已作废，文号保留。",
)


def _open(page: "PapersPage", rows: Sequence[PaperRow]) -> None:
    page.open_file(rows[0])


def _save(page: "PapersPage", rows: Sequence[PaperRow]) -> None:
    page.ask_file(rows[0])


def _save_all(page: "PapersPage", rows: Sequence[PaperRow]) -> None:
    page.ask_folder(tuple(row.id for row in rows))


def _issue(page: "PapersPage", rows: Sequence[PaperRow]) -> None:
    page.ask_terms(rows[0])


def _void(page: "PapersPage", rows: Sequence[PaperRow]) -> None:
    page.ask_reason(rows[0])


_OPEN = Action("打开", _open, register.take_paper, Takes.ONE, "external-link")
_SAVE = Action("另存为", _save, register.take_paper, Takes.ONE, "save")
_SAVE_ALL = Action(
    "批量另存", _save_all, register.take_paper, Takes.SOME, "folder-down"
)
_ISSUE = Action(
    "签发",
    _issue,
    register.issue_paper,
    Takes.ONE,
    "stamp",
    form=ISSUE,
    when=lambda row: row.state is PaperState.DRAFT,
)
_VOID = Action(
    "作废",
    _void,
    register.void_paper,
    Takes.ONE,
    "ban",
    hurts=True,
    form=VOID,
    when=lambda row: row.state is not PaperState.VOID,
)

_WITHDRAW = does(
    "撤回草稿",
    register.withdraw_draft,
    lambda rows: {"paper_id": rows[0].id},
    takes=Takes.ONE,
    icon="rotate-ccw",
    hurts=True,
    when=lambda row: row.state is PaperState.DRAFT,
    question=lambda rows: (
        f"撤回草稿《{rows[0].title}》？",
        "撤回后不能再签发；记录保留，状态为已作废。要用时重新起草。",
    ),
    done="草稿已撤回。",
)

_STEPS = {
    PaperState.DRAFT: "起草",
    PaperState.ISSUED: "签发",
    PaperState.VOID: "作废",
}
_REMARKS = {
    PaperState.DRAFT: "",
    PaperState.ISSUED: "签发人：",
    PaperState.VOID: "原因：",
}
_DIGEST_GROUP = 8


def _detail(_page: ListPage[PaperRow], row: PaperRow) -> Sheet:
    tones = {PaperState.DRAFT: Tone.CAUTION, PaperState.ISSUED: Tone.GOOD}
    groups = range(0, len(row.digest), _DIGEST_GROUP)
    digest = " ".join(row.digest[at : at + _DIGEST_GROUP] for at in groups)
    return Sheet(
        row.title,
        (
            (
                "",
                (
                    Line("文号", row.number_text or "—"),
                    Line(
                        "状态", row.state.label, tone=tones.get(row.state, Tone.PLAIN)
                    ),
                    Line("种类", row.kind),
                    Line("标题", row.title),
                    Line("发文机关", row.issuer),
                    *([Line("文号系列", row.word)] if row.word else ()),
                    Line("成文日期", str(row.issued_on or "—")),
                    Line("所述对象", row.about),
                    Line("所述日期", str(row.about_on)),
                ),
            ),
            (
                "经过",
                tuple(
                    Line(
                        _STEPS[step.state],
                        f"{step.at.astimezone(CHINA):%Y-%m-%d %H:%M}　{step.by}"
                        + (
                            f"\n{_REMARKS[step.state]}{step.remark}"
                            if step.remark
                            else ""
                        ),
                    )
                    for step in row.steps
                ),
            ),
            (
                "文件",
                (
                    Line("格式", FILE_KINDS[f".{row.suffix}"]),
                    Line("SM3校验码", digest),
                ),
            ),
        ),
        (_OPEN, _SAVE, _ISSUE, _WITHDRAW, _VOID),
        row,
    )


PLAN = ListPlan(
    PAPERS,
    frozenset({Topic.PAPERS, Topic.UNITS}),
    filters=(
        Field("text", "查找", ghost="标题、文号或拼音首字母", wide=True),
        Field(
            "kind",
            "种类",
            FieldKind.CHOICE,
            choices=tuple(Choice(one.key, one.label) for one in KINDS.values()),
        ),
        Field(
            "state",
            "状态",
            FieldKind.CHOICE,
            choices=tuple(Choice(one, one.label) for one in PaperState),
        ),
        Field("year", "年份", FieldKind.CHOICE, asks=register.years_to_choose),
    ),
    actions=(*drafts.OF_A_ZONE, _OPEN, _SAVE, _ISSUE, _SAVE_ALL, _WITHDRAW, _VOID),
    detail=_detail,
    empty=PAPERS.empty,
)
WHOLE_PLAN = replace(
    PLAN,
    actions=(
        *drafts.OF_A_ZONE,
        *drafts.OF_THE_COUNTY,
        *PLAN.actions[len(drafts.OF_A_ZONE) :],
    ),
)
"""As for those who see the whole county."""


class PapersPage(ListPage[PaperRow]):
    """The register of papers."""

    def __init__(self, bench: Bench, info: PageInfo) -> None:
        whole = bench.desk.actor.county_wide
        super().__init__(bench, info, WHOLE_PLAN if whole else PLAN)
        self._about = 0

    # ---- issuing and voiding ----

    def ask_terms(self, row: PaperRow) -> None:
        """Ask what is to be decided before a draft can be issued."""
        self.bench.ask(
            register.issue_terms,
            {"paper_id": row.id},
            partial(self.show_issue, row),
            owner=self,
        )

    def show_issue(self, row: PaperRow, terms: IssueTerms) -> None:
        """Open the form that issues a draft."""
        if terms.numbered and not terms.series:
            self.bench.tell(
                f"还没有登记{row.issuer}的代字，不能编号签发。",
                Tone.CAUTION,
                act=("去登记", partial(self.bench.go, "series")),
                key="series",
            )
            return
        runs = {run.id: run for run in terms.series}

        def question(values: dict[str, Any]) -> tuple[str, str]:
            if not terms.numbered:
                return f"签发《{row.title}》？", "签发后内容不再改变，不能收回。"
            number = runs[values["series_id"]].coming(values["issued_on"].year)
            more = (
                f"《{row.title}》签发后内容不再改变，文号不能收回。"
                "有误只能作废，文号保留；其间别人先签发的，号码顺延。"
            )
            return f"签发并编为“{number}”？", more

        form = ISSUE.offering(
            {
                "series_id": [
                    Choice(run.id, f"{run.word}（{run.issuer}）")
                    for run in runs.values()
                ]
            }
        )
        kept = form.fields if terms.numbered else form.fields[1:]
        self._about = row.id
        self.fill(
            replace(form, fields=kept, question=question),
            start={
                "series_id": next(iter(runs), None),
                "issued_on": self.bench.desk.today(),
                "signer": terms.signer or "",
            },
            fixed={"paper_id": row.id},
            subject=row.kind,
        )

    def ask_reason(self, row: PaperRow) -> None:
        """Open the form that declares a paper void."""

        def question(_values: dict[str, Any]) -> tuple[str, str]:
            kept = "文号保留，不再使用。" if row.number_text else ""
            return f"作废{row.name}？", f"作废不能撤回。{kept}"

        self._about = row.id
        self.fill(
            replace(VOID, question=question),
            start={},
            fixed={"paper_id": row.id},
            subject=row.number_text or row.kind,
        )

    @override
    def note_saved(self, form: Form, result: object) -> None:
        """Show the paper that was drafted, issued or voided, in the list as well."""
        state = self.filters["state"]
        if state.filled():  # the paper is in that state no more
            state.put(None)
            self.apply()
        self.reveal(result if form.key not in {ISSUE.key, VOID.key} else self._about)

    # ---- files ----

    def open_file(self, row: PaperRow) -> None:
        """Open a copy of a paper with the PC's own program."""
        desk, outside = self.bench.desk, self.bench.outside
        self.bench.run(
            lambda _progress: files.copy_to_read(desk, outside, row.id),
            self.show_file,
            owner=self,
            doing="正在打开",
        )

    def show_file(self, path: Path) -> None:
        """Have the PC open a file; say what to do where it cannot."""
        if self.bench.outside.open(path):
            self.bench.tell(
                "已打开一份只读的副本；在副本上的改动不会存回系统。", key="opened"
            )
            return
        kind = FILE_KINDS[path.suffix].replace(" ", "")
        self.bench.tell(
            f"这台电脑上没有能打开{kind}的程序。",
            Tone.CAUTION,
            ways=("安装WPS或Office后再打开。", "另存到U盘，在别的电脑上打开。"),
            key="opened",
        )

    def ask_file(self, row: PaperRow) -> None:
        """Ask where a paper is to be kept."""
        save_as(self, row.file_name, partial(self.save_file, row), title="另存公文")

    def save_file(self, row: PaperRow, path: Path) -> None:
        """Write a paper where the person says."""
        desk, outside = self.bench.desk, self.bench.outside
        self.bench.run(
            lambda _progress: files.keep_copy(desk, outside, row.id, path),
            lambda _none: self.bench.tell(f"已另存到“{path}”。"),
            owner=self,
            doing="正在另存",
        )

    def ask_folder(self, ids: tuple[int, ...]) -> None:
        """Ask for the folder that several papers are to be kept in."""
        documents = QStandardPaths.writableLocation(
            QStandardPaths.StandardLocation.DocumentsLocation
        )
        dialog = QFileDialog(self, f"把{len(ids)}份公文存到文件夹", documents)
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda path: self.save_files(ids, Path(path)))
        dialog.open()

    def save_files(self, ids: tuple[int, ...], folder: Path) -> None:
        """Write papers into a folder, one after the other, until stopped."""
        desk, outside = self.bench.desk, self.bench.outside

        def tell(count: int) -> None:
            if count == len(ids):
                self.bench.tell(f"已另存{count}份到“{folder}”。")
            else:
                self.bench.tell(
                    f"已停止：{len(ids)}份中另存了{count}份到“{folder}”。", Tone.PLAIN
                )

        self.bench.run(
            lambda progress: files.keep_copies(desk, outside, ids, folder, progress),
            tell,
            owner=self,
            doing="正在另存公文",
        )
