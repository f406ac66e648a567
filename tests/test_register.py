"""The register of papers: steps, issuers, numbers, versions, prints."""

import shutil
import subprocess
import sys
from datetime import date
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
import sqlalchemy as sa

from tests.conftest import NOON, Clock
from tests.conftest import _admin as admin
from tests.county import enter_county
from workbench import database, demo_papers, house
from workbench.access import GRANTS, Actor, Permission, Role
from workbench.desk import DeniedError, Desk
from workbench.models.documents import Paper, PaperFile
from workbench.models.platform import Account, AccountRole
from workbench.reports import Kind, record_json
from workbench.reports import kinds as reports
from workbench.reports.page import DRAFT_NUMBER
from workbench.reports.roster.zones import ZonePlanNotice
from workbench.rules import Refusal
from workbench.rules.documents import Deed, FileSource, PaperState, next_deed
from workbench.rules.roster.units import AuthorityKind, UnitKind
from workbench.services.documents import (
    issuers,
    register,
    series,
    steps,
    versions,
    wording,
)
from workbench.services.platform import accounts, audit
from workbench.services.roster import ledger, papers, units

ROOT = Path(__file__).parents[1]
TODAY = date(2026, 3, 2)
NUMBERS = 1_000
LETTER = "letter_out"
NEXT_MONTH = date(2026, 4, 1)
OPENING = {"kind": "staff_request", "item": "opening"}


@pytest.fixture(scope="module", params=["founded_folder", "founded_database"])
def prepared(request, tmp_path_factory):
    """A home with the tests' county and the bureau's series, used up to 23 on paper.

    Made once on SQLite and once on PostgreSQL: folder, county, series, database.
    """
    folder = tmp_path_factory.mktemp("register") / "home"
    shutil.copytree(request.getfixturevalue(request.param), folder)
    template = ""
    with pytest.MonkeyPatch.context() as patched:
        if request.param == "founded_database":
            server, template = request.getfixturevalue("server"), "with_series"
            with admin(server).connect() as connection:
                connection.exec_driver_sql(
                    f"CREATE DATABASE {template} TEMPLATE founded"
                )
            address = server.set(database=template)
            patched.setenv(
                "WORKBENCH_DATABASE_URL",
                address.render_as_string(hide_password=False),
            )
        home = database.open_home(folder)
        desk = Desk(
            house.parts_of(home, Clock()), Actor(7, "李明", frozenset(Permission))
        )
        county = enter_county(desk)
        run = desk.do(series.add_series, issuer_id=county.units["县局"], word="东综执")
        desk.do(series.set_last_number, series_id=run, year=2026, last=23)
        home.close()
    return folder, county, run, template


@pytest.fixture
def home(prepared, tmp_path, new_database, monkeypatch):
    """A copy of the prepared home, for one test."""
    folder, _county, _run, template = prepared
    shutil.copytree(folder, tmp_path / "home")
    if template:
        monkeypatch.setenv("WORKBENCH_DATABASE_URL", new_database(template))
    opened = database.open_home(tmp_path / "home")
    yield opened
    opened.close()


@pytest.fixture
def county(prepared):
    return prepared[1]


@pytest.fixture
def run(prepared):
    return prepared[2]


@pytest.fixture
def draft(desk, run):
    return desk.do(papers.draft_zone_plan, on=TODAY)


@pytest.fixture
def outward(monkeypatch):
    """A kind of letter that reaches an enterprise, with a 文书代字 of its own."""
    kind = Kind(LETTER, "案件移送函", ZonePlanNotice, outward=True, word="移")
    monkeypatch.setitem(reports.KINDS, LETTER, kind)


def row_of(desk, number):
    return desk.ask(register.paper_rows, ids=[number])[number]


def states(desk, number):
    return [one.state for one in row_of(desk, number).steps]


def letter(desk, unit_id, **more):
    """Draft an outward letter of an organ's; its text is a notice's."""
    plan = desk.do(papers.draft_zone_plan, on=TODAY)
    with desk.parts.sessions() as session:
        record = session.get_one(Paper, plan).record
    return desk.do(
        register.keep_draft,
        kind=LETTER,
        record=record.replace("东海县县局", more.pop("organ", "东海县县局")),
        about_on=TODAY,
        unit_id=unit_id,
        names_nobody=True,
    )


def issue(desk, number, run, **more):
    values = {"paper_id": number, "series_id": run, "issued_on": TODAY}
    return desk.do(register.issue_paper, **values | more)


def text_of(content):
    import docx

    document = docx.Document(BytesIO(content))
    return "".join(node.text or "" for node in document.element.iter())


def changed(content, *, old="各乡镇人民政府", new="各镇政府", **parts):
    """Return a Word file with some words changed, and parts added, as WPS would."""
    made = BytesIO()
    with ZipFile(BytesIO(content)) as before, ZipFile(made, "w") as after:
        for entry in before.infolist():
            held = before.read(entry)
            if entry.filename == "word/document.xml":
                held = held.decode().replace(old, new).encode()
            after.writestr(entry.filename, held)
        for name, held in parts.items():
            after.writestr(name.replace("__", "/").replace("_", "."), held)
    return made.getvalue()


class TestRules:
    def test_every_state_but_the_last_two_has_a_next_deed(self):
        for state in PaperState:
            deed = next_deed(state, numbered=True, sealed=True)
            last = state in {PaperState.ARCHIVED, PaperState.VOID}
            assert (deed is None) == last

    def test_what_is_not_sealed_or_numbered_skips_that_step(self):
        assert next_deed(PaperState.NUMBERED, numbered=True, sealed=False) is Deed.SEND
        assert next_deed(PaperState.SIGNED, numbered=False, sealed=False) is Deed.SEND


class TestSteps:
    def test_a_paper_goes_from_desk_to_desk_and_each_step_is_on_record(
        self, desk, run, draft
    ):
        desk.do(steps.submit_papers, ids=[draft])
        desk.do(steps.review_papers, ids=[draft], remark="同意")
        assert issue(desk, draft, run, signer="张局长") == "东综执〔2026〕24号"
        desk.do(steps.dispatch_papers, ids=[draft], deed=Deed.SEAL, on=TODAY)
        desk.do(steps.dispatch_papers, ids=[draft], deed=Deed.SEND, on=TODAY)
        desk.do(steps.dispatch_papers, ids=[draft], deed=Deed.ARCHIVE, on=TODAY)
        row = row_of(desk, draft)
        assert [(one.state.label, one.remark) for one in row.steps] == [
            ("草稿", ""),
            ("待核稿", ""),
            ("待签发", "同意"),
            ("已签发", "张局长"),
            ("已编号", "东综执〔2026〕24号"),
            ("已用印", ""),
            ("已印发", ""),
            ("已归档", ""),
        ]
        assert all(one.by == "李明" and one.at for one in row.steps)
        assert row.steps[-1].on == TODAY
        assert row.deed is None

    def test_no_step_is_left_out_or_done_twice(self, desk, run, draft):
        with pytest.raises(Refusal, match="现在不能用印") as caught:
            desk.do(steps.dispatch_papers, ids=[draft], deed=Deed.SEAL, on=TODAY)
        assert caught.value.ways == ("下一步是送核。",)
        issue(desk, draft, run)
        with pytest.raises(Refusal, match="现在不能印发"):
            desk.do(steps.dispatch_papers, ids=[draft], deed=Deed.SEND, on=TODAY)
        desk.do(steps.dispatch_papers, ids=[draft], deed=Deed.SEAL, on=TODAY)
        with pytest.raises(Refusal, match="已用印，现在不能用印"):
            desk.do(steps.dispatch_papers, ids=[draft], deed=Deed.SEAL, on=TODAY)
        assert states(desk, draft).count(PaperState.SEALED) == 1

    def test_whoever_signs_off_an_unreviewed_paper_reviews_it(self, desk, run, draft):
        issue(desk, draft, run)
        reviewed = row_of(desk, draft).step(PaperState.REVIEWED)
        assert reviewed.remark == "签发时一并核稿"

    def test_a_paper_is_given_back_with_a_reason_and_handed_in_again(self, desk, draft):
        desk.do(steps.submit_papers, ids=[draft])
        with pytest.raises(Refusal, match="退回须写明原因"):
            desk.do(steps.return_paper, paper_id=draft, reason=" ")
        desk.do(steps.return_paper, paper_id=draft, reason="主送有误")
        row = row_of(desk, draft)
        assert row.state is PaperState.DRAFT
        assert row.steps[-1].remark == "主送有误"
        again = desk.do(
            papers.draft_zone_plan, on=TODAY, addressee="各镇", paper_id=draft
        )
        assert again == draft
        content = desk.ask(register.paper_content, paper_id=draft)
        assert "各镇：" in text_of(content.content)
        assert [one.version for one in row_of(desk, draft).versions] == [1, 2]
        desk.do(steps.submit_papers, ids=[draft])
        with pytest.raises(Refusal, match="只有草稿可以重新起草"):
            desk.do(papers.draft_zone_plan, on=TODAY, paper_id=draft)

    def test_an_issued_paper_is_not_given_back_and_its_day_is_no_later_than_today(
        self, desk, run, draft
    ):
        issue(desk, draft, run)
        with pytest.raises(Refusal, match="不能退回"):
            desk.do(steps.return_paper, paper_id=draft, reason="有误")
        for on in (date(2026, 3, 3), date(2026, 3, 1)):
            with pytest.raises(Refusal, match="用印日期"):
                desk.do(steps.dispatch_papers, ids=[draft], deed=Deed.SEAL, on=on)

    def test_a_number_may_be_given_later(self, desk, run, draft):
        assert issue(desk, draft, None, numbered=False) == ""
        row = row_of(desk, draft)
        assert (row.state, row.deed) == (PaperState.SIGNED, Deed.NUMBER)
        assert row.file_name.endswith("（草稿）.docx")
        taken = desk.ask(register.paper_content, paper_id=draft)
        assert DRAFT_NUMBER in text_of(taken.content)
        number = desk.do(register.number_paper, paper_id=draft, series_id=run)
        assert number == "东综执〔2026〕24号"
        final = text_of(desk.ask(register.paper_content, paper_id=draft).content)
        assert number in final
        assert DRAFT_NUMBER not in final
        with pytest.raises(Refusal, match="不是待编号的公文"):
            desk.do(register.number_paper, paper_id=draft, series_id=run)

    def test_a_sheet_without_number_or_seal_is_signed_sent_and_filed(self, desk, run):
        sheet = desk.do(papers.draft_force_ledger, on=TODAY)
        assert issue(desk, sheet, None) == ""
        assert row_of(desk, sheet).deed is Deed.SEND
        desk.do(steps.dispatch_papers, ids=[sheet], deed=Deed.SEND, on=TODAY)
        assert row_of(desk, sheet).state is PaperState.SENT

    def test_a_correction_is_a_void_paper_and_a_new_one(self, desk, run, draft):
        issue(desk, draft, run)
        before = desk.ask(register.paper_content, paper_id=draft)
        with pytest.raises(Refusal, match="只有草稿和已作废的公文"):
            desk.do(steps.redraft_paper, paper_id=draft)
        desk.do(register.void_paper, paper_id=draft, reason="附件有误")
        anew = desk.do(steps.redraft_paper, paper_id=draft)
        assert row_of(desk, anew).number_text == ""
        assert DRAFT_NUMBER in text_of(
            desk.ask(register.paper_content, paper_id=anew).content
        )
        after = desk.ask(register.paper_content, paper_id=draft)
        assert after.content == before.content
        assert issue(desk, anew, run) == "东综执〔2026〕25号"

    def test_several_papers_take_a_step_together_or_none_does(self, desk, run, draft):
        others = [desk.do(papers.draft_zone_plan, on=TODAY) for _ in range(2)]
        bad = desk.do(papers.draft_zone_plan, on=TODAY, addressee=" ")
        terms = {"series_id": run, "issued_on": TODAY}
        with pytest.raises(Refusal, match=r"4份都没有签发，.*缺少主送"):
            desk.do(steps.issue_papers, ids=[draft, *others, bad], **terms)
        assert row_of(desk, draft).state is PaperState.DRAFT
        desk.do(steps.submit_papers, ids=[draft, *others])
        assert desk.do(steps.issue_papers, ids=[draft, *others], **terms) == 3
        rows = [row_of(desk, one).number_text for one in (draft, *others)]
        assert rows == [f"东综执〔2026〕{number}号" for number in (24, 25, 26)]
        done = {"ids": [draft, *others], "deed": Deed.SEAL, "on": TODAY}
        assert desk.do(steps.dispatch_papers, **done) == 3

    def test_what_waits_is_counted_for_whoever_may_do_it(self, desk, parts, run, draft):
        other = Desk(parts, Actor(99, "王芳", GRANTS[Role.LEGAL_REVIEWER]))
        assert other.ask(steps.waiting) == ()
        assert [one.deed for one in desk.ask(steps.waiting)] == [Deed.SUBMIT]
        desk.do(steps.submit_papers, ids=[draft])
        (waits,) = other.ask(steps.waiting)
        assert (waits.deed, waits.state, waits.count) == (
            Deed.REVIEW,
            PaperState.REVIEW,
            1,
        )
        issue(desk, draft, run)
        assert other.ask(steps.waiting) == ()
        assert [one.deed for one in desk.ask(steps.waiting)] == [Deed.SEAL]


class TestPersons:
    @pytest.fixture
    def staff(self, desk, parts):
        """Desks of persons with accounts, by role."""
        found = {}
        for place, (name, role) in enumerate(
            (
                ("安全", Role.SECURITY_ADMIN),
                ("审计", Role.AUDIT_ADMIN),
                ("王芳", Role.CLERK),
                ("陈静", Role.LEGAL_REVIEWER),
                ("张伟", Role.COUNTY_SUPERVISOR),
                ("刘洋", Role.COMMANDER),
            ),
            start=11,
        ):
            with parts.sessions.begin() as session:
                session.add(
                    Account(
                        id=place,
                        name=name,
                        person_name=name,
                        password_hash="",
                        password_set_at=NOON,
                        must_change=False,
                    )
                )
                session.flush()
                session.add(AccountRole(account_id=place, role=role))
            found[role] = Desk(parts, Actor(place, name, GRANTS[role]))
        return found

    def test_a_drafter_neither_reviews_nor_signs_off_what_another_can(self, staff, run):
        chief = staff[Role.COUNTY_SUPERVISOR]
        draft = chief.do(papers.draft_zone_plan, on=TODAY)
        assert row_of(chief, draft).mine
        with pytest.raises(Refusal, match="由您起草，不能由您本人签发") as caught:
            issue(chief, draft, run)
        assert caught.value.ways == ("请刘洋签发。",)
        chief.do(steps.submit_papers, ids=[draft])
        with pytest.raises(Refusal, match="不能由您本人核稿"):
            chief.do(steps.review_papers, ids=[draft])
        staff[Role.LEGAL_REVIEWER].do(steps.review_papers, ids=[draft])
        assert issue(staff[Role.COMMANDER], draft, run) == "东综执〔2026〕24号"

    def test_everybody_does_what_the_role_says(self, staff, run):
        clerk, reviewer = staff[Role.CLERK], staff[Role.LEGAL_REVIEWER]
        draft = clerk.do(papers.draft_zone_plan, on=TODAY)
        clerk.do(steps.submit_papers, ids=[draft])
        with pytest.raises(DeniedError, match="核稿"):
            clerk.do(steps.review_papers, ids=[draft])
        reviewer.do(steps.review_papers, ids=[draft])
        with pytest.raises(Refusal, match="由签发人退回"):
            reviewer.do(steps.return_paper, paper_id=draft, reason="有误")
        with pytest.raises(DeniedError, match="签发公文"):
            issue(reviewer, draft, run)
        issue(staff[Role.COMMANDER], draft, run)
        with pytest.raises(DeniedError, match="用印"):
            reviewer.do(steps.dispatch_papers, ids=[draft], deed=Deed.SEAL, on=TODAY)
        clerk.do(steps.dispatch_papers, ids=[draft], deed=Deed.SEAL, on=TODAY)

    def test_who_is_alone_signs_off_his_own_paper_but_never_one_of_the_four_powers(
        self, desk, staff, run, monkeypatch
    ):
        commander = staff[Role.COMMANDER].actor.account_id
        desk.do(accounts.set_disabled, account_id=commander, disabled=True)
        chief = staff[Role.COUNTY_SUPERVISOR]
        draft = chief.do(papers.draft_zone_plan, on=TODAY)
        assert not row_of(chief, draft).mine
        with monkeypatch.context() as patched:
            patched.setattr(issuers, "_POWERS", {"zone_plan"})
            with pytest.raises(Refusal, match="不能是同一个人"):
                issue(chief, draft, run)
        assert issue(chief, draft, run) == "东综执〔2026〕24号"

    def test_the_months_papers_are_drafted_by_nobody_at_a_desk(self, staff, run):
        chief = staff[Role.COUNTY_SUPERVISOR]
        chief.do(ledger.lock_month, month=date(2026, 2, 1))
        report, _sheet = chief.do(papers.issue_month, month=date(2026, 2, 1))
        assert row_of(chief, report).steps[0].by == "系统"
        assert row_of(chief, report).signer == "张伟"


class TestIssuers:
    def test_a_centre_issues_nothing_that_goes_outward(self, desk, county, outward):
        with pytest.raises(Refusal, match="是指挥中心，不是执法主体") as caught:
            letter(desk, county.units["一中心"])
        assert caught.value.clause == "documents/issuer"
        assert len(caught.value.ways) == 2

    def test_an_organ_without_authority_issues_nothing_outward(
        self, desk, county, outward
    ):
        with pytest.raises(Refusal, match="没有登记执法主体资格"):
            letter(desk, county.units["文旅局"])

    def test_a_kind_is_issued_by_the_organs_it_belongs_to(self, desk, county, run):
        plan = desk.do(papers.draft_zone_plan, on=TODAY)
        with desk.parts.sessions() as session:
            record = session.get_one(Paper, plan).record
        with pytest.raises(Refusal, match="由县级综合执法机关、县区政府出具"):
            desk.do(
                register.keep_draft,
                kind="zone_plan",
                record=record,
                about_on=TODAY,
                unit_id=county.units["一中心"],
            )

    @pytest.fixture
    def entrusted(self, desk, county):
        """A guidance body that the county bureau entrusted until the end of April."""
        return desk.do(
            units.add_unit,
            name="东海县执法大队",
            short_name="大队",
            kind=UnitKind.GUIDANCE_BODY,
            valid_from=date(2025, 1, 1),
            authority=AuthorityKind.ENTRUSTED,
            principal_id=county.units["县局"],
            entrusted_to=date(2026, 4, 30),
            reason="建账",
        )

    def test_an_entrusted_body_signs_in_its_principals_name_and_number(
        self, desk, run, outward, entrusted
    ):
        paper = letter(desk, entrusted, organ="东海县执法大队")
        text = text_of(desk.ask(register.paper_content, paper_id=paper).content)
        assert "东海县县局" in text
        assert "东海县执法大队" not in text
        terms = desk.ask(register.issue_terms, paper_id=paper)
        assert [one.whole for one in terms.series] == ["东综执移"]
        assert issue(desk, paper, run) == "东综执移〔2026〕1号"

    def test_an_entrustment_that_has_ended_is_refused(
        self, desk, clock, run, outward, entrusted
    ):
        paper = letter(desk, entrusted)
        clock.pass_days(90)
        for attempt in (
            lambda: issue(desk, paper, run, issued_on=date(2026, 5, 20)),
            lambda: letter(desk, entrusted),
        ):
            with pytest.raises(Refusal, match="委托已于2026年4月30日终止") as caught:
                attempt()
            assert caught.value.ways[0] == "由东海县县局自己出具。"
        assert row_of(desk, paper).state is PaperState.DRAFT

    def test_an_entrustment_taken_back_early_is_refused(
        self, desk, run, outward, entrusted
    ):
        desk.do(
            units.change_unit,
            unit_id=entrusted,
            name="东海县执法大队",
            short_name="大队",
            kind=UnitKind.GUIDANCE_BODY,
            valid_from=date(2026, 3, 1),
        )
        with pytest.raises(Refusal, match="委托已于2026年2月28日终止"):
            letter(desk, entrusted)

    def test_a_term_is_said_of_an_entrusted_body_only(self, desk, county):
        with pytest.raises(Refusal, match="只有受委托组织填写委托期限"):
            desk.do(
                units.add_unit,
                name="某局",
                short_name="某局",
                kind=UnitKind.DEPARTMENT,
                valid_from=TODAY,
                entrusted_to=TODAY,
            )

    def test_the_organ_printed_is_the_organ_on_record(self, desk, county, run, outward):
        paper = letter(desk, county.units["县局"], organ="东海县另一局")
        with pytest.raises(Refusal, match="两处不一致"):
            issue(desk, paper, run)
        assert row_of(desk, paper).state is PaperState.DRAFT
        assert desk.ask(series.series_rows, ids=[run])[run].used(2026) == 23

    def test_a_paper_with_something_missing_is_not_issued(self, desk, run):
        paper = desk.do(papers.draft_zone_plan, on=TODAY, addressee=" ")
        with pytest.raises(Refusal, match="缺少主送，不能签发"):
            issue(desk, paper, run)
        with desk.parts.sessions() as session:
            record = session.get_one(Paper, paper).record
        with pytest.raises(Refusal, match="登记簿写不下"):
            desk.do(
                register.keep_draft,
                kind="zone_plan",
                record=record.replace('"county":"东海县"', f'"county":"{"县" * 300}"'),
                about_on=TODAY,
            )


class TestNumbers:
    def test_a_kind_with_its_own_word_has_a_run_of_its_own(
        self, desk, county, run, outward
    ):
        first = letter(desk, county.units["县局"])
        (offered,) = desk.ask(register.issue_terms, paper_id=first).series
        assert offered.coming(2026) == "东综执移〔2026〕1号"
        assert issue(desk, first, run) == "东综执移〔2026〕1号"
        second = letter(desk, county.units["县局"])
        (offered,) = desk.ask(register.issue_terms, paper_id=second).series
        assert issue(desk, second, offered.id) == "东综执移〔2026〕2号"
        plan = desk.do(papers.draft_zone_plan, on=TODAY)
        with pytest.raises(Refusal, match="别种文书的代字"):
            issue(desk, plan, offered.id)
        assert issue(desk, plan, run) == "东综执〔2026〕24号"

    def test_a_run_for_forms_is_opened_and_started_beforehand(
        self, desk, county, run, outward
    ):
        forms = desk.do(
            series.add_series,
            issuer_id=county.units["县局"],
            word="东综执",
            suffix="移",
        )
        desk.do(series.set_last_number, series_id=forms, year=2026, last=7)
        paper = letter(desk, county.units["县局"])
        assert issue(desk, paper, run) == "东综执移〔2026〕8号"
        for word, suffix in (("东综执", "移"), ("东综执移", "")):
            with pytest.raises(Refusal, match="会重号"):
                desk.do(
                    series.add_series,
                    issuer_id=county.units["县局"],
                    word=word,
                    suffix=suffix,
                )
        with pytest.raises(Refusal, match="1至4个汉字"):
            desk.do(
                series.add_series,
                issuer_id=county.units["县局"],
                word="东综执",
                suffix="移2",
            )

    def test_two_desks_at_once_leave_neither_twin_nor_hole(self, home, desk, run):
        desks = [
            subprocess.Popen(  # noqa: S603 - our own script
                [
                    sys.executable,
                    "-m",
                    "tests.taking_numbers",
                    str(home.folder),
                    *map(str, (run, 2026, NUMBERS)),
                ],
                cwd=ROOT,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
                encoding="utf-8",
            )
            for _ in range(2)
        ]
        for one in desks:
            assert one.stdout.readline() == "ready\n", one.stderr.read()
        given = []
        for one in desks:
            one.stdin.write("begin\n")
            one.stdin.flush()
        for one in desks:
            said, faults = one.communicate()
            assert one.returncode == 0, faults
            given.append([int(number) for number in said.split()])
        assert [len(one) for one in given] == [NUMBERS, NUMBERS]
        assert sorted(given[0] + given[1]) == list(range(24, 24 + 2 * NUMBERS))
        assert all(one == sorted(one) for one in given)
        assert desk.ask(series.series_rows, ids=[run])[run].used(2026) == 2_023
        assert desk.ask(audit.verify).faults == ()


class TestVersions:
    def take(self, desk, number, **more):
        return desk.ask(register.paper_content, paper_id=number, **more)

    def back(self, desk, number, content, **more):
        return desk.do(
            versions.take_back,
            paper_id=number,
            content=content,
            name="修改稿.docx",
            **more,
        )

    def test_what_was_edited_outside_is_issued_with_its_number_and_day(
        self, desk, run, draft
    ):
        first = self.take(desk, draft)
        second = self.back(desk, draft, changed(first.content), base=first.version)
        assert second == 2
        assert row_of(desk, draft).edited
        number = issue(desk, draft, run)
        final = self.take(desk, draft)
        text = text_of(final.content)
        assert "各镇政府" in text
        assert number in text
        assert DRAFT_NUMBER not in text
        assert "2026年3月2日" in text
        assert "年　　月　　日" not in text
        with ZipFile(BytesIO(final.content)) as parts:
            heads = [name for name in parts.namelist() if "header" in name]
            assert not any("草稿" in parts.read(name).decode() for name in heads)
            assert number in parts.read("docProps/core.xml").decode()
        lines = row_of(desk, draft).versions
        assert [one.source for one in lines] == [
            FileSource.COMPOSED,
            FileSource.EDITED,
            FileSource.EDITED,
        ]
        assert self.take(desk, draft, version=1).content == first.content
        assert len({one.digest for one in lines}) == 3

    def test_an_edited_report_names_who_signed_it_off(self, desk, run):
        report = desk.do(papers.draft_frontline_report, on=TODAY)
        content = changed(self.take(desk, report).content, old="县人民政府")
        self.back(desk, report, content)
        issue(desk, report, run, signer="张局长")
        assert "签发人：张局长" in text_of(self.take(desk, report).content)

    def test_an_edited_order_is_not_issued_with_another_signer_than_it_prints(
        self, desk, parts, county, run
    ):
        chief = Desk(parts, Actor(8, "张局长", frozenset(Permission)))
        order = demo_papers.samples()["dispatch_order"]
        paper = keep_sample(desk, "dispatch_order", order, county.units["县局"])
        content = changed(self.take(desk, paper).content, old="办结", new="办完")
        self.back(desk, paper, content)
        with pytest.raises(Refusal, match="印的签发人是“周建国”，不是“张局长”"):
            issue(chief, paper, run, signer="张局长")
        assert row_of(desk, paper).state is PaperState.DRAFT
        assert issue(chief, paper, run, signer="周建国") == "东综执〔2026〕24号"

    def test_the_receipt_of_an_edited_letter_bears_its_number(self, desk, county, run):
        letter = demo_papers.samples()["case_referral"]
        paper = keep_sample(desk, "case_referral", letter, county.units["县局"])
        content = changed(self.take(desk, paper).content, old="处理", new="办理")
        self.back(desk, paper, content)
        number = issue(desk, paper, run)
        with ZipFile(BytesIO(self.take(desk, paper).content)) as parts:
            text = parts.read("word/document.xml").decode()
        assert text.count(number) == 2  # at the head, and on the receipt

    def test_drafting_anew_leaves_the_edited_version_behind(self, desk, draft):
        self.back(desk, draft, changed(self.take(desk, draft).content))
        assert desk.do(steps.redraft_paper, paper_id=draft) == draft
        assert "各乡镇人民政府" in text_of(self.take(desk, draft).content)
        assert [one.version for one in row_of(desk, draft).versions] == [1, 2, 3]

    def test_a_file_that_cannot_become_a_version_is_refused(self, desk, draft):
        good = self.take(desk, draft).content
        bomb = changed(good, word__media__a_bmp=bytes(40 * 2**20))
        squeezed = BytesIO()
        with ZipFile(squeezed, "w", 8) as made, ZipFile(BytesIO(bomb)) as held:
            for entry in held.infolist():
                made.writestr(entry.filename, held.read(entry))
        cases = {
            "没有改动": good,
            "找不到“〔草稿，未编号〕”": changed(
                good, old=DRAFT_NUMBER, new="东综执〔2026〕99号"
            ),
            "带有宏": changed(good, word__vbaProject_bin=b"x"),
            "压缩炸弹": squeezed.getvalue(),
            "损坏": good[: len(good) // 2],
            "旧版 Word": bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600),
            "实际是PDF": b"%PDF-1.7",
            "空文件": b"",
            "超过20兆字节": b"PK" + bytes(21 * 2**20),
            "修订": changed(good, old="<w:body>", new='<w:body><w:ins w:id="1"/>'),
        }
        for sentence, content in cases.items():
            with pytest.raises(Refusal) as caught:
                self.back(desk, draft, content)
            assert sentence in str(caught.value).replace(" PDF ", "PDF")
        assert [one.version for one in row_of(desk, draft).versions] == [1]

    def test_nobody_overwrites_what_another_edited_meanwhile(self, desk, draft):
        good = self.take(desk, draft).content
        self.back(desk, draft, changed(good), base=1)
        with pytest.raises(Refusal, match="有了新的一稿（第2版）"):
            self.back(desk, draft, changed(good, new="各镇"), base=1)

    def test_the_text_closes_step_by_step(self, desk, parts, run, draft):
        clerk = Desk(parts, Actor(9, "王芳", GRANTS[Role.CLERK]))
        edited = changed(self.take(desk, draft).content)
        desk.do(steps.submit_papers, ids=[draft])
        with pytest.raises(Refusal, match="正在核稿，由核稿人修改"):
            self.back(clerk, draft, edited)
        self.back(desk, draft, edited)
        desk.do(steps.review_papers, ids=[draft])
        with pytest.raises(Refusal, match="待签发，内容不能再改"):
            self.back(desk, draft, changed(edited, old="各镇政府", new="各镇"))
        issue(desk, draft, run)
        with pytest.raises(Refusal, match="内容不能再改") as caught:
            self.back(desk, draft, edited)
        assert caught.value.ways == ("有误的，作废后重新起草。",)
        sheet = desk.do(papers.draft_force_ledger, on=TODAY)
        with pytest.raises(Refusal, match="由系统计算生成"):
            desk.ask(versions.check_editable, paper_id=sheet)

    def test_scan_and_pdf_join_the_issued_paper_and_its_text_stays(
        self, desk, run, draft
    ):
        scan, pdf = b"\xff\xd8\xff scan", b"%PDF-1.7 page"
        for command, given in (
            (versions.add_scan, {"content": scan}),
            (versions.keep_pdf, {"content": pdf, "made_with": "WPS"}),
        ):
            with pytest.raises(Refusal, match="还没有定稿"):
                desk.do(command, paper_id=draft, **given)
        issue(desk, draft, run)
        text = self.take(desk, draft)
        kept = desk.do(versions.keep_pdf, paper_id=draft, content=pdf, made_with="WPS")
        again = desk.do(versions.keep_pdf, paper_id=draft, content=pdf, made_with="WPS")
        assert kept == again == text.version + 1
        last = desk.do(versions.add_scan, paper_id=draft, content=scan)
        assert self.take(desk, draft) == text
        taken = desk.do(register.take_paper, paper_id=draft, way="另存", version=last)
        assert taken.content == scan
        assert taken.name.endswith("（扫描件）.jpg")
        for content, sentence in (
            (b"GIF89a", "只收PDF、JPG、PNG"),
            (b"%PDF-" + bytes(31 * 2**20), "超过30兆字节"),
        ):
            with pytest.raises(Refusal, match=sentence):
                desk.do(versions.add_scan, paper_id=draft, content=content)
        with pytest.raises(Refusal, match="不是PDF"):
            desk.do(versions.keep_pdf, paper_id=draft, content=b"PK", made_with="WPS")
        with pytest.raises(Refusal, match="没有这个版本"):
            self.take(desk, draft, version=99)

    def test_prints_are_counted_and_reprints_seen(self, desk, draft):
        for nth, copies in enumerate((5, 2), 1):
            assert nth == desk.do(
                versions.note_print,
                paper_id=draft,
                printer="办公室打印机",
                copies=copies,
                pages=3,
            )
        lines = row_of(desk, draft).prints
        assert [(one.nth, one.copies, one.pages) for one in lines] == [
            (1, 5, 3),
            (2, 2, 3),
        ]
        with pytest.raises(Refusal, match="打印份数"):
            desk.do(versions.note_print, paper_id=draft, printer="", copies=0)

    def test_a_file_changed_in_the_database_is_not_handed_out(self, desk, draft):
        with desk.parts.sessions.begin() as session:
            session.execute(
                sa.update(PaperFile)
                .where(PaperFile.paper_id == draft)
                .values(content=b"PK other")
            )
        with pytest.raises(Refusal, match="校验码不符"):
            self.take(desk, draft)


class TestWording:
    def say(self, desk, item, text, **more):
        values = {"kind": "zone_plan", "item": item, "text": text, "valid_from": TODAY}
        desk.do(wording.set_wording, **values | more)

    def test_papers_drafted_from_then_on_say_it_the_offices_way(self, desk, clock, run):
        old = desk.do(papers.draft_zone_plan, on=TODAY)
        self.say(desk, "addressee", "各镇街，各有关单位")
        self.say(desk, "grounds", "《东海县执法片区管理办法》", valid_from=NEXT_MONTH)
        told = []
        for _ in range(2):
            paper = desk.do(papers.draft_zone_plan, on=TODAY)
            told.append(
                text_of(desk.ask(register.paper_content, paper_id=paper).content)
            )
            clock.pass_days(40)
        assert all("各镇街，各有关单位：" in text for text in told)
        assert ["片区管理办法" in text for text in told] == [False, True]
        given = desk.do(papers.draft_zone_plan, on=TODAY, addressee="各镇")
        for number, to in ((given, "各镇："), (old, "各乡镇人民政府、街道办事处，")):
            content = desk.ask(register.paper_content, paper_id=number).content
            assert to in text_of(content)

    def test_a_records_own_phrases_are_frozen_with_it(self, desk, county):
        text = "为加强一线执法力量，根据{依据}，现就{事项}请示如下："
        self.say(desk, "opening", text, kind="staff_request")
        paper = keep_sample(
            desk, "staff_request", demo_papers.samples()["staff_request"]
        )
        desk.do(wording.reset_wording, **OPENING, valid_from=TODAY)
        content = desk.ask(register.paper_content, paper_id=paper).content
        assert "为加强一线执法力量，根据" in text_of(content)
        usual = desk.ask(wording.usual_wording, kind="staff_request")
        assert usual["opening"].startswith("为统筹基层执法力量")

    def test_what_would_not_print_well_is_refused(self, desk):
        cases = {
            "不能空着": ("addressee", "  "),
            "超过500字": ("addressee", "各镇" * 300),
            "看不见的字符": ("addressee", "各镇\t各村"),
            "半角标点": ("addressee", "各镇,各街道"),
            "用书名号": ("grounds", "上级有关文件"),
            "系统不会填写": ("addressee", "各镇{某处}"),
            "没有这一项": ("nothing", "各镇"),
        }
        for sentence, (item, text) in cases.items():
            with pytest.raises(Refusal, match=sentence) as caught:
                self.say(desk, item, text)
            assert caught.value.clause == "documents/wording"
        with pytest.raises(Refusal, match="从今天或以后起改"):
            self.say(desk, "addressee", "各镇", valid_from=date(2026, 3, 1))
        self.say(desk, "copies", "")
        assert desk.ask(wording.own_wording, kind="zone_plan") == {"copies": ""}

    def test_what_was_said_is_kept_and_the_default_comes_back(self, desk, clock):
        self.say(desk, "copies", "县司法局")
        clock.pass_days(31)
        self.say(desk, "copies", "县委办公室", valid_from=date(2026, 4, 2))
        (number,) = desk.ask(wording.find_wordings, kind="zone_plan", own=True)
        row = desk.ask(wording.wording_rows, ids=[number])[number]
        assert (row.title, row.text, row.since) == (
            "抄送",
            "县委办公室",
            date(2026, 4, 2),
        )
        assert [text for _days, text in row.spans] == ["县司法局", "县委办公室"]
        copies = {"kind": "zone_plan", "item": "copies"}
        desk.do(wording.reset_wording, **copies, valid_from=date(2026, 4, 2))
        assert desk.ask(wording.find_wordings, own=True) == []
        with pytest.raises(Refusal, match="用的就是标准用语"):
            desk.do(wording.reset_wording, **copies, valid_from=date(2026, 4, 2))


def keep_sample(desk, kind, record, unit_id=None):
    """Keep a sample as a draft; where a unit is named, in the county bureau's name."""
    organ = "" if unit_id is None else "东海县县局"
    return desk.do(
        register.keep_draft,
        kind=kind,
        record=reports.drafted_json(kind, record_json(record), organ=organ),
        about_on=TODAY,
        unit_id=unit_id,
        names_nobody=True,
    )


def test_every_kind_of_paper_is_drafted_and_issued(desk, parts, county, run):
    chief = Desk(parts, Actor(8, "张局长", frozenset(Permission)))
    for kind, sample in demo_papers.samples().items():
        paper = keep_sample(desk, kind, sample, county.units["县局"])
        number = issue(chief, paper, run, signer="张局长")
        assert bool(number) == reports.KINDS[kind].numbered
        row = row_of(desk, paper)
        assert row.state.issued
        assert len(row.versions) == 2
