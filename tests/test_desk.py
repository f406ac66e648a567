"""The one door: permission, transaction, trail, turns, topics."""

import json
import threading

import pytest
import sqlalchemy as sa

from workbench import home_folder
from workbench.access import Actor, Permission
from workbench.desk import (
    CancelledError,
    DeniedError,
    Desk,
    Topic,
    Work,
    chartered,
)
from workbench.models.platform import AuditEntry, Outcome, Setting
from workbench.rules import Refusal, UnavailableError
from workbench.services.platform import audit, preferences, setup


@chartered(
    Permission.PLATFORM_SETUP_EDIT,
    title="试写",
    changes=(Topic.SETTINGS,),
    secret=("password",),
    personal=("phone",),
)
def write(work: Work, *, name: str, password: str = "", phone: str = "") -> str:
    work.session.add(Setting(name=name, value="1"))
    return name


@chartered(Permission.PLATFORM_SETUP_EDIT, title="试写后拒绝")
def write_then_refuse(work: Work, *, keeps: bool) -> None:
    work.session.add(Setting(name="half", value="1"))
    raise Refusal("不行。", clause="platform/one-home", keeps=keeps)


@chartered(Permission.PLATFORM_SETUP_EDIT, title="试写后取消")
def write_with_progress(work: Work) -> None:
    work.session.add(Setting(name="half", value="1"))
    work.progress(1, 2, "一半")


@chartered(Permission.PLATFORM_SETUP_EDIT)
def look_twice(work: Work, *, meanwhile) -> tuple[int, int]:
    counted = sa.select(sa.func.count()).select_from(Setting)
    before = work.session.scalar(counted)
    meanwhile()
    return before, work.session.scalar(counted)


def entries(desk):
    with desk.parts.sessions() as session:
        return session.scalars(sa.select(AuditEntry).order_by(AuditEntry.id)).all()


def has_setting(desk, name):
    with desk.parts.sessions() as session:
        return session.get(Setting, name) is not None


class TestDoing:
    def test_a_command_is_kept_with_one_entry_that_names_it(self, desk):
        before = len(entries(desk))
        assert desk.do(write, name="one") == "one"
        last = entries(desk)[-1]
        assert len(entries(desk)) == before + 1
        assert (last.title, last.account_name, last.outcome) == (
            "试写",
            "李明",
            Outcome.DONE,
        )
        assert has_setting(desk, "one")

    def test_secrets_become_digests_and_personal_data_is_masked(self, desk):
        desk.do(write, name="one", password="Secret-123", phone="13812345678")
        said = json.loads(entries(desk)[-1].arguments)
        assert said["password"].startswith("SM3:")
        assert "Secret" not in entries(desk)[-1].arguments
        assert said["phone"] == "13…78（11位）"

    def test_a_refused_command_leaves_only_its_entry_with_the_clause(self, desk):
        with pytest.raises(Refusal):
            desk.do(write_then_refuse, keeps=False)
        assert not has_setting(desk, "half")
        last = entries(desk)[-1]
        assert last.outcome is Outcome.REFUSED
        assert "platform/one-home" in last.remark

    def test_a_refusal_that_keeps_keeps_what_was_written_and_one_entry(self, desk):
        before = len(entries(desk))
        with pytest.raises(Refusal):
            desk.do(write_then_refuse, keeps=True)
        assert has_setting(desk, "half")
        assert len(entries(desk)) == before + 1
        assert entries(desk)[-1].outcome is Outcome.REFUSED

    def test_a_person_without_the_permission_is_denied_in_words_and_recorded(
        self, parts
    ):
        stranger = Desk(parts, Actor(9, "过客", frozenset()))
        with pytest.raises(DeniedError, match="建账"):
            stranger.do(write, name="one")
        last = entries(stranger)[-1]
        assert (last.outcome, last.account_name) == (Outcome.DENIED, "过客")
        assert not has_setting(stranger, "one")

    def test_cancelled_work_leaves_nothing_at_all(self, desk):
        def stop(_done, _total, _doing):
            raise CancelledError

        before = len(entries(desk))
        with pytest.raises(CancelledError):
            desk.watched(stop).do(write_with_progress)
        assert len(entries(desk)) == before
        assert not has_setting(desk, "half")

    def test_a_pages_memory_leaves_no_entry(self, desk):
        before = len(entries(desk))
        desk.do(preferences.remember, name="people/filter", value={"text": "王"})
        assert len(entries(desk)) == before
        assert desk.ask(preferences.remembered) == {"people/filter": {"text": "王"}}

    def test_listeners_hear_the_topics_of_what_was_done(self, desk):
        heard = []
        desk.listen(heard.append)
        desk.do(write, name="one")
        assert heard == [{Topic.SETTINGS, Topic.AUDIT}]

    def test_another_desk_learns_what_changed(self, desk, parts, everybody):
        other = Desk(parts, everybody)
        assert other.changes_elsewhere() == frozenset()
        desk.do(write, name="one")
        assert other.changes_elsewhere() == {Topic.SETTINGS, Topic.AUDIT}
        assert other.changes_elsewhere() == frozenset()


class TestAsking:
    def test_all_that_a_question_reads_is_of_one_moment(self, desk, parts, everybody):
        other = Desk(parts, everybody)
        before, after = desk.ask(
            look_twice, meanwhile=lambda: other.do(write, name="new")
        )
        assert before == after
        assert has_setting(desk, "new")


class TestTurns:
    def test_many_desks_at_once_leave_an_unbroken_trail(self, desk, parts, everybody):
        faults = []

        def work(number):
            own = Desk(parts, everybody)
            for step in range(5):
                try:
                    own.do(write, name=f"{number}-{step}")
                except Exception as error:  # noqa: BLE001 - reported below
                    faults.append(error)

        threads = [threading.Thread(target=work, args=(n,)) for n in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert faults == []
        ids = [entry.id for entry in entries(desk)]
        assert ids == list(range(1, len(ids) + 1))
        assert desk.ask(audit.verify).faults == ()

    def test_a_database_locked_by_another_is_said_in_words(
        self, lite_home, desk_on_lite, monkeypatch
    ):

        rival = home_folder.connect(lite_home.path, lite_home.vault.file_key)
        rival.execute("BEGIN IMMEDIATE")
        monkeypatch.setattr("workbench.desk.TRIES", 1)
        try:
            with lite_home.engine.connect() as connection:
                connection.exec_driver_sql("PRAGMA busy_timeout = 10")
            with pytest.raises(UnavailableError, match="占用"):
                desk_on_lite.do(write, name="one")
        finally:
            rival.execute("ROLLBACK")
            rival.close()
        assert desk_on_lite.do(write, name="one") == "one"


@pytest.fixture
def desk_on_lite(lite_home, clock, everybody):
    from workbench import house

    return Desk(house.parts_of(lite_home, clock), everybody)


def test_settings_are_read_back_as_they_were_founded(desk):
    said = desk.ask(setup.settings)
    assert said["county"] == "东海县"
    assert said["sample"] is False
