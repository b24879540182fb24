"""Brings the layout of an existing case up to date; imported only when it is behind (sqlite-utils takes its time)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlite_utils import Database, Migrations

from evidencelog.store.steps import SET, STEPS, stamp

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable


def migrate(conn: sqlite3.Connection) -> None:
    """Takes all pending steps inside the transaction that is open on ``conn``, or none."""
    migrations().apply(Database(conn, recursive_triggers=False, execute_plugins=False))
    stamp(conn)


def migrations() -> Migrations:
    """The steps as sqlite-utils knows them."""
    known = Migrations(SET)
    for name, step in STEPS:
        known(name=name)(_on_connection(step))
    return known


def _on_connection(step: Callable[[sqlite3.Connection], None]) -> Callable[[Database], None]:
    def run(db: Database) -> None:
        step(db.conn)

    return run
