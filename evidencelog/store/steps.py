"""The layout of ``case.db`` in numbered steps, as plain SQL: a new case runs them all, an older one those it lacks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from evidencelog.store.schema import APPLICATION_ID, GUARDS, VERSION
from evidencelog.store.word_blocks import BLOCK, keep_up

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable

SET = "case"
"""Name of the set of migrations in sqlite-utils' own table."""


def make(conn: sqlite3.Connection, at: str) -> None:
    """Gives an empty database the newest layout, inside the open transaction, without loading sqlite-utils.

    What ran, and when (``at``), is noted where sqlite-utils looks for it.
    """
    for name, step in STEPS:
        step(conn)
        conn.execute(
            "INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES (?, ?, ?)", (SET, name, at)
        )
    stamp(conn)


def stamp(conn: sqlite3.Connection) -> None:
    """Notes that the layout is the newest one."""
    conn.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    conn.execute(f"PRAGMA user_version = {VERSION}")


def _ledger_and_projections(conn: sqlite3.Connection) -> None:
    """The ledger with its guards, and the tables that are computed from it."""
    for statements in (_NOTES, _LEDGER, _CONTACTS, _STANDING, _ROUND_ABOUT):
        for statement in statements.split(";"):
            conn.execute(statement)
    for guard in GUARDS.values():
        conn.execute(guard)


_NOTES = """
CREATE TABLE IF NOT EXISTS "_sqlite_migrations" (
   "id" INTEGER PRIMARY KEY,
   "migration_set" TEXT,
   "name" TEXT,
   "applied_at" TEXT
);
CREATE UNIQUE INDEX IF NOT EXISTS "idx__sqlite_migrations_migration_set_name"
    ON "_sqlite_migrations" ("migration_set", "name")
"""
"""As sqlite-utils 4 makes it."""

_LEDGER = """
CREATE TABLE ledger (
    seq INTEGER PRIMARY KEY, at TEXT NOT NULL, kind TEXT NOT NULL, version INTEGER NOT NULL, subject TEXT NOT NULL,
    facts TEXT, words TEXT, identity TEXT, private TEXT,
    facts_salt BLOB, words_salt BLOB, identity_salt BLOB, private_salt BLOB,
    facts_digest BLOB NOT NULL, words_digest BLOB NOT NULL, identity_digest BLOB NOT NULL, private_digest BLOB NOT NULL,
    digest BLOB NOT NULL, prev_hash BLOB NOT NULL, hash BLOB NOT NULL
) STRICT;
CREATE INDEX ledger_by_subject ON ledger (subject);
CREATE TABLE erasures (
    seq INTEGER NOT NULL, by INTEGER NOT NULL, parts TEXT NOT NULL, PRIMARY KEY (seq, by)
) STRICT, WITHOUT ROWID
"""

_CONTACTS = """
CREATE TABLE contacts (
    n INTEGER NOT NULL, id TEXT NOT NULL, ts INTEGER NOT NULL, day TEXT NOT NULL, second INTEGER NOT NULL,
    precision TEXT, kind TEXT NOT NULL, channel TEXT, direction TEXT, outcome TEXT, duration INTEGER,
    count INTEGER NOT NULL, until_ts INTEGER, source TEXT, platform TEXT NOT NULL, debt TEXT, collector TEXT,
    number TEXT, line TEXT, style TEXT, mode TEXT, claimed_role TEXT, role_checked TEXT, "to" TEXT NOT NULL,
    relation TEXT, said_to_third TEXT, purpose TEXT, place TEXT, act TEXT, visitors INTEGER, entered INTEGER,
    asked_to_leave_ts INTEGER, left_ts INTEGER, papers_shown INTEGER, recorded_by_them INTEGER,
    institution_answer TEXT, name_answer TEXT, employee_id_answer TEXT, mandate_answer TEXT, payee TEXT,
    case_number TEXT, caller TEXT, employee_id TEXT, given TEXT NOT NULL, owner TEXT, book_name TEXT, typed INTEGER NOT NULL,
    version INTEGER NOT NULL, recorded_at TEXT NOT NULL, withdrawn INTEGER NOT NULL,
    PRIMARY KEY (platform, day, ts, n)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX contacts_by_id ON contacts (n);
CREATE INDEX contacts_by_time ON contacts (withdrawn, day, ts, n, kind);
CREATE INDEX contacts_by_number ON contacts (number, day, ts, n);
CREATE INDEX contacts_by_person ON contacts ("to") WHERE "to" <> 'debtor';
CREATE TABLE contents (
    n INTEGER PRIMARY KEY REFERENCES contacts (n) DEFERRABLE INITIALLY DEFERRED,
    content TEXT, view TEXT, tags TEXT, searched TEXT NOT NULL
) STRICT;
CREATE TABLE origins (
    contact INTEGER NOT NULL REFERENCES contacts (n) DEFERRABLE INITIALLY DEFERRED,
    seq INTEGER NOT NULL, import INTEGER NOT NULL REFERENCES imports (n) DEFERRABLE INITIALLY DEFERRED,
    source_kind TEXT NOT NULL,
    position TEXT NOT NULL, key TEXT,
    PRIMARY KEY (contact, seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX origins_by_key ON origins (source_kind, key, import);
CREATE INDEX origins_by_import ON origins (import);
CREATE TABLE unwanted (
    source_kind TEXT NOT NULL, key TEXT NOT NULL, PRIMARY KEY (source_kind, key)
) STRICT, WITHOUT ROWID;
CREATE TABLE attachments (
    n INTEGER PRIMARY KEY, id TEXT NOT NULL,
    contact INTEGER NOT NULL REFERENCES contacts (n) DEFERRABLE INITIALLY DEFERRED,
    name TEXT NOT NULL, media_type TEXT NOT NULL,
    size INTEGER NOT NULL, sha256 TEXT NOT NULL, added_at TEXT NOT NULL, modified_at TEXT, withdrawn INTEGER NOT NULL,
    erased INTEGER NOT NULL
) STRICT;
CREATE INDEX attachments_by_contact ON attachments (contact);
CREATE INDEX attachments_by_content ON attachments (sha256);
CREATE TABLE imports (
    n INTEGER PRIMARY KEY, id TEXT NOT NULL, source_kind TEXT NOT NULL, importer_version INTEGER NOT NULL,
    file TEXT NOT NULL, file_sha256 TEXT NOT NULL, size INTEGER NOT NULL, at TEXT NOT NULL, withdrawn INTEGER NOT NULL
) STRICT
"""

_STANDING = """
CREATE TABLE profiles (
    n INTEGER PRIMARY KEY, id TEXT NOT NULL, name TEXT, id_number TEXT, phone TEXT, address TEXT,
    version INTEGER NOT NULL, recorded_at TEXT NOT NULL, withdrawn INTEGER NOT NULL
) STRICT;
CREATE TABLE platforms (
    n INTEGER PRIMARY KEY, id TEXT NOT NULL, name TEXT NOT NULL, aliases TEXT, kind TEXT, product TEXT, legal_name TEXT,
    funder TEXT, contract_number TEXT, overdue_since TEXT, settled_on TEXT, numbers TEXT, retention TEXT,
    version INTEGER NOT NULL, recorded_at TEXT NOT NULL, withdrawn INTEGER NOT NULL
) STRICT;
CREATE TABLE persons (
    n INTEGER PRIMARY KEY, id TEXT NOT NULL, name TEXT NOT NULL, relation TEXT, numbers TEXT, named_in_contract INTEGER,
    version INTEGER NOT NULL, recorded_at TEXT NOT NULL, withdrawn INTEGER NOT NULL
) STRICT;
CREATE TABLE debts (
    n INTEGER PRIMARY KEY, id TEXT NOT NULL, platform TEXT NOT NULL, name TEXT NOT NULL, kind TEXT, product TEXT,
    lawful INTEGER, version INTEGER NOT NULL, recorded_at TEXT NOT NULL, withdrawn INTEGER NOT NULL
) STRICT;
CREATE TABLE consents (
    n INTEGER PRIMARY KEY, id TEXT NOT NULL, platform TEXT NOT NULL, hours TEXT NOT NULL, mode TEXT,
    "from" TEXT NOT NULL, "to" TEXT, version INTEGER NOT NULL, recorded_at TEXT NOT NULL, withdrawn INTEGER NOT NULL
) STRICT;
CREATE TABLE refusals (
    n INTEGER PRIMARY KEY, id TEXT NOT NULL, person TEXT NOT NULL, platform TEXT NOT NULL, at TEXT NOT NULL,
    version INTEGER NOT NULL, recorded_at TEXT NOT NULL, withdrawn INTEGER NOT NULL
) STRICT;
CREATE TABLE plans (
    n INTEGER PRIMARY KEY, id TEXT NOT NULL, platform TEXT NOT NULL, signed_on TEXT NOT NULL, defaulted_on TEXT,
    version INTEGER NOT NULL, recorded_at TEXT NOT NULL, withdrawn INTEGER NOT NULL
) STRICT;
CREATE TABLE requests (
    n INTEGER PRIMARY KEY, id TEXT NOT NULL, platform TEXT NOT NULL, kind TEXT NOT NULL, made_at TEXT NOT NULL,
    version INTEGER NOT NULL, recorded_at TEXT NOT NULL, withdrawn INTEGER NOT NULL
) STRICT;
CREATE TABLE notices (
    n INTEGER PRIMARY KEY, id TEXT NOT NULL, platform TEXT NOT NULL, collector TEXT NOT NULL, seen INTEGER NOT NULL,
    version INTEGER NOT NULL, recorded_at TEXT NOT NULL, withdrawn INTEGER NOT NULL
) STRICT;
CREATE TABLE complaints (
    n INTEGER PRIMARY KEY, id TEXT NOT NULL, platform TEXT NOT NULL, channel TEXT NOT NULL, sent_at TEXT NOT NULL,
    reference TEXT, version INTEGER NOT NULL, recorded_at TEXT NOT NULL, withdrawn INTEGER NOT NULL
) STRICT;
CREATE TABLE names (
    folded TEXT NOT NULL, id TEXT NOT NULL, PRIMARY KEY (folded, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX names_by_id ON names (id);
CREATE TABLE number_claims (
    number TEXT NOT NULL, owner TEXT NOT NULL, seq INTEGER NOT NULL, PRIMARY KEY (number, owner)
) STRICT, WITHOUT ROWID;
CREATE INDEX number_claims_by_owner ON number_claims (owner)
"""

_ROUND_ABOUT = """
CREATE TABLE settings (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE secrets (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE counters (record TEXT PRIMARY KEY, last INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE reviews (
    finding TEXT PRIMARY KEY, rule TEXT NOT NULL, decision TEXT NOT NULL, because TEXT, contacts TEXT NOT NULL,
    at TEXT NOT NULL, seq INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE deliveries (
    seq INTEGER PRIMARY KEY, at TEXT NOT NULL, kind TEXT NOT NULL, subject TEXT NOT NULL, facts TEXT NOT NULL
) STRICT;
CREATE TABLE upkeep (task TEXT PRIMARY KEY) STRICT, WITHOUT ROWID
"""


def _answers_of_complaints(conn: sqlite3.Connection) -> None:
    """A complaint tells when it was accepted and answered, and how."""
    conn.execute("ALTER TABLE complaints RENAME TO complaints_before")
    conn.execute(
        """CREATE TABLE complaints (
    n INTEGER PRIMARY KEY, id TEXT NOT NULL, platform TEXT NOT NULL, channel TEXT NOT NULL, sent_at TEXT NOT NULL,
    reference TEXT, accepted_on TEXT, decided_on TEXT, reviewed_on TEXT, answer TEXT,
    version INTEGER NOT NULL, recorded_at TEXT NOT NULL, withdrawn INTEGER NOT NULL
) STRICT"""
    )
    conn.execute(
        "INSERT INTO complaints SELECT n, id, platform, channel, sent_at, reference, NULL, NULL, NULL, NULL, version,"
        " recorded_at, withdrawn FROM complaints_before"
    )
    conn.execute("DROP TABLE complaints_before")


def _entries_over_several_days(conn: sqlite3.Connection) -> None:
    """Entries that stand for several contacts and go on past midnight are found without looking at all of them."""
    conn.execute(
        "CREATE INDEX contacts_over_days ON contacts (platform, until_ts)"
        " WHERE count > 1 AND second + until_ts - ts >= 86400"
    )


def _papers_of_answers(conn: sqlite3.Connection) -> None:
    """A sealed file belongs to a contact or to a complaint (what came back on paper), and may be a copy of another."""
    conn.execute("ALTER TABLE attachments RENAME TO attachments_before")
    conn.execute(
        """CREATE TABLE attachments (
    n INTEGER PRIMARY KEY, id TEXT NOT NULL,
    contact INTEGER REFERENCES contacts (n) DEFERRABLE INITIALLY DEFERRED,
    complaint INTEGER REFERENCES complaints (n) DEFERRABLE INITIALLY DEFERRED,
    copy TEXT, copy_of TEXT, name TEXT NOT NULL, media_type TEXT NOT NULL,
    size INTEGER NOT NULL, sha256 TEXT NOT NULL, added_at TEXT NOT NULL, modified_at TEXT, withdrawn INTEGER NOT NULL,
    erased INTEGER NOT NULL
) STRICT"""
    )
    conn.execute(
        "INSERT INTO attachments SELECT n, id, contact, NULL, NULL, NULL, name, media_type, size, sha256, added_at, modified_at,"
        " withdrawn, erased FROM attachments_before"
    )
    conn.execute("DROP TABLE attachments_before")
    conn.execute("CREATE INDEX attachments_by_contact ON attachments (contact)")
    conn.execute("CREATE INDEX attachments_by_complaint ON attachments (complaint) WHERE complaint IS NOT NULL")
    conn.execute("CREATE INDEX attachments_by_content ON attachments (sha256)")


def _blocks_of_words(conn: sqlite3.Connection) -> None:
    """A search leaves out blocks of contacts that cannot hold the word; bits of changed words are not kept."""
    conn.execute("CREATE TABLE word_blocks (block INTEGER PRIMARY KEY, bits BLOB NOT NULL) STRICT")
    for name, event, rows in (
        ("words_added", "INSERT", ("NEW",)),
        ("words_gone", "DELETE", ("OLD",)),
        ("words_changed", "UPDATE", ("OLD", "NEW")),
    ):
        gone = "; ".join(f"DELETE FROM word_blocks WHERE block = {row}.n / {BLOCK}" for row in rows)
        conn.execute(f"CREATE TRIGGER {name} AFTER {event} ON contents BEGIN {gone}; END")
    keep_up(conn)


STEPS: tuple[tuple[str, Callable[[sqlite3.Connection], None]], ...] = (
    ("m001_ledger_and_projections", _ledger_and_projections),
    ("m002_answers_of_complaints", _answers_of_complaints),
    ("m003_entries_over_several_days", _entries_over_several_days),
    ("m004_papers_of_answers", _papers_of_answers),
    ("m005_blocks_of_words", _blocks_of_words),
)
"""Every step ever taken, oldest first; one that was released is never changed."""
