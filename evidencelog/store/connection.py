"""Connections to ``case.db``: pragmas, the layout check, migration with a backup before it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

from evidencelog.store import private_files, schema
from evidencelog.store.faults import CaseDamaged, CaseMissing, CaseNewer

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

WAIT_MS = 5000
"""How long a write waits for another program's transaction."""

DATABASE = "case.db"


def connect(file: Path, *, read_only: bool = False) -> sqlite3.Connection:
    """A connection in autocommit mode with the pragmas every connection of ours has; sqlite3 errors pass through."""
    if not read_only:
        conn = sqlite3.connect(file, timeout=WAIT_MS / 1000, isolation_level=None, check_same_thread=False)
    else:
        conn = sqlite3.connect(
            _address(file), uri=True, timeout=WAIT_MS / 1000, isolation_level=None, check_same_thread=False
        )
    try:
        conn.execute("PRAGMA secure_delete = ON")
        conn.execute("PRAGMA temp_store = MEMORY")
        conn.execute("PRAGMA foreign_keys = ON")
        conn.execute("PRAGMA recursive_triggers = ON")
        if read_only:
            conn.execute("PRAGMA query_only = ON")
        else:
            conn.execute("PRAGMA synchronous = FULL")
    except BaseException:
        conn.close()
        raise
    return conn


def open_existing(
    folder: Path, *, read_only: bool, migrate: Callable[[sqlite3.Connection], None]
) -> sqlite3.Connection:
    """The case in ``folder``, layout up to date and guards in place.

    Raises CaseMissing, CaseNewer, CaseDamaged (a guard of the ledger is gone; only when it is to be written).
    """
    file = folder / DATABASE
    if not file.is_file():
        raise CaseMissing(folder)
    conn = connect(file, read_only=read_only)
    try:
        version = layout(conn)
        if version == 0:
            if _holds_anything(conn):
                raise CaseDamaged(folder, "case.db")
            raise CaseMissing(folder)
        if version > schema.VERSION:
            raise CaseNewer(folder, version, schema.VERSION)
        if version < schema.VERSION:
            if read_only:
                conn.close()
                conn = connect(file)
            in_one_transaction(conn, lambda conn: _bring_up(folder, conn, migrate))
        if not read_only:
            _check(folder, conn)
    except BaseException:
        conn.close()
        raise
    return conn


def create(folder: Path, make: Callable[[sqlite3.Connection], None]) -> sqlite3.Connection:
    """Makes the case's folders and its database, all or nothing; another program may have been quicker."""
    private_files.make_folder(folder)
    for name in ("vault", "exports"):
        private_files.make_folder(folder / name)
    file = folder / DATABASE
    private_files.make_file(file)
    conn = connect(file)
    try:
        if layout(conn) == 0 and _holds_anything(conn):
            raise CaseDamaged(folder, "case.db")
        conn.execute("PRAGMA journal_mode = WAL")
        in_one_transaction(conn, lambda conn: make(conn) if layout(conn) == 0 else None)
        private_files.sync_folder(folder)
    except BaseException:
        conn.close()
        raise
    return conn


def layout(conn: sqlite3.Connection) -> int:
    """The number of the layout a database has; 0 for one that is no case yet."""
    return int(conn.execute("PRAGMA user_version").fetchone()[0])


def in_one_transaction(conn: sqlite3.Connection, work: Callable[[sqlite3.Connection], object]) -> None:
    """Runs ``work`` with the write lock held from its first read on; undone whole when it raises."""
    conn.execute("BEGIN IMMEDIATE")
    try:
        work(conn)
        conn.execute("COMMIT")
    except BaseException:
        if conn.in_transaction:
            conn.execute("ROLLBACK")
        raise


def read_only_address(folder: Path) -> str:
    """The database of a case as a URI that nothing can be written through."""
    return _address(folder / DATABASE)


def _address(file: Path) -> str:
    """Read-only; a folder that cannot be written has no room for the shared index, its database is read as it lies."""
    address = file.resolve().as_uri() + "?mode=ro"
    wal = file.with_name(file.name + "-wal")
    if not private_files.may_write(file.parent) and not wal.exists():
        address += "&immutable=1"
    return address


def _holds_anything(conn: sqlite3.Connection) -> bool:
    return bool(conn.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone())


def _check(folder: Path, conn: sqlite3.Connection) -> None:
    """Refuses to write where the ledger is not guarded or a write would not be durable."""
    if conn.execute("PRAGMA application_id").fetchone()[0] != schema.APPLICATION_ID:
        raise CaseDamaged(folder, "application_id")
    if missing := schema.missing_guards(conn):
        raise CaseDamaged(folder, ", ".join(missing))
    if conn.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
        conn.execute("PRAGMA journal_mode = WAL")
    for pragma, wanted in (("synchronous", 2), ("foreign_keys", 1), ("secure_delete", 1)):
        if conn.execute(f"PRAGMA {pragma}").fetchone()[0] != wanted:
            raise CaseDamaged(folder, pragma)


def _bring_up(folder: Path, conn: sqlite3.Connection, migrate: Callable[[sqlite3.Connection], None]) -> None:
    """Copies and migrates the case inside the open transaction; another program may have been quicker."""
    version = layout(conn)
    if version < schema.VERSION:
        _back_up(folder, version)
        migrate(conn)


def _back_up(folder: Path, version: int) -> None:
    """A copy of the database as it is before its migration, beside it, in place of one whose migration failed.

    Over a connection of its own: what holds the write lock cannot be the source of a copy.
    """
    copy = folder / f"case.before-{version + 1}.db"
    partial = copy.with_suffix(".partial")
    private_files.remove(partial)
    private_files.make_file(partial)
    with closing(connect(folder / DATABASE)) as source, closing(sqlite3.connect(partial)) as target:
        source.backup(target)
    partial.replace(copy)
    private_files.sync_folder(folder)
