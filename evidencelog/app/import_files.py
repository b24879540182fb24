"""Imports files of phones and of this program: all of them in one transaction, each row once."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from evidencelog.app.bulk import ImportSource, import_run
from evidencelog.errors import InvalidField, InvalidInput, Problem
from evidencelog.i18n import _, ngettext
from evidencelog.importers.exchange import EXCHANGE, exchange_lines
from evidencelog.importers.registry import FORMATS, IMPORTERS, format_of
from evidencelog.importers.source import look_at
from evidencelog.models.progress import Silent
from evidencelog.numbers.normal import normalise
from evidencelog.timing.clock import local_parts
from evidencelog.timing.moments import read_day, read_moment

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime

    from evidencelog.app.bulk import ImportRun
    from evidencelog.app.cases import Case
    from evidencelog.importers.source import SourceFile
    from evidencelog.models.progress import Progress


__all__ = ["FORMATS", "ImportReport", "import_files"]


class ImportReport(NamedTuple):
    """What became of the rows of the files."""

    read: int
    """Rows and lines the files hold, also those outside the limits asked for."""
    added: int
    """Contacts made."""
    known: int
    """Rows an earlier import had."""
    linked: int
    """Rows that are a second witness of a recorded contact."""
    inbox: int
    """Added ones that wait for a platform."""
    refused: tuple[Problem, ...]
    """Rows left out, each with its reason."""
    first_day: str | None
    """First local day among the rows taken or known; a telephone keeps only its last 500 to 1000 calls."""
    last_day: str | None
    import_ids: tuple[str, ...]
    """One for each file; none after a dry run."""
    notes: tuple[str, ...]
    """What else there is to know of the files."""


def import_files(
    case: Case,
    paths: Sequence[Path],
    *,
    format: str | None = None,
    platform: str | None = None,
    since: str | None = None,
    until: str | None = None,
    number: str | None = None,
    dry_run: bool = False,
    keep_going: bool = False,
    progress: Progress | None = None,
) -> ImportReport:
    """Records what the files hold: everything in one transaction, or nothing.

    A file is recognised by its content, or held to ``format``. ``platform`` takes the rows whose number is unassigned,
    hidden or without a name in the address book. ``since`` and ``until`` (days, both included, local to the case) and
    ``number`` leave out other rows. A wrong line of the exchange format raises InvalidInput unless ``keep_going``;
    single unreadable rows of a phone's export are reported. ``dry_run`` writes nothing. ``progress`` counts bytes.

    Raises NoSuchFile, CannotRead, UnknownFormat, WrongFormat, UnreadableFile, InvalidField, InvalidInput, Cancelled.
    """
    limits = _Limits.of(since, until, number, case)
    files = [look_at(Path(path)) for path in paths]
    formats = [format_of(file, format) for file in files]
    total = sum(file.size for file in files)
    watched = progress or Silent()
    with (
        tempfile.TemporaryDirectory(prefix="evidencelog-") as folder,
        import_run(case, platform=platform, dry_run=dry_run) as run,
    ):
        taking = _Taking(run, limits, Path(folder))
        before = 0
        for file, kind in zip(files, formats, strict=True):
            taking.take(file, kind, _after(watched, before, total))
            before += file.size
            watched.step(before, total)
        if taking.wrong_lines and not keep_going:
            raise InvalidInput(taking.wrong_lines)
    case.forget_settings()
    return taking.report(dry_run=dry_run)


def _after(progress: Progress, before: int, total: int) -> Callable[[int], None]:
    """Counts on from the files that are done."""

    def seen(taken: int) -> None:
        progress.step(before + taken, total)

    return seen


class _Limits(NamedTuple):
    """Which rows are asked for."""

    since: str | None
    until: str | None
    number: str | None

    @classmethod
    def of(cls, since: str | None, until: str | None, number: str | None, case: Case) -> _Limits:
        """Checks and reads what the person gave."""
        days = [_day(name, value, case) for name, value in (("since", since), ("until", until))]
        wanted = normalise(number) if number is not None else None
        if wanted == "":
            raise InvalidField("number", number, _("it names no number"))
        return cls(days[0], days[1], wanted)

    def allow(self, values: Mapping[str, object], zone: str, now: datetime) -> bool:
        """Whether a row lies within them."""
        if self.number is not None and normalise(str(values.get("number") or "")) != self.number:
            return False
        if self.since is None and self.until is None:
            return True
        day = _local_day(values.get("at"), zone, now)
        return day is None or ((self.since or day) <= day <= (self.until or day))


def _day(name: str, value: str | None, case: Case) -> str | None:
    if value is None:
        return None
    day = read_day(value, now=case.now(), zone=case.zone)
    if day is None:
        raise InvalidField(name, value, _("give a day like 2026-03-02"))
    return day


def _local_day(at: object, zone: str, now: datetime) -> str | None:
    """The day, local to the zone, of a moment as a row has it; None for what is none: the record refuses it."""
    reading = read_moment(str(at), now=now, zone=zone)
    return local_parts(reading.ts, zone)[0] if reading else None


class _Taking:
    """The rows of the files on their way into the case."""

    def __init__(self, run: ImportRun, limits: _Limits, folder: Path) -> None:
        self._run, self._limits, self._folder = run, limits, folder
        self._outside = 0
        self._days: set[str] = set()
        self._notes: list[str] = []
        self.wrong_lines: list[Problem] = []
        """Lines of the exchange format that were refused."""

    def take(self, file: SourceFile, kind: str, seen: Callable[[int], None]) -> None:
        """Gives all rows of a file to the case."""
        if kind == EXCHANGE:
            self._take_lines(file, seen)
        else:
            self._take_rows(file, kind, seen)

    def _take_rows(self, file: SourceFile, kind: str, seen: Callable[[int], None]) -> None:
        importer = IMPORTERS[kind]
        self._run.begin(ImportSource(kind, importer.version, file.name, file.sha256, file.size))
        reading = importer.reading(file, zone=self._run.zone, folder=self._folder)
        reading.seen = seen
        for row in reading.rows():
            if not isinstance(row, Problem):
                if not self._limits.allow(row.values, self._run.zone, self._run.now):
                    self._outside += 1
                    continue
                self._saw(_local_day(row.values.get("at"), self._run.zone, self._run.now))
            self._run.take(row)
        self._notes += reading.notes

    def _take_lines(self, file: SourceFile, seen: Callable[[int], None]) -> None:
        from evidencelog.app.exchange_reading import VERSION, ExchangeReader

        refused_before = len(self._run.refused)
        reader = ExchangeReader(self._run, ImportSource(EXCHANGE, VERSION, file.name, file.sha256, file.size))
        for line in exchange_lines(file, seen):
            if (
                isinstance(line, Problem)
                or line.record != "contact"
                or self._limits.allow(line.values, self._run.zone, self._run.now)
            ):
                reader.take(line)
            else:
                self._outside += 1
        reader.finish()
        self.wrong_lines += self._run.refused[refused_before:]

    def _saw(self, day: str | None) -> None:
        if day is not None:
            self._days.add(day)
            if len(self._days) > 2:
                self._days = {min(self._days), max(self._days)}

    def report(self, *, dry_run: bool) -> ImportReport:
        """What became of the rows."""
        done = self._run.result()
        for day in (done.first_day, done.last_day):
            self._saw(day)
        notes = list(self._notes)
        if self._outside:
            notes.append(
                ngettext(
                    "{n} row lies outside the days or the number asked for",
                    "{n} rows lie outside the days or the number asked for",
                    self._outside,
                )
            )
        return ImportReport(
            done.read + self._outside,
            done.added,
            done.known,
            done.linked,
            done.inbox,
            done.refused,
            min(self._days, default=None),
            max(self._days, default=None),
            () if dry_run else done.import_ids,
            tuple(notes),
        )
