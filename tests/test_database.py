"""A home: founded, opened, backed up, restored; and what stands in the way."""

import errno
import json
import os
import shutil
from pathlib import Path

import pytest
import sqlalchemy as sa

from tests.conftest import KEYS
from workbench import database, home_folder, house
from workbench.desk import Desk
from workbench.models.platform import AuditEntry, Setting
from workbench.rules import Refusal, UnavailableError
from workbench.services.platform import audit, backups, setup


def count(home, model):
    with home.sessions()() as session:
        return session.scalar(sa.select(sa.func.count()).select_from(model))


class TestOpening:
    def test_a_founded_home_opens_again_with_what_was_in_it(self, home):
        assert count(home, Setting) >= 4
        assert database.revision_of(home) == home_folder.HEAD

    def test_the_file_cannot_be_read_without_its_key(self, lite_home):
        assert not lite_home.path.read_bytes().startswith(b"SQLite format")
        other = database.open_file(lite_home.path, "00" * 32)
        with pytest.raises(sa.exc.DatabaseError), other.connect() as connection:
            connection.exec_driver_sql("SELECT count(*) FROM setting")
        other.dispose()

    def test_a_second_founding_in_the_same_folder_is_refused(self, lite_home):
        with pytest.raises(Refusal, match="已经有数据"):
            database.found(lite_home.folder)

    def test_a_newer_schema_is_refused_in_words(self, lite_home):
        with lite_home.engine.begin() as connection:
            connection.exec_driver_sql(
                "UPDATE alembic_version SET version_num = '9999'"
            )
        with pytest.raises(Refusal, match="更新版本"):
            database.open_home(lite_home.folder)
        with pytest.raises(Refusal, match="更新版本"):
            home_folder.peek(lite_home.folder)

    def test_an_older_schema_is_upgraded_after_a_checked_backup(self, lite_home):
        database.migrate(lite_home.engine, "-1")
        lite_home.close()
        again = database.open_home(lite_home.folder)
        assert database.revision_of(again) == home_folder.HEAD
        assert [backup.cause for backup in again.backups()] == ["升级前"]
        again.close()

    def test_the_sign_in_page_learns_title_and_schema_from_the_bare_driver(
        self, lite_home
    ):
        seen = home_folder.peek(lite_home.folder)
        assert seen.current
        assert seen.title == "东海县综合行政执法指挥中心"

    def test_a_folder_without_a_home_is_said_in_words(self, tmp_path):
        for opening in (database.open_home, home_folder.peek):
            with pytest.raises(UnavailableError, match="不是工作台的数据文件夹"):
                opening(tmp_path)

    def test_a_lost_database_file_is_never_founded_anew(self, lite_home):
        lite_home.close()
        lite_home.path.unlink()
        for opening in (database.open_home, home_folder.peek):
            with pytest.raises(UnavailableError, match="不见了"):
                opening(lite_home.folder)
        assert not lite_home.path.exists()

    def test_a_database_of_another_key_is_said_in_words(self, lite_home):
        (lite_home.folder / "home.key").chmod(0o600)
        (lite_home.folder / "home.key").write_text("11" * 32, "ascii")
        for opening in (database.open_home, home_folder.peek):
            with pytest.raises(UnavailableError, match="密钥不符"):
                opening(lite_home.folder)

    @pytest.mark.parametrize(
        ("folder", "remote"),
        [
            ("/mnt/share/数据", True),
            ("/mnt/shared", False),
            ("/home/li", False),
            ("//server/共享/数据", True),
        ],
    )
    def test_a_folder_on_a_network_drive_is_refused(self, folder, remote):
        mounts = "/dev/sda1 / ext4 rw 0 0\n//server/x /mnt/share cifs rw 0 0\n"
        if remote:
            with pytest.raises(Refusal, match="网络盘"):
                home_folder.check_local(Path(folder), mounts)
        else:
            home_folder.check_local(Path(folder), mounts)
            assert not home_folder._is_remote(Path(folder), mounts)

    def test_two_windows_may_be_open_but_nobody_replaces_the_file_meanwhile(
        self, lite_home
    ):
        folder = lite_home.folder
        with (
            home_folder.present(folder),
            home_folder.present(folder),
            pytest.raises(UnavailableError, match="先关闭"),
            home_folder.present(folder, alone=True),
        ):
            pass
        with home_folder.present(lite_home.folder, alone=True):
            pass


class TestFaults:
    def test_what_a_failed_statement_was_given_is_in_no_kept_fault(self, home):
        with (
            home.engine.connect() as connection,
            pytest.raises(sa.exc.DBAPIError) as said,
        ):
            connection.execute(
                sa.text("SELECT * FROM nowhere WHERE a = :a"), {"a": "王芳"}
            )
        assert "nowhere" in str(said.value)
        assert "王芳" not in str(said.value)


class TestWriting:
    def test_a_full_disk_leaves_what_was_there(self, tmp_path, monkeypatch):
        path = tmp_path / "表.xlsx"
        path.write_bytes(b"old")

        def full(_handle):
            raise OSError(errno.ENOSPC, "No space left on device")

        monkeypatch.setattr(os, "fsync", full)
        with pytest.raises(UnavailableError, match="磁盘空间不足"):
            home_folder.write_safely(path, b"new")
        assert path.read_bytes() == b"old"
        assert list(tmp_path.iterdir()) == [path]

    def test_a_missing_folder_is_said_in_words(self, tmp_path):
        with pytest.raises(UnavailableError, match="文件夹不存在"):
            home_folder.write_safely(tmp_path / "无" / "表.xlsx", b"new")

    def test_a_full_disk_while_saving_is_said_and_loses_nothing(
        self, lite_home, clock, everybody
    ):
        desk = Desk(house.parts_of(lite_home, clock), everybody)
        before = desk.ask(setup.settings)
        # SQLite's own limit stands for the disk: both answer "database or disk is
        # full". It is one connection's, so the pool is emptied for the next to have it.
        lite_home.engine.dispose()

        def limited(connection, _record):
            pages = connection.execute("PRAGMA page_count").fetchone()[0]
            connection.execute(f"PRAGMA max_page_count = {pages}")

        sa.event.listen(lite_home.engine, "connect", limited)
        with pytest.raises(UnavailableError, match="磁盘空间不足"):
            desk.do(setup.rename_home, title="长" * 300_000)
        sa.event.remove(lite_home.engine, "connect", limited)
        lite_home.engine.dispose()
        assert desk.ask(setup.settings) == before
        assert desk.ask(audit.verify).faults == ()


class TestBackups:
    def test_a_backup_is_opened_checked_and_listed_with_its_cause(self, home, desk):
        made = desk.do(backups.make_backup, cause="手动")
        assert made.sound
        assert made.entries == count(home, AuditEntry) - 1
        assert [one.path for one in desk.ask(backups.backups)] == [made.path]
        checked = database.check_file(made.path, KEYS)
        assert checked.entries == made.entries

    def test_a_backup_to_a_stick_leaves_the_homes_own_list_alone(self, desk, tmp_path):
        made = desk.do(backups.make_backup, folder=tmp_path / "U盘")
        assert made.path.parent == tmp_path / "U盘"
        assert desk.ask(backups.backups) == ()

    def test_a_damaged_backup_is_refused(self, lite_home, tmp_path):
        made = lite_home.back_up("手动")
        content = bytearray(made.path.read_bytes())
        content[len(content) // 2] ^= 1
        made.path.write_bytes(content)
        with pytest.raises(UnavailableError, match=r"完整性|打不开"):
            database.restore(made.path, lite_home.folder)

    def test_a_backup_that_went_bad_is_found_when_it_is_checked_again(self, desk):
        made = desk.do(backups.make_backup)
        again = desk.do(backups.check_backup, made_at=made.made_at)
        assert again.sound
        assert again.checked_at > made.checked_at
        content = bytearray(made.path.read_bytes())
        content[len(content) // 2] ^= 1
        made.path.write_bytes(content)
        assert not desk.do(backups.check_backup, made_at=made.made_at).sound
        (listed,) = desk.ask(backups.backups)
        assert not listed.sound
        made.path.unlink()
        with pytest.raises(UnavailableError, match="已不在"):
            desk.do(backups.check_backup, made_at=made.made_at)

    def test_a_backup_of_another_home_is_refused(self, lite_home, tmp_path):
        other, _parts = house.found(
            tmp_path / "other", title="甲", county="乙", county_code="1"
        )
        made = other.back_up("手动")
        other.close()
        with pytest.raises(UnavailableError, match="不是本库的备份"):
            database.restore(made.path, lite_home.folder)

    def test_restoring_puts_the_old_state_in_a_new_file_and_deletes_nothing(
        self, home, desk, monkeypatch
    ):
        made = desk.do(backups.make_backup)
        desk.do(setup.rename_home, title="改过的名称")
        home.close()
        if home.shared:
            with pytest.raises(Refusal, match="共享数据库"):
                database.restore(made.path, home.folder)
        monkeypatch.delenv("WORKBENCH_DATABASE_URL", raising=False)
        identity = database.restore(made.path, home.folder)
        again = database.open_home(home.folder)
        assert again.path.name == identity.database != "workbench.db"
        restored = Desk(house.parts_of(again, desk.parts.now), desk.actor)
        assert restored.ask(setup.settings)["title"] == "东海县综合行政执法指挥中心"
        restored.do(backups.record_restore, file=made.path.name, made_at=made.made_at)
        assert restored.ask(audit.verify).faults == ()
        assert made.path.exists()
        again.close()

    def test_a_home_comes_back_on_another_pc_with_the_recovery_code(
        self, lite_home, tmp_path
    ):
        from workbench import vault

        made = lite_home.back_up("手动")
        stick = shutil.copy(made.path, tmp_path / "stick.wbk")
        code = lite_home.vault.recovery_code()
        fresh = tmp_path / "新电脑"
        with pytest.raises(UnavailableError, match="恢复码"):
            database.restore(Path(stick), fresh)
        database.restore(Path(stick), fresh, vault.vault_from_code(code))
        again = database.open_home(fresh)
        assert count(again, Setting) == count(lite_home, Setting)
        again.close()

    def test_a_missing_backup_is_said_in_words(self, lite_home, tmp_path):
        with pytest.raises(UnavailableError, match="找不到备份文件"):
            database.restore(tmp_path / "无.wbk", lite_home.folder)

    def test_a_backup_tells_when_it_was_made_even_without_its_note(self, lite_home):
        made = lite_home.back_up("手动")
        assert database.made_at(made.path) == made.made_at
        made.path.with_suffix(".json").unlink()
        assert database.made_at(made.path) == made.made_at

    def test_a_restore_waits_until_every_window_is_closed(self, lite_home):
        made = lite_home.back_up("手动")
        with (
            home_folder.present(lite_home.folder),
            pytest.raises(UnavailableError, match="先关闭"),
        ):
            database.restore(made.path, lite_home.folder)
        said = json.loads((lite_home.folder / "home.json").read_text("utf-8"))
        assert said["database"] == "workbench.db"

    def test_backups_are_thinned_but_not_the_newest(self, lite_home, monkeypatch):
        made = [lite_home.back_up("每30分钟") for _ in range(4)]
        assert len(lite_home.backups()) == 4
        monkeypatch.setattr(database, "kept_backups", lambda found, _now: {max(found)})
        last = lite_home.back_up("退出时")
        assert [one.path for one in lite_home.backups()] == [last.path]
        assert not any(one.path.exists() for one in made)
