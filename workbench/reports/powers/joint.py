"""The plan of a joint action (联合行动方案), put in force by its notice."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
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
    names_in_lines,
)
from workbench.reports.titles import break_title
from workbench.reports.wording import Phrases, said
from workbench.rules.calendar import chinese_days

_NAMES_EMS = 14  # of 小四 in the column of a team's members
_DEMANDS = ("authority", "procedure", "discipline", "record", "safety", "telling")


@dataclass(frozen=True, slots=True)
class Task:
    """What one unit does (职责分工)."""

    unit: str
    duty: str


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage of the action.

    Attributes:
        name: Such as 摸排准备.
        first: Its first day.
        last: Its last day.
        content: What is done in it.
    """

    name: str
    first: date
    last: date
    content: str


@dataclass(frozen=True, slots=True)
class Team:
    """A team: sent once, for the whole of its matters.

    Attributes:
        area: Where it works.
        leader: Who leads it, with the unit.
        members: Who else is in it, each with the unit or what else tells them apart.
        certified: How many of all of them hold a valid certificate.
        vehicles: Its vehicles; often nothing.
    """

    name: str
    area: str
    leader: str
    members: tuple[str, ...]
    certified: int
    vehicles: str = ""


@dataclass(frozen=True, slots=True)
class JointAction:
    """关于印发《××联合行动方案》的通知.

    Attributes:
        zone: The zone's name, as sentences name it.
        name: Name of the action, such as 集市周边占道经营和食品摊贩.
        grant: The county's document that grants the power, with its number.
        consent: Whose consent the notice bears, such as 经县人民政府同意; a department
            directs no town government without it.
        aim: What is to be reached.
        first: First day of the action.
        last: Last day.
        area: Where it takes place.
        matters: What is dealt with, each in a sentence.
        lead: Who leads (牵头单位).
        tasks: Who does what.
        stages: What is done when.
        teams: Who is sent where.
        contact: Whom to ask, with the telephone number.
    """

    PHRASES: ClassVar[Phrases] = {
        "opening": (
            "为加强跨部门执法协作，根据{授权文件}，{同意机关}现将《{方案或安排}》印发给你们，"
            "请认真组织实施。"
        ),
        "authority": (
            "行政检查、行政处罚由具有执法主体资格的单位以自己的名义实施，指挥中心只负责"
            "组织协调，不出具执法文书。每组持有效行政执法证的人员不少于二人，"
            "执法辅助人员不单独执法。"
        ),
        "procedure": (
            "进入企业检查的，事先办理审批和通知手续，检查时主动出示执法证件。"
            "做到人员一次性选派、检查一次性完成、结果一次性公布，同一企业只进一次门。"
        ),
        "discipline": (
            "不下达检查指标，不将考核与检查频次、罚款数额挂钩，"
            "不干扰企业正常生产经营，不以观摩、督导、考察等名义变相检查。"
        ),
        "record": (
            "落实行政执法公示和执法全过程记录制度。检查结果和处理结果依法公示，"
            "相关数据按规定时限推送；发现涉嫌犯罪的，依法移送。"
        ),
        "safety": (
            "行动前开展安全提示，行动中注意疏导交通、秩序维护和人员安全。"
            "对老年摊主、残疾摊主等群体以劝导帮扶为主，遇有突发情况先行处置并立即报告。"
        ),
        "telling": (
            "各组当日向指挥中心报送进展，行动结束后由牵头单位形成总结。联系人：{联系人}。"
        ),
        "asking": "执行中遇到的问题，请及时向{片区}指挥中心反映。",
    }

    issuing: Issuing
    zone: str
    name: str
    grant: str
    consent: str
    aim: str
    first: date
    last: date
    area: str
    matters: tuple[str, ...]
    lead: str
    tasks: tuple[Task, ...]
    stages: tuple[Stage, ...]
    teams: tuple[Team, ...]
    contact: str
    phrases: tuple[tuple[str, str], ...] = ()

    @property
    def title(self) -> str:
        """The notice's title."""
        return f"关于印发《{self._plan}》的通知"

    @property
    def _plan(self) -> str:
        return f"{self.zone}{self.name}联合行动方案"

    def compose(self, stamp: Stamp) -> Document:
        """Return the notice with the plan it puts in force, and the list of teams."""
        names = (self.zone, self.name)
        opening = said(
            self,
            "opening",
            grant=self.grant,
            consent=f"{self.consent}，" if self.consent else "",
            plan=self._plan,
        )
        plan = Attachment(
            break_title(self._plan, names=names), tuple(self._articles()), enclosed=True
        )
        teams = Attachment(("联合行动人员编组表",), (self._teams(),), landscape=True)
        return self.issuing.paper(
            "通知",
            break_title(self.title, names=names),
            [Paragraph(opening), Paragraph(said(self, "asking", zone=self.zone))],
            (plan, teams),
            stamp,
        )

    def _articles(self) -> Iterator[Block]:
        yield Heading("行动目标")
        yield Paragraph(self.aim)
        yield Heading("行动时间和范围")
        yield Paragraph(
            f"行动时间为{chinese_days(self.first, self.last)}，范围为{self.area}。"
        )
        yield Heading("行动事项")
        for matter in self.matters:
            yield Heading(matter, 2)
        yield Heading("职责分工")
        yield Paragraph(
            f"联合行动由{self.zone}指挥中心组织协调，{self.lead}牵头，"
            "各单位按照职责分工参加。"
        )
        for task in self.tasks:
            yield Heading(f"{task.unit}。", 2, task.duty)
        yield Heading("行动步骤")
        for stage in self.stages:
            days = chinese_days(stage.first, stage.last)
            yield Heading(f"{stage.name}（{days}）。", 2, stage.content)
        yield Heading("人员编组")
        everybody = sum(1 + len(team.members) for team in self.teams)
        yield Paragraph(
            f"共编{len(self.teams)}个组{everybody}人，"
            f"其中持有效行政执法证{sum(team.certified for team in self.teams)}人，"
            "名单见附件。行动期间人员由指挥中心统一调度，原单位不另行安排任务。"
        )
        yield Heading("工作要求")
        titles = (
            "明确执法主体。",
            "规范检查程序。",
            "严守执法纪律。",
            "做好记录公示。",
            "确保现场安全。",
            "及时报送情况。",
        )
        for title, name in zip(titles, _DEMANDS, strict=True):
            yield Heading(title, 2, said(self, name, contact=self.contact))

    def _teams(self) -> Table:
        return Table(
            (
                Column("组别", 20),
                Column("责任区域", 45, Align.LEFT),
                Column("组长", 44),
                Column("成员", 66, Align.LEFT),
                Column("总人数", 16),
                Column("持证\n人数", 14),
                Column("车辆", 20),
            ),
            tuple(
                (
                    team.name,
                    team.area,
                    team.leader,
                    names_in_lines(team.members, _NAMES_EMS),
                    str(1 + len(team.members)),
                    str(team.certified),
                    team.vehicles or "—",
                )
                for team in self.teams
            ),
        )
