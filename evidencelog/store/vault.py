"""Sealed copies of files, each under the SHA-256 of its content; what is half-written never stands among them.

A copy is made under ``vault/incoming`` first. It takes its place while the write lock is held, with a marker beside it
until the event is durable; after a crash the marker tells which copy nobody knows of.
"""

from __future__ import annotations

import os
import stat
import time
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from evidencelog.errors import BadInput
from evidencelog.i18n import _
from evidencelog.store import private_files
from evidencelog.store.faults import spoken

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Sequence

    from evidencelog.models.progress import Progress

_BLOCK = 1 << 20
_ABANDONED = 3600
"""Seconds after which an unfinished copy is nobody's any more."""

_PART, _MARK = ".part", ".new"

MEDIA_TYPES = {
    ".3gp": "audio/3gpp", ".aac": "audio/aac", ".amr": "audio/amr", ".awb": "audio/amr-wb", ".flac": "audio/flac",
    ".m4a": "audio/mp4", ".mp3": "audio/mpeg", ".oga": "audio/ogg", ".ogg": "audio/ogg", ".opus": "audio/ogg",
    ".wav": "audio/wav", ".wma": "audio/x-ms-wma", ".mov": "video/quicktime", ".mp4": "video/mp4",
    ".webm": "video/webm", ".bmp": "image/bmp", ".gif": "image/gif", ".heic": "image/heic", ".jpeg": "image/jpeg",
    ".jpg": "image/jpeg", ".png": "image/png", ".tif": "image/tiff", ".tiff": "image/tiff", ".webp": "image/webp",
    ".csv": "text/csv", ".html": "text/html", ".json": "application/json", ".txt": "text/plain", ".xml": "text/xml",
    ".cer": "application/pkix-cert", ".ofd": "application/ofd", ".tsq": "application/timestamp-query",
    ".tsr": "application/timestamp-reply", ".eml": "message/rfc822", ".pdf": "application/pdf", ".zip": "application/zip",
    ".doc": "application/msword", ".xls": "application/vnd.ms-excel",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}  # fmt: skip
"""By file name, the same on every machine (RFC 6838 names)."""


class FileTrouble(BadInput):
    """A file that cannot be sealed; nothing was written."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(path, reason)
        self.path, self.reason = path, reason

    def __str__(self) -> str:
        return _(
            "{path} cannot be attached: {reason}; nothing was written", path=repr(str(self.path)), reason=self.reason
        )


class Staged(NamedTuple):
    """A finished copy that waits for its place."""

    path: Path
    sha256: str
    size: int
    name: str
    media_type: str
    modified_at: str
    """Modification time of the original, ISO 8601 in UTC."""


def place_of(folder: Path, digest: str) -> Path:
    """Where the copy with that SHA-256 (hexadecimal) stands in a case folder."""
    return folder / "vault" / digest[:2] / digest


def stage(folder: Path, files: Sequence[Path], progress: Progress) -> list[Staged]:
    """Copies files next to the vault, hashing while they are read; all of them or, with FileTrouble, none.

    ``progress`` is told bytes. A file that changes or vanishes while it is read is refused.
    """
    staged: list[Staged] = []
    sizes = [_regular(Path(file)).st_size for file in files]
    total, done = sum(sizes), 0
    try:
        with spoken(folder):
            private_files.make_folder(folder / "vault" / "incoming")
        for file, size in zip(files, sizes, strict=True):
            staged.append(_copy(folder, Path(file), progress, done, total))
            done += size
    except BaseException:
        discard(staged)
        raise
    return staged


def discard(staged: Sequence[Staged]) -> None:
    """Removes copies that are not wanted after all."""
    for copy in staged:
        private_files.remove(copy.path)


def settle(folder: Path, staged: Sequence[Staged]) -> None:
    """Moves copies to their places; the caller holds the write lock and commits, then calls ``settled``."""
    for copy in staged:
        place = place_of(folder, copy.sha256)
        private_files.make_folder(place.parent)
        if place.exists() and digest_of(place) == copy.sha256:
            continue
        private_files.make_file(_marker(folder, copy.sha256))
        private_files.sync_folder(folder / "vault" / "incoming")
        private_files.remove(place)
        copy.path.replace(place)
        private_files.sync_folder(place.parent)
        private_files.sync_folder(place.parent.parent)


def settled(folder: Path, staged: Sequence[Staged]) -> None:
    """Takes away markers and spare copies after the commit."""
    discard(staged)
    for copy in staged:
        private_files.remove(_marker(folder, copy.sha256))


def needs_tidying(folder: Path) -> bool:
    """Whether anything unfinished lies about."""
    try:
        with os.scandir(folder / "vault" / "incoming") as entries:
            return any(True for _entry in entries)
    except OSError:
        return False


def tidy(folder: Path, conn: sqlite3.Connection) -> int:
    """Removes what a crash left; the caller holds the write lock. Gives how many files went."""
    removed = 0
    incoming = folder / "vault" / "incoming"
    for entry in sorted(incoming.iterdir()):
        if entry.suffix == _MARK:
            if not known(conn, entry.stem):
                private_files.remove(place_of(folder, entry.stem))
                removed += 1
            private_files.remove(entry)
        elif entry.suffix == _PART and time.time() - entry.stat().st_mtime > _ABANDONED:
            private_files.remove(entry)
            removed += 1
    return removed


def sweep(folder: Path, conn: sqlite3.Connection, digests: Sequence[str]) -> int:
    """Removes the copies of those digests that no attachment needs any more; gives how many went."""
    removed = 0
    for digest in digests:
        place = place_of(folder, digest)
        if not known(conn, digest) and place.exists():
            private_files.remove(place)
            private_files.sync_folder(place.parent)
            removed += 1
    return removed


def copies(folder: Path) -> Iterator[Path]:
    """All copies in the vault, in the order of their digests; what is being moved in just now is left out."""
    for shelf in sorted((folder / "vault").glob("??")):
        for copy in sorted(shelf.iterdir()):
            if not _marker(folder, copy.name).exists():
                yield copy


def digest_of(path: Path) -> str:
    """SHA-256 of a file's content, hexadecimal."""
    from hashlib import file_digest

    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()


def _marker(folder: Path, digest: str) -> Path:
    return folder / "vault" / "incoming" / (digest + _MARK)


def known(conn: sqlite3.Connection, digest: str) -> bool:
    """Whether an attachment that is not erased has that content."""
    row = conn.execute("SELECT 1 FROM attachments WHERE sha256 = ? AND erased = 0 LIMIT 1", (digest,)).fetchone()
    return row is not None


def _regular(path: Path) -> os.stat_result:
    try:
        found = path.stat()
    except OSError as error:
        raise FileTrouble(path, error.strerror or str(error)) from error
    except ValueError as error:  # a NUL in the name
        raise FileTrouble(path, str(error)) from error
    if stat.S_ISDIR(found.st_mode):
        raise FileTrouble(path, _("it is a folder"))
    if not stat.S_ISREG(found.st_mode):
        raise FileTrouble(path, _("it is no ordinary file"))
    return found


def _copy(folder: Path, source: Path, progress: Progress, done: int, total: int) -> Staged:
    before = _regular(source)
    copy = folder / "vault" / "incoming" / (os.urandom(8).hex() + _PART)
    seal, size = sha256(), 0
    with spoken(folder):
        private_files.make_file(copy)
    try:
        with spoken(folder), copy.open("wb") as target:
            for block in _blocks(source):
                seal.update(block)
                target.write(block)
                size += len(block)
                progress.step(done + size, total)
            target.flush()
            os.fsync(target.fileno())
        after = _regular(source)
        if (size, before.st_size, before.st_mtime_ns) != (after.st_size, after.st_size, after.st_mtime_ns):
            raise FileTrouble(source, _("it changed while it was read"))
        private_files.seal(copy)
    except BaseException:
        private_files.remove(copy)
        raise
    name = source.name.encode("utf-8", "backslashreplace").decode()
    modified = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(before.st_mtime))
    media_type = MEDIA_TYPES.get(source.suffix.lower(), "application/octet-stream")
    return Staged(copy, seal.hexdigest(), size, name, media_type, modified)


def _blocks(source: Path) -> Iterator[bytes]:
    """The content in pieces; what goes wrong with reading is the file's trouble, not the case's."""
    try:
        with source.open("rb") as file:
            while block := file.read(_BLOCK):
                yield block
    except OSError as error:
        raise FileTrouble(source, error.strerror or str(error)) from error
