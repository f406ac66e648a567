"""People, what is dated about them, command centres, locked months."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

# What metadata cannot say: full-text tables, triggers, function indexes.
SQLITE = [
    "CREATE VIRTUAL TABLE person_pairs USING fts5(text, content='', contentless_delete=1, tokenize='ascii tokenchars '' !\"#$%&''''()*+,-./:;<=>?@[\\]^_`{|}~''')",
    "CREATE TRIGGER person_dirty_insert AFTER INSERT ON person BEGIN INSERT INTO search_dirty (kind, row_id) SELECT 'person', NEW.id WHERE true ON CONFLICT DO NOTHING; END",
    "CREATE TRIGGER person_dirty_update AFTER UPDATE ON person BEGIN INSERT INTO search_dirty (kind, row_id) SELECT 'person', OLD.id WHERE true ON CONFLICT DO NOTHING; INSERT INTO search_dirty (kind, row_id) SELECT 'person', NEW.id WHERE true ON CONFLICT DO NOTHING; END",
    "CREATE TRIGGER person_dirty_delete AFTER DELETE ON person BEGIN INSERT INTO search_dirty (kind, row_id) SELECT 'person', OLD.id WHERE true ON CONFLICT DO NOTHING; END",
]
POSTGRESQL = [
    "CREATE INDEX ix_person_text_pairs ON person_text USING gin (text_pairs(text))",
    "CREATE FUNCTION person_dirty() RETURNS trigger AS $$ BEGIN IF TG_OP <> 'INSERT' THEN INSERT INTO search_dirty (kind, row_id) SELECT 'person', OLD.id WHERE true ON CONFLICT DO NOTHING; END IF; IF TG_OP <> 'DELETE' THEN INSERT INTO search_dirty (kind, row_id) SELECT 'person', NEW.id WHERE true ON CONFLICT DO NOTHING; END IF; RETURN NULL; END $$ LANGUAGE plpgsql",
    "CREATE TRIGGER person_dirty AFTER INSERT OR UPDATE OR DELETE ON person FOR EACH ROW EXECUTE FUNCTION person_dirty()",
]
SQLITE_DOWN = [
    "DROP TABLE person_pairs",
]
POSTGRESQL_DOWN = [
    "DROP FUNCTION person_dirty() CASCADE",
]


def upgrade() -> None:
    op.create_table(
        "frontline_month",
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("figures", sa.Text(), nullable=False),
        sa.Column("digest", sa.LargeBinary(length=32), nullable=False),
        sa.Column("locked_at", sa.DateTime(), nullable=False),
        sa.Column("locked_by", sa.String(length=80), nullable=False),
        sa.PrimaryKeyConstraint("month", name=op.f("pk_frontline_month")),
    )
    op.create_table(
        "person",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("sex", sa.String(length=32), nullable=False),
        sa.Column("born_on", sa.Date(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("id_digest", sa.LargeBinary(length=32), nullable=False),
        sa.Column("remark", sa.String(length=200), nullable=False),
        sa.Column("entered_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
        sa.UniqueConstraint("id_digest", name=op.f("uq_person_id_digest")),
    )
    op.create_index(op.f("ix_person_name_id"), "person", ["name", "id"], unique=False)
    op.create_table(
        "person_text",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("initials", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person_text")),
    )
    op.create_table(
        "attendance",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("days_due", sa.Integer(), nullable=False),
        sa.Column("days_present", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("recorded_at", sa.DateTime(), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=False),
        sa.Column("superseded_at", sa.DateTime(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "days_present >= 0 AND days_due >= days_present",
            name=op.f("ck_attendance_days_in_order"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_attendance_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attendance")),
    )
    op.create_index(
        op.f("ix_attendance_person_id"), "attendance", ["person_id"], unique=False
    )
    op.create_index(
        op.f("ix_attendance_person_id_month"),
        "attendance",
        ["person_id", "month"],
        unique=True,
        sqlite_where=sa.text("superseded_at IS NULL"),
        postgresql_where=sa.text("superseded_at IS NULL"),
    )
    op.create_table(
        "centre_confirmation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("confirmed_on", sa.Date(), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(), nullable=False),
        sa.Column("confirmed_by", sa.String(length=80), nullable=False),
        sa.Column("record", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["unit.id"], name=op.f("fk_centre_confirmation_unit_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_centre_confirmation")),
    )
    op.create_index(
        op.f("ix_centre_confirmation_unit_id"),
        "centre_confirmation",
        ["unit_id"],
        unique=False,
    )
    op.create_table(
        "centre_member",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("duty", sa.String(length=32), nullable=False),
        sa.Column("town_id", sa.Integer(), nullable=True),
        sa.Column("position", sa.String(length=200), nullable=False),
        sa.Column("document", sa.String(length=200), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("recorded_at", sa.DateTime(), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=False),
        sa.Column("superseded_at", sa.DateTime(), nullable=True),
        sa.CheckConstraint(
            "valid_to IS NULL OR valid_to >= valid_from",
            name=op.f("ck_centre_member_days_in_order"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_centre_member_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["town_id"], ["town.id"], name=op.f("fk_centre_member_town_id")
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["unit.id"], name=op.f("fk_centre_member_unit_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_centre_member")),
    )
    op.create_index(
        op.f("ix_centre_member_person_id"), "centre_member", ["person_id"], unique=False
    )
    op.create_index(
        op.f("ix_centre_member_unit_id"), "centre_member", ["unit_id"], unique=False
    )
    op.create_index(
        "uq_centre_member_open",
        "centre_member",
        ["unit_id", "person_id", "duty"],
        unique=True,
        sqlite_where=sa.text("valid_to IS NULL AND superseded_at IS NULL"),
        postgresql_where=sa.text("valid_to IS NULL AND superseded_at IS NULL"),
    )
    op.create_table(
        "certificate",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("fields", sa.String(length=200), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("recorded_at", sa.DateTime(), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=False),
        sa.Column("superseded_at", sa.DateTime(), nullable=True),
        sa.CheckConstraint(
            "valid_to IS NULL OR valid_to >= valid_from",
            name=op.f("ck_certificate_days_in_order"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_certificate_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_certificate")),
    )
    op.create_index(
        op.f("ix_certificate_number"), "certificate", ["number"], unique=False
    )
    op.create_index(
        op.f("ix_certificate_person_id"), "certificate", ["person_id"], unique=False
    )
    op.create_table(
        "establishment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("employment", sa.String(length=32), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("recorded_at", sa.DateTime(), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=False),
        sa.Column("superseded_at", sa.DateTime(), nullable=True),
        sa.CheckConstraint(
            "valid_to IS NULL OR valid_to >= valid_from",
            name=op.f("ck_establishment_days_in_order"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_establishment_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["unit.id"], name=op.f("fk_establishment_unit_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_establishment")),
    )
    op.create_index(
        op.f("ix_establishment_person_id"), "establishment", ["person_id"], unique=False
    )
    op.create_index(
        op.f("ix_establishment_unit_id"), "establishment", ["unit_id"], unique=False
    )
    op.create_index(
        "uq_establishment_open",
        "establishment",
        ["person_id"],
        unique=True,
        sqlite_where=sa.text("valid_to IS NULL AND superseded_at IS NULL"),
        postgresql_where=sa.text("valid_to IS NULL AND superseded_at IS NULL"),
    )
    op.create_table(
        "leave",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("approved_to", sa.Date(), nullable=True),
        sa.Column("document", sa.String(length=200), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("recorded_at", sa.DateTime(), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=False),
        sa.Column("superseded_at", sa.DateTime(), nullable=True),
        sa.CheckConstraint(
            "approved_to IS NULL OR approved_to >= valid_from",
            name=op.f("ck_leave_term_in_order"),
        ),
        sa.CheckConstraint(
            "valid_to IS NULL OR valid_to >= valid_from",
            name=op.f("ck_leave_days_in_order"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_leave_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_leave")),
    )
    op.create_index(op.f("ix_leave_person_id"), "leave", ["person_id"], unique=False)
    op.create_table(
        "posting",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("post", sa.String(length=32), nullable=False),
        sa.Column("document", sa.String(length=200), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("recorded_at", sa.DateTime(), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=False),
        sa.Column("superseded_at", sa.DateTime(), nullable=True),
        sa.CheckConstraint(
            "valid_to IS NULL OR valid_to >= valid_from",
            name=op.f("ck_posting_days_in_order"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_posting_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["unit.id"], name=op.f("fk_posting_unit_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_posting")),
    )
    op.create_index(
        op.f("ix_posting_person_id"), "posting", ["person_id"], unique=False
    )
    op.create_index(op.f("ix_posting_unit_id"), "posting", ["unit_id"], unique=False)
    op.create_index(
        "uq_posting_open",
        "posting",
        ["person_id"],
        unique=True,
        sqlite_where=sa.text("valid_to IS NULL AND superseded_at IS NULL"),
        postgresql_where=sa.text("valid_to IS NULL AND superseded_at IS NULL"),
    )
    op.create_table(
        "training",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("topic", sa.String(length=80), nullable=False),
        sa.Column("hours", sa.Integer(), nullable=False),
        sa.Column("score", sa.Integer(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("hours >= 0", name=op.f("ck_training_hours_not_negative")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_training_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training")),
    )
    op.create_index(
        op.f("ix_training_person_id"), "training", ["person_id"], unique=False
    )
    _run(SQLITE, POSTGRESQL)


def downgrade() -> None:
    _run(SQLITE_DOWN, POSTGRESQL_DOWN)
    op.drop_table("training")
    op.drop_table("posting")
    op.drop_table("leave")
    op.drop_table("establishment")
    op.drop_table("certificate")
    op.drop_table("centre_member")
    op.drop_table("centre_confirmation")
    op.drop_table("attendance")
    op.drop_table("person_text")
    op.drop_table("person")
    op.drop_table("frontline_month")


def _run(sqlite: list[str], postgresql: list[str]) -> None:
    connection = op.get_bind()
    lite = connection.dialect.name == "sqlite"
    for statement in sqlite if lite else postgresql:
        connection.exec_driver_sql(statement.replace("%", "%%"))
