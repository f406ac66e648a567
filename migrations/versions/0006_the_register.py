"""Every step of a paper, its versions and printings; wordings and articles of law."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

_CARRIED = "升级前已签发，按已印发结转"


def upgrade() -> None:
    op.add_column("unit_fact", sa.Column("entrusted_to", sa.Date(), nullable=True))
    op.add_column("paper", sa.Column("sealed", sa.Boolean(), nullable=True))
    op.add_column("paper_step", sa.Column("by_id", sa.Integer(), nullable=True))
    op.add_column("paper_step", sa.Column("done_on", sa.Date(), nullable=True))
    _widen_series()
    _number_versions()
    _carry_states()
    _add_tables()


def _widen_series() -> None:
    op.add_column(
        "number_series", sa.Column("suffix", sa.String(length=80), nullable=True)
    )
    op.execute("UPDATE number_series SET suffix = ''")
    with op.batch_alter_table("number_series") as table:
        table.alter_column("suffix", existing_type=sa.String(80), nullable=False)
        table.drop_constraint(op.f("uq_number_series_issuer_id_word"), type_="unique")
        table.create_unique_constraint(
            op.f("uq_number_series_issuer_id_word_suffix"),
            ["issuer_id", "word", "suffix"],
        )


def _number_versions() -> None:
    for column in (
        sa.Column("version", sa.Integer(), nullable=True),
        sa.Column("source", sa.String(length=32), nullable=True),
        sa.Column("made_by", sa.Integer(), nullable=True),
        sa.Column("made_with", sa.String(length=80), nullable=True),
        sa.Column("record", sa.Text(), nullable=True),
    ):
        op.add_column("paper_file", column)
    op.execute(
        "UPDATE paper_file SET source = 'composed', version = (SELECT count(*) "
        "FROM paper_file AS earlier WHERE earlier.paper_id = paper_file.paper_id "
        "AND earlier.id <= paper_file.id), made_by = (SELECT made_by FROM paper "
        "WHERE paper.id = paper_file.paper_id)"
    )
    # A paper's record changed when it was issued: only its last file is known to
    # come from the record as it stands.
    op.execute(
        "UPDATE paper_file SET record = (SELECT record FROM paper WHERE paper.id = "
        "paper_file.paper_id) WHERE id IN (SELECT max(id) FROM paper_file "
        "GROUP BY paper_id)"
    )
    with op.batch_alter_table("paper_file") as table:
        table.alter_column("version", existing_type=sa.Integer(), nullable=False)
        table.alter_column("source", existing_type=sa.String(32), nullable=False)
        table.alter_column("made_by", existing_type=sa.Integer(), nullable=False)
        table.create_unique_constraint(
            op.f("uq_paper_file_paper_id_version"), ["paper_id", "version"]
        )


def _carry_states() -> None:
    """Have what was issued stand as sent, and say that this is how it came there."""
    connection = op.get_bind()
    connection.execute(
        sa.text(
            "INSERT INTO paper_step (paper_id, state, at, done_by, remark) "
            "SELECT paper_id, 'sent', at, done_by, :carried FROM paper_step "
            "WHERE state = 'issued' AND paper_id IN "
            "(SELECT id FROM paper WHERE state = 'issued')"
        ),
        {"carried": _CARRIED},
    )
    op.execute("UPDATE paper_step SET state = 'signed' WHERE state = 'issued'")
    op.execute("UPDATE paper SET state = 'sent' WHERE state = 'issued'")


def _add_tables() -> None:
    op.create_table(
        "paper_print",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("paper_id", sa.Integer(), nullable=False),
        sa.Column("nth", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("done_by", sa.String(length=80), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("printer", sa.String(length=200), nullable=False),
        sa.Column("copies", sa.Integer(), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.CheckConstraint("copies > 0", name=op.f("ck_paper_print_some_copies")),
        sa.ForeignKeyConstraint(
            ["paper_id"], ["paper.id"], name=op.f("fk_paper_print_paper_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper_print")),
        sa.UniqueConstraint(
            "paper_id", "nth", name=op.f("uq_paper_print_paper_id_nth")
        ),
    )
    op.create_index(
        op.f("ix_paper_print_paper_id"), "paper_print", ["paper_id"], unique=False
    )
    _add_dated(
        "paper_wording",
        ("kind", "item"),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("item", sa.String(length=60), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
    )
    _add_dated(
        "law_article",
        ("law", "article"),
        sa.Column("law", sa.String(length=200), nullable=False),
        sa.Column("article", sa.String(length=80), nullable=False),
        sa.Column("organ", sa.String(length=200), nullable=False),
        sa.Column("document", sa.String(length=200), nullable=False),
        sa.Column("field", sa.String(length=80), nullable=False),
        sa.Column("matter", sa.String(length=200), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
    )


def _add_dated(name: str, subject: tuple[str, str], *columns: sa.Column) -> None:
    op.create_table(
        name,
        sa.Column("id", sa.Integer(), nullable=False),
        *columns,
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("recorded_at", sa.DateTime(), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=False),
        sa.Column("superseded_at", sa.DateTime(), nullable=True),
        sa.CheckConstraint(
            "valid_to IS NULL OR valid_to >= valid_from",
            name=op.f(f"ck_{name}_days_in_order"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
    )
    open_ended = sa.text("valid_to IS NULL AND superseded_at IS NULL")
    op.create_index(
        f"uq_{name}_open",
        name,
        list(subject),
        unique=True,
        sqlite_where=open_ended,
        postgresql_where=open_ended,
    )


def downgrade() -> None:
    op.drop_table("law_article")
    op.drop_table("paper_wording")
    op.drop_table("paper_print")
    # What the older program has no word for goes; what was signed is issued again.
    op.execute(
        "UPDATE paper SET state = 'issued' "
        "WHERE state IN ('signed', 'numbered', 'sealed', 'sent', 'archived')"
    )
    op.execute("UPDATE paper SET state = 'draft' WHERE state IN ('review', 'reviewed')")
    op.execute("DELETE FROM paper_step WHERE state NOT IN ('draft', 'signed', 'void')")
    op.execute("UPDATE paper_step SET state = 'issued' WHERE state = 'signed'")
    op.execute("DELETE FROM paper_file WHERE source IN ('scan', 'pdf')")
    with op.batch_alter_table("paper_file") as table:
        table.drop_constraint(op.f("uq_paper_file_paper_id_version"), type_="unique")
        for column in ("version", "source", "made_by", "made_with", "record"):
            table.drop_column(column)
    op.execute("UPDATE number_series SET word = word || suffix")
    with op.batch_alter_table("number_series") as table:
        table.drop_constraint(
            op.f("uq_number_series_issuer_id_word_suffix"), type_="unique"
        )
        table.drop_column("suffix")
        table.create_unique_constraint(
            op.f("uq_number_series_issuer_id_word"), ["issuer_id", "word"]
        )
    op.drop_column("paper_step", "done_on")
    op.drop_column("paper_step", "by_id")
    op.drop_column("paper", "sealed")
    op.drop_column("unit_fact", "entrusted_to")
