"""Several papers at once: one print job, one PDF, or a folder of PDFs."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QStandardPaths, Qt
from PySide6.QtWidgets import QFileDialog

from workbench.desk import CancelledError, Desk, Progress
from workbench.listing import Tone
from workbench.reports.faces import Face
from workbench.services.documents import preview as service
from workbench.services.documents import versions
from workbench.views import printing
from workbench.views.actions import Children, children
from workbench.views.bench import Bench
from workbench.views.documents.files import free_path
from workbench.views.documents.preview_forms import DUPLEX, PRINTER, filled, terms_of
from workbench.views.documents.preview_work import composed, pages_of
from workbench.views.fields import Choice, Field, FieldKind
from workbench.views.forms import Form
from workbench.views.output import save_as
from workbench.views.pages import Action, PanelPage, Takes
from workbench.views.preview import begin_painting, pdf_bytes

_HELD = "documents/batch"
_MANY = 40
"""Papers from which on it pays to begin child processes, which takes a second."""
_TOGETHER = 16
"""Papers painted at a time; a stop waits for no more than these."""


@dataclass(frozen=True, slots=True)
class Portion:
    """One paper of a batch.

    Attributes:
        paper_id: The paper.
        copies: How often it is printed.
    """

    paper_id: int
    copies: int = 1


@dataclass(frozen=True, slots=True)
class Pages:
    """A paper of a batch, broken into pages.

    Attributes:
        name: How people call it.
        file_name: A name for its PDF.
        faces: Its pages; none for a sheet, which has none.
    """

    name: str
    file_name: str
    faces: tuple[Face, ...]


Opened = Callable[[Portion], Pages]
"""Breaks a paper of a batch into pages, as its taking out is written down."""


class Batch:
    """Several papers as one print job, one PDF or one folder of PDFs.

    It is stopped between two papers and goes on where it stopped.

    Args:
        portions: The papers, in order.
        opened: Breaks one into pages.
        write: Writes a file safely.
        printer: How it is printed; None for files.
        path: The one PDF, or the folder for one each; None for a print job.

    Attributes:
        done: How many papers have gone out.
        pages: How many pages that were.
        left_out: Names of the sheets, which have no pages.
    """

    def __init__(
        self,
        portions: Sequence[Portion],
        opened: Opened,
        write: Callable[[Path, bytes], None],
        *,
        printer: printing.Terms | None = None,
        path: Path | None = None,
    ) -> None:
        self.portions = tuple(portions)
        self.printer = printer
        self.path = path
        self.done = self.pages = 0
        self.left_out: list[str] = []
        self._opened = opened
        self._write = write
        self._gathered: list[Face] = []

    @property
    def whole(self) -> bool:
        """Whether every paper has gone out."""
        return self.done == len(self.portions)

    def run(self, progress: Progress) -> bool:
        """Go on until all is done or somebody stops it; for a worker.

        Returns:
            Whether every paper has gone out.

        Raises:
            UnavailableError: A printer or folder is in the way. What has gone out
                counts as done.
        """
        try:
            if self.printer is not None:
                self._print(progress)
            elif self.path is not None and self.path.suffix == ".pdf":
                self._bind(progress, self.path)
            elif self.path is not None:
                self._spread(progress, self.path)
        except CancelledError:
            return False
        return self.whole

    def _coming(self, progress: Progress) -> Iterator[tuple[Pages, list[Face]]]:
        """Yield what is left, each with its copies; it counts once it is taken."""
        both = self.printer.duplex if self.printer else printing.Duplex.USUAL
        while not self.whole:
            portion = self.portions[self.done]
            progress(self.done, len(self.portions), "正在输出公文")
            pages = self._opened(portion)
            if pages.faces:
                faces = printing.copied(pages.faces, portion.copies, both)
                yield pages, faces
                self.pages += len(faces)
            else:
                self.left_out.append(pages.name)
            self.done += 1

    def _print(self, progress: Progress) -> None:
        assert self.printer is not None  # noqa: S101 - asked by ``run``
        printer = printing.open_printer(self.printer, f"公文{len(self.portions)}份")
        coming = (face for _p, faces in self._coming(progress) for face in faces)
        printing.send(coming, printer, self.printer.shift)

    def _bind(self, progress: Progress, path: Path) -> None:
        for _pages, faces in self._coming(progress):
            self._gathered += faces
        if self._gathered:
            title = f"公文{len(self.portions)}份"
            self._write(path, pdf_bytes(self._gathered, title))

    def _spread(self, progress: Progress, folder: Path) -> None:
        """Write a PDF each; many are painted a few at a time on every core."""
        many = len(self.portions) - self.done >= _MANY
        together = _TOGETHER if many else 1
        with children(begin_painting) if many else nullcontext() as pool:
            while not self.whole:
                group: list[Pages] = []
                for portion in self.portions[self.done : self.done + together]:
                    gone = self.done + len(group)
                    progress(gone, len(self.portions), "正在输出公文")
                    group.append(self._opened(portion))
                contents = _painted(pool, [one for one in group if one.faces])
                for pages in group:
                    self._put(folder, pages, contents)

    def _put(self, folder: Path, pages: Pages, contents: Iterator[bytes]) -> None:
        if pages.faces:
            self._write(free_path(folder / pages.file_name), next(contents))
            self.pages += len(pages.faces)
        else:
            self.left_out.append(pages.name)
        self.done += 1


def _painted(pool: Children | None, shown: Sequence[Pages]) -> Iterator[bytes]:
    given = [one.faces for one in shown], [one.name for one in shown]
    return pool.map(pdf_bytes, *given) if pool else map(pdf_bytes, *given)


# ---- where it goes ----


class Way(StrEnum):
    """What becomes of several papers."""

    JOB = "job"
    BOUND = "bound"
    FOLDER = "folder"

    @property
    def label(self) -> str:
        """It as shown."""
        return {
            "job": "打印，一次送出",
            "bound": "合成一个PDF",
            "folder": "每份一个PDF，存到文件夹",
        }[self]


def _pages(desk: Desk, way: Way, terms: printing.Terms, portion: Portion) -> Pages:
    """Break a paper of a batch into pages, and note that it goes out; for a worker."""
    record = desk.ask(service.paper_record, paper_id=portion.paper_id)
    document = None if record.edited else composed(desk, record)
    faces = pages_of(document) if document else ()
    if faces and way is Way.JOB:
        desk.do(
            versions.note_print,
            paper_id=record.id,
            printer=terms.printer,
            copies=portion.copies,
            pages=len(faces),
        )
    elif faces:
        desk.do(service.take_record, paper_id=record.id, way="批量存为PDF")
    return Pages(record.name, record.file_name, faces)


def _kinds(papers: Sequence[Any]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one.kind for one in papers))


def _start(page: PanelPage, papers: Sequence[Any], /, **values: Any) -> None:
    """Begin with what was filled in; ask first where files are to go."""
    copies = {kind: values[f"copies_{at}"] for at, kind in enumerate(_kinds(papers))}
    portions = [Portion(one.id, copies[one.kind]) for one in papers]
    bench, way = page.bench, Way(values["way"])
    terms = terms_of(
        {
            "printer": values.get("printer") or "",
            "duplex": values.get("duplex", printing.Duplex.USUAL),
        }
    )

    def go(path: Path | None = None) -> None:
        batch = Batch(
            portions,
            partial(_pages, bench.desk, way, terms),
            bench.outside.write,
            printer=terms if path is None else None,
            path=path,
        )
        carry_on(bench, batch)

    if way is Way.JOB:
        go()
    elif way is Way.BOUND:
        save_as(page, f"公文{len(portions)}份.pdf", go, title="合成一个PDF")
    else:
        _ask_folder(page, len(portions), go)


SEVERAL = Form(
    "preview.several",
    "批量打印",
    _start,
    (
        Field(
            "way",
            "去向",
            FieldKind.CHOICE,
            required=True,
            choices=tuple(Choice(one, one.label) for one in Way),
            start=Way.JOB,
        ),
        replace(PRINTER, hint="去向为打印时使用。"),
        DUPLEX,
    ),
    save="开始",
    done="已开始。",
    here=True,
    shape=dict,
)
"""Below its fields come the copies of each kind among the papers chosen."""


def _ask(page: PanelPage, rows: Sequence[Any]) -> None:
    """Open the form for the papers chosen; sheets have no pages and are left out."""
    papers = [one for one in rows if one.suffix != "xlsx"]
    if not papers:
        page.bench.tell(
            "所选的都是表格，没有版式；请逐份打开后打印。", Tone.CAUTION, key="batch"
        )
        return
    found = printing.printers()
    copies = tuple(
        Field(
            f"copies_{at}",
            kind,
            FieldKind.WHOLE,
            required=True,
            half=True,
            start=1,
            check=printing.check_copies,
            group="每种份数",
        )
        for at, kind in enumerate(_kinds(papers))
    )
    form = filled(SEVERAL, found)
    if not found:
        form = replace(form, fields=(_only_files(form.fields[0]), *form.fields[3:]))

    sheets = len(rows) - len(papers)
    without = f"另有{sheets}份表格没有版式，不在内。" if sheets else ""
    page.fill(
        replace(
            form,
            command=partial(_start, page, papers),
            fields=(*form.fields, *copies),
            intro=f"共{len(papers)}份公文，按列表的次序。{without}",
        ),
        start={},
        fixed={},
    )


def _only_files(field: Field) -> Field:
    choices = tuple(one for one in field.choices if one.value is not Way.JOB)
    return replace(
        field, choices=choices, start=Way.BOUND, hint="这台电脑上没有打印机。"
    )


def _ask_folder(page: PanelPage, count: int, go: Callable[[Path], object]) -> None:
    documents = QStandardPaths.writableLocation(
        QStandardPaths.StandardLocation.DocumentsLocation
    )
    dialog = QFileDialog(page, f"把{count}份PDF存到文件夹", documents)
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    dialog.setOption(QFileDialog.Option.ShowDirsOnly)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.fileSelected.connect(lambda path: go(Path(path)))
    dialog.open()


def carry_on(bench: Bench, batch: Batch) -> None:
    """Begin a batch, or go on where it stopped, and say how far it came.

    Args:
        bench: Whose desk; the batch outlives the page it was begun on.
        batch: The batch.
    """
    bench.held[_HELD] = batch

    def tell(whole: bool) -> None:  # noqa: FBT001 - what the batch answers
        total = len(batch.portions)
        left = "；".join(batch.left_out)
        more = f"没有输出：{left}（表格或外部修改过，请打开后打印）。" if left else ""
        if whole:
            del bench.held[_HELD]
            tone = Tone.CAUTION if left else Tone.GOOD
            bench.tell(
                f"已输出{total - len(batch.left_out)}份，共{batch.pages}页。{more}",
                tone,
                key="batch",
            )
            return
        bench.tell(
            f"已停止：{total}份中输出了{batch.done}份。{more}",
            Tone.PLAIN,
            key="batch",
            act=("接着输出", partial(carry_on, bench, batch)),
            stays=True,
        )

    def fail(error: Exception) -> None:
        bench.fail(error)
        tell(whole=False)

    bench.run(batch.run, tell, owner=bench, doing="正在输出公文", failed=fail)


def _show(page: PanelPage, rows: Sequence[Any]) -> None:
    page.panel.when_free(partial(page.bench.go, "preview", rows[0].id))


PREVIEW = Action("预览", _show, service.paper_record, Takes.ONE, "eye")
PRINT_SEVERAL = Action(
    "批量打印", _ask, versions.note_print, Takes.SOME, "printer", form=SEVERAL
)
"""What the list of papers offers beside opening and keeping."""
