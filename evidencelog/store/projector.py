"""Computes every other table from the ledger: the same code for a fresh event and for a rebuild."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from evidencelog.store import project_contacts, project_standing
from evidencelog.store.ledger import Event, events
from evidencelog.store.states import after, folded, number_of, record_of

if TYPE_CHECKING:
    import sqlite3

    from evidencelog.store.project_contacts import Conventions

PROJECTIONS = (
    "contacts", "contents", "origins", "attachments", "imports", "profiles", "platforms", "persons", "debts", "consents",
    "refusals", "plans", "requests", "notices", "complaints", "names", "number_claims", "settings", "secrets", "counters",
    "reviews", "deliveries", "erasures", "unwanted",
)  # fmt: skip
"""Tables that hold nothing but what the ledger says."""


class Projector:
    """Takes events in the order of the ledger inside one transaction."""

    def __init__(self, conn: sqlite3.Connection, conventions: Conventions) -> None:
        self.conn = conn
        self.conventions = conventions
        self._zone: str | None = None

    @property
    def zone(self) -> str:
        """The case's zone as the settings have it at this point of the ledger."""
        if self._zone is None:
            row = self.conn.execute("SELECT value FROM settings WHERE key = 'zone'").fetchone()
            self._zone = row[0] if row else "UTC"
        return self._zone

    def forget(self) -> None:
        """Reads settings again: some of the work was undone."""
        self._zone = None

    def apply(self, event: Event) -> None:
        """Brings the tables up to date with one more event."""
        record, happened = event.record, event.happened
        if happened == "erased":
            self._erasure(event)
        if record == "case":
            self._settings(event)
        elif record == "finding":
            self._review(event)
        elif record in ("packet", "seal"):
            self.conn.execute(
                "INSERT INTO deliveries VALUES (?, ?, ?, ?, ?)",
                (event.seq, event.at, event.kind, event.subject, _json(event.facts or {})),
            )
        elif record_of(event.subject) is not None:
            if happened in ("recorded", "sealed", "read"):
                self._count(record, number_of(event.subject))
            self.project(event.subject, event)

    def project(self, subject: str, event: Event | None = None) -> None:
        """Writes the current state of one record; ``event`` is the newest about it where the caller has it."""
        if event is not None and event.happened in ("recorded", "sealed", "read"):
            state, up_to = after(None, event), event.seq
        else:
            up_to = event.seq if event else 2**62
            state = folded(events(self.conn, subject, up_to=up_to))
        if state is None:
            return
        record = record_of(subject)
        fresh = event is not None and state.version == 1 and event.happened == "recorded"
        if record == "contact":
            project_contacts.write(self.conn, state, self.zone, self.conventions, fresh=fresh)
        elif record == "attachment":
            project_contacts.write_attachment(self.conn, state, self.conventions)
        elif record == "import":
            project_contacts.write_import(self.conn, state)
        elif record is not None:
            project_standing.write(self.conn, record, state, self.conventions, seq=up_to)

    def _count(self, record: str, number: int) -> None:
        self.conn.execute(
            "INSERT INTO counters VALUES (?, ?) ON CONFLICT (record) DO UPDATE SET last = max(last, excluded.last)",
            (record, number),
        )

    def _settings(self, event: Event) -> None:
        changes = (event.facts or {}).get("changes", {})
        for key, (_before, value) in changes.items():
            if value is None:
                self.conn.execute("DELETE FROM settings WHERE key = ?", (key,))
            else:
                self.conn.execute("INSERT OR REPLACE INTO settings VALUES (?, ?)", (key, value))
        if salt := (event.private or {}).get("origin_salt"):
            self.conn.execute("INSERT OR REPLACE INTO secrets VALUES (?, ?)", ("origin_salt", salt))
        if "zone" in changes:
            self._zone = changes["zone"][1]
            project_contacts.redate(self.conn, self.zone, self.conventions)

    def _review(self, event: Event) -> None:
        facts, words = event.facts or {}, event.words or {}
        if event.facts is None:
            return
        self.conn.execute(
            "INSERT OR REPLACE INTO reviews VALUES (?, ?, ?, ?, ?, ?, ?)",
            (
                event.subject,
                facts["rule"],
                facts["decision"],
                words.get("because"),
                _json(facts["contacts"]),
                event.at,
                event.seq,
            ),
        )

    def _erasure(self, event: Event) -> None:
        for first, last, parts in (event.facts or {}).get("spans", []):
            self.conn.executemany(
                "INSERT OR REPLACE INTO erasures VALUES (?, ?, ?)",
                ((seq, event.seq, parts) for seq in range(first, last + 1)),
            )
        self.conn.executemany("INSERT OR IGNORE INTO unwanted VALUES (?, ?)", (event.private or {}).get("origins", []))


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
