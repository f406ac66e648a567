"""Finding text: any fragment, and pinyin initials.

``found in`` means what ``rules.text`` says and nothing else. The side tables are kept
in step inside the transaction that changed a text, so a search equals a plain scan at
every moment.
"""

import os
import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import groupby, islice
from operator import itemgetter
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, sessionmaker

from workbench.models.search import DIRTY, SOURCES, TEXTS, Source
from workbench.rules import text as rules

MANY = 20_000
_CHUNK = 5_000
_SOURCES = {source.kind: source for source in SOURCES}


def keep_in_step(sessions: "sessionmaker[Session]") -> None:
    """Have every transaction of ``sessions`` bring the side tables up to date."""
    sa.event.listen(sessions, "before_commit", _drain)


def matching(
    session: Session, kind: str, key: Any, text: str
) -> sa.ColumnElement[bool]:
    """Return the condition that a row's text holds a fragment, or its initials.

    Args:
        session: Counts the hits, to choose the quicker way.
        kind: A searched kind.
        key: Column with the kind's key in the select this goes into.
        text: The fragment as typed; empty finds everything.
    """
    wanted = rules.plain(text)
    if not wanted:
        return sa.true()
    found = _holds(session, kind, key, wanted)
    if not _SOURCES[kind].initials or not re.fullmatch("[a-z]{2,12}", wanted):
        return found
    return sa.or_(found, _begins(session, kind, key, wanted))


def _holds(
    session: Session, kind: str, key: Any, wanted: str
) -> sa.ColumnElement[bool]:
    texts = TEXTS[kind]
    if session.get_bind().dialect.name == "postgresql":
        tokens = {wanted} if len(wanted) == 1 else {*_pairs_of(wanted)}
        literal = re.sub(r"([\\%_])", r"\\\1", wanted)
        return key.in_(  # type: ignore[no-any-return]
            sa.select(texts.c.id).where(
                sa.func.text_pairs(texts.c.text).op("@>")(
                    sa.cast(list(tokens), sa.ARRAY(sa.Text))
                ),
                texts.c.text.like(f"%{literal}%", escape="\\"),
            )
        )
    pairs = sa.table(f"{kind}_pairs", sa.column("rowid"))
    matches = sa.text(f"{kind}_pairs MATCH :phrase").bindparams(phrase=_phrase(wanted))
    hits: sa.Select[Any] = (
        sa.select(sa.literal_column("rowid")).select_from(pairs).where(matches)
    )
    few = sa.select(sa.func.count()).select_from(hits.limit(MANY + 1).subquery())
    if (session.scalar(few) or 0) <= MANY:
        return key.in_(hits)  # type: ignore[no-any-return]
    # Where a good part of all rows match, looking at each in the order wanted and
    # stopping at the first page beats collecting all the hits.
    return sa.exists().where(texts.c.id == key, sa.func.instr(texts.c.text, wanted) > 0)


def _pairs_of(wanted: str) -> list[str]:
    return [wanted[at : at + 2] for at in range(len(wanted) - 1)]


def _phrase(wanted: str) -> str:
    if len(wanted) == 1:
        return f'"{_quoted(wanted)}" *'
    return f'"{rules.SEPARATOR.join(map(_quoted, _pairs_of(wanted)))}"'


def _quoted(token: str) -> str:
    return token.replace('"', '""')


def _begins(
    session: Session, kind: str, key: Any, wanted: str
) -> sa.ColumnElement[bool]:
    texts, classes = TEXTS[kind], initial_classes(wanted)
    if session.get_bind().dialect.name == "postgresql":
        match = texts.c.initials.op("~")(classes)
    else:
        match = texts.c.initials.op("GLOB")(f"*{classes}*")
    return key.in_(sa.select(texts.c.id).where(match))  # type: ignore[no-any-return]


def _drain(session: Session) -> None:
    """Bring the side tables in step with what the transaction changed."""
    session.flush()
    kinds = session.scalars(sa.select(DIRTY.c.kind).distinct()).all()
    for kind in kinds:
        _renew(session.connection(), _SOURCES[kind])
    if kinds:
        session.execute(sa.delete(DIRTY))


def _renew(connection: sa.Connection, source: Source) -> None:
    """Write the side rows of one kind's changed things anew."""
    texts, pairs = TEXTS[source.kind], f"{source.kind}_pairs"
    lite = connection.dialect.name == "sqlite"
    changed = sa.select(DIRTY.c.row_id).where(DIRTY.c.kind == source.kind)
    if lite:
        known = connection.execute(
            sa.select(texts.c.id).where(texts.c.id.in_(changed))
        ).all()
        if known:  # one by one: taking a range out of a full-text table is slow
            connection.exec_driver_sql(
                f"DELETE FROM {pairs} WHERE rowid = ?",  # noqa: S608 - our own name
                [(row.id,) for row in known],
            )
    connection.execute(sa.delete(texts).where(texts.c.id.in_(changed)))
    entries = _entries(connection, source, changed)
    while chunk := list(islice(entries, _CHUNK)):
        connection.execute(
            sa.insert(texts),
            [
                {"id": key, "text": text, "initials": _initials(source, text)}
                for key, text in chunk
            ],
        )
        if lite:
            connection.exec_driver_sql(
                f"INSERT INTO {pairs} (rowid, text) VALUES (?, ?)",  # noqa: S608
                [(key, rules.SEPARATOR.join(rules.pairs(text))) for key, text in chunk],
            )


def _entries(
    connection: sa.Connection, source: Source, changed: "sa.Select[int]"
) -> Iterator[tuple[int, str]]:
    """Yield the searched form of each changed thing that still has texts."""
    columns: list[Any] = [sa.column(one) for one in (source.key, *source.fields)]
    table = sa.table(source.table, *columns)
    key = table.c[source.key]
    found = connection.execute(
        sa.select(*table.c).where(key.in_(changed)).order_by(key)
    ).all()
    for row_id, rows in groupby(found, key=itemgetter(0)):
        fields = dict.fromkeys(text for row in rows for text in row[1:] if text)
        yield row_id, rules.entry(fields)


def _initials(source: Source, text: str) -> str:
    return rules.initials(text, readings()) if source.initials else ""


@cache
def _reading_sets() -> tuple[dict[str, str], dict[str, frozenset[str]]]:
    """Return the code of each character, and the first letters of each code.

    A character that begins with one letter in every reading is coded as that letter;
    any other gets a code of its own set of letters, so that no reading is lost.
    """
    os.environ.setdefault("PYPINYIN_NO_PHRASES", "true")  # 0.1 s instead of 0.4 s
    from pypinyin.pinyin_dict import pinyin_dict  # noqa: PLC0415

    letters = {
        chr(code): frozenset(
            unicodedata.normalize("NFD", reading)[0] for reading in said.split(",")
        )
        for code, said in pinyin_dict.items()
    }
    several = sorted({"".join(sorted(one)) for one in letters.values() if len(one) > 1})
    codes = {one: chr(rules.WILD_READINGS + place) for place, one in enumerate(several)}
    by_sign = {
        sign: next(iter(one)) if len(one) == 1 else codes["".join(sorted(one))]
        for sign, one in letters.items()
    }
    return by_sign, {code: frozenset(one) for one, code in codes.items()}


def readings() -> Mapping[str, str]:
    """Return, for each Chinese character, the code of its first letters."""
    return _reading_sets()[0]


def initial_classes(letters: str) -> str:
    """Return the pattern of what may begin with these letters, one a position."""
    return "".join(f"[{letter}{_codes(letter)}]" for letter in letters)


def _codes(letter: str) -> str:
    return "".join(code for code, one in _reading_sets()[1].items() if letter in one)


def version() -> str:
    """Return by which rules side tables are built now."""
    from pypinyin import __version__  # noqa: PLC0415

    return f"1/{__version__}"


def renew_all(session: Session) -> None:
    """Have the next commit rebuild every side table."""
    session.execute(sa.delete(DIRTY))
    for source in SOURCES:
        found: Any = sa.select(sa.literal(source.kind), sa.column(source.key))
        session.execute(
            sa.insert(DIRTY).from_select(
                ["kind", "row_id"],
                found.select_from(sa.table(source.table)).distinct(),
            )
        )
