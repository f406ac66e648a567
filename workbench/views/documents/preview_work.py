"""A paper of the register broken, checked and kept, off the screen's thread."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from workbench.desk import Desk, Progress
from workbench.reports import kinds
from workbench.reports.breaker import break_pages
from workbench.reports.faces import Face
from workbench.reports.page import Document, Stamp
from workbench.rules import Refusal
from workbench.services.documents import preview as service
from workbench.services.documents import register, versions
from workbench.services.documents.preview import PaperRecord
from workbench.views.documents import preview_check as check
from workbench.views.preview import ADVANCES, pdf_bytes, signs_missing
from workbench.views.suites import Program, programs, to_pdf


@dataclass(frozen=True, slots=True)
class Opened:
    """A paper broken into pages.

    Attributes:
        record: The paper.
        document: What stands on its pages; None for a sheet.
        faces: Its pages.
        unsure: Pages that may begin elsewhere in another program.
        lacking: Signs that this PC's fonts do not have.
    """

    record: PaperRecord
    document: Document | None = None
    faces: tuple[Face, ...] = ()
    unsure: frozenset[int] = frozenset()
    lacking: str = ""

    @property
    def text(self) -> tuple[int, tuple[Face, ...]]:
        """What a suite was asked to set: another version is another text."""
        return self.record.version, self.faces


@dataclass(frozen=True)
class Checked:
    """What an office suite made of the paper in sight.

    Attributes:
        program: The suite.
        content: Its PDF.
        found: How it compares.
    """

    program: Program
    content: bytes
    found: check.Comparison


def composed(desk: Desk, record: PaperRecord) -> Document | None:
    """Return what stands on a paper's pages; None for a sheet."""
    stamp = Stamp(
        desk.now(), draft=record.draft, sample=record.sample, void=record.void
    )
    document = kinds.from_json(record.kind, record.record).compose(stamp)
    return document if isinstance(document, Document) else None


def pages_of(document: Document) -> tuple[Face, ...]:
    """Return a paper's pages, as this PC would break them."""
    return break_pages(document, check.rules_here(), ADVANCES)


def opened(desk: Desk, record: PaperRecord) -> Opened:
    """Break a paper into pages, and note what is to be known of them; for a worker.

    Args:
        desk: Whose desk.
        record: The paper.
    """
    document = composed(desk, record)
    if document is None:
        return Opened(record)
    faces = pages_of(document)
    lacking = signs_missing(faces)
    return Opened(record, document, faces, check.unsure(document, faces), lacking)


def keep_pdf(
    desk: Desk,
    write: Callable[[Path, bytes], None],
    shown: Opened,
    checked: Checked | None,
    path: Path,
) -> None:
    """Have the register keep the PDF of an issued paper, and write it.

    Who may not keep it, only takes it out.

    Args:
        desk: Whose desk.
        write: Writes a file safely.
        shown: The paper.
        checked: What a suite made of it, which is preferred to what is painted.
        path: The file.

    Raises:
        Refusal: It was edited outside and no suite has set it, or was declared void
            meanwhile; nothing is written.

    Clause: documents/files
    """
    number = shown.record.id
    if shown.record.edited and (checked is None or shown.record.void):
        raise Refusal(
            "这份公文在外部修改过，预览显示的不是改过的稿，不能存为PDF。",
            clause="documents/files",
            ways=("点“用Word/WPS核对”后再存。",) if not shown.record.void else (),
        )
    desk.do(service.take_record, paper_id=number, way="存为PDF")
    content = checked.content if checked else pdf_bytes(shown.faces, shown.record.name)
    keeps = shown.record.within and desk.may(versions.keep_pdf)
    if shown.record.final and keeps:
        desk.do(
            versions.keep_pdf,
            paper_id=number,
            content=content,
            made_with=checked.program.name if checked else versions.PAINTED,
        )
    write(path, content)


def keeper() -> Program | None:
    """Return the office suite that makes the PDF of issued papers; None for none."""
    return next(iter(programs()), None)


def archive(
    desk: Desk, ids: Sequence[int], program: Program | None, progress: Progress
) -> tuple[str, ...]:
    """Have the register keep the PDF of papers that were just issued; for a worker.

    It is the suite's where there is one, else what is painted. Sheets have none.

    Args:
        desk: Whose desk.
        ids: The papers.
        program: The suite.
        progress: To be told how far it has come.

    Returns:
        Names of the papers that were edited outside while no suite can set them.
    """
    from workbench.reports.layout import docx_bytes  # noqa: PLC0415 - heavy

    left = []
    for done, number in enumerate(ids):
        progress(done, len(ids), "正在留存PDF")
        record = desk.ask(service.paper_record, paper_id=number)
        if record.sheet or not record.final or not record.within:
            continue
        document = composed(desk, record)
        if document is None or (record.edited and program is None):
            left.append(record.name)
            continue
        if program is None:
            content, made_with = pdf_bytes(pages_of(document), record.name), ""
        elif record.edited:
            taken = desk.do(
                register.take_paper, paper_id=number, way="留存", version=record.version
            )
            content, made_with = _waited(program, taken.content, progress), program.name
        else:
            file = docx_bytes(document, program.suite)
            content, made_with = _waited(program, file, progress), program.name
        desk.do(
            versions.keep_pdf,
            paper_id=number,
            content=content,
            made_with=made_with or versions.PAINTED,
        )
    return tuple(left)


def set_by(desk: Desk, shown: Opened, program: Program, progress: Progress) -> bytes:
    """Return the PDF that an office suite makes of a paper.

    Args:
        desk: Whose desk.
        shown: The paper; as it was edited outside, where it was.
        program: The suite.
        progress: To be told that it is waited for.
    """
    from workbench.reports.layout import docx_bytes  # noqa: PLC0415 - heavy

    number = shown.record.id
    if shown.record.edited or shown.document is None:
        version = shown.record.version
        taken = desk.do(
            register.take_paper, paper_id=number, way="核对", version=version
        )
        content = taken.content
    else:
        desk.do(service.take_record, paper_id=number, way="核对")
        content = docx_bytes(shown.document, program.suite)
    return _waited(program, content, progress)


def calibration_by(
    program: Program, progress: Progress
) -> tuple[dict[str, Sequence[Face]], bytes]:
    """Return the calibration paper by each table of rules, and a suite's PDF of it.

    Args:
        program: The suite.
        progress: To be told that it is waited for.
    """
    from workbench.reports.layout import docx_bytes  # noqa: PLC0415 - heavy

    paper = check.calibration_paper()
    content = docx_bytes(paper, program.suite)
    return check.by_each_rules(paper), _waited(program, content, progress)


def _waited(program: Program, content: bytes, progress: Progress) -> bytes:
    doing = f"正在等{program.name}排版"
    return to_pdf(program, content, lambda: progress(0, 0, doing))
