"""Results that can be computed again, in ``cache.db``: no evidence, may be deleted at any time."""

from __future__ import annotations

import sqlite3
from contextlib import closing, suppress
from typing import TYPE_CHECKING

from evidencelog.store import private_files

if TYPE_CHECKING:
    from pathlib import Path

DATABASE = "cache.db"


class Cache:
    """Texts by key, for as long as a stamp (ledger head, pack digest, day …) holds; any failure is a miss."""

    def __init__(self, folder: Path, *, read_only: bool = False) -> None:
        self.folder = folder
        self.read_only = read_only

    def get(self, key: str, stamp: str) -> str | None:
        """What was put under the key with that very stamp."""
        file = self.folder / DATABASE
        if not file.exists():
            return None
        try:
            with closing(sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro", uri=True, timeout=1)) as conn:
                row = conn.execute("SELECT body FROM kept WHERE key = ? AND stamp = ?", (key, stamp)).fetchone()
        except sqlite3.DatabaseError:
            return None
        return row[0] if row else None

    def put(self, key: str, stamp: str, body: str) -> None:
        """Keeps a text under the key in place of what was there; a cache that cannot be written is left alone."""
        if self.read_only:
            return
        try:
            self._write(key, stamp, body)
        except sqlite3.DatabaseError:
            with suppress(OSError):
                drop(self.folder)
        except OSError:
            return

    def _write(self, key: str, stamp: str, body: str) -> None:
        file = self.folder / DATABASE
        private_files.make_file(file)
        with closing(sqlite3.connect(file, timeout=1, isolation_level=None)) as conn:
            conn.execute("PRAGMA secure_delete = ON")
            conn.execute("PRAGMA synchronous = OFF")
            conn.execute("CREATE TABLE IF NOT EXISTS kept (key TEXT PRIMARY KEY, stamp TEXT, body TEXT) STRICT")
            conn.execute("INSERT OR REPLACE INTO kept VALUES (?, ?, ?)", (key, stamp, body))


def drop(folder: Path) -> None:
    """Deletes the cache of a case."""
    for name in (DATABASE, DATABASE + "-journal", DATABASE + "-wal", DATABASE + "-shm"):
        private_files.remove(folder / name)
