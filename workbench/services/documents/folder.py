"""A paper's folder: the steps it took and the versions it has."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from workbench.desk import Work
from workbench.models.documents import Paper, PaperFile, PaperPrint, PaperStep
from workbench.reports import kinds as reports
from workbench.rules import Refusal
from workbench.rules.documents import FileSource, PaperState
from workbench.services.platform import setup


@dataclass(frozen=True, slots=True)
class Folder:
    """One paper within one piece of work.

    Attributes:
        work: Whose work.
        paper: The paper.
    """

    work: Work
    paper: Paper

    @classmethod
    def to_change(cls, work: Work, paper_id: int) -> "Folder":
        """Return the folder of a paper that is to be changed or decided on.

        Everybody may read an issued one that names nobody; only who sees all that it
        is about may change it.

        Args:
            work: Whose work.
            paper_id: The paper.

        Raises:
            Refusal: It may not be seen, or it is about more than the person sees.

        Clause: platform/row-scope
        """
        paper: Paper = work.own(Paper, paper_id)
        folder = cls(work, paper)
        if not folder.within:
            raise Refusal(
                f"《{paper.title}》不是您所在片区的公文，由看得到全县的账号办理。",
                clause="platform/row-scope",
                ways=("请县区主管办理。",),
            )
        return folder

    @property
    def within(self) -> bool:
        """Whether the person sees all that it is about, and so may change it."""
        scope = self.work.scope
        return scope is None or self.paper.about_id in scope

    def check_drafter(self, deed: str = "修改") -> None:
        """Refuse to let another than its drafter do something to a draft.

        What the workbench itself drafted is nobody's own.

        Args:
            deed: What is done, as sentences call it.

        Raises:
            Refusal: Somebody else drafted it.

        Clause: documents/draft
        """
        if self.paper.made_by in {0, self.work.actor.account_id}:
            return
        drafted = self.work.session.scalars(
            sa.select(PaperStep.done_by)
            .where(PaperStep.paper_id == self.paper.id)
            .order_by(PaperStep.id)
        ).first()
        raise Refusal(
            f"这份草稿由{drafted or '他人'}起草，由起草人{deed}。",
            clause="documents/draft",
            ways=("请起草人办理，或请有权签发的人作废后重新起草。",),
        )

    def check_seen(self, seen: Mapping[int, int] | None) -> None:
        """Refuse to decide on another text than the person saw.

        Args:
            seen: The latest text's version as it was seen, by number of the paper;
                None where nobody looked.

        Raises:
            Refusal: There is another text since.

        Clause: documents/versions
        """
        if seen is None or seen.get(self.paper.id) == self.version().version:
            return
        raise Refusal(
            f"《{self.paper.title}》在您看过之后有了新的一稿，请先看过再办。",
            clause="documents/versions",
            ways=("打开最新一稿，核对后再办。",),
        )

    @property
    def draft(self) -> bool:
        """Whether its text is still marked 草稿: open, or waiting for its number."""
        waits = self.paper.state is PaperState.SIGNED
        return self.paper.state.open or (
            waits and reports.KINDS[self.paper.kind].numbered
        )

    def move(self, state: PaperState, remark: str = "", on: date | None = None) -> None:
        """Have it stand in a state from now on, and note the step.

        Args:
            state: The state.
            remark: Who signed it off, why it was returned, what was said.
            on: The day it was done, where that was stated.
        """
        self.paper.state = state
        self.work.session.add(
            PaperStep(
                paper_id=self.paper.id,
                state=state,
                at=self.work.now,
                done_by=self.work.actor.name,
                remark=remark,
                by_id=self.work.actor.account_id,
                done_on=on,
            )
        )
        self.work.session.flush()

    def put(
        self, content: bytes, suffix: str, source: FileSource, made_with: str = ""
    ) -> int:
        """Put in a version, and return its number.

        Args:
            content: The file.
            suffix: docx, xlsx, pdf, jpg or png.
            source: How it came about.
            made_with: The program, for a PDF.
        """
        last = self.work.session.scalar(
            sa.select(sa.func.max(PaperFile.version)).where(
                PaperFile.paper_id == self.paper.id
            )
        )
        version = (last or 0) + 1
        self.work.session.add(
            PaperFile(
                paper_id=self.paper.id,
                suffix=suffix,
                content=content,
                digest=self.work.secrets.sm3(content),
                made_at=self.work.now,
                version=version,
                source=source,
                made_by=self.work.actor.account_id,
                made_with=made_with,
                record=self.paper.record,
            )
        )
        self.work.session.flush()
        return version

    def compose(self) -> int:
        """Compose it from its record as a new version, and return its number."""
        content = reports.file_bytes(
            self.paper.kind,
            self.paper.record,
            made_at=self.work.now,
            draft=self.draft,
            sample=bool(setup.settings(self.work).get("sample")),
        )
        suffix = reports.KINDS[self.paper.kind].suffix
        return self.put(content, suffix, FileSource.COMPOSED)

    def finish(self) -> int:
        """Make the version that bears number and day; what was edited is kept.

        Raises:
            Refusal: What was edited has no place for them any more.

        Clause: documents/versions
        """
        last = self.version()
        if last.source is not FileSource.EDITED:
            return self.compose()
        from workbench.reports import edited  # noqa: PLC0415 - heavy, seldom needed

        drafted = last.record or self.paper.record
        content = edited.finished(
            last.content,
            number=self.paper.number_text,
            on=self.paper.issued_on or self.work.today,
            signer=reports.signer_of(self.paper.kind, self.paper.record) or "",
            drafted=reports.signer_of(self.paper.kind, drafted) or "",
        )
        return self.put(content, last.suffix, FileSource.EDITED)

    def version(self, number: int | None = None) -> PaperFile:
        """Return a version, its digest checked; the latest text where None is named.

        Raises:
            Refusal: There is no such version, or it does not match its digest.

        Clause: documents/files
        """
        found = sa.select(PaperFile).where(PaperFile.paper_id == self.paper.id)
        if number is None:
            texts = [one for one in FileSource if one.text]
            found = found.where(PaperFile.source.in_(texts))
        else:
            found = found.where(PaperFile.version == number)
        file = self.work.session.scalars(
            found.order_by(PaperFile.version.desc())
        ).first()
        if file is None:
            raise Refusal("没有这个版本。", clause="documents/files")
        if self.work.secrets.sm3(file.content) != file.digest:
            raise Refusal(
                f"《{self.paper.title}》的文件与保存时的校验码不符，数据被改动。",
                clause="documents/files",
                ways=("从备份中取出原件。",),
            )
        return file

    def kept(self, content: bytes) -> int | None:
        """Return the version that has the same content; None where none has."""
        return self.work.session.scalar(
            sa.select(sa.func.max(PaperFile.version)).where(
                PaperFile.paper_id == self.paper.id,
                PaperFile.digest == self.work.secrets.sm3(content),
            )
        )

    def printed(self) -> int:
        """Return how often it was printed."""
        count = self.work.session.scalar(
            sa.select(sa.func.count()).where(PaperPrint.paper_id == self.paper.id)
        )
        return count or 0
