"""What is written on the spot: the record of an inspection, its photographs."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from operator import attrgetter
from typing import ClassVar

from workbench.reports.inspection.forms import (
    LINE_EMS,
    PEN_DAY,
    cell,
    enforcement_form,
    label,
    line,
    lines,
    period_cell,
    signatures,
)
from workbench.reports.inspection.parties import (
    NO_WITNESS,
    NOBODY,
    Inspected,
    Team,
    Witness,
    officers_text,
)
from workbench.reports.issuing import Issuing
from workbench.reports.page import (
    Align,
    Blank,
    Block,
    Cell,
    Column,
    Document,
    Grid,
    GridRow,
    Heading,
    Paragraph,
    Ruled,
    Stamp,
    Table,
    filled,
)
from workbench.reports.wording import Phrases, said
from workbench.rules.calendar import chinese_minute

RESULTS = ("合格", "不合格", "不适用")
_EMPTY_CHECKS, _EMPTY_PHOTOS, _EMPTY_TEAMS = 8, 2, 2
_FACT_MM, _PHOTO_MM = 9, 80
SIGNING = "被检查人：　　　　　　检查人员：　　　　　　　"
"""Who signs every page of a record."""


@dataclass(frozen=True, slots=True)
class CheckLine:
    """One thing that was looked at.

    Attributes:
        unit: Which authority looked at it.
        matter: What (检查事项).
        standard: What is required (检查内容和标准).
        finding: What was found.
        result: One of ``RESULTS``.
        evidence: Numbers of the evidence.
    """

    unit: str
    matter: str
    standard: str
    finding: str
    result: str
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class EvidenceLine:
    """One piece of evidence that was taken.

    Attributes:
        number: Its number.
        name: What it is, how much of it.
        source: How it was taken, by whom.
        shows: What it proves.
    """

    number: str
    name: str
    source: str
    shows: str


@dataclass(frozen=True, slots=True)
class SiteRecord:
    """现场检查笔录: what was seen, item by item, read over and signed on every page.

    Attributes:
        started_at: When the inspection began.
        ended_at: When it ended.
        place: Where.
        party: Who was inspected.
        receiver: Who was in charge on the spot or went along.
        teams: Who inspected what; the lead first.
        recorder: Who wrote the record.
        notice: Number of the notice.
        entry: Code, minute and person of 扫码入企, or why there is none.
        seen: The answer about the certificates.
        recusal: The answer about recusal.
        checks: What was looked at, those of an authority together.
        situation: What else there is to say, paragraph by paragraph.
        evidence: What was taken as evidence.
        recordings: Numbers of sound and picture recordings.
        opinion: What the party says to it, as the party wrote it.
        refusal: Why the party did not sign; empty where it did.
        witness: Who bore witness to that.
    """

    PHRASES: ClassVar[Phrases] = {
        "told": "告知：我们是{检查单位}的行政执法人员，这是我们的行政执法证件（向你出示"
        "），请你核对。现依法对你单位实施检查，请予配合。你单位有权陈述、申辩，检查中"
        "应当如实回答询问并协助检查。",
        "recusal": "问：依照《中华人民共和国行政处罚法》第四十三条的规定，你认为检查"
        "人员与本次检查有直接利害关系或者有其他关系可能影响公正执法的，有权申请回避。"
        "你是否申请检查人员回避？",
        "read": "以上笔录我已看过（已向我宣读），与现场情况相符。",
        "remark": "本笔录由被检查人逐页签名或者盖章；笔录有更正的，更正处由被检查人签"
        "名或者按指印。",
    }

    issuing: Issuing
    started_at: datetime | None = None
    ended_at: datetime | None = None
    place: str = ""
    party: Inspected = NOBODY
    receiver: Witness = NO_WITNESS
    teams: tuple[Team, ...] = ()
    recorder: str = ""
    notice: str = ""
    entry: str = ""
    seen: str = ""
    recusal: str = ""
    checks: tuple[CheckLine, ...] = ()
    situation: tuple[str, ...] = ()
    evidence: tuple[EvidenceLine, ...] = ()
    recordings: str = ""
    opinion: str = ""
    refusal: str = ""
    witness: Witness = NO_WITNESS
    phrases: tuple[tuple[str, str], ...] = ()

    @property
    def title(self) -> str:
        """The record's title."""
        return f"{self.party.name}现场检查笔录"

    def compose(self, stamp: Stamp) -> Document:
        """Return the record; its pages are counted."""
        return enforcement_form(
            self.issuing,
            "现场检查笔录",
            self._blocks(stamp),
            stamp,
            remark=said(self, "remark"),
            numbered=False,
            signed=False,
            counted=True,
            signing=SIGNING,
        )

    def _blocks(self, stamp: Stamp) -> Iterator[Block]:
        yield Grid((28, 53, 27, 48), tuple(self._facts(stamp)))
        yield from self._told(stamp)
        yield Heading("检查情况")
        yield from self._checks(stamp)
        yield Heading("其他情况")
        if self.situation:
            for text in self.situation:
                yield Paragraph(text)
        else:
            yield from lines("", "", stamp, 3)
        yield Heading("证据和音像记录")
        if self.evidence:
            yield self._evidence()
        else:
            yield line("证据：", "", stamp)
        yield line("音像记录编号：", self.recordings, stamp)
        yield Heading("被检查人意见")
        yield from self._closing()

    def _facts(self, stamp: Stamp) -> Iterator[GridRow]:
        def wide(name: str, value: str) -> GridRow:
            return GridRow((label(name), cell(value, stamp, span=3)), _FACT_MM)

        def pair(one: str, value: str, other: str, beside: str) -> GridRow:
            cells = (label(one), cell(value, stamp), label(other), cell(beside, stamp))
            return GridRow(cells, _FACT_MM)

        party, receiver = self.party, self.receiver
        period = period_cell(self.started_at, self.ended_at, stamp, span=3)
        yield GridRow((label("检查时间"), period), _FACT_MM)
        yield wide("检查地点", self.place)
        yield pair("被检查人", party.name, "法定代表人\n或负责人", party.head)
        yield pair("统一社会\n信用代码", party.code, "通知书文号", self.notice)
        yield pair("现场负责人\n或陪同人", receiver.name, "职务", receiver.post)
        yield pair("身份证件\n号码", receiver.identity, "电话", receiver.phone)
        for at, team in enumerate(self.teams or (Team("", (), ()),) * _EMPTY_TEAMS):
            people = officers_text(team.officers)
            text = f"{team.unit}：{people}" if team.unit else ""
            yield wide("检查人员\n（牵头）" if at == 0 else "检查人员\n（协同）", text)
        yield pair("记录人", self.recorder, "扫码入企", self.entry)

    def _told(self, stamp: Stamp) -> Iterator[Block]:
        units = "、".join(team.unit for team in self.teams)
        if units:
            yield Paragraph(said(self, "told", units=units))
        else:
            before, _mark, after = self.PHRASES["told"].partition("{检查单位}")
            yield Ruled((before, filled("", stamp, 12), after))
        yield line("答：", self.seen, stamp)
        yield Paragraph(said(self, "recusal"))
        yield line("答：", self.recusal, stamp)

    def _checks(self, stamp: Stamp) -> Iterator[Block]:
        if not self.checks:
            yield self._empty_checks(stamp)
        numbers = iter(range(1, len(self.checks) + 1))
        for unit, group in groupby(self.checks, key=attrgetter("unit")):
            yield Heading(f"{unit}检查事项", 2)
            yield Table(
                tuple(Column(*one) for one in _CHECK_COLUMNS),
                tuple(
                    (
                        str(next(numbers)),
                        one.matter,
                        one.standard,
                        one.finding,
                        one.result,
                        one.evidence or "—",
                    )
                    for one in group
                ),
            )

    def _empty_checks(self, stamp: Stamp) -> Grid:
        heads = tuple(label(one[0]) for one in _CHECK_COLUMNS)
        empty = tuple(
            GridRow((cell(str(at), stamp, middle=True), *(cell("", stamp),) * 5), 14)
            for at in range(1, _EMPTY_CHECKS + 1)
        )
        widths = tuple(one[1] for one in _CHECK_COLUMNS)
        return Grid(widths, (GridRow(heads), *empty))

    def _evidence(self) -> Table:
        return Table(
            (
                Column("证据\n编号", 17),
                Column("名称及数量", 58, Align.LEFT),
                Column("取得方式", 42, Align.LEFT),
                Column("证明内容", 42, Align.LEFT),
            ),
            tuple(
                (one.number, one.name, one.source, one.shows) for one in self.evidence
            ),
        )

    def _closing(self) -> Iterator[Block]:
        if self.opinion:
            yield Ruled((Blank(self.opinion, LINE_EMS),))
        else:
            yield Ruled((Blank("", LINE_EMS),))
            yield Ruled((Blank("", LINE_EMS),))
        yield Paragraph(said(self, "read"))
        yield signatures("现场负责人（签名）：")
        yield Ruled(("签名日期：", *PEN_DAY))
        yield Ruled(("拒绝签名的理由：", Blank(self.refusal, LINE_EMS - 8)))
        yield signatures("见证人（签名）：")
        yield Ruled(("见证人单位或者住址：", Blank(self.witness.post, LINE_EMS - 10)))
        for unit in [team.unit for team in self.teams] or ["检查人员"] * _EMPTY_TEAMS:
            yield signatures(f"{unit}（签名）：", "")
        yield signatures("记录人（签名）：")
        yield Ruled(("签名日期：", *PEN_DAY))


_CHECK_COLUMNS: tuple[tuple[str, float, Align], ...] = (
    ("序\n号", 8, Align.CENTER),
    ("检查事项", 26, Align.LEFT),
    ("检查内容和标准", 40, Align.LEFT),
    ("现场检查情况", 51, Align.LEFT),
    ("结果", 15, Align.CENTER),
    ("证据\n编号", 16, Align.CENTER),
)


@dataclass(frozen=True, slots=True)
class Photo:
    """One photograph.

    Attributes:
        number: Its number among the evidence.
        shows: What it proves.
        taken_at: When it was taken.
        place: Where.
        taken_by: Who took it.
    """

    number: str = ""
    shows: str = ""
    taken_at: datetime | None = None
    place: str = ""
    taken_by: str = ""


@dataclass(frozen=True, slots=True)
class PhotoSheet:
    """照片粘贴页: room for photographs, two on a page, each with what it proves.

    Attributes:
        party: Who was inspected.
        photos: The photographs; a form to be filled in has room for two.
    """

    PHRASES: ClassVar[Phrases] = {
        "remark": "照片由被检查人核对后签名或者盖章；原始文件与音像记录一并保存。",
    }

    issuing: Issuing
    party: Inspected = NOBODY
    photos: tuple[Photo, ...] = ()
    phrases: tuple[tuple[str, str], ...] = ()

    @property
    def title(self) -> str:
        """The sheet's title."""
        return f"{self.party.name}现场检查照片"

    def compose(self, stamp: Stamp) -> Document:
        """Return the sheet; its pages are counted."""
        photos = self.photos or (Photo(),) * _EMPTY_PHOTOS
        return enforcement_form(
            self.issuing,
            "照片粘贴页",
            (
                line("被检查人：", self.party.name, stamp),
                Grid((100, 56), tuple(map(self._photo, photos))),
            ),
            stamp,
            remark=said(self, "remark"),
            numbered=False,
            signed=False,
            counted=True,
        )

    def _photo(self, photo: Photo) -> GridRow:
        """Return a photograph and what is said of it in one row: it is never parted."""
        taken = chinese_minute(photo.taken_at) if photo.taken_at else ""
        told = (
            ("证据编号", photo.number),
            ("拍摄时间", taken),
            ("拍摄地点", photo.place),
            ("拍摄人", photo.taken_by),
            ("证明内容", photo.shows),
        )
        text = "\n".join(f"{name}：{value}" for name, value in told)
        return GridRow(
            (
                Cell("（照片粘贴处）", align=Align.CENTER),
                Cell(text, foot=_PHOTO_SIGNED),
            ),
            _PHOTO_MM,
        )


_PHOTO_SIGNED = "被检查人（签名）：　\n\n检查人员（签名）：　"
