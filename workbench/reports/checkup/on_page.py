"""Rules of the page: paper, margins, grid, and what holds for all of its text."""

from collections.abc import Callable, Iterable
from functools import partial

from workbench.reports.checkup import mending
from workbench.reports.checkup.finding import Finding, Findings, Paper, points, quoted
from workbench.reports.checkup.looks import Look, is_red, number
from workbench.reports.checkup.markup import drop, properties_of, put, value_of, w
from workbench.reports.checkup.parts import Format, Role
from workbench.reports.checkup.reading import BLANKS, Para, Piece, Section, Where
from workbench.reports.checkup.shapes import head_rules
from workbench.reports.checkup.typefaces import family_of, is_family, role_size, wanted
from workbench.reports.measures import (
    FANG,
    LINE,
    MILLIMETRE,
    PAPER_HEIGHT,
    PAPER_WIDTH,
    TIGHT,
    TURNED_LEFT,
    TURNED_TOP,
    Font,
)

_LINES, _SIGNS = 22, 28
_SMALLEST = 18  # half points: 小五
_SLACK = 30  # twips: half a millimetre
_MARGIN_SLACK = MILLIMETRE + 3  # the standard allows one millimetre
_UPRIGHT = {"top": 2098, "right": 1474, "bottom": 1984, "left": 1588}
_TURNED = (
    {"top": TURNED_TOP, "right": 2098, "bottom": 1474, "left": TURNED_LEFT},
    {"top": 1474, "right": 1984, "bottom": 1588, "left": 2098},
)
_SIDES = {"top": "上", "right": "右", "bottom": "下", "left": "左"}
_LOWEST_LINE, _HIGHEST_LINE = 575, 579.9  # of 22 lines that fill 225 mm
_RUNNING = frozenset(
    {
        Role.BODY,
        Role.HEADING,
        Role.ADDRESSEE,
        Role.LISTED,
        Role.SIGNATURE,
        Role.DAY,
        Role.NOTE,
        Role.PRESENT,
    }
)


def _mm(twips: float) -> str:
    return f"{round(twips / MILLIMETRE, 1):g}mm"


def _pages(paper: Paper, section: Section) -> str:
    if len(paper.reading.sections) == 1:
        return "页面"
    return f"第{section.index + 1}节的页面"


def paper_size(paper: Paper) -> Findings:
    """Check that the paper is A4."""
    for section in paper.reading.sections:
        sides = sorted((section.width, section.height))
        if all(
            abs(side - wanted_side) <= _SLACK
            for side, wanted_side in zip(
                sides, (PAPER_WIDTH, PAPER_HEIGHT), strict=True
            )
        ):
            continue
        wide, high = PAPER_WIDTH, PAPER_HEIGHT
        if section.sideways:
            wide, high = high, wide
        yield Finding(
            _pages(paper, section),
            f"纸张{_mm(section.width)}×{_mm(section.height)}",
            f"A4，{_mm(wide)}×{_mm(high)}",
            partial(put, section.node, "pgSz", {"w": wide, "h": high}),
        )


def upright(paper: Paper) -> Findings:
    """Check that the pages of the text stand upright."""
    for section in paper.reading.sections:
        roles = {
            role
            for para, role in paper.parts.roles.items()
            if para.section is section and para.where is Where.TEXT
        }
        if section.sideways and roles & {Role.MARK, Role.TITLE, Role.ADDRESSEE}:
            values = {"w": section.height, "h": section.width, "orient": "portrait"}
            yield Finding(
                _pages(paper, section),
                "纸张横向",
                "公文正文竖向排版",
                partial(put, section.node, "pgSz", values),
            )


def margins(paper: Paper) -> Findings:
    """Check the margins: 37 mm above, 28 mm at the left, 156 × 225 mm of text."""
    for section in paper.reading.sections:
        choices = _TURNED if section.sideways else (_UPRIGHT,)
        ways = [
            [
                side
                for side, twips in choice.items()
                if abs(section.margins[side] - twips) > _MARGIN_SLACK
            ]
            for choice in choices
        ]
        wrong = min(ways, key=len)
        choice = choices[ways.index(wrong)]
        if not wrong:
            continue
        found = "、".join(f"{_SIDES[s]}{_mm(section.margins[s])}" for s in wrong)
        right = "、".join(f"{_SIDES[s]}{_mm(choice[s])}" for s in wrong)
        yield Finding(
            _pages(paper, section),
            f"页边距{found}",
            f"页边距{right}（版心156mm×225mm）",
            partial(put, section.node, "pgMar", choice | {"gutter": 0}),
        )


def one_column(paper: Paper) -> Findings:
    """Check that the text is not set in columns."""
    for section in paper.reading.sections:
        columns = section.measure("cols", "num", 1)
        if columns > 1:
            yield Finding(
                _pages(paper, section),
                f"分成{columns}栏",
                "不分栏",
                partial(put, section.node, "cols", {"num": 1}),
            )


_BARE = {
    "pgBorders": "页面加了边框",
    "textDirection": "文字竖排",
    "vAlign": "版面没有顶端对齐",
}
_AS_EVER = frozenset({"lrTb", "lr", "tb", "top", "lrTbV"})


def bare_page(paper: Paper) -> Findings:
    """Check that pages have no borders and no colour, and run from left to right."""
    for section in paper.reading.sections:
        for name, words in _BARE.items():
            found = section.node.find(w(name))
            if found is None or found.get(w("val"), "") in _AS_EVER:
                continue
            if name != "pgBorders" or len(found):
                yield Finding(
                    _pages(paper, section),
                    words,
                    "页面不加修饰，文字自上而下、从左向右横写横排",
                    partial(drop, section.node, name),
                )
    root = paper.package.tree(paper.package.document)
    colour = value_of(root, "background", "color") or "auto"
    if colour.upper() not in {"AUTO", "FFFFFF"}:
        yield Finding(
            "页面",
            f"页面背景颜色#{colour}",
            "页面不加底色",
            partial(drop, root, "background"),
        )


def grid(paper: Paper) -> Findings:
    """Check that the grid has 22 lines a page."""
    for section in paper.reading.sections:
        if section.sideways or not section.pitch:
            continue
        lines = (section.text_height + 2) // section.pitch
        if lines != _LINES:
            values = {"type": "lines", "linePitch": LINE, "charSpace": None}
            yield Finding(
                _pages(paper, section),
                f"文档网格每面{lines}行",
                f"每面{_LINES}行",
                partial(put, section.node, "docGrid", values),
            )


def line_height(paper: Paper) -> Findings:
    """Check that 22 lines fill the text area."""
    for para, role in paper.parts.roles.items():
        if role not in _RUNNING or para.where is not Where.TEXT:
            continue
        if para.section.sideways or _LOWEST_LINE <= para.line <= _HIGHEST_LINE:
            continue
        yield Finding(
            para.place,
            _spoken_line(para),
            "固定值28.95磅，每面22行撑满版心",
            partial(mending.fill_lines, para),
        )


def _spoken_line(para: Para) -> str:
    setting = para.setting
    if setting.rule == "exact":
        return f"行距固定值{setting.line / 20:g}磅"
    if setting.rule == "atLeast":
        return f"行距最小值{setting.line / 20:g}磅"
    return f"行距{round(setting.line / 240, 2):g}倍"


def signs_on_a_line(paper: Paper) -> Findings:
    """Check that a line holds 28 characters."""
    wrong = []
    counts = set()
    for para in paper.parts.all(Role.BODY, Role.HEADING):
        if para.section.sideways or para.where is not Where.TEXT or para.size != 32:  # noqa: PLR2004 - 三号
            continue
        pitch = para.em + (para.section.char_space if para.setting.snaps else 0)
        count = int((para.section.text_width + 5) / pitch) if pitch > 0 else 0
        if count != _SIGNS:
            wrong.append(para)
            counts.add(count)
    if not wrong:
        return

    def mend() -> None:
        for para in wrong:
            for piece in para.pieces:
                mending.tighten(piece.run, TIGHT)
            put(properties_of(para.node), "snapToGrid", {"val": 0})

    many = f"等{len(wrong)}段" if len(wrong) > 1 else ""
    yield Finding(
        f"{wrong[0].place}{many}",
        f"每行排{'、'.join(map(str, sorted(counts)))}个字",
        f"每行排{_SIGNS}个字（三号字的字符间距紧缩0.25磅）",
        mend,
    )


# --- the type ------------------------------------------------------------------------


def fonts(paper: Paper) -> Findings:
    """Check the font of every part."""
    for para, role in paper.parts.roles.items():
        for start, end, font in wanted(para, role):
            yield from _wrong_fonts(para, start, end, font)


def _wrong_fonts(para: Para, start: int, end: int, font: Font) -> Findings:
    """Yield the fonts within part of a paragraph that are not what they should be."""
    at = 0
    wrong: dict[str, list[str]] = {}
    for piece in para.pieces:
        if piece.look.hidden:
            continue
        begin, at = at, at + len(piece.text)
        part = piece.text[max(0, start - begin) : max(0, end - begin)]
        for name, text in _strays(piece.look, part, font):
            wrong.setdefault(name, []).append(text)

    def mend() -> None:
        for run in mending.runs_between(para, start, end):
            mending.dress(run, font)

    for name, texts in wrong.items():
        text = "".join(texts)
        whole = len(text) >= len(para.words.replace("\n", ""))
        part = "" if whole else quoted(text)
        yield Finding(
            para.place,
            f"{part}用{name}" if name else f"{part}没有指定中文字体",
            f"用{family_of(font)}",
            mend,
        )


def _strays(look: Look, text: str, font: Font) -> list[tuple[str, str]]:
    """Return fonts that should not be there, each with the text that is set in it."""
    found = []
    chinese = "".join(one for one in text if _is_chinese(one))
    if chinese and not is_family(look.east, font):
        found.append((look.east, chinese))
    latin = "".join(one for one in text if one.isascii() and one.isalnum())
    allowed = is_family(look.latin, font) or is_family(look.latin, FANG)
    if latin and not allowed and look.latin != "Times New Roman":
        found.append((look.latin, latin))
    return found


def _is_chinese(sign: str) -> bool:
    return (
        "\u3001" <= sign <= "\u303f"
        or "\u3400" <= sign <= "\u9fff"
        or "\uff01" <= sign <= "\uffee"
    )


def any_family(paper: Paper) -> Findings:
    """Check that tables and forms use the five families of papers alone."""
    named = set(paper.parts.roles) if paper.parts.format not in _PLAIN else set()
    for para in paper.reading.seen:
        role = paper.parts.roles.get(para)
        if para in named and role not in {Role.CELL, Role.CAPTION}:
            continue
        for piece in para.shown:
            chinese = "".join(one for one in piece.text if _is_chinese(one))
            if chinese and not is_family(piece.look.east):
                yield Finding(
                    para.place,
                    f"{quoted(chinese)}用{piece.look.east}"
                    if piece.look.east
                    else f"{quoted(chinese)}没有指定中文字体",
                    "用仿宋、楷体、黑体、宋体或小标宋体",
                    partial(_dress_all, para),
                )
                break


_PLAIN = frozenset({Format.FORM, Format.TABLE})


def _dress_all(para: Para) -> None:
    for piece in para.pieces:
        if not is_family(piece.look.east):
            mending.dress(piece.run, FANG)


def sizes(paper: Paper) -> Findings:
    """Check the size of every part."""
    for para, role in paper.parts.roles.items():
        size = role_size(role)
        if not size:
            continue
        wrong = [
            one
            for one in para.shown
            if one.look.size != size and one.text.strip(BLANKS)
        ]
        yield from _of_runs(
            para,
            wrong,
            lambda look: f"字号{points(look.size)}",
            f"{points(size)}字",
            partial(_each, mending.resize, size),
        )


def plain_type(paper: Paper) -> Findings:
    """Check that nothing is bold, slanted, underlined, struck or highlighted."""

    def told(look: Look) -> str:
        named = (
            (look.bold, "加粗"),
            (look.italic, "倾斜"),
            (look.underlined, "加下划线"),
            (look.struck, "加删除线"),
            (look.marked, "突出显示"),
            (look.decked, look.decked),
        )
        return "、".join(word for on, word in named if on)

    for para, role in paper.parts.roles.items():
        if role in {Role.CELL, Role.CAPTION}:
            continue
        mend = partial(_each, mending.unmark)
        wrong = [one for one in para.shown if told(one.look)]
        yield from _of_runs(para, wrong, told, "不加粗、不倾斜、不加线", mend)
        raised = [
            one  # an index of figures or letters, as in m², is none
            for one in para.shown
            if one.look.raised and any(map(_is_chinese, one.text))
        ]
        yield from _of_runs(para, raised, lambda _look: "上下标", "不用上下标", mend)


def black(paper: Paper) -> Findings:
    """Check that what is not to be red is black."""
    for para, role in paper.parts.roles.items():
        if role is Role.MARK:
            continue
        wrong = [one for one in para.shown if not is_black(one.look.colour)]
        yield from _of_runs(
            para,
            wrong,
            lambda look: f"颜色#{look.colour}",
            "黑色",
            partial(_each, mending.colour, "000000"),
        )


def is_black(colour: str) -> bool:
    """Tell whether a colour is black, as any eye would call it."""
    return (
        colour in {"", "000000"}
        or (
            len(colour) == 6  # noqa: PLR2004 - six hexadecimal digits
            and all(colour[at : at + 2] <= "20" for at in (0, 2, 4))
        )
    )


def no_red(paper: Paper) -> Findings:
    """Check that forms and tables have nothing red."""
    for para in paper.reading.seen:
        wrong = [one for one in para.shown if is_red(one.look.colour)]
        yield from _of_runs(
            para,
            wrong,
            lambda _look: "红色字",
            "文书、表格不套红，用黑色",
            partial(_each, mending.colour, "000000"),
        )
    for rule in head_rules(paper.reading):
        if is_red(rule.colour):
            mend = None
            if rule.side != "drawn":
                mend = partial(mending.edge, rule.para, rule.side, rule.size)
            yield Finding(rule.para.place, "红色线", "文书、表格不套红", mend)


def _of_runs(
    para: Para,
    wrong: Iterable[Piece],
    told: Callable[[Look], str],
    required: str,
    mend: Callable[[list[Piece]], object],
) -> Findings:
    """Yield one finding for each way in which pieces of a paragraph deviate."""
    groups: dict[str, list[Piece]] = {}
    for piece in wrong:
        groups.setdefault(told(piece.look), []).append(piece)
    for words, pieces in groups.items():
        text = "".join(one.text for one in pieces)
        part = "" if len(pieces) == len(para.shown) else quoted(text)
        yield Finding(para.place, f"{part}{words}", required, partial(mend, pieces))


def _each(deed: Callable[..., object], *given: object) -> None:
    """Do something to the run of each piece; the pieces come last."""
    *values, pieces = given
    for piece in pieces:  # type: ignore[attr-defined] # a list, handed over last
        deed(piece.run, *values)


def table_sizes(paper: Paper) -> Findings:
    """Check that nobody needs a glass to read a table; one finding for each table."""
    seen = set()
    for para in paper.parts.all(Role.CELL):
        small = [one.look.size for one in para.shown if one.look.size < _SMALLEST]
        if small and para.table not in seen:
            seen.add(para.table)
            yield Finding(
                para.place, f"表格内文字{points(min(small))}", "不小于小五号字"
            )


def table_fits(paper: Paper) -> Findings:
    """Check that no table is wider than the text area."""
    seen = set()
    for para in paper.reading.seen:
        if para.cell is None or para.table in seen:
            continue
        seen.add(para.table)
        columns = next(para.cell.iterancestors(w("tbl"))).iterfind(
            f"{w('tblGrid')}/{w('gridCol')}"
        )
        wide = sum(number(one.get(w("w"))) for one in columns)
        room = para.section.text_width
        if wide > room + LINE:
            yield Finding(
                para.place,
                f"表格宽{wide / MILLIMETRE:.0f}mm，超出版心",
                f"不超出版心宽度{room / MILLIMETRE:.0f}mm",
            )
