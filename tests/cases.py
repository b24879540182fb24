"""Builders of small real cases: a call with a few facts changed, a look at what is on disk."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from evidencelog.app.recording import record
from evidencelog.importers.interface import ImportedRow

CALL = {"kind": "call", "at": "2026-03-02T22:41:00+08:00", "outcome": "answered"}


def call(case, **facts):
    """Records an answered call on 2 March 2026 at 22:41 with these facts; gives its id."""
    return record(case, "contact", {**CALL, **facts}).id


def row(key, *, name=None, raw=None, parts=(), **facts):
    """One row of a phone's log: an incoming call on 3 March 2026 with these facts."""
    values = {"kind": "call", "at": "2026-03-03T09:00:00+08:00", "direction": "in", **facts}
    return ImportedRow(values, f"row {key}", key, name, raw or {"key": key}, parts)


def plain(case):
    """A connection to the database of a case without any of the program's settings, in autocommit mode."""
    return sqlite3.connect(case.path / "case.db", isolation_level=None)


def holding(folder: Path, text: str) -> list[str]:
    """Names of the files under a folder in which the bytes of a text occur."""
    wanted = text.encode()
    return sorted(
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if path.is_file() and wanted in path.read_bytes()
    )


def tables(case):
    """Everything the projected tables hold, by table."""
    from evidencelog.store.projector import PROJECTIONS

    conn = case.store.conn
    return {name: sorted(conn.execute(f"SELECT * FROM {name}").fetchall(), key=repr) for name in PROJECTIONS}
