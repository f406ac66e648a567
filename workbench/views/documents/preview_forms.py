"""Forms of the preview: how a paper is printed, how far a printer is off."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtWidgets import QWidget

from workbench.services.documents import versions
from workbench.views import printing
from workbench.views.bench import Bench
from workbench.views.fields import AmissError, Choice, Field, FieldKind
from workbench.views.forms import Form, FormPanel
from workbench.views.parts import button, column, holder, row, words
from workbench.views.printing import Duplex, Terms
from workbench.views.this_pc import keep_shift, remembered, shift_of

PRINTER = Field("printer", "打印机", FieldKind.CHOICE, required=True)
DUPLEX = Field(
    "duplex",
    "单双面",
    FieldKind.CHOICE,
    required=True,
    choices=tuple(Choice(one, one.label) for one in Duplex),
    start=Duplex.USUAL,
)
PRINT = Form(
    "preview.print",
    "打印",
    versions.note_print,
    (
        PRINTER,
        Field(
            "copies",
            "份数",
            FieldKind.WHOLE,
            required=True,
            half=True,
            start=1,
            check=printing.check_copies,
        ),
        Field(
            "pages",
            "页码",
            half=True,
            ghost="全部",
            check=printing.check_pages,
            hint="如1-3,5；全部打印不用填。",
        ),
        DUPLEX,
    ),
    save="打印",
    done=lambda nth: "开始打印。" if nth == 1 else f"开始打印，这是第{nth}次。",
    intro="按原大打印，不缩放；打印机量过偏移的，自动补正。",
    shape=dict,
)


def _note_measured(*, printer: str, left_mm: float, top_mm: float) -> str:
    """Store how far a printer is off, and return it in words."""
    shift = printing.measured_shift(left_mm, top_mm)
    keep_shift(printer, shift)
    return shift.words


def below(bench: Bench, panel: FormPanel) -> QWidget:
    """Return what stands below the form: a button that prints the sheet to measure.

    Args:
        bench: Where it is filled in.
        panel: The form.
    """

    def send() -> None:
        box = panel.boxes["printer"]
        if box.examine():
            return
        name = box.value()
        bench.run(
            lambda progress: printing.print_paper(
                (printing.calibration_face(),), Terms(name), "打印校准页", progress
            ),
            lambda _pages: bench.tell("校准页已送到打印机。", key="printer"),
            owner=panel,
            doing="正在打印校准页",
        )

    told = words("", "quiet", wrap=True)

    def say() -> None:
        try:
            name = panel.boxes["printer"].value()
        except AmissError:
            name = None
        stored = shift_of(name).words if name else ""
        told.setText(f"这台打印机现在补正：{stored or '无'}。")

    panel.boxes["printer"].editor.changed.connect(say)
    say()
    first = row(button("打印校准页", send, icon="printer"), None, gap=2)
    return holder(column(first, told, None, gap=2))


CALIBRATE = Form(
    "preview.calibrate",
    "校准打印机",
    _note_measured,
    (
        PRINTER,
        Field(
            "left_mm",
            "十字到纸左边（毫米）",
            required=True,
            half=True,
            ghost="如50.5",
            check=printing.check_measured,
        ),
        Field(
            "top_mm",
            "十字到纸上边（毫米）",
            required=True,
            half=True,
            ghost="如49.0",
            check=printing.check_measured,
        ),
    ),
    done=lambda shift: f"已保存，以后在这台打印机上{shift or '不作移动'}。",
    intro="先打印一张校准页，用尺量左上角的十字，应离纸左边和上边各50毫米。"
    "量一次就行，记在这台电脑上。",
    here=True,
)


def filled(form: Form, printers: Sequence[str]) -> Form:
    """Return a form with this PC's printers, the one used last chosen.

    Args:
        form: The form.
        printers: Their names, the usual one first.
    """
    last = remembered("printing/printer")
    duplex = remembered("printing/duplex", Duplex.USUAL)
    starts = {
        PRINTER.name: last if last in printers else next(iter(printers), None),
        DUPLEX.name: Duplex(duplex) if duplex in set(Duplex) else Duplex.USUAL,
    }
    offered = form.offering({PRINTER.name: [Choice(one, one) for one in printers]})
    return replace(
        offered,
        fields=tuple(
            replace(one, start=starts.get(one.name, one.start))
            for one in offered.fields
        ),
    )


def terms_of(values: dict[str, Any]) -> Terms:
    """Return how something is to be printed, of what was filled in."""
    return Terms(
        values["printer"],
        values.get("copies") or 1,
        Duplex(values["duplex"]),
        values.get("pages") or "",
        shift_of(values["printer"]),
    )
