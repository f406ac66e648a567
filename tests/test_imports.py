"""Sheets brought in: read, mapped, checked, all or nothing."""

import io
import zipfile
from datetime import date, datetime

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.county import enter_county, id_number
from workbench.desk import CancelledError
from workbench.rows import reading
from workbench.rows.reading import Encoding, read_grid
from workbench.rows.sheets import REMARKS, SheetColumn, mapped, plain_text, typed, whole
from workbench.rules import Refusal
from workbench.rules.roster.deployment import Tally
from workbench.services.roster import deployment, imports, people, person_files, units
from workbench.services.roster.import_kinds import KINDS

MOMENT = datetime(2026, 3, 5, 8, 30)  # noqa: DTZ001 - a cell names no time zone
HEAD = ["姓名", "身份证号", "编制类型", "编制单位", "编制起日", "使用单位", "岗位"]
HEAD += ["执法证号", "证件起日", "有效期至"]


def xlsx(*lines, title="人员"):
    book = openpyxl.Workbook()
    book.active.title = title
    for line in lines:
        book.active.append(line)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def person(serial, **changes):
    values = {
        "姓名": f"赵{serial}",
        "身份证号": id_number(serial),
        "编制类型": "参公编制",
        "编制单位": "县局",
        "编制起日": "2026-01-05",
        "使用单位": "牛山局",
        "岗位": "一线执法",
        "执法证号": f"1007020{serial:04d}",
        "证件起日": "2026-01-05",
        "有效期至": "2030-12-31",
        **changes,
    }
    return [values[title] for title in HEAD]


class TestReading:
    def test_cells_read_as_a_person_reads_them(self):
        content = xlsx(
            ["a", 12, 12.5, date(2026, 3, 5), MOMENT, True, None],
            [" 首尾 ", "007", "", "", "", "", ""],
        )
        grid = read_grid(content, "表.xlsx")
        assert grid.lines[0] == (
            "a",
            "12",
            "12.5",
            "2026-03-05",
            "2026-03-05 08:30:00",
            "是",
        )
        assert grid.lines[1][:2] == ("首尾", "007")

    def test_empty_lines_are_no_rows_and_line_numbers_stay(self):
        grid = read_grid(xlsx([None], ["甲", "乙"], [None, ""], ["1", "2"]), "表.xlsx")
        assert grid.lines == (("甲", "乙"), ("1", "2"))
        assert grid.numbers == (2, 4)

    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
    def test_a_text_file_says_how_it_was_read(self, encoding):
        grid = read_grid("姓名,电话\n王芳,1\n".encode(encoding), "表.csv")
        assert grid.lines == (("姓名", "电话"), ("王芳", "1"))
        wanted = Encoding.GB18030 if encoding == "gb18030" else Encoding.UTF8
        assert grid.encoding is wanted

    def test_a_sheet_is_chosen_by_name(self):
        book = openpyxl.load_workbook(io.BytesIO(xlsx(["甲"])))
        book.create_sheet("二").append(["乙"])
        stream = io.BytesIO()
        book.save(stream)
        assert read_grid(stream.getvalue(), "表.xlsx").lines == (("甲",),)
        grid = read_grid(stream.getvalue(), "表.xlsx", sheet="二")
        assert grid.lines == (("乙",),)
        assert grid.sheets == ("人员", "二")
        with pytest.raises(Refusal, match="没有名为“三”"):
            read_grid(stream.getvalue(), "表.xlsx", sheet="三")

    @pytest.mark.parametrize(
        ("content", "says"),
        [
            (b"", "空文件"),
            (b"  \n", "空文件"),
            (b"PK\x03\x04broken", "已损坏"),
            (bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 600, "已损坏"),
            (
                bytes.fromhex("d0cf11e0a1b11ae1")
                + "EncryptedPackage".encode("utf-16-le"),
                "打开密码",
            ),
            (b"\x89PNG\r\n\x1a\n\0\0\0", "已损坏"),
            (b"\xff\xfe\x80\x81,\x99", "编码无法识别"),
            (xlsx([None]), "没有内容"),
            (b"0" * (reading.LARGEST_BYTES + 1), "超过40 MB"),
        ],
        ids=[
            "empty",
            "blank",
            "broken zip",
            "broken xls",
            "encrypted",
            "picture",
            "no text",
            "no cells",
            "too large",
        ],
    )
    def test_what_cannot_be_read_is_refused_in_one_sentence(self, content, says):
        with pytest.raises(Refusal, match=says) as caught:
            read_grid(content, "表.xlsx")
        assert str(caught.value).count("。") == 1

    def test_a_locked_part_of_a_package_is_told_from_a_broken_one(self):
        content = bytearray(xlsx(["甲"]))
        content[6] |= 1  # the encryption flag of the first part …
        place = content.find(b"PK\x01\x02")
        content[place + 8] |= 1  # … and of its entry in the directory
        with pytest.raises(Refusal, match="打开密码"):
            read_grid(bytes(content), "表.xlsx")

    def test_a_package_that_unpacks_to_far_too_much_is_not_unpacked(self, monkeypatch):
        monkeypatch.setattr(reading, "LARGEST_UNPACKED", 100_000)
        stream = io.BytesIO(xlsx(["甲"]))
        with zipfile.ZipFile(stream, "a", zipfile.ZIP_DEFLATED) as package:
            package.writestr("xl/bomb.xml", b"0" * 200_000)
        with pytest.raises(Refusal, match="解压后过大"):
            read_grid(stream.getvalue(), "表.xlsx")

    @given(st.binary(max_size=200))
    def test_any_bytes_are_a_sheet_or_are_refused(self, content):
        clause = ""
        try:
            read_grid(content, "表")
        except Refusal as refusal:
            clause = refusal.clause
        assert clause in {"", "general/sheets"}


COLUMNS = (
    SheetColumn("name", "姓名", plain_text, required=True, also=("人员姓名",)),
    SheetColumn("age", "年龄", whole),
)


class TestMapping:
    def test_the_head_row_is_found_below_a_title_by_usual_names(self):
        lines = [["某某县人员表", None], ["人员姓名*", "年龄（岁）"], ["王芳", 30]]
        found = mapped(read_grid(xlsx(*lines), "表"), COLUMNS, {"age": "年龄（岁）"})
        assert found.places == {"name": 0, "age": 1}
        rows, faults = typed(found, COLUMNS)
        assert faults == []
        assert (rows[0].line, dict(rows[0].values)) == (3, {"name": "王芳", "age": 30})

    def test_errors_name_line_column_and_what_is_wrong(self):
        lines = [["姓名", "年龄", "其他"], ["王芳", "三十", "x"], [None, 5, "x"]]
        found = mapped(read_grid(xlsx(*lines), "表"), COLUMNS)
        rows, faults = typed(found, COLUMNS)
        assert rows == []
        assert [str(fault) for fault in faults] == [
            "第2行“年龄”：“三十”应为不小于0的整数。",
            "第3行“姓名”：不能为空。",
        ]
        assert found.unused == ("其他",)

    def test_a_sheet_without_a_head_row_is_refused(self):
        with pytest.raises(Refusal, match="没有找到表头行"):
            mapped(read_grid(xlsx(["1", "2"], ["3", "4"]), "表"), COLUMNS)


@pytest.fixture
def county(desk):
    return enter_county(desk)


def bring(desk, *lines, kind="people", head=HEAD, **options):
    return desk.do(
        imports.import_sheet,
        kind=kind,
        content=xlsx(head, *lines),
        name="表.xlsx",
        reason="建账",
        **options,
    )


class TestPeople:
    def test_a_preview_shows_mapping_sample_and_every_error(self, desk, county):
        content = xlsx(
            HEAD,
            person(101),
            person(102, 身份证号=id_number(101)),
            person(103, 身份证号=id_number(103)[:-1] + "Q"),
            person(104, 编制单位="不存在的局"),
            person(105, 有效期至="2026-02-30"),
            person(106, 身份证号=id_number(1)),
        )
        found = desk.ask(
            imports.preview, kind="people", content=content, name="人员.xlsx"
        )
        assert found.total == 6
        assert found.mapping["certificate_to"] == "有效期至"
        assert found.missing == ()
        assert not found.ready
        said = [str(fault) for fault in found.faults]
        masked = f"320722********{id_number(1)[-4:]}"
        assert said == [
            "第3行“身份证号”：与第2行是同一人。",
            "第4行“身份证号”：身份证号应为18位（17位数字加1位校验位）。",
            "第5行“编制单位”：没有名为“不存在的局”的机构，请先登记机构或改正名称。",
            "第6行“证件止日”：没有“2026-02-30”这一天，请核对日历。",
            f"第7行“身份证号”：{masked}已经登记，且内容不同；变动请用“派驻”等表导入。",
        ]

    def test_one_wrong_line_and_nothing_is_entered(self, desk, county):
        before = len(desk.ask(people.find_people))
        with pytest.raises(
            Refusal, match=r"没有导入任何一行。第3行“编制类型”"
        ) as caught:
            bring(desk, person(101), person(102, 编制类型="临时"))
        assert caught.value.ways
        assert len(desk.ask(people.find_people)) == before

    def test_a_good_sheet_enters_people_with_their_facts(self, desk, county):
        assert bring(desk, *(person(serial) for serial in range(101, 111))) == 10
        found = desk.ask(people.find_people, text="赵101")
        row = desk.ask(people.person_rows, ids=found)[found[0]]
        assert (row.home, row.host, row.certificate) == (
            "县局",
            "牛山局",
            "10070200101",
        )
        share = desk.ask(deployment.share_on, on=date(2026, 1, 6))
        assert share.headline == Tally(13, 15)
        whole_file = desk.ask(person_files.person_file, person_id=found[0])
        assert whole_file.hosts[0].reason == "建账"

    def test_the_sheet_to_repair_holds_every_line_and_comes_back_as_it_is(
        self, desk, county
    ):
        content = xlsx(HEAD, person(101), person(102, 编制单位="县句"))
        repaired = desk.ask(
            imports.repair_sheet, kind="people", content=content, name="表.xlsx"
        )
        book = openpyxl.load_workbook(io.BytesIO(repaired))
        cells = [[cell.value for cell in line] for line in book.active.iter_rows()]
        head = next(at for at, line in enumerate(cells) if REMARKS in line)
        assert cells[head][1:] == HEAD
        assert "县句" in cells[head + 2][0]
        wrong = book.active.cell(head + 3, 2 + HEAD.index("编制单位"))
        wrong.value = "县局"
        stream = io.BytesIO()
        book.save(stream)
        done = desk.do(
            imports.import_sheet,
            kind="people",
            content=stream.getvalue(),
            name="改好.xlsx",
            reason="建账",
        )
        assert done == 2

    def test_a_cancelled_import_leaves_nothing(self, desk, county):
        def stop(done, _total, _doing):
            if done == 2:
                raise CancelledError

        with pytest.raises(CancelledError):
            bring(desk.watched(stop), person(101))
        assert len(desk.ask(people.find_people, text="赵101")) == 0

    def test_a_template_has_every_column_and_is_read_back(self, desk):
        for kind in KINDS.values():
            content = desk.ask(imports.template, kind=kind.key)
            found = desk.ask(
                imports.preview, kind=kind.key, content=content, name="模板.xlsx"
            )
            assert found.missing == ()
            assert set(found.mapping) == {column.name for column in kind.columns}
            assert not found.ready

    def test_a_missing_required_column_is_named(self, desk, county):
        with pytest.raises(Refusal, match="缺少必填列：编制单位"):
            desk.do(
                imports.import_sheet,
                kind="people",
                content=xlsx(["姓名", "身份证号", "编制类型", "编制起日"], ["a", "b"]),
                name="表.xlsx",
                reason="建账",
            )


class TestOtherSheets:
    def test_units_are_entered_whatever_their_order(self, desk, county):
        head = ["全称", "简称", "类别", "上级机构", "镇街", "计入下沉口径", "起日"]
        bring(
            desk,
            [
                "东海县石榴街道综合执法局",
                "石榴局",
                "镇街综合执法局",
                "石榴街道办",
                "石榴街道",
                "是",
                "2025-01-01",
            ],
            [
                "东海县石榴街道办事处",
                "石榴街道办",
                "镇街政府",
                "",
                "石榴街道",
                "否",
                "2025-01-01",
            ],
            kind="units",
            head=head,
        )
        found = desk.ask(units.find_units, text="石榴局")
        row = desk.ask(units.unit_rows, ids=found)[found[0]]
        assert (row.parent, row.place, row.counts) == ("石榴街道办", "石榴街道", True)

    def test_a_town_bureau_without_town_names_its_line(self, desk, county):
        with pytest.raises(Refusal, match="第2行：镇街综合执法局须填写所在镇街"):
            bring(
                desk,
                ["甲局", "镇街综合执法局", "2025-01-01"],
                kind="units",
                head=["全称", "类别", "起日"],
            )

    def test_postings_follow_each_other_and_an_overlap_names_its_line(
        self, desk, county
    ):
        head = ["身份证号", "使用单位", "岗位", "起日", "止日", "派驻文号"]
        bring(
            desk,
            [
                id_number(3),
                "牛山局",
                "一线执法",
                "2026-01-01",
                None,
                "东综执〔2026〕1号",
            ],
            [id_number(3), "一队", "一线执法", "2026-02-01", None, ""],
            kind="postings",
            head=head,
        )
        lines = desk.ask(
            person_files.person_file, person_id=county.people["张伟"]
        ).hosts
        assert [line.text for line in lines] == [
            "一队 一线执法",
            "牛山局 一线执法",
            "县局 综合后勤",
        ]
        with pytest.raises(Refusal, match=r"第2行“起日”：使用单位.*日期重叠"):
            bring(
                desk,
                [id_number(3), "县局", "法制", "2026-02-10", "2026-02-20", ""],
                kind="postings",
                head=head,
            )

    def test_leaves_certificates_attendance_and_training_are_entered(
        self, desk, county
    ):
        bring(
            desk,
            [id_number(1), "病假", "2026-02-01", "2026-02-10", "2026-02-28"],
            kind="leaves",
            head=["身份证号", "离岗类别", "起日", "止日", "批准至"],
        )
        bring(
            desk,
            [id_number(1), "10070109999", "市场监管", "2026-01-01", "2031-01-01"],
            kind="certificates",
            head=["身份证号", "执法证号", "执法领域", "证件起日", "证件止日"],
        )
        bring(
            desk,
            [id_number(1), "2026年2月", 17, 9],
            [id_number(2), "202602", 17, 17],
            kind="attendance",
            head=["身份证号", "月份", "应到天数", "实到天数"],
        )
        bring(
            desk,
            [id_number(1), "2026-01-08", "行政处罚法", 8, 90],
            kind="training",
            head=["身份证号", "日期", "内容", "学时", "成绩"],
        )
        found = desk.ask(person_files.person_file, person_id=county.people["王芳"])
        assert found.leaves[0].text == "病假（批准至2026-02-28）"
        assert len(found.certificates) == 2
        assert found.attendance[0].days_present == 9
        assert found.training[0].topic == "行政处罚法"

    def test_somebody_not_on_record_is_named_masked(self, desk, county):
        with pytest.raises(Refusal, match=r"320722\*{8}\w{4}没有登记"):
            bring(
                desk,
                [id_number(999), "2026-02", 17, 9],
                kind="attendance",
                head=["身份证号", "月份", "应到天数", "实到天数"],
            )


class TestEffects:
    """What is on record already is skipped; what it would change is said."""

    def effects(self, desk, *lines, kind, head):
        found = desk.ask(
            imports.preview, kind=kind, content=xlsx(head, *lines), name="表.xlsx"
        )
        assert [line.says for line in found.lines] == [""] * len(lines)
        return [line.effect.label for line in found.lines]

    def test_attendance_is_new_changed_or_the_same(self, desk, county):
        head = ["身份证号", "月份", "应到天数", "实到天数"]
        bring(desk, [id_number(1), "2026-01", 20, 19], kind="attendance", head=head)
        lines = (
            [id_number(1), "2026-01", 20, 19],
            [id_number(2), "2026-01", 20, 19],
        )
        assert self.effects(desk, *lines, kind="attendance", head=head) == [
            "不变",
            "新增",
        ]
        changed = [id_number(1), "2026-01", 20, 18]
        assert self.effects(desk, changed, kind="attendance", head=head) == ["变更"]
        assert bring(desk, *lines, kind="attendance", head=head) == 1
        with pytest.raises(Refusal, match="2行都已登记，没有新的内容"):
            bring(desk, *lines, kind="attendance", head=head)

    def test_postings_leave_certificates_and_training_are_known_again(
        self, desk, county
    ):
        sheets = {
            "postings": (
                ["身份证号", "使用单位", "岗位", "起日"],
                [id_number(3), "一队", "一线执法", "2026-02-01"],
                "变更",
            ),
            "leaves": (
                ["身份证号", "离岗类别", "起日", "止日"],
                [id_number(3), "病假", "2026-02-03", "2026-02-04"],
                "新增",
            ),
            "certificates": (
                ["身份证号", "执法证号", "执法领域", "证件起日", "证件止日"],
                [id_number(3), "10070109999", "城管", "2026-01-01", "2030-01-01"],
                "新增",
            ),
            "training": (
                ["身份证号", "日期", "内容", "学时"],
                [id_number(3), "2026-02-01", "行政处罚法", 8],
                "新增",
            ),
        }
        for kind, (head, line, effect) in sheets.items():
            assert self.effects(desk, line, kind=kind, head=head) == [effect]
            bring(desk, line, kind=kind, head=head)
            assert self.effects(desk, line, kind=kind, head=head) == ["不变"]

    def test_a_unit_on_record_is_known_again_or_said_to_differ(self, desk, county):
        head = ["全称", "简称", "类别", "执法主体类别", "计入下沉口径", "最低人员数"]
        head += ["起日"]
        same = ["东海县县局", "县局", "县级综合执法机关", "行政机关", "是", 1]
        line = [*same, "2025-01-01"]
        assert self.effects(desk, line, kind="units", head=head) == ["不变"]
        line[1] = "局"
        with pytest.raises(Refusal, match="第2行“全称”：已经登记，且内容不同"):
            bring(desk, line, kind="units", head=head)

    def test_people_on_record_are_known_again_whole(self, desk, county):
        bring(desk, person(101))
        assert self.effects(desk, person(101), kind="people", head=HEAD) == ["不变"]
        with pytest.raises(Refusal, match="已经登记，且内容不同"):
            bring(desk, person(101, 岗位="法制"))

    def test_leave_that_overlaps_is_named_before_anything_is_entered(
        self, desk, county
    ):
        content = xlsx(
            ["身份证号", "离岗类别", "起日", "止日", "批准至"],
            [id_number(3), "病假", "2026-02-03", "2026-02-05", None],
            [id_number(3), "病假", "2026-02-05", "2026-02-07", None],
            [id_number(3), "病假", "2026-02-09", "2026-02-10", "2026-02-01"],
        )
        found = desk.ask(
            imports.preview, kind="leaves", content=content, name="表.xlsx"
        )
        assert [bool(line.says) for line in found.lines] == [False, True, True]
        assert "日期重叠" in found.lines[1].says

    def test_a_backup_is_made_before_anything_is_entered(self, desk, county, home):
        imports.bring_in(
            desk,
            kind="people",
            content=xlsx(HEAD, person(101)),
            name="表.xlsx",
            reason="建账",
        )
        assert home.backups()[0].cause == "导入前"
