"""Number series, papers and their files."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

# What metadata cannot say: full-text tables, triggers, function indexes.
SQLITE = [
    "CREATE VIRTUAL TABLE paper_pairs USING fts5(text, content='', contentless_delete=1, tokenize='ascii tokenchars '' !\"#$%&''''()*+,-./:;<=>?@[\\]^_`{|}~''')",
    "CREATE TRIGGER paper_dirty_insert AFTER INSERT ON paper BEGIN INSERT INTO search_dirty (kind, row_id) SELECT 'paper', NEW.id WHERE true ON CONFLICT DO NOTHING; END",
    "CREATE TRIGGER paper_dirty_update AFTER UPDATE ON paper BEGIN INSERT INTO search_dirty (kind, row_id) SELECT 'paper', OLD.id WHERE true ON CONFLICT DO NOTHING; INSERT INTO search_dirty (kind, row_id) SELECT 'paper', NEW.id WHERE true ON CONFLICT DO NOTHING; END",
    "CREATE TRIGGER paper_dirty_delete AFTER DELETE ON paper BEGIN INSERT INTO search_dirty (kind, row_id) SELECT 'paper', OLD.id WHERE true ON CONFLICT DO NOTHING; END",
]
POSTGRESQL = [
    "CREATE INDEX ix_paper_text_pairs ON paper_text USING gin (text_pairs(text))",
    "CREATE FUNCTION paper_dirty() RETURNS trigger AS $$ BEGIN IF TG_OP <> 'INSERT' THEN INSERT INTO search_dirty (kind, row_id) SELECT 'paper', OLD.id WHERE true ON CONFLICT DO NOTHING; END IF; IF TG_OP <> 'DELETE' THEN INSERT INTO search_dirty (kind, row_id) SELECT 'paper', NEW.id WHERE true ON CONFLICT DO NOTHING; END IF; RETURN NULL; END $$ LANGUAGE plpgsql",
    "CREATE TRIGGER paper_dirty AFTER INSERT OR UPDATE OR DELETE ON paper FOR EACH ROW EXECUTE FUNCTION paper_dirty()",
]
SQLITE_DOWN = [
    "DROP TABLE paper_pairs",
]
POSTGRESQL_DOWN = [
    "DROP FUNCTION paper_dirty() CASCADE",
]


def upgrade() -> None:
    op.create_table(
        "paper_text",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("initials", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper_text")),
    )
    op.create_table(
        "number_series",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("issuer_id", sa.Integer(), nullable=False),
        sa.Column("word", sa.String(length=80), nullable=False),
        sa.ForeignKeyConstraint(
            ["issuer_id"], ["unit.id"], name=op.f("fk_number_series_issuer_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_number_series")),
        sa.UniqueConstraint(
            "issuer_id", "word", name=op.f("uq_number_series_issuer_id_word")
        ),
    )
    op.create_table(
        "number_year",
        sa.Column("series_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.CheckConstraint("last >= 0", name=op.f("ck_number_year_counted_up")),
        sa.ForeignKeyConstraint(
            ["series_id"], ["number_series.id"], name=op.f("fk_number_year_series_id")
        ),
        sa.PrimaryKeyConstraint("series_id", "year", name=op.f("pk_number_year")),
    )
    op.create_table(
        "paper",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("series_id", sa.Integer(), nullable=True),
        sa.Column("year", sa.Integer(), nullable=True),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("number_text", sa.String(length=200), nullable=False),
        sa.Column("about_id", sa.Integer(), nullable=True),
        sa.Column("names_nobody", sa.Boolean(), nullable=False),
        sa.Column("about_on", sa.Date(), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=True),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("record", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["about_id"], ["unit.id"], name=op.f("fk_paper_about_id")
        ),
        sa.ForeignKeyConstraint(
            ["series_id"], ["number_series.id"], name=op.f("fk_paper_series_id")
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["unit.id"], name=op.f("fk_paper_unit_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper")),
        sa.UniqueConstraint(
            "series_id", "year", "number", name=op.f("uq_paper_series_id_year_number")
        ),
    )
    op.create_index(op.f("ix_paper_kind"), "paper", ["kind"], unique=False)
    op.create_table(
        "paper_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("paper_id", sa.Integer(), nullable=False),
        sa.Column("suffix", sa.String(length=8), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("digest", sa.LargeBinary(length=32), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["paper_id"], ["paper.id"], name=op.f("fk_paper_file_paper_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper_file")),
    )
    op.create_index(
        op.f("ix_paper_file_paper_id"), "paper_file", ["paper_id"], unique=False
    )
    _run(SQLITE, POSTGRESQL)


def downgrade() -> None:
    _run(SQLITE_DOWN, POSTGRESQL_DOWN)
    op.drop_table("paper_file")
    op.drop_table("paper")
    op.drop_table("number_year")
    op.drop_table("number_series")
    op.drop_table("paper_text")


def _run(sqlite: list[str], postgresql: list[str]) -> None:
    connection = op.get_bind()
    lite = connection.dialect.name == "sqlite"
    for statement in sqlite if lite else postgresql:
        connection.exec_driver_sql(statement.replace("%", "%%"))
