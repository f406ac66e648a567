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
    Column,
    Document,
    FileHead,
    Imprint,
    Paragraph,
    Signature,
    Stamp,
    Table,
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
from workbench.rules.roster.deployment import Cause, Definition, Tally
from workbench.rules.roster.zones import CentreDuty

ROOT = Path(__file__).parents[1]
MADE = datetime(2026, 11, 2, 3, 0, tzinfo=UTC)
FINAL, DRAFT = Stamp(MADE), Stamp(MADE, draft=True, sample=True)
TARGET = Fraction(85, 100)
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
EM_MM, LINE_MM = 15.75 * 25.4 / 72, 28.95 * 25.4 / 72

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
        "addressee": "各镇人民政府、街道办事处，县各有关部门",
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
    for count in LINES_WITH_IMPRINT:
        lines = [Paragraph(f"第{at}行。") for at in range(1, count + 1)]
        yield f"imprint{count}", plain_paper(*lines, imprint=IMPRINT)


# --- reading what was printed --------------------------------------------------------

DOTS = 300 / 25.4  # a millimetre


def dots(mm):
    return int(mm * DOTS)


@dataclass
class Line:
    """Characters on one baseline; millimetres from the paper's upper left corner."""

    text: str
    left: float
    right: float
    baseline: float


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
                found.append(Line(text, signs[0][0], inked[-1][3], baseline))
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
