"""Units, towns, zones and accounts."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

# What metadata cannot say: full-text tables, triggers, function indexes.
SQLITE = [
    "CREATE VIRTUAL TABLE account_pairs USING fts5(text, content='', contentless_delete=1, tokenize='ascii tokenchars '' !\"#$%&''''()*+,-./:;<=>?@[\\]^_`{|}~''')",
    "CREATE TRIGGER account_dirty_insert AFTER INSERT ON account BEGIN INSERT INTO search_dirty (kind, row_id) SELECT 'account', NEW.id WHERE true ON CONFLICT DO NOTHING; END",
    "CREATE TRIGGER account_dirty_update AFTER UPDATE ON account BEGIN INSERT INTO search_dirty (kind, row_id) SELECT 'account', OLD.id WHERE true ON CONFLICT DO NOTHING; INSERT INTO search_dirty (kind, row_id) SELECT 'account', NEW.id WHERE true ON CONFLICT DO NOTHING; END",
    "CREATE TRIGGER account_dirty_delete AFTER DELETE ON account BEGIN INSERT INTO search_dirty (kind, row_id) SELECT 'account', OLD.id WHERE true ON CONFLICT DO NOTHING; END",
    "CREATE VIRTUAL TABLE town_pairs USING fts5(text, content='', contentless_delete=1, tokenize='ascii tokenchars '' !\"#$%&''''()*+,-./:;<=>?@[\\]^_`{|}~''')",
    "CREATE TRIGGER town_fact_dirty_insert AFTER INSERT ON town_fact BEGIN INSERT INTO search_dirty (kind, row_id) SELECT 'town', NEW.town_id WHERE true ON CONFLICT DO NOTHING; END",
    "CREATE TRIGGER town_fact_dirty_update AFTER UPDATE ON town_fact BEGIN INSERT INTO search_dirty (kind, row_id) SELECT 'town', OLD.town_id WHERE true ON CONFLICT DO NOTHING; INSERT INTO search_dirty (kind, row_id) SELECT 'town', NEW.town_id WHERE true ON CONFLICT DO NOTHING; END",
    "CREATE TRIGGER town_fact_dirty_delete AFTER DELETE ON town_fact BEGIN INSERT INTO search_dirty (kind, row_id) SELECT 'town', OLD.town_id WHERE true ON CONFLICT DO NOTHING; END",
    "CREATE VIRTUAL TABLE unit_pairs USING fts5(text, content='', contentless_delete=1, tokenize='ascii tokenchars '' !\"#$%&''''()*+,-./:;<=>?@[\\]^_`{|}~''')",
    "CREATE TRIGGER unit_fact_dirty_insert AFTER INSERT ON unit_fact BEGIN INSERT INTO search_dirty (kind, row_id) SELECT 'unit', NEW.unit_id WHERE true ON CONFLICT DO NOTHING; END",
    "CREATE TRIGGER unit_fact_dirty_update AFTER UPDATE ON unit_fact BEGIN INSERT INTO search_dirty (kind, row_id) SELECT 'unit', OLD.unit_id WHERE true ON CONFLICT DO NOTHING; INSERT INTO search_dirty (kind, row_id) SELECT 'unit', NEW.unit_id WHERE true ON CONFLICT DO NOTHING; END",
    "CREATE TRIGGER unit_fact_dirty_delete AFTER DELETE ON unit_fact BEGIN INSERT INTO search_dirty (kind, row_id) SELECT 'unit', OLD.unit_id WHERE true ON CONFLICT DO NOTHING; END",
    "CREATE VIRTUAL TABLE zone_pairs USING fts5(text, content='', contentless_delete=1, tokenize='ascii tokenchars '' !\"#$%&''''()*+,-./:;<=>?@[\\]^_`{|}~''')",
    "CREATE TRIGGER zone_fact_dirty_insert AFTER INSERT ON zone_fact BEGIN INSERT INTO search_dirty (kind, row_id) SELECT 'zone', NEW.zone_id WHERE true ON CONFLICT DO NOTHING; END",
    "CREATE TRIGGER zone_fact_dirty_update AFTER UPDATE ON zone_fact BEGIN INSERT INTO search_dirty (kind, row_id) SELECT 'zone', OLD.zone_id WHERE true ON CONFLICT DO NOTHING; INSERT INTO search_dirty (kind, row_id) SELECT 'zone', NEW.zone_id WHERE true ON CONFLICT DO NOTHING; END",
    "CREATE TRIGGER zone_fact_dirty_delete AFTER DELETE ON zone_fact BEGIN INSERT INTO search_dirty (kind, row_id) SELECT 'zone', OLD.zone_id WHERE true ON CONFLICT DO NOTHING; END",
]
POSTGRESQL = [
    "CREATE INDEX ix_account_text_pairs ON account_text USING gin (text_pairs(text))",
    "CREATE FUNCTION account_dirty() RETURNS trigger AS $$ BEGIN IF TG_OP <> 'INSERT' THEN INSERT INTO search_dirty (kind, row_id) SELECT 'account', OLD.id WHERE true ON CONFLICT DO NOTHING; END IF; IF TG_OP <> 'DELETE' THEN INSERT INTO search_dirty (kind, row_id) SELECT 'account', NEW.id WHERE true ON CONFLICT DO NOTHING; END IF; RETURN NULL; END $$ LANGUAGE plpgsql",
    "CREATE TRIGGER account_dirty AFTER INSERT OR UPDATE OR DELETE ON account FOR EACH ROW EXECUTE FUNCTION account_dirty()",
    "CREATE INDEX ix_town_text_pairs ON town_text USING gin (text_pairs(text))",
    "CREATE FUNCTION town_fact_dirty() RETURNS trigger AS $$ BEGIN IF TG_OP <> 'INSERT' THEN INSERT INTO search_dirty (kind, row_id) SELECT 'town', OLD.town_id WHERE true ON CONFLICT DO NOTHING; END IF; IF TG_OP <> 'DELETE' THEN INSERT INTO search_dirty (kind, row_id) SELECT 'town', NEW.town_id WHERE true ON CONFLICT DO NOTHING; END IF; RETURN NULL; END $$ LANGUAGE plpgsql",
    "CREATE TRIGGER town_fact_dirty AFTER INSERT OR UPDATE OR DELETE ON town_fact FOR EACH ROW EXECUTE FUNCTION town_fact_dirty()",
    "CREATE INDEX ix_unit_text_pairs ON unit_text USING gin (text_pairs(text))",
    "CREATE FUNCTION unit_fact_dirty() RETURNS trigger AS $$ BEGIN IF TG_OP <> 'INSERT' THEN INSERT INTO search_dirty (kind, row_id) SELECT 'unit', OLD.unit_id WHERE true ON CONFLICT DO NOTHING; END IF; IF TG_OP <> 'DELETE' THEN INSERT INTO search_dirty (kind, row_id) SELECT 'unit', NEW.unit_id WHERE true ON CONFLICT DO NOTHING; END IF; RETURN NULL; END $$ LANGUAGE plpgsql",
    "CREATE TRIGGER unit_fact_dirty AFTER INSERT OR UPDATE OR DELETE ON unit_fact FOR EACH ROW EXECUTE FUNCTION unit_fact_dirty()",
    "CREATE INDEX ix_zone_text_pairs ON zone_text USING gin (text_pairs(text))",
    "CREATE FUNCTION zone_fact_dirty() RETURNS trigger AS $$ BEGIN IF TG_OP <> 'INSERT' THEN INSERT INTO search_dirty (kind, row_id) SELECT 'zone', OLD.zone_id WHERE true ON CONFLICT DO NOTHING; END IF; IF TG_OP <> 'DELETE' THEN INSERT INTO search_dirty (kind, row_id) SELECT 'zone', NEW.zone_id WHERE true ON CONFLICT DO NOTHING; END IF; RETURN NULL; END $$ LANGUAGE plpgsql",
    "CREATE TRIGGER zone_fact_dirty AFTER INSERT OR UPDATE OR DELETE ON zone_fact FOR EACH ROW EXECUTE FUNCTION zone_fact_dirty()",
]
SQLITE_DOWN = [
    "DROP TABLE account_pairs",
    "DROP TABLE town_pairs",
    "DROP TABLE unit_pairs",
    "DROP TABLE zone_pairs",
]
POSTGRESQL_DOWN = [
    "DROP FUNCTION account_dirty() CASCADE",
    "DROP FUNCTION town_fact_dirty() CASCADE",
    "DROP FUNCTION unit_fact_dirty() CASCADE",
    "DROP FUNCTION zone_fact_dirty() CASCADE",
]


def upgrade() -> None:
    op.create_table(
        "account_text",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("initials", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account_text")),
    )
    op.create_table(
        "grouping",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("plan", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("made_by", sa.String(length=80), nullable=False),
        sa.Column("adopted_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_grouping")),
    )
    op.create_table(
        "town",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("mca_code", sa.String(length=9), nullable=False),
        sa.Column("mca_long_code", sa.String(length=12), nullable=False),
        sa.Column("nbs_code", sa.String(length=9), nullable=False),
        sa.Column("county_code", sa.String(length=6), nullable=False),
        sa.Column("county", sa.String(length=80), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_town")),
        sa.UniqueConstraint("mca_code", name=op.f("uq_town_mca_code")),
    )
    op.create_table(
        "town_text",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("initials", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_town_text")),
    )
    op.create_table(
        "unit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit")),
    )
    op.create_table(
        "unit_text",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("initials", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit_text")),
    )
    op.create_table(
        "zone",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_zone")),
    )
    op.create_table(
        "zone_text",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("initials", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_zone_text")),
    )
    op.create_table(
        "account",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("person_name", sa.String(length=80), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("password_hash", sa.String(length=200), nullable=False),
        sa.Column("password_set_at", sa.DateTime(), nullable=False),
        sa.Column("must_change", sa.Boolean(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("locked_until", sa.DateTime(), nullable=True),
        sa.Column("signed_in_at", sa.DateTime(), nullable=True),
        sa.Column("disabled", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["unit.id"], name=op.f("fk_account_unit_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account")),
        sa.UniqueConstraint("name", name=op.f("uq_account_name")),
    )
    op.create_table(
        "contact",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("duty", sa.String(length=80), nullable=False),
        sa.Column("phone", sa.String(length=40), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("recorded_at", sa.DateTime(), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=False),
        sa.Column("superseded_at", sa.DateTime(), nullable=True),
        sa.CheckConstraint(
            "valid_to IS NULL OR valid_to >= valid_from",
            name=op.f("ck_contact_days_in_order"),
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["unit.id"], name=op.f("fk_contact_unit_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact")),
    )
    op.create_index(op.f("ix_contact_unit_id"), "contact", ["unit_id"], unique=False)
    op.create_table(
        "neighbour",
        sa.Column("one_id", sa.Integer(), nullable=False),
        sa.Column("other_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("passable", sa.Boolean(), nullable=False),
        sa.Column("decided_at", sa.DateTime(), nullable=True),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "one_id < other_id", name=op.f("ck_neighbour_smaller_first")
        ),
        sa.ForeignKeyConstraint(
            ["one_id"], ["town.id"], name=op.f("fk_neighbour_one_id")
        ),
        sa.ForeignKeyConstraint(
            ["other_id"], ["town.id"], name=op.f("fk_neighbour_other_id")
        ),
        sa.PrimaryKeyConstraint("one_id", "other_id", name=op.f("pk_neighbour")),
    )
    op.create_table(
        "quota",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("employment", sa.String(length=32), nullable=False),
        sa.Column("posts", sa.Integer(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("recorded_at", sa.DateTime(), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=False),
        sa.Column("superseded_at", sa.DateTime(), nullable=True),
        sa.CheckConstraint("posts >= 0", name=op.f("ck_quota_posts_not_negative")),
        sa.CheckConstraint(
            "valid_to IS NULL OR valid_to >= valid_from",
            name=op.f("ck_quota_days_in_order"),
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["unit.id"], name=op.f("fk_quota_unit_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quota")),
    )
    op.create_index(op.f("ix_quota_unit_id"), "quota", ["unit_id"], unique=False)
    op.create_index(
        "uq_quota_open",
        "quota",
        ["unit_id", "employment"],
        unique=True,
        sqlite_where=sa.text("valid_to IS NULL AND superseded_at IS NULL"),
        postgresql_where=sa.text("valid_to IS NULL AND superseded_at IS NULL"),
    )
    op.create_table(
        "town_fact",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("town_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("lon", sa.Double(), nullable=True),
        sa.Column("lat", sa.Double(), nullable=True),
        sa.Column("quality", sa.String(length=32), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("recorded_at", sa.DateTime(), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=False),
        sa.Column("superseded_at", sa.DateTime(), nullable=True),
        sa.CheckConstraint(
            "(lon IS NULL) = (lat IS NULL)", name=op.f("ck_town_fact_both_or_neither")
        ),
        sa.CheckConstraint(
            "valid_to IS NULL OR valid_to >= valid_from",
            name=op.f("ck_town_fact_days_in_order"),
        ),
        sa.ForeignKeyConstraint(
            ["town_id"], ["town.id"], name=op.f("fk_town_fact_town_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_town_fact")),
    )
    op.create_index(
        op.f("ix_town_fact_town_id"), "town_fact", ["town_id"], unique=False
    )
    op.create_index(
        "uq_town_fact_open",
        "town_fact",
        ["town_id"],
        unique=True,
        sqlite_where=sa.text("valid_to IS NULL AND superseded_at IS NULL"),
        postgresql_where=sa.text("valid_to IS NULL AND superseded_at IS NULL"),
    )
    op.create_table(
        "town_matter",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("town_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("yearly_volume", sa.Integer(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("recorded_at", sa.DateTime(), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=False),
        sa.Column("superseded_at", sa.DateTime(), nullable=True),
        sa.CheckConstraint(
            "valid_to IS NULL OR valid_to >= valid_from",
            name=op.f("ck_town_matter_days_in_order"),
        ),
        sa.CheckConstraint(
            "yearly_volume >= 0", name=op.f("ck_town_matter_volume_not_negative")
        ),
        sa.ForeignKeyConstraint(
            ["town_id"], ["town.id"], name=op.f("fk_town_matter_town_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_town_matter")),
    )
    op.create_index(
        op.f("ix_town_matter_town_id"), "town_matter", ["town_id"], unique=False
    )
    op.create_index(
        "uq_town_matter_open",
        "town_matter",
        ["town_id", "name"],
        unique=True,
        sqlite_where=sa.text("valid_to IS NULL AND superseded_at IS NULL"),
        postgresql_where=sa.text("valid_to IS NULL AND superseded_at IS NULL"),
    )
    op.create_table(
        "unit_fact",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("short_name", sa.String(length=80), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("town_id", sa.Integer(), nullable=True),
        sa.Column("zone_id", sa.Integer(), nullable=True),
        sa.Column("authority", sa.String(length=32), nullable=False),
        sa.Column("principal_id", sa.Integer(), nullable=True),
        sa.Column("authority_basis", sa.String(length=200), nullable=False),
        sa.Column("counts", sa.Boolean(), nullable=False),
        sa.Column("smallest_staff", sa.Integer(), nullable=False),
        sa.Column("credit_code", sa.String(length=18), nullable=False),
        sa.Column("address", sa.String(length=200), nullable=False),
        sa.Column("duty_phone", sa.String(length=200), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("recorded_at", sa.DateTime(), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=False),
        sa.Column("superseded_at", sa.DateTime(), nullable=True),
        sa.CheckConstraint(
            "smallest_staff >= 0", name=op.f("ck_unit_fact_staff_not_negative")
        ),
        sa.CheckConstraint(
            "valid_to IS NULL OR valid_to >= valid_from",
            name=op.f("ck_unit_fact_days_in_order"),
        ),
        sa.ForeignKeyConstraint(
            ["parent_id"], ["unit.id"], name=op.f("fk_unit_fact_parent_id")
        ),
        sa.ForeignKeyConstraint(
            ["principal_id"], ["unit.id"], name=op.f("fk_unit_fact_principal_id")
        ),
        sa.ForeignKeyConstraint(
            ["town_id"], ["town.id"], name=op.f("fk_unit_fact_town_id")
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["unit.id"], name=op.f("fk_unit_fact_unit_id")
        ),
        sa.ForeignKeyConstraint(
            ["zone_id"], ["zone.id"], name=op.f("fk_unit_fact_zone_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit_fact")),
    )
    op.create_index(
        op.f("ix_unit_fact_unit_id"), "unit_fact", ["unit_id"], unique=False
    )
    op.create_index(
        "uq_unit_fact_open",
        "unit_fact",
        ["unit_id"],
        unique=True,
        sqlite_where=sa.text("valid_to IS NULL AND superseded_at IS NULL"),
        postgresql_where=sa.text("valid_to IS NULL AND superseded_at IS NULL"),
    )
    op.create_table(
        "zone_fact",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("zone_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("seat_id", sa.Integer(), nullable=True),
        sa.Column("document", sa.String(length=200), nullable=False),
        sa.Column("document_on", sa.Date(), nullable=True),
        sa.Column("matters", sa.Text(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("recorded_at", sa.DateTime(), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=False),
        sa.Column("superseded_at", sa.DateTime(), nullable=True),
        sa.CheckConstraint(
            "valid_to IS NULL OR valid_to >= valid_from",
            name=op.f("ck_zone_fact_days_in_order"),
        ),
        sa.ForeignKeyConstraint(
            ["seat_id"], ["town.id"], name=op.f("fk_zone_fact_seat_id")
        ),
        sa.ForeignKeyConstraint(
            ["zone_id"], ["zone.id"], name=op.f("fk_zone_fact_zone_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_zone_fact")),
    )
    op.create_index(
        op.f("ix_zone_fact_zone_id"), "zone_fact", ["zone_id"], unique=False
    )
    op.create_index(
        "uq_zone_fact_open",
        "zone_fact",
        ["zone_id"],
        unique=True,
        sqlite_where=sa.text("valid_to IS NULL AND superseded_at IS NULL"),
        postgresql_where=sa.text("valid_to IS NULL AND superseded_at IS NULL"),
    )
    op.create_table(
        "zone_town",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("zone_id", sa.Integer(), nullable=False),
        sa.Column("town_id", sa.Integer(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("recorded_at", sa.DateTime(), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=False),
        sa.Column("superseded_at", sa.DateTime(), nullable=True),
        sa.CheckConstraint(
            "valid_to IS NULL OR valid_to >= valid_from",
            name=op.f("ck_zone_town_days_in_order"),
        ),
        sa.ForeignKeyConstraint(
            ["town_id"], ["town.id"], name=op.f("fk_zone_town_town_id")
        ),
        sa.ForeignKeyConstraint(
            ["zone_id"], ["zone.id"], name=op.f("fk_zone_town_zone_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_zone_town")),
    )
    op.create_index(
        op.f("ix_zone_town_town_id"), "zone_town", ["town_id"], unique=False
    )
    op.create_index(
        op.f("ix_zone_town_zone_id"), "zone_town", ["zone_id"], unique=False
    )
    op.create_index(
        "uq_zone_town_open",
        "zone_town",
        ["town_id"],
        unique=True,
        sqlite_where=sa.text("valid_to IS NULL AND superseded_at IS NULL"),
        postgresql_where=sa.text("valid_to IS NULL AND superseded_at IS NULL"),
    )
    op.create_table(
        "account_role",
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_account_role_account_id")
        ),
        sa.PrimaryKeyConstraint("account_id", "role", name=op.f("pk_account_role")),
    )
    _run(SQLITE, POSTGRESQL)


def downgrade() -> None:
    _run(SQLITE_DOWN, POSTGRESQL_DOWN)
    op.drop_table("account_role")
    op.drop_table("zone_town")
    op.drop_table("zone_fact")
    op.drop_table("unit_fact")
    op.drop_table("town_matter")
    op.drop_table("town_fact")
    op.drop_table("quota")
    op.drop_table("neighbour")
    op.drop_table("contact")
    op.drop_table("account")
    op.drop_table("zone_text")
    op.drop_table("zone")
    op.drop_table("unit_text")
    op.drop_table("unit")
    op.drop_table("town_text")
    op.drop_table("town")
    op.drop_table("grouping")
    op.drop_table("account_text")


def _run(sqlite: list[str], postgresql: list[str]) -> None:
    connection = op.get_bind()
    lite = connection.dialect.name == "sqlite"
    for statement in sqlite if lite else postgresql:
        connection.exec_driver_sql(statement.replace("%", "%%"))
