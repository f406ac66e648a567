"""The powers' grants, affairs with steps and clocks, and what an order says."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"

# What metadata cannot say: full-text tables, triggers, function indexes.
SQLITE = [
    "CREATE VIRTUAL TABLE affair_pairs USING fts5(text, content='', contentless_delete=1, tokenize='ascii tokenchars '' !\"#$%&''''()*+,-./:;<=>?@[\\]^_`{|}~''')",
    "CREATE TRIGGER affair_dirty_insert AFTER INSERT ON affair BEGIN INSERT INTO search_dirty (kind, row_id) SELECT 'affair', NEW.id WHERE true ON CONFLICT DO NOTHING; END",
    "CREATE TRIGGER affair_dirty_update AFTER UPDATE ON affair BEGIN INSERT INTO search_dirty (kind, row_id) SELECT 'affair', OLD.id WHERE true ON CONFLICT DO NOTHING; INSERT INTO search_dirty (kind, row_id) SELECT 'affair', NEW.id WHERE true ON CONFLICT DO NOTHING; END",
    "CREATE TRIGGER affair_dirty_delete AFTER DELETE ON affair BEGIN INSERT INTO search_dirty (kind, row_id) SELECT 'affair', OLD.id WHERE true ON CONFLICT DO NOTHING; END",
]
POSTGRESQL = [
    "CREATE INDEX ix_affair_text_pairs ON affair_text USING gin (text_pairs(text))",
    "CREATE FUNCTION affair_dirty() RETURNS trigger AS $$ BEGIN IF TG_OP <> 'INSERT' THEN INSERT INTO search_dirty (kind, row_id) SELECT 'affair', OLD.id WHERE true ON CONFLICT DO NOTHING; END IF; IF TG_OP <> 'DELETE' THEN INSERT INTO search_dirty (kind, row_id) SELECT 'affair', NEW.id WHERE true ON CONFLICT DO NOTHING; END IF; RETURN NULL; END $$ LANGUAGE plpgsql",
    "CREATE TRIGGER affair_dirty AFTER INSERT OR UPDATE OR DELETE ON affair FOR EACH ROW EXECUTE FUNCTION affair_dirty()",
]
SQLITE_DOWN = [
    "DROP TABLE affair_pairs",
]
POSTGRESQL_DOWN = [
    "DROP FUNCTION affair_dirty() CASCADE",
]

ACCOUNT_TRIGGERS = [
    "CREATE TRIGGER account_dirty_insert AFTER INSERT ON account BEGIN INSERT INTO search_dirty (kind, row_id) SELECT 'account', NEW.id WHERE true ON CONFLICT DO NOTHING; END",
    "CREATE TRIGGER account_dirty_update AFTER UPDATE ON account BEGIN INSERT INTO search_dirty (kind, row_id) SELECT 'account', OLD.id WHERE true ON CONFLICT DO NOTHING; INSERT INTO search_dirty (kind, row_id) SELECT 'account', NEW.id WHERE true ON CONFLICT DO NOTHING; END",
    "CREATE TRIGGER account_dirty_delete AFTER DELETE ON account BEGIN INSERT INTO search_dirty (kind, row_id) SELECT 'account', OLD.id WHERE true ON CONFLICT DO NOTHING; END",
]


def upgrade() -> None:
    with op.batch_alter_table("account") as table:
        table.add_column(sa.Column("person_id", sa.Integer(), nullable=True))
        table.create_foreign_key(
            op.f("fk_account_person_id"), "person", ["person_id"], ["id"]
        )
    _affair_text()
    _power_grant()
    _affair()
    _affair_clock()
    _affair_party()
    _affair_step()
    _dispatch_order()
    _affair_file()
    _mend_triggers()
    _run(SQLITE, POSTGRESQL)


def downgrade() -> None:
    _run(SQLITE_DOWN, POSTGRESQL_DOWN)
    op.drop_table("affair_file")
    op.drop_table("dispatch_order")
    op.drop_table("affair_step")
    op.drop_table("affair_party")
    op.drop_table("affair_clock")
    op.drop_table("affair")
    op.drop_table("power_grant")
    op.drop_table("affair_text")
    with op.batch_alter_table("account") as table:
        table.drop_constraint(op.f("fk_account_person_id"), type_="foreignkey")
        table.drop_column("person_id")
    _mend_triggers()


def _affair_text() -> None:
    op.create_table(
        "affair_text",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("initials", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_affair_text")),
    )


def _power_grant() -> None:
    op.create_table(
        "power_grant",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("zone_id", sa.Integer(), nullable=False),
        sa.Column("power", sa.String(length=32), nullable=False),
        sa.Column("document", sa.String(length=200), nullable=False),
        sa.Column("number", sa.String(length=80), nullable=False),
        sa.Column("document_on", sa.Date(), nullable=False),
        sa.Column("teams", sa.Boolean(), nullable=False),
        sa.Column("posted", sa.Boolean(), nullable=False),
        sa.Column("towns", sa.Boolean(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("recorded_at", sa.DateTime(), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=False),
        sa.Column("superseded_at", sa.DateTime(), nullable=True),
        sa.CheckConstraint(
            "valid_to IS NULL OR valid_to >= valid_from",
            name=op.f("ck_power_grant_days_in_order"),
        ),
        sa.ForeignKeyConstraint(
            ["zone_id"], ["zone.id"], name=op.f("fk_power_grant_zone_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_power_grant")),
    )
    op.create_index(
        op.f("ix_power_grant_zone_id"), "power_grant", ["zone_id"], unique=False
    )
    op.create_index(
        "uq_power_grant_open",
        "power_grant",
        ["zone_id", "power"],
        unique=True,
        sqlite_where=sa.text("valid_to IS NULL AND superseded_at IS NULL"),
        postgresql_where=sa.text("valid_to IS NULL AND superseded_at IS NULL"),
    )


def _affair() -> None:
    op.create_table(
        "affair",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("number_text", sa.String(length=200), nullable=False),
        sa.Column("paper_id", sa.Integer(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("done", sa.Boolean(), nullable=False),
        sa.Column("due_at", sa.DateTime(), nullable=True),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=False),
        sa.Column("made_by_name", sa.String(length=80), nullable=False),
        sa.Column("happened_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["paper_id"], ["paper.id"], name=op.f("fk_affair_paper_id")
        ),
        sa.ForeignKeyConstraint(
            ["parent_id"], ["affair.id"], name=op.f("fk_affair_parent_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_affair_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["unit.id"], name=op.f("fk_affair_unit_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_affair")),
    )
    op.create_index(
        op.f("ix_affair_done_due_at_id"),
        "affair",
        ["done", "due_at", "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_affair_kind_state_id"), "affair", ["kind", "state", "id"], unique=False
    )
    op.create_index(op.f("ix_affair_parent_id"), "affair", ["parent_id"], unique=False)
    op.create_index(op.f("ix_affair_person_id"), "affair", ["person_id"], unique=False)
    op.create_index(op.f("ix_affair_unit_id"), "affair", ["unit_id"], unique=False)


def _affair_clock() -> None:
    op.create_table(
        "affair_clock",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("affair_id", sa.Integer(), nullable=False),
        sa.Column("clock", sa.String(length=32), nullable=False),
        sa.Column("started_at", sa.DateTime(), nullable=False),
        sa.Column("due_at", sa.DateTime(), nullable=False),
        sa.Column("first_due_at", sa.DateTime(), nullable=False),
        sa.Column("provisional", sa.Boolean(), nullable=False),
        sa.Column("term", sa.String(length=200), nullable=False),
        sa.Column("met_at", sa.DateTime(), nullable=True),
        sa.Column("dropped_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["affair_id"], ["affair.id"], name=op.f("fk_affair_clock_affair_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_affair_clock")),
    )
    op.create_index(
        op.f("ix_affair_clock_affair_id_clock"),
        "affair_clock",
        ["affair_id", "clock"],
        unique=False,
    )
    op.create_index(
        op.f("ix_affair_clock_due_at"), "affair_clock", ["due_at"], unique=False
    )


def _affair_party() -> None:
    op.create_table(
        "affair_party",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("affair_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("part", sa.String(length=80), nullable=False),
        sa.Column("people", sa.Integer(), nullable=True),
        sa.Column("signed_by", sa.String(length=80), nullable=False),
        sa.Column("signed_at", sa.DateTime(), nullable=True),
        sa.Column("arrivals", sa.Text(), nullable=False),
        sa.Column("arrived_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["affair_id"], ["affair.id"], name=op.f("fk_affair_party_affair_id")
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["unit.id"], name=op.f("fk_affair_party_unit_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_affair_party")),
        sa.UniqueConstraint(
            "affair_id",
            "unit_id",
            "part",
            name=op.f("uq_affair_party_affair_id_unit_id_part"),
        ),
    )
    op.create_index(
        op.f("ix_affair_party_affair_id"), "affair_party", ["affair_id"], unique=False
    )
    op.create_index(
        op.f("ix_affair_party_unit_id"), "affair_party", ["unit_id"], unique=False
    )


def _affair_step() -> None:
    op.create_table(
        "affair_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("affair_id", sa.Integer(), nullable=False),
        sa.Column("verb", sa.String(length=80), nullable=False),
        sa.Column("before", sa.String(length=32), nullable=False),
        sa.Column("after", sa.String(length=32), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("entered_at", sa.DateTime(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("by_name", sa.String(length=80), nullable=False),
        sa.Column("party", sa.String(length=80), nullable=False),
        sa.Column("person", sa.String(length=80), nullable=False),
        sa.Column("way", sa.String(length=32), nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("details", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["affair_id"], ["affair.id"], name=op.f("fk_affair_step_affair_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_affair_step")),
    )
    op.create_index(
        op.f("ix_affair_step_affair_id"), "affair_step", ["affair_id"], unique=False
    )


def _dispatch_order() -> None:
    op.create_table(
        "dispatch_order",
        sa.Column("affair_id", sa.Integer(), nullable=False),
        sa.Column("sort", sa.String(length=32), nullable=False),
        sa.Column("urgency", sa.String(length=32), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("contact", sa.String(length=200), nullable=False),
        sa.Column("task", sa.Text(), nullable=False),
        sa.Column("sign_by", sa.DateTime(), nullable=True),
        sa.Column("arrive_by", sa.DateTime(), nullable=True),
        sa.Column("finish_by", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["affair_id"], ["affair.id"], name=op.f("fk_dispatch_order_affair_id")
        ),
        sa.PrimaryKeyConstraint("affair_id", name=op.f("pk_dispatch_order")),
    )


def _affair_file() -> None:
    op.create_table(
        "affair_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("affair_id", sa.Integer(), nullable=False),
        sa.Column("step_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("digest", sa.LargeBinary(length=32), nullable=False),
        sa.Column("added_at", sa.DateTime(), nullable=False),
        sa.Column("added_by", sa.String(length=80), nullable=False),
        sa.ForeignKeyConstraint(
            ["affair_id"], ["affair.id"], name=op.f("fk_affair_file_affair_id")
        ),
        sa.ForeignKeyConstraint(
            ["step_id"], ["affair_step.id"], name=op.f("fk_affair_file_step_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_affair_file")),
    )
    op.create_index(
        op.f("ix_affair_file_affair_id"), "affair_file", ["affair_id"], unique=False
    )


def _mend_triggers() -> None:
    """Make the triggers of accounts anew: on SQLite the table was copied."""
    _run(ACCOUNT_TRIGGERS, [])


def _run(sqlite: list[str], postgresql: list[str]) -> None:
    connection = op.get_bind()
    lite = connection.dialect.name == "sqlite"
    for statement in sqlite if lite else postgresql:
        connection.exec_driver_sql(statement.replace("%", "%%"))
