"""Everything besides contacts (platforms, persons, agreements, requests …) as tables, one per kind of record."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from evidencelog.models.fields import RECORDS
from evidencelog.store.project_contacts import reassign
from evidencelog.store.states import number_of
from evidencelog.text.search import folded

if TYPE_CHECKING:
    import sqlite3

    from evidencelog.store.project_contacts import Conventions
    from evidencelog.store.states import State

TABLES = {
    "profile": "profiles", "platform": "platforms", "person": "persons", "debt": "debts", "consent": "consents",
    "refusal": "refusals", "plan": "plans", "request": "requests", "notice": "notices", "complaint": "complaints",
}  # fmt: skip
"""The table of each kind of record; its columns are ``n``, ``id``, the fields, ``version``, ``recorded_at``, ``withdrawn``."""

NAMED = ("platform", "person")
"""Kinds of record that others refer to by name; one that was erased stays as a bare id so that references hold."""


def write(conn: sqlite3.Connection, record: str, state: State, conventions: Conventions, *, seq: int) -> None:
    """Writes the current version of a record; ``seq`` is the event that brought it about."""
    n, table = number_of(state.id), TABLES[record]
    conn.execute(f"DELETE FROM {table} WHERE n = ?", (n,))
    values = state.values
    if state.erased or (record in NAMED and "name" not in values):
        values = {"name": state.id} if record in NAMED else {}
    gone = state.withdrawn or state.erased or values.get("name") == state.id
    if values or not state.erased:
        row = [n, state.id, *(_stored(values.get(field.name)) for field in RECORDS[record])]
        row += [state.version, state.recorded_at, int(gone)]
        conn.execute(f"INSERT INTO {table} VALUES ({', '.join('?' * len(row))})", row)
    if record in NAMED:
        _write_names(conn, state.id, {} if gone else values)
        _write_numbers(conn, state.id, {} if gone else values, conventions, seq)


def _write_names(conn: sqlite3.Connection, id: str, values: dict[str, Any]) -> None:
    conn.execute("DELETE FROM names WHERE id = ?", (id,))
    names = [values["name"], *values.get("aliases", ())] if values else []
    conn.executemany("INSERT OR IGNORE INTO names VALUES (?, ?)", ((folded(name), id) for name in names))


def _write_numbers(
    conn: sqlite3.Connection, id: str, values: dict[str, Any], conventions: Conventions, seq: int
) -> None:
    now = {conventions.normal_number(number) for number in values.get("numbers", ())} - {""}
    before = {row[0] for row in conn.execute("SELECT number FROM number_claims WHERE owner = ?", (id,))}
    conn.executemany("DELETE FROM number_claims WHERE number = ? AND owner = ?", ((x, id) for x in before - now))
    conn.executemany("INSERT INTO number_claims VALUES (?, ?, ?)", ((x, id, seq) for x in now - before))
    for number in sorted(before ^ now):
        reassign(conn, number)


def _stored(value: Any) -> Any:
    if isinstance(value, (list, dict)):
        return json.dumps(value, ensure_ascii=False)
    return int(value) if isinstance(value, bool) else value
