"""The layout of ``case.db``: its number, the guards of the ledger, and the check that both are as they should be."""

from __future__ import annotations

from typing import TYPE_CHECKING

from evidencelog.models.fields import PARTS

if TYPE_CHECKING:
    import sqlite3

VERSION = 5
"""Kept in ``user_version``; counts up with every migration."""

APPLICATION_ID = 0x45564C47
"""``EVLG``: tells a case from any other SQLite file."""

_SEALED = "seq at kind version subject facts_digest words_digest identity_digest private_digest digest prev_hash hash"
_CHANGED = " OR ".join(f"NEW.{column} IS NOT OLD.{column}" for column in _SEALED.split())
_REWRITTEN = " OR ".join(
    f"NOT ((NEW.{part} IS OLD.{part} AND NEW.{part}_salt IS OLD.{part}_salt)"
    f" OR (NEW.{part} IS NULL AND NEW.{part}_salt IS NULL))"
    for part in PARTS
)

GUARDS = {
    "ledger_grows": """
        CREATE TRIGGER ledger_grows BEFORE INSERT ON ledger
        WHEN NEW.seq IS NOT (SELECT coalesce(max(seq), 0) + 1 FROM ledger)
          OR NEW.prev_hash IS NOT coalesce((SELECT hash FROM ledger WHERE seq = NEW.seq - 1), zeroblob(32))
        BEGIN SELECT RAISE(ABORT, 'the ledger only grows at its end'); END
    """,
    "ledger_stays": """
        CREATE TRIGGER ledger_stays BEFORE DELETE ON ledger
        BEGIN SELECT RAISE(ABORT, 'events of the ledger are never deleted'); END
    """,
    "ledger_unchanged": f"""
        CREATE TRIGGER ledger_unchanged BEFORE UPDATE ON ledger
        WHEN {_CHANGED} OR {_REWRITTEN}
          OR NOT EXISTS (
            SELECT 1 FROM erasures
            WHERE seq = OLD.seq AND by = (SELECT max(seq) FROM ledger)
              AND by IN (SELECT seq FROM ledger WHERE kind LIKE '%.erased'))
        BEGIN SELECT RAISE(ABORT, 'events of the ledger are never changed'); END
    """,
}
"""The triggers that keep accidents off the ledger: it grows at its end, and a part's text can only become nothing, while
the newest event is the erasing that names it. (Against intent there is the chain of hashes.)"""


def missing_guards(conn: sqlite3.Connection) -> list[str]:
    """Names of triggers that are gone or not the ones we made."""
    found = dict(conn.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"))
    return [name for name, sql in GUARDS.items() if found.get(name) != sql.strip()]
