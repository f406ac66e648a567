"""The library of law: articles by day, and its page."""

import csv
from datetime import date

import pytest

from tests.on_screen import ON_SCREEN, heard
from workbench import RESOURCES
from workbench.access import GRANTS, Actor, Role
from workbench.desk import DeniedError, Desk
from workbench.listing import Ordering
from workbench.rules import Refusal
from workbench.rules.documents_laws import article_place, check_law, citation
from workbench.services.documents import laws
from workbench.views import rooms
from workbench.views.documents.laws import LawsPage
from workbench.views.forms import FormPanel
from workbench.views.pages import SheetView

PENALTY, ORDER = "中华人民共和国行政处罚法", "行政执法机关移送涉嫌犯罪案件的规定"
SINCE, AMENDED = date(2021, 7, 15), date(2026, 1, 1)


def add(desk, article="第二十七条", **more):
    values = {"law": PENALTY, "text": "原条文。", "valid_from": SINCE, **more}
    return desk.do(laws.add_article, article=article, **values)


def row_of(desk, number):
    return desk.ask(laws.article_rows, ids=[number])[number]


class TestRules:
    @pytest.mark.parametrize(
        ("earlier", "later"),
        [
            ("第九条", "第十条"),
            ("第十九条", "第二十条"),
            ("第九十九条", "第一百条"),
            ("第一百零三条", "第一百一十条"),
            ("第五条", "第五条之一"),
            ("第五条第一款", "第五条第二款"),
            ("第5条", "第六条"),
        ],
    )
    def test_articles_stand_in_the_order_of_their_numbers(self, earlier, later):
        assert article_place(earlier) < article_place(later)

    def test_a_law_is_cited_with_title_marks_and_its_document(self):
        assert check_law("《城镇燃气管理条例》") == "城镇燃气管理条例"
        cited = citation(ORDER, "第五条", "国务院令第310号")
        assert cited == f"《{ORDER}》（国务院令第310号）第五条"


class TestLibrary:
    def test_an_amendment_leaves_the_days_before_as_they_were(self, desk):
        number = add(desk)
        desk.do(
            laws.change_article,
            article_id=number,
            text="新条文。",
            valid_from=AMENDED,
            remark="修订决定",
        )
        for on, text in (
            (date(2025, 12, 31), "原条文。"),
            (AMENDED, "新条文。"),
        ):
            held = desk.ask(laws.article_on, law=PENALTY, article="第二十七条", on=on)
            assert held.text == text
        before = desk.ask(laws.article_on, law=PENALTY, article="第二十七条", on=SINCE)
        assert str(before.period) == "2021年7月15日至2025年12月31日"
        texts = desk.ask(laws.versions, law=PENALTY, article="第二十七条")
        assert [one.text for one in texts] == ["新条文。", "原条文。"]
        assert [one.in_force for one in texts] == [True, False]

    def test_an_ended_article_is_not_offered_any_more(self, desk):
        number = add(desk)
        desk.do(
            laws.end_article,
            article_id=number,
            last_on=date(2026, 2, 28),
            remark="废止决定",
        )
        assert desk.ask(laws.articles_to_choose) == ()
        assert list(desk.ask(laws.find_articles)) == []
        (cited, label) = desk.ask(laws.articles_to_choose, on=SINCE)[0]
        assert cited == f"《{PENALTY}》第二十七条"
        assert label.endswith("原条文。")

    def test_a_correction_says_why_and_keeps_its_days(self, desk):
        number = add(desk)
        new = desk.do(
            laws.correct_article,
            article_id=number,
            text="改正的条文。",
            valid_from=SINCE,
            reason="漏字",
            matter="某某案",
        )
        row = row_of(desk, new)
        assert (row.text, row.matter, row.remark) == (
            "改正的条文。",
            "某某案",
            "漏字",
        )
        assert list(desk.ask(laws.find_articles, history=True)) == [new]

    @pytest.mark.parametrize(
        ("values", "sentence"),
        [
            ({"law": " "}, "请填写法规名称"),
            ({"article": ""}, "请填写条款"),
            ({"text": "\n"}, "请填写条文"),
            ({"text": "条" * 20_001}, "最多20000字"),
        ],
    )
    def test_what_is_missing_is_said_in_one_sentence(self, desk, values, sentence):
        with pytest.raises(Refusal, match=sentence):
            add(desk, **values)

    def test_one_article_has_one_text_a_day(self, desk):
        number = add(desk)
        with pytest.raises(Refusal, match="第二十七条"):
            add(desk, text="另一条文。")
        for command, values in (
            (
                laws.change_article,
                {"text": "新", "valid_from": AMENDED, "remark": ""},
            ),
            (laws.end_article, {"last_on": date(2020, 1, 1), "remark": "决定"}),
            (laws.end_article, {"last_on": AMENDED, "remark": " "}),
        ):
            with pytest.raises(Refusal):
                desk.do(command, article_id=number, **values)
        assert row_of(desk, number).in_force

    def test_articles_are_found_by_words_initials_field_and_order(self, desk):
        ten = add(desk, "第十条", field="通用")
        nine = add(desk, "第九条", text="行政处罚的种类", field="通用")
        gas = add(
            desk,
            "第四十五条",
            law="城镇燃气管理条例",
            field="燃气",
            matter="未取得燃气经营许可证",
        )
        assert list(desk.ask(laws.find_articles, field="通用")) == [nine, ten]
        assert list(desk.ask(laws.find_articles, text="种类")) == [nine]
        assert list(desk.ask(laws.find_articles, text="czrq")) == [gas]
        assert list(desk.ask(laws.find_articles, text="许可证")) == [gas]
        last = desk.ask(laws.find_articles, ordering=Ordering("article", True, 1))
        assert list(last) == [gas]
        assert desk.ask(laws.fields_to_choose) == (("燃气", "燃气"), ("通用", "通用"))

    def test_the_articles_that_come_along_are_put_on_record_once(self, desk):
        path = RESOURCES / "sample" / "laws.csv"
        with path.open(encoding="utf-8", newline="") as file:
            shipped = list(csv.DictReader(file))
        assert desk.do(laws.load_starters) == len(shipped) > 30
        assert desk.do(laws.load_starters) == 0
        held = desk.ask(
            laws.article_on, law=ORDER, article="第五条", on=date(2026, 3, 2)
        )
        assert "3日内作出批准移送或者不批准移送的决定" in held.text
        assert "24小时内向同级公安机关移送" in held.text
        assert held.cited == f"《{ORDER}》（国务院令第310号）第五条"
        assert "请与现行文本核对" in held.remark

    def test_who_may_not_set_wordings_does_not_change_the_library(self, parts):
        officer = Desk(parts, Actor(9, "王芳", GRANTS[Role.OFFICER]))
        with pytest.raises(DeniedError):
            add(officer)


def shown(page):
    content = page.panel.content
    return content.sheet.text() if isinstance(content, SheetView) else ""


def act(qtbot, page, number, title):
    page.table.choose(number)
    qtbot.waitUntil(page.buttons[title].isEnabled)
    page.buttons[title].click()
    qtbot.waitUntil(lambda: isinstance(page.panel.content, FormPanel))
    return page.panel.content


class TestPage:
    pytestmark = ON_SCREEN

    @pytest.fixture
    def page(self, qtbot, show, bench):
        info = next(one for one in rooms.pages() if one.key == "laws")
        page = LawsPage(bench, info)
        with qtbot.waitSignal(page.listed):
            show(page)
        return page

    def test_an_empty_library_is_filled_with_one_click(self, qtbot, page, bench):
        told = heard(bench.told)
        with qtbot.waitSignals([bench.told, page.listed]):
            page.buttons["载入常用条文"].click()
        assert told[0].text.startswith("已载入")
        assert len(page.model.numbers()) > 30

    def test_an_article_is_added_amended_and_shown_with_both_texts(
        self, qtbot, page, bench
    ):
        page.buttons["登记条文"].click()
        form = page.panel.content
        for name, text in (("law", f"《{PENALTY}》"), ("article", "第九条")):
            form.boxes[name].editor.put(text)
        form.boxes["text"].editor.put("原条文。")
        form.boxes["valid_from"].editor.put(SINCE)
        with qtbot.waitSignals([form.saved, page.listed]):
            form.save()
        (number,) = bench.desk.ask(laws.find_articles)
        form = act(qtbot, page, number, "修订")
        assert form.boxes["text"].value() == "原条文。"
        form.boxes["text"].editor.put("新条文。")
        form.boxes["valid_from"].editor.put(AMENDED)
        form.boxes["remark"].editor.put("修订决定")
        with qtbot.waitSignals([form.saved, page.listed]):
            form.save()
        (number,) = bench.desk.ask(laws.find_articles)
        page.reveal(number)
        qtbot.waitUntil(lambda: "2021年7月15日至2025年12月31日" in shown(page))
        assert "新条文。" in shown(page)

    def test_the_articles_of_a_past_day_are_listed(self, qtbot, page, bench):
        number = add(bench.desk)
        bench.desk.do(
            laws.end_article, article_id=number, last_on=AMENDED, remark="废止决定"
        )
        with qtbot.waitSignal(page.listed):
            page.reveal({"on": SINCE})
        assert len(page.model.numbers()) == 1
