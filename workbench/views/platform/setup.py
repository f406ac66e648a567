"""Setting up (建账): what is to be brought in, in order, and how far it is."""

from functools import partial
from typing import ClassVar

from PySide6.QtWidgets import QScrollArea, QWidget
from typing_extensions import override

from workbench.desk import Topic
from workbench.services.platform import setup
from workbench.services.platform.setup import SetupStep
from workbench.views.bench import Bench
from workbench.views.fields import Field
from workbench.views.forms import Form
from workbench.views.pages import PanelPage, fills
from workbench.views.parts import (
    button,
    clear,
    column,
    holder,
    inset,
    pill,
    row,
    rule,
    words,
)
from workbench.views.rooms import PageInfo, pages

RENAME = Form(
    "setup.rename",
    "修改单位名称",
    setup.rename_home,
    (
        Field(
            "title",
            "单位名称",
            required=True,
            hint="显示在窗口标题和登录页，重新登录后更新。",
        ),
    ),
    done="单位名称已修改。",
)

_PAGES: dict[str, tuple[str, object]] = {
    "towns": ("towns", None),
    "units": ("units", None),
    "people": ("imports", "people"),
    "postings": ("people", None),
    "zones": ("grouping", None),
    "series": ("series", None),
    "calendar": ("calendar", None),
    "overseers": ("accounts", None),
}
"""Where each step is done: page and what on it. A person who may not open the page has
no button."""


class SetupPage(PanelPage):
    """The steps, one line each.

    Args:
        bench: What it works with.
        info: How it is declared.
    """

    shows: ClassVar[frozenset[Topic]] = frozenset(Topic) - {Topic.AUDIT}

    def __init__(self, bench: Bench, info: PageInfo) -> None:
        super().__init__(
            bench,
            info,
            (
                fills(
                    RENAME,
                    icon="pencil",
                    start=lambda _row: {"title": bench.title},
                ),
            ),
        )
        self.steps: tuple[SetupStep, ...] = ()
        self._told = words("", "grey", wrap=True)
        self._list = column(gap=0)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setProperty("look", "page")
        scroll.setWidget(holder(column(holder(self._list, "card"), None), "page"))
        self.body.addWidget(self._told)
        self.body.addWidget(scroll, 1)

    @override
    def refresh(self) -> None:
        """Ask how far the steps are."""
        self.bench.ask(setup.setup_steps, {}, self._show, owner=self)

    def _show(self, steps: tuple[SetupStep, ...]) -> None:
        self.steps = steps
        done = sum(step.done for step in steps)
        self._told.setText(
            f"共{len(steps)}步，已完成{done}步。按顺序办最省事；以后随时可以回来补。"
        )
        clear(self._list)
        first = next((step for step in steps if not step.done), None)
        for place, step in enumerate(steps):
            if place:
                self._list.addWidget(rule())
            self._list.addWidget(self._line(place + 1, step, step is first))

    def _line(self, number: int, step: SetupStep, first: bool) -> QWidget:  # noqa: FBT001
        said = column(
            row(
                words(f"{number}　{step.title}", "strong"),
                pill(
                    "已完成" if step.done else "未完成",
                    "good" if step.done else "plain",
                ),
                words(f"现有 {step.count:,}", "quiet"),
                None,
                gap=2,
            ),
            words(f"{step.hint}。".replace("。。", "。"), "grey", wrap=True),
            gap=0,
        )
        line = row(said, gap=3)
        line.setStretch(0, 1)
        page, target = _PAGES[step.key]
        may = self.bench.desk.actor.may
        titles = {info.key: info.title for info in pages() if may(info.needs)}
        if page in titles:
            line.addWidget(
                button(
                    f"{'打开' if step.done else '去'}“{titles[page]}”",
                    partial(self.bench.go, page, target),
                    look="primary" if first else "",
                )
            )
        inset(line, 4, 2, 4, 2)
        return holder(line)
