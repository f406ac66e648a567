"""The page where the superior's own form is filled in (套表)."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeySequence
from PySide6.QtWidgets import QFileDialog, QStackedWidget, QWidget
from typing_extensions import override

from workbench.desk import Progress
from workbench.listing import Tone
from workbench.reports import filling
from workbench.services.documents import templates
from workbench.views import output, style
from workbench.views.bench import Bench
from workbench.views.fields import Field, FieldKind
from workbench.views.forms import Form, FormPanel
from workbench.views.pages import Action, PanelPage
from workbench.views.parts import button, column, holder, row, sign, words
from workbench.views.rooms import PageInfo

_FILTER = "上级表格 (*.docx *.xlsx)"
_EMPTY = (
    "把上级发来的表（docx 或 xlsx）拖到这里，或者点“选择表格”。"
    "表中要填的地方写成 {{单位}}、{{日期}} 这样。"
)
_LONG = ("情况", "说明", "意见", "内容", "备注", "原因")  # names that ask for sentences


def _given(**values: Any) -> dict[str, str]:
    """Return what was typed; the copy is made once its place is known."""
    return {name: value for name, value in values.items() if value}


def form_of(name: str, places: Sequence[str]) -> Form:
    """Return the form that asks for the places of somebody's form.

    Args:
        name: Of its file.
        places: Their names, in the order of the file.
    """
    return Form(
        f"templates.fill/{name}",
        name,
        _given,
        tuple(
            Field(
                one,
                one,
                FieldKind.PROSE if one.endswith(_LONG) else FieldKind.TEXT,
                half=not one.endswith(_LONG),
            )
            for one in places
        ),
        save="另存填好的表",
        done="请选择填好的表存到哪里。",
        intro=f"“{name}”共{len(places)}处要填，没有填的保留原来的占位符。",
        here=True,
    )


def _look(path: Path) -> tuple[bytes, tuple[str, ...]]:
    content = path.read_bytes()
    return content, filling.places_in(content, path.name)


class TemplatesPage(PanelPage):
    """A form from outside: its places, and what is to stand in them.

    Args:
        bench: What it works with.
        info: How it is declared.

    Attributes:
        form: What is filled in; None until a file with places is chosen.
    """

    def __init__(self, bench: Bench, info: PageInfo) -> None:
        super().__init__(bench, info, ACTIONS)
        self.setAcceptDrops(True)
        self.form: FormPanel | None = None
        self._path = Path()
        self._content = b""
        self._places: tuple[str, ...] = ()
        self._stack = QStackedWidget()
        self._stack.addWidget(self._nothing())
        self.body.addWidget(self._stack)
        self.shortcut(QKeySequence(QKeySequence.StandardKey.Open), self.choose)
        self.buttons["选择表格"].hide()

    def _nothing(self) -> QWidget:
        said = words(_EMPTY, "grey", wrap=True)
        said.setAlignment(Qt.AlignmentFlag.AlignCenter)
        pick = button("选择表格", self.choose, look="primary", icon="folder-open")
        return holder(
            column(
                None,
                row(None, sign("clipboard-paste", "line", style.size("strip")), None),
                said,
                row(None, pick, None),
                None,
                gap=3,
            ),
            "card",
        )

    # ---- a file comes in ----

    def choose(self) -> None:
        """Ask for a file with the system's own dialog."""
        dialog = QFileDialog(self, "选择要填的表格")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilter(_FILTER)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda name: self.look_into(Path(name)))
        dialog.open()

    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        event.acceptProposedAction()
        urls = [url for url in event.mimeData().urls() if url.isLocalFile()]
        self.look_into(Path(urls[0].toLocalFile()))

    def look_into(self, path: Path) -> None:
        """Read a form, and ask for what its places are called."""
        self.bench.run(
            lambda _progress: _look(path),
            lambda found: self._ask_facts(path, *found),
            owner=self,
            doing="正在读表格",
        )

    def _ask_facts(self, path: Path, content: bytes, places: tuple[str, ...]) -> None:
        if not places:
            self.bench.tell(
                f"“{path.name}”里没有占位符。在要填的地方写上 {{{{单位}}}} 这样的记号"
                "再选。",
                Tone.CAUTION,
                key="templates",
            )
            return
        self._path, self._content, self._places = path, content, places
        self.bench.ask(templates.common_facts, {}, self._show, owner=self)

    def _show(self, known: Mapping[str, str]) -> None:
        """Show the places, those that are known filled in."""
        form = FormPanel(
            form_of(self._path.name, self._places),
            self.bench,
            start={one: known[one] for one in self._places if one in known},
        )
        form.saved.connect(self._ask_where)
        form.closed.connect(lambda: self._put_away(form))
        if self.form is not None:
            self._put_away(self.form)
        self.form = form
        self._stack.setCurrentIndex(self._stack.addWidget(form))
        self.buttons["选择表格"].show()
        form.focus_first()

    def _put_away(self, form: FormPanel) -> None:
        """Let go of what is filled in; once it is saved, another is shown already."""
        if form is self.form:
            self._stack.removeWidget(form)
            form.deleteLater()
            self.form = None
            self.buttons["选择表格"].hide()

    # ---- the copy goes out ----

    def _ask_where(self, values: Mapping[str, str]) -> None:
        self._show(values)  # so that it may be mended and kept once more
        name = f"{self._path.stem}（已填）{self._path.suffix.lower()}"
        output.save_as(
            self, name, lambda path: self.keep(path, values), title="填好的表存到"
        )

    def keep(self, path: Path, values: Mapping[str, str]) -> None:
        """Write a filled copy.

        Args:
            path: Where it goes.
            values: By the places' names.
        """
        content, name = self._content, self._path.name
        write = self.bench.outside.write

        def make(_progress: Progress) -> filling.FilledForm:
            made = filling.filled_form(content, name, values)
            write(path, made.content)
            return made

        self.bench.run(
            make,
            lambda made: self._tell(path, made),
            owner=self,
            doing="正在填表",
        )

    def _tell(self, path: Path, made: filling.FilledForm) -> None:
        said = f"已填{len(made.filled)}处，存为“{path.name}”。"
        if made.left:
            said += f"没有填的：{'、'.join(made.left)}。"
        tone = Tone.CAUTION if made.left else Tone.GOOD
        look = ("打开", lambda: self.bench.outside.open(path))
        self.bench.do(
            templates.note_filled,
            {"name": self._path.name, "filled": made.filled},
            lambda _noted: self.bench.tell(said, tone, act=look, key="templates"),
            owner=self,
        )


ACTIONS = (Action("选择表格", lambda page, _rows: page.choose(), icon="folder-open"),)
