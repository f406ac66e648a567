"""What somebody is about to bring in: which kind of sheet, which file, read how."""

from dataclasses import dataclass, field
from typing import Any

from workbench.services.roster.import_kinds import KINDS
from workbench.services.roster.import_lines import ImportKind
from workbench.services.roster.imports import Look


@dataclass
class Draft:
    """An import that is being prepared; it lasts as long as the page.

    Attributes:
        kind: Key of the kind of sheet; empty before one is chosen.
        content: The file; empty before one is chosen.
        name: Its name.
        sheet: Which sheet; the first with content where None.
        encoding: How a text file is written; guessed where None.
        head: Line number of the head row; looked for where None.
        mapping: Title for each of our columns, by name; empty leaves one out.
        matched: Whether somebody has changed the mapping by hand.
    """

    kind: str = ""
    content: bytes = b""
    name: str = ""
    sheet: str | None = None
    encoding: Any = None
    head: int | None = None
    mapping: dict[str, str] = field(default_factory=dict)
    matched: bool = False

    @property
    def declared(self) -> ImportKind:
        """The kind of sheet."""
        return KINDS[self.kind]

    def file(self) -> dict[str, Any]:
        """Return the file as the services take it."""
        return {
            "content": self.content,
            "name": self.name,
            "sheet": self.sheet,
            "encoding": self.encoding,
        }

    def given(self) -> dict[str, Any]:
        """Return everything as the services take it."""
        return {
            **self.file(),
            "kind": self.kind,
            "head": self.head,
            "mapping": self.mapping or None,
        }

    def take(self, content: bytes, name: str, look: Look) -> None:
        """Take another file in the place of what was there.

        What was matched by hand stays where the new file has the same columns, as a
        repaired one has.
        """
        kept = self.fits(look)
        self.content, self.name = content, name
        self.sheet = self.encoding = self.head = None
        if not kept:
            self.forget_mapping()

    def fits(self, look: Look) -> bool:
        """Tell whether a file has every column that was chosen."""
        wanted = set(filter(None, self.mapping.values()))
        return bool(wanted) and any(wanted <= set(line) for line in look.lines)

    def forget_head(self) -> None:
        """Have head row and mapping looked for anew."""
        self.head = None
        self.forget_mapping()

    def forget_mapping(self) -> None:
        """Have the mapping guessed anew."""
        self.mapping, self.matched = {}, False
