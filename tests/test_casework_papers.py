"""The papers of cases: what they hold, blank, as a draft and final."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from workbench.demo_papers.casework import samples
from workbench.reports import paper_bytes, rebuilt, record_json
from workbench.reports.casework import KINDS
from workbench.reports.casework.case_file import CaseCover, FileIndex, FileNote
from workbench.reports.casework.crime_lists import ItemList, MaterialList
from workbench.reports.casework.crime_referral import CrimeReferral, ReferralApproval
from workbench.reports.casework.crime_report import CrimeReport
from workbench.reports.casework.diligence import DiligenceStatement
from workbench.reports.casework.referral import CaseReferral
from workbench.reports.casework.service import ServiceReceipt
from workbench.reports.issuing import Issuing
from workbench.reports.kinds import file_bytes, issued_json
from workbench.reports.page import (
    Attachment,
    Blank,
    FormHead,
    Grid,
    Heading,
    LetterHead,
    Paragraph,
    Ruled,
    Stamp,
    Table,
)

MADE = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
DRAFT, FINAL = Stamp(MADE, draft=True), Stamp(MADE, sample=True)
ORGAN = "东海县综合行政执法局"
NOBODY = Issuing(ORGAN, "", "", "", "")
BLANK = {
    "case_referral": CaseReferral(NOBODY),
    "crime_referral": CrimeReferral(NOBODY),
    "crime_report": CrimeReport(ORGAN),
    "crime_items": ItemList(ORGAN, "", "", "", ()),
    "crime_materials": MaterialList(ORGAN, "", "", "", ()),
    "referral_approval": ReferralApproval(ORGAN),
    "service_receipt": ServiceReceipt(ORGAN),
    "case_cover": CaseCover(ORGAN),
    "file_index": FileIndex(),
    "file_note": FileNote(),
    "diligence": DiligenceStatement(NOBODY),
}
BY_KEY = {kind.key: kind for kind in KINDS}


def words(block):
    """Yield every text of a block, blanks with what stands in them."""
    match block:
        case Heading(text, _level, body):
            yield text + body
        case Paragraph(text):
            yield text
        case Ruled(parts):
            yield "".join(one.text if isinstance(one, Blank) else one for one in parts)
        case Table():
            yield from (column.title for column in block.columns)
            yield from (text for row in block.rows for text in row)
        case Grid():
            for row in block.rows:
                for cell in row.cells:
                    yield from (cell.text, cell.foot)


def text_of(paper):
    """Return a whole paper as lines, receipt and attachments too."""
    lines = ["".join(paper.title), paper.addressee]
    for part in (paper, *paper.attachments, *filter(None, (paper.receipt,))):
        if isinstance(part, Attachment):
            lines.append("".join(part.title))
        lines += [text for block in part.blocks for text in words(block)]
    return "\n".join([*lines, paper.remark])


def blanks_of(paper):
    return [
        part
        for block in paper.blocks
        if isinstance(block, Ruled)
        for part in block.parts
        if isinstance(part, Blank)
    ]


class TestEveryKind:
    def test_samples_and_blanks_cover_the_room(self):
        assert list(samples()) == list(BLANK) == list(BY_KEY)

    @pytest.mark.parametrize("key", BY_KEY)
    def test_a_sample_is_rebuilt_from_what_is_stored(self, key):
        record = samples()[key]
        text = record_json(record)
        again = rebuilt(BY_KEY[key].record, text)
        assert again == record
        assert record_json(again) == text

    @pytest.mark.parametrize("key", BY_KEY)
    @pytest.mark.parametrize("stamp", [DRAFT, FINAL], ids=["draft", "final"])
    @pytest.mark.parametrize("known", [True, False], ids=["filled", "blank"])
    def test_it_composes_blank_and_filled_as_a_draft_and_final(self, key, stamp, known):
        record = (samples() if known else BLANK)[key]
        paper = record.compose(stamp)
        assert isinstance(paper.head, FormHead)
        assert paper.blocks
        for block in paper.blocks:
            if isinstance(block, Grid):
                spans = {sum(cell.span for cell in row.cells) for row in block.rows}
                assert spans == {len(block.widths_mm)}
            if isinstance(block, Table):
                assert {len(row) for row in block.rows} == {len(block.columns)}

    @pytest.mark.parametrize("key", BY_KEY)
    def test_the_same_record_gives_the_same_file(self, key):
        text = record_json(samples()[key])
        first, second = (
            file_bytes(key, text, made_at=MADE, draft=False, sample=True)
            for _time in range(2)
        )
        assert first == second

    @pytest.mark.parametrize("key", BY_KEY)
    def test_only_numbered_forms_show_a_number(self, key):
        draft = samples()[key].compose(DRAFT)
        assert bool(draft.number) is BY_KEY[key].numbered

    def test_what_reaches_police_parties_and_other_organs_is_outward(self):
        inside = {kind.key for kind in KINDS if not kind.outward}
        assert inside == {
            "referral_approval",
            "case_cover",
            "file_index",
            "file_note",
            "diligence",
        }

    def test_a_final_form_strikes_through_what_is_not_known(self):
        record = BLANK["crime_referral"]
        left_open = [one for one in blanks_of(record.compose(DRAFT)) if not one.text]
        assert len(left_open) > 20
        struck = [one for one in blanks_of(record.compose(FINAL)) if one.text == "／"]
        assert len(struck) >= 10


class TestCrimeReferral:
    def test_it_names_all_that_the_police_must_know(self):
        text = text_of(samples()["crime_referral"].compose(FINAL))
        for needed in (
            "东海县公安局",
            "东海县人民检察院",
            "周示例",
            "320722198506170005",
            "危险作业罪",
            "第一百三十四条之一第三项",
            "东综执立〔2026〕57号",
            "承办人：孙示例",
            "执法证号：10320722002",
            "批准人：陈示例",
            "批准时间：2026年10月30日9时15分",
            "移送时间：2026年10月30日15时40分",
            "涉嫌犯罪案件情况的调查报告",
            "涉案物品清单",
            "检验报告",
            "一式三份",
        ):
            assert needed in text

    def test_it_rests_on_the_order_and_the_law_on_penalties(self):
        text = text_of(samples()["crime_referral"].compose(FINAL))
        assert "《中华人民共和国行政处罚法》第二十七条第一款" in text
        assert "（国务院令第310号）第三条第一款、第五条、第六条" in text

    def test_a_case_of_intellectual_property_goes_on_reasonable_suspicion(self):
        record = replace(samples()["crime_referral"], reasonable_suspicion=True)
        text = text_of(record.compose(FINAL))
        assert "合理嫌疑" in text
        assert "第三条第二款" in text

    def test_the_receipt_is_signed_and_dated_by_hand(self):
        paper = samples()["crime_referral"].compose(FINAL)
        assert paper.receipt.title == "涉嫌犯罪案件移送书（回执）"
        text = "\n".join(
            text for block in paper.receipt.blocks for text in words(block)
        )
        assert "东综执涉〔2026〕1号" in text
        assert "24小时内转送有管辖权的机关" in text
        assert "收到时间：年月日时分" in text

    def test_the_number_of_a_draft_is_not_on_its_receipt(self):
        receipt = samples()["crime_referral"].compose(DRAFT).receipt
        text = "\n".join(text for block in receipt.blocks for text in words(block))
        assert "东综执涉" not in text

    def test_a_blank_form_lists_the_required_materials_and_two_officers(self):
        text = text_of(BLANK["crime_referral"].compose(DRAFT))
        assert "有关检验报告或者鉴定结论" in text
        assert text.count("承办人：") == 2

    def test_a_blank_form_has_room_for_a_person_and_for_a_unit(self):
        text = text_of(BLANK["crime_referral"].compose(DRAFT))
        assert "（自然人）姓名" in text
        assert "（单位）名称" in text

    def test_it_is_issued_with_number_and_day(self):
        draft = replace(samples()["crime_referral"], issuing=NOBODY)
        text = issued_json(
            "crime_referral",
            record_json(draft),
            number="东综执涉〔2026〕2号",
            on=MADE.date(),
        )
        issued = rebuilt(CrimeReferral, text)
        assert issued.issuing.number == "东综执涉〔2026〕2号"
        assert issued.compose(FINAL).signature.on == MADE.date()


class TestApproval:
    def test_both_clocks_and_both_moments_stand_on_it(self):
        text = text_of(samples()["referral_approval"].compose(FINAL))
        for needed in (
            "2026年10月29日16时30分",
            "2026年11月1日24时前",
            "2026年10月31日9时15分前",
            "2026年10月30日15时40分",
            "■批准移送　□不批准移送",
            "职务：局长",
            "签名：孙示例、李示例",
            "正职负责人\n或者主持工作\n的负责人意见",
            "3日内作出批准移送或者不批准移送的决定",
        ):
            assert needed in text

    def test_a_refusal_prints_its_reason(self):
        record = replace(
            samples()["referral_approval"],
            approved=False,
            refusal="未达到立案追诉标准。",
            send_by=None,
            sent_at=None,
        )
        text = text_of(record.compose(FINAL))
        assert "□批准移送　■不批准移送" in text
        assert "未达到立案追诉标准。" in text

    def test_signatures_stay_open_on_a_final_form(self):
        text = text_of(BLANK["referral_approval"].compose(FINAL))
        assert "□批准移送　□不批准移送" in text
        assert "身份证号码\n或信用代码" in text
        assert text.count("签名：") == 4
        assert "年　　月　　日　　时　　分" in text


class TestCaseReferral:
    def test_its_legal_basis_is_that_of_its_field(self):
        record = samples()["case_referral"]
        text = text_of(record.compose(FINAL))
        assert "《市场监督管理行政处罚程序规定》第十七条" in text
        assert "行政处罚法" not in text
        assert "请将处理结果函告本机关。" in text
        assert record.compose(FINAL).receipt.title == "案件移送函（回执）"

    def test_as_a_letter_it_has_the_red_head_and_both_attachments(self):
        record = replace(samples()["case_referral"], as_letter=True)
        paper = record.compose(FINAL)
        assert isinstance(paper.head, LetterHead)
        assert paper.title == (
            "关于移送东海县示例餐饮店",
            "涉嫌擅自占用城市道路经营案的函",
        )
        assert isinstance(paper.attachments[1].blocks[0], Grid)
        assert record.title == "关于移送东海县示例餐饮店涉嫌擅自占用城市道路经营案的函"
        assert [one.title for one in paper.attachments] == [
            ("移送材料清单",),
            ("案件移送函回执",),
        ]
        assert paper.note == "联系人：郑示例，电话：0518-87800033"
        assert "统一社会信用代码：92320722MAEXAMPL0X" in text_of(paper)
        assert paper_bytes(paper)

    def test_an_office_says_it_in_its_own_way(self):
        own = (("request", "请于办结后5个工作日内将处理结果函告我局。"),)
        record = replace(samples()["case_referral"], phrases=own)
        text = text_of(record.compose(FINAL))
        assert "请于办结后5个工作日内将处理结果函告我局。" in text


class TestLists:
    def test_values_are_added_and_the_rest_is_closed(self):
        paper = samples()["crime_items"].compose(FINAL)
        (table,) = (one for one in paper.blocks if isinstance(one, Table))
        assert paper.landscape
        assert len(table.columns) == 12
        assert table.rows[-1][6] == "11125.00"
        assert "（以下空白）" in table.rows[-1]
        text = text_of(paper)
        for side in ("当事人（签名或者盖章）", "见证人（签名）", "承办人（签名）"):
            assert side in text

    def test_materials_are_counted_by_copies_and_pages(self):
        paper = samples()["crime_materials"].compose(FINAL)
        (table,) = (one for one in paper.blocks if isinstance(one, Table))
        copies = sum(int(row[3]) for row in table.rows[:-1])
        assert table.rows[-1][3] == str(copies)
        pages = sum(
            int(row[3]) * int(row[4]) for row in table.rows[:-1] if row[4] != "—"
        )
        assert table.rows[-1][6] == f"共{pages}页"
        assert "移交时间：2026年10月30日15时40分" in text_of(paper)


class TestReport:
    def test_it_tells_everything_from_source_to_advice(self):
        paper = samples()["crime_report"].compose(FINAL)
        headings = [one.text for one in paper.blocks if isinstance(one, Heading)]
        assert headings == [
            "案件来源和立案情况",
            "专案组",
            "当事人基本情况",
            "调查经过",
            "查获情况",
            "查明的事实",
            "证据",
            "案件定性和法律依据",
            "与立案追诉标准的比对",
            "处理建议",
        ]
        assert paper.signature.organ == ORGAN
        assert "不以行政处罚代替移送" in text_of(paper)


class TestService:
    def test_one_way_of_service_is_ticked(self):
        text = text_of(samples()["service_receipt"].compose(FINAL))
        assert "■直接送达　□留置送达　□邮寄送达" in text
        assert text.count("■") == 1
        assert "《扣押决定书》（东综执扣〔2026〕6号）" in text
        assert "与受送达人的关系：本人" in text
        assert text.count("执法证号：") == 2

    def test_a_blank_form_ticks_nothing(self):
        text = text_of(BLANK["service_receipt"].compose(DRAFT))
        assert "■" not in text
        assert text.count("□") == 6


class TestFile:
    def test_the_cover_offers_the_three_retentions(self):
        paper = samples()["case_cover"].compose(FINAL)
        text = text_of(paper)
        assert paper.title == ("行政处罚案卷（正卷）",)
        assert "□永久　■30年　□10年" in text
        assert "20260031" in text
        assert "14件" in text

    def test_the_index_gives_each_paper_its_pages(self):
        record = samples()["file_index"]
        (table,) = (
            one for one in record.compose(FINAL).blocks if isinstance(one, Table)
        )
        assert [row[5] for row in table.rows[:3]] == ["1", "2-5", "6"]
        last = 0
        for paper in record.papers:
            assert paper.first == last + 1
            last = paper.last
        assert last == samples()["case_cover"].pages

    def test_the_note_says_who_made_and_who_checked_the_file(self):
        text = text_of(samples()["file_note"].compose(FINAL))
        for needed in ("立卷人：李示例", "检查人：何示例", "立卷时间：2026年11月5日"):
            assert needed in text

    def test_a_complete_file_says_so_by_itself(self):
        text = text_of(FileNote(pieces=3, pages=9).compose(FINAL))
        assert "卷内材料齐全、完整，排列有序，页号连续。" in text


class TestDiligence:
    def test_facts_of_both_sides_stand_on_it(self):
        text = text_of(samples()["diligence"].compose(FINAL))
        for needed in (
            "名单冻结后由见证人读数抽取，该公司未被抽中",
            "自检查结束之日起第22个工作日",
            "检查发现涉嫌犯罪案件未依法移送",
            "由有权机关依规依纪依法认定",
        ):
            assert needed in text

    def test_it_says_so_where_nothing_is_lacking(self):
        record = replace(samples()["diligence"], lacking=())
        assert "未发现未按要求实施或者超过期限的记录" in text_of(record.compose(FINAL))

    def test_a_blank_one_asks_after_every_circumstance_of_the_policy(self):
        text = text_of(BLANK["diligence"].compose(DRAFT))
        assert "监管对象未被抽查到" in text
        assert "不执行或者拖延执行检查任务" in text
