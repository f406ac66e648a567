"""What the superior's own forms may ask of the register (套表)."""

from collections.abc import Sequence

import sqlalchemy as sa

from workbench.access import Permission
from workbench.desk import Work, chartered
from workbench.models.roster.units import UnitFact
from workbench.rules.calendar import chinese_day
from workbench.rules.roster.units import UnitKind
from workbench.services.platform import setup


@chartered(Permission.DOCUMENTS_PAPER_COMPOSE)
def common_facts(work: Work) -> dict[str, str]:
    """Return what is known without asking, by the names that forms give it.

    The unit is that of the account; the county's enforcement organ where it has none.
    """
    county = str(setup.settings(work).get("county", ""))
    name, short = _unit(work)
    day = work.today
    known = (
        (("县区", "县（区）", "区县", "县"), county),
        (("单位", "单位名称", "填报单位"), name),
        (("单位简称",), short),
        (("填报人", "经办人", "制表人"), work.actor.name),
        (("日期", "填报日期", "制表日期"), chinese_day(day)),
        (("年", "年份", "年度"), str(day.year)),
        (("月", "月份"), str(day.month)),
        (("日",), str(day.day)),
    )
    return {one: text for names, text in known for one in names if text}


def _unit(work: Work) -> tuple[str, str]:
    """Return name and short name of whose form it is; empty where nobody can tell."""
    whose: sa.ColumnElement[bool] = UnitFact.unit_id == work.actor.unit_id
    if work.actor.unit_id is None:
        whose = sa.and_(
            UnitFact.kind == UnitKind.COUNTY_ENFORCEMENT, UnitFact.parent_id.is_(None)
        )
    found = work.session.execute(
        sa.select(UnitFact.name, UnitFact.short_name)
        .where(whose, UnitFact.holds_on(work.today), work.visible(UnitFact))
        .order_by(UnitFact.unit_id)
    ).first()
    return ("", "") if found is None else (found.name, found.short_name)


@chartered(Permission.DOCUMENTS_PAPER_COMPOSE, title="填写套表")
def note_filled(work: Work, *, name: str, filled: Sequence[str]) -> None:
    """Leave a line in the trail that a form of somebody else's was filled in.

    Args:
        work: Whose work.
        name: Of the form's file.
        filled: Names of the places that were given a value; the values are in the
            copy, not in the trail.
    """
