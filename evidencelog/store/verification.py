"""Whether a case is what it was when it was written: chain, parts, sealed files, guards, tables."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from evidencelog.i18n import _
from evidencelog.models.chain import GENESIS, chain_hash, event_digest, part_digest
from evidencelog.models.fields import PARTS
from evidencelog.models.progress import Silent
from evidencelog.store import ledger, rebuilding, schema, vault
from evidencelog.store.faults import spoken

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

    from evidencelog.models.progress import Progress
    from evidencelog.store.case_store import Store
    from evidencelog.store.ledger import SealedEvent

CHANGED, MISSING, EXTRA, BROKEN, UNGUARDED = "changed", "missing", "extra", "broken", "unguarded"
_STEP = 1000


class Fault(NamedTuple):
    """One thing that is not as it was sealed."""

    kind: str
    """``changed``, ``missing``, ``extra``, ``broken`` (a link of the chain), ``unguarded`` (a trigger is gone)."""
    seq: int | None
    """Number of the event concerned."""
    subject: str
    """What the event is about, or the name of a file, trigger or table."""
    what: str
    """The fault as a sentence."""


class Verified(NamedTuple):
    """What was looked at and what was found."""

    faults: tuple[Fault, ...]
    events: int
    head: bytes
    """Hash of the newest event."""
    erased: tuple[int, ...]
    """Numbers of events of which something was erased: no fault."""
    files: int
    """Sealed files that are whole."""


def faults(store: Store, progress: Progress | None = None) -> list[Fault]:
    """Everything that is wrong with a case; empty when it verifies."""
    return list(verified(store, progress).faults)


def verified(store: Store, progress: Progress | None = None) -> Verified:
    """Walks the whole case. Raises CaseDamaged where the database cannot be read at all."""
    watched = progress or Silent()
    found: list[Fault] = []
    erased: list[int] = []
    with spoken(store.folder), store.reading() as conn:
        found += _structure(conn)
        end = _chain(conn, found, erased, watched)
        whole = _files(store, conn, found)
    found = [fault for fault in found if not _came_meanwhile(store, fault)]
    if not any(fault.kind in (CHANGED, MISSING, BROKEN) for fault in found):
        found += _tables(store, watched)
    return Verified(tuple(found), end.seq, end.hash, tuple(erased), whole)


def _structure(conn: sqlite3.Connection) -> Iterator[Fault]:
    for (message,) in conn.execute("PRAGMA quick_check"):
        if message != "ok":
            yield Fault(BROKEN, None, "case.db", _("the database file is damaged: {message}", message=message))
    for name in schema.missing_guards(conn):
        yield Fault(UNGUARDED, None, name, _("the guard {name} of the ledger is gone or changed", name=name))


def _chain(conn: sqlite3.Connection, found: list[Fault], erased: list[int], progress: Progress) -> ledger.Head:
    total = ledger.head(conn).seq
    expected = ledger.Head(0, GENESIS)
    named = {seq for (seq,) in conn.execute("SELECT DISTINCT seq FROM erasures")}
    for event in ledger.sealed_events(conn):
        if event.seq != expected.seq + 1:
            what = _("events {first} to {last} are missing", first=expected.seq + 1, last=event.seq - 1)
            found.append(Fault(MISSING, expected.seq + 1, "", what))
        elif event.prev_hash != expected.hash:
            found.append(
                Fault(BROKEN, event.seq, event.subject, _at(event, _("it does not follow the event before it")))
            )
        found += _event(event, event.seq in named)
        if None in event.texts:
            erased.append(event.seq)
        expected = ledger.Head(event.seq, event.hash)
        if event.seq % _STEP == 0:
            progress.step(event.seq, total)
    return expected


def _event(event: SealedEvent, erasing_known: bool) -> Iterator[Fault]:
    for name, text, salt, digest in zip(PARTS, event.texts, event.salts, event.part_digests, strict=True):
        if text is None or salt is None:
            if not erasing_known:
                what = _("its part {part} is missing and no event erased it", part=name)
                yield Fault(MISSING, event.seq, event.subject, _at(event, what))
        elif part_digest(salt, text) != digest:
            what = _("its part {part} was changed", part=name)
            yield Fault(CHANGED, event.seq, event.subject, _at(event, what))
    head = (event.seq, event.at, event.kind, event.version, event.subject)
    if event_digest(*head, event.part_digests) != event.digest:
        yield Fault(CHANGED, event.seq, event.subject, _at(event, _("its head or a digest was changed")))
    if chain_hash(event.prev_hash, event.digest) != event.hash:
        yield Fault(BROKEN, event.seq, event.subject, _at(event, _("its hash does not fit")))


def _at(event: SealedEvent, what: str) -> str:
    return _("event {seq} ({kind} {subject}): {what}", seq=event.seq, kind=event.kind, subject=event.subject, what=what)


def _files(store: Store, conn: sqlite3.Connection, found: list[Fault]) -> int:
    """Compares the vault with what the ledger says lies in it; gives how many files are whole."""
    whole = 0
    known = {}
    rows = conn.execute("SELECT id, sha256, size FROM attachments WHERE erased = 0 ORDER BY n").fetchall()
    for attachment, digest, size in rows:
        known[digest] = attachment
        place = vault.place_of(store.folder, digest)
        try:
            if place.stat().st_size == size and vault.digest_of(place) == digest:
                whole += 1
                continue
            kind, what = CHANGED, _("the sealed file of {id} was changed", id=attachment)
        except FileNotFoundError:
            kind, what = MISSING, _("the sealed file of {id} is missing", id=attachment)
        found.append(Fault(kind, None, f"vault/{digest[:2]}/{digest}", what))
    for copy in vault.copies(store.folder):
        if copy.name not in known:
            name = copy.relative_to(store.folder).as_posix()
            found.append(Fault(EXTRA, None, name, _("{name} lies in the vault and no event knows it", name=name)))
    return whole


def _came_meanwhile(store: Store, fault: Fault) -> bool:
    """Whether a file that no event knew belongs to one that was written while we looked."""
    digest = fault.subject.rpartition("/")[2]
    with store.reading() as conn:
        return fault.kind == EXTRA and vault.known(conn, digest)


def _tables(store: Store, progress: Progress) -> Iterator[Fault]:
    for table in rebuilding.differing(store.folder, store.conventions, progress):
        what = _("the table {name} says something else than the ledger", name=table)
        yield Fault(CHANGED, None, table, what)
