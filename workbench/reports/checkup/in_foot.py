"""Rules of the page numbers, and writing them anew where they are wrong."""

import re
from collections.abc import Iterator
from functools import partial

from workbench.reports.checkup import mending
from workbench.reports.checkup.finding import Finding, Findings, Paper, points
from workbench.reports.checkup.markup import (
    MAIN,
    PLACING,
    RELATIONS,
    child,
    drop,
    is_on,
    put,
    value_of,
    w,
)
from workbench.reports.checkup.parts import Format
from workbench.reports.checkup.reading import Para, Reading, Section, runs_of
from workbench.reports.checkup.typefaces import family_of, is_family
from workbench.reports.measures import (
    EM_4,
    FOOTER,
    LEFT,
    MILLIMETRE,
    SONG,
    TEXT_WIDTH,
)

_SIZE = 28  # half points: 四号
_NUMBER_LINE = 400
_PROPER = re.compile(r"—[ \u2002]?\d*[ \u2002]?—")
_BARE = re.compile(r"[\s\d—–―\-－~·.]*")  # a number and its dashes, no word
_DASH_RISE, _DASH_SLACK_MM, _DASH_MM = 0.38, 2.0, 7.0
_HALF = 0.5
_TYPES = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_KINDS = {"default": "单数页", "even": "双数页"}


def page_numbers(paper: Paper) -> Findings:
    """Check that every page has its number; the first page of a letter has none."""
    reading = paper.reading
    mend = _renewal(paper)
    for section in reading.sections:
        where = _section(paper, section)
        for kind in _kinds(reading):
            if not _numbers(reading, section, kind):
                side = f"（{_KINDS[kind]}）" if reading.odd_and_even else ""
                yield Finding(
                    f"{where}{side}", "没有页码", "一字线加阿拉伯数字的页码", mend
                )
        if not section.own_first_page:
            if paper.parts.format is Format.LETTER and section.index == 0:
                yield Finding(
                    "首页", "信函首页有页码", "信函格式首页不显示页码", mend, "10.1"
                )
            continue
        first = _numbers(reading, section, "first")
        letter = paper.parts.format is Format.LETTER and section.index == 0
        if letter and first:
            yield Finding(
                "首页", "信函首页有页码", "信函格式首页不显示页码", mend, "10.1"
            )
        elif not letter and not first:
            yield Finding(f"{where}首页", "没有页码", "首页也编排页码", mend)


def odd_and_even(paper: Paper) -> Findings:
    """Check that odd and even pages have feet of their own."""
    numbers = [para for _section, _kind, para in _all_numbers(paper)]
    outside = bool(numbers) and all(_held(para) == "outside" for para in numbers)
    if not paper.reading.odd_and_even and not outside:
        yield Finding(
            "页脚", "没有区分单数页和双数页", "单页码居右、双页码居左", _renewal(paper)
        )


def number_look(paper: Paper) -> Findings:
    """Check that page numbers are 四号 in 宋体 between two dashes."""
    for _section, kind, para in _all_numbers(paper):
        where = f"{para.spot}（{_KINDS[kind]}）" if kind == "default" else para.spot
        if not _PROPER.fullmatch(para.words):
            shown = re.sub(r"\d+", "1", para.words)
            yield Finding(where, f"页码写作“{shown}”", "“— 1 —”", _renewal(paper))
        for piece in para.shown:
            names = {piece.look.latin}
            if any(not is_family(one, SONG) for one in names):
                yield Finding(
                    where,
                    f"页码用{piece.look.latin}",
                    f"用半角{family_of(SONG)}",
                    partial(_each_run, para),
                )
                break
        if any(one.look.bold or one.look.italic for one in para.shown):
            yield Finding(
                where, "页码加粗或倾斜", "不加粗、不倾斜", partial(_each_run, para)
            )
        wrong = {one.look.size for one in para.shown} - {_SIZE}
        if wrong:
            yield Finding(
                where,
                f"页码为{points(min(wrong))}",
                "四号",
                partial(_each_run, para),
            )


def _each_run(para: Para) -> None:
    """Dress every run of a number, its field's hidden ones too."""
    for run in para.node.iter(w("r")):
        mending.dress(run, SONG)
        mending.resize(run, _SIZE)
        mending.unmark(run)


def number_side(paper: Paper) -> Findings:
    """Check that odd numbers stand at the right and even ones at the left."""
    for section, kind, para in _all_numbers(paper):
        centred = "center" in {_held(para), para.setting.align}
        if section.sideways or not (paper.reading.odd_and_even or centred):
            continue
        side = "右" if kind == "default" else "左"
        where = f"{para.spot}（{_KINDS[kind]}）" if kind == "default" else para.spot
        found = _aside(para, right=kind == "default")
        if found:
            yield Finding(where, found, f"居{side}空一字", _renewal(paper))


_SPOKEN = {"center": "居中", "end": "居右", "start": "居左", "both": "居左"}


def _aside(para: Para, *, right: bool) -> str:
    """Return in words how a number stands where it should not; else nothing."""
    held = _held(para)
    if held in {"center", "left", "right", "inside"}:
        wrong = held != ("right" if right else "left")
        words = {"center": "居中", "left": "居左", "right": "居右"}
        return f"页码{words.get(held, '居内侧')}" if wrong else ""
    if held:
        return ""
    start, rest = para.extent
    room = rest if right else start
    if abs(room / EM_4 - 1) <= _HALF:
        return ""
    side = "右" if right else "左"
    return f"页码{_SPOKEN.get(para.setting.align, '')}，{side}边空{room / EM_4:.1f}字"


def _held(para: Para) -> str:
    """Return on which side a frame or a text box holds a number; often nothing."""
    if para.setting.frame.get("xAlign"):
        return para.setting.frame["xAlign"]
    anchor = next(para.node.iterancestors(f"{{{PLACING}}}anchor"), None)
    if anchor is not None:
        place = anchor.find(f"{{{PLACING}}}positionH/{{{PLACING}}}align")
        return "outside" if place is None else place.text or "outside"
    boxed = next(para.node.iterancestors(w("txbxContent")), None) is not None
    return "outside" if boxed else ""


def number_height(paper: Paper) -> Findings:
    """Check that the dashes lie 7 mm below the text area."""
    for section, kind, para in _all_numbers(paper):
        if section.sideways or kind != "default" or para.setting.frame:
            continue
        if _held(para):
            continue
        footer = section.measure("pgMar", "footer", 720)
        line = para.line
        rise = 0.8 if para.setting.rule == "exact" else 0.85
        foot = section.height - footer - para.below
        dash = foot - line + rise * line - _DASH_RISE * para.size * 10
        text = section.height - section.margins["bottom"]
        off = (dash - text) / MILLIMETRE
        if abs(off - _DASH_MM) > _DASH_SLACK_MM:
            yield Finding(
                para.spot,
                f"一字线约在版心下边缘以下{off:.1f}mm",
                "一字线上距版心下边缘7mm",
                _renewal(paper)
                or partial(put, section.node, "pgMar", {"footer": FOOTER}),
            )


def numbers_go_on(paper: Paper) -> Findings:
    """Check that pages are counted on from 1 to the last attachment."""
    for section in paper.reading.sections:
        start = value_of(section.node, "pgNumType", "start")
        wrong = start is not None and (section.index > 0 or start != "1")
        form = value_of(section.node, "pgNumType", "fmt") or "decimal"
        if wrong:
            words = f"页码从{start}重新开始" if section.index else f"页码从{start}开始"
            yield Finding(
                _section(paper, section),
                words,
                "页码从1起，附件与正文连续编排",
                partial(put, section.node, "pgNumType", {"start": None}),
            )
        if form != "decimal":
            yield Finding(
                _section(paper, section),
                f"页码数字格式为{form}",
                "阿拉伯数字",
                partial(put, section.node, "pgNumType", {"fmt": "decimal"}),
            )


def turned_numbers(paper: Paper) -> Findings:
    """Check that the number of a turned page is turned with it."""
    for section, _kind, para in _all_numbers(paper):
        if not section.sideways:
            continue
        turned = next(para.node.iter(w("textDirection")), None) is not None
        boxed = next(para.node.iterancestors(w("txbxContent")), None) is not None
        if not turned and not boxed:
            yield Finding(
                f"第{section.index + 1}节的横排页",
                "页码没有随版面转向",
                "页码位置与其他各面一致",
                _renewal(paper),
                "8",
            )
            return


# --- finding them --------------------------------------------------------------------


def _section(paper: Paper, section: Section) -> str:
    if len(paper.reading.sections) == 1:
        return "页脚"
    return f"第{section.index + 1}节页脚"


def _kinds(reading: Reading) -> tuple[str, ...]:
    return ("default", "even") if reading.odd_and_even else ("default",)


def _numbers(reading: Reading, section: Section, kind: str) -> list[Para]:
    """Return the page numbers of one kind of page of a section."""
    parts = (section.footers.get(kind, ""), section.headers.get(kind, ""))
    return [
        para
        for part in parts
        for para in reading.edges.get(part, [])
        if _is_number(para)
    ]


def _is_number(para: Para) -> bool:
    fields = [
        one.text or ""
        for run in runs_of(para.node)
        for one in run.findall(w("instrText"))
    ]
    fields += [one.get(w("instr"), "") for one in para.node.findall(w("fldSimple"))]
    return any(re.search(r"\bPAGE\b", one) for one in fields)


def _all_numbers(paper: Paper) -> Iterator[tuple[Section, str, Para]]:
    """Yield each page number once."""
    seen: set[Para] = set()
    for section in paper.reading.sections:
        for kind in _kinds(paper.reading):
            for para in _numbers(paper.reading, section, kind):
                if para not in seen:
                    seen.add(para)
                    yield section, kind, para


# --- writing them anew ---------------------------------------------------------------


def _renewal(paper: Paper) -> partial[None] | None:
    """Return what writes all page numbers anew; None where other words would go."""
    reading = paper.reading
    for section in reading.sections:
        heads = section.headers.values() if section.sideways else ()
        for part in (*section.footers.values(), *heads):
            paras = reading.edges.get(part, [])
            numbered = any(map(_is_number, paras))
            edged = any(para.setting.edges for para in paras)  # a letter's lines
            for para in paras:
                other = para.pictured and not numbered
                ruled = numbered and part == section.footers.get("first") and edged
                if not _BARE.fullmatch(para.words) or other or ruled:
                    return None
    return partial(_renew, paper)


def _renew(paper: Paper) -> None:
    """Give every section page numbers as the standard has them."""
    package = paper.package
    sections = paper.reading.sections
    keys = {
        (kind, turned): package.add(
            _edge(turned=turned),
            _part(kind, turned=turned),
            f"{_TYPES}.{_edge(turned=turned)}+xml",
        )
        for turned in {section.sideways for section in sections}
        for kind in _KINDS
    }
    letter = paper.parts.format is Format.LETTER
    empty = package.add("footer", _empty_part(), f"{_TYPES}.footer+xml")
    for section in sections:
        turned = section.sideways
        for kind in _KINDS:
            _refer(section, _edge(turned=turned), kind, keys[kind, turned])
            if turned:
                _refer(section, "footer", kind, empty)
        if not turned:
            put(section.node, "pgMar", {"footer": FOOTER})
        if letter and section.index == 0:
            first = paper.reading.edges.get(section.footers.get("first", ""), [])
            if not first or any(map(_is_number, first)):
                _refer(section, "footer", "first", empty)
            put(section.node, "titlePg", {"val": 1})
        elif section.own_first_page:
            put(section.node, "titlePg", {"val": 0})
    _part_pages(paper)


def _part_pages(paper: Paper) -> None:
    """Let left and right pages have heads and feet of their own."""
    settings = paper.package.only("settings")
    if settings is None:
        paper.package.add(
            "settings",
            f'<w:settings xmlns:w="{MAIN}"><w:evenAndOddHeaders/></w:settings>',
            f"{_TYPES}.settings+xml",
        )
    elif not is_on(settings, "evenAndOddHeaders"):
        drop(settings, "evenAndOddHeaders")
        child(settings, "evenAndOddHeaders")


def _edge(*, turned: bool) -> str:
    """Return where the number of a page stands: a turned page has it in its head."""
    return "header" if turned else "footer"


def _refer(section: Section, edge: str, kind: str, key: str) -> None:
    """Have a section name a part as its foot or head on one kind of page."""
    for one in section.node.findall(w(f"{edge}Reference")):
        if one.get(w("type"), "default") == kind:
            section.node.remove(one)
    made = section.node.makeelement(
        w(f"{edge}Reference"), {w("type"): kind, f"{{{RELATIONS}}}id": key}
    )
    section.node.insert(0, made)


def _part(kind: str, *, turned: bool) -> str:
    """Return a foot, or for a turned page a head, with the page number in it."""
    look = (
        f'<w:rPr><w:rFonts w:hint="eastAsia" w:ascii="{SONG.name}"'
        f' w:hAnsi="{SONG.name}" w:eastAsia="{SONG.name}" w:cs="{SONG.name}"/>'
        '<w:b w:val="0"/><w:i w:val="0"/><w:color w:val="000000"/>'
        f'<w:spacing w:val="0"/><w:sz w:val="{_SIZE}"/>'
        f'<w:szCs w:val="{_SIZE}"/></w:rPr>'
    )
    runs = "".join(
        f"<w:r>{look}{piece}</w:r>"
        for piece in (
            '<w:t xml:space="preserve">— </w:t>',
            '<w:fldChar w:fldCharType="begin"/>',
            '<w:instrText xml:space="preserve"> PAGE </w:instrText>',
            '<w:fldChar w:fldCharType="separate"/>',
            "<w:t>1</w:t>",
            '<w:fldChar w:fldCharType="end"/>',
            '<w:t xml:space="preserve"> —</w:t>',
        )
    )
    frame = (
        f'<w:framePr w:w="{_NUMBER_LINE}" w:h="{TEXT_WIDTH}" w:hRule="exact"'
        ' w:wrap="around" w:hAnchor="page" w:vAnchor="page" w:x="1397"'
        f' w:y="{LEFT}"/>'
    )
    side = "right" if kind == "default" else "left"
    root = "hdr" if turned else "ftr"
    return (
        f'<w:{root} xmlns:w="{MAIN}" xmlns:r="{RELATIONS}"><w:p><w:pPr>'
        + frame * turned
        + '<w:pBdr><w:top w:val="nil"/><w:bottom w:val="nil"/></w:pBdr>'
        + '<w:snapToGrid w:val="0"/><w:spacing w:before="0" w:beforeLines="0"'
        f' w:after="0" w:afterLines="0" w:line="{_NUMBER_LINE}" w:lineRule="exact"/>'
        f'<w:ind w:left="{EM_4}" w:leftChars="0" w:right="{EM_4}" w:rightChars="0"'
        ' w:firstLine="0" w:firstLineChars="0"/>'
        f'<w:jc w:val="{side}"/>'
        + '<w:textDirection w:val="tbRl"/>' * turned
        + f"</w:pPr>{runs}</w:p>"
        + "<w:p/>" * turned
        + f"</w:{root}>"
    )


def _empty_part() -> str:
    return f'<w:ftr xmlns:w="{MAIN}" xmlns:r="{RELATIONS}"><w:p/></w:ftr>'
