"""Contacts, their words, witnesses and files as tables, computed from the state of each record."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

from evidencelog.models.fields import ANSWER_ITEMS, DEBTOR
from evidencelog.store.states import FILE_OWNERS, number_of
from evidencelog.text.search import folded

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable

    from evidencelog.store.states import State


class Conventions(NamedTuple):
    """What the tables need and the store does not know by itself."""

    local_parts: Callable[[int, str], tuple[str, int]]
    """Local day ``YYYY-MM-DD`` and second of the day of an instant (seconds since 1970 UTC) in a zone."""
    normal_number: Callable[[str], str]
    """The spelling in which equal telephone numbers are equal text."""


_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_SECOND = timedelta(seconds=1)
_BATCH = 5000
_INSERT = f"INSERT INTO contacts VALUES ({', '.join('?' * 50)})"


def instant(text: str | None) -> int | None:
    """Seconds since 1970 UTC of ISO 8601 text with an offset."""
    return None if text is None else (datetime.fromisoformat(text) - _EPOCH) // _SECOND


def owner_of(conn: sqlite3.Connection, number: str | None) -> str | None:
    """Id of the platform or person a normalised number was given to last; None when unassigned or hidden."""
    if not number:
        return None
    row = conn.execute(
        "SELECT owner FROM number_claims WHERE number = ? ORDER BY seq DESC, owner DESC LIMIT 1", (number,)
    ).fetchone()
    return row[0] if row else None


def write(conn: sqlite3.Connection, state: State, zone: str, conventions: Conventions, *, fresh: bool = False) -> None:
    """Writes a contact's current version, or removes one that was erased. ``fresh``: it is not in the tables yet."""
    n, values = number_of(state.id), state.values
    if not fresh:
        conn.execute("DELETE FROM contacts WHERE n = ?", (n,))
        conn.execute("DELETE FROM contents WHERE n = ?", (n,))
        conn.execute("DELETE FROM origins WHERE contact = ?", (n,))
    if state.erased:
        return
    get = values.get
    raw = get("number")
    number = conventions.normal_number(raw) or None if raw else None
    line = conventions.normal_number(values["line"]) or None if "line" in values else None
    given = get("platform", "")
    owner = None if given else owner_of(conn, number)
    ts = instant(values["at"])
    assert ts is not None
    day, second = conventions.local_parts(ts, zone)
    answers = get("identity", {})
    _write_origins(conn, n, state)
    book_name = next((origin["name"] for _seq, origin in state.origins if origin.get("name")), None)
    withdrawn = state.withdrawn or (not fresh and not state.typed and _all_withdrawn(conn, n))
    conn.execute(
        _INSERT,
        (
            n, state.id, ts, day, second, get("precision"), values["kind"], get("channel"), get("direction"),
            get("outcome"), get("duration"), get("count", 1), instant(get("until")), get("source"),
            given or (owner if owner and owner[0] == "L" else ""), get("debt"), get("collector"), number, line,
            get("style"), get("mode"), get("claimed_role"), get("role_checked"), get("to", DEBTOR), get("relation"),
            get("said_to_third"), get("purpose"), get("place"), get("act"), get("visitors"), get("entered"),
            instant(get("asked_to_leave")), instant(get("left_at")), get("papers_shown"), get("recorded_by_them"),
            *(answers.get(item) for item in ANSWER_ITEMS), get("payee"), get("case_number"), get("caller"),
            get("employee_id"), given, owner if owner and owner[0] == "P" else None, book_name, int(state.typed),
            state.version, state.recorded_at, int(withdrawn),
        ),
    )  # fmt: skip
    looked_for = [get("content"), get("caller"), get("employee_id"), raw, number, get("collector"), get("payee")]
    looked_for += [get("case_number"), get("private_note"), book_name]
    conn.execute(
        "INSERT INTO contents VALUES (?, ?, ?, ?, ?)",
        (
            n,
            get("content"),
            get("view"),
            json.dumps(values["tag"], ensure_ascii=False) if "tag" in values else None,
            folded("\n".join(text for text in looked_for if text)),
        ),
    )


def _all_withdrawn(conn: sqlite3.Connection, n: int) -> bool:
    row = conn.execute(
        "SELECT min(withdrawn) FROM origins JOIN imports ON imports.n = origins.import WHERE contact = ?", (n,)
    ).fetchone()
    return bool(row[0])


def _write_origins(conn: sqlite3.Connection, n: int, state: State) -> None:
    for seq, origin in state.origins:
        conn.execute(
            "INSERT INTO origins SELECT ?, ?, n, source_kind, ?, ? FROM imports WHERE n = ?",
            (n, seq, origin["position"], origin.get("key"), number_of(origin["import"])),
        )


def reassign(conn: sqlite3.Connection, number: str) -> None:
    """Gives contacts with a normalised number, and no platform of their own, to whom the number belongs now."""
    owner = owner_of(conn, number)
    conn.execute(
        "UPDATE contacts SET platform = ?, owner = ? WHERE number = ? AND given = ''",
        (
            owner if owner and owner[0] == "L" else "",
            owner if owner and owner[0] == "P" else None,
            number,
        ),
    )


def redate(conn: sqlite3.Connection, zone: str, conventions: Conventions) -> None:
    """Writes the local days and seconds of all contacts anew."""
    last = 0
    while rows := conn.execute("SELECT n, ts FROM contacts WHERE n > ? ORDER BY n LIMIT ?", (last, _BATCH)).fetchall():
        dated = ((*conventions.local_parts(ts, zone), n) for n, ts in rows)
        conn.executemany("UPDATE contacts SET day = ?, second = ? WHERE n = ?", dated)
        last = rows[-1][0]


def write_attachment(conn: sqlite3.Connection, state: State, conventions: Conventions) -> None:
    """Writes what is known of a sealed file; one erased with what it belongs to leaves no row."""
    del conventions
    n, values = number_of(state.id), state.values
    conn.execute("DELETE FROM attachments WHERE n = ?", (n,))
    if state.erased:
        return
    conn.execute(
        "INSERT INTO attachments VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            n, state.id, *(number_of(values[record]) if record in values else None for record in FILE_OWNERS),
            values.get("copy"), values.get("copy_of"), values.get("name", ""), values["media_type"], values["size"], values["sha256"], state.recorded_at,
            values.get("modified_at"), int(state.withdrawn), int("name" not in values),
        ),
    )  # fmt: skip


def write_import(conn: sqlite3.Connection, state: State) -> None:
    """Writes what is known of an import; when it is withdrawn, so are the contacts that nothing else bears witness to."""
    n, values = number_of(state.id), state.values
    conn.execute("DELETE FROM imports WHERE n = ?", (n,))
    if state.erased:
        return
    conn.execute(
        "INSERT INTO imports VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            n, state.id, values["source_kind"], values["importer_version"], values.get("file", ""),
            values["file_sha256"], values["size"], state.recorded_at, int(state.withdrawn),
        ),
    )  # fmt: skip
    if state.withdrawn:
        conn.execute(
            """UPDATE contacts SET withdrawn = 1
               WHERE typed = 0 AND n IN (SELECT contact FROM origins WHERE import = ?)
                 AND NOT EXISTS (SELECT 1 FROM origins JOIN imports ON imports.n = origins.import
                                 WHERE origins.contact = contacts.n AND imports.withdrawn = 0)""",
            (n,),
        )
