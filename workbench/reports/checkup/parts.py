"""Which paragraph is what: head, title, text, signature, attachments, imprint.

A paper from elsewhere has no names on its parts. They are told by their words first and
by their place second, so that a part with a faulty look is still known for what it is.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import takewhile

from workbench.reports.checkup.looks import is_red
from workbench.reports.checkup.marks import mark_of
from workbench.reports.checkup.reading import Para, Reading, Where
from workbench.reports.checkup.shapes import red_rules
from workbench.reports.measures import EM, TEXT_WIDTH

_HAN = "\u4e00-\u9fff"
_OPEN, _SHUT = "〔\\[【［（(〈<﹝", "〕\\]】］）)〉>﹞"
NUMBER = re.compile(
    rf"[{_HAN}A-Za-z、·]{{1,20}}\s*[{_OPEN}]\s*\d{{2,4}}\s*年?[{_SHUT}]"
    rf"\s*第?\s*[\dXx×*]+\s*号|[{_HAN}]{{1,12}}字?\s*(?:\d{{4}}年)?第\s*\d+\s*号"
)
_RUNNING = re.compile(r"第?\s*\d+\s*[号期]|[〔\[]\d{4}[〕\]]\s*\d+\s*[号期]?")
_DRAFT = "未编号"
DAY = re.compile(
    r"(?P<year>\d{2,4}|[〇○零Ｏ0一二三四五六七八九]{4})?\s*年\s*"
    r"(?P<month>\d{1,2}|[一二三四五六七八九十]{1,2})?\s*月\s*"
    r"(?P<day>\d{1,2}|[一二三四五六七八九十]{1,3})?\s*日|"
    r"\d{2,4}[-./]\d{1,2}[-./]\d{1,2}"
)
_LABEL = re.compile(r"附\s*件\s*[0-9０-９一二三四五六七八九十]*\s*[:：.]?")
_LISTED = re.compile(r"附\s*件\s*[:：]?\s*(?:\d|《|[^\s\d:：]).*")
_ITEM = re.compile(r"\d+\s*[.．、]")
_PRESENT = re.compile(r"(?:出席|请假|列席|缺席|参加|主持|记录)[^。：:]{0,6}[：:]")
_ATTENDED = re.compile(r"(?:出席|请假|列席)[：:]")
_IMPRINT = re.compile(r"(?:主送|抄送|抄报|分送|主题词|主送单位|抄送单位)\s*[：:]")
_PRINTED = re.compile(r".*[日号]\s*印发")
_CAPTION = re.compile(r"(?:表|图|附表|附图)\s*\d+\s*\S?.*")
_INTO_TEXT = re.compile(r"如下|以下|根据|按照|依据|为了?|现将|经.{0,8}研究|收悉|下列")
_ENDS = "。；;！!？?…"
_URGENT = frozenset({"特急", "加急", "特提", "平急", "急件"})
_SECRET = re.compile(r"(?:绝密|机密|秘密)(?:[★☆*].*)?")
_FORM_NAME = re.compile(
    r".*(?:通知书|告知书|决定书|认定书|移送书|意见书|建议书|确认书|委托书|笔录|回证|"
    r"审批表|登记表|报备表|备案表|记录表|考核表|评分表|清单|台账|指令单|送达证|收据|凭证)"
)
_TITLE_NAME = re.compile(
    r".*(?:决议|决定|命令|公报|公告|通告|意见|通知|通报|报告|请示|批复|议案|函|纪要|"
    r"方案|办法|规定|细则|计划|规则|制度|要点|总结)(?:[（(].*[）)])?"
)
_CHAPTER = re.compile(r"第[一二三四五六七八九十百零〇0-9]+[编章节](?:\s+\S.*)?")
ARTICLE = re.compile(r"第[一二三四五六七八九十百零〇0-9]+条(?=\s)")
_LONGEST_TITLE = 90
_LONGEST_NAME = 42
_HEAD_SEARCH = 14
_TAIL_SEARCH = 12
_BIG = 36  # half points: text as large is a title or a head


class Format(StrEnum):
    """The form of a paper, which decides what it is held to."""

    FILE = "文件格式"
    LETTER = "信函格式"
    ORDER = "命令格式"
    MINUTES = "纪要格式"
    FORM = "文书格式"
    TABLE = "表格"


class Role(StrEnum):
    """What a paragraph is."""

    MARK = "发文机关标志"
    COPY = "份号"
    SECRET = "密级和保密期限"  # noqa: S105 - a part of a paper's head
    URGENT = "紧急程度"
    NUMBER = "发文字号"
    SIGNERS = "签发人"
    KEEPER = "版头下的单位和日期"
    TITLE = "标题"
    UNDER_TITLE = "题注"
    ADDRESSEE = "主送机关"
    BODY = "正文"
    HEADING = "层次标题"
    CHAPTER = "章节标题"
    PRESENT = "出席名单"
    LISTED = "附件说明"
    SIGNATURE = "发文机关署名"
    DAY = "成文日期"
    NOTE = "附注"
    LABEL = "附件标号"
    ATTACHED = "附件标题"
    IMPRINT = "版记"
    CAPTION = "图表标题或注"
    CELL = "表格"


@dataclass
class Parts:
    """The parts of a paper.

    Attributes:
        format: Its form.
        how: How the form was found, in words.
        kind: Its kind (通知, 函 …) or form's name, as its properties or title say it.
        roles: What each paragraph is.
    """

    reading: Reading
    format: Format = Format.FILE
    how: str = ""
    kind: str = ""
    roles: dict[Para, Role] = field(default_factory=dict)

    def all(self, *roles: Role) -> list[Para]:
        """Return the paragraphs that are one of these, in order."""
        return [para for para, role in self.roles.items() if role in roles]

    def one(self, role: Role) -> Para | None:
        """Return the first paragraph that is this; None where there is none."""
        return next(iter(self.all(role)), None)

    @property
    def headed(self) -> bool:
        """Whether the paper has a head at all."""
        heads = {Role.MARK, Role.NUMBER, Role.SIGNERS}
        return any(role in heads for role in self.roles.values())

    @property
    def title(self) -> str:
        """Its title in one line."""
        return "".join(para.words.replace("\n", "") for para in self.all(Role.TITLE))


def parts_of(reading: Reading, said_format: str, said_kind: str) -> Parts:
    """Tell what each paragraph of a paper is.

    Args:
        reading: The paper.
        said_format: Its form, as the file's properties say it; often nothing.
        said_kind: Its kind, as they say it; often nothing.
    """
    parts = Parts(reading)
    flow = [
        one
        for one in reading.seen
        if one.where is Where.TEXT and (one.words or one.label)
    ]
    known = said_format in set(Format)
    if known:
        parts.format, parts.how = Format(said_format), "文档属性"
    tops = _read_head(parts, flow)
    if not known:
        parts.format, reason = _guess(parts, tops)
        parts.how = f"按版面推测：{reason}"
    if parts.format in {Format.FORM, Format.TABLE}:
        parts.roles = {}
        parts.kind = said_kind if known else ""
        return parts
    rest = [one for one in flow if one not in parts.roles]
    _read_rest(parts, rest)
    for para in reading.seen:
        if para.where is Where.CELL and para not in parts.roles:
            parts.roles[para] = Role.CELL
    order = {para: at for at, para in enumerate(reading.seen)}
    parts.roles = dict(
        sorted(parts.roles.items(), key=lambda pair: order.get(pair[0], -1))
    )
    title = parts.title.rstrip(_ENDS)
    parts.kind = (said_kind if known else "") or _kind_of(title, parts.format)
    return parts


# --- the head ------------------------------------------------------------------------


def _reddish(para: Para) -> bool:
    edges = para.setting.edges.values()
    return any(is_red(one.look.colour) for one in para.shown) or any(
        is_red(edge.colour) for edge in edges
    )


def _head_boxes(reading: Reading) -> list[Para]:
    """Return what stands in text boxes and page heads where a head may stand."""
    boxes = [one for one in reading.paras if one.where is Where.BOX and not one.empty]
    first = reading.sections[0].headers
    edges = [
        para
        for kind in ("first", "default")
        for para in reading.edges.get(first.get(kind, ""), [])
        if para.words and (_reddish(para) or para.size >= _BIG)
    ]
    return edges + boxes


def _is_number(para: Para) -> bool:
    words = para.words
    if len(words) > 70:  # noqa: PLR2004 - a number, or names of signers behind it
        return False
    plain = re.split(r"签\s*发\s*人|\t|[\s\u3000]{2,}", words)[0].strip()
    bare = words if "签发人" not in words else plain or words.split("\t")[-1]
    found = NUMBER.search(words)
    if _DRAFT in words and "〔" in words:
        return True
    return found is not None and (
        len(bare) <= len(found[0]) + 2 or "签发人" in words or "\t" in para.text
    )


def _read_head(parts: Parts, flow: Sequence[Para]) -> list[Para]:
    """Find mark, number and what stands with them; return what was looked at."""
    roles = parts.roles
    tops = [*_head_boxes(parts.reading), *flow[:_HEAD_SEARCH]]
    body_at = next((at for at, one in enumerate(tops) if _ends_head(one)), len(tops))
    zone = tops[:body_at]
    number = next((one for one in zone if _is_number(one)), None)
    if number is None and parts.format in {Format.ORDER, Format.MINUTES}:
        number = next((one for one in zone if _RUNNING.fullmatch(one.words)), None)
    before = list(takewhile(lambda one: one is not number, zone)) if number else []
    if number is None:
        before = [one for one in zone[:3] if _like_mark(one)]
        tail = takewhile(lambda one: one not in before, zone)
        before = [*(one for one in tail if _small_head(one)), *before]
        if before:
            running = (one for one in zone if _RUNNING.fullmatch(one.words))
            number = next(running, None)
    elif not any(_like_mark(one) for one in before) and _forms(before):
        return tops
    for para in before:
        roles[para] = _small_head(para) or Role.MARK
    if number is not None:
        signed = "签发人" in number.words or Role.SIGNERS in roles.values()
        roles[number] = Role.SIGNERS if signed else Role.NUMBER
    _read_below_number(parts, zone, number)
    return tops


def _forms(before: Sequence[Para]) -> bool:
    """Tell whether what stands above a number is a form's name, not an organ's."""
    return any(_FORM_NAME.fullmatch(one.words) for one in before)


def _ends_head(para: Para) -> bool:
    """Tell whether a paragraph is surely text."""
    words = para.words
    return len(words) > _LONGEST_TITLE or words.endswith(tuple(_ENDS))


def _small_head(para: Para) -> Role | None:
    words = para.words
    if re.fullmatch(r"\d{1,8}", words):
        return Role.COPY
    if _SECRET.fullmatch(words):
        return Role.SECRET
    if words in _URGENT:
        return Role.URGENT
    if words.startswith("签发人"):
        return Role.SIGNERS
    return None


def _like_mark(para: Para) -> bool:
    words = para.words.replace(" ", "").replace("\u3000", "")
    named = para.style_name == Role.MARK
    red = any(is_red(one.look.colour) for one in para.shown)
    return (
        named
        or (red and para.size >= _BIG)
        or (words.endswith("文件") and len(words) <= _LONGEST_NAME)
        or (red and words.endswith(("纪要", "令", "命令")))
    )


def _read_below_number(parts: Parts, zone: Sequence[Para], number: Para | None) -> None:
    """Find further signers and, in minutes, who keeps them."""
    if number is None:
        return
    behind = zone[zone.index(number) + 1 :]
    for para in behind[:3]:
        small = _small_head(para)
        red_foot = any(is_red(edge.colour) for edge in para.setting.edges.values())
        if small:
            parts.roles[para] = small
        elif _is_number(para) and parts.roles[number] is Role.SIGNERS:
            parts.roles[para] = Role.SIGNERS
        elif (DAY.search(para.words) and ("\t" in para.text or red_foot)) or (
            red_foot and len(para.words) <= _LONGEST_NAME
        ):
            parts.roles[para] = Role.KEEPER
        else:
            return


def _guess(parts: Parts, tops: Sequence[Para]) -> tuple[Format, str]:
    """Return the form that the look of a paper suggests, and why."""
    reading = parts.reading
    marks = parts.all(Role.MARK)
    mark = "".join(one.words for one in marks).replace(" ", "").replace("\u3000", "")
    red = any(_reddish(one) for one in tops) or bool(red_rules(reading))
    number = parts.one(Role.NUMBER)
    for ending, form in (("纪要", Format.MINUTES), ("令", Format.ORDER)):
        if mark.endswith(ending):
            return form, f"版头以“{ending}”结尾"
    if red and _like_letter(reading, mark, number, tops):
        return Format.LETTER, "发文字号在右侧或有双线，是信函的样子"
    if mark.endswith("文件"):
        return Format.FILE, "版头以“文件”结尾"
    if marks and red:
        return Format.FILE, "有红色版头"
    plain = None if red else _guess_plain(parts, tops)
    unheaded = "有发文字号" if parts.headed else "没有版头，只按正文各项检查"
    return plain or (Format.FILE, unheaded)


def _guess_plain(parts: Parts, tops: Sequence[Para]) -> tuple[Format, str] | None:
    """Return the form of a paper that has nothing red; None for one without a head."""
    reading = parts.reading
    for para in tops[:4]:
        if _FORM_NAME.fullmatch(para.words) and para.words[-1] not in _ENDS:
            return Format.FORM, f"没有红色版头，名称为“{para.words[:20]}”"
    number = parts.one(Role.NUMBER)
    if number is not None and number.extent[1] <= number.em:
        return Format.FORM, "没有红色版头，编号在右侧"
    cells = sum(one.where is Where.CELL for one in reading.seen)
    if reading.sections[0].sideways or cells > 4 * (len(reading.seen) - cells):
        return Format.TABLE, "全篇以表格为主"
    return None


def _like_letter(
    reading: Reading, mark: str, number: Para | None, tops: Sequence[Para]
) -> bool:
    """Tell whether a head is a letter's: two wide rules, or the number at the right."""
    wide = [one for one in red_rules(reading) if one.width > TEXT_WIDTH + EM]
    if len(wide) > 1:
        return True
    if number is None or number.extent[1] > number.em:
        return False
    named = any(one.words.endswith("函") for one in tops)
    return bool(mark) and (named or bool(wide) or not mark.endswith("文件"))


def _kind_of(title: str, form: Format) -> str:
    if form is Format.MINUTES:
        return "纪要"
    found = re.search(
        r"(决议|决定|命令|令|公报|公告|通告|意见|通知|通报|报告|请示|批复|议案|函|纪要)"
        r"(?:[（(].*[）)])?$",
        title,
    )
    return found[1] if found else ""


# --- title, text and what follows ----------------------------------------------------


def _read_rest(parts: Parts, rest: Sequence[Para]) -> None:
    roles = parts.roles
    tail = _imprint_start(rest)
    for para in rest[tail:]:
        roles[para] = Role.IMPRINT
    cells = [
        one
        for one in parts.reading.seen[-_TAIL_SEARCH * 2 :]
        if one.where is Where.CELL
        and (_IMPRINT.match(one.words) or _PRINTED.fullmatch(one.words))
    ]
    tables = {one.table for one in cells}
    for para in parts.reading.seen:
        if para.table in tables and para.table:
            roles[para] = Role.IMPRINT
    rest = rest[:tail]
    start = _read_title(parts, rest)
    faces = _faces(rest[start:])
    if faces:
        _read_main(parts, faces[0])
        for face in faces[1:]:
            _read_attachment(parts, face)


def _imprint_start(rest: Sequence[Para]) -> int:
    """Return where the imprint begins: at its first line among the last ones."""
    from_at = max(0, len(rest) - _TAIL_SEARCH)
    for at in range(from_at, len(rest)):
        words = rest[at].words
        if (
            _IMPRINT.match(words)
            or (_PRINTED.fullmatch(words) and len(words) < 60)  # noqa: PLR2004 - a line
            or rest[at].style_name == Role.IMPRINT
        ):
            return at
    return len(rest)


def _read_title(parts: Parts, rest: Sequence[Para]) -> int:
    """Find the title and the addressee; return where the text begins."""
    roles = parts.roles
    at = 0
    if rest and not rest[0].breaks and _starts_title(parts, rest[0]):
        roles[rest[0]] = Role.TITLE
        at = 1
        while at < min(5, len(rest)) and _goes_on(rest[0], rest[at]):
            roles[rest[at]] = Role.TITLE
            at += 1
        if at < len(rest) and _under_title(rest[at]):
            roles[rest[at]] = Role.UNDER_TITLE
            at += 1
    if at < len(rest) and _is_addressee(rest[at], titled=at > 0):
        roles[rest[at]] = Role.ADDRESSEE
        at += 1
    return at


def _starts_title(parts: Parts, para: Para) -> bool:
    words = para.words
    if words.endswith(("：", ":")) or mark_of(para):
        return False
    if _set_as_title(para) or para.setting.align == "center":
        return True
    if words.endswith(tuple(_ENDS)) or len(words) > _LONGEST_TITLE:
        return False
    return parts.headed or bool(_TITLE_NAME.fullmatch(words))


def _set_as_title(para: Para) -> bool:
    """Tell whether a paragraph looks like a title, whatever it says."""
    named = "title" in para.style_name.lower() or para.style_name == "标题"
    return named or para.size >= _BIG


def _goes_on(first: Para, para: Para) -> bool:
    words = para.words
    if words.endswith(("：", ":")) or mark_of(para) or _under_title(para):
        return False
    same = para.size == first.size and para.style == first.style
    if same and _set_as_title(para):
        return True
    if words.endswith(tuple(_ENDS)) or len(words) > _LONGEST_NAME:
        return False
    shaped = para.setting.align == "center" or para.size >= _BIG
    return shaped and (same or para.size >= _BIG)


def _under_title(para: Para) -> bool:
    words = para.words
    bracketed = words.startswith(("（", "(")) and words.endswith(("）", ")"))
    return bracketed and para.setting.align == "center"


def _is_addressee(para: Para, *, titled: bool) -> bool:
    words = para.words
    if para.style_name == Role.ADDRESSEE:
        return True
    if mark_of(para) or _LISTED.fullmatch(words) or DAY.fullmatch(words):
        return False
    if words.endswith(("：", ":")):
        return not _INTO_TEXT.search(words) and "。" not in words
    named = _ORGAN.fullmatch(words)
    short = len(words) <= _LONGEST_NAME and not words.endswith(tuple(_ENDS))
    return titled and short and bool(named) and para.setting.align != "center"


def _faces(rest: Sequence[Para]) -> list[list[Para]]:
    """Cut the text where an attachment begins."""
    faces: list[list[Para]] = [[]]
    signed = False
    for para in rest:
        labelled = bool(_LABEL.fullmatch(para.words)) and (
            para.breaks or signed or para.words[-1:] not in {":", "："}
        )
        if (labelled and (signed or para.breaks or len(faces) > 1)) or (
            para.breaks and signed and _is_head_of_face(para)
        ):
            faces.append([])
        faces[-1].append(para)
        signed |= bool(DAY.fullmatch(para.words))
    return faces


def _is_head_of_face(para: Para) -> bool:
    centred = para.setting.align == "center" or para.size >= _BIG
    return centred or bool(_LABEL.fullmatch(para.words))


def _read_main(parts: Parts, rest: Sequence[Para]) -> None:
    roles = parts.roles
    ends = [
        at
        for at, one in enumerate(rest)
        if DAY.fullmatch(one.words) and one.where is Where.TEXT and not mark_of(one)
    ]
    end = ends[-1] if ends else None
    names = _names_above(rest, end)
    for at, para in enumerate(rest):
        if end is not None and at == end:
            roles[para] = Role.DAY
        elif at in names:
            roles[para] = Role.SIGNATURE
        elif end is not None and at == end + 1 and _is_note(para):
            roles[para] = Role.NOTE
        else:
            roles[para] = _role_in_text(parts, rest, at)
    _plain_under_articles(parts, rest)


def _plain_under_articles(parts: Parts, paras: Sequence[Para]) -> None:
    """Take what is counted under an article (第一条) for text, not for headings."""
    under = False
    for para in paras:
        mark = mark_of(para) if parts.roles[para] is Role.HEADING else None
        if mark is not None and under and mark.level > 1:
            parts.roles[para] = Role.BODY
        elif mark is not None:
            under = False
        under |= bool(ARTICLE.match(para.words))


def _names_above(rest: Sequence[Para], end: int | None) -> range:
    """Return where the names of organs stand: above their day, or last without one."""
    if end is None:
        last = len(rest) - 1
        return range(last, last + (bool(rest) and _signs(rest[last])))
    start = end
    while (
        start
        and _is_name(rest[start - 1])
        and (start == end or _aside(rest[start - 1]))
    ):
        start -= 1
    return range(start, end)


_ORGAN = re.compile(
    r".*(?:政府|委员会|办公室|办事处|局|委|办|厅|部门|单位|中心|大队|支队|院|所|公司|队)"
)


def _signs(para: Para) -> bool:
    """Tell whether a last line is an organ's name at the right, its day forgotten."""
    return _is_name(para) and bool(_ORGAN.fullmatch(para.words)) and _aside(para)


def _aside(para: Para) -> bool:
    """Tell whether a line begins where no text does."""
    return para.extent[0] > 6 * para.em


def _is_name(para: Para) -> bool:
    words = para.words
    return (
        len(words) <= _LONGEST_NAME
        and not words.endswith((*_ENDS, "：", ":", "，"))
        and not mark_of(para)
        and not _LISTED.fullmatch(words)
        and not _CHAPTER.fullmatch(words)
    )


def _is_note(para: Para) -> bool:
    words = para.words
    bracketed = words.startswith(("（", "(")) or words.endswith(("）", ")"))
    return bracketed or "联系人" in words or "此件" in words


def _role_in_text(parts: Parts, rest: Sequence[Para], at: int) -> Role:
    para = rest[at]
    words = para.words
    above = parts.roles.get(rest[at - 1]) if at else None
    if _is_caption(parts, para):
        return Role.CAPTION
    if _LISTED.fullmatch(words) and _lists(words, len(rest) - at - 1):
        return Role.LISTED
    if above is Role.LISTED and (_ITEM.match(words) or para.label):
        return Role.LISTED
    minutes = parts.format is Format.MINUTES
    if (minutes and _PRESENT.match(words)) or _ATTENDED.match(words):
        return Role.PRESENT
    if _CHAPTER.fullmatch(words) and len(words) <= _LONGEST_NAME:
        return Role.CHAPTER if words[-1] not in _ENDS else Role.BODY
    return Role.HEADING if mark_of(para) else Role.BODY


def _lists(words: str, behind: int) -> bool:
    """Tell whether a line with so many behind it lists attachments."""
    colon = re.match(r"附\s*件\s*[:：]", words)
    if colon:
        return True
    near_end = behind <= _TAIL_SEARCH
    return near_end and bool(re.match(r"附\s*件\s*\d", words)) and words[-1] != "。"


def _is_caption(parts: Parts, para: Para) -> bool:
    words = para.words
    if para.style_name in {"caption", "图", "表注", "分节"} or not words:
        return True
    if para.setting.align == "center" and _CAPTION.fullmatch(words):
        return True
    above = parts.reading.paras[para.at - 1] if para.at else None
    noted = words.startswith(("注：", "备注：", "说明：", "填表说明"))
    return noted and above is not None and above.where is Where.CELL


def _read_attachment(parts: Parts, face: Sequence[Para]) -> None:
    """Read an attachment: its label, its title, its text."""
    roles = parts.roles
    at = 0
    if _LABEL.fullmatch(face[0].words):
        roles[face[0]] = Role.LABEL
        at = 1
    first = at
    while (
        at < min(first + 4, len(face))
        and (at == first or _goes_on(face[first], face[at]))
        and _starts_title(parts, face[at])
        and (face[at].setting.align == "center" or face[at].size >= _BIG or at == first)
        and not _is_caption(parts, face[at])
    ):
        roles[face[at]] = Role.ATTACHED
        at += 1
    for later in range(at, len(face)):
        roles[face[later]] = _role_in_text(parts, face, later)
    _plain_under_articles(parts, face[at:])
