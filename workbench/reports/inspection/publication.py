"""The results of a task, made public in one table."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from workbench.reports.issuing import Issuing
from workbench.reports.page import (
    Align,
    Column,
    Document,
    Paragraph,
    Signature,
    Stamp,
    Table,
)
from workbench.reports.titles import break_title
from workbench.reports.wording import Phrases, said
from workbench.rules.calendar import chinese_day

_OFFICE_SIGNS = 8  # of a credit code: who registered the party, and where


@dataclass(frozen=True, slots=True)
class PublishedLine:
    """One enterprise whose result is made public.

    Attributes:
        name: As registered; a natural person's name comes masked.
        code: Unified social credit code.
        town: Where it is.
        inspected_on: When it was inspected.
        units: Which authorities inspected it.
        matters: What was inspected.
        result: What was found.
        handling: What follows from it.
    """

    name: str
    code: str
    town: str
    inspected_on: date
    units: str
    matters: str
    result: str
    handling: str


@dataclass(frozen=True, slots=True)
class ResultPublication:
    """检查结果公示表: the results of one task, made public in one batch.

    Attributes:
        task: Name of the task.
        number: Number of the task.
        batch: Number of the batch.
        finished_on: The day the task was finished.
        public_on: The day the batch is public; None on a draft.
        due_on: The last day on which that is in time.
        term: The term that gives that day, as 20个工作日.
        site: Where it is public.
        phone: Where a mistake may be pointed out.
        lines: The results.
    """

    PHRASES: ClassVar[Phrases] = {
        "closing": "本表在{公示网站}公示。检查对象或者社会公众对公示内容有异议的，可以"
        "拨打{电话}反映；经核实有误的，及时更正并公布。",
    }

    issuing: Issuing
    task: str
    number: str
    batch: str
    finished_on: date
    public_on: date | None
    due_on: date
    term: str
    site: str
    phone: str
    lines: tuple[PublishedLine, ...]
    phrases: tuple[tuple[str, str], ...] = ()

    @property
    def title(self) -> str:
        """The table's title."""
        return f"{self.task.removesuffix('检查')}检查结果公示表"

    def compose(self, stamp: Stamp) -> Document:
        """Return the table on pages turned sideways."""
        return Document(
            kind="检查结果公示表",
            stamp=stamp,
            title=break_title(self.title, names=("检查结果公示表",), limit=28),
            blocks=(
                *map(Paragraph, self._facts()),
                self._table(),
                Paragraph(said(self, "closing", site=self.site, phone=self.phone)),
            ),
            signature=Signature(self.issuing.organ, self.public_on, sealed=True),
            landscape=True,
        )

    def _facts(self) -> Iterator[str]:
        yield f"任务编号：{self.number}　公示批次：{self.batch}"
        yield (
            f"检查结束：{chinese_day(self.finished_on)}　"
            f"公示期限：{chinese_day(self.due_on)}前（{self.term}）"
        )

    def _table(self) -> Table:
        return Table(
            (
                Column("序\n号", 8),
                Column("检查对象", 36, Align.LEFT),
                Column("统一社会\n信用代码", 36),
                Column("所在\n镇街", 18),
                Column("检查日期", 23),
                Column("检查单位", 40, Align.LEFT),
                Column("检查事项", 36, Align.LEFT),
                Column("检查结果", 38, Align.LEFT),
                Column("处理情况", 26, Align.LEFT),
            ),
            tuple(
                (
                    str(at),
                    one.name,
                    f"{one.code[:_OFFICE_SIGNS]}\n{one.code[_OFFICE_SIGNS:]}",
                    one.town,
                    chinese_day(one.inspected_on),
                    one.units,
                    one.matters,
                    one.result,
                    one.handling,
                )
                for at, one in enumerate(self.lines, start=1)
            ),
        )
