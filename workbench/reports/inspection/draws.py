"""The announcement of a draw: what was drawn, and how anybody can check it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from workbench.reports.issuing import Issuing
from workbench.reports.page import (
    Align,
    Attachment,
    Block,
    Column,
    Document,
    Heading,
    Paragraph,
    Stamp,
    Table,
)
from workbench.reports.titles import break_title
from workbench.reports.wording import Phrases, said
from workbench.rules.calendar import chinese_minute

_GROUP = 8  # signs of a digest that are set together, so that it can be compared


@dataclass(frozen=True, slots=True)
class Stratum:
    """One part of the list that was drawn from by itself.

    Attributes:
        name: Credit class, trade or town.
        listed: Enterprises in it, exclusions taken off.
        share: Share that is drawn, as policy has it.
        drawn: How many were drawn.
    """

    name: str
    listed: int
    share: str
    drawn: int


@dataclass(frozen=True, slots=True)
class Excluded:
    """Enterprises taken off the list before the draw, for one reason."""

    reason: str
    count: int


@dataclass(frozen=True, slots=True)
class DrawnLine:
    """One enterprise that was drawn, and who was drawn to inspect it.

    Attributes:
        name: The enterprise.
        code: Its unified social credit code.
        town: Where it is.
        stratum: Which part of the list it stood in.
        teams: Unit and officers of each authority, a line each.
    """

    name: str
    code: str
    town: str
    stratum: str
    teams: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DrawAnnouncement:
    """关于××检查对象和检查人员随机抽取结果的通告.

    People call it 抽取结果公告. A bureau issues it as 通告, what those concerned are to
    know; 公告 tells the country at large of weighty or statutory matters.

    Attributes:
        task: Name of the task that was drawn for.
        number: Number of the task.
        drawn_at: When.
        place: Where.
        witnesses: Who was there, with what they are.
        population: Enterprises on the list before exclusions.
        excluded: Who was taken off, and why.
        inspectors: Officers on their list.
        strata: The parts of the list.
        seed_method: How the seed came about, in one sentence.
        seed: The seed as it was read out or put together.
        algorithm: How lots are made from it, with its version.
        list_digest: SM3 of the frozen lists, 64 signs.
        result_digest: SM3 of the result, 64 signs.
        proof: Where the proof file is public.
        phone: Where anybody may object.
        drawn: The result.
    """

    PHRASES: ClassVar[Phrases] = {
        "opening": "为保证随机抽查公开、公平、公正，现将{任务}（任务编号：{编号}）"
        "检查对象和检查人员的随机抽取结果通告如下。",
        "frozen": "抽取前，先固定检查对象名单和检查人员名单，计算并公布名单校验码；名单"
        "固定以后不再增减。抽取完成后，计算并公布结果校验码。",
        "checking": "任何人都可以下载抽取证明文件，用公开的校验程序由名单、种子重新计"
        "算，所得结果应当与本通告一致。证明文件公布于{公布处所}。",
        "people": "检查人员按照执法领域从检查人员名录库中随机选派，每个单位不少于两人"
        "，与检查对象有利害关系的应当回避。因回避、离岗等原因更换人员的，另行通告理由"
        "。",
        "objection": "对抽取结果有异议的，可以拨打{电话}反映。",
        "closing": "特此通告。",
    }

    issuing: Issuing
    task: str
    number: str
    drawn_at: datetime
    place: str
    witnesses: tuple[str, ...]
    population: int
    excluded: tuple[Excluded, ...]
    inspectors: int
    strata: tuple[Stratum, ...]
    seed_method: str
    seed: str
    algorithm: str
    list_digest: str
    result_digest: str
    proof: str
    phone: str
    drawn: tuple[DrawnLine, ...]
    phrases: tuple[tuple[str, str], ...] = ()

    @property
    def title(self) -> str:
        """The announcement's title."""
        return f"关于{self.task}随机抽取结果的通告"

    def compose(self, stamp: Stamp) -> Document:
        """Return the announcement with the result as its attachment."""
        names = (self.task, "随机抽取")
        result = Attachment(
            break_title(f"{self.task}随机抽取结果", names=names),
            (self._result(),),
            landscape=True,
        )
        return self.issuing.paper(
            "通告",
            break_title(self.title, names=names),
            self._blocks(),
            (result,),
            stamp,
        )

    def _blocks(self) -> Iterator[Block]:
        yield Paragraph(said(self, "opening", task=self.task, number=self.number))
        yield Heading("抽取过程")
        yield Paragraph(
            f"抽取于{chinese_minute(self.drawn_at)}在{self.place}进行，"
            f"{'、'.join(self.witnesses)}现场见证。{said(self, 'frozen')}"
        )
        yield Heading("抽取范围")
        yield Paragraph(self._range())
        yield self._strata()
        yield Heading("抽取结果")
        yield Paragraph(
            f"共抽取检查对象{len(self.drawn)}户，逐户匹配检查人员，结果见附件。"
            f"{said(self, 'people')}"
        )
        yield Heading("抽取凭据")
        yield Paragraph(
            f"{self.seed_method}抽取凭据见表2。"
            f"{said(self, 'checking', proof=self.proof)}"
        )
        yield self._evidence()
        yield Paragraph(said(self, "objection", phone=self.phone))
        yield Paragraph(said(self, "closing"))

    def _range(self) -> str:
        listed = sum(one.listed for one in self.strata)
        taken = "、".join(f"{one.reason}{one.count}户" for one in self.excluded)
        off = f"，抽取前依规定排除{taken}" if taken else ""
        return (
            f"检查对象名录库中属于本次检查范围的企业{self.population}户{off}，"
            f"参加抽取{listed}户；检查人员名录库中符合条件的执法人员"
            f"{self.inspectors}人。分层抽取情况见表1。"
        )

    def _strata(self) -> Table:
        rows = [
            (one.name, str(one.listed), one.share, str(one.drawn))
            for one in self.strata
        ]
        listed = sum(one.listed for one in self.strata)
        drawn = sum(one.drawn for one in self.strata)
        rows.append(("合计", str(listed), "—", str(drawn)))
        return Table(
            (
                Column("分层", 60),
                Column("参加抽取（户）", 32),
                Column("抽取比例", 32),
                Column("抽取户数", 32),
            ),
            tuple(rows),
            caption="分层抽取情况",
        )

    def _evidence(self) -> Table:
        return Table(
            (Column("项目", 36), Column("内容", 120, Align.LEFT)),
            (
                ("任务编号", self.number),
                ("名单校验码\n（SM3）", _grouped(self.list_digest)),
                ("种子", self.seed),
                ("抽取算法", self.algorithm),
                ("结果校验码\n（SM3）", _grouped(self.result_digest)),
            ),
            caption="抽取凭据",
        )

    def _result(self) -> Table:
        return Table(
            (
                Column("序号", 11),
                Column("检查对象", 54, Align.LEFT),
                Column("统一社会信用代码", 52),
                Column("所在镇街", 22),
                Column("分层", 22),
                Column("检查人员", 64, Align.LEFT),
            ),
            tuple(
                (
                    str(at),
                    one.name,
                    one.code,
                    one.town,
                    one.stratum,
                    "\n".join(one.teams),
                )
                for at, one in enumerate(self.drawn, start=1)
            ),
        )


def _grouped(digest: str) -> str:
    """Return a digest in groups of eight signs, four groups a line."""
    groups = [digest[at : at + _GROUP] for at in range(0, len(digest), _GROUP)]
    half = (len(groups) + 1) // 2
    return "\n".join(filter(None, (" ".join(groups[:half]), " ".join(groups[half:]))))
