"""The words of contacts with what their reading depends on: who spoke to whom, and how."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

from evidencelog.store.sifting import sifted
from evidencelog.store.states import number_of

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Sequence

    from evidencelog.models.contacts import Sieve

_COLUMNS = """c.id, w.content, w.view, w.tags, c.kind, c.channel, c.direction, c."to", c.relation, c.purpose"""
_BATCH = 500


class Text(NamedTuple):
    """The words of one contact. ``None`` is unknown."""

    id: str
    content: str
    """Empty where only tags are recorded."""
    view: str | None
    tags: tuple[str, ...]
    """``NAME`` or ``NAME@SECOND``."""
    kind: str
    channel: str | None
    direction: str | None
    to: str
    relation: str | None
    """The relation recorded with this contact."""
    purpose: str | None


def texts(
    conn: sqlite3.Connection,
    *,
    platform: str | None = None,
    since: str | None = None,
    until: str | None = None,
    only: Sieve = (),
) -> Iterator[Text]:
    """The words of contacts with a platform, withdrawn ones and those without words left out; in no set order.

    ``since`` and ``until`` are local days, both included. ``only``: see ``sifted``.
    """
    sieve, values = sifted(only, "c")
    where = ["c.platform > ''", "c.withdrawn = 0", "(w.content IS NOT NULL OR w.tags IS NOT NULL)", sieve]
    for term, value in (("c.platform = ?", platform), ("c.day >= ?", since), ("c.day <= ?", until)):
        if value is not None:
            where.append(term)
            values.append(value)
    join = "contents AS w CROSS JOIN contacts AS c" if since is until is None else "contacts AS c JOIN contents AS w"
    sql = f"SELECT {_COLUMNS} FROM {join} ON w.n = c.n WHERE {' AND '.join(where)}"
    return map(_text, conn.execute(sql, values))


def texts_of(conn: sqlite3.Connection, ids: Sequence[str]) -> list[Text]:
    """The words of the contacts with those ids, also withdrawn ones and those that wait in the inbox."""
    numbers = sorted(set(map(number_of, ids)))
    found: list[Text] = []
    for start in range(0, len(numbers), _BATCH):
        batch = numbers[start : start + _BATCH]
        sql = f"""SELECT {_COLUMNS} FROM contacts AS c JOIN contents AS w ON w.n = c.n
                  WHERE c.n IN ({", ".join("?" * len(batch))}) AND (w.content IS NOT NULL OR w.tags IS NOT NULL)"""
        found += map(_text, conn.execute(sql, batch))
    return found


def _text(row: tuple[Any, ...]) -> Text:
    return Text(row[0], row[1] or "", row[2], tuple(json.loads(row[3])) if row[3] else (), *row[4:])
