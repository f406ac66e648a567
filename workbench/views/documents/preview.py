"""One paper as it prints: looked at, checked against Word or WPS, printed."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any, ClassVar

import pypdfium2
from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from workbench.desk import Progress, Topic
from workbench.listing import Tone
from workbench.reports.faces import Face
from workbench.reports.measures import FONTS
from workbench.rules import Refusal
from workbench.services.documents import preview as service
from workbench.services.documents import versions
from workbench.services.documents.paper_list import PAPERS
from workbench.services.documents.preview import PaperRecord
from workbench.services.documents.versions import PAINTED
from workbench.views import printing, style, suites
from workbench.views.bench import Bench
from workbench.views.documents import files
from workbench.views.documents import preview_check as check
from workbench.views.documents.preview_forms import (
    CALIBRATE,
    PRINT,
    below,
    filled,
    terms_of,
)
from workbench.views.documents.preview_leaves import FaceLeaf, Leaf, PdfLeaf
from workbench.views.documents.preview_pages import PagesView
from workbench.views.documents.preview_work import (
    Checked,
    Opened,
    calibration_by,
    keep_pdf,
    opened,
    set_by,
)
from workbench.views.fields import AmissError, Field, FieldKind, editor
from workbench.views.forms import Form
from workbench.views.output import save_as
from workbench.views.pages import Action, Line, PanelPage, Sheet
from workbench.views.parts import (
    Elided,
    button,
    clear,
    column,
    holder,
    inset,
    pill,
    row,
    sign,
    words,
)
from workbench.views.preview import (
    fonts_missing,
)
from workbench.views.rooms import PageInfo
from workbench.views.suites import Program
from workbench.views.this_pc import remember

_WIDE = 100  # of a stretch, beside one of 1
_CHECK = "用Word/WPS核对"
_PRINT = "打印"
_PDF = "存为PDF"
_WHICH = Field(
    "paper_id",
    "查找公文",
    FieldKind.ROW,
    listing=PAPERS,
    says=lambda one: one.name,
    ghost="标题、文号或拼音首字母",
)
_NOBODY = "选一份公文，按打印出来的样子显示。"
_SHEET = "这是一张表格，没有版式预览；请打开查看和打印。"
_EDITED = (
    "这份公文在外部修改过，预览显示的是修改前由系统生成的稿；"
    "请用Word或WPS打开后打印，或点“用Word/WPS核对”查看。"
)


def _checks(program: Program) -> tuple[Action, Action]:
    """Return what an office suite of this PC is asked for."""

    def check_paper(page: Any, _rows: Sequence[Any]) -> None:
        page.check(program)

    def calibrate(page: Any, _rows: Sequence[Any]) -> None:
        page.calibrate(program)

    icon, name = "git-compare", program.name
    return (
        Action(
            f"用{name}核对", check_paper, service.take_record, icon=icon, menu=_CHECK
        ),
        Action(f"按{name}校准预览", calibrate, icon=icon, menu=_CHECK),
    )


def _actions() -> tuple[Action, ...]:
    checks = [deed for one in suites.programs() for deed in _checks(one)]
    without = Action(
        _CHECK, lambda page, _rows: page.say_no_suite(), icon="git-compare"
    )
    return (
        Action(
            "打印这份公文",
            lambda page, _rows: page.ask_print(),
            versions.note_print,
            icon="printer",
            primary=True,
            form=PRINT,
            menu=_PRINT,
        ),
        Action(
            "校准打印机",
            lambda page, _rows: page.ask_shift(),
            icon="printer",
            primary=True,
            form=CALIBRATE,
            menu=_PRINT,
        ),
        Action(
            _PDF,
            lambda page, _rows: page.ask_pdf(),
            service.take_record,
            icon="save",
        ),
        *(checks or [without]),
        Action("关闭", lambda page, _rows: page.close_paper(), icon="x"),
    )


class PreviewPage(PanelPage):
    """A paper's pages, painted as they print.

    Args:
        bench: What it works with.
        info: How it is declared.

    Attributes:
        shown: The paper in sight; None while none is chosen.
        checked: What a suite made of it; None until it was asked.
        pages: Its pages.

    Signals:
        painted: The paper that was asked for is in sight.
        compared: A suite's pages stand beside the painted ones.
        printed: Everything has gone to the printer.
                 pages: How many pages.
    """

    painted = Signal()
    compared = Signal()
    printed = Signal(int)

    shows: ClassVar[frozenset[Topic]] = frozenset({Topic.PAPERS})

    def __init__(self, bench: Bench, info: PageInfo) -> None:
        super().__init__(bench, info, _actions())
        self.shown: Opened | None = None
        self.checked: Checked | None = None
        self._paper: int | None = None
        self._terms: printing.Terms | None = None
        self.picker = editor(_WHICH, bench)
        self.picker.setMinimumWidth(style.size("field"))
        self.picker.setMaximumWidth(style.size("popup"))
        for one in self.picker.inputs:
            one.setAccessibleName(_WHICH.title)
        self.picker.changed.connect(self._pick)
        label = words(_WHICH.title, "grey", buddy=self.picker)
        self._state = row(gap=1)
        head = row(label, self.picker, holder(self._state), None, gap=2)
        head.setStretch(1, _WIDE)
        self.head.addWidget(holder(head))
        self.pages = PagesView()
        self._told = words("", "amiss", wrap=True)
        self._fonts = Elided("", "quiet")
        self._more = button("字体", self.show_fonts, look="inline")
        fonts = row(self._fonts, self._more, gap=1)
        fonts.setStretch(0, 1)
        inset(fonts, 3, 0, 3, 0)
        self.pages.foot.insertWidget(3, holder(fonts), _WIDE)
        whole = column(self._told, self.pages, gap=1)
        whole.setStretch(1, 1)
        self.sheet = holder(whole)
        self._nothing = words(_NOBODY, "grey")
        self._go = button("从公文列表里选", self._go_on, icon="file-text")
        self._empty = self._say_nothing()
        self.body.addWidget(self._empty, 1)
        self.body.addWidget(self.sheet, 1)
        keys = QKeySequence.StandardKey
        self.shortcut(QKeySequence(keys.Print), self.ask_print)
        self.shortcut(QKeySequence(keys.Find), self.picker.setFocus)
        self._show_nothing(_NOBODY)

    # ---- what it shows ----

    def _say_nothing(self) -> QWidget:
        return holder(
            column(
                None,
                row(None, sign("file-text", "line", style.size("strip")), None),
                row(None, self._nothing, None),
                row(None, self._go, None),
                None,
                gap=3,
            ),
            "card",
        )

    def _show_nothing(self, said: str) -> None:
        self.sheet.hide()
        self._nothing.setText(said)
        sheet = self._paper is not None and self.shown is not None
        self._go.setText(" 打开" if sheet else " 从公文列表里选")
        self._empty.show()
        self._enable(frozenset({"关闭"}) if sheet else frozenset())

    def _enable(self, names: frozenset[str]) -> None:
        for name, made in self.buttons.items():
            made.setEnabled(name in names)

    def _go_on(self) -> None:
        if self.shown is None:
            self.bench.go("papers")
        else:
            self.open_file()

    def _pick(self) -> None:
        try:
            number = self.picker.value()
        except AmissError:
            return
        if number is None or number == self._paper:
            return
        self.panel.when_free(partial(self.choose, number))
        if number != self._paper:  # a half-filled form is asked about first
            self.picker.put(self._paper)

    def choose(self, paper_id: int) -> None:
        """Show one paper from its first page."""
        self.panel.shut_now()
        self._paper, self.shown, self.checked = paper_id, None, None
        self.pages.canvas.page = 1
        self._enable(frozenset())
        if self.picker.kept() != paper_id:
            self.picker.put(paper_id)
        self.refresh()

    @override
    def reveal(self, target: object) -> None:
        """Show one paper.

        Args:
            target: The paper's number.
        """
        if isinstance(target, int):
            self.panel.when_free(partial(self.choose, target))

    @override
    def refresh(self) -> None:
        """Ask for the paper again and break it into pages anew."""
        if self._paper is None:
            return
        paper, desk = self._paper, self.bench.desk

        def call(_progress: Progress) -> Opened:
            record = desk.ask(service.paper_record, paper_id=paper)
            return opened(desk, record)

        self.bench.run(
            call,
            partial(self._show, paper),
            owner=self,
            doing="正在排版",
            failed=partial(self._fail, paper),
        )

    def _fail(self, paper: int, error: Exception) -> None:
        if paper == self._paper:
            if isinstance(error, Refusal):  # gone, or no longer ours to see
                self._paper = self.shown = None
                self.picker.put(None)
                self._show_nothing(_NOBODY)
            self.bench.fail(error)

    def _show(self, paper: int, shown: Opened) -> None:
        if paper != self._paper:  # another has been chosen since
            return
        if self.shown is not None and shown.text != self.shown.text:
            self.checked = None  # it was checked as it was
        self.shown = shown
        self._paint_state(shown.record)
        if shown.document is None:
            self._show_nothing(_SHEET)
        else:
            self._empty.hide()
            self.sheet.show()
            self._open_buttons()
            self._paint()
            self.pages.setFocus()
        self.painted.emit()

    def _open_buttons(self) -> None:
        """Shut what would bring out painted pages of a text that was edited outside.

        A suite's pages of it may be kept as a PDF; of a void paper they bear no mark.
        """
        assert self.shown is not None  # noqa: S101 - asked by whoever calls
        record, shut = self.shown.record, set[str]()
        if record.edited:
            shut = {_PRINT} if self.checked and not record.void else {_PRINT, _PDF}
        self._enable(frozenset(self.buttons) - shut)

    def _paint_state(self, record: PaperRecord) -> None:
        clear(self._state)
        tone = Tone.GOOD if record.final else Tone.CAUTION
        self._state.addWidget(pill(record.state.label, tone.value))
        if record.edited:
            self._state.addWidget(pill("外部修改", Tone.CAUTION.value))
        if not record.sheet:
            said = f"{PAINTED}，按{check.rules_here().name}换行"
            self._state.addWidget(pill(said))

    def _paint(self) -> None:
        assert self.shown is not None  # noqa: S101 - asked by whoever calls
        own: list[Leaf | None] = [FaceLeaf(face) for face in self.shown.faces]
        if self.checked is None:
            self.pages.show_rows([(leaf,) for leaf in own], self.shown.unsure)
        else:
            document = pypdfium2.PdfDocument(self.checked.content)
            beside: list[Leaf | None] = [PdfLeaf(page) for page in document]
            long = max(len(own), len(beside))
            own += [None] * (long - len(own))
            beside += [None] * (long - len(beside))
            self.pages.show_rows(
                list(zip(own, beside, strict=True)),
                frozenset(self.checked.found.differing),
                (PAINTED, self.checked.program.name),
                f"此处换页与{self.checked.program.name}不同",
            )
        self._say(self.shown)

    def _say(self, shown: Opened) -> None:
        told = []
        if shown.record.edited:
            told.append(_EDITED)
        if self.checked is not None:
            told.append(self.checked.found.words)
        if shown.lacking:
            signs = "、".join(shown.lacking[:20])
            told.append(f"本机的公文字体里没有这些字，打印前请核对：{signs}。")
        self._told.setText("\n".join(told))
        fine = self.checked is not None and self.checked.found.same and len(told) == 1
        style.look(self._told, "fine" if fine else "amiss")
        self._told.setVisible(bool(told))
        missing = fonts_missing()
        listed = "，".join(f"{one.font.name}→{one.family}" for one in missing)
        said = f"缺{len(missing)}种公文字体，以别的字体显示：{listed}。"
        self._fonts.setText(said if missing else "公文字体齐全。")

    def show_fonts(self) -> None:
        """Show in the panel which font stands in for which."""
        missing = {one.font: one.family for one in fonts_missing()}
        program = check.measured_with()
        lines = tuple(
            Line(
                font.name,
                f"{font.purpose}。本机没有，以“{missing[font]}”显示。"
                if font in missing
                else f"{font.purpose}。",
            )
            for font in FONTS
        )
        rules = (
            Line("换行规则", check.rules_here().name),
            Line("校准", f"已按{program}校准" if program else "未校准"),
        )
        self.show_sheet(Sheet("字体和换行", (("字体", lines), ("换行", rules))))

    def close_paper(self) -> None:
        """Go back to the list, where the paper stands."""
        paper = self._paper
        self.panel.when_free(partial(self.bench.go, "papers", paper))

    def open_file(self) -> None:
        """Open a copy of the paper with the PC's own program."""
        if self._paper is None:
            return
        paper, desk, outside = self._paper, self.bench.desk, self.bench.outside

        def show(path: Path) -> None:
            if outside.open(path):
                self.bench.tell("已打开一份只读的副本。", key="opened")
            else:
                self.bench.tell(
                    "这台电脑上没有能打开它的程序。",
                    Tone.CAUTION,
                    ways=("安装WPS或Office后再打开。",),
                    key="opened",
                )

        self.bench.run(
            lambda _progress: files.copy_to_read(desk, outside, paper),
            show,
            owner=self,
            doing="正在打开",
        )

    # ---- printing ----

    def ask_print(self) -> None:
        """Open the form that prints the paper."""
        if self.shown is None or not self.buttons[_PRINT].isEnabled():
            return
        found = printing.printers()
        if not found:
            self.bench.tell(
                "这台电脑上没有打印机。",
                Tone.CAUTION,
                ways=("接好打印机再打印。", "先存为PDF，在别的电脑上打印。"),
                key="printer",
            )
            return
        form = replace(filled(PRINT, found), shape=self._shape)
        self.fill(
            form,
            start={},
            fixed={"paper_id": self.shown.record.id},
            subject=self.shown.record.title,
        )

    def _shape(self, values: dict[str, Any]) -> dict[str, Any]:
        assert self.shown is not None  # noqa: S101 - the form was opened on it
        self._terms = terms_of(values)
        printing.check_printer(self._terms.printer)
        wanted = printing.chosen(self.shown.faces, self._terms.pages)
        if not wanted:
            raise Refusal(
                f"这份公文只有{len(self.shown.faces)}页，没有要打印的页。",
                clause="documents/prints",
            )
        return {
            "printer": self._terms.printer,
            "copies": self._terms.copies,
            "pages": len(wanted),
        }

    @override
    def note_saved(self, form: Form, result: object) -> None:
        """Print once it is noted that the paper is printed."""
        if form.key == PRINT.key and self._terms is not None and self.shown:
            self.print(self.shown, self._terms)

    def print(self, shown: Opened, terms: printing.Terms) -> None:
        """Print a paper's pages.

        Args:
            shown: The paper.
            terms: On which printer, which pages, how often.
        """
        remember("printing/printer", terms.printer)
        remember("printing/duplex", terms.duplex.value)

        def done(count: int) -> None:
            self.bench.tell(f"已送到打印机，共{count}页。", key="printer")
            self.printed.emit(count)

        self.bench.run(
            lambda progress: printing.print_paper(
                shown.faces, terms, shown.record.name, progress
            ),
            done,
            owner=self,
            doing="正在打印",
        )

    def ask_shift(self) -> None:
        """Open the form that stores how far a printer is off."""
        found = printing.printers()
        if not found:
            self.ask_print()
            return
        form = replace(filled(CALIBRATE, found), below=partial(below, self.bench))
        self.fill(form, start={}, fixed={})

    # ---- PDF ----

    def ask_pdf(self) -> None:
        """Ask where the paper is to be kept as a PDF."""
        if self.shown is not None and self.buttons[_PDF].isEnabled():
            save_as(self, self.shown.record.file_name, self.save_pdf, title=_PDF)

    def save_pdf(self, path: Path) -> None:
        """Write the paper as a PDF: the suite's where it was checked, else painted.

        Of an issued paper the register keeps it first.

        Args:
            path: The file.
        """
        if self.shown is None:
            return
        shown, checked = self.shown, self.checked
        desk, write = self.bench.desk, self.bench.outside.write
        name = checked.program.name if checked else PAINTED

        self.bench.run(
            lambda _progress: keep_pdf(desk, write, shown, checked, path),
            lambda _none: self.bench.tell(f"已按{name}的版式存到“{path}”。"),
            owner=self,
            doing="正在存为PDF",
        )

    # ---- the office suite ----

    def say_no_suite(self) -> None:
        """Say that there is no office suite on this PC."""
        self.bench.tell(
            "这台电脑上没有Word、WPS或LibreOffice，不能核对；预览和打印不受影响。",
            Tone.CAUTION,
            key="suite",
        )

    def check(self, program: Program) -> None:
        """Have a suite set the paper, and show its pages beside the painted ones.

        Args:
            program: The suite.
        """
        if self.shown is None or self.shown.document is None:
            return
        shown, desk = self.shown, self.bench.desk
        self.bench.run(
            lambda progress: set_by(desk, shown, program, progress),
            partial(self._compare, shown, program),
            owner=self,
            doing=f"正在用{program.name}核对",
        )

    def _compare(self, shown: Opened, program: Program, content: bytes) -> None:
        if self.shown is None or self.shown.text != shown.text:
            return  # another paper, or another text, has come into sight
        found = check.compared(program.name, shown.faces, content)
        self.checked = Checked(program, content, found)
        self._open_buttons()
        self._paint()
        self.compared.emit()

    def calibrate(self, program: Program) -> None:
        """Find out by whose rules this PC breaks lines, and keep to them.

        Args:
            program: The suite that is asked.
        """

        def keep(found: tuple[dict[str, Sequence[Face]], bytes]) -> None:
            rules, share = check.fitting(*found)
            check.keep_rules(rules, program)
            self.bench.tell(
                f"已按{program.name}校准：采用{rules.name}的换行规则，"
                f"校准页{share:.0%}的行相同。",
                key="suite",
            )
            self.refresh()

        self.bench.run(
            lambda progress: calibration_by(program, progress),
            keep,
            owner=self,
            doing=f"正在按{program.name}校准预览",
        )
