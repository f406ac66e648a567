"""The page where Word files from anywhere are held against the standard."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeySequence
from PySide6.QtWidgets import QFileDialog, QStackedWidget
from typing_extensions import override

from workbench.desk import CancelledError, Progress
from workbench.listing import Column, Kind, Tone
from workbench.views import style
from workbench.views.bench import Bench
from workbench.views.pages import Action, Line, PanelPage, Sheet
from workbench.views.parts import button, column, holder, row, sign, words
from workbench.views.rooms import PageInfo
from workbench.views.short_tables import ShortTable

if TYPE_CHECKING:
    from workbench.reports.checkup.told import Told

_FILTER = "Word 文档 (*.docx);;所有文件 (*)"
_EMPTY = (
    "把公文（docx）拖到这里，或者点“选择文件”。可以一次放多份，也可以放整个文件夹。"
)
_FINE = "这些公文都符合国家标准，没有发现偏差。"
_STANDARD = "GB/T 9704—2012，"


@dataclass(frozen=True, slots=True)
class Remark:
    """One line of the lower table: a deviation, or why a file is not read."""

    file: str
    place: str
    found: str
    required: str
    clause: str
    repairable: bool

    @property
    def how(self) -> str:
        """Who puts it right."""
        return "可自动修复" if self.repairable else "需人工改"


def _verdict(one: "Told") -> str:
    if one.found is None:
        return "读不了"
    count = len(one.found.deviations)
    return f"{count}处偏差" if count else "符合"


def _tone(one: "Told") -> Tone:
    if one.found is None:
        return Tone.OVERDUE
    return Tone.CAUTION if one.found.deviations else Tone.GOOD


def _form(one: "Told") -> str:
    if one.found is None:
        return "—"
    kind = f"，{one.found.kind}" if one.found.kind else ""
    return f"{one.found.format}{kind}"


FILES: tuple[Column["Told"], ...] = (
    Column("file", "文件", lambda one: one.path.name, width=280),
    Column("verdict", "结果", _verdict, Kind.STATE, 110, tone=_tone),
    Column(
        "repairable",
        "可自动修复",
        lambda one: str(one.found.repairable) if one.found else "—",
        Kind.NUMBER,
        96,
    ),
    Column("form", "格式", _form, width=150),
    Column(
        "how", "怎么判断的", lambda one: one.found.how if one.found else "—", width=260
    ),
)
REMARKS: tuple[Column[Remark], ...] = (
    Column("file", "文件", lambda one: one.file, width=150),
    Column("place", "位置", lambda one: one.place, width=220),
    Column("found", "现状", lambda one: one.found, width=220),
    Column("required", "应为", lambda one: one.required, width=240),
    Column("clause", "条款", lambda one: one.clause.removeprefix(_STANDARD), width=72),
    Column(
        "how",
        "修复",
        lambda one: one.how,
        Kind.STATE,
        100,
        tone=lambda one: Tone.GOOD if one.repairable else Tone.CAUTION,
    ),
)
_DEGREE: dict[str, Callable[["Told"], Any]] = {
    "repairable": lambda one: one.found.repairable if one.found else -1,
    "verdict": lambda one: len(one.found.deviations) if one.found else 10**6,
}


def remarks_of(files: Iterable["Told"]) -> list[Remark]:
    """Return what is to be said of files, one line each."""
    lines = []
    for one in files:
        name = one.path.name
        if one.found is None:
            ways = "；".join(way.rstrip("。") for way in one.ways) or "换一份文件再试"
            lines.append(
                Remark(name, "整份文件", one.refusal, ways, "", repairable=False)
            )
            continue
        lines += [
            Remark(
                name,
                each.place,
                each.found,
                each.required,
                each.clause,
                each.repairable,
            )
            for each in one.found.deviations
        ]
    return lines


def papers_among(paths: Iterable[Path]) -> list[Path]:
    """Return the files that are meant: a folder stands for the papers in it."""
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            inside = sorted(path.glob("*.docx"))
            found += [one for one in inside if not one.name.startswith("~$")]
        else:
            found.append(path)
    return list(dict.fromkeys(found))


def _look(paths: Sequence[Path], progress: Progress, *, mend: bool) -> list["Told"]:
    """Look into files one by one; those that are done stay if the person stops it."""
    from workbench.reports.checkup.told import look_into  # noqa: PLC0415 - heavy

    done: list[Told] = []
    doing = "正在修复" if mend else "正在检查"
    for at, path in enumerate(paths):
        try:
            progress(at, len(paths), doing)
        except CancelledError:
            break
        done.append(look_into(path, mend=mend))
    return done


class CheckupPage(PanelPage):
    """Files above, what deviates in them below.

    Args:
        bench: What it works with.
        info: How it is declared.

    Attributes:
        files: The files that were looked into.
        remarks: What deviates in the chosen ones; in all where none is chosen.
        summary: Counts, in one sentence.
    """

    def __init__(self, bench: Bench, info: PageInfo) -> None:
        super().__init__(bench, info, ACTIONS)
        self.setAcceptDrops(True)
        self._held: dict[Path, Told] = {}
        self._busy = False
        self.files: ShortTable[Told] = ShortTable(
            bench, "体检的文件", FILES, orders=_DEGREE
        )
        self.files.export_button.hide()
        self.files.print_button.hide()
        self.files.counts.hide()  # the sentence above tells more
        self.files.chosen.connect(self._show_remarks)
        self.remarks: ShortTable[Remark] = ShortTable(
            bench, "公文格式体检", REMARKS, empty=_FINE
        )
        self.remarks.opened.connect(self._show_one)
        self.summary = words("", "grey", wrap=True)
        results = column(self.summary, self.files, self.remarks, gap=2)
        results.setStretch(1, 2)
        results.setStretch(2, 5)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._nothing())
        self._stack.addWidget(holder(results))
        self.body.addWidget(self._stack)
        self.shortcut(QKeySequence(QKeySequence.StandardKey.Open), self.choose)
        self.shortcut(QKeySequence(QKeySequence.StandardKey.Print), self.remarks.print)
        self._show_files()

    def _nothing(self) -> Any:
        said = words(_EMPTY, "grey", wrap=True)
        said.setAlignment(Qt.AlignmentFlag.AlignCenter)
        pick = button("选择文件", self.choose, look="primary", icon="folder-open")
        return holder(
            column(
                None,
                row(None, sign("file-check", "line", style.size("strip")), None),
                said,
                row(None, pick, None),
                None,
                gap=3,
            ),
            "card",
        )

    # ---- files come in ----

    def choose(self) -> None:
        """Ask for files with the system's own dialog."""
        dialog = QFileDialog(self, "选择要体检的公文")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.setNameFilters(_FILTER.split(";;"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.filesSelected.connect(lambda names: self.look_into(map(Path, names)))
        dialog.open()

    def look_into(self, paths: Iterable[Path]) -> None:
        """Check files, besides those that are shown already."""
        meant = papers_among(paths)
        if not meant:
            self.bench.tell("文件夹里没有公文（docx）。", Tone.CAUTION, key="checkup")
            return
        self._busy = True
        self.bench.run(
            lambda progress: _look(meant, progress, mend=False),
            lambda done: self._take(done, len(meant)),
            owner=self,
            doing="正在检查公文格式",
            failed=self._fail,
        )

    def _take(self, done: Sequence["Told"], asked: int) -> None:
        self._busy = False
        for one in done:
            self._held[one.path] = one
        self._show_files()
        if len(done) < asked:
            self.bench.tell(
                f"已停止，检查了{len(done)}份，还有{asked - len(done)}份没有检查。",
                Tone.CAUTION,
                key="checkup",
            )

    def _fail(self, error: Exception) -> None:
        self._busy = False
        self.bench.fail(error)

    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        urls = event.mimeData().urls()
        if not self._busy and any(url.isLocalFile() for url in urls):
            event.acceptProposedAction()

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        event.acceptProposedAction()
        urls = event.mimeData().urls()
        self.look_into(Path(url.toLocalFile()) for url in urls if url.isLocalFile())

    # ---- what is shown ----

    def _show_files(self) -> None:
        held = list(self._held.values())
        self.files.show_rows(held)
        self._stack.setCurrentIndex(1 if held else 0)
        for title in ("修复并另存", "清空"):
            self.buttons[title].setVisible(bool(held))
        self.buttons["选择文件"].setVisible(bool(held))
        self.buttons["修复并另存"].setEnabled(
            any(one.found and one.found.repairable for one in held)
        )
        self.summary.setText(self._summed(held))
        self._show_remarks()

    def _summed(self, held: Sequence["Told"]) -> str:
        read = [one.found for one in held if one.found]
        fine = sum(not one.deviations for one in read)
        faults = sum(len(one.deviations) for one in read)
        mendable = sum(one.repairable for one in read)
        told = f"共{len(held)}份：{fine}份符合，{len(read) - fine}份有偏差"
        if len(read) < len(held):
            told += f"，{len(held) - len(read)}份读不了"
        if faults:
            told += f"；偏差{faults:,}处，其中{mendable:,}处可自动修复"
        return f"{told}。"

    def _show_remarks(self) -> None:
        chosen = self.files.chosen_rows()
        shown = chosen or list(self._held.values())
        scope = "、".join(one.path.name for one in chosen[:3])
        self.remarks.show_rows(
            remarks_of(shown), scope=scope or "全部文件", empty=_FINE
        )

    def _show_one(self, one: Remark) -> None:
        tone = Tone.GOOD if one.repairable else Tone.CAUTION
        clause = one.clause or "—"
        lines = (
            Line("文件", one.file),
            Line("位置", one.place),
            Line("现状", one.found),
            Line("应为", one.required),
            Line("依据", clause),
            Line("修复", one.how, tone),
        )
        self.show_sheet(Sheet(one.place, (("", lines),)))

    # ---- mending ----

    def ask_folder(self) -> None:
        """Ask where the mended copies are to go."""
        dialog = QFileDialog(self, "修复后的副本存到哪个文件夹")
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda path: self.mend_into(Path(path)))
        dialog.open()

    def mend_into(self, folder: Path) -> None:
        """Write mended copies of the chosen files, or of all, into a folder."""
        rows = self.files.chosen_rows() or list(self._held.values())
        paths = [one.path for one in rows if one.found and one.found.repairable]
        if not paths:
            self.bench.tell(
                "选中的文件没有可自动修复的偏差。", Tone.PLAIN, key="checkup"
            )
            return
        write = self.bench.outside.write

        def mend(progress: Progress) -> "list[Told]":
            done = _look(paths, progress, mend=True)
            for one in done:
                one.keep_in(folder, write)
            return done

        self.bench.run(
            mend,
            lambda done: self._tell_mended(done, folder, len(paths)),
            owner=self,
            doing="正在修复公文格式",
        )

    def _tell_mended(self, done: Sequence["Told"], folder: Path, asked: int) -> None:
        copies = [one for one in done if one.copy]
        left = sum(one.left for one in copies)
        words_of = f"已修复{len(copies)}份，副本在“{folder}”，原件没有改动。"
        if left:
            words_of += f"还有{left}处要改文字，须人工改。"
        if len(done) < asked:
            words_of += f"已停止，{asked - len(done)}份没有修复。"
        again = [one.copy for one in copies if one.copy]
        self.bench.tell(
            words_of,
            Tone.CAUTION if left or len(done) < asked else Tone.GOOD,
            act=("检查副本", lambda: self.look_into(again)) if again else None,
            key="checkup",
        )

    def clear_files(self) -> None:
        """Forget the files that are shown."""
        self._held.clear()
        self.panel.shut_now()
        self._show_files()


ACTIONS = (
    Action(
        "修复并另存",
        lambda page, _rows: page.ask_folder(),
        icon="save",
        primary=True,
    ),
    Action("选择文件", lambda page, _rows: page.choose(), icon="folder-open"),
    Action("清空", lambda page, _rows: page.clear_files(), icon="x"),
)
