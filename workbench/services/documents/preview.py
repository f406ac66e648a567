"""Papers as records, for whoever shows or prints them without a Word file."""

from dataclasses import dataclass

from workbench.access import Permission
from workbench.desk import Work, chartered
from workbench.models.documents import Paper
from workbench.reports import kinds as reports
from workbench.rules.documents import FileSource, PaperState, file_name
from workbench.services.documents.folder import Folder
from workbench.services.platform import setup


@dataclass(frozen=True, slots=True)
class PaperRecord:
    """A paper's record, and what its pages are marked with.

    Attributes:
        kind: Which paper, as ``reports`` names it.
        label: What people call that kind.
        record: Canonical JSON.
        name: How people call the paper in one line: number and title.
        file_name: A name for its file, ending in ``.pdf``.
        state: Where it stands.
        draft: Whether it is marked 草稿, and shown without number.
        sample: Whether it is marked 示例.
        sheet: Whether it is a workbook, which has no pages to show.
        version: Which version its text is.
        edited: Whether its text was edited outside, so that its record is no longer
            what is sent.
        within: Whether the person asking may change it, and so keep its PDF.
    """

    id: int
    kind: str
    label: str
    record: str
    title: str
    name: str
    file_name: str
    state: PaperState
    draft: bool
    sample: bool
    sheet: bool
    version: int
    edited: bool
    within: bool

    @property
    def final(self) -> bool:
        """Whether it was issued, with number and day, so that its PDF is kept."""
        return self.state.issued and not self.draft

    @property
    def void(self) -> bool:
        """Whether it was declared void, which every page says."""
        return self.state is PaperState.VOID


@chartered(Permission.DOCUMENTS_PAPER_READ)
def paper_record(work: Work, *, paper_id: int) -> PaperRecord:
    """Return a paper's record, to be looked at.

    Raises:
        Refusal: It may not be seen, or its file was tampered with.

    Clause: documents/files, platform/row-scope
    """
    paper: Paper = work.own(Paper, paper_id)
    kind = reports.KINDS[paper.kind]
    folder = Folder(work, paper)
    text = folder.version()
    withdrawn = paper.state is PaperState.VOID and paper.issued_on is None
    return PaperRecord(
        paper.id,
        kind.key,
        kind.label,
        paper.record,
        paper.title,
        f"{paper.number_text}《{paper.title}》",
        file_name(f"{paper.number_text}{paper.title}", paper.state, ".pdf"),
        paper.state,
        draft=folder.draft or withdrawn,
        sample=bool(setup.settings(work).get("sample")),
        sheet=kind.suffix == "xlsx",
        version=text.version,
        edited=text.source is FileSource.EDITED,
        within=folder.within,
    )


@chartered(Permission.DOCUMENTS_PAPER_READ, title="取出公文")
def take_record(work: Work, *, paper_id: int, way: str) -> PaperRecord:
    """Return a paper's record to be taken out, and leave a line in the trail.

    Args:
        work: Whose work.
        paper_id: The paper.
        way: 打印, 存为PDF, 核对.

    Raises:
        Refusal: As of ``paper_record``.

    Clause: documents/files, platform/row-scope
    """
    del way
    return paper_record(work, paper_id=paper_id)
