"""Sheets that leave the house: lists as shown, and people with all their facts."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa

from workbench import facts
from workbench.access import Permission
from workbench.desk import Work, chartered
from workbench.listing import AnyListing
from workbench.models.roster.people import (
    Certificate,
    Establishment,
    Leave,
    Person,
    Posting,
)
from workbench.models.roster.units import UnitFact
from workbench.models.roster.zones import ZoneFact, ZoneTown
from workbench.reports.page import Stamp
from workbench.reports.sheets import Cell, CellKind, Column, Sheet, Workbook, xlsx_bytes
from workbench.rules.calendar import chinese_day
from workbench.rules.identifiers import mask_id_number
from workbench.services.documents.paper_list import PAPERS
from workbench.services.platform import setup
from workbench.services.platform.policy import POLICY_VALUES
from workbench.services.roster.people import PEOPLE, opened
from workbench.services.roster.person_files import entries, person_file
from workbench.services.roster.towns import TOWNS
from workbench.services.roster.units import UNITS
from workbench.services.roster.zones import ZONES, town_names

LISTS: dict[str, AnyListing] = {
    listing.key: listing
    for listing in (PEOPLE, UNITS, TOWNS, ZONES, PAPERS, POLICY_VALUES)
}
"""Every list that may be exported by name, beside 审计日志 and 账号 of the platform."""

_DATED = ("起日", "止日")


@chartered(Permission.ROSTER_PERSON_EXPORT, title="导出人员及全部事实")
def people_workbook(work: Work) -> bytes:
    """Return everybody one may see, with every dated fact the share rests on.

    Units, towns and zones are in it too, so that the share of any day can be counted
    again from this file alone. Identity numbers are masked; persons are told apart
    by 人员编号.

    Clause: roster/frontline-share, roster/personal-data
    """
    sheets = (
        _people(work),
        _facts_sheet(
            work,
            "编制",
            "编制单位",
            Establishment,
            {
                "人员编号": "person_id",
                "机构编号": "unit_id",
                "编制类型": "employment",
            },
        ),
        _facts_sheet(
            work,
            "派驻",
            "使用单位",
            Posting,
            {
                "人员编号": "person_id",
                "机构编号": "unit_id",
                "岗位": "post",
                "派驻文号": "document",
            },
        ),
        _facts_sheet(
            work,
            "执法证",
            "执法证",
            Certificate,
            {"人员编号": "person_id", "执法证号": "number", "执法领域": "fields"},
        ),
        _facts_sheet(
            work,
            "离岗",
            "离岗",
            Leave,
            {
                "人员编号": "person_id",
                "离岗类别": "kind",
                "批准至": "approved_to",
                "文号": "document",
            },
        ),
        _units(work),
        _zones(work),
    )
    sample = bool(setup.settings(work).get("sample"))
    return xlsx_bytes(Workbook(sheets, "人员及事实", Stamp(work.now, sample=sample)))


@chartered(Permission.ROSTER_PERSON_EXPORT, title="导出一人一档")
def person_workbook(work: Work, *, person_id: int) -> bytes:
    """Return everything about one person as a sheet. Numbers are masked.

    Raises:
        Refusal: The person may not be seen.

    Clause: roster/personal-data, platform/row-scope
    """
    whole = person_file(work, person_id=person_id, replaced=True)
    row = whole.row
    sheet = Sheet(
        "一人一档",
        f"一人一档：{row.name}",
        (
            Column("group", "类别", width=16),
            Column("first", "起日", CellKind.DATE),
            Column("last", "止日", CellKind.DATE),
            Column("text", "内容", width=34),
            Column("document", "文号或来源", width=24),
            Column("state", "状态", width=12),
            Column("reason", "原因", width=24),
        ),
        [
            [
                one.group,
                one.period.first,
                one.period.last,
                one.text,
                one.document,
                one.state,
                one.reason,
            ]
            for one in entries(whole)
        ],
        subtitle=f"{row.sex.label}，{chinese_day(row.born_on)}出生，"
        f"身份证号{row.id_number}，电话{row.phone or '—'}",
    )
    sample = bool(setup.settings(work).get("sample"))
    title = f"一人一档：{row.name}"
    return xlsx_bytes(Workbook((sheet,), title, Stamp(work.now, sample=sample)))


def _people(work: Work) -> Sheet:
    found = work.session.scalars(
        sa.select(Person).where(work.visible(Person)).order_by(Person.id)
    )
    rows: list[list[Cell]] = [
        [
            row.id,
            row.name,
            row.sex.label,
            row.born_on,
            mask_id_number(opened(work.secrets, row.sealed).id_number),
            row.remark,
        ]
        for row in found
    ]
    columns = (
        Column("id", "人员编号", CellKind.NUMBER),
        Column("name", "姓名"),
        Column("sex", "性别"),
        Column("born_on", "出生日期", CellKind.DATE),
        Column("id_number", "身份证号", CellKind.CODE, 22),
        Column("remark", "备注", width=20),
    )
    return Sheet("人员", "人员", columns, rows)


def _facts_sheet(
    work: Work, name: str, title: str, model: Any, named: Mapping[str, str]
) -> Sheet:
    found = work.session.scalars(
        sa.select(model)
        .where(model.stands(), work.visible(model))
        .order_by(model.person_id, model.valid_from)
    )
    rows = [
        [
            *(_cell(getattr(row, field)) for field in named.values()),
            row.valid_from,
            row.valid_to,
            row.reason,
        ]
        for row in found
    ]
    return Sheet(name, title, _columns([*named, *_DATED, "原因"]), rows)


def _cell(value: object) -> Any:
    label = getattr(value, "label", None)
    return value if label is None else label


def _columns(titles: Sequence[str]) -> tuple[Column, ...]:
    kinds = {"编号": CellKind.NUMBER, "日": CellKind.DATE, "至": CellKind.DATE}
    return tuple(
        Column(
            str(place),
            title,
            next(
                (kind for end, kind in kinds.items() if title.endswith(end)),
                CellKind.TEXT,
            ),
            14,
        )
        for place, title in enumerate(titles)
    )


def _units(work: Work) -> Sheet:
    names = {"机构编号": "unit_id", "全称": "name", "类别": "kind"}
    names |= {
        "镇街编号": "town_id",
        "片区编号": "zone_id",
        "最低人员数": "smallest_staff",
    }
    found = work.session.scalars(
        sa.select(UnitFact)
        .where(UnitFact.stands(), work.visible(UnitFact))
        .order_by(UnitFact.unit_id, UnitFact.valid_from)
    )
    rows = [
        [
            *(_cell(getattr(row, field)) for field in names.values()),
            "是" if row.counts else "否",
            row.valid_from,
            row.valid_to,
        ]
        for row in found
    ]
    return Sheet("机构", "机构", _columns([*names, "计入下沉口径", *_DATED]), rows)


def _zones(work: Work) -> Sheet:
    towns = town_names(work, on=work.today)
    called = {
        row.zone_id: row.name
        for row in work.session.scalars(
            sa.select(ZoneFact).where(ZoneFact.stands()).order_by(ZoneFact.valid_from)
        )
    }
    rows: list[list[int | str | date | None]] = [
        [
            row.zone_id,
            called.get(row.zone_id, "—"),
            row.town_id,
            towns.get(row.town_id, "—"),
            facts.period_of(row).first,
            facts.period_of(row).last,
        ]
        for row in work.session.scalars(
            sa.select(ZoneTown)
            .where(ZoneTown.stands())
            .order_by(ZoneTown.zone_id, ZoneTown.town_id)
        )
    ]
    titles = ["片区编号", "片区", "镇街编号", "镇街", *_DATED]
    return Sheet("片区镇街", "片区与镇街", _columns(titles), rows)


@chartered(Permission.PLATFORM_DESK_USE)
def list_sheet(
    work: Work,
    *,
    title: str,
    columns: Sequence[tuple[str, str]],
    rows: Sequence[Sequence[str]],
) -> bytes:
    """Return rows of a list as a sheet, as they were shown.

    Whoever lets it out notes that; the trail keeps how many rows, not what they say.

    Args:
        work: Whose work.
        title: Of the list.
        columns: Title and kind of each column.
        rows: Texts, one a column.
    """
    known = {kind.value: kind for kind in CellKind}
    declared = tuple(
        Column(str(place), head, known.get(kind, CellKind.TEXT), 4 + 2 * len(head))
        for place, (head, kind) in enumerate(columns)
    )
    sheet = Sheet(title, title, declared, rows)
    sample = bool(setup.settings(work).get("sample"))
    return xlsx_bytes(Workbook((sheet,), title, Stamp(work.now, sample=sample)))
