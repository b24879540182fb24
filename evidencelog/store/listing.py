"""Lists of contacts straight from SQL, newest first, a page at a time."""

from __future__ import annotations

import json
from array import array
from typing import TYPE_CHECKING, Any, NamedTuple

from evidencelog.models.browsing import Attachment, ContactFilter, DayCount, InboxNumber, ListRow
from evidencelog.models.fields import DEBTOR
from evidencelog.store.states import FILE_OWNERS, number_of, record_of
from evidencelog.text.search import folded

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

    from evidencelog.store.project_contacts import Conventions
    from evidencelog.store.searching import Term

_ROW = """
    SELECT c.id, c.ts, c.day, c.second, c.precision, c.kind, c.channel, c.direction, c.outcome, c.duration, c.count,
        nullif(c.platform, ''), (SELECT name FROM platforms WHERE n = CAST(substr(c.platform, 2) AS INTEGER)),
        c."to", CASE WHEN c."to" <> 'debtor' THEN (SELECT name FROM persons WHERE n = CAST(substr(c."to", 2) AS INTEGER)) END,
        c.relation, c.caller, c.employee_id, c.number, c.source,
        (SELECT count(*) FROM attachments WHERE contact = c.n AND withdrawn = 0),
        (SELECT substr(replace(replace(content, char(10), ' '), char(13), ' '), 1, 80) FROM contents WHERE n = c.n),
        c.version, c.withdrawn
    FROM contacts AS c
"""
_NEWEST_FIRST = "ORDER BY c.day DESC, c.ts DESC, c.n DESC"
_OLDEST_FIRST = "ORDER BY c.day, c.ts, c.n"

_NEWEST = 2_000
"""Contacts looked at one by one for a page of a filter before anything else is tried: most words stand there often."""
_NEW = 20_000
"""The same for words that many contacts may hold, before all of them are searched."""
_PIECE = 50_000
"""Characters of numbers that are taken apart at once."""


class _Where(NamedTuple):
    source: str
    """What stands behind FROM: contacts, or the few that hold a word, with the columns of every index of contacts."""
    sql: str
    values: list[Any]
    """Those of ``source``, then those of ``sql``."""
    few: bool = False
    """Whether few contacts are looked up by their numbers; else many are looked at one by one, in the order of a list."""


def count(conn: sqlite3.Connection, filter: ContactFilter, conventions: Conventions) -> int:
    """How many contacts the filter lets through."""
    if filter == ContactFilter():
        return _standing(conn)
    where = _where(conn, filter, conventions)
    return int(conn.execute(f"SELECT count(*) FROM {where.source} WHERE {where.sql}", where.values).fetchone()[0])


def page(
    conn: sqlite3.Connection,
    filter: ContactFilter,
    conventions: Conventions,
    *,
    offset: int,
    limit: int,
    total: int | None = None,
) -> list[ListRow]:
    """``limit`` rows from ``offset`` on, newest first.

    Where it is known how many there are in ``total``, the second half is counted off from the end.
    """
    if offset == 0:
        first, whole = quick_page(conn, filter, conventions, limit=limit)
        if whole:
            return first
    where = _where(conn, filter, conventions)
    if total is not None and total // 2 < offset < total:
        limit = min(limit, total - offset)
        return _page(conn, where, total - offset - limit, limit, order=_OLDEST_FIRST)
    return _page(conn, where, offset, limit)


def quick_page(
    conn: sqlite3.Connection, filter: ContactFilter, conventions: Conventions, *, limit: int
) -> tuple[list[ListRow], bool]:
    """The first ``limit`` rows, newest first, and True.

    Where finding them would mean looking at everything: those among the newest contacts, and False if more may follow.
    """
    if not _words(filter):
        return _page(conn, _where(conn, filter, conventions), 0, limit), True
    near = _among_the_newest(conn, filter, conventions, limit, _NEWEST)
    if len(near) < limit:
        where = _where(conn, filter, conventions)
        if where.few:
            return _page(conn, where, 0, limit), True
        near = _among_the_newest(conn, filter, conventions, limit, _NEW)
    return rows(conn, near), len(near) == limit


def _page(
    conn: sqlite3.Connection, where: _Where, offset: int, limit: int, *, order: str = _NEWEST_FIRST
) -> list[ListRow]:
    """Rows counted off in one order, given newest first."""
    keys = f"SELECT c.n FROM {where.source} WHERE {where.sql} {order} LIMIT ? OFFSET ?"
    sql = f"{_ROW} WHERE c.n IN ({keys}) {_NEWEST_FIRST}"
    return [ListRow._make(row) for row in conn.execute(sql, [*where.values, limit, offset])]


def rows(conn: sqlite3.Connection, numbers: Sequence[int]) -> list[ListRow]:
    """The rows of contacts by their numbers, newest first; those that are gone are left out."""
    marks = ", ".join("?" * len(numbers))
    sql = f"{_ROW} WHERE c.n IN ({marks}) {_NEWEST_FIRST}"
    return [ListRow._make(row) for row in conn.execute(sql, list(numbers))]


def numbers(conn: sqlite3.Connection, filter: ContactFilter, conventions: Conventions) -> array[int]:
    """The numbers of all contacts the filter lets through, newest first."""
    where = _where(conn, filter, conventions)
    inner = f"SELECT c.n FROM {where.source} WHERE {where.sql} {_NEWEST_FIRST}"
    # As one value: other threads would be waited for at each of a million rows. Taken apart piece by piece: as one list
    # it would need seven times the room, and no other thread would get its turn.
    text = conn.execute(f"SELECT group_concat(n) FROM ({inner})", where.values).fetchone()[0] or ""
    found, begin = array("q"), 0
    while begin < len(text):
        end = text.find(",", begin + _PIECE)
        end = len(text) if end < 0 else end
        found.extend(json.loads(f"[{text[begin:end]}]"))
        begin = end + 1
    return found


def row(conn: sqlite3.Connection, id: str) -> ListRow | None:
    """The list row of one contact, withdrawn or not."""
    found = conn.execute(f"{_ROW} WHERE c.n = ?", (number_of(id),)).fetchone()
    return ListRow._make(found) if found else None


def position(conn: sqlite3.Connection, filter: ContactFilter, conventions: Conventions, id: str) -> int | None:
    """How many rows stand before a contact in the filtered list; None when the filter leaves it out."""
    where = _where(conn, filter, conventions)
    n = number_of(id)
    own = conn.execute(
        f"SELECT c.day, c.ts, c.n FROM {where.source} WHERE {where.sql} AND c.n = ?", [*where.values, n]
    ).fetchone()
    if own is None:
        return None
    before = f"SELECT count(*) FROM {where.source} WHERE {where.sql} AND (c.day, c.ts, c.n) > (?, ?, ?)"
    return int(conn.execute(before, [*where.values, *own]).fetchone()[0])


def day_counts(conn: sqlite3.Connection, days: Sequence[str]) -> list[DayCount]:
    """Contacts and answered incoming calls to the debtor for each of the days and each platform, inbox left out."""
    found: list[DayCount] = []
    for day in days:
        rows = conn.execute(
            """SELECT c.day, c.platform, (SELECT name FROM platforms WHERE n = CAST(substr(c.platform, 2) AS INTEGER)),
                      sum(c.count),
                      sum(CASE WHEN c.kind = 'call' AND c.outcome = 'answered' AND c."to" = 'debtor'
                                    AND c.direction IS NOT 'out' THEN c.count ELSE 0 END)
               FROM contacts AS c WHERE c.day = ? AND c.withdrawn = 0 AND c.platform <> ''
               GROUP BY c.platform ORDER BY 5 DESC, 4 DESC, c.platform""",
            (day,),
        )
        found += [DayCount._make(row) for row in rows]
    return found


def contacts_between(conn: sqlite3.Connection, since: str, until: str) -> int:
    """How many contacts fell on the local days ``since`` to ``until``, both included: inbox counted, friends' calls not."""
    (found,) = conn.execute(
        "SELECT total(count) FROM contacts WHERE day BETWEEN ? AND ? AND withdrawn = 0 AND (platform <> '' OR owner IS NULL)",
        (since, until),
    ).fetchone()
    return int(found)


def inbox(conn: sqlite3.Connection) -> list[InboxNumber]:
    """Numbers without an owner and the contacts behind each, the busiest first."""
    rows = conn.execute(
        """SELECT number, max(book_name), sum(count), min(day), max(day) FROM contacts
           WHERE platform = '' AND owner IS NULL AND withdrawn = 0 GROUP BY number ORDER BY 3 DESC, 1"""
    )
    return [InboxNumber._make(row) for row in rows]


def sizes(conn: sqlite3.Connection) -> tuple[int, int]:
    """How many contacts are not withdrawn, and how many of them wait in the inbox."""
    total = _standing(conn)
    waiting = conn.execute(
        "SELECT count(*) FROM contacts WHERE platform = '' AND owner IS NULL AND withdrawn = 0"
    ).fetchone()[0]
    return total, waiting


def _standing(conn: sqlite3.Connection) -> int:
    """All contacts less the withdrawn ones: both are counted without looking at a million rows one by one."""
    every = int(conn.execute("SELECT count(*) FROM contacts").fetchone()[0])
    return every - int(conn.execute("SELECT count(*) FROM contacts WHERE withdrawn = 1").fetchone()[0])


def _where(conn: sqlite3.Connection, filter: ContactFilter, conventions: Conventions) -> _Where:
    spoken: list[Term] = []
    if words := _words(filter):
        from evidencelog.store import searching

        spoken = sorted((searching.holding(conn, word) for word in words), key=lambda term: term.table is None)
    table = spoken[0].table if spoken else None
    terms: list[str] = []
    values: list[Any] = []

    def add(sql: str, *given: Any) -> None:
        terms.append(sql)
        values.extend(given)

    if table is not None:
        values += spoken.pop(0).values
    if not filter.withdrawn:
        narrow = filter.platform is not None or filter.number is not None or filter.person is not None
        if table is not None:  # told by an index, so that no row is read for it
            add("c.n NOT IN (SELECT n FROM contacts WHERE withdrawn = 1)")
        else:
            add("+c.withdrawn = 0" if narrow else "c.withdrawn = 0")  # the plus leaves the choice to a better index
    if filter.since is not None:
        add("c.day >= ?", filter.since)
    if filter.until is not None:
        add("c.day <= ?", filter.until)
    if filter.platform is not None:
        add("c.platform = ?", filter.platform)
    rest, given = _of_rows(filter, conventions, "o" if table else "c")
    if rest:
        sql = " AND ".join(rest)
        add(f"EXISTS (SELECT 1 FROM contacts AS o WHERE o.n = c.n AND {sql})" if table else sql, *given)
    for term in spoken:
        add(term.sql, *term.values)
    return _Where(f"({table}) AS c" if table else "contacts AS c", " AND ".join(terms) or "1", values, bool(table))


def _of_rows(filter: ContactFilter, conventions: Conventions, row: str) -> tuple[list[str], list[Any]]:
    """Conditions, with their values, on columns that not every index has; ``row`` names the table."""
    terms: list[str] = []
    values: list[Any] = []
    if filter.kind is not None:
        terms.append(f"{row}.kind = ?")
        values.append(filter.kind)
    if filter.inbox:
        terms.append(f"{row}.platform = '' AND {row}.owner IS NULL")
    if filter.number is not None:
        normal = conventions.normal_number(filter.number)
        terms.append(f"{row}.number = ?" if normal else f"{row}.number IS NULL")
        values += [normal] if normal else []
    if filter.person == DEBTOR:
        terms.append(f"""{row}."to" = 'debtor'""")
    elif filter.person is not None:
        terms.append(f"""({row}."to" = ? OR {row}.owner = ?)""")
        values += [filter.person, filter.person]
    return terms, values


def _words(filter: ContactFilter) -> list[str]:
    """The words to look for, folded as the texts are."""
    return folded(filter.text or "").split()


def _among_the_newest(
    conn: sqlite3.Connection, filter: ContactFilter, conventions: Conventions, limit: int, newest: int
) -> list[int]:
    """Numbers of the first ``limit`` rows of a text filter, as far as they are among the ``newest`` contacts.

    A word that stands in many contacts is found without looking at all of them.
    """
    from evidencelog.store import searching

    plain = _where(conn, filter._replace(text=None), conventions)
    spoken = [searching.said_or_named(conn, word) for word in _words(filter)]
    latest = f"SELECT c.n, c.day, c.ts, c.platform FROM {plain.source} WHERE {plain.sql} {_NEWEST_FIRST} LIMIT ?"
    sql = f"SELECT c.n FROM ({latest}) AS c WHERE {' AND '.join(term.sql for term in spoken)} {_NEWEST_FIRST} LIMIT ?"
    values = [*plain.values, newest, *(value for term in spoken for value in term.values), limit]
    return [row[0] for row in conn.execute(sql, values)]


def attachments(conn: sqlite3.Connection, owner: str) -> tuple[Attachment, ...]:
    """Files sealed to a contact or a complaint in the order of sealing, withdrawn ones left out."""
    column = record_of(owner)
    assert column in FILE_OWNERS, owner
    rows = conn.execute(
        f"""SELECT id, ?, name, media_type, size, sha256, added_at, modified_at, erased, copy, copy_of
            FROM attachments WHERE {column} = ? AND withdrawn = 0 ORDER BY n""",
        (owner, number_of(owner)),
    )
    return tuple(Attachment._make((*row[:8], bool(row[8]), *row[9:])) for row in rows)


def import_facts(conn: sqlite3.Connection, id: str) -> tuple[str, str, str] | None:
    """Importer, file name and the file's SHA-256 of an import; None when it was erased."""
    row = conn.execute("SELECT source_kind, file, file_sha256 FROM imports WHERE n = ?", (number_of(id),)).fetchone()
    return (row[0], row[1], row[2]) if row else None


def content_of(conn: sqlite3.Connection, attachment: str) -> str | None:
    """SHA-256 of a sealed file's content, hexadecimal; None when there is none or it was erased."""
    row = conn.execute("SELECT sha256 FROM attachments WHERE n = ? AND erased = 0", (number_of(attachment),)).fetchone()
    return row[0] if row else None


def last_number(conn: sqlite3.Connection, record: str) -> int:
    """The number of the newest id of a kind of record, erased ones included; 0 before the first."""
    row = conn.execute("SELECT last FROM counters WHERE record = ?", (record,)).fetchone()
    return row[0] if row else 0


def erasings_of(conn: sqlite3.Connection, events: Sequence[int]) -> list[int]:
    """Numbers of the events that erased something of the given ones."""
    marks = ", ".join("?" * len(events))
    return [row[0] for row in conn.execute(f"SELECT DISTINCT by FROM erasures WHERE seq IN ({marks})", list(events))]
