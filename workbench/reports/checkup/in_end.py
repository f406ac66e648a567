"""Rules of what follows the text: 附件说明, signature, note, attachments."""

import re
from difflib import SequenceMatcher
from functools import partial

from workbench.reports.checkup import mending
from workbench.reports.checkup.finding import Finding, Findings, Paper, chars, quoted
from workbench.reports.checkup.in_head import blank_lines
from workbench.reports.checkup.parts import Format, Role
from workbench.reports.checkup.reading import Para, Where
from workbench.reports.measures import (
    EM,
    LINE,
    SEAL_LINES,
    SEAL_SLACK,
)
from workbench.reports.page import ems

_HALF = 0.5
_SHORTEST_NAME = 4  # characters of an organ's name
_SAME_NAME = 0.75  # of the shorter one; a shortened name leaves signs out
_SIGNED = frozenset({Format.FILE, Format.LETTER, Format.ORDER})
_END_SIGNS = "。；，、;,."
_LABEL_WORDS = re.compile(r"附件\d*")
_TOP_GAP, _LOW_GAP = 0.6, 4.6  # lines above a signature
_SEAL_GAP = 1.6  # lines; with fewer no seal has room
_THICK_SLACK, _THIN_RANGE = 1, (5, 6)


# --- 附件说明 ------------------------------------------------------------------------


def list_words(paper: Paper) -> Findings:
    """Check 附件说明: a full-width colon, items counted 1. 2., no sign at the end."""
    listed = [one for one in paper.parts.all(Role.LISTED) if one.where is Where.TEXT]
    items = 0
    for at, para in enumerate(listed):
        words = para.words
        begins = re.match(r"附\s*件\s*(\S?)", words)
        if begins:
            items = len(listed) - at
            if begins[1] != "：":
                found = f"“附件”后是“{begins[1]}”"
                yield Finding(para.place, found, "“附件”后标全角冒号“：”")
        name = re.sub(r"^附\s*件\s*[：:]?\s*", "", words)
        mark = re.match(r"(\d+)\s*([.．、:：]?)\s*", name)
        counted = mark is not None and (mark[2] or len(name) > mark.end())
        if mark and counted and mark[2] != "." and items > 1:
            yield Finding(
                para.place, f"序号写作{quoted(mark[0].strip())}", f"“{mark[1]}.”"
            )
        if mark and mark[2] and items == 1 and mark[1] == "1" and begins:
            yield Finding(para.place, "只有一个附件，编了“1.”", "一个附件不编序号")
        if words[-1] in _END_SIGNS:
            yield Finding(para.place, f"末尾有“{words[-1]}”", "附件名称后不加标点符号")


def list_place(paper: Paper) -> Findings:
    """Check that 附件说明 stands one line below the text and two characters in."""
    listed = [
        one
        for one in paper.parts.all(Role.LISTED)
        if one.where is Where.TEXT and not one.section.sideways
    ]
    for para in listed:
        begins = bool(re.match(r"附\s*件", para.words))
        start, _rest = para.extent
        wanted = 2 if begins else 5
        head = "附件：" if begins else ""
        mark = re.search(r"\d+[.．、]", para.words[:7])
        hanging = ems(head + (mark[0] if mark else "")) * EM
        mend = partial(_list_item, para, wanted * EM, hanging)
        long = start / para.em + ems(para.words) > 28.5  # noqa: PLR2004 - a full line
        if abs(start / para.em - wanted) > _HALF:
            required = "左空二字" if begins else "与上一行附件的序号对齐"
            yield Finding(para.place, f"左边空{chars(para, start)}", required, mend)
        elif long and abs(para.left - start - hanging) > para.em * _HALF:
            yield Finding(
                para.place,
                f"回行空{chars(para, para.left)}",
                "回行与附件名称的首字对齐",
                mend,
            )
    if listed:
        yield from _gap(paper, listed[0], 1, (0.6, 1.5), "附件说明在正文下空一行")


def _list_item(para: Para, start: float, hanging: float) -> None:
    mending.hide_blanks(para)
    mending.align(para, "left")
    mending.indent(para, -hanging, start + hanging)


def _gap(
    paper: Paper, para: Para, count: int, span: tuple[float, float], required: str
) -> Findings:
    """Yield a finding where the lines above a paragraph are too few or too many."""
    above = paper.reading.above(para)
    if above is None or above.where is not Where.TEXT or para.breaks:
        return
    lines = paper.reading.gap_lines(above, para)
    if span[0] <= lines <= span[1]:
        return
    empties = [
        one
        for one in paper.reading.paras[above.at + 1 : para.at]
        if one.empty and one.where is Where.TEXT
    ]
    yield Finding(
        para.place,
        f"上方空{lines:.1f}行",
        required,
        partial(blank_lines, above, para, empties, count),
    )


# --- 署名、成文日期 ------------------------------------------------------------------


def has_day(paper: Paper) -> Findings:
    """Check that organ and day are there."""
    parts = paper.parts
    if parts.format not in _SIGNED or not parts.headed:
        return
    under = parts.one(Role.UNDER_TITLE)
    if not parts.one(Role.DAY):
        if not (under and "年" in under.words):
            yield Finding("主体", "没有成文日期", "署名下一行编排成文日期")
    elif not parts.one(Role.SIGNATURE):
        yield Finding("主体", "没有发文机关署名", "成文日期之上署发文机关名称")


def organs(paper: Paper) -> list[str]:
    """Return the names above the day: several where organs issue a paper together."""
    return [
        name
        for para in paper.parts.all(Role.SIGNATURE)
        for name in re.split(r"\s{2,}|\t", para.words)
        if len(name) >= _SHORTEST_NAME
    ]


def names_agree(paper: Paper) -> Findings:
    """Check that who signs a paper is who its head names; either may be shortened."""
    marks, names = paper.parts.all(Role.MARK), organs(paper)
    if len(marks) != 1 or len(names) != 1:
        return
    mark = re.sub(r"\s|文件$", "", marks[0].words)
    name = re.sub(r"\s", "", names[0])
    if _shared(mark, name) < _SAME_NAME:
        yield Finding(
            paper.parts.all(Role.SIGNATURE)[0].place,
            f"与发文机关标志{quoted(mark, 20)}不一致",
            "署名用发文机关全称或规范化简称，与发文机关标志一致",
        )


def _shared(one: str, other: str) -> float:
    """Return how much of the shorter name stands, in its order, in the longer one."""
    short, full = sorted((one, other), key=len)
    blocks = SequenceMatcher(None, short, full, autojunk=False).get_matching_blocks()
    return sum(block.size for block in blocks) / max(len(short), 1)


def _written(day: Para) -> tuple[float, float, float]:
    """Return where a day begins, how far off the right it ends, and how wide it is.

    The blanks before 年 are part of a day that is still to be written.
    """
    start, rest = (edge / day.em for edge in day.extent)
    blank = ems(day.text[: -len(day.text.lstrip())]) if _is_open(day) else 0
    return start - blank, rest, ems(day.words) + blank


def _is_open(day: Para) -> bool:
    return day.words.startswith("年") and day.text != day.text.lstrip()


def day_place(paper: Paper) -> Findings:
    """Check where organ and day stand: sealed, or two characters in without a seal."""
    name, day = paper.parts.one(Role.SIGNATURE), paper.parts.one(Role.DAY)
    if day is None or day.where is not Where.TEXT or day.setting.frame:
        return
    if len(organs(paper)) > 1:
        return  # where several names stand over one day, no one place is the right one
    start, rest, width = _written(day)
    if name is None:
        if min(abs(rest - 4), abs(rest - 2)) > _HALF:
            yield Finding(
                day.place,
                f"右空{rest:.1f}字",
                "成文日期右空四字",
                partial(_sign, name, day, sealed=True),
            )
        return
    left, right = (edge / name.em for edge in name.extent)
    above = ems(name.words)
    wanted = (max(8 + width, above) - width) / 2
    centred = abs((left - right) - (start - rest)) <= 2 * _HALF
    places = {wanted, (4 + above - width) / 2 if above > 8 + width else wanted}
    sealed = centred and any(abs(rest - place) <= _HALF for place in places)
    shifted = abs(start - left - 2) <= _HALF
    room = abs(right - 2) <= _HALF if width <= above else abs(rest - 2) <= _HALF
    if sealed or (shifted and room):
        return
    close = paper.reading.above(name)
    lines = 0.0 if close is None else paper.reading.gap_lines(close, name)
    beside = name.setting.align != "center" and lines < _SEAL_GAP
    unsealed = beside and abs(right - 2) <= _HALF and abs(rest - 4) > _HALF
    mend = partial(_sign, name, day, sealed=not unsealed)
    if unsealed:
        yield Finding(
            day.place,
            f"日期首字比署名首字右移{start - left:.1f}字",
            "不盖章的，署名右空二字，日期首字比署名首字右移二字",
            mend,
        )
    elif all(abs(rest - place) > _HALF for place in places):
        yield Finding(
            day.place,
            f"成文日期右空{rest:.1f}字",
            f"盖章的，成文日期右空{wanted:g}字，署名以日期为准居中",
            mend,
        )
    else:
        yield Finding(
            name.place,
            f"署名右空{right:.1f}字，没有以日期为准居中",
            "盖章的，署名编排在成文日期之上、以成文日期为准居中",
            mend,
        )


def _sign(name: Para | None, day: Para, *, sealed: bool) -> None:
    """Put name and day where they belong."""
    width = _written(day)[2]
    above = ems(name.words) if name else 0
    text_width = day.section.text_width
    paras = [one for one in (name, day) if one]
    for para in paras:
        if para is not day or not _is_open(day):
            mending.hide_blanks(para)
    if sealed:
        box = max(8 + width, above + SEAL_SLACK) * EM
        for para in paras:
            mending.indent(para, 0, text_width - box)
            mending.align(para, "center")
        return
    left = text_width - (2 + above if width <= above else 4 + width) * EM
    for para in paras:
        mending.indent(para, 0, left + (2 * EM if para is day else 0))
        mending.align(para, "left")


def signature_gap(paper: Paper) -> Findings:
    """Check that the signature leaves room for the seal, and not too much."""
    name = paper.parts.one(Role.SIGNATURE) or paper.parts.one(Role.DAY)
    if name is None or name.where is not Where.TEXT or name.setting.frame:
        return
    yield from _gap(
        paper,
        name,
        SEAL_LINES // LINE,
        (_TOP_GAP, _LOW_GAP),
        "盖章的与正文空二行左右，印章顶端距正文一行之内；不盖章的空一行",
    )
    day = paper.parts.one(Role.DAY)
    if day is not None and day is not name:
        # below the stamp of whoever signs an order, one line is left
        most = 1.5 if paper.parts.format is Format.ORDER else 0.2
        yield from _gap(paper, day, 0, (-1, most), "成文日期在署名下一行")


# --- 附注 ----------------------------------------------------------------------------


def note(paper: Paper) -> Findings:
    """Check that 附注 stands in brackets, two characters in, below the day."""
    for para in paper.parts.all(Role.NOTE):
        words = para.words
        if not (words.startswith("（") and words.endswith("）")):
            yield Finding(
                para.place, "附注没有用全角圆括号括入", "（联系人：×××，电话：×××）"
            )
        start, _rest = para.extent
        if abs(start / para.em - 2) > _HALF:
            yield Finding(
                para.place,
                f"左边空{chars(para, start)}",
                "居左空二字",
                partial(_note, para),
            )
        yield from _gap(paper, para, 0, (-1, 0.2), "附注在成文日期下一行")


def _note(para: Para) -> None:
    mending.hide_blanks(para)
    mending.align(para, "both")
    mending.indent(para, 2 * EM)


def request_contact(paper: Paper) -> Findings:
    """Check that a 请示 names whom to ask."""
    parts = paper.parts
    if parts.kind != "请示" or not parts.headed or not parts.one(Role.DAY):
        return
    notes = "".join(one.words for one in parts.all(Role.NOTE))
    if "联系" not in notes:
        yield Finding("主体", "请示没有附注联系人和电话", "（联系人：×××，电话：×××）")


# --- attachments ---------------------------------------------------------------------


def attachment_label(paper: Paper) -> Findings:
    """Check that an attachment begins a page with its label at the left."""
    for para in paper.parts.all(Role.LABEL):
        start, _rest = para.extent
        if abs(start) > para.em * _HALF or para.setting.align not in {"start", "both"}:
            yield Finding(
                para.place,
                f"左边空{chars(para, start)}",
                "顶格编排在版心左上角第一行",
                partial(_label, para),
            )
        if not para.breaks:
            yield Finding(
                para.place,
                "附件没有另起一面",
                "附件另面编排",
                partial(mending.begin_page, para),
            )
        if not _LABEL_WORDS.fullmatch(para.words):
            yield Finding(
                para.place,
                f"写作{quoted(para.words)}",
                "“附件”加阿拉伯数字，不加标点和空格",
            )


def _label(para: Para) -> None:
    mending.hide_blanks(para)
    mending.align(para, "left")
    mending.indent(para)


def attachment_title(paper: Paper) -> Findings:
    """Check that the title of an attachment stands in the third line."""
    for para in paper.parts.all(Role.ATTACHED):
        above = paper.reading.above(para)
        if above is None or paper.parts.roles.get(above) is not Role.LABEL:
            continue
        if above.section is not para.section:
            continue
        lines = paper.reading.gap_lines(above, para)
        if not 0.6 <= lines <= 1.5:  # noqa: PLR2004 - one line
            empties = [
                one
                for one in paper.reading.paras[above.at + 1 : para.at]
                if one.empty and one.where is Where.TEXT
            ]
            yield Finding(
                para.place,
                f"在版心第{lines + 2:.0f}行",
                "附件标题在版心第三行",
                partial(blank_lines, above, para, empties, 1),
            )


def attachments_agree(paper: Paper) -> Findings:
    """Check that the attachments are those that are listed."""
    labels = [one.words for one in paper.parts.all(Role.LABEL)]
    listed = paper.parts.all(Role.LISTED)
    if labels and not listed and paper.parts.headed:
        yield Finding("附件说明", "有附件，没有附件说明", "正文下空一行编排“附件：……”")
    if labels and len(listed) != len(labels) and listed and len(labels) > 1:
        yield Finding(
            listed[0].place,
            f"附件说明列{len(listed)}个，文后有{len(labels)}个附件",
            "附件序号和名称前后一致",
        )
    orders = [int(one) for label in labels for one in re.findall(r"\d+", label)]
    if orders != list(range(1, len(orders) + 1)):
        yield Finding(
            "附件", f"附件序号为{'、'.join(map(str, orders))}", "从1起连续编号"
        )
