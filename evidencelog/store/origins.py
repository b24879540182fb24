"""Where imported contacts come from, and what an import asks about the case on the way."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

from evidencelog.store.project_contacts import owner_of
from evidencelog.store.states import number_of

if TYPE_CHECKING:
    import sqlite3


def known(conn: sqlite3.Connection, source_kind: str, key: str, current: str) -> bool:
    """Whether an import other than the ``current`` one (its id) has, or an erased contact had, that sealed key."""
    row = conn.execute(
        """SELECT 1 FROM origins WHERE source_kind = ?1 AND key = ?2 AND import <> ?3
           UNION ALL SELECT 1 FROM unwanted WHERE source_kind = ?1 AND key = ?2 LIMIT 1""",
        (source_kind, key, number_of(current)),
    ).fetchone()
    return row is not None


def salt(conn: sqlite3.Connection) -> str:
    """The case's own secret for ``sealed_key``."""
    return str(conn.execute("SELECT value FROM secrets WHERE name = 'origin_salt'").fetchone()[0])


def sealed_key(salt: str, source_kind: str, key: str) -> str:
    """The key as it is kept: a digest that nobody without the case can test guesses against, hexadecimal.

    It can therefore stand among the facts, stay when the words of a person are erased, and keep an erased contact from
    coming back with the next import.
    """
    return sha256(f"{salt}\n{source_kind}\n{key}".encode()).hexdigest()


def assigned(conn: sqlite3.Connection, number: str) -> bool:
    """Whether a normalised number belongs to a platform or a person."""
    return owner_of(conn, number) is not None


def waits(conn: sqlite3.Connection, contact: int) -> bool:
    """Whether a contact (by the number in its id) waits in the inbox for a platform."""
    row = conn.execute(
        "SELECT platform = '' AND owner IS NULL AND withdrawn = 0 FROM contacts WHERE n = ?", (contact,)
    ).fetchone()
    return bool(row and row[0])
