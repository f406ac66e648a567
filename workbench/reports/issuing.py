"""How a paper goes out: the same facts for every kind of official document."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from workbench.reports.page import (
    Attachment,
    Block,
    Document,
    FileHead,
    FormHead,
    Imprint,
    LetterHead,
    MinutesHead,
    Receipt,
    Signature,
    Stamp,
)

_APART = re.compile(r"[、，,;；\s]+")  # between the names of several who sign


@dataclass(frozen=True, slots=True)
class Issuing:
    """By whom, to whom and when a paper goes out.

    Attributes:
        organ: Who issues it; its name with 文件 is the red head.
        number: Number of the paper; empty for a draft.
        addressee: Whom it is sent to (主送).
        copies: Who gets a copy (抄送), as it is printed.
        printer: Who prints it (印发机关).
        signed_on: The day it was signed off; None while it is a draft.
        printed_on: The day it is printed; None while it is a draft.
        signer: Who signed it off; printed only on what goes upward.
        contact: Whom to ask, as the note in brackets says it.
        sealed: Whether a seal is put on it.
    """

    organ: str
    number: str
    addressee: str
    copies: str
    printer: str
    signed_on: date | None = None
    printed_on: date | None = None
    signer: str = ""
    contact: str = ""
    sealed: bool = True

    def issued(self, number: str, on: date, signer: str = "") -> "Issuing":
        """Return the same with its number, the day it was signed off, and by whom.

        The day of printing is that day too, where none is named. Who signed it off is
        named only on a paper that prints it.
        """
        return replace(
            self,
            number=number,
            signed_on=on,
            printed_on=self.printed_on or on,
            signer=signer or self.signer if self.signer else "",
        )

    def paper(
        self,
        kind: str,
        title: tuple[str, ...],
        blocks: Iterable[Block],
        attachments: tuple[Attachment, ...],
        stamp: Stamp,
    ) -> Document:
        """Return a paper in the file form (文件格式).

        Source: GB/T 9704—2012, 7.
        """
        named = tuple(filter(None, _APART.split(self.signer)))
        signers = named or (self.signer,) * bool(self.signer)  # a place left open
        return Document(
            kind=kind,
            stamp=stamp,
            title=title,
            blocks=tuple(blocks),
            head=FileHead(f"{self.organ}文件", self.number, signers),
            addressee=self.addressee,
            signature=Signature(self.organ, self.signed_on, self.sealed),
            note=self.contact,
            imprint=Imprint(self.copies, self.printer, self.printed_on),
            attachments=attachments,
        )

    def letter(
        self,
        kind: str,
        title: tuple[str, ...],
        blocks: Iterable[Block],
        attachments: tuple[Attachment, ...],
        stamp: Stamp,
    ) -> Document:
        """Return a paper in the letter form (信函格式): no 文件, no printing organ.

        Source: GB/T 9704—2012, 10.1.
        """
        return Document(
            kind=kind,
            stamp=stamp,
            title=title,
            blocks=tuple(blocks),
            head=LetterHead(self.organ, self.number),
            addressee=self.addressee,
            signature=Signature(self.organ, self.signed_on, self.sealed),
            note=self.contact,
            imprint=Imprint(self.copies, "", None) if self.copies else None,
            attachments=attachments,
        )

    def minutes(
        self,
        name: str,
        title: tuple[str, ...],
        blocks: Iterable[Block],
        attachments: tuple[Attachment, ...],
        stamp: Stamp,
        *,
        numbered: bool = True,
    ) -> Document:
        """Return minutes (纪要格式): neither addressee nor signature nor seal.

        Args:
            name: The red mark, such as 东海县综合执法联席会议纪要.
            title: Its lines.
            blocks: Body; ``Present`` last.
            attachments: What follows on new faces.
            stamp: When it is made.
            numbered: Whether the register numbers it.

        Source: GB/T 9704—2012, 10.3.
        """
        return Document(
            kind="纪要",
            stamp=stamp,
            title=title,
            blocks=tuple(blocks),
            head=MinutesHead(name, self.number, self.organ, self.signed_on, numbered),
            imprint=Imprint(self.copies, self.printer, self.printed_on, self.addressee),
            attachments=attachments,
        )

    def form(
        self,
        kind: str,
        blocks: Iterable[Block],
        stamp: Stamp,
        *,
        receipt: Receipt | None = None,
        remark: str = "",
        numbered: bool = True,
        signed: bool = True,
        counted: bool = False,
        signing: str = "",
    ) -> Document:
        """Return an enforcement form or a working form: a black head, no imprint.

        Args:
            kind: Its name, which is its title.
            blocks: What stands on it.
            stamp: When it is made.
            receipt: What is cut off and sent back.
            remark: Small print at the very end.
            numbered: Whether it takes a number.
            signed: Whether the organ's name and the day stand below the text.
            counted: Whether its pages are numbered 第1页共3页.
            signing: Who signs every page, before that count.
        """
        return Document(
            kind=kind,
            stamp=stamp,
            title=(kind,),
            blocks=tuple(blocks),
            head=FormHead(self.organ, self.number, numbered),
            addressee=self.addressee,
            signature=(
                Signature(self.organ, self.signed_on, self.sealed) if signed else None
            ),
            receipt=receipt,
            remark=remark,
            counted=counted,
            signing=signing,
        )
