"""Versions of a paper: edited outside and taken back, its PDF, the signed scan."""

from workbench.access import Permission
from workbench.desk import Topic, Work, chartered
from workbench.models.documents import Paper, PaperPrint
from workbench.reports import kinds as reports
from workbench.rules import Refusal
from workbench.rules.documents import FileSource, PaperState, scan_suffix
from workbench.services.documents.folder import Folder

PAINTED = "版式预览"
"""By what a PDF is made that no office suite has set."""

_PDF = b"%PDF-"
_WITH, _PRINTER = 80, 200  # signs on record
_MOST_COPIES = 9_999


@chartered(
    Permission.DOCUMENTS_PAPER_COMPOSE, title="取回修改稿", changes=(Topic.PAPERS,)
)
def take_back(
    work: Work, *, paper_id: int, content: bytes, name: str, base: int | None = None
) -> int:
    """Take a paper back that was edited in Word or WPS, as its newest version.

    Args:
        work: Whose work.
        paper_id: A draft, or a paper under review.
        content: The file.
        name: What people call the file.
        base: The version that was edited, where that is known; else as the mark in
            the file says.

    Returns:
        The version's number.

    Raises:
        Refusal: The paper's text is closed, it is no Word paper, the file is of
            another paper or cannot become a version, another version came
            meanwhile, or it is about more than the person sees.

    Clause: documents/versions, documents/draft, platform/row-scope
    """
    folder = Folder.to_change(work, paper_id)
    paper = folder.paper
    kind = reports.KINDS[paper.kind]
    _check_editable(folder)
    last = folder.version()
    from workbench.reports import edited  # noqa: PLC0415 - heavy, seldom needed

    edited.check_size(content, name)
    plain, mark = edited.unmarked(content, name)
    if mark is not None and mark.paper_id != paper.id:
        raise Refusal(
            f"“{name}”是另一份公文的修改稿，不能存到《{paper.title}》里。",
            clause="documents/versions",
            ways=("选中它自己的那份公文，再取回。",),
        )
    if base is None and mark is not None:
        base = mark.version
    if base is not None and base != last.version:
        raise Refusal(
            f"您修改期间该公文有了新的一稿（第{last.version}版），您改的是第{base}版。",
            clause="documents/versions",
            ways=("重新打开编辑，把改动写进最新一稿。",),
        )
    record = paper.record
    edited.check_edited(
        plain,
        name,
        numbered=kind.numbered,
        organ=reports.organ_of(paper.kind, record),
        title="" if mark else reports.printed_title(paper.kind, record),
    )
    untouched = {last.content}
    if mark is not None:
        untouched.add(edited.unmarked(edited.marked(last.content, mark), name)[0])
    if plain in untouched:
        raise Refusal(
            f"“{name}”与第{last.version}版一模一样，没有改动。",
            clause="documents/versions",
            ways=("改完要先存盘，再取回。",),
        )
    return folder.put(plain, kind.suffix, FileSource.EDITED)


@chartered(Permission.DOCUMENTS_PAPER_COMPOSE)
def check_editable(work: Work, *, paper_id: int) -> None:
    """Refuse a paper that may not be edited outside by the person now.

    Raises:
        Refusal: Its text is closed or another's, it is no Word paper, or it is about
            more than the person sees.

    Clause: documents/versions, documents/draft, platform/row-scope
    """
    _check_editable(Folder.to_change(work, paper_id))


def _check_editable(folder: Folder) -> None:
    work, paper = folder.work, folder.paper
    kind = reports.KINDS[paper.kind]
    if kind.suffix != "docx":
        raise Refusal(
            f"{kind.label}由系统计算生成，不在外部修改。",
            clause="documents/versions",
            ways=("更正原始数据后重新起草。",),
        )
    if paper.state is PaperState.DRAFT:
        folder.check_drafter()
        return
    if paper.state is not PaperState.REVIEW:
        raise Refusal(
            f"《{paper.title}》{paper.state.label}，内容不能再改。",
            clause="documents/draft",
            ways=(
                ("退回起草人后再改。",)
                if paper.state.open
                else ("有误的，作废后重新起草。",)
            ),
        )
    if not work.actor.may(Permission.DOCUMENTS_PAPER_REVIEW):
        raise Refusal(
            f"《{paper.title}》正在核稿，由核稿人修改。",
            clause="documents/draft",
            ways=("请核稿人退回后再改。",),
        )


@chartered(
    Permission.DOCUMENTS_PAPER_DISPATCH, title="上传扫描件", changes=(Topic.PAPERS,)
)
def add_scan(work: Work, *, paper_id: int, content: bytes) -> int:
    """Keep the scan of a paper as it was signed and sealed, void or not.

    Returns:
        The version's number.

    Raises:
        Refusal: The paper was not issued, the file is no scan, or it is about more
            than the person sees.

    Clause: documents/files, documents/draft, platform/row-scope
    """
    folder = Folder.to_change(work, paper_id)
    paper = folder.paper
    if paper.state is not PaperState.VOID or paper.issued_on is None:
        _check_issued(paper, "扫描件")
    return folder.put(content, scan_suffix(content), FileSource.SCAN)


@chartered(
    Permission.DOCUMENTS_PAPER_DISPATCH, title="保存PDF", changes=(Topic.PAPERS,)
)
def keep_pdf(work: Work, *, paper_id: int, content: bytes, made_with: str) -> int:
    """Keep the PDF of an issued paper; the same content is kept once.

    Args:
        work: Whose work.
        paper_id: The paper.
        content: The PDF.
        made_with: The program that made it, as people call it.

    Returns:
        The version's number.

    Raises:
        Refusal: The paper was not issued or is void, the file is no PDF, is too large
            or shows what was composed although the text was edited outside, or the
            paper is about more than the person sees.

    Clause: documents/files, documents/draft, platform/row-scope
    """
    folder = Folder.to_change(work, paper_id)
    paper = folder.paper
    _check_issued(paper, "PDF")
    if not content.startswith(_PDF):
        raise Refusal("这不是PDF文件，没有保存。", clause="documents/files")
    scan_suffix(content)
    if made_with == PAINTED and folder.version().source is FileSource.EDITED:
        raise Refusal(
            f"《{paper.title}》在外部修改过，版式预览不是改过的稿，没有保存。",
            clause="documents/files",
            ways=("点“用Word/WPS核对”后再存为PDF。",),
        )
    known = folder.kept(content)
    if known is not None:
        return known
    return folder.put(content, "pdf", FileSource.PDF, made_with.strip()[:_WITH])


def _check_issued(paper: Paper, what: str) -> None:
    if paper.state is PaperState.VOID:
        raise Refusal(
            f"《{paper.title}》已经作废，不存{what}。",
            clause="documents/draft",
            ways=("签发后作废的，可以上传原件的扫描件。",),
        )
    if not paper.state.issued or (
        paper.state is PaperState.SIGNED and reports.KINDS[paper.kind].numbered
    ):
        raise Refusal(
            f"《{paper.title}》{paper.state.label}，还没有定稿，不存{what}。",
            clause="documents/draft",
            ways=("签发并编号后再存。",),
        )


@chartered(Permission.DOCUMENTS_PAPER_READ, title="打印公文", changes=(Topic.PAPERS,))
def note_print(
    work: Work, *, paper_id: int, printer: str, copies: int, pages: int = 0
) -> int:
    """Note that a paper was printed, and return the how manieth time it is.

    Args:
        work: Whose work.
        paper_id: The paper.
        printer: Name of the printer.
        copies: How many copies.
        pages: Of one copy; 0 where it is not known.

    Returns:
        1 for the first time; more for a reprint.

    Raises:
        Refusal: It may not be seen, or the number of copies is amiss.

    Clause: documents/prints, platform/row-scope
    """
    paper: Paper = work.own(Paper, paper_id)
    if not 0 < copies <= _MOST_COPIES or pages < 0:
        raise Refusal(f"打印份数应为1至{_MOST_COPIES}。", clause="documents/prints")
    nth = Folder(work, paper).printed() + 1
    work.session.add(
        PaperPrint(
            paper_id=paper.id,
            nth=nth,
            at=work.now,
            done_by=work.actor.name,
            by_id=work.actor.account_id,
            printer=printer.strip()[:_PRINTER],
            copies=copies,
            pages=pages,
        )
    )
    work.session.flush()
    return nth
