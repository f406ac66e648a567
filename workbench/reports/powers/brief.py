"""The work brief (工作简报).

Its masthead is no form of GB/T 9704: it follows the minutes (纪要), the one form with
a free red mark, a running number, and neither addressee nor signature nor seal.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import ClassVar

from workbench.reports.issuing import Issuing
from workbench.reports.page import Block, Document, Heading, Paragraph, Stamp
from workbench.reports.titles import break_title
from workbench.reports.wording import Phrases, said


@dataclass(frozen=True, slots=True)
class Story:
    """One piece of the brief.

    Attributes:
        heading: Its heading.
        paragraphs: Its text.
    """

    heading: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Brief:
    """工作简报第××期.

    Attributes:
        organ: Who issues it: the host organ, for a centre issues nothing outward.
        issue: Its running number within the year.
        on: The day it comes out; None while that is open.
        headline: What it leads with; its title.
        lead: What it says of that in a paragraph, before the stories.
        stories: Its pieces.
        report_to: 主送, in the imprint.
        send_to: 抄送, in the imprint.
        editor: Who edited it, as the centre and a person; named at its end.
    """

    PHRASES: ClassVar[Phrases] = {"masthead": "工作简报"}

    organ: str
    issue: int
    on: date | None
    headline: str
    lead: str
    stories: tuple[Story, ...]
    report_to: str
    send_to: str
    editor: str
    phrases: tuple[tuple[str, str], ...] = ()

    @property
    def title(self) -> str:
        """What people call the brief."""
        return f"工作简报第{self.issue}期：{self.headline}"

    def compose(self, stamp: Stamp) -> Document:
        """Return the brief."""
        issuing = Issuing(
            organ=self.organ,
            number=f"第{self.issue}期",
            addressee=self.report_to,
            copies=self.send_to,
            printer=self.organ,
            signed_on=self.on,
            printed_on=self.on,
        )
        paper = issuing.minutes(
            said(self, "masthead"),
            break_title(self.headline),
            self._blocks(),
            (),
            stamp,
            numbered=False,
        )
        return replace(paper, kind="工作简报")

    def _blocks(self) -> Iterator[Block]:
        yield Paragraph(self.lead)
        for story in self.stories:
            yield Heading(story.heading)
            for text in story.paragraphs:
                yield Paragraph(text)
        yield Paragraph(f"（编辑：{self.editor}）")
