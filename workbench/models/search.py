"""Tables that make text quick to find, and the triggers that keep them in step.

Each searched kind has a side table with its plain text and initials. On SQLite a
full-text table holds the overlapping pairs of characters; on PostgreSQL an index over
a function does the same. Whoever writes to a source table leaves the row's key in
``search_dirty``; the services drain it in the same transaction.
"""

from dataclasses import dataclass

import sqlalchemy as sa

from workbench.models.base import Base


@dataclass(frozen=True)
class Source:
    """Where one kind's text comes from.

    Attributes:
        kind: Name of the kind; also the table its keys belong to.
        table: Table that holds the texts.
        key: Column of that table with the kind's key.
        fields: Columns with text.
        initials: Whether pinyin initials are kept.
    """

    kind: str
    table: str
    key: str
    fields: tuple[str, ...]
    initials: bool = True


SOURCES = (
    Source("account", "account", "id", ("name", "person_name")),
    Source(
        "audit_entry",
        "audit_entry",
        "id",
        ("account_name", "title", "command", "arguments", "remark"),
        initials=False,
    ),
    Source("affair", "affair", "id", ("title", "number_text", "made_by_name")),
    Source("paper", "paper", "id", ("title", "number_text")),
    Source("person", "person", "id", ("name",)),
    Source("town", "town_fact", "town_id", ("name",)),
    Source("unit", "unit_fact", "unit_id", ("name", "short_name")),
    Source("zone", "zone_fact", "zone_id", ("name", "document")),
)

DIRTY = sa.Table(
    "search_dirty",
    Base.metadata,
    sa.Column("kind", sa.String(32), primary_key=True),
    sa.Column("row_id", sa.Integer, primary_key=True, autoincrement=False),
)


def _text_table(kind: str) -> sa.Table:
    return sa.Table(
        f"{kind}_text",
        Base.metadata,
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("initials", sa.Text, nullable=False),
    )


TEXTS = {source.kind: _text_table(source.kind) for source in SOURCES}

_PUNCTUATION = "".join(
    chr(code) for code in range(0x20, 0x7F) if not chr(code).isalnum()
).replace("'", "''''")


def _mark(kind: str, row: str, key: str) -> str:
    """Return the statement that marks one row of a kind, on either database."""
    into = f"INTO {DIRTY.name} (kind, row_id)"
    return (
        f"INSERT {into} SELECT '{kind}', {row}.{key} WHERE true ON CONFLICT DO NOTHING;"
    )


def _sqlite(source: Source) -> list[str]:
    """Return what SQLite needs besides the side table."""
    kind, table, key = source.kind, source.table, source.key
    # In SQL the tokenizer's quotes are doubled, and a quote within doubled again.
    tokenizer = f"ascii tokenchars ''{_PUNCTUATION}''"
    options = f"text, content='', contentless_delete=1, tokenize='{tokenizer}'"
    images = {"INSERT": ("NEW",), "UPDATE": ("OLD", "NEW"), "DELETE": ("OLD",)}
    triggers = [
        f"CREATE TRIGGER {table}_dirty_{event.lower()} AFTER {event} ON {table} "
        f"BEGIN {' '.join(_mark(kind, row, key) for row in rows)} END"
        for event, rows in images.items()
    ]
    return [f"CREATE VIRTUAL TABLE {kind}_pairs USING fts5({options})", *triggers]


PAIRS_FUNCTION = """
CREATE OR REPLACE FUNCTION text_pairs(entry text) RETURNS text[] AS $$
    SELECT coalesce(array_agg(DISTINCT token), '{}') FROM (
        SELECT substr(entry, place, length) AS token
        FROM generate_series(1, greatest(char_length(entry), 1)) AS place,
             generate_series(1, 2) AS length
    ) AS tokens
$$ LANGUAGE sql IMMUTABLE PARALLEL SAFE
"""


def _postgresql(source: Source) -> list[str]:
    """Return what PostgreSQL needs besides the side table."""
    kind, table, key = source.kind, source.table, source.key
    marks = " ".join(
        f"IF TG_OP <> '{absent}' THEN {_mark(kind, row, key)} END IF;"
        for row, absent in (("OLD", "INSERT"), ("NEW", "DELETE"))
    )
    index = f"CREATE INDEX ix_{kind}_text_pairs ON {kind}_text"
    function = f"CREATE FUNCTION {table}_dirty() RETURNS trigger AS $$"
    trigger = f"CREATE TRIGGER {table}_dirty AFTER INSERT OR UPDATE OR DELETE"
    return [
        f"{index} USING gin (text_pairs(text))",
        f"{function} BEGIN {marks} RETURN NULL; END $$ LANGUAGE plpgsql",
        f"{trigger} ON {table} FOR EACH ROW EXECUTE FUNCTION {table}_dirty()",
    ]


_APPEND_ONLY = "audit_entry is append-only"
SQLITE_KEEPERS = [
    f"CREATE TRIGGER audit_entry_keeps_{event.lower()} BEFORE {event} ON audit_entry "
    f"BEGIN SELECT RAISE(ABORT, '{_APPEND_ONLY}'); END"
    for event in ("UPDATE", "DELETE")
]
POSTGRESQL_KEEPERS = [
    f"{head} {body}"
    for head, body in (
        (
            "CREATE FUNCTION audit_entry_keeps() RETURNS trigger AS $$",
            f"BEGIN RAISE EXCEPTION '{_APPEND_ONLY}'; END $$ LANGUAGE plpgsql",
        ),
        (
            "CREATE TRIGGER audit_entry_keeps BEFORE UPDATE OR DELETE ON audit_entry",
            "FOR EACH ROW EXECUTE FUNCTION audit_entry_keeps()",
        ),
    )
]


def extras(dialect: str) -> list[str]:
    """Return the statements that complete the tables on one kind of database.

    They are what metadata cannot say: full-text tables, triggers, function indexes.

    Args:
        dialect: ``sqlite`` or ``postgresql``.
    """
    if dialect == "sqlite":
        return [
            *SQLITE_KEEPERS,
            *(text for source in SOURCES for text in _sqlite(source)),
        ]
    return [
        PAIRS_FUNCTION,
        *POSTGRESQL_KEEPERS,
        *(text for source in SOURCES for text in _postgresql(source)),
    ]


def _complete(
    _metadata: sa.MetaData, connection: sa.Connection, **_options: object
) -> None:
    for statement in extras(connection.dialect.name):
        connection.exec_driver_sql(statement.replace("%", "%%"))


sa.event.listen(Base.metadata, "after_create", _complete)
