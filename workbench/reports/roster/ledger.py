"""The month's ledger of the force, one line a person, with totals that count live."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from workbench.reports.page import Stamp
from workbench.reports.roster.deployment import PlaceShare, goal
from workbench.reports.sheets import (
    Cell,
    CellKind,
    Column,
    Formula,
    Sheet,
    Workbook,
    cut_share,
)
from workbench.rules.calendar import chinese_day
from workbench.rules.roster.deployment import Tally, percent


@dataclass(frozen=True, slots=True)
class LedgerLine:
    """One person of the force on the ledger's day.

    Attributes:
        certificate: Number of the certificate, or empty.
        certificate_to: Its last day.
        in_strength: Whether the person is one of D.
        on_frontline: Whether the person is one of N.
        reason: Why not, in words; empty for one of N.
        days_due: Days due in the month; None where attendance is not kept.
        days_present: Days present.
    """

    name: str
    sex: str
    home_unit: str
    employment: str
    host_unit: str
    post: str
    town: str
    zone: str
    certificate: str
    certificate_to: date | None
    in_strength: bool
    on_frontline: bool
    reason: str
    days_due: int | None
    days_present: int | None


@dataclass(frozen=True, slots=True)
class ForceLedger:
    """××县综合行政执法力量台账, one line a person.

    Attributes:
        month: First day of the month it is for.
        on: The day it counts on.
        definition: Name of the headline definition.
        wording: That definition in full.
        tally: The county's D and N.
        zones: D and N of each zone, and of 片区以外: whoever works in none of them.
        trail: Where the audit chain ended when the month was locked, in one line;
            empty where it is not locked.
        locked: The county's D and N as locked; None where the month is not.
    """

    county: str
    month: date
    on: date
    target: Fraction
    definition: str
    wording: str
    tally: Tally
    zones: tuple[PlaceShare, ...]
    lines: tuple[LedgerLine, ...]
    trail: str = ""
    locked: Tally | None = None

    @property
    def title(self) -> str:
        """The ledger's title."""
        month = f"{self.month.year}年{self.month.month}月"
        return f"{self.county}综合行政执法力量台账（{month}）"

    def compose(self, stamp: Stamp) -> Workbook:
        """Return the ledger and, on a second sheet, what it counts by."""
        return Workbook((self._people(), self._totals()), "月度力量台账", stamp)

    def _people(self) -> Sheet:
        due = sum(one.days_due or 0 for one in self.lines)
        present = sum(one.days_present or 0 for one in self.lines)
        totals: dict[str, Cell] = {
            "order": "合计",
            "name": Formula("COUNTA({name})", len(self.lines)),
            "strength": Formula('COUNTIF({strength},"是")', self.tally.strength),
            "frontline": Formula('COUNTIF({frontline},"是")', self.tally.frontline),
            "reason": Formula(
                '"下沉比例 "&IF(COUNTIF({strength},"是")=0,"—",TEXT('
                'INT(COUNTIF({frontline},"是")*1000/COUNTIF({strength},"是"))/10,"0.0")'
                '&"%")',
                f"下沉比例 {percent(self.tally.share)}"
                + "%" * bool(self.tally.strength),
            ),
            "due": Formula("SUM({due})", due),
            "present": Formula("SUM({present})", present),
            "presence": Formula(
                cut_share("SUM({present})", "SUM({due})"),
                Fraction(present, due) if due else None,
            ),
        }
        return Sheet(
            _PEOPLE,
            self.title,
            _LEDGER_COLUMNS,
            [self._line(at, one) for at, one in enumerate(self.lines, start=1)],
            subtitle=f"统计日：{chinese_day(self.on)}　　口径：{self.definition}　　"
            f"目标：{goal(self.target)}",
            totals=[[totals.get(column.key) for column in _LEDGER_COLUMNS]],
        )

    def _line(self, at: int, one: LedgerLine) -> tuple[Cell, ...]:
        named = {place.name for place in self.zones}
        share = Fraction(one.days_present or 0, one.days_due) if one.days_due else None
        return (
            at,
            one.name,
            one.sex,
            one.home_unit,
            one.employment,
            one.host_unit,
            one.post,
            one.town,
            one.zone if one.zone in named else _OUTSIDE,
            one.certificate,
            one.certificate_to,
            "是" if one.in_strength else "否",
            "是" if one.on_frontline else "否",
            one.reason,
            one.days_due,
            one.days_present,
            Formula(cut_share("{present}", "{due}"), share),
        )

    def _totals(self) -> Sheet:
        rows = [
            (
                at,
                place.name,
                Formula(
                    f'COUNTIFS({{{_PEOPLE}.zone}},{{zone}},{{{_PEOPLE}.strength}},"是")',
                    place.tally.strength,
                ),
                Formula(
                    f'COUNTIFS({{{_PEOPLE}.zone}},{{zone}},{{{_PEOPLE}.frontline}},"是")',
                    place.tally.frontline,
                ),
                Formula(cut_share("{frontline}", "{strength}"), place.tally.share),
            )
            for at, place in enumerate(self.zones, start=1)
        ]
        whole = (
            "",
            "全县",
            Formula("SUM({strength})", self.tally.strength),
            Formula("SUM({frontline})", self.tally.frontline),
            Formula(cut_share("SUM({frontline})", "SUM({strength})"), self.tally.share),
        )
        return Sheet(
            "口径与合计",
            f"{self.county}各片区力量下沉合计",
            _TOTAL_COLUMNS,
            rows,
            subtitle=f"统计日：{chinese_day(self.on)}",
            totals=[whole],
            notes=(
                f"口径：{self.definition}。{self.wording}",
                f"目标：县级比例不低于{goal(self.target)}。{_COUNTY_LEVEL}",
                "合计均为公式，修改台账后自动重算；百分数截尾保留一位小数，不四舍五入。",
                *self._locked(),
            ),
        )

    def _locked(self) -> tuple[str, ...]:
        """Return what there is to say of a locked month."""
        if self.locked is None:
            return ()
        trail = f"{self.trail}。" if self.trail else ""
        if self.locked == self.tally:
            return (f"本月已锁定。{trail}",)
        return (
            f"本月已锁定为{self.locked.text}，即{percent(self.locked.share)}%。{trail}",
            (
                "锁定后有更正，本表按更正后的事实逐人列示，合计与锁定的数字不同；"
                "考核以锁定的数字为准。"
            ),
        )


_COUNTY_LEVEL = "县级比例为考核口径，片区数据只反映各片区的贡献。"
_PEOPLE, _OUTSIDE = "力量台账", "片区以外"

_LEDGER_COLUMNS = (
    Column("order", "序号", CellKind.NUMBER, 5, centred=True),
    Column("name", "姓名", width=9),
    Column("sex", "性别", width=5, centred=True),
    Column("home", "编制单位", width=23),
    Column("employment", "编制类型", width=10, centred=True),
    Column("host", "使用单位", width=23),
    Column("post", "岗位", width=10, centred=True),
    Column("town", "镇街", width=11),
    Column("zone", "片区", width=12),
    Column("certificate", "执法证号", CellKind.CODE, 14),
    Column("certificate_to", "证件有效期", CellKind.DATE, 12),
    Column("strength", "是否计入分母", width=9.5, centred=True),
    Column("frontline", "是否计入分子", width=9.5, centred=True),
    Column("reason", "未计入原因", width=20),
    Column("due", "应到天数", CellKind.NUMBER, 9, centred=True),
    Column("present", "实到天数", CellKind.NUMBER, 9, centred=True),
    Column("presence", "到岗率", CellKind.SHARE, 8),
)

_TOTAL_COLUMNS = (
    Column("order", "序号", CellKind.NUMBER, 8, centred=True),
    Column("zone", "片区", width=30),
    Column("strength", "在编在岗（分母）", CellKind.NUMBER, 24),
    Column("frontline", "下沉一线（分子）", CellKind.NUMBER, 24),
    Column("share", "比例", CellKind.SHARE, 16),
)
