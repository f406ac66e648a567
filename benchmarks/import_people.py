"""Import of 10,000 people × 20 columns against reading and inserting the same cells.

The floor reads the sheet with calamine and puts its cells into one table of the same
encrypted file with ``executemany``. The workbench does that and also checks every
cell, seals identity numbers and telephones, splits the line into dated facts, keeps
the search text and the audit trail.
"""

import io
import tempfile
from datetime import date, timedelta
from pathlib import Path

import xlsxwriter
from python_calamine import CalamineWorkbook

from benchmarks.figures import Figure, compare, leave
from workbench import home_folder, house
from workbench.access import SYSTEM
from workbench.demo_people import _id_number
from workbench.desk import Desk
from workbench.rules.roster.units import UnitKind
from workbench.services.roster import imports, units
from workbench.services.roster.import_kinds import KINDS

PEOPLE, BOUND = 10_000, 5.0
HEAD = [column.title for column in KINDS["people"].columns]


def sheet() -> bytes:
    """Return a workbook of made-up people, every column filled."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        page = book.add_worksheet("人员")
        page.write_row(0, 0, HEAD)
        for number in range(PEOPLE):
            born = date(1965, 1, 1) + timedelta(days=number)
            values = {
                "姓名": f"示例{number}",
                "身份证号": _id_number(born, number),
                "联系电话": f"1{number:010d}",
                "编制类型": "参公编制",
                "编制单位": "县局",
                "编制起日": "2026-01-05",
                "使用单位": "县局",
                "岗位": "一线执法",
                "使用起日": "2026-01-05",
                "派驻文号": "示例〔2026〕1号",
                "执法证号": f"1007{number:07d}",
                "执法领域": "城市管理",
                "证件起日": "2024-01-01",
                "证件止日": "2029-01-01",
                "离岗类别": "年休假",
                "离岗起日": "2026-02-02",
                "批准至": "2026-02-06",
                "备注": "示例",
            }
            values["性别"] = "男" if int(values["身份证号"][16]) % 2 else "女"
            values["出生日期"] = born.isoformat()
            page.write_row(number + 1, 0, [values[title] for title in HEAD])
    return stream.getvalue()


def floor(content: bytes, folder: Path) -> None:
    """Read the sheet and insert its cells as they are."""
    rows = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0)
    path = folder / "floor.db"
    path.unlink(missing_ok=True)
    connection = home_folder.connect(path, "ab" * 32)
    columns = ", ".join(f"c{place} TEXT" for place in range(len(HEAD)))
    marks = ", ".join("?" * len(HEAD))
    connection.execute(f"CREATE TABLE person ({columns})")
    connection.execute("BEGIN IMMEDIATE")
    connection.executemany(
        f"INSERT INTO person VALUES ({marks})",  # noqa: S608 - marks only
        rows.to_python()[1:],
    )
    connection.execute("COMMIT")
    connection.close()


class Homes:
    """Fresh homes with one unit, one for each round."""

    def __init__(self, folder: Path, rounds: int) -> None:
        self.desks = []
        for number in range(rounds):
            _home, parts = house.found(
                folder / str(number), title="甲", county="乙", county_code="320722"
            )
            desk = Desk(parts, SYSTEM)
            desk.do(
                units.add_unit,
                name="县局",
                short_name="县局",
                kind=UnitKind.COUNTY_ENFORCEMENT,
                valid_from=date(2020, 1, 1),
                counts=True,
                reason="示例",
            )
            self.desks.append(desk)

    def bring(self, content: bytes) -> None:
        """Import the sheet into the next home."""
        count = self.desks.pop().do(
            imports.import_sheet,
            kind="people",
            content=content,
            name="人员.xlsx",
            reason="示例",
        )
        assert count == PEOPLE  # noqa: S101 - a figure of an import that failed is none


def measure(rounds: int = 5) -> list[Figure]:
    """Take the figure."""
    content = sheet()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        homes = Homes(folder, rounds)
        return [
            compare(
                f"导入{PEOPLE}人×{len(HEAD)}列",
                lambda: homes.bring(content),
                lambda: floor(content, folder),
                BOUND,
                rounds,
            )
        ]


if __name__ == "__main__":
    leave(measure())
