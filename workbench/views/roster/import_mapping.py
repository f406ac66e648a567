"""The third step of an import: which of their columns is which of ours."""

from collections import Counter
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QScrollArea, QWidget

from workbench.rules.identifiers import mask_within
from workbench.services.roster.import_kinds import how_to_fill
from workbench.services.roster.imports import Preview
from workbench.views import style
from workbench.views.fields import AmissError, Choice, Editor, Field, FieldKind, editor
from workbench.views.parts import Elided, column, holder, row, rule, words
from workbench.views.roster.import_draft import Draft

_HEADS = ("本软件的列", "您表格里的列", "表格里的样例", "怎么填")


class MappingPane(QWidget):
    """Our columns, one a line, each with one of theirs beside it.

    Signals:
        changed: Another column was chosen somewhere.
    """

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.pickers: dict[str, Editor] = {}
        self.told = words("", "grey", wrap=True)
        self.amiss = words("", "amiss", wrap=True)
        self._samples: dict[str, Elided] = {}
        self._values: dict[str, str] = {}
        self._titles: dict[str, str] = {}
        self._needed: frozenset[str] = frozenset()
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setProperty("look", "surface")
        body = column(self._scroll)
        body.setContentsMargins(1, 1, 1, 1)
        frame = holder(body, "card")
        self.setLayout(column(self.told, self.amiss, frame))
        self.layout().setStretch(2, 1)  # type: ignore[union-attr] # set above

    def show_preview(self, draft: Draft, found: Preview) -> None:
        """Show what was guessed, or chosen before."""
        declared = draft.declared
        self._titles = {one.name: one.title for one in declared.columns}
        self._needed = frozenset(one.name for one in declared.columns if one.required)
        self._values = {
            title: "、".join(map(mask_within, values))
            for title, values in zip(found.titles, found.sample, strict=True)
        }
        self.pickers.clear()
        self._samples.clear()
        theirs = tuple(Choice(one, one) for one in dict.fromkeys(found.titles) if one)
        grid = QGridLayout()
        grid.setHorizontalSpacing(style.space(4))
        grid.setVerticalSpacing(style.space(1))
        grid.setContentsMargins(*[style.space(3)] * 4)
        for place, share in enumerate((0, 0, 1, 1)):
            grid.setColumnStretch(place, share)
            grid.addWidget(words(_HEADS[place], "group"), 0, place)
        grid.addWidget(rule(), 1, 0, 1, len(_HEADS))
        for down, one in enumerate(declared.columns, 2):
            head = row(words(one.title), words("*" if one.required else "", "mark"))
            picker = editor(
                Field(
                    one.name,
                    one.title,
                    FieldKind.CHOICE,
                    choices=theirs,
                    ghost="请选择（必填）" if one.required else "不导入",
                )
            )
            picker.setFixedWidth(style.size("field_wide"))
            picker.put(found.mapping.get(one.name))
            for line in picker.inputs:
                line.setAccessibleName(one.title)
            picker.changed.connect(partial(self._note, one.name))
            self.pickers[one.name] = picker
            self._samples[one.name] = Elided("", "grey")
            head.addStretch(1)
            grid.addLayout(head, down, 0)
            grid.addWidget(picker, down, 1)
            grid.addWidget(self._samples[one.name], down, 2)
            grid.addWidget(Elided(how_to_fill(one), "quiet"), down, 3)
        grid.setRowStretch(len(declared.columns) + 2, 1)
        self._scroll.setWidget(holder(grid, "surface"))
        unused = "、".join(found.unused)
        self.told.setText(
            f"表头在第{found.head}行，已按列名对应好；不对的请改选。"
            + (f"没有用到的列：{unused}。" if unused else "")
        )
        for name in self.pickers:
            self._show_sample(name)
        self._examine()

    def _note(self, name: str) -> None:
        self._show_sample(name)
        self._examine()
        self.changed.emit()

    def _show_sample(self, name: str) -> None:
        self._samples[name].setText(self._values.get(self._chosen(name), ""))

    def _chosen(self, name: str) -> str:
        try:
            return str(self.pickers[name].value() or "")
        except AmissError:
            return ""

    def mapping(self) -> dict[str, str]:
        """Return the title for each of our columns; empty leaves one out."""
        return {name: self._chosen(name) for name in self.pickers}

    def faults(self) -> list[str]:
        """Return what is still amiss, in sentences."""
        chosen = self.mapping()
        missing = [
            title
            for name, title in self._titles.items()
            if name in self._needed and not chosen[name]
        ]
        found = [f"还差必填列：{'、'.join(missing)}。"] if missing else []
        counts = Counter(filter(None, chosen.values()))
        found += [
            f"“{title}”被选了{count}次，每列只能对应一项。"
            for title, count in counts.items()
            if count > 1
        ]
        return found

    def _examine(self) -> None:
        faults = self.faults()
        self.amiss.setText("".join(faults))
        self.amiss.setVisible(bool(faults))
        counts = Counter(filter(None, self.mapping().values()))
        for name, picker in self.pickers.items():
            title = self._chosen(name)
            lacking = name in self._needed and not title
            picker.mark(amiss=lacking or counts[title] > 1)

    def focus_first(self) -> None:
        """Let the first column that is amiss, or the first of all, take keys."""
        chosen = self.mapping()
        lacking = [
            name for name in self.pickers if name in self._needed and not chosen[name]
        ]
        for name in (*lacking, *self.pickers):
            self.pickers[name].setFocus(Qt.FocusReason.OtherFocusReason)
            return
