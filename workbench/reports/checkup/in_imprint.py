"""Rules of the imprint (版记), and of the rules within it."""

import re
from dataclasses import dataclass
from functools import partial

from workbench.reports.checkup import mending
from workbench.reports.checkup.finding import Finding, Findings, Paper, chars
from workbench.reports.checkup.looks import number
from workbench.reports.checkup.markup import (
    Node,
    child,
    drop,
    is_on,
    properties_of,
    put,
    value_of,
    w,
)
from workbench.reports.checkup.parts import Format, Role
from workbench.reports.checkup.reading import Para, Where
from workbench.reports.measures import (
    EM_4,
    MILLIMETRE,
    TEXT_HEIGHT,
    THICK,
    THIN,
    TOP,
)

_HALF = 0.5
_THICK_SLACK, _THIN_RANGE = 1, (5, 6)


def has_imprint(paper: Paper) -> Findings:
    """Check that there is an imprint."""
    parts = paper.parts
    if parts.format is Format.FILE and parts.headed and not parts.all(Role.IMPRINT):
        yield Finding(
            "版记", "没有版记", "最后一面版心下部印抄送机关、印发机关和印发日期"
        )


def copies_words(paper: Paper) -> Findings:
    """Check 抄送: a full-width colon behind it, a full stop at the end."""
    for para in paper.parts.all(Role.IMPRINT):
        label = re.match(r"(主送|抄送)\s*(\S?)", para.words)
        if not label:
            continue
        if label[2] != "：":
            yield Finding(para.place, f"“{label[1]}”后是“{label[2]}”", "标全角冒号“：”")
        if not para.words.endswith("。"):
            yield Finding(
                para.place, f"以“{para.words[-1]}”结尾", "最后一个机关名称后标句号“。”"
            )


def printed_words(paper: Paper) -> Findings:
    """Check that the day of printing is there; in a letter, that it is not."""
    printed = [one for one in paper.parts.all(Role.IMPRINT) if "印发" in one.words]
    if paper.parts.format is Format.LETTER:
        for para in printed:
            yield Finding(
                para.place,
                "有印发机关和印发日期",
                "信函格式的版记不加印发机关和印发日期",
                clause="10.1",
            )
        return
    dated = [
        one
        for one in paper.parts.all(Role.IMPRINT)
        if re.search(r"\d+月\s*\d+\s*日\s*$", one.words)
    ]
    for para in dated:
        yield Finding(para.place, "印发日期后没有“印发”", "“2026年3月6日印发”")
    rows = paper.parts.all(Role.IMPRINT)
    if paper.parts.format is Format.FILE and rows and not printed and not dated:
        yield Finding(
            rows[-1].place, "没有印发机关和印发日期", "版记末行印印发机关和印发日期"
        )


_FULL_DAY = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日")


def printed_day(paper: Paper) -> Findings:
    """Check that the paper was not printed before it was signed off."""
    day = paper.parts.one(Role.DAY)
    signed = _FULL_DAY.search(day.words) if day else None
    for para in paper.parts.all(Role.IMPRINT):
        printed = _FULL_DAY.search(para.words)
        if not signed or not printed or "印发" not in para.words:
            continue
        if tuple(map(int, printed.groups())) < tuple(map(int, signed.groups())):
            yield Finding(
                para.place,
                f"印发日期{printed[0]}早于成文日期{signed[0]}",
                "印发日期为公文付印的日期，不早于成文日期",
            )


def imprint_place(paper: Paper) -> Findings:
    """Check that the imprint stands one character in on either side."""
    for para in paper.parts.all(Role.IMPRINT):
        if para.where is not Where.TEXT:
            continue
        start, rest = para.extent
        lone = paper.parts.format is not Format.LETTER
        mend = None
        if "\t" not in para.text:
            mend = partial(_imprint_row, para)
        if abs(start / EM_4 - 1) > _HALF:
            yield Finding(
                para.place, f"左边空{chars(para, start)}", "左右各空一字", mend
            )
        elif lone and "印发" in para.words[-4:] and not 0.4 <= rest / EM_4 <= 1.6:  # noqa: PLR2004 - one sign
            yield Finding(
                para.place, f"右边空{chars(para, rest)}", "印发日期右空一字", None
            )


def _imprint_row(para: Para) -> None:
    mending.hide_blanks(para)
    mending.align(para, "left")
    label = re.match(r"(?:主送|抄送)[：:]", para.words)
    hanging = len(label[0]) * EM_4 if label else 0
    mending.indent(para, -hanging, EM_4 + hanging, EM_4)


def imprint_foot(paper: Paper) -> Findings:
    """Check that the imprint ends on the text area's lower edge."""
    rows = [one for one in paper.parts.all(Role.IMPRINT) if one.setting.frame]
    if not rows:
        return
    frame = rows[-1].setting.frame
    if frame.get("vAnchor") != "page" or not frame.get("h"):
        return
    foot = number(frame.get("y")) + number(frame.get("h"))
    off = (foot - TOP - TEXT_HEIGHT) / MILLIMETRE
    if abs(off) <= 1:
        return

    def mend() -> None:
        for row in rows:
            y = round(number(row.setting.frame.get("y")) - off * MILLIMETRE)
            put(properties_of(row.node), "framePr", {"y": y})

    way = "以下" if off > 0 else "以上"
    yield Finding(
        rows[-1].place,
        f"末条线在版心下边缘{way}{abs(off):.1f}mm",
        "末条线与最后一面的版心下边缘重合",
        mend,
    )


# --- the lines of the imprint --------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Line:
    """A rule of the imprint.

    Attributes:
        after: How many rows stand above it.
        size: In eighths of a point.
    """

    after: int
    size: int
    colour: str


def imprint_lines(paper: Paper) -> Findings:
    """Check the rules of the imprint: thick outside, thin between, none in letters."""
    rows = paper.parts.all(Role.IMPRINT)
    if not rows:
        return
    cells = rows[0].where is Where.CELL
    lines = _cell_lines(rows) if cells else _edge_lines(paper, rows)
    if paper.parts.format is Format.LETTER:
        if lines:
            yield Finding(
                rows[0].place,
                "版记有分隔线",
                "信函格式的版记不加分隔线",
                None if cells else partial(_unrule, rows),
                clause="10.1",
            )
        return
    mend = partial(_rule_cells if cells else _rule_rows, rows)
    drawn = any(one.pictured for one in paper.reading.paras[rows[0].at - 3 :])
    if not lines and drawn:
        return
    for found, required in _wrong_lines(rows, lines):
        yield Finding(rows[0].place, found, required, mend)


def _wrong_lines(rows: list[Para], lines: list[_Line]) -> list[tuple[str, str]]:
    first = [one for one in lines if one.after == 0]
    last = [one for one in lines if one.after >= len(rows)]
    middle = [one for one in lines if 0 < one.after < len(rows)]
    found = []
    for some, which in ((first, "首条"), (last, "末条")):
        wanted = f"{which}分隔线用粗线，0.35mm（1磅）"
        if not some:
            found.append((f"没有{which}分隔线", wanted))
        elif all(abs(one.size - THICK) > _THICK_SLACK for one in some):
            found.append((f"{which}分隔线{some[0].size / 8:g}磅", wanted))
    bands = {_band(one.words) for one in rows}
    wanted = "中间的分隔线用细线，0.25mm（0.75磅）"
    if not middle and len(bands) > 1:
        found.append(("抄送机关与印发机关之间没有分隔线", wanted))
    wrong = [
        one.size for one in middle if not _THIN_RANGE[0] <= one.size <= _THIN_RANGE[1]
    ]
    if wrong:
        found.append((f"中间的分隔线{wrong[0] / 8:g}磅", wanted))
    return found


def _band(words: str) -> str:
    return "copies" if re.match(r"主送|抄送|抄报|分送", words) else "printed"


def _edge_lines(paper: Paper, rows: list[Para]) -> list[_Line]:
    found = []
    for at, para in enumerate(rows):
        for side, place in (("top", at), ("bottom", at + 1)):
            edge = para.setting.edges.get(side)
            if edge:
                found.append(_Line(place, edge.size, edge.colour))
    paras = paper.reading.paras
    above = paras[rows[0].at - 1] if rows[0].at else None
    below = paras[rows[-1].at + 1] if rows[-1].at + 1 < len(paras) else None
    for neighbour, side, place in ((above, "bottom", 0), (below, "top", len(rows))):
        edge = neighbour.setting.edges.get(side) if neighbour else None
        if edge:
            found.append(_Line(place, edge.size, edge.colour))
    return found


def _rule_rows(rows: list[Para]) -> None:
    for at, para in enumerate(rows):
        parted = at and _band(para.words) != _band(rows[at - 1].words)
        mending.edge(para, "top", THICK if not at else THIN if parted else 0)
        last = para is rows[-1]
        mending.edge(para, "bottom", THICK if last else 0, gap=3 if last else 0)
        drop(put(properties_of(para.node), "pBdr", {}), "between")


def _unrule(rows: list[Para]) -> None:
    for para in rows:
        for side in ("top", "bottom"):
            mending.edge(para, side, 0)


def _cell_lines(rows: list[Para]) -> list[_Line]:
    found = []
    seen: list[Node] = []
    for at, para in enumerate(rows):
        row = _row_of(para)
        if row is None or row in seen:
            continue
        seen.append(row)
        here = sum(1 for one in rows if _row_of(one) is row)
        for side, place in (("top", at), ("bottom", at + here)):
            size = _cell_edge(para, row, side)
            if size:
                found.append(_Line(place, size, ""))
    return found


def _row_of(para: Para) -> Node | None:
    return None if para.cell is None else para.cell.getparent()


def _cell_edge(para: Para, row: Node, side: str) -> int:
    """Return the size of the rule along a cell: its own, else its table's."""
    cell = para.cell
    if cell is None:
        return 0
    own = cell.find(f"{w('tcPr')}/{w('tcBorders')}")
    table = row.getparent()
    if own is not None and own.find(w(side)) is not None:
        return _size_of(own, side)
    if table is None:
        return 0
    shared = table.find(f"{w('tblPr')}/{w('tblBorders')}")
    all_rows = table.findall(w("tr"))
    outer = row is (all_rows[0] if side == "top" else all_rows[-1])
    return 0 if shared is None else _size_of(shared, side if outer else "insideH")


def _size_of(edges: Node, side: str) -> int:
    if value_of(edges, side) in {None, "nil", "none"} or not is_on(edges, side):
        return 0
    return int(number(value_of(edges, side, "sz"), 4))


def _rule_cells(rows: list[Para]) -> None:
    cells = []
    for para in rows:
        row = _row_of(para)
        if row is not None and row not in cells:
            cells.append(row)
    for at, row in enumerate(cells):
        for cell in row.findall(w("tc")):
            edges = child(_cell_properties(cell), "tcBorders")
            for side, outer in (("top", at == 0), ("bottom", row is cells[-1])):
                size = THICK if outer else THIN
                drop(edges, side)
                put(
                    edges,
                    side,
                    {"val": "single", "sz": size, "space": 0, "color": "000000"},
                )


def _cell_properties(cell: Node) -> Node:
    found = cell.find(w("tcPr"))
    if found is None:
        found = cell.makeelement(w("tcPr"))
        cell.insert(0, found)
    return found
