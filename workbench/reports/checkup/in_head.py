"""Rules of the head: mark, number, signers, red line; and those of the title."""

import re
from collections.abc import Callable
from functools import partial
from itertools import pairwise

from workbench.reports.checkup import mending
from workbench.reports.checkup.finding import (
    Finding,
    Findings,
    Paper,
    chars,
    points,
    quoted,
)
from workbench.reports.checkup.looks import is_red, number
from workbench.reports.checkup.markup import PLACING, properties_of, put, w
from workbench.reports.checkup.parts import NUMBER, Format, Role
from workbench.reports.checkup.reading import Para, Where
from workbench.reports.checkup.shapes import Ruled, head_rules
from workbench.reports.measures import (
    BASELINE,
    EM,
    INK_TOP,
    LINE,
    MILLIMETRE,
    NUMBER_BORDER,
    RED,
    TEXT_WIDTH,
)
from workbench.reports.page import ems

_TOPS_MM = {
    Format.FILE: 72.0,
    Format.MINUTES: 72.0,
    Format.ORDER: 57.0,
    Format.LETTER: 30.0,
}
_PLACE_SLACK_MM = 2.0
_FLOW_SLACK_MM = 3.5  # a line that is not exact begins its ink nobody knows quite where
_PURE_RED = "DC"  # least red of a printed red, and below, most of the other two
_OTHER_LIGHT = "48"
_GAP_MM, _GAP_SLACK_MM = 4.0, 1.0
_HALF = 0.5  # of a character
_UPWARD = frozenset({"请示", "报告"})
_MAY_GO_UP = frozenset({"意见", "函", "议案", ""})
_LONGEST_LINE = 20  # characters of 二号 that 156 mm hold
_STUMP = 2
_COPY_FIGURES = 6
_TITLE_SIZE = 44  # half points


def has_mark(paper: Paper) -> Findings:
    """Check that the head names the organ."""
    if paper.parts.headed and not paper.parts.all(Role.MARK):
        yield Finding(
            "版头", "没有发文机关标志", "版心上部居中用红色小标宋体印发文机关标志"
        )


def mark_words(paper: Paper) -> Findings:
    """Check the words of the mark: no 文件 in a letter's, 纪要 in that of minutes."""
    marks = paper.parts.all(Role.MARK)
    if not marks:
        return
    words = re.sub(r"\s", "", "".join(one.words for one in marks))
    form = paper.parts.format
    if form is Format.LETTER and words.endswith(("文件", "函", "公函", "便函")):
        yield Finding(
            marks[-1].place,
            f"发文机关标志以{quoted(words[-2:])}结尾",
            "信函格式只用发文机关全称或规范化简称，不加“文件”“函”",
            clause="10.1",
        )
    minutes = form is Format.MINUTES and paper.parts.kind in {"", "纪要"}
    if minutes and not words.endswith("纪要"):
        yield Finding(
            marks[-1].place,
            f"标志为{quoted(words, 20)}",
            "纪要标志由“×××纪要”组成",
            clause="10.3",
        )
    if form is Format.ORDER and not words.endswith("令"):
        yield Finding(
            marks[-1].place,
            f"标志为{quoted(words, 20)}",
            "标志由发文机关全称加“命令”或“令”组成",
            clause="10.2",
        )


def mark_red(paper: Paper) -> Findings:
    """Check that the mark is red."""
    for para in paper.parts.all(Role.MARK):
        wrong = [one for one in para.shown if not is_printed_red(one.look.colour)]
        if wrong:
            tint = wrong[0].look.colour
            yield Finding(
                para.place,
                f"颜色#{tint}" if tint else "黑色",
                "红色（#FF0000）",
                partial(_redden, para),
            )


def _redden(para: Para) -> None:
    for piece in para.pieces:
        mending.colour(piece.run, RED)


def is_printed_red(tint: str) -> bool:
    """Tell whether a colour is the red that heads are printed in."""
    return (
        is_red(tint)
        and tint[:2] >= _PURE_RED
        and max(tint[2:4], tint[4:]) <= _OTHER_LIGHT
    )


def mark_centred(paper: Paper) -> Findings:
    """Check that the mark stands in the middle."""
    for para in paper.parts.all(Role.MARK):
        start, rest = para.extent
        aside = para.setting.align not in {"center", "distribute"}
        if aside or abs(start - rest) > para.em:
            yield Finding(
                para.place,
                "没有居中",
                "居中排布",
                partial(_centre, para),
            )


def _centre(para: Para) -> None:
    mending.hide_blanks(para)
    mending.indent(para)
    mending.align(para, "center")


def mark_size(paper: Paper) -> Findings:
    """Check that the mark is larger than the title."""
    for para in paper.parts.all(Role.MARK):
        if para.size <= _TITLE_SIZE:
            yield Finding(
                para.place,
                f"字号{points(para.size)}",
                "字号大于标题（二号），醒目、美观、庄重",
            )


def mark_place(paper: Paper) -> Findings:
    """Check where the upper edge of the mark lies."""
    mark = paper.parts.one(Role.MARK)
    wanted = _TOPS_MM.get(paper.parts.format)
    if mark is None or wanted is None:
        return
    top = upper_edge(paper, mark)
    if top is None:
        return
    ink = top + ink_below(mark)
    off = ink / MILLIMETRE - wanted
    exact = mark.setting.rule == "exact"
    if abs(off) <= (_PLACE_SLACK_MM if exact else _FLOW_SLACK_MM):
        return
    mend: Callable[[], object] | None = None
    if mark.setting.frame.get("vAnchor") == "page":
        y = round(number(mark.setting.frame.get("y")) - off * MILLIMETRE)
        mend = partial(put, properties_of(mark.node), "framePr", {"y": y})
    elif mark.where is Where.TEXT and not mark.setting.frame:
        above = round(mark.above - off * MILLIMETRE)
        if above >= 0:
            mend = partial(mending.space, mark, above)
    below = {
        Format.FILE: "版心上边缘以下35mm",
        Format.MINUTES: "版心上边缘以下35mm",
        Format.ORDER: "版心上边缘以下20mm",
    }.get(paper.parts.format, "上页边以下30mm")
    yield Finding(
        mark.place,
        f"标志上边缘约在纸边以下{ink / MILLIMETRE:.0f}mm",
        f"标志上边缘距纸边{wanted:.0f}mm（{below}）",
        mend,
    )


def upper_edge(paper: Paper, mark: Para) -> float | None:
    """Return where a paragraph begins, from the paper's upper edge; None if unknown."""
    frame = mark.setting.frame
    margin = mark.section.margins["top"]
    if frame.get("y"):
        y = number(frame["y"])
        anchor = frame.get("vAnchor", "text")
        return {"page": y, "margin": y + margin}.get(anchor)
    boxed = next(mark.node.iterancestors(w("txbxContent")), None) is not None
    if mark.where is Where.BOX or boxed:
        return _box_top(mark)
    if mark.where is Where.HEADER:
        return mark.section.measure("pgMar", "header") + mark.above
    above = [
        one
        for one in paper.reading.seen
        if one.at < mark.at and one.where is Where.TEXT and not one.setting.frame
    ]
    place = float(margin)
    before: Para | None = None
    for para in above:
        place += paper.reading.gap(before, para) + para.line
        before = para
    return place + paper.reading.gap(before, mark)


def _box_top(mark: Para) -> float | None:
    anchor = next(mark.node.iterancestors(f"{{{PLACING}}}anchor"), None)
    place = None if anchor is None else anchor.find(f"{{{PLACING}}}positionV")
    if place is None or place.get("relativeFrom") not in {"page", "margin"}:
        return None
    offset = place.find(f"{{{PLACING}}}posOffset")
    if offset is None:
        return None
    top = number(offset.text) / 635
    inside = place.get("relativeFrom") == "margin"
    return top + (mark.section.margins["top"] if inside else 0)


def ink_below(mark: Para) -> float:
    """Return how far below a line's upper edge the ink of large type begins."""
    size = mark.size * 10
    if mark.setting.rule == "exact":
        return BASELINE * mark.line - INK_TOP * size
    return 0.2 * size


# --- number, signers -----------------------------------------------------------------


def has_number(paper: Paper) -> Findings:
    """Check that there is a number below the mark."""
    parts = paper.parts
    if parts.all(Role.MARK) and not parts.all(Role.NUMBER, Role.SIGNERS):
        yield Finding(
            "版头", "没有发文字号", "机关代字、年份、发文顺序号，如“×〔2026〕1号”"
        )


def number_place(paper: Paper) -> Findings:
    """Check where the number stands: in the middle, in a letter at the right."""
    para = paper.parts.one(Role.NUMBER)
    if para is None:
        return
    start, rest = para.extent
    letter = paper.parts.format is Format.LETTER
    if letter and abs(rest) > para.em * _HALF:
        yield Finding(
            para.place,
            f"距版心右边缘{chars(para, rest)}",
            "顶格居版心右边缘",
            partial(_to_right, para) if "\t" not in para.text else None,
            clause="10.1",
        )
    if not letter and abs(start - rest) > para.em and "\t" not in para.words:
        yield Finding(
            para.place, "发文字号没有居中", "居中排布", partial(_centre, para)
        )


def _to_right(para: Para) -> None:
    mending.hide_blanks(para)
    mending.indent(para)
    mending.align(para, "right")


def number_gap(paper: Paper) -> Findings:
    """Check that two lines are left between the mark and the number."""
    mark = paper.parts.one(Role.MARK)
    below = [
        one
        for one in paper.parts.all(Role.NUMBER, Role.SIGNERS)
        if one.where is Where.TEXT
    ]
    if mark is None or not below or paper.parts.format is Format.LETTER:
        return
    first = below[0]
    if mark.setting.frame:
        top = upper_edge(paper, mark)
        start = upper_edge(paper, first)
        if top is None or start is None:
            return
        high = number(mark.setting.frame.get("h")) or mark.line
        gap = start - top - high
    elif mark.where is Where.TEXT:
        marks = [one for one in paper.parts.all(Role.MARK) if one.at < first.at]
        gap = paper.reading.gap(marks[-1], first)
    else:
        return
    lines = gap / LINE
    if not 1.2 <= lines <= 2.8:  # noqa: PLR2004 - two lines, a quarter of one allowed
        above = first.above + 2 * LINE - gap
        yield Finding(
            first.place,
            f"与发文机关标志之间空{max(lines, 0):.1f}行",
            "发文机关标志下空二行",
            partial(mending.space, first, above) if above >= 0 else None,
        )


def signers_only_upward(paper: Paper) -> Findings:
    """Check that 签发人 is named on what goes upward, and only there."""
    named = [one for one in paper.parts.all(Role.SIGNERS) if "签发人" in one.words]
    kind = paper.parts.kind
    if paper.parts.format is not Format.FILE:
        if named:
            yield Finding(
                named[0].place,
                f"{paper.parts.format}标注了签发人",
                "只有上行文标注签发人",
            )
        return
    if named and kind not in _UPWARD | _MAY_GO_UP:
        yield Finding(named[0].place, f"{kind}标注了签发人", "只有上行文标注签发人")
    if not named and kind in _UPWARD and paper.parts.headed:
        yield Finding("版头", f"{kind}没有标注签发人", "上行文标注“签发人：”和姓名")


def signers_place(paper: Paper) -> Findings:
    """Check that number and 签发人 stand one character in."""
    for para in paper.parts.all(Role.SIGNERS):
        start, rest = para.extent
        has = bool(NUMBER.search(para.words)) or "未编号" in para.words
        if has and abs(start - para.em) > para.em * _HALF:
            yield Finding(
                para.place,
                f"发文字号居左空{chars(para, start)}",
                "上行文的发文字号居左空一字",
            )
        if "签发人" in para.words and rest < para.em * _HALF:
            yield Finding(
                para.place,
                f"签发人姓名居右空{chars(para, rest)}",
                "签发人居右空一字",
                None,
            )


def signers_colon(paper: Paper) -> Findings:
    """Check that a full-width colon follows 签发人."""
    for para in paper.parts.all(Role.SIGNERS):
        if re.search(r"签\s*发\s*人\s*(?!\s*：)", para.words) and not re.search(
            r"签\s*发\s*人：", para.words
        ):
            yield Finding(para.place, "“签发人”后没有全角冒号", "签发人：")


def small_head(paper: Paper) -> Findings:
    """Check that 份号, 密级 and 紧急程度 begin at the left edge."""
    for para in paper.parts.all(Role.COPY, Role.SECRET, Role.URGENT):
        start, _rest = para.extent
        if abs(start) > para.em * _HALF:
            yield Finding(
                para.place,
                f"左边空{chars(para, start)}",
                "顶格编排在版心左上角",
                partial(_to_left, para),
            )


def small_head_words(paper: Paper) -> Findings:
    """Check that 份号 has six figures and that 密级 is written with ★."""
    for para in paper.parts.all(Role.COPY):
        if len(para.words) != _COPY_FIGURES:
            yield Finding(para.place, f"份号{len(para.words)}位", "6位阿拉伯数字")
    for para in paper.parts.all(Role.SECRET):
        if len(para.words) > 2 and not re.fullmatch(r"..★\d+年", para.words):  # noqa: PLR2004 - 秘密 alone
            yield Finding(
                para.place,
                f"写作{quoted(para.words)}",
                "密级和保密期限之间用“★”，期限用阿拉伯数字，如“秘密★1年”",
                clause="7.2.2",
            )


def _to_left(para: Para) -> None:
    mending.hide_blanks(para)
    mending.indent(para)
    mending.align(para, "left")


# --- the red line --------------------------------------------------------------------


def red_line(paper: Paper) -> Findings:
    """Check that a red line as wide as the text area stands below the head."""
    form = paper.parts.format
    last = _last_of_head(paper)
    if form not in {Format.FILE, Format.MINUTES} or last is None:
        return
    rules = _rules_of_head(paper, last)
    if not rules:
        mend = partial(mending.edge, last, "bottom", 12, gap=NUMBER_BORDER, tint=RED)
        if form is Format.FILE or not paper.parts.all(Role.NUMBER):
            yield Finding(
                last.place, "没有红色分隔线", "发文字号之下4mm处印一条红色分隔线", mend
            )
        return
    for rule in rules[:1]:
        # the number of what goes upward stands in: its rule cannot be as wide
        signed = paper.parts.roles.get(rule.para) is Role.SIGNERS
        yield from _one_red_line(rule, last, signed=signed)


def _one_red_line(rule: Ruled, last: Para, *, signed: bool) -> Findings:
    drawn = rule.side == "drawn"
    if not is_printed_red(rule.colour):
        mend = partial(
            mending.edge, rule.para, rule.side, rule.size, gap=rule.space, tint=RED
        )
        yield Finding(
            rule.para.place,
            f"分隔线颜色#{rule.colour}" if rule.colour else "分隔线为黑色",
            "红色（#FF0000）",
            None if drawn else mend,
        )
    room = rule.para.section.text_width
    if rule.width and abs(rule.width - room) > 2 * MILLIMETRE:
        yield Finding(
            rule.para.place,
            f"红色分隔线长{rule.width / MILLIMETRE:.0f}mm",
            f"与版心等宽，{room / MILLIMETRE:.0f}mm",
            None if drawn or signed else partial(mending.indent, rule.para),
        )
    if not drawn and rule.para is last and rule.side == "bottom":
        gap = rule.space * 20 / MILLIMETRE + 1  # the foot of the line itself
        if abs(gap - _GAP_MM) > _GAP_SLACK_MM:
            mend = partial(
                mending.edge, last, "bottom", rule.size, gap=NUMBER_BORDER, tint=RED
            )
            yield Finding(
                rule.para.place,
                f"红色分隔线在发文字号下约{gap:.1f}mm",
                "发文字号之下4mm处",
                mend,
            )


def _last_of_head(paper: Paper) -> Para | None:
    """Return the last paragraph above the red line."""
    head = paper.parts.all(Role.NUMBER, Role.SIGNERS, Role.KEEPER)
    return head[-1] if head else None


def _rules_of_head(paper: Paper, last: Para) -> list[Ruled]:
    """Return the rules between the head and the title."""
    title = paper.parts.one(Role.TITLE)
    text = [one for one in paper.reading.seen if one.at > last.at]
    stop = title.at if title else (text[0].at if text else last.at + 1)
    first = paper.parts.all(Role.NUMBER, Role.SIGNERS, Role.KEEPER)[0]
    found = []
    for rule in head_rules(paper.reading):
        inside = first.at <= rule.para.at < stop and rule.para.where is Where.TEXT
        on_title = rule.para is title and rule.side == "top"
        marked = rule.side == "drawn" and rule.para in paper.parts.roles
        if inside or on_title or (marked and rule.width > TEXT_WIDTH / 2):
            found.append(rule)
    return found


# --- the title -----------------------------------------------------------------------


def has_title(paper: Paper) -> Findings:
    """Check that there is a title."""
    parts = paper.parts
    titled = parts.format in {Format.FILE, Format.LETTER}
    if titled and parts.headed and not parts.all(Role.TITLE):
        yield Finding("主体", "没有标题", "红色分隔线下空二行，居中编排标题")


def title_centred(paper: Paper) -> Findings:
    """Check that titles stand in the middle."""
    for para in paper.parts.all(Role.TITLE, Role.ATTACHED):
        start, rest = para.extent
        one_line = ems(para.text) <= _LONGEST_LINE and "\n" not in para.text
        aside = one_line and abs(start - rest) > para.em * _HALF
        skewed = abs(para.left + para.first - para.right) > para.em * _HALF
        if para.setting.align != "center" or aside or skewed:
            yield Finding(
                para.place, "标题没有居中", "居中排布", partial(_centre, para)
            )


def title_words(paper: Paper) -> Findings:
    """Check that no full stop ends a line of a title."""
    for para in paper.parts.all(Role.TITLE, Role.ATTACHED):
        for line in para.words.split("\n"):
            if line.strip().endswith(("。", "；", ";")):
                found = (
                    "标题末尾有句号" if line.strip()[-1] == "。" else "标题末尾有分号"
                )
                yield Finding(
                    para.place, found, "标题除书名号等外不加标点，末尾不加句号"
                )


def title_shape(paper: Paper) -> Findings:
    """Check that the lines of the title form a trapezium or a rhombus."""
    titles = paper.parts.all(Role.TITLE)
    lines = [
        line.strip()
        for para in titles
        for part in para.text.split("\n")
        for line in _wrapped(part.strip("\t "))
        if line.strip()
    ]
    widths = [ems(line) for line in lines]
    if len(widths) < 2:  # noqa: PLR2004 - one line has no shape
        return
    waist = any(b < a and b < c for (a, b), (_b, c) in pairwise(pairwise(widths)))
    words = f"各行{'、'.join(f'{width:g}' for width in widths)}字"
    required = "回行词意完整、长短适宜，排成梯形或菱形"
    if waist:
        yield Finding(titles[0].place, f"{words}，中间窄两头宽", required)
    elif widths[-1] <= _STUMP < widths[-2]:
        yield Finding(titles[0].place, f"{words}，末行只有{widths[-1]:g}字", required)


def _wrapped(text: str) -> list[str]:
    """Return the lines into which a line too long is broken by itself."""
    lines, line = [], ""
    for sign in text:
        if ems(line + sign) > _LONGEST_LINE:
            lines.append(line)
            line = ""
        line += sign
    return [*lines, line]


def title_gap(paper: Paper) -> Findings:
    """Check that the title stands two lines below the red line."""
    title = paper.parts.one(Role.TITLE)
    last = _last_of_head(paper)
    if title is None or last is None or title.where is not Where.TEXT:
        return
    if last.where is not Where.TEXT or last.at > title.at:
        return
    between = paper.reading.paras[last.at + 1 : title.at]
    ruled = [one for one in between if one.setting.edges]
    start = ruled[-1] if ruled else last
    edge = start.setting.edges.get("bottom")
    gap = paper.reading.gap(start, title) + (edge.space * 20 if edge else 0)
    lines = gap / LINE
    if 1.4 <= lines <= 3.0:  # noqa: PLR2004 - two lines below a rule 4 mm away
        return
    empties = [one for one in between if one.empty and one.at > start.at]
    count = max(0, 2 - sum(one.pictured for one in between))
    yield Finding(
        title.place,
        f"标题与上方之间空{lines:.1f}行",
        "红色分隔线下空二行",
        partial(blank_lines, start, title, empties, count, EM / 2 if edge else 0),
    )


def blank_lines(
    above: Para, para: Para, empties: list[Para], count: int, less: float = 0
) -> None:
    """Leave so many blank lines above a paragraph, with what is there already.

    Args:
        above: What stands above them.
        para: The paragraph.
        empties: The empty paragraphs above it.
        count: How many lines.
        less: What is taken off them, in twips.
    """
    for at, empty in enumerate(empties):
        if at < count:
            mending.one_line(empty)
        else:
            mending.flatten(empty)
    mending.space(above, after=0)
    missing = max(0, count - len(empties))
    mending.space(para, max(0, missing * LINE - (less if missing else 0)))
