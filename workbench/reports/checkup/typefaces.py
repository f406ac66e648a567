"""Which type each part of a paper is set in.

Source: GB/T 9704—2012, 5.2.2, 7.2 to 7.5.
"""

import re
from collections.abc import Iterator

from workbench.reports.checkup.marks import mark_of
from workbench.reports.checkup.parts import ARTICLE, Role
from workbench.reports.checkup.reading import Para
from workbench.reports.measures import FANG, FONTS, HEI, KAI, SONG, SONG_TITLE, Font

_FAMILIES: dict[str, tuple[str, tuple[str, ...], frozenset[str]]] = {
    SONG_TITLE.name: (
        "小标宋体",
        ("小标宋",),
        frozenset({"fzxiaobiaosong-b05s", "fzxiaobiaosong-b05", "fzxbsjw--gb1-0"}),
    ),
    FANG.name: (
        "仿宋体",
        ("仿宋",),
        frozenset(
            {
                "fangsong",
                "fangsong_gb2312",
                "stfangsong",
                "fzfangsong-z02s",
                "fangsong_gb18030",
            }
        ),
    ),
    KAI.name: (
        "楷体",
        ("楷体",),
        frozenset({"kaiti", "kaiti_gb2312", "stkaiti", "fzkai-z03s", "kaiti sc"}),
    ),
    HEI.name: (
        "黑体",
        ("黑体",),
        frozenset({"simhei", "stheiti", "heiti sc", "fzhei-b01s"}),
    ),
    SONG.name: (
        "宋体",
        ("宋体", "书宋"),
        frozenset({"simsun", "nsimsun", "stsong", "songti sc", "simsun-extb"}),
    ),
}
_HALF_A_PARAGRAPH = 60  # signs; a longer first sentence is text, not a heading


def family_of(font: Font) -> str:
    """Return what the standard calls a font."""
    return _FAMILIES[font.name][0]


def is_family(name: str, font: Font | None = None) -> bool:
    """Tell whether a font is of a kind.

    Args:
        name: As the file asks for it.
        font: Of the kind; any that papers use where None.
    """
    if font is None:
        return any(is_family(name, one) for one in FONTS)
    _label, parts, aliases = _FAMILIES[font.name]
    plain = name.strip().lstrip("@").casefold()
    if font is SONG and ("仿宋" in plain or "标宋" in plain):
        return False
    return plain in aliases or any(part in plain for part in parts)


_WHOLE = {
    Role.MARK: SONG_TITLE,
    Role.TITLE: SONG_TITLE,
    Role.ATTACHED: SONG_TITLE,
    Role.SECRET: HEI,
    Role.URGENT: HEI,
    Role.LABEL: HEI,
}
_FREE = frozenset({Role.CELL, Role.CAPTION, Role.UNDER_TITLE, Role.CHAPTER})


def wanted(para: Para, role: Role) -> Iterator[tuple[int, int, Font]]:
    """Yield parts of a paragraph's text and the font that each is to be set in."""
    text = para.text
    if role in _FREE:
        return
    if role is Role.HEADING:
        yield from _heading(para)
    elif role is Role.NUMBER:
        urgent = re.match(r"(?:特急|加急|特提|平急)?", text)
        end = urgent.end() if urgent else 0
        yield 0, end, HEI
        yield end, len(text), FANG
    elif role is Role.SIGNERS:
        names = _names_of_signers(text)
        yield 0, names, FANG
        yield names, len(text), KAI
    elif role is Role.PRESENT:
        label = re.match(r"[^：:]*", text)
        end = label.end() if label else 0
        yield 0, end, HEI
        yield end + 1, len(text), FANG
    elif role is Role.BODY and (article := ARTICLE.match(text.lstrip())):
        yield len(text) - len(text.lstrip()) + article.end(), len(text), FANG
    else:
        yield 0, len(text), _WHOLE.get(role, FANG)


def role_size(role: Role) -> int:
    """Return the size of a part's type in half points; 0 where it is free."""
    if role in {Role.TITLE, Role.ATTACHED}:
        return 44
    if role is Role.IMPRINT:
        return 28
    if role is Role.MARK or role in _FREE:
        return 0
    return 32


def _names_of_signers(text: str) -> int:
    """Return where the names begin; in a further line, behind the blanks or tabs."""
    label = re.search(r"签\s*发\s*人\s*[：:]", text)
    if label:
        return label.end()
    number = re.search(r"号", text)
    start = number.end() if number else 0
    return start if "号" in text or text[:1] in "\t \u3000" else len(text)


def _heading(para: Para) -> Iterator[tuple[int, int, Font]]:
    """Yield the heading and, where text runs on behind it, that text."""
    mark = mark_of(para)
    text = para.text
    font = FANG if mark is None else {1: HEI, 2: KAI}.get(mark.level, FANG)
    stop = text.find("。")
    if stop < 0 or stop == len(text.rstrip()) - 1:
        sentence = text.rstrip()
        is_text = stop >= 0 and len(sentence) > _HALF_A_PARAGRAPH
        if not is_text:
            yield 0, len(text), font
        return
    if stop > _HALF_A_PARAGRAPH:
        return
    yield 0, stop, font
    yield stop + 1, len(text), FANG
