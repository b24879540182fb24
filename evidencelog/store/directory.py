"""Platforms, persons and the other standing records as tables give them; looking things up by name."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from evidencelog.models.fields import RECORDS
from evidencelog.store.project_standing import TABLES
from evidencelog.store.states import number_of, record_of
from evidencelog.text.search import folded

if TYPE_CHECKING:
    import sqlite3


def rows(conn: sqlite3.Connection, record: str, *, withdrawn: bool = False) -> list[dict[str, Any]]:
    """Records of one kind in id order, unknown facts left out, ids in place of names.

    Keys are the fields of the exchange format and ``id``, ``version``, ``recorded_at``; with ``withdrawn`` also
    withdrawn records and that key.
    """
    table = TABLES[record]
    found = conn.execute(f"SELECT * FROM {table} {'' if withdrawn else 'WHERE withdrawn = 0'} ORDER BY n").fetchall()
    return [_values(record, row, withdrawn) for row in found]


def name_of(conn: sqlite3.Connection, id: str) -> str | None:
    """Name of a platform, person or debt, also of a withdrawn one; None when there is none."""
    row = conn.execute(
        f"SELECT name FROM {TABLES[record_of(id) or 'platform']} WHERE n = ?", (number_of(id),)
    ).fetchone()
    return row[0] if row else None


def find(conn: sqlite3.Connection, record: str, name: str) -> str | None:
    """Id of the platform or person with that name or alias (folded), or with that id.

    Withdrawn ones bear no name any more; of two that bear the name it is the older.
    """
    initial = {"platform": "L", "person": "P"}[record]
    row = conn.execute(
        "SELECT id FROM names WHERE folded = ? AND substr(id, 1, 1) = ? ORDER BY length(id), id LIMIT 1",
        (folded(name.strip()), initial),
    ).fetchone()
    if row:
        return str(row[0])
    if record_of(name) == record:
        row = conn.execute(
            f"SELECT id FROM {TABLES[record]} WHERE n = ? AND id = ?", (number_of(name), name)
        ).fetchone()
        return str(row[0]) if row else None
    return None


def find_debt(conn: sqlite3.Connection, platform: str, name: str) -> str | None:
    """Id of the platform's debt with that name or id."""
    wanted = folded(name.strip())
    for candidate, own in conn.execute(
        "SELECT id, name FROM debts WHERE platform = ? AND withdrawn = 0 ORDER BY n", (platform,)
    ):
        if candidate == name or folded(own) == wanted:
            return str(candidate)
    return None


def names(conn: sqlite3.Connection, record: str) -> list[str]:
    """Names of all platforms or persons, in id order."""
    return [row[0] for row in conn.execute(f"SELECT name FROM {TABLES[record]} WHERE withdrawn = 0 ORDER BY n")]


def _values(record: str, row: tuple[Any, ...], withdrawn: bool) -> dict[str, Any]:
    values: dict[str, Any] = {"id": row[1]}
    for field, value in zip(RECORDS[record], row[2:], strict=False):
        if value is None:
            continue
        if field.type == "list":
            value = json.loads(value)
        elif field.type == "flag":
            value = bool(value)
        values[field.name] = value
    values["version"], values["recorded_at"] = row[-3], row[-2]
    if withdrawn:
        values["withdrawn"] = bool(row[-1])
    return values


def owners_of(conn: sqlite3.Connection, number: str) -> list[str]:
    """Ids of the platforms and persons that list a normalised number, the latest first."""
    rows = conn.execute("SELECT owner FROM number_claims WHERE number = ? ORDER BY seq DESC, owner DESC", (number,))
    return [row[0] for row in rows]
