"""The plug is pulled fifty times in the middle of work; nothing committed is lost."""

import contextlib
import random
import subprocess
import sys
import threading
from pathlib import Path

import pytest
import sqlalchemy as sa

from workbench import database, home_folder, house
from workbench.access import SYSTEM
from workbench.desk import Desk
from workbench.models.documents import Paper
from workbench.models.platform import AuditHead
from workbench.models.roster.people import Training
from workbench.services.documents import series
from workbench.services.platform import audit

ROOT = Path(__file__).parents[1]
KILLS = 50


def pull_the_plug(folder, first, steps, seconds):
    """Let the clerk work and kill the process; return the last step it told of.

    Args:
        first: Number of the clerk's first step.
        steps: How many are done before the plug is pulled.
        seconds: How long after that, in the middle of the next ones.
    """
    clerk = subprocess.Popen(  # noqa: S603 - our own script
        [sys.executable, "-m", "tests.clerk_at_work", str(folder), str(first)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )
    assert clerk.stdout.readline() == "begun\n", clerk.stderr.read()
    killer = threading.Timer(seconds, clerk.kill)
    done = first - 1
    while done < first - 1 + steps:
        done = told(clerk.stdout.readline(), done)
    killer.start()
    for line in clerk.stdout:
        done = told(line, done)
    killer.join()
    clerk.wait()
    faults = clerk.stderr.read()
    clerk.stdout.close()
    clerk.stderr.close()
    assert "Traceback" not in faults, faults
    return done


def told(line, before):
    """Return the step a line says was done, else the one before."""
    assert line, "the clerk stopped by itself"
    said = line.split()
    return int(said[1]) if line.endswith("\n") and said[0] == "done" else before


@pytest.fixture(scope="module")
def working_home(tmp_path_factory):
    from workbench import demo

    out = tmp_path_factory.mktemp("crash")
    demo.build(out, lambda _words: None).close()
    return out / "home"


def test_fifty_kills_lose_nothing_that_was_committed(working_home):
    chance = random.Random(20261123)  # noqa: S311 - where to pull the plug
    done, heads = -1, 0
    for _kill in range(KILLS):
        done = pull_the_plug(
            working_home, done + 1, chance.randrange(4), chance.uniform(0, 0.2)
        )
        identity = home_folder.read_identity(working_home)
        keys = database.vault.load(working_home, identity.home_id)
        path = working_home / identity.database
        with contextlib.closing(home_folder.connect(path, keys.file_key)) as raw:
            assert raw.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            assert raw.execute("PRAGMA foreign_key_check").fetchall() == []
            assert raw.execute("PRAGMA cipher_integrity_check").fetchall() == []
            head = raw.execute("SELECT count FROM audit_head").fetchone()[0]
        assert head >= heads
        heads = head
    home = database.open_home(working_home)
    desk = Desk(house.parts_of(home), SYSTEM)
    try:
        assert done > KILLS  # the clerk got some work done
        assert desk.ask(audit.verify).faults == ()
        run = desk.ask(series.find_series)[0]
        this_year = 2026  # the sample's own year before ran in another row
        with desk.parts.sessions() as session:
            topics = set(session.scalars(sa.select(Training.topic)))
            numbers = session.scalars(
                sa.select(Paper.number)
                .where(
                    Paper.series_id == run,
                    Paper.year == this_year,
                    Paper.number.is_not(None),
                )
                .order_by(Paper.number)
            ).all()
            assert session.scalar(sa.select(AuditHead.count)) == heads
        assert {f"步骤{step}" for step in range(done + 1)} <= topics
        assert list(numbers) == list(range(24, 24 + len(numbers)))
        for backup in home.backups():
            assert database.check_file(backup.path, home.vault).entries
    finally:
        home.close()


def test_a_home_half_founded_is_founded_again_and_nothing_is_deleted(tmp_path):
    """The plug was pulled before ``home.json`` was written."""
    home, _parts = house.found(tmp_path, title="甲", county="乙", county_code="1")
    home.close()
    (tmp_path / home_folder.HOME_FILE).unlink()
    again, _parts = house.found(tmp_path, title="甲", county="乙", county_code="1")
    assert database.revision_of(again) == home_folder.HEAD
    again.close()
    aside = next(tmp_path.glob("interrupted-*"))
    assert {path.name for path in aside.iterdir()} >= {"home.key", "workbench.db"}
