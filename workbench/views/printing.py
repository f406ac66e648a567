"""Prints pages: one paper, several as one job, and the sheet that measures a printer.

Pages are printed as they stand: the full sheet, not scaled, the printer's own margins
left out of account, moved by what was measured for the printer.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from workbench.desk import Progress
from workbench.reports.faces import Face, Signs, Stroke
from workbench.reports.measures import FANG, HEI, MILLIMETRE, Font
from workbench.rules import UnavailableError
from workbench.views.fields import AmissError
from workbench.views.preview import ADVANCES, paint
from workbench.views.this_pc import UNMOVED, Shift

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

MOST_COPIES = 500
NOMINAL_MM = 50  # from the paper's edges to the cross that is measured
_FARTHEST_MM = 10
_DOTS = 1200
_A4 = (11906.0, 16838.0)
_RANGE = re.compile(r"([0-9]{1,5})(?:-([0-9]{1,5}))?")


class Duplex(StrEnum):
    """On which sides of a sheet is printed."""

    USUAL = "usual"
    SINGLE = "single"
    LONG = "long"
    SHORT = "short"

    @property
    def label(self) -> str:
        """It as shown."""
        return {
            "usual": "按打印机的设置",
            "single": "单面",
            "long": "双面，长边翻",
            "short": "双面，短边翻",
        }[self]

    @property
    def both(self) -> bool:
        """Whether both sides are printed on."""
        return self in {Duplex.LONG, Duplex.SHORT}


@dataclass(frozen=True, slots=True)
class Terms:
    """How something is printed.

    Attributes:
        printer: Its name.
        copies: How often.
        pages: Which, as typed: 1-3,5; all where empty.
        shift: How far everything is moved on this printer.
    """

    printer: str
    copies: int = 1
    duplex: Duplex = Duplex.USUAL
    pages: str = ""
    shift: Shift = UNMOVED


def check_pages(text: str) -> str:
    """Return pages as typed in their one form, 1-3,5, or say what is amiss.

    Raises:
        AmissError: It cannot be read.
    """
    plain = re.sub(r"\s", "", text).translate(str.maketrans("，、－—～~", ",,----"))
    for part in plain.split(","):
        found = _RANGE.fullmatch(part)
        if found is None or int(found[2] or found[1]) < int(found[1]) or part[0] == "0":
            raise AmissError("页码这样填：1-3,5；全部打印的不用填。")
    return plain


def check_copies(number: int) -> int:
    """Return a number of copies, or say what is amiss.

    Raises:
        AmissError: None, or more than anybody means.
    """
    if not 1 <= number <= MOST_COPIES:
        raise AmissError(f"份数应为1至{MOST_COPIES}。")
    return number


def chosen(faces: Sequence[Face], pages: str) -> list[Face]:
    """Return the pages that are asked for, each once, in their order.

    Args:
        faces: All pages.
        pages: As ``check_pages`` returns it; all where empty.
    """
    if not pages:
        return list(faces)
    wanted: set[int] = set()
    for part in pages.split(","):
        first, _dash, last = part.partition("-")
        wanted.update(range(int(first), int(last or first) + 1))
    return [face for face in faces if face.number in wanted]


# ---- printers ----


def printers() -> tuple[str, ...]:
    """Return the names of this PC's printers, the usual one first."""
    from PySide6.QtPrintSupport import QPrinterInfo  # noqa: PLC0415 - seldom needed

    usual = QPrinterInfo.defaultPrinterName()
    names = QPrinterInfo.availablePrinterNames()
    return tuple(sorted(names, key=lambda name: name != usual))


def check_printer(name: str) -> None:
    """Refuse a printer that this PC does not have any more.

    Raises:
        UnavailableError: There is none of this name.
    """
    if name not in printers():
        raise UnavailableError(f"找不到打印机“{name}”，请接通打印机或另选一台。")


def open_printer(terms: Terms, title: str) -> "QPrinter":
    """Return a printer that is ready to print.

    Args:
        terms: Which, and how.
        title: What the job is called in the printer's queue.

    Raises:
        UnavailableError: There is no such printer any more.
    """
    from PySide6.QtPrintSupport import QPrinter, QPrinterInfo  # noqa: PLC0415

    check_printer(terms.printer)
    info = QPrinterInfo.printerInfo(terms.printer)
    printer = QPrinter(info, QPrinter.PrinterMode.HighResolution)
    return prepared(printer, terms, title)


def prepared(printer: "QPrinter", terms: Terms, title: str) -> "QPrinter":
    """Return a printer set to print whole sheets as they stand."""
    from PySide6.QtPrintSupport import QPrinter  # noqa: PLC0415

    modes = {
        Duplex.SINGLE: QPrinter.DuplexMode.DuplexNone,
        Duplex.LONG: QPrinter.DuplexMode.DuplexLongSide,
        Duplex.SHORT: QPrinter.DuplexMode.DuplexShortSide,
    }
    printer.setDocName(title)
    printer.setFullPage(True)
    printer.setColorMode(QPrinter.ColorMode.Color)  # the head is red
    if terms.duplex in modes:
        printer.setDuplex(modes[terms.duplex])
    if printer.outputFormat() == QPrinter.OutputFormat.PdfFormat:
        printer.setResolution(_DOTS)
    return printer


def send(
    faces: Iterable[Face],
    printer: "QPrinter",
    shift: Shift,
    told: Callable[[int], object] = lambda _place: None,
) -> None:
    """Print pages, in the order given.

    Args:
        faces: The pages.
        printer: As ``prepared`` returns it.
        shift: How far everything is moved.
        told: Told each page's place before it is printed; may raise to stop.

    Raises:
        UnavailableError: The printer takes nothing.
    """
    try:
        dots = printer.resolution()
        with closing(paint(faces, printer, dots, shift.twips)) as places:
            for place in places:
                told(place)
    except OSError as error:
        raise UnavailableError("打印机没有响应，请检查后再打印。") from error


def copied(faces: Sequence[Face], copies: int, duplex: Duplex) -> list[Face]:
    """Return pages once a copy, every copy beginning on a sheet of its own."""
    one = list(faces)
    if duplex.both and len(one) % 2:
        last = one[-1]
        one.append(Face(last.width, last.height, last.number + 1, ()))
    return one * copies


def print_paper(
    faces: Sequence[Face], terms: Terms, title: str, progress: Progress
) -> int:
    """Print one paper; for a worker.

    Args:
        faces: All its pages.
        terms: Printer, pages, copies.
        title: Of the job.
        progress: To be told how far it has come.

    Returns:
        How many pages went to the printer.

    Raises:
        UnavailableError: The printer is not there.
        CancelledError: The person stopped it; what the printer has, it prints.
    """
    wanted = copied(chosen(faces, terms.pages), terms.copies, terms.duplex)
    printer = open_printer(terms, title)
    total = len(wanted)
    send(
        wanted,
        printer,
        terms.shift,
        lambda place: progress(place, total, "正在送往打印机"),
    )
    return total


# ---- the sheet that measures a printer ----


def measured_shift(left_mm: float, top_mm: float) -> Shift:
    """Return how far a printer must be moved, of where its cross came to stand.

    Args:
        left_mm: From the paper's left edge to the cross.
        top_mm: From its upper edge.
    """
    return Shift(round(NOMINAL_MM - left_mm, 2), round(NOMINAL_MM - top_mm, 2))


def check_measured(text: str) -> float:
    """Return a measured distance, in millimetres, or say what is amiss.

    Raises:
        AmissError: It is no number, or farther off than a printer can be.
    """
    plain = text.strip().replace("，", ".").replace("。", ".").removesuffix("毫米")
    try:
        found = float(plain)
    except ValueError:
        raise AmissError("请填毫米数，如49.5。") from None
    if not abs(found - NOMINAL_MM) <= _FARTHEST_MM:
        raise AmissError(
            f"应在{NOMINAL_MM}毫米左右，相差不超过{_FARTHEST_MM}毫米；请再量一次。"
        )
    return found


def calibration_face() -> Face:
    """Return the sheet that is printed, unmoved, to measure a printer's shift."""
    wide, high = _A4
    mm = MILLIMETRE
    cross = NOMINAL_MM * mm
    items: list[Signs | Stroke] = [
        *_cross(cross, cross),
        *_cross(wide - cross, high - cross),
        *_ruler(cross, 120 * mm, 100, across=True),
        *_ruler(cross, 120 * mm, 100, across=False),
    ]
    lines = (
        (HEI, 440, 80.0, "打印校准页"),
        (FANG, 280, 92.0, "一、用尺量左上角十字的中心到纸左边的距离，应为50毫米。"),
        (FANG, 280, 100.0, "二、再量它到纸上边的距离，应为50毫米。"),
        (FANG, 280, 108.0, "三、把量得的两个数填进“校准打印机”，点“保存”。"),
        (FANG, 240, 132.0, "两把尺应各长100毫米，两个十字横向相距110毫米、"),
        (FANG, 240, 138.0, "竖向相距197毫米。不是的，先在打印机的设置里关掉"),
        (FANG, 240, 144.0, "“缩放”“适合纸张”，再打印这一页。"),
    )
    for font, size, down, text in lines:
        left = cross + (10 * mm if size < 280 else 0)  # noqa: PLR2004 - the small print
        items.append(_words(text, left, down * mm, font, size))
    return Face(wide, high, 1, tuple(items))


def _words(
    text: str,
    left: float,
    baseline: float,
    font: Font,
    size: float,
) -> Signs:
    xs = []
    for sign in text:
        xs.append(left)
        left += ADVANCES.advance(sign, font) * size
    return Signs(text, tuple(xs), baseline, font, size)


_HAIR = 6.0  # twips: 0.1 mm


def _cross(x: float, y: float) -> list[Stroke]:
    arm = 8 * MILLIMETRE
    return [
        Stroke(x - arm, y - _HAIR / 2, 2 * arm, _HAIR),
        Stroke(x - _HAIR / 2, y - arm, _HAIR, 2 * arm),
    ]


def _ruler(x: float, y: float, length_mm: int, *, across: bool) -> list[Stroke]:
    """Return a ruler with a tick a millimetre, longer ones at five and ten."""
    mm = MILLIMETRE
    long = length_mm * mm
    found = [Stroke(x, y, long, _HAIR) if across else Stroke(x, y, _HAIR, long)]
    for at in range(length_mm + 1):
        tick = (5 if at % 10 == 0 else 3.5 if at % 5 == 0 else 2) * mm
        middle = at * mm - _HAIR / 2
        found.append(
            Stroke(x + middle, y, _HAIR, tick)
            if across
            else Stroke(x, y + middle, tick, _HAIR)
        )
    return found
