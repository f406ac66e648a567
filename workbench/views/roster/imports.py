"""Bringing in a sheet: kind, file, columns, check, import; five steps on one page."""

from collections.abc import Callable
from enum import IntEnum
from functools import partial
from pathlib import Path
from typing import Any, ClassVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDropEvent,
    QGuiApplication,
    QKeySequence,
)
from PySide6.QtWidgets import QFileDialog, QStackedWidget, QWidget
from typing_extensions import override

from workbench.desk import CancelledError, Progress, Topic
from workbench.listing import Tone
from workbench.services.roster import imports
from workbench.services.roster.import_kinds import KINDS
from workbench.services.roster.imports import Look, Preview
from workbench.views import style
from workbench.views.bench import Bench, Notice
from workbench.views.notices import NoticeView, decide, notice_of
from workbench.views.pages import Page
from workbench.views.parts import button, clear, column, holder, inset, row, sign, words
from workbench.views.rooms import PageInfo
from workbench.views.roster.import_draft import Draft
from workbench.views.roster.import_end import EndPane, Outcome
from workbench.views.roster.import_mapping import MappingPane
from workbench.views.roster.import_preview import PreviewPane
from workbench.views.roster.import_source import (
    FilePane,
    KindPane,
    as_pasted,
    file_filter,
)


class Step(IntEnum):
    """Where an import is."""

    KIND = 0
    FILE = 1
    COLUMNS = 2
    CHECK = 3
    END = 4

    @property
    def label(self) -> str:
        """The word on the line of steps."""
        return ("选种类", "选文件", "对应列", "核对", "导入")[self]


_PLACES = {"units": ("units", "机构"), "people": ("people", "人员")}


class ImportsPage(Page):
    """The five steps, one pane each. What is prepared stays until it is done.

    Args:
        bench: What it works with.
        info: How it is declared.

    Attributes:
        draft: What is being prepared.
        step: Where it is.
        found: The last check; None before the first, or after something changed.
        asked: The last question that had to be decided.

    Signals:
        settled: What was asked for is shown, or what was done is over.
    """

    shows: ClassVar[frozenset[Topic]] = frozenset(
        {Topic.PEOPLE, Topic.POSTINGS, Topic.UNITS, Topic.TOWNS, Topic.ZONES}
    )
    settled = Signal()

    def __init__(self, bench: Bench, info: PageInfo) -> None:
        super().__init__(bench, info)
        self.draft: Draft = bench.held.setdefault(info.key, Draft())
        self.step = Step.KIND
        self.found: Preview | None = None
        self.asked: Any = None
        self._look: Look | None = None
        self._busy = False
        self._done = False
        self.kinds = KindPane()
        self.file = FilePane()
        self.columns = MappingPane()
        self.check = PreviewPane()
        self.end = EndPane()
        self._steps = row(gap=2)
        self._notices = column(gap=0)
        self.panes = QStackedWidget()
        for pane in (self.kinds, self.file, self.columns, self.check, self.end):
            self.panes.addWidget(pane)
        self.back = button("上一步", self.go_back)
        self.on = button("下一步", self.go_on, look="primary")
        self._hint = words("", "grey")
        self.restart = button("重新开始", self.ask_restart)
        self._lay_out()
        self._connect()
        self.setAcceptDrops(True)
        self._show_step(Step.KIND)
        self._take_up()

    def _take_up(self) -> None:
        """Go on with what was prepared before the window was built anew."""
        if self.draft.kind:
            self.file.show_kind(self.draft)
            self._show_step(Step.FILE)
        if self.draft.content:
            self._read(lambda: self.draft.content, self.draft.name, again=True)

    # ---- laying out ----

    def _lay_out(self) -> None:
        inset(self._steps, 4, 0, 4, 0)
        steps = holder(self._steps, "card")
        steps.setFixedHeight(style.size("strip"))
        foot = row(self.restart, None, self._hint, self.back, self.on, gap=2)
        body = column(
            steps,
            self._notices,
            self.panes,
            holder(foot),
            gap=3,
            margin=4,
        )
        body.setStretch(2, 1)
        self.setLayout(body)

    def _connect(self) -> None:
        self.kinds.chosen.connect(self.choose_kind)
        self.kinds.wanted.connect(self.ask_template)
        self.file.browsed.connect(self.browse)
        self.file.pasted.connect(self.paste)
        self.file.wanted.connect(lambda: self.ask_template(self.draft.kind))
        self.file.read_otherwise.connect(self.read_otherwise)
        self.columns.changed.connect(self._note_mapping)
        self.check.wanted.connect(self.ask_repair)
        self.end.entered.connect(self.go_on)
        for key, deed in (
            (QKeySequence(QKeySequence.StandardKey.Paste), self.paste),
            (QKeySequence(QKeySequence.StandardKey.Open), self.browse),
        ):
            self.shortcut(key, deed)

    # ---- the line of steps, and the foot ----

    def _show_step(self, step: Step) -> None:
        self.step = step
        self.panes.setCurrentIndex(step)
        clear(self._steps)
        for one in Step:
            if one:
                self._steps.addWidget(sign("chevron-right", "handle"))
            self._steps.addWidget(self._step_word(one))
        self._steps.addStretch(1)
        self._show_foot()

    def _step_word(self, one: Step) -> QWidget:
        text = f"{one + 1}　{one.label}"
        if one is Step.KIND and self.draft.kind:
            text += f"：{self.draft.declared.label}"
        if one < self.step and not self._done:
            made = button(text, partial(self.return_to, one), look="link")
            made.setToolTip(f"回到“{one.label}”")
            return made
        return words(text, "strong" if one is self.step else "grey")

    def _show_foot(self) -> None:
        step = self.step
        self.restart.setVisible(bool(self.draft.kind) and not self._done)
        self.back.setVisible(step is not Step.KIND and not self._done)
        self.on.setVisible(step is not Step.KIND and not self._done)
        self.on.setText("下一步")
        hint, ready = "", not self._busy
        if step is Step.FILE:
            ready = ready and self._look is not None
        elif step is Step.COLUMNS:
            ready = ready and not self.columns.faults()
        elif step is Step.CHECK and self.found is not None:
            ready = ready and self.found.ready
            if self.found.wrong:
                hint = "有误的行改好后才能导入。"
        elif step is Step.END and self.found is not None:
            self.on.setText(f"导入{self.found.entered:,}行")
        self._hint.setText(hint)
        self.on.setEnabled(ready)
        self.back.setEnabled(not self._busy)
        self.restart.setEnabled(not self._busy)

    def _say(self, notice: Notice | None) -> None:
        clear(self._notices)
        if notice is not None:
            shown = NoticeView(notice)
            shown.closed.connect(lambda: clear(self._notices))
            self._notices.addWidget(shown)

    def said(self) -> Notice | None:
        """Return what is said above the step."""
        item = self._notices.itemAt(0)
        shown = item.widget() if item is not None else None
        return shown.notice if isinstance(shown, NoticeView) else None

    # ---- going to and fro ----

    def go_on(self) -> None:
        """Go on to the next step, if this one is done."""
        if not self.on.isEnabled() or not self.on.isVisible():
            return
        if self.step is Step.FILE:
            self._ask_preview(Step.COLUMNS)
        elif self.step is Step.COLUMNS:
            self.draft.mapping = self.columns.mapping()
            if self.found is None:
                self._ask_preview(Step.CHECK)
            else:
                self._show_found(Step.CHECK, self.found)
        elif self.step is Step.CHECK and self.found is not None:
            self.end.show_plan(self.draft, self.found)
            self._say(None)
            self._show_step(Step.END)
            self.end.reason.editor.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self.step is Step.END:
            self.run()

    def go_back(self) -> None:
        """Go back one step; nothing is lost."""
        self.return_to(Step(max(self.step - 1, 0)))

    def return_to(self, step: Step) -> None:
        """Go back to a step; what was chosen since stays."""
        if not self._busy:
            self._say(None)
            self._show_step(step)

    def ask_restart(self) -> None:
        """Begin anew, after asking if something would be lost."""
        self._unless_lost("重新开始？", self.start_over)

    def start_over(self) -> None:
        """Forget what was prepared."""
        self.draft = self.bench.held[self.info.key] = Draft()
        self.found, self._look = None, None
        self._done = False
        self.file.show_nothing()
        self.end.reason.editor.put("")
        self.end.reason.say("")
        self._say(None)
        self._show_step(Step.KIND)

    def _unless_lost(self, question: str, then: Callable[[], object]) -> None:
        if not self.draft.matched:
            then()
            return
        self.asked = decide(
            self,
            question,
            "您手工对应的列会丢失，需要重新对应。",
            ((question.rstrip("？"), then), ("取消", None)),
        )

    @override
    def reveal(self, target: object) -> None:
        """Begin with a kind of sheet, given its key."""
        if isinstance(target, str) and target in KINDS:
            if self._done:
                self.start_over()
            if self.draft.kind != target:
                self.choose_kind(target)

    @override
    def refresh(self) -> None:
        """Check anew when what is on record has changed."""
        if self.found is None or self._busy or self._done:
            return
        if self.step in {Step.CHECK, Step.END}:
            self._ask_preview(Step.CHECK)
        else:
            self.found = None

    # ---- kind and file ----

    def choose_kind(self, key: str) -> None:
        """Take a kind of sheet."""
        if key == self.draft.kind:
            self._show_step(Step.FILE)
            return
        self._unless_lost(
            f"改为导入{KINDS[key].label}？", partial(self._take_kind, key)
        )

    def _take_kind(self, key: str) -> None:
        self.draft.kind = key
        self.draft.forget_head()
        self.found = None
        self.file.show_kind(self.draft)
        self._say(None)
        self._show_step(Step.FILE)
        self.file.browse.setFocus(Qt.FocusReason.OtherFocusReason)

    def browse(self) -> None:
        """Let a file be picked with the system's own dialog."""
        if self.step is not Step.FILE or self._busy:
            return
        dialog = QFileDialog(self, "选择要导入的表格")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilters(file_filter().split(";;"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda path: self.open_file(Path(path)))
        dialog.open()

    def open_file(self, path: Path) -> None:
        """Read a file, in place of the one that was there."""
        self._read(partial(imports.content_of, path), path.name)

    def paste(self) -> None:
        """Take what was copied in a spreadsheet."""
        if self.step is not Step.FILE or self._busy:
            return
        text = QGuiApplication.clipboard().text()
        if "\t" not in text and "," not in text:
            self._say(
                Notice(
                    "剪贴板里没有表格。",
                    Tone.CAUTION,
                    ("在 Excel 或 WPS 里选中带表头的区域，复制后再来粘贴。",),
                )
            )
            return
        content, name = as_pasted(text)
        self._read(lambda: content, name)

    def read_otherwise(self, name: str, value: object) -> None:
        """Read the file again: another sheet, encoding or head row."""
        setattr(self.draft, name, value)
        if name == "head":
            self.draft.forget_mapping()
            self.found = None
            self._say(None)
        else:
            self.draft.forget_head()
            self._read(lambda: self.draft.content, self.draft.name, again=True)

    def _read(
        self, load: Callable[[], bytes], name: str, *, again: bool = False
    ) -> None:
        draft = self.draft
        trial = Draft(draft.kind)
        if again:
            trial.sheet, trial.encoding = draft.sheet, draft.encoding

        def call(progress: Progress) -> tuple[bytes, Look]:
            progress(0, 0, "正在读取表格")
            content = load()
            trial.content, trial.name = content, name
            desk = self.bench.desk.watched(progress)
            return content, desk.ask(imports.look, **trial.file())

        def show(read: tuple[bytes, Look]) -> None:
            content, look = read
            if again or draft.fits(look):
                self._take_file(content, name, look, again=again)
                return
            self._ready(Step.FILE)
            self._unless_lost(
                f"换成“{name}”？", partial(self._take_file, content, name, look)
            )

        self._begin()
        self.bench.run(call, show, owner=self, doing="正在读取表格", failed=self._fail)

    def _take_file(
        self, content: bytes, name: str, look: Look, *, again: bool = False
    ) -> None:
        if not again:
            self.draft.take(content, name, look)
        self._look, self.found = look, None
        self.file.show_look(self.draft, look)
        self._ready(Step.FILE)
        self.on.setFocus(Qt.FocusReason.OtherFocusReason)

    # ---- asking ----

    def _ask_preview(self, step: Step) -> None:
        """Check the whole sheet, then go on to a step."""
        self._begin()
        self.bench.ask_long(
            imports.preview,
            self.draft.given(),
            partial(self._show_found, step),
            owner=self,
            doing="正在核对表格",
            failed=self._fail,
        )

    def _show_found(self, step: Step, found: Preview) -> None:
        self.found = found
        if step is Step.COLUMNS:
            self.columns.show_preview(self.draft, found)
        else:
            self.check.show_preview(found)
        self._ready(step)
        if step is Step.COLUMNS:
            self.columns.focus_first()

    def _note_mapping(self) -> None:
        self.draft.matched = True
        self.found = None
        self._show_foot()

    def _begin(self) -> None:
        self._busy = True
        self._say(None)
        self._show_foot()

    def _ready(self, step: Step) -> None:
        self._busy = False
        self._show_step(step)
        self.settled.emit()

    def _fail(self, error: Exception) -> None:
        self._busy = False
        self._show_foot()
        notice = notice_of(error)
        if isinstance(error, CancelledError):
            text = "已取消，没有写入任何内容；准备好的都还在。"
            notice = Notice(text, Tone.PLAIN)
        if notice is None:
            self.bench.fail(error)
        self._say(notice)
        self.settled.emit()

    # ---- what leaves ----

    def ask_template(self, kind: str) -> None:
        """Ask where the template of a kind is to be saved."""
        name = f"{KINDS[kind].label}导入模板.xlsx"
        self._ask_where(name, partial(self.save_template, kind))

    def save_template(self, kind: str, path: Path) -> None:
        """Write the template of a kind into a file."""
        self._save(imports.template, {"kind": kind}, path, "模板")

    def ask_repair(self) -> None:
        """Ask where the sheet to repair is to be saved."""
        stem = Path(self.draft.name).stem
        self._ask_where(f"{stem}（修改表）.xlsx", self.save_repair)

    def save_repair(self, path: Path) -> None:
        """Write the sheet to repair into a file."""
        self._save(imports.repair_sheet, self.draft.given(), path, "修改表")

    def _ask_where(self, name: str, then: Callable[[Path], object]) -> None:
        from workbench.views import output  # noqa: PLC0415 - only a file needs it

        output.save_as(self, name, then, title="保存到")

    def _save(
        self, query: Callable[..., bytes], given: dict[str, Any], path: Path, what: str
    ) -> None:
        def call(progress: Progress) -> None:
            content = self.bench.desk.watched(progress).ask(query, **given)
            self.bench.outside.write(path, content)

        def saved(_none: None) -> None:
            self._say(Notice(f"{what}已保存到“{path}”。", Tone.GOOD))
            self.settled.emit()

        self.bench.run(
            call, saved, owner=self, doing=f"正在保存{what}", failed=self._fail
        )

    # ---- importing ----

    def run(self) -> None:
        """Back up, then put every line on record, or none."""
        if self.end.reason.examine():
            self.end.reason.editor.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        given = {**self.draft.given(), "reason": self.end.reason.value()}
        desk = self.bench.desk

        def call(progress: Progress) -> int:
            progress(0, 0, "正在备份")
            return imports.bring_in(desk.watched(progress), **given)

        self._begin()
        self.bench.run(
            call, self._finish, owner=self, doing="正在导入", failed=self._fail
        )

    def _finish(self, count: int) -> None:
        label = self.draft.declared.label
        page, title = _PLACES.get(self.draft.kind, _PLACES["people"])
        self._done = True
        self.end.show_outcome(
            Outcome(
                f"已导入{count:,}行{label}",
                (
                    f"来自“{self.draft.name}”，全部正确，已写入。",
                    "导入前的备份在“备份与恢复”页，原因是“导入前”。",
                ),
                (
                    (f"查看“{title}”", partial(self.bench.go, page)),
                    ("再导入一张表", self.start_over),
                ),
            )
        )
        self.bench.tell(f"已导入{count:,}行{label}。")
        self._ready(Step.END)

    # ---- dragging ----

    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        files = event.mimeData().urls()
        if self.step is Step.FILE and not self._busy and files and not files[1:]:
            event.acceptProposedAction()

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        event.acceptProposedAction()
        self.open_file(Path(event.mimeData().urls()[0].toLocalFile()))
