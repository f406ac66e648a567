"""Papers of the four powers, and the request for people: words, forms, limits."""

import re
from dataclasses import fields, is_dataclass, replace
from datetime import UTC, date, datetime
from fractions import Fraction

import pytest

from tests import papers
from tests.papers import DRAFT, FINAL
from workbench import demo_papers
from workbench.demo_papers.powers import samples
from workbench.reports import kinds, paper_bytes, powers, rebuilt, record_json, roster
from workbench.reports.page import (
    DRAFT_NUMBER,
    FileHead,
    FormHead,
    LetterHead,
    MinutesHead,
    Paragraph,
)
from workbench.reports.powers.assessed import Assessed, Score, points
from workbench.reports.roster.request import StaffRequest
from workbench.reports.wording import said
from workbench.rules import Refusal
from workbench.rules.calendar import chinese_days, chinese_minute
from workbench.rules.powers.items import check_item_name, rounded
from workbench.rules.powers.nominations import check_recommending
from workbench.rules.powers.vetoes import VetoSubject
from workbench.rules.roster.requests import StaffChange, check_request
from workbench.rules.roster.units import UnitKind

SAMPLES = samples()
MINE = {kind.key: kind for kind in (*powers.KINDS, *roster.KINDS)}
HEADS = {
    "dispatch_order": FormHead,
    "whistle": FormHead,
    "shift_roster": type(None),
    "brief": MinutesHead,
    "joint_action": FileHead,
    "assessment_circular": FileHead,
    "assessment_tables": type(None),
    "yearly_evaluation": FileHead,
    "staff_request": FileHead,
    "appeal_reply": LetterHead,
    "grade_letter": LetterHead,
    "nomination": LetterHead,
    "reverse_veto": LetterHead,
}
UPWARD = {"yearly_evaluation", "staff_request"}
every = pytest.mark.parametrize("key", SAMPLES)


def texts(value):
    """Yield every text in a composed paper."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for one in value:
            yield from texts(one)
    elif is_dataclass(value):
        for field in fields(value):
            yield from texts(getattr(value, field.name))


def words(key, stamp=FINAL, **changes):
    return "\n".join(texts(replace(SAMPLES[key], **changes).compose(stamp)))


def closing(paper):
    return [block.text for block in paper.blocks if isinstance(block, Paragraph)][-1]


class TestWording:
    def test_a_phrase_is_said_as_the_kind_says_it_unless_the_office_says_otherwise(
        self,
    ):
        circular = SAMPLES["assessment_circular"]
        assert said(circular, "closing") == "特此通报。"
        own = replace(circular, phrases=(("closing", "请认真对照改进。"),))
        assert closing(own.compose(FINAL)) == "请认真对照改进。"

    def test_facts_stand_in_the_places_of_a_phrase_and_other_braces_stay(self):
        circular = replace(
            SAMPLES["assessment_circular"], phrases=(("opening", "{月份}{其他}。"),)
        )
        assert said(circular, "opening", month="2026年10月") == "2026年10月{其他}。"

    def test_every_place_of_every_default_phrase_is_filled(self):
        for key in SAMPLES:
            assert not re.search(r"[{}]", words(key)), key

    def test_a_room_gathers_the_phrases_of_its_kinds(self):
        assert powers.PHRASES["assessment_circular"]["closing"] == "特此通报。"
        assert roster.PHRASES["staff_request"]["closing"] == "妥否，请批示。"
        assert "force_ledger" not in roster.PHRASES


class TestDays:
    @pytest.mark.parametrize(
        ("first", "last", "text"),
        [
            (date(2026, 3, 5), date(2026, 3, 5), "2026年3月5日"),
            (date(2026, 3, 5), date(2026, 3, 8), "2026年3月5日至8日"),
            (date(2026, 3, 5), date(2026, 12, 1), "2026年3月5日至12月1日"),
            (date(2026, 12, 5), date(2027, 1, 8), "2026年12月5日至2027年1月8日"),
        ],
    )
    def test_days_name_their_year_and_month_once(self, first, last, text):
        assert chinese_days(first, last) == text

    def test_a_moment_is_told_in_china_without_leading_zero_of_the_hour(self):
        moment = datetime(2026, 3, 5, 1, 5, tzinfo=UTC)
        assert chinese_minute(moment) == "2026年3月5日9时05分"


class TestRecords:
    def test_every_kind_of_the_room_has_a_sample(self):
        papers = {kind.key for kind in powers.KINDS if kind.suffix == "docx"}
        assert set(SAMPLES) == papers | {"staff_request"}

    @every
    def test_a_sample_is_rebuilt_from_its_json_byte_for_byte(self, key):
        text = record_json(SAMPLES[key])
        again = rebuilt(MINE[key].record, text)
        assert again == SAMPLES[key]
        assert record_json(again) == text

    @every
    def test_a_draft_bears_no_number_and_the_same_words(self, key):
        paper = SAMPLES[key].compose(DRAFT)
        assert paper.number in {"", DRAFT_NUMBER, "第11期"}
        assert words(key, DRAFT) == words(key)

    @every
    def test_the_writer_turns_it_into_the_same_file_twice(self, key):
        content = paper_bytes(SAMPLES[key].compose(FINAL))
        assert content == paper_bytes(SAMPLES[key].compose(FINAL))

    @pytest.mark.parametrize("key", [key for key in SAMPLES if MINE[key].numbered])
    def test_what_is_issued_takes_its_number_day_and_signer(self, key):
        text = kinds.issued_json(
            key,
            record_json(SAMPLES[key]),
            number="东综执〔2026〕99号",
            on=date(2026, 11, 24),
            signer="王立",
        )
        record = kinds.from_json(key, text)
        paper = record.compose(FINAL)
        assert paper.number == "东综执〔2026〕99号"
        if paper.signature:
            assert paper.signature.on == date(2026, 11, 24)
        assert (kinds.signer_of(key, text) == "王立") is (
            key in UPWARD | {"dispatch_order"}
        )


class TestForms:
    @every
    def test_each_kind_has_the_head_of_its_form(self, key):
        assert type(SAMPLES[key].compose(FINAL).head) is HEADS[key]

    @every
    def test_only_what_goes_upward_names_its_signer(self, key):
        head = SAMPLES[key].compose(FINAL).head
        assert bool(getattr(head, "signers", ())) is (key in UPWARD)

    @every
    def test_the_command_centre_issues_nothing_but_working_forms(self, key):
        outgoing = HEADS[key] in {FileHead, LetterHead} or key == "brief"
        issuers = MINE[key].issuers
        if outgoing:
            assert issuers
            assert UnitKind.COMMAND_CENTRE not in issuers
            record = SAMPLES[key]
            assert "指挥中心" not in getattr(record, "issuing", record).organ
        else:
            assert issuers == ()

    @every
    def test_what_is_sent_out_names_whom_it_is_sent_to_and_its_genre(self, key):
        paper = SAMPLES[key].compose(FINAL)
        if HEADS[key] in {FileHead, LetterHead}:
            assert paper.addressee
            assert "".join(paper.title).endswith(MINE[key].genre)
            assert paper.kind == MINE[key].genre
        else:
            assert paper.addressee == ""

    @every
    def test_punctuation_in_chinese_is_full_width_and_numbers_have_round_brackets(
        self, key
    ):
        text = words(key)
        assert not re.search(r"[\u4e00-\u9fff][,;:!?()]", text)
        assert not re.search(r"[,;!?()][\u4e00-\u9fff]", text)
        assert not re.search(r"[\[【]20\d\d[\]】]", text)
        assert not re.search(r"\d年0\d月|月0\d日", text)

    @every
    def test_a_law_is_named_only_where_the_register_of_clauses_quotes_it(self, key):
        if key in powers.PHRASES:
            said_by_default = "".join(powers.PHRASES[key].values())
            assert set(re.findall("《(.+?)》", said_by_default)) <= {
                "中华人民共和国公务员法",
                "{方案或安排}",
            }

    @pytest.mark.parametrize(
        ("key", "last"),
        [
            ("assessment_circular", "特此通报。"),
            ("appeal_reply", "特此函复。"),
            ("grade_letter", "特此函达。"),
            ("nomination", "特此函达。"),
            ("reverse_veto", "特此函告。"),
            ("yearly_evaluation", "特此报告。"),
            ("staff_request", "妥否，请批示。"),
        ],
    )
    def test_each_ends_with_its_formula(self, key, last):
        assert closing(SAMPLES[key].compose(FINAL)) == last


class TestOrders:
    def test_an_order_says_that_it_is_internal_and_names_the_grant(self):
        text = words("dispatch_order")
        assert "不对外使用" in text
        assert "东政发〔2025〕20号" in text
        assert "2026〕36号" in text

    def test_what_has_not_happened_is_left_to_the_pen(self):
        blank = words("dispatch_order", sign_by=None, result="")
        assert "None" not in blank
        assert "徐静\n10月27日 16:05" in blank

    def test_a_whistle_has_the_fields_of_its_form(self):
        text = words("whistle")
        for field in (
            *("吹哨单位", "吹哨时间", "哨声类别", "事发地点", "事由", "现场照片"),
            *("建议主办", "建议协办", "镇街审核", "签收人和时间", "到场时间"),
            *("到场人员和执法证号", "现场处置", "办理结果", "附件", "评语"),
            *("报到效率", "办理情况", "结果满意度", "激励项"),
        ):
            assert field in text
        assert "2026年10月27日 9:20" in text

    def test_a_joint_action_is_put_in_force_by_its_notice(self):
        paper = SAMPLES["joint_action"].compose(FINAL)
        plan, teams = paper.attachments
        assert plan.enclosed
        assert "".join(plan.title) in "".join(paper.title)
        assert (teams.landscape, teams.enclosed) == (True, False)
        assert "经县人民政府同意" in words("joint_action")
        assert "共编4个组22人" in words("joint_action")

    def test_a_shift_roster_stands_on_turned_pages_with_a_line_a_day(self):
        paper = SAMPLES["shift_roster"].compose(FINAL)
        assert paper.landscape
        assert len(paper.blocks[0].rows) == 30
        assert paper.blocks[0].rows[0][:2] == ("11月1日", "日")


class TestAssessment:
    @pytest.mark.parametrize(
        ("name", "clause"),
        [
            ("检查次数", "powers/assessed-inspections"),
            ("入企检查户次", "powers/assessed-inspections"),
            ("检查频次达标率", "powers/assessed-inspections"),
            ("完成检查任务数", "powers/assessed-inspections"),
            ("罚款额", "powers/assessed-fines"),
            ("罚没收入完成率", "powers/assessed-fines"),
            ("办案数", "powers/assessed-cases"),
            ("案件数量", "powers/assessed-cases"),
            ("行政处罚件数", "powers/assessed-cases"),
            ("处罚指标", "powers/assessed-cases"),
        ],
    )
    def test_no_item_counts_inspections_fines_or_cases(self, name, clause):
        with pytest.raises(Refusal) as refused:
            check_item_name(name)
        assert refused.value.clause == clause
        assert refused.value.ways

    @pytest.mark.parametrize(
        "name",
        [
            "签收及时率",
            "计划内检查按期率",
            "检查结果公示及时率",
            "案卷评查得分",
            "案件质量",
            "案件移送及时率",
            "派驻人员出勤率",
        ],
    )
    def test_shares_and_quality_may_be_assessed(self, name):
        assert check_item_name(f" {name} ") == name

    def test_a_circular_with_such_an_item_is_refused(self):
        circular = SAMPLES["assessment_circular"]
        wrong = replace(circular.items[0], name="检查次数")
        with pytest.raises(Refusal, match="检查次数"):
            replace(circular, items=(wrong, *circular.items[1:])).compose(FINAL)

    @pytest.mark.parametrize(
        ("exact", "kept"),
        [
            ("4.005", "4.01"),
            ("4.00499", "4"),
            ("-0.005", "0"),
            ("60/13", "4.62"),
        ],
    )
    def test_scores_are_rounded_half_up_to_hundredths(self, exact, kept):
        assert rounded(Fraction(exact)) == Fraction(kept)

    def test_a_total_is_the_sum_of_the_printed_items(self):
        for unit in SAMPLES["assessment_circular"].units:
            printed = [
                Fraction(points(one.points))
                for one in unit.scores
                if one.points is not None
            ]
            assert points(unit.total) == points(sum(printed) + unit.extra)

    def test_equal_totals_share_a_place(self):
        def unit(name, total):
            return Assessed(name, (Score(Fraction(total), ""),))

        circular = SAMPLES["assessment_circular"]
        tied = replace(
            circular,
            items=circular.items[:1],
            units=(unit("甲", 90), unit("乙", 95), unit("丙", 90), unit("丁", 80)),
        )
        assert [(place, one.unit) for place, one in tied.ranked] == [
            (1, "乙"),
            (2, "甲"),
            (2, "丙"),
            (4, "丁"),
        ]
        assert "名次并列" in "\n".join(texts(tied.compose(FINAL)))

    def test_each_unit_has_its_sheet_and_what_does_not_apply_says_so(self):
        paper = SAMPLES["assessment_circular"].compose(FINAL)
        summary, *sheets = paper.attachments
        assert len(sheets) == len(SAMPLES["assessment_circular"].units)
        assert all(one.landscape for one in paper.attachments)
        titles = [column.title for column in sheets[0].blocks[0].columns]
        assert titles[1:] == [
            *("类别", "考核项目", "计分办法", "分值", "得分", "计分依据")
        ]
        rows = [row for one in sheets for row in one.blocks[0].rows]
        assert any(row[5] == "不适用" and row[4] == "—" for row in rows)
        assert "不以检查频次、办案数量和罚没款数额计分" in summary.blocks[0].note

    @pytest.mark.parametrize(
        ("score", "text"),
        [
            (Fraction(37, 2), "18.50"),
            (Fraction(-1), "−1.00"),
            (Fraction(-1, 20), "−0.05"),
            (None, "—"),
        ],
    )
    def test_scores_are_printed_with_two_decimals(self, score, text):
        assert points(score) == text

    def test_an_answered_appeal_says_what_changes_and_what_stays(self):
        text = words("appeal_reply")
        assert "该项维持原得分4.67分" in text
        assert "该项得分由4.15分更正为4.62分" in text
        items = SAMPLES["appeal_reply"].items
        kept = words("appeal_reply", items=items[:1])
        assert "维持原考核结果" in kept
        assert "更正为" not in kept

    def test_a_corrected_total_is_the_one_of_the_circular(self):
        unit = SAMPLES["assessment_circular"].units[2]
        assert f"更正为{points(unit.total)}分" in words("appeal_reply")


class TestPeople:
    def test_grades_are_suggested_and_the_organ_decides(self):
        text = words("grade_letter")
        assert "以上仅为建议" in text
        assert "考核等次由你局按照干部管理权限和规定程序确定" in text

    def test_a_nomination_recommends_and_never_appoints(self):
        text = words("nomination")
        assert "现推荐徐静同志为" in text
        assert not re.search("任命|任免|委任|聘任", text)
        assert "第四十六条" in text

    def test_words_that_appoint_are_refused(self):
        assert check_recommending("白塔埠分局副局长") == "白塔埠分局副局长"
        nomination = replace(SAMPLES["nomination"], grounds=(("一贯。", "建议任命。"),))
        with pytest.raises(Refusal, match="任命") as refused:
            nomination.compose(DRAFT)
        assert refused.value.clause == "powers/recommends-only"

    def test_an_honour_is_left_to_who_may_award_it(self):
        text = words("nomination", honour=True, position="全县先进个人")
        assert "是否授予，由有权机关按照规定程序决定" in text
        assert "公务员法" not in text

    def test_who_withdrew_is_named_with_the_votes(self):
        assert "徐明同志按规定回避，未参加讨论和表决" in words("nomination")

    def test_an_objection_gives_reasons_and_evidence_and_touches_no_case(self):
        record = SAMPLES["reverse_veto"]
        paper = record.compose(FINAL)
        text = "\n".join(texts(paper))
        assert "不同意将刘洋同志调回你局机关工作" in text
        assert "不涉及任何行政执法案件的办理和决定" in text
        assert len(paper.attachments[0].blocks[0].rows) == len(record.evidence)

    @pytest.mark.parametrize("subject", VetoSubject)
    def test_an_objection_is_about_people_only(self, subject):
        assert not re.search("案|处罚|检查", subject.label)
        title = replace(SAMPLES["reverse_veto"], subject=subject).title
        assert title == f"关于对刘洋同志{subject.label}事项反向否决意见的函"


class TestRequest:
    def test_it_asks_one_thing_of_one_organ_and_says_whom_to_ask(self):
        paper = SAMPLES["staff_request"].compose(FINAL)
        assert paper.addressee == "东海县人民政府"
        assert re.search(r"联系人：.+电话：\d", paper.note)
        assert "".join(paper.title).count("请示") == 1
        assert words("staff_request").count("请批示") == 1

    @pytest.mark.parametrize(
        "addressee", ["", "东海县委、东海县人民政府", "县政府，县委"]
    )
    def test_a_final_one_to_several_organs_is_refused_but_a_draft_may_be_seen(
        self, addressee
    ):
        record: StaffRequest = SAMPLES["staff_request"]
        wrong = replace(record, issuing=replace(record.issuing, addressee=addressee))
        with pytest.raises(Refusal) as refused:
            wrong.compose(FINAL)
        assert refused.value.clause == "documents/request-addressee"
        assert wrong.compose(DRAFT).kind == "请示"

    def test_one_without_contact_is_refused(self):
        with pytest.raises(Refusal) as refused:
            check_request("东海县人民政府", " ")
        assert refused.value.clause == "documents/request-contact"

    def test_moving_people_is_the_same_request_under_its_own_title(self):
        record = replace(SAMPLES["staff_request"], change=StaffChange.MOVE)
        assert record.title == "关于调整东海县示例第一片区综合行政执法人员的请示"

    def test_its_figures_follow_from_the_tally(self):
        text = words("staff_request")
        assert "下沉比例84.9%，距离不低于85%的目标尚差1人" in text
        assert "其中6人计入下沉一线，全县下沉一线344人，下沉比例86.4%" in text


class TestReports:
    def test_the_brief_has_its_own_masthead_and_running_number(self):
        paper = SAMPLES["brief"].compose(FINAL)
        assert paper.head.name == "工作简报"
        assert paper.number == "第11期"
        assert paper.signature is None
        own = replace(SAMPLES["brief"], phrases=(("masthead", "片区执法动态"),))
        assert own.compose(FINAL).head.name == "片区执法动态"

    def test_the_yearly_report_has_four_parts_with_their_formulas(self):
        paper = SAMPLES["yearly_evaluation"].compose(FINAL)
        tables = [one for one in paper.blocks if hasattr(one, "columns")]
        assert [one.caption for one in tables] == [
            f"2025年度{part}指标"
            for part in ("检查协同", "任务实施", "结果运用", "执法对象意见")
        ]
        assert "联合检查率＝两个以上单位联合实施的户次÷涉企检查总户次" in tables[0].note
        assert tables[0].rows[0] == ("联合检查率", "2136", "3914", "54.5", "34.2")

    def test_the_yearly_report_asks_for_nothing(self):
        assert not re.search("请批示|请批复|请审批", words("yearly_evaluation"))


DAY = date(2026, 11, 5)  # the sample county's today
AHEAD = {
    *("sign_by", "arrive_by", "finish_by", "reply_by", "decide_by", "send_by"),
    *("public_by", "due_on", "review_on", "latest_on", "from_on", "printed_on"),
    *("starts_on", "ends_on", "starts_at", "ends_at", "first", "last", "day"),
}
"""Fields of what is planned or to be done by a day."""
LATER = {"signed_at", "arrived_at"}
"""Fields filled in on a working form after it has gone out."""
PLANS = {"plan", "follow_up"}
"""Texts of what is going to be done."""
SAID = re.compile(
    r"(?P<range>至)?(?:(?P<year>20\d\d)年)?(?P<month>\d+)月(?P<day>\d+)日"
    r"(?![^，。；]{0,4}[前起至])"
)
EVERY = demo_papers.samples()
of_all = pytest.mark.parametrize("key", EVERY)


def held(value, name=""):
    """Yield every value a record holds, with the name of its field."""
    if is_dataclass(value):
        for field in fields(value):
            yield from held(getattr(value, field.name), field.name)
    elif isinstance(value, tuple):
        for one in value:
            yield from held(one, name)
    else:
        yield name, value


def told_days(text, year):
    """Yield every day a text tells of, deadlines and planned spans aside."""
    for found in SAID.finditer(text):
        year = int(found["year"] or year)
        if not found["range"]:
            yield date(year, int(found["month"]), int(found["day"]))


def own_day(record):
    issuing = getattr(record, "issuing", None)
    return (issuing and issuing.signed_on) or DAY


class TestSampleFacts:
    @of_all
    def test_no_paper_is_older_than_its_facts(self, key):
        signed = own_day(EVERY[key])
        assert signed <= DAY
        for name, value in held(EVERY[key]):
            if isinstance(value, date) and name not in AHEAD:
                on = value.date() if isinstance(value, datetime) else value
                assert on <= (DAY if name in LATER else signed), name
            if isinstance(value, str) and name not in PLANS:
                year = EVERY[key].year if key == "yearly_evaluation" else signed.year
                assert all(on <= signed for on in told_days(value, year)), value

    def test_papers_cite_each_other_by_the_numbers_they_are_given(self):
        given = {}
        for record in EVERY.values():
            issuing = getattr(record, "issuing", None)
            if issuing and issuing.number:
                head, _sign, rest = issuing.number.partition("〔2026〕")
                given.setdefault(head, set()).add(int(rest.removesuffix("号")))
        cited = [
            (found[1], int(found[2]))
            for record in EVERY.values()
            for _name, value in held(record)
            if isinstance(value, str)
            for found in re.finditer(r"([\u4e00-\u9fff]+)〔2026〕(\d+)号", value)
            if found[1] in given
        ]
        assert cited
        # What is older than the first of the samples cannot be one of them.
        assert all(at in given[head] or at < min(given[head]) for head, at in cited)

    def test_numbers_run_on_as_the_days_do(self):
        runs = {}
        for record in EVERY.values():
            issuing = getattr(record, "issuing", None)
            if issuing and issuing.number:
                head, _sign, rest = issuing.number.partition("〔2026〕")
                number = int(rest.removesuffix("号"))
                runs.setdefault(head, []).append((own_day(record), number))
        for run in runs.values():
            numbers = [number for _day, number in sorted(run)]
            assert numbers == sorted(numbers)

    @of_all
    def test_no_paper_is_sent_to_what_is_no_organ(self, key):
        issuing = getattr(EVERY[key], "issuing", None)
        addressee = issuing.addressee if issuing else ""
        inner = "机关各股室" in addressee and key != "annual_plan"
        assert not inner
        assert "镇街，" not in f"{addressee}，"
        assert "各镇人民政府" not in addressee
        assert "综合执法指导股" not in "\n".join(texts(EVERY[key].compose(FINAL)))


class TestConsent:
    @pytest.mark.parametrize("key", ["task_list", "scenario_list", "joint_action"])
    def test_what_binds_town_governments_names_the_countys_consent(self, key):
        assert "经县人民政府同意" in "\n".join(texts(EVERY[key].compose(FINAL)))

    def test_zone_plan_and_centre_roster_name_it_too(self):
        plan = replace(papers.zone_plan(), approval="")
        assert "经县人民政府同意，现将" in "\n".join(texts(plan.compose(FINAL)))
        listed = papers.centre_roster().compose(FINAL)
        assert "经县人民政府同意，现明确" in "\n".join(texts(listed))
