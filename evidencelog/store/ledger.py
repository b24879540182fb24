"""The ledger: events in, events out. ``models.chain`` says how an event is sealed."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, Any, NamedTuple

from evidencelog.models.chain import GENESIS, SALT_BYTES, canonical, chain_hash, event_digest, part_digest
from evidencelog.models.fields import PARTS

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Sequence

Part = dict[str, Any]


class Event(NamedTuple):
    """One event with its parts decoded; a part is None when it was erased."""

    seq: int
    at: str
    """ISO 8601 in UTC, whole seconds."""
    kind: str
    """What it is about and what happened, ``contact.recorded``."""
    version: int
    """Layout of this kind of event."""
    subject: str
    facts: Part | None
    words: Part | None
    identity: Part | None
    private: Part | None

    @property
    def record(self) -> str:
        """The first half of ``kind``."""
        return self.kind.partition(".")[0]

    @property
    def happened(self) -> str:
        """The second half of ``kind``."""
        return self.kind.partition(".")[2]

    @property
    def erased(self) -> bool:
        """Whether something of it was erased for good."""
        return None in (self.facts, self.words, self.identity, self.private)


class SealedEvent(NamedTuple):
    """One event as it stands in the ledger, for whoever shows or verifies the sealing."""

    seq: int
    at: str
    kind: str
    version: int
    subject: str
    texts: tuple[str | None, ...]
    """Canonical JSON of the four parts in the order of ``models.fields.PARTS``; None when erased."""
    salts: tuple[bytes | None, ...]
    part_digests: tuple[bytes, ...]
    digest: bytes
    prev_hash: bytes
    hash: bytes


class Head(NamedTuple):
    """The end of the ledger."""

    seq: int
    hash: bytes


_SELECT = "SELECT seq, at, kind, version, subject, facts, words, identity, private FROM ledger"
_SELECT_SEALED = """
    SELECT seq, at, kind, version, subject, facts, words, identity, private,
        facts_salt, words_salt, identity_salt, private_salt,
        facts_digest, words_digest, identity_digest, private_digest, digest, prev_hash, hash
    FROM ledger"""
_INSERT = f"INSERT INTO ledger VALUES ({', '.join('?' * 20)})"
_EMPTY = "{}"


def head(conn: sqlite3.Connection) -> Head:
    """Number and hash of the newest event; 0 and zero bytes in an empty ledger."""
    row = conn.execute("SELECT seq, hash FROM ledger ORDER BY seq DESC LIMIT 1").fetchone()
    return Head(*row) if row else Head(0, GENESIS)


def append(
    conn: sqlite3.Connection, end: Head, at: str, kind: str, version: int, subject: str, parts: tuple[Part, ...]
) -> tuple[Event, Head]:
    """Writes one event after ``end`` and gives it as it will be read back, with the new end.

    The caller holds the write lock since before it read ``end``.
    """
    seq = end.seq + 1
    texts = [canonical(part) if part else _EMPTY for part in parts]
    random = os.urandom(SALT_BYTES * len(PARTS))
    salts = [random[i * SALT_BYTES : (i + 1) * SALT_BYTES] for i in range(len(PARTS))]
    digests = [part_digest(salt, text) for salt, text in zip(salts, texts, strict=True)]
    digest = event_digest(seq, at, kind, version, subject, digests)
    link = chain_hash(end.hash, digest)
    conn.execute(_INSERT, (seq, at, kind, version, subject, *texts, *salts, *digests, digest, end.hash, link))
    read_back = ({} if text is _EMPTY else json.loads(text) for text in texts)
    return Event(seq, at, kind, version, subject, *read_back), Head(seq, link)


def events(
    conn: sqlite3.Connection, subject: str | None = None, *, up_to: int | None = None, after: int = 0
) -> Iterator[Event]:
    """Events in the order of the ledger, decoded, streamed: all, or those about one subject; ``up_to`` is included."""
    where, values = ["seq > ?"], [after]
    if up_to is not None:
        where.append("seq <= ?")
        values.append(up_to)
    sql = f"{_SELECT} WHERE {' AND '.join(where)}"
    if subject is None:
        rows = conn.execute(f"{sql} ORDER BY seq", values)
    else:
        rows = conn.execute(f"{sql} AND subject = ? ORDER BY seq", [*values, subject])
    for row in rows:
        yield _decoded(row)


def events_back(conn: sqlite3.Connection, *, after: int = 0) -> Iterator[Event]:
    """Events from the newest back to the first one after ``after``, decoded, streamed."""
    for row in conn.execute(f"{_SELECT} WHERE seq > ? ORDER BY seq DESC", (after,)):
        yield _decoded(row)


def event(conn: sqlite3.Connection, seq: int) -> Event | None:
    """The event with that number; None when there is none."""
    row = conn.execute(f"{_SELECT} WHERE seq = ?", (seq,)).fetchone()
    return _decoded(row) if row else None


def sealed_events(conn: sqlite3.Connection, *, after: int = 0, up_to: int | None = None) -> Iterator[SealedEvent]:
    """Events with texts, salts and digests as they stand, in order, streamed."""
    last = head(conn).seq if up_to is None else up_to
    for row in conn.execute(f"{_SELECT_SEALED} WHERE seq > ? AND seq <= ? ORDER BY seq", (after, last)):
        yield _sealed(row)


def _decoded(row: tuple[Any, ...]) -> Event:
    return Event(*row[:5], *(None if text is None else json.loads(text) for text in row[5:]))


def newest(conn: sqlite3.Connection, *, leaving_out: Sequence[str] = ()) -> SealedEvent | None:
    """The newest event that is not about one of the records ``leaving_out`` (``packet``, ``seal``); None without any."""
    marks = ", ".join("?" * len(leaving_out))
    row = conn.execute(
        f"""{_SELECT_SEALED} WHERE substr(kind, 1, instr(kind, '.') - 1) NOT IN ({marks})
            ORDER BY seq DESC LIMIT 1""",
        tuple(leaving_out),
    ).fetchone()
    return _sealed(row) if row else None


def _sealed(row: tuple[Any, ...]) -> SealedEvent:
    return SealedEvent._make((*row[:5], row[5:9], row[9:13], row[13:17], *row[17:]))
