"""公文格式体检: good papers pass, planted faults are found and, if possible, mended."""

import io
import json
import re
import struct

import docx
import pytest
from docx.shared import Pt

from tests.checkup_faults import (
    BODY,
    FAULTS,
    FIRST,
    STYLES,
    changed,
    swap,
    texts,
    told,
    unsaid,
    zipped,
)
from tests.checkup_papers import (
    HANDMADE,
    PAPERS,
    SENTENCE,
    by_hand,
    everyday,
    framed_letter,
    kept,
)
from tests.papers import DRAFT, FINAL, issuing, parts_of, samples
from workbench import cli, demo_papers
from workbench.reports import checkup
from workbench.reports.layout import docx_bytes
from workbench.reports.page import Document, Paragraph
from workbench.rules import Refusal

RECORDS = demo_papers.samples()


class TestGoodPapers:
    @pytest.mark.parametrize("name", PAPERS)
    def test_a_paper_of_ours_has_no_deviation(self, name):
        assert told(PAPERS[name]) == []
        assert told(unsaid(PAPERS[name])) == []

    def test_every_sample_of_ours_passes(self):
        for name, paper in samples():
            assert (name, told(docx_bytes(paper))) == (name, [])

    @pytest.mark.parametrize("key", RECORDS)
    def test_every_kind_of_ours_passes(self, key):
        record = RECORDS[key]
        for stamp in (FINAL, DRAFT):
            paper = record.compose(stamp)
            if isinstance(paper, Document):
                assert told(docx_bytes(paper)) == []

    @pytest.mark.parametrize("more", [{}, {"drawn": True}, {"blanks": True}])
    def test_a_paper_set_right_by_hand_passes(self, more):
        assert told(by_hand(**more)) == []

    @pytest.mark.parametrize("name", HANDMADE)
    def test_what_others_type_rightly_passes(self, name):
        assert told(kept(HANDMADE[name]())) == []

    @pytest.mark.parametrize("sealed", [True, False])
    def test_a_draft_whose_day_is_still_open_passes(self, sealed):
        paper = issuing(signed_on=None, printed_on=None, sealed=sealed).paper(
            "通知", ("关于做好工作的通知",), (Paragraph(SENTENCE),), (), DRAFT
        )
        assert told(docx_bytes(paper)) == []

    @pytest.mark.parametrize(
        "organ",
        ["东海县人民政府", "中共东海县综合行政执法局党组", "东海县" + "综合执法" * 4],
    )
    def test_a_name_of_any_length_stands_over_its_day(self, organ):
        paper = issuing(organ=organ).paper(
            "通知", ("关于做好工作的通知",), (Paragraph(SENTENCE),), (), FINAL
        )
        assert [one for one in told(docx_bytes(paper)) if "署名" in one] == []

    def test_the_form_of_a_paper_is_told_and_how_it_was_found(self):
        wanted = {
            "notice": "文件格式",
            "letter": "信函格式",
            "minutes": "纪要格式",
            "form": "文书格式",
        }
        for name, form_of in wanted.items():
            found = checkup.inspect(PAPERS[name], "样件.docx")
            guessed = checkup.inspect(unsaid(PAPERS[name]), "样件.docx")
            assert (found.format, found.how) == (form_of, "文档属性")
            assert guessed.format == form_of
            assert guessed.how.startswith("按版面推测")

    def test_mending_a_good_paper_leaves_it_as_it_is(self):
        assert checkup.repair(PAPERS["notice"], "样件.docx") is PAPERS["notice"]


@pytest.mark.parametrize(
    ("rule", "paper", "part", "edit"),
    [pytest.param(*fault, id=f"{at}-{fault[0]}") for at, fault in enumerate(FAULTS)],
)
class TestPlantedFaults:
    def test_the_fault_is_found_named_and_mended_if_it_can_be(
        self, rule, paper, part, edit
    ):
        content = changed(PAPERS[paper], part, edit)
        found = checkup.inspect(content, "样件.docx").deviations
        mine = [one for one in found if one.rule == rule]
        assert mine, told(content)
        assert all(one.place and one.found and one.required for one in found)
        assert all(re.match(r"GB/T 9704—2012，\d", one.clause) for one in found)
        mended = checkup.repair(content)
        assert texts(mended) == texts(content)
        left = checkup.inspect(mended, "样件.docx").deviations
        assert [one for one in left if one.repairable] == []
        known = {one.rule for one in found if not one.repairable}
        assert {one.rule for one in left} <= known


class TestEverydayPapers:
    def test_a_paper_in_words_own_template_deviates_in_many_ways(self):
        found = checkup.inspect(everyday(), "通知.docx")
        assert {one.rule for one in found.deviations} >= {
            *("幅面尺寸", "页边与版心", "行数", "字体", "字号", "字形", "文字颜色"),
            *("标题居中", "首行缩进", "空格缩进", "段间空行", "边框线", "自动编号"),
            *("署名日期位置", "页码", "单双页"),
        }
        said = " ".join(told(everyday()))
        assert "第3段“现将有关事项通知如下。”" in said
        assert "用Cambria" in said

    def test_it_is_mended_without_touching_a_word(self):
        mended = checkup.repair(everyday())
        assert told(mended) == []
        assert texts(mended) == texts(everyday())
        file = docx.Document(io.BytesIO(mended))
        assert file.settings.odd_and_even_pages_header_footer
        assert file.sections[0].footer.paragraphs[0].text == "— 1 —"

    def test_what_a_program_chose_for_one_word_is_found_in_that_word_alone(self):
        file = docx.Document(io.BytesIO(PAPERS["notice"]))
        paragraph = next(p for p in file.paragraphs if p.text.startswith(FIRST))
        paragraph.add_run("请遵照执行。").font.size = Pt(15)
        kept = io.BytesIO()
        file.save(kept)
        assert [one for one in told(kept.getvalue()) if "请遵照执行" in one] != []


class TestMending:
    def test_the_mark_of_a_letter_stays_on_the_paper(self):
        before = kept(framed_letter())
        mended = checkup.repair(before)
        frame = re.search(r"<w:framePr[^>]*>", parts_of(mended)[BODY].decode())[0]
        assert 1600 < int(re.search(r'w:y="(-?\d+)"', frame)[1]) < 2100
        left = checkup.inspect(mended, "函.docx")
        assert [one.rule for one in left.deviations] == ["信函双线"]
        assert left.repairable == 0

    def test_a_copy_is_never_worse_than_before(self):
        for content in (everyday(), kept(framed_letter()), *PAPERS.values()):
            mended = checkup.repair(content)
            assert len(told(mended)) <= len(told(content))

    def test_a_title_with_a_full_stop_stays_a_title(self):
        edit = swap("有关事项的通知<", "有关事项的通知。<")
        before = changed(PAPERS["notice"], BODY, edit)
        assert [one.split("｜")[2] for one in told(before)] == ["标题末尾有句号"]
        assert checkup.repair(before) is before

    def test_the_words_of_a_foot_stay(self):
        file = docx.Document(io.BytesIO(everyday()))
        file.sections[0].footer.paragraphs[0].text = "第页　共3页"
        mended = checkup.repair(kept(file))
        assert texts(mended) == texts(kept(file))
        found = docx.Document(io.BytesIO(mended)).sections[0].footer
        assert found.paragraphs[0].text == "第页　共3页"


# --- files that are not read ---------------------------------------------------------

ENTITIES = (
    b'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a "aaaaaaaaaa">'
    b'<!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]><d>&b;</d>'
)


def with_part(part, content, base="notice"):
    return zipped(parts_of(PAPERS[base]) | {part: content})


def bomb():
    return with_part(BODY, b"<a>" + b" " * (40 << 20) + b"</a>")


def lying_bomb():
    """A file whose directory says that little is packed in it, though much is."""
    whole = 30 << 20
    packed = with_part("word/more.xml", b" " * whole)
    return packed.replace(struct.pack("<I", whole), struct.pack("<I", 999))


UNREADABLE = {
    "空文件": (b"", "空文件"),
    "坏压缩包": (PAPERS["notice"][:4000], "已损坏"),
    "改名的doc": (
        bytes.fromhex("d0cf11e0a1b11ae1") + "WordDocument".encode("utf-16-le") * 9,
        "旧版",
    ),
    "加密": (
        bytes.fromhex("d0cf11e0a1b11ae1") + "EncryptedPackage".encode("utf-16-le"),
        "密码",
    ),
    "宏": (with_part("word/vbaProject.bin", b"x"), "宏"),
    "宏类型": (
        with_part(
            "[Content_Types].xml",
            parts_of(PAPERS["notice"])["[Content_Types].xml"].replace(
                b"vnd.openxmlformats-officedocument.wordprocessingml.document.main",
                b"vnd.ms-word.document.macroEnabled.main",
            ),
        ),
        "宏",
    ),
    "压缩炸弹": (bomb(), "压缩炸弹"),
    "谎报大小": (lying_bomb(), "已损坏"),
    "实体": (with_part(BODY, ENTITIES), "实体"),
    "实体在样式": (with_part(STYLES, ENTITIES), "实体"),
    "实体用UTF-16": (
        with_part(
            BODY,
            ENTITIES.decode().replace("?>", ' encoding="UTF-16"?>', 1).encode("utf-16"),
        ),
        "实体",
    ),
    "坏XML": (with_part(BODY, b"<w:document>"), "已损坏"),
    "没有正文": (with_part(BODY, b"<a/>"), "已损坏"),
    "Excel": (
        zipped(
            {"[Content_Types].xml": b"<Types>spreadsheetml</Types>", "xl/a.xml": b""}
        ),
        "Excel",
    ),
    "别的压缩包": (zipped({"a.txt": b"a"}), "不是Word文档"),
    "PDF": (b"%PDF-1.7 ...", "PDF"),
    "网页": (b"<html><body></body></html>", "网页"),
    "文字": ("一份文字".encode(), "不是Word文档"),
    "太大": (b"PK" + b"0" * (64 << 20), "超过64 MB"),
}


class TestFilesThatAreNotRead:
    @pytest.mark.parametrize("name", UNREADABLE)
    def test_a_file_that_is_none_or_not_safe_is_refused_in_one_sentence(self, name):
        content, words = UNREADABLE[name]
        for deed in (checkup.inspect, checkup.repair):
            with pytest.raises(Refusal) as refused:
                deed(content, "来件.docx")
            said = str(refused.value)
            assert words in said
            assert "来件.docx" in said
            assert said.endswith("。")
            assert said.count("。") == 1

    def test_a_file_cut_off_anywhere_is_refused_or_read_but_never_a_bug(self):
        for at in range(0, len(PAPERS["letter"]), 997):
            with pytest.raises(Refusal):
                checkup.inspect(PAPERS["letter"][:at], "来件.docx")

    def test_values_that_mean_nothing_are_passed_over(self):
        content = changed(
            PAPERS["notice"],
            BODY,
            lambda xml: xml.replace('w:before="', 'w:before="nan').replace(
                'w:y="', 'w:y="1e9'
            ),
        )
        assert checkup.inspect(content, "来件.docx").format == "文件格式"

    def test_a_paragraph_of_a_hundred_thousand_signs_is_checked(self):
        long = "片区" * 50_000
        content = changed(PAPERS["notice"], BODY, swap(SENTENCE, f"{long},县"))
        assert any("半角标点" in one for one in told(content))
        assert len(checkup.inspect(content, "来件.docx").deviations[0].place) < 60


# --- the command ---------------------------------------------------------------------


class TestCommand:
    @pytest.fixture
    def files(self, tmp_path):
        good, bad = tmp_path / "好.docx", tmp_path / "坏.docx"
        good.write_bytes(PAPERS["notice"])
        bad.write_bytes(everyday())
        (tmp_path / "假.docx").write_bytes(b"x")
        return tmp_path

    def test_a_good_paper_is_exit_0_and_says_so(self, files, capsys):
        assert cli.main(["check-docx", str(files / "好.docx")]) == 0
        said = capsys.readouterr().out
        assert "文件格式，通知（文档属性）　符合，没有发现偏差。" in said

    def test_deviations_are_told_with_place_and_clause_and_exit_1(self, files, capsys):
        assert (
            cli.main(["check-docx", str(files / "好.docx"), str(files / "坏.docx")])
            == 1
        )
        said = capsys.readouterr().out
        assert "现状：纸张215.9mm×279.4mm" in said
        assert "应为：A4，210mm×297mm（GB/T 9704—2012，5.1）" in said

    def test_what_cannot_be_read_is_a_sentence_on_stderr_and_exit_1(
        self, files, capsys
    ):
        assert (
            cli.main(["check-docx", str(files / "假.docx"), str(files / "无.docx")])
            == 1
        )
        said = capsys.readouterr()
        assert "“假.docx”不是Word文档（docx），或者已损坏。" in said.err
        assert "没有找到文件" in said.err
        assert said.out == ""

    def test_no_file_named_is_a_misuse(self, capsys):
        with pytest.raises(SystemExit) as ended:
            cli.main(["check-docx"])
        assert ended.value.code == 2
        assert "缺少参数" in capsys.readouterr().err

    def test_json_holds_every_file_and_every_deviation(self, files, capsys):
        names = ["好.docx", "坏.docx", "假.docx"]
        assert (
            cli.main(["check-docx", "--json", *(str(files / one) for one in names)])
            == 1
        )
        good, bad, none = json.loads(capsys.readouterr().out)
        assert good["deviations"] == []
        assert set(bad["deviations"][0]) == {
            *("place", "found", "required", "clause", "repairable", "rule")
        }
        assert none["readable"] is False
        assert "不是Word文档" in none["error"]

    def test_mended_copies_are_written_beside_and_over_nothing(self, files, capsys):
        target = files / "改"
        arguments = ["check-docx", str(files / "坏.docx"), "--repair", str(target)]
        assert cli.main(arguments) == cli.main(arguments) == 1
        assert sorted(one.name for one in target.iterdir()) == [
            "坏.docx",
            "坏（2）.docx",
        ]
        assert "修复后的副本" in capsys.readouterr().out
        mended = (target / "坏.docx").read_bytes()
        assert told(mended) == []
        assert texts(mended) == texts(everyday())

    def test_a_good_paper_is_not_copied(self, files):
        target = files / "改"
        assert (
            cli.main(["check-docx", str(files / "好.docx"), "--repair", str(target)])
            == 0
        )
        assert list(target.iterdir()) == []
