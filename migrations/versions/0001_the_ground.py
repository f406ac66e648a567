"""The ground: audit trail, topics, policy, calendar, settings."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

# What metadata cannot say: full-text tables, triggers, function indexes.
SQLITE = [
    "CREATE TRIGGER audit_entry_keeps_update BEFORE UPDATE ON audit_entry BEGIN SELECT RAISE(ABORT, 'audit_entry is append-only'); END",
    "CREATE TRIGGER audit_entry_keeps_delete BEFORE DELETE ON audit_entry BEGIN SELECT RAISE(ABORT, 'audit_entry is append-only'); END",
    "CREATE VIRTUAL TABLE audit_entry_pairs USING fts5(text, content='', contentless_delete=1, tokenize='ascii tokenchars '' !\"#$%&''''()*+,-./:;<=>?@[\\]^_`{|}~''')",
    "CREATE TRIGGER audit_entry_dirty_insert AFTER INSERT ON audit_entry BEGIN INSERT INTO search_dirty (kind, row_id) SELECT 'audit_entry', NEW.id WHERE true ON CONFLICT DO NOTHING; END",
    "CREATE TRIGGER audit_entry_dirty_update AFTER UPDATE ON audit_entry BEGIN INSERT INTO search_dirty (kind, row_id) SELECT 'audit_entry', OLD.id WHERE true ON CONFLICT DO NOTHING; INSERT INTO search_dirty (kind, row_id) SELECT 'audit_entry', NEW.id WHERE true ON CONFLICT DO NOTHING; END",
    "CREATE TRIGGER audit_entry_dirty_delete AFTER DELETE ON audit_entry BEGIN INSERT INTO search_dirty (kind, row_id) SELECT 'audit_entry', OLD.id WHERE true ON CONFLICT DO NOTHING; END",
]
POSTGRESQL = [
    "CREATE OR REPLACE FUNCTION text_pairs(entry text) RETURNS text[] AS $$\n    SELECT coalesce(array_agg(DISTINCT token), '{}') FROM (\n        SELECT substr(entry, place, length) AS token\n        FROM generate_series(1, greatest(char_length(entry), 1)) AS place,\n             generate_series(1, 2) AS length\n    ) AS tokens\n$$ LANGUAGE sql IMMUTABLE PARALLEL SAFE",
    "CREATE FUNCTION audit_entry_keeps() RETURNS trigger AS $$ BEGIN RAISE EXCEPTION 'audit_entry is append-only'; END $$ LANGUAGE plpgsql",
    "CREATE TRIGGER audit_entry_keeps BEFORE UPDATE OR DELETE ON audit_entry FOR EACH ROW EXECUTE FUNCTION audit_entry_keeps()",
    "CREATE INDEX ix_audit_entry_text_pairs ON audit_entry_text USING gin (text_pairs(text))",
    "CREATE FUNCTION audit_entry_dirty() RETURNS trigger AS $$ BEGIN IF TG_OP <> 'INSERT' THEN INSERT INTO search_dirty (kind, row_id) SELECT 'audit_entry', OLD.id WHERE true ON CONFLICT DO NOTHING; END IF; IF TG_OP <> 'DELETE' THEN INSERT INTO search_dirty (kind, row_id) SELECT 'audit_entry', NEW.id WHERE true ON CONFLICT DO NOTHING; END IF; RETURN NULL; END $$ LANGUAGE plpgsql",
    "CREATE TRIGGER audit_entry_dirty AFTER INSERT OR UPDATE OR DELETE ON audit_entry FOR EACH ROW EXECUTE FUNCTION audit_entry_dirty()",
]
SQLITE_DOWN = [
    "DROP TABLE audit_entry_pairs",
]
POSTGRESQL_DOWN = [
    "DROP FUNCTION audit_entry_dirty() CASCADE",
    "DROP FUNCTION audit_entry_keeps() CASCADE",
    "DROP FUNCTION text_pairs(text) CASCADE",
]


def upgrade() -> None:
    op.create_table(
        "audit_entry",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("account_name", sa.String(length=80), nullable=False),
        sa.Column("title", sa.String(length=80), nullable=False),
        sa.Column("command", sa.String(length=80), nullable=False),
        sa.Column("arguments", sa.Text(), nullable=False),
        sa.Column("outcome", sa.String(length=32), nullable=False),
        sa.Column("remark", sa.Text(), nullable=False),
        sa.Column("mac", sa.LargeBinary(length=32), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_entry")),
    )
    op.create_index(
        op.f("ix_audit_entry_account_name_id"),
        "audit_entry",
        ["account_name", "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_audit_entry_at_id"), "audit_entry", ["at", "id"], unique=False
    )
    op.create_index(
        op.f("ix_audit_entry_outcome_id"),
        "audit_entry",
        ["outcome", "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_audit_entry_title_id"), "audit_entry", ["title", "id"], unique=False
    )
    op.create_table(
        "audit_entry_text",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("initials", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_entry_text")),
    )
    op.create_table(
        "audit_head",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("mac", sa.LargeBinary(length=32), nullable=False),
        sa.Column("seal", sa.LargeBinary(length=32), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_head")),
    )
    op.create_table(
        "calendar_day",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("holiday", sa.String(length=80), nullable=False),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_calendar_day")),
    )
    op.create_table(
        "calendar_year",
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("year", name=op.f("pk_calendar_year")),
    )
    op.create_table(
        "policy_value",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("policy", sa.String(length=32), nullable=False),
        sa.Column("value", sa.String(length=200), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("recorded_at", sa.DateTime(), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=False),
        sa.Column("superseded_at", sa.DateTime(), nullable=True),
        sa.CheckConstraint(
            "valid_to IS NULL OR valid_to >= valid_from",
            name=op.f("ck_policy_value_days_in_order"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_policy_value")),
    )
    op.create_index(
        "uq_policy_value_open",
        "policy_value",
        ["policy"],
        unique=True,
        sqlite_where=sa.text("valid_to IS NULL AND superseded_at IS NULL"),
        postgresql_where=sa.text("valid_to IS NULL AND superseded_at IS NULL"),
    )
    op.create_table(
        "preference",
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("account_id", "name", name=op.f("pk_preference")),
    )
    op.create_table(
        "search_dirty",
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("row_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("kind", "row_id", name=op.f("pk_search_dirty")),
    )
    op.create_table(
        "setting",
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_setting")),
    )
    op.create_table(
        "topic_version",
        sa.Column("topic", sa.String(length=32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("topic", name=op.f("pk_topic_version")),
    )
    _run(SQLITE, POSTGRESQL)


def downgrade() -> None:
    _run(SQLITE_DOWN, POSTGRESQL_DOWN)
    op.drop_table("topic_version")
    op.drop_table("setting")
    op.drop_table("search_dirty")
    op.drop_table("preference")
    op.drop_table("policy_value")
    op.drop_table("calendar_year")
    op.drop_table("calendar_day")
    op.drop_table("audit_head")
    op.drop_table("audit_entry_text")
    op.drop_table("audit_entry")


def _run(sqlite: list[str], postgresql: list[str]) -> None:
    connection = op.get_bind()
    lite = connection.dialect.name == "sqlite"
    for statement in sqlite if lite else postgresql:
        connection.exec_driver_sql(statement.replace("%", "%%"))
