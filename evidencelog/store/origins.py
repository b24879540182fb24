"""Where imported contacts come from, and what an import asks about the case on the way."""

from __future__ import annotations

from typing import TYPE_CHECKING

from evidencelog.store.project_contacts import owner_of
from evidencelog.store.states import number_of

if TYPE_CHECKING:
    import sqlite3


def known(conn: sqlite3.Connection, source_kind: str, key: str, current: str) -> bool:
    """Whether an import other than the ``current`` one (its id) has a row of that source kind and key."""
    row = conn.execute(
        "SELECT 1 FROM origins WHERE source_kind = ? AND key = ? AND import <> ? LIMIT 1",
        (source_kind, key, number_of(current)),
    ).fetchone()
    return row is not None


def assigned(conn: sqlite3.Connection, number: str) -> bool:
    """Whether a normalised number belongs to a platform or a person."""
    return owner_of(conn, number) is not None


def waits(conn: sqlite3.Connection, contact: int) -> bool:
    """Whether a contact (by the number in its id) waits in the inbox for a platform."""
    row = conn.execute(
        "SELECT platform = '' AND owner IS NULL AND withdrawn = 0 FROM contacts WHERE n = ?", (contact,)
    ).fetchone()
    return bool(row and row[0])
