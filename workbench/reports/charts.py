"""Line charts that stay charts: a chart part and the workbook behind it.

Word, WPS and LibreOffice draw it themselves, and a clerk may edit its figures.
"""

import io
from dataclasses import dataclass
from datetime import datetime
from math import ceil, floor

from workbench.reports.measures import FANG
from workbench.reports.package import ChartPart, escaped
from workbench.reports.page import LineChart
from workbench.reports.sheets import moment

WIDTH_MM, HEIGHT_MM = 150, 78
LINE, TARGET, GRID, INK = "1F5A9E", "B3261E", "D9DFE7", "404040"
_ROOM = 13  # points whose values and labels all find room
_STEPS, _COARSEST = ((6, 1), (12, 2), (30, 5)), 10  # of the grid, by what it spans
_NO_LINE = "<a:ln><a:noFill/></a:ln>"
_PIXEL = 12700  # one point, in the drawing's own measure


@dataclass(frozen=True, slots=True)
class Scale:
    """How a chart's axes run, whoever draws it.

    Attributes:
        low: Where the upright axis begins.
        high: Where it ends.
        step: From one line of its grid to the next.
        skip: Every how many points of the level axis bear a label.
        labelled: Places of the points that bear their value.
        worded: Place of the point at which the target bears its words.
    """

    low: int
    high: int
    step: int
    skip: int
    labelled: tuple[int, ...]
    worded: int


def scale(chart: LineChart) -> Scale:
    """Return how a chart's axes run."""
    values = [value for _label, value in chart.points]
    known = [at for at, one in enumerate(values) if one is not None]
    few = len(values) <= _ROOM
    heights = [*(one for one in values if one is not None), chart.target]
    span = max(heights) - min(heights) + 2
    step = next((step for most, step in _STEPS if span <= most), _COARSEST)
    return Scale(
        low=max(0, floor((min(heights) - 1) / step) * step),
        high=min(100, ceil((max(heights) + 1) / step) * step),
        step=step,
        skip=1 if few else ceil(len(values) / _ROOM),
        labelled=tuple(known if few else known[-1:]),
        worded=0 if few else 2,
    )


def chart_part(chart: LineChart, made_at: datetime) -> ChartPart:
    """Return a chart and the workbook behind it.

    Args:
        chart: What it shows.
        made_at: Written into the workbook, so that the same chart is the same file.
    """
    return ChartPart(_xml(chart), _workbook(chart, made_at))


def _workbook(chart: LineChart, made_at: datetime) -> bytes:
    import xlsxwriter  # noqa: PLC0415 - only a paper with a chart pays for it

    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        book.set_properties({"created": moment(made_at)})
        sheet = book.add_worksheet("Sheet1")
        for column, head in enumerate((chart.across, chart.name, chart.target_name)):
            sheet.write_string(0, column, head)
        for row, (label, value) in enumerate(chart.points, start=1):
            sheet.write_string(row, 0, label)
            if value is not None:
                sheet.write_number(row, 1, value)
            sheet.write_number(row, 2, chart.target)
    return file.getvalue()


def _xml(chart: LineChart) -> str:
    values = [value for _label, value in chart.points]
    run = scale(chart)
    labelled = run.labelled or (0,)
    shown = _labels(labelled, LINE, above=above(chart, labelled[-1]), named=False)
    over = not above(chart, run.worded)
    words = _labels((run.worded,), TARGET, above=over, named=True)
    rows = len(values) + 1
    places = "".join(
        f'<c:pt idx="{at}"><c:v>{escaped(label)}</c:v></c:pt>'
        for at, (label, _value) in enumerate(chart.points)
    )
    across = (
        f"<c:cat><c:strRef><c:f>Sheet1!$A$2:$A${rows}</c:f><c:strCache>"
        f'<c:ptCount val="{len(values)}"/>{places}</c:strCache></c:strRef></c:cat>'
    )
    lines = _series(0, chart.name, values, shown, across) + _series(
        1, chart.target_name, [chart.target] * len(values), words, across
    )
    return (
        '<c:chartSpace xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"'
        ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:r='
        '"http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
        '<c:date1904 val="0"/><c:lang val="zh-CN"/><c:roundedCorners val="0"/>'
        '<c:chart><c:autoTitleDeleted val="1"/><c:plotArea><c:layout/>'
        '<c:lineChart><c:grouping val="standard"/><c:varyColors val="0"/>'
        f'{lines}<c:marker val="1"/><c:axId val="1"/><c:axId val="2"/></c:lineChart>'
        f"{_axes(chart, run)}</c:plotArea>"
        '<c:plotVisOnly val="1"/><c:dispBlanksAs val="gap"/></c:chart>'
        f"<c:spPr><a:noFill/>{_NO_LINE}</c:spPr>"
        f"{_type(INK)}"
        '<c:externalData r:id="workbook"><c:autoUpdate val="0"/></c:externalData>'
        "</c:chartSpace>"
    )


def above(chart: LineChart, at: int) -> bool:
    """Tell whether the line runs above its target at a point, or on it."""
    value = chart.points[at][1] if at < len(chart.points) else None
    return value is not None and value >= chart.target


def _series(
    place: int, name: str, values: list[float | None], labels: str, across: str
) -> str:
    """Return a line: the share solid with small dots, its target dashed without."""
    column, rows = "BC"[place], len(values) + 1
    colour, dash = ((LINE, "solid"), (TARGET, "dash"))[place]
    fill = f'<a:solidFill><a:srgbClr val="{colour}"/></a:solidFill>'
    dot = f'<c:symbol val="circle"/><c:size val="4"/><c:spPr>{fill}{_NO_LINE}</c:spPr>'
    marker = (dot, '<c:symbol val="none"/>')[place]
    points = "".join(
        f'<c:pt idx="{at}"><c:v>{value:.1f}</c:v></c:pt>'
        for at, value in enumerate(values)
        if value is not None
    )
    return (
        f'<c:ser><c:idx val="{place}"/><c:order val="{place}"/><c:tx><c:strRef>'
        f'<c:f>Sheet1!${column}$1</c:f><c:strCache><c:ptCount val="1"/><c:pt idx="0">'
        f"<c:v>{escaped(name)}</c:v></c:pt></c:strCache></c:strRef></c:tx>"
        f'<c:spPr><a:ln w="{2 * _PIXEL - 6350 * place}" cap="rnd">{fill}'
        f'<a:prstDash val="{dash}"/><a:round/></a:ln></c:spPr>'
        f"<c:marker>{marker}</c:marker>{labels}{across}"
        f"<c:val><c:numRef><c:f>Sheet1!${column}$2:${column}${rows}</c:f><c:numCache>"
        f'<c:formatCode>0.0</c:formatCode><c:ptCount val="{len(values)}"/>{points}'
        '</c:numCache></c:numRef></c:val><c:smooth val="0"/></c:ser>'
    )


def _labels(places: tuple[int, ...], colour: str, *, above: bool, named: bool) -> str:
    """Return labels that stand at some points themselves, instead of a legend."""
    side = "t" if above else "b"

    def shows(wanted: bool) -> str:  # noqa: FBT001 - one switch, named by its purpose
        return "".join(
            f'<c:show{what} val="{int(wanted and what == shown)}"/>'
            for what in (
                "LegendKey",
                "Val",
                "CatName",
                "SerName",
                "Percent",
                "BubbleSize",
            )
        )

    shown = "SerName" if named else "Val"
    each = "".join(
        f'<c:dLbl><c:idx val="{at}"/><c:numFmt formatCode="0.0" sourceLinked="0"/>'
        f"<c:spPr><a:noFill/>{_NO_LINE}</c:spPr>{_type(colour)}"
        f'<c:dLblPos val="{side}"/>{shows(True)}</c:dLbl>'
        for at in places
    )
    return f"<c:dLbls>{each}{shows(False)}</c:dLbls>"


def _axes(chart: LineChart, run: Scale) -> str:
    rule = (
        f'<c:spPr><a:ln w="{_PIXEL // 2}"><a:solidFill><a:srgbClr val="{INK}"/>'
        f"</a:solidFill></a:ln></c:spPr>{_type(INK)}"
    )
    ticks = (
        '<c:majorTickMark val="out"/><c:minorTickMark val="none"/>'
        '<c:tickLblPos val="low"/>'
    )
    return (
        '<c:catAx><c:axId val="1"/><c:scaling><c:orientation val="minMax"/></c:scaling>'
        f'<c:delete val="0"/><c:axPos val="b"/>{_axis_title(chart.across)}'
        f'<c:numFmt formatCode="General" sourceLinked="0"/>{ticks}{rule}'
        '<c:crossAx val="2"/><c:crosses val="autoZero"/><c:auto val="0"/>'
        '<c:lblAlgn val="ctr"/><c:lblOffset val="100"/>'
        f'<c:tickLblSkip val="{run.skip}"/>'
        f'<c:tickMarkSkip val="{run.skip}"/><c:noMultiLvlLbl val="1"/></c:catAx>'
        '<c:valAx><c:axId val="2"/><c:scaling><c:orientation val="minMax"/>'
        f'<c:max val="{run.high}"/><c:min val="{run.low}"/></c:scaling>'
        '<c:delete val="0"/>'
        f'<c:axPos val="l"/><c:majorGridlines><c:spPr><a:ln w="{_PIXEL // 2}">'
        f'<a:solidFill><a:srgbClr val="{GRID}"/></a:solidFill></a:ln></c:spPr>'
        f"</c:majorGridlines>{_axis_title(chart.upward, turned=True)}"
        f'<c:numFmt formatCode="0" sourceLinked="0"/>{ticks}{rule}'
        '<c:crossAx val="1"/><c:crosses val="min"/><c:crossBetween val="between"/>'
        f'<c:majorUnit val="{run.step}"/></c:valAx>'
    )


def _axis_title(text: str, *, turned: bool = False) -> str:
    turn = ' rot="-5400000" vert="horz"' if turned else ""
    return (
        f"<c:title><c:tx><c:rich><a:bodyPr{turn}/><a:p><a:pPr>{_look('defRPr', INK)}"
        f"</a:pPr><a:r>{_look('rPr', INK)}"
        f"<a:t>{escaped(text)}</a:t></a:r></a:p></c:rich></c:tx>"
        '<c:overlay val="0"/></c:title>'
    )


def _type(colour: str) -> str:
    return (
        f"<c:txPr><a:bodyPr/><a:p><a:pPr>{_look('defRPr', colour)}</a:pPr>"
        '<a:endParaRPr lang="zh-CN"/></a:p></c:txPr>'
    )


def _look(tag: str, colour: str) -> str:
    """Return how words in the chart are set: 五号 of the body's font."""
    return (
        f'<a:{tag} sz="1050" b="0"><a:solidFill><a:srgbClr val="{colour}"/>'
        f'</a:solidFill><a:latin typeface="{FANG.name}"/><a:ea typeface="{FANG.name}"/>'
        f"</a:{tag}>"
    )
