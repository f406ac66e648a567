"""The first two steps of an import: which kind of sheet, and which file."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QScrollArea,
    QStackedWidget,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from workbench.rules.identifiers import mask_within
from workbench.services.roster.import_kinds import KINDS
from workbench.services.roster.import_lines import ImportKind
from workbench.services.roster.imports import ENCODINGS, Look
from workbench.views import style
from workbench.views.fields import AmissError, Choice, Editor, Field, FieldKind, editor
from workbench.views.parts import (
    Elided,
    button,
    column,
    holder,
    inset,
    row,
    rule,
    sign,
    words,
)
from workbench.views.roster.import_draft import Draft

_WIDEST = 220  # pixels of a column at normal type


class KindPane(QScrollArea):
    """The kinds of sheet, one a line.

    Signals:
        chosen: A kind was chosen.
                kind: Its key.
        wanted: The template of a kind is wanted.
                kind: Its key.
    """

    chosen = Signal(str)
    wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setProperty("look", "page")
        self.choosers: dict[str, QWidget] = {}
        lines = column(gap=0)
        for place, kind in enumerate(KINDS.values()):
            if place:
                lines.addWidget(rule())
            lines.addWidget(self._line(kind))
        self.setWidget(holder(column(holder(lines, "card"), None), "page"))

    def _line(self, kind: ImportKind) -> QWidget:
        needed = "、".join(one.title for one in kind.columns if one.required)
        head = row(words(kind.label, "strong"), Elided(kind.says, "grey"), gap=3)
        head.setStretch(1, 1)
        said = column(
            head,
            Elided(f"必填列：{needed}", "quiet"),
            gap=0,
        )
        choose = button("选择", partial(self.chosen.emit, kind.key))
        choose.setAccessibleName(f"导入{kind.label}")
        self.choosers[kind.key] = choose
        template = button(
            "下载模板", partial(self.wanted.emit, kind.key), icon="download"
        )
        template.setAccessibleName(f"下载{kind.label}模板")
        line = row(said, template, choose, gap=2)
        line.setStretch(0, 1)
        inset(line, 4, 2, 3, 2)
        return holder(line)


class FilePane(QStackedWidget):
    """The file: where it comes from, and once it is read its first lines.

    Signals:
        browsed: A file is to be looked for.
        pasted: The clipboard is to be taken.
        wanted: The template is wanted.
        read_otherwise: Sheet, encoding or head row were chosen.
                        said: The draft's attribute and its value.
    """

    browsed = Signal()
    pasted = Signal()
    wanted = Signal()
    read_otherwise = Signal(str, object)

    def __init__(self) -> None:
        super().__init__()
        self.pickers: dict[str, Editor] = {}
        self._now: dict[str, object] = {}
        self._template = button("下载模板", self.wanted.emit, icon="download")
        self._name = words("", "strong", select=True)
        self._size = words("", "grey")
        self._pickers = row(gap=4)
        self.table = _first_lines()
        self.addWidget(self._empty())
        self.addWidget(self._filled())

    def _empty(self) -> QWidget:
        told = words("把表格文件拖到这里", "heading")
        more = words(
            "可以是 xlsx、xls、et 或 csv，不超过40 MB；"
            "也可以在 Excel、WPS 里选中带表头的区域复制，到这里粘贴。",
            "grey",
        )
        for label in (told, more):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.browse = button(
            "选择文件…",
            self.browsed.emit,
            look="primary",
            icon="folder-open",
            tip="Ctrl+O",
        )
        paste = button("粘贴", self.pasted.emit, icon="clipboard-paste", tip="Ctrl+V")
        return holder(
            column(
                None,
                row(None, sign("file-up", "line", style.size("strip")), None),
                told,
                more,
                row(None, self.browse, paste, self._template, None),
                None,
                gap=4,
                margin=4,
            ),
            "card",
        )

    def _filled(self) -> QWidget:
        head = row(
            self._name,
            self._size,
            None,
            button("换一个文件…", self.browsed.emit, icon="folder-open", tip="Ctrl+O"),
            button("粘贴", self.pasted.emit, icon="clipboard-paste", tip="Ctrl+V"),
            gap=3,
        )
        note = words("下面是表格的前几行；身份证号、手机号在屏幕上不全显示。", "grey")
        body = column(head, holder(self._pickers), note, self.table, gap=2)
        body.setStretch(3, 1)
        return holder(body)

    def show_kind(self, draft: Draft) -> None:
        """Say what kind of template there is."""
        label = draft.declared.label
        self._template.setText(f" 下载“{label}”模板")

    def show_nothing(self) -> None:
        """Ask for a file."""
        self.setCurrentIndex(0)

    def show_look(self, draft: Draft, look: Look) -> None:
        """Show the first lines of a file, and how it was read."""
        self._name.setText(draft.name)
        sheet = f"工作表“{look.sheet}”，" if look.sheet else ""
        self._size.setText(f"{sheet}共{look.total:,}行（含表头）")
        self._show_pickers(draft, look)
        self._show_lines(look)
        self.setCurrentIndex(1)

    def _show_pickers(self, draft: Draft, look: Look) -> None:
        while (item := self._pickers.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self.pickers.clear()
        if look.sheets[1:]:
            sheets = tuple(Choice(one, one) for one in look.sheets)
            self._add_picker("sheet", "工作表", sheets, look.sheet)
        if look.encoding is not None:
            ways = tuple(Choice(one, one.label) for one in ENCODINGS)
            self._add_picker("encoding", "文字编码", ways, look.encoding)
        heads = tuple(Choice(one, f"第{one}行") for one in look.numbers)
        self._add_picker("head", "表头在", heads, draft.head, "自动查找")
        self._pickers.addStretch(1)

    def _add_picker(
        self,
        name: str,
        title: str,
        choices: tuple[Choice, ...],
        now: object,
        ghost: str = "",
    ) -> None:
        field = Field(name, title, FieldKind.CHOICE, choices=choices, ghost=ghost)
        made = editor(field)
        made.setFixedWidth(style.size("field"))
        made.put(now)
        for one in made.inputs:
            one.setAccessibleName(title)
        made.changed.connect(partial(self._picked, made))
        self._now[name] = now
        self.pickers[name] = made
        self._pickers.addWidget(holder(row(words(title, "grey", buddy=made), made)))

    def _picked(self, made: Editor) -> None:
        name = made.field.name
        try:
            value = made.value()
        except AmissError:
            return  # still being typed
        if value != self._now[name] and (value is not None or name == "head"):
            self._now[name] = value
            self.read_otherwise.emit(name, value)

    def _show_lines(self, look: Look) -> None:
        table = self.table
        table.clear()
        table.setRowCount(len(look.lines))
        table.setColumnCount(len(look.lines[0]))
        table.setHorizontalHeaderLabels(
            [_letters(place) for place in range(len(look.lines[0]))]
        )
        table.setVerticalHeaderLabels([str(number) for number in look.numbers])
        for down, line in enumerate(look.lines):
            for across, cell in enumerate(line):
                table.setItem(down, across, QTableWidgetItem(mask_within(cell)))
        table.resizeColumnsToContents()
        for across in range(table.columnCount()):
            width = min(table.columnWidth(across), style.scaled(_WIDEST))
            table.setColumnWidth(across, width)


def _first_lines() -> QTableWidget:
    table = QTableWidget()
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
    table.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    table.setWordWrap(False)
    table.setAccessibleName("表格的前几行")
    table.setTabKeyNavigation(False)
    table.verticalHeader().setDefaultSectionSize(style.size("row_compact"))
    return table


def _letters(place: int) -> str:
    """Return a column's letters, as spreadsheets name it: A, B, … Z, AA."""
    found = ""
    number = place + 1
    while number:
        number, rest = divmod(number - 1, 26)
        found = chr(ord("A") + rest) + found
    return found


def file_filter() -> str:
    """Return which files may be picked, as the system's dialog takes it."""
    return "表格 (*.xlsx *.xls *.et *.csv *.txt);;所有文件 (*)"


def as_pasted(text: str) -> tuple[bytes, str]:
    """Return what was on the clipboard as a file, and its name."""
    return text.encode("utf-8-sig"), "粘贴的内容"
