"""Who may change, sign and see papers: a zone's account, makers of a text, readers."""

from dataclasses import replace
from datetime import date

import pytest

from tests.conftest import NOON
from tests.county import enter_county
from tests.test_register import TODAY, changed, issue, row_of
from workbench.access import GRANTS, Actor, Permission, Role
from workbench.desk import DeniedError, Desk
from workbench.listing import Ordering
from workbench.models.documents import Paper
from workbench.models.platform import Account, AccountRole, AuditEntry
from workbench.rules import Refusal
from workbench.rules.documents import Deed, PaperState
from workbench.services.documents import (
    laws,
    register,
    series,
    steps,
    versions,
    wording,
)
from workbench.services.roster import papers
from workbench.views.documents import paper_steps

SCAN = b"\xff\xd8\xff scan"
PDF = b"%PDF-1.7 page"


@pytest.fixture
def county(desk):
    return enter_county(desk)


@pytest.fixture
def run(desk, county):
    number = desk.do(series.add_series, issuer_id=county.units["县局"], word="东综执")
    desk.do(series.set_last_number, series_id=number, year=2026, last=23)
    return number


@pytest.fixture
def draft(desk, run):
    return desk.do(papers.draft_zone_plan, on=TODAY)


@pytest.fixture
def person(desk, parts):
    """Gives a person with an account, who sees a unit's rows or the county's."""

    def appear(number, name, role, unit_id=None):
        with parts.sessions.begin() as session:
            session.add(
                Account(
                    id=number,
                    name=name,
                    person_name=name,
                    password_hash="",
                    password_set_at=NOON,
                    must_change=False,
                    unit_id=unit_id,
                )
            )
            session.flush()
            session.add(AccountRole(account_id=number, role=role))
        return Desk(parts, Actor(number, name, GRANTS[role], unit_id, unit_id is None))

    appear(11, "安全", Role.SECURITY_ADMIN)
    appear(12, "审计", Role.AUDIT_ADMIN)
    return appear


@pytest.fixture
def zone(parts, county):
    """The desk of a zone that may do everything but see the county."""
    return Desk(
        parts,
        Actor(9, "片区", frozenset(Permission), county.units["一中心"], False),
    )


def record_of(desk, number):
    with desk.parts.sessions() as session:
        return session.get_one(Paper, number).record


def edit(desk, number, **more):
    content = desk.ask(register.paper_content, paper_id=number).content
    return desk.do(
        versions.take_back,
        paper_id=number,
        content=changed(content, **more),
        name="修改稿.docx",
    )


def refused(clause, desk, command, **given):
    with pytest.raises(Refusal) as caught:
        desk.do(command, **given)
    assert caught.value.clause == clause
    return str(caught.value)


class TestScope:
    def test_a_draft_of_the_county_is_not_everybodys(self, desk, zone, run, draft):
        assert list(zone.ask(register.find_papers)) == []
        issue(desk, draft, run)
        assert list(zone.ask(register.find_papers)) == [draft]
        assert zone.ask(register.paper_content, paper_id=draft)

    def test_who_may_only_read_a_paper_changes_nothing_of_it(
        self, desk, zone, run, draft
    ):
        issue(desk, draft, run)
        for command, given in (
            (steps.dispatch_papers, {"ids": [draft], "deed": Deed.SEAL, "on": TODAY}),
            (versions.add_scan, {"paper_id": draft, "content": SCAN}),
            (
                versions.keep_pdf,
                {"paper_id": draft, "content": PDF, "made_with": "WPS"},
            ),
            (register.void_paper, {"paper_id": draft, "reason": "有误"}),
            (steps.redraft_paper, {"paper_id": draft}),
            (versions.take_back, {"paper_id": draft, "content": b"", "name": "a.docx"}),
            (steps.submit_papers, {"ids": [draft]}),
            (steps.return_paper, {"paper_id": draft, "reason": "有误"}),
        ):
            said = refused("platform/row-scope", zone, command, **given)
            assert "由看得到全县的账号办理" in said
        assert row_of(zone, draft).deed is None
        assert zone.ask(steps.waiting) == ()
        assert row_of(desk, draft).deed is Deed.SEAL

    def test_a_zone_drafts_about_its_own_and_does_not_sign_in_the_countys_name(
        self, desk, zone, county, run, draft
    ):
        values = {
            "kind": "zone_plan",
            "record": record_of(desk, draft),
            "about_on": TODAY,
            "unit_id": county.units["县局"],
        }
        refused("platform/row-scope", zone, register.keep_draft, **values)
        for about in (county.units["桃林局"], 10_000):
            refused(
                "platform/row-scope",
                zone,
                register.keep_draft,
                **values,
                about_id=about,
            )
        own = zone.do(register.keep_draft, **values, about_id=county.units["一中心"])
        zone.do(steps.submit_papers, ids=[own])
        terms = {"paper_id": own, "series_id": run, "issued_on": TODAY}
        said = refused("platform/row-scope", zone, register.issue_paper, **terms)
        assert "上级机关的名义和文号" in said
        assert not row_of(zone, own).signs
        assert Deed.ISSUE not in {one.deed for one in zone.ask(steps.waiting)}
        issue(desk, own, run, numbered=False)
        refused(
            "platform/row-scope",
            zone,
            register.number_paper,
            paper_id=own,
            series_id=run,
        )
        number = desk.do(register.number_paper, paper_id=own, series_id=run)
        assert number == "东综执〔2026〕24号"

    def test_what_every_paper_is_made_of_is_set_by_the_county(self, zone, county):
        refused(
            "platform/row-scope",
            zone,
            wording.set_wording,
            kind="zone_plan",
            item="addressee",
            text="各镇街",
            valid_from=TODAY,
        )
        refused("platform/row-scope", zone, laws.load_starters)

    def test_a_reader_keeps_no_pdf(self, desk, person, run, draft):
        reader = person(20, "赵敏", Role.OFFICER)
        issue(desk, draft, run)
        with pytest.raises(DeniedError):
            reader.do(versions.keep_pdf, paper_id=draft, content=PDF, made_with="WPS")
        large = PDF + bytes(31 * 2**20)
        given = {"paper_id": draft, "content": large, "made_with": "WPS"}
        assert "超过30兆字节" in refused(
            "documents/files", desk, versions.keep_pdf, **given
        )


class TestHands:
    def test_who_made_a_text_neither_reviews_nor_signs_it(self, person, run):
        clerk = person(20, "王芳", Role.CLERK)
        chief = person(21, "张伟", Role.COUNTY_SUPERVISOR)
        second = person(22, "刘洋", Role.COMMANDER)
        draft = clerk.do(papers.draft_zone_plan, on=TODAY)
        with pytest.raises(Refusal, match="由王芳起草，由起草人修改"):
            edit(chief, draft)
        refused("documents/draft", chief, steps.redraft_paper, paper_id=draft)
        clerk.do(steps.submit_papers, ids=[draft])
        edit(chief, draft)
        assert row_of(chief, draft).mine
        assert not row_of(second, draft).mine
        for command, given in (
            (steps.review_papers, {"ids": [draft]}),
            (
                register.issue_paper,
                {"paper_id": draft, "series_id": run, "issued_on": TODAY},
            ),
        ):
            said = refused("documents/other-hand", chief, command, **given)
            assert "由您修改，不能由您本人" in said
        assert chief.ask(steps.waiting) == ()
        assert issue(second, draft, run) == "东综执〔2026〕24号"

    def test_what_the_workbench_drafted_is_edited_by_anybody(self, desk, run):
        alone = Desk(desk.parts, replace(desk.actor, account_id=0))
        draft = alone.do(papers.draft_zone_plan, on=TODAY)
        assert edit(desk, draft) == 2

    def test_nobody_decides_on_another_text_than_he_saw(self, desk, run, draft):
        desk.do(steps.submit_papers, ids=[draft])
        seen = {draft: row_of(desk, draft).text}
        edit(desk, draft)
        terms = {"series_id": run, "issued_on": TODAY, "seen": seen}
        for command, given in (
            (steps.review_papers, {"ids": [draft], "seen": seen}),
            (register.issue_paper, {"paper_id": draft, **terms}),
            (steps.issue_papers, {"ids": [draft], **terms}),
        ):
            said = refused("documents/versions", desk, command, **given)
            assert "有了新的一稿，请先看过再办" in said
        seen = {draft: row_of(desk, draft).text}
        desk.do(steps.review_papers, ids=[draft], seen=seen)
        assert issue(desk, draft, run, seen=seen)

    def test_the_record_of_a_draft_is_not_read_in_the_trail(self, desk, draft):
        desk.do(
            register.keep_draft,
            kind="zone_plan",
            record=record_of(desk, draft),
            about_on=TODAY,
        )
        with desk.parts.sessions() as session:
            entry = session.query(AuditEntry).order_by(AuditEntry.id.desc()).first()
        assert "东海县" not in entry.arguments


class TestNumbers:
    def test_a_number_of_a_year_nobody_spoke_of_is_refused(self, desk, run, draft):
        with pytest.raises(Refusal, match="2025年用到几号没有登记") as caught:
            issue(desk, draft, run, issued_on=date(2025, 12, 31))
        assert caught.value.clause == "documents/number-series"
        desk.do(series.set_last_number, series_id=run, year=2025, last=7)
        number = issue(desk, draft, run, issued_on=date(2025, 12, 31))
        assert number == "东综执〔2025〕8号"
        with pytest.raises(Refusal, match="年份应为2000至2026"):
            desk.do(series.set_last_number, series_id=run, year=-5, last=3)

    def test_numbers_and_states_are_sorted_as_people_count(self, desk, run, draft):
        desk.do(series.set_last_number, series_id=run, year=2026, last=8)
        issued = [draft] + [desk.do(papers.draft_zone_plan, on=TODAY) for _ in "ab"]
        for number in issued:
            issue(desk, number, run)  # 9, 10, 11
        sent = desk.do(papers.draft_zone_plan, on=TODAY)
        desk.do(steps.submit_papers, ids=[sent])

        def ranked(key, **more):
            return list(desk.ask(register.find_papers, ordering=Ordering(key, **more)))

        found = ranked("number")
        assert [one for one in found if one != sent] == issued
        assert [one for one in ranked("number", descending=True) if one != sent] == (
            issued[::-1]
        )
        states = [row_of(desk, one).state for one in ranked("state")]
        assert states == sorted(states, key=list(PaperState).index)

    def test_a_word_that_was_registered_whole_is_the_run_of_its_kind(
        self, desk, county, run
    ):
        whole = desk.do(
            series.add_series, issuer_id=county.units["县局"], word="东综执移"
        )
        (offered,) = desk.ask(
            series.series_of, issuer_id=county.units["县局"], suffix="移"
        )
        assert offered.id == whole
        for number in (run, whole):
            taken = desk.do(series.run_for, series_id=number, suffix="移")
            assert taken.id == whole

    def test_a_step_that_is_none_of_the_three_is_refused(self, desk, draft):
        said = refused(
            "documents/steps",
            desk,
            steps.dispatch_papers,
            ids=[draft],
            deed=Deed.SUBMIT,
            on=TODAY,
        )
        assert "不是用印、印发或归档" in said
        assert row_of(desk, draft).state is PaperState.DRAFT


def test_the_first_number_of_a_forms_word_is_said_before(desk, county, run, draft):
    (offered,) = desk.ask(series.series_of, issuer_id=county.units["县局"], suffix="移")
    terms = register.IssueTerms(True, "东海县县局", None, (offered,))
    rows = [row_of(desk, draft)]
    question = paper_steps._question(rows, terms, 2026)
    _asked, more = question({"series_id": offered.id, "issued_on": TODAY})
    assert "第一次编号，从1号起" in more
