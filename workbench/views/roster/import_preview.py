"""The fourth step of an import: every line, and what would become of it."""

from collections.abc import Mapping, Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QWidget

from workbench.listing import Column, Kind, Tone
from workbench.rules.identifiers import mask_within
from workbench.services.roster.import_lines import Effect
from workbench.services.roster.imports import Preview, PreviewLine
from workbench.views.parts import button, clear, column, holder, pill, row, words
from workbench.views.row_model import RowModel
from workbench.views.tables import RowView

_TONES = {
    Effect.NEW: Tone.GOOD,
    Effect.CHANGED: Tone.PLAIN,
    Effect.SAME: Tone.PLAIN,
    None: Tone.CAUTION,
}
_WRONG = "有误"
_SIGN_PX = 13  # a Chinese character of the body
_AS_WIDE_AS_SAID = Kind.DATE  # a column of texts would give way to the others


def _word(effect: Effect | None) -> str:
    return effect.label if effect is not None else _WRONG


def _columns(found: Preview) -> tuple[Column[PreviewLine], ...]:
    """Return the columns of the table: number, effect, what is wrong, the cells."""
    numbers: Column[PreviewLine] = Column(
        "number", "行号", lambda line: str(line.number), Kind.NUMBER, 60, sortable=False
    )
    effects: Column[PreviewLine] = Column(
        "effect",
        "结果",
        lambda line: _word(line.effect),
        Kind.STATE,
        width=76,
        sortable=False,
        tone=lambda line: _TONES[line.effect],
    )
    says: Column[PreviewLine] = Column(
        "says",
        "错误说明",
        lambda line: mask_within(line.says),
        _AS_WIDE_AS_SAID,
        width=_room_for(found),
        sortable=False,
        shown=bool(found.wrong),
    )
    cells = tuple(
        Column(
            name,
            title,
            partial(_cell, place),
            _kind(name),
            width=_width(name),
            sortable=False,
        )
        for place, (name, title) in enumerate(
            zip(found.names, found.shown, strict=True)
        )
    )
    return (numbers, effects, says, *cells)


def _cell(place: int, line: PreviewLine) -> str:
    return mask_within(line.cells[place])


def _room_for(found: Preview) -> int:
    """Return a width, in pixels at normal type, that most of what is wrong fits in."""
    longest = max((len(line.says) for line in found.lines), default=0)
    return min(max(longest * _SIGN_PX + 24, 240), 660)


def _kind(name: str) -> Kind:
    codes = {"id_number", "phone", "certificate", "number"}
    return Kind.CODE if name in codes else _AS_WIDE_AS_SAID


def _width(name: str) -> int:
    return {"id_number": 190, "home": 180, "host": 180}.get(name, 130)


class PreviewPane(QWidget):
    """Counts, and every line with what is wrong in it.

    Signals:
        wanted: The sheet to repair is wanted.
    """

    wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.only_wrong = QCheckBox("只看有误的行")
        self.only_wrong.toggled.connect(lambda _on: self._choose())
        self.repair = button(
            "下载修改表",
            self.wanted.emit,
            icon="download",
            tip="整张表，每行错误写在最前一列；改好后可直接再导入",
        )
        self._pills = row(gap=2)
        self.told = words("", "grey", wrap=True)
        self.whole = words("", "amiss", wrap=True, select=True)
        self.whole.hide()
        self._place = column(gap=0)
        head = row(holder(self._pills), None, self.only_wrong, self.repair, gap=4)
        self.setLayout(column(holder(head), self.told, holder(self._place), self.whole))
        self.layout().setStretch(2, 1)  # type: ignore[union-attr] # set above
        self._lines: Sequence[PreviewLine] = ()
        self.model: RowModel[PreviewLine] | None = None

    def show_preview(self, found: Preview) -> None:
        """Show what an import would do."""
        self._lines = found.lines
        clear(self._pills)
        for effect, count in found.counts.items():
            if count or effect in {Effect.NEW, None}:
                tone = _TONES[effect] if count else Tone.PLAIN
                made = pill(f"{_word(effect)} {count:,}", tone.value)
                self._pills.addWidget(made)
        self._pills.addStretch(1)
        self.told.setText(_advice(found))
        self.repair.setVisible(bool(found.wrong))
        self.only_wrong.setVisible(bool(found.wrong))
        self.only_wrong.blockSignals(True)
        self.only_wrong.setChecked(bool(found.wrong))
        self.only_wrong.blockSignals(False)
        self._show_table(found)

    def _show_table(self, found: Preview) -> None:
        clear(self._place)
        lines = self._lines

        def fetch(numbers: Sequence[int]) -> Mapping[int, PreviewLine]:
            return {number: lines[number] for number in numbers}

        self.model = model = RowModel(_columns(found), fetch, self)
        table = RowView(model)
        table.verticalHeader().hide()  # the sheet's own line numbers are what counts
        table.setAccessibleName("逐行核对结果")
        table.chosen.connect(lambda: self._say_whole(table.chosen_numbers()))
        self._place.addWidget(table)
        self._choose()

    def _say_whole(self, chosen: Sequence[int]) -> None:
        """Say below the table all that is wrong with the line that is selected."""
        line = self._lines[chosen[0]] if len(chosen) == 1 else None
        said = bool(line and line.says)
        self.whole.setText(
            f"第{line.number}行　{mask_within(line.says)}" if line and said else ""
        )
        self.whole.setVisible(said)

    def _choose(self) -> None:
        if self.model is None:
            return
        every = not self.only_wrong.isChecked()
        self.model.show(
            [
                place
                for place, line in enumerate(self._lines)
                if every or line.effect is None
            ]
        )


def _advice(found: Preview) -> str:
    """Say what the counts mean, and what to do next."""
    wrong = found.counts[None]
    if wrong:
        return (
            f"共{found.total:,}行，{wrong:,}行有误。全部正确才能导入："
            "下载修改表改好后，回到“选文件”重新选择。"
        )
    if not found.total:
        return "表头下面没有内容，请先填写再导入。"
    if not found.entered:
        return f"共{found.total:,}行，都已登记，没有需要导入的内容。"
    same = found.counts[Effect.SAME]
    skipped = f"；不变的{same:,}行跳过" if same else ""
    return f"共{found.total:,}行，全部正确，可以导入{skipped}。"
