"""What an importer is: it says whether a file is its own, and gives rows or problems. It never writes to a case."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol

from evidencelog.errors import BadInput
from evidencelog.i18n import _

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from evidencelog.errors import Problem
    from evidencelog.importers.source import SourceFile


class Part(NamedTuple):
    """A file that came inside a row: a picture or a sound of a message."""

    name: str
    """As the source calls it; not fit to be a path."""
    media_type: str
    path: Path
    """The bytes, in the folder the reader was given; whoever takes the row may move the file."""


class ImportedRow(NamedTuple):
    """One contact as a file has it."""

    values: Mapping[str, object]
    """Fields of the exchange format; what the file does not say is absent, and so unknown."""
    position: str
    """Element, row or line in the file, as a person would look for it."""
    key: str
    """What makes the row the same in a later export of the same source."""
    name: str | None
    """Name the phone's address book gave the number."""
    raw: Mapping[str, object]
    """The row as it stood in the file, without embedded files."""
    parts: tuple[Part, ...] = ()


class Claim(NamedTuple):
    """An importer says that a file is its own."""

    importer: str
    """Id of the importer."""
    because: str
    """What was recognised: the root element, the keys."""


class Reading(Protocol):
    """One pass over one file."""

    seen: Callable[[int], None] | None
    """Told how many bytes of the file are used up; may raise to stop."""
    notes: list[str]
    """Sentences about the file as a whole, complete when the rows are used up."""

    def rows(self) -> Iterator[ImportedRow | Problem]:
        """The rows in the order of the file, one at a time; a row that is left out comes as a Problem with its reason.

        Raises BadInput when the file as a whole cannot be what it claims.
        """


class Importer(Protocol):
    """A source of contacts."""

    @property
    def id(self) -> str:
        """Name of the source kind: in the ledger, and after ``--format``."""

    @property
    def version(self) -> int:
        """Counts up when the same file would be read differently."""

    def recognise(self, head: bytes) -> Claim | None:
        """Whether a file is this importer's, by its first bytes."""

    def reading(self, file: SourceFile, *, zone: str, folder: Path) -> Reading:
        """Prepares to read the file; times are written with the offset of ``zone``, parts into ``folder``."""


class UnreadableFile(BadInput):
    """A file that cannot be what it claims; nothing of it was taken."""

    def __init__(self, file: str, where: str, reason: str) -> None:
        super().__init__(file, where, reason)
        self.file = file
        self.where = where
        self.reason = reason

    def __str__(self) -> str:
        place = f"{self.file}: {self.where}" if self.where else self.file
        return _("{place}: {reason}; nothing was imported", place=place, reason=self.reason)
