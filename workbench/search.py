"""Finding text: any fragment, and pinyin initials.

``found in`` means what ``rules.text`` says and nothing else. The side tables are kept
in step inside the transaction that changed a text, so a search equals a plain scan at
every moment.
"""

import os
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, sessionmaker

from workbench.models.search import DIRTY, SOURCES, TEXTS, Source
from workbench.rules import text as rules

MANY = 20_000
_CHUNK = 5_000
_SQL_VARIABLES = 500
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
    texts = TEXTS[kind]
    classes = "".join(f"[{letter}{_codes(letter)}]" for letter in wanted)
    if session.get_bind().dialect.name == "postgresql":
        match = texts.c.initials.op("~")(classes)
    else:
        match = texts.c.initials.op("GLOB")(f"*{classes}*")
    return key.in_(sa.select(texts.c.id).where(match))  # type: ignore[no-any-return]


def _drain(session: Session) -> None:
    """Bring the side tables in step with what the transaction changed."""
    session.flush()
    dirty: defaultdict[str, list[int]] = defaultdict(list)
    for kind, row_id in session.execute(sa.select(DIRTY.c.kind, DIRTY.c.row_id)):
        dirty[kind].append(row_id)
    if not dirty:
        return
    for kind, ids in dirty.items():
        for start in range(0, len(ids), _CHUNK):
            _renew(session, _SOURCES[kind], ids[start : start + _CHUNK])
    session.execute(sa.delete(DIRTY))


def _renew(session: Session, source: Source, ids: list[int]) -> None:
    texts = TEXTS[source.kind]
    lite = session.get_bind().dialect.name == "sqlite"
    old, fields = _known(session, texts, ids), _fields(session, source, ids)
    gone = [(row_id,) for row_id in old]
    rows, tokens = [], []
    for row_id, found in fields.items():
        text = rules.entry(found)
        first = rules.initials(text, readings()) if source.initials else ""
        rows.append({"id": row_id, "text": text, "initials": first})
        tokens.append((row_id, rules.SEPARATOR.join(rules.pairs(text))))
    connection = session.connection()
    if gone:
        session.execute(
            sa.delete(texts).where(texts.c.id == sa.bindparam("row")),
            [{"row": row_id} for (row_id,) in gone],
        )
        if lite:
            connection.exec_driver_sql(
                f"DELETE FROM {source.kind}_pairs WHERE rowid = ?",  # noqa: S608 - own
                gone,
            )
    if rows:
        session.execute(sa.insert(texts), rows)
        if lite:
            connection.exec_driver_sql(
                f"INSERT INTO {source.kind}_pairs (rowid, text) "  # noqa: S608 - own
                "VALUES (?, ?)",
                tokens,
            )


def _known(session: Session, texts: sa.Table, ids: list[int]) -> list[int]:
    found: list[int] = []
    for part in _parts(ids):
        found += session.scalars(sa.select(texts.c.id).where(texts.c.id.in_(part)))
    return found


def _fields(session: Session, source: Source, ids: list[int]) -> dict[int, list[str]]:
    """Return every text of each key that still has one, each text once."""
    table = sa.table(
        source.table,
        sa.column(source.key),
        *(sa.column(field) for field in source.fields),
    )
    key = table.c[source.key]
    found: dict[int, list[str]] = {}
    for part in _parts(ids):
        for row_id, *texts in session.execute(
            sa.select(key, *(table.c[field] for field in source.fields)).where(
                key.in_(part)
            )
        ):
            known = found.setdefault(row_id, [])
            known += [text for text in texts if text and text not in known]
    return found


def _parts(ids: list[int]) -> Iterable[list[int]]:
    return (ids[at : at + _SQL_VARIABLES] for at in range(0, len(ids), _SQL_VARIABLES))


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
