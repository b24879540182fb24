"""Computes the tables anew from the ledger, in place or beside the case to compare."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

from evidencelog.store import connection, ledger
from evidencelog.store.projector import PROJECTIONS, Projector

if TYPE_CHECKING:
    from pathlib import Path

    from evidencelog.models.progress import Progress
    from evidencelog.store.case_store import Store
    from evidencelog.store.project_contacts import Conventions

_STEP = 1000


def rebuild(store: Store, progress: Progress) -> None:
    """Throws the tables away and computes them from the ledger, in one transaction, streamed."""
    with store.writing() as writing:
        for table in PROJECTIONS:
            writing.conn.execute(f"DELETE FROM {table}")
        _apply(writing.conn, store.conventions, progress)


def differing(folder: Path, conventions: Conventions, progress: Progress) -> list[str]:
    """Names of tables that say something else than the ledger; they are computed in memory for that."""
    with closing(sqlite3.connect("file::memory:", uri=True, isolation_level=None)) as conn:
        conn.execute("ATTACH ? AS live", (connection.read_only_address(folder),))
        for (sql,) in conn.execute(
            """SELECT sql FROM live.sqlite_master
               WHERE tbl_name IN (SELECT value FROM json_each(?)) AND sql IS NOT NULL AND type IN ('table', 'index')
               ORDER BY type DESC""",
            (_as_json(PROJECTIONS),),
        ).fetchall():
            conn.execute(sql)
        conn.execute("BEGIN")
        _apply(conn, conventions, progress)
        return [
            table
            for table in PROJECTIONS
            if conn.execute(
                f"""SELECT 1 FROM (SELECT * FROM main.{table} EXCEPT SELECT * FROM live.{table})
                    UNION ALL SELECT 1 FROM (SELECT * FROM live.{table} EXCEPT SELECT * FROM main.{table}) LIMIT 1"""
            ).fetchone()
        ]


def _apply(conn: sqlite3.Connection, conventions: Conventions, progress: Progress) -> None:
    projector = Projector(conn, conventions)
    total = ledger.head(conn).seq
    for event in ledger.events(conn):
        projector.apply(event)
        if event.seq % _STEP == 0:
            progress.step(event.seq, total)


def _as_json(names: tuple[str, ...]) -> str:
    import json

    return json.dumps(names)
