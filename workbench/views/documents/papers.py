"""The register of papers: drafts, what is under way, what was issued, what is void."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QStandardPaths, Qt
from PySide6.QtWidgets import QFileDialog
from typing_extensions import override

from workbench.desk import CancelledError, Topic
from workbench.listing import Tone
from workbench.reports.kinds import KINDS
from workbench.rules import UnavailableError
from workbench.rules.documents import PaperState
from workbench.services.documents import register, versions
from workbench.services.documents.blanks import BlankForm
from workbench.services.documents.paper_list import PAPERS
from workbench.services.documents.paper_row import PaperRow
from workbench.views.bench import Bench
from workbench.views.documents import drafts, files, outside
from workbench.views.documents import preview_work as work
from workbench.views.documents.blanks import TAKE_BLANK
from workbench.views.documents.paper_detail import detail_of
from workbench.views.documents.paper_forms import ISSUES, STEPS
from workbench.views.documents.paper_steps import (
    NEXT,
    REDRAFT,
    RETURN,
    VOID,
    WITHDRAW,
    common_deed,
    next_action,
)
from workbench.views.documents.preview_batch import PREVIEW, PRINT_SEVERAL
from workbench.views.fields import Choice, Field, FieldKind
from workbench.views.forms import Form
from workbench.views.lists import ListPage, ListPlan
from workbench.views.output import FILE_KINDS, save_as
from workbench.views.pages import Action, Sheet, Takes
from workbench.views.rooms import PageInfo


def _open(page: "PapersPage", rows: Sequence[PaperRow]) -> None:
    page.open_file(rows[0].id)


def _save(page: "PapersPage", rows: Sequence[PaperRow]) -> None:
    page.ask_file(rows[0])


def _save_all(page: "PapersPage", rows: Sequence[PaperRow]) -> None:
    page.ask_folder(tuple(row.id for row in rows))


_OPEN = Action("打开", _open, register.take_paper, Takes.ONE, "external-link")
_SAVE = Action(
    "另存为", _save, register.take_paper, Takes.ONE, "save", menu=outside.FILES
)
_SAVE_ALL = Action(
    "批量另存",
    _save_all,
    register.take_paper,
    Takes.SOME,
    "folder-down",
    menu=outside.FILES,
)


def _plan(
    bench: Bench, detail: Callable[[ListPage[PaperRow], PaperRow], Sheet]
) -> ListPlan[PaperRow]:
    """Return the list as this person sees it; the county's papers are not for all.

    Args:
        bench: Whose.
        detail: Makes what the panel shows of a paper.
    """
    whole = drafts.OF_THE_COUNTY if bench.desk.actor.county_wide else ()
    return ListPlan(
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
        actions=(
            next_action(bench),
            *whole[:1],
            *drafts.OF_A_ZONE,
            *whole[1:],
            TAKE_BLANK,
            PREVIEW,
            _OPEN,
            outside.EDIT,
            outside.TAKE_BACK,
            outside.TAKE_OTHER,
            REDRAFT,
            WITHDRAW,
            RETURN,
            PRINT_SEVERAL,
            _SAVE,
            _SAVE_ALL,
            outside.SCAN,
            VOID,
        ),
        detail=detail,
        empty=PAPERS.empty,
        begins=(whole or drafts.OF_A_ZONE)[0].title,
    )


class PapersPage(ListPage[PaperRow]):
    """The register of papers."""

    def __init__(self, bench: Bench, info: PageInfo) -> None:
        super().__init__(bench, info, _plan(bench, self._detail))
        self._about: int | None = None
        self._moved: Sequence[int] = ()

    def _detail(self, _page: ListPage[PaperRow], row: PaperRow) -> Sheet:
        deeds = (
            next_action(self.bench, row),
            PREVIEW,
            _OPEN,
            _SAVE,
            outside.EDIT,
            outside.TAKE_BACK,
            outside.TAKE_OTHER,
            outside.SCAN,
            RETURN,
            REDRAFT,
            WITHDRAW,
            VOID,
        )
        fitting = (one for one in deeds if one.when is None or one.when(row))
        return detail_of(row, tuple(fitting), partial(self.open_file, row.id))

    @override
    def _note_chosen(self) -> None:
        super()._note_chosen()
        rows = [self.model.row_of(one) for one in self.table.chosen_numbers()]
        known = [row for row in rows if row is not None]
        deed = common_deed(self.bench, known) if known else None
        several = f"（{len(known)}份）" if deed and len(known) > 1 else ""
        if NEXT in self.buttons:
            self.buttons[NEXT].setText(f"{deed.label}{several}" if deed else NEXT)

    @override
    def note_saved(self, form: Form, result: object) -> None:
        """Show the paper that was drafted, or took a step, in the list as well."""
        if isinstance(result, BlankForm):
            self.open_blank(result)
            return
        drafted = form.key in drafts.KEYS
        about = result if drafted else self._about
        if form.key in ISSUES and self._moved:
            self.keep_pdf(self._moved)
        self.show_moved(about if isinstance(about, int) else None)

    def show_moved(self, paper_id: int | None) -> None:
        """Show a paper that was drafted, or stands in another state than before."""
        state = self.filters["state"]
        if state.filled():  # the paper is in that state no more
            state.put(None)
            self.apply()
        if paper_id is not None:
            self.reveal(paper_id)

    @override
    def fill(self, form: Form, **more: Any) -> None:
        if form.key in STEPS:
            fixed = more["fixed"]
            self._moved = fixed.get("ids") or [fixed["paper_id"]]
            self._about = self._moved[-1]
        super().fill(form, **more)

    # ---- files ----

    def keep_pdf(self, ids: Sequence[int]) -> None:
        """Have the register keep the PDF of papers that were issued, as they print."""
        desk = self.bench.desk
        if not desk.may(versions.keep_pdf):
            return

        def tell(left: tuple[str, ...]) -> None:
            if left:
                self.bench.tell(
                    f"{'、'.join(left)}在外部修改过，没有留存PDF。",
                    Tone.CAUTION,
                    ways=("在装有Word或WPS的电脑上打开版式预览，核对后存为PDF。",),
                    key="kept",
                )

        self.bench.run(
            lambda progress: work.archive(desk, ids, work.keeper(), progress),
            tell,
            owner=self,
            doing="正在留存PDF",
            failed=self._missed_pdf,
        )

    def _missed_pdf(self, error: Exception) -> None:
        if isinstance(error, CancelledError | UnavailableError):
            self.bench.tell(
                "公文已签发，PDF没有留存。",
                Tone.CAUTION,
                ways=("打开版式预览，点“存为PDF”补存。",),
                key="kept",
            )
        else:
            self.bench.fail(error)

    def open_file(self, paper_id: int, version: int | None = None) -> None:
        """Open a copy of a paper with the PC's own program; a version where named."""
        desk, world = self.bench.desk, self.bench.outside
        self.bench.run(
            lambda _progress: files.copy_to_read(desk, world, paper_id, version),
            self.show_file,
            owner=self,
            doing="正在打开",
        )

    def open_blank(self, blank: BlankForm) -> None:
        """Open a blank form with the PC's own program, to be printed."""
        world = self.bench.outside
        self.bench.run(
            lambda _progress: files.copy_of_blank(world, blank),
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
        kind = FILE_KINDS.get(path.suffix, "文件").replace(" ", "")
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
        desk, world = self.bench.desk, self.bench.outside
        self.bench.run(
            lambda _progress: files.keep_copy(desk, world, row.id, path),
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
        desk, world = self.bench.desk, self.bench.outside

        def tell(count: int) -> None:
            if count == len(ids):
                self.bench.tell(f"已另存{count}份到“{folder}”。")
            else:
                self.bench.tell(
                    f"已停止：{len(ids)}份中另存了{count}份到“{folder}”。", Tone.PLAIN
                )

        self.bench.run(
            lambda progress: files.keep_copies(desk, world, ids, folder, progress),
            tell,
            owner=self,
            doing="正在另存公文",
        )
