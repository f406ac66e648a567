"""Papers about zones: the plan that sets them up, the people of a command centre."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
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
from workbench.reports.roster.deployment import goal
from workbench.reports.titles import break_title
from workbench.reports.wording import Phrases
from workbench.rules.calendar import chinese_day
from workbench.rules.platform import SEED
from workbench.rules.roster.zones import CentreDuty

EVERYBODY = "各乡镇人民政府、街道办事处，县各有关单位"
"""Whom notices about zones and centres are sent to (主送)."""

_CONSENT = "经县人民政府同意"  # a bureau asks nothing of town governments without it


@dataclass(frozen=True, slots=True)
class ZonePlan:
    """One zone of the plan.

    Attributes:
        towns: Member towns.
        seat: The town where its centre sits (驻地).
        matters: Pooled matters (统筹事项).
        mean_m: Mean distance from the member towns to the seat, metres.
        farthest_m: Greatest such distance, metres.
        volume: Pooled matters handled in a year.
        staff: Enforcement staff of the member towns and the zone's team.
    """

    name: str
    towns: tuple[str, ...]
    seat: str
    matters: tuple[str, ...]
    mean_m: int
    farthest_m: int
    volume: int
    staff: int


@dataclass(frozen=True, slots=True)
class ZonePlanNotice:
    """关于印发《××县执法片区设置方案》的通知.

    Attributes:
        county: The county.
        grounds: The policy it carries out, with its title marks.
        approval: Number of the document by which the county government consented;
            empty where none is named.
        target: Share of the force that is to stand on the frontline.
        effective_on: First day of the zones.
        zones: In the order in which the plan lists them.
    """

    PHRASES: ClassVar[Phrases] = {
        "addressee": EVERYBODY,
        "copies": "县委办公室，县人大常委会办公室，县政府办公室",
        "grounds": f"《{SEED}》",
    }

    issuing: Issuing
    county: str
    grounds: str
    approval: str
    target: Fraction
    effective_on: date
    zones: tuple[ZonePlan, ...]

    @property
    def title(self) -> str:
        """The notice's title."""
        return f"关于印发《{self._plan}》的通知"

    @property
    def _plan(self) -> str:
        return f"{self.county}执法片区设置方案"

    def compose(self, stamp: Stamp) -> Document:
        """Return the notice with the plan it puts in force, and the plan's table."""
        approval = f"（{self.approval}）" if self.approval else ""
        text = (
            f"为统筹基层执法力量，根据{self.grounds}，{_CONSENT}{approval}，"
            f"现将《{self._plan}》印发给你们，请认真贯彻执行。"
        )
        names = (self.county,)
        plan = Attachment(
            break_title(self._plan, names=names), tuple(self._articles()), enclosed=True
        )
        table = Attachment(
            break_title(f"{self.county}执法片区基本情况表", names=names),
            (self._table(),),
        )
        return self.issuing.paper(
            "通知",
            break_title(self.title, names=names),
            [Paragraph(text)],
            (plan, table),
            stamp,
        )

    def _articles(self) -> Iterator[Block]:
        yield Heading("总体要求")
        yield Paragraph(
            "将地理位置、执法事项相近的镇街进行合理统筹，编制为执法片区，"
            "统一承接镇街无力承接的高频执法事项；加大编制统筹力度，规范人员管理，"
            f"推动{goal(self.target)}以上综合行政执法力量下沉一线，"
            "保障干部管理一体化、使用一线化。"
        )
        yield Heading("设置原则")
        yield Heading(
            "地域相连。", 2, "同一片区的镇街应当相邻成片，驻地居中、往返便利。"
        )
        yield Heading(
            "事项相近。",
            2,
            "以镇街无力承接的高频执法事项为统筹事项，一次编组、统一承接。",
        )
        yield Heading(
            "规模适度。", 2, "兼顾路途远近、事项数量和执法力量，各片区负担大体均衡。"
        )
        yield Heading(
            "权责不变。",
            2,
            "编入片区不改变行政区划，不改变镇街和县级部门的法定职责、执法主体资格。",
        )
        yield Heading("片区设置")
        yield Paragraph(
            f"全县共设{len(self.zones)}个执法片区，"
            f"自{chinese_day(self.effective_on)}起运行。"
            "各片区的距离、工作量和执法力量见附件。"
        )
        for zone in self.zones:
            yield Heading(
                f"{zone.name}。",
                2,
                f"成员镇街{len(zone.towns)}个：{'、'.join(zone.towns)}。"
                f"驻地：{zone.seat}。统筹事项：{'、'.join(zone.matters)}。",
            )
        yield Heading("指挥中心")
        yield Paragraph(
            "各片区设立指挥中心，主要成员由县综合执法主管部门明确，"
            "并包含各成员镇街执法监管工作负责人。指挥中心按照县级授权行使"
            "指挥协调权、管理考核权、推荐提名权、反向否决权。"
        )
        yield Paragraph(
            "指挥中心不是执法主体，不以自己的名义实施行政检查和行政处罚；"
            "对外执法文书由具有执法主体资格的机关或者组织依法出具。"
        )
        yield Heading("组织实施")
        yield Paragraph(
            "片区的成员镇街、驻地和统筹事项需要调整的，按本方案的印发程序办理。"
            f"本方案自{chinese_day(self.effective_on)}起施行。"
        )

    def _table(self) -> Table:
        rows = [
            (
                str(at),
                zone.name,
                names_in_lines(zone.towns, _TOWNS_EMS),
                zone.seat,
                _kilometres(zone.mean_m),
                _kilometres(zone.farthest_m),
                str(zone.volume),
                str(zone.staff),
            )
            for at, zone in enumerate(self.zones, start=1)
        ]
        volume = sum(zone.volume for zone in self.zones)
        staff = sum(zone.staff for zone in self.zones)
        rows.append(("", "合计", "", "", "", "", str(volume), str(staff)))
        return Table(
            (
                Column("序号", 11),
                Column("片区", 28),
                Column("成员镇街", 46, Align.LEFT),
                Column("驻地", 19),
                Column("平均\n距离", 13),
                Column("最远\n距离", 13),
                Column("年事\n项量", 13),
                Column("执法\n力量", 13),
            ),
            tuple(rows),
            note="距离以千米计，为各成员镇街驻地至片区驻地的直线距离，不代表道路里程；"
            "年事项量以件计，执法力量以人计。",
        )


@dataclass(frozen=True, slots=True)
class CentreMemberLine:
    """One member of the centre.

    Attributes:
        position: Post at home (现任职务).
        duty: What the person does in the centre.
        town: The town the person answers for, or empty.
    """

    name: str
    unit: str
    position: str
    duty: CentreDuty
    town: str
    phone: str


@dataclass(frozen=True, slots=True)
class CentreRoster:
    """关于明确××片区指挥中心组成人员的通知.

    Attributes:
        zone: The zone's name.
        grounds: The document that set the zone up, as the notice quotes it.
        effective_on: First day of the roster.
        members: In the order in which the list names them.
    """

    PHRASES: ClassVar[Phrases] = {
        "addressee": EVERYBODY,
        "copies": "县政府办公室，县司法局",
    }

    issuing: Issuing
    county: str
    zone: str
    grounds: str
    effective_on: date
    members: tuple[CentreMemberLine, ...]

    @property
    def title(self) -> str:
        """The notice's title."""
        return f"关于明确{self.county}{self.zone}指挥中心组成人员的通知"

    def compose(self, stamp: Stamp) -> Document:
        """Return the notice with the list as its attachment."""
        centre = f"{self.county}{self.zone}指挥中心"
        names = (self.county, self.zone)
        text = (
            f"根据{self.grounds}，{_CONSENT}，现明确{centre}组成人员{len(self.members)}名"
            f"（名单见附件），自{chinese_day(self.effective_on)}起履行职责。"
        )
        duty = "组成人员职务变动的，由接任人员接替，并报我单位备案。"
        listed = Attachment(
            break_title(f"{centre}组成人员名单", names=names), (self._table(),)
        )
        return self.issuing.paper(
            "通知",
            break_title(self.title, names=names),
            [Paragraph(text), Paragraph(duty)],
            (listed,),
            stamp,
        )

    def _table(self) -> Table:
        return Table(
            (
                Column("序号", 11),
                Column("姓名", 15),
                Column("单位", 28, Align.LEFT),
                Column("现任职务", 27),
                Column("指挥中心\n职务", 28),
                Column("负责镇街", 19),
                Column("联系电话", 28),
            ),
            tuple(
                (
                    str(at),
                    one.name,
                    one.unit,
                    one.position,
                    one.duty.label,
                    one.town or "—",
                    one.phone,
                )
                for at, one in enumerate(self.members, start=1)
            ),
        )


_TOWNS_EMS = 10  # of 小四 in the column of member towns


def _kilometres(metres: int) -> str:
    tenths = (metres + 50) // 100
    return f"{tenths // 10}.{tenths % 10}" if tenths else "—"
