"""What the audit trail says: in words, held fast by locked months, and who was told."""

import inspect
import json
from datetime import date

import pytest
import sqlalchemy as sa

from tests.county import enter_county, id_number
from tests.on_screen import ON_SCREEN, heard
from tests.test_structure import all_services
from workbench.desk import charter, head_seal, trail_name
from workbench.models.platform import AuditEntry, AuditHead
from workbench.models.roster.people import FrontlineMonth
from workbench.rules import Refusal
from workbench.rules.roster.people import LeaveKind
from workbench.rules.roster.units import UnitKind
from workbench.services.documents import register, series
from workbench.services.platform import accounts, audit, exports
from workbench.services.platform.argument_words import word
from workbench.services.roster import (
    imports,
    ledger,
    papers,
    people,
    postings,
    told,
    units,
)
from workbench.views.forms import FormPanel
from workbench.views.platform.accounts import AccountsPage
from workbench.views.rooms import pages

FEBRUARY, TODAY = date(2026, 2, 1), date(2026, 3, 2)
GOOD = "Correct-Horse-7"


def last_entry(desk):
    number = desk.ask(audit.find_entries)[0]
    return desk.ask(audit.entry_rows, ids=[number])[number]


def chinese(text):
    return any("\u4e00" <= sign <= "\u9fff" for sign in text)


class TestWords:
    def test_every_argument_of_every_command_has_a_chinese_word(self):
        commands = [one.values[0] for one in all_services()]
        wordless = [
            f"{trail_name(command)}: {name}"
            for command in commands
            if charter(command).title
            for name in list(inspect.signature(command).parameters)[1:]
            if not chinese(word(trail_name(command), name))
        ]
        assert wordless == []

    def test_a_name_is_a_sign_in_name_only_of_an_account(self, desk):
        desk.do(accounts.add_account, name="wang", person_name="王芳", password=GOOD)
        assert ("登录名", "wang") in audit.said(last_entry(desk))
        desk.do(
            units.add_unit,
            kind=UnitKind.DEPARTMENT,
            name="东海县文化和旅游局",
            short_name="文旅局",
            valid_from=FEBRUARY,
            reason="补录",
        )
        said = audit.said(last_entry(desk))
        assert ("名称", "东海县文化和旅游局") in said
        assert ("类别", "部门") in said

    def test_choices_read_in_words_wherever_they_are_kept(self, desk):
        county = enter_county(desk)
        desk.do(
            postings.add_leave,
            person_id=county.people["陈静"],
            kind=LeaveKind.ANNUAL,
            first=FEBRUARY,
            reason="补录",
        )
        assert ("类别", LeaveKind.ANNUAL.label) in audit.said(last_entry(desk))
        assert all(chinese(name) for name, _value in audit.said(last_entry(desk)))

    def test_what_is_held_within_an_argument_reads_in_words(self, desk):
        enter_county(desk)
        number = desk.ask(audit.find_entries, text="采用编组")[0]
        row = desk.ask(audit.entry_rows, ids=[number])[number]
        zones = dict(audit.said(row))["片区"]
        assert zones.startswith("名称 示例第一片区，")
        assert "PlannedZone" not in row.arguments


class TestPersonalNumbers:
    def test_a_number_typed_in_the_wrong_place_is_masked_in_the_trail(self, desk):
        county = enter_county(desk)
        person = {"person_id": county.people["王芳"], "name": "王芳"}
        desk.do(people.change_person, **person, remark="找13812345678")
        said = dict(audit.said(last_entry(desk)))
        assert said["备注"] == "找138****5678"
        with pytest.raises(Refusal, match="不是电话号码"):
            desk.do(people.change_person, **person, phone="138123456789")
        entry = last_entry(desk)
        assert "123456" not in f"{entry.arguments}{entry.remark}"
        desk.do(
            units.add_contact,
            unit_id=county.units["县局"],
            name="王芳",
            duty="值班",
            phone="13812345678",
            valid_from=TODAY,
        )
        assert "13812345678" not in last_entry(desk).arguments

    def test_a_refused_sheet_leaves_no_number_in_the_trail(self, desk):
        enter_county(desk)
        sheet = f"姓名,身份证号,日期,内容,学时\n甲,{id_number(99)},2026-02-02,法,8"
        with pytest.raises(Refusal, match="没有导入"):
            desk.do(
                imports.import_sheet,
                kind="training",
                content=sheet.encode(),
                name="表.csv",
                reason="补",
            )
        assert id_number(99) not in last_entry(desk).remark


class TestAnchors:
    @pytest.fixture
    def locked(self, desk):
        """A county with February locked; where the chain ended then."""
        county = enter_county(desk)
        desk.do(series.add_series, issuer_id=county.units["县局"], word="东综执")
        head = desk.ask(audit.chain_head)
        desk.do(ledger.lock_month, month=FEBRUARY)
        return head

    def test_a_lock_keeps_where_the_chain_ended(self, desk, locked):
        figures = desk.ask(ledger.locked_figures, month=FEBRUARY)
        assert figures.trail == (
            f"审计链头：第{locked.count}条 {locked.mac.hex()[:32]}"
        )
        assert desk.ask(audit.verify).faults == ()

    def test_the_months_papers_print_it(self, desk, locked):
        for number in desk.do(papers.issue_month, month=FEBRUARY):
            content = desk.ask(register.paper_content, paper_id=number).content
            assert locked.text in text_of(content)

    def test_what_was_issued_before_the_lock_is_not_the_months_paper(self, desk, clock):
        county = enter_county(desk)
        run = desk.do(series.add_series, issuer_id=county.units["县局"], word="东综执")
        early = desk.do(
            papers.draft_frontline_report, on=date(2026, 2, 28), signer="张局长"
        )
        desk.do(register.issue_paper, paper_id=early, series_id=run, issued_on=TODAY)
        clock.pass_days(1)
        desk.do(ledger.lock_month, month=FEBRUARY)
        issued = desk.do(papers.issue_month, month=FEBRUARY)
        assert early not in issued
        assert desk.ask(told.month_papers) == {FEBRUARY: issued[0]}
        assert desk.do(papers.issue_month, month=FEBRUARY) == issued

    def test_a_chain_cut_off_before_the_lock_is_named(self, desk, locked):
        left = locked.count - 2
        with desk.parts.sessions.begin() as session:
            session.connection(execution_options={"write": True})
            unguard(session.connection())
            session.execute(sa.delete(AuditEntry).where(AuditEntry.id > left))
            mac = session.scalars(
                sa.select(AuditEntry.mac).where(AuditEntry.id == left)
            ).one()
            head = session.scalars(sa.select(AuditHead)).one()
            head.count, head.mac = left, mac
            head.seal = head_seal(desk.parts.secrets, left, mac)
        (fault,) = desk.ask(audit.verify).faults
        assert fault.startswith(f"第{left + 1}条至第{locked.count}条缺失：")
        assert "2026年2月锁定时" in fault

    def test_a_changed_record_of_the_month_is_named(self, desk, locked):
        with desk.parts.sessions.begin() as session:
            session.connection(execution_options={"write": True})
            row = session.scalars(sa.select(FrontlineMonth)).one()
            figures = json.loads(row.figures)
            figures["trail"][0] -= 5
            row.figures = json.dumps(figures, ensure_ascii=False, sort_keys=True)
        assert desk.ask(audit.verify).faults == (
            "2026年2月锁定的数字与校验码不符，数据被改动。",
        )


class TestTold:
    def test_telling_needs_somebody_and_a_way(self, desk):
        with pytest.raises(Refusal, match="告知了谁"):
            desk.do(exports.note_told, about="名单", to=" ", way="电话")
        desk.do(exports.note_told, about="名单", to="牛山局 王芳", way="电话")
        entry = last_entry(desk)
        assert entry.title == "记为已告知"
        assert audit.said(entry) == [
            ("内容", "名单"),
            ("告知谁", "牛山局 王芳"),
            ("方式", "电话"),
        ]


class TestTellingOnScreen:
    pytestmark = ON_SCREEN

    def test_copied_words_are_offered_to_be_noted_as_told(self, qtbot, show, bench):
        bench.desk.do(
            accounts.add_account, name="wang", person_name="王芳", password=GOOD
        )
        info = next(one for one in pages() if one.key == "accounts")
        page = AccountsPage(bench, info)
        with qtbot.waitSignal(page.listed):
            show(page)
        told = heard(bench.told)
        page.table.selectAll()
        page.copy_text()
        qtbot.waitUntil(lambda: bool(told))
        said, deed = told[0].act
        assert said == "记为已告知"
        deed()
        form = page.panel.content
        assert isinstance(form, FormPanel)
        form.boxes["to"].editor.put("陈静")
        form.boxes["way"].editor.put("政务微信")
        with qtbot.waitSignal(form.saved):
            form.save()
        assert dict(audit.said(last_entry(bench.desk)))["内容"].startswith("账号1条：")


def unguard(connection):
    """Take away what keeps the trail from being changed, as an intruder would."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("DROP TRIGGER audit_entry_keeps_delete")
    else:
        connection.exec_driver_sql(
            "ALTER TABLE audit_entry DISABLE TRIGGER audit_entry_keeps"
        )


def text_of(content):
    """Return everything written in a Word or Excel file."""
    from io import BytesIO
    from zipfile import ZipFile

    from lxml import etree

    with ZipFile(BytesIO(content)) as parts:
        return "".join(
            "".join(etree.fromstring(parts.read(name)).itertext())
            for name in parts.namelist()
            if name.endswith(".xml")
        )
