"""Papers of 综合查一次: what stands in them, in each of a form's three states."""

import io
import re
from dataclasses import MISSING, fields, replace
from datetime import UTC, date, datetime

import docx
import pytest

from workbench.demo_papers import visits
from workbench.demo_papers.inspection import samples
from workbench.reports import inspection, kinds, paper_bytes, rebuilt, record_json
from workbench.reports.inspection.forms import (
    LINE_EMS,
    line,
    lines,
    period_text,
    signatures,
    ticked,
    ticked_lines,
)
from workbench.reports.inspection.parties import Inspected
from workbench.reports.inspection.visits import CASE
from workbench.reports.issuing import Issuing
from workbench.reports.page import (
    OPEN_NUMBER,
    Blank,
    Document,
    FileHead,
    FormHead,
    Grid,
    Heading,
    LetterHead,
    MinutesHead,
    Paragraph,
    Present,
    Ruled,
    Stamp,
    Table,
    ems,
)
from workbench.rules.calendar import CHINA
from workbench.rules.identifiers import check_credit_code, check_id_number

MADE = datetime(2026, 11, 5, 1, 0, tzinfo=UTC)
FINAL = Stamp(MADE)
DRAFT = Stamp(MADE, draft=True)
PEN = Stamp(MADE, draft=True, pen=True)
SAMPLES = samples()
KINDS = {kind.key: kind for kind in inspection.KINDS}
ISSUING = Issuing("东海县市场监督管理局", "", "", "", "")
FORMS = [
    key
    for key, kind in KINDS.items()
    if all(
        one.name == "issuing" or one.default is not MISSING
        for one in fields(kind.record)
    )
]
"""Kinds that are printed empty, to be filled in by pen."""


def part_text(part):
    return part.text if isinstance(part, Blank) else part


def block_texts(block):
    """Yield what stands in a block."""
    match block:
        case Heading(text, _level, body):
            yield from (text, body)
        case Paragraph(text):
            yield text
        case Ruled(parts):
            yield "".join(map(part_text, parts))
        case Present(label, names):
            yield f"{label}：{names}"
        case Table():
            yield from (block.caption, block.note)
            yield from (column.title for column in block.columns)
            yield from (cell for row in block.rows for cell in row)
        case Grid():
            for row in block.rows:
                for cell in row.cells:
                    yield from (cell.text, cell.foot)


def text_of(document):
    """Return everything that stands on a paper."""
    blocks = [*document.blocks]
    for one in document.attachments:
        blocks += [Paragraph("".join(one.title)), *one.blocks]
    if document.receipt:
        blocks += document.receipt.blocks
    texts = [*document.title, document.number, document.addressee, document.remark]
    texts += [text for block in blocks for text in block_texts(block)]
    return "\n".join(filter(None, texts))


def blanks_of(document):
    """Return the ruled blanks of a form and the cells that are not labels."""
    for block in document.blocks:
        if isinstance(block, Ruled):
            yield from (part.text for part in block.parts if isinstance(part, Blank))
        elif isinstance(block, Grid):
            yield from (
                cell.text
                for row in block.rows
                for cell in row.cells
                if not cell.label and not cell.foot
            )


def said_in(key, stamp=FINAL, **changes):
    return text_of(replace(SAMPLES[key], **changes).compose(stamp))


class TestRecords:
    def test_every_kind_has_its_sample(self):
        assert set(SAMPLES) == set(KINDS)
        assert len(KINDS) == 17

    @pytest.mark.parametrize("key", KINDS)
    def test_a_record_is_rebuilt_from_what_is_stored(self, key):
        record = SAMPLES[key]
        text = record_json(record)
        again = rebuilt(KINDS[key].record, text)
        assert again == record
        assert record_json(again) == text

    @pytest.mark.parametrize("key", KINDS)
    def test_the_same_record_gives_the_same_file(self, key):
        record = SAMPLES[key]
        text = record_json(record)
        again = rebuilt(KINDS[key].record, text)
        file = paper_bytes(record.compose(FINAL))
        assert paper_bytes(again.compose(FINAL)) == file
        assert docx.Document(io.BytesIO(file)).core_properties.title

    @pytest.mark.parametrize("key", [key for key, one in KINDS.items() if one.numbered])
    def test_the_register_fills_number_and_day(self, key):
        text = record_json(SAMPLES[key])
        on = date(2026, 12, 1)
        issued = kinds.issued_json(key, text, number="示〔2026〕99号", on=on)
        document = kinds.from_json(key, issued).compose(FINAL)
        assert document.number == "示〔2026〕99号"
        assert "示〔2026〕99号" in text_of(document)

    @pytest.mark.parametrize("key", KINDS)
    def test_a_title_names_the_paper_in_one_line(self, key):
        title = SAMPLES[key].title
        assert title
        assert "\n" not in title

    def test_made_up_enterprises_have_codes_that_check(self):
        assert [check_credit_code(code) for _n, code, _t, _g in visits.ENTERPRISES]
        assert all("示例" in name for name, *_rest in visits.ENTERPRISES)
        receiver = SAMPLES["site_record"].receiver
        assert check_id_number(receiver.identity) == receiver.identity

    @pytest.mark.parametrize(
        "key", [key for key, one in inspection.PHRASES.items() if "remark" in one]
    )
    def test_an_office_may_say_a_phrase_in_its_own_way(self, key):
        own = replace(SAMPLES[key], phrases=(("remark", "本文书一式三份。"),))
        assert own.compose(FINAL).remark == "本文书一式三份。"
        assert SAMPLES[key].compose(FINAL).remark != "本文书一式三份。"

    def test_no_phrase_is_left_with_an_open_place(self):
        for key in KINDS:
            assert not re.search(r"\{\w+\}", said_in(key)), key


class TestForms:
    @pytest.mark.parametrize("key", FORMS)
    def test_an_empty_form_is_left_to_the_pen(self, key):
        document = KINDS[key].record(ISSUING).compose(PEN)
        blanks = [one for one in blanks_of(document) if "□" not in one]
        assert "／" not in "".join(blanks)
        assert blanks.count("") >= 4 or key == "photo_sheet"
        assert document.stamp.mark == ""
        assert "■" not in text_of(document)

    @pytest.mark.parametrize("key", FORMS)
    def test_the_number_of_an_empty_form_is_left_open(self, key):
        document = KINDS[key].record(ISSUING).compose(PEN)
        assert document.number == (OPEN_NUMBER if KINDS[key].numbered else "")

    @pytest.mark.parametrize("key", FORMS)
    def test_a_final_form_strikes_through_what_stayed_unknown(self, key):
        document = KINDS[key].record(ISSUING).compose(FINAL)
        struck = [one for one in blanks_of(document) if one == "／"]
        assert struck or key == "photo_sheet"

    @pytest.mark.parametrize("key", KINDS)
    def test_a_draft_bears_no_number(self, key):
        document = SAMPLES[key].compose(DRAFT)
        assert document.stamp.mark == "草稿"
        number = SAMPLES[key].issuing.number
        assert document.number != number or not number

    @pytest.mark.parametrize("key", FORMS)
    def test_a_form_has_a_black_head_and_names_its_party_itself(self, key):
        issuing = replace(SAMPLES[key].issuing, addressee="不应出现")
        document = replace(SAMPLES[key], issuing=issuing).compose(FINAL)
        assert isinstance(document.head, FormHead)
        assert document.imprint is None
        assert "不应出现" not in text_of(document)

    def test_options_have_boxes(self):
        assert ticked(("是", "否"), "否") == "□是　■否"
        assert ticked(("是", "否"), "") == "□是　□否"
        assert ticked(("甲", "乙"), ("乙", "丙")) == "□甲　■乙　■其他（丙）"
        assert ticked_lines(("甲", "乙", "丙"), ("丙", "丁"), 2) == (
            "□甲　□乙\n■丙　■其他（丁）"
        )

    def test_a_line_is_filled_to_its_end(self):
        whole = line("检查地点：", "", DRAFT)
        assert sum(getattr(part, "ems", 5) for part in whole.parts) == LINE_EMS
        assert len(list(lines("事实：", "", DRAFT, 3))) == 3
        assert len(list(lines("事实：", "", FINAL, 3))) == 1
        assert len(list(lines("事实：", "已知", DRAFT, 3))) == 1

    def test_signatures_share_a_line(self):
        parts = signatures("检查人员（签名）：", "", "").parts
        width = sum(
            part.ems if isinstance(part, Blank) else ems(part) for part in parts
        )
        assert LINE_EMS - 1.5 < width <= LINE_EMS

    def test_a_period_is_told_to_the_minute(self):
        start = datetime(2026, 10, 20, 1, 5, tzinfo=UTC)
        same = datetime(2026, 10, 20, 11, 40, tzinfo=CHINA)
        later = datetime(2026, 10, 21, 8, 0, tzinfo=CHINA)
        assert period_text(start, same) == "2026年10月20日9时05分至11时40分"
        assert period_text(start, later) == (
            "2026年10月20日9时05分至2026年10月21日8时00分"
        )
        assert period_text(start, None) == "2026年10月20日9时05分"
        assert period_text(None, None) == ""


class TestPlansAndMeetings:
    def test_a_plan_is_put_in_force_by_its_notice(self):
        document = SAMPLES["annual_plan"].compose(FINAL)
        assert isinstance(document.head, FileHead)
        (plan,) = document.attachments
        assert plan.enclosed
        assert plan.landscape
        text = text_of(document)
        for needed in ("提前5个工作日", "不超过1次", "20个工作日", "5日内推送", "备案"):
            assert needed in text
        assert "五个严禁、八个不得" in text

    def test_a_filing_is_a_letter_with_its_form(self):
        document = SAMPLES["off_plan_filing"].compose(FINAL)
        assert isinstance(document.head, LetterHead)
        (form,) = document.attachments
        assert isinstance(form.blocks[0], Grid)
        text = text_of(document)
        assert "2026年11月9日（提前5个工作日）" in text
        assert "未经联席会议同意，我单位不进入企业检查。" in text
        assert "■须经联席会议同意" in text

    def test_a_filing_says_why_it_needs_no_consent(self):
        text = said_in("off_plan_filing", exemption="安全领域的检查")
        assert "属于安全领域的检查，按规定不需经联席会议同意。" in text
        assert "■不需经联席会议同意（安全领域的检查）" in text
        assert "未经联席会议同意" not in text

    def test_a_filing_of_a_campaign_names_what_approved_it(self):
        text = said_in(
            "off_plan_filing", kind="专项检查", approval="东政办函〔2026〕示例5号"
        )
        assert "■专项检查（批准文件：东政办函〔2026〕示例5号）" in text

    def test_minutes_name_who_was_there_and_what_was_decided(self):
        document = SAMPLES["meeting_minutes"].compose(FINAL)
        assert isinstance(document.head, MinutesHead)
        assert document.signature is None
        labels = [one.label for one in document.blocks if isinstance(one, Present)]
        assert labels == ["出席", "请假", "列席"]
        assert "不得进入企业检查" in text_of(document)

    def test_minutes_of_a_coordination_meeting_need_no_decision_table(self):
        own = replace(
            SAMPLES["meeting_minutes"],
            name="东海县示例第一片区执法协调会纪要",
            subject="",
            consents=(),
            excused="",
            observers="",
        )
        document = own.compose(FINAL)
        assert own.title == "东海县示例第一片区执法协调会纪要"
        assert document.title == ()
        assert not [one for one in document.blocks if isinstance(one, Table)]

    def test_a_task_list_counts_what_merging_saved(self):
        record = SAMPLES["task_list"]
        text = text_of(record.compose(FINAL))
        assert "涉及企业197户次" in text
        assert "申报进入企业检查434户次，经统筹合并为164户次，减少270户次" in text
        assert "表1" in text
        assert "未能合并" not in said_in("task_list", unmerged=())

    def test_a_task_list_keeps_the_centre_from_inspecting(self):
        assert "片区指挥中心负责指挥协调，不以自己的名义实施检查" in said_in(
            "task_list"
        )

    def test_a_scenario_list_names_lead_partner_matter_and_contents(self):
        document = SAMPLES["scenario_list"].compose(FINAL)
        (listed,) = document.attachments
        (table,) = listed.blocks
        titles = [column.title.replace("\n", "") for column in table.columns]
        assert titles[1:7] == [
            "检查场景",
            "触发类型",
            "牵头单位",
            "协同单位",
            "检查事项",
            "检查内容",
        ]
        assert listed.landscape
        assert "检查场景3个、检查事项9项" in text_of(document)


class TestDraw:
    def test_an_announcement_lets_anybody_check_the_draw(self):
        record = SAMPLES["draw_announcement"]
        document = record.compose(FINAL)
        text = text_of(document)
        plain = re.sub(r"\s", "", text)
        assert record.list_digest in plain
        assert record.result_digest in plain
        assert record.seed in plain
        assert "现场见证" in text
        assert document.addressee == ""
        assert text.rstrip().count("特此通告。") == 1

    def test_what_was_listed_adds_up(self):
        record = SAMPLES["draw_announcement"]
        listed = sum(one.listed for one in record.strata)
        assert record.population - sum(one.count for one in record.excluded) == listed
        assert sum(one.drawn for one in record.strata) == len(record.drawn)
        assert f"参加抽取{listed}户" in text_of(record.compose(FINAL))

    def test_nothing_excluded_is_not_told(self):
        assert "抽取前依规定排除" not in said_in("draw_announcement", excluded=())


class TestVisit:
    def test_a_notice_carries_what_the_opinion_asks_for(self):
        text = said_in("inspection_notice")
        for ban in (
            "严禁逐利检查",
            "严禁干扰企业正常生产经营",
            "严禁任性处罚企业",
            "严禁下达检查指标",
            "严禁变相检查",
        ):
            assert ban in text
        conduct = inspection.PHRASES["inspection_notice"]["conduct"]
        assert conduct.count("不得") == 8 + 1  # and once in the name of the rule
        assert "国办发〔2024〕54号" in text
        assert "2026年度你单位已接受上列单位行政检查0次" in text
        assert "本次为本年度第1次检查" in text
        assert "第四十三条" in text
        assert "申请回避" in text
        assert "12345" in text

    def test_a_notice_names_every_authority_with_its_own_approval(self):
        document = SAMPLES["inspection_notice"].compose(FINAL)
        (table,) = (one for one in document.blocks if isinstance(one, Table))
        assert [row[0] for row in table.rows] == [
            visits.MARKET,
            visits.SAFETY,
            visits.FIRE,
        ]
        assert all(row[2].count("\n") == 1 for row in table.rows)
        assert all(re.search(r"检审〔2026〕\d+号", row[3]) for row in table.rows)

    def test_a_notice_is_received_by_signature(self):
        document = SAMPLES["inspection_notice"].compose(FINAL)
        assert document.receipt.title == "签收回执"
        assert document.remark.startswith("本文书一式两份")
        texts = [text for one in document.receipt.blocks for text in block_texts(one)]
        assert "本通知书（东市监检通〔2026〕18号）已收到。" in texts
        assert any(text.startswith("签收时间：") for text in texts)
        assert document.signature.sealed

    def test_a_single_case_is_said_not_to_count(self):
        assert "不计入年度检查频次上限" in said_in("inspection_notice", kind=CASE)
        assert "不计入年度检查频次上限" not in said_in("inspection_notice")

    def test_an_approval_has_both_opinions_and_the_count(self):
        text = said_in("inspection_approval")
        for needed in (
            "任务来源",
            "检查依据",
            "协助人员",
            "0次（其中同类0次），上限2次",
            "承办人意见",
            "负责人意见",
            "紧急补办",
            "■事先通知",
        ):
            assert needed in text
        silent = said_in(
            "inspection_approval",
            notice="到场时出示（不事先通知）",
            no_notice="上级机关明确要求，附函件",
        )
        assert "理由及证明材料：上级机关明确要求，附函件" in silent

    def test_a_patrol_asks_whether_an_enterprise_was_entered(self):
        text = said_in("patrol_record")
        assert "□是　■否" in text
        assert "属于行政检查，应当先行审批、通知" in text
        assert "■是　□否" in said_in("patrol_record", entered="是")

    def test_a_record_on_the_spot_is_counted_and_signed_on_every_page(self):
        document = SAMPLES["site_record"].compose(FINAL)
        assert document.counted
        assert "被检查人：" in document.signing
        assert "检查人员：" in document.signing
        assert document.number == ""
        file = docx.Document(io.BytesIO(paper_bytes(document)))
        foot = file.sections[0].footer.paragraphs[0].text
        assert foot.startswith("被检查人：")
        assert "页共" in foot

    def test_a_record_tells_certificates_recusal_items_and_refusal(self):
        text = said_in("site_record")
        for needed in (
            "2026年10月20日9时05分至11时40分",
            "行政执法证件（向你出示）",
            "第四十三条",
            "答：不申请回避。",
            "不合格",
            "不适用",
            "拒绝签名的理由：",
            "见证人（签名）：",
            "音像记录编号：",
            "DH20261020003",
        ):
            assert needed in text

    def test_items_of_a_record_are_numbered_through_all_authorities(self):
        document = SAMPLES["site_record"].compose(FINAL)
        tables = [one for one in document.blocks if isinstance(one, Table)][:-1]
        numbers = [row[0] for table in tables for row in table.rows]
        assert numbers == [str(at) for at in range(1, 21)]
        assert len(tables) == 3

    def test_a_photograph_is_never_parted_from_its_caption(self):
        document = SAMPLES["photo_sheet"].compose(FINAL)
        (grid,) = (one for one in document.blocks if isinstance(one, Grid))
        assert len(grid.rows) == 4
        assert all(row.height_mm >= 80 for row in grid.rows)
        assert "证明内容：空托盘已清理" in grid.rows[-1].cells[1].text


class TestResults:
    def test_a_result_is_told_with_term_publication_and_relief(self):
        text = said_in("result_notice")
        for needed in (
            "■责令改正",
            "■立案调查",
            "2026年11月4日前",
            "20个工作日内",
            "行政复议",
            "东市监责改〔2026〕27号",
        ):
            assert needed in text

    def test_a_checkup_adds_up_what_all_found(self):
        text = said_in("checkup_report")
        assert "3个单位共检查事项20项，其中合格14项、不合格4项、不适用2项" in text
        assert "发现问题4项" in text
        for one in SAMPLES["checkup_report"].units:
            assert one.passed + one.failed + one.inapplicable == one.checked

    def test_a_checkup_without_a_problem_says_so(self):
        text = said_in("checkup_report", problems=())
        assert "未发现需要改正的问题" in text
        assert "表2" not in text

    def test_the_checkup_agrees_with_the_record_on_the_spot(self):
        checks = SAMPLES["site_record"].checks
        for one in SAMPLES["checkup_report"].units:
            own = [check.result for check in checks if check.unit == one.unit]
            assert (len(own), own.count("合格"), own.count("不合格")) == (
                one.checked,
                one.passed,
                one.failed,
            )

    def test_an_order_names_breach_grounds_term_and_relief(self):
        text = said_in("correction_order")
        for needed in (
            "违反了《中华人民共和国食品安全法》第五十条第二款的规定",
            "■限期改正，于2026年11月4日前改正",
            "六十日内向东海县人民政府申请行政复议",
            "六个月内依法向东海县人民法院提起行政诉讼",
            "本通知书（东市监责改〔2026〕27号）已收到",
        ):
            assert needed in text

    def test_an_order_with_half_the_relief_keeps_the_rest_open(self):
        text = said_in("correction_order", PEN, court="")
        assert "依法向提起行政诉讼" in text

    def test_results_are_public_in_one_table_in_time(self):
        record = SAMPLES["result_publication"]
        document = record.compose(FINAL)
        assert document.landscape
        assert document.head is None
        assert record.public_on <= record.due_on
        assert "（20个工作日）" in text_of(document)
        (table,) = (one for one in document.blocks if isinstance(one, Table))
        assert len(table.rows) == len(visits.ENTERPRISES)
        assert record.title == "2026年第四季度食品生产企业联合检查结果公示表"


class TestHazards:
    def test_a_report_goes_upward_with_its_signer_and_asks_nothing(self):
        document = SAMPLES["hazard_report"].compose(FINAL)
        assert document.kind == "报告"
        assert document.head.signers == ("周明",)
        text = text_of(document)
        assert text.count("特此报告。") == 1
        assert not re.search("请示|妥否|请批复|请予批准", text)

    def test_regulators_and_the_guidance_body_are_told_by_letter(self):
        document = SAMPLES["hazard_letter"].compose(FINAL)
        assert isinstance(document.head, LetterHead)
        assert "县司法局" in document.addressee
        assert "股" not in document.addressee
        assert "已向县政府报告（东市监〔2026〕22号）" in text_of(document)
        assert "2026年11月25日前" in text_of(document)

    def test_without_places_there_is_no_attachment(self):
        for key in ("hazard_report", "hazard_letter"):
            document = replace(SAMPLES[key], sites=()).compose(FINAL)
            assert document.attachments == ()
            assert "见附件" not in text_of(document)


class TestKinds:
    def test_what_reaches_an_enterprise_is_outward(self):
        inward = {key for key, kind in KINDS.items() if not kind.outward}
        assert inward == {
            "annual_plan",
            "off_plan_filing",
            "meeting_minutes",
            "task_list",
            "scenario_list",
            "hazard_report",
            "hazard_letter",
        }

    def test_forms_have_a_word_of_their_own(self):
        words = [kind.word for kind in KINDS.values() if kind.word]
        assert len(words) == len(set(words)) == 6

    def test_every_record_names_its_issuer(self):
        for key, kind in KINDS.items():
            assert SAMPLES[key].issuing.organ
            assert kind.genre
            assert isinstance(SAMPLES[key].compose(FINAL), Document)

    def test_the_centre_issues_none_of_them_in_its_name(self):
        for key in KINDS:
            assert "指挥中心" not in SAMPLES[key].issuing.organ

    def test_a_party_that_nobody_knows_is_empty(self):
        assert Inspected() == Inspected("", "", "", "", "")
