"""What can go wrong with a case on disk, each as one line that says what to do."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from evidencelog.errors import NO_ROOM, BadInput, CannotDo, IntegrityFailure, reason_of
from evidencelog.i18n import N_, _

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


class CaseMissing(BadInput):
    """There is no case at the path."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.path = path

    def __str__(self) -> str:
        return _("There is no case in {path}; the first entry makes one", path=repr(str(self.path)))


class CaseNewer(CannotDo):
    """The case was written by a newer version of the program."""

    def __init__(self, path: Path, found: int, known: int) -> None:
        super().__init__(path, found, known)
        self.path, self.found, self.known = path, found, known

    def __str__(self) -> str:
        return _(
            "The case in {path} was written by a newer version of evidencelog (layout {found}, this one knows {known}); "
            "update the program",
            path=repr(str(self.path)),
            found=self.found,
            known=self.known,
        )


class CaseUnwritable(CannotDo):
    """A case folder, a file in it or what is written elsewhere cannot be written or read."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(path, reason)
        self.path, self.reason = path, reason

    def __str__(self) -> str:
        return _(
            "{path} cannot be written: {reason}; check the rights of the folder, or use another one",
            path=repr(str(self.path)),
            reason=self.reason,
        )


class CaseLocked(CannotDo):
    """Another program kept the case locked longer than we wait."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.path = path

    def __str__(self) -> str:
        return _("Another program is writing to the case in {path}; try again in a moment", path=repr(str(self.path)))


class DiskFull(CannotDo):
    """No room left for what should be written."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.path = path

    def __str__(self) -> str:
        return _(
            "The disk under {path} is full; nothing was written, make room and try again", path=repr(str(self.path))
        )


class CaseDamaged(IntegrityFailure):
    """The database cannot be read, or its guards are gone."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(path, reason)
        self.path, self.reason = path, reason

    def __str__(self) -> str:
        return _(
            "The case in {path} is damaged: {reason}; see evidencelog verify, and restore a backup",
            path=repr(str(self.path)),
            reason=self.reason,
        )


_A_FEW_PAGES = 64 * 1024

_SQL_REASONS = {
    3: N_("it is not allowed"),  # SQLITE_PERM
    8: N_("it can only be read"),  # SQLITE_READONLY
    10: N_("the disk cannot be read or written"),  # SQLITE_IOERR
    14: N_("its files cannot be opened"),  # SQLITE_CANTOPEN
}


class CaseGone(CannotDo):
    """The case was moved or deleted while it was open."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.path = path

    def __str__(self) -> str:
        return _(
            "The case is no longer in {path}: it was moved or deleted, or its disk was taken out; nothing was written. "
            "Bring it back and try again",
            path=repr(str(self.path)),
        )


class NoSuchRecord(BadInput):
    """No record has the id."""

    def __init__(self, id: str) -> None:
        super().__init__(id)
        self.id = id

    def __str__(self) -> str:
        return _("The case holds no {id}", id=repr(self.id[:60]))


def _nearly_full(path: Path) -> bool:
    """Whether less than a few pages of a database can still be written on the disk under ``path``."""
    from evidencelog.store.private_files import free_bytes

    try:
        return free_bytes(path) < _A_FEW_PAGES
    except OSError:
        return False


@contextmanager
def spoken(path: Path) -> Iterator[None]:
    """Turns what SQLite and the file system say about the case at ``path`` into the errors above."""
    try:
        with spoken_sql(path):
            yield
    except OSError as error:
        raise _os_error(path, error) from error


@contextmanager
def spoken_sql(path: Path) -> Iterator[None]:
    """Turns only what SQLite says into the errors above: other people's files may be read inside."""
    import sqlite3

    try:
        yield
    except sqlite3.DatabaseError as error:
        raise _translated(path, error) from error


def _os_error(path: Path, error: OSError) -> CannotDo:
    if error.errno in NO_ROOM:
        return DiskFull(path)
    return CaseUnwritable(path, reason_of(error))


def _translated(path: Path, error: Exception) -> Exception:
    import sqlite3

    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return CaseLocked(path)
    if code == sqlite3.SQLITE_FULL:
        return DiskFull(path)
    if code == sqlite3.SQLITE_IOERR and _nearly_full(path):  # the shared index of a full disk
        return DiskFull(path)
    if code in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM, sqlite3.SQLITE_IOERR):
        return CaseUnwritable(path, _(_SQL_REASONS[code]))
    if code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
        return CaseDamaged(path, str(error))
    return error
