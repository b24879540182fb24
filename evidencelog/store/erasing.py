"""Removing texts and files for good: the one way past the guards of the ledger, itself an event of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from evidencelog.models.fields import IDENTITY, PARTS, PRIVATE, RECORDS, WORDS
from evidencelog.store import cache, drafts, ledger, private_files, vault
from evidencelog.store.faults import CaseLocked
from evidencelog.store.states import id_of, number_of, record_of

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator
    from pathlib import Path

    from evidencelog.store.case_store import Writing
    from evidencelog.store.ledger import Event

SCRUB = "scrub"
"""Task that stays noted in the case until no byte of what was erased is left on the disk."""

_ALL = " ".join(PARTS)
_LEAST = 4
"""Shorter texts would make unrelated drafts look as if they held what was erased."""


class Removed(NamedTuple):
    """What an erasing took away."""

    events: int
    files: tuple[str, ...]
    """SHA-256 of the sealed files that no other attachment needs."""
    texts: frozenset[str]
    """What was said in it, to be looked for in drafts."""


def erase(writing: Writing, id: str, because: str) -> Removed:
    """Removes what the case holds under an id inside the open transaction; ``scrub`` after the commit finishes it.

    A contact or complaint goes with its versions and files, an import with the contacts it brought, a sealed file with its name. A
    person goes with the contacts that are theirs alone, through a number given to them, and with their traces in the
    identity part of others (numbers, address book). What it referred to stays.
    """
    conn = writing.conn
    wanted: dict[int, str] = {}
    subjects: dict[str, None] = {}
    for seq, subject, parts in _targets(conn, id):
        wanted[seq] = parts
        subjects[subject] = None
    digests = _digests(conn, subjects)
    texts = frozenset(text for seq in wanted for text in _texts(ledger.event(conn, seq)))
    private = {"origins": _origins(conn, subjects)} if record_of(id) in ("contact", "person") else None
    writing.append(
        f"{record_of(id)}.erased",
        id,
        facts={"spans": _spans(wanted), "files": len(digests)},
        words={"because": because},
        private=private,
    )
    for seq, parts in wanted.items():
        emptied = ", ".join(f"{part} = NULL, {part}_salt = NULL" for part in parts.split())
        conn.execute(f"UPDATE ledger SET {emptied} WHERE seq = ?", (seq,))
        conn.execute("UPDATE reviews SET because = NULL WHERE seq = ?", (seq,))
    for subject in subjects:
        if record_of(subject) is not None:
            writing.projector.project(subject)
    conn.execute("INSERT OR REPLACE INTO upkeep VALUES (?)", (SCRUB,))
    files = tuple(digest for digest in digests if not vault.known(conn, digest))
    return Removed(len(wanted), files, texts)


def scrub(folder: Path, conn: sqlite3.Connection, texts: frozenset[str]) -> None:
    """Makes sure that nothing erased is left in any file of the case; no transaction may be open.

    Safe to run again, and run again at the next opening when it was interrupted. CaseLocked when another program reads
    a state of the case from before.
    """
    for copy in list(vault.copies(folder)):
        vault.sweep(folder, conn, [copy.name])
    drafts.scrub(folder, texts)
    cache.drop(folder)
    for copy in folder.glob("case.before-*"):
        private_files.remove(copy)
    conn.execute("VACUUM")
    busy = conn.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
    if busy:
        raise CaseLocked(folder)
    conn.execute("DELETE FROM upkeep WHERE task = ?", (SCRUB,))


def _targets(conn: sqlite3.Connection, id: str) -> Iterator[tuple[int, str, str]]:
    """Number, subject and parts of each event that goes."""
    record = record_of(id)
    if record == "attachment":
        yield from _of(conn, id, f"{WORDS} {IDENTITY} {PRIVATE}")
    elif record == "contact":
        yield from _of_contact(conn, number_of(id))
    elif record == "import":
        yield from _of(conn, id)
        brought = conn.execute(
            "SELECT DISTINCT contact, typed FROM origins JOIN contacts ON n = contact WHERE import = ?",
            (number_of(id),),
        ).fetchall()
        for contact, typed in brought:
            first = conn.execute("SELECT import, min(seq) FROM origins WHERE contact = ?", (contact,)).fetchone()[0]
            if not typed and first == number_of(id):
                yield from _of_contact(conn, contact)
            else:
                rows = conn.execute(
                    "SELECT seq FROM origins WHERE contact = ? AND import = ?", (contact, number_of(id))
                ).fetchall()
                yield from ((seq, id_of("contact", contact), _ALL) for (seq,) in rows)
    else:
        yield from _of(conn, id)
        if record == "complaint":
            yield from _of_files(conn, "complaint", number_of(id))
        if record == "person":
            touched = conn.execute(
                """SELECT n, id, owner IS ?1 FROM contacts WHERE "to" = ?1 OR owner = ?1
                      OR number IN (SELECT number FROM number_claims WHERE owner = ?1)""",
                (id,),
            ).fetchall()
            for n, contact, own in touched:
                yield from _of_contact(conn, n) if own else _of(conn, contact, IDENTITY)


def _of(conn: sqlite3.Connection, subject: str, parts: str = _ALL) -> Iterator[tuple[int, str, str]]:
    rows = conn.execute(
        "SELECT seq FROM ledger WHERE subject = ? AND kind NOT LIKE '%.erased' ORDER BY seq", (subject,)
    ).fetchall()
    yield from ((seq, subject, parts) for (seq,) in rows)


def _of_contact(conn: sqlite3.Connection, n: int) -> Iterator[tuple[int, str, str]]:
    contact = id_of("contact", n)
    yield from _of(conn, contact)
    yield from _of_files(conn, "contact", n)
    judged = conn.execute("SELECT finding FROM reviews WHERE contacts LIKE ?", (f'%"{contact}"%',)).fetchall()
    for (finding,) in judged:
        yield from _of(conn, finding, WORDS)


def _of_files(conn: sqlite3.Connection, owner: str, n: int) -> Iterator[tuple[int, str, str]]:
    """The events of the files sealed to a contact or complaint."""
    for (attachment,) in conn.execute(f"SELECT id FROM attachments WHERE {owner} = ?", (n,)).fetchall():
        yield from _of(conn, attachment)


def _digests(conn: sqlite3.Connection, subjects: dict[str, None]) -> list[str]:
    numbers = [number_of(subject) for subject in subjects if record_of(subject) == "attachment"]
    found = [conn.execute("SELECT sha256 FROM attachments WHERE n = ?", (n,)).fetchone() for n in numbers]
    return sorted({row[0] for row in found if row})


def _texts(event: Event | None) -> Iterator[str]:
    """Free texts in an event: words, names, numbers; no codes, no ids."""
    if event is None:
        return
    free = {field.name for field in RECORDS.get(event.record, ()) if field.type in ("text", "line", "number", "list")}
    for part in (event.facts, event.words, event.identity, event.private):
        for name, value in (part or {}).items():
            values = [value] if name in free or name == "because" else []
            if name == "changes":
                values = [side for field, sides in value.items() if field in free for side in sides]
            elif name == "origin":
                values = [value.get("name")]
            for item in values:
                yield from (text for text in (item if isinstance(item, list) else [item]) if _telling(text))


def _telling(text: object) -> bool:
    return isinstance(text, str) and len(text) >= _LEAST


def _origins(conn: sqlite3.Connection, subjects: dict[str, None]) -> list[list[str]]:
    """Source kind and sealed key of each witness of the contacts, so that no later import brings them back."""
    found = []
    for subject in subjects:
        if record_of(subject) == "contact":
            rows = conn.execute(
                "SELECT DISTINCT source_kind, key FROM origins WHERE contact = ? AND key IS NOT NULL ORDER BY seq",
                (number_of(subject),),
            )
            found += [list(row) for row in rows]
    return found


def _spans(wanted: dict[int, str]) -> list[list[int | str]]:
    """Runs of events with the same parts: first and last number (both included) and the parts."""
    spans: list[list[int | str]] = []
    for seq in sorted(wanted):
        if spans and spans[-1][1] == seq - 1 and spans[-1][2] == wanted[seq]:
            spans[-1][1] = seq
        else:
            spans.append([seq, seq, wanted[seq]])
    return spans
