"""Rules of the text: addressee, paragraphs, headings, and the words themselves."""

import re
from calendar import monthrange
from functools import partial

from workbench.reports.checkup import mending
from workbench.reports.checkup.finding import (
    Finding,
    Findings,
    Paper,
    chars,
    points,
    quoted,
)
from workbench.reports.checkup.in_head import blank_lines
from workbench.reports.checkup.looks import is_red
from workbench.reports.checkup.marks import Mark, mark_of, proper_mark
from workbench.reports.checkup.markup import properties_of, put
from workbench.reports.checkup.parts import ARTICLE, DAY, NUMBER, Format, Role
from workbench.reports.checkup.reading import BLANKS, Para, Where
from workbench.reports.checkup.typefaces import is_family, role_size, wanted
from workbench.reports.measures import EM, FANG, Font

_HALF = 0.5
_INNER = frozenset({2, 4})  # levels that need another above them
_INDENT_SLACK = 0.35  # of a character
_HAN = "\u4e00-\u9fff"
_TEXT = (Role.BODY, Role.HEADING)
_ADDRESSED = frozenset({"通知", "报告", "请示", "批复", "函"})
_UNRULED = frozenset(
    {
        Role.TITLE,
        Role.ATTACHED,
        Role.ADDRESSEE,
        Role.BODY,
        Role.HEADING,
        Role.LISTED,
        Role.SIGNATURE,
        Role.DAY,
        Role.NOTE,
        Role.LABEL,
    }
)


# --- the addressee -------------------------------------------------------------------


def has_addressee(paper: Paper) -> Findings:
    """Check that somebody is addressed, where the kind wants it."""
    parts = paper.parts
    if not parts.headed or parts.kind not in _ADDRESSED or parts.one(Role.ADDRESSEE):
        return
    moved = any(one.words.startswith("主送") for one in parts.all(Role.IMPRINT))
    if not moved and parts.one(Role.TITLE):
        yield Finding("主体", "没有主送机关", "标题下空一行、居左顶格编排主送机关")


def addressee_colon(paper: Paper) -> Findings:
    """Check that a full-width colon follows the last addressee."""
    for para in paper.parts.all(Role.ADDRESSEE):
        if not para.words.endswith("："):
            last = para.words[-1]
            found = "半角冒号" if last == ":" else f"“{last}”"
            yield Finding(
                para.place, f"以{found}结尾", "最后一个机关名称后标全角冒号“：”"
            )


def addressee_place(paper: Paper) -> Findings:
    """Check that the addressee begins at the left edge."""
    for para in paper.parts.all(Role.ADDRESSEE):
        start, _rest = para.extent
        aside = para.setting.align not in {"start", "both"}
        if abs(start) > para.em * _HALF or abs(para.left) > para.em * _HALF or aside:
            yield Finding(
                para.place,
                f"左边空{chars(para, start)}",
                "居左顶格",
                partial(_at_left, para),
            )


def _at_left(para: Para) -> None:
    mending.hide_blanks(para)
    mending.indent(para)
    mending.align(para, "both")


def gap_above_text(paper: Paper) -> Findings:
    """Check that one line is left below the title."""
    titles = paper.parts.all(Role.TITLE, Role.UNDER_TITLE)
    if not titles or paper.parts.format is Format.ORDER:
        return
    last = titles[-1]
    behind = (one for one in paper.reading.seen if one.at > last.at)
    para = next(behind, None)
    if para is None or para.where is not Where.TEXT or para.breaks:
        return
    if para.setting.frame or paper.parts.roles.get(para) in {Role.CAPTION, None}:
        return
    lines = paper.reading.gap_lines(last, para)
    if not 0.6 <= lines <= 1.5:  # noqa: PLR2004 - one line
        yield Finding(
            para.place,
            f"标题下空{lines:.1f}行",
            "标题下空一行",
            partial(blank_lines, last, para, _empties(paper, last, para), 1),
        )


def _empties(paper: Paper, above: Para, para: Para) -> list[Para]:
    return [
        one
        for one in paper.reading.paras[above.at + 1 : para.at]
        if one.empty and one.where is Where.TEXT
    ]


# --- paragraphs ----------------------------------------------------------------------


def first_line(paper: Paper) -> Findings:
    """Check that a paragraph begins two characters in, its other lines none."""
    for para in _paragraphs(paper):
        if _leading(para):
            continue  # told by ``blanks_for_indent``
        first, left = para.first / para.em, para.left / para.em
        mend = partial(_as_paragraph, para)
        if abs(first + left - 2) > _INDENT_SLACK:
            yield Finding(
                para.place, f"首行空{first + left:.1f}字", "首行左空二字", mend
            )
        elif abs(left) > _INDENT_SLACK and len(para.text) > 26:  # noqa: PLR2004 - more than a line
            yield Finding(para.place, f"回行空{left:.1f}字", "回行顶格", mend)


def _paragraphs(paper: Paper) -> list[Para]:
    return [
        one
        for one in paper.parts.all(*_TEXT)
        if one.where is Where.TEXT and not one.setting.frame
    ]


def _leading(para: Para) -> str:
    return para.text[: len(para.text) - len(para.text.lstrip(BLANKS))]


def _as_paragraph(para: Para) -> None:
    mending.hide_blanks(para)
    mending.indent(para, 2 * EM)


def blanks_for_indent(paper: Paper) -> Findings:
    """Check that no blanks or tabs stand in for an indent."""
    for para in _paragraphs(paper):
        leading = _leading(para)
        if leading:
            tabs = leading.count("\t")
            named = f"{tabs}个制表符" if tabs else f"{len(leading)}个空格"
            yield Finding(
                para.place,
                f"段首用{named}缩进",
                "首行左空二字用段落的首行缩进",
                partial(_as_paragraph, para),
            )


def no_frames(paper: Paper) -> Findings:
    """Check that paragraphs outside head and imprint have no rules and no shade."""
    for para, role in paper.parts.roles.items():
        if role not in _UNRULED or para.where is not Where.TEXT:
            continue
        sides = [
            side for side, edge in para.setting.edges.items() if not is_red(edge.colour)
        ]
        if para.setting.shaded:
            yield Finding(
                para.place,
                "段落带有底纹",
                "不加底纹",
                partial(mending.unshade, properties_of(para.node)),
            )
        if sides:
            yield Finding(
                para.place,
                "段落带有边框线",
                "不加边框线",
                partial(_unruled, para, sides),
            )


def _unruled(para: Para, sides: list[str]) -> None:
    for side in sides:
        mending.edge(para, side, 0)


def counted_marks(paper: Paper) -> Findings:
    """Check that marks counted by Word look like the text behind them."""
    for para in paper.parts.all(Role.HEADING, Role.BODY, Role.LISTED):
        if not para.label or para.where is not Where.TEXT:
            continue
        mark, text = para.setting.mark, para.shown
        if not text:
            continue
        wrong = []
        if mark.size != role_size(Role.BODY):
            wrong.append(points(mark.size))
        first = next(wanted(para, paper.parts.roles[para]), None)
        if first and not (is_family(mark.east, first[2]) or is_family(mark.latin)):
            wrong.append(mark.latin)
        if mark.bold:
            wrong.append("加粗")
        if para.spaced:
            wrong.append("后面空一截")
        if wrong:
            yield Finding(
                para.place,
                f"自动编号“{para.label}”{'、'.join(wrong)}",
                "与正文同为三号字，序号后不留空",
                partial(_mend_mark, paper, para, first[2] if first else FANG),
            )


def _mend_mark(paper: Paper, para: Para, font: Font) -> None:
    properties = put(properties_of(para.node), "rPr", {})
    values = dict.fromkeys(("ascii", "hAnsi", "eastAsia", "cs"), font.name)
    put(properties, "rFonts", values)
    for name in ("sz", "szCs"):
        put(properties, name, {"val": role_size(Role.BODY)})
    put(properties, "b", {"val": 0})
    put(properties, "color", {"val": "000000"})
    paper.reading.plain_numbering(para)


def right_edge(paper: Paper) -> Findings:
    """Check that the text runs to the right edge."""
    for para in _paragraphs(paper):
        if abs(para.right) > para.em * _HALF:
            yield Finding(
                para.place,
                f"右边空{chars(para, para.right)}",
                "右边与版心对齐",
                partial(_as_paragraph, para),
            )


def alignment(paper: Paper) -> Findings:
    """Check that paragraphs are justified or stand at the left."""
    words = {"center": "居中", "end": "右对齐", "distribute": "分散对齐"}
    for para in _paragraphs(paper):
        side = para.setting.align
        if side not in {"start", "both"}:
            yield Finding(
                para.place,
                words.get(side, side),
                "两端对齐，首行左空二字",
                partial(mending.align, para, "both"),
            )


def no_gaps(paper: Paper) -> Findings:
    """Check that no space is left between paragraphs of the text."""
    above: Para | None = None
    inside = (*_TEXT, Role.ADDRESSEE, Role.PRESENT)
    for para in paper.reading.seen:
        role = paper.parts.roles.get(para)
        joined = (
            above is not None
            and paper.parts.roles.get(above) in inside
            and role in _TEXT
            and not para.breaks
            and para.where is Where.TEXT
        )
        if joined and above is not None:
            yield from _gap_between(paper, above, para)
        above = para


def _gap_between(paper: Paper, above: Para, para: Para) -> Findings:
    lines = paper.reading.gap_lines(above, para)
    if lines <= 0.2:  # noqa: PLR2004 - a fifth of a line is not seen
        return
    empties = [
        one
        for one in _empties(paper, above, para)
        if one.line > 60  # noqa: PLR2004 - 3 pt
    ]
    mend = partial(_close_up, above, para, empties)
    if empties:
        named = f"第{empties[0].number}段"
        found = f"前面有{len(empties)}个空段（{named}）"
        yield Finding(para.place, found, "段落之间不用空段隔开", mend)
    else:
        yield Finding(
            para.place, f"与上段之间多空{lines:.1f}行", "段前、段后间距为0", mend
        )


def _close_up(above: Para, para: Para, empties: list[Para]) -> None:
    mending.space(above, after=0)
    mending.space(para, before=0)
    for empty in empties:
        mending.flatten(empty)


# --- headings ------------------------------------------------------------------------


def heading_marks(paper: Paper) -> Findings:
    """Check that the marks of headings are 一、 （一） 1. （1）."""
    for face in _headings(paper):
        for para, mark in face:
            if mark.text != mark.proper:
                yield Finding(para.place, f"序号写作“{mark.text}”", f"“{mark.proper}”")


def heading_levels(paper: Paper) -> Findings:
    """Check that no level is left out; of two levels the second may be 1."""
    for face in _headings(paper):
        flat = {mark.level for _para, mark in face} == {1, 3}
        above = 0
        for para, mark in face:
            if above and mark.level > above + 1 and not flat:
                missing = proper_mark(above + 1, 1)
                yield Finding(
                    para.place,
                    f"“{proper_mark(above, 1)}”之下直接用“{mark.proper}”",
                    f"下一层用“{missing}”",
                )
            elif not above and mark.level in _INNER:
                yield Finding(
                    para.place,
                    f"第一层用“{mark.proper}”",
                    "层次序数从“一、”起，依次用“（一）”“1.”“（1）”",
                )
            above = mark.level


def heading_order(paper: Paper) -> Findings:
    """Check that the marks of a level are counted without a hole."""
    for face in _headings(paper):
        counts: dict[int, int] = {}
        for para, mark in face:
            last = counts.get(mark.level, 0)
            if mark.order not in {last + 1, 1}:
                wanted_mark = proper_mark(mark.level, last + 1)
                yield Finding(
                    para.place,
                    f"序号“{mark.text}”与上一个同层序号不连续",
                    f"接上一个应为“{wanted_mark}”",
                )
            counts = {level: n for level, n in counts.items() if level < mark.level}
            counts[mark.level] = mark.order


def _headings(paper: Paper) -> list[list[tuple[Para, Mark]]]:
    """Return the headings of the text and of each attachment."""
    faces: list[list[tuple[Para, Mark]]] = [[]]
    for para, role in paper.parts.roles.items():
        if role in {Role.LABEL, Role.ATTACHED}:
            faces.append([])
        mark = mark_of(para) if role is Role.HEADING else None
        if mark is not None:
            faces[-1].append((para, mark))
    return faces


def present_place(paper: Paper) -> Findings:
    """Check that lists of those present begin two characters in."""
    for para in paper.parts.all(Role.PRESENT):
        start, _rest = para.extent
        if abs(start / para.em - 2) > _HALF:
            yield Finding(
                para.place,
                f"左边空{chars(para, start)}",
                "左空二字",
                partial(_hang_label, para),
            )


def _hang_label(para: Para) -> None:
    mending.hide_blanks(para)
    label = re.match(r"[^：:]*[：:]", para.words)
    width = len(label[0]) * EM if label else 0
    mending.indent(para, -width, 2 * EM + width)


# --- words ---------------------------------------------------------------------------

_WORDY = (
    Role.TITLE,
    Role.ADDRESSEE,
    Role.BODY,
    Role.HEADING,
    Role.PRESENT,
    Role.LISTED,
    Role.DAY,
    Role.NOTE,
    Role.ATTACHED,
    Role.IMPRINT,
    Role.KEEPER,
    Role.CELL,
    Role.CAPTION,
)
_PADDED = re.compile(
    r"\d{2,4}\s*年\s*(?:0\d\s*月(?:\s*\d{1,2}\s*日)?|\d{1,2}\s*月\s*0\d\s*日)|(?<![\d年])(?:0\d月\d{1,2}日|\d{1,2}月0\d日)"
)
_SHORT_YEAR = re.compile(r"(?<!\d)\d{2}年\d{1,2}月\d{1,2}日")
_SPACED_DAY = re.compile(
    r"\d{4}[ \u3000]*年[ \u3000]*\d{1,2}[ \u3000]*月[ \u3000]*\d{1,2}[ \u3000]*日"
)
_CHINESE_DAY = re.compile(
    r"[一二][〇○零Ｏ一二三四五六七八九]{3}年[一二三四五六七八九十]{1,2}月(?:[一二三四五六七八九十]{1,3}日)?"
)
_CITED = re.compile(
    rf"[{_HAN}A-Za-z]{{0,12}}(?P<o>[〔\[【［（(〈﹝])(?P<y>[0-9]{{2,4}})年?(?P<c>[〕\]】］）)〉﹞])"
    r"\s*(?P<d>第)?\s*(?P<n>[0-9]+)\s*号"
)
_HALF_WIDTH = re.compile(
    rf"(?<=[{_HAN}])[,;:!?](?!\d)|[,;:!?](?=[{_HAN}])|(?<=[{_HAN}])\.(?=[{_HAN}]|\s*$)|\((?=[{_HAN}])|(?<=[{_HAN}])[()]|(?<=[{_HAN}])[\"']|[\"'](?=[{_HAN}])|(?<=[{_HAN}])(?:\.{{3,}}|--+)|[０-９]"
)
_BLANK = re.compile(rf"(?<=[{_HAN}，。、；：）》”])[ \u3000\xa0]+(?=[{_HAN}（《“])")
_DOTTED_DAY = re.compile(
    r"(?<![A-Za-z0-9./_-])(?:19|20)[0-9]{2}([./-])(?:0?[1-9]|1[0-2])\1"
    r"(?:0?[1-9]|[12][0-9]|3[01])(?![A-Za-z0-9./_-])"
)
_CHINESE_YEAR = re.compile(
    r"(?:二[〇○零Ｏ0]|一九)[〇○零Ｏ一二三四五六七八九]{2}年(?![一二三四五六七八九十]{1,2}月)"
)
_MONTH_AND_DAY = re.compile(
    r"(?:(?P<y>[0-9]{4})年)?(?<![0-9])(?P<m>[0-9]{1,2})月(?P<d>[0-9]{1,2})日"
)
_TWICE = re.compile(r"。{2,}|，[，。]|、[、，。]|；[；。]|。[，；]")
_QUOTED = re.compile(r"《[^》]*》")
_NO_TEXT = re.compile(r"此页无正文")


def _every_word(paper: Paper) -> list[Para]:
    return paper.parts.all(*_WORDY)


def dates(paper: Paper) -> Findings:
    """Check that days are written in full with Arabic figures and no leading zeros."""
    for para in _every_word(paper):
        for found in _PADDED.finditer(para.text):
            yield Finding(
                para.place, quoted(found[0], 20), "月、日不编虚位，如1不写作01"
            )
        for found in _SHORT_YEAR.finditer(para.text):
            yield Finding(para.place, quoted(found[0], 20), "年份标全称，如2026年")
        for found in _CHINESE_DAY.finditer(para.text):
            yield Finding(para.place, quoted(found[0], 20), "日期用阿拉伯数字")
        for found in _SPACED_DAY.finditer(para.text):
            if " " in found[0] or "\u3000" in found[0]:
                yield Finding(para.place, quoted(found[0], 20), "日期中间不空格")
    yield from _other_days(paper)
    for para in paper.parts.all(Role.DAY):
        if "年" not in para.words:
            yield Finding(
                para.place, quoted(para.words, 20), "年、月、日标全，如2026年3月5日"
            )


def _other_days(paper: Paper) -> Findings:
    """Yield days and years of the text that are not written as papers write them."""
    for para in paper.parts.all(*_TEXT, Role.NOTE):
        plain = _QUOTED.sub("", para.text)  # a cited title is left as it is
        for pattern in (_DOTTED_DAY, _CHINESE_YEAR):
            for found in pattern.finditer(plain):
                yield Finding(
                    para.place, quoted(found[0], 20), "用阿拉伯数字，如2026年3月5日"
                )


def days_that_are(paper: Paper) -> Findings:
    """Check that no day is named that no calendar has."""
    for para in _every_word(paper):
        for found in _MONTH_AND_DAY.finditer(para.text):
            year, month = int(found["y"] or 2000), int(found["m"])
            days = monthrange(year, month)[1] if year and 1 <= month <= 12 else 0  # noqa: PLR2004 - months
            if not 1 <= int(found["d"]) <= days:
                yield Finding(
                    para.place, quoted(found[0], 20), "没有这一天，请核对日期"
                )


def numbers(paper: Paper) -> Findings:
    """Check how numbers of papers are written: 〔2026〕, no 第, no leading zeros."""
    strict = paper.parts.format in {Format.FILE, Format.LETTER}
    for para in [*paper.parts.all(Role.NUMBER, Role.SIGNERS), *_every_word(paper)]:
        own = paper.parts.roles[para] in {Role.NUMBER, Role.SIGNERS}
        for found in _CITED.finditer(para.text):
            wrong = []
            if found["o"] + found["c"] != "\u3014\u3015":
                wrong.append(f"年份用“{found['o']}{found['c']}”括入")
            if len(found["y"]) != 4:  # noqa: PLR2004 - a full year
                wrong.append("年份没有标全称")
            if found["d"]:
                wrong.append("顺序号加了“第”字")
            if found["n"].startswith("0"):
                wrong.append("顺序号编了虚位")
            if wrong:
                yield Finding(
                    para.place,
                    f"{quoted(found[0], 24)}{'，'.join(wrong)}",
                    "如“×〔2026〕1号”：六角括号，不加“第”，不编虚位",
                )
        numbered = "号" in para.text and not re.search("未编号|签发人", para.text)
        if own and numbered and strict and not _CITED.search(para.text):
            yield Finding(
                para.place,
                quoted(para.words, 24),
                "由机关代字、用六角括号括入的年份、顺序号组成，如“×〔2026〕1号”",
            )
        whole = NUMBER.search(para.words) if own and strict else None
        if whole and re.search(r"\s", whole[0]):
            yield Finding(
                para.place, f"{quoted(whole[0], 24)}中间有空格", "发文字号中间不空格"
            )


def punctuation(paper: Paper) -> Findings:
    """Check that signs between Chinese characters are full-width."""
    for para in _every_word(paper):
        mark = mark_of(para) if paper.parts.roles[para] is Role.HEADING else None
        text = para.text
        if mark is not None and mark.text in text:
            text = text.split(mark.text, 1)[1]  # the mark has a rule of its own
        role = paper.parts.roles[para]
        if role is Role.ADDRESSEE:
            text = text.rstrip(":" + BLANKS)
        if role is Role.NOTE:
            text = text.strip("()" + BLANKS)
        if role in {Role.IMPRINT, Role.LISTED}:
            text = re.sub(r"^\s*(抄送|主送|附\s*件)\s*:", "", text)
        twice = _TWICE.search(text)
        if twice:
            around = text[max(0, twice.start() - 4) : twice.end() + 4]
            yield Finding(
                para.place, f"{quoted(around)}标点重复", "一处只用一个标点符号"
            )
        seen = _HALF_WIDTH.findall(text)
        if seen:
            signs = "".join(dict.fromkeys(seen))
            where = _HALF_WIDTH.search(text)
            around = text[max(0, where.start() - 4) : where.end() + 4] if where else ""
            yield Finding(
                para.place,
                f"{quoted(around)}用了半角标点“{signs}”",
                "汉字之间用全角标点",
            )


def inner_blanks(paper: Paper) -> Findings:
    """Check that no blanks stand between Chinese characters."""
    for para in paper.parts.all(Role.BODY, Role.HEADING, Role.ADDRESSEE, Role.LISTED):
        if para.words.startswith("（") and para.words.endswith("）"):
            continue  # who edited it: an organ, a blank, a name
        text = ARTICLE.sub("", para.text.strip(BLANKS), count=1).lstrip(BLANKS)
        for found in _BLANK.finditer(text):
            around = text[max(0, found.start() - 4) : found.end() + 4]
            if "年" in around and "日" in around and DAY.search(around):
                continue
            yield Finding(para.place, f"{quoted(around)}中间有空格", "汉字之间不空格")
            break


def inner_tabs(paper: Paper) -> Findings:
    """Check that no tabs stand within a paragraph."""
    for para in _paragraphs(paper):
        if "\t" in para.text.strip(BLANKS):
            yield Finding(para.place, "段中有制表符", "正文里不用制表符对齐")


def no_text_page(paper: Paper) -> Findings:
    """Check that no page says that it has no text."""
    for para in _every_word(paper):
        if _NO_TEXT.search(para.text):
            yield Finding(
                para.place, "“此页无正文”", "调整行距、字距，使印章与正文同处一面"
            )
