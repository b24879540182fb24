"""What was read in texts, kept in ``cache.db``: no evidence, no words, may be deleted at any time.

A text is known by a keyed digest, so that the cache tells nothing of texts that are erased. Any failure is a miss.
"""

from __future__ import annotations

import os
import sqlite3
from contextlib import suppress
from hashlib import blake2b
from typing import TYPE_CHECKING

from evidencelog.store import private_files
from evidencelog.store.cache import DATABASE

if TYPE_CHECKING:
    from pathlib import Path

_BATCH = 2000
"""Readings that wait before they are written."""

_MAKE = """
CREATE TABLE IF NOT EXISTS readings (digest BLOB PRIMARY KEY, body TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS readings_stamp (stamp TEXT NOT NULL, secret BLOB NOT NULL) STRICT;
"""


class KeptReadings:
    """Readings of one case's texts, for as long as the stamp (what they are read with) is the same. Close it."""

    def __init__(self, folder: Path, stamp: str, *, read_only: bool = False) -> None:
        self._waiting: dict[bytes, str] = {}
        self._read_only = read_only
        self._secret = b""
        self._conn: sqlite3.Connection | None = None
        with suppress(OSError, sqlite3.Error):
            self._conn = self._open(folder / DATABASE, stamp)

    def _open(self, file: Path, stamp: str) -> sqlite3.Connection | None:
        if self._read_only:
            if not file.exists():
                return None
            conn = sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro", uri=True, timeout=1, isolation_level=None)
        else:
            private_files.make_file(file)
            conn = sqlite3.connect(file, timeout=1, isolation_level=None)
        try:
            if not self._read_only:
                conn.execute("PRAGMA secure_delete = ON")
                conn.execute("PRAGMA synchronous = OFF")
                conn.executescript(_MAKE)
            row = conn.execute("SELECT stamp, secret FROM readings_stamp").fetchone()
            if row is not None and row[0] == stamp:
                self._secret = row[1]
                return conn
            if not self._read_only:
                self._secret = os.urandom(32)
                conn.execute("BEGIN IMMEDIATE")
                conn.execute("DELETE FROM readings")
                conn.execute("DELETE FROM readings_stamp")
                conn.execute("INSERT INTO readings_stamp VALUES (?, ?)", (stamp, self._secret))
                conn.execute("COMMIT")
                return conn
        except BaseException:
            conn.close()
            raise
        conn.close()
        return None

    def get(self, *text: str) -> str | None:
        """What was put for these texts (the words and what their reading depends on)."""
        if self._conn is None:
            return None
        digest = self._digest(text)
        if digest in self._waiting:
            return self._waiting[digest]
        with suppress(sqlite3.Error):
            row = self._conn.execute("SELECT body FROM readings WHERE digest = ?", (digest,)).fetchone()
            return row[0] if row else None
        return None

    def put(self, body: str, *text: str) -> None:
        """Keeps the reading of these texts."""
        if self._conn is None or self._read_only:
            return
        self._waiting[self._digest(text)] = body
        if len(self._waiting) >= _BATCH:
            self._write()

    def close(self) -> None:
        """Writes what waits."""
        if self._conn is not None:
            self._write()
            self._conn.close()
            self._conn = None

    def _write(self) -> None:
        assert self._conn is not None
        if self._waiting:
            with suppress(sqlite3.Error):
                self._conn.execute("BEGIN IMMEDIATE")
                self._conn.executemany("INSERT OR REPLACE INTO readings VALUES (?, ?)", list(self._waiting.items()))
                self._conn.execute("COMMIT")
            if self._conn.in_transaction:
                with suppress(sqlite3.Error):
                    self._conn.execute("ROLLBACK")
        self._waiting.clear()

    def _digest(self, text: tuple[str, ...]) -> bytes:
        hashed = blake2b(key=self._secret, digest_size=16)
        for part in text:
            data = part.encode("utf-8", "surrogatepass")
            hashed.update(len(data).to_bytes(8, "big") + data)
        return hashed.digest()
