"""Places, sizes and fonts of official documents, shared by all that draws a page.

Measures are twips (1/20 pt) unless a name says otherwise.

Source: GB/T 9704—2012, clauses 5 to 10.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

MILLIMETRE = 1440 / 25.4
LINE = 579  # 28.95 pt: 22 lines in 225 mm, where 29 pt leaves 21
EM = 315  # a character of 三号: 16 pt less the quarter point that makes 28 fit
EM_4 = 280  # a character of 四号
TIGHT = -5  # that quarter point
NUMBER_BORDER = 8  # points between 发文字号 and the red line
RED = "FF0000"
MARK = "EEEEEE"  # half of DDDDDD, as Word's own watermark shows
TEXT_WIDTH, TEXT_HEIGHT = 8844, 12756  # 156 × 225 mm
TOP, LEFT = 2098, 1588
HEAD_TOP_MM = 72  # 35 mm below the text area's upper edge
HEAD_SIZE, HEAD_LINE = 1000, 1200  # 50 pt in a line of 60
NARROWEST = 55  # percent to which the letters of a long head may be narrowed
BASELINE = 0.8  # of an exact line, from its top
INK_TOP = 0.842  # of a head's size, from the baseline to the upper edge of the ink
HEAD_LINES = 7  # lines of the page's grid before 发文字号: the head and two blank ones
SEAL_SLACK = 0.1  # characters a long name is given more, so that no rounding wraps it
SEAL_LINES, BLANK_LINE = 2 * LINE, LINE
THICK, THIN = 8, 6  # eighths of a point: 0.35 mm, 0.26 mm
IMPRINT_LINE = 450
IMPRINT_FOOT = 60  # between the last line of a row of the imprint and the rule below it
FOOTER = 1422  # from the paper's lower edge, so that the dash lies 7 mm under the text

PAPER_WIDTH, PAPER_HEIGHT = 11906, 16838  # A4
# A turned page is one turned a quarter: the text keeps its place on the sheet.
TURNED_TOP, TURNED_LEFT = 1588, 1984
CELL_SIDE, CELL_ROOF = 57, 40  # from a table's rules to its text, beside and above
TABLE_FRAME, TABLE_RULE = 8, 4  # eighths of a point: around it, between its cells

# Signs that may not begin, and may not end, a line (禁则).
NOT_FIRST = (
    "!%),.:;>?]}¢¨°·ˇˉ―‖’”…‰′″›℃∶、。〃〉》」』】〕〗〞！＂％＇），．：；？］｀｜｝～￠"
    "—"
)
NOT_LAST = "$([{£¥·‘“〈《「『【〔〖〝＄（．［｛￡￥"

# The letter form: two red double lines on the first page, on either side of its text.
LETTER_TOP_MM = 30  # upper edge of the head's ink, from the paper's
LETTER_GAP_MM = 4  # between the head's ink and the upper double line
LETTER_FOOT_MM = 20  # from the lower double line to the paper's lower edge
DOUBLE_LEFT, DOUBLE_WIDTH = 1134, 9638  # 170 mm in the middle of the paper
DOUBLE_THICK, DOUBLE_THIN = 24, 8  # eighths of a point: 1.06 mm, 0.35 mm
DOUBLE_GAP = 30  # between the two
DOUBLE_HEIGHT = DOUBLE_GAP + (DOUBLE_THICK + DOUBLE_THIN) * 20 // 8
INK_FOOT = 0.08  # of a head's size, from the baseline to the lower edge of the ink
INK_FANG = 0.77  # of the size of 仿宋, from the baseline to the upper edge of the ink
NUMBER_GAP = 280  # from the double line to the number: 7/8 of a 三号
LETTER_RULE_TOP = round(
    (LETTER_TOP_MM + LETTER_GAP_MM) * MILLIMETRE + (INK_TOP + INK_FOOT) * HEAD_SIZE
)
LETTER_RULE_LOW = round((297 - LETTER_FOOT_MM) * MILLIMETRE) - DOUBLE_HEIGHT
LETTER_NUMBER_BASELINE = round(
    LETTER_RULE_TOP + DOUBLE_HEIGHT + NUMBER_GAP + INK_FANG * 320
)

# Forms: ruled cells, what is cut off, small print.
TABLE_ABOVE = 100  # between a table without caption and the text above it
GRID_EM, GRID_LINE = 240, 400  # 小四 in cells
GRID_SIDE, GRID_ROOF = 100, 40  # from a cell's rules to its text, beside and above
GRID_FOOT = 2 * GRID_EM  # from the widest line of a foot to its text's right edge
CUT_ABOVE, CUT_LINE = 240, 240  # above the line to cut along, and its own height
CUT_THICK = 6  # eighths of a point
RECEIPT_EM, RECEIPT_ABOVE = 360, 200  # 小二, the title of a receipt
SMALL_EM, SMALL_LINE = 240, 400  # small print at the end


class Suite(StrEnum):
    """The program a file is meant for.

    LibreOffice reads the switch for hanging punctuation the wrong way round, and then
    loses some of the marks it hangs. A file that it is to print says the opposite. It
    also parts Chinese from Latin signs though told not to.
    """

    WORD = "word"
    LIBREOFFICE = "libreoffice"

    def spread(self, text: str) -> float:
        """Return how much wider than its signs it sets a text, in characters."""
        return 0.2 * len(_MEETING.findall(text)) if self is Suite.LIBREOFFICE else 0


_MEETING = re.compile(
    r"(?<=[\u4e00-\u9fff])(?=[0-9A-Za-z])|(?<=[0-9A-Za-z])(?=[\u4e00-\u9fff])"
)


@dataclass(frozen=True, slots=True)
class Font:
    """A font that papers ask for by name.

    Attributes:
        name: The name written into the file.
        purpose: What it is used for, as a font check tells it.
        stand_ins: What may take its place, best first.
        family: How a program classes it that has none of these.
    """

    name: str
    purpose: str
    stand_ins: tuple[str, ...]
    family: str = "modern"


SONG_TITLE, FANG, KAI, HEI, SONG = FONTS = (
    Font("方正小标宋简体", "发文机关标志、标题", ("方正小标宋_GBK",), "script"),
    Font("仿宋_GB2312", "正文", ("仿宋", "方正仿宋_GBK")),
    Font("楷体_GB2312", "二级标题、签发人姓名", ("楷体", "方正楷体_GBK")),
    Font("黑体", "一级标题、附件标号、表头", ("方正黑体_GBK",)),
    Font("宋体", "页码", ("新宋体", "方正书宋_GBK"), "auto"),
)
