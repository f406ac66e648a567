"""Sample papers, and what was printed of them, read back and measured."""

import ctypes
import io
import subprocess
import zipfile
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from functools import cached_property
from pathlib import Path

import numpy as np
import pypdfium2
from lxml import etree
from pypdfium2 import raw

from workbench.reports.issuing import Issuing
from workbench.reports.page import (
    Align,
    Attachment,
    Blank,
    Cell,
    Column,
    Document,
    FileHead,
    Grid,
    GridRow,
    Heading,
    Imprint,
    LetterHead,
    Paragraph,
    Present,
    Receipt,
    Ruled,
    Signature,
    Stamp,
    Table,
    filled,
)
from workbench.reports.roster.deployment import (
    CauseLine,
    Counted,
    FrontlineReport,
    MoveLine,
    PlaceShare,
    TrendPoint,
    UncertifiedLine,
)
from workbench.reports.roster.ledger import ForceLedger, LedgerLine
from workbench.reports.roster.zones import (
    CentreMemberLine,
    CentreRoster,
    ZonePlan,
    ZonePlanNotice,
)
from workbench.reports.titles import break_title
from workbench.rules.roster.deployment import Cause, Definition, Tally
from workbench.rules.roster.zones import CentreDuty

ROOT = Path(__file__).parents[1]
MADE = datetime(2026, 11, 2, 3, 0, tzinfo=UTC)
FINAL, DRAFT = Stamp(MADE), Stamp(MADE, draft=True, sample=True)
TARGET = Fraction(85, 100)
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
EM_MM, LINE_MM = 15.75 * 25.4 / 72, 28.95 * 25.4 / 72
TITLE_MM, SMALL_MM = 22 * 25.4 / 72, 12 * 25.4 / 72

# --- samples -------------------------------------------------------------------------

ZONES = {
    "白塔埠片区": ("白塔埠镇", "黄川镇", "平明镇", "张湾乡"),
    "牛山片区": ("牛山街道", "石榴街道", "驼峰乡", "曲阳镇"),
    "桃林片区": ("桃林镇", "洪庄镇", "双店镇", "山左口镇"),
    "石梁河片区": ("石梁河镇", "青湖镇", "温泉镇", "李埝乡", "石湖乡"),
    "房山片区": ("房山镇", "安峰镇"),
}
MATTERS = ("占道经营", "违法建设", "露天焚烧", "渣土运输", "食品摊贩")


def issuing(**others):
    given = {
        "organ": "东海县综合行政执法局",
        "number": "东综执〔2026〕24号",
        "addressee": "各乡镇人民政府、街道办事处，县各有关部门",
        "copies": "县委办公室，县人大常委会办公室，县政协办公室，县委编办，县司法局",
        "printer": "东海县综合行政执法局办公室",
        "signed_on": date(2026, 3, 5),
        "printed_on": date(2026, 3, 6),
    }
    return Issuing(**(given | others))


def zone_plan():
    zones = tuple(
        ZonePlan(name, towns, towns[0], MATTERS[:3], 6120, 11049, 1830, 64)
        for name, towns in ZONES.items()
    )
    return ZonePlanNotice(
        issuing(),
        "东海县",
        "《连云港市优化营商环境攻坚年若干政策措施（第4号）》",
        "东政复〔2026〕15号",
        TARGET,
        date(2026, 4, 1),
        zones,
    )


def centre_roster():
    lead = CentreDuty.TOWN_LEAD
    members = [("周建国", CentreDuty.COMMANDER, ""), ("王立", CentreDuty.DEPUTY, "")]
    members += [("李文博", lead, town) for town in ZONES["白塔埠片区"]]
    return CentreRoster(
        issuing(number="东综执〔2026〕25号"),
        "东海县",
        "白塔埠片区",
        "《东海县执法片区设置方案》（东综执〔2026〕24号）",
        date(2026, 4, 1),
        tuple(
            CentreMemberLine(
                name,
                f"{town or '东海县'}综合行政执法局",
                "局长",
                duty,
                town,
                "13812340001",
            )
            for name, duty, town in members
        ),
    )


def counted(definition, frontline, strength):
    return Counted(definition.label, definition.wording(31), Tally(frontline, strength))


def frontline_report(frontline=382, strength=450, **others):
    trend = tuple(
        TrendPoint(str(day), Tally(372 + day // 3, 450) if day != 9 else Tally(0, 0))
        for day in range(1, 32)
    )
    parts = {
        "issuing": issuing(
            signer="周建国", contact="联系人：李文博，电话：0518—87654321"
        ),
        "county": "东海县",
        "on": date(2026, 10, 31),
        "target": TARGET,
        "headline": counted(Definition.ESTABLISHED, frontline, strength),
        "mean": Fraction(84123, 100000),
        "others": (
            counted(Definition.WITH_AUXILIARIES, 701, 820),
            counted(Definition.CERTIFIED_ONLY, 382, 437),
            counted(Definition.POSTS, 391, 450),
        ),
        "zones": (*(PlaceShare(name, Tally(70, 72)) for name in ZONES),),
        "earlier_on": date(2026, 9, 30),
        "earlier": Tally(372, 450),
        "causes": (
            CauseLine(Cause.STRENGTH, 2, 2, Tally(372, 450)),
            CauseLine(Cause.POSTING, 11, 1, Tally(382, 450)),
        ),
        "uncertified": (
            UncertifiedLine("张伟", "白塔埠镇综合行政执法局", "一线执法", "未取得"),
        ),
        "moves": (MoveLine("刘洋", "东海县综合行政执法局", "白塔埠片区综合执法队"),),
        "trend": trend,
        "trend_title": "2026年10月逐日下沉比例",
        "trend_axis": "2026年10月（日）",
    }
    return FrontlineReport(**(parts | others))


def ledger_line(number):
    posted, certified = number % 9 > 0, number % 7 > 0
    return LedgerLine(
        f"张{number}",
        "男" if number % 2 else "女",
        "东海县综合行政执法局",
        "行政编制",
        "白塔埠镇综合行政执法局",
        "一线执法" if posted else "法制",
        "白塔埠镇" if posted else "",
        list(ZONES)[number % 5] if posted else "—",
        f"0032070{number:04}",
        date(2028, 3, 1) + timedelta(days=number) if certified else None,
        in_strength=number % 11 > 0,
        on_frontline=bool(posted and certified and number % 11),
        reason="" if posted and certified else "不在一线或者未持证",
        days_due=22 if number % 4 else None,
        days_present=22 - number % 3 if number % 4 else None,
    )


def force_ledger(people=60):
    lines = tuple(ledger_line(number) for number in range(1, people + 1))

    def tally(*names):
        those = [one for one in lines if not names or one.zone in names]
        return Tally(
            sum(one.on_frontline for one in those),
            sum(one.in_strength for one in those),
        )

    zones = {name: tally(name) for name in ZONES} | {"片区以外": tally("—")}
    return ForceLedger(
        "东海县",
        date(2026, 10, 1),
        date(2026, 10, 31),
        TARGET,
        Definition.ESTABLISHED.label,
        Definition.ESTABLISHED.wording(31),
        tally(),
        tuple(PlaceShare(name, counts) for name, counts in zones.items()),
        lines,
    )


RECORDS = {
    "zone_plan": zone_plan,
    "centre_roster": centre_roster,
    "frontline_report": frontline_report,
    "force_ledger": force_ledger,
}


def table(rows, **others):
    columns = (
        Column("序号", 12),
        Column("片区", 40),
        Column("成员镇街", 70, Align.LEFT),
        Column("比例（%）", 34, Align.RIGHT),
    )
    lines = tuple(
        (str(at), "白塔埠片区", "白塔埠镇、黄川镇", "84.9") for at in range(1, rows + 1)
    )
    return Table(columns, lines, **others)


def plain_paper(*blocks, **others):
    return Document("报告", FINAL, (), blocks, **others)


SOLID = "国家行政机关依法履行职责是公共治理能力现代化的重要标志之一体"  # 30 characters
IMPRINT = Imprint(
    "县委办公室，县人大常委会办公室，县政协办公室", "县综合行政执法局", date(2026, 3, 6)
)
LINES_WITH_IMPRINT = range(17, 24)


def signed(organ, *, sealed):
    paper = plain_paper(Paragraph("特此通知。"))
    return replace(paper, signature=Signature(organ, date(2026, 3, 5), sealed))


def letter(*, urgency="", pages=1, **others):
    body = (
        "根据《中华人民共和国行政处罚法》第二十五条的规定，现将一起案件移送你局处理。",
        "该案当事人涉嫌未经许可从事食品经营活动，不属于本机关管辖。请将处理结果函告。",
    )
    title = break_title("关于移送东海县某商店涉嫌无证经营食品案的函")
    paper = issuing(
        organ="东海县综合行政执法局",
        addressee="东海县市场监督管理局",
        contact="联系人：李文博，电话：0518—87654321",
        **others,
    ).letter("函", title, [Paragraph(text) for text in body * pages], (), FINAL)
    head = LetterHead(paper.head.organ, paper.head.number, urgency)
    return replace(paper, head=head)


def minutes():
    blocks = (
        Paragraph(
            "2026年3月4日，县综合执法联席会议召开第一次全体会议，研究年度行政检查计划。"
            "会议由周建国同志主持。现纪要如下。"
        ),
        Heading("关于年度检查计划。", body="会议同意《东海县2026年度行政检查计划》。"),
        Heading("关于计划外检查。", body="会议要求各部门提前5日报备。"),
        Present("出席", "县综合行政执法局周建国、王立，县司法局李文博"),
        Present("列席", "白塔埠镇人民政府陈晨"),
    )
    title = break_title("东海县综合执法联席会议第一次全体会议纪要")
    return issuing(
        organ="东海县综合执法联席会议办公室",
        number="〔2026〕1号",
        addressee="各乡镇人民政府、街道办事处，县各有关部门",
    ).minutes("东海县综合执法联席会议纪要", title, blocks, (), FINAL)


def form(*blocks, stamp=FINAL, kind="责令改正通知书", **others):
    return issuing(number="东综执责改〔2026〕3号", addressee="东海县某商店").form(
        kind, blocks, stamp, **others
    )


def order(stamp=FINAL):
    """Return a form with blanks, a receipt and small print."""
    return form(
        Ruled(
            (
                "经查，你（单位）于",
                filled("2026年3月4日", stamp),
                "在",
                filled("", stamp, 12),
                "实施了占道经营行为，违反了《江苏省城市市容和环境卫生管理条例》的规定。",
            )
        ),
        Paragraph("现责令你（单位）于2026年3月12日前改正上述违法行为。"),
        Ruled(("当事人签收：", Blank(), "　时间：", Blank(ems=10)), indented=False),
        stamp=stamp,
        receipt=Receipt(
            "送达回执",
            (
                Paragraph("东综执责改〔2026〕3号责令改正通知书收到。"),
                Ruled(("收件人：", Blank(), "　收到时间：", Blank())),
            ),
        ),
        remark="本文书一式三份，一份送达，一份归档，一份存根。",
    )


GRID_ROWS = (
    GridRow((Cell("当事人", label=True), Cell("东海县某商店", span=3)), 10),
    GridRow(
        (
            Cell("统一社会\n信用代码", label=True),
            Cell("92320722MA1X2Y3Z4A"),
            Cell("联系电话", label=True),
            Cell("0518—87654321", align=Align.CENTER),
        ),
    ),
    GridRow((Cell("案　由", label=True), Cell("占道经营", span=3)), 10),
    GridRow(
        (
            Cell("承办意见", label=True),
            Cell(
                "　　建议立案。",
                span=3,
                foot="承办人签名：\n　　　　年　　月　　日",
            ),
        ),
        50,
    ),
    GridRow(
        (
            Cell("负责人\n意见", label=True),
            Cell("", span=3, foot="签名：　　　　　　　　年　　月　　日"),
        ),
        50,
    ),
)
GRID = Grid((28, 50, 28, 50), GRID_ROWS)


def approval(**others):
    return replace(form(GRID, kind="立案审批表", signed=False, **others), addressee="")


def receipted(count):
    """Return a form whose receipt may not fit below its text."""
    lines = [Paragraph(f"第{at}行。") for at in range(1, count + 1)]
    grid = replace(GRID, rows=GRID_ROWS[:4])
    blocks = (Paragraph("回执一。"), grid, Paragraph("回执末。"))
    paper = form(*lines, signed=False, receipt=Receipt("回执", blocks))
    return replace(paper, addressee="")


def samples():
    """Yield every paper that is printed for the tests, by name."""
    for name, record in RECORDS.items():
        if name != "force_ledger":
            yield name, record().compose(FINAL)
    yield "draft", frontline_report().compose(DRAFT)
    yield "solid", plain_paper(Paragraph(SOLID * 50))
    yield "long", plain_paper(*[Paragraph("片" * 1000)] * 100)
    yield (
        "turned",
        plain_paper(
            Paragraph("正文。"),
            table(40, caption="纵向"),
            replace(table(3), landscape=True),
            Paragraph("后文。"),
            attachments=(
                Attachment(("名单",), (table(2),)),
                Attachment(("横表",), (table(40, note="注文。"),), landscape=True),
            ),
            imprint=IMPRINT,
        ),
    )
    yield "sealed", signed("东海县综合行政执法局", sealed=True)
    yield "long_name", signed("连云港市东海县人力资源和社会保障局综合处", sealed=True)
    yield "unsealed", signed("东海县综合行政执法局", sealed=False)
    yield "short_name", signed("执法局", sealed=False)
    yield (
        "urgent",
        replace(
            frontline_report().compose(FINAL),
            head=FileHead(
                "连云港市东海县人力资源和社会保障局综合行政执法指挥中心文件",
                "东综执〔2026〕24号",
                ("周建国", "欧阳明", "王立"),
                "特急",
            ),
        ),
    )
    yield "letter", letter()
    yield "urgent_letter", letter(urgency="特急", pages=5)
    yield "letter_to_one", letter(copies="")
    yield "draft_letter", replace(letter(number=""), stamp=DRAFT)
    yield "minutes", minutes()
    there = "县综合行政执法局周建国、王立，县司法局李文博，县市场监督局张伟"
    present = Present("出席", there), Present("请假", "县应急管理局刘洋")
    yield "present", plain_paper(Paragraph("会议结束。"), *present)
    yield "order", order()
    yield "draft_order", order(DRAFT)
    yield "approval", approval()
    yield "counted", form(Paragraph(SOLID * 30), counted=True, signed=False)
    yield "receipt_here", receipted(3)
    yield "receipt_turned", receipted(10)
    for count in LINES_WITH_IMPRINT:
        lines = [Paragraph(f"第{at}行。") for at in range(1, count + 1)]
        yield f"imprint{count}", plain_paper(*lines, imprint=IMPRINT)


# --- reading what was printed --------------------------------------------------------

DOTS = 300 / 25.4  # a millimetre


def dots(mm):
    return int(mm * DOTS)


@dataclass
class Line:
    """Characters on one baseline; millimetres from the paper's upper left corner.

    It ends where the ink of its last character does; that begins at its origin.
    """

    text: str
    left: float
    right: float
    baseline: float
    last: float

    def end(self, em=EM_MM):
        """Return where the room of the last character ends, so wide a character."""
        return self.last + em

    def middle(self, em=EM_MM):
        """Return the middle of the line's characters."""
        return (self.left + self.end(em)) / 2


class Page:
    """One printed page."""

    def __init__(self, page):
        self.page = page
        self.width, self.height = (side * 25.4 / 72 for side in page.get_size())

    @cached_property
    def ink(self):
        """The page in red, green and blue."""
        return self.page.render(scale=DOTS * 25.4 / 72).to_numpy()[..., 2::-1]

    @cached_property
    def dark(self):
        """Where there is ink of any colour that is not light."""
        return self.ink.max(2) < 200

    @cached_property
    def black(self):
        """Where there is black ink."""
        return self.ink.max(2) < 110

    @cached_property
    def chars(self):
        """Character, left, right, baseline and angle of each that is printed."""
        text = self.page.get_textpage()
        found = []
        for at in range(text.count_chars()):
            sign = chr(raw.FPDFText_GetUnicode(text, at))
            if raw.FPDFText_IsGenerated(text, at) or sign in "\r\n":
                continue
            x, y = ctypes.c_double(), ctypes.c_double()
            raw.FPDFText_GetCharOrigin(text, at, x, y)
            left, _bottom, right, _top = text.get_charbox(at)
            angle = raw.FPDFText_GetCharAngle(text, at)
            mm = [value * 25.4 / 72 for value in (x.value, left, right, y.value)]
            found.append((sign, *mm[:3], self.height - mm[3], angle))
        return found

    @cached_property
    def lines(self):
        """The upright lines, from the top."""
        by_line = {}
        for sign, origin, left, right, baseline, angle in self.chars:
            if abs(angle) < 0.1:
                by_line.setdefault(round(baseline, 1), []).append(
                    (origin, sign, left, right)
                )
        found = []
        for baseline, signs in sorted(by_line.items()):
            signs.sort()
            inked = [one for one in signs if not one[1].isspace()]
            if inked:
                text = "".join(one[1] for one in signs)
                found.append(
                    Line(text, signs[0][0], inked[-1][3], baseline, inked[-1][0])
                )
        return found

    @property
    def body(self):
        """The lines inside the text area."""
        return [line for line in self.lines if line.baseline < 262.1]

    @property
    def text(self):
        return "".join(line.text for line in self.lines)

    def line(self, text):
        return next(line for line in self.lines if text in line.text)

    def spans(self, mask, axis):
        """Return from where to where a mask has ink, along one axis."""
        filled = np.flatnonzero(mask.any(1 - axis))
        breaks = np.flatnonzero(np.diff(filled) > 1)
        starts = filled[np.r_[0, breaks + 1]] if len(filled) else []
        ends = filled[np.r_[breaks, len(filled) - 1]] if len(filled) else []
        return [(a / DOTS, (b + 1) / DOTS) for a, b in zip(starts, ends, strict=True)]

    def underlines(self, line):
        """Return the rules below a line of text, longer than a character is."""
        band = self.black[dots(line.baseline + 0.2) : dots(line.baseline + 2)]
        rows = [self.spans(row[None, :], 1) for row in band]
        long = [[one for one in row if one[1] - one[0] > 7] for row in rows]
        return max(long, key=len)

    @cached_property
    def red(self):
        r, g, b = (self.ink[..., at] for at in range(3))
        return (r > 150) & (g < 110) & (b < 110)

    def rules(self):
        """Return the rules across the whole text area, in black, from the top."""
        across = self.black[:, dots(29) : dots(183)]
        return self.spans(across.mean(1, keepdims=True) > 0.95, 0)


class Printed(list):
    """The pages of one paper."""

    def __init__(self, path):
        self.pdf = pypdfium2.PdfDocument(path)
        super().__init__(map(Page, self.pdf))

    @property
    def text(self):
        return "".join(page.text for page in self)


def rendered(folder, files, *options):
    """Write files, put them through the office in one run, return where they are."""
    for name, content in files.items():
        (folder / name).write_bytes(content)
    out = folder / "out"
    names = [str(folder / name) for name in files]
    script = str(ROOT / "tools" / "render-docx")
    done = subprocess.run(  # noqa: S603 - a script of our own
        [script, *options, str(out), *names],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return out


def parts_of(content):
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def xml_of(content, name):
    return etree.fromstring(parts_of(content)[name])


def near(value, wanted, by=0.5):
    return abs(value - wanted) <= by
