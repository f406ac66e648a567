"""About: version, where the data is, and whose software is in it."""

from collections.abc import Mapping

from PySide6.QtWidgets import QGridLayout, QHBoxLayout

from workbench import RESOURCES, __version__
from workbench.services.platform import backups
from workbench.views import style
from workbench.views.bench import Bench
from workbench.views.help import Note, Reader
from workbench.views.pages import Page
from workbench.views.parts import clear, column, holder, row, sign, words
from workbench.views.rooms import PageInfo
from workbench.views.sign_in import NAME


class AboutPage(Page):
    """Version and whereabouts above, licences below.

    Args:
        bench: What it works with.
        info: How it is declared.
    """

    def __init__(self, bench: Bench, info: PageInfo) -> None:
        super().__init__(bench, info)
        self._where = QGridLayout()
        self._where.setHorizontalSpacing(style.space(4))
        self._where.setVerticalSpacing(style.space(1))
        self._where.setColumnStretch(1, 1)
        head: QHBoxLayout = row(
            sign("shield-check", "accent", style.size("control")),
            column(
                words(NAME, "heading"),
                words(f"版本 {__version__}　{bench.title}", "grey"),
                gap=0,
            ),
            None,
            gap=3,
        )
        top = holder(column(head, self._where, gap=3, margin=4), "card")
        reader = Reader()
        reader.setProperty("look", "card")
        text = (RESOURCES / "THIRD_PARTY.md").read_text("utf-8")
        reader.read(Note("third-party", "第三方软件", text))
        self.setLayout(column(top, reader, gap=3, margin=4))
        self.setMinimumWidth(0)

    def refresh(self) -> None:
        """Ask where the data is."""
        self.bench.ask(backups.whereabouts, {}, self._show, owner=self)

    def _show(self, where: Mapping[str, str]) -> None:
        clear(self._where)
        for place, (label, text) in enumerate(where.items()):
            self._where.addWidget(words(label, "grey"), place, 0)
            self._where.addWidget(words(text, wrap=True, select=True), place, 1)
