"""The painted pages held against those an office suite makes of the same paper.

Two things are told: where a page begins differently, and, of one paper full of what
programs do differently, by whose rules this PC breaks lines. pypdfium2 serves one
thread alone: what reads a PDF here runs on the screen's.
"""

import ctypes
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice, zip_longest

import pypdfium2
from pypdfium2 import raw

from workbench.reports.breaker import LIBREOFFICE, WORD, Rules, break_pages
from workbench.reports.faces import ChartBox, Face, Signs
from workbench.reports.measures import Suite
from workbench.reports.page import Document, Heading, Paragraph, Stamp
from workbench.views.preview import ADVANCES
from workbench.views.suites import Program, programs
from workbench.views.this_pc import remember, remembered

_TWIPS = 20  # a point
_APART = 80.0  # twips between the baselines of two rows, at least
_EDGE_MM = 26  # on all sides, where nothing of a page's text stands
_SIGNS = 6  # by which the beginning of a page is known
_SHOWN = 12  # signs of it that are told
_HUNG = 400  # twips by which a hung sign stands out
_UPRIGHT = 0.1  # radian
_HEADS = 4  # rows of a table's head, at most
_RADICALS = str.maketrans(
    "⺌⺍⺎⺒⺓⺗⺝⺟⺠⺩⺪⺫⺬⺮⺶⺻⺼⺽⻁⻄⻅⻆⻉⻊⻋⻑⻓⻔⻗⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻧⻨⻩⻪⻬⻮⻰⻳",
    "小小兀巳幺心月母民王疋目示竹羊聿月臼虎西见角贝足车長长门雨青韦页风飞食马骨鬼鱼鸟卤麦黄黾齐齿龙龟",
)
_RULES = {"word": WORD, "libreoffice": LIBREOFFICE}


# ---- whose rules ----


def rules_here() -> Rules:
    """Return the rules by which this PC breaks lines: measured, else by its suite."""
    known = remembered("rules/table")
    if known in _RULES:
        return _RULES[known]
    found = programs()
    alone = bool(found) and found[0].suite is Suite.LIBREOFFICE
    return LIBREOFFICE if alone else WORD


def measured_with() -> str:
    """Return the name of the program the rules were measured with; often nothing."""
    return remembered("rules/program")


def keep_rules(rules: Rules, program: Program) -> None:
    """Have this PC break lines by these rules from now on."""
    key = next(key for key, one in _RULES.items() if one is rules)
    remember("rules/table", key)
    remember("rules/program", program.name)


def unsure(document: Document, faces: Sequence[Face]) -> frozenset[int]:
    """Return which pages begin elsewhere by one table of rules or another.

    Args:
        document: What stands on them.
        faces: The pages, by any of the tables.
    """
    others = by_each_rules(document).values()
    return frozenset(
        face.number
        for face in faces
        if any(
            [one.begins[:_SIGNS] for one in pages[face.number - 1 : face.number]]
            != [face.begins[:_SIGNS]]
            for pages in others
        )
    )


# ---- reading pages ----


def plain(text: str) -> str:
    """Return text read from a PDF in the signs it was written in.

    A PDF may hold radicals in place of the signs that look like them, of which some
    have no compatible form.
    """
    return unicodedata.normalize("NFKC", text.translate(_RADICALS))


Place = tuple[float, float, str]
"""How far a sign stands to the right and down, in twips, and the sign."""


def rows_of_face(face: Face) -> list[str]:
    """Return the rows of a page's text, from the top."""
    return _rows(
        (
            (x, item.baseline, sign)
            for item in face.items
            if isinstance(item, Signs) and not item.turned
            for x, sign in zip(item.xs, item.text, strict=True)
        ),
        face.width,
        face.height,
    )


def rows_of_pdf(content: bytes, faces: Sequence[Face] = ()) -> list[list[str]]:
    """Return the rows of each page's text, from the top.

    Args:
        content: The PDF.
        faces: The same pages as they were painted: what stands where they have a
            chart is the chart's.
    """
    with pypdfium2.PdfDocument(content) as document:
        return [
            _rows(
                _outside(_signs(page), face),
                page.get_width() * _TWIPS,
                page.get_height() * _TWIPS,
            )
            for page, face in zip_longest(document, faces[: len(document)])
        ]


def _outside(signs: Iterable[Place], face: Face | None) -> Iterator[Place]:
    charts = [one for one in face.items if isinstance(one, ChartBox)] if face else []
    for x, y, sign in signs:
        if not any(one.y - _APART < y < one.y + one.height + _APART for one in charts):
            yield x, y, sign


def _signs(page: pypdfium2.PdfPage) -> Iterator[Place]:
    """Yield the upright signs of a page of a PDF."""
    text = page.get_textpage()
    height = page.get_height()
    x, y = ctypes.c_double(), ctypes.c_double()
    for at in range(text.count_chars()):
        if raw.FPDFText_GetCharAngle(text.raw, at) > _UPRIGHT:
            continue
        raw.FPDFText_GetCharOrigin(text.raw, at, ctypes.byref(x), ctypes.byref(y))
        sign = chr(raw.FPDFText_GetUnicode(text.raw, at))
        yield x.value * _TWIPS, (height - y.value) * _TWIPS, sign


def _rows(signs: Iterable[Place], width: float, height: float) -> list[str]:
    """Return signs as rows without blanks, those at the page's edges left out."""
    edge = _EDGE_MM * 1440 / 25.4
    inside = sorted(
        (
            (y, x, sign)
            for x, y, sign in signs
            if edge < x < width - edge + _HUNG
            and edge < y < height - 1.25 * edge
            and not sign.isspace()
        )
    )
    rows: list[list[tuple[float, str]]] = []
    top = -_APART
    for y, x, sign in inside:
        if y - top > _APART:
            rows.append([])
            top = y
        rows[-1].append((x, sign))
    return [plain("".join(sign for _x, sign in sorted(row))) for row in rows]


def _beginnings(pages: Sequence[Sequence[str]]) -> list[str]:
    """Return with which row each page begins, behind a table's repeated head."""
    seen: set[str] = set()
    found = []
    for rows in pages:
        fresh = (row for row in islice(rows, _HEADS + 1) if row not in seen)
        found.append(next(fresh, "".join(rows[:1])))
        seen.update(rows)
    return found


# ---- comparing ----


@dataclass(frozen=True, slots=True)
class Comparison:
    """What a suite made of a paper, beside what was painted.

    Attributes:
        program: The suite's name.
        here: How many pages are painted.
        there: How many the suite made.
        differing: Pages that begin differently, by number.
        begins: With which words the first of them begins, here and there.
    """

    program: str
    here: int
    there: int
    differing: tuple[int, ...]
    begins: tuple[str, str] = ("", "")

    @property
    def same(self) -> bool:
        """Whether every page begins alike."""
        return not self.differing and self.here == self.there

    @property
    def words(self) -> str:
        """It in one sentence."""
        if self.same:
            return f"与{self.program}核对一致：共{self.here}页，每页的起止相同。"
        pages = "" if self.here == self.there else f"（预览{self.here}页）"
        if not self.differing:
            return f"{self.program}排成{self.there}页{pages}，前面各页的起止相同。"
        here, there = self.begins
        return (
            f"{self.program}排成{self.there}页{pages}，从第{self.differing[0]}页起"
            f"换页不同：预览从“{here}”开始，{self.program}从“{there}”开始。"
        )


def compared(program: str, faces: Sequence[Face], content: bytes) -> Comparison:
    """Compare where pages begin; on the screen's thread.

    Args:
        program: The suite's name.
        faces: The painted pages.
        content: The suite's PDF.
    """
    there = _beginnings(rows_of_pdf(content, faces))
    here = _beginnings([rows_of_face(face) for face in faces])
    differing = [
        at
        for at, (one, other) in enumerate(zip(here, there, strict=False), start=1)
        if at > 1 and one[:_SIGNS] != other[:_SIGNS]
    ]
    first = differing[0] - 1 if differing else 0
    begins = (here[first][:_SHOWN], there[first][:_SHOWN]) if differing else ("", "")
    return Comparison(program, len(here), len(there), tuple(differing), begins)


def fitting(faces: dict[str, Sequence[Face]], content: bytes) -> tuple[Rules, float]:
    """Return whose rules fit a suite's PDF best, and the share of lines they hit.

    Args:
        faces: The same paper's pages by each table of rules, by its key.
        content: The suite's PDF; on the screen's thread.
    """
    there = Counter(row for rows in rows_of_pdf(content) for row in rows)
    shares = {}
    for key, pages in faces.items():
        here = Counter(row for face in pages for row in rows_of_face(face))
        shares[key] = (here & there).total() / max(1, there.total())
    best = max(shares, key=shares.__getitem__)
    return _RULES[best], shares[best]


def by_each_rules(document: Document) -> dict[str, Sequence[Face]]:
    """Return a paper's pages by each table of rules, by its key."""
    return {
        key: break_pages(document, rules, ADVANCES) for key, rules in _RULES.items()
    }


# ---- the paper that tells rules apart ----

_QUIRKS = """\
截至2026年10月31日，全县在编在岗执法人员450人，其中下沉一线382人，占84.89%；\
较9月末增加10人，上升2.23个百分点。各片区中，A片区120人、B片区96人、C片区88\
人、D片区78人。
坐标为东经119°42′、北纬34°36′的站点，联系电话0518—87654321，邮箱zhzx@ex\
ample.cn；设备编号HDS-2026-0317，型号DH-IPC-HFW5442T，经度、纬度（WGS84）均\
已复核。
会议指出：“综合查一次”不是“一次全查完”，而是“无事不扰、有事快办”……各\
单位要对照《任务清单》（附件1）逐项落实——能合并的合并，能共享的共享，能非\
现场的非现场。
甲单位（120人）、乙单位（96人）、丙单位（88人）、丁单位（78人），合计382人；\
其中持证率100%的3个，持证率95%～99%的1个，持证率不足95%的0个，均已通报、约谈\
、整改。
根据《中华人民共和国行政处罚法》第三十三条、《中华人民共和国行政强制法》第十\
七条，对“轻微违法、及时改正、没有造成危害后果”的，不予行政处罚；（一）至（\
三）项除外。
统一社会信用代码91320722MA1XXXXX0K的企业，2025年度接受检查4次（其中跨部门联\
合2次），比2024年减少3次，降幅42.86%；2026年计划检查1次，由牵头部门会同3个部\
门进行。
一是“快”：接报后30分钟内到场，24小时内反馈；二是“准”：事项、对象、依据“\
三准确”；三是“实”：问题不整改不放过、整改不到位不放过、责任不落实不放过、\
群众不满意不放过。
""".splitlines()
"""Digits, brackets, quotes and dashes where a line may end; a paragraph each."""


def calibration_paper() -> Document:
    """Return two pages full of what programs break differently."""
    half = len(_QUIRKS) // 2
    blocks: tuple[Heading | Paragraph, ...] = (
        Heading("数字与符号"),
        *map(Paragraph, _QUIRKS[:half]),
        Heading("引号与括号"),
        *map(Paragraph, _QUIRKS[half:]),
    )
    made_at = datetime(2026, 1, 1, tzinfo=UTC)
    return Document("函", Stamp(made_at), ("版式校准页",), blocks)
