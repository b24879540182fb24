"""Half-typed forms in ``drafts.db``: no evidence, but nobody should have to type twice."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Any

from evidencelog.store import private_files
from evidencelog.store.faults import CaseGone, spoken

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

DATABASE = "drafts.db"

WAIT = 1.0
"""Seconds for another program to finish with the drafts: somebody is typing."""

_DAMAGED = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
"""The next draft makes the file anew."""
_NOTHING_THERE = (*_DAMAGED, sqlite3.SQLITE_ERROR)
"""Damaged as a whole, or without its table yet."""


def keep(folder: Path, name: str, at: str, values: Mapping[str, Any]) -> None:
    """Keeps the draft of that name in place of an older one; durable when this returns.

    Raises CaseGone, CaseLocked, CaseUnwritable, DiskFull.
    """
    with spoken(folder):
        if not folder.is_dir():
            raise CaseGone(folder)
    with spoken(folder), closing(_open(folder)) as conn:
        conn.execute(
            "INSERT OR REPLACE INTO drafts VALUES (?, ?, ?)", (name, at, json.dumps(values, ensure_ascii=False))
        )


def kept(folder: Path) -> dict[str, tuple[str, dict[str, Any]]]:
    """All drafts by name: when each was kept and what it holds; without those that are damaged.

    Raises CaseLocked and CaseUnwritable where they are there and cannot be read now.
    """
    file = folder / DATABASE
    with spoken(folder):
        if not file.exists():
            return {}
        try:
            rows = _rows(file)
        except sqlite3.DatabaseError as error:
            if error.sqlite_errorcode not in _NOTHING_THERE:
                raise
            return {}
    read = {name: (at, _values(body)) for name, at, body in rows}
    return {name: (at, values) for name, (at, values) in read.items() if values is not None}


def _rows(file: Path) -> list[tuple[str, str, str]]:
    address = f"{file.resolve().as_uri()}?mode=ro"
    with closing(sqlite3.connect(address, uri=True, timeout=WAIT)) as conn:
        return conn.execute("SELECT name, at, body FROM drafts").fetchall()


def _values(body: str) -> dict[str, Any] | None:
    """What a draft holds; None for one that is damaged."""
    try:
        values = json.loads(body)
    except ValueError:
        return None
    return values if isinstance(values, dict) else None


def drop(folder: Path, names: Iterable[str]) -> None:
    """Deletes drafts, so that their words are gone from the disk."""
    with spoken(folder):
        if not (folder / DATABASE).exists():
            return
        with closing(_open(folder)) as conn:
            conn.executemany("DELETE FROM drafts WHERE name = ?", ((name,) for name in names))


def scrub(folder: Path, texts: Iterable[str]) -> None:
    """Deletes the drafts in which one of the texts occurs, and every trace of deleted ones."""
    wanted = [json.dumps(text, ensure_ascii=False)[1:-1] for text in texts]
    if not (folder / DATABASE).exists():
        return
    with spoken(folder), closing(_open(folder)) as conn:
        bodies = conn.execute("SELECT name, body FROM drafts").fetchall()
        gone = [(name,) for name, body in bodies if any(text in body for text in wanted)]
        conn.executemany("DELETE FROM drafts WHERE name = ?", gone)
        conn.execute("VACUUM")


def _open(folder: Path) -> sqlite3.Connection:
    """The drafts of a case; a damaged file is no reason not to keep the next ones."""
    file = folder / DATABASE
    try:
        return _connected(file)
    except sqlite3.DatabaseError as error:
        if error.sqlite_errorcode not in _DAMAGED:
            raise
    private_files.remove(file)
    return _connected(file)


def _connected(file: Path) -> sqlite3.Connection:
    private_files.make_file(file)
    conn = sqlite3.connect(file, timeout=WAIT, isolation_level=None)
    try:
        return _prepared(conn)
    except BaseException:
        conn.close()
        raise


def _prepared(conn: sqlite3.Connection) -> sqlite3.Connection:
    conn.execute("PRAGMA secure_delete = ON")
    conn.execute("PRAGMA temp_store = MEMORY")
    conn.execute(
        "CREATE TABLE IF NOT EXISTS drafts (name TEXT PRIMARY KEY, at TEXT NOT NULL, body TEXT NOT NULL) STRICT"
    )
    return conn
