"""Papers a second against docxtpl, which fills a template of the very same paper.

The template is written by the workbench itself, so that styles, head, imprint and
table are the same; docxtpl repeats its paragraph and its row, escapes what it fills
in, and saves. Both give the same words, which is checked before anything is timed.
"""

import io
import zipfile
from collections.abc import Callable
from datetime import UTC, date, datetime

from docxtpl import DocxTemplate
from lxml import etree

from benchmarks.figures import Figure, compare, leave
from workbench.reports.issuing import Issuing
from workbench.reports.layout import docx_bytes
from workbench.reports.page import Column, Document, Paragraph, Stamp, Table

PARAGRAPHS, COLUMNS = 12, 6
SMALL, LARGE = 10, 2_000  # rows
SMALL_BOUND, LARGE_BOUND = 1 / 2, 1 / 3
BATCH = 5  # small papers at a time
STAMP = Stamp(datetime(2026, 11, 2, 3, tzinfo=UTC))
NUMBER = "东综执〔2026〕24号"
TEXT = (
    "为优化营商环境，规范涉企行政检查，现将执法片区综合行政执法力量下沉情况通报如下。"
)

Rows = tuple[tuple[str, ...], ...]


def paper(number: str, paragraphs: tuple[str, ...], rows: Rows) -> Document:
    """Return the paper, or its template where tags stand in it."""
    issuing = Issuing(
        "东海县综合行政执法局",
        number,
        "各镇人民政府、街道办事处",
        "县委办公室，县人大常委会办公室",
        "东海县综合行政执法局办公室",
        date(2026, 3, 5),
        date(2026, 3, 6),
    )
    columns = tuple(Column(f"栏目{place}", 26) for place in range(COLUMNS))
    blocks = (*map(Paragraph, paragraphs), Table(columns, rows))
    return issuing.paper("通报", ("关于力量下沉情况的通报",), blocks, (), STAMP)


def template() -> bytes:
    """Return the same paper with docxtpl's tags where the filled one has text."""
    row = tuple(f"{{{{ row[{place}] }}}}" for place in range(COLUMNS))
    rest = ("",) * (COLUMNS - 1)
    return docx_bytes(
        paper(
            "{{ number }}",
            ("{%p for text in texts %}", "{{ text }}", "{%p endfor %}"),
            (("{%tr for row in rows %}", *rest), row, ("{%tr endfor %}", *rest)),
        )
    )


def filled(file: bytes, texts: tuple[str, ...], rows: Rows) -> bytes:
    """Return the paper as docxtpl fills it."""
    document = DocxTemplate(io.BytesIO(file))
    context = {"number": NUMBER, "texts": texts, "rows": rows}
    document.render(context, autoescape=True)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def words(file: bytes) -> str:
    """Return everything that stands in the body of a Word file."""
    with zipfile.ZipFile(io.BytesIO(file)) as archive:
        return "".join(etree.fromstring(archive.read("word/document.xml")).itertext())


def measure(rounds: int = 9) -> list[Figure]:
    """Take both figures."""
    file = template()
    texts = (TEXT,) * PARAGRAPHS
    figures = []
    for count, batch, bound in (
        (SMALL, BATCH, SMALL_BOUND),
        (LARGE, 1, LARGE_BOUND),
    ):
        rows = tuple(
            tuple(f"第{row}行{place}列" for place in range(COLUMNS))
            for row in range(count)
        )

        def ours(rows: Rows = rows) -> bytes:
            return docx_bytes(paper(NUMBER, texts, rows))

        def floor(rows: Rows = rows) -> bytes:
            return filled(file, texts, rows)

        assert words(ours()) == words(floor())  # noqa: S101 - else no figure
        name = f"公文{PARAGRAPHS}段、表{count}行×{COLUMNS}列，较docxtpl"
        several = repeated(ours, batch), repeated(floor, batch)
        figures.append(compare(name, *several, bound, rounds))
    return figures


def repeated(action: Callable[[], object], times: int) -> Callable[[], None]:
    """Return an action that does another several times."""

    def run() -> None:
        for _time in range(times):
            action()

    return run


if __name__ == "__main__":
    leave(measure())
