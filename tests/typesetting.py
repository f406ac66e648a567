"""Long made-up papers, the fonts of this machine, and how far two breakings agree."""

import random
import subprocess
import unicodedata
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache

from PySide6.QtGui import QGuiApplication, QRawFont

from tests.papers import FINAL, issuing
from workbench.reports.breaker import SHIPPED, face_lines
from workbench.reports.faces import ChartBox
from workbench.reports.measures import MILLIMETRE
from workbench.reports.page import (
    Align,
    Attachment,
    Column,
    Heading,
    Paragraph,
    Table,
)
from workbench.reports.titles import break_title

# --- the fonts that stand in for the ones asked for ----------------------------------


class InstalledWidths:
    """The advances of the fonts that this machine takes for those of our papers."""

    def __init__(self):
        self._screen = QGuiApplication.instance() or QGuiApplication([])

    def advance(self, sign, font):
        raw = _font(font.name)
        glyphs = raw.glyphIndexesForString(sign)[:1]
        if not glyphs[0]:  # another font lends it, one that has it as wide as all have
            return SHIPPED.advance(sign, font)
        (step,) = raw.advancesForGlyphIndexes(glyphs)
        return step.x() / 1000


@cache
def _font(name):
    done = subprocess.run(  # noqa: S603 - fontconfig's own program
        ["fc-match", "-f", "%{file}", name],  # noqa: S607
        capture_output=True,
        text=True,
        check=True,
    )
    return QRawFont(done.stdout, 1000)


# --- long papers ---------------------------------------------------------------------

_WORDS = """
县综合行政执法局 县市场监督管理局 县应急管理局 县生态环境局 县住房和城乡建设局
白塔埠镇人民政府 石榴街道办事处 县公安局 县司法局 县农业农村局 县交通运输局

入企检查 占道经营 违法建设 露天焚烧 渣土运输 食品摊贩 案件移送 行刑衔接
监测数据 问题线索 处置时限 派驻人员 联席会议 检查场景 任务清单 风险提示
电梯维保 危化品储存 燃气管线 校外培训 文物保护 河道采砂 户外广告 扬尘治理
餐饮油烟 群众来电 行政复议

核对 报送 督办 复查 登记 抽查 公示 移交 通报 汇总 约谈 整改 回访 归档

逐一 按期 依法 会同镇街 从严 先行 再次 当日 分批 现场

GIS App PDF Excel WPS VOCs PM2.5 5G OFD GB/T 9704 ISO 14001 e-mail Wi-Fi LNG
http://www.lyg.gov.cn A3 QR COVID-19 R-2026-0017 Class B IoT
"""
BODIES, THINGS, DEEDS, MANNERS, LATIN = (part.split() for part in _WORDS.split("\n\n"))


class Writer:
    """Makes up papers heavy in figures, quotation marks, Latin and dashes."""

    def __init__(self, seed):
        self.dice = random.Random(seed)  # noqa: S311 - made-up words

    def one(self, *choices):
        return self.dice.choice(choices)

    def number(self, low, high):
        return self.dice.randint(low, high)

    def thing(self):
        return self.dice.choice(THINGS)

    def deed(self):
        return self.dice.choice(MANNERS) + self.dice.choice(DEEDS) + self.thing()

    def day(self):
        n = self.number
        return f"{n(2023, 2026)}年{n(1, 12)}月{n(1, 28)}日"

    def figure(self):
        n = self.number
        return self.one(
            str(n(1, 99)),
            str(n(100, 99999)),
            f"{n(1, 99)}.{n(0, 99):02}%",
            f"{n(1, 100)}%",
            f"{n(80, 99)}％",
            f"{n(1, 999)},{n(100, 999)}.{n(10, 99)}万",
            str(n(10_000_000, 99_999_999_999)),
            f"{n(1, 20)}—{n(21, 60)}",
            f"{n(1, 20)}～{n(21, 60)}",
            f"{n(1, 9)}/{n(10, 99)}",
        )

    def clause(self):
        d, n, one = self.dice, self.number, self.one
        body, thing, deed, figure = d.choice(BODIES), self.thing, self.deed, self.figure
        makers = (
            lambda: f"{body}{one('要', '应当', '负责', '牵头')}{deed()}",
            lambda: f"{deed()}，{deed()}",
            lambda: f"截至{self.day()}，共{deed()}{figure()}{one('件', '户', '人次')}",
            lambda: f"占{one('总数', '全年任务')}的{figure()}，比上月增{figure()}",
            lambda: (
                f"依据《{thing()}管理办法（试行）》（东政发〔{n(2019, 2026)}〕"
                f"{n(1, 99)}号）"
            ),
            lambda: f"坚持“{thing()}、{thing()}”两手抓",
            lambda: f"“{thing()}‘{thing()}’{thing()}”",
            lambda: f"用{d.choice(LATIN)}{one('平台', '接口', '格式')}{deed()}",
            lambda: f"{thing()}——{deed()}",
            lambda: f"包括{thing()}、{thing()}、{thing()}……",
            lambda: f"（联系电话：0518-{n(80_000_000, 89_999_999)}）",
            lambda: f"{thing()}（以下简称“{thing()}”）",
            lambda: f"第{n(1, 60)}条第（{one('一', '二', '三')}）项",
            lambda: f"{n(8, 11)}:{n(10, 59)}至{n(14, 18)}:{n(10, 59)}",
            lambda: f"东经{n(118, 119)}°{n(10, 59)}′，气温{n(-5, 38)}℃",
            lambda: f"《{thing()}·{thing()}》",
            lambda: f"编号{one(*'ABCD')}{n(100, 999)}-{n(1, 99)}的{thing()}",
            lambda: f"每{one('周', '月', '季')}不少于{n(1, 9)}次/人",
        )
        weights = (6, 6, 4, 3, 2, 3, 0.5, 2, 1, 1, 0.5, 1, 1.5, 0.7, 0.4, 0.5, 1, 0.7)
        return d.choices(makers, weights)[0]()

    def sentence(self):
        clauses = [self.clause() for _ in range(self.number(1, 5))]
        return self.one("，", "，", "，", "；").join(clauses) + self.one(
            *"。。。。。！？"
        )

    def paragraph(self):
        return "".join(self.sentence() for _ in range(self.number(1, 6)))

    def table(self, rows, **others):
        columns = (
            Column("序号", 10),
            Column("责任单位", 36, Align.LEFT),
            Column("事项", 40, Align.LEFT),
            Column("数量", 22, Align.RIGHT),
            Column("完成率\n（%）", 20),
            Column("备注", 28, Align.LEFT),
        )
        lines = tuple(
            (
                str(at),
                self.dice.choice(BODIES),
                self.deed(),
                self.figure(),
                f"{self.number(50, 99)}.{self.number(0, 9)}",
                self.one("", "", "已完成", f"须整改（{self.day()}前）"),
            )
            for at in range(1, rows + 1)
        )
        return Table(columns, lines, **others)

    def blocks(self, parts, *, tables):
        for _part in range(parts):
            yield Heading(self.deed())
            yield Paragraph(self.paragraph())
            for _section in range(self.number(0, 3)):
                yield Heading(self.deed() + self.one("", "", "。"), 2)
                yield Paragraph(self.paragraph())
                for _point in range(self.number(0, 2)):
                    yield Heading(self.deed() + "。", 3, self.paragraph())
                for _point in range(self.number(0, 2)):
                    yield Heading(self.deed() + "。", 4, self.sentence())
            if tables and self.dice.random() < 0.6:
                note = self.one("", self.sentence())
                yield self.table(self.number(4, 30), caption=self.deed(), note=note)


def long_paper(seed, *, tables):
    """Return a paper of eight pages or so in the file form."""
    writer = Writer(seed)
    title = f"关于{writer.deed()}和{writer.deed()}工作情况的报告"
    attachments = ()
    if tables:
        sheet = writer.table(writer.number(3, 40))
        turned = writer.dice.random() < 0.5
        attachments = (Attachment(("责任清单",), (sheet,), landscape=turned),)
    facts = issuing(
        addressee="、".join(writer.dice.sample(BODIES, writer.number(1, 7))),
        signer=writer.one("", "周建国"),
        sealed=writer.one(True, False),
        contact=writer.one("", "联系人：李文博，电话：0518—87654321"),
    )
    blocks = writer.blocks(writer.number(4, 7), tables=tables)
    return facts.paper("报告", break_title(title), blocks, attachments, FINAL)


# --- comparing -----------------------------------------------------------------------


@dataclass
class Agreement:
    """How many lines and page starts of what was printed the breaker foresaw.

    Attributes:
        strays: What differs, as pairs of lines: printed, foreseen.
    """

    lines: int = 0
    same_lines: int = 0
    starts: int = 0
    same_starts: int = 0
    strays: tuple = ()

    def __add__(self, other):
        return Agreement(
            self.lines + other.lines,
            self.same_lines + other.same_lines,
            self.starts + other.starts,
            self.same_starts + other.same_starts,
            self.strays + other.strays,
        )


def agreement(printed, faces):
    """Compare what was printed with the faces of the same paper, line by line."""
    theirs = printed_lines(printed, faces)
    ours = [list(face_lines(face)) for face in faces]
    a, a_starts = _flat(theirs)
    b, b_starts = _flat(ours)
    matcher = SequenceMatcher(None, a, b, autojunk=False)
    same = {}
    for block in matcher.get_matching_blocks():
        same |= {block.a + at: block.b + at for at in range(block.size)}
    starts = sum(same.get(start, -1) in b_starts for start in a_starts)
    strays = tuple(
        ("\n".join(a[i:j]), "\n".join(b[k:m]))
        for what, i, j, k, m in matcher.get_opcodes()
        if what != "equal"
    )
    return Agreement(len(a), len(same), len(a_starts), starts, strays)


def _flat(pages):
    lines, starts = [], set()
    for page in pages:
        starts.add(len(lines))
        lines += page
    return lines, starts


def printed_lines(printed, faces):
    """Return the lines of each page from the top, without blank signs and charts."""
    pages = []
    for at, page in enumerate(printed):
        boxes = faces[at].items if at < len(faces) else ()
        charts = [
            (one.y / MILLIMETRE, (one.y + one.height) / MILLIMETRE)
            for one in boxes
            if isinstance(one, ChartBox)
        ]
        rows = []
        for sign, x, _left, _right, baseline, angle in sorted(
            page.chars, key=lambda one: one[4]
        ):
            if abs(angle) > 0.1 or sign.isspace() or baseline > 262:
                continue
            if any(top < baseline < foot for top, foot in charts):
                continue
            if not rows or baseline - rows[-1][0] > 0.35:
                rows.append((baseline, []))
            rows[-1][1].append((x, plain(sign)))
        pages.append(["".join(sign for _x, sign in sorted(row)) for _y, row in rows])
    return pages


def plain(sign):
    """Return a sign as it is typed: a file's font map may tell its radical instead."""
    if sign == "\x02":  # a hyphen at the end of a line
        return "-"
    if "\u2e80" <= sign <= "\u2fdf":
        return unicodedata.normalize("NFKC", sign)
    return sign
