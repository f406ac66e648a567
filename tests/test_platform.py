"""The platform: accounts, the trail's proof, policy, setting up."""

from datetime import UTC, date, datetime, timedelta

import pytest
import sqlalchemy as sa

from workbench import house
from workbench.access import (
    ADMINS,
    DECIDING,
    GRANTS,
    SYSTEM,
    Actor,
    Permission,
    Role,
    permissions_of,
)
from workbench.desk import DeniedError, Desk, begin_trail
from workbench.listing import Ordering
from workbench.models.platform import AuditEntry, AuditHead, Outcome, PolicyValue
from workbench.rules import Refusal
from workbench.rules.platform import (
    Policy,
    check_password,
    check_policy_value,
    kept_backups,
)
from workbench.services.platform import accounts, audit, policy, setup

GOOD = "Correct-Horse-7"


class TestRules:
    @pytest.mark.parametrize(
        "password", ["Ab1", "abcdefgh1", "ABCDEFGHIJ", "wang-Fang1x"]
    )
    def test_a_weak_password_is_refused(self, password):
        with pytest.raises(Refusal):
            check_password(password, "wang-fang", 8)

    def test_a_good_password_passes(self):
        assert check_password(GOOD, "wang", 10) is None

    @pytest.mark.parametrize(
        ("which", "text"),
        [
            (Policy.FRONTLINE_TARGET, "101"),
            (Policy.FRONTLINE_TARGET, "0"),
            (Policy.FRONTLINE_TARGET, "八十五"),
            (Policy.IDLE_MINUTES, "-5"),
            (Policy.CERTIFICATE_PATTERN, "[0-9"),
        ],
    )
    def test_a_policy_value_out_of_range_is_refused(self, which, text):
        with pytest.raises(Refusal) as caught:
            check_policy_value(which, text)
        assert caught.value.clause == "general/policy-table"

    def test_backups_thin_out_with_age_but_never_to_nothing(self, clock):
        now = clock()
        moments = [now - timedelta(minutes=30 * n) for n in range(48 * 200)]
        kept = kept_backups(moments, now)
        assert {at for at in moments if now - at <= timedelta(days=2)} <= kept
        assert len(kept) < 200
        assert {(at.year, at.month) for at in moments} == {
            (at.year, at.month) for at in kept
        }
        old = [now - timedelta(days=400 + n / 24) for n in range(5)]
        assert set(sorted(old)[-3:]) <= kept_backups(old, now)

    def test_no_administrator_decides_anything_about_the_work(self):
        for role in ADMINS:
            assert not GRANTS[role] & DECIDING
        assert Permission.PLATFORM_AUDIT_READ not in GRANTS[Role.SYSTEM_ADMIN]

    def test_deciding_powers_stay_closed_until_overseers_are_named(self):
        assert not permissions_of([Role.COMMANDER], overseen=False) & DECIDING
        assert permissions_of([Role.COMMANDER], overseen=True) & DECIDING


@pytest.fixture
def system(parts):
    return Desk(parts, SYSTEM)


@pytest.fixture
def door(parts):
    return house.visitor(parts)


def name_overseers(system):
    return [
        system.do(
            accounts.name_overseer,
            name=role.value,
            person_name=role.label,
            password=GOOD,
            role=role,
        )
        for role in (Role.SECURITY_ADMIN, Role.AUDIT_ADMIN)
    ]


class TestSigningIn:
    @pytest.fixture
    def first(self, system):
        return system.do(
            setup.first_account, name="li", person_name="李明", password=GOOD
        )

    def test_the_first_person_is_system_administrator_and_clerk(self, door, first):
        found = door.do(accounts.sign_in, name=" li ", password=GOOD)
        assert found.roles == {Role.SYSTEM_ADMIN, Role.CLERK}
        assert found.actor.name == "李明"
        assert found.actor.county_wide
        assert set(found.missing) == {Role.SECURITY_ADMIN, Role.AUDIT_ADMIN}
        assert not found.actor.permissions & DECIDING
        assert found.idle_minutes == 10

    def test_there_is_only_one_first_account(self, system, first):
        with pytest.raises(Refusal, match="已有账号"):
            system.do(setup.first_account, name="x", person_name="某", password=GOOD)

    def test_a_wrong_name_and_a_wrong_password_read_alike(self, door, first):
        with pytest.raises(Refusal, match="登录名或口令不正确"):
            door.do(accounts.sign_in, name="nobody", password=GOOD)
        with pytest.raises(Refusal, match="登录名或口令不正确，再错4次"):
            door.do(accounts.sign_in, name="li", password="wrong")

    def test_five_failures_lock_the_account_for_half_an_hour(self, door, first, clock):
        for _ in range(5):
            with pytest.raises(Refusal):
                door.do(accounts.sign_in, name="li", password="wrong")
        with pytest.raises(Refusal, match="已锁定至12:30"):
            door.do(accounts.sign_in, name="li", password=GOOD)
        clock.now += timedelta(minutes=30)
        assert door.do(accounts.sign_in, name="li", password=GOOD)

    def test_every_attempt_is_on_the_trail_without_the_password(self, door, first):
        with pytest.raises(Refusal):
            door.do(accounts.sign_in, name="li", password="Wrong-Password-1")
        with door.parts.sessions() as session:
            last = session.scalars(
                sa.select(AuditEntry).order_by(AuditEntry.id.desc())
            ).first()
        assert last.title == "登录"
        assert last.outcome is Outcome.REFUSED
        assert '"li"' in last.arguments
        assert "Wrong-Password" not in last.arguments

    def test_an_account_without_roles_waits_for_the_security_administrator(
        self, system, door
    ):
        system.do(accounts.add_account, name="wang", person_name="王芳", password=GOOD)
        with pytest.raises(Refusal, match="安全管理员"):
            door.do(accounts.sign_in, name="wang", password=GOOD)

    def test_a_locked_screen_opens_with_the_password_and_counts_failures(
        self, parts, door, first
    ):
        actor = door.do(accounts.sign_in, name="li", password=GOOD).actor
        own = Desk(parts, actor)
        with pytest.raises(Refusal, match="再错4次"):
            own.do(accounts.unlock_screen, password="wrong")
        assert own.do(accounts.unlock_screen, password=GOOD) is None

    def test_guessing_the_old_password_at_an_open_desk_locks_the_account_too(
        self, parts, door, first
    ):
        own = Desk(parts, door.do(accounts.sign_in, name="li", password=GOOD).actor)
        for left in (4, 3, 2, 1):
            with pytest.raises(Refusal, match=f"原口令不正确，再错{left}次"):
                own.do(accounts.change_password, old="wrong", new="Third-Horse-9")
        with pytest.raises(Refusal, match="账号锁定30分钟"):
            own.do(accounts.change_password, old="wrong", new="Third-Horse-9")
        with pytest.raises(Refusal, match="已锁定至"):
            own.do(accounts.change_password, old=GOOD, new="Third-Horse-9")

    def test_an_account_that_is_closed_stops_at_once_also_at_an_open_desk(
        self, system, door, parts
    ):
        name_overseers(system)
        number = system.do(
            accounts.add_account, name="wang", person_name="王芳", password=GOOD
        )
        system.do(accounts.grant_roles, account_id=number, roles=[Role.CLERK])
        own = Desk(parts, door.do(accounts.sign_in, name="wang", password=GOOD).actor)
        assert own.ask(setup.settings)
        system.do(accounts.set_disabled, account_id=number, disabled=True)
        for attempt in (
            lambda: own.ask(setup.settings),
            lambda: own.do(setup.rename_home, title="某中心"),
        ):
            with pytest.raises(DeniedError, match="已停用"):
                attempt()
        last = system.ask(audit.find_entries)[0]
        entry = system.ask(audit.entry_rows, ids=[last])[last]
        assert (entry.outcome, entry.account_name) == (Outcome.DENIED, "王芳")
        assert entry.remark == "该账号已停用，请联系系统管理员。"

    def test_a_role_taken_back_is_gone_at_once_also_at_an_open_desk(
        self, system, door, parts
    ):
        name_overseers(system)
        number = system.do(
            accounts.add_account, name="wang", person_name="王芳", password=GOOD
        )
        system.do(accounts.grant_roles, account_id=number, roles=[Role.CLERK])
        own = Desk(parts, door.do(accounts.sign_in, name="wang", password=GOOD).actor)
        assert own.do(setup.rename_home, title="某中心") is None
        system.do(accounts.grant_roles, account_id=number, roles=[Role.OFFICER])
        with pytest.raises(DeniedError, match="角色或所属机构已经调整"):
            own.do(setup.rename_home, title="另一中心")
        assert own.ask(setup.settings)["title"] == "某中心"

    def test_an_old_password_is_worth_a_reminder(self, door, first, clock):
        clock.pass_days(100)
        found = door.do(accounts.sign_in, name="li", password=GOOD)
        assert found.password_days == 100 > found.remind_after


class TestAccounts:
    def test_the_three_administrators_are_three_people(self, system, parts):
        security, _audit = name_overseers(system)
        number = system.do(
            accounts.add_account, name="wang", person_name="王芳", password=GOOD
        )
        officer = Desk(parts, Actor(security, "安", GRANTS[Role.SECURITY_ADMIN]))
        for roles in (
            [Role.SYSTEM_ADMIN, Role.AUDIT_ADMIN],
            [Role.SECURITY_ADMIN, Role.CLERK],
        ):
            with pytest.raises(Refusal) as caught:
                officer.do(accounts.grant_roles, account_id=number, roles=roles)
            assert caught.value.clause == "platform/three-admins"
        officer.do(accounts.grant_roles, account_id=number, roles=[Role.CLERK])
        row = officer.ask(accounts.account_rows, ids=[number])[number]
        assert row.roles == (Role.CLERK,)
        assert row.state == "待改口令"

    def test_nobody_grants_himself_a_role(self, system, parts):
        security, _audit = name_overseers(system)
        officer = Desk(parts, Actor(security, "安", GRANTS[Role.SECURITY_ADMIN]))
        with pytest.raises(Refusal, match="不能给自己授权"):
            officer.do(
                accounts.grant_roles, account_id=security, roles=[Role.COMMANDER]
            )

    def test_the_last_overseer_cannot_be_lost(self, system, parts):
        security, auditor = name_overseers(system)
        officer = Desk(parts, Actor(security, "安", GRANTS[Role.SECURITY_ADMIN]))
        with pytest.raises(Refusal, match="没有人担任审计管理员"):
            officer.do(accounts.grant_roles, account_id=auditor, roles=[Role.CLERK])
        with pytest.raises(Refusal, match="没有人担任审计管理员"):
            system.do(accounts.set_disabled, account_id=auditor, disabled=True)
        assert system.ask(accounts.missing_overseers) == ()

    def test_an_overseer_is_named_by_the_system_administrator_only_once(self, system):
        name_overseers(system)
        with pytest.raises(Refusal, match="已有安全管理员"):
            system.do(
                accounts.name_overseer,
                name="two",
                person_name="某",
                password=GOOD,
                role=Role.SECURITY_ADMIN,
            )

    def test_a_name_is_never_used_twice_and_a_disabled_account_stays_out(
        self, system, door
    ):
        name_overseers(system)
        number = system.do(
            accounts.add_account, name="Wang", person_name="王芳", password=GOOD
        )
        system.do(accounts.grant_roles, account_id=number, roles=[Role.CLERK])
        system.do(accounts.set_disabled, account_id=number, disabled=True)
        with pytest.raises(Refusal, match="已有人使用"):
            system.do(
                accounts.add_account, name="wang", person_name="王芳", password=GOOD
            )
        with pytest.raises(Refusal, match="已停用"):
            door.do(accounts.sign_in, name="Wang", password=GOOD)

    def test_a_reset_password_must_be_changed_at_once(self, system, door, parts):
        name_overseers(system)
        number = system.do(
            accounts.add_account, name="wang", person_name="王芳", password=GOOD
        )
        system.do(accounts.grant_roles, account_id=number, roles=[Role.CLERK])
        system.do(
            accounts.reset_password, account_id=number, password="Another-Horse-8"
        )
        found = door.do(accounts.sign_in, name="wang", password="Another-Horse-8")
        assert found.must_change
        own = Desk(parts, found.actor)
        with pytest.raises(Refusal, match="原口令"):
            own.do(accounts.change_password, old=GOOD, new="Third-Horse-9")
        own.do(accounts.change_password, old="Another-Horse-8", new="Third-Horse-9")
        found = door.do(accounts.sign_in, name="wang", password="Third-Horse-9")
        assert not found.must_change

    def test_accounts_are_found_by_fragment_and_initials(self, system):
        name_overseers(system)
        found = system.ask(accounts.find_accounts, text="aqgly")
        rows = system.ask(accounts.account_rows, ids=found)
        assert [row.person_name for row in rows.values()] == ["安全管理员"]


class TestTrail:
    @pytest.fixture
    def trail(self, system):
        for number in range(6):
            system.do(setup.rename_home, title=f"名称{number}")
        assert system.ask(audit.verify).faults == ()
        return system

    def tamper(self, desk, *statements):
        """Change the trail as somebody with the database open would."""
        with desk.parts.sessions.begin() as session:
            session.connection(execution_options={"write": True})
            connection = session.connection()
            if connection.dialect.name == "sqlite":
                connection.exec_driver_sql("DROP TRIGGER audit_entry_keeps_update")
                connection.exec_driver_sql("DROP TRIGGER audit_entry_keeps_delete")
            else:
                connection.exec_driver_sql(
                    "ALTER TABLE audit_entry DISABLE TRIGGER audit_entry_keeps"
                )
            for statement in statements:
                connection.execute(
                    sa.text(statement) if isinstance(statement, str) else statement
                )

    def test_the_database_itself_refuses_to_change_an_entry(self, trail):
        for statement in (
            sa.update(AuditEntry).values(remark="x"),
            sa.delete(AuditEntry),
        ):
            with trail.parts.sessions() as session:
                session.connection(execution_options={"write": True})
                with pytest.raises(sa.exc.DBAPIError, match="append-only"):
                    session.execute(statement)

    @pytest.mark.parametrize(
        "change",
        [
            {"account_name": "某人"},
            {"title": "别的"},
            {"arguments": "{}"},
            {"outcome": Outcome.REFUSED},
            {"remark": "x"},
            {"at": datetime(2026, 3, 3, 4, tzinfo=UTC)},
            {"account_id": 99},
        ],
        ids=lambda change: next(iter(change)),
    )
    def test_one_changed_field_is_named_with_its_place(self, trail, change):
        fourth = sa.update(AuditEntry).where(AuditEntry.id == 4).values(change)
        self.tamper(trail, fourth)
        faults = trail.ask(audit.verify).faults
        assert len(faults) == 1
        assert faults[0].startswith("第4条")

    def test_a_cut_off_end_is_named(self, trail):
        self.tamper(trail, "DELETE FROM audit_entry WHERE id > 5")
        assert trail.ask(audit.verify).faults == (
            "第6条至第7条缺失：最新的日志被截去。",
        )

    def test_a_missing_entry_is_named(self, trail):
        self.tamper(trail, "DELETE FROM audit_entry WHERE id = 3")
        assert "第3条缺失" in trail.ask(audit.verify).faults[0]

    def test_a_moved_end_is_noticed(self, trail):
        self.tamper(
            trail,
            "DELETE FROM audit_entry WHERE id > 5",
            "UPDATE audit_head SET count = 5, "
            "mac = (SELECT mac FROM audit_entry WHERE id = 5)",
        )
        assert "末端标记" in trail.ask(audit.verify).faults[0]

    def test_an_exchanged_database_is_noticed_by_its_backups(self, trail, home):
        home.back_up("手动")
        with trail.parts.sessions.begin() as session:
            session.connection(execution_options={"write": True})
            session.execute(sa.delete(AuditHead))
            begin_trail(session, home.vault)
        self.tamper(trail, "DELETE FROM audit_entry")
        assert "最近的备份中已有第7条" in trail.ask(audit.verify).faults[0]

    def test_entries_are_found_sorted_and_limited(self, trail):
        newest = trail.ask(audit.find_entries)
        assert list(newest) == list(range(7, 0, -1))
        assert list(trail.ask(audit.find_entries, text="名称3")) == [5]
        by_name = Ordering("title", descending=False, limit=2)
        assert len(trail.ask(audit.find_entries, ordering=by_name)) == 2
        day = date(2026, 3, 2)
        assert len(trail.ask(audit.find_entries, first=day, last=day)) == 7
        assert len(trail.ask(audit.find_entries, last=date(2026, 3, 1))) == 0
        assert len(trail.ask(audit.find_entries, outcome=Outcome.DENIED)) == 0

    def test_only_the_auditor_reads_it(self, parts):
        clerk = Desk(parts, Actor(9, "王芳", GRANTS[Role.CLERK]))
        with pytest.raises(DeniedError, match="审计"):
            clerk.ask(audit.find_entries)


class TestPolicy:
    def test_every_parameter_has_its_first_value_with_a_source(self, desk):
        ids = desk.ask(policy.find_values)
        rows = desk.ask(policy.value_rows, ids=ids)
        assert {row.policy for row in rows.values()} == set(Policy)
        assert all(row.source for row in rows.values())

    def test_a_change_is_a_new_dated_row_and_the_past_keeps_its_value(self, desk):
        desk.do(
            policy.change_value,
            policy=Policy.FRONTLINE_TARGET,
            value="86",
            valid_from=date(2026, 4, 1),
            source="东政办〔2026〕3号",
        )

        def on(day):
            return desk.ask(policy.whole, policy=Policy.FRONTLINE_TARGET, on=day)

        assert (on(date(2026, 3, 31)), on(date(2026, 4, 1))) == (85, 86)
        assert len(desk.ask(policy.find_values, text="下沉", history=True)) == 2

    def test_a_change_needs_a_source_and_cannot_come_before_a_later_one(self, desk):
        change = {"policy": Policy.LATE_ENTRY, "value": "3"}
        with pytest.raises(Refusal, match="依据"):
            desk.do(
                policy.change_value, **change, valid_from=date(2026, 4, 1), source=" "
            )
        desk.do(policy.change_value, **change, valid_from=date(2026, 4, 1), source="甲")
        with pytest.raises(Refusal, match="2026年4月1日起"):
            desk.do(
                policy.change_value, **change, valid_from=date(2026, 3, 1), source="乙"
            )

    def test_a_parameter_that_came_with_an_update_gets_its_first_value(
        self, desk, home, clock
    ):
        with desk.parts.sessions.begin() as session:
            session.connection(execution_options={"write": True})
            session.execute(
                sa.delete(PolicyValue).where(PolicyValue.policy == Policy.LATE_ENTRY)
            )
        assert len(desk.ask(policy.find_values)) == len(Policy) - 1
        house.parts_of(home, clock)
        assert len(desk.ask(policy.find_values)) == len(Policy)


class TestSettingUp:
    def test_the_steps_say_what_is_still_missing(self, desk):
        steps = {step.key: step for step in desk.ask(setup.setup_steps)}
        assert steps["calendar"].done
        assert not steps["people"].done
        assert "安全管理员" in steps["overseers"].hint

    def test_a_home_is_founded_once(self, system):
        with pytest.raises(Refusal, match="已经建过库"):
            system.do(
                setup.found_home,
                title="甲",
                county="乙",
                county_code="1",
                calendars={},
                calendar_source="",
            )
