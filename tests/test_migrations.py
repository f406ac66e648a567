"""Every revision up and down, with data, on both databases."""

import ast
from datetime import UTC, datetime

import pytest
import sqlalchemy as sa
from alembic.config import Config
from alembic.script import ScriptDirectory

from workbench import MIGRATIONS, database, home_folder
from workbench.models import Base


def scripts():
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.set_main_option("path_separator", "os")
    return ScriptDirectory.from_config(config)


REVISIONS = [script.revision for script in scripts().walk_revisions()][::-1]


@pytest.fixture(params=["lite", "shared"])
def engine(request, tmp_path):
    if request.param == "lite":
        engine = database.open_file(tmp_path / "workbench.db", "ab" * 32)
    else:
        new_database = request.getfixturevalue("new_database")
        engine = database.open_engine(new_database())
    yield engine
    engine.dispose()


def _plain(index):
    """Return an index whose condition, if any, reads as text."""
    options = index.get("dialect_options", {})
    told = {name: str(option) for name, option in options.items()}
    return {**index, "dialect_options": told}


def schema(engine):
    """Return everything two equal schemas have in common, as comparable text."""
    inspector = sa.inspect(engine)
    lite = engine.dialect.name == "sqlite"
    tables = {
        table: (
            sorted(str(column) for column in inspector.get_columns(table)),
            sorted(str(_plain(index)) for index in inspector.get_indexes(table)),
            sorted(str(one) for one in inspector.get_unique_constraints(table)),
            sorted(str(one) for one in inspector.get_foreign_keys(table)),
            sorted(str(one) for one in inspector.get_check_constraints(table)),
        )
        for table in inspector.get_table_names()
        if table != "alembic_version" and "_pairs" not in table
    }
    with engine.connect() as connection:
        if lite:
            extras = connection.exec_driver_sql(
                "SELECT name, sql FROM sqlite_master "
                "WHERE type = 'trigger' OR sql LIKE 'CREATE VIRTUAL%'"
            ).all()
        else:
            extras = connection.exec_driver_sql(
                "SELECT tgname, pg_get_triggerdef(oid) FROM pg_trigger "
                "WHERE NOT tgisinternal "
                "UNION ALL SELECT proname, prosrc FROM pg_proc "
                "WHERE pronamespace = 'public'::regnamespace"
            ).all()
    return tables, sorted(map(tuple, extras))


def test_the_constant_in_the_program_is_the_newest_revision():
    assert REVISIONS[-1] == home_folder.HEAD


@pytest.mark.parametrize(
    "path", sorted(MIGRATIONS.glob("versions/0*.py")), ids=lambda path: path.stem
)
def test_a_revision_imports_nothing_of_ours(path):
    names = [
        alias.name
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Import | ast.ImportFrom)
        for alias in node.names
    ]
    assert names
    assert set(names) <= {"sqlalchemy", "op"}


def test_the_migrated_schema_is_the_declared_one(engine):
    database.migrate(engine)
    migrated = schema(engine)
    database.migrate(engine, "base")
    assert schema(engine)[0] == {}
    Base.metadata.create_all(engine)
    declared = schema(engine)
    assert migrated == declared
    assert len(declared[0]) > 30
    assert declared[1], "triggers are part of the schema"


@pytest.mark.parametrize("revision", REVISIONS)
def test_a_revision_undone_leaves_the_schema_as_it_was(engine, revision):
    database.migrate(engine, revision)
    upgraded = schema(engine)
    database.migrate(engine, "-1")
    before = schema(engine)
    assert before != upgraded
    database.migrate(engine, revision)
    assert schema(engine) == upgraded


NOW = datetime(2026, 3, 2, 4, 0, tzinfo=UTC).replace(tzinfo=None)
DATED = {
    "valid_from": NOW.date(),
    "valid_to": None,
    "reason": "",
    "recorded_at": NOW,
    "recorded_by": 0,
    "superseded_at": None,
}
# revision -> rows that can live in the schema once it has been reached
ROWS = {
    "0001": {
        "audit_entry": {
            "id": 1,
            "at": NOW,
            "account_id": 0,
            "account_name": "李明",
            "title": "建库",
            "command": "platform.setup.found_home",
            "arguments": "{}",
            "outcome": "done",
            "remark": "",
            "mac": b"\0" * 32,
        },
        "policy_value": {
            "id": 1,
            "policy": "frontline_target",
            "value": "85",
            "source": "五（二）",
            **DATED,
        },
    },
    "0002": {
        "town": {
            "id": 1,
            "mca_code": "320722001",
            "mca_long_code": "",
            "nbs_code": "",
            "county_code": "320722",
            "county": "东海县",
        },
        "town_fact": {
            "id": 1,
            "town_id": 1,
            "name": "牛山街道",
            "kind": "subdistrict",
            "lon": 118.7,
            "lat": 34.5,
            "quality": "imported",
            **DATED,
        },
        "unit": {"id": 1},
    },
    "0003": {
        "person": {
            "id": 1,
            "name": "王芳",
            "sex": "female",
            "born_on": NOW.date(),
            "sealed": b"x",
            "id_digest": b"y" * 32,
            "remark": "",
            "entered_at": NOW,
        },
        "posting": {
            "id": 1,
            "person_id": 1,
            "unit_id": 1,
            "post": "frontline",
            "document": "",
            **DATED,
        },
    },
    "0004": {
        "number_series": {"id": 1, "issuer_id": 1, "word": "东综执"},
        "number_year": {"series_id": 1, "year": 2026, "last": 23},
        "paper": {
            "id": 1,
            "kind": "zone_plan",
            "title": "关于印发设置方案的通知",
            "number_text": "",
            "names_nobody": True,
            "about_on": NOW.date(),
            "state": "draft",
            "record": "{}",
            "made_at": NOW,
            "made_by": 1,
        },
    },
    "0005": {
        "paper_step": {
            "id": 1,
            "paper_id": 1,
            "state": "draft",
            "at": NOW,
            "done_by": "李明",
            "remark": "",
        },
    },
    "0006": {
        "paper_print": {
            "id": 1,
            "paper_id": 1,
            "nth": 1,
            "at": NOW,
            "done_by": "李明",
            "by_id": 1,
            "printer": "办公室打印机",
            "copies": 3,
            "pages": 2,
        },
        "paper_wording": {
            "id": 1,
            "kind": "zone_plan",
            "item": "addressee",
            "text": "各镇人民政府",
            **DATED,
        },
        "law_article": {
            "id": 1,
            "law": "中华人民共和国行政处罚法",
            "article": "第三十八条",
            "organ": "",
            "document": "",
            "field": "",
            "matter": "",
            "text": "行政处罚没有依据……无效。",
            **DATED,
        },
    },
    "0007": {
        "zone": {"id": 1},
        "power_grant": {
            "id": 1,
            "zone_id": 1,
            "power": "command",
            "document": "授权通知",
            "number": "东政发〔2025〕20号",
            "document_on": NOW.date(),
            "teams": True,
            "posted": True,
            "towns": False,
            **DATED,
        },
        "affair": {
            "id": 1,
            "kind": "order",
            "state": "draft",
            "unit_id": 1,
            "title": "占道经营整治",
            "number_text": "",
            "version": 1,
            "done": False,
            "made_at": NOW,
            "made_by": 1,
            "made_by_name": "李明",
            "happened_at": NOW,
        },
        "affair_step": {
            "id": 1,
            "affair_id": 1,
            "verb": "begin",
            "before": "",
            "after": "draft",
            "at": NOW,
            "entered_at": NOW,
            "by_id": 1,
            "by_name": "李明",
            "party": "",
            "person": "",
            "words": "",
            "details": "{}",
        },
    },
    "0008": {
        "whistle": {
            "affair_id": 1,
            "level": "urgent",
            "place": "站前路",
            "reason": "燃气泄漏",
            "dispatch": "",
            "handling": "",
            "ratings": "[]",
        },
        "duty_entry": {
            "id": 1,
            "unit_id": 1,
            "day": NOW.date(),
            "shift": "白班",
            "at": NOW,
            "text": "接报",
            "open": True,
            "corrects": False,
            "entered_at": NOW,
            "entered_by": "李明",
        },
    },
}


def test_every_revision_has_rows_to_be_tried_with():
    assert list(ROWS) == REVISIONS


def _insert(connection, tables):
    for table, values in tables.items():
        columns = sa.table(table, *(sa.column(name) for name in values))
        connection.execute(sa.insert(columns).values(values))


def _count(engine, tables):
    with engine.connect() as connection:
        return {
            table: connection.scalar(
                sa.select(sa.func.count()).select_from(sa.table(table))
            )
            for table in tables
        }


@pytest.mark.parametrize("revision", REVISIONS)
def test_rows_survive_the_next_revision_and_the_way_back(engine, revision):
    filled = {}
    for step in REVISIONS[: REVISIONS.index(revision) + 1]:
        database.migrate(engine, step)
        with engine.begin() as connection:
            _insert(connection, ROWS[step])
        filled |= ROWS[step]
    counted = _count(engine, filled)
    assert all(counted.values())
    database.migrate(engine)
    assert _count(engine, filled) == counted
    if revision != REVISIONS[-1]:
        database.migrate(engine, revision, down=True)
        assert _count(engine, filled) == counted


CARRIED = "升级前已签发，按已印发结转"
OLD = {
    # state of old -> steps of old: state, remark
    "draft": [("draft", "")],
    "issued": [("draft", ""), ("issued", "张局长")],
    "void": [("draft", ""), ("issued", "张局长"), ("void", "附件有误")],
}


def _old_papers(engine):
    """Enter papers as the fifth revision knew them, each with a file a step."""
    with engine.begin() as connection:
        _insert(connection, {"unit": {"id": 1}, **ROWS["0004"]})
        connection.exec_driver_sql("DELETE FROM paper")
        for key, (state, steps) in enumerate(OLD.items(), 1):
            number = key if len(steps) > 1 else None
            paper = {
                **ROWS["0004"]["paper"],
                "id": key,
                "state": state,
                "record": state,
                "series_id": number and 1,
                "year": number and 2026,
                "number": number,
            }
            _insert(connection, {"paper": paper})
            for stood, remark in steps:
                step = {"at": NOW, "done_by": "李明"}
                step |= {"paper_id": key, "state": stood, "remark": remark}
                file = {"paper_id": key, "suffix": "docx", "made_at": NOW}
                file |= {"content": b"PK", "digest": b"x" * 32}
                _insert(connection, {"paper_step": step})
                if stood != "void":
                    _insert(connection, {"paper_file": file})


def _lines(engine, query):
    with engine.connect() as connection:
        return [tuple(row) for row in connection.exec_driver_sql(query)]


def test_papers_of_old_stand_as_sent_and_their_files_become_versions(engine):
    database.migrate(engine, "0005")
    _old_papers(engine)
    database.migrate(engine, "0006")
    states = "SELECT state FROM paper ORDER BY id"
    assert _lines(engine, states) == [("draft",), ("sent",), ("void",)]
    steps = "SELECT paper_id, state, remark FROM paper_step ORDER BY paper_id, id"
    assert _lines(engine, steps) == [
        (1, "draft", ""),
        (2, "draft", ""),
        (2, "signed", "张局长"),
        (2, "sent", CARRIED),
        (3, "draft", ""),
        (3, "signed", "张局长"),
        (3, "void", "附件有误"),
    ]
    files = "SELECT paper_id, version, source, made_by, record FROM paper_file"
    assert _lines(engine, f"{files} ORDER BY id") == [
        (1, 1, "composed", 1, "draft"),
        (2, 1, "composed", 1, None),
        (2, 2, "composed", 1, "issued"),
        (3, 1, "composed", 1, None),
        (3, 2, "composed", 1, "void"),
    ]
    assert _lines(engine, "SELECT word, suffix FROM number_series") == [("东综执", "")]
    database.migrate(engine, "0005", down=True)
    assert _lines(engine, states) == [("draft",), ("issued",), ("void",)]
    assert _lines(engine, steps) == [
        (number, state, remark)
        for number, lines in enumerate(OLD.values(), 1)
        for state, remark in lines
    ]


def test_texts_already_there_are_found_once_their_triggers_exist(engine):
    database.migrate(engine)
    with engine.begin() as connection:
        _insert(connection, {"town": ROWS["0002"]["town"]})
        _insert(connection, {"town_fact": ROWS["0002"]["town_fact"]})
        dirty = connection.exec_driver_sql(
            "SELECT kind, row_id FROM search_dirty"
        ).all()
    assert [tuple(row) for row in dirty] == [("town", 1)]


def test_a_failed_revision_leaves_the_database_as_it_was(engine, monkeypatch):
    database.migrate(engine, REVISIONS[-2])
    before = schema(engine)
    with engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE vehicle_use (id INTEGER)")
    with pytest.raises(sa.exc.DBAPIError):
        database.migrate(engine)
    with engine.begin() as connection:
        connection.exec_driver_sql("DROP TABLE vehicle_use")
    assert schema(engine) == before
    with engine.connect() as connection:
        version = connection.exec_driver_sql("SELECT version_num FROM alembic_version")
        assert version.scalar() == REVISIONS[-2]
