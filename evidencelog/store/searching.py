"""Terms of SQL for contacts that hold a word: in a name of theirs, or in what was said."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, NamedTuple

from evidencelog.store import word_blocks
from evidencelog.store.states import record_of

if TYPE_CHECKING:
    import sqlite3

_FEW = 32_768
"""Contacts that may hold a word, up to which they are looked up one by one instead of going through all."""


class Term(NamedTuple):
    """A condition on ``contacts AS c``."""

    sql: str
    values: tuple[str, ...]
    table: str | None = None
    """Where few contacts hold the word: they by themselves, as SQL with the same values; best looked up first.

    Its columns are those of every index of contacts: number, day, time, platform. No other part of a row is read for it.
    """


def holding(conn: sqlite3.Connection, word: str) -> Term:
    """Contacts of which a name or the words hold a folded word."""
    platforms, others = _named(conn, word)
    spans = word_blocks.spans(conn, word)
    last = conn.execute("SELECT max(n) FROM contents").fetchone()[0] or 0
    few = not platforms and sum(min(end, last) - begin + 1 for begin, end in spans) <= _FEW
    by_name = _BY_NAME if others else ()
    values = (json.dumps(spans), word, *[json.dumps(others)] * (len(_BY_NAME) + 1 if others else 0))
    sql = f"c.n IN ({' UNION ALL '.join(f'SELECT n FROM ({part})' for part in (_SAID, *by_name))})"
    if few:
        said = f"SELECT o.n, o.day, o.ts, o.platform FROM ({_SAID}) AS s CROSS JOIN contacts AS o ON o.n = s.n"
        return Term(sql, values, " UNION ".join((said, *by_name)))
    if platforms:
        sql, values = f"(c.platform IN (SELECT value FROM json_each(?)) OR {sql})", (json.dumps(platforms), *values)
    return Term(sql, values)


def said_or_named(conn: sqlite3.Connection, word: str) -> Term:
    """The same for contacts that are looked at one by one."""
    platforms, others = _named(conn, word)
    sql = "EXISTS (SELECT 1 FROM contents AS t WHERE t.n = c.n AND instr(t.searched, ?))"
    if not platforms and not others:
        return Term(sql, (word,))
    by_name = " UNION ALL ".join(f"SELECT n FROM ({part})" for part in _BY_NAME)
    ids = json.dumps(others)
    sql = f"(c.platform IN (SELECT value FROM json_each(?)) OR c.n IN ({by_name}) OR {sql})"
    return Term(sql, (json.dumps(platforms), ids, ids, ids, word))


_SAID = """SELECT t.n FROM json_each(?) AS s CROSS JOIN contents AS t
    WHERE t.n BETWEEN json_extract(s.value, '$[0]') AND json_extract(s.value, '$[1]') AND instr(t.searched, ?)"""
"""Numbers of contacts in spans of which the words hold a word."""
_BY_NAME = (
    """SELECT n, day, ts, platform FROM contacts
        WHERE "to" IN (SELECT value FROM json_each(?)) AND "to" <> 'debtor'""",
    """SELECT o.n, o.day, o.ts, o.platform FROM contacts AS o WHERE o.number IN (SELECT number FROM number_claims
        WHERE owner IN (SELECT value FROM json_each(?))) AND o.owner IN (SELECT value FROM json_each(?))""",
)
"""Contacts with a person: to them, and from their telephone; three lists of ids in all."""


def _named(conn: sqlite3.Connection, word: str) -> tuple[list[str], list[str]]:
    """Ids of platforms, and of persons and all others, of which a name holds the word."""
    ids = [row[0] for row in conn.execute("SELECT id FROM names WHERE instr(folded, ?)", (word,))]
    platforms = [named for named in ids if record_of(named) == "platform"]
    return platforms, [named for named in ids if named not in platforms]
