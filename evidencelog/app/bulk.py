"""Contacts by the thousand out of files, in one transaction and in constant memory."""

from __future__ import annotations

import json
from contextlib import contextmanager, nullcontext
from typing import TYPE_CHECKING, Any, NamedTuple

from evidencelog.app.attaching import seal
from evidencelog.app.cases import CONVENTIONS
from evidencelog.app.directory import References
from evidencelog.app.recording import write_record
from evidencelog.app.values import clean_record
from evidencelog.errors import InvalidInput, Problem
from evidencelog.models.fields import DEBTOR
from evidencelog.models.progress import Silent
from evidencelog.store import origins, vault
from evidencelog.store.states import ORIGIN, number_of
from evidencelog.timing.clock import local_parts, ts_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from evidencelog.app.cases import Case
    from evidencelog.importers.interface import ImportedRow
    from evidencelog.models.progress import Progress
    from evidencelog.store.case_store import Writing
    from evidencelog.store.vault import Staged

_STEP = 500

_MAY_CLASH = {"platform_kind", "debt"}
"""Fields that can turn out not to fit after something was made on the way."""


class ImportSource(NamedTuple):
    """A file that is imported and what reads it."""

    kind: str
    """Id of the importer."""
    version: int
    """Of the importer."""
    file: str
    """Name of the file."""
    sha256: str
    size: int


class ImportedFile(NamedTuple):
    """A file and its rows, read as they are asked for; a row that cannot be read comes as a Problem."""

    source: ImportSource
    rows: Iterable[ImportedRow | Problem]


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
    with import_run(case, platform=platform, dry_run=dry_run) as run:
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


@contextmanager
def import_run(case: Case, *, platform: str | None = None, dry_run: bool = False) -> Iterator[ImportRun]:
    """One transaction for any number of files: ``begin`` each, then give its rows to ``take``."""
    staged: list[Staged] = []
    try:
        with case.store.writing(keep=not dry_run) as writing:
            run = ImportRun(case, writing, platform, None if dry_run else staged)
            yield run
    except BaseException:
        vault.discard(staged)
        raise
    vault.settled(case.path, staged)


class ImportRun:
    """The import that is under way; what it counts is read from its attributes or ``result``."""

    def __init__(self, case: Case, writing: Writing, platform: str | None, staged: list[Staged] | None) -> None:
        self.case = case
        self.writing = writing
        self.references = References(writing)
        self.now, self.zone = case.now(), case.zone
        self.platform = platform
        self.imports: list[str] = []
        self.refused: list[Problem] = []
        self.read = self.added = self.known = self.linked = self.inbox = 0
        self.source = ImportSource("", 0, "", "", 0)
        self._span: tuple[int, int] | None = None
        self._staged = staged
        self._salt: str | None = None

    def begin(self, source: ImportSource) -> str:
        """Records that a file is read; gives the id of the import."""
        self.source = source
        made = self.writing.new_id("import")
        facts = {"source_kind": source.kind, "importer_version": source.version}
        self.writing.append(
            "import.read",
            made,
            facts={**facts, "file_sha256": source.sha256, "size": source.size},
            identity={"file": storable(source.file)},
        )
        self.imports.append(made)
        return made

    def take(self, row: ImportedRow | Problem, *, witness_of: str | None = None) -> str | None:
        """Records one row or counts why not; gives the id of the contact.

        ``witness_of``: the id of a recorded contact that the row is another witness of; it is linked.
        """
        self.read += 1
        if isinstance(row, Problem):
            self.refused.append(row)
            return None
        key = self.sealed_key(row.key)
        if self.is_known(key):
            self.known += 1
            return None
        raw = storable(json.dumps(row.raw, ensure_ascii=False)) if row.raw else None
        name = storable(row.name) if row.name else None
        origin = {"import": self.imports[-1], "position": storable(row.position), "key": key, "name": name, "raw": raw}
        try:
            if witness_of is not None:
                self._link(witness_of, origin)
                return witness_of
            cleaned = clean_record("contact", self._with_platform(row), now=self.now, zone=self.zone)
            with self.undone_alone() if _MAY_CLASH & cleaned.keys() else nullcontext():
                made = self.record({"to": DEBTOR, **cleaned}, origin)
            self._seal(made, row)
            return made
        except InvalidInput as error:
            self.refuse(row.position, error)
            return None

    def record(self, cleaned: Mapping[str, Any], origin: Mapping[str, Any]) -> str:
        """Records a checked contact and counts it; gives its id."""
        made = write_record(self.references, "contact", cleaned, origin=origin).id
        self.added += 1
        self.inbox += "platform" not in cleaned and origins.waits(self.writing.conn, number_of(made))
        ts = ts_of(cleaned["at"])
        self._span = (ts, ts) if self._span is None else (min(self._span[0], ts), max(self._span[1], ts))
        return made

    def sealed_key(self, key: str) -> str:
        """The key of a row as it is kept."""
        if self._salt is None:
            self._salt = origins.salt(self.writing.conn)
        return origins.sealed_key(self._salt, self.source.kind, storable(key))

    def is_known(self, key: str) -> bool:
        """Whether an earlier import of the same kind of source had a row with that sealed key, or one was erased."""
        return origins.known(self.writing.conn, self.source.kind, key, self.imports[-1])

    def refuse(self, position: str, error: InvalidInput) -> None:
        """Notes that a row cannot be, with every reason."""
        where = f"{self.source.file}: {position}"
        self.refused += [Problem(where, problem.line()) for problem in error.problems]

    @contextmanager
    def undone_alone(self) -> Iterator[None]:
        """Work of which nothing stays when it raises, while the import goes on."""
        try:
            with self.writing.attempt():
                yield
        except BaseException:
            self.references = References(self.writing)
            raise

    def result(self) -> ManyRecorded:
        """The count so far."""
        first, last = (local_parts(ts, self.zone)[0] for ts in self._span) if self._span else (None, None)
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

    def _with_platform(self, row: ImportedRow) -> Mapping[str, object]:
        if self.platform is None or row.name or row.values.get("platform") is not None:
            return row.values
        number = row.values.get("number")
        if isinstance(number, str) and origins.assigned(self.writing.conn, CONVENTIONS.normal_number(number)):
            return row.values
        return {**row.values, "platform": self.platform}

    def _link(self, contact: str, origin: Mapping[str, Any]) -> None:
        self.writing.append(
            "contact.linked",
            contact,
            facts={ORIGIN: {name: origin[name] for name in ("import", "position", "key")}},
            identity={ORIGIN: {name: origin[name] for name in ("name", "raw") if origin[name] is not None}},
        )
        self.linked += 1

    def _seal(self, contact: str, row: ImportedRow) -> None:
        """Seals the files that came inside a row."""
        if not row.parts or self._staged is None:
            return
        copies = vault.stage(self.case.path, [part.path for part in row.parts], Silent())
        self._staged += copies
        named = [
            copy._replace(name=storable(part.name), media_type=part.media_type)
            for copy, part in zip(copies, row.parts, strict=True)
        ]
        seal(self.writing, contact, named)


def storable(text: str) -> str:
    """Text without what no text can hold: lone surrogates and NUL become visible escapes."""
    return text.encode("utf-8", "backslashreplace").decode().replace("\x00", "\\x00")
