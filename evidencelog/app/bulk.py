"""Contacts by the thousand out of files, in one transaction and in constant memory."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

from evidencelog.app.cases import CONVENTIONS
from evidencelog.app.directory import References
from evidencelog.app.recording import write_record
from evidencelog.app.values import clean_record
from evidencelog.errors import InvalidInput, Problem
from evidencelog.models.fields import DEBTOR
from evidencelog.models.progress import Silent
from evidencelog.store import origins
from evidencelog.store.states import ORIGIN, number_of
from evidencelog.timing.clock import local_parts, ts_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from evidencelog.app.cases import Case
    from evidencelog.models.progress import Progress
    from evidencelog.store.case_store import Writing

_STEP = 500


class ImportSource(NamedTuple):
    """A file that is imported and what reads it."""

    kind: str
    """Id of the importer, ``smsbr-calls``."""
    version: int
    """Of the importer."""
    file: str
    """Name of the file."""
    sha256: str
    size: int


class ImportRow(NamedTuple):
    """One contact as a file has it."""

    values: Mapping[str, object]
    """Fields of the exchange format; absent is unknown, nothing is filled in."""
    position: str
    """Row, line or element in the file, as a person would look for it."""
    key: str
    """What makes the row the same in a later export of the same source."""
    name: str | None = None
    """Name the phone's address book gave the number."""
    raw: object = None
    """The row as it stood in the file: text or JSON."""
    witness_of: str | None = None
    """Id of a recorded contact that this row is another witness of: it is linked, no contact is made."""


class ImportedFile(NamedTuple):
    """A file and its rows, read as they are asked for; a row that cannot be read comes as a Problem."""

    source: ImportSource
    rows: Iterable[ImportRow | Problem]


class ManyRecorded(NamedTuple):
    """What became of the rows."""

    import_ids: tuple[str, ...]
    read: int
    added: int
    known: int
    """Rows an earlier import had."""
    linked: int
    inbox: int
    """Added ones that wait for a platform."""
    refused: tuple[Problem, ...]
    first_day: str | None
    """First local day of the rows added."""
    last_day: str | None


def record_many(
    case: Case,
    files: Iterable[ImportedFile],
    *,
    platform: str | None = None,
    dry_run: bool = False,
    keep_going: bool = True,
    progress: Progress | None = None,
) -> ManyRecorded:
    """Records the rows of all files in one transaction: one event for each contact, one for each file.

    A row whose source kind and key an earlier import (a file before it counts) has is skipped; equal rows of one file
    are several contacts. ``platform`` takes the rows without one whose number is unassigned, hidden or unnamed. Rows
    that cannot be are left out and reported, or, without ``keep_going``, raise InvalidInput and nothing is written.
    ``dry_run`` writes nothing. ``progress`` is told the rows read; what it or the files raise undoes everything.
    """
    watched = progress or Silent()
    with case.store.writing(keep=not dry_run) as writing:
        run = _Run(case, writing, platform)
        for file in files:
            run.begin(file.source)
            for row in file.rows:
                run.take(row)
                if run.read % _STEP == 0:
                    watched.step(run.read, None)
        watched.step(run.read, run.read)
        if run.refused and not keep_going:
            raise InvalidInput(run.refused)
        return run.result()


class _Run:
    """One call of ``record_many``."""

    def __init__(self, case: Case, writing: Writing, platform: str | None) -> None:
        self.writing = writing
        self.references = References(writing)
        self.now, self.zone = case.now(), case.zone
        self.platform = platform
        self.imports: list[str] = []
        self.refused: list[Problem] = []
        self.read = self.added = self.known = self.linked = self.inbox = 0
        self.span: tuple[int, int] | None = None
        self.source = ImportSource("", 0, "", "", 0)

    def begin(self, source: ImportSource) -> None:
        """Records that a file is read."""
        self.source = source
        import_id = self.writing.new_id("import")
        self.writing.append(
            "import.read",
            import_id,
            facts={
                "source_kind": source.kind,
                "importer_version": source.version,
                "file_sha256": source.sha256,
                "size": source.size,
            },
            identity={"file": _storable(source.file)},
        )
        self.imports.append(import_id)

    def take(self, row: ImportRow | Problem) -> None:
        """Records one row, or says why not."""
        self.read += 1
        if isinstance(row, Problem):
            self.refused.append(row)
            return
        key = _storable(row.key)
        if origins.known(self.writing.conn, self.source.kind, key, self.imports[-1]):
            self.known += 1
            return
        try:
            cleaned = clean_record("contact", self._with_platform(row), now=self.now, zone=self.zone)
            if row.witness_of is not None:
                self._link(row, key)
                return
            origin: dict[str, Any] = {"import": self.imports[-1], "position": row.position, "key": key}
            if row.name:
                origin["name"] = _storable(row.name)
            if row.raw is not None:
                origin["raw"] = _storable(
                    row.raw if isinstance(row.raw, str) else json.dumps(row.raw, ensure_ascii=False)
                )
            recorded = write_record(self.references, "contact", {"to": DEBTOR, **cleaned}, origin=origin)
        except InvalidInput as error:
            where = f"{self.source.file}: {row.position}"
            self.refused += [Problem(where, problem.line()) for problem in error.problems]
            return
        self.added += 1
        self.inbox += origins.waits(self.writing.conn, number_of(recorded.id))
        ts = ts_of(cleaned["at"])
        self.span = (ts, ts) if self.span is None else (min(self.span[0], ts), max(self.span[1], ts))

    def _with_platform(self, row: ImportRow) -> Mapping[str, object]:
        if self.platform is None or row.name or row.values.get("platform") is not None:
            return row.values
        number = row.values.get("number")
        if isinstance(number, str) and origins.assigned(self.writing.conn, CONVENTIONS.normal_number(number)):
            return row.values
        return {**row.values, "platform": self.platform}

    def _link(self, row: ImportRow, key: str) -> None:
        secret: dict[str, Any] = {"key": key}
        if row.raw is not None:
            secret["raw"] = _storable(row.raw if isinstance(row.raw, str) else json.dumps(row.raw, ensure_ascii=False))
        assert row.witness_of is not None
        self.writing.append(
            "contact.linked",
            row.witness_of,
            facts={ORIGIN: {"import": self.imports[-1], "position": row.position}},
            identity={ORIGIN: secret},
        )
        self.linked += 1

    def result(self) -> ManyRecorded:
        """The count so far."""
        first, last = (local_parts(ts, self.zone)[0] for ts in self.span) if self.span else (None, None)
        return ManyRecorded(
            tuple(self.imports),
            self.read,
            self.added,
            self.known,
            self.linked,
            self.inbox,
            tuple(self.refused),
            first,
            last,
        )


def _storable(text: str) -> str:
    """Text without what no text can hold: lone surrogates and NUL become visible escapes."""
    return text.encode("utf-8", "backslashreplace").decode().replace("\x00", "\\x00")
