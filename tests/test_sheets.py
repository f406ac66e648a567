"""Sheets: what their cells hold, how they print, and that their totals count."""

import io
import re
import zipfile
from datetime import date, datetime
from fractions import Fraction

import openpyxl
import pytest

from tests.papers import DRAFT, FINAL, MADE, force_ledger, parts_of, rendered
from workbench.reports.roster.deployment import (
    PlaceShare,
)
from workbench.reports.sheets import (
    CellKind,
    Formula,
    Sheet,
    Workbook,
    table_bytes,
    xlsx_bytes,
)
from workbench.reports.sheets import Column as SheetColumn

# --- sheets --------------------------------------------------------------------------


def opened(content, **options):
    return openpyxl.load_workbook(io.BytesIO(content), **options)


def without_values(content):
    """Return a workbook whose formulas carry no figures: all must be computed."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, part in parts_of(content).items():
            text = part
            if name.startswith("xl/worksheets/sheet"):
                text = re.sub(rb"(</f>)<v>[^<]*</v>", rb"\1", part)
                assert text != part
            archive.writestr(name, text)
    return file.getvalue()


@pytest.fixture(scope="module")
def recomputed(tmp_path_factory):
    """The ledgers as LibreOffice computes them from nothing but formulas."""
    folder = tmp_path_factory.mktemp("sheets")
    ledgers = {f"ledger{people}": force_ledger(people) for people in (60, 1, 0)}
    files = {
        f"{name}.xlsx": without_values(xlsx_bytes(ledger.compose(FINAL)))
        for name, ledger in ledgers.items()
    }
    out = rendered(folder, files, "--to", "xlsx")
    return {
        name: (ledger, opened((out / f"{name}.xlsx").read_bytes(), data_only=True))
        for name, ledger in ledgers.items()
    }


def shown(share):
    return "—" if share is None else pytest.approx(int(share * 1000) / 1000)


class TestSheets:
    @pytest.mark.parametrize("name", ["ledger60", "ledger1", "ledger0"])
    def test_the_ledgers_totals_recompute_to_the_records_figures(
        self, recomputed, name
    ):
        ledger, book = recomputed[name]
        people, totals = book["力量台账"], book["口径与合计"]
        by_title = {cell.value: cell.column for cell in people[3]}
        end = next(row for row in range(4, 99) if people.cell(row, 1).value == "合计")

        def total(title):
            return people.cell(end, by_title[title]).value

        assert end == 4 + max(1, len(ledger.lines))
        assert total("姓名") == len(ledger.lines)
        assert total("是否计入分母") == ledger.tally.strength
        assert total("是否计入分子") == ledger.tally.frontline
        assert total("实到天数") == sum(one.days_present or 0 for one in ledger.lines)
        share = ledger.tally.share
        cut = "—" if share is None else f"{int(share * 1000) / 10:.1f}%"
        assert total("未计入原因") == f"下沉比例 {cut}"
        for at, place in enumerate((*ledger.zones, PlaceShare("全县", ledger.tally))):
            row = [cell.value for cell in totals[4 + at]][1:5]
            assert row[:3] == [place.name, place.tally.strength, place.tally.frontline]
            assert row[3] == shown(place.tally.share)

    def test_the_figures_stored_beside_the_formulas_are_those_they_come_to(
        self, recomputed
    ):
        ledger, computed = recomputed["ledger60"]
        stored = opened(xlsx_bytes(ledger.compose(FINAL)), data_only=True)
        for sheet in stored:
            for row in sheet.iter_rows(min_row=4, max_row=64):
                for cell in row:
                    other = computed[sheet.title][cell.coordinate].value
                    same = (cell.value or None) == (other or None)
                    assert same or cell.value == pytest.approx(other)

    def test_codes_keep_their_zeros_and_days_are_days(self):
        sheet = opened(xlsx_bytes(force_ledger().compose(FINAL)))["力量台账"]
        titles = {cell.value: cell.column for cell in sheet[3]}
        code = sheet.cell(4, titles["执法证号"])
        assert (code.value, code.data_type, code.number_format) == (
            "00320700001",
            "s",
            "@",
        )
        assert sheet.cell(4, titles["证件有效期"]).value == datetime(2028, 3, 2)  # noqa: DTZ001 - as sheets keep days

    def test_what_looks_like_a_formula_stays_text(self):
        signs = ["=1+1", "+1", "-1", "@SUM(A1)", '=HYPERLINK("x")', "平常"]
        columns = (SheetColumn("a", "甲"), SheetColumn("b", "乙", CellKind.CODE))
        sheet = opened(table_bytes("表", columns, zip(signs, signs), MADE)).active  # noqa: B905 - the same list
        cells = [cell for row in sheet.iter_rows(min_row=3) for cell in row]
        assert [cell.value for cell in cells] == [one for one in signs for _ in "ab"]
        assert {cell.data_type for cell in cells} == {"s"}
        assert [bool(cell.quotePrefix) for cell in cells] == [True] * 10 + [False] * 2

    def test_a_sheet_prints_across_a4_with_head_and_page_numbers(self):
        sheet = opened(xlsx_bytes(force_ledger().compose(DRAFT)))["力量台账"]
        assert sheet.page_setup.orientation == "landscape"
        assert int(sheet.page_setup.paperSize) == 9
        assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (
            1,
            0,
        ) or (
            sheet.sheet_properties.pageSetUpPr.fitToPage
            and sheet.page_setup.fitToHeight == 0
        )
        assert sheet.print_title_rows == "$3:$3"
        assert sheet.freeze_panes == "A4"
        assert sheet.oddFooter.center.text == "第&P页 共&N页"
        assert "示例草稿" in sheet.oddHeader.right.text

    def test_the_same_workbook_gives_the_same_bytes(self):
        first, second = (xlsx_bytes(force_ledger().compose(FINAL)) for _ in range(2))
        assert first == second
        assert opened(first).properties.created == MADE.replace(tzinfo=None)

    def test_text_is_kept_in_shared_strings_as_wps_reads_it(self):
        parts = parts_of(xlsx_bytes(force_ledger().compose(FINAL)))
        assert "白塔埠镇".encode() in parts["xl/sharedStrings.xml"]
        assert b"inlineStr" not in parts["xl/worksheets/sheet1.xml"]

    def test_a_list_holds_every_kind_of_cell_and_nothing(self):
        columns = tuple(SheetColumn(kind, kind.value, kind) for kind in CellKind)
        rows = [
            (
                *("文\x00字", 12, date(2026, 3, 5), "007"),
                *(Fraction(84996, 100000), Fraction(-37, 20)),
            ),
            (None, None, None, None, None, None),
        ]
        content = table_bytes(
            "表/名", columns, rows, MADE, subtitle="共2条", sample=True
        )
        sheet = opened(content).active
        assert sheet.title == "表 名"
        assert (sheet["A1"].value, sheet["A2"].value) == ("表/名", "共2条")
        values = [cell.value for cell in sheet[4]]
        day = datetime(2026, 3, 5)  # noqa: DTZ001 - as sheets keep days
        assert values == ["文字", 12, day, "007", 0.849, -1.85]
        assert [cell.value for cell in sheet[5]] == [*[None] * 4, "—", None]

    def test_formulas_reach_their_row_their_column_and_another_sheet(self):
        number = SheetColumn("n", "数", CellKind.NUMBER)
        first = Sheet(
            "甲", "甲", (number,), [(1,), (2,)], totals=[(Formula("SUM({n})", 3),)]
        )
        double = [(Formula("2*{n}", 0),), (Formula("{甲!n}", 2),)]
        second = Sheet(
            "乙", "乙", (number,), double, totals=[(Formula("SUM({甲.n})", 3),)]
        )
        book = opened(xlsx_bytes(Workbook((first, second), "表", FINAL)))
        assert book["甲"]["A5"].value == "=SUM($A$3:$A$4)"
        assert book["乙"]["A3"].value == "=2*A3"
        assert book["乙"]["A4"].value == "='甲'!A4"
        assert book["乙"]["A5"].value == "=SUM('甲'!$A$3:$A$4)"
