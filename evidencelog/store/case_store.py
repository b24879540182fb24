"""A case on disk, opened: reads anywhere, writes in transactions that are durable when they return."""

from __future__ import annotations

import os
import threading
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from evidencelog.models.fields import FACTS, IDENTITY, PRIVATE, WORDS
from evidencelog.store import connection, ledger, steps, vault, word_blocks
from evidencelog.store.faults import CaseGone, CaseLocked, CaseMissing, DiskFull, spoken, spoken_sql
from evidencelog.store.projector import Projector
from evidencelog.store.states import folded, id_of

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterator, Mapping
    from datetime import datetime
    from pathlib import Path

    from evidencelog.store.ledger import Event, Part
    from evidencelog.store.project_contacts import Conventions
    from evidencelog.store.states import State

EVENT_VERSION = 1
"""Layout of the events this program writes; every older one stays readable."""


_SALT_BYTES = 32

_LONGEST_ID = 10
"""More contacts than 999 million are nobody's log."""


class Store:
    """The database of one case. Each thread reads over a connection of its own; ``close`` ends them all."""

    def __init__(
        self, folder: Path, conventions: Conventions, clock: Callable[[], datetime], *, read_only: bool = False
    ) -> None:
        self.folder = folder
        self.conventions = conventions
        self.clock = clock
        """This moment, aware, in UTC."""
        self.read_only = read_only
        self._local = threading.local()
        self._all: list[sqlite3.Connection] = []
        self._place: tuple[int, int] | None = None
        """Disk and number of the file that was opened: what is written goes there even when its name is gone."""

    def exists(self) -> bool:
        """Whether the folder holds a case."""
        return (self.folder / connection.DATABASE).exists()

    def open(self, *, create: bool, settings: Mapping[str, str]) -> None:
        """Opens the case, or makes it with the given settings when ``create``.

        Raises CaseMissing, CaseNewer, CaseUnwritable, CaseLocked, CaseDamaged, DiskFull.
        """
        try:
            self._open(create, settings)
        except BaseException:
            self.close()
            raise

    def _open(self, create: bool, settings: Mapping[str, str]) -> None:
        with spoken(self.folder):
            try:
                conn = connection.open_existing(self.folder, read_only=self.read_only, migrate=_migrate)
            except CaseMissing:
                if not create:
                    raise
                conn = connection.create(self.folder, lambda conn: self._begin(conn, settings))
            self._keep(conn)
            self._place = self._found()
            if not self.read_only:
                self._finish(conn)

    def _finish(self, conn: sqlite3.Connection) -> None:
        """Ends what a crash interrupted."""
        if vault.needs_tidying(self.folder):
            connection.in_one_transaction(conn, lambda conn: vault.tidy(self.folder, conn))
        if conn.execute("SELECT 1 FROM upkeep").fetchone():
            from evidencelog.store.erasing import scrub

            with suppress(CaseLocked, DiskFull), spoken_sql(self.folder):
                scrub(self.folder, conn, frozenset())

    def _begin(self, conn: sqlite3.Connection, settings: Mapping[str, str]) -> None:
        steps.make(conn, self.clock().isoformat(sep=" "))
        changes = {key: [None, value] for key, value in settings.items()}
        secret = {"origin_salt": os.urandom(_SALT_BYTES).hex()}
        Writing(self, conn).append("case.created", "", facts={"changes": changes}, private=secret)

    def _found(self) -> tuple[int, int] | None:
        """Disk and number of the file that has the name of the database now."""
        try:
            stat = (self.folder / connection.DATABASE).stat()
        except OSError:
            return None
        return stat.st_dev, stat.st_ino

    def check_place(self) -> None:
        """Raises CaseGone where the case was moved or deleted since it was opened."""
        if self._place is not None and self._found() != self._place:
            raise CaseGone(self.folder)

    @property
    def conn(self) -> sqlite3.Connection:
        """This thread's connection."""
        conn: sqlite3.Connection | None = getattr(self._local, "conn", None)
        if conn is None:
            self.check_place()
            with spoken(self.folder):
                conn = connection.connect(self.folder / connection.DATABASE, read_only=self.read_only)
            self._keep(conn)
        return conn

    def _keep(self, conn: sqlite3.Connection) -> None:
        self._local.conn = conn
        self._all.append(conn)

    def leave(self) -> None:
        """Closes the connection of the thread that calls, before it ends."""
        local = self._local
        conn: sqlite3.Connection | None = getattr(local, "conn", None)
        if conn is not None:
            del local.conn
            with suppress(ValueError):  # another thread closes the case meanwhile
                self._all.remove(conn)
            conn.close()

    def close(self) -> None:
        """Closes all connections; the last one of all programs empties the write-ahead log into the database."""
        while self._all:
            self._all.pop().close()
        self._local = threading.local()

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """The connection inside one snapshot: several reads see the same state of the case."""
        conn = self.conn
        with spoken_sql(self.folder):
            own = not conn.in_transaction
            if own:
                conn.execute("BEGIN")
            try:
                yield conn
            finally:
                if own and conn.in_transaction:
                    conn.execute("ROLLBACK")

    @contextmanager
    def writing(self, *, keep: bool = True) -> Iterator[Writing]:
        """One transaction with the write lock held from its start: durable when the block ends, undone when it raises.

        ``keep=False`` undoes it in any case: a trial run. Raises CaseLocked after five seconds, CaseGone where the case
        was moved or deleted.
        """
        conn = self.conn
        self.check_place()
        with spoken_sql(self.folder):
            conn.execute("BEGIN IMMEDIATE")
            try:
                yield Writing(self, conn)
                if keep:
                    word_blocks.keep_up(conn)
                conn.execute("COMMIT" if keep else "ROLLBACK")
            except BaseException:
                if conn.in_transaction:
                    conn.execute("ROLLBACK")
                raise

    def state(self, id: str) -> State | None:
        """The record with that id in its current version; None when there is none."""
        return folded(ledger.events(self.conn, id))

    def settings(self) -> dict[str, str]:
        """All settings of the case: ``zone``, ``packs`` (comma separated), thresholds."""
        with spoken(self.folder):
            return dict(self.conn.execute("SELECT key, value FROM settings"))


class Writing:
    """An open transaction: appends events and keeps the tables in step."""

    def __init__(self, store: Store, conn: sqlite3.Connection) -> None:
        self.store = store
        self.conn = conn
        self.projector = Projector(conn, store.conventions)
        self.at = store.clock().strftime("%Y-%m-%dT%H:%M:%SZ")
        self._end = ledger.head(conn)
        self._reserved: dict[str, str] = {}

    @property
    def seq(self) -> int:
        """Number of the newest event."""
        return self._end.seq

    def append(
        self,
        kind: str,
        subject: str,
        *,
        facts: Part | None = None,
        words: Part | None = None,
        identity: Part | None = None,
        private: Part | None = None,
    ) -> Event:
        """Adds an event to the ledger and brings the tables up to date."""
        parts = {FACTS: facts, WORDS: words, IDENTITY: identity, PRIVATE: private}
        event, self._end = ledger.append(
            self.conn, self._end, self.at, kind, EVENT_VERSION, subject, tuple(part or {} for part in parts.values())
        )
        self.projector.apply(event)
        return event

    @contextmanager
    def attempt(self) -> Iterator[None]:
        """A piece of work inside the transaction that is undone alone when it raises."""
        end = self._end
        self.conn.execute("SAVEPOINT attempt")
        try:
            yield
        except BaseException:
            if self.conn.in_transaction:
                self.conn.execute("ROLLBACK TO attempt")
                self.conn.execute("RELEASE attempt")
            self._end = end
            self._reserved.clear()
            self.projector.forget()
            raise
        self.conn.execute("RELEASE attempt")

    def new_id(self, record: str) -> str:
        """The id the next record of that kind gets: the reserved one, or one more than any before, erased included."""
        if record in self._reserved:
            return self._reserved.pop(record)
        row = self.conn.execute("SELECT last FROM counters WHERE record = ?", (record,)).fetchone()
        return id_of(record, (row[0] if row else 0) + 1)

    def reserve(self, record: str, id: str | None) -> None:
        """Makes ``id`` what ``new_id`` gives next for that kind of record; None changes nothing."""
        if id is not None:
            self._reserved[record] = id

    def is_free(self, id: str) -> bool:
        """Whether nothing was ever recorded under an id."""
        taken = self.conn.execute("SELECT 1 FROM ledger WHERE subject = ? LIMIT 1", (id,)).fetchone()
        return taken is None and len(id) <= _LONGEST_ID

    def state(self, id: str) -> State | None:
        """The record with that id as it stands inside this transaction; None when there is none."""
        return folded(ledger.events(self.conn, id))


def _migrate(conn: sqlite3.Connection) -> None:
    from evidencelog.store.migrations import migrate

    migrate(conn)
